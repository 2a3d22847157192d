"""Times graded inadequate in one service, as at the day to which the record is complete. Called by `catalogue`.

A time begins with a grade of inadequate and lasts through every further one that a line joins to it. It ends with the
first comparable better grade. Where what follows is not comparable or no grade of this service alone, or where nothing
follows, it has no end in the record.
"""

import datetime as dt

import pandas as pd

from dashboard.analysis import transitions
from dashboard.analysis.national.picture import judged
from dashboard.analysis.transitions import DAYS_A_YEAR, WORST, StepChoice
from dashboard.store import Store, once_a_store
from loaders.frames import values
from loaders.record.precision import period
from loaders.record.reference import OVERALL
from loaders.record.rows import JudgementRow


@once_a_store
def inadequate_spells(store: Store, service: str) -> pd.DataFrame:
    """Every time graded inadequate: the columns of `transitions.spells`, and one more.

    `is_at_least`: it may have begun earlier, since its first date is no day of an inspection, or since the grade before
    was inadequate too and is not comparable.
    """
    _, steps, spells = transitions.whenever(store, StepChoice(service, OVERALL, framework_step="joined"))
    before = dict(zip(steps["to_inspection_id"], steps["from_grade"], strict=True))
    grades = judged(store, service)
    firsts = [grades[first] for first in spells["from_inspection_id"]]
    is_at_least = spells["is_at_least"] | (spells["from_inspection_id"].map(before) == WORST)
    years = [length(row, end) for row, end in zip(firsts, values(spells["to_date"]), strict=True)]
    return spells.assign(is_at_least=is_at_least, years=years)


def length(first: JudgementRow, end: dt.date) -> float:
    """The years from a judgement to a day; from the last day that its date can mean."""
    _, latest = period(first["date"], first["date_precision"])
    return max((end - latest).days / DAYS_A_YEAR, 0.0)
