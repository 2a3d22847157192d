"""The national picture of one service: the state of every council at the end of every year. Rows in, rows out.

Comes in: the judgements of a service, inspections, the register, the reference. Which grade is in force says
`record.in_force`. It passes to no other authority and stops on the authority's last day; before the first known
judgement nothing is known, and nothing is filled in.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from loaders.record.grouping import grouped
from loaders.record.in_force import GradeEvent, in_force
from loaders.record.reference import OVERALL, Authority, Reference
from loaders.record.rows import GradedRow, JudgementRow, is_graded

FIRST_YEAR = 2005
NEVER = dt.date.max
RANKS = (1, 2, 3, 4)
GOOD = 2
CHANGED = dt.date(2013, 11, 1)
"""From this day grades are of another measure in every service: requires improvement replaced adequate."""
KNOWN, UNKNOWN, OVER, ABSENT = "known", "unknown", "over", "absent"
"""What a council's year can be: a grade in force, none known, no longer judged, or no such authority."""


Events = Mapping[str, Sequence[GradeEvent[JudgementRow]]]
"""By council what its inspections made of its grade, earliest first."""


class CouncilYear(NamedTuple):
    """What a council is at the end of one year: one of the states above.

    `row` is the grade in force then, or the last one before the judgement was given up; None where there is neither.
    `step` is how far it and the grade before are one measure, "" for a first grade. `is_inspected`: there was an
    inspection with a judgement of this service in that year.
    """

    authority_id: str
    year: int
    state: str
    row: GradedRow | None
    step: str
    is_inspected: bool

    @property
    def grade(self) -> GradedRow | None:
        return self.row if self.state == KNOWN else None

    def as_state(self, state: str) -> CouncilYear:
        authority_id, year, _, row, step, is_inspected = self
        return CouncilYear(authority_id, year, state, row=row, step=step, is_inspected=is_inspected)


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


def council_years(
    events: Events,
    authorities: Iterable[Authority],
    columns: Sequence[YearEnd],
    *,
    steps: Mapping[str, str],
    reference: Reference,
    service: str,
) -> list[CouncilYear]:
    """What every council is at the end of every year, in the order of the authorities.

    `steps` says of an inspection how far its grade and the one before are one measure.
    """
    judged_until = {column.day: reference.judged_until(service, OVERALL, column.day) for column in columns}
    years = []
    for authority in authorities:
        own = events.get(authority.authority_id, ())
        grades = [line for change in own if (line := change.judgement) is not None and is_graded(line)]
        days = [line["date"] for line in grades]
        for column in columns:
            before = bisect_right(days, column.day)
            row = grades[before - 1] if before else None
            change = in_force(own, column.day, judged_until[column.day])
            if not authority.existed(column.day):
                state = ABSENT
            elif row is None or (change and change.status == "not_known"):
                state = UNKNOWN
            else:
                state = KNOWN if change and change.judgement else OVER
            is_inspected = state != ABSENT and row is not None and row["date"] >= column.start
            row = row if state in (KNOWN, OVER) else None
            step = steps.get(row["inspection_id"], "") if row else ""
            years.append(
                CouncilYear(authority.authority_id, column.year, state, row=row, step=step, is_inspected=is_inspected)
            )
    return years


def runs(years: Iterable[CouncilYear]) -> dict[str, list[list[CouncilYear]]]:
    """By council its years in runs, each of neighbouring years in one state under one grade."""
    all_runs = (list(run) for _, run in groupby(years, lambda year: (year.authority_id, year.state, id(year.row))))
    return grouped(all_runs, lambda run: run[0].authority_id)
