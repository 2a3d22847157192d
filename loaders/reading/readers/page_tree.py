"""Which elements of a web page hold which others, with the tags that HTML lets a page leave out; for `html`."""

from __future__ import annotations

from abc import ABC, abstractmethod
from base64 import b64decode
from contextlib import suppress
from html.parser import HTMLParser
from typing import Generic, Protocol, TypeVar
from urllib.parse import unquote
from xml.etree.ElementTree import Element, SubElement

from loaders.reading.readers.style_sheets import Sheets
from loaders.record.errors import SourceRefused

MAX_NESTED = 500
MAX_ELEMENTS = 100_000
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
BLOCKS = frozenset(
    [
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt",
        "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
        "legend", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "ul",
    ]
)  # fmt: skip
_OF_HEAD = frozenset(["head", "title", "meta", "link", "style", "script", "base", "noscript", "template"])
_TABLE_BODIES = ("thead", "tbody", "tfoot")
# What an element ends that was left open, and where the search for it stops.
_ENDS = {
    "body": (("head",), ()),
    "td": (("td", "th"), ("tr", "table")),
    "th": (("td", "th"), ("tr", "table")),
    "tr": (("tr", "colgroup", "caption"), ("table",)),
    **dict.fromkeys(_TABLE_BODIES, ((*_TABLE_BODIES, "colgroup", "caption"), ("table",))),
    "li": (("li",), ("ul", "ol", "table")),
    "dt": (("dt", "dd"), ("dl", "table")),
    "dd": (("dt", "dd"), ("dl", "table")),
    "option": (("option",), ("select",)),
}
_LIMITS = ("table", "td", "th")
_PARTS_OF_TABLES = frozenset(["td", "th", "tr", "dt", "dd", "dl", *_ENDS])


class _Tagged(Protocol):
    @property
    def tag(self) -> str: ...


Opened = TypeVar("Opened", bound=_Tagged)


class Nesting(HTMLParser, ABC, Generic[Opened]):
    """Goes through the tags of a page. `open` are the elements that are open, the first of which is around the page."""

    def __init__(self, around: Opened) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [around]
        self._count = 0

    @abstractmethod
    def start(self, tag: str, attributes: dict[str, str]) -> Opened:
        """An element begins, in the last that is open."""

    def end(self, element: Opened) -> None:
        """The element that was the last that is open has ended."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "html" and len(self.open) > 1:
            return
        if tag in _ENDS:
            self._close(*_ENDS[tag])
        self._imply(tag)
        if tag in BLOCKS:
            self._close(("p",), _LIMITS)
        self._count += 1
        if self._count > MAX_ELEMENTS:
            raise SourceRefused(f"the web page has more than {MAX_ELEMENTS:,} elements; save its text alone")
        # Of an attribute that is given twice the first counts.
        element = self.start(tag, {name: value or "" for name, value in reversed(attrs)})
        if tag in _VOID:
            return
        if len(self.open) > MAX_NESTED:
            raise SourceRefused(f"the web page nests its elements more than {MAX_NESTED} deep")
        self.open.append(element)

    def _imply(self, tag: str) -> None:
        """The tags that stand before this one in every page, written or not."""
        around = self.open[-1].tag
        if around == "" and tag != "html":
            self.handle_starttag("html", [])
            self._imply(tag)
        elif around in ("html", "head") and tag not in _OF_HEAD | {"body"}:
            self.handle_starttag("body", [])
        elif around == "table" and tag in ("tr", "td", "th"):
            self.handle_starttag("tbody", [])
            self._imply(tag)
        elif around in _TABLE_BODIES and tag in ("td", "th"):
            self.handle_starttag("tr", [])

    def handle_data(self, data: str) -> None:
        if self.open[-1].tag in ("", "html", "head") and not data.isspace():
            self._imply("words")

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("body", "html"):  # what stands behind them is in them as well
            self._close((tag,), () if tag == "table" else ("table",) if tag in _PARTS_OF_TABLES else _LIMITS)

    def _close(self, tags: tuple[str, ...], stops: tuple[str, ...]) -> None:
        """Close the innermost of these elements, and what is open within it, unless one that stops it comes before."""
        for place in range(len(self.open) - 1, 0, -1):
            if self.open[place].tag in tags:
                while len(self.open) > place:
                    self.end(self.open.pop())
                return
            if self.open[place].tag in stops:
                return


class PageTree(Nesting[Element]):
    """The elements of a page, in one another, and its style sheets, which hold for all of it wherever they stand."""

    def __init__(self, sheets: Sheets) -> None:
        super().__init__(Element(""))
        self._sheets = sheets
        self._sheet: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> Element:
        kind, _, sheet = attributes.get("href", "").partition(",")
        if tag == "link" and attributes.get("rel", "").lower() == "stylesheet" and kind.startswith("data:text/css"):
            with suppress(ValueError):  # of what is no base64
                sheet = b64decode(unquote(sheet)).decode("utf-8", "replace") if "base64" in kind else unquote(sheet)
                self._sheets.take(sheet, attributes.get("media", ""))
        return SubElement(self.open[-1], tag, attributes)

    @property
    def root(self) -> Element:
        return next(iter(self.open[0]), Element("html"))

    def handle_data(self, data: str) -> None:
        super().handle_data(data)
        element = self.open[-1]
        element.text = element.text or data  # for `:empty`
        if element.tag == "style":
            self._sheet.append(data)

    def end(self, element: Element) -> None:
        if element.tag != "style":
            return
        sheet, self._sheet = "".join(self._sheet), []
        if element.get("type", "").strip().lower() in ("", "text/css"):
            # Where scripts run, what is for a browser without them does not hold.
            is_doubtful = any(around.tag in ("noscript", "template") for around in self.open)
            self._sheets.take(sheet, element.get("media", ""), is_doubtful=is_doubtful)
