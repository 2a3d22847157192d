"""What the XML of a spreadsheet says of its cells beside their values: what is not shown or struck out, errors.

Used by the reader of spreadsheets alone, which gets nothing of it from its library. What a filter or somebody's hand
hides, no reader of the sheet sees; and an XLSX cell whose formula failed would look as if nobody had filled it in.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import unescape
from typing import Any
from xml.etree import ElementTree

from loaders.reading.readers import look, ods_looks, sheet_drawings, sheet_looks
from loaders.reading.readers.sheet_looks import XlsxHidden
from loaders.reading.readers.sheet_ranges import Condition, column_number

_TAG, _END = r"<(?:\w+:)?", r"(?=[\s/>])"
_XLSX_ROW = re.compile(rf"{_TAG}row{_END}([^>]*)>")
_XLSX_COLUMN = re.compile(rf"{_TAG}col{_END}([^>]*)>")
_XLSX_CELL = re.compile(rf"{_TAG}c{_END}([^>/]*)>")
_XLSX_ERROR = re.compile(rf"""{_TAG}c{_END}(?=[^>]*\bt=["']e["'])([^>/]*)>(.{{0,9000}}?)</(?:\w+:)?c>""", re.DOTALL)
# A program that works nothing out writes a formula without what it comes to; a kept text that is empty is a value.
_XLSX_NO_VALUE = re.compile(
    rf"""{_TAG}c{_END}(?![^>]*\bt=["']str["'])([^>/]*)>{_TAG}f(?:\s[^>]*)?>[^<]*</(?:\w+:)?f>\s*"""
    r"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>"
)
_XLSX_ITEM = re.compile(rf"{_TAG}(row|c){_END}([^>]*)")
_XLSX_NO_PLACE = re.compile(rf"{_TAG}c{_END}(?![^>]*\br=)")
_XLSX_CONDITIONS = re.compile(
    rf"{_TAG}conditionalFormatting{_END}([^>]*)>(.*?)</(?:\w+:)?conditionalFormatting>", re.DOTALL
)
_XLSX_RULE = re.compile(rf"{_TAG}cfRule{_END}([^>]*?)(?:/>|>(.*?)</(?:\w+:)?cfRule>)", re.DOTALL)
_XLSX_CONSTANT = re.compile(rf"{_TAG}formula>\s*(?:\"|&quot;)([^<&\"]*)(?:\"|&quot;)\s*<")
_OF_NO_GRADE = ("containsBlanks", "containsErrors", "colorScale", "dataBar", "iconSet")
NO_VALUE = "a formula whose result is not in the file"
_XLSX_VALUE = re.compile(rf"{_TAG}v>([^<]*)<")
_ODS_TABLE = re.compile(rb"<(?:\w+:)?table(?=[\s/>])[^>]*>")
_ODS_ROW = re.compile(rf"{_TAG}table-row{_END}([^>]*)>")
_ODS_COLUMN = re.compile(rf"{_TAG}table-column{_END}([^>]*)>")
_ATTRIBUTE = re.compile(r"([\w:.-]+)\s*=\s*[\"']([^\"']*)[\"']")
_PLACE = re.compile(r"\bR\s*=\s*[\"']([A-Z]{1,3})([1-9]\d{0,6})[\"']")
_STYLE = re.compile(r"\bs\s*=\s*[\"'](\d{1,9})[\"']")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True)
class SheetMarks:
    """The rows, columns and cells of one sheet that are not shown, and the errors of its cells; all places from 0."""

    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    cells: frozenset[tuple[int, int]] = frozenset()
    merged: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = ()
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
        return replace(self, cells=self.cells | hidden, conditions=())

    def within(self, height: int, width: int) -> SheetMarks:
        """The marks of the rows and columns that hold anything; what stands empty beyond them is often hidden too."""
        rows = frozenset(row for row in self.rows if row < height)
        columns = frozenset(column for column in self.columns if column < width)
        cells = frozenset((row, column) for row, column in self.cells if row < height and column < width)
        return replace(self, rows=rows, columns=columns, cells=cells)

    def hidden(self) -> str:
        """What is not shown, for a message; empty where all is."""
        parts = [_places("row", [str(row + 1) for row in sorted(self.rows)])]
        parts.append(_places("column", [_letters(column) for column in sorted(self.columns)]))
        return " and ".join(filter(None, parts))

    def unseen(self) -> str:
        """The single cells that are not shown, for a message; empty where there are none."""
        return _places("cell", [f"{_letters(column)}{row + 1}" for row, column in sorted(self.cells)])

    def applied(self, rows: list[list[Any]]) -> None:
        """Empties the cells that are not shown, and puts errors where they stand."""
        for (row, column), text in self.errors.items():
            if row < len(rows) and column < len(rows[row]):
                rows[row][column] = text
        for index, cells in enumerate(rows):
            hidden = range(len(cells)) if index in self.rows else self.columns
            for column in hidden:
                if column < len(cells):
                    cells[column] = ""
        for row, column in self.cells:
            if row < len(rows) and column < len(rows[row]):
                rows[row][column] = ""


def is_marked(name: str, part: bytes, unseen: XlsxHidden) -> bool:
    """Whether a part of an archive, by its name in small letters, is one that the marks are read from.

    `unseen` are the cell styles that show nothing.
    """
    if name in _ALWAYS or name.startswith(sheet_drawings.PARTS):
        return True
    if name.startswith("xl/worksheets/") and (unseen.styles or (unseen.conditional and b"<cfRule" in part)):
        return True
    return any(sign in part for sign in _XLSX_SIGNS)


_ALWAYS = (
    "xl/workbook.xml", "xl/_rels/workbook.xml.rels", sheet_looks.STYLES, sheet_looks.THEME, ods_looks.STYLES,
    "content.xml",
)  # fmt: skip
_XLSX_SIGNS = (
    b"hidden=",
    b'width="0',
    b" ht=",
    b't="e"',
    b"t='e'",
    b"f></c>",
    b"f><v></v>",
    b"f><v/>",
    b"f><v />",
    b"drawing ",
)


def of_xlsx(parts: Mapping[str, bytes]) -> dict[str, SheetMarks]:
    """The marks of each sheet by its name, from the parts of an archive; of sheets that have none, nothing."""
    try:
        workbook = ElementTree.fromstring(parts["xl/workbook.xml"])
        relations = ElementTree.fromstring(parts["xl/_rels/workbook.xml.rels"])
    except (LookupError, ValueError, ElementTree.ParseError):
        return {}
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    unseen = sheet_looks.unseen_styles(parts.get(sheet_looks.STYLES, b""), parts.get(sheet_looks.THEME, b""))
    marks = {}
    for sheet in (element for element in workbook.iter() if element.tag.endswith("}sheet")):
        target = targets.get(sheet.get(_RELATION), "")
        name = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/").lower()
        if part := parts.get(name):
            of_cells = _of_xlsx_part(part.decode("utf-8", "replace"), unseen)
            conditions = (*of_cells.conditions, *sheet_drawings.covered(name, parts))
            marks[sheet.get("name", "")] = replace(of_cells, conditions=conditions)
    return marks


def of_ods(content: bytes, styles: bytes) -> list[SheetMarks]:
    """The marks of each sheet of an ODS, in their order, from the part that has them and the one of the styles."""
    unseen = ods_looks.unseen_styles(content, styles)
    names = [name.partition(b" ")[2] for name in (*unseen.styles, *unseen.conditional)]
    starts = [match.start() for match in _ODS_TABLE.finditer(content)]
    marks = []
    for start, end in zip(starts, [*starts[1:], len(content)], strict=True):
        table = content[start:end]
        hides = b"visibility=" in table
        text = table.decode("utf-8", "replace") if hides else ""
        looks = ods_looks.Cells(frozenset(), frozenset(), frozenset(), merged=(), errors={})
        if (
            b"spanned=" in table
            or ods_looks.ERROR in table
            or ods_looks.CONDITIONS in table
            or ods_looks.DRAWING in table
            or ods_looks.says_otherwise(table)
            or any(b'style-name="%s"' % name in table for name in names)
        ):
            looks = ods_looks.cells(table, unseen)
        marks.append(
            SheetMarks(
                rows=looks.rows.union(_ods_hidden(_ODS_ROW, text) if hides else ()),
                columns=looks.columns.union(_ods_hidden(_ODS_COLUMN, text) if hides else ()),
                errors=looks.errors,
                cells=looks.unseen,
                merged=looks.merged,
                conditions=looks.conditions,
            )
        )
    return marks


def _of_xlsx_part(text: str, unseen: XlsxHidden) -> SheetMarks:
    if _XLSX_NO_PLACE.search(text):
        text = _with_places(text)
    rows = set()
    row = 0
    for match in _XLSX_ROW.finditer(text):
        attributes = dict(_ATTRIBUTE.findall(match[1]))
        number = attributes.get("r", "")
        row = int(number[:9]) if number.isdecimal() else row + 1
        if _is_true(attributes.get("hidden")) or look.number(attributes.get("ht", ""), look.SMALLEST) < look.SMALLEST:
            rows.add(row - 1)
    columns: set[int] = set()
    for match in _XLSX_COLUMN.finditer(text):
        attributes = dict(_ATTRIBUTE.findall(match[1]))
        first, last = attributes.get("min", ""), attributes.get("max", "")
        is_hidden = _is_true(attributes.get("hidden")) or look.number(attributes.get("width", ""), 1) < _NARROWEST
        if is_hidden and first.isdecimal() and last.isdecimal():
            columns |= set(range(int(first[:9]) - 1, min(int(last[:9]), _MOST_COLUMNS)))
    errors = {}
    for match in _XLSX_ERROR.finditer(text):
        value = _XLSX_VALUE.search(match[2])
        errors[_place(match[1])] = value[1].strip() if value else "#N/A"
    errors |= {_place(match[1]): NO_VALUE for match in _XLSX_NO_VALUE.finditer(text)}
    styled = ((match[1], _STYLE.search(match[1])) for match in _XLSX_CELL.finditer(text) if unseen.styles)
    cells = {_place(attributes) for attributes, style in styled if style and int(style[1]) in unseen.styles}
    conditions = tuple(_conditions(text, unseen.conditional)) if unseen.conditional else ()
    return SheetMarks(frozenset(rows), frozenset(columns), errors, cells=frozenset(cells), conditions=conditions)


def _with_places(text: str) -> str:
    """The XML of a sheet with the place of each cell in it, as a program may leave it out: behind the one before."""
    row, column = 0, 0

    def placed(match: re.Match[str]) -> str:
        nonlocal row, column
        attributes = dict(_ATTRIBUTE.findall(match[2]))
        own = attributes.get("r", "")
        if match[1] == "row":
            row, column = int(own[:9]) if own.isdecimal() else row + 1, 0
            return match[0]
        column = _place(match[2])[1] + 1 if own else column + 1
        return match[0] if own else f'<c r="{_letters(column - 1)}{row}"{match[2]}'

    return _XLSX_ITEM.sub(placed, text)


def _conditions(text: str, hiding: frozenset[int]) -> Iterator[Condition]:
    """The ranges in which a rule has one of these styles hide the cells that it holds for."""
    for block in _XLSX_CONDITIONS.finditer(text):
        for rule in _XLSX_RULE.finditer(block[2]):
            attributes = dict(_ATTRIBUTE.findall(rule[1]))
            kind, style = attributes.get("type", ""), attributes.get("dxfId", "")
            if not style.isdecimal() or int(style[:9]) not in hiding or kind in _OF_NO_GRADE:
                continue
            word, is_part = attributes.get("text"), kind == "containsText"
            if kind == "cellIs":
                constant = _XLSX_CONSTANT.search(rule[2] or "")
                word = unescape(constant[1]) if constant and attributes.get("operator") == "equal" else None
            elif not is_part:
                word = None
            for area in dict(_ATTRIBUTE.findall(block[1])).get("sqref", "").split():
                first, _, last = area.partition(":")
                ends = _place(f'r="{first}"'), _place(f'r="{last or first}"')
                yield Condition(*ends, word=word and unescape(word), is_part=is_part)


_MOST_COLUMNS = 16_384  # of an XLSX sheet
_MOST_ROWS = 100_000  # of a sheet that is read
_NARROWEST = 0.3  # characters


def _ods_hidden(pattern: re.Pattern[str], text: str) -> Iterator[int]:
    """The places of rows or columns that are collapsed or filtered away, those that one element repeats included."""
    place = 0
    for match in pattern.finditer(text):
        attributes = {name.rpartition(":")[2]: value for name, value in _ATTRIBUTE.findall(match[1])}
        repeated = attributes.get("number-rows-repeated") or attributes.get("number-columns-repeated") or "1"
        count = int(repeated[:9]) if repeated.isdecimal() else 1
        if attributes.get("visibility", "visible") != "visible":
            yield from range(place, min(place + count, _MOST_ROWS))
        place += count


def _place(attributes: str) -> tuple[int, int]:
    """The row and the column that a cell names; beyond all where it names none."""
    place = _PLACE.search(attributes.upper())
    return (int(place[2]) - 1, column_number(place[1])) if place else (_MOST_ROWS, _MOST_COLUMNS)


def _is_true(value: str | None) -> bool:
    return value in ("1", "true")


def _letters(column: int) -> str:
    letters = ""
    while column >= 0:
        column, rest = divmod(column, 26)
        letters = chr(ord("A") + rest) + letters
        column -= 1
    return letters


_PLACES_NAMED = 5


def _places(what: str, places: list[str]) -> str:
    if not places:
        return ""
    more = f" and {len(places) - _PLACES_NAMED} more" if len(places) > _PLACES_NAMED else ""
    return f"{what}{'s' if len(places) > 1 else ''} {', '.join(places[:_PLACES_NAMED])}{more}"
