"""A table's CSV file as columns of texts, strictly: how `record.folder` reads a data folder.

`plain_tables` leaves to it whatever is not plainly sound.
"""

import csv
import io
from collections.abc import Sequence

from loaders.record.schema import Columns

_MOST_NEW = 3  # columns; a file that lacks more is no older one but damaged


def read(content: bytes, header: Sequence[str]) -> tuple[Columns, str]:
    """The columns of a file that is to have this header; or none, and what is wrong, to stand after the file's name."""
    none: Columns = dict.fromkeys(header, ())
    try:
        reader = csv.reader(io.StringIO(content.decode(), newline=""), strict=True)
        first = next(reader, [])
        if first != list(header):
            return none, _of_header(first, list(header))
        rows = []
        for number, row in enumerate(reader, 2):
            if len(row) != len(header):
                return none, f", row {number}: {len(row)} cells; wanted {len(header)}"
            rows.append(row)
        return (dict(zip(header, zip(*rows, strict=True), strict=True)) if rows else none), ""
    except (UnicodeDecodeError, csv.Error) as error:
        return none, f": cannot be read: {error}"


def _of_header(found: list[str], wanted: list[str]) -> str:
    """What is wrong with a header: columns that an older or a newer program has not, or another header altogether."""
    if len(wanted) - len(found) <= _MOST_NEW and found == [name for name in wanted if name in found]:
        missing = ", ".join(name for name in wanted if name not in found)
        return f": written before there was a column {missing}; build the folder again"
    if wanted == [name for name in found if name in wanted]:
        unknown = ", ".join(name for name in found if name not in wanted)
        return f": written by a newer program, with a column {unknown}; wanted one as new, or build the folder again"
    return f": the header is {','.join(found)!r}; wanted {','.join(wanted)!r}"
