"""The tables of the lists, and the one choice that they share. Called by `lists` and `one_list`."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard.address import link
from dashboard.analysis.lists.catalogue import LISTS
from dashboard.analysis.national.picture import query_of
from dashboard.markup import components, elements as html
from dashboard.markup.page_view import Content
from dashboard.store import Store
from dashboard.words import lists as words, wording
from loaders.frames import records
from loaders.record.rows import GradedRow

BY_YEAR = "by-year"
"""The list with a page of its own (`by_year`), which stands among the others where they are offered."""
FEW = 20
"""How many pairs of one reason are shown before the rest is opened: few read more."""
Row = Mapping[str, Any]
"""A row of a list: the columns of `catalogue.COLUMNS`, typed."""


def goal(name: str, service: str, sort: str = "") -> str:
    """The page of a list, of a service where it has one; in an order, its table of councils."""
    kind = LISTS.get(name)  # by year has none
    address = link(f"/lists/{name}", [*(query_of(service) if kind is None or kind.has_service else []), ("sort", sort)])
    return f"{address}#authorities" if sort else address


def service_form(store: Store, path: str, service: str) -> Content:
    """The service, which applies as soon as it is chosen."""
    controls = [components.service_select(store, service), components.button("Update")]
    return components.form(path, "Which service", *controls, kind="row one-line")


def table(store: Store, name: str, rows: pd.DataFrame, *, title: str = "") -> Content:
    """The rows of a list; those that differ across a break in one table for each reason, all but the first closed."""
    if name != "not-comparable":
        return _part(store, name, title or words.title(name, store), identifier=name, rows=rows)
    parts = []
    for number, reason in enumerate(rows["because"].value_counts().index, 1):
        group = rows[rows["because"] == reason]
        title = f"{wording.number(len(group), 'pair')}: {reason}"
        part = _part(store, name, title, identifier=f"{name}-{number}", rows=group, first=FEW)
        parts.append(part if number == 1 else html.Details(html.Summary(title), part))
    return html.Div(parts, id=name)


def _part(
    store: Store, name: str, title: str, *, identifier: str, rows: pd.DataFrame, first: int = components.FIRST
) -> Content:
    head, cells = TABLES[name]
    body = [
        [components.council(store, row["authority_id"], row.get("service", "")), *cells(store, row)]
        for row in records(rows)
    ]
    return components.long_table(title, ["Council", *head], body, name=identifier, first=first)


def _inadequate_now(store: Store, row: Row) -> list[Content]:
    since = html.A(
        wording.upper_first(words.since(row).removeprefix("since ")),
        href=link("/data", [("inspection", row["from_inspection_id"])]),
    )
    label = f"{wording.month(row['latest_date'])}: source of the grade of {words.council(store, row)}"
    goal = components.source_address(store, row["source_id"])
    latest = html.A(wording.month(row["latest_date"]), href=goal, aria_label=label)
    return [since, wording.upper_first(words.duration(row)), str(row["inspections"]), latest, row["region"]]


def _step(store: Store, row: Row) -> list[Content]:
    change = row["change"]
    goal = link("/compare", [("a", row["from_inspection_id"]), ("b", row["to_inspection_id"])])
    label = (
        f"{wording.movement(change)}: {words.council(store, row)}, {row['from_date'].year} and {row['to_date'].year}"
    )
    moved = html.A(
        components.arrow(change),
        wording.upper_first(wording.movement(change)),
        href=goal,
        className="movement",
        aria_label=label,
    )
    return [moved, *_ends(store, row), components.comparability(store, row["comparability"], row["because"])]


def _ends(store: Store, row: Row) -> list[Content]:
    names = words.grades(store)
    return [
        html.Div(components.grade_chip(names[row[f"{end}_grade"]]), html.Small(wording.month(row[f"{end}_date"])))
        for end in ("from", "to")
    ]


def _longest(store: Store, row: Row) -> list[Content]:
    start = wording.month(row["from_date"])
    return [
        wording.upper_first(words.duration(row)),
        f"{start} or earlier" if row["is_at_least"] else start,
        str(row["inspections"]),
        wording.upper_first(words.end(store, row)),
    ]


def _next(store: Store, row: Row) -> list[Content]:
    last: Content = "not known"
    if row["last_inspection_id"]:
        framework = store.inspections[row["last_inspection_id"]]["framework"]
        name = store.reference.vocabulary.frameworks[framework].title
        is_newest = framework == next(reversed(store.reference.frameworks))
        last = html.Div(wording.day(row["last_date"]), None if is_newest else html.Small(name))
    return [last, wording.upper_first(words.next_range(row)), row["region"]]


Cells = Callable[[Store, Row], list[Content]]
STEP_HEAD = ("Change", "From", "To", "Comparable?")
TABLES: dict[str, tuple[Sequence[str], Cells]] = {
    "inadequate-now": (("Since", "Length", "Inspections", "Latest inspection", "Region"), _inadequate_now),
    "changed-this-year": (STEP_HEAD, _step),
    "moves": (STEP_HEAD, _step),
    "not-comparable": (
        ("Before", "After", "Compare"),
        lambda store, row: [*_ends(store, row), components.side_by_side(store, row)],
    ),
    "longest-inadequate": (("Length", "From", "Inspections", "End"), _longest),
    "next-inspection": (("Latest inspection", "Likely range (8 in 10)", "Region"), _next),
}


def later(store: Store, grades: Sequence[GradedRow]) -> Content:
    rows = [
        [
            components.council(store, row["authority_id"], row["service"]),
            components.grade_chip(store.reference.word_of(row)),
            wording.date(row),
        ]
        for row in grades
    ]
    head = ["Council", "Grade", "Inspected"]
    return components.table("Inspections since then, which are not counted above", head, rows)
