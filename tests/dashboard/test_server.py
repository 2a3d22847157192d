"""The server: headers and policy on every answer, compression, caching, Dash's own part, and faults."""

import gzip
import json
import re
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from dashboard.pages import sources
from dashboard.store import Store
from dashboard.web.server import Gradeline, create_app

EVERYTHING = (
    "/",
    "/authority/worcestershire",
    "/nothing",
    "/download/judgements.csv",
    "/healthz",
    "/assets/gradeline.css",
)


@pytest.mark.parametrize("address", EVERYTHING)
def test_security_headers_are_on_every_answer(client: FlaskClient, address: str) -> None:
    headers = client.get(address).headers
    policy = headers["Content-Security-Policy"]
    for part in (
        "default-src 'self'",
        "object-src 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
        "base-uri 'self'",
    ):
        assert part in policy
    assert "unsafe-eval" not in policy
    script = re.search(r"script-src ([^;]*)", policy)
    assert script is not None
    assert "unsafe-inline" not in script.group(1)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in headers


@pytest.mark.parametrize("address", ["/", "/authority/worcestershire", "/compare"])
def test_nothing_is_asked_of_another_host(client: FlaskClient, address: str) -> None:
    page = client.get(address).get_data(as_text=True)
    sources = re.findall(r'<(?:script|link|img|iframe)[^>]* (?:src|href)="([^"]*)"', page)
    assert any(found.partition("?")[0].endswith(".css") for found in sources)
    for found in sources:
        assert urlsplit(found).netloc in ("", "localhost")  # a canonical link names this host itself
        assert client.get(found).status_code == 200


def test_inline_scripts_are_those_of_the_policy(client: FlaskClient, app: Gradeline) -> None:
    page = client.get("/").get_data(as_text=True)
    inline = [(kind, text) for kind, text in re.findall(r"<script([^>]*)>(.*?)</script>", page, re.S) if text]
    data = ("application/json", "application/ld+json")  # no browser runs these
    runs = [text for kind, text in inline if not any(f'type="{media_type}"' in kind for media_type in data)]
    assert runs == [app.renderer]


def test_the_layout_in_the_page_cannot_end_its_script(client: FlaskClient) -> None:
    page = client.get("/authority/devon").get_data(as_text=True)
    answers = re.findall(r'<script type="application/json" data-answer="([^"]*)">(.*?)</script>', page, re.S)
    assert [path for path, _ in answers] == ["/_dash-layout", "/_dash-dependencies"]
    location, page_component = json.loads(answers[0][1])
    assert location["type"] == "Location"
    assert page_component["type"] == "Page"
    assert page_component["props"]["slots"] == ["history"]
    assert "<" not in answers[0][1]


def test_pages_are_compressed_and_answered_with_304_when_unchanged(client: FlaskClient) -> None:
    plain = client.get("/methodology")
    packed = client.get("/methodology", headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.get_data()) == plain.get_data()
    again = client.get("/methodology", headers={"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]})
    assert again.status_code == 304
    assert client.get("/methodology", headers={"If-None-Match": packed.headers["ETag"]}).status_code == 200


def test_two_workers_send_the_same_bytes(app: Gradeline, second_store: Store) -> None:
    other = create_app(second_store)
    for address in ("/", "/authority/worcestershire"):
        first, second = (server_app.server.test_client().get(address) for server_app in (app, other))
        assert first.get_data() == second.get_data()
        assert first.headers["ETag"] == second.headers["ETag"]


def test_assets_named_by_their_content_are_kept_for_a_year(client: FlaskClient, app: Gradeline) -> None:
    for asset in app.assets.values():
        answer = client.get(asset.address, headers={"Accept-Encoding": "gzip"})
        assert answer.status_code == 200
        assert "max-age=31536000" in answer.headers["Cache-Control"]
        body = gzip.decompress(answer.get_data()) if "Content-Encoding" in answer.headers else answer.get_data()
        assert body == asset.content
    assert client.get("/assets/nothing.js").status_code == 404
    assert client.get("/assets/../app.py").status_code == 404
    assert client.get("/favicon.ico").mimetype == "image/x-icon"


def test_dashs_own_scripts_are_compressed(client: FlaskClient) -> None:
    page = client.get("/").get_data(as_text=True)
    script = re.search(r'src="(/_dash-component-suites/dash/dash-renderer[^"]*)"', page)
    assert script is not None
    answer = client.get(script.group(1), headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.get_data()) == client.get(script.group(1)).get_data()


def follow(client: FlaskClient, pathname: object, search: object = "") -> dict[str, object]:
    """Ask the one callback for the page at an address, as Dash does when its Location changes."""
    names = ("html", "children", "slots", "title", "answered")
    inputs = {"pathname": pathname, "search": search}
    answer = client.post(
        "/_dash-update-component",
        json={
            "output": "..{}..".format("...".join(f"page.{name}" for name in names)),
            "outputs": [{"id": "page", "property": name} for name in names],
            "inputs": [{"id": "address", "property": name, "value": value} for name, value in inputs.items()],
            "changedPropIds": ["address.pathname", "address.search"],
        },
    )
    assert answer.status_code == 200
    page: dict[str, object] = answer.get_json()["response"]["page"]
    return page


def split(address: str) -> tuple[str, str]:
    """An address as a browser's `location` has it."""
    path, mark, query = address.partition("?")
    return path, mark + query


@pytest.mark.parametrize(
    "address", ["/authority/worcestershire?service=safeguarding", "/compare", "/data?sort=-date", "/nothing"]
)
def test_the_callback_gives_the_same_main_part_as_the_page(client: FlaskClient, address: str) -> None:
    page = client.get(address).get_data(as_text=True)
    visit = follow(client, *split(address))
    assert f'<main id="main" tabindex="-1">{visit["html"]}</main>' in page
    assert f"<title>{visit['title']}</title>" in page
    assert visit["answered"] == address


def test_the_callback_leaves_a_redirect_to_the_browser(client: FlaskClient) -> None:
    visit = follow(client, "/search", "?q=Hull")
    assert visit["html"] is None
    assert visit["answered"] == "/authority/kingston-upon-hull"


@pytest.mark.parametrize(
    "value", [7, [], [1], {"a": 1}, "x" * 6_000, "http://[", "//other.example/x", "/%00", "/authority/%ff", "?a=%ff"]
)
def test_the_callback_answers_whatever_it_is_asked(client: FlaskClient, value: object) -> None:
    for pathname, search in ((value, None), ("/data", value), (value, value)):
        assert "<h1>" in str(follow(client, pathname, search)["html"])


def test_the_callback_sends_the_charts_of_the_page(client: FlaskClient) -> None:
    page = client.get("/authority/worcestershire").get_data(as_text=True)
    layout = re.search(r'data-answer="/_dash-layout">(.*?)</script>', page, re.S)
    assert layout is not None
    props = json.loads(layout.group(1))[1]["props"]
    for _ in range(2):  # made, and from the cache
        visit = follow(client, "/authority/worcestershire")
        assert (visit["children"], visit["slots"]) == (props["children"], props["slots"])


def test_a_defect_is_a_page_with_status_500_and_no_trace(
    app: Gradeline, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(sources, "layout", broken)
    answer = client.get("/sources?source=asked-for-by-nobody-else")
    assert answer.status_code == 500
    page = answer.get_data(as_text=True)
    assert "Something went wrong here" in page
    assert "secret detail" not in page


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_pages_are_only_read(client: FlaskClient, method: str) -> None:
    answer = getattr(client, method)("/data")
    assert answer.status_code == 405
    assert "Traceback" not in answer.get_data(as_text=True)


def test_healthz_says_what_is_loaded(client: FlaskClient, app: Gradeline) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 200
    store = app.edition.store
    known = {"status": "ok", "ready": True, "rows": len(store.judgements), "version": store.version}
    known["complete_to"] = "2022-01-21"
    assert answer.get_json() == known


def test_head_is_answered_like_get(client: FlaskClient) -> None:
    assert client.head("/data").status_code == 200
    assert client.head("/nothing").status_code == 404


def test_a_large_request_is_refused(client: FlaskClient) -> None:
    assert (
        client.post("/_dash-update-component", data=b"x" * 2_000_000, content_type="application/json").status_code
        == 413
    )


def test_the_home_page_is_worked_out_once_and_written_for_each_host(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = create_app(store)
    app.prepare(app.edition)
    monkeypatch.setattr("dashboard.web.routes.answer", None)
    pages = [app.server.test_client().get("/", base_url=f"http://{host}") for host in ("one", "second")]
    assert [page.status_code for page in pages] == [200, 200]
    first, second = (page.get_data(as_text=True) for page in pages)
    assert "http://one/" in first
    assert first.replace("http://one/", "http://second/") == second
