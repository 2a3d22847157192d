"""Whether a day lies within the days that something held for: a framework, a judgement, an authority's life.

Called by the record and by `extract`.
"""

import datetime as dt


def is_within(date: dt.date | None, start: dt.date | None, end: dt.date | None) -> bool:
    """Whether `date` is from `start` to `end`, both included; an absent bound is open, and so is an absent date."""
    return date is None or ((start is None or start <= date) and (end is None or date <= end))
