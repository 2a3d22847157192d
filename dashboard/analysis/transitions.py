"""From one inspection to the next: steps, the matrix of moves, and spells of inadequate. Frames in, frames out.

Comes in: the store's judgements and movements, and a StepChoice. A step joins two neighbouring graded judgements of one
authority in one service and aspect; a spell begins with a judgement of inadequate, lasts through every further one
without a break, and ends with the first better grade. Nothing is joined over an inspection that was left out, and
nothing here says what will happen. Intervals and survival are left to `intervals`, words to `words.transitions`.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import pandas as pd

from dashboard.analysis import intervals, queries
from dashboard.analysis.national.years import CHANGED
from dashboard.store import Store
from loaders.frames import records
from loaders.record.grouping import grouped
from loaders.record.reference import COMPARABLE, Reference
from loaders.record.rows import GradedRow, JudgementRow

WORST = "inadequate"
DAYS_A_YEAR = 365.25
FRAMEWORK_STEPS = ("joined", "within", "all")
"""Those that a line joins, which alone are said to be better or worse; those within one framework; every step."""
PERIODS = {
    "since-2013": (CHANGED, dt.date.max),
    "before-2013": (dt.date.min, dt.date(2013, 10, 31)),
    "all": (dt.date.min, dt.date.max),
}
"""The days on which the first of two inspections was, both included."""
FEW = 10


@dataclass(frozen=True)
class StepChoice:
    """Which steps: one service and aspect, the years in which they began, and which of them count."""

    service: str
    aspect: str
    from_year: int | None = None
    to_year: int | None = None
    framework_step: str = "all"
    from_grade: str = ""
    to_grade: str = ""
    period: str = "all"

    @property
    def usual_period(self) -> str:
        """The period of an address that names none: that since November 2013, unless it names years."""
        return "all" if self.from_year or self.to_year else "since-2013"

    def pairs(self) -> list[tuple[str, str]]:
        """As parameters of an address; what stands as it does without them is left out."""
        return [
            ("service", self.service),
            ("aspect", self.aspect),
            ("from", str(self.from_year or "")),
            ("to", str(self.to_year or "")),
            ("period", "" if self.period == self.usual_period else self.period),
            ("framework_step", "" if self.framework_step == FRAMEWORK_STEPS[0] else self.framework_step),
            ("from_grade", self.from_grade),
            ("to_grade", self.to_grade),
        ]

    def has(self, dates: pd.Series) -> pd.Series:
        start, end = PERIODS[self.period]
        first = max(start, dt.date(self.from_year or dt.MINYEAR, 1, 1))
        last = min(end, dt.date(self.to_year or dt.MAXYEAR, 12, 31))
        return dates.between(pd.Timestamp(first), pd.Timestamp(last))


LastDay = Callable[[JudgementRow], tuple[dt.date, str]]
Word = Callable[[str, str, str], str]
"""The word of a harmonised grade under a framework, of several the printed one, by its name: requires improvement."""


def graded(judgements: pd.DataFrame, choice: StepChoice, word: Word = lambda grade, *_: grade) -> pd.DataFrame:
    """The judgements of the service and aspect that have a grade, with its `word`, in the order of time."""
    frame = queries.of_series(judgements, choice.service, choice.aspect)
    frame = frame[frame["grade"].notna()].sort_values(["authority_id", "date", "inspection_id"])
    cells = zip(frame["grade"], frame["framework"], frame["grade_original"], strict=True)
    return frame.assign(word=[word(*row) for row in cells])


def steps(movements: pd.DataFrame, judgements: pd.DataFrame, choice: StepChoice) -> pd.DataFrame:
    """Every step of the service and aspect, whenever it began, with what is known of its two ends.

    `judgements` are those that `graded` gives of the same choice.
    Adds to the columns of movements: authority, from_framework, to_framework, crosses (a change of framework),
    is_mention (an end is known only from a mention), years (between the two), from_word and to_word (the printed
    words), and is_compared (a line joins the two, so that one can be better than the other).
    """
    moves = queries.of_series(movements, choice.service, choice.aspect)
    lines = judgements[["inspection_id", "authority", "framework", "evidence", "word"]]
    for end in ("from", "to"):
        columns = {name: f"{end}_{name}" for name in ("inspection_id", "framework", "evidence", "word")}
        moves = moves.merge(lines.rename(columns=columns), on=f"{end}_inspection_id", validate="m:1")
        lines = lines.drop(columns="authority", errors="ignore")
    return moves.assign(
        crosses=moves["from_framework"] != moves["to_framework"],
        is_mention=(moves["from_evidence"] == "mention") | (moves["to_evidence"] == "mention"),
        years=(moves["to_date"] - moves["from_date"]).dt.days / DAYS_A_YEAR,
        is_compared=moves["comparability"].isin(COMPARABLE),
    )


def begun(moves: pd.DataFrame, choice: StepChoice) -> pd.DataFrame:
    return moves[choice.has(moves["from_date"])]


def is_followed(moves: pd.DataFrame, choice: StepChoice) -> pd.Series:
    if choice.framework_step == "within":
        return ~moves["crosses"]
    if choice.framework_step == "joined":
        return moves["is_compared"]
    return pd.Series(True, index=moves.index)


def counted(moves: pd.DataFrame, choice: StepChoice) -> pd.DataFrame:
    """The steps that count: in the chosen years, over the chosen changes of framework."""
    steps_begun = begun(moves, choice)
    return steps_begun[is_followed(steps_begun, choice)]


def in_cell(moves: pd.DataFrame, choice: StepChoice) -> pd.DataFrame:
    """Of the steps that count those in the chosen row, column or cell of the matrix."""
    for name in ("from_grade", "to_grade"):
        if grade := getattr(choice, name):
            word = name.replace("grade", "word")
            moves = moves[(moves[word] == grade) | (moves[name] == grade)]
    return moves


@dataclass(frozen=True)
class Counts:
    """How many steps count, what they did, and how sure they are; and how many the choice leaves out.

    `same`, `better` and `worse` are of the `compared` ones alone: those that a line joins.
    """

    steps: int
    compared: int
    authorities: int
    same: int
    better: int
    worse: int
    crosses: int
    mentions: int
    first_year: str
    last_year: str
    left_out: int


def counts(steps: pd.DataFrame, all_steps: pd.DataFrame, choice: StepChoice) -> Counts:
    compared = steps[steps["is_compared"]]
    change = compared["change"]
    return Counts(
        steps=len(steps),
        compared=len(compared),
        authorities=int(steps["authority_id"].nunique()),
        same=int((change == 0).sum()),
        better=int((change > 0).sum()),
        worse=int((change < 0).sum()),
        crosses=int(steps["crosses"].sum()),
        mentions=int(steps["is_mention"].sum()),
        first_year=str(steps["from_date"].min().year) if len(steps) else "",
        last_year=str(steps["from_date"].max().year) if len(steps) else "",
        left_out=len(begun(all_steps, choice)) - len(steps),
    )


def matrix(steps: pd.DataFrame, grades: Iterable[str]) -> pd.DataFrame:
    """One row for each pair of printed words, given by name.

    from_grade, to_grade, steps, of (steps from that grade), share, low, high.

    The interval is Wilson's; where no step began at a grade, its shares are empty.
    """
    counts = steps.groupby(["from_word", "to_word"]).size()
    totals = steps.groupby("from_word").size()
    rows, grades = [], list(grades)
    for before in grades:
        total = int(totals.get(before, 0))
        for after in grades:
            number = int(counts.get((before, after), 0))
            low, high = intervals.wilson(number, total) if total else (float("nan"), float("nan"))
            share = number / total if total else float("nan")
            rows.append((before, after, number, total, share, low, high))
    return pd.DataFrame(rows, columns=["from_grade", "to_grade", "steps", "of", "share", "low", "high"])


def by_grade(steps: pd.DataFrame, lines: pd.DataFrame, all_steps: pd.DataFrame, *, choice: StepChoice) -> pd.DataFrame:
    """One row for each grade that a step begins or could begin at: its steps, authorities, how soon, and what waits.

    grade (the printed word), steps, compared (those that a line joins), authorities, better, worse, years (median
    between the two inspections), waiting (judgements of the chosen years that no later graded one follows in the
    record; `lines` and `all_steps` are all of the series).
    """
    last = lines[~lines["inspection_id"].isin(set(all_steps["from_inspection_id"]))]
    last = last[choice.has(last["date"])]
    waiting = last.groupby("word").size()
    change = steps["change"].where(steps["is_compared"], 0)
    sides = steps.assign(is_better=change > 0, is_worse=change < 0).groupby("from_word")
    frame = pd.DataFrame(
        {
            "steps": sides.size(),
            "compared": sides["is_compared"].sum(),
            "authorities": sides["authority_id"].nunique(),
            "better": sides["is_better"].sum(),
            "worse": sides["is_worse"].sum(),
            "years": sides["years"].median(),
        }
    )
    frame = frame.reindex(frame.index.union(waiting.index)).rename_axis("grade").reset_index()
    frame["waiting"] = frame["grade"].map(waiting)
    numbers = ["steps", "compared", "authorities", "better", "worse", "waiting"]
    frame[numbers] = frame[numbers].fillna(0).astype(int)
    return frame


def follow_up_ends(
    reference: Reference, choice: StepChoice, newest: dt.date, *, silent: Mapping[str, Sequence[dt.date]] | None = None
) -> LastDay:
    """For a judgement, the last day on which a step from it could still have been seen, and why that day.

    The day of the newest inspection in the record, or, if earlier, the authority's last day (`authority`), or the last
    day of every framework to which the choice follows a step from this one (`framework`; `series` where no framework
    judges this any more), or the next of the council's `silent` days (`together`).
    """
    until = {
        name: queries.last_judged_day(reference, choice.service, choice.aspect, framework=name)
        for name in reference.frameworks
    }

    def reached(framework: str) -> list[dt.date]:
        return [
            day
            for name, day in until.items()
            if day is not None and (name == framework or _is_joined(reference, framework, name, choice=choice))
        ]

    last_of = {name: max([day, *reached(name)]) for name, day in until.items() if day is not None}
    end = series_end(reference, choice)

    def last_day(row: JudgementRow) -> tuple[dt.date, str]:
        register = reference.register.by_id.get(row["authority_id"])
        day = last_of.get(row["framework"], newest)
        ends = [
            (newest, "record"),
            (day, "series" if day == end else "framework"),
            ((register.valid_to if register else None) or dt.date.max, "authority"),
            (_next_day(silent or {}, row["authority_id"], row["date"]), "together"),
        ]
        return min(ends, key=lambda end: end[0])

    return last_day


def silent_days(store: Store, service: str, aspect: str) -> dict[str, list[dt.date]]:
    """By council: the days of inspections that gave a judgement no grade of its own, though one later may again.

    Care leavers from 2018 to 2022 were graded together with looked-after children. What they would have been given is
    not known, so no spell runs through such a day.
    """
    rows = store.inspections.values()
    silent = [row for row in rows if queries.left_ungraded(row).get((service, aspect)) == "not_given"]
    by_council = grouped(silent, lambda row: row["authority_id"])
    return {council: [row["date"] for row in of_council] for council, of_council in by_council.items()}


def _next_day(days: Mapping[str, Sequence[dt.date]], authority_id: str, after: dt.date) -> dt.date:
    """The first of a council's days after another one; the last of all days where there is none."""
    return min((day for day in days.get(authority_id, ()) if day > after), default=dt.date.max)


def series_end(reference: Reference, choice: StepChoice) -> dt.date | None:
    """The last day on which any framework gives the chosen judgement; None where one still does, or none ever did."""
    day = queries.last_judged_day(reference, choice.service, choice.aspect)
    return None if day == dt.date.max else day


def _is_joined(reference: Reference, earlier: str, later: str, *, choice: StepChoice) -> bool:
    if choice.framework_step != "joined":
        return choice.framework_step == "all"
    days = {"from_date": reference.frameworks[earlier].from_date, "to_date": reference.frameworks[later].from_date}
    return reference.join(earlier, later, choice.service, aspect=choice.aspect, **days).comparability in COMPARABLE


SPELL_COLUMNS = [
    "authority_id", "authority", "from_inspection_id", "from_date", "judgements", "last_inspection_id",
    "to_inspection_id", "to_date", "years", "is_ended", "why", "is_at_least",
]  # fmt: skip


def spells(
    lines: pd.DataFrame, followed: set[tuple[str, str]], last_day: LastDay, *, choice: StepChoice
) -> pd.DataFrame:
    """The spells of inadequate that began in the chosen years, one row each.

    lines     the graded judgements of one service and aspect, each authority's in the order of time
    followed  the steps, as pairs of inspection ids, that may be followed; at any other one a spell is right-censored
    last_day  until when a judgement is followed up, and why; a spell that no better grade ends is lost there

    `why` says how it ended: better, or lost at the end of the record, authority, series or framework, or at an
    inspection that graded this together with something else.
    `is_at_least`: its first date is no day of an inspection, so that it may have begun earlier.
    """
    rows: list[dict[str, object]] = []
    for _, judged in groupby(records(lines), key=lambda row: row["authority_id"]):
        spell: list[GradedRow] = []
        for row in judged:
            if spell and (spell[-1]["inspection_id"], row["inspection_id"]) not in followed:
                day, why = min(last_day(spell[-1]), (row["date"], "framework"))
                rows.append(_spell(spell, None, day, why=why))
                spell = []
            if row["grade"] == WORST:
                spell.append(row)
            elif spell:
                rows.append(_spell(spell, row, row["date"], why="better"))
                spell = []
        if spell:
            rows.append(_spell(spell, None, *last_day(spell[-1])))
    frame = pd.DataFrame(rows, columns=SPELL_COLUMNS).astype(
        {"from_date": "datetime64[us]", "to_date": "datetime64[us]", "is_ended": bool}
    )
    return frame[choice.has(frame["from_date"])].reset_index(drop=True)


def _spell(inadequate: list[GradedRow], better: GradedRow | None, until: dt.date, why: str) -> dict[str, object]:
    first, last = inadequate[0], inadequate[-1]
    to_date = max(until, last["date"])
    return {
        "authority_id": first["authority_id"],
        "authority": first["authority"],
        "from_inspection_id": first["inspection_id"],
        "from_date": first["date"],
        "judgements": len(inadequate),
        "last_inspection_id": last["inspection_id"],
        "to_inspection_id": better["inspection_id"] if better else None,
        "to_date": to_date,
        "years": (to_date - first["date"]).days / DAYS_A_YEAR,
        "is_ended": better is not None,
        "why": why,
        "is_at_least": first["date_precision"] != "day" or first["date_basis"] != "inspection",
    }


@dataclass(frozen=True, eq=False)
class Survival:
    """How long the spells lasted: the spells that count, the curve, its reading by year, and its median."""

    spells: pd.DataFrame
    curve: pd.DataFrame
    by_year: pd.DataFrame
    median: intervals.Median


def survival(spells: pd.DataFrame) -> Survival:
    """The survival of the spells, with no median where there are few of them."""
    years, is_ended = list(spells["years"]), list(spells["is_ended"])
    curve = intervals.kaplan_meier(years, is_ended)
    return Survival(
        spells=spells,
        curve=curve,
        by_year=intervals.by_year(curve, years, is_ended),
        median=intervals.median_survival(curve) if len(spells) >= FEW else intervals.NO_MEDIAN,
    )


def whenever(store: Store, choice: StepChoice) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """The judgements, steps and spells of a service and aspect up to the record's day, whichever years are chosen.

    A spell is `is_at_least` also where the grade before it was inadequate too, and no step that is followed joins them.
    """
    series = ("steps and spells", choice.service, choice.aspect, choice.framework_step)
    return store.cached(series, lambda: _whenever(store, replace(choice, from_year=None, to_year=None, period="all")))


def _whenever(store: Store, choice: StepChoice) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    def word(grade: str, framework: str, printed: str) -> str:
        return store.reference.printed_grade(grade, framework, printed).name

    as_at = pd.Timestamp(store.as_at)
    lines = graded(store.judgements, choice, word)
    moves = steps(store.tables["movements"], lines, choice)
    lines = lines[lines["date"] <= as_at]
    moves = moves[moves["to_date"] <= as_at]
    silent = silent_days(store, choice.service, choice.aspect)
    followed = {
        (step["from_inspection_id"], step["to_inspection_id"])
        for step in records(moves[is_followed(moves, choice)])
        if _next_day(silent, step["authority_id"], step["from_date"]) >= step["to_date"]
    }
    periods = spells(
        lines, followed, follow_up_ends(store.reference, choice, store.as_at, silent=silent), choice=choice
    )
    before = dict(zip(moves["to_inspection_id"], moves["from_grade"], strict=True))
    was_worst = periods["from_inspection_id"].map(before) == WORST
    return lines, moves, periods.assign(is_at_least=periods["is_at_least"] | was_worst)
