"""What rose and fell in the national picture, and the orders in which its councils can stand. Frames in, frames out.

Called by the national pages and the lists.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from dashboard.analysis.national.spans import GOOD, KNOWN, Period, of_service
from loaders.record.reference import COMPARABLE


def steps_of_service(movements: pd.DataFrame, service: str, period: Period, authorities: pd.DataFrame) -> pd.DataFrame:
    """The steps of a service that end in a period, of these authorities."""
    steps = of_service(movements, service)
    steps = steps[steps["to_date"].between(pd.Timestamp(period.start), pd.Timestamp(period.end))]
    return steps[steps["authority_id"].isin(authorities["authority_id"])]


def comparable(moved: pd.DataFrame) -> pd.DataFrame:
    """The steps that a line may join: only these are said to rise or fall, counted, or ranked."""
    return moved[moved["comparability"].isin(COMPARABLE)]


def largest(moved: pd.DataFrame) -> pd.DataFrame:
    """The steps up and down, largest first; equal ones by how far they are one measure, then latest first."""
    changes = moved[moved["change"] != 0]
    ordered = changes.assign(size=changes["change"].abs()).sort_values(
        ["size", "comparability", "to_date", "authority_id"], ascending=[False, True, False, True], kind="stable"
    )
    return ordered.drop(columns="size")


def changes(moved: pd.DataFrame) -> dict[str, tuple[int, int]]:
    """By authority: how many steps changed the grade, and by how many grades in all, up and down alike."""
    sizes = moved.loc[moved["change"] != 0, "change"].abs()
    by_authority = sizes.groupby(moved["authority_id"], observed=True)
    return {str(authority_id): (len(own), int(own.sum())) for authority_id, own in by_authority}


@dataclass(frozen=True)
class Matched:
    """The same authorities at two year-ends: how many, and how many of them were good or better then and later."""

    authorities: int
    good_then: int
    good_later: int


def matched(states: pd.DataFrame, first: int, last: int) -> Matched:
    """Those whose grade is known at the ends of both years, so that a change of who is covered plays no part."""
    graded = states[(states["state"] == KNOWN) & states["year"].isin([first, last])]
    ranks = graded.pivot(index="authority_id", columns="year", values="rank").reindex(columns=[first, last]).dropna()
    good = ranks <= GOOD
    return Matched(len(ranks), int(good[first].sum()), int(good[last].sum()))


SORTS = {
    "region": "region",
    "grade": "best grade first",
    "-grade": "worst grade first",
    "changed": "most changes first",
    "name": "name",
}
SORT_WORDS = {
    "region": "sorted by region and name",
    "grade": "sorted by latest grade, best first",
    "-grade": "sorted by latest grade, worst first",
    "changed": "sorted by changes of grade, most first",
    "name": "sorted by name",
}


def in_order(
    authorities: pd.DataFrame, latest: pd.DataFrame, changed: Mapping[str, tuple[int, int]], sort: str
) -> pd.DataFrame:
    """The authorities in one of the orders of SORTS, with its latest `rank` (0 unknown, -1 ended), which come last."""
    ids = authorities["authority_id"]
    rank = ids.map(latest.set_index("authority_id")["rank"]).fillna(-1).astype(int)
    changes, size = (
        ids.map({authority_id: counts[place] for authority_id, counts in changed.items()}).fillna(0) for place in (0, 1)
    )
    keys: dict[str, tuple[pd.Series, ...]] = {
        "region": (authorities["region"],),
        "grade": (rank <= 0, rank < 0, rank),
        "-grade": (rank <= 0, rank < 0, -rank),
        "changed": (-changes, -size),
        "name": (),
    }
    ended = -authorities["valid_to"].astype("int64")
    by = pd.concat([*keys[sort], authorities["name"].str.lower(), ended], axis=1, ignore_index=True)
    ordered = authorities.assign(rank=rank, changes=changes.astype(int))
    return ordered.loc[by.sort_values(list(by.columns), kind="stable").index]
