"""What rose and fell in the national picture, and the orders in which its councils can stand.

Called by the national pages and the lists.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd

from dashboard.analysis.national.years import NEVER, CouncilYear, Period
from dashboard.analysis.queries import of_series
from loaders.record.reference import COMPARABLE, Authority


def steps_of_service(
    movements: pd.DataFrame, service: str, period: Period, *, authorities: Iterable[Authority]
) -> pd.DataFrame:
    steps = of_series(movements, service)
    steps = steps[steps["to_date"].between(pd.Timestamp(period.start), pd.Timestamp(period.end))]
    return steps[steps["authority_id"].isin([authority.authority_id for authority in authorities])]


def comparable(moved: pd.DataFrame) -> pd.DataFrame:
    """The steps that a line may join: only these are said to rise or fall, counted, or ranked."""
    return moved[moved["comparability"].isin(COMPARABLE)]


class Moves(NamedTuple):
    """What steps in a row come to: how many changed the grade, by how many grades in all, and up or down in the end."""

    changes: int = 0
    size: int = 0
    net: int = 0


def by_council(moved: pd.DataFrame) -> dict[str, Moves]:
    steps = moved["change"].groupby(moved["authority_id"], observed=True)
    return {
        str(authority_id): Moves(int((own != 0).sum()), int(own.abs().sum()), int(own.sum()))
        for authority_id, own in steps
    }


SORTS = ("region", "grade", "-grade", "rise", "-rise", "changed", "name")


@dataclass(frozen=True)
class RankedCouncil:
    """A council with the `rank` of its latest grade, 0 where none is known and -1 where the council has ended."""

    authority: Authority
    rank: int
    moves: Moves

    def place(self, sort: str) -> tuple[object, ...]:
        keys: dict[str, tuple[object, ...]] = {
            "region": (self.authority.region,),
            "grade": (self.rank <= 0, self.rank < 0, self.rank),
            "-grade": (self.rank <= 0, self.rank < 0, -self.rank),
            "rise": (-self.moves.net,),
            "-rise": (self.moves.net,),
            "changed": (-self.moves.changes, -self.moves.size),
            "name": (),
        }
        return *keys[sort], self.authority.name.lower(), -(self.authority.valid_to or NEVER).toordinal()


def in_order(
    authorities: Iterable[Authority],
    latest: Mapping[str, CouncilYear],
    moves: Mapping[str, Moves],
    *,
    sort: str,
) -> list[RankedCouncil]:
    """The authorities in one of the orders of SORTS; those without a grade come last where the grade decides."""
    councils = []
    for authority in authorities:
        year = latest.get(authority.authority_id)
        rank = -1 if year is None else year.grade["grade_rank"] if year.grade else 0
        councils.append(RankedCouncil(authority, rank, moves.get(authority.authority_id, Moves())))
    return sorted(councils, key=lambda council: council.place(sort))
