"""Pages register themselves with Dash, and what lists pages reads Dash's registry."""

import importlib
import re
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from types import ModuleType, SimpleNamespace

import dash
import pytest
from flask.testing import FlaskClient

from dashboard import pages
from dashboard.markup import elements as html
from dashboard.markup.page_view import View
from dashboard.store import Store
from dashboard.web import sitemap
from dashboard.web.server import Gradeline, create_app

LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


def modules() -> list[str]:
    files = Path(str(pages.__file__)).parent.glob("*.py")
    return sorted(f"dashboard.pages.{file.stem}" for file in files if "\nPARAMETERS" in file.read_text("utf-8"))


@pytest.fixture
def extra(store: Store) -> Iterator[FlaskClient]:
    """An app with one page more, which is only registered: nothing else is told of it."""

    def layout(_store: Store, parameters: object, year: str) -> View:
        return View("", f"What happened in {year}", [html.P("Nothing.")])

    module = ModuleType("pages_of_a_test")
    vars(module).update(layout=layout, PARAMETERS=("shown",))
    sys.modules[module.__name__] = module
    dash.register_page(
        module.__name__,
        path_template="/year/<year>",
        name="By year",
        title="One year",
        description="All of one year.",
        order=3.5,
    )
    yield create_app(store).server.test_client()
    del sys.modules[module.__name__], dash.page_registry[module.__name__]


def test_every_page_is_registered_by_its_own_module(app: Gradeline) -> None:
    own = [name for name in dash.page_registry if name.startswith("dashboard.pages.")]
    assert set(own) == {name for name in modules() if not name.endswith((".compare_many",))}
    for name in own:
        page, module = dash.page_registry[name], importlib.import_module(name)
        assert page["title"]
        assert page["description"].endswith(".")
        assert page["order"] is not None
        assert callable(module.layout)


def test_the_navigation_is_made_of_the_registry_in_its_order(client: FlaskClient) -> None:
    page = client.get("/data").get_data(as_text=True)
    nav = re.search(r'<nav aria-label="Pages">.*?</nav>', page, re.DOTALL)
    assert nav is not None
    links = re.findall(r'<a href="([^"]*)"( aria-current="page")?>(.*?)</a>', nav.group())
    assert [name for _, _, name in links] == [
        "Compare", "Lists", "What happens next", "Data", "Read my report", "Sources", "Methodology",
    ]  # fmt: skip
    assert [path for path, is_current, _ in links if is_current] == ["/data"]


@pytest.mark.parametrize("path", ["/lists", "/data", "/read", "/sources", "/methodology", "/accessibility"])
def test_a_page_without_a_title_of_its_own_has_that_of_the_registry(client: FlaskClient, path: str) -> None:
    page = unescape(client.get(path).get_data(as_text=True))
    registered = next(page for page in dash.page_registry.values() if page["path"] == path)
    assert f"<title>{registered['title']} – Gradeline</title>" in page


def test_a_page_that_only_registers_itself_is_answered(extra: FlaskClient) -> None:
    answer = extra.get("/year/2012")
    assert answer.status_code == 200
    page = answer.get_data(as_text=True)
    assert "<h1>What happened in 2012</h1>" in page
    assert "<title>One year – Gradeline</title>" in page
    assert '<meta name="description" content="All of one year.">' in page
    assert extra.get("/year/2012?show=1").status_code == 400
    assert extra.get("/year/").status_code == 404
    assert extra.get("/year/2012/").headers["Location"] == "/year/2012"


def test_the_site_map_has_every_page_and_every_authority_that_answers(client: FlaskClient, store: Store) -> None:
    answer = client.get("/sitemap.xml", base_url="https://example.org")
    assert answer.mimetype == "application/xml"
    addresses = [str(location.text) for location in ET.fromstring(answer.get_data()).iter(LOC)]
    assert len(addresses) == len(set(addresses))
    static = [page["path"] for page in dash.page_registry.values() if not page["path_template"]]
    authorities = {row["authority_id"] for row in store.inspections.values()}
    lists = ("inadequate-now", "changed-this-year", "moves", "not-comparable", "longest-inadequate", "next-inspection")
    wanted = {*static, *(f"/authority/{authority_id}" for authority_id in authorities)}
    wanted |= {f"/lists/{name}" for name in lists}
    assert {address.removeprefix("https://example.org") for address in addresses} == wanted
    for path in wanted:
        assert client.get(path).status_code == 200
    robots = client.get("/robots.txt", base_url="https://example.org").get_data(as_text=True)
    assert "Sitemap: https://example.org/sitemap.xml\n" in robots


def test_an_address_of_the_site_map_is_no_markup(monkeypatch: pytest.MonkeyPatch, client: FlaskClient) -> None:
    page = SimpleNamespace(path="/a&b", has_variables=False)
    monkeypatch.setattr(sitemap, "routes", lambda: [page])
    addresses = [location.text for location in ET.fromstring(client.get("/sitemap.xml").get_data()).iter(LOC)]
    assert addresses == ["http://localhost/a&b"]
