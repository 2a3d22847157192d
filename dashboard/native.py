"""The few components that Dash lacks: native form controls, and what joins server-rendered pages to Dash.

Pages are trees of `dash.html` components. Most of a page is rendered on the server and stays as it is in the
browser; only islands (charts, and whatever a callback must reach) are handed to Dash there. See `html_renderer`.
"""

from __future__ import annotations

from typing import Any, ClassVar

from dash.development.base_component import Component


def attributes(**named: Any) -> dict[str, Any]:
    """Attributes with hyphens for a component: `data_instant="change"` is data-instant; None is left out."""
    return {name.rstrip("_").replace("_", "-"): value for name, value in named.items() if value is not None}


class _Native(Component):
    """A component of our own: any attribute of its list, and data-* and aria-*."""

    _namespace = "gradeline"
    _attributes: ClassVar[tuple[str, ...]] = ()

    def __init__(self, children: Any = None, **attributes: Any) -> None:
        """Dash's own __init__ tries to import the namespace for every attribute: a fifth of a page's time, in vain."""
        self._valid_wildcard_attributes = self.available_wildcard_properties = ["data-", "aria-"]
        self._prop_names = ["children", "id", "className", *self._attributes]
        self.available_properties = self._prop_names
        if children is not None:
            attributes["children"] = children
        for name, value in attributes.items():
            if name not in self._prop_names and not name.startswith(("data-", "aria-")):
                raise TypeError(f"{self._type} has no attribute {name!r}; it has {', '.join(self._prop_names)}")
            setattr(self, name, value)


class Input(_Native):
    """A native `<input>`. Lives in server-rendered forms only, never inside an island."""

    _type = "Input"
    _attributes = (
        "type",
        "name",
        "value",
        "checked",
        "disabled",
        "list",
        "placeholder",
        "autoComplete",
        "inputMode",
        "min",
        "max",
        "step",
        "pattern",
        "required",
        "size",
        "spellCheck",
        "maxLength",
        "accept",
        "multiple",
        "readOnly",
    )


class Island(_Native):
    """A part of the page that Dash owns in the browser: its children are rendered on the server first, then by Dash.

    `id` names the place. Use it around what a callback changes; `dcc` components become islands by themselves.
    """

    _type = "Island"
    _attributes = ("style",)


class Svg(_Native):
    """An inline drawing of our own making, given as trusted markup: never text that came from a source."""

    _type = "Svg"
    _attributes = ("markup",)


class Page(_Native):
    """The root of the Dash app: puts islands in their places and follows the address (`assets/page.js`)."""

    _type = "Page"
    _attributes = ("slots", "address", "answered", "html", "title")
