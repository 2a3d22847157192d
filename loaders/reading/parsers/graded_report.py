"""Reports of 2009 to 2013: grades in a record of main findings, in section headings and in opening sentences.

Seven of the labels stand in two blocks (safeguarding, looked-after children), so a label counts only within its block:
the last block title above it. The printed key of the scale ("Outstanding (Grade 1)") must agree with the scale file.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from loaders.reading.parsers import common
from loaders.record.errors import SourceRefused
from loaders.record.model import Document, GradedLine
from loaders.record.reference import Framework, Judgement, Scale

_KEY = re.compile(r"\b(Outstanding|Good|Adequate|Inadequate)\s*\(\s*Grade\s*(\d)\s*\)", re.IGNORECASE)


def parse(document: Document, framework: Framework, scale: Scale) -> list[GradedLine]:
    """Every graded line, in the order of the document. Raises SourceRefused where the key contradicts the scale."""
    if framework.numbered:
        check_key(document, scale)
    found: list[common.Found] = []
    block = ""
    for page in range(len(document.pages)):
        titles = _block_titles(document.pages[page], framework)
        found += [
            item
            for item in [
                *common.table_lines(document, framework, scale, page, "Record of main findings"),
                *common.sentence_lines(document, framework, scale, page),
            ]
            if _in_block(item.judgement, titles, item.offset, block)
        ]
        if titles:
            block = titles[-1][1]
    return common.in_order(found)


def check_key(document: Document, scale: Scale) -> None:
    """The key that the report prints must give each word the number that the scale file gives it."""
    for page in document.pages[:8]:
        for words, number in _KEY.findall(page):
            known = scale.word(words)
            if known is None or known.number != int(number):
                wanted = known.number if known else "no number"
                raise SourceRefused(
                    f'the key prints "{words} (Grade {number})"; on this framework\'s scale it is {wanted}'
                )


def _block_titles(text: str, framework: Framework) -> list[tuple[int, str]]:
    found = []
    for block, titles in framework.blocks.items():
        for title in titles:
            regex = re.compile(rf"^[ \t|*#_>\-]*{common.label_pattern(title)}[ \t|*:]*$", re.IGNORECASE | re.MULTILINE)
            found += [(match.start(), block) for match in regex.finditer(text)]
    return sorted(found)


def _in_block(judgement: Judgement, titles: list[tuple[int, str]], offset: int, before: str) -> bool:
    if not judgement.block:
        return True
    above = bisect_right(titles, offset, key=lambda title: title[0])
    return (titles[above - 1][1] if above else before) == judgement.block
