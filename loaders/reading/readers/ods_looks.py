"""What the XML of an ODS says of its cells beside their values: what is hidden, struck out or covered, merged, errors.

Used by the reader of spreadsheets, as `sheet_marks` is for XLSX.
"""

from __future__ import annotations

import itertools
import re
import sys
from collections.abc import Iterator, Mapping
from html import unescape
from types import MappingProxyType
from typing import NamedTuple

from loaders.reading.readers import look
from loaders.reading.readers.cell_marks import Condition, Place, SheetMarks, column_number
from loaders.reading.readers.look import number

STYLES = "styles.xml"
_TABLE = re.compile(rb"<(?:\w+:)?table(?=[\s/>])[^>]*>")
_STYLE = re.compile(rb"<style:(?:default-)?style\b([^>]*?)(?:/>|>(.*?)</style:(?:default-)?style>)", re.DOTALL)
_ATTRIBUTE = re.compile(rb"(?<![\w-])([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_DRAWN = rb"frame custom-shape rect g control line ellipse circle path polygon polyline caption connector".split()
_ITEM = re.compile(
    rb"<(?:\w+:)?(table-column|table-row|table-cell|covered-table-cell|span|%s)(?=[\s/>])([^>]*)>" % b"|".join(_DRAWN)
)
_OTHER_WORDS = re.compile(rb"<number:text>[^<]*\w")
_FORM = re.compile(rb"<number:text-style\b([^>]*?)(?:/>|>(.*?)</number:text-style>)", re.DOTALL)
_BY_CONDITION = re.compile(rb"<style:map\b([^>]*)>")
_FORMATS = re.compile(rb"<calcext:conditional-format\b([^>]*)>(.*?)</calcext:conditional-format>", re.DOTALL)
_RULE = re.compile(rb"<calcext:condition\b([^>]*)>")
_EQUAL = re.compile(r'(?:cell-content\(\))?\s*=\s*"([^"]*)"')
_CELL = r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})"
# Cells behind the name of their sheet, which may be in quotes: "Sheet1.D2:Sheet1.G3", "'Grades of 2024'.D2".
_AREA = re.compile(rf"(?:^|[\s.]){_CELL}(?::(?:\$?(?:'[^']*'|[^\s'.:]*)\.)?{_CELL})?(?=\s|$)")
_LONGEST = 200  # characters
_VALUE = re.compile(
    rb"string-value=\"([^\"]{1,60})\"[^>]*><(?:\w+:)?p>(?!\1<)([^<]{1,60})</(?:\w+:)?p></(?:\w+:)?table-cell>"
)
_ERROR = b'value-type="error"'
_SHOWN = re.compile(rb"<(?:\w+:)?p>([^<]{1,60})</")
_SIGNS_OF_CELLS = (b"visibility=", b"spanned=", _ERROR, b"<draw:", b"<calcext:condition ")
_HEIGHT, _WIDTH = 12.8, 64.0  # points, of a row and a column that nobody changed
_MOST = 100_000  # rows or columns that one element repeats


class OdsHidden(NamedTuple):
    """The names of styles, each behind its family, that hide their text; of some only where the cell holds a word."""

    styles: frozenset[bytes] = frozenset()
    conditional: Mapping[bytes, str] = MappingProxyType({})


def unseen_styles(content: bytes, styles: bytes) -> OdsHidden:
    """The styles whose text nobody would read as what the cell says."""
    body = content.find(b"<office:body")
    heads = styles + content[: max(body, 0)]
    blank = {
        _attributes(form[1]).get("name", "")
        for form in _FORM.finditer(heads)
        if b"text-content" not in (text := form[2] or b"")
        or _OTHER_WORDS.search(text)
        or look.of_open_document(_attributes(text)).why_unseen
    }
    hides = b'protected="true"' in content
    looks = look.Styles()
    maps: dict[str, list[dict[str, str]]] = {}
    for attributes, properties in _STYLE.findall(heads):
        own = _attributes(attributes)
        family = own.get("family", "")
        based_on = own.get("parent-style-name", "Default" if family == "table-cell" else "")
        name = f"{family} {own.get('name', '')}"
        values = _attributes(properties)
        looks.named[name] = look.of_open_document(values)
        looks.named[name].based_on = f"{family} {based_on}"
        is_protected = hides and values.get("cell-protect") == "hidden-and-protected"
        if is_protected or own.get("data-style-name", "") in blank:
            looks.named[name].unseen = look.HIDDEN
        if rules := [_attributes(rule) for rule in _BY_CONDITION.findall(properties)]:
            maps[name] = rules
    unseen = {name for name in looks.named if looks.look(name).why_unseen}
    conditional = {}
    for name, rules in maps.items():
        for rule in rules:
            if f"table-cell {rule.get('apply-style-name', '')}" in unseen:
                word = _EQUAL.fullmatch(unescape(rule.get("condition", "")))
                if word is None:
                    unseen.add(name)
                else:
                    conditional[name.encode()] = word[1]
    return OdsHidden(frozenset(name.encode() for name in unseen), conditional)


def _covered(attributes: Mapping[str, str], place: Place) -> Condition:
    """The cells that something drawn lies on: from its own to its last, or by the usual sizes where it is at none."""
    if place[0] < 0:
        y, x, high, wide = (look.points(attributes.get(name, ""), 0) for name in ("y", "x", "height", "width"))
        first, last = (
            (int(max(0.0, a) // _HEIGHT), int(max(0.0, b) // _WIDTH)) for a, b in ((y, x), (y + high, x + wide))
        )
        return Condition(first, last)
    corner = _AREA.search(attributes.get("end-cell-address", "").upper())
    return Condition(place, (int(corner[2]) - 1, column_number(corner[1])) if corner else place)


def _attributes(element: bytes) -> dict[str, str]:
    found = _ATTRIBUTE.findall(element)
    return {name.decode(): (double or single).decode("utf-8", "replace") for name, double, single in found}


def of_ods(content: bytes, styles: bytes) -> list[SheetMarks]:
    """The marks of each sheet, in their order, from the part that has them and the one of the styles."""
    hiding = unseen_styles(content, styles)
    names = [name.partition(b" ")[2] for name in (*hiding.styles, *hiding.conditional)]
    signs = (*_SIGNS_OF_CELLS, *(b'style-name="%s"' % name for name in names))
    starts = [match.start() for match in _TABLE.finditer(content)]
    tables = (content[start:end] for start, end in itertools.pairwise([*starts, len(content)]))
    # To look at every cell of a release takes a second; most of its sheets have nothing to say.
    return [
        cells(table, hiding) if any(sign in table for sign in signs) or _says_otherwise(table) else SheetMarks()
        for table in tables
    ]


def cells(table: bytes, hiding: OdsHidden) -> SheetMarks:
    """What the XML of one table says of its cells, by the styles that show nothing."""
    conditions = list(_conditions(table, hiding.styles))
    unseen, rows, columns, by_column = set[Place](), set[int](), set[int](), set[int]()
    merged: list[tuple[Place, Place]] = []
    errors: dict[Place, str] = {}
    row, column, next_row, next_column = -1, 0, 0, 0
    row_is_unseen = False

    def hides(family: str, style: str) -> bool:
        return f"{family} {style}".encode() in hiding.styles

    for item in _ITEM.finditer(table):
        kind, attributes = item[1].decode(), _attributes(item[2])
        style, default_style = attributes.get("style-name", ""), attributes.get("default-cell-style-name", "")
        repeated = _count(attributes, f"number-{'rows' if kind == 'table-row' else 'columns'}-repeated")
        is_hidden = attributes.get("visibility", "visible") != "visible" or hides(kind, style)
        if item[1] in _DRAWN:  # at a cell, it lies over its text, and over that of the cells to its end
            if row >= 0 or "width" in attributes:
                conditions.append(_covered(attributes, (row, column)))
        elif kind == "span":
            if hides("text", style):
                unseen.add((row, column))
        elif kind == "table-column":
            place = range(next_column, min(next_column + repeated, _MOST))
            next_column += repeated
            columns.update(place if is_hidden else ())
            by_column.update(place if hides("table-cell", default_style) else ())
        elif kind == "table-row":
            row, next_row, next_column = next_row, next_row + repeated, 0
            rows.update(range(row, min(next_row, _MOST)) if is_hidden else ())
            row_is_unseen = hides("table-cell", default_style)
        else:
            column, next_column = next_column, next_column + repeated
            is_unseen = hides("table-cell", style) if style else row_is_unseen or column in by_column
            is_empty = item[2].endswith(b"/")  # formats reach to the last row and column of a sheet
            is_other = "string-value" in attributes and _says_otherwise(table, item.start(), item.end() + _LONGEST)
            if not is_empty and (is_unseen or is_other):
                unseen.update((at, place) for at in range(row, next_row) for place in range(column, next_column))
            if word := hiding.conditional.get(f"table-cell {style}".encode()):
                conditions.append(Condition((row, column), (next_row - 1, next_column - 1), word))
            if _ERROR in item[2]:
                display = _SHOWN.match(table, item.end())
                errors[row, column] = display[1].decode("utf-8", "replace").strip() if display else "#N/A"
            down, across = _count(attributes, "number-rows-spanned"), _count(attributes, "number-columns-spanned")
            if down > 1 or across > 1:
                merged.append(((row, column), (row + down - 1, column + across - 1)))
    return SheetMarks(
        frozenset(rows),
        frozenset(columns),
        errors,
        unseen=frozenset(unseen),
        merged=tuple(merged),
        conditions=tuple(conditions),
    )


def _conditions(table: bytes, styles: frozenset[bytes]) -> Iterator[Condition]:
    """The ranges in which a rule has one of these styles hide the cells that it holds for."""
    for form in _FORMATS.finditer(table):
        areas = unescape(_attributes(form[1]).get("target-range-address", "")).upper()
        for rule in map(_attributes, _RULE.findall(form[2])):
            if f"table-cell {rule.get('apply-style-name', '')}".encode() not in styles:
                continue
            word = _EQUAL.fullmatch(unescape(rule.get("value", "")))
            for left, top, right, bottom in _AREA.findall(areas):
                first = (int(top) - 1, column_number(left))
                last = (int(bottom) - 1, column_number(right)) if right else first
                yield Condition(first, last, word and word[1])


def _says_otherwise(table: bytes, start: int = 0, end: int = sys.maxsize) -> bool:
    """Whether a cell of one short line shows other words than the value that it has for programs."""
    return any(_words(cell[1]) != _words(cell[2]) for cell in _VALUE.finditer(table, start, min(end, len(table))))


def _words(text: bytes) -> list[str]:
    return unescape(text.decode("utf-8", "replace")).split()


def _count(attributes: dict[str, str], name: str) -> int:
    return int(max(1, min(number(attributes[name], 1), _MOST))) if name in attributes else 1
