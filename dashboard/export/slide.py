"""A group of councils as a picture of 16:9 for a slide: the same strips as on the page, as SVG with all that it needs.

It names service, councils, day, version and address, and explains every mark in it. Only the first councils have room;
where there are more, it says how many are shown. `assets/groups.js` makes a PNG of it in the browser.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from html import escape

from dashboard.analysis import queries, strips
from dashboard.analysis.national.spans import ASPECT
from dashboard.analysis.strips import GRADED, UNKNOWN, Block, Strip
from dashboard.appearance import look
from dashboard.export.group_files import GroupFile
from dashboard.store import Store
from dashboard.words import groups as words
from dashboard.words import strips as strip_words
from dashboard.words import wording

WIDTH, HEIGHT, EDGE = 1600, 900, 56
TOP, BOTTOM = 228, 166
"""Where the first row may begin, and what key and source take at the foot."""
NAME, LATEST, GAP = 190, 176, 44
TALLEST, LOWEST = 46, 21
SINCE = 2009
INK, MUTED, RULE, EDGE_LINE, PAPER = "#16222c", "#55626d", "#dcdcd6", "#7b868e", "#ffffff"
SANS = "'Source Sans 3', 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
SERIF = "'Source Serif 4', Charter, Georgia, serif"
DOTTED, THICK, TOGETHER = ' stroke-dasharray="2 3"', ' stroke-width="2.5"', "url(#together)"
LETTER = 0.53
"""How wide a letter is on average, in ems: a little more than it is, since fonts differ."""


def slide(file: GroupFile) -> str:
    store, councils = file.store, file.councils
    room = (HEIGHT - TOP - BOTTOM) // LOWEST
    shown = councils[:room]
    height = min(TALLEST, (HEIGHT - TOP - BOTTOM) / max(1, len(shown)))
    drawn = {service: [strips.strip(store, each, service) for each in shown] for service in file.services}
    first, last = strips.span([strip for each in drawn.values() for strip in each], store)
    axis = (dt.date(max(SINCE, first.year), 1, 1), last)
    width = (WIDTH - 2 * EDGE - GAP * (len(drawn) - 1)) / len(drawn)
    parts = [_head(file, len(shown), len(councils))]
    for index, (service, rows) in enumerate(drawn.items()):
        left = EDGE + index * (width + GAP)
        parts.append(_text(left, TOP - 38, wording.thing(store.reference, service, ASPECT), 22, weight=650))
        parts += _column(file, rows, (left + NAME, width - NAME - LATEST), height, axis)
    parts += [*_key(store), *_foot(file)]
    label = escape(f"{file.title}. {file.answer}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'role="img" aria-label="{label}" font-family="{SANS}" fill="{INK}">'
        '<defs><pattern id="together" width="8" height="8" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="4" height="8" fill="{RULE}"/></pattern></defs>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>{"".join(parts)}</svg>\n'
    )


def _head(file: GroupFile, shown: int, everyone: int) -> str:
    lines = _wrapped(file.title, 40, WIDTH - 2 * EDGE)[:1]
    parts = [_text(EDGE, 72, lines[0], 40, weight=650, family=SERIF)]
    more = f" The first {shown} of {everyone} councils are shown." if shown < everyone else ""
    for index, line in enumerate(_wrapped(file.answer + more, 24, WIDTH - 2 * EDGE)[:2]):
        parts.append(_text(EDGE, 114 + 32 * index, line, 24, colour=MUTED))
    return "".join(parts)


def _column(
    file: GroupFile, rows: list[Strip], box: tuple[float, float], height: float, axis: tuple[dt.date, dt.date]
) -> Iterator[str]:
    """The strips of one service: `box` is where time begins and how wide it is."""
    left, width = box
    bottom = TOP + height * len(rows)
    for era in queries.eras(file.store.reference, *axis):
        if era.start > axis[0]:
            x = left + width * _share(era.start, axis)
            yield f'<path d="M{x:.1f} {TOP}V{bottom:.1f}" stroke="{RULE}"/>'
    step = 3 if width > 350 else 5
    for year in range(axis[0].year, axis[1].year, step):
        share = _share(dt.date(year, 1, 1), axis)
        if width * (1 - share) > 116:
            yield _text(left + width * share, TOP - 10, str(year), 14, colour=MUTED)
    yield _text(left + width, TOP - 10, strip_words.short_month(axis[1]), 14, weight=650, anchor="end")
    for index, strip in enumerate(rows):
        y = TOP + height * index
        if file.group.of == strip.authority:
            whole = NAME + width + LATEST + 16
            yield _rect(left - NAME - 8, y, whole, height, "#f1f0eb")
        yield from _row(file, strip, box, (y, height), axis)


def _row(
    file: GroupFile,
    strip: Strip,
    box: tuple[float, float],
    place: tuple[float, float],
    axis: tuple[dt.date, dt.date],
) -> Iterator[str]:
    (left, width), (y, height) = box, place
    size = min(17, height * 0.6)
    weight = 700 if file.group.of == strip.authority else 400
    name = wording.authority_name(strip.authority)
    lines = _wrapped(name, size, NAME - 8)[: 2 if height > 34 else 1]
    for index, line in enumerate(lines):
        offset = (index - (len(lines) - 1) / 2) * (size + 1)
        yield _text(left - NAME, y + height / 2 + size * 0.35 + offset, line, size, weight=weight)
    top, tall = y + height * 0.14, height * 0.72
    for block in strip.blocks:
        if block.end > axis[0]:
            yield from _block(file.store, block, (left, width), (top, tall), axis)
    grade, month = strip_words.latest(file.store, strip)
    right = left + width + 12
    if height > 34:
        yield _text(right, y + height / 2 - 2, grade, 15, weight=650)
        yield _text(right, y + height / 2 + 14, month, 13, colour=MUTED)
    else:
        yield _text(right, y + height / 2 + 5, f"{grade} {month}".strip(), min(13, height * 0.6), weight=weight)


def _block(
    store: Store,
    block: Block,
    box: tuple[float, float],
    place: tuple[float, float],
    axis: tuple[dt.date, dt.date],
) -> Iterator[str]:
    (left, width), (y, tall) = box, place
    x1 = left + width * _share(max(block.start, axis[0]), axis)
    x2 = max(x1 + 2, left + width * _share(min(block.end, axis[1]), axis))
    x = x1 + 7 if block.join == "loose" else x1
    fill, edge, ink, line, tab = PAPER, EDGE_LINE, MUTED, DOTTED, ""
    if block.kind == GRADED and block.row is not None:
        term = store.reference.printed_grade(block.row["grade"], block.row["framework"])
        colours, line = look(term.rank, is_light=term.is_light).light, ""
        is_hollow = store.reference.vocabulary.evidence[block.row["evidence"]].is_hollow
        fill, edge, ink = (PAPER if is_hollow else colours.fill), colours.edge, (INK if is_hollow else colours.text)
        line = THICK if is_hollow else ""
        if block.is_latest and not is_hollow:
            fill, ink = pale(colours.fill), INK
        tab = colours.edge if is_hollow else colours.fill
    elif block.kind != UNKNOWN:
        fill, line = TOGETHER, ""
    yield _rect(x, y, max(2, x2 - x), tall, fill, edge, line)
    if block.is_latest and tab:
        yield _rect(x, y, 7, tall, tab, edge)
    yield _join(block.join, x1, y, tall)
    text, letter = strip_words.label(store, block)
    size = min(14, tall * 0.62)
    start = x + (11 if block.is_latest else 5)
    for words_of, weight in ((text, 600), (letter, 700)):
        if words_of and len(words_of) * size * LETTER + 4 <= x2 - start:
            yield _text(start, y + tall / 2 + size * 0.35, words_of, size, weight=weight, colour=ink)
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


def _key(store: Store) -> Iterator[str]:
    """Every mark of the picture with what it means, in two lines."""
    vocabulary, y = store.reference.vocabulary, HEIGHT - BOTTOM + 30
    x = float(EDGE)
    for term in vocabulary.printed:
        colours = look(term.rank, is_light=term.is_light).light
        yield _rect(x, y - 14, 24, 18, colours.fill, colours.edge)
        yield _text(x + 31, y, f"{term.title} ({term.letter})", 15)
        x += 52 + len(term.title) * 8 + 22
    yield _rect(x, y - 14, 24, 18, PAPER, EDGE_LINE, DOTTED)
    yield _text(x + 31, y, "? inspected, or due to be: grade not in this record", 15)
    x, y = float(EDGE), y + 28
    for level in ("same", "close", "loose"):
        yield _join(level, x + 6, y - 14, 16)
        prose = vocabulary.comparability[level].prose
        yield _text(x + 18, y, prose, 15)
        x += 40 + len(prose) * 7.6
    hollow = " or ".join(term.prose for term in vocabulary.evidence.values() if term.is_hollow)
    yield _rect(x, y - 14, 24, 18, PAPER, INK, THICK)
    yield _text(x + 31, y, hollow, 15)
    x += 56 + len(hollow) * 7.6
    yield _rect(x, y - 14, 24, 18, RULE)
    yield _rect(x, y - 14, 7, 18, EDGE_LINE)
    yield _text(x + 31, y, "pale: latest grade", 15)
    x += 176
    yield _rect(x, y - 14, 24, 18, TOGETHER, EDGE_LINE)
    yield _text(x + 31, y, "graded together with another service", 15)


def _foot(file: GroupFile) -> Iterator[str]:
    y = HEIGHT - 62
    about = words.about(file.group) if file.group.of else ""
    source = "Source: Ofsted and other inspectorates (Open Government Licence v3.0); Gradeline"
    record = f"Record complete to {wording.day(file.store.as_at.isoformat())}, version {file.store.version}"
    for index, line in enumerate(filter(None, (about, f"{source}. {record}.", file.address))):
        yield _text(EDGE, y + 20 * index, line, 14, colour=MUTED)


def _rect(x: float, y: float, width: float, height: float, fill: str, edge: str = "", more: str = "") -> str:
    stroke = f' stroke="{edge}"' if edge else ""
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{fill}"{stroke}{more}/>'


def _share(day: dt.date, axis: tuple[dt.date, dt.date]) -> float:
    return (day - axis[0]) / (axis[1] - axis[0])


def pale(colour: str) -> str:
    """A colour as it stands for a grade that lasts: a quarter of it on white."""
    parts = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - part) * 0.27):02x}" for part in parts)


def _wrapped(text: str, size: float, width: float) -> list[str]:
    """A text in lines that fit, by the average width of a letter."""
    most, lines = max(1, int(width / (size * LETTER))), [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > most:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _text(
    x: float,
    y: float,
    text: str,
    size: float,
    *,
    weight: int = 400,
    colour: str = INK,
    anchor: str = "start",
    family: str = "",
) -> str:
    more = f' font-family="{family}"' if family else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:.1f}" font-weight="{weight}" fill="{colour}" '
        f'text-anchor="{anchor}"{more}>{escape(text)}</text>'
    )
