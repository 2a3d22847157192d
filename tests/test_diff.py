"""Two records side by side: what was added, corrected or withdrawn, and what a smaller record would lose."""

import csv
import datetime as dt
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from loaders.building import build, diff
from loaders.record import reference as reference_module
from loaders.record.errors import FolderInvalid
from loaders.record.model import Observation
from tests.conftest import Run
from tests.documents import extraction, mention, observation

KNOWN = reference_module.load()


def folder(place: Path, *observations: Observation, **options: Any) -> Path:
    by_source: dict[str, list[Observation]] = {}
    for o in observations:
        by_source.setdefault(o.source_id, []).append(o)
    build.build([extraction(name, *lines) for name, lines in by_source.items()], place, KNOWN, **options)
    return place


def visit(day: str = "2016-11-04", words: str = "Good", **changed: Any) -> Observation:
    date = dt.date.fromisoformat(day)
    return observation(KNOWN, **({"framework": "sif", "day": date, "words": words} | changed))


def listed(day: str, **changed: Any) -> Observation:
    """An inspection of which the official list gives the publication alone."""
    date = dt.date.fromisoformat(day)
    seen = {"framework": "slac", "words": "inadequate", "day": date, "evidence": "statistics", "source_id": "list"}
    dates = {"inspection_start": None, "inspection_end": None, "published": date, "date_basis": "publication"}
    return observation(KNOWN, **(seen | dates | {"place": "sheet"} | changed))


def changes(old: Path, new: Path) -> list[tuple[str, ...]]:
    names = ("change", "what", "service", "old_grade", "new_grade", "old_date", "new_date")
    return [tuple(row[name] for name in names) for row in diff.differences(old, new, KNOWN)]


def test_records_of_the_same_grades_do_not_differ_whatever_they_rest_on(tmp_path: Path) -> None:
    old = folder(tmp_path / "old", visit())
    new = folder(tmp_path / "new", visit(), visit(evidence="statistics", source_id="list"))
    other = folder(tmp_path / "other", visit(evidence="statistics", source_id="list", locator="row 7"))
    assert changes(old, new) == changes(old, other) == []


def test_an_added_a_corrected_and_a_withdrawn_grade_stand_side_by_side(tmp_path: Path) -> None:
    old = folder(tmp_path / "old", visit(), visit(service="adoption"), visit("2018-06-01", authority_id="devon"))
    new = folder(tmp_path / "new", visit(words="Inadequate"), visit(service="care_leavers"))
    day = "2016-11-04"
    assert changes(old, new) == [
        ("withdrawn", "", "safeguarding", "good", "", "2018-06-01", ""),
        ("withdrawn", "", "adoption", "good", "", day, ""),
        ("added", "", "care_leavers", "", "good", "", day),
        ("corrected", "grade", "safeguarding", "good", "inadequate", day, day),
    ]
    assert [row["authority"] for row in diff.differences(old, new, KNOWN)] == ["Devon", *["Worcestershire"] * 3]


def test_swapping_two_records_swaps_what_was_added_and_what_was_withdrawn(tmp_path: Path) -> None:
    one, other = folder(tmp_path / "one", visit()), folder(tmp_path / "other", visit(service="adoption"))
    swapped = {"added": "withdrawn", "withdrawn": "added"}
    assert sorted((swapped[row[0]], row[2]) for row in changes(one, other)) == sorted(
        (row[0], row[2]) for row in changes(other, one)
    )


@pytest.mark.slow
@pytest.mark.parametrize("published", ["2010-10-08", "2010-11-12", "2011-01-24"])
def test_an_inspection_that_is_dated_by_its_publication_now_was_corrected(published: str, tmp_path: Path) -> None:
    """A remark knew the month of the visit; the list knows the day on which the report came out."""
    old = folder(tmp_path / "old", mention(KNOWN, dt.date(2010, 10, 1), "month", date_basis="inspection"))
    new = folder(tmp_path / "new", listed(published))
    expected = ("corrected", "date", "safeguarding", "inadequate", "inadequate", "2010-10-01", published)
    assert changes(old, new) == [expected]


def test_an_inspection_of_another_framework_now_was_corrected_too(tmp_path: Path) -> None:
    """A return visit of 2012 that a remark alone told of was taken for the larger inspection."""
    old = folder(tmp_path / "old", mention(KNOWN, dt.date(2012, 2, 1), "month", words="adequate"))
    new = folder(tmp_path / "new", listed("2012-03-05", framework="safeguarding", words="adequate"))
    assert [row[:2] for row in changes(old, new)] == [("corrected", "date;framework")]


def test_inspections_too_far_apart_are_two(tmp_path: Path) -> None:
    old = folder(tmp_path / "old", listed("2010-05-21"))
    new = folder(tmp_path / "new", listed("2011-10-17"))
    assert [row[0] for row in changes(old, new)] == ["withdrawn", "added"]


def test_two_that_were_one_leave_one_withdrawn(tmp_path: Path) -> None:
    """Surrey: one inspection of 2014 stood in the record twice, the second time by the month that a remark named."""
    report = visit("2014-11-12", "Inadequate", published=dt.date(2015, 6, 3))
    twice = mention(KNOWN, dt.date(2015, 8, 1), "month", framework="sif")
    new = folder(tmp_path / "new", report)
    old = folder(tmp_path / "old", report, replace(twice, grade="good", grade_rank=2, grade_original="good"))
    assert [row[:3] for row in changes(old, new)] == [("withdrawn", "", "safeguarding")]


@pytest.mark.slow
def test_yearly_assessments_are_compared_by_year(tmp_path: Path) -> None:
    def rated(day: str, words: str, precision: str) -> Observation:
        date = dt.date.fromisoformat(day)
        return listed(day, framework="car", words=words, service="whole_service", date_precision=precision, date=date)

    old = folder(
        tmp_path / "old", rated("2010-01-01", "performs well", "year"), rated("2011-11-08", "performs well", "day")
    )
    new = folder(
        tmp_path / "new", rated("2010-12-09", "performs poorly", "day"), rated("2011-11-08", "performs well", "day")
    )
    assert [row[:2] for row in changes(old, new)] == [("corrected", "grade;date")]


def test_an_assessment_of_another_year_is_another_one(tmp_path: Path) -> None:
    def rated(day: str) -> Observation:
        return listed(day, framework="car", words="performs well", service="whole_service")

    old, new = folder(tmp_path / "old", rated("2010-12-09")), folder(tmp_path / "new", rated("2011-11-08"))
    assert [row[0] for row in changes(old, new)] == ["withdrawn", "added"]


def test_an_inspection_of_the_same_framework_is_meant_before_a_nearer_one_of_another(tmp_path: Path) -> None:
    old = folder(tmp_path / "old", listed("2012-03-05", framework="child_protection", words="adequate"))
    moved = listed("2012-04-20", framework="child_protection", words="adequate")
    other = listed("2012-03-06", framework="safeguarding", words="adequate", source_id="other")
    assert [row[:2] for row in changes(old, folder(tmp_path / "new", moved, other))] == [
        ("corrected", "date"),
        ("added", ""),
    ]


def test_days_on_site_that_contradict_each_other_are_not_bridged_by_a_publication(tmp_path: Path) -> None:
    old = folder(tmp_path / "old", visit("2016-01-10"))
    new = folder(tmp_path / "new", visit("2016-05-02", published=dt.date(2016, 5, 20)))
    assert [row[0] for row in changes(old, new)] == ["withdrawn", "added"]


# --- the command


def test_diff_writes_csv_and_says_how_many_changed(run: Run, tmp_path: Path) -> None:
    old, new = folder(tmp_path / "old", visit()), folder(tmp_path / "new", visit(words="Inadequate"))
    status, out, err = run("diff", old, new)
    assert (status, err) == (0, [f"{old} to {new}: 0 added, 1 corrected, 0 withdrawn"])
    (row,) = csv.DictReader(io.StringIO(out, newline=""))
    assert tuple(row) == diff.COLUMNS
    assert (row["old_grade_original"], row["new_grade_original"]) == ("Good", "Inadequate")
    status, shown, _ = run("diff", old, new, "--output", tmp_path / "diff.csv")
    assert (status, shown) == (0, "")
    assert (tmp_path / "diff.csv").read_text(encoding="utf-8") == out


def test_a_record_of_an_older_format_is_compared_by_the_columns_that_it_has(run: Run, tmp_path: Path) -> None:
    old, new = folder(tmp_path / "old", visit()), folder(tmp_path / "new", visit(words="Inadequate"))
    package = json.loads((old / "datapackage.json").read_text())
    (old / "datapackage.json").write_text(json.dumps({**package, "format": 1}))
    for table in ("judgements", "inspections"):
        with (old / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            rows = [{name: cell for name, cell in row.items() if name != "date_basis"} for row in csv.DictReader(file)]
        with (old / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)
    status, out, _ = run("diff", old, new)
    assert (status, out.count("corrected")) == (0, 1)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("table", "content", "message"),
    [
        ("judgements", "name\nx\n", "judgements.csv has no column authority_id, authority, "),
        ("inspections", b"\xff\xfe", "inspections.csv cannot be read: "),
        (
            "inspections",
            "authority_id,inspection_id,framework,date,date_precision,published\na,b,c,May,day,\n",
            "'May' is not a date",
        ),
    ],
)
def test_what_is_no_data_folder_is_one_line(
    table: str, content: str | bytes, message: str, run: Run, tmp_path: Path
) -> None:
    old, new = folder(tmp_path / "old", visit()), folder(tmp_path / "new", visit())
    (new / f"{table}.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
    status, out, (line,) = run("diff", old, new)
    assert (status, out) == (2, "")
    assert message in line
    status, _, (line,) = run("diff", tmp_path / "nowhere", new)
    assert status == 2
    assert "nowhere: " in line


# --- a smaller record


def test_a_record_with_fewer_inspections_does_not_replace_a_folder_unless_that_is_allowed(tmp_path: Path) -> None:
    place = folder(tmp_path / "data", visit(), visit(authority_id="devon"), visit(authority_id="leeds"))
    before = {path.name: path.read_bytes() for path in place.iterdir()}
    with pytest.raises(FolderInvalid) as invalid:
        folder(place, visit())
    (problem,) = invalid.value.problems
    assert problem == (
        f"{place} has 3 inspections and the new record 1; lost would be devon-2016-11-sif, leeds-2016-11-sif; "
        "--allow-fewer writes it all the same"
    )
    assert {path.name: path.read_bytes() for path in place.iterdir()} == before
    folder(place, visit(), allow_fewer=True)
    assert len(diff.inspections_of(place)) == 1


def test_an_inspection_that_is_dated_otherwise_is_not_called_lost(tmp_path: Path) -> None:
    place = folder(tmp_path / "data", mention(KNOWN, dt.date(2010, 10, 1), "month"), visit(authority_id="devon"))
    with pytest.raises(FolderInvalid, match=r"lost would be devon-2016-11-sif; --allow-fewer"):
        folder(place, listed("2010-11-12"))


def test_as_many_inspections_replace_a_folder_even_where_they_are_others(tmp_path: Path) -> None:
    place = folder(tmp_path / "data", visit())
    folder(place, visit(authority_id="devon"))
    assert [i.inspection_id for i in diff.inspections_of(place)] == ["devon-2016-11-sif"]


@pytest.mark.slow
def test_build_says_what_would_be_lost_in_one_line_and_is_status_2(run: Run, tmp_path: Path) -> None:
    from tests import documents

    place = folder(tmp_path / "data", visit(), visit(authority_id="devon"))
    source = tmp_path / "2008.txt"
    source.write_text(documents.joint_area_review(), encoding="utf-8")
    status, out, err = run("build", source, "--output", place)
    assert (status, out) == (2, "")
    assert err[-1].startswith(f"{place} has 2 inspections and the new record 1; lost would be ")
    assert run("build", source, "--output", place, "--allow-fewer")[0] == 0
