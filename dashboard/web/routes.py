"""Every page's address, and the way from an address to a page: one list, no searching for modules.

Comes in: a store, a path and its parameters. Goes out: a View or a Redirect. Whatever an address gets wrong becomes a
page that says so, with its status.
"""

from __future__ import annotations

import difflib
import re

from dashboard import address
from dashboard.address import AddressProblem, Parameters
from dashboard.markup.view import Redirect, Route, View
from dashboard.pages import (
    accessibility,
    authority,
    compare,
    data,
    home,
    methodology,
    problem,
    read,
    sources,
    transitions,
)
from dashboard.store import Store

ROUTES = (
    Route("/", home.layout, home.PARAMETERS),
    Route("/authority/<authority_id>", authority.layout, authority.PARAMETERS),
    Route("/compare", compare.layout, compare.PARAMETERS, nav="Compare"),
    Route("/transitions", transitions.layout, transitions.PARAMETERS, nav="What came next"),
    Route("/data", data.layout, data.PARAMETERS, nav="Data"),
    Route("/read", read.layout, read.PARAMETERS, nav="Read my report"),
    Route("/sources", sources.layout, sources.PARAMETERS, nav="Sources"),
    Route("/methodology", methodology.layout, methodology.PARAMETERS, nav="Methodology"),
    Route("/accessibility", accessibility.layout, accessibility.PARAMETERS),
)


def answer(store: Store, path: str, parameters: Parameters) -> View | Redirect:
    """The page at an address, or the page that says why there is none."""
    try:
        # Only the address of a page is led to: any other could be one that a browser reads as another site's.
        plain = path.rstrip("/") or "/"
        for route in ROUTES:
            found = re.fullmatch(re.sub(r"<(\w+)>", r"(?P<\1>[^/]+)", route.path), plain)
            if found:
                if plain != path:
                    return Redirect(address.link(plain, [(k, v) for k, vs in parameters.items() for v in vs]), 308)
                address.check_names(parameters, route.parameters)
                made: View | Redirect = route.layout(store, parameters, **found.groupdict())
                return made
        raise unknown_page(path)
    except AddressProblem as wrong:
        return problem.layout(store, wrong)


def unknown_page(path: str) -> AddressProblem:
    pages = [route.path for route in ROUTES if "<" not in route.path]
    near = difflib.get_close_matches(path, pages, 3, 0.5)
    shown = path if len(path) <= 80 else f"{path[:77]}…"
    return AddressProblem(
        404,
        f"There is no page {shown}.",
        f"Pages: {', '.join(pages)}, and /authority/ with an authority’s id.",
        [(each, each) for each in near],
    )
