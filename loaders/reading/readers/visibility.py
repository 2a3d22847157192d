"""Whether a page shows its text: a look at what it is made of, which costs little and asks for nothing to be drawn.

A PDF can hold text that nobody sees: drawn invisible, transparent or in the colour of the paper, beside the page, on a
layer that is off, clipped away or covered; and text that is drawn with the letters of other words. Published reports
have next to none of it. So this is a look for the first sign of anything but plain text on a plain page; a page with
such a sign is drawn, and `unseen` then says of each piece of text whether it is there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat

from loaders.reading.readers import grade_lines, letters
from loaders.reading.readers import pdfium_calls as calls
from loaders.reading.readers.pdfium_calls import Box

TEXT, PATH, PICTURE = 1, 2, 3
# Published reports print their text in black, dark blue and grey, and behind it light colours or none.
LIGHTEST_INK, DARKEST_PAPER = 135, 180
OPAQUE = WHITE = 255
_THIN = 4.0  # points: a rule of a table, or a line under text; the box of a line is wider than its ink
_WIDEST_LINE = 2.0  # points: a wider one may cover letters
_TOUCH = 1.5  # points that the shading of a line may reach into the next one
_LEEWAY = 2.5  # points that text may stick out of its cell where all is in order


@dataclass(frozen=True)
class Shape:
    """What may lie over or beneath text: how late it is drawn, where, and how light (None for a picture or pattern)."""

    order: int
    box: Box
    luminance: int | None


@dataclass(frozen=True)
class Scene:
    """What a page draws: its texts by address, with their place in the order where it matters, and the rest.

    `is_odd` where there is what is not looked into here: forms within the page, shadings, annotations that show.
    """

    texts: list[int]
    order: dict[int, int]
    shapes: list[Shape]
    rules: list[Box]
    is_odd: bool


def is_plain(page: int, text_page: int, text: str, start: int, *, words: Sequence[str], is_whole: bool) -> bool:
    """Whether a page shows its text, all of it or no more than the lines where grades may stand.

    `text` is that of the page, which begins at the text index `start`; `words` are the stems of the scales' words.
    Shown is what is dark, opaque, whole, on the page and on no layer, with nothing over it. Of words that may be grades
    the letters are looked at as well.
    """
    places = grade_lines.find(text, words)
    if not is_whole and not places.words:
        return True
    drawn = scene(page) if is_whole or places.are_rows else None
    if drawn and drawn.is_odd:
        return False

    def character(offset: int) -> int:
        place: int = calls.to_character(text_page, start + offset)
        return place

    if is_whole and drawn:
        items = drawn.texts
    else:
        items = [*{calls.text_object(text_page, character(offset)) for offset in places.characters}]
    boxes = plain_boxes(calls.page_box(page), items)
    if boxes is None or (drawn and may_be_hidden(drawn, items, boxes)):
        return False
    ends = [(character(first), character(end - 1)) for first, end in places.words]
    return all(letters.word_fits(text_page, first, last) for first, last in ends) and not (
        drawn and any(is_struck(drawn.rules, text_page, first, last) for first, last in ends)
    )


def scene(page: int) -> Scene:
    objects: list[int] = list(map(calls.get_object, repeat(page), range(calls.count_objects(page))))
    kinds: list[int] = list(map(calls.object_kind, objects))
    shapes: list[Shape] = []
    rules: list[Box] = []
    is_odd = calls.count_annotations(page) > 0 and any(calls.shown_annotations(page))
    for order in (order for order, kind in enumerate(kinds) if kind != TEXT):
        box = calls.bounds(objects[order])
        if kinds[order] not in (PATH, PICTURE) or box is None:
            is_odd = True
            shapes.append(Shape(order, box or calls.page_box(page), None))
        elif kinds[order] == PICTURE:
            shapes.append(Shape(order, box, None))
        else:
            is_thin = min(box[2] - box[0], box[3] - box[1]) < _THIN
            if is_thin:
                rules.append(box)
            if calls.is_filled(objects[order]):
                shapes.append(Shape(order, box, *map(luminance, calls.fill_colours([objects[order]]))))
            elif is_thin or calls.stroke_width(objects[order]) > _WIDEST_LINE:
                shapes.append(Shape(order, box, WHITE))
    texts = [item for item, kind in zip(objects, kinds, strict=True) if kind == TEXT]
    order = {item: place for place, item in enumerate(objects)} if shapes else {}
    return Scene(texts, order, shapes, rules, is_odd)


def luminance(colour: Sequence[int] | None) -> int | None:
    """How light a colour is, 0 to 255; None where it lets something through, or is a pattern."""
    if colour is None or colour[3] != OPAQUE:
        return None
    return (54 * colour[0] + 183 * colour[1] + 19 * colour[2]) >> 8


def plain_boxes(whole: Box, items: Sequence[int]) -> list[Box] | None:
    """Where these texts stand; None where one is not dark and opaque, or not on the page, or on a layer, or clipped."""
    if any(map(calls.text_mode, items)) or any(map(calls.is_blended, items)) or not all(items):
        return None
    inks = {luminance(colour) for colour in calls.fill_colours(items)}
    if any(ink is None or ink > LIGHTEST_INK for ink in inks):
        return None
    marks = {calls.get_mark(item, number) for item in items for number in range(calls.count_marks(item))}
    if any(map(is_telling_mark, marks)):
        return None
    clips: dict[int, Box | None] = {}
    boxes = []
    for item in items:
        box, clip = calls.bounds(item), calls.clip_path(item)
        if box is None:
            return None
        boxes.append(box)
        if box[0] >= box[2] or box[1] >= box[3]:  # spaces alone
            continue
        if not lies_in(box, whole):
            return None
        for number in range(calls.count_paths(clip)):
            # Many texts share a path, which the address of its first point tells.
            first = calls.get_segment(clip, number, 0)
            if first not in clips:
                clips[first] = _rectangle(clip, number)
            if (within := clips[first]) is None or not lies_in(box, within):
                return None
    return boxes


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
    points = calls.clip_points(clip, number, most=7)
    if len(points) != 4:
        return None
    left, bottom = min(x for x, _ in points), min(y for _, y in points)
    right, top = max(x for x, _ in points), max(y for _, y in points)
    is_upright = all(x in (left, right) and y in (bottom, top) for x, y in points)
    return (left, bottom, right, top) if is_upright else None


def may_be_hidden(drawn: Scene, items: Sequence[int], boxes: Sequence[Box]) -> bool:
    """Whether anything lies over one of these texts, or beneath it in a colour that it could have itself."""
    if not drawn.shapes:
        return False
    places = [(drawn.order.get(item, -1), box) for item, box in zip(items, boxes, strict=True) if box[0] < box[2]]
    return any(order < 0 for order, _ in places) or any(
        left + _TOUCH < shape.box[2]
        and right - _TOUCH > shape.box[0]
        and bottom + _TOUCH < shape.box[3]
        and top - _TOUCH > shape.box[1]
        for shape in drawn.shapes
        for order, (left, bottom, right, top) in places
        if shape.order > order or shape.luminance is None or shape.luminance < DARKEST_PAPER
    )


def is_struck(rules: Sequence[Box], text_page: int, first: int, last: int) -> bool:
    """Whether a rule runs through the middle of a word, which then is struck out."""
    if not rules:
        return False
    begin, end = calls.character_box(text_page, first), calls.character_box(text_page, last)
    if begin is None or end is None:
        return True
    left, right = begin[0], end[2]
    bottom, top = max(begin[1], end[1]), min(begin[3], end[3])
    low, high = bottom + (top - bottom) / 5, top - (top - bottom) / 5
    return any(
        low < (rule[1] + rule[3]) / 2 < high and min(rule[2], right) - max(rule[0], left) > (right - left) / 2
        for rule in rules
    )
