"""What happened next: the share of each grade after each grade, with its interval, and how long inadequate lasted.

Called by the page of transitions.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from dashboard.appearance import NEUTRAL, look
from dashboard.figures.template import BAND, MUTED, figure, label, marker, pointed, words, wrap
from loaders.record.vocabulary import Grade

LINE, GAP, HEAD, FOOT, LEFT, DOT = 26, 1, 8, 30, 112, 13
SURVIVAL_HEIGHT = 400
INADEQUATE = look(4)
INTERVAL = "rgba(178,31,45,0.16)"
TINT = {"type": "rect", "fillcolor": BAND, "line": {"width": 0}}


@dataclass(frozen=True)
class NextGradeShare:
    """How often one grade came after another: `number` of `of`, the share and its interval from 0 to 1.

    The grades by their places in the chart, from 1, the best.
    """

    before: int
    after: int
    number: int
    of: int
    share: float
    low: float
    high: float
    hover: str


def moves(lines: Sequence[NextGradeShare], grades: Mapping[int, Grade]) -> go.Figure:
    """One block for each grade before, one line in it for each grade after: its share and the share's interval.

    lines   block by block, best grade first in each; only grades after which there was another inspection
    grades  the printed words by their places, best first
    """
    blocks = list(dict.fromkeys(line.before for line in lines))
    block = len(grades) + 1 + GAP
    places = [blocks.index(line.before) * block + line.after for line in lines]
    headings = [f"<b>After {grades[before].prose}</b>" for before in blocks]
    layout: dict[str, Any] = {
        "height": HEAD + FOOT + len(blocks) * block * LINE,
        "margin": {"l": LEFT, "r": 76, "t": HEAD, "b": FOOT},
        "xaxis": {"range": [-7, 103], "dtick": 25, "ticksuffix": "%", "showgrid": True},
        "yaxis": {
            "range": [len(blocks) * block - 0.5, -0.5],
            "tickvals": places,
            "ticktext": [_name(line, grades) for line in lines],
            "showgrid": False,
        },
        "annotations": [
            label(heading, 0, index * block, xref="paper", yref="y", xanchor="left", align="left", xshift=4 - LEFT)
            for index, heading in enumerate(headings)
        ],
        # The diagonal of the matrix: a band behind the lines on which the grade did not change.
        "shapes": [
            {**TINT, "xref": "paper", "x0": 0, "x1": 1, "y0": place - 0.5, "y1": place + 0.5}
            for line, place in zip(lines, places, strict=True)
            if line.before == line.after
        ],
    }
    shares = [round(100 * line.share, 2) for line in lines]
    counts = [f" {line.number} of {line.of}" for line in lines]
    data = [
        words([103] * len(lines), places, counts, "middle right"),
        *_intervals(lines, places, grades),
        _shares(lines, shares, places, grades),
    ]
    return figure(data if lines else [], layout, moves_text(lines, grades))


def _name(line: NextGradeShare, grades: Mapping[int, Grade]) -> str:
    """The grade after, in bold where it is the grade before."""
    name = wrap(grades[line.after].short, 14)
    return f"<b>{name}</b>" if line.before == line.after else name


def moves_text(lines: Sequence[NextGradeShare], grades: Mapping[int, Grade]) -> str:
    sentences = [f"{grades[n.after].title} after {grades[n.before].prose}: {n.number} of {n.of}." for n in lines]
    return " ".join(["How often each grade came next.", *sentences])


def _intervals(
    lines: Sequence[NextGradeShare], places: Sequence[int], grades: Mapping[int, Grade]
) -> Iterator[dict[str, Any]]:
    """The intervals, one trace for each grade after, since a trace's bars have one colour."""
    for after in dict.fromkeys(line.after for line in lines):
        placed_lines = [(line, place) for line, place in zip(lines, places, strict=True) if line.after == after]
        term = grades[after]
        yield {
            "type": "scatter",
            "mode": "lines",
            "name": "interval",
            "x": [x for n, _ in placed_lines for x in (round(100 * n.low, 2), round(100 * n.high, 2), None)],
            "y": [y for _, place in placed_lines for y in (place, place, None)],
            "line": {"color": look(term.rank, is_light=term.is_light).edge, "width": 3},
        }


def _shares(
    lines: Sequence[NextGradeShare], shares: Sequence[float], places: Sequence[int], grades: Mapping[int, Grade]
) -> dict[str, Any]:
    points = pointed(shares, places, [line.hover for line in lines], places)
    marks = [(grades[line.after].rank, grades[line.after].is_light, False) for line in lines]
    return points | {"name": "share", "marker": marker(marks, size=DOT)}


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
        layout["shapes"].append({**TINT, "x0": few_from, "x1": end + 0.15, "yref": "paper", "y0": 0, "y1": 1})
        few = {"xanchor": "right", "yanchor": "top", "xshift": -4, "yshift": -12, "font": {"color": MUTED}}
        layout["annotations"].append(label("fewer than 10", end + 0.15, 1, **few))
    if median is not None:
        layout["shapes"] += [_dots(0, median, 50, 50), _dots(median, median, 50, 0)]
    return figure(data, layout, survival_text(readings))


def survival_text(readings: pd.DataFrame) -> str:
    """The curve at each whole year in words, as the text alternative of the chart."""
    shares = [
        f"after {year} {'year' if year == 1 else 'years'} {100 * still:.0f}%"
        for year, still in zip(readings["year"], readings["still"], strict=True)
    ]
    return f"Share still graded inadequate: {', '.join(shares)}."


def _dots(x0: float, x1: float, y0: float, y1: float) -> dict[str, Any]:
    line = {"color": NEUTRAL, "width": 1.5, "dash": "dot"}
    return {"type": "line", "x0": x0, "x1": x1, "y0": y0, "y1": y1, "line": line}


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
    points = pointed(years, shares, readings["hover"], [0] * len(years))
    line = {"width": 1.5, "color": INADEQUATE.edge}
    return points | {
        "name": "at each year",
        "marker": {"symbol": "circle", "size": 10, "color": INADEQUATE.fill, "line": line},
    }
