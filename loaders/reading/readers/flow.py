"""Paragraphs and tables to the lines that the parsers read; `docx`, `odt` and `html` say what they meet.

A paragraph is a line with an empty one behind it. A row of a table is one line, its cells parted by tabs, so that a
label and its grade stand beside each other. Where only one cell of a row has text, as in tables that are there for the
layout, its paragraphs stand for themselves. A cell over several rows stands in the first of them, and in each if it has
a few words, as a grade that two labels share has; at the head of its rows it is their title, or, where each of these
has one cell more, the beginning of one line. What a reader of the document does not see is left out, with a note.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from loaders.reading.readers import look, text
from loaders.record.errors import SourceRefused
from loaders.record.model import Document, Kind

TRACKED = "the document has tracked changes and was read as if they were accepted"
APART = "\u2026"
"""Stands between words that may be shown apart: a mark that is none of those between labels and grades."""
MAX_DEPTH = 40  # tables within cells of tables within cells
_MOST_COLUMNS = 60
_MOST_ROWS = 1_000
_FEW_WORDS = 60  # characters
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_SPACES = re.compile(r"[^\S\t\n]+")


@dataclass
class _Cell:
    """A cell, or the whole document: its blocks, each of some lines, and how many columns and rows it takes.

    What is covered lies under a cell of a row above. Of a merged one the rows below have such cells of their own.
    """

    blocks: list[list[str]] = field(default_factory=list)
    columns: int = 1
    rows: int = 1
    merged_rows: int = 1
    is_covered: bool = False
    has_box: bool = False
    """Whether a text box or a picture stands in it, and perhaps over its words."""

    def again(self) -> list[list[str]]:
        """What is seen of it in the rows that it goes over, too: a few words on one line."""
        match self.blocks:
            case [[line]] if len(line) <= _FEW_WORDS and "\t" not in line:
                return [[line]]
        return []


@dataclass
class _Table:
    rows: list[list[_Cell]] = field(default_factory=list)
    row: list[_Cell] = field(default_factory=list)
    covered: Counter[int] = field(default_factory=Counter)
    """In how many rows from here on each column is covered."""
    over: dict[int, tuple[_Cell, int]] = field(default_factory=dict)
    """The cell that goes over each column from a row above, and in how many rows from here on."""


class Flow:
    """The text of a document as it is read, from its beginning to its end."""

    def __init__(self) -> None:
        self._whole = _Cell()
        self._stack: list[_Cell | _Table] = [self._whole]
        self._paragraph: list[str] = []
        self.length = 0
        self.unseen: set[str] = set()
        self.notes: dict[str, None] = {}
        self.margins: list[str] = []

    def add(self, words: str, why_unseen: str = "") -> None:
        """Words of the paragraph that is open, or a reason to leave them out. `\\n` breaks its line."""
        if why_unseen:
            self.leave_out(words, why_unseen)
            return
        self.length += len(words)
        if self.length > text.MAX_CHARACTERS:
            raise SourceRefused(
                f"the text has more than {text.MAX_CHARACTERS:,} characters; wanted the report of one inspection"
            )
        self._paragraph.append(words)

    @property
    def is_in_line(self) -> bool:
        """Whether words stand before the place in its line."""
        return any(not words.isspace() for words in self._paragraph)

    def leave_out(self, words: str, why: str) -> None:
        """Words that are not seen; nothing is said of them if `why` is empty."""
        if why and any(map(str.isalnum, words)):
            self.unseen.add(why)
            if why == look.TEXT_BOX:
                self.lay_on(why)

    def lay_on(self, why: str = look.UNDER) -> None:
        """Something lies on the page where the text is; in a cell, over its few words."""
        cell = self._stack[-1]
        if isinstance(cell, _Cell) and (why == look.TEXT_BOX or len(self._stack) > 1):
            cell.has_box = True
            self.unseen.add(why)

    def drop_paragraph(self, why: str) -> None:
        """Of the paragraph that is open nothing is seen."""
        self.leave_out("".join(self._paragraph), why)
        self._paragraph = []

    def end_paragraph(self) -> None:
        words = _SPACES.sub(" ", text.ordinary(_CONTROL.sub("", "".join(self._paragraph))))
        self._paragraph = []
        lines = [line.strip() for line in words.split("\n") if line.strip()]
        if lines:
            cell = next(box for box in reversed(self._stack) if isinstance(box, _Cell))
            cell.blocks.append(lines)

    def start_table(self) -> None:
        self.end_paragraph()
        if len(self._stack) > 2 * MAX_DEPTH:
            raise SourceRefused(f"the document has tables within tables, more than {MAX_DEPTH} deep")
        self._stack.append(_Table())

    def start_row(self) -> None:
        self.end_row()

    def start_cell(self) -> None:
        self.end_cell()
        if isinstance(self._stack[-1], _Table):
            self._stack.append(_Cell())

    def end_cell(self) -> None:
        self.end_paragraph()
        match self._stack:
            case [*_, _Table() as table, _Cell() as cell]:
                self._stack.pop()
                if (cell.is_covered and cell.blocks) or (cell.has_box and cell.again()):
                    self.unseen.update([look.MERGED] if cell.is_covered else [])
                    cell.blocks = []
                table.row.append(cell)

    def end_row(self, why_unseen: str | None = None) -> None:
        """The row that is open ends. It is not seen where there is a reason; nothing is said of an empty one."""
        self.end_cell()
        table = self._stack[-1]
        if not isinstance(table, _Table) or not table.row:
            return
        if why_unseen is None:
            table.rows.append(_placed(table))
        else:
            if why_unseen and any(cell.blocks for cell in table.row):
                self.unseen.add(why_unseen)
            for cell in table.row:
                cell.blocks = []
            _placed(table)
        table.row = []

    def span(self, columns: int, rows: int = 1) -> None:
        """The cell that is open takes so many columns and rows."""
        if isinstance(cell := self._stack[-1], _Cell):
            cell.columns = max(1, min(columns, _MOST_COLUMNS))
            cell.rows = max(1, min(rows, _MOST_ROWS))

    def merge(self, rows: int = _MOST_ROWS) -> None:
        """The cell that is open goes over so many rows, or as many as have a covered cell under it."""
        if isinstance(cell := self._stack[-1], _Cell):
            cell.merged_rows = max(1, min(rows, _MOST_ROWS))

    def cover(self) -> None:
        """The cell that is open lies under one of a row above: what it holds is not seen."""
        if isinstance(cell := self._stack[-1], _Cell) and len(self._stack) > 1:
            cell.is_covered = True

    def end_table(self) -> None:
        self.end_row()
        if isinstance(table := self._stack[-1], _Table):
            self._stack.pop()
            cell = self._stack[-1]
            if isinstance(cell, _Cell) and table.rows:
                cell.blocks.append(_table_lines(table.rows))

    def take_margin(self, margin: Flow, words: Sequence[str]) -> None:
        """The text of a header or a footer: its lines that end in a grade are kept apart from those of the document.

        `words` are the stems of the words of grades.
        """
        ends_in_grade = re.compile(
            rf"(?:[:\t\u2013-]|\b(?:is|are|was|were|be|as)\b)[^:\t\n]{{0,30}}?\b[a-z]{{0,2}}(?:{'|'.join(words)})[a-z]{{0,2}}"
            r"(?:\s+to be good)?\W*\Z",
            re.IGNORECASE,
        )
        for lines in margin._whole.blocks:
            apart = [line for line in lines if words and ends_in_grade.search(line)]
            self.margins += apart
            if remaining := [line for line in lines if line not in apart]:
                self._whole.blocks.append(remaining)
        self.unseen |= margin.unseen
        self.notes |= margin.notes

    def document(self, kind: Kind) -> Document:
        """All of it. Raises SourceRefused where there is no text, or too much."""
        self.end_paragraph()
        unseen = f"text that the document does not show was left out ({', '.join(sorted(self.unseen))})"
        notes = (*self.notes, *([unseen] if self.unseen else []))
        try:
            document = text.document("\n\n".join("\n".join(lines) for lines in self._whole.blocks))
        except SourceRefused as refusal:
            raise SourceRefused("; ".join([str(refusal), *notes])) from None
        return replace(document, kind=kind, notes=(*document.notes, *notes), margins=tuple(self.margins))


def _placed(table: _Table) -> list[_Cell]:
    """The row that is open, with a covered cell in each column that one of the rows above covers."""
    row: list[_Cell] = []
    column = 0
    covering: Counter[int] = Counter()
    over: dict[int, tuple[_Cell, int]] = {}
    for cell in [*table.row, None]:
        while table.covered[column]:
            row.append(_under(table, column, over))
            column += 1
        if cell is None:
            break
        row.append(_under(table, column, over, columns=cell.columns) if cell.is_covered else cell)
        if cell.rows > 1:
            covering.update(dict.fromkeys(range(column, column + cell.columns), cell.rows))
        if (rows := max(cell.rows, cell.merged_rows)) > 1:
            over[column] = (cell, rows - 1)
        column += cell.columns
    table.over = over
    table.covered = +Counter({at: rows - 1 for at, rows in (table.covered | covering).items()})
    return row


def _under(table: _Table, column: int, over: dict[int, tuple[_Cell, int]], *, columns: int = 1) -> _Cell:
    """A covered cell, with the words of the one that goes over it. At the head of rows these are not repeated."""
    cell, rows = table.over.get(column, (_Cell(), 0))
    if rows > 1:
        over[column] = (cell, rows - 1)
    return _Cell(cell.again() if column and rows else [], columns, is_covered=True)


def _table_lines(rows: Sequence[list[_Cell]]) -> list[str]:
    lines: list[str] = []
    start = 0
    while start < len(rows):
        end = start + 1
        while end < len(rows) and rows[end] and rows[end][0].is_covered:
            end += 1
        first = rows[start][0] if rows[start] else _Cell()
        if end > start + 1 and first.blocks and not _has_table(first):
            lines += _spanned(first, [row[1:] for row in rows[start:end]])
        else:
            lines += [line for row in rows[start:end] for line in _lines(row)]
        start = end
    return lines


def _spanned(first: _Cell, rows: Sequence[list[_Cell]]) -> list[str]:
    """Rows that share their first cell."""
    filled = [[cell for cell in row if cell.blocks] for row in rows]
    if all(len(cells) > 1 for cells in filled):
        return ["", _text(first), "", *(line for row in rows for line in _lines(row))]
    if any(map(_has_table, (cell for cells in filled for cell in cells))):
        return [line for row in ([first], *rows) for line in _lines(row)]
    return ["\t".join(map(_text, [first, *(cell for cells in filled for cell in cells)]))]


def _has_table(cell: _Cell) -> bool:
    return any("\t" in line for block in cell.blocks for line in block)


def _text(cell: _Cell) -> str:
    return " ".join(line for block in cell.blocks for line in block)


def _lines(row: list[_Cell]) -> list[str]:
    """A row as one line; its cells one after another where only one has text, or one has a table of its own."""
    filled = [cell for cell in row if cell.blocks]
    if len(filled) < 2 or any(map(_has_table, filled)):
        return ["", *(line for cell in filled for block in cell.blocks for line in (*block, ""))]
    return ["\t".join(_text(cell) + "\t" * (cell.columns - 1) for cell in row).rstrip("\t")]
