"""How exact a date is, and the days that it can mean: for the loaders, the rules of a data folder, and the pages."""

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
