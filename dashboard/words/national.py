"""What the national picture says in words: findings made from the counts, each with whom it covers and whom not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard.analysis.national import counts as national_counts
from dashboard.analysis.national import spans as national
from dashboard.analysis.national.panels import YearCounts
from dashboard.analysis.national.picture import Picture
from dashboard.store import Store
from dashboard.words import wording
from loaders.record.reference import Reference

COVERED = 0.9
"""A share is said only where a grade is known for so many of the councils."""
FEW = 20
Counts = Mapping[str, Any]


def name(store: Store, picture: Picture, region: str = "") -> str:
    title = wording.thing(store.reference, picture.service, national.ASPECT)
    return f"{title}, {region}" if region else title


def when(day: str, newest: str) -> str:
    """ "as at 21 August 2026", how far the record reaches; "at the end of 2017"; "at the end of October 2013"."""
    if day == newest:
        return f"as at {wording.day(day)}"
    return f"at the end of {day[:4] if day.endswith('12-31') else wording.month(day)}"


def percent_or_dash(share: float | None) -> str:
    return "–" if share is None or share != share else f"{100 * share:.0f}%"


def good_share(year: YearCounts) -> str:
    """The share of the known that are good or better; as counts where they are too few for a share."""
    if 0 < year.known < FEW:
        return f"{year.good} of {year.known}"
    return percent_or_dash(year.good_share)


def good(counts: Counts) -> int:
    return int(counts["grade_1"] + counts["grade_2"])


def finding(store: Store, picture: Picture, region: str = "") -> str:
    """The state of things on the last day, as a title."""
    title, time = name(store, picture, region), when(picture.day, picture.newest)
    if not picture.shares or not picture.shares[-1]["known"]:
        is_over = bool(picture.shares) and picture.shares[-1]["over"] > 0
        return f"{title}: {'no longer graded' if is_over else 'no grade is known here'} {time}"
    counts, verb = picture.shares[-1], "are" if picture.is_today else "were"
    whom = "known grades" if counts["unknown"] or counts["over"] else "authorities"
    return f"{title}: {good(counts)} of {counts['known']} {whom} {verb} good or outstanding {time}"


def covered(reference: Reference, picture: Picture) -> str:
    """On which day, for how many of the authorities a grade is known, and which grades these are."""
    if not picture.shares:
        return "The record does not reach these years."
    counts = picture.shares[-1]
    day = when(picture.day, picture.newest) + (", to which the record is complete" if picture.is_today else "")
    text = (
        f"{wording.upper_first(day)}, a grade {'is' if picture.is_today else 'was'} in force for "
        f"{counts['known']} of {wording.count(counts['authorities'], 'authority', 'authorities')}"
    )
    parts = [
        f"{counts[f'grade_{grade.rank}']} {grade.prose}"
        for grade in reference.vocabulary.grades.values()
        if counts[f"grade_{grade.rank}"]
    ]
    text += f": {wording.listed(parts)}. " if parts else ". "
    unknown = wording.count(counts["unknown"], "is", "are") if counts["unknown"] else "none is"
    text += f"{wording.upper_first(unknown)} unknown here"
    if counts["over"]:
        text += f"; for {counts['over']} there is none any more, since the judgement is no longer given"
    return text + "."


def weak(picture: Picture) -> str:
    """How many of the grades in force rest on a mention, and how many are from before the latest change."""
    held = picture.in_force.values()
    mentioned = sum(span["evidence"] == "mention" for span in held)
    changes = [each for each in picture.breaks if each.comparability]
    earlier = sum(span["date"] < changes[-1].day for span in held) if changes else 0
    parts = []
    if mentioned:
        parts.append(f"{wording.count(mentioned, 'is', 'are')} quoted in a later report only")
    if earlier:
        given = wording.count(earlier, "was", "were")
        parts.append(f"{given} given before the latest change of framework ({changes[-1].words})")
    return f"Of these grades, {wording.listed(parts)}." if parts else ""


def over_time(picture: Picture, years: Sequence[YearCounts]) -> str:
    """The change of the share that is good or better, between two well-known year-ends that are comparable."""
    ends = _well_known(picture, years)
    if ends is None:
        return ""
    shares = [round(100 * (each.good_share or 0)) for each in ends]
    verb = "rose" if shares[1] > shares[0] else "fell" if shares[1] < shares[0] else "stayed"
    span = f"from {shares[0]}% to {shares[1]}%" if shares[0] != shares[1] else f"at {shares[1]}%"
    return f"Good or outstanding {verb} {span} of councils between the end of {ends[0].year} and {_last(picture)}"


def known(picture: Picture, years: Sequence[YearCounts]) -> str:
    """What stands in the place of a change where too few grades are known for one."""
    verb = "is" if picture.is_today else "was"
    last = years[-1]
    return f"A grade {verb} known for {last.known} of {last.councils} councils {when(picture.day, picture.newest)}"


def _last(picture: Picture) -> str:
    return wording.month(picture.day) if picture.is_today else f"the end of {picture.day[:4]}"


def is_well_known(year: YearCounts) -> bool:
    """Whether so many grades are known that a share may be said of all councils."""
    return 0 < year.known >= COVERED * year.councils


def _well_known(picture: Picture, years: Sequence[YearCounts]) -> tuple[YearCounts, YearCounts] | None:
    """The first and the last such year since grades last ceased to be comparable with those before."""
    changes = [change.year for change in picture.breaks if change.comparability == "loose"]
    chosen = [year for year in years if year.year >= max(changes, default=0) and is_well_known(year)]
    return (chosen[0], chosen[-1]) if len(chosen) > 1 and chosen[-1] is years[-1] else None


def reading(picture: Picture) -> str:
    """How to read the bars: what each is, and where they part."""
    parted = [wording.month(each.day) for each in picture.breaks if each.comparability == "loose"]
    text = "Each bar is all councils of that time, by their grade at the end of the year. "
    if parted:
        text += f"The bars part in {wording.listed(parted)}: grades before and after are not comparable. "
    return f"{text}A percentage is the share good or outstanding, where at least {100 * COVERED:.0f}% are known."


def same_councils(picture: Picture, states: pd.DataFrame) -> str:
    """The change across the latest change of framework, among councils whose grade is known on both sides.

    `states`: those of the picture that are comparable with their own time.
    """
    changes = [each for each in picture.breaks if each.comparability]
    if not changes or len(picture.columns) < 2 or changes[-1].comparability == "loose":
        return ""
    latest = changes[-1]
    before = latest.year - 1
    found = national_counts.matched(states, before, picture.columns[-1].year)
    if found.authorities < 2:
        return ""
    return (
        f"Of the {found.authorities} councils with a grade both at the end of {before} and "
        f"{when(picture.day, picture.newest)}, {found.good_then} were good or outstanding then and {found.good_later} "
        f"{'are now' if picture.is_today else 'later'}. The inspection framework changed in "
        f"{wording.month(latest.day)}, so compare with caution."
    )


def moved(picture: Picture, steps: Any, *, is_within: bool) -> str:
    """How many steps there are from one inspection to the next, how many go up or down or change the measure."""
    up, down = int((steps["change"] > 0).sum()), int((steps["change"] < 0).sum())
    across = int((picture.steps["comparability"] != "same").sum())
    number = len(steps)
    if not number and is_within and across:
        crossing = wording.count(across, "crosses", "cross")
        return f"No step is within one measure. Left out: {crossing} a change of framework or of what is judged."
    if not number:
        return "No authority has two grades of this service here that could be set side by side."
    text = (
        f"{wording.upper_first(wording.count(number, 'step'))} from one grade to the next, in "
        f"{wording.count(steps['authority_id'].nunique(), 'authority', 'authorities')} of {len(picture.authorities)}: "
        f"{up} up, {down} down, {number - up - down} unchanged. "
    )
    if is_within:
        return text + f"Left out: {across} that cross a change of framework or of what is judged."
    loose = int((steps["comparability"] == "loose").sum())
    return text + (
        f"{wording.upper_first(wording.count(across, 'crosses', 'cross'))} a change of framework or of what is judged: "
        f"{across - loose} marked ≈ (comparable with caution), {loose} marked ≠ (not comparable)."
    )


def most_changed(names: Mapping[str, str], changes: Mapping[str, tuple[int, int]]) -> str:
    """Who changed grade most often."""
    most = max((number for number, _ in changes.values()), default=0)
    if not most:
        return "No change of grade in these years"
    who = sorted(names[each] for each, (number, _) in changes.items() if number == most and each in names)
    if most == 1 and len(who) <= 3:
        return f"Only {wording.listed(who)} changed grade, {'once' if len(who) == 1 else 'once each'}"
    times = "once" if most == 1 else "twice" if most == 2 else f"{wording.count(most, 'time')}"
    if len(who) > 3:
        number = wording.upper_first(wording.count(len(who), "authority", "authorities"))
        return f"{number} changed grade {times}, none more often"
    return f"{wording.listed(who)} changed grade {times}, more often than any other"
