"""The key that a paper prints to letters in place of grades: "O = outstanding, G = good, RI = requires improvement"."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from functools import cache, lru_cache

from loaders.reading.document_parts import fold
from loaders.reading.parsers.patterns import words_pattern
from loaders.record.model import Document
from loaders.record.reference import Scale

_FEW_GRADES = 3
_PAGES = 4


def with_letters(scale: Scale, document: Document) -> Scale:
    """The scale with the letters for which a key in the document gives words that begin with them, if it is whole."""
    meanings: dict[str, set[str]] = defaultdict(set)
    for page in document.pages[:_PAGES]:
        for entry in _entry(scale).finditer(page):
            letters, words = entry["before"] or entry["behind"], fold(entry["words"] or entry["words2"]).lower()
            meanings[letters.lower()].add(words)
    words_of = {letters: words.pop() for letters, words in meanings.items() if len(words) == 1}
    is_whole = len({word.grade for words in words_of.values() if (word := scale.word(words))}) >= _FEW_GRADES
    are_initials = all(_initials(words).startswith(letters) for letters, words in words_of.items())
    return _lettered(scale, frozenset(words_of.items())) if is_whole and are_initials else scale


def _initials(words: str) -> str:
    return "".join(word[0] for word in words.split())


@lru_cache(maxsize=16)
def _lettered(scale: Scale, letters: frozenset[tuple[str, str]]) -> Scale:
    return replace(scale, letters=dict(sorted(letters)))


@cache
def _entry(scale: Scale) -> re.Pattern[str]:
    words = f"(?i:{words_pattern(scale)})"
    return re.compile(
        rf"(?<![\w&/])(?P<before>[A-Z]{{1,3}})[ \t]*[=:\u2013-][ \t]*(?P<words>{words})(?![^\W_])"
        rf"|(?<!\w)(?P<words2>{words})[ \t]*(?:\([ \t]*|[=:\u2013-][ \t]*)(?P<behind>[A-Z]{{1,3}})(?!\w)"
    )
