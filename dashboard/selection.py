"""Which judgements, in which order: the one selection behind the data page, its buttons and every download.

Comes in: a store, filters (search included) and a sort. Goes out: positions in the frame of judgements. What
can be sorted by stands in `texts/selection.toml`, as what can be filtered in `filters.FILTERS`.
"""

import datetime as dt
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.filters import FILTERS, Filters
from dashboard.store import Store, once_a_store
from dashboard.texts import texts_of
from dashboard.words import wording
from loaders.frames import values
from loaders.record.reference import normalise_name

Positions = npt.NDArray[np.intp]


SORT_WORDS: dict[str, str] = {
    sign + name: words
    for name, both in texts_of("selection")["sort"].items()
    for sign, words in zip(("", "-"), both, strict=True)
}
"""What an address can name as its sort, each with its words; with a minus in front, the other way round."""
COLUMNS = {"grade": "grade_rank"}
"""The columns that have other names than the sorts by them."""

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
    """A fixed set of values stands in the order that its column has, but agreement: conflicts come first."""
    by = name.removeprefix("-")
    column = pd.Series(store.judgements[COLUMNS.get(by, by)].array.take(positions), index=positions)
    is_ascending = name.startswith("-") == (by == "agreement")
    ordered = column.sort_values(ascending=is_ascending, kind="stable", na_position="last")
    return ordered.index.to_numpy(dtype=np.intp)


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
