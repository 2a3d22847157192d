"""What rose and fell in the national picture, and the orders in which its councils can stand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from dashboard.analysis.national.spans import NEVER, CouncilYear, Period
from dashboard.analysis.queries import of_series
from loaders.record.reference import COMPARABLE, Authority


def steps_of_service(
    movements: pd.DataFrame, service: str, period: Period, authorities: Iterable[Authority]
) -> pd.DataFrame:
    steps = of_series(movements, service)
    steps = steps[steps["to_date"].between(pd.Timestamp(period.start), pd.Timestamp(period.end))]
    return steps[steps["authority_id"].isin([authority.authority_id for authority in authorities])]


def comparable(moved: pd.DataFrame) -> pd.DataFrame:
    """The steps that a line may join: only these are said to rise or fall, counted, or ranked."""
    return moved[moved["comparability"].isin(COMPARABLE)]


def changes(moved: pd.DataFrame) -> dict[str, tuple[int, int]]:
    """By authority: how many steps changed the grade, and by how many grades in all, up and down alike."""
    sizes = moved.loc[moved["change"] != 0, "change"].abs()
    by_authority = sizes.groupby(moved["authority_id"], observed=True)
    return {str(authority_id): (len(own), int(own.sum())) for authority_id, own in by_authority}


def net(moved: pd.DataFrame) -> dict[str, int]:
    """By authority: by how many grades the last of steps in a row ends above where the first began."""
    sums = moved["change"].groupby(moved["authority_id"], observed=True).sum()
    return {str(authority_id): int(grades) for authority_id, grades in sums.items()}


SORTS = {
    "region": "region",
    "grade": "best grade first",
    "-grade": "worst grade first",
    "rise": "largest rise first",
    "-rise": "largest fall first",
    "changed": "most changes first",
    "name": "name",
}
SORT_WORDS = {
    "region": "sorted by region and name",
    "grade": "sorted by latest grade, best first",
    "-grade": "sorted by latest grade, worst first",
    "rise": "sorted by the rise from the first comparable grade to the latest, largest first",
    "-rise": "sorted by the fall from the first comparable grade to the latest, largest first",
    "changed": "sorted by changes of grade, most first",
    "name": "sorted by name",
}


@dataclass(frozen=True)
class RankedCouncil:
    """A council with the `rank` of its latest grade, 0 where none is known and -1 where the council has ended.

    `changes`: how many steps changed its grade, by `size` grades in all; the last grade is `net` grades better than
    the first.
    """

    authority: Authority
    rank: int
    changes: int
    size: int
    net: int

    def place(self, sort: str) -> tuple[object, ...]:
        keys: dict[str, tuple[object, ...]] = {
            "region": (self.authority.region,),
            "grade": (self.rank <= 0, self.rank < 0, self.rank),
            "-grade": (self.rank <= 0, self.rank < 0, -self.rank),
            "rise": (-self.net,),
            "-rise": (self.net,),
            "changed": (-self.changes, -self.size),
            "name": (),
        }
        return *keys[sort], self.authority.name.lower(), -(self.authority.valid_to or NEVER).toordinal()


def in_order(
    authorities: Iterable[Authority],
    latest: Mapping[str, CouncilYear],
    changed: Mapping[str, tuple[int, int]],
    *,
    net: Mapping[str, int],
    sort: str,
) -> list[RankedCouncil]:
    """The authorities in one of the orders of SORTS; those without a grade come last where the grade decides."""
    councils = []
    for authority in authorities:
        year = latest.get(authority.authority_id)
        rank = -1 if year is None else year.grade["grade_rank"] if year.grade else 0
        changes, size = changed.get(authority.authority_id, (0, 0))
        difference = net.get(authority.authority_id, 0)
        councils.append(RankedCouncil(authority, rank, changes, size=size, net=difference))
    return sorted(councils, key=lambda council: council.place(sort))
