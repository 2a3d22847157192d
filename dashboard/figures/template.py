"""The template that every figure is drawn with, known to plotly as `gradeline`, and what figures share.

It holds every font, colour, grid, hover label and margin once; a figure adds its data, its axes and its height. Each
colour here has a counterpart for dark screens in the stylesheet. Called by the other modules of figures.
"""

import textwrap
from collections.abc import Iterable, Sequence
from functools import cache
from html import escape
from typing import Any

import plotly.graph_objects as go
import plotly.io as pio

from dashboard.appearance import SURFACE_LIGHT, look

NAME = "gradeline"
FONT = '"Gradeline Sans", "Source Sans 3", "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'
TEXT = "#16222c"
MUTED = "#55626d"
GRID = "rgba(128,139,150,0.28)"
BAND = "rgba(128,139,150,0.12)"
PALE = "rgba(118,131,143,0.45)"
DASH = "4px,4px"
SMALL, MARK = 11, 19
"""Sizes in pixels: the smaller text, and the round mark with a letter in it."""
CONFIG: Any = {
    "displayModeBar": False,
    "responsive": True,
    "showSendToCloud": False,
    "scrollZoom": False,
    "doubleClick": False,
    "showTips": False,
}
_AXIS = {"fixedrange": True, "zeroline": False, "gridcolor": GRID, "tickcolor": GRID, "tickfont": {"color": MUTED}}


@cache
def register() -> None:
    """Make the template known to plotly: when the first figure is drawn, since a server's first page has none."""
    pio.templates[NAME] = go.layout.Template(
        layout={
            "font": {"family": FONT, "size": 12, "color": TEXT},
            "paper_bgcolor": SURFACE_LIGHT,
            "plot_bgcolor": "rgba(0,0,0,0)",
            "margin": {"l": 104, "r": 14, "t": 12, "b": 30},
            "showlegend": False,
            "dragmode": False,
            "hovermode": "closest",
            "hoverdistance": 24,
            "hoverlabel": {
                "bgcolor": "#1d2730",
                "bordercolor": "#1d2730",
                "align": "left",
                "font": {"family": FONT, "size": 13, "color": "#ffffff"},
            },
            "xaxis": {**_AXIS, "showgrid": False, "tickangle": 0, "automargin": False},
            "yaxis": {**_AXIS, "showgrid": True, "automargin": False},
            "annotationdefaults": {
                "showarrow": False,
                "xref": "x",
                "yref": "paper",
                "xanchor": "left",
                "yanchor": "bottom",
                "font": {"size": SMALL, "color": MUTED},
            },
            "shapedefaults": {
                "type": "line",
                "layer": "below",
                "yref": "paper",
                "y0": 0,
                "y1": 1,
                "line": {"color": GRID, "width": 1},
            },
        },
        data={"scatter": [{"cliponaxis": False, "hoverinfo": "skip", "marker": {"opacity": 1}}]},
    )


def figure(data: Sequence[dict[str, Any]], layout: dict[str, Any], alt: str) -> go.Figure:
    """A figure in the template, with its text alternative in `layout.meta["alt"]`.

    Plain traces are checked in one go: adding them one by one takes plotly some five times as long.
    """
    register()
    return go.Figure(data=list(data), layout={"template": NAME, "meta": {"alt": alt}, **layout})


def label(text: str, x: str | float, y: float, **more: Any) -> dict[str, Any]:
    return {"text": text, "x": x, "y": y, **more}


def escape_lines(texts: Iterable[str]) -> list[str]:
    """Lines of text as plotly shows them: what looks like markup is shown, not read; new lines are kept."""
    return [escape(text, quote=False).replace("\n", "<br>") for text in texts]


def wrap(title: str, width: int) -> str:
    lines = textwrap.wrap(title, width, break_long_words=False, break_on_hyphens=False)
    return "<br>".join(escape(line, quote=False) for line in lines)


def pointed(x: Sequence[Any], y: Sequence[float], hovers: Iterable[str], *, rows: Sequence[int]) -> dict[str, Any]:
    """A trace of points that mouse and arrow keys find (`assets/chart.js`): `rows` says in which row each stands."""
    return {
        "type": "scatter",
        "mode": "markers",
        "meta": "points",
        "x": list(x),
        "y": list(y),
        "customdata": list(rows),
        "hoverinfo": "text",
        "hovertext": escape_lines(hovers),
    }


def marker(marks: Iterable[tuple[int, bool, bool]]) -> dict[str, Any]:
    """The marker of points by (rank, is_light, is_hollow): filled, or open with a thick edge in the same colour."""
    fills, edges, widths = [], [], []
    for rank, is_light, is_hollow in marks:
        colours = look(rank, is_light=is_light)
        fills.append(SURFACE_LIGHT if is_hollow else colours.fill)
        edges.append(colours.edge)
        widths.append(2.5 if is_hollow else 1.5)
    return {"symbol": "circle", "size": MARK, "color": fills, "line": {"color": edges, "width": widths}}


def letters(x: Sequence[Any], y: Sequence[float], marks: Sequence[tuple[str, int, bool, bool]]) -> dict[str, Any]:
    colours = [TEXT if is_hollow else look(rank, is_light=light).text for _, rank, light, is_hollow in marks]
    return {
        "type": "scatter",
        "mode": "text",
        "name": "letters",
        "x": list(x),
        "y": list(y),
        "text": [f"<b>{letter}</b>" for letter, *_ in marks],
        "textposition": "middle center",
        "textfont": {"size": SMALL, "color": colours},
    }
