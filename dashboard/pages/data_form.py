"""The controls of the data page: search, councils, years, more filters; and the filters in force, each to take away.

A choice applies at once where scripts run; without them a button does it. The form's filters are those of the table in
`filters`, and a council is added to those that are chosen already.
"""

from collections.abc import Sequence

from dashboard.address import LONGEST_SEARCH, link
from dashboard.analysis import groups
from dashboard.filters import BY_NAME, FILTERS, Filters
from dashboard.markup import components, elements as html
from dashboard.markup.page_view import Content
from dashboard.pages import data_table
from dashboard.pages.data_table import COLUMNS, OPENING, TablePage
from dashboard.selection import SORT_WORDS
from dashboard.store import Store
from dashboard.words import wording
from dashboard.words.selection import value_title

SIZES = (25, 50, 100, 200)
RARE = ("authority", "published", "-service")
"""Sorts that an address can name and that the form does not offer: they say nothing, or what another one says."""
SORT_CHOICES = {"": "council, then date"} | {sort: words for sort, words in SORT_WORDS.items() if sort not in RARE}
LABELS = {"from": "From year", "to": "To year", "search": "Search"}


def form(store: Store, view: TablePage) -> Content:
    selection = view.export.filters
    hidden_pairs = [(row.name, value) for row in FILTERS if not row.is_listed for value in selection[row.name]]
    boxes = [
        components.checkboxes(row.label, row.name, row.values(store), selection=selection[row.name])
        for row in FILTERS
        if row.is_listed
    ]
    columns = [(name, column.title) for name, column in COLUMNS.items()]
    sizes = [(str(size), str(size)) for size in SIZES]
    rows = components.select("rows", sizes, str(view.size), label="Rows a page")
    add = components.authority_input(
        name="authority", identifier="field-authority", label="Add a council", data_instant="change"
    )
    first, last = selection.from_year, selection.to_year
    wrong = {"aria_invalid": "true", "aria_describedby": "found"} if first and last and first > last else {}
    years = [
        components.year_field(store, "from", "From year", year=first, data_instant="change", **wrong),
        components.year_field(store, "to", "To year", year=last, data_instant="change", **wrong),
    ]
    return components.form(
        "/data",
        "Filters",
        *components.hidden(hidden_pairs),
        html.Div(_search(selection), components.button("Search"), add, *years, className="row"),
        html.Details(html.Summary("More filters"), html.Div(boxes, className="boxes"), id="more-filters"),
        html.Details(
            html.Summary("Sort and columns"),
            html.Div(
                components.select("sort", SORT_CHOICES, view.export.sort, label="Sort by"),
                html.Div(rows, data_name="rows", data_default=str(data_table.SIZE)),
                className="row",
            ),
            html.Div(
                components.checkboxes("Columns", "column", columns, selection=view.columns),
                data_name="column",
                data_default=" ".join(OPENING),
            ),
            id="columns",
        ),
        html.Div(components.button("Apply filters"), className="without-script"),
        components.authority_names(store),
        kind="",
        id="data-filters",
    )


def _search(selection: Filters) -> Content:
    control = html.Input(
        type="search",
        name="search",
        id="field-search",
        value=selection.search,
        maxLength=str(LONGEST_SEARCH),
        autoComplete="off",
        data_instant="change",
    )
    return components.field("Search", control, "field-search")


def chips(store: Store, view: TablePage) -> Content:
    """Each filter in force, as a link that takes it away; then councils that may be wanted as well."""
    pairs = view.export.filters.pairs()
    if not pairs:
        return None
    items = []
    for position, (name, value) in enumerate(pairs):
        others = [*pairs[:position], *pairs[position + 1 :]]
        text = f"{label(name)}: {value_title(store, name, value)}"
        cross = html.Span(" ×", className="cross", aria_hidden="true")
        items.append(_chip([text, cross, html.Span(" (remove)", className="unseen")], others, view, kind="chosen"))
    items += [_chip(text, offer, view, kind="more") for text, offer in _more_councils(store, view.export.filters)]
    items.append(html.Li(html.A("Clear all filters", href=link("/data", view.display()), data_instant="click")))
    return html.Nav(html.Ul(items, className="inline filters"), aria_label="Chosen filters")


def label(name: str) -> str:
    """What a form calls a filter."""
    return BY_NAME[name].label if name in BY_NAME else LABELS[name]


def _chip(text: Content, pairs: Sequence[tuple[str, str]], view: TablePage, *, kind: str) -> Content:
    return html.Li(html.A(text, href=link("/data", [*pairs, *view.display()]), className=kind, data_instant="click"))


def _more_councils(store: Store, selection: Filters) -> list[tuple[str, list[tuple[str, str]]]]:
    """For the first council that is chosen: its statistical neighbours beside it, or its region in its place."""
    if not selection["authority"]:
        return []
    first = store.reference.register.by_id[selection["authority"][0]]
    name, others = wording.council_name(first), [pair for pair in selection.pairs() if pair[0] != "authority"]
    neighbours = [council.authority_id for council in groups.of_kind(store, groups.NEIGHBOURS, first).members]
    council_ids = list(dict.fromkeys((*selection["authority"], *neighbours)))
    offers = []
    if len(council_ids) > len(selection["authority"]):
        pairs = [("authority", council_id) for council_id in council_ids]
        offers.append((f"Add statistical neighbours of {name}", [*pairs, *others]))
    if first.region and not selection["region"]:
        offers.append((f"All of {first.region} instead", [("region", first.region), *others]))
    return offers
