"""Strips as a drawing: time from left to right, a row for each strip, years above, and the key of every mark.

Comes in: strips, the days of an axis, a place, and the unit that sizes are multiples of: 1 is a point of a slide.
Goes out: what `drawing` has. Called by `svg_councils` and `pptx_briefing`; on pages the stylesheet gives the same marks
their looks (`markup.strips`).
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from dashboard.analysis.eras import eras_between
from dashboard.analysis.strips import UNKNOWN, Strip, StripBlock, share
from dashboard.appearance import look
from dashboard.export import drawing
from dashboard.export.drawing import (
    EDGE_LINE,
    INK,
    MUTED,
    PAPER,
    RULE,
    TINT,
    Drawn,
    DrawnBox,
    DrawnLine,
    DrawnText,
    Place,
)
from dashboard.store import Store
from dashboard.words import strips as words, wording
from dashboard.words.strips import NamedStrip
from loaders.record.vocabulary import Grade

Axis = tuple[dt.date, dt.date]
NAME, LATEST, HEAD, TALLEST = 162, 168, 18, 54
"""Units that a row's name and latest grade take beside its blocks, the years above all rows, and a row at most."""
KEY_ROW = 18
TAB, NARROWEST = 5, 1.5
SIZES = (10, 9, 8)


@dataclass(frozen=True)
class Plot:
    """Where time begins on a drawing, how wide it is, the days at its ends, and the unit of sizes."""

    left: float
    width: float
    axis: Axis
    unit: float

    def x(self, day: dt.date) -> float:
        return self.left + self.width * share(min(max(day, self.axis[0]), self.axis[1]), self.axis)


def chart(store: Store, rows: Sequence[NamedStrip], place: Place, *, axis: Axis, unit: float = 1) -> Iterator[Drawn]:
    """The strips in a place, with years above them and the latest grade beside each; rows are as high as have room."""
    left, top, width, height = place
    plot = Plot(left + NAME * unit, width - (NAME + LATEST) * unit, axis, unit)
    first = top + HEAD * unit
    tall = min(TALLEST * unit, (top + height - first) / max(1, len(rows)))
    for era in eras_between(store.reference, *axis)[-2:]:
        if era.start > axis[0]:
            x = plot.x(era.start)
            yield DrawnLine(start=(x, first), end=(x, first + tall * len(rows)), colour=RULE, width=0.75 * unit)
    yield from _years(plot, top)
    for index, row in enumerate(rows):
        yield from _row(store, row, plot, place=(left, first + index * tall, width, tall))


def _years(plot: Plot, top: float) -> Iterator[DrawnText]:
    (first, last), size, height = plot.axis, 10 * plot.unit, 14 * plot.unit
    a_year = plot.width / (last.year - first.year or 1)
    step = next((step for step in (2, 3) if step * a_year > 4 * size), 5)
    for year in range(first.year, last.year, step):
        x = plot.x(dt.date(year, 1, 1))
        if plot.left + plot.width - x > 8 * size:
            yield DrawnText(place=(x, top, 4 * size, height), text=str(year), size=size, colour=MUTED)
    place = (plot.left + plot.width - 9 * size, top, 9 * size, height)
    yield DrawnText(place=place, text=words.short_month(last), size=size, is_bold=True, align="right")


def _row(store: Store, row: NamedStrip, plot: Plot, *, place: Place) -> Iterator[Drawn]:
    (left, top, width, tall), unit = place, plot.unit
    if row.is_own:
        yield DrawnBox(place=(left - 4 * unit, top, width + 8 * unit, tall), fill=TINT)
    latest = ", ".join(filter(None, words.latest(store, row.strip)))
    name = ", ".join(filter(None, (row.name, row.predecessor)))
    beside = plot.left + plot.width + 10 * unit
    for text, largest, x, room in ((name, 13 * unit, left, NAME - 8), (latest, 11 * unit, beside, LATEST - 12)):
        lines = 2 if tall > 2.4 * largest else 1
        size, _ = drawing.fit(text, min(largest, tall * 0.5), room * unit, most=lines, is_bold=row.is_own)
        yield DrawnText(place=(x, top, room * unit, tall), text=text, size=size, is_bold=row.is_own)
    inner = top + tall * 0.14, tall * 0.72
    parts: list[DrawnBox | DrawnLine] = [*_existence(row.strip, plot, inner)]
    for block in row.strip.blocks:
        if block.end > plot.axis[0]:
            parts += _block(store, block, plot, place=inner, is_other=bool(row.predecessor))
    if parts:
        yield drawing.DrawnGroup(name=name, told=words.history(store, row.strip), parts=parts)


def _existence(strip: Strip, plot: Plot, place: tuple[float, float]) -> Iterator[DrawnLine]:
    """A line as long as the council existed and the service was graded, and its ends within time."""
    (top, tall), (first, last), (began, ended) = place, plot.axis, strip.existed
    stop = min([last, *filter(None, (ended, strip.given_up))])
    if max(began or first, first) >= stop:
        return
    x1, x2, middle = plot.x(began or first), plot.x(stop), top + tall / 2
    yield DrawnLine(start=(x1, middle), end=(x2, middle), colour=EDGE_LINE, width=0.75 * plot.unit)
    for day, x in ((began, x1), (ended, x2)):
        if day and first < day < last:
            yield DrawnLine(start=(x, top), end=(x, top + tall), colour=EDGE_LINE, width=1.5 * plot.unit)


def _block(
    store: Store, block: StripBlock, plot: Plot, *, place: tuple[float, float], is_other: bool
) -> Iterator[DrawnBox | DrawnLine]:
    (top, tall), unit = place, plot.unit
    start = plot.x(block.start)
    end = max(start + NARROWEST * unit, plot.x(block.end))
    x = min(start + 5 * unit, end - NARROWEST * unit) if block.join == "loose" else start
    box, tab = _look(store, block, (x, top, end - x, tall), unit=unit, is_other=is_other)
    indent = (3 + TAB * bool(tab)) * unit
    text, size = _label(store, block, (end - x - indent - 2 * unit, tall), unit=unit)
    told = wording.upper_first(words.block(store, block))
    yield replace(box, text=text, size=size, indent=indent, told=told)
    if tab:
        yield DrawnBox(place=(x, top, min(TAB * unit, end - x), tall), fill=tab, edge=box.edge)
    yield from _join(block.join, start, (top - 2 * unit, top + tall + 2 * unit), unit=unit)


def _look(store: Store, block: StripBlock, place: Place, *, unit: float, is_other: bool) -> tuple[DrawnBox, str]:
    """A block and the colour of the tab at its left edge, "" where it is not the latest.

    Hollow where a grade is only quoted, pale where it is the latest; without a grade's colour where `is_other`.
    """
    if block.row is None:
        fill, kind = (PAPER, drawing.DOTTED) if block.kind == UNKNOWN else (TINT, drawing.HATCHED)
        return DrawnBox(place=place, fill=fill, edge=EDGE_LINE, ink=MUTED, kind=kind), ""
    term = store.reference.word_of(block.row)
    colours = look(term.rank, is_light=term.is_light)
    is_hollow = store.reference.vocabulary.evidence[block.row["evidence"]].is_hollow
    tab = (colours.edge if is_hollow else colours.fill) if block.is_latest else ""
    fill, edge, ink = colours.fill, colours.edge, colours.text
    if is_hollow or block.is_latest:
        fill, ink = PAPER if is_hollow else drawing.pale(colours.fill), INK
    if is_other:
        fill, edge, ink = PAPER if is_hollow else RULE, EDGE_LINE, INK
    return DrawnBox(place=place, fill=fill, edge=edge, ink=ink, width=(2 if is_hollow else 0.75) * unit), tab


def _label(store: Store, block: StripBlock, room: tuple[float, float], *, unit: float) -> tuple[str, float]:
    """The words of a block where they have room, in lines and smaller if need be; else its letter, else nothing."""
    width, tall = room
    for label in filter(None, words.label(store, block)):
        longest = max(map(len, label.split()))
        for size in (size * unit for size in SIZES):
            lines = len(drawing.wrap(label, size, width, is_bold=True))
            if longest * size * drawing.BOLD <= width and lines * size * drawing.LEADING <= tall and lines <= 2:
                return label, size
    return "", SIZES[0] * unit


def _join(level: str, x: float, span: tuple[float, float], *, unit: float) -> Iterator[DrawnLine]:
    """How far a grade is comparable with the one before: a bar, a dashed bar, or two strokes that nothing joins."""
    top, bottom = span
    if level in ("same", "close"):
        kind = drawing.SOLID if level == "same" else drawing.DASHED
        yield DrawnLine(start=(x, top), end=(x, bottom), colour=INK, width=2.5 * unit, kind=kind)
    elif level == "loose":
        for shift in (-unit, 2.5 * unit):
            start, end = (x + shift, bottom), (x + shift + 3 * unit, top)
            yield DrawnLine(start=start, end=end, colour=INK, width=1.25 * unit)


def key(store: Store, place: tuple[float, float, float], *, unit: float = 1) -> Iterator[Drawn]:
    """Every mark with its meaning, from the left and top of a place on, in rows that are as wide as it."""
    left, top, width = place
    vocabulary = store.reference.vocabulary
    names: list[tuple[str, Grade | str]] = [
        *((f"{term.title} ({term.letter})", term) for term in vocabulary.printed),
        ("no inspection", "line"),
        *((vocabulary.comparability[level].prose, level) for level in ("same", "close", "loose")),
        (words.NOT_KNOWN_KEY, "unknown"),
        (f"latest grade, to {wording.day(store.as_at)}", "latest"),
        (vocabulary.hollow, "hollow"),
        ("graded together with another service", "together"),
    ]
    x, y, size = left, top, 10.5 * unit
    for name, mark in names:
        room = len(name) * size * 0.5 + 10 * unit
        if x + 24 * unit + room > left + width:
            x, y = left, y + KEY_ROW * unit
        yield from _sample(mark, x, y, unit=unit)
        broad = (x + 24 * unit, y - unit, len(name) * size * drawing.LETTER + size, 14 * unit)
        yield DrawnText(place=broad, text=name, size=size)
        x += 32 * unit + room


def _sample(mark: Grade | str, x: float, y: float, *, unit: float) -> Iterator[Drawn]:
    box = DrawnBox(place=(x, y, 18 * unit, 12 * unit), fill=PAPER, edge=EDGE_LINE, size=9 * unit, ink=MUTED)
    if isinstance(mark, Grade):
        colours = look(mark.rank, is_light=mark.is_light)
        yield replace(box, fill=colours.fill, edge=colours.edge)
    elif mark == "latest":
        yield replace(box, fill=RULE, edge="")
        yield replace(box, place=(x, y, TAB * unit, 12 * unit), fill=EDGE_LINE)
    elif mark == "line":
        middle = y + 6 * unit
        yield DrawnLine(start=(x, middle), end=(x + 18 * unit, middle), colour=EDGE_LINE, width=0.75 * unit)
    elif mark == "unknown":
        yield replace(box, kind=drawing.DOTTED, text="?")
    elif mark == "hollow":
        yield replace(box, edge=INK, width=2 * unit)
    elif mark == "together":
        yield replace(box, fill=TINT, kind=drawing.HATCHED)
    else:
        yield from _join(mark, x + 8 * unit, (y - unit, y + 13 * unit), unit=unit)
