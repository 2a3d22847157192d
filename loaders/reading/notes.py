"""Notes of a paper that take a grade for something else: "Good*" above "* Grade of the previous inspection".

Called by `extract` for reports, and by the parser of statistics for cells. Most notes explain and change nothing; what
is marked by one that names an earlier inspection, a target or a rehearsal is no grade of this inspection.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping
from functools import cache

from loaders.reading.parsers import others_grades, row_cells
from loaders.reading.parsers.patterns import spaced, words_pattern
from loaders.record.model import Document, GradedLine
from loaders.record.reference import Framework, Reference, Scale
from loaders.record.safe_text import cell, visible

EARLIER = re.compile(r"\b(?:previous|prior|earlier|former|preceding)\b", re.IGNORECASE)
LAST = re.compile(r"\blast inspection\b|\binspection before\b|\bprovisional\b", re.IGNORECASE)
_CORRECTED = re.compile(
    r"\b(?:(?:correct|amend|revis|chang|lower|rais|upgrad|downgrad)ed (?:to|from)|should (?:read|be)):? (?:\w+ )?"
    r"(?:outstanding|good|requires|adequate|inadequate|[1-4])\b",
    re.IGNORECASE,
)
_TAKEN_BACK = re.compile(
    r"\b(?:withdrawn|quashed|annulled|overturned|rescinded|set aside|(?:under|pending|subject to) (?:an? )?"
    r"(?:appeal|review|complaint))\b",
    re.IGNORECASE,
)
# On a grade of statistics it may mean that the grade has been put right, on one of a paper that it has not.
_MAY_BE_CORRECTED = re.compile(
    r"\bnot (?:judged|graded|rated|inspected|given)\b|\b(?:inferred|carried (?:forward|over)|changed)\b"
    r"|\bcorrect(?:ed|ion)\b|\bamended\b|\bshould (?:be|read|have)\b|\b(?:wrong|incorrect|mistake|error|misprint)",
    re.IGNORECASE,
)
_MOST_NOTES = 5_000  # lines that begin as a note does: the numbered paragraphs of a long report
_OF_GRADES = re.compile(r"\b(?:grade|judge?ment|rating)s?\b", re.IGNORECASE)
_EMPHASISED = re.compile(r"(?<![\w*])\*(\w[^*\n]{1,60})\*(?![\w*])")
_RAISED = "\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079"
_RAISED_FIGURE = re.compile(f"[{_RAISED}]")  # a search for the few that are there: `str.translate` takes far longer
# Behind the end of the line above, which `re` skips to. No note begins with "and": that is a line of a sentence, as of
# one on key stages 1 and 2.
_NOTE = re.compile(
    r"\n[ \t|>_]*[\[(]?(?:(?:[Nn]otes?|[Kk]ey)[: ]{1,2})?(?P<mark>[*\u2020\u2021\u00a7#^]{1,3}|[a-e]|[1-9])[\])]?"
    r"(?P<stop>\.?)[ \t:=)\u2013-]{0,3}(?P<note>(?!(?:and|or|to|of)\b)[A-Za-z][^\n]{3,300})$",
    re.MULTILINE,
)


def says_otherwise(text: str, reference: Reference) -> bool:
    """Whether a note says of what it is on that it is no grade of this inspection."""
    if any(says.search(text) for says in (EARLIER, LAST, _CORRECTED, _TAKEN_BACK)):
        return True
    return any(not paper.may_be_table and paper.recognise.search(text) for paper in reference.papers)


def without_marked(
    lines: Iterable[GradedLine], document: Document, framework: Framework, scale: Scale, *, reference: Reference
) -> tuple[list[GradedLine], list[str]]:
    """The graded lines that no such note is on, and messages that name the others with their notes.

    A star behind a grade has a note; where none is found, it may be any.
    """
    lines = list(lines)
    text = "\n".join(document.pages)
    text = _EMPHASISED.sub(r" \1 ", text) if "*" in text else text
    text = _RAISED_FIGURE.sub(lambda figure: str(_RAISED.index(figure[0]) + 1), text)
    notes: dict[str, str] = {}
    marks: set[str] = set()
    used = _figures_behind({line.words.lower().split()[-1] for line in lines}, text) if document.kind == "pdf" else None
    for match in itertools.islice(_NOTE.finditer("\n" + text), _MOST_NOTES):
        # Beside the headings of a PDF stand the numbers of its paragraphs, and those are no marks.
        is_paragraph = match["stop"] and not _OF_GRADES.search(match["note"])
        is_row = "*" in match["note"] or row_cells.has_marks(match["note"])  # with words in bold
        if is_paragraph or is_row or (used is not None and match["mark"].isalnum() and match["mark"] not in used):
            continue
        marks.add(match["mark"])
        if match["mark"] not in notes and (
            others_grades.are_of_others(document, framework, match["note"])
            or _names_grade(scale).search(match["note"])
            or says_otherwise(match["note"], reference)
            or _MAY_BE_CORRECTED.search(match["note"])
        ):
            notes[match["mark"]] = match["note"]
    remaining: list[GradedLine] = []
    messages: list[str] = []
    for line in lines:
        if note := _note_on(line, text, notes):
            messages.append(f'not read, since its note says "{cell(visible(note))}": {line.label} ({line.locator})')
        elif "*" not in marks and _has_star(line, text):
            messages.append(
                f'not read, since "*" stands behind its grade and no note on it: {line.label} ({line.locator})'
            )
        else:
            remaining.append(line)
    return remaining, messages


@cache
def _names_grade(scale: Scale) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?=[A-Z])(?i:{words_pattern(scale)})(?!\w)")


def _has_star(line: GradedLine, text: str) -> bool:
    """Whether one star stands behind the grade of a line, and none in front of it as around words in bold."""
    if f"{line.grade_text[-1:]}*" not in text and f"{line.grade_text[-1:]} *" not in text:
        return False
    grade = rf"[^\n*]{{0,40}}{spaced(line.grade_text)}[ \t]?\*(?![\w*])"
    return re.search(rf"(?<!\*){spaced(line.label)}(?:[^\n*]{{0,5}}\n)?{grade}", text, re.IGNORECASE) is not None


def without_contradicted(
    lines: Iterable[GradedLine], document: Document, scale: Scale
) -> tuple[list[GradedLine], list[str]]:
    """The graded lines of which no header or footer says another grade, and messages that name the others."""
    if not document.margins:
        return [*lines], []
    words = "|".join(
        spaced(word.words) for word in sorted(scale.words, key=lambda word: -len(word.words)) if word.grade
    )
    remaining: list[GradedLine] = []
    messages: list[str] = []
    for line in lines:
        statement = re.compile(
            rf"{spaced(line.label)}\W{{0,9}}(?:(?:is|are|was|were)\s)?(?P<grade>{words})", re.IGNORECASE
        )
        own = scale.word(line.words)
        others = (
            margin
            for margin in document.margins
            if (match := statement.search(margin))
            and own
            and (other := scale.word(match["grade"]))
            and other.grade != own.grade
        )
        if other_grade := next(others, ""):
            what = f'a header or footer says "{cell(visible(" ".join(other_grade.split())))}"'
            messages.append(f"not read, since {what}: {line.label} ({line.locator})")
        else:
            remaining.append(line)
    return remaining, messages


def _figures_behind(words: Iterable[str], text: str) -> set[str]:
    """The figures that stand right behind these words, in lower case, anywhere in a text."""
    lowered = text.lower()
    behind = r"[ \t]?[\[(]?([1-9])[\])]?(?![\w*])"
    return {figure for word in words for figure in re.findall(re.escape(word) + behind, lowered)}


def _note_on(line: GradedLine, text: str, notes: Mapping[str, str]) -> str:
    """The note whose mark stands behind the grade of a line or behind its label, or nothing."""
    if not notes:
        return ""
    label, grade = spaced(line.label), f"(?:{'|'.join(map(spaced, {line.words, line.grade_text}))})"
    places = (
        # A bare figure apart from a word is a mark where it is no number of the grade; behind a label it is a page's.
        rf"{label}[ \t]*+(?:[^\n]{{0,40}}?|[^\n]{{0,5}}\n\s*){grade}{_behind(notes, is_apart=line.number is None)}",
        rf"{label}{_behind(notes, is_apart=False)}",
    )
    matches = (re.search(place, text, re.IGNORECASE) for place in places)
    return next((notes[mark] for m in matches if m for mark in m.groupdict().values() if mark), "")


def _behind(notes: Mapping[str, str], *, is_apart: bool) -> str:
    """A mark behind a word: a bare figure or letter stands at it, unless `is_apart`, or in brackets."""
    marks = sorted(notes, key=len, reverse=True)
    words = "|".join(re.escape(mark) for mark in marks if mark.isalnum())
    signs = "|".join(re.escape(mark) for mark in marks if not mark.isalnum())
    ways = []
    if words and is_apart:
        ways.append(rf"[ \t](?P<apart>{words})(?!\.[ \t]+[A-Z])")  # which would be the number of a paragraph
    if words:
        ways.append(rf"(?P<at>{words})|[ \t]?[\[(](?:note )?(?P<within>{words})[\])]")
    if signs:
        ways.append(rf"[ \t]?[\[(]?(?P<sign>{signs})[\])]?")
    return rf"(?:{'|'.join(ways)})(?![\w*])"
