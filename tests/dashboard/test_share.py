"""The fold at each main figure: link, code for a frame, pictures, data, citation; each address in it answers."""

import html
import re
from collections.abc import Iterable

import pytest
from flask.testing import FlaskClient

PAGES = (
    "/",
    "/?service=looked_after_children",
    "/authority/worcestershire",
    "/compare?authority=worcestershire&from=2008&to=2012",
    "/compare?authorities=worcestershire&authorities=devon",
    "/lists/by-year?service=looked_after_children",
    "/lists/by-year?period=since-2018&sort=name",
)
TABLE = "/transitions?period=all"
"""A figure that is a table has no picture."""


@pytest.mark.slow
@pytest.mark.parametrize("address", [*PAGES, TABLE])
def test_a_figure_can_be_linked_framed_saved_and_cited(client: FlaskClient, address: str) -> None:
    page = client.get(address).get_data(as_text=True)
    match = re.search(r'<details class="share".*?</details>', page, re.DOTALL)
    assert match
    fold = match.group()
    for part in ("Link to this view", "Code for a frame", "Data", "Citation"):
        assert part in fold
    for part in ("Picture", "PNG", "SVG"):
        assert (part in fold) == (address != TABLE)
    links = {html.unescape(link) for link in re.findall(r'(?:data-address|href)="(/[^"]*)"', fold)}
    assert {"embed", "download"} <= {link.split("/")[1] for link in links}
    assert address.partition("?")[0] in {link.partition("?")[0] for link in links}
    for link in links:
        assert client.get(link).status_code == 200, link


def test_the_link_to_a_council_leads_to_what_is_chosen(client: FlaskClient) -> None:
    address = "/authority/worcestershire?service=care_leavers&group=region"
    match = re.search(r'id="share-link"><span data-address="([^"]*)"', client.get(address).get_data(as_text=True))
    assert match
    assert html.unescape(match[1]) == address


CHOSEN = [
    ("since-2018", "Since 2018", ("from=2018", "to=2026"), ("’18", "’25"), ("’17",)),
    ("2013-2018", "From November 2013 to 2017", ("from=2013", "to=2017"), ("’14", "’17"), ("’13", "’18")),
    ("before-2013", "Before November 2013", ("from=2005", "to=2013"), ("’12", "Oct"), ("’14", "’18")),
]


@pytest.mark.parametrize(("period", "title", "years", "drawn", "absent"), CHOSEN)
def test_what_is_shared_of_chosen_years_has_these_years_and_their_page(
    shipped: FlaskClient, period: str, title: str, years: tuple[str, str], drawn: Iterable[str], absent: Iterable[str]
) -> None:
    page = f"/lists/by-year?region=London&period={period}"
    fold = re.findall(r'<details class="share".*?</details>', shipped.get(page).get_data(as_text=True), re.DOTALL)[0]
    links = {html.unescape(link) for link in re.findall(r'href="(/[^"]*)"', fold)}
    (frame,) = (link for link in links if link.startswith("/embed/"))
    (picture,) = (link for link in links if ".svg" in link)
    judgements = [link for link in links if "judgements" in link]
    assert len(judgements) == 2
    assert all(year in link for link in judgements for year in years)
    assert f"{title.lower()[:5]}" in re.findall(r'title="([^"]*)"', html.unescape(fold))[0].partition("by grade, ")[2]
    assert f"-london-safeguarding-{period}-" in shipped.get(picture).headers["Content-Disposition"]
    for address in (frame, picture):
        figure = html.unescape(shipped.get(address).get_data(as_text=True))
        assert page in figure
        words = re.sub(r"<[^>]*>", "\n", figure)
        assert title in words
        for label in drawn:
            assert f"\n{label}\n" in words, (address, label)
        for label in absent:
            assert f"\n{label}\n" not in words, (address, label)


def test_a_period_is_a_figure_of_its_page_which_has_no_day_to_choose(client: FlaskClient) -> None:
    assert client.get("/embed/national?period=all").status_code == 200
    for address in ("/embed/national?period=all&year=2012", "/embed/national?period=2018", "/embed/national?period=x"):
        assert client.get(address).status_code == 400, address


def test_what_has_no_bars_offers_no_picture_of_them(client: FlaskClient) -> None:
    page = client.get("/lists/by-year?service=adoption").get_data(as_text=True)
    assert 'id="over-time"' in page
    assert 'class="share"' not in page
