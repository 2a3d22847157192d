"""Rows of a table whose label or grade goes over several lines, or over the end of a page, each on one line again.

A table that was copied line by line has the beginning of a label beside its grade, and the rest of both below. A row is
joined only where its pieces are one label of the framework and one grade of its scale, and nothing else. Empty lines
stand for the others, so that every line keeps its number. Called by `extract`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice

from loaders.reading.document_parts import fold
from loaders.reading.parsers import column_heads, headings_above, row_cells
from loaders.reading.parsers.common import has_words, judgements_of
from loaders.reading.parsers.patterns import NUMBERS, grade_pattern, plain
from loaders.record.model import Document
from loaders.record.reference import Framework, Scale

_MOST_LINES = 3
_LONGEST = 300  # characters
_LONGEST_GRADE = 64  # without spaces: "overall judgement: grade 3 (requires improvement to be good) (grade 3)"
_MOST_ABOVE = 30
_FEW_COLUMNS = 2
_MARKS = " \t|*"
_BEHIND_GRADE = " \t|*.)]0123456789"
_MARKS_AND_NUMBERS = " \t|*.0123456789"


def with_rows(document: Document, framework: Framework, scale: Scale) -> Document:
    """The same text with each such row on its first line."""
    pages = [_joined(page, framework, scale) for page in document.pages]
    for number in range(1, len(pages)):
        top = pages[number].split("\n", 2 * _MOST_LINES)[: 2 * _MOST_LINES]
        if any(line.lstrip(_MARKS)[:1].islower() for line in top):
            pages[number - 1 : number + 1] = _joined_over(pages[number - 1], pages[number], framework, scale=scale)
    return replace(document, pages=tuple(pages))


def _joined_over(page: str, following: str, framework: Framework, *, scale: Scale) -> tuple[str, str]:
    """Two pages; a row that begins at the end of the first and ends at the top of the second is on the first alone."""
    above, below = page.split("\n"), following.split("\n")
    _, grade = _regexes(framework, scale)

    def places(lines: Sequence[str], others: Sequence[str]) -> Iterator[int]:
        # A number, and what both pages have, is their head or foot.
        for place, line in enumerate(lines):
            is_repeated = line in others and not grade.fullmatch(line.strip(_MARKS))
            if line.strip(_MARKS) and not is_repeated and not headings_above.OF_PAGE.match(line):
                yield place

    starts = [*islice(places(below, above), _MOST_LINES - 1)]
    ends = [len(above) - 1 - place for place in islice(places(above[::-1], below), _MOST_LINES - 1)][::-1]
    for first, last in ((1, 1), (2, 1), (1, 2)):
        at, rest = ends[-first:], starts[:last]
        lines = [*(above[place] for place in at), *(below[place] for place in rest)]
        if len(lines) == first + last and (row := _row(lines, above[: at[0]], framework, scale=scale)):
            for number, place in enumerate(at):
                above[place] = "" if number else row
            for place in rest:
                below[place] = ""
            return "\n".join(above), "\n".join(below)
    return page, following


def _joined(text: str, framework: Framework, scale: Scale) -> str:
    if not (framework.numbered or framework.columns or framework.yearly or has_words(text, scale)):
        return text
    lines = text.split("\n")
    begins = tuple({label.split()[0].lower() for label in framework.labels})
    ends = ("grade", *{word.words.lower().split()[-1] for word in scale.words})
    for number, line in enumerate(lines):
        if len(line) <= _LONGEST and line.lstrip(_MARKS_AND_NUMBERS).lower().startswith(begins):
            window = lines[number : number + _MOST_LINES]
            if not any(_may_end_in_grade(near_line, ends, framework) for near_line in window):
                continue
            for last in (number + 1, number + 2):
                if number and (row := _torn(lines[number - 1 : last + 1], lines[: number - 1], framework, scale=scale)):
                    lines[number - 1 : last + 1] = ["", row, *[""] * (last - number)]
            # The first of three lines of a grade may stand above those of its label.
            first = number - (number > 0 and lines[number - 1].strip(_MARKS).lower() in _beginnings(scale))
            for last in range(number + 2, min(number + _MOST_LINES, len(lines)) + 1):
                if _goes_on(lines[number], *lines[last : last + 1]):
                    continue
                if row := _row(
                    lines[first:last], lines[:first], framework, scale=scale, below="".join(lines[last : last + 1])
                ):
                    lines[first:last] = [row, *[""] * (last - first - 1)]
    return "\n".join(lines)


def _goes_on(line: str, below: str = "") -> bool:
    """Whether a line has nothing but more of the last cell of one above it, as columns that spaces part have."""
    cells = list(row_cells.CELLS.finditer(line.rstrip()))
    column = cells[-1].end() if cells and line[: cells[-1].start()].strip() else 0
    return (
        bool(column) and below[:column].isspace() and not below[column : column + 1].isspace() and bool(below[column:])
    )


def _may_end_in_grade(line: str, ends: tuple[str, ...], framework: Framework) -> bool:
    return line.rstrip(_BEHIND_GRADE).lower().endswith(ends) or bool(
        (framework.columns or framework.yearly) and line.rstrip(_MARKS)[-1:].isdigit()
    )


def _ends_in_piece(line: str, endings: tuple[str, ...]) -> bool:
    """Whether a line may end in a grade or in a piece of one."""
    text = line.rstrip(_MARKS + ".").lower()
    return not text[-1:].isalpha() or text.endswith(endings)


@cache
def _endings(scale: Scale) -> tuple[str, ...]:
    """The words that a piece of a grade can end in."""
    parts = {part for word in scale.words for part in word.words.lower().split()}
    return (*parts, *scale.short, *scale.letters, *NUMBERS)


def _torn(lines: Sequence[str], above: Sequence[str], framework: Framework, *, scale: Scale) -> str:
    """A label between two pieces of its grade as a row, unless the first may be that of a label above it."""
    first, *middle, last = (line.strip(_MARKS + ".") for line in lines)
    label = " ".join(middle)
    if not (first and last and scale.word(f"{first} {last}") and judgements_of(framework, label)):
        return ""
    label_above = next((line for line in reversed(above) if line.strip(_MARKS)), "")
    return "" if judgements_of(framework, label_above.strip(_MARKS)) else f"{label}\t{first} {last}"


def _has_columns(lines: Sequence[str], framework: Framework, scale: Scale) -> bool:
    """Whether a table has more than one column of grades: which of them one is in, only marks could tell."""
    above = "\n".join([*lines[-_MOST_ABOVE:], ""])
    return (
        len(row_cells.split(column_heads.heads_above(above, len(above), 1, framework=framework, scale=scale)))
        > _FEW_COLUMNS
    )


def _row(lines: Sequence[str], above: Sequence[str], framework: Framework, *, scale: Scale, below: str = "") -> str:
    """The lines as one row, if they are one; `above` are the lines above them, `below` is the one below."""
    endings = _endings(scale)
    ends_in_piece = [_ends_in_piece(line, endings) for line in lines]
    # What is left of the first line without the longest grade must be the beginning of a label: prose hardly ever is.
    begins = plain(fold(lines[0]))[: -_LONGEST_GRADE if ends_in_piece[0] else None]
    go_on = [line.lstrip(_MARKS)[:1].islower() or ends for line, ends in zip(lines, ends_in_piece, strict=True)]
    if not any(ends_in_piece) or not all(go_on[1:]):
        return ""
    if not any(label.startswith(begins) for label in headings_above.labels(framework)):
        return ""
    line_regex, grade_regex = _regexes(framework, scale)
    filled = [line for line in lines if len(line) <= _LONGEST and line.strip(_MARKS)]
    cells = [match for line in filled if (match := line_regex.match(line))]
    graded = [cell for cell in cells if cell["grade_piece"]]
    # A grade on a line of its own may as well be the one of the label above it as of the label below, but not where it
    # stands half-way down one label.
    is_half_way = [bool(cell["grade_piece"]) for cell in cells] == [False, True, False]
    # Another one below the label may be its grade as well.
    is_alone = not grade_regex.fullmatch(below.strip(_MARKS + "."))
    is_beside = any(cell["label_piece"].strip(_MARKS) for cell in graded) or (
        is_half_way and is_alone and not judgements_of(framework, cells[0]["label_piece"])
    )
    labelled = [cell["label_piece"] for cell in cells if cell["label_piece"] or not cell["grade_piece"]]
    goes_on = all(piece[:1].islower() or not piece for piece in labelled[1:])
    if len(cells) < len(lines) or not is_beside or not goes_on:
        return ""
    label = " ".join(cell["label_piece"] for cell in cells if cell["label_piece"])
    grade = " ".join(cell["grade_piece"] for cell in graded)
    if not judgements_of(framework, label) or not grade_regex.fullmatch(grade):
        return ""
    if not row_cells.has_marks(lines[0]) and _has_columns(above, framework, scale):
        return ""
    gap = graded[0]["gap"]
    return "".join([cells[0]["lead"], label, gap if row_cells.has_marks(gap) else "\t", grade])


@cache
def _beginnings(scale: Scale) -> frozenset[str]:
    """What grades of several words begin with and is none by itself."""
    words = (word.words.split() for word in scale.words)
    return frozenset(" ".join(w[:end]) for w in words for end in range(1, len(w))) - scale.by_words.keys()


@cache
def _regexes(framework: Framework, scale: Scale) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A line with the piece of a grade that ends it, if any, and a whole grade."""
    grade = grade_pattern(scale, framework.numbered) + (
        r"|(?<![^\s|])[1-4]" if framework.columns or framework.yearly else ""
    )
    words = [word.words.split() for word in scale.words]
    pieces = {" ".join(w[first:end]) for w in words for first in range(len(w)) for end in range(first + 1, len(w) + 1)}
    any_piece = "|".join(map(re.escape, sorted(pieces, key=len, reverse=True)))
    line = (
        r"(?P<lead>[ \t|*]*)(?P<label_piece>.*?)(?:(?P<gap>[\s|*]+|(?<![^\s|*]))"
        rf"(?P<grade_piece>{grade}|{any_piece}))?[ \t|*.]*$"
    )
    return re.compile(line, re.IGNORECASE), re.compile(grade, re.IGNORECASE)
