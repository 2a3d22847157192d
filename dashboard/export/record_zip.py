"""Every table of the record in one zip, with its description, codebook, README and citation: `gradeline.zip`.

Comes in: a store. Goes out: a zip whose every date is that of the data, so that the same data give the same bytes on
any server; the citation in it therefore names the version and no address.
"""

import json
import textwrap

from dashboard.export import citation
from dashboard.export.content import TITLE
from dashboard.export.selection_zip import METADATA, WIDTH, closing_parts, csvw, fold, zipped
from dashboard.export.text import csv_parts
from dashboard.store import Store
from dashboard.texts import texts_of
from dashboard.words import wording
from loaders.record.schema import data_package, file_facts

NAME = "gradeline.zip"


def record_zip(store: Store) -> bytes:
    tables = {name: "".join(csv_parts(frame)).encode() for name, frame in store.tables.items()}
    described = [store.described[name] for name in tables]
    facts = {name: file_facts(body, len(store.tables[name])) for name, body in tables.items()}
    # The version is that of the data: cells made harmless for spreadsheets are no other data.
    package = data_package(described, facts, store.reach) | {"version": store.version}
    files = {
        "README.txt": _readme(store).encode(),
        **{f"citation.{ending}": citation.as_file(store, ending).encode() for ending in citation.FORMATS},
        "datapackage.json": (json.dumps(package, indent=1, ensure_ascii=False) + "\n").encode(),
        **{f"{name}.csv": body for name, body in tables.items()},
        **{f"{name}{METADATA}": csvw(store.described[name]).encode() for name in tables},
    }
    return zipped(files, store.as_at)


def _readme(store: Store) -> str:
    words, width = texts_of("of_files")["record"], max(map(len, store.tables)) + 5
    tables = [
        textwrap.fill(
            f"{f'{name}.csv':{width}} {store.described[name].title} ({wording.number(len(frame), 'row')})",
            WIDTH,
            subsequent_indent=" " * (width + 1),
        )
        for name, frame in store.tables.items()
    ]
    parts = [
        TITLE,
        fold(words["about"].format(version=store.version, day=wording.day(store.as_at))),
        "TABLES\n" + "\n".join(tables),
        fold(words["described"].format(metadata=METADATA.removeprefix("."))),
        *closing_parts(store, words["cite"]),
    ]
    return "\n\n".join(parts) + "\n"
