"""Shares and survival with their confidence intervals: the two statistics of `transitions`, from their definitions.

Comes in: counts, or durations with whether each one ended. Goes out: numbers and frames. The tests hold every figure
against scipy, which the program itself does not need.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import pandas as pd

CONFIDENCE = 0.95
Z = NormalDist().inv_cdf(0.5 + CONFIDENCE / 2)
"""How many standard errors lie on each side of a 95% interval: 1.96."""
NEARLY = 1e-9
NO_INTERVAL = (math.nan, math.nan)


def wilson(count: int, total: int) -> tuple[float, float]:
    """Wilson's score interval of a share: never outside 0 to 1, and not empty where the share is 0 or 1.

    Both ends are shares. Raises ValueError where there is nothing to count.
    """
    if not 0 <= count <= total or total == 0:
        raise ValueError(f"no share: {count} of {total}")
    share, squared = count / total, Z * Z
    centre = (share + squared / (2 * total)) / (1 + squared / total)
    half = Z / (1 + squared / total) * math.sqrt(share * (1 - share) / total + squared / (4 * total * total))
    return (0.0 if count == 0 else centre - half, 1.0 if count == total else centre + half)


def kaplan_meier(years: Sequence[float], is_ended: Sequence[bool]) -> pd.DataFrame:
    """The share that has not ended at each time (Kaplan and Meier), with its 95% interval.

    One row for time 0 and for each time at which something ended or was censored: years, still, low, high. Each row
    holds until the next. `low` and `high` are empty where the formula gives none: while nothing has ended, and once
    everything has.
    """
    ends_at = Counter(time for time, is_end in zip(years, is_ended, strict=True) if is_end)
    leaving = Counter(years)
    at_risk, still, greenwood = len(years), 1.0, 0.0
    rows = [] if not years or min(leaving) <= 0 else [(0.0, 1.0, *NO_INTERVAL)]
    for time in sorted(leaving):
        ends = ends_at[time]
        still *= 1 - ends / at_risk
        if ends < at_risk:
            greenwood += ends / (at_risk * (at_risk - ends))
        at_risk -= leaving[time]
        rows.append((float(time), still, *_log_log_interval(still, greenwood)))
    return pd.DataFrame(rows, columns=["years", "still", "low", "high"], dtype=float)


def _log_log_interval(still: float, greenwood: float) -> tuple[float, float]:
    """The interval of a survival by Greenwood's variance on the log-log scale, which keeps it between 0 and 1."""
    if not 0 < still < 1:
        return NO_INTERVAL
    width = Z * math.sqrt(greenwood) / abs(math.log(still))
    return still ** math.exp(width), still ** math.exp(-width)


@dataclass(frozen=True)
class Median:
    """The time by which half had ended, and the ends of its interval; None where the curve does not come down to it."""

    years: float | None
    low: float | None
    high: float | None


NO_MEDIAN = Median(None, None, None)


def median_survival(curve: pd.DataFrame) -> Median:
    """Where the curve, its lower and its upper bound first come down to one half (Brookmeyer and Crowley)."""

    def first(column: pd.Series) -> float | None:
        years_below = curve.loc[column <= 0.5 + NEARLY, "years"]
        return float(years_below.iloc[0]) if len(years_below) else None

    return Median(first(curve["still"]), first(curve["low"].fillna(curve["still"])), first(curve["high"]))


def by_year(curve: pd.DataFrame, years: Sequence[float], is_ended: Sequence[bool]) -> pd.DataFrame:
    """The curve read at each whole year: how many are still followed then, how many had ended, the share that had not.

    Columns: year, at_risk (not ended by then, and followed to then at least), ended, lost (no longer followed), still,
    low, high. The three counts add up to all of them; the last row is the last year that any one was followed to.
    """
    rows = []
    for year in range(int(max(years, default=-1)) + 1):
        at_year = curve[curve["years"] <= year].iloc[-1]
        end_count = sum(is_end and time <= year for time, is_end in zip(years, is_ended, strict=True))
        lost = sum(not is_end and time < year for time, is_end in zip(years, is_ended, strict=True))
        at_risk = len(years) - end_count - lost
        rows.append((year, at_risk, end_count, lost, at_year["still"], at_year["low"], at_year["high"]))
    return pd.DataFrame(rows, columns=["year", "at_risk", "ended", "lost", "still", "low", "high"])
