"""Trees of elements become escaped HTML, and what only Dash can draw becomes a named place."""

import pytest
from dash import dcc
from hypothesis import given, strategies as st

from dashboard.markup import elements as html
from dashboard.markup.render import render


def test_text_and_attributes_are_escaped() -> None:
    tree = html.P(["a < b & c", html.Span("x", title='"><script>')])
    assert render(tree).html == '<p>a &lt; b &amp; c<span title="&quot;&gt;&lt;script&gt;">x</span></p>'


@given(st.text())
def test_no_text_becomes_markup(text: str) -> None:
    written = render(html.P(text, title=text)).html
    assert written.count("<") == 2
    assert written.startswith('<p title="')
    assert written.endswith("</p>")


def test_attributes_stand_in_the_order_in_which_they_are_given() -> None:
    names = [f"data_{letter}" for letter in "hgfedcba"]
    written = render(html.Div(id="x", **dict.fromkeys(names, "1"))).html
    assert written == '<div id="x" ' + " ".join(f'data-{letter}="1"' for letter in "hgfedcba") + "></div>"


def test_an_attribute_that_no_element_has_is_refused() -> None:
    with pytest.raises(TypeError, match="<p> has no attribute 'clasName'"):
        html.P("x", clasName="wide")


def test_attributes_get_their_html_names() -> None:
    tree = html.Label("Name", htmlFor="name", className="wide", data_instant="change", aria_hidden="true")
    written = render(tree).html
    for attribute in ('class="wide"', 'for="name"', 'aria-hidden="true"', 'data-instant="change"'):
        assert f" {attribute}" in written


def test_flags_that_are_off_are_left_out() -> None:
    assert render(html.Input(type="checkbox", checked=True)).html == '<input type="checkbox" checked>'
    assert render(html.Input(type="checkbox", checked=False)).html == '<input type="checkbox">'


@pytest.mark.parametrize("address", ["javascript:alert(1)", " JavaScript:alert(1)", "data:text/html,x", "vbscript:x"])
def test_addresses_that_run_code_are_not_written(address: str) -> None:
    assert render(html.A("go", href=address)).html == '<a href="about:blank">go</a>'


def test_styles_are_written_as_css() -> None:
    assert render(html.Div(style={"maxWidth": "2em", "--step": 3})).html == '<div style="max-width:2em;--step:3"></div>'


def test_a_dash_component_becomes_a_place_and_an_island() -> None:
    rendered = render(html.Div(dcc.Graph(id="history")))
    assert rendered.html == '<div><div data-island="history"></div></div>'
    assert [(island.id, island._type) for island in rendered.islands] == [("history", "Graph")]


def test_what_is_no_component_is_refused() -> None:
    with pytest.raises(TypeError, match="elements and text"):
        render(html.P(object()))
