"""The cells of a row: parted by tabs or bars, or by three spaces or more, as pages of columns are copied."""

from __future__ import annotations

import re

from loaders.reading.parsers.patterns import words_pattern
from loaders.record.reference import Scale

CELLS = re.compile(r"[\t|]|[ ]{3,}")
_MARKS = " \t|*#_.:-"
_BLANK_AND_MORE = re.compile(r" *-+ *\(")  # "- (good)" is a blank cell, and no grade in brackets


def split(line: str) -> list[str]:
    """The cells of a row, without marks around their text."""
    return [cell.strip(" *" if _BLANK_AND_MORE.match(cell) else _MARKS) for cell in CELLS.split(line)]


def of_row(line: str) -> list[str]:
    """The same of a row that bars may begin and end; one that a bar begins and none ends has a blank first cell."""
    return split(inner(line))


def inner(line: str) -> str:
    """A row without the spaces and bars around its cells."""
    row = line.strip(" ")
    return row.strip("|") if row.endswith("|") or not row.startswith("|") else row


def has_marks(line: str) -> bool:
    """Whether the cells of a row are parted by marks, so that they can be counted."""
    return "\t" in line or "|" in line


def is_grade(cell: str, scale: Scale) -> bool:
    return re.fullmatch(rf"\W*(?:\d\W*)?{words_pattern(scale)}\W*(?:\d\W*)?", cell, re.IGNORECASE) is not None
