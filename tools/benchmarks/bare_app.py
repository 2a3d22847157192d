"""The least that a Dash app with one chart can be: what every figure of the benchmarks is a multiple of.

One select, one figure of five lines as a plain dictionary, the basic plotly bundle, everything compressed and kept as
Gradeline's files are, served by gunicorn with Gradeline's settings. It imports nothing of Gradeline but what sends the
bundle and the bridge from gunicorn's event loop. With BARE_PANDAS set it imports pandas and plotly
as well; with BARE_DEFAULT it sends what Dash sends where nobody chooses: all of plotly, and nothing compressed.
"""

from __future__ import annotations

import gzip
import os
from typing import Any

from dash import Dash, Input, Output, dcc, html
from flask import Response, request

from dashboard.web import static_files
from dashboard.web.asgi_bridge import THREADS, Bridge
from dashboard.web.dash_adapter import CALLBACK

if os.environ.get("BARE_PANDAS"):
    import pandas  # noqa: F401
    import plotly.graph_objects  # noqa: F401

OPTIONS = [f"Authority {number}" for number in range(1, 154)]
LINES = ("Overall", "Leadership", "Protection", "In care", "Care leavers")
DATES = ["2008-11-18", "2012-03-23", "2016-11-17", "2019-06-28", "2023-05-19"]

IS_DEFAULT = bool(os.environ.get("BARE_DEFAULT"))
PLOTLY = "plotly-basic.min.js"
ASSETS = {PLOTLY: static_files.read_assets()[PLOTLY]}
app = Dash(
    "bare",
    include_assets_files=False,
    external_scripts=[] if IS_DEFAULT else [ASSETS[PLOTLY].address],
    add_log_handler=False,
)
app.layout = html.Main(
    [
        html.H1("Grades over time"),
        dcc.Dropdown(OPTIONS, OPTIONS[0], id="authority", clearable=False),
        dcc.Graph(id="chart"),
    ]
)
server = app.server


@app.callback(Output("chart", "figure"), Input("authority", "value"))
def draw(authority: str) -> dict[str, Any]:
    shift = OPTIONS.index(authority)
    return {
        "data": [
            {"type": "scatter", "name": name, "x": DATES, "y": [(shift + line * at) % 4 + 1 for at in range(5)]}
            for line, name in enumerate(LINES)
        ],
        "layout": {"title": {"text": authority}, "yaxis": {"range": [4.5, 0.5]}, "height": 400},
    }


def compress(answer: Response) -> Response:
    """The page, the layout and the dependencies; a callback's 860 bytes are not worth it."""
    is_page = request.path in ("/", "/_dash-layout", "/_dash-dependencies")
    if is_page and request.accept_encodings["gzip"] and answer.status_code == 200:
        answer.direct_passthrough = False
        answer.set_data(gzip.compress(answer.get_data(), 6))
        answer.headers["Content-Encoding"] = "gzip"
    return answer


if not IS_DEFAULT:
    static_files.serve(server, ASSETS)
    server.after_request(compress)


def asgi() -> Bridge:
    """The same bridge from gunicorn's event loop as Gradeline has."""
    return Bridge(server, THREADS, {CALLBACK: 100_000})
