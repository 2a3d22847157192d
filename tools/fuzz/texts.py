"""Reports as text to other reports: labels, grades, dates and white space changed as a misprint or a forger would."""

import random
import re
from collections.abc import Callable, Sequence
from functools import cache

from loaders.reading.dates import MONTH
from loaders.record import reference

_DATE = re.compile(rf"\d{{1,2}}(?:st|nd|rd|th)?\s+{MONTH}\s+\d{{4}}|\d{{1,2}}/\d{{1,2}}/\d{{4}}|\b(?:19|20)\d\d\b")
_SPACE = re.compile(r"\s+")
_FIGURES = re.compile(r"\d+")
_SPACES = [
    "", " ", "  ", "\t", "\n", "\n\n", " \n ", "\u00a0", "\u2003", "\u200b", "\r\n", "\x0b", "\x0c", " | ", " ** ",
    ": ", ". ",
]  # fmt: skip
_DATES = [
    "31/12/9999", "0/0/0000", "32 January 2012", "29 February 2013", "1 May 1899", "12 M\u00e4rz 2012", "2012",
    "May 20222", "19\u201323 \u017feptember 2011",
]  # fmt: skip
_ADDED = [
    "ness", "s", "-ish", " enough", " or better", "/Adequate", " in parts", ",", "1", "2", "\u0301", "\u200b",
    " (Grade 3)", " (Grade 9)", ". Not", "?",
]  # fmt: skip
_ALIKE = str.maketrans("aeiosck", "\u0430\u0435\u0131\u043e\u017f\u0441\u212a")


@cache
def words() -> list[str]:
    """Every wording of every scale, longest first."""
    reference_data = reference.load()
    return sorted(
        {word.words for scale in reference_data.scales.values() for word in scale.words}, key=len, reverse=True
    )


@cache
def labels() -> list[str]:
    """Every label of every framework, longest first."""
    reference_data = reference.load()
    printed_labels = {label for f in reference_data.frameworks.values() for j in f.judgements for label in j.labels}
    return sorted(printed_labels, key=len, reverse=True)


@cache
def _pattern(of: Callable[[], list[str]]) -> re.Pattern[str]:
    return re.compile("|".join(r"\s+".join(map(re.escape, text.split())) for text in of()), re.IGNORECASE)


def change(chance: random.Random, text: str, others: Sequence[str]) -> str:
    """One to ten changes, one after another."""
    for _ in range(chance.choice((1, 1, 2, 3, 10))):
        text = chance.choice(CHANGES)(chance, text, others)
    return text


Change = Callable[[random.Random, str, Sequence[str]], str]


def _at(chance: random.Random, text: str, pattern: re.Pattern[str], changed: Callable[[str], str]) -> str:
    """One match of a pattern changed: mostly on the first pages, where most is read."""
    start = chance.randrange(min(len(text), 4000) + 1) if chance.random() < 0.6 else chance.randrange(len(text) + 1)
    place = pattern.search(text, start)
    return text if place is None else text[: place.start()] + changed(place.group()) + text[place.end() :]


def _misprint(chance: random.Random, text: str, _: Sequence[str]) -> str:
    def changed(word: str) -> str:
        at = chance.randrange(len(word))
        letter = chance.choice(("", word[at] * 2, "x", word[at].swapcase(), word[at].translate(_ALIKE), "\n", "\u00ad"))
        return word[:at] + letter + word[at + 1 :]

    return _at(chance, text, _pattern(chance.choice((labels, words))), changed)


def _all_spaces(chance: random.Random, text: str, _: Sequence[str]) -> str:
    return _SPACE.sub(lambda _: chance.choice(_SPACES[:6]), text)


def _lines(chance: random.Random, text: str, others: Sequence[str]) -> str:
    """Lines moved, doubled, left out, or taken from another report."""
    lines = text.split("\n")
    a, b = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.randrange(5):
        case 0:
            lines[a], lines[b] = lines[b], lines[a]
        case 1:
            lines.insert(a, lines[b])
        case 2:
            del lines[a]
        case 3:
            lines[a : a + 1] = chance.choice(others).split("\n")[:60]
        case 4:
            lines[a:a] = [lines[b]] * chance.choice((2, 50, 3000))
    return "\n".join(lines)


def _cut(chance: random.Random, text: str, _: Sequence[str]) -> str:
    return text[: chance.randrange(len(text) + 1)]


def _case(chance: random.Random, text: str, _: Sequence[str]) -> str:
    return chance.choice((str.upper, str.lower, str.title, str.swapcase))(text)


def _at_one(pattern: Callable[[], re.Pattern[str]], changed: Callable[[random.Random, str], str]) -> Change:
    return lambda chance, text, _: _at(chance, text, pattern(), lambda place: changed(chance, place))


def _of_words() -> re.Pattern[str]:
    return _pattern(words)


_grade = _at_one(_of_words, lambda chance, _: chance.choice(words()).capitalize())
_grade_with_more = _at_one(_of_words, lambda chance, word: word + chance.choice(_ADDED))
_grade_negated = _at_one(_of_words, lambda chance, word: chance.choice(("not ", "neither ", "once ", "un", "x")) + word)
_label = _at_one(lambda: _pattern(labels), lambda chance, _: chance.choice(labels()))
_date = _at_one(lambda: _DATE, lambda chance, _: chance.choice(_DATES))
_space = _at_one(lambda: _SPACE, lambda chance, _: chance.choice(_SPACES) * chance.choice((1, 1, 1, 3, 500)))
_figures = _at_one(lambda: _FIGURES, lambda chance, _: chance.choice(("0", "9", "99999999999", "\u0663", "2.1", "")))

CHANGES: list[Change] = [
    _grade, _grade, _grade_with_more, _grade_with_more, _grade_negated, _label, _misprint, _misprint,
    _date, _date, _space, _space, _all_spaces, _figures, _lines, _lines, _lines, _cut, _case,
]  # fmt: skip
