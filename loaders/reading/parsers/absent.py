"""Judgements that a report must have and that were not read: which, and what stands in their place.

`extract` says so in the source's message. A label that another schedule of the framework had is none that is missing.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from loaders.reading.document_parts import head
from loaders.reading.parsers.patterns import LINE_MARKS, label_pattern
from loaders.record.model import Document, GradedLine
from loaders.record.reference import Framework, Judgement, Scale


def missing(
    document: Document, framework: Framework, lines: Sequence[GradedLine], date: dt.date | None
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
    printed = {
        schedule
        for schedule, labels in framework.schedules.items()
        if any(
            re.search(rf"^{LINE_MARKS}{label_pattern(label)}", page, re.IGNORECASE | re.MULTILINE)
            for label in labels
            for page in document.pages
        )
    }
    return graded | printed


def unknown_word(document: Document, judgement: Judgement, scale: Scale) -> str:
    """What stands behind a judgement's label and is on no scale, for the message; empty if there is nothing.

    A word of the scale is the grade of the same label in another block.
    """
    label = "|".join(label_pattern(text) for text in judgement.wordings)
    regex = re.compile(
        rf"^{LINE_MARKS}(?:{label})[ \t|:*]+(?:Grade[ \t]*\d[ \t]*\()?"
        r"(?P<word>[A-Z][A-Za-z]+(?: [a-z]+){0,3})\)?[ \t|*.]*$",
        re.MULTILINE | re.IGNORECASE,
    )
    words = (match["word"] for page in document.pages for match in regex.finditer(page))
    return next((word for word in words if scale.word(word) is None), "")


def describe_missing(document: Document, judgements: Sequence[Judgement], scale: Scale) -> str:
    """The labels of judgements without a grade, each with its block and with the word found in its place."""
    described = []
    for judgement in judgements:
        label = (
            f"{judgement.labels[0]} ({judgement.block.replace('_', ' ')})" if judgement.block else judgement.labels[0]
        )
        word = unknown_word(document, judgement, scale)
        described.append(f'{label} (found "{word}", which is on no scale of this framework)' if word else label)
    return "; ".join(described)
