"""The tidy frame as a table: search, filter, sort, choose columns, leaf through, and take exactly what is filtered.

The selection is made by `content.new_export`, which the downloads use as well. The controls are in `data_form`, the
table in `data_table`, the files, code and codebook in `data_files`.
"""

from urllib.parse import parse_qsl, urlsplit

import dash

from dashboard import address, filters
from dashboard.address import AddressProblem, Parameters, link
from dashboard.export import content
from dashboard.filters import Filters
from dashboard.markup import components, elements as html
from dashboard.markup.page_view import Content, View
from dashboard.pages import data_files, data_form, data_table, problem as problem_page
from dashboard.pages.data_form import SIZES
from dashboard.pages.data_table import COLUMNS, TablePage
from dashboard.selection import SORT_WORDS
from dashboard.store import Store
from dashboard.words import selection as selection_words, wording

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


def layout(store: Store, parameters: Parameters) -> View:
    sort = address.choice(parameters, "sort", tuple(SORT_WORDS))
    try:
        selection, wrong = filters.parse(parameters, store), None
    except AddressProblem as problem:
        selection, wrong = filters.parse_apart(parameters, store), problem
    export = content.new_export(store, selection, "" if sort == "authority" else sort)
    size = int(address.choice(parameters, "rows", tuple(str(s) for s in SIZES), default=str(data_table.SIZE)))
    last = max(1, -(-export.rows // size))
    page = min(address.number(parameters, "page", 1, largest=10_000_000) or 1, last)
    view = TablePage(export, address.choices(parameters, "column", tuple(COLUMNS)), page, size=size)
    if wrong:
        return _refused(store, view, wrong)
    number = export.rows
    lead = _lead(store, selection, number, sort=export.sort)
    main: list[Content] = [html.P(lead, className="lead", id="found"), data_form.form(store, view)]
    main.append(data_form.chips(store, view))
    if number:
        pages = data_table.pages(view, last) if last > 1 else None
        main += [data_files.take(export), pages, data_table.table(store, view), pages]
    else:
        main.append(_nothing(store, parameters, selection, view=view))
    # The codebook is long, and stands where nothing is filtered.
    main += [data_files.tables(store), None if parameters else data_files.codebook(store), data_files.cite(store)]
    title = f"Data: {selection_words.title(store, selection)}" if selection.pairs() else ""
    return View(title, "The data", main, description=lead)


def _refused(store: Store, view: TablePage, wrong: AddressProblem) -> View:
    """The form with all that can be read of it, and what is wrong with the rest; no rows until that is mended."""
    lead, advice = (wrong.plain, "") if wrong.plain else (wrong.problem, wrong.accepted)
    pairs = view.export.filters.pairs()
    near = []
    for text, goal in wrong.suggestions:
        others = pairs if goal.startswith("/") else []  # an address of this page has them already
        way = link("/data", [*parse_qsl(urlsplit(goal).query), *others])
        near.append(html.Li(html.A(text, href=way, data_instant="click")))
    main: list[Content] = [
        html.P(lead, className="lead", id="found"),
        components.notice([html.P(advice) if advice else None, html.Ul(near, className="plain")]) if near else None,
        data_form.form(store, view),
        data_form.chips(store, view),
        problem_page.technical(wrong) if wrong.plain else None,
    ]
    return View("", "The data", main, description=lead, status=wrong.status)


def _lead(store: Store, selection: Filters, number: int, *, sort: str) -> str:
    if not selection.pairs():
        first, last = store.oldest.year, store.newest.year
        lead = f"All {number:,} judgements from {first} to {last}, one row each"
    elif not number:
        return f"Nothing matches {selection_words.title(store, selection)}."
    else:
        lead = f"{wording.number(number, 'judgement')}: {selection_words.title(store, selection)}"
    return f"{lead}, sorted by {SORT_WORDS[sort]}." if sort else f"{lead}."


def _nothing(store: Store, parameters: Parameters, selection: Filters, *, view: TablePage) -> Content:
    """The ways out of an empty table: without one of the filters, where that leaves rows, else without any."""
    ways: list[Content] = []
    pairs = selection.pairs()
    for name in dict.fromkeys(name for name, _ in pairs):
        wider = filters.parse({key: values for key, values in parameters.items() if key != name}, store)
        if number := content.new_export(store, wider).rows:
            goal = link("/data", [*wider.pairs(), *view.display()])
            text = f"Clear {data_form.label(name).lower()}"
            left = f" ({wording.number(number, 'judgement')})"
            ways.append(html.Li(html.A(text, href=goal, data_instant="click"), left))
    if not ways:
        ways.append(html.Li(html.A("Clear all filters", href=link("/data", view.display()), data_instant="click")))
    gaps = [html.P(text) for text in selection_words.gaps(store, selection)]
    return components.notice([*gaps, html.Ul(ways, className="plain")])
