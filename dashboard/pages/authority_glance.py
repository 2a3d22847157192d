"""The glance row of a council's page: five areas with grade, month, what changed, and how its neighbours stand."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.analysis.glance import Cell, Change
from dashboard.markup import elements as html
from dashboard.markup.elements import Markup
from dashboard.markup.view import Content
from dashboard.store import Store
from dashboard.words import glance as words
from dashboard.words import strips

ARROWS = {
    1: "M5 0 10 6H6.6v4H3.4V6H0z",
    0: "M0 3h10v1.6H0zM0 6h10v1.6H0z",
    -1: "M5 10 0 4h3.4V0h3.2v4H10z",
}
"""Up, no change and down, as SVG paths in a box of 10 by 10."""


def row(store: Store, cells: Sequence[Cell]) -> Content:
    return html.Dl([_cell(store, cell) for cell in cells], className="glance", id="glance")


def _cell(store: Store, cell: Cell) -> Content:
    month = words.when(cell)
    term = words.area(store, *cell.pair) + (f", {month}" if month else "")
    if cell.row is None:
        lines: list[Content] = [html.Dd(words.nothing(store, cell), className="grade-now none")]
        return html.Div([html.Dt(term), *lines])
    grade = store.reference.printed_grade(cell.row["grade"], cell.row["framework"])
    around = words.among(cell.among)
    return html.Div(
        [
            html.Dt(term),
            html.Dd(strips.grade(store, cell.row), className="grade-now"),
            html.Dd(change(store, cell.change, is_first=len(cell.strip.graded) == 1), className="change"),
            html.Dd(around, className="around") if around else None,
        ],
        className=f"r{grade.rank}{' light' if grade.is_light else ''}",
    )


def change(store: Store, found: Change | None, *, is_first: bool) -> Content:
    """An arrow and the words against the time before; the words alone where the two are not comparable."""
    strong, rest = words.change(store, found, is_first=is_first)
    if not strong or found is None:
        return rest
    return [arrow(found.grades), html.B(strong), rest]


def arrow(grades: int) -> Content:
    sign = (grades > 0) - (grades < 0)
    return Markup(f'<svg class="arrow" viewBox="0 0 10 10" aria-hidden="true"><path d="{ARROWS[sign]}"/></svg>')
