"""What this program relies on of Dash that Dash does not promise, each name for itself; and that there is no more.

A bare Dash app of the installed version is asked, so that these fail with another version before any page does.
"""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import dash
import pytest
from dash import Dash, dcc
from flask.testing import FlaskClient

from dashboard.markup.render import render
from dashboard.web import dash_adapter
from dashboard.web.dash_adapter import (
    CALLBACK,
    DEPENDENCIES,
    GRAPH_SCRIPT,
    LAYOUT,
    POLYFILL,
    SHARED_SCRIPT,
    SUITES,
    UNUSED_SCRIPTS,
    Page,
)

CHECKOUT = Path(__file__).parents[2]
LOADER = re.compile(
    r"regeneratorRuntime\.mark\(function t\(\)\{return regeneratorRuntime\.wrap\(function\(t\)\{"
    r"for\(;;\)switch\(t\.prev=t\.next\)\{case 0:return t\.next=2,\w\(!0\);case 2:o\.isReady=!0;case 3:"
    r"case\"end\":return t\.stop\(\)\}\},t\)"
)
"""The one function that Dash's scripts have compiled for the polyfill."""


@pytest.fixture(scope="module")
def bare() -> Dash:
    app = Dash("bare", add_log_handler=False, assets_folder="", include_assets_files=False)
    app.layout = dcc.Graph(id="chart")
    return app


def config_of(page: str) -> dict[str, object]:
    match = re.search(r'<script id="_dash-config" type="application/json">(.*?)</script>', page)
    assert match is not None
    config: dict[str, object] = json.loads(match.group(1))
    return config


def test_dash_sends_its_config_by_the_method_that_is_overridden(bare: Dash, client: FlaskClient) -> None:
    theirs = config_of(bare.server.test_client().get("/").get_data(as_text=True))
    ours = config_of(client.get("/").get_data(as_text=True))
    assert set(dash_adapter.NOT_FOR_BROWSERS) <= theirs.keys()
    assert not set(dash_adapter.NOT_FOR_BROWSERS) & ours.keys()
    assert theirs.keys() - ours.keys() == set(dash_adapter.NOT_FOR_BROWSERS)


def test_the_renderer_asks_for_layout_and_dependencies_where_the_page_answers(bare: Dash) -> None:
    renderer = (Path(str(dash.__file__)).parent / "dash-renderer/build/dash_renderer.min.js").read_text("utf-8")
    client = bare.server.test_client()
    for path in (LAYOUT, DEPENDENCIES):
        assert client.get(path).is_json
        assert path.strip("/") in renderer
    rules = {rule.rule: rule.methods for rule in bare.server.url_map.iter_rules()}
    assert {LAYOUT, DEPENDENCIES, CALLBACK} <= {rule for rule in rules if rule.startswith(dash_adapter.PREFIX)}
    assert "POST" in (rules[CALLBACK] or ())
    assert CALLBACK.strip("/") in renderer


def test_the_public_methods_that_make_a_page_give_what_its_frame_expects(bare: Dash) -> None:
    """`index` calls `interpolate_index` with these, and `dependencies` answers with JSON; both are documented."""
    parts = {}

    class Probe(Dash):
        def interpolate_index(self, **given: str) -> str:  # type: ignore[override]
            parts.update(given)
            return str(super().interpolate_index(**given))

    probe = Probe("probe", add_log_handler=False, assets_folder="", include_assets_files=False)
    probe.layout = dcc.Graph(id="chart")
    probe.index()
    assert parts["scripts"].count("<script ") > 5
    assert 'id="_dash-config"' in parts["config"]
    assert probe.renderer in parts["renderer"]
    assert json.loads(probe.dependencies().get_data()) == []


def test_the_scripts_of_dash_stand_where_they_are_looked_for(client: FlaskClient, bare: Dash) -> None:
    page = bare.server.test_client().get("/").get_data(as_text=True)
    addresses = re.findall(r'<script src="([^"]*)"', page)
    assert all(address.startswith(SUITES) for address in addresses)
    ours = client.get("/authority/worcestershire").get_data(as_text=True)
    for unused in UNUSED_SCRIPTS:
        assert any(unused in address for address in addresses)
        assert unused not in ours
    assert '"namespace":"dash_html_components"' not in ours
    assert f'href="{GRAPH_SCRIPT}"' in ours
    assert client.get(GRAPH_SCRIPT).status_code == 200


def test_the_first_script_needs_no_other(client: FlaskClient) -> None:
    first = re.findall(r'<script src="([^"]*)"', client.get("/").get_data(as_text=True))[0]
    assert SHARED_SCRIPT in first
    script = client.get(first).get_data(as_text=True)
    chunk = r"\(self\.webpackChunk\w+=self\.webpackChunk\w+\|\|\[\]\)\.push\(\[\[\d+\],\{\d+:function\("
    assert re.match(rf'/\*.*?\*/\s*"use strict";{chunk}', script)
    assert len(script) > 100_000


def test_only_a_browser_without_modules_fetches_the_polyfill(client: FlaskClient, bare: Dash) -> None:
    theirs = bare.server.test_client().get("/").get_data(as_text=True)
    assert len([address for address in re.findall(r'<script src="([^"]*)"', theirs) if POLYFILL in address]) == 1
    ours = client.get("/").get_data(as_text=True)
    left = re.findall(r'<script nomodule src="([^"]*)"', ours)
    assert [POLYFILL in address for address in left] == [True]
    needed = re.findall(r'<script src="([^"]*)"', ours)
    assert not any(POLYFILL in address for address in needed)
    # What is left of it that a script needs: one function without branches, all of which `assets/answers.js` knows.
    assert any(address.startswith("/assets/answers.js") for address in needed)
    steps = 0
    for address in [*needed, GRAPH_SCRIPT]:
        script = client.get(address).get_data(as_text=True)
        if not address.startswith("/assets/"):
            steps += len(LOADER.findall(script))
            assert "regeneratorRuntime" not in LOADER.sub("", script), address
    assert steps


def test_our_component_is_one_to_dash() -> None:
    page = Page(id="page", answered="/", children=[dcc.Graph(id="chart")], slots=["chart"])
    assert page.to_plotly_json() == {
        "type": "Page",
        "namespace": "gradeline",
        "props": {"id": "page", "answered": "/", "children": page.children, "slots": ["chart"]},
    }
    assert page["chart"] is page.children[0]
    with pytest.raises(TypeError, match="Graph needs an id"):
        render(dcc.Graph())


def test_the_script_of_our_component_uses_what_dash_gives_to_browsers() -> None:
    """`set_props` moves Dash's own Location, which then changes the browser's history."""
    package = Path(str(dash.__file__)).parent
    assert ".set_props=" in (package / "dash-renderer/build/dash_renderer.min.js").read_text("utf-8")
    assert "window.history.pushState" in (package / "dcc/dash_core_components.js").read_text("utf-8")
    script = (CHECKOUT / "dashboard/assets/page.js").read_text("utf-8")
    assert 'window.dash_clientside.set_props("address"' in script
    assert "_dashprivate" not in script


def private_names(file: Path) -> Iterator[str]:
    """Names with an underscore that are taken from Dash, and modules of it that have one."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "dash":
            names = [*(node.module or "").split("."), *(alias.name for alias in node.names)]
            yield from (name for name in names if name.startswith("_"))
        elif isinstance(node, ast.Attribute) and node.attr in vars(Dash) and node.attr.startswith("_"):
            yield node.attr
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from re.findall(r"^/_dash[\w-]*", node.value)


@pytest.mark.slow
def test_no_other_module_knows_a_private_name_of_dash() -> None:
    files = [CHECKOUT / "app.py", *(CHECKOUT / "dashboard").rglob("*.py")]
    by_file = {file.name: sorted(set(private_names(file)) - {"__init__"}) for file in files}
    assert {name for name, private in by_file.items() if private} == {"dash_adapter.py"}
    assert "_config" in by_file["dash_adapter.py"]


def defined(tree: ast.AST) -> Iterator[str]:
    """The names that a module of ours gives to functions, classes, fields and variables."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr


def foreign(tree: ast.AST) -> Iterator[str]:
    """Names with an underscore that a module uses and does not define."""
    own = set(defined(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield from (alias.name for alias in node.names if re.match(r"_[a-z]", alias.name))
        elif isinstance(node, ast.Attribute) and re.match(r"_[a-z]", node.attr):
            is_inherited = isinstance(node.value, ast.Call) and ast.unparse(node.value) == "super()"
            # `os._exit` is public in spite of its name.
            if (is_inherited or node.attr not in own) and ast.unparse(node) != "os._exit":
                yield node.attr


@pytest.mark.slow
def test_what_is_private_to_another_package_is_used_of_two_alone() -> None:
    """Dash, whose names the adapter has; and urllib3, whose connections `fetch` looks at before a byte is sent."""
    folders = ("dashboard", "gradeline", "loaders")
    files = [CHECKOUT / "app.py", *(file for folder in folders for file in (CHECKOUT / folder).rglob("*.py"))]
    by_file = {
        str(file.relative_to(CHECKOUT)): sorted(set(foreign(ast.parse(file.read_text("utf-8"))))) for file in files
    }
    assert {name: private for name, private in by_file.items() if private} == {
        "dashboard/web/dash_adapter.py": ["_config"],
        "loaders/fetching/hosts.py": ["_new_conn"],
    }
