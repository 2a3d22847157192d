"""The overall grade in force at the end of each year, for each authority and service: the rows of `panel.csv`.

A grade is in force from its inspection until the next one that grades the service, until an inspection that by design
no longer grades it, or until no framework grades it any more. It is never carried to another authority.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from loaders.building.columns import Row
from loaders.building.coverage import rounds
from loaders.record.matching import Inspection
from loaders.record.reference import Reference
from loaders.record.register import Authority

FIRST_YEAR = 2005


@dataclass(frozen=True)
class _Event:
    """What happened to a service's grade on a day: a judgement, or a status that takes its place."""

    date: dt.date
    inspection_id: str
    judgement: Row | None
    status: str


def panel(
    inspections: list[Inspection], judgements: list[Row], complete_to: dt.date | None, reference: Reference
) -> list[Row]:
    """One row per authority, service and year's end up to `complete_to`, and one for that day itself."""
    if complete_to is None:
        return []
    days = [dt.date(year, 12, 31) for year in range(FIRST_YEAR, complete_to.year)]
    days = sorted({*days, complete_to})
    overall = {
        (str(row["inspection_id"]), str(row["service"])): row for row in judgements if row["aspect"] == "overall"
    }
    by_authority: dict[str, list[Inspection]] = defaultdict(list)
    for inspection in inspections:
        by_authority[inspection.authority_id].append(inspection)
    services = [s for s in reference.services if any(f.judges(s) for f in reference.frameworks.values())]
    rows: list[Row] = []
    for authority in reference.register.authorities:
        of_authority = sorted(by_authority[authority.authority_id], key=lambda i: (i.date, i.inspection_id))
        for service in services:
            events = list(_events(of_authority, service, overall, reference))
            rows += [_row(authority, service, day, events, reference) for day in days]
    return rows


def _events(
    inspections: list[Inspection], service: str, overall: dict[tuple[str, str], Row], reference: Reference
) -> Iterator[_Event]:
    for inspection in inspections:
        framework = reference.frameworks[inspection.framework]
        row = overall.get((inspection.inspection_id, service))
        date = inspection.start or inspection.date
        superseded = framework.supersedes(service, date)
        if row is not None and row["grade"]:
            yield _Event(inspection.date, inspection.inspection_id, row, "known")
        elif row is not None:
            yield _Event(inspection.date, inspection.inspection_id, None, "not_judged")
        elif superseded:
            yield _Event(inspection.date, inspection.inspection_id, None, superseded)
        elif _is_due(inspection, service, reference):
            yield _Event(inspection.date, inspection.inspection_id, None, "not_known")


def _is_due(inspection: Inspection, service: str, reference: Reference) -> bool:
    """Whether an inspection without a grade of a service must have graded it, so that its grade is not known."""
    framework = reference.frameworks[inspection.framework]
    judgement = framework.judgement(service, "overall", inspection.start or inspection.date)
    return judgement is not None and judgement.required and not framework.yearly


def _row(authority: Authority, service: str, day: dt.date, events: list[_Event], reference: Reference) -> Row:
    row: Row = {
        "authority_id": authority.authority_id,
        "authority": authority.name,
        "service": service,
        "year_end": day,
        "grade": "",
        "grade_rank": None,
        "since": None,
        "inspection_id": "",
        "comparability": "",
    }
    if not authority.existed(day):
        return row | {"status": "no_authority"}
    if reference.judged_until(service, "overall", day) < day:
        return row | {"status": "not_judged"}
    event = next((e for e in reversed(events) if e.date <= day), None)
    if event is None:
        return row | {"status": "not_known" if _may_be_graded(authority, service, day, reference) else "not_judged"}
    if event.judgement is None:
        return row | {"status": event.status}
    judgement = event.judgement
    return row | {
        "grade": judgement["grade"],
        "grade_rank": judgement["grade_rank"],
        "since": event.date,
        "inspection_id": event.inspection_id,
        "comparability": judgement["comparability"],
        "status": "known",
    }


def _may_be_graded(authority: Authority, service: str, day: dt.date, reference: Reference) -> bool:
    """Whether a round that graded the service had begun, of which this record does not hold every inspection."""
    return any(
        part.first_day <= day
        and not part.is_complete
        and authority.existed(part.as_of)
        and reference.frameworks[part.framework].judgement(service, "overall", min(day, part.as_of)) is not None
        for part in rounds()
    )
