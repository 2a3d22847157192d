"""The data page as it is used: filters that apply at once, chips, copies, and its height on a phone."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_accessibility import violations


def test_filters_apply_at_once_and_chips_take_them_away(page: Page, server: str) -> None:
    page.goto(f"{server}/data")
    page.wait_for_selector("html[data-ready]")
    page.get_by_label("Add a council").fill("Worcestershire")
    page.keyboard.press("Tab")
    expect(page.locator("#found")).to_contain_text("judgements: Worcestershire.")
    page.get_by_role("link", name="Add statistical neighbours of Worcestershire").click()
    expect(page.locator("#found")).to_contain_text("11 councils")
    page.get_by_text("More filters").click()
    page.get_by_label("Adoption").check()
    expect(page.locator("#found")).to_contain_text("11 councils, Adoption")
    assert page.title().startswith("Data: 11 councils, Adoption")
    assert "service=adoption" in page.url
    page.get_by_role("link", name="Service: Adoption").click()
    expect(page.locator("#found")).not_to_contain_text("Adoption")
    assert page.url.count("authority=") == 11


def test_code_names_this_server_and_can_be_copied(page: Page, server: str) -> None:
    page.goto(f"{server}/data?authority=devon")
    page.wait_for_selector("html[data-ready]")
    page.get_by_text("Use from R, Python or Excel").click()
    expect(page.locator("#code-pandas")).to_contain_text(f'"{server}/download/judgements.csv?authority=devon"')
    page.locator("button[data-copy=code-pandas]").click()
    expect(page.locator("button[data-copy=code-pandas]")).to_have_text("Copied")
    assert violations(page) == []


@pytest.mark.parametrize("address", ["/data", "/data?region=West+Midlands", "/data?authority=worcestershire"])
def test_fifty_rows_are_no_longer_than_4600_pixels_on_a_phone(phone: Page, server: str, address: str) -> None:
    phone.goto(server + address)
    phone.wait_for_selector("html[data-ready]")
    assert phone.evaluate("document.documentElement.scrollHeight") <= 4600
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
    assert violations(phone) == []


def test_what_is_hidden_on_a_phone_comes_into_view_where_the_focus_is(phone: Page, server: str) -> None:
    phone.goto(f"{server}/data?authority=worcestershire")
    assert phone.locator("#data-table").get_by_role("columnheader").count() == 6, "a table for screen readers"
    phone.locator("#data-table thead a").nth(1).focus()
    assert phone.locator("#data-table thead").evaluate("each => each.offsetHeight") > 20
    repeated = phone.locator('#data-table td[data-label="Source"]:has(.again)').first
    link = repeated.locator("a")
    assert repeated.evaluate("each => each.offsetWidth") == 1
    link.focus()
    assert link.evaluate("each => each.getBoundingClientRect().width > 40")
    assert repeated.evaluate("each => getComputedStyle(each).position") == "static"


def test_one_line_a_row(page: Page, server: str) -> None:
    page.goto(f"{server}/data?framework=ilacs&framework=sif")
    heights = page.eval_on_selector_all("#data-table tbody tr", "rows => rows.map((r) => r.offsetHeight)")
    assert len(heights) == 50
    assert max(heights) <= 36


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_the_page_works_without_scripts(scriptless: Page, server: str, width: int) -> None:
    page = scriptless
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{server}/data?authority=devon")
    assert page.evaluate("1") == 1
    page.fill("#field-authority", "Hull")
    page.get_by_role("button", name="Apply filters").click()
    assert page.url.count("authority=") == 2
    assert "Devon and Hull" in page.inner_text("#found")
    box = page.locator("main").bounding_box()
    assert box is not None
    assert box["width"] <= width
    assert not page.locator("button[data-copy]").first.is_visible()
