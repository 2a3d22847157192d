"""A selection with everything that belongs to it, as one zip; and the metadata of each table for itself.

In the zip: judgements.csv; judgements.csv-metadata.json, its description as CSV on the Web (CSVW), under the name that
the standard looks for; datapackage.json, the same as a Frictionless data package; README.txt for people. Every date in
the zip is that of the data, so that the same selection gives the same bytes.
"""

import datetime as dt
import io
import json
import re
import textwrap
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from dashboard.export import citation
from dashboard.export.content import CAVEATS, NEUTRALISED, TERMS, TITLE, Export
from dashboard.export.text import csv_parts
from dashboard.store import Store
from dashboard.texts import texts_of
from loaders.record.schema import LICENCE, LICENCE_TITLE, Column, Table, data_package, file_facts

WIDTH = 100
METADATA = ".csv-metadata.json"
"""How CSVW names the description of a CSV file beside it."""


def selection_zip(export: Export) -> bytes:
    content = "".join(csv_parts(export.frame, export.positions)).encode()
    files = {
        "README.txt": readme(export).encode(),
        "judgements.csv": content,
        "judgements.csv-metadata.json": csvw(export.table).encode(),
        "datapackage.json": _data_package(export, content).encode(),
    }
    return zipped(files, export.store.as_at)


def zipped(files: Mapping[str, bytes], day: dt.date) -> bytes:
    """Files as a zip in which each is of this day: the same files give the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, body in files.items():
            entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, body, compresslevel=6)
    return buffer.getvalue()


def csvw(table: Table) -> str:
    """A table's description after the W3C's Metadata Vocabulary for Tabular Data."""
    return _json(
        {
            "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
            "url": f"{table.name}.csv",
            "dc:title": table.title if table.name != "judgements" else TITLE,
            "dc:description": table.description,
            "dc:license": {"@id": LICENCE},
            "dialect": {
                "encoding": "utf-8",
                "delimiter": ",",
                "quoteChar": '"',
                "doubleQuote": True,
                "header": True,
                "lineTerminators": ["\n"],
            },
            "tableSchema": {
                "columns": [_csvw_column(column) for column in table.columns],
                **({"primaryKey": list(table.key)} if table.key else {}),
            },
        }
    )


def _csvw_column(column: Column) -> dict[str, Any]:
    datatype: dict[str, Any] = {"base": column.type}
    if column.type == "date":
        datatype["format"] = "yyyy-MM-dd"
    if column.enum or column.pattern:
        datatype["format"] = "|".join(map(re.escape, column.enum)) or column.pattern
    if column.minimum is not None:
        datatype["minimum"] = column.minimum
    if column.maximum is not None:
        datatype["maximum"] = column.maximum
    return {
        "name": column.name,
        "titles": column.name,
        "dc:description": column.description,
        "datatype": datatype if len(datatype) > 1 else column.type,
        "required": column.required,
        "null": "",
    }


def _data_package(export: Export, content: bytes) -> str:
    alone = replace(export.table, foreign={})  # the tables that its keys point to are not in the zip
    described = data_package([alone], {"judgements": file_facts(content, export.rows)}, export.store.reach)
    return _json({**described, "name": "gradeline-judgements"})


def bullets(texts: Sequence[str]) -> str:
    return "\n".join(textwrap.fill(f"- {text}", WIDTH, subsequent_indent="  ") for text in texts)


def fold(text: str) -> str:
    return textwrap.fill(text, WIDTH)


def readme(export: Export) -> str:
    words = texts_of("of_files")["selection"]
    parts = [
        TITLE,
        fold(f"{words['rows'].format(rows=export.rows)} {export.reach}"),
        f"Chosen: {export.chosen}.\n{export.again('zip')}",
        words["files"],
    ]
    return "\n\n".join([*parts, *closing_parts(export.store)]) + "\n"


def closing_parts(store: Store, *after_citation: str) -> list[str]:
    """What every README ends with: what to know before, how to cite, and the licence."""
    cited = map(fold, (citation.text(store), *after_citation))
    return [
        "BEFORE YOU USE THEM\n" + bullets((*CAVEATS, NEUTRALISED)),
        "\n".join(["HOW TO CITE", *cited]),
        "LICENCE\n" + bullets(TERMS) + f"\n{LICENCE_TITLE}: {LICENCE}",
    ]


def _json(value: Any) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False) + "\n"
