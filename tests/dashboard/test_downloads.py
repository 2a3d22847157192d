"""Downloads: the rows of a page, in three forms, safe to open; and a short text for addresses that are wrong."""

import csv
import io
import json

import pandas as pd
import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from dashboard import export
from dashboard.store import Store


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_everything_comes_out_as_it_stands_in_the_table(client: FlaskClient, store: Store) -> None:
    answer = client.get("/download/judgements.csv")
    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    text = answer.get_data(as_text=True)
    assert text.splitlines()[0] == ",".join(store.judgements.columns)
    assert "\r" not in text
    assert rows_of(text) == store.judgements.to_dict("records")


def test_the_projects_own_question_is_answered(client: FlaskClient) -> None:
    rows = rows_of(
        client.get("/download/judgements.csv?authority=worcestershire&service=safeguarding&aspect=overall").get_data(
            as_text=True
        )
    )
    found = [(r["date"][:4], r["grade"], r["grade_number_original"], r["scale"], r["evidence"]) for r in rows[:3]]
    assert found == [
        ("2008", "good", "3", "four-point-4-best", "primary"),
        ("2010", "inadequate", "", "four-point-1-best", "mention"),
        ("2012", "requires_improvement_or_adequate", "3", "four-point-1-best", "primary"),
    ]


@pytest.mark.parametrize(
    ("query", "column", "wanted"),
    [
        ("service=adoption&service=disabilities", "service", {"adoption", "disabilities"}),
        ("framework=jar", "framework", {"jar"}),
        ("region=South+West", "region", {"South West"}),
        ("grade=inadequate", "grade", {"inadequate"}),
        ("evidence=mention&evidence=secondary", "evidence", {"mention", "secondary"}),
        ("inspection=leeds-2015-02-sif", "inspection_id", {"leeds-2015-02-sif"}),
        ("from=2012&to=2013", "date", {"2012-03-23", "2013-04-24"}),
        ("authority=devon&authority=Dudley", "authority_id", {"devon", "dudley"}),
    ],
)
def test_each_filter_narrows(client: FlaskClient, query: str, column: str, wanted: set[str]) -> None:
    rows = rows_of(client.get(f"/download/judgements.csv?{query}").get_data(as_text=True))
    assert {row[column] for row in rows} == wanted


def test_json_has_numbers_and_nulls(client: FlaskClient) -> None:
    rows = json.loads(client.get("/download/judgements.json?authority=worcestershire").get_data(as_text=True))
    first = next(row for row in rows if row["service"] == "safeguarding")
    assert (first["grade_rank"], first["grade_number_original"], first["inspection_start"]) == (2, 3, None)
    assert (
        json.loads(client.get("/download/judgements.json?grade=outstanding&authority=devon").get_data(as_text=True))
        == []
    )


def test_xlsx_reads_back_with_its_cover(client: FlaskClient, store: Store) -> None:
    answer = client.get("/download/judgements.xlsx")
    book = pd.read_excel(io.BytesIO(answer.get_data()), sheet_name=None, engine="calamine", dtype=str)
    assert list(book) == ["About", "Judgements", "Columns"]
    assert len(book["Judgements"]) == len(store.judgements)
    assert list(book["Judgements"].columns) == list(store.judgements.columns)
    assert set(book["Columns"]["column"]) == set(store.judgements.columns)


@pytest.mark.parametrize("table", ["observations", "inspections", "sources", "discrepancies", "movements"])
def test_every_other_table_comes_whole(client: FlaskClient, store: Store, table: str) -> None:
    rows = rows_of(client.get(f"/download/{table}.csv").get_data(as_text=True))
    assert len(rows) == len(store.tables[table])


def test_the_data_package_comes_as_it_is(client: FlaskClient) -> None:
    answer = client.get("/download/datapackage.json")
    assert answer.mimetype == "application/json"
    assert answer.get_json() == {"name": "gradeline"}


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("judgements.csv?colour=red", 400, "There is no parameter “colour”"),
        ("judgements.csv?service=safegarding", 400, "Did you mean “safeguarding”?"),
        ("judgements.csv?service=safegarding", 400, "looked_after_children"),
        ("judgements.csv?from=x", 400, "a whole number from 1990 to 2100"),
        ("judgements.csv?authority=worcestershyre", 400, "Perhaps: Worcestershire"),
        ("sources.csv?status=read", 400, "This address accepts none."),
        ("judgements.pdf", 404, "judgements.csv, judgements.json, judgements.xlsx"),
        ("../app.py", 404, "There is no"),
        ("secrets.csv", 404, "There is no download “secrets.csv”"),
    ],
)
def test_a_wrong_address_gets_a_short_text(client: FlaskClient, address: str, status: int, said: str) -> None:
    answer = client.get(f"/download/{address}")
    assert answer.status_code == status
    assert answer.mimetype in ("text/plain", "text/html")
    assert said in answer.get_data(as_text=True)


@given(st.text())
def test_no_cell_begins_a_formula(text: str) -> None:
    cell = export.neutral(text)
    assert cell == text or cell == f"'{text}"
    assert not cell.startswith(("=", "@", "\t", "\r"))
    assert cell[:1] not in "+-" or cell == "" or cell[1:].isdigit()


def test_csv_written_and_read_again_is_the_same(store: Store) -> None:
    frame = pd.DataFrame({"a": ["=1+1", 'x,"y"', "line\nbreak", "-1"], "b": ["", "é", "'", "2"]}, dtype=object)
    back = rows_of("".join(export.csv_lines(frame)))
    assert [row["a"] for row in back] == ["'=1+1", 'x,"y"', "line\nbreak", "-1"]
    assert [row["b"] for row in back] == ["", "é", "'", "2"]


def test_a_compressed_download_is_the_same_text(client: FlaskClient) -> None:
    import gzip

    plain = client.get("/download/judgements.csv").get_data()
    packed = client.get("/download/judgements.csv", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.get_data()) == plain
