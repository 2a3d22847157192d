"""Texts in small letters, and the lines of one by the words that they have, capitals aside.

Most of a report is not what any rule looks for, and to find words in small letters takes a tenth of the time of a
pattern: they say where a pattern is worth a try.
"""

from collections.abc import Iterable
from functools import lru_cache

_LONGEST_PAGE = 100_000  # characters: what is kept of any file is bounded


def lowered(text: str) -> str:
    """The same text in small letters, as long as it is: of a letter that is two in small letters the first."""
    small = text.lower()
    return small if len(small) == len(text) else "".join(character.lower()[0] for character in text)


def lowered_page(page: str) -> str:
    """The same for a page, which each rule asks for in turn: made once, if it is no longer than pages are."""
    return _kept(page) if len(page) <= _LONGEST_PAGE else lowered(page)


_kept = lru_cache(maxsize=64)(lowered)


def has_any(page: str, words: Iterable[str]) -> bool:
    """Whether a page has one of these words of small letters, also as a part of a word."""
    small = lowered_page(page)
    return any(word in small for word in words)


def lines_with(text: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Where each line begins and ends that has one of these words of small letters, in their order."""
    small = lowered_page(text)
    lines: set[tuple[int, int]] = set()
    for word in words:
        end = 0
        while (at := small.find(word, end)) >= 0:
            end = small.find("\n", at)
            end = end if end >= 0 else len(text)
            lines.add((small.rfind("\n", 0, at) + 1, end))
    return sorted(lines)
