"""Where the frameworks behind a service's grades change: the breaks that the national picture marks.

All of it comes from the reference: what began when, what gave way to what, how far the two are one measure and
why stands in the framework files and in `joins.toml`. Called by the national picture and by whatever sets a council's
grades beside it.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from dashboard.analysis.national.years import NEVER, YearEnd
from dashboard.analysis.queries import last_judged_day
from dashboard.words import wording
from loaders.record.grouping import grouped
from loaders.record.reference import OVERALL, Framework, Join, Reference
from loaders.record.vocabulary import FrameworkName

ENDS = "no longer graded"
NONE_OF_ITS_OWN = "no separate grade"
Era = tuple[dt.date, Sequence[Framework]]
"""The frameworks that began to grade a service on one day."""


@dataclass(frozen=True)
class Break:
    """A day from which grades are another measure: its short words, its sentence, how close the measures, and why."""

    day: dt.date
    short: str
    words: str
    comparability: str = ""
    because: str = ""

    @property
    def year(self) -> int:
        """The first year whose end lies after it."""
        return self.day.year


def _short(names: Sequence[FrameworkName]) -> str:
    """Names for a narrow place: those that have initials, if there are such."""
    return ", ".join([name.initials for name in names if name.initials] or [name.short for name in names])


def breaks(reference: Reference, service: str) -> list[Break]:
    """Every change of framework or of scope in a service's judgements, and its end, in the order of time."""
    begun = grouped(reference.frameworks.values(), lambda framework: framework.judges_from(service))
    changes = []
    for before, day in pairwise(sorted(filter(None, begun))):
        join = _worst(reference, service, (before, begun[before]), later=(day, begun[day]))
        names = [reference.vocabulary.frameworks[framework.framework] for framework in begun[day]]
        words = f"{wording.listed([name.prose for name in names])} from {wording.month(day)}"
        because = join.because if join.from_frameworks else ""
        changes.append(Break(day, _short(names), words, comparability=join.comparability, because=because))
    for join in reference.joins:
        if join.across is not None and (join.service, join.aspect) == (service, OVERALL):
            words = f"new scope from {wording.month(join.across)}"
            changes.append(
                Break(join.across, "new scope", words, comparability=join.comparability, because=join.because)
            )
    changes += _silences(reference, service)
    return sorted(changes, key=lambda change: change.day)


def restarts(reference: Reference, service: str) -> list[dt.date]:
    """The days from which a service's grades are not comparable with those before."""
    return [change.day for change in breaks(reference, service) if change.comparability == "loose"]


def _silences(reference: Reference, service: str) -> list[Break]:
    """Where a framework gives no judgement by design, for a time or from then on; and the end of the series."""
    silences = []
    for framework in reference.frameworks.values():
        for gap in framework.not_given:
            if (gap.service, gap.aspect) == (service, OVERALL) and gap.until:
                start = max(gap.from_date or framework.from_date, framework.from_date)
                words = f"no grade of its own from {wording.month(start)} to {wording.month(gap.until)}"
                silences.append(Break(start, NONE_OF_ITS_OWN, words, because=gap.why))
    end = last_judged_day(reference, service, OVERALL) or NEVER
    if end != NEVER:
        start = end + dt.timedelta(days=1)
        silences.append(Break(start, ENDS, f"no longer graded from {wording.month(start)}"))
    return silences


def _worst(reference: Reference, service: str, earlier: Era, later: Era) -> Join:
    """The rule for the step between two eras that joins them least."""
    days = {"from_date": earlier[0], "to_date": later[0]}
    joins = [
        reference.join(a.framework, b.framework, service, aspect=OVERALL, **days) for a in earlier[1] for b in later[1]
    ]
    return max(joins, key=lambda join: reference.comparability.index(join.comparability))


def in_force_by_years(reference: Reference, service: str, columns: Sequence[YearEnd]) -> list[tuple[str, int]]:
    """The frameworks that judge a service at each year's end, by their short names; years with the same together."""
    names = [
        _short(
            [
                reference.vocabulary.frameworks[framework.framework]
                for framework in reference.frameworks.values()
                if framework.in_force(column.day) and framework.judgement(service, OVERALL, column.day)
            ]
        )
        for column in columns
    ]
    return [(name, len(list(run))) for name, run in groupby(names)]


def between(changes: Sequence[Break], columns: Sequence[YearEnd]) -> list[Break]:
    return [change for change in changes if columns and columns[0].day < change.day <= columns[-1].day]
