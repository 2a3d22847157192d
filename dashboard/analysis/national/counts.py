"""The national picture in numbers: how many authorities at each grade when, on the last day, and of the same ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.analysis.national.spans import ABSENT, GOOD, KNOWN, OVER, RANKS, UNKNOWN, YearEnd


def grades_by_year(found: pd.DataFrame) -> pd.DataFrame:
    """How many authorities are at each grade at each year's end.

    year, authorities (that existed then), known, unknown, over, grade_1 to grade_4, and good: the share of the known
    that are good or better, empty where none is known. The four grades, unknown and over add up to authorities.
    """
    there = found[found["state"] != ABSENT]
    counted = Counter(zip(there["year"], there["state"], there["rank"], strict=True))
    rows = []
    for year in sorted(set(there["year"])):
        at = {f"grade_{rank}": counted[year, KNOWN, rank] for rank in RANKS}
        known = sum(at.values())
        counts = {state: counted[year, state, 0] for state in (UNKNOWN, OVER)}
        good = (at["grade_1"] + at["grade_2"]) / known if known else None
        authorities = known + sum(counts.values())
        rows.append({"year": year, "authorities": authorities, "known": known, **counts, **at, "good": good})
    names = ["year", "authorities", "known", "unknown", "over", *(f"grade_{rank}" for rank in RANKS), "good"]
    return pd.DataFrame(rows, columns=names)


def at_end(found: pd.DataFrame, columns: Sequence[YearEnd]) -> pd.DataFrame:
    """The states on the last day, those of authorities that no longer exist left out."""
    last = columns[-1].year if columns else 0
    return found[(found["year"] == last) & (found["state"] != ABSENT)]


@dataclass(frozen=True)
class Matched:
    """The same authorities at two year-ends: how many, and how many of them were good or better then and later."""

    authorities: int
    good_then: int
    good_later: int


def matched(found: pd.DataFrame, first: int, last: int) -> Matched:
    """Those whose grade is known at the ends of both years, so that a change of who is covered plays no part."""
    known = found[(found["state"] == KNOWN) & found["year"].isin([first, last])]
    ranks = known.pivot(index="authority_id", columns="year", values="rank").reindex(columns=[first, last]).dropna()
    good = ranks <= GOOD
    return Matched(len(ranks), int(good[first].sum()), int(good[last].sum()))
