"""Joint area reviews from 2007: a table of numbers under "Grades", with its key, and sentences that say the same.

The row of words with a cross over one of them, at the head of each section, is not read: in the text the cross stands
between two cells or is lost, so that its place proves nothing.
"""

from __future__ import annotations

import re

from loaders.reading.parsers import common
from loaders.record.errors import SourceRefused
from loaders.record.model import Document, GradedLine
from loaders.record.reference import Framework, Scale

# What is skipped is never given back (`*+`): four entries with space around them could be shared out in countless ways.
_ENTRY = r"\d\s*+:\s*+[a-z]++"
_KEY = re.compile(rf"^[ \t|*]*+((?:{_ENTRY}\s*+;?\s*+){{3}}{_ENTRY}[ \t]*+;?)[ \t|*.]*+$", re.IGNORECASE | re.MULTILINE)
_SECTION_CHARACTERS = 1500


def parse(document: Document, framework: Framework, scale: Scale) -> list[GradedLine]:
    """Every graded line. Raises SourceRefused where there is no key, or where the key contradicts the scale file."""
    found: list[common.Found] = []
    has_key = False
    for page, text in enumerate(document.pages):
        for key in _KEY.finditer(text):
            _check_key(key[1], scale)
            has_key = True
            found += _numbers(document, framework, scale, page, key.end())
        found += common.sentence_lines(document, framework, scale, page)
    if not has_key:
        raise SourceRefused(
            'joint area review, but no key to its grades found; wanted a line such as "4: outstanding; 3: good"'
        )
    return common.in_order(found)


def _check_key(key: str, scale: Scale) -> None:
    for number, words in re.findall(r"(\d)\s*:\s*([a-z]+)", key, re.IGNORECASE):
        known = scale.word(words)
        if known is None or known.number != int(number):
            raise SourceRefused(f'the key to the grades prints "{number}: {words}"; wanted {scale.title}')


def _numbers(document: Document, framework: Framework, scale: Scale, page: int, start: int) -> list[common.Found]:
    text = document.pages[page]
    end = text.find("\n", start + _SECTION_CHARACTERS)
    section = text[start : end if end >= 0 else len(text)]  # whole lines: the first figure of "14" is no grade
    found = []
    for judgement in framework.judgements:
        label = "|".join(common.label_pattern(text) for text in judgement.labels)
        regex = re.compile(
            rf"^[ \t|*]*(?P<label>{label})[ \t|*]+(?P<number>[0-9])[ \t|*]*$", re.IGNORECASE | re.MULTILINE
        )
        for match in regex.finditer(section):
            word = scale.by_number.get(int(match["number"]))
            offset = start + match.start("label")
            line = GradedLine(
                judgement.service,
                judgement.aspect,
                common.fold(match["label"]),
                match["number"],
                # A number on no scale goes on as printed: the harmoniser names it and lets the other lines stand.
                word.words if word else match["number"],
                int(match["number"]),
                common.locate(document, page, offset, "Grades"),
                "table",
            )
            found.append(common.Found(page, offset, judgement, "", line))
    return found
