"""What follows from the judgements: movements with their sign and join, and what each inspection left ungraded."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, strategies as st

from loaders.building.reconcile import Row
from loaders.record import reference as reference_module
from loaders.record.model import Observation
from tests.documents import mention, observation, tables_of

KNOWN = reference_module.load()
YEARS = {
    "apa": dt.date(2007, 6, 1),
    "jar": dt.date(2008, 11, 18),
    "slac": dt.date(2010, 10, 8),
    "safeguarding": dt.date(2012, 3, 23),
    "child_protection": dt.date(2013, 4, 24),
    "lac": dt.date(2013, 7, 12),
    "sif": dt.date(2016, 11, 4),
    "ilacs": dt.date(2019, 6, 28),
}


def visit(framework: str, words: str, day: dt.date | None = None, **changed: Any) -> Observation:
    day = day or YEARS[framework]
    return observation(
        KNOWN, **{"framework": framework, "words": words, "day": day, "source_id": f"{framework}-{day}"} | changed
    )


def movements(*observations: Observation) -> list[Row]:
    return tables_of(KNOWN, *observations)["movements"]


def step(*observations: Observation) -> Row:
    (row,) = movements(*observations)
    return row


def inspection(*observations: Observation) -> Row:
    (row,) = tables_of(KNOWN, *observations)["inspections"]
    return row


def pairs(text: object) -> set[str]:
    return set(str(text).split(";")) - {""}


# --- movements


@pytest.mark.parametrize(
    ("earlier", "later", "change"),
    [("Inadequate", "Good", 2), ("Good", "Inadequate", -2), ("Good", "Good", 0), ("Inadequate", "Outstanding", 3)],
)
def test_a_change_for_the_better_is_positive(earlier: str, later: str, change: int) -> None:
    row = step(visit("ilacs", earlier), visit("ilacs", later, dt.date(2023, 5, 26)))
    assert row["change"] == change
    assert (row["from_date"], row["to_date"]) == (dt.date(2019, 6, 28), dt.date(2023, 5, 26))
    assert (row["from_grade"], row["to_grade"]) == (earlier.lower(), later.lower())


def test_worcestershires_three_of_2008_and_three_of_2012_is_a_fall_with_an_inadequate_between() -> None:
    rows = movements(
        visit("jar", "good"),
        mention(KNOWN, dt.date(2010, 1, 1), "year"),
        visit("safeguarding", "Adequate"),
    )
    assert [(row["from_inspection_id"], row["to_inspection_id"], row["change"]) for row in rows] == [
        ("worcestershire-2008-11-jar", "worcestershire-2010-01-slac", -2),
        ("worcestershire-2010-01-slac", "worcestershire-2012-03-safeguarding", 1),
    ]
    assert [(row["draw"], row["comparability"]) for row in rows] == [("break", "loose"), ("dashed", "close")]
    assert "the best number was 4 in the earlier and 1 in the later" in str(rows[0]["because"])


@pytest.mark.parametrize(
    ("earlier", "later", "service", "draw", "comparability"),
    [
        ("jar", "slac", "safeguarding", "break", "loose"),
        ("slac", "safeguarding", "safeguarding", "dashed", "close"),
        ("slac", "child_protection", "safeguarding", "dashed", "close"),
        ("slac", "lac", "looked_after_children", "dashed", "close"),
        ("child_protection", "sif", "safeguarding", "break", "loose"),
        ("lac", "sif", "looked_after_children", "break", "loose"),
        ("slac", "sif", "safeguarding", "break", "loose"),
        ("sif", "ilacs", "safeguarding", "dashed", "close"),
        ("sif", "ilacs", "whole_service", "dashed", "close"),
        ("jar", "sif", "safeguarding", "break", "loose"),
        ("jar", "ilacs", "safeguarding", "break", "loose"),
    ],
)
def test_a_step_between_frameworks_is_drawn_as_the_joining_rules_say(
    earlier: str, later: str, service: str, draw: str, comparability: str
) -> None:
    row = step(visit(earlier, "Good", service=service), visit(later, "Good", service=service))
    assert (row["draw"], row["comparability"]) == (draw, comparability)
    assert row["because"]


@pytest.mark.parametrize(
    ("earlier", "later"),
    [("apa", "apa"), ("car", "car"), ("cpa", "cpa"), ("apa", "cpa"), ("cpa", "car"), ("car", "sif"), ("jar", "ilacs")],
)
def test_a_step_from_an_assessment_of_before_2009_says_why_it_is_not_comparable(earlier: str, later: str) -> None:
    words = {"car": "performs well"}
    first = visit(earlier, words.get(earlier, "good"), dt.date(2009, 12, 9), service="whole_service")
    second = visit(later, words.get(later, "good"), dt.date(2018, 11, 8), service="whole_service", aspect="overall")
    row = step(first, second)
    assert (row["draw"], row["comparability"]) == ("break", "loose")
    assert "no rule" not in str(row["because"])
    assert ("review on site" in str(row["because"])) == (earlier != later and later in ("apa", "cpa", "car"))


def test_a_step_within_one_framework_is_one_measure() -> None:
    row = step(visit("ilacs", "Good"), visit("ilacs", "Good", dt.date(2023, 5, 26)))
    assert (row["draw"], row["comparability"], row["because"]) == ("solid", "same", "")


def test_a_step_within_an_earlier_framework_is_close_to_today_and_not_the_same() -> None:
    row = step(visit("sif", "Good"), visit("sif", "Good", dt.date(2016, 5, 26)))
    assert (row["draw"], row["comparability"]) == ("dashed", "close")
    assert row["because"]


def test_a_visit_across_the_change_of_scope_is_told_by_its_first_day() -> None:
    before = visit("ilacs", "Good", dt.date(2023, 2, 3), service="looked_after_children")
    before = replace(before, inspection_start=dt.date(2022, 12, 5), comparability="close")
    row = step(before, visit("ilacs", "Good", dt.date(2026, 6, 12), service="looked_after_children"))
    assert (row["draw"], row["comparability"]) == ("dashed", "close")


@pytest.mark.parametrize(
    ("earlier", "later", "service", "expected"),
    [
        ("sif", "sif", "adoption", ("dashed", "close", "no later framework grades this")),
        ("sif", "sif", "lscb", ("dashed", "close", "no later framework grades the boards")),
        ("sif", "lscb", "lscb", ("dashed", "close", "no later framework grades the boards")),
        ("apa", "apa", "whole_service", ("break", "loose", "the areas and labels of the assessment changed")),
    ],
)
def test_a_step_between_two_grades_that_nothing_follows_is_of_the_two_and_not_of_what_came_later(
    earlier: str, later: str, service: str, expected: tuple[str, str, str]
) -> None:
    aspect = "capacity_for_improvement" if service == "whole_service" else "overall"
    days = (dt.date(2014, 6, 20), dt.date(2017, 11, 17))
    ends = [
        visit(framework, "Good", day, service=service, aspect=aspect)
        for framework, day in zip((earlier, later), days, strict=True)
    ]
    assert [end.comparability for end in ends] == ["ended", "ended"]
    row = step(*ends)
    assert (row["draw"], row["comparability"]) == expected[:2]
    assert str(row["because"]).startswith(expected[2])


@pytest.mark.parametrize(
    ("first", "second", "draw"),
    [
        (dt.date(2019, 6, 28), dt.date(2022, 12, 31), "dashed"),
        (dt.date(2019, 6, 28), dt.date(2023, 1, 1), "dashed"),
        (dt.date(2023, 1, 20), dt.date(2026, 5, 8), "solid"),
    ],
)
def test_children_in_care_are_joined_by_a_solid_line_since_2023_alone(
    first: dt.date, second: dt.date, draw: str
) -> None:
    def in_care(day: dt.date) -> Observation:
        return visit("ilacs", "Good", day, service="looked_after_children")

    assert step(in_care(first), in_care(second))["draw"] == draw


def test_neighbours_alone_are_joined_each_service_and_aspect_by_itself() -> None:
    rows = movements(
        visit("sif", "Good"),
        visit("ilacs", "Good"),
        visit("ilacs", "Good", dt.date(2023, 5, 26)),
        visit("sif", "Good", aspect="overall", service="whole_service"),
        visit("ilacs", "Good", service="whole_service", aspect="leadership"),
    )
    assert [(row["service"], row["aspect"], str(row["from_date"])[:4], str(row["to_date"])[:4]) for row in rows] == [
        ("safeguarding", "overall", "2016", "2019"),
        ("safeguarding", "overall", "2019", "2023"),
    ]


def test_what_was_not_judged_is_no_end_of_a_movement() -> None:
    row = step(
        visit("sif", "Good"),
        visit("ilacs", "Not judged"),
        visit("ilacs", "Inadequate", dt.date(2023, 5, 26)),
    )
    assert (row["from_inspection_id"], row["to_inspection_id"], row["change"]) == (
        "worcestershire-2016-11-sif",
        "worcestershire-2023-05-ilacs",
        -2,
    )


def test_another_authoritys_inspections_are_never_joined() -> None:
    assert (
        movements(visit("sif", "Good", authority_id="cumbria"), visit("ilacs", "Good", authority_id="cumberland")) == []
    )


# --- inspections


def test_an_inspection_counts_its_grades_and_names_its_sources_strongest_first() -> None:
    row = inspection(
        visit("slac", "Good", source_id="paper", evidence="secondary"),
        visit("slac", "Good", source_id="report"),
        visit("slac", "Good", source_id="report", aspect="leadership"),
        visit("slac", "Not judged", source_id="report", aspect="partnership"),
    )
    assert (row["judgements"], row["evidence"], row["sources"]) == (2, "primary", "report;paper")
    assert row["not_judged"] == "safeguarding/partnership"
    assert row["not_given"] == ""


def test_what_a_report_should_give_and_no_source_establishes_is_named() -> None:
    row = inspection(visit("child_protection", "Good"), visit("child_protection", "Good", aspect="leadership"))
    assert row["not_established"] == "safeguarding/outcomes;safeguarding/quality_of_provision"


def test_the_board_is_not_expected_of_every_report() -> None:
    assert "lscb/overall" not in pairs(inspection(visit("sif", "Good"))["not_established"])


@pytest.mark.parametrize(
    ("day", "not_given", "not_established"),
    [
        (
            dt.date(2022, 12, 9),
            {"care_leavers/overall"},
            {"whole_service/overall", "whole_service/leadership", "looked_after_children/overall"},
        ),
        (
            dt.date(2023, 1, 20),
            set(),
            {
                "whole_service/overall",
                "whole_service/leadership",
                "looked_after_children/overall",
                "care_leavers/overall",
            },
        ),
        (
            dt.date(2026, 4, 30),
            {"whole_service/overall"},
            {"whole_service/leadership", "looked_after_children/overall", "care_leavers/overall"},
        ),
    ],
)
def test_not_given_by_design_is_never_missing(day: dt.date, not_given: set[str], not_established: set[str]) -> None:
    row = inspection(visit("ilacs", "Good", day))
    assert pairs(row["not_given"]) == not_given
    assert pairs(row["not_established"]) == not_established


def test_what_is_given_is_decided_by_the_first_day_of_a_visit_in_two_parts() -> None:
    row = inspection(visit("ilacs", "Good", dt.date(2023, 2, 15), inspection_start=dt.date(2022, 12, 5)))
    assert row["not_given"] == "care_leavers/overall"


def test_of_an_inspection_known_from_mentions_alone_nothing_more_is_expected() -> None:
    row = inspection(mention(KNOWN, dt.date(2010, 10, 1), "month"))
    assert (row["evidence"], row["judgements"], row["not_established"]) == ("mention", 1, "")


# --- laws

words = st.sampled_from(["Outstanding", "Good", "Requires improvement", "Inadequate"])
days = st.dates(dt.date(2018, 1, 1), dt.date(2022, 12, 31))


@pytest.mark.slow
@given(words, words, days, st.integers(32, 1000))
def test_swapping_two_inspections_flips_the_sign_of_the_change(one: str, other: str, day: dt.date, later: int) -> None:
    second = day + dt.timedelta(later)
    forwards = step(visit("ilacs", one, day), visit("ilacs", other, second))
    backwards = step(visit("ilacs", other, day), visit("ilacs", one, second))
    assert forwards["change"] == -backwards["change"]  # type: ignore[operator]
    assert (forwards["from_grade"], forwards["to_grade"]) == (backwards["to_grade"], backwards["from_grade"])
    assert (forwards["change"] == 0) == (one == other)


@pytest.mark.slow
@given(st.lists(st.tuples(words, st.integers(40, 900)), min_size=1, max_size=6))
def test_the_changes_of_a_series_add_up_to_the_whole_way(series: list[tuple[str, int]]) -> None:
    day = dt.date(2018, 1, 1)
    observations = []
    for grade, gap in series:
        day += dt.timedelta(gap)
        observations.append(visit("ilacs", grade, day))
    rows = movements(*observations)
    assert len(rows) == len(series) - 1
    ranks = [o.grade_rank for o in observations]
    assert sum(int(str(row["change"])) for row in rows) == (ranks[0] or 0) - (ranks[-1] or 0)
