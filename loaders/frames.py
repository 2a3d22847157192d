"""The tables as typed pandas frames: what the loaders exist to make, write and read back, and what other people import.

`building.build` makes them from its rows and the folder's CSV files are written from them; `gradeline` reads them back.
Types follow `tables.toml`: ordered categories where the values have an order
(grade, comparability, evidence, date precision), categories for other fixed sets and for ids, `Int64` for numbers,
`datetime64` for dates; what is not known is missing as pandas has it.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat
from operator import itemgetter
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from loaders import plain_tables
from loaders.record import folder as data_folder
from loaders.record.errors import FolderInvalid
from loaders.record.reference import load
from loaders.record.schema import Column, Columns, Table, check_columns, tables

# Columns whose values have an order, in it: best, closest, strongest and most exact first.
ORDERED = ("grade", "from_grade", "to_grade", "comparability", "evidence", "date_precision")
Folder = tuple[dict[str, pd.DataFrame], bytes]
"""A data folder as it was read: its tables by name, and its description."""
IDS = ("authority_id", "inspection_id", "source_id", "from_inspection_id", "to_inspection_id")


def load_folder(folder: Path) -> dict[str, pd.DataFrame]:
    """Every table of a data folder by name, as a typed frame. Raises FolderInvalid as `read_folder` does."""
    return read_folder(folder)[0]


def read_folder(folder: Path) -> Folder:
    """Every table of a data folder by name, as a typed frame, and the bytes of its description.

    Raises FolderInvalid, with every problem, if the folder is missing, damaged or breaks its rules.
    """
    reference = load()
    contents = data_folder.read_sound(folder, reference, plain_tables.read)
    frames = {name: typed(contents.tables[name], table) for name, table in tables(reference).items()}
    return frames, contents.package


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
    arrays = {column.name: _array(columns[column.name], column) for column in table.columns}
    return pd.DataFrame(arrays, columns=table.header, copy=False)


def _array(texts: Sequence[str], column: Column) -> Any:
    if column.enum or column.name in IDS:
        names = list(column.enum) or sorted(set(texts) - {""})
        index = pd.Index(names, dtype=None if column.enum else "string")
        codes = {"": -1} | {name: code for code, name in enumerate(names)}
        kind = pd.CategoricalDtype(index, ordered=column.name in ORDERED)
        return pd.Categorical.from_codes([codes[text] for text in texts], dtype=kind)
    if column.type == "date":
        return np.array([text or "NaT" for text in texts], dtype="datetime64[us]")
    if column.type == "integer":
        return pd.array([int(text) if text else None for text in texts], dtype="Int64")
    return pd.array([text or None for text in texts], dtype="string")


def values(column: pd.Series) -> list[Any]:
    """The cells of a typed column as Python has them: dates, numbers, texts, None for what is missing."""
    # Of the array and not of the column, whose accessors take longer than the work where there are few rows.
    array: Any = column.array
    if isinstance(array, pd.Categorical):
        names = [*array.categories.tolist(), None]
        cells = [names[code] for code in array.codes.tolist()]
    elif array.dtype.kind == "M":
        cells = array.to_numpy().astype("datetime64[D]").tolist()
    else:
        cells = array.to_numpy(dtype=object, na_value=None).tolist()
    return cells


def records(frame: pd.DataFrame) -> list[Any]:
    """The rows of a frame, each with its columns by name and its cells as `values` has them: see `record.rows`."""
    names = list(frame.columns)
    columns = [values(column) for _, column in frame.items()]
    # pandas' own to_dict("records") takes six times as long.
    return [*map(dict, map(zip, repeat(names), zip(*columns, strict=True)))]


def texts(column: pd.Series) -> list[str]:
    """The cells of a typed column as the CSV files have them: `typed` the other way round."""
    return ["" if value is None else str(value) for value in values(column)]
