"""Extractions as plain JSON values and back: between the process that reads and others, and in the cache of a build.

Called by `reading.sandbox`, and by `building` for its cache and for a Dask cluster.
"""

import datetime as dt
from dataclasses import asdict
from typing import Any

from loaders.record.model import Collection, Extraction, Observation, Source

_DATES = ("inspection_start", "inspection_end", "published", "date")


def to_json(extraction: Extraction) -> dict[str, Any]:
    """An extraction as plain JSON values."""
    return {
        "source": asdict(extraction.source),
        "observations": [asdict(o) for o in extraction.observations],
        "collection": asdict(extraction.collection) if extraction.collection else None,
    }


def from_json(value: dict[str, Any]) -> Extraction:
    """The extraction that `to_json` wrote."""
    source = value["source"]
    days = {name: _date(source[name]) for name in ("published", "complete_to")}
    observations = tuple(Observation(**(o | {name: _date(o[name]) for name in _DATES})) for o in value["observations"])
    collection = None
    if stated := value["collection"]:
        collection = Collection(
            complete_to=dt.date.fromisoformat(stated["complete_to"]),
            frameworks=tuple(stated["frameworks"]),
            addresses=tuple((name, address) for name, address in stated["addresses"]),
        )
    return Extraction(Source(**(source | days)), observations, collection)


def _date(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
