"""Saved web pages (.html) to a Document: paragraphs and tables as a browser shows them, as far as the page itself says.

Scripts are not run, and nothing that the page links to is fetched: neither styles nor pictures nor frames. Text that
the page's own attributes and rules hide is left out, and a note says so.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from loaders.reading.readers import css, flow, look
from loaders.reading.readers.look import Look
from loaders.record.errors import SourceRefused
from loaders.record.model import Document

MAX_BYTES = 5 * 1024 * 1024
MAX_NESTED = 500
_BEGINNINGS = ("<!doctype html", "<html", "<head", "<body")
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# An XML declaration, comments such as browsers put before a page that they save, and white space.
_PREAMBLE = re.compile(r"\A(?:\ufeff|\s+|<!--.*?-->|<\?xml[^>]*\?>)*", re.DOTALL)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([A-Za-z0-9_-]{3,20})""", re.IGNORECASE)
_ENCODINGS = {"windows-1252": "cp1252", "iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252"}
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "legend",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "ul",
    ]
)
# Elements whose words are not the page's.
_SKIPPED = frozenset(
    [
        "script",
        "style",
        "template",
        "noscript",
        "head",
        "nav",
        "title",
        "select",
        "textarea",
        "datalist",
        "iframe",
        "object",
        "canvas",
        "svg",
        "audio",
        "video",
        "math",
        "button",
        "dialog",
        "noframes",
        "noembed",
        "rp",
        "meter",
        "progress",
        "bdo",
        "xmp",
    ]
)
_STRUCK = frozenset(["del", "s", "strike"])
_ROWS = {"dl": "table", "dt": "cell", "dd": "cell", "td": "cell", "th": "cell", "tr": "row", "table": "table"}
_CELL = 100  # characters: about as long as a label or a grade
_MOVED = "words that the page's rules show elsewhere than beside their neighbours were paired with none of these"
# Moved as a whole, they take their cells with them.
_ROWS_OF_TABLES = frozenset(["tr", "tbody", "thead", "tfoot"])
# What an element ends that was left open, and where the search for it stops.
_ENDS = {
    "td": (("td", "th"), ("tr", "table")),
    "th": (("td", "th"), ("tr", "table")),
    "tr": (("tr",), ("table",)),
    "tbody": (("thead", "tbody", "tfoot"), ("table",)),
    "tfoot": (("thead", "tbody", "tfoot"), ("table",)),
    "li": (("li",), ("ul", "ol", "table")),
    "dt": (("dt", "dd"), ("dl", "table")),
    "dd": (("dt", "dd"), ("dl", "table")),
    "option": (("option",), ("select",)),
}
_LIMITS = ("table", "td", "th")


def is_page(content: bytes) -> bool:
    """Whether a file is a web page, by how it begins, comments apart."""
    encoding = "utf-16" if content.startswith(_UTF_16) else "utf-8"
    return _PREAMBLE.sub("", content[:4096].decode(encoding, "replace")).lower().startswith(_BEGINNINGS)


def read(content: bytes) -> Document:
    """The text of a web page. Raises SourceRefused where it is too large, nests too deep, or has none."""
    if len(content) > MAX_BYTES:
        raise SourceRefused(f"the web page has more than {MAX_BYTES // 2**20} MiB; wanted the report of one inspection")
    words = _decoded(content)
    sheets = _Sheets()
    page = WebPage(sheets.rules)
    try:
        for reader in (sheets, page) if "<style" in words.lower() else (page,):
            reader.feed(words)
            reader.close()
    except AssertionError:  # how html.parser gives up a declaration that it cannot tell the end of
        raise SourceRefused("the web page is damaged: a declaration in it cannot be read") from None
    return page.flow.document("html")


def _decoded(content: bytes) -> str:
    if content.startswith(_UTF_16):
        return content.decode("utf-16", "replace")
    stated = _CHARSET.search(content[:4096])
    name = stated[1].decode("ascii").lower() if stated else "utf-8"
    try:
        return content.decode(_ENCODINGS.get(name, "utf-8-sig"))
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


@dataclass
class _Element:
    tag: str
    attributes: dict[str, str]
    look: Look
    unseen: str | None
    """Why what is in it is not seen; empty where that needs no word, None where it is seen."""
    own: Look = field(default_factory=Look)
    """What is said of itself, and not of what is around it."""
    is_moved: bool = False
    begins: int = 0
    """How much text of the page stands before it."""
    last_floats: str | None = None
    """To which side the last that is in it floats; empty where it does not, None where nothing is in it yet."""


class _Sheets(HTMLParser):
    """The rules of style of a page, which hold for all of it, wherever they stand."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.rules = css.Rules()
        self._is_open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._is_open = tag == "style" and "print" not in (dict(attrs).get("media") or "")

    def handle_data(self, data: str) -> None:
        if self._is_open:
            self.rules.take(data)


class WebPage(HTMLParser):
    """A web page, as it goes through its tags."""

    def __init__(self, rules: css.Rules) -> None:
        super().__init__(convert_charrefs=True)
        self.flow = flow.Flow()
        self._open = [_Element("", {}, Look(), None)]
        self._rules = rules

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _ENDS:
            tags, stops = _ENDS[tag]
            self._close(tags, stops)
        if tag in _BLOCKS:
            self._close(("p",), _LIMITS)
            self.flow.end_paragraph()
        if tag == "br":
            self._say("\n")
        self._hide_around(tag, {name: value or "" for name, value in attrs})
        if tag in _VOID:
            return
        if len(self._open) > MAX_NESTED:
            raise SourceRefused(f"the web page nests its elements more than {MAX_NESTED} deep")
        around = self._open[-1]
        element = self._element(tag, {name: value or "" for name, value in attrs})
        element.is_moved = element.unseen is None and tag not in _ROWS_OF_TABLES and self._moves(element, around)
        self._open.append(element)
        self._start_in_table(tag, dict(attrs))
        if element.is_moved:
            self._set_apart(tag)
            element.begins = self.flow.length

    def _element(self, tag: str, attributes: dict[str, str]) -> _Element:
        around = self._open[-1]
        own = self._rules.of([*((element.tag, element.attributes) for element in self._open), (tag, attributes)])
        own = own.over(
            Look(
                colour=css.colour(attributes.get("color", attributes.get("text", ""))),
                beneath=css.colour(attributes.get("bgcolor", "")),
            )
        )
        if "background" in attributes:
            own.beneath = own.beneath or "?"
        unseen = around.unseen
        if unseen is None and tag in _SKIPPED:
            unseen = ""
        elif unseen is None and (own.unseen or self._is_hidden(tag, attributes)):
            unseen = own.unseen or look.HIDDEN
        elif unseen is None and attributes.get("dir") == "rtl":
            unseen = look.TURNED
        elif unseen is None and tag in _STRUCK:
            unseen = look.STRUCK
        return _Element(tag, attributes, own.over(around.look), unseen, own)

    def _is_hidden(self, tag: str, attributes: dict[str, str]) -> bool:
        """Whether an element says itself that it is not shown, or is in a part of the page that is closed."""
        is_closed = self._open[-1].tag == "details" and tag != "summary" and "open" not in self._open[-1].attributes
        return is_closed or attributes.get("aria-hidden") == "true" or bool({"hidden", "popover"} & attributes.keys())

    def _hide_around(self, tag: str, attributes: dict[str, str]) -> None:
        """What is around a column that is not shown, or beside a template that is shown in its place, is not seen."""
        is_column = tag in ("col", "colgroup") and bool(self._element(tag, attributes).unseen)
        if is_column or (tag == "template" and "shadowrootmode" in attributes):
            self._open[-1].unseen = self._open[-1].unseen or look.HIDDEN

    def _moves(self, element: _Element, around: _Element) -> bool:
        """Whether an element may be shown beside other words than those that it stands beside in the page's source.

        What floats stays beside the words before it in its line, and beside what floats to the left before it.
        """
        floats = element.own.floats
        if element.own.is_moved or around.own.reorders or element.tag == "rt":
            return True
        if not floats or self.flow.is_in_line or around.tag in ("td", "th"):
            return False
        return around.last_floats != "left" and not (floats == "left" and around.last_floats is None)

    def _set_apart(self, tag: str) -> None:
        """Words that no label and no grade is joined across."""
        if tag in _BLOCKS:
            self.flow.end_paragraph()
        self.flow.add(f" {flow.APART} ")
        if tag in _BLOCKS:
            self.flow.end_paragraph()

    def _start_in_table(self, tag: str, attributes: dict[str, str | None]) -> None:
        match _ROWS.get(tag):
            case "table":
                self.flow.start_table()
            case "row":
                self.flow.start_row()
            case "cell":
                if tag == "dt":
                    self.flow.start_row()
                self.flow.start_cell()
                columns, rows = (look.number(attributes.get(name) or "", 1) for name in ("colspan", "rowspan"))
                self.flow.span(int(columns), int(rows))

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.flow.end_paragraph()
        stops = () if tag in ("table", "body", "html") else ("table",) if tag in _ROWS or tag in _ENDS else _LIMITS
        self._close((tag,), stops)

    def _close(self, tags: tuple[str, ...], stops: tuple[str, ...]) -> None:
        """Close the innermost of these elements, and what is open within it, unless one that stops it comes before."""
        for place in range(len(self._open) - 1, 0, -1):
            if self._open[place].tag in tags:
                while len(self._open) > place:
                    element = self._open.pop()
                    if element.is_moved:
                        if 0 < self.flow.length - element.begins <= _CELL and _MOVED not in self.flow.notes:
                            self.flow.notes.append(_MOVED)
                        self._set_apart(element.tag)
                    self._end(element.tag)
                    self._open[-1].last_floats = element.own.floats
                return
            if self._open[place].tag in stops:
                return

    def _end(self, tag: str) -> None:
        match _ROWS.get(tag):
            case "table":
                self.flow.end_table()
            case "row":
                self.flow.end_row()
            case "cell":
                self.flow.end_cell()

    def handle_data(self, data: str) -> None:
        if self._open[-1].tag == "details" and "open" not in self._open[-1].attributes:
            self.flow.leave_out(data, look.HIDDEN)
        elif any(element.tag == "pre" for element in self._open):
            self._say(data)
        else:
            self._say(re.sub(r"\s+", " ", data))

    def _say(self, words: str) -> None:
        element = self._open[-1]
        why = element.look.why_unseen if element.unseen is None else element.unseen
        if element.unseen is not None or why:
            self.flow.leave_out(words, why)
        else:
            self.flow.add(words)
            element.last_floats = element.last_floats if words.isspace() else ""
