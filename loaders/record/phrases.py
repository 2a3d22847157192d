"""Phrases that data files look for: of frameworks, of other papers and of the marks of the inspectorate.

A report is searched for hundreds of them, nearly all of which it has not. Their words are looked for first, which takes
a tenth of the time, and no pattern is compiled for a text that has not its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Union

from loaders.record.small_letters import lowered

Words = list[list[Union[str, "Words"]]]
"""Choices, of which a text has one; to have it, it has each word, and one choice of each list, in it."""

_TOKEN = re.compile(
    r"(?P<word>[A-Za-z]+)|(?P<group>\((?:\?(?:-i)?:|(?!\?)))|(?P<lookaround>\(\?)|(?P<end>\))|(?P<choice>\|)"
    r"|(?P<often>[?*]|\{\d*,?\d*\})|\[\^?\]?(?:\\.|[^\]])*\]|\\.|.",
    re.DOTALL,
)
_CAPITALS = re.compile(r"(?<!\\)[A-Z]|\(\?-i")
_SHORTEST_WORD = 3


@dataclass(frozen=True)
class Phrase:
    """A data file's pattern: any white space for a space, case apart, `^` and `$` by line.

    It is compiled when it is first looked for: what shows the record never looks for one.
    """

    pattern: str

    @cached_property
    def _regex(self) -> re.Pattern[str]:
        return re.compile(self.pattern.replace(" ", r"\s+"), re.IGNORECASE | re.MULTILINE)

    @cached_property
    def _lowered_regex(self) -> re.Pattern[str] | None:
        """What is in small letters wherever this phrase is, found in half the time; None where capitals matter."""
        if _CAPITALS.search(self.pattern):
            return None
        return re.compile(self.pattern.removeprefix(r"\b").replace(" ", r"\s+"), re.MULTILINE)

    @cached_property
    def words(self) -> Words:
        return words_of(self.pattern)

    def search(self, text: str) -> re.Match[str] | None:
        if not self.may_be_in(text):
            return None
        if self._lowered_regex is None:
            return self._regex.search(text)
        perhaps = self._lowered_regex.search(_searched(text).lowered)
        return self._regex.search(text, perhaps.start()) if perhaps else None

    def match(self, text: str) -> re.Match[str] | None:
        """The pattern at the beginning of a text alone."""
        return self._regex.match(text)

    def may_be_in(self, text: str) -> bool:
        """Whether a text has the words that this phrase cannot do without."""
        return has_words(_searched(text), self.words)

    def all(self, text: str) -> Iterator[re.Match[str]]:
        return self._regex.finditer(text) if self.may_be_in(text) else iter(())


@dataclass(frozen=True)
class Phrases:
    """Several phrases, of which a text may have any; each is looked for only where its own words are."""

    phrases: tuple[Phrase, ...]

    def __bool__(self) -> bool:
        return bool(self.phrases)

    @cached_property
    def words(self) -> Words:
        """Those of all of them: to have any, a text has a choice of these."""
        return [choice for phrase in self.phrases for choice in phrase.words]

    def search(self, text: str) -> re.Match[str] | None:
        """The match that stands first, of two in one place that of the phrase that is named first."""
        if not has_words(_searched(text), self.words):
            return None
        matches = (match for phrase in self.phrases if (match := phrase.search(text)))
        return min(matches, key=lambda match: match.start(), default=None)

    def match(self, text: str) -> re.Match[str] | None:
        """One of them at the beginning of a text alone."""
        return next((match for phrase in self.phrases if (match := phrase.match(text))), None)

    def possible_in(self, text: str) -> Phrases:
        """Those that a text, or a part of it, may have, by their words."""
        words = _searched(text)
        return Phrases(tuple(phrase for phrase in self.phrases if has_words(words, phrase.words)))


def any_of(patterns: Sequence[str]) -> Phrases:
    return Phrases(tuple(map(Phrase, patterns)))


def words_of(pattern: str) -> Words:
    """The words that no text is without in which a pattern is found, in small letters.

    Only what a pattern has as it stands counts: no class, no lookaround, nothing that may be left out.
    """
    return _choices(_TOKEN.finditer(pattern))


class Searched(dict[str, bool]):
    """Which words are in a text, capitals aside; each is looked for once, however many phrases have it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.lowered = lowered(text)

    def __missing__(self, word: str) -> bool:
        self[word] = word in self.lowered
        return self[word]


def has_words(text: Searched, words: Words) -> bool:
    """Whether a text may have a pattern with these words."""
    for choice in words:  # loops, since a report is asked a thousand times
        for part in choice:
            if not (text[part] if isinstance(part, str) else has_words(text, part)):
                break
        else:
            return True
    return False


def _choices(tokens: Iterator[re.Match[str]]) -> Words:
    """The words of a pattern or group, up to its end."""
    choices: Words = [[]]
    last: str | Words = ""
    for token in tokens:
        kind = token.lastgroup
        if kind == "often":  # the letter, class or group before it may be left out
            last = last[:-1] if isinstance(last, str) else ""
            continue
        _add(choices[-1], last)
        last = ""
        if kind == "end":
            break
        if kind == "word":
            last = token.group().lower()
        elif kind == "group":
            last = _choices(tokens)
        elif kind == "lookaround":
            _choices(tokens)
        elif kind == "choice":
            choices.append([])
    _add(choices[-1], last)
    return choices


def _add(choice: list[str | Words], part: str | Words) -> None:
    if len(part) >= _SHORTEST_WORD or not isinstance(part, str):
        choice.append(part)


@lru_cache(maxsize=8)
def _searched(text: str) -> Searched:
    return Searched(text)
