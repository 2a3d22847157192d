"""How grades are lined up: everything on this page is drawn from the reference files and the tables themselves."""

from __future__ import annotations

from collections.abc import Sequence

import dash
import pandas as pd

from dashboard.address import Parameters
from dashboard.markup import components
from dashboard.markup import elements as html
from dashboard.markup.elements import attributes
from dashboard.markup.view import Content, View
from dashboard.pages import authority_sources
from dashboard.store import Store, records
from dashboard.words import wording
from loaders.record.reference import Framework, Judgement

dash.register_page(
    __name__,
    path="/methodology",
    name="Methodology",
    title="Methodology",
    description="How printed grades become harmonised ones, and which of them may be compared.",
    order=7,
    in_navigation=True,
)
PARAMETERS: tuple[str, ...] = ()
PARTS = (
    ("scales", "Scales side by side"),
    ("frameworks", "Frameworks"),
    ("crosswalk", "What each framework judges"),
    ("comparability", "How far grades may be compared"),
    ("joins", "How time lines are drawn"),
    ("evidence", "Evidence, mentions and conflicts"),
    ("coverage", "Coverage"),
    ("discrepancies", "Discrepancies"),
    ("limits", "Limits"),
    ("licence", "Licence and attribution"),
)


def layout(store: Store, _parameters: Parameters) -> View:
    lead = (
        "Children’s services have been judged under different frameworks, on scales that run in different "
        "directions. This page "
        "says how each printed grade becomes a harmonised one, and how far any two may be compared. It is drawn "
        "from the same "
        "files that the program uses."
    )
    contents = html.Nav(
        html.Ol([html.Li(html.A(title, href=f"#{name}")) for name, title in PARTS]),
        className="contents",
        **attributes(aria_label="On this page"),
    )
    bodies = {
        "scales": _scales(store),
        "frameworks": _frameworks(store),
        "crosswalk": _crosswalk(store),
        "comparability": _comparability(store),
        "joins": _joins(store),
        "evidence": _evidence(store),
        "coverage": _coverage(store),
        "discrepancies": _discrepancies(store),
        "limits": _limits(),
        "licence": _licence(),
    }
    sections = [html.Section([html.H2(title), *bodies[name]], id=name) for name, title in PARTS]
    return View("", "Methodology", [html.P(lead, className="lead"), contents, *sections], lead)


def _scales(store: Store) -> list[Content]:
    scales = list(store.reference.scales.values())
    rows: list[list[Content]] = []
    for term in store.reference.vocabulary.grades.values():
        cells: list[Content] = [components.grade_chip(term)]
        for scale in scales:
            words = [
                html.Li(
                    [
                        html.Q(word.words),
                        f", {word.number}" if word.number is not None else "",
                        html.Small(word.misprint) if word.misprint else None,
                    ]
                )
                for word in scale.words
                if word.grade == term.name
            ]
            cells.append(html.Ul(words, className="plain"))
        rows.append(cells)
    none = [
        html.Ul([html.Li(html.Q(w.words)) for w in scale.words if not w.grade], className="plain") for scale in scales
    ]
    rows.append([html.Span("No grade", className="absent"), *none])
    head = [
        "Harmonised grade",
        *([html.Span(s.title), html.Small([html.Strong(s.direction), f"; {s.used}"])] for s in scales),
    ]
    return [
        html.P(
            "The words and numbers of each scale as inspectors print them, lined up by harmonised grade. A word "
            "that stands on no "
            "scale here is never read as a grade. The same rank is not the same standard: “adequate” met the "
            "minimum and passed, "
            "“requires improvement” does not."
        ),
        components.table(
            "Scales and their words, best grade first",
            head,
            rows,
            name="scales-table",
            labels=["Harmonised grade", *(s.title for s in scales)],
        ),
    ]


def _frameworks(store: Store) -> list[Content]:
    counts = store.tables["inspections"]["framework"].value_counts().to_dict()
    rows = []
    for framework in _ordered(store):
        scale = store.reference.scales[framework.scale]
        rows.append(
            [
                [wording.framework_title(store.reference, framework.framework), html.Small(html.Q(framework.title))],
                [_in_force(framework), html.Small(framework.in_force_note)],
                [framework.inspectorate, html.Small(framework.legal_basis) if framework.legal_basis else None],
                [scale.title, html.Small(scale.direction)],
                f"{counts.get(framework.framework, 0):,}",
            ]
        )
    head = ["Framework", "In force", "Inspected by", "Scale", "Inspections here"]
    return [components.table("Inspection frameworks", head, rows, labels=head)]


def _in_force(framework: Framework) -> str:
    start = wording.month(framework.from_date.isoformat())
    return f"since {start}" if framework.until is None else f"{start} to {wording.month(framework.until.isoformat())}"


def _ordered(store: Store) -> list[Framework]:
    return sorted(store.reference.frameworks.values(), key=lambda f: (f.from_date, f.until is None, f.framework))


def _crosswalk(store: Store) -> list[Content]:
    frameworks = _ordered(store)
    tables: list[Content] = [
        html.P(
            "Each framework’s own label for a service and aspect, and whether it is comparable with the newest "
            "framework that grades it. An empty cell means that the framework does not grade it."
        )
    ]
    for service, title in store.reference.services.items():
        rows = []
        for aspect, aspect_title in store.reference.aspects.items():
            found = [[j for j in f.judgements if (j.service, j.aspect) == (service, aspect)] for f in frameworks]
            if any(found):
                rows.append(
                    [
                        aspect_title,
                        *(_labels(store, f, service, aspect, js) for f, js in zip(frameworks, found, strict=True)),
                    ]
                )
        if rows:
            head = ["Aspect", *_short_names(store, frameworks)]
            table = components.table(title, head, rows, name=f"crosswalk-{service}", labels=head)
            tables.append(components.folded(title, table, f"labels-{service}"))
    return tables


def _short_names(store: Store, frameworks: Sequence[Framework]) -> list[str]:
    return [store.reference.vocabulary.frameworks[f.framework].short for f in frameworks]


def _labels(store: Store, framework: Framework, service: str, aspect: str, judgements: Sequence[Judgement]) -> Content:
    parts: list[Content] = []
    for judgement in judgements:
        bounds = _bounds(judgement)
        parts.append(
            html.Div(
                [
                    html.Q(judgement.labels[0]),
                    html.Small(bounds) if bounds else None,
                    components.comparability(store, judgement.comparability, judgement.because),
                ],
                className="label",
            )
        )
    parts += [
        html.Small(f"not graded{_bounds(n) and ' ' + _bounds(n)}: {n.why}", className="absent")
        for n in framework.not_given
        if (n.service, n.aspect) == (service, aspect)
    ]
    return parts


def _bounds(entry: object) -> str:
    start, end = getattr(entry, "from_date", None), getattr(entry, "until", None)
    said = [
        f"from {wording.month(start.isoformat())}" if start else "",
        f"until {wording.month(end.isoformat())}" if end else "",
    ]
    return " ".join(filter(None, said))


def _comparability(store: Store) -> list[Content]:
    counts = store.judgements["comparability"].value_counts().to_dict()
    rows = [
        [
            components.comparability(store, level),
            term.meaning,
            f"{counts.get(level, 0):,}",
        ]
        for level, term in store.reference.vocabulary.comparability.items()
    ]
    return [
        html.P(
            "No source gives a conversion between the scales. What follows is this project’s own reading of what "
            "the inspectorates say, with its reasons."
        ),
        components.table("Levels of comparability", ["Level", "Meaning", "Judgements here"], rows),
    ]


def _joins(store: Store) -> list[Content]:
    def names(frameworks: Sequence[str]) -> str:
        return wording.listed([wording.framework_name(store.reference, f) for f in frameworks])

    rows = []
    for join in store.reference.joins:
        where = [
            wording.thing(store.reference, join.service, join.aspect or "overall") if join.service else "",
            f"across {wording.day(join.across.isoformat())}" if join.across else "",
        ]
        rows.append(
            [
                f"{wording.upper_first(names(join.from_frameworks))} to {names(join.to_frameworks)}",
                ", ".join(filter(None, where)) or "all services",
                store.reference.vocabulary.comparability[join.comparability].key,
                components.comparability(store, join.comparability, join.because),
            ]
        )
    head = ("From and to", "For", "Drawn", "Comparable?")
    return [
        html.P(
            "A grade holds until the next inspection, so lines are steps. A line joins two grades only where one "
            "rule below allows "
            "it; two inspections under the same framework are joined by a solid line, and where no rule fits "
            "there is no line."
        ),
        components.table(
            "From framework to framework: the first matching rule",
            head,
            rows,
            labels=head,
        ),
    ]


def _evidence(store: Store) -> list[Content]:
    counts = store.judgements["evidence"].value_counts().to_dict()
    rows = [[term.title, f"{counts.get(name, 0):,}"] for name, term in store.reference.vocabulary.evidence.items()]
    return [
        components.table("Kinds of evidence, strongest first", ["Evidence", "Judgements here"], rows),
        html.Ul(
            [
                html.Li(
                    "A grade that several places print is one judgement with several observations. Where they "
                    "disagree, the strongest kind of evidence is shown and both readings are listed."
                ),
                html.Li(
                    "An earlier grade that a document only mentions is kept as a mention, with a date no more "
                    "exact than the text gives. It is drawn hollow."
                ),
                html.Li(
                    "The date of a judgement is the last day of the inspection, else its first, else the day of "
                    "publication."
                ),
                html.Li(
                    "What was not judged stays not judged. Nothing is carried forward, averaged or worked out "
                    "from other grades."
                ),
                html.Li(
                    "An authority that was reorganised keeps its own record; successors and predecessors are "
                    "linked, and no grade passes from one to the other."
                ),
            ]
        ),
    ]


def _coverage(store: Store) -> list[Content]:
    frameworks = _ordered(store)
    frame = store.tables["inspections"]
    counts = pd.crosstab(frame["authority_id"], frame["framework"]) if len(frame) else pd.DataFrame()
    rows = []
    for authority in store.reference.register.authorities:
        known = counts.loc[authority.authority_id].to_dict() if authority.authority_id in counts.index else {}
        rows.append(
            [
                html.A(wording.authority_name(authority), href=f"/authority/{authority.authority_id}"),
                *(str(known.get(f.framework, "") or "–") for f in frameworks),
            ]
        )
    covered = frame["authority_id"].nunique()
    total = len(store.reference.register.authorities)
    return [
        html.P(
            f"{covered} of {total} authorities in the register (ended ones included) have at least one "
            "inspection here. A dash is an inspection that this record does not have, not one that did "
            "not take place. "
            f"Of the rounds that took place, {_rounds_known(store)}. Every inspection published to "
            f"{wording.day(store.as_at.isoformat())} is in the record."
        ),
        html.Details(
            [
                html.Summary("Inspections of each authority by framework"),
                components.table(
                    "How many inspections the record has",
                    ["Authority", *_short_names(store, frameworks)],
                    rows,
                    numeric=range(1, len(frameworks) + 1),
                    name="coverage-table",
                ),
            ],
            id="coverage-details",
        ),
    ]


def _rounds_known(store: Store) -> str:
    """Each round with how many of the authorities that were due in it have a grade here."""
    frame = store.tables["coverage"]
    parts = []
    for name, of_round in frame[frame["expected"] == "yes"].groupby("round", sort=False):
        first = records(of_round.head(1))[0]
        known = int((of_round["status"] == "known").sum())
        parts.append(
            (first["round_from"], str(name), f"{wording.round_name(store.reference, first)} {known} of {len(of_round)}")
        )
    return wording.listed([text for _, _, text in sorted(parts)])


def _discrepancies(store: Store) -> list[Content]:
    frame = store.tables["discrepancies"]
    if not len(frame):
        return [html.P("No two sources, and no two places in one source, give different readings.")]
    shown = frame.head(200)
    lines = [
        [
            html.A(wording.council_of(store.reference, row["authority_id"]), href=f"/authority/{row['authority_id']}"),
            *authority_sources.disagreement(store, row),
        ]
        for row in records(shown)
    ]
    head = ("Authority", *authority_sources.DIFFER)
    count = wording.upper_first(wording.count(len(frame), "reading differs", "readings differ"))
    return [
        html.P(
            [
                f"{count} from the one shown. ",
                html.A("discrepancies.csv", href="/download/discrepancies.csv"),
                " has them all.",
            ]
        ),
        components.table(
            "Disagreements" if len(frame) <= 200 else "The first 200 disagreements",
            head,
            lines,
            labels=head,
        ),
    ]


def _limits() -> list[Content]:
    return [
        html.Ul(
            [
                html.Li(
                    "The record holds what its sources say. Before 2013 few reports survive in public, so many "
                    "authorities have gaps there."
                ),
                html.Li("A harmonised grade lines words up; it does not make two frameworks one measure."),
                html.Li(
                    "Focused, monitoring and assurance visits and joint targeted inspections give no grades and "
                    "are not here."
                ),
                html.Li("Since April 2026 no overall judgement is given; none is worked out from the others."),
                html.Li(
                    "Codes of authorities are those of the Office for National Statistics; for inspections "
                    "before 2009 they are applied backwards."
                ),
            ]
        )
    ]


def _licence() -> list[Content]:
    return [
        html.P(
            [
                "Inspection reports and official statistics: Ofsted and the other inspectorates named above. © "
                "Crown copyright. "
                "Contains public sector information licensed under the ",
                html.A(
                    "Open Government Licence v3.0",
                    href="https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
                ),
                ". Council papers belong to the councils that published them; only facts are taken from them.",
            ]
        ),
        html.P(
            "To cite: Gradeline, inspection judgements of English children’s services, with the address of the "
            "view and the date on which you saw it."
        ),
        html.P(
            [
                "For programs: every table can be downloaded, filtered and described, as the ",
                html.A("OpenAPI description", href="/download/openapi.json"),
                " says; the ",
                html.A("data package", href="/download/datapackage.json"),
                " says what each column is.",
            ]
        ),
    ]
