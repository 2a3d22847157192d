"""The versions of the data and what changed from each to the next: `data/changes`, two tables kept beside the record.

`versions.csv` has a row for each version, `changes.csv` one for each judgement that differs from the version before, as
`diff` compares them. `add` is what `python -m loaders diff OLD NEW --add-to` runs; the dashboard reads.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from loaders.record import folder as data_folder, schema
from loaders.record.csv_text import read_csv, to_csv
from loaders.record.errors import FolderInvalid
from loaders.record.replacing import write_whole

COUNTS = ("added", "corrected", "withdrawn")
VERSIONS = ("version", "released", "complete_to", "inspections", "judgements", *COUNTS, "previous")
FILES = ("versions.csv", "changes.csv")
Row = Mapping[str, str]


@dataclass(frozen=True)
class VersionHistory:
    """Both tables, the oldest version first; () where there are none."""

    versions: tuple[Row, ...] = ()
    changes: tuple[Row, ...] = ()


def read(place: Path) -> VersionHistory:
    """The tables of a folder. Raises FolderInvalid where one is there and cannot be read."""
    return VersionHistory(*(tuple(read_csv(place / name)) if (place / name).exists() else () for name in FILES))


def add(
    place: Path, *, old: Path | None, new: Path, changes: Sequence[Row], columns: Sequence[str], released: dt.date
) -> str:
    """Write a version behind those of a folder, with its changes from an older one; the version's name.

    Raises FolderInvalid where it is there already.
    """
    history = read(place)
    version, previous = name(new), name(old) if old else ""
    if version in {row["version"] for row in history.versions}:
        raise FolderInvalid([f"{place}: version {version} is there already"])
    package = _package(new)
    row = {
        "version": version,
        "released": released.isoformat(),
        "complete_to": str(package.get("complete_to", "")),
        "inspections": str(len(read_csv(data_folder.find(new) / "inspections.csv"))),
        "judgements": str(len(read_csv(data_folder.find(new) / "judgements.csv"))),
        **{kind: str(sum(change["change"] == kind for change in changes)) for kind in COUNTS},
        "previous": previous,
    }
    of_version = [{"version": version, **change} for change in changes]
    place.mkdir(parents=True, exist_ok=True)
    write_whole(place / FILES[0], to_csv(VERSIONS, [*history.versions, row]))
    write_whole(place / FILES[1], to_csv(("version", *columns), [*history.changes, *of_version]))
    return version


def name(built: Path) -> str:
    """What a data folder calls its version; of an older folder, which states none, the digest of its tables."""
    version = _package(built).get("version")
    if version:
        return str(version)
    tables = sorted(data_folder.find(built).glob("*.csv"))
    return schema.version("", [hashlib.sha256(table.read_bytes()).hexdigest() for table in tables])


def _package(built: Path) -> Mapping[str, object]:
    try:
        package = json.loads((data_folder.find(built) / data_folder.PACKAGE).read_bytes())
    except (OSError, ValueError) as error:
        raise FolderInvalid([f"{built}: {data_folder.PACKAGE} cannot be read: {error}"]) from error
    return package if isinstance(package, dict) else {}
