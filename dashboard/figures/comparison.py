"""Two inspections: one line for each judgement, from the one grade to the other, best to the right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from dashboard.appearance import BY_RANK, EVIDENCE_SYMBOL, GRADES, NEUTRAL, SURFACE_LIGHT
from dashboard.figures.base import GRID, TEXT, Figure, escaped, label, layout_of

COMPARE_ROW, COMPARE_HEAD = 50, 46


def comparison_height(rows: int) -> int:
    return COMPARE_HEAD + 16 + max(1, rows) * COMPARE_ROW


def comparison(rows: Sequence[Mapping[str, Any]], label_a: str, label_b: str) -> Figure:
    """Two inspections, one line for each judgement: from the earlier grade to the later one, best to the right.

    rows  title, a_rank, b_rank (None where there is no grade), a_evidence, b_evidence, a_hover, b_hover, is_loose
    """
    height = comparison_height(len(rows))
    layout = layout_of(height, {"l": 12, "r": 12, "t": COMPARE_HEAD, "b": 16})
    layout["xaxis"] = {
        "range": [4.5, 0.5],
        "tickmode": "array",
        "tickvals": [grade.rank for grade in GRADES],
        "ticktext": ["Outstanding", "Good", "Requires improvement<br>or adequate", "Inadequate"],
        "side": "top",
        "fixedrange": True,
        "showgrid": True,
        "gridcolor": GRID,
        "zeroline": False,
    }
    layout["yaxis"] = {
        "range": [max(1, len(rows)) - 0.4, -0.75],
        "visible": False,
        "fixedrange": True,
        "showgrid": False,
    }
    data: list[dict[str, Any]] = []
    markers: dict[str, list[dict[str, Any]]] = {"a": [], "b": []}
    for line, row in enumerate(rows):
        layout["annotations"].append(
            label(f"<b>{escape(row['title'])}</b>", 0, line, xanchor="left", yshift=19, font={"size": 12})
            | {"xref": "paper", "yref": "y"}
        )
        a, b = row["a_rank"], row["b_rank"]
        nudge = 0.07 if a == b else 0.0
        if a is not None:
            markers["a"].append(
                _end(a + nudge, line, a, row["a_evidence"], row["a_hover"], label_a, b is None or b <= a)
            )
        if b is not None:
            markers["b"].append(
                _end(b - nudge, line, b, row["b_evidence"], row["b_hover"], label_b, a is not None and b > a)
            )
        if a is not None and b is not None and a != b:
            layout["annotations"].append(_arrow(a, b, line, row["is_loose"]))
    for ends, name in ((markers["a"], label_a), (markers["b"], label_b)):
        if ends:
            data.append(_ends_trace(ends, name))
    return {"data": data, "layout": layout}


def _end(x: float, y: int, rank: int, evidence: str, hover: str, label: str, left: bool) -> dict[str, Any]:
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


def _arrow(a: int, b: int, line: int, is_loose: bool) -> dict[str, Any]:
    """From the one grade to the other; thin where the two are not one measure."""
    towards = 0.1 if b > a else -0.1
    return {
        "x": b - towards,
        "y": line,
        "ax": a + towards,
        "ay": line,
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
