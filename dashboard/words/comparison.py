"""Plain sentences made from the data: what a page says before any chart or table. Never imports Dash.

Each function takes rows and returns whole sentences. A grade is named by its printed word; numbers never stand
without their scale; what is known only from a remark is said to be; nothing is said of what was not judged but that.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from dashboard.analysis.queries import Pair
from dashboard.store import Store
from dashboard.words import wording
from dashboard.words.wording import TableRow
from loaders.record.reference import COMPARABLE, Authority, Reference


def record(authority: Authority, inspections: Sequence[TableRow]) -> str:
    """How much is known of one authority, and from what."""
    if not inspections:
        return f"This record holds no inspection of {authority.name}."
    mentioned = sum(row["evidence"] == "mention" for row in inspections)
    first, last = inspections[0]["date"][:4], inspections[-1]["date"][:4]
    span = f"in {first}" if first == last else f"from {first} to {last}"
    tail = (
        f"; {wording.count(mentioned, 'of them is', 'of them are')} quoted in later reports only" if mentioned else ""
    )
    return f"The record has {wording.count(len(inspections), 'inspection')} of {authority.name} {span}{tail}."


def same_number(store: Store, rows: Sequence[TableRow]) -> str:
    """The trap, where it occurs: one number twice running, on scales of opposite directions, for different grades."""
    for earlier, later in numbered_pairs(rows):
        if earlier["grade_number_original"] == later["grade_number_original"] and earlier["grade"] != later["grade"]:
            return (
                f"The number {earlier['grade_number_original']} stands for {wording.grade_word(earlier)} in "
                f"{earlier['date'][:4]} and for {wording.grade_word(later)} in {later['date'][:4]}: "
                f"{direction(store.reference, earlier)}, then {direction(store.reference, later)}."
            )
    return ""


def numbered_pairs(rows: Sequence[TableRow]) -> list[tuple[TableRow, TableRow]]:
    """Neighbouring numbered grades that are on different scales."""
    numbered = [row for row in rows if row["grade"] and row["grade_number_original"]]
    return [(a, b) for a, b in pairwise(numbered) if a["scale"] != b["scale"]]


def direction(reference: Reference, row: TableRow) -> str:
    return reference.scales[row["scale"]].direction


def movement(store: Store, pair: Pair, others: Sequence[TableRow] = ()) -> str:
    """What moved between two inspections, on which scales, and how far the two are one measure."""
    reference = store.reference
    title = wording.thing(reference, pair.service, pair.aspect)
    if pair.a is None or pair.b is None or pair.change is None:
        return f"{title}: {_side(store, pair, 'a')}; {_side(store, pair, 'b')}. They cannot be compared."
    a, b = pair.a, pair.b
    ends = (
        f"{wording.grade_word(a)} in {wording.date(a, short=True)} ({wording.printed(reference, a)})",
        f"{wording.grade_word(b)} in {wording.date(b, short=True)} ({wording.printed(reference, b)})",
    )
    measure = reference.vocabulary.comparability[pair.comparability].prose
    is_comparable = pair.comparability in COMPARABLE
    change = f"{wording.movement(pair.change)}, from {ends[0]} to {ends[1]}" if is_comparable else ", ".join(ends)
    said = [f"{title}: {change}.", *numbers(reference, a, b)]
    said.append(f"The two inspections are {measure}{': ' + pair.because if pair.because else ''}.")
    said += [_stop_between(store, row) for row in others]
    return " ".join(said)


def numbers(reference: Reference, a: TableRow, b: TableRow) -> list[str]:
    """Why equal numbers can mean different grades, and different numbers the same one; nothing where neither holds."""
    first, second = a["grade_number_original"], b["grade_number_original"]
    if not first or not second or reference.scales[a["scale"]].best_number == reference.scales[b["scale"]].best_number:
        return []
    scales = f"on the first scale {direction(reference, a)}, on the second {direction(reference, b)}"
    if first == second and a["grade"] != b["grade"]:
        return [f"Both are number {first} on their own scale, yet the grades differ: {scales}."]
    if first == second:
        return [f"Both are number {first} on their own scale: {scales}."]
    if a["grade"] == b["grade"]:
        return [f"The numbers {first} and {second} differ, yet the grade is the same: {scales}."]
    return [f"The numbers run in opposite directions: {scales}."]


def _side(store: Store, pair: Pair, side: str) -> str:
    row = pair.a if side == "a" else pair.b
    name = "first inspection" if side == "a" else "second inspection"
    if row is not None:
        return f"{wording.grade_word(row)} at the {name} ({wording.printed(store.reference, row)})"
    absent = pair.a_absent if side == "a" else pair.b_absent
    if absent is None:
        return f"no grade at the {name}"
    return f"{wording.lower_first(absent.words)} at the {name}{' (' + absent.why + ')' if absent.why else ''}"


def _stop_between(store: Store, row: TableRow) -> str:
    evidence = store.reference.vocabulary.evidence[row["evidence"]]
    known = f" ({evidence.prose})" if evidence.strength > 1 else ""
    return (
        f"Between the two, an inspection of {wording.date(row, short=True)}{known} gave {wording.grade_word(row)} "
        f"({wording.framework_name(store.reference, row['framework'])})."
    )


def _changes(pairs: Sequence[Pair]) -> str:
    """How many rose, fell and did not change, and how many cannot be said to: "2 rose, 1 is not comparable"."""
    comparable = [pair.change or 0 for pair in pairs if pair.comparability in COMPARABLE]
    others = len(pairs) - len(comparable)
    is_one = all(pair.a and pair.b and pair.a["authority_id"] == pair.b["authority_id"] for pair in pairs)
    up, down, level = ("rose", "fell", "did not change") if is_one else ("higher", "lower", "the same")
    counts = (
        (sum(change > 0 for change in comparable), up),
        (sum(change < 0 for change in comparable), down),
        (sum(change == 0 for change in comparable), level),
        (others, "is not comparable" if others == 1 else "are not comparable"),
    )
    return wording.listed([f"{number} {what}" for number, what in counts if number])


def tally(store: Store, pairs: Sequence[Pair], label_a: str, label_b: str) -> str:
    """What the chart of a comparison shows, as its title."""
    both = [pair for pair in pairs if pair.change is not None]
    if not both:
        return f"Nothing was graded both in {label_a} and in {label_b}"
    if len(both) > 1:
        return f"{len(both)} judgements were graded both in {label_a} and in {label_b}: {_changes(both)}"
    (pair,) = both
    name = wording.short_thing(store.reference, pair.service, pair.aspect)
    ends = ((row, label) for row, label in ((pair.a, label_a), (pair.b, label_b)) if row)
    grades = ", ".join(f"{wording.grade_word(row)} in {label}" for row, label in ends)
    only = "Only " if len(pairs) > 1 else ""
    said = wording.upper_first(f"{only}{name} was graded both times: {grades}")
    return said if pair.comparability in COMPARABLE else f"{said}; the two are not comparable"


def comparison(pairs: Sequence[Pair]) -> str:
    """The comparison in one sentence: how many rose, fell and did not change, and how many were graded once."""
    both = [pair for pair in pairs if pair.change is not None]
    if not both:
        return "Nothing was graded in both inspections, so they cannot be compared."
    once = len(pairs) - len(both)
    graded = f"{len(both)} {'judgement was' if len(both) == 1 else 'judgements were'} graded both times"
    return f"{graded}: {_changes(both)}{f'; {once} graded only once' if once else ''}."


def most_telling(pairs: Sequence[Pair]) -> Pair | None:
    """Of the movements that can be named: safeguarding first, then the services as a whole, then the largest."""
    moved = [pair for pair in pairs if pair.change is not None]
    return min(
        moved,
        key=lambda p: (
            (p.service, p.aspect) != ("safeguarding", "overall"),
            p.service != "whole_service",
            -abs(p.change or 0),
        ),
        default=None,
    )


def headline(store: Store, pairs: Sequence[Pair]) -> str:
    """The most telling movement, as a finding."""
    pair = most_telling(pairs)
    if pair is None or pair.a is None or pair.b is None:
        return "Nothing in these two inspections can be compared"
    title, change = wording.thing(store.reference, pair.service, pair.aspect), pair.change or 0
    word_a, word_b = wording.grade_word(pair.a), wording.grade_word(pair.b)
    if pair.comparability not in COMPARABLE:
        ends = f"{word_a} in {pair.a['date'][:4]}, {word_b} in {pair.b['date'][:4]}"
        return f"{title}: {ends}; not comparable"
    if not change:
        return f"{title}: {word_a} both times"
    return f"{title}: {wording.movement(change)}, from {word_a} to {word_b}"
