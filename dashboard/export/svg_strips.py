"""Strips in a picture for a slide: time from left to right, one row for each line, and the key of every mark.

Called by `svg_councils`.
"""

import datetime as dt
from collections.abc import Iterator, Sequence

from dashboard.analysis.eras import eras_between
from dashboard.analysis.strips import Strip, StripBlock, share
from dashboard.appearance import look
from dashboard.export import strip_marks, svg
from dashboard.export.strip_marks import DOTTED, QUOTED, TINT, TOGETHER, Plot, StripRow
from dashboard.export.svg import EDGE, EDGE_LINE, HEIGHT, INK, MUTED, PAPER, RULE, number
from dashboard.store import Store
from dashboard.words import strips as strip_words

TOP, BOTTOM = 228, 166
"""Where the first row may begin, and what key and source take at the foot."""
NAME, LATEST, GAP = 190, 176, 44
TALLEST, LOWEST = 46, 21
STROKES = {DOTTED: ' stroke-dasharray="2 3"', QUOTED: ' stroke-width="2.5"'}
JOINS = {
    "same": 'stroke-width="3.5"',
    "close": 'stroke-width="3" stroke-dasharray="5 3"',
    "loose": 'stroke-width="1.7" fill="none"',
}
HATCHED = "url(#together)"
DEFS = (
    '<pattern id="together" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    f'<rect width="4" height="8" fill="{RULE}"/></pattern>'
)


def column(store: Store, rows: Sequence[StripRow], plot: Plot, *, height: float) -> Iterator[str]:
    """Rows below each other: what lies behind comes first, and what looks alike is said once for all rows."""
    left, width, (first, last) = plot.left, plot.width, plot.axis
    bottom, tall = TOP + height * len(rows), height * 0.72
    eras = [era.start for era in eras_between(store.reference, first, last) if era.start > first]
    yield _path([f"M{number(plot.x(day))} {TOP}V{number(bottom)}" for day in eras], f'stroke="{RULE}"')
    steps = range(first.year, last.year, 3 if width > 350 else 5)
    years = [(share(dt.date(year, 1, 1), plot.axis), str(year)) for year in steps]
    labels = [svg.text(left + width * at, TOP - 10, year) for at, year in years if width * (1 - at) > 116]
    yield svg.texts(labels, size=14, colour=MUTED)
    yield svg.text(left + width, TOP - 10, strip_words.short_month(last), size=14, weight=650, anchor="end")
    places = [TOP + height * index for index in range(len(rows))]
    for row, y in zip(rows, places, strict=True):
        if row.is_own:
            yield svg.rect(left - NAME - 8, y, NAME + width + LATEST + 16, height=height, fill=TINT)
        yield from _names(store, row, plot, place=(y, height))
    strips = [(row.strip, y + height * 0.14) for row, y in zip(rows, places, strict=True)]
    yield from _existence(strips, plot, tall=tall)
    blocks = [(block, y) for strip, y in strips for block in plot.blocks(strip)]
    for block, y in blocks:
        yield from _block(store, block, plot, place=(y, tall))
    for level in JOINS:
        yield _joins(level, [(plot.x(block.start), y) for block, y in blocks if block.join == level], tall=tall)
    size = min(14, tall * 0.62)
    yield svg.texts((_words(store, block, plot, place=(y + tall / 2, size)) for block, y in blocks), size, weight=600)


def _names(store: Store, row: StripRow, plot: Plot, *, place: tuple[float, float]) -> Iterator[str]:
    y, height = place
    weight, most = 700 if row.is_own else 400, 2 if height > 34 else 1
    size, words = svg.fit(row.name, min(17, height * 0.6), NAME - 8, most=most, is_bold=row.is_own)
    for index, line in enumerate(words):
        offset = (index - (len(words) - 1) / 2) * (size + 1)
        yield svg.text(plot.left - NAME, y + height / 2 + size * 0.35 + offset, line, size=size, weight=weight)
    grade, month = strip_words.latest(store, row.strip)
    right = plot.left + plot.width + 12
    if height > 34:
        size, _ = svg.fit(grade, 15, LATEST - 12, most=1, is_bold=True)
        yield svg.text(right, y + height / 2 - 2, grade, size=size, weight=650)
        yield svg.text(right, y + height / 2 + 14, month, size=13, colour=MUTED)
    else:
        yield svg.text(right, y + height / 2 + 5, f"{grade} {month}".strip(), size=min(13, height * 0.6), weight=weight)


def _existence(strips: Sequence[tuple[Strip, float]], plot: Plot, tall: float) -> Iterator[str]:
    lines = [(line, y) for strip, y in strips if (line := plot.existence(strip))]
    hairlines = [f"M{number(x1)} {number(y + tall / 2)}H{number(x2)}" for (x1, x2, _), y in lines]
    yield _path(hairlines, f'stroke="{EDGE_LINE}"')
    ends = [f"M{number(x)} {number(y)}v{number(tall)}" for (_, _, ends), y in lines for x in ends]
    yield _path(ends, f'stroke="{EDGE_LINE}" stroke-width="2"')


def _block(store: Store, block: StripBlock, plot: Plot, *, place: tuple[float, float]) -> Iterator[str]:
    y, tall = place
    x, end = _ends(block, plot)
    paint = strip_marks.paint(store, block)
    fill = HATCHED if paint.kind == TOGETHER else paint.fill
    yield svg.rect(x, y, max(2, end - x), height=tall, fill=fill, edge=paint.edge, more=STROKES.get(paint.kind, ""))
    if paint.tab:
        yield svg.rect(x, y, 7, height=tall, fill=paint.tab, edge=paint.edge)


def _ends(block: StripBlock, plot: Plot) -> tuple[float, float]:
    """Where a block begins, behind the mark that it is not comparable, and where it ends."""
    start = plot.x(block.start)
    return start + 7 * (block.join == "loose"), max(start + 2, plot.x(block.end))


def _words(store: Store, block: StripBlock, plot: Plot, *, place: tuple[float, float]) -> str:
    middle, size = place
    x, end = _ends(block, plot)
    start = x + (11 if block.is_latest else 5)
    # Words are as heavy as their group says.
    for label, weight in zip(strip_words.label(store, block), (400, 700), strict=True):
        if label and len(label) * size * svg.BOLD <= end - start:
            ink = strip_marks.paint(store, block).ink
            return svg.text(start, middle + size * 0.35, label, weight=weight, colour=ink)
    return ""


def _joins(level: str, places: Sequence[tuple[float, float]], tall: float) -> str:
    strokes = []
    for x, y in places:
        top, bottom = number(y - 3), number(y + tall + 3)
        if level == "loose":
            strokes += [f"M{number(x + shift)} {bottom}L{number(x + shift + 4)} {top}" for shift in (-2, 3)]
        else:
            strokes.append(f"M{number(x)} {top}V{bottom}")
    return _path(strokes, f'stroke="{INK}" {JOINS[level]}')


def _path(strokes: Sequence[str], looks: str) -> str:
    return f'<path d="{"".join(strokes)}" {looks}/>' if strokes else ""


def key(store: Store) -> Iterator[str]:
    vocabulary, y = store.reference.vocabulary, HEIGHT - BOTTOM + 30
    x = float(EDGE)
    for term in vocabulary.printed:
        colours = look(term.rank, is_light=term.is_light)
        yield svg.rect(x, y - 14, 24, height=18, fill=colours.fill, edge=colours.edge)
        yield svg.text(x + 31, y, f"{term.title} ({term.letter})", size=15)
        x += 52 + len(term.title) * 8 + 22
    yield svg.rect(x, y - 14, 24, height=18, fill=PAPER, edge=EDGE_LINE, more=STROKES[DOTTED])
    unknown = "? inspected, or due to be: grade not in this record"
    yield svg.text(x + 31, y, unknown, size=15)
    x += 40 + len(unknown) * 15 * svg.LETTER
    yield f'<path d="M{number(x)} {y - 5}h24" stroke="{EDGE_LINE}"/>'
    yield svg.text(x + 31, y, "no inspection", size=15)
    x, y = float(EDGE), y + 28
    for level in JOINS:
        yield _joins(level, [(x + 6, y - 14)], tall=16)
        prose = vocabulary.comparability[level].prose
        yield svg.text(x + 18, y, prose, size=15)
        x += 40 + len(prose) * 7.6
    yield svg.rect(x, y - 14, 24, height=18, fill=PAPER, edge=INK, more=STROKES[QUOTED])
    yield svg.text(x + 31, y, vocabulary.hollow, size=15)
    x += 56 + len(vocabulary.hollow) * 7.6
    yield svg.rect(x, y - 14, 24, height=18, fill=RULE)
    yield svg.rect(x, y - 14, 7, height=18, fill=EDGE_LINE)
    yield svg.text(x + 31, y, "pale: latest grade", size=15)
    x += 176
    yield svg.rect(x, y - 14, 24, height=18, fill=HATCHED, edge=EDGE_LINE)
    yield svg.text(x + 31, y, "graded together with another service", size=15)
