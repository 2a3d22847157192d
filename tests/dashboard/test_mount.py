"""The site below a path of its own: every address in it begins there, whoever says where it is mounted."""

import gzip
import hashlib
import json
import os
import re
import subprocess
import sys
from collections import Counter, deque
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.test import Client, TestResponse

from dashboard import address
from dashboard.serve import LateServer
from dashboard.store import Store
from dashboard.web import mount
from dashboard.web.dash_adapter import CALLBACK
from dashboard.web.mount import Mounted
from dashboard.web.page_cache import PageAddress
from dashboard.web.server import Gradeline, create_app
from dashboard.web.settings import SettingWrong, number_from
from tests.dashboard.test_asgi_bridge import ask, scope

ROOT = Path(__file__).parents[2]
PREFIX = "/x/y"
HOST = "http://localhost"
ATTRIBUTES = {"href", "src", "action", "formaction", "poster", "data-address", "data-answer", "xlink:href"}
MOST = 3
"""Addresses of one kind, which differ in an authority or in the values of parameters alone; a download leads to the
same places whichever rows were chosen."""


class Addresses(HTMLParser):
    """Every address of a page that is ours: attributes, the settings in its head, and Dash's own."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._json = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.found += [value or "" for name, value in attrs if name in ATTRIBUTES]
        if tag == "meta" and given.get("name") in ("plotly", "root"):
            self.found.append(given["content"] or "")
        self._json = (given.get("id") or given.get("data-answer") or "") if tag == "script" else ""

    def handle_data(self, data: str) -> None:
        if self._json == "_dash-config":
            self.found.append(json.loads(data)["requests_pathname_prefix"])
        elif self._json.endswith("_dash-layout"):
            self.found += [node["pathname"] for node in properties(json.loads(data)) if "pathname" in node]
            self.found += [node["answered"] for node in properties(json.loads(data)) if "answered" in node]
            self.found += re.findall(r"href='([^']*)'", data.replace('\\"', "'"))
        self._json = ""


def properties(layout: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [node["props"] for node in layout]


@pytest.fixture(scope="module")
def app(shipped_store: Store) -> Gradeline:
    """The app over the data that come with the project: every table and every kind of link."""
    return create_app(shipped_store)


@pytest.fixture
def client(app: Gradeline) -> FlaskClient:
    return app.server.test_client()


WAYS = ["path passed on", "path taken off", "named by the server"]


def client_of(app: Gradeline, way: str) -> Client:
    """A client of a site that is mounted in one of the ways that there are; it asks for whole addresses."""
    kinds = {
        "path passed on": (Mounted(app.server, PREFIX), lambda path: {"PATH_INFO": path}),
        "path taken off": (Mounted(app.server, PREFIX), lambda path: {"PATH_INFO": path.removeprefix(PREFIX)}),
        "named by the server": (
            Mounted(app.server),
            lambda path: {"SCRIPT_NAME": PREFIX, "PATH_INFO": path.removeprefix(PREFIX)},
        ),
    }
    application, rewrite = kinds[way]

    def front(environ: dict[str, Any], start_response: Any) -> Any:
        path = environ["PATH_INFO"]
        assert path == PREFIX or path.startswith(f"{PREFIX}/"), f"an address outside the site: {path}"
        return application({**environ, **rewrite(path)}, start_response)

    return Client(front)


@pytest.fixture(params=WAYS)
def mounted(app: Gradeline, request: pytest.FixtureRequest) -> Client:
    return client_of(app, request.param)


def gist(answer: TestResponse) -> tuple[int, list[str | None], str]:
    """All of an answer that an address can stand in, its content as a digest."""
    headers = [answer.headers.get(name) for name in ("Content-Type", "Location", "Link", "Content-Security-Policy")]
    return answer.status_code, headers, hashlib.sha256(answer.get_data()).hexdigest()


@pytest.fixture(scope="module")
def crawled(app: Gradeline) -> dict[str, tuple[int, list[str | None], str]]:
    """What the site answers to every address that a crawl comes to: from the start page, the site map and the API's
    description, over links, forms, assets and fonts. None of them leads out of the path."""
    client = client_of(app, WAYS[0])
    waiting = deque([f"{PREFIX}/", f"{PREFIX}/sitemap.xml", f"{PREFIX}/robots.txt", f"{PREFIX}/download/openapi.json"])
    answers: dict[str, tuple[int, list[str | None], str]] = {}
    kinds: Counter[object] = Counter()
    while waiting:
        asked = waiting.popleft()
        kinds[kind(asked)] += 1
        if asked in answers or kinds[kind(asked)] > MOST:
            continue
        answer = client.get(asked)
        assert answer.status_code in (200, 302, 303, 308), (asked, answer.status_code)
        answers[asked] = gist(answer)
        waiting += [goal for goal in ours(asked, answer) if goal not in answers]
    return answers


@cache
def kind(asked: str) -> tuple[str, frozenset[str]]:
    parts = urlsplit(asked)
    chosen = "" if "/download/" in parts.path else parts.query
    return re.sub("/authority/[^/]+", "/authority/", parts.path), frozenset(parse_qs(chosen))


@pytest.mark.slow
def test_every_address_of_every_page_answers_below_the_path(crawled: dict[str, object]) -> None:
    paths = {urlsplit(goal).path for goal in crawled}
    for name in ("/data", "/compare", "/download/judgements.csv", "/read", "/assets/favicon.svg"):
        assert f"{PREFIX}{name}" in paths
    assert any(path.endswith(".woff2") for path in paths)
    assert any("/_dash-component-suites/" in path for path in paths)


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS[1:])
def test_the_site_is_the_same_however_it_is_mounted(app: Gradeline, crawled: dict[str, object], way: str) -> None:
    client = client_of(app, way)
    for asked, answer in crawled.items():
        assert gist(client.get(asked)) == answer, asked


def ours(asked: str, answer: TestResponse) -> list[str]:
    """The addresses of this site in an answer, whole; fails for one that leads out of the path."""
    addresses = [answer.headers["Location"]] if "Location" in answer.headers else []
    addresses += re.findall(r"<([^>]*)>", answer.headers.get("Link", ""))
    text = answer.get_data(as_text=True) if answer.mimetype.startswith(("text/", "application/xml")) else ""
    if answer.mimetype == "text/html":
        addresses += Addresses(text).found
    elif answer.mimetype == "text/css":
        addresses += re.findall(r"url\([\"']?([^\"')]+)", text)
    elif answer.mimetype == "application/xml":
        addresses += re.findall(r"<loc>(.*?)</loc>", text)
    elif "robots" in asked:
        addresses += re.findall(r"(?:Sitemap|Disallow): (\S+)", text)
    elif asked.endswith("openapi.json"):
        (server,) = answer.get_json()["servers"]
        addresses.append(f"{server['url']}/download/datapackage.json")
    found = []
    where = {goal: urlsplit(urljoin(f"{HOST}{asked}", goal)) for goal in dict.fromkeys(addresses)}
    for goal in addresses:
        whole = where[goal]
        if whole.netloc != urlsplit(HOST).netloc or not whole.scheme.startswith("http"):
            continue
        assert whole.path.startswith(f"{PREFIX}/"), f"{asked} leads out of the path: {goal}"
        # What only Dash's renderer asks for is in the page already, and POSTed to otherwise.
        if not re.search(r"/_dash-(?:layout|dependencies)$|/read\.csv$", whole.path):
            found.append(whole.path + (f"?{whole.query}" if whole.query else ""))
    return found


def test_the_callback_answers_with_addresses_below_the_path(mounted: Client) -> None:
    body = {
        "output": "..page.html...page.children...page.slots...page.title...page.answered..",
        "outputs": [{"id": "page", "property": name} for name in ("html", "children", "slots", "title", "answered")],
        "inputs": [
            {"id": "address", "property": "pathname", "value": f"{PREFIX}/authority/worcestershire"},
            {"id": "address", "property": "search", "value": ""},
        ],
        "changedPropIds": ["address.pathname"],
    }
    answer = mounted.post(f"{PREFIX}{CALLBACK}", json=body)
    assert answer.status_code == 200
    page = json.loads(answer.get_data())["response"]["page"]
    assert page["answered"] == f"{PREFIX}/authority/worcestershire"
    links = re.findall(r'(?:href|action)="(/[^"]*)"', page["html"])
    assert links
    assert all(link.startswith(f"{PREFIX}/") for link in links)


def test_the_path_alone_leads_to_the_start_page(mounted: Client) -> None:
    answer = mounted.get(f"{PREFIX}?service=adoption")
    assert answer.status_code == 308
    assert answer.headers["Location"] == f"{PREFIX}/?service=adoption"


def test_at_the_root_nothing_changes(app: Gradeline, client: FlaskClient) -> None:
    plain = client.get("/data").get_data()
    assert Client(Mounted(app.server)).get("/data").get_data() == plain
    assert gzip.decompress(app.finished(app.edition, PageAddress("/data", "", origin=HOST)).document) == plain


def test_a_request_cannot_move_a_site_whose_operator_has_mounted_it(app: Gradeline) -> None:
    client = Client(Mounted(app.server, PREFIX))
    moved = client.get("/data", environ_overrides={"SCRIPT_NAME": "/elsewhere"}).get_data(as_text=True)
    assert "/elsewhere" not in moved
    assert f'href="{PREFIX}/data"' in moved


@pytest.mark.parametrize(
    "name", ['/"><script>', "//other.example", "/a b", "/..", "/" + "a" * 300, "/x\r\nSet-Cookie: a"]
)
def test_what_is_no_path_is_taken_for_none(app: Gradeline, name: str) -> None:
    page = Client(Mounted(app.server)).get("/data", environ_overrides={"SCRIPT_NAME": name}).get_data(as_text=True)
    assert 'href="/data"' in page


def test_a_redirect_of_the_path_alone_carries_no_other_header(app: Gradeline) -> None:
    environ = {"SCRIPT_NAME": PREFIX, "PATH_INFO": "", "QUERY_STRING": "a\r\nSet-Cookie: b", "REQUEST_METHOD": "GET"}
    headers: list[tuple[str, str]] = []
    list(Mounted(app.server)(environ, lambda _, given: headers.extend(given)))
    assert dict(headers)["Location"] == f"{PREFIX}/"


@pytest.mark.parametrize(
    ("variables", "prefix"),
    [
        ({}, ""),
        ({"GRADELINE_PREFIX": "/"}, ""),
        ({"GRADELINE_PREFIX": "grades/"}, "/grades"),
        ({"SCRIPT_NAME": "/a/b"}, "/a/b"),
        ({"GRADELINE_PREFIX": "/x/y/", "SCRIPT_NAME": "/a"}, "/x/y"),
    ],
)
def test_the_operator_names_the_path_in_the_environment(variables: dict[str, str], prefix: str) -> None:
    assert mount.prefix_from(variables) == prefix


@pytest.mark.slow
def test_a_path_that_is_none_is_one_line_and_status_2() -> None:
    environment = {**os.environ, "GRADELINE_PREFIX": "/a b"}
    process = subprocess.run(
        [sys.executable, "app.py", "--port", "0"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
    )
    assert process.returncode == 2
    assert process.stderr.splitlines() == [
        "GRADELINE_PREFIX is 'a b': wanted a path of letters, digits, '-', '_', '.' and '~'"
    ]


@pytest.mark.parametrize("text", ["abc", "0", "-3", "1.5", "9" * 20, "\u0663"])
def test_a_setting_that_is_no_number_from_one_is_named(text: str) -> None:
    with pytest.raises(SettingWrong, match=re.escape(f"GRADELINE_READERS is {text!r}: wanted a whole number from 1")):
        number_from({"GRADELINE_READERS": text}, "GRADELINE_READERS", 2)


def test_a_setting_that_is_empty_is_its_default() -> None:
    assert [number_from({"A": text}, "A", 2) for text in ("", " ", "7", " 12 ")] == [2, 2, 7, 12]


@pytest.mark.parametrize("name", ["GRADELINE_WORKERS", "GRADELINE_GRACEFUL_TIMEOUT"])
def test_gunicorn_says_in_one_line_which_setting_is_wrong(name: str) -> None:
    process = subprocess.run(
        [sys.executable, "gunicorn.conf.py"], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT), name: "many"},
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert process.returncode == 2
    assert process.stderr == f"{name} is 'many': wanted a whole number from 1\n"


@pytest.mark.slow
@pytest.mark.parametrize(("name", "start"), [("READERS", "app.wsgi()"), ("THREADS", "app.asgi()")])
def test_a_number_that_is_none_is_one_line_and_status_2(name: str, start: str) -> None:
    process = subprocess.run(
        [sys.executable, "-c", f"import app; {start}"],
        cwd=ROOT, env={**os.environ, f"GRADELINE_{name}": "many"}, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert process.returncode == 2
    assert process.stderr == f"GRADELINE_{name} is 'many': wanted a whole number from 1\n"


@pytest.mark.slow
def test_host_port_and_data_follow_the_environment() -> None:
    process = subprocess.run(
        [sys.executable, "app.py", "--help"],
        cwd=ROOT,
        env={**os.environ, "PORT": "http"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert process.returncode == 0
    wrong = subprocess.run(
        [sys.executable, "app.py"],
        cwd=ROOT,
        env={**os.environ, "PORT": "http"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert wrong.returncode == 2
    assert "found 'http'" in wrong.stderr
    settings = {"HOST": "127.0.0.1", "PORT": "0", "GRADELINE_DATA": "/nowhere"}
    absent = subprocess.run(
        [sys.executable, "app.py"], cwd=ROOT, env={**os.environ, **settings}, capture_output=True, text=True, timeout=60
    )
    assert absent.returncode == 2
    assert absent.stderr.startswith("/nowhere")


@pytest.mark.slow
def test_the_module_has_a_server_for_hosts_that_look_for_one() -> None:
    words = (
        "import app\n"
        "from werkzeug.test import Client\n"
        "client = Client(vars(app)['server'])\n"
        "print(client.get('/x/y/healthz').get_json()['status'], b'href=\"/x/y/data\"' in client.get('/x/y/').data)"
    )
    process = subprocess.run(
        [sys.executable, "-c", words],
        cwd=ROOT,
        env={**os.environ, "GRADELINE_PREFIX": PREFIX},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert process.stdout == "ok True\n", process.stderr


def test_the_server_answers_gunicorns_event_loop_too() -> None:
    """`gunicorn app:server`, as hosts start it, reads gunicorn.conf.py, which names the `asgi` worker."""
    [start, *parts] = ask(LateServer(), {**scope("/healthz"), "query_string": b""})
    assert start["status"] == 200
    assert json.loads(b"".join(part["body"] for part in parts))["status"] == "ok"


@pytest.mark.parametrize(
    "other", ["https://example.org/", "//example.org/", "#main", "mailto:a@b", "?a=b", "x", "/\\x"]
)
def test_addresses_of_others_stay(other: str) -> None:
    assert address.under(PREFIX, other) == other
