"""axe-core finds nothing on any page: desktop and phone, light and dark, with the states that an address can reach.

Each of them also runs under its policy, which the tab is watched for, has one heading and fits the screen.

`vendor/` holds axe-core as its project publishes it (Mozilla Public License 2.0, in the file's head): for tests only.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

AXE = (Path(__file__).parent / "vendor" / "axe-core-4.14.1.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SET_ASIDE = """() => {
    const kept = new Map();
    const telling = /^(class|style|type|role|scope)$/;
    const plain = ({ name, value }) => name + (telling.test(name) ? value.replace(/[0-9.]+/g, "") : "");
    const build = (node) => node.nodeType !== Node.ELEMENT_NODE ? (node.data.trim() ? "text" : "")
        : `<${node.tagName} ${[...node.attributes].map(plain)}>${[...node.childNodes].map(build).join("")}</>`;
    for (const each of document.querySelectorAll("tr, option, li")) {
        const like = each.parentElement.tagName + build(each), number = (kept.get(like) ?? 0) + 1;
        kept.set(like, number);
        if (number <= 3) continue;
        if (each.tagName === "LI") each.dataset.alike = ""; else each.remove();
    }
}"""
"""Of rows, options and items that differ in words and figures alone, the first three stand for hundreds, which would
take minutes. Items stay in their place, beside which others are near or far, and are not looked at."""
ADDRESSES = (
    "/",
    "/?service=looked_after_children",
    "/?service=care_leavers&region=London",
    "/lists",
    "/lists/inadequate-now",
    "/lists/moves",
    "/lists/longest-inadequate",
    "/lists/next-inspection",
    "/lists/by-year",
    "/authority/worcestershire/briefing",
    "/embed/authority/worcestershire",
    "/embed/national",
    "/authority/worcestershire",
    "/authority/westmorland-and-furness",
    "/authority/northamptonshire",
    "/compare",
    "/compare?authority=devon&from=2013&to=2015",
    "/compare?a=worcestershire-2012-03-safeguarding&b=worcestershire-2016-11-sif",
    "/compare?of=worcestershire&group=region",
    "/authority/worcestershire?group=list&authorities=leeds",
    "/transitions",
    "/data",
    "/data?authority=worcestershire&search=nothing-like-this",
    "/data?authority=worcestershire&authority=devon",
    "/search",
    "/search?q=northants",
    "/search?q=north",
    "/search?q=nothing-like-this",
    "/changes",
    "/changes?authority=worcestershire",
    "/sources",
    "/methodology",
    "/read",
    "/accessibility",
    "/authority/worcestershir",
    "/data?grade=satisfactory",
)


def violations(page: Page, *rules: str) -> list[str]:
    """What axe-core finds by these rules, or by all those of WCAG 2.2 AA and good practice: a line for each element."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE)
    # Selectors of the thousands of elements that passed would take longer than to look at them.
    options = {"runOnly": list(rules) or RULES, "resultTypes": ["violations"], "selectors": False}
    outcome = page.evaluate("options => axe.run({ exclude: '[data-alike]' }, options)", options)
    return [f"{v['id']}: {node['html'][:160]}" for v in outcome["violations"] for node in v["nodes"]]


@pytest.mark.parametrize("address", ADDRESSES)
def test_axe_finds_nothing(page: Page, phone: Page, server: str, address: str) -> None:
    for screen in (page, phone):
        screen.goto(server + address)
        screen.wait_for_selector("html[data-ready], body.embedded")  # a figure for frames has no script
        expect(screen.locator("h1")).to_have_count(1)
        # Not innerWidth: on a phone that grows with what is too wide.
        assert screen.evaluate("document.documentElement.scrollWidth <= screen.width"), screen.viewport_size
        screen.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        screen.evaluate(SET_ASIDE)
        assert violations(screen) == [], screen.viewport_size
        screen.emulate_media(color_scheme="dark")  # only colours change, so only they are looked at again
        assert violations(screen, "color-contrast") == [], f"dark, {screen.viewport_size}"


@pytest.mark.parametrize(
    ("address", "marks"),
    [
        ("/authority/worcestershire", ".strip .r2, .strip .r4, .strip-key .r1, .grade-box.r3"),
        ("/compare?authority=worcestershire&from=2008&to=2012", ".scale-words .given"),
        ("/transitions", ".letter, .shape"),
    ],
)
def test_grades_keep_their_marks_in_the_colours_of_the_reader(
    page: Page, server: str, address: str, marks: str
) -> None:
    """Forced colours take backgrounds and shadows away: a strip would be words without blocks."""
    page.goto(server + address)
    colours = "all => all.map((each) => [getComputedStyle(each).backgroundColor, getComputedStyle(each).color])"
    before = page.locator(marks).evaluate_all(colours)
    page.emulate_media(forced_colors="active")
    assert before
    assert page.locator(marks).evaluate_all(colours) == before


def test_axe_would_find_a_fault(page: Page, server: str) -> None:
    page.goto(server + "/lists")
    faults = "<img src='/favicon.ico'><p style='color: #ddd; background: #fff'>pale</p>"
    page.evaluate("faults => document.querySelector('main').insertAdjacentHTML('afterbegin', faults)", faults)
    assert {line.partition(":")[0] for line in violations(page)} == {"image-alt", "color-contrast"}
    assert [line[-8:] for line in violations(page, "color-contrast")] == ["pale</p>"]


def test_what_is_set_aside_leaves_a_row_that_differs(page: Page, server: str) -> None:
    page.goto(server + "/lists/moves")
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    row = page.locator("main table tbody tr").last
    row.evaluate("row => { row.lastElementChild.insertAdjacentHTML('beforeend', '<img src=\"/favicon.ico\">'); }")
    before = page.locator("tr").count()
    page.evaluate(SET_ASIDE)
    assert page.locator("tr").count() < before / 2
    assert [line.partition(":")[0] for line in violations(page)] == ["image-alt"]
