"""Which inspection an account speaks of: for the build, and for a report that a visitor brings.

An inspection is one authority, one framework, one set of dates. Accounts with dates of their own belong to the nearest
inspection of their framework; a remark belongs to the inspection that it can be of, by service, grade and time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from loaders.record.frameworks import Framework
from loaders.record.precision import Precision, period
from loaders.record.reference import Reference

if TYPE_CHECKING:  # the check of a folder asks for ids alone
    from loaders.record.model import DateBasis, Evidence, Observation

# Two inspections under one framework never come within this of each other, while the dates that a report, the
# statistics and a later quotation give for one visit (first day, last day, publication) do.
SAME_VISIT = dt.timedelta(days=31)
# A report comes out within this of the last day on site; later documents give the day or the month of either.
TO_PUBLICATION = dt.timedelta(days=150)
REMARK_LAG = dt.timedelta(days=122)
# The smallest distance between two real inspections of one authority and framework is 186 days.
SAME_PUBLICATION = dt.timedelta(days=90)
# A remark alone makes no second inspection of one framework within this of a known one with the same grades.
ECHO = dt.timedelta(days=365)
Reading = tuple[str, str, str]
"""A service, an aspect, and the grade that an account gives."""
DAYS = ("inspection_start", "inspection_end", "published", "date")


@dataclass
class Inspection:
    """One authority, one framework, one set of dates, and the observations that speak of it, strongest first."""

    authority_id: str
    framework: str
    start: dt.date | None
    end: dt.date | None
    published: dt.date | None
    date: dt.date
    precision: Precision
    inspection_id: str = ""
    observations: list[Observation] = field(default_factory=list)
    date_basis: DateBasis = "inspection"

    @property
    def evidence(self) -> Evidence:
        return self.observations[0].evidence

    @property
    def inspection_type(self) -> str:
        return next((o.inspection_type for o in self.observations if o.inspection_type), "")

    def span(self) -> tuple[dt.date, dt.date]:
        """First and last day that the inspection is known to reach, publication left out."""
        if self.start or self.end:
            return self.start or self.end or self.date, self.end or self.start or self.date
        return period(self.date, self.precision)

    def grades(self, service: str, aspect: str) -> bool:
        """Whether an account of it tells of this judgement."""
        return any((o.service, o.aspect) == (service, aspect) for o in self.observations)

    def agrees(self, o: Observation) -> bool:
        """Whether the strongest account of the same judgement gives the same grade."""
        same_line = (x for x in self.observations if (x.service, x.aspect) == (o.service, o.aspect))
        return next((x.grade == o.grade for x in same_line), False)


def inspection_id(authority_id: str, date: dt.date, framework: str) -> str:
    """The id of an inspection that is the only one of its authority, month and framework."""
    return f"{authority_id}-{date:%Y-%m}-{framework}"


def is_echo(framework: Framework, apart: dt.timedelta, remarks: Set[Reading], graded: Set[Reading]) -> bool:
    """Whether remarks that alone tell of an inspection say nothing new of another one of their framework.

    `apart` is the time between the two, `graded` what the other one graded: a remark of another grade tells of a visit
    of its own. Two assessments of a yearly framework may well be within twelve months.
    """
    return not framework.yearly and abs(apart) <= ECHO and remarks <= graded


def agreement(grades: Sequence[str]) -> str:
    """Whether the observations of a judgement, by the grades that they give, agree: in the words of its column."""
    return "single" if len(grades) == 1 else "agreed" if len(set(grades)) == 1 else "conflict"


def new_inspection(o: Observation) -> Inspection:
    """The inspection that an observation is the first to speak of, without the observation."""
    return Inspection(
        authority_id=o.authority_id,
        framework=o.framework,
        start=o.inspection_start,
        end=o.inspection_end,
        published=o.published,
        date=o.date,
        precision=o.date_precision,
        date_basis=o.date_basis,
    )


def known_inspection(row: Mapping[str, object]) -> Inspection:
    """An inspection from its row, of a table that was made or of a file that was read, without observations."""
    start, end, published, date = (day(row.get(name)) for name in DAYS)
    basis = "inspection" if start or end else "publication" if published else "unclear"
    return Inspection(
        authority_id=str(row["authority_id"]),
        framework=str(row["framework"]),
        start=start,
        end=end,
        published=published,
        date=date or dt.date.min,
        precision=cast(Precision, str(row["date_precision"])),
        inspection_id=str(row["inspection_id"]),
        date_basis=cast("DateBasis", str(row.get("date_basis") or basis)),
    )


def day(value: object) -> dt.date | None:
    """A cell as a day. Raises ValueError for what is none."""
    if isinstance(value, dt.date):
        return value
    return dt.date.fromisoformat(str(value)) if value else None


def inspection_of(o: Observation, inspections: list[Inspection], reference: Reference) -> Inspection | None:
    """Which of its authority's inspections an observation speaks of; None where it is the first to do so."""
    if o.evidence == "mention" and o.place == "mention":
        return _mentioned(inspections, o)
    of_framework = [i for i in inspections if i.framework == o.framework]
    if reference.frameworks[o.framework].yearly:
        return next((i for i in of_framework if i.date.year == o.date.year), None)
    distances = [(distance, n, i) for n, i in enumerate(of_framework) if (distance := _distance(i, o)) is not None]
    return min(distances, key=lambda item: item[:2])[2] if distances else None


def _distance(inspection: Inspection, o: Observation) -> int | None:
    """Days between an inspection and an account with dates of its own; None where they are not of one visit."""
    start, end = o.inspection_start or o.inspection_end, o.inspection_end or o.inspection_start
    if o.date_precision != "day" or inspection.precision != "day":
        return _period_distance(inspection, o)
    are_visits = start and end and (inspection.start or inspection.end)
    if start and end and are_visits:
        first, last = inspection.span()
        gap = max((start - last).days, (first - end).days, 0)
        if gap <= SAME_VISIT.days:
            return gap
    if o.published and inspection.published:
        gap = abs((o.published - inspection.published).days)
        # Of two visits that are further apart one is misprinted where the reports came out together.
        return gap if gap <= (SAME_VISIT if are_visits else SAME_PUBLICATION).days else None
    if are_visits:
        return None
    if o.published and (inspection.start or inspection.end):
        return _to_publication(inspection.span()[1], o.published)
    if start and inspection.published:
        return _to_publication(end or start, inspection.published)
    return None


def _to_publication(last_day: dt.date, published: dt.date) -> int | None:
    gap = (published - last_day).days
    return gap if 0 <= gap <= TO_PUBLICATION.days else None


def _period_distance(inspection: Inspection, o: Observation) -> int | None:
    """0 where an account that is dated by a month or a year names the one of the visit or of its publication."""
    first, last = period(o.date, o.date_precision)
    start, end = inspection.span()
    meets = start <= last and first <= end
    published = inspection.published is not None and first <= inspection.published <= last
    return 0 if meets or published else None


def _mentioned(inspections: list[Inspection], o: Observation) -> Inspection | None:
    """The inspection that a remark speaks of: on site in the period that it names, else published then or nearly so.

    One of another framework counts where it judged the same service then, since reports seldom name the framework;
    one whose grade agrees counts up to four months after its publication, one whose grade differs only where the
    remark names the time of the visit or of the publication.
    """
    first, last = period(o.date, o.date_precision)
    candidates = []
    for index, inspection in enumerate(inspections):
        is_same = inspection.framework == o.framework
        judges, agrees = inspection.grades(o.service, o.aspect), inspection.agrees(o)
        if not judges and not is_same:
            continue
        if not is_same and o.is_framework_named and not agrees:
            continue
        start, end = inspection.span()
        if start <= last and first <= end:
            distance = 0
        elif inspection.published and first <= inspection.published <= last:
            distance = 1
        # A bare year never joins by a lag: an inspection of December is not one of the next year.
        elif o.date_precision != "year" and (agrees or is_same) and judges:
            if not _within_lag(inspection, first, last, lag=REMARK_LAG if agrees else SAME_VISIT):
                continue
            distance = 2
        else:
            continue
        candidates.append((not judges, distance, not agrees, not is_same, index, inspection))
    return min(candidates, key=lambda item: item[:5])[5] if candidates else None


def _within_lag(inspection: Inspection, first: dt.date, last: dt.date, *, lag: dt.timedelta) -> bool:
    """Whether a period lies between a visit and some time after the publication of its report."""
    start, end = inspection.span()
    if inspection.start is None and inspection.end is None and inspection.published:
        start = inspection.published - TO_PUBLICATION
    return start - SAME_VISIT <= last and first <= (inspection.published or end) + lag
