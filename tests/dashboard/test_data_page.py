"""The data page: what is filtered, searched, sorted and shown; its files are the same rows in the same order."""

import csv
import html
import io
import re
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import pandas as pd
import pytest
from flask.testing import FlaskClient

from dashboard import selection
from dashboard.filters import Filters
from dashboard.pages import data
from dashboard.pages.data_table import COLUMNS, OPENING
from dashboard.store import Store
from loaders.frames import texts


def page_of(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def rows_of(page: str) -> list[list[str]]:
    """The cells of the table as texts."""
    body = page.split('id="data-table"')[1].split("<tbody>")[1].split("</tbody>")[0]
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in body.split("</tr>")[:-1]]
    return [[" ".join(html.unescape(re.sub(r"<[^>]*>", " ", cell)).split()) for cell in row] for row in cells]


def links_of(page: str) -> dict[str, str]:
    matches = re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', page, re.DOTALL)
    return {" ".join(re.sub(r"<[^>]*>", "", text).split()): html.unescape(goal) for goal, text in matches}


def ids(store: Store, filters: Filters, sort: str = "") -> list[str]:
    return store.judgements["inspection_id"].take(selection.positions(store, filters, sort)).tolist()


@pytest.mark.parametrize(
    ("words", "authorities"),
    [
        ("devon", {"devon"}),
        ("DEV", {"devon"}),
        ("evon", set()),
        ("inadequate safeguarding 2013", {"devon"}),
        ("conflict", {"devon"}),
        ("jar 2008", {"worcestershire"}),
        ("worcestershire-2016-11-sif", {"worcestershire"}),
        ("joint area review", {"worcestershire", "bedfordshire"}),
        ("Outstanding", {"bedford"}),
        ("outstanding inadequate", set()),
    ],
)
def test_a_search_finds_words_by_their_beginning(store: Store, words: str, authorities: set[str]) -> None:
    found = ids(store, Filters(search=words))
    assert {inspection.split("-20")[0] for inspection in found} == authorities


def test_a_search_finds_authorities_by_other_names(store: Store) -> None:
    register = store.reference.register
    aliases = [
        (a.authority_id, alias) for a in register.authorities if a.authority_id == "dudley" for alias in a.aliases
    ]
    for authority_id, alias in [*aliases, ("bedford", "Bedford"), ("dudley", "E08000027")]:
        chosen = store.judgements.take(selection.positions(store, Filters(search=alias)))
        assert authority_id in set(chosen["authority_id"]), alias


def test_a_row_marks_what_it_repeats_of_the_row_above_and_keeps_its_words(client: FlaskClient) -> None:
    page = page_of(client, "/data?authority=worcestershire&framework=sif&framework=jar")
    body = page.split('id="data-table"')[1].split("<tbody>")[1].split("</tbody>")[0]
    rows = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in body.split("</tr>")[:-1]]
    marked = [["again" in cell for cell in row] for row in rows]
    dates = [row[1] for row in rows_of(page)]
    for above, row, date, date_above in zip(marked, marked[1:], dates[1:], dates, strict=False):
        assert len(above) == len(row) == len(OPENING)
        assert row[:5] == [True, date == date_above, date == date_above, False, False]
    assert marked[0] == [False] * len(OPENING)
    assert {row[0] for row in rows_of(page)} == {"Worcestershire"}
    assert body.count('href="/authority/worcestershire"') == 1


@pytest.mark.parametrize("sort", selection.SORT_WORDS)
def test_sorted_rows_keep_the_files_order_among_equals(store: Store, sort: str) -> None:
    column = selection.COLUMNS.get(sort.lstrip("-"), sort.lstrip("-"))
    reference = store.reference
    orders: dict[str, list[str]] = {
        "framework": list(reference.frameworks),
        "service": list(reference.services),
        "evidence": list(reference.evidence),
        "comparability": list(reference.comparability),
        "agreement": ["conflict", "agreed", "single"],
    }
    cells = texts(store.judgements[column])
    order = orders.get(column, sorted(set(cells)))
    key = [order.index(value) for value in cells]
    keyed = [
        (value == "", -k if sort.startswith("-") else k, n) for n, (value, k) in enumerate(zip(cells, key, strict=True))
    ]
    assert selection.positions(store, Filters(), sort).tolist() == [n for _, _, n in sorted(keyed)]


def test_the_selection_is_what_pandas_selects(store: Store) -> None:
    frame = pd.concat([store.judgements] * 3, ignore_index=True)
    many = replace(store, tables={**store.tables, "judgements": frame})
    filters = Filters(service=("safeguarding",), grade=("good", "inadequate"), from_year=2008, to_year=2013)
    expected = frame[
        (frame["service"] == "safeguarding")
        & frame["grade"].isin(["good", "inadequate"])
        & (frame["date"] >= "2008-01-01")
        & (frame["date"] <= "2013-12-31")
    ]
    assert selection.positions(many, filters, "").tolist() == expected.index.tolist()
    assert len(expected) == 12


@pytest.mark.parametrize(
    "query", ["", "search=devon", "service=safeguarding&sort=-grade", "from=2012&search=safeguarding&sort=date&rows=25"]
)
def test_the_files_are_what_is_shown(client: FlaskClient, query: str) -> None:
    page = page_of(client, f"/data?{query}&column=inspection&column=judgement")
    goal = links_of(page)["CSV"]
    file = csv.DictReader(io.StringIO(client.get(goal).get_data(as_text=True)))
    assert [row[0].split()[0] for row in rows_of(page)] == [row["inspection_id"] for row in file]
    asked = [pair for pair in parse_qsl(query) if pair[0] != "rows"]
    assert sorted(parse_qsl(urlsplit(goal).query)) == sorted(asked)
    match = re.search(r"Download (?:these|this) (\d+) rows?: ", html.unescape(re.sub(r"<[^>]*>", "", page)))
    assert match is not None
    assert int(match.group(1)) == len(rows_of(page))
    assert f'value="{html.escape(goal)}"' in page


def test_columns_are_chosen_and_kept(client: FlaskClient) -> None:
    page = page_of(client, "/data?column=agreement&column=authority&authority=devon")
    assert rows_of(page) == [["Devon", "conflict, two observations"]]
    assert parse_qsl(urlsplit(links_of(page)["Agreement"]).query) == [
        ("authority", "devon"),
        ("sort", "agreement"),
        ("column", "authority"),
        ("column", "agreement"),
    ]
    assert re.findall(r'name="column" value="(\w+)"[^>]* checked', page) or 'id="column-agreement" checked' in page


def test_every_column_shows_something(client: FlaskClient) -> None:
    page = page_of(client, "/data?" + "&".join(f"column={name}" for name in COLUMNS))
    assert all(len(row) == len(COLUMNS) and all(row) for row in rows_of(page))
    opening = page_of(client, "/data")
    assert all(len(row) == len(OPENING) for row in rows_of(opening))


def test_a_number_never_stands_without_its_scale(client: FlaskClient) -> None:
    (row,) = rows_of(
        page_of(
            client, "/data?inspection=worcestershire-2012-03-safeguarding&search=1&column=grade&sort=-grade&rows=25"
        )
    )[:1]
    assert "Adequate, 3" in row[0].replace(" ,", ",")
    assert "1 is best" in row[0]


def test_each_filter_is_taken_away_by_its_own_link(client: FlaskClient) -> None:
    page = page_of(client, "/data?service=safeguarding&service=adoption&search=good&sort=date")
    goal = links_of(page)["Service: Adoption × (remove)"]
    assert goal == "/data?service=safeguarding&search=good&sort=date"
    assert links_of(page)["Search: good × (remove)"] == "/data?service=safeguarding&service=adoption&sort=date"


def test_heads_sort_and_turn_round(client: FlaskClient) -> None:
    goal = links_of(page_of(client, "/data?rows=25"))["Grade"]
    assert goal == "/data?sort=grade&rows=25"
    again = links_of(page_of(client, goal))["Grade ▲ (sorted, ascending)"]
    assert again == "/data?sort=-grade&rows=25"
    assert links_of(page_of(client, again))["Grade ▼ (sorted, descending)"] == goal
    assert links_of(page_of(client, "/data"))["Council ▲ (sorted, ascending)"] == "/data?sort=-authority"


def test_pages_are_leafed_through_in_order(store: Store, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data, "SIZES", (5, 50))
    seen = []
    goal = "/data?rows=5&column=inspection"
    while goal:
        page = page_of(client, goal)
        seen += [row[0].split()[0] for row in rows_of(page)]
        goal = links_of(page).get("Next", "")
    assert seen == store.judgements["inspection_id"].tolist()


def test_what_fits_nothing_says_so_and_offers_no_file(client: FlaskClient) -> None:
    page = page_of(client, "/data?search=nowhere&service=safeguarding")
    assert "Nothing matches Safeguarding, ‘nowhere’." in page
    assert links_of(page)["Clear search"] == "/data?service=safeguarding"
    assert "Clear service" not in links_of(page)  # nor would the search find anything without it
    assert "judgements.csv" not in page.split('id="everything"')[0]


def test_inspections_that_are_not_known_are_named_where_no_row_is_of_them(shipped: FlaskClient) -> None:
    gap = "Kent: inspected, but the grades are not in this record: annual performance assessments of 2005 and 2008, "
    assert gap in page_of(shipped, "/data?authority=kent&framework=jar")
    assert "Nothing matches Kent, Joint area review." in page_of(shipped, "/data?authority=kent&framework=jar")
    assert "not in this record" not in page_of(shipped, "/data?authority=kent&framework=sif")
    assert "not in this record" not in page_of(shipped, "/data?authority=dorset&framework=jar")


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("search=%ff", "This address is not text"),
        ("search=a%00", "control characters"),
        ("column=colour", "‘column’ takes: authority"),
        ("sort=--date", "‘sort’ takes: authority"),
        ("rows=51", "‘rows’ takes: 25"),
        ("search=a&search=b", "is given 2 times"),
    ],
)
def test_a_wrong_address_is_a_page_that_says_so(client: FlaskClient, query: str, text: str) -> None:
    answer = client.get(f"/data?{query}")
    assert answer.status_code == 400
    assert text in html.unescape(answer.get_data(as_text=True))


def test_years_the_wrong_way_round_are_said_in_the_form_which_keeps_the_rest(client: FlaskClient) -> None:
    answer = client.get("/data?from=2012&to=2008&authority=devon&service=safeguarding&search=adequate&rows=25")
    page = html.unescape(answer.get_data(as_text=True))
    assert answer.status_code == 400
    assert "The first year, 2012, is later than the last year, 2008." in page
    years = re.findall(r'<input type="number" name="(\w+)"[^>]*?value="(\d*)"[^>]*aria-invalid="true"', page)
    assert years == [("from", "2012"), ("to", "2008")]
    assert re.search(r'id="field-search"[^>]*value="adequate"', page)
    assert '<input type="hidden" name="authority" value="devon"' in page
    assert re.search(r'name="service" value="safeguarding"[^>]* checked', page)
    without = links_of(page)["To year: 2008 × (remove)"]
    assert without == "/data?authority=devon&service=safeguarding&from=2012&search=adequate&rows=25"
    swapped = links_of(page)["From 2008 to 2012"]
    assert swapped == "/data?authority=devon&service=safeguarding&search=adequate&rows=25&from=2008&to=2012"
    assert 'id="data-table"' not in page
    elsewhere = client.get("/transitions?from=2012&to=2008&service=adoption").get_data(as_text=True)
    assert links_of(elsewhere)["From 2008 to 2012"] == "?service=adoption&from=2008&to=2012"


def test_a_council_that_is_misspelt_keeps_the_other_filters(client: FlaskClient) -> None:
    answer = client.get("/data?authority=dudley&authority=worcestershyre&service=safeguarding&from=2008")
    page = html.unescape(answer.get_data(as_text=True))
    assert answer.status_code == 400
    assert "We do not know a council called ‘worcestershyre’." in page
    assert links_of(page)["Worcestershire"] == (
        "/data?authority=worcestershire&authority=dudley&service=safeguarding&from=2008"
    )


def test_the_form_says_what_need_not_stand_in_the_address(client: FlaskClient) -> None:
    page = page_of(client, "/data")
    assert f'data-name="column" data-default="{" ".join(OPENING)}"' in page
    assert 'data-name="rows" data-default="50"' in page
    assert re.findall(r'<input type="checkbox" name="column" value="(\w+)"[^>]* checked', page) == list(OPENING)


def test_several_councils_are_chosen_one_after_the_other(client: FlaskClient) -> None:
    page = page_of(client, "/data?authority=worcestershire&authority=Devon&service=safeguarding")
    assert "Worcestershire and Devon, Safeguarding." in html.unescape(page)
    form = page.split('id="data-filters"')[0].rpartition("<form")[2] + page.split('id="data-filters"')[1]
    matches = re.findall(r'<input type="hidden" name="authority" value="([^"]+)"', form)
    assert matches == ["worcestershire", "devon"]
    assert re.search(r'<input type="search" name="authority" id="field-authority"[^>]*>', form)
    names = {row[0] for row in rows_of(page)}
    assert names == {"Worcestershire", "Devon"}


def test_neighbours_are_added_and_a_region_takes_their_place(client: FlaskClient, store: Store) -> None:
    links = links_of(page_of(client, "/data?authority=worcestershire&service=safeguarding"))
    neighbours = store.tables["authorities"].set_index("authority_id").at["worcestershire", "statistical_neighbours"]
    goal = parse_qsl(urlsplit(links["Add statistical neighbours of Worcestershire"]).query)
    expected = ["worcestershire", *neighbours.split(";")]
    assert goal == [*(("authority", authority_id) for authority_id in expected), ("service", "safeguarding")]
    assert len(goal) == 12
    assert links["All of West Midlands instead"] == "/data?region=West+Midlands&service=safeguarding"
    again = page_of(client, links["Add statistical neighbours of Worcestershire"])
    assert "Add statistical neighbours of Worcestershire" not in again
    assert "11 councils, Safeguarding." in again


def test_the_title_follows_the_choice(client: FlaskClient) -> None:
    page = html.unescape(page_of(client, "/data?authority=devon&from=2012&to=2014"))
    assert "<title>Data: Devon, 2012–2014 – Gradeline</title>" in page


def test_the_form_offers_no_sort_that_says_nothing(client: FlaskClient) -> None:
    form = page_of(client, "/data").split('name="sort"')[1].split("</select>")[0]
    offered = re.findall(r'<option value="([^"]*)"', form)
    assert "" in offered
    assert not {"-service", "published", "authority"} & set(offered)
    assert client.get("/data?sort=-service").status_code == 200
