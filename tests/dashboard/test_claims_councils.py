"""What the pages of councils and of two inspections claim of the shipped record, counted again from its CSV files.

Nothing here uses the program but its pages: the first screen of every council, and what is said of pairs of
inspections, are made of `data/built` and `data/reference` with the csv module alone.
"""

import csv
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.shipped_tables import rows

pytestmark = pytest.mark.slow

DATA = Path(__file__).parents[2] / "data"
AS_AT = json.loads((DATA / "built" / "datapackage.json").read_text(encoding="utf-8"))["complete_to"]
CHANGED = "2013-11-01"
AREAS = {
    "Overall": "whole_service",
    "Safeguarding": "safeguarding",
    "Looked-after children": "looked_after_children",
    "Care leavers": "care_leavers",
}
SIZES = {1: "one grade", 2: "two grades", 3: "three grades"}
Row = dict[str, str]


NOW = {(row["authority_id"], row["service"]): row for row in rows("built/panel.csv") if row["year_end"] == AS_AT}
STEPS = [row for row in rows("built/movements.csv") if row["aspect"] == "overall"]
LAST_STEP = {(row["authority_id"], row["service"], row["to_inspection_id"]): row for row in STEPS}
COUNCILS = sorted({authority_id for authority_id, _ in NOW})


def neighbours() -> dict[str, list[str]]:
    """By council: those that the newest model names."""
    newest: dict[str, tuple[str, list[str]]] = {}
    for row in rows("reference/statistical_neighbours.csv"):
        model, found = newest.get(row["authority_id"], ("", []))
        if row["model"] > model:
            model, found = row["model"], []
        if row["model"] == model:
            newest[row["authority_id"]] = model, [*found, row["neighbour_id"]]
    return {authority_id: found for authority_id, (_, found) in newest.items()}


def printed(grade: str, date: str) -> str:
    """The word of a harmonised grade at its time."""
    if grade == "requires_improvement_or_adequate":
        return "Requires improvement" if date >= CHANGED else "Adequate"
    return grade.capitalize()


def page_of(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return unescape(answer.get_data(as_text=True))


def glance_of(page: str) -> dict[str, dict[str, str]]:
    """The cells of the first screen by their area: what stands in each part."""
    match = re.search(r'<dl[^>]*id="glance".*?</dl>', page, re.DOTALL)
    cells = re.findall(r"<dt>(.*?)</dt>(.*?)</div>", match.group(), re.DOTALL) if match else []
    return {
        term.split(", ")[0]: {
            name.split()[0]: re.sub(r"<[^>]*>", "", text)
            for name, text in re.findall(r'<dd class="([^"]*)">(.*?)</dd>', lines, re.DOTALL)
        }
        for term, lines in cells
    }


def expected_change(row: Row) -> str:
    """How the grade now compares with the one before, in the words of the page up to the month."""
    step = LAST_STEP.get((row["authority_id"], row["service"], row["inspection_id"]))
    if step is None:
        return ""
    before = printed(step["from_grade"], step["from_date"])
    if step["comparability"] not in ("same", "close"):
        return f"{before} in {step['from_date'][:4]}: not comparable"
    change = int(step["change"])
    if not change:
        return "No change since "
    return f"{'Up' if change > 0 else 'Down'} {SIZES[abs(change)]} from {before.lower()}, "


def test_the_first_screen_of_every_council(shipped: FlaskClient) -> None:
    """The grade of each service, its change, and how many neighbours are good or better, of all councils of today."""
    around, checked = neighbours(), 0
    for council in COUNCILS:
        cells = glance_of(page_of(shipped, f"/authority/{council}"))
        for area, service in AREAS.items():
            row = NOW[council, service]
            if row["status"] != "known" or row["since"] < CHANGED:
                continue
            cell, where = cells[area], f"{council}, {service}"
            assert cell["grade-now"] == printed(row["grade"], row["since"]), where
            assert cell.get("change", "").startswith(expected_change(row)), where
            if "close" in (LAST_STEP.get((council, service, row["inspection_id"])) or {}).values():
                assert cell["change"].endswith("with caution"), where
            others = [NOW[neighbour, service] for neighbour in around.get(council, [])]
            known = [state for state in others if state["status"] == "known" and state["since"] >= CHANGED]
            good = sum(int(state["grade_rank"]) <= 2 for state in known)
            if known:
                match = re.fullmatch(
                    r"(\d+|none|all) of its (\d+) neighbours (?:is|are) good or outstanding(?: \((\d+) not graded\))?",
                    cell["around"],
                )
                assert match is not None, where
                number = {0: "none", len(others): "all"}.get(good, str(good))
                missing = len(others) - len(known)
                assert match.groups() == (number, str(len(others)), str(missing) if missing else None), where
            checked += 1
    assert checked > 500


@pytest.mark.parametrize("service", ["safeguarding", "looked_after_children"])
def test_two_inspections_rise_or_fall_where_they_are_comparable_alone(shipped: FlaskClient, service: str) -> None:
    """Each twelfth pair of neighbouring grades: the sentence, or that there is none, by the table of movements."""
    pairs = [row for row in STEPS if row["service"] == service][::12]
    assert {row["comparability"] for row in pairs} >= {"close", "loose"}
    for row in pairs:
        page = page_of(shipped, f"/compare?a={row['from_inspection_id']}&b={row['to_inspection_id']}")
        table_of = re.search(r'<div[^>]*id="pairs".*?</table>', page, re.DOTALL)
        assert table_of is not None, row
        name = next(title for title, area in AREAS.items() if area == service)
        lines = [re.sub(r"<[^>]*>", " ", line) for line in table_of.group().split("<tr>")]
        (line,) = [line for line in lines if re.match(rf"\s*{name}\b(?!:)", line)]
        change, is_comparable = int(row["change"]), row["comparability"] in ("same", "close")
        way = "no change" if not change else f"{'up' if change > 0 else 'down'} {SIZES[abs(change)]}"
        assert (way in line) == is_comparable, row
        assert line.lower().count("not comparable") == (not is_comparable), row
        lead = re.search(r'<p class="lead">(.*?)</p>', page, re.DOTALL)
        assert lead is not None
        if not is_comparable and 'class="comparability same"' not in page and 'class="comparability close"' not in page:
            assert not re.search(r"\b(rose|fell)\b", lead.group()), row


def test_two_years_of_any_council_are_compared_or_its_years_are_named_with_a_pair_that_is(shipped: FlaskClient) -> None:
    inspections = rows("built/inspections.csv")
    graded = {(row["authority_id"], row["date"][:4]) for row in inspections if int(row["judgements"])}
    for authority_id in sorted({council for council, _ in graded}):
        answer = shipped.get(f"/compare?authority={authority_id}&from=2009&to=2013")
        if answer.status_code == 200:
            continue
        years = sorted({row["date"][:4] for row in inspections if row["authority_id"] == authority_id})
        page = unescape(answer.get_data(as_text=True))
        if len({year for council, year in graded if council == authority_id}) > 1:
            assert f": {', '.join(years)}." in page
            pair = re.search(r'href="(/compare\?authority=[\w-]+&from=(\d{4})&to=(\d{4}))"', page)
            assert pair, authority_id
            assert {(authority_id, pair[2]), (authority_id, pair[3])} <= graded
            assert pair[2] < pair[3]
        else:
            assert "a comparison needs two" in page
    essex = unescape(shipped.get("/compare?authority=essex&from=2009&to=2013").get_data(as_text=True))
    assert "Essex: compare 2009 with 2014" in essex
    assert shipped.get("/compare?authority=essex&from=2009&to=2014").status_code == 200


def text_of(client: FlaskClient, address: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page_of(client, address)).split())


def test_the_front_page_counts_rises_and_falls_as_the_list_of_them_does(shipped: FlaskClient) -> None:
    column = text_of(shipped, "/").partition("Largest changes since November 2013")[2]
    since, early = map(int, re.findall(r"All (\d+) changes, and (\d+) from before", column)[0])
    steps = [
        row["from_date"] >= CHANGED
        for row in STEPS
        if row["service"] == "safeguarding" and row["comparability"] in ("same", "close") and int(row["change"])
    ]
    assert (since, early) == (steps.count(True), steps.count(False))


def test_the_map_explains_a_thick_edge_only_where_one_is_drawn(shipped: FlaskClient) -> None:
    for address in ("/", "/?year=2012"):
        page = page_of(shipped, address)
        assert bool(re.search(r'class="spot [^"]*mention', page)) == ("A thick edge" in page), address


def test_a_re_inspection_is_not_named_twice(shipped: FlaskClient) -> None:
    text = text_of(shipped, "/compare?authority=worcestershire&from=2008&to=2012")
    assert "Safeguarding re-inspection (2011–2012)" in text
    assert "re-inspection (2011–2012), re-inspection" not in text
    text = text_of(shipped, "/compare?authority=cumbria&from=2015&to=2018")
    assert "Single inspection framework (SIF, 2013–2018), re-inspection" in text


def test_why_an_inspection_lacks_grades_is_said_once(shipped: FlaskClient) -> None:
    text = text_of(shipped, "/compare?authority=worcestershire&from=2008&to=2012")
    assert text.count("2008: the joint area review does not grade this") == 1
    assert text.count("2012: the safeguarding re-inspection does not cover this service") == 1


def test_cautions_about_early_years_stand_beside_early_grades_alone(shipped: FlaskClient) -> None:
    early = ("Adequate, until November 2013, met the minimum", "which lacks many of before August 2009")
    since, every = text_of(shipped, "/transitions"), text_of(shipped, "/transitions?period=all")
    assert [words in since for words in early] == [False, False]
    assert [words in every for words in early] == [True, True]


def test_no_time_graded_inadequate_runs_through_an_inspection_that_gave_no_grade(shipped: FlaskClient) -> None:
    """Care leavers had no grade of their own from 2018 to 2022: what it would have been is not known."""
    silent = [
        (row["authority_id"], row["date"])
        for row in rows("built/inspections.csv")
        if "care_leavers/overall" in row["not_given"].split(";")
    ]
    assert len(silent) > 100
    answer = shipped.get("/download/lists/longest-inadequate.csv?service=care_leavers").get_data(as_text=True)
    spells = list(csv.DictReader(answer.splitlines()))
    assert {row["end"] for row in spells} >= {"better", "still_inadequate", "graded_together"}
    for row in spells:
        crossed = [day for council, day in silent if council == row["authority_id"] and row["from_date"] < day]
        assert all(day >= row["to_date"] for day in crossed), row["authority"]
        if row["end"] == "graded_together":
            assert row["to_date"] in crossed
    page = page_of(shipped, "/transitions?service=care_leavers").partition('id="spells"')[2]
    lengths = [float(years) for years in re.findall(r"<td[^>]*>([0-9.]+) years</td>", page)]
    assert len(lengths) >= 20
    assert max(lengths) < 6


def test_a_list_without_rows_says_so_in_words(shipped: FlaskClient) -> None:
    adoption, leavers = "?service=adoption", "?service=care_leavers"
    changed = page_of(shipped, f"/lists/changed-this-year{adoption}")
    assert "<h1>Adoption: no longer graded</h1>" in changed
    assert ", none of them with a grade for adoption." in changed
    for service, thing in ((leavers, "care leavers"), (adoption, "adoption")):
        differ = page_of(shipped, f"/lists/not-comparable{service}")
        assert f"<h1>No two grades in a row for {thing} differ without being comparable</h1>" in differ


def test_grades_that_can_be_compared_and_did_not_change_are_no_rise_and_no_fall(shipped: FlaskClient) -> None:
    steps = [row for row in STEPS if (row["service"], row["aspect"]) == ("lscb", "overall")]
    assert steps
    assert {row["change"] for row in steps if row["comparability"] != "loose"} == {"0"}
    (heading,) = re.findall(r"<h1>(.*?)</h1>", page_of(shipped, "/lists/moves?service=lscb"))
    assert heading == "No grade for the Local Safeguarding Children Board rose or fell from one inspection to the next"


def test_two_grades_of_one_framework_rise_and_fall_whatever_is_graded_later(shipped: FlaskClient) -> None:
    """Adoption was graded twice under the single inspection framework alone, and by nothing since."""
    steps = [row for row in STEPS if row["service"] == "adoption"]
    up, down = (sum(int(row["change"]) * sign > 0 for row in steps) for sign in (1, -1))
    assert (up > 1, down) == (True, 1)
    moves = page_of(shipped, "/lists/moves?service=adoption")
    assert f"<h1>Since November 2013, grades for adoption rose {up} times and fell once</h1>" in moves
    for row in steps:
        pair = text_of(shipped, f"/compare?a={row['from_inspection_id']}&b={row['to_inspection_id']}")
        assert "not comparable" not in pair.partition("Side by side")[0], row
        assert "No longer graded" not in pair, row


def test_a_service_that_nobody_grades_any_more_has_no_lists_of_now(shipped: FlaskClient) -> None:
    lists = text_of(shipped, "/?service=adoption").partition("Lists for adoption")[2]
    assert lists.startswith(" Adoption: no longer graded. Largest changes since November 2013 ")
    assert "Inadequate on" not in lists
    assert "Of 0 councils" not in lists


def test_a_region_does_not_give_its_number_to_the_list_of_all(shipped: FlaskClient) -> None:
    lists = page_of(shipped, "/?region=London").partition('id="lists"')[2]
    for name in ("inadequate-now", "changed-this-year", "moves"):
        assert f'<a href="/lists/{name}">All of England (table, CSV)</a>' in lists


def test_what_is_sent_with_a_link_says_the_day(shipped: FlaskClient) -> None:
    for address in ("/", "/transitions", "/lists/inadequate-now", "/?service=disabilities"):
        described = re.findall(r'name="description" content="([^"]*)"', page_of(shipped, address))[0]
        assert "s at 21 August 2026" in described, address
    assert 'for adoption at the end of 2017."' in page_of(shipped, "/?service=adoption")


def test_lists_lead_on_to_other_lists_of_the_same_service(shipped: FlaskClient) -> None:
    page = page_of(shipped, "/lists/longest-inadequate?service=care_leavers")
    others = page.partition("Other lists")[2]
    assert {"/lists/moves?service=care_leavers", "/lists/by-year?service=care_leavers"} <= set(
        re.findall(r'href="([^"]+)"', others)
    )
    assert 'href="/lists/next-inspection"' in others
    assert '<a href="/lists" aria-current="true">' in page


@pytest.mark.parametrize(("sort", "best"), [("rise", max), ("-rise", min)])
def test_who_rose_or_fell_most_over_all_inspections_comes_first(
    shipped: FlaskClient, sort: str, best: Callable[[Iterable[int]], int]
) -> None:
    net = Counter[str]()
    for row in STEPS:
        if (row["service"], row["aspect"]) == ("safeguarding", "overall") and row["from_date"] >= CHANGED:
            net[row["authority_id"]] += int(row["change"]) * (row["comparability"] in ("same", "close"))
    page = page_of(shipped, f"/lists/by-year?sort={sort}").partition('id="tapestry"')[2]
    first, shown = re.findall(r'href="/authority/([^"?]+)[^"]*">.*?class="number">[0-9]+ \(([+−]?[0-9]+)\)', page)[0]
    assert net[first] == best(net.values()) == int(shown.replace("−", "-"))


def test_the_group_of_inadequate_councils_says_what_their_list_says(shipped: FlaskClient) -> None:
    for service in AREAS.values():
        pages = [
            page_of(shipped, f"/{path}service={service}")
            for path in ("compare?group=inadequate&", "lists/inadequate-now?")
        ]
        assert len({re.findall(r"<h1>(.*?)</h1>", page)[0] for page in pages}) == 1


def test_a_council_without_a_grade_is_named_once(shipped: FlaskClient) -> None:
    page = page_of(shipped, "/compare?of=trafford&group=neighbours&service=whole_service")
    assert re.findall(r'<p class="lead">(.*?)</p>', page) == [
        "1 of them is inadequate: Cheshire East. Trafford: no longer graded."
    ]


def test_the_council_that_others_are_compared_with_is_not_counted_among_them(shipped: FlaskClient) -> None:
    """Isles of Scilly are inadequate, and none of their neighbours is; they are the only council of their type."""
    page = page_of(shipped, "/compare?of=isles-of-scilly&service=safeguarding")
    assert re.findall(r'<p class="lead">(.*?)</p>', page) == [
        "None of them is inadequate. Isles of Scilly was graded inadequate in July 2023."
    ]
    groups = re.findall(r'<ul class="presets".*?</ul>', page, flags=re.DOTALL)[0]
    assert re.findall(r"group=([a-z]+)", groups) == ["neighbours", "region", "neighbours", "inadequate"]
    assert "group=type" in page_of(shipped, "/compare?of=kent")
    alone = page_of(shipped, "/compare?of=isles-of-scilly&group=type")
    assert re.findall(r'<p class="lead">(.*?)</p>', alone) == ["Isles of Scilly was graded inadequate in July 2023."]


def test_no_curve_is_drawn_of_a_service_whose_grades_nothing_followed(shipped: FlaskClient) -> None:
    page = page_of(shipped, "/transitions?service=lscb")
    assert "No comparable better grade followed any of them, so there is no curve." in page
    assert 'data-chart="survival"' not in page
    assert 'data-chart="survival"' in page_of(shipped, "/transitions")


def test_the_last_inspection_is_one_of_this_record_where_a_later_one_may_be_missing(shipped: FlaskClient) -> None:
    last = {row["authority_id"]: row["date"] for row in rows("built/judgements.csv") if row["grade"]}
    unsure = {
        row["authority_id"]
        for row in rows("built/coverage.csv")
        if (row["expected"], row["status"]) == ("yes", "not_known")
        and row["round_until"] >= last.get(row["authority_id"], "9")
    }
    assert unsure
    for council in {*unsure, "cumbria", "york"}:
        page = text_of(shipped, f"/authority/{council}")
        lead = re.search(r"\b(?:last|latest) (?:inspection|assessment)\b[^.]*?, (?:in|for) ", page)
        assert lead is not None
        assert ("in this record" in lead[0]) == (council in unsure)


def test_names_of_places_and_bases_stand_as_people_say_them(shipped: FlaskClient) -> None:
    assert "London borough, code 304" in text_of(shipped, "/authority/brent")
    assert "county council, code 885" in text_of(shipped, "/authority/worcestershire")
    over = sum(
        (row["service"], row["year_end"], row["status"]) == ("whole_service", AS_AT, "not_judged")
        for row in rows("built/panel.csv")
    )
    assert f"; for {over} it is no longer graded." in text_of(shipped, "/?service=whole_service")
    assert "councils in the East of England are good" in text_of(shipped, "/?region=East+of+England")
    assert "good or outstanding for children’s services overall (1 not graded)" in text_of(
        shipped, "/compare?region=London&service=whole_service"
    )


def test_what_was_not_graded_is_counted_as_no_grade(shipped: FlaskClient) -> None:
    page = page_of(shipped, "/authority/isles-of-scilly")
    (parts,) = re.findall(r"<summary>2 more areas of this inspection</summary>(.*?)</details></td>", page, re.DOTALL)
    assert "Adoption" in parts
    assert "Not graded" in parts
    assert "more grades" not in page
