"""Strips on a slide, as shapes that can be moved and edited: each row one group, whose text alternative tells it.

The marks are those of the page and of the pictures (`svg_councils`), and the key has all of them. Called by decks.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from dashboard.analysis.eras import eras_between
from dashboard.analysis.strips import Strip, StripBlock, share
from dashboard.appearance import look
from dashboard.export import pptx_parts as parts, strip_marks, svg
from dashboard.export.pptx_parts import EDGE, WIDTH
from dashboard.export.strip_marks import DOTTED, QUOTED, SOLID, TINT, TOGETHER, Axis, Plot, StripRow
from dashboard.export.svg import EDGE_LINE, INK, MUTED, PAPER, RULE
from dashboard.store import Store
from dashboard.words import strips as words, wording
from loaders.record.vocabulary import Grade

NAME, LATEST = 162, 168
TALLEST = 44
SIZES = (10, 9, 8)
TAB, NARROWEST = 5, 1.5
KEY = 58
LINES: dict[str, dict[str, Any]] = {
    SOLID: {},
    QUOTED: {"width": 2},
    DOTTED: {"kind": "dotted"},
    TOGETHER: {"kind": "dashed"},
}


def chart(slide: Any, store: Store, rows: Sequence[StripRow], *, axis: Axis, span: tuple[float, float]) -> None:
    """The strips between two heights of a slide, with years above them and the latest grade beside each."""
    top, bottom = span
    plot = Plot(EDGE + NAME, WIDTH - 2 * EDGE - NAME - LATEST, axis)
    tall = min(TALLEST, (bottom - top - 18) / max(1, len(rows)))
    first, end = top + 18, top + 18 + tall * len(rows)
    for era in eras_between(store.reference, *axis)[-2:]:
        if era.start > axis[0]:
            x = plot.x(era.start)
            parts.line(slide.shapes, (x, first), (x, end), colour=RULE, width=0.75)
    step = 3 if axis[1].year - axis[0].year > 12 else 2
    for year in range(axis[0].year, axis[1].year, step):
        at = share(dt.date(year, 1, 1), axis)
        if at < 0.9:
            parts.text(slide.shapes, (plot.left + plot.width * at, top, 44, 14), str(year), size=10, colour=MUTED)
    box = (plot.left + plot.width - 90, top, 90, 14)
    parts.text(slide.shapes, box, words.short_month(axis[1]), size=10, is_bold=True, align="right")
    for index, row in enumerate(rows):
        _row(slide, store, row, plot=plot, place=(first + index * tall, tall))


def _row(slide: Any, store: Store, row: StripRow, *, plot: Plot, place: tuple[float, float]) -> None:
    top, tall = place
    if row.is_own:
        parts.rect(slide.shapes, (EDGE - 4, top, WIDTH - 2 * EDGE + 8, tall), TINT)
    size, _ = svg.fit(row.name, min(13, tall * 0.5), NAME - 8, most=2 if tall > 30 else 1, is_bold=row.is_own)
    parts.text(slide.shapes, (EDGE, top, NAME - 8, tall), row.name, size=size, is_bold=row.is_own)
    group = slide.shapes.add_group_shape()
    inner = top + tall * 0.14, tall * 0.72
    _existence(group.shapes, row.strip, plot, place=inner)
    for block in plot.blocks(row.strip):
        _block(group.shapes, store, block, plot=plot, place=inner, is_other=row.is_other)
    if len(group.shapes):
        parts.describe(group, row.name, words.history(store, row.strip))
    else:
        group.element.getparent().remove(group.element)
    latest = ", ".join(filter(None, words.latest(store, row.strip)))
    size, _ = svg.fit(latest, min(11, tall * 0.4), LATEST - 12, most=2 if tall > 26 else 1, is_bold=row.is_own)
    box = (plot.left + plot.width + 10, top, LATEST - 10, tall)
    parts.text(slide.shapes, box, latest, size=size, is_bold=row.is_own)


def _existence(shapes: Any, strip: Strip, plot: Plot, *, place: tuple[float, float]) -> None:
    top, tall = place
    if line := plot.existence(strip):
        x1, x2, ends = line
        parts.line(shapes, (x1, top + tall / 2), (x2, top + tall / 2), colour=EDGE_LINE, width=0.75)
        for x in ends:
            parts.line(shapes, (x, top), (x, top + tall), colour=EDGE_LINE, width=1.5)


def _block(
    shapes: Any, store: Store, block: StripBlock, *, plot: Plot, place: tuple[float, float], is_other: bool
) -> None:
    top, tall = place
    x1 = plot.x(block.start)
    x2 = max(x1 + NARROWEST, plot.x(block.end))
    x = min(x1 + 5, x2 - NARROWEST) if block.join == "loose" else x1
    paint = strip_marks.paint(store, block, is_other=is_other)
    fill = TINT if paint.kind == TOGETHER else paint.fill
    indent = 3 + (TAB if paint.tab else 0)
    label, size = _label(store, block, (x2 - x - indent - 2, tall))
    line = {"indent": indent, "wraps": True, **LINES[paint.kind]}
    shape = parts.rect(
        shapes, (x, top, x2 - x, tall), fill, edge=paint.edge, words=label, ink=paint.ink, size=size, **line
    )
    parts.describe(shape, wording.upper_first(words.block(store, block)))
    if paint.tab:
        parts.rect(shapes, (x, top, min(TAB, x2 - x), tall), paint.tab, edge=paint.edge)
    _join(shapes, block.join, (x1, top - 2), tall=tall + 4)


def _label(store: Store, block: StripBlock, room: tuple[float, float]) -> tuple[str, float]:
    """The words of a block where they have room, in lines and smaller if need be; else its letter, else nothing."""
    width, tall = room
    for label in filter(None, words.label(store, block)):
        longest = max(map(len, label.split()))
        for size in SIZES:
            lines = svg.wrap(label, size, width, is_bold=True)
            if longest * size * svg.BOLD <= width and len(lines) * size * parts.LEADING <= tall and len(lines) <= 2:
                return label, size
    return "", SIZES[0]


def _join(shapes: Any, level: str, at: tuple[float, float], *, tall: float) -> None:
    x, top = at
    if level in ("same", "close"):
        parts.line(
            shapes, (x, top), (x, top + tall), colour=INK, width=2.5, kind="solid" if level == "same" else "dashed"
        )
    elif level == "loose":
        for shift in (-1, 2.5):
            parts.line(shapes, (x + shift, top + tall), (x + shift + 3, top), colour=INK, width=1.25)


def key(slide: Any, store: Store, top: float) -> None:
    shapes, vocabulary = slide.shapes, store.reference.vocabulary
    latest = f"latest grade, to {wording.day(store.as_at)}"
    unknown = (PAPER, EDGE_LINE, {**LINES[DOTTED], "words": "?", "ink": MUTED})
    marks: list[list[tuple[str, Any]]] = [
        [*((term.title, _sample(term)) for term in vocabulary.printed), ("no inspection", "")],
        [
            *((vocabulary.comparability[level].prose, level) for level in ("same", "close", "loose")),
            ("inspected, grade not in this record", unknown),
        ],
        [
            (latest, "latest"),
            (vocabulary.hollow, (PAPER, INK, LINES[QUOTED])),
            ("graded together with another service", (TINT, EDGE_LINE, LINES[TOGETHER])),
        ],
    ]
    for index, row in enumerate(marks):
        x, y = float(EDGE), top + index * 18
        for name, mark in row:
            if isinstance(mark, tuple):
                fill, edge, more = mark
                parts.rect(shapes, (x, y, 18, 12), fill, edge=edge, size=9, **more)
            elif mark == "latest":
                parts.rect(shapes, (x, y, 18, 12), RULE)
                parts.rect(shapes, (x, y, TAB, 12), EDGE_LINE)
            elif mark:
                _join(shapes, mark, (x + 8, y - 1), tall=14)
            else:
                parts.line(shapes, (x, y + 6), (x + 18, y + 6), colour=EDGE_LINE, width=0.75)
            width = len(name) * 10.5 * svg.LETTER + 10
            parts.text(shapes, (x + 24, y - 1, width, 14), name, size=10.5)
            x += 24 + width + 8


def _sample(term: Grade) -> tuple[str, str, dict[str, Any]]:
    colours = look(term.rank, is_light=term.is_light)
    return colours.fill, colours.edge, {}
