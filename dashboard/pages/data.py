"""The tidy frame as a table: search, filter, sort, choose columns, leaf through, and take exactly what is filtered.

The selection is made by `content.new_export`, which the downloads use as well; the table is in `data_table`.
"""

from __future__ import annotations

import dash

from dashboard import address, filters
from dashboard.address import LONGEST_SEARCH, Parameters, link
from dashboard.export import content
from dashboard.export.content import Export
from dashboard.filters import BY_NAME, FILTERS, Filters
from dashboard.markup import components
from dashboard.markup import elements as html
from dashboard.markup.elements import Input, attributes
from dashboard.markup.view import Content, View
from dashboard.pages import data_table
from dashboard.pages.data_table import COLUMNS, OPENING, TablePage
from dashboard.selection import SORT_WORDS
from dashboard.store import Store

dash.register_page(
    __name__,
    path="/data",
    name="Data",
    title="The data",
    description="Every judgement as a table, to filter, sort and take away.",
    order=4,
    in_navigation=True,
)
PARAMETERS = (*filters.PARAMETERS, "sort", "column", "page", "rows")
SIZES = (25, 50, 100, 200)
SORT_CHOICES = {"": "authority, then date"} | {sort: words for sort, words in SORT_WORDS.items() if sort != "authority"}


def layout(store: Store, parameters: Parameters) -> View:
    sort = address.choice(parameters, "sort", tuple(SORT_WORDS))
    export = content.new_export(store, filters.parse(parameters, store), "" if sort == "authority" else sort)
    size = int(address.choice(parameters, "rows", tuple(str(s) for s in SIZES), str(data_table.SIZE)))
    last = max(1, -(-export.rows // size))
    page = min(address.number(parameters, "page", 1, 10_000_000) or 1, last)
    view = TablePage(export, address.choices(parameters, "column", tuple(COLUMNS)), page, size)
    number = export.rows
    lead = (
        f"{number:,} of {len(store.judgements):,} judgements"
        + (f", those with {_words(store, export.filters)}" if export.filters.pairs() else "")
        + f", sorted by {SORT_CHOICES[export.sort]}."
    )
    main: list[Content] = [html.P(lead, className="lead", id="found"), _form(store, view), _chosen(store, view)]
    if number:
        pages = data_table.pages(view, last) if last > 1 else None
        main += [_take(export), pages, data_table.table(store, view), pages]
    else:
        main.append(
            components.notice(
                ["No judgement fits all of these at once. ", html.A("Show everything", href="/data"), "."]
            )
        )
    main.append(_more(store))
    return View("", "The data", main, lead)


def _title(store: Store, name: str, value: str) -> str:
    """A value of a filter as readers know it; years and words as they stand."""
    return BY_NAME[name].values(store)[value] if name in BY_NAME else value


def _words(store: Store, chosen: Filters) -> str:
    parts = []
    for name, values in chosen.values.items():
        parts.append(f"{name} {' or '.join(_title(store, name, value) for value in values)}")
    if chosen.from_year or chosen.to_year:
        parts.append(f"years {chosen.from_year or 'any'} to {chosen.to_year or 'any'}")
    if chosen.search:
        parts.append(f"the words “{chosen.search}”")
    return "; ".join(parts)


def _chosen(store: Store, view: TablePage) -> Content:
    """Each filter that is in force, as a link that takes it away."""
    pairs = view.export.filters.pairs()
    if not pairs:
        return None
    items = []
    for position, (name, value) in enumerate(pairs):
        others = [*pairs[:position], *pairs[position + 1 :]]
        text = f"{name} {_title(store, name, value)}"
        goal = link("/data", [*others, *view.display()])
        items.append(
            html.Li(
                html.A([text, html.Span(" (remove)", className="hint")], href=goal, **attributes(data_instant="click"))
            )
        )
    return html.Nav(html.Ul(items, className="inline filters"), **attributes(aria_label="Filters in force"))


def _form(store: Store, view: TablePage) -> Content:
    chosen = view.export.filters
    one = chosen["authority"][0] if len(chosen["authority"]) == 1 else ""
    several = [Input(type="hidden", name="authority", value=value) for value in chosen["authority"]] if not one else []
    inspections = [Input(type="hidden", name="inspection", value=value) for value in chosen["inspection"]]
    listed = [row for row in FILTERS if row.is_listed]
    boxes = [
        components.checkboxes(row.label, row.name, list(row.values(store).items()), chosen[row.name]) for row in listed
    ]
    columns = [(name, column.label or column.title) for name, column in COLUMNS.items()]
    is_narrowed = any(chosen[row.name] for row in listed)
    return html.Form(
        [
            html.Div(
                [_search(chosen), components.button("Show"), html.A("Clear all", href="/data", className="aside")],
                className="row search",
            ),
            html.Div(
                [
                    *several,
                    *inspections,
                    _authority(store, one) if not several else _several(several),
                    *_years(store, chosen),
                    components.select("sort", list(SORT_CHOICES.items()), view.export.sort, label="Sort by"),
                    html.Div(
                        components.select(
                            "rows", [(str(s), str(s)) for s in SIZES], str(view.size), label="Rows a page"
                        ),
                        **attributes(data_name="rows", data_default=str(data_table.SIZE)),
                    ),
                ],
                className="row",
            ),
            html.Details(
                [html.Summary("More filters"), html.Div(boxes, className="boxes")],
                id="more-filters",
                **attributes(open=True if is_narrowed else None),
            ),
            html.Details(
                [html.Summary("Columns"), components.checkboxes("Shown", "column", columns, view.columns)],
                id="columns",
                **attributes(data_name="column", data_default=" ".join(OPENING)),
            ),
            components.authority_names(store),
        ],
        action="/data",
        method="get",
        className="controls",
        **attributes(data_instant="submit", aria_label="Filters"),
    )


def _search(chosen: Filters) -> Content:
    control = Input(
        type="search",
        name="search",
        id="field-search",
        value=chosen.search,
        maxLength=str(LONGEST_SEARCH),
        autoComplete="off",
    )
    hint = "Words that a row must have: names of authorities, labels, printed grades, places in a source"
    return components.field("Search", control, "field-search", hint)


def _authority(store: Store, one: str) -> Content:
    name = store.reference.register.by_id[one].name if one else ""
    return components.authority_input(name="authority", identifier="field-authority", label="Authority", value=name)


def _several(several: list[Content]) -> Content:
    return html.P(f"{len(several)} authorities chosen in the address", className="hint")


def _years(store: Store, chosen: Filters) -> list[Content]:
    fields: list[Content] = []
    for name, label, value in (("from", "From year", chosen.from_year), ("to", "To year", chosen.to_year)):
        control = Input(
            type="number",
            name=name,
            id=f"field-{name}",
            value=str(value or ""),
            min=store.oldest.year,
            max=store.newest.year,
            inputMode="numeric",
        )
        fields.append(components.field(label, control, f"field-{name}"))
    return fields


def _take(export: Export) -> Content:
    """The files of what is filtered, and the address of the same for programs."""
    path = export.address("csv")
    control = Input(
        type="text",
        id="download-address",
        value=path,
        spellCheck="false",
        readOnly=True,
        **attributes(data_address=path),
    )
    copy = html.Button("Copy", type="button", **attributes(data_copy="download-address", data_copied="Copied"))
    return html.Section(
        [
            components.downloads(content.query(export.filters, export.sort), export.rows),
            html.Details(
                [
                    html.Summary("The same for scripts"),
                    html.Div(
                        [components.field("Address of the CSV", control, "download-address"), copy], className="row"
                    ),
                    html.P(
                        [
                            "It answers with the newest data. With json, xlsx or zip in place of csv it gives the "
                            "other forms. ",
                            html.A("OpenAPI description", href="/download/openapi.json"),
                            ".",
                        ],
                        className="hint",
                    ),
                ],
                id="for-scripts",
            ),
        ],
        className="take",
        **attributes(aria_label="Downloads"),
    )


def _more(store: Store) -> Content:
    tables = [name for name in store.tables if name != "judgements"]
    links = [html.Li(html.A(f"{name}.csv", href=f"/download/{name}.csv")) for name in tables]
    links.append(html.Li(html.A("datapackage.json", href="/download/datapackage.json")))
    links.append(html.Li(html.A("openapi.json", href="/download/openapi.json")))
    columns = len(store.judgements.columns)
    return html.Section(
        [
            html.H2("What the files hold"),
            html.P(
                f"Every file of judgements has the rows that are filtered, in the order shown, with all {columns} "
                "columns whatever is shown here. XLSX adds a cover, notes and what each column is; the zip adds the "
                "same as CSV on the Web, a data package and a README."
            ),
            html.P(content.NEUTRALISED),
            html.P(["How to cite: ", content.citation(store)]),
            html.H2("The other tables"),
            html.P("Whole, as built; the data package describes every column of every table."),
            html.Ul(links, className="inline"),
        ]
    )
