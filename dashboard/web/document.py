"""The whole HTML of a page as the browser first gets it: readable at once, with all that Dash needs to take over.

`page.html` has places written as {%name%}, as in Dash's own index string. Called by `server`, and by `embeds` for pages
of another form.
"""

import re
from collections.abc import Mapping
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from plotly.io.json import to_json_plotly

from dashboard.address import under
from dashboard.markup.render import below
from dashboard.web.dash_adapter import GRAPH_SCRIPT, POLYFILL, ROOT_SETTING, SHARED_SCRIPT, UNUSED_SCRIPTS
from dashboard.web.static_files import Asset

PLOTLY = "plotly-basic.min.js"
LOOKS = {
    "icon": "favicon.svg",
    "sans": "gradeline-sans.woff2",
    "serif": "gradeline-serif.woff2",
    "style": "gradeline.css",
}
SCRIPTS = ("answers.js", "page.js", "chart.js", "pictures.js", "groups.js", "share.js", "search.js")

PAGE = "page.html"
"""Nothing is preloaded in its head: on a slow line it would share the line with the stylesheet, and text would come a
fifth later. Until the fonts come, fonts of the same width stand in for them."""


@cache
def template(name: str) -> str:
    """One of the HTML files beside this module, behind the lines that all of them begin with."""
    return "".join((Path(__file__).parent / part).read_text(encoding="utf-8") for part in ("begin.html", name))


def looks(assets: Mapping[str, Asset], prefix: str) -> dict[str, str]:
    return {part: under(prefix, assets[name].address) for part, name in LOOKS.items()}


def document(
    of_dash: Mapping[str, str],
    assets: Mapping[str, Asset],
    prefix: str,
    *,
    has_charts: bool,
    title: str,
    description: str,
    answers: Mapping[str, str],
    **parts: str,
) -> bytes:
    """A page below a prefix. `of_dash` are the scripts, config and renderer that Dash makes for every page.

    `answers` is JSON that Dash would ask the server for next, by its address; where the page has charts, their library
    is loaded with it. `parts` are HTML: `header`, `main`, `footer`, and in its head `feeds` with what it says to search
    engines.
    """
    if prefix and ROOT_SETTING not in of_dash["config"]:
        raise ValueError("Dash's settings for the browser do not say where its addresses begin")
    root = f'{ROOT_SETTING[:-1]}{prefix.lstrip("/")}/"' if prefix else ROOT_SETTING
    plotly = under(prefix, assets[PLOTLY].address)
    parts |= {
        **looks(assets, prefix),
        "title": escape(title),
        "description": escape(description),
        "plotly": plotly,
        "root": under(prefix, "/"),
        "preload": f'<link rel="preload" as="script" href="{under(prefix, GRAPH_SCRIPT)}">' if has_charts else "",
        "answers": "\n".join(_answer(under(prefix, address), json) for address, json in answers.items()),
        "config": of_dash["config"].replace(ROOT_SETTING, root),
        "dash_scripts": below(prefix, "\n".join(_scripts(of_dash["scripts"]))),
        "chart_script": _script(plotly) if has_charts else "",
        "own_scripts": "\n".join(_script(under(prefix, assets[name].address)) for name in SCRIPTS),
        "renderer": of_dash["renderer"],
    }
    return fill(template(PAGE), parts).encode()


def _scripts(of_dash: str) -> list[str]:
    """Dash's scripts, but those that no page needs."""
    # A browser that knows modules knows what the polyfill would teach it, and does not fetch it.
    lines = [
        line.replace("<script ", "<script nomodule ") if POLYFILL in line else line
        for line in of_dash.splitlines()
        if not any(unused in line for unused in UNUSED_SCRIPTS)
    ]
    # Scripts run in their order: behind a large one that needs none of them, none runs while the page is painted.
    return sorted(lines, key=lambda line: SHARED_SCRIPT not in line)


def as_json(value: Any) -> str:
    return str(to_json_plotly(value))


def fill(text: str, parts: Mapping[str, str]) -> str:
    """A template with its places filled in one go, so that nothing in a part is taken for a place."""
    return re.sub(r"\{%(\w+)%\}", lambda place: parts.get(place[1], place[0]), text)


def _script(address: str) -> str:
    return f'<script src="{address}"></script>'


def _answer(address: str, json: str) -> str:
    """JSON that nothing in it can end: every < is written as an escape."""
    text = json.replace("<", "\\u003c")
    return f'<script type="application/json" data-answer="{address}">{text}</script>'
