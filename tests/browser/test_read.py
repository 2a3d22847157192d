"""A visitor's own file in a real browser: chosen, read, shown beside the record; and a hostile one refused in words."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import documents
from tests.browser.test_accessibility import violations
from tests.browser.test_zoom import CUT


def test_a_report_is_read_and_shown_and_a_hostile_file_is_refused(page: Page, server: str) -> None:
    page.goto(f"{server}/read")
    page.wait_for_selector("html[data-ready]")
    report = documents.safeguarding().encode()
    page.locator("input[type=file]").set_input_files({"name": "mine.txt", "mimeType": "text/plain", "buffer": report})
    page.get_by_role("button", name="Read this file").click()
    expect(page.locator("main")).to_contain_text("Leadership and management", timeout=30_000)
    expect(page.locator("main")).to_contain_text("Worcestershire")
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("Download [0-9]+ rows as CSV")).click()
    assert download.value.suggested_filename == "gradeline-observations.csv"
    assert "Leadership and management" in Path(download.value.path()).read_text(encoding="utf-8")

    page.goto(f"{server}/read")
    page.wait_for_selector("html[data-ready]")
    web_page = b"<!DOCTYPE html><script>document.title = 'run'</script>"
    page.locator("input[type=file]").set_input_files(
        {"name": "report.pdf", "mimeType": "application/pdf", "buffer": web_page}
    )
    page.get_by_role("button", name="Read this file").click()
    expect(page.locator("main")).to_contain_text("Not a PDF", timeout=30_000)
    assert page.title() != "run"


@pytest.mark.parametrize(
    ("content", "heading"),
    [
        (documents.safeguarding(), "mine.txt"),
        (f"{documents.SLAC_TITLE}\nRutland\nInspection dates: 7 to 18 March 2011\n", "We took no grade from this file"),
        ("Minutes of a meeting\n", "We could not read this file"),
    ],
    ids=["read", "no grade", "not read"],
)
def test_what_was_read_can_be_read_by_everyone(
    page: Page, phone: Page, server: str, content: str, heading: str
) -> None:
    for screen in (page, phone):
        screen.goto(f"{server}/read")
        screen.wait_for_selector("html[data-ready]")
        screen.locator("input[type=file]").set_input_files(
            {"name": "mine.txt", "mimeType": "text/plain", "buffer": content.encode()}
        )
        screen.get_by_role("button", name="Read this file").click()
        expect(screen.get_by_role("heading", level=1)).to_have_text(heading, timeout=30_000)
        screen.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        assert screen.evaluate(CUT) == []
        assert screen.evaluate("document.documentElement.scrollWidth <= screen.width")
        assert violations(screen) == [], screen.viewport_size
        screen.emulate_media(color_scheme="dark")
        assert violations(screen, "color-contrast") == [], f"dark, {screen.viewport_size}"


def test_a_transition_leads_to_the_authorities_behind_it_and_its_address_opens_afresh(page: Page, server: str) -> None:
    page.goto(f"{server}/transitions")
    page.wait_for_selector("html[data-ready]")
    page.locator("main table a[href*='from_grade']").first.click()
    page.wait_for_url("**from_grade=**")
    expect(page.locator("main a[href*='/authority/']").first).to_be_visible()
    shared = page.url
    names = page.locator("main a[href*='/authority/']").all_inner_texts()
    page.goto("about:blank")
    page.goto(shared)
    page.wait_for_selector("html[data-ready]")
    assert page.locator("main a[href*='/authority/']").all_inner_texts() == names
