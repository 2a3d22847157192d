"""Which judgements, in which order: the one selection behind the data page, its buttons and every download.

Comes in: a store, filters (search included) and a sort. Goes out: positions in the frame of judgements. Every column
that is filtered, searched or sorted by is held as whole numbers, once a store, so that a selection takes milliseconds
in a record many times as large.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.address import CHOICES, Filters
from dashboard.store import Store
from dashboard.words import wording
from loaders.record.reference import Reference, normalise_name

Positions = npt.NDArray[np.intp]
KEPT_SELECTIONS = 16
COLUMN_OF = {"authority": "authority_id", "inspection": "inspection_id"}
SORT_COLUMNS = {
    "authority": "authority",
    "date": "date",
    "published": "published",
    "region": "region",
    "framework": "framework",
    "service": "service",
    "grade": "grade_rank",
    "evidence": "evidence",
    "comparability": "comparability",
    "agreement": "agreement",
}
SORTS = tuple(sign + name for name in SORT_COLUMNS for sign in ("", "-"))
"""What a selection can be sorted by; with a minus, the other way round. Rows that are alike keep the file's order."""
SEARCHED = (
    "authority_id",
    "gss_code",
    "region",
    "inspection_id",
    "framework",
    "inspection_type",
    "date",
    "service",
    "aspect",
    "judgement",
    "grade_original",
    "grade",
    "comparability",
    "evidence",
    "source_id",
    "locator",
    "agreement",
)


def positions(store: Store, filters: Filters, sort: str = "") -> Positions:
    """Where the rows stand that the filters name: in the order of the file, or sorted by one of SORTS."""
    return _index(store).find(filters, sort)


class Coded:
    """A column as numbers: `codes` point into `values`, of which each stands once; `rank` puts the values in order."""

    def __init__(self, column: pd.Series, order: Sequence[str] = ()) -> None:
        codes, found = pd.factorize(column, sort=True)
        small = np.uint16 if len(found) < 2**16 else np.uint32
        self.codes = codes.astype(small)
        self.values = [str(value) for value in found]
        known = {value: rank for rank, value in enumerate(order)}
        # What is not known stands last, whichever way round the others are sorted.
        ranks = [known.get(value, len(known) + index) for index, value in enumerate(self.values)]
        self.rank = np.array(ranks, dtype=np.int64)
        self.empty = np.array([value == "" for value in self.values], dtype=bool)

    def which(self, is_wanted: Callable[[str], bool]) -> npt.NDArray[np.bool_]:
        """For each row, whether its value is wanted: each value is asked for once."""
        wanted = np.array([is_wanted(value) for value in self.values], dtype=bool)
        rows: npt.NDArray[np.bool_] = wanted[self.codes]
        return rows

    def order(self, chosen: Positions, is_descending: bool) -> Positions:
        rank = -self.rank if is_descending else self.rank
        rank = np.where(self.empty, np.iinfo(np.int64).max, rank)
        # The ranks counted from 0 are small numbers, which sort in one pass.
        small = np.argsort(np.argsort(rank, kind="stable"), kind="stable").astype(self.codes.dtype)
        return chosen[np.argsort(small[self.codes[chosen]], kind="stable")]


class Index:
    """The columns of one store's judgements as numbers, and the selections that were asked for last."""

    def __init__(self, frame: pd.DataFrame, reference: Reference) -> None:
        orders: dict[str, Sequence[str]] = {
            "framework": tuple(reference.frameworks),
            "service": tuple(reference.services),
            "evidence": tuple(reference.evidence),
            "comparability": tuple(reference.comparability),
            "agreement": ("conflict", "agreed", "single"),
        }
        wanted = {*SORT_COLUMNS.values(), *SEARCHED, *(COLUMN_OF.get(name, name) for name in CHOICES)}
        self.columns = {name: Coded(frame[name], orders.get(name, ())) for name in sorted(wanted)}
        self.rows = len(frame)
        self.texts = {name: _texts(name, self.columns[name].values, reference) for name in SEARCHED}
        self.find = lru_cache(KEPT_SELECTIONS)(self._find)

    def _find(self, filters: Filters, sort: str) -> Positions:
        keep = np.ones(self.rows, dtype=bool)
        for name in CHOICES:
            if wanted := frozenset(getattr(filters, name)):
                keep &= self.columns[COLUMN_OF.get(name, name)].which(wanted.__contains__)
        first, last = filters.from_year, filters.to_year
        if first is not None or last is not None:
            start, end = f"{first or 0:04d}-01-01", f"{last or 9999:04d}-12-31"
            keep &= self.columns["date"].which(lambda date: start <= date <= end)
        for word in filters.search.split():
            keep &= self._having(normalise_name(word))
        chosen = np.flatnonzero(keep)
        if sort:
            chosen = self.columns[SORT_COLUMNS[sort.lstrip("-")]].order(chosen, sort.startswith("-"))
        chosen.flags.writeable = False
        return chosen

    def _having(self, word: str) -> npt.NDArray[np.bool_]:
        """For each row, whether any column that is searched has a word that begins so; punctuation is in all."""
        found = np.zeros(self.rows, dtype=bool)
        for name, texts in self.texts.items():
            hits = np.array([f" {word}" in text for text in texts], dtype=bool)
            if hits.any():
                found |= hits[self.columns[name].codes]
        return found


_INDEXES: WeakKeyDictionary[Store, Index] = WeakKeyDictionary()


def _index(store: Store) -> Index:
    if store not in _INDEXES:
        _INDEXES[store] = Index(store.judgements, store.reference)
    return _INDEXES[store]


def _texts(name: str, values: Sequence[str], reference: Reference) -> list[str]:
    """What each value of a column is found by: itself and, for identifiers, the words that readers know it by."""
    register = reference.register.by_id
    titles: dict[str, Callable[[str], Any]] = {
        "authority_id": lambda v: (register[v].name, *register[v].aliases) if v in register else (),
        "framework": lambda v: (reference.frameworks[v].title, reference.frameworks[v].short_title),
        "service": lambda v: (reference.services[v],),
        "aspect": lambda v: (reference.aspects[v],),
        "grade": lambda v: (reference.grade_titles[v],) if v else (),
        "date": lambda v: (wording.day(v),),
    }
    known = titles.get(name, lambda _: ())
    return [f" {normalise_name(' '.join((value, *known(value))))}" for value in values]
