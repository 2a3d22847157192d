"""What a page of another site can do: read the data, as a notebook does, and frame figures, but no other page."""

import http.server
import threading
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page


@pytest.fixture
def elsewhere() -> Iterator[str]:
    """The address of an empty page of another origin."""

    class Empty(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<!DOCTYPE html><link rel=icon href=data:,><title>Notebook</title>")
            for framed in parse_qs(urlsplit(self.path).query).get("frame", []):
                self.wfile.write(f'<iframe src="{framed}" width="800" height="500"></iframe>'.encode())

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


def test_a_page_of_another_origin_asks_whether_the_data_have_changed(server: str, elsewhere: str, page: Page) -> None:
    page.goto(elsewhere)
    statuses = page.evaluate(
        """async (address) => {
            const first = await fetch(address);
            const again = await fetch(address, { headers: { "If-None-Match": first.headers.get("ETag") } });
            return [first.status, again.status];
        }""",
        f"{server}/download/citation.txt",
    )
    assert statuses == [200, 304]


@pytest.mark.parametrize("width", [1280, 390])
def test_a_page_of_another_origin_frames_a_figure(server: str, elsewhere: str, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{elsewhere}?frame={server}/embed/authority/worcestershire")
    frame = page.frame_locator("iframe")
    frame.get_by_role("heading", name="Worcestershire: inspection grades over time").wait_for()
    block = frame.locator(".strip i").first
    assert block.is_visible()
    assert block.evaluate("node => getComputedStyle(node).position") == "relative"  # the stylesheet came too
    with page.expect_popup() as opened:
        frame.get_by_role("link", name="Worcestershire on Gradeline").click()
    opened.value.wait_for_load_state()
    assert opened.value.url == f"{server}/authority/worcestershire"


@pytest.mark.parametrize("path", ["/", "/authority/worcestershire", "/authority/worcestershire/briefing"])
def test_no_other_page_can_be_framed(server: str, elsewhere: str, browser: Browser, path: str) -> None:
    """The browser reports the refusal as an error, so the page is not a watched one."""
    context = browser.new_context()
    page = context.new_page()
    with page.expect_console_message(lambda message: "frame" in message.text.lower()):
        page.goto(f"{elsewhere}?frame={server}{path}")
    (frame,) = page.frames[1:]
    assert not frame.url.startswith(server)
    context.close()
