"""Papers that give the grades of more than one inspection, each below days of its own: which of them are whose.

A source is dated once, so that only the grades of the inspection with these days can be read. What stands below the
days of another one is left out, and named. Called by `extract`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from loaders.reading import document_parts as parts
from loaders.reading.dates import MONTH, PUBLICATION_LAG, date_range, month_number
from loaders.reading.parsers.patterns import LINE_MARKS, any_label, words_pattern
from loaders.record.errors import SourceRefused
from loaders.record.model import Document, Evidence
from loaders.record.reference import Reference

_MOST_WORDS = 14  # of a heading
_LONGEST_PLACE = 100  # characters of a line that a message repeats
_LONGEST_MARKS = 40
_NEAR = 400  # characters between days and the first grade below them
_APART = 200  # characters between two grades of one list
_LONGEST_LAG = dt.timedelta(days=300)  # between an inspection's first day and its report
_LABEL = re.compile(
    r"[^.\n]{0,40}?\b(?:inspection\s+date(?:s|\(s\))?|dates?\s+of\s+(?:the\s+)?inspection)[\s|*_:]*", re.IGNORECASE
)
_SPEAKS = re.compile(r"\b(?:inspect|assess|review|judg|grade|rating|ofsted|outcome|published|visit)", re.IGNORECASE)
_DAY = re.compile(r"(?<![\d.])\d{1,2}(?!\d)")
_MONTH = re.compile(rf"(?:\b(?P<month>{MONTH})\s+)?(?<!\d)(?P<year>20\d\d)(?!\d)", re.IGNORECASE)
_DATE_ALONE = re.compile(
    rf"(?:[\W\d]|(?:{MONTH}|th|st|nd|rd|in|at|of|for|the|from|to|and)(?![a-z]))*+\Z", re.IGNORECASE
)
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_SEEN = re.compile(r"[^\n]")

_Period = tuple[dt.date, dt.date]


@dataclass(frozen=True)
class _Days:
    """A line that says of which days the grades below it are, and whether they are the document's own."""

    start: int
    end: int
    words: str
    is_own: bool
    has_label: bool


def without(
    document: Document, dates: parts.Dates, year: int | None, evidence: Evidence, reference: Reference
) -> tuple[Document, list[str]]:
    """The document without the grades of inspections of other days than its own, and messages that name these days.

    Raises SourceRefused where grades stand above the first days, and other days follow: whose they are, none can tell.
    """
    own = _own_period(dates, year)
    text = "\n".join(document.pages)
    lines = list(_days(text, own, with_headings=evidence == "secondary")) if own else []
    if all(days.is_own for days in lines):
        return document, []
    rows = [match.start() for match in _graded_row(reference).finditer(text)]
    labelled = [days for days in lines if days.has_label]
    if rows and any(not days.is_own for days in labelled) and rows[0] < lines[0].start:
        raise SourceRefused(
            f"a paper with the days of more than one inspection ({'; '.join(days.words for days in labelled)}) and "
            "grades above them, so that it cannot be told whose these are; wanted the report of one inspection"
        )
    messages: list[str] = []
    stops = [days.start for days in lines[1:]] + [len(text)]
    for days, stop in zip(lines, stops, strict=True):
        below = [row for row in rows if days.end <= row < stop]
        if days.is_own or not below or (below[0] - days.end > _NEAR and not days.has_label):
            continue
        end = stop if days.has_label else _end_of_list(text, below, stop)
        text = text[: days.start] + _SEEN.sub(" ", text[days.start : end]) + text[end:]
        messages.append(
            f'not read, since they are of a further inspection: the grades below "{days.words}" '
            f"({_place(document, days.start)})"
        )
    return (replace(document, pages=_pages(document, text)) if messages else document), messages


def _own_period(dates: parts.Dates, year: int | None) -> _Period | None:
    """The days that can be said of the document's own inspection: its first to those on which its report comes out."""
    last = dates.end or dates.published
    if last is not None:
        first = dates.start or (last if dates.end else last - _LONGEST_LAG)
        return first, max(last, dates.published or last) + PUBLICATION_LAG
    return (dt.date(year, 1, 1), dt.date(year, 12, 31)) if year else None


def _days(text: str, own: _Period, *, with_headings: bool) -> Iterator[_Days]:
    """The lines that give days: behind the label of an inspection's, or else as headings and sentences above grades."""
    at = 0
    for line in text.split("\n"):
        start, at = at, at + len(line) + 1
        label = _LABEL.match(line) if "nspection" in line or "NSPECTION" in line else None
        if label and (days := date_range(text[start + label.end() :][:_APART].lstrip(" \t\n|*_:"))):
            words = parts.fold(text[start : at + (0 if _MONTH.search(line) else _LONGEST_PLACE)])[:_LONGEST_PLACE]
            yield _Days(start, at - 1, words, _is_within(days, own), has_label=True)
        elif with_headings and "20" in line and (periods := _periods_of_heading(line)):
            within = {_is_within(period, own) for period in periods}
            if len(within) == 1:
                yield _Days(start, at - 1, parts.fold(line)[-_LONGEST_PLACE:], within.pop(), has_label=False)


def _periods_of_heading(line: str) -> list[_Period]:
    """The days, months or years in a heading, or in the last sentence of a line that speaks of an inspection."""
    words = _SENTENCE.split(line.strip()[-_NEAR:])[-1]
    is_heading = len(words.split()) <= _MOST_WORDS or words.endswith(":")
    if not (_SPEAKS.search(words) or (is_heading and _DATE_ALONE.match(words))):
        return []
    periods: list[_Period] = []
    end = 0
    for match in re.finditer(rf"{_DAY.pattern}|{_MONTH.pattern}", words, re.IGNORECASE):
        if match.start() < end:
            continue
        if days := date_range(words[match.start() :]):
            periods.append(days)
            year = _MONTH.search(words, match.start())
            end = year.end() if year else match.end()
        elif match["year"]:
            year_number, month = int(match["year"]), month_number(match["month"]) if match["month"] else 0
            periods.append((dt.date(year_number, month or 1, 1), dt.date(year_number, month or 12, 28)))
    return periods


def _is_within(period: _Period, own: _Period) -> bool:
    return period[0] <= own[1] and own[0] <= period[1]


@cache
def _graded_row(reference: Reference) -> re.Pattern[str]:
    """A label of any framework with a grade, in words or by number, at the end of its line or on the next."""
    frameworks = [framework for framework in reference.frameworks.values() if framework.labels]
    label = any_label(label for framework in frameworks for label in framework.labels)
    scales = dict.fromkeys(framework.scale for framework in frameworks)
    words = "|".join(words_pattern(reference.scales[scale]) for scale in scales)
    return re.compile(
        rf"^{LINE_MARKS}(?:{label})(?![^\W\d_])(?:[^\n]{{0,{_LONGEST_PLACE}}}?|\W{{0,{_LONGEST_MARKS}}})\b(?:{words}|[1-4])[^\w\n]{{0,{_LONGEST_MARKS}}}$",
        re.IGNORECASE | re.MULTILINE,
    )


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


def _place(document: Document, offset: int) -> str:
    for number, page in enumerate(document.pages):
        if offset <= len(page):
            return parts.locate(document, number, offset, "").rstrip(", ")
        offset -= len(page) + 1
    return ""


def _pages(document: Document, text: str) -> tuple[str, ...]:
    """A text of the same length, in the pages of a document again."""
    pages: list[str] = []
    start = 0
    for page in document.pages:
        pages.append(text[start : start + len(page)])
        start += len(page) + 1
    return tuple(pages)
