"""A grade alone in its row, in a table whose other rows have several: one of its cells is blank, and which, only the
heads of the columns can tell. Called by `common`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import islice

from loaders.reading.document_parts import fold
from loaders.reading.parsers import column_heads, headings_above, patterns, row_cells
from loaders.reading.parsers.patterns import plain, words_pattern
from loaders.record.model import Document
from loaders.record.reference import Framework, Scale

REASON = "the rows above or below have several grades, and no head says which of them this one is"
GOES_ON = "more stands below them in their cells"
QUALIFIED = "more stands beside them in their cells"
CUT = "the line above may begin their labels"
_GOES_ON = re.compile(r"(?:[&/-]|\b(?:of|the|an?|and|or|to|in|for|by|with|at|on|from|who|their|its))\Z", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_]+")
_BULLETS = re.compile(r"[ \t|]*\Z")
_NEAR = 8  # lines
_FAR = 1_000  # characters
_SEVERAL = 2


def doubt(document: Document, framework: Framework, scale: Scale, *, page: int, grade: re.Match[str]) -> str:
    """Why a grade behind its label may not be the whole of its row or of its cell; empty where nothing says so."""
    if patterns.is_qualified(grade["between"], grade["grade"]) or _has_other_number(grade, framework, scale):
        return QUALIFIED
    if begins_above(document.pages[page], grade.start("label"), framework, scale):
        return CUT
    if "\n" in grade["between"]:
        return ""
    if is_of_unknown_column(document, framework, scale, page=page, grade=grade.start("grade")):
        return REASON
    return GOES_ON if goes_on_below(document.pages[page], grade, framework, scale) else ""


def begins_above(text: str, label: int, framework: Framework, scale: Scale) -> bool:
    """Whether the line right above a label that begins its line goes on in it: both are one label, and none we know."""
    start = text.rfind("\n", 0, label) + 1
    line = text[text.rfind("\n", 0, max(0, start - 1)) + 1 : max(0, start - 1)]
    has_grade = re.search(words_pattern(scale), line, re.IGNORECASE) is not None
    above = row_cells.CELLS.split(line.strip(" \t|*_"), maxsplit=1)[0].strip(" *_")  # the piece of a label, in columns
    if has_grade or not any(map(str.isalpha, above)) or not _BULLETS.match(text[start:label]):
        return False
    is_heading = framework.heads.introduces.issuperset(_WORDS.findall(above.lower()))
    is_open = above[-1].isalnum() and above[:1].isupper() and text[label].islower() and not is_heading
    return (is_open or _GOES_ON.search(above) is not None) and not (
        framework.heads.bare.match(above) or plain(fold(above)) in headings_above.labels(framework)
    )


def _has_other_number(grade: re.Match[str], framework: Framework, scale: Scale) -> bool:
    """Whether words of a scale without numbers have one beside them that they have on no scale of four."""
    word, figures = scale.word(fold(grade["words"] or "")), re.findall(r"\d", grade["grade"])
    if framework.numbered or not figures or word is None or not word.grade:
        return False
    grades = list(dict.fromkeys(other.grade for other in scale.words if other.grade))
    place = grades.index(word.grade)
    return int(figures[0]) not in (place + 1, len(grades) - place)


def is_of_unknown_column(document: Document, framework: Framework, scale: Scale, *, page: int, grade: int) -> bool:
    """Whether rows near the one of a grade have several grades, and no head above this one says that it is ours.

    One row alone may have a merged cell.

    `grade` is where it begins on its page.
    """
    text = document.pages[page]
    start, end = text.rfind("\n", 0, grade) + 1, text.find("\n", grade)
    below = text[end : end + _FAR].split("\n")[: 2 * _NEAR] if end >= 0 else []
    above = text[max(0, start - _FAR) : start].split("\n")[: -2 * _NEAR : -1]
    if sum(_with_several(lines, scale) for lines in (above, below)) < _SEVERAL:
        return False
    line = text[start : end if end >= 0 else len(text)]
    column = len(row_cells.CELLS.findall(text[start:grade]))
    heads = row_cells.split(column_heads.heads_above(text, start, column, framework=framework, scale=scale))
    return not (
        row_cells.has_marks(line)
        and column < len(heads)
        and column_heads.is_header(framework, scale, heads)
        and [n for n, head in enumerate(heads) if n and column_heads.is_of_this_inspection(document, framework, head)]
        == [column]
    )


def _with_several(lines: Iterable[str], scale: Scale) -> int:
    """How many of the first few lines have several grades in cells beside others, or end in two grades."""
    rows = ((line, [cell for cell in row_cells.split(line) if cell]) for line in lines if line.strip())
    return sum(
        _two_grades(scale).search(line) is not None
        or _SEVERAL <= sum(row_cells.is_grade(cell, scale) or _begins(cell, scale) for cell in cells) < len(cells)
        for line, cells in islice(rows, _NEAR)
    )


def _begins(words: str, scale: Scale) -> bool:
    """Whether a grade of more words begins so, and goes on in the next line of its cell."""
    return any(word.words.lower().startswith(f"{words.lower()} ") for word in scale.words)


def goes_on_below(text: str, grade: re.Match[str], framework: Framework, scale: Scale) -> bool:
    """Whether the line below a grade has other words where its cell begins, as columns that spaces part have."""
    words, start = grade["grade"], text.rfind("\n", 0, grade.start("grade")) + 1
    column = grade.start("grade") - start
    _, _, below = text[grade.end("grade") :].partition("\n")
    line = below.partition("\n")[0]
    if not grade["between"].endswith("   ") or "\n" in grade["between"] or len(line) <= column:
        return False
    cell, label = row_cells.split(line[column:])[0], plain(fold(line[:column].strip()))
    if label and any(label.startswith(own) or own.startswith(label) for own in headings_above.labels(framework)):
        return False
    is_cell = not line[column].isspace() and (line[:column].endswith("   ") or not line[:column].strip())
    return (
        is_cell
        and any(map(str.isalnum, cell))
        and not (label and row_cells.is_grade(cell, scale))
        and not _begins(fold(words), scale)
    )


@cache
def _two_grades(scale: Scale) -> re.Pattern[str]:
    """Two grades with capitals at the end of a line, as pages print cells that nothing parts."""
    grade = rf"(?-i:(?=[A-Z])){words_pattern(scale)}"
    return re.compile(rf"\b{grade}[ ]{grade}\s*\Z", re.IGNORECASE)
