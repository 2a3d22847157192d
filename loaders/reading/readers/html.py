"""Saved web pages (.html) to a Document: paragraphs and tables as a browser shows them, as far as the page itself says.

Scripts are not run, and nothing that the page links to is fetched: neither styles nor pictures nor frames. Text that
the page's own attributes and rules hide is left out, and a note says so.
"""

from __future__ import annotations

import codecs
import re

from loaders.record.errors import SourceRefused
from loaders.record.model import Document

MAX_BYTES = 5 * 1024 * 1024
_BEGINNINGS = ("<!doctype html", "<html", "<head", "<body", "<h1", "<table", "<div", "<main", "<article", "<style")
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# An XML declaration, comments such as browsers put before a page that they save, and white space.
_PREAMBLE = re.compile(r"\A(?:\ufeff|\s+|<!--.*?-->|<\?xml[^>]*\?>)*", re.DOTALL)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([A-Za-z0-9_-]{3,20})""", re.IGNORECASE)
_ENCODINGS = {"windows-1252": "cp1252", "iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252"}


def is_page(content: bytes) -> bool:
    """Whether a file is a web page, by how it begins, comments apart."""
    encoding = "utf-16" if content.startswith(_UTF_16) else "utf-8"
    return _PREAMBLE.sub("", content[:4096].decode(encoding, "replace")).lower().startswith(_BEGINNINGS)


def read(content: bytes) -> Document:
    """The text of a web page. Raises SourceRefused where it is too large, nests too deep, or has none."""
    if len(content) > MAX_BYTES:
        raise SourceRefused(f"the web page has more than {MAX_BYTES // 2**20} MiB; wanted the report of one inspection")
    # Loaded with the first page: nothing else needs style sheets. `preload` does so before the process is confined.
    from loaders.reading.readers import web_page

    return web_page.read(_decoded(content))


def _decoded(content: bytes) -> str:
    if content.startswith(_UTF_16):
        return content.decode("utf-16", "replace")
    stated = _CHARSET.search(content[:4096])
    name = stated[1].decode("ascii").lower() if stated else "utf-8"
    try:
        return content.decode(_ENCODINGS.get(name, "utf-8-sig"))
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")
