"""The front page: its finding and coverage, the map with one place for each council, and the years in two panels."""

import datetime as dt
import re
from collections import Counter
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.analysis.lists.catalogue import LISTS
from dashboard.analysis.national import cartogram, overview, years
from dashboard.analysis.national.panels import Panel, YearCounts
from dashboard.pages import home
from dashboard.store import Store
from dashboard.words import overview as words
from loaders.record.reference import Reference


def main_of(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    match = re.search(r"<main.*</main>", answer.get_data(as_text=True), re.DOTALL)
    assert match is not None
    return match.group()


def text_of(markup: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", markup)).split())


def year(number: int, good: int, worst: int, of: int = 20, **others: int) -> YearCounts:
    counts = {"outstanding": 0, "good": good, "requires_improvement": of - good - worst, "inadequate": worst}
    return YearCounts(number, {"adequate": 0, **counts}, good, *_others(others), worst=worst)


def _others(others: dict[str, int]) -> tuple[int, int, int]:
    return others.get("earlier", 0), others.get("unknown", 0), others.get("over", 0)


def shown_of(store: Store, *years: YearCounts) -> overview.Overview:
    panel = Panel(years, dt.date.fromisoformat("2022-01-21"), is_complete=True)
    made = overview.overview(store)
    return replace(made, year=years[-1], panel=panel, before=None, since=panel, day=dt.date.fromisoformat("2022-01-21"))


def test_every_council_of_today_has_one_tile_and_no_two_share_a_place_or_a_code(
    store: Store, reference: Reference
) -> None:
    tiles = cartogram.tiles(store)
    today = {a.authority_id for a in reference.register.authorities if a.valid_to is None}
    assert Counter(tile.authority_id for tile in tiles) == dict.fromkeys(today, 1)
    assert max(Counter((tile.block, tile.row, tile.column) for tile in tiles).values()) == 1
    assert max(Counter(tile.code for tile in tiles).values()) == 1
    assert all(re.fullmatch(r"[A-Z]{3}", tile.code) for tile in tiles)
    assert all(tile.row >= 1 <= tile.column for tile in tiles)
    london = {a.authority_id for a in reference.register.authorities if a.region == "London" and not a.valid_to}
    assert {tile.authority_id for tile in tiles if tile.block == "london"} == london


def test_every_tile_is_a_link_that_says_the_council_and_its_grade(client: FlaskClient) -> None:
    main = main_of(client, "/")
    tiles = re.findall(r'<a href="(/authority/[^"?]+)\?[^"]*" class="spot ([^"]*)"[^>]*>(.*?)</a>', main)
    assert len(tiles) == 153 - 2, "North and West Northamptonshire exist, Cumberland and Westmorland do not yet"
    said = {goal: (kind, text_of(inside)) for goal, kind, inside in tiles}
    assert said["/authority/bedford"] == ("r1", "Bedford: outstanding, January 2022 BED")
    assert said["/authority/worcestershire"][0] == "r3"
    assert said["/authority/worcestershire"][1].startswith("Worcestershire: requires improvement, June 2019")
    assert said["/authority/devon"] == ("earlier", "Devon: not yet inspected DEV")
    assert "Cumbria" in text_of(main[main.index("replaced later") :])


def test_the_finding_comes_first_then_the_picture_then_the_controls(client: FlaskClient) -> None:
    main = main_of(client, "/")
    order = ["<h1>", 'class="lead"', 'role="search"', 'class="map"', 'name="service"', 'id="over-time"', 'id="lists"']
    assert [main.index(part) for part in order] == sorted(main.index(part) for part in order)
    assert 'data-island="' not in main, "the page needs no script for any of its pictures"


def test_few_known_grades_get_counts_and_no_share(client: FlaskClient) -> None:
    text = text_of(main_of(client, "/"))
    assert "2 of the 3 councils with a known grade are good or outstanding for safeguarding" in text
    assert "A grade is known for 3 of 152 councils, so we give no share." in text
    for other in ("at least 90% are known", 'width="100%"'):
        text = text.replace(other, "")
    assert "%" not in text


def test_a_share_has_its_change_since_a_comparable_year_and_the_share_that_is_not_inadequate(store: Store) -> None:
    shown = shown_of(store, year(2016, 1, 1, of=5, earlier=15), year(2017, 5, 3), year(2022, 13, 1))
    assert words.finding(store, shown) == "13 of 20 councils are good or outstanding for safeguarding"
    assert words.lead(store, shown) == (
        "That is 65%, up from 25% at the end of 2017. 95% are not inadequate, up from 85%. 1 council is inadequate for "
        "safeguarding. Ofsted changed its inspection framework in January 2018, so compare with caution."
    )
    assert words.over_time_title(shown) == "More good, fewer inadequate since 2017"
    worse = shown_of(store, year(2019, 5, 1), year(2022, 4, 1))
    assert "20%, down from 25%" in words.lead(store, worse)
    assert "95% are not inadequate, the same as at the end of 2019." in words.lead(store, worse)
    assert "compare with caution" not in words.lead(store, worse)
    assert words.over_time_title(worse) == "Fewer good, as many inadequate since 2019"
    alone = shown_of(store, year(2019, 5, 1), year(2022, 1, 2))
    assert words.finding(store, alone) == "1 of 20 councils is good or outstanding for safeguarding"
    many = shown_of(store, year(2019, 70, 10, of=153), year(2022, 70, 9, of=153))
    assert words.over_time_title(many) == "As many good, fewer inadequate since 2019", "both are 6 or 7 in 100"
    other = shown_of(store, year(2019, 9, 1, of=20), year(2022, 10, 2, of=24))
    assert words.over_time_title(other) == "About as many good, more inadequate since 2019"
    none = shown_of(store, year(2019, 5, 1), year(2022, 5, 0))
    assert "100% are not inadequate, up from 95%. No council is inadequate for safeguarding." in words.lead(store, none)


def test_grades_of_other_bodies_are_not_said_of_councils(store: Store) -> None:
    shown = replace(shown_of(store, year(2017, 6, 1)), service="lscb", newest=dt.date(2022, 2, 1))
    day = "at the end of January 2022"
    assert words.finding(store, shown) == f"6 of 20 Local Safeguarding Children Boards were good or outstanding {day}"
    assert words.lead(store, shown).endswith("1 Local Safeguarding Children Board was inadequate.")
    few = replace(shown, year=year(2017, 1, 1, of=3, unknown=17))
    assert words.lead(store, few).startswith("A grade is known for 3 of 20 Local Safeguarding Children Boards, so")


def test_no_change_is_said_across_november_2013(store: Store) -> None:
    panel = Panel((year(2012, 9, 1), year(2013, 10, 1)), dt.date.fromisoformat("2013-10-31"), is_complete=True)
    since = Panel((year(2022, 15, 1),), dt.date.fromisoformat("2022-01-21"), is_complete=True)
    shown = replace(shown_of(store, year(2022, 15, 1)), before=panel, since=since, panel=since)
    assert words.lead(store, shown).startswith("That is 75%. 95% are not inadequate. ")
    assert "the two panels are not comparable" in words.reading(shown)
    assert words.not_inadequate(shown) == (
        "Not inadequate: 95% at the end of 2012, 95% at the end of October 2013; 95% as at 21 January 2022."
    )


def test_years_that_later_reports_recall_are_said_to_be_so(store: Store) -> None:
    panel = Panel((year(2010, 9, 1, of=10, unknown=10),), dt.date.fromisoformat("2013-10-31"), is_complete=False)
    shown = replace(shown_of(store, year(2022, 15, 1)), before=panel)
    assert "which recall some grades more often than others" in words.bias(shown)
    assert words.layer_names(store, shown, panel)["unknown"] == "Not known"
    assert words.bias(replace(shown, before=replace(panel, is_complete=True))) == ""


def test_adequate_and_requires_improvement_never_share_a_bar(client: FlaskClient) -> None:
    main = main_of(client, "/")
    panels = re.findall(r'class="year-bars" role="img" aria-label="([^"]*)"', main)
    assert len(panels) == 2
    assert "adequate" in panels[0].replace("inadequate", "")
    assert "requires improvement" not in panels[0]
    assert "requires improvement" in panels[1]
    assert "adequate" not in panels[1].replace("inadequate", "")


def test_the_bars_of_a_year_are_all_councils_of_that_time(client: FlaskClient, store: Store) -> None:
    shown = overview.overview(store)
    assert shown.since is not None
    main = main_of(client, "/")
    bars = re.findall(r'<div class="bar-parts">(.*?)</div>', main)
    sums = [sum(int(n) for n in re.findall(r"--n:(\d+)", bar)) for bar in bars]
    panels = [panel for panel in (shown.before, shown.since) if panel]
    assert sums == [year_counts.councils for panel in panels for year_counts in panel.years]


@pytest.mark.parametrize(
    ("wrong", "accepted"),
    [
        ("service=fostering", "‘service’ takes: whole_service, safeguarding, looked_after_children,"),
        ("region=Wales", "‘region’ takes: East Midlands, East of England,"),
        ("year=1999", "‘year’ takes: "),
        ("year=2022&year=2022&year=2020", "‘year’ can be given once."),
    ],
)
def test_a_wrong_choice_is_answered_with_what_is_accepted(client: FlaskClient, wrong: str, accepted: str) -> None:
    answer = client.get(f"/?{wrong}")
    assert answer.status_code == 400
    assert accepted in text_of(answer.get_data(as_text=True))


def test_a_year_that_cannot_be_shown_says_why_and_leads_to_those_that_can(client: FlaskClient, store: Store) -> None:
    query = "service=looked_after_children&region=West+Midlands"
    early, late = store.oldest.year, store.as_at.year
    page = client.get(f"/?{query}&year={early}").get_data(as_text=True)
    assert f"At the end of {early} too few councils had a known and comparable grade to show all." in text_of(page)
    for year in (1999, early - 1, late + 1, 3015):
        page = client.get(f"/?{query}&year={year}").get_data(as_text=True)
        assert f"The record has no grades of {year}, only of the years from {early} to {late}." in text_of(page)
    years = overview.overview(store, "looked_after_children", "West Midlands").years
    assert years
    for year in years:
        assert f'href="/?{query.replace("&", "&amp;")}&amp;year={year}">{year}</a>' in page


def test_a_service_that_nobody_grades_any_more_says_so(client: FlaskClient) -> None:
    assert "Disabled children: no longer graded" in text_of(main_of(client, "/?service=disabilities"))


def test_the_lists_say_of_which_service_and_region_they_are(client: FlaskClient) -> None:
    assert "Lists for safeguarding</h2>" in main_of(client, "/")
    region = main_of(client, "/?service=looked_after_children&region=West+Midlands")
    assert "Lists for looked-after children, West Midlands</h2>" in region
    assert "councils inspected. " not in region, "how many were inspected is known of England"


def test_grades_that_differ_across_a_break_have_a_list_of_their_own(client: FlaskClient) -> None:
    main = main_of(client, "/")
    lists = text_of(main[main.index('id="lists"') :])
    assert '<a href="/lists/not-comparable">grades that differ but are not comparable</a>' in main
    assert "Worcestershire Inadequate 2016 to requires improvement 2019" in lists.replace("rose: ", "")
    assert "Adequate 2012" not in lists
    assert "Good 2008" not in lists


def test_a_service_without_any_line_in_the_record_is_no_defect(client: FlaskClient, store: Store) -> None:
    assert "lscb" not in set(store.judgements["service"])
    answer = client.get("/?service=lscb")
    assert answer.status_code == 200
    assert ": no longer graded" in answer.get_data(as_text=True)


def test_the_home_page_makes_each_picture_once_and_no_list_that_it_does_not_show(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[object] = []
    council_years = years.council_years

    def noted(events: Any, authorities: Any, columns: list[years.YearEnd], **more: Any) -> object:
        made.append(len(columns))
        return council_years(events, authorities, columns, **more)

    monkeypatch.setattr(years, "council_years", noted)
    for name in ("longest-inadequate", "next-inspection"):
        monkeypatch.delitem(LISTS, name)
    fresh = replace(store)
    home.layout(fresh, {})
    assert len(made) == len(set(made)) == 2


def test_no_tile_says_not_known_of_what_nobody_grades_any_more(shipped: FlaskClient) -> None:
    """Disabled children were last graded in 2008; the heading of the map of today says so."""
    page = shipped.get("/?service=disabilities").get_data(as_text=True)
    assert "<h1>Disabled children: no longer graded</h1>" in page
    tiles = page.split('class="map"')[1].split("</figure>")[0]
    assert "York: no longer graded" in tiles
    assert "not known" not in tiles
