"""A journalist with a headline to check: what rose, what fell, what may not be said, and a picture to go with it."""

import re
from collections.abc import Iterator

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import resize, visit


def test_from_the_front_page_to_a_fall_and_its_report(page: Page, server: str) -> None:
    visit(page, f"{server}/")
    year = re.search(r"\d{4}$", page.locator(".kicker, .hero-words").first.inner_text().split("\n")[0])
    column = page.locator(".list-columns > div", has_text="councils rose and")
    said = re.search(r"(\d+) councils? rose and (\d+) fell", column.inner_text())
    assert said is not None
    column.get_by_role("link", name=re.compile(r"\(table, CSV\)")).click()
    page.wait_for_url("**/lists/changed-this-year")
    expect(page.locator("h1")).to_contain_text(f"{said[1]} councils rose and {said[2]} fell")
    levels = set(page.locator("#changed-this-year .comparability").all_inner_texts())
    assert levels <= {"= Comparable", "Comparable", "≈ Comparable with caution", "Comparable with caution"}, year
    ways = page.locator("#changed-this-year .movement").all_inner_texts()
    assert sum(way.startswith("Up") for way in ways) == int(said[1])
    fall = page.locator("#changed-this-year .movement", has_text="Down").first
    fall.click()
    page.wait_for_url("**/compare?*")
    expect(page.locator(".lead")).to_contain_text("fell from")
    expect(page.locator(".card a[href^='https://files.ofsted.gov.uk']").first).to_be_visible()


def test_what_differs_across_a_break_has_no_direction(page: Page, server: str) -> None:
    visit(page, f"{server}/lists/not-comparable")
    text = page.locator("main").inner_text()
    assert not re.search(r"\b(rose|up one|up two|down one|down two)\b", text, re.IGNORECASE)
    expect(page.locator("h1")).to_contain_text("neither a rise nor a fall")


def test_a_link_has_a_card_and_a_figure_a_citation(page: Page, server: str) -> None:
    visit(page, f"{server}/?service=looked_after_children&region=London")
    card = page.locator('meta[property="og:image"]').get_attribute("content")
    title = page.locator('meta[property="og:title"]').get_attribute("content")
    assert title is not None
    assert "London" in title
    assert "looked-after children" in title
    size = """async (address) => { const image = new Image(); image.src = address; await image.decode();
        return [image.naturalWidth, image.naturalHeight]; }"""
    assert page.evaluate(size, card) == [1200, 630]
    page.get_by_text("Share or reuse this figure").click()
    fold = page.locator("#share")
    for name in ("Link to this view", "Code for a frame on your site", "Picture:", "Data:", "Citation"):
        expect(fold.get_by_text(name, exact=True)).to_be_visible()
    with page.expect_download() as saved:
        fold.get_by_role("link", name="SVG").click()
    drawn = saved.value.path().read_text(encoding="utf-8")
    for part in ("London, looked-after children", "region=London", "version"):
        assert part in drawn


def test_printed_a_list_and_a_council_say_where_they_are_from(page: Page, server: str) -> None:
    for address in ("/lists/inadequate-now", "/authority/devon", "/?region=London"):
        visit(page, server + address)
        page.emulate_media(media="print")
        expect(page.locator("#share")).to_be_hidden() if page.locator("#share").count() else None
        printed = page.locator(".printed").inner_text()
        assert printed.startswith(f"{server}{address}, data version 20")
        page.emulate_media(media="screen")
        expect(page.locator(".printed")).to_be_hidden()


@pytest.mark.parametrize(
    ("address", "title", "within"),
    [
        ("/", "More good, fewer inadequate", ("Before November 2013", "Each bar is")),
        ("/authority/worcestershire", "Grades since 2005", ("Joint area review", "not comparable")),
        ("/authority/worcestershire", "ten statistical neighbours", ("Somerset", "most similar first")),
    ],
)
def test_printed_a_figure_stands_with_its_title_and_caption(
    page: Page, server: str, address: str, title: str, within: tuple[str, ...]
) -> None:
    visit(page, server + address)
    document = pypdfium2.PdfDocument(page.pdf(format="A4", print_background=True))
    pages = [" ".join(document[number].get_textpage().get_text_range().split()) for number in range(len(document))]
    document.close()
    (sheet,) = [text for text in pages if title in text]
    for part in within:
        assert part in sheet


def test_printed_a_fold_stays_as_the_reader_has_it(page: Page, server: str) -> None:
    for is_open in (False, True):
        visit(page, f"{server}/changes")
        if is_open:
            page.get_by_text("All changes, by council").click()
        document = pypdfium2.PdfDocument(page.pdf(format="A4"))
        text = " ".join(document[number].get_textpage().get_text_range() for number in range(len(document)))
        pages = len(document)
        document.close()
        assert ("York" in text) == is_open
        assert text.count("(folded, not printed)") == (1 if is_open else 2)
        assert is_open or pages <= 3


def test_printed_a_chart_fits_the_paper(page: Page, server: str) -> None:
    """Its last words are on the sheet, and the text beside it is not made smaller for its sake."""
    resize(page, 900)  # as wide as its window, and wider than the paper
    visit(page, f"{server}/transitions")
    expect(page.locator("[data-chart=survival] .main-svg").first).to_be_visible()
    document = pypdfium2.PdfDocument(page.pdf(format="A4", print_background=True))
    sheets = [each.get_textpage() for each in document]
    (chart,) = (text for text in sheets if "Years since first graded inadequate" in text.get_text_range())
    width = document[0].get_width()
    assert [box for box in _boxes(chart, "fewer than 10") if width / 2 < box[0] and box[2] < width], (
        "right of its curve"
    )
    ((_, bottom, _, top),) = (box for text in sheets for box in _boxes(text, "How long inadequate lasted"))
    assert top - bottom > 8, "a heading is as large as on other sheets"
    document.close()


def _boxes(text: pypdfium2.PdfTextPage, words: str) -> Iterator[tuple[float, float, float, float]]:
    """Where words stand on a sheet: left, bottom, right and top of all their letters."""
    finder = text.search(words)
    while found := finder.get_next():
        letters = [text.get_charbox(found[0] + n) for n in range(found[1])]
        lefts, bottoms, rights, tops = zip(*letters, strict=True)
        yield min(lefts), min(bottoms), max(rights), max(tops)
