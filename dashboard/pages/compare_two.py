"""Two inspections side by side: what was graded both times, on which scales, and whether the two are comparable."""

from collections.abc import Sequence

from dashboard.address import Parameters, link
from dashboard.analysis import queries
from dashboard.analysis.queries import Pair
from dashboard.filters import Filters
from dashboard.markup import components, elements as html
from dashboard.markup.page_view import Content, View
from dashboard.pages import compare_forms, compare_scales, share
from dashboard.pages.compare_choice import choose
from dashboard.store import Store
from dashboard.words import comparison as sentences, wording
from dashboard.words.comparison import Ends
from loaders.record.reference import COMPARABLE
from loaders.record.rows import InspectionRow

ADDRESS = ("a", "b", "authority", "from", "to", "other")


def layout(store: Store, parameters: Parameters) -> View:
    a, b = choose(store, parameters)
    pairs, ends = queries.compare(store, a, b) if a != b else [], Ends(store.reference, a, b)
    shared_pairs = [pair for pair in pairs if pair.change is not None]
    lead = sentences.lead(store, pairs, ends)
    filters = Filters(inspection=tuple(dict.fromkeys((a["inspection_id"], b["inspection_id"]))))
    rows = len(queries.graded_lines(store, a)) + (len(queries.graded_lines(store, b)) if a != b else 0)
    ids = [("a", a["inspection_id"]), ("b", b["inspection_id"])]
    fold = share.fold(
        store,
        title=ends.title,
        page=link("/compare", ids),
        embed=link("/embed/compare", ids),
        pictures=share.slide_links(link("/download/compare.svg", ids)) if shared_pairs else [],
        data=share.judgements(filters.pairs()),
    )
    main: list[Content] = [
        *(_picture(store, shared_pairs, ends, fold=fold) if a != b else []),
        compare_forms.forms(store, a, b),
        *_table(store, shared_pairs, ends),
        *_once(store, [pair for pair in pairs if pair.change is None], ends, is_open=not shared_pairs),
        html.H2("The two inspections" if a != b else "The inspection"),
        html.Div([_card(store, a), _card(store, b)] if a != b else [_card(store, a)], className="cards"),
        components.downloads(filters.pairs(), rows),
    ]
    return View(ends.title, ends.title, main, lead=lead, kicker="Two inspections side by side")


def _picture(store: Store, pairs: Sequence[Pair], ends: Ends, *, fold: Content) -> list[Content]:
    """The most telling area on its two scales, with what its numbers mean and what was graded in between."""
    pair = sentences.most_telling(pairs)
    if pair is None:
        return [components.notice("No area was graded in both inspections, so there is no picture."), fold]
    others = queries.between(store, ends.a, ends.b, service=pair.service, aspect=pair.aspect)
    texts = [sentences.numbers(store.reference, pair, ends), sentences.between(store, pair, others)]
    return [*(html.P(text) for text in texts if text), compare_scales.picture(store, pair, ends, fold=fold)]


def _table(store: Store, pairs: Sequence[Pair], ends: Ends) -> list[Content]:
    if not pairs:
        return []
    rows = [
        [
            wording.thing(store.reference, pair.service, pair.aspect),
            *(html.Div(components.grade(store, row), components.source(store, row)) for row in (pair.a, pair.b) if row),
            _change(pair, ends),
            components.comparability(store, pair.comparability, pair.because),
        ]
        for pair in pairs
    ]
    head = ["Area", *ends.labels, "Change", "Comparable?"]
    title = "The one area graded in both inspections" if len(pairs) == 1 else "Areas graded in both inspections"
    table = components.table(f"{title}, as printed", head, rows, name="pairs")
    return [html.Section(html.H2(f"Graded {ends.both}"), table)]


def _change(pair: Pair, ends: Ends) -> Content:
    """A dash where the two are not comparable: why, the cell beside it says."""
    if pair.change is None or pair.comparability not in COMPARABLE:
        return [html.Span("–", aria_hidden="true"), html.Span("not stated", className="unseen")]
    arrow = "=" if pair.change == 0 else "↑" if pair.change > 0 else "↓"
    size = wording.count(abs(pair.change), "grade")
    apart = f"{size} {'higher' if pair.change > 0 else 'lower'}" if pair.change else "the same"
    text = wording.movement(pair.change) if ends.is_in_time else apart
    return html.Span(html.Span(arrow, aria_hidden="true"), f" {text}", className="movement")


def _once(store: Store, once: Sequence[Pair], ends: Ends, *, is_open: bool) -> list[Content]:
    """What one of the inspections graded and the other did not, with why not, folded."""
    counts, lists = [], []
    for label, place, side, other in zip(ends.labels, ends.places, "ab", "ba", strict=True):
        pairs = [pair for pair in once if (pair.a if side == "a" else pair.b)]
        if pairs:
            counts.append(f"{wording.count(len(pairs), 'area')} {place}")
            reasons = [_absence(pair, ends.labels["ab".index(other)]) for pair in pairs]
            shared = reasons[0] if len({*reasons}) == 1 else ""
            lines = [
                html.Li(_single(store, pair), None if shared or not why else [". ", html.Small(why)])
                for pair, why in zip(pairs, reasons, strict=True)
            ]
            lists.append(html.Div(html.H3(label), html.P(shared, className="hint") if shared else None, html.Ul(lines)))
    if not counts:
        return []
    summary = html.Summary(f"Graded once only: {wording.listed(counts)}")
    return [html.Details(summary, html.Div(lists, className="columns"), id="once", open=is_open)]


def _single(store: Store, pair: Pair) -> str:
    row = pair.a or pair.b
    assert row is not None
    term = store.reference.word_of(row)
    number = f" ({row['grade_number_original']})" if row["grade_number_original"] else ""
    return f"{wording.thing(store.reference, pair.service, pair.aspect)}: {term.prose}{number}"


def _absence(pair: Pair, other: str) -> str:
    """Why the other inspection has no such grade."""
    absence = pair.b_absent if pair.a else pair.a_absent
    return f"{other}: {absence.why}" if absence else ""


def _card(store: Store, row: InspectionRow) -> Content:
    scale = store.reference.scales[store.framework(row["framework"]).scale]
    sources = [components.source_link(store, source_id) for source_id in row["sources"].split(";") if source_id]
    return html.Section(
        html.H3(
            html.A(
                wording.council_of(store.reference, row["authority_id"]),
                ", ",
                wording.date(row, short=True),
                href=link(f"/authority/{row['authority_id']}"),
            )
        ),
        components.definition_list(
            [
                ("Framework", components.inspection_name(store, row)),
                ("Dates", wording.date_range(row)),
                ("Scale", scale.title if scale.direction in scale.title else f"{scale.title}, {scale.direction}"),
                ("Evidence", components.evidence(store, row["evidence"])),
                ("Source", components.bullets(sources, className="plain")),
            ]
        ),
        className="card",
    )
