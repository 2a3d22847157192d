"""A TOML file of `data/reference`, read or refused in one line; the modules of the record call it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from loaders.record.errors import FolderInvalid


def read_toml(path: Path) -> dict[str, Any]:
    """The contents of a TOML file. Raises FolderInvalid where it cannot be read."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FolderInvalid([f"{path.name}: cannot be read: {error}"]) from error
