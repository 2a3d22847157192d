"""Typed rows to `plotly.graph_objects.Figure`: nothing here knows a store, Dash, or a file.

Every figure is drawn in the template `gradeline` and carries its text alternative in `layout.meta["alt"]`. What came
from a source is escaped here, because plotly reads a little HTML in texts. One module for each kind of chart.
"""

from dashboard.figures.template import CONFIG
from dashboard.figures.timeline import timeline
from dashboard.figures.transitions import survival

__all__ = ["CONFIG", "survival", "timeline"]
