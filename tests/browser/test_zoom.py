"""No text is cut when readers enlarge it: pages at 400% (1280 px laid out at 320) and 200%, and text alone at 200%.

WCAG 2.2, 1.4.4 and 1.4.10. A text counts as cut where a box that hides its overflow ends before the text does; what can
be scrolled into sight is not cut, and the page as a whole never scrolls sideways.
"""

import pytest
from playwright.sync_api import Page, TimeoutError

from tests.browser.conftest import resize, visit, wait_until_it_fits

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


def look(page: Page, width: int) -> list[str]:
    """The texts that are cut in a window so wide, beyond which nothing reaches."""
    resize(page, width, 900)
    wait_until_it_fits(page)
    cut: list[str] = page.evaluate(CUT)
    return cut


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_enlarged_page_or_text_cuts_no_text(page: Page, server: str, address: str) -> None:
    resize(page, 320, 900)
    visit(page, server + address)
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    assert look(page, 320) == []
    assert look(page, 640) == []
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert look(page, 1280) == []


def test_a_text_that_is_cut_and_one_that_is_too_wide_would_be_found(page: Page, server: str) -> None:
    visit(page, f"{server}/accessibility")
    page.evaluate("document.querySelector('h1').style.cssText = 'overflow: hidden; width: 4rem; white-space: nowrap'")
    assert len(look(page, 320)) == 1
    page.evaluate("document.querySelector('h1').style.cssText = 'width: 400px'")
    with pytest.raises(TimeoutError):
        wait_until_it_fits(page, timeout=1000)
