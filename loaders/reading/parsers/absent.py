"""Judgements that a report must have and that were not read, and those that it grades twice and not alike.

`extract` says so in the source's message. A label that another schedule of the framework had is none that is missing.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from loaders.reading.document_parts import fold, head
from loaders.reading.parsers.patterns import LINE_MARKS, label_pattern, words_pattern
from loaders.record.model import Document, GradedLine
from loaders.record.reference import Framework, Judgement, Scale

_FRONT_PAGES = 3
_FEW = 2


def missing(
    document: Document, framework: Framework, lines: Sequence[GradedLine], *, date: dt.date | None
) -> list[Judgement]:
    """The judgements that this report must have at this date and for which no line gives a grade."""
    pairs = {(line.service, line.aspect) for line in lines}
    schedules = _schedules(document, framework, pairs)
    return [
        judgement
        for judgement in framework.judgements
        if judgement.in_force(date)
        and (judgement.service, judgement.aspect) not in pairs
        and (not judgement.schedule or not schedules or judgement.schedule in schedules)
        and (judgement.required or (judgement.required_where and judgement.required_where.search(head(document))))
    ]


def _schedules(document: Document, framework: Framework, pairs: set[tuple[str, str]]) -> set[str]:
    """The schedules that a report follows: those of its graded lines, and those whose own labels it prints."""
    graded = {j.schedule for j in framework.judgements if j.schedule and (j.service, j.aspect) in pairs}
    printed_schedules = {
        schedule
        for schedule, labels in framework.schedules.items()
        if any(
            re.search(rf"^{LINE_MARKS}{label_pattern(label)}", page, re.IGNORECASE | re.MULTILINE)
            for label in labels
            for page in document.pages
        )
    }
    return graded | printed_schedules


def describe_contradictions(framework: Framework, graded_lines: Sequence[GradedLine], scale: Scale) -> list[str]:
    """A message for each judgement to which several lines give several grades, all of which are shown."""
    graded: dict[tuple[str, str], dict[str, GradedLine]] = {}
    for line in graded_lines:
        if (word := scale.word(line.words)) and word.grade:
            graded.setdefault((line.service, line.aspect), {}).setdefault(word.grade, line)
    messages: list[str] = []
    for (service, _), grades in graded.items():
        lines = [*grades.values()]
        block = f" ({service.replace('_', ' ')})" if framework.blocks else ""
        places = " and ".join(f"{line.grade_text} ({line.locator})" for line in lines)
        if len(lines) > 1:
            messages.append(f"{lines[0].label}{block} is printed with two grades, and both are shown: {places}")
    return messages


def unknown_word(document: Document, judgement: Judgement, scale: Scale) -> str:
    """What stands behind a judgement's label and is on no scale, for the message; empty if there is nothing.

    A word of the scale is the grade of the same label in another block.
    """
    label = "|".join(label_pattern(text) for text in judgement.wordings)
    regex = re.compile(
        rf"^{LINE_MARKS}(?:{label})[ \t|:*]+(?:Grade[ \t]*\d[ \t]*\()?"
        # Not the next words of a longer label or of a title ("... and achieving permanence").
        r"(?!(?:and|or|of|on|in|with|for|who|performance)\b)"
        r"(?P<word>[A-Z][A-Za-z]+(?: [a-z]+){0,3})\)?[ \t|*.]*$",
        re.MULTILINE | re.IGNORECASE,
    )
    words = (match["word"] for page in document.pages for match in regex.finditer(page))
    grades = re.compile(rf"(?:{words_pattern(scale)}\W*)+", re.IGNORECASE)
    return next((word for word in words if not grades.fullmatch(word)), "")


def unclear_grade(document: Document, judgement: Judgement, scale: Scale) -> str:
    """What stands behind a judgement's label on its line and is more than one grade ("Good, up from adequate")."""
    label = "|".join(label_pattern(text) for text in judgement.wordings)
    words = words_pattern(scale)
    regex = re.compile(
        rf"^{LINE_MARKS}(?:{label})(?:(?:[ \t]*[|:*=\t\u2013-]|[ ]{{2}})[ \t|*]*"
        rf"(?P<rest>[^\n]{{0,40}}?\b{words}\b[^\n]{{0,60}}|\d[+\u2212\u2013-])|[ ](?P<grades>(?:{words}\W*){{2,4}}))$",
        re.MULTILINE | re.IGNORECASE,
    )
    alone = re.compile(rf"\W*(?:grade\W*)?\d?\W*{words}\W*\d?\W*", re.IGNORECASE)
    places = (match["rest"] or match["grades"] for page in document.pages for match in regex.finditer(page))
    return next((fold(rest) for rest in places if not alone.fullmatch(rest) and not rest.rstrip().endswith(".")), "")


def grades_apart(document: Document, scale: Scale) -> str:
    """A message where a report prints grades on lines of their own, away from labels, else nothing."""
    regex = re.compile(rf"^{LINE_MARKS}{words_pattern(scale)}[ \t|*.]*$", re.IGNORECASE | re.MULTILINE)
    if sum(1 for page in document.pages[:_FRONT_PAGES] for _ in regex.finditer(page)) < _FEW:
        return ""
    return "grades stand on lines of their own, and which label each is of cannot be told"


def describe_missing(document: Document, judgements: Sequence[Judgement], scale: Scale) -> str:
    """The labels of judgements without a grade, each with its block and with the word found in its place."""
    described = []
    for judgement in judgements:
        label = judgement.labels[0] + (f" ({judgement.block.replace('_', ' ')})" if judgement.block else "")
        if word := unknown_word(document, judgement, scale):
            label += f' (found "{word}", which is on no scale of this framework)'
        elif beside := unclear_grade(document, judgement, scale):
            label += f' (found "{beside}", which is not one grade alone)'
        described.append(label)
    return "; ".join(described)
