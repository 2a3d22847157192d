"""Times graded inadequate in one service, as at the day to which the record is complete. Called by `catalogue`.

A time begins with a grade of inadequate and lasts through every further one that a line joins to it. It ends with the
first comparable better grade. Where what follows is not comparable or no grade of this service alone, or where nothing
follows, it has no end in the record.
"""

import datetime as dt

import pandas as pd

from dashboard.analysis import transitions
from dashboard.analysis.national.picture import judged
from dashboard.analysis.transitions import DAYS_A_YEAR, StepChoice
from dashboard.store import Store, once_a_store
from loaders.frames import values
from loaders.record.precision import period
from loaders.record.reference import OVERALL
from loaders.record.rows import JudgementRow


@once_a_store
def inadequate_spells(store: Store, service: str) -> pd.DataFrame:
    """Every time graded inadequate, by comparable steps, as `transitions.whenever` has them; `years` is `length`."""
    _, _, spells = transitions.whenever(store, StepChoice(service, OVERALL, framework_step="joined"))
    grades = judged(store, service)
    firsts = [grades[first] for first in spells["from_inspection_id"]]
    years = [length(row, end) for row, end in zip(firsts, values(spells["to_date"]), strict=True)]
    return spells.assign(years=years)


def length(first: JudgementRow, end: dt.date) -> float:
    """The years from a judgement to a day; from the last day that its date can mean."""
    _, latest = period(first["date"], first["date_precision"])
    return max((end - latest).days / DAYS_A_YEAR, 0.0)
