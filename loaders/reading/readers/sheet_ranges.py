"""Ranges of a spreadsheet's cells that are not shown, and the columns that letters name: of XLSX and ODS alike.

Used by the readers of a sheet's marks (`sheet_marks`, `ods_looks`, `sheet_drawings`).
"""

from __future__ import annotations

from typing import NamedTuple


class Condition(NamedTuple):
    """A range of cells of which those are not shown that hold a word, or hold it among others; without one, all."""

    first: tuple[int, int]
    last: tuple[int, int]
    word: str | None = None
    is_part: bool = False

    def hides(self, value: object) -> bool:
        if self.word is None:
            return value != ""
        text = str(value).strip().lower()
        return self.word.lower() in text if self.is_part else self.word.lower() == text


def column_number(letters: str) -> int:
    """The place of a column, from 0, by the letters that name it."""
    column = 0
    for letter in letters:
        column = 26 * column + ord(letter) - ord("A") + 1
    return column - 1
