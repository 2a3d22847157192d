"""Rows of names and texts as CSV, and back, for the command line, the versions of the data, and `/read`."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from loaders.record.errors import FolderInvalid


def to_csv(header: Sequence[str], rows: Iterable[Mapping[str, object]]) -> str:
    """The cells of the header's columns; None is an empty one."""
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, header, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()


def read_csv(path: Path) -> list[dict[str, str]]:
    """The rows of a file. Raises FolderInvalid where it cannot be read."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise FolderInvalid([f"{path.name}: cannot be read: {error}"]) from error
