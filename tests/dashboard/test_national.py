"""The national picture: which grade is in force where and when, counts that add up, moves in order, and the page."""

import datetime as dt
import re
from collections import Counter
from dataclasses import replace
from html import unescape
from typing import Any

import pandas as pd
import pytest
from flask.testing import FlaskClient

from dashboard.analysis.national import (
    breaks as national_frameworks,
    moves as national_moves,
    panels,
    years as national,
)
from dashboard.analysis.national.picture import picture
from dashboard.analysis.national.years import (
    ABSENT,
    KNOWN,
    OVER,
    PERIODS,
    UNKNOWN,
    CouncilYear,
    YearEnd,
)
from dashboard.markup.page_view import View
from dashboard.markup.render import render
from dashboard.pages import by_year
from dashboard.store import Store
from dashboard.words import overview as sentences, wording
from loaders.frames import values
from loaders.record.in_force import events_by_authority
from loaders.record.reference import Authority, Reference

day = dt.date.fromisoformat
GRADES = {1: "outstanding", 2: "good", 3: "requires_improvement_or_adequate", 4: "inadequate"}


def line(
    authority: str, date: str, framework: str, rank: int, evidence: str = "primary", service: str = "safeguarding"
):
    return {
        "authority_id": authority,
        "inspection_id": f"{authority}-{date[:7]}-{framework}",
        "framework": framework,
        "inspection_start": None,
        "date": day(date),
        "date_precision": "day",
        "service": service,
        "aspect": "overall",
        "grade_original": GRADES[rank],
        "grade": GRADES[rank],
        "grade_rank": rank,
        "evidence": "primary",
    }


def council(authority_id: str, region: str = "x", first: dt.date | None = None, last: dt.date | None = None):
    """A council of the register, and its first and last day."""
    empty = dict.fromkeys(("previous_gss_codes", "predecessors", "successors", "aliases"), ())
    codes = dict.fromkeys(("gss_code", "ofsted_urn", "dfe_la_number", "authority_type"), "")
    days = {"valid_from": first, "valid_to": last}
    return Authority(authority_id=authority_id, name=authority_id.title(), region=region, **empty, **codes, **days)


def move(authority: str, date: str, change: int, comparability: str = "same") -> dict[str, object]:
    return {
        "authority_id": authority,
        "service": "safeguarding",
        "aspect": "overall",
        "from_inspection_id": f"{authority}-before",
        "to_inspection_id": f"{authority}-{date}",
        "to_date": pd.Timestamp(date),
        "change": change,
        "comparability": comparability,
    }


NO_MOVES = pd.DataFrame([move("nobody", "2000-01-01", 0)])


def council_years(
    reference: Reference,
    lines: list[dict[str, Any]],
    authorities: list[Authority],
    columns: list[YearEnd],
    service: str = "safeguarding",
    silent: tuple[dict[str, Any], ...] = (),
) -> list[CouncilYear]:
    """`silent` inspections have no line here."""
    inspections: Any = [*lines, *silent]
    judgements: Any = lines
    events = events_by_authority(inspections, judgements, [], service, reference=reference)
    return national.council_years(events, authorities, columns, steps={}, reference=reference, service=service)


def years(first: int, last: int) -> list[YearEnd]:
    return [YearEnd(year, dt.date(year, 1, 1), dt.date(year, 12, 31)) for year in range(first, last + 1)]


def told(states: list[CouncilYear], authority: str) -> dict[int, str | int]:
    """An authority's years, each as the rank in force or as the state that stands for none."""
    own = [state for state in states if state.authority_id == authority]
    return {state.year: state.grade["grade_rank"] if state.grade else state.state for state in own}


def test_a_grade_holds_from_its_inspection_until_the_next_and_nothing_is_known_before(reference: Reference) -> None:
    authorities = [council("leeds")]
    lines = [line("leeds", "2015-02-11", "sif", 2), line("leeds", "2018-11-02", "ilacs", 1)]
    states = council_years(reference, lines, authorities, years(2014, 2019))
    assert told(states, "leeds") == {2014: UNKNOWN, 2015: 2, 2016: 2, 2017: 2, 2018: 1, 2019: 1}
    assert [state.is_inspected for state in states] == [False, True, False, False, True, False]


def test_of_two_inspections_in_one_year_the_later_holds_at_its_end(reference: Reference) -> None:
    authorities = [council("leeds")]
    lines = [line("leeds", "2018-11-02", "ilacs", 4), line("leeds", "2018-01-30", "ilacs", 2)]
    assert told(council_years(reference, lines, authorities, years(2018, 2018)), "leeds") == {2018: 4}


def test_no_grade_passes_to_a_successor_and_an_ended_authority_stops_on_its_last_day(reference: Reference) -> None:
    authorities = [council("cumbria", last=day("2023-03-31")), council("cumberland", first=day("2023-04-01"))]
    states = council_years(reference, [line("cumbria", "2017-11-17", "sif", 3)], authorities, years(2022, 2024))
    assert told(states, "cumbria") == {2022: 3, 2023: ABSENT, 2024: ABSENT}
    assert told(states, "cumberland") == {2022: ABSENT, 2023: UNKNOWN, 2024: UNKNOWN}


def test_an_authority_that_ends_on_the_last_day_of_a_year_still_has_that_year(reference: Reference) -> None:
    authorities = [council("a", last=day("2020-12-31"))]
    states = council_years(reference, [line("a", "2019-05-01", "ilacs", 2)], authorities, years(2020, 2021))
    assert told(states, "a") == {2020: 2, 2021: ABSENT}


def test_an_overall_grade_stops_at_the_first_inspection_that_gives_none_since_april_2026(reference: Reference) -> None:
    authorities = [council("brent"), council("leeds")]
    lines = [line(name, "2023-05-01", "ilacs", 2, service="whole_service") for name in ("brent", "leeds")]
    silent = line("brent", "2026-05-08", "ilacs", 1)
    columns = [YearEnd(2026, day("2026-01-01"), day("2026-07-10"))]
    states = council_years(reference, lines, authorities, columns, "whole_service", (silent,))
    assert told(states, "brent") == {2026: OVER}
    assert told(states, "leeds") == {2026: 2}


def test_an_inspection_of_another_service_alone_ends_nothing(reference: Reference) -> None:
    authorities = [council("kent")]
    lac_alone = line("kent", "2013-07-19", "lac", 3, service="looked_after_children")
    lines = [line("kent", "2012-10-01", "slac", 4)]
    states = council_years(reference, lines, authorities, years(2013, 2013), silent=(lac_alone,))
    assert told(states, "kent") == {2013: 4}


def test_a_yearly_grade_that_was_held_back_takes_the_place_of_the_one_before(reference: Reference) -> None:
    """The panel said so, and the pages went on with the grade of the year before."""
    authorities = [council("leeds")]
    held_back = line("leeds", "2007-11-01", "apa", 2, service="whole_service") | {"grade": None, "grade_rank": None}
    lines = [line("leeds", "2006-11-01", "apa", 2, service="whole_service"), held_back]
    states = council_years(reference, lines, authorities, years(2006, 2009), "whole_service")
    assert told(states, "leeds") == {2006: 2, 2007: UNKNOWN, 2008: UNKNOWN, 2009: OVER}


def test_a_grade_that_is_printed_as_not_given_ends_the_one_before(reference: Reference) -> None:
    authorities = [council("leeds")]
    not_judged = line("leeds", "2018-11-02", "ilacs", 2) | {"grade": None, "grade_rank": None}
    states = council_years(
        reference, [line("leeds", "2015-02-11", "sif", 2), not_judged], authorities, years(2017, 2018)
    )
    assert told(states, "leeds") == {2017: 2, 2018: OVER}


def test_adoption_is_not_carried_past_the_single_inspection_framework(reference: Reference) -> None:
    authorities = [council("leeds"), council("york")]
    lines = [line(name, "2016-01-20", "sif", 2, service="adoption") for name in ("leeds", "york")]
    silent = (line("york", "2018-02-20", "ilacs", 2),)
    days = ("2018-02-19", "2018-02-20", "2018-08-31", "2018-09-01")
    columns = [YearEnd(number, day("2018-01-01"), day(date)) for number, date in enumerate(days)]
    states = council_years(reference, lines, authorities, columns, "adoption", silent)
    assert told(states, "leeds") == {0: 2, 1: 2, 2: 2, 3: OVER}
    assert told(states, "york") == {0: 2, 1: OVER, 2: OVER, 3: OVER}


def test_a_grade_lapses_where_no_framework_judges_and_none_will_again(reference: Reference) -> None:
    def at_the_end_of(year: int, service: str, framework: str, date: str) -> dict[int, str | int]:
        lines = [line("leeds", date, framework, 2, service=service)]
        return told(council_years(reference, lines, [council("leeds")], years(year, year), service), "leeds")

    assert at_the_end_of(2009, "whole_service", "apa", "2008-12-01") == {2009: OVER}
    assert at_the_end_of(2020, "whole_service", "sif", "2016-12-01") == {2020: 2}
    assert at_the_end_of(2009, "safeguarding", "jar", "2008-11-18") == {2009: 2}
    assert at_the_end_of(2020, "care_leavers", "sif", "2016-12-01") == {2020: 2}, "it is judged again since 2023"


def test_numbers_of_grades_stay_whole(store: Store) -> None:
    """In a frame beside grades without a number they became 3.0, and cells said "3.0 of 4"."""
    rows = [year.row for year in picture(store, "safeguarding", "all", region="").years if year.row]
    assert {type(row["grade_number_original"]) for row in rows} == {int, type(None)}


def test_runs_join_years_of_one_grade_and_start_anew_at_an_inspection(reference: Reference) -> None:
    authorities = [council("leeds")]
    first, second = lines = [line("leeds", "2015-02-11", "sif", 2), line("leeds", "2018-11-02", "ilacs", 2)]
    runs = national.runs(council_years(reference, lines, authorities, years(2014, 2019)))["leeds"]
    assert [(run[0].year, run[-1].year) for run in runs] == [(2014, 2014), (2015, 2017), (2018, 2019)]
    assert [(run[0].state, run[0].row, run[0].is_inspected) for run in runs] == [
        (UNKNOWN, None, False),
        (KNOWN, first, True),
        (KNOWN, second, True),
    ]
    (later,) = national.runs(council_years(reference, lines, authorities, years(2016, 2017)))["leeds"]
    assert (len(later), later[0].row) == (2, first)
    assert not later[0].is_inspected, "an inspection before the first year is not marked in it"


MOVES = pd.DataFrame(
    [
        move("a", "2016-01-01", -2, "loose"),
        move("b", "2019-01-01", 2),
        move("c", "2023-01-01", 2),
        move("d", "2022-01-01", 3, "close"),
        move("e", "2020-01-01", -1),
        move("a", "2021-01-01", 1),
        move("f", "2021-01-01", 0),
        move("f", "2024-06-01", 2, "loose"),
    ]
).astype({"comparability": pd.CategoricalDtype(["same", "close", "loose", "ended"], ordered=True)})
ALL = [council(name) for name in "abcdef"]


def test_moves_are_those_that_end_in_the_period_and_of_the_chosen_authorities() -> None:
    since = national_moves.steps_of_service(MOVES, "safeguarding", PERIODS["since-2018"], authorities=ALL)
    assert day("2016-01-01") not in values(since["to_date"])
    one = national_moves.steps_of_service(MOVES, "safeguarding", PERIODS["all"], authorities=ALL[:1])
    assert national_moves.by_council(one) == {"a": (2, 3, int(one["change"].sum()))}
    assert not len(national_moves.steps_of_service(MOVES, "adoption", PERIODS["all"], authorities=ALL))


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("name", "abcd"),
        ("grade", "cbad"),
        ("-grade", "bcad"),
        ("changed", "bcad"),
        ("region", "bdac"),
        ("rise", "cbda"),
        ("-rise", "abdc"),
    ],
)
def test_authorities_stand_in_the_order_asked_for_unknown_and_ended_ones_last(
    reference: Reference, sort: str, order: str
) -> None:
    authorities = [council(name, region) for name, region in zip("abcd", ("y", "x", "y", "x"), strict=True)]
    grades = [line("b", "2020-01-01", "ilacs", 4), line("c", "2020-01-01", "ilacs", 1)]
    in_force = council_years(reference, grades, authorities[:3], years(2020, 2020))
    latest = {year.authority_id: year for year in in_force}
    moves = {"a": national_moves.Moves(net=-2), "b": national_moves.Moves(2, 2), "c": national_moves.Moves(1, 3, net=3)}
    ordered = national_moves.in_order(authorities, latest, moves, sort=sort)
    assert "".join(ranked.authority.authority_id for ranked in ordered) == order


def test_breaks_stand_where_frameworks_change_scope_changes_and_the_series_ends(reference: Reference) -> None:
    safeguarding = {change.day: change for change in national_frameworks.breaks(reference, "safeguarding")}
    assert (safeguarding[day("2013-11-01")].short, safeguarding[day("2013-11-01")].comparability) == ("SIF", "loose")
    assert (safeguarding[day("2018-01-01")].short, safeguarding[day("2018-01-01")].comparability) == ("ILACS", "close")
    assert day("2023-01-01") in {
        change.day for change in national_frameworks.breaks(reference, "looked_after_children")
    }
    assert national_frameworks.breaks(reference, "whole_service")[-1].day == day("2026-04-01")
    assert national_frameworks.in_force_by_years(reference, "whole_service", years(2012, 2012)) == [("", 1)]
    assert national_frameworks.in_force_by_years(reference, "safeguarding", years(2013, 2014)) == [("SIF", 2)]


def test_years_stop_where_the_record_or_the_period_does() -> None:
    columns = national.year_ends(PERIODS["before-2013"], dt.date(2007, 5, 1), dt.date(2026, 7, 10))
    assert (columns[0].year, columns[-1]) == (2007, YearEnd(2013, day("2013-01-01"), day("2013-10-31")))
    assert national.year_ends(PERIODS["since-2018"], dt.date(2007, 5, 1), dt.date(2026, 7, 10))[-1].day == day(
        "2026-07-10"
    )
    assert national.year_ends(PERIODS["since-2018"], dt.date(2007, 5, 1), dt.date(2016, 7, 10)) == []


# The page of every council, over the small record that all tests of the dashboard share.

BY_YEAR = "/lists/by-year"


def main_of(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    match = re.search(r"<main.*</main>", answer.get_data(as_text=True), re.DOTALL)
    assert match is not None
    return match.group()


def words(markup: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", markup)).split())


def row_of(markup: str, authority: str) -> str:
    """The authority's row of the tapestry."""
    table = markup[markup.index('id="tapestry"') :]
    match = re.search(rf'<tr><th scope="row"><a href="/authority/{authority}\?[^"]*">.*?</tr>', table)
    assert match is not None
    return match.group()


def cell(row: str, words_in_it: str) -> str:
    """The opening tag of the cell that says these words."""
    found = [cell_markup for cell_markup in re.findall(r"<td[^>]*>(?:(?!</td>).)*", row) if words_in_it in cell_markup]
    assert len(found) == 1
    return found[0].split(">")[0]


def test_a_mention_is_hollow_an_inspection_strong_and_a_step_across_frameworks_marked(client: FlaskClient) -> None:
    row = row_of(main_of(client, BY_YEAR), "worcestershire")
    assert "new" in cell(row, "Good, November 2008")
    assert "mention" not in cell(row, "Good, November 2008")
    assert "mention" in cell(row, "Inadequate, October 2010")
    assert "quoted in a later report" in row
    assert "loose" in cell(row, "Inadequate, November 2016")
    assert "close" in cell(row, "Requires improvement, June 2019")
    assert "no grade in this record" in words(row)


def test_an_ended_authority_and_its_successor_share_nothing(client: FlaskClient) -> None:
    markup = main_of(client, BY_YEAR)
    assert "did not exist" in row_of(markup, "bedfordshire")
    assert "did not exist" in row_of(markup, "bedford")
    assert "adequate" not in row_of(markup, "bedford").lower()


def test_years_and_cells_of_every_row_add_up(client: FlaskClient, store: Store) -> None:
    for period in PERIODS:
        markup = main_of(client, f"{BY_YEAR}?period={period}")
        columns = len(picture(store, "safeguarding", period, region="").columns)
        for authority in ("worcestershire", "leeds", "devon"):
            spanned = re.findall(r"<td(?![^>]*number)([^>]*)>", row_of(markup, authority))
            wide = [int(found.group(1)) if (found := re.search(r'colspan="(\d+)"', tag)) else 1 for tag in spanned]
            assert sum(wide) == columns, (period, authority)


def test_the_address_holds_the_choice_and_filters_what_is_shown(client: FlaskClient) -> None:
    query = "service=looked_after_children&region=West+Midlands&sort=name&period=before-2013"
    markup = main_of(client, f"{BY_YEAR}?{query}")
    assert "Looked-after children, West Midlands" in words(markup)
    table = markup[markup.index('id="tapestry"') :]
    assert "/authority/dudley" in table
    assert "/authority/leeds" not in table
    assert '<option value="West Midlands" selected>' in markup


def test_changes_are_counted_between_comparable_grades_of_one_measure_alone(store: Store) -> None:
    """Worcestershire has six grades; only those of 2016 and 2019 are comparable, and both are since November 2013."""
    for period in ("all", "before-2013"):
        moves = by_year.moves(store, picture(store, "safeguarding", period, region=""))
        assert {name: own[:2] for name, own in moves.items() if own.changes} == {"worcestershire": (1, 1)}


def test_every_cell_with_a_grade_leads_to_its_inspection(client: FlaskClient) -> None:
    row = row_of(main_of(client, BY_YEAR), "worcestershire")
    assert "/data?inspection=worcestershire-2016-11-sif" in row
    assert row.count("<a ") == 1 + 5, "the name, and five inspections"


@pytest.mark.parametrize(
    "wrong", ["service=fostering", "period=1990s", "region=Wales", "sort=colour", "sort=name&sort=grade", "steps=same"]
)
def test_a_wrong_choice_is_answered_with_what_is_accepted(client: FlaskClient, wrong: str) -> None:
    answer = client.get(f"{BY_YEAR}?{wrong}")
    assert answer.status_code == 400
    assert re.search("takes:|given once|no parameter", answer.get_data(as_text=True))


@pytest.mark.parametrize(
    ("query", "panels_of_years"),
    [
        ("", [range(2009, 2014), range(2014, 2027)]),
        ("period=before-2013", [range(2009, 2014)]),
        ("period=2013-2018", [range(2014, 2018)]),
        ("period=since-2018&region=London", [range(2018, 2027)]),
        ("service=adoption", [range(2014, 2027)]),
    ],
)
def test_the_bars_have_the_chosen_years_and_the_numbers_of_the_table_beside_them(
    shipped: FlaskClient, query: str, panels_of_years: list[range]
) -> None:
    main = main_of(shipped, f"{BY_YEAR}?{query}")
    table = main.split('id="shares-table"')[1].split("</table>")[0]
    titles = [words(head) for head in re.findall(r"<th scope=\"col\"[^>]*>(.*?)</th>", table)]
    rows = {}
    for row in re.findall(r"<tr>(<th scope=\"row\".*?)</tr>", table):
        year, *numbers = (words(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row))
        rows[int(year[:4])] = dict(zip(titles[1:], numbers, strict=True))
    drawn = re.findall(r'class="year-bars" role="img" aria-label="([^"]*)"', main)
    texts = [[bar.partition(": ") for bar in panel.rstrip(".").split("; ")] for panel in drawn]
    assert [[int(name[-4:]) for name, _, _ in panel] for panel in texts] == [list(years) for years in panels_of_years]
    letters = {"outstanding": "O", "good": "G", "requires improvement": "R", "adequate": "A", "inadequate": "I"}
    for name, _, counts in (bar for panel in texts for bar in panel):
        if name == "October 2013":
            continue  # the table has the last day of that year
        for number, grade in (part.split(" ", 1) for part in counts.split(", ")):
            title = letters.get(grade, wording.upper_first(grade))
            assert rows[int(name[-4:])][title] == number, (name, grade)


def test_what_is_no_longer_graded_is_not_said_to_be_unknown(shipped: FlaskClient) -> None:
    text = words(main_of(shipped, f"{BY_YEAR}?service=adoption"))
    assert "Adoption: no longer graded." in text
    assert "A grade is known for 0 of" not in text
    assert "Choose another service below" not in text, "the choices are above"


def test_each_year_counts_only_grades_that_are_comparable_with_its_own_time(store: Store) -> None:
    national_picture = picture(store, "safeguarding", "all", region="")
    years = {year.year: year for year in panels.by_year(store.reference, national_picture)}
    # Worcestershire was adequate in March 2012; a new framework began in November 2013, and inspected it in 2016.
    assert years[2012].words["adequate"] >= 1
    assert (years[2013].words["adequate"], years[2014].words["adequate"]) == (0, 0)
    assert years[2013].earlier >= 1
    at_end = Counter((council.year, council.state) for council in national_picture.years)
    for number, year in years.items():
        assert year.known + year.earlier == at_end[number, KNOWN]
        assert year.councils == sum(at_end[number, state] for state in (KNOWN, UNKNOWN, OVER))


@pytest.mark.parametrize(
    ("query", "change"),
    [
        ("", "That is 68%, up from 29% at the end of 2017."),
        ("period=before-2013", "That is 43%, up from 41% at the end of 2012."),
        ("period=2013-2018", "That is 29%."),
        ("period=since-2018", "That is 68%, up from 34% at the end of 2018."),
    ],
)
def test_a_change_of_the_share_is_said_only_of_comparable_years(shipped: FlaskClient, query: str, change: str) -> None:
    assert change in words(main_of(shipped, f"{BY_YEAR}?{query}"))


def test_no_share_is_given_of_a_year_of_which_too_few_grades_are_known() -> None:
    few = panels.YearCounts(year=2015, words={"good": 1}, good=1, earlier=8, unknown=1, over=0)
    assert not few.is_well_known
    assert sentences.shares(few) == ("–", "–")


def test_a_step_of_what_no_framework_grades_any_more_is_said_in_words(store: Store) -> None:
    """Adoption, graded twice under one framework: the page of it was an error."""
    ended = store.tables["movements"].assign(comparability="ended")
    view = by_year.layout(replace(store, tables={**store.tables, "movements": ended}), {})
    assert isinstance(view, View)
    assert store.reference.vocabulary.comparability["ended"].prose in str(render(view.main).html)


@pytest.mark.slow
@pytest.mark.parametrize("service", ["safeguarding", "whole_service", "care_leavers", "lscb", "adoption"])
def test_the_table_by_year_names_those_without_a_grade_as_the_bars_of_the_home_page_do(
    shipped: FlaskClient, service: str
) -> None:
    """A council that began in 2019 was not yet inspected at its end: no inspection took place that is not known."""
    box = main_of(shipped, f"/lists/by-year?service={service}").split('id="shares-table"')[1].split("</table>")[0]
    heads = [words(head) for head in re.findall(r"<th scope=\"col\"[^>]*>(.*?)</th>", box)]
    home = main_of(shipped, f"/?service={service}").split('id="over-time"')[1]
    said = " ".join(re.findall(r'role="img" aria-label="([^"]*)"|aria-label="([^"]*)" role="img"', home)[-1])
    for row in re.findall(r"<tr>(<th scope=\"row\".*?)</tr>", box):
        year, *numbers = (words(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row))
        counts = dict(zip(heads[1:], numbers, strict=True))
        if "2014" <= year[:4] < "2026":
            assert counts.get("Not known", "0") == "0", year
            bar = re.search(rf"\b{year[:4]}: ([^;]*)", said)
            assert bar is not None
            for name in ("Not yet inspected", "No longer graded", "Not graded separately"):
                number = re.search(rf"(\d+) {name.lower()}", bar[1])
                assert counts.get(name, "0") == (number[1] if number else "0"), (year, name)
    last = re.search(r"2025: ([^;]*)", said)
    assert last is not None
    assert ("not yet inspected" in last[1]) <= (service == "care_leavers"), "nobody is inspected for what has ended"


@pytest.mark.parametrize(
    ("service", "months"),
    [("looked_after_children", "January 2018 and January 2023"), ("care_leavers", "January 2023")],
)
def test_a_rise_over_the_years_has_the_caution_of_every_change_within_it(
    shipped: FlaskClient, service: str, months: str
) -> None:
    text = words(main_of(shipped, f"/lists/by-year?service={service}"))
    assert ", up from " in text
    assert f"Ofsted changed its inspection framework in {months}, so compare with caution." in text


def test_what_was_not_graded_on_a_day_that_is_over_is_said_of_that_day(shipped: FlaskClient) -> None:
    """Annual ratings had ended, single inspections had not begun: it is graded today."""
    page = shipped.get("/lists/by-year?service=whole_service&period=before-2013").get_data(as_text=True)
    assert "Children’s services overall: not graded at the end of October 2013." in page
    assert "overall: no longer graded" not in page


@pytest.mark.slow
def test_a_council_has_in_every_year_the_grade_of_the_panel(shipped_store: Store) -> None:
    columns = ("authority_id", "service", "year_end", "grade")
    rows = shipped_store.tables["panel"][[*columns]].astype(object).itertuples(index=False)
    grades = {
        (row.authority_id, row.service, row.year_end.date()): row.grade for row in rows if row.grade in GRADES.values()
    }
    on_pages = {}
    for service in shipped_store.reference.services:
        whole = picture(shipped_store, service, "all", region="")
        days = {column.year: column.day for column in whole.columns}
        for year in whole.years:
            if year.grade:
                on_pages[year.authority_id, service, days[year.year]] = year.grade["grade"]
    assert len(on_pages) > 8_000
    assert on_pages == grades
