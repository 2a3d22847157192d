"""The glance row of a council's page: five areas with grade, month, what changed, and how its neighbours stand."""

from collections.abc import Sequence

from dashboard.analysis.glance import GlanceArea, GradeChange
from dashboard.markup import components, elements as html
from dashboard.markup.page_view import Content
from dashboard.store import Store
from dashboard.words import glance as words, strips
from dashboard.words.glance import SentencePart
from loaders.record.reference import Authority


def lead(parts: Sequence[SentencePart]) -> Content:
    """The sentence that answers, the grade that the reader came for in bold."""
    return html.P([html.Strong(part.text) if part.is_strong else part.text for part in parts], className="lead")


def row(store: Store, cells: Sequence[GlanceArea]) -> Content:
    return html.Dl([_cell(store, cell) for cell in cells], className="glance", id="glance")


def seams(store: Store, authority: Authority) -> list[Content]:
    """From whom a council took over and who replaced it, in a notice; nothing for a council that never changed."""
    lines = [
        html.P([part if isinstance(part, str) else components.council(store, part.authority_id) for part in sentence])
        for sentence in words.seam(store, authority)
    ]
    return [components.notice(lines, "seam")] if lines else []


def _cell(store: Store, cell: GlanceArea) -> Content:
    month = words.when(cell)
    term = words.area(store, *cell.pair) + (f", {month}" if month else "")
    if cell.row is None:
        return html.Div(html.Dt(term), html.Dd(words.nothing(store, cell), className="grade-now none"))
    grade = store.reference.word_of(cell.row)
    around = words.among(cell.among)
    return html.Div(
        html.Dt(term),
        html.Dd(strips.grade(store, cell.row), className="grade-now"),
        html.Dd(change(store, cell.change, is_first=len(cell.strip.graded) == 1), className="change"),
        html.Dd(around, className="around") if around else None,
        className=components.colour(grade),
    )


def change(store: Store, grade_change: GradeChange | None, *, is_first: bool) -> Content:
    """An arrow and the words against the time before; the words alone where the two are not comparable."""
    strong, words_after = words.change(store, grade_change, is_first=is_first)
    if not strong or grade_change is None:
        return words_after
    return [components.arrow(grade_change.grades), html.B(strong), words_after]
