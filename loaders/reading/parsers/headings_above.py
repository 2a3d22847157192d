"""The headings that a run of rows stands under: what the lines above it say of whose its grades are.

Between a heading and its rows may stand sentences, the heads of columns, a list and the end of a page. Called by
`column_heads`, which judges what a heading says.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache

from loaders.reading.dates import YEAR
from loaders.reading.document_parts import fold
from loaders.reading.parsers import row_cells
from loaders.reading.parsers.patterns import plain
from loaders.record.model import Document
from loaders.record.reference import Framework

_CELLS_OF_ROW = re.compile(r"[\t|:]|[ ]{3,}")
MARKS = " \t\n|*#_>.:-"
_ROUND = " \t\n|*#_>-"
MOST_WORDS = 14
_FAR = 1_000  # characters
_HEADINGS = 2
_FILLED = 70  # characters of a line that goes on in the next one
_NUMBERED = 50  # the same of the first line of a numbered paragraph
_OFTEN = 3
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_SENTENCE_ENDS = re.compile(r"[.!?;]\s*\Z|[a-z\d)]{2}[.!?]\s+[A-Z]")
_GOES_ON = re.compile(
    r"(?:[.!?;,][\"'\u2019\u201d)\]]*"
    r"|\b(?:of|the|an?|and|or|to|in|for|by|with|at|on|from|that|some|many|which|its|their))\s*\Z",
    re.IGNORECASE,
)
_BULLET = re.compile(r"\s*[\u2022\u2023\u25aa\u25cb\u25cf\u25e6\u00b7\uf0b7*\u2013-]\s")
OF_PAGE = re.compile(r"\W*(?:page\W*)?\d{1,3}(?:\W*of\W*\d{1,3})?\W*\Z", re.IGNORECASE)
_PARAGRAPH = re.compile(r"\W*\d{1,3}\.\s")
VALUE = re.compile(r"(?!\W*(?:appendix|annex|table|figure|part|section)\s+\w{1,3}:)[^:]{1,40}:\s*\S", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_]+")


def find(document: Document, framework: Framework, page: int, *, start: int) -> list[str]:
    """The lines above a place that may be headings of what stands there, nearest first, and none above a row."""
    lines: list[str] = []
    headings = 0
    below = ""
    is_adjacent = True
    for line in _upwards(document, page, start):
        is_of_page = line.lstrip(MARKS)[:4].lower() == "page" and OF_PAGE.match(line) is not None
        if not line.strip(MARKS) or is_of_page:
            below = ""
            continue
        cells = [cell for cell in _CELLS_OF_ROW.split(line) if cell.strip(MARKS)]
        if any(plain(fold(cell)) in labels(framework) for cell in cells):
            if len(cells) > 1 and not is_adjacent:
                break
            continue  # a row right above, or a label without a grade: under the same heading
        is_adjacent = False
        is_prose = _is_prose(line, below) and not _is_inspections(framework, line, below)
        below = line if is_prose else ""
        if is_prose:
            if headings:
                break
            continue
        if sum(not framework.heads.bare.match(other) for other in lines) < _HEADINGS or not VALUE.match(line):
            lines.append(line)
        headings += not _is_beside(document, framework, line)
        if headings == _HEADINGS:
            break
    return lines


def without_inspectorates(lines: list[str], framework: Framework) -> list[str]:
    """The lines without a list of inspectorates, one a line as on a cover; one alone may say whose the grades are."""
    others = [line for line in lines if not framework.heads.inspectorate.match(line)]
    return others if len(lines) - len(others) > 1 else lines


def is_other_inspectorate(line: str, framework: Framework) -> bool:
    """Whether a line is the name of one inspectorate alone, and not that of the one whose inspections these are."""
    return (
        framework.heads.inspectorate.match(line) is not None
        and line.strip(MARKS).lower() != framework.inspectorate.split()[0].strip(",").lower()
    )


def begins_row(framework: Framework, line: str) -> bool:
    """Whether a line begins with a label, as rows do whose grade cannot be told; a title may be a label as well."""
    is_row = plain(fold(line)).startswith(tuple(labels(framework)))
    return is_row and not any(title.search(line) for title in framework.recognise)


def is_value(line: str) -> bool:
    """Whether a line is a row of something else, or a source: a name, a colon and no day or number."""
    return VALUE.match(line) is not None and not any(map(str.isdigit, line))


def is_within_table(line: str, framework: Framework) -> bool:
    """Whether a line without cells may stand between rows: the title of a block, or the beginning of a label."""
    words = plain(fold(line.strip(MARKS)))
    return not row_cells.CELLS.search(line.strip()) and (
        _is_title(framework, line) or any(label.startswith(words) for label in labels(framework))
    )


def begins_part(framework: Framework, line: str) -> bool:
    """Whether a line between rows is a heading that may begin another part: none of a block, or within one."""
    words = line.strip(MARKS)
    if framework.heads.bare.match(line):  # above each block of a table
        return not framework.blocks
    return (
        (words[:1].isupper() or YEAR.fullmatch(words) is not None)
        and not (is_value(words) or OF_PAGE.match(words))
        and len(words.split()) <= MOST_WORDS
        and not line.rstrip().endswith((".", ",", ";"))
        and not row_cells.CELLS.search(words)
        and not begins_row(framework, words)
        and not is_within_table(line, framework)
        and not any(pattern.match(words) for pattern in framework.inner_headings)
    )


def paragraph_above(document: Document, framework: Framework, page: int, *, start: int) -> list[str]:
    """The sentences, or the heading, that stand right above a place, but for the heads of columns."""
    paragraph = ""
    for line in _upwards(document, page, start):
        words = line.strip(MARKS)
        if paragraph and not (words and _is_prose(line, paragraph)):
            break
        if words and not (
            framework.heads.bare.match(line) or row_cells.CELLS.search(words) or _is_title(framework, line)
        ):
            paragraph = f"{line.strip(_ROUND)} {paragraph}"
    return _SENTENCE.split(paragraph.strip())


def _upwards(document: Document, page: int, start: int) -> Iterator[str]:
    """The lines above a place, nearest first, those at the end of the page before it as well."""
    text = document.pages[page]
    end = text.rfind("\n", 0, start)
    last = max(0, end - _FAR)
    yield from reversed(text[last : max(end, 0)].split("\n"))
    if page and not last:
        before = document.pages[page - 1][-_FAR:].split("\n")
        yield from (line for line in reversed(before) if not OF_PAGE.match(line))


def _is_prose(line: str, below: str) -> bool:
    """Whether a line is a sentence or part of one; `below` is the next line, if that is prose."""
    words = line.strip(MARKS + "\u2022\u2013")
    if line.rstrip(" \t*_|").endswith(":"):
        return False
    if words[:1].islower() or len(words.split()) > MOST_WORDS or _SENTENCE_ENDS.search(line):
        return True
    goes_on = below.strip()[:1].islower() or _GOES_ON.search(line) is not None or len(line) >= _FILLED
    return bool(below) and (goes_on or (len(line) >= _NUMBERED and _PARAGRAPH.match(line) is not None))


def _is_inspections(framework: Framework, line: str, below: str) -> bool:
    """Whether a line as long as a sentence is the title of such inspections, or the first line of it."""
    is_title = line.strip(MARKS)[:1].isupper() and not (_SENTENCE_ENDS.search(line) or _SENTENCE_ENDS.search(below))
    return is_title and any(title.search(line) for title in framework.recognise)


def _is_beside(document: Document, framework: Framework, line: str) -> bool:
    """Whether a line that is no sentence leaves it open whose the grades below it are: another one above it may say."""
    if line in _running(document):
        return True
    leaves_open = (
        line.rstrip(" \t*_|").endswith(":")
        or framework.heads.bare.match(line) is not None
        or row_cells.CELLS.search(line.strip()) is not None
        or _BULLET.match(line) is not None
        or VALUE.match(line) is not None
        or _is_title(framework, line)
        or framework.heads.introduces.issuperset(_WORDS.findall(line.lower()) or [""])
    )
    return leaves_open and not (YEAR.search(line) or framework.heads.register.find_in(line))


def _is_title(framework: Framework, line: str) -> bool:
    """Whether a heading names one of the blocks: what the inspection is of stands above it."""
    return len(line.split()) <= MOST_WORDS and any(pattern.search(line) for pattern in framework.words.values())


@lru_cache(maxsize=2)
def _running(document: Document) -> frozenset[str]:
    """The lines that stand on most pages, or often in a text without pages: those at their heads and feet."""
    often = max(_OFTEN, len(document.pages) // 2)
    lines = Counter(line for text in document.pages for line in text.split("\n"))
    return frozenset(line for line, times in lines.items() if times >= often)


@cache
def labels(framework: Framework) -> frozenset[str]:
    """The labels of a framework, for comparing."""
    return frozenset(plain(fold(label)) for label in framework.labels)
