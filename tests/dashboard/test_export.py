"""What stands in the exported files: harmless cells, the same rows in every form, and the same bytes each time."""

import csv
import datetime as dt
import io
import json
import re
import zipfile
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, strategies as st

from dashboard.address import AddressProblem
from dashboard.export import content, text as export_text
from dashboard.export.content import Export
from dashboard.export.selection_zip import csvw, selection_zip
from dashboard.export.text import csv_parts, json_parts, neutral
from dashboard.export.workbook import MOST_ROWS, workbook
from dashboard.filters import Filters
from dashboard.store import Store

DANGEROUS = "=+-@\t\r\n＝＋－＠"  # noqa: RUF001


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def sheets(export: Export) -> dict[str, pd.DataFrame]:
    found: dict[str, pd.DataFrame] = pd.read_excel(io.BytesIO(workbook(export)), sheet_name=None, engine="calamine")
    return found


def with_cell(store: Store, column: str, text: str) -> Store:
    """The same record with one text in the first judgement."""
    frame = store.judgements.copy()
    frame.loc[0, column] = text
    return replace(store, tables={**store.tables, "judgements": frame})


def restored(cell: str) -> str:
    """As every download says that it can be done."""
    return cell[1:] if re.match(r"'+(?:[\t\r\n]|\s*[=+\-@\uff1d\uff0b\uff0d\uff20])", cell) else cell


@pytest.mark.slow
@given(st.text() | st.text(f"'{DANGEROUS}1a"))
def test_a_harmless_cell_begins_no_formula_and_can_be_restored(text: str) -> None:
    cell = neutral(text)
    assert cell in (text, f"'{text}")
    assert restored(cell) == text
    if cell[:1] and cell[0] in DANGEROUS:
        assert cell[0] in "+-"
        assert not cell[1:] or cell[1:].isdigit()


@pytest.mark.parametrize("cell", ["", "Good", "1. Children who need help", "-1", "+2", "-", "3 = good", "'tis"])
def test_ordinary_cells_stay_as_they_are(cell: str) -> None:
    assert neutral(cell) == cell


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "'=1", " =1", "\u00a0@SUM(A1)"]
)
def test_what_a_spreadsheet_runs_is_text_in_csv_and_xlsx(store: Store, cell: str) -> None:
    export = content.new_export(with_cell(store, "judgement", cell), Filters())
    assert rows_of("".join(csv_parts(export.frame, export.positions)))[0]["judgement"] == f"'{cell}"
    if cell.isprintable():  # Excel files hold other control characters in an escape of their own
        assert sheets(export)["Judgements"]["judgement"][0] == f"'{cell}"
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(workbook(export))).read("xl/worksheets/sheet4.xml")
    assert json.loads("".join(json_parts(export.frame, export.positions)))[0]["judgement"] == cell


def test_csv_is_what_pandas_writes(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    frame = pd.DataFrame({"a": ['x,"y"', "line\nbreak", "-1", "", "é"], "b": ["", "a b", "'", "2", ""]}, dtype=object)
    for chunk in (1, 2, 5, 100):
        monkeypatch.setattr(export_text, "CHUNK", chunk)
        assert "".join(csv_parts(frame)) == frame.to_csv(index=False, lineterminator="\n")
        assert "".join(csv_parts(frame, np.array([4, 0]))) == frame.iloc[[4, 0]].to_csv(index=False)


def test_every_form_has_the_rows_that_were_chosen(store: Store) -> None:
    export = content.new_export(store, Filters(service=("safeguarding",)), "-date")
    chosen = store.judgements[store.judgements["service"] == "safeguarding"]
    expected = chosen.sort_values("date", ascending=False, kind="stable")["inspection_id"].tolist()
    assert export.rows == len(expected) > 5
    assert [row["inspection_id"] for row in rows_of("".join(csv_parts(export.frame, export.positions)))] == expected
    text = "".join(json_parts(export.frame, export.positions))
    assert [row["inspection_id"] for row in json.loads(text)] == expected
    assert sheets(export)["Judgements"]["inspection_id"].tolist() == expected
    with zipfile.ZipFile(io.BytesIO(selection_zip(export))) as archive:
        assert [row["inspection_id"] for row in rows_of(archive.read("judgements.csv").decode())] == expected


def test_a_workbook_has_dates_numbers_and_one_table_a_sheet(store: Store) -> None:
    export = content.new_export(store, Filters(authority=("worcestershire",)))
    found = sheets(export)
    assert list(found) == ["Cover", "Notes", "Columns", "Judgements"]
    assert found["Columns"]["column"].tolist() == list(store.judgements.columns)
    assert found["Judgements"]["date"][0] == dt.datetime(2008, 11, 18)
    assert found["Judgements"]["grade_rank"][0] == 2
    assert not any(frame.isna().all(axis=1).any() for frame in found.values())
    cover = " ".join(found["Cover"].iloc[:, 0])
    for said in (
        "Record to 21 January 2022, the day to which it is complete.",
        f"{export.rows}, one for each",
        "authority worcestershire",
        "on the site that this file is from: /download/judgements.xlsx?authority=worcestershire",
    ):
        assert said in cover
    with zipfile.ZipFile(io.BytesIO(workbook(export))) as book:
        assert b">2022-01-21T00:00:00Z</dcterms:created>" in book.read("docProps/core.xml")
        data = book.read("xl/worksheets/sheet4.xml").decode()
        tables = [name for name in book.namelist() if name.startswith("xl/tables/")]
        assert all(b"mergeCell" not in book.read(name) for name in book.namelist())
    assert 'ySplit="1"' in data
    assert len(tables) == 3


def test_a_file_of_a_record_that_no_source_calls_complete_does_not_call_it_so(store: Store) -> None:
    export = content.new_export(replace(store, datapackage=b"{}"), Filters())
    with zipfile.ZipFile(io.BytesIO(selection_zip(export))) as archive:
        readme = " ".join(archive.read("README.txt").decode().split())
    for text in (readme, " ".join(sheets(export)["Cover"].iloc[:, 0])):
        assert re.search(r"Record to [0-9]+ [A-Z][a-z]+ [0-9]{4}, the day of the latest inspection in it\.", text)
        assert "the day to which it is complete" not in text


def test_an_empty_selection_is_a_file_too(store: Store) -> None:
    export = content.new_export(store, Filters(grade=("outstanding",), authority=("devon",)))
    assert export.rows == 0
    assert "".join(csv_parts(export.frame, export.positions)) == ",".join(store.judgements.columns) + "\n"
    assert json.loads("".join(json_parts(export.frame, export.positions))) == []
    assert list(sheets(export)["Judgements"].columns) == list(store.judgements.columns)


def test_a_selection_that_no_spreadsheet_holds_is_refused(store: Store) -> None:
    made = Export(store, Filters(), "", np.zeros(MOST_ROWS + 1, dtype=np.intp))
    with pytest.raises(AddressProblem, match="room for 1,048,575 rows"):
        workbook(made)


@pytest.mark.parametrize("write", [workbook, selection_zip])
def test_the_same_selection_gives_the_same_bytes(store: Store, write, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    first = write(content.new_export(store, Filters()))
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    assert write(content.new_export(replace(store), Filters())) == first


def test_the_zip_holds_the_rows_and_what_they_are(store: Store) -> None:
    export = content.new_export(store, Filters(authority=("worcestershire",), search="safeguarding"), "date")
    with zipfile.ZipFile(io.BytesIO(selection_zip(export))) as archive:
        assert archive.testzip() is None
        files = {entry.filename: archive.read(entry) for entry in archive.infolist()}
        assert {entry.date_time for entry in archive.infolist()} == {(2022, 1, 21, 0, 0, 0)}
    assert list(files) == ["README.txt", "judgements.csv", "judgements.csv-metadata.json", "datapackage.json"]
    (resource,) = json.loads(files["datapackage.json"])["resources"]
    assert (resource["path"], resource["bytes"]) == ("judgements.csv", len(files["judgements.csv"]))
    assert resource["rows"] == export.rows
    assert "foreignKeys" not in resource["schema"]
    readme = files["README.txt"].decode()
    for said in (
        f"{export.rows:,} rows",
        "search safeguarding",
        "sorted by date",
        "HOW TO CITE",
        "Open Government",
        "4 is",
    ):
        assert said in readme


def test_csvw_describes_the_columns_of_each_table(store: Store) -> None:
    for table in store.described.values():
        found = json.loads(csvw(table))
        assert found["@context"] == ["http://www.w3.org/ns/csvw", {"@language": "en"}]
        assert found["url"] == f"{table.name}.csv"
        assert found["dialect"]["lineTerminators"] == ["\n"]
        columns = found["tableSchema"]["columns"]
        assert [(c["name"], c["titles"], c["null"]) for c in columns] == [(n, n, "") for n in store.tables[table.name]]
        assert [c["required"] for c in columns] == [c.required for c in table.columns]
        assert found["tableSchema"].get("primaryKey", []) == list(table.key)
        bases = {c["datatype"] if isinstance(c["datatype"], str) else c["datatype"]["base"] for c in columns}
        assert bases <= {"string", "integer", "date"}
    by_name = {
        c["name"]: c["datatype"] for c in json.loads(csvw(store.described["judgements"]))["tableSchema"]["columns"]
    }
    assert by_name["grade_rank"] == {"base": "integer", "minimum": 1, "maximum": 4}
    assert by_name["date"] == {"base": "date", "format": "yyyy-MM-dd"}
    assert by_name["comparability"] == {"base": "string", "format": "same|close|loose|ended"}
