"""The whole HTML of a page as the browser first gets it: readable at once, with all that Dash needs to take over.

Made in two steps, both with places written as {%name%}, as in Dash's own index string: `frame` once an app, with what
Dash puts into every page, and `document` for each page. Called by `server`.
"""

import re
from collections.abc import Mapping
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

# Nothing is preloaded in its head: on a slow line it would share the line with the stylesheet, and text would come a
# fifth later. Until the fonts come, fonts of the same width stand in for them.
PAGE = "page.html"


def template(name: str) -> str:
    """One of the HTML files beside this module."""
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


def frame(*, scripts: str, config: str, renderer: str, assets: Mapping[str, Asset], prefix: str = "") -> str:
    """What every page below a prefix has around it. `scripts`, `config` and `renderer` are the HTML that Dash makes."""
    if prefix and ROOT_SETTING not in config:
        raise ValueError("Dash's settings for the browser do not say where its addresses begin")
    # A browser that knows modules knows what the polyfill would teach it, and does not fetch it.
    lines = [
        line.replace("<script ", "<script nomodule ") if POLYFILL in line else line
        for line in scripts.splitlines()
        if not any(unused in line for unused in UNUSED_SCRIPTS)
    ]
    # Scripts run in their order: behind a large one that needs none of them, none runs while the page is painted.
    lines.sort(key=lambda line: SHARED_SCRIPT not in line)
    parts = {
        **looks(assets, prefix),
        "plotly": under(prefix, assets[PLOTLY].address),
        "root": under(prefix, "/"),
        "config": config.replace(
            ROOT_SETTING, f'{ROOT_SETTING[:-1]}{prefix.lstrip("/")}/"' if prefix else ROOT_SETTING
        ),
        "dash_scripts": below(prefix, "\n".join(lines)),
        "own_scripts": "\n".join(_script(under(prefix, assets[name].address)) for name in SCRIPTS),
        "renderer": renderer,
    }
    return fill(template(PAGE), parts)


def looks(assets: Mapping[str, Asset], prefix: str) -> dict[str, str]:
    return {part: under(prefix, assets[name].address) for part, name in LOOKS.items()}


def document(
    around: str,
    *,
    title: str,
    description: str,
    header: str,
    main: str,
    footer: str,
    answers: Mapping[str, str],
    chart_script: str,
    feeds: str = "",
    head: str = "",
    prefix: str = "",
) -> bytes:
    """A page put into its frame. `answers` is JSON that Dash would ask the server for next, by its address.

    `feeds` are the links to feeds in its head, `head` what it says to search engines. `chart_script` is the address of
    the chart library where the page has charts: it is loaded with the page then.
    """
    parts = {
        "title": escape(title),
        "description": escape(description),
        "header": header,
        "main": main,
        "footer": footer,
        "feeds": f"{feeds}\n{head}",
        "answers": "\n".join(_answer(under(prefix, address), json) for address, json in answers.items()),
        "preload": f'<link rel="preload" as="script" href="{under(prefix, GRAPH_SCRIPT)}">' if chart_script else "",
        "chart_script": _script(under(prefix, chart_script)) if chart_script else "",
    }
    return fill(around, parts).encode()


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
