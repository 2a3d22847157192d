"""Downloads: the rows of a page, in three forms, safe to open; and a short text for addresses that are wrong."""

import csv
import io
import json

import pytest
from flask.testing import FlaskClient

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
    assert text == store.judgements.to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d")


@pytest.mark.parametrize(
    "name", ["judgements.csv", "judgements.json", "judgements.xlsx", "sources.csv", "datapackage.json"]
)
@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_no_download_is_announced_shorter_than_it_is(client: FlaskClient, name: str, encoding: str) -> None:
    answer = client.get(f"/download/{name}", headers={"Accept-Encoding": encoding})
    assert answer.headers.get("Content-Length") in (None, str(len(answer.get_data())))


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


@pytest.mark.parametrize("table", ["observations", "inspections", "sources", "discrepancies", "movements"])
def test_every_other_table_comes_whole(client: FlaskClient, store: Store, table: str) -> None:
    rows = rows_of(client.get(f"/download/{table}.csv").get_data(as_text=True))
    assert len(rows) == len(store.tables[table])


def test_the_data_package_comes_as_it_is(client: FlaskClient) -> None:
    answer = client.get("/download/datapackage.json")
    assert answer.mimetype == "application/json"
    assert answer.get_json() == {"name": "gradeline", "complete_to": "2022-01-21", "created": "2022-03-01"}


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("judgements.csv?colour=red", 400, "There is no parameter ‘colour’"),
        ("judgements.csv?service=safegarding", 400, "Did you mean ‘safeguarding’?"),
        ("judgements.csv?service=safegarding", 400, "looked_after_children"),
        ("judgements.csv?region=SOUTH WEST", 400, "Did you mean ‘South West’?"),
        ("judgements.csv?grade=GOOD", 400, "Did you mean ‘good’?"),
        ("judgements.csv?FROM=2010", 400, "Did you mean ‘from’?"),
        ("judgements.csv?from=x", 400, "a whole number from 1990 to 2100"),
        ("judgements.csv?authority=worcestershyre", 400, "Perhaps: Worcestershire"),
        ("sources.csv?status=read", 400, "This address accepts none."),
        ("judgements.pdf", 404, "judgements.csv, judgements.json, judgements.xlsx, judgements.zip"),
        ("judgements.csv?search=%ff", 400, "This address is not text"),
        ("judgements.csv?search=a%00b", 400, "control characters"),
        ("judgements.csv?search=%E2%80%9C%E2%80%9D", 400, "at least one letter or digit"),
        ("judgements.csv?search=" + "x" * 201, 400, "has 201 characters"),
        ("judgements.csv?search=" + "x" * 4000, 400, "too long"),
        ("judgements.csv?" + "&".join(["grade=good"] * 201), 400, "too long"),
        ("judgements.csv?sort=colour", 400, "‘sort’ takes: authority"),
        ("sources.csv-metadata.json?x=1", 400, "This address accepts none."),
        ("toys.csv-metadata.json", 404, "There is no download"),
        ("briefing/.pptx", 404, "We do not know a council called ‘’"),
        ("grades/.svg", 404, "We do not know a council called ‘’"),
        ("../app.py", 404, "There is no"),
        ("secrets.csv", 404, "There is no download ‘secrets.csv’"),
        ("secrets.csv", 404, "briefing/<authority_id>.pptx"),
    ],
)
def test_a_wrong_address_gets_a_short_text(client: FlaskClient, address: str, status: int, said: str) -> None:
    answer = client.get(f"/download/{address}")
    assert answer.status_code == status
    assert answer.mimetype in ("text/plain", "text/html")
    assert said in answer.get_data(as_text=True)


@pytest.mark.parametrize("address", ["/download", "/download/"])
def test_the_address_of_all_downloads_names_them_in_a_short_text(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (404, "text/plain")
    assert "names no download.\nDownloads: judgements.csv, judgements.json" in answer.get_data(as_text=True)


def test_a_compressed_download_is_the_same_text(client: FlaskClient) -> None:
    import gzip

    plain = client.get("/download/judgements.csv").get_data()
    packed = client.get("/download/judgements.csv", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.get_data()) == plain


@pytest.mark.parametrize(
    "name", ["judgements.csv", "judgements.json", "judgements.xlsx", "judgements.zip", "sources.csv", "openapi.json"]
)
def test_who_has_the_file_already_is_told_so(client: FlaskClient, name: str) -> None:
    first = client.get(f"/download/{name}")
    assert first.headers["Last-Modified"] == "Sat, 21 Nov 2026 09:00:00 GMT"
    again = client.get(f"/download/{name}", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    other = client.get(f"/download/{name}", headers={"If-None-Match": '"another"'})
    assert (other.status_code, other.get_data()) == (200, first.get_data())


def test_another_selection_has_another_mark(client: FlaskClient) -> None:
    marks = {
        client.get(f"/download/judgements.{rest}").headers["ETag"]
        for rest in ("csv", "json", "csv?grade=good", "csv?grade=good&sort=date", "csv?search=devon")
    }
    assert len(marks) == 5


def test_a_csv_names_its_description(client: FlaskClient) -> None:
    for address in ("judgements.csv?grade=good", "movements.csv"):
        link = client.get(f"/download/{address}").headers["Link"]
        described = client.get(link.partition(">")[0].lstrip("<"))
        assert described.mimetype == "application/csvm+json"
        assert address.startswith(described.get_json()["url"])


def test_searched_and_sorted_rows_come_so(client: FlaskClient) -> None:
    text = client.get("/download/judgements.csv?search=worcestershire-2012+1&sort=-grade").get_data(as_text=True)
    found = [(row["inspection_id"], row["grade_rank"]) for row in rows_of(text)]
    assert found == [("worcestershire-2012-03-safeguarding", "3"), ("worcestershire-2012-03-safeguarding", "2")]
