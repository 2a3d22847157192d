"""What the dashboard says word for word, as TOML: prose of whole pages, of files and of their descriptions."""

from functools import cache
from pathlib import Path
from typing import Any

from loaders.record.toml_file import read_toml

FOLDER = Path(__file__).parent


@cache
def texts_of(name: str) -> Any:
    """The texts of one page or kind of file."""
    return read_toml(FOLDER / f"{name}.toml")
