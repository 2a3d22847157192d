"""The pictures of a council's history: strips, made on the server, and below them the chart that answers to a pointer.

The strips show every service; the chart one at a time, or those that the address names (`service`, `aspect`).
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard import address
from dashboard.address import Parameters, link
from dashboard.analysis import briefing as contents, queries, strips as analysis
from dashboard.analysis.eras import eras_between
from dashboard.analysis.glance import AREAS, is_drawn
from dashboard.figures.timeline import TimelineRow, timeline
from dashboard.markup import components, elements as html, strips
from dashboard.markup.page_view import Content
from dashboard.pages import chart_marks, share
from dashboard.store import Store
from dashboard.words import glance as glance_words, history as history_words, strips as strip_words, wording
from dashboard.words.strips import NamedStrip
from loaders.record.grouping import grouped
from loaders.record.reference import OVERALL, Authority
from loaders.record.rows import GradedRow, is_graded

Pair = tuple[str, str]
FIRST = (("safeguarding", OVERALL), ("whole_service", OVERALL))
"""Which service the chart shows where the address names none: the first of these that it has."""


@dataclass(frozen=True)
class ChartChoice:
    """What the address asks the chart to show, and what there is of this council and its predecessors."""

    authority: Authority
    predecessors: tuple[Authority, ...]
    pairs: tuple[Pair, ...]
    offered: tuple[Pair, ...]
    asked: tuple[tuple[str, str], ...] = ()
    """Every parameter of the address: what is shared leads to the same view."""

    @property
    def others(self) -> tuple[tuple[str, str], ...]:
        """Those that are no choice of the chart, to be kept in its links."""
        return tuple((name, value) for name, value in self.asked if name not in ("service", "aspect"))

    @property
    def all(self) -> tuple[Authority, ...]:
        return (self.authority, *self.predecessors)

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(council.authority_id for council in self.all)


def choose(store: Store, parameters: Parameters, authority: Authority) -> ChartChoice:
    """Services and aspects from the address; without any, the overall grades of the first service there is."""
    predecessors = tuple(store.reference.register.by_id[authority_id] for authority_id in authority.predecessors)
    rows = [
        row for council in (authority, *predecessors) for row in store.of_authority("judgements", council.authority_id)
    ]
    graded_rows = [row for row in rows if is_graded(row)]
    graded_pairs = queries.in_reference_order(store.reference, {(row["service"], row["aspect"]) for row in graded_rows})
    services = address.choices(parameters, "service", tuple(store.reference.services))
    aspects = address.choices(parameters, "aspect", tuple(store.reference.aspects))
    overall = [pair for pair in graded_pairs if pair[1] == OVERALL or pair in AREAS]
    if services or aspects:
        all_services = tuple(dict.fromkeys(service for service, _ in graded_pairs))
        pairs = tuple((s, a) for s in services or all_services for a in aspects or (OVERALL,))
    else:
        pairs = tuple([pair for pair in FIRST if pair in graded_pairs][:1] or overall[:1] or graded_pairs[:1])
    ordered = [pair for pair in (*AREAS, *overall) if pair in overall]
    asked = tuple((name, value) for name, values in parameters.items() for value in values)
    return ChartChoice(authority, predecessors, pairs, offered=tuple(dict.fromkeys(ordered)), asked=asked)


def section(store: Store, chart_choice: ChartChoice) -> Content:
    rows = rows_of(store, chart_choice)
    first = min((row.strip.blocks[0].start for row in rows if row.strip.blocks), default=store.as_at)
    title = f"Grades since {first.year}" if chart_choice.authority.valid_to is None else "Grades over time"
    label = f"{title}: {wording.council_name(chart_choice.authority)}"
    gaps = glance_words.missing(store, chart_choice.authority.authority_id)
    return html.Section(
        share.titled(html.H2(title, id="grades"), _share(store, chart_choice)) if rows else html.H2(title, id="grades"),
        html.P(f"{_finding(store, chart_choice)}."),
        strips.figure(store, rows, label) if rows else None,
        *_once(store, chart_choice),
        html.P(gaps, className="once", id="not-known") if gaps else None,
        _chart(store, chart_choice),
    )


def _share(store: Store, chart_choice: ChartChoice) -> Content:
    council = chart_choice.authority.authority_id
    pictures = share.slide_links(f"/download/grades/{council}.svg")
    title = f"{wording.council_name(chart_choice.authority)}: inspection grades over time"
    return share.fold(
        store,
        title=title,
        page=link(f"/authority/{council}", chart_choice.asked),
        embed=f"/embed/authority/{council}",
        pictures=pictures if contents.council_strips(store, chart_choice.authority) else [],
        data=share.judgements([("authority", council)]),
    )


def _finding(store: Store, chart_choice: ChartChoice) -> str:
    """What the history of the chosen service shows; it is the title of the chart too, where that is saved."""
    own = queries.grades(store, chart_choice.authority.authority_id, chart_choice.pairs)
    if own:
        return history_words.finding(store, own, ended=chart_choice.authority.valid_to is not None)
    names = wording.listed(
        [
            predecessor.name
            for predecessor in chart_choice.predecessors
            if queries.grades(store, predecessor.authority_id, chart_choice.pairs)
        ]
    )
    if names:
        return (
            f"Only grades of {names} are known for this, none of {wording.council_name(chart_choice.authority)} itself"
        )
    return "No grade of this is known here"


def rows_of(store: Store, chart_choice: ChartChoice) -> list[NamedStrip]:
    """A strip for each area and for what was graded more than once; a predecessor's below, in grey."""
    all_strips = [
        analysis.strip(store, council, *pair) for council in chart_choice.all for pair in chart_choice.offered
    ]
    return glance_words.named_strips(store, chart_choice.authority, filter(is_drawn, all_strips))


def _once(store: Store, chart_choice: ChartChoice) -> list[Content]:
    entries = []
    for pair in chart_choice.offered:
        strip = analysis.strip(store, chart_choice.authority, *pair)
        if strip.graded and not is_drawn(strip):
            row = strip.graded[0].row
            assert row is not None
            grade = wording.lower_first(strip_words.grade(store, row))
            thing = wording.short_thing(store.reference, *pair).removeprefix("the ")
            entries.append(f"{thing} ({grade}, {row['date'].year})")
    return [html.P(html.B("Graded once: "), f"{', '.join(entries)}.", className="once")] if entries else []


def figure_of(store: Store, authority_id: str, services: Sequence[str] = ()) -> go.Figure:
    """The chart of a council's grades, as its page shows it; `services` are those that the address would name.

    Raises ValueError for an authority that the register does not know, or that has no grade here.
    """
    authority = store.authority(authority_id)
    if authority is None:
        raise ValueError(f"the register knows no authority {authority_id!r}")
    for service in services:
        if service not in store.reference.services:
            raise ValueError(f"no service {service!r}: there are {', '.join(store.reference.services)}")
    chart_choice = choose(store, {"service": list(services)} if services else {}, authority)
    rows_by_pair = _rows_by_pair(store, chart_choice)
    if not rows_by_pair:
        raise ValueError(f"no overall grade of {wording.council_name(authority)} is known here")
    return _figure(store, chart_choice, rows_by_pair)


def _rows_by_pair(store: Store, chart_choice: ChartChoice) -> dict[Pair, list[GradedRow]]:
    rows = [row for council_id in chart_choice.ids for row in queries.grades(store, council_id, chart_choice.pairs)]
    by_pair = grouped(rows, lambda row: (row["service"], row["aspect"]))
    return {pair: by_pair[pair] for pair in queries.in_reference_order(store.reference, set(by_pair))}


def _figure(store: Store, chart_choice: ChartChoice, rows_by_pair: dict[Pair, list[GradedRow]]) -> go.Figure:
    own_id, pairs = chart_choice.authority.authority_id, list(rows_by_pair)
    ungraded = {pair: queries.ungraded(store, own_id, pair) for pair in pairs}
    unknown = {pair: queries.unknown_rounds(store, own_id, pair) for pair in pairs}
    steps = chart_marks.steps(store, chart_choice.ids, pairs)
    days = [row["date"] for points in rows_by_pair.values() for row in points]
    days += [inspection["date"] for inspections in ungraded.values() for inspection in inspections]
    days += [row["round_from"] for rounds in unknown.values() for _, row in rounds]
    span = (min(days) - dt.timedelta(days=480), store.newest + dt.timedelta(days=200))
    rows = [
        TimelineRow(
            title=wording.thing(store.reference, *pair),
            points=[chart_marks.point(store, row, own_id) for row in points],
            steps=steps.get(pair, []),
            ungraded=[
                *(chart_marks.not_graded(store, pair, inspection) for inspection in ungraded[pair]),
                *(chart_marks.not_known(store, pair, day, row) for day, row in unknown[pair]),
            ],
            until=_until(store, chart_choice.authority, pair),
        )
        for pair, points in rows_by_pair.items()
    ]
    eras = eras_between(store.reference, *span)
    return timeline(rows, store.reference.vocabulary.by_rank, eras, span=span, seams=_seams(chart_choice.authority))


def _until(store: Store, authority: Authority, pair: Pair) -> dt.date | None:
    """Until when the last grade is in force, as far as the record reaches; None of what nobody grades any more."""
    strip = analysis.strip(store, authority, *pair)
    return min(strip.graded[-1].end, store.as_at) if strip.graded and not strip.given_up else None


def _seams(authority: Authority) -> list[tuple[dt.date, str]]:
    """The days on which it took over from others and on which others took over from it."""
    began = authority.valid_from if authority.predecessors else None
    ended = authority.valid_to if authority.successors else None
    return [(day, f"council {what}, {wording.month(day)}") for day, what in ((began, "begins"), (ended, "ends")) if day]


def _chart(store: Store, chart_choice: ChartChoice) -> Content:
    """The chart of the chosen service. Its title stands above the strips, and is written into saved pictures."""
    rows_by_pair = _rows_by_pair(store, chart_choice)
    choice = _choice(store, chart_choice)
    if not rows_by_pair:
        return html.Div(choice, components.notice("No grade of this is known here. Choose another service."))
    theirs = sum(
        row["authority_id"] != chart_choice.authority.authority_id for of in rows_by_pair.values() for row in of
    )
    names = wording.listed([wording.authority_name(predecessor) for predecessor in chart_choice.predecessors])
    note = f"{wording.upper_first(wording.count(theirs, 'grade'))} of {names}, in grey." if theirs else ""
    figure = _figure(store, chart_choice, rows_by_pair)
    chart = components.chart(
        "history",
        _finding(store, chart_choice),
        figure,
        summary=note,
        table_id="judgements",
        key=_key(store, chart_choice.authority),
    )
    # Without scripts there is no chart, and so no caption of one: the strips above have the same grades.
    return html.Div(choice, chart, className="scripted")


def _key(store: Store, authority: Authority) -> Content:
    """The grades by their letters; and, behind one line, what else the marks mean."""
    words, eras = store.reference.vocabulary, eras_between(store.reference, store.oldest, store.as_at)
    items = (
        [html.Span(term.letter, className=components.letter_class(term), aria_hidden="true"), f" {term.title}"]
        for term in words.printed
    )
    levels = {row["comparability"] for row in store.of_authority("movements", authority.authority_id)}
    filled = [term.prose for term in words.evidence.values() if not term.is_hollow]
    marks = [
        f"filled mark: {' or '.join(filled)}",
        f"open mark: {words.hollow}",
        *(term.key for level, term in words.comparability.items() if level in levels),
        *chart_marks.KEY,
        *(era.names if era.names.startswith(era.title) else f"{era.title}: {era.names}" for era in eras),
    ]
    more = html.Details(html.Summary("What the marks mean"), components.bullets(marks))
    return html.Div(components.bullets(items, className="key"), more, className="key-box")


def _choice(store: Store, chart_choice: ChartChoice) -> Content:
    """One line of links, each to the chart of one service, the last one to all of them."""
    path = f"/authority/{chart_choice.authority.authority_id}"
    drawn_pairs = [
        pair
        for pair in chart_choice.offered
        if any(is_drawn(analysis.strip(store, a, *pair)) for a in chart_choice.all)
    ]
    options: list[tuple[tuple[Pair, ...], str]] = [((pair,), glance_words.area(store, *pair)) for pair in drawn_pairs]
    if len(options) < 2:
        return None
    services = tuple(dict.fromkeys(service for service, _ in chart_choice.offered))
    options.append((tuple((service, OVERALL) for service in services), "All services"))
    items = []
    for pairs, name in options:
        query = [("service", service) for service, _ in pairs]
        query += [("aspect", aspect) for _, aspect in pairs[:1] if aspect != OVERALL]
        href, is_current = link(path, [*query, *chart_choice.others]), pairs == chart_choice.pairs
        items.append(html.Li(html.A(name, href=href, aria_current=is_current, data_instant="click")))
    return html.Nav(html.Ul(items, className="chips"), aria_label="Service that the chart shows")
