"""The picture of one area in two inspections: two scales, better on the right, with the printed numbers facing.

Made on the server as HTML, so that it is there without scripts. Between the scales stands a line from grade to grade
where the two are comparable, solid or dashed; a dotted one from number to number where one number means two grades; and
otherwise a break mark. `export.svg_comparison` draws the same for a slide.
"""

from dashboard.analysis.queries import Pair
from dashboard.markup import components, elements as html
from dashboard.markup.elements import Markup
from dashboard.markup.page_view import Content
from dashboard.store import Store
from dashboard.words import scales, wording
from dashboard.words.comparison import Ends
from dashboard.words.scales import ScaleCell
from loaders.record.rows import GradedRow

HEIGHT = 44
"""Of the space between the two scales, in pixels."""


def picture(store: Store, pair: Pair, ends: Ends, *, fold: Content = None) -> Content:
    """`fold` has the ways to take the picture along, where it has any."""
    assert pair.a is not None
    assert pair.b is not None
    thing = wording.thing(store.reference, pair.service, pair.aspect)
    upper, lower = (scales.cells(store.reference, row) for row in (pair.a, pair.b))
    return html.Figure(
        html.Figcaption(html.Strong(thing), html.P(scales.note(upper + lower))),
        fold,
        _head(store, pair.a, ends.labels[0]),
        _scale(upper, ends.labels[0], is_below=True),
        _between(store, pair),
        _scale(lower, ends.labels[1], is_below=False),
        _head(store, pair.b, ends.labels[1]),
        className="figure scales shared" if fold else "figure scales",
    )


def _head(store: Store, row: GradedRow, label: str) -> Content:
    name = wording.framework_name(store.reference, row["framework"])
    return html.P(
        html.B(f"{label}: {name}"), " ", html.Span(scales.detail(store.reference, row)), className="scale-head"
    )


def _scale(scale: list[ScaleCell], label: str, *, is_below: bool) -> Content:
    """A scale of four grades with the row's own in full colour; `is_below`: its numbers stand below."""
    words = html.Div([_word(cell) for cell in scale], className="scale-words")
    numbers = html.Div(
        [html.Span(cell.text, className="given" if cell.is_printed else None) for cell in scale],
        className="scale-numbers",
    )
    rows = [words, numbers] if any(cell.text for cell in scale) else [words]
    return html.Div(
        rows if is_below else rows[::-1], className="scale", role="img", aria_label=scales.scale_text(scale, label)
    )


def _word(cell: ScaleCell) -> Content:
    words = [html.Span(cell.term.title, className="long"), html.Span(cell.term.short, className="brief")]
    return html.Div(words, className=f"{components.colour(cell.term)}{' given' if cell.is_given else ''}")


def _between(store: Store, pair: Pair) -> Content:
    """The line from the one scale to the other; what it says stands in the sentences above."""
    assert pair.a is not None
    assert pair.b is not None
    x1, x2 = (scales.place(row["grade_rank"]) for row in (pair.a, pair.b))
    kind, text = scales.line(store.reference, pair)
    x, is_left, is_above = scales.beside(x1, x2)
    where = f'x="{100 * x:g}%" y="{14 if is_above else HEIGHT - 6}" text-anchor="{"end" if is_left else "start"}"'
    if kind in ("solid", "dashed", scales.DOTTED):
        mark = f'<line class="{kind}" x1="{100 * x1:g}%" x2="{100 * x2:g}%" y1="3" y2="{HEIGHT - 3}"/>'
    else:
        middle = f'x="{50 * (x1 + x2):g}%" y="{HEIGHT // 2 + 6}"'
        mark = f'<text class="break" {middle} text-anchor="middle">//</text>'
        where = f'{middle} dx="{-14 if is_left else 14}" text-anchor="{"end" if is_left else "start"}"'
    frame = f'<svg class="scale-line" width="100%" height="{HEIGHT}" aria-hidden="true" focusable="false">'
    return Markup(f"{frame}{mark}<text {where}>{text}</text></svg>")
