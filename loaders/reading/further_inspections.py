"""Papers that give more than one list of grades: of other inspections, each below its days.

A source is dated once, so that only the grades of the inspection with these days can be read. What stands below the
days of another one is left out, and named. Called by `extract`.
"""

from __future__ import annotations

import datetime as dt
import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest
from typing import NamedTuple

from loaders.reading import disputed_lists, document_parts as parts
from loaders.reading.dates import MONTH, PUBLICATION_LAG, YEAR, date_range, month_number
from loaders.reading.parsers import row_cells
from loaders.record import small_letters
from loaders.record.errors import SourceRefused
from loaders.record.model import Document, Evidence
from loaders.record.reference import Reference

_MOST_WORDS = 14  # of a heading
_LONGEST_PLACE = 100  # characters of a line that a message repeats
_FEW_CELLS = 2
_NEAR = 400  # characters between days and the first grade below them
_APART = 200  # characters between two grades of one list
_LONGEST_LAG = dt.timedelta(days=300)  # between an inspection's first day and its report
_LABEL = re.compile(
    r"(?:\W*\d{1,3}\.)?[^.\n]{0,40}?\b(?:inspection\s+date(?:s|\(s\))?|dates?\s+of\s+(?:the\s+)?inspection)[\s|*_:]*",
    re.IGNORECASE,
)
_SPEAKS = re.compile(r"\b(?:inspect|assess|review|judg|grade|rating|ofsted|outcome|published|visit)", re.IGNORECASE)
_DATE = re.compile(
    rf"(?<![\d.])\d{{1,2}}(?!\d)|(?:\b(?P<month>{MONTH})\s+)?(?<!\d)(?P<year>20\d\d)(?!\d)", re.IGNORECASE
)
_DATE_ALONE = re.compile(
    rf"(?:[\W\d]|(?:{MONTH}|th|st|nd|rd|in|at|of|for|the|from|to|and)(?![a-z]))*+\Z", re.IGNORECASE
)
_OF_OTHER_DAYS = re.compile(
    r"\b(?:since|after|following|compared|than|framework|act|meeting|committee|next|expected|planned)\b", re.IGNORECASE
)
_EARLIER = re.compile(r"\b(?:last|previous(?:ly)?|earlier|prior)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_SEEN = re.compile(r"[^\n]")

_Period = tuple[dt.date, dt.date]


class _Own(NamedTuple):
    """The days of the document's own inspection, and those up to which its report comes out and is spoken of."""

    visit: _Period
    known: _Period


@dataclass(frozen=True)
class _Days:
    """A line that says of which days the grades below it are, and whether they are the document's own."""

    start: int
    end: int
    words: str
    is_own: bool
    has_label: bool
    is_right_above: bool = True
    """Whether nothing else is said between them and the grades below their line."""


def without(
    document: Document, dates: parts.Dates, year: int | None, *, evidence: Evidence, reference: Reference
) -> tuple[Document, list[str]]:
    """The document without the grades of inspections of other days than its own, and messages that name these days.

    Raises SourceRefused where grades stand above the first days, and other days follow: whose they are, none can tell.
    """
    own = _own_days(dates, year)
    text = "\n".join(document.pages)
    is_paper = evidence == "secondary"
    lines = list(_days(text, own, with_headings=is_paper)) if own else []
    if own is None or not (is_paper or any(not days.is_own for days in lines)):
        return document, []
    rows = [match.start() for match in disputed_lists.graded_row(reference).finditer(text)]
    lines = [days for days in lines if days.is_right_above or (rows and rows[0] < days.start)]
    _check_order(lines, rows)
    messages = _columns(document, text, rows, own=own, reference=reference) if is_paper else []
    has_own = _has_own_rows(lines, rows)
    pieces: list[str] = []
    at = 0
    for days, following in zip_longest(lines, lines[1:]):
        stop = following.start if following else len(text)
        is_other = not days.is_own and (days.has_label or has_own)
        below = _grades_below(text, days, stop, rows=rows, reference=reference) if is_other else []
        if below:
            end = stop if days.has_label else _end_of_list(text, below, stop)
            pieces += [text[at : days.start], _SEEN.sub(" ", text[days.start : end])]
            at = end
            messages.append(
                f'not read, since days of another inspection stand above them: the grades below "{days.words}" '
                f"({disputed_lists.place(document, days.start)})"
            )
    return replace(document, pages=disputed_lists.in_pages(document, "".join([*pieces, text[at:]]))), messages


def _check_order(lines: Sequence[_Days], rows: Sequence[int]) -> None:
    labelled = [days for days in lines if days.has_label]
    if rows and any(not days.is_own for days in labelled) and rows[0] < lines[0].start:
        raise SourceRefused(
            f"a paper with the days of more than one inspection ({'; '.join(days.words for days in labelled)}) and "
            "grades above them, so that it cannot be told whose these are; wanted the report of one inspection"
        )


def _has_own_rows(lines: Sequence[_Days], rows: list[int]) -> bool:
    """Whether grades stand below the own days, or above all days: those below a heading can then be another list's.

    The only list of a paper is its own, whatever a sentence above it speaks of.
    """
    return any(
        (days is None or days.is_own)
        and bisect_left(rows, days.start if days else 0)
        < bisect_left(rows, following.start if following else sys.maxsize)
        for days, following in pairwise([None, *lines, None])
    )


def _grades_below(text: str, days: _Days, stop: int, *, rows: list[int], reference: Reference) -> list[int]:
    """Where grades stand between a line with days and the next one, or none where they begin far below a heading."""
    below = rows[bisect_left(rows, days.end) : bisect_left(rows, stop)]
    if days.has_label:
        return below or [
            match.start() for match in disputed_lists.grade_in_line(reference).finditer(text, days.end, stop)
        ]
    return below if below and below[0] - days.end <= _NEAR else []


def _columns(document: Document, text: str, rows: Sequence[int], *, own: _Own, reference: Reference) -> list[str]:
    """Messages that name the columns of grades whose heads give days of other inspections: parsers leave them out."""
    messages: list[str] = []
    heads = next(iter(reference.frameworks.values())).heads
    end = 0
    for line in text.split("\n"):
        start, end = end, end + len(line) + 1
        cells = row_cells.of_row(line) if "20" in line else []
        others = [
            cell
            for cell in cells[1:]
            if set(_dates_of_heading(cell, own)) == {False} and not heads.others.search(_EARLIER.sub("", cell))
        ]
        if len(cells) > _FEW_CELLS and others and bisect_left(rows, end) < bisect_right(rows, end + _NEAR):
            columns = "; ".join(f'"{cell}"' for cell in others)
            messages.append(
                f"not read, since days of another inspection head them: the grades below {columns} "
                f"({disputed_lists.place(document, start)})"
            )
    return messages


def _own_days(dates: parts.Dates, year: int | None) -> _Own | None:
    last = dates.end or dates.published
    if last is not None:
        first = dates.start or (last if dates.end else last - _LONGEST_LAG)
        spoken_of = (first, max(last, dates.published or last) + PUBLICATION_LAG)
        return _Own((first, dates.end) if dates.end else spoken_of, spoken_of)
    return _Own(*[(dt.date(year, 1, 1), dt.date(year, 12, 31))] * 2) if year else None


def _days(text: str, own: _Own, *, with_headings: bool) -> Iterator[_Days]:
    """The lines that give days: behind the label of an inspection's, or else as headings and sentences above grades."""
    for start, end in small_letters.lines_with(text, ("nspection", "20") if with_headings else ("nspection",)):
        line = text[start:end]
        label = _LABEL.match(line) if "nspection" in line or "NSPECTION" in line else None
        if label and (days := date_range(text[start + label.end() :][:_APART].lstrip(" \t\n|*_:"))):
            words = parts.fold(line if YEAR.search(line) else text[start : end + 1 + _LONGEST_PLACE])[:_LONGEST_PLACE]
            yield _Days(start, end, words, is_own=_overlap(days, own.visit), has_label=True)
        elif with_headings and "20" in line:
            sentences = _SENTENCE.split(line.strip()[-_NEAR:])
            for number, sentence in enumerate(reversed(sentences)):
                if len(dates_within := set(_dates_of_heading(sentence, own))) == 1:
                    words = parts.fold(sentence)[:_LONGEST_PLACE]
                    yield _Days(
                        start, end, words, is_own=dates_within.pop(), has_label=False, is_right_above=number == 0
                    )
                    break


def _dates_of_heading(words: str, own: _Own) -> Iterator[bool]:
    """For each date in a heading, or in a sentence that speaks of an inspection: whether it is one of the own's."""
    is_list = words.endswith(":")
    is_heading = len(words.split()) <= _MOST_WORDS or is_list
    if not (_SPEAKS.search(words) or (is_heading and _DATE_ALONE.match(words))):
        return
    if _OF_OTHER_DAYS.search(words) and not is_list:
        return
    end = 0
    for match in _DATE.finditer(words):
        if match.start() < end:
            continue
        if days := date_range(words[match.start() :]):
            yield _overlap(days, own.visit if days[0] < days[1] else own.known)
            year_end = YEAR.search(words, match.start())
            end = year_end.end() if year_end else match.end()
        elif match["year"]:
            year, month = int(match["year"]), month_number(match["month"]) if match["month"] else 0
            yield _overlap((dt.date(year, month or 1, 1), dt.date(year, month or 12, 28)), own.known)


def _overlap(one: _Period, other: _Period) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _end_of_list(text: str, rows: Sequence[int], stop: int) -> int:
    """Where a list of grades ends: behind the line of its last, or in front of what stands far below that."""
    last = rows[0]
    for row in rows[1:]:
        if row - last > _APART:
            break
        last = row
    else:
        return stop
    end = text.find("\n", last)
    return end if end >= 0 else stop
