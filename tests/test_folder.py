"""The data folder: written whole or not at all, the same bytes for the same rows, read back, and each damage named."""

import csv
import datetime as dt
import hashlib
import io
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, strategies as st

from loaders.building.reconcile import Row
from loaders.frames import load_folder
from loaders.record import folder, replacing, schema
from loaders.record.errors import FolderInvalid
from loaders.record.reference import Reference, load
from tests.documents import extraction, frames_of, mention, observation, tables_of
from tests.folders import beside, contents

CHECKOUT = Path(__file__).resolve().parent.parent
TABLES = (
    "judgements", "observations", "inspections", "sources", "discrepancies", "movements", "coverage", "panel",
    "authorities", "frameworks", "crosswalk", "codebook",
)  # fmt: skip

Tables = dict[str, list[Row]]


def observed(reference: Reference) -> Tables:
    """A review of 2008, a visit of 2012 that contradicts itself once, and what was remarked of 2010."""
    return tables_of(
        reference,
        observation(reference, framework="jar", words="good", day=dt.date(2008, 11, 18), source_id="2008"),
        observation(reference, source_id="2012", published=dt.date(2012, 4, 23)),
        observation(reference, source_id="2012", aspect="partnership"),
        observation(reference, source_id="2012", aspect="partnership", words="Good", place="heading"),
        observation(
            reference, source_id="2012", aspect="equality", words="Not judged", judgement='Equality, "diversity"'
        ),
        mention(reference, dt.date(2010, 1, 1), "year", source_id="2012"),
    )


@pytest.fixture
def rows(reference: Reference) -> Tables:
    return observed(reference)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory, reference: Reference) -> Path:
    place = tmp_path_factory.mktemp("sound") / "data"
    folder.write(place, frames_of(observed(reference), reference), reference)
    return place


@pytest.fixture
def sound(tmp_path: Path, written: Path) -> Path:
    return shutil.copytree(written, tmp_path / "data")


def cells(place: Path, table: str) -> list[list[str]]:
    with (place / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def rewrite(place: Path, table: str, lines: list[list[str]]) -> None:
    """Put lines in the place of a table, and its true size, digest and rows into the package, as an editor might."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\n").writerows(lines)
    content = buffer.getvalue().encode()
    (place / f"{table}.csv").write_bytes(content)
    package = json.loads((place / "datapackage.json").read_text())
    for resource in package["resources"]:
        if resource["name"] == table:
            digest = hashlib.sha256(content).hexdigest()
            resource |= {"bytes": len(content), "hash": f"sha256:{digest}", "rows": len(lines) - 1}
    package["version"] = schema.version(package["complete_to"], [r["hash"] for r in package["resources"]])
    (place / "datapackage.json").write_text(json.dumps(package))


def put(table: str, column: str, value: str, row: int = 1) -> Callable[[Path], None]:
    """Damage: another value in one cell."""

    def damage(place: Path) -> None:
        lines = cells(place, table)
        lines[row][lines[0].index(column)] = value
        rewrite(place, table, lines)

    return damage


# --- written and read back


def test_what_was_written_reads_back_the_same(sound: Path, rows: Tables, reference: Reference) -> None:
    frames = load_folder(sound)
    tables = schema.tables(reference)
    assert tuple(frames) == tuple(tables) == TABLES
    for name, frame in frames.items():
        assert list(frame.columns) == tables[name].header
        written = sorted(
            tuple("" if row.get(c) is None else str(row.get(c)) for c in frame.columns) for row in rows[name]
        )
        back = sorted(tuple(map(as_text, values)) for values in frame.itertuples(index=False))
        assert back == written
        assert len(back) == len(rows[name])
        assert len(back) > 0 or name == "panel"  # no source of these says how far the record reaches


def as_text(value: object) -> str:
    if pd.isna(value):
        return ""
    return value.date().isoformat() if isinstance(value, pd.Timestamp) else str(value)


@pytest.mark.slow
def test_each_column_reads_back_in_its_type(sound: Path, reference: Reference) -> None:
    kinds = {"string": ("string", "category"), "date": "datetime64", "integer": "Int64"}
    for name, table in schema.tables(reference).items():
        frame = load_folder(sound)[name]
        for column in table.columns:
            assert str(frame[column.name].dtype).startswith(kinds[column.type]), f"{name}.{column.name}"
            assert not column.enum or list(frame[column.name].cat.categories) == list(column.enum)


def test_a_value_that_its_column_does_not_know_is_named_before_any_type_can_swallow_it(
    rows: Tables, reference: Reference
) -> None:
    rows["judgements"][0]["grade"] = "splendid"
    with pytest.raises(FolderInvalid, match='grade: "splendid" is not one of outstanding'):
        frames_of(rows, reference)


def test_the_files_are_written_from_the_frames_that_read_back(sound: Path) -> None:
    for name, frame in load_folder(sound).items():
        again = frame.to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d").encode()
        assert again == (sound / f"{name}.csv").read_bytes()


def test_a_value_that_is_not_known_reads_back_as_such(sound: Path, reference: Reference) -> None:
    frame = load_folder(sound)["judgements"]
    row = frame[frame["aspect"] == "equality"].iloc[0]
    assert pd.isna(row["grade"])
    assert row["grade_rank"] is pd.NA
    assert frame[frame["date_precision"] == "year"].iloc[0]["inspection_start"] is pd.NaT


def test_the_tables_are_utf_8_with_a_header_line_feeds_and_rfc_4180_quotes(sound: Path) -> None:
    for name in TABLES:
        content = (sound / f"{name}.csv").read_bytes()
        assert b"\r" not in content
        assert content.endswith(b"\n")
        assert not content.startswith(b"\xef\xbb\xbf")
    assert b'"Equality, ""diversity"""' in (sound / "judgements.csv").read_bytes()


def test_the_judgements_are_in_the_order_that_the_contract_says(sound: Path) -> None:
    header, *lines = cells(sound, "judgements")
    order = [header.index(name) for name in ("authority_id", "date", "inspection_id", "service", "aspect")]
    keys = [[line[at] for at in order] for line in lines]
    assert keys == sorted(keys)
    assert len(keys) == 5


def test_the_same_rows_in_any_order_give_the_same_bytes(
    sound: Path, rows: Tables, reference: Reference, tmp_path: Path
) -> None:
    folder.write(
        tmp_path / "again", frames_of({name: table[::-1] for name, table in rows.items()}, reference), reference
    )
    assert contents(tmp_path / "again") == contents(sound)


def test_a_folder_without_any_row_is_sound_too(tmp_path: Path, reference: Reference) -> None:
    folder.write(tmp_path / "empty", frames_of({name: [] for name in TABLES}, reference), reference)
    frames = load_folder(tmp_path / "empty")
    assert {len(frame) for frame in frames.values()} == {0}


def test_the_built_folder_inside_a_data_folder_is_found_by_either_name(sound: Path, reference: Reference) -> None:
    outer = sound.parent / "outer"
    outer.mkdir()
    sound.rename(outer / "built")
    assert folder.find(outer) == folder.find(outer / "built") == outer / "built"
    assert len(load_folder(outer)["judgements"]) == 5


def test_the_package_states_size_digest_and_rows_of_each_file(sound: Path) -> None:
    package = json.loads((sound / "datapackage.json").read_text())
    assert [resource["path"] for resource in package["resources"]] == [f"{name}.csv" for name in TABLES]
    for resource in package["resources"]:
        content = (sound / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert resource["rows"] == len(cells(sound, resource["name"])) - 1


# --- damage


def test_a_sound_folder_has_no_problems(sound: Path, reference: Reference) -> None:
    assert folder.check(sound, reference) == []


JUDGEMENT_DAMAGE = [
    ("authority_id", "Worcester Shire", '"Worcester Shire" is not of the form'),
    ("authority_id", "atlantis", "the register knows no authority 'atlantis'"),
    ("authority", "", "row 2, authority: empty; a value is required"),
    ("framework", "ofsted", '"ofsted" is not one of'),
    ("framework", "apa", "does not fit its authority, date and framework"),
    ("date", "18 November 2008", '"18 November 2008" is not a date like 2012-03-23'),
    ("date", "20081118", '"20081118" is not a date like'),
    ("date", "2008-02-30", '"2008-02-30" is not a date like'),
    ("date_precision", "week", '"week" is not one of day, month, year'),
    ("service", "education", '"education" is not one of'),
    ("grade_original", "Satisfactory", "'Satisfactory' on four-point-4-best is not 'good'"),
    ("grade_original", "adequate", "'adequate' on four-point-4-best is not 'good'"),
    ("grade_number_original", "2", "2 is not the number of 'good'"),
    ("grade_number_original", "three", '"three" is not a whole number'),
    ("grade_number_original", "5", "5 is more than 4"),
    ("scale", "four-point-1-best", "jar is not graded on four-point-1-best"),
    ("grade", "inadequate", "rank '2' is not that of 'inadequate'"),
    ("grade_rank", "3", "rank '3' is not that of 'good'"),
    ("grade_rank", "", "rank '' is not that of 'good'"),
    ("comparability", "exact", '"exact" is not one of same, close, loose'),
    ("evidence", "hearsay", '"hearsay" is not one of'),
    ("source_id", "nowhere", 'judgements.csv, source_id: "nowhere" is not in sources.csv'),
    ("locator", "", "locator: empty; a value is required"),
    ("observations", "2", "counts 2 observations; there are 1"),
    ("observations", "0", "0 is less than 1"),
    ("agreement", "agreed", "agreement is agreed; its observations are single"),
    ("inspection_id", "worcestershire-2008-12-jar", '"worcestershire-2008-12-jar" is not in inspections.csv'),
]


@pytest.mark.parametrize(("column", "value", "message"), JUDGEMENT_DAMAGE)
def test_a_wrong_cell_of_the_judgements_is_named(
    column: str, value: str, message: str, sound: Path, reference: Reference
) -> None:
    put("judgements", column, value)(sound)
    problems = folder.check(sound, reference)
    assert any(message in problem for problem in problems), problems
    assert all(problem.startswith(("judgements.csv", "observations.csv", "movements.csv")) for problem in problems)


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (put("observations", "grade", "outstanding"), "observations.csv, row 2: rank '2' is not that of 'outstanding'"),
        (put("observations", "service", "adoption"), "observations.csv: no judgement for worcestershire-2008-11-jar"),
        (
            put("observations", "place", "footnote"),
            '"footnote" is not one of table, heading, sentence, sheet, list, mention',
        ),
        (put("observations", "grade_text", ""), "observations.csv, row 2, grade_text: empty; a value is required"),
        (put("sources", "observations", "7"), "sources.csv: 2008 counts 7 observations, not 1"),
        (put("sources", "sha256", "abc"), '"abc" is not of the form'),
        (put("sources", "status", "skipped"), '"skipped" is not one of read, refused'),
        (put("movements", "change", "2"), "movements.csv, row 2: change is not the earlier rank less the later"),
        (put("movements", "change", "-4"), "-4 is less than -3"),
        (put("movements", "to_grade", "good"), "movements.csv, row 2: its grades are not those of its judgements"),
        (put("movements", "aspect", "equality"), "movements.csv, row 2: one end is no judgement"),
        (put("movements", "from_date", "2013-01-01", row=2), "movements.csv, row 3: the earlier date is the later one"),
        (put("movements", "draw", "dotted"), '"dotted" is not one of solid, dashed, break, ends'),
        (put("discrepancies", "other_source_id", "x"), 'discrepancies.csv, other_source_id: "x" is not in sources.csv'),
        (put("inspections", "judgements", "-1"), "inspections.csv, row 2, judgements: -1 is less than 0"),
    ],
)
def test_a_wrong_cell_of_another_table_is_named(
    damage: Callable[[Path], None], message: str, sound: Path, reference: Reference
) -> None:
    damage(sound)
    problems = folder.check(sound, reference)
    assert any(message in problem for problem in problems), problems


def test_words_of_another_scale_are_allowed_in_a_mention_alone(tmp_path: Path, reference: Reference) -> None:
    later = mention(reference, dt.date(2010, 10, 1), "month", words="requires improvement", source_id="2017")
    place = tmp_path / "data"
    folder.write(
        place, frames_of(tables_of(reference, later, observation(reference, source_id="2012")), reference), reference
    )
    assert folder.check(place, reference) == []
    (row,) = [n for n, line in enumerate(cells(place, "judgements")) if "primary" in line]
    put("judgements", "grade_original", "Requires improvement", row)(place)
    said = "'Requires improvement' on four-point-1-best is not 'requires_improvement_or_adequate'"
    assert folder.check(place, reference) == [f"judgements.csv, row {row + 1}: {said}"]
    put("judgements", "scale", "later-word", row)(place)
    put("judgements", "grade_number_original", "", row)(place)
    said = "safeguarding is not graded on later-word, nor is primary evidence"
    assert folder.check(place, reference) == [f"judgements.csv, row {row + 1}: {said}"]


@pytest.mark.parametrize("table", TABLES)
def test_a_missing_table_is_named(table: str, sound: Path, reference: Reference) -> None:
    (sound / f"{table}.csv").unlink()
    assert folder.check(sound, reference) == [f"{table}.csv: missing"]


@pytest.mark.parametrize("table", TABLES)
def test_another_header_is_shown_beside_the_one_that_was_wanted(table: str, sound: Path, reference: Reference) -> None:
    lines = cells(sound, table)
    expected = ",".join(lines[0])
    rewrite(sound, table, [["name", *lines[0][1:]], *lines[1:]])
    (problem,) = folder.check(sound, reference)
    assert problem.startswith(f"{table}.csv: the header is 'name,")
    assert problem.endswith(f"wanted '{expected}'")


def test_a_folder_of_an_older_or_a_newer_program_is_said_to_be_one(sound: Path, reference: Reference) -> None:
    lines = cells(sound, "panel")
    rewrite(sound, "panel", [line[:-1] for line in lines])
    assert folder.check(sound, reference) == [
        f"panel.csv: written before there was a column {lines[0][-1]}; build the folder again"
    ]
    rewrite(sound, "panel", [[*lines[0], "weather"], *([*line, "fair"] for line in lines[1:])])
    assert folder.check(sound, reference) == [
        "panel.csv: written by a newer program, with a column weather; wanted one as new, or build the folder again"
    ]


def test_an_empty_table_file_has_no_header(sound: Path, reference: Reference) -> None:
    (sound / "movements.csv").write_bytes(b"")
    (problem,) = folder.check(sound, reference)
    assert problem.startswith("movements.csv: the header is ''; wanted 'authority_id,")


def test_a_row_with_a_cell_too_many_or_too_few_is_named(sound: Path, reference: Reference) -> None:
    lines = cells(sound, "sources")
    for changed in ([*lines[1], "more"], lines[1][:-1]):
        rewrite(sound, "sources", [lines[0], changed, *lines[2:]])
        assert folder.check(sound, reference) == [f"sources.csv, row 2: {len(changed)} cells; wanted {len(lines[0])}"]


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b'authority_id,"authority\n'])
def test_a_table_that_is_no_text_or_no_csv_is_named(content: bytes, sound: Path, reference: Reference) -> None:
    (sound / "judgements.csv").write_bytes(content)
    (problem,) = folder.check(sound, reference)
    assert problem.startswith("judgements.csv: ")


def test_rows_out_of_order_are_named(sound: Path, reference: Reference) -> None:
    header, *lines = cells(sound, "judgements")
    rewrite(sound, "judgements", [header, *lines[::-1]])
    assert folder.check(sound, reference) == [
        "judgements.csv: the rows are not sorted by authority_id, date, inspection_id, service, aspect"
    ]


def test_a_row_that_stands_twice_is_named(sound: Path, reference: Reference) -> None:
    header, first, *lines = cells(sound, "judgements")
    rewrite(sound, "judgements", [header, first, first, *lines])
    assert "judgements.csv, row 3: same inspection_id, service, aspect as row 2" in folder.check(sound, reference)


def test_a_judgement_that_is_gone_is_missed_by_its_observations(sound: Path, reference: Reference) -> None:
    header, *lines = cells(sound, "judgements")
    kept = [line for line in lines if "equality" not in line]
    rewrite(sound, "judgements", [header, *kept])
    assert folder.check(sound, reference) == [
        "observations.csv: no judgement for worcestershire-2012-03-safeguarding/safeguarding/equality"
    ]


def test_a_conflict_may_not_be_called_agreed(sound: Path, reference: Reference) -> None:
    lines = cells(sound, "judgements")
    (row,) = [n for n, line in enumerate(lines) if "partnership" in line]
    assert lines[row][lines[0].index("agreement")] == "conflict"
    put("judgements", "agreement", "agreed", row)(sound)
    assert folder.check(sound, reference) == [
        f"judgements.csv, row {row + 1}: agreement is agreed; its observations are conflict"
    ]


def test_a_file_changed_after_the_build_is_named(sound: Path, reference: Reference) -> None:
    path = sound / "sources.csv"
    path.write_bytes(path.read_bytes().replace(b"A report", b"A letter"))
    assert folder.check(sound, reference) == [
        "datapackage.json: sources.csv is not the file that it describes (changed since it was built)"
    ]


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[" * 100_000], ids=["empty", "cut", "no text", "deep"])
def test_a_package_that_cannot_be_read_is_named(content: bytes, sound: Path, reference: Reference) -> None:
    (sound / "datapackage.json").write_bytes(content)
    (problem,) = folder.check(sound, reference)
    assert problem.startswith("datapackage.json: cannot be read: ")


def test_what_is_no_file_is_named_for_each_file(sound: Path, tmp_path: Path, reference: Reference) -> None:
    (sound / "datapackage.json").unlink()
    (problem,) = folder.check(sound, reference)
    assert problem.startswith("datapackage.json: cannot be read: ")
    (sound / "judgements.csv").unlink()
    (sound / "judgements.csv").mkdir()
    (problem,) = folder.check(sound, reference)
    assert problem.startswith("judgements.csv: cannot be read: ")
    names = [f"{name}.csv: missing" for name in schema.tables(reference)]
    assert folder.check(tmp_path / "no such folder", reference) == names


def test_a_file_named_as_what_a_killed_build_leaves_is_nobodys_to_remove(
    sound: Path, rows: Tables, reference: Reference
) -> None:
    mine = sound.with_name(f".{sound.name}.abcdefgh")
    mine.write_text("mine")
    folder.write(sound, frames_of(rows, reference), reference)
    assert mine.read_text() == "mine"


@pytest.mark.parametrize("content", ["[]", "{}", '{"resources": 1}', '{"resources": [1, {"name": []}]}', "null"])
def test_a_package_of_another_shape_describes_nothing(content: str, sound: Path, reference: Reference) -> None:
    (sound / "datapackage.json").write_text(content)
    problems = folder.check(sound, reference)
    assert problems
    assert all(problem.startswith("datapackage.json: ") for problem in problems)


def test_a_package_that_describes_a_column_otherwise_is_named(sound: Path, reference: Reference) -> None:
    package = json.loads((sound / "datapackage.json").read_text())
    package["resources"][0]["schema"]["fields"][0]["description"] = "something else"
    (sound / "datapackage.json").write_text(json.dumps(package))
    assert folder.check(sound, reference) == [
        "datapackage.json: does not describe these tables as tables.toml does; build the folder again"
    ]


def test_a_flood_of_problems_is_cut_off(sound: Path, reference: Reference) -> None:
    header, first, *_ = cells(sound, "sources")
    rewrite(sound, "sources", [header, *[[*first[:2], "?", *first[3:]]] * 500])
    assert len(folder.check(sound, reference)) < 50


@pytest.fixture(scope="module")
def two_places(tmp_path_factory: pytest.TempPathFactory, reference: Reference) -> Path:
    """A folder with a sound data folder in it, and room for a damaged one."""
    place = tmp_path_factory.mktemp("damage")
    later = mention(reference, dt.date(2010, 1, 1), "year", source_id="2012")
    folder.write(
        place / "sound",
        frames_of(tables_of(reference, observation(reference, source_id="2012"), later), reference),
        reference,
    )
    (place / "damaged").mkdir()
    return place


@pytest.mark.slow
@given(
    st.sampled_from([*(f"{table}.csv" for table in TABLES), folder.PACKAGE]),
    st.floats(0, 1),
    st.integers(0, 20),
    st.binary(max_size=6) | st.sampled_from([b'"', b",", b"\n", b"\r", b"\x00", b"4"]),
)
def test_no_change_of_a_file_goes_unnoticed_or_stops_the_check(
    two_places: Path, name: str, share: float, removed: int, inserted: bytes
) -> None:
    files = contents(two_places / "sound")
    at = int(share * len(files[name]))
    changed = files[name][:at] + inserted + files[name][at + removed :]
    for file, content in (files | {name: changed}).items():
        (two_places / "damaged" / file).write_bytes(content)
    problems = folder.check(two_places / "damaged", load())
    assert all(problem.startswith((*TABLES, "datapackage.json")) for problem in problems)
    if name.endswith(".csv"):
        assert bool(problems) == (changed != files[name])


def test_reading_a_damaged_folder_raises_with_every_problem(sound: Path, reference: Reference) -> None:
    (sound / "movements.csv").unlink()
    (sound / "sources.csv").unlink()
    with pytest.raises(FolderInvalid) as invalid:
        load_folder(sound)
    assert sorted(invalid.value.problems) == ["movements.csv: missing", "sources.csv: missing"]


def test_a_folder_that_is_not_there_is_said_to_be_missing(tmp_path: Path, reference: Reference) -> None:
    with pytest.raises(FolderInvalid, match=r"^no data folder; wanted one written by: python -m loaders build"):
        load_folder(tmp_path / "nowhere")


# --- whole or not at all


def test_a_new_build_takes_the_place_of_the_old_one(sound: Path, reference: Reference) -> None:
    before = contents(sound)
    folder.write(sound, frames_of(tables_of(reference, observation(reference)), reference), reference)
    assert len(cells(sound, "judgements")) == 2
    assert contents(sound) != before
    assert folder.check(sound, reference) == []
    assert beside(sound) == []


def test_a_build_into_an_empty_folder_or_under_missing_parents_is_written(
    tmp_path: Path, rows: Tables, reference: Reference
) -> None:
    (tmp_path / "empty").mkdir()
    for place in (tmp_path / "empty", tmp_path / "not" / "yet" / "there"):
        folder.write(place, frames_of(rows, reference), reference)
        assert folder.check(place, reference) == []
        assert place.stat().st_mode & 0o777 == 0o755


def test_tables_that_break_a_rule_leave_the_old_folder_as_it_was(
    sound: Path, rows: Tables, reference: Reference
) -> None:
    before = contents(sound)
    rows["judgements"][0]["grade"] = "inadequate"
    with pytest.raises(FolderInvalid, match="is not that of 'inadequate'"):
        folder.write(sound, frames_of(rows, reference), reference)
    assert contents(sound) == before
    assert beside(sound) == []


def test_tables_that_break_a_rule_leave_no_new_folder(tmp_path: Path, rows: Tables, reference: Reference) -> None:
    rows["movements"][0]["change"] = 3
    with pytest.raises(FolderInvalid):
        folder.write(tmp_path / "new", frames_of(rows, reference), reference)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_the_old_folder_as_it_was(
    sound: Path, rows: Tables, reference: Reference, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(sound)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        folder.write(sound, frames_of(rows, reference), reference)
    assert contents(sound) == before
    assert beside(sound) == []


@pytest.mark.parametrize("strange", ["notes.txt", "reports", ".git"])
def test_a_folder_that_holds_other_things_is_never_replaced(
    strange: str, sound: Path, rows: Tables, reference: Reference
) -> None:
    (sound / strange).mkdir()
    before = contents_of_tables(sound)
    with pytest.raises(FolderInvalid) as invalid:
        folder.write(sound, frames_of(rows, reference), reference)
    assert invalid.value.problems == [
        f"data holds {strange!r}, which is no part of a data folder; choose another folder"
    ]
    assert contents_of_tables(sound) == before
    assert (sound / strange).is_dir()


def contents_of_tables(place: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(place.iterdir()) if path.is_file()}


def test_a_file_of_the_same_name_is_never_replaced(tmp_path: Path, rows: Tables, reference: Reference) -> None:
    place = tmp_path / "data"
    place.write_text("my notes")
    with pytest.raises(FolderInvalid) as invalid:
        folder.write(place, frames_of(rows, reference), reference)
    assert invalid.value.problems == ["data is a file; choose a folder"]
    assert place.read_text() == "my notes"
    assert beside(place) == []


def test_a_link_to_a_data_folder_stays_a_link_and_its_folder_is_replaced(
    sound: Path, rows: Tables, reference: Reference
) -> None:
    link = sound.parent / "link"
    link.symlink_to(sound.name, target_is_directory=True)
    folder.write(link, frames_of(tables_of(reference, observation(reference)), reference), reference)
    assert link.is_symlink()
    assert len(cells(sound, "judgements")) == 2
    assert beside(sound) == ["link"]


def test_without_an_exchange_in_the_system_two_renames_do_it(
    sound: Path, reference: Reference, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replacing.ctypes, "CDLL", lambda *_, **__: object())
    folder.write(sound, frames_of(tables_of(reference, observation(reference)), reference), reference)
    assert len(cells(sound, "judgements")) == 2
    assert beside(sound) == []


def test_a_rename_that_fails_puts_the_old_folder_back(
    sound: Path, rows: Tables, reference: Reference, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(sound)
    rename = Path.rename

    def failing(path: Path, target: Path) -> Path:
        if target == sound and not path.name.endswith(".old"):
            raise OSError(5, "Input/output error")
        return rename(path, target)

    monkeypatch.setattr(replacing.ctypes, "CDLL", lambda *_, **__: object())
    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(OSError, match="Input/output error"):
        folder.write(sound, frames_of(rows, reference), reference)
    assert contents(sound) == before
    assert beside(sound) == []


# The build is stopped for good where `stop` is reached for the nth time, says so, and waits to be killed.
KILLED = """
import sys, time
from pathlib import Path
from loaders.record import folder, reference
from tests.documents import frames_of, observation, tables_of

place, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
known = reference.load()
real = getattr(folder, name)

def stop(*args, **kwargs):
    global count
    count -= 1
    if count == 0:
        print("stopped", flush=True)
        time.sleep(60)
    return real(*args, **kwargs)

setattr(folder, name, stop)
folder.write(place, frames_of(tables_of(known, observation(known, words="Good")), known), known)
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "count"),
    [("_write_file", 1), ("_write_file", 7), ("check", 1), ("put_in_place", 1)],
)
def test_a_build_that_is_killed_leaves_the_folder_as_it_was_and_the_next_one_works(
    name: str, count: int, sound: Path, reference: Reference
) -> None:
    before = contents(sound)
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(sound), name, str(count)], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True
    )
    with child:
        assert child.stdout is not None
        assert child.stdout.readline() == "stopped\n"
        child.send_signal(signal.SIGKILL)
    assert child.returncode == -signal.SIGKILL
    assert contents(sound) == before
    assert folder.check(sound, reference) == []
    folder.write(sound, frames_of(tables_of(reference, observation(reference)), reference), reference)
    assert len(cells(sound, "judgements")) == 2


def test_a_reader_never_finds_the_folder_missing_or_half_new(
    sound: Path, rows: Tables, reference: Reference, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    real = folder.put_in_place

    def watched(fresh: Path, place: Path) -> None:
        seen.append(folder.check(place, reference))
        real(fresh, place)
        seen.append(folder.check(place, reference))
        shutil.copytree(place, place.parent / "copy")

    monkeypatch.setattr(folder, "put_in_place", watched)
    folder.write(sound, frames_of(tables_of(reference, observation(reference)), reference), reference)
    assert seen == [[], []]
    assert contents(sound.parent / "copy") == contents(sound)


def test_a_source_that_was_refused_is_written_with_its_reason(
    tmp_path: Path, rows: Tables, reference: Reference
) -> None:
    source = extraction("letter", status="refused", kind="unknown", message="a focused visit (not graded)").source
    rows["sources"].append({name: getattr(source, name) for name in schema.tables(reference)["sources"].header})
    folder.write(tmp_path / "data", frames_of(rows, reference), reference)
    (line,) = [line for line in cells(tmp_path / "data", "sources") if "letter" in line]
    assert line[-4:] == ["refused", "a focused visit (not graded)", "0", ""]


# --- the laws of inspections


def remark_folder(place: Path, reference: Reference, words: str, framework: str = "slac") -> Path:
    """An inspection of May 2010, and another of late 2011 that a remark alone tells of."""
    day = dt.date(2010, 5, 21)
    known = observation(reference, framework=framework, words="inadequate", day=day, source_id="report")
    other = mention(reference, dt.date(2011, 10, 1), "month", words=words, source_id="later", framework=framework)
    folder.write(place, frames_of(tables_of(reference, known, other), reference), reference)
    return place


@pytest.mark.parametrize(
    ("words", "month", "is_broken"),
    [("inadequate", "2011-05-01", True), ("inadequate", "2011-06-01", False), ("adequate", "2011-05-01", False)],
)
def test_a_remark_that_adds_nothing_to_an_inspection_within_a_year_makes_no_second_one(
    words: str, month: str, is_broken: bool, tmp_path: Path, reference: Reference
) -> None:
    place = remark_folder(tmp_path / "data", reference, words)
    assert folder.check(place, reference) == []
    put("inspections", "date", month, row=2)(place)
    message = (
        "inspections.csv: worcestershire-2011-10-slac is known from remarks alone and repeats "
        "worcestershire-2010-05-slac"
    )
    assert (message in folder.check(place, reference)) == is_broken


@pytest.mark.parametrize(("second", "count"), [("inadequate", 1), ("adequate", 2)])
def test_remarks_of_two_grades_are_an_inspection_of_their_own_for_the_build_and_for_the_rules(
    second: str, count: int, tmp_path: Path, reference: Reference
) -> None:
    """The first of them alone would only repeat the known inspection."""
    known = observation(reference, framework="slac", words="inadequate", day=dt.date(2010, 5, 21), source_id="report")
    remarks = [
        mention(reference, dt.date(2011, 2, 1), "month", words=words, source_id=source)
        for source, words in (("first", "inadequate"), ("second", second))
    ]
    tables = tables_of(reference, known, *remarks)
    folder.write(tmp_path / "data", frames_of(tables, reference), reference)
    assert len(tables["inspections"]) == count


@pytest.mark.parametrize(
    ("day", "precision", "is_broken"),
    [
        ("2009-03-31", "day", False),
        ("2009-04-01", "day", True),
        ("2009-01-01", "year", False),
        ("2009-04-01", "month", True),
    ],
)
def test_no_inspection_is_after_its_authoritys_life(
    day: str, precision: str, is_broken: bool, tmp_path: Path, reference: Reference
) -> None:
    """Cheshire ended on 31 March 2009; an inspection of 2009 may have been in its life."""
    place = tmp_path / "data"
    visit = observation(
        reference, framework="jar", words="good", day=dt.date(2009, 3, 2), authority_id="cheshire", source_id="report"
    )
    folder.write(place, frames_of(tables_of(reference, visit), reference), reference)
    put("inspections", "date_precision", precision)(place)
    put("inspections", "date", day)(place)
    message = "inspections.csv, row 2: Cheshire did not exist at cheshire-2009-03-jar"
    assert (message in folder.check(place, reference)) == is_broken


@pytest.mark.parametrize(
    ("day", "precision", "is_broken"),
    [("2023-03-31", "day", True), ("2023-04-01", "day", False), ("2023-01-01", "year", False)],
)
def test_no_inspection_is_before_its_authoritys_life(
    day: str, precision: str, is_broken: bool, tmp_path: Path, reference: Reference
) -> None:
    place = tmp_path / "data"
    day_of_visit = dt.date(2024, 5, 2)
    visit = observation(reference, framework="ilacs", words="Good", day=day_of_visit, authority_id="cumberland")
    folder.write(place, frames_of(tables_of(reference, visit), reference), reference)
    put("inspections", "date_precision", precision)(place)
    put("inspections", "date", day)(place)
    message = "inspections.csv, row 2: Cumberland did not exist at cumberland-2024-05-ilacs"
    assert (message in folder.check(place, reference)) == is_broken


def test_no_inspection_is_published_before_it_ended(tmp_path: Path, reference: Reference) -> None:
    place = tmp_path / "data"
    folder.write(place, frames_of(tables_of(reference, observation(reference)), reference), reference)
    put("inspections", "published", "2012-03-23")(place)
    assert not any("before it ended" in problem for problem in folder.check(place, reference))
    put("inspections", "published", "2012-03-22")(place)
    message = "inspections.csv, row 2: worcestershire-2012-03-safeguarding was published before it ended, 2012-03-23"
    assert message in folder.check(place, reference)
