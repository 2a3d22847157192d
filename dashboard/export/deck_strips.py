"""Strips on a slide, as shapes that can be moved and edited: each row one group, whose text alternative tells it.

The marks are those of the page and of the pictures for slides (`slide`), and the key has all of them. Called by decks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.analysis import queries
from dashboard.analysis.strips import GRADED, UNKNOWN, Block, Strip, share
from dashboard.appearance import look
from dashboard.export import deck_parts as parts, svg
from dashboard.export.deck_parts import EDGE, WIDTH
from dashboard.export.svg import EDGE_LINE, INK, MUTED, PAPER, RULE
from dashboard.store import Store
from dashboard.words import strips as words, wording
from loaders.record.vocabulary import Grade

NAME, LATEST = 162, 168
TALLEST = 44
SIZES = (10, 9, 8)
TINT = "#f1f0eb"
TAB, NARROWEST = 5, 1.5
KEY = 58
Axis = tuple[dt.date, dt.date]


@dataclass(frozen=True)
class Row:
    strip: Strip
    name: str
    is_own: bool = False
    is_other: bool = False
    """Of a council that this one replaced: in grey, since no grade passes from one to the other."""


def chart(slide: Any, store: Store, rows: Sequence[Row], axis: Axis, top: float, bottom: float) -> None:
    """The strips between two heights of a slide, with years above them and the latest grade beside each."""
    left, width = EDGE + NAME, WIDTH - 2 * EDGE - NAME - LATEST
    tall = min(TALLEST, (bottom - top - 18) / max(1, len(rows)))
    first, end = top + 18, top + 18 + tall * len(rows)
    for era in queries.eras(store.reference, *axis)[-2:]:
        if era.start > axis[0]:
            x = left + width * share(era.start, axis)
            parts.line(slide.shapes, (x, first), (x, end), RULE, 0.75)
    step = 3 if axis[1].year - axis[0].year > 12 else 2
    for year in range(axis[0].year, axis[1].year, step):
        at = share(dt.date(year, 1, 1), axis)
        if at < 0.9:
            parts.text(slide.shapes, (left + width * at, top, 44, 14), str(year), 10, colour=MUTED)
    parts.text(
        slide.shapes, (left + width - 90, top, 90, 14), words.short_month(axis[1]), 10, is_bold=True, align="right"
    )
    for index, row in enumerate(rows):
        _row(slide, store, row, (left, first + index * tall, width, tall), axis)


def _row(slide: Any, store: Store, row: Row, box: parts.Box, axis: Axis) -> None:
    left, top, width, tall = box
    if row.is_own:
        parts.rect(slide.shapes, (EDGE - 4, top, WIDTH - 2 * EDGE + 8, tall), TINT)
    size, _ = parts.fitted(row.name, min(13, tall * 0.5), NAME - 8, 2 if tall > 30 else 1, is_bold=row.is_own)
    parts.text(slide.shapes, (EDGE, top, NAME - 8, tall), row.name, size, is_bold=row.is_own)
    group = slide.shapes.add_group_shape()
    inner = (left, top + tall * 0.14, width, tall * 0.72)
    _existence(group.shapes, row.strip, inner, axis)
    for block in row.strip.blocks:
        if block.end > axis[0]:
            _block(group.shapes, store, block, inner, axis, is_other=row.is_other)
    if len(group.shapes):
        parts.describe(group, row.name, words.history(store, row.strip))
    else:
        group.element.getparent().remove(group.element)
    grade, month = words.latest(store, row.strip)
    said = ", ".join(filter(None, (grade, month)))
    size, _ = parts.fitted(said, min(11, tall * 0.4), LATEST - 12, 2 if tall > 26 else 1, is_bold=row.is_own)
    parts.text(slide.shapes, (left + width + 10, top, LATEST - 10, tall), said, size, is_bold=row.is_own)


def _existence(shapes: Any, strip: Strip, box: parts.Box, axis: Axis) -> None:
    """A hairline as long as the council existed and the service was graded, with an end where the council began."""
    left, top, width, tall = box
    began, ended = strip.existed
    start, stop = max(began or axis[0], axis[0]), min([axis[1], *filter(None, (ended, strip.given_up))])
    if start < stop:
        x1, x2 = (left + width * share(day, axis) for day in (start, stop))
        parts.line(shapes, (x1, top + tall / 2), (x2, top + tall / 2), EDGE_LINE, 0.75)
        for day, x in ((began, x1), (ended, x2)):
            if day and axis[0] < day < axis[1]:
                parts.line(shapes, (x, top), (x, top + tall), EDGE_LINE, 1.5)


def _block(shapes: Any, store: Store, block: Block, box: parts.Box, axis: Axis, *, is_other: bool) -> None:
    left, top, width, tall = box
    x1 = left + width * share(max(block.start, axis[0]), axis)
    x2 = max(x1 + NARROWEST, left + width * share(min(block.end, axis[1]), axis))
    x = min(x1 + 5, x2 - NARROWEST) if block.join == "loose" else x1
    fill, edge, ink, tab = PAPER, EDGE_LINE, MUTED, ""
    line: dict[str, Any] = {"kind": "dotted" if block.kind == UNKNOWN else "dashed"}
    if block.kind == GRADED and block.row is not None:
        term = store.reference.printed_grade(block.row["grade"], block.row["framework"])
        is_hollow = store.reference.vocabulary.evidence[block.row["evidence"]].is_hollow
        fill, edge, ink, line = _look(term, is_hollow=is_hollow, is_latest=block.is_latest)
        colours = look(term.rank, is_light=term.is_light).light
        tab = (colours.edge if is_hollow else colours.fill) if block.is_latest else ""
        if is_other:
            fill, edge, ink = (PAPER if is_hollow else RULE), EDGE_LINE, INK
    elif block.kind != UNKNOWN:
        fill = TINT
    indent = 3 + (TAB if tab else 0)
    said, size = _label(store, block, (x2 - x - indent - 2, tall))
    shape = parts.rect(
        shapes, (x, top, x2 - x, tall), fill, edge, words=said, ink=ink, size=size, indent=indent, wraps=True, **line
    )
    parts.describe(shape, wording.upper_first(words.block(store, block)))
    if tab:
        parts.rect(shapes, (x, top, min(TAB, x2 - x), tall), tab, edge)
    _join(shapes, block.join, (x1, top - 2), tall + 4)


def _label(store: Store, block: Block, room: tuple[float, float]) -> tuple[str, float]:
    """The words of a block where they have room, in lines and smaller if need be; else its letter, else nothing."""
    width, tall = room
    for said in filter(None, words.label(store, block)):
        longest = max(map(len, said.split()))
        for size in SIZES:
            lines = parts.wrapped(said, size, width, is_bold=True)
            if longest * size * parts.BOLD <= width and len(lines) * size * parts.LEADING <= tall and len(lines) <= 2:
                return said, size
    return "", SIZES[0]


def _look(term: Grade, *, is_hollow: bool, is_latest: bool) -> tuple[str, str, str, dict[str, Any]]:
    """Fill, edge, ink and line of a grade: hollow where it is only quoted, pale where it is the latest."""
    colours = look(term.rank, is_light=term.is_light).light
    if is_hollow:
        return PAPER, colours.edge, INK, {"width": 2}
    if is_latest:
        return svg.pale(colours.fill), colours.edge, INK, {}
    return colours.fill, colours.edge, colours.text, {}


def _join(shapes: Any, level: str, at: tuple[float, float], tall: float) -> None:
    """How far a grade is comparable with the one before, at its left edge."""
    x, top = at
    if level in ("same", "close"):
        parts.line(shapes, (x, top), (x, top + tall), INK, 2.5, "solid" if level == "same" else "dashed")
    elif level == "loose":
        for shift in (-1, 2.5):
            parts.line(shapes, (x + shift, top + tall), (x + shift + 3, top), INK, 1.25)


def key(slide: Any, store: Store, top: float) -> None:
    """Every mark with what it means, in three lines."""
    shapes, vocabulary = slide.shapes, store.reference.vocabulary
    hollow = " or ".join(term.prose for term in vocabulary.evidence.values() if term.is_hollow)
    latest = f"latest grade, to {wording.day(store.as_at)}"
    unknown = (PAPER, EDGE_LINE, {"kind": "dotted", "words": "?", "ink": MUTED})
    marks: list[list[tuple[str, Any]]] = [
        [(term.title, _sample(term)) for term in vocabulary.printed],
        [(vocabulary.comparability[level].prose, level) for level in ("same", "close", "loose")],
        [(latest, "latest"), (hollow, (PAPER, INK, {"width": 2}))],
    ]
    marks[1] += [("inspected, grade not in this record", unknown)]
    marks[2] += [("graded together with another service", (TINT, EDGE_LINE, {"kind": "dashed"}))]
    marks[0] += [("no inspection", "")]
    for index, row in enumerate(marks):
        x, y = float(EDGE), top + index * 18
        for name, mark in row:
            if isinstance(mark, tuple):
                fill, edge, more = mark
                parts.rect(shapes, (x, y, 18, 12), fill, edge, size=9, **more)
            elif mark == "latest":
                parts.rect(shapes, (x, y, 18, 12), RULE)
                parts.rect(shapes, (x, y, TAB, 12), EDGE_LINE)
            elif mark:
                _join(shapes, mark, (x + 8, y - 1), 14)
            else:
                parts.line(shapes, (x, y + 6), (x + 18, y + 6), EDGE_LINE, 0.75)
            width = len(name) * 10.5 * svg.LETTER + 10
            parts.text(shapes, (x + 24, y - 1, width, 14), name, 10.5)
            x += 24 + width + 8


def _sample(term: Grade) -> tuple[str, str, dict[str, Any]]:
    colours = look(term.rank, is_light=term.is_light).light
    return colours.fill, colours.edge, {}
