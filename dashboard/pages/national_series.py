"""Two sections of the national picture: the shares at each grade over time, and the largest moves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard.address import link
from dashboard.analysis.national import moves as national_moves
from dashboard.analysis.national.breaks import ENDS, Break
from dashboard.analysis.national.picture import Picture, PictureChoice, judged
from dashboard.appearance import GRADES
from dashboard.figures.national import shares as shares_figure
from dashboard.markup import components
from dashboard.markup import elements as html
from dashboard.markup.view import Content
from dashboard.store import Store, records
from dashboard.words import national as words
from dashboard.words import wording

MOST = 6
"""How many of the largest moves are listed, up and down each."""
MEASURE = {
    "same": "one measure with what was before",
    "close": "≈ close to the measure before, not the same",
    "loose": "≠ not one measure with what was before",
    "": "nothing is joined",
}


def over_time(shown: Picture) -> Content:
    if not shown.shares:
        return components.notice("The record does not reach these years.")
    frame = pd.DataFrame(list(shown.shares))
    title = words.over_time(shown) or words.known(shown)
    summary = " ".join(filter(None, (words.coverage(shown), words.same_authorities(shown))))
    marks = [(each.year, _mark(each.comparability, each.short), each.comparability) for each in shown.breaks]
    figure = shares_figure(
        [int(year) for year in frame["year"]], frame, [_said(shown, counts) for counts in shown.shares], marks
    )
    notes = [
        f"{wording.upper_first(each.words)}: "
        + (f"{MEASURE[each.comparability]}" + (f"; {each.because}" if each.because else ""))
        for each in shown.breaks
    ]
    explained = html.Details(
        [
            html.Summary("How to read the upright lines"),
            html.Ul([html.Li(note) for note in notes]),
            html.P("A line stands before the first year-end after the change."),
        ]
    )
    return html.Section(
        [
            components.chart(
                "shares", title, figure, summary, table_id="shares-table", key=explained if notes else None
            ),
            components.folded("The same by year, as a table", _shares_table(shown), "shares-by-year"),
        ],
        id="over-time",
        className="over-time",
    )


def _mark(comparability: str, short: str) -> str:
    return {"close": "≈ ", "loose": "≠ "}.get(comparability, "") + short


def _dated(change: Break) -> str:
    """A break in a few words: ≠ SIF, Nov 2013."""
    month, year = wording.month(change.day).split()
    short = "series ends" if change.short == ENDS else _mark(change.comparability, change.short)
    return f"{short}, {month[:3]} {year}"


def _said(shown: Picture, counts: dict[str, Any]) -> str:
    """One year in words, for pointer and keyboard."""
    is_last = counts is shown.shares[-1]
    lines = [
        words.when(shown.day, shown.newest) if is_last else f"at the end of {counts['year']}",
        f"{counts['known']} of {counts['authorities']} authorities known",
        *(f"{g.title}: {counts[f'grade_{g.rank}']}" for g in GRADES),
    ]
    if counts["over"]:
        lines.append(f"No longer judged: {counts['over']}")
    lines.append(f"Not known here: {counts['unknown']}")
    lines[0] = wording.upper_first(lines[0])
    return "\n".join([*lines, *(wording.upper_first(b.words) for b in shown.breaks if b.year == counts["year"])])


def _shares_table(shown: Picture) -> Content:
    has_over = any(counts["over"] for counts in shown.shares)
    head = [
        "Year’s end",
        "Known",
        "Unknown",
        *(["Ended"] if has_over else []),
        "O",
        "G",
        "R",
        "I",
        "Good or better",
    ]
    rows = []
    for counts in shown.shares:
        breaks = [_dated(each) for each in shown.breaks if each.year == counts["year"]]
        year: Content = [str(counts["year"]), *(html.Small(each) for each in breaks)]
        known = [str(counts[name]) for name in ("known", "unknown")]
        grades = [str(counts[f"grade_{g.rank}"]) for g in GRADES]
        over = [str(counts["over"])] if has_over else []
        rows.append([year, *known, *over, *grades, words.good_share(counts)])
    caption = (
        "Authorities by grade in force at each year’s end, all that existed then. O outstanding, G good, R requires "
        "improvement or adequate, I inadequate; good or better is of the known. The last year is as on "
        f"{wording.day(shown.day)}." + (" Ended: no longer judged." if has_over else "")
    )
    numeric = range(1, len(head))
    return components.table(caption, head, rows, name="shares-table", numeric=tuple(numeric))


def moves(store: Store, choice: PictureChoice, shown: Picture) -> Content:
    is_within = choice.steps == "same"
    steps = national_moves.within_one_measure(shown.steps) if is_within else shown.steps
    largest = {way: national_moves.largest(steps, is_up=way == "up") for way in ("up", "down")}
    parts = [
        _moves_table(store, shown, f"Largest moves {way}", f"moves-{way}", ordered)
        for way, ordered in largest.items()
        if len(ordered)
    ]
    return html.Section(
        [html.H3(_moves_title(store, largest)), html.P(words.moved(shown, steps, is_within=is_within)), *parts],
        id="moves",
    )


def _moves_title(store: Store, largest: Mapping[str, pd.DataFrame]) -> str:
    """The largest moves up and down, by how many authorities made them."""
    said = []
    for way, ordered in largest.items():
        if len(ordered):
            size = abs(int(ordered["change"].iloc[0]))
            who = ordered[ordered["change"].abs() == size]["authority_id"].unique()
            names = (
                store.reference.register.by_id[who[0]].name
                if len(who) == 1
                else f"{wording.count(len(who), 'authority', 'authorities')}"
            )
            said.append(f"{names} moved {wording.count(size, 'grade')} {way} in one step")
    return wording.upper_first("; ".join(said)) if said else "No moves"


def _moves_table(store: Store, shown: Picture, title: str, name: str, ordered: pd.DataFrame) -> Content:
    rows = []
    for move in records(ordered.head(MOST)):
        authority = store.reference.register.by_id[move["authority_id"]]
        goal = link("/compare", [("a", move["from_inspection_id"]), ("b", move["to_inspection_id"])])
        change = int(move["change"])
        step: Sequence[Content] = [
            html.A(wording.movement(change), href=goal),
            components.comparability(move["comparability"], move["because"]),
        ]
        ends = [_end(store, shown, move[f"{side}_inspection_id"]) for side in ("from", "to")]
        history = link(f"/authority/{authority.authority_id}", [("service", shown.service)])
        rows.append([html.A(wording.authority_name(authority), href=history), *ends, html.Div(step, className="grade")])
    more = len(ordered) - len(rows)
    caption = f"{title}: {len(rows)} of {len(ordered)}" if more > 0 else title
    head = ["Authority", "From", "To", "Step"]
    return components.folded(caption, components.table(caption, head, rows, labels=head), name)


def _end(store: Store, shown: Picture, inspection_id: str) -> Content:
    row = judged(store, shown.service)[inspection_id]
    framework = store.framework(row["framework"]).short_title
    return html.Div(
        [
            components.grade(store, row, is_short=True),
            html.Small([f"{framework}, {wording.date(row, short=True)}; ", components.evidence(row)]),
        ]
    )
