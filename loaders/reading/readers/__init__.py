"""Readers: a file's bytes to a Document. The reader is chosen by content, never by the file's name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from loaders.reading.readers import docx, html, odt, other_formats, package, pdf, spreadsheet, text
from loaders.record.errors import SourceRefused
from loaders.record.model import Document
from loaders.record.safe_text import beginning

_ZIP = b"PK\x03\x04"
WANTED = (
    "wanted a PDF, a Word document (.docx), an OpenDocument text (.odt), a saved web page, a text or a spreadsheet "
    "(ODS, XLSX)"
)


def read(path: Path, content: bytes, words: Sequence[str] = ()) -> Document:
    """Read one file, whose bytes the caller already has. Raises SourceRefused when it is none of what we read.

    `words` are the stems of the words that grades are printed in (`pdf.read`, `docx.read`).
    """
    document = _read(path, content, words)
    if document.kind == "pdf":  # which has them on its pages already
        return document
    return replace(document, pages=tuple(map(text.with_our_figures, document.pages)))


def _read(path: Path, content: bytes, words: Sequence[str]) -> Document:
    if not content:
        raise SourceRefused(f"the file is empty; {WANTED}")
    if b"%PDF-" in content[:1024]:
        return pdf.read(content, words)
    if content.startswith(_ZIP):
        return _archive(content, words)
    if refusal := other_formats.refusal(content):
        raise SourceRefused(refusal)
    first_line = beginning(content)
    begins = f'the file begins with "{first_line[:15]}"'
    if path.suffix.lower() == ".pdf":  # what a server sent instead of the report
        raise SourceRefused(f"not a PDF: {begins}" + (f"; {WANTED}" if html.is_page(content) else ""))
    if html.is_page(content):
        return html.read(content)
    if first_line.startswith("<?xml"):
        raise SourceRefused(f"not a report: {begins}; {WANTED}")
    return text.read(content)


def _archive(content: bytes, words: Sequence[str]) -> Document:
    archive = package.Package(content)
    match package.kind(archive):
        case "word":
            return docx.read(archive, words)
        case "odt":
            return odt.read(archive, words)
    return spreadsheet.read(content)
