"""The fold at each main figure: link, code for a frame, pictures, data, citation; each address in it answers."""

import html
import re

import pytest
from flask.testing import FlaskClient

PAGES = (
    "/",
    "/?service=looked_after_children",
    "/authority/worcestershire",
    "/compare?authority=worcestershire&from=2008&to=2012",
    "/compare?authorities=worcestershire&authorities=devon",
    "/lists/by-year?service=looked_after_children",
    "/transitions?period=all",
)


@pytest.mark.parametrize("address", PAGES)
def test_a_figure_can_be_linked_framed_saved_and_cited(client: FlaskClient, address: str) -> None:
    page = client.get(address).get_data(as_text=True)
    match = re.search(r'<details class="share".*?</details>', page, re.DOTALL)
    assert match
    fold = match.group()
    for part in ("Link to this view", "Code for a frame", "Picture", "PNG", "SVG", "Data", "Citation"):
        assert part in fold
    links = {html.unescape(link) for link in re.findall(r'(?:data-address|href)="(/[^"]*)"', fold)}
    assert {"embed", "download"} <= {link.split("/")[1] for link in links}
    assert address.partition("?")[0] in {link.partition("?")[0] for link in links}
    for link in links:
        assert client.get(link).status_code == 200, link
