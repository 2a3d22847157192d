"""One list: its answer, its table, and the same rows as a file. `/lists/<name>`, with `?service=`."""

import difflib

import dash

from dashboard import address
from dashboard.address import AddressProblem, Parameters, link
from dashboard.analysis.lists import catalogue
from dashboard.analysis.lists.catalogue import LISTS
from dashboard.analysis.national.picture import query_of, service_of
from dashboard.markup import components, elements as html
from dashboard.markup.page_view import Content, View
from dashboard.pages import list_tables
from dashboard.pages.list_tables import BY_YEAR, goal
from dashboard.store import Store
from dashboard.words import lists as words, wording

dash.register_page(
    __name__,
    path_template="/lists/<list_name>",
    name="List",
    title="List of councils",
    description="One list of councils, with its source and its file.",
    order=21,
)
PARAMETERS = ("service",)


def addresses(_store: Store) -> list[str]:
    """Every list, for the site map."""
    return [f"/lists/{name}" for name in LISTS]


def layout(store: Store, parameters: Parameters, list_name: str) -> View:
    if list_name not in LISTS:
        names = [*LISTS, BY_YEAR]
        near = difflib.get_close_matches(list_name[:60], names, 3, 0.4) or names
        ways = [(words.title(name, store), f"/lists/{name}") for name in near]
        raise AddressProblem.of("unknown_list", ways, found=list_name[:60], lists=", ".join(names))
    kind = LISTS[list_name]
    address.check_names(parameters, PARAMETERS if kind.has_service else ())
    service = service_of(store, parameters)
    rows = catalogue.rows(store, list_name, service)
    heading = words.heading(store, list_name, service, rows=rows)
    lead = words.lead(store, list_name, service, rows=rows)
    main: list[Content] = []
    if kind.has_service:
        main.append(list_tables.service_form(store, f"/lists/{list_name}", service))
    if len(rows):
        main.append(list_tables.table(store, list_name, rows))
    else:
        main.append(components.notice("No council has such a grade for this service."))
    main += [_download(list_name, service, len(rows)), *_later(store, list_name, service)]
    main += _others(store, list_name, service)
    return View(heading, heading, main, lead=lead, kicker=html.A("Lists of councils", href="/lists"))


def _download(list_name: str, service: str, rows: int) -> Content:
    query = query_of(service) if LISTS[list_name].has_service else []
    file = link(f"/download/lists/{list_name}.csv", query)
    return html.P(html.A("Download CSV", href=file), f" ({wording.number(rows, 'row')})", className="downloads")


def _later(store: Store, list_name: str, service: str) -> list[Content]:
    later = catalogue.later(store, service) if LISTS[list_name].has_service else []
    return [html.H2(f"Since {wording.day(store.as_at)}"), list_tables.later(store, later)] if later else []


def _others(store: Store, list_name: str, service: str) -> list[Content]:
    names = [*(name for name in LISTS if name != list_name), BY_YEAR]
    others = [(words.title(name, store), goal(name, service)) for name in names]
    return [html.H2("Other lists"), components.links(others, className="inline")]
