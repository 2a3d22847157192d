"""Tables of three columns and more on a page of a PDF, with tabs between the cells of a row, as `docx` gives them.

The library parts cells by a space, so that of "Good 27 April 2018" nobody can tell where the grade ends, nor below
which head it stands. Here cells are told apart by the gaps between them, columns by what stands below the heads, and
rows by the widest gap above each label. Where any of this is in doubt, the text stays as it is. Called by `pdf`, before
`grade_columns`, and for pages alone on which no grade stands by itself beside such a table.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from loaders.reading.readers import grade_columns, pdfium_calls as calls
from loaders.record import small_letters

_HEAD = re.compile(
    r"\n(?-i:(?=Judg|JUDG|Key |Area|Aspect|Theme|Service))"
    r"(?:key )?(?:judge?ments?|areas?|aspects?|themes?|services?)\b(?! (?:judge?ment )?grade[ \r]*\n)"
    r"(?=[^\n]{0,60}?[ \t](?-i:[A-Z]|20\d\d))[^\n.:;]{3,90}(?=\n)",
    re.IGNORECASE,
)
_WORD = re.compile(r"\S+")
_GAP = 0.6  # of the size of the letters: a space has half of it
_LEEWAY = 1.0  # points
_FARTHEST = 40.0  # points between two lines of one table
_DESCENT, _ASCENT = 0.22, 0.75  # of the size
_WIDER = 1.15  # how much the gap between two rows is wider than that between two lines of a cell
_FEWEST_COLUMNS, _FEWEST_GRADES = 3, 2
_MOST_HEAD_LINES, _MOST_LINES = 12, 200
_LEVEL = 2.0


class _Piece(NamedTuple):
    """Words of one cell on one line, and where they stand on the page."""

    text: str
    left: float
    right: float
    base: float
    size: float

    @property
    def top(self) -> float:
        return self.base + _ASCENT * self.size

    @property
    def bottom(self) -> float:
        return self.base - _DESCENT * self.size


class _Column:
    """Where the pieces of a column begin and end so far."""

    def __init__(self, head: _Piece) -> None:
        self.left, self.right = head.left, head.right

    def holds(self, piece: _Piece) -> bool:
        return piece.left < self.right + _LEEWAY and piece.right > self.left - _LEEWAY

    def take(self, piece: _Piece) -> None:
        self.left, self.right = min(self.left, piece.left), max(self.right, piece.right)


def head(text: str, stems: Sequence[str]) -> int:
    """Where on a page with words of grades a line begins that may head such a table; -1 where none does."""
    begins = _HEAD.search(text)
    return begins.start() + 1 if begins and small_letters.has_any(text, stems) else -1


def with_tabs(text_page: int, text: str, start: int, *, stems: Sequence[str], head_at: int) -> str:
    """The text of a page, which begins at the text index `start`, with its table in rows with tabs.

    `stems` are those of the words of grades; the table's heads begin at `head_at` in the text.
    """
    first = text.count("\n", 0, head_at)
    lines = text.split("\n")
    starts = [start, *(start + match.end() for match in re.finditer("\n", text))]
    heads = _pieces(text_page, lines[first], starts[first])
    if len(heads) < _FEWEST_COLUMNS - 1:
        return text
    for n in range(first + 1, min(first + _MOST_HEAD_LINES, len(lines))):  # heads of several lines, one by one
        heads += (p for p in _pieces(text_page, lines[n], starts[n]) if abs(p.base - heads[0].base) <= _LEVEL)
    heads.sort(key=lambda piece: piece.left)
    if len(heads) < _FEWEST_COLUMNS:
        return text
    columns = [_Column(piece) for piece in heads]
    cells: list[tuple[int, _Piece]] = []
    end = first
    while end < len(lines):
        if end - first > _MOST_LINES:
            return text
        placed = _placed(_pieces(text_page, lines[end], starts[end]), columns, cells)
        if placed is None:
            break
        cells += placed
        end += 1
    rows = _rows(cells, len(columns))
    outside = [*lines[:first], *lines[end:]]
    if not _are_graded(rows, stems) or any(grade_columns.is_grade(line.strip(), stems) for line in outside):
        return text
    in_rows = ("\t".join(row).rstrip("\t") for row in rows)
    return "\r\n".join(line.rstrip("\r") for line in [*lines[:first], *in_rows, *lines[end:]])


def _are_graded(rows: Sequence[Sequence[str]], stems: Sequence[str]) -> bool:
    """Whether several rows have a grade, or a mark in one of the columns that grades head."""
    if not rows:
        return False
    by_head = sum(any(stem in head.lower() for stem in stems) for head in rows[0][1:]) >= _FEWEST_COLUMNS
    graded = [
        row for row in rows[1:] if any(by_head or any(s in cell.lower() for s in stems) for cell in row[1:] if cell)
    ]
    return len(graded) >= _FEWEST_GRADES


def _pieces(text_page: int, line: str, start: int) -> list[_Piece]:
    """A line in pieces, as far apart as cells are; nothing of one that is not upright."""
    pieces: list[_Piece] = []
    for word in _WORD.finditer(line):
        first, last = (calls.to_character(text_page, start + place) for place in (word.start(), word.end() - 1))
        begin, end = calls.character_box(text_page, first), calls.character_box(text_page, last)
        along, up, _, high = calls.matrix(text_page, first)
        if begin is None or end is None or up or along <= 0:
            return []
        size = calls.font_size(text_page, first) * high
        base = calls.origin(text_page, first)[1]
        if pieces and begin[0] - pieces[-1].right <= _GAP * size and abs(pieces[-1].base - base) <= _LEVEL:
            before = pieces.pop()
            pieces.append(_Piece(f"{before.text} {word[0]}", before.left, end[2], base=before.base, size=before.size))
        else:
            pieces.append(_Piece(word[0], begin[0], end[2], base=base, size=size))
    return pieces


def _placed(
    pieces: Sequence[_Piece], columns: Sequence[_Column], cells: Sequence[tuple[int, _Piece]]
) -> list[tuple[int, _Piece]] | None:
    """The pieces of a line with their columns; None where it is no line of the table."""
    head = cells[0][1].base if cells else float("inf")
    lowest = min((piece.base for _, piece in cells), default=float("-inf"))
    placed = []
    for piece in pieces:
        within = [number for number, column in enumerate(columns) if column.holds(piece)]
        if len(within) != 1 or piece.base > head + _LEVEL or piece.base < lowest - _FARTHEST:
            return None
        columns[within[0]].take(piece)
        placed.append((within[0], piece))
    return placed or None


def _rows(cells: Sequence[tuple[int, _Piece]], width: int) -> list[list[str]]:
    """The cells of each row; none where it cannot be told which row one belongs to."""
    labels = sorted((piece for column, piece in cells if column == 0), key=lambda piece: -piece.base)
    starts = [n for n, piece in enumerate(labels) if n == 0 or not piece.text[0].islower()]
    cuts = [float("inf")]
    for below in starts[1:]:
        cut = _cut([piece for _, piece in cells], labels[below - 1], labels[below])
        if cut is None:
            return []
        cuts.append(cut)
    rows = []
    for top, bottom in itertools.pairwise([*cuts, float("-inf")]):
        of_row = [(column, piece) for column, piece in cells if bottom < piece.base < top]
        in_order = sorted(of_row, key=lambda cell: (-cell[1].base, cell[1].left))
        rows.append([" ".join(piece.text for at, piece in in_order if at == column) for column in range(width)])
    return rows


def _cut(pieces: Sequence[_Piece], above: _Piece, below: _Piece) -> float | None:
    """The middle of the gap between two rows: the widest one from the last line of a label to the next label."""
    between = [piece for piece in pieces if below.bottom <= piece.base <= above.top]
    gaps = sorted(_gaps(between, above, below), reverse=True)
    if not gaps or (len(gaps) > 1 and gaps[0][0] < _WIDER * gaps[1][0]):
        return None
    return gaps[0][1]


def _gaps(pieces: Sequence[_Piece], above: _Piece, below: _Piece) -> Iterator[tuple[float, float]]:
    """How wide each gap is that no line reaches into, and its middle."""
    reached = above.bottom
    for piece in sorted(pieces, key=lambda piece: -piece.top):
        if piece.top < reached and piece.base < above.base and piece.base >= below.base - _LEVEL:
            yield reached - piece.top, (reached + piece.top) / 2
        reached = min(reached, piece.bottom)
