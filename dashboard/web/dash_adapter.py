"""The one component of our own that Dash has in the browser."""

from __future__ import annotations

from typing import Any

from dash.development.base_component import Component


class Page(Component):
    """The root of the Dash app: puts the charts in their places and follows the address (`assets/page.js`)."""

    _namespace = "gradeline"
    _type = "Page"

    def __init__(self, **properties: Any) -> None:
        """Not by Dash's own, which would import the namespace as if it were a package."""
        self._prop_names = ["children", "id", "slots", "address", "answered", "html", "title"]
        self.available_properties = self._prop_names
        self._valid_wildcard_attributes = self.available_wildcard_properties = []
        for name, value in properties.items():
            setattr(self, name, value)
