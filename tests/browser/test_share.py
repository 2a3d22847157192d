"""The fold "Share or reuse this figure": what it copies works as it is pasted."""

import re
from itertools import combinations

import pytest
from playwright.sync_api import Page

SIZE = re.compile(r'viewBox="([^"]+)"')


def test_the_code_for_a_frame_is_whole_and_can_be_copied(server: str, page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=server)
    page.goto(f"{server}/authority/worcestershire")
    page.get_by_text("Share or reuse this figure").click()
    part = page.locator(".share > div", has_text="Code for a frame")
    part.get_by_role("button", name="Copy").click()
    part.get_by_role("button", name="Copied").wait_for()
    text = page.evaluate("navigator.clipboard.readText()")
    assert text.startswith(f'<iframe src="{server}/embed/authority/worcestershire" ')
    assert text.endswith("</iframe>")
    assert page.locator("#share-link").inner_text() == f"{server}/authority/worcestershire"
    assert page.locator("#share-citation").inner_text().endswith(f"{server}/authority/worcestershire")


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/authority/worcestershire", "#grades"),
        ("/compare?authority=birmingham", ".scales figcaption"),
        ("/compare?of=worcestershire&group=neighbours", "#over-time figcaption"),
    ],
)
def test_the_closed_fold_takes_no_room_and_fits_a_phone(
    server: str, page: Page, phone: Page, path: str, title: str
) -> None:
    page.goto(f"{server}{path}")
    heading, fold = page.locator(title).bounding_box(), page.locator("#share").bounding_box()
    assert heading is not None
    assert fold is not None
    assert heading["y"] <= fold["y"] <= heading["y"] + heading["height"]
    phone.goto(f"{server}{path}")
    phone.get_by_text("Share or reuse this figure").tap()
    code = phone.locator("#share-frame")
    assert code.evaluate("node => node.parentNode.scrollWidth <= node.parentNode.clientWidth")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


PLACES = """() => [...document.querySelectorAll("text")].map(text => {
    const { left, right, top, bottom } = text.getBoundingClientRect();
    return { words: text.textContent, left, right, top, bottom };
})"""


@pytest.mark.parametrize(
    "picture",
    [
        "national.svg?service=looked_after_children",
        "grades/telford-and-wrekin.svg",
        "group.svg?of=telford-and-wrekin&group=region&service=safeguarding&service=looked_after_children",
    ],
)
def test_a_picture_has_room_for_its_words_in_the_broad_letters_of_a_reader_without_our_fonts(
    server: str, page: Page, picture: str
) -> None:
    drawn = page.request.get(f"{server}/download/{picture}").text()
    page.set_viewport_size({"width": 1600, "height": 900})
    sans, serif = (f"{{ font-family: 'DejaVu {face}', Verdana; }}" for face in ("Sans", "Serif"))
    page.set_content(f"<style>body {{ margin: 0 }} svg {sans} [font-family*=Serif] {serif}</style>{drawn}")
    texts = page.evaluate(PLACES)
    assert len(texts) > 20
    assert [text["words"] for text in texts if text["right"] > 1600 - 40 or text["bottom"] > 900] == []
    laps = [
        (a["words"], b["words"])
        for a, b in combinations(texts, 2)
        if min(a["right"], b["right"]) - max(a["left"], b["left"]) > 1
        and min(a["bottom"], b["bottom"]) - max(a["top"], b["top"]) > 8
    ]
    assert laps == []
    gaps = page.locator("path[d$=h24]").evaluate_all(
        "marks => marks.map(mark => mark.getBoundingClientRect().left - "
        "mark.previousElementSibling.getBoundingClientRect().right)"
    )
    assert all(gap > 4 for gap in gaps), "a mark of the key begins behind the words before it"
