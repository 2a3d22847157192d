"""Whether the figure that numbers a grade is drawn as itself, and not as another one; for `visibility` and `unseen`.

Figures are all of one height and width, so that only how they look tells them apart. The one on the page is compared
with those of fonts that PDFium brings along: it must not look more like one of the other numbers of a scale.
"""

from __future__ import annotations

import ctypes
import statistics
from functools import cache

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from loaders.reading.readers import pdfium_calls as calls
from loaders.reading.readers.drawing import Canvas

_FONTS = (b"Helvetica", b"Helvetica-Bold", b"Times-Roman", b"Times-Bold", b"Courier")
_NUMBERS = "1234"
_WIDTH, _HEIGHT = 10, 14  # dots: enough to tell them apart in 6,000 figures of published reports, and no more
_CLEARLY = 0.1  # more alike, by correlation


def is_drawn(page: int, text_page: int, place: int) -> bool:
    """Whether a character, if it is a number of a scale, looks like it. Nothing is said of those on turned pages."""
    figure = chr(calls.character_code(text_page, place))
    if figure not in _NUMBERS:
        return True
    canvas, box = Canvas(page), calls.character_box(text_page, place)
    if canvas.is_turned or calls.matrix(text_page, place)[1]:
        return True
    if box is None:
        return False
    dots = canvas.portrait(box, _WIDTH, _HEIGHT)
    likeness = {
        candidate: max(_correlation(dots, other) for other in looks) for candidate, looks in _looks_by_figure().items()
    }
    return likeness[figure] + _CLEARLY > max(likeness.values())


@cache
def _looks_by_figure() -> dict[str, list[bytes]]:
    """How each figure looks in each of the fonts."""
    looks: dict[str, list[bytes]] = {figure: [] for figure in _NUMBERS}
    pdf = pdfium.PdfDocument.new()
    for font in _FONTS:
        page = pdf.new_page(400, 100)
        text = pdfium_c.FPDFPageObj_NewTextObj(pdf, font, 40)
        letters = ctypes.create_string_buffer(f"{_NUMBERS}\0".encode("utf-16-le"))
        pdfium_c.FPDFText_SetText(text, ctypes.cast(letters, pdfium_c.FPDF_WIDESTRING))
        pdfium_c.FPDFPageObj_Transform(text, 1, 0, 0, 1, 10, 10)
        pdfium_c.FPDFPage_InsertObject(page, text)
        text_page = calls.load_text(calls.address(page.raw))
        canvas = Canvas(calls.address(page.raw))
        for place, figure in enumerate(_NUMBERS):
            if box := calls.character_box(text_page, place):
                looks[figure].append(canvas.portrait(box, _WIDTH, _HEIGHT))
        calls.close_text(text_page)
    pdf.close()
    return looks


def _correlation(dots: bytes, others: bytes) -> float:
    try:
        return statistics.correlation(dots, others)
    except statistics.StatisticsError:  # nothing is drawn
        return -1.0
