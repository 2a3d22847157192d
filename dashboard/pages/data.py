"""The tidy frame as a table: search, filter, sort, choose columns, leaf through, and take exactly what is filtered.

The selection is made by `export.make`, which the downloads use as well; the table is in `data_table`.
"""

from __future__ import annotations

from dashboard import address
from dashboard import selection as grid
from dashboard.address import CHOICES, FILTERS, LONGEST_SEARCH, Filters, Parameters, link
from dashboard.appearance import EVIDENCE_SHORT
from dashboard.export import content as export
from dashboard.export.content import Export
from dashboard.markup import components
from dashboard.markup import elements as html
from dashboard.markup.elements import Input, attributes
from dashboard.markup.view import Content, View
from dashboard.pages import data_table
from dashboard.pages.data_table import COLUMNS, OPENING, Shown
from dashboard.store import Store

PARAMETERS = (*FILTERS, "sort", "column", "page", "rows")
SIZES = (25, 50, 100, 200)
DIRECTIONS = {
    "authority": ("authority, A to Z", "authority, Z to A"),
    "date": ("date, earliest first", "date, latest first"),
    "published": ("publication, earliest first", "publication, latest first"),
    "region": ("region, A to Z", "region, Z to A"),
    "framework": ("framework, oldest first", "framework, newest first"),
    "service": ("service", "service, last first"),
    "grade": ("grade, best first", "grade, worst first"),
    "evidence": ("evidence, strongest first", "evidence, weakest first"),
    "comparability": ("comparability, closest first", "comparability, loosest first"),
    "agreement": ("agreement, conflicts first", "agreement, conflicts last"),
}
SORT_WORDS = {"": "authority, then date"} | {
    sign + name: words
    for name, both in DIRECTIONS.items()
    for sign, words in zip(("", "-"), both, strict=True)
    if sign + name != "authority"
}


def layout(store: Store, parameters: Parameters) -> View:
    sort = address.choice(parameters, "sort", grid.SORTS)
    made = export.make(store, address.filters(parameters, store), "" if sort == "authority" else sort)
    size = int(address.choice(parameters, "rows", tuple(str(s) for s in SIZES), str(data_table.SIZE)))
    last = max(1, -(-made.rows // size))
    page = min(address.number(parameters, "page", 1, 10_000_000) or 1, last)
    shown = Shown(made, address.choices(parameters, "column", tuple(COLUMNS)), page, size)
    number = made.rows
    lead = (
        f"{number:,} of {len(store.judgements):,} judgements"
        + (f", those with {_words(store, made.filters)}" if made.filters.pairs() else "")
        + f", sorted by {SORT_WORDS[made.sort]}."
    )
    main: list[Content] = [html.P(lead, className="lead", id="found"), _form(store, shown), _chosen(store, shown)]
    if number:
        pages = data_table.pages(shown, last) if last > 1 else None
        main += [_take(made), pages, data_table.table(store, shown), pages]
    else:
        main.append(
            components.notice(
                ["No judgement fits all of these at once. ", html.A("Show everything", href="/data"), "."]
            )
        )
    main.append(_more(store))
    return View("The data", "The data", main, lead)


def _titles(store: Store, name: str, value: str) -> str:
    """A filter's value as readers know it."""
    reference = store.reference
    known = {
        "authority": lambda: reference.register.by_id[value].name,
        "service": lambda: reference.services[value],
        "aspect": lambda: reference.aspects[value],
        "framework": lambda: reference.frameworks[value].short_title,
        "grade": lambda: reference.grade_titles[value],
        "evidence": lambda: EVIDENCE_SHORT[value],
    }
    return str(known.get(name, lambda: value)())


def _words(store: Store, filters: Filters) -> str:
    parts = []
    for name in CHOICES:
        chosen = [_titles(store, name, value) for value in getattr(filters, name)]
        if chosen:
            parts.append(f"{name} {' or '.join(chosen)}")
    if filters.from_year or filters.to_year:
        parts.append(f"years {filters.from_year or 'any'} to {filters.to_year or 'any'}")
    if filters.search:
        parts.append(f"the words “{filters.search}”")
    return "; ".join(parts)


def _chosen(store: Store, shown: Shown) -> Content:
    """Each filter that is in force, as a link that takes it away."""
    pairs = shown.made.filters.pairs()
    if not pairs:
        return None
    items = []
    for position, (name, value) in enumerate(pairs):
        others = [*pairs[:position], *pairs[position + 1 :]]
        text = f"{name} {_titles(store, name, value)}"
        goal = link("/data", [*others, *shown.view()])
        items.append(
            html.Li(
                html.A([text, html.Span(" (remove)", className="hint")], href=goal, **attributes(data_instant="click"))
            )
        )
    return html.Nav(html.Ul(items, className="inline filters"), **attributes(aria_label="Filters in force"))


def _form(store: Store, shown: Shown) -> Content:
    reference, filters = store.reference, shown.made.filters
    one = filters.authority[0] if len(filters.authority) == 1 else ""
    several = [Input(type="hidden", name="authority", value=value) for value in filters.authority] if not one else []
    kept = [Input(type="hidden", name="inspection", value=value) for value in filters.inspection]
    boxes = [
        components.checkboxes("Service", "service", list(reference.services.items()), filters.service),
        components.checkboxes("Grade", "grade", list(reference.grade_titles.items()), filters.grade),
        components.checkboxes(
            "Framework",
            "framework",
            [(f.framework, f.short_title) for f in reference.frameworks.values()],
            filters.framework,
        ),
        components.checkboxes("Evidence", "evidence", list(EVIDENCE_SHORT.items()), filters.evidence),
        components.checkboxes("Aspect", "aspect", list(reference.aspects.items()), filters.aspect),
        components.checkboxes("Region", "region", [(r, r) for r in store.regions], filters.region),
    ]
    columns = [(name, column.label or column.title) for name, column in COLUMNS.items()]
    is_narrowed = any(getattr(filters, name) for name in CHOICES if name not in ("authority", "inspection"))
    return html.Form(
        [
            html.Div(
                [_search(filters), components.button("Show"), html.A("Clear all", href="/data", className="aside")],
                className="row search",
            ),
            html.Div(
                [
                    *several,
                    *kept,
                    _authority(store, one) if not several else _several(several),
                    *_years(store, filters),
                    components.select("sort", list(SORT_WORDS.items()), shown.made.sort, label="Sort by"),
                    html.Div(
                        components.select(
                            "rows", [(str(s), str(s)) for s in SIZES], str(shown.size), label="Rows a page"
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
                [html.Summary("Columns"), components.checkboxes("Shown", "column", columns, shown.columns)],
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


def _search(filters: Filters) -> Content:
    control = Input(
        type="search",
        name="search",
        id="field-search",
        value=filters.search,
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


def _years(store: Store, filters: Filters) -> list[Content]:
    made = []
    for name, label, value in (("from", "From year", filters.from_year), ("to", "To year", filters.to_year)):
        control = Input(
            type="number",
            name=name,
            id=f"field-{name}",
            value=str(value or ""),
            min=store.oldest.year,
            max=store.newest.year,
            inputMode="numeric",
        )
        made.append(components.field(label, control, f"field-{name}"))
    return made


def _take(made: Export) -> Content:
    """The files of what is filtered, and the address of the same for programs."""
    path = made.address("csv")
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
            components.downloads(export.query(made.filters, made.sort), made.rows),
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
            html.P(export.NEUTRALISED),
            html.P(["How to cite: ", export.citation(store)]),
            html.H2("The other tables"),
            html.P("Whole, as built; the data package describes every column of every table."),
            html.Ul(links, className="inline"),
        ]
    )
