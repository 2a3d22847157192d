"""OpenDocument texts (.odt) to a Document: headers, footers, paragraphs and tables as LibreOffice shows them.

What is hidden, struck out or deleted is left out, and so are text boxes, which stand somewhere on the page that only
the program can tell. Notes stand at the end; lines of headers and footers that end in a grade are kept apart, as in
`docx`. Macros and links are never looked at.
"""

from __future__ import annotations

from collections.abc import Sequence

from loaders.reading.readers import flow, look, package
from loaders.reading.readers.look import Look, number
from loaders.record.errors import SourceRefused
from loaders.record.model import Document

_CONTENT, _STYLES, _MANIFEST = "content.xml", "styles.xml", "META-INF/manifest.xml"
# Elements whose text is not the document's, and why it is missed, if it is.
_SKIPPED = {
    "tracked-changes": "",
    "annotation": "",
    "note": "",
    "ruby-text": "",
    "forms": "",
    "text-box": look.TEXT_BOX,
    "placeholder": look.PLACEHOLDER,
    # Which of its words a condition shows, the program works out anew.
    **dict.fromkeys(("hidden-text", "conditional-text", "script"), look.HIDDEN),
}
_MARGINS = ("header", "header-first", "header-left", "footer", "footer-first", "footer-left")
# What stands beside the text in its part.
_NO_TEXT = frozenset({"automatic-styles", "styles", "master-styles", "font-face-decls"})
_PARAGRAPHS = ("p", "h")
# Elements that have a style, and the family that it is of.
_FAMILIES = {"p": "paragraph", "h": "paragraph", "span": "text", "table-cell": "table-cell", "table-row": "table-row"}
_FAMILIES |= dict.fromkeys(("frame", "custom-shape", "rect"), "graphic")
_MOST_SPACES = 100


def read(archive: package.Package, words: Sequence[str] = ()) -> Document:
    """The text of an OpenDocument text. Raises SourceRefused for damaged and encrypted ones, and those that do harm."""
    if _MANIFEST in archive and b":encryption-data" in archive.part(_MANIFEST):
        raise SourceRefused("the document is encrypted and needs a password")
    if _CONTENT not in archive:
        raise SourceRefused("the document is damaged: it has no text")
    body = OdtBody()
    if _STYLES in archive:
        package.parse(archive.part(_STYLES), body)
    margins, body.flow = body.flow, flow.Flow()
    body.flow.take_margin(margins, words)
    body.is_content = True
    package.parse(archive.part(_CONTENT), body)
    for place, note in enumerate(body.notes, 1):
        body.flow.add(f"[{place}] {note}")
        body.flow.end_paragraph()
    return body.flow.document("odt")


class OdtBody(package.PartReader):
    """The styles and the text of a document, as it goes through its parts."""

    def __init__(self) -> None:
        self.flow = flow.Flow()
        self._styles = look.Styles()
        self._style = Look()
        self._open: list[str] = [""]
        self._skipped: list[str] = []
        self._looks: list[Look] = [Look()]
        """The look of the text that is open, and of each element around it."""
        self.is_content = False
        """Whether this is the part that has the text, and not the one that has the styles alone."""
        self._styles_open = 0
        self._margins_open = 0
        self._unseen_rows: list[str | None] = []
        """Why each row that is open is not seen; None where it is."""
        self._hides_paragraph = False
        self.notes: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._open.append(name)
        if name == "tracked-changes":
            self.flow.notes[flow.TRACKED] = None
        self._styles_open += name in _NO_TEXT
        self._margins_open += name in _MARGINS
        if not self._is_text:
            self._take(name, attributes)
        elif self._skipped or name in _SKIPPED or _is_hidden(name, attributes):
            if name == "note" and not self._skipped:
                self.notes.append("")
                self._add(f"[{len(self.notes)}]")
            self._skipped.append(name)
        else:
            style = self._styles.look(f"{_FAMILIES.get(name, '')} {attributes.get('style-name', '')}")
            self._looks.append(self._looks[-1] if style.unseen == look.UNDER else style.over(self._looks[-1]))
            self._open_block(name, attributes, style)

    @property
    def _is_text(self) -> bool:
        return (self.is_content and not self._styles_open) or self._margins_open > 0

    def _open_block(self, name: str, attributes: dict[str, str], style: Look) -> None:
        match name:
            case "table":
                self.flow.start_table()
            case "table-row":
                is_hidden = attributes.get("visibility", "visible") != "visible"
                self._unseen_rows.append(look.HIDDEN if is_hidden else style.unseen or None)
                self.flow.start_row()
            case "table-cell" | "covered-table-cell":
                self.flow.start_cell()
                self.flow.span(int(number(attributes.get("number-columns-repeated", ""), 1)))
                self.flow.merge(int(number(attributes.get("number-rows-spanned", ""), 1)))
                if name == "covered-table-cell":
                    self.flow.cover()
            case "frame" | "custom-shape" | "rect" if style.unseen == look.UNDER:
                self.flow.lay_on()
            case "s":
                self._add(" " * int(min(number(attributes.get("c", ""), 1), _MOST_SPACES)))
            case "tab" | "line-break":
                self._add("\t" if name == "tab" else "\n")
            case "hidden-paragraph":
                self._hides_paragraph = attributes.get("is-hidden") != "false"

    def _take(self, name: str, attributes: dict[str, str]) -> None:
        """Note one of the styles' properties."""
        if name == "style":
            family = attributes.get("family", "")
            based_on = attributes.get("parent-style-name", "")
            self._style = Look(based_on=f"{family} {based_on}" if based_on else "")
            self._styles.named[f"{family} {attributes.get('name', '')}"] = self._style
        elif name.endswith("-properties"):
            own = look.of_open_document(attributes)
            if name == "graphic-properties":
                is_over = attributes.get("run-through", "foreground") == "foreground"
                own.unseen = look.UNDER if is_over and attributes.get("wrap") == "run-through" else None
            own = own.over(self._style)
            self._style.unseen, self._style.colour = own.unseen, own.colour
            self._style.beneath, self._style.points = own.beneath, own.points

    def end(self, name: str) -> None:
        self._open.pop()
        is_text = self._is_text
        self._margins_open -= name in _MARGINS
        if not is_text:
            self._styles_open -= name in _NO_TEXT
            return
        if self._skipped:
            self._skipped.pop()
            return
        self._looks.pop()
        match name:
            case "p" | "h":
                if self._hides_paragraph:
                    self.flow.drop_paragraph(look.HIDDEN)
                self._hides_paragraph = False
                self.flow.end_paragraph()
            case "table-cell" | "covered-table-cell":
                self.flow.end_cell()
            case "table-row":
                self.flow.end_row(self._unseen_rows.pop())
            case "table":
                self.flow.end_table()

    def text(self, words: str) -> None:
        if self._skipped[:1] == ["note"] and "note-body" in self._skipped:
            self.notes[-1] += words
        elif self._skipped:
            self.flow.leave_out(
                words, next((why for name in self._skipped if (why := _SKIPPED.get(name, look.HIDDEN))), "")
            )
        elif self._is_text and any(name in _PARAGRAPHS for name in self._open):
            self._add(words.replace("\n", " "))

    def _add(self, words: str) -> None:
        self.flow.add(words, self._looks[-1].why_unseen)


def _is_hidden(name: str, attributes: dict[str, str]) -> bool:
    return attributes.get("display") == "none" or (name == "section" and attributes.get("display", "true") != "true")
