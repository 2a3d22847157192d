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

from dashboard import address, figures
from dashboard.address import Parameters, link
from dashboard.analysis import peers, queries
from dashboard.filters import Filters
from dashboard.markup import components
from dashboard.markup import elements as html
from dashboard.markup.elements import attributes
from dashboard.markup.view import Content, Redirect, View
from dashboard.pages import authority_behind
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
PARAMETERS = ("service", "aspect", "behind")
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
    how = "Semicolons part grades that are not one measure; a framework is named where it begins."
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
                        label="Behind each service’s steps",
                        any_label="Nothing else",
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

    figure: figures.Figure
    points: pd.DataFrame
    eras: list[queries.Era]
    behind: dict[str, list[dict[str, Any]]]


def figure_of(store: Store, authority_id: str) -> figures.Figure:
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
    return _history(store, chosen, graded, shown).figure


def _history(store: Store, chosen: Chosen, graded: pd.DataFrame, shown: list[tuple[str, str]]) -> _Chart:
    reference, own_id = store.reference, chosen.authority.authority_id
    points = graded.assign(
        rank=graded["grade_rank"].astype(int),
        is_own=graded["authority_id"] == own_id,
        hover=[_hover(store, row, own_id) for row in records(graded)],
    )
    ungraded = queries.ungraded(store, own_id, shown)
    ungraded = ungraded.assign(hover=[_ungraded_hover(store, row) for row in records(ungraded)])
    unknown = queries.unknown_rounds(store, own_id, shown)
    unknown = unknown.assign(hover=[_unknown_hover(store, row) for row in records(unknown)])
    days = [*points["date"], *ungraded["date"], *unknown["round_from"]]
    first = dt.date.fromisoformat(min(days)) - dt.timedelta(days=300)
    span = (first, store.newest + dt.timedelta(days=200))
    eras = queries.eras(reference, *span)
    behind = authority_behind.years(store, chosen.others, shown, span[0].year)
    figure = figures.timeline(
        [(s, a, wording.thing(reference, s, a)) for s, a in shown],
        points,
        _steps(store, chosen),
        ungraded,
        eras,
        _seams(chosen.authority),
        span,
        authority_behind.marks(behind),
        unknown,
    )
    return _Chart(figure, points, eras, behind)


def _chart(store: Store, chosen: Chosen, rows: pd.DataFrame) -> list[Content]:
    graded = rows[rows["grade"] != ""]
    shown = queries.in_reference_order(store.reference, queries.pairs_of(graded))
    if not shown:
        words = "No grade of these services and aspects is known here, so there is no chart. Choose others above."
        return [components.notice(words)]
    chart = _history(store, chosen, graded, shown)
    figure, points, eras, behind = chart.figure, chart.points, chart.eras, chart.behind
    theirs = int((~points["is_own"]).sum())
    whose = (
        f" ({theirs} of them {'its predecessor’s' if len(chosen.predecessors) == 1 else 'its predecessors’'}, in grey)"
        if theirs
        else ""
    )
    summary = (
        f"{wording.upper_first(wording.count(len(points), 'grade'))}{whose} in "
        f"{wording.count(len(shown), 'row')}, one row for "
        "each service. A line joins two grades only where they may be read as one measure; a dash below the "
        "scale is an "
        "inspection that gave no grade here."
    )
    if chosen.behind:
        summary += " " + authority_behind.note(chosen.authority, chosen.behind, chosen.others)
    return [
        components.chart(
            "history",
            _chart_title(store, chosen, records(graded)),
            figure,
            summary,
            table_id="judgements",
            key=components.grade_key(notes=[f"{era.title}: {era.names}" for era in eras]),
        ),
        *authority_behind.tables(store, chosen.behind, chosen.others, behind),
    ]


def _seams(authority: Authority) -> list[tuple[str, str]]:
    """The days on which it took over from others and on which others took over from it."""
    began = authority.valid_from if authority.predecessors else None
    ended = authority.valid_to if authority.successors else None
    return [
        (day.isoformat(), f"authority {what}, {wording.month(day.isoformat())}")
        for day, what in ((began, "begins"), (ended, "ends"))
        if day
    ]


def _chart_title(store: Store, chosen: Chosen, graded: Sequence[dict[str, str]]) -> str:
    own = [row for row in graded if row["authority_id"] == chosen.authority.authority_id]
    if own:
        return history_sentences.finding(store, own, ended=chosen.authority.valid_to is not None)
    names = wording.listed([each.name for each in chosen.predecessors])
    return f"Only grades of {names} are known here, none of {chosen.authority.name} itself"


def _steps(store: Store, chosen: Chosen) -> pd.DataFrame:
    frame = pd.concat([store.of_authority("movements", each) for each in chosen.ids])
    frame = queries.series(frame, chosen.services, chosen.aspects)
    grades = store.reference.grades
    return frame.assign(
        from_rank=frame["from_grade"].map(grades),
        to_rank=frame["to_grade"].map(grades),
        is_own=frame["authority_id"] == chosen.authority.authority_id,
        hover=[f"Break between two frameworks: {row['because']}" for row in records(frame)],
    )


def _hover(store: Store, row: dict[str, str], own_id: str) -> str:
    whose = "" if row["authority_id"] == own_id else f"{row['authority']}: "
    return "\n".join(
        (
            f"{whose}{wording.thing(store.reference, row['service'], row['aspect'])}",
            f"{wording.grade_title(row['grade'])}, {wording.date(row)}",
            wording.printed(store.reference, row),
            components.inspection_name(store, row),
            f"{wording.upper_first(store.reference.evidence_titles[row['evidence']])}; {row['locator']}",
        )
    )


def _ungraded_hover(store: Store, row: dict[str, str]) -> str:
    absence = queries.absence(store, store.inspections[row["inspection_id"]], row["service"], row["aspect"])
    return "\n".join(
        (
            wording.thing(store.reference, row["service"], row["aspect"]),
            f"{absence.words}, {wording.date(row)}",
            absence.why,
            components.inspection_name(store, row),
        )
    )


def _unknown_hover(store: Store, row: dict[str, str]) -> str:
    return "\n".join(
        (
            wording.thing(store.reference, row["service"], row["aspect"]),
            "Inspected, grade not in this record",
            wording.round_name(store.reference, row),
        )
    )


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
