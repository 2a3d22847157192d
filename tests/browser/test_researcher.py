"""A researcher whose browser runs no scripts: data, codebook, versions, citation, and every picture that is told of."""

import pytest
from playwright.sync_api import Page, expect


@pytest.fixture(params=[1280, 390], autouse=True)
def _at_each_width(scriptless: Page, request: pytest.FixtureRequest) -> None:
    scriptless.set_viewport_size({"width": request.param, "height": 900})


def test_the_whole_pack_with_its_meaning_and_its_name(scriptless: Page, server: str) -> None:
    scriptless.goto(f"{server}/data#codebook")
    scriptless.locator("#codebook-panel > summary").click()
    expect(scriptless.locator("#codebook-panel")).to_contain_text("judged_together")
    expect(scriptless.locator("#citation")).to_contain_text("Version 20")
    with scriptless.expect_download() as pack:
        scriptless.get_by_role("link", name="Download all tables (ZIP)").click()
    assert pack.value.suggested_filename.startswith("gradeline-")
    with scriptless.expect_download() as cited:
        scriptless.get_by_role("link", name="BibTeX").click()
    assert cited.value.path().read_text(encoding="utf-8").startswith("@misc{gradeline-")
    scriptless.get_by_role("link", name="What changed from version to version").click()
    expect(scriptless.locator("#versions tbody tr").first).to_be_visible()


@pytest.mark.parametrize("address", ["/", "/authority/devon", "/lists/by-year", "/transitions"])
def test_no_caption_of_a_picture_that_is_not_there(scriptless: Page, server: str, address: str) -> None:
    """Strips and bars are drawn; what only a script draws leaves neither its caption nor its buttons."""
    scriptless.goto(server + address)
    text = scriptless.locator("main").inner_text()
    assert "Focus the chart" not in text
    assert "Save as PNG" not in text
    for name in ("PNG for a slide (16:9)", "Copy table", "Copy"):
        for button in scriptless.get_by_role("button", name=name, exact=True).all():
            expect(button).to_be_hidden()
    for figure in scriptless.locator("main figure").all():
        if figure.is_visible():
            drawn = figure.locator(".strip, .year-bar, .map-tiles a, svg, .scale")
            assert drawn.count(), figure.inner_text()[:200]


def test_a_figure_is_taken_along_without_scripts(scriptless: Page, server: str) -> None:
    scriptless.goto(f"{server}/authority/devon")
    scriptless.locator("#share > summary").click()
    with scriptless.expect_download() as saved:
        scriptless.locator("#share").get_by_role("link", name="SVG").click()
    assert "Devon: grades since" in saved.value.path().read_text(encoding="utf-8")
    feed = scriptless.locator('link[type="application/atom+xml"]').first.get_attribute("href")
    assert feed is not None
    assert "feed.xml" in feed
