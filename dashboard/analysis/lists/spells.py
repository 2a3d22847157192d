"""Times graded inadequate in one service, as at the day to which the record is complete. Called by `catalogue`.

A time begins with a grade of inadequate and lasts through every further one that a line joins to it. It ends with the
first comparable better grade. Where what follows is not comparable, or nothing follows, it has no end in the record.
"""

import datetime as dt

import pandas as pd

from dashboard.analysis import queries, transitions
from dashboard.analysis.national.picture import judged
from dashboard.analysis.national.spans import JOINED
from dashboard.analysis.transitions import DAYS_A_YEAR, WORST, StepChoice
from dashboard.store import Store, once_a_store
from loaders.frames import records, values
from loaders.record.precision import period
from loaders.record.reference import OVERALL
from loaders.record.rows import JudgementRow, MovementRow


@once_a_store
def inadequate_spells(store: Store, service: str) -> pd.DataFrame:
    """Every time graded inadequate: the columns of `transitions.spells`, and one more.

    `is_at_least`: it may have begun earlier, since its first date is no day of an inspection, or since the grade before
    was inadequate too and is not comparable.
    """
    as_at = pd.Timestamp(store.as_at)
    choice = StepChoice(service, OVERALL, framework_step="joined")
    lines = transitions.graded(store.judgements, choice)
    lines = lines[lines["date"] <= as_at]
    steps = transitions.of_series(store.tables["movements"], choice)
    steps = steps[steps["to_date"] <= as_at]
    joined = steps[steps["draw"].isin(JOINED)]
    ends_of_steps = joined[["authority_id", "from_date", "to_date"]]
    is_whole = [not _is_gap(store, service, row) for row in records(ends_of_steps)]
    joined = joined[pd.Series(is_whole, index=joined.index, dtype=bool)]
    pairs = set(zip(joined["from_inspection_id"], joined["to_inspection_id"], strict=True))
    ends = transitions.follow_up_ends(store.reference, choice, store.as_at)
    spells = transitions.spells(lines, pairs, ends, choice)
    before = dict(zip(steps["to_inspection_id"], steps["from_grade"], strict=True))
    grades = judged(store, service)
    firsts = [grades[first] for first in spells["from_inspection_id"]]
    is_at_least = spells["is_at_least"] | (spells["from_inspection_id"].map(before) == WORST)
    years = [length(row, end) for row, end in zip(firsts, values(spells["to_date"]), strict=True)]
    return spells.assign(is_at_least=is_at_least, years=years)


def _is_gap(store: Store, service: str, step: MovementRow) -> bool:
    """Whether an inspection between the two graded the service together with another one, or not at all.

    Care leavers from 2018 to 2022: what they would have been given then is not known, so no time runs through it.
    """
    return any(
        step["from_date"] < row["date"] < step["to_date"]
        and (service, OVERALL) in queries.split_pairs(row["not_given"])
        for row in store.of_authority("inspections", step["authority_id"])
    )


def length(first: JudgementRow, end: dt.date) -> float:
    """The years from a judgement to a day; from the last day that its date can mean."""
    _, latest = period(first["date"], first["date_precision"])
    return max((end - latest).days / DAYS_A_YEAR, 0.0)
