"""All extractions to a data folder: tell the sources apart, reconcile, derive, check, write.

Called by the command line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from loaders.building import coverage, derive, diff, panel, reference_tables
from loaders.building.columns import Row, inspection_columns, observation_columns
from loaders.building.reach import Reach, reach
from loaders.building.reconcile import reconcile
from loaders.reading import sandbox
from loaders.record import folder, schema
from loaders.record.errors import FolderInvalid
from loaders.record.matching import known_inspection
from loaders.record.model import Extraction
from loaders.record.reference import Reference
from loaders.record.safe_text import one_line

if TYPE_CHECKING:
    import pandas as pd

MOST_LOST = 5


@dataclass(frozen=True)
class Record:
    """The rows of every table while they are put together, and how far they reach."""

    tables: dict[str, list[Row]]
    reach: Reach

    def frames(self, reference: Reference) -> dict[str, pd.DataFrame]:
        """Every table as the typed frame that is written."""
        from loaders import frames  # pandas takes a third of a second, which `extract` and `check` need not wait for

        return {name: frames.from_rows(self.tables[name], table) for name, table in schema.tables(reference).items()}


def identify(extractions: Sequence[Extraction]) -> list[Extraction]:
    """Each source with an id of its own; a file that repeats another's content is listed, and not counted twice."""
    by_content: dict[str, str] = {}
    stems = Counter(e.source.source_id for e in extractions)
    taken_ids = {stem for stem, count in stems.items() if count == 1}
    results: list[Extraction] = []
    for extraction in sorted(extractions, key=lambda e: (e.source.file_name, e.source.sha256)):
        source = extraction.source
        if stems[source.source_id] > 1:
            stem = f"{source.source_id}-{source.sha256[:8] or 'unread'}"
            source_id, number = stem, 1
            while source_id in taken_ids:
                number += 1
                source_id = f"{stem}-{number}"
            taken_ids.add(source_id)
            source = replace(source, source_id=source_id)
        if source.status == "read" and source.sha256 in by_content:
            message = f"the same content as {by_content[source.sha256]}, and counted there"
            results.append(Extraction(replace(source, message=message, observations=0)))
            continue
        if source.status == "read":
            by_content[source.sha256] = source.file_name
        observations = tuple(replace(o, source_id=source.source_id) for o in extraction.observations)
        results.append(replace(extraction, source=source, observations=observations))
    return results


def with_addresses(extractions: Sequence[Extraction]) -> list[Extraction]:
    """Each source with the address that a collection gives for its file, where it has none of its own."""
    addresses = dict(pair for e in extractions if e.collection for pair in e.collection.addresses)
    return [
        replace(e, source=replace(e.source, url=addresses[e.source.file_name]))
        if not e.source.url and e.source.file_name in addresses and e.source.status == "read"
        else e
        for e in extractions
    ]


def record(extractions: Sequence[Extraction], reference: Reference) -> Record:
    """The rows of every table, from what was extracted, and how far they reach."""
    sources = identify(with_addresses(extractions))
    released = {e.source.source_id: e.source.published for e in sources}
    visits = reconcile((o for e in sources for o in e.observations), reference, released)
    inspections, judgements = visits.inspections, visits.judgements
    record_reach = reach(sources, inspections, reference)
    names = {authority.authority_id: authority.name for authority in reference.register.authorities}
    urls = {e.source.source_id: e.source.url for e in sources}
    coverage_rows = coverage.coverage(inspections, judgements, reference)
    inspection_rows = derive.inspections(inspections, judgements, reference)
    tables = {
        "judgements": [row | {"source_url": urls[str(row["source_id"])]} for row in judgements],
        "observations": [
            # With the dates that its own source gives, under the inspection that it speaks of.
            inspection_columns(inspection, reference) | observation_columns(o) | {"source_url": urls[o.source_id]}
            for inspection in inspections
            for o in inspection.observations
        ],
        "inspections": inspection_rows,
        "sources": [_source_row(extraction, record_reach) for extraction in sources],
        "discrepancies": [{**row, "authority": names[str(row["authority_id"])]} for row in visits.discrepancies],
        "movements": derive.movements(judgements, reference),
        "coverage": coverage_rows,
        "panel": panel.panel(
            inspection_rows, judgements, coverage_rows, complete_to=record_reach.complete_to, reference=reference
        ),
        "authorities": reference_tables.authorities(reference),
        "frameworks": reference_tables.frameworks(reference),
        "crosswalk": reference_tables.crosswalk(reference),
        "codebook": reference_tables.codebook(reference),
    }
    return Record(tables, record_reach)


def _source_row(extraction: Extraction, record_reach: Reach) -> Row:
    source = extraction.source
    messages = filter(None, [source.message, record_reach.doubts.get(source.source_id, "")])
    return asdict(source) | {"message": one_line("; ".join(messages))}


def build(
    extractions: Sequence[Extraction], output: Path, reference: Reference, *, allow_fewer: bool = False
) -> Record:
    """Write the data folder.

    Raises FolderInvalid, and leaves the folder as it was, if the tables break a rule, or hold fewer inspections than
    the folder that is there, or lack what only a machine short of memory did not read, unless `allow_fewer`.
    """
    new = record(extractions, reference)
    if not allow_fewer:
        _check_read(output, extractions)
        _check_not_fewer(output, new.tables["inspections"], reference)
    # A data package is created at a moment, not on a day.
    created = f"{new.reach.created}T00:00:00Z" if new.reach.created else ""
    reach_entries = {"complete_to": str(new.reach.complete_to or ""), "created": created}
    folder.write(output, new.frames(reference), reference, reach=reach_entries)
    return new


def _check_read(output: Path, extractions: Sequence[Extraction]) -> None:
    """A folder is not replaced by one that lacks sources for a reason that is not theirs."""
    unread = sorted(e.source.file_name for e in extractions if sandbox.was_not_read(e))
    if unread and diff.inspections_of(output):
        raise FolderInvalid(
            [
                f"{output} stays as it was: {_some(unread)} could not be read, since the machine is short of memory; "
                "build again, or write what was read with --allow-fewer"
            ]
        )


def _check_not_fewer(output: Path, inspections: list[Row], reference: Reference) -> None:
    """A folder is not replaced by one with fewer inspections: most often some of its sources were not named."""
    before = diff.inspections_of(output)
    if len(inspections) >= len(before):
        return
    lost = diff.lost(before, [known_inspection(row) for row in inspections], reference)
    raise FolderInvalid(
        [
            f"{output} has {len(before)} inspections and the new record {len(inspections)}; lost would be "
            f"{_some(lost)}; --allow-fewer writes it all the same"
        ]
    )


def _some(names: list[str]) -> str:
    """The first of many names, and how many more there are."""
    return ", ".join(names[:MOST_LOST]) + (f" and {len(names) - MOST_LOST} more" if len(names) > MOST_LOST else "")
