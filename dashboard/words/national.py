"""What the national picture says in words: findings made from the counts, each with whom it covers and whom not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dashboard.analysis.national import counts as national_counts
from dashboard.analysis.national import spans as national
from dashboard.analysis.national.picture import Picture
from dashboard.appearance import GRADES
from dashboard.store import Store
from dashboard.words import wording

COVERED = 0.9
"""Shares of two years are set side by side only where a grade is known for so many of the authorities in both."""
FEW = 20
YearCounts = Mapping[str, Any]


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


def good_share(counts: YearCounts) -> str:
    """The share of the known that are good or better; as counts where they are too few for a share."""
    if 0 < counts["known"] < FEW:
        return f"{good(counts)} of {counts['known']}"
    return percent_or_dash(counts["good"])


def good(counts: YearCounts) -> int:
    return int(counts["grade_1"] + counts["grade_2"])


def finding(store: Store, picture: Picture, region: str = "") -> str:
    """The state of things on the last day, as a title."""
    title, time = name(store, picture, region), when(picture.day, picture.newest)
    if not picture.shares or not picture.shares[-1]["known"]:
        is_over = bool(picture.shares) and picture.shares[-1]["over"] > 0
        return f"{title}: {'no longer judged' if is_over else 'no grade is known here'} {time}"
    counts, verb = picture.shares[-1], "are" if picture.is_today else "were"
    whom = "known grades" if counts["unknown"] or counts["over"] else "authorities"
    return f"{title}: {good(counts)} of {counts['known']} {whom} {verb} good or outstanding {time}"


def covered(picture: Picture) -> str:
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
        f"{counts[f'grade_{grade.rank}']} {wording.lower_first(grade.title)}"
        for grade in GRADES
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
        parts.append(f"{wording.count(mentioned, 'is', 'are')} known only from a remark in a later document")
    if earlier:
        given = wording.count(earlier, "was", "were")
        parts.append(f"{given} given before the latest change of measure ({changes[-1].words})")
    return f"Of these grades, {wording.listed(parts)}." if parts else ""


def over_time(picture: Picture) -> str:
    """The change of the share that is good or better, between the first and the last year-end that are well covered."""
    ends = _well_covered(picture)
    if ends is None:
        return ""
    first, last = ends
    moved = round(100 * last["good"]) - round(100 * first["good"])
    verb = "rose" if moved > 0 else "fell" if moved < 0 else "stayed"
    span = (
        f"from {percent_or_dash(first['good'])} to {percent_or_dash(last['good'])}"
        if moved
        else f"at {percent_or_dash(last['good'])}"
    )
    return f"Good or outstanding {verb} {span} of authorities between the end of {first['year']} and {_last(picture)}"


def known(picture: Picture) -> str:
    """What stands in the place of a change where too few grades are known for one."""
    counts = picture.shares[-1]
    verb = "is" if picture.is_today else "was"
    return f"A grade {verb} known for {_share(counts)} authorities {when(picture.day, picture.newest)}"


def _last(picture: Picture) -> str:
    return wording.month(picture.day) if picture.is_today else f"the end of {picture.day[:4]}"


def _well_covered(picture: Picture) -> tuple[YearCounts, YearCounts] | None:
    full = [each for each in picture.shares if each["known"] >= COVERED * each["authorities"]]
    if len(full) < 2 or full[-1] is not picture.shares[-1]:
        return None
    return full[0], full[-1]


def coverage(picture: Picture) -> str:
    """How many authorities the years cover, which decides what may be read from them."""
    if not picture.shares:
        return ""
    least = min(picture.shares, key=lambda each: each["known"] / each["authorities"])
    last = picture.shares[-1]
    return (
        f"Every bar is all authorities of that year. A grade is known for {_share(least)} at the end of "
        f"{least['year']} and for {_share(last)} {when(picture.day, picture.newest)}; the rest is shown as not known, "
        "so a growing bar before that is a growing record, not a change of grades."
    )


def _share(counts: YearCounts) -> str:
    return f"{counts['known']} of {counts['authorities']}"


def same_authorities(picture: Picture) -> str:
    """The change across the latest change of framework, among authorities whose grade is known on both sides."""
    changes = [each for each in picture.breaks if each.comparability]
    if not changes or len(picture.columns) < 2:
        return ""
    latest = changes[-1]
    before = latest.year - 1
    found = national_counts.matched(picture.states, before, picture.columns[-1].year)
    if found.authorities < 2:
        return ""
    how = "close, not the same measure" if latest.comparability == "close" else "not one measure"
    return (
        f"Of the {found.authorities} authorities whose grade is known both at the end of {before} and "
        f"{when(picture.day, picture.newest)}, {found.good_then} were good or outstanding then and {found.good_later} "
        f"{'are now' if picture.is_today else 'later'}; in between stands a change: {latest.words} ({how})."
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
        f"{across - loose} marked ≈ (close, not the same measure), {loose} marked ≠ (not one measure)."
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
