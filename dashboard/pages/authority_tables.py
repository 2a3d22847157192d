"""The tables of an authority's page: grades by inspection, every judgement shown, disagreements, inspections."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from dashboard.address import link
from dashboard.analysis import queries
from dashboard.markup import components
from dashboard.markup import elements as html
from dashboard.markup.view import Content
from dashboard.store import Store, records
from dashboard.words import wording
from dashboard.words.wording import TableRow

if TYPE_CHECKING:
    from dashboard.pages.authority import Chosen


DIFFER = ("Judgement", "They differ on", "Shown here", "The other reading")
INSPECTIONS = ("Date", "Inspection", "Grades", "Evidence", "Sources", "Compare")
HEAD = ("Judgement", "Date and framework", "Grade", "Comparable with today?", "Evidence and place")


def by_inspection(store: Store, chosen: Chosen, inspections: Sequence[dict[str, str]]) -> Content:
    """One line for each inspection, one column for each service: what was given, and in words what was not."""
    frame = queries.series(
        store.of_authority("judgements", chosen.authority.authority_id), chosen.services, chosen.aspects
    )
    pairs = queries.in_reference_order(store.reference, queries.pairs_of(frame))
    if not pairs:
        return None
    lines = []
    for inspection in inspections:
        rows = queries.graded_lines(store, inspection)
        if not any(pair in rows for pair in pairs):
            continue
        cells: list[Content] = [
            [
                wording.date(inspection, short=True),
                html.Small(store.reference.vocabulary.frameworks[inspection["framework"]].title),
            ]
        ]
        for service, aspect in pairs:
            row = rows.get((service, aspect))
            if row and row["grade"]:
                cells.append(components.grade(store, row, is_short=True))
            else:
                cells.append(components.absent(queries.absence(store, inspection, service, aspect), is_short=True))
        lines.append(cells)
    head = ["Inspection", *(wording.thing(store.reference, s, a) for s, a in pairs)]
    return html.Section(
        [
            html.H2("Inspection by inspection"),
            components.table(
                f"What each inspection of {chosen.authority.name} gave, and what it did not",
                head,
                lines,
                name="by-inspection",
            ),
        ]
    )


def judgements(store: Store, name: str, rows: Sequence[dict[str, str]]) -> Content:
    if not rows:
        return None
    return html.Section(
        [
            html.H2("Every judgement shown, with its source"),
            components.folded(
                wording.upper_first(wording.count(len(rows), "judgement")),
                components.table(
                    f"Judgements of {name}: as printed, harmonised, and where each stands",
                    HEAD,
                    [_line(store, row) for row in rows],
                    name="judgements",
                    labels=HEAD,
                ),
                "every-judgement",
            ),
        ]
    )


def _line(store: Store, row: dict[str, str]) -> list[Content]:
    framework = store.framework(row["framework"])
    known = framework.judgement(row["service"], row["aspect"], _visited(row))
    because = known.because if known and row["comparability"] != "same" else ""
    conflict = html.Small("sources disagree, see above", className="flag") if row["agreement"] == "conflict" else None
    several = html.Small(f"{row['observations']} observations agree") if row["agreement"] == "agreed" else None
    return [
        [
            wording.thing(store.reference, row["service"], row["aspect"]),
            html.Small(["printed ", html.Q(row["judgement"])]),
        ],
        [wording.date(row), html.Small(store.reference.vocabulary.frameworks[row["framework"]].title)],
        html.Div([components.grade(store, row), conflict]),
        components.comparability(store, row["comparability"], because),
        html.Div([components.source(store, row), several]),
    ]


def _visited(row: TableRow) -> dt.date:
    """The day that decides which of a framework's lines were in force."""
    return dt.date.fromisoformat(row["inspection_start"] or row["date"])


def predecessor(store: Store, name: str, successor: str, rows: Sequence[dict[str, str]]) -> Content:
    """A predecessor's record, named as its own."""
    if not rows:
        return components.notice(
            f"No grade of {name}, a predecessor of {successor}, is known for what is shown here.", "seam"
        )
    return html.Section(
        [
            html.H2(f"The record of {name}, a predecessor"),
            html.P(f"These grades were given to {name}. {successor} did not inherit them."),
            components.table(
                f"Judgements of {name}",
                HEAD,
                [_line(store, row) for row in rows],
                labels=HEAD,
            ),
        ],
        className="predecessor",
    )


def discrepancies(store: Store, authority_id: str, services: Sequence[str]) -> Content:
    """Both readings wherever two sources, or two places in one, say different things."""
    frame = store.of_authority("discrepancies", authority_id)
    rows = [row for row in records(frame) if row["service"] in ("", *services)]
    if not rows:
        return None
    lines = [disagreement(store, row) for row in rows]
    return html.Section(
        [
            html.H2("Where sources disagree"),
            components.table(
                "Disagreements: the reading that is shown, and the other one",
                DIFFER,
                lines,
                labels=DIFFER,
            ),
        ],
        className="disagreements",
    )


def disagreement(store: Store, row: TableRow) -> list[Content]:
    """What is judged, what two readings differ on, and both of them with their sources."""
    return [
        wording.thing(store.reference, row["service"], row["aspect"]) if row["service"] else "The inspection",
        row["field"].replace("_", " "),
        [row["reading"], components.source(store, row)],
        [row["other_reading"], components.source(store, row, prefix="other_")],
    ]


def inspections(store: Store, rows: Sequence[dict[str, str]]) -> Content:
    if not rows:
        return None
    lines = []
    for row in reversed(rows):
        sources = [source for source in row["sources"].split(";") if source]
        compare = html.A("Compare", href=link("/compare", [("b", row["inspection_id"])]))
        lines.append(
            [
                [wording.date(row, short=True), html.Small(row["inspection_id"])],
                [components.inspection_name(store, row), html.Small(wording.date_range(row))],
                html.Span(wording.count(int(row["judgements"]), "grade")),
                components.evidence(store, row["evidence"]),
                html.Ul([html.Li(components.source_link(store, source)) for source in sources], className="plain"),
                compare if len(rows) > 1 else "",
            ]
        )
    return html.Section(
        [
            html.H2("Inspections"),
            components.folded(
                wording.upper_first(wording.count(len(rows), "inspection")),
                components.table(
                    "Inspections in the record, newest first",
                    INSPECTIONS,
                    lines,
                    name="inspections",
                    labels=INSPECTIONS,
                ),
                "every-inspection",
            ),
        ]
    )
