"""The lists by name, each with its columns and what makes its rows. Called by the pages of lists and their downloads.

Comes in: a store and a service. Goes out: typed frames; the pages show the same rows as the files (`texts`). All of
them are as at the day to which the record is complete; what was inspected later stands in `later` alone.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from dashboard.analysis import queries, transitions
from dashboard.analysis.lists import next_inspection
from dashboard.analysis.lists.next_inspection import BackTest
from dashboard.analysis.national.moves import comparable
from dashboard.analysis.national.overview import Overview, overview
from dashboard.analysis.national.picture import judged
from dashboard.analysis.national.years import CHANGED
from dashboard.analysis.transitions import DAYS_A_YEAR, StepChoice
from dashboard.store import Store, once_a_store
from dashboard.texts import texts_of
from loaders.frames import records, values
from loaders.record.precision import period
from loaders.record.reference import COMPARABLE, OVERALL
from loaders.record.rows import GradedRow, JudgementRow

WORST_RANK = 4
SINCE = CHANGED
"""Rankings begin here: one measure, and every council's grades are in the record."""

DAYS = ("from_date", "to_date", "latest_date", "last_date", "range_from", "range_to")
ENDS = {
    "better": "better",
    "record": "no_later_grade",
    "framework": "not_comparable",
    "authority": "authority_ended",
    "series": "no_longer_graded",
    "together": "graded_together",
}


@dataclass(frozen=True)
class ListKind:
    """One list: its name in addresses, and whether it is of one service."""

    name: str
    rows: Callable[[Store, str], pd.DataFrame]
    has_service: bool = True

    @cached_property
    def columns(self) -> dict[str, str]:
        """The columns of its file, each with its meaning: those of its parts first, then its own."""
        words = texts_of("lists")
        entry = words["list"][self.name]
        shared = {name: meaning for part in entry["parts"] for name, meaning in words["part"][part].items()}
        meanings = {name: str(meaning) for name, meaning in shared.items() if name not in entry.get("without", ())}
        return {**meanings, **entry.get("columns", {})}


def rows(store: Store, name: str, service: str) -> pd.DataFrame:
    kind = LISTS[name]
    return store.cached(("list", name, service if kind.has_service else ""), lambda: kind.rows(store, service))


def _frame(name: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=list(LISTS[name].columns))
    return frame.astype({column: "datetime64[us]" for column in frame.columns if column in DAYS})


def texts(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({name: [_text(value) for value in values(rows[name])] for name in rows}, dtype=object)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.1f}" if isinstance(value, float) else "" if value is None else str(value)


def _who(store: Store, authority_id: str) -> dict[str, str]:
    authority = store.reference.register.by_id[authority_id]
    return {
        "authority_id": authority_id,
        "authority": authority.name,
        "gss_code": authority.gss_code,
        "region": authority.region,
    }


def word(store: Store, row: GradedRow) -> str:
    """The printed word of a judgement: requires_improvement or adequate, where the harmonised grade is both."""
    return store.reference.word_of(row).name


@once_a_store
def inadequate_spells(store: Store, service: str) -> pd.DataFrame:
    """Every time graded inadequate: from the first such grade through all that a line joins to it (`transitions`).

    It ends with the first comparable better grade. Where what follows is not comparable or no grade of this service
    alone, or where nothing follows, it has no end in the record.
    """
    _, _, spells = transitions.whenever(store, StepChoice(service, OVERALL, framework_step="joined"))
    grades = judged(store, service)
    firsts = [grades[first] for first in spells["from_inspection_id"]]
    years = [length(row, end) for row, end in zip(firsts, values(spells["to_date"]), strict=True)]
    return spells.assign(years=years)


def length(first: JudgementRow, end: dt.date) -> float:
    """The years from a judgement to a day; from the last day that its date can mean."""
    _, latest = period(first["date"], first["date_precision"])
    return max((end - latest).days / DAYS_A_YEAR, 0.0)


def _spell(store: Store, service: str, spell: dict[str, Any]) -> dict[str, Any]:
    first = judged(store, service)[spell["from_inspection_id"]]
    council = now(store, service).councils.get(spell["authority_id"])
    # A grade stays until the next inspection, also where no framework gives it any more.
    is_latest = bool(council and council.grade and council.grade["inspection_id"] == spell["last_inspection_id"])
    is_still = is_latest and not spell["is_ended"]
    end = store.as_at if is_still else spell["to_date"]
    return {
        **_who(store, spell["authority_id"]),
        "service": service,
        **{name: spell[name] for name in ("from_inspection_id", "from_date", "is_at_least", "to_inspection_id")},
        "date_basis": first["date_basis"],
        "inspections": spell["judgements"],
        "to_date": end,
        "years": length(first, end),
        "end": "still_inadequate" if is_still else ENDS[spell["why"]],
    }


@once_a_store
def now(store: Store, service: str) -> Overview:
    """All councils on the day to which the record is complete, comparable with each other."""
    return overview(store, service, year=store.as_at.year)


def _inadequate_now(store: Store, service: str) -> pd.DataFrame:
    latest = {row["authority_id"]: row for row in records(inadequate_spells(store, service))}
    spells = []
    for row in now(store, service).grades:
        if row["grade_rank"] == WORST_RANK:
            last = {
                "latest_inspection_id": row["inspection_id"],
                "latest_date": row["date"],
                "source_id": row["source_id"],
                "source_url": store.published_at(row["source_id"]) or None,
            }
            spells.append({**_spell(store, service, latest[row["authority_id"]]), **last})
    return _frame("inadequate-now", sorted(spells, key=lambda row: (row["from_date"], row["authority_id"])))


def _steps(store: Store, service: str) -> pd.DataFrame:
    movements = queries.of_series(store.tables["movements"], service)
    return movements[movements["to_date"] <= pd.Timestamp(store.as_at)]


def _step_rows(store: Store, name: str, service: str, *, ordered: pd.DataFrame) -> pd.DataFrame:
    grades = judged(store, service)
    steps = [
        {
            **row,
            **_who(store, row["authority_id"]),
            **{f"{end}_grade": word(store, grades[row[f"{end}_inspection_id"]]) for end in ("from", "to")},
        }
        for row in records(ordered)
    ]
    return _frame(name, steps)


def _moves(store: Store, service: str) -> pd.DataFrame:
    moves = comparable(_steps(store, service))
    return _step_rows(store, "moves", service, ordered=_latest_first(moves[moves["change"] != 0]))


def _changed_this_year(store: Store, service: str) -> pd.DataFrame:
    moves = rows(store, "moves", service)
    recent: pd.DataFrame = moves[moves["to_date"].dt.year >= store.as_at.year]
    return recent


def _not_comparable(store: Store, service: str) -> pd.DataFrame:
    steps = _steps(store, service)
    grades = judged(store, service)
    words = {authority_id: word(store, row) for authority_id, row in grades.items()}
    differs = [
        words[a] != words[b] for a, b in zip(steps["from_inspection_id"], steps["to_inspection_id"], strict=True)
    ]
    incomparable = steps[~steps["comparability"].isin(COMPARABLE) & pd.Series(differs, steps.index, dtype=bool)]
    return _step_rows(store, "not-comparable", service, ordered=_latest_first(incomparable))


def _latest_first(steps: pd.DataFrame) -> pd.DataFrame:
    return steps.sort_values(["to_date", "authority_id"], ascending=[False, True], kind="stable")


def _longest_inadequate(store: Store, service: str) -> pd.DataFrame:
    spells = inadequate_spells(store, service)
    rows = [_spell(store, service, row) for row in records(spells[spells["from_date"] >= pd.Timestamp(SINCE)])]
    return _frame("longest-inadequate", sorted(rows, key=lambda row: (-row["years"], row["authority_id"])))


def _histories(store: Store) -> list[next_inspection.InspectionDays]:
    last_days = {a.authority_id: a.valid_to for a in store.reference.register.authorities if a.valid_to}
    return next_inspection.histories(store.tables["inspections"], last_days, store.as_at)


@once_a_store
def back_test(store: Store) -> BackTest:
    return next_inspection.back_test(_histories(store), store.as_at)


def _next_inspection(store: Store, _service: str) -> pd.DataFrame:
    histories = _histories(store)
    curve = next_inspection.waiting_curve(histories, store.as_at)
    ids = {(row["authority_id"], row["date"]): row["inspection_id"] for row in store.inspections.values()}
    by_authority = {history.authority_id: history for history in histories}
    waits: list[dict[str, Any]] = []
    for authority in store.reference.register.authorities:
        if authority.existed(store.as_at):
            row: dict[str, Any] = dict.fromkeys(("last_inspection_id", "last_date", "range_from", "range_to"))
            row |= _who(store, authority.authority_id)
            if history := by_authority.get(authority.authority_id):
                last = history.days[-1]
                ahead = next_inspection.next_range(curve, last, store.as_at)
                row |= {"last_inspection_id": ids[authority.authority_id, last], "last_date": last}
                row |= {"range_from": ahead.first, "range_to": ahead.last}
            waits.append(row)
    rows = sorted(waits, key=lambda row: (row["last_date"] or dt.date.max, row["authority_id"]))
    return _frame("next-inspection", rows)


LISTS = {
    kind.name: kind
    for kind in (
        ListKind("inadequate-now", _inadequate_now),
        ListKind("changed-this-year", _changed_this_year),
        ListKind("moves", _moves),
        ListKind("not-comparable", _not_comparable),
        ListKind("longest-inadequate", _longest_inadequate),
        ListKind("next-inspection", _next_inspection, has_service=False),
    )
}


def inspected_in(store: Store, service: str, year: int) -> tuple[int, int]:
    """How many councils were graded in a year, up to the day of the record, and how many of them for this service."""
    lines = store.judgements
    lines = lines[lines["date"].between(pd.Timestamp(year, 1, 1), pd.Timestamp(store.as_at)) & lines["grade"].notna()]
    return int(lines["authority_id"].nunique()), int(queries.of_series(lines, service)["authority_id"].nunique())


def later(store: Store, service: str) -> list[GradedRow]:
    rows = [row for row in judged(store, service).values() if row["date"] > store.as_at]
    return sorted(rows, key=lambda row: (dt.date.max - row["date"], row["authority_id"]))
