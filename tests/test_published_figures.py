"""The shipped record against figures that others published: what was counted at the time must come out of it.

Each figure is a fact with its source. Those of the official list itself are counted in `test_statistics_list` as the
parser gives them; here they are counted in the tables that are shipped, after everything has been reconciled.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable

import pytest

from loaders.record import reference as reference_module
from tests.shared_material import CHECKOUT, SHARED, needs_sources

Row = dict[str, str]

KNOWN = reference_module.load()
GRADES = ("outstanding", "good", "requires_improvement_or_adequate", "inadequate")
TOTALS = SHARED / "lists" / "totals.csv"


def table(name: str) -> list[Row]:
    with (CHECKOUT / "data" / "built" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


JUDGEMENTS = table("judgements")
AUTHORITIES = table("authorities")


def graded(*frameworks: str, service: str, aspect: str = "overall") -> list[Row]:
    return [r for r in JUDGEMENTS if r["framework"] in frameworks and (r["service"], r["aspect"]) == (service, aspect)]


def counts(rows: Iterable[Row]) -> list[int]:
    found = Counter(row["grade"] for row in rows)
    return [found[grade] for grade in GRADES]


def published(rows: list[Row], since: str, until: str) -> list[Row]:
    return [row for row in rows if since <= row["published"] <= until]


def first(rows: list[Row]) -> list[Row]:
    return [row for row in rows if row["inspection_type"] != "re-inspection"]


def again(rows: list[Row]) -> list[Row]:
    return [row for row in rows if row["inspection_type"] == "re-inspection"]


def in_force(rows: list[Row], day: str) -> list[Row]:
    """The newest grade by `day` of each authority that there was on it."""
    there = {a["authority_id"] for a in AUTHORITIES if a["valid_from"] <= day <= (a["valid_to"] or day)}
    newest: dict[str, Row] = {}
    for row in sorted(rows, key=lambda row: row["date"]):
        if row["date"] <= day and row["authority_id"] in there:
            newest[row["authority_id"]] = row
    return list(newest.values())


# The reports that came out in an inspection year, September to August. Local Government Lawyer gave the counts of
# 2010/11 as 47 of safeguarding (13 good, 25 adequate, 9 inadequate) and 46 of looked-after children (19, 26, 1).
YEAR_2010_11 = ("2010-09-01", "2011-08-31")


def test_looked_after_children_of_2010_11_were_19_good_26_adequate_and_1_inadequate() -> None:
    rows = published(graded("slac", service="looked_after_children"), *YEAR_2010_11)
    assert counts(rows) == [0, 19, 26, 1]
    assert [row["authority_id"] for row in rows if row["grade"] == "inadequate"] == ["kent"]


def test_safeguarding_of_2010_11_lacks_only_the_visit_that_came_out_six_days_later() -> None:
    rows = graded("slac", "safeguarding", service="safeguarding")
    assert counts(published(rows, *YEAR_2010_11)) == [0, 13, 25, 8]
    late = published(rows, "2011-09-01", "2011-09-06")
    assert [(row["authority_id"], row["grade"]) for row in late] == [("peterborough", "inadequate")]


# "Children's social care data in England 2023", the official list of inspections since August 2009: the grades of each
# service in each round, those of first inspections and of re-inspections apart.
ROUNDS: list[tuple[str, list[int], Callable[[], list[Row]]]] = [
    ("safeguarding, first", [5, 57, 66, 24], lambda: first(graded("slac", service="safeguarding"))),
    ("looked after, first", [2, 79, 67, 3], lambda: first(graded("slac", service="looked_after_children"))),
    ("safeguarding, again", [0, 0, 7, 2], lambda: again(graded("slac", "safeguarding", service="safeguarding"))),
    ("looked after, again", [0, 0, 2, 0], lambda: again(graded("slac", service="looked_after_children"))),
    ("child protection", [0, 4, 29, 18], lambda: graded("child_protection", service="safeguarding")),
    ("looked after 2013", [0, 0, 1, 4], lambda: graded("lac", service="looked_after_children")),
    ("single framework, first", [3, 51, 65, 33], lambda: first(graded("sif", service="whole_service"))),
    ("single framework, again", [0, 3, 11, 7], lambda: again(graded("sif", service="whole_service"))),
]


@pytest.mark.parametrize(("expected", "rows"), [each[1:] for each in ROUNDS], ids=[each[0] for each in ROUNDS])
def test_each_round_comes_out_as_the_official_list_has_it(expected: list[int], rows: Callable[[], list[Row]]) -> None:
    assert counts(rows()) == expected


def test_every_authority_of_the_time_was_seen_once_in_the_two_full_rounds() -> None:
    for framework, service in (("slac", "safeguarding"), ("sif", "whole_service")):
        rows = first(graded(framework, service=service))
        assert len(rows) == len({row["authority_id"] for row in rows}) == 152


def test_before_november_2013_every_authority_had_a_grade_and_all_but_one_for_looked_after_children() -> None:
    def graded_before(*, service: str) -> set[str]:
        rows = graded("slac", "safeguarding", "child_protection", "lac", service=service)
        return {row["authority_id"] for row in rows if row["grade"] and row["date"] < "2013-11-01"}

    everybody = graded_before(service="safeguarding")
    assert len(everybody) == 152
    assert everybody - graded_before(service="looked_after_children") == {"isles-of-scilly"}


def test_by_october_2013_twenty_of_152_were_inadequate_for_safeguarding() -> None:
    # As the inspectorate said that month.
    rows = in_force(graded("slac", "safeguarding", "child_protection", service="safeguarding"), "2013-10-15")
    assert (len(rows), counts(rows)[3]) == (152, 20)


def test_of_59_single_inspections_out_by_30_june_2015_14_were_good_31_required_improvement_14_were_inadequate() -> None:
    # Official statistics of the authorities whose report was out by that day.
    rows = published(graded("sif", service="whole_service"), "2013-11-01", "2015-06-30")
    assert (len(rows), counts(rows)) == (59, [0, 14, 31, 14])


@pytest.mark.parametrize(
    ("day", "of", "expected"),
    [
        # Official statistics, "Local authority inspection outcomes as at 31 March 2025": 93 of 153.
        ("2025-03-31", 153, [22, 71, 45, 15]),
        # All reports to that day: 104 of 153 are good or outstanding.
        ("2026-08-21", 153, [28, 76, 40, 9]),
    ],
)
def test_help_and_protection_in_force_is_as_it_was_published(day: str, of: int, expected: list[int]) -> None:
    rows = in_force(graded("ilacs", service="safeguarding"), day)
    assert (len(rows), counts(rows)) == (of, expected)


def test_the_newest_framework_has_324_inspections() -> None:
    assert len({row["inspection_id"] for row in JUDGEMENTS if row["framework"] == "ilacs"}) == 324


def of_total(total: Row) -> set[tuple[str, str]]:
    """The inspections of the record that a row of the totals counts, by authority and inspection."""
    scale = KNOWN.scales[
        "statistics-relabelled" if total["unit"] == "inspections" else KNOWN.frameworks[total["framework"]].scale
    ]
    printed = total["grade"]
    known = scale.by_number.get(int(printed)) if printed.isdigit() else scale.word(printed)
    assert known is not None, total
    return {
        (row["authority_id"], row["inspection_id"])
        for row in graded(total["framework"], service=total["service"], aspect=total["aspect"])
        if row["grade"] == known.grade and row["date"][:4] == total["year"]
    }


@needs_sources
def test_no_grade_of_a_years_assessments_is_known_of_more_authorities_than_were_counted() -> None:
    checked = 0
    with TOTALS.open(encoding="utf-8", newline="") as file:
        for total in csv.DictReader(file):
            one_grade = total["grade"].isdigit() or total["grade"] in {"outstanding", "inadequate"}
            one_grade |= total["grade"].startswith("performs ")
            if total["unit"] != "authorities" or not one_grade or total["framework"] not in ("apa", "car", "cpa"):
                continue
            found = len({authority for authority, _ in of_total(total)})
            assert found <= int(total["count"]), total
            if total["names_must_add_up"] == "yes":
                assert found == int(total["count"]), total
            checked += 1
    assert checked >= 20
