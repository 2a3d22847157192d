"""Saved web pages to a Document of one page: blocks as lines, rows of tables as cells with tabs.

Scripts, styles and what a page hides by its own markup are left out; nothing that a page names is fetched.
"""

from __future__ import annotations

from html.parser import HTMLParser

from loaders.reading.readers import text as text_reader
from loaders.record.model import Document

_SKIPPED = {"script", "style", "template", "noscript", "head", "svg", "nav", "footer", "select", "button"}
_BLOCKS = {
    "p", "div", "section", "article", "header", "main", "li", "ul", "ol", "dl", "dt", "dd", "table", "tr", "caption",
    "h1", "h2", "h3", "h4", "h5", "h6", "br", "hr", "blockquote", "pre", "tbody", "thead",
}  # fmt: skip
_VOID = {"br", "hr", "img", "input", "meta", "link", "col", "wbr", "area", "base", "embed", "source", "track"}


class _Text(HTMLParser):
    """Collects the lines of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = [""]
        self._skipped: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name: (value or "").replace(" ", "").lower() for name, value in attrs}
        is_hidden = "hidden" in names or names.get("aria-hidden") == "true"
        is_hidden = is_hidden or any(part in names.get("style", "") for part in ("display:none", "visibility:hidden"))
        if tag not in _VOID and (self._skipped or tag in _SKIPPED or is_hidden):
            self._skipped.append(tag)
        elif tag in _BLOCKS:
            self.lines.append("")
        elif tag in {"td", "th"} and self.lines[-1]:
            self.lines[-1] += "\t"

    def handle_endtag(self, tag: str) -> None:
        if self._skipped:
            if tag in self._skipped:
                while self._skipped.pop() != tag:
                    pass
        elif tag in _BLOCKS:
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        if not self._skipped and data.strip():
            is_joined = self.lines[-1] and not self.lines[-1].endswith("\t") and data[:1].isspace()
            self.lines[-1] += (" " if is_joined else "") + " ".join(data.split()) + (" " if data[-1:].isspace() else "")


def read(content: bytes) -> Document:
    """The text of a page. Raises SourceRefused for one without text, or with too much."""
    parser = _Text()
    parser.feed(text_reader.decode(content))
    parser.close()
    return text_reader.document("\n".join(line.strip(" ") for line in parser.lines if line.strip()))
