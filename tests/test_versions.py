"""The versions of the data: what is noted when one is added, and what is shipped."""

import csv
import datetime as dt
import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from loaders.__main__ import main
from loaders.building import diff
from loaders.record import versions
from loaders.record.errors import FolderInvalid
from loaders.record.reference import DATA_FOLDER, load

BUILT, CHANGES = DATA_FOLDER / "built", DATA_FOLDER / "changes"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """The record without its last judgement, and under another name."""
    place = tmp_path / "older"
    shutil.copytree(BUILT, place)
    judgements = (place / "judgements.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (place / "judgements.csv").write_text("".join(judgements[:-1]), encoding="utf-8")
    package = (place / "datapackage.json").read_text(encoding="utf-8")
    (place / "datapackage.json").write_text(package.replace(versions.name(BUILT), "2020-01-01-00000000"), "utf-8")
    return place


@pytest.mark.slow
def test_a_version_is_added_with_its_changes_once(older: Path, tmp_path: Path) -> None:
    place = tmp_path / "changes"
    note = ["diff", str(older), str(BUILT), "--add-to", str(place), "--released", "2026-11-28"]
    assert main(note) == 0
    (version,) = rows(place / "versions.csv")
    assert version["version"] == versions.name(BUILT)
    assert version["previous"] == "2020-01-01-00000000"
    assert version["released"] == "2026-11-28"
    assert (version["added"], version["corrected"], version["withdrawn"]) == ("1", "0", "0")
    assert int(version["judgements"]) == len(rows(BUILT / "judgements.csv"))
    (change,) = rows(place / "changes.csv")
    assert change["authority_id"] == rows(BUILT / "judgements.csv")[-1]["authority_id"]
    before = [(place / name).read_bytes() for name in versions.FILES]
    assert main(note) == 2
    assert [(place / name).read_bytes() for name in versions.FILES] == before


def test_a_version_needs_its_day(older: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", str(older), str(BUILT), "--add-to", str(tmp_path / "x")]) == 2
    assert "--released" in capsys.readouterr().err
    assert not (tmp_path / "x").exists()
    with pytest.raises(SystemExit):
        main(["diff", str(older), str(BUILT), "--add-to", str(tmp_path / "x"), "--released", "yesterday"])


def test_an_older_folder_that_states_no_version_is_named_by_its_tables(older: Path) -> None:
    (older / "datapackage.json").write_text("{}", encoding="utf-8")
    name = versions.name(older)
    assert len(name) == 8
    (older / "judgements.csv").write_text("changed\n", encoding="utf-8")
    assert versions.name(older) != name


def test_a_folder_without_its_description_has_no_name(older: Path) -> None:
    (older / "datapackage.json").unlink()
    with pytest.raises(FolderInvalid, match=r"datapackage\.json cannot be read"):
        versions.name(older)


def test_a_damaged_table_is_said(tmp_path: Path) -> None:
    (tmp_path / "versions.csv").write_bytes(b"\xff\xfe")
    with pytest.raises(FolderInvalid, match=r"versions\.csv"):
        versions.read(tmp_path)


def test_the_shipped_history_is_one_chain_and_counts_its_changes() -> None:
    history = versions.read(CHANGES)
    assert len(history.versions) > 1
    for older, newer in pairwise(history.versions):
        assert newer["previous"] == older["version"]
        assert newer["released"] >= older["released"]
        grown = int(newer["judgements"]) - int(older["judgements"])
        assert grown == int(newer["added"]) - int(newer["withdrawn"])
    for row in history.versions:
        dt.date.fromisoformat(row["released"])
        of_version = [change["change"] for change in history.changes if change["version"] == row["version"]]
        for kind in versions.COUNTS:
            assert of_version.count(kind) == int(row[kind])
    assert set(history.changes[0]) == {"version", *diff.COLUMNS}
    reference = load()
    assert {change["authority_id"] for change in history.changes} <= set(reference.register.by_id)


def test_the_record_that_is_shipped_is_the_last_version_noted() -> None:
    history = versions.read(DATA_FOLDER / "changes")
    assert history.versions[-1]["version"] == versions.name(DATA_FOLDER / "built")
