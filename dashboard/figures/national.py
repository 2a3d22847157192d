"""All councils by grade at the end of each year, in numbers: one bar a year, best at the bottom, unknown on top.

Where grades of before and after are not comparable the bars part, so that nobody reads one across the gap. Called by
the page of the years.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import plotly.graph_objects as go

from dashboard.appearance import NEUTRAL, look
from dashboard.figures.template import DASH, MUTED, PALE, SMALL, escape_lines, figure, label, upright, words

HEIGHT, HEAD, FOOT = 362, 14, 30
GAP, APART = 0.6, 0.05
"""Years between bars that are not comparable, and how far two names beside the last bar stand apart (of the height)."""
LEVEL, ROOM = 16, 4
"""Pixels of the name of a change, each on a level of its own; over how many bars a percentage or a year reaches on a
phone."""
CLEAR = "rgba(255,255,255,0)"
PATTERNS = {"over": "/", "earlier": ".", "unknown": ""}


@dataclass(frozen=True)
class Layer:
    """One part of every bar: a grade by its rank, or `kind` "over", "earlier" or "unknown".

    `title` stands beside the last bar.
    """

    title: str
    counts: Sequence[int]
    rank: int = 0
    is_light: bool = False
    kind: str = ""


@dataclass(frozen=True)
class Year:
    """The end of one year: what is said of it, and the share that stands on top of its bar, "" where too few known."""

    year: int
    hover: str
    share: str = ""


@dataclass(frozen=True)
class FrameworkChange:
    """A change of framework: the first year whose end lies after it, and whether grades compare "dashed" or "break"."""

    year: int
    words: str
    line: str


def shares(years: Sequence[Year], layers: Sequence[Layer], changes: Sequence[FrameworkChange]) -> go.Figure:
    """The councils at each grade at the end of each year; the layers of a year add up to all councils of that time."""
    x = _places(years, changes)
    place_of = dict(zip((year.year for year in years), x, strict=True))
    totals = [sum(layer.counts[index] for layer in layers) for index in range(len(years))]
    most = max([*totals, 1])
    labelled = list(place_of) if len(place_of) <= 12 else list(place_of)[::-ROOM]
    layout: dict[str, Any] = {
        "height": HEIGHT + LEVEL * len(changes),
        "margin": {"l": 34, "r": 116, "t": HEAD + LEVEL * len(changes), "b": FOOT},
        "barmode": "stack",
        "bargap": 0.12,
        "hovermode": "x",
        "xaxis": {
            "range": [x[0] - 0.55, x[-1] + 0.55],
            "tickvals": [place_of[year] for year in labelled],
            "ticktext": [f"’{year % 100:02}" for year in labelled],
        },
        "yaxis": {"range": [0, most * 1.06], "nticks": 5, "tickfont": {"size": SMALL}},
        "shapes": [
            upright(place_of[change.year] - 0.5) | {"line": {"color": NEUTRAL, "width": 1.5, "dash": DASH}}
            for change in changes
            if change.line != "break"
        ],
        "annotations": [_change(change, place_of[change.year], index, x[-1]) for index, change in enumerate(changes)],
    }
    data = [*_bars(layers, x), _names(layers, x[-1], most)]
    if any(year.share for year in years):
        data.append(words(x, totals, _shares(years, changes), "top center", size=SMALL))
    return figure([*data, _reader(years, x, totals)], layout, shares_text(years, layers))


def shares_text(years: Sequence[Year], layers: Sequence[Layer]) -> str:
    """The first and the last year in words, as the text alternative of the chart."""
    sentences = []
    for index, year in sorted({0: years[0], len(years) - 1: years[-1]}.items()):
        counts = [f"{layer.counts[index]} {layer.title.lower()}" for layer in layers if layer.counts[index]]
        sentences.append(f"{year.year}: {', '.join(counts)}.")
    return " ".join(["Councils by grade at the end of each year.", *sentences])


def _shares(years: Sequence[Year], changes: Sequence[FrameworkChange]) -> list[str]:
    """The shares on top of the bars: the first and the last between two gaps, and as many others as there is room."""
    break_years = [change.year for change in changes if change.line == "break"]
    parts: dict[int, list[int]] = {}
    for index, year in enumerate(years):
        if year.share:
            parts.setdefault(sum(start <= year.year for start in break_years), []).append(index)
    labelled = {
        index
        for part in parts.values()
        for index in part[::-ROOM] + part[:1]
        if index == part[0] or index - part[0] >= ROOM or index == part[-1]
    }
    return [f"<b>{year.share}</b>" if index in labelled else "" for index, year in enumerate(years)]


def _places(years: Sequence[Year], changes: Sequence[FrameworkChange]) -> list[float]:
    break_years = {change.year for change in changes if change.line == "break"}
    places, shift = [], 0.0
    for index, year in enumerate(years):
        shift += GAP if index and year.year in break_years else 0.0
        places.append(round(index + shift, 2))
    return places


def _bars(layers: Sequence[Layer], x: Sequence[float]) -> Iterator[dict[str, Any]]:
    for layer in layers:
        if any(layer.counts):
            yield {
                "type": "bar",
                "name": layer.title,
                "x": list(x),
                "y": list(layer.counts),
                "text": [str(count) if count else "" for count in layer.counts],
                "textposition": "inside",
                "textangle": 0,
                "insidetextanchor": "middle",
                "insidetextfont": {"size": SMALL, "color": _text(layer)},
                "marker": _fill(layer),
            }


def _text(layer: Layer) -> str:
    return look(layer.rank, is_light=layer.is_light).text if layer.rank else MUTED


def _fill(layer: Layer) -> dict[str, Any]:
    if layer.rank:
        colours = look(layer.rank, is_light=layer.is_light)
        return {"color": colours.fill, "line": {"width": 1, "color": colours.edge}}
    pattern = {"shape": PATTERNS[layer.kind], "size": 6, "solidity": 0.15, "fgcolor": NEUTRAL, "fillmode": "replace"}
    return {"color": CLEAR, "pattern": pattern, "line": {"width": 1, "color": PALE}}


def _reader(years: Sequence[Year], x: Sequence[float], totals: Sequence[int]) -> dict[str, Any]:
    """What mouse and arrow keys find: one clear bar a year over the others, which says all of it."""
    return {
        "type": "bar",
        "name": "year",
        "meta": "points",
        "x": list(x),
        "y": list(totals),
        "customdata": [0] * len(x),
        "base": 0,
        "marker": {"color": "rgba(0,0,0,0)"},
        "hovertext": escape_lines(year.hover for year in years),
        "hoverinfo": "text",
    }


def _names(layers: Sequence[Layer], last: float, most: int) -> dict[str, Any]:
    """The last bar's parts by name and number, beside it, far enough apart to be read."""
    heights, names = [], []
    top, lowest = 0.0, 0.0
    for layer in layers:
        if count := layer.counts[-1]:
            middle = max(top + count / 2, lowest)
            top, lowest = top + count, middle + APART * most
            heights.append(middle)
            names.append(f" {escape(layer.title, quote=False)} <b>{count}</b>")
    return words([last + 0.5] * len(names), heights, names, "middle right", size=SMALL)


def _change(change: FrameworkChange, x: float, index: int, last: float) -> dict[str, Any]:
    """The name of what began, above the line or the gap before its first bar."""
    return label(
        escape(change.words),
        x - 0.5,
        1,
        xanchor="left" if x < 0.7 * last else "right",
        yanchor="bottom",
        yshift=4 + LEVEL * index,
        font={"size": SMALL, "color": MUTED},
    )
