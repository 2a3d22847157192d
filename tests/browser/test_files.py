"""The site as files, in a browser, below a path: charts, search, a choice of rows, and what it lacks."""

import functools
import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dashboard.store import open_store
from dashboard.web.server import create_app
from tests.conftest import ExportedSite


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def files(exported_site: ExportedSite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the exported site, three folders down on a plain web server."""
    folder = tmp_path_factory.mktemp("published")
    (folder / "a" / "b").mkdir(parents=True)
    (folder / "a" / "b" / "grades").symlink_to(exported_site.folder)
    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/a/b/grades"
        server.shutdown()


def test_charts_are_drawn_and_read_by_keyboard(files: str, page: Page) -> None:
    page.goto(f"{files}/authority/worcestershire/index.html")
    plot = page.locator("[data-chart] .js-plotly-plot").first
    expect(plot).to_be_visible()
    plot.locator("xpath=ancestor-or-self::*[@data-chart]").first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("[id$=-reading]").first).to_contain_text("Point 1 of")


def test_a_source_without_an_address_leads_to_its_line_in_the_list(files: str, page: Page) -> None:
    page.goto(f"{files}/authority/worcestershire/index.html")
    page.locator("#documents > summary").click()
    page.locator("#documents a[href*='sources/index.html']").first.click()
    expect(page.locator(":target")).to_be_visible()
    expect(page.locator(":target")).to_contain_text("Worcestershire")


def test_a_council_is_found_by_its_name(files: str, page: Page) -> None:
    page.goto(f"{files}/")
    page.locator("main input[name=q]").fill("Worcester")
    page.locator("main input[name=q]").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Worcestershire")
    assert page.url == f"{files}/authority/worcestershire/index.html"
    page.get_by_role("banner").get_by_label("Find a council").fill("telf")
    page.get_by_role("option", name="Telford").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Telford")


def test_rows_are_chosen_in_the_browser(files: str, page: Page) -> None:
    page.goto(f"{files}/data/index.html?authority=worcestershire&service=safeguarding&aspect=overall")
    expect(page.locator("#chosen h2")).to_contain_text("judgements match")
    rows = page.locator("#chosen tbody tr")
    assert rows.count() > 3
    assert set(page.locator("#chosen tbody tr th").all_inner_texts()) == {"Worcestershire"}
    expect(page.locator("#chosen p")).to_have_text("worcestershire, Safeguarding, Overall")
    expect(page.locator("#service-safeguarding")).to_be_checked()
    expect(page.locator("#chosen")).to_contain_text("18 November 2008")
    expect(page.locator("#chosen")).to_contain_text("1 to 4, where 4 is best")  # no grade stands without its scale
    assert "_" not in "".join(page.locator("#chosen tbody").all_inner_texts())
    with page.expect_download() as download:
        page.get_by_role("button", name="Download CSV").click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert len(text.splitlines()) == rows.count() + 1
    with page.expect_download() as download:
        page.get_by_role("button", name="Download JSON").click()
    chosen = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    query = "authority=worcestershire&service=safeguarding&aspect=overall"
    client = create_app(open_store()).server.test_client()
    assert chosen == client.get(f"/download/judgements.json?{query}").get_json()
    assert text == client.get(f"/download/judgements.csv?{query}").get_data(as_text=True)


def test_a_choice_of_no_row_or_of_one_says_so(files: str, page: Page) -> None:
    page.goto(f"{files}/data/index.html?search=nothing-like-this")
    expect(page.locator("#chosen h2")).to_have_text("Nothing matches")
    expect(page.get_by_role("button", name="Download CSV")).to_have_count(0)
    page.get_by_role("link", name="Clear all filters").click()
    expect(page.locator("#data-table")).to_be_visible()
    page.goto(f"{files}/data/index.html?authority=worcestershire&service=adoption")
    expect(page.locator("#chosen h2")).to_have_text("1 judgement matches")


def test_a_link_to_chosen_rows_gives_them(files: str, page: Page) -> None:
    page.goto(f"{files}/authority/worcestershire/index.html")
    with page.expect_download() as download:
        page.locator("a[data-download=csv]").first.click()
    lines = Path(download.value.path()).read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("authority_id,authority,")
    assert len(lines) > 3
    assert all(line.startswith("worcestershire,") for line in lines[1:])


def test_a_figure_is_copied_and_saved_from_its_fold(files: str, page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=files)
    page.goto(f"{files}/authority/worcestershire/index.html")
    page.get_by_text("Share or reuse this figure").click()
    fold = page.locator("#share")
    fold.get_by_role("button", name="Copy").first.click()
    expect(fold.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    with page.expect_download() as download:
        fold.get_by_role("button", name="PNG for a slide (16:9)").click()
    assert download.value.suggested_filename == "worcestershire.png"


def test_what_needs_a_server_says_so(files: str, page: Page) -> None:
    page.goto(f"{files}/transitions/index.html?service=adoption")
    expect(page.locator("main .notice").first).to_contain_text("made of files")
    page.goto(f"{files}/read/index.html")
    expect(page.locator("main [data-files-note]").first).to_be_visible()
    page.goto(f"{files}/authority/worcestershire/index.html")
    page.locator("a[data-download=xlsx]").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This needs the full dashboard")


def test_which_frameworks_may_be_compared_is_answered_by_a_table(files: str, page: Page) -> None:
    page.goto(f"{files}/methodology/index.html")
    question = page.locator("#may-i")
    expect(question).to_contain_text("Yes, with caution. Grades for safeguarding")
    question.get_by_label("Service").select_option("care_leavers")
    expect(question.locator(".answer")).not_to_be_visible()  # it is of the services that were chosen before
    question.get_by_role("link", name="The table of every pair has the answer").click()
    table = page.locator("#pairs-care_leavers")
    expect(table).to_be_in_viewport()
    expect(table.get_by_role("row", name="Single inspection framework")).to_contain_text("itself; ILACS")
