"""The marks of strips where colours and places are numbers: what pictures (SVG) and slides (PPTX) draw, each its way.

Comes in: strips and the days of an axis. Goes out: rows with their names, where existence begins and ends, and what a
block looks like. Called by `svg_strips`, `pptx_strips` and what makes pictures and decks of them; on pages the
stylesheet gives the same marks their looks (`markup.strips`).
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from dashboard.analysis.strips import UNKNOWN, Strip, StripBlock, share
from dashboard.appearance import look
from dashboard.export import svg
from dashboard.export.svg import EDGE_LINE, INK, MUTED, PAPER, RULE
from dashboard.store import Store
from dashboard.words import glance, wording
from loaders.record.reference import Authority

Axis = tuple[dt.date, dt.date]
TINT = "#f1f0eb"
SOLID, QUOTED, DOTTED, TOGETHER = "solid", "quoted", "dotted", "together"
"""Kinds of blocks: a grade; one that is only quoted; inspected, grade not known; graded with another service."""


@dataclass(frozen=True)
class StripRow:
    """A strip and its name. `is_own`: that of the council that others are compared with.

    `is_other`: of a council that this one replaced; slides draw it in grey, since no grade passes between the two.
    """

    strip: Strip
    name: str
    is_own: bool = False
    is_other: bool = False


def of_council(store: Store, authority: Authority, strips: Iterable[Strip]) -> list[StripRow]:
    """The strips of a council by their areas, those of a council that it replaced with that one's name."""
    return [
        StripRow(strip, f"{area}, {predecessor}" if predecessor else area, is_other=bool(predecessor))
        for strip, area, predecessor in glance.strip_names(store, authority, strips)
    ]


def of_group(strips: Iterable[Strip], own: Authority | None) -> list[StripRow]:
    return [StripRow(strip, wording.authority_name(strip.authority), strip.authority == own) for strip in strips]


@dataclass(frozen=True)
class Plot:
    """Where time begins on a picture, how wide it is, and the days at its ends."""

    left: float
    width: float
    axis: Axis

    def x(self, day: dt.date) -> float:
        return self.left + self.width * share(min(max(day, self.axis[0]), self.axis[1]), self.axis)

    def existence(self, strip: Strip) -> tuple[float, float, list[float]] | None:
        """The line of a strip, as long as the council existed and the service was graded, and its ends within time."""
        (first, last), (began, ended) = self.axis, strip.existed
        stop = min([last, *filter(None, (ended, strip.given_up))])
        if max(began or first, first) >= stop:
            return None
        x1, x2 = self.x(began or first), self.x(stop)
        return x1, x2, [x for day, x in ((began, x1), (ended, x2)) if day and first < day < last]

    def blocks(self, strip: Strip) -> list[StripBlock]:
        return [block for block in strip.blocks if block.end > self.axis[0]]


@dataclass(frozen=True)
class Paint:
    """How a block looks: fill, edge and ink, its kind, and the tab at its left edge, "" where it is not the latest."""

    fill: str
    edge: str
    ink: str
    kind: str
    tab: str = ""


def paint(store: Store, block: StripBlock, *, is_other: bool = False) -> Paint:
    """Hollow where a grade is only quoted, pale where it is the latest; without a grade's colour where `is_other`."""
    if block.row is None:
        return Paint(PAPER, EDGE_LINE, MUTED, kind=DOTTED if block.kind == UNKNOWN else TOGETHER)
    term = store.reference.word_of(block.row)
    colours = look(term.rank, is_light=term.is_light)
    is_hollow = store.reference.vocabulary.evidence[block.row["evidence"]].is_hollow
    kind, tab = (QUOTED, colours.edge) if is_hollow else (SOLID, colours.fill)
    tab = tab if block.is_latest else ""
    if is_other:
        return Paint(PAPER if is_hollow else RULE, EDGE_LINE, INK, kind=kind, tab=tab)
    if is_hollow or block.is_latest:
        return Paint(PAPER if is_hollow else svg.pale(colours.fill), colours.edge, INK, kind=kind, tab=tab)
    return Paint(colours.fill, colours.edge, colours.text, kind=kind, tab=tab)
