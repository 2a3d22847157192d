"""What a council's page rests on: every source by kind of evidence, and both readings wherever sources disagree."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from dashboard.markup import components, elements as html
from dashboard.markup.page_view import Content
from dashboard.store import Store
from dashboard.words import wording
from loaders.record.reference import Authority
from loaders.record.rows import DiscrepancyRow, InspectionRow, is_graded

FIELDS = {
    "published": "date of publication",
    "inspection_start": "first day of the inspection",
    "inspection_end": "last day of the inspection",
}
"""What two sources can differ on, where the column's name would not be a reader's word."""
DIFFER = ("Judgement", "They differ on", "Shown here", "The other reading")


def section(store: Store, authority: Authority, inspections: Sequence[InspectionRow]) -> Content:
    by_kind: dict[str, list[str]] = {kind: [] for kind in store.reference.evidence}
    for row in store.of_authority("judgements", authority.authority_id):
        if row["source_id"] not in by_kind[row["evidence"]]:
            by_kind[row["evidence"]].append(row["source_id"])
    used = {source for sources in by_kind.values() for source in sources}
    others = {source for row in inspections for source in row["sources"].split(";") if source} - used
    titles = [(store.reference.vocabulary.evidence[kind].title, sources) for kind, sources in by_kind.items()]
    lines: list[Content] = [
        html.Li(html.B(title), components.links(_links(store, authority, sources)))
        for title, sources in (*titles, ("Also read", others))
        if sources
    ]
    differences = store.of_authority("discrepancies", authority.authority_id)
    lines += [_differ(store, row) for row in differences]
    summary = wording.number(len(used | others), "document")
    if differences:
        times = "once" if len(differences) == 1 else f"{len(differences)} times"
        summary = f"{summary}, which disagree {times}"
    fold = html.Details(
        html.Summary(summary), html.Ul(lines, className="plain sources by-kind"), className="earlier", id="documents"
    )
    return html.Section(html.H2("Sources"), fold, id="sources")


def _links(store: Store, authority: Authority, sources: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Sources by their names and months, the newest first, with where they lead; a report by that of its framework."""
    reports = {
        row["source_id"]: row
        for row in store.of_authority("judgements", authority.authority_id)
        if row["evidence"] == "primary"
    }
    # A report without a date of its own has that of the inspection whose grades it prints.
    inspected = {source: row["published"] or row["date"] for source, row in reports.items()}
    dates = {source: store.sources[source]["published"] or inspected.get(source) for source in sources}
    ordered = sorted(dates, key=lambda source: (dates[source] or dt.date.min, source), reverse=True)
    for source in ordered:
        report = reports.get(source)
        name = (
            store.reference.vocabulary.frameworks[report["framework"]].title
            if report
            else components.source_name(store, source).removesuffix(f": {authority.name}")
        )
        month = wording.month(dates[source])
        yield f"{name}, {month}" if month else name, components.source_address(store, source)


def _differ(store: Store, row: DiscrepancyRow) -> Content:
    """Both readings wherever two sources, or two places in one, say different things; and a third that is shown."""
    inspection = store.inspections.get(row["inspection_id"])
    when = f", {wording.date(inspection, short=True)}" if inspection else ""
    third = _third(store, row)
    return html.Li(
        html.B("Sources disagree"),
        html.Div(
            f"{_thing(store, row)}{when}, {field(row)}. {'One reading is' if third else 'This page shows'} ",
            *_reading(store, row["evidence"], shown(store, row), source=row["source_id"], locator=row["locator"]),
            ". The other reading is ",
            *_reading(
                store,
                row["other_evidence"],
                wording.as_read(row["other_reading"]),
                source=row["other_source_id"],
                locator=row["other_locator"],
            ),
            *([". This page shows ", html.Q(third)] if third else []),
            ".",
        ),
        className="differs",
    )


def _third(store: Store, row: DiscrepancyRow) -> str:
    """The date that pages show where two weaker sources differ on it; "" where the chosen reading is shown."""
    inspection = store.inspections.get(row["inspection_id"])
    if inspection is None or row["field"] != "date" or inspection["date"].isoformat().startswith(row["reading"]):
        return ""
    return wording.dated(inspection)


def _reading(store: Store, evidence: str, reading: str, *, source: str, locator: str) -> list[Content]:
    return [
        html.Q(reading),
        f" ({store.reference.vocabulary.evidence[evidence].prose}, ",
        html.A(locator, href=components.source_address(store, source)),
        ")",
    ]


def shown(store: Store, row: DiscrepancyRow) -> str:
    """The reading that pages show: the word of the time, where a list prints today's."""
    if row["field"] != "grade":
        return wording.as_read(row["reading"])
    same = (row["inspection_id"], row["service"], row["aspect"])
    for judgement in store.of_authority("judgements", row["authority_id"]):
        if (judgement["inspection_id"], judgement["service"], judgement["aspect"]) == same and is_graded(judgement):
            return wording.said_grade(store.reference, judgement)
    return wording.as_read(row["reading"])


def _thing(store: Store, row: DiscrepancyRow) -> str:
    service, aspect = row["service"], row["aspect"]
    return wording.thing(store.reference, service, aspect) if service and aspect else "The inspection"


def field(row: DiscrepancyRow) -> str:
    return FIELDS.get(row["field"], row["field"].replace("_", " "))


def disagreement(store: Store, row: DiscrepancyRow) -> list[Content]:
    """What is judged, what two readings differ on, and both of them with their sources."""
    other = row["other_evidence"], row["other_source_id"], row["other_locator"]
    third, first = _third(store, row), [shown(store, row), components.source(store, row)]
    return [
        _thing(store, row),
        wording.upper_first(field(row)),
        third or first,
        [*(first if third else []), wording.as_read(row["other_reading"]), components.source_place(store, *other)],
    ]
