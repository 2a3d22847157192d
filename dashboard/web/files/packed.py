"""The large tables of a copy, each as a zip of itself: a web server for files may send them as they lie there.

Comes in: the answers of `crawl`. Goes out: the same, in which each long table is a zip that holds its one file; the
data package says so, and what would describe a file that is not there goes. The judgements stay a plain CSV, which the
copy's script and code in other programs read. Called by `write`; pages name the size of each (`rewrite`).
"""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from pathlib import PurePosixPath

from dashboard.export.database import MEDIA_TYPE as DATABASE
from dashboard.export.selection_zip import METADATA, zipped
from dashboard.web.files.crawl import Answer

ZIP = "application/zip"
LARGE = 150_000
"""Bytes from which on a table is packed."""
PACKABLE = ("text/csv", "application/json", DATABASE)
PLAIN = frozenset({"/download/judgements.csv", "/download/datapackage.json"})
PACKAGE = "/download/datapackage.json"


def pack_tables(answers: Mapping[str, Answer], day: dt.date) -> dict[str, Answer]:
    """The answers with every large table as a zip whose file is of this day."""
    smaller = {
        path: Answer(path, zipped({PurePosixPath(path).name: answer.body}, day), ZIP)
        for path, answer in answers.items()
        if path.startswith("/download/")
        and path not in PLAIN
        and answer.media_type in PACKABLE
        and len(answer.body) >= LARGE
    }
    descriptions = {path.removesuffix(".csv") + METADATA for path in smaller}
    files = {path: answer for path, answer in answers.items() if path not in descriptions} | smaller
    if PACKAGE in files:
        files[PACKAGE] = _describe(files[PACKAGE], smaller)
    return files


def _describe(package: Answer, tables: Mapping[str, Answer]) -> Answer:
    """The data package with the files as they are in this copy (`compression` as Frictionless has it)."""
    described = json.loads(package.body)
    for resource in described["resources"]:
        if (table := tables.get(f"/download/{resource['path']}")) is not None:
            resource["path"] += ".zip"
            resource["compression"] = "zip"
            resource["bytes"] = len(table.body)
            resource["hash"] = f"sha256:{hashlib.sha256(table.body).hexdigest()}"
    return Answer(
        package.path, (json.dumps(described, indent=1, ensure_ascii=False) + "\n").encode(), package.media_type
    )
