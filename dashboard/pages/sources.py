"""The page of sources: every document that the build tried, what it contributed, and why any was refused."""

from collections.abc import Callable, Sequence

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
from loaders.record.grouping import grouped
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
PARAMETERS = ("source",)
GROUPS = {NO_GRADES: "Read, without a grade of its own", REFUSED: "Could not be read"}
"""The groups that are neither of a framework nor of a kind of evidence."""
SAID = ("What was graded", "Inspection", "As printed", "Grade", "Where in the source")


def layout(store: Store, parameters: Parameters) -> View:
    source_ids = address.choices(parameters, "source", tuple(store.sources))
    if source_ids:
        lead = f"We read {sum(store.sources[name]['observations'] for name in source_ids):,} grades in this document."
        main = [html.P(html.A("All sources", href="/sources")), *(_observations(store, name) for name in source_ids)]
        titles = [components.source_name(store, name) for name in source_ids]
        return View(f"Sources: {wording.listed(titles)}", "Sources", main, lead=lead)
    number_refused = sum(row["status"] == REFUSED for row in store.sources.values())
    lead = (
        f"We read {len(store.tables['observations']):,} grades in {len(store.sources) - number_refused:,} documents; "
        f"many are printed more than once. {wording.number(number_refused, 'more document')} could not be read, each "
        "for the reason given."
    )
    groups = grouped(source_groups.in_order(store), lambda source: source.group)
    tables = [
        components.fold(
            f"{_group_title(store, name)}: {len(sources):,}", _table(store, name, sources), opened=name == REFUSED
        )
        for name, sources in groups.items()
    ]
    download = [html.A("Download all sources (CSV)", href="/download/sources.csv"), f" ({len(store.sources):,} rows)"]
    main = [
        html.Div(tables, className="compact", id="sources-table") if tables else components.notice("No sources."),
        html.P(download, className="downloads"),
    ]
    return View("", "Sources", main, lead=lead)


def _group_title(store: Store, group: str) -> str:
    words = store.reference.vocabulary
    if group in words.frameworks:
        return wording.framework_title(store.reference, group)
    return words.evidence[group].title if group in words.evidence else GROUPS[group]


def _table(store: Store, group: str, sources: Sequence[GroupedSource]) -> Content:
    """The sources of a group: a column that would be empty, or say one thing, is left out."""
    columns = [name for name in COLUMNS if name not in ("Published", "Notes") or any(map(COLUMNS[name], sources))]
    publishers = {source.row["publisher"] for source in sources}
    published_by = f", published by {publishers.pop()}" if len(publishers) == 1 and None not in publishers else ""
    if published_by or publishers == {None}:
        columns.remove("Publisher")
    caption = f"{_group_title(store, group)}: {wording.number(len(sources), 'source')}{published_by}"
    rows = [[_name(source), *(COLUMNS[name](source) for name in columns)] for source in sources]
    return components.table(caption, ["Source", *columns], rows)


def _title(source: GroupedSource) -> str:
    """A report by its council and month, any other source by its title."""
    if source.council:
        return f"{source.council}, {wording.month(source.inspected)}"
    return in_words(source.row["title"] or source.row["file_name"])


def _name(source: GroupedSource) -> list[Content]:
    title, row = _title(source), source.row
    file_name = html.Small(row["file_name"]) if row["file_name"] != title else None
    name = html.Span(components.external(title, row["url"]) if row["url"] else title, id=row["source_id"])
    return [name, file_name]


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
"""What a table says of its sources behind their names."""


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
        html.H2(row["title"] or row["file_name"], id=source_id),
        about,
        components.long_table("Grades read in this source", SAID, lines, name=f"grades-{source_id}")
        if lines
        else components.notice(_notes(row) or "No grade was read from this source."),
    )
