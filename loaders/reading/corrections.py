"""Sentences that correct a grade, wherever in a paper they stand: in a footnote, below the table or on another page.

"It should have read good." names no label: that stands in the same sentence or in the one before it. Where neither has
one, any grade that the correction does not leave as it is may be the wrong one. Called by `extract`;
`disputed_lists` leaves out whole lists to which a corrected one stands below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from loaders.reading.document_parts import fold
from loaders.reading.parsers import others_grades, row_cells
from loaders.reading.parsers.common import judgements_of
from loaders.reading.parsers.patterns import any_label, words_pattern
from loaders.record import small_letters
from loaders.record.model import Document, GradedLine
from loaders.record.reference import Framework, Judgement, Scale
from loaders.record.safe_text import cell

_LONGEST = 400  # characters of a sentence
_LONGEST_SHOWN = 200
_FILLED = 60  # characters of a line that may go on in the next one
_GRADE = r"(?:grade|judge?ment|rating|score)s?"
_OF_GRADE = rf"\b{_GRADE}\b"
_ABOVE = r"above"
_SLIP = r"(?:typing|clerical|printing)\s+error|\btyp(?:o|ographical)\b"
_REGRADED = r"(?:re-?|up-?|down-?)graded"
_WRONG = r"(?:wrong(?:ly)?|incorrect(?:ly)?|erroneous(?:ly)?|mistaken(?:ly)?|in error|by mistake)"
_PRINTED = r"(?:print(?:ed)?|gave|given|show(?:n|ed)|stated?|publish(?:ed)?|list(?:ed)?|(?:record|report)ed as)"
_QUOTE = r"[\"\u201c\u2018']?"
# What a page has that has such a sentence: few have.
_PERHAPS = re.compile(
    r"\bshould\s+(?:(?:now|instead|in\s+fact)\s+)?(?:read|say|be|have\s+(?:read|said|been))\b"
    r"|\b(?:correct|amend|revis|chang)ed\s+(?:from|to)\b|\bthe\s+(?:correct|right|true)\w*\s+(?:grade|judg|rating|score)"
    rf"|\bread\s+{_QUOTE}(?-i:[A-Z])|\bfor\s+(?:\w+\s+){{1,6}}?read\b|[\"\u201d\u2019'],?\s+(?:please\s+)?read\b"
    rf"|\bmis(?:print|stat)|\b{_WRONG}\b|\b{_SLIP}|\b{_REGRADED}\b|\b(?:correction|update):|\bthis\s+is\s+the\s+20"
    rf"|\bcorrected\s+(?!by\b)|\bread\s+(?:\w+\s+){{1,6}}?for\b|\b(?:{_ABOVE}\s+{_GRADE}|(?:show|gi[vw]e|list)n\s+{_ABOVE}"
    rf"|(?:table|list)\s+{_ABOVE}|{_ABOVE}\s+(?:table|list))\b",
    re.IGNORECASE,
)
_WORDS = (
    "should", "correct", "incorrect", "amended", "revised", "changed", "right", "true", "read", "misprint", "misstat",
    "wrong", "erroneous", "mistake", "error", "typing", "typo", "regrad", "re-grad", "upgrad", "downgrad", "update:",
    "this is the 20", "above grade", "above judg", "above rating", "above score", "shown above", "given above",
    "listed above", "table above", "list above", "above table", "above list",
)  # fmt: skip
# "The grade above for adoption is our own."
_OF_GRADE_ABOVE = re.compile(
    rf"(?:\b{_ABOVE}\b[^;]*?\b(?:is|was)|\bthis\s+is)\s+(?P<what>[^.;,]{{3,80}}?)(?:\s+{_GRADE})?\s*(?:[.;,]|\Z)",
    re.IGNORECASE,
)
_BESIDE = 80  # characters
_SENTENCE_END = re.compile(r"(?<=[.!?])(?<!\s\d\.)[\"\u201d\u2019')\]]*\s+(?=\W{0,4}[A-Z\d])")
_MARKED = re.compile(
    r"[\W_]*?(?:[*\u2020\u2021\u00a7#^\u00b9\u00b2\u00b3\u2074-\u2079]|\[\w{1,2}\]|\(?(?:\d|[a-e])[)\] ])"
)


@cache
def _correction(framework: Framework, scale: Scale) -> re.Pattern[str]:
    """What a sentence has that corrects a grade: that it should read another, was printed wrongly, or was changed."""
    number = r"|[1-4](?!\d)" if framework.numbered else ""
    words = rf"(?:{words_pattern(scale)}\b{number})"
    grade = rf"(?:(?:be|as|an?|grade)\s+)*{_QUOTE}{words}"
    past = rf"(?:\s+(?:graded|judged|rated|{_PRINTED}))?\s+"
    subject = rf"(?:{_OF_GRADE}|{any_label(framework.labels)})"
    return re.compile(
        rf"\bshould\s+(?:now\s+|instead\s+|in\s+fact\s+)?(?:read|say|have\s+(?:read|said)){past}{grade}"
        rf"|{_OF_GRADE}[^;]*\bshould\s+(?:be|have\s+been){past}{grade}"
        rf"|\bthe\s+(?:correct(?:ed)?|right|true)\s+{_OF_GRADE}(?:\s+(?:for|of|on|in)\b[^.,;]*)?(?:\s+(?:is|was)|:)\s+{grade}"
        rf"|{subject}[^;]{{0,120}}\b(?:{_PRINTED}\b[^;]{{0,30}}\b{_WRONG}|{_WRONG}\s+(?:\w+\s+)?{_PRINTED})\b"
        rf"|\b{_WRONG}\s+{_PRINTED}\s+(?:\w+\s+){{0,2}}{_OF_GRADE}|{subject}[^;]*\bmis(?:print|stat)ed\b"
        rf"|{subject}[^;]*\b(?:correct|amend|revis|chang)ed\s+(?:from\s+{words}\s+)?to\s+{grade}"
        rf"|{subject}[^;]*;\s*the\s+(?:table|list)\b[^;]*\b{_WRONG}\b|{subject}[^;]{{0,120}}\b(?:{_SLIP})"
        rf"|{subject}[^;]*\b{_REGRADED}\s+(?:from\s+{words}\s+)?(?:to|as)\s+{grade}"
        rf"|\b(?:correct|amend|revis|chang)ed\s+(?:\w+\s+){{0,3}}?{subject}[^;]*\bto\s+{grade}"
        rf"|\A\W*(?:correction|update):[^;]*{subject}|\bplease\s+read\s+{grade}\s+for\b"
        rf"|\bfor\s+(?:[\"\u201c\u2018'][^\"\u201d\u2019']{{1,120}}[\"\u201d\u2019']|{words}),?\s+(?:please\s+)?read\s+{_QUOTE}\w",
        re.IGNORECASE,
    )


def without_named(
    lines: Sequence[GradedLine], document: Document, framework: Framework, scale: Scale, *, has_notes: bool
) -> tuple[list[GradedLine], list[str]]:
    """The graded lines that no sentence corrects, and messages that name the others.

    With `has_notes` some lines are left out already for the notes on them: a note that names no label is on those.
    """
    remaining = list(lines)
    messages: list[str] = []
    for sentence, before in _corrections(document, framework, scale):
        named = _named(sentence, framework) or _named(before, framework)
        if named:
            wrong = [line for line in remaining if (line.service, line.aspect) in named]
        elif has_notes and _MARKED.match(sentence):
            continue
        else:
            grades = _grades(f"{before} {sentence}", scale)
            wrong = [line for line in remaining if (_grade(line, scale) in grades) == (len(grades) > 1)]
        if wrong:
            remaining = [line for line in remaining if line not in wrong]
            places = "; ".join(f"{line.label} ({line.locator})" for line in wrong)
            messages.append(f'not read, since the paper says "{cell(fold(sentence)[:_LONGEST_SHOWN])}": {places}')
    return remaining, messages


def _corrections(document: Document, framework: Framework, scale: Scale) -> Iterator[tuple[str, str]]:
    """Each sentence that corrects a grade, and the one before it."""
    for page in document.pages:
        before = ""
        for sentence in _sentences(page) if _may_correct(page, small_letters.lowered_page(page)) else ():
            if (
                len(sentence) <= _LONGEST
                and _may_correct(sentence, small_letters.lowered(sentence))
                and (_correction(framework, scale).search(sentence) or _is_of_another(document, framework, sentence))
            ):
                yield sentence, before
            before = sentence if sentence.endswith(".") else ""  # no row of a table


def _is_of_another(document: Document, framework: Framework, sentence: str) -> bool:
    """Whether a sentence says of a grade above it that it is one of another year or council, or none yet."""
    match = _OF_GRADE_ABOVE.search(sentence)
    if match is None or not _named(sentence, framework):
        return False
    return others_grades.are_of_others(document, framework, match["what"])


def _may_correct(text: str, lowered: str) -> bool:
    """Whether a text has what such a sentence has: looked for beside its words alone, in a tenth of the time."""
    for word in _WORDS:
        at = lowered.find(word)
        while at >= 0:
            begins_word = not lowered[max(0, at - 1) : at].isalnum()
            if begins_word and _PERHAPS.search(text, max(0, at - _BESIDE), at + _BESIDE):
                return True
            at = lowered.find(word, at + 1)
    return False


def _sentences(page: str) -> Iterator[str]:
    """The sentences of a page, those over several lines as one; rows and headings stand alone."""
    open_lines: list[str] = []
    for line in [*page.split("\n"), ""]:
        goes_on = open_lines and (line.lstrip()[:1].islower() or len(open_lines[-1]) >= _FILLED)
        if not (goes_on and line.strip()) or row_cells.CELLS.search(f"{open_lines[-1]}\n{line}".strip()):
            yield from _SENTENCE_END.split(" ".join(open_lines))
            open_lines = []
        if line.strip():
            open_lines.append(line.strip())


def _named(sentence: str, framework: Framework) -> set[tuple[str, str]]:
    """The judgements whose labels a sentence has, by the longest of those at one place."""
    judgements: set[Judgement] = set()
    for match in _labels(framework).finditer(sentence):
        judgements |= set(judgements_of(framework, match["label"]))
    return {(judgement.service, judgement.aspect) for judgement in judgements}


@cache
def _labels(framework: Framework) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?P<label>{any_label(framework.labels)})(?![\w-])", re.IGNORECASE)


def _grades(text: str, scale: Scale) -> set[str]:
    printed = re.findall(words_pattern(scale), text, re.IGNORECASE)
    return {word.grade for words in printed if (word := scale.word(fold(words))) and word.grade}


def _grade(line: GradedLine, scale: Scale) -> str:
    word = scale.word(line.words)
    return (word and word.grade) or ""
