"""Two inspections as a picture of 16:9 for a slide: the scales of the page, with its sentences, source and address."""

from collections.abc import Iterator

from dashboard.analysis import queries
from dashboard.appearance import look
from dashboard.export import svg
from dashboard.export.drawing import INK, MUTED, fit, pale
from dashboard.export.svg import EDGE, WIDTH
from dashboard.store import Store
from dashboard.words import comparison as sentences, scales, wording
from dashboard.words.comparison import Ends
from dashboard.words.scales import ScaleCell
from loaders.record.rows import GradedRow, InspectionRow

TALL, GAP = 74, 130
"""How high a scale is, and what lies between a scale's numbers and the other's."""
FIRST = 330


def slide(store: Store, a: InspectionRow, b: InspectionRow, *, address: str) -> str:
    """Raises ValueError where nothing was graded in both inspections: there is nothing to draw."""
    pairs, ends = queries.compare(store, a, b), Ends(store.reference, a, b)
    pair = sentences.most_telling(pairs)
    if pair is None or pair.a is None or pair.b is None:
        raise ValueError("nothing was graded in both inspections")
    thing = wording.thing(store.reference, pair.service, pair.aspect)
    lead = sentences.lead(store, pairs, ends)
    upper, lower = (scales.cells(store.reference, row) for row in (pair.a, pair.b))
    second = FIRST + TALL + GAP + 2 * 44
    numbers = sentences.numbers(store.reference, pair, ends)
    size, lines = fit(numbers, 20, WIDTH - 2 * EDGE, most=2)
    parts = [
        svg.head(ends.title, lead),
        *(svg.text(EDGE, 192 + 26 * n, line, size=size) for n, line in enumerate(lines)),
        svg.text(EDGE, FIRST - 56, thing, size=24, weight=650),
        *_label(store, pair.a, ends.labels[0], y=FIRST - 18),
        *_scale(upper, FIRST, numbers_at=FIRST + TALL + 36),
        *_line(*scales.line(store.reference, pair), pair.a["grade_rank"], pair.b["grade_rank"], below=second),
        *_scale(lower, second, numbers_at=second - 16),
        *_label(store, pair.b, ends.labels[1], y=second + TALL + 32),
    ]
    return svg.page(f"{ends.title}. {lead}", "".join(parts) + svg.foot(store, scales.note(upper + lower), address))


def _label(store: Store, row: GradedRow, label: str, *, y: float) -> Iterator[str]:
    name = f"{label}: {wording.framework_name(store.reference, row['framework'])}"
    yield svg.text(EDGE, y, name, size=19, weight=650)
    yield svg.text(WIDTH - EDGE, y, scales.detail(store.reference, row), size=17, colour=MUTED, anchor="end")


def _x(rank: int) -> float:
    return EDGE + (WIDTH - 2 * EDGE) * scales.place(rank)


def _scale(cells: list[ScaleCell], y: float, *, numbers_at: float) -> Iterator[str]:
    width = (WIDTH - 2 * EDGE) / len(cells)
    for cell in cells:
        x, colours = _x(cell.term.rank), look(cell.term.rank, is_light=cell.term.is_light)
        fill, ink = (colours.fill, colours.text) if cell.is_given else (pale(colours.fill), INK)
        yield svg.rect(x - width / 2 + 1, y, width - 2, height=TALL, fill=fill)
        if cell.is_given:
            yield svg.rect(
                x - width / 2 + 3, y + 2, width - 6, height=TALL - 4, fill="none", edge=INK, more=' stroke-width="4"'
            )
        weight = 700 if cell.is_given else 400
        yield svg.text(x, y + TALL / 2 + 8, cell.term.title, size=24, weight=weight, colour=ink, anchor="middle")
        if cell.is_printed:
            yield svg.text(x, numbers_at + 6, cell.text, size=40, weight=700, anchor="middle")
        elif cell.text:
            yield svg.text(x, numbers_at, cell.text, size=21, colour=MUTED, anchor="middle")


def _line(kind: str, words: str, first: int, second: int, *, below: float) -> Iterator[str]:
    """From the one number to the other: solid or dashed where comparable, dotted for one number, else a break mark."""
    top, bottom = FIRST + TALL + 52, below - 52
    x1, x2 = _x(first), _x(second)
    dashes = {"solid": "", "dashed": ' stroke-dasharray="12 8"', scales.DOTTED: ' stroke-dasharray="1 9"'}
    if kind in dashes:
        path = f'<path d="M{x1:.1f} {top:.1f}L{x2:.1f} {bottom:.1f}" stroke="{INK}" stroke-width="4"'
        yield f'{path} stroke-linecap="{"round" if kind == scales.DOTTED else "butt"}"{dashes[kind]}/>'
    else:
        yield svg.text((x1 + x2) / 2, (top + bottom) / 2 + 14, "//", size=44, weight=700, anchor="middle")
    place, is_left, is_above = scales.beside(scales.place(first), scales.place(second))
    y = top + 18 if is_above else bottom
    x = EDGE + (WIDTH - 2 * EDGE) * place
    yield svg.text(x, y, words, size=20, colour=MUTED, anchor="end" if is_left else "start")
