"""PDF files to a Document: the text of every page in reading order, by PDFium.

PDFium gives the cells of the reports' wrapped tables in reading order, label then grade (see
`../tests/benchmarks`), so that no positions are needed. Three of its habits are put right here: line ends are CRLF, a
hyphen at the end of a line is the control character U+0002 (or U+FFFE), and bullets are private-use glyphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from loaders.reading.readers import text as text_reader
from loaders.reading.readers.text import break_runs
from loaders.record.errors import SourceRefused
from loaders.record.model import Document

# Of 211 published reports the longest has 54 pages and 134,000 characters, the fullest page 3,600.
MAX_PAGES = 600
MAX_PAGE_CHARACTERS = 100_000
MAX_CHARACTERS = 2_000_000

_INSTEAD = (
    text_reader.INSTEAD
    | {"\u0002": "-", "\ufffe": "-", "\u00ad": "-"}
    | {chr(code): "\u2022" for code in range(0xF000, 0xF100)}
)
# A search for the few that are there: `str.translate` takes nine times as long, a tenth of all reading.
_ODD = re.compile(f"[\x00-\x08\x0b-\x1f{''.join(_INSTEAD)}]")


def read(content: bytes) -> Document:
    """The text of every page. Raises SourceRefused for damaged, encrypted, picture-only and oversized files."""
    try:
        pdf = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        if pdfium_c.FPDF_GetLastError() == pdfium_c.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            raise SourceRefused("the PDF is encrypted and needs a password") from None
        raise SourceRefused("the PDF is damaged or cut short and cannot be opened") from None
    try:
        if not len(pdf):
            raise SourceRefused("the PDF has no pages")
        if len(pdf) > MAX_PAGES:
            raise SourceRefused(f"the PDF has {len(pdf)} pages; wanted a report of at most {MAX_PAGES}")
        pages = tuple(_pages(pdf))
    except (pdfium.PdfiumError, AssertionError):  # the library asserts that PDFium's counts agree with each other
        raise SourceRefused("the PDF is damaged: a page cannot be read") from None
    finally:
        pdf.close()
    if not any(page.strip() for page in pages):
        raise SourceRefused(f"the PDF holds only pictures: no text on any of its {len(pages)} pages")
    return Document(kind="pdf", pages=pages)


def _pages(pdf: pdfium.PdfDocument) -> Iterator[str]:
    left = MAX_CHARACTERS
    for index in range(len(pdf)):
        text = page_text(pdf, index)
        left -= len(text)
        if left < 0:
            raise SourceRefused(
                f"the PDF holds more than {MAX_CHARACTERS:,} characters; wanted the report of one inspection"
            )
        yield text


def page_text(pdf: pdfium.PdfDocument, index: int) -> str:
    """The text of one page, tidied. Raises SourceRefused where there is too much of it."""
    page = pdf[index]
    text_page = page.get_textpage()
    try:
        count = text_page.count_chars()
        if count > MAX_PAGE_CHARACTERS:
            raise SourceRefused(f"page {index + 1} of the PDF holds more than {MAX_PAGE_CHARACTERS:,} characters")
        text = _text_range(text_page, count)
    finally:
        text_page.close()
        page.close()
    return break_runs(_ODD.sub(lambda odd: _INSTEAD.get(odd.group(), ""), text.replace("\r", "")))


def _text_range(text_page: pdfium.PdfTextPage, count: int) -> str:
    """All text of a page, from its first character that is text to its last.

    The library looks for these two by recursion, which a page with a thousand marks before its text would exhaust.
    """

    def is_text(character: int) -> bool:
        return bool(pdfium_c.FPDFText_GetTextIndexFromCharIndex(text_page, character) != -1)

    first = next(filter(is_text, range(count)), None)
    if first is None:
        return ""
    last = next(filter(is_text, range(count - 1, first, -1)), first)
    return str(text_page.get_text_range(first, last - first + 1))
