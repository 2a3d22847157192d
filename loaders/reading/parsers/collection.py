"""`collection.toml`: what a folder of documents is, as a reviewed statement (contract, section 6).

Called by `extract` for TOML that says how far a collection is complete. A statement that is wrong is refused, and the
record then reaches only as far as its statistics say.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from loaders.record.errors import SourceRefused
from loaders.record.model import Collection
from loaders.record.reference import Reference
from loaders.record.safe_text import is_web_address, one_line

_WANTED = ("what", "complete_to", "checked", "listed_at")


def is_collection(values: Mapping[str, Any]) -> bool:
    """Whether TOML is meant as a statement on a collection."""
    return "complete_to" in values or "listed_at" in values


def parse(values: Mapping[str, Any], reference: Reference, today: dt.date) -> Collection:
    """The statement. Raises SourceRefused that says what is missing or cannot be."""
    if absent := [name for name in _WANTED if name not in values]:
        raise SourceRefused(f"a collection, but it does not say {', '.join(absent)}")
    complete_to, checked = values["complete_to"], values["checked"]
    for name, day in (("complete_to", complete_to), ("checked", checked)):
        if not isinstance(day, dt.date) or isinstance(day, dt.datetime):
            raise SourceRefused(f"a collection, but {name} is {day!r}; wanted a date such as 2026-08-21")
    if not complete_to <= checked <= today:
        raise SourceRefused(
            f"a collection, but it is said to be complete to {complete_to} and was checked on {checked}; "
            "wanted complete_to, checked and today in this order"
        )
    frameworks = values.get("frameworks", [])
    if not isinstance(frameworks, list) or not frameworks:
        raise SourceRefused("a collection, but it names no frameworks")
    if unknown := [name for name in map(str, frameworks) if name not in reference.frameworks]:
        raise SourceRefused(f"a collection, but it names the unknown framework {one_line(', '.join(unknown), 100)}")
    return Collection(complete_to, tuple(frameworks), tuple(sorted(_addresses(values).items())))


def _addresses(values: Mapping[str, Any]) -> dict[str, str]:
    """The address of each document that the statement gives one to, by file name."""
    pattern = str(values.get("file_address", ""))
    documents = values.get("documents", {})
    if not isinstance(documents, dict) or not all(isinstance(entry, dict) for entry in documents.values()):
        raise SourceRefused('a collection, but documents is no table of tables ([documents."name.pdf"])')
    addresses: dict[str, str] = {}
    for name, entry in documents.items():
        if "address" in entry:
            addresses[name] = str(entry["address"])
        elif "number" in entry and pattern:
            addresses[name] = pattern.replace("{number}", str(entry["number"]))
    if others := [address for address in addresses.values() if not is_web_address(address)]:
        raise SourceRefused(f"a collection, but {one_line(others[0], 100)!r} is no web address of a document")
    return addresses
