"""What the national picture says in words: findings made from the counts, each with whom it covers and whom not.

Called by the national pages.
"""

import datetime as dt

from dashboard.analysis.national.panels import YearCounts
from dashboard.analysis.national.picture import NationalPicture
from dashboard.store import Store
from dashboard.words import wording
from loaders.record.reference import OVERALL


def name(store: Store, picture: NationalPicture, region: str = "") -> str:
    title = wording.thing(store.reference, picture.service, OVERALL)
    return f"{title}, {region}" if region else title


def when(day: dt.date, newest: dt.date) -> str:
    """ "as at 21 August 2026", how far the record reaches; "at the end of 2017"; "at the end of October 2013"."""
    if day == newest:
        return f"as at {wording.day(day)}"
    return f"at the end of {day.year if (day.month, day.day) == (12, 31) else wording.month(day)}"


def shares(year: YearCounts) -> tuple[str, str]:
    """The shares good or better and not inadequate; a dash where too few grades are known for a share."""
    if not year.is_well_known:
        return "–", "–"
    return wording.percent(year.good_share or 0), wording.percent(year.above_worst_share or 0)
