"""The chart library that is served is the one that the installed plotly draws for, with its licence beside it."""

import re

import plotly.offline

from dashboard.web.static_files import ASSETS


def test_plotly_js_is_of_the_version_that_plotly_ships() -> None:
    start = (ASSETS / "plotly-basic.min.js").read_text(encoding="utf-8")[:300]
    found = re.search(r"plotly\.js \(basic - minified\) v([\d.]+)", start)
    assert found is not None
    assert found.group(1) == plotly.offline.get_plotlyjs_version()
    assert "MIT" in (ASSETS / "plotly-basic.LICENSE.txt").read_text(encoding="utf-8")


def test_the_stylesheet_uses_no_other_host_and_knows_every_state() -> None:
    style = (ASSETS / "gradeline.css").read_text(encoding="utf-8")
    assert "http" not in re.sub(r'a\[href\^="http"\]', "", style)
    assert "@import" not in style
    for rule in (
        "prefers-color-scheme: dark",
        "prefers-reduced-motion",
        "@media print",
        ":focus-visible",
        "forced-colors",
    ):
        assert rule in style
