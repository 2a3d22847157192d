"""All authorities by the grade in force at each year's end: one bar a year, best at the bottom, unknown on top."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

import pandas as pd

from dashboard.appearance import GRADES, NEUTRAL
from dashboard.figures.base import GRID, TEXT, Figure, escaped, label, layout_of

HEIGHT, HEAD, FOOT = 410, 60, 30
NO_GRADE = "rgba(128,139,150,0.2)"
APART = 5.5


def shares(
    years: Sequence[int], counts: pd.DataFrame, hover: Sequence[str], breaks: Sequence[tuple[int, str, str]]
) -> Figure:
    """Shares of all authorities by grade, those whose grade is unknown or that are no longer judged among them.

    counts  authorities, grade_1 to grade_4, over, unknown: one row a year
    breaks  (first year whose end lies after it, words, comparability: "" where nothing is joined)
    """
    layout = layout_of(HEIGHT, {"l": 44, "r": 128, "t": HEAD, "b": FOOT})
    layout |= {"barmode": "stack", "bargap": 0.12, "hovermode": "x"}
    layout["xaxis"] = {
        "range": [years[0] - 0.55, years[-1] + 0.55],
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "tickformat": "d",
        "nticks": 6,
        "tickangle": 0,
    }
    layout["yaxis"] = {
        "range": [0, 100],
        "fixedrange": True,
        "tickmode": "array",
        "tickvals": [0, 25, 50, 75, 100],
        "ticktext": ["0%", "25%", "50%", "75%", "100%"],
        "showgrid": True,
        "gridcolor": GRID,
        "zeroline": False,
    }
    layers = [(grade.short, f"grade_{grade.rank}", {"color": grade.colour}) for grade in GRADES]
    layers += [("No longer judged", "over", _hatched()), ("Not known here", "unknown", {"color": NO_GRADE})]
    percent = {column: list(100 * counts[column] / counts["authorities"]) for _, column, _ in layers}
    data: list[dict[str, Any]] = [
        {
            "type": "bar",
            "name": title,
            "x": list(years),
            "y": [round(value, 2) for value in percent[column]],
            "marker": marker,
            "hoverinfo": "skip",
        }
        for title, column, marker in layers
        if any(percent[column])
    ]
    data.append(_reader(years, hover))
    layout["annotations"] += _direct_labels([(title, percent[column][-1]) for title, column, _ in layers], years[-1])
    for index, (year, words, comparability) in enumerate(breaks):
        layout["shapes"].append(_upright(year - 0.5, comparability))
        layout["annotations"].append(
            label(
                escape(words),
                year - 0.5,
                1,
                xanchor="left" if year - years[0] < 0.7 * len(years) else "right",
                yanchor="bottom",
                yshift=4 + 16 * (index % 3),
                font={"size": 12},
            )
        )
    return {"data": data, "layout": layout}


def _hatched() -> dict[str, Any]:
    return {"color": NO_GRADE, "pattern": {"shape": "/", "size": 6, "solidity": 0.25, "fgcolor": NEUTRAL}}


def _reader(years: Sequence[int], hover: Sequence[str]) -> dict[str, Any]:
    """What mouse and arrow keys find: one clear bar a year over the others, which says all of it."""
    return {
        "type": "bar",
        "name": "year",
        "meta": "points",
        "x": list(years),
        "y": [100] * len(years),
        "base": [0] * len(years),
        "marker": {"color": "rgba(0,0,0,0)"},
        "hovertext": escaped(hover),
        "hoverinfo": "text",
        "textposition": "none",
    }


def _direct_labels(layers: Sequence[tuple[str, float]], year: int) -> list[dict[str, Any]]:
    """The last bar's parts by name and share, beside it, far enough apart to be read."""
    labels = []
    top, lowest = 0.0, 0.0
    for title, share in layers:
        if not share:
            continue
        middle = max(top + share / 2, lowest)
        top, lowest = top + share, middle + APART
        text = f"{escape(title)} <b>{share:.0f}%</b>" if share >= 0.5 else f"{escape(title)} <b>&lt;1%</b>"
        words = label(text, year + 0.5, middle, xanchor="left", xshift=4, font={"size": 11, "color": TEXT})
        labels.append(words | {"yref": "y"})
    return labels


def _upright(x: float, comparability: str) -> dict[str, Any]:
    """A break: a full line where the two sides are not one measure, a dashed one where they are close."""
    line = {"color": NEUTRAL, "width": 1.5, "dash": "4px,3px" if comparability == "close" else "solid"}
    return {"type": "line", "x0": x, "x1": x, "xref": "x", "y0": 0, "y1": 1.03, "yref": "paper", "line": line}
