"""Cells of official statistics as text and dates, and what was wrong with some of them as messages.

Used by the parsers of statistics alone. A date that is printed in no form that we know is None, never a guess.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass

from loaders.reading.dates import date_range

LONGEST_DATE = 40  # characters
_DATE_FORMATS = (
    "%d/%m/%Y", "%Y-%m-%d", "%Y/%m/%d", "%d %B %Y", "%d %b %Y", "%d-%m-%Y", "%d-%b-%Y", "%d-%B-%Y", "%d.%m.%Y",
    "%d/%m/%y", "%d-%m-%y", "%d.%m.%y", "%d-%b-%y", "%d %b %y", "%d %B %y", "%d-%B-%y",
    "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%SZ",
    "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%B %d, %Y",
)  # fmt: skip
_FRACTION = re.compile(r"(?<=:\d\d)\.\d{1,9}(?=Z?$)")
_SEPT = re.compile(r"\bsept\b\.?", re.IGNORECASE)
_WEEKDAY = re.compile(r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?[.,]? +(?=\d)", re.IGNORECASE)
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b", re.IGNORECASE)
# Marks of notes behind a grade, a name, a date or a heading: "*", "\u00b9", "[note 3]", "(2)", "[r]".
_NOTE_MARKS = re.compile(
    r"(?<=\w)(?: ?(?:\[(?:notes? ?)?\d{1,2}(?:, ?\d{1,2})*\]|\[r\]|\((?:notes? ?)?\d{1,2}\)|\([a-z]\)"
    r"|[*\u2020\u2021\u00a7#]{1,3}|[\u00b9\u00b2\u00b3\u2070-\u2079]{1,2}))++$",
    re.IGNORECASE,
)
_JOINED = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
# A day whose second number cannot be a month, and one of which either number can be.
_MONTH_FIRST = re.compile(r"(?:0?[1-9]|1[0-2])/(?:1[3-9]|2\d|3[01])/(?:\d{2}|\d{4})")
_EITHER_ORDER = re.compile(r"(0?[1-9]|1[0-2])/(0?[1-9]|1[0-2])/(?:\d{2}|\d{4})")
# What spreadsheet programs show for a formula that failed.
_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|GETTING_DATA|SPILL!|CALC!)|Err:\d{3}", re.IGNORECASE)


def fold(text: str) -> str:
    """A heading or name for comparing: lower case, no punctuation or note in brackets, no number or "The" before it."""
    words = re.findall(r"[a-z0-9]+", re.sub(r"\[[^\[\]]*\]", " ", text.lower().replace("’", "").replace("'", "")))
    while words and (words[0] == "the" or (words[0].isdigit() and len(words) > 1)):
        words = words[1:]
    return " ".join(words)


def cell_text(cell: object) -> str:
    """A cell as one line of text: a whole number without decimals, a date in ISO form, an empty cell as ""."""
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ")
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else " ".join(str(cell).split())


def fold_heading(text: str) -> str:
    """A heading for comparing, without the marks of notes behind it, and "InspectionDate" as two words."""
    return fold(_JOINED.sub(" ", without_marks(text)))


def without_marks(text: str) -> str:
    """A text without the marks of notes behind it."""
    return _NOTE_MARKS.sub("", text)


def marks(text: str) -> str:
    """The marks of notes behind a text."""
    return text[len(without_marks(text)) :].strip()


def quoted(names: Iterable[str]) -> str:
    """Names for a message of one line."""
    return ", ".join(f'"{cell_text(name)}"' for name in names)


def is_error(text: str) -> bool:
    """Whether a cell holds what a spreadsheet program shows for a formula that failed."""
    return _ERROR.fullmatch(text) is not None


def cell_date(cell: object) -> dt.date | None:
    """The day that a cell holds, as a date or as text in one of the usual forms, or None; of a year that can be."""
    if isinstance(cell, dt.datetime):
        return _within_reason(cell.date())
    if isinstance(cell, dt.date):
        return _within_reason(cell)
    text = cell_text(cell)
    # Most cells are asked whether they are dates, and hold none.
    if len(text) > LONGEST_DATE or not any(map(str.isdigit, text)):
        return None
    # A spreadsheet's mark of a cell that is text, and the month that people shorten to four letters.
    text = _SEPT.sub("Sep", _FRACTION.sub("", without_marks(text).removeprefix("'")))
    text = _ORDINAL.sub("", _WEEKDAY.sub("", text))
    for form in _DATE_FORMATS:
        try:
            return _within_reason(dt.datetime.strptime(text, form).date())
        except ValueError:
            continue
    return None


def cell_dates(cell: object) -> tuple[dt.date, dt.date] | None:
    """The first and last day that a cell holds: one day twice, or the two ends of "6 to 10 March 2023"."""
    if day := cell_date(cell):
        return day, day
    text = without_marks(cell_text(cell))
    # A text that goes on behind its dates ("10 March 2023, then again in May") is not understood.
    if len(text) > LONGEST_DATE or not re.search(r"\d{4}$|/\d\d$|\d{4}-\d\d-\d\d$", text):
        return None
    days = date_range(text)
    return days if days and all(_within_reason(day) for day in days) else None


def writes_months_first(column: Iterable[object]) -> bool:
    """Whether dates of a column stand in the order of the United States, so that 5/3 is a day of May.

    One is told by a second number that is no month. Where another has such a first number it is a misprint instead;
    a program that has taken 5/3 for a day of March has made a date of it, and none of a day behind the twelfth.
    """
    cells = list(column)
    if not any(_MONTH_FIRST.fullmatch(without_marks(cell_text(cell))) for cell in cells):
        return False
    numeric = (cell for cell in cells if isinstance(cell, dt.date) or "/" in cell_text(cell))
    return all(day.day <= 12 for cell in numeric if (day := cell_date(cell)))


def either_order(cell: object) -> bool:
    """Whether a day may as well be one of the month that it is the number of."""
    if isinstance(cell, dt.date):
        return cell.day <= 12 and cell.day != cell.month
    match = _EITHER_ORDER.fullmatch(without_marks(cell_text(cell)))
    return match is not None and int(match[1]) != int(match[2])


def _within_reason(day: dt.date) -> dt.date | None:
    # Later stages count days from it, and its year has to have four figures.
    return day if 1900 <= day.year < 2100 else None


@dataclass(frozen=True)
class Problem:
    """What was wrong at one place: the sheet (empty where it has no name), the row counted from 1, and what."""

    sheet: str
    row: int
    what: str

    def __str__(self) -> str:
        where = f"sheet {self.sheet}, row {self.row}" if self.sheet else f"row {self.row}"
        return f"{where}{self.what}"


def messages(problems: Iterable[Problem | str]) -> list[str]:
    """One line for each cause, with the rows that share it counted; in the order in which causes first came up."""
    by_cause: dict[tuple[str, str], list[Problem | str]] = {}
    for problem in problems:
        cause = (problem.sheet, problem.what) if isinstance(problem, Problem) else ("", problem)
        by_cause.setdefault(cause, []).append(problem)
    return [_message(group) for group in by_cause.values()]


_ROWS_NAMED = 5


def _message(group: list[Problem | str]) -> str:
    rows = [str(p.row) for p in group[1:] if isinstance(p, Problem)]
    if not rows:
        return str(group[0])
    more = ", ".join(rows[:_ROWS_NAMED]) + (", …" if len(rows) > _ROWS_NAMED else "")
    return f"{group[0]}; the same in {len(rows)} more row{'s' if len(rows) > 1 else ''} ({more})"
