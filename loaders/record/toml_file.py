"""A TOML file of `data/reference`, read or refused in one line; the modules of the record call it."""

import tomllib
from pathlib import Path
from typing import Any

from loaders.record.errors import FolderInvalid


def read_toml(path: Path, part: str = "") -> Any:
    """A TOML file, or a part of it. Raises FolderInvalid where it cannot be read or lacks the part."""
    try:
        contents = tomllib.loads(path.read_text(encoding="utf-8"))
        return contents[part] if part else contents
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError) as error:
        raise FolderInvalid([f"{path.name}: cannot be read: {error}"]) from error
