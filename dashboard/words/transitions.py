"""What the transitions page says in words, made from its counts: what came next, how long it took, what it cannot say.

Never imports Dash. Every share comes with its numbers and its interval; where there are too few steps for a share, the
counts stand alone. Everything is said of what has been, never of what will be.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from dashboard.analysis import intervals
from dashboard.analysis.transitions import FEW, WORST, Counts, StepChoice, Survival
from dashboard.store import Store, records
from dashboard.words import wording
from loaders.record.vocabulary import Vocabulary

WHY_LOST = {
    "record": "had none by {as_at}, the day to which the record is complete",
    "series": "had none by {series}, the last day on which this is judged",
    "framework": "had none within the frameworks that the choice follows",
    "authority": "had none when the authority ended",
}


def percent(share: float) -> str:
    return "under 1%" if 0 < share < 0.005 else f"{100 * share:.0f}%"


def interval(low: float, high: float) -> str:
    """ "28 to 49%"; "" where there is none."""
    return "" if low != low or high != high else f"{100 * low:.0f} to {100 * high:.0f}%"


def share(count: int, of: int) -> str:
    """ "33 (77%, 95% interval 62 to 87%)", or the count alone where there are too few for a share."""
    return (
        f"{count} ({percent(count / of)}, 95% interval {interval(*intervals.wilson(count, of))})"
        if of >= FEW
        else str(count)
    )


def years(number: float) -> str:
    return f"{number:.1f} years"


def grade(words: Vocabulary, name: str) -> str:
    return words.grades[name].prose


def number_of_steps(number: int) -> str:
    return f"{number:,} {'step' if number == 1 else 'steps'}"


def number_of_authorities(number: int) -> str:
    return f"{number:,} {'authority' if number == 1 else 'authorities'}"


def number_of_spells(number: int) -> str:
    return f"{number:,} {'spell' if number == 1 else 'spells'}"


def headline(counts: Counts, grades: pd.DataFrame) -> str:
    """The finding: what came after inadequate, or, where too few steps began there, how often the grade stayed."""
    if not counts.steps:
        return "No step fits this choice"
    worst = grades[(grades["grade"] == WORST) & (grades["steps"] >= FEW)]
    if len(worst):
        row = worst.iloc[0]
        return f"After inadequate, the next grade was better in {row['better']} of {number_of_steps(row['steps'])}"
    return f"The next grade was the same in {counts.same} of {number_of_steps(counts.steps)}"


def lead(title: str, counts: Counts) -> str:
    """How many steps, what they did, how many are not one measure, how many rest on a mention."""
    if not counts.steps:
        return f"{title}: the record has no step from one graded inspection to the next that fits all of these at once."
    span = f"in {counts.first_year}"
    if counts.first_year != counts.last_year:
        span = f"from {counts.first_year} to {counts.last_year}"
    said = (
        f"{title}: {number_of_steps(counts.steps)} from one graded inspection to the next, of "
        f"{number_of_authorities(counts.authorities)}, begun {span}. The grade stayed in "
        f"{_part(counts.same, counts.steps)}, was better in {_part(counts.better, counts.steps)} and worse in "
        f"{_part(counts.worse, counts.steps)}."
    )
    return f"{said} {_sureness(counts)}"


def _part(count: int, of: int) -> str:
    return f"{count:,} ({percent(count / of)})" if of >= FEW else str(count)


def _sureness(counts: Counts) -> str:
    if counts.crosses:
        verb = "crosses" if counts.crosses == 1 else "cross"
        crossing = f"{_part(counts.crosses, counts.steps)} {verb} a change of framework"
        if counts.unjoined:
            crossing += f", {counts.unjoined} of them where no line joins them"
    else:
        crossing = "None crosses a change of framework"
    resting = f"{_part(counts.mentions, counts.steps)} {'rests' if counts.mentions == 1 else 'rest'} on a mention"
    if not counts.mentions:
        resting = "none rests on a mention"
    return f"{crossing}; {resting}."


def left_out(counts: Counts) -> str:
    """What the choice leaves out, and that nothing is joined over it."""
    parts = []
    if counts.left_out_frameworks:
        parts.append(f"{number_of_steps(counts.left_out_frameworks)} over changes of framework")
    if counts.left_out_mentions:
        parts.append(f"{number_of_steps(counts.left_out_mentions)} with an end known only from a mention")
    if not parts:
        return ""
    return f"Left out: {wording.listed(parts)}. No step is made over an inspection that was left out."


def moves(words: Vocabulary, found: pd.DataFrame, grades: pd.DataFrame) -> list[str]:
    """One sentence for each grade before: how often better, the same, worse."""
    said = []
    for row in records(grades[grades["steps"] > 0]):
        name, of = row["grade"], int(row["steps"])
        same = of - int(row["better"]) - int(row["worse"])
        parts = []
        if words.grades[name].rank > 1:
            parts.append(f"a better grade in {share(int(row['better']), of)}")
        parts.append(f"{grade(words, name)} again in {share(same, of)}")
        if name != WORST:
            parts.append(f"a worse one in {share(int(row['worse']), of)}")
        few = ": too few for shares" if of < FEW else ""
        whose = number_of_authorities(int(row["authorities"]))
        said.append(f"After {grade(words, name)} ({number_of_steps(of)} of {whose}{few}): {wording.listed(parts)}.")
    order = {term.prose: -term.rank for term in words.grades.values()}
    return sorted(said, key=lambda text: order[text.removeprefix("After ").split(" (")[0]]) if len(found) else []


def moves_title(words: Vocabulary, matrix: pd.DataFrame) -> str:
    """What the chart of the shares shows: which grade came next most often; a few steps say nothing of that."""
    parts = []
    for before, rows in matrix[matrix["of"] >= FEW].groupby("from_grade", sort=False):
        most = rows[rows["steps"] == rows["steps"].max()]
        names = wording.listed([grade(words, str(name)) for name in most["to_grade"]])
        names += ", as often," if len(most) > 1 else ""
        parts.append(
            f"{names} after {grade(words, str(before))} ({int(most['steps'].iloc[0])} of {int(most['of'].iloc[0])})"
        )
    if not parts:
        return "Too few inspections to say which grade came next most often"
    return f"Most often next: {wording.listed(parts)}"


def spells(store: Store, choice: StepChoice, result: Survival, series_end: str) -> list[str]:
    """How many spells, how they ended, by when half had, and the last year that is well known."""
    found = result.spells
    number = len(found)
    if not number:
        return []
    whose = number_of_authorities(int(found["authority_id"].nunique()))
    ended = int(found["is_ended"].sum())
    parts = [f"{ended} ended with a better grade"]
    dates = {"as_at": wording.day(store.as_at.isoformat()), "series": series_end}
    lost = found.loc[~found["is_ended"].astype(bool), "why"].value_counts()
    parts += [f"{lost[why]} {words.format(**dates)}" for why, words in WHY_LOST.items() if why in lost]
    said = [
        f"{number_of_spells(number)} of inadequate of {whose}: {wording.listed(parts)}.",
        median_sentence(result),
    ]
    known = result.by_year[(result.by_year["at_risk"] >= FEW) & (result.by_year["ended"] > 0)]
    if len(known):
        row = known.iloc[-1]
        said.append(
            f"{wording.upper_first(wording.count(int(row['year']), 'year'))} after the first judgement of inadequate "
            f"{percent(row['still'])} (95% interval {interval(row['low'], row['high'])}) were still inadequate; "
            f"{int(row['at_risk'])} spells were still being followed then."
        )
    repeated = int((found["judgements"] > 1).sum())
    if repeated:
        said.append(f"{number_of_spells(repeated)} held more than one inadequate judgement.")
    if result.left_out:
        said.append(
            f"Left out: {number_of_spells(result.left_out)} that {'begins' if result.left_out == 1 else 'begin'} "
            f"or {'ends' if result.left_out == 1 else 'end'} with a mention."
        )
    vague = int(found["is_vague"].sum())
    if vague and choice.mentions == "with":
        said.append(
            f"{number_of_spells(vague)} of the {number} "
            f"{'has' if vague == 1 else 'have'} a date known only by month or year."
        )
    return said


def median_sentence(result: Survival) -> str:
    """By when half of the spells had ended, with the interval, or that it cannot be said."""
    middle, number = result.median, number_of_spells(len(result.spells))
    if len(result.spells) < FEW:
        return f"{number}: too few for a median."
    if middle.years is None:
        return f"The curve does not come down to one half, so no median is given ({number})."
    if middle.low is not None and middle.high is not None:
        bounds = f"{middle.low:.1f} to {years(middle.high)}"
    elif middle.low is not None:
        bounds = f"from {years(middle.low)}, with no upper end that so few can give"
    else:
        bounds = "not known"
    return f"Half of the spells had a better grade after {years(middle.years)} (95% interval {bounds}; {number})."


def survival_title(result: Survival) -> str:
    """The finding of the curve, as its title."""
    if result.median.years is None:
        ended = int(result.spells["is_ended"].sum())
        return f"{ended} of {len(result.spells)} periods graded inadequate have ended with a better grade"
    return f"Half of the periods graded inadequate lasted {years(result.median.years)} or longer"


def pace(words: Vocabulary, grades: pd.DataFrame) -> str:
    """How soon the next inspection came after each grade: inspections are not spread evenly."""
    rows = [row for row in records(grades) if int(row["steps"]) >= FEW]
    rows.sort(key=lambda row: -words.grades[row["grade"]].rank)
    parts = [
        f"{years(float(row['years']))} after {grade(words, row['grade'])} ({number_of_steps(int(row['steps']))})"
        for row in rows
    ]
    return f"here the median was {wording.listed(parts)}" if parts else ""


def waiting(words: Vocabulary, grades: pd.DataFrame) -> str:
    """How many judgements no later one follows."""
    rows = [row for row in records(grades) if int(row["waiting"])]
    rows.sort(key=lambda row: words.grades[row["grade"]].rank)
    number = sum(int(row["waiting"]) for row in rows)
    if not number:
        return ""
    parts = [f"{row['waiting']} {grade(words, row['grade'])}" for row in rows]
    return (
        f"{wording.upper_first(wording.count(number, 'judgement'))} of these years "
        f"{'has' if number == 1 else 'have'} no later grade here, so no step begins there: {wording.listed(parts)}."
    )


def caveats(store: Store, choice: StepChoice, counts: Counts, grades: pd.DataFrame) -> list[tuple[str, str]]:
    """What the figures do not say, as (in short, why)."""
    timing = "Inspectors come back sooner after some grades than after others"
    pacing = pace(store.reference.vocabulary, grades)
    found = [
        (
            "This is a record, not a forecast.",
            "The shares count what came next where the record knows it. They say nothing of what will come next for "
            "any authority, and nothing of why.",
        ),
        (
            "When inspectors return depends on the grade.",
            f"{timing}{f': {pacing}' if pacing else ''}. A spell ends when an inspection says so, which is later than "
            "the service became better, and no spell can be shorter than the wait for the next inspection.",
        ),
        (
            "The standard changed.",
            f"{number_of_steps(counts.crosses) if counts.crosses else 'No step'} here "
            f"{'cross' if counts.crosses > 1 else 'crosses'} a change of framework. Adequate, until 2013, met the "
            "minimum; requires improvement, since then, does not. A move over such a change may be the standard’s and "
            "not the service’s.",
        ),
        (
            "Small numbers.",
            "The intervals are what chance alone would allow if steps were independent of each other. Several steps "
            f"can be of one authority, so they are too narrow rather than too wide. Where fewer than {FEW} steps begin "
            "at a grade, no share is put in words; where fewer than that many spells are followed, the curve is a "
            "guide at most.",
        ),
        (
            "The record is not complete.",
            "“Next” is the next inspection that the record holds; one that it lacks is stepped over unseen. "
            "Inspections known only from a mention are those that a later report happened to recall. "
            + waiting(store.reference.vocabulary, grades),
        ),
    ]
    gaps = [
        f"{wording.upper_first(wording.framework_name(store.reference, framework.framework))}: {each.why}"
        for framework in store.reference.frameworks.values()
        for each in framework.not_given
        if (each.service, each.aspect) == (choice.service, choice.aspect)
    ]
    if gaps:
        found.append(("Not judged throughout.", f"{'; '.join(gaps)}."))
    return [(short, why.strip()) for short, why in found]


def cell_title(words: Vocabulary, choice: StepChoice, found: pd.DataFrame) -> str:
    """What the list below the matrix holds."""
    parts: Sequence[str] = [
        f"from {grade(words, choice.from_grade)}" if choice.from_grade else "",
        f"to {grade(words, choice.to_grade)}" if choice.to_grade else "",
    ]
    moved = wording.upper_first(" ".join(part for part in parts if part))
    whose = number_of_authorities(int(found["authority_id"].nunique()))
    return f"{moved}: {number_of_steps(len(found))} of {whose}" if len(found) else f"{moved}: no step"
