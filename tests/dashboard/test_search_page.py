"""/search and the list behind its suggestions."""

import html
import json
import re
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from dashboard.store import Store
from loaders.record.reference import DATA_FOLDER
from tests.shipped_tables import table

BUILT = DATA_FOLDER / "built"


def text_of(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return html.unescape(answer.get_data(as_text=True))


@pytest.mark.parametrize(
    ("text", "goal"),
    [
        ("Telford", "telford-and-wrekin"),
        ("Manchestr", "manchester"),
        ("B'ham", "birmingham"),
        ("885", "worcestershire"),
        ("  hull ", "kingston-upon-hull"),
    ],
)
def test_one_good_match_redirects_to_its_page(client: FlaskClient, text: str, goal: str) -> None:
    answer = client.get(f"/search?q={quote(text)}")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/authority/{goal}")


def test_several_are_listed_with_links(client: FlaskClient) -> None:
    page = text_of(client, "/search?q=Northants")
    links = re.findall(r'<th scope="row"[^>]*><a href="/authority/([^"]+)">([^<]+)', page)
    assert links == [
        ("north-northamptonshire", "North Northamptonshire"),
        ("west-northamptonshire", "West Northamptonshire"),
        ("northamptonshire", "Northamptonshire (to 2021)"),
    ]
    assert "replaced by North Northamptonshire and West Northamptonshire" in page


def test_nothing_suggests_and_says_what_to_do(client: FlaskClient) -> None:
    page = text_of(client, "/search?q=Wolverhamtpno")
    assert "We do not know a council called ‘Wolverhamtpno’." in page
    assert "/authority/wolverhampton" in page.split("Did you mean")[1]
    assert "Did you mean" not in text_of(client, "/search?q=zzzzz")


def test_what_the_data_search_finds_is_offered_there(shipped: FlaskClient) -> None:
    """Readers type services and grades too: reports call safeguarding help and protection."""
    for text in ("help and protection", "children in care", "Requires improvement"):
        page = text_of(shipped, f"/search?q={quote(text)}")
        offered = re.search(
            r'<a href="(/data\?search=[^"]+)">Search the data for ‘([^’]+)’</a> \(([\d,]+) judgements\)', page
        )
        assert offered is not None, text
        assert offered[2] == text
        assert "Did you mean" not in page, text
        assert f"{offered[3]} judgements: ‘{text}’." in text_of(shipped, offered[1]), text
    for text in ("zzzzz", "?!"):
        assert "Search the data for" not in text_of(shipped, f"/search?q={quote(text)}")


def test_a_council_among_other_words_is_listed_beside_the_search_of_the_data(shipped: FlaskClient) -> None:
    page = text_of(shipped, "/search?q=Leeds+safeguarding")
    assert "One council could be meant by ‘Leeds safeguarding’." in page
    assert re.findall(r'<th scope="row"[^>]*><a href="/authority/([^"]+)">', page) == ["leeds"]
    assert "Search the data for ‘Leeds safeguarding’" in page


def test_a_text_is_never_markup(client: FlaskClient) -> None:
    assert "<script>alert" not in client.get("/search?q=%3Cscript%3Ealert(1)%3C/script%3E").get_data(as_text=True)


@pytest.mark.parametrize("query", ["q=a&q=b", "q=" + "a" * 201, "name=Hull", "q=%00"])
def test_a_wrong_address_says_so(client: FlaskClient, query: str) -> None:
    assert client.get(f"/search?{query}").status_code == 400


def test_without_a_text_every_council_is_listed_by_region(client: FlaskClient, store: Store) -> None:
    page = text_of(client, "/search")
    main = page.split('<main id="main"')[1]
    assert set(re.findall(r'href="/authority/([^"]+)"', main)) == set(store.reference.register.by_id)
    assert ">Hull<" in main
    for anchor in re.findall(r'href="#([^"]+)"', main):
        assert f'<h3 id="{anchor}">' in main
    assert 'href="#west-midlands"' in main
    assert "City of<" not in main


def test_the_form_is_in_the_header_of_every_page(client: FlaskClient) -> None:
    for address in ("/", "/authority/worcestershire", "/data", "/nothing"):
        header = client.get(address).get_data(as_text=True).split("</header>")[0]
        assert '<form action="/search" method="get" role="search"' in header


def test_grades_in_the_list_are_those_of_the_latest_inspection(shipped: FlaskClient) -> None:
    """Read again from judgements.csv: in all councils of a region whose last grade is under today's framework."""
    as_at = json.loads((Path(BUILT) / "datapackage.json").read_text(encoding="utf-8"))["complete_to"]
    last: dict[str, dict[str, str]] = {}
    for row in table("judgements"):
        if (row["service"], row["aspect"]) == ("safeguarding", "overall") and row["date"] <= as_at and row["grade"]:
            last[row["authority_id"]] = max(last.get(row["authority_id"], row), row, key=lambda r: r["date"])
    page = text_of(shipped, "/search?q=West+Midlands")
    cells = re.findall(r'href="/authority/([^"]+)">[^<]+</a><small>[^<]*</small></th><td[^>]*>(.*?)</td>', page)
    assert len(cells) == 14
    words = {
        "outstanding": "Outstanding",
        "good": "Good",
        "requires_improvement_or_adequate": "Requires improvement",
        "inadequate": "Inadequate",
    }
    for authority_id, cell in cells:
        assert last[authority_id]["framework"] == "ilacs"
        assert words[last[authority_id]["grade"]] in re.sub("<[^>]+>", " ", cell), authority_id


def test_the_list_for_suggestions_has_every_council_and_is_cached(shipped: FlaskClient) -> None:
    answer = shipped.get("/search.json")
    councils = answer.get_json()["councils"]
    assert {council["page"] for council in councils} == {
        f"authority/{row['authority_id']}" for row in table("authorities")
    }
    hull = next(council for council in councils if council["name"] == "Hull")
    assert {"hull", "kingston upon hull city of"} <= set(hull["names"])
    with_trust = {council["name"] for council in councils if "achieving for children" in council["names"]}
    assert with_trust == {"Kingston upon Thames", "Richmond upon Thames", "Windsor and Maidenhead"}
    assert "E06000010" in hull["codes"]
    assert re.fullmatch(r"Safeguarding: [A-Z][a-z ]+, [A-Z][a-z]+ 20\d\d", hull["note"])
    again = shipped.get("/search.json", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert len(shipped.get("/search.json", headers={"Accept-Encoding": "gzip"}).data) < 16_000
    assert shipped.get("/search.json?q=hull").status_code == 400


def test_of_many_the_best_matches_are_open_and_the_rest_in_a_fold(client: FlaskClient) -> None:
    page = text_of(client, "/search?q=north").partition("<main")[2].partition("in an area")[2]
    first, _, rest = page.partition("<details")
    listed = [re.findall(r'href="/authority/([^"]+)"', part) for part in (first, rest)]
    number = re.search(r"Show all (\d+)", rest)
    assert number is not None
    assert len(listed[0]) == 15
    assert len(listed[0]) + len(listed[1]) == int(number[1])
    assert "<details" not in text_of(client, "/search?q=northants").partition("<main")[2]


def test_councils_by_their_names_stand_apart_from_those_in_an_area_of_that_name(client: FlaskClient) -> None:
    """West is the beginning of six councils' names, and of two regions'."""
    named, _, inside = text_of(client, "/search?q=west").partition("<main")[2].partition("<h2")
    assert "Six councils could be meant by ‘west’." in named
    assert len(re.findall(r'<th scope="row"[^>]*><a href="/authority/[^"]*west', named)) == 6
    number = re.match(r"[^>]*>([^<]+) councils in an area with such a name<", inside)
    assert number is not None
    assert int(number[1]) == len(re.findall(r'<th scope="row"[^>]*><a href="/authority/', inside))
    assert '"/authority/birmingham"' in inside
    assert '"/authority/birmingham"' not in named


def test_an_area_alone_is_listed_without_a_second_heading(client: FlaskClient) -> None:
    page = text_of(client, "/search?q=West+Midlands").partition("<main")[2]
    assert "14 councils could be meant by ‘West Midlands’." in page
    assert "in an area" not in page
