"""What the national picture says in words: findings made from the counts, each with whom it covers and whom not.

Called by the national pages.
"""

import datetime as dt
from collections.abc import Iterable

from dashboard.analysis.national import moves
from dashboard.analysis.national.panels import YearCounts
from dashboard.analysis.national.picture import NationalPicture
from dashboard.analysis.national.spans import CouncilYear
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


def same_councils(picture: NationalPicture, council_years: Iterable[CouncilYear]) -> str:
    """The change across the latest change of framework, among councils whose grade is known on both sides.

    `council_years`: those of the picture that are comparable with their own time.
    """
    changes = [change for change in picture.breaks if change.comparability]
    if not changes or len(picture.columns) < 2 or changes[-1].comparability == "loose":
        return ""
    latest = changes[-1]
    before = latest.year - 1
    councils = moves.matched(council_years, before, picture.columns[-1].year)
    if councils.authorities < 2:
        return ""
    return (
        f"Of the {councils.authorities} councils with a grade both at the end of {before} and "
        f"{when(picture.day, picture.newest)}, {councils.good_then} were good or outstanding then and "
        f"{councils.good_later} {'are now' if picture.is_today else 'later'}."
    )
