"""Trees of HTML elements to escaped HTML, with the islands that Dash draws in the browser.

Comes in: a tree of `dashboard.markup.elements`. Goes out: its HTML, every text and attribute escaped, and the
islands found in it: `dcc` components, which only Dash can draw. The HTML has a named place for each of them.
Nothing from a source is ever markup: what carries markup is `elements.Markup` alone, for our own drawings.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Any

from dash.development.base_component import Component

from dashboard.address import under
from dashboard.markup.elements import Element, Markup

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
ATTRIBUTES = {"className": "class", "htmlFor": "for", "hrefLang": "hreflang", "httpEquiv": "http-equiv"}
ADDRESSES = frozenset({"href", "src", "action", "formaction", "poster", "data-address"})
"""The attributes that hold an address."""
FOLLOWED = frozenset({"href", "src", "action"})
DRAWN_ADDRESS = re.compile(r'(?<=[ "\'])((?:xlink:)?href|src)="(/[^"]*)"')
LITERAL = frozenset({"code", "pre", "textarea", "option", "style", "script"})
"""Elements whose text is kept to the letter: what is copied from them must work."""
SPOKEN = frozenset({"aria-label", "title", "alt", "placeholder", "data-label"})
APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)|(?<=s)'(?=\s)")
UNSAFE_ADDRESS = re.compile(r"\s*(?:javascript|vbscript|data):", re.IGNORECASE)


@dataclass
class Rendered:
    """A tree as HTML, and its islands in the order of their places."""

    html: str
    islands: list[Any]


def render(tree: Any, prefix: str = "") -> Rendered:
    parts: list[str] = []
    islands: list[Any] = []
    _write(tree, parts, islands, prefix=prefix)
    return Rendered("".join(parts), islands)


def curly(text: str) -> str:
    """A text with the one apostrophe of everything that a page shows; data and sources have the straight one."""
    return APOSTROPHE.sub("’", text) if "'" in text else text


def _write(node: Any, out: list[str], islands: list[Any], *, prefix: str, is_literal: bool = False) -> None:
    if isinstance(node, str):
        out.append(escape(node if is_literal else curly(node), quote=False))
    elif isinstance(node, Element):
        tag = node.tag
        out.append(f"<{tag}{_attributes(node.attributes, prefix)}>" if node.attributes else f"<{tag}>")
        if tag not in VOID:
            is_literal = is_literal or tag in LITERAL
            for child in node.children:
                _write(child, out, islands, prefix=prefix, is_literal=is_literal)
            out.append(f"</{tag}>")
    elif node is None:
        return
    elif isinstance(node, (list, tuple)):
        for child in node:
            _write(child, out, islands, prefix=prefix, is_literal=is_literal)
    elif isinstance(node, Markup):
        out.append(below(prefix, node.markup) if prefix else node.markup)
    elif isinstance(node, Component):
        if not hasattr(node, "id"):
            raise TypeError(f"{type(node).__name__} needs an id, which names its place in the page")
        islands.append(node)
        out.append(f'<div data-island="{escape(node.id)}"></div>')
    else:
        raise TypeError(f"a page can hold elements and text, not {type(node).__name__}")


def below(prefix: str, markup: str) -> str:
    """HTML of our own or of Dash's making with its addresses below `prefix`."""
    return DRAWN_ADDRESS.sub(lambda match: f'{match[1]}="{under(prefix, match[2])}"', markup)


def _attributes(properties: Mapping[str, Any], prefix: str) -> str:
    parts = []
    for name, value in properties.items():
        if value is None or value is False:
            continue
        attribute = _attribute(name)
        if value is True:
            parts.append(f" {attribute}" if "-" not in attribute else f' {attribute}="true"')
            continue
        text = _style(value) if name == "style" else str(value)
        if attribute in ADDRESSES:
            if attribute in FOLLOWED and UNSAFE_ADDRESS.match(text):
                text = "about:blank"
            if prefix:
                text = under(prefix, text)
        elif attribute in SPOKEN:
            text = curly(text)
        parts.append(f' {attribute}="{escape(text)}"')
    return "".join(parts)


@cache
def _attribute(name: str) -> str:
    return ATTRIBUTES.get(name, name if "-" in name else name.lower())


def _style(style: dict[str, Any]) -> str:
    def dashed(name: str) -> str:
        return name if name.startswith("--") else re.sub(r"[A-Z]", lambda m: "-" + m.group().lower(), name)

    return ";".join(f"{dashed(name)}:{value}" for name, value in style.items())
