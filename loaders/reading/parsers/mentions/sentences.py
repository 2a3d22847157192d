"""Where a report's text is looked at: the parts around years that speak of judging, their blocks and sentences."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from loaders.reading.parsers.mentions.grammar import BULLETS

LONGEST_SENTENCE = 1200
# A part of the text is looked at where it has a year of an earlier inspection and a word of judging near it.
_FIGURES, _LATEST = re.compile(r"20[012]\d(?!\d)"), re.compile(r"most recent (?=[Aa]nnual|[Jj]oint)")
YEAR = re.compile(f"{_FIGURES.pattern}|{_LATEST.pattern}")
_JUDGING = ("judg", "Judg", "found", "grade", "Grade", "rated", "assessed", "awarded", "deemed", "considered to be")
_GRADED = re.compile(
    r"(?:w(?:as|ere)\s|[:(\u2013-])\s*(?:[Gg]ood|[Oo]utstanding|[Aa]dequate|[Ii]nadequate|[Rr]equires)\b"
)
_FOLLOWED_UP = 450
_BULLET = rf"(?:[{BULLETS}]|(?:[on]|[^\w\s\"'(&/,.;:]) (?=[A-Z]))"
_MARKS = re.compile(rf"^(?:{_BULLET} ?|[o-] ?)?(?:\d{{1,3}}\. ?)?")
_SENTENCE_END = re.compile(r"(?<=[.?!])(?<!\bSt\.)[\"']?\d{0,2}\s+(?=[\"'(]?[A-Z])")
# A bullet, an empty line, a numbered paragraph; or a heading or table row that ends in its grade, without a full stop.
_BLOCK_END = re.compile(
    rf"\n\s{{0,20}}(?={_BULLET})|\n[ \t]{{0,80}}\n|\n(?=(?:- )?\d{{1,3}}\.\s{{0,4}}[A-Z])"
    r"|(?:^|(?<=\n))(?![^\n]*\b(?:was|were|is|are|judged|found|as)\b)[^\n]*"
    r"(?:[Gg]ood|[Oo]utstanding|[Aa]dequate|[Ii]nadequate|[Ii]mprovement)[ \t]*\n(?=[A-Z])"
)


def spans(text: str, before: dt.date) -> Iterator[tuple[int, int]]:
    """The parts of a text around its years that speak of judging; most of a report is never looked at again.

    A part begins with the sentence that holds the year, and goes on for the few sentences that may follow it up.
    """
    start = end = 0
    # One after the other, `re` finds both in a third of the time that it takes to find either.
    for year in sorted([*_FIGURES.finditer(text), *_LATEST.finditer(text)], key=lambda match: match.start()):
        if (year.group().isdigit() and int(year.group()) > before.year) or year.end() + _FOLLOWED_UP <= end:
            continue
        stop = year.end() + _FOLLOWED_UP
        around = text[max(0, year.start() - _FOLLOWED_UP // 2) : stop]
        if not any(word in around for word in _JUDGING) and not _GRADED.search(around):
            continue
        near = max(0, year.start() - LONGEST_SENTENCE)
        begin = max(text.rfind(". ", near, year.start()), text.rfind(".\n", near, year.start()), near - 1) + 1
        if begin > end:
            if end:
                yield start, end
            start = begin
        end = text.find(".", stop, stop + LONGEST_SENTENCE) + 1 or min(stop + LONGEST_SENTENCE, len(text))
    if end:
        yield start, end


def blocks(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The bullets, paragraphs and headings of a part of the text."""
    return _pieces(_BLOCK_END, text, start, end=end)


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of a block."""
    return _pieces(_SENTENCE_END, text, start, end=end)


def last_two(text: str) -> str:
    """The last two sentences of a text."""
    return " ".join(_SENTENCE_END.split(text)[-2:])


def without_mark(sentence: str) -> str:
    """A sentence without the bullet or number that it begins with."""
    return _MARKS.sub("", sentence)


def _pieces(end_of_piece: re.Pattern[str], text: str, start: int, *, end: int) -> Iterator[tuple[int, int]]:
    for match in end_of_piece.finditer(text, start, end):
        if match.start() > start:
            yield start, match.start()
        start = match.end()
    if start < end:
        yield start, end
