"""The methodology page: scales, frameworks, crosswalk, comparability, evidence, coverage and limits.

Everything on it is drawn from the reference files and the tables themselves, so that it cannot differ from what the
program does.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import dash
import pandas as pd

from dashboard.address import Parameters
from dashboard.analysis import queries
from dashboard.markup import components, elements as html
from dashboard.markup.page_view import Content, View
from dashboard.pages import authority_sources, comparable
from dashboard.store import Store
from dashboard.texts import texts_of
from dashboard.words import wording
from loaders.frames import records
from loaders.record.reference import Framework
from loaders.record.rows import CoverageRow
from loaders.record.scales import Scale
from loaders.record.schema import LICENCE, LICENCE_TITLE

dash.register_page(
    __name__,
    path="/methodology",
    name="Methodology",
    title="Methodology",
    description="What each grade meant, how grades are put on one scale, and which of them can be compared.",
    order=7,
    in_navigation=True,
)
PARAMETERS = comparable.CHOICES
MOST = 200
"""How many disagreements the page lists; the file has all of them."""


def layout(store: Store, parameters: Parameters) -> View:
    words = texts_of("methodology")
    contents = html.Nav(
        html.Ol([html.Li(html.A(section["title"], href=f"#{section['name']}")) for section in words["section"]]),
        className="contents",
        aria_label="On this page",
    )
    sections = [_section(store, section) for section in words["section"]]
    folded = components.folded("On this page", contents, "contents")
    return View("", "Methodology", [comparable.ask(store, parameters), folded, *sections], lead=words["lead"])


def _section(store: Store, section: Mapping[str, Any]) -> Content:
    licence = f"[{LICENCE_TITLE}]({LICENCE})"
    draw = DRAWN.get(section["name"])
    return html.Section(
        html.H2(section["title"]),
        *(html.P(components.linked(text.format(licence=licence))) for text in section.get("text", ())),
        *(draw(store) if draw else ()),
        components.bullets(section["points"]) if "points" in section else None,
        id=section["name"],
    )


def _scales(store: Store) -> list[Content]:
    """The scales of the frameworks; those of lists and later reports, which put other words on them, in a fold."""
    own = dict.fromkeys(framework.scale for framework in _ordered(store))
    framework_scales = [scale for scale in store.reference.scales.values() if scale.scale in own]
    other_scales = [scale for scale in store.reference.scales.values() if scale.scale not in own]
    return [
        _scales_table(store, framework_scales, "Scales of the inspection frameworks", name="scales-table"),
        components.fold(
            f"Words of lists and later reports ({len(other_scales)} scales)",
            _scales_table(store, other_scales, "Scales of lists and of later reports", name="other-scales"),
        ),
    ]


def _scales_table(store: Store, scales: Sequence[Scale], caption: str, *, name: str) -> Content:
    grades = store.reference.vocabulary.grades
    rows = [
        [
            [wording.upper_first(scale.title), html.Small(scale.used)],
            *(_words(scale, grade) for grade in (*grades, "")),
        ]
        for scale in scales
    ]
    head = ["Scale", *(components.grade_chip(term) for term in grades.values()), "No grade"]
    labels = ["Scale", *(term.title for term in grades.values()), "No grade"]
    return html.Div(components.table(caption, head, rows, name=name, labels=labels), className="compact")


def _words(scale: Scale, grade: str) -> list[Content]:
    words = [word for word in scale.words if word.grade == grade]
    parts: list[Content] = []
    for word in words:
        number = f" ({word.number})" if word.number is not None else ""
        parts += [", " if parts else "", html.Q(word.words), number]
    return [*parts, *(html.Small(f"“{word.words}”: {word.misprint}") for word in words if word.misprint)]


def _frameworks(store: Store) -> list[Content]:
    counts = store.tables["inspections"]["framework"].value_counts().to_dict()
    scales = store.reference.scales
    rows = [
        [
            [wording.framework_title(store.reference, framework.framework), html.Small(html.Q(framework.title))],
            [_in_force(framework), html.Small(framework.in_force_note)],
            [framework.inspectorate, html.Small(framework.legal_basis) if framework.legal_basis else None],
            [wording.upper_first(scales[framework.scale].title), html.Small(scales[framework.scale].direction)],
            f"{counts.get(framework.framework, 0):,}",
        ]
        for framework in _ordered(store)
    ]
    head = ["Framework", "In force", "Inspected by", "Scale", "Inspections"]
    table = components.table("Frameworks, and how many of their inspections are in this record", head, rows)
    return [components.fold(f"All {len(rows)} frameworks", table)]


def _in_force(framework: Framework) -> str:
    start = wording.month(framework.from_date)
    return f"since {start}" if framework.until is None else f"{start} to {wording.month(framework.until)}"


def _ordered(store: Store) -> list[Framework]:
    return sorted(store.reference.frameworks.values(), key=lambda f: (f.from_date, f.until is None, f.framework))


def _crosswalk(store: Store) -> list[Content]:
    tables: list[Content] = []
    head = ["Aspect", "Framework", "Printed label", "Comparable?"]
    for service, title in store.reference.services.items():
        rows = [row for aspect in store.reference.aspects for row in _labels(store, service, aspect)]
        if rows:
            table = components.table(title, head, rows, name=f"crosswalk-{service}")
            tables.append(components.fold(title, table))
    return tables


def _short_names(store: Store, frameworks: Sequence[Framework]) -> list[str]:
    return [store.reference.vocabulary.frameworks[f.framework].short for f in frameworks]


def _labels(store: Store, service: str, aspect: str) -> list[list[Content]]:
    """What the frameworks call one thing, a row for those that agree in all of it; nothing where none grades it."""
    graded: dict[tuple[str, str, str, str], list[Framework]] = {}
    silent: list[list[Content]] = []
    title = store.reference.aspects[aspect]
    for framework in _ordered(store):
        for line in framework.lines(service, aspect):
            step = queries.step_to_today(store, framework, line, line.from_date or framework.from_date)
            key = (line.labels[0], comparable.bounds(line), step.comparability, step.because)
            graded.setdefault(key, []).append(framework)
        for missing in framework.not_given:
            if (missing.service, missing.aspect) == (service, aspect):
                when = f"not graded {comparable.bounds(missing)}".rstrip()
                words = f"{when}: {missing.why}"
                silent.append([title, *_short_names(store, [framework]), html.Span(words, className="absent"), ""])
    rows: list[list[Content]] = [
        [
            title,
            wording.listed(_short_names(store, frameworks)),
            [html.Q(label), html.Small(bounds) if bounds else None],
            components.comparability(store, level, because),
        ]
        for (label, bounds, level, because), frameworks in graded.items()
    ]
    for row in rows[1:]:
        row[0] = html.Span(title, className="again")
    return [*rows, *silent] if rows else []


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
    head = ["Level", "Meaning", "Judgements in this record"]
    return [
        components.table("Levels of comparability", head, rows, numeric=(2,)),
        components.fold(
            "Every pair of frameworks, by service",
            [
                html.P(
                    "Each framework with itself and with those after it, but for pairs of which one gives no grade."
                ),
                *comparable.pairs(store),
            ],
        ),
    ]


def _joins(store: Store) -> list[Content]:
    def names(frameworks: Sequence[str]) -> str:
        return wording.listed([wording.framework_name(store.reference, f) for f in frameworks])

    rows = []
    for join in store.reference.joins:
        where = [
            wording.thing(store.reference, join.service, join.aspect or "overall") if join.service else "",
            f"across {wording.day(join.across)}" if join.across else "",
        ]
        level, because = join.comparability, join.because
        if level == "same" and not _is_of_today(store, (*join.from_frameworks, *join.to_frameworks)):
            level, because = "close", f"{because}, but not those of today"
        rows.append(
            [
                f"{wording.upper_first(names(join.from_frameworks))} to {names(join.to_frameworks)}",
                ", ".join(filter(None, where)) or "All services",
                wording.upper_first(store.reference.vocabulary.comparability[level].key),
                components.comparability(store, level, because),
            ]
        )
    head = ("From and to", "For", "Drawn", "Comparable?")
    return [
        components.fold(
            f"All {len(rows)} rules, the first that matches counts",
            components.table("From framework to framework: the first matching rule", head, rows),
        ),
    ]


def _is_of_today(store: Store, frameworks: Sequence[str]) -> bool:
    """Whether all of these grade something as it is graded today: only then can a step be `same` (`steps.step`)."""
    lines = (store.reference.frameworks[framework].judgements for framework in frameworks)
    return all(any(line.comparability == "same" for line in judgements) for judgements in lines)


def _evidence(store: Store) -> list[Content]:
    counts = store.judgements["evidence"].value_counts().to_dict()
    rows = [[term.title, f"{counts.get(name, 0):,}"] for name, term in store.reference.vocabulary.evidence.items()]
    return [
        components.table(
            "Kinds of evidence, strongest first",
            ["Evidence", "Judgements in this record"],
            rows,
            numeric=(1,),
            labels=(),
        ),
    ]


def _coverage(store: Store) -> list[Content]:
    frameworks = _ordered(store)
    frame = store.tables["inspections"]
    counts = pd.crosstab(frame["authority_id"], frame["framework"]) if len(frame) else pd.DataFrame()
    rows = []
    for authority in sorted(store.reference.register.authorities, key=wording.council_name):
        own = counts.loc[authority.authority_id].to_dict() if authority.authority_id in counts.index else {}
        numbers = [
            f"{store.reference.vocabulary.frameworks[framework.framework].short}\u00a0{own[framework.framework]}"
            for framework in frameworks
            if own.get(framework.framework)
        ]
        rows.append([components.council(store, authority.authority_id), ", ".join(numbers) or "none"])
    head = ["Council", "Inspections in this record"]
    covered = frame["authority_id"].nunique()
    total = len(store.reference.register.authorities)
    return [
        html.P(
            f"The record has at least one inspection of {covered} of the {total} councils in the register, former ones "
            f"included. It is complete to {wording.day(store.as_at)}. Before 2009 most reports are no longer "
            "published, and many grades are known only from lists and later reports."
        ),
        _rounds(store),
        components.fold(
            "Inspections of each council by framework",
            components.table(
                "How many inspections the record has. A framework that is not named has none here: there may have "
                "been one",
                head,
                rows,
                name="coverage-table",
            ),
        ),
    ]


def _rounds(store: Store) -> Content:
    """Each round of inspections: how many councils it covered, and of how many the record has a grade."""
    frame = store.tables["coverage"]
    rounds = []
    for _, of_round in frame[frame["expected"] == "yes"].groupby("round", sort=False):
        first: CoverageRow = records(of_round.head(1))[0]
        known_count = int((of_round["status"] == "known").sum())
        name = wording.upper_first(wording.round_name(store.reference, first))
        rounds.append((first["round_from"], [name, f"{len(of_round):,}", f"{known_count:,}"]))
    rows = [row for _, row in sorted(rounds)]
    head = ["Round of inspections", "Councils inspected", "Known"]
    return components.table(
        "Inspections that took place, and those in this record", head, rows, numeric=(1, 2), labels=()
    )


def _discrepancies(store: Store) -> list[Content]:
    differences = store.rows("discrepancies")
    if not differences:
        return [html.P("No two sources disagree.")]
    lines = [
        [
            components.council(store, row["authority_id"]),
            *authority_sources.disagreement(store, row),
        ]
        for row in differences[:MOST]
    ]
    head = ("Council", *authority_sources.DIFFER)
    cases = wording.number(len(differences), "case")
    return [
        html.P(
            f"In {cases} two sources, or two places in one, differ on a grade or a date. ",
            html.A("Download all disagreements (CSV)", href="/download/discrepancies.csv"),
            ".",
        ),
        components.fold(
            "All disagreements" if len(differences) <= MOST else f"The first {MOST} disagreements",
            components.table("Disagreements, by council", head, lines, name="disagreements"),
        ),
    ]


DRAWN: dict[str, Callable[[Store], list[Content]]] = {
    "scales": _scales,
    "comparability": _comparability,
    "joins": _joins,
    "frameworks": _frameworks,
    "crosswalk": _crosswalk,
    "evidence": _evidence,
    "coverage": _coverage,
    "discrepancies": _discrepancies,
}
"""What the sections of the page have of the record, by their names; the others have words alone."""
