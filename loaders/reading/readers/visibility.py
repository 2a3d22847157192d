"""Whether a page shows its text: a look at what it is made of, which costs little and asks for nothing to be drawn.

A PDF can hold text that nobody sees: drawn invisible, transparent or in the colour of the paper, beside the page, on a
layer that is off, clipped away or covered; and text that is drawn with the letters of other words. Published reports
have next to none of it. So this is a look for the first sign of anything but plain text on a plain page; a page with
such a sign is drawn, and `unseen` then says of each piece of text whether it is there.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from itertools import repeat
from typing import NamedTuple

import pypdfium2.raw as pdfium_c

from loaders.reading.readers import figures, grade_lines, letters, pdfium_calls as calls
from loaders.reading.readers.pdfium_calls import Box

TEXT, PATH, FORM = pdfium_c.FPDF_PAGEOBJ_TEXT, pdfium_c.FPDF_PAGEOBJ_PATH, pdfium_c.FPDF_PAGEOBJ_FORM
# Published reports print their text in black, dark blue and grey, and behind it light colours or none.
LIGHTEST_INK, DARKEST_PAPER = 135, 180
OPAQUE = WHITE = 255
_THIN = 4.0  # points: a rule of a table, or a line under text; the box of a line is wider than its ink
_WIDEST_LINE = 2.0  # points: a wider one may cover letters
_TOUCH = 1.5  # points that the shading of a line may reach into the next one
_WORD = re.compile(r"\S+")
_EDGE = 6  # of the height and length of a word, that a line at its edge may be in
_NO_WIDTH, _HEIGHT = 0.05, 1.0  # points
_LEEWAY = 2.5  # points that text may stick out of its cell where all is in order


class Shape(NamedTuple):
    """What may lie over or beneath text: how late it is drawn, where, and how light (None for a picture or pattern)."""

    order: int
    box: Box
    luminance: int | None


class Scene(NamedTuple):
    """What a page draws: its texts by address, the place of each thing in the order, if it matters, and the rest.

    `rules` are the thin lines, of tables or under text; `strokes` are paths of thin lines that go up or down. Notes,
    which lie on the page, and forms, which may have texts of their own, are more than a look can judge.
    """

    texts: list[int]
    order: dict[int, int]
    shapes: list[Shape]
    rules: list[Shape]
    strokes: list[int]
    has_notes: bool
    has_forms: bool


class Extent(Enum):
    """How much of a page is looked at: all of it, its short lines and those where grades may stand, or these alone."""

    ALL = "all"
    FRONT = "front"
    GRADES = "grades"


def is_plain(page: int, text_page: int, text: str, *, start: int, words: Sequence[str], extent: Extent) -> bool:
    """Whether a page shows its text, as far as it is looked at.

    `text` is that of the page, which begins at the text index `start`; `words` are the stems of the scales' words.
    Shown is what is dark, opaque, whole, on the page and on no layer, with nothing over it. Of words that may be grades
    the letters are looked at as well.
    """
    places = grade_lines.find(text, words, is_front=extent is Extent.FRONT)
    if extent is Extent.GRADES and not places.words:
        return True
    page_scene = scene(page) if extent is not Extent.GRADES or places.are_rows else None
    if page_scene and (page_scene.has_notes or (page_scene.has_forms and extent is Extent.ALL)):
        return False

    def character(offset: int) -> int:
        return int(calls.to_character(text_page, start + offset))

    if extent is Extent.ALL and page_scene:
        items = page_scene.texts
    else:
        items = [*{calls.text_object(text_page, character(offset)) for offset in places.characters}]
    boxes = plain_boxes(calls.page_box(page), items)
    if boxes is None or (page_scene and may_be_hidden(page_scene, boxes, by=page_scene.shapes)):
        return False
    ends = [(character(first), character(end - 1)) for first, end in places.words]
    if not all(letters.letters_fit(text_page, first, last) for first, last in ends):
        return False
    return page_scene is None or (
        all(figures.is_drawn(page, text_page, first) for first, last in ends if first == last)
        and not (
            page_scene.rules and any(is_struck(page_scene.rules, text_page, *word, anywhere=True) for word in ends)
        )
        and not (page_scene.strokes and any(is_crossed_out(page_scene.strokes, text_page, *word) for word in ends))
        # Of two grades or labels in one place nobody can be sure which of them goes with the other.
        and all(_is_alone(text_page, text, line, character=character) for line in places.lines)
        and all(
            letters.letter_fits(text_page, character(offset))
            for offset in _telling(text_page, text, places, character=character)
        )
    )


def has_squeezed(page: int) -> bool:
    """Whether a page has text that is squeezed to no width: the library leaves its letters out, and nothing tells."""
    objects = map(calls.get_object, repeat(page), range(calls.count_objects(page)))
    boxes = (calls.bounds(item) for item in objects if calls.object_kind(item) == TEXT)
    return any(right - left < _NO_WIDTH and top - bottom > _HEIGHT for left, bottom, right, top in boxes)


def _telling(text_page: int, text: str, places: grade_lines.Places, *, character: Callable[[int], int]) -> set[int]:
    """Where words begin, and each letter of each font in the lines once: one that it leaves out, it leaves out always.

    Not each word of lines without a grade: of one that is drawn as another, hardly any letter fits.
    """
    words = [word for line in places.lines for word in _WORD.finditer(text, *line)]
    telling = {word.start() for word in words}.union(places.characters[::4])
    fonts = {place: calls.font(calls.text_object(text_page, character(place))) for place in telling}
    letters_told = {(font, text[place]) for place, font in fonts.items()}
    for word in words:
        font = fonts[word.start()]
        for letter in {*word.group()}:
            if (font, letter) not in letters_told:
                letters_told.add((font, letter))
                telling.add(text.index(letter, *word.span()))
    return {place for place in telling if letters.is_told(text[place])}


def _is_alone(text_page: int, text: str, line: tuple[int, int], *, character: Callable[[int], int]) -> bool:
    """Whether nothing else stands in the place of a line, nor two of its words in one place."""
    words = [(character(word.start()), character(word.end() - 1)) for word in _WORD.finditer(text, *line)]
    return not words or letters.are_alone(text_page, words, text[slice(*line)])


def scene(page: int) -> Scene:
    objects: list[int] = list(map(calls.get_object, repeat(page), range(calls.count_objects(page))))
    kinds: list[int] = list(map(calls.object_kind, objects))
    shapes: list[Shape] = []
    rules: list[Shape] = []
    strokes: list[int] = []
    has_notes = calls.count_annotations(page) > 0 and any(calls.shown_annotations(page))
    has_forms = False
    for order, kind in enumerate(kinds):
        if kind == TEXT:
            continue
        item = objects[order]
        box = calls.bounds(item)
        if kind != PATH:
            has_forms = has_forms or kind == FORM
            shapes.append(Shape(order, box, None))
        elif box[2] - box[0] < _THIN or box[3] - box[1] < _THIN:
            rules.append(Shape(order, box, WHITE))
        elif calls.is_filled(item):
            shapes.append(Shape(order, box, *map(luminance, calls.fill_colours([item]))))
        elif (width := calls.stroke_width(item)) > _WIDEST_LINE:
            shapes.append(Shape(order, box, WHITE))
        elif width:
            strokes.append(item)
    texts = [item for item, kind in zip(objects, kinds, strict=True) if kind == TEXT]
    order_of = {item: place for place, item in enumerate(objects)} if shapes or rules else {}
    return Scene(texts, order_of, shapes, rules=rules, strokes=strokes, has_notes=has_notes, has_forms=has_forms)


def luminance(colour: Sequence[int] | None) -> int | None:
    """How light a colour is, 0 to 255; None where it lets something through, or is a pattern."""
    if colour is None or colour[3] != OPAQUE:
        return None
    return (54 * colour[0] + 183 * colour[1] + 19 * colour[2]) >> 8


def plain_boxes(whole: Box, items: Sequence[int]) -> dict[int, Box] | None:
    """Where those of these texts stand that are no mere space, in a page of this size.

    None where one is not dark and opaque, or not on the page, or on a layer, or clipped.
    """
    if not all(items) or any(map(calls.text_mode, items)):
        return None
    boxes: dict[int, Box] = {}
    left, bottom, right, top = whole[0] - _LEEWAY, whole[1] - _LEEWAY, whole[2] + _LEEWAY, whole[3] + _LEEWAY
    for item, box in zip(items, map(calls.bounds, items), strict=True):
        if box[0] < box[2] and box[1] < box[3]:
            if box[0] < left or box[1] < bottom or box[2] > right or box[3] > top:
                return None
            if box[3] - box[1] < letters.SMALLEST / 2 and calls.text_size(item) < letters.SMALLEST:
                return None  # no mere dash, but letters that nobody can read
            boxes[item] = box
    inks = map(luminance, calls.fill_colours(boxes))
    if any(ink is None or ink > LIGHTEST_INK for ink in inks) or any(map(calls.is_blended, boxes)):
        return None
    marks = {calls.get_mark(item, number) for item in boxes for number in range(calls.count_marks(item))}
    if any(map(is_telling_mark, marks)) or not _are_whole(boxes):
        return None
    return boxes


def _are_whole(boxes: Mapping[int, Box]) -> bool:
    """Whether no clip path takes anything of these texts."""
    rectangles: dict[int, Box | None] = {}
    for item, box in boxes.items():
        clip = calls.clip_path(item)
        for number in range(calls.count_paths(clip)):
            # Many texts share a path, which the address of its first point tells.
            first = calls.get_segment(clip, number, 0)
            if first not in rectangles:
                rectangles[first] = _rectangle(clip, number)
            if (rectangle := rectangles[first]) is None or not lies_in(box, rectangle):
                return False
    return True


def lies_in(box: Box, whole: Box) -> bool:
    return (
        box[0] >= whole[0] - _LEEWAY
        and box[1] >= whole[1] - _LEEWAY
        and box[2] <= whole[2] + _LEEWAY
        and box[3] <= whole[3] + _LEEWAY
    )


def overlap(box: Box, other: Box) -> bool:
    return box[0] < other[2] and box[2] > other[0] and box[1] < other[3] and box[3] > other[1]


def is_telling_mark(mark: int) -> bool:
    """Whether a text belongs to a layer, or is said to read as other words than it is drawn with."""
    return calls.has_other_words(mark) or calls.is_layer(mark)


def _rectangle(clip: int, number: int) -> Box | None:
    """The box of a path, None where it is no upright rectangle."""
    points = calls.clip_points(clip, number)
    if len(points) == 5 and points[4] == points[0]:
        points.pop()
    if len(points) != 4:
        return None
    (left, bottom), (x, y), (right, top), (last_x, last_y) = points
    if (x, y, last_x, last_y) not in ((left, top, right, bottom), (right, bottom, left, top)):
        return None
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)


def may_be_hidden(page_scene: Scene, boxes: Mapping[int, Box], *, by: Sequence[Shape]) -> bool:
    """Whether anything lies over one of these texts, or beneath it in a colour that it could have itself."""
    if not by:
        return False
    places = [(page_scene.order.get(item, -1), box) for item, box in boxes.items()]
    return any(order < 0 for order, _ in places) or any(
        left + _TOUCH < shape.box[2]
        and right - _TOUCH > shape.box[0]
        and bottom + _TOUCH < shape.box[3]
        and top - _TOUCH > shape.box[1]
        for shape in by
        for order, (left, bottom, right, top) in places
        if shape.order > order or shape.luminance is None or shape.luminance < DARKEST_PAPER
    )


def is_struck(rules: Sequence[Shape], text_page: int, first: int, last: int, *, anywhere: bool = False) -> bool:
    """Whether a rule runs through the middle of a word, which then is struck out; or, `anywhere`, through its line."""
    begin, end = calls.character_box(text_page, first), calls.character_box(text_page, last)
    if begin is None or end is None:
        return True
    boxes = [box for _, box, _ in rules]
    if abs(end[1] - begin[1]) > abs(end[0] - begin[0]):  # a word on a turned page goes up or down
        begin, end, *boxes = (_turned(box) for box in (begin, end, *boxes))
    left, right = (min(begin[0], end[0]), max(begin[2], end[2])) if not anywhere else (-math.inf, math.inf)
    bottom, top = max(begin[1], end[1]), min(begin[3], end[3])
    low, high = bottom + (top - bottom) / 5, top - (top - bottom) / 5
    return any(
        low < (box[1] + box[3]) / 2 < high
        and box[2] - box[0] > box[3] - box[1]
        and (anywhere or min(box[2], right) - max(box[0], left) > (right - left) / 2)
        for box in boxes
    )


def is_crossed_out(strokes: Sequence[int], text_page: int, first: int, last: int) -> bool:
    """Whether lines run through the middle of a word, at whatever angle: for half of its length, together."""
    begin, end = calls.character_box(text_page, first), calls.character_box(text_page, last)
    if not strokes or begin is None or end is None:
        return False
    left, bottom, right, top = (
        min(begin[0], end[0]), min(begin[1], end[1]), max(begin[2], end[2]), max(begin[3], end[3]),
    )  # fmt: skip
    across, up = (right - left) / _EDGE, (top - bottom) / _EDGE
    middle = (left + across, bottom + up, right - across, top - up)
    lines = (line for item in strokes if overlap(calls.bounds(item), middle) for line in calls.straight_lines(item))
    return sum(_length_within(line, middle) for line in lines) > max(right - left, top - bottom) / 2


def _length_within(line: tuple[float, float, float, float], box: Box) -> float:
    """How much of a line from one point to another lies in a box."""
    x, y, across, up = line[0], line[1], line[2] - line[0], line[3] - line[1]
    enters, leaves = 0.0, 1.0
    for start, step, low, high in ((x, across, box[0], box[2]), (y, up, box[1], box[3])):
        if not step:
            if not low < start < high:
                return 0.0
            continue
        at = sorted(((low - start) / step, (high - start) / step))
        enters, leaves = max(enters, at[0]), min(leaves, at[1])
    return max(0.0, leaves - enters) * math.hypot(across, up)


def _turned(box: Box) -> Box:
    left, bottom, right, top = box
    return bottom, left, top, right
