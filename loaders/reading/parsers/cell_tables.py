"""Tables whose grades are found by the cells that they stand in: below a head, beside a block, under a label or a mark.

Several columns of which one is this inspection's, labels beside each other with their grades below them, a mark under
one of the four grades, or a block in a cell of each row. `graded_report`, `front_table` and `jar` ask here where a
report has no row with the grade behind its label.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from loaders.reading.parsers import blocks, column_heads
from loaders.reading.parsers.column_heads import is_of_this_inspection
from loaders.reading.parsers.common import LocatedLine, judgements_of
from loaders.reading.parsers.other_tables import found_in, grade_regex, graded_in_front, in_columns
from loaders.record.model import Document
from loaders.record.reference import Framework, Judgement, Scale

_MARKS = " \t|*_.:-"
_FEW_ROWS = 2
_THREE = 3
_WITH_CELLS = ("word", "odt", "html")
_TICK, _UNTICKED = (
    re.compile("[xX*\u2022\u221a\u25a0\u25cf\u2611\u2612\u2713\u2714\u2717\u2718]"),
    re.compile("[\u25a1\u25cb\u2610\u2013\u2014-]?"),
)


def of_other_shapes(document: Document, framework: Framework, scale: Scale) -> list[LocatedLine]:
    """The rows of the first of these shapes that a document has."""
    shapes = [graded_in_front, of_this_inspection, ticked, *([] if framework.blocks else [transposed])]
    return next((graded_lines for shape in shapes if (graded_lines := shape(document, framework, scale))), [])


def of_named_blocks(document: Document, framework: Framework, scale: Scale) -> list[LocatedLine]:
    """The rows of the first shape that a document has of those that name the block of each grade."""
    shapes = (in_columns, with_block_in_row, transposed)
    return next((graded_lines for shape in shapes if (graded_lines := shape(document, framework, scale))), [])


def with_block_in_row(document: Document, framework: Framework, scale: Scale) -> list[LocatedLine]:
    """Rows that have a block, a label and a grade, each in a cell of its own."""
    grade = grade_regex(framework, scale)
    graded_lines: list[LocatedLine] = []
    for page, text in enumerate(document.pages):
        for start, cells in _rows(text):
            named = [block for cell in cells if (block := blocks.block_named(cell, framework))]
            labels = [cell for cell in cells if judgements_of(framework, cell)]
            grades = [cell for cell in cells if grade.fullmatch(cell)]
            if not (len(named) == len(labels) == len(grades) == 1 and len([cell for cell in cells if cell]) == _THREE):
                continue
            own = [j for j in judgements_of(framework, labels[0]) if j.block == named[0]]
            graded_lines += _graded(
                document, page, start, grades[0], own, framework=framework, scale=scale, label=labels[0]
            )
    return graded_lines


def ticked(document: Document, framework: Framework, scale: Scale) -> list[LocatedLine]:
    """Rows with a mark in one of the columns that the grades head. In a text the place of a mark proves nothing.

    Pages of a PDF have tabs where the columns of a table were told apart (`cell_rows`), and nowhere else.
    """
    grade = grade_regex(framework, scale)
    graded_lines: list[LocatedLine] = []
    for page, text in enumerate(document.pages):
        if document.kind not in _WITH_CELLS and not (document.kind == "pdf" and "\t" in text):
            continue
        heads: list[str] = []
        for start, cells in _rows(text):
            if len({cell.lower() for cell in cells[1:] if grade.fullmatch(cell)}) == len(cells) - 1 > _FEW_ROWS:
                heads = cells
                continue
            marked = [column for column, cell in enumerate(cells) if column and _TICK.fullmatch(cell)]
            if (
                len(marked) != 1
                or len(cells) > len(heads)
                or not all(_UNTICKED.fullmatch(c) for n, c in enumerate(cells) if n and n not in marked)
            ):
                continue
            judgements = judgements_of(framework, cells[0])
            graded_lines += _graded(
                document, page, start, heads[marked[0]], judgements, framework=framework, scale=scale, label=cells[0]
            )
    return graded_lines


def of_this_inspection(document: Document, framework: Framework, scale: Scale) -> list[LocatedLine]:
    """Rows of several columns, of which the heads say of one alone that it is this inspection's."""
    graded_lines: list[LocatedLine] = []
    for page, text in enumerate(document.pages):
        column: int | None = None
        columns = 0
        for start, cells in _rows(text):
            judgements = judgements_of(framework, cells[0])
            if column_heads.is_header(framework, scale, cells):
                own = [n for n, head in enumerate(cells) if n and is_of_this_inspection(document, framework, head)]
                column = own[0] if len(own) == 1 and len(cells) > _FEW_ROWS else None
                columns = len(cells)
            elif not judgements:
                column = None
            elif not column_heads.has_marks(text[start:].split("\n", 1)[0]) and len(cells) < columns:
                continue  # one of its cells is blank, and which cannot be told
            elif column is not None and column < len(cells):
                graded_lines += _graded(
                    document, page, start, cells[column], judgements, framework=framework, scale=scale
                )
    return graded_lines


def transposed(document: Document, framework: Framework, scale: Scale) -> list[LocatedLine]:
    """Labels beside each other, and below them a row with the grade of each, or such a row for each block.

    Of several rows one counts that alone is headed as this inspection's.
    """
    graded_lines: list[LocatedLine] = []
    for page, text in enumerate(document.pages):
        rows = list(_rows(text))
        for place, (_, labels) in enumerate(rows):
            columns = [judgements_of(framework, label) for label in labels]
            if (
                sum(map(bool, columns)) < _FEW_ROWS
                or not all(columns[1:])
                or (labels[0] and not columns[0] and not column_heads.is_header(framework, scale, ["", labels[0]]))
            ):
                continue
            for start, cells, block in _rows_of_grades(document, rows[place + 1 :], columns, framework, scale):
                for cell, label, judgements in zip(cells, labels, columns, strict=False):
                    own = [judgement for judgement in judgements if judgement.block in ("", block)]
                    graded_lines += _graded(
                        document, page, start, cell, own, framework=framework, scale=scale, label=label
                    )
    return graded_lines


def _rows_of_grades(
    document: Document,
    rows: Sequence[tuple[int, list[str]]],
    columns: Sequence[Sequence[Judgement]],
    framework: Framework,
    scale: Scale,
) -> list[tuple[int, list[str], str]]:
    """The rows of grades right below a row of labels that are this inspection's, and the block of each."""
    grade = grade_regex(framework, scale)
    below: list[tuple[int, list[str]]] = []
    for start, cells in rows:
        is_row = len(cells) == len(columns) and all(not cell or grade.fullmatch(cell) for cell in cells[1:])
        if not is_row or not any(grade.fullmatch(cell) for cell in cells):
            break
        below.append((start, cells))
    if columns[0]:  # no column for the heads of rows
        return [(*below[0], "")] if len(below) == 1 and not framework.blocks else []
    if framework.blocks:
        named = [(start, cells, blocks.block_named(cells[0], framework)) for start, cells in below]
        return named if len({block for *_, block in named if block}) == len(named) else []
    own = [row for row in below if not row[1][0] or is_of_this_inspection(document, framework, row[1][0])]
    return [(*own[0], "")] if len(own) == 1 else []


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Every line with cells, and where it begins. Empty lines and rules of a table are left out."""
    at = 0
    for line in text.split("\n"):
        start, at = at, at + len(line) + 1
        if line.strip(_MARKS):
            cells = column_heads.split(line.strip(" ").strip("|"))
            yield start, cells


def _graded(
    document: Document,
    page: int,
    start: int,
    cell: str,
    judgements: Sequence[Judgement],
    *,
    framework: Framework,
    scale: Scale,
    label: str = "",
) -> list[LocatedLine]:
    match = grade_regex(framework, scale).fullmatch(cell)
    if match is None:
        return []
    row_label = label or column_heads.split(document.pages[page][start:].split("\n", 1)[0].strip(" ").strip("|"))[0]
    return [
        found_in(document, page, match, judgement, scale, label=row_label, offset=start) for judgement in judgements
    ]
