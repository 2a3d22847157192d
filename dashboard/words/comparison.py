"""Two inspections in plain sentences, and two sentences of one council's history. Never imports Dash.

A grade is named by the word that its framework's reports print. Rose and fell are said of one council alone, in the
order of time, and only where the two grades are comparable. Called by /compare and by the pages of councils.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from dashboard.analysis.queries import Pair
from dashboard.store import Store
from dashboard.words import wording
from loaders.record.reference import COMPARABLE, Reference
from loaders.record.rows import GradedRow, InspectionRow, JudgementRow, is_graded


def same_number(store: Store, rows: Sequence[JudgementRow]) -> str:
    """The trap, where it occurs: one number twice running, on scales of opposite directions, for different grades."""
    for earlier, later in numbered_pairs(rows):
        if earlier["grade_number_original"] == later["grade_number_original"] and earlier["grade"] != later["grade"]:
            return (
                f"The number {earlier['grade_number_original']} meant {wording.grade_word(earlier)} in "
                f"{earlier['date'].year} and {wording.grade_word(later)} in {later['date'].year}: "
                f"{direction(store.reference, earlier)}, then {direction(store.reference, later)}."
            )
    return ""


def numbered_pairs(rows: Sequence[JudgementRow]) -> list[tuple[GradedRow, GradedRow]]:
    """Neighbouring numbered grades that are on different scales."""
    numbered = [row for row in rows if is_graded(row) and row["grade_number_original"]]
    return [(a, b) for a, b in pairwise(numbered) if a["scale"] != b["scale"]]


def direction(reference: Reference, row: GradedRow) -> str:
    return reference.scales[row["scale"]].direction


@dataclass(frozen=True)
class Ends:
    """The two inspections of a comparison, as sentences and tables name them.

    `places` stand in a sentence ("in 2008", "in Dudley in 2011"), `labels` over a column ("2008", "Dudley 2011").
    """

    reference: Reference
    a: InspectionRow
    b: InspectionRow

    @property
    def councils(self) -> tuple[str, str]:
        first, second = (wording.council_of(self.reference, row["authority_id"]) for row in (self.a, self.b))
        return first, second

    @property
    def is_one_council(self) -> bool:
        return self.a["authority_id"] == self.b["authority_id"]

    @property
    def is_in_time(self) -> bool:
        """Whether they are of one council and the first is the earlier one: only then can anything rise or fall."""
        return self.is_one_council and self.a["date"] <= self.b["date"]

    @property
    def times(self) -> tuple[str, str]:
        """The years, or the months where they are of one council and one year."""
        years = str(self.a["date"].year), str(self.b["date"].year)
        if not self.is_one_council or years[0] != years[1]:
            return years
        return wording.date(self.a, short=True), wording.date(self.b, short=True)

    @property
    def labels(self) -> tuple[str, str]:
        first, second = self.times
        if self.is_one_council:
            return first, second
        return f"{self.councils[0]} {first}", f"{self.councils[1]} {second}"

    @property
    def places(self) -> tuple[str, str]:
        first, second = self.times
        if self.is_one_council:
            return f"in {first}", f"in {second}"
        return f"in {self.councils[0]} in {first}", f"in {self.councils[1]} in {second}"

    @property
    def both(self) -> str:
        return "both times" if self.is_one_council else "in both"

    @property
    def title(self) -> str:
        first, second = self.times
        if self.a == self.b:
            return f"One inspection of {self.councils[0]}, {first}"
        if self.is_one_council:
            return f"Two inspections of {self.councils[0]}, {first} and {second}"
        return f"{self.councils[0]} in {first} and {self.councils[1]} in {second}"


def lead(store: Store, pairs: Sequence[Pair], ends: Ends) -> str:
    """The answer: what was graded both times, and whether that is a rise or a fall."""
    shared_pairs = [pair for pair in pairs if pair.change is not None]
    telling = most_telling(pairs)
    if ends.a == ends.b:
        return "Both choices are the same inspection. Choose another one to compare it with."
    if telling is None:
        return "Nothing was graded in both inspections, so they cannot be compared."
    if len(shared_pairs) == 1:
        thing, only = _thing(store, telling), "only " if len(pairs) > 1 else ""
        is_named = _subject(store, telling) == thing
        what, rest = (thing, "") if is_named else ("one area", f", {thing}")
        clause = wording.upper_first(f"{only}{what} was graded {ends.both}{rest}")
        return f"{clause}: {grades(store, telling, ends)}. {verdict(telling, ends)}"
    count = f"{len(shared_pairs)} areas were graded {ends.both}: {_changes(shared_pairs, ends)}."
    return f"{change(store, telling, ends)} {count}"


def change(store: Store, pair: Pair, ends: Ends) -> str:
    """One area in whole sentences: "Safeguarding rose from inadequate in 2016 to requires improvement in 2019."."""
    thing, subject = _thing(store, pair), _subject(store, pair)
    if pair.comparability not in COMPARABLE or not ends.is_in_time:
        return f"{wording.upper_first(thing)}: {grades(store, pair, ends)}. {verdict(pair, ends)}"
    was = _was(store, pair)
    first, second = (_word(store, row) for row in (pair.a, pair.b))
    step = pair.change or 0
    if not step and first != second:
        clause = f"{was} {first} {ends.places[0]} and {second} {ends.places[1]}, which is no change"
    elif not step:
        clause = f"{was} {second} both times, {ends.places[0]} and {ends.places[1]}"
    else:
        verb = "rose" if step > 0 else "fell"
        clause = f"{subject} {verb} from {first} {ends.places[0]} to {second} {ends.places[1]}"
    return f"{wording.upper_first(clause)}{_caution(pair)}."


def _caution(pair: Pair) -> str:
    """What a comparable step is to be read with; "" where it is one measure."""
    if pair.comparability == "same" or pair.a is None or pair.b is None:
        return ""
    has_changed = pair.a["framework"] != pair.b["framework"]
    return "; Ofsted changed its framework in between" if has_changed else "; compare with caution"


def grades(store: Store, pair: Pair, ends: Ends) -> str:
    """ "good in 2008, adequate in 2012"."""
    return ", ".join(
        f"{_word(store, row)} {place}" for row, place in zip((pair.a, pair.b), ends.places, strict=True) if row
    )


def verdict(pair: Pair, ends: Ends) -> str:
    """Whether the two grades are a rise, a fall or neither; where they are not comparable, that they are not."""
    step = pair.change or 0
    if pair.comparability not in COMPARABLE:
        if not ends.is_in_time:
            return "The two inspections were too different to say which was better."
        what = "a rise" if step > 0 else "a fall" if step < 0 else "no change"
        return f"The two inspections were too different to call that {what}."
    if ends.is_in_time:
        return f"That is {wording.movement(step)}{_caution(pair)}."
    if not step:
        return f"That is the same grade{_caution(pair)}."
    which = "second" if step > 0 else "first"
    return f"The {which} is {wording.count(abs(step), 'grade')} higher{_caution(pair)}."


def numbers(reference: Reference, pair: Pair, ends: Ends) -> str:
    """Why equal numbers can mean different grades, and different numbers the same one; "" where neither holds."""
    a, b = pair.a, pair.b
    if a is None or b is None:
        return ""
    first, second = a["grade_number_original"], b["grade_number_original"]
    bests = [reference.scales[row["scale"]].best_number for row in (a, b)]
    if not first or not second or bests[0] == bests[1]:
        return ""
    scales = (
        f"{wording.upper_first(ends.places[0])} the best number was {bests[0]}; {ends.places[1]} it was {bests[1]}."
    )
    if first == second and a["grade"] != b["grade"]:
        return f"Both reports print the same number, {first}. {scales} So the same number means different grades."
    if first == second:
        return f"Both reports print the number {first}. {scales}"
    if a["grade"] == b["grade"]:
        return f"The reports print {first} and {second} for the same grade. {scales}"
    return f"The reports print {first} and {second}. {scales}"


def between(store: Store, pair: Pair, others: Sequence[GradedRow]) -> str:
    """What inspections between the two graded, so that nobody takes the two for neighbours; "" where there are none."""
    if not others:
        return ""
    grades_between = wording.listed(
        [
            f"{_word(store, row)} in {wording.date(row, short=True)}{wording.quoted_in(store.reference, row)}"
            for row in others
        ]
    )
    return f"Between the two, {_was(store, pair)} {grades_between}."


def _thing(store: Store, pair: Pair) -> str:
    return wording.short_thing(store.reference, pair.service, pair.aspect)


def _subject(store: Store, pair: Pair) -> str:
    return wording.subject(store.reference, pair.service, pair.aspect)


def _was(store: Store, pair: Pair) -> str:
    """ "safeguarding was graded", "the grade for care leavers was"."""
    subject = _subject(store, pair)
    return f"{subject} was graded" if subject == _thing(store, pair) else f"{subject} was"


def _word(store: Store, row: GradedRow | None) -> str:
    """The grade as the reports of its framework print it, in a sentence."""
    return store.reference.word_of(row).prose if row else ""


def _changes(pairs: Sequence[Pair], ends: Ends) -> str:
    """How many rose, fell and did not change, and how many cannot be said to: "2 rose, 1 is not comparable"."""
    comparable = [pair.change or 0 for pair in pairs if pair.comparability in COMPARABLE]
    others = len(pairs) - len(comparable)
    second = "in the second"
    rising = ("rose", "fell", "did not change")
    up, down, level = rising if ends.is_in_time else (f"higher {second}", f"lower {second}", "the same")
    counts = (
        (sum(change > 0 for change in comparable), up),
        (sum(change < 0 for change in comparable), down),
        (sum(change == 0 for change in comparable), level),
        (others, "is not comparable" if others == 1 else "are not comparable"),
    )
    return wording.listed([f"{number} {what}" for number, what in counts if number])


def most_telling(pairs: Sequence[Pair]) -> Pair | None:
    """Of what was graded both times: safeguarding first, then the services as a whole, then the largest change."""
    shared_pairs = [pair for pair in pairs if pair.change is not None]
    return min(
        shared_pairs,
        key=lambda p: (
            (p.service, p.aspect) != ("safeguarding", "overall"),
            p.service != "whole_service",
            -abs(p.change or 0),
        ),
        default=None,
    )
