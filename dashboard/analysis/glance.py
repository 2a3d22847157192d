"""A council at a glance: for each main area its grade, the grade before it, and how its neighbours stand.

Comes in: a store and a council. Goes out: one `GlanceArea` for each area. Everything is as at the day to which the
record is complete; what was graded before grades became comparable with today's is in no count of neighbours.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.analysis import groups, queries
from dashboard.analysis.national.breaks import restarts
from dashboard.analysis.standing import Tally, standing, tally
from dashboard.analysis.strips import Strip, StripBlock, strip
from dashboard.store import Store
from loaders.record.reference import COMPARABLE, OVERALL, Authority, Reference
from loaders.record.rows import GradedRow

WHOLE = ("whole_service", OVERALL)
AREAS = (
    WHOLE,
    ("whole_service", "leadership"),
    ("safeguarding", OVERALL),
    ("looked_after_children", OVERALL),
    ("care_leavers", OVERALL),
)
"""What people ask for first, in this order: services and aspects."""


@dataclass(frozen=True)
class GradeChange:
    """From the grade before: how many grades better, and how far the two are comparable."""

    before: GradedRow
    row: GradedRow
    comparability: str

    @property
    def grades(self) -> int:
        return self.before["grade_rank"] - self.row["grade_rank"]

    @property
    def is_comparable(self) -> bool:
        return self.comparability in COMPARABLE


@dataclass(frozen=True)
class GlanceArea:
    """One area. `row` is the grade in force, or the last one of a council that has ended; None where there is none."""

    strip: Strip
    row: GradedRow | None
    change: GradeChange | None
    among: Tally | None

    @property
    def pair(self) -> tuple[str, str]:
        return self.strip.pair


def glance(store: Store, authority: Authority) -> list[GlanceArea]:
    """A cell for each area; the overall grade is left out where the latest inspection gives none any more."""
    cells = [_cell(store, authority, *pair) for pair in AREAS]
    return [cell for cell in cells if cell.row is not None or cell.pair != WHOLE]


def is_drawn(history: Strip) -> bool:
    """What was graded once and is no longer is better said than drawn."""
    return bool(history.graded) and (len(history.graded) > 1 or history.pair in AREAS)


def comparable_from(reference: Reference) -> dt.date:
    """The day of the last change that leaves grades of any area not comparable."""
    return max((day for service, _ in AREAS for day in restarts(reference, service)), default=dt.date.min)


def _cell(store: Store, authority: Authority, service: str, aspect: str) -> GlanceArea:
    history = strip(store, authority, service, aspect)
    graded = history.graded
    block = graded[-1] if graded and authority.valid_to else history.latest
    row = block.row if block else None
    among = _among(store, authority, service, aspect=aspect) if row is not None and not authority.valid_to else None
    return GlanceArea(history, row, _change(store, graded) if row is not None else None, among)


def _change(store: Store, graded: Sequence[StripBlock]) -> GradeChange | None:
    rows = [block.row for block in graded if block.row is not None]
    if len(rows) < 2:
        return None
    before, row = rows[-2:]
    level = queries.step(store.reference, before, row).comparability
    return GradeChange(before, row, level)


def _among(store: Store, authority: Authority, service: str, *, aspect: str) -> Tally | None:
    around = groups.of_kind(store, groups.NEIGHBOURS, authority).members
    if not around:
        return None
    return tally(standing(store, neighbour, service, aspect) for neighbour in around)
