"""The page of sources: every document that the build tried, what it contributed, and why any was refused."""

from collections.abc import Callable, Sequence
from itertools import groupby

import dash

from dashboard import address
from dashboard.address import Parameters, link
from dashboard.analysis import source_groups
from dashboard.analysis.source_groups import NO_GRADES, REFUSED, GroupedSource
from dashboard.markup import components, elements as html
from dashboard.markup.page_view import Content, View
from dashboard.store import Store
from dashboard.words import wording
from dashboard.words.source_messages import in_words
from loaders.frames import records
from loaders.record.rows import ObservationRow, SourceRow

dash.register_page(
    __name__,
    path="/sources",
    name="Sources",
    title="Sources",
    description="Every document behind the grades, how many grades come from each, and which could not be read.",
    order=6,
    in_navigation=True,
)
PARAMETERS = ("source", "status", "page")
SIZE = 100
TITLES = {"read": "Sources that were read", "refused": "Sources that could not be read"}
"""Of a view of some; without a choice the page has the title under which it is registered."""
GROUPS = {NO_GRADES: "Read, without a grade of its own", REFUSED: "Could not be read"}
"""The groups that are neither of a framework nor of a kind of evidence."""
SAID = ("What was graded", "Inspection", "As printed", "Grade", "Where in the source")


def layout(store: Store, parameters: Parameters) -> View:
    source_ids = address.choices(parameters, "source", tuple(store.sources))
    status = address.choice(parameters, "status", ("read", "refused"))
    sources = [
        source
        for source in source_groups.in_order(store)
        if (not source_ids or source.row["source_id"] in source_ids) and (not status or source.row["status"] == status)
    ]
    refused = [row for row in store.sources.values() if row["status"] == REFUSED]
    number_read = len(store.sources) - len(refused)
    lead = (
        f"We read {len(store.tables['observations']):,} grades in {number_read:,} documents; many are printed more "
        f"than once. {wording.number(len(refused), 'more document')} could not be read, each for the reason given."
    )
    last = max(1, -(-len(sources) // SIZE))
    page = min(address.number(parameters, "page", 1, largest=1_000_000) or 1, last)
    if source_ids:
        lead = f"We read {sum(store.sources[name]['observations'] for name in source_ids):,} grades in this document."
    main: list[Content] = [_ways(status, bool(source_ids))]
    if source_ids:
        main += [_observations(store, source_id) for source_id in source_ids]
    else:
        main += [_contents(store, sources, status), _tables(store, sources, page), _pages(page, last, status)]
    main.append(
        html.P(
            html.A("Download all sources (CSV)", href="/download/sources.csv"),
            f" ({len(store.sources):,} rows)",
            className="downloads",
        )
    )
    titles = [components.source_name(store, source_id) for source_id in source_ids]
    title = f"Sources: {wording.listed(titles)}" if source_ids else TITLES.get(status, "")
    return View(title, "Sources", main, lead=lead)


def _ways(status: str, is_one: bool) -> Content:
    ways = [
        ("All", "", not status and not is_one),
        ("Read", "read", status == "read"),
        ("Could not be read", "refused", status == "refused"),
    ]
    items = [
        html.Li(html.A(text, href=link("/sources", [("status", value)]), aria_current=on)) for text, value, on in ways
    ]
    return html.Nav(html.Ul(items, className="inline"), aria_label="Choose sources")


def _group_title(store: Store, group: str) -> str:
    words = store.reference.vocabulary
    if group in words.frameworks:
        return wording.framework_title(store.reference, group)
    return words.evidence[group].title if group in words.evidence else GROUPS[group]


def _contents(store: Store, grouped_sources: Sequence[GroupedSource], status: str) -> Content:
    items, start = [], 0
    for group, sources in groupby(grouped_sources, lambda source: source.group):
        number, page = len([*sources]), start // SIZE + 1
        goal = link("/sources", [("status", status), ("page", "" if page == 1 else str(page))])
        items.append(html.Li(html.A(_group_title(store, group), href=f"{goal}#{group}"), f" {number:,}"))
        start += number
    groups = html.Nav(html.Ul(items, className="inline groups"), aria_label="Groups of sources")
    return components.folded(f"By framework and kind ({len(items)})", groups, "groups") if len(items) > 1 else None


def _tables(store: Store, grouped_sources: Sequence[GroupedSource], page: int) -> Content:
    page_sources = grouped_sources[(page - 1) * SIZE : page * SIZE]
    if not page_sources:
        return components.notice("No sources.")
    tables = []
    for group, sources in groupby(page_sources, lambda source: source.group):
        group_sources = [*sources]
        columns = [
            name for name in COLUMNS if name not in ("Published", "Notes") or any(map(COLUMNS[name], group_sources))
        ]
        publishers = {source.row["publisher"] for source in group_sources}
        published_by = f", published by {publishers.pop()}" if len(publishers) == 1 and None not in publishers else ""
        if published_by or publishers == {None}:
            columns.remove("Publisher")
        of = sum(source.group == group for source in grouped_sources)
        part = "" if len(group_sources) == of else f", {len(group_sources)} of them on this page"
        caption = f"{_group_title(store, group)}: {wording.number(of, 'source')}{published_by}{part}"
        rows = [[_name(source), *(COLUMNS[name](source) for name in columns)] for source in group_sources]
        head = ["Source", *columns]
        tables.append(components.table(caption, head, rows, name=group))
    return html.Div(tables, className="compact", id="sources-table")


def _title(source: GroupedSource) -> str:
    """A report by its council and month, any other source by its title."""
    if source.council:
        return f"{source.council}, {wording.month(source.inspected)}"
    return in_words(source.row["title"] or source.row["file_name"])


def _name(source: GroupedSource) -> list[Content]:
    title, row = _title(source), source.row
    file_name = html.Small(row["file_name"]) if row["file_name"] != title else None
    return [components.external(title, row["url"]) if row["url"] else title, file_name]


def _number(source: GroupedSource) -> Content:
    number = source.row["observations"]
    goal = link("/sources", [("source", source.row["source_id"])])
    return html.A(f"{number:,}", href=goal, aria_label=f"{number:,} grades: {_title(source)}") if number else "0"


def _notes(row: SourceRow) -> str:
    """What was not read, and why; what was wanted instead is for those who choose files."""
    return wording.upper_first(in_words((row["message"] or "").partition("; wanted ")[0]))


COLUMNS: dict[str, Callable[[GroupedSource], Content]] = {
    "Published": lambda source: wording.day(source.row["published"]),
    "Publisher": lambda source: wording.upper_first(source.row["publisher"] or ""),
    "Grades read": _number,
    "Notes": lambda source: _notes(source.row),
}
"""What a table says of its sources behind their names: a column that would be empty, or say one thing, is left out."""


def _observations(store: Store, source_id: str) -> Content:
    """Everything one source says, line by line, as it prints it."""
    frame = store.tables["observations"]
    rows: list[ObservationRow] = records(frame[frame["source_id"] == source_id])
    row = store.sources[source_id]
    lines = [
        [
            [wording.thing(store.reference, r["service"], r["aspect"]), html.Small("printed ", html.Q(r["judgement"]))],
            html.A(
                wording.council_of(store.reference, r["authority_id"]),
                " ",
                wording.date(r, short=True),
                href=f"/authority/{r['authority_id']}",
            ),
            html.Q(r["grade_text"]),
            components.grade(store, r),
            r["locator"],
        ]
        for r in rows
    ]
    about = components.definition_list(
        [
            ("File", row["file_name"]),
            ("Published at", components.external(row["url"], row["url"]) if row["url"] else "not known"),
            ("SHA-256", html.Code(row["sha256"])),
        ]
    )
    return html.Section(
        html.H2(row["title"] or row["file_name"]),
        about,
        components.long_table("Grades read in this source", SAID, lines, name=f"grades-{source_id}")
        if lines
        else components.notice(_notes(row) or "No grade was read from this source."),
    )


def _pages(page: int, last: int, status: str) -> Content:
    if last == 1:
        return None
    items = [
        html.A(
            str(n),
            href=link("/sources", [("status", status), ("page", "" if n == 1 else str(n))]),
            aria_current="page" if n == page else None,
        )
        for n in range(1, last + 1)
    ]
    return html.Nav(html.Span("Page"), *items, className="pages", aria_label="Pages of the table")
