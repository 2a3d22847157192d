"""The key to the numbers of a scale, as reports print it: "4: outstanding; 3: good", "Good (3)", one entry a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from loaders.reading.parsers.patterns import words_pattern
from loaders.record.errors import SourceRefused
from loaders.record.reference import Scale

_ENTRIES = 4


@cache
def _regexes(scale: Scale) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """The whole key with numbers first, the whole key with words first, and one entry of either."""
    words = words_pattern(scale)
    # Possessive quantifiers (`*+`): four entries with space around them would backtrack in countless
    # ways. A word of no scale is an entry too, where a mark ties it to its number.
    more = r"(?:\s*+/\s*+[a-z]++)*+"
    number_first = rf"(?:grade\s++)?\d\s*+(?:[:=]\s*+[a-z]++|[.)\u2013-]?\s*+{words}\b){more}"
    words_first = rf"{words}{more}\s*+[(\[:=\u2013-]?\s*+(?:grade\s*+)?\d[ \t]*+[)\]]?"

    def whole(entry: str) -> re.Pattern[str]:
        between = r"(?:\s*+[;,|.]?\s*+(?:and\s++)?)"
        return re.compile(
            r"^[ \t|*]*+(?:[a-z ]{0,40}:[ \t]*|(?:grades|key)[ \t]+)?"
            rf"(?P<key>{entry}(?:{between}{entry}){{{_ENTRIES - 1}}})[ \t|*.;]*+$",
            re.IGNORECASE | re.MULTILINE,
        )

    entry = rf"(?:grade\s+)?(\d)\s*[:=.)\u2013-]?\s*([a-z]+{more})|({words})[^\d;,\n]*?(\d)"
    return whole(number_first), whole(words_first), re.compile(entry, re.IGNORECASE)


@cache
def _reversed(scale: Scale) -> re.Pattern[str]:
    """The number of one end of a scale, said to be the other end of it ("1 = outstanding" where 4 is best)."""
    last = max(scale.by_number)
    first = min(scale.by_number)
    worst = first if scale.best_number == last else last
    ends = [(scale.best_number, worst, "worst|lowest|weakest"), (worst, scale.best_number, "best|highest|strongest")]
    said = "|".join(
        # "Of three homes 1 is outstanding" is no key.
        rf"{number}[ \t]*"
        rf"(?:(?:=|is|being|means)[ \t]*(?:the[ \t]+)?(?:{ordinal})|=[ \t]*{scale.by_number[other].words})"
        for number, other, ordinal in ends
        if number is not None and other is not None
    )
    return re.compile(rf"(?<![\w.])(?:grade[ \t]+)?(?:{said or '(?!)'})\b", re.IGNORECASE)


def find(text: str, scale: Scale) -> Iterator[re.Match[str]]:
    """Every key in a text."""
    number_first, words_first, _ = _regexes(scale)
    yield from number_first.finditer(text)
    yield from words_first.finditer(text)


def check(text: str, scale: Scale) -> None:
    """Raises SourceRefused where a key in a text gives a word another number than the scale file does.

    Also where a line says of its lowest or highest number alone that it is best or worst, and it is not.
    """
    if end := _reversed(scale).search(text):
        raise SourceRefused(f'the key to the grades says "{" ".join(end.group().split())}"; wanted {scale.title}')
    *_, entry = _regexes(scale)
    for key in find(text, scale):
        for match in entry.finditer(key["key"]):
            number, entry_words = match[1] or match[4], match[2] or match[3]
            first, *others = re.split(r"\s*/\s*", entry_words)  # "outstanding/excellent"
            for words in (first, *filter(scale.word, others)):
                word = scale.word(words)
                if word is None or word.number != int(number):
                    raise SourceRefused(f'the key to the grades prints "{number}: {words}"; wanted {scale.title}')
