"""The tidy frame as a table: filter, sort, leaf through, and take exactly what is filtered."""

from __future__ import annotations

import pandas as pd
from dash import html

from dashboard import address, components, queries, wording
from dashboard.address import FILTERS, Filters, Parameters, link
from dashboard.appearance import EVIDENCE_SHORT
from dashboard.native import Input, attributes
from dashboard.store import Store, records
from dashboard.view import Content, View

PARAMETERS = (*FILTERS, "sort", "page", "rows")
SORTS = {
    "authority": ("authority", False),
    "date": ("date", False),
    "-date": ("date", True),
    "service": ("service", False),
    "grade": ("grade_rank", False),
    "-grade": ("grade_rank", True),
    "framework": ("framework", False),
    "evidence": ("evidence", False),
}
SORT_WORDS = {
    "authority": "authority, then date",
    "date": "date, earliest first",
    "-date": "date, latest first",
    "service": "service",
    "grade": "grade, best first",
    "-grade": "grade, worst first",
    "framework": "framework",
    "evidence": "evidence",
}
SIZES = (25, 50, 100, 200)


def layout(store: Store, parameters: Parameters) -> View:
    filters = address.filters(parameters, store)
    sort = address.choice(parameters, "sort", tuple(SORTS), "authority")
    size = int(address.choice(parameters, "rows", tuple(str(s) for s in SIZES), "50"))
    found = queries.select(store, filters)
    last = max(1, -(-len(found) // size))
    page = address.number(parameters, "page", 1, 10_000_000) or 1
    page = min(page, last)
    column, is_descending = SORTS[sort]
    if sort != "authority":
        found = found.sort_values(column, ascending=not is_descending, kind="stable")
    shown = found.iloc[(page - 1) * size : page * size]
    here = [*filters.pairs(), ("sort", "" if sort == "authority" else sort), ("rows", "" if size == 50 else str(size))]
    number = len(found)
    lead = (
        f"{number:,} of {len(store.judgements):,} judgements"
        + (f", those with {_words(store, filters)}" if filters.pairs() else "")
        + f", sorted by {SORT_WORDS[sort]}."
    )
    main: list[Content] = [
        html.P(lead, className="lead", id="found"),
        _form(store, filters, sort, size),
        components.downloads(filters.pairs(), number),
    ]
    if number:
        pages = _pages(page, last, here)
        main += [pages, _table(store, shown, (page - 1) * size, here), pages]
    else:
        main.append(
            components.notice(
                ["No judgement fits all of these at once. ", html.A("Show everything", href="/data"), "."]
            )
        )
    main.append(_more())
    return View("The data", "The data", main, lead)


def _words(store: Store, filters: Filters) -> str:
    reference = store.reference
    titles = {
        "authority": lambda v: reference.register.by_id[v].name,
        "service": lambda v: reference.services[v],
        "aspect": lambda v: reference.aspects[v],
        "framework": lambda v: reference.frameworks[v].short_title,
        "grade": lambda v: reference.grade_titles[v],
        "evidence": lambda v: EVIDENCE_SHORT[v],
    }
    parts = []
    for name in address.CHOICES:
        chosen = [titles.get(name, str)(value) for value in getattr(filters, name)]
        if chosen:
            parts.append(f"{name} {' or '.join(chosen)}")
    if filters.from_year or filters.to_year:
        parts.append(f"years {filters.from_year or 'any'} to {filters.to_year or 'any'}")
    return "; ".join(parts)


def _form(store: Store, filters: Filters, sort: str, size: int) -> Content:
    reference = store.reference
    one = filters.authority[0] if len(filters.authority) == 1 else ""
    several = [Input(type="hidden", name="authority", value=value) for value in filters.authority] if not one else []
    kept = [Input(type="hidden", name="inspection", value=value) for value in filters.inspection]
    years = [
        components.field(
            label,
            Input(
                type="number",
                name=name,
                id=f"field-{name}",
                value=str(value or ""),
                min=store.oldest.year,
                max=store.newest.year,
                inputMode="numeric",
            ),
            f"field-{name}",
        )
        for name, label, value in (("from", "From year", filters.from_year), ("to", "To year", filters.to_year))
    ]
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
    name = reference.register.by_id[one].name if one else ""
    return html.Form(
        [
            html.Div(
                [
                    *several,
                    *kept,
                    components.authority_input(
                        name="authority", identifier="field-authority", label="Authority", value=name
                    )
                    if not several
                    else html.P(f"{len(several)} authorities chosen in the address", className="hint"),
                    *years,
                    components.select("sort", list(SORT_WORDS.items()), sort, label="Sort by"),
                    components.select("rows", [(str(s), str(s)) for s in SIZES], str(size), label="Rows a page"),
                ],
                className="row",
            ),
            html.Details(
                [html.Summary("More filters"), html.Div(boxes, className="boxes")],
                id="more-filters",
                **attributes(open=True if filters != Filters(authority=filters.authority) else None),
            ),
            html.Div([components.button("Show"), html.A("Clear all", href="/data")], className="actions"),
            components.authority_names(store),
        ],
        action="/data",
        method="get",
        className="controls",
        **attributes(data_instant="submit", aria_label="Filters"),
    )


def _table(store: Store, shown: pd.DataFrame, start: int, here: list[tuple[str, str]]) -> Content:
    rows = []
    for row in records(shown):
        rows.append(
            [
                html.A(row["authority"], href=f"/authority/{row['authority_id']}"),
                [wording.date(row), html.Small(store.framework(row["framework"]).short_title)],
                [
                    wording.thing(store.reference, row["service"], row["aspect"]),
                    html.Small(["printed ", html.Q(row["judgement"])]),
                ],
                components.grade(store, row),
                components.source(store, row),
            ]
        )
    head = [
        _sorter("Authority", "authority", "authority", here),
        _sorter("Date", "date", "-date", here),
        _sorter("Judgement", "service", "service", here),
        _sorter("Grade", "grade", "-grade", here),
        _sorter("Evidence and place", "evidence", "evidence", here),
    ]
    caption = f"Judgements {start + 1:,} to {start + len(rows):,}"
    return components.table(caption, head, rows, name="data-table")


def _sorter(text: str, sort: str, again: str, here: list[tuple[str, str]]) -> Content:
    """A column's head as a link that sorts by it, and the other way round when followed again."""
    current = dict(here).get("sort") or "authority"
    target = again if current == sort else sort
    state = " (sorted)" if current in (sort, again) else ""
    pairs = [(name, value) for name, value in here if name != "sort"]
    goal = "" if target == "authority" else target
    return html.A(
        [text, html.Span(state, className="hint")],
        href=link("/data", [*pairs, ("sort", goal)]),
        **attributes(data_instant="click"),
    )


def _pages(page: int, last: int, here: list[tuple[str, str]]) -> Content:
    def to(number: int, text: str) -> Content:
        return html.A(
            text,
            href=link("/data", [*here, ("page", "" if number == 1 else str(number))]),
            **attributes(data_instant="click"),
        )

    parts: list[Content] = [html.Span(f"Page {page:,} of {last:,}")]
    if page > 1:
        parts = [to(1, "First"), to(page - 1, "Previous"), *parts]
    if page < last:
        parts += [to(page + 1, "Next"), to(last, "Last")]
    return html.Div(parts, className="pages")


def _more() -> Content:
    tables = ("observations", "inspections", "movements", "discrepancies", "sources")
    links = [html.Li(html.A(f"{name}.csv", href=f"/download/{name}.csv")) for name in tables]
    links.append(html.Li(html.A("datapackage.json", href="/download/datapackage.json")))
    return html.Section(
        [
            html.H2("The other tables"),
            html.P("Whole, as built; the data package describes every column of every table."),
            html.Ul(links, className="inline"),
        ]
    )
