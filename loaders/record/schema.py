"""`tables.toml`: what every table of a data folder must look like, as checks and as a Frictionless data package."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from loaders.record.reference import REFERENCE_FOLDER, Reference
from loaders.record.toml_file import from_entry, read_toml

MAX_PROBLEMS = 20
# Rises when a data folder of before cannot be read as one of today.
FORMAT = 2
_WORDS = read_toml(REFERENCE_FOLDER / "package.toml")
TITLE: str = _WORDS["package"]["title"]
LICENCE: str = _WORDS["package"]["licenses"][0]["path"]
LICENCE_TITLE: str = _WORDS["package"]["licenses"][0]["title"].partition(",")[0]
# What a data folder says of how far it reaches.
REACH = ("complete_to", "created")

Columns = Mapping[str, tuple[str, ...]]
"""A table as it was read: the texts of each column, from the first row to the last."""


@dataclass(frozen=True)
class Column:
    name: str
    type: str
    description: str
    required: bool = False
    minimum: int | None = None
    maximum: int | None = None
    pattern: str = ""
    enum: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    sort: tuple[str, ...]
    foreign: dict[str, tuple[str, str]]

    @property
    def header(self) -> list[str]:
        return [column.name for column in self.columns]


@cache
def tables(reference: Reference) -> dict[str, Table]:
    """Every table by name, with its lists of allowed values filled in from the reference."""
    raw = read_toml(REFERENCE_FOLDER / "tables.toml")
    lists: dict[str, tuple[str, ...]] = {
        "frameworks": tuple(reference.frameworks),
        "scales": tuple(reference.scales),
        "grades": tuple(reference.grades),
        "services": tuple(reference.services),
        "aspects": tuple(reference.aspects),
    }
    return {name: _table(name, _with_base(entry, raw), lists) for name, entry in raw.items()}


def _with_base(entry: dict[str, Any], raw: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """A table that takes its columns from another one, less some; its own stand `after` a column, or at the end."""
    if "based_on" not in entry:
        return entry
    columns = [c for c in raw[entry["based_on"]]["column"] if c["name"] not in entry.get("without", [])]
    for own in entry["column"]:
        names = [column["name"] for column in columns]
        columns.insert(names.index(own["after"]) + 1 if "after" in own else len(columns), own)
    return {**entry, "column": columns}


def _table(name: str, entry: dict[str, Any], lists: dict[str, tuple[str, ...]]) -> Table:
    # The values of a column are listed, or named as those of a list of the reference.
    columns = [c | {"enum": lists[c["enum"]]} if isinstance(c.get("enum"), str) else c for c in entry["column"]]
    foreign = {column: target.partition(".") for column, target in entry.get("foreign", {}).items()}
    return from_entry(
        Table,
        entry,
        name=name,
        columns=tuple(from_entry(Column, column) for column in columns),
        foreign={column: (table, other) for column, (table, _, other) in foreign.items()},
    )


def check_columns(table: Table, columns: Columns) -> list[str]:
    """What is wrong with a table's cells, keys and order, each with its row number (the header is row 1)."""
    # Each value of a column is looked at once, and rows one by one only where there is something to name: a record of
    # 188,000 cells has 20,000 values, and checking it took 250 ms of a server's start, now 20.
    wrong = {
        column.name: value_problems
        for column in table.columns
        if (value_problems := {v: p for v in set(columns[column.name]) if (p := _check_cell(column, v))})
    }
    keys = list(cells(columns, table.key))
    problems: list[str] = []
    if wrong or len(set(keys)) < len(keys):
        problems = _name_wrong_rows(table, columns, wrong, keys=keys)
        if len(problems) >= MAX_PROBLEMS:
            return [*problems[:MAX_PROBLEMS], f"{table.name}.csv: and perhaps more"]
    order = list(cells(columns, table.sort))
    if order != sorted(order):
        problems.append(f"{table.name}.csv: the rows are not sorted by {', '.join(table.sort)}")
    return problems


def cells(columns: Columns, names: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """These cells of every row, a tuple each; nothing where no column is named."""
    return zip(*(columns[name] for name in names), strict=True)


def row_count(columns: Columns) -> int:
    return len(next(iter(columns.values())))


def _name_wrong_rows(
    table: Table, columns: Columns, wrong: Mapping[str, Mapping[str, str]], *, keys: list[tuple[str, ...]]
) -> list[str]:
    """The cells that are wrong and the keys that stand twice, row by row, up to MAX_PROBLEMS or a few more."""
    problems: list[str] = []
    row_of_key: dict[tuple[str, ...], int] = {}
    for index in range(row_count(columns)):
        where = f"{table.name}.csv, row {index + 2}"
        for column, value_problems in wrong.items():
            if (value := columns[column][index]) in value_problems:
                problems.append(f"{where}, {column}: {value_problems[value]}")
        if keys:
            if keys[index] in row_of_key:
                problems.append(f"{where}: same {', '.join(table.key)} as row {row_of_key[keys[index]]}")
            row_of_key.setdefault(keys[index], index + 2)
        if len(problems) >= MAX_PROBLEMS:
            break
    return problems


def _check_cell(column: Column, value: str) -> str:
    if value == "":
        return "empty; a value is required" if column.required else ""
    if column.type == "integer":
        if not re.fullmatch(r"-?\d+", value):
            return f'"{value}" is not a whole number'
        if column.minimum is not None and int(value) < column.minimum:
            return f"{value} is less than {column.minimum}"
        if column.maximum is not None and int(value) > column.maximum:
            return f"{value} is more than {column.maximum}"
    if column.type == "date":
        try:
            if dt.date.fromisoformat(value).isoformat() != value:
                return f'"{value}" is not a date like 2012-03-23'
        except ValueError:
            return f'"{value}" is not a date like 2012-03-23'
    if column.pattern and not re.fullmatch(column.pattern, value):
        return f'"{value}" is not of the form {column.pattern}'
    if column.enum and value not in column.enum:
        return f'"{value}" is not one of {", ".join(column.enum)}'
    return ""


def check_foreign(all_tables: Mapping[str, Table], columns: Mapping[str, Columns]) -> list[str]:
    """Values that point to a row of another table which is not there."""
    problems = []
    for table in all_tables.values():
        for column, (other, other_column) in table.foreign.items():
            absent = sorted({*columns[table.name][column]} - {*columns[other][other_column]} - {""})
            problems += [
                f'{table.name}.csv, {column}: "{value}" is not in {other}.csv' for value in absent[:MAX_PROBLEMS]
            ]
    return problems


def version(complete_to: str, hashes: Iterable[str]) -> str:
    """What a version of the data is called: the day to which it is complete, and the tables' digest."""
    digest = hashlib.sha256("".join(hashes).encode()).hexdigest()[:8]
    return f"{complete_to}-{digest}" if complete_to else digest


def file_facts(content: bytes, rows: int) -> dict[str, int | str]:
    """What the description of a folder says of a table's file."""
    return {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}", "rows": rows}


def data_package(
    all_tables: Iterable[Table], files: Mapping[str, Mapping[str, Any]], reach: Mapping[str, str]
) -> dict[str, Any]:
    """The Frictionless description of a data folder.

    `files` gives each table's bytes, hash and number of rows; `reach` the day to which the record is complete and the
    newest publication date among its sources. The version is that day and the beginning of the tables' digest.
    """
    table_list = list(all_tables)
    hashes = [str(files[table.name]["hash"]) for table in table_list]
    complete_to = reach.get("complete_to", "")
    return {
        "name": "gradeline",
        "format": FORMAT,
        "version": version(complete_to, hashes),
        **({"created": reach["created"]} if reach.get("created") else {}),
        "complete_to": complete_to,
        **_WORDS["package"],
        "resources": [_resource(table, files[table.name]) for table in table_list],
    }


def _resource(table: Table, file: Mapping[str, Any]) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(column) for column in table.columns], "missingValues": [""]}
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.foreign:
        schema["foreignKeys"] = [
            {"fields": column, "reference": {"resource": other, "fields": field}}
            for column, (other, field) in table.foreign.items()
        ]
    return {
        "name": table.name,
        "title": table.title,
        "description": table.description,
        "path": f"{table.name}.csv",
        **_WORDS["table"],
        **file,
        "schema": schema,
    }


def _field(column: Column) -> dict[str, Any]:
    constraints = {
        "required": column.required or None,
        "minimum": column.minimum,
        "maximum": column.maximum,
        "pattern": column.pattern or None,
        "enum": list(column.enum) or None,
    }
    field = {"name": column.name, "type": column.type, "description": column.description}
    if column.type == "date":
        field["format"] = "default"
    stated = {name: value for name, value in constraints.items() if value is not None}
    return field | ({"constraints": stated} if stated else {})
