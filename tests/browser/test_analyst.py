"""A council's performance analyst, at a desk: us and our neighbours, as a page, a picture, a table, slides and rows."""

import re
import struct

from playwright.sync_api import Page, expect

from tests.browser.conftest import visit


def test_from_a_short_name_to_the_neighbours_and_into_a_report(page: Page, server: str) -> None:
    visit(page, f"{server}/methodology")
    box = page.get_by_role("combobox", name="Find a council")
    box.fill("worcs")
    box.press("Enter")
    page.wait_for_url("**/authority/worcestershire")
    expect(page.locator("h1")).to_have_text("Worcestershire")
    first = page.locator("#glance > div")
    expect(first.first).to_contain_text(re.compile(r"Good.*Up one grade.* of .* neighbours", re.DOTALL))
    block = page.locator("#neighbours")
    assert block.locator(".strip").count() == 22
    block.get_by_label("Compare with").select_option("type")
    expect(block.locator("h2")).to_contain_text("the other 20 county councils")
    assert "group=type" in page.url
    page.go_back()
    expect(block.locator("h2")).to_contain_text("ten statistical neighbours")
    # Into a report: the figure for a slide, and the page as one sheet.
    page.get_by_text("Share or reuse this figure").click()
    with page.expect_download() as saved:
        page.locator("#share").get_by_role("button", name="PNG for a slide (16:9)").click()
    assert re.fullmatch(r"gradeline-worcestershire-\d{4}-\d\d-\d\d\.png", saved.value.suggested_filename)
    png = saved.value.path().read_bytes()
    assert struct.unpack(">II", png[16:24]) == (1920, 1080)
    assert len(png) > 60_000, "a picture with strips in it takes many bytes"
    with page.expect_download() as sheet:
        page.locator("#share").get_by_role("link", name="Excel (XLSX)").click()
    assert sheet.value.path().read_bytes()[:2] == b"PK"
    page.get_by_role("link", name="Briefing (one page)").click()
    page.wait_for_url("**/briefing")
    with page.expect_download() as slides:
        page.get_by_role("link", name="Slides (PPTX)").click()
    assert slides.value.suggested_filename.endswith(".pptx")


def test_from_a_council_to_the_rows_of_its_neighbours(page: Page, server: str) -> None:
    visit(page, f"{server}/authority/worcestershire")
    page.get_by_role("link", name="Every judgement in the data").click()
    page.wait_for_url("**/data?authority=worcestershire")
    page.get_by_role("link", name="Add statistical neighbours of Worcestershire").click()
    expect(page.locator("#found")).to_contain_text("11 councils")
    with page.expect_download() as rows:
        page.get_by_role("link", name="CSV", exact=True).first.click()
    lines = rows.value.path().read_text(encoding="utf-8").splitlines()
    found = re.search(r"([\d,]+) judgements", page.locator("#found").inner_text())
    assert found is not None
    assert len(lines) - 1 == int(found[1].replace(",", ""))


def test_two_years_side_by_side_are_not_called_a_fall(page: Page, server: str) -> None:
    visit(page, f"{server}/compare?authority=worcestershire&from=2008&to=2012")
    expect(page.locator(".lead")).to_contain_text("good in 2008, adequate in 2012")
    expect(page.locator(".lead")).to_contain_text("too different to call that a fall")
    expect(page.locator("#pairs")).to_contain_text("Not comparable")
    page.get_by_text("Share or reuse this figure").click()
    expect(page.locator("#share").get_by_role("link", name="SVG")).to_be_visible()
