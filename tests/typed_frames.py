"""Typed frames for tests that make a record by hand, from rows of texts."""

from collections.abc import Iterable, Mapping
from operator import itemgetter

import pandas as pd

from loaders import frames
from loaders.record.schema import Table


def typed_frame(rows: Iterable[Mapping[str, object]], table: Table) -> pd.DataFrame:
    """Rows made by hand as a table's typed frame, in the order of its file; no rule of the table is checked."""
    texts = [{name: "" if row.get(name) is None else str(row.get(name)) for name in table.header} for row in rows]
    texts.sort(key=itemgetter(*table.sort))
    return frames.typed({name: tuple(row[name] for row in texts) for name in table.header}, table)
