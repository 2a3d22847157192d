"""/feed.xml: valid Atom, of the inspections that it should have; and which answers pages of other sites may read."""

import csv
import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence

import pytest
from flask.testing import FlaskClient

from dashboard.store import Store
from loaders.record.reference import DATA_FOLDER

A = "{http://www.w3.org/2005/Atom}"
BUILT = DATA_FOLDER / "built"
TIME = re.compile(r"\d{4}-\d\d-\d\dT00:00:00Z")


def feed(client: FlaskClient, query: str = "", **options: str) -> ET.Element:
    answer = client.get(f"/feed.xml{query}", **options)
    assert answer.status_code == 200
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    return ET.fromstring(answer.data)


def newest(*, authority: str = "", regions: Sequence[str] = ()) -> list[tuple[str, str]]:
    """Day and council of each inspection that the feed should have, read from the CSV: the newest without a day of
    publication in their reports as well, which no reader of the feed heard of."""
    with (BUILT / "inspections.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["published"] or row["date_precision"] == "day"]
    rows = [row for row in rows if authority in ("", row["authority_id"])]
    rows = [row for row in rows if not regions or row["region"] in regions]
    rows.sort(key=lambda row: row["inspection_id"])
    rows.sort(key=lambda row: row["published"] or row["date"], reverse=True)
    return [(row["published"] or row["date"], row["authority_id"]) for row in rows[:100]]


def entries(root: ET.Element) -> list[tuple[str, str]]:
    """Day and council of each entry."""
    found = []
    for entry in root.findall(f"{A}entry"):
        page = entry.find(f"{A}link[@rel='alternate']")
        assert page is not None
        found.append((entry.findtext(f"{A}updated", "")[:10], page.attrib["href"].rpartition("/")[2]))
    return found


@pytest.mark.parametrize("query", ["", "?authority=hull", "?region=London", "?region=London&region=North+East"])
def test_the_feed_is_valid_atom(shipped: FlaskClient, query: str) -> None:
    """What RFC 4287, section 4 asks of a feed and of an entry."""
    root = feed(shipped, query)
    assert root.tag == f"{A}feed"
    for element in (root, *root.findall(f"{A}entry")):
        for name in ("id", "title", "updated"):
            (found,) = element.findall(f"{A}{name}")
            assert (found.text or "").strip()
        assert TIME.fullmatch(element.findtext(f"{A}updated", ""))
        assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", element.findtext(f"{A}id", ""))
    assert root.findtext(f"{A}author/{A}name") == "Gradeline"
    alternates = [link for link in root.findall(f"{A}link") if link.attrib["rel"] == "alternate"]
    assert len(alternates) == 1
    own = root.find(f"{A}link[@rel='self']")
    assert own is not None
    assert own.attrib["href"].startswith("http://localhost/feed.xml")
    assert shipped.get(own.attrib["href"]).data == shipped.get(f"/feed.xml{query}").data
    ids = [entry.findtext(f"{A}id") for entry in root.findall(f"{A}entry")]
    assert len(set(ids)) == len(ids)
    assert root.findtext(f"{A}updated") == root.findtext(f"{A}entry/{A}updated")


def test_the_feed_has_the_newest_inspections_of_the_record(shipped: FlaskClient) -> None:
    assert entries(feed(shipped)) == newest()
    assert newest()[0][0] > "2026"  # as the record does
    assert entries(feed(shipped, "?authority=worcestershire")) == newest(authority="worcestershire")
    assert entries(feed(shipped, "?authority=Hull")) == newest(authority="kingston-upon-hull")
    assert entries(feed(shipped, "?region=South+West")) == newest(regions=["South West"])


def test_ids_are_those_of_the_inspection_on_any_server(shipped: FlaskClient) -> None:
    one = feed(shipped, "?authority=worcestershire")
    other = feed(shipped, "?authority=worcestershire", base_url="https://elsewhere.example/")
    assert "https://elsewhere.example/authority/worcestershire" in ET.tostring(other, encoding="unicode")
    assert [e.findtext(f"{A}id") for e in one] == [e.findtext(f"{A}id") for e in other]
    all_ids = {e.findtext(f"{A}id") for e in feed(shipped, "?region=West+Midlands")}
    assert {e.findtext(f"{A}id") for e in one.findall(f"{A}entry")[:1]} <= all_ids


def test_summaries_hold_grades_and_nothing_else(shipped: FlaskClient, shipped_store: Store) -> None:
    words = shipped_store.reference.vocabulary
    things = {t.title for t in words.services.values()}
    grades = {"Not graded", *(term.title for term in words.printed)}
    summaries = list(feed(shipped).iter(f"{A}summary"))
    assert len(summaries) > 10
    for summary in summaries:
        for part in (summary.text or "").rstrip(".").split("; "):
            thing, _, grade = part.rpartition(": ")
            assert thing.partition(":")[0] in things
            assert grade in grades


def test_a_summary_begins_with_the_overall_grade_and_has_parts_where_nothing_else_is_known(
    shipped: FlaskClient,
) -> None:
    def summaries(authority_id: str) -> list[str]:
        return [summary.text or "" for summary in feed(shipped, f"?authority={authority_id}").iter(f"{A}summary")]

    assert summaries("kent")[0] == (
        "Children’s services overall: Good; Children’s services overall: leadership: Good; Safeguarding: Good; "
        "Looked-after children: Outstanding; Care leavers: Requires improvement."
    )
    assert "Children’s services overall: staying safe: Inadequate." in summaries("reading")
    assert not any("No grade of this inspection" in text for text in summaries("reading"))


@pytest.mark.parametrize("query", ["?service=adoption", "?authority=atlantis", "?region=Wales", "?authority=%ff"])
def test_a_wrong_address_is_a_line_of_text(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/feed.xml{query}")
    assert answer.status_code == 400
    assert answer.content_type.startswith("text/plain")


def test_a_feed_that_has_not_changed_is_not_sent_again(client: FlaskClient) -> None:
    etag = client.get("/feed.xml").headers["ETag"]
    assert client.get("/feed.xml", headers={"If-None-Match": etag}).status_code == 304


def test_pages_say_where_their_feeds_are(client: FlaskClient) -> None:
    def hrefs(address: str) -> list[str]:
        page = client.get(address).get_data(as_text=True)
        return re.findall(r'<link rel="alternate" type="application/atom\+xml" title="[^"]+" href="([^"]+)"', page)

    assert hrefs("/") == hrefs("/authority/atlantis") == ["/feed.xml"]
    assert hrefs("/authority/devon") == ["/feed.xml", "/feed.xml?authority=devon"]
    assert '<a href="/feed.xml">' in client.get("/methodology").get_data(as_text=True)


@pytest.mark.parametrize("address", ["/download/judgements.csv", "/download/nothing", "/healthz", "/feed.xml"])
def test_public_answers_may_be_read_by_pages_of_any_site(client: FlaskClient, address: str) -> None:
    assert client.get(address).headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("address", ["/", "/data", "/read", "/search.json", "/assets/page.js", "/nothing"])
def test_no_other_answer_may(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
