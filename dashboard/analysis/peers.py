"""Who stands behind an authority's chart, and which grades they had in force at the end of each year.

Comes in: a store, an authority, "neighbours" or "region". Goes out: authorities, and rows of counts by year. A grade
is in force by the rule of the national picture; what is not known is counted as not known.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from dashboard.analysis.national import counts as national_counts
from dashboard.analysis.national import spans as national
from dashboard.store import Store, records
from loaders.record.reference import Authority

NEIGHBOURS, REGION = "neighbours", "region"
BEHIND = {NEIGHBOURS: "Statistical neighbours", REGION: "Region"}
MiddleGrade = tuple[int, int] | None


def peers(store: Store, authority: Authority, behind: str) -> tuple[Authority, ...]:
    """The other authorities: the register's statistical neighbours, or those of the region, earlier ones included."""
    everyone = store.reference.register.authorities
    if behind == NEIGHBOURS:
        by_number = {a.dfe_la_number: a for a in everyone if a.dfe_la_number}
        return tuple(by_number[number] for number in authority.statistical_neighbours if number in by_number)
    return tuple(a for a in everyone if a.region == authority.region and a != authority)


def at_year_ends(store: Store, authorities: Sequence[Authority], service: str, first: int) -> list[dict[str, Any]]:
    """For the end of each year: date, counts of each grade, of unknown and of no longer judged, and the median."""
    if not authorities:
        return []
    judgements, inspections, movements = (
        pd.concat([store.of_authority(table, authority.authority_id) for authority in authorities])
        for table in ("judgements", "inspections", "movements")
    )
    if not (national.of_service(judgements, service)["grade"] != "").any():
        return []
    register = national.register_frame(authorities)
    spans = national.spans(judgements, inspections, movements, register, store.reference, service)
    columns = national.year_ends(national.PERIODS["all"], store.oldest, store.as_at)
    counted = records(national_counts.grades_by_year(national.states(spans, register, columns)))
    days = {column.year: column.day for column in columns}
    return [
        {str(name): value for name, value in row.items()}
        | {"date": days[row["year"]], "median": middle_grade(_counts(row))}
        for row in counted
        if row["year"] >= first and row["known"]
    ]


def middle_grade(counts: Sequence[int]) -> MiddleGrade:
    """The middle grade of the known ones, as the ranks of the two middle ones: grades have no average."""
    ranks = [rank for rank, count in enumerate(counts, start=1) for _ in range(count)]
    return (ranks[(len(ranks) - 1) // 2], ranks[len(ranks) // 2]) if ranks else None


def _counts(row: Any) -> list[int]:
    return [int(row[f"grade_{rank}"]) for rank in national.RANKS]
