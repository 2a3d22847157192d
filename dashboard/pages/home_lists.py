"""The beginnings of three lists on the home page, each with the way to all of it, and the ways to the others.

Only grades that are comparable are said to rise or fall; those that are not have a list of their own.
"""

from typing import Any

import pandas as pd

from dashboard.address import link
from dashboard.analysis.lists import catalogue
from dashboard.markup import components, elements as html
from dashboard.markup.page_view import Content
from dashboard.pages import list_tables
from dashboard.pages.list_tables import BY_YEAR, goal
from dashboard.store import Store
from dashboard.words import lists as words, wording
from loaders.frames import records

MOST = 12
SHOWN = ("inadequate-now", "changed-this-year", "moves")


def lists(store: Store, service: str, region: str) -> Content:
    tables = {name: catalogue.rows(store, name, service) for name in SHOWN}
    is_all = not region
    if region:
        tables = {name: rows[rows["region"] == region] for name, rows in tables.items()}
    columns, is_graded = [], words.is_graded(store, service)
    if is_graded:
        columns += [
            _inadequate(store, service, tables["inadequate-now"], is_all=is_all),
            _changed(store, service, tables["changed-this-year"], is_all=is_all),
        ]
    if columns or len(tables["moves"]):
        columns.append(_largest(store, service, tables["moves"], is_all=is_all))
    over = f"{words.heading(store, 'inadequate-now', service, rows=tables['inadequate-now'])}."
    return html.Section(
        html.H2(f"Lists for {wording.short_thing(store.reference, service)}{f', {region}' if region else ''}"),
        None if is_graded else html.P(over),
        html.Div(columns, className="list-columns") if columns else None,
        html.P(
            components.linked(
                f"More lists: [longest inadequate]({goal('longest-inadequate', service)}), "
                f"[grades that differ but are not comparable]({goal('not-comparable', service)}), "
                f"[largest rise over all inspections]({goal(BY_YEAR, service, 'rise')}), "
                "[next inspection](/lists/next-inspection), "
                f"[every council, year by year]({goal(BY_YEAR, service)})."
            )
        ),
        id="lists",
    )


def _column(
    store: Store, title: str, rows: list[dict[str, Any]], *, texts: list[list[Content]], more: Content
) -> Content:
    items = [
        html.Li(
            html.A(
                words.council(store, row),
                href=link(f"/authority/{row['authority_id']}", [("service", row["service"])]),
            ),
            html.Span(text),
        )
        for row, text in zip(rows, texts, strict=True)
    ]
    return html.Div(html.H3(title), html.Ol(items, className="list") if items else None, html.P(more))


def _all(name: str, service: str, rows: str, *, is_all: bool) -> Content:
    """The way to a whole list, which is always of all regions."""
    return html.A(f"All {rows if is_all else 'of England'} (table, CSV)", href=goal(name, service))


def _inadequate(store: Store, service: str, rows: pd.DataFrame, *, is_all: bool) -> Content:
    first = records(rows.head(MOST))
    texts: list[list[Content]] = [[words.since(row)] for row in first]
    title = f"{words.title('inadequate-now', store)} ({len(rows)})"
    more = _all("inadequate-now", service, str(len(rows)), is_all=is_all)
    return _column(store, title, first, texts=texts, more=more)


def _changed(store: Store, service: str, rows: pd.DataFrame, *, is_all: bool) -> Content:
    """What rose and fell this year; of how many councils inspected, where `is_all` of them are asked for."""
    year = store.as_at.year
    first = records(rows.head(MOST))
    title = f"Changed in {year}: {words.rise_and_fall(rows)}"
    base = f"{words.inspected_this_year(store, service)} " if is_all else ""
    more: list[Content] = [base, _all("changed-this-year", service, str(len(rows)), is_all=is_all)]
    return _column(store, title, first, texts=[_moved(row, words.step(store, row)) for row in first], more=more)


def _moved(row: dict[str, Any], text: str) -> list[Content]:
    way = html.Span("rose: " if row["change"] > 0 else "fell: ", className="unseen")
    return [components.arrow(row["change"]), way, text]


def _largest(store: Store, service: str, rows: pd.DataFrame, *, is_all: bool) -> Content:
    """The largest rises and falls since November 2013, half of the room each, and how many there were of that size."""
    since = rows[rows["from_date"] >= pd.Timestamp(catalogue.SINCE)]
    size = since["change"].abs()
    most = int(size.max()) if len(size) else 0
    largest = since[size == most]
    ways = [largest[largest["change"] > 0], largest[largest["change"] < 0]]
    half = [way.sort_values("to_date", ascending=False, kind="stable").head(MOST // 2 - 1) for way in ways]
    first = records(pd.concat(half))
    names = words.grades(store)
    texts = [
        _moved(
            row,
            f"{names[row['from_grade']].title} {row['from_date'].year} to "
            f"{names[row['to_grade']].prose} {row['to_date'].year}"
            f"{', with caution' if row['comparability'] == 'close' else ''}",
        )
        for row in first
    ]
    summary = ""
    if most:
        up, down = (len(way) for way in ways)
        grades = "1 grade" if most == 1 else f"{most} grades"
        summary = f"{words.number(up, 'rise')} and {words.number(down, 'fall')} by {grades}. "
    early = f", and {len(rows) - len(since)} from before" if len(since) < len(rows) else ""
    more: list[Content] = [
        f"From one inspection to the next: {summary}" if summary else "",
        _all("moves", service, f"{len(since)} changes{early}", is_all=is_all),
    ]
    return _column(store, "Largest changes since November 2013", first, texts=texts, more=more)


def later(store: Store, service: str, region: str) -> Content:
    """What was inspected since the day of the record, which nothing above counts."""
    inspected = [row for row in catalogue.later(store, service) if not region or row["region"] == region]
    if not inspected:
        return None
    title = wording.upper_first(wording.count(len(inspected), "council"))
    return html.Section(
        html.H2(f"{title} inspected since {wording.day(store.as_at)}"),
        html.P("Their new grades are not counted above: the record may lack others of these days."),
        components.folded("The grades", list_tables.later(store, inspected), "since-then"),
    )
