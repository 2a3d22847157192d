"""Component trees to escaped HTML, with the islands that Dash takes over in the browser.

Comes in: a tree of `dash.html` components and native controls. Goes out: its HTML, every text and attribute escaped,
and the islands found in it: components that only Dash can draw. The HTML has a named place for each of them.
Nothing from a source is ever markup: the one component that carries markup is `native.Svg`, for our own drawings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape, unescape
from operator import itemgetter
from typing import Any

from dash.development.base_component import Component

from dashboard.native import Island, Svg

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
ATTRIBUTES = {"className": "class", "htmlFor": "for", "hrefLang": "hreflang", "httpEquiv": "http-equiv"}
TAGS = {"mapel": "map", "objectel": "object"}
DASH_ONLY = frozenset(
    {"children", "n_clicks", "n_clicks_timestamp", "disable_n_clicks", "key"}
    | {"available_properties", "available_wildcard_properties"}
)
UNSAFE_ADDRESS = re.compile(r"\s*(?:javascript|vbscript|data):", re.IGNORECASE)


@dataclass
class Rendered:
    """A tree as HTML, and its islands in the order of their places."""

    html: str
    islands: list[tuple[str, Any]] = field(default_factory=list)


def render(tree: Any) -> Rendered:
    written: list[str] = []
    islands: list[tuple[str, Any]] = []
    _write(tree, written, islands)
    return Rendered("".join(written), islands)


def plain_text(tree: Any) -> str:
    """What a reader sees of a tree, without markup; for descriptions and tests."""
    spaced = re.sub(r"<[^>]*>", " ", render(tree).html)
    return " ".join(unescape(spaced).split())


def _write(node: Any, out: list[str], islands: list[tuple[str, Any]]) -> None:
    if isinstance(node, str):
        out.append(escape(node, quote=False))
    elif isinstance(node, Svg):
        out.append(str(getattr(node, "markup", "")))
    elif isinstance(node, Island):
        name = str(getattr(node, "id", ""))
        islands.append((name, getattr(node, "children", None)))
        out.append(f'<div data-island="{escape(name)}"{_attributes(node, without=("id",))}>')
        _write(getattr(node, "children", None), out, [])
        out.append("</div>")
    elif isinstance(node, Component):
        _write_component(node, out, islands)
    elif node is None or isinstance(node, bool):
        return
    elif isinstance(node, (int, float)):
        out.append(str(node))
    elif isinstance(node, Iterable):
        for child in node:
            _write(child, out, islands)
    else:
        raise TypeError(f"a page can hold components and text, not {type(node).__name__}")


def _write_component(node: Component, out: list[str], islands: list[tuple[str, Any]]) -> None:
    if node._namespace == "dash_core_components":
        if not hasattr(node, "id"):
            raise TypeError(f"{node._type} needs an id, which names its place in the page")
        islands.append((node.id, node))
        out.append(f'<div data-island="{escape(node.id)}"></div>')
        return
    tag = node._type.lower()
    tag = TAGS.get(tag, tag)
    out.append(f"<{tag}{_attributes(node)}>")
    if tag not in VOID:
        _write(getattr(node, "children", None), out, islands)
        out.append(f"</{tag}>")


def _attributes(node: Component, without: tuple[str, ...] = ()) -> str:
    written = []
    # What was given to a component stands in its own dictionary; the rest there is Dash's. Dash fills it in the order
    # of a set, which is another in each process: sorted, the same page has the same bytes.
    for name, value in sorted(node.__dict__.items(), key=itemgetter(0)):
        if value is None or value is False or name in DASH_ONLY or name[0] == "_" or name in without:
            continue
        attribute = ATTRIBUTES.get(name, name if "-" in name else name.lower())
        if value is True:
            written.append(f" {attribute}" if "-" not in attribute else f' {attribute}="true"')
            continue
        text = _style(value) if name == "style" else str(value)
        if attribute in ("href", "src", "action") and UNSAFE_ADDRESS.match(text):
            text = "about:blank"
        written.append(f' {attribute}="{escape(text)}"')
    return "".join(written)


def _style(style: dict[str, Any]) -> str:
    def dashed(name: str) -> str:
        return name if name.startswith("--") else re.sub(r"[A-Z]", lambda m: "-" + m.group().lower(), name)

    return ";".join(f"{dashed(name)}:{value}" for name, value in style.items())
