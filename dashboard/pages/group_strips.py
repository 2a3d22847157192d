"""Councils of a group as named strips, with the grade now in the last column, and the same as a table to copy.

Called by the block of neighbours on a council's page and by /compare with several councils.
"""

from collections.abc import Sequence

from dashboard.address import link
from dashboard.analysis import groups, strips
from dashboard.analysis.groups import Group
from dashboard.analysis.standing import standing
from dashboard.markup import components, elements as html, strips as drawing
from dashboard.markup.page_view import Content
from dashboard.pages import share
from dashboard.store import Store
from dashboard.words import groups as words, wording
from dashboard.words.strips import NamedStrip, of_group
from loaders.record.reference import Authority

TABLE = "group-table"


def chart(store: Store, councils: Sequence[Authority], service: str, *, own: Authority | None) -> Content:
    rows = of_group((strips.strip(store, council, service) for council in councils), own)
    span = strips.group_span([row.strip for row in rows], store)

    def linked(row: NamedStrip) -> Content:
        return components.council(store, row.strip.authority.authority_id)

    return drawing.chart(store, rows, name=linked, span=span, is_compact=True)


def pair(store: Store, group: Group, services: Sequence[str], *, label: str) -> Content:
    """The strips of services side by side, with who the councils are below."""
    charts = [
        html.Div(
            html.H3(wording.thing(store.reference, service)),
            chart(store, group.everyone, service, own=group.of),
        )
        for service in services
    ]
    note = html.Figcaption(html.P(words.about(group)))
    return html.Figure(html.Div(charts, className="strip-pair"), note, className="figure", aria_label=label)


def table(store: Store, councils: Sequence[Authority], services: Sequence[str], *, caption: str) -> Content:
    """A line for each council: the grade of each service as at the record's day, and its month."""
    head, rows = ["Council"], [[components.council(store, council.authority_id)] for council in councils]
    for service in services:
        head += [wording.thing(store.reference, service), "Inspected"]
        for row, council in zip(rows, councils, strict=True):
            now = standing(store, council, service)
            row += [words.grade(store, now), words.when(now)]
    return components.table(caption, head, rows, name=TABLE)


def folded_table(
    store: Store, councils: Sequence[Authority], services: Sequence[str], *, caption: str, name: str
) -> Content:
    """The table behind one line, with the button that puts it into the clipboard."""
    copy = html.Button("Copy table", type="button", className="picture", data_copy_table=TABLE)
    return html.Details(
        html.Summary("The same as a table"),
        table(store, councils, services, caption=caption),
        html.P(copy, className="take-group"),
        id=name,
    )


def fold(
    store: Store,
    group: Group,
    services: Sequence[str],
    *,
    query: Sequence[tuple[str, str]],
    order: str = "",
    **named: str,
) -> Content:
    """All ways to take the strips along; `query` are the parameters of the page of its own that shows them."""
    chosen = [*groups.pairs(group), *(("service", service) for service in services), ("order", order)]
    return share.fold(
        store,
        page=link("/compare", query),
        embed=link("/embed/compare", query),
        pictures=share.slide_links(link("/download/group.svg", chosen)),
        data=[("Excel (XLSX)", link("/download/group.xlsx", chosen))],
        **named,
    )
