"""Reports of 2009 to 2013: grades in a record of main findings, in section headings and in opening sentences.

Many of the labels stand in two blocks (safeguarding, looked-after children), so a label counts only within its block
(`blocks`). The printed key of the scale ("Outstanding (Grade 1)") must agree with the scale file.
"""

from __future__ import annotations

import re

from loaders.reading.parsers import blocks, cell_tables, common, label_sentences, other_tables, scale_key
from loaders.record.errors import SourceRefused
from loaders.record.model import Document
from loaders.record.reference import Framework, Scale

_KEY = re.compile(r"\b(Outstanding|Good|Adequate|Inadequate)\s*\(\s*Grade\s*(\d)\s*\)", re.IGNORECASE)
_KEY_PAGES = 8


def parse(document: Document, framework: Framework, scale: Scale) -> common.Grades:
    """Every graded line, in the order of the document. Raises SourceRefused where the key contradicts the scale."""
    if framework.numbered:
        check_key(document, scale)
    graded_lines: list[common.LocatedLine] = []
    unsure: list[common.LocatedLine] = []
    for page in range(len(document.pages)):
        rows = list(common.table_lines(document, framework, scale, page=page, what="Record of main findings"))
        unsure += [row for row in rows if row.is_in_doubt]
        graded_lines += [row for row in rows if not row.is_in_doubt]
        graded_lines += common.sentence_lines(document, framework, scale, page=page)
    if not any(item.line.place != "sentence" for item in [*graded_lines, *unsure]):
        pages = range(len(document.pages))
        graded_lines += [
            item for page in pages for item in label_sentences.lines(document, framework, scale, page=page)
        ]
    if framework.numbered and _has_key(document, scale):
        graded_lines += other_tables.in_figures(document, framework, scale)
    places = {(item.page, item.offset) for item in [*graded_lines, *unsure]}
    graded_lines, refused = blocks.divide(document, framework, graded_lines, unsure)
    if graded_lines:
        # Rows of several grades, in a table in which others have one cell filled alone.
        rows = cell_tables.of_this_inspection(document, framework, scale)
        graded_lines, more = blocks.divide(
            document, framework, [*graded_lines, *(r for r in rows if (r.page, r.offset) not in places)]
        )
        refused += more
    elif not refused:
        graded_lines, refused = _of_other_shapes(document, framework, scale)
    graded = {item.judgement for item in graded_lines}
    unsure = [item for item in unsure if not (item.reason and item.judgement in graded)]
    return common.Grades(common.in_order(graded_lines), [*common.describe_doubts(document, unsure), *refused])


def _of_other_shapes(
    document: Document, framework: Framework, scale: Scale
) -> tuple[list[common.LocatedLine], list[str]]:
    """Grades in front of their labels, or in a column for each block, where none stands behind its label."""
    if len(framework.blocks) > 1 and (graded_lines := cell_tables.of_named_blocks(document, framework, scale)):
        return common.without_conflicts(document, graded_lines, blocks.KINDS)
    return blocks.divide(document, framework, cell_tables.of_other_shapes(document, framework, scale))


def _has_key(document: Document, scale: Scale) -> bool:
    """Whether a report prints what each number of its scale means."""
    pages = document.pages[:_KEY_PAGES]
    words = {words.lower() for page in pages for words, _ in _KEY.findall(page)}
    return len(words) == len(scale.by_number) or any(any(scale_key.find(page, scale)) for page in pages)


def check_key(document: Document, scale: Scale) -> None:
    """The key that the report prints must give each word the number that the scale file gives it."""
    for page in document.pages[:_KEY_PAGES]:
        scale_key.check(page, scale)
        for words, number in _KEY.findall(page):
            word = scale.word(words)
            if word is None or word.number != int(number):
                right_number = word.number if word else "no number"
                raise SourceRefused(
                    f'the key prints "{words} (Grade {number})"; on this framework\'s scale it is {right_number}'
                )
