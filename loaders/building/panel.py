"""The overall grade in force at the end of each year, for each authority and service: the rows of `panel.csv`.

The rule is `record.in_force`. A grade is never carried to another authority. Called by `build`.
"""

import datetime as dt
from collections.abc import Sequence

from loaders.building.columns import Row
from loaders.record.in_force import NOT_JUDGED, GradeEvent, events_by_authority, in_force
from loaders.record.reference import OVERALL, Reference
from loaders.record.register import Authority

FIRST_YEAR = 2005


def panel(
    inspections: Sequence[Row],
    judgements: Sequence[Row],
    coverage: Sequence[Row],
    *,
    complete_to: dt.date | None,
    reference: Reference,
) -> list[Row]:
    """One row per authority, service and year's end up to `complete_to`, and one for that day itself.

    Takes the rows of these tables: where a round is not known, neither is the grade in force after it.
    """
    if complete_to is None:
        return []
    days = sorted({*(dt.date(year, 12, 31) for year in range(FIRST_YEAR, complete_to.year)), complete_to})
    services = [s for s in reference.services if any(f.judges(s) for f in reference.frameworks.values())]
    rows: list[Row] = []
    for service in services:
        events = events_by_authority(inspections, judgements, coverage, service, reference=reference)
        for authority in reference.register.authorities:
            own = events.get(authority.authority_id, [])
            rows += [_row(authority, service, day, events=own, reference=reference) for day in days]
    return rows


def _row(
    authority: Authority, service: str, day: dt.date, *, events: list[GradeEvent[Row]], reference: Reference
) -> Row:
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
        "status": NOT_JUDGED,
    }
    if not authority.existed(day):
        return row | {"status": "no_authority"}
    last = in_force(events, day, reference.judged_until(service, OVERALL, day))
    if last is None or last.judgement is None:
        return row | ({"status": last.status} if last else {})
    names = ("grade", "grade_rank", "inspection_id", "comparability")
    return row | {name: last.judgement[name] for name in names} | {"since": last.day, "status": last.status}
