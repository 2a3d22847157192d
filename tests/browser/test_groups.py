"""Councils among others as an analyst, a councillor on a phone and a reader without scripts meet them."""

import re
import struct

import pytest
from playwright.sync_api import Page, expect

WIDTHS = (1280, 390, 320)
ADDRESSES = (
    "/authority/worcestershire",
    "/compare",
    "/compare?of=worcestershire&group=region",
    "/compare?group=inadequate",
    "/compare?authority=worcestershire&from=2008&to=2012",
    "/compare?authority=worcestershire",
)
CUT = """(scope) => [...document.querySelectorAll(scope)].filter((each) => {
    const style = getComputedStyle(each);
    return each.clientWidth && style.overflow !== "auto" && each.scrollWidth > each.clientWidth + 1
        && style.position !== "absolute" && !each.matches(".unseen");
}).map((each) => each.outerHTML.slice(0, 140))"""


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_is_cut_and_nothing_scrolls_sideways(page: Page, server: str, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(server + address)
    page.wait_for_selector("html[data-ready]")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    scope = ".strips .name, .strips .latest, .presets a, .scale > div > span, .scale-head, .take-group > *"
    assert page.evaluate(CUT, scope) == []


def test_the_neighbours_are_there_without_scripts(scriptless: Page, server: str) -> None:
    page = scriptless
    page.goto(f"{server}/authority/worcestershire")
    block = page.locator("#neighbours")
    expect(block.locator(".strip").first).to_be_visible()
    assert block.locator(".strip").count() == 22
    block.get_by_text("The same as a table").click()
    expect(block.get_by_role("button", name="Copy table")).to_be_hidden()
    block.get_by_text("Share or reuse this comparison").click()
    expect(block.get_by_role("link", name="Excel (XLSX)")).to_be_visible()
    block.get_by_label("Compare with").select_option("region")
    block.get_by_role("button", name="Compare").click()
    assert "group=region" in page.url
    assert page.url.endswith("#neighbours")
    expect(page.locator("#neighbours h2")).to_contain_text("the other 13 councils in its region, West Midlands")


def test_a_choice_repaints_the_block_and_stands_in_the_address(page: Page, server: str) -> None:
    page.goto(f"{server}/authority/worcestershire")
    page.wait_for_selector("html[data-ready]")
    block = page.locator("#neighbours")
    expect(block.get_by_role("button", name="Compare")).to_be_hidden()  # the choice applies at once
    block.get_by_label("Compare with").select_option("neighbours-2021-04")
    expect(block.locator("figcaption")).to_contain_text("model of April 2021")
    assert "group=neighbours-2021-04" in page.url
    block.get_by_label("Compare with").select_option("list")
    block.get_by_label("Add a council").fill("Leeds")
    block.get_by_role("button", name="Compare").click()
    expect(block.locator("h2")).to_have_text("Worcestershire and one other council")
    assert "authorities=Leeds" in page.url


def test_the_table_goes_into_the_clipboard_and_the_picture_into_a_file(page: Page, server: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=server)
    page.goto(f"{server}/authority/worcestershire")
    page.wait_for_selector("html[data-ready]")
    block = page.locator("#neighbours")
    block.get_by_text("The same as a table").click()
    block.get_by_role("button", name="Copy table").click()
    expect(block.get_by_role("button", name="Copied")).to_be_visible()
    lines = page.evaluate("navigator.clipboard.readText()").splitlines()
    assert lines[0].split("\t") == ["Council", "Safeguarding", "Inspected", "Looked-after children", "Inspected"]
    assert len(lines) == 12
    assert lines[1].startswith("Worcestershire\tGood\tMay 2023\t")
    block.get_by_text("Share or reuse this comparison").click()
    with page.expect_download() as waiting:
        block.get_by_role("button", name="PNG for a slide (16:9)").click()
    assert re.fullmatch(r"gradeline-worcestershire-neighbours-.*\.png", waiting.value.suggested_filename)
    png = waiting.value.path().read_bytes()
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", png[16:24]) == (1920, 1080)
    # More than a white page: a picture with strips in it takes many bytes.
    assert len(png) > 60_000


def test_a_preset_leads_to_the_group(phone: Page, server: str) -> None:
    phone.goto(f"{server}/compare?authorities=worcestershire")
    phone.get_by_role("link", name="West Midlands").click()
    expect(phone.locator("h1")).to_contain_text("of 14 West Midlands councils")
    expect(phone.locator(".strips > .own .name")).to_have_text("Worcestershire")
    phone.get_by_role("link", name=re.compile("^Inadequate on")).click()
    expect(phone.locator("h1")).to_have_text(re.compile(r"^[0-9]+ of 153 councils are inadequate for safeguarding$"))
