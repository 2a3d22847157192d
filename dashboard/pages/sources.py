"""The page of sources: every document that the build tried, what it contributed, and why any was refused."""

from __future__ import annotations

from collections.abc import Sequence

import dash

from dashboard import address
from dashboard.address import Parameters, link
from dashboard.markup import components, elements as html
from dashboard.markup.view import Content, View
from dashboard.store import Store
from dashboard.words import wording
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
SIZE = 50
STATUS = {"read": "Read", "refused": "Could not be read"}
TITLES = {"read": "Sources that were read", "refused": "Sources that could not be read"}
"""Of a view of some; without a choice the page has the title under which it is registered."""
SAID = ("What was graded", "Inspection", "As printed", "Grade", "Where in the source")


def layout(store: Store, parameters: Parameters) -> View:
    wanted = address.choices(parameters, "source", tuple(store.sources))
    status = address.choice(parameters, "status", ("read", "refused"))
    rows = [
        row
        for row in store.sources.values()
        if (not wanted or row["source_id"] in wanted) and (not status or row["status"] == status)
    ]
    refused = [row for row in store.sources.values() if row["status"] == "refused"]
    read = len(store.sources) - len(refused)
    lead = (
        f"We read {len(store.tables['observations']):,} grades in {read:,} documents; many are printed more than once. "
        f"{len(refused):,} more could not be read; each has its reason."
    )
    last = max(1, -(-len(rows) // SIZE))
    page = min(address.number(parameters, "page", 1, 1_000_000) or 1, last)
    shown = rows[(page - 1) * SIZE : page * SIZE]
    main: list[Content] = [html.P(lead, className="lead"), _ways(status, bool(wanted))]
    if wanted:
        main += [_observations(store, source_id) for source_id in wanted]
    main += [_table(shown, (page - 1) * SIZE), _pages(page, last, status)]
    main.append(
        html.P(
            html.A("Download all sources (CSV)", href="/download/sources.csv"),
            f"({len(store.sources):,} rows)",
            className="downloads",
        )
    )
    titles = [components.source_name(store, each) for each in wanted]
    title = f"Sources: {wording.listed(titles)}" if wanted else TITLES.get(status, "")
    return View(title, "Sources", main, lead)


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


def _table(rows: Sequence[SourceRow], start: int) -> Content:
    lines = []
    for row in rows:
        title = row["title"] or row["file_name"]
        name: Content = components.external(title, row["url"]) if row["url"] else title
        published = wording.day(row["published"])
        lines.append(
            [
                [name, html.Small(row["file_name"])],
                [
                    row["publisher"] or "publisher not known",
                    html.Small(f"published {published}" if published else "date of publication not printed"),
                ],
                html.Span(STATUS[row["status"]], className=f"status {row['status']}"),
                html.A(f"{row['observations']:,}", href=link("/sources", [("source", row["source_id"])]))
                if row["observations"]
                else "0",
                row["message"],
            ]
        )
    head = ["Source", "Publisher", "Status", "Grades read", "Notes"]
    caption = f"Sources {start + 1:,} to {start + len(rows):,}" if rows else "No sources"
    return html.Div(components.table(caption, head, lines, name="sources-table", labels=head), className="compact")


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
            [r["place"], html.Small(r["locator"])],
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
        components.table("Grades read in this source", SAID, lines, labels=SAID)
        if lines
        else components.notice(row["message"] or "No grade was read from this source."),
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
