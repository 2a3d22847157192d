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
