"""A data folder opened once, with the reference beside it. Nothing changes it afterwards.

Every table is a frame of text as the CSV files have it ("" for not known, dates as 2012-03-23), so that a download is
what the folder says, character for character. What a page asks for again and again is prepared here once.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from loaders import folder as data_folder
from loaders.reference import Authority, Framework, Reference, load
from loaders.schema import Table
from loaders.schema import tables as described_tables

Row = dict[str, str]
DEFAULT_FOLDER = Path(__file__).parents[1] / "data" / "built"


@dataclass(frozen=True, eq=False)
class Store:
    """The tables of one data folder. Frames are shared: queries return new ones and never change these."""

    tables: dict[str, pd.DataFrame]
    reference: Reference
    built: str = ""
    datapackage: bytes = b"{}"
    described: dict[str, Table] = field(default_factory=dict)

    @property
    def judgements(self) -> pd.DataFrame:
        return self.tables["judgements"]

    @cached_property
    def inspections(self) -> dict[str, dict[str, str]]:
        """Every inspection by its id."""
        return {row["inspection_id"]: row for row in records(self.tables["inspections"])}

    @cached_property
    def sources(self) -> dict[str, dict[str, str]]:
        return {row["source_id"]: row for row in records(self.tables["sources"])}

    @cached_property
    def _rows_by_authority(self) -> dict[str, dict[str, list[int]]]:
        return {
            name: {str(key): list(rows) for key, rows in self.tables[name].groupby("authority_id").indices.items()}
            for name in ("judgements", "inspections", "movements", "discrepancies")
        }

    def of_authority(self, table: str, authority_id: str) -> pd.DataFrame:
        """The rows of a table that are about one authority, as a new frame."""
        return self.tables[table].take(self._rows_by_authority[table].get(authority_id, []))

    def authority(self, authority_id: str) -> Authority | None:
        return self.reference.register.by_id.get(authority_id)

    def framework(self, framework: str) -> Framework:
        return self.reference.frameworks[framework]

    @cached_property
    def newest(self) -> dt.date:
        """The day of the latest inspection: what the record is "as at"."""
        dates = self.judgements["date"]
        return dt.date.fromisoformat(dates.max()) if len(dates) else dt.date(2000, 1, 1)

    @cached_property
    def oldest(self) -> dt.date:
        dates = self.judgements["date"]
        return dt.date.fromisoformat(dates.min()) if len(dates) else dt.date(2000, 1, 1)

    @cached_property
    def regions(self) -> tuple[str, ...]:
        return tuple(sorted({a.region for a in self.reference.register.authorities if a.region}))


def open_store(folder: Path = DEFAULT_FOLDER) -> Store:
    """Read a data folder whole. Raises FolderInvalid, with every problem, if it is missing or damaged."""
    reference = load()
    found = data_folder.find(folder)
    frames = {name: as_text(frame) for name, frame in data_folder.read_tables(folder, reference).items()}
    package = found / data_folder.PACKAGE
    built = dt.datetime.fromtimestamp(package.stat().st_mtime, dt.UTC).isoformat(timespec="seconds")
    return Store(frames, reference, built, package.read_bytes(), dict(described_tables(reference)))


def records(frame: pd.DataFrame) -> list[Row]:
    """The rows of a frame of texts, each with its columns by name."""
    rows: list[Any] = frame.to_dict("records")
    return rows


def as_text(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with every cell as the text that its CSV file has."""
    texts = {}
    for name in frame.columns:
        column = frame[name]
        if pd.api.types.is_datetime64_any_dtype(column.dtype):
            column = column.dt.strftime("%Y-%m-%d")
        texts[str(name)] = [("" if cell is pd.NA or cell is None or cell != cell else str(cell)) for cell in column]
    return pd.DataFrame(texts, columns=list(texts), dtype=object)
