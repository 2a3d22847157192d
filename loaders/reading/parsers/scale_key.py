"""The key to the numbers of a scale, as reports print it: "4: outstanding; 3: good", "Good (3)", one entry a line."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from functools import cache

from loaders.reading.dates import MONTH
from loaders.reading.parsers.patterns import words_pattern
from loaders.record import small_letters
from loaders.record.errors import SourceRefused
from loaders.record.model import Document
from loaders.record.reference import Scale

_ENTRIES = 4
_PAGES = 4
_WANTED = "wanted one of four grades"
# Scales of other lengths: entries one after the other that count up or down, what is said of their ends or length, and
# a list of other words. All scales of this record have four grades, and a number or word means another on a longer one.
_QUALITY = (
    r"(?:outstanding|excell\w+|exceptional|(?:very[ \t]+)?(?:good|poor|weak|strong)|(?:un)?satisfactory|fair|average"
    r"|(?:in)?adequate|(?:un)?acceptable|(?:(?:well|just|far|significantly|consistently|only)[ \t]+)*"
    r"(?:above|below|meets?|exceeds?))\b"
)
_ENTRY = re.compile(
    rf"(?<![\w.,])(?:(?:grade|score)[ \t]+)?(?P<first>\d)[ \t]*(?:[:=.)|\u2013-][ \t]*)?"
    # A numbered paragraph goes on.
    rf"(?:(?<!\.)(?<!\.[ \t]){_QUALITY}|{_QUALITY}(?=[ \t]*(?:[\d;,\n]|\Z)))"
    rf"|\b{_QUALITY}[ \t]*[(\[:=|\u2013-][ \t]*(?:grade[ \t]*)?(?P<behind>\d)(?![\d.%])",
    re.IGNORECASE,
)
# What an entry of a scale of another length has, by its number in front or behind; `re` skips to where these begin.
_OTHER_NUMBERS = (
    re.compile(rf"[^\D1-4][ \t]*(?:[:=.)|\u2013-][ \t]*)?{_QUALITY}", re.IGNORECASE),
    re.compile(r"[(\[:=|\u2013-][ \t]*(?:grade[ \t]*)?[^\D1-4](?![\d.%])", re.IGNORECASE),
)
_BETWEEN = re.compile(r"[^\d]{0,60}\Z")
# A key by its form, on lines of its own: three entries or more that count on, whatever their words.
_IN_FRONT = r"[1-9][ \t]*+(?:stars?[ \t]*+)?[:=|\t\u2013-][ \t|]*+"
_A_KEY = re.compile(
    r"^[^\w\n]*+(?:[a-z ]{1,40}:[ \t]*)?"
    rf"(?P<key>{_IN_FRONT}{_QUALITY}(?:[ \t]*+[;,|]?+\s*+[|]?+[ \t]*+{_IN_FRONT}{_QUALITY}){{2,8}})[ \t|*.;]*+$",
    re.IGNORECASE | re.MULTILINE,
)
_ENTRY_OF_KEY = re.compile(
    rf"(?={_IN_FRONT})(?P<number>\d)[^\w\n]*+(?:stars?)?[^\w\n]*+(?P<words>{_QUALITY})", re.IGNORECASE
)
_MORE = r"(?:[5-9]|10|five|six|seven|eight|nine|ten)(?![\w%])"
_BEST = r"(?:best|highest|strongest|top|maximum)\b"
_ENDS = re.compile(
    rf"(?<![\w.,])(?:grade[ \t]+)?(?:0|{_MORE})[ \t]*"
    rf"(?:(?:stars?[ \t]*)?(?:=|\(|is|are|being|means)[ \t]*(?:the[ \t]+)?(?:{_BEST}|(?:worst|lowest|weakest)\b)"
    r"|(?:best|highest|strongest)(?=[ \t]*(?:[,;)\u2026\u2013-]|\.\.)))"
    rf"|\b{_BEST}[ \t]+(?:possible[ \t]+)?(?:grade|mark|score)[ \t]*(?:[:=]|is)[ \t]*{_MORE}",
    re.IGNORECASE,
)
_WORDS_OF_ENDS = ("best", "highest", "strongest", "top", "maximum", "worst", "lowest", "weakest")
_TO_MORE = rf"(?:0|1|zero|one)[ \t]*(?:to|[\u2013-])[ \t]*{_MORE}"
_TO_MORE_IN_SMALL_LETTERS = re.compile(_TO_MORE)
_LENGTHS = re.compile(
    r"\b(?:(?:grade[sd]?|judge?ments?|judged)\b[^.\n]{0,60}\b(?:scale|range)|(?:scor|grad|rat|mark)ed\b)[ \t]+"
    rf"(?:(?:of|from)[ \t]+)?{_TO_MORE}(?![ \t]*{MONTH})",
    re.IGNORECASE,
)
_OUT_OF_MORE = re.compile(
    rf"^[^\w\n]*+(?:grade|mark|score)s?\b[^.\n\w]*out[ \t]+of[ \t]+{_MORE}", re.IGNORECASE | re.MULTILINE
)
_WORDS = re.compile(
    rf"^[^\w\n]*+(?:key|scale|(?:possible[ \t]+)?(?:grades|ratings))\b[^:\n]{{0,30}}:[ \t]*(?P<words>{_QUALITY}"
    rf"(?:[ \t]*(?:[,;/|\u2013-]|\band\b|\bor\b)+[ \t]*{_QUALITY}){{4,}})",
    re.IGNORECASE | re.MULTILINE,
)


@cache
def _regexes(scale: Scale) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """The whole key with numbers first, the whole key with words first, and one entry of either."""
    words = words_pattern(scale)
    # Possessive quantifiers (`*+`): four entries with space around them would backtrack in countless
    # ways. A word of no scale is an entry too, where a mark ties it to its number.
    more = r"(?:\s*+/\s*+[a-z]++)*+"
    verb = r"(?:(?:is|means|being)\s++)?+"
    number_first = rf"(?:grade\s++)?\d\s*+(?:[:=]\s*+[a-z]++|[.)\u2013-]?\s*+{verb}{words}\b){more}"
    words_first = rf"{words}{more}\s*+[(\[:=\u2013-]?\s*+(?:grade\s*+)?\d[ \t]*+[)\]]?"

    def whole(entry: str) -> re.Pattern[str]:
        between = r"(?:\s*+[;,|.]?\s*+(?:and\s++)?)"
        return re.compile(
            # On a line of its own, or in brackets within a sentence.
            r"(?:^[ \t|*]*+(?:[a-z ]{0,40}:[ \t]*|(?:grades|key)[ \t]+)?|(?P<open>\())"
            rf"(?P<key>{entry}(?:{between}{entry}){{{_ENTRIES - 1}}})(?(open)\)|[ \t|*.;]*+$)",
            re.IGNORECASE | re.MULTILINE,
        )

    entry = rf"(?:grade\s+)?(\d)\s*[:=.)\u2013-]?\s*{verb}([a-z]+{more})|({words})[^\d;,\n]*?(\d)"
    return whole(number_first), whole(words_first), re.compile(entry, re.IGNORECASE)


@cache
def _reversed(scale: Scale) -> re.Pattern[str]:
    """The number of one end of a scale, said to be the other end of it ("1 = outstanding" where 4 is best)."""
    last = max(scale.by_number)
    first = min(scale.by_number)
    worst = first if scale.best_number == last else last
    ends = [(scale.best_number, worst, "worst|lowest|weakest"), (worst, scale.best_number, "best|highest|strongest")]
    other_end = "|".join(
        # "Of three homes 1 is outstanding" is no key.
        rf"{number}[ \t]*"
        rf"(?:(?:=|\(|is|being|means)[ \t]*(?:the[ \t]+)?(?:{ordinal})|=[ \t]*{scale.by_number[other].words})"
        for number, other, ordinal in ends
        if number is not None and other is not None
    )
    both = "(?!)"
    if scale.best_number is not None:
        best, lowest = (re.escape(scale.by_number[number].words) for number in (scale.best_number, worst))
        verb = r"[ \t]*(?:=|is|being|means|for|:)[ \t]*"
        between = r"[ \t]*[,;]?[ \t]*(?:(?:and|to)[ \t]+)?(?:grade[ \t]+)?"
        both = rf"{worst}{verb}{best}{between}{scale.best_number}{verb}{lowest}"
        both += rf"|{scale.best_number}{verb}{lowest}{between}{worst}{verb}{best}"
    return re.compile(rf"(?<![\w.])(?:grade[ \t]+)?(?:{both}|{other_end or '(?!)'})\b", re.IGNORECASE)


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
    _check_form(text, scale)
    *_, entry = _regexes(scale)
    for key in find(text, scale):
        for match in entry.finditer(key["key"]):
            number, entry_words = match[1] or match[4], match[2] or match[3]
            first, *others = re.split(r"\s*/\s*", entry_words)  # "outstanding/excellent"
            for words in (first, *filter(scale.word, others)):
                word = scale.word(words)
                if word is None or word.number != int(number):
                    raise SourceRefused(f'the key to the grades prints "{number}: {words}"; wanted {scale.title}')


def _check_form(text: str, scale: Scale) -> None:
    """Raises SourceRefused for a key of any length or words that counts on and is not the one of the scale."""
    for key in _A_KEY.finditer(text) if scale.by_number else ():
        entries = [(int(entry["number"]), entry["words"]) for entry in _ENTRY_OF_KEY.finditer(key["key"])]
        if {after - before for (before, _), (after, _) in itertools.pairwise(entries)} not in ({1}, {-1}):
            continue
        for number, words in entries:
            word = scale.word(words)
            if word is None or word.number != number:
                raise SourceRefused(f'the key to the grades prints "{number}: {words}"; wanted {scale.title}')


def check_length(document: Document) -> None:
    """Raises SourceRefused where a document prints the key of a scale that has not four grades, or says its ends."""
    for page in document.pages[:_PAGES]:
        runs: list[list[re.Match[str]]] = [[]]
        for entry in _ENTRY.finditer(page) if any(number.search(page) for number in _OTHER_NUMBERS) else ():
            is_next = not runs[-1] or _goes_on(page, [*runs[-1], entry])
            runs = [*runs[:-1], [*runs[-1], entry]] if is_next else [*runs, [entry]]
        for run in runs:
            if len(run) >= _ENTRIES and not {_number(run[0]), _number(run[-1])} <= set(range(1, _ENTRIES + 1)):
                key = " ".join(page[run[0].start() : run[-1].end()].split())
                raise SourceRefused(f'the key to the grades is of another scale, "{key}"; {_WANTED}')
        if other := _of_other_length(page):
            raise SourceRefused(f'the grades are on another scale, "{" ".join(other.group().split())}"; {_WANTED}')


def _of_other_length(page: str) -> re.Match[str] | None:
    """What says of grades that they are on a scale that has not four; each is looked for where its own words are."""
    has_ends = small_letters.has_any(page, _WORDS_OF_ENDS)
    has_length = _TO_MORE_IN_SMALL_LETTERS.search(small_letters.lowered_page(page))
    ends, length = has_ends and _ENDS.search(page), has_length and _LENGTHS.search(page)
    return ends or length or _OUT_OF_MORE.search(page) or _WORDS.search(page)


def _goes_on(page: str, run: list[re.Match[str]]) -> bool:
    """Whether the last entry of a run is right behind the one before it, and counts on in the same direction."""
    steps = {_number(entry) - _number(before) for before, entry in itertools.pairwise(run)}
    return steps in ({1}, {-1}) and _BETWEEN.match(page, run[-2].end(), run[-1].start()) is not None


def _number(entry: re.Match[str]) -> int:
    return int(entry["first"] or entry["behind"])
