"""The scales that grades are printed on: words, numbers, and which way they run; `reference.load` reads them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from loaders.record.toml_file import from_entry, read_toml

# The scale of words that later reports put on grades of frameworks that did not have them.
LATER_WORD = "later-word"
_BESIDE = "beside"  # no scale, but what all have in their cells


@dataclass(frozen=True)
class Word:
    """One wording on a scale; `grade` is empty for words that say that no grade was given."""

    words: str
    number: int | None = None
    grade: str = ""
    misprint: str = ""


@dataclass(frozen=True, eq=False, kw_only=True)
class Scale:
    scale: str
    title: str
    direction: str
    best_number: int | None = None
    used: str
    words: tuple[Word, ...]
    # Abbreviations that papers print for these words, in small letters; read beside grades in words alone.
    short: dict[str, str] = field(default_factory=dict)
    # Letters that a document prints for these words by its own key, in small letters.
    letters: dict[str, str] = field(default_factory=dict)
    # What may stand beside a grade in its cell, as patterns: the same for all scales.
    in_front: tuple[str, ...] = ()
    in_brackets: tuple[str, ...] = ()
    blank: tuple[str, ...] = ()
    # Whether reports print these words, so that a remark in one of them can.
    spoken: bool = True
    # The kinds of evidence that print these words of frameworks whose scale is another one.
    also_of: tuple[str, ...] = ()

    @cached_property
    def by_words(self) -> dict[str, Word]:
        return {word.words: word for word in self.words}

    @cached_property
    def by_number(self) -> dict[int, Word]:
        return {word.number: word for word in self.words if word.number is not None and not word.misprint}

    @cached_property
    def stems(self) -> tuple[str, ...]:
        """The fewest words and parts of words of which every wording has one."""
        return stems_of(word.words for word in self.words)

    def word(self, words: str) -> Word | None:
        """The entry for words as printed (case, white space and a final full stop apart), or None."""
        printed = " ".join(words.split()).rstrip(".").lower()
        return self.by_words.get(self.letters.get(printed) or self.short.get(printed, printed))


def stems_of(wordings: Iterable[str]) -> tuple[str, ...]:
    """The fewest words and parts of words of which each of these wordings has one: "adequate" is in "inadequate"."""
    longest = {max(words.lower().split(), key=len) for words in wordings}
    return tuple(sorted(stem for stem in longest if not any(other in stem for other in longest - {stem})))


def scales(path: Path) -> dict[str, Scale]:
    """Every scale of `scales.toml` by its id. Raises FolderInvalid where it cannot be read."""
    beside = {place: tuple(phrases) for place, phrases in read_toml(path, part=_BESIDE).items()}
    return {
        name: from_entry(
            Scale, entry, scale=name, words=tuple(from_entry(Word, word) for word in entry["word"]), **beside
        )
        for name, entry in read_toml(path).items()
        if name != _BESIDE
    }
