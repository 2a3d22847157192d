"""What lies on the cells of an XLSX sheet: pictures, charts, shapes and open notes, by the places they are fixed at.

Used by the reader of a sheet's marks: nobody sees what a cell under one of them holds.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element

from loaders.reading.readers.cell_marks import Condition, Place, tree_of
from loaders.reading.readers.look import number

DRAWINGS = "xl/drawings/"
_WIDTH, _HEIGHT = 609_600, 190_500  # of a column and a row that nobody changed, in the unit of drawings


def covered(sheet: str, parts: Mapping[str, bytes]) -> Iterator[Condition]:
    """The ranges of cells that something is drawn over on the sheet of this part."""
    folder, name = posixpath.split(sheet)
    for relation in tree_of(parts.get(f"{folder}/_rels/{name}.rels")):
        if relation.get("Type", "").lower().endswith("drawing"):
            target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
            drawn = tree_of(parts.get(target.lower()))
            for anchor in (element for element in drawn.iter() if element.tag.endswith("Anchor")):
                if (first := _corner(anchor, "from") or _placed(anchor)) and _covers(anchor):
                    yield Condition(first, _last(anchor, first))
            for shape in (element for element in drawn.iter() if element.tag.endswith("shape")):
                yield from _of_control(shape)


def _of_control(shape: Element) -> Iterator[Condition]:
    """Where a button lies, or a note that is open, as the older form of drawings has them."""
    data = shape.find("{*}ClientData")
    places = "" if data is None else data.findtext("{*}Anchor", "")
    left, _, top, _, right, across, bottom, down = (int(number(part, 0)) for part in f"{places},,,,,,,".split(",")[:8])
    is_note = data is not None and data.get("ObjectType") == "Note"
    style = shape.get("style", "").replace(" ", "")
    if places and ("visibility:visible" in style if is_note else "visibility:hidden" not in style):
        yield Condition((top, left), (bottom - (not down), right - (not across)))


def _covers(anchor: Element) -> bool:
    shape = anchor.find("{*}sp/{*}spPr")
    is_filled = shape is not None and shape.find("{*}noFill") is None
    has_words = any((element.text or "").strip() for element in anchor.iterfind("{*}sp/{*}txBody//{*}t"))
    return (
        is_filled
        or has_words
        or any(anchor.find(f"{{*}}{kind}") is not None for kind in ("pic", "graphicFrame", "grpSp"))
    )


def _corner(anchor: Element, name: str) -> Place | None:
    """The row and column of a corner, from 0; where it is the last, it may end at their beginning."""
    corner = anchor.find(f"{{*}}{name}")
    if corner is None:
        return None
    row, column, down, across = (
        int(number(corner.findtext(f"{{*}}{part}", ""), 0)) for part in ("row", "col", "rowOff", "colOff")
    )
    return (row, column) if name == "from" else (row - (not down), column - (not across))


def _placed(anchor: Element) -> Place | None:
    """The row and column where something begins that is fixed at no cell, if these have the usual sizes."""
    if anchor.find("{*}pos") is None:
        return None
    y, x = _position(anchor)
    return int(y // _HEIGHT), int(x // _WIDTH)


def _position(anchor: Element) -> tuple[float, float]:
    """How far below and right of the sheet's corner something is fixed; 0 and 0 where a cell says it."""
    place = anchor.find("{*}pos")
    y, x = (place.get("y", ""), place.get("x", "")) if place is not None else ("", "")
    return max(0.0, number(y, 0)), max(0.0, number(x, 0))


def _last(anchor: Element, first: Place) -> Place:
    size = anchor.find("{*}ext")
    if (last := _corner(anchor, "to")) or size is None:
        return last or first
    y, x = _position(anchor)
    high, wide = y % _HEIGHT + number(size.get("cy", ""), 0), x % _WIDTH + number(size.get("cx", ""), 0)
    return first[0] + int((high - 1) // _HEIGHT), first[1] + int((wide - 1) // _WIDTH)
