"""What came after a grade, in every council: the counts of the next grades, and how long the next inspection took.

Comes in: a store and a council's standing in one service. Goes out: a Next, or None where no grade counts. Pairs of
inspections count where a line joins them, the first was since November 2013 and the second is not after the day to
which the record is complete: the choice that /transitions opens with. Called by the briefing.
"""

from dataclasses import dataclass

import pandas as pd

from dashboard.analysis import transitions
from dashboard.analysis.national.spans import ASPECT
from dashboard.analysis.standing import KNOWN, Standing
from dashboard.analysis.transitions import DAYS_A_YEAR, FEW, FRAMEWORK_STEPS, StepChoice
from dashboard.store import Store, once_a_store
from loaders.record.vocabulary import Grade


@dataclass(frozen=True)
class NextGrades:
    """`grades`: how often each printed grade came next, best first. `years`: the quartiles of the time between."""

    service: str
    grade: Grade
    grades: tuple[tuple[Grade, int], ...]
    years: tuple[float, float] | None
    waited: float

    @property
    def of(self) -> int:
        return sum(number for _, number in self.grades)


def choice(service: str) -> StepChoice:
    return StepChoice(service, ASPECT, framework_step=FRAMEWORK_STEPS[0], period="since-2013")


def after(store: Store, standing: Standing, service: str) -> NextGrades | None:
    """What came next after the grade that a council has now; None where it has none that counts."""
    if standing.row is None or standing.kind != KNOWN:
        return None
    grade = store.reference.printed_grade(standing.row["grade"], standing.row["framework"])
    steps = _steps(store, service)
    steps = steps[steps["from_word"] == grade.name]
    counts = [(term, int((steps["to_word"] == term.name).sum())) for term in store.reference.vocabulary.printed]
    low, high = steps["years"].quantile([0.25, 0.75]) if len(steps) >= FEW else (0.0, 0.0)
    waited = (store.as_at - standing.row["date"]).days / DAYS_A_YEAR
    return NextGrades(
        service=service,
        grade=grade,
        grades=tuple((term, number) for term, number in counts if number),
        years=(float(low), float(high)) if len(steps) >= FEW else None,
        waited=waited,
    )


@once_a_store
def _steps(store: Store, service: str) -> pd.DataFrame:
    def word(grade: str, framework: str) -> str:
        return store.reference.printed_grade(grade, framework).name

    step_choice = choice(service)
    steps = transitions.steps(store.tables["movements"], store.judgements, step_choice, word)
    return transitions.counted(steps[steps["to_date"] <= pd.Timestamp(store.as_at)], step_choice)
