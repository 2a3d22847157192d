"""How long inadequate lasted, as a curve with its interval.

Called by the page of transitions.
"""

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.appearance import NEUTRAL, look
from dashboard.figures.template import BAND, figure, label, pointed

SURVIVAL_HEIGHT = 400
INADEQUATE = look(4)
INTERVAL = "rgba(178,31,45,0.16)"
TINT = {"type": "rect", "fillcolor": BAND, "line": {"width": 0}}


def survival(
    curve: pd.DataFrame,
    censored: Sequence[float],
    readings: pd.DataFrame,
    *,
    median: float | None,
    longest: float,
    few_from: float | None,
) -> go.Figure:
    """The share still inadequate over the years since the first such grade, as a step line with its interval.

    curve     years, still, low, high
    censored  after how many years those were last seen that had no better grade yet; marked on the curve
    readings  year, at_risk, still, hover: the curve read at each whole year, and how many are followed then
    longest   the longest time graded inadequate; the curve ends there
    few_from  from when on there are fewer than ten councils; that part is tinted and says so
    """
    end = max(1, math.ceil(longest))
    years = list(range(end + 1))
    at_risk = dict(zip(readings["year"].tolist(), readings["at_risk"].tolist(), strict=True))
    layout: dict[str, Any] = {
        "height": SURVIVAL_HEIGHT,
        "margin": {"l": 48, "r": 16, "t": 14, "b": 78},
        "xaxis": {
            "range": [-0.15, end + 0.15],
            "tickvals": years,
            "ticktext": [f"{year}<br>{at_risk.get(year, '')}" for year in years],
            "ticks": "outside",
            "title": {"text": "Years since first graded inadequate<br>and, below each, how many are still followed"},
        },
        "yaxis": {"range": [0, 104], "dtick": 25, "ticksuffix": "%"},
        "annotations": [],
        "shapes": [],
    }
    data = [*_band(curve, longest), _curve(curve, longest)]
    if censored:
        data.append(_censored(curve, censored))
    if len(readings):
        data.append(_readings(readings))
    if few_from is not None and few_from < longest:
        layout["shapes"].append({**TINT, "x0": few_from, "x1": end + 0.15})
        few = {"xanchor": "right", "yanchor": "top", "xshift": -4, "yshift": -12, "font": {"size": 12}}
        layout["annotations"].append(label("fewer than 10", end + 0.15, 1, **few))
    if median is not None:
        layout["shapes"] += [_dots(x0=0, x1=median, y0=50, y1=50), _dots(x0=median, x1=median, y0=50, y1=0)]
    return figure(data, layout, survival_text(readings))


def survival_text(readings: pd.DataFrame) -> str:
    shares = [
        f"after {year} {'year' if year == 1 else 'years'} {100 * still:.0f}%"
        for year, still in zip(readings["year"], readings["still"], strict=True)
    ]
    return f"Share still graded inadequate: {', '.join(shares)}."


def _dots(*, x0: float, x1: float, y0: float, y1: float) -> dict[str, Any]:
    line = {"color": NEUTRAL, "width": 1.5, "dash": "dot"}
    return {"x0": x0, "x1": x1, "yref": "y", "y0": y0, "y1": y1, "line": line}


def _step_line(years: list[float], shares: list[float], longest: float) -> dict[str, Any]:
    """A line that holds each value until the next, the last one to the end of what is known."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [round(year, 6) for year in [*years, longest]],
        "y": [round(100 * share, 6) for share in [*shares, shares[-1]]],
    }


def _curve(curve: pd.DataFrame, longest: float) -> dict[str, Any]:
    line = {"color": INADEQUATE.edge, "width": 2.5, "shape": "hv"}
    return {**_step_line(list(curve["years"]), list(curve["still"]), longest), "name": "still inadequate", "line": line}


def _band(curve: pd.DataFrame, longest: float) -> list[dict[str, Any]]:
    """The interval, from the first better grade on; none where the formula gives none."""
    bounded = curve.dropna(subset=["low", "high"])
    if not len(bounded):
        return []
    later = curve.loc[curve["years"] > bounded["years"].iloc[-1], "years"]
    end = float(later.iloc[0]) if len(later) else longest
    edge = {"width": 0, "shape": "hv"}
    years = list(bounded["years"])
    return [
        {**_step_line(years, list(bounded["high"]), end), "name": "interval, high", "line": edge},
        {
            **_step_line(years, list(bounded["low"]), end),
            "name": "interval, low",
            "line": edge,
            "fill": "tonexty",
            "fillcolor": INTERVAL,
        },
    ]


def _censored(curve: pd.DataFrame, times: Sequence[float]) -> dict[str, Any]:
    heights = [round(100 * float(curve.loc[curve["years"] <= time, "still"].iloc[-1]), 2) for time in times]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "still inadequate when last seen",
        "x": [round(time, 6) for time in times],
        "y": heights,
        "marker": {"symbol": "line-ns-open", "size": 9, "color": NEUTRAL, "line": {"width": 2, "color": NEUTRAL}},
    }


def _readings(readings: pd.DataFrame) -> dict[str, Any]:
    years = [int(year) for year in readings["year"]]
    shares = [round(100 * float(still), 2) for still in readings["still"]]
    points = pointed(years, shares, readings["hover"], rows=[0] * len(years))
    line = {"width": 1.5, "color": INADEQUATE.edge}
    return points | {
        "name": "at each year",
        "marker": {"symbol": "circle", "size": 10, "color": INADEQUATE.fill, "line": line},
    }
