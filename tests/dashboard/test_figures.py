"""Figures: plain dictionaries that plotly accepts, with the data of the frames and nothing between inspections."""

import datetime as dt
import json
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from dashboard import figures
from dashboard.analysis.queries import Era
from dashboard.appearance import GRADES, SURFACE_DARK, SURFACE_LIGHT
from dashboard.figures.comparison import LINE_COLOURS, SYMBOLS
from dashboard.markup.render import render
from dashboard.markup.view import View
from dashboard.pages import authority, compare
from dashboard.store import Store


def figure_of(view: object, name: str) -> dict[str, Any]:
    assert isinstance(view, View)
    found = dict(render(view.main).islands)
    made: dict[str, Any] = found[name].figure
    return made


@pytest.fixture
def history(store: Store) -> dict[str, Any]:
    return figure_of(authority.layout(store, {}, "worcestershire"), "history")


def trace(figure: dict[str, Any], name: str, axis: str) -> dict[str, Any]:
    found = [t for t in figure["data"] if t["name"] == name and t["yaxis"] == axis]
    assert len(found) == 1
    return found[0]


def test_figures_are_plain_dictionaries_that_plotly_accepts(store: Store, history: dict[str, Any]) -> None:
    comparison = figure_of(compare.layout(store, {}), "comparison")
    for figure in (history, comparison):
        go.Figure(figure)
        json.dumps(figure)


def test_outstanding_is_at_the_top(history: dict[str, Any]) -> None:
    low, high = history["layout"]["yaxis"]["range"]
    assert low > 4 > 1 > high
    assert history["layout"]["yaxis"]["ticktext"][0] == "Outstanding"


def test_each_grade_stands_at_its_date_and_rank(history: dict[str, Any]) -> None:
    points = trace(history, "grades", "y2")  # the second row: help, protection and safeguarding
    assert points["x"] == ["2008-11-18", "2010-10-01", "2012-03-23", "2016-11-17", "2019-06-28"]
    assert points["y"] == [2, 4, 3, 4, 3]


def test_evidence_shows_in_the_symbol(history: dict[str, Any]) -> None:
    symbols = trace(history, "grades", "y2")["marker"]["symbol"]
    assert symbols == ["circle", "triangle-down-open", "diamond", "triangle-down", "diamond-dot"]


def test_lines_join_only_what_a_rule_joins(history: dict[str, Any]) -> None:
    dashed = trace(history, "dashed", "y2")
    assert dashed["x"] == ["2010-10-01", "2012-03-23", None, "2016-11-17", "2019-06-28", None]
    assert dashed["line"]["shape"] == "hv"
    assert not [t for t in history["data"] if t.get("name") == "solid" and t["yaxis"] == "y2"]
    drawn = [x for t in history["data"] if t["mode"] == "lines" and t["yaxis"] == "y2" for x in t["x"]]
    assert "2008-11-18" not in drawn


def test_a_break_is_marked_between_two_frameworks(history: dict[str, Any]) -> None:
    mark = trace(history, "break", "y2")
    assert "2012-03-23" < mark["x"][0] < "2016-11-17"
    assert "gave way to requires improvement" in mark["hovertext"][0]


def test_an_inspection_without_a_grade_stands_below_the_scale(history: dict[str, Any]) -> None:
    rows = [t for t in history["data"] if t["name"] == "no grade"]
    assert rows
    assert all(y > 4.5 for t in rows for y in t["y"])
    assert any("not given under this framework" in text for t in rows for text in t["hovertext"])


def test_hover_has_the_grade_with_all_that_belongs_to_it(history: dict[str, Any]) -> None:
    text = trace(history, "grades", "y2")["hovertext"][0]
    for part in (
        "Good, 18 November 2008",
        "“good”, 3 on the scale 1 to 4, where 4 is best",
        "Joint area review",
        "p. 1",
    ):
        assert part in text


def test_texts_from_sources_are_escaped_for_plotly(store: Store) -> None:
    figure = figure_of(authority.layout(store, {}, "devon"), "history")
    text = trace(figure, "grades", "y")["hovertext"][0]
    assert "&lt;i&gt;1&lt;/i&gt;" in text
    assert "<i>" not in text


def test_a_predecessors_grades_have_no_grades_colour_and_a_seam(store: Store) -> None:
    figure = figure_of(authority.layout(store, {"service": ["safeguarding"]}, "bedford"), "history")
    theirs = trace(figure, "predecessors", "y")
    assert theirs["x"] == ["2006-05-01"]
    assert set(theirs["marker"]["color"]) == {figures.timeline.__globals__["NEUTRAL"]}
    assert "Bedfordshire:" in theirs["hovertext"][0]
    assert any(shape["x0"] == "2009-04-01" for shape in figure["layout"]["shapes"])
    lines = [x for t in figure["data"] if t["mode"] == "lines" for x in t["x"]]
    assert lines == []


@pytest.mark.parametrize(
    ("authority_id", "day", "words", "anchor"),
    [
        ("bedford", "2009-04-01", "↑ authority begins, April 2009", "left"),
        ("bedfordshire", "2009-03-31", "↑ authority ends, March 2009", "left"),
    ],
)
def test_a_seam_is_named_below_the_years_where_it_hides_no_grade(
    store: Store, authority_id: str, day: str, words: str, anchor: str
) -> None:
    layout = figure_of(authority.layout(store, {"service": ["safeguarding"]}, authority_id), "history")["layout"]
    assert any(shape["x0"] == day for shape in layout["shapes"])
    (named,) = [each for each in layout["annotations"] if each["text"] == words]
    assert (named["y"], named["yanchor"], named["xanchor"]) == (0, "top", anchor)
    assert "textangle" not in named
    assert layout["height"] - layout["margin"]["b"] + 24 + 11 <= layout["height"]


def test_no_line_runs_through_the_words_of_a_comparison(store: Store) -> None:
    layout = figure_of(compare.layout(store, {}), "comparison")["layout"]
    words = [each for each in layout["annotations"] if "not judged" in each["text"]]
    assert words
    assert {each["bgcolor"] for each in words} == {SURFACE_LIGHT}


def test_no_line_ever_leaves_the_dates_of_inspections() -> None:
    columns = ["service", "aspect", "date", "rank", "evidence", "hover", "is_own"]
    points = pd.DataFrame([("s", "o", "2010-01-01", 1, "primary", "x", True)], columns=columns)
    steps = pd.DataFrame(
        columns=["service", "aspect", "from_date", "to_date", "from_rank", "to_rank", "draw", "is_own", "hover"]
    )
    ungraded = pd.DataFrame(columns=["service", "aspect", "date", "hover"])
    era = Era("E", "Era", ("e",), dt.date(2009, 1, 1), dt.date(2011, 1, 1))
    span = (dt.date(2009, 1, 1), dt.date(2011, 1, 1))
    figure = figures.timeline([("s", "o", "Title")], points, steps, ungraded, [era], [], span)
    assert [t["mode"] for t in figure["data"]] == ["markers"]
    go.Figure(figure)


def test_the_comparison_draws_a_thin_arrow_where_the_measure_breaks(store: Store) -> None:
    figure = figure_of(compare.layout(store, {}), "comparison")
    arrows = [a for a in figure["layout"]["annotations"] if a.get("showarrow")]
    assert len(arrows) == 1
    assert arrows[0]["ax"] < arrows[0]["x"]  # ranks grow to the left: one grade down
    assert arrows[0]["arrowwidth"] < 2


def test_several_authorities_have_a_line_and_a_symbol_each_on_one_scale(store: Store) -> None:
    view = compare.layout(store, {"authorities": ["worcestershire", "dudley"]})
    figure = figure_of(view, "over-time")
    go.Figure(figure)
    first, second = (t for t in figure["data"] if t.get("meta") == "points")
    assert (first["name"], second["name"]) == ("Worcestershire", "Dudley")
    assert [round(y) for y in first["y"]] == [2, 4, 3, 4, 3]
    assert first["marker"]["symbol"][:2] == ["circle", "circle-open"]
    assert set(second["marker"]["symbol"]) == {"square"}
    assert not set(first["y"]) & set(second["y"])
    joined = [t["x"] for t in figure["data"] if t["name"] == "dashed"]
    assert joined == [["2010-10-01", "2012-03-23", None, "2016-11-17", "2019-06-28", None]]


def test_authorities_colours_are_no_grades_and_stand_out_on_both_surfaces() -> None:
    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    for colour in LINE_COLOURS:
        for surface in (SURFACE_LIGHT, SURFACE_DARK):
            low, high = sorted((light(colour), light(surface)))
            assert (high + 0.05) / (low + 0.05) >= 3, colour
    assert len(set(LINE_COLOURS) - {grade.colour for grade in GRADES}) == len(SYMBOLS) == 8
