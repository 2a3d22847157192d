"""Frames as CSV and JSON, some thousand rows at a time, so that memory stays flat however long the table is.

A text cell that a spreadsheet could run as a formula gets one apostrophe in front (`neutral`), which can be taken away
again: a law that the tests state. Whole numbers stay numbers; JSON, which no spreadsheet runs, stays as it is.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence

import pandas as pd

from dashboard.selection import Positions
from loaders.frames import records, texts

CHUNK = 2000
# A spreadsheet runs what begins with one of these, or with its full-width form, or hides one behind a tab, a line end
# or, in some, spaces.
_FORMULA = re.compile(r"'*(?:[\t\r\n]|\s*[=+\-@\uff1d\uff0b\uff0d\uff20])")
_HARMLESS = re.compile(r"[+-]?[0-9]+|[+-]")


def neutral(cell: str) -> str:
    """The cell, so that no spreadsheet runs it. Numbers such as -1 stay numbers, and a lone "-" what is printed."""
    return f"'{cell}" if _FORMULA.match(cell) and not _HARMLESS.fullmatch(cell) else cell


def csv_parts(frame: pd.DataFrame, positions: Positions | None = None) -> Iterator[str]:
    """RFC 4180 text with \\n: the bytes that pandas writes for the same rows."""
    yield ",".join(frame.columns) + "\n"
    for piece in _chunks(frame, positions):
        columns = [list(map(neutral, texts(piece[name]))) for name in frame.columns]
        buffer = io.StringIO(newline="")
        # The writer leaves a lone \r without the quotes that a reader wants around it.
        is_odd = any("\r" in cell for cells in columns for cell in cells)
        writer = csv.writer(buffer, lineterminator="\n", quoting=csv.QUOTE_ALL if is_odd else csv.QUOTE_MINIMAL)
        writer.writerows(zip(*columns, strict=True))
        yield buffer.getvalue()


def csv_rows(rows: Iterable[Sequence[str]]) -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\n").writerows([neutral(cell) for cell in row] for row in rows)
    return buffer.getvalue()


def json_parts(frame: pd.DataFrame, positions: Positions) -> Iterator[str]:
    """One array of objects: numbers as numbers, null for what is not known."""
    before = "[\n"
    for piece in _chunks(frame, positions):
        yield before + ",\n".join(json.dumps(row, ensure_ascii=False, default=str) for row in records(piece))
        before = ",\n"
    yield "\n]\n" if before != "[\n" else "[\n]\n"


def _chunks(frame: pd.DataFrame, positions: Positions | None) -> Iterator[pd.DataFrame]:
    for start in range(0, len(frame) if positions is None else len(positions), CHUNK):
        part = slice(start, start + CHUNK)
        yield frame.iloc[part] if positions is None else frame.take(positions[part])
