"""The pages in a real browser, with the project's own data: what only a browser can show."""

import csv
import re
from collections.abc import Callable
from pathlib import Path
from time import sleep

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, resize, visit, wait_until_it_fits


def points(page: Page) -> list[tuple[str, int]]:
    """What the chart has drawn as the authority's own grades: dates and, in its first row, ranks."""
    page.wait_for_selector(".js-plotly-plot .point")
    found: list[list[object]] = page.evaluate(
        """() => document.querySelector(".js-plotly-plot").data
            .filter((trace) => trace.name === "grades")
            .flatMap((trace) => trace.x.map((x, i) => [x, Math.round(trace.y[i])]))"""
    )
    return [(str(x), int(str(y))) for x, y in found]


def test_everything_is_readable_without_scripts(scriptless: Page, server: str) -> None:
    scriptless.goto(f"{server}/")
    scriptless.get_by_role("main").get_by_label("Find a council").fill("Worcestershire County Council")
    scriptless.get_by_role("main").get_by_role("button", name="Find").click()
    expect(scriptless.locator("h1")).to_have_text("Worcestershire")
    expect(scriptless.locator("#glance")).to_contain_text("Up two grades from inadequate, Nov 2016, with caution")
    history = scriptless.get_by_role("figure", name="Grades since 2005:")
    safeguarding = history.get_by_role("listitem").filter(has=scriptless.get_by_role("heading", name="Safeguarding"))
    expect(safeguarding.get_by_role("img", name="Good, published November 2008, joint area review")).to_be_visible()
    expect(scriptless.locator("[data-chart]")).to_be_hidden()
    expect(scriptless.locator(".below-chart")).to_be_hidden()
    scriptless.locator("#before > summary").click()
    jar = scriptless.locator("#worcestershire-2008-11-jar")
    jar.locator("td:last-child summary", has_text="line 103").click()
    expect(jar).to_contain_text("on the scale 1 to 4, where 4 is best")


def test_dash_takes_over_without_a_jump(open_page: Callable[..., Page], server: str) -> None:
    page = open_page(**DESKTOP)
    page.goto(f"{server}/authority/worcestershire", wait_until="commit")
    page.wait_for_selector("#judgements tbody tr")
    page.evaluate("document.fonts.ready")  # type of another width moves lines too, and is not what is asked here
    before = page.evaluate("document.querySelector('#judgements').getBoundingClientRect().top + scrollY")
    page.wait_for_selector(".js-plotly-plot .point")
    after = page.evaluate("document.querySelector('#judgements').getBoundingClientRect().top + scrollY")
    assert abs(after - before) <= 1


SHIFTS = """
window.shift = 0;
new PerformanceObserver((list) => list.getEntries().forEach((entry) => { window.shift += entry.value; }))
    .observe({ type: "layout-shift", buffered: true });
"""


@pytest.mark.parametrize(
    "address",
    ["/", "/authority/worcestershire", "/compare?of=worcestershire&group=neighbours", "/transitions", "/lists/by-year"],
)
def test_no_line_moves_when_type_and_charts_arrive(open_page: Callable[..., Page], server: str, address: str) -> None:
    """Cumulative layout shift, with the fonts half a second late, as the slow see it; 0.1 is what is called good."""
    for screen in (open_page(**DESKTOP), open_page(**PHONE)):
        screen.add_init_script(SHIFTS)
        screen.route("**/*.woff2*", lambda route: (sleep(0.5), route.continue_())[1])
        visit(screen, server + address)
        screen.evaluate("document.fonts.ready")
        screen.wait_for_timeout(300)
        assert screen.evaluate("document.fonts.check('17px \"Gradeline Sans\"')")
        assert screen.evaluate("window.shift") < 0.01, screen.viewport_size


MOTIONS = """
window.motions = [];
for (const kind of ["transitionrun", "animationstart"]) {
    document.addEventListener(kind, (event) => { window.motions.push(`${kind}: ${event.target.tagName}`); }, true);
}
"""
PAINTED = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 100))))"
MOVING = "@keyframes fade { from { opacity: 0; } } main { animation: fade 1s; } html { scroll-behavior: smooth; }"


@pytest.mark.parametrize("address", ["/", "/transitions", "/lists/by-year"])
def test_nothing_moves_for_those_who_ask_for_that(open_page: Callable[..., Page], server: str, address: str) -> None:
    """Neither what the page has nor what a rule may add to it; without the wish, what was added is seen to move."""
    page = open_page(**DESKTOP)
    page.add_init_script(MOTIONS)
    page.emulate_media(reduced_motion="reduce")
    visit(page, server + address)
    page.evaluate("document.querySelectorAll('main details').forEach((each) => { each.open = true; })")
    for chart in page.locator("[data-chart]").all():
        chart.locator(".main-svg").first.wait_for()
        chart.focus()
        page.keyboard.press("ArrowRight")
    page.locator("main a").first.hover()
    page.add_style_tag(content=MOVING)
    page.evaluate(PAINTED)
    assert page.evaluate("window.motions") == []
    assert page.evaluate("document.getAnimations().length") == 0
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    page.emulate_media(reduced_motion="no-preference")
    page.evaluate(PAINTED)
    assert page.evaluate("window.motions") == ["animationstart: MAIN"]


def test_an_authority_is_found_by_a_former_name(page: Page, server: str) -> None:
    visit(page, f"{server}/")
    page.get_by_role("main").get_by_label("Find a council").fill("Hull")
    page.get_by_role("main").get_by_role("button", name="Find").click()
    page.wait_for_url("**/authority/kingston-upon-hull")
    expect(page.locator("h1")).to_have_text("Hull")


def test_the_history_shows_safeguarding_at_its_dates(page: Page, server: str) -> None:
    visit(page, f"{server}/authority/worcestershire?service=safeguarding")
    drawn = points(page)
    assert ("2008-11-18", 2) in drawn
    assert ("2012-03-23", 3) in drawn


def test_choosing_a_service_updates_chart_and_address_and_back_undoes_it(page: Page, server: str) -> None:
    visit(page, f"{server}/authority/worcestershire")
    safeguarding = points(page)
    page.get_by_role("link", name="Care leavers", exact=True).click()
    expect(page.locator('.chips [aria-current="true"]')).to_have_text("Care leavers")
    assert page.url.endswith("?service=care_leavers")
    page.wait_for_function("document.querySelector('.js-plotly-plot').layout.meta.alt.includes('Care leavers')")
    assert points(page) != safeguarding
    page.go_back()
    expect(page.locator('.chips [aria-current="true"]')).to_have_text("Safeguarding")
    page.wait_for_function("document.querySelector('.js-plotly-plot').layout.meta.alt.includes('Safeguarding')")
    assert points(page) == safeguarding


def test_a_chart_is_read_with_the_arrow_keys(page: Page, server: str) -> None:
    visit(page, f"{server}/authority/worcestershire?service=safeguarding")
    points(page)
    page.locator("[data-chart=history]").focus()
    reading = page.locator("#history-reading")
    said = []
    for _ in range(3):
        page.keyboard.press("ArrowRight")
        expect(reading).not_to_have_text(said[-1] if said else "")
        said.append(reading.inner_text())
    assert said[0].startswith("Point 1 of ")
    assert all("Safeguarding" in text for text in said)
    assert "printed “good”, 3 on the scale 1 to 4, where 4 is best" in said[0]
    assert "listed as “Inadequate” by the inspectorate" in said[1]
    page.keyboard.press("Escape")
    expect(reading).to_have_text("")


def test_a_chart_is_saved_as_a_picture_with_title_source_and_date(page: Page, server: str, tmp_path: Path) -> None:
    page.goto(f"{server}/authority/worcestershire")
    expect(page.locator("#history .main-svg").first).to_be_visible()
    saved = {}
    for ending in ("png", "svg"):
        with page.expect_download() as download:
            page.get_by_role("button", name=f"Save as {ending.upper()}").click()
        name = download.value.suggested_filename
        assert re.fullmatch(rf"gradeline-authority-worcestershire-history-\d{{4}}-\d\d-\d\d\.{ending}", name)
        download.value.save_as(tmp_path / name)
        saved[ending] = (tmp_path / name).read_bytes()
        expect(page.locator("#announce")).to_have_text(f"Saved as {name}")
    assert saved["png"].startswith(b"\x89PNG\r\n\x1a\n")
    drawn = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", saved["svg"].decode()))
    for words in (
        "Worcestershire: inspection history",
        "grades before 2016 are not comparable",
        "Open Government Licence",
    ):
        assert words in drawn
    assert "Record complete to" in drawn
    state = page.request.get(f"{server}/healthz").json()
    assert f"Data version {state['version']}." in drawn
    assert f"{server}/authority/worcestershire" in drawn


def test_a_picture_of_england_names_its_service_and_the_view_s_address(page: Page, server: str) -> None:
    address = f"{server}/lists/by-year?service=looked_after_children"
    visit(page, address)
    box = page.locator(".over-time .table-box")
    assert box.evaluate("box => box.clientWidth && box.scrollWidth - box.clientWidth") == 0
    page.get_by_text("Share or reuse this figure").click()
    with page.expect_download() as download:
        page.locator("#share a[data-download=svg]").click()
    drawn = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", download.value.path().read_text(encoding="utf-8")))
    assert "Looked-after children" in drawn
    assert f"{server}/?service=looked_after_children" in drawn


def test_the_answer_is_on_the_first_screen_and_the_page_is_short(page: Page, phone: Page, server: str) -> None:
    for screen, height in ((page, 800), (phone, 844)):
        visit(screen, f"{server}/authority/worcestershire")
        box = screen.locator("#glance").bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= height
    assert page.evaluate("document.documentElement.scrollHeight") <= 2850


CLIPPED = """scope => [...document.querySelectorAll(scope)].filter((each) => {
    const box = each.getBoundingClientRect(), around = each.parentElement.getBoundingClientRect();
    return box.width && (box.right > around.right + 1 || box.bottom > around.bottom + 2);
}).map((each) => each.textContent)"""
OVERLAP = """() => [...document.querySelectorAll(".strips .years")].flatMap((lane) => {
    const boxes = [...lane.children].map((each) => each.getBoundingClientRect()).filter((box) => box.width);
    boxes.sort((a, b) => a.left - b.left);
    return boxes.slice(1).filter((box, index) => box.left < boxes[index].right).map((box) => box.left);
})"""
OUTSIDE = "all => all.filter((each) => each.getBoundingClientRect().right > innerWidth).map((each) => each.innerText)"


@pytest.mark.parametrize("council", ["worcestershire", "devon", "cumbria", "westmorland-and-furness"])
def test_no_words_of_a_strip_or_the_table_are_cut_at_any_width(page: Page, server: str, council: str) -> None:
    widths = (320, 390, 768, 1280)
    resize(page, widths[0])
    visit(page, f"{server}/authority/{council}")
    for width in widths:
        resize(page, width)
        assert page.locator(".strip b:visible").count() > 5, width
        assert page.evaluate(CLIPPED, ".strip b, .era > *") == [], width
        assert page.evaluate(OVERLAP) == [], width
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    for width in widths:
        resize(page, width)
        wait_until_it_fits(page)
        assert page.locator("#by-inspection :is(th, td), .strips .name *").evaluate_all(OUTSIDE) == [], width


def test_a_line_of_the_table_opens_to_what_is_printed(page: Page, phone: Page, server: str) -> None:
    for screen in (page, phone):
        visit(screen, f"{server}/authority/worcestershire")
        row = screen.locator("#worcestershire-2023-05-ilacs tr", has_text="Care leavers")
        expect(row).to_contain_text("Up two grades from inadequate, Nov 2016, with caution")
        row.locator("summary").click()
        expect(row).to_contain_text("printed “Good”")
        expect(row).to_contain_text("With today’s grades: comparable.")


def test_a_council_prints_with_its_strips_and_without_controls(page: Page, server: str) -> None:
    visit(page, f"{server}/authority/worcestershire")
    page.emulate_media(media="print")
    expect(page.locator(".strips").first).to_be_visible()
    expect(page.locator("#glance")).to_be_visible()
    for hidden in (".chips", ".buttons", ".below-chart", ".downloads", "[data-chart]"):
        expect(page.locator(hidden).first).to_be_hidden()
    assert page.locator(".strip .r2").first.evaluate("each => getComputedStyle(each).printColorAdjust") == "exact"
    expect(page.locator("#earlier-judgements")).to_be_visible()
    expect(page.locator("#documents li").first).to_be_visible()
    assert page.locator("#judgements td:last-child ul:visible").count() == 0


def test_compare_asks_for_a_council_and_then_compares(page: Page, server: str) -> None:
    visit(page, f"{server}/compare")
    expect(page.locator("h1")).to_have_text("Compare councils and inspections")
    page.get_by_role("link", name="Worcestershire, 2008 and 2012: one number, two grades").click()
    expect(page.locator("h1")).to_have_text("Two inspections of Worcestershire, 2008 and 2012")
    expect(page.locator(".lead")).to_contain_text("The two inspections were too different to call that a fall")
    page.get_by_label("Second inspection").select_option("worcestershire-2016-11-sif")
    expect(page.locator("h1")).to_have_text("Two inspections of Worcestershire, 2008 and 2016")
    assert "b=worcestershire-2016-11-sif" in page.url


def test_filtered_data_download_is_what_is_shown(page: Page, server: str) -> None:
    visit(page, f"{server}/data")
    page.get_by_label("Add a council").fill("Devon")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("#found")).to_contain_text("judgements: Devon")
    expect(page.locator("#announce")).to_contain_text("judgements: Devon")
    said = re.search(r"these ([\d,]+) rows", page.locator(".downloads").inner_text())
    assert said is not None
    with page.expect_download() as waiting:
        page.get_by_role("link", name="CSV", exact=True).click()
    with waiting.value.path().open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == int(said.group(1).replace(",", ""))
    assert {row["authority_id"] for row in rows} == {"devon"}


def test_sorting_and_leafing_keep_the_address(page: Page, server: str) -> None:
    visit(page, f"{server}/data")
    page.get_by_role("link", name="Date", exact=True).click()
    expect(page.locator("#found")).to_contain_text("earliest first")
    page.get_by_role("link", name="Next", exact=True).first.click()
    expect(page.locator(".pages").first).to_contain_text("Page 2 of")
    assert page.url.endswith("/data?sort=date&page=2")


def test_an_unknown_authority_gets_a_page_with_suggestions(page: Page, server: str) -> None:
    answer = page.goto(f"{server}/authority/worcestershyre")
    assert answer is not None
    assert answer.status == 404
    page.get_by_role("link", name="Worcestershire").click()
    expect(page.locator("h1")).to_have_text("Worcestershire")


def test_the_first_tab_stop_skips_to_the_content(page: Page, server: str) -> None:
    visit(page, f"{server}/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


@pytest.mark.parametrize(
    "address",
    [
        "/lists/moves",
        "/changes",
        "/compare?authority=devon",
        "/data",
        "/sources",
        "/methodology",
        "/transitions?from_grade=good",
    ],
)
def test_no_record_is_cut_off_on_a_phone(phone: Page, server: str, address: str) -> None:
    visit(phone, server + address)
    phone.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    boxes = phone.locator(".stack")
    assert boxes.count()
    cut = "boxes => boxes.filter((box) => box.scrollWidth > box.clientWidth).map((box) => box.id)"
    assert phone.locator(".table-box").evaluate_all(cut) == []
    outside = (
        "all => all.filter((each) => each.getBoundingClientRect().right > screen.width).map((each) => each.innerText)"
    )
    assert phone.locator(".table-box caption").evaluate_all(outside) == []


def test_what_changed_in_a_year_stands_on_one_line_of_the_table(page: Page, server: str) -> None:
    visit(page, f"{server}/lists/by-year")
    lines = "all => all.map((each) => each.offsetHeight / parseFloat(getComputedStyle(each).lineHeight))"
    heights = page.locator("#shares-table th small").evaluate_all(lines)
    assert 0 < max(heights) < 1.5


@pytest.mark.parametrize("table", ["#tapestry", "#shares-table"])
def test_the_first_column_of_a_table_that_scrolls_stays_in_view(phone: Page, server: str, table: str) -> None:
    visit(phone, f"{server}/lists/by-year")
    phone.evaluate("document.querySelectorAll('main details').forEach((each) => { each.open = true; })")
    box, name = phone.locator(table), phone.locator(f"{table} tbody tr:not(.group) > th").first
    name.evaluate("node => node.scrollIntoView({ block: 'center' })")
    lefts = []
    for end in (-9999, 0, 9999):
        lefts.append(box.evaluate("(node, end) => { node.scrollLeft = end; return node.scrollLeft; }", end))
        expect(name).to_be_in_viewport(ratio=1)
    assert max(lefts) - min(lefts) > 50, "it scrolls"
    assert "linear-gradient" in box.evaluate("node => getComputedStyle(node).backgroundImage")


@pytest.mark.parametrize(
    ("part", "table"),
    [("#crosswalk-safeguarding", "#crosswalk-safeguarding"), ("#frameworks", "#frameworks .table-box")],
)
def test_an_address_opens_the_fold_that_it_names(page: Page, server: str, part: str, table: str) -> None:
    visit(page, f"{server}/methodology")
    expect(page.locator(table)).to_be_hidden()
    page.evaluate("part => { location.hash = part; }", part)  # as a link on the page does
    expect(page.locator(table)).to_be_visible()
    expect(page.locator(table)).to_be_in_viewport()
    visit(page, f"{server}/sources")
    visit(page, f"{server}/methodology{part}")
    expect(page.locator(table)).to_be_in_viewport()
    assert page.locator("details[open]").count() == 1, "the others stay closed"


def test_what_each_framework_grades_fits_between_a_phone_and_a_desk(page: Page, server: str) -> None:
    visit(page, f"{server}/methodology#crosswalk")
    for width in (641, 800, 1000, 1199):
        resize(page, width)
        wide = page.locator("[id^=crosswalk-]").evaluate_all(
            """boxes => boxes.filter((box) => {
                box.closest("details").open = true;
                return box.scrollWidth > box.clientWidth;
            }).map((box) => box.id)"""
        )
        assert wide == [], width


def test_two_choices_share_a_line_on_a_phone(phone: Page, server: str) -> None:
    visit(phone, f"{server}/transitions")
    service, period = (phone.get_by_label(name, exact=True).bounding_box() for name in ("Service", "Period"))
    assert service is not None
    assert period is not None
    assert service["y"] == period["y"]
    cut = phone.get_by_label("Period", exact=True).evaluate("node => node.scrollWidth > node.clientWidth")
    assert not cut


@pytest.mark.parametrize(("address", "most"), [("/methodology", 7000), ("/changes", 3500)])
def test_a_long_page_folds_its_tables_on_a_phone(phone: Page, server: str, address: str, most: int) -> None:
    visit(phone, server + address)
    assert phone.evaluate("document.documentElement.scrollHeight") < most


def test_an_address_leaves_out_what_is_as_always(page: Page, server: str) -> None:
    visit(page, f"{server}/")
    page.get_by_label("Service", exact=True).select_option("looked_after_children")
    expect(page.locator("h1")).to_contain_text("looked-after children")
    assert page.url == f"{server}/?service=looked_after_children"
    visit(page, f"{server}/transitions")
    page.get_by_text("More choices").click()
    page.get_by_role("combobox", name="Which inspections").select_option(index=1)
    page.wait_for_url(f"{server}/transitions?framework_step=*")
    expect(page.locator("main:not([aria-busy]) .lead")).to_be_visible()
    assert page.url.count("=") == 1
    expect(page.get_by_role("combobox", name="Which inspections")).to_be_visible()  # the fold stays as it was


def test_a_picture_explains_every_framework_that_it_marks(page: Page, server: str) -> None:
    visit(page, f"{server}/authority/worcestershire")
    expect(page.locator("#history .main-svg").first).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as SVG").click()
    drawn = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", download.value.path().read_text(encoding="utf-8")))
    for words in ("APA · CPA · JAR:", "SLAC:", "Child protection inspection (2012–2013)", "SIF:", "ILACS:"):
        assert words in drawn
