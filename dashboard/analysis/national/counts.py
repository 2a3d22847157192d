"""The national picture in numbers: how many authorities at each grade when, on the last day, and of the same ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard.analysis.national.spans import ABSENT, GOOD, KNOWN, YearEnd


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
