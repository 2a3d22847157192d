"""The grade of one council and service on the day to which the record is complete, or why there is none.

A grade is in force as long as its block in the council's strip lasts. One from before the last change that leaves
grades not comparable is `EARLIER`: it is no grade of today's kind, and no count of today's grades includes it. Called
by groups of councils, their pictures and files, and by what a council’s page says of its neighbours.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboard.analysis import queries
from dashboard.analysis.national.breaks import restarts
from dashboard.analysis.national.years import GOOD
from dashboard.analysis.strips import strip
from dashboard.store import Store, once_a_store
from loaders.record.reference import OVERALL, Authority
from loaders.record.rows import GradedRow

KNOWN, EARLIER, NOT_KNOWN, NOT_GRADED, ENDED = "known", "earlier", "not_known", "not_graded", "ended"


@dataclass(frozen=True)
class Standing:
    """`row` is the latest judgement up to the day, None where there is none; `rank` 0 where it does not count."""

    authority: Authority
    kind: str
    row: GradedRow | None = None

    @property
    def grade(self) -> GradedRow | None:
        """The judgement, where it counts."""
        return self.row if self.kind == KNOWN else None

    @property
    def rank(self) -> int:
        return self.grade["grade_rank"] if self.grade else 0


@once_a_store
def standing(store: Store, authority: Authority, service: str, aspect: str = OVERALL) -> Standing:
    graded = queries.grades(store, authority.authority_id, [(service, aspect)])
    row = next((row for row in reversed(graded) if row["date"] <= store.as_at), None)
    if not authority.existed(store.as_at):
        return Standing(authority, ENDED, row)
    if row is None:
        is_judged = store.reference.judged_until(service, aspect, store.as_at) >= store.as_at
        is_graded = is_judged and not (aspect == OVERALL and queries.is_yet_to_come(store, service))
        return Standing(authority, NOT_KNOWN if is_graded else NOT_GRADED)
    return Standing(authority, _kind(store, authority, row), row)


def _kind(store: Store, authority: Authority, row: GradedRow) -> str:
    own = strip(store, authority, row["service"], row["aspect"])
    if not any(block.row is row and block.end >= store.as_at for block in own.graded):
        return NOT_GRADED
    return EARLIER if row["date"] < max(restarts(store.reference, row["service"]), default=dt.date.min) else KNOWN


@dataclass(frozen=True)
class Tally:
    """A group's grades of one service on the day: how many at each rank, and who is in no count."""

    ranks: tuple[int, int, int, int]
    not_known: tuple[Authority, ...]
    not_graded: tuple[Authority, ...]
    ended: tuple[Authority, ...]

    @property
    def known(self) -> int:
        return sum(self.ranks)

    @property
    def good(self) -> int:
        return sum(self.ranks[:GOOD])

    @property
    def councils(self) -> int:
        """Those that exist and whose service is graded: the base of every count."""
        return self.known + len(self.not_known)


def tally(standings: Iterable[Standing]) -> Tally:
    everyone: Sequence[Standing] = tuple(standings)
    one, two, three, four = (sum(council.rank == rank for council in everyone) for rank in (1, 2, 3, 4))

    def of(*kinds: str) -> tuple[Authority, ...]:
        return tuple(council.authority for council in everyone if council.kind in kinds)

    return Tally((one, two, three, four), of(NOT_KNOWN, EARLIER), of(NOT_GRADED), of(ENDED))
