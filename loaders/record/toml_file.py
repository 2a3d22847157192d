"""TOML files of `data/reference`, and their entries as frozen values; the modules of the record call it."""

import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any, TypeVar

from loaders.record.errors import FolderInvalid

Value = TypeVar("Value")


def read_toml(path: Path, part: str = "") -> Any:
    """A TOML file, or a part of it. Raises FolderInvalid where it cannot be read or lacks the part."""
    try:
        contents = tomllib.loads(path.read_text(encoding="utf-8"))
        return contents[part] if part else contents
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError) as error:
        raise FolderInvalid([f"{path.name}: cannot be read: {error}"]) from error


def from_entry(kind: type[Value], entry: Mapping[str, Any], **others: Any) -> Value:
    """A dataclass of the keys of an entry that are named as its fields, lists as tuples, and of `others`.

    Raises FolderInvalid, with the names, where the entry lacks keys.
    """
    fields_by_name = {field.name: field for field in fields(kind)}  # type: ignore[arg-type]
    own = {
        key: tuple(value) if isinstance(value, list) else value for key, value in entry.items() if key in fields_by_name
    }
    values = own | others
    absent = [
        name
        for name, field in fields_by_name.items()
        if name not in values and field.default is MISSING and field.default_factory is MISSING
    ]
    if absent:
        raise FolderInvalid([f"a {kind.__name__.lower()} lacks {', '.join(absent)}"])
    return kind(**values)
