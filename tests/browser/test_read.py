"""A visitor's own file in a real browser: chosen, read, shown beside the record; and a hostile one refused in words."""

from playwright.sync_api import Page, expect

from tests import documents


def test_a_report_is_read_and_shown_and_a_hostile_file_is_refused(page: Page, server: str) -> None:
    page.goto(f"{server}/read")
    page.wait_for_selector("html[data-ready]")
    report = documents.safeguarding().encode()
    page.locator("input[type=file]").set_input_files({"name": "mine.txt", "mimeType": "text/plain", "buffer": report})
    page.get_by_role("button", name="Read this file").click()
    expect(page.locator("main")).to_contain_text("Leadership and management", timeout=30_000)
    expect(page.locator("main")).to_contain_text("Worcestershire")

    page.goto(f"{server}/read")
    page.wait_for_selector("html[data-ready]")
    web_page = b"<!DOCTYPE html><script>document.title = 'run'</script>"
    page.locator("input[type=file]").set_input_files(
        {"name": "report.pdf", "mimeType": "application/pdf", "buffer": web_page}
    )
    page.get_by_role("button", name="Read this file").click()
    expect(page.locator("main")).to_contain_text("Not a PDF", timeout=30_000)
    assert page.title() != "run"


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
