"""Several authorities over time: one service, one chart, a row for each authority."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import groupby

from dashboard import address, figures
from dashboard.address import AddressProblem, Parameters
from dashboard.analysis import queries
from dashboard.figures.timeline import Row as ChartRow
from dashboard.filters import Filters
from dashboard.markup import components
from dashboard.markup import elements as html
from dashboard.markup.elements import attributes
from dashboard.markup.view import Content, View
from dashboard.pages import chart_marks
from dashboard.store import Row, Store, records
from dashboard.words import history as history_sentences
from dashboard.words import wording
from loaders.record.reference import Authority

PARAMETERS = ("authorities", "service")
MOST = 8
SERVICE = "safeguarding"


def layout(store: Store, parameters: Parameters) -> View:
    if mixed := [name for name in parameters if name not in PARAMETERS and address.values(parameters, name)]:
        wanted = "“authorities” goes with “service” alone; two inspections are compared with “a” and “b”."
        raise AddressProblem(400, f"“authorities” is given together with “{mixed[0]}”.", wanted)
    service = address.choice(parameters, "service", tuple(store.reference.services), SERVICE)
    names = address.values(parameters, "authorities")
    found = {a.authority_id: a for a in (address.authority(n, store, path="/compare?authorities={}") for n in names)}
    if len(found) > MOST:
        raise AddressProblem(400, f"“authorities” names {len(found)} authorities.", f"Accepted: up to {MOST}.")
    if not found:
        raise AddressProblem(
            400, "“service” is given without “authorities”.", "Give “authorities” as well, up to eight."
        )
    chosen = tuple(found.values())
    rows = {each: _rows(store, each, service) for each in chosen}
    finding, lead = _finding(store, service, rows), _lead(store, service, rows)
    ids = tuple(found)
    count = sum(map(len, rows.values()))
    main: list[Content] = [
        html.P(lead, className="lead"),
        _form(store, chosen, service),
        *_chart(store, service, rows, finding),
        *_table(store, service, rows),
        *_sentences(store, rows),
        components.downloads(Filters(authority=ids, service=(service,), aspect=("overall",)).pairs(), count),
    ]
    title = f"{wording.listed([a.name for a in chosen])}: {wording.lower_first(store.reference.services[service])}"
    return View(title, finding, main, lead, kicker="Several authorities over time")


def _rows(store: Store, authority: Authority, service: str) -> list[Row]:
    found = records(queries.series(store.of_authority("judgements", authority.authority_id), [service], ["overall"]))
    return sorted(found, key=lambda row: (row["date"], row["inspection_id"]))


def _graded(rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if row["grade"]]


def _finding(store: Store, service: str, rows: dict[Authority, list[Row]]) -> str:
    """The last known grade of each, best first, with its year: the state of things and not a ranking over time."""
    last = [(a, graded[-1]) for a, each in rows.items() if (graded := _graded(each))]
    thing = wording.upper_first(wording.short_thing(store.reference, service, "overall"))
    if not last:
        return f"{thing}: no grade of these authorities is known here"
    last.sort(key=lambda pair: (int(pair[1]["grade_rank"]), wording.said_grade(store.reference, pair[1])))
    groups = [
        f"{word} in {wording.listed([_dated(a, row) for a, row in pairs])}"
        for word, pairs in groupby(last, lambda pair: wording.said_grade(store.reference, pair[1]))
    ]
    return f"{thing}, latest grade in this record: {'; '.join(groups)}"


def _dated(authority: Authority, row: Row) -> str:
    return f"{authority.name} ({row['date'][:4]})"


def _lead(store: Store, service: str, rows: dict[Authority, list[Row]]) -> str:
    counts = wording.listed(
        [f"{wording.count(len(_graded(each)), 'grade')} of {wording.authority_name(a)}" for a, each in rows.items()]
    )
    return (
        f"{store.reference.services[service]}, overall: {counts}. Authorities are inspected at different times, and "
        "frameworks changed: grades under different frameworks are not always comparable."
    )


def _form(store: Store, chosen: Sequence[Authority], service: str) -> Content:
    parts: list[Content] = [
        components.checkboxes(
            "Authorities",
            "authorities",
            [(a.authority_id, wording.authority_name(a)) for a in chosen],
            [a.authority_id for a in chosen],
        ),
        html.Div(
            [
                components.authority_input(
                    name="authorities", identifier="add-authority", label="Add one, by any name it has had"
                )
                if len(chosen) < MOST
                else None,
                components.select("service", list(store.reference.services.items()), service, label="Service"),
                components.button("Show"),
            ],
            className="row",
        ),
        components.authority_names(store),
    ]
    return html.Form(
        parts,
        action="/compare",
        method="get",
        className="controls",
        **attributes(data_instant="change", aria_label="Choose authorities and a service"),
    )


def _chart(store: Store, service: str, rows: dict[Authority, list[Row]], finding: str) -> list[Content]:
    drawn = [(a, _graded(each)) for a, each in rows.items() if _graded(each)]
    if not drawn:
        return [components.notice("No grade of this service is known for these authorities, so there is no chart.")]
    first = dt.date.fromisoformat(min(graded[0]["date"] for _, graded in drawn)) - dt.timedelta(days=480)
    span = (first, store.newest + dt.timedelta(days=200))
    eras = queries.eras(store.reference, *span)
    pair = (service, "overall")
    chart_rows = [
        ChartRow(
            title=wording.authority_name(authority),
            points=[chart_marks.point(store, row, authority.authority_id) for row in graded],
            steps=chart_marks.steps(store, [authority.authority_id], [pair]).get(pair, []),
            until=queries.in_force_until(store, authority, graded[-1]),
        )
        for authority, graded in drawn
    ]
    lines = {step.line for row in chart_rows for step in row.steps}
    levels = [name for name, level in store.reference.vocabulary.comparability.items() if level.line in lines]
    names = [f"{era.title}: {era.names}" for era in eras]
    figure = figures.timeline(chart_rows, store.reference.vocabulary.by_rank, chart_marks.bands(eras), span)
    key = components.grade_key(store, steps=levels, notes=[*chart_marks.KEY[:1], *names])
    summary = "One row for each council. A line joins two grades only where they are comparable."
    return [components.chart("over-time", finding, figure, summary, table_id="grades", key=key)]


def _table(store: Store, service: str, rows: dict[Authority, list[Row]]) -> list[Content]:
    lines = [
        [
            html.A(wording.authority_name(a), href=f"/authority/{a.authority_id}"),
            [wording.date(row), html.Small(wording.framework_title(store.reference, row["framework"]))],
            components.grade(store, row),
            components.comparability(store, row["comparability"]),
            components.source(store, row),
        ]
        for a, each in rows.items()
        for row in each
    ]
    if not lines:
        return []
    caption = f"{store.reference.services[service]}: every grade of these authorities, by authority and date"
    head = ["Authority", "Date and framework", "Grade", "Comparable with today?", "Evidence and place"]
    table = components.table(caption, head, lines, name="grades", labels=head)
    return [html.Section([html.H2("The same as a table"), table])]


def _sentences(store: Store, rows: dict[Authority, list[Row]]) -> list[Content]:
    said = [(a, history_sentences.sequence(store, each)) for a, each in rows.items()]
    made = [html.Li([html.B(wording.authority_name(a)), ". ", text or "No grade is known here."]) for a, text in said]
    return [html.Section([html.H2("In sentences"), html.Ul(made, className="sentences")])]
