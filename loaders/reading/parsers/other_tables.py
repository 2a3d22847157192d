"""Tables of other shapes: the grade in front of its label, and a column for each block ("Safeguarding | Looked after").

`cell_tables` asks here where a report has no row with the grade behind its label. A row is one line:
nothing is taken from the line above or below.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from loaders.reading.parsers import blocks, column_heads, row_cells
from loaders.reading.parsers.common import LocatedLine, judgements_of, located
from loaders.reading.parsers.patterns import LINE_MARKS, any_label, grade_pattern, number
from loaders.record.model import Document
from loaders.record.reference import Framework, Judgement, Scale

_MARKS = " \t|*_.:-"
_FEW_ROWS = 2
_FEW_FIGURES = 4
_FAR = 1_000  # characters


class PageOfTables(NamedTuple):
    """A page that tables are looked for on, and what its labels and grades are."""

    document: Document
    page: int
    framework: Framework
    scale: Scale

    @property
    def text(self) -> str:
        return self.document.pages[self.page]

    def graded(
        self, match: re.Match[str], judgements: Iterable[Judgement], label: str = "", *, offset: int | None = None
    ) -> list[LocatedLine]:
        """A line for each judgement that a label stands for, with the grade that a match has."""
        groups = match.groupdict()
        printed = number(groups) or (int(groups["figure"]) if groups.get("figure") else None)
        by_number = self.scale.by_number
        words = groups.get("words") or (by_number[printed].words if printed in by_number else str(printed))
        texts, what = (label or match["label"], match["grade"], words), "Record of main findings"
        at = match.start() if offset is None else offset
        return [
            located(self.document, self.page, at, judgement=judgement, texts=texts, what=what, number=printed)
            for judgement in judgements
        ]


def table_pages(document: Document, framework: Framework, scale: Scale) -> list[PageOfTables]:
    return [PageOfTables(document, page, framework, scale) for page in range(len(document.pages))]


@cache
def _front_regex(framework: Framework, scale: Scale) -> re.Pattern[str]:
    grade = grade_pattern(scale, framework.numbered)
    return re.compile(
        rf"^{LINE_MARKS}(?<!>)(?P<grade>{grade})[ *_]*"
        rf"(?:[ \t]*[\t|][ \t|*_]*|[ ]{{3,}}|[ \t]*[:=\u2013-][ \t*_]+|[ ]+(?-i:(?=[A-Z])))"
        rf"(?P<label>{any_label(framework.labels)})[ \t|*_:.]*$",
        re.IGNORECASE | re.MULTILINE,
    )


@cache
def _bare(framework: Framework, scale: Scale) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A label on a line of its own, and a grade that begins no sentence, on one line or on two."""
    label = rf"{LINE_MARKS}(?:{any_label(framework.labels)})[ \t|*_:.]*"
    grade = rf"{LINE_MARKS}(?:{grade_pattern(scale, framework.numbered)})(?![^\W\d_]|[ \t]?(?-i:[a-z]))"
    return re.compile(label, re.IGNORECASE), re.compile(grade, re.IGNORECASE)


def graded_in_front(document: Document, framework: Framework, scale: Scale) -> list[LocatedLine]:
    """Rows with the grade in front of the label, unless the grades could be those of the labels of other rows.

    A label alone above such a row, or a grade below it, means that the rows are cut between two labels.
    """
    label, grade = _bare(framework, scale)
    graded_lines: list[LocatedLine] = []
    for page in table_pages(document, framework, scale):
        text = page.text
        matches = list(_front_regex(framework, scale).finditer(text))
        if len(matches) < _FEW_ROWS:
            continue
        above = text[: matches[0].start()].rstrip().rpartition("\n")[2]
        is_of_others = column_heads.speaks_of_others(document, framework, above.strip(_MARKS))
        if is_of_others or label.fullmatch(above) or grade.match(text[matches[-1].end() :].lstrip()):
            continue
        for match in matches:
            graded_lines += page.graded(match, judgements_of(framework, match["label"]))
    return graded_lines


def in_columns(document: Document, framework: Framework, scale: Scale) -> list[LocatedLine]:
    """Rows below a line that names the blocks as columns: the grade of each block in its own column."""
    pages = table_pages(document, framework, scale)
    headers = ((page, header) for page in pages for header in _headers(page.text, framework))
    return [line for page, (start, columns) in headers for line in _rows_of_columns(page, start, columns)]


def _headers(text: str, framework: Framework) -> Iterator[tuple[int, list[str]]]:
    """Where a line ends that names every block in a cell of its own, and the block of each cell ("" for others)."""
    at = 0
    for line in text.split("\n"):
        at += len(line) + 1
        # Where spaces part the cells, those in front of the first are the blank one above the labels.
        cells = [
            cell.strip()
            for cell in row_cells.CELLS.split(line.rstrip(" ") if row_cells.CELLS.match(line) else line.strip(" "))
        ]
        named = [blocks.block_named(cell, framework) for cell in cells]
        if sorted(name for name in named if name) == sorted(framework.blocks):
            yield at, named


def in_figures(document: Document, framework: Framework, scale: Scale) -> list[LocatedLine]:
    """Rows with the number of their grade alone, below a heading or a sentence that says that they are grades.

    Numbers that only grow are those of pages.
    """
    graded_lines: list[LocatedLine] = []
    for page in table_pages(document, framework, scale):
        text = page.text
        runs: list[list[re.Match[str]]] = []
        for match in _figure_regex(framework).finditer(text):
            between = text[runs[-1][-1].end() : match.start()].split("\n") if runs else []
            if not between or not all(_is_inner(line, framework) for line in between):
                runs.append([])
            runs[-1].append(match)
        for run in runs:
            figures = [match["figure"] for match in run]
            is_graded = len(run) >= _FEW_FIGURES and figures != sorted(figures)
            if not is_graded or not _are_grades(page, run[0].start()):
                continue
            for match in run:
                graded_lines += page.graded(match, judgements_of(framework, match["label"]))
    return graded_lines


def _are_grades(page: PageOfTables, start: int) -> bool:
    """Whether the first line above a place that is no part of its table, nor an entry of the contents, says so."""
    document, number, framework, scale = page
    for line in reversed(page.text[max(0, start - _FAR) : start].split("\n")):
        is_head = not line.strip(_MARKS) or framework.heads.bare.match(line)
        if not is_head and column_heads.introduces(document, framework, line):
            is_entry = line.rstrip(_MARKS)[-1].isdigit()
            return not is_entry and not column_heads.foreign_heading(
                document, framework, scale, page=number, start=start, is_table=True
            )
        if not is_head and not _is_inner(line, framework):
            return False
    return False


def _is_inner(line: str, framework: Framework) -> bool:
    """Whether a line may stand between the rows of a table: the title of a block or of a part of one, or marks."""
    words = line.strip(_MARKS)
    is_part = any(pattern.match(words) for pattern in framework.inner_headings)
    return not words or is_part or bool(blocks.block_named(line, framework))


@cache
def _figure_regex(framework: Framework) -> re.Pattern[str]:
    label = rf"^{LINE_MARKS}(?P<label>{any_label(framework.labels)})"
    return re.compile(rf"{label}[ \t|:]+(?P<grade>(?P<figure>[1-4]))[ \t|]*$", re.IGNORECASE | re.MULTILINE)


@cache
def grade_regex(framework: Framework, scale: Scale) -> re.Pattern[str]:
    figure = r"|(?P<figure>[1-9])" if framework.columns else ""
    return re.compile(rf"[ *_]*(?P<grade>{grade_pattern(scale, framework.numbered)}{figure})[ *_.]*", re.IGNORECASE)


def _rows_of_columns(page: PageOfTables, start: int, columns: Sequence[str]) -> list[LocatedLine]:
    graded_lines: list[LocatedLine] = []
    at = start
    for line in page.text[start:].split("\n"):
        offset, at = at, at + len(line) + 1
        cells = [cell.strip() for cell in row_cells.CELLS.split(line.strip(" "))]
        if not line.strip(_MARKS):
            continue
        # A header may have nothing above the labels; a row has a cell for each of its columns.
        while len(cells) > len(columns) and not cells[-1]:
            cells.pop()
        shift = len(columns) - len(cells)
        label = next((cell for cell in cells if cell.strip(_MARKS)), "").strip(_MARKS)
        judgements = judgements_of(page.framework, label)
        if not judgements or shift < 0:
            break
        if shift:
            continue
        for cell, block in zip(cells, columns, strict=True):
            match = grade_regex(page.framework, page.scale).fullmatch(cell) if block else None
            own = [judgement for judgement in judgements if judgement.block == block]
            graded_lines += page.graded(match, own, label=label, offset=offset) if match else []
    return graded_lines
