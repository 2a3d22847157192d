"""What a page's head says of itself: one whole address, its title and description, and the data as a Dataset."""

import json
import re
from html import unescape
from xml.etree import ElementTree

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
    properties_of_page = properties(page)
    assert properties_of_page["og:url"] == f"{ORIGIN}{address}"
    (title,) = re.findall("<title>(.*?)</title>", page)
    assert properties_of_page["og:title"] == unescape(title)
    (description,) = re.findall('<meta name="description" content="([^"]*)">', page)
    assert properties_of_page["og:description"] == unescape(description) != ""


@pytest.mark.parametrize(
    ("address", "text"),
    [
        ("/?region=London", "London"),
        ("/lists/moves?service=looked_after_children", "looked-after children"),
        ("/lists/inadequate-now?service=care_leavers", "Care leavers"),
        ("/lists/by-year?region=London", "London"),
        ("/transitions?service=care_leavers", "Care leavers"),
        ("/data?authority=devon", "Devon"),
        ("/sources?source=jar-2008", "Report jar-2008"),
        ("/compare?authorities=devon&authorities=dudley&service=looked_after_children", "looked-after children"),
    ],
)
def test_the_title_follows_the_view(client: FlaskClient, address: str, text: str) -> None:
    assert text in properties(page_of(client, address))["og:title"]


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
    (named,) = re.findall(r'" title="([^"]*)" width=', fold)
    assert "good or outstanding" not in named, "newer data may have another finding in the same frame"
    data = re.findall(r'<a href="(/download/[^"]*)"', fold)
    assert {goal.split("?")[0].rpartition(".")[2] for goal in data} >= {"svg", "xlsx"}
    (drawing,) = re.findall(r'<button[^>]* data-slide="yes">[^<]*</button><a href="([^"]*)"', fold)
    assert drawing in data, "the PNG is made of the SVG behind it"
    for goal in data:
        assert client.get(goal).status_code == 200, goal


PICTURES = (
    ("/download/grades/worcestershire.svg", ("Worcestershire: grades since 2008", "/authority/worcestershire")),
    ("/download/national.svg", ("England, safeguarding", "Each bar is 15", "2009 to 21 January 2022")),
    ("/download/national.svg?region=South+West", ("South West, safeguarding", "region=South+West")),
)


@pytest.mark.parametrize(("address", "said"), PICTURES)
def test_a_picture_names_place_period_address_and_version(
    client: FlaskClient, store: Store, address: str, said: tuple[str, ...]
) -> None:
    answer = client.get(address, base_url=ORIGIN)
    assert answer.mimetype == "image/svg+xml"
    tree = ElementTree.fromstring(answer.get_data(as_text=True))
    text = " ".join("".join(element.itertext()) for element in tree.iter("{http://www.w3.org/2000/svg}text"))
    for part in (*said, store.version, ORIGIN, "Open Government Licence"):
        assert part in text


def test_what_has_no_grade_has_no_picture(client: FlaskClient) -> None:
    assert client.get("/download/grades/essex.svg").status_code == 404
    assert client.get("/download/grades/atlantis.svg").status_code == 404
    assert client.get("/download/national.svg?service=adoption").status_code == 404
    assert client.get("/download/national.svg?year=2012").status_code == 400
    assert 'data-slide="' not in page_of(client, "/authority/essex")


CARDS = {
    "/": "/download/card/england.png",
    "/?service=care_leavers&region=London": "/download/card/england.png?service=care_leavers&region=London",
    "/authority/worcestershire": "/download/card/worcestershire.png",
    "/authority/worcestershire/briefing": "/download/card/worcestershire.png",
    "/data": "/download/card/gradeline.png",
}


@pytest.mark.parametrize("address", CARDS)
def test_a_link_to_a_page_has_a_card(app: Gradeline, address: str) -> None:
    """A PNG of the size that the page says, at a whole address, below the path that the site is mounted at."""
    client = Client(Mounted(app.server, "/x"))
    properties_of_page = properties(page_of(client, f"/x{address}"))
    assert properties_of_page["og:image"] == f"{ORIGIN}/x{CARDS[address]}"
    answer = client.get(properties_of_page["og:image"].removeprefix(ORIGIN), base_url=ORIGIN)
    assert answer.status_code == 200
    assert answer.mimetype == properties_of_page["og:image:type"] == "image/png"
    assert "Content-Disposition" not in answer.headers
    picture = answer.get_data()
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    size = [str(int.from_bytes(picture[at : at + 4])) for at in (16, 20)]
    assert size == [properties_of_page["og:image:width"], properties_of_page["og:image:height"]]
    assert properties_of_page["og:image:alt"]


def test_cards_differ_by_what_they_show(client: FlaskClient) -> None:
    pictures = {client.get(address).get_data() for address in sorted(set(CARDS.values()))}
    assert len(pictures) == len(set(CARDS.values()))
    assert client.get("/download/card/atlantis.png").status_code == 404
    assert client.get("/download/card/gradeline.png?year=2012").status_code == 400


def test_on_paper_a_page_ends_with_its_address_and_version(app: Gradeline, store: Store) -> None:
    client = Client(Mounted(app.server, "/x"))
    page = page_of(client, "/x/compare?authority=worcestershire&from=2008&to=2012")
    (printed,) = re.findall(r'<p class="printed">(.*?)</p>', page)
    text = unescape(re.sub(r"<[^>]*>", "", printed))
    assert text.startswith(
        f"{ORIGIN}/x/compare?authority=worcestershire&from=2008&to=2012, data version {store.version}"
    )
