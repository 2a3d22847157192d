"""The search in the header: suggestions by keyboard and pointer, on a phone, and without scripts."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_accessibility import violations


def test_suggestions_by_keyboard(page: Page, server: str) -> None:
    page.goto(f"{server}/accessibility")
    page.wait_for_selector("html[data-ready]")
    box = page.get_by_role("combobox", name="Find a council")
    box.press_sequentially("manchestr")
    option = page.get_by_role("option", name="Manchester")
    expect(option).to_be_visible()
    expect(option).to_contain_text("Safeguarding:")
    assert violations(page) == []
    box.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == option.get_attribute("id")
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(box).to_have_value("manchestr")
    box.press("Backspace")
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url("**/authority/manchester")


def test_a_name_among_other_words_is_suggested(page: Page, server: str) -> None:
    page.goto(f"{server}/accessibility")
    page.wait_for_selector("html[data-ready]")
    box = page.get_by_role("combobox", name="Find a council")
    box.press_sequentially("North East Lincolnshire ofsted")
    expect(page.get_by_role("option").first).to_contain_text("North East Lincolnshire")
    box.fill("inadequate")
    expect(page.get_by_role("listbox")).to_have_count(0)


def test_suggestions_by_touch_and_no_sideways_scroll(phone: Page, server: str) -> None:
    phone.goto(f"{server}/search")
    phone.get_by_role("combobox", name="Find a council").tap()
    phone.keyboard.type("northants")
    expect(phone.get_by_role("option")).to_have_count(3)
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
    phone.get_by_role("option", name="West Northamptonshire").tap()
    phone.wait_for_url("**/authority/west-northamptonshire")


def test_on_a_phone_every_grade_stands_below_its_councils_name(phone: Page, server: str) -> None:
    phone.goto(f"{server}/search?q=west")
    tops = (
        """rows => rows.map(row => [...row.children].filter(cell => cell.offsetHeight).map(cell => cell.offsetTop))"""
    )
    rows = phone.locator("main tbody tr").evaluate_all(tops)
    assert len(rows) > 10
    assert all(sorted(set(row)) == row and len(row) == 4 for row in rows)


def test_a_council_of_another_time_has_no_label_without_a_grade(phone: Page, server: str) -> None:
    phone.goto(f"{server}/search?q=north")
    row = phone.locator("tr", has=phone.get_by_role("link", name="Northamptonshire (to 2021)"))
    expect(row).to_contain_text("replaced by North Northamptonshire and West Northamptonshire")
    assert row.locator("td").count() == 3
    assert [cell.is_visible() for cell in row.locator("td").all()] == [False] * 3


def test_enter_asks_the_server(page: Page, server: str) -> None:
    page.goto(f"{server}/search?q=northants")
    assert violations(page) == []
    page.get_by_role("combobox", name="Find a council").fill("zzzz")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("No council found")


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_search_works_without_scripts(scriptless: Page, server: str, width: int) -> None:
    page = scriptless
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{server}/search?q=kingston")
    assert page.locator("#councils tbody tr").count() == 2
    page.fill("#find-council", "Telford")
    page.click("form.find-council button")
    assert page.url == f"{server}/authority/telford-and-wrekin"
