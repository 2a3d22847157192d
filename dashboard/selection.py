"""Which judgements, in which order: the one selection behind the data page, its buttons and every download.

Comes in: a store, filters (search included) and a sort. Goes out: positions in the frame of judgements. `SORTS` is the
one table of what can be sorted by, as `filters.FILTERS` is of what can be filtered.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.filters import FILTERS, Filters
from dashboard.store import Store, once_a_store
from dashboard.words import wording
from loaders.frames import values
from loaders.record.reference import Reference, normalise_name

Positions = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Sort:
    """A column that the rows can be sorted by, either way round."""

    name: str
    """As in an address; with a minus in front, the other way round."""
    ascending: str
    descending: str
    column: str = ""
    """Where it has another name than the sort."""
    order: Callable[[Reference], Iterable[str]] | None = None
    """The values in their order; without it that of the texts. A value that is not in it stands last."""


SORTS = (
    Sort("authority", "council, A to Z", "council, Z to A"),
    Sort("date", "date, earliest first", "date, latest first"),
    Sort("published", "publication, earliest first", "publication, latest first"),
    Sort("region", "region, A to Z", "region, Z to A"),
    Sort("framework", "framework, oldest first", "framework, newest first", order=lambda r: r.frameworks),
    Sort("service", "service", "service, last first", order=lambda r: r.services),
    Sort("grade", "grade, best first", "grade, worst first", column="grade_rank"),
    Sort("evidence", "evidence, strongest first", "evidence, weakest first", order=lambda r: r.evidence),
    Sort(
        "comparability", "comparability, closest first", "comparability, loosest first", order=lambda r: r.comparability
    ),
    Sort(
        "agreement",
        "agreement, conflicts first",
        "agreement, conflicts last",
        order=lambda _: ("conflict", "agreed", "single"),
    ),
)
SORT_WORDS = {
    sign + sort.name: words for sort in SORTS for sign, words in (("", sort.ascending), ("-", sort.descending))
}
"""What an address can name as its sort, each with its words."""

SEARCHED = (
    "authority_id", "gss_code", "region", "inspection_id", "framework", "inspection_type", "date", "service", "aspect",
    "judgement", "grade_original", "grade", "comparability", "evidence", "source_id", "locator", "agreement",
)  # fmt: skip


def positions(store: Store, filters: Filters, sort: str = "") -> Positions:
    """Where the rows stand that the filters name: in the order of the file, or sorted by one of SORT_WORDS.

    Rows that are alike keep the order of the file, whichever way round they are sorted.
    """
    frame = store.judgements
    is_wanted = pd.Series(True, index=frame.index)
    for row in FILTERS:
        if values := filters[row.name]:
            is_wanted &= frame[row.column].isin(values)
    first, last = filters.from_year, filters.to_year
    if first is not None or last is not None:
        is_wanted &= frame["date"].dt.year.between(first or dt.MINYEAR, last or dt.MAXYEAR)
    for word in filters.search.split():
        is_wanted &= _folded_texts(store).str.contains(f" {normalise_name(word)}", regex=False)
    positions = np.flatnonzero(is_wanted)
    return _sorted(store, positions, sort) if sort else positions


def _sorted(store: Store, positions: Positions, name: str) -> Positions:
    sort = next(row for row in SORTS if row.name == name.lstrip("-"))
    column = store.judgements[sort.column or sort.name].take(positions)
    order = sort.order(store.reference) if sort.order else sorted(column.dropna().unique())
    # What is empty or in no order becomes missing, and stands last whichever way round the others are sorted.
    codes = pd.Categorical(column.astype(object), categories=list(order)).codes
    ranks = pd.Series(codes, index=positions).where(codes >= 0)
    sorted_ranks = ranks.sort_values(ascending=not name.startswith("-"), kind="stable", na_position="last")
    return sorted_ranks.index.to_numpy(dtype=np.intp)


@once_a_store
def _folded_texts(store: Store) -> pd.Series:
    """For each judgement everything that a search finds it by, folded, with a space before each word."""
    frame = store.judgements
    texts = pd.Series("", index=frame.index, dtype=object)
    for name in SEARCHED:
        cells = values(frame[name])
        words = {value: f" {normalise_name(_known_as(store, name, value))}" for value in set(cells) - {None}}
        texts += [words.get(value, "") for value in cells]
    return texts


def _known_as(store: Store, column: str, value: Any) -> str:
    """A value and, for identifiers, the words that readers know it by."""
    reference, words = store.reference, [str(value)]
    if column == "authority_id" and (authority := store.authority(value)):
        words += [authority.name, *authority.aliases]
    elif column == "framework":
        framework, name = reference.frameworks[value], reference.vocabulary.frameworks[value]
        words += [framework.title, framework.short_title, name.title]
    elif column == "service":
        service = reference.vocabulary.services[value]
        words += [service.title, service.also]
    elif column == "aspect":
        words.append(reference.aspects[value])
    elif column == "grade" and value:
        words.append(reference.vocabulary.grades[value].title)
    elif column == "date":
        words.append(wording.day(value))
    return " ".join(words)
