"""Which styles of an ODS file show nothing, or strike out what they show, and what its cells lie under.

Used by the reader of a sheet's marks, as `sheet_looks` is for XLSX.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from html import unescape
from types import MappingProxyType
from typing import NamedTuple

from loaders.reading.readers import look
from loaders.reading.readers.look import Look, number, points
from loaders.reading.readers.sheet_ranges import Condition, column_number

STYLES = "styles.xml"
_SIGNS = re.compile(
    rb"line-through-(?:style|type)=.(?!none)|[^-]color=.#[ef][0-9a-f][ef][0-9a-f][ef]|display=.none|hidden-and-protected"
    rb"|(?:row-height|column-width)=.0|font-size=.[0-2](?![0-9])|<number:text-style",
    re.IGNORECASE,
)
_STYLE = re.compile(rb"<style:(?:default-)?style\b([^>]*?)(?:/>|>(.*?)</style:(?:default-)?style>)", re.DOTALL)
_ATTRIBUTE = re.compile(rb"([\w-]+)\s*=\s*[\"']([^\"']*)[\"']")
_ITEM = re.compile(
    rb"<(?:\w+:)?(table-column|table-row|table-cell|covered-table-cell|span|frame|custom-shape|rect|g)(?=[\s/>])([^>]*)>"
)
_DRAWN = ("frame", "custom-shape", "rect", "g")
DRAWING = b"<draw:"
_FORM = re.compile(rb"<number:text-style\b([^>]*?)(?:/>|>(.*?)</number:text-style>)", re.DOTALL)
_BY_CONDITION = re.compile(rb"<style:map\b([^>]*)>")
_FORMATS = re.compile(rb"<calcext:conditional-format\b([^>]*)>(.*?)</calcext:conditional-format>", re.DOTALL)
_RULE = re.compile(rb"<calcext:condition\b([^>]*)>")
CONDITIONS = b"<calcext:condition "
_EQUAL = re.compile(r'(?:cell-content\(\))?\s*=\s*"([^"]*)"')
_CELL = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})")
_LONGEST = 200  # characters
_VALUE = re.compile(
    rb"string-value=\"([^\"]{1,60})\"[^>]*><(?:\w+:)?p>(?!\1<)([^<]{1,60})</(?:\w+:)?p></(?:\w+:)?table-cell>"
)
ERROR = b'value-type="error"'
_SHOWN = re.compile(rb"<(?:\w+:)?p>([^<]{1,60})</")
_MOST = 100_000  # rows or columns that one element repeats


class Cells(NamedTuple):
    """The cells of a sheet that are not seen, and the ranges that are one cell; all places from 0."""

    unseen: frozenset[tuple[int, int]]
    rows: frozenset[int]
    columns: frozenset[int]
    merged: tuple[tuple[tuple[int, int], tuple[int, int]], ...]
    errors: Mapping[tuple[int, int], str]
    """What formulas that failed show; the library has an empty cell for each."""
    conditions: tuple[Condition, ...] = ()


class OdsHidden(NamedTuple):
    """The names of styles, each behind its family, that hide their text; of some only where the cell holds a word."""

    styles: frozenset[bytes] = frozenset()
    conditional: Mapping[bytes, str] = MappingProxyType({})


def unseen_styles(content: bytes, styles: bytes) -> OdsHidden:
    """The styles whose text nobody would read as what the cell says."""
    body = content.find(b"<office:body")
    heads = styles + content[: max(body, 0)]
    if not _SIGNS.search(heads):
        return OdsHidden()
    blank = {
        _attributes(form[1]).get("name", "")
        for form in _FORM.finditer(heads)
        if b"text-content" not in (form[2] or b"")
    }
    hides = b'protected="true"' in content
    looks = look.Styles()
    maps: dict[str, list[dict[str, str]]] = {}
    for attributes, properties in _STYLE.findall(heads):
        own = _attributes(attributes)
        family = own.get("family", "")
        based_on = own.get("parent-style-name", "Default" if family == "table-cell" else "")
        name = f"{family} {own.get('name', '')}"
        looks.named[name] = _look(_attributes(properties), family, hides=hides)
        looks.named[name].based_on = f"{family} {based_on}"
        if own.get("data-style-name", "") in blank:
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


def _attributes(element: bytes) -> dict[str, str]:
    return {name.decode(): value.decode("utf-8", "replace") for name, value in _ATTRIBUTE.findall(element)}


def _look(values: dict[str, str], family: str, *, hides: bool) -> Look:
    beneath = values.get("background-color", "").removeprefix("#")
    is_struck = values.get("text-line-through-style", values.get("text-line-through-type", "none")) != "none"
    is_hidden = values.get("display") == "none" or (hides and values.get("cell-protect") == "hidden-and-protected")
    size = values.get("row-height" if family == "table-row" else "column-width", "")
    is_low = family in ("table-row", "table-column") and points(size, look.SMALLEST) < look.SMALLEST
    font = values.get("font-size", "")
    return Look(
        unseen=look.STRUCK if is_struck else look.HIDDEN if is_hidden or is_low else None,
        colour=values.get("color", "").removeprefix("#") or None,
        beneath=beneath if beneath not in ("", "transparent") else None,
        points=None if not font or font.endswith("%") else points(font, 10),
    )


def cells(table: bytes, hiding: OdsHidden) -> Cells:
    """What the XML of one table says of its cells, by the styles that show nothing."""
    styles = hiding.styles
    conditions = list(_conditions(table, styles))
    unseen: set[tuple[int, int]] = set()
    hidden: dict[str, set[int]] = {"table-row": set(), "table-column": set()}
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = []
    errors: dict[tuple[int, int], str] = {}
    by_column: set[int] = set()
    row, column, next_row, next_column = -1, 0, 0, 0
    row_is_unseen = False
    for item in _ITEM.finditer(table):
        kind, attributes = item[1].decode(), _attributes(item[2])
        style = attributes.get("style-name", "")
        repeated = _count(attributes, f"number-{'rows' if kind == 'table-row' else 'columns'}-repeated")
        if kind in _DRAWN and row >= 0:  # what is drawn at a cell lies over its text
            conditions.append(Condition((row, column), (row, column)))
        elif kind == "span":
            if f"text {style}".encode() in styles:
                unseen.add((row, column))
        elif kind == "table-column":
            place = range(next_column, next_column + repeated)
            next_column += repeated
            hidden[kind].update(place if f"{kind} {style}".encode() in styles else ())
            default = f"table-cell {attributes.get('default-cell-style-name', '')}"
            by_column.update(place if default.encode() in styles else ())
        elif kind == "table-row":
            row, next_row, next_column = next_row, next_row + repeated, 0
            hidden[kind].update(range(row, next_row) if f"{kind} {style}".encode() in styles else ())
            row_is_unseen = f"table-cell {attributes.get('default-cell-style-name', '')}".encode() in styles
        else:
            column, next_column = next_column, next_column + repeated
            is_unseen = f"table-cell {style}".encode() in styles if style else row_is_unseen or column in by_column
            is_empty = item[2].endswith(b"/")  # formats reach to the last row and column of a sheet
            valued = "string-value" in attributes
            if not is_empty and (is_unseen or (valued and says_otherwise(table, item.start(), item.end() + _LONGEST))):
                unseen.update((at, place) for at in range(row, next_row) for place in range(column, next_column))
            if word := hiding.conditional.get(f"table-cell {style}".encode()):
                conditions.append(Condition((row, column), (next_row - 1, next_column - 1), word))
            if ERROR in item[2]:
                display = _SHOWN.match(table, item.end())
                errors[row, column] = display[1].decode("utf-8", "replace").strip() if display else "#N/A"
            down, across = _count(attributes, "number-rows-spanned"), _count(attributes, "number-columns-spanned")
            if down > 1 or across > 1:
                merged.append(((row, column), (row + down - 1, column + across - 1)))
    rows, columns = frozenset(hidden["table-row"]), frozenset(hidden["table-column"])
    return Cells(frozenset(unseen), rows, columns, merged=tuple(merged), errors=errors, conditions=tuple(conditions))


def _conditions(table: bytes, styles: frozenset[bytes]) -> Iterator[Condition]:
    """The ranges in which a rule has one of these styles hide the cells that it holds for."""
    for form in _FORMATS.finditer(table):
        for rule in map(_attributes, _RULE.findall(form[2])):
            if f"table-cell {rule.get('apply-style-name', '')}".encode() not in styles:
                continue
            word = _EQUAL.fullmatch(unescape(rule.get("value", "")))
            for area in _attributes(form[1]).get("target-range-address", "").split():
                ends = [(int(row) - 1, column_number(letters)) for letters, row in _CELL.findall(area.upper())]
                if ends:
                    yield Condition(ends[0], ends[-1], word and word[1])


def says_otherwise(table: bytes, start: int = 0, end: int = sys.maxsize) -> bool:
    """Whether a cell of one short line shows other words than the value that it has for programs."""
    return any(
        unescape(cell[1].decode("utf-8", "replace")).split() != unescape(cell[2].decode("utf-8", "replace")).split()
        for cell in _VALUE.finditer(table, start, min(end, len(table)))
    )


def _count(attributes: dict[str, str], name: str) -> int:
    return int(max(1, min(number(attributes[name], 1), _MOST))) if name in attributes else 1
