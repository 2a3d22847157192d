"""Typed rows to `plotly.graph_objects.Figure`: nothing here knows a store, Dash, or a file.

Every figure is drawn in the template `gradeline` and carries its text alternative in `layout.meta["alt"]`. What came
from a source is escaped here, because plotly reads a little HTML in texts. One module for each kind of chart.
"""
