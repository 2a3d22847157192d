"""A column of grades that a PDF draws apart from its labels, put back beside them by where both stand on the page.

Where a table was drawn column by column, its text has all labels and then all grades, or the other way round. Each
grade goes to the end of the one line, or of the lines that go on from one another, that stand at its height on its
left, or on its right where nothing stands on the left of any. Where any of a column has none or more of them at its
height (as two columns of grades have), the text stays as it is, and the parsers refuse its rows by name. Where grades
do not follow one another, those at one distance from the margin are a column. A grade alone that stands elsewhere on
the page than behind or below the line in front of it has a mark before it, and a line that ends in one grade and has
another at its height a mark behind it: no parser reads across these. Of a page whose lines are drawn in no order each
line has a mark, if no column tells how they stand. Called by `pdf`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from loaders.reading.readers import pdfium_calls as calls
from loaders.record import small_letters

_FEWEST = 3  # grades: two may be a heading and the line below it
_LONGEST = 30  # characters in front of the last word of a grade
_LEVEL = 2.0  # points between two lines of one row
_WIDEST = 75.0  # points between the beginnings of two grades in the middle of one column
_NEAR = 4.0  # points between a grade and the one cell beside it
_LEADING = 20.0  # points from one line of a paragraph to the next
_BELOW = 90.0
_CELL, _ROW = 40.0, 60.0  # points from the beginning of one cell to that of the next; the height of a row
_ABOVE, _BEHIND = "\u2026\r\n", "\u2026"
_MOST_STEPS_UP = 3  # no page of a published report has more than two


class _Line(NamedTuple):
    text: str
    left: float
    base: float


def in_rows(text_page: int, text: str, start: int, *, stems: Sequence[str]) -> str:
    """The text of a page, which begins at the text index `start`, with each grade of such columns behind its line.

    `stems` are those of the words of grades.
    """
    grade = _grade_regex(tuple(stems))
    if not any(grade.fullmatch(text[slice(*line)].rstrip()) for line in small_letters.lines_with(text, stems)):
        return text
    lines = _whole_grades(_placed(text_page, text, start), grade)
    is_in_order = not _are_in_no_order([line for line in lines if line.text])
    label_of: dict[int, int] = {}
    for column in _columns(lines, grade) if is_in_order else ():
        label_of |= _paired(column, _cells_beside(lines, column))
    for places in () if label_of else _columns_by_place(lines, grade):
        pairs = _paired(places, _cells_beside(lines, places))
        if not is_in_order or any(label != place - 1 for place, label in pairs.items()):
            label_of |= pairs
    if not is_in_order and not label_of:
        return "\r\n".join(f"\u2026{line.text}" for line in lines)
    alone = {n for n, line in enumerate(lines) if n not in label_of and grade.fullmatch(line.text)}
    moved = {n for n in alone if not is_in_order or _is_moved(lines, n)}
    twice = {n for n in range(len(lines)) if n not in label_of and _has_two(lines, n, alone - {n}, stems=stems)}
    if not label_of and not moved and not twice:
        return text
    grades_of = {label: lines[place].text for place, label in label_of.items()}
    by_place = sorted(range(len(lines)), key=lambda n: (-lines[n].base, lines[n].left))
    return "\r\n".join(
        f"{_ABOVE * (n in moved)}{lines[n].text} {_BEHIND * (n in twice)}{grades_of.get(n, '')}".rstrip()
        for n in (range(len(lines)) if is_in_order else by_place)
        if n not in label_of
    )


def is_grade(line: str, stems: Sequence[str]) -> bool:
    """Whether a line is a grade alone."""
    return _grade_regex(tuple(stems)).fullmatch(line) is not None


def _paired(column: Sequence[int], labels: Sequence[int | None]) -> dict[int, int]:
    """The line of the label of each grade of a column; nothing where one has none."""
    pairs = zip(column, labels, strict=True) if labels and None not in labels else ()
    return {place: label for place, label in pairs if label is not None}


def _has_two(lines: Sequence[_Line], n: int, alone: Iterable[int], *, stems: Sequence[str]) -> bool:
    """Whether a line ends in a grade, and another grade stands alone at its height."""
    is_level = any(abs(lines[n].base - lines[other].base) <= _LEVEL for other in alone)
    return is_level and _behind_label(tuple(stems)).search(lines[n].text) is not None


def _placed(text_page: int, text: str, start: int) -> list[_Line]:
    """The lines of a page and where each begins, as they stand to one who reads them: they may be drawn sideways."""
    lines: list[_Line] = []
    offset = 0
    for line in text.split("\n"):
        first = len(line) - len(line.lstrip())
        place = calls.to_character(text_page, start + offset + first)
        x, y = calls.origin(text_page, place)
        along, up = calls.matrix(text_page, place)[:2]
        if abs(up) > abs(along):
            x, y = (y, -x) if up > 0 else (-y, x)
        lines.append(_Line(line.rstrip(), x, y))
        offset += len(line) + 1
    return lines


def _whole_grades(lines: Sequence[_Line], grade: re.Pattern[str]) -> list[_Line]:
    """The lines, a grade of two lines in one cell as one."""
    whole: list[_Line] = []
    for line in lines:
        if whole and line.text[:1].islower() and _is_in_cell(line, whole[-1]):
            joined = f"{whole[-1].text} {line.text}"
            if joined[:1].isupper() and grade.fullmatch(joined):
                whole[-1] = _Line(joined, *whole[-1][1:])
                continue
        whole.append(line)
    return whole


def _is_in_cell(line: _Line, above: _Line) -> bool:
    return abs(above.left - line.left) <= _LEVEL and 0 < above.base - line.base <= _LEADING


def _columns_by_place(lines: Sequence[_Line], grade: re.Pattern[str]) -> Iterator[list[int]]:
    """The grades alone that begin at the same distance from the margin, wherever in the text they stand."""
    by_left = sorted((n for n, line in enumerate(lines) if grade.fullmatch(line.text)), key=lambda n: lines[n].left)
    for _, column in itertools.groupby(by_left, key=lambda n: round(lines[n].left / _LEVEL)):
        places = sorted(column)
        if len(places) >= _FEWEST:
            yield places


def _are_in_no_order(lines: Sequence[_Line]) -> bool:
    """Whether lines go up the page too often for a page of one or two columns: what heads what cannot be told.

    A little up and to the right is the next cell of a row.
    """
    steps = [(after.base - before.base, after.left - before.left) for before, after in itertools.pairwise(lines)]
    return sum(up > _LEADING and not (up < _ROW and right > _CELL) for up, right in steps) > _MOST_STEPS_UP


def _is_moved(lines: Sequence[_Line], grade: int) -> bool:
    """Whether a grade stands neither beside the paragraph in front of it nor right below: it is none of its grades."""
    base, left = lines[grade].base, lines[grade].left
    start = max(0, grade - 1)
    if _is_in_cell(lines[grade], lines[start]):
        return False  # in one cell with it, or right below it
    while start and lines[start - 1].text and 0 < lines[start - 1].base - lines[start].base <= _LEADING:
        start -= 1
    away = min((abs(line.base - base) for line in lines[start:grade]), default=0.0)
    others = (line for line in (*lines[:start], *lines[grade + 1 :]) if line.text and line.left < left)
    nearest = min((abs(line.base - base) for line in others), default=away)
    if away > _LEVEL >= nearest:
        return True
    is_below = base < lines[start].base
    is_nearer_another = away > max(nearest, _LEVEL) and not is_below
    return is_nearer_another or away > (_BELOW if is_below else _LEADING)


def _cells_beside(lines: Sequence[_Line], column: Sequence[int]) -> Sequence[int | None]:
    """The last line of the cell beside each grade of a column; none at all where one has no cell of its own.

    All cells stand on the left of the grades, or all on their right. A cell is a line and those below it that go on
    with a small letter.
    """
    left = min(lines[grade].left for grade in column)
    others = [n for n, line in enumerate(lines) if line.text and n not in column]
    bases = [lines[grade].base for grade in column]
    level = (n for n in others if min(bases) - _LEADING < lines[n].base < max(bases) + _LEADING)
    sides = {lines[n].left < left for n in level}
    if len(sides) != 1:
        return ()
    cells: list[tuple[int, int]] = []
    for n in (n for n in others if (lines[n].left < left) in sides):
        first, last = cells[-1] if cells else (n, n)
        is_next = n == last + 1 and 0 < lines[last].base - lines[n].base <= _LEADING
        if is_next and lines[n].text[:1].islower() and abs(lines[first].left - lines[n].left) <= _LEVEL:
            cells[-1] = (first, n)
        else:
            cells.append((n, n))
    beside = []
    for base in bases:
        away = sorted((max(lines[last].base - base, base - lines[first].base, 0.0), last) for first, last in cells)
        if not away or away[0][0] > _NEAR or (len(away) > 1 and away[1][0] - away[0][0] <= _NEAR):
            return ()
        beside.append(away[0][1])
    return beside if len({*beside}) == len(beside) else ()


def _columns(lines: Sequence[_Line], grade: re.Pattern[str]) -> Iterator[range]:
    """Runs of lines that are grades alone, each below the first; the next column begins at its height."""
    start = 0
    for number in range(len(lines) + 1):
        is_grade = number < len(lines) and grade.fullmatch(lines[number].text) is not None
        if is_grade and number > start and _is_below(lines[number], lines[start]):
            continue
        if number - start >= _FEWEST:
            yield range(start, number)
        start = number if is_grade else number + 1


def _is_below(line: _Line, first: _Line) -> bool:
    return line.base < first.base - _LEVEL and abs(line.left - first.left) <= _WIDEST


@cache
def _grade_regex(stems: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(_pattern(stems), re.IGNORECASE)


@cache
def _behind_label(stems: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\S\s+(?-i:(?=[A-Z])){_pattern(stems)}\Z", re.IGNORECASE)


def _pattern(stems: tuple[str, ...]) -> str:
    """A short line whose last word can be that of a grade."""
    return rf"[^\n.,:;]{{0,{_LONGEST}}}?\b[a-z]{{0,2}}(?:{'|'.join(map(re.escape, stems))})[a-z]{{0,2}}"
