"""The one table of a council's page: a line for each judgement, grouped by inspection, the newest first.

Parts of an inspection and everything that cannot be compared with today are folded; what a line rests on opens in its
last cell. On a phone each line becomes two, so that roles are written out: a grid has no rows of its own.
"""

import datetime as dt
from collections.abc import Mapping, Sequence

from dashboard.address import link
from dashboard.analysis import queries
from dashboard.analysis.glance import AREAS, GradeChange, comparable_from
from dashboard.filters import Filters
from dashboard.markup import components, elements as html
from dashboard.markup.page_view import Content
from dashboard.pages import authority_glance
from dashboard.store import Store
from dashboard.words import comparison, glance, strips, wording
from loaders.record.grouping import grouped
from loaders.record.reference import Authority
from loaders.record.rows import GradedRow, InspectionRow, JudgementRow, MovementRow, first_day, is_graded
from loaders.record.steps import Step

HEAD = ("Area", "Grade", "Change", "Where in the source")
Pair = tuple[str, str]
Steps = Mapping[tuple[str, str, str], MovementRow]


def section(store: Store, authority: Authority, inspections: Sequence[InspectionRow]) -> Content:
    since = comparable_from(store.reference)
    newest = list(reversed(inspections))
    recent = [row for row in newest if row["date"] >= since]
    earlier = [row for row in newest if row["date"] < since]
    steps = {
        (row["to_inspection_id"], row["service"], row["aspect"]): row
        for row in store.of_authority("movements", authority.authority_id)
    }
    rows = len(store.of_authority("judgements", authority.authority_id))
    query = Filters(authority=(authority.authority_id,)).pairs()
    caption = f"Grades of {wording.council_name(authority)} since {wording.month(since)}"
    return html.Section(
        html.H2("Grades by inspection"),
        _table(store, recent, steps, name="judgements", caption=caption) if recent else None,
        _earlier(store, authority, earlier, steps=steps, since=since, has_recent=bool(recent)),
        components.downloads(query, rows),
        id="by-inspection",
    )


def report(store: Store, inspections: Sequence[InspectionRow]) -> Content:
    """A link to the report of the latest inspection, or to where its grades were published; None where neither is."""
    for inspection in reversed(inspections):
        lines = [row for row in queries.graded_lines(store, inspection).values() if is_graded(row)]
        if lines:
            best = min(lines, key=lambda row: store.reference.evidence[row["evidence"]])
            href = store.published_at(best["source_id"])
            if not href:
                return None
            if best["evidence"] != "primary":
                kind = store.reference.vocabulary.evidence[best["evidence"]].prose
                return components.external(f"Source of the latest grades: {kind}", href)
            month = wording.month(best["published"]) or wording.date(best, short=True)
            kind = " (PDF)" if store.sources[best["source_id"]]["kind"] == "pdf" else ""
            return components.external(f"Inspection report, {month}{kind}", href)
    return None


def _earlier(
    store: Store, authority: Authority, rows: Sequence[InspectionRow], *, steps: Steps, since: dt.date, has_recent: bool
) -> Content:
    """Everything from before grades were comparable with today's, folded where there is something newer."""
    if not rows:
        return None
    yearly = sum(store.framework(row["framework"]).yearly for row in rows)
    counts = [wording.count(len(rows) - yearly, "inspection")] if len(rows) > yearly else []
    counts += [wording.count(yearly, "annual assessment")] if yearly else []
    summary = f"Before {wording.month(since)}: {wording.listed(counts)}, not comparable with later grades"
    caption = f"Grades of {wording.council_name(authority)} before {wording.month(since)}"
    traps = [html.P(html.Strong(trap)) for trap in _traps(store, authority)]
    name = "earlier-judgements" if has_recent else "judgements"
    return html.Details(
        html.Summary(summary),
        *traps,
        _table(store, rows, steps, name=name, caption=caption),
        id="before",
        className="earlier",
        open=not has_recent,
    )


def _traps(store: Store, authority: Authority) -> list[str]:
    """Where one number means two grades, because the best number was first the highest and then the lowest."""
    rows = store.of_authority("judgements", authority.authority_id)
    series = grouped(rows, lambda row: (row["service"], row["aspect"]))
    return list(filter(None, (comparison.same_number(store, series[pair]) for pair in sorted(series))))


def _table(store: Store, inspections: Sequence[InspectionRow], steps: Steps, *, name: str, caption: str) -> Content:
    head = html.Tr([html.Th(title, scope="col", role="columnheader") for title in HEAD], role="row")
    return html.Div(
        html.Table(
            html.Caption(caption, className="unseen"),
            html.Thead(head, role="rowgroup"),
            *(_inspection(store, inspection, steps) for inspection in inspections),
            role="table",
            className="lines",
        ),
        id=name,
        className="table-box plain-box",
    )


def _inspection(store: Store, inspection: InspectionRow, steps: Steps) -> Content:
    lines = queries.graded_lines(store, inspection)
    pairs = queries.in_reference_order(store.reference, set(lines))
    ungraded = queries.left_ungraded(inspection)
    main = [pair for pair in AREAS if pair in lines or pair in ungraded]
    parts = [pair for pair in pairs if pair not in AREAS]
    if not main or len(parts) == 1:
        main, parts = [*main, *parts], []
    body = [
        _heading(store, inspection),
        *(_line(store, inspection, pair, row=lines.get(pair), steps=steps) for pair in main),
    ]
    if parts:
        body.append(_parts(store, parts, lines))
    return html.Tbody(body, role="rowgroup", id=inspection["inspection_id"])


def _heading(store: Store, inspection: InspectionRow) -> Content:
    """When and what an inspection was, when its report came out, and the report."""
    best = min(
        (row for row in queries.graded_lines(store, inspection).values()),
        key=lambda row: store.reference.evidence[row["evidence"]],
        default=None,
    )
    words: list[Content] = [html.B(wording.upper_first(wording.dated(inspection))), " ", _name(store, inspection)]
    if inspection["published"] and inspection["date_basis"] != "publication":
        words.append(f" · published {wording.day(inspection['published'])}")
    href = store.published_at(best["source_id"]) if best else ""
    if best and href and best["evidence"] == "primary":
        words += [" · ", components.external("report", href)]
    if len(store.of_authority("inspections", inspection["authority_id"])) > 1:
        href = link("/compare", [("b", inspection["inspection_id"])])
        label = f"Compare the inspection of {wording.date(inspection, short=True)} with another one"
        words += [" · ", html.A("compare", href=href, aria_label=label)]
    return html.Tr(html.Th(words, colSpan=len(HEAD), scope="rowgroup", role="rowheader"), className="group", role="row")


def _name(store: Store, inspection: InspectionRow) -> str:
    """What kind of inspection it was; "standard" is no kind of its own."""
    kind = inspection["inspection_type"]
    name = wording.framework_title(store.reference, inspection["framework"])
    return f"{name}, {kind}" if kind and kind != "standard" and kind not in name else name


def _line(store: Store, inspection: InspectionRow, pair: Pair, *, row: JudgementRow | None, steps: Steps) -> Content:
    """One judgement, or why there is none."""
    if row is None or not is_graded(row):
        absence = queries.absence(store, inspection, *pair)
        words = "Not known" if absence.kind == "not_established" else "Not graded"
        because = wording.upper_first(_together(store, inspection, pair) or absence.why)
        cells: list[Content] = [html.Span(words, className="grade-box none"), because, ""]
    else:
        cells = [_grade(store, row), _change(store, row, steps), _details(store, row)]
    area = glance.area(store, *pair) if pair in AREAS else wording.thing(store.reference, *pair)
    return html.Tr(
        html.Th(area, scope="row", role="rowheader"),
        *(html.Td(cell, role="cell") for cell in cells),
        role="row",
    )


def _together(store: Store, inspection: InspectionRow, pair: Pair) -> str:
    """With which service another one was graded at an inspection; "" where it was not."""
    gap = store.framework(inspection["framework"]).gap(*pair, first_day(inspection))
    if gap is None or not gap.together_with:
        return ""
    return f"graded together with {store.reference.vocabulary.services[gap.together_with].prose}"


def _grade(store: Store, row: GradedRow) -> Content:
    term = store.reference.word_of(row)
    hollow = " hollow" if store.reference.vocabulary.evidence[row["evidence"]].is_hollow else ""
    classes = f"grade-box {components.colour(term)}{hollow}"
    flag = html.Small("sources disagree", className="flag") if row["agreement"] == "conflict" else None
    return [html.Span(strips.grade(store, row), className=classes), flag]


def _change(store: Store, row: GradedRow, steps: Steps) -> Content:
    step = steps.get((row["inspection_id"], row["service"], row["aspect"]))
    if step is None:
        return "First grade in this record"
    lines = queries.graded_lines(store, store.inspections[step["from_inspection_id"]])
    before = lines[row["service"], row["aspect"]]
    assert is_graded(before)
    grade_change = GradeChange(before, row, step["comparability"])
    return authority_glance.change(store, grade_change, is_first=False)


def _details(store: Store, row: GradedRow) -> Content:
    """Where a grade stands, which opens to what is printed there and how far it compares with today."""
    reference = store.reference
    framework, day = store.framework(row["framework"]), first_day(row)
    line = framework.judgement(row["service"], row["aspect"], day)
    step = queries.step_to_today(store, framework, line, day) if line else Step(row["comparability"], "")
    level = reference.vocabulary.comparability[step.comparability]
    because = f": {step.because}" if step.because else ""
    agree = f"; {row['observations']} observations agree" if row["agreement"] == "agreed" else ""
    items: list[Content] = [
        ["Printed: ", html.Q(row["judgement"]), ", ", wording.printed_words(reference, row), "."],
        f"On the common scale: {reference.vocabulary.grades[row['grade']].prose}.",
        f"With today’s grades: {level.prose}{because}.",
        _source(store, row, agree),
    ]
    return html.Details(html.Summary(row["locator"]), components.bullets(items))


def _source(store: Store, row: GradedRow, agree: str) -> Content:
    """The kind of source with its address; its title too, but for the inspection's own report, which the line is in."""
    kind = store.reference.vocabulary.evidence[row["evidence"]].title
    href = components.source_address(store, row["source_id"])
    if row["evidence"] == "primary":
        return [html.A(kind, href=href), f"{agree}."]
    return [f"{kind}{agree}: ", html.A(components.source_name(store, row["source_id"]), href=href)]


def _parts(store: Store, pairs: Sequence[Pair], lines: Mapping[Pair, JudgementRow]) -> Content:
    """Other areas of an inspection, each with what its grade rests on, behind one line."""
    items = []
    for pair in pairs:
        row = lines[pair]
        name = wording.thing(store.reference, *pair)
        if is_graded(row):
            items.append(html.Li(html.Span(name), " ", _grade(store, row), _details(store, row)))
        else:
            items.append(html.Li(html.Span(name), " ", html.Span("Not graded", className="grade-box none")))
    summary = f"{len(pairs)} more areas of this inspection"
    return html.Tr(
        html.Td(html.Details(html.Summary(summary), html.Ul(items)), colSpan=len(HEAD), role="cell"),
        className="parts",
        role="row",
    )
