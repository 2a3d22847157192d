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
from dashboard.store import Store
from dashboard.words import groups as words, wording
from loaders.record.reference import OVERALL, Authority

TABLE = "group-table"


def chart(store: Store, councils: Sequence[Authority], service: str, own: Authority | None) -> Content:
    rows = [
        drawing.LabelledStrip(
            strips.strip(store, council, service),
            components.council(store, council.authority_id),
            is_own=council == own,
        )
        for council in councils
    ]
    span = strips.group_span([row.strip for row in rows], store)
    return drawing.chart(store, rows, span=span, is_compact=True, has_latest=True)


def pair(store: Store, group: Group, services: Sequence[str], label: str) -> Content:
    """The strips of services side by side, with who the councils are below."""
    charts = [
        html.Div(
            html.H3(wording.thing(store.reference, service, OVERALL)),
            chart(store, group.everyone, service, own=group.of),
        )
        for service in services
    ]
    note = html.Figcaption(html.P(words.about(group)))
    return html.Figure(html.Div(charts, className="strip-pair"), note, className="figure", aria_label=label)


def table(store: Store, councils: Sequence[Authority], services: Sequence[str], caption: str) -> Content:
    """A line for each council: the grade of each service as at the record's day, and its month."""
    head = ["Council"]
    for service in services:
        head += [wording.thing(store.reference, service, OVERALL), "Inspected"]
    rows = [
        [components.council(store, council.authority_id), *_cells(store, council, services)] for council in councils
    ]
    return components.table(caption, head, rows, name=TABLE, labels=head)


def _cells(store: Store, authority: Authority, services: Sequence[str]) -> list[str]:
    return [
        text
        for service in services
        for council_standing in (standing(store, authority, service),)
        for text in (words.grade(store, council_standing), words.when(council_standing))
    ]


def copy_table() -> Content:
    """The button that puts the table of councils into the clipboard."""
    button = html.Button("Copy table", type="button", className="picture", data_copy_table=TABLE)
    return html.P(button, className="take-group")


def picture(group: Group, services: Sequence[str], order: str = "") -> str:
    """The address of the strips as a picture for a slide."""
    return link("/download/group.svg", _query(group, services, order))


def sheet(group: Group, services: Sequence[str], order: str = "") -> tuple[str, str]:
    """The workbook of the group: what its link says, and where it leads."""
    return "Excel (XLSX)", link("/download/group.xlsx", _query(group, services, order))


def _query(group: Group, services: Sequence[str], order: str) -> list[tuple[str, str]]:
    return [*groups.pairs(group), *(("service", service) for service in services), ("order", order)]
