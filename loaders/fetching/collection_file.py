"""`collection.toml`, written by `fetch` when it has walked the publisher's whole list: what the folder of reports is.

`build` reads it (`loaders.reading.parsers.collection`) and believes it as far as nothing in the record speaks against.
"""

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

from loaders.record.replacing import write_whole

FOLDER, NAME = "reports", "collection.toml"


class ListedReport(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def url(self) -> str: ...


def write(
    output: Path,
    what: str,
    frameworks: Sequence[str],
    *,
    listed_at: str,
    documents: Iterable[ListedReport],
    day: dt.date,
) -> Path:
    """Say of the reports in `output` that they are all that was listed on a day, as one file beside them.

    The record is complete to the day before: what is published on a day may come after its page was read.
    """
    lines = [
        f"what = {_text(what)}",
        f"complete_to = {day - dt.timedelta(days=1)}",
        f"checked = {day}",
        f"listed_at = {_text(listed_at)}",
        f"frameworks = [{', '.join(map(_text, frameworks))}]",
    ]
    for document in sorted(documents, key=lambda report: report.name):
        folder, _, name = document.name.rpartition("/")
        if folder == FOLDER:
            lines += ["", f"[documents.{_text(name)}]", f"number = {_text(name.partition('.')[0])}"]
            lines.append(f"address = {_text(document.url)}")
    place = output / FOLDER / NAME
    place.parent.mkdir(parents=True, exist_ok=True)
    write_whole(place, "\n".join(lines) + "\n")
    return place


def _text(value: str) -> str:
    """A basic string of TOML, whose escapes are those of JSON."""
    return json.dumps(value, ensure_ascii=False)
