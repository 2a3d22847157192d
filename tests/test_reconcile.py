"""Observations to inspections and judgements: what speaks of one visit, what wins, and what is said to disagree."""

import datetime as dt
from itertools import permutations
from typing import Any

import pytest

from loaders.building.columns import Row
from loaders.building.reconcile import Reconciled, reconcile
from loaders.record.matching import inspection_id
from loaders.record.model import Observation
from loaders.record.reference import LATER_WORD, Reference
from tests.documents import mention, observation

VISIT = {"framework": "ilacs", "service": "whole_service", "words": "Good"}
START, END, PUBLISHED = dt.date(2019, 6, 17), dt.date(2019, 6, 28), dt.date(2019, 8, 5)


def report(reference: Reference, **changed: Any) -> Observation:
    dates = {"day": END, "inspection_start": START, "published": PUBLISHED}
    return observation(reference, **(VISIT | dates | changed))


def statistics(reference: Reference, **changed: Any) -> Observation:
    """The official statistics of the same visit: its first day, no last one, and the day of publication."""
    dates = {"day": START, "inspection_end": None, "published": PUBLISHED}
    where = {"evidence": "statistics", "source_id": "statistics", "locator": "sheet x, row 5", "place": "sheet"}
    return observation(reference, **(VISIT | dates | where | changed))


def remark(reference: Reference, date: dt.date, precision: str = "month", **changed: Any) -> Observation:
    return mention(reference, date, precision, **(VISIT | changed))


def only(result: Reconciled) -> Row:
    assert len(result.inspections) == 1
    (row,) = result.judgements
    return row


def ids(result: Reconciled) -> list[str]:
    return [inspection.inspection_id for inspection in result.inspections]


# --- one visit, several sources


def test_report_statistics_and_mention_of_one_visit_are_one_judgement(reference: Reference) -> None:
    observations = [report(reference), statistics(reference), remark(reference, dt.date(2019, 6, 1))]
    for order in permutations(observations):
        row = only(reconcile(order, reference))
        assert row["inspection_id"] == "worcestershire-2019-06-ilacs"
        assert (row["evidence"], row["source_id"]) == ("primary", "report")
        assert (row["observations"], row["agreement"]) == (3, "agreed")
        assert (row["inspection_start"], row["inspection_end"], row["published"]) == (START, END, PUBLISHED)
        assert (row["date"], row["date_precision"]) == (END, "day")


def test_one_observation_alone_is_single(reference: Reference) -> None:
    row = only(reconcile([report(reference)], reference))
    assert (row["observations"], row["agreement"]) == (1, "single")


def test_the_strongest_evidence_wins_in_every_order_of_the_sources(reference: Reference) -> None:
    kinds = [
        report(reference, words="Good"),
        statistics(reference, words="Outstanding"),
        report(reference, words="Inadequate", evidence="secondary", source_id="paper"),
        remark(reference, dt.date(2019, 6, 1), words="requires improvement"),
    ]
    for count in range(1, 5):
        strongest = kinds[-count]
        for order in permutations(kinds[-count:]):
            row = only(reconcile(order, reference))
            assert (row["evidence"], row["grade"]) == (strongest.evidence, strongest.grade)


def test_of_one_report_the_table_wins_before_heading_and_sentence(reference: Reference) -> None:
    places = [
        report(reference, place="sentence", words="Inadequate", locator="para 1"),
        report(reference, place="heading", words="Outstanding", locator="line 2"),
        report(reference, place="table", words="Good", locator="line 9"),
    ]
    row = only(reconcile(places, reference))
    assert (row["grade"], row["locator"], row["agreement"]) == ("good", "line 9", "conflict")


def test_a_disagreement_shows_the_strongest_and_both_stand_in_the_discrepancies(reference: Reference) -> None:
    result = reconcile([report(reference), statistics(reference, words="Inadequate")], reference)
    assert only(result)["agreement"] == "conflict"
    assert result.discrepancies == [
        {
            "authority_id": "worcestershire",
            "inspection_id": "worcestershire-2019-06-ilacs",
            "service": "whole_service",
            "aspect": "overall",
            "field": "grade",
            "evidence": "primary",
            "reading": "Good",
            "source_id": "report",
            "locator": "line 1, Record of main findings",
            "other_evidence": "statistics",
            "other_reading": "Inadequate",
            "other_source_id": "statistics",
            "other_locator": "sheet x, row 5",
        }
    ]


def test_of_two_releases_of_statistics_the_newer_decides_and_the_older_is_said(reference: Reference) -> None:
    """Ofsted corrected a grade of November 2023 between its releases of 2024 and 2025."""
    older = statistics(reference, words="Good", source_id="a")
    newer = statistics(reference, words="Inadequate", source_id="b", inspection_type="short")
    released = {"a": dt.date(2024, 9, 1), "b": dt.date(2025, 9, 1)}
    for known, grade in ((released, "Inadequate"), ({"a": dt.date(2024, 9, 1), "b": None}, "Good")):
        result = reconcile([older, newer], reference, known)
        assert only(result)["grade_original"] == grade
        assert [row["other_reading"] for row in result.discrepancies] == [
            {"Inadequate": "Good"}.get(grade, "Inadequate")
        ]
    assert only(reconcile([report(reference), older, newer], reference, released))["grade_original"] == "Good"


def test_every_observation_that_disagrees_has_its_own_row(reference: Reference) -> None:
    result = reconcile(
        [
            report(reference),
            statistics(reference, words="Inadequate"),
            statistics(reference, words="Good", source_id="statistics-2"),
            remark(reference, dt.date(2019, 6, 1), words="inadequate"),
        ],
        reference,
    )
    assert [row["other_source_id"] for row in result.discrepancies] == ["statistics", "later"]


def test_a_grade_in_other_words_is_no_disagreement(reference: Reference) -> None:
    result = reconcile(
        [
            report(reference, words="Requires improvement to be good"),
            statistics(reference, words="Requires improvement"),
        ],
        reference,
    )
    assert only(result)["agreement"] == "agreed"
    assert result.discrepancies == []


def test_not_judged_against_a_grade_is_a_conflict(reference: Reference) -> None:
    result = reconcile([report(reference, words="Not judged"), statistics(reference)], reference)
    assert only(result)["agreement"] == "conflict"
    assert only(result)["grade"] == ""


@pytest.mark.parametrize("days", [-31, -1, 1, 31])
def test_statistics_that_give_another_first_day_are_of_the_same_visit_and_said_to_differ(
    days: int, reference: Reference
) -> None:
    other = START + dt.timedelta(days)
    result = reconcile([report(reference), statistics(reference, inspection_start=other)], reference)
    assert only(result)["inspection_start"] == START
    (row,) = result.discrepancies
    assert (row["field"], row["reading"], row["other_reading"]) == (
        "inspection_start",
        START.isoformat(),
        other.isoformat(),
    )
    assert (row["service"], row["aspect"]) == ("", "")
    assert (row["source_id"], row["other_source_id"]) == ("report", "statistics")


def test_a_date_that_differs_is_said_once_a_source_however_many_lines_it_has(reference: Reference) -> None:
    others = [
        statistics(reference, service=service, aspect=aspect, published=PUBLISHED + dt.timedelta(2))
        for service, aspect in (("whole_service", "overall"), ("safeguarding", "overall"))
    ]
    result = reconcile([report(reference), *others], reference)
    assert [(row["field"], row["other_reading"]) for row in result.discrepancies] == [("published", "2019-08-07")]


def test_dates_that_one_source_leaves_open_are_filled_from_the_next_and_are_no_disagreement(
    reference: Reference,
) -> None:
    result = reconcile([report(reference, published=None), statistics(reference)], reference)
    row = only(result)
    assert (row["inspection_start"], row["inspection_end"], row["published"]) == (START, END, PUBLISHED)
    assert result.discrepancies == []


def test_the_days_on_site_date_an_inspection_however_late_they_become_known(reference: Reference) -> None:
    published = report(reference, inspection_start=None, inspection_end=None, date=PUBLISHED)
    row = only(reconcile([published, statistics(reference)], reference))
    assert (row["date"], row["inspection_start"], row["published"]) == (START, START, PUBLISHED)


def test_the_type_that_only_the_statistics_give_stands_on_the_inspection(reference: Reference) -> None:
    row = only(reconcile([report(reference), statistics(reference, inspection_type="short")], reference))
    assert row["inspection_type"] == "short"


@pytest.mark.parametrize(
    ("published", "count"),
    [(END, 1), (END + dt.timedelta(150), 1), (END + dt.timedelta(151), 2), (END - dt.timedelta(1), 2)],
)
def test_a_source_that_gives_its_publication_alone_is_of_the_visit_up_to_five_months_before(
    published: dt.date, count: int, reference: Reference
) -> None:
    visit = report(reference, published=None)
    dated = statistics(reference, inspection_start=None, published=published, date=published)
    assert len(reconcile([visit, dated], reference).inspections) == count
    earlier = report(reference, inspection_start=None, inspection_end=None, published=published, date=published)
    later = statistics(reference, inspection_start=END, published=None)
    assert len(reconcile([earlier, later], reference).inspections) == count


def test_two_publications_within_three_months_are_of_one_visit(reference: Reference) -> None:
    one = report(reference, inspection_start=None, inspection_end=None, date=PUBLISHED)
    for days, count in ((90, 1), (91, 2)):
        other = statistics(reference, inspection_start=None, published=PUBLISHED + dt.timedelta(days))
        assert len(reconcile([one, other], reference).inspections) == count


def test_two_visits_more_than_a_month_apart_are_two_inspections(reference: Reference) -> None:
    for days, count in ((31, 1), (32, 2)):
        second = statistics(reference, day=END + dt.timedelta(days), published=None)
        assert len(reconcile([report(reference, published=None), second], reference).inspections) == count


@pytest.mark.parametrize("start", [dt.date(2018, 6, 17), END + dt.timedelta(40)])
def test_two_visits_whose_reports_came_out_together_are_one_with_a_misprint(
    start: dt.date, reference: Reference
) -> None:
    for days, count in ((0, 1), (31, 1), (32, 2)):
        other = statistics(reference, inspection_start=start, published=PUBLISHED + dt.timedelta(days))
        for order in permutations([report(reference), other]):
            result = reconcile(order, reference)
            assert len(result.inspections) == count
            differing = {row["other_reading"] for row in result.discrepancies if row["field"] == "inspection_start"}
            assert differing == ({start.isoformat()} if count == 1 else set())


def test_another_authority_or_framework_at_the_same_time_is_another_inspection(reference: Reference) -> None:
    safeguarding = observation(reference)
    slac = observation(reference, framework="slac", source_id="other")
    devon = observation(reference, authority_id="devon", source_id="third")
    assert set(ids(reconcile([safeguarding, slac, devon], reference))) == {
        "devon-2012-03-safeguarding",
        "worcestershire-2012-03-safeguarding",
        "worcestershire-2012-03-slac",
    }


def test_one_report_that_repeats_its_lines_is_still_one_inspection(reference: Reference) -> None:
    lines = [observation(reference), observation(reference, aspect="leadership"), observation(reference)]
    result = reconcile(lines, reference)
    assert len(result.inspections) == 1
    assert [(row["aspect"], row["observations"]) for row in result.judgements] == [("overall", 2), ("leadership", 1)]


def test_two_inspections_of_one_month_and_framework_are_told_apart_by_a_number(reference: Reference) -> None:
    visit = report(reference, day=dt.date(2019, 5, 31), inspection_start=dt.date(2019, 5, 31), published=None)
    before = dt.date(2019, 5, 1)
    published = statistics(reference, inspection_start=None, published=before, date=before)
    result = reconcile([visit, published], reference)
    assert {(i.date.day, i.inspection_id) for i in result.inspections} == {
        (1, "worcestershire-2019-05-ilacs"),
        (31, "worcestershire-2019-05-ilacs-2"),
    }
    assert {row["inspection_id"] for row in result.judgements} == set(ids(result))


def test_an_inspection_id_is_authority_month_and_framework() -> None:
    assert inspection_id("telford-and-wrekin", dt.date(2012, 7, 6), "slac") == "telford-and-wrekin-2012-07-slac"


# --- mentions


@pytest.mark.parametrize(
    ("date", "precision"),
    [
        (dt.date(2019, 1, 1), "year"),
        (dt.date(2019, 6, 1), "month"),
        (dt.date(2019, 6, 20), "day"),
        (dt.date(2019, 8, 1), "month"),
        (dt.date(2019, 8, 5), "day"),
        (dt.date(2019, 7, 1), "month"),
        (dt.date(2019, 5, 1), "month"),
    ],
    ids=["year", "month", "day on site", "month of publication", "day of publication", "month after", "month before"],
)
def test_a_mention_joins_the_inspection_that_it_can_only_mean(
    date: dt.date, precision: str, reference: Reference
) -> None:
    row = only(reconcile([report(reference), remark(reference, date, precision)], reference))
    assert row["observations"] == 2
    assert (row["date"], row["date_precision"]) == (END, "day")


@pytest.mark.parametrize(
    ("date", "precision"),
    [
        (dt.date(2018, 1, 1), "year"),
        (dt.date(2020, 1, 1), "year"),
        (dt.date(2019, 4, 1), "month"),
        (dt.date(2019, 10, 1), "month"),
    ],
)
def test_a_mention_of_another_time_is_an_inspection_of_its_own_as_exact_as_the_mention(
    date: dt.date, precision: str, reference: Reference
) -> None:
    other_grade = remark(reference, date, precision, words="inadequate")
    result = reconcile([report(reference), other_grade], reference)
    assert len(result.inspections) == 2
    own = next(row for row in result.judgements if row["evidence"] == "mention")
    assert (own["date"], own["date_precision"]) == (date, precision)
    assert (own["inspection_start"], own["inspection_end"], own["published"]) == (None, None, None)


def test_a_mention_of_a_year_joins_one_of_a_month_in_either_order(reference: Reference) -> None:
    year = mention(reference, dt.date(2010, 1, 1), "year", source_id="2012")
    month = mention(reference, dt.date(2010, 10, 1), "month", source_id="2017")
    for order in ([year, month], [month, year]):
        row = only(reconcile(order, reference))
        assert row["inspection_id"] == "worcestershire-2010-10-slac"
        assert (row["date"], row["date_precision"]) == (dt.date(2010, 10, 1), "month")
        assert (row["observations"], row["agreement"], row["source_id"]) == (2, "agreed", "2017")


def test_mentions_of_two_services_in_one_month_are_one_inspection_with_two_judgements(reference: Reference) -> None:
    one = mention(reference, dt.date(2010, 10, 1), "month")
    other = mention(reference, dt.date(2010, 10, 1), "month", service="looked_after_children")
    result = reconcile([one, other], reference)
    assert len(result.inspections) == 1
    assert [row["service"] for row in result.judgements] == ["safeguarding", "looked_after_children"]


def test_a_mention_by_the_wrong_framework_joins_the_inspection_that_graded_its_service_then(
    reference: Reference,
) -> None:
    visit = observation(reference)
    later = mention(reference, dt.date(2012, 3, 1), "month", framework="slac", words="adequate")
    row = only(reconcile([visit, later], reference))
    assert (row["framework"], row["scale"], row["observations"]) == ("safeguarding", "four-point-1-best", 2)


def test_a_mention_of_a_service_that_the_visit_did_not_grade_is_an_inspection_of_its_own(reference: Reference) -> None:
    visit = observation(reference)
    later = mention(
        reference, dt.date(2012, 3, 1), "month", framework="slac", service="looked_after_children", words="adequate"
    )
    assert ids(reconcile([visit, later], reference)) == [
        "worcestershire-2012-03-safeguarding",
        "worcestershire-2012-03-slac",
    ]


def test_a_mention_prefers_the_visit_in_its_month_to_the_one_published_in_it(reference: Reference) -> None:
    first = report(reference)
    second = report(
        reference,
        day=dt.date(2019, 8, 23),
        inspection_start=dt.date(2019, 8, 19),
        published=dt.date(2019, 10, 1),
        words="Inadequate",
        source_id="second",
    )
    result = reconcile([first, second, remark(reference, dt.date(2019, 8, 1), words="inadequate")], reference)
    assert [(row["source_id"], row["observations"]) for row in result.judgements] == [("report", 1), ("second", 2)]
    assert result.discrepancies == []


@pytest.mark.parametrize(
    ("visit", "published", "mentioned", "count"),
    [
        ("2019-07-01", None, "2019-05-01", 1),
        ("2019-07-02", None, "2019-05-01", 2),
        ("2019-06-30", None, "2019-07-01", 1),
        ("2019-06-30", None, "2019-08-01", 2),
        ("2019-07-01", None, "2019-08-01", 1),
        ("2019-06-03", "2019-08-01", "2019-09-01", 1),
        ("2019-06-03", "2019-07-31", "2019-09-01", 2),
    ],
)
def test_a_mention_of_another_grade_reaches_a_month_before_the_visit_and_a_month_after_its_publication(
    visit: str, published: str | None, mentioned: str, count: int, reference: Reference
) -> None:
    day = dt.date.fromisoformat(visit)
    known = report(
        reference, day=day, inspection_start=day, published=dt.date.fromisoformat(published) if published else None
    )
    other_grade = remark(reference, dt.date.fromisoformat(mentioned), words="inadequate")
    assert len(reconcile([known, other_grade], reference).inspections) == count


def test_a_mention_of_the_same_grade_reaches_four_months_after_publication(reference: Reference) -> None:
    visit = report(reference, published=PUBLISHED)
    for month in (9, 10, 11, 12):
        result = reconcile([visit, remark(reference, dt.date(2019, month, 1))], reference)
        assert only(result)["observations"] == 2
        assert [row["field"] for row in result.discrepancies] == ["date"]


def test_a_bare_year_never_joins_the_inspection_of_the_year_before(reference: Reference) -> None:
    visit = report(reference, day=dt.date(2019, 12, 13), inspection_start=dt.date(2019, 12, 2), published=None)
    other_grade = remark(reference, dt.date(2020, 1, 1), "year", words="inadequate")
    assert len(reconcile([visit, other_grade], reference).inspections) == 2
    # A month a day's distance away does join: it is the bare year alone that says too little.
    month = remark(reference, dt.date(2020, 1, 1), "month", words="inadequate")
    assert len(reconcile([visit, month], reference).inspections) == 1


def test_what_remarks_alone_tell_within_a_year_and_that_adds_nothing_is_no_inspection(reference: Reference) -> None:
    visit = report(reference)
    for echo in (dt.date(2018, 7, 1), dt.date(2020, 6, 1)):
        result = reconcile([visit, remark(reference, echo)], reference)
        assert only(result)["observations"] == 2
        assert [(row["field"], row["other_reading"]) for row in result.discrepancies] == [("date", str(echo)[:7])]
    assert len(reconcile([visit, remark(reference, dt.date(2018, 6, 1))], reference).inspections) == 2


def test_remarks_repeat_also_what_later_remarks_alone_tell_more_of(reference: Reference) -> None:
    few = mention(reference, dt.date(2010, 6, 1), "month", source_id="first")
    more = [
        mention(reference, dt.date(2011, 1, 1), "month", service=service)
        for service in ("safeguarding", "looked_after_children")
    ]
    result = reconcile([few, *more], reference)
    assert ids(result) == ["worcestershire-2011-01-slac"]
    assert [judgement["observations"] for judgement in result.judgements] == [2, 1]


def test_such_remarks_go_to_the_nearest_inspection_that_they_repeat(reference: Reference) -> None:
    last_day = dt.date(2020, 5, 15)
    later = {"day": last_day, "inspection_start": dt.date(2020, 5, 4), "inspection_end": last_day, "published": None}
    first, second = report(reference), report(reference, **later)
    for echo, counts in ((dt.date(2019, 11, 1), [2, 1]), (dt.date(2020, 2, 1), [1, 2])):
        result = reconcile([first, second, remark(reference, echo)], reference)
        assert [judgement["observations"] for judgement in result.judgements] == counts


def test_one_grade_of_several_services_establishes_no_judgement(reference: Reference) -> None:
    shared = [
        mention(reference, dt.date(2010, 10, 1), "month", service=service, words="inadequate", is_shared=True)
        for service in ("safeguarding", "looked_after_children")
    ]
    alone = reconcile(shared, reference)
    assert (len(alone.inspections), alone.judgements) == (1, [])
    listed = observation(
        reference,
        framework="slac",
        service="looked_after_children",
        words="Adequate",
        evidence="statistics",
        source_id="list",
        place="sheet",
        inspection_start=None,
        inspection_end=None,
        published=dt.date(2010, 11, 12),
        date=dt.date(2010, 11, 12),
        date_basis="publication",
    )
    both = reconcile([*shared, listed], reference)
    (row,) = both.judgements
    assert (row["service"], row["grade_original"], row["evidence"], row["agreement"]) == (
        "looked_after_children", "Adequate", "statistics", "conflict",
    )  # fmt: skip
    assert [row["other_reading"] for row in both.discrepancies if row["field"] == "grade"] == ["inadequate"]


@pytest.mark.parametrize(("other", "count"), [(11, 1), (12, 1), (1, 2)])
def test_two_mentioned_months_a_month_apart_are_one_visit(other: int, count: int, reference: Reference) -> None:
    october = mention(reference, dt.date(2010, 10, 1), "month", source_id="a")
    year = 2010 if other > 10 else 2011
    later = mention(reference, dt.date(year, other, 1), "month", source_id="b", words="good")
    assert len(reconcile([october, later], reference).inspections) == count


@pytest.mark.parametrize("day", [1, 23, 30])
def test_a_mention_by_the_wrong_framework_joins_the_visit_that_was_published_in_its_month(
    day: int, reference: Reference
) -> None:
    visit = observation(reference, published=dt.date(2012, 4, day))
    later = mention(reference, dt.date(2012, 4, 1), "month", framework="slac", words="adequate")
    assert only(reconcile([visit, later], reference))["observations"] == 2
    next_month = mention(reference, dt.date(2012, 5, 1), "month", framework="slac", words="good")
    assert len(reconcile([visit, next_month], reference).inspections) == 2


@pytest.mark.parametrize(
    ("first", "last"), [("2019-08-31", "2019-09-06"), ("2019-07-26", "2019-08-01"), ("2019-08-12", "2019-08-16")]
)
def test_a_single_day_on_site_in_the_month_counts_before_a_publication_in_it(
    first: str, last: str, reference: Reference
) -> None:
    published = report(reference, source_id="a", day=dt.date(2019, 4, 12), inspection_start=dt.date(2019, 4, 8))
    on_site = report(
        reference,
        source_id="b",
        day=dt.date.fromisoformat(last),
        inspection_start=dt.date.fromisoformat(first),
        published=dt.date(2019, 10, 9),
    )
    result = reconcile([published, on_site, remark(reference, dt.date(2019, 8, 1))], reference)
    assert [(row["source_id"], row["observations"]) for row in result.judgements] == [("a", 1), ("b", 2)]


def test_a_publication_in_the_month_counts_before_a_visit_in_the_next(reference: Reference) -> None:
    near = report(
        reference,
        source_id="a",
        day=dt.date(2019, 9, 20),
        inspection_start=dt.date(2019, 9, 10),
        published=dt.date(2019, 11, 4),
    )
    published = report(reference, source_id="b")
    result = reconcile([near, published, remark(reference, dt.date(2019, 8, 1))], reference)
    assert [(row["source_id"], row["observations"]) for row in result.judgements] == [("a", 1), ("b", 2)]


def test_a_mention_that_contradicts_its_report_is_a_discrepancy_and_not_the_grade(reference: Reference) -> None:
    result = reconcile([report(reference), remark(reference, dt.date(2019, 6, 1), words="inadequate")], reference)
    row = only(result)
    assert (row["grade"], row["agreement"]) == ("good", "conflict")
    (disagreement,) = result.discrepancies
    assert (disagreement["other_evidence"], disagreement["other_reading"]) == ("mention", "inadequate")


def test_two_frameworks_of_one_summer_keep_their_own_mentions(reference: Reference) -> None:
    """Inspections of both kinds took place in July 2012; the one that a remark names is the one it is put to."""
    slac = observation(reference, framework="slac", day=dt.date(2012, 7, 6))
    named = mention(reference, dt.date(2012, 7, 1), "month", framework="child_protection", words="adequate")
    result = reconcile([slac, named], reference)
    assert len(result.inspections) == 1, "it graded the service in that month, and no other visit is known"
    other = observation(reference, framework="child_protection", day=dt.date(2012, 7, 20), source_id="second")
    result = reconcile([slac, other, named], reference)
    assert [(row["framework"], row["observations"]) for row in result.judgements] == [
        ("slac", 1),
        ("child_protection", 2),
    ]


def test_nothing_comes_of_nothing(reference: Reference) -> None:
    assert reconcile([], reference) == Reconciled([], [], [])


def test_the_order_of_the_observations_never_shows(reference: Reference) -> None:
    observations = [
        report(reference),
        statistics(reference),
        remark(reference, dt.date(2019, 1, 1), "year", source_id="a"),
        remark(reference, dt.date(2019, 8, 1), source_id="b"),
        mention(reference, dt.date(2010, 10, 1), "month", source_id="c"),
    ]
    results = [reconcile(order, reference) for order in permutations(observations)]
    assert all(
        (found.judgements, found.discrepancies, ids(found))
        == (results[0].judgements, results[0].discrepancies, ids(results[0]))
        for found in results
    )


# --- what contradicts what: dates told by remarks


def listed(reference: Reference, published: dt.date, **changed: Any) -> Observation:
    """A row of a list that knows the publication alone."""
    dates = {"day": published, "published": published, "inspection_start": None, "inspection_end": None}
    where = {"evidence": "statistics", "source_id": "list", "place": "sheet", "date_basis": "publication"}
    return observation(reference, **(VISIT | dates | where | changed))


def dates_disputed(result: Reconciled) -> list[tuple[object, object, object, object]]:
    names = ("reading", "other_reading", "service", "aspect")
    return [tuple(row[name] for name in names) for row in result.discrepancies if row["field"] == "date"]  # type: ignore[misc]


@pytest.mark.parametrize(
    ("year", "month", "is_disputed"),
    [(2019, 8, False), (2019, 6, False), (2019, 3, False), (2019, 10, True)],
    ids=["of the publication", "of the visit", "five months before", "after the publication"],
)
def test_a_remark_contradicts_a_publication_only_where_no_visit_can_have_led_to_it(
    year: int, month: int, is_disputed: bool, reference: Reference
) -> None:
    result = reconcile([listed(reference, PUBLISHED), remark(reference, dt.date(year, month, 1))], reference)
    assert len(result.inspections) == 1
    expected = [("2019-08-05", f"{year}-{month:02}", "whole_service", "overall")] if is_disputed else []
    assert dates_disputed(result) == expected


def test_two_remarks_that_name_different_months_of_one_visit_are_said_to_differ(reference: Reference) -> None:
    first = remark(reference, dt.date(2019, 6, 1), source_id="first")
    other = remark(reference, dt.date(2019, 7, 1), source_id="other")
    assert dates_disputed(reconcile([first, other], reference)) == [("2019-06", "2019-07", "whole_service", "overall")]
    again = remark(reference, dt.date(2019, 6, 1), source_id="other")
    assert dates_disputed(reconcile([first, again], reference)) == []


def test_a_remark_of_the_year_contradicts_no_month_in_it(reference: Reference) -> None:
    first = remark(reference, dt.date(2019, 6, 1), source_id="first")
    year = remark(reference, dt.date(2019, 1, 1), "year", source_id="other")
    assert dates_disputed(reconcile([first, year], reference)) == []


def test_a_source_without_a_grade_reads_as_such_in_a_discrepancy(reference: Reference) -> None:
    ungraded = statistics(reference, words="Not judged")
    (row,) = [r for r in reconcile([report(reference), ungraded], reference).discrepancies if r["field"] == "grade"]
    assert (row["reading"], row["other_reading"]) == ("Good", "no grade given")
    primary = report(reference, words="Not judged")
    (row,) = [r for r in reconcile([primary, statistics(reference)], reference).discrepancies if r["field"] == "grade"]
    assert (row["reading"], row["other_reading"]) == ("no grade given", "Good")


@pytest.mark.parametrize("day", [1, 30])
def test_a_remark_of_the_month_contradicts_no_day_in_it(day: int, reference: Reference) -> None:
    exact = remark(reference, dt.date(2019, 6, day), "day", source_id="first")
    month = remark(reference, dt.date(2019, 6, 1), source_id="other")
    assert dates_disputed(reconcile([exact, month], reference)) == []


@pytest.mark.parametrize(
    ("date", "precision", "printed_words"),
    [(dt.date(2018, 1, 1), "year", "2018"), (dt.date(2019, 7, 4), "day", "2019-07-04")],
)
def test_a_disputed_date_is_printed_as_exact_as_the_remark_has_it(
    date: dt.date, precision: str, printed_words: str, reference: Reference
) -> None:
    visit = statistics(reference, inspection_end=END, inspection_start=None, framework="ilacs", published=None)
    if precision == "year":
        visit = statistics(reference, inspection_start=dt.date(2019, 1, 2), published=dt.date(2018, 12, 31))
    result = reconcile([visit, remark(reference, date, precision)], reference)
    assert [row[1] for row in dates_disputed(result)] == [printed_words]


@pytest.mark.parametrize("month", [6, 7])
def test_a_visit_over_the_turn_of_a_month_is_of_both(month: int, reference: Reference) -> None:
    visit = report(reference, inspection_start=dt.date(2019, 6, 30), inspection_end=dt.date(2019, 7, 1))
    assert dates_disputed(reconcile([visit, remark(reference, dt.date(2019, month, 1))], reference)) == []


@pytest.mark.parametrize("known", ["inspection_start", "inspection_end"])
def test_one_known_day_on_site_is_enough_to_contradict_a_remark(known: str, reference: Reference) -> None:
    days = {"inspection_start": None, "inspection_end": None} | {known: END}
    result = reconcile([report(reference, **days), remark(reference, dt.date(2019, 5, 1))], reference)
    assert [row[:2] for row in dates_disputed(result)] == [("2019-06-28", "2019-05")]


def test_a_remark_that_gives_the_publication_contradicts_no_day_on_site(reference: Reference) -> None:
    august = remark(reference, dt.date(2019, 8, 1))
    assert dates_disputed(reconcile([report(reference), august], reference)) != []
    published = remark(reference, dt.date(2019, 8, 1), date_basis="publication")
    assert dates_disputed(reconcile([report(reference), published], reference)) == []


def test_the_publication_of_what_only_repeats_a_grade_dates_no_visit(reference: Reference) -> None:
    repeated = listed(reference, PUBLISHED, evidence="mention", place="list")
    result = reconcile([repeated, remark(reference, dt.date(2019, 10, 1))], reference)
    assert len(result.inspections) == 1
    assert dates_disputed(result) == []


def test_a_remark_that_names_another_framework_is_said_to_differ_and_of_what(reference: Reference) -> None:
    slac = observation(reference, framework="slac", day=dt.date(2012, 7, 6))
    july = dt.date(2012, 7, 1)
    named = mention(reference, july, "month", framework="child_protection", words="adequate", is_framework_named=True)
    (row,) = reconcile([slac, named], reference).discrepancies
    assert (row["field"], row["reading"], row["other_reading"]) == ("framework", "slac", "child_protection")
    assert (row["service"], row["aspect"]) == ("safeguarding", "overall")


def test_a_remark_that_joins_another_framework_is_as_comparable_as_that_ones_line(reference: Reference) -> None:
    july = dt.date(2012, 7, 1)
    shared = mention(reference, july, "month", words="adequate", is_shared=True, source_id="a")
    other = mention(reference, july, "month", framework="child_protection", words="adequate", source_id="b")
    row = only(reconcile([shared, other], reference))
    line = reference.frameworks["slac"].judgement("safeguarding", "overall", july)
    assert line is not None
    assert (row["framework"], row["source_id"], row["comparability"]) == ("slac", "b", line.comparability)
    assert other.comparability != line.comparability


def joined(reference: Reference, *observations: Observation) -> dict[str, Observation]:
    """The observations of the one inspection that they are all put to, by the source of each."""
    (inspection,) = reconcile(observations, reference).inspections
    return {o.source_id: o for o in inspection.observations}


@pytest.mark.parametrize(("words", "scale"), [("adequate", "four-point-1-best"), ("requires improvement", LATER_WORD)])
def test_a_remark_takes_the_scale_of_the_inspection_that_it_joins_if_its_word_is_on_it(
    reference: Reference, words: str, scale: str
) -> None:
    remark_on_it = mention(
        reference, dt.date(2012, 3, 1), "month", framework="child_protection", words=words, scale="elsewhere"
    )
    assert joined(reference, observation(reference), remark_on_it)["later"].scale == scale


def test_a_remark_of_another_time_is_held_against_the_day_of_the_inspection_whichever_source_gives_it(
    reference: Reference,
) -> None:
    """The statistics, which weigh more, have the first day; the paper has the last one, which dates the inspection."""
    paper = report(reference, evidence="secondary", source_id="paper", published=None)
    late = dt.date(2019, 9, 1)
    result = reconcile([statistics(reference), paper, remark(reference, late)], reference)
    (row,) = [row for row in result.discrepancies if row["field"] == "date"]
    assert (row["source_id"], row["reading"], row["other_reading"]) == ("statistics", END.isoformat(), "2019-09")


def test_each_source_that_remarks_on_another_time_has_its_own_row(reference: Reference) -> None:
    visit = report(reference)
    remarks = [
        remark(reference, dt.date(2019, 9, 1), source_id="one"),
        remark(reference, dt.date(2019, 9, 1), source_id="one", locator="para 2"),
        remark(reference, dt.date(2019, 10, 1), source_id="other"),
    ]
    result = reconcile([visit, *remarks], reference)
    assert [(row["other_source_id"], row["other_reading"]) for row in result.discrepancies] == [
        ("one", "2019-09"),
        ("other", "2019-10"),
    ]


@pytest.mark.parametrize(
    ("date", "precision", "count"),
    [
        (dt.date(2019, 6, 1), "month", 1),  # of the visit
        (dt.date(2019, 8, 1), "month", 1),  # of the publication
        (dt.date(2019, 7, 1), "month", 2),
        (dt.date(2019, 1, 1), "year", 1),
        (dt.date(2018, 1, 1), "year", 2),
    ],
)
def test_an_account_that_has_a_month_or_a_year_is_of_the_visit_or_publication_of_that_time(
    reference: Reference, date: dt.date, precision: str, count: int
) -> None:
    no_days = {"inspection_start": None, "inspection_end": None, "published": None}
    account = report(reference, day=date, date_precision=precision, evidence="secondary", source_id="list", **no_days)
    assert len(reconcile([report(reference), account], reference).inspections) == count


def test_remarks_that_name_two_frameworks_contradict_no_inspection_that_a_report_knows(reference: Reference) -> None:
    """Without a report nobody can tell which of them is right, so that neither is held against the other."""
    may = dt.date(2012, 5, 1)
    named = [
        mention(
            reference, may, "month", framework=framework, words="good", is_framework_named=True, source_id=framework
        )
        for framework in ("slac", "safeguarding")
    ]
    visit = observation(reference, framework="slac", day=dt.date(2012, 5, 18), words="good")
    assert [r["field"] for r in reconcile([visit, *named], reference).discrepancies] == ["framework"]
    assert reconcile(named, reference).discrepancies == []
