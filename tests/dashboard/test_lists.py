"""The lists: their rows, what they say, their files, and how the range for a next inspection is made and tested."""

import csv
import datetime as dt
import io
import re
from html import unescape
from itertools import pairwise

import pandas as pd
import pytest
from flask.testing import FlaskClient

from dashboard.analysis.lists import catalogue, next_inspection
from dashboard.analysis.lists.catalogue import length
from dashboard.analysis.lists.next_inspection import BackTest, InspectionDays, Range
from dashboard.markup.render import render
from dashboard.pages import list_tables
from dashboard.store import Store
from dashboard.words import lists as words


def page_of(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    match = re.search(r"<main.*</main>", answer.get_data(as_text=True), re.DOTALL)
    assert match is not None
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", match.group())).split())


def rows_of(client: FlaskClient, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    return list(csv.DictReader(io.StringIO(answer.get_data(as_text=True), newline="")))


def test_inadequate_now_and_since_when(client: FlaskClient) -> None:
    """Devon's latest grade is of 2013, under a framework that is not comparable with today's: it is not counted now."""
    text = page_of(client, "/lists/inadequate-now")
    assert "Not one of the 3 councils with a known grade is inadequate for safeguarding" in text
    leavers = rows_of(client, "/download/lists/inadequate-now.csv?service=care_leavers")
    assert leavers == [], "those of 2016 were graded together with looked-after children since"


def test_rises_and_falls_are_of_comparable_grades_alone(client: FlaskClient) -> None:
    """Of Worcestershire's six steps the one of 2012 and that of 2019 are comparable; both are up one grade."""
    rows = rows_of(client, "/download/lists/moves.csv")
    assert [(row["from_grade"], row["to_grade"], row["change"], row["comparability"]) for row in rows] == [
        ("inadequate", "requires_improvement", "1", "close"),
        ("inadequate", "adequate", "1", "close"),
    ]
    text = page_of(client, "/lists/moves")
    assert "Since November 2013, grades for safeguarding rose once and never fell" in text
    assert "1 more change began before; it is listed too, and not counted here." in text
    assert "Grades that differ but are not comparable" in text.partition("Other lists")[2]


def test_what_is_not_comparable_is_called_that_and_has_no_direction(client: FlaskClient) -> None:
    rows = rows_of(client, "/download/lists/not-comparable.csv")
    assert [(row["from_grade"], row["to_grade"]) for row in rows] == [
        ("adequate", "inadequate"),
        ("good", "inadequate"),
    ]
    assert "change" not in rows[0]
    assert all(row["because"] for row in rows)
    text = page_of(client, "/lists/not-comparable")
    assert "2 pairs of safeguarding grades differ and are neither a rise nor a fall" in text
    assert not re.search(r"\b(rose|fell|up one|down one)\b", text)


def test_a_reason_why_grades_are_not_comparable_is_said_once_above_its_pairs(store: Store) -> None:
    pairs = catalogue.rows(store, "not-comparable", "safeguarding")
    reasons = ["first reason", "second reason", "second reason"]
    mixed = pd.concat([pairs.head(1)] * 3, ignore_index=True).assign(because=reasons)
    html = render([list_tables.table(store, "not-comparable", mixed)]).html
    captions = re.findall(r"<caption>(.*?)</caption>", html)
    assert captions == ["2 pairs: second reason", "1 pair: first reason"]
    assert [part.count('<th scope="row"') for part in html.split("<caption>")[1:]] == [2, 1]
    shown, _, closed = html.partition("<details>")
    assert "2 pairs: second reason" in shown
    assert closed.startswith("<summary>1 pair: first reason</summary>"), "further reasons open on a line of their own"


def test_a_long_list_shows_its_first_rows_and_opens_the_rest_without_a_script(store: Store) -> None:
    one = catalogue.rows(store, "next-inspection", "safeguarding").head(1)
    short = render([list_tables.table(store, "next-inspection", pd.concat([one] * 60))]).html
    assert "<details" not in short
    assert short.count('<th scope="row"') == 60
    shown, _, rest = render([list_tables.table(store, "next-inspection", pd.concat([one] * 61))]).html.partition(
        "<details"
    )
    assert shown.count('<th scope="row"') == 50
    assert rest.count('<th scope="row"') == 11
    assert "Next inspection (the first 50)" in shown
    assert "<summary>Show all 61</summary>" in rest


def test_what_only_writers_of_addresses_read_is_folded_at_every_width(client: FlaskClient) -> None:
    page = client.get("/lists/zzzz").get_data(as_text=True)
    assert '<details id="address-details"><summary>For those who write addresses</summary>' in page


def test_a_file_has_the_rows_of_its_page_and_a_page_links_to_it(client: FlaskClient, store: Store) -> None:
    for name, kind in catalogue.LISTS.items():
        page = client.get(f"/lists/{name}").get_data(as_text=True)
        assert f'href="/download/lists/{name}.csv' in page
        number = len(catalogue.rows(store, name, "safeguarding"))
        tables = re.findall(rf'<div[^>]* id="{name}(?:-\d+)?(?:-rest)?"[^>]*><table>.*?</table>', page, re.DOTALL)
        assert sum(table.count("<tr>") - 1 for table in tables) == number
        found = client.get(f"/download/lists/{name}.csv")
        assert found.get_data(as_text=True).split("\n")[0].split(",") == list(kind.columns)
        assert f'filename="gradeline-{name}.csv"' in found.headers["Content-Disposition"]


def test_an_unknown_list_service_or_file_is_answered_with_what_is_accepted(client: FlaskClient) -> None:
    wrong = client.get("/lists/inadequat-now")
    assert wrong.status_code == 404
    assert 'href="/lists/inadequate-now"' in wrong.get_data(as_text=True)
    assert client.get("/lists/moves?service=fostering").status_code == 400
    assert client.get("/lists/next-inspection?service=safeguarding").status_code == 400
    assert client.get("/download/lists/next-inspection.csv?service=safeguarding").status_code == 400
    assert client.get("/download/lists/toys.csv").status_code == 404
    assert client.get("/download/lists/moves").status_code == 404


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


YEARLY = [
    InspectionDays(f"a{n}", tuple(dt.date(2014 + n % 3 + 3 * k, 1 + n % 12, 1) for k in range(3))) for n in range(40)
]
"""Forty councils, each inspected every three years."""


def test_a_range_holds_the_interval_that_is_always_the_same() -> None:
    curve = next_inspection.waiting_curve(YEARLY, day("2020-01-01"))
    found = next_inspection.next_range(curve, day("2018-06-01"), day("2020-01-01"))
    assert found in (
        Range(day("2021-05-31"), day("2021-06-01")),
        Range(day("2021-05-31"), day("2021-05-31")),
        Range(day("2021-06-01"), day("2021-06-01")),
    )
    late = next_inspection.next_range(curve, day("2016-06-01"), day("2020-01-01"))
    assert late == Range(None, None), "nobody has waited so long"


def test_a_range_is_made_of_what_was_known_on_its_day() -> None:
    early = next_inspection.waiting_curve(YEARLY, day("2016-12-31"))
    assert set(early.still) == {1.0}, "no second inspection had been seen"


def test_a_range_of_what_waited_as_long_gets_later_with_the_wait() -> None:
    first = day("2014-01-01")
    ends = [first + dt.timedelta(days=100 * n) for n in range(1, 41)]
    waits = [InspectionDays(f"b{end}", (first, end), until=end) for end in ends]
    curve = next_inspection.waiting_curve(waits, day("2025-01-01"))
    soon = next_inspection.next_range(curve, day("2024-12-01"), day("2025-01-01"))
    later = next_inspection.next_range(curve, day("2020-01-01"), day("2025-01-01"))
    assert soon.first == day("2024-12-01") + dt.timedelta(days=400)
    assert soon.last == day("2024-12-01") + dt.timedelta(days=3600)
    waited = (day("2025-01-01") - day("2020-01-01")).days
    assert later.first is not None
    assert (later.first - day("2020-01-01")).days > waited


@pytest.mark.parametrize(
    ("following", "until", "said"),
    [
        (["2021-06-01"], "2024-01-01", "right"),
        (["2020-06-01"], "2024-01-01", "early"),
        (["2023-06-01"], "2024-01-01", "late"),
        ([], "2024-01-01", "late"),
        ([], "2022-01-01", "open"),
    ],
)
def test_a_range_is_right_where_the_next_inspection_came_in_it(following: list[str], until: str, said: str) -> None:
    made = Range(day("2021-01-01"), day("2022-12-31"))
    assert next_inspection.verdict(made, [day(date) for date in following], day(until)) == said


def test_the_back_test_leaves_out_years_that_cannot_be_told_yet() -> None:
    found = next_inspection.back_test(YEARLY, day("2022-06-01"))
    assert (found.right, found.early, found.late) != (0, 0, 0)
    assert found.first_year == 2018
    assert found.last_year <= 2020
    assert found.decided >= 0.9 * (found.decided + found.open)
    assert next_inspection.back_test([], day("2022-06-01")) == next_inspection.NO_TEST


def test_how_often_a_range_was_right_is_said_with_its_numbers() -> None:
    said = words.how_often_right(BackTest(first_year=2018, last_year=2022, right=580, early=43, late=116, open=8))
    assert "at the ends of 2018 to 2022: 580 of 739 (78%) were right" in said
    assert "43 inspections came earlier and 116 later. Of 8 more we cannot tell yet." in said
    assert "too few to say" in words.how_often_right(next_inspection.NO_TEST)


def test_times_say_at_least_where_the_start_is_only_a_date() -> None:
    spell = {"years": 7.2, "is_at_least": True, "end": "better", "from_date": day("2015-02-19")}
    assert words.duration(spell) == "at least 7.2 years"
    assert words.since(spell) == "since February 2015 or earlier"
    assert words.duration({**spell, "is_at_least": False}) == "7.2 years"
    assert words.duration({**spell, "is_at_least": False, "end": "not_comparable"}) == "at least 7.2 years"
    month = {"date": day("2010-10-01"), "date_precision": "month"}
    assert length(month, day("2011-10-31")) == pytest.approx(1.0, abs=0.01)
    assert length({**month, "date_precision": "year"}, day("2011-12-31")) == pytest.approx(1.0, abs=0.01)


def test_no_time_is_called_the_longest_where_another_may_have_been_longer(store: Store) -> None:
    spell = {"authority_id": "worcestershire", "is_at_least": False, "end": "better", "years": 7.5}
    other = {**spell, "authority_id": "devon", "years": 7.2}
    assert words.longest(store, pd.DataFrame([spell, other])) == (
        "Worcestershire was graded inadequate for the longest time: 7.5 years. That is the longest of 2."
    )
    assert words.longest(store, pd.DataFrame([spell, {**other, "is_at_least": True}])) == (
        "Worcestershire was graded inadequate for the longest known time: 7.5 years. "
        "1 of the 2 may have lasted longer; it says “at least”."
    )
    now = {"from_date": day("2016-11-17")}
    rows = pd.DataFrame([{**spell, **now}, {**other, **now}])
    assert "For longest: Worcestershire, since November 2016." in words.lead(
        store, "inadequate-now", "safeguarding", rows=rows
    )
    unsure = rows.assign(is_at_least=[False, True])
    assert "For longest" not in words.lead(store, "inadequate-now", "safeguarding", rows=unsure)


def test_a_time_that_has_not_ended_is_still_inadequate_on_the_day_of_the_record(store: Store) -> None:
    row = {"end": "still_inadequate", "to_date": day("2022-01-21")}
    assert words.end(store, row) == "still inadequate on 21 January 2022"
    assert words.end(store, {"end": "better", "to_date": day("2019-06-28")}) == "graded better in June 2019"


def test_histories_begin_in_november_2013_and_end_with_the_record(store: Store) -> None:
    found = {h.authority_id: h for h in next_inspection.histories(store.tables["inspections"], {}, day("2018-12-31"))}
    assert found["worcestershire"].days == (day("2016-11-17"),)
    assert "devon" not in found
    assert all(a < b for h in found.values() for a, b in pairwise(h.days))


def test_what_was_inspected_after_the_day_of_the_record_is_listed_apart_and_not_counted(early: FlaskClient) -> None:
    text = page_of(early, "/lists/inadequate-now")
    before, _, after = text.partition("Since 31 January 2019")
    assert "Bedford" not in before
    assert " Bedford Outstanding 21 January 2022 Worcestershire Requires improvement 28 June 2019 " in after
    home = page_of(early, "/")
    assert "Two councils inspected since 31 January 2019" in home
    assert "Two inspections since then." in home


def test_the_page_and_the_briefing_of_a_council_tell_what_is_of_later_days(early: FlaskClient) -> None:
    later = "s at 31 January 2019, with one inspection since then, in June 2019"
    for address in ("/authority/worcestershire", "/authority/worcestershire/briefing"):
        assert later in page_of(early, address)
    picture = early.get("/download/grades/worcestershire.svg")
    assert later in picture.get_data(as_text=True)
    assert "As at 31 January 2019. " in page_of(early, "/authority/devon")
