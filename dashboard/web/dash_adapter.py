"""All that this program needs of Dash and that Dash does not promise, in one place.

Each name here has a test in `tests/dashboard/test_dash_adapter.py` that says what it relies on. `pyproject.toml` holds
Dash to one minor version; with another one those tests say what has changed, before a reader's browser does. Called by
the server, its pages and the export.
"""

from typing import Any

from dash import Dash
from dash.development.base_component import Component

PREFIX = "/_dash"
"""How every address of Dash's own begins."""
CALLBACK = "/_dash-update-component"
"""Where Dash's renderer posts callbacks."""
LAYOUT, DEPENDENCIES = "/_dash-layout", "/_dash-dependencies"
"""What the renderer asks for as it starts; here the page's HTML already holds both answers (`assets/answers.js`)."""
SUITES = "/_dash-component-suites/"
"""Under which the scripts of Dash and its components are served."""
GRAPH_SCRIPT = f"{SUITES}dash/dcc/async-graph.js"
"""The script that the renderer fetches to draw its first chart."""
UNUSED_SCRIPTS = ("/dash_table/", "/dash/html/")
"""What the addresses of the scripts hold that only Dash's own tables and HTML components need: no page has any in the
browser, since the server makes the HTML."""
SHARED_SCRIPT = "/dash_core_components-shared."
"""What the address of the script holds that needs no other one to run: it only hands its modules over."""
POLYFILL = "/deps/polyfill@"
"""What the address of the script holds that teaches browsers from before 2017 what those since then know; but for
one global, which `assets/answers.js` makes."""
ROOT_SETTING = r'"requests_pathname_prefix":"\u002f"'
"""Of Dash's settings for the browser, as it writes them: where its own addresses begin."""
NOT_FOR_BROWSERS = ("python_version", "end_id")
"""Of Dash's settings for the browser: the version of Python, which readers need not know; and a token that is drawn
anew for every page, for background callbacks that there are none of, which would give each worker its own bytes and
its own ETag of the same page."""


class DiscreetDash(Dash):
    """Dash, but for some settings that it would send to the browser."""

    def _config(self) -> dict[str, Any]:
        config: dict[str, Any] = super()._config()
        return {name: value for name, value in config.items() if name not in NOT_FOR_BROWSERS}


class Page(Component):
    """The one component of our own in the browser (`assets/page.js`): the main part, and the charts in their places."""

    _namespace = "gradeline"
    _type = "Page"

    def __init__(self, **properties: Any) -> None:
        """Not by Dash's own, which would import the namespace as if it were a package."""
        self._prop_names = ["children", "id", "slots", "answered", "html", "title"]
        self.available_properties = self._prop_names
        self._valid_wildcard_attributes = self.available_wildcard_properties = []
        for name, value in properties.items():
            setattr(self, name, value)
