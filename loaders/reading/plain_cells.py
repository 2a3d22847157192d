"""Cells put plainly: columns that spaces part as if by tabs, ticked boxes as their words, grades without remarks.

In a text the columns of a table are known where every cell begins right below its head. A remark in brackets is no part
of the grade in front of it where it has that of before, or the date of the inspection alone.
Every line keeps its number. Called by `extract`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from loaders.reading import document_parts as parts
from loaders.reading.dates import MONTH, YEAR
from loaders.reading.parsers import row_cells
from loaders.reading.parsers.patterns import either, words_pattern
from loaders.record.model import Document
from loaders.record.reference import Reference, Scale

_REMARK = re.compile(r"\((?P<remark>[^()]{4,70})\)(?=[ \t*_.;]*(?:$|[\t|]))", re.MULTILINE)
_SEEN = re.compile(r"[^\n]")
_LONGEST_GRADE = 40  # characters
_CELL = re.compile(r"\S+(?: {1,2}\S+)*")
_FEW_COLUMNS = 2
_MOST_LINES = 100
_LONGEST_TITLE = 80  # characters of a line between rows
_BOX = r"(?:\[[ xX\u2713\u2714]?\]|[\u2610\u2611\u2612\u25a1\u25a0])"
_A_BOX = re.compile(_BOX)
_OF_BOXES = re.compile(r"\b(?:box(?:es)?|cross(?:es|ed)?|tick(?:s|ed)?)\b", re.IGNORECASE)  # what they mean
_EMPTY_BOX = re.compile(r"\[ ?\]|[\u2610\u25a1]")


def with_plain_cells(document: Document, reference: Reference) -> Document:
    """The same document, its cells put so."""
    if document.kind == "pdf":
        return document
    pages = [_without_remarks(page, document, reference) for page in document.pages]
    if document.kind == "text":
        pages = [_with_tabs(_with_ticked(page, reference)) for page in pages]
    return replace(document, pages=tuple(pages))


def _without_remarks(page: str, document: Document, reference: Reference) -> str:
    remark, other, grade = _remarks(reference)
    heads = next(iter(reference.frameworks.values())).heads
    dates = parts.dates(document)
    own = {day.year for day in (dates.start, dates.end, dates.published) if day}

    def put(match: re.Match[str]) -> str:
        words, years = match["remark"], {int(year) for year in YEAR.findall(match["remark"])}
        if not grade.search(page, max(0, match.start() - _LONGEST_GRADE), match.start()):
            return match.group()
        if own and (part := remark.fullmatch(words)) and (years <= own if part["alone"] else not years & own):
            return _SEEN.sub(" ", match.group())
        # Such a remark makes no plan of the whole paper.
        is_other = other.fullmatch(words) and heads.others.search(words)
        return match.group().replace(words, _SEEN.sub("\u2026", words)) if is_other else match.group()

    return _REMARK.sub(put, page) if "(" in page else page


@cache
def _remarks(reference: Reference) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """A whole remark, one on a grade of another kind, and a grade at the end of what stands in front of it."""
    scales = _scales(reference)
    grade = rf"(?:{'|'.join(map(words_pattern, scales))}|[1-4])"
    date = rf"(?:\d{{1,2}}\s)?(?:{MONTH}[a-z]*\s)?20\d\d"
    front = rf"(?:{either(scales[0].in_brackets)}|{date})\s*[:,=\u2013-]?\s*"
    behind = rf",?\s+(?:(?:in|at|by|from|since)\s+)?{date}"
    return (
        re.compile(rf"(?P<alone>{date})|{front}{grade}(?:{behind})?|{grade}{behind}", re.IGNORECASE),
        re.compile(rf"[a-z][^\d\n]{{2,30}}?\W+{grade}(?:{behind})?", re.IGNORECASE),
        re.compile(rf"(?<!\w){grade}[\W_]{{0,3}}\Z", re.IGNORECASE),
    )


def _scales(reference: Reference) -> list[Scale]:
    frameworks = reference.frameworks.values()
    return [reference.scales[name] for name in dict.fromkeys(f.scale for f in frameworks if f.recognise)]


def _with_ticked(page: str, reference: Reference) -> str:
    """A text with the ticked word alone for each run of grades that all have their boxes in front, or all behind."""
    is_plain = _A_BOX.search(page) and not _OF_BOXES.search(page)
    return _ticked(reference).sub(_ticked_word, page) if is_plain else page


def _ticked_word(run: re.Match[str]) -> str:
    boxes, words = _A_BOX.findall(run.group()), [word.strip() for word in _A_BOX.split(run.group()) if word.strip()]
    ticked = [number for number, box in enumerate(boxes) if not _EMPTY_BOX.fullmatch(box)]
    return words[ticked[0]] + "\n" * run.group().count("\n") if len(ticked) == 1 else run.group()


@cache
def _ticked(reference: Reference) -> re.Pattern[str]:
    words = "|".join(map(words_pattern, _scales(reference)))
    in_front, behind = rf"{_BOX}[ \t]*(?:{words})", rf"(?:{words})[ \t]*{_BOX}"
    return re.compile(rf"{in_front}(?:\s*{in_front}){{2,}}|{behind}(?:\s*{behind}){{2,}}", re.IGNORECASE)


def _with_tabs(page: str) -> str:
    """A text with tabs between the columns of each table whose cells all begin right below their heads."""
    lines = page.split("\n")
    end = 0
    for start, line in enumerate(lines):
        columns = [cell.start() for cell in _CELL.finditer(line) if cell.start()]
        if start >= end and len(columns) >= _FEW_COLUMNS and not row_cells.has_marks(line):
            table = _table(lines[start : start + _MOST_LINES], columns)
            end = start + len(table)
            lines[start:end] = table
    return "\n".join(lines)


def _table(lines: Sequence[str], columns: Sequence[int]) -> list[str]:
    """The lines of a table with tabs, from its heads on; none where its cells do not begin below these."""
    table: list[str] = []
    heads: list[str] = []
    used: list[int] = []
    rows = 0
    for line in lines:
        cells = list(_CELL.finditer(line))
        starts = [cell.start() for cell in cells]
        is_title = starts == [0] and len(line) <= _LONGEST_TITLE
        is_row = set(starts) <= {0, *columns} and not any(c.start() < at < c.end() for c in cells for at in columns)
        if not (is_row or is_title) or row_cells.has_marks(line):
            if table[-1].strip():
                return []
            break
        if starts and rows and (starts[0] or line[0].islower()):  # cells or labels that go on in the next line
            return []
        if len(starts) > 1 or (starts and starts[0]):
            places = [0, *columns, len(line)]
            pieces = [line[at:to].strip() for at, to in pairwise(places)]
            line = "\t".join(pieces)
            if table and starts[0]:  # the next line of the heads
                table[0] = "\t".join(f"{head} {piece}".strip() for head, piece in zip(heads, pieces, strict=True))
                heads, line = table[0].split("\t"), ""
            heads = heads or pieces
            rows += bool(table and starts[0] == 0)
            used += starts if rows else []
        table.append(line)
    is_table = {*columns} <= {*used} and (rows > 1 or len(columns) > _FEW_COLUMNS)
    return table if is_table else []
