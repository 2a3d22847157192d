"""TOML files to their values: the reviewed statements of this project, published lists and what a collection is."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from loaders.record.errors import SourceRefused

# A list has some 100 rows.
MOST_BYTES = 2 * 1024 * 1024


def read(path: Path, content: bytes) -> dict[str, Any] | None:
    """The values of a TOML file, or None for what is none. Raises SourceRefused for a damaged one.

    A file is taken for TOML by its ending, or where all of it can be read as TOML with anything in it.
    """
    is_named = path.suffix.lower() == ".toml"
    if len(content) > MOST_BYTES or not (is_named or content.lstrip()[:1].isalpha() or content.startswith(b"#")):
        return None
    try:
        values = tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        if is_named:
            raise SourceRefused(f"a damaged TOML file: {error}") from None
        return None
    return values or None
