"""Word and OpenDocument text files to a Document of one page: paragraphs as lines, rows of tables as cells with tabs.

Only the text of the file's body is read: macros, links, pictures, comments and deleted text are left alone, and nothing
outside the file is opened. Declarations of XML entities, which no writer of such files puts in, are refused.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree

from loaders.reading.readers import text as text_reader
from loaders.record.errors import SourceRefused
from loaders.record.model import Document

# By the part that holds the body: a report of 60 pages has 2 MB of it.
PARTS = {"word/document.xml": "Word document", "content.xml": "OpenDocument text"}
MAX_PART_BYTES = 40 * 1024 * 1024
MAX_ENTRIES = 2_000
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ODT_TYPE = b"application/vnd.oasis.opendocument.text"
_ROW = {"tr", "table-row"}
_CELL = {"tc", "table-cell"}
_PARAGRAPH = {"p", "h"}
_TEXT = {"t", "span", "a", "p", "h"}
_LEFT_OUT = {"del", "moveFrom", "instrText", "annotation", "tracked-changes", "note", "footnote", "comment", "delText"}


def part_of(content: bytes) -> str:
    """The name of the part that makes an archive a text document; "" for any other archive, damaged ones included."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist()[:MAX_ENTRIES])
            if "word/document.xml" in names:
                return "word/document.xml"
            if {"mimetype", "content.xml"} <= names and archive.getinfo("mimetype").file_size < 200:
                return "content.xml" if archive.read("mimetype").strip().startswith(_ODT_TYPE) else ""
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, ValueError, NotImplementedError, zlib.error):
        return ""
    return ""


def read(content: bytes, part: str) -> Document:
    """The text of a document whose body is in `part`. Raises SourceRefused for what is damaged, locked or too large."""
    kind = PARTS[part]
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(part) as file:
            body = file.read(MAX_PART_BYTES + 1)
    except RuntimeError:
        raise SourceRefused(f"the {kind} is encrypted and needs a password") from None
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError, zlib.error):
        raise SourceRefused(f"the {kind} is damaged or cut short") from None
    if len(body) > MAX_PART_BYTES:
        raise SourceRefused(f"the {kind} unpacks to more than {MAX_PART_BYTES // 2**20} MiB of text")
    if _DECLARATION.search(body):
        raise SourceRefused(f"the {kind} declares XML entities, which no such document needs")
    try:
        root = ElementTree.fromstring(body)
        lines = list(_lines(root))
    except (ElementTree.ParseError, ValueError, RecursionError):
        raise SourceRefused(f"the {kind} is damaged: its text cannot be read") from None
    return text_reader.document("\n".join(lines))


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _lines(element: ElementTree.Element) -> Iterator[str]:
    """Each paragraph outside tables as a line, each row of a table as its cells with tabs between them."""
    for child in element:
        name = _name(child)
        if name in _LEFT_OUT:
            continue
        if name in _ROW:
            yield "\t".join(" ".join(_lines_of_cell(cell)) for cell in child.iter() if _name(cell) in _CELL)
        elif name in _PARAGRAPH:
            yield _text(child)
        else:
            yield from _lines(child)


def _lines_of_cell(cell: ElementTree.Element) -> list[str]:
    return [text for paragraph in cell.iter() if _name(paragraph) in _PARAGRAPH and (text := _text(paragraph).strip())]


def _text(paragraph: ElementTree.Element) -> str:
    """The text of a paragraph, tabs and line ends as they are set."""
    parts = [paragraph.text or ""] if _name(paragraph) in _TEXT else []
    for child in paragraph:
        name = _name(child)
        if name in {"tab", "s"}:
            parts.append("\t" if name == "tab" else " ")
        elif name in {"br", "line-break", "cr"}:
            parts.append("\n")
        elif name not in _LEFT_OUT:
            parts.append(_text(child))
        parts.append((child.tail or "") if _name(paragraph) in _TEXT else "")
    return "".join(parts)
