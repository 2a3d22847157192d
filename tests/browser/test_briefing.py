"""The briefing: one A4 page on paper, with what a reader needs to find every grade again."""

import pypdfium2
import pytest
from playwright.sync_api import Page

A4 = (595, 842)
COUNCILS = (
    "worcestershire", "telford-and-wrekin", "birmingham", "westmorland-and-furness", "somerset", "cumbria",
    "bournemouth-christchurch-and-poole",
)  # fmt: skip


@pytest.mark.parametrize("council", COUNCILS)
def test_a_briefing_is_one_a4_page(server: str, page: Page, council: str) -> None:
    page.goto(f"{server}/authority/{council}/briefing")
    document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    assert len(document) == 1
    assert document[0].get_size() == pytest.approx(A4, abs=1)
    text = " ".join(document[0].get_textpage().get_text_range().split())
    assert f"{server}/authority/{council}/briefing" in text
    for part in ("Sources", "Complete to", "Data version"):
        assert part in text


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_a_briefing_fits_every_screen(server: str, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{server}/authority/worcestershire/briefing")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_council_page_leads_to_its_briefing(server: str, page: Page) -> None:
    page.goto(f"{server}/authority/worcestershire")
    page.get_by_role("link", name="Briefing (one page)").click()
    page.wait_for_url("**/authority/worcestershire/briefing")
    page.get_by_role("heading", name="What usually came next").wait_for()
