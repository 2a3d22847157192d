"""Every word that people read: the names of grades, services, aspects, evidence, comparability and frameworks.

Read from `data/reference/vocabulary.toml` by `reference.load`, and held by the `Reference`. Nothing else in the project
keeps a name of these things. `problems` lists what is missing, so that a new service without a word for the middle of a
sentence stops the program and does not print a sentence with a hole in it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Any, TypeVar

from loaders.record.toml_file import from_entry

FILE = "vocabulary.toml"
FORMS = ("title", "short", "prose")


@dataclass(frozen=True)
class Term:
    """One thing by its names, as pages print them; `meaning` is what data files say of it, in plain characters."""

    name: str
    title: str
    short: str
    prose: str
    meaning: str


@dataclass(frozen=True)
class Grade(Term):
    """A harmonised grade, or one of the printed words that share one; `is_light` is the paler mark of two.

    A grade that is not printed has a name for tables alone, and needs a word on every scale.
    """

    letter: str
    rank: int
    is_light: bool = False
    is_printed: bool = True

    def is_word(self, printed: str) -> bool:
        """Whether printed words are this one, or it with more behind it: "requires improvement to be good"."""
        folded = " ".join(printed.replace("'", "’").split()).rstrip(".").lower()
        return f"{folded} ".startswith(f"{self.prose.lower()} ")


@dataclass(frozen=True)
class Service(Term):
    also: str = ""
    """What today's reports print for it; "" where that is the same."""
    bodies: str = ""
    """Who is graded for it, where that is not the council itself."""


@dataclass(frozen=True)
class Evidence(Term):
    strength: int
    is_hollow: bool


@dataclass(frozen=True)
class Comparability(Term):
    sign: str
    line: str
    key: str


@dataclass(frozen=True)
class FrameworkName(Term):
    years: str
    initials: str = ""


Entry = TypeVar("Entry", bound=Term)


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """All terms by the names that data use, in the order in which pages list them."""

    grades: Mapping[str, Grade]
    words: Mapping[tuple[str, str], tuple[Grade, ...]]
    services: Mapping[str, Service]
    aspects: Mapping[str, Term]
    evidence: Mapping[str, Evidence]
    comparability: Mapping[str, Comparability]
    frameworks: Mapping[str, FrameworkName]
    values: Mapping[str, str]
    missing: tuple[str, ...] = field(default=(), repr=False)

    def grade(self, grade: str, scale: str, printed: str = "") -> Grade:
        """A harmonised grade by the word that a scale prints for it: requires improvement, or adequate.

        Of several words that one scale has for it, the one that is printed; the first where none is.
        """
        words = self.words_of(grade, scale)
        if len(words) == 1:
            return words[0]
        return max((word for word in words if word.is_word(printed)), key=lambda w: len(w.prose), default=words[0])

    def words_of(self, grade: str, scale: str) -> tuple[Grade, ...]:
        """Every word that a scale prints for a harmonised grade."""
        return self.words.get((grade, scale), (self.grades[grade],))

    @cached_property
    def by_rank(self) -> dict[int, Grade]:
        return {grade.rank: grade for grade in self.grades.values()}

    @cached_property
    def printed(self) -> tuple[Grade, ...]:
        """The grades as they are printed, best first: words that share a grade stand before it, or in its place."""
        return tuple(dict.fromkeys(chain.from_iterable(map(self._words_of, self.grades.values()))))

    def _words_of(self, grade: Grade) -> list[Grade]:
        words = [word for (name, _), words in self.words.items() for word in words if name == grade.name]
        return [*words, grade] if grade.is_printed else words

    @cached_property
    def hollow(self) -> str:
        """The kinds of evidence whose grades have open marks, as a key names them."""
        return " or ".join(term.prose for term in self.evidence.values() if term.is_hollow)


def vocabulary(entries: Mapping[str, Any]) -> Vocabulary:
    """The vocabulary of a file's entries; what they lack is listed in `missing`."""
    missing: list[str] = []

    def terms(kind: str, make: type[Entry], *more: str) -> dict[str, Entry]:
        return {
            entry.get(kind, ""): _term(kind, entry, make, more=more, missing=missing) for entry in entries.get(kind, [])
        }

    grades = terms("grade", Grade, "letter", "rank")
    words: dict[tuple[str, str], tuple[Grade, ...]] = {}
    for entry in entries.get("word", []):
        rank = grades[entry["grade"]].rank if entry.get("grade") in grades else 0
        if not rank:
            missing.append(f"{FILE}: word {entry.get('word', '')} has no known grade")
        word = _term("word", {**entry, "rank": rank}, Grade, more=("letter", "rank"), missing=missing)
        for scale in entry.get("scales", []):
            words[entry.get("grade", ""), scale] = (*words.get((entry.get("grade", ""), scale), ()), word)
    return Vocabulary(
        grades=grades,
        words=words,
        services=terms("service", Service),
        aspects=terms("aspect", Term),
        evidence=terms("evidence", Evidence, "strength"),
        comparability=terms("comparability", Comparability, "sign", "line", "key"),
        frameworks=terms("framework", FrameworkName, "years"),
        values={entry.get("value", ""): entry.get("meaning", "") for entry in entries.get("value", [])},
        missing=tuple(missing),
    )


def problems(words: Vocabulary, *, frameworks: Mapping[str, str], graded: Iterable[tuple[str, str, str]]) -> list[str]:
    """What the vocabulary lacks. `frameworks`: names with their scales; `graded`: scales, their words and their grades.

    A grade that is printed by its own name needs no other word on any scale; where a scale has several, each of its
    wordings is one of them.
    """
    lacking = list(words.missing)
    lacking += [f"{FILE}: framework {name} has no entry" for name in frameworks if name not in words.frameworks]
    lacking += [f"{FILE}: framework {name} is in no file" for name in words.frameworks if name not in frameworks]
    for scale, printed, grade in graded:
        terms = words.words.get((grade, scale), ())
        if scale not in frameworks.values() or grade not in words.grades:
            continue
        if not terms and not words.grades[grade].is_printed:
            lacking.append(f"{FILE}: {grade} has no word on the scale {scale}")
        elif len(terms) > 1 and not any(term.is_word(printed) for term in terms):
            lacking.append(f"{FILE}: no word of {grade} on the scale {scale} is {printed!r}")
    return list(dict.fromkeys(lacking))


def _term(kind: str, entry: Mapping[str, Any], make: type[Entry], *, more: Iterable[str], missing: list[str]) -> Entry:
    """One entry. A form that is missing or empty is named in `missing`, and the entry made with "" for it."""
    name = entry.get(kind, "")
    missing += [f"{FILE}: {kind} {name} has no {form}" for form in (*FORMS, *more) if entry.get(form, "") == ""]
    texts = {key: value.replace("'", "’") for key, value in entry.items() if isinstance(value, str)}
    own: dict[str, Any] = {**dict.fromkeys((*FORMS, *more), ""), **entry, **texts}
    own |= {"is_light": entry.get("light", False), "is_hollow": entry.get("hollow", False)}
    own["is_printed"] = entry.get("printed", True)
    return from_entry(make, own, name=name, meaning=entry.get("meaning") or entry.get("title", ""))
