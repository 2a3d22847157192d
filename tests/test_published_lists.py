"""Published lists as reviewed data: what they give, and that a file which does not add up is refused by name."""

import csv
import datetime as dt
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from loaders.reading.extract import extract
from loaders.reading.parsers import published_list
from loaders.record.errors import SourceRefused
from loaders.record.reference import Reference
from tests.shared_material import CHECKOUT, SHARED, needs_sources

LISTS = sorted((CHECKOUT / "data" / "lists").glob("*.toml"))
TODAY = dt.date(2026, 11, 28)


def made(**changed: Any) -> dict[str, Any]:
    """A list of two names under one grade; what changes is of the group, or with `of_list_` of the list."""
    group = {
        "framework": "car",
        "date": dt.date(2010, 12, 9),
        "date_means": "publication",
        "service": "whole_service",
        "aspect": "overall",
        "evidence": "secondary",
        "printed": "performing poorly",
        "expected": 2,
        "rows": [["York", "name 1 of 2"], ["Dorset", "name 2 of 2"]],
    }
    head = {
        "title": "Ratings",
        "publisher": "A paper",
        "address": "https://example.org/ratings",
        "published": "2010-12-09",
        "copy": "excerpt",
        "covers": "the poor",
        "is_complete": True,
        "expected": 2,
    }
    of_list = {name[8:]: value for name, value in changed.items() if name.startswith("of_list_")}
    of_group = {name: value for name, value in changed.items() if not name.startswith("of_list_")}
    return {**head, **of_list, "grades": [{**group, **of_group}]}


def test_a_list_gives_each_name_its_grade_as_printed_with_its_place(reference: Reference) -> None:
    parsed = published_list.parse(made(), reference, TODAY)
    assert (parsed.title, parsed.publisher, parsed.published) == ("Ratings", "A paper", dt.date(2010, 12, 9))
    assert [
        (r.authority, r.framework, r.evidence, r.published, r.date_basis, r.lines[0].words, r.lines[0].locator)
        for r in parsed.readings
    ] == [
        ("york", "car", "secondary", dt.date(2010, 12, 9), "publication", "performing poorly", "name 1 of 2"),
        ("dorset-county", "car", "secondary", dt.date(2010, 12, 9), "publication", "performing poorly", "name 2 of 2"),
    ]


def test_an_assessment_year_is_a_year_and_no_day_of_anything(reference: Reference) -> None:
    values = made(framework="cpa", printed="3", number=3, year=2007, date_means="assessment year")
    del values["grades"][0]["date"]
    reading = published_list.parse(values, reference, TODAY).readings[0]
    assert (reading.year, reading.published, reading.date_basis) == (2007, None, "assessment_year")


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"expected": 3}, r"\[\[grades\]\] 1 has 2 rows; expected 3"),
        ({"of_list_expected": 3}, "it has 2 grades; expected 3"),
        ({"rows": [["York", "1"], ["York", "2"]]}, '"york" stands twice'),
        ({"rows": [["York", "1"], ["Atlantis", "2"]]}, 'knows no authority "Atlantis"'),
        ({"rows": [["York", "1"], ["Bedfordshire", "2"]]}, "Bedfordshire ended on 31 March 2009; on 9 December 2010"),
        ({"rows": [["York", "1"], ["North Northamptonshire", "2"]]}, "began on 1 April 2021"),
        ({"printed": "satisfactory"}, '"satisfactory" for York is not on the scale'),
        ({"printed": "good", "number": 1, "framework": "apa", "date": dt.date(2008, 12, 17)}, "not on the scale"),
        ({"framework": "ofsted"}, "unknown framework 'ofsted'"),
        ({"service": "safeguarding"}, "CAR grades no safeguarding/overall"),
        ({"evidence": "primary"}, "has the evidence 'primary'; wanted secondary or mention"),
        ({"date_means": "a guess"}, "no date of before today with its meaning"),
        ({"date": dt.date(2071, 1, 1)}, "no date of before today"),
        ({"date": dt.datetime(2010, 12, 9, 10)}, "has a time in its date; wanted a day"),
        ({"date": dt.date(2019, 12, 9)}, "is of 2019-12-09, when there was no CAR"),
        ({"date": None, "year": 2003, "date_means": "assessment year"}, "is of 2003, when there was no CAR"),
        ({"framework": ["car"]}, "has no text for framework"),
        ({"rows": 2}, "has no list for rows"),
        ({"rows": [], "expected": 0}, "no row holds a grade"),
        ({"rows": [["York", "1", "leeds"], ["Barnet", "2"]]}, '"York" is york, and 1 says leeds'),
        ({"rows": [["Yorke", "1", "yorke"], ["Barnet", "2"]]}, 'knows no authority "yorke"'),
        ({"rows": [["Beds", "1", "bedfordshire"], ["Barnet", "2"]]}, "Bedfordshire ended on 31 March 2009"),
        ({"rows": [["York"], ["Leeds", "2"]]}, "is no list of name, grade and locator"),
        ({"rows": [7, ["Leeds", "2"]]}, "is no list of name, grade and locator: 7"),
    ],
)
def test_a_list_that_does_not_add_up_is_refused_with_what_is_wrong(
    changed: dict[str, Any], message: str, reference: Reference
) -> None:
    with pytest.raises(SourceRefused, match=message):
        published_list.parse(made(**changed), reference, TODAY)


def test_a_list_without_a_part_is_refused_with_its_name(reference: Reference) -> None:
    values = made()
    del values["publisher"]
    with pytest.raises(SourceRefused, match="the list is without publisher"):
        published_list.parse(values, reference, TODAY)


def test_a_toml_file_that_is_neither_is_refused(tmp_path: Path, reference: Reference) -> None:
    for text, said in (("colour = 'blue'", "without grades and without complete_to"), ("a = ", "a damaged TOML file")):
        path = tmp_path / "x.toml"
        path.write_text(text)
        source = extract(path, reference).source
        assert source.status == "refused"
        assert said in source.message


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_each_shipped_list_is_read_whole(path: Path, reference: Reference) -> None:
    extraction = extract(path, reference)
    assert (extraction.source.status, extraction.source.kind, extraction.source.message) == ("read", "list", "")
    assert len(extraction.observations) == tomllib.loads(path.read_text(encoding="utf-8"))["expected"]
    assert {o.evidence for o in extraction.observations} <= {"secondary", "mention"}
    assert extraction.source.url.startswith("http")


# What the inspectorates counted and the lists name in full: framework, year, aspect, grade and number of names.
COUNTS = [
    ("apa", 2008, "overall", "outstanding", 3),
    ("apa", 2008, "overall", "inadequate", 4),
    ("apa", 2008, "staying_safe", "inadequate", 8),
    ("cpa", 2008, "overall", "outstanding", 9),
    ("cpa", 2008, "overall", "inadequate", 4),
    ("cpa", 2006, "overall", "inadequate", 3),
    ("car", 2009, "overall", "outstanding", 10),
    ("car", 2009, "overall", "inadequate", 9),
    ("car", 2010, "overall", "inadequate", 12),
    ("car", 2010, "overall", "", 6),
]


@pytest.mark.parametrize(("framework", "year", "aspect", "grade", "count"), COUNTS)
def test_the_lists_hold_as_many_names_as_were_counted(
    framework: str, year: int, aspect: str, grade: str, count: int, reference: Reference
) -> None:
    named = {
        o.authority_id
        for path in LISTS
        for o in extract(path, reference).observations
        if (o.framework, o.date.year, o.aspect, o.grade) == (framework, year, aspect, grade)
    }
    assert len(named) == count


@needs_sources
def test_the_shipped_lists_are_the_published_facts(reference: Reference) -> None:
    with (SHARED / "lists" / "facts.csv").open(encoding="utf-8", newline="") as file:
        facts = Counter(
            (r["list_id"], r["authority_id"], r["framework"], r["date"], r["service"], r["aspect"],
             r["grade_as_printed"], r["evidence"], r["locator"])
            for r in csv.DictReader(file)
        )  # fmt: skip
    listed = Counter(
        (path.stem, o.authority_id, o.framework, str(o.date), o.service, o.aspect, o.grade_original, o.evidence,
         o.locator)
        for path in LISTS
        for o in extract(path, reference).observations
    )  # fmt: skip
    assert listed == facts


@pytest.mark.parametrize(
    ("published", "message"),
    [
        ("2071-01-01", "which is after today"),
        ("2071-02", "which is after today"),
        ("2009-12-09", "a published list of 2009-12-09, but .* came out on 2010"),
        ("2010-11", "a published list of 2010-11, but .* came out on 2010-12-09"),
        ("2009", "a published list of 2009, but .* came out on 2010-12-09"),
        ("2010-02-31", "published is '2010-02-31'; wanted a day, month or year"),
        ("soon", "published is 'soon'; wanted"),
    ],
)
def test_a_list_of_a_day_that_cannot_be_is_refused(published: str, message: str, reference: Reference) -> None:
    with pytest.raises(SourceRefused, match=message):
        published_list.parse(made() | {"published": published}, reference, TODAY)


@pytest.mark.parametrize("published", ["2010-12-09", "2010-12", "2010", 2010, dt.date(2010, 12, 9)])
def test_a_list_may_be_of_a_day_a_month_or_a_year(published: object, reference: Reference) -> None:
    parsed = published_list.parse(made() | {"published": published}, reference, TODAY)
    assert parsed.published == (dt.date(2010, 12, 9) if len(str(published)) == 10 else None)


def test_a_year_behind_the_list_is_refused(reference: Reference) -> None:
    values = made(year=2010, date_means="assessment year") | {"published": "2009-12-09"}
    del values["grades"][0]["date"]
    with pytest.raises(SourceRefused, match=r"a published list of 2009-12-09, but .* is of 2010"):
        published_list.parse(values, reference, TODAY)


@pytest.mark.parametrize("changed", [{"nunber": 4}, {"of_list_publishd": "2010"}])
def test_a_key_that_nobody_reads_is_refused(changed: dict[str, object], reference: Reference) -> None:
    with pytest.raises(SourceRefused, match=r"has the unknown key '(nunber|publishd)'"):
        published_list.parse(made(**changed), reference, TODAY)


def test_an_address_that_no_page_has_is_refused(reference: Reference) -> None:
    with pytest.raises(SourceRefused, match=r"'javascript:alert.1.' is no web address"):
        published_list.parse({**made(), "address": "javascript:alert(1)"}, reference, TODAY)
