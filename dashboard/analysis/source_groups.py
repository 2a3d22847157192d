"""The sources in the order in which a reader looks for them: reports by framework and council, then everything else.

Called by the page of sources. A source is grouped by the strongest thing that it says: the inspectorate's own report
under the framework of its inspection, any other under its kind of evidence.
"""

import datetime as dt
from dataclasses import dataclass

from dashboard.store import Store, once_a_store
from dashboard.words import wording
from loaders.frames import records
from loaders.record.rows import ObservationRow, SourceRow

REFUSED, NO_GRADES = "refused", "no-grades"


@dataclass(frozen=True)
class GroupedSource:
    """One source: `group` is a framework, a kind of evidence, NO_GRADES or REFUSED; `council` is whose report it is."""

    row: SourceRow
    group: str
    council: str = ""
    inspected: dt.date | None = None


@once_a_store
def in_order(store: Store) -> list[GroupedSource]:
    """Every source: reports by framework, the newest framework first, and by council; the rest by kind and title."""
    frame = store.tables["observations"]
    ranks = {kind: term.strength for kind, term in store.reference.vocabulary.evidence.items()}
    frame = frame.assign(strength=frame["evidence"].map(ranks).astype(int)).sort_values("strength", kind="stable")
    strongest: dict[str, ObservationRow] = {
        row["source_id"]: row for row in records(frame.drop_duplicates("source_id"))
    }
    groups = [*reversed(store.reference.frameworks), *store.reference.vocabulary.evidence, NO_GRADES, REFUSED]
    sources = [_with_group(store, row, strongest.get(row["source_id"])) for row in store.sources.values()]

    def place(source: GroupedSource) -> tuple[int, str, str, dt.date]:
        day = source.inspected or source.row["published"] or dt.date.min
        return groups.index(source.group), source.council, source.row["title"] or source.row["file_name"], day

    return sorted(sources, key=place)


def _with_group(store: Store, row: SourceRow, observation: ObservationRow | None) -> GroupedSource:
    if row["status"] == REFUSED:
        return GroupedSource(row, REFUSED)
    if observation is None:
        return GroupedSource(row, NO_GRADES)
    if observation["evidence"] != "primary":
        return GroupedSource(row, observation["evidence"])
    council = wording.council_of(store.reference, observation["authority_id"])
    return GroupedSource(row, observation["framework"], council, observation["date"])
