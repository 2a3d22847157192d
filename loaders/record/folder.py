"""Tables and data folder: written whole or not at all, the same bytes for the same rows, checked, and read back."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from loaders.record import rules, schema, table_file
from loaders.record.errors import FolderInvalid
from loaders.record.reference import Reference
from loaders.record.replacing import beside, put_in_place

if TYPE_CHECKING:
    import pandas as pd

PACKAGE = "datapackage.json"
ReadTable = Callable[[bytes, Sequence[str]], tuple[schema.Columns, str]]


def find(folder: Path) -> Path:
    """The data folder itself, or the `built` folder in it: both may be named."""
    return folder / "built" if not (folder / PACKAGE).exists() and (folder / "built" / PACKAGE).exists() else folder


def write(
    folder: Path, frames: Mapping[str, pd.DataFrame], reference: Reference, *, reach: Mapping[str, str] | None = None
) -> None:
    """Write every table from its typed frame, check the result, and only then replace the folder that was there.

    `reach` says how far the record reaches: `complete_to`, a day, and `created`, a moment, or empty.
    Raises FolderInvalid (the old folder stays) if the new tables break a rule or the place holds something else.
    """
    tables = schema.tables(reference)
    folder = folder.resolve()
    if folder.exists() and not folder.is_dir():
        raise FolderInvalid([f"{folder.name} is a file; choose a folder"])
    names = {PACKAGE, *(f"{name}.csv" for name in tables)}
    if strange := sorted({p.name for p in folder.iterdir()} - names) if folder.is_dir() else []:
        raise FolderInvalid(
            [f"{folder.name} holds {strange[0]!r}, which is no part of a data folder; choose another folder"]
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    with beside(folder) as fresh:
        files = {}
        for table in tables.values():
            text = frames[table.name].to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d")
            files[table.name] = schema.file_facts(text.encode(), len(frames[table.name]))
            _write_file(fresh / f"{table.name}.csv", text)
        package = schema.data_package(tables.values(), files, reach or {})
        _write_file(fresh / PACKAGE, json.dumps(package, indent=1, ensure_ascii=False) + "\n")
        if problems := check(fresh, reference):
            raise FolderInvalid(problems)
        fresh.chmod(0o755)
        put_in_place(fresh, folder)


def _write_file(path: Path, text: str) -> None:
    with path.open("wb") as file:
        file.write(text.encode())
        file.flush()
        os.fsync(file.fileno())


@dataclass(frozen=True)
class Contents:
    """A data folder read once: its tables, the bytes of its description, and every rule that it breaks."""

    tables: dict[str, schema.Columns]
    package: bytes
    problems: list[str]


def check(folder: Path, reference: Reference) -> list[str]:
    """Every rule that a data folder breaks, as lines; empty when it is sound."""
    return read(folder, reference).problems


def read(folder: Path, reference: Reference, read_table: ReadTable = table_file.read) -> Contents:
    """Read a data folder and check what was read; `read_table` is one that gives what `table_file.read` gives.

    Each file is read once, through the folder as it was opened: a folder that is replaced meanwhile is read as it was
    or, where its files have gone, found damaged; what is checked is what is returned.
    """
    tables = schema.tables(reference)
    if problem := _other_format(folder):
        return Contents({name: dict.fromkeys(t.header, ()) for name, t in tables.items()}, b"", [problem])
    files = _read_files(folder, [f"{name}.csv" for name in tables])
    problems: list[str] = []
    columns: dict[str, schema.Columns] = {}
    for name, table in tables.items():
        columns[name], problem = _columns(f"{name}.csv", files[f"{name}.csv"], table, read_table=read_table)
        problems += [problem] if problem else schema.check_columns(table, columns[name])
    package = files[PACKAGE]
    if not problems:
        problems += schema.check_foreign(tables, columns)
        problems += rules.check(columns, reference)
        problems += _check_package(files, tables, columns)
    return Contents(columns, package if isinstance(package, bytes) else b"", problems)


def _other_format(folder: Path) -> str:
    """What to do about a folder that another version of the program wrote; "" for one of this format, or damaged."""
    try:
        package = json.loads((folder / PACKAGE).read_bytes())
        version = package.get("format", 1) if isinstance(package, dict) else schema.FORMAT
    except (OSError, ValueError, RecursionError):
        return ""
    if version == schema.FORMAT:
        return ""
    return f"{PACKAGE}: the folder is of format {version} and this program reads format {schema.FORMAT}; build it again"


def identity(folder: Path) -> tuple[tuple[int, int, int], ...]:
    """What changes when a data folder is replaced or a file in it is: inode, time and size of each; () for no folder.

    Takes some 20 microseconds, so that a server can look every second.
    """
    try:
        with os.scandir(find(folder)) as entries:
            states = sorted((entry.name, entry.stat()) for entry in entries if entry.is_file())
    except OSError:
        return ()
    return tuple((state.st_ino, state.st_mtime_ns, state.st_size) for _, state in states)


def _read_files(folder: Path, names: list[str]) -> dict[str, bytes | OSError]:
    """The bytes of each file of a folder, or why there are none."""
    files: dict[str, bytes | OSError] = {}
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        return dict.fromkeys([*names, PACKAGE], error)
    try:
        for name in [*names, PACKAGE]:
            try:
                # Never waits, should a pipe stand in a table's place.
                with os.fdopen(os.open(name, os.O_RDONLY | os.O_NONBLOCK, dir_fd=descriptor), "rb") as file:
                    files[name] = file.read()
            except OSError as error:
                files[name] = error
    finally:
        os.close(descriptor)
    return files


def _columns(
    name: str, content: bytes | OSError, table: schema.Table, *, read_table: ReadTable
) -> tuple[schema.Columns, str]:
    """A table's columns, or none and what is wrong with the file."""
    none: schema.Columns = dict.fromkeys(table.header, ())
    if isinstance(content, (FileNotFoundError, NotADirectoryError)):
        return none, f"{name}: missing"
    if isinstance(content, OSError):
        return none, f"{name}: cannot be read: {content}"
    columns, problem = read_table(content, table.header)
    return columns, f"{name}{problem}" if problem else ""


def _check_package(
    files: Mapping[str, bytes | OSError], tables: Mapping[str, schema.Table], columns: Mapping[str, schema.Columns]
) -> list[str]:
    described = files[PACKAGE]
    try:
        if isinstance(described, OSError):
            raise described
        package = json.loads(described)
    except (OSError, ValueError, RecursionError) as error:
        return [f"{PACKAGE}: cannot be read: {error}"]
    actual = {}
    for name in tables:
        content = files[f"{name}.csv"]
        assert isinstance(content, bytes)
        actual[name] = schema.file_facts(content, schema.row_count(columns[name]))
    stated_reach = {name: str(package.get(name, "")) for name in schema.REACH} if isinstance(package, dict) else {}
    expected = schema.data_package(tables.values(), actual, stated_reach)
    if package == expected:
        return []
    resources = package.get("resources") if isinstance(package, dict) else None
    entries = [resource for resource in resources if isinstance(resource, dict)] if isinstance(resources, list) else []
    changed = [
        name
        for name in tables
        if not any(r.get("name") == name and {key: r.get(key) for key in actual[name]} == actual[name] for r in entries)
    ]
    return [
        f"{PACKAGE}: {name}.csv is not the file that it describes (changed since it was built)" for name in changed
    ] or [f"{PACKAGE}: does not describe these tables as tables.toml does; build the folder again"]


def read_sound(folder: Path, reference: Reference, read_table: ReadTable = table_file.read) -> Contents:
    """Read a data folder, or raise FolderInvalid with every problem if it is missing, damaged or breaks a rule."""
    folder = find(folder)
    if not folder.is_dir():
        raise FolderInvalid(["no data folder; wanted one written by: python -m loaders build SOURCE --output DIR"])
    contents = read(folder, reference, read_table)
    if contents.problems:
        raise FolderInvalid(contents.problems)
    return contents
