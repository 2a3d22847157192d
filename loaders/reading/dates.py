"""Dates as reports print them: "19 – 23 March 2012", "25 June-6 July 2012", "10/05/2014", "2014-05-10", two visits.

Called by whatever reads a date: `document_parts`, parsers and remarks.
"""

from __future__ import annotations

import datetime as dt
import re

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)

YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")

# A report comes out within this of the last day on which its framework was in force; later documents often give the
# month of publication for that of the visit (August 2012 for one that ended on 6 July).
PUBLICATION_LAG = dt.timedelta(days=92)
# No report has taken as long as this so far; the longest of them, 203 days, and of yearly statistics, 225.
LONGEST_TO_PUBLICATION = dt.timedelta(days=365)

_TOKEN = re.compile(
    rf"""\s*(?:
      (?P<iso>(?:19|20)\d\d-\d\d-\d\d)(?!\d)
    | (?P<numeric>\d{{1,2}}(?P<mark>[/.-])\d{{1,2}}(?P=mark)(?:19|20)?\d\d(?!\d))
    | (?P<year>(?:19|20)\d\d)(?!\d)
    | (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\d.])
    | (?P<month>{MONTH})(?![a-z])
    | (?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Mon|Tues?|Wed|Thur?s?|Fri|Sat|Sun)\b\.?
    | (?P<joint>(?:to|and|from|between|until|through)(?![a-z]) | [-\u2010-\u2015\u2500\u2212,;&])
    )""",
    re.VERBOSE | re.IGNORECASE,
)

_WHOLE = ("iso", "numeric", "year")  # what a date ends in

_MONTH_ALONE = re.compile(rf"(?P<month>{MONTH})(?![a-z]),?[ \t]+(?P<year>20\d\d)(?![\d/-])", re.IGNORECASE)

_LONG_VISIT = dt.timedelta(days=60)
LONGEST_INSPECTION = dt.timedelta(days=300)


def month_number(name: str) -> int:
    """1 to 12 for a month's name or its usual short form."""
    # Folded and not only lowered: patterns that leave case aside take the long s of "\u017feptember" for an s as well.
    return next(n for n, month in enumerate(MONTHS, 1) if month.startswith(name.casefold()[:3]))


def month_alone(text: str) -> dt.date | None:
    """The first day of the month that a text begins with, if a year and no day stands beside it."""
    match = _MONTH_ALONE.match(text)
    return dt.date(int(match["year"]), month_number(match["month"]), 1) if match else None


def date_range(text: str) -> tuple[dt.date, dt.date] | None:
    """The first and last day of the dates that a text begins with, or None if it begins with none or with no real day.

    A day takes the month and year that follow it; of two visits joined by "and" the first day of the first and the
    last day of the last count.
    """
    days: list[dt.date] = []
    month: int | None = None
    year: int | None = None
    tokens = _tokens(text)
    if next((kind for kind, _ in tokens if kind != "year"), "") == "month":  # "July 4 to July 8 2016" is not our order
        return None
    for kind, value in reversed(tokens):
        if kind == "iso":
            year, month, day = (int(part) for part in value.split("-"))
            days.append(_date(year, month, day))
        elif kind == "numeric":
            day, month, year = (int(part) for part in re.split("[/.-]", value))
            year += 2000 if year < 100 else 0
            days.append(_date(year, month, day))
        elif kind == "year":
            year = int(value)
        elif kind == "month":
            month = month_number(value)
            if days and year == days[-1].year and month > days[-1].month:
                year -= 1
        elif month is not None and year is not None:
            days.append(_date(year, month, int(value)))
    if not days or dt.date.min in days:  # a day that no calendar has may be a slip for any other
        return None
    if {kind for kind, _ in tokens} == {"numeric"} and _is_month_first(days):
        return None
    first, last = days[-1], days[0]
    return (first, last) if dt.timedelta(0) <= last - first <= LONGEST_INSPECTION else None


def _tokens(text: str) -> list[tuple[str, str]]:
    """The pieces of the dates that a text begins with. A line that begins anew behind a whole date has another one."""
    tokens: list[tuple[str, str]] = []
    at, before = 0, ""
    while match := _TOKEN.match(text, at):
        kind = match.lastgroup or ""
        if before in _WHOLE and kind != "joint" and "\n" in match.group():
            break
        if kind and kind != "joint":
            tokens.append((kind, match.group(kind)))
        at, before = match.end(), kind or before
    return tokens


def _is_month_first(days: list[dt.date]) -> bool:
    """Whether days are months apart: "06/05/2023 to 06/09/2023" may be five days of June."""
    return days[0].day == days[-1].day and days[0] - days[-1] > _LONG_VISIT


def _date(year: int, month: int, day: int) -> dt.date:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return dt.date.min
