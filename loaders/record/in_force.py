"""Which overall grade of a service is in force at an authority on a day: one rule for `panel.csv` and for the pages.

A grade is in force until something takes its place: the next grade; an inspection that prints that it gave none, whose
grade is not known, or that by design grades the service with another one or no longer; a round of inspections that took
place and of which the record has nothing; and the end of the last framework that grades the service. A year's
assessment ends with its framework, and a yearly score that has no round is made of other grades and is never in force.
Called by `building.panel`, and by the analysis of the national picture; strips ask what an inspection makes of a grade.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from loaders.record.frameworks import OVERALL, Framework
from loaders.record.grouping import grouped
from loaders.record.reference import Reference
from loaders.record.rounds import rounds

Line = TypeVar("Line", bound=Mapping[str, Any])
NOT_JUDGED = "not_judged"


@dataclass(frozen=True)
class GradeEvent(Generic[Line]):
    """What takes the place of a service's grade on a day, and the last day on which it can hold.

    `status` is that of `panel.csv`; `judgement` the line that gives the grade, where it is "known".
    """

    day: dt.date
    status: str
    until: dt.date
    judgement: Line | None = None


def status_of(framework: Framework, service: str, begun: dt.date, *, line: Line | None, aspect: str = OVERALL) -> str:
    """What an inspection makes of a grade, in the words of `panel.csv`; "" where it leaves it as it was.

    `begun` is its first day, which settles what it grades; `line` its judgement, if it has one.
    """
    if line is not None:
        # A yearly rating without a grade is one whose outcome was held back on the day.
        return "known" if line["grade"] else "not_known" if framework.yearly else NOT_JUDGED
    if aspect == OVERALL and (status := framework.supersedes(service, begun)):
        return status
    judgement = framework.judgement(service, aspect, begun)
    return "not_known" if judgement is not None and judgement.required else ""


def graded_from(
    framework: Framework, service: str, first: dt.date, last: dt.date, *, aspect: str = OVERALL
) -> dt.date | None:
    """The first day of a round on which its framework grades this; None where it does on none."""
    return min(
        (
            max(first, line.from_date or first)
            for line in framework.lines(service, aspect)
            if line.required and (line.from_date or first) <= last and first <= (line.until or first)
        ),
        default=None,
    )


def events_by_authority(
    inspections: Iterable[Mapping[str, Any]],
    judgements: Iterable[Line],
    coverage: Iterable[Mapping[str, Any]],
    service: str,
    *,
    reference: Reference,
) -> dict[str, list[GradeEvent[Line]]]:
    """By authority what takes the place of a service's overall grade, earliest first.

    Takes the rows of these tables. A year's round took place by its end, any other one at any time in it.
    """
    lines = {row["inspection_id"]: row for row in judgements if (row["service"], row["aspect"]) == (service, OVERALL)}
    not_known = grouped((row for row in coverage if row["status"] == "not_known"), lambda row: row["round"])
    events: dict[str, list[GradeEvent[Line]]] = defaultdict(list)
    for part in rounds():
        framework = reference.frameworks[part.framework]
        if start := graded_from(framework, service, part.first_day, part.as_of):
            event = GradeEvent[Line](part.as_of if framework.yearly else start, "not_known", _last_day(framework))
            for row in not_known.get(part.name, ()):
                events[row["authority_id"]].append(event)
    with_rounds = {part.framework for part in rounds()}
    for row in sorted(inspections, key=lambda row: (row["date"], row["inspection_id"])):
        framework = reference.frameworks[row["framework"]]
        if framework.yearly and framework.framework not in with_rounds:
            continue
        line, begun = lines.get(row["inspection_id"]), row["inspection_start"] or row["date"]
        if status := status_of(framework, service, begun, line=line):
            judgement = line if status == "known" else None
            events[row["authority_id"]].append(GradeEvent(row["date"], status, _last_day(framework), judgement))
    return {
        authority_id: sorted(of_authority, key=lambda event: event.day) for authority_id, of_authority in events.items()
    }


def _last_day(framework: Framework) -> dt.date:
    """The last day on which a framework's grade can hold."""
    return framework.until or dt.date.max if framework.yearly else dt.date.max


def in_force(events: Sequence[GradeEvent[Line]], day: dt.date, judged_until: dt.date) -> GradeEvent[Line] | None:
    """Of an authority's events, earliest first, the one that holds on a day; None where the service is not judged then.

    `judged_until` is what the reference says of the service, as seen from that day.
    """
    for change in reversed(events):
        if change.day <= day:
            return change if change.until >= day and judged_until >= day else None
    return None
