"""A record that holds nothing yet, and addresses that no record answers: each says so, and offers a way on."""

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from dashboard.analysis.lists.catalogue import LISTS
from dashboard.store import Store
from dashboard.web.server import create_app
from loaders.record.neighbours import Neighbours

OF_THE_REFERENCE = ("authorities", "frameworks", "crosswalk", "codebook")
SAYING = {
    "/": "Safeguarding: not yet graded",
    "/?service=lscb": "Local Safeguarding Children Board: no longer graded",
    "/sources": "No sources.",
    "/methodology": "No two sources disagree.",
    "/data": "All 0 judgements",
    "/lists/by-year": "Safeguarding: not yet graded",
    "/lists/moves": "No council has such a grade for this service.",
    "/lists/next-inspection": "not known",
    "/transitions": "No inspections fit this choice",
    "/authority/devon": "No source read for this record has a grade for Devon.",
    "/authority/devon/briefing": "This record has no grade of Devon.",
    "/compare?of=devon&group=region": "Safeguarding: not yet graded",
    "/compare?group=inadequate": "Safeguarding: not yet graded",
    "/search": "All councils by region",
    "/changes": "What changed in the data",
    "/feed.xml": "<feed",
    "/healthz": '"rows": 0',
}
ABSENT = (
    "/compare?authority=devon",
    "/embed/authority/devon",
    "/embed/national",
    "/embed/transitions",
    "/download/national.svg",
    "/download/grades/devon.svg",
)
FILES = (
    "briefing/devon.pptx",
    "card/devon.png",
    "card/england.png",
    "gradeline.db",
    "gradeline.zip",
    "group.svg?of=devon&service=safeguarding",
    "group.xlsx?of=devon&service=safeguarding",
    "judgements.csv",
    "judgements.json",
    "judgements.xlsx",
    "judgements.zip",
    *(f"lists/{name}.csv" for name in LISTS),
)


@pytest.fixture(scope="module")
def empty(store: Store) -> FlaskClient:
    """The small record without any of its rows."""
    frames = {name: frame if name in OF_THE_REFERENCE else frame.iloc[:0] for name, frame in store.tables.items()}
    return create_app(replace(store, tables=frames)).server.test_client()


def test_every_page_of_an_empty_record_says_that_there_is_nothing(empty: FlaskClient) -> None:
    for address, words in SAYING.items():
        answer = empty.get(address)
        assert (answer.status_code, words in answer.get_data(as_text=True)) == (200, True), address


def test_figures_of_an_empty_record_are_absent_and_its_files_are_whole(empty: FlaskClient) -> None:
    for address in ABSENT:
        assert empty.get(address).status_code == 404, address
    for name in FILES:
        answer = empty.get(f"/download/{name}")
        assert (answer.status_code, bool(answer.get_data())) == (200, True), name


def test_a_region_and_another_group_are_not_chosen_together(client: FlaskClient) -> None:
    answer = client.get("/compare?region=London&group=inadequate")
    assert answer.status_code == 400
    assert "This address asks for a region and for another group of councils." in answer.get_data(as_text=True)


def test_a_council_without_grades_cannot_be_compared_with_an_inspection(client: FlaskClient) -> None:
    answer = client.get("/compare?a=devon-2013-04-child_protection&other=kent")
    assert answer.status_code == 404
    assert "no graded inspection of that council" in answer.get_data(as_text=True)


def test_an_inspection_is_compared_with_the_one_after_it_where_it_stands_first(client: FlaskClient) -> None:
    answer = client.get("/compare?a=worcestershire-2008-11-jar").get_data(as_text=True)
    assert "Two inspections of Worcestershire, 2008 and 2012" in answer


def test_years_before_a_record_begins_are_said_to_be_out_of_its_reach(store: Store) -> None:
    dated = ("judgements", "inspections")
    frames = {n: frame[frame["date"] >= "2019-01-01"] if n in dated else frame for n, frame in store.tables.items()}
    late = create_app(replace(store, tables=frames)).server.test_client()
    page = late.get("/lists/by-year?period=before-2013").get_data(as_text=True)
    assert "The record does not reach these years." in page


def test_a_council_that_no_model_calls_like_another_has_a_page_and_a_briefing(store: Store) -> None:
    reference = replace(store.reference, neighbours=Neighbours({}))
    new = create_app(replace(store, reference=reference)).server.test_client()
    for address in ("/authority/devon", "/authority/devon/briefing"):
        assert "Devon: no councils to compare with" in new.get(address).get_data(as_text=True)
    assert new.get("/download/briefing/devon.pptx").status_code == 200
