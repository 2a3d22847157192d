"""Strips in a picture for a slide: time from left to right, one row for each line, and the key of every mark.

Called by `slide`, which draws a group of councils, and by `council_slide`, which draws the areas of one council.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dashboard.analysis import queries
from dashboard.analysis.strips import GRADED, UNKNOWN, Block, Strip, share
from dashboard.appearance import look
from dashboard.export import svg
from dashboard.export.svg import EDGE, EDGE_LINE, HEIGHT, INK, MUTED, PAPER, RULE
from dashboard.store import Store
from dashboard.words import strips as strip_words

TOP, BOTTOM = 228, 166
"""Where the first row may begin, and what key and source take at the foot."""
NAME, LATEST, GAP = 190, 176, 44
TALLEST, LOWEST = 46, 21
DOTTED, THICK, TOGETHER = ' stroke-dasharray="2 3"', ' stroke-width="2.5"', "url(#together)"
DEFS = (
    '<pattern id="together" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    f'<rect width="4" height="8" fill="{RULE}"/></pattern>'
)


@dataclass(frozen=True)
class Line:
    """One row: a strip and its name, on a tinted ground where it is the one that others are compared with."""

    strip: Strip
    name: str
    is_own: bool = False


def column(
    store: Store, lines: Sequence[Line], box: tuple[float, float], height: float, axis: tuple[dt.date, dt.date]
) -> Iterator[str]:
    """Rows below each other: `box` is where time begins and how wide it is."""
    left, width = box
    bottom = TOP + height * len(lines)
    for era in queries.eras(store.reference, *axis):
        if era.start > axis[0]:
            x = left + width * share(era.start, axis)
            yield f'<path d="M{x:.1f} {TOP}V{bottom:.1f}" stroke="{RULE}"/>'
    step = 3 if width > 350 else 5
    for year in range(axis[0].year, axis[1].year, step):
        at = share(dt.date(year, 1, 1), axis)
        if width * (1 - at) > 116:
            yield svg.text(left + width * at, TOP - 10, str(year), 14, colour=MUTED)
    yield svg.text(left + width, TOP - 10, strip_words.short_month(axis[1]), 14, weight=650, anchor="end")
    for index, line in enumerate(lines):
        y = TOP + height * index
        if line.is_own:
            whole = NAME + width + LATEST + 16
            yield svg.rect(left - NAME - 8, y, whole, height, "#f1f0eb")
        yield from _row(store, line, box, (y, height), axis)


def _row(
    store: Store, line: Line, box: tuple[float, float], place: tuple[float, float], axis: tuple[dt.date, dt.date]
) -> Iterator[str]:
    (left, width), (y, height) = box, place
    size = min(17, height * 0.6)
    weight, strip = 700 if line.is_own else 400, line.strip
    words = svg.wrapped(line.name, size, NAME - 8)[: 2 if height > 34 else 1]
    for index, each in enumerate(words):
        offset = (index - (len(words) - 1) / 2) * (size + 1)
        yield svg.text(left - NAME, y + height / 2 + size * 0.35 + offset, each, size, weight=weight)
    top, tall = y + height * 0.14, height * 0.72
    yield from _existence(strip, box, (top, tall), axis)
    for block in strip.blocks:
        if block.end > axis[0]:
            yield from _block(store, block, (left, width), (top, tall), axis)
    grade, month = strip_words.latest(store, strip)
    right = left + width + 12
    if height > 34:
        yield svg.text(right, y + height / 2 - 2, grade, 15, weight=650)
        yield svg.text(right, y + height / 2 + 14, month, 13, colour=MUTED)
    else:
        yield svg.text(right, y + height / 2 + 5, f"{grade} {month}".strip(), min(13, height * 0.6), weight=weight)


def _existence(
    strip: Strip, box: tuple[float, float], place: tuple[float, float], axis: tuple[dt.date, dt.date]
) -> Iterator[str]:
    """A hairline as long as the council existed and the service was graded, with an end where the council began."""
    (left, width), (y, tall) = box, place
    began, ended = strip.existed
    start, stop = max(began or axis[0], axis[0]), min([axis[1], *filter(None, (ended, strip.given_up))])
    if start < stop:
        x1, x2 = (left + width * share(day, axis) for day in (start, stop))
        yield f'<path d="M{x1:.1f} {y + tall / 2:.1f}H{x2:.1f}" stroke="{EDGE_LINE}"/>'
        for day, x in ((began, x1), (ended, x2)):
            if day and axis[0] < day < axis[1]:
                yield f'<path d="M{x:.1f} {y:.1f}v{tall:.1f}" stroke="{EDGE_LINE}" stroke-width="2"/>'


def _block(
    store: Store, block: Block, box: tuple[float, float], place: tuple[float, float], axis: tuple[dt.date, dt.date]
) -> Iterator[str]:
    (left, width), (y, tall) = box, place
    x1 = left + width * share(max(block.start, axis[0]), axis)
    x2 = max(x1 + 2, left + width * share(min(block.end, axis[1]), axis))
    x = x1 + 7 if block.join == "loose" else x1
    fill, edge, ink, line, tab = PAPER, EDGE_LINE, MUTED, DOTTED, ""
    if block.kind == GRADED and block.row is not None:
        term = store.reference.printed_grade(block.row["grade"], block.row["framework"])
        colours, line = look(term.rank, is_light=term.is_light).light, ""
        is_hollow = store.reference.vocabulary.evidence[block.row["evidence"]].is_hollow
        fill, edge, ink = (PAPER if is_hollow else colours.fill), colours.edge, (INK if is_hollow else colours.text)
        line = THICK if is_hollow else ""
        if block.is_latest and not is_hollow:
            fill, ink = svg.pale(colours.fill), INK
        tab = colours.edge if is_hollow else colours.fill
    elif block.kind != UNKNOWN:
        fill, line = TOGETHER, ""
    yield svg.rect(x, y, max(2, x2 - x), tall, fill, edge, line)
    if block.is_latest and tab:
        yield svg.rect(x, y, 7, tall, tab, edge)
    yield _join(block.join, x1, y, tall)
    text, letter = strip_words.label(store, block)
    size = min(14, tall * 0.62)
    start = x + (11 if block.is_latest else 5)
    for words_of, weight in ((text, 600), (letter, 700)):
        if words_of and len(words_of) * size * svg.LETTER + 4 <= x2 - start:
            yield svg.text(start, y + tall / 2 + size * 0.35, words_of, size, weight=weight, colour=ink)
            break


def _join(level: str, x: float, y: float, tall: float) -> str:
    """How far a grade is comparable with the one before, at its left edge."""
    top, bottom = y - 3, y + tall + 3
    if level == "same":
        return f'<path d="M{x:.1f} {top:.1f}V{bottom:.1f}" stroke="{INK}" stroke-width="3.5"/>'
    if level == "close":
        return f'<path d="M{x:.1f} {top:.1f}V{bottom:.1f}" stroke="{INK}" stroke-width="3" stroke-dasharray="5 3"/>'
    if level == "loose":
        strokes = "".join(f"M{x + shift:.1f} {bottom:.1f}L{x + shift + 4:.1f} {top:.1f}" for shift in (-2, 3))
        return f'<path d="{strokes}" stroke="{INK}" stroke-width="1.7" fill="none"/>'
    return ""


def key(store: Store) -> Iterator[str]:
    """Every mark of the picture with what it means, in two lines."""
    vocabulary, y = store.reference.vocabulary, HEIGHT - BOTTOM + 30
    x = float(EDGE)
    for term in vocabulary.printed:
        colours = look(term.rank, is_light=term.is_light).light
        yield svg.rect(x, y - 14, 24, 18, colours.fill, colours.edge)
        yield svg.text(x + 31, y, f"{term.title} ({term.letter})", 15)
        x += 52 + len(term.title) * 8 + 22
    yield svg.rect(x, y - 14, 24, 18, PAPER, EDGE_LINE, DOTTED)
    yield svg.text(x + 31, y, "? inspected, or due to be: grade not in this record", 15)
    yield f'<path d="M{x + 398:.1f} {y - 5}h24" stroke="{EDGE_LINE}"/>'
    yield svg.text(x + 430, y, "no inspection", 15)
    x, y = float(EDGE), y + 28
    for level in ("same", "close", "loose"):
        yield _join(level, x + 6, y - 14, 16)
        prose = vocabulary.comparability[level].prose
        yield svg.text(x + 18, y, prose, 15)
        x += 40 + len(prose) * 7.6
    hollow = " or ".join(term.prose for term in vocabulary.evidence.values() if term.is_hollow)
    yield svg.rect(x, y - 14, 24, 18, PAPER, INK, THICK)
    yield svg.text(x + 31, y, hollow, 15)
    x += 56 + len(hollow) * 7.6
    yield svg.rect(x, y - 14, 24, 18, RULE)
    yield svg.rect(x, y - 14, 7, 18, EDGE_LINE)
    yield svg.text(x + 31, y, "pale: latest grade", 15)
    x += 176
    yield svg.rect(x, y - 14, 24, 18, TOGETHER, EDGE_LINE)
    yield svg.text(x + 31, y, "graded together with another service", 15)
