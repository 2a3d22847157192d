"""The briefing about one council as slides (PPTX): the same words, counts, strips and sources as the printed page.

Comes in: a store, a council and the address of its briefing. Goes out: the file. Tables are tables and strips are
shapes, so that a report can take them over and change them. The same data give the same bytes.
"""

import datetime as dt
from typing import Any

from dashboard.analysis import briefing as contents, glance as analysis, groups, strips
from dashboard.analysis.glance import GlanceArea
from dashboard.analysis.groups import Group
from dashboard.analysis.standing import Standing, standing
from dashboard.analysis.strips import Strip
from dashboard.appearance import look
from dashboard.export import pptx_parts as parts, strip_drawing
from dashboard.export.drawing import MUTED
from dashboard.export.pptx_parts import EDGE, HEIGHT, WIDTH, SlideCell
from dashboard.store import Store
from dashboard.words import (
    briefing as words,
    glance as glance_words,
    groups as group_words,
    strips as strip_words,
    wording,
)
from loaders.record.reference import Authority
from loaders.record.rows import GradedRow
from loaders.record.vocabulary import Grade

INNER = WIDTH - 2 * EDGE
FOOT = HEIGHT - 50
KEY = 58
AREA_HEAD = ("Area", "Grade", "Inspected", "Against the time before", "Neighbours")
SOURCE_HEAD = ("Inspected", "Kind of source", "Place in it", "Address")


def deck(store: Store, authority: Authority, address: str) -> bytes:
    name = wording.authority_name(authority)
    presentation = parts.new(f"{name}: inspection briefing", store.as_at)
    council_strips = contents.council_strips(store, authority)
    cells = analysis.glance(store, authority)
    _first(presentation, store, authority, cells=cells if council_strips else [])
    if council_strips:
        _history(presentation, store, authority, council_strips=council_strips)
        if not authority.valid_to:
            _neighbours(presentation, store, groups.around(store, {}, authority))
            _next(presentation, store, authority)
        _sources(presentation, store, contents.sources(store, authority, council_strips))
    source = (
        "Source: Ofsted and other inspectorates (Open Government Licence v3.0). Record complete to "
        f"{wording.day(store.as_at)}, data version {store.version}. Gradeline; not an Ofsted website."
    )
    for slide in presentation.slides:
        parts.foot(slide, source, address)
    return parts.to_bytes(presentation)


def _first(presentation: Any, store: Store, authority: Authority, *, cells: list[GlanceArea]) -> None:
    slide = parts.add_slide(presentation, f"{wording.authority_name(authority)}: children’s services")
    kicker = f"Inspection briefing, {glance_words.as_at(store, authority)}"
    parts.text(slide.shapes, (EDGE, 64, INNER, 18), kicker, size=12, colour=MUTED)
    parts.text(slide.shapes, (EDGE, 88, INNER, 64), glance_words.plain(glance_words.lead(store, authority)), size=17)
    seams = glance_words.seam(store, authority)
    if seams:
        sentences = [
            "".join(part if isinstance(part, str) else wording.authority_name(part) for part in seam) for seam in seams
        ]
        parts.text(slide.shapes, (EDGE, 152, INNER, 34), " ".join(sentences), size=12, colour=MUTED)
    if not cells:
        return
    # A council that has ended has no neighbours now.
    columns = len(AREA_HEAD) if any(cell.among for cell in cells) else len(AREA_HEAD) - 1
    rows = [_head(*AREA_HEAD)[:columns], *(_area(store, cell)[:columns] for cell in cells)]
    top = 192 if seams else 156
    parts.table(slide, top, FOOT - top, widths=(150, 150, 110, 260, INNER - 670)[:columns], rows=rows)


def _head(*titles: str) -> list[SlideCell]:
    return [SlideCell(title, is_bold=True) for title in titles]


def _area(store: Store, cell: GlanceArea) -> list[SlideCell]:
    area = SlideCell(glance_words.area(store, *cell.pair), is_bold=True)
    if cell.row is None:
        return [area, SlideCell(glance_words.nothing(store, cell)), SlideCell(""), SlideCell(""), SlideCell("")]
    change = "".join(glance_words.change(store, cell.change, is_first=len(cell.strip.graded) == 1))
    grade = _grade(store, cell.row, strip_words.grade(store, cell.row))
    return [
        area,
        grade,
        SlideCell(glance_words.when(cell)),
        SlideCell(change),
        SlideCell(glance_words.among(cell.among)),
    ]


def _grade(store: Store, row: GradedRow, text: str) -> SlideCell:
    return _filled(text, store.reference.word_of(row))


def _history(presentation: Any, store: Store, authority: Authority, *, council_strips: list[Strip]) -> None:
    axis = strips.span(council_strips, store)
    first = min(strip.blocks[0].start for strip in council_strips if strip.blocks)
    slide = parts.add_slide(presentation, f"{wording.authority_name(authority)}: grades since {first.year}")
    gaps = glance_words.missing(store, authority.authority_id)
    below = FOOT - KEY - (36 if gaps else 6)
    _chart(slide, store, glance_words.named_strips(store, authority, council_strips), axis=axis, span=(84, below))
    if gaps:
        parts.text(slide.shapes, (EDGE, FOOT - 34, INNER, 28), gaps, size=10.5, colour=MUTED)


def _neighbours(presentation: Any, store: Store, group: Group) -> None:
    slide = parts.add_slide(presentation, group_words.title(store, group))
    if not group.members:
        parts.text(slide.shapes, (EDGE, 80, INNER, 40), group_words.about(group), size=14)
        return
    answer = group_words.answer(store, group, groups.against(store, group, contents.SERVICES))
    parts.text(slide.shapes, (EDGE, 66, INNER, 56), answer, size=14)
    head = ["Council"]
    for service in contents.SERVICES:
        head += [wording.thing(store.reference, service), "Inspected"]
    rows = [_head(*head)]
    for council in group.everyone:
        row = [SlideCell(wording.authority_name(council), is_bold=council == group.of)]
        for service in contents.SERVICES:
            row += _standing(store, standing(store, council, service))
        rows.append(row)
    top = 130
    parts.table(slide, top, FOOT - top - 24, widths=(192, 210, 140, 210, 140), rows=rows)
    parts.text(slide.shapes, (EDGE, FOOT - 20, INNER, 16), group_words.about(group), size=10.5, colour=MUTED)
    for service in contents.SERVICES:
        _strips(presentation, store, group, service=service)


def _standing(store: Store, council_standing: Standing) -> list[SlideCell]:
    text = group_words.grade(store, council_standing)
    grade = _grade(store, council_standing.grade, text) if council_standing.grade else SlideCell(text)
    return [grade, SlideCell(group_words.when(council_standing))]


def _strips(presentation: Any, store: Store, group: Group, *, service: str) -> None:
    thing = wording.thing(store.reference, service)
    slide = parts.add_slide(presentation, f"{thing}: {group_words.title(store, group)}")
    group_strips = [strips.strip(store, council, service) for council in group.everyone]
    rows, axis = strip_words.of_group(group_strips, group.of), strips.group_span(group_strips, store)
    _chart(slide, store, rows, axis=axis, span=(72, FOOT - KEY))


def _chart(
    slide: Any,
    store: Store,
    rows: list[strip_words.NamedStrip],
    *,
    axis: tuple[dt.date, dt.date],
    span: tuple[float, float],
) -> None:
    """Strips between two heights, and below them the key."""
    top, below = span
    parts.draw(slide.shapes, strip_drawing.chart(store, rows, (EDGE, top, INNER, below - 10 - top), axis=axis))
    parts.draw(slide.shapes, strip_drawing.key(store, (EDGE, below, INNER)))


def _next(presentation: Any, store: Store, authority: Authority) -> None:
    slide = parts.add_slide(presentation, "What usually came next")
    top = 84
    for service in contents.SERVICES:
        followers = contents.next_grades(store, authority, service)
        thing = wording.thing(store.reference, service)
        parts.text(slide.shapes, (EDGE, top, INNER, 24), thing, size=18, is_bold=True)
        parts.text(
            slide.shapes,
            (EDGE, top + 24, INNER, 48),
            words.came_next(store, authority, service, next_grades=followers),
            size=14,
        )
        top += 78
        if followers and followers.of:
            head = _head(f"Next grade after {followers.grade.prose}", "Inspections")
            rows = [[_filled(term.title, term), SlideCell(str(number))] for term, number in followers.grades]
            parts.table(slide, top, 104, widths=(260, 110), rows=[head, *rows])
            top += 112
    parts.text(slide.shapes, (EDGE, FOOT - 24, INNER, 18), words.NOTE, size=11, colour=MUTED)


def _filled(text: str, term: Grade) -> SlideCell:
    colours = look(term.rank, is_light=term.is_light)
    return SlideCell(text, fill=colours.fill, ink=colours.text, is_bold=True)


def _sources(presentation: Any, store: Store, sources: list[list[GradedRow]]) -> None:
    rows = [_source(store, source_rows) for source_rows in sources]
    number = 0
    while rows:
        number += 1
        slide = parts.add_slide(presentation, "Sources" if number == 1 else f"Sources ({number})")
        count = parts.table(
            slide, 76, FOOT - 84, widths=(140, 170, 252, INNER - 562), rows=[_head(*SOURCE_HEAD), *rows]
        )
        rows = rows[count - 1 :]


def _source(store: Store, rows: list[GradedRow]) -> list[SlideCell]:
    url = store.published_at(rows[0]["source_id"])
    kind = store.reference.vocabulary.evidence[rows[0]["evidence"]].prose
    return [
        SlideCell(words.inspected(rows), is_bold=True),
        SlideCell(wording.upper_first(kind)),
        SlideCell(words.place(rows)),
        SlideCell(words.shown_address(url) if url else "report read for this record", link=url),
    ]
