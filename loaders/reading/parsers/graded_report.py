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


# What may stand before the title of a block: "The inspection outcomes: safeguarding services", "Part B: ...".
_BEFORE_TITLE = (
    r"(?:(?:the )?(?:inspection )?(?:outcomes?|findings?|judge?ments?|grades?)(?: (?:for|of))?[ \t]*[:\u2013-]?[ \t]*"
    r"|(?:part|section|table|block) [a-z0-9]{1,2}[ \t]*[:.)\u2013-]?[ \t]*)?"
)


def parse(
    document: Document, framework: Framework, scale: Scale, problems: list[str] | None = None
) -> list[GradedLine]:
    """Every graded line, in the order of the document; what could not be paired for certain is added to `problems`.

    Raises SourceRefused where the key contradicts the scale.
    """
    if framework.numbered:
        check_key(document, scale)
    in_runs: list[tuple[int, common.Found]] = []
    block, run = "", 0
    for page in range(len(document.pages)):
        titles = _block_titles(document.pages[page], framework)
        for item in [
            *common.table_lines(document, framework, scale, page, "Record of main findings"),
            *common.sentence_lines(document, framework, scale, page),
        ]:
            if not item.is_in_doubt and _in_block(item.judgement, titles, item.offset, block):
                above = bisect_right(titles, item.offset, key=lambda title: title[0])
                in_runs.append((run + above, item))
        run += len(titles)
        if titles:
            block = titles[-1][1]
    unsure = _runs_with_an_unseen_title(in_runs) if len(framework.blocks) > 1 else {}
    if problems is not None and unsure:
        labels = "; ".join(dict.fromkeys(label for run_labels in unsure.values() for label in run_labels))
        problems.append(
            f"two grades under one heading for: {labels}; a heading between them was not recognised, so the grades of "
            "that section were not read"
        )
    return common.in_order([item for run, item in in_runs if run not in unsure])


def _runs_with_an_unseen_title(in_runs: list[tuple[int, common.Found]]) -> dict[int, list[str]]:
    """The stretches under one block title in which a label has two grades, with those labels.

    The title of the other block must stand between them in words that are not known, and which of the grades belong
    to which block cannot be told.
    """
    grades: dict[tuple[int, str, str], set[str]] = {}
    labels: dict[tuple[int, str, str], str] = {}
    for run, item in in_runs:
        key = (run, item.judgement.service, item.judgement.aspect)
        grades.setdefault(key, set()).add(item.line.words.lower())
        labels.setdefault(key, item.line.label)
    unsure: dict[int, list[str]] = {}
    for key, words in grades.items():
        if len(words) > 1:
            unsure.setdefault(key[0], []).append(labels[key])
    return unsure


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
            regex = re.compile(
                rf"^[ \t|*#_>\-]*{_BEFORE_TITLE}{common.label_pattern(title)}[ \t|*:]*$", re.IGNORECASE | re.MULTILINE
            )
            found += [(match.start(), block) for match in regex.finditer(text)]
    return sorted(found)


def _in_block(judgement: Judgement, titles: list[tuple[int, str]], offset: int, before: str) -> bool:
    if not judgement.block:
        return True
    above = bisect_right(titles, offset, key=lambda title: title[0])
    return (titles[above - 1][1] if above else before) == judgement.block
