"""Readers: a file's bytes to a Document. The reader is chosen by content, never by the file's name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from loaders.reading.readers import pdf, spreadsheet, text
from loaders.record.errors import SourceRefused
from loaders.record.model import Document

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER_FORMATS = {
    b"{\\rtf": "a rich text document",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"\x1f\x8b": "a gzip archive",
    b"GIF8": "a GIF picture",
    b"II*\x00": "a TIFF picture",
    b"MM\x00*": "a TIFF picture",
}
WANTED = "wanted a PDF, a text document or a spreadsheet (ODS, XLSX)"


def read(path: Path, content: bytes, words: Sequence[str] = ()) -> Document:
    """Read one file, whose bytes the caller already has. Raises SourceRefused when it is none of what we read.

    `words` are the stems of the words that grades are printed in (`pdf.read`).
    """
    if not content:
        raise SourceRefused(f"the file is empty; {WANTED}")
    if b"%PDF-" in content[:1024]:
        return pdf.read(content, words)
    if content.startswith(_ZIP):
        return spreadsheet.read(content)
    if content.startswith(_OLE):
        raise SourceRefused(f"an old binary Office document; {WANTED}")
    for magic, found in _OTHER_FORMATS.items():
        if content.startswith(magic):
            raise SourceRefused(f"{found}; {WANTED}")
    beginning = text.beginning(content)
    if beginning.lower().startswith(("<!doctype html", "<html", "<?xml", "<head", "<body")):
        wanted = "not a PDF" if path.suffix.lower() == ".pdf" else "not a report"
        raise SourceRefused(f'{wanted}: the file begins with "{beginning[:15]}"; {WANTED}')
    if path.suffix.lower() == ".pdf":
        raise SourceRefused(f'not a PDF: the file begins with "{beginning[:15]}"')
    return text.read(content)
