"""Whether letters are drawn as what their text says: by how high, how low and how wide their fonts draw them.

A font names the character that each of its shapes stands for, and may lie: the page draws "Inadequate", the text says
"Good". In every font for reading a "d" rises above an "o", a "g" hangs below its line, and nothing that is read as a
space has ink. No two words of a scale have the same outline, letter for letter, so that one drawn in place of another
does not fit.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from loaders.reading.readers import pdfium_calls as calls
from loaders.reading.readers.pdfium_calls import Box

# In parts of the size of the font. Of those in common use Garamond has the lowest small letters, Verdana the highest;
# published reports keep well within: "x" 0.52 to 0.57, "d" and capitals 0.69 to 0.77, "t" 0.67 to 0.72.
_LOWEST_TALL, _HIGHEST_SMALL, _LOWEST_SMALL = 0.53, 0.63, 0.33
_HANGING = -0.1
_TALLER = 1.12  # how much a tall letter rises above a small one of its word
SMALLEST = 2.5  # points: no smaller letters can be read
_LEVEL, _MOST_LEANING = 0.01, 0.8  # of the length of a letter's other side
_ASLANT = 0.2  # the slope that a stamp over a page has at least; it stands in no line of a table
_STAMP = 24  # points
_NARROWEST = 0.4  # how far letters may be pressed together, or drawn out, and be read
_TALL = set("bdfhklABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
_HANGS = set("gpqy")
_EITHER = set("ijt")  # their tops lie between those of the two
_SLIM, _WIDE = set("ijl1"), set("mwMWGODQ")
_WIDEST_SLIM, _SLIMMEST_WIDE = 0.55, 0.42
_BAND, _INSET = (0.15, 0.3), 0.5  # of the height of a line, that every letter reaches into; points
_HYPHENS = {0x02, 0xAD, 0xFFFE}


class Frame(NamedTuple):
    """How letters stand: the line that they stand on, how large the font is along it and upwards, if they lie down."""

    line: float
    along: float
    up: float
    lie_down: bool


def letters_fit(text_page: int, first: int, last: int) -> bool:
    """Whether the letters of a word fit, one behind the other, and no blank beside it has ink."""
    small, tall = 0.0, math.inf
    before: Box | None = None
    frame = _frame(text_page, first)
    is_one_piece = calls.text_object(text_page, first) == calls.text_object(text_page, last)
    for place in range(first, last + 1):
        box = calls.character_box(text_page, place)
        if frame is None or box is None or box == before:
            return False
        character = chr(calls.character_code(text_page, place))
        bottom, top, width = _measured(frame, box)
        if not _fits(character, bottom, top, width=width):
            return False
        if character in _TALL:
            tall = min(tall, top)
        elif character not in _EITHER:
            small = max(small, top)
        before = box
        if not is_one_piece:
            frame = _frame(text_page, place + 1)
    return tall > _TALLER * small and not any(
        is_inked_blank(chr(calls.character_code(text_page, place)), calls.character_box(text_page, place))
        for place in (first - 1, last + 1)
    )


def are_alone(text_page: int, words: Sequence[tuple[int, int]], text: str) -> bool:
    """Whether the words of a line, by their first and last characters, stand beside each other, and nothing on them."""
    frame = _frame(text_page, words[0][0])
    if frame is None or frame.lie_down or frame.up < 0:
        return True
    boxes = [(calls.character_box(text_page, first), calls.character_box(text_page, last)) for first, last in words]
    reached = -math.inf
    for left, right in boxes:
        if left and left[0] < reached - _INSET:
            return False
        reached = right[2] if right else reached
    begin, end = boxes[0][0], boxes[-1][1]
    if begin is None or end is None:
        return True
    low, high = frame.line + frame.up * _BAND[0], frame.line + frame.up * _BAND[1]
    within = calls.text_within(text_page, (begin[0] + _INSET, low, end[2] - _INSET, high))
    return sum(map(str.isalnum, within)) <= sum(map(str.isalnum, text))


def is_told(character: str) -> bool:
    """Whether a character is one of those that it is known of where they have their ink."""
    return character.isascii() and character.isalnum()


def letter_fits(text_page: int, place: int) -> bool:
    """Whether a letter or figure has its ink where such a one has it; of other characters nothing is said."""
    character = chr(calls.character_code(text_page, place))
    if not is_told(character):
        return True
    frame, box = _frame(text_page, place), calls.character_box(text_page, place)
    return frame is not None and box is not None and _fits(character, *_measured(frame, box))


def is_stamp(text_page: int, place: int) -> bool:
    """Whether a letter is of a word printed large and aslant over a page ("DRAFT"): its shape is not measured."""
    a, b, *_ = calls.matrix(text_page, place)
    is_aslant = abs(b) > _ASLANT * abs(a) and abs(a) > _ASLANT * abs(b)
    return is_aslant and math.hypot(a, b) * calls.font_size(text_page, place) >= _STAMP


def is_inked_blank(character: str, box: Box | None) -> bool:
    """Whether a character that is read as nothing, or as space, is drawn with ink all the same."""
    if box is None or ord(character) in _HYPHENS:
        return False
    is_blank = character.isspace() or unicodedata.category(character) in ("Cc", "Cf")
    sides = sorted((box[2] - box[0], box[3] - box[1]))
    return is_blank and sides[0] > sides[1] / 20  # the box of a true space is a line


def can_be_read(box: Box) -> bool:
    """Whether a letter of this size can be."""
    return min(box[2] - box[0], box[3] - box[1]) > 0 and max(box[2] - box[0], box[3] - box[1]) >= SMALLEST / 2


def _fits(character: str, bottom: float, top: float, width: float) -> bool:
    """Whether ink from so low to so high and so wide, in parts of the size, can be that of a letter or figure."""
    if character in _EITHER:
        is_high = top >= _HIGHEST_SMALL - 0.2
    elif character in _TALL:
        is_high = top >= _LOWEST_TALL
    else:
        is_high = _LOWEST_SMALL <= top <= _HIGHEST_SMALL
    is_low = bottom <= _HANGING if character in _HANGS else bottom >= _HANGING or character in "fJQj"
    is_wide = not (character in _SLIM and width > _WIDEST_SLIM) and not (character in _WIDE and width < _SLIMMEST_WIDE)
    return is_high and is_low and is_wide


def _frame(text_page: int, place: int) -> Frame | None:
    """None where the text is mirrored, stands askew, leans far over, or is too small to be read."""
    a, b, c, d = calls.matrix(text_page, place)
    size = calls.font_size(text_page, place)
    x, y = calls.origin(text_page, place)
    across, upwards = (d, c) if abs(a) < abs(b) else (c, d)
    if abs(across) > _MOST_LEANING * abs(upwards):
        return None
    if abs(b) < _LEVEL * abs(a):  # `c` makes letters lean, and changes no height
        frame = Frame(y, a * size, d * size, lie_down=False)
    elif abs(a) < _LEVEL * abs(b):
        frame = Frame(-x, b * size, -c * size, lie_down=True)
    else:
        return None
    is_upright = 0 < frame.along * frame.up < math.inf and _NARROWEST < frame.along / frame.up < 1 / _NARROWEST
    return frame if is_upright and abs(frame.up) >= SMALLEST else None


def _measured(frame: Frame, box: Box) -> tuple[float, float, float]:
    """How low and how high ink reaches from its line, and how wide it is, in parts of the size of the font."""
    line, along, up, lie_down = frame
    left, bottom, right, top = box
    if lie_down:
        left, bottom, right, top = bottom, -right, top, -left
    if up < 0:
        bottom, top = top, bottom
    return (bottom - line) / up, (top - line) / up, (right - left) / abs(along)
