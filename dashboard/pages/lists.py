"""All lists: what each holds, its answer, and its file."""

import dash

from dashboard.address import Parameters, link
from dashboard.analysis.lists import catalogue
from dashboard.analysis.lists.catalogue import LISTS
from dashboard.analysis.national.picture import query_of, service_of
from dashboard.markup import components, elements as html
from dashboard.markup.page_view import Content, View
from dashboard.pages import list_tables
from dashboard.store import Store
from dashboard.words import lists as words

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
    items.append(
        html.Li(
            html.H2(html.A("Every council, year by year", href=link("/lists/by-year", query_of(service)))),
            html.P(
                components.linked(
                    "The grade of each council at the end of each year, in one table. Sort it by [largest rise]"
                    f"({_sorted(service, 'rise')}) or [largest fall]({_sorted(service, '-rise')}) over all inspections."
                )
            ),
        )
    )
    items.append(_item(store, "not-comparable", service))
    lead = f"As at {words.as_at(store)}, for {words.service_name(store, service)}. Every list can be downloaded as CSV."
    main: list[Content] = [
        html.P(lead, className="lead"),
        list_tables.service_form(store, "/lists", service),
        html.Ul(items, className="plain lists-index"),
    ]
    return View("", "Lists of councils", main, description=lead)


def _sorted(service: str, sort: str) -> str:
    return f"{link('/lists/by-year', [*query_of(service), ('sort', sort)])}#authorities"


def _item(store: Store, name: str, service: str) -> Content:
    query = query_of(service) if LISTS[name].has_service else []
    rows = catalogue.rows(store, name, service)
    title = html.A(words.title(name, store), href=link(f"/lists/{name}", query))
    return html.Li(html.H2(title), html.P(f"{words.heading(store, name, service, rows=rows)}."))
