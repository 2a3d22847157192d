"""Formats that are not read, each by its name and with what to do instead."""

from __future__ import annotations

import re

_SAVE = "save it as a Word document (.docx), as PDF or as text, and read that"
_RECOGNISE = "have its text recognised (OCR) by another program, save that as text or as a Word document, and read that"
_UNPACK = "unpack it, and read the report that is in it"
_ATTACHED = "save the report that is attached to it, and read that"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What an old binary file has in it, as names of its parts.
_OLE_PARTS = (
    (
        "EncryptedPackage",
        "an Office document that is encrypted and needs a password",
        "save it without one, and read that",
    ),
    ("__properties_version1.0", "an e-mail of Outlook (.msg)", _ATTACHED),
    ("WordDocument", "a Word document in the old binary format (.doc)", _SAVE),
    ("Workbook", "a spreadsheet in the old binary format (.xls)", "save it as .xlsx or .ods, and read that"),
    ("PowerPoint Document", "a presentation in the old binary format (.ppt)", _SAVE),
)
_BEGINNINGS = (
    (rb"\{\\rtf", "a rich text document (.rtf)", _SAVE),
    (rb"\x89PNG", "a PNG picture", _RECOGNISE),
    (rb"\xff\xd8\xff", "a JPEG picture", _RECOGNISE),
    (rb"GIF8", "a GIF picture", _RECOGNISE),
    (rb"(?:II\*\x00|MM\x00\*)", "a TIFF picture", _RECOGNISE),
    (rb"RIFF....WEBP", "a WebP picture", _RECOGNISE),
    (rb"....ftyp(?:heic|heix|mif1|avif)", "a HEIC or AVIF picture", _RECOGNISE),
    (rb"BM....\x00\x00\x00\x00", "a BMP picture", _RECOGNISE),
    (rb"AT&TFORM", "a DjVu document", _RECOGNISE),
    (rb"%!PS", "a PostScript document", _SAVE),
    (rb"\x1f\x8b", "a gzip archive", _UNPACK),
    (rb"7z\xbc\xaf\x27\x1c", "a 7z archive", _UNPACK),
    (rb"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    (rb"\xffWPC", "a WordPerfect document", _SAVE),
)
# The headers that an e-mail, or a web page that was saved as one, begins with.
_HEADER = re.compile(
    rb"(?:From|To|Subject|Date|Received|Return-Path|Delivered-To|MIME-Version|Message-ID|X-[A-Za-z-]+)\s?:",
    re.IGNORECASE,
)
_MIME = re.compile(
    rb"^(?:MIME-Version|Message-ID|Received|Return-Path|Content-Type:\s*(?:multipart|text/html|message))\b",
    re.IGNORECASE | re.MULTILINE,
)
_SAVED_PAGE = re.compile(rb"multipart/related|Snapshot-Content-Location|<Saved by", re.IGNORECASE)
_BEGINNING = 4096


def refusal(content: bytes) -> str:
    """What a file is, and what to do, if its format is known and not read; else empty."""
    if content.startswith(_OLE):
        for name, title, advice in _OLE_PARTS:
            if name.encode("utf-16-le") in content:
                return f"{title}; {advice}"
        return f"an old binary Office document; {_SAVE}"
    for beginning, title, advice in _BEGINNINGS:
        if re.match(beginning, content, re.DOTALL):
            return f"{title}; {advice}"
    start = content[:_BEGINNING].lstrip(b"\xef\xbb\xbf \t\r\n")
    if _HEADER.match(start) and _MIME.search(start):
        if _SAVED_PAGE.search(start):
            return 'a web page saved as an archive (.mhtml); save it as "web page, HTML only" or print it to a PDF'
        return f"an e-mail (.eml); {_ATTACHED}"
    if start.startswith(b"<?xml") and b'progid="Word.Document"' in start:
        return f"a Word document saved as XML; {_SAVE}"
    if start.startswith(b"<?xml") and b"urn:oasis:names:tc:opendocument" in start:
        return f"an OpenDocument file saved as flat XML (.fodt, .fods); {_SAVE}"
    if b"<svg" in start[:500]:
        return f"an SVG picture; {_RECOGNISE}"
    return ""
