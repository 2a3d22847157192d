"""Which cells of a sheet are not shown, and which show an error: of XLSX and ODS alike.

Made by `sheet_marks`, `sheet_drawings` and `ods_looks`; used by `spreadsheet`. All places are from 0, the row first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

Place = tuple[int, int]
_MOST_NAMED = 5


class Condition(NamedTuple):
    """A range of cells of which those are not shown that hold a word, or hold it among others; without one, all."""

    first: Place
    last: Place
    word: str | None = None
    is_part: bool = False

    def hides(self, value: object) -> bool:
        if self.word is None:
            return value != ""
        text = str(value).strip().lower()
        return self.word.lower() in text if self.is_part else self.word.lower() == text


@dataclass(frozen=True)
class SheetMarks:
    """The rows, columns and cells of one sheet that are not shown, and the errors of its cells."""

    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()
    errors: Mapping[Place, str] = field(default_factory=dict)
    unseen: frozenset[Place] = frozenset()
    """The single cells that are not shown."""
    merged: tuple[tuple[Place, Place], ...] = ()
    """The first and the last place of each range that is one cell, where the library does not tell them."""
    conditions: tuple[Condition, ...] = ()

    def among(self, rows: Sequence[Sequence[object]]) -> SheetMarks:
        """The marks, with the cells that are not shown for what they hold."""
        hidden = {
            (row, column)
            for condition in self.conditions
            for row in range(condition.first[0], min(condition.last[0] + 1, len(rows)))
            for column in range(condition.first[1], min(condition.last[1] + 1, len(rows[row])))
            if condition.hides(rows[row][column])
        }
        return replace(self, unseen=self.unseen | hidden, conditions=())

    def within(self, height: int, width: int) -> SheetMarks:
        """The marks of the rows and columns that hold anything; what stands empty beyond them is often hidden too."""
        rows = frozenset(row for row in self.rows if row < height)
        columns = frozenset(column for column in self.columns if column < width)
        unseen = frozenset((row, column) for row, column in self.unseen if row < height and column < width)
        return replace(self, rows=rows, columns=columns, unseen=unseen)

    def hidden(self) -> str:
        """The rows and columns that are not shown, for a message; empty where all are."""
        rows = _named("row", [str(row + 1) for row in sorted(self.rows)])
        columns = _named("column", [column_letters(column) for column in sorted(self.columns)])
        return " and ".join(filter(None, (rows, columns)))

    def unseen_cells(self) -> str:
        """The single cells that are not shown, for a message; empty where there are none."""
        return _named("cell", [f"{column_letters(column)}{row + 1}" for row, column in sorted(self.unseen)])

    def applied(self, rows: list[list[Any]]) -> None:
        """Empties the cells that are not shown, and puts errors where they stand."""
        for (row, column), text in self.errors.items():
            if row < len(rows) and column < len(rows[row]):
                rows[row][column] = text
        for row, cells in enumerate(rows):
            for column in range(len(cells)):
                if row in self.rows or column in self.columns or (row, column) in self.unseen:
                    cells[column] = ""


def tree_of(part: bytes | None) -> Element:
    """The elements of a part of an archive; an empty one where there is no such part, or it is no XML."""
    try:
        return ElementTree.fromstring(part or b"")
    except (ElementTree.ParseError, LookupError, ValueError):  # the second of an encoding that there is none of
        return Element("none")


def column_number(letters: str) -> int:
    """The place of a column by the letters that name it."""
    column = 0
    for letter in letters:
        column = 26 * column + ord(letter) - ord("A") + 1
    return column - 1


def column_letters(column: int) -> str:
    letters = ""
    while column >= 0:
        column, rest = divmod(column, 26)
        letters = chr(ord("A") + rest) + letters
        column -= 1
    return letters


def _named(kind: str, places: Sequence[str]) -> str:
    if not places:
        return ""
    more = f" and {len(places) - _MOST_NAMED} more" if len(places) > _MOST_NAMED else ""
    return f"{kind}{'s' if len(places) > 1 else ''} {', '.join(places[:_MOST_NAMED])}{more}"
