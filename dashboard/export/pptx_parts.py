"""Small parts of a deck of slides: texts, boxes, lines and tables that can be edited, in points; and the file itself.

Called by the modules that make decks, which are imported only where a deck is asked for: python-pptx takes 13 MB.
"""

import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from math import ceil
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_LINE
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.util import Pt

from dashboard.export import drawing
from dashboard.export.drawing import INK, MUTED, PAPER, RULE, Drawn, DrawnBox, DrawnLine, DrawnText, Place
from dashboard.export.selection_zip import zipped

WIDTH, HEIGHT, EDGE = 960, 540, 34
TITLE_ONLY = 5
"""The layout of python-pptx's own template that has a title and nothing else."""
GRID = "{5940675A-B579-460E-94D1-54222C63F5DA}"
"""PowerPoint's table style of thin lines alone: colours mean grades."""
LOWEST = 9
FIRST_DAY = dt.date(1980, 1, 1)
"""The earliest that a zip can name: a deck tells no time of its writing."""
LINES = {drawing.DASHED: MSO_LINE.DASH, drawing.DOTTED: MSO_LINE.ROUND_DOT, drawing.HATCHED: MSO_LINE.DASH}


@dataclass(frozen=True)
class SlideCell:
    """A cell of a table: its text, and how it looks. A cell with a fill is a grade's."""

    text: str
    fill: str = ""
    ink: str = INK
    is_bold: bool = False
    link: str = ""


def new(title: str, day: dt.date) -> Any:
    """An empty deck of 16:9. What it says of itself is of the record's day: the same data give the same bytes."""
    deck = Presentation()
    wider = Pt(WIDTH) / deck.slide_width
    deck.slide_width, deck.slide_height = Pt(WIDTH), Pt(HEIGHT)
    for layout in (deck.slide_master, *deck.slide_layouts):
        for shape in layout.placeholders:
            left, top, width, height = shape.left, shape.top, shape.width, shape.height
            shape.left, shape.top = int(left * wider), top
            shape.width, shape.height = int(width * wider), height
    about = deck.core_properties
    about.title, about.author, about.last_modified_by = title, "Gradeline", "Gradeline"
    about.comments, about.language = "", "en-GB"
    about.created = about.modified = dt.datetime.combine(day, dt.time())
    return deck


def to_bytes(deck: Any) -> bytes:
    """The file, without the template's picture of itself, and with no time of its writing in it."""
    package = deck.part.package
    for relation in list(package.iter_rels()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            package.drop_rel(relation.rId)
    written = io.BytesIO()
    deck.save(written)
    with zipfile.ZipFile(written) as parts:
        return zipped({name: parts.read(name) for name in parts.namelist()}, FIRST_DAY)


def add_slide(deck: Any, title: str) -> Any:
    slide = deck.slides.add_slide(deck.slide_layouts[TITLE_ONLY])
    size, _ = drawing.fit(title, 28, WIDTH - 2 * EDGE, most=1, is_bold=True)
    shape = slide.shapes.title
    shape.left, shape.top, shape.width, shape.height = Pt(EDGE), Pt(20), Pt(WIDTH - 2 * EDGE), Pt(44)
    _frame(shape.text_frame)
    _line(shape.text_frame.paragraphs[0], title, size, is_bold=True)
    return slide


def text(
    shapes: Any,
    box: Place,
    words: str,
    *,
    size: float,
    colour: str = INK,
    is_bold: bool = False,
    align: str = "left",
    link: str = "",
) -> None:
    left, top, width, height = box
    shape = shapes.add_textbox(Pt(left), Pt(top), Pt(width), Pt(height))
    _frame(shape.text_frame)
    paragraph = shape.text_frame.paragraphs[0]
    paragraph.alignment = {"left": PP_ALIGN.LEFT, "right": PP_ALIGN.RIGHT, "middle": PP_ALIGN.CENTER}[align]
    _line(paragraph, words, size, colour=colour, is_bold=is_bold, link=link)


def draw(shapes: Any, parts: Iterable[Drawn]) -> None:
    """A drawing in points, as shapes that can be moved and edited."""
    for part in parts:
        if isinstance(part, DrawnText):
            write = partial(text, size=part.size, colour=part.colour, is_bold=part.is_bold, align=part.align)
            write(shapes, part.place, part.text)
        elif isinstance(part, DrawnLine):
            line(shapes, part.start, part.end, colour=part.colour, width=part.width, kind=part.kind)
        elif isinstance(part, DrawnBox):
            _box(shapes, part)
        else:
            group = shapes.add_group_shape()
            draw(group.shapes, part.parts)
            _describe(group, part.name, part.told)


def _box(shapes: Any, box: DrawnBox) -> None:
    shape = shapes.add_shape(MSO_SHAPE.RECTANGLE, *(Pt(edge) for edge in box.place))
    shape.shadow.inherit = False
    shape.fill.solid()
    shape.fill.fore_color.rgb = _rgb(box.fill)
    if box.edge:
        _stroke(shape.line, box.edge, box.width, kind=box.kind)
    else:
        shape.line.fill.background()
    frame = shape.text_frame
    _frame(frame, left=box.indent)
    frame.paragraphs[0].alignment = PP_ALIGN.LEFT
    if box.text:
        _line(frame.paragraphs[0], box.text, box.size, colour=box.ink, is_bold=True)
    if box.told:
        _describe(shape, box.told)


def line(
    shapes: Any, start: tuple[float, float], end: tuple[float, float], *, colour: str, width: float, kind: str = ""
) -> None:
    shape = shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *(Pt(edge) for edge in (*start, *end)))
    _stroke(shape.line, colour, width, kind=kind)


def _describe(shape: Any, name: str, words: str = "") -> None:
    """The name that a shape has in the list of what is on a slide, and what a screen reader says of it."""
    shape.name = name
    shape.element.xpath(".//p:cNvPr")[0].set("descr", words)


def table(slide: Any, top: float, room: float, *, widths: Sequence[float], rows: Sequence[Sequence[SlideCell]]) -> int:
    """A table of as many of the rows as have room, the first of them its head; goes out: how many they are.

    Its letters are as large as let all the rows in, else the smallest that there are.
    """
    size: float = 14
    while sum(heights := [_height(row, widths, size) for row in rows]) > room and size > LOWEST:
        size -= 0.5
    count = len(rows)
    while sum(heights[:count]) > room and count > 2:
        count -= 1
    box = (EDGE, top, sum(widths), sum(heights[:count]))
    shape = slide.shapes.add_table(count, len(widths), *(Pt(edge) for edge in box))
    slide_table = shape.table
    shape.element.find(".//{*}tableStyleId").text = GRID
    slide_table.horz_banding = False
    for column, width in zip(slide_table.columns, widths, strict=True):
        column.width = Pt(width)
    for line_of, height, row in zip(slide_table.rows, heights, rows[:count], strict=False):
        line_of.height = Pt(height)
        for cell, content in zip(line_of.cells, row, strict=True):
            _fill(cell, content, size)
    return count


def _height(row: Sequence[SlideCell], widths: Sequence[float], size: float) -> float:
    lines = [_lines(cell, size, width - 12) for cell, width in zip(row, widths, strict=True)]
    return max(lines) * size * drawing.LEADING + 7


def _lines(cell: SlideCell, size: float, width: float) -> int:
    """How many lines a cell takes: a word that is longer than a line, as addresses are, is broken."""
    letter = size * (drawing.BOLD if cell.is_bold else drawing.LETTER)
    lines = drawing.wrap(cell.text, size, width, is_bold=cell.is_bold)
    return sum(ceil(max(1, len(line)) * letter / width) for line in lines)


def _fill(cell: Any, content: SlideCell, size: float) -> None:
    cell.margin_left = cell.margin_right = Pt(5)
    cell.margin_top = cell.margin_bottom = Pt(2.5)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.fill.solid()
    cell.fill.fore_color.rgb = _rgb(content.fill or PAPER)
    _line(
        cell.text_frame.paragraphs[0],
        content.text,
        size,
        colour=content.ink,
        is_bold=content.is_bold,
        link=content.link,
    )


def foot(slide: Any, words: str, address: str) -> None:
    line(slide.shapes, (EDGE, HEIGHT - 44), (WIDTH - EDGE, HEIGHT - 44), colour=RULE, width=0.75)
    text(slide.shapes, (EDGE, HEIGHT - 42, WIDTH - 2 * EDGE, 16), words, size=9, colour=MUTED)
    text(slide.shapes, (EDGE, HEIGHT - 27, WIDTH - 2 * EDGE, 16), address, size=9, colour=MUTED, link=address)


def _frame(frame: Any, *, left: float = 0) -> None:
    frame.word_wrap, frame.auto_size, frame.vertical_anchor = True, MSO_AUTO_SIZE.NONE, MSO_ANCHOR.MIDDLE
    frame.margin_top = frame.margin_bottom = frame.margin_right = 0
    frame.margin_left = Pt(left)


def _line(paragraph: Any, words: str, size: float, *, colour: str = INK, is_bold: bool = False, link: str = "") -> None:
    run = paragraph.add_run()
    run.text = words
    run.font.size, run.font.bold, run.font.language_id = Pt(size), is_bold, MSO_LANGUAGE_ID.ENGLISH_UK
    run.font.color.rgb = _rgb(colour)
    paragraph.alignment = paragraph.alignment or PP_ALIGN.LEFT
    if link.startswith(("https://", "http://")):
        run.hyperlink.address = link


def _stroke(stroke: Any, colour: str, width: float, *, kind: str) -> None:
    stroke.color.rgb, stroke.width = _rgb(colour), Pt(width)
    if kind in LINES:
        stroke.dash_style = LINES[kind]


def _rgb(colour: str) -> Any:
    return RGBColor.from_string(colour.removeprefix("#").upper())
