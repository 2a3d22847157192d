"""Grades that a paper states for want of a table: sentences of a label and its grade, alone or several on a line.

`graded_report` and `front_table` ask here where a report has no rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from loaders.reading.parsers import column_heads
from loaders.reading.parsers.common import LocatedLine, has_words, judgements_of, located
from loaders.reading.parsers.patterns import LINE_MARKS, LinePattern, any_label, words_pattern
from loaders.record.model import Document
from loaders.record.reference import Framework, Scale


def lines(document: Document, framework: Framework, scale: Scale, *, page: int) -> Iterator[LocatedLine]:
    """Every label and its grade as a sentence ("Overall effectiveness is adequate."), on lines that have no others.

    They count as headings, so that what blocks ask of these is asked of them.
    """
    text = document.pages[page]
    line_regex, sentences = _regexes(framework, scale)
    for line in line_regex.all(text) if has_words(text, scale) else ():
        if column_heads.foreign_heading(document, framework, scale, page=page, start=line.start(), is_table=True):
            continue
        for match in (m for sentence in sentences for m in sentence.finditer(text, line.start(), line.end())):
            texts, at, verb = (match["label"], match["grade"], match["grade"]), match.start("label"), match["verb"]
            for judgement in judgements_of(framework, match["label"]):
                yield located(
                    document, page, at, judgement=judgement, texts=texts, what="section heading", between=verb
                )


@cache
def _regexes(framework: Framework, scale: Scale) -> tuple[LinePattern, tuple[re.Pattern[str], re.Pattern[str]]]:
    """A line of such sentences alone or of one grade "for" its label, and each of both."""
    label, words = any_label(framework.labels), words_pattern(scale)
    verb = r"[ *]{1,2}(?:is|are|was|were)[ \t]+(?:(?:judged|graded|rated)[ \t]+(?:(?:to[ \t]+be|as)[ \t]+)?)?"
    end = r"[ \t*]*(?:\(grade \d\))?"
    more = rf"(?:(?:[.;]|,?[ \t]+and)[ \t]+(?:(?:its|their)[ \t]+)?{label}{verb}{words}{end})*"
    line = rf"{LINE_MARKS}{label}{verb}{words}{end}{more}\.?[ \t|*]*$"
    front = rf"(?P<grade>{words}){end}(?P<verb>[ ]+for[ ]+)(?P<label>{label})"
    line += rf"|{LINE_MARKS}{words}{end}[ ]+for[ ]+{label}[.,;]?[ \t]*$"
    sentence = rf"(?<![^\W\d_])(?P<label>{label})(?P<verb>{verb})(?P<grade>{words}){end}"
    in_front = re.compile(rf"(?<![^\W\d_]){front}", re.IGNORECASE)
    return LinePattern(line), (re.compile(sentence, re.IGNORECASE), in_front)
