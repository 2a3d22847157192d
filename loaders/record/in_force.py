"""Which overall grade of a service is in force at an authority on a day: one rule for `panel.csv` and for the pages.

A grade is in force until something takes its place: the next grade; an inspection that prints that it gave none, whose
grade is not known, or that by design grades the service with another one or no longer; and the end of the last
framework that grades the service. A year's assessment ends with its framework. Called by `building.panel`, and by the
analysis of the national picture.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from loaders.record.frameworks import OVERALL, Framework

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


def event_of(
    framework: Framework, service: str, day: dt.date, *, begun: dt.date, line: Line | None
) -> GradeEvent[Line] | None:
    """What an inspection makes of a service's grade; None where it leaves it as it was.

    `begun` is its first day, which settles what it grades; `line` its judgement of the service, if it has one.
    """
    if line is not None:
        # A yearly rating without a grade is one whose outcome was held back on the day.
        status = "known" if line["grade"] else "not_known" if framework.yearly else NOT_JUDGED
    elif not (status := framework.supersedes(service, begun)):
        judgement = framework.judgement(service, OVERALL, begun)
        status = "not_known" if judgement is not None and judgement.required else ""
    return GradeEvent(day, status, last_day(framework), line if status == "known" else None) if status else None


def last_day(framework: Framework) -> dt.date:
    """The last day on which a framework's grade can hold."""
    return framework.until or dt.date.max if framework.yearly else dt.date.max


def in_force(events: Sequence[GradeEvent[Line]], day: dt.date, judged_until: dt.date) -> GradeEvent[Line] | None:
    """Of an authority's events, earliest first, the one that holds on a day; None where the service is not judged then.

    `judged_until` is what the reference says of the service, as seen from that day.
    """
    last = next((change for change in reversed(events) if change.day <= day), None)
    return last if last and last.until >= day and judged_until >= day else None
