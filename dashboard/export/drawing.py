"""What pictures (SVG) and slides (PPTX) are drawn of: colours, the width of letters, and boxes, lines and texts.

A drawing is made once, in the units of the page that it is for; `svg.draw` and `pptx_parts.draw` write it.
"""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

INK, MUTED, RULE, EDGE_LINE, PAPER, TINT = "#16222c", "#55626d", "#dcdcd6", "#7b868e", "#ffffff", "#f1f0eb"
SMALLEST = 12
LETTER, BOLD = 0.58, 0.66
"""How wide a letter is, in ems: that of a broad face, since readers may have another one than ours."""
LEADING = 1.22
SOLID, DASHED, DOTTED, HATCHED = "solid", "dashed", "dotted", "hatched"
"""Kinds of lines; the last is that of a box that is hatched, or has a dashed edge where nothing can be."""
Place = tuple[float, float, float, float]
"""Left, top, width and height."""


@dataclass(frozen=True, kw_only=True)
class DrawnText:
    """Words in the middle of a place's height, in as many lines as its width asks for."""

    place: Place
    text: str
    size: float
    is_bold: bool = False
    colour: str = INK
    align: str = "left"


@dataclass(frozen=True, kw_only=True)
class DrawnBox:
    """A box, with words that begin `indent` from its left edge. `told` is what it says to those who do not see it."""

    place: Place
    fill: str
    edge: str = ""
    kind: str = SOLID
    width: float = 0.75
    text: str = ""
    ink: str = INK
    size: float = 10
    indent: float = 3
    told: str = ""

    @property
    def inner(self) -> DrawnText:
        left, top, width, height = self.place
        place = (left + self.indent, top, max(0, width - self.indent), height)
        return DrawnText(place=place, text=self.text, size=self.size, is_bold=True, colour=self.ink)


@dataclass(frozen=True, kw_only=True)
class DrawnLine:
    start: tuple[float, float]
    end: tuple[float, float]
    colour: str
    width: float
    kind: str = SOLID


@dataclass(frozen=True, kw_only=True)
class DrawnGroup:
    """What belongs together: on a slide one group, with a text alternative."""

    name: str
    told: str
    parts: Sequence[DrawnBox | DrawnLine]


Drawn = DrawnBox | DrawnLine | DrawnText | DrawnGroup


def fit(words: str, size: float, width: float, *, most: int, is_bold: bool = False) -> tuple[float, list[str]]:
    """A text in at most so many lines, and the size in which it fits them."""
    while len(lines := wrap(words, size, width, is_bold=is_bold)) > most and size > SMALLEST:
        size -= 1
    return size, lines


def wrap(text: str, size: float, width: float, *, is_bold: bool = False) -> list[str]:
    """A text in lines that fit, by the average width of a letter."""
    most = max(1, int(width / (size * (BOLD if is_bold else LETTER))))
    return textwrap.wrap(text, most, break_long_words=False, break_on_hyphens=False) or [""]


def pale(colour: str) -> str:
    """A colour as it stands for a grade that lasts: a quarter of it on white."""
    parts = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - part) * 0.27):02x}" for part in parts)
