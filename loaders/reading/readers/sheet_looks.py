"""Which cell styles of an XLSX file show nothing, or strike out what they show.

Used by the reader of a sheet's marks. A grade that is struck out was taken back; one in white on no ground, or in a
number format of three semicolons, is on no printed page.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree

STYLES = "xl/styles.xml"
_SIGNS = re.compile(rb"strike|FFFFFF|theme=[\"']0[\"']|;;;", re.IGNORECASE)


def unseen_styles(part: bytes) -> frozenset[int]:
    """The numbers of the cell styles (`s` of a cell) whose text nobody would read as what the cell says."""
    if not _SIGNS.search(part):
        return frozenset()
    try:
        root = ElementTree.fromstring(part)
    except ElementTree.ParseError:
        return frozenset()
    struck = [_is_on(font.find("{*}strike")) for font in root.iterfind("{*}fonts/{*}font")]
    white = [_is_white(font.find("{*}color")) for font in root.iterfind("{*}fonts/{*}font")]
    bare = [_is_bare(fill.find("{*}patternFill")) for fill in root.iterfind("{*}fills/{*}fill")]
    blank = {
        form.get("numFmtId")
        for form in root.iterfind("{*}numFmts/{*}numFmt")
        if form.get("formatCode", "").strip() == ";;;"
    }
    return frozenset(
        number
        for number, style in enumerate(root.iterfind("{*}cellXfs/{*}xf"))
        if _at(struck, style.get("fontId"))
        or (_at(white, style.get("fontId")) and _at(bare, style.get("fillId")))
        or style.get("numFmtId") in blank
    )


def _at(flags: list[bool], place: str | None) -> bool:
    return place is not None and place.isdecimal() and int(place[:9]) < len(flags) and flags[int(place[:9])]


def _is_on(element: ElementTree.Element | None) -> bool:
    return element is not None and element.get("val", "1") not in ("0", "false")


def _is_white(color: ElementTree.Element | None) -> bool:
    if color is None:
        return False
    return color.get("rgb", "")[-6:].upper() == "FFFFFF" or (color.get("theme") == "0" and not color.get("tint"))


def _is_bare(pattern: ElementTree.Element | None) -> bool:
    return pattern is None or pattern.get("patternType", "none") == "none"
