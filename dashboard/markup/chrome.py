"""What stands around every page: the header with the pages that are registered with Dash, heading, footer, title."""

import dash

from dashboard.markup import components, elements as html
from dashboard.markup.page_view import Content, View
from dashboard.store import Store
from dashboard.words import wording
from loaders.record.schema import LICENCE, LICENCE_TITLE

NAME = "Gradeline"


def header(path: str) -> Content:
    items = [
        html.Li(html.A(page["name"], href=page["path"], aria_current=_current(page["path"], path)))
        for page in dash.page_registry.values()
        if page.get("in_navigation")
    ]
    name = html.A(NAME, href="/", className="name", aria_current="page" if path == "/" else None)
    about = html.Span("Inspection grades of English children’s services", className="about")
    return html.Header(
        html.Div(
            html.Div(name, about, className="brand"),
            html.Details(html.Summary("Menu"), className="menu"),
            html.Nav(html.Ul(items), aria_label="Pages"),
            components.council_search(
                html.Label("Find a council", htmlFor="find-council", className="unseen"),
                *components.council_box("find-council"),
                kind="find-council",
                label="Search",
            ),
            className="inner",
        )
    )


def _current(page: str, path: str) -> str | None:
    """That a page is the one shown, or that the one shown is below it."""
    return "page" if page == path else "true" if path.startswith(f"{page}/") else None


def main(view: View, address: str, store: Store) -> Content:
    """The main part: everything that changes when the address does. On paper it ends with its address and version."""
    heading: list[Content] = [html.H1(view.heading)]
    if view.kicker:
        heading.insert(0, html.P(view.kicker, className="kicker"))
    day = wording.day(store.as_at)
    print_line = [html.Code(address), f", data version {store.version}, complete to {day}."]
    lead = html.P(view.lead, className="lead") if view.lead else None
    return [html.Div(heading, className="heading"), lead, *view.main, html.P(print_line, className="printed")]


def footer(store: Store) -> Content:
    return html.Footer(
        html.Div(
            html.P(
                "Source: Ofsted and other inspectorates. © Crown copyright. Contains public sector "
                "information licensed under the ",
                html.A(LICENCE_TITLE, href=LICENCE),
                ".",
                data_picture="source",
            ),
            html.P(
                html.Span(
                    reach(store), data_picture="date", data_date=store.as_at.isoformat(), data_version=store.version
                ),
                components.linked(
                    " [How grades are compared](/methodology) · [Feed of inspections](/feed.xml) · "
                    "[What changed](/changes) · [Accessibility](/accessibility)"
                ),
            ),
            className="inner",
        )
    )


def reach(store: Store) -> str:
    """How far the record reaches: "as at" a day where a source says so, and what is known from later days."""
    latest = wording.day(store.newest)
    if store.complete_to is None:
        return f"Latest inspection in the record: {latest}; no source says to which day it is complete."
    later = (
        f" {wording.upper_first(wording.count(store.since_then, 'inspection'))} since then." if store.since_then else ""
    )
    return f"Record complete to {wording.day(store.as_at)}; latest inspection in it: {latest}.{later}"


def title(view: View) -> str:
    return f"{view.title} – {NAME}"
