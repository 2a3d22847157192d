"""What a briefing about one council is made of: its strips, the groups of its sources, and what came next.

Comes in: a store and a council. Goes out: plain values, the same for the printed page and for its slides.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from dashboard.analysis import queries, transitions
from dashboard.analysis.glance import AREAS, is_drawn
from dashboard.analysis.standing import standing
from dashboard.analysis.strips import Strip, strip
from dashboard.analysis.transitions import DAYS_A_YEAR, FEW, FRAMEWORK_STEPS, StepChoice
from dashboard.store import Store
from loaders.record.grouping import grouped
from loaders.record.reference import OVERALL, Authority
from loaders.record.rows import GradedRow
from loaders.record.vocabulary import Grade

SERVICES = ("safeguarding", "looked_after_children")
"""The services of which a briefing shows the neighbours and what came next."""


def council_strips(store: Store, authority: Authority) -> list[Strip]:
    """A strip for each main area; of a council that was replaced by this one, that of safeguarding, last."""
    strips = [strip(store, authority, *pair) for pair in AREAS]
    register = store.reference.register.by_id
    before = [strip(store, register[authority_id], SERVICES[0], OVERALL) for authority_id in authority.predecessors]
    return [history for history in strips if is_drawn(history)] + [history for history in before if history.graded]


def sources(store: Store, authority: Authority, strips: Iterable[Strip]) -> list[list[GradedRow]]:
    """The judgements of a council's strips by their sources, that of the newest inspection first.

    What a report quotes of an earlier inspection stands apart from its own grades.
    """
    pairs = {history.pair for history in strips if history.authority == authority}
    lines = queries.grades(store, authority.authority_id, pairs)
    by_source = grouped(lines, lambda row: (row["source_id"], row["evidence"])).values()
    return sorted(by_source, key=lambda rows: max(row["date"] for row in rows), reverse=True)


@dataclass(frozen=True)
class NextGrades:
    """`grades`: how often each printed grade came next, best first. `years`: the quartiles of the time between.

    `waited`: how many years it is since the council's own grade.
    """

    grade: Grade
    grades: tuple[tuple[Grade, int], ...]
    years: tuple[float, float] | None
    waited: float

    @property
    def of(self) -> int:
        return sum(number for _, number in self.grades)


def next_grades(store: Store, authority: Authority, service: str) -> NextGrades | None:
    """What came after the grade that a council has now, in every council; None where it has none that counts.

    Pairs of inspections count where a line joins them, the first was since November 2013 and the second is not after
    the day to which the record is complete: the choice that /transitions opens with.
    """
    row = standing(store, authority, service).grade
    if row is None:
        return None
    grade = store.reference.word_of(row)
    choice = StepChoice(service, OVERALL, framework_step=FRAMEWORK_STEPS[0], period="since-2013", from_grade=grade.name)
    _, steps, _ = transitions.whenever(store, choice)
    steps = transitions.in_cell(transitions.counted(steps, choice), choice)
    counts = [(term, int((steps["to_word"] == term.name).sum())) for term in store.reference.vocabulary.printed]
    low, high = steps["years"].quantile([0.25, 0.75]) if len(steps) >= FEW else (0.0, 0.0)
    waited = (store.as_at - row["date"]).days / DAYS_A_YEAR
    return NextGrades(
        grade=grade,
        grades=tuple((term, number) for term, number in counts if number),
        years=(float(low), float(high)) if len(steps) >= FEW else None,
        waited=waited,
    )
