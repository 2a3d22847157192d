"""What a page's head says of itself: one whole address, its title and description, and the data as a Dataset."""

import json
import re
from html import unescape

import pytest
from flask.testing import FlaskClient
from werkzeug.test import Client

from dashboard.store import Store
from dashboard.web.mount import Mounted
from dashboard.web.server import Gradeline

ORIGIN = "https://grades.example"
LD = re.compile(r'<script type="application/ld\+json">(.*?)</script>')


def page_of(client: FlaskClient | Client, address: str) -> str:
    return client.get(address, base_url=ORIGIN).get_data(as_text=True)


def properties(page: str) -> dict[str, str]:
    return {name: unescape(text) for name, text in re.findall(r'<meta property="([^"]*)" content="([^"]*)">', page)}


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/authority/worcestershire",
        "/authority/worcestershire/briefing",
        "/compare?authority=worcestershire&from=2008&to=2012",
    ],
)
def test_a_page_names_its_one_address_and_what_it_shows(client: FlaskClient, address: str) -> None:
    page = page_of(client, address)
    (canonical,) = re.findall(r'<link rel="canonical" href="([^"]*)">', page)
    assert unescape(canonical) == f"{ORIGIN}{address}"
    said = properties(page)
    assert said["og:url"] == f"{ORIGIN}{address}"
    (title,) = re.findall("<title>(.*?)</title>", page)
    assert said["og:title"] == unescape(title)
    (description,) = re.findall('<meta name="description" content="([^"]*)">', page)
    assert said["og:description"] == unescape(description) != ""


def test_an_address_that_answers_nothing_has_no_canonical_one(client: FlaskClient) -> None:
    for address in ("/nothing", "/?service=nothing"):
        page = page_of(client, address)
        assert "canonical" not in page
        assert "og:" not in page


def test_each_host_has_its_own_addresses(client: FlaskClient) -> None:
    first = page_of(client, "/data")
    second = client.get("/data", base_url="http://other.example:8080").get_data(as_text=True)
    assert f'href="{ORIGIN}/data"' in first
    assert 'href="http://other.example:8080/data"' in second
    assert "grades.example" not in second


@pytest.mark.parametrize("address", ["/", "/data"])
def test_the_data_are_described_as_a_dataset(app: Gradeline, store: Store, address: str) -> None:
    client = Client(Mounted(app.server, "/x"))
    (text,) = LD.findall(page_of(client, f"/x{address}"))
    about = json.loads(text)
    assert about["@type"] == "Dataset"
    assert about["version"] == store.version
    assert about["url"] == f"{ORIGIN}/x/data"
    assert about["license"].startswith("https://www.nationalarchives.gov.uk/")
    assert about["description"].startswith(
        f"{len(store.judgements):,} grades of {len(store.inspections):,} inspections"
    )
    for file in about["distribution"]:
        assert file["contentUrl"].startswith(f"{ORIGIN}/x/download/")
        answer = client.get(file["contentUrl"].removeprefix(ORIGIN), base_url=ORIGIN)
        assert answer.status_code == 200
        assert answer.mimetype == file["encodingFormat"]


def test_other_pages_describe_no_dataset(client: FlaskClient) -> None:
    assert not LD.search(page_of(client, "/authority/worcestershire"))
    assert not LD.search(page_of(client, "/data?service=safeguarding"))


@pytest.mark.parametrize(
    ("address", "embed"),
    [
        ("/", "/embed/national"),
        ("/?service=looked_after_children", "/embed/national?service=looked_after_children"),
        ("/authority/worcestershire", "/embed/authority/worcestershire"),
        ("/compare?authorities=worcestershire&authorities=devon", "/embed/compare?authorities=worcestershire"),
        ("/compare?authority=worcestershire&from=2008&to=2012", "/embed/compare?a=worcestershire-2008"),
    ],
)
def test_a_main_figure_can_be_shared(client: FlaskClient, store: Store, address: str, embed: str) -> None:
    page = unescape(page_of(client, address))
    (fold,) = re.findall(r'<details class="share" id="share">.*?</details>', page, re.DOTALL)
    (goal,) = re.findall(r'<a href="(/embed/[^"]*)">', fold)
    assert goal.startswith(embed)
    assert client.get(goal).status_code == 200
    assert f"Version {store.version}" in fold
    assert '<iframe src="' in fold
