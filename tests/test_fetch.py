"""Fetching against a server that the tests start: the publisher's shapes, and what can go wrong on the way."""

import argparse
import contextlib
import datetime as dt
import io
import itertools
import json
import socket
import threading
import time
import tomllib
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from loaders.fetching import fetch
from loaders.fetching.hosts import Allowed, Deadline, NotNamed, is_public
from loaders.fetching.http import Client, Manners, NotFetched, State, find_links, safe_name
from loaders.fetching.options import add_arguments
from loaders.reading.parsers import collection
from loaders.record.errors import FolderInvalid, SourceRefused
from loaders.record.reference import load

COLLECTION = "/api/content/government/collections/childrens-social-care-statistics"
RELEASE = "/government/statistics/local-authority-inspection-outcomes-as-at-31-march-2025"
TABLE = "statistics/local-authority-inspection-outcomes-as-at-31-march-2025/la_outcomes_2025.ods"
DEVON = "/provider/44/80461"
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 400 + b"\n%%EOF\n"
CUT = PDF[:50_000]
HTML = b"<!DOCTYPE html>\n<html><body>Report not found</body></html>"


@dataclass
class Reply:
    """One answer: `length` declares another length than the body has, None declares none; `slow` waits first, `drip`
    waits before each 100 bytes of the body."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = -1
    slow: float = 0.0
    drip: float = 0.0


@dataclass
class Request:
    path: str
    headers: dict[str, str]


class Publisher:
    """A server on 127.0.0.1: for each path the answers in turn, the last for ever after; every request is kept."""

    def __init__(self) -> None:
        self.replies: dict[str, list[Reply]] = {}
        self.requests: list[Request] = []
        self.released = threading.Event()
        publisher = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                publisher.answer(self)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        self.requests.append(Request(handler.path, dict(handler.headers.items())))
        replies = self.replies.get(handler.path, [Reply(b"nothing here", 404)])
        reply = replies.pop(0) if len(replies) > 1 else replies[0]
        self.released.wait(reply.slow)
        status, body, headers = reply.status, reply.body, dict(reply.headers)
        marks = {handler.headers.get("If-None-Match"), handler.headers.get("If-Modified-Since")} - {None}
        if marks & {headers.get("ETag"), headers.get("Last-Modified")}:
            status, body = 304, b""
        if reply.length is not None:
            headers["Content-Length"] = str(len(body) if reply.length < 0 else reply.length)
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        # The client may have gone: that is what some tests are about.
        with contextlib.suppress(ConnectionError):
            handler.end_headers()
            while reply.drip and body and not self.released.wait(reply.drip):
                handler.wfile.write(body[:100])
                body = body[100:]
            handler.wfile.write(body)

    def asked(self, path: str) -> list[Request]:
        return [request for request in self.requests if request.path == path]

    def serve(self, path: str, *replies: Reply | bytes) -> None:
        self.replies[path] = [reply if isinstance(reply, Reply) else Reply(reply) for reply in replies]

    def publish(self, path: str, content: object) -> None:
        self.serve(path, json.dumps(content).encode())

    def publish_releases(self, *releases: tuple[str, str]) -> None:
        documents = [{"title": title, "base_path": path} for title, path in releases]
        self.publish(COLLECTION, {"document_type": "document_collection", "links": {"documents": documents}})

    def publish_table(self, *names: str) -> None:
        """A collection with one release whose attachments have these names."""
        self.publish_releases(
            ("Children's social care questionnaires 2025", "/government/statistics/questionnaires"),
            ("Local authority inspection outcomes as at 31 March 2025", RELEASE),
        )
        attachments = [
            {"attachment_type": "html", "title": "Main findings", "url": f"{RELEASE}/main-findings"},
            {
                "attachment_type": "file",
                "title": "Access list",
                "filename": "list.pdf",
                "url": f"{self.url}/m/list.pdf",
            },
            *(
                {"attachment_type": "file", "title": "Underlying data", "filename": n, "url": f"{self.url}/media/1/{n}"}
                for n in names
            ),
        ]
        self.publish(f"/api/content{RELEASE}", {"details": {"attachments": attachments}})

    def publish_reports(self, *numbers: int, page: str = DEVON, more: str = "") -> None:
        links = "".join(
            f'<li><a class="publication-link" href="https://files.ofsted.gov.uk/v1/file/{number}" target="_blank">'
            "Children&#039;s services inspection <span class='nonvisual'>Children&#039;s services inspection, pdf - "
            "13 May 2025</span></a></li>"
            for number in numbers
        )
        self.serve(page, f"<html><body><a href='/'>Home</a><ul>{links}{more}</ul></body></html>".encode())
        for number in numbers:
            self.serve(f"/v1/file/{number}", Reply(PDF, headers={"ETag": f'"{number}"'}))


@pytest.fixture
def publisher(monkeypatch: pytest.MonkeyPatch) -> Iterator[Publisher]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    running = Publisher()
    yield running
    running.released.set()
    running.server.shutdown()
    running.server.server_close()


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Nobody waits in these tests; the seconds that would have been waited are kept instead."""
    kept: list[float] = []
    monkeypatch.setattr(time, "sleep", kept.append)
    return kept


Run = Callable[..., int]


@pytest.fixture
def run(publisher: Publisher, waits: list[float], tmp_path: Path) -> Run:
    """The command with the server's address; reports of Devon, unless something else is asked for."""

    def command(*options: str) -> int:
        parser = argparse.ArgumentParser(prog="fetch")
        add_arguments(parser)
        urls = [f"--{name}-url={publisher.url}" for name in ("statistics", "reports", "files")]
        chosen = options or ("--only=reports",)
        some = [] if any("--authority" in option for option in options) else ["--authority=devon"]
        return fetch.run(parser.parse_args([f"--output={tmp_path / 'kept'}", *urls, *some, *chosen]))

    return command


def kept(folder: Path) -> dict[str, bytes]:
    """Every document under the output folder, without the command's own notes."""
    root = folder / "kept"
    found = {path.relative_to(root).as_posix(): path for path in sorted(root.rglob("*")) if path.is_file()}
    return {name: path.read_bytes() for name, path in found.items() if not name.startswith(".fetch/")}


def spreadsheet(word: str = "grades") -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(zipfile.ZipInfo("content.xml"), word)
    return content.getvalue()


def test_what_is_new_is_fetched_and_then_left_alone(
    publisher: Publisher, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    publisher.publish_table("la_outcomes_2025.ods")
    publisher.serve("/media/1/la_outcomes_2025.ods", Reply(spreadsheet(), headers={"ETag": '"a"'}))
    publisher.publish_reports(50277713, 50004259)
    assert run("--pause=0") == 0
    assert kept(tmp_path) == {TABLE: spreadsheet(), "reports/50277713.pdf": PDF, "reports/50004259.pdf": PDF}
    output = capsys.readouterr()
    assert output.out == ""
    lines = output.err.splitlines()
    assert [line.split("(")[0].split() for line in lines[:3]] == [
        ["new", TABLE],
        ["new", "reports/50277713.pdf"],
        ["new", "reports/50004259.pdf"],
    ]
    assert lines[-1].endswith("kept: 3 new, 0 changed, 0 unchanged, 0 refused, 0 failed")
    publisher.requests.clear()
    assert run("--pause=0") == 0
    assert capsys.readouterr().err.splitlines()[-1].endswith(": 0 new, 0 changed, 3 unchanged, 0 refused, 0 failed")
    (again,) = publisher.asked("/media/1/la_outcomes_2025.ods")
    assert again.headers["If-None-Match"] == '"a"'
    assert not [request for request in publisher.requests if "/v1/file" in request.path]


def test_the_client_names_itself_and_its_version(publisher: Publisher, run: Run) -> None:
    publisher.publish_reports(1)
    run()
    agents = {request.headers["User-Agent"] for request in publisher.requests}
    assert len(agents) == 1
    assert agents.pop().startswith(f"Gradeline/{fetch._version()} (")
    assert fetch._version()[0].isdigit()


def test_a_pause_before_every_request_but_the_first(publisher: Publisher, run: Run, waits: list[float]) -> None:
    publisher.publish_reports(1, 2, 3)
    run("--only=reports", "--pause=0.7")
    assert len(publisher.requests) == 4
    assert waits == [0.7, 0.7, 0.7]


def test_an_error_of_the_server_is_tried_again(
    publisher: Publisher, run: Run, tmp_path: Path, waits: list[float]
) -> None:
    publisher.publish_reports(1)
    publisher.serve("/v1/file/1", *(Reply(b"oh", status) for status in (500, 502, 429, 503, 504)), Reply(PDF))
    assert run("--only=reports", "--pause=0", "--back-off=0.5", "--retries=5") == 0
    assert kept(tmp_path) == {"reports/1.pdf": PDF}
    assert waits == [0, 0.5, 1, 2, 4, 8]


def test_a_server_that_keeps_failing_is_a_failure(
    publisher: Publisher, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    publisher.publish_reports(1, 2)
    publisher.serve("/v1/file/1", Reply(b"oh", 503))
    assert run("--only=reports", "--retries=2") == 1
    assert kept(tmp_path) == {"reports/2.pdf": PDF}
    assert len(publisher.asked("/v1/file/1")) == 3
    assert "failed: reports/1.pdf: the server answered 503\n" in capsys.readouterr().err


@pytest.mark.parametrize(("message", "waited"), [("7", 7), ("99999", 120)])
def test_retry_after_is_followed_up_to_a_bound(
    publisher: Publisher, run: Run, waits: list[float], message: str, waited: float
) -> None:
    publisher.publish_reports(1)
    publisher.serve("/v1/file/1", Reply(b"slower", 429, {"Retry-After": message}), PDF)
    assert run("--only=reports", "--pause=0", "--back-off=0.25") == 0
    assert waits == [0, waited]


def test_a_header_that_is_none_is_asked_for_again_and_then_one_line(
    publisher: Publisher, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    publisher.publish_reports(1)
    bad = Reply(b"slower", 429, {"Retry-After": "soon"})
    publisher.serve("/v1/file/1", bad)
    assert run("--only=reports", "--retries=1") == 1
    assert "reports/1.pdf: the request failed: InvalidHeader (2 tries)\n" in capsys.readouterr().err
    publisher.serve("/v1/file/1", bad, Reply(PDF))
    assert run() == 0
    assert kept(tmp_path) == {"reports/1.pdf": PDF}


def test_files_that_fail_one_after_another_are_given_up(
    publisher: Publisher, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    numbers = range(1, fetch.GIVE_UP + 3)
    publisher.publish_reports(*numbers)
    for number in numbers:
        del publisher.replies[f"/v1/file/{number}"]
    assert run("--only=reports") == 1
    assert sum("/v1/file/" in request.path for request in publisher.requests) == fetch.GIVE_UP
    assert f"gave up after {fetch.GIVE_UP} failures one after another\n" in capsys.readouterr().err


def test_a_missing_file_is_a_failure_at_once(
    publisher: Publisher, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    publisher.publish_reports(1)
    del publisher.replies["/v1/file/1"]
    assert run() == 1
    assert len(publisher.asked("/v1/file/1")) == 1
    assert "failed: reports/1.pdf: the server answered 404\n" in capsys.readouterr().err


def test_a_body_cut_short_is_asked_for_again_whole(
    publisher: Publisher, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str], waits: list[float]
) -> None:
    publisher.publish_reports(1)
    marks = {"ETag": '"v1"', "Last-Modified": "Tue, 13 May 2025 09:00:00 GMT"}
    publisher.serve("/v1/file/1", Reply(CUT, headers=marks, length=len(PDF)))
    assert run("--only=reports", "--retries=0") == 1
    assert "reports/1.pdf: the file came cut short (1 try)\n" in capsys.readouterr().err
    assert [path.name for path in (tmp_path / "kept").rglob("*") if path.is_file()] == []
    publisher.serve("/v1/file/1", Reply(CUT, headers=marks, length=len(PDF)), Reply(PDF, headers=marks))
    assert run("--only=reports", "--pause=0", "--back-off=0.5") == 0
    assert not {"Range", "If-Range", "If-None-Match"} & set(publisher.asked("/v1/file/1")[-1].headers)
    assert kept(tmp_path) == {"reports/1.pdf": PDF}
    assert 0.5 in waits


def test_a_part_that_nobody_asked_for_is_a_failure(
    publisher: Publisher, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    publisher.publish_reports(1)
    publisher.serve("/v1/file/1", Reply(PDF, 206, {"Content-Range": f"bytes 0-{len(PDF) - 1}/{len(PDF)}"}))
    assert run() == 1
    assert kept(tmp_path) == {}
    assert "reports/1.pdf: the server answered 206\n" in capsys.readouterr().err


@pytest.mark.parametrize("left", [None, b"PK", bytes(len(spreadsheet()))])
def test_a_table_that_was_removed_or_damaged_here_is_fetched_again(
    publisher: Publisher, run: Run, tmp_path: Path, left: bytes | None
) -> None:
    publisher.publish_table("la_outcomes_2025.ods")
    publisher.serve("/media/1/la_outcomes_2025.ods", Reply(spreadsheet(), headers={"ETag": '"a"'}))
    assert run("--only=statistics") == 0
    (tmp_path / "kept" / TABLE).unlink()
    if left is not None:
        (tmp_path / "kept" / TABLE).write_bytes(left)
    assert run("--only=statistics") == 0
    assert kept(tmp_path) == {TABLE: spreadsheet()}


def test_a_body_without_a_length_must_end_as_a_pdf_does(publisher: Publisher, run: Run, tmp_path: Path) -> None:
    publisher.publish_reports(1)
    publisher.serve("/v1/file/1", Reply(CUT, length=None), Reply(PDF, length=None))
    assert run() == 0
    assert len(publisher.asked("/v1/file/1")) == 2
    assert kept(tmp_path) == {"reports/1.pdf": PDF}


def test_a_page_cut_short_is_asked_for_again(publisher: Publisher, run: Run, tmp_path: Path) -> None:
    publisher.publish_reports(1)
    whole = publisher.replies[DEVON][0]
    publisher.serve(DEVON, replace(whole, body=whole.body[:40], length=len(whole.body)), whole)
    assert run() == 0
    assert kept(tmp_path) == {"reports/1.pdf": PDF}


def test_a_redirect_is_followed(publisher: Publisher, run: Run, tmp_path: Path) -> None:
    publisher.publish_reports(1)
    publisher.serve("/v1/file/1", Reply(b"", 302, {"Location": "/moved"}))
    publisher.serve("/moved", PDF)
    assert run() == 0
    assert kept(tmp_path) == {"reports/1.pdf": PDF}


@pytest.mark.parametrize(
    ("to", "reason"),
    [
        ("/v1/file/1", "redirected more than 5 times"),
        ("file:///etc/hostname", "the address, or one that it redirects to, is not http or https"),
        ("http://[bad", "the request failed: "),
        ("http://\x7f.example/ x", "the request failed: "),
        ("//127.0.0.1:99999999/", "the request failed: "),
        ("ftp://127.0.0.1/report", "the address, or one that it redirects to, is not http or https"),
    ],
)
def test_a_redirect_that_leads_nowhere_is_a_failure(
    publisher: Publisher, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str], to: str, reason: str
) -> None:
    publisher.publish_reports(1)
    publisher.serve("/v1/file/1", Reply(b"", 302, {"Location": to}))
    assert run() == 1
    assert kept(tmp_path) == {}
    assert f"failed: reports/1.pdf: {reason}" in capsys.readouterr().err
    assert len(publisher.asked("/v1/file/1")) <= 6


def test_a_web_page_in_place_of_a_pdf_is_refused(
    publisher: Publisher, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    publisher.publish_reports(1, 2)
    publisher.serve("/v1/file/1", HTML)
    assert run() == 1
    assert kept(tmp_path) == {"reports/2.pdf": PDF}
    assert len(publisher.asked("/v1/file/1")) == 1
    errors = capsys.readouterr().err
    assert 'refused: reports/1.pdf: not a PDF: the file begins with "<!DOCTYPE html>"\n' in errors
    assert errors.splitlines()[-1].endswith("1 new, 0 changed, 0 unchanged, 1 refused, 0 failed")


@pytest.mark.parametrize(
    ("name", "body", "reason"),
    [
        ("a.ods", HTML, 'not a spreadsheet (ODS): the file begins with "<!DOCTYPE html>"'),
        ("a.xlsx", b"", "not a spreadsheet (XLSX): the file is empty"),
        ("a.ods", spreadsheet()[:60], "not a spreadsheet (ODS): the file begins with "),
        ("a.csv", HTML, 'not a CSV table: the file begins with "<!DOCTYPE html>"'),
        ("a.csv", b"", "not a CSV table: the file is empty"),
    ],
)
def test_statistics_of_another_kind_are_refused(
    publisher: Publisher,
    run: Run,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    body: bytes,
    reason: str,
) -> None:
    publisher.publish_table(name)
    publisher.serve(f"/media/1/{name}", body)
    assert run("--only=statistics") == 1
    assert kept(tmp_path) == {}
    assert f": {reason}" in capsys.readouterr().err


@pytest.mark.slow
def test_a_server_that_does_not_answer_is_a_failure(
    publisher: Publisher, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    publisher.publish_reports(1)
    publisher.serve("/v1/file/1", Reply(PDF, slow=20))
    assert run("--only=reports", "--timeout=1", "--retries=1") == 1
    assert len(publisher.asked("/v1/file/1")) == 2
    assert "failed: reports/1.pdf: no answer within 1 s (2 tries)\n" in capsys.readouterr().err


def client(publisher: Publisher, **changed: object) -> Client:
    manners = Manners(
        user_agent="Test/1",
        pause=0,
        timeout=5,
        retries=1,
        back_off=0,
        longest_wait=1,
        most_redirects=5,
        most_mebibytes=1,
        longest_download=60,
    )
    return Client(replace(manners, **changed), Allowed([], [publisher.url]))


@pytest.mark.parametrize("length", [-1, None])
def test_a_file_that_is_too_large_is_refused(
    publisher: Publisher, waits: list[float], tmp_path: Path, length: int | None
) -> None:
    publisher.serve("/big", Reply(PDF + b"\0" * 2**20, length=length))
    state = State(tmp_path / ".fetch" / "state.json")
    with pytest.raises(SourceRefused, match="the file has more than 1 MiB"):
        client(publisher).file(f"{publisher.url}/big", tmp_path / "big.pdf", "big.pdf", state)
    assert {path.name for path in tmp_path.rglob("*") if path.is_file()} <= {"state.json"}


def test_a_declared_size_is_enough_to_refuse(
    publisher: Publisher, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    publisher.publish_reports(1)
    publisher.serve("/v1/file/1", Reply(b"%PDF-1.7", length=101 * 2**20))
    assert run() == 1
    assert "refused: reports/1.pdf: the file has more than 100 MiB\n" in capsys.readouterr().err
    assert len(publisher.asked("/v1/file/1")) == 1


def test_a_download_that_takes_too_long_is_cut(publisher: Publisher, waits: list[float], tmp_path: Path) -> None:
    state = State(tmp_path / "state.json")
    publisher.serve("/long", Reply(PDF, headers={"ETag": '"v"'}, drip=0.05))
    before = time.monotonic()
    with pytest.raises(NotFetched, match=r"the file took longer than is waited for \(2 tries\)"):
        client(publisher, longest_download=0.3).file(f"{publisher.url}/long", tmp_path / "long.pdf", "long.pdf", state)
    assert time.monotonic() - before < 5


def test_a_page_that_is_too_large_is_a_failure(
    publisher: Publisher, waits: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("loaders.fetching.http.MOST_PAGE_BYTES", 1000)
    publisher.serve("/page", b"x" * 1001)
    with pytest.raises(NotFetched, match="the page is larger than"):
        client(publisher).page(f"{publisher.url}/page")


def test_statistics_that_changed_replace_those_before(
    publisher: Publisher, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    publisher.publish_table("la_outcomes_2025.ods")
    path = "/media/1/la_outcomes_2025.ods"
    publisher.serve(path, Reply(spreadsheet(), headers={"ETag": '"a"'}))
    assert run("--only=statistics") == 0
    publisher.serve(path, Reply(spreadsheet("corrected"), headers={"ETag": '"b"'}))
    assert run("--only=statistics") == 0
    assert capsys.readouterr().err.splitlines()[-1].endswith(": 0 new, 1 changed, 0 unchanged, 0 refused, 0 failed")
    assert kept(tmp_path) == {TABLE: spreadsheet("corrected")}
    publisher.serve(path, Reply(spreadsheet("corrected"), headers={"ETag": '"c"'}))
    assert run("--only=statistics") == 0
    assert capsys.readouterr().err.splitlines()[-1].endswith(": 0 new, 0 changed, 1 unchanged, 0 refused, 0 failed")


def test_of_one_table_in_several_formats_the_first_is_taken(publisher: Publisher, run: Run, tmp_path: Path) -> None:
    publisher.publish_table("t.csv", "t.ods", "t.xlsx", "other.xlsx")
    publisher.serve("/media/1/t.ods", spreadsheet())
    publisher.serve("/media/1/other.xlsx", spreadsheet("other"))
    assert run("--only=statistics") == 0
    assert sorted(name.rsplit("/", 1)[1] for name in kept(tmp_path)) == ["other.xlsx", "t.ods"]
    assert not publisher.asked("/media/1/t.csv")


def test_older_releases_give_their_underlying_data_alone(publisher: Publisher, run: Run, tmp_path: Path) -> None:
    release = "/government/statistics/childrens-social-care-data-in-england-2022"
    publisher.publish_releases(("Children’s social care data in England 2022", release))
    attachments = [
        {"title": "Provider level data", "filename": "providers.csv", "url": "/media/2/providers.csv"},
        {"title": "Children's social care in England 2022: underlying data", "url": "/media/2/data.xlsx"},
    ]
    publisher.publish(f"/api/content{release}", {"details": {"attachments": attachments}})
    publisher.serve("/media/2/data.xlsx", spreadsheet())
    assert run("--only=statistics") == 0
    assert list(kept(tmp_path)) == ["statistics/childrens-social-care-data-in-england-2022/data.xlsx"]


def test_visits_and_other_inspections_are_left_out_and_counted(
    publisher: Publisher, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    others = [
        "Area SEND full inspection",
        "Joint targeted area inspection of the response to children",
        "Children's services focused visit",
        "Annual engagement letter",
    ]
    expected = [
        "Children's services re-inspection",
        "Inspection of services for children in need of help and protection",
    ]
    more = "".join(
        f'<a href="https://files.ofsted.gov.uk/v1/file/{number}"><span>{text}, pdf - 01 August 2024</span></a>'
        for number, text in zip(itertools.count(70), [*others, others[0]], strict=False)
    )
    more += "".join(f'<a href="/v1/file/{number}">{text}, pdf</a>' for number, text in enumerate(expected, 2))
    publisher.publish_reports(1, 1, more=more)
    for number in (2, 3):
        publisher.serve(f"/v1/file/{number}", PDF)
    assert run() == 0
    assert list(kept(tmp_path)) == ["reports/1.pdf", "reports/2.pdf", "reports/3.pdf"]
    assert (
        "left out: Annual engagement letter 1, Area SEND full inspection 2, Children's services focused visit 1, "
        "Joint targeted area inspection of the response to children 1\n"
    ) in (errors := capsys.readouterr().err)
    assert errors.splitlines()[-1].endswith(": 3 new, 0 changed, 0 unchanged, 0 refused, 0 failed")


def test_only_the_number_is_taken_from_a_link(publisher: Publisher, run: Run, tmp_path: Path) -> None:
    text = "Children's services inspection, pdf - 1 May 2014"
    hrefs = [
        "https://files.api.ofsted.gov.uk/v1/file/2753832",
        "http://elsewhere.example/v1/file/0007?x",
        "/v1/file/8/../9",
    ]
    more = "".join(f'<a href="{href}">{text}</a>' for href in hrefs)
    publisher.publish_reports(1, more=more)
    for number in (2753832, 7):
        publisher.serve(f"/v1/file/{number}", PDF)
    assert run() == 0
    assert list(kept(tmp_path)) == ["reports/1.pdf", "reports/2753832.pdf", "reports/7.pdf"]


def test_a_page_that_is_not_there_is_a_failure(
    publisher: Publisher, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    publisher.publish_reports(1)
    assert run("--only=reports", "--authority=devon", "--authority=york") == 1
    assert "failed: York: the server answered 404\n" in capsys.readouterr().err


def test_a_page_without_links_is_a_failure(publisher: Publisher, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    publisher.serve(DEVON, b"<html><a href='/'>Sorry</a></html>")
    assert run() == 1
    assert "failed: Devon: no link to a file on its page\n" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (HTML, 'not JSON: the page begins with "<!DOCTYPE html>"'),
        (b"", 'not JSON: the page begins with ""'),
        (b"[]", "no release that is wanted among its 0 documents"),
        (b'{"links": {"documents": "none"}}', "no release that is wanted among its 0 documents"),
        (b'{"links": {"documents": [3, {"title": 4}]}}', "no release that is wanted among its 2 documents"),
        (b"[" * 100_000, 'not JSON: the page begins with "[[[[[[[[[[[[[[["'),
    ],
)
def test_a_collection_of_another_shape_is_a_failure(
    publisher: Publisher, run: Run, capsys: pytest.CaptureFixture[str], body: bytes, reason: str
) -> None:
    publisher.serve(COLLECTION, body)
    assert run("--only=statistics") in (1, 2)
    assert f"failed: /government/collections/childrens-social-care-statistics: {reason}\n" in capsys.readouterr().err


@pytest.mark.parametrize(
    "attachments",
    [
        None,
        [],
        ["x"],
        [{"url": None}],
        [{"filename": "a.ods", "url": "http://[bad"}],
        [{"filename": "a.pdf", "url": "/a.pdf"}],
    ],
)
def test_a_release_without_tables_is_a_failure(
    publisher: Publisher, run: Run, capsys: pytest.CaptureFixture[str], attachments: object
) -> None:
    publisher.publish_releases(("Local authority inspection outcomes as at 31 March 2025", RELEASE))
    publisher.publish(f"/api/content{RELEASE}", {"details": {"attachments": attachments}})
    assert run("--only=statistics") == 1
    assert f"failed: {RELEASE}: no table among its attachments (ods, xlsx, csv)\n" in capsys.readouterr().err


def test_a_dry_run_lists_and_writes_nothing(
    publisher: Publisher, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    publisher.publish_table("la_outcomes_2025.ods")
    publisher.publish_reports(1)
    assert run("--dry-run") == 0
    output = capsys.readouterr()
    assert output.out.splitlines() == [
        f"{TABLE}\t{publisher.url}/media/1/la_outcomes_2025.ods",
        f"reports/1.pdf\t{publisher.url}/v1/file/1",
    ]
    assert "2 listed" in output.err
    assert not (tmp_path / "kept").exists()
    assert not publisher.asked("/v1/file/1")


def test_a_limit_spares_what_is_behind_it(publisher: Publisher, run: Run, tmp_path: Path) -> None:
    publisher.publish_reports(1, 2, 3)
    publisher.publish_reports(4, page="/provider/44/80453")
    both = ("--only=reports", "--authority=devon", "--authority=york")
    assert run(*both, "--limit=2") == 0
    assert list(kept(tmp_path)) == ["reports/1.pdf", "reports/2.pdf"]
    assert not publisher.asked("/provider/44/80453")
    assert run(*both, "--limit=2") == 0
    assert list(kept(tmp_path)) == [f"reports/{number}.pdf" for number in (1, 2, 3, 4)]
    publisher.requests.clear()
    assert run(*both, "--limit=0") == 0
    assert publisher.requests == []


def test_every_authority_has_its_page_and_ended_ones_are_said(
    publisher: Publisher, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    publisher.publish_reports(1)
    assert run("--only=reports", "--authority=devon", "--authority=cumbria") == 0
    assert "left out: authorities without a page of their own 1\n" in capsys.readouterr().err


def test_an_authority_that_the_register_does_not_know_is_wrong_usage(
    publisher: Publisher, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--authority=worcester") == 2
    assert "no authority 'worcester' in the register; near it: worcestershire" in capsys.readouterr().err
    assert publisher.requests == []


def test_an_output_that_is_no_folder_is_wrong_usage(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "kept").write_text("a file")
    assert run() == 2
    assert "not a folder" in capsys.readouterr().err


@pytest.mark.parametrize(
    "option",
    ["--limit=-1", "--limit=all", "--pause=-1", "--pause=nan", "--retries=1.5", "--files-url=ftp://x", "--only=x"],
)
def test_options_that_make_no_sense_are_wrong_usage(run: Run, option: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        run(option)
    assert stopped.value.code == 2


def test_nothing_reached_is_status_2_and_given_up_soon(
    publisher: Publisher, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    publisher.server.shutdown()
    publisher.server.server_close()
    slugs = ["devon", "york", "kent", "essex", "leeds", "luton", "bury"]
    assert run("--retries=1", *(f"--authority={slug}" for slug in slugs)) == 2
    errors = capsys.readouterr().err
    assert errors.count("no connection (2 tries)") == fetch.GIVE_UP
    assert f"gave up after {fetch.GIVE_UP} failures one after another\n" in errors


def test_a_stop_by_hand_is_said(
    publisher: Publisher, run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(*_: object) -> str:
        raise KeyboardInterrupt

    publisher.publish_reports(1)
    monkeypatch.setattr(Client, "file", interrupt)
    assert run() == 1
    assert "failed: stopped before the end; the next run asks for what is not here\n" in capsys.readouterr().err


@pytest.mark.parametrize(
    "notes", [b"", b"{", b"[]", b'{"files": {"reports/1.pdf": {"colour": 1}}, "begun": {}}', b"\xff"]
)
def test_damaged_notes_are_begun_again(publisher: Publisher, run: Run, tmp_path: Path, notes: bytes) -> None:
    publisher.publish_table("la_outcomes_2025.ods")
    publisher.serve("/media/1/la_outcomes_2025.ods", Reply(spreadsheet(), headers={"ETag": '"a"'}))
    assert run("--only=statistics") == 0
    path = tmp_path / "kept" / fetch.STATE
    before = path.read_bytes()
    path.write_bytes(notes)
    assert run("--only=statistics") == 0
    assert "If-None-Match" not in publisher.asked("/media/1/la_outcomes_2025.ods")[-1].headers
    assert path.read_bytes() == before


@pytest.mark.parametrize("mark", [["a"], 5, "a\r\nX: y", "\u2603"])
def test_notes_with_a_mark_that_no_server_gave_spare_nothing(
    publisher: Publisher, run: Run, tmp_path: Path, mark: object
) -> None:
    publisher.publish_table("la_outcomes_2025.ods")
    publisher.serve("/media/1/la_outcomes_2025.ods", Reply(spreadsheet(), headers={"ETag": '"a"'}))
    assert run("--only=statistics") == 0
    path = tmp_path / "kept" / fetch.STATE
    notes = json.loads(path.read_text(encoding="utf-8"))
    notes["files"][TABLE]["etag"] = mark
    path.write_text(json.dumps(notes), encoding="utf-8")
    assert run("--only=statistics") == 0
    assert "If-None-Match" not in publisher.asked("/media/1/la_outcomes_2025.ods")[-1].headers


@pytest.mark.parametrize("damaged", [HTML, PDF[:-10], b"", PDF[:20] + b"!" + PDF[21:]])
def test_a_report_that_was_damaged_here_is_fetched_again(
    publisher: Publisher, run: Run, tmp_path: Path, damaged: bytes
) -> None:
    publisher.publish_reports(1)
    publisher.replies["/v1/file/1"][0].headers = {}
    assert run() == 0
    (tmp_path / "kept" / "reports" / "1.pdf").write_bytes(damaged)
    assert run() == 0
    assert kept(tmp_path) == {"reports/1.pdf": PDF}


def test_a_web_page_that_somebody_put_there_is_replaced(publisher: Publisher, run: Run, tmp_path: Path) -> None:
    publisher.publish_reports(1)
    (tmp_path / "kept" / "reports").mkdir(parents=True)
    (tmp_path / "kept" / "reports" / "1.pdf").write_bytes(HTML)
    assert run() == 0
    assert kept(tmp_path) == {"reports/1.pdf": PDF}


def test_a_report_that_somebody_put_there_is_left_alone(publisher: Publisher, run: Run, tmp_path: Path) -> None:
    publisher.publish_reports(1)
    (tmp_path / "kept" / "reports").mkdir(parents=True)
    (tmp_path / "kept" / "reports" / "1.pdf").write_bytes(PDF + b"mine")
    assert run() == 0
    assert kept(tmp_path) == {"reports/1.pdf": PDF + b"mine"}


@pytest.mark.parametrize(
    ("printed_words", "name"),
    [
        ("la_outcomes_2025.ods", "la_outcomes_2025.ods"),
        ("LA outcomes (as at 31 March).ods", "LA_outcomes_as_at_31_March_.ods"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("folder\\boot.ini", "boot.ini"),
        ("%2e%2e%2f%2e%2e%2fevil.ods", "evil.ods"),
        ("/abs/olute.csv?download=1", "olute.csv"),
        (".hidden", "hidden"),
        ("-rf", "rf"),
        ("données.ods", "donn_es.ods"),
        ("a\0b\n.ods", "a_b_.ods"),
        ("..", "file"),
        ("", "file"),
        ("x" * 300 + ".ods", "x" * 116 + ".ods"),
    ],
)
def test_a_file_name_leads_nowhere_else(printed_words: str, name: str) -> None:
    assert safe_name(printed_words) == name


def test_an_attachment_cannot_leave_the_folder(publisher: Publisher, run: Run, tmp_path: Path) -> None:
    publisher.publish_releases(("Local authority inspection outcomes as at 31 March 2025", RELEASE))
    attachments = [{"title": "Data", "filename": "../../../evil.ods", "url": "/media/1/evil.ods"}]
    publisher.publish(f"/api/content{RELEASE}", {"details": {"attachments": attachments}})
    publisher.serve("/media/1/evil.ods", spreadsheet())
    assert run("--only=statistics") == 0
    assert list(kept(tmp_path)) == [TABLE.replace("la_outcomes_2025", "evil")]
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


def test_links_are_found_in_untidy_pages() -> None:
    page = "<a href=/v1/file/1>One <b>two</b>\n three<a href='/x'>Four</a> five <A HREF=\"/y\">&amp; six</A><a name=z>"
    assert find_links(page) == [("/v1/file/1", "One two three"), ("/x", "Four"), ("/y", "& six")]
    assert find_links("<![bad]><a href='/z&amp;1'>Z</a>") == [("/z&1", "Z")]


@pytest.mark.slow
@pytest.mark.parametrize("piece", ["<a ", "<a>", "<", "<a href=", "<a href='x'>", "<!--", "</a", "&#", "<a href ="])
def test_no_page_takes_long(piece: str) -> None:
    began = time.process_time()
    find_links(piece * (2**20 // len(piece)))
    assert time.process_time() - began < 5


@given(st.text(alphabet="<>a/ =\"'href&#;!-[]", max_size=60))
def test_no_page_breaks_the_links(page: str) -> None:
    assert all(words == " ".join(words.split()) for _, words in find_links(page))


def test_settings_that_cannot_be_read_are_said(tmp_path: Path) -> None:
    for content in ("[statistics", 'user_agent = "x"', 'user_agent = "{nobody}"'):
        (tmp_path / "fetch.toml").write_text(content)
        with pytest.raises(FolderInvalid, match=r"fetch\.toml: cannot be read"):
            fetch.settings(tmp_path / "fetch.toml")


def test_the_settings_that_ship_are_polite() -> None:
    manners, statistics, reports = fetch.settings()
    assert manners.pause >= 1
    assert manners.most_redirects == 5
    assert manners.most_mebibytes == 100
    assert all(url.startswith("https://") for url in (statistics.url, reports.url, reports.files_url))


def test_only_named_origins_are_asked_at_every_hop(
    publisher: Publisher, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = Publisher()
    try:
        other.serve("/v1/file/1", Reply(PDF))
        publisher.publish_reports(1)
        publisher.serve("/v1/file/1", Reply(b"", 302, {"Location": "/second"}))
        publisher.serve("/second", Reply(b"", 302, {"Location": f"{other.url}/v1/file/1"}))
        assert run() == 1
        assert f"reports/1.pdf: it leads to {other.url}, which is not named in fetch.toml\n" in capsys.readouterr().err
        assert other.requests == []
        assert kept(tmp_path) == {}
    finally:
        other.server.shutdown()
        other.server.server_close()


def test_an_attachment_on_another_host_is_not_asked_for(
    publisher: Publisher, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    publisher.publish_table("la_outcomes_2025.ods")
    attachments = [{"title": "Data", "filename": "t.ods", "url": "http://169.254.169.254/latest/t.ods"}]
    publisher.publish(f"/api/content{RELEASE}", {"details": {"attachments": attachments}})
    assert run("--only=statistics") == 1
    assert "it leads to http://169.254.169.254, which is not named" in capsys.readouterr().err


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_published_name_that_leads_into_a_network_is_not_asked(
    publisher: Publisher, waits: list[float], scheme: str
) -> None:
    """Its port stands in for a host of fetch.toml whose name has been pointed elsewhere."""
    here = publisher.url.replace("http://127.0.0.1", f"{scheme}://localhost")
    asking = Client(replace(fetch.settings()[0], pause=0, retries=0), Allowed([here]))
    with pytest.raises(NotFetched, match=r"localhost leads to (127\.0\.0\.1|::1), which is no public address"):
        asking.page(f"{here}/page")
    assert publisher.requests == []


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("::ffff:10.0.0.1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_public_addresses(address: str, expected: bool) -> None:
    assert is_public(address) is expected


@pytest.mark.parametrize(
    "url",
    [
        "https://www.gov.uk.evil.example/a",
        "https://www.gov.uk@evil.example/",
        "http://www.gov.uk/",
        "https://www.gov.uk:8443/",
        "https://127.0.0.1/",
    ],
)
def test_an_origin_is_scheme_host_and_port(url: str) -> None:
    with pytest.raises(NotNamed):
        Allowed(["https://www.gov.uk"]).check(url)
    Allowed(["https://www.gov.uk"]).check("https://WWW.gov.uk:443/a?b")


def test_the_hosts_that_ship_are_those_of_the_settings() -> None:
    manners, statistics, reports = fetch.settings()
    allowed = Allowed(manners.hosts)
    for url in (statistics.url, reports.url, reports.files_url):
        allowed.check(url)
    assert all(host.startswith("https://") for host in manners.hosts)


@pytest.mark.parametrize("half", [PDF[: len(PDF) // 2], CUT])
def test_half_a_report_with_a_length_that_fits_is_asked_for_again(
    publisher: Publisher, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str], half: bytes
) -> None:
    publisher.publish_reports(1)
    publisher.serve("/v1/file/1", Reply(half, headers={"ETag": '"a"'}), Reply(PDF, headers={"ETag": '"a"'}))
    assert run() == 0
    assert "Range" not in publisher.asked("/v1/file/1")[-1].headers
    assert kept(tmp_path) == {"reports/1.pdf": PDF}
    publisher.publish_reports(2)
    publisher.serve("/v1/file/2", Reply(half))
    assert run("--only=reports", "--retries=1") == 1
    assert "reports/2.pdf: the file came cut short (2 tries)\n" in capsys.readouterr().err
    assert kept(tmp_path) == {"reports/1.pdf": PDF}


def test_half_a_table_with_a_length_that_fits_is_asked_for_again(
    publisher: Publisher, run: Run, tmp_path: Path
) -> None:
    publisher.publish_table("la_outcomes_2025.ods")
    publisher.serve("/media/1/la_outcomes_2025.ods", Reply(spreadsheet()[:60]), Reply(spreadsheet()))
    assert run("--only=statistics") == 0
    assert kept(tmp_path) == {TABLE: spreadsheet()}


def test_an_unasked_304_is_asked_again(
    publisher: Publisher, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    publisher.publish_reports(1)
    publisher.serve("/v1/file/1", Reply(b"", 304), Reply(PDF))
    assert run() == 0
    assert kept(tmp_path) == {"reports/1.pdf": PDF}
    publisher.publish_reports(2)
    publisher.serve("/v1/file/2", Reply(b"", 304))
    assert run("--only=reports", "--retries=1") == 1
    assert "reports/2.pdf: the server answered 304, which it was not asked for (2 tries)" in capsys.readouterr().err
    publisher.serve(DEVON, Reply(b"", 304))
    assert run("--only=reports", "--retries=1") == 2


@pytest.mark.parametrize("headers", [{"ETag": "\x00"}, {"ETag": "é"}, {"Last-Modified": "x" * 5000}, {"ETag": 'a"b'}])
def test_marks_that_cannot_be_sent_back_are_not_kept(
    publisher: Publisher, run: Run, tmp_path: Path, headers: dict[str, str]
) -> None:
    publisher.publish_table("la_outcomes_2025.ods")
    publisher.serve("/media/1/la_outcomes_2025.ods", Reply(spreadsheet(), headers=headers))
    assert run("--only=statistics") == 0
    assert run("--only=statistics") == 0
    again = publisher.asked("/media/1/la_outcomes_2025.ods")[-1].headers
    assert not {"If-None-Match", "If-Modified-Since"} & set(again)


@pytest.mark.slow
@pytest.mark.parametrize("part", ["headers", "body"])
def test_a_page_that_drips_ends_by_its_deadline(waits: list[float], part: str) -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    stopped = threading.Event()

    def drip() -> None:
        while not stopped.is_set():
            try:
                taken, _ = listener.accept()
            except OSError:
                return
            start = b"HTTP/1.1 200 OK\r\n" + (b"X: " if part == "headers" else b"Content-Length: 100000\r\n\r\n")
            with contextlib.suppress(OSError), taken:
                taken.sendall(start)
                while not stopped.wait(0.05):
                    taken.sendall(b"a")

    threading.Thread(target=drip, daemon=True).start()
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    manners = replace(fetch.settings()[0], pause=0, retries=1, longest_page=0.4)
    before = time.monotonic()
    with pytest.raises(NotFetched, match=r"(longer than is waited for|no answer within 0\.4 s) \(2 tries\)"):
        Client(manners, Allowed([], [url])).page(f"{url}/page")
    assert 0.7 < time.monotonic() - before < 5
    stopped.set()
    listener.close()


def test_a_further_try_has_a_deadline_too_however_soon_it_begins() -> None:
    """The next connection is held while the one before is still being ended."""
    deadline = Deadline()
    deadline.seconds = 0.1
    ended: list[str] = []
    both = threading.Event()

    class Connection:
        def __init__(self, name: str) -> None:
            self.name = name

        def dup(self) -> "Connection":
            return self

        def shutdown(self, how: int) -> None:
            ended.append(self.name)
            if self.name == "first":
                deadline.hold(Connection("second"))  # type: ignore[arg-type]
            else:
                both.set()

        def close(self) -> None:
            pass

    deadline.hold(Connection("first"))  # type: ignore[arg-type]
    assert both.wait(5), ended
    assert ended == ["first", "second"]


def test_a_run_has_an_end(publisher: Publisher, waits: list[float]) -> None:
    publisher.serve("/page", b"here")
    asking = client(publisher, longest_run=-1)
    with pytest.raises(NotFetched, match="the run has taken longer than -1 s"):
        asking.page(f"{publisher.url}/page")
    assert publisher.requests == []


EDITION = "/government/statistics/local-authority-inspection-outcomes-as-at-31-march-{}"


def test_an_edition_that_the_collection_does_not_list_is_taken_from_its_page(
    publisher: Publisher, run: Run, tmp_path: Path
) -> None:
    publisher.publish_table("la_outcomes_2025.ods")
    publisher.serve("/media/1/la_outcomes_2025.ods", Reply(spreadsheet()))
    attachments = [
        {"title": "Underlying data", "filename": "la_outcomes_2026.ods", "url": "/media/2/la_outcomes_2026.ods"}
    ]
    publisher.publish(f"/api/content{EDITION.format(2026)}", {"details": {"attachments": attachments}})
    publisher.serve("/media/2/la_outcomes_2026.ods", Reply(spreadsheet("2026")))
    assert run("--only=statistics") == 0
    name = f"statistics/{EDITION.format(2026).rpartition('/')[2]}/la_outcomes_2026.ods"
    assert kept(tmp_path) == {TABLE: spreadsheet(), name: spreadsheet("2026")}
    # Listed and asked for once; an edition that has no page yet is no failure.
    assert len(publisher.asked(f"/api/content{RELEASE}")) == 1
    assert len(publisher.asked(f"/api/content{EDITION.format(2024)}")) == 1


def test_a_page_of_an_edition_that_fails_is_a_failure(publisher: Publisher, run: Run) -> None:
    publisher.publish_table("la_outcomes_2025.ods")
    publisher.serve("/media/1/la_outcomes_2025.ods", Reply(spreadsheet()))
    publisher.serve(f"/api/content{EDITION.format(2026)}", Reply(b"<html>", 200))
    assert run("--only=statistics") == 1


def walked(publisher: Publisher, tmp_path: Path, *options: str) -> int:
    """A walk over every authority's page, each of which lists one report."""
    numbers = itertools.count(1)
    for authority in load().register.authorities:
        if authority.ofsted_urn:
            publisher.publish_reports(next(numbers), page=f"/provider/44/{authority.ofsted_urn}")
    parser = argparse.ArgumentParser(prog="fetch")
    add_arguments(parser)
    urls = [f"--{name}-url={publisher.url}" for name in ("statistics", "reports", "files")]
    return fetch.run(parser.parse_args([f"--output={tmp_path / 'kept'}", "--only=reports", *urls, *options]))


@pytest.mark.slow
def test_a_walk_of_the_whole_list_says_what_the_folder_is(
    publisher: Publisher, waits: list[float], tmp_path: Path
) -> None:
    assert walked(publisher, tmp_path) == 0
    reference = load()
    text = (tmp_path / "kept" / "reports" / "collection.toml").read_text(encoding="utf-8")
    today = dt.datetime.now(dt.UTC).date()
    statement = collection.parse(tomllib.loads(text), reference, today)
    assert statement.complete_to == today - dt.timedelta(days=1)
    assert {f.framework for f in reference.frameworks.values() if f.until is None} <= set(statement.frameworks)
    reports = [name for name in kept(tmp_path) if name.endswith(".pdf")]
    assert {f"reports/{name}" for name, _ in statement.addresses} == set(reports)
    assert len(reports) > 100


@pytest.mark.slow
@pytest.mark.parametrize("option", ["--limit=3", "--authority=devon", "--dry-run", "--limit=0"])
def test_a_walk_of_a_part_says_nothing(publisher: Publisher, waits: list[float], tmp_path: Path, option: str) -> None:
    walked(publisher, tmp_path, option)
    assert not (tmp_path / "kept" / "reports" / "collection.toml").exists()


@pytest.mark.slow
@pytest.mark.parametrize("broken", [Reply(b"gone", 404), Reply(HTML)])
def test_a_walk_with_a_gap_says_nothing(
    publisher: Publisher, waits: list[float], tmp_path: Path, broken: Reply, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve = publisher.serve
    monkeypatch.setattr(
        publisher, "serve", lambda path, *replies: serve(path, *([broken] if path == "/v1/file/7" else replies))
    )
    assert walked(publisher, tmp_path, "--retries=0") == 1
    assert not (tmp_path / "kept" / "reports" / "collection.toml").exists()
