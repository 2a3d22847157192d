"""The names that people use for councils: `data/reference/search_names.toml`, for pages and for the search.

`reference.load` puts them into the register's authorities. The loaders read sources by the register's own names alone:
a nickname in a document is never taken for an authority.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from loaders.record.toml_file import read_toml


@dataclass(frozen=True)
class Area:
    """A part of England that has names of its own, and the authorities in it."""

    names: tuple[str, ...]
    authority_ids: tuple[str, ...]


@dataclass(frozen=True)
class SearchNames:
    """By authority: the name that pages show, where it differs from the register's, and other names to find it by."""

    display: Mapping[str, str] = field(default_factory=dict)
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    areas: tuple[Area, ...] = ()

    def problems(self, authority_ids: Iterable[str]) -> list[str]:
        """Authorities that these names are given to and the register does not have."""
        names = {*self.display, *self.also, *chain.from_iterable(area.authority_ids for area in self.areas)}
        absent = sorted(names - set(authority_ids))
        return [f"search_names.toml: the register has no authority {authority_id!r}" for authority_id in absent]


def search_names(path: Path) -> SearchNames:
    """Raises FolderInvalid where the file cannot be read."""
    councils = read_toml(path, part="councils")
    return SearchNames(
        display={name: entry["display"] for name, entry in councils.items() if "display" in entry},
        also={name: tuple(entry.get("also", ())) for name, entry in councils.items()},
        areas=tuple(Area(tuple(a["names"]), tuple(a["councils"])) for a in read_toml(path, part="areas")),
    )
