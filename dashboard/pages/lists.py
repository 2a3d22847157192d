"""All lists: what each holds, its answer, and its file."""

import dash

from dashboard.address import Parameters
from dashboard.analysis.lists import catalogue
from dashboard.analysis.national.picture import service_of
from dashboard.markup import components, elements as html
from dashboard.markup.page_view import Content, View
from dashboard.pages import list_tables
from dashboard.pages.list_tables import BY_YEAR, goal
from dashboard.store import Store
from dashboard.words import lists as words, wording

dash.register_page(
    __name__,
    path="/lists",
    name="Lists",
    title="Lists of councils",
    description="Which councils are inadequate now and since when, which rose or fell, and who may be inspected next.",
    order=2,
    in_navigation=True,
)
PARAMETERS = ("service",)
FIRST = ("inadequate-now", "changed-this-year", "moves", "longest-inadequate", "next-inspection")


def layout(store: Store, parameters: Parameters) -> View:
    service = service_of(store, parameters)
    items = [_item(store, name, service) for name in FIRST]
    rise, fall = (goal(BY_YEAR, service, sort) for sort in ("rise", "-rise"))
    text = (
        "The grade of each council at the end of each year, in one table. Sort it by "
        f"[largest rise]({rise}) or [largest fall]({fall}) over all inspections."
    )
    heading = html.H2(html.A(words.title(BY_YEAR, store), href=goal(BY_YEAR, service)))
    items.append(html.Li(heading, html.P(components.linked(text))))
    items.append(_item(store, "not-comparable", service))
    what = wording.short_thing(store.reference, service)
    lead = f"As at {wording.day(store.as_at)}, for {what}. Every list can be downloaded as CSV."
    main: list[Content] = [
        list_tables.service_form(store, "/lists", service),
        html.Ul(items, className="plain lists-index"),
    ]
    return View("", "Lists of councils", main, lead=lead)


def _item(store: Store, name: str, service: str) -> Content:
    rows = catalogue.rows(store, name, service)
    title = html.A(words.title(name, store), href=goal(name, service))
    return html.Li(html.H2(title), html.P(f"{words.heading(store, name, service, rows=rows)}."))
