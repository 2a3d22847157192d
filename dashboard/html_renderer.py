"""Component trees to escaped HTML, with the islands that Dash takes over in the browser.

Comes in: a tree of `dash.html` components and native controls. Goes out: its HTML, every text and attribute escaped,
and the islands found in it: components that only Dash can draw. The HTML has a named place for each of them.
Nothing from a source is ever markup: the one component that carries markup is `native.Svg`, for our own drawings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from typing import Any

from dash.development.base_component import Component

from dashboard.native import Island, Svg

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
ATTRIBUTES = {"className": "class", "htmlFor": "for", "hrefLang": "hreflang", "httpEquiv": "http-equiv"}
TAGS = {"mapel": "map", "objectel": "object"}
DASH_ONLY = frozenset({"children", "n_clicks", "n_clicks_timestamp", "disable_n_clicks", "key"})
UNSAFE_ADDRESS = re.compile(r"\s*(?:javascript|vbscript|data):", re.IGNORECASE)


@dataclass
class Rendered:
    """A tree as HTML, and its islands in the order of their places."""

    html: str
    islands: list[tuple[str, Any]] = field(default_factory=list)


def render(tree: Any) -> Rendered:
    islands: list[tuple[str, Any]] = []
    return Rendered("".join(_parts(tree, islands)), islands)


def plain_text(tree: Any) -> str:
    """What a reader sees of a tree, without markup; for descriptions and tests."""
    from html import unescape

    spaced = re.sub(r"<[^>]*>", " ", render(tree).html)
    return " ".join(unescape(spaced).split())


def _parts(node: Any, islands: list[tuple[str, Any]]) -> Iterator[str]:
    if node is None or isinstance(node, bool):
        return
    if isinstance(node, (str, int, float)):
        yield escape(str(node), quote=False)
    elif isinstance(node, Svg):
        yield str(getattr(node, "markup", ""))
    elif isinstance(node, Island):
        name = str(getattr(node, "id", ""))
        islands.append((name, getattr(node, "children", None)))
        yield f'<div data-island="{escape(name)}"{_attributes(node, without=("id",))}>'
        yield from _parts(getattr(node, "children", None), [])
        yield "</div>"
    elif isinstance(node, Component):
        yield from _component(node, islands)
    elif isinstance(node, Iterable):
        for child in node:
            yield from _parts(child, islands)
    else:
        raise TypeError(f"a page can hold components and text, not {type(node).__name__}")


def _component(node: Component, islands: list[tuple[str, Any]]) -> Iterator[str]:
    if node._namespace == "dash_core_components":
        if not hasattr(node, "id"):
            raise TypeError(f"{node._type} needs an id, which names its place in the page")
        islands.append((node.id, node))
        yield f'<div data-island="{escape(node.id)}"></div>'
        return
    tag = node._type.lower()
    tag = TAGS.get(tag, tag)
    yield f"<{tag}{_attributes(node)}>"
    if tag not in VOID:
        yield from _parts(getattr(node, "children", None), islands)
        yield f"</{tag}>"


def _attributes(node: Component, without: tuple[str, ...] = ()) -> str:
    written = []
    for name, value in node.to_plotly_json()["props"].items():
        if name in DASH_ONLY or name in without or value is None or value is False:
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
