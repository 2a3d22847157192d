"""The tables of the record that comes with the project, as texts: for tests that count them by another way.

Each is read once, and changed by nobody.
"""

import csv
from functools import cache

from loaders.record.reference import DATA_FOLDER

Row = dict[str, str]


@cache
def rows(path: str) -> list[Row]:
    """A table below `data`."""
    with (DATA_FOLDER / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def table(name: str) -> list[Row]:
    """A table of the record."""
    return rows(f"built/{name}.csv")
