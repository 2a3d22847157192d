"""When the next inspection may come, from the intervals between inspections so far, and how often that was right.

A range is made of all intervals that were known on a day, those without an end included (Kaplan and Meier): from how
many years after the last inspection one in ten of those still waiting had the next one, to when nine in ten had. It
says nothing of any one council. `back_test` makes the same ranges for earlier days, each from what was known then,
and counts how many of them the next inspection fell into. Called by `catalogue`.
"""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

from dashboard.analysis import intervals
from dashboard.analysis.national.years import CHANGED
from loaders.frames import values

EARLY, LATE = 0.1, 0.9
DECIDED = 0.9
"""A year counts in the back-test where so many of its ranges can be told right or wrong by now."""
NEARLY = 1e-9


@dataclass(frozen=True)
class InspectionDays:
    """One council's inspections as days, earliest first, and its last day."""

    authority_id: str
    days: tuple[dt.date, ...]
    until: dt.date = dt.date.max

    def known(self, day: dt.date) -> tuple[dt.date, ...]:
        return tuple(inspected for inspected in self.days if inspected <= day)


@dataclass(frozen=True)
class Curve:
    """The share of councils still without a next inspection, by days since the last one."""

    days: Sequence[float]
    still: Sequence[float]


@dataclass(frozen=True)
class Range:
    """The next inspection between two days; None where so few waited that long that no day can be given."""

    first: dt.date | None
    last: dt.date | None


@dataclass(frozen=True)
class BackTest:
    """Of ranges made at the ends of some years: how many were right, too early or too late, and not decided yet.

    `early`: the inspection came before the range; `late`: after it, or not at all by its end.
    """

    first_year: int
    last_year: int
    right: int
    early: int
    late: int
    open: int

    @property
    def decided(self) -> int:
        return self.right + self.early + self.late


NO_TEST = BackTest(first_year=0, last_year=0, right=0, early=0, late=0, open=0)


def histories(inspections: pd.DataFrame, last_days: dict[str, dt.date], until: dt.date) -> list[InspectionDays]:
    """The inspections of each council from November 2013 to a day; `last_days` are those of councils that ended.

    Since then every inspection is of the whole of children's services, and all of them are in the record.
    """
    visits = inspections[
        inspections["date"].between(pd.Timestamp(CHANGED), pd.Timestamp(until))
        & (inspections["date_precision"] == "day")
    ]
    return [
        InspectionDays(
            str(authority_id), tuple(sorted(set(values(dates)))), last_days.get(str(authority_id), dt.date.max)
        )
        for authority_id, dates in visits.groupby("authority_id", observed=True)["date"]
    ]


def waiting_curve(histories: Iterable[InspectionDays], day: dt.date) -> Curve:
    """The share of councils still without a next inspection by days since the last, as it was known on a day."""
    waits: list[float] = []
    is_ended: list[bool] = []
    for history in histories:
        days = history.known(day)
        waits += [float((b - a).days) for a, b in pairwise(days)]
        is_ended += [True] * (len(days) - 1)
        if days:
            waits.append(float((min(day, history.until) - days[-1]).days))
            is_ended.append(False)
    # The interval of a shared day would have no length, which the estimate cannot hold.
    curve = intervals.kaplan_meier([max(wait, 0.5) for wait in waits], is_ended)
    return Curve(curve["years"].tolist(), curve["still"].tolist())


def next_range(curve: Curve, last: dt.date, day: dt.date) -> Range:
    """The range for a council that was last inspected on one day and is still waiting on another."""
    after = bisect_right(curve.days, float((day - last).days))
    now = curve.still[after - 1] if after else 1.0

    def reached(share: float) -> dt.date | None:
        goal = now * (1 - share) + NEARLY
        index = bisect_left(curve.still, -goal, lo=after, key=lambda still: -still)
        return last + dt.timedelta(days=curve.days[index]) if now > 0 and index < len(curve.days) else None

    return Range(reached(EARLY), reached(LATE))


def verdict(ahead: Range, following: Sequence[dt.date], seen_until: dt.date) -> str:
    """ "right", "early", "late", or "open" where it cannot be told yet; "" where no range was given."""
    if ahead.first is None:
        return ""
    last = ahead.last or dt.date.max
    if following:
        return "early" if following[0] < ahead.first else "late" if following[0] > last else "right"
    return "late" if seen_until > last else "open"


def back_test(histories: Sequence[InspectionDays], until: dt.date) -> BackTest:
    """The ranges of every year's end since 2018 that can be told by now."""
    counts = {"right": 0, "early": 0, "late": 0, "open": 0}
    years = []
    for year in range(2018, until.year):
        day = dt.date(year, 12, 31)
        curve = waiting_curve(histories, day)
        if not curve.days:
            continue
        of_year = dict.fromkeys(counts, 0)
        for history in histories:
            before = history.known(day)
            if before and history.until > day:
                ahead = next_range(curve, before[-1], day)
                outcome = verdict(ahead, [later for later in history.days if later > day], min(until, history.until))
                if outcome:
                    of_year[outcome] += 1
        total = sum(of_year.values())
        if total and total - of_year["open"] >= DECIDED * total:
            years.append(year)
            for name, number in of_year.items():
                counts[name] += number
    return BackTest(years[0], years[-1], **counts) if years else NO_TEST
