"""The panel and the coverage: which grade is in force at a year's end, why there is none, and what is not known."""

import datetime as dt
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from loaders.building import build
from loaders.building.columns import Row
from loaders.record import folder, reference as reference_module
from loaders.record.model import Observation
from loaders.record.reference import Reference
from loaders.record.register import Register
from tests.documents import extraction, mention, observation
from tests.test_folder import cells as lines, put

SHIPPED = reference_module.load()
# The panel has a row for every authority, service and year: these six are enough.
KNOWN = replace(
    SHIPPED,
    register=Register(
        [
            SHIPPED.register.by_id[name]
            for name in ("bedford", "bedfordshire", "devon", "dudley", "northamptonshire", "worcestershire")
        ]
    ),
)
COMPLETE_TO = dt.date(2026, 8, 21)
Tables = dict[str, list[Row]]


def record(*observations: Observation, complete_to: dt.date = COMPLETE_TO, reference: Reference = KNOWN) -> Tables:
    """The tables of these observations, in a record that statistics call complete."""
    day = dt.date(2018, 5, 4)
    elsewhere = observation(
        KNOWN, authority_id="devon", framework="ilacs", words="Good", day=day, evidence="statistics"
    )
    statistics = extraction("statistics", elsewhere, complete_to=complete_to, kind="spreadsheet")
    return build.record([extraction("report", *observations), statistics], reference).tables


def visit(framework: str, day: str, words: str = "good", service: str = "whole_service", **more: Any) -> Observation:
    return observation(
        KNOWN,
        **({"framework": framework, "day": dt.date.fromisoformat(day), "words": words, "service": service} | more),
    )


def at(tables: Tables, service: str, authority_id: str = "worcestershire") -> dict[str, tuple[str, str]]:
    """Grade and status of a service by the last day of each year, as yyyy, and the last day of the record."""
    return {
        str(row["year_end"])[:4] if str(row["year_end"]).endswith("12-31") else str(row["year_end"]): (
            str(row["grade"]),
            str(row["status"]),
        )
        for row in tables["panel"]
        if (row["authority_id"], row["service"]) == (authority_id, service)
    }


def covered(tables: Tables, of_round: str, authority_id: str = "worcestershire") -> Row:
    (row,) = [r for r in tables["coverage"] if (r["round"], r["authority_id"]) == (of_round, authority_id)]
    return row


NONE, LOST, TOGETHER = ("", "not_judged"), ("", "not_known"), ("", "judged_together")


def test_the_days_are_every_years_end_and_the_day_to_which_the_record_is_complete() -> None:
    days = list(at(record(visit("sif", "2016-11-04")), "adoption"))
    assert days == [*map(str, range(2005, 2026)), "2026-08-21"]
    days = list(at(record(visit("sif", "2016-11-04"), complete_to=dt.date(2025, 12, 31)), "adoption"))
    assert days[-2:] == ["2024", "2025"]


def test_a_record_that_no_source_calls_complete_has_no_panel() -> None:
    assert build.record([extraction("report", visit("sif", "2016-11-04"))], KNOWN).tables["panel"] == []


def test_a_grade_holds_until_the_next_one_by_the_day_of_the_inspection() -> None:
    states = at(record(visit("sif", "2016-12-31", "Inadequate"), visit("ilacs", "2020-01-01", "Good")), "whole_service")
    assert [states[year] for year in ("2016", "2019", "2020", "2025")] == [
        ("inadequate", "known"), ("inadequate", "known"), ("good", "known"), ("good", "known"),
    ]  # fmt: skip


def test_a_known_grade_comes_with_its_inspection_its_rank_and_its_comparability() -> None:
    rows = record(visit("sif", "2016-11-04", "Inadequate"))["panel"]
    (row,) = [
        r for r in rows
        if (r["authority_id"], r["service"], str(r["year_end"])) == ("worcestershire", "whole_service", "2017-12-31")
    ]  # fmt: skip
    assert (row["inspection_id"], row["since"], row["grade_rank"], row["comparability"]) == (
        "worcestershire-2016-11-sif", dt.date(2016, 11, 4), 4, "close",
    )  # fmt: skip


def test_care_leavers_are_judged_together_from_the_first_inspection_that_does_so_to_the_first_that_does_not() -> None:
    """Five year-ends repeated a grade of 2016 that nobody gave."""
    tables = record(
        visit("sif", "2016-11-04", "Inadequate", "care_leavers"),
        visit("ilacs", "2019-06-28", "Good"),
        visit("ilacs", "2023-05-26", "Good", "care_leavers"),
    )
    states = at(tables, "care_leavers")
    assert states["2018"] == ("inadequate", "known"), "not before its own inspection"
    assert [states[year] for year in ("2019", "2022")] == [TOGETHER, TOGETHER]
    assert states["2023"] == ("good", "known")


def test_the_overall_grade_holds_until_an_inspection_that_gives_none() -> None:
    first, later = visit("ilacs", "2023-05-26", "Good"), visit("ilacs", "2026-05-08", "Good", "safeguarding")
    assert at(record(first), "whole_service")["2026-08-21"] == ("good", "known")
    assert at(record(first, later), "whole_service")["2026-08-21"] == NONE


def test_what_is_printed_as_not_judged_ends_the_grade_before_it() -> None:
    tables = record(
        visit("sif", "2014-01-10", "Good", "adoption"), visit("sif", "2016-11-04", "Not judged", "adoption")
    )
    assert [at(tables, "adoption")[year] for year in ("2014", "2016")] == [("good", "known"), NONE]


def test_what_no_framework_grades_any_more_is_not_judged() -> None:
    states = at(record(visit("sif", "2016-11-04", "Good", "adoption")), "adoption")
    assert [states[year] for year in ("2017", "2018", "2025")] == [("good", "known"), NONE, NONE]


# --- what is not known


def test_before_its_first_round_a_service_was_not_judged_and_in_it_it_is_not_known() -> None:
    """Joint area reviews graded safeguarding from 2007 on; nothing of Worcestershire's is in this record."""
    states = at(record(visit("slac", "2010-10-08", "Inadequate", "safeguarding")), "safeguarding")
    assert [states[year] for year in ("2005", "2006", "2007", "2008", "2009", "2010")] == [
        NONE, NONE, LOST, LOST, LOST, ("inadequate", "known"),
    ]  # fmt: skip


def test_where_the_only_round_is_known_nothing_was_graded_before_it() -> None:
    tables = record(visit("sif", "2016-11-04", "Good", "care_leavers"))
    assert {year: at(tables, "care_leavers")[year] for year in ("2013", "2015", "2016")} == {
        "2013": NONE, "2015": NONE, "2016": ("good", "known"),
    }  # fmt: skip
    assert at(tables, "care_leavers", "dudley")["2015"] == LOST, "nothing of its inspection is in this record"


def test_a_new_authority_had_no_grade_before_its_first_inspection() -> None:
    first = visit("slac", "2012-03-23", "Adequate", "safeguarding", authority_id="bedford")
    states = at(record(first), "safeguarding", "bedford")
    assert states["2008"] == ("", "no_authority")
    assert [states[year] for year in ("2009", "2012")] == [NONE, ("requires_improvement_or_adequate", "known")]


def test_an_authority_that_ended_has_no_grade_afterwards() -> None:
    states = at(
        record(visit("sif", "2016-11-04", "Good", authority_id="northamptonshire")), "whole_service", "northamptonshire"
    )
    assert [states[year] for year in ("2020", "2021")] == [("good", "known"), ("", "no_authority")]


def test_an_inspection_that_must_have_graded_a_service_hides_the_grade_before_it() -> None:
    tables = record(
        visit("jar", "2008-11-18", "good", "safeguarding"),
        mention(KNOWN, dt.date(2010, 10, 1), "month", service="looked_after_children"),
    )
    assert [at(tables, "safeguarding")[year] for year in ("2008", "2009", "2010")] == [
        ("good", "known"),
        ("good", "known"),
        LOST,
    ]


# --- yearly assessments


def test_a_years_assessment_ends_with_the_next_one_even_where_that_is_not_known() -> None:
    states = at(record(visit("apa", "2006-11-01", "outstanding")), "whole_service")
    assert [states[year] for year in ("2005", "2006", "2007", "2011")] == [LOST, ("outstanding", "known"), LOST, LOST]


def test_a_years_rating_ends_with_the_law_that_it_was_made_under() -> None:
    """It was in force until July 2012; the next inspection of the whole service came years later."""
    states = at(
        record(visit("car", "2011-11-08", "performs poorly"), visit("sif", "2016-11-04", "Good")), "whole_service"
    )
    assert [states[year] for year in ("2011", "2012", "2015")] == [("inadequate", "known"), NONE, NONE]
    assert at(record(visit("car", "2011-11-08", "performs poorly")), "whole_service")["2016"] == LOST


def test_a_rating_that_was_held_back_on_the_day_is_not_known() -> None:
    tables = record(visit("car", "2009-12-09", "performs well"), visit("car", "2010-12-09", "not yet published"))
    assert [at(tables, "whole_service")[year] for year in ("2009", "2010")] == [("good", "known"), LOST]
    assert covered(tables, "car-2010")["status"] == "inspected"


def test_a_corporate_score_is_no_grade_that_an_authority_was_under() -> None:
    """It was drawn from the annual assessment and the joint area review, and never fills a gap in them."""
    score = visit("cpa", "2008-01-01", "good", date_precision="year", date_basis="assessment_year")
    assert at(record(score), "whole_service")["2008"] == LOST


# --- coverage


def test_a_round_is_known_by_its_strongest_evidence_or_not_known() -> None:
    tables = record(visit("sif", "2016-11-04", "Good"), mention(KNOWN, dt.date(2010, 10, 1), "month"))
    assert (covered(tables, "sif")["status"], covered(tables, "sif")["evidence"]) == ("known", "primary")
    assert (covered(tables, "slac")["status"], covered(tables, "slac")["evidence"]) == ("known", "mention")
    assert covered(tables, "jar")["status"] == "not_known"
    assert covered(tables, "ilacs")["status"] == "not_inspected"


def test_what_is_dated_by_its_year_is_of_a_round_of_some_days_of_it() -> None:
    year = {"date_precision": "year", "date_basis": "assessment_year", "inspection_start": None, "inspection_end": None}
    rating = visit("car", "2009-01-01", "performs well", **year)
    review = visit("jar", "2005-01-01", "good", aspect="being_healthy", **year)
    tables = record(rating, review)
    assert [covered(tables, name)["status"] for name in ("car-2009", "jar", "car-2010")] == [
        "known",
        "known",
        "not_known",
    ]


def test_an_authority_that_a_review_inspected_was_left_out_of_the_assessment_of_2006() -> None:
    review = visit("jar", "2006-06-01", "good", aspect="being_healthy")
    assert (covered(record(review), "apa-2006")["expected"], covered(record(review), "apa-2006")["status"]) == (
        "no", "not_inspected",
    )  # fmt: skip
    assert covered(record(visit("sif", "2016-11-04")), "apa-2006")["expected"] == "perhaps"
    assert covered(record(review), "apa-2005")["expected"] == "yes"
    later = visit("jar", "2007-01-10", "good", aspect="being_healthy")
    assert covered(record(later), "apa-2006")["expected"] == "perhaps"
    states = at(record(visit("apa", "2005-12-01", "good"), review), "whole_service")
    assert states["2006"] == ("good", "known")


def test_a_corporate_score_takes_no_grades_place() -> None:
    """It was drawn from the annual assessment and the joint area review, and no authority was under it."""
    review = visit("jar", "2006-06-01", "good", aspect="being_healthy")
    score = visit("cpa", "2006-01-01", "adequate", date_precision="year", date_basis="assessment_year")
    states = at(record(visit("apa", "2005-12-01", "good"), review, score), "whole_service")
    assert states["2006"] == ("good", "known")


def test_a_years_assessment_is_not_missed_before_the_year_is_over() -> None:
    tables = record(visit("car", "2009-12-09", "performs well"), complete_to=dt.date(2010, 6, 30))
    assert at(tables, "whole_service")["2010-06-30"] == ("good", "known")


@pytest.fixture(scope="module")
def shipped_coverage() -> list[Row]:
    """That of a record of every authority."""
    return record(visit("sif", "2016-11-04"), reference=SHIPPED)["coverage"]


@pytest.mark.parametrize("of_round", ["apa-2008", "jar", "car-2009", "slac", "sif"])
def test_only_authorities_that_existed_then_are_expected_in_a_round(of_round: str, shipped_coverage: list[Row]) -> None:
    of_it = {row["authority_id"] for row in shipped_coverage if row["round"] == of_round}
    assert len(of_it) == (150 if of_round in ("apa-2008", "jar") else 152)
    assert ("bedfordshire" in of_it) == (of_round in ("apa-2008", "jar"))


# --- the laws that a data folder is checked by


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    observations = [
        visit("ilacs", "2019-06-28", "Good", "safeguarding"),
        visit("ilacs", "2023-05-26", "Good", "safeguarding"),
    ]
    statistics = extraction("report", *observations, complete_to=COMPLETE_TO)
    data = tmp_path_factory.mktemp("panel") / "data"
    build.build([statistics], data, KNOWN)
    return data


@pytest.fixture
def place(built: Path, tmp_path: Path) -> Path:
    return shutil.copytree(built, tmp_path / "data")


def known_row(place: Path) -> int:
    """The first row of the panel with a grade in force."""
    return next(number for number, cells in enumerate(lines(place, "panel")) if "known" in cells)


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("grade", "", "its status is known, and its grade is empty"),
        ("status", "not_known", "its status is not_known, and its grade is good"),
        ("grade", "outstanding", "rank '2' is not that of 'outstanding'"),
        ("since", "2019-06-27", "worcestershire-2019-06-ilacs did not grade safeguarding good on 2019-06-27"),
        ("year_end", "2019-01-15", "it rests on an inspection after 2019-01-15"),
    ],
)
def test_a_grade_in_force_that_no_inspection_gave_by_then_is_named(
    column: str, value: str, message: str, place: Path
) -> None:
    row = known_row(place)
    put("panel", column, value, row)(place)
    assert f"panel.csv, row {row + 1}: {message}" in folder.check(place, KNOWN)


def test_a_step_is_called_the_same_only_where_both_of_its_ends_are(place: Path) -> None:
    assert folder.check(place, KNOWN) == []
    put("judgements", "comparability", "close", 2)(place)
    message = "movements.csv, row 2: it is called the same, and one of its ends is not"
    assert message in folder.check(place, KNOWN)
