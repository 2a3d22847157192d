"""The SQLite file: what the CSV files say, in types, and the same bytes each time."""

import csv
import io
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard.export.database import database
from dashboard.store import DEFAULT_FOLDER, open_store


@pytest.fixture(scope="module")
def content(shipped: FlaskClient) -> bytes:
    return shipped.get("/download/gradeline.db").get_data()


@pytest.fixture
def connection(content: bytes, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    (tmp_path / "gradeline.db").write_bytes(content)
    with closing(sqlite3.connect(tmp_path / "gradeline.db")) as opened:
        yield opened


@pytest.mark.slow
def test_each_table_has_the_rows_of_its_csv_file(connection: sqlite3.Connection) -> None:
    for path in sorted(DEFAULT_FOLDER.glob("*.csv")):
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
        cursor = connection.execute(f"SELECT * FROM {path.stem}")
        assert [column[0] for column in cursor.description] == rows[0]
        assert [["" if value is None else str(value) for value in row] for row in cursor] == rows[1:]


@pytest.mark.slow
def test_it_answers_a_question_in_sql(connection: sqlite3.Connection) -> None:
    question = """
        SELECT count(*), sum(grade_rank <= 2) FROM panel
        WHERE service = 'safeguarding' AND status = 'known'
          AND year_end = (SELECT value FROM about WHERE name = 'complete_to')
    """
    assert connection.execute(question).fetchone() == (153, 104)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert connection.execute("SELECT typeof(grade_rank) FROM judgements WHERE grade <> ''").fetchone() == ("integer",)


@pytest.mark.slow
def test_the_same_data_give_the_same_bytes(content: bytes) -> None:
    assert database(open_store()) == content


def test_it_is_listed_and_may_be_read_by_any_site(shipped: FlaskClient) -> None:
    answer = shipped.get("/download/gradeline.db")
    assert answer.content_type == "application/vnd.sqlite3"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "/download/gradeline.db" in shipped.get("/download/openapi.json").get_json()["paths"]
