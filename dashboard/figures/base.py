"""What every figure shares: the shape of its layout, words on it, colours, and the escaping of texts from sources."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

import pandas as pd

Figure = dict[str, Any]
GRID = "rgba(128,139,150,0.28)"
BAND = "rgba(128,139,150,0.09)"
TEXT = "#4a5560"
FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'
CONFIG: Any = {
    "displayModeBar": False,
    "responsive": True,
    "showSendToCloud": False,
    "scrollZoom": False,
    "doubleClick": False,
    "showTips": False,
}


def layout_of(height: int, margin: dict[str, int]) -> dict[str, Any]:
    return {
        "height": height,
        "margin": margin,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 12, "color": TEXT},
        "showlegend": False,
        "hovermode": "closest",
        "hoverdistance": 24,
        "dragmode": False,
        "hoverlabel": {
            "bgcolor": "#1d2730",
            "bordercolor": "#1d2730",
            "align": "left",
            "font": {"family": FONT, "size": 13, "color": "#ffffff"},
        },
        "shapes": [],
        "annotations": [],
    }


def label(text: str, x: str | float, y: float, **more: Any) -> dict[str, Any]:
    return {"text": text, "x": x, "y": y, "xref": "x", "yref": "paper", "showarrow": False, **more}


def escaped(texts: Iterable[str]) -> list[str]:
    """Lines of text as plotly shows them: what looks like markup is shown, not read; new lines are kept."""
    return [escape(text, quote=False).replace("\n", "<br>") for text in texts]


def rows_of(frame: pd.DataFrame) -> list[dict[str, Any]]:
    names = list(frame.columns)
    return [dict(zip(names, row, strict=True)) for row in frame.to_numpy(dtype=object).tolist()]
