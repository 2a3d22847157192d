"""The dashboard below a path of its own, in a browser: its charts, the callback, and files."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tools.local_server import local_server

PREFIX = "/x/y"


@pytest.fixture(scope="module")
def mounted() -> Iterator[str]:
    with local_server(environment={"GRADELINE_PREFIX": PREFIX}) as address:
        yield f"{address}{PREFIX}"


def test_pages_charts_and_the_callback_work_below_a_path(mounted: str, open_page: Callable[..., Page]) -> None:
    page = open_page()
    outside: list[str] = []
    page.on("request", lambda request: outside.append(request.url) if not request.url.startswith(mounted) else None)
    page.goto(f"{mounted}/authority/worcestershire")
    expect(page.locator(".js-plotly-plot").first).to_be_visible()
    page.goto(f"{mounted}/")
    before = page.evaluate("performance.timeOrigin")
    with page.expect_response(lambda answer: answer.url == f"{mounted}/_dash-update-component"):
        page.get_by_label("Service", exact=True).select_option("looked_after_children")
    expect(page).to_have_url(f"{mounted}/?service=looked_after_children")
    assert page.evaluate("performance.timeOrigin") == before
    page.get_by_role("navigation").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert outside == []
