"""Two inspections side by side: every service and aspect paired, each movement with its scales and comparability.

Opens on Worcestershire 2008 against 2012, where the same printed number stands for two different grades.
"""

from __future__ import annotations

from collections.abc import Sequence

import dash

from dashboard import address, figures
from dashboard.address import Parameters
from dashboard.analysis import queries
from dashboard.analysis.queries import Pair
from dashboard.filters import Filters
from dashboard.markup import components
from dashboard.markup import elements as html
from dashboard.markup.elements import Input, attributes
from dashboard.markup.view import Content, View
from dashboard.pages import compare_many
from dashboard.pages.compare_choice import choose
from dashboard.store import Store
from dashboard.words import comparison as sentences
from dashboard.words import wording
from loaders.record.reference import COMPARABLE

dash.register_page(
    __name__,
    path="/compare",
    name="Compare",
    title="Two inspections side by side",
    description="What moved between two inspections, on which scales, and how far they are one measure.",
    order=2,
    in_navigation=True,
)
PARAMETERS = ("a", "b", "authority", "from", "to", "other", *compare_many.PARAMETERS)
Inspection = dict[str, str]


def layout(store: Store, parameters: Parameters) -> View:
    if address.values(parameters, "authorities") or address.values(parameters, "service"):
        return compare_many.layout(store, parameters)
    a, b = choose(store, parameters)
    pairs = queries.compare(store, a, b)
    finding = sentences.headline(store, pairs)
    names = " and ".join(dict.fromkeys((a["authority"], b["authority"])))
    lead = f"{_described(store, a)}, compared with {_described(store, b, a)}. {sentences.comparison(pairs)}"
    main: list[Content] = [
        html.P(lead, className="lead"),
        *_finding(store, a, b, pairs),
        _forms(store, a, b),
        html.Div([_card(store, a, "First"), _card(store, b, "Second")], className="cards"),
        *_chart(store, a, b, pairs),
        _table(store, a, b, pairs),
        _sentences(store, a, b, pairs),
        components.downloads(
            Filters(inspection=tuple(dict.fromkeys((a["inspection_id"], b["inspection_id"])))).pairs(),
            len(queries.graded_lines(store, a)) + (len(queries.graded_lines(store, b)) if a != b else 0),
        ),
    ]
    title = f"{names}: {_year_label(a, b)[0]} compared with {_year_label(a, b)[1]}"
    return View(title, finding, main, lead, kicker=title)


def _finding(store: Store, a: Inspection, b: Inspection, pairs: Sequence[Pair]) -> list[Content]:
    """The most telling movement in full, before anything else is read."""
    pair = sentences.most_telling(pairs)
    if pair is None:
        return []
    others = queries.between(store, a, b, pair.service, pair.aspect)
    return [components.notice(sentences.movement(store, pair, others), "finding")]


def _year_label(a: Inspection, b: Inspection) -> tuple[str, str]:
    """How the two ends are called on the chart: by year, by month, or by name."""
    if a["authority_id"] != b["authority_id"]:
        return f"{a['authority']} {a['date'][:4]}", f"{b['authority']} {b['date'][:4]}"
    if a["date"][:4] != b["date"][:4]:
        return a["date"][:4], b["date"][:4]
    return wording.date(a, short=True), wording.date(b, short=True)


def _described(store: Store, row: Inspection, after: Inspection | None = None) -> str:
    name = f"{row['authority']}, " if after is None or after["authority_id"] != row["authority_id"] else ""
    return f"{name}{wording.date(row, short=True)} ({wording.framework_name(store.reference, row['framework'])})"


def _card(store: Store, row: Inspection, which: str) -> Content:
    framework = store.framework(row["framework"])
    scale = store.reference.scales[framework.scale]
    return html.Section(
        [
            html.P(f"{which} inspection", className="kicker"),
            html.H2(
                html.A([row["authority"], " ", wording.date(row, short=True)], href=f"/authority/{row['authority_id']}")
            ),
            components.definition_list(
                [
                    ("Framework", components.inspection_name(store, row)),
                    ("On site", wording.date_range(row)),
                    (
                        "Scale",
                        [scale.title, ", ", html.Strong(scale.direction)]
                        if scale.direction not in scale.title
                        else html.Strong(scale.title),
                    ),
                    ("Evidence", components.evidence(store, row["evidence"])),
                    (
                        "Source",
                        html.Ul(
                            [html.Li(components.source_link(store, s)) for s in row["sources"].split(";") if s],
                            className="plain",
                        ),
                    ),
                ]
            ),
        ],
        className="card",
    )


def _forms(store: Store, a: Inspection, b: Inspection) -> Content:
    groups = {a["authority"]: a["authority_id"], b["authority"]: b["authority_id"]}

    def pick(name: str, label: str, chosen: Inspection) -> Content:
        options = [
            html.Optgroup(
                [_option(store, row, row == chosen) for row in queries.inspections_of(store, authority_id)], label=title
            )
            for title, authority_id in groups.items()
        ]
        return components.field(label, html.Select(options, name=name, id=f"field-{name}"), f"field-{name}")

    inspections = html.Form(
        [pick("a", "First inspection", a), pick("b", "Second inspection", b), components.button("Compare")],
        action="/compare",
        method="get",
        className="controls row",
        **attributes(data_instant="change", aria_label="Choose two inspections"),
    )
    another = html.Form(
        [
            components.authority_input(
                name="authority", identifier="compare-authority", label="Another authority, its latest two"
            ),
            components.button("Show"),
        ],
        action="/compare",
        method="get",
        className="controls row",
        **attributes(aria_label="Compare another authority’s inspections"),
    )
    across = html.Form(
        [
            Input(type="hidden", name="a", value=a["inspection_id"]),
            components.authority_input(
                name="other",
                identifier="compare-other",
                label=f"{a['authority']} {a['date'][:4]} against another authority",
            ),
            components.button("Compare"),
        ],
        action="/compare",
        method="get",
        className="controls row",
        **attributes(aria_label="Compare with another authority"),
    )
    several = html.Form(
        [
            *(
                Input(type="hidden", name="authorities", value=each)
                for each in dict.fromkeys((a["authority_id"], b["authority_id"]))
            ),
            components.authority_input(
                name="authorities",
                identifier="compare-several",
                label=f"{' and '.join(groups)} over time, with another authority",
            ),
            components.button("Show"),
        ],
        action="/compare",
        method="get",
        className="controls row",
        **attributes(aria_label="Several authorities over time"),
    )
    others = html.Details(
        [
            html.Summary("Other authorities, by any name they have had, or several over time"),
            html.Div([another, across, several], className="form-pair"),
            components.authority_names(store),
        ],
        id="other-authorities",
    )
    return html.Div([inspections, others], className="compare-forms")


def _option(store: Store, row: Inspection, is_chosen: bool) -> Content:
    evidence = store.reference.vocabulary.evidence[row["evidence"]]
    known = f" ({evidence.prose})" if evidence.is_hollow else ""
    text = f"{wording.date(row, short=True)}, {wording.framework_name(store.reference, row['framework'])}{known}"
    return html.Option(text, value=row["inspection_id"], **attributes(selected=is_chosen or None))


def _chart(store: Store, a: Inspection, b: Inspection, pairs: Sequence[Pair]) -> list[Content]:
    moved = {pair.service for pair in pairs if pair.change is not None}
    shown = sorted((pair for pair in pairs if pair.a or pair.b), key=lambda pair: pair.service not in moved)
    if not shown:
        return [components.notice("Neither inspection has a grade that is known here, so there is no chart.")]
    label_a, label_b = _year_label(a, b)
    rows = [
        figures.Pair(
            group=store.reference.services[p.service],
            title=store.reference.aspects[p.aspect],
            first=_grade_end(store, p.a, label_a) if p.a else None,
            second=_grade_end(store, p.b, label_b) if p.b else None,
            line=store.reference.vocabulary.comparability[p.comparability].line if p.comparability else "",
            note=_absent_note(p, label_a, label_b),
        )
        for p in shown
    ]
    levels = {p.comparability for p in shown if p.comparability}
    return [
        components.chart(
            "comparison",
            sentences.tally(store, shown, label_a, label_b),
            figures.comparison(rows, store.reference.vocabulary.by_rank),
            "Better grades are on the right.",
            table_id="pairs",
            key=components.grade_key(
                store, steps=[level for level in store.reference.comparability if level in levels]
            ),
        )
    ]


def _absent_note(pair: Pair, label_a: str, label_b: str) -> str:
    """What the chart says of the side that has no grade: "2012: not graded"."""
    for label, absence in ((label_a, pair.a_absent), (label_b, pair.b_absent)):
        if absence is not None:
            return f"{label}: {absence.short}"
    return ""


def _grade_end(store: Store, row: dict[str, str], label: str) -> figures.End:
    reference = store.reference
    term = reference.printed_grade(row["grade"], row["framework"])
    evidence = reference.vocabulary.evidence[row["evidence"]]
    number = row["grade_number_original"]
    hover = (
        f"{row['authority']}, {wording.date(row, short=True)}",
        f"{wording.thing(reference, row['service'], row['aspect'])}: {term.prose}",
        wording.printed(reference, row),
        f"{evidence.title}; {row['locator']}",
    )
    return figures.End(
        rank=term.rank,
        letter=term.letter,
        label=f"{label}, printed {number}" if number else label,
        hover="\n".join(hover),
        said=f"{term.prose} in {label}{f', printed {number}' if number else ''}",
        is_light=term.is_light,
        is_hollow=evidence.is_hollow,
    )


def _table(store: Store, a: Inspection, b: Inspection, pairs: Sequence[Pair]) -> Content:
    label_a, label_b = _year_label(a, b)
    rows = [
        [
            wording.thing(store.reference, pair.service, pair.aspect),
            _cell(store, pair.a, pair.a_absent),
            _cell(store, pair.b, pair.b_absent),
            _moved(pair),
            components.comparability(store, pair.comparability, pair.because) if pair.comparability else "",
        ]
        for pair in pairs
    ]
    head = ["Judgement", label_a, label_b, "Change", "Comparable?"]
    return html.Section(
        [
            html.H2("Every judgement, paired"),
            components.table(
                "Each service and aspect in both inspections: as printed, on its scale, and harmonised",
                head,
                rows,
                name="pairs",
                labels=head,
            ),
        ]
    )


def _cell(store: Store, row: dict[str, str] | None, absence: queries.Absence | None) -> Content:
    if row is not None:
        return html.Div([components.grade(store, row), components.source(store, row)])
    return components.absent(absence) if absence else ""


def _moved(pair: Pair) -> Content:
    if pair.change is None:
        return html.Span("not comparable: graded once", className="absent")
    if pair.comparability not in COMPARABLE:
        return html.Span("not comparable", className="absent")
    arrow = "→" if pair.change == 0 else "↑" if pair.change > 0 else "↓"
    return html.Span(
        [html.Span(arrow, **attributes(aria_hidden="true")), f" {wording.movement(pair.change)}"], className="movement"
    )


def _sentences(store: Store, a: Inspection, b: Inspection, pairs: Sequence[Pair]) -> Content:
    paired = [p for p in pairs if p.change is not None]
    unpaired = [p for p in pairs if p.change is None]

    def lines(some: Sequence[Pair]) -> Content:
        made = [html.Li(sentences.movement(store, p, queries.between(store, a, b, p.service, p.aspect))) for p in some]
        return html.Ul(made, className="sentences")

    parts: list[Content] = [html.H2("In sentences")]
    if paired:
        parts.append(lines(paired))
    if unpaired:
        parts.append(
            html.Details(
                [html.Summary(f"In one inspection only ({len(unpaired)})"), lines(unpaired)],
                open=not paired,
                id="unpaired",
            )
        )
    return html.Section(parts)
