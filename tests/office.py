"""Reports as Word, OpenDocument and web pages, for tests: the least of each format that says what is to be read.

A document is its blocks: a paragraph is a text, a table is its rows of cells.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from xml.sax.saxutils import escape

from tests import documents

Block = str | Sequence[Sequence[str]]

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
ODF = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office", "text": "text", "table": "table", "style": "style", "draw": "drawing",
        "fo": "xsl-fo-compatible", "manifest": "manifest",
    }.items()
)  # fmt: skip


def report(*rows: Sequence[str]) -> list[Block]:
    """An ILACS report of 2018: its title, its dates, and these rows of labels and grades."""
    return [
        "Inspection of Hillingdon local authority children\u2019s services",
        "Inspection dates: 16 April to 27 April 2018",
        "Lead inspector: A Person, Her Majesty\u2019s Inspector",
        [("Judgement", "Grade"), *(rows or [(label, "Good") for label in documents.ILACS_2018])],
        "Children here are helped when they need it.",
    ]


def plain(blocks: Sequence[Block]) -> str:
    """The same as a text."""
    return "\n\n".join(
        block if isinstance(block, str) else "\n".join("\t".join(row) for row in block) for block in blocks
    )


# --- Word


def run(words: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(words)}</w:t></w:r>'


def paragraph(words: str) -> str:
    return f"<w:p>{run(words)}</w:p>"


def word_table(
    rows: Sequence[Sequence[str]],
    cell: Callable[[str], str] = paragraph,
    row_properties: str = "",
    properties: str = "",
) -> str:
    cells = ("".join(f"<w:tc><w:tcPr>{properties}</w:tcPr>{cell(words)}</w:tc>" for words in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr><w:trPr>{row_properties}</w:trPr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def word_body(blocks: Sequence[Block]) -> str:
    return "".join(paragraph(block) if isinstance(block, str) else word_table(block) for block in blocks)


def docx(body: str | Sequence[Block], styles: str = "", **more: str) -> bytes:
    """A Word document of these blocks, or of a body as XML; `more` are other parts of it by name."""
    xml = body if isinstance(body, str) else word_body(body)
    return documents.archive(
        {
            "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
            "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"/>',
            "word/document.xml": f'<?xml version="1.0"?><w:document {WORD}><w:body>{xml}</w:body></w:document>',
            "word/styles.xml": f"<w:styles {WORD}>{styles}</w:styles>",
            **more,
        }
    )


# --- OpenDocument


def odt_table(rows: Sequence[Sequence[str]], cell: Callable[[str], str] | None = None, row: str = "") -> str:
    shown = cell or (lambda words: f"<text:p>{escape(words)}</text:p>")
    return (
        "<table:table>"
        + "".join(
            f"<table:table-row{row}>"
            + "".join(f"<table:table-cell>{shown(words)}</table:table-cell>" for words in cells)
            + "</table:table-row>"
            for cells in rows
        )
        + "</table:table>"
    )


def odt_body(blocks: Sequence[Block]) -> str:
    return "".join(
        f"<text:p>{escape(block)}</text:p>" if isinstance(block, str) else odt_table(block) for block in blocks
    )


def odt(body: str | Sequence[Block], styles: str = "", manifest: str = "", **more: str) -> bytes:
    """An OpenDocument text of these blocks, or of a body as XML, with these automatic styles."""
    xml = body if isinstance(body, str) else odt_body(body)
    return documents.archive(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "META-INF/manifest.xml": f"<manifest:manifest {ODF}>{manifest}</manifest:manifest>",
            "content.xml": f"<office:document-content {ODF}><office:automatic-styles>{styles}</office:automatic-styles>"
            f"<office:body><office:text>{xml}</office:text></office:body></office:document-content>",
            **more,
        }
    )


# --- web pages


def web_table(rows: Sequence[Sequence[str]], cell: Callable[[str], str] = escape) -> str:
    cells = ("".join(f"<td>{cell(words)}</td>" for words in row) for row in rows)
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>"


def web_body(blocks: Sequence[Block]) -> str:
    return "\n".join(f"<p>{escape(block)}</p>" if isinstance(block, str) else web_table(block) for block in blocks)


def html(body: str | Sequence[Block], head: str = "") -> bytes:
    """A web page of these blocks, or of a body as HTML."""
    inner = body if isinstance(body, str) else web_body(body)
    return f'<!DOCTYPE html><html><head><meta charset="utf-8">{head}</head><body>{inner}</body></html>'.encode()
