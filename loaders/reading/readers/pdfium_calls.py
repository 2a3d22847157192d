"""PDFium's own functions, called with plain addresses and numbers; for the modules that look at what a page draws.

To look at a report takes some thousand short calls. A handle that is wrapped in an object of the binding costs more
than the call itself, so the functions are taken by their addresses. A handle is an `int` here, 0 or None where there is
none. For one thread only, as is all of PDFium: results come back in memory that the next call uses again.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable, Iterator
from ctypes import c_char_p, c_double, c_float, c_int, c_uint, c_ulong, c_ushort, c_void_p
from typing import Any

import pypdfium2.raw as pdfium_c

Box = tuple[float, float, float, float]
"""Left, bottom, right and top, in points of the page."""
NOWHERE: Box = (0.0, 0.0, 0.0, 0.0)

_floats = (c_float * 6)()
_doubles = (c_double * 4)()
_numbers = (c_uint * 4)()
_length = c_ulong()
_name = (c_ushort * 200)()
# Where each of them lies, for PDFium to write into.
_F = tuple(ctypes.addressof(_floats) + 4 * place for place in range(4))
_D = tuple(ctypes.addressof(_doubles) + 8 * place for place in range(4))
_N = tuple(ctypes.addressof(_numbers) + 4 * place for place in range(4))
MOST_CHARACTERS = 100_000
_text = (c_ushort * (2 * MOST_CHARACTERS + 2))()
_LENGTH, _NAME, _TEXT = ctypes.addressof(_length), ctypes.addressof(_name), ctypes.addressof(_text)
_MOST_POINTS = 100
_LAYER = "OC\0".encode("utf-16-le")


def _call(name: str, result: Any, *arguments: Any) -> Callable[..., Any]:
    address = ctypes.cast(getattr(pdfium_c, name), c_void_p).value
    return ctypes.PYFUNCTYPE(result, *arguments)(address or 0)


load_page = _call("FPDF_LoadPage", c_void_p, c_void_p, c_int)
close_page = _call("FPDF_ClosePage", None, c_void_p)
load_text = _call("FPDFText_LoadPage", c_void_p, c_void_p)
close_text = _call("FPDFText_ClosePage", None, c_void_p)

count_objects = _call("FPDFPage_CountObjects", c_int, c_void_p)
get_object = _call("FPDFPage_GetObject", c_void_p, c_void_p, c_int)
object_kind = _call("FPDFPageObj_GetType", c_int, c_void_p)
set_active = _call("FPDFPageObj_SetIsActive", c_int, c_void_p, c_int)
is_blended = _call("FPDFPageObj_HasTransparency", c_int, c_void_p)
count_marks = _call("FPDFPageObj_CountMarks", c_int, c_void_p)
get_mark = _call("FPDFPageObj_GetMark", c_void_p, c_void_p, c_int)
remove_mark = _call("FPDFPageObj_RemoveMark", c_int, c_void_p, c_void_p)
text_mode = _call("FPDFTextObj_GetTextRenderMode", c_int, c_void_p)
font = _call("FPDFTextObj_GetFont", c_void_p, c_void_p)
clip_path = _call("FPDFPageObj_GetClipPath", c_void_p, c_void_p)
count_paths = _call("FPDFClipPath_CountPaths", c_int, c_void_p)
count_segments = _call("FPDFClipPath_CountPathSegments", c_int, c_void_p, c_int)
get_segment = _call("FPDFClipPath_GetPathSegment", c_void_p, c_void_p, c_int, c_int)

count_characters = _call("FPDFText_CountChars", c_int, c_void_p)
text_object = _call("FPDFText_GetTextObject", c_void_p, c_void_p, c_int)
character_code = _call("FPDFText_GetUnicode", c_uint, c_void_p, c_int)
font_size = _call("FPDFText_GetFontSize", c_double, c_void_p, c_int)
to_text_index = _call("FPDFText_GetTextIndexFromCharIndex", c_int, c_void_p, c_int)
to_character = _call("FPDFText_GetCharIndexFromTextIndex", c_int, c_void_p, c_int)
count_annotations = _call("FPDFPage_GetAnnotCount", c_int, c_void_p)

_bounds = _call("FPDFPageObj_GetBounds", c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
_fill_colour = _call("FPDFPageObj_GetFillColor", c_int, c_void_p, c_void_p, c_void_p, c_void_p, c_void_p)
_stroke_width = _call("FPDFPageObj_GetStrokeWidth", c_int, c_void_p, c_void_p)
_draw_mode = _call("FPDFPath_GetDrawMode", c_int, c_void_p, c_void_p, c_void_p)
_count_points = _call("FPDFPath_CountSegments", c_int, c_void_p)
_get_point = _call("FPDFPath_GetPathSegment", c_void_p, c_void_p, c_int)
_point_kind = _call("FPDFPathSegment_GetType", c_int, c_void_p)
_text_size = _call("FPDFTextObj_GetFontSize", c_int, c_void_p, c_void_p)
_object_matrix = _call("FPDFPageObj_GetMatrix", c_int, c_void_p, c_void_p)
_point = _call("FPDFPathSegment_GetPoint", c_int, c_void_p, c_void_p, c_void_p)
_character_box = _call("FPDFText_GetCharBox", c_int, c_void_p, c_int, c_void_p, c_void_p, c_void_p, c_void_p)
_origin = _call("FPDFText_GetCharOrigin", c_int, c_void_p, c_int, c_void_p, c_void_p)
_matrix = _call("FPDFText_GetMatrix", c_int, c_void_p, c_int, c_void_p)
_get_text = _call("FPDFText_GetText", c_int, c_void_p, c_int, c_int, c_void_p)
_bounded_text = _call(
    "FPDFText_GetBoundedText", c_int, c_void_p, c_double, c_double, c_double, c_double, c_void_p, c_int
)
_page_box = _call("FPDF_GetPageBoundingBox", c_int, c_void_p, c_void_p)
_get_annotation = _call("FPDFPage_GetAnnot", c_void_p, c_void_p, c_int)
_close_annotation = _call("FPDFPage_CloseAnnot", None, c_void_p)
_annotation_kind = _call("FPDFAnnot_GetSubtype", c_int, c_void_p)
_annotation_flags = _call("FPDFAnnot_GetFlags", c_int, c_void_p)
_annotation_has = _call("FPDFAnnot_HasKey", c_int, c_void_p, c_char_p)
_annotation_box = _call("FPDFAnnot_GetRect", c_int, c_void_p, c_void_p)
_mark_name = _call("FPDFPageObjMark_GetName", c_int, c_void_p, c_void_p, c_ulong, c_void_p)
_mark_text = _call("FPDFPageObjMark_GetParamStringValue", c_int, c_void_p, c_char_p, c_void_p, c_ulong, c_void_p)


def address(handle: Any) -> int:
    """The address of a handle that the binding has wrapped."""
    return ctypes.cast(handle, c_void_p).value or 0


def bounds(item: int) -> Box:
    """The box of an object of the page; of one within a form, in the form's own measure."""
    if not _bounds(item, *_F):
        return NOWHERE
    left, bottom, right, top = _floats[:4]
    return left, bottom, right, top


def fill_colours(items: Iterable[int]) -> list[tuple[int, ...] | None]:
    """Each colour that these objects are filled with, once: red, green, blue and how opaque, each 0 to 255.

    None stands for a pattern.
    """
    return [*{(*_numbers,) if _fill_colour(item, *_N) else None for item in items}]


def is_filled(path: int) -> bool:
    return bool(_draw_mode(path, *_N[:2]) and _numbers[0])


def stroke_width(path: int) -> float:
    """How wide a line is that is drawn along a path; 0 where none is."""
    if not (_draw_mode(path, *_N[:2]) and _numbers[1] and _stroke_width(path, _F[0])):
        return 0.0
    width: float = _floats[0]
    return width


def text_size(item: int) -> float:
    """How large the letters of a text are on the page; 0 where it cannot be told."""
    size = float(_floats[0]) if _text_size(item, _F[0]) else 0.0
    return size * max(map(abs, _floats[2:4])) if _object_matrix(item, _F[0]) else 0.0


def straight_lines(path: int) -> list[tuple[float, float, float, float]]:
    """The straight lines of a path, from where to where on the page; of its first hundred points."""
    if not _object_matrix(path, _F[0]):
        return []
    a, b, c, d, e, f = _floats
    lines: list[tuple[float, float, float, float]] = []
    before = (0.0, 0.0)
    for place in range(min(_count_points(path), _MOST_POINTS)):
        segment = _get_point(path, place)
        _point(segment, *_F[:2])
        x, y = _floats[:2]
        point = (a * x + c * y + e, b * x + d * y + f)
        if _point_kind(segment) == pdfium_c.FPDF_SEGMENT_LINETO:
            lines.append((*before, *point))
        before = point
    return lines


def clip_points(clip: int, number: int) -> list[tuple[float, ...]]:
    """The points of one path of a clip, in their order; the first ten of them."""
    points = []
    for place in range(min(count_segments(clip, number), 10)):
        _point(get_segment(clip, number, place), *_F[:2])
        points.append((*_floats[:2],))
    return points


def character_box(text_page: int, character: int) -> Box | None:
    """The box around the ink of a character, as its font has it; None where it has none."""
    if not _character_box(text_page, character, *_D):
        return None
    left, right, bottom, top = _doubles
    return (left, bottom, right, top) if left < right and bottom < top else None


def origin(text_page: int, character: int) -> tuple[float, ...]:
    """Where a character begins on its line: x and y."""
    _origin(text_page, character, *_D[:2])
    return (*_doubles[:2],)


def matrix(text_page: int, character: int) -> tuple[float, ...]:
    """How the font's own measure is turned and stretched: a, b, c, d."""
    _matrix(text_page, character, _F[0])
    return (*_floats[:4],)


def page_box(page: int) -> Box:
    """What of a page is shown: the crop box within the media box."""
    _page_box(page, _F[0])
    return _from_rectangle()


def shown_annotations(page: int) -> Iterator[tuple[int, Box]]:
    """Kind and box of what lies on a page, as notes, stamps and the fields of forms do and a plain link does not."""
    for number in range(count_annotations(page)):
        annotation = _get_annotation(page, number)
        kind = _annotation_kind(annotation)
        is_link = kind == pdfium_c.FPDF_ANNOT_LINK and not _annotation_has(annotation, b"AP")
        is_hidden = _annotation_flags(annotation) & pdfium_c.FPDF_ANNOT_FLAG_HIDDEN
        has_box = _annotation_box(annotation, _F[0])
        _close_annotation(annotation)
        if has_box and not (is_link or is_hidden or kind == pdfium_c.FPDF_ANNOT_POPUP):
            yield kind, _from_rectangle()


def is_layer(mark: int) -> bool:
    """Whether what a mark stands at belongs to a layer that can be switched off (optional content)."""
    return bool(_mark_name(mark, _NAME, 200, _LENGTH)) and bytes(_name)[: len(_LAYER)] == _LAYER


def has_other_words(mark: int) -> bool:
    """Whether a mark says what its text is to be read as (`ActualText`)."""
    return bool(_mark_text(mark, b"ActualText", None, 0, _LENGTH))


def text(text_page: int, first: int, count: int) -> str:
    """The text of so many characters, at most `MOST_CHARACTERS`, from the first, which must be one that is text."""
    written = _get_text(text_page, first, min(count, MOST_CHARACTERS), _TEXT)
    return ctypes.string_at(_TEXT, 2 * max(0, written - 1)).decode("utf-16-le", "ignore")


def text_within(text_page: int, box: Box) -> str:
    """The characters that have ink within a box: the first two hundred of them."""
    left, bottom, right, top = box
    written = _bounded_text(text_page, left, top, right, bottom, _NAME, len(_name))
    return bytes(memoryview(_name)[: min(written, len(_name))]).decode("utf-16-le", "ignore").rstrip("\0")


def _from_rectangle() -> Box:
    """PDFium's rectangle has its top before its right."""
    left, top, right, bottom = _floats[:4]
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)
