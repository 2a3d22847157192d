"""The national picture of one service: which grade is in force where and when, and what moved. Frames in, frames out.

Comes in: judgements, inspections and movements, the register, the reference. Goes out: spans (a grade from its
inspection until the next), the state of every authority at the end of every year, and counts.

A grade is in force while it is the latest judgement known here. It passes to no other authority, it stops on the
authority's last day, and it stops where the series ends: at the first inspection after the judgement was given up, or
with the last framework that gave it before a time in which none did. Before the first known judgement nothing is
known, and nothing is filled in.
"""

import datetime as dt
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, TypedDict, get_type_hints

import pandas as pd

from dashboard.analysis import queries
from loaders.frames import records, values
from loaders.record.precision import Precision
from loaders.record.reference import Authority, Reference

ASPECT = "overall"
FIRST_YEAR = 2005
NEVER = dt.date.max
RANKS = (1, 2, 3, 4)
GOOD = 2
CHANGED = dt.date(2013, 11, 1)
"""From this day grades are of another measure in every service: requires improvement replaced adequate."""
JOINED = ("solid", "dashed")
"""How a line is drawn that joins two grades, which alone are said to be better or worse."""
DAYS = "datetime64[us]"
KNOWN, UNKNOWN, OVER, ABSENT = "known", "unknown", "over", "absent"
"""What an authority's year can be: a grade in force, none known, no longer judged, or no such authority."""


class SpanRow(TypedDict):
    """A grade with the days from and until which it is in force, as `records` has it of the frame of `spans`."""

    authority_id: str
    start: dt.date
    end: dt.date
    is_over: bool
    rank: int
    inspection_id: str
    framework: str
    evidence: str
    date: dt.date
    date_precision: Precision
    grade: str
    grade_original: str
    grade_number_original: int | None
    scale: str
    step: str
    change: int


SPAN_COLUMNS = list(get_type_hints(SpanRow))
NO_SPAN: tuple[int, Mapping[str, Any]] = (-1, {})
STATE_COLUMNS = ["authority_id", "year", "state", "rank", "span", "is_inspected"]


@dataclass(frozen=True)
class Period:
    """The years of one or more frameworks, both days included."""

    period: str
    title: str
    start: dt.date
    end: dt.date


PERIODS = {
    period.period: period
    for period in (
        Period("all", "All years", dt.date(FIRST_YEAR, 1, 1), NEVER),
        Period("since-2018", "Since 2018", dt.date(2018, 1, 1), NEVER),
        Period("2013-2018", "November 2013 to 2017", CHANGED, dt.date(2017, 12, 31)),
        Period("before-2013", "Before November 2013", dt.date(FIRST_YEAR, 1, 1), dt.date(2013, 10, 31)),
    )
}


@dataclass(frozen=True)
class YearEnd:
    """One column: a year, and the days from and on which it is looked at (its last, or the record's)."""

    year: int
    start: dt.date
    day: dt.date


def year_ends(period: Period, oldest: dt.date, newest: dt.date) -> list[YearEnd]:
    """The years of a period that the record reaches, the last one as far as it goes."""
    first, last = max(period.start, dt.date(oldest.year, 1, 1)), min(period.end, newest)
    return [
        YearEnd(year, max(dt.date(year, 1, 1), period.start), min(dt.date(year, 12, 31), last))
        for year in range(first.year, last.year + 1)
    ]


def register_frame(authorities: Iterable[Authority]) -> pd.DataFrame:
    """The register: authority_id, name, region, valid_from and valid_to (first and last day, or the ends of time)."""
    rows = [(a.authority_id, a.name, a.region, a.valid_from or dt.date.min, a.valid_to or NEVER) for a in authorities]
    frame = pd.DataFrame(rows, columns=["authority_id", "name", "region", "valid_from", "valid_to"])
    return frame.astype({"valid_from": DAYS, "valid_to": DAYS})


def existing(authorities: pd.DataFrame, start: dt.date, end: dt.date) -> pd.DataFrame:
    """The authorities that existed on at least one day between two days."""
    return authorities[
        (authorities["valid_from"] <= pd.Timestamp(end)) & (authorities["valid_to"] >= pd.Timestamp(start))
    ]


def series_end(reference: Reference, service: str) -> dt.date:
    """The last day on which any framework gives this judgement; NEVER where one still does."""
    return queries.last_judged_day(reference, service, ASPECT) or NEVER


def lapses(reference: Reference, service: str) -> dict[str, dt.date]:
    """By framework: the day from which its grades are in force no more, because no framework judges this service then.

    Frameworks that follow one another without a day between carry a grade on, and so does one that a rule joins to the
    grade's own by a line. NEVER where that is so to this day.
    """
    judging = {
        giver.framework: (
            max(giver.from_date, min(judgement.from_date or giver.from_date for judgement in lines)),
            giver.until or dt.date.max,
        )
        for giver in reference.frameworks.values()
        if (lines := [j for j in giver.judgements if (j.service, j.aspect) == (service, ASPECT)])
    }
    days = {}
    for framework, (_, last) in judging.items():
        is_longer = True
        while is_longer and last < dt.date.max:
            after = last + dt.timedelta(days=1)
            ends = [
                until
                for other, (start, until) in judging.items()
                if until > last
                and (start <= after or _draw(reference, framework, other, service=service, day=start) in JOINED)
            ]
            is_longer, last = bool(ends), max([last, *ends])
        days[framework] = _day_after(last)
    return days


def _draw(reference: Reference, earlier: str, later: str, *, service: str, day: dt.date) -> str:
    before = reference.frameworks[earlier].from_date
    return reference.join(earlier, later, service, ASPECT, from_date=before, to_date=day).draw


def spans(
    tables: Mapping[str, pd.DataFrame], authorities: pd.DataFrame, reference: Reference, service: str
) -> pd.DataFrame:
    """Every grade of a service with the days from and until which (not included) it is in force.

    `tables` are the record's: judgements, inspections and movements. `is_over`: nothing follows because the judgement
    is no longer given. `step`: how far it and the grade before are one measure, and `change` by how many grades it is
    better; "" and 0 for a first grade.
    """
    lines = of_service(tables["judgements"], service)
    lines = lines[[name for name in lines if name in SPAN_COLUMNS or name == "grade_rank"]]
    judged = records(lines[lines["grade"].notna()].sort_values(["authority_id", "date", "inspection_id"]))
    silent = _silent_inspections(tables["inspections"], reference, service)
    last_days = dict(zip(authorities["authority_id"], values(authorities["valid_to"]), strict=True))
    movements = of_service(tables["movements"], service)[["to_inspection_id", "comparability", "change"]]
    steps = {row["to_inspection_id"]: row for row in records(movements)}
    given_up, lapsed = series_end(reference, service), lapses(reference, service)
    rows: list[dict[str, object]] = []
    for row, following in pairwise([*judged, None]):
        assert row is not None  # the last one alone is followed by none
        authority_id = row["authority_id"]
        unsaid = [
            day
            for day, framework, begun in silent.get(authority_id, [])
            if day > row["date"] and (day > given_up or reference.frameworks[framework].supersedes(service, begun))
        ]
        over = min([*unsaid, lapsed[row["framework"]]])
        superseded = following["date"] if following and following["authority_id"] == authority_id else NEVER
        end = min(superseded, over, _day_after(last_days.get(authority_id, NEVER)))
        step = steps.get(row["inspection_id"], {})
        cells = {name: row[name] for name in SPAN_COLUMNS if name in row}
        cells |= {"start": row["date"], "end": end, "is_over": end == over != NEVER, "rank": row["grade_rank"]}
        rows.append(cells | {"step": step.get("comparability", ""), "change": step.get("change", 0)})
    return pd.DataFrame(rows, columns=SPAN_COLUMNS).astype({"start": DAYS, "end": DAYS, "date": DAYS})


def of_service(frame: pd.DataFrame, service: str) -> pd.DataFrame:
    return frame[(frame["service"] == service) & (frame["aspect"] == ASPECT)]


def _silent_inspections(
    inspections: pd.DataFrame, reference: Reference, service: str
) -> dict[str, list[tuple[dt.date, str, dt.date]]]:
    """By authority: the days, frameworks and first days of inspections that by design say nothing of this service.

    What an inspection grades is settled when it begins: one of December 2022 may end in February 2023.
    """
    silent: dict[str, list[tuple[dt.date, str, dt.date]]] = {}
    for row in records(inspections[["authority_id", "framework", "inspection_start", "date"]]):
        framework = reference.frameworks[row["framework"]]
        begun = row["inspection_start"] or row["date"]
        if framework.judgement(service, ASPECT, begun) is None:
            silent.setdefault(row["authority_id"], []).append((row["date"], row["framework"], begun))
    return silent


def _day_after(day: dt.date) -> dt.date:
    return day if day == NEVER else day + dt.timedelta(days=1)


def states(frame: pd.DataFrame, authorities: pd.DataFrame, columns: Sequence[YearEnd]) -> pd.DataFrame:
    """What every authority's every year is at its end: one row each, in the order of the authorities.

    `span` is the row of the span that holds then, or that ended because the judgement was given up; -1 for none.
    `is_inspected`: there was an inspection with a judgement of this service in that year.
    """
    by_authority: dict[str, list[tuple[int, Mapping[str, Any]]]] = defaultdict(list)
    for number, span in enumerate(records(frame[["authority_id", "start", "end", "is_over", "rank"]])):
        by_authority[span["authority_id"]].append((number, span))
    rows: list[tuple[object, ...]] = []
    for authority in records(authorities):
        own = by_authority[authority["authority_id"]]
        starts = [span["start"] for _, span in own]
        for column in columns:
            begun = bisect_right(starts, column.day)
            index, span = own[begun - 1] if begun else NO_SPAN
            state = UNKNOWN
            if not authority["valid_from"] <= column.day <= authority["valid_to"]:
                state, index = ABSENT, -1
            elif span:
                state = KNOWN if column.day < span["end"] else OVER if span["is_over"] else UNKNOWN
            rank, index = span["rank"] if state == KNOWN else 0, index if state != UNKNOWN else -1
            is_inspected = state != ABSENT and begun > 0 and starts[begun - 1] >= column.start
            rows.append((authority["authority_id"], column.year, state, rank, index, is_inspected))
    return pd.DataFrame(rows, columns=STATE_COLUMNS)


@dataclass(frozen=True)
class Run:
    """Neighbouring years of one authority in one state, under one grade's span; `span` is -1 where there is none."""

    first: int
    last: int
    state: str
    rank: int
    span: int
    is_inspected: bool

    @property
    def years(self) -> int:
        return self.last - self.first + 1


def runs(frame: pd.DataFrame) -> dict[str, list[Run]]:
    """Every authority's years, those that belong together as one: what a row of the tapestry is made of."""
    by_authority: dict[str, list[Run]] = {}
    for row in records(frame):
        own = by_authority.setdefault(row["authority_id"], [])
        if own and (own[-1].state, own[-1].span) == (row["state"], row["span"]):
            own[-1] = replace(own[-1], last=row["year"])
        else:
            is_inspected = bool(row["is_inspected"])
            years = {"first": row["year"], "last": row["year"]}
            own.append(Run(**years, state=row["state"], rank=row["rank"], span=row["span"], is_inspected=is_inspected))
    return by_authority
