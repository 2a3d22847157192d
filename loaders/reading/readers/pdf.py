"""PDF files to a Document: the text that every page shows, in reading order, by PDFium.

PDFium gives the cells of the reports' wrapped tables in reading order, label then grade (see
`../tools/benchmarks`), so that positions are needed only where a table was drawn column by column
(`grade_columns`). Three of its habits are put right here: line ends are CRLF, a
hyphen at the end of a line is the control character U+0002 (or U+FFFE), and bullets are private-use glyphs.

Text that a reader of the page does not see is left out, and a note says so: `visibility` finds the pages that may hold
any, `unseen` takes it out.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Sequence
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from loaders.reading.readers import cell_rows, figure_columns, grade_columns, pdfium_calls as calls, unseen, visibility
from loaders.reading.readers.text import INSTEAD_EVERYWHERE, break_runs, with_our_figures
from loaders.reading.readers.visibility import Extent
from loaders.record.errors import SourceRefused
from loaders.record.model import Document

# Of 211 published reports the longest has 54 pages and 134,000 characters, the fullest page 3,600.
MAX_PAGES = 600
MAX_PAGE_CHARACTERS = calls.MOST_CHARACTERS
MAX_CHARACTERS = 2_000_000
# Titles, dates and the first table stand on pages that begin within so many characters.
_FRONT_CHARACTERS = 1500
_MOST_ROUNDS = 4

_INSTEAD = INSTEAD_EVERYWHERE | dict.fromkeys("\u0002\u00ad\ufffe", "-")
# A search for the few that are there: `str.translate` takes nine times as long, a tenth of all reading. The last two
# ranges hold the letters and figures of other scripts.
_ODD = re.compile(f"[\x00-\x08\x0b-\x1f{''.join(_INSTEAD)}\u0660-\u1fff\u2c00-\U0010ffff]")
_NO_FOLDERS = (ctypes.POINTER(ctypes.c_char) * 1)()  # where PDFium looks for fonts: a list that ends at once
_NO_PAGE = "the PDF is damaged: a page cannot be read"
_ADVICE = "have its text recognised (OCR) by another program, save that as text or as a Word document, and read that"


@dataclass(frozen=True)
class PageText:
    """The text that a page shows, and why some that it holds was left out."""

    text: str
    hidden: frozenset[str] = frozenset()


def renew() -> None:
    """Start PDFium anew, without the fonts of this machine. No document may be open.

    A stand-in for a font that a document does not bring keeps the shape in which it was last drawn: letters of the next
    document would stand elsewhere than they do where it is read first.
    """
    pdfium_c.FPDF_DestroyLibrary()
    pdfium_c.FPDF_InitLibraryWithConfig(pdfium_c.FPDF_LIBRARY_CONFIG(2, _NO_FOLDERS, None, 0))


def read(content: bytes, words: Sequence[str] = ()) -> Document:
    """The text of every page. Raises SourceRefused for damaged, encrypted, picture-only and oversized files.

    `words` are the stems of the words that grades are printed in: beyond the front, no page without one is looked at
    for text that cannot be seen. Without any, every page is.
    """
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
        pages = _pages(pdf, words, is_closely=not words)
        if words and any(page.hidden for page in pages):  # whoever hides some text may hide more of it
            pages = _pages(pdf, words, is_closely=True)
    finally:
        pdf.close()
    notes = tuple(
        f"p. {number}: text that the page does not show was left out ({', '.join(sorted(page.hidden))})"
        for number, page in enumerate(pages, 1)
        if page.hidden
    )
    if not any(page.text.strip() for page in pages):
        if notes:
            raise SourceRefused(f"the PDF shows no text: {notes[0]}; {_ADVICE}")
        raise SourceRefused(f"the PDF holds only pictures: no text on any of its {len(pages)} pages; {_ADVICE}")
    return Document(kind="pdf", pages=tuple(page.text for page in pages), notes=notes)


def _pages(pdf: pdfium.PdfDocument, words: Sequence[str], is_closely: bool) -> list[PageText]:
    pages: list[PageText] = []
    length = 0
    for index in range(len(pdf)):
        extent = Extent.ALL if is_closely else Extent.FRONT if length < _FRONT_CHARACTERS else Extent.GRADES
        pages.append(page_text(pdf, index, words, extent=extent))
        length += len(pages[-1].text)
        if length > MAX_CHARACTERS:
            raise SourceRefused(
                f"the PDF holds more than {MAX_CHARACTERS:,} characters; wanted the report of one inspection"
            )
    return pages


def page_text(
    pdf: pdfium.PdfDocument, index: int, words: Sequence[str] = (), *, extent: Extent = Extent.ALL
) -> PageText:
    """The text that one page shows, tidied. Raises SourceRefused where there is too much, or the page is damaged."""
    page = calls.load_page(calls.address(pdf.raw), index)
    if not page:
        raise SourceRefused(_NO_PAGE)
    try:
        text, hidden = _shown_text(page, index, words, extent=extent)
    finally:
        calls.close_page(page)
    return PageText(tidy(text), frozenset(hidden - {unseen.NUMBERING}))


def tidy(text: str) -> str:
    """A page's text with `\\n` line ends, ordinary letters, spaces and figures, and no long run of marks."""
    return break_runs(_ODD.sub(_instead, text.replace("\r", "")))


def _instead(odd: re.Match[str]) -> str:
    character = odd.group()
    return _INSTEAD.get(character, "" if character < " " else with_our_figures(character))


def _shown_text(page: int, index: int, words: Sequence[str], *, extent: Extent) -> tuple[str, set[str]]:
    """The text that a page shows, and why some was left out: read again each time that any is taken out."""
    hidden = {unseen.TOO_SMALL} if extent is not Extent.GRADES and visibility.has_squeezed(page) else set[str]()
    text_before = None
    for _ in range(_MOST_ROUNDS):
        text_page = calls.load_text(page)
        if not text_page:
            raise SourceRefused(_NO_PAGE)
        try:
            text, start = _text_range(text_page, index)
            if (head_at := cell_rows.head(text, words)) >= 0 and extent is Extent.GRADES:
                extent = Extent.FRONT  # what heads a grade, or is a mark in place of one, counts as much
            if text_before is not None and text_before.split() != text.split():
                hidden.add(unseen.OTHER_LETTERS)
            text_before = None
            if not text or visibility.is_plain(page, text_page, text, start=start, words=words, extent=extent):
                return _in_rows(text_page, text, start, words=words, head_at=head_at), hidden
            if unseen.drop_other_words(page, text_page):
                text_before = text
            elif reasons := unseen.take_out(page, text_page, text, start=start, words=words):
                hidden |= reasons
            else:
                return _in_rows(text_page, text, start, words=words, head_at=head_at), hidden
        finally:
            calls.close_text(text_page)
    return "", hidden | {unseen.COVERED}  # what is taken out brings something else to light, over and over


def _in_rows(text_page: int, text: str, start: int, *, words: Sequence[str], head_at: int) -> str:
    """The text of a page with what its tables have in columns in their rows."""
    if (
        head_at >= 0
        and (with_tabs := cell_rows.with_tabs(text_page, text, start, stems=words, head_at=head_at)) != text
    ):
        return with_tabs
    in_rows = grade_columns.in_rows(text_page, text, start, stems=words)
    return in_rows if in_rows != text else figure_columns.with_dashes(text_page, text, start)


def _text_range(text_page: int, index: int) -> tuple[str, int]:
    """All text of a page, from its first character that is text to its last, and its first one's text index.

    The library looks for these two by recursion, which a page with a thousand marks before its text would exhaust.
    """
    count = calls.count_characters(text_page)
    if count > MAX_PAGE_CHARACTERS:
        raise SourceRefused(f"page {index + 1} of the PDF holds more than {MAX_PAGE_CHARACTERS:,} characters")

    def is_text(character: int) -> bool:
        return bool(calls.to_text_index(text_page, character) != -1)

    first = next(filter(is_text, range(count)), None)
    if first is None:
        return "", 0
    last = next(filter(is_text, range(count - 1, first, -1)), first)
    return calls.text(text_page, first, last - first + 1), calls.to_text_index(text_page, first)
