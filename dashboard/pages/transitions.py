"""What happens next, from one inspection to the next: the matrix of grades, how long inadequate lasted, and who it was.

Comes in: the address. Goes out: the finding, the sentences, the tables and the charts; the tables and the list of
authorities behind each number are made in `transitions_tables`. A record of what has been, never a prediction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import dash
import pandas as pd

from dashboard import address
from dashboard.address import Parameters, link
from dashboard.analysis import transitions
from dashboard.analysis.transitions import FEW, FRAMEWORK_STEPS, PERIODS, Counts, StepChoice, Survival
from dashboard.figures.transitions import survival
from dashboard.markup import components, elements as html
from dashboard.markup.page_view import Content, View
from dashboard.pages import share, transitions_tables as tables
from dashboard.pages.transitions_tables import PATH
from dashboard.store import Store
from dashboard.texts import texts_of
from dashboard.words import transitions as sentences, wording
from loaders.frames import records

dash.register_page(
    __name__,
    path="/transitions",
    name="What happens next",
    title="What happens next",
    description="From one inspection to the next: which grades followed which, and how long inadequate lasted.",
    order=3,
    in_navigation=True,
)
PARAMETERS = ("service", "aspect", "period", "from", "to", "framework_step", "from_grade", "to_grade")
OPENING = ("safeguarding", "overall")
EVERYTHING = [("period", "all"), ("framework_step", "all")]
WORDS = texts_of("transitions")


@dataclass(frozen=True, eq=False)
class Transitions:
    """All that the page shows for one choice."""

    choice: StepChoice
    title: str
    lines: pd.DataFrame
    all_steps: pd.DataFrame
    steps: pd.DataFrame
    counts: Counts
    grades: pd.DataFrame
    matrix: pd.DataFrame
    survival: Survival


def layout(store: Store, parameters: Parameters) -> View:
    choice = choose(store, parameters)
    statistics = find(store, choice)
    lead = sentences.lead(statistics.counts, statistics.grades)
    main: list[Content] = [_form(store, choice)]
    if statistics.counts.steps:
        main.append(_moves(store, statistics, address.clean(parameters)))
    else:
        main.append(components.notice(_nothing(store, statistics)))
    main += [*_survival(store, statistics), *_caveats(store, statistics), _onward(choice)]
    title = f"What happens next: {statistics.title}"
    what = wording.short_thing(store.reference, choice.service, choice.aspect)
    kicker = f"{title}{_when(choice)}, as at {wording.day(store.as_at)}"
    headline = sentences.headline(what, statistics.counts, statistics.grades)
    about = f"{headline}{_when(choice)}, as at {wording.day(store.as_at)}. {lead}"
    return View(title, headline, main, lead=lead, description=about, kicker=kicker)


def _when(choice: StepChoice) -> str:
    """The period of the page's numbers; "" where the form has years of its own, or takes all."""
    is_period = choice.period != "all" and not (choice.from_year or choice.to_year)
    return f" {wording.lower_first(WORDS['period'][choice.period])}" if is_period else ""


def choose(store: Store, parameters: Parameters) -> StepChoice:
    reference = store.reference
    first, last = address.years(parameters)
    grades = (*(term.name for term in reference.vocabulary.printed), *reference.grades)
    usual = StepChoice(*OPENING, from_year=first, to_year=last).usual_period
    return StepChoice(
        service=address.choice(parameters, "service", tuple(reference.services), default=OPENING[0]),
        aspect=address.choice(parameters, "aspect", tuple(reference.aspects), default=OPENING[1]),
        from_year=first,
        to_year=last,
        framework_step=address.choice(parameters, "framework_step", FRAMEWORK_STEPS, default=FRAMEWORK_STEPS[0]),
        from_grade=address.choice(parameters, "from_grade", grades),
        to_grade=address.choice(parameters, "to_grade", grades),
        period=address.choice(parameters, "period", tuple(PERIODS), default=usual),
    )


def find(store: Store, choice: StepChoice) -> Transitions:
    reference = store.reference
    lines, all_steps, spells = transitions.whenever(store, choice)
    steps = transitions.counted(all_steps, choice)
    return Transitions(
        choice=choice,
        title=wording.thing(reference, choice.service, choice.aspect),
        lines=lines,
        all_steps=all_steps,
        steps=steps,
        counts=transitions.counts(steps, all_steps, choice),
        grades=transitions.by_grade(steps, lines, all_steps, choice=choice),
        matrix=transitions.matrix(steps, [term.name for term in reference.vocabulary.printed]),
        survival=transitions.survival(spells[choice.has(spells["from_date"])].reset_index(drop=True)),
    )


def _form(store: Store, choice: StepChoice) -> Content:
    reference = store.reference
    offered = {name: {*store.tables["movements"][name], getattr(choice, name)} for name in ("service", "aspect")}
    services = {name: title for name, title in reference.services.items() if name in offered["service"]}
    aspects = {name: title for name, title in reference.aspects.items() if name in offered["aspect"]}
    cell = [("from_grade", choice.from_grade), ("to_grade", choice.to_grade)]
    steps = FRAMEWORK_STEPS[0]
    more = html.Div(
        components.select("aspect", aspects, choice.aspect, label="Aspect", default=OPENING[1]),
        components.year_field(store, "from", "First inspected from", year=choice.from_year),
        components.year_field(store, "to", "to", year=choice.to_year),
        components.select(
            "framework_step", WORDS["framework_step"], choice.framework_step, label="Which inspections", default=steps
        ),
        components.button("Update"),
        className="row",
    )
    usual = StepChoice(*OPENING, framework_step=steps, period="since-2013")
    is_usual = replace(choice, service=usual.service, period=usual.period, from_grade="", to_grade="") == usual
    return components.form(
        PATH,
        "Which inspections",
        html.Div(
            *components.hidden(pair for pair in cell if pair[1]),
            components.select("service", services, choice.service, label="Service", default=OPENING[0]),
            components.select("period", WORDS["period"], choice.period, label="Period", default=choice.usual_period),
            html.Div(components.button("Update"), className="without-script"),
            html.A("Clear all", href=PATH) if choice.pairs() != usual.pairs() else None,
            className="row one-line",
        ),
        html.Details(html.Summary("More choices"), more, open=not is_usual, id="more-choices"),
        kind="several",
    )


def _nothing(store: Store, statistics: Transitions) -> Content:
    if len(statistics.all_steps):
        here = [("service", statistics.choice.service), ("aspect", statistics.choice.aspect)]
        what = wording.short_thing(store.reference, statistics.choice.service, statistics.choice.aspect)
        words = f"No two grades in a row for {what} fit all of these. "
        return [words, html.A(f"Show all {len(statistics.all_steps)}", href=link(PATH, [*here, *EVERYTHING])), "."]
    movements = store.tables["movements"]
    sizes = (
        movements.groupby(["service", "aspect"], as_index=False, observed=True)
        .size()
        .sort_values("size", ascending=False)
    )
    items = []
    for row in records(sizes.head(4)):
        goal = link(PATH, [("service", row["service"]), ("aspect", row["aspect"])])
        title = wording.thing(store.reference, row["service"], row["aspect"])
        items.append([html.A(title, href=goal), f" ({row['size']})"])
    return [
        html.P(f"{statistics.title}: no council has two graded inspections of this in the record. Most are known of:"),
        components.bullets(items),
    ]


def _moves(store: Store, statistics: Transitions, query: Sequence[tuple[str, str]]) -> Content:
    moves = components.bullets(sentences.moves(store.reference.vocabulary, statistics.grades), className="sentences")
    left_out = sentences.left_out(statistics.counts)
    return html.Section(
        share.titled(html.H2("From one inspection to the next"), _share(store, statistics, query)),
        html.P(" ".join(filter(None, (sentences.totals(statistics.counts), left_out)))),
        tables.matrix(store.reference.vocabulary, statistics.choice, statistics.matrix, grades=statistics.grades),
        html.Details(html.Summary("The same in words"), moves, id="in-words"),
        *tables.behind(store, statistics.choice, statistics.lines, steps=statistics.steps),
    )


def _share(store: Store, statistics: Transitions, query: Sequence[tuple[str, str]]) -> Content:
    judged = [("service", statistics.choice.service), ("aspect", statistics.choice.aspect)]
    return share.fold(
        store,
        title=f"{statistics.title}: which grade came next",
        page=link(PATH, query),
        embed=link(f"/embed{PATH}", query),
        pictures=(),
        data=[*share.judgements(judged), ("Every two inspections in a row (CSV)", "/download/movements.csv")],
    )


def _survival(store: Store, statistics: Transitions) -> list[Content]:
    result = statistics.survival
    heading = html.H2("How long inadequate lasted")
    if not len(result.spells):
        why = "No grade of inadequate fits this choice, so there is no curve."
        return [html.Section(heading, components.notice(why))]
    lines = sentences.spells(store, result, statistics.choice)
    return [
        html.Section(
            heading,
            components.bullets(lines, className="sentences two-columns"),
            html.Div(_curve(result), tables.by_year(result.by_year), className="beside")
            if result.spells["is_ended"].any()
            else None,
            html.Details(html.Summary("How a period is counted"), html.P(WORDS["spell"]), className="explained"),
            tables.spells(store, statistics.choice, statistics.lines, found=result.spells),
        )
    ]


def _curve(result: Survival) -> Content:
    readings = result.by_year.assign(hover=[_reading(row) for row in records(result.by_year)])
    lost = result.spells.loc[~result.spells["is_ended"], "years"]
    longest = sorted(result.spells["years"], reverse=True)
    few_from = longest[FEW - 1] if len(longest) >= FEW else 0.0
    figure = survival(
        result.curve, sorted(lost), readings, median=result.median.years, longest=float(longest[0]), few_from=few_from
    )
    summary = (
        "The share still graded inadequate, with its 95% interval (shaded). It falls at inspections that gave a better "
        f"grade. A tick is one that was still inadequate when last seen; the grey part has fewer than {FEW} councils."
    )
    return components.chart("survival", sentences.survival_title(result), figure, summary=summary, table_id="by-year")


def _reading(row: Mapping[str, Any]) -> str:
    years = f"{row['year']} {'year' if int(row['year']) == 1 else 'years'} after first graded inadequate"
    interval = sentences.interval(float(row["low"]), float(row["high"]))
    still = f"{wording.percent(float(row['still']))} still inadequate"
    return f"{years}\n{still}{f' (95% interval {interval})' if interval else ''}\n{row['at_risk']} still followed"


def _caveats(store: Store, statistics: Transitions) -> list[Content]:
    if not statistics.counts.steps and not len(statistics.survival.spells):
        return []
    caveats = sentences.caveats(store, statistics.choice, statistics.counts, grades=statistics.grades)
    items = ([html.Strong(short), f" {why}"] for short, why in caveats)
    notes = components.bullets(items, className="sentences two-columns")
    return [html.Section(html.H2("What these figures do not say"), notes)]


def _onward(choice: StepChoice) -> Content:
    here = [("service", choice.service), ("aspect", choice.aspect)]
    ways = (
        ("The grades behind these numbers, in the data", link("/data", here)),
        ("Download every two inspections in a row (CSV)", "/download/movements.csv"),
        ("Which grades can be compared, and why", "/methodology#comparability"),
    )
    return html.Nav(html.H2("Next"), components.links(ways, className="inline"), aria_label="Next")
