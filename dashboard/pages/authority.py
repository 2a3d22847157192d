"""One authority's history: grades over real dates by service, what was not judged and why, and every source.

Predecessors' records stand beside it, drawn and listed as theirs; no grade passes from one authority to another.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import dash
import pandas as pd
import plotly.graph_objects as go

from dashboard import address, figures
from dashboard.address import Parameters, link
from dashboard.analysis import groups, peers, queries
from dashboard.figures.timeline import Row
from dashboard.filters import Filters
from dashboard.markup import components
from dashboard.markup import elements as html
from dashboard.markup.elements import attributes
from dashboard.markup.view import Content, Redirect, View
from dashboard.pages import authority_behind, chart_marks, neighbours_block
from dashboard.pages import authority_tables as tables
from dashboard.store import Store, records
from dashboard.words import comparison as sentences
from dashboard.words import history as history_sentences
from dashboard.words import wording
from loaders.record.reference import Authority

dash.register_page(
    __name__,
    path_template="/authority/<authority_id>",
    name="An authority",
    title="Inspection history",
    description="Every grade of one authority over time, by service, with its scale and its source.",
    order=1,
)
PARAMETERS = ("service", "aspect", "behind", *groups.AROUND)
DEFAULT_ASPECTS = ("overall",)


@dataclass(frozen=True)
class Chosen:
    """What the address asks for, and what of it this authority and its predecessors have."""

    authority: Authority
    predecessors: tuple[Authority, ...]
    services: tuple[str, ...]
    aspects: tuple[str, ...]
    offered_services: tuple[str, ...]
    offered_aspects: tuple[str, ...]
    behind: str
    others: tuple[Authority, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        return (self.authority.authority_id, *(p.authority_id for p in self.predecessors))

    def filters(self) -> Filters:
        """The rows that the page shows, as the download has them."""
        return Filters(authority=self.ids, service=self.services, aspect=self.aspects)


def layout(store: Store, parameters: Parameters, authority_id: str) -> View | Redirect:
    authority = address.authority(authority_id, store)
    if authority.authority_id != authority_id:
        return Redirect(f"/authority/{authority.authority_id}")
    chosen = choose(store, parameters, authority)
    rows = queries.select(store, chosen.filters())
    inspections = queries.inspections_of(store, authority.authority_id)
    own = rows[rows["authority_id"] == authority.authority_id]
    lines = records(own)
    lead = [history_sentences.latest(store, _all_lines(store, authority)), sentences.record(authority, inspections)]
    main: list[Content] = [
        html.P(" ".join(filter(None, lead)), className="lead"),
        *_bounds(store, authority),
    ]
    if not len(rows) and not inspections:
        main.append(components.notice(_nothing(authority)))
        return View(authority.name, authority.name, main, lead[1], kicker=_kicker(authority))
    main += [
        _controls(store, chosen),
        *_chart(store, chosen, rows),
        neighbours_block.block(store, parameters, authority),
        *_not_known(store, authority),
        *_summary(store, own),
        tables.discrepancies(store, authority.authority_id, chosen.services),
        tables.by_inspection(store, chosen, inspections),
        tables.judgements(store, authority.name, lines),
        components.downloads(chosen.filters().pairs(), len(rows)),
        *(
            tables.predecessor(store, p.name, authority.name, records(rows[rows["authority_id"] == p.authority_id]))
            for p in chosen.predecessors
        ),
        tables.inspections(store, inspections),
        _onward(authority, inspections),
    ]
    return View(
        f"{authority.name}: inspection history",
        authority.name,
        main,
        " ".join(filter(None, lead)),
        kicker=_kicker(authority),
    )


def choose(store: Store, parameters: Parameters, authority: Authority) -> Chosen:
    """Services and aspects from the address; without any, every service there is and its overall judgement."""
    register = store.reference.register.by_id
    predecessors = tuple(register[p] for p in authority.predecessors)
    frames = [store.of_authority("judgements", a.authority_id) for a in (authority, *predecessors)]
    pairs = queries.pairs_of(pd.concat(frames))
    services = tuple(s for s in store.reference.services if any(pair[0] == s for pair in pairs))
    aspects = tuple(a for a in store.reference.aspects if any(pair[1] == a for pair in pairs))
    asked_services = address.choices(parameters, "service", tuple(store.reference.services))
    asked_aspects = address.choices(parameters, "aspect", tuple(store.reference.aspects))
    behind = address.choice(parameters, "behind", tuple(peers.BEHIND))
    return Chosen(
        authority,
        predecessors,
        asked_services or services,
        asked_aspects or DEFAULT_ASPECTS,
        tuple(s for s in store.reference.services if s in services or s in asked_services),
        tuple(a for a in store.reference.aspects if a in aspects or a in asked_aspects),
        behind,
        peers.peers(store, authority, behind) if behind else (),
    )


def _all_lines(store: Store, authority: Authority) -> list[dict[str, str]]:
    return records(store.of_authority("judgements", authority.authority_id))


def _kicker(authority: Authority) -> str:
    return ", ".join(filter(None, (authority.authority_type, authority.region)))


def _nothing(authority: Authority) -> str:
    return (
        f"No source read for this record has a grade for {authority.name}. That does not mean that it was "
        "not inspected: "
        "see the coverage on the methodology page."
    )


def _bounds(store: Store, authority: Authority) -> list[Content]:
    """From when and until when the authority exists, with links to those before and after it."""
    register = store.reference.register.by_id
    said: list[Content] = []
    if authority.predecessors:
        began = wording.day(authority.valid_from.isoformat()) if authority.valid_from else "an unknown date"
        names = [register[p] for p in authority.predecessors]
        said.append(
            html.P(
                [
                    f"{authority.name} has existed since {began}, when it took over from ",
                    *_linked(names),
                    f". {'Its' if len(names) == 1 else 'Their'} grades are shown apart and are never carried forward.",
                ]
            )
        )
    if authority.successors:
        ended = wording.day(authority.valid_to.isoformat()) if authority.valid_to else "an unknown date"
        names = [register[s] for s in authority.successors]
        said.append(
            html.P(
                [
                    f"{authority.name} ended on {ended}. Its services went to ",
                    *_linked(names),
                    ", which have their own records.",
                ]
            )
        )
    return [components.notice(said, "seam")] if said else []


def _linked(authorities: Sequence[Authority]) -> list[Content]:
    parts: list[Content] = []
    for index, each in enumerate(authorities):
        if index:
            parts.append(" and " if index == len(authorities) - 1 else ", ")
        parts.append(html.A(wording.authority_name(each), href=link(f"/authority/{each.authority_id}")))
    return parts


def _not_known(store: Store, authority: Authority) -> list[Content]:
    """The inspections that took place and whose grades this record does not have, as a sentence."""
    rounds = queries.not_known(store, authority.authority_id)
    if not rounds:
        return []
    names = wording.listed([wording.round_name(store.reference, row) for row in rounds])
    return [
        html.P(
            f"Inspected, grade not in this record: {names}. These took place, or were due for every authority; no "
            "source read here gives their grades, and the chart marks the years with a question mark.",
            className="not-known",
        )
    ]


def _summary(store: Store, own: pd.DataFrame) -> list[Content]:
    lines = []
    for service, aspect in queries.in_reference_order(store.reference, queries.pairs_of(own)):
        rows = records(queries.series(own, [service], [aspect]))
        text = history_sentences.sequence(store, rows)
        trap = sentences.same_number(store, rows)
        if text:
            lines.append(html.Li([text, " ", html.Strong(trap)] if trap else text))
    if not lines:
        return []
    how = "A semicolon stands between grades that are not comparable."
    return [
        html.Section(
            [html.H2("In sentences"), html.P(how, className="hint"), html.Ul(lines, className="sentences")],
            className="summary",
        )
    ]


def _controls(store: Store, chosen: Chosen) -> Content:
    reference = store.reference
    return html.Form(
        [
            components.checkboxes(
                "Services", "service", [(s, reference.services[s]) for s in chosen.offered_services], chosen.services
            ),
            html.Details(
                [
                    html.Summary(f"Aspects ({wording.listed([reference.aspects[a] for a in chosen.aspects])})"),
                    components.checkboxes(
                        "Aspects", "aspect", [(a, reference.aspects[a]) for a in chosen.offered_aspects], chosen.aspects
                    ),
                ],
                id="aspects",
            ),
            html.Div(
                [
                    components.select(
                        "behind",
                        list(peers.BEHIND.items()),
                        chosen.behind,
                        label="Compare with",
                        any_label="No one",
                    ),
                    components.button("Show"),
                    html.A(
                        "Show all services",
                        href=f"/authority/{chosen.authority.authority_id}",
                        className="aside",
                    ),
                ],
                className="row",
            ),
        ],
        action=f"/authority/{chosen.authority.authority_id}",
        method="get",
        className="controls",
        **attributes(data_instant="change", aria_label="What the chart and the tables show"),
    )


@dataclass(frozen=True)
class _Chart:
    """The figure of a history, and what its summary and key are made of."""

    figure: go.Figure
    graded: list[dict[str, str]]
    eras: list[queries.Era]
    behind: dict[str, list[dict[str, Any]]]


def figure_of(store: Store, authority_id: str) -> go.Figure:
    """The chart of an authority's overall grades, as its page shows it where the address chooses nothing.

    Raises ValueError for an authority that the register does not know, or that has no grade here.
    """
    authority = store.authority(authority_id)
    if authority is None:
        raise ValueError(f"the register knows no authority {authority_id!r}")
    chosen = choose(store, {}, authority)
    rows = queries.select(store, chosen.filters())
    graded = rows[rows["grade"] != ""]
    shown = queries.in_reference_order(store.reference, queries.pairs_of(graded))
    if not shown:
        raise ValueError(f"no overall grade of {authority.name} is known here")
    return _history(store, chosen, records(graded), shown).figure


def _history(store: Store, chosen: Chosen, graded: list[dict[str, str]], shown: list[tuple[str, str]]) -> _Chart:
    own_id = chosen.authority.authority_id
    ungraded = _by_row(records(queries.ungraded(store, own_id, shown)))
    unknown = _by_row(records(queries.unknown_rounds(store, own_id, shown)))
    steps = chart_marks.steps(store, chosen.ids, shown)
    points = _by_row(graded)
    days = [row["date"] for row in graded]
    days += [row["date"] for rows in ungraded.values() for row in rows]
    days += [row["round_from"] for rows in unknown.values() for row in rows]
    span = (dt.date.fromisoformat(min(days)) - dt.timedelta(days=480), store.newest + dt.timedelta(days=200))
    behind = authority_behind.years(store, chosen.others, shown, span[0].year)
    others = authority_behind.marks(store, behind)
    rows = [
        Row(
            title=wording.thing(store.reference, *pair),
            points=[chart_marks.point(store, row, own_id) for row in points[pair]],
            steps=steps.get(pair, []),
            ungraded=[
                *(chart_marks.not_graded(store, row) for row in ungraded.get(pair, [])),
                *(chart_marks.not_known(store, row) for row in unknown.get(pair, [])),
            ],
            others=others.get(pair[0], []) if pair[1] == "overall" else [],
            until=_until(store, chosen.authority, points[pair]),
        )
        for pair in shown
    ]
    eras = queries.eras(store.reference, *span)
    figure = figures.timeline(
        rows,
        store.reference.vocabulary.by_rank,
        chart_marks.bands(eras),
        span,
        seams=_seams(chosen.authority),
    )
    return _Chart(figure, graded, eras, behind)


def _by_row(rows: Sequence[dict[str, str]]) -> dict[tuple[str, str], list[dict[str, str]]]:
    found: dict[tuple[str, str], list[dict[str, str]]] = {}
    for row in rows:
        found.setdefault((row["service"], row["aspect"]), []).append(row)
    return found


def _until(store: Store, authority: Authority, rows: Sequence[dict[str, str]]) -> str:
    own = [row for row in rows if row["authority_id"] == authority.authority_id]
    return queries.in_force_until(store, authority, max(own, key=lambda row: row["date"])) if own else ""


def _chart(store: Store, chosen: Chosen, rows: pd.DataFrame) -> list[Content]:
    graded = rows[rows["grade"] != ""]
    shown = queries.in_reference_order(store.reference, queries.pairs_of(graded))
    if not shown:
        words = "No grade of these services and aspects is known here, so there is no chart. Choose others above."
        return [components.notice(words)]
    chart = _history(store, chosen, records(graded), shown)
    levels = [row["comparability"] for row in records(store.of_authority("movements", chosen.authority.authority_id))]
    return [
        components.chart(
            "history",
            _chart_title(store, chosen, chart.graded),
            chart.figure,
            _chart_summary(store, chosen, chart, shown),
            table_id="judgements",
            key=components.grade_key(
                store,
                steps=[level for level in store.reference.comparability if level in levels],
                notes=[*chart_marks.KEY, *(f"{era.title}: {era.names}" for era in chart.eras)],
            ),
        ),
        *authority_behind.tables(store, chosen.behind, chosen.others, chart.behind),
    ]


def _chart_summary(store: Store, chosen: Chosen, chart: _Chart, shown: Sequence[tuple[str, str]]) -> str:
    theirs = sum(row["authority_id"] != chosen.authority.authority_id for row in chart.graded)
    whose = "its predecessor’s" if len(chosen.predecessors) == 1 else "its predecessors’"
    parts = [
        f"{len(chart.graded)} {'grade' if len(chart.graded) == 1 else 'grades'}"
        + (f", {theirs} of them {whose}, in grey." if theirs else "."),
        "A line joins two grades only where they are comparable.",
        wording.names_in_reports(store.reference, dict.fromkeys(service for service, _ in shown)),
    ]
    if chosen.behind:
        parts.append(authority_behind.note(chosen.authority, chosen.behind, chosen.others))
    return " ".join(filter(None, parts))


def _seams(authority: Authority) -> list[tuple[str, str]]:
    """The days on which it took over from others and on which others took over from it."""
    began = authority.valid_from if authority.predecessors else None
    ended = authority.valid_to if authority.successors else None
    return [
        (day.isoformat(), f"council {what}, {wording.month(day.isoformat())}")
        for day, what in ((began, "begins"), (ended, "ends"))
        if day
    ]


def _chart_title(store: Store, chosen: Chosen, graded: Sequence[dict[str, str]]) -> str:
    own = [row for row in graded if row["authority_id"] == chosen.authority.authority_id]
    if own:
        return history_sentences.finding(store, own, ended=chosen.authority.valid_to is not None)
    names = wording.listed([each.name for each in chosen.predecessors])
    return f"Only grades of {names} are known here, none of {chosen.authority.name} itself"


def _onward(authority: Authority, inspections: Sequence[dict[str, str]]) -> Content:
    links = [
        html.Li(
            html.A(
                f"Every judgement of {authority.name} in the data",
                href=link("/data", [("authority", authority.authority_id)]),
            )
        )
    ]
    if len(inspections) > 1:
        links.insert(
            0,
            html.Li(
                html.A(
                    "Compare two of these inspections", href=link("/compare", [("authority", authority.authority_id)])
                )
            ),
        )
    return html.Nav([html.H2("Go on"), html.Ul(links)], **attributes(aria_label="Go on"))
