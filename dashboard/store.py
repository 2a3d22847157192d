"""A data folder opened once, with the reference beside it. Nothing changes it afterwards.

Every table is the typed frame of `loaders.frames`; pages and sentences have its rows as the typed dictionaries of
`loaders.record.rows`, with dates, numbers, and None for what is not known. What is asked for again and again is
prepared here once.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import cached_property, wraps
from pathlib import Path
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar, overload

import pandas as pd

from loaders import frames
from loaders.record import folder as data_folder, versions
from loaders.record.grouping import grouped
from loaders.record.reference import DATA_FOLDER, Authority, Framework, Reference, load
from loaders.record.rows import CoverageRow, DiscrepancyRow, InspectionRow, JudgementRow, MovementRow, SourceRow
from loaders.record.schema import REACH, Table, tables
from loaders.record.versions import VersionHistory

Computed = TypeVar("Computed")
Arguments = ParamSpec("Arguments")
DEFAULT_FOLDER = DATA_FOLDER / "built"
NO_DAY = dt.date(2000, 1, 1)


@dataclass(frozen=True, eq=False)
class Store:
    """The tables of one data folder. Frames are shared: queries return new ones and never change these."""

    tables: dict[str, pd.DataFrame]
    reference: Reference
    built: str = ""
    datapackage: bytes = b"{}"
    described: dict[str, Table] = field(default_factory=dict)
    changes: Path | None = None
    """The folder that tells what changed from version to version; None where nothing does."""

    @cached_property
    def _cache(self) -> dict[Hashable, Any]:
        return {}

    def cached(self, key: Hashable, compute: Callable[[], Computed]) -> Computed:
        """What is computed from this record alone, once: it goes when the store goes, as nothing at module level would.

        A key begins with the name of what it is of. Two threads that ask at once may both compute it.
        """
        if key not in self._cache:
            self._cache[key] = compute()
        value: Computed = self._cache[key]
        return value

    @cached_property
    def history(self) -> VersionHistory:
        """The versions of the data and what changed from each to the next."""
        return versions.read(self.changes) if self.changes else VersionHistory()

    @cached_property
    def version(self) -> str:
        """The version that the data folder states, which holds the digest of every table."""
        return str(self._description.get("version", "")) or hashlib.sha256(self.datapackage).hexdigest()[:12]

    @cached_property
    def _description(self) -> dict[str, Any]:
        description = json.loads(self.datapackage)
        return description if isinstance(description, dict) else {}

    @property
    def reach(self) -> dict[str, str]:
        """The day to which the record is complete and the newest publication date, as the data folder says them."""
        return {name: str(self._description.get(name, "")) for name in REACH}

    @cached_property
    def complete_to(self) -> dt.date | None:
        """The last day up to which every inspection published is in the record; None where no source says so."""
        return dt.date.fromisoformat(self.reach["complete_to"]) if self.reach["complete_to"] else None

    @cached_property
    def as_at(self) -> dt.date:
        """The day that "now" is said of: to which the record is complete, else that of its latest inspection."""
        return self.complete_to or self.newest

    @cached_property
    def since_then(self) -> int:
        return int((self.tables["inspections"]["date"] > pd.Timestamp(self.as_at)).sum())

    @property
    def judgements(self) -> pd.DataFrame:
        return self.tables["judgements"]

    @cached_property
    def inspections(self) -> dict[str, InspectionRow]:
        """Every inspection by its id."""
        return {row["inspection_id"]: row for row in self.rows("inspections")}

    @cached_property
    def sources(self) -> dict[str, SourceRow]:
        return {row["source_id"]: row for row in self.rows("sources")}

    def published_at(self, source_id: str) -> str:
        """The address at which a source was published, of http and https alone; "" where it is not known."""
        source = self.sources.get(source_id)
        url = (source["url"] if source else None) or ""
        return url if url.startswith(("https://", "http://")) else ""

    @overload
    def rows(self, table: Literal["judgements"]) -> list[JudgementRow]: ...
    @overload
    def rows(self, table: Literal["inspections"]) -> list[InspectionRow]: ...
    @overload
    def rows(self, table: Literal["coverage"]) -> list[CoverageRow]: ...
    @overload
    def rows(self, table: Literal["sources"]) -> list[SourceRow]: ...
    @overload
    def rows(self, table: Literal["discrepancies"]) -> list[DiscrepancyRow]: ...
    def rows(self, table: str) -> Any:
        """The rows of a table, made once: nobody changes them or their list."""
        return self.cached(("rows", table), lambda: frames.records(self.tables[table]))

    @overload
    def of_authority(self, table: Literal["judgements"], authority_id: str) -> list[JudgementRow]: ...
    @overload
    def of_authority(self, table: Literal["inspections"], authority_id: str) -> list[InspectionRow]: ...
    @overload
    def of_authority(self, table: Literal["movements"], authority_id: str) -> list[MovementRow]: ...
    @overload
    def of_authority(self, table: Literal["discrepancies"], authority_id: str) -> list[DiscrepancyRow]: ...
    @overload
    def of_authority(self, table: Literal["coverage"], authority_id: str) -> list[CoverageRow]: ...
    def of_authority(self, table: Any, authority_id: str) -> Any:
        # Rows and not frames: a page asks for some forty councils, and of thirty rows each a frame takes longer.
        by_authority = self.cached(
            ("rows by authority", table), lambda: grouped(self.rows(table), lambda row: str(row["authority_id"]))
        )
        return list(by_authority.get(authority_id, []))

    def authority(self, authority_id: str) -> Authority | None:
        return self.reference.register.by_id.get(authority_id)

    def framework(self, framework: str) -> Framework:
        return self.reference.frameworks[framework]

    @cached_property
    def newest(self) -> dt.date:
        return self.judgements["date"].max().date() if len(self.judgements) else NO_DAY

    @cached_property
    def oldest(self) -> dt.date:
        return self.judgements["date"].min().date() if len(self.judgements) else NO_DAY

    @cached_property
    def regions(self) -> tuple[str, ...]:
        return tuple(sorted({a.region for a in self.reference.register.authorities if a.region}))


def once_a_store(
    compute: Callable[Concatenate[Store, Arguments], Computed],
) -> Callable[Concatenate[Store, Arguments], Computed]:
    """A function of a store, and of arguments by their places, that is worked out once for each store."""
    defaults = compute.__defaults__ or ()
    given_by_all = compute.__code__.co_argcount - 1 - len(defaults)

    @wraps(compute)
    def cached(store: Store, *arguments: Arguments.args, **named: Arguments.kwargs) -> Computed:
        assert not named, "a named argument would be another key"
        every = (*arguments, *defaults[len(arguments) - given_by_all :])
        return store.cached((compute, *every), lambda: compute(store, *every))  # type: ignore[call-arg]

    return cached


def open_store(folder: Path = DEFAULT_FOLDER) -> Store:
    """Read a data folder whole. Raises FolderInvalid, with every problem, if it is missing or damaged."""
    reference = load()
    return store_of(folder, frames.read_folder(folder), reference)


def store_of(folder: Path, contents: frames.Folder, reference: Reference) -> Store:
    """The store of a data folder that was read already."""
    typed, package = contents
    return Store(
        tables=typed,
        reference=reference,
        built=_built(folder),
        datapackage=package,
        described=dict(tables(reference)),
        changes=DATA_FOLDER / "changes",
    )


def _built(folder: Path) -> str:
    """When the folder was built; "" where it went while it was read."""
    try:
        changed = (data_folder.find(folder) / data_folder.PACKAGE).stat().st_mtime
    except OSError:
        return ""
    return dt.datetime.fromtimestamp(changed, dt.UTC).isoformat(timespec="seconds")
