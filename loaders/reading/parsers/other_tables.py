"""Tables of other shapes: the grade in front of its label, and a column for each block ("Safeguarding | Looked after").

`cell_tables` asks here where a report has no row with the grade behind its label. A row is one line:
nothing is taken from the line above or below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from loaders.reading.document_parts import fold, locate
from loaders.reading.parsers import blocks, column_heads
from loaders.reading.parsers.common import LocatedLine, judgements_of
from loaders.reading.parsers.headings_above import CELLS
from loaders.reading.parsers.patterns import LINE_MARKS, any_label, grade_pattern, number
from loaders.record.model import Document, GradedLine
from loaders.record.reference import Framework, Judgement, Scale

_MARKS = " \t|*_.:-"
_FEW_ROWS = 2


@cache
def _front_regex(framework: Framework, scale: Scale) -> re.Pattern[str]:
    grade = grade_pattern(scale, framework.numbered)
    return re.compile(
        rf"^{LINE_MARKS}(?P<grade>{grade})[ *_]*"
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
    for page, text in enumerate(document.pages):
        matches = list(_front_regex(framework, scale).finditer(text))
        if len(matches) < _FEW_ROWS:
            continue
        above = text[: matches[0].start()].rstrip().rpartition("\n")[2]
        is_of_others = column_heads.speaks_of_others(document, framework, above.strip(_MARKS))
        if is_of_others or label.fullmatch(above) or grade.match(text[matches[-1].end() :].lstrip()):
            continue
        for match in matches:
            graded_lines += [
                found_in(document, page, match, judgement, scale)
                for judgement in judgements_of(framework, match["label"])
            ]
    return graded_lines


def in_columns(document: Document, framework: Framework, scale: Scale) -> list[LocatedLine]:
    """Rows below a line that names the blocks as columns: the grade of each block in its own column."""
    graded_lines: list[LocatedLine] = []
    for page, text in enumerate(document.pages):
        for start, columns in _headers(text, framework):
            graded_lines += _rows_of_columns(document, page, start, columns, framework=framework, scale=scale)
    return graded_lines


def _headers(text: str, framework: Framework) -> Iterator[tuple[int, list[str]]]:
    """Where a line ends that names every block in a cell of its own, and the block of each cell ("" for others)."""
    at = 0
    for line in text.split("\n"):
        at += len(line) + 1
        # Where spaces part the cells, those in front of the first are the blank one above the labels.
        cells = [cell.strip() for cell in CELLS.split(line.rstrip(" ") if CELLS.match(line) else line.strip(" "))]
        named = [blocks.block_named(cell, framework) for cell in cells]
        if sorted(name for name in named if name) == sorted(framework.blocks):
            yield at, named


@cache
def grade_regex(framework: Framework, scale: Scale) -> re.Pattern[str]:
    figure = r"|(?P<figure>[1-9])" if framework.columns else ""
    return re.compile(rf"[ *_]*(?P<grade>{grade_pattern(scale, framework.numbered)}{figure})[ *_.]*", re.IGNORECASE)


def _rows_of_columns(
    document: Document, page: int, start: int, columns: Sequence[str], *, framework: Framework, scale: Scale
) -> list[LocatedLine]:
    graded_lines: list[LocatedLine] = []
    at = start
    for line in document.pages[page][start:].split("\n"):
        offset, at = at, at + len(line) + 1
        cells = [cell.strip() for cell in CELLS.split(line.strip(" "))]
        if not line.strip(_MARKS):
            continue
        # A header may have nothing above the labels; a row has a cell for each of its columns.
        while len(cells) > len(columns) and not cells[-1]:
            cells.pop()
        shift = len(columns) - len(cells)
        label = next((cell for cell in cells if cell.strip(_MARKS)), "").strip(_MARKS)
        judgements = judgements_of(framework, label)
        if not judgements or shift < 0:
            break
        if shift:
            continue
        for cell, block in zip(cells, columns, strict=True):
            match = grade_regex(framework, scale).fullmatch(cell) if block else None
            graded_lines += [
                found_in(document, page, match, judgement, scale, label=label, offset=offset)
                for judgement in judgements
                if match and judgement.block == block
            ]
    return graded_lines


def found_in(
    document: Document,
    page: int,
    match: re.Match[str],
    judgement: Judgement,
    scale: Scale,
    *,
    label: str = "",
    offset: int | None = None,
) -> LocatedLine:
    groups = match.groupdict()
    printed = number(groups) or (int(groups["figure"]) if groups.get("figure") else None)
    words = groups["words"] or (scale.by_number[printed].words if printed in scale.by_number else str(printed))
    place = match.start() if offset is None else offset
    line = GradedLine(
        service=judgement.service,
        aspect=judgement.aspect,
        label=label or fold(match["label"]),
        grade_text=fold(match["grade"]),
        words=fold(words),
        number=printed,
        locator=locate(document, page, place, "Record of main findings"),
        place="table",
    )
    return LocatedLine(page, place, judgement, "", line)
