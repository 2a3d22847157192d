"""What pages of other sites may do here: read the data, and frame what is made to be framed; nothing else."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from dashboard.web import headers


@pytest.mark.parametrize("path", ["/download/judgements.csv", "/download/nothing", "/healthz"])
def test_data_may_be_read_by_pages_of_any_site(client: FlaskClient, path: str) -> None:
    answer = client.get(path, headers={"Origin": "https://notebook.example"})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Access-Control-Allow-Credentials" not in answer.headers


@pytest.mark.parametrize("path", ["/download/judgements.csv", "/healthz", "/feed.xml"])
def test_a_page_of_any_site_may_ask_whether_data_have_changed(client: FlaskClient, path: str) -> None:
    """A browser asks first, since If-None-Match is no header that every page may send; then it sends it."""
    asked = {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "if-none-match"}
    answer = client.options(path, headers={"Origin": "https://notebook.example", **asked})
    assert (answer.status_code, answer.get_data()) == (204, b"")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD"
    assert answer.headers["Access-Control-Allow-Headers"] == "If-None-Match"
    assert int(answer.headers["Access-Control-Max-Age"]) > 0


@pytest.mark.parametrize("path", ["/", "/data", "/read", "/search.json", "/downloads"])
def test_nobody_asks_that_of_a_page(client: FlaskClient, path: str) -> None:
    answer = client.options(path, headers={"Origin": "https://notebook.example"})
    assert answer.status_code == 405
    assert "Access-Control-Allow-Methods" not in answer.headers


@pytest.mark.parametrize("path", ["/", "/data", "/read", "/assets/nothing.css", "/downloads"])
def test_pages_may_not(client: FlaskClient, path: str) -> None:
    answer = client.get(path, headers={"Origin": "https://notebook.example"})
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]


def test_what_is_under_embed_alone_may_be_framed() -> None:
    server = Flask("other")
    server.add_url_rule("/embed/national", "embed", lambda: "here")
    server.add_url_rule("/embedded", "not", lambda: "here")
    headers.secure(server, ["'sha256-x'"])
    client = server.test_client()
    framed, page = client.get("/embed/national").headers, client.get("/embedded").headers
    assert "X-Frame-Options" not in framed
    assert "frame-ancestors *" in framed["Content-Security-Policy"]
    assert framed["X-Content-Type-Options"] == "nosniff"
    assert page["X-Frame-Options"] == "DENY"
