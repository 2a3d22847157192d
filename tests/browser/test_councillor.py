"""A councillor on a phone, in the dark as by day: the answer first, lists that end, and nothing to pinch or guess."""

import io
import re
import time
from statistics import median

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import visit

LISTS = ("moves", "not-comparable", "longest-inadequate", "next-inspection", "inadequate-now", "changed-this-year")


def test_from_the_map_to_the_answer_by_touch(phone: Page, server: str) -> None:
    visit(phone, f"{server}/")
    assert "councils are good or outstanding for safeguarding" in phone.locator("h1").inner_text().replace("\n", " ")
    phone.locator("a.spot", has_text="DEV").tap()
    phone.wait_for_url("**/authority/devon?*")
    expect(phone.locator("h1")).to_have_text("Devon")
    glance = phone.locator("#glance").bounding_box()
    assert glance is not None
    assert glance["y"] < 844, "the latest grades begin on the first screen"
    expect(phone.locator("#glance > div", has_text="Safeguarding")).to_contain_text("Inadequate")
    line = phone.locator(".lines details > summary").first
    line.tap()
    expect(phone.locator(".lines details[open]").first).to_contain_text("printed")
    assert phone.evaluate("document.documentElement.scrollWidth") == 390


def test_grades_and_names_of_a_council_that_ended_are_whole_lines(page: Page, phone: Page, server: str) -> None:
    lines = (
        "all => all.map((each) => each.getBoundingClientRect().height / parseFloat(getComputedStyle(each).lineHeight))"
    )
    visit(phone, f"{server}/authority/cumbria")
    whole = phone.locator("#glance > div", has_not_text="Looked-after")
    assert max(whole.locator("dt, .grade-now").evaluate_all(lines)) < 1.5
    visit(page, f"{server}/authority/cumbria")
    assert max(page.locator("#glance dt").evaluate_all(lines)) < 1.5
    assert page.locator("#neighbours .own .name").evaluate_all(lines) == [pytest.approx(1, abs=0.7)] * 2


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_no_longer_than_6000_pixels_and_opens_to_the_end(phone: Page, server: str, name: str) -> None:
    visit(phone, f"{server}/lists/{name}")
    assert phone.evaluate("document.documentElement.scrollHeight") <= 6000
    assert phone.evaluate("document.documentElement.scrollWidth") == 390
    rest = phone.locator(f"details:has(> #{name}-rest)")
    if rest.count():
        rows = phone.locator(f"#{name} tbody tr").count() + rest.locator("tbody tr").count()
        expect(rest.locator("summary")).to_have_text(f"Show all {rows}")
        rest.locator("summary").tap()
        expect(rest.locator("tbody tr").last).to_be_visible()
        assert phone.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.parametrize("width", [320, 390])
def test_what_came_next_is_read_on_a_phone_without_scrolling_sideways(page: Page, server: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    visit(page, f"{server}/transitions?from_grade=inadequate&to_grade=good")
    for name in ("matrix", "steps-table"):
        box = page.locator(f"#{name}")
        assert box.evaluate("each => each.scrollWidth <= each.clientWidth"), name
    shown = page.locator("#matrix tbody td:visible")
    assert shown.count() > 15
    assert shown.evaluate_all("(all) => all.every((each) => each.getBoundingClientRect().right <= innerWidth)")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_edge_of_a_wide_table_shows_that_there_is_more(page: Page, server: str, scheme: str) -> None:
    """The last pixels of the table are shaded until it has been scrolled to its end."""
    page.set_viewport_size({"width": 320, "height": 800})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    visit(page, f"{server}/lists/by-year")
    page.get_by_text("The same by year, as a table").click()
    box = page.locator("#shares-table")
    assert box.evaluate("each => each.scrollWidth > each.clientWidth + 40")

    def edge() -> float:
        """How far the brightness at the right edge differs from the ground, lines between rows left out."""
        picture = Image.open(io.BytesIO(box.screenshot())).convert("L")
        width, height = picture.size
        values = [picture.getpixel((width - 3, y)) for y in range(height - 40, height - 8)]
        ground = page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--surface')").strip()
        level = Image.new("RGB", (1, 1), ground).convert("L").getpixel((0, 0))
        assert isinstance(level, int)
        return median(abs(value - level) for value in values if isinstance(value, int))

    assert edge() > 30
    box.evaluate("each => { each.scrollLeft = each.scrollWidth; }")
    until = time.monotonic() + 10
    while edge() >= 12:  # a busy machine paints late
        assert time.monotonic() < until
        page.wait_for_timeout(100)


@pytest.mark.parametrize("width", [1280, 1160, 1024, 390, 320])
@pytest.mark.parametrize("path", ["/", "/lists/by-year"])
def test_no_label_of_the_bars_lies_over_another(page: Page, server: str, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    visit(page, f"{server}{path}")
    over = """() => {
        const boxes = [...document.querySelectorAll(".year-bar > :is(strong, span)")].filter((each) =>
            each.checkVisibility({visibilityProperty: true})).map((each) => {
            const range = document.createRange();
            range.selectNodeContents(each);
            return [each.innerText, range.getBoundingClientRect()];
        }).filter(([text, box]) => text && box.width);
        return boxes.flatMap(([text, a], index) => boxes.slice(index + 1).filter(([, b]) =>
            a.left < b.right && b.left < a.right && a.top < b.bottom - 1 && b.top < a.bottom - 1
        ).map(([other]) => `${text} ${other}`));
    }"""
    assert page.locator(".year-bar").count() > 10
    assert page.evaluate(over) == []
    lines = "all => all.filter((each) => each.scrollHeight > 20).map((each) => each.innerText)"
    assert page.locator(".year-bar > :is(strong, span)").evaluate_all(lines) == []
    feet = "all => [...new Set(all.map((each) => Math.round(each.getBoundingClientRect().bottom)))]"
    for panel in page.locator(".year-bars").all():
        assert len(panel.locator(".bar-parts").evaluate_all(feet)) == 1, "all bars stand on one line"


def test_a_tapped_point_is_said_below_the_chart_that_no_label_hides(phone: Page, server: str) -> None:
    phone.goto(f"{server}/authority/worcestershire")
    point = phone.locator(".chart .scatterlayer .point").nth(2)
    point.scroll_into_view_if_needed()
    box = point.bounding_box()
    assert box is not None
    phone.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(phone.locator(".reading").first).to_contain_text(re.compile(r"^Safeguarding\. \w+, .* 20\d\d\."))
    expect(phone.locator(".chart .hoverlayer").first).to_be_hidden()
