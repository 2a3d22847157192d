"""`collection.toml`, written by `fetch` when it has walked the publisher's whole list: what the folder of reports is.

`build` reads it (`loaders.reading.parsers.collection`) and believes it as far as nothing in the record speaks against.
"""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from loaders.record.replacing import write_whole

FOLDER, NAME = "reports", "collection.toml"


def write(
    output: Path,
    what: str,
    frameworks: Sequence[str],
    *,
    listed_at: str,
    addresses: Mapping[str, str],
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
    for place, address in sorted(addresses.items()):
        folder, _, name = place.rpartition("/")
        if folder == FOLDER:
            lines += ["", f"[documents.{_text(name)}]", f"number = {_text(name.partition('.')[0])}"]
            lines.append(f"address = {_text(address)}")
    statement = output / FOLDER / NAME
    statement.parent.mkdir(parents=True, exist_ok=True)
    write_whole(statement, "\n".join(lines) + "\n")
    return statement


def _text(value: str) -> str:
    """A basic string of TOML, whose escapes are those of JSON."""
    return json.dumps(value, ensure_ascii=False)
