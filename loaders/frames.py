"""The tables as typed pandas frames: what the loaders exist to make, write and read back, and what other people import.

`building.build` makes them from its rows and the folder's CSV files are written from them; `gradeline` reads them back.
Types follow `tables.toml`: ordered categories where the values have an order
(grade, comparability, evidence, date precision), categories for other fixed sets and for ids, `Int64` for numbers,
`datetime64` for dates; what is not known is missing as pandas has it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from operator import itemgetter
from pathlib import Path
from typing import Any

import pandas as pd

from loaders.record import folder as data_folder
from loaders.record.errors import FolderInvalid
from loaders.record.reference import Reference, load
from loaders.record.schema import Columns, Table, check_columns, tables

# Columns whose values have an order, in it: best, closest, strongest and most exact first.
ORDERED = ("grade", "from_grade", "to_grade", "comparability", "evidence", "date_precision")
IDS = ("authority_id", "inspection_id", "source_id", "from_inspection_id", "to_inspection_id")


def load_folder(folder: Path) -> dict[str, pd.DataFrame]:
    """Every table of a data folder by name, as a typed frame.

    Raises FolderInvalid, with every problem, if the folder is missing, damaged or breaks its rules.
    """
    reference = load()
    contents = data_folder.read_sound(folder, reference)
    return {name: typed(contents.tables[name], table) for name, table in tables(reference).items()}


def load_table(folder: Path, name: str) -> pd.DataFrame:
    """One table of a data folder as a typed frame. Raises FolderInvalid as `load_folder` does."""
    reference: Reference = load()
    contents = data_folder.read_sound(folder, reference)
    return typed(contents.tables[name], tables(reference)[name])


def description(folder: Path) -> dict[str, Any]:
    """What `datapackage.json` says of a data folder: version, complete_to, created, and every table and column."""
    contents = data_folder.read_sound(folder, load())
    package: dict[str, Any] = json.loads(contents.package)
    return package


def from_rows(rows: Iterable[Mapping[str, object]], table: Table) -> pd.DataFrame:
    """Rows in any order as the typed frame of a table, sorted as its file is; None is a value that is not known.

    Raises FolderInvalid, with every problem, if a cell is not what its column allows: no type may swallow a value.
    """
    header = table.header
    texts = [tuple("" if row.get(name) is None else str(row.get(name)) for name in header) for row in rows]
    texts.sort(key=itemgetter(*map(header.index, table.sort)))
    columns: Columns = dict(zip(header, zip(*texts, strict=True), strict=True)) if texts else dict.fromkeys(header, ())
    if problems := check_columns(table, columns):
        raise FolderInvalid(problems)
    return typed(columns, table)


def typed(columns: Columns, table: Table) -> pd.DataFrame:
    """A table's texts as a frame with the types of its columns."""
    frame = pd.DataFrame(columns, columns=table.header, dtype="string").replace("", pd.NA)
    for column in table.columns:
        values = frame[column.name]
        if column.type == "integer":
            frame[column.name] = pd.to_numeric(values).astype("Int64")
        elif column.type == "date":
            frame[column.name] = pd.to_datetime(values, format="%Y-%m-%d")
        elif column.enum:
            kind = pd.CategoricalDtype(list(column.enum), ordered=column.name in ORDERED)
            frame[column.name] = values.astype(object).where(values.notna()).astype(kind)
        elif column.name in IDS:
            frame[column.name] = values.astype("category")
    return frame
