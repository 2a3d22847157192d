"""Cells put plainly: columns that spaces part as if by tabs, boxes and marks as their words, grades without remarks.

In a text the columns of a table are known where every cell begins right below its head. A remark in brackets is no part
of the grade in front of it where it has that of before, or the date of the inspection alone.
Every line keeps its number. Called by `extract`.
"""

from __future__ import annotations

import re
import string
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

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
_MOST_LINES, _LONGEST_LINE = 60, 300
_LONGEST_TITLE = 80  # characters of a line between rows
_BAR = re.compile(r"[\t|]")
_MARKS = " \t|*_.:-"
_TICK, _UNTICKED = (
    re.compile(r"(?:[xX*\u2022\u221a\u25a0\u25cf\u2611\u2612\u2705\u2713\u2714\u2717\u2718]|\[[xX]\])\ufe0f?"),
    re.compile(r"[\u25a1\u25cb\u2610\u2013\u2014-]?|\[ ?\]"),
)
_BOX = r"(?:\[[ xX\u2713\u2714]?\]|[\u2610\u2611\u2612\u25a1\u25a0])"
_A_BOX = re.compile(_BOX)
_OF_BOXES = re.compile(r"\b(?:box(?:es)?|cross(?:es|ed)?|tick(?:s|ed)?)\b", re.IGNORECASE)  # what they mean
_EMPTY_BOX = re.compile(r"\[ ?\]|[\u2610\u25a1]")


def with_plain_cells(document: Document, reference: Reference) -> Document:
    """The same document, its cells put so."""
    are_all_kept = document.kind not in ("text", "pdf")
    pages = (_with_marked(page, reference, are_all_kept=are_all_kept) for page in document.pages)
    if document.kind != "pdf":
        pages = (_without_remarks(page, document, reference) for page in pages)
        pages = (_with_tabs(_with_ticked(page, reference), reference) for page in pages)
    return replace(document, pages=tuple(pages))


def _with_marked(page: str, reference: Reference, *, are_all_kept: bool) -> str:
    """A page with the grade for each row of a table with a mark in one of the columns that the grades head.

    The place of a mark proves something where the blank cells are all kept, as where marks part those of a text.
    """
    if not row_cells.has_marks(page):
        return page
    grade = _grade(reference)
    lines = page.split("\n")
    above, heads = 0, [""]
    table: dict[int, tuple[int, int]] = {}
    for number, line in enumerate([*lines, "\t"]):
        cells = [cell.strip(_MARKS) for cell in _BAR.split(row_cells.inner(line))] if row_cells.has_marks(line) else []
        is_head = len({cell.lower() for cell in cells[1:] if grade.fullmatch(cell)}) == len(cells) - 1 > _FEW_COLUMNS
        if is_head or number == len(lines):
            if table and (are_all_kept or any(size == len(heads) or at > 1 for size, at in table.values())):
                lines[above] = f"{heads[0]}\tGrade"
                for row, (_, at) in table.items():
                    lines[row] = f"{_BAR.split(row_cells.inner(lines[row]))[0]}\t{heads[at]}"
            above, heads, table = number, cells, {}
            continue
        marked = [column for column, cell in enumerate(cells) if column and _TICK.fullmatch(cell)]
        others = {cell for column, cell in enumerate(cells) if column and column not in marked}
        # Two kinds of marks mean two things, as this inspection and the last one.
        is_row = len(marked) == 1 and cells[0] and len(cells) <= len(heads)
        if is_row and len(others) < 2 and all(map(_UNTICKED.fullmatch, others)):
            table[number] = (len(cells), marked[0])
    return "\n".join(lines)


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
    grade = rf"(?:{_words(reference)}|[1-4])"
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


@cache
def _words(reference: Reference) -> str:
    return "|".join(map(words_pattern, _scales(reference)))


@cache
def _grade(reference: Reference) -> re.Pattern[str]:
    """A cell that is a grade, with its number or marks."""
    return re.compile(rf"[\W\d]*(?:{_words(reference)})[\W\d]*|\W*[1-4]\W*", re.IGNORECASE)


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
    words = _words(reference)
    in_front, behind = rf"{_BOX}[ \t]*(?:{words})", rf"(?:{words})[ \t]*{_BOX}"
    return re.compile(rf"{in_front}(?:\s*{in_front}){{2,}}|{behind}(?:\s*{behind}){{2,}}", re.IGNORECASE)


def _with_tabs(page: str, reference: Reference) -> str:
    """A text with tabs between the columns of each table whose cells all begin below their heads, at one place."""
    lines = page.split("\n")
    end = 0
    for start, line in enumerate(lines):
        if start < end or len(line) > _LONGEST_LINE or row_cells.has_marks(line):
            continue
        heads = [cell.span() for cell in _CELL.finditer(line) if cell.start()]
        if len(heads) >= _FEW_COLUMNS and not any(_grade(reference).fullmatch(line, *head) for head in heads):
            table = _table(lines[start : start + _MOST_LINES], heads)
            end = start + len(table)
            lines[start:end] = table
    return "\n".join(lines)


def _table(lines: Sequence[str], heads: Sequence[tuple[int, int]]) -> list[str]:
    """The lines of a table with tabs, from its heads on; none where its cells do not begin below these.

    `heads` are where the heads of its columns begin and end, but for that of the labels.
    """
    table: list[str] = []
    names: list[str] = []
    places: dict[int, int] = {}
    rows = 0
    for line in lines:
        cells = list(_CELL.finditer(line[:_LONGEST_LINE]))
        is_alone = len(cells) == 1 and not cells[0].start()
        pieces = [] if is_alone else _pieces(cells, heads, places if table else {})
        is_title = is_alone and len(line) <= _LONGEST_TITLE
        is_row = len(line) <= _LONGEST_LINE and not row_cells.has_marks(line) and (pieces or is_title or not cells)
        if not is_row:
            if table[-1].strip():
                return []
            break
        if cells and rows and line[0] in string.whitespace + string.ascii_lowercase:
            return []  # cells or labels that go on in the next line
        if pieces:
            line = "\t".join(pieces)
            if table and not pieces[0]:  # the next line of the heads
                names = [f"{name} {piece}".strip() for name, piece in zip(names, pieces, strict=True)]
                table[0], line, places = "\t".join(names), "", {}
            names = names or pieces
            rows += bool(table and pieces[0])
        table.append(line)
    is_table = len(places) == len(heads) and (rows > 1 or len(heads) > _FEW_COLUMNS)
    return table if is_table else []


def _pieces(cells: Sequence[re.Match[str]], heads: Sequence[tuple[int, int]], places: dict[int, int]) -> list[str]:
    """The text of each column in a row; nothing where a cell begins below no head, or elsewhere than those above it."""
    pieces = [""] * (len(heads) + 1)
    for cell in cells:
        number = next((n for n, head in enumerate(heads, 1) if head[0] <= cell.start() < head[1]), 0)
        following = heads[number][0] if number < len(heads) else cell.end()
        if (not number and cell.start()) or places.setdefault(number, cell.start()) != cell.start():
            return []
        if cell.end() > following:
            return []
        pieces[number] = cell.group()
    places.pop(0, None)
    return pieces if cells else []
