"""Two inspections: one line for each judgement, from the one grade to the other, best to the right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from dashboard.analysis.queries import Era
from dashboard.appearance import BY_RANK, EVIDENCE_SYMBOL, GRADES, NEUTRAL, SURFACE_LIGHT
from dashboard.figures.base import GRID, TEXT, Figure, escaped, label, layout_of
from dashboard.figures.timeline import grade_axis, mark_eras, time_axis

ROW, GROUP, HEAD, FOOT = 52, 0.6, 58, 8


def comparison_height(rows: int, groups: int) -> int:
    return round(HEAD + FOOT + ROW * (max(1, rows) + GROUP * groups))


def comparison(rows: Sequence[Mapping[str, Any]], label_a: str, label_b: str) -> Figure:
    """Two inspections, one line for each judgement: from the one grade to the other, best to the right.

    rows  group, title, note, a_rank, b_rank (None where there is no grade), a_evidence, b_evidence, a_hover, b_hover,
          is_loose; rows of one group follow each other
    """
    groups = len({row["group"] for row in rows})
    layout = layout_of(comparison_height(len(rows), groups), {"l": 12, "r": 12, "t": HEAD, "b": FOOT})
    layout["xaxis"] = {
        "range": [4.5, 0.5],
        "tickmode": "array",
        "tickvals": [grade.rank for grade in GRADES],
        "ticktext": ["Outstanding", "Good", "Requires<br>improvement<br>or adequate", "Inadequate"],
        "tickangle": 0,
        "side": "top",
        "fixedrange": True,
        "showgrid": True,
        "gridcolor": GRID,
        "zeroline": False,
    }
    bottom = max(1, len(rows)) + GROUP * groups
    layout["yaxis"] = {"range": [bottom, 0], "visible": False, "fixedrange": True, "showgrid": False}
    markers: dict[str, list[dict[str, Any]]] = {"a": [], "b": []}
    top, group = 0.0, None
    for row in rows:
        if row["group"] != group:
            group = row["group"]
            layout["annotations"].append(_row_words(f"<b>{escape(group)}</b>", top + 0.45, 13))
            top += GROUP
        note = f" · {escape(row['note'])}" if row["note"] else ""
        layout["annotations"].append(_row_words(escape(row["title"]) + note, top + 0.25, 12))
        _add_ends(markers, layout, row, top + 0.65, (label_a, label_b))
        top += 1
    data = [_ends_trace(ends, name) for ends, name in ((markers["a"], label_a), (markers["b"], label_b)) if ends]
    return {"data": data, "layout": layout}


def _row_words(text: str, y: float, size: int) -> dict[str, Any]:
    """Words over the lines of the grades, which do not run through them."""
    words = label(text, 0, y, xanchor="left", font={"size": size}, bgcolor=SURFACE_LIGHT, borderpad=1)
    return words | {"xref": "paper", "yref": "y"}


def _add_ends(
    markers: dict[str, list[dict[str, Any]]],
    layout: dict[str, Any],
    row: Mapping[str, Any],
    y: float,
    labels: tuple[str, str],
) -> None:
    """The two ends of one line, and the arrow between them; equal grades stand side by side."""
    a, b = row["a_rank"], row["b_rank"]
    nudge = 0.07 if a == b else 0.0
    if a is not None:
        markers["a"].append(_end(a + nudge, y, a, row["a_evidence"], row["a_hover"], labels[0], b is None or b <= a))
    if b is not None:
        is_left = a is not None and b > a
        markers["b"].append(_end(b - nudge, y, b, row["b_evidence"], row["b_hover"], labels[1], is_left))
    if a is not None and b is not None and a != b:
        layout["annotations"].append(_arrow(a, b, y, row["is_loose"]))


def _end(x: float, y: float, rank: int, evidence: str, hover: str, label: str, left: bool) -> dict[str, Any]:
    grade = BY_RANK[rank]
    return {
        "x": x,
        "y": y,
        "symbol": grade.symbol + EVIDENCE_SYMBOL[evidence],
        "colour": grade.colour,
        "hover": hover,
        "label": label,
        "position": "middle left" if left else "middle right",
    }


def _ends_trace(ends: Sequence[Mapping[str, Any]], name: str) -> dict[str, Any]:
    hollow = ["-open" in end["symbol"] for end in ends]
    return {
        "type": "scatter",
        "mode": "markers+text",
        "name": name,
        "meta": "points",
        "x": [end["x"] for end in ends],
        "y": [end["y"] for end in ends],
        "text": [f" {escape(end['label'])} " for end in ends],
        "textposition": [end["position"] for end in ends],
        "textfont": {"size": 12, "color": TEXT},
        "hovertext": escaped([end["hover"] for end in ends]),
        "hoverinfo": "text",
        "cliponaxis": False,
        "marker": {
            "symbol": [end["symbol"] for end in ends],
            "color": [end["colour"] for end in ends],
            "size": 15,
            "opacity": 1,
            "line": {
                "width": [2.5 if is_hollow else 1 for is_hollow in hollow],
                "color": [e["colour"] if h else SURFACE_LIGHT for e, h in zip(ends, hollow, strict=True)],
            },
        },
    }


def _arrow(a: int, b: int, y: float, is_loose: bool) -> dict[str, Any]:
    """From the one grade to the other; thin where the two are not one measure."""
    towards = 0.1 if b > a else -0.1
    return {
        "x": b - towards,
        "y": y,
        "ax": a + towards,
        "ay": y,
        "xref": "x",
        "yref": "y",
        "axref": "x",
        "ayref": "y",
        "text": "",
        "showarrow": True,
        "arrowhead": 2,
        "arrowsize": 1.1,
        "arrowwidth": 1.2 if is_loose else 2.4,
        "arrowcolor": NEUTRAL,
    }


SYMBOLS = ("circle", "square", "diamond", "triangle-up", "cross", "x", "star", "pentagon")
SYMBOL_WORDS = ("circle", "square", "diamond", "triangle", "plus", "cross", "star", "pentagon")
LINE_COLOURS = ("#7a6bd0", "#4f8a3a", "#a85d9c", "#8c6d46", "#3a86b4", "#b5607a", "#6f7f8c", "#977400")
"""Authorities' colours: none of a grade's, and at least 3:1 on both surfaces."""


def over_time(lines: Sequence[Mapping[str, Any]], eras: Sequence[Era], span: tuple[dt.date, dt.date]) -> Figure:
    """Several authorities' grades over real dates on one scale, each set a little apart from the others.

    lines  letter, name, points (date, rank, evidence, hover), steps (from_date, to_date, from_rank, to_rank, draw)
    """
    layout = layout_of(560, {"l": 104, "r": 28, "t": 64, "b": 30})
    layout["xaxis"] = time_axis(span)
    layout["yaxis"] = grade_axis([0, 1]) | {"range": [4.5, 0.5], "showgrid": True}
    mark_eras(layout, eras)
    data: list[dict[str, Any]] = []
    for index, line in enumerate(lines):
        apart = (index - (len(lines) - 1) / 2) * 0.1
        colour = LINE_COLOURS[index]
        for draw, dash in (("solid", "solid"), ("dashed", "4px,4px")):
            steps = [step for step in line["steps"] if step["draw"] == draw]
            if steps:
                data.append(
                    {
                        "type": "scatter",
                        "mode": "lines",
                        "name": draw,
                        "x": [x for step in steps for x in (step["from_date"], step["to_date"], None)],
                        "y": [
                            y
                            for step in steps
                            for y in (int(step["from_rank"]) + apart, int(step["to_rank"]) + apart, None)
                        ],
                        "hoverinfo": "skip",
                        "line": {"color": colour, "width": 2, "dash": dash, "shape": "hv"},
                    }
                )
        hollow = [point["evidence"] == "mention" for point in line["points"]]
        data.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": line["name"],
                "meta": "points",
                "x": [point["date"] for point in line["points"]],
                "y": [point["rank"] + apart for point in line["points"]],
                "hovertext": escaped([point["hover"] for point in line["points"]]),
                "hoverinfo": "text",
                "cliponaxis": False,
                "marker": {
                    "symbol": [SYMBOLS[index] + ("-open" if is_hollow else "") for is_hollow in hollow],
                    "color": colour,
                    "size": 11,
                    "opacity": 1,
                    "line": {
                        "width": [2 if each else 1 for each in hollow],
                        "color": [colour if each else SURFACE_LIGHT for each in hollow],
                    },
                },
            }
        )
        last = line["points"][-1]
        layout["annotations"].append(
            label(
                f"<b>{line['letter']}</b>",
                last["date"],
                last["rank"] + apart,
                xanchor="left",
                xshift=8,
                font={"size": 12},
            )
            | {"yref": "y"}
        )
    return {"data": data, "layout": layout}
