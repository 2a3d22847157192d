"""Which text of a PDF's page a reader of the page cannot see, as far as grades depend on it.

Looked at are the words that can be grades, and the text in front of them, where their labels stand. Text is hidden if
it is drawn in no ink (render mode, transparency, the colour of what is behind it, a size that nobody can read), lies
off the page or outside its clip, on a layer that is off, or under something drawn later or stamped over it; and if the
shapes on the page are not those of the letters that the text says. What only may hide it (a layer, white letters, a
filled shape) is decided by rendering the page with the text and without it: what makes no difference is not seen.

Called by `pdf.read` for the first pages of a file, where every grade stands that nothing else confirms.
"""

from __future__ import annotations

import ctypes
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

# Words of every scale that reports print; "requires improvement" by its second word.
_WORD = r"\b(?:outstanding|good|adequate|inadequate|improvement|excellent)\b"
_GRADE = re.compile(_WORD, re.IGNORECASE)
# One that a cell, heading or sentence ends with, or that begins with a capital: most in prose are neither.
_STATED = re.compile(
    rf"{_WORD}(?=[ \t)*|]*(?:[\r\n]|\.|\Z|\u200b))|\b(?-i:Outstanding|Good|Adequate|Inadequate|Excellent)\b",
    re.IGNORECASE,
)
# How far in front of a grade its label is looked at, and every how many characters.
_LABEL, _STEP = 120, 12
_SMALLEST_POINTS = 3.0
_NEARLY_WHITE = 245
_MOST_CHECKED = 400
_TEXT, _FORM = pdfium_c.FPDF_PAGEOBJ_TEXT, pdfium_c.FPDF_PAGEOBJ_FORM
_HARMLESS = {pdfium_c.FPDF_ANNOT_LINK, pdfium_c.FPDF_ANNOT_POPUP}
# Of a text's box so much must look different with the text than without it.
_LEAST_DIFFERENCE = 0.01

Box = tuple[float, float, float, float]  # left, bottom, right, top, in points


@dataclass(frozen=True)
class _Page:
    """What of a page can hide text: its frame, what is drawn on it in order, and what is stamped over it."""

    page: pdfium.PdfPage
    text_page: pdfium.PdfTextPage
    frame: Box
    order: dict[int, int]
    fills: list[tuple[int, Box]]
    stamps: list[Box]


def hidden_characters(page: pdfium.PdfPage, text_page: pdfium.PdfTextPage, text: str) -> set[int]:
    """The indices of the page's characters that stand for grades or labels and that nobody sees; mostly none.

    `text` is the page's text as PDFium gives it, from its first character that is text.
    """
    checked = list(dict.fromkeys(_characters(text_page, text)))[:_MOST_CHECKED]
    if not checked:
        return set()
    surface = _surface(page, text_page)
    certain: set[int] = set()
    perhaps: dict[int, Box] = {}
    seen: set[int] = set()
    for index in checked:
        handle = pdfium_c.FPDFText_GetTextObject(text_page, index)
        address = _address(handle)
        if not address:
            continue
        # The character's own box: one text can run from the page far beyond it.
        own = _character_box(text_page, index)
        if own is not None and _overlap(own, surface.frame) < 0.5 and own[2] > own[0] and own[3] > own[1]:
            certain.add(address)
        if address in seen:
            continue
        seen.add(address)
        box = _bounds(handle)
        if box is None or _is_certainly_hidden(surface, handle, box):
            certain.add(address)
        elif _may_be_hidden(surface, handle, box):
            perhaps[address] = box
    certain |= _without_effect(page, text_page, perhaps, checked)
    hidden = _of_objects(text_page, certain) if certain else set()
    return hidden | _misdrawn(text_page, text)


def _characters(text_page: pdfium.PdfTextPage, text: str) -> Iterator[int]:
    """The indices of the characters of each word that can be a grade, and some of those in front of it."""
    for match in _STATED.finditer(text):
        for at in (match.start(), match.end() - 1, *range(match.start() - 1, max(0, match.start() - _LABEL), -_STEP)):
            if at >= 0 and not text[at].isspace():
                index = pdfium_c.FPDFText_GetCharIndexFromTextIndex(text_page, at)
                if index >= 0:
                    yield index


def _address(handle: object) -> int:
    return ctypes.cast(handle, ctypes.c_void_p).value or 0  # type: ignore[arg-type]


def _surface(page: pdfium.PdfPage, text_page: pdfium.PdfTextPage) -> _Page:
    order: dict[int, int] = {}
    fills: list[tuple[int, Box]] = []
    for number in range(pdfium_c.FPDFPage_CountObjects(page)):
        handle = pdfium_c.FPDFPage_GetObject(page, number)
        kind = pdfium_c.FPDFPageObj_GetType(handle)
        order[_address(handle)] = number
        if kind != _TEXT and (box := _bounds(handle)) is not None and _covers(handle, kind):
            fills.append((number, box))
    return _Page(page, text_page, tuple(page.get_bbox()), order, fills, list(_stamps(page)))


def _covers(handle: object, kind: int) -> bool:
    """Whether an object is more than lines: a filled path, a picture, a shading, or a form with who knows what."""
    if kind != pdfium_c.FPDF_PAGEOBJ_PATH:
        return bool(kind != _FORM)
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDFPath_GetDrawMode(handle, fill, stroke)
    return bool(fill.value != pdfium_c.FPDF_FILLMODE_NONE)


def _stamps(page: pdfium.PdfPage) -> Iterator[Box]:
    """What annotations and form fields cover; links are not seen."""
    for number in range(pdfium_c.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium_c.FPDFPage_GetAnnot(page, number)
        try:
            rect = pdfium_c.FS_RECTF()
            if pdfium_c.FPDFAnnot_GetSubtype(annotation) not in _HARMLESS and pdfium_c.FPDFAnnot_GetRect(
                annotation, rect
            ):
                low, high = sorted((rect.bottom, rect.top))
                yield min(rect.left, rect.right), low, max(rect.left, rect.right), high
        finally:
            pdfium_c.FPDFPage_CloseAnnot(annotation)


def _bounds(handle: object) -> Box | None:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    if not pdfium_c.FPDFPageObj_GetBounds(handle, left, bottom, right, top):
        return None
    return left.value, bottom.value, right.value, top.value


def _overlap(one: Box, other: Box) -> float:
    """How much of the first box the second one covers, from 0 to 1."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    area = (one[2] - one[0]) * (one[3] - one[1])
    return width * height / area if width > 0 and height > 0 and area > 0 else 0.0


def _is_certainly_hidden(surface: _Page, handle: object, box: Box) -> bool:
    mode = pdfium_c.FPDFTextObj_GetTextRenderMode(handle)
    if mode in (pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP):
        return True
    size = ctypes.c_float()
    pdfium_c.FPDFTextObj_GetFontSize(handle, size)
    matrix = pdfium_c.FS_MATRIX()
    pdfium_c.FPDFPageObj_GetMatrix(handle, matrix)
    scale = max(abs(matrix.a), abs(matrix.b), abs(matrix.c), abs(matrix.d))
    if abs(size.value) * scale < _SMALLEST_POINTS or box[3] - box[1] < 1:
        return True
    is_stamped = any(_overlap(box, stamp) > 0.1 for stamp in surface.stamps)
    return is_stamped or _has_other_words(handle) or _is_clipped(handle, box)


def _has_other_words(handle: object) -> bool:
    """Whether its text is said to be other words than those drawn (ActualText)."""
    for number in range(pdfium_c.FPDFPageObj_CountMarks(handle)):
        mark = pdfium_c.FPDFPageObj_GetMark(handle, number)
        length = ctypes.c_ulong()
        buffer = (ctypes.c_ushort * 256)()
        if pdfium_c.FPDFPageObjMark_GetParamStringValue(
            mark, b"ActualText", buffer, ctypes.sizeof(buffer), length
        ) and _GRADE.search("".join(map(chr, buffer[: min(length.value // 2, 256)]))):
            return True
    return False


def _is_clipped(handle: object, box: Box) -> bool:
    """Whether what its clip leaves of it is less than half."""
    clip = pdfium_c.FPDFPageObj_GetClipPath(handle)
    for path in range(max(0, pdfium_c.FPDFClipPath_CountPaths(clip))):
        xs, ys = [], []
        for number in range(pdfium_c.FPDFClipPath_CountPathSegments(clip, path)):
            segment = pdfium_c.FPDFClipPath_GetPathSegment(clip, path, number)
            x, y = ctypes.c_float(), ctypes.c_float()
            if pdfium_c.FPDFPathSegment_GetPoint(segment, x, y):
                xs.append(x.value)
                ys.append(y.value)
        if xs and _overlap(box, (min(xs), min(ys), max(xs), max(ys))) < 0.5:
            return True
    return False


def _may_be_hidden(surface: _Page, handle: object, box: Box) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    has_colour = pdfium_c.FPDFPageObj_GetFillColor(handle, red, green, blue, alpha)
    if has_colour and (alpha.value < 200 or min(red.value, green.value, blue.value) >= _NEARLY_WHITE):
        return True
    if pdfium_c.FPDFTextObj_GetTextRenderMode(handle) != pdfium_c.FPDF_TEXTRENDERMODE_FILL:
        return True
    if any(_mark_name(handle, number) == "OC" for number in range(pdfium_c.FPDFPageObj_CountMarks(handle))):
        return True
    own = surface.order.get(_address(handle))
    if own is None:  # within a form, whose layer and colours are its own
        return True
    later = bisect_right(surface.fills, own, key=lambda fill: fill[0])
    return any(_overlap(box, fill) > 0.3 for _, fill in surface.fills[later:])


def _mark_name(handle: object, number: int) -> str:
    mark = pdfium_c.FPDFPageObj_GetMark(handle, number)
    buffer, length = (ctypes.c_ushort * 16)(), ctypes.c_ulong()
    pdfium_c.FPDFPageObjMark_GetName(mark, buffer, ctypes.sizeof(buffer), length)
    return "".join(map(chr, buffer[: max(0, length.value // 2 - 1)]))


def _without_effect(
    page: pdfium.PdfPage, text_page: pdfium.PdfTextPage, perhaps: dict[int, Box], checked: list[int]
) -> set[int]:
    """Which of these texts make no difference to the page as it is rendered."""
    if not perhaps:
        return set()
    handles = {}
    for index in checked:
        handle = pdfium_c.FPDFText_GetTextObject(text_page, index)
        if _address(handle) in perhaps:
            handles[_address(handle)] = handle
    before = _rendered(page)
    for handle in handles.values():
        pdfium_c.FPDFPageObj_SetIsActive(handle, False)
    after = _rendered(page)
    for handle in handles.values():
        pdfium_c.FPDFPageObj_SetIsActive(handle, True)
    return {address for address, box in perhaps.items() if _difference(page, before, after, box) < _LEAST_DIFFERENCE}


_SCALE = 2


def _rendered(page: pdfium.PdfPage) -> pdfium.PdfBitmap:
    return page.render(scale=_SCALE, grayscale=True, may_draw_forms=False)


def _difference(page: pdfium.PdfPage, before: pdfium.PdfBitmap, after: pdfium.PdfBitmap, box: Box) -> float:
    """The share of a box's pixels that differ visibly between two pictures of the page."""
    left, bottom, _, top = page.get_bbox()
    height = top - bottom
    columns = range(max(0, int((box[0] - left) * _SCALE)), min(before.width, int((box[2] - left) * _SCALE) + 1))
    first = max(0, int((height - (box[3] - bottom)) * _SCALE))
    rows = range(first, min(before.height, int((height - (box[1] - bottom)) * _SCALE) + 1))
    if page.get_rotation() or not columns or not rows:
        return 1.0  # a turned page: what is on it is not told by these boxes
    one, other = bytes(before.buffer), bytes(after.buffer)
    differing = sum(
        abs(one[row * before.stride + column] - other[row * after.stride + column]) > 24
        for row in rows
        for column in columns
    )
    return float(differing / (len(rows) * len(columns)))


def _of_objects(text_page: pdfium.PdfTextPage, addresses: set[int]) -> set[int]:
    return {
        index
        for index in range(text_page.count_chars())
        if _address(pdfium_c.FPDFText_GetTextObject(text_page, index)) in addresses
    }


# The shapes of letters in every upright typeface: whether they reach above the small letters, and below the line.
_TALL, _DEEP, _NARROW = set("OGAIREbdfhklti"), set("gpqjy"), set("Iilt")


def _misdrawn(text_page: pdfium.PdfTextPage, text: str) -> set[int]:
    """The characters of words whose letters cannot be what is drawn: other heights, or ink for what has none."""
    hidden: set[int] = set()
    for match in _STATED.finditer(text):
        places = [
            pdfium_c.FPDFText_GetCharIndexFromTextIndex(text_page, at)
            for at in range(match.start(), min(len(text), match.end() + 12))
        ]
        word = places[: match.end() - match.start()]
        boxes = [_character_box(text_page, index) for index in word]
        if not all(boxes) or _is_upright_otherwise(boxes):  # type: ignore[arg-type]
            continue
        behind = [
            i for i in places[len(word) :] if i >= 0 and chr(pdfium_c.FPDFText_GetUnicode(text_page, i)) in _NO_INK
        ]
        has_ink = any(_has_ink(text_page, index) for index in behind)
        if has_ink or not _fits(match.group(), boxes):  # type: ignore[arg-type]
            hidden.update(index for index in (*word, *behind) if index >= 0)
    return hidden


_NO_INK = set("\u200b\u200c\u200d\u2060\ufeff\u00ad")


def _has_ink(text_page: pdfium.PdfTextPage, index: int) -> bool:
    box = _character_box(text_page, index)
    return box is not None and box[2] - box[0] > 0.5 and box[3] - box[1] > 0.5


def _character_box(text_page: pdfium.PdfTextPage, index: int) -> Box | None:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    if index < 0 or not pdfium_c.FPDFText_GetCharBox(text_page, index, left, right, bottom, top):
        return None
    return left.value, bottom.value, right.value, top.value


def _is_upright_otherwise(boxes: list[Box]) -> bool:
    """Whether a word runs up the page or on two lines, where heights say nothing."""
    return boxes[-1][0] <= boxes[0][0] or max(box[1] for box in boxes) > max(box[3] for box in boxes[:1])


def _fits(word: str, boxes: list[Box]) -> bool:
    """Whether the boxes of a word's letters have the heights that these letters have."""
    if word.isupper():
        return True
    small = [box[3] for letter, box in zip(word, boxes, strict=True) if letter in "aceomnrsuvwxz"]
    line = [box[1] for letter, box in zip(word, boxes, strict=True) if letter not in _DEEP]
    if not small or not line:
        return True
    x_height, base = min(small), max(line)
    size = max(box[3] for box in boxes) - base
    wrong = 0
    for letter, box in zip(word, boxes, strict=True):
        is_tall = box[3] - x_height > 0.12 * size
        is_deep = base - box[1] > 0.12 * size
        wrong += (letter in _TALL) != is_tall or (letter in _DEEP) != is_deep
        wrong += letter not in _NARROW and letter.isupper() and box[2] - box[0] < 0.3 * size
    return wrong == 0
