"""The table of the data page: its columns, the links in their heads that sort, and the links that leaf through."""

from collections.abc import Callable
from dataclasses import dataclass

from dashboard.address import link
from dashboard.export import content
from dashboard.export.content import Export
from dashboard.markup import components, elements as html
from dashboard.markup.page_view import Content
from dashboard.store import Store
from dashboard.words import wording
from loaders.frames import records
from loaders.record.rows import JudgementRow, is_graded

EMPTY = html.Span("not known", className="absent")


@dataclass(frozen=True)
class DisplayColumn:
    """A column of the page. It shows what must be read together: a number never stands without its scale."""

    title: str
    cell: Callable[[Store, JudgementRow], Content]
    sort: str = ""


def _source(store: Store, row: JudgementRow) -> Content:
    """The kind of source, linked to the document or to what this record has of it; the place in it is read out."""
    goal = components.source_address(store, row["source_id"])
    kind = store.reference.vocabulary.evidence[row["evidence"]].title
    return html.A(kind, html.Span(f", {row['locator']}", className="unseen"), href=goal)


def _grade(store: Store, row: JudgementRow) -> Content:
    """The printed word with the mark of its rank, and its number with the direction of the scale."""
    if not is_graded(row):
        return html.Span("Not graded", className="absent")
    term, scale = store.reference.word_of(row), store.reference.scales[row["scale"]]
    at_the_time, number = wording.word_at_the_time(store.reference, row), row["grade_number_original"]
    word = wording.upper_first(at_the_time or row["grade_original"])
    words: list[Content] = [html.B(word)]
    if at_the_time:
        words.append(" (listed with today’s word)")
    if number and scale.best_number is not None:
        comma = "" if word == str(number) else f", {number}"
        words.append(f"{comma} ({scale.best_number} is best)")
    return html.Span(components.shape(term.rank), html.Span(words), className=f"chip {components.colour(term)}")


def _agreement(_: Store, row: JudgementRow) -> Content:
    words = f"{row['agreement']}, {wording.count(int(row['observations']), 'observation')}"
    return html.Span(words, className="flag" if row["agreement"] == "conflict" else "")


COLUMNS = {
    "authority": DisplayColumn(
        "Council", lambda store, row: components.council(store, row["authority_id"]), "authority"
    ),
    "code": DisplayColumn("ONS code", lambda _, row: row["gss_code"] or EMPTY),
    "region": DisplayColumn("Region", lambda _, row: row["region"], "region"),
    "date": DisplayColumn("Date", lambda _, row: wording.dated(row), "date"),
    "days": DisplayColumn(
        "Days on site",
        lambda _, row: wording.date_range(row) if row["inspection_start"] or row["inspection_end"] else EMPTY,
    ),
    "published": DisplayColumn("Published", lambda _, row: wording.day(row["published"]) or EMPTY, "published"),
    # By its initials; the key below the table has its name.
    "framework": DisplayColumn(
        "Framework", lambda store, row: store.reference.vocabulary.frameworks[row["framework"]].short, "framework"
    ),
    "inspection": DisplayColumn(
        "Inspection",
        lambda _, row: [
            html.Code(row["inspection_id"]),
            html.Small(row["inspection_type"]) if row["inspection_type"] else None,
        ],
    ),
    "judgement": DisplayColumn(
        "What was graded", lambda store, row: wording.thing(store.reference, row["service"], row["aspect"]), "service"
    ),
    "label": DisplayColumn("Printed label", lambda _, row: row["judgement"]),
    "grade": DisplayColumn("Grade", _grade, "grade"),
    "words": DisplayColumn("Printed words", lambda _, row: html.Q(row["grade_original"])),
    "harmonised": DisplayColumn(
        "Common grade",
        lambda store, row: store.reference.vocabulary.grades[row["grade"]].title if row["grade"] else EMPTY,
    ),
    "comparability": DisplayColumn(
        "Comparability", lambda store, row: components.comparability(store, row["comparability"]), "comparability"
    ),
    "source": DisplayColumn("Source", _source, "evidence"),
    "place": DisplayColumn("Place in the source", lambda _, row: row["locator"]),
    "agreement": DisplayColumn("Agreement", _agreement, "agreement"),
}
OF_COUNCIL = ("authority", "code", "region")
OF_INSPECTION = (*OF_COUNCIL, "date", "days", "published", "framework", "inspection")
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
        columns = self.columns if self.columns != list(OPENING) else []
        return [
            *([("sort", self.export.sort)] if with_sort else []),
            *(("column", name) for name in columns),
            ("rows", "" if self.size == SIZE else str(self.size)),
        ]


def table(store: Store, view: TablePage) -> Content:
    positions = view.export.positions[view.start : view.start + view.size]
    # These alone, and not all rows of the record: 25 of 3,400 are shown.
    rows: list[JudgementRow] = records(store.judgements.take(positions))
    columns = [COLUMNS[name] for name in view.columns]
    caption = f"Judgements {view.start + 1:,} to {view.start + len(rows):,}"
    table = components.table(
        caption,
        [_head(column, view) for column in columns],
        [_cells(store, view.columns, row, above=above) for above, row in zip([None, *rows], rows, strict=False)],
        name="data-table",
        labels=[column.title for column in columns],
    )
    return [table, _key(store, rows)] if "framework" in view.columns else table


def _cells(store: Store, columns: list[str], row: JudgementRow, *, above: JudgementRow | None) -> list[Content]:
    """A row, with what it repeats of the row above marked: a narrow screen shows that once."""
    repeated: tuple[str, ...] = ()
    if above and above["inspection_id"] == row["inspection_id"]:
        is_same = (above["source_id"], above["evidence"]) == (row["source_id"], row["evidence"])
        repeated = (*OF_INSPECTION, "source") if is_same else OF_INSPECTION
    elif above and above["authority_id"] == row["authority_id"]:
        repeated = OF_COUNCIL
    return [
        html.Span(_again(store, name, row), className="again") if name in repeated else COLUMNS[name].cell(store, row)
        for name in columns
    ]


def _again(store: Store, name: str, row: JudgementRow) -> Content:
    """A council's page is linked once for all its rows: twenty links to one page are nineteen stops too many."""
    if name == "authority":
        return wording.council_of(store.reference, row["authority_id"])
    return COLUMNS[name].cell(store, row)


def _key(store: Store, rows: list[JudgementRow]) -> Content:
    """The names of the frameworks that the rows name by their initials."""
    frameworks = [name for name in store.reference.frameworks if any(row["framework"] == name for row in rows)]
    names = [store.reference.vocabulary.frameworks[name] for name in frameworks]
    entries = [f"{name.short}: {name.prose} ({name.years})" for name in names if name.short != name.title]
    return html.P(html.Small("; ".join(entries)), className="table-key") if entries else None


def _head(column: DisplayColumn, view: TablePage) -> Content:
    """A column's head as a link that sorts by it, and the other way round when followed again."""
    if not column.sort:
        return column.title
    sort = view.export.sort or "authority"
    is_sorted = sort.lstrip("-") == column.sort
    goal = column.sort if not is_sorted or sort.startswith("-") else f"-{column.sort}"
    goal = "" if goal == "authority" else goal
    state = (" (sorted, descending)" if sort.startswith("-") else " (sorted, ascending)") if is_sorted else ""
    arrow = html.Span(" ▼" if sort.startswith("-") else " ▲", aria_hidden="true") if is_sorted else None
    pairs = [*content.query(view.export.filters, goal), *view.display(with_sort=False)]
    return html.A(
        column.title, arrow, html.Span(state, className="unseen"), href=link("/data", pairs), data_instant="click"
    )


def pages(view: TablePage, last: int) -> Content:
    def to(number: int, text: str) -> Content:
        pairs = [*view.export.filters.pairs(), *view.display(), ("page", "" if number == 1 else str(number))]
        return html.A(text, href=link("/data", pairs), data_instant="click")

    page = view.page
    parts: list[Content] = [html.Span(f"Page {page:,} of {last:,}")]
    if page > 1:
        parts = [to(1, "First"), to(page - 1, "Previous"), *parts]
    if page < last:
        parts += [to(page + 1, "Next"), to(last, "Last")]
    return html.Div(parts, className="pages")
