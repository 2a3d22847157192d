"""/compare where the address chooses nothing: which council, or which group, with what each leads to."""

from dashboard.address import Parameters, link
from dashboard.analysis import groups
from dashboard.analysis.national.picture import query_of, service_of
from dashboard.markup import components, elements as html
from dashboard.markup.page_view import Content, View
from dashboard.pages.compare_forms import form
from dashboard.store import Store
from dashboard.words import wording

EXAMPLE = ("worcestershire", 2008, 2012)
"""Two reports that print one number for two grades."""


def layout(store: Store, parameters: Parameters) -> View:
    service = service_of(store, parameters)
    label, hint = "Council name or code", "Former names work too."
    name, several = (
        components.authority_input(name=name, identifier=f"compare-{name}", label=label, hint=hint)
        for name in ("authority", "of")
    )
    neighbours = html.Input(type="hidden", name=groups.GROUP, value=groups.NEIGHBOURS)
    lead = "Choose a council to see its latest two inspections side by side, or several councils over time."
    main: list[Content] = [
        html.P(lead, className="lead"),
        html.Div(
            html.Section(
                html.H2("Two inspections of one council"),
                form([name], "Two inspections of one council"),
                *_example(store),
            ),
            html.Section(
                html.H2("Several councils over time"),
                form([several, neighbours], "A council and its statistical neighbours", "Show with its neighbours"),
                html.P("Or start with a group:"),
                html.Ul(
                    [html.Li(html.A(text, href=goal)) for text, goal in _groups(store, service)], className="inline"
                ),
            ),
            className="columns",
        ),
        components.authority_names(store),
    ]
    title = "Compare councils and inspections"
    return View(title, title, main, description=lead)


def _example(store: Store) -> list[Content]:
    """The example whose two reports print one number for two grades, where this record has both."""
    authority_id, *years = EXAMPLE
    authority = store.authority(authority_id)
    dates = {str(row["date"].year) for row in store.inspections.values() if row["authority_id"] == authority_id}
    if authority is None or not {str(year) for year in years} <= dates:
        return []
    address = link("/compare", [("authority", authority_id), ("from", str(years[0])), ("to", str(years[1]))])
    text = f"{wording.council_name(authority)}, {years[0]} and {years[1]}: one number, two grades"
    return [html.P("For example: ", html.A(text, href=address), ".")]


def _groups(store: Store, service: str) -> list[tuple[str, str]]:
    """Groups that need no council: those inadequate now, and the regions by one of their councils."""
    day = wording.day(store.as_at)
    extra = query_of(service)
    links = [(f"Inadequate on {day}", link("/compare", [(groups.GROUP, groups.INADEQUATE), *extra]))]
    for region in store.regions:
        links.append((region, link("/compare", [("region", region), *extra])))
    return links
