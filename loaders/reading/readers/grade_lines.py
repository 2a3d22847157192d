"""Where on a page grades may stand: the words that one can be read from, and what else is on their lines.

To look at every word of a report would cost more than to read it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from loaders.record import small_letters
from loaders.record.reference import Reference
from loaders.record.scales import stems_of

_SHORT = 70  # characters: a row of a table, a title, the end of a paragraph
_STATED = re.compile(r"\b(?:is|are|be|as|was|were|judged|not|grade|[\d:(|\u2013-])\s*\(?\Z")
_LONGEST_STATED = 10
_SOME = 3  # of the words of a long line on the front, one is looked at: two titles in one place make such a line
_TITLE_LINES = 6  # of the front, of which every word is, as of lines with a grade and with a year
_YEAR = re.compile(r"20\d\d")
_WORD = re.compile(r"\S+")
_LINE = re.compile(r"^[^\n]+$", re.MULTILINE)
# What a page of numbers says that they are: by a heading, by the key to them or by what was assessed.
_HEADINGS = ("grade", "services overall", "performance assessment")
_KEY = re.compile(
    r"\d\s{0,2}[:=\u2013-]\s{0,2}(?:outstanding|inadequate)|(?:outstanding|inadequate)[^\d\n]{0,14}[:=(\u2013-]\s{0,2}\d"
)
_NUMBER_ENDINGS = [figure + ending for figure in "1234" for ending in ("\r", " \r")]
_LETTERS = re.compile(r"[^\W\d_]+")
# "RI", which papers print for a grade; an X marks a column.
_INITIALS = re.compile(r"(?<!\S)(?!X)[A-Z]{1,3}(?=[ \t\r]*$)", re.MULTILINE)
_COLUMNS = re.compile(r"(?:(?<![^\W_])[1-4-][ \t|]+)+\Z")
_FIGURE = re.compile(r"[1-4]")
_LONGEST_COLUMNS = 40
_HEADED = re.compile(r":\s*+(?:[a-z]+\s+)?\Z")
_SMALL = 2  # letters: a word of a grade that is in no other
_LETTER = re.compile(r"[^\W\d_]")


class Places(NamedTuple):
    """Offsets in a page's text: of characters whose piece of text is to be looked at, and where words begin and end.

    `lines` are those of the words, where short, and the ones above, which hold their labels; of a long line the word
    alone. `are_rows` where one of the words ends a line as that of a table or a heading does.
    """

    characters: list[int]
    words: list[tuple[int, int]]
    lines: set[tuple[int, int]]
    are_rows: bool


def stems(reference: Reference) -> tuple[str, ...]:
    """The fewest words and parts of words of which every grade in a report has one."""
    scales = {framework.scale for framework in reference.frameworks.values() if framework.recognise}
    return stems_of(word.words for scale in scales for word in reference.scales[scale].words if word.grade)


def find(text: str, stems: Sequence[str], *, is_front: bool = False) -> Places:
    """What to look at on a page, if the words of the scales have these stems; on the front, all lines as well."""
    lowered = small_letters.lowered_page(text)
    characters: list[int] = []
    words = []
    lines: set[tuple[int, int]] = set()
    are_rows = False
    ends_in_grade: set[int] = set()
    for first, end in sorted({word for stem in stems for word in _words(lowered, stem)}):
        start, line_end = _line(lowered, first, end)
        is_short, ends_line = line_end - start <= _SHORT, not any(map(str.isalpha, lowered[end:line_end]))
        if is_short and not ends_line:  # in front of its label, or in front of the grade of another column
            is_in_front = text[first].isupper() and not any(map(str.isalpha, lowered[start:first]))
            ends_line = is_in_front or _are_grades(lowered[end:line_end], stems)
        begins_sentence = _begins_sentence(text, start)
        is_stated = _STATED.search(lowered, max(0, first - _LONGEST_STATED), first)
        if not is_stated and not (ends_line and (is_short or begins_sentence)):
            continue
        words.append((first, end))
        # The second line of a heading ("families: requires improvement", "improvement to be good") begins with none.
        is_headed = begins_sentence or _HEADED.search(lowered, start, first) is not None
        is_headed = is_headed or (first > start and _are_grades(lowered[start:line_end], stems))
        are_rows = are_rows or (is_short and ends_line and is_headed)
        if is_short:
            lines.update(_with_line_above(lowered, start, line_end))
        else:
            lines.add((first, end))
            characters += (start, first)
            ends_in_grade.add(start)
        characters.append(end - 1)  # a word may be made of several pieces of text
    if stems and (any(heading in lowered for heading in _HEADINGS) or _has_key(lowered)):
        for place in _numbers(lowered + "\r"):
            words.append((place, place + 1))
            are_rows = True
            lines.update(_with_line_above(lowered, *_line(lowered, place, place + 1)))
    if words:  # of grades, or of the key to such letters
        for first, end in map(re.Match.span, _INITIALS.finditer(text)):
            if (row := _line(text, first, end))[1] - row[0] <= _SHORT:
                words.append((first, end))
                are_rows = True
                lines.update(_with_line_above(text, *row))
    whole = [line.span() for line in _LINE.finditer(text)] if is_front else []
    for start, end in lines.union(whole):
        starts = [word.start() for word in _WORD.finditer(text, start, end)]
        is_telling = end - start <= _SHORT or (start, end) in whole[:_TITLE_LINES] or start in ends_in_grade
        characters += starts if is_telling or _YEAR.search(text, start, end) else starts[::_SOME]
    return Places(characters, words, lines, are_rows)


def _has_key(text: str) -> bool:
    return "outstanding" in text and _KEY.search(text) is not None


def _are_grades(text: str, stems: Sequence[str]) -> bool:
    """Whether a piece of a line is nothing but words that a grade can be read from, and the "to be" between them."""
    return all(len(word) <= _SMALL or any(stem in word for stem in stems) for word in _LETTERS.findall(text))


def _line(text: str, first: int, end: int) -> tuple[int, int]:
    """Where the line of a word begins and ends."""
    line_end = text.find("\n", end)
    return text.rfind("\n", 0, first) + 1, line_end if line_end >= 0 else len(text)


def _with_line_above(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A line, and the one above it if any: a label of two lines has its grade beside the second."""
    return [(start, end)] if start == 0 else [(text.rfind("\n", 0, start - 1) + 1, start - 1), (start, end)]


def _numbers(text: str) -> Iterator[int]:
    """Where a line ends with a figure that numbers a grade, and where others stand in the columns before it."""
    for ending in _NUMBER_ENDINGS:
        place = text.find(ending)
        while place > 0:
            if not text[place - 1].isalnum():
                yield place
                if before := _COLUMNS.search(text, max(0, place - _LONGEST_COLUMNS), place):
                    yield from (match.start() for match in _FIGURE.finditer(text, before.start(), place))
            place = text.find(ending, place + 1)


def _begins_sentence(text: str, start: int) -> bool:
    """Whether a line begins with a capital, figures and marks apart: most lines of a paragraph do not."""
    letter = _LETTER.search(text, start)
    return letter is not None and letter.group().isupper()


def _words(text: str, stem: str) -> Iterator[tuple[int, int]]:
    """The whole words of a text that have this stem: of "inadequate" not the second half alone."""
    end = 0
    while (at := text.find(stem, end)) >= 0:
        first, end = at, at + len(stem)
        while first > 0 and text[first - 1].isalpha():
            first -= 1
        while end < len(text) and text[end].isalpha():
            end += 1
        yield first, end
