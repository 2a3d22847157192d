"""The dates that a sentence states, what each is a date of, and whether one stands for itself."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass, replace
from itertools import pairwise

from loaders.reading.dates import month_number
from loaders.reading.parsers.mentions.grammar import Grammar
from loaders.record.model import DateBasis
from loaders.record.precision import Precision

# A report is published within this of the visit; a sentence that gives both dates speaks of one inspection.
_TO_PUBLICATION = dt.timedelta(days=183)


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A date as exact as a sentence gives it, with its place there; a month or a year is its first day."""

    date: dt.date
    precision: Precision
    start: int
    end: int
    basis: DateBasis = "unclear"

    def last_day(self) -> dt.date:
        """The last day that it can mean."""
        month = 12 if self.precision == "year" else self.date.month
        last = calendar.monthrange(self.date.year, month)[1]
        return self.date if self.precision == "day" else dt.date(self.date.year, month, last)


def stated_dates(grammar: Grammar, sentence: str) -> list[StatedDate]:
    """The dates of a sentence in their order, without that of a publication whose visit is dated beside it."""
    dates: list[StatedDate] = []
    for match in grammar["date"].finditer(sentence):
        year = int(match["year"])
        month = month_number(match["month"]) if match["month"] else 1
        day = int(match["day"]) if match["day"] and match["month"] else 1
        if 1 <= day <= calendar.monthrange(year, month)[1]:
            precision: Precision = "year" if not match["month"] else "day" if match["day"] else "month"
            dates.append(StatedDate(dt.date(year, month, day), precision, match.start(), end=match.end()))
    if not dates:
        return []
    start = 0
    for index, date in enumerate(dates):
        dates[index] = replace(date, basis=_basis(grammar, sentence[start : date.start]))
        start = date.end
    return [date for date in dates if date.basis != "publication" or not _has_visit(date, dates)]


def _basis(grammar: Grammar, before: str) -> DateBasis:
    """What a date is of, by the words before it.

    "The inspection was in August 2012" says no more than a month of that inspection: of 220 such remarks on inspections
    of 2009 to 2012, 104 give the month in which the report came out.
    """
    if grammar["published"].search(before):
        return "publication"
    return "inspection" if grammar["visited"].search(before) else "unclear"


def _has_visit(publication: StatedDate, dates: list[StatedDate]) -> bool:
    return any(
        other.basis != "publication"
        and other.date <= publication.last_day()
        and publication.date - other.last_day() <= _TO_PUBLICATION
        for other in dates
    )


def stands_alone(grammar: Grammar, sentence: str, date: StatedDate, *, dates: list[StatedDate]) -> bool:
    """Whether a date is the only one that a grade can be of.

    One grade in one breath with two dates ("in 2010 and again in 2012", "from 2010 to 2012") is of both or of either.
    """
    for first, second in pairwise(dates):
        between = grammar["list"].sub("it", sentence[first.end : second.start])
        if date in (first, second) and grammar["one_breath"].fullmatch(between):
            return False
    return True
