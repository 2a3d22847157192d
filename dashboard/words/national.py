"""What the national picture says in words: findings made from the counts, each with whom it covers and whom not.

Called by the national pages.
"""

import datetime as dt
from collections.abc import Iterable, Sequence

from dashboard.analysis.national import moves
from dashboard.analysis.national.panels import COVERED, YearCounts
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


def over_time(picture: NationalPicture, years: Sequence[YearCounts]) -> str:
    """The change of the share that is good or better, between two well-known year-ends that are comparable."""
    ends = _well_known(picture, years)
    if ends is None:
        return ""
    shares = [round(100 * (year.good_share or 0)) for year in ends]
    verb = "rose" if shares[1] > shares[0] else "fell" if shares[1] < shares[0] else "stayed"
    span = f"from {shares[0]}% to {shares[1]}%" if shares[0] != shares[1] else f"at {shares[1]}%"
    return f"Good or outstanding {verb} {span} of councils between the end of {ends[0].year} and {_last(picture)}"


def known(picture: NationalPicture, years: Sequence[YearCounts]) -> str:
    """What stands in the place of a change where too few grades are known for one."""
    verb = "is" if picture.is_today else "was"
    last = years[-1]
    return f"A grade {verb} known for {last.known} of {last.councils} councils {when(picture.day, picture.newest)}"


def _last(picture: NationalPicture) -> str:
    return wording.month(picture.day) if picture.is_today else f"the end of {picture.day.year}"


def _well_known(picture: NationalPicture, years: Sequence[YearCounts]) -> tuple[YearCounts, YearCounts] | None:
    """The first and the last such year since grades last ceased to be comparable with those before."""
    changes = [change.year for change in picture.breaks if change.comparability == "loose"]
    well_known = [year for year in years if year.year >= max(changes, default=0) and year.is_well_known]
    return (well_known[0], well_known[-1]) if len(well_known) > 1 and well_known[-1] is years[-1] else None


def reading(picture: NationalPicture) -> str:
    """How to read the bars: what each is, and where they part."""
    parted = [wording.month(change.day) for change in picture.breaks if change.comparability == "loose"]
    text = "Each bar is all councils of that time, by their grade at the end of the year. "
    if parted:
        text += f"The gaps mark {wording.listed(parted)}: grades before and after them are not comparable. "
    return f"{text}A percentage is the share good or outstanding, where at least {100 * COVERED:.0f}% are known."


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


def caution(picture: NationalPicture, years: Sequence[YearCounts]) -> str:
    """Every change of framework between the years that are compared that leaves them comparable with caution only."""
    ends = _well_known(picture, years)
    days = [
        change.day
        for change in picture.breaks
        if change.comparability == "close" and (ends is None or change.year > ends[0].year)
    ]
    months = wording.listed([wording.month(day) for day in days])
    return f"The inspection framework changed in {months}, so compare with caution." if months else ""
