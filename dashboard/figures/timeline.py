"""Grades over real dates: rows on one time axis, each a scale of grades with what one service or council was given.

A line joins two grades only where they are comparable, solid, or dashed where with caution; a break mark stands before
a grade that is not comparable with the one before it. The last grade goes on as a pale line while it is in force.
Called by council pages; `gradeline.figure` gives the same.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go

from dashboard.analysis.eras import Era
from dashboard.appearance import NEUTRAL, SURFACE_LIGHT
from dashboard.figures.template import (
    DASH,
    MARK,
    MUTED,
    PALE,
    SMALL,
    TEXT,
    escape_lines,
    figure,
    label,
    letters,
    marker,
    pointed,
    wrap,
)
from loaders.record.vocabulary import Grade

UNIT, TITLE, BELOW, LABELS, LANE, HEAD, FOOT, SEAM = 28, 52, 16, 14, 24, 16, 30, 20
"""Pixels: from one grade to the next, above the best, below the worst, there for years and for marks; around all."""
LEFT, RIGHT, NARROW, YEAR_WIDTH = 104, 14, 258, 30
"""The margins, and how wide the rows are on the narrowest screen, which decides what would stand in another's way."""
SHORT = 500
"""Days: how long a framework was in force at least whose name stands above the rows."""
LEVEL, LETTER = 15, 6.2
"""Pixels: the height of a framework's name, and the width of one of its letters."""


@dataclass(frozen=True)
class Point:
    """A grade: when and which, by which letter and mark, and what is said of it. `text` stands in the alternative."""

    date: dt.date
    rank: int
    letter: str
    hover: str
    text: str
    is_light: bool = False
    is_hollow: bool = False
    is_own: bool = True


@dataclass(frozen=True)
class TimelineStep:
    """From one grade to the next; `line` is "solid", "dashed", "break" (not comparable) or "end" (nothing)."""

    start: dt.date
    end: dt.date
    from_rank: int
    to_rank: int
    line: str
    hover: str = ""
    is_own: bool = True


@dataclass(frozen=True)
class Ungraded:
    """An inspection without a grade here, below the scale: not graded ("–"), or its grade is not known ("?")."""

    date: dt.date
    sign: str
    hover: str


@dataclass(frozen=True)
class TimelineRow:
    """One scale of the chart. `until` is the day to which the last grade is in force; None where it is not any more."""

    title: str
    points: Sequence[Point]
    steps: Sequence[TimelineStep] = ()
    ungraded: Sequence[Ungraded] = ()
    until: dt.date | None = None


def timeline(
    rows: Sequence[TimelineRow],
    grades: Mapping[int, Grade],
    eras: Sequence[Era],
    *,
    span: tuple[dt.date, dt.date],
    seams: Sequence[tuple[dt.date, str]] = (),
) -> go.Figure:
    """Grades over real dates, a row for each service or council.

    grades  the grades by rank, best first
    eras    the frameworks: their short names stand above the rows, their full ones where they are pointed at
    seams   (date, words): days on which an authority began or ended; the words stand below the years
    """
    points_of_rows = [list(_apart(row, span)) for row in rows]
    depths = [_depth(row, points) for row, points in zip(rows, points_of_rows, strict=True)]
    tops, bottom = _places(depths)
    # The title of one row alone stands in the corner, beside the names of the frameworks, and takes no height.
    title = TITLE if len(rows) > 1 else BELOW + LABELS
    height_of_rows = UNIT * (bottom - tops[0]) + title
    names, levels = _names(eras, span)
    if len(rows) > 1:
        titles = [_title(row.title, top) for row, top in zip(rows, tops, strict=True)]
    else:
        titles = [_corner(row.title) for row in rows]
        levels = max(levels, *(1 + title["text"].count("<br>") for title in titles))
    head, foot = HEAD + LEVEL * levels, FOOT + (SEAM if seams else 0)
    layout: dict[str, Any] = {
        "height": round(height_of_rows + head + foot),
        "margin": {"l": LEFT, "r": RIGHT, "t": head, "b": foot},
        "xaxis": {
            "type": "date",
            "range": [span[0].isoformat(), span[1].isoformat()],
            "tickformat": "%Y",
            "ticks": "outside",
        },
        "yaxis": {
            "range": [bottom, tops[0] - title / UNIT],
            "tickvals": [top + rank - 1 for top in tops for rank in grades],
            "ticktext": [wrap(grade.short, 14) for _ in tops for grade in grades.values()],
            "tickfont": {"size": SMALL},
        },
        "annotations": [*names, *titles],
        "shapes": [_line(era.start) for era in eras if era.start > span[0]],
    }
    for date, words in seams:
        layout["shapes"].append(_line(date) | {"line": {"color": NEUTRAL, "width": 2}})
        layout["annotations"].append(_seam(date, words, span))
    return figure(list(_traces(rows, points_of_rows, depths, tops=tops)), layout, timeline_text(rows))


def _line(date: dt.date) -> dict[str, Any]:
    """A line from the bottom of the figure to its top."""
    return {"x0": date.isoformat(), "x1": date.isoformat()}


def timeline_text(rows: Sequence[TimelineRow]) -> str:
    sentences = [f"{row.title}: {'; '.join(point.text for point in row.points) or 'no grade'}." for row in rows]
    return " ".join(["Grades over time.", *sentences])


Apart = tuple[Point, float, str]
"""A point, how far it stands off its grade so that none hides another, and on which side of it its year stands."""
Placed = tuple[Point, int, float, str]
"""A point, its row, its height, and the side of its year."""


def _apart(row: TimelineRow, span: tuple[dt.date, dt.date]) -> Iterator[Apart]:
    """The points of a row; two of one grade that would hide each other are moved a little up and down.

    The year stands above a point, but below one that a line reaches from above, and on the other side than the year
    of the point before where the two would be one over the other.
    """
    day_width = NARROW / max(1, (span[1] - span[0]).days)
    points = sorted(row.points, key=lambda point: point.date)
    fallen = {step.end for step in row.steps if step.line in ("solid", "dashed") and step.to_rank > step.from_rank}
    aside = [0.0] * len(points)
    for index, (before, point) in enumerate(pairwise(points), start=1):
        days = (point.date - before.date).days
        if before.rank == point.rank and days * day_width < 0.8 * MARK:
            aside[index - 1] = aside[index - 1] or -0.3
            aside[index] = -aside[index - 1]
    last: tuple[Point, bool] | None = None
    for point, shift in zip(points, aside, strict=True):
        is_below = shift > 0 or (not shift and point.date in fallen)
        if last is not None and not shift and last[0].rank == point.rank:
            is_near = (point.date - last[0].date).days * day_width < YEAR_WIDTH
            is_below = not last[1] if is_near else is_below
        last = point, is_below
        yield point, shift, "bottom center" if is_below else "top center"


def _depth(row: TimelineRow, points: Sequence[Apart]) -> int:
    """How many pixels a row needs below its worst grade, without those for marks below the scale."""
    return (
        BELOW
        + (LABELS if any(point.rank == 4 and side == "bottom center" for point, _, side in points) else 0)
        + (LANE if row.ungraded else 0)
    )


def _places(depths: Sequence[int]) -> tuple[list[float], float]:
    """Where the best grade of each row stands, in grades from that of the first (1), and where the last row ends."""
    tops, top = [], 1.0
    for depth in depths:
        tops.append(top)
        top += 3 + (depth + TITLE) / UNIT
    return tops, top - TITLE / UNIT


def _traces(
    rows: Sequence[TimelineRow], placed: Sequence[Sequence[Apart]], depths: Sequence[int], *, tops: Sequence[float]
) -> Iterator[dict[str, Any]]:
    """Each kind of mark as one trace over all rows, what is behind first: plotly checks traces, not points."""
    in_place = list(zip(rows, tops, strict=True))
    steps = [(step, top) for row, top in in_place for step in row.steps]
    points = [
        (point, index, round(top - 1 + point.rank + aside, 3), side)
        for index, (top, of_row) in enumerate(zip(tops, placed, strict=True))
        for point, aside, side in of_row
    ]
    yield from _tails(rows, tops)
    for is_own, width, colour in ((False, 1.5, NEUTRAL), (True, 2.5, MUTED)):
        for name, dash in (("dashed", DASH), ("solid", "solid")):
            ends = [
                (step.start, step.end, top - 1 + step.from_rank, top - 1 + step.to_rank)
                for step, top in steps
                if (step.line, step.is_own) == (name, is_own)
            ]
            yield from _paths(ends, name, {"color": colour, "width": width, "dash": dash, "shape": "hv"})
    yield from _breaks(rows, points)
    yield from _ungraded(
        [
            (mark, index, top + 3 + (depth - LANE / 2) / UNIT)
            for index, ((row, top), depth) in enumerate(zip(in_place, depths, strict=True))
            for mark in row.ungraded
        ]
    )
    theirs, own_points = ([place for place in points if place[0].is_own is is_own] for is_own in (False, True))
    # Predecessors' grades: the same marks without a grade's colour.
    grey = {"symbol": "circle", "size": MARK - 3, "color": SURFACE_LIGHT, "line": {"width": 1.5, "color": NEUTRAL}}
    yield from _points(
        theirs, "predecessors", grey, marks=[(point.letter, point.rank, False, True) for point, *_ in theirs]
    )
    marks = [(point.letter, point.rank, point.is_light, point.is_hollow) for point, *_ in own_points]
    yield from _points(own_points, "grades", marker(mark[1:] for mark in marks), marks=marks)


def _tails(rows: Sequence[TimelineRow], tops: Sequence[float]) -> Iterator[dict[str, Any]]:
    """The grade in force, from its inspection to the day to which the record is complete."""
    ends = []
    for row, top in zip(rows, tops, strict=True):
        own_points = [point for point in row.points if point.is_own]
        last = max(own_points, key=lambda point: point.date, default=None)
        if last is not None and row.until is not None and row.until > last.date:
            ends.append((last.date, row.until, top - 1 + last.rank, top - 1 + last.rank))
    yield from _paths(ends, "in force", {"color": PALE, "width": 5, "dash": "solid", "shape": "linear"})


def _paths(
    ends: Sequence[tuple[dt.date, dt.date, float, float]], name: str, line: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    if ends:
        x = [day for start, end, *_ in ends for day in (start.isoformat(), end.isoformat(), None)]
        y = [height for *_, first, last in ends for height in (first, last, None)]
        yield {"type": "scatter", "mode": "lines", "name": name, "x": x, "y": y, "line": line}


def _breaks(rows: Sequence[TimelineRow], points: Sequence[Placed]) -> Iterator[dict[str, Any]]:
    """A break mark to the left of each grade that is not comparable with the one before."""
    heights = {(index, point.date): y for point, index, y, _ in points if point.is_own}
    steps = [
        (step, heights[index, step.end])
        for index, row in enumerate(rows)
        for step in row.steps
        if step.line == "break" and step.is_own and (index, step.end) in heights
    ]
    if steps:
        yield {
            "type": "scatter",
            "mode": "markers+text",
            "name": "break",
            "x": [step.end.isoformat() for step, _ in steps],
            "y": [y for _, y in steps],
            "text": ["<b>//</b>"] * len(steps),
            "textposition": "middle left",
            "textfont": {"size": 13, "color": TEXT},
            "hoverinfo": "text",
            "hovertext": escape_lines(step.hover for step, _ in steps),
            # The mark of the grade itself covers this one; it only keeps the text at its distance.
            "marker": {"symbol": "circle", "size": MARK - 2, "color": SURFACE_LIGHT, "line": {"width": 0}},
        }


def _ungraded(marks: Sequence[tuple[Ungraded, int, float]]) -> Iterator[dict[str, Any]]:
    if marks:
        trace = pointed(
            [mark.date.isoformat() for mark, _, _ in marks],
            [round(y, 3) for _, _, y in marks],
            [mark.hover for mark, _, _ in marks],
            rows=[index for _, index, _ in marks],
        )
        yield trace | {
            "mode": "markers+text",
            "name": "no grade",
            "text": [f"<b>{mark.sign}</b>" for mark, _, _ in marks],
            "textposition": "middle center",
            "textfont": {"size": 12, "color": MUTED},
            "marker": {
                "symbol": "square",
                "size": 15,
                "color": SURFACE_LIGHT,
                "line": {"width": [1.5 if mark.sign == "?" else 0 for mark, _, _ in marks], "color": NEUTRAL},
            },
        }


def _points(
    points: Sequence[Placed], name: str, marked: dict[str, Any], *, marks: Sequence[tuple[str, int, bool, bool]]
) -> Iterator[dict[str, Any]]:
    if points:
        x, y = [point.date.isoformat() for point, *_ in points], [y for _, _, y, _ in points]
        hovers, indices = [point.hover for point, *_ in points], [index for _, index, _, _ in points]
        yield pointed(x, y, hovers, rows=indices) | {
            "mode": "markers+text",
            "name": name,
            "text": [str(point.date.year) for point, *_ in points],
            "textposition": [side for *_, side in points],
            "textfont": {"size": SMALL, "color": MUTED},
            "marker": marked,
        }
        yield letters(x, y, marks)


def _title(title: str, top: float) -> dict[str, Any]:
    words = label(f"<b>{escape(title, quote=False)}</b>", 0, top - (TITLE - 4) / UNIT, xref="paper", yref="y")
    position = {"yanchor": "top", "xshift": 4 - LEFT, "font": {"size": 13, "color": TEXT}}
    return words | position | {"bgcolor": SURFACE_LIGHT, "borderpad": 1}


def _corner(title: str) -> dict[str, Any]:
    words = label(f"<b>{wrap(title, 14)}</b>", 0, 1, xref="paper", align="left")
    return words | {"xshift": 4 - LEFT, "font": {"size": 13, "color": TEXT}}


def _names(eras: Sequence[Era], span: tuple[dt.date, dt.date]) -> tuple[list[dict[str, Any]], int]:
    """The frameworks' short names above the rows, each from where its years begin, on as few levels as they need.

    A framework of little more than a year keeps its line without a name; pointing at a name shows the full ones.
    """
    day_width = NARROW / max(1, (span[1] - span[0]).days)
    ends: list[float] = []
    labels = []
    for era in eras:
        if (era.end - era.start).days < SHORT:
            continue
        start = day_width * (era.start - span[0]).days
        level = next((number for number, end in enumerate(ends) if end < start), len(ends))
        ends[level : level + 1] = [start + LETTER * len(era.title) + 8]
        position = {"yshift": LEVEL * level, "hovertext": escape(era.names)}
        labels.append(label(escape(era.title), era.start.isoformat(), 1, **position))
    return labels, max(1, len(ends))


def _seam(date: dt.date, words: str, span: tuple[dt.date, dt.date]) -> dict[str, Any]:
    is_early = date < span[0] + (span[1] - span[0]) / 2
    text, anchor, shift = (f"↑ {words}", "left", -4) if is_early else (f"{words} ↑", "right", 4)
    return label(
        text, date.isoformat(), 0, xanchor=anchor, xshift=shift, yanchor="top", yshift=-24, font={"color": TEXT}
    )
