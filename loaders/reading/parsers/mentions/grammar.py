"""`data/reference/mentions.toml`, compiled: the phrases for services and the turns of phrase around them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from loaders.reading.dates import MONTH
from loaders.record.phrases import Words, words_of
from loaders.record.reference import REFERENCE_FOLDER, Reference

# What a number that is a grade without its word becomes in a sentence, so that it reads as the words do.
_NUMBER_SIGN = "numberedgrade"

# Besides usual bullets: a sign before a capital, and the two letters that stand for a circle or square in symbol fonts.
BULLETS = r"\u2022\u25cf\u25cb\u25e6\u25aa\u25a0\u25fc\u2013\u2015\u2500\u2212"


@dataclass(frozen=True, slots=True)
class Item:
    """What was judged. An empty service is whatever the text around it is about, or else the default."""

    service: str
    aspect: str
    label: str
    default: str = ""
    in_front: bool = False
    is_overall: bool = False


@dataclass(frozen=True)
class Grammar:
    """The data file with its parts put together; `grammar["name"]` is one of its patterns.

    Most documents need few of them, and to compile them all takes half a second: each is compiled when it is needed.
    """

    phrases: tuple[tuple[re.Pattern[str], Item], ...]
    frameworks: tuple[tuple[str, re.Pattern[str]], ...]
    veto: re.Pattern[str]
    veto_words: Words
    patterns: dict[str, str]
    visit_words: frozenset[str]
    visit_starts: frozenset[str]

    def __getitem__(self, name: str) -> re.Pattern[str]:
        return _compiled(self.patterns[name])

    def meaning(self, phrase: str) -> Item:
        """What a phrase means; the first pattern that fits decides."""
        return next(meaning for pattern, meaning in self.phrases if pattern.fullmatch(phrase))


def grammar_for(reference: Reference) -> Grammar:
    """The grammar with the words of all scales that are used in sentences."""
    spoken = (scale for scale in reference.scales.values() if scale.spoken)
    return _grammar(frozenset(word.words for scale in spoken for word in scale.words if word.grade))


def scale_words(grade_text: str) -> str:
    """The words of a grade without its number: "Adequate" of "Grade 3 (Adequate)" and of "Adequate (grade 3)"."""
    number = r"(?:\d|one|two|three|four)"
    words = re.sub(
        rf"^\W*(?:a )?(?:grade )?{number}\b\W+|\W*(?:\bgrade )?\b{number}\W*$", "", grade_text, flags=re.IGNORECASE
    )
    return re.sub(r"^([Rr])equir(?:ed|ing)\b", r"\1equires", words.strip(" '\"()[]"))


def with_sign(grammar: Grammar, sentence: str) -> str:
    """A sentence with a sign for each number that is a grade without its word ("judged to be grade 2")."""
    return grammar["number_alone"].sub(rf"\g<verb>{_NUMBER_SIGN}\g<number>", sentence)


def without_sign(grade_text: str) -> str:
    """A grade as it was printed, where a sign stands for its number."""
    return grade_text.replace(_NUMBER_SIGN, "grade ")


def grade_number(grade_text: str) -> int | None:
    """The number that is printed with a grade, in figures or in words."""
    number = re.search(r"\b(?:(\d)|one|two|three|four)\b", grade_text, re.IGNORECASE)
    if number is None:
        return None
    return int(number[1]) if number[1] else ("one", "two", "three", "four").index(number[0].lower()) + 1


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


@cache
def _grammar(words: frozenset[str]) -> Grammar:
    with (REFERENCE_FOLDER / "mentions.toml").open("rb") as file:
        data = tomllib.load(file)
    phrases = [(pattern, _item(phrase)) for phrase in data["phrase"] for pattern in phrase["patterns"]]
    # The verb of "requires improvement" takes its sentence's form: "to require", "as requiring".
    longest_first = sorted(words, key=len, reverse=True)
    grades = "|".join(re.sub(r"^requires? ", "requir(?:es?|ed|ing) ", word) for word in longest_first)
    parts = {
        "bullets": BULLETS,
        "month": MONTH,
        "grades": f"{grades}|{_NUMBER_SIGN}[1-4]",
        "printed_grades": grades.replace(" ", r"\s+"),
        "phrases": "|".join(pattern for pattern, _ in phrases),
        "lead": "|".join(data["leading"]),
        "trail": "|".join(data["trailing"]),
        "plain": "|".join(map(re.escape, _longest_first([*data["visit"]["words"], *data["visit"]["ties"]]))),
    }
    for name, pattern in (data["part"] | data["pattern"]).items():
        parts[name] = re.sub(r"\{([a-z_]+)\}", lambda part: parts[part[1]], pattern)
    return Grammar(
        phrases=tuple((_compiled(pattern), meaning) for pattern, meaning in phrases),
        frameworks=tuple((f["framework"], _compiled("|".join(f["patterns"]))) for f in data["framework"]),
        veto=_compiled("|".join(data["veto"])),
        veto_words=words_of("|".join(data["veto"])),
        patterns={name: parts[name] for name in data["pattern"]},
        visit_words=frozenset(data["visit"]["words"]),
        visit_starts=frozenset(data["visit"]["starts"]),
    )


def _item(phrase: dict[str, str]) -> Item:
    return Item(
        service=phrase["service"],
        aspect=phrase["aspect"],
        label="",
        default=phrase.get("default", ""),
        in_front=bool(phrase.get("in_front", False)),
        is_overall=bool(phrase.get("is_overall", False)),
    )


def _longest_first(words: Iterable[str]) -> list[str]:
    return sorted(words, key=len, reverse=True)
