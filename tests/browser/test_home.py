"""The front page, the lists and the page of every council in a real browser: as they are seen, touched and printed."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import visit

WIDTHS = (1280, 390, 320)
SMALL = {"viewport": {"width": 390, "height": 844}, "java_script_enabled": False, "has_touch": True}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("address", ["/", "/?service=care_leavers", "/lists", "/lists/changed-this-year"])
def test_nothing_is_cut_and_nothing_scrolls_sideways(page: Page, server: str, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    visit(page, server + address)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    cut = """() => [...document.querySelectorAll("main :is(p, li, h1, h2, h3, th, td, summary, label, figcaption)")]
        .filter((each) => each.checkVisibility() && !each.closest(".unseen") && each.scrollWidth > each.clientWidth + 1)
        .filter((each) => getComputedStyle(each).display !== "inline")
        .map((each) => each.innerText)"""
    assert page.evaluate(cut) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_every_tile_is_large_enough_to_touch_and_none_lies_over_another(page: Page, server: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    visit(page, f"{server}/")
    boxes = page.locator("a.spot").evaluate_all(
        "all => all.map((each) => { const b = each.getBoundingClientRect(); return [b.x, b.y, b.width, b.height]; })"
    )
    assert len(boxes) == 153
    assert min(box[2] for box in boxes) >= 24
    assert min(box[3] for box in boxes) >= 24
    for index, (x, y, w, h) in enumerate(boxes):
        for other_x, other_y, _, _ in boxes[index + 1 :]:
            assert not (x <= other_x < x + w and y <= other_y < y + h)
    codes = page.locator("a.spot b").evaluate_all(
        "all => all.filter((b) => b.scrollWidth > b.parentElement.clientWidth)"
    )
    assert codes == []


def test_the_front_page_is_not_long(page: Page, server: str) -> None:
    visit(page, f"{server}/")
    assert page.evaluate("document.documentElement.scrollHeight") <= 4500
    order = "names => names.map((name) => document.querySelector(name).getBoundingClientRect().top)"
    tops = page.evaluate(order, ["h1", ".lead", ".find", "#over-time", "#lists"])
    assert tops == sorted(tops)
    heading, picture = page.locator("h1"), page.locator(".map")
    assert picture.bounding_box() is not None
    assert (picture.bounding_box() or {})["y"] < 300, "the picture stands beside the finding"
    assert heading.is_visible()


@pytest.mark.parametrize(
    ("address", "end"), [("/", '<ul class="map-tiles london"'), ("/transitions", '<form action="/search"')]
)
@pytest.mark.parametrize("width", [1280, 390])
def test_what_has_arrived_stays_where_it_is(scriptless: Page, server: str, address: str, end: str, width: int) -> None:
    """Of a page half of which is still to come; what a machine paints while it reads the rest."""
    scriptless.set_viewport_size({"width": width, "height": 900})
    places = """() => [...document.querySelectorAll("body > header nav a, a.spot")].map((each) => {
        const { x, width } = each.getBoundingClientRect();
        return [x, width].map(Math.round).join();
    })"""
    scriptless.goto(server + address)
    whole = scriptless.evaluate(places)
    page = scriptless.content()
    assert page.count(end) == 1
    scriptless.set_content(page[: page.index(end)].replace("<head>", f'<head><base href="{server}/">'))
    half = scriptless.evaluate(places)
    assert half
    assert half == whole[: len(half)]


def test_the_controls_stand_in_one_line(page: Page, server: str) -> None:
    visit(page, f"{server}/")
    tops = page.locator(".one-line select").evaluate_all("all => all.map((each) => each.getBoundingClientRect().top)")
    assert len(tops) == 3
    assert len({round(top) for top in tops}) == 1


def test_a_tile_leads_to_its_council_by_touch_and_by_keyboard(phone: Page, page: Page, server: str) -> None:
    visit(phone, f"{server}/")
    phone.get_by_role("link", name="Worcestershire: good").tap()
    phone.wait_for_url("**/authority/worcestershire?service=safeguarding")
    visit(page, f"{server}/")
    page.get_by_role("link", name="Leeds: ").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/authority/leeds?service=safeguarding")


def test_service_region_and_date_change_the_finding_and_the_map(page: Page, server: str) -> None:
    visit(page, f"{server}/")
    page.get_by_label("Region", exact=True).select_option("London")
    expect(page.locator("h1")).to_contain_text("of 33 councils in London are")
    assert page.locator("a.spot").count() == 33
    page.get_by_label("Date", exact=True).select_option("2017")
    expect(page.locator("h1")).to_contain_text("at the end of 2017")
    assert page.url == f"{server}/?region=London&year=2017"
    page.go_back()
    expect(page.locator("h1")).to_contain_text("are good or outstanding")


def test_everything_is_there_without_scripts(open_page: Callable[..., Page], server: str) -> None:
    scriptless = open_page(**SMALL)
    scriptless.goto(f"{server}/")
    assert scriptless.locator("a.spot").count() == 153
    assert scriptless.locator(".year-bar").first.is_visible()
    parts = scriptless.locator(".bar-parts").last.locator("i")
    heights = parts.evaluate_all(
        "all => all.map((each) => [Number(each.innerText), each.getBoundingClientRect().height])"
    )
    shown = [(number, height / number) for number, height in heights if number]
    assert max(ratio for _, ratio in shown) < 1.3 * min(ratio for _, ratio in shown), "a part is as high as its number"
    scriptless.get_by_label("Service", exact=True).select_option("care_leavers")
    scriptless.get_by_role("button", name="Update").click()
    expect(scriptless.locator("h1")).to_contain_text("for care leavers")
    scriptless.goto(f"{server}/lists/inadequate-now")
    expect(scriptless.locator("tbody tr").first).to_be_visible()


def test_the_header_is_low_on_a_phone_and_its_menu_needs_no_script(open_page: Callable[..., Page], server: str) -> None:
    scriptless = open_page(**SMALL)
    scriptless.goto(f"{server}/lists")
    header = scriptless.locator("body > header")
    box = header.bounding_box()
    assert box is not None
    assert box["height"] <= 104
    pages = header.locator("nav a")
    expect(pages.first).to_be_hidden()
    header.locator("summary", has_text="Menu").tap()
    heights = pages.evaluate_all("all => all.map((each) => each.getBoundingClientRect().height)")
    assert len(heights) == 7
    assert min(heights) >= 24
    pages.filter(has_text="What happens next").tap()
    scriptless.wait_for_url("**/transitions")


def test_three_short_choices_stand_in_one_line_on_a_phone(phone: Page, server: str) -> None:
    visit(phone, f"{server}/")
    tops = phone.locator(".one-line select").evaluate_all("all => all.map((each) => each.getBoundingClientRect().top)")
    assert len(tops) == 3
    assert len(set(tops)) == 1


def test_a_list_is_read_filtered_and_taken_away(page: Page, server: str) -> None:
    visit(page, f"{server}/lists")
    page.get_by_role("link", name="Inadequate on ").click()
    page.wait_for_selector("#inadequate-now")
    page.get_by_label("Service", exact=True).select_option("looked_after_children")
    expect(page.locator("h1")).to_contain_text("inadequate for looked-after children")
    shown = page.locator("#inadequate-now tbody tr").count()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download CSV").click()
    lines = waiting.value.path().read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1 + shown
    assert waiting.value.suggested_filename == "gradeline-inadequate-now.csv"


def test_cells_of_every_council_by_year_are_links_by_touch_and_keyboard(phone: Page, page: Page, server: str) -> None:
    visit(page, f"{server}/lists/by-year?region=London&period=since-2018")
    cell = page.locator("#tapestry td a").first
    box = cell.bounding_box()
    assert box is not None
    assert box["height"] >= 24
    assert box["width"] >= 24
    cell.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/data?inspection=*")
    visit(phone, f"{server}/lists/by-year?region=London&period=since-2018")
    phone.locator("#tapestry tbody th a").first.tap()
    phone.wait_for_url("**/authority/*")


def test_printed_there_are_no_controls_and_no_figure_is_parted(page: Page, server: str) -> None:
    visit(page, f"{server}/")
    page.emulate_media(media="print")
    assert page.locator("form:visible").count() == 0
    expect(page.locator("a.spot").first).to_be_visible()
    expect(page.locator(".map-figure")).to_have_css("break-inside", "avoid")


def test_the_years_of_every_council_do_not_run_into_each_other(page: Page, server: str) -> None:
    page.set_viewport_size({"width": 700, "height": 900})
    visit(page, f"{server}/lists/by-year")
    apart = """heads => heads.every((head) => {
        const text = document.createRange();
        text.selectNodeContents(head.lastChild);
        return text.getBoundingClientRect().width <= head.getBoundingClientRect().width;
    })"""
    years = "#tapestry thead tr:last-child th:not(:first-child, .changes)"
    for medium in ("screen", "print"):
        page.emulate_media(media=medium)  # type: ignore[arg-type]
        assert page.locator(years).evaluate_all(apart), medium
    assert page.locator("form:visible").count() == 0
    expect(page.locator("#shares-table")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 700, 390])
def test_one_search_is_seen_and_suggests_councils(page: Page, server: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    visit(page, f"{server}/")
    box = page.get_by_role("combobox", name="Find a council")
    expect(box).to_have_count(1)
    if width > 640:
        page.get_by_label("Service", exact=True).select_option("looked_after_children")
        expect(page.locator("h1")).to_contain_text("looked-after children")
    box.press_sequentially("manchestr")
    expect(page.get_by_role("option", name="Manchester")).to_be_visible()
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url("**/authority/manchester")


def test_the_keyboard_can_pass_by_the_map(page: Page, server: str) -> None:
    visit(page, f"{server}/")
    way = page.get_by_role("link", name="Skip the map")
    way.focus()
    assert (way.bounding_box() or {})["height"] > 20, "it is seen while it has the focus"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Service", exact=True)).to_be_focused()
