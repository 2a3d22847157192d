"""What the XML of an XLSX sheet says of its cells beside their values: what is not shown or struck out, errors.

Used by the reader of spreadsheets alone, which gets nothing of it from its library. What a filter or somebody's hand
hides, no reader of the sheet sees; and a cell whose formula failed would look as if nobody had filled it in. Of ODS,
`ods_looks` says the same.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html import unescape

from loaders.reading.readers import look, sheet_drawings, sheet_looks
from loaders.reading.readers.cell_marks import Condition, Place, SheetMarks, column_number, tree_of
from loaders.reading.readers.sheet_looks import XlsxHidden

NO_VALUE = "a formula whose result is not in the file"
_WORKBOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_TAG, _END = r"<(?:\w+:)?", r"(?=[\s/>])"
_ITEM = re.compile(rf"{_TAG}(row|col|c){_END}([^<>]*)>")
_ATTRIBUTE = re.compile(r"(?<![\w:.-])([\w:.-]+)\s*=\s*[\"']([^\"']*)[\"']")
_USUAL = re.compile(rf"{_TAG}sheetFormatPr{_END}([^<>]*)>")
_PLACE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})", re.IGNORECASE)
_VALUE = re.compile(rf"(?:{_TAG}f{_END}[^<>]*>(?:[^<]*</(?:\w+:)?f>)?)?\s*{_TAG}v>([^<]*)<")
# A program that works nothing out writes a formula without what it comes to; a kept text that is empty is a value.
_FORMULA_ALONE = re.compile(
    rf"{_TAG}f(?:\s[^>]*)?>[^<]*</(?:\w+:)?f>\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>"
)
_CONDITIONS = re.compile(rf"{_TAG}conditionalFormatting{_END}([^>]*)>(.*?)</(?:\w+:)?conditionalFormatting>", re.DOTALL)
_RULE = re.compile(rf"{_TAG}cfRule{_END}([^>]*?)(?:/>|>(.*?)</(?:\w+:)?cfRule>)", re.DOTALL)
_CONSTANT = re.compile(rf"{_TAG}formula>\s*(?:\"|&quot;)([^<&\"]*)(?:\"|&quot;)\s*<")
_OF_NO_GRADE = ("containsBlanks", "containsErrors", "colorScale", "dataBar", "iconSet")
_MOST_COLUMNS = 16_384
_MOST_ROWS = 100_000  # of a sheet that is read
_NARROWEST = 0.3  # characters
PARTS = (
    *(_WORKBOOK, _RELATIONS, sheet_looks.STYLES, sheet_looks.THEME, sheet_looks.STRINGS),
    *("xl/worksheets/", sheet_drawings.DRAWINGS),
)
"""What the names of the parts begin with that the marks are read from, in small letters."""


def of_xlsx(parts: Mapping[str, bytes]) -> dict[str, SheetMarks]:
    """The marks of each sheet by its name, from the parts of an archive."""
    targets = {relation.get("Id"): relation.get("Target", "") for relation in tree_of(parts.get(_RELATIONS))}
    looks = (sheet_looks.STYLES, sheet_looks.THEME, sheet_looks.STRINGS)
    unseen = sheet_looks.unseen_styles(*(parts.get(name, b"") for name in looks))
    marks = {}
    for sheet in (element for element in tree_of(parts.get(_WORKBOOK)).iter() if element.tag.endswith("}sheet")):
        target = targets.get(sheet.get(_RELATION), "")
        name = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/").lower()
        if part := parts.get(name):
            of_cells = _of_sheet(part.decode("utf-8", "replace"), unseen)
            conditions = (*of_cells.conditions, *sheet_drawings.covered(name, parts))
            marks[sheet.get("name", "")] = replace(of_cells, conditions=conditions)
    return marks


def _of_sheet(text: str, hiding: XlsxHidden) -> SheetMarks:
    """The marks of a sheet by its XML. A row or cell that does not name its place stands behind the one before."""
    rows, columns, unseen = set[int](), set[int](), set[Place]()
    errors: dict[Place, str] = {}
    row, column = -1, -1
    usual: dict[str, str] = dict(_ATTRIBUTE.findall(sizes[1])) if (sizes := _USUAL.search(text)) else {}
    usual_height = usual.get("defaultRowHeight", "") if usual.get("customHeight") in ("1", "true") else ""
    usual_width = look.number(usual.get("defaultColWidth", ""), 1)
    others = set(range(_MOST_COLUMNS)) if usual_width < _NARROWEST else set[int]()
    for item in _ITEM.finditer(text):
        attributes = dict(_ATTRIBUTE.findall(item[2]))
        is_hidden = attributes.get("hidden") in ("1", "true")
        if item[1] == "row":
            row, column = _count(attributes.get("r", ""), row + 2) - 1, -1
            if is_hidden or look.number(attributes.get("ht", usual_height), look.SMALLEST) < look.SMALLEST:
                rows.add(row)
        elif item[1] == "col":
            first, last = _count(attributes.get("min", ""), _MOST_COLUMNS), _count(attributes.get("max", ""), 0)
            listed = range(first - 1, min(last, _MOST_COLUMNS))
            others.difference_update(listed)
            if is_hidden or look.number(attributes.get("width", ""), 1) < _NARROWEST:
                columns.update(listed)
        else:
            place = _place(attributes["r"]) if "r" in attributes else (max(row, 0), column + 1)
            column = place[1]
            style, kind = attributes.get("s", ""), attributes.get("t", "")
            if item[2].endswith("/"):  # nothing is in it
                continue
            if style.isdecimal() and int(style[:9]) in hiding.styles:
                unseen.add(place)
            value = _VALUE.match(text, item.end()) if kind == "e" or (kind == "s" and hiding.texts) else None
            if kind == "e":
                errors[place] = value[1].strip() if value else "#N/A"
            elif value and _count(value[1].strip(), -1) in hiding.texts:
                unseen.add(place)
            if kind != "str" and _FORMULA_ALONE.match(text, item.end()):
                errors[place] = NO_VALUE
    return SheetMarks(
        frozenset(rows),
        frozenset(columns | others),
        errors,
        unseen=frozenset(unseen),
        conditions=tuple(_conditions(text, hiding.conditional)) if hiding.conditional else (),
    )


def _conditions(text: str, hiding: frozenset[int]) -> Iterator[Condition]:
    """The ranges in which a rule has one of these styles hide the cells that it holds for."""
    for block in _CONDITIONS.finditer(text):
        for rule in _RULE.finditer(block[2]):
            attributes = dict(_ATTRIBUTE.findall(rule[1]))
            kind, style = attributes.get("type", ""), attributes.get("dxfId", "")
            if not style.isdecimal() or int(style[:9]) not in hiding or kind in _OF_NO_GRADE:
                continue
            word, is_part = attributes.get("text"), kind == "containsText"
            if kind == "cellIs":
                constant = _CONSTANT.search(rule[2] or "")
                word = unescape(constant[1]) if constant and attributes.get("operator") == "equal" else None
            elif not is_part:
                word = None
            for area in dict(_ATTRIBUTE.findall(block[1])).get("sqref", "").split():
                first, _, last = area.partition(":")
                yield Condition(_place(first), _place(last or first), word=word and unescape(word), is_part=is_part)


def _place(name: str) -> Place:
    """The row and the column of a cell by its name; beyond all where it is none."""
    place = _PLACE.fullmatch(name)
    return (int(place[2]) - 1, column_number(place[1].upper())) if place else (_MOST_ROWS, _MOST_COLUMNS)


def _count(figures: str, otherwise: int) -> int:
    return int(figures[:9]) if figures.isdecimal() else otherwise
