"""Word documents (.docx) to a Document: paragraphs and tables as Word shows them, and what stands on its margins.

Headers and footers come first, since they stand on the first page, and notes last. Those of their lines that end in a
grade are kept apart: they may repeat a grade of the document, and give none.

What is marked as deleted, hidden or struck out is left out, and so are text boxes, which stand somewhere on the page
that only Word can tell. Macros and links are never looked at.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from loaders.reading.readers import flow, look, package
from loaders.reading.readers.look import Look, number
from loaders.record.model import Document

_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_MAIN, _STYLES, _RELATIONS = "word/document.xml", "word/styles.xml", "word/_rels/document.xml.rels"
_CHANGES = ("ins", "del", "moveTo", "moveFrom")
# Elements whose text is not the document's, and why it is missed, if it is.
_SKIPPED = {
    "Choice": look.HIDDEN,
    "Fallback": "",
    "txbxContent": look.TEXT_BOX,
    "del": "",
    "moveFrom": "",
    "sdtContent": look.PLACEHOLDER,
    "instrText": "",
    "delText": "",
    "rt": "",
}
_NOTE_KINDS = {kind + end: kind for kind in ("footnote", "endnote") for end in ("", "Reference")}
_BREAKS = {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "-"}
# What fonts of pictures show for the last two figures of a symbol: ticks, crosses and boxes.
_SYMBOLS = {
    "FC": "\u2713",
    "FB": "\u2717",
    "FE": "\u2612",
    "FD": "\u2612",
    "A8": "\u2610",
    "6F": "\u2610",
    "B7": "\u2022",
}
_OF_HEADINGS = ("firstRow", "neCell", "nwCell")
_OFF = ("0", "false", "off", "none")
_DARK_HIGHLIGHTS = {"black": "000000", "darkBlue": "000080", "darkRed": "800000", "blue": "0000ff"}
_LIGHT_HIGHLIGHT = "ffffaa"
_LOWEST = 60  # twentieths of a point
_PAPER, _DARK_GROUNDS = ("background1", "light1"), ("text1", "dark1", "text2", "dark2")
_MOST_OF_A_GROUND, _MOST_TRANSPARENT = 75, 90_000  # percent, and thousandths of one
_REQUIRED = ("wps", "wpg", "wpc", "wpi", "wp14", "w14", "w15", "w16", "a14", "v", "cx1")
"""What Word knows, and takes a choice for; another one gives way to what stands in its place."""
_MOST_MARGINS = 30  # headers, and as many footers
_FARTHEST_RAISED = 100  # half points
_CLOSEST, _NARROWEST_FIT = -80, 100  # twentieths of a point


def read(archive: package.Package, words: Sequence[str] = ()) -> Document:
    """The text of a Word document. Raises SourceRefused for damaged and encrypted ones, and those that do harm.

    `words` are the stems of the words that grades are printed in.
    """
    styles = WordStyles()
    if _STYLES in archive:
        package.parse(archive.part(_STYLES), styles)
    body = DocxBody(styles)
    related = Relations()
    if _RELATIONS in archive:
        package.parse(archive.part(_RELATIONS), related)
    for name in (*sorted(related.parts["header"]), *sorted(related.parts["footer"])):
        if name in archive:
            margin = DocxBody(styles)
            package.parse(archive.part(name), margin)
            body.flow.take_margin(margin.flow, words)
    for name in (_MAIN, *_NOTES):
        if name in archive or name == _MAIN:
            package.parse(archive.part(name), body)
    return body.flow.document("word")


class Relations(package.PartReader):
    """The parts that a document's headers and footers are, as it goes through the part that names them."""

    def __init__(self) -> None:
        self.parts: dict[str, set[str]] = {"header": set(), "footer": set()}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        kind = attributes.get("Type", "").rpartition("/")[2]
        if name == "Relationship" and kind in self.parts and len(self.parts[kind]) < _MOST_MARGINS:
            self.parts[kind].add(f"word/{attributes.get('Target', '')}")


class WordStyles(look.Styles, package.PartReader):
    """The looks that a document's styles give, as it goes through the part that has them."""

    def __init__(self) -> None:
        super().__init__()
        self.defaults = self._style = Look()
        self.standard = ""
        self._part: Look | None = None
        """The look that is open of some rows or columns of a table alone, beside the first row, which has no grades."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "style":
            style = attributes.get("styleId", "")
            self._style = self.named.setdefault(style, Look())
            if attributes.get("default") == "1" and attributes.get("type") == "paragraph":
                self.standard = style
        elif name == "basedOn":
            self._style.based_on = attributes.get("val", "")
        elif name == "tblStylePr":
            self._part = Look()
            if attributes.get("type") not in _OF_HEADINGS:
                self._style.parts.append(self._part)
        else:
            _take(self._style if self._part is None else self._part, name, attributes)

    def end(self, name: str) -> None:
        if name == "tblStylePr":
            self._part = None
        elif name in ("style", "docDefaults"):
            self._style = Look()

    def table_look(self, style: str) -> Look:
        """The look of the tables of a style: unseen where some of their rows or columns are."""
        whole = self.look(style).over(self.defaults)
        parts = self.named[style].parts if style in self.named else []
        return next((look for part in parts if (look := part.over(whole)).why_unseen), whole)


class DocxBody(package.PartReader):
    """The document's own text, as it goes through its elements."""

    def __init__(self, styles: WordStyles) -> None:
        self.flow = flow.Flow()
        self._styles = styles
        self._open: list[str] = ["", ""]
        self._skipped: list[str] = []
        """Why text is missed of each element that is open and not the document's; empty where it is not."""
        self._notes: dict[tuple[str, str], int] = {}
        """The number of each note that something refers to, by its kind and id."""
        self._nameless = itertools.count(1)
        self._codes: list[bool] = []
        """Whether each field that is open still gives its code, which nobody sees."""
        self._placeholders: list[bool] = []
        """Whether each content control that is open still holds what asks to fill it in."""
        self._tables: list[Look] = [styles.defaults]
        self._cells: list[Look] = [styles.defaults]
        self._paragraph = Look()
        self._run = Look()
        self._floats = False
        """Whether the drawing that is open lies on the text, and moves none of it aside."""
        self._row: str | None = None
        """Why the row that is open is not seen; empty where that needs no word, None where it is seen."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        before, parent = self._open[-2:]
        self._open.append(name)
        if name in _CHANGES:
            self.flow.notes[flow.TRACKED] = None
        is_taken = name == "Choice" and attributes.get("Requires", "") in _REQUIRED
        is_shown = is_taken or parent in ("rPr", "trPr") or (name == "sdtContent" and not any(self._placeholders[-1:]))
        if self._skipped or (name in _SKIPPED and not is_shown):
            self._skipped.append(_SKIPPED.get(name, ""))
        elif before.endswith("Change"):
            pass  # what a property was before somebody changed it
        elif "textFill" in self._open[:-1]:
            self._take_fill(name, attributes)
        elif parent == "trPr":
            self._take_row(name, attributes)
        elif parent in ("rPr", "pPr", "tcPr"):
            self._take(before, parent, name, attributes=attributes)
        elif parent == "r" and name in _BREAKS:
            self._add(_BREAKS[name])
        elif name == "fldChar":
            self._take_field(attributes.get("fldCharType", ""))
        elif name == "sym":
            self._add(_SYMBOLS.get(attributes.get("char", "").upper()[-2:], "?"))
        elif name in _NOTE_KINDS:
            note = (_NOTE_KINDS[name], attributes.get("id", ""))
            if name.endswith("Reference"):
                self._add(f"[{self._notes.setdefault(note, len(self._notes) + 1)}]")
            elif place := self._notes.get(note) or (not note[1] and next(self._nameless)):
                self.flow.add(f"[{place}] ")
        else:
            self._open_block(name, attributes)

    def _open_block(self, name: str, attributes: dict[str, str]) -> None:
        match name:
            case "tbl":
                self._tables.append(self._styles.defaults)
                self.flow.start_table()
            case "tblStyle":
                self._tables[-1] = self._styles.table_look(attributes.get("val", ""))
            case "tr":
                self._row = None
                self.flow.start_row()
            case "tc":
                self._cells.append(Look().over(self._tables[-1]))
                self.flow.start_cell()
            case "p":
                self._paragraph = self._styles.look(self._styles.standard)
            case "r":
                self._run = Look()
            case "sdt":
                self._placeholders.append(False)
            case "showingPlcHdr" if self._placeholders and attributes.get("val", "") not in _OFF:
                self._placeholders[-1] = True
            case "anchor":
                self._floats = attributes.get("behindDoc", "0") in _OFF
            case "wrapSquare" | "wrapTight" | "wrapThrough" | "wrapTopAndBottom":
                self._floats = False
            case "pic" | "solidFill" if self._floats and (name == "pic" or self._open[-2] == "spPr"):
                self.flow.lay_on()
            case "textpath":  # a mark across the page
                self._add(f"{attributes.get('string', '')}\n")

    def _take(self, before: str, parent: str, name: str, *, attributes: dict[str, str]) -> None:
        """A property of the run, the paragraph or the cell that is open. Those of a paragraph's mark are of no text."""
        if name in ("pStyle", "rStyle"):
            style = self._styles.look(attributes.get("val", ""))
            if name == "pStyle":
                self._paragraph = style
            else:
                self._run = self._run.over(style)
        elif name == "gridSpan":
            self.flow.span(int(number(attributes.get("val", ""), 1)))
        elif name in ("vMerge", "hMerge") and attributes.get("val", "continue") == "continue":
            self.flow.cover()
        elif name == "vMerge":
            self.flow.merge()
        elif parent == "rPr" and before == "r":
            _take(self._run, name, attributes)
        elif parent != "rPr":
            _take(self._paragraph if parent == "pPr" else self._cells[-1], name, attributes)

    def _take_fill(self, name: str, attributes: dict[str, str]) -> None:
        """How the letters of the run that is open are filled, whatever its colour."""
        value = attributes.get("val", "")
        if name == "noFill" or (name == "alpha" and number(value, 0) > _MOST_TRANSPARENT):
            self._run.unseen = look.COLOUR
        elif name == "srgbClr" or (name == "schemeClr" and value in ("bg1", "lt1")):
            self._run.colour = value if name == "srgbClr" else "FFFFFF"

    def _take_field(self, kind: str) -> None:
        """Where a field begins, with its code, and where its result does."""
        if kind == "begin":
            self._codes.append(True)
        elif self._codes:
            self._codes.pop()
            if kind == "separate":
                self._codes.append(False)

    def _take_row(self, name: str, attributes: dict[str, str]) -> None:
        if name == "del":
            self._row = ""
        elif name == "hidden" and attributes.get("val", "").lower() not in _OFF:
            self._row = look.HIDDEN
        elif name == "trHeight" and _is_low(attributes, "val", "hRule"):
            self._row = look.TOO_SMALL

    def end(self, name: str) -> None:
        self._open.pop()
        if self._skipped:
            self._skipped.pop()
            return
        match name:
            case "p":
                self.flow.end_paragraph()
            case "sdt":
                self._placeholders.pop()
            case "anchor":
                self._floats = False
            case "tc":
                self._cells.pop()
                self.flow.end_cell()
            case "tr":
                self.flow.end_row(self._row)
                self._row = None
            case "tbl":
                self._tables.pop()
                self.flow.end_table()

    def text(self, words: str) -> None:
        if self._open[-1] != "t":
            return
        if self._skipped:
            self.flow.leave_out(words, next(filter(None, self._skipped), ""))
        else:
            self._add(words)

    def _add(self, words: str) -> None:
        if any(self._codes):
            self.flow.leave_out(words, look.HIDDEN)
        elif self._run.over(self._paragraph).unseen == look.PICTURES:  # ticks and boxes, but no letters
            words = "".join(_SYMBOLS.get(f"{ord(sign) & 0xFF:02X}", "" if sign.isascii() else sign) for sign in words)
            self.flow.leave_out("?" if words == "" else "", look.PICTURES)
            self.flow.add(words)
        else:
            self.flow.add(words, self._run.over(self._paragraph).over(self._cells[-1]).why_unseen)


def _is_low(attributes: dict[str, str], height: str, rule: str) -> bool:
    return attributes.get(rule) == "exact" and number(attributes.get(height, ""), _LOWEST) < _LOWEST


def _edges(attributes: dict[str, str]) -> Iterator[float]:
    """How far from its margins a paragraph begins, in points: on the left, in its first line, and on the right."""
    left, right, first, hanging = (
        number(attributes.get(name, attributes.get(other, "")), 0) / 20
        for name, other in (("left", "start"), ("right", "end"), ("firstLine", ""), ("hanging", ""))
    )
    yield from (left, left + first - hanging, right)


def _beneath(attributes: dict[str, str]) -> str | None:
    """The colour of a ground: of its pattern where that fills most of it, else its own, or its theme's."""
    percent = {"solid": 100.0}.get(attributes.get("val", ""), number(attributes.get("val", "").removeprefix("pct"), 0))
    own, of_theme = ("color", "themeColor") if percent >= _MOST_OF_A_GROUND else ("fill", "themeFill")
    colour = attributes.get(own, "auto")
    if colour != "auto":
        return colour
    theme = attributes.get(of_theme, "")
    is_dark = theme in _DARK_GROUNDS or (own == "color" and not theme)
    return "000000" if is_dark else "FFFFFF" if theme in _PAPER else None


def _take(part_look: Look, name: str, attributes: dict[str, str]) -> None:
    """Note one property of a run, a paragraph, a cell or a style, as Word names it."""
    value = attributes.get("val", "")
    is_on = value.lower() not in _OFF
    match name:
        case "vanish":
            part_look.unseen = look.HIDDEN if is_on else ""
        case "framePr":
            part_look.unseen = part_look.unseen or look.TEXT_BOX
        case "cellDel":
            part_look.unseen = look.STRUCK
        case "strike" | "dstrike":
            part_look.unseen = part_look.unseen or (look.STRUCK if is_on else "")
        case "color":
            is_paper = attributes.get("themeColor") in _PAPER
            part_look.colour = 3 * attributes.get("themeShade", "FF") if is_paper else value
        case "rFonts" if any(look.is_of_pictures(attributes.get(of, "")) for of in ("ascii", "hAnsi")):
            part_look.unseen = part_look.unseen or look.PICTURES
        case "position" if abs(number(value, 0)) > _FARTHEST_RAISED:
            part_look.unseen = look.OFF_PAGE
        case "spacing" if number(value, 0) < _CLOSEST or _is_low(attributes, "line", "lineRule"):
            part_look.points = 0.0
        case "fitText" if number(value, _NARROWEST_FIT) < _NARROWEST_FIT:
            part_look.points = 0.0
        case "shd" if beneath := _beneath(attributes):
            part_look.beneath = beneath
        case "highlight" if is_on:
            part_look.beneath = _DARK_HIGHLIGHTS.get(value, _LIGHT_HIGHLIGHT)
        case "sz":
            part_look.points = number(value, 22) / 2
        case "w" if number(value, 100) < look.NARROWEST:
            part_look.points = 0.0
        case "ind" if not all(map(look.is_on_page, _edges(attributes))):
            part_look.unseen = look.OFF_PAGE
