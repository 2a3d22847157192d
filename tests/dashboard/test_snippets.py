"""The code that the data page offers loads exactly the rows of its address, with the types that it promises."""

import csv
import html
import io
import re
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.serving import make_server

from dashboard.texts import texts_of
from dashboard.web.server import Gradeline

SNIPPETS = texts_of("snippets")["snippet"]
SELECTIONS = [
    "",
    "?authority=worcestershire&authority=devon&service=safeguarding",
    "?region=South+West&grade=inadequate&from=2012&to=2019&sort=-date",
    "?search=o%27clock",
    "?framework=slac&evidence=statistics&grade=good",
]


@pytest.fixture(scope="module")
def site(shipped_app: Gradeline) -> Iterator[str]:
    """The dashboard on a port of this machine, since the programs load an address."""
    server = make_server("127.0.0.1", 0, shipped_app.server, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


def code(name: str, address: str) -> str:
    before, after = next(snippet["code"] for snippet in SNIPPETS if snippet["name"] == name).split("{address}")
    return before + address + after


def rows(site: str, query: str, client: FlaskClient) -> tuple[list[str], list[list[str]]]:
    """Header and cells of the download, read with nothing but the standard library."""
    reader = csv.reader(io.StringIO(client.get(f"/download/judgements.csv{query}").get_data(as_text=True)))
    header = next(reader)
    return header, list(reader)


def as_text(value: Any) -> str:
    if value is None or str(value) in ("NaT", "<NA>", "nan"):
        return ""
    return str(value).removesuffix(" 00:00:00")


def run(source: str) -> Any:
    names: dict[str, Any] = {}
    exec(source, names)
    return names["judgements"]


@pytest.mark.parametrize("query", SELECTIONS)
def test_pandas_loads_exactly_these_rows(shipped_app: Gradeline, site: str, query: str) -> None:
    header, expected = rows(site, query, shipped_app.server.test_client())
    frame = run(code("pandas", f"{site}/download/judgements.csv{query}"))
    assert list(frame.columns) == header
    assert [[as_text(cell) for cell in row] for row in frame.astype(object).to_numpy().tolist()] == expected
    if expected:
        assert str(frame["date"].dtype).startswith("datetime64")
        assert str(frame["grade_rank"].dtype) == "Int64"


@pytest.mark.parametrize("query", SELECTIONS)
def test_polars_loads_exactly_these_rows(shipped_app: Gradeline, site: str, query: str) -> None:
    pytest.importorskip("polars", reason="polars is no dependency of the project")
    header, expected = rows(site, query, shipped_app.server.test_client())
    frame = run(code("polars", f"{site}/download/judgements.csv{query}"))
    assert frame.columns == header
    assert [[as_text(cell) for cell in row] for row in frame.rows()] == expected


@pytest.mark.parametrize("query", SELECTIONS)
def test_duckdb_loads_exactly_these_rows(shipped_app: Gradeline, site: str, query: str, tmp_path: Any) -> None:
    """From a file: fetching the address needs an extension that DuckDB takes from its own site."""
    duckdb = pytest.importorskip("duckdb", reason="duckdb is no dependency of the project")
    client = shipped_app.server.test_client()
    header, expected = rows(site, query, client)
    file = tmp_path / "judgements.csv"
    file.write_bytes(client.get(f"/download/judgements.csv{query}").data)
    connection = duckdb.connect()
    connection.execute(code("duckdb", str(file)).partition("SET force_download = true;")[2])
    found = connection.execute("SELECT * FROM judgements")
    assert [column[0] for column in found.description] == header
    assert [[as_text(cell) for cell in row] for row in found.fetchall()] == expected


def test_the_page_shows_each_snippet_with_the_address_of_its_rows(client: FlaskClient) -> None:
    page = client.get("/data?authority=devon&sort=-date").get_data(as_text=True)
    shown = dict(re.findall(r'<pre[^>]*><code id="code-(\w+)">(.*?)</code>', page, re.DOTALL))
    assert set(shown) == {snippet["name"] for snippet in SNIPPETS} == {"pandas", "polars", "r", "duckdb", "excel"}
    for name, markup in shown.items():
        address = "/download/judgements.csv?authority=devon&sort=-date"
        assert html.unescape(re.sub("<[^>]*>", "", markup)) == code(name, address)
        assert f'data-address="{html.escape(address)}"' in markup


def test_excel_gets_the_same_rows_behind_a_byte_order_mark(client: FlaskClient) -> None:
    plain, marked = (client.get(f"/download/judgements.csv?authority=devon{more}") for more in ("", "&bom=1"))
    assert marked.data == b"\xef\xbb\xbf" + plain.data
    assert not plain.data.startswith(b"\xef\xbb\xbf")
    assert 'filename="gradeline-judgements-devon-excel.csv"' in marked.headers["Content-Disposition"]
    assert plain.headers["ETag"] != marked.headers["ETag"]
    assert client.get("/download/judgements.json?bom=1").status_code == 400
    assert client.get("/download/judgements.csv?bom=2").status_code == 400


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("", "gradeline-judgements"),
        ("authority=devon&service=safeguarding&from=2012&to=2014", "gradeline-judgements-devon-safeguarding-2012-2014"),
        ("search=Overall+effectiveness&from=2012", "gradeline-judgements-2012-on-overall-effectiveness"),
        ("region=South+West&grade=good&grade=inadequate", "gradeline-judgements-south-west-good-inadequate"),
    ],
)
def test_a_file_is_named_after_the_choice(client: FlaskClient, query: str, name: str) -> None:
    disposition = client.get(f"/download/judgements.csv?{query}").headers["Content-Disposition"]
    assert disposition == f'attachment; filename="{name}.csv"'


def test_the_name_of_a_file_is_short_and_tells_long_choices_apart(client: FlaskClient) -> None:
    names = ["leeds", "devon", "dudley", "bedford", "worcestershire"]
    one, other = ("&".join(f"authority={name}" for name in [*names[:4], *more]) for more in ([], names[4:]))
    found = [client.get(f"/download/judgements.csv?{q}").headers["Content-Disposition"] for q in (one, other)]
    assert re.fullmatch(r'attachment; filename="gradeline-judgements-4-councils-[0-9a-f]{6}\.csv"', found[0])
    assert re.fullmatch(r'attachment; filename="gradeline-judgements-5-councils-[0-9a-f]{6}\.csv"', found[1])
