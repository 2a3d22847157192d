"""The way from an address to a page, by the pages that registered themselves with Dash (`dash.page_registry`).

Comes in: a store, a path and its parameters. Goes out: a View or a Redirect. Whatever an address gets wrong becomes a
page that says so, with its status.
"""

import difflib
import importlib
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

import dash

from dashboard import address, pages
from dashboard.address import AddressProblem, Parameters
from dashboard.markup.page_view import Redirect, View
from dashboard.store import Store
from dashboard.words import wording

ALIKE = 0.65
"""From which share of letters in common an address counts as spelled like another: "nosuch" is not like "search"."""


@dataclass(frozen=True)
class Route:
    """A registered page: its address, in which `<name>` stands for any one part, and its module."""

    path: str
    module: ModuleType
    page: dict[str, Any]

    @property
    def has_variables(self) -> bool:
        return "<" in self.path

    def variables(self, path: str) -> dict[str, str] | None:
        """The variables of an address, {} where the page has none; None where this is not the page's address."""
        match = re.fullmatch(re.sub(r"<(\w+)>", r"(?P<\1>[^/]+)", self.path), path)
        return match.groupdict() if match else None


def load_pages() -> None:
    """Import every module of `dashboard.pages` that registers a page. To be called when there is a Dash app."""
    for file in sorted(Path(str(pages.__file__)).parent.glob("*.py")):
        if "\ndash.register_page(" in file.read_text(encoding="utf-8"):
            importlib.import_module(f"{pages.__name__}.{file.stem}")


def routes() -> Iterator[Route]:
    """The pages in the order in which they want to stand."""
    for name, page in dash.page_registry.items():
        yield Route(page["path_template"] or page["path"], sys.modules[name], page)


def answer(store: Store, path: str, parameters: Parameters) -> View | Redirect:
    """The page at an address. Raises AddressProblem where there is none."""
    # Only the address of a page is led to: any other could be one that a browser reads as another site's.
    plain = path.rstrip("/") or "/"
    for route in routes():
        variables = route.variables(plain)
        if variables is None:
            continue
        if plain != path or address.has_tracking(parameters):
            return Redirect(address.link(plain, address.clean(parameters)), 308)
        address.check_names(parameters, route.module.PARAMETERS)
        view: View | Redirect = route.module.layout(store, parameters, **variables)
        if isinstance(view, Redirect):
            return view
        description = view.description or view.lead or route.page["description"]
        return replace(view, title=view.title or route.page["title"], description=description)
    raise _unknown_page(store, path)


def _unknown_page(store: Store, path: str) -> AddressProblem:
    """What may have been meant: pages whose address is spelled alike, and councils of this name."""
    titles = {route.path: str(route.page["name"]) for route in routes() if not route.has_variables}
    near = [*_pages_like(path, titles), *_councils_like(store, path)]
    choose = "choose one of these, or" if near else "or"
    cut = path if len(path) <= 80 else f"{path[:77]}…"
    return AddressProblem.of("unknown_page", list(dict.fromkeys(near)), path=cut, choose=choose)


def _pages_like(path: str, titles: Mapping[str, str]) -> list[tuple[str, str]]:
    """Pages whose address, its last part or name is spelled as this one, the nearest first."""
    goals = {
        spelling: goal
        for goal, title in titles.items()
        for spelling in (goal.strip("/"), goal.rpartition("/")[2], title.casefold().replace(" ", "-"))
    }
    near = difflib.get_close_matches(path.strip("/").casefold()[:80], goals, 3, ALIKE)
    return [(titles[goal], goal) for goal in dict.fromkeys(goals[spelling] for spelling in near)]


def _councils_like(store: Store, path: str) -> list[tuple[str, str]]:
    """The council that the last part of an address names, under whatever it was looked for."""
    name = path.rstrip("/").rpartition("/")[2][:80]
    council = store.authority(name.casefold()) or store.reference.register.find(name.replace("-", " "))
    return [(wording.authority_name(council), f"/authority/{council.authority_id}")] if council else []
