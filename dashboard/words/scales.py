"""One grade of an inspection on the scale of its framework: the cells, their numbers, and what a reader is told of it.

Called by the picture of two inspections on /compare and by its slide, so that both say and show the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dashboard.analysis.queries import Pair
from dashboard.words import wording
from loaders.record.reference import Reference
from loaders.record.rows import GradedRow
from loaders.record.vocabulary import Grade

DOTTED = "dotted"
"""The line from one number to the same number at another grade: it says nothing of comparability."""


@dataclass(frozen=True)
class ScaleCell:
    """A grade of a scale. `text` is its number with what the ends of the scale mean, "" where it has none."""

    term: Grade
    number: int | None
    is_given: bool
    is_printed: bool

    @property
    def text(self) -> str:
        if self.number is None:
            return ""
        end = {1: " best", 4: " worst"}.get(self.term.rank, "")
        return str(self.number) if self.is_printed else f"{self.number}{end}"


def cells(reference: Reference, row: GradedRow) -> list[ScaleCell]:
    """The grades of a row's framework as its reports print them, worst first, with the row's own marked."""
    scale = reference.scales[row["scale"]]
    numbers = {reference.grades[word.grade]: number for number, word in scale.by_number.items() if word.grade}
    rank = row["grade_rank"]
    own, words = reference.word_of(row), reference.vocabulary
    terms = [
        own
        if grade.rank == rank
        else _together(words.words_of(grade.name, reference.frameworks[row["framework"]].scale))
        for grade in sorted(words.grades.values(), key=lambda grade: -grade.rank)
    ]
    return [
        ScaleCell(
            term, numbers.get(term.rank), term.rank == rank, term.rank == rank and bool(row["grade_number_original"])
        )
        for term in terms
    ]


def _together(terms: Sequence[Grade]) -> Grade:
    """The words of one grade as one cell: "Strong or expected standard"."""
    first, *others = terms
    if not others:
        return first
    title, short = (
        " or ".join([names[0], *map(wording.lower_first, names[1:])])
        for names in ([term.title for term in terms], [term.short for term in terms])
    )
    return replace(first, title=title, short=short, prose=" or ".join(term.prose for term in terms))


def note(both: Sequence[ScaleCell]) -> str:
    """How to read the cells of both scales."""
    direction = "Better grades are on the right in both scales."
    is_printed = any(cell.is_printed for cell in both)
    return f"{direction} The large number is the one that the report prints." if is_printed else direction


def scale_text(scale: list[ScaleCell], label: str) -> str:
    """The text alternative of one scale: which grade, with which number, between which ends."""
    own = next(cell for cell in scale if cell.is_given)
    says = f"the report prints {own.number}, {own.term.prose}" if own.is_printed else f"the grade is {own.term.prose}"
    worst, best = (f"{cell.term.prose}{f' ({cell.number})' if cell.number else ''}" for cell in (scale[0], scale[-1]))
    return f"{label}: {says}, on a scale from {worst} to {best}"


def detail(reference: Reference, row: GradedRow) -> str:
    best = reference.scales[row["scale"]].best_number
    return f"{_when(row)}; {best} was best" if best is not None else f"{_when(row)}; words only"


def _when(row: GradedRow) -> str:
    if row["inspection_end"] or row["inspection_start"]:
        return wording.date_range(row)
    return f"published {wording.day(row['published'])}" if row["published"] else wording.date(row)


def line(reference: Reference, pair: Pair) -> tuple[str, str]:
    """What stands between the two scales: "solid", "dashed", "dotted" or "break", and the words beside it."""
    if pair.a and pair.b and pair.a["grade"] != pair.b["grade"]:
        first, second = pair.a["grade_number_original"], pair.b["grade_number_original"]
        if first and first == second:
            return DOTTED, "same number, another grade"
    level = reference.vocabulary.comparability[pair.comparability]
    return level.line, level.prose


def place(rank: int) -> float:
    """The middle of a grade's cell, from 0 at the left, where the worst is, to 1."""
    return (4.5 - rank) / 4


def beside(x1: float, x2: float) -> tuple[float, bool, bool]:
    """Where words stand clear of a line from x1 down to x2: their x, whether left of it, and whether at its top."""
    is_left = x1 + x2 >= 1
    is_above = (x2 < x1) == is_left
    x = x1 + (x2 - x1) * (0.55 if is_above else 0.45)
    return (x - 0.02 if is_left else x + 0.02), is_left, is_above
