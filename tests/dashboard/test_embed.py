"""/embed/…: one figure, its source and a link to its page; no navigation, no script; problems with a sentence."""

import re

import pytest
from flask.testing import FlaskClient

from dashboard.store import Store

FIGURES = [
    ("/embed/authority/worcestershire", "/authority/worcestershire"),
    ("/embed/authority/worcestershire?service=safeguarding", "/authority/worcestershire"),
    ("/embed/compare?authority=worcestershire&from=2008&to=2012", "/compare?authority=worcestershire&amp;from=2008"),
    ("/embed/compare?authorities=worcestershire&authorities=devon", "/compare?authorities=worcestershire"),
    ("/embed/national", "/"),
    ("/embed/transitions", "/transitions"),
    ("/embed/transitions?period=all", "/transitions?period=all"),
    ("/embed/national?service=looked_after_children", "/?service=looked_after_children"),
]
WRONG = [
    ("/embed/authority/atlantis", 404, "We do not know a council called ‘atlantis’"),
    ("/embed/authority/worcestershire?colour=red", 400, "There is no parameter ‘colour’"),
    ("/embed/compare", 400, "names nothing to compare"),
    ("/embed/compare?a=nothing&b=worcestershire-2016-11-sif", 404, "There is no inspection ‘nothing’"),
    ("/embed/national?region=Narnia", 400, "Narnia"),
    ("/embed/transitions?colour=red", 400, "There is no parameter ‘colour’"),
    ("/embed/transitions?service=adoption&from=1990", 404, "No two inspections fit"),
    ("/embed/pie", 404, "There is no figure /embed/pie"),
    ("/embed/", 404, "There is no figure"),
    ("/embed", 404, "There is no figure"),
]


@pytest.mark.parametrize(("path", "goal"), FIGURES)
def test_a_figure_stands_alone_with_its_source(client: FlaskClient, store: Store, path: str, goal: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    page = answer.get_data(as_text=True)
    assert "<script" not in page
    assert "<nav" not in page
    assert "<form" not in page
    fonts = re.findall(r'<link rel="preload" as="font" [^>]*href="([^"]+)" crossorigin>', page)
    assert len(fonts) == 2
    assert all(client.get(font).status_code == 200 for font in fonts)
    assert len(re.findall("<h1>", page)) == 1
    assert any(
        drawn in page for drawn in ('class="strips', 'class="year-bars"', 'class="figure scales"', 'id="matrix"')
    )
    assert f"data version {store.version}" in page
    assert re.search(rf'<a href="{re.escape(goal)}[^"]*">', page)
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer.headers
    again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("address", ["/embed/national", "/download/national.svg", "/?year=2012"])
def test_a_rise_across_frameworks_has_its_caution_where_no_sentence_above_says_it(
    shipped: FlaskClient, address: str
) -> None:
    page = re.sub(r"<[^>]*>", " ", shipped.get(address).get_data(as_text=True))
    assert "ore good, fewer inadequate since 2017" in page
    assert "Ofsted changed its inspection framework in January 2018, so compare with caution" in " ".join(page.split())


@pytest.mark.parametrize(("path", "status", "sentence"), WRONG)
def test_what_has_no_figure_says_so(client: FlaskClient, path: str, status: int, sentence: str) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    page = answer.get_data(as_text=True)
    assert sentence in page
    assert "<nav" not in page


def test_a_service_that_was_graded_once_is_not_said_to_have_no_grade(shipped: FlaskClient) -> None:
    answer = shipped.get("/embed/authority/kent?service=adoption")
    assert answer.status_code == 404
    assert "This record has no more than one grade of Kent for adoption." in answer.get_data(as_text=True)


def test_a_frame_that_asks_to_choose_has_the_choices(client: FlaskClient) -> None:
    page = client.get("/embed/authority/worcesterhsire").get_data(as_text=True)
    assert "Check the spelling, or choose one below." in page
    assert '<a href="/embed/authority/worcestershire">Worcestershire</a>' in page


def test_one_inspection_is_no_picture_beside_itself(client: FlaskClient) -> None:
    inspection = "worcestershire-2012-03-safeguarding"
    page = client.get(f"/embed/compare?a={inspection}&b={inspection}").get_data(as_text=True)
    assert "Both choices are the same inspection." in page
    assert "figure scales" not in page


def test_other_names_and_added_parameters_lead_to_the_clean_address(client: FlaskClient) -> None:
    named = client.get("/embed/authority/Worcestershire?service=safeguarding")
    assert named.headers["Location"] == "/embed/authority/worcestershire?service=safeguarding"
    tracked = client.get("/embed/national?utm_source=x")
    assert tracked.status_code == 308
    assert tracked.headers["Location"] == "/embed/national"
    slashed = client.get("/embed/compare/?of=worcestershire")
    assert slashed.status_code == 308
    assert slashed.headers["Location"] == "/embed/compare?of=worcestershire"
