"""Which pieces of a page's text a reader of the page does not see, or sees as other words: drawn, and compared.

A piece is what a PDF draws at a stroke. It is seen or not seen as a whole: one letter of it that is covered takes the
rest with it, since "Inadequate" without its beginning is another word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pypdfium2.raw as pdfium_c

from loaders.reading.readers import grade_lines, letters, visibility
from loaders.reading.readers import pdfium_calls as calls
from loaders.reading.readers.drawing import Canvas
from loaders.reading.readers.pdfium_calls import Box

INVISIBLE = "drawn invisible"
TRANSPARENT = "transparent"
TOO_SMALL = "too small to be read"
OFF_PAGE = "off the page"
LAYER = "on a layer that is off"
COVERED = "covered, clipped away or in the colour of what lies beneath"
ANNOTATED = "under an annotation or a form field"
STRUCK = "struck out"
OVERLAID = "under other text"
OTHER_LETTERS = "drawn with other letters than its text has"

_INVISIBLE_MODES = (pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP)
_LEAST_OPAQUE = 13  # of 255
_INKED = 0.1  # of a letter's box: thin letters fill a quarter of it
_STRAY = 0.25  # of the ink of a piece, beside its letters
_SAME_PLACE = 0.35  # of a letter's box
_CELL = 8.0  # points
# What readers mark text with, and leave it to be read; whether it can be, is seen when the page is drawn.
_MARKERS = frozenset(
    {
        pdfium_c.FPDF_ANNOT_TEXT,
        pdfium_c.FPDF_ANNOT_HIGHLIGHT,
        pdfium_c.FPDF_ANNOT_UNDERLINE,
        pdfium_c.FPDF_ANNOT_SQUIGGLY,
        pdfium_c.FPDF_ANNOT_CARET,
        pdfium_c.FPDF_ANNOT_FILEATTACHMENT,
    }
)


@dataclass
class Piece:
    """One object of a page: its characters, each with its place in the text of the page and the box of its ink."""

    item: int
    characters: list[tuple[int, str, Box]] = field(default_factory=list)

    @property
    def letters(self) -> list[tuple[int, str, Box]]:
        return [character for character in self.characters if character[1].isalnum()]

    @property
    def box(self) -> Box:
        left, bottom, right, top = zip(*(box for _, _, box in self.characters), strict=True)
        return min(left), min(bottom), max(right), max(top)


def take_out(page: int, text_page: int, text: str, start: int, words: Sequence[str]) -> set[str]:
    """Take out every piece of text that is not seen, and say why: the text of the page is then to be read again.

    Empty where all is seen. The other arguments are those of `visibility.is_plain`.
    """
    look = _Look(page, text_page, _words(text_page, text, start, words))
    reasons = set()
    seen = []
    for piece in _pieces(text_page):
        if not piece.letters:
            continue
        reason = look.reason(piece)
        if reason:
            calls.set_active(piece.item, 0)
            reasons.add(reason)
        else:
            seen.append(piece)
    for piece in _overlaid(seen):
        calls.set_active(piece.item, 0)
        reasons.add(OVERLAID)
    return reasons


def drop_other_words(page: int, text_page: int) -> bool:
    """Take off a page what says that text is to be read as other words than it is drawn with; whether there was any."""
    items = {*visibility.scene(page).texts, *(piece.item for piece in _pieces(text_page))}
    dropped = False
    for item in items:
        marks = [calls.get_mark(item, number) for number in range(calls.count_marks(item))]
        for mark in marks:
            if calls.has_other_words(mark):
                dropped = bool(calls.remove_mark(item, mark)) or dropped
    return dropped


def _words(text_page: int, text: str, start: int, words: Sequence[str]) -> list[tuple[int, int]]:
    found = grade_lines.find(text, words).words
    return [
        (calls.to_character(text_page, start + first), calls.to_character(text_page, start + end - 1))
        for first, end in found
    ]


def _pieces(text_page: int) -> Iterator[Piece]:
    pieces: dict[int, Piece] = {}
    for place in range(calls.count_characters(text_page)):
        item, box = calls.text_object(text_page, place), calls.character_box(text_page, place)
        if item and box:
            piece = pieces.setdefault(item, Piece(item))
            piece.characters.append((place, chr(calls.character_code(text_page, place)), box))
    return iter(pieces.values())


class _Look:
    """A page that is looked at piece by piece."""

    def __init__(self, page: int, text_page: int, words: Sequence[tuple[int, int]]) -> None:
        self.canvas = Canvas(page)
        self.scene = visibility.scene(page)
        self.text_page = text_page
        self.annotations = list(calls.shown_annotations(page))
        self.struck = {
            place
            for first, last in words
            if visibility.is_struck(self.scene.rules, text_page, first, last)
            for place in (first, last)
        }
        self.misfits = {
            place for first, last in words if not letters.word_fits(text_page, first, last) for place in (first, last)
        }

    def reason(self, piece: Piece) -> str:
        """Why a piece of text is not seen as what it says; empty where it is."""
        if reason := self._stated(piece):
            return reason
        if any(letters.is_inked_blank(character, box) for _, character, box in piece.characters) or not all(
            letters.letter_fits(self.text_page, place) and place not in self.misfits for place, _, _ in piece.letters
        ):
            return OTHER_LETTERS
        if any(place in self.struck for place, _, _ in piece.letters):
            return STRUCK
        return self._drawn(piece) if self._is_in_doubt(piece) else ""

    def _stated(self, piece: Piece) -> str:
        """What can be told without drawing the page."""
        if calls.text_mode(piece.item) in _INVISIBLE_MODES:
            return INVISIBLE
        if any(colour and colour[3] < _LEAST_OPAQUE for colour in calls.fill_colours([piece.item])):
            return TRANSPARENT
        boxes = [box for _, _, box in piece.letters]
        if max(max(box[2] - box[0], box[3] - box[1]) for box in boxes) < letters.SMALLEST / 2:
            return TOO_SMALL
        if not all(visibility.overlap(box, self.canvas.box) for box in boxes):
            return OFF_PAGE
        if any(
            kind not in _MARKERS and any(visibility.overlap(box, under) for box in boxes)
            for kind, under in self.annotations
        ):
            return ANNOTATED
        return ""

    def _is_in_doubt(self, piece: Piece) -> bool:
        """Whether the page has to be drawn to tell."""
        boxes = visibility.plain_boxes(self.canvas.box, [piece.item])
        return (
            boxes is None
            or visibility.may_be_hidden(self.scene, [piece.item], boxes)
            or any(visibility.overlap(piece.box, under) for _, under in self.annotations)
        )

    def _drawn(self, piece: Piece) -> str:
        ink = self.canvas.ink(piece.item, piece.box)
        for _, _, box in piece.letters:
            changed, dots = ink.within(self.canvas.shown(box))
            if changed < _INKED * dots:
                return LAYER if self._is_on_layer(piece) else COVERED
        beside = ink.beside(self.canvas.shown(box) for _, _, box in piece.characters)
        return OTHER_LETTERS if beside > _STRAY else ""

    def _is_on_layer(self, piece: Piece) -> bool:
        return any(calls.is_layer(calls.get_mark(piece.item, number)) for number in range(calls.count_marks(piece.item)))


def _overlaid(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces that have letters in the place of another one's, unless it is the same letter once more."""
    cells: dict[tuple[int, int], list[tuple[Piece, str, Box]]] = {}
    overlaid: dict[int, Piece] = {}
    for piece in pieces:
        for _, character, box in piece.letters:
            x, y = int((box[0] + box[2]) / 2 // _CELL), int((box[1] + box[3]) / 2 // _CELL)
            near = [other for dx in (-1, 0, 1) for dy in (-1, 0, 1) for other in cells.get((x + dx, y + dy), ())]
            for other, its_character, its_box in near:
                if other is not piece and its_character != character and _is_same_place(box, its_box):
                    overlaid |= {piece.item: piece, other.item: other}
            cells.setdefault((x, y), []).append((piece, character, box))
    return list(overlaid.values())


def _is_same_place(a: Box, b: Box) -> bool:
    across, up = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    smaller = min((a[2] - a[0]) * (a[3] - a[1]), (b[2] - b[0]) * (b[3] - b[1]))
    return across > 0 and up > 0 and across * up > _SAME_PLACE * smaller
