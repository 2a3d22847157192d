"""Patterns of printed labels and grades, which every report parser looks for.

A grade is printed in many ways ("Grade 3 (Adequate)", "adequate - 3", "Judgement: Adequate"); all of them are its words
or its number with marks around them, and nothing else on the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from loaders.record.reference import Scale

APOSTROPHES = "\u2019\u2018\u00b4"
# In front of a label on its line.
LINE_MARKS = r"[ \t|*#_>\"\-\u00bb\u2013\u2014\u2022\u2023\u2219\u25aa\u25cb\u25cf\u25e6\u00b7]*"
# Between a label and its grade: white space, table marks and dot leaders. The ellipsis that breaks a long run of these
# (`readers.text.break_runs`) is none. A possessive quantifier (`*+`): no backtracking.
MARKS = r"(?:[\s|*:;,#_>=/\"\u00bb\u2022\u2192\-\u2010-\u2015]|(?:\.[ \t]*){2,})*+"
NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4}
_OPEN, _CLOSE = r"[(\[\"'\u2018\u201c]?", r"[)\]\"'\u2019\u201d]?"
_OUTLINE_NUMBER, _ARTICLE = r"(?:\(?(?:\d\d[.)]|\d(?:\.\d)?[.)]?)[ \t*]*)?", r"(?:[Tt]he\s+)?"
_BETWEEN, _AND = r"(?:\s+|-)", "(?:and|&)"
_DASHES = r"\-\u2010-\u2015"
_OUTLINE = re.compile(r"^\(?(?:\d\d[.)]|\d(?:\.\d)?[.)]?)[\s*]*")
_APOSTROPHE, _SPACE_OR_DASH = re.compile(f"[{APOSTROPHES}]"), re.compile(rf"[\s{_DASHES}]")
# Marks that make another statement of a grade (">good", "- (good)"): see `is_qualified`.
_ARROW = re.compile(r"[=\-\u2010-\u2015]+>")
_BLANK_CELL = re.compile(r"(?:[\-\u2010-\u2015]|\.{2,}|\u2026)\s*\Z")
_CELL = re.compile(r"[\t|\n:]|[ ]{3,}")


@cache
def words_pattern(scale: Scale) -> str:
    """Any wording of a scale, the longest first, white space of any kind between its words, or an abbreviation."""
    words = [*map(spaced, longest_first(word.words for word in scale.words))]
    return (
        "(?:"
        + "|".join([*words, *(rf"(?-i:{short.upper()})(?!\w)" for short in {**scale.short, **scale.letters})])
        + ")"
    )


def either(phrases: Iterable[str]) -> str:
    """Any of these phrases, with white space of any length between their words."""
    return f"(?:{'|'.join(phrases) or '(?!)'})".replace(" ", r"[ \t]+")


@cache
def grade_pattern(scale: Scale, numbered: bool) -> str:
    """A grade as a table cell or heading prints it: words, and around them a number where the framework has numbers.

    Groups: `words`; `before` and `after` for a number beside them; `alone` for a number that is called a grade and has
    no words ("Grade 3").
    """
    words = rf"{_OPEN}[ \t]*(?P<words>{words_pattern(scale)})[ \t]*{_CLOSE}"
    named = rf"{either(scale.in_front)}[ \t]*(?:[:={_DASHES}][*]*[ \t]*)?"
    if not numbered:
        # A council's paper may print the number that other frameworks give the word; here it says nothing.
        front = rf"(?:(?:grade[ \t]*:?[ \t]*)?[(\[]?\d(?!\d)[)\]]?[ \t]*[:={_DASHES}.]?[ \t]*)?"
        behind = rf"(?:[ \t]*[(:={_DASHES}][ \t]*(?:grade[ \t]*)?\d(?!\d)\)?)?"
        return rf"(?:(?:{named})?{front}{words}{behind})"
    number = rf"\d(?!\d|\.\d)|{'|'.join(NUMBERS)}"
    return (
        rf"(?:(?:(?:{named})?[(\[]?(?P<before>{number})[ \t]*[)\],:;.=/|{_DASHES}]*[ \t]*|{named})?{words}"
        # A digit alone on the line below is the number of the page.
        rf"(?:[ \t,:;=/|{_DASHES}]*(?:\s*\(?\s*grade\s*:?\s*|[(\[]\s*)?(?P<after>{number})\s*[)\]]?)?"
        rf"|[(\[]?graded?[ \t]*(?:[:={_DASHES}][ \t]*)?(?P<alone>{number})(?!\w)[)\]]?)"
    )


def is_qualified(between: str, grade: str) -> bool:
    """Whether what stands `between` a label and a grade makes the grade something else than that of the label.

    A blank cell may have a grade in brackets, and more than a grade is another one; an arrow alone says nothing.
    """
    *cells, front = _CELL.split(between)
    return ">" in _ARROW.sub("", front) or (
        bool(cells) and grade[:1] in ("(", "[") and _BLANK_CELL.search(front) is not None
    )


def number(groups: dict[str, str | None]) -> int | None:
    """The number that a grade is printed with, or None."""
    printed = groups.get("before") or groups.get("after") or groups.get("alone")
    return NUMBERS.get(printed.lower()) or int(printed) if printed else None


def spaced(words: str) -> str:
    return r"\s+".join(re.escape(word) for word in words.split())


def label_words(label: str) -> str:
    """A printed label: any white space between its words, any apostrophe, an ampersand, a hyphen or the comma
    before "and" more or less.

    With or without the article in front of it.
    """
    return _ARTICLE + _without_article(label)


def _without_article(label: str) -> str:
    words = _BETWEEN.join(map(_label_word, label.removeprefix("The ").replace(", and ", " and ").split()))
    return words.replace(f"{_BETWEEN}{_AND}", f",?{_BETWEEN}{_AND}")


def _label_word(word: str) -> str:
    if word == "and":
        return _AND
    if word == "-":
        return rf"[{_DASHES}]"
    return re.escape(word).replace("'", f"['{APOSTROPHES}]").replace(r"\-", r"-?\s?")


# Pages repeat their labels, and each line of a table is compared with what stands above it.
@lru_cache(maxsize=256)
def plain(label: str) -> str:
    """A label for comparing: without what `label_pattern` leaves open."""
    words = _OUTLINE.sub("", " ".join(label.split()))
    words = _APOSTROPHE.sub("'", words).lower().removeprefix("the ").replace("&", "and").replace(", and ", " and ")
    return _SPACE_OR_DASH.sub("", words)


def label_pattern(label: str) -> str:
    """A printed label with an outline number before it. A number on the line above is that of the page."""
    return _OUTLINE_NUMBER + label_words(label)


def longest_first(labels: Iterable[str]) -> list[str]:
    return sorted(set(labels), key=lambda text: (-len(text), text))


def any_label(labels: Iterable[str]) -> str:
    """Any of these labels, the longest first; what may stand in front of each is looked for once."""
    return f"{_OUTLINE_NUMBER}{_ARTICLE}(?:{'|'.join(map(_without_article, longest_first(labels)))})"


class LinePattern:
    """A pattern that is looked for at the starts of lines, with `re.IGNORECASE` and `re.MULTILINE`.

    Each line that it fits gives a match, also within the match of another line. The line end in front of the search is
    a fixed character, which `re` skips to; a search for `^` takes several times as long.
    """

    def __init__(self, pattern: str) -> None:
        self._regex = re.compile(pattern, re.IGNORECASE | re.MULTILINE)
        self._search = re.compile(rf"\n(?={pattern})", re.IGNORECASE | re.MULTILINE)

    def match(self, text: str, at: int) -> re.Match[str] | None:
        return self._regex.match(text, at)

    def all(self, text: str) -> Iterator[re.Match[str]]:
        for place in self._search.finditer("\n" + text):
            if match := self._regex.match(text, place.start()):
                yield match
