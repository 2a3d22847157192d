"""A page of another site reads the CSV and the state here, as a notebook in a browser does."""

import http.server
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page


@pytest.fixture
def elsewhere() -> Iterator[str]:
    """The address of an empty page of another origin."""

    class Empty(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<!DOCTYPE html><link rel=icon href=data:,><title>Notebook</title>")

        def log_message(self, format: str, *args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Empty) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_address[1]}/"
        running.shutdown()


def test_a_page_of_another_origin_reads_the_data(server: str, elsewhere: str, page: Page) -> None:
    page.goto(elsewhere)
    text = page.evaluate(
        "address => fetch(address).then((answer) => answer.text())",
        f"{server}/download/judgements.csv?authority=worcestershire",
    )
    assert text.startswith("authority_id,authority,")
    state = page.evaluate("address => fetch(address).then((answer) => answer.json())", f"{server}/healthz")
    assert state["status"] == "ok"
