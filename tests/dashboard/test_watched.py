"""What those who run a server look at: alive and ready, a line for each request, and whom to tell of a weakness."""

import datetime as dt
import json
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dashboard.web import request_log, security_txt
from dashboard.web.asgi_bridge import Bridge
from dashboard.web.server import Gradeline
from tests.dashboard.test_asgi_bridge import application, ask, scope


def test_alive_and_ready_are_two_things(app: Gradeline, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    for address in ("/healthz", "/healthz?check=ready"):
        answer = client.get(address)
        state = answer.get_json()
        assert (answer.status_code, state["status"], state["ready"]) == (200, "ok", True)
        assert {"rows", "version", "complete_to"} <= set(state)
    monkeypatch.setattr(app.edition, "newer_refused", "judgements.csv: damaged")
    alive, ready = client.get("/healthz"), client.get("/healthz?check=ready")
    assert (alive.status_code, ready.status_code) == (200, 503)
    assert alive.get_json() == ready.get_json()
    assert (alive.get_json()["ready"], alive.get_json()["newer_data_refused"]) == (False, "judgements.csv: damaged")
    assert ready.headers["Cache-Control"] == "no-store"


def test_another_check_is_refused(client: FlaskClient) -> None:
    assert client.get("/healthz?check=x").status_code == 400


def test_each_request_is_one_line_of_json_without_its_client(tmp_path: Path) -> None:
    place = tmp_path / "log"
    log = request_log.from_environment({"GRADELINE_LOG_FORMAT": "json", "GRADELINE_ACCESS_LOG": str(place)})
    app = Bridge(application, 1, {"/read": 100}, log=log)
    strange = {**scope('/a"\\\n\u202e'), "raw_path": b"/a", "client": ("203.0.113.7", 1), "query_string": b'q="\n'}
    ask(app, strange)
    ask(app, scope("/read", "POST"), b"x" * 10)
    first, second = map(json.loads, place.read_text(encoding="ascii").splitlines())
    assert first["path"] == '/a"\\\n\u202e'
    assert (second["method"], second["path"], second["query"], second["status"]) == ("POST", "/read", "a=1", 200)
    assert second["bytes"] > 0
    assert second["milliseconds"] >= 0
    assert dt.datetime.fromisoformat(second["time"]).tzinfo is not None
    assert "203.0.113.7" not in place.read_text(encoding="ascii")


def test_each_request_is_one_line_of_text_whatever_was_asked(tmp_path: Path) -> None:
    place = tmp_path / "log"
    app = Bridge(application, 1, {}, log=request_log.from_environment({"GRADELINE_ACCESS_LOG": str(place)}))
    ask(app, {**scope("/a"), "raw_path": b'/a"\n\xff%20', "client": ("203.0.113.7", 1), "query_string": b"q=1&r=2"})
    (line,) = place.read_text(encoding="ascii").splitlines()
    pattern = r'203\.0\.113\.7 \[(.+)\] "GET /a%22%0A%FF%20\?q=1&r=2 HTTP/1\.1" 200 \d+ \d+'
    match = re.fullmatch(pattern, line)
    assert match
    assert dt.datetime.strptime(match[1], "%d/%b/%Y:%H:%M:%S %z").tzinfo is not None


@pytest.mark.parametrize("form", ["", "json"])
def test_no_line_is_written_where_none_is_wanted(form: str) -> None:
    assert request_log.from_environment({"GRADELINE_LOG_FORMAT": form, "GRADELINE_ACCESS_LOG": ""}) is None


def test_a_log_that_cannot_be_written_stops_nothing() -> None:
    log = request_log.from_environment({"GRADELINE_LOG_FORMAT": "json", "GRADELINE_ACCESS_LOG": "/dev/full"})
    assert ask(Bridge(application, 1, {}, log=log), scope())[0]["status"] == 200


def test_security_txt_is_as_its_standard_has_it(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GRADELINE_SECURITY_CONTACT", raising=False)
    answer = client.get(security_txt.PATH)
    assert (answer.status_code, answer.content_type) == (200, "text/plain; charset=utf-8")
    fields = dict(re.fullmatch(r"([\w-]+): (\S+)", line).groups() for line in answer.get_data(True).splitlines())  # type: ignore[union-attr]
    days = (dt.datetime.fromisoformat(fields["Expires"]) - dt.datetime.now(dt.UTC)).days
    assert 200 < days < 365
    assert fields["Contact"] == fields["Policy"] == "http://localhost/security-policy.txt"
    assert fields["Canonical"] == "http://localhost/.well-known/security.txt"
    assert client.get("/security-policy.txt").status_code == 200
    monkeypatch.setenv("GRADELINE_SECURITY_CONTACT", "security@example.org")
    assert "Contact: mailto:security@example.org\n" in client.get(security_txt.PATH).get_data(as_text=True)
    assert "security@example.org" in client.get("/security-policy.txt").get_data(as_text=True)


@pytest.mark.parametrize(
    ("named", "address"),
    [
        ("https://example.org/security", "https://example.org/security"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        (" a@example.org ", "mailto:a@example.org"),
        ("", ""),
        ("javascript:alert(1)", ""),
        ("https://example.org\nContact: x", ""),
        ("call us", ""),
    ],
)
def test_a_contact_is_an_address(named: str, address: str) -> None:
    assert security_txt.contact(named) == address
