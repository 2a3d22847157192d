"""The whole HTML of a page as the browser first gets it: readable at once, with all that Dash needs to take over.

Made in two steps, both with places written as {%name%}, as in Dash's own index string: `frame` once an app, with what
Dash puts into every page, and `document` for each page.
"""

import re
from collections.abc import Mapping
from html import escape
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

HEAD = """<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
"""
"""How every page of this site begins, embedded figures too."""
# Nothing is preloaded in the head: on a slow line it would share the line with the stylesheet, and text would come a
# fifth later. Until the fonts come, fonts of the same width stand in for them.
TEMPLATE = (
    HEAD
    + """<title>{%title%}</title>
<meta name="description" content="{%description%}">
<link rel="icon" href="{%icon%}" type="image/svg+xml">
<meta name="plotly" content="{%plotly%}">
<meta name="root" content="{%root%}">
<link rel="stylesheet" href="{%style%}">
{%feeds%}
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
{%header%}
<main id="main" tabindex="-1">{%main%}</main>
{%footer%}
{%preload%}
<div id="announce" class="unseen" role="status"></div>
<div id="react-entry-point"></div>
{%answers%}
{%config%}
{%dash_scripts%}
{%chart_script%}
{%own_scripts%}
{%renderer%}
</body>
</html>
"""
)


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
    return _fill(TEMPLATE, parts)


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
    return _fill(around, parts).encode()


def as_json(value: Any) -> str:
    return str(to_json_plotly(value))


def _fill(template: str, parts: Mapping[str, str]) -> str:
    """The template with its places filled in one go, so that nothing in a part is taken for a place."""
    return re.sub(r"\{%(\w+)%\}", lambda place: parts.get(place[1], place[0]), template)


def _script(address: str) -> str:
    return f'<script src="{address}"></script>'


def _answer(address: str, json: str) -> str:
    """JSON that nothing in it can end: every < is written as an escape."""
    text = json.replace("<", "\\u003c")
    return f'<script type="application/json" data-answer="{address}">{text}</script>'
