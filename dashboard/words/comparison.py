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
from loaders.record.reference import Authority, Reference

ONLY = {
    "statistics": "from the inspectorate’s statistics",
    "secondary": "from another body’s account",
    "mention": "known only from a mention",
}


def record(authority: Authority, inspections: Sequence[TableRow]) -> str:
    """How much is known of one authority, and from what."""
    if not inspections:
        return f"This record holds no inspection of {authority.name}."
    mentioned = sum(row["evidence"] == "mention" for row in inspections)
    first, last = inspections[0]["date"][:4], inspections[-1]["date"][:4]
    span = f"in {first}" if first == last else f"from {first} to {last}"
    tail = (
        f"; {wording.count(mentioned, 'of them is', 'of them are')} known only from remarks in later documents"
        if mentioned
        else ""
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
        return f"{title}: {_side(store, pair, 'a')}; {_side(store, pair, 'b')}. Nothing can be said of a movement."
    a, b = pair.a, pair.b
    said = [
        f"{title}: {wording.movement(pair.change)}, from {wording.grade_word(a)} in {wording.date(a, short=True)} "
        f"({wording.printed(reference, a)}) to {wording.grade_word(b)} in {wording.date(b, short=True)} "
        f"({wording.printed(reference, b)})."
    ]
    said += numbers(reference, a, b)
    if pair.comparability == "same":
        said.append("The two are the same measure.")
    else:
        how = "close to one measure, not the same" if pair.comparability == "close" else "not one measure"
        said.append(f"The two are {how}{': ' + pair.because if pair.because else ''}.")
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
    known = f", {ONLY[row['evidence']]}," if row["evidence"] in ONLY else ""
    return (
        f"Between the two, an inspection of {wording.date(row, short=True)}{known} gave {wording.grade_word(row)} "
        f"({store.framework(row['framework']).short_title})."
    )


def _went(moved: Sequence[Pair]) -> str:
    """How many went down, went up and stayed."""
    changes = [pair.change or 0 for pair in moved]
    counts = (
        (sum(change < 0 for change in changes), "went down"),
        (sum(change > 0 for change in changes), "went up"),
        (sum(change == 0 for change in changes), "stayed"),
    )
    return wording.listed([f"{wording.count(number, 'grade')} {what}" for number, what in counts if number])


def tally(pairs: Sequence[Pair], label_a: str, label_b: str) -> str:
    """What the chart of a comparison shows, as its title."""
    moved = [pair for pair in pairs if pair.change is not None]
    if not moved:
        return f"No judgement has a grade both in {label_a} and in {label_b}"
    loose = sum(pair.comparability == "loose" for pair in moved)
    how_many = "" if loose == len(moved) else f"{wording.NUMBERS[loose] if loose < 10 else loose} of them "
    broken = f", {how_many}across a break in the measure" if loose else ""
    return f"From {label_a} to {label_b}, {_went(moved)}{broken}"


def comparison(pairs: Sequence[Pair]) -> str:
    """The comparison in one sentence: how many up, down, unchanged, unpaired; how many of them not one measure."""
    moved = [pair for pair in pairs if pair.change is not None]
    if not moved:
        return "No service and aspect has a grade in both inspections, so nothing can be compared."
    loose = sum(pair.comparability == "loose" for pair in moved)
    unpaired = len(pairs) - len(moved)
    text = f"{wording.count(len(moved), 'judgement')} in both inspections: {_went(moved)}"
    text += (
        f"; {wording.count(unpaired, 'other judgement stands', 'other judgements stand')} in one inspection only"
        if unpaired
        else ""
    )
    if loose:
        steps = f"{wording.upper_first(wording.count(loose, 'step'))} {'is' if loose == 1 else 'are'}"
        text += f". {steps} across a change of framework that breaks the measure"
    return wording.upper_first(text) + "."


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
    if not change:
        return f"{title}: {wording.grade_word(pair.a)} both times"
    how_far = f"{wording.count(abs(change), 'grade')} {'up' if change > 0 else 'down'}"
    return f"{title}: {how_far}, from {wording.grade_word(pair.a)} to {wording.grade_word(pair.b)}"
