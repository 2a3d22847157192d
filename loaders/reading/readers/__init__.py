"""Readers: a file's bytes to a Document. The reader is chosen by content, never by the file's name."""

from __future__ import annotations

from pathlib import Path

from loaders.reading.readers import office_text, pdf, spreadsheet, text, web_page
from loaders.record.errors import SourceRefused
from loaders.record.model import Document

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SAVE_AGAIN = "save it as PDF, .docx or text and try again"
_OTHER_FORMATS = {
    b"{\\rtf": f"a rich text document (.rtf); {SAVE_AGAIN}",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"\x1f\x8b": "a gzip archive",
    b"GIF8": "a GIF picture",
    b"II*\x00": "a TIFF picture",
    b"MM\x00*": "a TIFF picture",
}
WANTED = "wanted a PDF, a text, Word or OpenDocument file, a saved web page, or a spreadsheet (ODS, XLSX)"


def read(path: Path, content: bytes) -> Document:
    """Read one file, whose bytes the caller already has. Raises SourceRefused when it is none of what we read."""
    if not content:
        raise SourceRefused(f"the file is empty; {WANTED}")
    if b"%PDF-" in content[:1024]:
        return pdf.read(content)
    if content.startswith(_ZIP):
        if part := office_text.part_of(content):
            return office_text.read(content, part)
        return spreadsheet.read(content)
    if content.startswith(_OLE):
        raise SourceRefused(f"an old binary Office document or message (.doc, .xls, .msg); {SAVE_AGAIN}; {WANTED}")
    for magic, found in _OTHER_FORMATS.items():
        if content.startswith(magic):
            raise SourceRefused(f"{found}; {WANTED}")
    beginning = text.beginning(content)
    if beginning.lower().startswith(("<!doctype html", "<html", "<?xml", "<head", "<body")):
        is_page = path.suffix.lower() in (".html", ".htm", ".xhtml")
        if is_page:
            return web_page.read(content)
        wanted = "not a PDF" if path.suffix.lower() == ".pdf" else "not a report"
        raise SourceRefused(f'{wanted}: the file begins with "{beginning[:15]}"; {WANTED}')
    if path.suffix.lower() == ".pdf":
        raise SourceRefused(f'not a PDF: the file begins with "{beginning[:15]}"')
    return text.read(content)
