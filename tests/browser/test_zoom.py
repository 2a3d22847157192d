"""No text is cut when readers enlarge it: pages at 400% (1280 px laid out at 320) and 200%, and text alone at 200%.

WCAG 2.2, 1.4.4 and 1.4.10. A text counts as cut where a box that hides its overflow ends before the text does; what can
be scrolled into sight is not cut, and the page as a whole never scrolls sideways.
"""

import pytest
from playwright.sync_api import Page

ADDRESSES = (
    "/",
    "/authority/worcestershire",
    "/authority/westmorland-and-furness",
    "/compare?authority=worcestershire&from=2008&to=2012",
    "/compare?of=worcestershire&group=neighbours",
    "/lists",
    "/lists/inadequate-now",
    "/lists/by-year",
    "/transitions",
    "/data?authority=worcestershire",
    "/search?q=north",
    "/changes",
    "/read",
    "/sources",
    "/methodology",
    "/accessibility",
    "/authority/atlantis",
)
CUT = """() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const own = node.parentElement;
        const isShown = own.checkVisibility({ visibilityProperty: true }) && !own.closest("script, style, svg");
        if (!isShown || !node.data.trim()) continue;
        const room = parseFloat(getComputedStyle(own).fontSize) / 5;  // above and below the letters of a line
        const range = document.createRange();
        range.selectNodeContents(node);
        const text = range.getBoundingClientRect();
        for (let box = own; box && box !== document.body; box = box.parentElement) {
            const style = getComputedStyle(box), edge = box.getBoundingClientRect();
            if (edge.width <= 1.5 || style.clipPath !== "none") break;  // for those who hear the page
            if (/auto|scroll/.test(style.overflowX + style.overflowY)) break;  // can be scrolled
            const hides = (value) => value === "hidden" || value === "clip";
            if (hides(style.overflowX) && (text.right > edge.right + 1 || text.left < edge.left - 1)
                || hides(style.overflowY) && (text.bottom > edge.bottom + room || text.top < edge.top - room)) {
                found.push(`${box.className || box.tagName}: ${node.data.trim().slice(0, 60)}`);
                break;
            }
        }
    }
    return found;
}"""


def look(page: Page, address: str, width: int, *, text_size: str = "") -> tuple[list[str], int]:
    """The texts that are cut, and how far the page reaches beyond the window."""
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address)
    page.wait_for_selector("html[data-ready]")
    if text_size:
        page.evaluate("size => { document.documentElement.style.fontSize = size; }", text_size)
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    return page.evaluate(CUT), page.evaluate("document.documentElement.scrollWidth") - width


@pytest.mark.parametrize("width", [320, 640])
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_at_400_and_200_percent_cuts_no_text(page: Page, server: str, address: str, width: int) -> None:
    cut, beyond = look(page, server + address, width)
    assert cut == []
    assert beyond <= 0


@pytest.mark.parametrize("address", ADDRESSES)
def test_text_at_200_percent_is_not_cut(page: Page, server: str, address: str) -> None:
    cut, beyond = look(page, server + address, 1280, text_size="200%")
    assert cut == []
    assert beyond <= 0


def test_a_text_that_is_cut_would_be_found(page: Page, server: str) -> None:
    look(page, f"{server}/accessibility", 320)
    page.evaluate("document.querySelector('h1').style.cssText = 'overflow: hidden; width: 4rem; white-space: nowrap'")
    assert len(page.evaluate(CUT)) == 1
