"""Tables whose grades are found by the cells that they stand in: below a head, beside a block, under a label or a mark.

Several columns of which one is this inspection's, labels beside each other with their grades below them, or a block in
a cell of each row. `graded_report`, `front_table` and `jar` ask here where a
report has no row with the grade behind its label.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import wraps

from loaders.reading.parsers import blocks, column_heads, row_cells
from loaders.reading.parsers.column_heads import is_of_this_inspection
from loaders.reading.parsers.common import LocatedLine, judgements_of
from loaders.reading.parsers.headings_above import is_within_table
from loaders.reading.parsers.other_tables import PageOfTables, grade_regex, graded_in_front, in_columns, table_pages
from loaders.record.model import Document
from loaders.record.reference import Framework, Judgement, Scale

_MARKS = " \t|*_.:-"
_FEW_ROWS = 2
_THREE = 3
_MOST_ROWS = 60
# What heads the days of the inspections that the grades in rows are of.
_OF_DATES = re.compile(r"(?:dates?|years?|when|inspected|inspections? dates?|published)\W*\Z", re.IGNORECASE)
_Shape = Callable[[Document, Framework, Scale], list[LocatedLine]]
_Rows = Sequence[tuple[int, list[str]]]
_BlockRow = tuple[int, list[str], str | None]


def _below_own_headings(shape: _Shape) -> _Shape:
    """A shape without the rows below a heading that says that their grades are none of this inspection's."""

    @wraps(shape)
    def rows(document: Document, framework: Framework, scale: Scale) -> list[LocatedLine]:
        own: list[LocatedLine] = []
        heading, page, start, end = "", -1, -1, 0
        for item in sorted(shape(document, framework, scale), key=lambda item: (item.page, item.offset)):
            text = document.pages[item.page]
            if (item.page, item.offset) != (page, start):
                between = text[end : item.offset] if item.page == page else text[: item.offset]
                above = column_heads.foreign_heading(
                    document, framework, scale, page=item.page, start=_top(text, item.offset, framework), is_table=True
                )
                is_same = item.page == page and column_heads.goes_on(document, framework, scale, heading, below=between)
                heading, page, start = above or (heading if is_same else ""), item.page, item.offset
                end = max(text.find("\n", start), start)
            own += [] if heading else [item]
        return own

    return rows


def _top(text: str, offset: int, framework: Framework) -> int:
    """Where the table of a row begins: the shape has judged the heads of its columns."""
    start = text.rfind("\n", 0, offset) + 1
    for _ in range(_MOST_ROWS):
        above = text.rfind("\n", 0, max(0, start - 1)) + 1
        line = text[above:start].rstrip("\n")
        is_row = row_cells.has_marks(line) or row_cells.CELLS.search(line.strip()) is not None
        if not is_row and not (line.strip() and is_within_table(line, framework)):
            break
        start = above
    return start


def of_other_shapes(document: Document, framework: Framework, scale: Scale) -> list[LocatedLine]:
    """The rows of the first of these shapes that a document has."""
    in_front = _below_own_headings(graded_in_front)
    shapes = [in_front, of_this_inspection, transposed]
    return next((graded_lines for shape in shapes if (graded_lines := shape(document, framework, scale))), [])


def of_named_blocks(document: Document, framework: Framework, scale: Scale) -> list[LocatedLine]:
    """The rows of the first shape that a document has of those that name the block of each grade."""
    shapes = (_below_own_headings(in_columns), with_block_in_row, transposed_blocks)
    return next((graded_lines for shape in shapes if (graded_lines := shape(document, framework, scale))), [])


@_below_own_headings
def with_block_in_row(document: Document, framework: Framework, scale: Scale) -> list[LocatedLine]:
    """Rows that have a block, a label and a grade, each in a cell of its own."""
    grade = grade_regex(framework, scale)
    graded_lines: list[LocatedLine] = []
    for page in table_pages(document, framework, scale):
        for start, cells in _rows(page.text):
            named = [block for cell in cells if (block := blocks.block_named(cell, framework))]
            labels = [cell for cell in cells if judgements_of(framework, cell)]
            grades = [cell for cell in cells if grade.fullmatch(cell)]
            if not (len(named) == len(labels) == len(grades) == 1 and len([cell for cell in cells if cell]) == _THREE):
                continue
            own = [j for j in judgements_of(framework, labels[0]) if j.block == named[0]]
            graded_lines += _graded(page, start, grades[0], judgements=own, label=labels[0])
    return graded_lines


@_below_own_headings
def of_this_inspection(document: Document, framework: Framework, scale: Scale) -> list[LocatedLine]:
    """Rows of several columns, of which the heads say of one alone that it is this inspection's."""
    graded_lines: list[LocatedLine] = []
    for page in table_pages(document, framework, scale):
        column: int | None = None
        columns = 0
        dated: list[int] = []
        for start, cells in _rows(page.text):
            judgements = judgements_of(framework, cells[0])
            if column_heads.is_header(framework, scale, cells):
                own = [n for n, head in enumerate(cells) if n and is_of_this_inspection(document, framework, head)]
                column = own[0] if len(own) == 1 and len(cells) > _FEW_ROWS else None
                columns = len(cells)
                dated = [n for n, head in enumerate(cells) if _OF_DATES.match(head)]
            elif not judgements:
                is_title = not any(cells[1:]) and blocks.is_title(cells[0], framework)  # within one table
                column = column if is_title else None
            elif not row_cells.has_marks(page.text[start:].split("\n", 1)[0]) and len(cells) < columns:
                continue  # one of its cells is blank, and which cannot be told
            elif any(cells[columns:]):
                continue  # one too many: the others may stand in the next column
            elif any(column_heads.names_another_year(document, cells[n]) for n in dated if n < len(cells)):
                continue
            elif column is not None and column < len(cells):
                graded_lines += _graded(page, start, cells[column], judgements=judgements)
    return graded_lines


def transposed(document: Document, framework: Framework, scale: Scale) -> list[LocatedLine]:
    """Labels beside each other, and below them a row with the grade of each.

    Of several rows one counts that alone is headed as this inspection's.
    """
    return _transposed(document, framework, scale, _own_row)


def transposed_blocks(document: Document, framework: Framework, scale: Scale) -> list[LocatedLine]:
    """Labels beside each other, and below them a row for each block, which it begins with."""
    return _transposed(document, framework, scale, _rows_of_blocks)


def _transposed(
    document: Document, framework: Framework, scale: Scale, choose: Callable[[PageOfTables, _Rows], list[_BlockRow]]
) -> list[LocatedLine]:
    graded_lines: list[LocatedLine] = []
    for page in table_pages(document, framework, scale):
        rows = list(_rows(page.text))
        for place, (first, labels) in enumerate(rows):
            columns = [judgements_of(framework, label) for label in labels]
            if (
                sum(map(bool, columns)) < _FEW_ROWS
                or not all(columns[1:])
                or (labels[0] and not columns[0] and not column_heads.is_header(framework, scale, ["", labels[0]]))
            ) or column_heads.foreign_heading(document, framework, scale, page=page.page, start=first, is_table=True):
                continue
            below = _rows_of_grades(page, rows[place + 1 :], columns)
            if columns[0] and len(below) > 1:  # no column for the heads of rows
                continue
            for start, cells, block in choose(page, below):
                for cell, label, judgements in zip(cells, labels, columns, strict=False):
                    own = [judgement for judgement in judgements if block is None or judgement.block in ("", block)]
                    graded_lines += _graded(page, start, cell, judgements=own, label=label)
    return graded_lines


def _rows_of_grades(page: PageOfTables, rows: _Rows, columns: Sequence[Sequence[Judgement]]) -> _Rows:
    """The rows of grades right below a row of labels."""
    grade = grade_regex(page.framework, page.scale)
    below: list[tuple[int, list[str]]] = []
    for start, cells in rows:
        is_row = len(cells) == len(columns) and all(not cell or grade.fullmatch(cell) for cell in cells[1:])
        if not is_row or not any(grade.fullmatch(cell) for cell in cells):
            break
        below.append((start, cells))
    return below


def _own_row(page: PageOfTables, below: _Rows) -> list[_BlockRow]:
    """The one row that is this inspection's, of the block in whose part it stands."""
    document, _, framework, scale = page
    grade = grade_regex(framework, scale)
    own = [
        (start, cells)
        for start, cells in below
        if not cells[0] or grade.fullmatch(cells[0]) or is_of_this_inspection(document, framework, cells[0])
    ]
    return [(*own[0], None)] if len(own) == 1 else []


def _rows_of_blocks(page: PageOfTables, below: _Rows) -> list[_BlockRow]:
    named = [(start, cells, blocks.block_named(cells[0], page.framework)) for start, cells in below]
    return [*named] if len({block for *_, block in named if block}) == len(named) else []


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Every line with cells, and where it begins. Empty lines and rules of a table are left out."""
    at = 0
    for line in text.split("\n"):
        start, at = at, at + len(line) + 1
        if line.strip(_MARKS):
            yield start, row_cells.of_row(line)


def _graded(
    page: PageOfTables, start: int, cell: str, *, judgements: Sequence[Judgement], label: str = ""
) -> list[LocatedLine]:
    match = grade_regex(page.framework, page.scale).fullmatch(cell)
    label = label or row_cells.of_row(page.text[start:].split("\n", 1)[0])[0]
    return page.graded(match, judgements, label, offset=start) if match and judgements else []
