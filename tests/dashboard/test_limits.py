"""What every request must keep to: methods, bodies, the site that a form comes from, and Dash's own callback."""

import io
import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dashboard.export.content import Export
from dashboard.web import downloads
from dashboard.web.dash_adapter import CALLBACK
from dashboard.web.file_cache import FileCache, WriterBusy as FilesBusy
from dashboard.web.limits import BODIES
from dashboard.web.server import Gradeline

FORM = "multipart/form-data; boundary=b"
HEAD = b'--b\r\nContent-Disposition: form-data; name="report"; filename="%s"'
NAMES = ("pathname", "search")
CALLBACK_OUTPUTS = "..page.html...page.children...page.slots...page.title...page.answered.."


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY"])
@pytest.mark.parametrize("address", ["/", "/data", "/authority/devon", "/assets/page.js", "/nowhere"])
def test_pages_are_only_asked_for(client: FlaskClient, address: str, method: str) -> None:
    answer = client.open(address, method=method)
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "QUERY"])
@pytest.mark.parametrize("address", ["/download/judgements.csv", "/healthz", "/feed.xml"])
def test_data_are_only_asked_for(client: FlaskClient, address: str, method: str) -> None:
    answer = client.open(address, method=method)
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("address", ["/data", "/read", "/download/judgements.xlsx", "/download/judgements.csv"])
def test_the_head_of_an_answer_has_no_body(client: FlaskClient, address: str) -> None:
    answer = client.head(address)
    assert (answer.status_code, answer.get_data()) == (200, b"")


def test_forms_are_posted_where_they_belong(client: FlaskClient) -> None:
    assert client.get("/read").status_code == 200
    refused = client.get("/_dash-update-component")
    assert (refused.status_code, refused.headers["Allow"]) == (405, "POST")


def test_what_is_asked_for_brings_nothing_along(client: FlaskClient) -> None:
    assert client.get("/data", data=b"x").status_code == 400
    assert client.get("/download/judgements.csv", headers={"Transfer-Encoding": "chunked"}).status_code == 400


def test_a_body_is_no_longer_than_it_has_to_be(client: FlaskClient) -> None:
    answer = client.post(CALLBACK, data=b" " * (BODIES[CALLBACK] + 1), content_type="application/json")
    assert (answer.status_code, answer.mimetype) == (413, "text/plain")


def test_a_file_that_is_too_large_is_taken_to_its_end(client: FlaskClient) -> None:
    """A browser that is cut off while it sends shows no answer."""
    size = BODIES["/read"] + 1
    body = io.BytesIO(bytes(size))
    answer = client.post(
        "/read", input_stream=body, content_length=size, content_type="multipart/form-data; boundary=x"
    )
    assert (answer.status_code, answer.mimetype, body.tell()) == (413, "text/html", size)


@pytest.mark.parametrize(
    "body",
    [
        "{}",
        "[]",
        "null",
        "1",
        '"x"',
        '{"output": "x"}',
        json.dumps({"output": CALLBACK_OUTPUTS, "outputs": [], "inputs": [], "changedPropIds": []}),
        json.dumps({"output": CALLBACK_OUTPUTS, "outputs": {}, "inputs": "page", "changedPropIds": 7}),
        "[" * 50_000,
        "{",
        "\xff",
    ],
)
def test_what_is_no_callback_of_these_pages_is_refused(client: FlaskClient, body: str) -> None:
    answer = client.post("/_dash-update-component", data=body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.mimetype == "text/plain"


@pytest.mark.parametrize(
    ("headers", "is_refused"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, True),
        ({"Sec-Fetch-Site": "same-site"}, True),
        ({"Origin": "https://elsewhere.example"}, True),
        ({"Origin": "null"}, True),
        ({"Sec-Fetch-Site": "same-origin"}, False),
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Origin": "http://localhost"}, False),
        ({}, False),
    ],
)
def test_no_page_of_another_site_sends_a_form(client: FlaskClient, headers: dict[str, str], is_refused: bool) -> None:
    answer = client.post("/read", headers=headers)
    assert answer.status_code == (403 if is_refused else 400)


@pytest.mark.parametrize("address", ["/%09/elsewhere.example/", "/%5Celsewhere.example/", "/%2F/elsewhere.example//"])
def test_no_address_leads_to_another_site(client: FlaskClient, address: str) -> None:
    """A browser reads //elsewhere.example as another site, and leaves a tab out of an address."""
    answer = client.get(address)
    assert answer.status_code == 404
    assert "Location" not in answer.headers


@pytest.mark.parametrize(
    "name", ["", "dash", "dash/nothing.js", "nothing/nothing.js", "dash/..%2F..%2Fapp.py", "../app.py"]
)
def test_a_script_that_dash_does_not_have_is_absent(client: FlaskClient, name: str) -> None:
    answer = client.get(f"/_dash-component-suites/{name}", follow_redirects=True)
    assert answer.status_code == 404
    assert "Content-Security-Policy" in answer.headers


# --- requests that are cheap to send cost little to answer

QUICK = 1.0
MANY = b"a&" * 2_000_000


def send(client: FlaskClient, address: str, body: bytes, kind: str) -> tuple[int, float]:
    begun = time.process_time()  # what it costs here, whatever else the machine is doing
    status = client.post(address, data=body, content_type=kind).status_code
    return status, time.process_time() - begun


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (MANY, "application/x-www-form-urlencoded", 415),
        (b'--b\r\nContent-Disposition: form-data; name="x"\r\n\r\n\r\n' * 50_000, FORM, 413),
        (HEAD % (b"x" * 5_000_000) + b"\r\n\r\nx\r\n--b--\r\n", FORM, 413),
        (HEAD % b"x" + b"\r\nX: " + b"x" * 5_000_000 + b"\r\n\r\nx\r\n--b--\r\n", FORM, 413),
        (b'--b\r\nContent-Disposition: form-data; name="x"\r\n\r\n' + b"x" * 5_000_000, FORM, 413),
    ],
    ids=["fields", "parts", "name", "head", "field"],
)
def test_every_part_of_a_form_has_a_limit(client: FlaskClient, body: bytes, kind: str, status: int) -> None:
    found, seconds = send(client, "/read", body, kind)
    assert found == status
    assert seconds < QUICK


@pytest.mark.parametrize("place", [0, 1])
def test_the_callback_keeps_no_long_address(app: Gradeline, client: FlaskClient, place: int) -> None:
    def ask(length: int) -> TestResponse:
        values = ["/data", "?search=a"]
        values[place] += "x" * length
        inputs = [{"id": "address", "property": n, "value": v} for n, v in zip(NAMES, values, strict=True)]
        outputs = [{"id": "page", "property": name} for name in ("html", "children", "slots", "title", "answered")]
        asked = {"output": CALLBACK_OUTPUTS, "outputs": outputs, "inputs": inputs, "changedPropIds": ["address.search"]}
        return client.post(CALLBACK, json=asked)

    assert ask(10).status_code == 200
    assert ask(900_000).status_code == 413
    kept = len(app.edition.pages._items)
    assert "The address is too long" in ask(40_000).get_data(as_text=True)
    assert len(app.edition.pages._items) == kept


def test_a_workbook_is_written_once_for_each_selection(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []
    real = downloads.workbook

    def noted(export: Export) -> bytes:
        written.append(export.address("xlsx"))
        return real(export)

    monkeypatch.setattr(downloads, "workbook", noted)
    first, again = (client.get("/download/judgements.xlsx?service=adoption") for _ in range(2))
    assert first.get_data() == again.get_data()
    assert client.get("/download/judgements.xlsx?service=adoption&service=adoption").status_code == 200
    assert len(written) == 1


def test_files_are_written_one_at_a_time_and_few_wait() -> None:
    files = FileCache(most_bytes=100, most_waiting=1)
    begun, go_on, running = threading.Event(), threading.Event(), [0]

    def write() -> bytes:
        running[0] += 1
        assert running[0] == 1
        begun.set()
        assert go_on.wait(10)
        running[0] -= 1
        return b"x" * 60

    with ThreadPoolExecutor() as pool:
        first = pool.submit(files.file, "a", write)
        assert begun.wait(10)
        second = pool.submit(files.file, "b", write)
        while files._places._value:
            time.sleep(0.001)
        with pytest.raises(FilesBusy):
            files.file("c", write)
        go_on.set()
        assert first.result() == second.result() == b"x" * 60
    assert list(files._files._items) == ["b"], "both have no room"
    assert files.file("b", lambda: b"other") == b"x" * 60


def test_a_server_whose_files_are_being_written_says_so(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object) -> bytes:
        raise FilesBusy

    monkeypatch.setattr(FileCache, "file", busy)
    answer = client.get("/download/judgements.xlsx")
    assert (answer.status_code, answer.mimetype, answer.headers["Retry-After"]) == (503, "text/plain", "10")
