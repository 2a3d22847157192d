"""The table of the data page: its columns, the links in their heads that sort, and the links that leaf through."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dashboard.address import link
from dashboard.export import content
from dashboard.export.content import Export
from dashboard.markup import components
from dashboard.markup import elements as html
from dashboard.markup.elements import attributes
from dashboard.markup.view import Content
from dashboard.store import Row, Store, records
from dashboard.words import wording


@dataclass(frozen=True)
class DisplayColumn:
    """A column of the page. It shows what must be read together: a number never stands without its scale."""

    title: str
    cell: Callable[[Store, Row], Content]
    sort: str = ""
    label: str = ""


def _judged(store: Store, row: Row) -> Content:
    printed = html.Small(["printed ", html.Q(row["judgement"])])
    return [wording.thing(store.reference, row["service"], row["aspect"]), printed]


def _site(_: Store, row: Row) -> Content:
    return wording.date_range(row) if row["inspection_start"] or row["inspection_end"] else _empty()


def _inspection(_: Store, row: Row) -> Content:
    return [html.Code(row["inspection_id"]), html.Small(row["inspection_type"]) if row["inspection_type"] else None]


def _empty() -> Content:
    return html.Span("not known", className="absent")


def _agreement(_: Store, row: Row) -> Content:
    words = f"{row['agreement']}, {wording.count(int(row['observations']), 'observation')}"
    return html.Span(words, className="flag" if row["agreement"] == "conflict" else "")


COLUMNS = {
    "authority": DisplayColumn(
        "Authority",
        lambda _, row: html.A(row["authority"], href=f"/authority/{row['authority_id']}"),
        "authority",
        "Authority’s name",
    ),
    "code": DisplayColumn("ONS code", lambda _, row: row["gss_code"] or _empty()),
    "region": DisplayColumn("Region", lambda _, row: row["region"], "region"),
    "date": DisplayColumn("Date", lambda _, row: wording.date(row), "date"),
    "days": DisplayColumn("Days on site", _site),
    "published": DisplayColumn("Published", lambda _, row: wording.day(row["published"]) or _empty(), "published"),
    "framework": DisplayColumn(
        "Framework", lambda store, row: store.reference.vocabulary.frameworks[row["framework"]].title, "framework"
    ),
    "inspection": DisplayColumn("Inspection", _inspection),
    "judgement": DisplayColumn("Judgement", _judged, "service"),
    "grade": DisplayColumn("Grade", lambda store, row: components.grade(store, row), "grade"),
    "comparability": DisplayColumn(
        "Comparability",
        lambda store, row: components.comparability(store, row["comparability"]),
        "comparability",
    ),
    "source": DisplayColumn("Evidence and place", lambda store, row: components.source(store, row), "evidence"),
    "agreement": DisplayColumn("Agreement", _agreement, "agreement"),
}
SIZE = 50
OPENING = ("authority", "date", "framework", "judgement", "grade", "source")


@dataclass(frozen=True, eq=False)
class TablePage:
    """A selection as the page shows it: which columns, and which part of the rows."""

    export: Export
    chosen: tuple[str, ...]
    page: int
    size: int

    @property
    def columns(self) -> list[str]:
        """The columns shown, in the order of COLUMNS whatever the order in the address."""
        return [name for name in COLUMNS if name in (self.chosen or OPENING)]

    @property
    def start(self) -> int:
        return (self.page - 1) * self.size

    def display(self, *, with_sort: bool = True) -> list[tuple[str, str]]:
        """The parameters that say how the rows are shown, without those that choose them."""
        chosen = self.columns if self.columns != list(OPENING) else []
        return [
            *([("sort", self.export.sort)] if with_sort else []),
            *(("column", name) for name in chosen),
            ("rows", "" if self.size == SIZE else str(self.size)),
        ]


def table(store: Store, view: TablePage) -> Content:
    here = view.export.positions[view.start : view.start + view.size]
    rows = records(store.judgements.take(here))
    columns = [COLUMNS[name] for name in view.columns]
    caption = f"Judgements {view.start + 1:,} to {view.start + len(rows):,}"
    return components.table(
        caption,
        [_head(column, view) for column in columns],
        [[column.cell(store, row) for column in columns] for row in rows],
        name="data-table",
        labels=[column.title for column in columns],
    )


def _head(column: DisplayColumn, view: TablePage) -> Content:
    """A column's head as a link that sorts by it, and the other way round when followed again."""
    if not column.sort:
        return column.title
    sort = view.export.sort or "authority"
    is_sorted = sort.lstrip("-") == column.sort
    goal = column.sort if not is_sorted or sort.startswith("-") else f"-{column.sort}"
    goal = "" if goal == "authority" else goal
    state = (" (sorted, descending)" if sort.startswith("-") else " (sorted, ascending)") if is_sorted else ""
    arrow = html.Span(" ▼" if sort.startswith("-") else " ▲", **attributes(aria_hidden="true")) if is_sorted else None
    pairs = [*content.query(view.export.filters, goal), *view.display(with_sort=False)]
    return html.A(
        [column.title, arrow, html.Span(state, className="unseen")],
        href=link("/data", pairs),
        **attributes(data_instant="click"),
    )


def pages(view: TablePage, last: int) -> Content:
    def to(number: int, text: str) -> Content:
        pairs = [*view.export.filters.pairs(), *view.display(), ("page", "" if number == 1 else str(number))]
        return html.A(text, href=link("/data", pairs), **attributes(data_instant="click"))

    page = view.page
    parts: list[Content] = [html.Span(f"Page {page:,} of {last:,}")]
    if page > 1:
        parts = [to(1, "First"), to(page - 1, "Previous"), *parts]
    if page < last:
        parts += [to(page + 1, "Next"), to(last, "Last")]
    return html.Div(parts, className="pages")
