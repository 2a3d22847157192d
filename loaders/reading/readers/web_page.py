"""The tags and words of a web page to a Document; for `html`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from loaders.reading.readers import flow, look
from loaders.reading.readers.page_tree import BLOCKS, Nesting, PageTree
from loaders.reading.readers.style_meaning import FIXED, LEFT, MOVED, NAMES, REORDERS, RIGHT, STAYS, Style, styles
from loaders.reading.readers.style_sheets import Sheets
from loaders.record.errors import SourceRefused
from loaders.record.model import Document

# Elements whose words are not the page's.
_SKIPPED = frozenset(
    [
        "script", "style", "template", "noscript", "head", "nav", "title", "select", "textarea", "datalist", "iframe",
        "object", "canvas", "svg", "audio", "video", "math", "button", "dialog", "noframes", "noembed", "rp", "meter",
        "progress", "bdo", "xmp",
    ]
)  # fmt: skip
_STRUCK = frozenset(["del", "s", "strike"])
_ROWS = {"dl": "table", "dt": "cell", "dd": "cell", "td": "cell", "th": "cell", "tr": "row", "table": "table"}
_BULLET = "\u2022 "
_CELL = 100  # characters: about as long as a label or a grade
_MOVED = "words that the page's rules show elsewhere than beside their neighbours were paired with none of these"
_COVERED = (
    "a web page on which one part lies over all the others, so that what it shows cannot be told; wanted it without "
    "that part, or the report itself"
)
# Moved as a whole, they take their cells with them.
_ROWS_OF_TABLES = frozenset(["tr", "tbody", "thead", "tfoot"])


def read(words: str) -> Document:
    """The text of a page. Raises SourceRefused where it nests too deep, is covered or has too many rules or no text."""
    words += "</style>"  # a sheet may be left open at the end, and holds all the same
    sheets = Sheets(NAMES)
    tree = PageTree(sheets)
    try:
        tree.feed(words)
        tree.close()
        page = WebPage(styles(tree.root, sheets))
        page.feed(words)
        page.close()
    except AssertionError:  # how html.parser gives up a declaration that it cannot tell the end of
        raise SourceRefused("the web page is damaged: a declaration in it cannot be read") from None
    return page.flow.document("html")


@dataclass
class _Element:
    tag: str
    attributes: dict[str, str]
    style: Style
    unseen: str | None
    """Why what is in it is not seen; empty where that needs no word, None where it is seen."""
    is_moved: bool = False
    begins: int = 0
    """How much text of the page stands before it."""
    floats: str = ""
    last_floats: str | None = None
    """To which side the last that is in it floats; empty where it does not, None where nothing is in it yet."""


class WebPage(Nesting[_Element]):
    """A web page, as it goes through its tags."""

    def __init__(self, styles_of_elements: Iterator[Style]) -> None:
        super().__init__(_Element("", {}, Style(), unseen=None))
        self.flow = flow.Flow()
        self._styles = styles_of_elements
        self._begins_item = False

    def start(self, tag: str, attributes: dict[str, str]) -> _Element:
        if tag in BLOCKS:
            self.flow.end_paragraph()
        if tag == "br":
            self._say("\n")
        self._begins_item = tag == "li" or (self._begins_item and tag not in BLOCKS)
        around, style = self.open[-1], next(self._styles)
        element = _Element(tag, attributes, style, unseen=around.unseen)
        element.floats = next((side for side in (LEFT, RIGHT) if side in style.marks), "")
        if element.unseen is None:
            element.unseen = self._why_unseen(element)
        if element.unseen is None and style.covers and self._is_placed_in_page(style):
            raise SourceRefused(_COVERED)
        # What is around a column that is not shown, or beside a template that is shown in its place, is not seen.
        is_column = tag in ("col", "colgroup") and bool(element.unseen)
        if is_column or (tag == "template" and "shadowrootmode" in attributes):
            holder = next(ancestor for ancestor in reversed(self.open) if ancestor.tag != "colgroup")
            holder.unseen = holder.unseen or look.HIDDEN
        element.is_moved = element.unseen is None and tag not in _ROWS_OF_TABLES and self._moves(element, around)
        self._start_in_table(element)
        if element.is_moved:
            self._set_apart(tag)
            element.begins = self.flow.length
        return element

    def _is_placed_in_page(self, style: Style) -> bool:
        """Whether a part has its place in the page, and not in another part that has one."""
        return FIXED in style.marks or not any({STAYS, MOVED} & element.style.marks for element in self.open)

    def _why_unseen(self, element: _Element) -> str | None:
        around, attributes = self.open[-1], element.attributes
        is_closed = around.tag == "details" and element.tag != "summary" and "open" not in around.attributes
        if element.tag in _SKIPPED:
            return ""
        if element.style.unseen:
            return element.style.unseen
        if is_closed or attributes.get("aria-hidden") == "true" or {"hidden", "popover"} & attributes.keys():
            return look.HIDDEN
        if attributes.get("dir") == "rtl":
            return look.TURNED
        return look.STRUCK if element.tag in _STRUCK else None

    def _moves(self, element: _Element, around: _Element) -> bool:
        """Whether an element may be shown beside other words than those that it stands beside in the page's source.

        What floats stays beside the words before it in its line, and beside what floats to the left before it.
        """
        floats = element.floats
        if MOVED in element.style.marks or REORDERS in around.style.marks or element.tag == "rt":
            return True
        if not floats or self.flow.is_in_line or around.tag in ("td", "th"):
            return False
        return around.last_floats != "left" and not (floats == "left" and around.last_floats is None)

    def _set_apart(self, tag: str) -> None:
        """Words that no label and no grade is joined across."""
        if tag in BLOCKS:
            self.flow.end_paragraph()
        self.flow.add(f" {flow.APART} ")
        if tag in BLOCKS:
            self.flow.end_paragraph()

    def _start_in_table(self, element: _Element) -> None:
        match _ROWS.get(element.tag):
            case "table":
                self.flow.start_table()
            case "row":
                self.flow.start_row()
            case "cell":
                if element.tag == "dt":
                    self.flow.start_row()
                self.flow.start_cell()
                columns, rows = (look.number(element.attributes.get(name, ""), 1) for name in ("colspan", "rowspan"))
                self.flow.span(int(columns), int(rows))

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self.flow.end_paragraph()
        super().handle_endtag(tag)

    def end(self, element: _Element) -> None:
        if element.is_moved:
            if 0 < self.flow.length - element.begins <= _CELL:
                self.flow.notes[_MOVED] = None
            self._set_apart(element.tag)
        match _ROWS.get(element.tag):
            case "table":
                self.flow.end_table()
            case "row":
                self.flow.end_row()
            case "cell":
                self.flow.end_cell()
        self.open[-1].last_floats = element.floats

    def handle_data(self, data: str) -> None:
        super().handle_data(data)
        if self.open[-1].tag == "details" and "open" not in self.open[-1].attributes:
            self.flow.leave_out(data, look.HIDDEN)
        elif any(element.tag == "pre" for element in self.open):
            self._say(data)
        else:
            self._say(re.sub(r"\s+", " ", data))

    def _say(self, words: str) -> None:
        element = self.open[-1]
        why = element.style.why_faint if element.unseen is None else element.unseen
        if element.unseen is not None or why:
            self.flow.leave_out(words, why)
        else:
            if self._begins_item and words.strip():
                # Unlike others, an item that is a link heads nothing below its list.
                self.flow.add(_BULLET if any(around.tag == "a" for around in self.open) else "")
                self._begins_item = False
            self.flow.add(words)
            element.last_floats = element.last_floats if words.isspace() else ""
