"""Councils that are looked at together: who they are, how many are good, and the files of it.

What is said is counted again here from the CSV files of the record as it ships, by code that shares nothing with the
program's.
"""

import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from python_calamine import CalamineWorkbook

from dashboard.address import AddressProblem
from dashboard.analysis import groups
from dashboard.analysis.standing import EARLIER, ENDED, KNOWN, NOT_KNOWN, standing, tally
from dashboard.store import Store
from dashboard.words import groups as words
from tests.shipped_tables import rows

DATA = Path(__file__).parents[2] / "data"
SERVICES = ("safeguarding", "looked_after_children")
Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def latest(shipped_store: Store) -> dict[tuple[str, str], dict[str, str]]:
    """By council and service the last graded row up to the day that the record is complete to."""
    day = shipped_store.reach["complete_to"]
    graded = [row for row in rows("built/judgements.csv") if row["aspect"] == "overall" and row["grade_rank"]]
    graded.sort(key=lambda row: (row["date"], row["inspection_id"]))
    return {(row["authority_id"], row["service"]): row for row in graded if row["date"] <= day}


def neighbours(model: str) -> dict[str, list[str]]:
    found: dict[str, list[tuple[int, str]]] = {}
    for row in rows("reference/statistical_neighbours.csv"):
        if row["model"] == model:
            found.setdefault(row["authority_id"], []).append((int(row["rank"]), row["neighbour_id"]))
    return {authority_id: [neighbour for _, neighbour in sorted(ranked)] for authority_id, ranked in found.items()}


def text_of(page: str, start: str = "<main", end: str = "</main>") -> str:
    part = page.split(start, 1)[1].split(end, 1)[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", part)).split())


# --- counted again from the files


def test_neighbours_are_those_of_the_model_in_its_order_with_their_counts(
    shipped_store: Store, latest: dict[tuple[str, str], dict[str, str]]
) -> None:
    model = neighbours("2025-05")
    assert len(model) > 150
    for authority_id, others in model.items():
        group = groups.of_kind(shipped_store, groups.NEIGHBOURS, shipped_store.reference.register.by_id[authority_id])
        assert [member.authority_id for member in group.members] == others
        for service in SERVICES:
            counted = tally(standing(shipped_store, member, service) for member in group.members)
            ranks = [int(latest[neighbour, service]["grade_rank"]) for neighbour in others]
            assert counted.ranks == tuple(ranks.count(rank) for rank in (1, 2, 3, 4)), (authority_id, service)


def test_what_stands_now_is_what_the_panel_has(shipped_store: Store) -> None:
    day = shipped_store.reach["complete_to"]
    panel = {(row["authority_id"], row["service"]): row for row in rows("built/panel.csv") if row["year_end"] == day}
    assert len(panel) > 1000
    for (authority_id, service), row in panel.items():
        one = standing(shipped_store, shipped_store.reference.register.by_id[authority_id], service)
        if row["status"] == "known":
            assert one.kind == KNOWN, row
            assert one.row is not None
            assert one.row["inspection_id"] == row["inspection_id"]
        else:
            assert one.rank == 0, row


@pytest.mark.parametrize(
    "authority_id", ["worcestershire", "trafford", "city-of-london", "devon", "hull", "cumberland"]
)
def test_the_sentence_of_the_block_is_true(
    shipped: FlaskClient, shipped_store: Store, latest: dict[tuple[str, str], dict[str, str]], authority_id: str
) -> None:
    register = shipped_store.reference.register
    authority = register.find(authority_id) or register.by_id[authority_id]
    page = shipped.get(f"/authority/{authority.authority_id}").get_data(as_text=True)
    text = text_of(page, 'id="neighbours"', "</section>")
    matches = re.findall(r"(\d+|all|none) of (?:its|the) (\d+)(?: neighbours)? (?:is|are) good or outstanding", text)
    others = neighbours("2025-05")[authority.authority_id]
    good = [sum(int(latest[neighbour, service]["grade_rank"]) <= 2 for neighbour in others) for service in SERVICES]
    in_words = {0: "none", 10: "all"}
    assert matches == [(in_words.get(number, str(number)), "10") for number in good]
    assert "As at 21 August 2026" in text
    assert "model of May 2025" in text


def test_one_other_council_is_no_number_of_itself(
    shipped: FlaskClient, latest: dict[tuple[str, str], dict[str, str]]
) -> None:
    page = shipped.get("/authority/worcestershire?group=list&authorities=leeds").get_data(as_text=True)
    text = text_of(page, 'id="neighbours"', "</section>")
    good = [int(latest["leeds", service]["grade_rank"]) <= 2 for service in SERVICES]
    matches = re.findall(r"the other council is (not )?good or outstanding", text)
    assert [not word for word in matches] == good
    assert "of the 1" not in text


def test_what_nobody_grades_any_more_is_not_said_of_each_council(shipped: FlaskClient) -> None:
    page = text_of(shipped.get("/compare?region=East+Midlands&service=adoption").get_data(as_text=True))
    assert "Adoption: no longer graded as at 21 August 2026" in page
    assert "Not graded for this service" not in page
    some = text_of(shipped.get("/compare?of=blackpool&service=whole_service").get_data(as_text=True))
    assert "Not graded for this service at the latest inspection: Middlesbrough" in some


def test_why_one_other_council_has_no_grade_is_said_as_it_is(shipped_store: Store) -> None:
    by_id = shipped_store.reference.register.by_id
    for other, service, said in (
        ("bedfordshire", "safeguarding", "the other one is no longer a council."),
        ("trafford", "whole_service", "the other council is not graded."),
    ):
        group = groups.of_kind(shipped_store, groups.LIST, by_id["kent"], others=[by_id[other]])
        text = words.block(shipped_store, group, groups.against(shipped_store, group, [service]))
        assert text.partition("; ")[2] == said


def test_every_neighbour_has_a_strip_for_each_service_with_its_grade_and_month(
    shipped: FlaskClient, latest: dict[tuple[str, str], dict[str, str]]
) -> None:
    page = shipped.get("/authority/worcestershire").get_data(as_text=True)
    block = page.split('id="neighbours"', 1)[1].split("</section>", 1)[0]
    names = re.findall(r'<div class="name"><a href="/authority/([^"]*)"', block)
    order = ["worcestershire", *neighbours("2025-05")["worcestershire"]]
    assert names == order * 2
    matches = re.findall(r'<div class="latest"><b>([^<]*)</b> ([A-Z][a-z]{2}) (\d{4})</div>', block)
    for (grade, month, year), (service, council) in zip(
        matches, ((s, c) for s in SERVICES for c in order), strict=True
    ):
        row = latest[council, service]
        assert row["grade_original"].lower().startswith(grade.lower()), council
        assert f"{year}-" in row["date"]
        assert ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"].index(
            month
        ) + 1 == int(row["date"][5:7])


def test_the_earlier_model_is_there_on_request(shipped: FlaskClient) -> None:
    page = shipped.get("/authority/worcestershire?group=neighbours-2021-04").get_data(as_text=True)
    block = page.split('id="neighbours"', 1)[1].split("</section>", 1)[0]
    names = re.findall(r'<div class="name"><a href="/authority/([^"]*)"', block)
    assert names[1:11] == neighbours("2021-04")["worcestershire"]
    assert "model of April 2021" in text_of(page)


def test_a_region_is_counted_with_everybody_in_it(
    shipped: FlaskClient, latest: dict[tuple[str, str], dict[str, str]]
) -> None:
    for region in ("London", "West Midlands"):
        register = rows("built/authorities.csv")
        ids = [row["authority_id"] for row in register if row["region"] == region and not row["valid_to"]]
        good = sum(int(latest[authority_id, "safeguarding"]["grade_rank"]) <= 2 for authority_id in ids)
        page = shipped.get(f"/compare?region={region.replace(' ', '+')}").get_data(as_text=True)
        heading = text_of(page, "<h1", "</h1>")
        assert heading.endswith(f"{good} of {len(ids)} {region} councils are good or outstanding for safeguarding")
        assert page.count('<div class="strip"') == len(ids)


def test_those_inadequate_now_are_those(shipped: FlaskClient, latest: dict[tuple[str, str], dict[str, str]]) -> None:
    page = shipped.get("/compare?group=inadequate&service=looked_after_children").get_data(as_text=True)
    names = set(re.findall(r'<div class="name"><a href="/authority/([^"]*)"', page))
    ended = {row["authority_id"] for row in rows("built/authorities.csv") if row["valid_to"]}
    expected = {
        council
        for (council, service), row in latest.items()
        if service == "looked_after_children" and row["grade_rank"] == "4"
    }
    assert names == expected - ended
    assert expected


# --- what is not known


def test_who_is_not_known_is_named_and_in_no_count(store: Store) -> None:
    by_id = store.reference.register.by_id
    kinds = {
        authority_id: standing(store, by_id[authority_id], "safeguarding").kind
        for authority_id in ("worcestershire", "dudley", "york")
    }
    assert kinds == {"worcestershire": KNOWN, "dudley": EARLIER, "york": NOT_KNOWN}
    assert standing(store, by_id["bedfordshire"], "safeguarding").kind == ENDED
    counted = tally(
        standing(store, by_id[authority_id], "safeguarding") for authority_id in (*kinds, "leeds", "bedfordshire")
    )
    assert (counted.known, counted.councils, counted.good) == (2, 4, 1)
    assert words.good(counted, "these {} councils") == (
        "1 of these 5 councils is good or outstanding (2 not known, 1 no longer a council)"
    )
    assert words.left_out(counted) == ("Grade not known: Dudley and York. No longer a council: Bedfordshire (to 2009).")


def test_a_council_without_neighbours_offers_other_groups(client: FlaskClient) -> None:
    text = text_of(client.get("/authority/bedfordshire").get_data(as_text=True))
    assert "The DfE names no statistical neighbours of this council" in text
    assert "Region: East of England" in text


# --- the address


def test_a_list_of_ones_own_stands_in_the_address(client: FlaskClient) -> None:
    page = client.get(
        "/authority/worcestershire?authorities=Leeds&authorities=E06000014&service=safeguarding"
    ).get_data(as_text=True)
    block = page.split('id="neighbours"', 1)[1].split("</section>", 1)[0]
    names = re.findall(r'<div class="name"><a href="/authority/([^"]*)"', block)
    assert names[:3] == ["worcestershire", "leeds", "york"]
    # What else the address chooses goes with the form.
    assert '<input type="hidden" name="service" value="safeguarding">' in block
    files = [unescape(address) for address in re.findall(r'href="(/download/group[^"]*)"', block)]
    assert files
    for file in files:
        assert "of=worcestershire&group=list&authorities=leeds&authorities=york" in file
        assert client.get(file).status_code == 200


def test_there_is_no_limit_of_eight(client: FlaskClient, store: Store) -> None:
    ids = [council.authority_id for council in groups.existing(store)][:60]
    page = client.get("/compare?" + "&".join(f"authorities={authority_id}" for authority_id in ids)).get_data(
        as_text=True
    )
    assert len(re.findall('<div class="strip[ "]', page)) == 60


def test_councils_listed_beside_a_group_make_a_list(store: Store) -> None:
    group = groups.choose(store, {"of": ["worcestershire"], "authorities": ["leeds"]}, "safeguarding")
    assert (group.kind, len(group.members)) == (groups.LIST, 11)
    with pytest.raises(AddressProblem, match="of no council"):
        groups.choose(store, {"group": ["type"]}, "safeguarding")


def test_the_best_come_first_and_the_unknown_last(store: Store) -> None:
    by_id = store.reference.register.by_id
    found = [
        standing(store, by_id[authority_id], "safeguarding")
        for authority_id in ("york", "worcestershire", "bedford", "leeds")
    ]
    assert [council.authority_id for council in groups.in_order(found, "grade")] == [
        "bedford", "leeds", "worcestershire", "york",
    ]  # fmt: skip
    assert groups.in_order(found, "date")[0].authority_id == "bedford"
    assert groups.in_order(found, "given")[0].authority_id == "york"


# --- files


def download(shipped: FlaskClient, ending: str) -> Any:
    query = "of=worcestershire&service=safeguarding&service=looked_after_children"
    answer = shipped.get(f"/download/group.{ending}?{query}")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    return answer


def test_the_workbook_has_the_grades_of_the_page(
    shipped: FlaskClient, latest: dict[tuple[str, str], dict[str, str]]
) -> None:
    answer = download(shipped, "xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.get_data()))
    assert book.sheet_names == ["Cover", "Grades now", "Every grade"]
    head, *lines = book.get_sheet_by_name("Grades now").to_python()
    assert head[:5] == ["council", "authority_id", "service", "grade", "inspected"]
    assert len(lines) == 22
    for line in lines:
        service = "safeguarding" if line[2] == "Safeguarding" else "looked_after_children"
        assert latest[str(line[1]), service]["grade_original"].lower().startswith(str(line[3]).lower())
    every = book.get_sheet_by_name("Every grade").to_python()[1:]
    ids = {str(line[1]) for line in lines}
    expected = [
        row
        for row in rows("built/judgements.csv")
        if row["authority_id"] in ids and row["service"] in SERVICES and row["aspect"] == "overall" and row["grade"]
    ]
    assert len(every) == len(expected)
    assert download(shipped, "xlsx").get_data() == answer.get_data()


def test_dates_in_the_workbook_are_no_more_exact_than_known(shipped: FlaskClient) -> None:
    answer = shipped.get("/download/group.xlsx?of=worcestershire&group=region&service=whole_service")
    every = CalamineWorkbook.from_filelike(io.BytesIO(answer.get_data())).get_sheet_by_name("Every grade").to_python()
    dates = {str(line[2]) for line in every[1:] if line[0] == "Worcestershire"}
    ours = [row for row in rows("built/judgements.csv") if row["authority_id"] == "worcestershire" and row["grade"]]
    overall = [row for row in ours if (row["service"], row["aspect"]) == ("whole_service", "overall")]
    parts = {"year": 1, "month": 2, "day": 3}
    assert {row["date_precision"] for row in overall} >= {"year", "day"}
    assert dates == {"-".join(row["date"].split("-")[: parts[row["date_precision"]]]) for row in overall}


def elements(picture: str, name: str) -> Iterator[ET.Element]:
    return ET.fromstring(picture).iter(f"{{http://www.w3.org/2000/svg}}{name}")


def test_the_slide_is_16_to_9_and_says_what_it_is(shipped: FlaskClient) -> None:
    answer = download(shipped, "svg")
    assert answer.mimetype == "image/svg+xml"
    picture = answer.get_data(as_text=True)
    root = ET.fromstring(picture)
    assert (root.get("width"), root.get("height")) == ("1600", "900")
    said = [element.text or "" for element in elements(picture, "text")]
    for part in (
        "Worcestershire and its ten statistical neighbours", "Safeguarding", "Looked-after children", "Devon",
        "comparable with caution", "not comparable", "Requires improvement (R)", "Adequate (A)",
    ):  # fmt: skip
        assert part in said, part
    assert any("model of May 2025" in text for text in said)
    assert any("Record complete to 21 August 2026, version 2026-08-21-" in text for text in said)
    assert any(text.startswith("http://localhost/compare?of=worcestershire") for text in said)
    for element in elements(picture, "rect"):
        assert float(element.get("x", 0)) >= 0
        assert float(element.get("x", 0)) + float(element.get("width", 0)) <= 1600


def test_a_slide_draws_a_council_that_was_replaced_without_a_grade_s_colour(shipped: FlaskClient) -> None:
    picture = shipped.get("/download/grades/westmorland-and-furness.svg").get_data(as_text=True)
    assert "Cumbria (to 2023)" in picture
    # Cumbria was inadequate; the new council has not been, so that this colour stands in the key alone.
    (inadequate,) = (element for element in elements(picture, "rect") if element.get("fill") == "#b21f2d")
    assert float(inadequate.get("width", 0)) < 30


def test_words_of_a_block_stand_within_it(shipped: FlaskClient) -> None:
    """In two lines where they have the height for it: on a slide as on the page."""
    picture = shipped.get("/download/grades/worcestershire.svg").get_data(as_text=True)
    boxes = [
        tuple(float(element.get(name, 0)) for name in ("x", "y", "width", "height"))
        for element in elements(picture, "rect")
    ]
    words = [element for element in elements(picture, "text") if element.text in ("Requires", "improvement")]
    assert len(words) >= 8
    for element in words:
        x, y = (float(element.get(name, 0)) for name in ("x", "y"))
        letters, size = len(element.text or ""), float(element.get("font-size", 0))
        assert any(
            left <= x and x + letters * size * 0.6 <= left + width and top < y - size / 2 and y < top + height
            for left, top, width, height in boxes
            if height < 100
        ), (element.text, x, y)


def test_a_slide_says_how_many_of_too_many_councils_it_shows(shipped: FlaskClient) -> None:
    picture = shipped.get("/download/group.svg?of=hull&group=type&service=safeguarding").get_data(as_text=True)
    register = rows("built/authorities.csv")
    number = sum(row["authority_type"] == "Unitary authority" and not row["valid_to"] for row in register)
    assert re.search(rf"The first \d+ of {number} councils are shown", picture)


def test_no_word_of_a_slide_is_left_out(shipped: FlaskClient) -> None:
    query = "of=bath-and-north-east-somerset&group=region&service=safeguarding&service=looked_after_children"
    picture = shipped.get(f"/download/group.svg?{query}").get_data(as_text=True)
    said = " ".join(element.text or "" for element in elements(picture, "text"))
    label = ET.fromstring(picture).get("aria-label") or ""
    assert "Bath and North East Somerset and the other 14 councils in its region, South West" in said
    for sentence in label.split(". ")[1:]:
        assert sentence.rstrip(".") in said


def test_a_slide_names_who_is_in_no_count(client: FlaskClient) -> None:
    query = "authorities=worcestershire&authorities=leeds&authorities=york&service=safeguarding"
    picture = client.get(f"/download/group.svg?{query}").get_data(as_text=True)
    assert "Grade not known: York." in " ".join(element.text or "" for element in elements(picture, "text"))


def test_two_inspections_are_a_slide_with_the_numbers_facing(client: FlaskClient) -> None:
    ids = "a=worcestershire-2008-11-jar&b=worcestershire-2012-03-safeguarding"
    answer = client.get(f"/download/compare.svg?{ids}")
    assert answer.status_code == 200
    picture = answer.get_data(as_text=True)
    texts = {element.text: element for element in elements(picture, "text")}
    assert "Two inspections of Worcestershire, 2008 and 2012" in texts
    assert "same number, another grade" in texts
    threes = [element for element in elements(picture, "text") if element.text == "3"]
    # Good is to the right of adequate, and nearer to the numbers' middle than either scale is.
    assert [float(element.get("x", 0)) for element in threes] == [986.0, 614.0]
    assert float(threes[0].get("y", 0)) < float(threes[1].get("y", 0))
    assert any(
        (element.text or "").startswith(f"http://localhost/compare?{ids}") for element in elements(picture, "text")
    )
    none = client.get(
        "/download/compare.svg?a=worcestershire-2012-03-safeguarding&b=worcestershire-2012-03-safeguardin"
    )
    assert none.status_code == 404


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("", "‘service’ is not given"),
        ("service=safeguarding", "No council is given"),
        ("service=safeguarding&of=atlantis", "We do not know a council called ‘atlantis’"),
        ("service=safeguarding&of=york&sort=x", "There is no parameter ‘sort’"),
    ],
)
def test_a_wrong_address_of_a_file_says_what_is_accepted(client: FlaskClient, query: str, message: str) -> None:
    answer = client.get(f"/download/group.xlsx?{query}")
    assert answer.status_code in (400, 404)
    assert message in answer.get_data(as_text=True)


def test_how_long_each_of_the_councils_was_inadequate_stands_below_them(shipped: FlaskClient) -> None:
    """The rows of the list of all councils, of these alone; a group without any has no such table."""
    page = shipped.get("/compare?of=worcestershire&group=neighbours").get_data(as_text=True)
    listed = shipped.get("/download/lists/longest-inadequate.csv").get_data(as_text=True).splitlines()[1:]
    around = ["worcestershire", *neighbours("2025-05")["worcestershire"]]
    own = [authority_id for line in listed if (authority_id := line.split(",")[0]) in around]
    part = page.split('id="inadequate"')[1].split("</details>")[0]
    assert re.findall(r'href="/authority/([a-z-]+)', part) == own
    assert f">{len(own)} periods graded inadequate since November 2013<" in part
    assert "Graded better in June 2019" in part
    none = next(a for a in ("york", "camden", "dorset") if a not in " ".join(listed))
    assert 'id="inadequate"' not in shipped.get(f"/compare?authorities={none}").get_data(as_text=True)
    council = shipped.get("/authority/worcestershire").get_data(as_text=True)
    assert re.search(r'<a href="(/compare\?of=worcestershire[^"]*)">[^<]*how long grades of inadequate lasted', council)
