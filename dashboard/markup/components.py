"""The parts that pages are built of: grade badges, source links, tables, notices, charts, form controls.

A grade is only ever shown by `grade` or `grade_chip`: the printed words, the number, the scale with its direction and
the harmonised grade stand together.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

import plotly.graph_objects as go
from dash import dcc

from dashboard.address import link
from dashboard.analysis.national.picture import SERVICE
from dashboard.appearance import SHAPES
from dashboard.figures.template import CONFIG
from dashboard.markup import elements as html
from dashboard.markup.elements import Markup
from dashboard.markup.page_view import Content
from dashboard.markup.render import render
from dashboard.store import Store, once_a_store
from dashboard.words import wording
from loaders.record.reference import OVERALL, Authority
from loaders.record.rows import DiscrepancyRow, InspectionRow, JudgementRow, PrintedRow
from loaders.record.vocabulary import Grade

ARROWS = {1: "arrow up", 0: "arrow level", -1: "arrow down"}
"""The classes for up, no change and down, which the stylesheet draws."""
FIRST, FEW_MORE = 50, 10
"""How many rows a long table shows at once; a rest of a few is not worth opening."""


def shape(rank: int) -> Markup:
    frame = '<svg class="shape" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">'
    return Markup(f'{frame}<path d="{SHAPES[rank]}"/></svg>')


def colour(term: Grade) -> str:
    """The classes that give anything the colours of a grade: chips, blocks, bars, tiles, cells."""
    return f"r{term.rank}{' light' if term.is_light else ''}"


def letter_class(term: Grade) -> str:
    return f"letter {colour(term)}"


def arrow(change: int) -> Content:
    """Up, down, or no change: for the eye, beside words that say the same."""
    return html.I(className=ARROWS[(change > 0) - (change < 0)])


def grade_chip(term: Grade) -> Content:
    return html.Span(shape(term.rank), html.Span(term.title), className=f"chip {colour(term)}")


def grade(store: Store, row: PrintedRow) -> Content:
    """A grade with all that belongs to it: printed words, number, the scale's direction, and the harmonised grade.

    The harmonised grade's name is left out where it is the printed word itself.
    """
    reference = store.reference
    if not row["grade"]:
        return html.Div(html.Span("Not graded", className="absent"), html.Small(f"printed “{row['grade_original']}”"))
    term = reference.printed_grade(row["grade"], row["framework"], row["grade_original"])
    scale = reference.scales[row["scale"]]
    number, at_the_time = row["grade_number_original"], wording.word_at_the_time(reference, row)
    chip = html.Span(
        shape(term.rank),
        html.Span(html.B(wording.upper_first(at_the_time or row["grade_original"])), f", {number}" if number else ""),
        className=f"chip {colour(term)}",
    )
    notes = [f"listed as {wording.grade_word(row)}"] if at_the_time else []
    if scale.best_number is not None:
        notes.append(scale.direction if number else f"{scale.direction} (no number printed)")
    prose = reference.vocabulary.grades[row["grade"]].prose
    if prose != wording.grade_word(row):
        notes.append(f"on the common scale: {prose}")
    return html.Div(chip, *(html.Small(note) for note in notes), className="grade")


def evidence(store: Store, kind: str) -> Content:
    return html.Span(store.reference.vocabulary.evidence[kind].title, className=f"evidence evidence-{kind}")


def comparability(store: Store, level: str, because: str = "") -> Content:
    title = store.reference.vocabulary.comparability[level].title
    words: list[Content] = [html.Span(title, className=f"comparability {level}")]
    if because:
        words.append(html.Small(because))
    return html.Div(words, className="grade")


def council(store: Store, authority_id: str, service: str = "") -> Content:
    """A council by its name, linked to its page; with a service, to the chart of that."""
    goal = link(f"/authority/{authority_id}", [("service", service)])
    return html.A(wording.council_of(store.reference, authority_id), href=goal)


def source(store: Store, row: JudgementRow | DiscrepancyRow) -> Content:
    """Where a grade stands: the kind of evidence, and a link to the place in the source, where it was published."""
    return source_place(store, row["evidence"], row["source_id"], locator=row["locator"])


def source_place(store: Store, kind: str, identifier: str, locator: str) -> Content:
    place: list[Content] = [html.Span(f"{source_name(store, identifier)}: ", className="unseen"), locator]
    goal = source_address(store, identifier)
    return html.Div(evidence(store, kind), html.Small(html.A(place, href=goal)), className="source")


def source_name(store: Store, identifier: str) -> str:
    document = store.sources.get(identifier)
    return (document["title"] or document["file_name"]) if document else identifier


def source_address(store: Store, identifier: str) -> str:
    """Where a source was published, else what this record has of it: in a copy made of files, its line in the list."""
    return store.published_at(identifier) or f"{link('/sources', [('source', identifier)])}#{quote(identifier)}"


def source_link(store: Store, identifier: str) -> Content:
    """A source by its name, linked to where it was published, else to what this record has of it."""
    return html.A(source_name(store, identifier), href=source_address(store, identifier))


def external(text: str, url: str) -> Content:
    """A link to another site, only ever followed by the reader; http and https alone."""
    if not url.startswith(("https://", "http://")):
        return text
    return html.A(text, href=url)


def side_by_side(store: Store, row: Mapping[str, Any]) -> Content:
    """A step from one inspection to the next, linked to the comparison of the two."""
    goal = link("/compare", [("a", row["from_inspection_id"]), ("b", row["to_inspection_id"])])
    years = f"{row['from_date'].year} and {row['to_date'].year}"
    name = wording.council_of(store.reference, row["authority_id"])
    return html.A("Side by side", href=goal, aria_label=f"Side by side: {name}, {years}")


def linked(text: str) -> list[Content]:
    """A sentence of ours with its links, which are written [words](address)."""
    parts = re.split(r"\[([^]]+)\]\(([^)]+)\)", text)
    links = zip(parts[1::3], parts[2::3], parts[3::3], strict=True)
    return [parts[0], *(part for words, goal, after in links for part in (html.A(words, href=goal), after))]


def inspection_name(store: Store, row: JudgementRow | InspectionRow) -> str:
    """The framework and the type of inspection, where the framework's name does not say that already."""
    name, kind = wording.framework_title(store.reference, row["framework"]), row["inspection_type"]
    return name if not kind or kind in name else f"{name}, {kind}"


def table(
    caption: Content,
    head: Sequence[Content],
    rows: Iterable[Sequence[Content]],
    *,
    name: str = "",
    numeric: Sequence[int] = (),
    labels: Sequence[str] | None = None,
) -> Content:
    """A table with a caption, its rows headed by their first cells.

    A narrow screen stacks the cells of a row, each under its label: nothing is cut off, and no row is as high as a
    column that is out of sight. `labels` are the texts of `head` where they are not given; with none of them, as for
    many columns of numbers, the table scrolls in its box instead.
    """
    labels = [str(text) for text in head] if labels is None else labels

    def cell(position: int, content: Content) -> Content:
        kind = "number" if position in numeric else None
        if position == 0:
            return html.Th(content, scope="row", className=kind)
        return html.Td(content, className=kind, data_label=labels[position] if labels else None)

    heads = [
        html.Th(content, scope="col", className="number" if position in numeric else None)
        for position, content in enumerate(head)
    ]
    body = [html.Tr([cell(position, content) for position, content in enumerate(row)]) for row in rows]
    return html.Div(
        html.Table(
            html.Caption(caption),
            html.Colgroup([html.Col() for _ in head]),
            html.Thead(html.Tr(heads)),
            html.Tbody(body),
        ),
        className="table-box stack" if labels else "table-box",
        tabIndex="0",
        role="region",
        aria_label=caption if isinstance(caption, str) else name or "Table",
        id=name or None,
    )


def long_table(
    title: str,
    labels: Sequence[str],
    rows: Sequence[Sequence[Content]],
    *,
    name: str,
    first: int = FIRST,
    summary: str = "Show all {}",
) -> Content:
    """The first rows of a table, and the rest behind one line, its `summary`, that opens with scripts or without."""
    if len(rows) <= first + FEW_MORE:
        return html.Div(table(title, labels, rows, name=name), className="compact")
    first_rows = table(f"{title} (the first {first})", labels, rows[:first], name=name)
    rest = table(f"{title} (rows {first + 1} to {len(rows)})", labels, rows[first:], name=f"{name}-rest")
    return html.Div(first_rows, fold(summary.format(len(rows)), rest), className="compact")


def fold(summary: str, content: Content, *, opened: bool = False) -> Content:
    """A long table behind one line; an address that names it, or its section, opens it (`assets/page.js`)."""
    return html.Details(html.Summary(summary), content, className="rest", open=opened)


def folded(summary: str, content: Content, name: str) -> Content:
    """Shown as it is where there is room for it; on a narrow screen, one line that opens."""
    return html.Details(html.Summary(summary), content, className="folded", id=name)


def notice(content: Content, kind: str = "note") -> Content:
    return html.Div(content, className=f"notice {kind}")


def chart(
    name: str,
    title: str,
    figure: go.Figure,
    *,
    summary: str,
    table_id: str,
    key: Content = None,
) -> Content:
    """A chart with its finding as title, a text summary, arrow keys to read it, and a link to its table."""
    figure_json = figure.to_plotly_json()  # once: Dash would do it again for each of the page's two forms
    height, alt = figure_json["layout"]["height"], figure_json["layout"]["meta"]["alt"]
    hint = "Focus the chart and use the arrow keys to read it point by point."
    below = [
        html.Span(hint, className="hint", id=f"{name}-hint"),
        html.A("The same data as a table", href=f"#{table_id}"),
        *_picture_buttons(name),
    ]
    return html.Figure(
        html.Figcaption([html.Strong(title), html.P(summary)] if summary else html.Strong(title), id=f"{name}-title"),
        key,
        html.Div(
            html.Div(
                dcc.Graph(id=name, figure=figure_json, config=CONFIG, responsive=True, style={"height": f"{height}px"}),
                role="img",
                aria_label=alt,
            ),
            className="chart",
            role="application",
            tabIndex="0",
            style={"height": f"{height}px"},
            data_chart=name,
            aria_roledescription="chart",
            aria_labelledby=f"{name}-title",
            aria_describedby=f"{name}-hint",
        ),
        html.P("", className="reading", id=f"{name}-reading", aria_live="polite"),
        html.P(below, className="below-chart"),
        className="figure",
    )


def _picture_buttons(name: str) -> list[Content]:
    """They save a chart as a picture (`assets/pictures.js`); there is none without scripts, as there is no chart."""
    return [
        html.Button(
            f"Save as {ending.upper()}",
            type="button",
            className="picture",
            data_picture_of=name,
            data_ending=ending,
            aria_describedby=f"{name}-title",
        )
        for ending in ("png", "svg")
    ]


def field(label: str, control: Content, name: str, *, hint: str = "") -> Content:
    parts: list[Content] = [html.Label(label, htmlFor=name)]
    if hint:
        parts.append(html.Span(hint, className="hint", id=f"{name}-hint"))
    return html.Div(*parts, control, className="field")


def select(
    name: str,
    options: Mapping[str, str] | Iterable[tuple[str, str]],
    selection: str,
    *,
    label: str,
    default: str = "",
) -> Content:
    """A native select, whose `default` is left out of the address."""
    titles = dict(options)
    elements = [html.Option(text, value=value, selected=value == selection) for value, text in titles.items()]
    usual = {"data_name": name, "data_default": default} if default else {}
    identifier = f"field-{name}"
    return field(label, html.Select(elements, name=name, id=identifier, **usual), identifier)


def service_select(store: Store, selection: str) -> Content:
    frame = store.judgements
    offered = {*frame.loc[(frame["aspect"] == OVERALL) & frame["grade"].notna(), "service"], selection}
    options = [(name, title) for name, title in store.reference.services.items() if name in offered]
    return select("service", options, selection, label="Service", default=SERVICE)


def region_select(store: Store, selection: str) -> Content:
    return select("region", {"": "England"} | {region: region for region in store.regions}, selection, label="Region")


def year_field(store: Store, name: str, label: str, *, year: int | None, **more: Any) -> Content:
    """A year of the record, or none; `more` are attributes of the input."""
    identifier = f"field-{name}"
    control = html.Input(
        type="number",
        name=name,
        id=identifier,
        value=str(year or ""),
        min=store.oldest.year,
        max=store.newest.year,
        inputMode="numeric",
        **more,
    )
    return field(label, control, identifier)


def checkboxes(
    legend: str, name: str, options: Mapping[str, str] | Iterable[tuple[str, str]], *, selection: Sequence[str]
) -> Content:
    boxes = []
    for value, text in dict(options).items():
        identifier = f"{name}-{value}"
        box = html.Input(type="checkbox", name=name, value=value, id=identifier, checked=value in selection)
        boxes.append(html.Div(box, html.Label(text, htmlFor=identifier), className="choice"))
    return html.Fieldset(html.Legend(legend), html.Div(boxes, className="choices"))


def council_boxes(legend: str, name: str, councils: Sequence[Authority]) -> Content:
    """Councils of a list, each to be taken out of it."""
    options = [(council.authority_id, wording.authority_name(council)) for council in councils]
    return checkboxes(legend, name, options, selection=[council.authority_id for council in councils])


def authority_input(*, name: str, identifier: str, label: str, hint: str = "", **more: Any) -> Content:
    """A native input with every name that an authority has had; the form answers to any of them."""
    control = html.Input(
        type="search", name=name, id=identifier, list="authority-names", autoComplete="off", spellCheck="false", **more
    )
    return field(label, control, identifier, hint=hint)


def council_search(*parts: Content, kind: str, label: str) -> Content:
    """A search for a council, which answers with a page; `assets/search.js` suggests councils as one types."""
    return html.Form(
        *parts,
        action="/search",
        method="get",
        role="search",
        className=kind,
        aria_label=label,
        data_suggest="yes",
    )


def council_box(identifier: str) -> list[Content]:
    """Where one types in a `council_search`, its button, and the places of what is suggested."""
    box = html.Input(
        type="search",
        name="q",
        id=identifier,
        placeholder="Council name or code",
        autoComplete="off",
        spellCheck="false",
        maxLength="200",
    )
    return [
        box,
        button("Find"),
        html.Ul(id=f"{identifier}-suggestions", role="listbox", hidden=True, aria_label="Councils"),
        html.Span("", className="unseen", role="status"),
    ]


@once_a_store
def authority_names(store: Store) -> Content:
    """The names behind every authority input on a page, written once a record: they are most of a page's elements."""
    names: dict[str, str] = {}
    for authority in store.reference.register.authorities:
        ended = f"until {authority.valid_to.year}" if authority.valid_to else ""
        names.setdefault(authority.name, ended)
        for alias in authority.aliases:
            names.setdefault(alias, authority.name)
    options = [html.Option(value=name, label=note or None) for name, note in sorted(names.items())]
    return Markup(render(html.Datalist(options, id="authority-names")).html)


def hidden(pairs: Iterable[tuple[str, str]]) -> list[Content]:
    """What a form passes on and does not show."""
    return [html.Input(type="hidden", name=name, value=value) for name, value in pairs]


def button(text: str) -> Content:
    return html.Button(text, type="submit")


def form(action: str, label: str, *controls: Content, kind: str, is_instant: bool = True, **more: Any) -> Content:
    """Controls that lead to an address of this site; `is_instant`: each choice applies as soon as it is made."""
    return html.Form(
        *controls,
        action=action,
        method="get",
        className=f"controls {kind}".strip(),
        **more,
        data_instant="change" if is_instant else None,
        aria_label=label,
    )


def downloads(query: Sequence[tuple[str, str]], rows: int, *more: Content) -> Content:
    """The rows that are shown as files, with how many rows they have said before; `more` stands behind."""
    links = [
        html.A(text, href=link(f"/download/judgements.{ending}", query), data_download=ending)
        for ending, text in (("csv", "CSV"), ("xlsx", "XLSX"), ("json", "JSON"), ("zip", "ZIP with metadata"))
    ]
    number = html.Span(f"Download {'this 1 row' if rows == 1 else f'these {rows:,} rows'}: ")
    return html.P(number, *joined((*links, *more), " "), className="downloads")


def joined(items: Iterable[Content], between: str) -> list[Content]:
    return [part for index, item in enumerate(items) for part in ((between, item) if index else (item,))]


def bullets(items: Iterable[Content], **attributes: Any) -> Content:
    """An unordered list; `attributes` are its own."""
    return html.Ul([html.Li(item) for item in items], **attributes)


def links(ways: Iterable[tuple[Content, str]], **attributes: Any) -> Content:
    """A list of links, each a text and where it leads."""
    return bullets((html.A(text, href=goal) for text, goal in ways), **attributes)


def definition_list(pairs: Sequence[tuple[Content, Content]]) -> Content:
    return html.Dl([part for term, meaning in pairs for part in (html.Dt(term), html.Dd(meaning))])
