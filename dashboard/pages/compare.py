"""/compare: two inspections side by side, several councils over time, or the question which.

What an address chooses decides: `a`, `b` or one `authority` lead to two inspections, several councils or a group to
strips over time, and nothing to a form.
"""

import dash

from dashboard import address
from dashboard.address import AddressProblem, Parameters, link
from dashboard.analysis import groups
from dashboard.analysis.national.picture import query_of, service_of
from dashboard.markup import components, elements as html
from dashboard.markup.page_view import Content, View
from dashboard.pages import compare_many, compare_two
from dashboard.pages.compare_forms import form
from dashboard.store import Store
from dashboard.words import wording

dash.register_page(
    __name__,
    path="/compare",
    name="Compare",
    title="Compare councils and inspections",
    description="Two inspections side by side, or several councils over time, and what of it is comparable.",
    order=2,
    in_navigation=True,
)
PARAMETERS = (*compare_two.ADDRESS, *compare_many.ADDRESS)
EXAMPLE = ("worcestershire", 2008, 2012)
"""Two reports that print one number for two grades."""


def layout(store: Store, parameters: Parameters) -> View:
    names = address.values(parameters, "authority")
    several = [name for name in compare_many.CHOOSING if address.values(parameters, name)]
    if len(names) > 1:
        several.append("authority")
        parameters = {**parameters, "authorities": [*parameters.get("authorities", ()), *names], "authority": ()}
    two = [name for name in compare_two.ADDRESS if address.values(parameters, name)]
    if several and two:
        accepted = ", ".join(f"‘{name}’" for name in compare_many.ADDRESS)
        raise AddressProblem.of("several_and_two", several=several[0], two=two[0], names=accepted)
    if several:
        return compare_many.layout(store, parameters)
    return compare_two.layout(store, parameters) if two else _ask(store, parameters)


def _ask(store: Store, parameters: Parameters) -> View:
    """Which council, or which group, with what each leads to."""
    service = service_of(store, parameters)
    label, hint = "Council name or code", "Former names work too."
    name, several = (
        components.authority_input(name=name, identifier=f"compare-{name}", label=label, hint=hint)
        for name in ("authority", "of")
    )
    neighbours = html.Input(type="hidden", name=groups.GROUP, value=groups.NEIGHBOURS)
    lead = "Choose a council to see its latest two inspections side by side, or several councils over time."
    main: list[Content] = [
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
                components.links(_groups(store, service), className="inline"),
            ),
            className="columns",
        ),
        components.authority_names(store),
    ]
    title = "Compare councils and inspections"
    return View(title, title, main, lead=lead)


def _example(store: Store) -> list[Content]:
    """The example whose two reports print one number for two grades, where this record has both."""
    authority_id, *years = EXAMPLE
    dates = {row["date"].year for row in store.of_authority("inspections", authority_id)}
    if not dates.issuperset(years):
        return []
    first, last = map(str, years)
    goal = link("/compare", [("authority", authority_id), ("from", first), ("to", last)])
    text = f"{wording.council_of(store.reference, authority_id)}, {first} and {last}: one number, two grades"
    return [html.P("For example: ", html.A(text, href=goal), ".")]


def _groups(store: Store, service: str) -> list[tuple[str, str]]:
    """Groups that need no council: those inadequate now, and the regions by one of their councils."""
    day = wording.day(store.as_at)
    choices = [(f"Inadequate on {day}", (groups.GROUP, groups.INADEQUATE))]
    choices += [(region, ("region", region)) for region in store.regions]
    return [(text, link("/compare", [choice, *query_of(service)])) for text, choice in choices]
