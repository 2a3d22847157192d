"""The overall grade in force at the end of each year, for each authority and service: the rows of `panel.csv`.

A grade is in force until something takes its place: the next grade; an inspection that prints that it gave none, or
that by design grades the service with another one or no longer; a round of inspections that took place and of which the
record has nothing; and the end of the last framework that grades the service. A year's assessment ends with its
framework. A grade is never carried to another authority. Called by `build`.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from loaders.building.columns import Row
from loaders.building.coverage import Round, rounds
from loaders.record.matching import Inspection
from loaders.record.reference import OVERALL, Framework, Reference
from loaders.record.register import Authority

FIRST_YEAR = 2005


@dataclass(frozen=True)
class _PanelEvent:
    """What takes the place of a service's grade on a day, and the last day on which it can hold."""

    day: dt.date
    status: str
    until: dt.date
    judgement: Row | None = None


def panel(
    inspections: Sequence[Inspection],
    judgements: Sequence[Row],
    coverage_rows: Sequence[Row],
    *,
    complete_to: dt.date | None,
    reference: Reference,
) -> list[Row]:
    """One row per authority, service and year's end up to `complete_to`, and one for that day itself.

    `coverage_rows` are those of `coverage.csv`: where a round is not known, neither is the grade in force after it.
    """
    if complete_to is None:
        return []
    days = sorted({*(dt.date(year, 12, 31) for year in range(FIRST_YEAR, complete_to.year)), complete_to})
    overall = {(str(row["inspection_id"]), str(row["service"])): row for row in judgements if row["aspect"] == OVERALL}
    by_authority: dict[str, list[Inspection]] = defaultdict(list)
    for inspection in inspections:
        by_authority[inspection.authority_id].append(inspection)
    missing: dict[str, list[Round]] = defaultdict(list)
    by_name = {part.name: part for part in rounds()}
    for row in coverage_rows:
        if row["status"] == "not_known":
            missing[str(row["authority_id"])].append(by_name[str(row["round"])])
    rows: list[Row] = []
    for authority in reference.register.authorities:
        of_authority = sorted(by_authority[authority.authority_id], key=lambda i: (i.date, i.inspection_id))
        for service in (s for s in reference.services if any(f.judges(s) for f in reference.frameworks.values())):
            events = [
                *_of_missing(missing[authority.authority_id], service, reference),
                *_of_inspections(of_authority, service, overall, reference),
            ]
            events.sort(key=lambda event: event.day)
            rows += [_row(authority, service, day, events=events, reference=reference) for day in days]
    return rows


def _of_missing(missing: Sequence[Round], service: str, reference: Reference) -> Iterator[_PanelEvent]:
    """A year's round of which nothing is known took place by its end, any other one at any time in it."""
    for part in missing:
        framework = reference.frameworks[part.framework]
        starts = [
            max(part.first_day, line.from_date or part.first_day)
            for line in framework.lines(service)
            if (line.from_date is None or line.from_date <= part.as_of)
            and (line.until is None or part.first_day <= line.until)
        ]
        if starts:
            yield _PanelEvent(part.as_of if framework.yearly else min(starts), "not_known", _last_day(framework))


def _of_inspections(
    inspections: Sequence[Inspection], service: str, overall: Mapping[tuple[str, str], Row], reference: Reference
) -> Iterator[_PanelEvent]:
    for inspection in inspections:
        framework = reference.frameworks[inspection.framework]
        row = overall.get((inspection.inspection_id, service))
        status = _status(inspection, framework, service, row)
        if status and _is_in_force(framework):
            judgement = row if status == "known" else None
            yield _PanelEvent(inspection.date, status, _last_day(framework), judgement)


def _status(inspection: Inspection, framework: Framework, service: str, row: Row | None) -> str:
    """What an inspection makes of a service's grade; empty where it leaves it as it was."""
    date = inspection.start or inspection.date
    if row is not None:
        # A yearly rating without a grade is one whose outcome was held back on the day.
        return "known" if row["grade"] else "not_known" if framework.yearly else "not_judged"
    if superseded := framework.supersedes(service, date):
        return superseded
    judgement = framework.judgement(service, OVERALL, date)
    return "not_known" if judgement is not None and judgement.required else ""


def _is_in_force(framework: Framework) -> bool:
    """Whether an authority is under a framework's grades. A yearly score that has no round is made of other grades."""
    return not framework.yearly or any(part.framework == framework.framework for part in rounds())


def _last_day(framework: Framework) -> dt.date:
    return framework.until or dt.date.max if framework.yearly else dt.date.max


def _row(authority: Authority, service: str, day: dt.date, *, events: list[_PanelEvent], reference: Reference) -> Row:
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
        "status": "not_judged",
    }
    if not authority.existed(day):
        return row | {"status": "no_authority"}
    event = next((event for event in reversed(events) if event.day <= day), None)
    if event is None or event.until < day or reference.judged_until(service, OVERALL, day) < day:
        return row
    if event.judgement is None:
        return row | {"status": event.status}
    names = ("grade", "grade_rank", "inspection_id", "comparability")
    return row | {name: event.judgement[name] for name in names} | {"since": event.day, "status": "known"}
