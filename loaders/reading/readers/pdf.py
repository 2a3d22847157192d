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
from loaders.reading.readers import visibility
from loaders.reading.readers.text import break_runs
from loaders.record.errors import SourceRefused
from loaders.record.model import Document

# Of 211 published reports the longest has 54 pages and 134,000 characters, the fullest page 3,600.
MAX_PAGES = 600
# Where the tables of grades stand; what further pages say is held against them.
PAGES_LOOKED_AT = 3
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
        read = list(_pages(pdf))
    except (pdfium.PdfiumError, AssertionError):  # the library asserts that PDFium's counts agree with each other
        raise SourceRefused("the PDF is damaged: a page cannot be read") from None
    finally:
        pdf.close()
    pages = tuple(text for text, _ in read)
    notes = tuple(
        f"p. {number}: text with a grade that the page does not show was left out"
        for number, (_, has_hidden) in enumerate(read, 1)
        if has_hidden
    )
    if not any(page.strip() for page in pages):
        if notes:
            raise SourceRefused(f"the PDF shows no text: {notes[0]}")
        raise SourceRefused(
            f"the PDF holds only pictures: no text on any of its {len(pages)} pages; "
            "make it searchable (OCR) and try again"
        )
    return Document(kind="pdf", pages=pages, notes=notes)


def _pages(pdf: pdfium.PdfDocument) -> Iterator[tuple[str, bool]]:
    left = MAX_CHARACTERS
    for index in range(len(pdf)):
        text, has_hidden = page_text(pdf, index)
        left -= len(text)
        if left < 0:
            raise SourceRefused(
                f"the PDF holds more than {MAX_CHARACTERS:,} characters; wanted the report of one inspection"
            )
        yield text, has_hidden


def page_text(pdf: pdfium.PdfDocument, index: int) -> tuple[str, bool]:
    """The text of a page that can be seen, tidied, and whether any was left out. Raises SourceRefused for too much."""
    page = pdf[index]
    text_page = page.get_textpage()
    hidden: set[int] = set()
    try:
        count = text_page.count_chars()
        if count > MAX_PAGE_CHARACTERS:
            raise SourceRefused(f"page {index + 1} of the PDF holds more than {MAX_PAGE_CHARACTERS:,} characters")
        first, text = _text_range(text_page, count)
        if index < PAGES_LOOKED_AT:
            hidden = visibility.hidden_characters(page, text_page, text)
        if hidden:
            kept = (i for i in range(first, count) if i not in hidden)
            text = "".join(chr(pdfium_c.FPDFText_GetUnicode(text_page, i)) for i in kept)
    finally:
        text_page.close()
        page.close()
    return break_runs(_ODD.sub(lambda odd: _INSTEAD.get(odd.group(), ""), text.replace("\r", ""))), bool(hidden)


def _text_range(text_page: pdfium.PdfTextPage, count: int) -> tuple[int, str]:
    """Where the text of a page begins, and all of it from its first character that is text to its last.

    The library looks for these two by recursion, which a page with a thousand marks before its text would exhaust.
    """

    def is_text(character: int) -> bool:
        return bool(pdfium_c.FPDFText_GetTextIndexFromCharIndex(text_page, character) != -1)

    first = next(filter(is_text, range(count)), None)
    if first is None:
        return 0, ""
    last = next(filter(is_text, range(count - 1, first, -1)), first)
    return first, str(text_page.get_text_range(first, last - first + 1))
