"""The tables of the transitions page: the matrix with its links, the steps behind a cell, the years, the spells."""

from dataclasses import replace
from typing import Any

import pandas as pd

from dashboard.address import link
from dashboard.analysis.transitions import FEW, StepChoice, in_cell
from dashboard.markup import components, elements as html
from dashboard.markup.page_view import Content
from dashboard.store import Store
from dashboard.words import strips, transitions as sentences, wording
from loaders.frames import records
from loaders.record.rows import GradedRow
from loaders.record.vocabulary import Vocabulary

PATH = "/transitions"


def matrix(words: Vocabulary, choice: StepChoice, cells: pd.DataFrame, *, grades: pd.DataFrame) -> Content:
    """From the grade in the row to the grade in the column; every number links to the steps behind it.

    A grade that neither came before nor after, as adequate since 2013, has no row and no column. On a narrow screen
    each row is a block, with a line for each grade that came next.
    """
    row_of_grade = {row["grade"]: row for row in records(grades)}
    row_of_cell = {(row["from_grade"], row["to_grade"]): row for row in records(cells)}
    totals = cells.groupby("to_grade")["steps"].sum()
    used = {*totals[totals > 0].index, *(name for name, row in row_of_grade.items() if row["steps"] or row["waiting"])}
    terms = [term for term in words.printed if term.name in used]
    rows: list[list[Content]] = []
    for before in terms:
        row = row_of_grade.get(before.name, {"steps": 0, "years": float("nan"), "waiting": 0})
        of = int(row["steps"])
        years = f"{float(row['years']):.1f}" if of else "–"
        few = html.Small(f"fewer than {FEW}") if 0 < of < FEW else None
        rows.append(
            [
                components.grade_chip(before),
                [_number(words, choice, of, before=before.name, after=""), few],
                *(_cell(words, choice, row_of_cell[before.name, after.name]) for after in terms),
                years,
                str(row["waiting"]),
            ]
        )
    steps = int(totals.sum())
    ends = [_number(words, choice, int(totals[term.name]), before="", after=term.name) for term in terms]
    rows.append(["All", str(steps), *ends, "", str(int(grades["waiting"].sum()))])
    caption = (
        "How often each grade came next: number, share and 95% interval. Each number leads to the councils behind it."
    )
    ends_of_row = ("Median years between", "No later grade")
    head = ["From", "Inspections", *(components.grade_chip(after) for after in terms), *ends_of_row]
    labels = ["From", "Inspections", *(after.title for after in terms), *ends_of_row]
    numeric = (1, len(head) - 2, len(head) - 1)
    return components.table(caption, head, rows, name="matrix", numeric=numeric, labels=labels)


def _cell(words: Vocabulary, choice: StepChoice, row: dict[str, Any]) -> Content:
    before, after = row["from_grade"], row["to_grade"]
    number, of = int(row["steps"]), int(row["of"])
    is_same = before == after
    term = sentences.term(words, after)
    kind = f"move {components.colour(term)}{' same' if is_same else ''}"
    if not of:
        return html.Div("–", className=kind)
    parts: list[Content] = [
        html.Span(
            _number(words, choice, number, before=before, after=after), html.Span(wording.percent(float(row["share"])))
        ),
        html.Small(sentences.interval(float(row["low"]), float(row["high"]))),
    ]
    if is_same:
        parts.append(html.Small("no change"))
    share = f"{100 * float(row['share']):.1f}%"
    return html.Div(parts, className=kind, style={"--share": share})


def _number(words: Vocabulary, choice: StepChoice, number: int, *, before: str, after: str) -> Content:
    """A number of steps as a link to the list of them; 0 is no link."""
    if not number:
        return html.B("0")
    here = (before, after) == (choice.from_grade, choice.to_grade)
    label = f"{sentences.number_of_steps(number)} {sentences.cell(words, before, after)}"
    goal = link(PATH, replace(choice, from_grade=before, to_grade=after).pairs())
    return html.B(html.A(f"{number:,}", href=f"{goal}#steps", aria_label=label, aria_current=here))


def behind(store: Store, choice: StepChoice, lines: pd.DataFrame, *, steps: pd.DataFrame) -> list[Content]:
    """The steps of the chosen row, column or cell, with both inspections of each; nothing where none is chosen."""
    if not choice.from_grade and not choice.to_grade:
        return []
    chosen = _by_council(store, in_cell(steps, choice), "from_date")
    title = sentences.cell_title(store.reference.vocabulary, choice, chosen)
    close = html.A("Close this list", href=f"{link(PATH, replace(choice, from_grade='', to_grade='').pairs())}#matrix")
    heading = html.H3(title, id="steps")
    if not len(chosen):
        return [heading, components.notice(["No inspections fit. ", close, "."])]
    by_id: dict[str, GradedRow] = {row["inspection_id"]: row for row in records(lines)}
    rows = [_step(store, row, by_id) for row in records(chosen)]
    head = ["Council", "From", "To", "Comparable?", "Compare"]
    caption = "By council, each grade as printed"
    return [heading, html.P(close), components.long_table(caption, head, rows, name="steps-table")]


def _by_council(store: Store, rows: pd.DataFrame, *then: str) -> pd.DataFrame:
    """Sorted by the names that the page shows, which are not the register's."""
    names = [wording.council_of(store.reference, authority_id) for authority_id in rows["authority_id"]]
    return rows.assign(council=names).sort_values(["council", *then], kind="stable")


def _step(store: Store, step: dict[str, Any], by_id: dict[str, GradedRow]) -> list[Content]:
    a, b = by_id[step["from_inspection_id"]], by_id[step["to_inspection_id"]]
    measure = components.comparability(store, step["comparability"], step["because"] or "")
    return [
        components.council(store, step["authority_id"]),
        _end(store, a),
        _end(store, b),
        measure,
        components.side_by_side(store, step),
    ]


def _end(store: Store, row: GradedRow) -> Content:
    framework = html.Small(store.reference.vocabulary.frameworks[row["framework"]].title)
    parts = (components.grade(store, row), html.Div(wording.dated(row)), framework)
    return html.Div(*parts, components.source(store, row), className="step-end")


def by_year(readings: pd.DataFrame) -> Content:
    """The curve read at each whole year, as a table beside it."""
    rows = []
    for row in records(readings):
        interval = sentences.interval(float(row["low"]), float(row["high"]))
        few = html.Small(f"fewer than {FEW}") if int(row["at_risk"]) < FEW else None
        still = [wording.percent(float(row["still"])), html.Small(interval) if interval else None]
        rows.append([str(row["year"]), [str(row["at_risk"]), few], str(row["ended"]), str(row["lost"]), still])
    return components.table(
        "Years after the first grade of inadequate, with the 95% interval",
        ["Years", "Still followed", "Better by then", "No longer followed", "Still inadequate"],
        rows,
        name="by-year",
        numeric=range(5),
        labels=(),
    )


def spells(store: Store, choice: StepChoice, lines: pd.DataFrame, *, found: pd.DataFrame) -> Content:
    """Every time graded inadequate that counts, longest first: whose, from when, how it ended."""
    by_id: dict[str, GradedRow] = {row["inspection_id"]: row for row in records(lines)}
    ends, rows = sentences.ends(store, choice), []
    for row in records(_by_council(store, found).sort_values("years", ascending=False, kind="stable")):
        first = by_id[row["from_inspection_id"]]
        last = by_id.get(row["to_inspection_id"] or "")
        start = f"{wording.dated(first)}{' or earlier' if row['is_at_least'] else ''}"
        end: Content = wording.day(row["to_date"])
        if last:
            end = [wording.dated(last), html.Small(strips.grade(store, last))]
        rows.append(
            [
                components.council(store, row["authority_id"]),
                [start, html.Small(store.reference.vocabulary.frameworks[first["framework"]].title)],
                str(row["judgements"]),
                end,
                f"{'at least ' if row['is_at_least'] else ''}{sentences.years(float(row['years']))}",
                ends[row["why"]],
            ]
        )
    head = ["Council", "Inadequate from", "Grades of inadequate", "Followed to", "Length", "How it ended"]
    return html.Details(
        html.Summary(f"Every period graded inadequate ({len(rows)})"),
        components.table("Periods graded inadequate, longest first", head, rows, name="spells", numeric=(2, 4)),
        id="every-spell",
    )
