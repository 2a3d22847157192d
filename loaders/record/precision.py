"""How exact a date is, the days that it can mean, and whether a day lies within those that something held for."""

import calendar
import datetime as dt
from typing import Literal

Precision = Literal["day", "month", "year"]


def period(date: dt.date, precision: Precision) -> tuple[dt.date, dt.date]:
    """The first and last day that a date of this precision can mean."""
    if precision == "year":
        return dt.date(date.year, 1, 1), dt.date(date.year, 12, 31)
    if precision == "month":
        return date.replace(day=1), date.replace(day=calendar.monthrange(date.year, date.month)[1])
    return date, date


def as_exact(date: dt.date, precision: Precision) -> str:
    """A date as exact as it is known, in the order of time: "2012-03-23", "2010-11", "2006"."""
    return date.isoformat()[: {"year": 4, "month": 7, "day": 10}[precision]]


def is_within(date: dt.date | None, start: dt.date | None, end: dt.date | None) -> bool:
    """Whether `date` is from `start` to `end`, both included; an absent bound is open, and so is an absent date."""
    return date is None or ((start is None or start <= date) and (end is None or date <= end))
