"""Two inspections: one line for each judgement, from the one grade to the other, better to the right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import plotly.graph_objects as go

from dashboard.figures.template import (
    DASH,
    MARK,
    MUTED,
    PALE,
    TEXT,
    figure,
    letters,
    marker,
    neutral_line,
    pointed,
    words,
    wrapped,
)
from loaders.record.vocabulary import Grade

ROW, GROUP, HEAD, FOOT = 54, 0.6, 58, 8
NUDGE = 0.14
"""How far two equal grades stand to the right and left of their place, so that neither hides the other."""
WIDEST = 12
"""Characters in one line of a grade's name above the chart."""


@dataclass(frozen=True)
class End:
    """A grade in one of the two inspections; `label` stands beside its mark, `said` goes into the text."""

    rank: int
    letter: str
    label: str
    hover: str
    said: str
    is_light: bool = False
    is_hollow: bool = False


@dataclass(frozen=True)
class Pair:
    """One judgement in both inspections: rows of one `group` follow each other; `note` says what a missing end means.

    `line` is "solid", "dashed", or "break" where the two are not comparable.
    """

    group: str
    title: str
    first: End | None
    second: End | None
    line: str = ""
    note: str = ""


def comparison_height(rows: int, groups: int) -> int:
    return round(HEAD + FOOT + ROW * (max(1, rows) + GROUP * groups))


def comparison(pairs: Sequence[Pair], grades: Mapping[int, Grade]) -> go.Figure:
    """Two inspections, one line for each judgement. `grades`: the grades by rank, best first."""
    groups = len({pair.group for pair in pairs})
    layout: dict[str, Any] = {
        "height": comparison_height(len(pairs), groups),
        "margin": {"l": 12, "r": 12, "t": HEAD, "b": FOOT},
        "xaxis": {
            "range": [4.5, 0.5],
            "tickvals": list(grades),
            "ticktext": [wrapped(grade.title, WIDEST) for grade in grades.values()],
            "side": "top",
        },
        "yaxis": {"range": [max(1, len(pairs)) + GROUP * groups, 0], "visible": False},
    }
    texts: list[tuple[str, float]] = []
    places: list[float] = []
    ends: list[tuple[End, float, float, str]] = []
    lines: dict[str, list[tuple[float, float, float]]] = {}
    top, group = 0.0, ""
    for pair in pairs:
        if pair.group != group:
            group = pair.group
            texts.append((f"<b>{escape(group, quote=False)}</b>", top + 0.42))
            top += GROUP
        note = f" · {pair.note}" if pair.note else ""
        texts.append((escape(pair.title + note, quote=False), top + 0.24))
        places.append(top + 0.65)
        ends += _ends(pair, top + 0.65)
        if pair.first and pair.second:
            lines.setdefault(pair.line, []).append((*_across(pair.first, pair.second), top + 0.65))
        top += 1
    titles = words([4.5] * len(texts), [y for _, y in texts], [text for text, _ in texts], "middle right")
    return figure([titles, _scale(places, grades), *_lines(lines), *_marks(ends)], layout, comparison_text(pairs))


def comparison_text(pairs: Sequence[Pair]) -> str:
    """Both grades of every judgement in words, as the text alternative of the chart."""
    said = []
    for pair in pairs:
        grades = [end.said for end in (pair.first, pair.second) if end]
        note = f" ({pair.note})" if pair.note else "; not comparable" if pair.line == "break" else ""
        said.append(f"{pair.group}, {pair.title}: {', '.join(grades) or 'no grade'}{note}.")
    return " ".join(["Two inspections, judgement by judgement.", *said])


def _scale(places: Sequence[float], grades: Iterable[int]) -> dict[str, Any]:
    """A small dot for each grade in every row: a scale that runs through no words."""
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "scale",
        "x": [rank for _ in places for rank in grades],
        "y": [place for place in places for _ in grades],
        "marker": {"symbol": "circle", "size": 5, "color": PALE, "line": {"width": 0}},
    }


def _across(first: End, second: End) -> tuple[float, float]:
    """Where the two marks stand: side by side where the grades are equal."""
    nudge = NUDGE if first.rank == second.rank else 0.0
    return first.rank + nudge, second.rank - nudge


def _ends(pair: Pair, y: float) -> Iterator[tuple[End, float, float, str]]:
    """The ends of a line, each with the side on which its label has room."""
    first, second = pair.first, pair.second
    if first and second:
        x, other = _across(first, second)
        is_rising = other <= x
        yield first, x, y, "middle left" if is_rising else "middle right"
        yield second, other, y, "middle right" if is_rising else "middle left"
    elif end := first or second:
        yield end, end.rank, y, "middle left" if end.rank <= 2 else "middle right"


def _lines(lines: Mapping[str, Sequence[tuple[float, float, float]]]) -> Iterator[dict[str, Any]]:
    """An arrow where the two grades are comparable, dashed with caution; a break mark where they are not."""
    for line, dash in (("solid", "solid"), ("dashed", DASH)):
        if ends := lines.get(line):
            yield {
                "type": "scatter",
                "mode": "lines+markers",
                "name": line,
                "x": [x for first, second, _ in ends for x in (first, second, None)],
                "y": [y for _, _, height in ends for y in (height, height, None)],
                "line": neutral_line(dash, 2.5, colour=MUTED),
                "marker": {
                    "symbol": "arrow",
                    "angleref": "previous",
                    "color": MUTED,
                    "size": [0, 11, 0] * len(ends),
                    "standoff": MARK / 2 + 2,
                },
            }
    if ends := lines.get("break"):
        yield {
            "type": "scatter",
            "mode": "text",
            "name": "break",
            "x": [(first + second) / 2 for first, second, _ in ends],
            "y": [y for *_, y in ends],
            "text": ["<b>//</b>"] * len(ends),
            "textfont": {"size": 14, "color": TEXT},
        }


def _marks(ends: Sequence[tuple[End, float, float, str]]) -> Iterator[dict[str, Any]]:
    if not ends:
        return
    x, y = [x for _, x, _, _ in ends], [y for _, _, y, _ in ends]
    rows = {height: row for row, height in enumerate(dict.fromkeys(y))}
    yield pointed(x, y, [end.hover for end, *_ in ends], [rows[height] for height in y]) | {
        "mode": "markers+text",
        "name": "grades",
        "text": [f" {escape(end.label)} " for end, *_ in ends],
        "textposition": [side for *_, side in ends],
        "textfont": {"size": 12, "color": TEXT},
        "marker": marker([(end.rank, end.is_light, end.is_hollow) for end, *_ in ends]),
    }
    yield letters(x, y, [(end.letter, end.rank, end.is_light, end.is_hollow) for end, *_ in ends])
