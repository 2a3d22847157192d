"""Every table of the record as one SQLite file: what `/download/gradeline.db` gives.

Columns have the types of `tables.toml`: integers are INTEGER, texts and ISO dates TEXT, and what is not known is NULL.
The same data give the same bytes. Nothing here is put together from what a visitor sends.
"""

import sqlite3
from contextlib import closing

import pandas as pd

from dashboard.store import Store
from loaders.frames import values
from loaders.record.schema import Column, Table

NAME = "gradeline.db"
MEDIA_TYPE = "application/vnd.sqlite3"


def database(store: Store) -> bytes:
    with closing(sqlite3.connect(":memory:")) as connection:
        for name, table in store.described.items():
            connection.execute(_create(table))
            marks = ", ".join("?" * len(table.columns))
            columns = [_values(store.tables[name][column.name], column) for column in table.columns]
            connection.executemany(f"INSERT INTO {name} VALUES ({marks})", zip(*columns, strict=True))
        connection.execute("CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT) STRICT")
        connection.executemany("INSERT INTO about VALUES (?, ?)", [("version", store.version), *store.reach.items()])
        connection.commit()
        return connection.serialize()


def _create(table: Table) -> str:
    columns = [
        f'"{column.name}" {"INTEGER" if column.type == "integer" else "TEXT"}{" NOT NULL" if column.required else ""}'
        for column in table.columns
    ]
    return f"CREATE TABLE {table.name} ({', '.join(columns)}) STRICT"


def _values(cells: pd.Series, column: Column) -> list[str | int | None]:
    items = values(cells)
    return [None if day is None else day.isoformat() for day in items] if column.type == "date" else items
