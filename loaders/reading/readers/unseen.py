"""Which pieces of a page's text a reader of the page does not see, or sees as other words.

Used by `pdf` for pages that `visibility` has doubts about. A piece is what a PDF draws at a stroke. It is seen or not
seen as a whole: one letter of it that is covered takes the rest with it, since "Inadequate" without its beginning is
another word.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pypdfium2.raw as pdfium_c

from loaders.reading.readers import figures, grade_lines, letters, pdfium_calls as calls, visibility
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
MIXED = "mixed with other text in the same place"
OTHER_LETTERS = "drawn with other letters than its text has"
TOO_MANY = "in too many pieces to be looked at"
NUMBERING = ""
"""The reason for the number of a paragraph that is not seen: published reports have such, which nobody misses."""

_INVISIBLE_MODES = (pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP)
_LEAST_OPAQUE = 13  # of 255
_INKED = 0.1  # of a letter's box: thin letters fill a quarter of it
_STRAY = 0.25  # of the ink of a piece, beside its letters
_MOST_DRAWN = 2_000  # pieces of a page that are drawn to be looked at; a full page has some hundred in all
_NUMBER = re.compile(r"\d+(?:\.\d+)*\.")
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


@dataclass(frozen=True)
class Character:
    """One character of a page: its place in the text, itself, and the box of its ink if it has any."""

    place: int
    text: str
    box: Box | None

    @property
    def is_letter(self) -> bool:
        return self.text.isalnum()


@dataclass
class Piece:
    """One object of a page and its characters."""

    item: int
    characters: list[Character] = field(default_factory=list)

    @property
    def letters(self) -> list[Character]:
        return [character for character in self.characters if character.is_letter]

    @property
    def boxes(self) -> list[Box]:
        return [character.box for character in self.characters if character.box]


def take_out(page: int, text_page: int, text: str, *, start: int, words: Sequence[str]) -> set[str]:
    """Take out every piece of text that is not seen, and say why: the text of the page is then to be read again.

    Empty where all is seen. The other arguments are those of `visibility.is_plain`.
    """
    pieces = list(_pieces(text_page))
    inspection = _Inspection(page, text_page, _words(text_page, text, start, words=words))
    inspection.crossed = {item for pair in _crossings(pieces) for item in pair}
    reasons = {piece.item: reason for piece in pieces if (reason := inspection.reason(piece)) is not None}
    # What is left of two pieces in one place is seen, and cannot be read.
    visible = [piece for piece in pieces if piece.item not in reasons]
    mixed = {item for pair in _crossings(visible, alike=True) for item in pair}
    for item in mixed:
        calls.set_active(item, 0)
    return {*reasons.values(), *([MIXED] if mixed else [])}


def drop_other_words(page: int, text_page: int) -> bool:
    """Take off a page what says that text is to be read as other words than it is drawn with; whether there was any."""
    items = {*visibility.scene(page).texts, *(piece.item for piece in _pieces(text_page))}
    are_dropped = False
    for item in items:
        for mark in [calls.get_mark(item, number) for number in range(calls.count_marks(item))]:
            if calls.has_other_words(mark):
                are_dropped = bool(calls.remove_mark(item, mark)) or are_dropped
    return are_dropped


def _words(text_page: int, text: str, start: int, *, words: Sequence[str]) -> list[tuple[int, int]]:
    places = grade_lines.find(text, words).words
    return [
        (calls.to_character(text_page, start + first), calls.to_character(text_page, start + end - 1))
        for first, end in places
    ]


def _pieces(text_page: int) -> Iterator[Piece]:
    pieces: dict[int, Piece] = {}
    for place in range(calls.count_characters(text_page)):
        if item := calls.text_object(text_page, place):
            character = chr(calls.character_code(text_page, place))
            pieces.setdefault(item, Piece(item)).characters.append(
                Character(place, character, calls.character_box(text_page, place))
            )
    return iter(pieces.values())


class _Inspection:
    """A page that is looked at piece by piece. A piece that is not seen is taken out at once."""

    def __init__(self, page: int, text_page: int, words: Sequence[tuple[int, int]]) -> None:
        self.canvas = Canvas(page)
        self.scene = visibility.scene(page)
        self.text_page = text_page
        self.annotations = list(calls.shown_annotations(page))
        self.crossed: set[int] = set()
        self.drawn = 0
        struck = [
            word
            for word in words
            if visibility.is_struck(self.scene.rules, text_page, *word)
            or visibility.is_crossed_out(self.scene.strokes, text_page, *word)
        ]
        misfits = [
            (first, last)
            for first, last in words
            if not letters.letters_fit(text_page, first, last)
            or (first == last and not figures.is_drawn(page, text_page, first))
        ]
        self.struck = {place for word in struck for place in word}
        self.misfits = {place for word in misfits for place in word}

    def reason(self, piece: Piece) -> str | None:
        """Why a piece of text is not seen as what it says; None where it is, or has no letters."""
        if not piece.letters:
            return None
        reason = self._stated(piece) or self._misread(piece)
        if reason is None and self._is_in_doubt(piece):
            reason = self._drawn(piece)
        if reason is None:
            return None
        calls.set_active(piece.item, 0)
        is_number = _NUMBER.fullmatch("".join(character.text for character in piece.characters).strip())
        return NUMBERING if is_number else reason

    def _stated(self, piece: Piece) -> str | None:
        """What can be told without drawing the page."""
        if calls.text_mode(piece.item) in _INVISIBLE_MODES:
            return INVISIBLE
        if any(colour and colour[3] < _LEAST_OPAQUE for colour in calls.fill_colours([piece.item])):
            return TRANSPARENT
        boxes = [character.box for character in piece.letters if character.box]
        if len(boxes) < len(piece.letters) or not any(map(letters.can_be_read, boxes)):
            return TOO_SMALL
        if not all(visibility.overlap(box, self.canvas.box) for box in boxes):
            return OFF_PAGE
        covering = [under for kind, under in self.annotations if kind not in _MARKERS]
        return ANNOTATED if any(visibility.overlap(box, under) for under in covering for box in boxes) else None

    def _misread(self, piece: Piece) -> str | None:
        """Whether a piece is drawn as something else than its text says."""
        places = {character.place for character in piece.characters}
        if (
            places & self.misfits
            or any(letters.is_inked_blank(character.text, character.box) for character in piece.characters)
            or not all(
                letters.letter_fits(self.text_page, character.place)
                or letters.is_stamp(self.text_page, character.place)
                for character in piece.letters
            )
        ):
            return OTHER_LETTERS
        return STRUCK if places & self.struck else None

    def _is_in_doubt(self, piece: Piece) -> bool:
        """Whether the page has to be drawn to tell."""
        boxes = visibility.plain_boxes(self.canvas.box, [piece.item])
        return (
            boxes is None
            or piece.item in self.crossed
            or visibility.may_be_hidden(self.scene, boxes, by=[*self.scene.shapes, *self.scene.rules])
            or any(visibility.overlap(box, under) for _, under in self.annotations for box in piece.boxes)
        )

    def _drawn(self, piece: Piece) -> str | None:
        """Whether the page looks the same without a piece, or where it does not, whether the letters are there."""
        self.drawn += 1
        if self.drawn > _MOST_DRAWN:
            return TOO_MANY
        ink = self.canvas.ink(piece.item, _around(piece.boxes))
        for character in piece.letters:
            changed, dots = ink.within(self.canvas.shown(character.box)) if character.box else (0, 0)
            if changed <= _INKED * dots:
                return LAYER if self._is_on_layer(piece) else COVERED
        return OTHER_LETTERS if ink.beside(map(self.canvas.shown, piece.boxes)) > _STRAY else None

    def _is_on_layer(self, piece: Piece) -> bool:
        return any(calls.is_layer(calls.get_mark(piece.item, n)) for n in range(calls.count_marks(piece.item)))


def _around(boxes: Sequence[Box]) -> Box:
    left, bottom, right, top = zip(*boxes, strict=True)
    return min(left), min(bottom), max(right), max(top)


_CELL = 12.0  # points: as high as most letters
_MOST_CELLS = 400
_SAME_PLACE = 0.35  # of the smaller of two boxes
_ALIKE = 2.0  # how much larger than the other a letter may be, and make both unreadable


def _crossings(pieces: Sequence[Piece], *, alike: bool = False) -> Iterator[tuple[int, int]]:
    """Pairs of pieces that have characters in one place, in the order of the page.

    With `alike`, where these are different letters of about one size.
    """
    cells: dict[tuple[int, int], list[tuple[int, str, Box]]] = defaultdict(list)
    large: list[tuple[int, str, Box]] = []
    for piece in pieces:
        for character in piece.characters:
            if character.box is None or (alike and not character.is_letter):
                continue
            places = _cells(character.box)
            for item, text, box in [*large, *(other for place in places for other in cells[place])]:
                is_pair = item != piece.item and _is_same_place(character.box, box)
                if is_pair and (not alike or (text != character.text and _are_of_one_size(character.box, box))):
                    yield item, piece.item
            entry = (piece.item, character.text, character.box)
            if places:
                for place in places:
                    cells[place].append(entry)
            else:
                large.append(entry)


def _cells(box: Box) -> list[tuple[int, int]]:
    """The squares of the page that a box reaches into; none where these are very many."""
    left, bottom, right, top = (int(max(-1e6, min(1e6, edge)) // _CELL) for edge in box)
    if (right - left + 1) * (top - bottom + 1) > _MOST_CELLS:
        return []
    return [(x, y) for x in range(left, right + 1) for y in range(bottom, top + 1)]


def _is_same_place(a: Box, b: Box) -> bool:
    across, up = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    smaller = min((a[2] - a[0]) * (a[3] - a[1]), (b[2] - b[0]) * (b[3] - b[1]))
    return across > 0 and up > 0 and across * up > _SAME_PLACE * smaller


def _are_of_one_size(a: Box, b: Box) -> bool:
    heights = sorted((a[3] - a[1], b[3] - b[1]))
    return heights[1] < _ALIKE * heights[0]
