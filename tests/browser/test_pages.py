"""The pages in a real browser, with the project's own data: what only a browser can show."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

PAGES = ("/", "/authority/worcestershire", "/compare", "/data", "/sources", "/methodology", "/accessibility")


def visit(page: Page, address: str) -> None:
    """Go there and wait until Dash has taken over."""
    page.goto(address)
    page.wait_for_selector("html[data-ready]")


def points(page: Page) -> list[tuple[str, int]]:
    """What the chart has drawn as the authority's own grades: dates and, in its first row, ranks."""
    page.wait_for_selector(".js-plotly-plot .point")
    found: list[list[object]] = page.evaluate(
        """() => document.querySelector(".js-plotly-plot").data
            .filter((trace) => trace.name === "grades")
            .flatMap((trace) => trace.x.map((x, i) => [x, Math.round(trace.y[i])]))"""
    )
    return [(str(x), int(str(y))) for x, y in found]


@pytest.fixture
def scriptless(browser: Browser, server: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("address", PAGES)
def test_a_page_runs_under_its_policy_and_fits_the_screen(page: Page, phone: Page, server: str, address: str) -> None:
    for screen in (page, phone):
        visit(screen, server + address)
        expect(screen.locator("h1")).to_have_count(1)
        assert screen.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_everything_is_readable_without_scripts(scriptless: Page, server: str) -> None:
    scriptless.goto(f"{server}/")
    scriptless.get_by_label("Find an authority").fill("Worcestershire County Council")
    scriptless.get_by_role("button", name="Find").click()
    expect(scriptless.locator("h1")).to_have_text("Worcestershire")
    expect(scriptless.locator("#judgements")).to_contain_text("on the scale 1 to 4, where 4 is best")
    scriptless.get_by_label("Safeguarding", exact=True).uncheck()
    scriptless.get_by_role("button", name="Show").click()
    expect(scriptless.locator("#judgements tbody th", has_text=re.compile("^Safeguarding"))).to_have_count(0)


def test_dash_takes_over_without_a_jump(page: Page, server: str) -> None:
    page.goto(f"{server}/authority/worcestershire", wait_until="commit")
    page.wait_for_selector("#judgements tbody tr")
    before = page.evaluate("document.querySelector('#judgements').getBoundingClientRect().top + scrollY")
    page.wait_for_selector(".js-plotly-plot .point")
    after = page.evaluate("document.querySelector('#judgements').getBoundingClientRect().top + scrollY")
    assert abs(after - before) <= 1


def test_an_authority_is_found_by_a_former_name(page: Page, server: str) -> None:
    visit(page, f"{server}/")
    page.get_by_label("Find an authority").fill("Hull")
    page.get_by_role("button", name="Find").click()
    page.wait_for_url("**/authority/kingston-upon-hull")
    expect(page.locator("h1")).to_contain_text("Kingston upon Hull")


def test_the_history_shows_safeguarding_at_its_dates(page: Page, server: str) -> None:
    visit(page, f"{server}/authority/worcestershire?service=safeguarding")
    drawn = points(page)
    assert ("2008-11-18", 2) in drawn
    assert ("2012-03-23", 3) in drawn


def test_choosing_services_updates_chart_table_and_address_and_back_undoes_it(page: Page, server: str) -> None:
    visit(page, f"{server}/authority/worcestershire")
    every = len(points(page))
    page.get_by_role("checkbox", name="Adoption").uncheck()
    expect(page.locator("#judgements")).not_to_contain_text("Adoption")
    assert "service=safeguarding" in page.url
    assert "adoption" not in page.url
    assert len(points(page)) < every
    expect(page.get_by_role("checkbox", name="Adoption")).to_be_focused()
    shared = page.url
    page.go_back()
    expect(page.get_by_role("checkbox", name="Adoption")).to_be_checked()
    expect(page.locator("#judgements")).to_contain_text("Adoption")
    page.go_forward()
    expect(page.get_by_role("checkbox", name="Adoption")).not_to_be_checked()
    visit(page, shared)
    expect(page.get_by_role("checkbox", name="Adoption")).not_to_be_checked()


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
    for words in ("Worcestershire: inspection history", "earlier grades are not comparable", "Open Government Licence"):
        assert words in drawn
    assert "Record complete to" in drawn


def test_the_inspections_table_fits_a_desktop_and_keeps_its_first_column_on_a_phone(
    page: Page, phone: Page, server: str
) -> None:
    for each in (page, phone):
        visit(each, f"{server}/authority/worcestershire")
    sizes = "box => [box.scrollWidth, box.clientWidth, box.tabIndex]"
    wide, seen, tab = page.locator("#by-inspection").evaluate(sizes)
    assert wide <= seen
    assert tab == 0
    box = phone.locator("#by-inspection")
    box.evaluate("box => { box.scrollLeft = 200; }")
    left = "box => box.querySelector('tbody th').getBoundingClientRect().left - box.getBoundingClientRect().left"
    assert 0 <= box.evaluate(left) < 3


def test_compare_opens_on_the_same_number_with_two_meanings(page: Page, server: str) -> None:
    visit(page, f"{server}/compare")
    expect(page.locator("h1")).to_have_text("Safeguarding: good in 2008, adequate in 2012; not comparable")
    expect(page.locator(".finding")).to_contain_text("Both are number 3 on their own scale, yet the grades differ")
    expect(page.locator("#pairs")).to_contain_text("Not graded: not inspected")
    page.get_by_label("Second inspection").select_option("worcestershire-2016-11-sif")
    expect(page.locator("h1")).to_contain_text("good in 2008, inadequate in 2016")
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
    ["/", "/authority/devon", "/compare", "/data", "/sources", "/methodology", "/transitions?from_grade=good"],
)
def test_no_record_is_cut_off_on_a_phone(phone: Page, server: str, address: str) -> None:
    visit(phone, server + address)
    phone.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    boxes = phone.locator(".stack")
    assert boxes.count()
    cut = "boxes => boxes.filter((box) => box.scrollWidth > box.clientWidth).map((box) => box.id)"
    assert boxes.evaluate_all(cut) == []
    outside = (
        "all => all.filter((each) => each.getBoundingClientRect().right > innerWidth).map((each) => each.innerText)"
    )
    assert phone.locator(".table-box caption").evaluate_all(outside) == []


def test_the_front_page_is_short_on_a_phone_and_whole_on_a_desktop(page: Page, phone: Page, server: str) -> None:
    visit(phone, f"{server}/")
    assert phone.evaluate("document.documentElement.scrollHeight") < 7200
    expect(phone.locator("#shares-table")).to_be_hidden()
    phone.get_by_role("link", name="The same data as a table").first.click()
    expect(phone.locator("#shares-table")).to_be_visible()
    phone.locator("#moves-up summary").click()
    expect(phone.locator("#moves-up table")).to_be_visible()
    visit(page, f"{server}/")
    for name in ("#shares-table", "#moves-up table", "#cells .key"):
        expect(page.locator(name)).to_be_visible()
    expect(page.locator("#moves-up summary")).to_be_hidden()


def test_the_national_picture_prints_without_controls_and_with_years_apart(page: Page, server: str) -> None:
    page.set_viewport_size({"width": 700, "height": 900})
    visit(page, f"{server}/")
    apart = """heads => heads.every((head) => {
        const text = document.createRange();
        text.selectNodeContents(head.lastChild);
        return text.getBoundingClientRect().width <= head.getBoundingClientRect().width;
    })"""
    years = "#tapestry thead tr:last-child th:not(:first-child, .changes)"
    for medium in ("screen", "print"):
        page.emulate_media(media=medium)  # type: ignore[arg-type]
        expect(page.locator(years).first.locator("span")).to_have_css("position", "absolute")
        assert page.locator(years).evaluate_all(apart), medium
    assert page.locator("form:visible").count() == 0
    expect(page.locator("#shares-table")).to_be_visible()


def test_an_address_leaves_out_what_is_as_always(page: Page, server: str) -> None:
    visit(page, f"{server}/")
    page.get_by_label("Service", exact=True).select_option("looked_after_children")
    expect(page.locator("#state h3")).to_contain_text("Looked-after children")
    assert page.url == f"{server}/?service=looked_after_children"
    visit(page, f"{server}/transitions")
    page.get_by_label("Evidence", exact=True).select_option(index=1)
    expect(page.locator(".lead")).to_contain_text("none rests on a mention")
    assert page.url.startswith(f"{server}/transitions?mentions=")
    assert page.url.count("=") == 1


def test_a_picture_explains_every_framework_that_it_marks(page: Page, server: str) -> None:
    visit(page, f"{server}/authority/worcestershire")
    expect(page.locator("#history .main-svg").first).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save as SVG").click()
    drawn = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", download.value.path().read_text(encoding="utf-8")))
    for words in ("APA · CPA · JAR:", "SLAC:", "Child protection:", "SIF:", "ILACS:"):
        assert words in drawn
