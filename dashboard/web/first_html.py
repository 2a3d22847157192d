"""The whole HTML of a page as the browser first gets it: readable at once, with all that Dash needs to take over."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from dash._utils import to_json

from dashboard.web.static_files import Asset

PLOTLY = "plotly-basic.min.js"
GRAPH = "/_dash-component-suites/dash/dcc/async-graph.js"
SCRIPTS = ("answers.js", "page.js", "chart.js", "pictures.js")

TEMPLATE = """<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<meta name="description" content="{description}">
<link rel="icon" href="{icon}" type="image/svg+xml">
<meta name="plotly" content="{plotly}">
<link rel="stylesheet" href="{style}">
{early}
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
{header}
<main id="main" tabindex="-1">{main}</main>
{footer}
<div id="announce" class="unseen" role="status"></div>
<div id="react-entry-point"></div>
{answers}
{config}
{scripts}
{renderer}
</body>
</html>
"""


def document(
    *,
    title: str,
    description: str,
    header: str,
    main: str,
    footer: str,
    answers: Mapping[str, Any],
    scripts: str,
    config: str,
    renderer: str,
    assets: Mapping[str, Asset],
    has_charts: bool,
) -> bytes:
    """Put a page together. `answers` are what Dash would ask the server for next, so that it need not ask."""
    plotly, early = assets[PLOTLY].address, ""
    own = [_script(assets[name].address) for name in SCRIPTS]
    if has_charts:
        own.insert(0, _script(plotly))
        early = f'<link rel="preload" as="script" href="{GRAPH}">'
    # Dash lists the scripts of all its packages; the table's is used by none of these pages.
    scripts = "\n".join(line for line in scripts.splitlines() if "/dash_table/" not in line)
    return TEMPLATE.format(
        title=escape(title),
        description=escape(description),
        icon=assets["favicon.svg"].address,
        style=assets["gradeline.css"].address,
        header=header,
        main=main,
        footer=footer,
        answers="\n".join(_answer(path, value) for path, value in answers.items()),
        plotly=plotly,
        early=early,
        config=config,
        scripts="\n".join([scripts, *own]),
        renderer=renderer,
    ).encode()


def _script(address: str) -> str:
    return f'<script src="{address}"></script>'


def _answer(path: str, value: Any) -> str:
    """JSON that nothing in it can end: every < is written as an escape."""
    text = str(to_json(value)).replace("<", "\\u003c")
    return f'<script type="application/json" data-answer="{path}">{text}</script>'
