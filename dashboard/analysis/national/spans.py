"""The national picture of one service: which grade is in force where and when. Rows in, rows out.

Comes in: the grades of a service, inspections and movements, the register, the reference. Goes out: spans (a grade from
its inspection until the next), and the state of every council at the end of every year.

A grade is in force while it is the latest judgement known here. It passes to no other authority, it stops on the
authority's last day, and it stops where the series ends: at the first inspection after the judgement was given up, or
with the last framework that gave it before a time in which none did. Before the first known judgement nothing is
known, and nothing is filled in.
"""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import pandas as pd

from dashboard.analysis import queries
from dashboard.store import grouped
from loaders.frames import records
from loaders.record.reference import OVERALL, Authority, Reference
from loaders.record.rows import GradedRow, InspectionRow

FIRST_YEAR = 2005
NEVER = dt.date.max
RANKS = (1, 2, 3, 4)
GOOD = 2
CHANGED = dt.date(2013, 11, 1)
"""From this day grades are of another measure in every service: requires improvement replaced adequate."""
JOINED = ("solid", "dashed")
"""How a line is drawn that joins two grades, which alone are said to be better or worse."""
KNOWN, UNKNOWN, OVER, ABSENT = "known", "unknown", "over", "absent"
"""What a council's year can be: a grade in force, none known, no longer judged, or no such authority."""


@dataclass(frozen=True)
class Span:
    """A grade from its inspection until the day `end` (not included), up to which it is in force.

    `is_over`: nothing follows because the judgement is no longer given. `step`: how far it and the grade before are one
    measure; "" for a first grade.
    """

    row: GradedRow
    end: dt.date
    is_over: bool
    step: str


@dataclass(frozen=True)
class CouncilYear:
    """What a council is at the end of one year: one of the states above.

    `span` holds then, or ended because the judgement was given up; None where there is neither. `is_inspected`: there
    was an inspection with a judgement of this service in that year.
    """

    authority_id: str
    year: int
    state: str
    span: Span | None
    is_inspected: bool

    @property
    def grade(self) -> GradedRow | None:
        return self.span.row if self.span and self.state == KNOWN else None


@dataclass(frozen=True)
class Period:
    """The years of one or more frameworks, both days included."""

    period: str
    title: str
    start: dt.date
    end: dt.date

    @property
    def is_whole(self) -> bool:
        return self.period == "all"


PERIODS = {
    period.period: period
    for period in (
        Period("all", "All years", dt.date(FIRST_YEAR, 1, 1), NEVER),
        Period("since-2018", "Since 2018", dt.date(2018, 1, 1), NEVER),
        Period("2013-2018", "From November 2013 to 2017", CHANGED, dt.date(2017, 12, 31)),
        Period("before-2013", "Before November 2013", dt.date(FIRST_YEAR, 1, 1), dt.date(2013, 10, 31)),
    )
}


@dataclass(frozen=True)
class YearEnd:
    """One column: a year, and the days from and on which it is looked at (its last, or the record's)."""

    year: int
    start: dt.date
    day: dt.date


def year_ends(period: Period, oldest: dt.date, newest: dt.date) -> list[YearEnd]:
    """The years of a period that the record reaches, the last one as far as it goes."""
    first, last = max(period.start, dt.date(oldest.year, 1, 1)), min(period.end, newest)
    return [
        YearEnd(year, max(dt.date(year, 1, 1), period.start), min(dt.date(year, 12, 31), last))
        for year in range(first.year, last.year + 1)
    ]


def series_end(reference: Reference, service: str) -> dt.date:
    """The last day on which any framework gives this judgement; NEVER where one still does."""
    return queries.last_judged_day(reference, service, OVERALL) or NEVER


def lapses(reference: Reference, service: str) -> dict[str, dt.date]:
    """By framework: the day from which its grades are in force no more, because no framework judges this service then.

    Frameworks that follow one another without a day between carry a grade on, and so does one that a rule joins to the
    grade's own by a line. NEVER where that is so to this day.
    """
    judging = {
        giver.framework: (start, giver.until or dt.date.max)
        for giver in reference.frameworks.values()
        if (start := giver.judges_from(service))
    }
    days = {}
    for framework, (_, last) in judging.items():
        is_longer = True
        while is_longer and last < dt.date.max:
            after = last + dt.timedelta(days=1)
            ends = [
                until
                for other, (start, until) in judging.items()
                if until > last
                and (start <= after or _draw(reference, framework, other, service=service, day=start) in JOINED)
            ]
            is_longer, last = bool(ends), max([last, *ends])
        days[framework] = _day_after(last)
    return days


def _draw(reference: Reference, earlier: str, later: str, *, service: str, day: dt.date) -> str:
    before = reference.frameworks[earlier].from_date
    return reference.join(earlier, later, service, OVERALL, from_date=before, to_date=day).draw


def spans(
    grades: Iterable[GradedRow],
    inspections: Iterable[InspectionRow],
    movements: pd.DataFrame,
    *,
    authorities: Iterable[Authority],
    reference: Reference,
    service: str,
) -> list[Span]:
    """The spans of a service's `grades`, council by council in the order of time."""
    ordered = sorted(grades, key=lambda row: (row["authority_id"], row["date"], row["inspection_id"]))
    silent = _silent_inspections(inspections, reference, service)
    last_days = {authority.authority_id: authority.valid_to or NEVER for authority in authorities}
    steps = {
        row["to_inspection_id"]: row["comparability"]
        for row in records(queries.of_series(movements, service)[["to_inspection_id", "comparability"]])
    }
    given_up, lapsed = series_end(reference, service), lapses(reference, service)
    result = []
    for row, following in pairwise([*ordered, None]):
        assert row is not None  # the last one alone is followed by none
        authority_id = row["authority_id"]
        unsaid = [
            day
            for day, framework, begun in silent.get(authority_id, [])
            if day > row["date"] and (day > given_up or reference.frameworks[framework].supersedes(service, begun))
        ]
        over = min([*unsaid, lapsed[row["framework"]]])
        superseded = following["date"] if following and following["authority_id"] == authority_id else NEVER
        end = min(superseded, over, _day_after(last_days.get(authority_id, NEVER)))
        result.append(Span(row, end, is_over=end == over != NEVER, step=steps.get(row["inspection_id"], "")))
    return result


def _silent_inspections(
    inspections: Iterable[InspectionRow], reference: Reference, service: str
) -> dict[str, list[tuple[dt.date, str, dt.date]]]:
    """By authority: the days, frameworks and first days of inspections that by design say nothing of this service.

    What an inspection grades is settled when it begins: one of December 2022 may end in February 2023.
    """
    silent: dict[str, list[tuple[dt.date, str, dt.date]]] = {}
    for row in inspections:
        framework = reference.frameworks[row["framework"]]
        begun = row["inspection_start"] or row["date"]
        if framework.judgement(service, OVERALL, begun) is None:
            silent.setdefault(row["authority_id"], []).append((row["date"], row["framework"], begun))
    return silent


def _day_after(day: dt.date) -> dt.date:
    return day if day == NEVER else day + dt.timedelta(days=1)


def council_years(
    spans: Iterable[Span], authorities: Iterable[Authority], columns: Sequence[YearEnd]
) -> list[CouncilYear]:
    """What every council is at the end of every year, in the order of the authorities."""
    by_authority = grouped(spans, lambda span: span.row["authority_id"])
    years = []
    for authority in authorities:
        own = by_authority.get(authority.authority_id, [])
        starts = [span.row["date"] for span in own]
        for column in columns:
            begun = bisect_right(starts, column.day)
            span, state = own[begun - 1] if begun else None, UNKNOWN
            if not authority.existed(column.day):
                state = ABSENT
            elif span:
                state = KNOWN if column.day < span.end else OVER if span.is_over else UNKNOWN
            is_inspected = state != ABSENT and begun > 0 and starts[begun - 1] >= column.start
            span = span if state in (KNOWN, OVER) else None
            years.append(CouncilYear(authority.authority_id, column.year, state, span, is_inspected=is_inspected))
    return years


def runs(years: Iterable[CouncilYear]) -> dict[str, list[list[CouncilYear]]]:
    """By council its years in runs, each of neighbouring years in one state under one grade."""
    by_authority: dict[str, list[list[CouncilYear]]] = {}
    for (authority_id, *_), run in groupby(years, lambda year: (year.authority_id, year.state, id(year.span))):
        by_authority.setdefault(authority_id, []).append(list(run))
    return by_authority
