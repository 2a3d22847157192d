"""The national picture over time, by printed word: each year counts only grades that are comparable with its own time.

Where a framework began whose grades are not comparable with those before, the count starts anew: what a council was
given before the change is no grade of the new kind, and is counted as `earlier`. Called by the chart of the national
picture, by the table beside it, and by what is said of them.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from dashboard.analysis.national.breaks import restarts
from dashboard.analysis.national.picture import NationalPicture, picture
from dashboard.analysis.national.years import CHANGED, FIRST_YEAR, GOOD, OVER, RANKS, UNKNOWN, CouncilYear
from dashboard.analysis.queries import last_judged_day
from dashboard.store import Store, once_a_store
from loaders.record.reference import OVERALL, Reference

EARLIER = "earlier"
COVERED = 0.9
"""A share is said only where a grade is known for so many of the councils."""


@dataclass(frozen=True)
class YearCounts:
    """How many councils at the end of one year: by the word of their grade, and without one that counts.

    `earlier`: graded before the change, and not inspected since. `over`: no longer graded.
    """

    year: int
    words: Mapping[str, int]
    good: int
    earlier: int
    unknown: int
    over: int
    worst: int = 0

    @property
    def known(self) -> int:
        return sum(self.words.values())

    @property
    def councils(self) -> int:
        return self.known + self.earlier + self.unknown + self.over

    @property
    def good_share(self) -> float | None:
        """The share of the known that are good or better; None where none is known."""
        return self.good / self.known if self.known else None

    @property
    def above_worst_share(self) -> float | None:
        return 1 - self.worst / self.known if self.known else None

    @property
    def is_well_known(self) -> bool:
        """Whether so many grades are known that a share may be said of all councils."""
        return 0 < self.known >= COVERED * self.councils


def comparable_years(reference: Reference, picture: NationalPicture) -> list[CouncilYear]:
    """The years of a picture, `earlier` where the grade is of before the change, in force still or not.

    Who has no grade when the service is graded no longer will have none: `over`, and not unknown.
    """
    days = restarts(reference, picture.service)
    starts = {c.year: max((day for day in days if day <= c.day), default=dt.date.min) for c in picture.columns}
    end = last_judged_day(reference, picture.service, OVERALL) or dt.date.max
    ended = {column.year for column in picture.columns if column.day > end}

    def comparable(year: CouncilYear) -> CouncilYear:
        if year.state == UNKNOWN and year.year in ended:
            return year.as_state(OVER)
        return year.as_state(EARLIER) if year.row and year.row["date"] < starts[year.year] else year

    return [comparable(year) for year in picture.years]


def by_year(reference: Reference, picture: NationalPicture) -> list[YearCounts]:
    counts: Counter[tuple[int, str]] = Counter()
    for year in comparable_years(reference, picture):
        grade = year.grade
        word = reference.word_of(grade).name if grade else year.state
        counts[year.year, word] += 1
    terms = reference.vocabulary.printed
    return [
        YearCounts(
            year=year,
            words={term.name: counts[year, term.name] for term in terms},
            good=sum(counts[year, term.name] for term in terms if term.rank <= GOOD),
            earlier=counts[year, EARLIER],
            unknown=counts[year, UNKNOWN],
            over=counts[year, OVER],
            worst=sum(counts[year, term.name] for term in terms if term.rank == RANKS[-1]),
        )
        for year in (column.year for column in picture.columns)
    ]


@dataclass(frozen=True)
class Panel:
    """Years that are comparable with each other, and whether the record has all that was graded in them.

    `is_complete`: who has no grade in it was not yet inspected, and not merely not known.
    """

    years: tuple[YearCounts, ...]
    day: dt.date
    is_complete: bool

    def ends_within(self, year: YearCounts) -> bool:
        """Whether it ends in this year, on another day than the year's last."""
        return year is self.years[-1] and (self.day.month, self.day.day) != (12, 31)


@once_a_store
def panels(store: Store, service: str, region: str) -> tuple[Panel | None, Panel | None]:
    """The years before and since November 2013; None where no grade of one is known. Nothing joins the two."""
    reference = store.reference
    halves = []
    for period, first in (("before-2013", _last_break(reference, service)), ("all", CHANGED.year)):
        of_period = picture(store, service, period, region=region)
        years = by_year(reference, of_period)
        # The end of 2013 is two months after the change: hardly anybody had been inspected by then.
        chosen = tuple(year for year in years if year.year >= first + (period == "all"))
        is_known = any(year.known for year in chosen)
        halves.append(Panel(chosen, of_period.day, _is_complete(store, service, period)) if is_known else None)
    return halves[0], halves[1]


def without_unknown(store: Store, service: str, region: str, *, years: Iterable[YearCounts]) -> list[YearCounts]:
    """Years of a picture; where the record lacks no inspection, who has no grade is counted as not yet inspected."""
    before, since = panels(store, service, region)
    complete = {CHANGED.year} if since and since.is_complete else set()
    for panel in (before, since):
        if panel and panel.is_complete:
            complete |= {year.year for year in panel.years if panel is since or year.year < CHANGED.year}
    return [
        replace(year, earlier=year.earlier + year.unknown, unknown=0) if year.year in complete else year
        for year in years
    ]


def _last_break(reference: Reference, service: str) -> int:
    """The year in which the last change before November 2013 began."""
    return max((day.year for day in restarts(reference, service) if day < CHANGED), default=FIRST_YEAR)


def _is_complete(store: Store, service: str, period: str) -> bool:
    """Whether the record lacks no inspection that was expected under the frameworks that graded a service then."""
    frameworks = {
        name
        for name, framework in store.reference.frameworks.items()
        if (framework.from_date >= CHANGED) == (period == "all")
        and framework.from_date.year >= _last_break(store.reference, service)
        and framework.judges(service)
    }
    coverage = store.tables["coverage"]
    of_these = coverage[coverage["framework"].isin(frameworks) & (coverage["expected"] == "yes")]
    return not of_these["status"].isin(["not_known", "inspected"]).any()
