"""Frames to figures, as plain dictionaries: a frame in, what plotly.js draws out. Never imports Dash, never a store.

Colours are those of `appearance`; text colours are set by the stylesheet, so that charts follow light and dark. What
came from a source is escaped here, because plotly reads a little HTML in texts. One module for each kind of chart.
"""

from dashboard.figures.base import CONFIG, Figure
from dashboard.figures.comparison import SYMBOL_WORDS, comparison, over_time
from dashboard.figures.timeline import timeline
from dashboard.figures.transitions import moves, survival

__all__ = ["CONFIG", "SYMBOL_WORDS", "Figure", "comparison", "moves", "over_time", "survival", "timeline"]
