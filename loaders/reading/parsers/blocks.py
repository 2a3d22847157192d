"""Blocks of a report: which service the labels under a title are of, where the same labels stand under two titles.

A title holds until the next one, and not behind a list of contents or at the record of main findings, which begins
anew. Where the same label comes twice under one title, or one that only the other block has, a title between them was
not seen: none of the grades there can be told whose they are, and all are refused.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from loaders.reading.dates import YEAR
from loaders.reading.document_parts import fold
from loaders.reading.parsers import column_heads, common, headings_above
from loaders.reading.parsers.common import LocatedLine
from loaders.reading.parsers.patterns import LINE_MARKS, any_label, plain
from loaders.record.model import Document
from loaders.record.reference import Framework

# What a title of a block may be wrapped in: "Part 2:", "The inspection outcomes: … services", "… judgements".
_BEFORE = (
    r"(?:(?:part|section|block|table|figure|appendix|annex)[ \t]+[\dA-Z]{1,3}[ \t]*[:.)\-\u2013]*[ \t]*)?"
    r"(?:\d{1,2}(?:\.\d{1,2}){1,2}[.):]?[ \t]+|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.):][ \t]*|\d[ \t]+)?"
    r"(?:(?:the[ \t]+)?(?:main[ \t]+|overall[ \t]+)?(?:inspection[ \t]+)?"
    r"(?:outcomes?|findings?|judge?ments?|grades?|results?|summary|inspection)"
    r"[ \t]*(?:for|of|on|in|:|[\-\u2013])*[ \t]*)?"
)
_AFTER = (
    r"(?:[ \t]*[:\-\u2013(,]*[ \t]*(?:overall|judge?ments?|grades?|outcomes?|findings?|results?|summary|continued"
    r"|cont'?d?|services?|inspection|provision|arrangements|section"
    r"|(?:is|are|was|were)(?:[ \t]+as[ \t]+follows)?)\b[)]?)*"
)
UNKNOWN = ""
FOREIGN, HEADED = "foreign", "headed"
_NO_BLOCKS = {"anew": UNKNOWN, "foreign": FOREIGN}
KINDS = ("table", "heading")
_MARKS = " \t|*#_>-\u2022\u2013:"
_MOST_BETWEEN = 4  # lines
_LONGEST_TITLE = 12  # words
_GOES_ON = re.compile(r"\n(?P<line>[ \t]*[a-z][^\n]*)")
_VERB = re.compile(r"\b(?:is|was|were|has|have|had|should|must|ensure|needs?|can|will|who|which)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Title:
    """Where a block begins; the block is empty where it is not known, as behind a list of contents."""

    page: int
    offset: int
    block: str
    text: str


@cache
def _title_regex(framework: Framework) -> re.Pattern[str]:
    named = "|".join(
        rf"(?P<b{number}>{'|'.join(titles)})".replace(" ", r"[\s\-]+")
        for number, titles in enumerate(framework.blocks.values())
    )
    foreign = "|".join(title.replace(" ", r"[\s\-]+") for title in framework.foreign_titles) or "(?!)"
    begins_anew = "|".join(title.replace(" ", r"\s+") for title in framework.begins_anew) or "(?!)"
    return re.compile(
        rf"^{LINE_MARKS}(?-i:(?=(?:[^\w\n]|\d)*+[A-Z]))"
        rf"{_BEFORE}(?:{named}|(?P<foreign>{foreign})){_AFTER}[ \t|*:_\u2013-]*$"
        rf"|^{LINE_MARKS}(?P<anew>{begins_anew})\b[^\n]{{0,60}}$",
        re.IGNORECASE | re.MULTILINE,
    )


def titles(document: Document, framework: Framework) -> list[Title]:
    """Every title of a block in a document, in its order, and every place from which the block is not known."""
    ids = list(framework.blocks)
    block_titles: list[Title] = []
    for page, text in enumerate(document.pages):
        for match in _title_regex(framework).finditer(text):
            kind = match.lastgroup or ""
            block = _NO_BLOCKS[kind] if kind in _NO_BLOCKS else ids[int(kind[1:])]
            title = Title(page, match.start(), block, fold(match.group()))
            is_none = _contents_regex(framework).match(text, match.end()) or _is_in_prose(text, match, framework)
            block_titles.append(replace(title, block=UNKNOWN) if title.block and is_none else title)
        loose = {title.offset: title for title in _loose_titles(page, text, framework)}
        block_titles = [loose.pop(t.offset, t) if t.page == page and t.block == UNKNOWN else t for t in block_titles]
        offsets = {title.offset for title in block_titles if title.page == page}
        block_titles += [title for offset, title in loose.items() if offset not in offsets]
    return _told_apart(document, sorted(block_titles, key=lambda title: (title.page, title.offset)))


def _is_in_prose(text: str, title: re.Match[str], framework: Framework) -> bool:
    """Whether a title is in a sentence: the line below goes on in small letters, and is no label or rest of it."""
    below = _GOES_ON.match(text, title.end())
    return (
        below is not None
        and not is_title(fold(title.group() + below.group()), framework)
        and _label_regex(framework).match(text, below.start("line")) is None
    )


def _told_apart(document: Document, block_titles: list[Title]) -> list[Title]:
    """The titles, without their blocks those of a list: one of each block, and nothing between them."""
    listed: set[Title] = set()
    for title, following in itertools.pairwise(block_titles):
        if title.page == following.page and title.block and following.block and title.block != following.block:
            lines = document.pages[title.page][title.offset : following.offset].strip("\n").split("\n")
            if not any(line.strip(_MARKS) for line in lines[1:]):
                listed |= {title, following}
    return [replace(title, block=UNKNOWN) if title in listed else title for title in block_titles]


def block_named(cell: str, framework: Framework) -> str:
    """The block that a cell of a table names, as the head of its column; empty if it names none."""
    match = _title_regex(framework).fullmatch(cell)
    kind = match.lastgroup if match else None
    return list(framework.blocks)[int(kind[1:])] if kind and kind not in _NO_BLOCKS else ""


def is_title(text: str, framework: Framework) -> bool:
    """Whether a text is the title of a block, or a heading behind which the blocks begin anew."""
    match = _title_regex(framework).fullmatch(text)
    return match is not None and match.lastgroup != "foreign"


def _loose_titles(page: int, text: str, framework: Framework) -> list[Title]:
    """Lines right above a run of labels that speak of one block in other words than its known titles."""
    if not framework.words:
        return []
    loose_titles: list[Title] = []
    for label in _label_regex(framework).finditer(text):
        above = _line_above(text, label.start(), framework)
        if above is None or _label_regex(framework).match(text, above[0]):
            continue
        start, line = above
        block = _block_by_words(line, framework)
        if block is not None:
            loose_titles.append(Title(page, start, block, fold(line)))
    return loose_titles


@cache
def _label_regex(framework: Framework) -> re.Pattern[str]:
    return re.compile(rf"^{LINE_MARKS}(?:{any_label(framework.labels)})", re.IGNORECASE | re.MULTILINE)


def _line_above(text: str, offset: int, framework: Framework) -> tuple[int, str] | None:
    """The first line above a place that is more than marks, the heads of columns and the title that a page repeats."""
    for _ in range(_MOST_BETWEEN):
        end = text.rfind("\n", 0, offset)
        if end < 0:
            return None
        offset = text.rfind("\n", 0, end) + 1
        line = text[offset:end]
        is_head = framework.heads.bare.match(line) or any(title.search(line) for title in framework.recognise)
        if line.strip(_MARKS) and (not is_head or YEAR.search(line)):
            return offset, line
    return None


def _block_by_words(line: str, framework: Framework) -> str | None:
    """The block that a line names by its words; unknown if it names several, None if it is no title or names none."""
    words = line.strip(_MARKS)
    if not words or not (words[0].isupper() or words[0].isdigit() or words[0] in "(\"'\u2018\u201c"):
        return None
    if len(words.split()) > _LONGEST_TITLE or words.endswith((".", ",", ";")) or _VERB.search(words):
        return None
    named = [block for block, pattern in framework.words.items() if pattern.search(words)]
    return None if not named else named[0] if len(named) == 1 and named[0] in framework.blocks else UNKNOWN


@cache
def _contents_regex(framework: Framework) -> re.Pattern[str]:
    """Two labels without grades directly below a title: what stands there is a list of what comes later."""
    label = any_label(framework.labels)
    listed = rf"\s*^{LINE_MARKS}(?:{label})[ \t|*:_.]*\d{{0,3}}[ \t|]*$"
    return re.compile(rf"(?:{listed}){{2}}", re.IGNORECASE | re.MULTILINE)


def divide(
    document: Document, framework: Framework, graded_lines: Sequence[LocatedLine], unsure: Sequence[LocatedLine] = ()
) -> tuple[list[LocatedLine], list[str]]:
    """The graded lines that are of the block that they stand in, and what was refused, as messages.

    The `unsure` lines show by their labels where a title is missing.
    """
    if not framework.blocks:
        return common.without_conflicts(document, graded_lines, KINDS)
    rows = [item for item in unsure if not item.reason.startswith(column_heads.HEADED)]
    accepted: list[LocatedLine] = []
    doubts: list[str] = []
    for title, below in _stretches(document, framework, [*graded_lines, *rows]):
        items = [item for item in below if not item.is_in_doubt]
        if not items:
            continue
        block = title.block or (next(iter(framework.blocks)) if len(framework.blocks) == 1 else UNKNOWN)
        own = [item for item in items if item.judgement.block in ("", block)]
        if block in (UNKNOWN, FOREIGN):
            named = list(_with_names(items, document, framework))
            accepted += named
            places = {(item.page, item.offset) for item in named}
            doubts += _homeless(title, [i for i in items if (i.page, i.offset) not in places], document)
        elif doubt := _missed_title(
            framework, title, _without(items, framework.other_labels[block]), own=own, document=document
        ) or (doubt := _repeated(framework, title, [i for i in below if i.judgement.block in ("", block)], document)):
            doubts.append(doubt)
        elif heading := _below_other_heading(document, framework, own):
            own = [item for item in own if (item.page, item.offset) < (heading.page, heading.offset)]
            rest = [item for item in items if (item.page, item.offset) >= (heading.page, heading.offset)]
            accepted += own
            doubts += _homeless(heading, rest, document)
        else:
            accepted += own
    accepted, conflicts = common.without_conflicts(document, accepted, KINDS)
    return accepted, [*doubts, *conflicts]


def _with_names(items: Iterable[LocatedLine], document: Document, framework: Framework) -> Iterator[LocatedLine]:
    """Those lines whose label says which block it is of, and those of this block in sentences behind it on its line."""
    last: LocatedLine | None = None
    for item in items:
        if _names_its_block(item, framework):
            last = item
            yield item
        elif (
            last
            and (last.page, last.judgement.block) == (item.page, item.judgement.block)
            and "\n" not in document.pages[item.page][last.offset : item.offset]
        ):
            yield item


def _names_its_block(item: LocatedLine, framework: Framework) -> bool:
    """Whether a label says by itself which block it is of ("Overall effectiveness of safeguarding services")."""
    named = [block for block, words in framework.words.items() if words.search(item.line.label)]
    return item.line.place != "sentence" and named == [item.judgement.block]


def _below_other_heading(document: Document, framework: Framework, own: Sequence[LocatedLine]) -> Title | None:
    """The first heading between two rows of a block that is none of those that stand within it, as far as is known.

    What is below it may be of another block, whose title is not known.
    """
    rows = [item for item in own if item.end]
    for row, following in itertools.pairwise(rows):
        if row.page != following.page or following.offset <= row.end:
            continue
        text = document.pages[row.page]
        lines = [
            line for line in text[row.end : text.rfind("\n", 0, following.offset) + 1].split("\n") if line.strip(_MARKS)
        ]
        if len(lines) == 1 and ":" not in lines[0].rstrip(_MARKS) and headings_above.begins_part(framework, lines[0]):
            return Title(row.page, text.index(lines[0], row.end), HEADED, fold(lines[0]))
    return None


def _stretches(
    document: Document, framework: Framework, graded_lines: Sequence[LocatedLine]
) -> list[tuple[Title, list[LocatedLine]]]:
    block_titles = titles(document, framework)
    if _are_captions(document, framework, [title for title in block_titles if title.block], graded_lines):
        block_titles = [replace(title, block=UNKNOWN) for title in block_titles]
    places = [Title(0, -1, UNKNOWN, ""), *block_titles]
    keys = [(title.page, title.offset) for title in places]
    items: dict[int, list[LocatedLine]] = defaultdict(list)
    for item in sorted(graded_lines, key=lambda item: (item.page, item.offset)):
        items[bisect_right(keys, (item.page, item.offset)) - 1].append(item)
    return [(places[number], items[number]) for number in sorted(items)]


def _are_captions(
    document: Document, framework: Framework, block_titles: Sequence[Title], graded_lines: Sequence[LocatedLine]
) -> bool:
    """Whether each title stands right below a row, as does a line that speaks of a block below the last of them.

    They may all be of the rows above them.
    """
    rows = sorted((item for item in graded_lines if item.end), key=lambda item: (item.page, item.end))
    if not rows or not block_titles:
        return False
    below = document.pages[rows[-1].page][rows[-1].end :].lstrip(_MARKS + "\n").partition("\n")[0]
    return _block_by_words(below, framework) is not None and all(
        any(
            row.page == title.page
            and row.end <= title.offset
            and not document.pages[row.page][row.end : title.offset].strip(_MARKS + "\n")
            for row in rows
        )
        for title in block_titles
    )


def _homeless(title: Title, items: Iterable[LocatedLine], document: Document) -> list[str]:
    graded = [item for item in items if item.line.place != "sentence"]
    if not graded:
        return []
    where = (
        f'under the heading "{title.text}"' if title.block else "under no heading that says which service they are of"
    )
    labels = "; ".join(dict.fromkeys(item.line.label for item in graded))
    return [f"not read, since they stand {where}: {labels} (from {common.place(graded[0], document)})"]


def _without(items: Iterable[LocatedLine], labels: Iterable[str]) -> list[LocatedLine]:
    others = {plain(label) for label in labels}
    return [item for item in items if plain(item.line.label) not in others]


def _repeated(framework: Framework, title: Title, own: Sequence[LocatedLine], document: Document) -> str:
    """A message if a row has the label of one above it whose grade is in doubt, else nothing."""
    rows = [item for item in own if item.line.place == "table" and len(framework.blocks) > 1]
    for number, item in enumerate(rows):
        above = (
            i for i in rows[:number] if i.is_in_doubt and i.judgement == item.judgement and i.offset != item.offset
        )
        if not item.is_in_doubt and (earlier := next(above, None)):
            return _twice(title, earlier, item, document)
    return ""


def _twice(title: Title, one: LocatedLine, other: LocatedLine, document: Document) -> str:
    return (
        f'a heading below "{title.text}" was not recognised: {other.line.label} is graded there twice '
        f"({common.place(one, document)} and {common.place(other, document)}), so none of the grades between was read"
    )


def _missed_title(
    framework: Framework, title: Title, items: Sequence[LocatedLine], *, own: Sequence[LocatedLine], document: Document
) -> str:
    """A message if a heading of another block must stand under this title and was not seen, else nothing.

    Where labels stand in one block alone, one that is graded twice alike shows none.
    """
    own_places = {(item.page, item.offset) for item in own}
    for item in items:
        if item.line.place != "sentence" and (item.page, item.offset) not in own_places:
            return (
                f'a heading below "{title.text}" was not recognised: {item.line.label} ({common.place(item, document)})'
                " is of another block, so none of the grades between was read"
            )
    first: dict[tuple[str, str], LocatedLine] = {}
    for item in own:
        key = (item.judgement.service, item.judgement.aspect)
        earlier = first.setdefault(key, item)
        if earlier is item or earlier.offset == item.offset:
            continue
        same_kind = len(framework.blocks) > 1 and earlier.line.place == item.line.place != "sentence"
        if same_kind or earlier.line.words.lower() != item.line.words.lower():
            return _twice(title, earlier, item, document)
    return ""
