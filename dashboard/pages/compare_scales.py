"""The picture of one area in two inspections: two scales, better on the right, with the printed numbers facing.

Made on the server as HTML, so that it is there without scripts. Between the scales stands a line from grade to grade
where the two are comparable, solid or dashed; a dotted one from number to number where one number means two grades; and
otherwise a break mark.
"""

from __future__ import annotations

from dashboard.analysis.queries import Pair
from dashboard.markup import elements as html
from dashboard.markup.elements import Markup, attributes
from dashboard.markup.view import Content
from dashboard.store import Row, Store
from dashboard.words import wording
from dashboard.words.comparison import Ends
from loaders.record.vocabulary import Grade

HEIGHT = 44
"""Of the space between the two scales, in pixels."""


def picture(store: Store, pair: Pair, ends: Ends) -> Content:
    assert pair.a is not None
    assert pair.b is not None
    numbered = any(row["grade_number_original"] for row in (pair.a, pair.b))
    note = "Better grades are on the right in both scales."
    if numbered:
        note += " The large number is the one that the report prints."
    thing = wording.thing(store.reference, pair.service, pair.aspect)
    return html.Figure(
        [
            html.Figcaption([html.Strong(thing), html.P(note)]),
            _head(store, pair.a, ends.labels[0]),
            _scale(store, pair.a, ends.labels[0], is_below=True),
            _between(store, pair),
            _scale(store, pair.b, ends.labels[1], is_below=False),
            _head(store, pair.b, ends.labels[1]),
        ],
        className="figure scales",
    )


def _head(store: Store, row: Row, label: str) -> Content:
    best = store.reference.scales[row["scale"]].best_number
    parts = [_when(row), f"{best} was best" if best is not None else "words only"]
    name = wording.framework_name(store.reference, row["framework"])
    return html.P([html.B(f"{label}: {name}"), " ", html.Span("; ".join(filter(None, parts)))], className="scale-head")


def _when(row: Row) -> str:
    if row["inspection_end"] or row["inspection_start"]:
        return wording.date_range(row)
    return f"published {wording.day(row['published'])}" if row["published"] else wording.date(row)


def _terms(store: Store, row: Row) -> list[Grade]:
    """The grades of a row's framework as its reports print them, worst first."""
    grades = sorted(store.reference.grades, key=lambda grade: -store.reference.grades[grade])
    return [store.reference.printed_grade(grade, row["framework"]) for grade in grades]


def _numbers(store: Store, row: Row) -> dict[int, int]:
    """The number of each rank on the scale of a row, where the scale has numbers."""
    scale = store.reference.scales[row["scale"]]
    return {store.reference.grades[word.grade]: number for number, word in scale.by_number.items() if word.grade}


def _scale(store: Store, row: Row, label: str, *, is_below: bool) -> Content:
    """A scale of four grades with the row's own in full colour; `is_below`: its numbers stand below."""
    terms, numbers = _terms(store, row), _numbers(store, row)
    rank, printed = int(row["grade_rank"]), row["grade_number_original"]
    words = html.Div([_cell(term, is_given=term.rank == rank) for term in terms], className="scale-words")
    marks = html.Div(
        [
            html.Span(
                _number(numbers.get(term.rank), term.rank, is_given=term.rank == rank and bool(printed)),
                className="given" if term.rank == rank and printed else "",
            )
            for term in terms
        ],
        className="scale-numbers",
    )
    given = next(term.prose for term in terms if term.rank == rank)
    says = f"the report prints {printed}, {given}" if printed else f"the grade is {given}"
    ends = f"{terms[0].prose}{_of(numbers, terms[0])} to {terms[-1].prose}{_of(numbers, terms[-1])}"
    rows: list[Content] = [words, marks if numbers else None]
    return html.Div(
        rows if is_below else rows[::-1],
        className="scale",
        role="img",
        **attributes(aria_label=f"{label}: {says}, on a scale from {ends}"),
    )


def _of(numbers: dict[int, int], term: Grade) -> str:
    return f" ({numbers[term.rank]})" if term.rank in numbers else ""


def _number(number: int | None, rank: int, *, is_given: bool) -> str:
    if number is None:
        return ""
    end = {1: " best", 4: " worst"}.get(rank, "")
    return str(number) if is_given else f"{number}{end}"


def _cell(term: Grade, *, is_given: bool) -> Content:
    colours = f"r{term.rank}{' light' if term.is_light else ''}"
    return html.Span(term.title, className=f"{colours}{' given' if is_given else ''}")


def _between(store: Store, pair: Pair) -> Content:
    """The line from the one scale to the other; what it says stands in the sentences above."""
    assert pair.a is not None
    assert pair.b is not None
    x1, x2 = (100 - 25 * (int(row["grade_rank"]) - 0.5) for row in (pair.a, pair.b))
    first, second = pair.a["grade_number_original"], pair.b["grade_number_original"]
    line = store.reference.vocabulary.comparability[pair.comparability].line
    kind, text = line, store.reference.vocabulary.comparability[pair.comparability].prose
    if first and first == second and pair.a["grade"] != pair.b["grade"]:
        kind, text = "dotted", "same number, another grade"
    if kind in ("solid", "dashed", "dotted"):
        drawn = f'<line class="{kind}" x1="{x1:g}%" x2="{x2:g}%" y1="3" y2="{HEIGHT - 3}"/>'
    else:
        drawn = f'<text class="break" x="{(x1 + x2) / 2:g}%" y="{HEIGHT // 2 + 6}" text-anchor="middle">//</text>'
    place, height, anchor = _beside(x1, x2)
    beside = f'<text x="{place:g}%" y="{height}" text-anchor="{anchor}">{text}</text>'
    frame = f'<svg class="scale-line" width="100%" height="{HEIGHT}" aria-hidden="true" focusable="false">'
    return Markup(f"{frame}{drawn}{beside}</svg>")


def _beside(x1: float, x2: float) -> tuple[float, int, str]:
    """Where words stand clear of the line: on the side with more room, above or below as the line slants."""
    is_left = (x1 + x2) / 2 >= 50
    is_above = (x2 < x1) == is_left
    share = 0.4 if is_above else 0.6
    x, y = x1 + (x2 - x1) * share, 14 if is_above else HEIGHT - 6
    return (x - 2, y, "end") if is_left else (x + 2, y, "start")
