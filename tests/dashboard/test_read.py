"""Read my report: what a visitor's file is found to say, beside the record; and that nothing of it stays."""

import base64
import csv
import datetime as dt
import html
import io
import logging
import re
import subprocess
import sys
import tempfile
import threading
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import IO

import pytest
import xlsxwriter
from flask import Flask, Response, g
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard.analysis import match_record
from dashboard.markup.page_view import View
from dashboard.markup.render import render
from dashboard.pages import read, read_result
from dashboard.store import Store
from dashboard.web import upload_reader, uploads
from dashboard.web.edition import Edition
from dashboard.web.upload_reader import ReaderBusy, UploadReader, shown_name
from dashboard.words import source_messages
from loaders.record.model import Extraction
from loaders.record.reference import Reference
from tests import documents
from tests.test_statistics import release

REPORT = documents.safeguarding().encode()


@pytest.fixture(scope="module")
def extraction() -> Extraction:
    """A safeguarding report of Worcestershire, March 2012, nine times adequate, as the real process reads it."""
    return UploadReader().read("reports/my report.txt", io.BytesIO(REPORT))


@pytest.fixture
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files go, and where none may stay."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def plain_text(tree: object) -> str:
    """What a reader sees of a tree, without markup."""
    spaced = re.sub(r"<[^>]*>", " ", render(tree).html)
    return " ".join(html.unescape(spaced).split())


def send(client: FlaskClient, *contents: bytes, name: str = "report.txt", **headers: str) -> TestResponse:
    """The form as a browser sends it; written here, since Flask's client leaves large bodies open in files."""
    head = f'Content-Disposition: form-data; name="{read.FILE_FIELD}"; filename="{name}"'
    parts = b"".join(b"--edge\r\n" + head.encode() + b"\r\n\r\n" + content + b"\r\n" for content in contents)
    content_type = "multipart/form-data; boundary=edge"
    return client.post("/read", data=parts + b"--edge--\r\n", content_type=content_type, headers=headers)


def main_of(answer: TestResponse) -> str:
    match = re.search(r"<main.*</main>", answer.get_data(as_text=True), re.DOTALL)
    assert match is not None
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", match.group())).split())


def test_the_form_stands_in_the_first_html_and_in_the_navigation(client: FlaskClient) -> None:
    page = client.get("/read").get_data(as_text=True)
    form = re.search(r'<form [^>]*action="/read"[^>]*>', page)
    assert form is not None
    assert 'method="post"' in form.group()
    assert 'enctype="multipart/form-data"' in form.group()
    assert re.search(r'<input [^>]*type="file"[^>]* name="report"|<input [^>]*name="report"[^>]*type="file"', page)
    assert '<a href="/read"' in client.get("/").get_data(as_text=True)


@pytest.mark.slow
def test_a_report_is_shown_beside_the_record(client: FlaskClient, empty_folder: Path) -> None:
    answer = send(client, REPORT, name="../my <b>report.txt")
    text = main_of(answer)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "We recognised my <b>report.txt as Inspection of safeguarding: Worcestershire" in text
    assert "1 agrees with the record, 1 differs from the record and 7 are not in the record" in text
    assert "Differs from the record" in text
    assert read_result.CHECK_FIRST in text
    assert "line " in text
    assert "<b>report" not in answer.get_data(as_text=True)
    assert list(empty_folder.iterdir()) == []


@pytest.mark.slow
def test_a_grade_that_agrees_is_not_repeated_and_only_another_inspection_is_named(client: FlaskClient) -> None:
    page = send(client, REPORT, name="report.txt").get_data(as_text=True)
    rows = page.split('id="found"')[1].split("<tbody>")[1].split("</tbody>")[0].split("</tr>")[:-1]
    records = {re.search(r"verdict (\w+)", row)[1]: row.rpartition("<td")[2] for row in rows}  # type: ignore[index]
    assert 'class="chip' not in records["agrees"]
    assert 'class="chip' in records["differs"]
    assert not [row for row in rows if "Worcestershire, safeguarding re-inspection, 23 March 2012" in row]


@pytest.mark.slow
def test_what_differs_comes_first_and_names_both_grades(store: Store, extraction: Extraction) -> None:
    matches = match_record.matches(store, extraction)
    assert Counter(match.verdict for match in matches) == {
        match_record.AGREES: 1,
        match_record.DIFFERS: 1,
        match_record.NEW: 7,
    }
    first = matches[0]
    assert first.verdict == match_record.DIFFERS
    assert (first.observation.aspect, first.observation.grade_original) == ("leadership", "Adequate")
    assert first.judgement is not None
    assert first.judgement["grade_original"] == "Good"
    assert all(
        match.inspection and match.inspection["inspection_id"].endswith("2012-03-safeguarding") for match in matches
    )


@pytest.mark.slow
def test_another_inspection_is_new_as_a_whole(store: Store) -> None:
    later = documents.safeguarding(dates="Inspection dates: 18 – 22 March 2013", published="Published: 22 April 2013")
    matches = match_record.matches(store, UploadReader().read("later.txt", io.BytesIO(later.encode())))
    assert {(match.verdict, match.inspection) for match in matches} == {(match_record.NEW, None)}


def test_a_file_that_the_record_rests_on_is_named(store: Store, extraction: Extraction) -> None:
    assert match_record.same_file(store, extraction) is None
    known = store.sources["jar-2008"] | {"sha256": extraction.source.sha256}
    store_with_it = Store(store.tables, store.reference, described=store.described)
    store_with_it.__dict__["sources"] = {"jar-2008": known}
    assert "The record already holds this file, as Report jar-2008" in plain_text(
        read_result.result(store_with_it, extraction).main
    )


FILE = re.compile(r'<a download="gradeline-observations.csv" href="data:text/csv;charset=utf-8;base64,([^"]*)">')


def file_in(page: str) -> str:
    """The file of observations that a page holds."""
    (content,) = FILE.findall(page)
    return base64.b64decode(content).decode()


@pytest.mark.slow
def test_the_page_holds_the_observations_as_a_file(client: FlaskClient, store: Store, extraction: Extraction) -> None:
    text = file_in(send(client, REPORT, name="my report.txt").get_data(as_text=True))
    assert "\r" not in text
    rows = list(csv.DictReader(io.StringIO(text)))
    assert list(rows[0]) == [*store.described["observations"].header, "file_name"]
    assert len(rows) == len(extraction.observations)
    for row, observation in zip(rows, extraction.observations, strict=True):
        assert (row["grade_original"], row["locator"]) == (observation.grade_original, observation.locator)
        assert row["inspection_start"] == str(observation.inspection_start or "")
        assert row["file_name"] == "my report.txt"


def test_the_file_of_observations_runs_no_formula(store: Store, reference: Reference) -> None:
    row = documents.observation(reference, locator="=1+1")
    page = render(read_result.result(store, documents.extraction("mine", row)).main).html
    assert {line["locator"] for line in csv.DictReader(io.StringIO(file_in(page)))} == {"'=1+1"}


def zip_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", b"<a>" + b" " * 300_000_000)
    return out.getvalue()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"<!DOCTYPE html><p>Report not found", "report.pdf", "Not a PDF: the file begins with “<!DOCTYPE html>”"),
        (documents.pdf(documents.page("A report"))[:200], "report.pdf", "could not be read"),
        (b"", "empty.txt", "The file is empty"),
        (b"\x00\xff" * 400, "bytes", "could not be read"),
        (zip_bomb, "bomb.ods", "could not be read"),
        (
            b"A letter about something else.\n" * 50,
            "letter.txt",
            "no inspection report in letter.txt: it does not begin",
        ),
    ],
)
def test_what_cannot_be_read_gets_words_and_leaves_nothing(
    client: FlaskClient,
    empty_folder: Path,
    caplog: pytest.LogCaptureFixture,
    content: bytes | Callable[[], bytes],
    name: str,
    said: str,
) -> None:
    answer = send(client, content() if callable(content) else content, name=name)
    assert answer.status_code == 422
    assert said in main_of(answer)
    assert list(empty_folder.iterdir()) == []
    assert caplog.records == []


@pytest.mark.slow
def test_a_file_that_takes_too_long_is_given_up(empty_folder: Path) -> None:
    extraction = UploadReader(time_limit=0.0).read("report.txt", io.BytesIO(REPORT))
    assert extraction.source.status == "refused"
    assert "took longer than 0 seconds" in extraction.source.message
    assert list(empty_folder.iterdir()) == []


def test_the_file_is_gone_even_where_no_process_starts(empty_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def fail(self: object, path: Path) -> Extraction:
        seen.append((path.read_bytes(), path.stat().st_mode & 0o777, path.name))
        raise OSError("no process")

    monkeypatch.setattr("loaders.reading.sandbox.Sandbox.extract", fail)
    with pytest.raises(OSError, match="no process"):
        UploadReader().read("secret name.pdf", io.BytesIO(b"content"))
    ((content, mode, name),) = seen
    assert (content, mode) == (b"content", 0o600)
    assert "secret" not in name
    assert name.endswith(".pdf")
    assert list(empty_folder.iterdir()) == []


def test_only_so_many_are_read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    inside, go_on = threading.Event(), threading.Event()

    def wait(self: UploadReader, name: str, upload: IO[bytes]) -> str:
        inside.set()
        assert go_on.wait(10)
        return name

    monkeypatch.setattr(upload_reader.UploadReader, "_read", wait)
    reader = UploadReader(at_once=1)
    first = threading.Thread(target=reader.read, args=("a", io.BytesIO()))
    first.start()
    assert inside.wait(10)
    with pytest.raises(ReaderBusy):
        reader.read("b", io.BytesIO())
    go_on.set()
    first.join()
    assert reader.read("c", io.BytesIO()) == "c"


def test_the_places_are_shared_by_all_processes_of_a_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processes, of which one is killed as it reads: its place is free again."""
    script = (
        "import io, sys, time; from pathlib import Path; from dashboard.web.upload_reader import UploadReader\n"
        "UploadReader._read = lambda self, name, upload: (print('reading', flush=True), time.sleep(60))\n"
        "UploadReader(at_once=1, shared=Path(sys.argv[1])).read('a', io.BytesIO())\n"
    )
    monkeypatch.setattr(upload_reader.UploadReader, "_read", lambda _reader, name, _upload: name)
    reader = UploadReader(at_once=1, shared=tmp_path)
    assert reader.read("b", io.BytesIO()) == "b"
    with subprocess.Popen([sys.executable, "-c", script, tmp_path], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "reading\n"
        with pytest.raises(ReaderBusy):
            reader.read("b", io.BytesIO())
        assert UploadReader(at_once=2, shared=tmp_path).read("b", io.BytesIO()) == "b"
        other.kill()
    assert reader.read("b", io.BytesIO()) == "b"


class Fails(UploadReader):
    """A reader for which something else goes wrong than the file."""

    def __init__(self, problem: Exception) -> None:
        super().__init__()
        self.problem = problem

    def read(self, name: str, upload: IO[bytes]) -> Extraction:
        raise self.problem


@pytest.mark.parametrize(
    ("problem", "said"), [(ReaderBusy(), uploads.WORDS["busy"]), (OSError("no"), uploads.WORDS["not_now"])]
)
def test_a_server_that_cannot_read_now_says_so(store: Store, problem: Exception, said: str) -> None:
    server = Flask("test")

    def page(view: View, path: str) -> Response:
        return Response(f"<main>{plain_text(view.main)}</main>", view.status)

    @server.before_request
    def choose_edition() -> None:
        g.edition = Edition(store)

    uploads.serve(server, Fails(problem), page)
    answer = send(server.test_client(), REPORT)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, uploads.SECONDS_TO_WAIT)
    assert said in main_of(answer)


@pytest.mark.slow
def test_a_defect_logs_no_word_of_the_file(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(store: Store, extraction: Extraction) -> View:
        raise ValueError(f"cannot show {extraction.source.title}")

    monkeypatch.setattr(read_result, "result", fail)
    with caplog.at_level(logging.DEBUG):
        answer = send(client, REPORT)
    assert answer.status_code == 500
    assert "This is a defect" in main_of(answer)
    assert [record.getMessage() for record in caplog.records] == ["an upload was read and cannot be shown: ValueError"]
    assert "Worcestershire" not in caplog.text


@pytest.mark.parametrize("size", [read.LARGEST_FILE + 1, read.LARGEST_FILE + 100_000])
def test_a_file_that_is_too_large_gets_a_page_in_words(client: FlaskClient, size: int) -> None:
    answer = send(client, b"%PDF-" + b" " * (size - 5))
    assert answer.status_code == 413
    assert "larger than 20 MB" in main_of(answer)


def test_a_form_without_a_file_says_so(client: FlaskClient) -> None:
    for answer in (client.post("/read"), client.post("/read", data=b"x"), send(client, b"x", name="")):
        assert answer.status_code == 400
        assert "No file was sent" in main_of(answer)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("report.pdf", "report.pdf"),
        ("/etc/passwd", "passwd"),
        ("C:\\Users\\me\\report.pdf", "report.pdf"),
        ("a\u202eb\x00c.txt", "a\ufffdb\ufffdc.txt"),
        ("", "file"),
        ("/", "file"),
        ("x" * 300 + ".pdf", "x" * 88 + "…" + "x" * 7 + ".pdf"),
    ],
)
def test_a_files_name_is_shown_without_tricks(name: str, shown: str) -> None:
    assert shown_name(name) == shown


@pytest.mark.slow
def test_a_workbook_of_statistics_is_read_as_well(client: FlaskClient) -> None:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        for name, rows in release().items():
            sheet = book.add_worksheet(name)
            for place, row in enumerate(rows):
                sheet.write_row(place, 0, [cell.isoformat() if isinstance(cell, dt.date) else cell for cell in row])
    answer = send(client, content.getvalue(), name="outcomes.pdf")  # content decides, not the name
    assert answer.status_code == 200
    assert "recognised outcomes.pdf as Local authority inspection outcomes as at 31 March 2025" in main_of(answer)
    assert "Read as a spreadsheet" in main_of(answer)


def test_a_grade_that_a_file_prints_in_many_places_is_one_grade(store: Store, reference: Reference) -> None:
    places = [documents.observation(reference, locator=f"p. {n}, sentence") for n in range(1, 9)]
    other = documents.observation(reference, words="Good", locator="p. 9, sentence")
    view = read_result.result(store, documents.extraction("report", *places, other))
    assert "found 2 grades in it, printed in 9 places: 1 agrees with the record and 1 differs from" in view.lead
    text = plain_text(view.main)
    assert "p. 1, sentence; p. 2, sentence; p. 3, sentence; p. 4, sentence and 4 more" in text
    assert "p. 9, sentence" in text
    assert "Download 9 rows as CSV" in text


def test_a_long_table_is_cut_on_the_page_and_whole_in_the_file(store: Store, reference: Reference) -> None:
    number = read_result.MOST_SHOWN + 1
    days = [dt.date(2011, 9, 1) + dt.timedelta(n) for n in range(number)]
    rows = [documents.observation(reference, locator=f"row {n}", day=day) for n, day in enumerate(days)]
    made = documents.extraction("long", *rows)
    view = read_result.result(store, made)
    text = plain_text(view.main)
    assert f"The first {read_result.MOST_SHOWN} of {number}" in text
    assert f"row {read_result.MOST_SHOWN - 1}" in text
    assert f"Download {number} rows as CSV" in text
    assert file_in(render(view.main).html).count("\n") == number + 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Monitoring visit to Rutland children's services\n",
            "We recognised paper.txt as a monitoring visit (not graded). Please choose a graded inspection of a local "
            "authority.",
        ),
        (
            f"{documents.SLAC_TITLE}\nRutland\nInspection dates: 7 to 18 March 2011\n",
            "looked-after children inspection, but took no grade from it. No grade found for: Overall",
        ),
    ],
)
def test_a_refusal_says_what_was_recognised_and_what_to_choose(client: FlaskClient, text: str, said: str) -> None:
    page = main_of(send(client, text.encode(), name="paper.txt"))
    assert read.WORDS["wrong"]["no_grade"] in page
    assert said in page


def test_a_message_is_told_from_the_labels_that_it_lists() -> None:
    message = (
        "p. 2: text that the page does not show was left out (covered); no grade found for: Being healthy; "
        'Staying safe (found "Fair", which is on no scale of this framework); '
        'a heading below "Safeguarding" was not recognised'
    )
    assert source_messages.parts(message) == [
        ("Page 2: text that the page does not show was left out (covered)", []),
        (
            "No grade found for:",
            ["Being healthy", 'Staying safe (found "Fair", which is on no scale of this framework)'],
        ),
        ('A heading below "Safeguarding" was not recognised', []),
    ]


def test_what_a_message_says_of_its_own_row_stays_with_it() -> None:
    message = 'row 2, column "Care leavers": the cell is empty; no grade was read; row 3: "2025-06-02" is after today'
    assert [text for text, _ in source_messages.parts(message)] == [
        'Row 2, column "Care leavers": the cell is empty; no grade was read',
        'Row 3: "2025-06-02" is after today',
    ]


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("it is dated 2062-03-06, which is after today", "it is dated 6 March 2062, which is after today"),
        ('"2062-03-06" is no day, nor 2062-13-40', "“2062-03-06” is no day, nor 2062-13-40"),
    ],
)
def test_days_are_in_words_save_where_they_are_quoted(message: str, shown: str) -> None:
    assert source_messages.in_words(message) == shown


def test_of_several_files_none_is_left_out_in_silence(client: FlaskClient) -> None:
    """A second file was dropped without a word."""
    answer = send(client, REPORT, REPORT)
    assert answer.status_code == 400
    assert "one file at a time" in main_of(answer)


@pytest.mark.parametrize(
    ("evidence", "said"),
    [
        ("primary", "We found every grade that this kind of report has."),
        ("secondary", "A paper like this may give only some of an inspection’s grades."),
    ],
)
def test_only_a_report_is_said_to_be_whole(store: Store, reference: Reference, evidence: str, said: str) -> None:
    observed = documents.observation(reference, evidence=evidence)
    assert said in plain_text(read_result.result(store, documents.extraction("paper", observed)).main)
