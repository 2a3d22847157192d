"""How text looks in a document, and whether a reader sees it; for `docx`, `odt` and `html`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

HIDDEN = "hidden"
COLOUR = "in the colour of what lies beneath"
TOO_SMALL = "too small to be read"
STRUCK = "struck out"
OFF_PAGE = "off the page"
MERGED = "in a cell that lies under another one"
ADDED = "beside words that the page's rules add"
TURNED = "turned round or written from right to left"
UNDER = "under a picture or a shape"
PICTURES = "in a font of pictures"
PLACEHOLDER = "in a place that nobody filled in"
TEXT_BOX = "in a text box, whose place on the page is not known"

NARROWEST = 33  # percent of a letter's width
SMALLEST = 3.0  # points, of letters and of rows
_PICTURE_FONTS = re.compile(r"[\s'\"]*(?:wingdings|webdings|symbol\b|zapf ?dingbats)", re.IGNORECASE)
_FARTHEST_RAISED, _CLOSEST = 150, -4  # percent of a letter's height; points
_LEFTMOST, _RIGHTMOST = -72.0, 750.0  # points from the margin of the page, or of a cell
_POINTS = {"pt": 1.0, "cm": 28.35, "mm": 2.835, "in": 72.0, "px": 0.75}
_CONTRAST = 32  # of 255
_WHITE = "ffffff"


@dataclass
class Look:
    """What a run, a paragraph, a cell or a style says of its text; None where it says nothing.

    `unseen` is why it is not seen, and empty where it says that it is. Colours are six hexadecimal figures.
    """

    unseen: str | None = None
    colour: str | None = None
    beneath: str | None = None
    points: float | None = None
    based_on: str = ""
    parts: list[Look] = field(default_factory=list)
    """What it says of some rows or columns of a table alone."""

    def over(self, other: Look) -> Look:
        """This look, and what it does not say from another one."""
        return Look(
            other.unseen if self.unseen is None else self.unseen,
            self.colour or other.colour,
            self.beneath or other.beneath,
            points=other.points if self.points is None else self.points,
        )

    @property
    def why_unseen(self) -> str:
        """Why text that looks so is not seen; empty where it is."""
        if self.unseen:
            return self.unseen
        if self.points is not None and self.points < SMALLEST:
            return TOO_SMALL
        ink, paper = _luminance(self.colour or ""), _luminance(self.beneath or _WHITE)
        return COLOUR if ink is not None and paper is not None and abs(ink - paper) < _CONTRAST else ""


class Styles:
    """The looks of a document's named styles, each perhaps based on another one."""

    def __init__(self) -> None:
        self.named: dict[str, Look] = {}

    def look(self, style: str) -> Look:
        look = Look()
        visited: set[str] = set()
        while style and style not in visited:
            visited.add(style)
            base = self.named.get(style, Look())
            look, style = look.over(base), base.based_on
        return look


def of_open_document(values: Mapping[str, str]) -> Look:
    """What the properties of a style of an OpenDocument file say, by their names without prefixes."""
    is_struck = values.get("text-line-through-style", values.get("text-line-through-type", "none")) != "none"
    is_low = points(values.get("row-height", values.get("column-width", "")), SMALLEST) < SMALLEST
    is_hidden = values.get("display") == "none"
    font = values.get("font-family", values.get("font-name", ""))
    left, first = (points(values.get(name, ""), 0) for name in ("margin-left", "text-indent"))
    reasons = {
        HIDDEN: is_hidden,
        PICTURES: is_of_pictures(font),
        STRUCK: is_struck,
        TOO_SMALL: is_low,
        OFF_PAGE: not is_on_page(left) or not is_on_page(left + first),
    }
    beneath, size = values.get("background-color", "").removeprefix("#"), values.get("font-size", "")
    return Look(
        unseen=next((why for why, holds in reasons.items() if holds), None),
        colour=values.get("color", "").removeprefix("#") or None,
        beneath=beneath if beneath not in ("", "transparent") else None,
        points=0.0 if _is_small(values) else None if not size or size.endswith("%") else points(size, 10),
    )


def _is_small(values: Mapping[str, str]) -> bool:
    """Whether text is too narrow, pale, close or low to be read, or raised out of its line."""
    raised, size = (*values.get("text-position", "").split(), "", "")[:2]
    parts = [values.get("text-scale", ""), values.get("opacity", ""), size]
    parts += [length for name in ("font-size", "line-height") if (length := values.get(name, "")).endswith("%")]
    return (
        min(number(part, 100) for part in parts) < NARROWEST
        or abs(number(raised, 0)) > _FARTHEST_RAISED
        or points(values.get("letter-spacing", ""), 0) < _CLOSEST
        or points(values.get("line-height", ""), SMALLEST) < SMALLEST
    )


def is_on_page(place: float) -> bool:
    """Whether a line that begins so far from its margin, in points, begins on the page."""
    return _LEFTMOST <= place <= _RIGHTMOST


def is_of_pictures(font: str) -> bool:
    """Whether a font shows pictures for letters."""
    return _PICTURE_FONTS.match(font) is not None


def _luminance(colour: str) -> int | None:
    if not re.fullmatch(r"[0-9a-fA-F]{6}", colour):
        return None
    red, green, blue = bytes.fromhex(colour)
    return (54 * red + 183 * green + 19 * blue) >> 8


def number(text: str, otherwise: float) -> float:
    """A number at the beginning of a text, whatever its unit."""
    figures = re.match(r"\s*(-?(?:\d{1,9}(?:\.\d{0,9})?|\.\d{1,9}))", text)
    return float(figures[1]) if figures else otherwise


def points(length: str, otherwise: float) -> float:
    """A length with its unit in points."""
    return number(length, otherwise) * _POINTS.get(length[-2:], 1.0)
