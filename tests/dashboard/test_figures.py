"""Figures: of plotly, in one template, with the grades of the record and nothing between inspections."""

import datetime as dt
import json
from dataclasses import replace
from typing import Any

import plotly.graph_objects as go
import plotly.io as pio
import pytest

import gradeline
from dashboard.analysis.eras import Era
from dashboard.appearance import NEUTRAL, SURFACE_LIGHT, look
from dashboard.figures import template
from dashboard.figures.timeline import Point, TimelineRow, TimelineStep, Ungraded, timeline, timeline_text
from dashboard.markup.page_view import View
from dashboard.markup.render import render
from dashboard.pages import authority
from dashboard.store import Store
from loaders.record.reference import Reference

SPAN = (dt.date(2005, 1, 1), dt.date(2026, 1, 1))
day = dt.date.fromisoformat
GOOD = Point(date=day("2010-01-01"), rank=2, letter="G", hover="Good\nJanuary 2010", text="good, January 2010")


def figure_of(view: object, name: str) -> dict[str, Any]:
    """A chart as a page sends it."""
    assert isinstance(view, View)
    islands = {island.id: island for island in render(view.main).islands}
    figure: dict[str, Any] = islands[name].figure
    return figure


@pytest.fixture
def history(store: Store) -> dict[str, Any]:
    services = ["whole_service", "safeguarding", "looked_after_children", "care_leavers"]
    return figure_of(authority.layout(store, {"service": services}, "worcestershire"), "history")


def trace(figure: dict[str, Any], name: str) -> dict[str, Any]:
    found = [t for t in figure["data"] if t["name"] == name]
    assert len(found) == 1, [t["name"] for t in figure["data"]]
    return found[0]


def in_row(trace: dict[str, Any], row: int, *names: str) -> list[tuple[Any, ...]]:
    """The values of a trace of points at one row of the chart."""
    lists = [trace[name] for name in names]
    return [values for values, at in zip(zip(*lists, strict=True), trace["customdata"], strict=True) if at == row]


def steps(trace: dict[str, Any]) -> list[tuple[str, str]]:
    """The two ends of every line of a trace."""
    return list(zip(trace["x"][::3], trace["x"][1::3], strict=True))


def drawn(*rows: TimelineRow, eras: tuple[Era, ...] = (), reference: Reference, **more: Any) -> dict[str, Any]:
    figure = timeline(rows, reference.vocabulary.by_rank, eras, span=SPAN, **more)
    assert isinstance(figure, go.Figure)
    return dict(figure.to_plotly_json())


# --- all of them


def test_what_a_page_sends_is_json_of_a_figure_that_plotly_accepts(history: dict[str, Any]) -> None:
    assert go.Figure(json.loads(json.dumps(history))).to_plotly_json() == history


def test_one_template_is_registered_with_plotly_and_in_every_figure(history: dict[str, Any]) -> None:
    template.register()
    registered = pio.templates[template.NAME].to_plotly_json()
    assert history["layout"]["template"] == registered
    assert history["layout"]["template"]["layout"]["hoverlabel"]["font"]["family"] == template.FONT
    for name in ("font", "hoverlabel", "paper_bgcolor", "hovermode", "dragmode"):
        assert name in registered["layout"]
        assert name not in history["layout"]


def test_the_package_gives_the_figure_of_the_page(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.store.open_store", lambda _folder: store)
    figure = gradeline.figure("worcestershire")
    assert isinstance(figure, go.Figure)
    assert figure.to_plotly_json() == figure_of(authority.layout(store, {}, "worcestershire"), "history")


def test_the_package_gives_the_services_that_it_is_asked_for(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.store.open_store", lambda _folder: store)
    services = ("safeguarding", "looked_after_children")
    figure = gradeline.figure("worcestershire", service=services)
    page = authority.layout(store, {"service": services}, "worcestershire")
    assert figure.to_plotly_json() == figure_of(page, "history")
    with pytest.raises(ValueError, match="safegarding"):
        gradeline.figure("worcestershire", service=["safegarding"])


def test_the_text_alternative_is_in_the_page_and_in_the_figure(store: Store) -> None:
    view = authority.layout(store, {}, "worcestershire")
    assert isinstance(view, View)
    alt = figure_of(view, "history")["layout"]["meta"]["alt"]
    assert "Safeguarding: good, November 2008; inadequate, October 2010; adequate, March 2012" in alt
    assert f'role="img" aria-label="{alt}"' in render(view.main).html


# --- grades over time


def test_outstanding_is_at_the_top(history: dict[str, Any]) -> None:
    low, high = history["layout"]["yaxis"]["range"]
    assert low > 4 > 1 > high
    assert history["layout"]["yaxis"]["ticktext"][0] == "Outstanding"


def test_each_grade_stands_at_its_date_and_rank_with_its_letter_and_year(history: dict[str, Any]) -> None:
    points = trace(history, "grades")  # the second row: safeguarding
    top = history["layout"]["yaxis"]["tickvals"][4]
    safeguarding = in_row(points, 1, "x", "y", "text")
    assert [x for x, _, _ in safeguarding] == ["2008-11-18", "2010-10-01", "2012-03-23", "2016-11-17", "2019-06-28"]
    assert [round(y - top + 1) for _, y, _ in safeguarding] == [2, 4, 3, 4, 3]
    assert [text for _, _, text in safeguarding] == ["2008", "2010", "2012", "2016", "2019"]
    letters = trace(history, "letters")
    named = dict(zip(zip(letters["x"], letters["y"], strict=True), letters["text"], strict=True))
    marked = [named[x, y] for x, y, _ in safeguarding]
    assert marked == ["<b>G</b>", "<b>I</b>", "<b>A</b>", "<b>I</b>", "<b>R</b>"]


def test_adequate_is_paler_than_requires_improvement_at_the_same_rank(history: dict[str, Any]) -> None:
    points = trace(history, "grades")
    fills = dict(zip(points["x"], points["marker"]["color"], strict=True))
    assert fills["2012-03-23"] == look(3, is_light=True).fill
    assert fills["2019-06-28"] == look(3).fill


def test_what_a_later_report_quotes_is_an_open_mark_with_a_thick_edge(history: dict[str, Any]) -> None:
    points = trace(history, "grades")
    fills, marker = dict(zip(points["x"], points["marker"]["color"], strict=True)), points["marker"]
    widths = dict(zip(points["x"], marker["line"]["width"], strict=True))
    assert fills["2010-10-01"] == SURFACE_LIGHT
    assert widths["2010-10-01"] > 2 > widths["2012-03-23"]
    edges = dict(zip(points["x"], marker["line"]["color"], strict=True))
    assert edges["2010-10-01"] == look(4).edge


def test_lines_join_only_what_is_comparable(history: dict[str, Any]) -> None:
    joined = steps(trace(history, "dashed"))
    assert {("2010-10-01", "2012-03-23"), ("2016-11-17", "2019-06-28")} <= set(joined)
    assert not {("2008-11-18", "2010-10-01"), ("2012-03-23", "2016-11-17")} & set(joined)


@pytest.mark.parametrize(("line", "dash"), [("solid", "solid"), ("dashed", template.DASH), ("break", ""), ("end", "")])
def test_a_line_is_solid_or_dashed_steps_or_none(line: str, dash: str, reference: Reference) -> None:
    later = replace(GOOD, date=day("2015-01-01"), rank=1)
    figure = drawn(
        TimelineRow(
            "Safeguarding",
            [GOOD, later],
            [TimelineStep(start=day("2010-01-01"), end=day("2015-01-01"), from_rank=2, to_rank=1, line=line)],
        ),
        reference=reference,
    )
    lines = [t["line"] for t in figure["data"] if t["mode"] == "lines"]
    assert [(line["dash"], line["shape"]) for line in lines] == ([(dash, "hv")] if dash else [])
    assert ("break" in [t["name"] for t in figure["data"]]) == (line == "break")


def test_a_break_mark_stands_before_every_grade_that_is_not_comparable(history: dict[str, Any]) -> None:
    mark = trace(history, "break")
    assert {"2010-10-01", "2016-11-17"} <= set(mark["x"])
    assert set(mark["text"]) == {"<b>//</b>"}
    assert mark["textposition"] == "middle left"
    assert any("gave way to requires improvement" in text for text in mark["hovertext"])
    assert all(text.startswith("Not comparable with the grade before") for text in mark["hovertext"])


def test_the_latest_grade_goes_on_as_a_pale_line_while_it_is_in_force(store: Store, history: dict[str, Any]) -> None:
    tail = trace(history, "in force")
    assert ("2019-06-28", store.as_at.isoformat()) in steps(tail)
    assert tail["line"]["color"] == template.PALE


def test_a_series_that_is_no_longer_graded_ends_at_its_last_grade(reference: Reference) -> None:
    figure = drawn(TimelineRow("Adoption", [GOOD]), reference=reference)
    assert [t["name"] for t in figure["data"]] == ["grades", "letters"]


def test_an_inspection_without_a_grade_stands_below_the_scale(history: dict[str, Any]) -> None:
    marks = trace(history, "no grade")
    tops = history["layout"]["yaxis"]["tickvals"][::4]
    assert marks["y"]
    assert all(y > tops[row] + 3 for y, row in zip(marks["y"], marks["customdata"], strict=True))
    assert any("Not graded under this framework" in text for text in marks["hovertext"])


@pytest.mark.parametrize("sign", ["?", "–"])
def test_not_known_has_a_box_and_not_graded_has_none(sign: str, reference: Reference) -> None:
    figure = drawn(
        TimelineRow("Safeguarding", [GOOD], ungraded=[Ungraded(day("2012-01-01"), sign, "x")]), reference=reference
    )
    marks = trace(figure, "no grade")
    assert marks["text"] == [f"<b>{sign}</b>"]
    assert (marks["marker"]["line"]["width"][0] > 0) == (sign == "?")


def test_hover_has_the_grade_with_all_that_belongs_to_it(history: dict[str, Any]) -> None:
    text = in_row(trace(history, "grades"), 1, "hovertext")[0][0]
    for part in (
        "Good, published 18 November 2008",
        "“good”, 3 on the scale 1 to 4, where 4 is best",
        "Joint area review (JAR, 2005–2008)",
        "Inspection report; p. 1",
    ):
        assert part in text


def test_texts_from_sources_are_escaped_for_plotly(store: Store) -> None:
    figure = figure_of(authority.layout(store, {}, "devon"), "history")
    text = trace(figure, "grades")["hovertext"][0]
    assert "&lt;i&gt;1&lt;/i&gt;" in text
    assert "<i>" not in text


def test_a_title_with_markup_is_shown_and_not_read(reference: Reference) -> None:
    figure = drawn(TimelineRow("A <b>&", [GOOD]), reference=reference)
    assert figure["layout"]["annotations"][-1]["text"] == "<b>A &lt;b&gt;&amp;</b>"
    two = drawn(TimelineRow("A <b>&", [GOOD]), TimelineRow("B", [GOOD]), reference=reference)
    assert two["layout"]["annotations"][-2]["text"] == "<b>A &lt;b&gt;&amp;</b>"


def test_a_predecessors_grades_have_no_grades_colour_and_a_seam(store: Store) -> None:
    figure = figure_of(authority.layout(store, {"service": ["safeguarding"]}, "bedford"), "history")
    theirs = trace(figure, "predecessors")
    assert theirs["x"] == ["2006-05-01"]
    assert (theirs["marker"]["color"], theirs["marker"]["line"]["color"]) == (SURFACE_LIGHT, NEUTRAL)
    assert "Bedfordshire:" in theirs["hovertext"][0]
    assert any(shape["x0"] == "2009-04-01" for shape in figure["layout"]["shapes"])
    assert not {"solid", "dashed"} & {t["name"] for t in figure["data"]}


@pytest.mark.parametrize(
    ("authority_id", "day", "words", "anchor"),
    [
        ("bedford", "2009-04-01", "↑ council begins, April 2009", "left"),
        ("bedfordshire", "2009-03-31", "↑ council ends, March 2009", "left"),
    ],
)
def test_a_seam_is_named_below_the_years_where_it_hides_no_grade(
    store: Store, authority_id: str, day: str, words: str, anchor: str
) -> None:
    layout = figure_of(authority.layout(store, {"service": ["safeguarding"]}, authority_id), "history")["layout"]
    assert any(shape["x0"] == day for shape in layout["shapes"])
    (named,) = [annotation for annotation in layout["annotations"] if annotation["text"] == words]
    assert (named["y"], named["yanchor"], named["xanchor"]) == (0, "top", anchor)
    assert "textangle" not in named
    assert layout["height"] - layout["margin"]["b"] + 24 + 11 <= layout["height"]


def test_own_grades_are_drawn_after_all_others_so_that_nothing_covers_them(reference: Reference) -> None:
    row = TimelineRow(
        "Safeguarding",
        [GOOD, replace(GOOD, date=day("2012-01-01"), is_own=False)],
        [TimelineStep(start=day("2010-01-01"), end=day("2012-01-01"), from_rank=2, to_rank=2, line="solid")],
        ungraded=[Ungraded(day("2011-01-01"), "?", "x")],
        until=day("2020-01-01"),
    )
    names = [t["name"] for t in drawn(row, reference=reference)["data"]]
    assert names[-2:] == ["grades", "letters"]
    assert len(names) == 7


def test_grades_that_would_hide_each_other_stand_apart_with_their_years_outside(reference: Reference) -> None:
    close = [GOOD, replace(GOOD, date=day("2010-09-01")), replace(GOOD, date=day("2015-01-01"))]
    points = trace(drawn(TimelineRow("Safeguarding", close), reference=reference), "grades")
    upper, lower, alone = points["y"]
    assert upper < 2 < lower
    assert alone == 2
    assert points["textposition"] == ["top center", "bottom center", "top center"]


def test_years_of_one_grade_close_together_stand_on_both_sides_of_it(reference: Reference) -> None:
    grades = [replace(GOOD, date=day(f"{year}-03-01")) for year in (2010, 2012, 2014, 2020, 2022)]
    points = trace(drawn(TimelineRow("Safeguarding", grades), reference=reference), "grades")
    assert points["textposition"] == ["top center", "bottom center", "top center", "top center", "bottom center"]


def test_the_year_gives_way_to_a_line_that_falls_to_its_grade(reference: Reference) -> None:
    fallen = replace(GOOD, date=day("2015-01-01"), rank=4)
    row = TimelineRow(
        "Safeguarding",
        [GOOD, fallen],
        [TimelineStep(start=day("2010-01-01"), end=day("2015-01-01"), from_rank=2, to_rank=4, line="solid")],
    )
    assert trace(drawn(row, reference=reference), "grades")["textposition"] == ["top center", "bottom center"]


def test_names_of_frameworks_stand_on_levels_of_their_own_where_they_would_meet(reference: Reference) -> None:
    eras = (
        Era(
            title="APA · CPA · JAR",
            names="Annual performance assessment",
            frameworks=(),
            start=dt.date(2005, 1, 1),
            end=dt.date(2009, 4, 1),
        ),
        Era(title="SLAC", names="x", frameworks=(), start=dt.date(2009, 4, 1), end=dt.date(2012, 5, 1)),
        Era(
            title="Short", names="less than a year", frameworks=(), start=dt.date(2013, 6, 1), end=dt.date(2013, 10, 31)
        ),
        Era(title="ILACS", names="x", frameworks=(), start=dt.date(2018, 1, 1), end=dt.date(2026, 1, 1)),
    )
    layout = drawn(TimelineRow("Safeguarding", [GOOD]), eras=eras, reference=reference)["layout"]
    named = {annotation["text"]: annotation["yshift"] for annotation in layout["annotations"][:-1]}
    assert named.keys() == {"APA · CPA · JAR", "SLAC", "ILACS"}
    assert named["SLAC"] > named["APA · CPA · JAR"] == named["ILACS"]
    assert layout["annotations"][0]["hovertext"] == "Annual performance assessment"
    assert "2013-06-01" in [shape["x0"] for shape in layout["shapes"]]


def test_a_chart_of_dates_says_its_grades_in_words() -> None:
    assert timeline_text([TimelineRow("Safeguarding", [GOOD]), TimelineRow("Adoption", [])]) == (
        "Grades over time. Safeguarding: good, January 2010. Adoption: no grade."
    )
