"""Lists of grades that a line near them disputes: one that corrects them, disowns them, or may head the next list.

What is disputed is left out, and named: a corrected list as well as the one that corrects it, which may be what a
council asked for. Called by `extract`; `further_inspections` looks for the same rows.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice, pairwise
from typing import NamedTuple

from loaders.reading import document_parts as parts
from loaders.reading.dates import YEAR
from loaders.reading.parsers import headings_above, others_grades, row_cells
from loaders.reading.parsers.patterns import LINE_MARKS, LinePattern, any_label, grade_pattern, plain, words_pattern
from loaders.record import small_letters
from loaders.record.model import Document, Evidence
from loaders.record.reference import Framework, Reference, Scale

_MOST_WORDS = 14  # of a heading
_LONGEST_PLACE = 100  # characters of a line that a message repeats
_NEAR = 400  # characters between a line and the first grade below it
_APART = 200  # characters between two grades of one list
_LONGEST_MARKS = 40
_MOST_CORRECTIONS = 20
_FILLED = 70  # characters of a line that may go on in the next one
_FEW_PAGES = 4
_CORRECTED = re.compile(
    r"\b(?:re-?issued|re-?published|revis(?:ed|ion)|amend(?:ed|ments?)|correct(?:ed|ions?)|superse\w+|errat(?:um|a)"
    r"|corrigend(?:um|a)|(?:updated|original) (?:grades|judge?ments|ratings|version|report)"
    r"|(?:first|originally) (?:published|issued|printed)"
    r"|after (?:an?|the|our|its) (?:\w+ )?(?:challenge|appeal|complaint))\b[^.]*\.?\s*\Z",
    re.IGNORECASE,
)
_WORDS_OF_CORRECTED = (
    "issued", "published", "printed", "revis", "amend", "correct", "supers", "errat", "corrigend", "updated",
    "original", "challenge", "appeal", "complaint",
)  # fmt: skip
_UNCHANGED = re.compile(
    r"\b(?:other|rest|remain\w+|else)\b[^.\n]{0,60}\b(?:unchanged|the same|as (?:they were|before|published|printed)"
    r"|stands?|correct)\b|\bno other (?:changes?|corrections?|grades?|judge?ments?)\b",
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
_MARKS = " \t|*#_>-"
_SEEN = re.compile(r"[^\n]")


class _Row(NamedTuple):
    """A row of a list: its label and itself for comparing, the label as printed, and where the row stands."""

    label: str
    graded: str
    name: str
    start: int
    end: int


_Dispute = tuple[str, Sequence[_Row]]


def without(
    document: Document, framework: Framework, reference: Reference, *, printed: Document, evidence: Evidence
) -> tuple[Document, list[str]]:
    """The document without the rows of such lists, and messages that name them with the lines that dispute them.

    What is `printed` behind the mark of a note is said of the grades with that mark alone (`notes`).
    """
    text = "\n".join(document.pages)
    corrections = list(islice(_corrections(text), _MOST_CORRECTIONS))
    disowning = [line for line in _OF_LIST.all(text) if _disowns(document, framework, line)]
    begun = {line.lstrip()[:_BEGUN] for page in printed.pages for line in page.split("\n")} if disowning else set()
    disowning = [line for line in disowning if line.group().lstrip()[:_BEGUN] in begun]
    # The inspectorate's own long reports have no captions, and to look for them takes a twelfth of reading one.
    has_captions = evidence == "secondary" or len(document.pages) <= _FEW_PAGES
    if not (corrections or disowning or has_captions):
        return document, []
    rows = [_row(match) for match in graded_row(reference).finditer(text)]
    disputes = [*_corrected(document, text, rows, reference=reference, places=corrections)]
    corrected = {row for _, taken in disputes for row in taken}
    disputes += _disowned(document, [row for row in rows if row not in corrected], disowning)
    if has_captions and not disputes:
        disputes += _captioned(text, rows, framework, reference.scales[framework.scale])
    for row in (row for _, taken in disputes for row in taken):
        text = text[: row.start] + _SEEN.sub("\u2026", text[row.start : row.end]) + text[row.end :]
    return (replace(document, pages=in_pages(document, text)) if disputes else document), [
        f"not read, since {reason}: {'; '.join(dict.fromkeys(row.name for row in taken))}" for reason, taken in disputes
    ]


def _row(match: re.Match[str]) -> _Row:
    label = match[match.lastgroup] if match.lastgroup else ""
    graded = plain(re.sub(r"[\W_]+", "", match.group()))
    return _Row(plain(label), graded, parts.fold(label or match.group()), match.start(), match.end())


def _corrected(
    document: Document, text: str, rows: Sequence[_Row], *, reference: Reference, places: Sequence[tuple[int, int]]
) -> Iterator[_Dispute]:
    """The rows to which a correction further down gives another grade, and those that do so."""
    rows = [row for row in rows if row.label]
    for start, end in places:
        above: dict[str, list[_Row]] = defaultdict(list)
        below: dict[str, list[_Row]] = defaultdict(list)
        taken: list[_Row] = []
        last = end + _NEAR
        for row in rows:
            if row.end <= start:
                above[row.label].append(row)
            elif end <= row.start <= last:
                below[row.label].append(row)
                last = row.end + _APART
        for label in filter(above.get, below):
            is_whole = len(above[label]) == len(below[label])
            alike = zip(above[label], below[label], strict=True) if is_whole else [above[label] + below[label]]
            taken += [row for pair in alike if len({row.graded for row in pair}) > 1 for row in pair]
        line = text[start:end]
        label_of_any, words = _labels_and_words(reference)
        is_prose = line.rstrip().endswith(".") and not _OF_GRADES.search(line)
        if re.search(words, line, re.IGNORECASE) and not is_prose:
            named = tuple(plain(name) for name in re.findall(rf"\b(?:{label_of_any})", line, re.IGNORECASE))
            taken += [row for row in rows if row.end <= start and row.label.endswith(named)]
        # What the list that corrects another one leaves out may be as it was, or may be lost.
        if taken and len(below) > 1 and not _UNCHANGED.search(text):
            taken += [row for row in rows if row.end <= start and row.label not in below and row not in taken]
        if taken:
            yield f'"{parts.fold(line)}" stands below ({place(document, start)})', taken


def _disowned(document: Document, rows: Sequence[_Row], lines: Sequence[re.Match[str]]) -> Iterator[_Dispute]:
    """The lists right below which a line says that their grades are others'."""
    for line in lines:
        start = line.start()
        taken: list[_Row] = []
        for row in reversed([row for row in rows if row.end <= start]):
            if start - row.end > _APART:
                break
            taken.insert(0, row)
            start = row.start
        is_above = "above" in line.group() or not any(0 <= row.start - line.end() <= _APART for row in rows)
        if taken and is_above:
            yield f'"{parts.fold(line.group())}" stands below ({place(document, line.start())})', taken


def _captioned(text: str, rows: Sequence[_Row], framework: Framework, scale: Scale) -> Iterator[_Dispute]:
    """Lists that differ, where a line between them may be of the one above as of the one below.

    A line below the last of them speaks of grades as well, and none stands above the first: they may be captions.
    """
    lists: list[list[_Row]] = []
    captions: list[str] = []
    for row in rows:
        between = _captions(text[lists[-1][-1].end : row.start], framework, scale) if lists else []
        if lists and not between:
            lists[-1].append(row)
        elif not lists or len(between) == 1:
            lists.append([row])
            captions += between
        else:
            return
    graded = [{row.label: row.graded for row in rows_of_list} for rows_of_list in lists]
    is_several = any(len(rows_of_list) > 1 for rows_of_list in lists)
    if not is_several or not any(a.get(label, g) != g for a, b in pairwise(graded) for label, g in b.items()):
        return
    above = text[: rows[0].start].rstrip().split("\n")
    first = next((line for line in reversed(above) if not framework.heads.bare.match(line)), "")
    last = text[rows[-1].end :].lstrip().split("\n", 1)[0]
    statement = re.compile(rf"\b{words_pattern(scale)}\b", re.IGNORECASE)  # the heading of a chapter
    if _is_caption(last, framework, statement) and not _is_caption(first, framework, statement):
        lines = "; ".join(f'"{parts.fold(line)}"' for line in [*captions, last])
        yield f"each of the lines {lines} may be of the grades above it or of those below it", rows


def _captions(between: str, framework: Framework, scale: Scale) -> list[str]:
    """The lines between two rows that are no heads of columns, titles of blocks, labels or grades."""
    grade = re.compile(grade_pattern(scale, framework.numbered), re.IGNORECASE)
    lines = [line for line in between.split("\n") if line.strip(_MARKS) and not grade.fullmatch(line.strip(_MARKS))]
    return [
        line
        for line in lines
        if not framework.heads.bare.match(line)
        and not row_cells.CELLS.search(line.strip(_MARKS))
        and not (headings_above.is_within_table(line.strip(_MARKS), framework) or headings_above.OF_PAGE.match(line))
    ]


def _is_caption(line: str, framework: Framework, statement: re.Pattern[str]) -> bool:
    """Whether a line that is no sentence and no value may say of a list whose grades it has."""
    words = line.strip(_MARKS)
    heads = framework.heads
    return (
        words[:1].isupper()
        and len(words.split()) <= _MOST_WORDS
        and not (statement.search(words) and not YEAR.search(words))
        and not words.endswith((".", ":", ";", ","))
        and not headings_above.VALUE.match(words)
        and not heads.passed_by.match(words)
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
    for start, end in small_letters.lines_with(text, _WORDS_OF_CORRECTED):
        length_above = start - 2 - text.rfind("\n", 0, start - 1) if start else 0
        is_apart = length_above < _FILLED and end - start < _APART and not text[end + 1 : end + 2].islower()
        words = text[start:end].lstrip(" \t|*#_>-")
        if is_apart and words[:1].isupper() and _CORRECTED.search(words) and not _OF_TARGETS.search(words):
            yield start, end + 1


@cache
def graded_row(reference: Reference) -> re.Pattern[str]:
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
def grade_in_line(reference: Reference) -> re.Pattern[str]:
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


def place(document: Document, offset: int) -> str:
    for number, page in enumerate(document.pages):
        if offset <= len(page):
            return parts.locate(document, number, offset, what="").rstrip(", ")
        offset -= len(page) + 1
    return ""


def in_pages(document: Document, text: str) -> tuple[str, ...]:
    """A text of the same length, in the pages of a document again."""
    pages: list[str] = []
    start = 0
    for page in document.pages:
        pages.append(text[start : start + len(page)])
        start += len(page) + 1
    return tuple(pages)
