"""What the transitions page says in words, made from its counts: what came next, how long it took, what it cannot say.

Never imports Dash. Every share comes with its numbers and its interval; where there are too few steps for a share, the
counts stand alone. Everything is said of what has been, never of what will be.
"""

import pandas as pd

from dashboard.analysis import intervals
from dashboard.analysis.national.years import CHANGED
from dashboard.analysis.transitions import FEW, WORST, Counts, StepChoice, Survival, series_end
from dashboard.store import Store
from dashboard.texts import texts_of
from dashboard.words import wording
from loaders.frames import records
from loaders.record.vocabulary import Grade, Vocabulary


def interval(low: float, high: float) -> str:
    """ "28–49%"; "" where there is none."""
    return "" if low != low or high != high else f"{100 * low:.0f}–{100 * high:.0f}%"


def share(count: int, of: int) -> str:
    """ "77% (33 of 43; 95% interval 62–87%)", or the counts alone where there are too few for a share."""
    if of < FEW:
        return f"{count} of {of}"
    return f"{wording.percent(count / of)} ({count} of {of}; 95% interval {interval(*intervals.wilson(count, of))})"


def years(number: float) -> str:
    return f"{number:.1f} years"


def term(words: Vocabulary, name: str) -> Grade:
    """A grade by the name of its printed word, or of the harmonised grade of two of them."""
    return next((word for word in words.printed if word.name == name), None) or words.grades[name]


def grade(words: Vocabulary, name: str) -> str:
    return term(words, name).prose


def number_of_steps(number: int) -> str:
    return wording.number(number, "pair of inspections", "pairs of inspections")


def _number_of_spells(number: int) -> str:
    return wording.number(number, "period graded inadequate", "periods graded inadequate")


def headline(what: str, counts: Counts, grades: pd.DataFrame) -> str:
    """The finding for `what`: what came after inadequate; where too few were inadequate, what came most often."""
    if not counts.steps:
        return "No inspections fit this choice"
    if worst := _after_worst(grades):
        better, of, _ = worst
        return f"After inadequate for {what}, {wording.percent(better / of)} of the next grades were better"
    if not counts.compared:
        return f"No two inspections in a row are comparable for {what}"
    outcomes = ((counts.same, "did not change"), (counts.better, "rose"), (counts.worse, "fell"))
    number, verb = max(outcomes, key=lambda outcome: outcome[0])
    return f"The grade for {what} {verb} in {number} of {number_of_steps(counts.compared)}"


def _after_worst(grades: pd.DataFrame) -> tuple[int, int, int] | None:
    """After inadequate: better grades, all that are comparable, and those still without one; None of too few."""
    rows = grades[(grades["grade"] == WORST) & (grades["compared"] >= FEW)]
    return next(((int(r["better"]), int(r["compared"]), int(r["waiting"])) for r in records(rows)), None)


def lead(counts: Counts, grades: pd.DataFrame) -> str:
    if not counts.steps:
        return "No council has two inspections in a row that fit all of these."
    text = f"Fewer than {FEW} inadequate grades have a comparable later one. "
    if worst := _after_worst(grades):
        better, of, waiting = worst
        more = f"; {waiting} more {'has' if waiting == 1 else 'have'} no later grade" if waiting else ""
        text = f"That is {better} of the {of} inadequate grades with a comparable later one{more}. "
    return f"{text}Compare with caution where the framework changed in between." if counts.crosses else text


def totals(counts: Counts) -> str:
    span = f"in {counts.first_year}"
    if counts.first_year != counts.last_year:
        span = f"from {counts.first_year} to {counts.last_year}"
    parts = [
        f"{number_of_steps(counts.steps)}, one after the other, in {wording.number(counts.authorities, 'council')}; "
        f"the first of each {span}."
    ]
    if counts.compared:
        parts.append(
            f"The grade rose in {_part(counts.better, counts.compared)}, fell in "
            f"{_part(counts.worse, counts.compared)} and did not change in {_part(counts.same, counts.compared)}."
        )
    return " ".join([*parts, *_sureness(counts)])


def _part(count: int, of: int) -> str:
    return f"{count:,} ({wording.percent(count / of)})" if of >= FEW else str(count)


def _sureness(counts: Counts) -> list[str]:
    sentences = []
    if apart := counts.steps - counts.compared:
        more = f"{apart:,} more {'is' if apart == 1 else 'are'}"
        sentences.append(f"{more} not comparable: the table has them, and nothing is said to rise or fall there.")
    if counts.mentions:
        quoted = _part(counts.mentions, counts.steps)
        sentences.append(f"In {quoted} a grade is quoted in a later report only.")
    return sentences


def left_out(counts: Counts) -> str:
    if not counts.left_out:
        return ""
    steps = number_of_steps(counts.left_out)
    return f"Left out: {steps} that are not comparable or across frameworks. Nothing is joined across them."


def moves(words: Vocabulary, grades: pd.DataFrame) -> list[str]:
    """One sentence for each grade before, best first: how often the next one was better, the same or worse."""
    rows = {row["grade"]: row for row in records(grades[grades["steps"] > 0])}
    sentences = []
    for before in words.printed:
        row = rows.get(before.name)
        if row is None:
            continue
        of, steps = int(row["compared"]), int(row["steps"])
        whose = wording.number(int(row["authorities"]), "council")
        start = f"After {before.prose} ({number_of_steps(steps)} of {whose})"
        if not of:
            sentences.append(f"{start}: the next grade is not comparable.")
            continue
        unchanged = of - int(row["better"]) - int(row["worse"])
        parts = [f"better in {share(int(row['better']), of)}"] if before.rank > 1 else []
        parts.append(f"no change in {share(unchanged, of)}")
        if before.name != WORST:
            parts.append(f"worse in {share(int(row['worse']), of)}")
        apart = f" The other {steps - of} are not comparable." if steps > of else ""
        few = f" Fewer than {FEW}, so no shares." if of < FEW else ""
        sentences.append(f"{start}: {wording.listed(parts)}.{apart}{few}")
    return sentences


def ends(store: Store, choice: StepChoice) -> dict[str, str]:
    """How a period graded inadequate ended, or until when it is followed."""
    dates = {"as_at": wording.day(store.as_at), "series": wording.day(series_end(store.reference, choice))}
    return {why: words.format(**dates) for why, words in texts_of("transitions")["end"].items()}


def spells(store: Store, result: Survival, choice: StepChoice) -> list[str]:
    """How many spells, how they ended, by when half had, and the last year that is well known."""
    frame = result.spells
    number = len(frame)
    whose = wording.number(int(frame["authority_id"].nunique()), "council")
    numbers = frame["why"].value_counts()
    parts = [
        f"{numbers.get(why, 'none')} {words}"
        for why, words in ends(store, choice).items()
        if why == "better" or why in numbers
    ]
    repeated = int((frame["judgements"] > 1).sum())
    several = f" {repeated} {'has' if repeated == 1 else 'have'} several grades in a row." if repeated else ""
    sentences = [f"{_number_of_spells(number)}, in {whose}: {wording.listed(parts)}.{several}", median_sentence(result)]
    years = result.by_year[(result.by_year["at_risk"] >= FEW) & (result.by_year["ended"] > 0)]
    if len(years):
        row = years.iloc[-1]
        sentences.append(
            f"{wording.upper_first(wording.count(int(row['year']), 'year'))} after the first such grade, about "
            f"{wording.percent(row['still'])} were still inadequate (95% interval {interval(row['low'], row['high'])})."
        )
    at_least = int(frame["is_at_least"].astype(bool).sum())
    if at_least:
        sentences.append(
            f"{at_least} of the {number} may have begun earlier: only a month or the date of a report is known, or the "
            "grade before was inadequate too, but is not comparable or not chosen. "
            f"{'Its' if at_least == 1 else 'Their'} length is given as “at least”."
        )
    return sentences


def median_sentence(result: Survival) -> str:
    """By when half of the spells had ended, with the interval, or that it cannot be said."""
    middle, number = result.median, _number_of_spells(len(result.spells))
    if len(result.spells) < FEW:
        return f"{number}: too few for a median."
    if not result.spells["is_ended"].any():
        return "No comparable better grade followed any of them, so there is no curve."
    if middle.years is None:
        return f"Fewer than half had a better grade so far as the record goes ({number})."
    if middle.low is not None and middle.high is not None:
        bounds = f"{middle.low:.1f} to {years(middle.high)}"
    elif middle.low is not None:
        bounds = f"from {years(middle.low)}, with no upper end that so few can give"
    else:
        bounds = "not known"
    return f"Half had a better grade after {years(middle.years)} (95% interval {bounds})."


def survival_title(result: Survival) -> str:
    if result.median.years is None:
        end_count = int(result.spells["is_ended"].sum())
        return f"{end_count} of {len(result.spells)} periods graded inadequate have ended with a better grade"
    return f"Half of the periods graded inadequate lasted {years(result.median.years)} or longer"


def pace(words: Vocabulary, grades: pd.DataFrame) -> str:
    """How soon the next inspection came after each grade: inspections are not spread evenly."""
    rows = [row for row in records(grades) if int(row["steps"]) >= FEW]
    rows.sort(key=lambda row: -words.printed.index(term(words, row["grade"])))
    parts = [f"{years(float(row['years']))} after {grade(words, row['grade'])}" for row in rows]
    return f"here the median was {wording.listed(parts)}" if parts else ""


def waiting(grades: pd.DataFrame) -> str:
    number = int(grades["waiting"].sum())
    grade_count = wording.upper_first(wording.count(number, "grade"))
    return f"{grade_count} of these years {'has' if number == 1 else 'have'} no later one." if number else ""


def caveats(store: Store, choice: StepChoice, counts: Counts, *, grades: pd.DataFrame) -> list[tuple[str, str]]:
    """What the figures do not say, as (in short, why)."""
    words = store.reference.vocabulary
    pacing = pace(words, grades)
    not_given = [
        f"{wording.upper_first(wording.framework_name(store.reference, framework.framework))}: {not_given.why}"
        for framework in store.reference.frameworks.values()
        for not_given in framework.not_given
        if (not_given.service, not_given.aspect) == (choice.service, choice.aspect)
    ]
    applies = {
        "changed": counts.crosses > 0,
        "incomplete": counts.steps > 0 and int(counts.first_year or 0) < CHANGED.year,
        "not_given": bool(not_given),
    }
    texts = texts_of("transitions")
    values = {
        "crosses": counts.crosses,
        "standard": texts["standard"] if any(term(words, name).is_light for name in grades["grade"]) else "",
        "pace": f": {pacing}" if pacing else "",
        "few": FEW,
        "waiting": waiting(grades),
        "not_given": "; ".join(not_given),
    }
    return [
        (caveat["short"], caveat["why"].format(**values).strip())
        for name, caveat in texts["caveat"].items()
        if applies.get(name, True)
    ]


def cell(words: Vocabulary, before: str, after: str) -> str:
    """ "from good to inadequate", of which one end can be left out."""
    ends = (("from", before), ("to", after))
    return " ".join(f"{way} {grade(words, name)}" for way, name in ends if name)


def cell_title(words: Vocabulary, choice: StepChoice, steps: pd.DataFrame) -> str:
    movement = wording.upper_first(cell(words, choice.from_grade, choice.to_grade))
    whose = wording.number(int(steps["authority_id"].nunique()), "council")
    return f"{movement}: {number_of_steps(len(steps))} of {whose}" if len(steps) else f"{movement}: none"
