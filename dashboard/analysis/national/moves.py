"""What rose and fell in the national picture, and the orders in which its councils can stand. Frames in, frames out."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from dashboard.analysis.national.spans import Period, of_service
from loaders.record.reference import COMPARABLE


def steps_of_service(movements: pd.DataFrame, service: str, period: Period, authorities: pd.DataFrame) -> pd.DataFrame:
    """The steps of a service that end in a period, of these authorities."""
    chosen = of_service(movements, service)
    chosen = chosen[chosen["to_date"].between(pd.Timestamp(period.start), pd.Timestamp(period.end))]
    return chosen[chosen["authority_id"].isin(authorities["authority_id"])]


def comparable(moved: pd.DataFrame) -> pd.DataFrame:
    """The steps that a line may join: only these are said to rise or fall, counted, or ranked."""
    return moved[moved["comparability"].isin(COMPARABLE)]


def largest(moved: pd.DataFrame) -> pd.DataFrame:
    """The steps up and down, largest first; equal ones by how far they are one measure, then latest first."""
    chosen = moved[moved["change"] != 0]
    ordered = chosen.assign(size=chosen["change"].abs()).sort_values(
        ["size", "comparability", "to_date", "authority_id"], ascending=[False, True, False, True], kind="stable"
    )
    return ordered.drop(columns="size")


def changes(moved: pd.DataFrame) -> dict[str, tuple[int, int]]:
    """By authority: how many steps changed the grade, and by how many grades in all, up and down alike."""
    sizes = moved.loc[moved["change"] != 0, "change"].abs()
    by_authority = sizes.groupby(moved["authority_id"], observed=True)
    return {str(authority_id): (len(own), int(own.sum())) for authority_id, own in by_authority}


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
    ranks = dict(zip(latest["authority_id"], latest["rank"], strict=True))
    ids = authorities["authority_id"]
    rank = ids.map(ranks).fillna(-1).astype(int)
    counts = [changed.get(each, (0, 0)) for each in ids]
    frame = authorities.assign(
        rank=rank,
        changes=[number for number, _ in counts],
        size=[size for _, size in counts],
        is_known=rank > 0,
        is_ended=rank < 0,
        folded=authorities["name"].str.lower(),
    )
    orders: dict[str, tuple[list[str], list[bool]]] = {
        "region": (["region"], [True]),
        "grade": (["is_known", "is_ended", "rank"], [False, True, True]),
        "-grade": (["is_known", "is_ended", "rank"], [False, True, False]),
        "changed": (["changes", "size"], [False, False]),
        "name": ([], []),
    }
    names, ascending = orders[sort]
    by = [*names, "folded", "valid_to"]
    ordered = frame.sort_values(by, ascending=[*ascending, True, False], kind="stable")
    return ordered.drop(columns=["size", "is_known", "is_ended", "folded"])
