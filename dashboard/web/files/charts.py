"""The charts of a page of a copy: what its script draws, without what Dash would want or what every chart has alike.

A page of the server carries the whole answer of Dash's layout; here only `assets/files.js` reads it. Template and
settings, the same for every chart, stand once, before that script (`shared`). Called by `rewrite` and `write`.
"""

import json
import re
from functools import cache
from typing import Any

import plotly.io as pio

from dashboard.figures import template
from dashboard.figures.template import CONFIG
from dashboard.web.dash_adapter import LAYOUT

_ISLANDS = re.compile(rf'(<script type="application/json") data-answer="[^"]*{LAYOUT}">(.*?)</script>\n?', re.DOTALL)
_MARKUP = re.compile(r"<(?=[/!s])")
"""What could end or open a script within one."""


def shorten_charts(page: str) -> str:
    """The page with its charts as `files.js` reads them."""
    return _ISLANDS.sub(_charts, page)


@cache
def shared() -> str:
    return f"window.gradelineChart = {_json(_alike())};\n"


@cache
def _alike() -> dict[str, Any]:
    template.register()
    alike = {"template": pio.templates[template.NAME].to_plotly_json(), "config": CONFIG}
    loaded: dict[str, Any] = json.loads(json.dumps(alike))
    return loaded


def _charts(script: re.Match[str]) -> str:
    """One object for each chart: its place and id, its figure and its style."""
    charts = []
    for answer in json.loads(script[2]):
        slots, islands = answer["props"].get("slots", []), answer["props"].get("children") or []
        islands = islands if isinstance(islands, list) else [islands]
        charts += [
            {"slot": slot, **_own(island["props"])}
            for slot, island in zip(slots, islands, strict=True)
            if island["type"] == "Graph"
        ]
    return f'{script[1]} id="charts">{_json(charts)}</script>\n' if charts else ""


def _own(properties: dict[str, Any]) -> dict[str, Any]:
    """What a chart has of its own: a template or settings that are not everyone's stay."""
    figure, alike = properties["figure"], _alike()
    layout = {
        name: value for name, value in figure["layout"].items() if (name, value) != ("template", alike["template"])
    }
    own = {"id": properties["id"], "figure": {**figure, "layout": layout}, "style": properties["style"]}
    return own if properties["config"] == alike["config"] else {**own, "config": properties["config"]}


def _json(value: Any) -> str:
    return _MARKUP.sub(r"\\u003c", json.dumps(value, ensure_ascii=False, separators=(",", ":")))
