"""Papers that give more than one list of grades: of other inspections, each below its days, or corrected ones.

A source is dated once, so that only the grades of the inspection with these days can be read. What stands below the
days of another one is left out, and named. Called by `extract`.
"""

from __future__ import annotations

import datetime as dt
import re
import sys
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice, pairwise, zip_longest
from typing import NamedTuple

from loaders.reading import document_parts as parts
from loaders.reading.dates import MONTH, PUBLICATION_LAG, YEAR, date_range, month_number
from loaders.reading.parsers import headings_above, others_grades, row_cells
from loaders.reading.parsers.patterns import LINE_MARKS, LinePattern, any_label, plain, words_pattern
from loaders.record.errors import SourceRefused
from loaders.record.model import Document, Evidence
from loaders.record.reference import Framework, Reference

_MOST_WORDS = 14  # of a heading
_LONGEST_PLACE = 100  # characters of a line that a message repeats
_FEW_CELLS = 2
_FEW_PAGES = 4
_LONGEST_MARKS = 40
_MOST_CORRECTIONS = 20
_FILLED = 70  # characters of a line that may go on in the next one
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
_CORRECTED = re.compile(
    r"\b(?:re-?issued|re-?published|revis(?:ed|ion)|amend(?:ed|ments?)|correct(?:ed|ions?)|superse\w+|errat(?:um|a)"
    r"|corrigend(?:um|a)|(?:updated|original) (?:grades|judge?ments|ratings|version|report)"
    r"|(?:first|originally) (?:published|issued|printed)"
    r"|after (?:an?|the|our|its) (?:\w+ )?(?:challenge|appeal|complaint))\b[^.]*\.?\s*\Z",
    re.IGNORECASE,
)
_OF_TARGETS = re.compile(r"\b(?:audit|target|plan(?:ne[dr])?s?\b|action|aim|timetable|forecast|predict)", re.IGNORECASE)
_OF_GRADES = re.compile(r"\A\W*(?:correct|amend|errat|corrigend)|\b(?:grade|judge?ment|rating)s?\b", re.IGNORECASE)
# "Source: self-evaluation", "Figure 2: earlier grades", "The grades above are targets."
_OF_LIST = LinePattern(
    r"[ \t|_>(]*(?:(?:please )?note\W{1,3}(?:that )?|nb\W{1,3})?"
    r"(?:(?:sources?\s*:|(?:table|figure|chart)\s+\d{1,2}\W{1,3})\s*(?P<source>[^\n]{3,100})"
    r"|(?:these|(?:(?:all|of|the|these|those|above)\s+){0,3}(?:grades?|judge?ments?|ratings?|scores?|table))"
    r"(?:\s+(?:above|in (?:the|this) table|shown|given|listed|here)){0,3}"
    r"\s+(?:is|are|was|were|shows?|represents?|reflects?)\s+(?P<what>[^\n.;]{3,100}))"
)
_OF_WHOM = re.compile(
    r"(?:\b(?:only|all|just|merely|our|the|those|ones|grades?|judge?ments?|ratings?|that|of|from|in|for|year)\s+)+",
    re.IGNORECASE,
)
_NAME_OR_YEAR = re.compile(r"[A-Z\d]")
_BEGUN = 12  # characters of a line
_TO_DO = re.compile(r"\w+ to ")
_INSPECTORATE = re.compile(r"\b(?:ofsted|inspect)", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_MARKS = " \t|*#_>-"
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
    rows = [match.start() for match in _graded_row(reference).finditer(text)]
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
                f"({_place(document, days.start)})"
            )
    return replace(document, pages=_pages(document, "".join([*pieces, text[at:]]))), messages


def without_corrected(document: Document, reference: Reference) -> tuple[Document, list[str]]:
    """The document without the rows to which a correction further down gives another grade, and messages.

    The rows of a list below a heading that says so are left out as well: it may be what a council asked for.
    """
    text = "\n".join(document.pages)
    places = list(islice(_corrections(text), _MOST_CORRECTIONS))
    matches = _graded_row(reference).finditer(text) if places else ()
    rows = [(plain(r[r.lastgroup]), plain(re.sub(r"[\W_]+", "", r.group())), r) for r in matches if r.lastgroup]
    messages: list[str] = []
    for start, end in places:
        above: dict[str, list[tuple[str, re.Match[str]]]] = defaultdict(list)
        below: dict[str, list[tuple[str, re.Match[str]]]] = defaultdict(list)
        taken: list[re.Match[str]] = []
        last = end + _NEAR
        for label, graded, row in rows:
            if row.end() <= start:
                above[label].append((graded, row))
            elif end <= row.start() <= last:
                below[label].append((graded, row))
                last = row.end() + _APART
        for label in filter(above.get, below):
            is_whole = len(above[label]) == len(below[label])
            alike = zip(above[label], below[label], strict=True) if is_whole else [above[label] + below[label]]
            taken += [row for pair in alike if len({graded for graded, _ in pair}) > 1 for _, row in pair]
        line = text[start:end]
        label_of_any, words = _labels_and_words(reference)
        is_prose = line.rstrip().endswith(".") and not _OF_GRADES.search(line)
        if re.search(words, line, re.IGNORECASE) and not is_prose:
            named = tuple(plain(name) for name in re.findall(rf"\b(?:{label_of_any})", line, re.IGNORECASE))
            taken += [row for label, _, row in rows if row.end() <= start and label.endswith(named)]
        if taken:
            labels = "; ".join(dict.fromkeys(parts.fold(row[row.lastgroup or 0]) for row in taken))
            messages.append(f'not read, since "{parts.fold(line)}" stands below ({_place(document, start)}): {labels}')
        for row in taken:
            text = text[: row.start()] + _SEEN.sub("\u2026", row.group()) + text[row.end() :]
    return replace(document, pages=_pages(document, text)) if messages else document, messages


def without_disowned(
    document: Document, framework: Framework, reference: Reference, *, printed: Document
) -> tuple[Document, list[str]]:
    """The document without the lists right below which a line says that their grades are others', and messages.

    What is `printed` behind the mark of a note is said of the grades with that mark alone (`notes`).
    """
    text = "\n".join(document.pages)
    lines = [match for match in _OF_LIST.all(text) if _disowns(document, framework, match)]
    begun = {line.lstrip()[:_BEGUN] for page in printed.pages for line in page.split("\n")} if lines else set()
    lines = [line for line in lines if line.group().lstrip()[:_BEGUN] in begun]
    rows = list(_graded_row(reference).finditer(text)) if lines else []
    messages: list[str] = []
    for line in lines:
        start = line.start()
        taken: list[re.Match[str]] = []
        for row in reversed([row for row in rows if row.end() <= start]):
            if start - row.end() > _APART:
                break
            taken.append(row)
            start = row.start()
        is_above = "above" in line.group() or not any(0 <= row.start() - line.end() <= _APART for row in rows)
        if taken and is_above:
            labels = "; ".join(dict.fromkeys(parts.fold(row[row.lastgroup or 0]) for row in reversed(taken)))
            said = parts.fold(line.group())
            messages.append(f'not read, since "{said}" stands below ({_place(document, line.start())}): {labels}')
        for row in taken if is_above else ():
            text = text[: row.start()] + _SEEN.sub("\u2026", row.group()) + text[row.end() :]
    return replace(document, pages=_pages(document, text)) if messages else document, messages


def without_captions_below(
    document: Document, framework: Framework, reference: Reference, *, evidence: Evidence
) -> tuple[Document, list[str]]:
    """The document without lists that differ, where a line between them may be of the one above as of the one below.

    A line below the last of them speaks of grades as well, and none stands above the first: they may be captions.
    The inspectorate's own long reports have no such lists, and to look for them takes a twelfth of reading one.
    """
    if evidence == "primary" and len(document.pages) > _FEW_PAGES:
        return document, []
    text = "\n".join(document.pages)
    rows = list(_graded_row(reference).finditer(text))
    lists: list[list[re.Match[str]]] = []
    captions: list[str] = []
    for row in rows:
        between = _captions(text[lists[-1][-1].end() : row.start()], framework) if lists else []
        if lists and not between:
            lists[-1].append(row)
        elif not lists or len(between) == 1:
            lists.append([row])
            captions += between
        else:
            return document, []
    if len(lists) < _FEW_CELLS or all(len(rows_of_list) == 1 for rows_of_list in lists):
        return document, []
    graded = [{plain(row[row.lastgroup or 0]): _graded(row) for row in rows_of_list} for rows_of_list in lists]
    if not any(one.get(label, grade) != grade for one, other in pairwise(graded) for label, grade in other.items()):
        return document, []
    above, below = text[: rows[0].start()].rstrip().split("\n")[::-1], text[rows[-1].end() :].lstrip().split("\n", 1)
    above = [line for line in above if not framework.heads.bare.match(line)][:1]
    last = below[0]
    if not _is_caption(last, framework) or (_is_caption(above[0] if above else "", framework)):
        return document, []
    for row in rows:
        text = text[: row.start()] + _SEEN.sub("\u2026", row.group()) + text[row.end() :]
    lines = "; ".join(f'"{parts.fold(line)}"' for line in [*captions, last])
    labels = "; ".join(dict.fromkeys(parts.fold(row[row.lastgroup or 0]) for row in rows))
    message = f"not read, since each of the lines {lines} may be of the grades above it or of those below it: {labels}"
    return replace(document, pages=_pages(document, text)), [message]


def _graded(row: re.Match[str]) -> str:
    return plain(re.sub(r"[\W_]+", "", row.group()))


def _captions(between: str, framework: Framework) -> list[str]:
    """The lines between two rows that are no heads of columns, titles of blocks or labels."""
    lines = [line for line in between.split("\n") if line.strip(_MARKS)]
    return [
        line
        for line in lines
        if not framework.heads.bare.match(line)
        and not row_cells.CELLS.search(line.strip(_MARKS))
        and not (headings_above.is_within_table(line, framework) or headings_above.OF_PAGE.match(line))
    ]


def _is_caption(line: str, framework: Framework) -> bool:
    """Whether a line that is no sentence and no value may say of a list whose grades it has."""
    words = line.strip(_MARKS)
    heads = framework.heads
    return (
        words[:1].isupper()
        and len(words.split()) <= _MOST_WORDS
        and not words.endswith((".", ":", ";", ","))
        and not headings_above.VALUE.match(words)
        and not any(title.search(line) for title in framework.recognise)
        and bool(heads.grades.search(words) or heads.others.search(words) or YEAR.search(words))
    )


def _disowns(document: Document, framework: Framework, line: re.Match[str]) -> bool:
    """Whether a line names another year or council, or none that inspects, as the source of grades."""
    if source := line["source"]:
        return not _INSPECTORATE.search(source) and others_grades.are_of_others(document, framework, source)
    what = _OF_WHOM.sub("", line["what"], count=1)
    is_of_words = framework.heads.others.search(what.partition(" ")[0]) is not None and not _TO_DO.match(what)
    return (is_of_words or _NAME_OR_YEAR.match(what) is not None) and others_grades.are_of_others(
        document, framework, what
    )


def _corrections(text: str) -> Iterator[tuple[int, int]]:
    """Where lines begin and end that speak of a correction, and are no part of a sentence with those around them."""
    end, above = 0, ""
    for line in text.split("\n"):
        start, end = end, end + len(line) + 1
        is_apart = len(above) < _FILLED and len(line) < _APART and not text[end : end + 1].islower()
        above, words = line, line.lstrip(" \t|*#_>-")
        if is_apart and words[:1].isupper() and _CORRECTED.search(words) and not _OF_TARGETS.search(words):
            yield start, end


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
        return below or [match.start() for match in _grade_in_line(reference).finditer(text, days.end, stop)]
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
                f"({_place(document, start)})"
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
    at = 0
    for line in text.split("\n"):
        start, at = at, at + len(line) + 1
        label = _LABEL.match(line) if "nspection" in line or "NSPECTION" in line else None
        if label and (days := date_range(text[start + label.end() :][:_APART].lstrip(" \t\n|*_:"))):
            words = parts.fold(text[start : at + (0 if YEAR.search(line) else _LONGEST_PLACE)])[:_LONGEST_PLACE]
            yield _Days(start, at - 1, words, is_own=_overlap(days, own.visit), has_label=True)
        elif with_headings and "20" in line:
            sentences = _SENTENCE.split(line.strip()[-_NEAR:])
            for number, sentence in enumerate(reversed(sentences)):
                if len(dates_within := set(_dates_of_heading(sentence, own))) == 1:
                    words = parts.fold(sentence)[:_LONGEST_PLACE]
                    yield _Days(
                        start, at - 1, words, is_own=dates_within.pop(), has_label=False, is_right_above=number == 0
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


@cache
def _graded_row(reference: Reference) -> re.Pattern[str]:
    """A line with a label of any framework in front of a grade, on this line or the next, or behind one; or of grades.

    Grades are words of any scale or numbers; those without a label are the row below labels that stand side by side.
    """
    label, words = _labels_and_words(reference)
    marks = rf"[^\w\n]{{0,{_LONGEST_MARKS}}}"
    behind = rf"(?:[^\n]{{0,{_LONGEST_PLACE}}}?|\W{{0,{_LONGEST_MARKS}}})\b(?:{words}|[1-4])"
    return re.compile(
        rf"^{LINE_MARKS}(?:(?P<label>{label})(?![^\W\d_]){behind}|(?:{words}|[1-4])\b{marks}(?P<label_behind>{label})"
        rf"|(?:{words})(?:{marks}\b(?:{words}))+){marks}$",
        re.IGNORECASE | re.MULTILINE,
    )


@cache
def _grade_in_line(reference: Reference) -> re.Pattern[str]:
    """A label of any framework with a grade behind it, within a line."""
    label, words = _labels_and_words(reference)
    return re.compile(rf"\b(?:{label})\W{{1,{_LONGEST_MARKS}}}(?:{words})\b", re.IGNORECASE)


def _labels_and_words(reference: Reference) -> tuple[str, str]:
    """Patterns of the labels and of the grades of all frameworks."""
    frameworks = [framework for framework in reference.frameworks.values() if framework.labels]
    scales = dict.fromkeys(framework.scale for framework in frameworks)
    return (
        any_label(label for framework in frameworks for label in framework.labels),
        "|".join(words_pattern(reference.scales[scale]) for scale in scales),
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
            return parts.locate(document, number, offset, what="").rstrip(", ")
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
