"""Shares with their intervals, and survival with its own: the two statistics that the transitions need.

Comes in: counts, or durations with whether each one ended. Goes out: numbers and frames. scipy does the statistics and
is imported only when one is asked for, so that starting the server does not wait for it.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

CONFIDENCE = 0.95
NEARLY = 1e-9


@lru_cache(4096)
def wilson(count: int, of: int) -> tuple[float, float]:
    """Wilson's interval of a share: never outside 0 to 1, and not empty where the share is 0 or 1."""
    from scipy.stats import binomtest

    interval = binomtest(count, of).proportion_ci(CONFIDENCE, method="wilson")
    return float(interval.low), float(interval.high)


def kaplan_meier(years: Sequence[float], is_ended: Sequence[bool]) -> pd.DataFrame:
    """The share that has not ended at each time, with its interval (Greenwood's variance, log-log scale).

    One row for time 0 and for each time at which something ended or was lost from view: years, still, low, high. Each
    row holds until the next. `low` and `high` are empty where the formula gives none: while nothing has ended, and
    once everything has.
    """
    if not years:
        return pd.DataFrame(columns=["years", "still", "low", "high"], dtype=float)
    from scipy.stats import CensoredData, ecdf

    survival = ecdf(CensoredData.right_censored(list(years), [not ended for ended in is_ended])).sf
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        interval = survival.confidence_interval(CONFIDENCE, method="log-log")
    curve = pd.DataFrame(
        {
            "years": survival.quantiles,
            "still": survival.probabilities,
            "low": interval.low.probabilities,
            "high": interval.high.probabilities,
        }
    )
    if curve["years"].iloc[0] > 0:
        start = pd.DataFrame({"years": [0.0], "still": [1.0], "low": [float("nan")], "high": [float("nan")]})
        curve = pd.concat([start, curve], ignore_index=True)
    return curve


@dataclass(frozen=True)
class Median:
    """The time by which half had ended, and the ends of its interval; None where the curve does not come down to it."""

    years: float | None
    low: float | None
    high: float | None


def median(curve: pd.DataFrame) -> Median:
    """Where the curve, its lower and its upper bound first come down to one half (Brookmeyer and Crowley)."""

    def first(column: pd.Series) -> float | None:
        reached = curve.loc[column <= 0.5 + NEARLY, "years"]
        return float(reached.iloc[0]) if len(reached) else None

    return Median(first(curve["still"]), first(curve["low"].fillna(curve["still"])), first(curve["high"]))


def by_year(curve: pd.DataFrame, years: Sequence[float], is_ended: Sequence[bool]) -> pd.DataFrame:
    """The curve read at each whole year: how many are still followed then, how many had ended, the share that had not.

    Columns: year, at_risk (not ended by then, and followed to then at least), ended, lost (no longer followed), still,
    low, high. The three counts add up to all of them; the last row is the last year that any one was followed to.
    """
    rows = []
    for year in range(int(max(years, default=-1)) + 1):
        held = curve[curve["years"] <= year].iloc[-1]
        ended = sum(is_end and time <= year for time, is_end in zip(years, is_ended, strict=True))
        lost = sum(not is_end and time < year for time, is_end in zip(years, is_ended, strict=True))
        rows.append(
            {
                "year": year,
                "at_risk": len(years) - ended - lost,
                "ended": ended,
                "lost": lost,
                "still": held["still"],
                "low": held["low"],
                "high": held["high"],
            }
        )
    return pd.DataFrame(rows, columns=["year", "at_risk", "ended", "lost", "still", "low", "high"])
