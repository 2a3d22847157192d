"""Grades over real dates: small multiples on one time axis, with frameworks' eras and the seams between authorities."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from html import escape
from typing import Any

import pandas as pd

from dashboard.analysis.queries import Era
from dashboard.appearance import BY_RANK, EVIDENCE_SYMBOL, GRADES, NEUTRAL, SURFACE_LIGHT
from dashboard.figures.base import BAND, GRID, TEXT, Figure, escaped, label, layout_of, rows_of

ROW_HEIGHT, ROW_GAP, HEAD, FOOT = 104, 34, 68, 30
SEAM = 20
"""The height of the line of words below the years, where there is a seam."""


def timeline_height(rows: int, foot: int = FOOT) -> int:
    return HEAD + foot + rows * ROW_HEIGHT + max(0, rows - 1) * ROW_GAP


def timeline(
    rows: Sequence[tuple[str, str, str]],
    points: pd.DataFrame,
    steps: pd.DataFrame,
    ungraded: pd.DataFrame,
    eras: Sequence[Era],
    seams: Sequence[tuple[str, str]],
    span: tuple[dt.date, dt.date],
    behind: pd.DataFrame | None = None,
    unknown: pd.DataFrame | None = None,
) -> Figure:
    """Grades over real dates: one row of the chart for each (service, aspect, title), all on one time axis.

    points    service, aspect, date, rank, evidence, hover, is_own; others' points are drawn in no grade's colour
    steps     service, aspect, from_date, to_date, from_rank, to_rank, draw, is_own, hover
    ungraded  service, aspect, date, hover: inspections without a grade here, below the scale
    behind    service, aspect, date, rank, share, is_median, hover: what others had, drawn pale behind the steps
    unknown   service, aspect, date, hover: inspections that took place and whose grade is not known here
    seams     (date, words): days on which this authority began or ended; the words stand below the years, so that
              they hide no grade
    """
    foot = FOOT + SEAM if seams else FOOT
    height = timeline_height(len(rows), foot)
    plot = height - HEAD - foot
    data: list[dict[str, Any]] = []
    layout = layout_of(height, {"l": 104, "r": 14, "t": HEAD, "b": foot})
    layout["xaxis"] = time_axis(span) | {"anchor": f"y{len(rows)}" if len(rows) > 1 else "y"}
    grades, joins, silent = (_by_row(frame) for frame in (points, steps, ungraded))
    others = {} if behind is None else _by_row(behind)
    missing = {} if unknown is None else _by_row(unknown)
    for index, (service, aspect, title) in enumerate(rows):
        axis = "y" if index == 0 else f"y{index + 1}"
        top = 1 - index * (ROW_HEIGHT + ROW_GAP) / plot
        layout["yaxis" + axis[1:]] = grade_axis([max(0.0, top - ROW_HEIGHT / plot), top])
        layout["annotations"].append(_row_title(title, top))
        row = (service, aspect)
        data += _behind_traces(others.get(row, []), axis)
        data += _step_traces(joins.get(row, []), axis)
        data += _ungraded_trace(silent.get(row, []), axis)
        data += _unknown_trace(missing.get(row, []), axis)
        data += _point_traces(grades.get(row, []), axis)
    mark_eras(layout, eras)
    for date, words in seams:
        layout["shapes"].append(_upright(date, {"color": NEUTRAL, "width": 2}))
        is_early = dt.date.fromisoformat(date) < span[0] + (span[1] - span[0]) / 2
        words = f"↑ {words}" if is_early else f"{words} ↑"
        anchor, shift = ("left", -4) if is_early else ("right", 4)
        layout["annotations"].append(
            label(words, date, 0, xanchor=anchor, xshift=shift, yanchor="top", yshift=-24, font={"size": 11})
        )
    return {"data": data, "layout": layout}


Marks = list[dict[str, Any]]
"""What stands in one row of the chart, from first to last."""


def _by_row(frame: pd.DataFrame) -> dict[tuple[str, str], Marks]:
    # Filtering frames of twenty rows for each trace took half of a page's time.
    found: dict[tuple[str, str], Marks] = {}
    for mark in rows_of(frame):
        found.setdefault((mark["service"], mark["aspect"]), []).append(mark)
    return found


def time_axis(span: tuple[dt.date, dt.date]) -> dict[str, Any]:
    return {
        "type": "date",
        "range": [span[0].isoformat(), span[1].isoformat()],
        "fixedrange": True,
        "showgrid": True,
        "gridcolor": GRID,
        "gridwidth": 1,
        "tickangle": 0,
        "tickformat": "%Y",
        "ticks": "outside",
        "tickcolor": GRID,
        "zeroline": False,
    }


def grade_axis(domain: list[float]) -> dict[str, Any]:
    return {
        "domain": domain,
        "range": [4.75, 0.55],
        "tickmode": "array",
        "tickvals": [grade.rank for grade in GRADES],
        "ticktext": [grade.short for grade in GRADES],
        "fixedrange": True,
        "showgrid": True,
        "gridcolor": GRID,
        "gridwidth": 1,
        "zeroline": False,
        "tickfont": {"size": 11},
    }


def _row_title(title: str, top: float) -> dict[str, Any]:
    title_words = label(
        f"<b>{escape(title)}</b>", 0, top, xanchor="left", yanchor="bottom", yshift=3, font={"size": 13}
    )
    return title_words | {"xref": "paper", "xshift": -104 + 4}


def _upright(date: str, line: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "line",
        "x0": date,
        "x1": date,
        "xref": "x",
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "line": line,
        "layer": "below",
    }


def mark_eras(layout: dict[str, Any], eras: Sequence[Era]) -> None:
    """Every other era is tinted; names stand above the chart on two levels, so that short eras keep theirs."""
    for index, era in enumerate(eras):
        if index % 2:
            layout["shapes"].append(
                {
                    "type": "rect",
                    "x0": era.start.isoformat(),
                    "x1": era.end.isoformat(),
                    "xref": "x",
                    "y0": 0,
                    "y1": 1,
                    "yref": "paper",
                    "fillcolor": BAND,
                    "line": {"width": 0},
                    "layer": "below",
                }
            )
        middle = era.start + (era.end - era.start) / 2
        layout["annotations"].append(
            label(
                escape(era.title),
                middle.isoformat(),
                1,
                yanchor="bottom",
                yshift=24 if index % 2 else 40,
                font={"size": 11},
            )
        )


def _behind_traces(behind: Marks, axis: str) -> list[dict[str, Any]]:
    """Others' grades at the ends of years: dots whose area is the share, and a bar at the middle grade."""
    traces = []
    for name, is_median in (("behind", False), ("median", True)):
        shown = [mark for mark in behind if mark["is_median"] == is_median]
        if not shown:
            continue
        marker = {
            "symbol": "line-ew-open" if is_median else "circle",
            "color": NEUTRAL,
            "opacity": 0.85 if is_median else 0.32,
            "size": 9 if is_median else [round(4 + 14 * mark["share"] ** 0.5, 1) for mark in shown],
            "line": {"width": 2 if is_median else 0, "color": NEUTRAL},
        }
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": name,
                "x": [mark["date"] for mark in shown],
                "y": [mark["rank"] for mark in shown],
                "hovertext": _hovers(shown),
                "hoverinfo": "text",
                "yaxis": axis,
                "marker": marker,
            }
        )
    return traces


def _step_traces(steps: Marks, axis: str) -> list[dict[str, Any]]:
    """Solid and dashed joins as steps; a break as a mark between; a gap and an end as nothing."""
    traces: list[dict[str, Any]] = []
    for draw, dash in (("solid", "solid"), ("dashed", "4px,4px")):
        for is_own in (True, False):
            drawn = [step for step in steps if (step["draw"], step["is_own"]) == (draw, is_own)]
            if not drawn:
                continue
            x: list[str | None] = []
            y: list[int | None] = []
            for row in drawn:
                x += [row["from_date"], row["to_date"], None]
                y += [row["from_rank"], row["to_rank"], None]
            line = {"color": NEUTRAL, "width": 2.5 if is_own else 1.5, "dash": dash, "shape": "hv"}
            traces.append(
                {
                    "type": "scatter",
                    "mode": "lines",
                    "x": x,
                    "y": y,
                    "yaxis": axis,
                    "line": line,
                    "hoverinfo": "skip",
                    "name": draw,
                }
            )
    broken = [step for step in steps if step["draw"] == "break" and step["is_own"]]
    if broken:
        traces.append(
            {
                "type": "scatter",
                "mode": "text",
                "name": "break",
                "x": [_between(row["from_date"], row["to_date"]) for row in broken],
                "y": [(row["from_rank"] + row["to_rank"]) / 2 for row in broken],
                "text": ["<b>//</b>"] * len(broken),
                "hovertext": _hovers(broken),
                "hoverinfo": "text",
                "textfont": {"size": 14, "color": TEXT},
                "yaxis": axis,
            }
        )
    return traces


def _between(first: str, last: str) -> str:
    start, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    return (start + (end - start) / 2).isoformat()


def _hovers(marks: Marks) -> list[str]:
    return escaped(mark["hover"] for mark in marks)


def _ungraded_trace(ungraded: Marks, axis: str) -> list[dict[str, Any]]:
    if not ungraded:
        return []
    marker = {"symbol": "line-ew-open", "size": 9, "color": NEUTRAL, "line": {"width": 2, "color": NEUTRAL}}
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "name": "no grade",
            "x": [mark["date"] for mark in ungraded],
            "y": [4.62] * len(ungraded),
            "hovertext": _hovers(ungraded),
            "hoverinfo": "text",
            "yaxis": axis,
            "marker": marker,
            "meta": "points",
        }
    ]


def _unknown_trace(unknown: Marks, axis: str) -> list[dict[str, Any]]:
    """An open grey box with a question mark, below the scale: inspected, and the grade is not in the record."""
    if not unknown:
        return []
    marker = {"symbol": "square-open", "size": 13, "color": NEUTRAL, "line": {"width": 1.5, "color": NEUTRAL}}
    return [
        {
            "type": "scatter",
            "mode": "markers+text",
            "name": "grade not known",
            "x": [mark["date"] for mark in unknown],
            "y": [4.62] * len(unknown),
            "text": ["?"] * len(unknown),
            "textposition": "middle center",
            "textfont": {"size": 10, "color": TEXT},
            "hovertext": _hovers(unknown),
            "hoverinfo": "text",
            "yaxis": axis,
            "cliponaxis": False,
            "marker": marker,
            "meta": "points",
        }
    ]


def _point_traces(points: Marks, axis: str) -> list[dict[str, Any]]:
    """One trace of markers for the authority's own grades, one for those of its predecessors."""
    traces = []
    for is_own in (False, True):
        shown = [point for point in points if point["is_own"] == is_own]
        if not shown:
            continue
        grades = [BY_RANK[point["rank"]] for point in shown]
        colours = [grade.colour if is_own else NEUTRAL for grade in grades]
        symbols = [g.symbol + EVIDENCE_SYMBOL[p["evidence"]] for g, p in zip(grades, shown, strict=True)]
        # The dot in a symbol and the edge of a solid one take the line's colour; a hollow one is all edge.
        edges = [
            colour if symbol.endswith(("-open", "-open-dot")) else SURFACE_LIGHT
            for colour, symbol in zip(colours, symbols, strict=True)
        ]
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": "grades" if is_own else "predecessors",
                "x": [point["date"] for point in shown],
                "y": [int(point["rank"]) for point in shown],
                "hovertext": _hovers(shown),
                "hoverinfo": "text",
                "yaxis": axis,
                "cliponaxis": False,
                "meta": "points",
                "marker": {
                    "symbol": symbols,
                    "color": colours,
                    "size": 14 if is_own else 10,
                    "opacity": 1,
                    "line": {"width": [2.5 if "-open" in s else 1 for s in symbols], "color": edges},
                },
            }
        )
    return traces
