"""Labels and grades that stand on one line, as in a web page's transcript: each label with its grade on a line again.

Only where they alternate without doubt: behind each label its grade, and between two of them nothing but the title of
the next block. The rest of the line stays as it is. Each line keeps its number in the file (`Document.line_numbers`).
Called by `extract`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from loaders.reading.document_parts import TITLE_END
from loaders.reading.parsers import blocks, column_heads, scale_key
from loaders.reading.parsers.patterns import MARKS, any_label, grade_pattern, longest_first, spaced, words_pattern
from loaders.record.errors import SourceRefused
from loaders.record.model import Document
from loaders.record.reference import Framework, Scale

_FEW_LABELS = 2
_FEW_LINES = 3
_FILLED = 0.6  # of the longest line: a word of a label may not have gone on it
_MARKS = " \t|*:;,.\u2022\u2013-"
_LONGEST_TITLE = 100  # characters
_LONGEST_KEY = 160
_LONGEST_HEAD = 40
_PARAGRAPH = re.compile(r"\W*\d{1,3}\.\s")
_TABLE_HEADING = re.compile(r"(?:(?:Summary|Table) of )?Grades?(?: awarded| given)?\W*\Z")
_KEY_BEGINS = re.compile(r"(?<!\w)(?:grade\s)?(?:[1-4]\b|outstanding|inadequate)", re.IGNORECASE)


def with_lines(document: Document, framework: Framework, scale: Scale) -> Document:
    """The same text with a line for each label and its grade, where several of them stand on one line or are filled.

    Raises SourceRefused where the title and all labels stand on one line and do not alternate with grades.
    """
    if document.kind == "pdf" or len(document.pages) != 1:
        return document
    text = document.pages[0]
    titles = (match.start() for title in framework.recognise for match in title.all(text))
    title_line = text.count("\n", 0, min(titles, default=0))
    lines: list[str] = []
    numbers: list[int] = []
    for number, paragraph in _paragraphs(text):
        is_below = number + len(paragraph) > title_line
        is_title = number <= title_line < number + len(paragraph)
        if is_below and _is_filled(paragraph, framework):
            joined = " ".join(line.strip() for line in paragraph)
            if divided := _divided(joined, document, framework, scale=scale, is_title=is_title):
                lines += divided
                numbers += [number + 1] * len(divided)
                continue
        for at, line in enumerate(paragraph, number):
            pieces = [line]
            if at >= title_line and _has_labels(line, framework):
                divided = _divided(line, document, framework, scale=scale, is_title=at == title_line)
                if divided is None and at == title_line:
                    raise SourceRefused(
                        f"{framework.framework} report on one line: its line ends are lost, and labels and grades do "
                        "not alternate without doubt; wanted the report with its lines"
                    )
                pieces = divided or pieces
            lines += pieces
            numbers += [at + 1] * len(pieces)
    if lines == text.split("\n"):
        return document
    if document.line_numbers:
        numbers = [document.line_numbers[number - 1] for number in numbers]
    return replace(document, pages=("\n".join(lines),), line_numbers=tuple(numbers))


def _paragraphs(text: str) -> Iterator[tuple[int, list[str]]]:
    """The lines of a text by paragraphs, each with the number (from 0) of its first line; empty lines by themselves."""
    paragraph: list[str] = []
    number = 0
    for number, line in enumerate(text.split("\n")):
        if line.strip():
            paragraph.append(line)
            continue
        if paragraph:
            yield number - len(paragraph), paragraph
        yield number, [line]
        paragraph = []
    if paragraph:
        yield number + 1 - len(paragraph), paragraph


def _is_filled(paragraph: Sequence[str], framework: Framework) -> bool:
    """Whether a paragraph's lines are all of about one length and labels begin within them, as where text is filled."""
    longest = max(map(len, paragraph))
    if len(paragraph) < _FEW_LINES or min(map(len, paragraph[:-1])) < longest * _FILLED:
        return False
    labels = list(_label_regex(framework).finditer(" ".join(paragraph)))
    at_start = sum(_label_regex(framework).match(line.strip(_MARKS)) is not None for line in paragraph)
    return len(labels) >= _FEW_LABELS and at_start < len(labels)


def _has_labels(line: str, framework: Framework) -> bool:
    labels = [match.group() for match in _label_regex(framework).finditer(line)]
    return len(labels if framework.blocks else set(labels)) >= _FEW_LABELS


@cache
def _label_regex(framework: Framework) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{any_label(framework.labels)})")


def _divided(line: str, document: Document, framework: Framework, *, scale: Scale, is_title: bool) -> list[str] | None:
    """What stands in front of the first label, each label with its grade, and the rest; None where there is a doubt."""
    pairs = list(_pair_regex(framework, scale).finditer(line))
    if len(pairs) < (1 if is_title else _FEW_LABELS):
        return None
    if framework.parser in _OF_FIGURES and any(pair["label"][0].isdigit() for pair in pairs):
        return None  # the figure may be the label's grade
    front = _front(line[: pairs[0].start()], document, framework, scale=scale, is_title=is_title)
    if front is None:
        return None
    pieces, labels = front, [_plain(pairs[0]["label"])]
    pieces.append(pairs[0].group())
    for pair, following in itertools.pairwise(pairs):
        between = line[pair.end() : following.start()].strip(_MARKS)
        if between and not blocks.block_named(between, framework):
            return None
        if between:
            pieces.append(between)
            labels = []
        labels.append(_plain(following["label"]))
        if len(set(labels)) < len(labels):
            return None
        pieces.append(following.group())
    rest = line[pairs[-1].end() :]
    label = _label_regex(framework).match(rest.lstrip(_MARKS))
    if label and not _PARAGRAPH.match(rest.lstrip(_MARKS), label.end()):
        return None  # its grade is another one's, or all are
    return [*pieces, rest] if rest.strip(_MARKS) else pieces


def _plain(label: str) -> str:
    return " ".join(label.lower().split())


def _front(front: str, document: Document, framework: Framework, *, scale: Scale, is_title: bool) -> list[str] | None:
    """What stands in front of the first label, as lines; None where it may be a grade, or a sentence on other grades.

    At its end it may have the title of a block, the heads of columns, the key or a sentence that states a grade.
    """
    pieces: list[str] = []
    front = front.rstrip(_MARKS)
    while (start := _heading_at_end(front, framework, scale)) is not None:
        pieces.insert(0, front[start:])
        front = front[:start].rstrip(_MARKS)
    statement = None if pieces else _statement_regex(framework, scale).search(front)
    is_stated = statement is not None and statement.start() == 0
    if not is_title and front and not is_stated and not TITLE_END.search(front):
        return None
    if column_heads.speaks_of_others(document, framework, front[-_LONGEST_HEAD:]):
        return None
    if framework.blocks and not any(blocks.block_named(piece, framework) for piece in pieces) and is_title:
        return None
    if statement and len(re.findall(rf"(?i:\b{words_pattern(scale)})", statement.group())) > 1:
        return None  # behind the statement stands a grade of its own, which may be that of the first label
    if statement:
        return [front[: statement.start()], statement.group()]
    if not pieces and re.search(rf"(?i:{grade_pattern(scale, framework.numbered)}|(?<![\w.])[1-4])\Z", front):
        return None  # a grade in front of the first label: it may be that one's, and all others their neighbours'
    return [*([front] if front else []), *pieces]


def _heading_at_end(front: str, framework: Framework, scale: Scale) -> int | None:
    """Where a text's end begins that is the title of a block or of a table, the head of a column or the whole key."""
    begins = max(0, len(front) - _LONGEST_TITLE)
    starts = [begins + match.start() for match in re.finditer(r"(?<!\S)(?=[A-Z(])", front[begins:])]
    for is_heading in (blocks.block_named, blocks.is_title):
        if (start := next((at for at in starts if is_heading(front[at:], framework)), None)) is not None:
            return start
    if match := _TABLE_HEADING.search(front):
        return match.start()
    names = longest_first([*framework.columns, *framework.other_columns])
    if names and (match := re.search(rf"(?i:(?<!\w)(?:{'|'.join(map(spaced, names))}))\W*\Z", front)):
        return match.start()
    for match in _KEY_BEGINS.finditer(front[-_LONGEST_KEY:]):
        start = max(0, len(front) - _LONGEST_KEY) + match.start()
        if any(key.end() >= len(front) - start for key in scale_key.find(front[start:], scale)):
            return start
    return None


@cache
def _pair_regex(framework: Framework, scale: Scale) -> re.Pattern[str]:
    """A label with its grade behind it, both with capitals or a mark between, and behind them no small letter."""
    grade = f"(?i:{grade_pattern(scale, framework.numbered)})"
    if framework.parser in _OF_FIGURES:
        grade = rf"(?:{grade}|(?<![\d.])[1-9](?![\d%/]|\.\d)(?:[ \t]+[1-9](?![\d%/]|\.\d))*)"
    between = rf"(?:{MARKS}(?=[A-Z(\d])|[ \t]*[:=|\t\u2013-][ \t]*(?=[a-z]))"
    return re.compile(
        rf"(?<![\w,])(?=[A-Z\d])(?P<label>{any_label(framework.labels)}){between}{grade}(?=\W*(?:$|[A-Z\d]))"
    )


_OF_FIGURES = ("jar", "assessment")


@cache
def _statement_regex(framework: Framework, scale: Scale) -> re.Pattern[str]:
    """A sentence at the end of a text that states one of the framework's grades."""
    subjects = [
        sentence.removesuffix("{grade}").replace(" ", r"\s+") for j in framework.judgements for sentence in j.sentences
    ]
    any_subject = "|".join(subjects) or "(?!)"
    return re.compile(rf"(?<!\w)(?=[A-Z])(?i:(?:{any_subject}){words_pattern(scale)})\.?\Z")
