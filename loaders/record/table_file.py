"""A table's CSV file as columns of texts, strictly: how `record.folder` reads a data folder.

`plain_tables` leaves to it whatever is not plainly sound.
"""

import csv
import io
from collections.abc import Sequence

from loaders.record.schema import Columns


def read(content: bytes, header: Sequence[str]) -> tuple[Columns, str]:
    """The columns of a file that is to have this header; or none, and what is wrong, to stand after the file's name."""
    none: Columns = dict.fromkeys(header, ())
    try:
        reader = csv.reader(io.StringIO(content.decode(), newline=""), strict=True)
        first = next(reader, [])
        if first != list(header):
            return none, f": the header is {','.join(first)!r}; wanted {','.join(header)!r}"
        rows = []
        for number, row in enumerate(reader, 2):
            if len(row) != len(header):
                return none, f", row {number}: {len(row)} cells; wanted {len(header)}"
            rows.append(row)
        return (dict(zip(header, zip(*rows, strict=True), strict=True)) if rows else none), ""
    except (UnicodeDecodeError, csv.Error) as error:
        return none, f": cannot be read: {error}"
