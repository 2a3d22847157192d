"""How far the record reaches: the last day up to which it has every inspection published, and its newest publication.

Sources say so themselves: official statistics by the day that they are as at, a collection's statement by its check. A
statement that the record itself contradicts is not used, and its row in `sources.csv` says why. Called by `build`.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from loaders.record.matching import Inspection
from loaders.record.model import Collection, Extraction
from loaders.record.reference import Reference


@dataclass(frozen=True)
class Reach:
    """`complete_to` and `created` are None where no source says. `doubts` tell by source why its day is not used."""

    complete_to: dt.date | None
    created: dt.date | None
    doubts: dict[str, str]


def reach(extractions: Sequence[Extraction], inspections: Sequence[Inspection], reference: Reference) -> Reach:
    """How far the sources reach together: the newest day that one of them says and nothing contradicts."""
    days: list[dt.date] = []
    doubts: dict[str, str] = {}
    published: list[dt.date] = []
    for extraction in extractions:
        source = extraction.source
        if source.status != "read":
            continue
        published += [day for day in (source.published, *(o.published for o in extraction.observations)) if day]
        if source.complete_to is None:
            continue
        if doubt := _doubt(extraction, source.complete_to, inspections, reference=reference):
            doubts[source.source_id] = f"not used to say how far the record reaches: {doubt}"
        else:
            days.append(source.complete_to)
    return Reach(max(days, default=None), max(published, default=None), doubts)


def _doubt(extraction: Extraction, day: dt.date, inspections: Sequence[Inspection], *, reference: Reference) -> str:
    """Why what a source says of its reach cannot hold; empty where nothing speaks against it."""
    collection = extraction.collection
    frameworks = collection.frameworks if collection else {o.framework for o in extraction.observations}
    in_force = [f.framework for f in reference.frameworks.values() if f.until is None and f.from_date <= day]
    if lacking := [name for name in in_force if name not in frameworks]:
        return f"it holds nothing of the framework in force on {day} ({', '.join(lacking)})"
    return _gap(collection, inspections, reference) if collection else ""


def _gap(collection: Collection, inspections: Sequence[Inspection], reference: Reference) -> str:
    """The inspections whose reports a collection must hold and does not; those of ended authorities are left out."""
    register = reference.register
    of_it = [
        inspection
        for inspection in inspections
        if inspection.framework in collection.frameworks
        and (inspection.published or inspection.date) <= collection.complete_to
        and register.by_id[inspection.authority_id].existed(collection.complete_to)
    ]
    if not any(inspection.evidence == "primary" for inspection in of_it):
        return "none of its reports was read"
    absent = [inspection.inspection_id for inspection in of_it if inspection.evidence == "statistics"]
    if absent:
        return f"no report was read of {len(absent)} of the inspections that statistics list, such as {absent[0]}"
    return ""
