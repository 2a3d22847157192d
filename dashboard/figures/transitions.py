"""What came next: the share of each move with its interval, and how long inadequate lasted, with how many are left."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd

from dashboard.appearance import BY_GRADE, GRADES, NEUTRAL
from dashboard.figures.base import BAND, GRID, TEXT, Figure, escaped, label, layout_of, rows_of

LINE, GAP, HEAD, FOOT = 25, 1, 8, 30
BLOCK = len(GRADES) + 1 + GAP
SURVIVAL_HEIGHT = 400
INTERVAL = "rgba(207,16,56,0.14)"


def moves_height(blocks: int) -> int:
    return HEAD + FOOT + blocks * BLOCK * LINE


def moves(matrix: pd.DataFrame, titles: Mapping[str, str], hovers: Sequence[str]) -> Figure:
    """One block for each grade before, one line in it for each grade after: its share and the share's interval.

    matrix  from_grade, to_grade, steps, of, share, low, high; only grades at which a step began
    titles  the heading of each block
    hovers  what each line says, in the order of the matrix
    """
    blocks = list(dict.fromkeys(matrix["from_grade"]))
    layout = layout_of(moves_height(len(blocks)), {"l": 112, "r": 76, "t": HEAD, "b": FOOT})
    layout["xaxis"] = {
        "range": [-2, 102],
        "dtick": 25,
        "ticksuffix": "%",
        "fixedrange": True,
        "showgrid": True,
        "gridcolor": GRID,
        "zeroline": False,
    }
    layout["yaxis"] = {"range": [len(blocks) * BLOCK - 0.5, -0.5], "visible": False, "fixedrange": True}
    points: dict[str, list[dict[str, Any]]] = {}
    for (_, row), hover in zip(matrix.iterrows(), hovers, strict=True):
        block = blocks.index(row["from_grade"])
        look = BY_GRADE[row["to_grade"]]
        line = block * BLOCK + look.rank
        is_same = row["from_grade"] == row["to_grade"]
        if look.rank == 1:
            heading = f"<b>{escape(titles[row['from_grade']])}</b>"
            layout["annotations"].append(_beside(heading, line - 1, xanchor="left", xshift=-108))
        if is_same:
            layout["shapes"].append(_same(line))
        name = f"<b>{look.short}</b>" if is_same else look.short
        layout["annotations"].append(_beside(name, line, xanchor="right", xshift=-8))
        layout["annotations"].append(
            _beside(f"{row['steps']} of {row['of']}", line, xanchor="left", xshift=8) | {"x": 1}
        )
        points.setdefault(row["to_grade"], []).append({**row, "line": line, "hover": hover})
    return {"data": [_shares(grade, lines) for grade, lines in points.items()], "layout": layout}


def _beside(text: str, line: int, **more: Any) -> dict[str, Any]:
    return label(text, 0, line, **more) | {"xref": "paper", "yref": "y", "font": {"size": 12}}


def _same(line: int) -> dict[str, Any]:
    """The diagonal of the matrix: a band behind the line on which the grade stayed."""
    across = {"xref": "paper", "x0": 0, "x1": 1, "yref": "y", "y0": line - 0.5, "y1": line + 0.5}
    return {"type": "rect", **across, "fillcolor": "rgba(128,139,150,0.16)", "line": {"width": 0}, "layer": "below"}


def _shares(grade: str, lines: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    look = BY_GRADE[grade]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": look.title,
        "meta": "points",
        "x": [100 * row["share"] for row in lines],
        "y": [row["line"] for row in lines],
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [100 * (row["high"] - row["share"]) for row in lines],
            "arrayminus": [100 * (row["share"] - row["low"]) for row in lines],
            "color": look.colour,
            "thickness": 2,
            "width": 4,
        },
        "hovertext": escaped([row["hover"] for row in lines]),
        "hoverinfo": "text",
        "cliponaxis": False,
        "marker": {"symbol": look.symbol, "color": look.colour, "size": 11, "opacity": 1, "line": {"width": 0}},
    }


def survival(
    curve: pd.DataFrame,
    lost: Sequence[float],
    readings: pd.DataFrame,
    median: float | None,
    longest: float,
    few_from: float | None,
) -> Figure:
    """The share still inadequate over the years since the first such judgement, as a step line with its interval.

    curve     years, still, low, high
    lost      when spells were lost from view, marked on the curve
    readings  year, at_risk, still, hover: the curve read at each whole year, and how many are followed then
    longest   how far any spell was followed; the curve ends there
    few_from  from when on there are too few to lean on; that part is tinted and says so
    """
    layout = layout_of(SURVIVAL_HEIGHT, {"l": 48, "r": 16, "t": 14, "b": 92})
    end = max(1, math.ceil(longest))
    layout["xaxis"] = {
        "range": [-0.15, end + 0.15],
        "tickvals": list(range(end + 1)),
        "ticktext": [str(year) for year in range(end + 1)],
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "ticks": "outside",
        "tickcolor": GRID,
    }
    layout["yaxis"] = {
        "range": [0, 104],
        "tickvals": [0, 25, 50, 75, 100],
        "ticktext": ["0%", "25%", "50%", "75%", "100%"],
        "fixedrange": True,
        "showgrid": True,
        "gridcolor": GRID,
        "zeroline": False,
    }
    data = [*_band(curve, longest), _curve(curve, longest)]
    if lost:
        data.append(_lost_marks(curve, lost))
    if len(readings):
        data.append(_readings(readings))
        layout["annotations"] += _numbers_below(readings)
    below = {"yanchor": "top", "font": {"size": 12}}
    layout["annotations"].append(
        label("Years since the first inadequate judgement", 0, 0, xanchor="left", yshift=-68, **below)
        | {"xref": "paper"}
    )
    if few_from is not None and few_from < longest:
        layout["shapes"].append(_tinted(few_from, end + 0.15))
        few = label("few followed", end + 0.15, 1, xanchor="right", yanchor="top", xshift=-4, font={"size": 12})
        layout["annotations"].append(few)
    if median is not None:
        layout["shapes"] += [_dotted(0, median, 50, 50), _dotted(median, median, 50, 0)]
    return {"data": data, "layout": layout}


def _tinted(first: float, last: float) -> dict[str, Any]:
    across = {"xref": "x", "x0": first, "x1": last, "yref": "paper", "y0": 0, "y1": 1}
    return {"type": "rect", **across, "fillcolor": BAND, "line": {"width": 0}, "layer": "below"}


def _dotted(x0: float, x1: float, y0: float, y1: float) -> dict[str, Any]:
    line = {"color": NEUTRAL, "width": 1.5, "dash": "dot"}
    return {"type": "line", "xref": "x", "yref": "y", "x0": x0, "x1": x1, "y0": y0, "y1": y1, "line": line}


def _step_line(years: list[float], shares: list[float], longest: float) -> dict[str, Any]:
    """A line that holds each value until the next, the last one to the end of what is known."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [*years, longest],
        "y": [*[100 * share for share in shares], 100 * shares[-1]],
        "hoverinfo": "skip",
    }


def _curve(curve: pd.DataFrame, longest: float) -> dict[str, Any]:
    line = {"color": BY_GRADE["inadequate"].colour, "width": 2.5, "shape": "hv"}
    return {**_step_line(list(curve["years"]), list(curve["still"]), longest), "name": "still inadequate", "line": line}


def _band(curve: pd.DataFrame, longest: float) -> list[dict[str, Any]]:
    """The interval, from the first spell that ended; none where the formula gives none."""
    known = curve.dropna(subset=["low", "high"])
    if not len(known):
        return []
    later = curve.loc[curve["years"] > known["years"].iloc[-1], "years"]
    end = float(later.iloc[0]) if len(later) else longest
    edge = {"width": 0, "shape": "hv"}
    years = list(known["years"])
    return [
        {**_step_line(years, list(known["high"]), end), "name": "interval, high", "line": edge},
        {
            **_step_line(years, list(known["low"]), end),
            "name": "interval, low",
            "line": edge,
            "fill": "tonexty",
            "fillcolor": INTERVAL,
        },
    ]


def _lost_marks(curve: pd.DataFrame, lost: Sequence[float]) -> dict[str, Any]:
    heights = [100 * float(curve.loc[curve["years"] <= time, "still"].iloc[-1]) for time in lost]
    marker = {"symbol": "line-ns-open", "size": 9, "color": NEUTRAL, "line": {"width": 2, "color": NEUTRAL}}
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "no longer followed",
        "x": list(lost),
        "y": heights,
        "hoverinfo": "skip",
        "cliponaxis": False,
        "marker": marker,
    }


def _readings(readings: pd.DataFrame) -> dict[str, Any]:
    look = BY_GRADE["inadequate"]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "at each year",
        "meta": "points",
        "x": [int(year) for year in readings["year"]],
        "y": [100 * float(still) for still in readings["still"]],
        "hovertext": escaped(readings["hover"]),
        "hoverinfo": "text",
        "cliponaxis": False,
        "marker": {"symbol": look.symbol, "color": look.colour, "size": 10, "opacity": 1, "line": {"width": 0}},
    }


def _numbers_below(readings: pd.DataFrame) -> list[dict[str, Any]]:
    """How many spells are still followed at each year, below the axis."""
    style = {"yanchor": "top", "font": {"size": 12, "color": TEXT}}
    return [
        label("Still followed", 0, 0, xanchor="left", yshift=-28, xshift=-46, **style) | {"xref": "paper"},
        *(label(str(row["at_risk"]), row["year"], 0, yshift=-46, **style) for row in rows_of(readings)),
    ]
