"""Every table of the record in one zip, with its description, codebook, README and citation: `gradeline.zip`.

Comes in: a store. Goes out: a zip whose every date is that of the data, so that the same data give the same bytes on
any server; the citation in it therefore names the version and no address.
"""

import json
import textwrap

from dashboard.export import citation
from dashboard.export.content import TITLE
from dashboard.export.selection_zip import METADATA, WIDTH, closing_parts, csvw, zipped
from dashboard.export.text import csv_parts
from dashboard.store import Store
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
        "CITATION.cff": citation.cff(store).encode(),
        **{f"citation.{ending}": citation.as_file(store, ending).encode() for ending in citation.FORMATS},
        "datapackage.json": (json.dumps(package, indent=1, ensure_ascii=False) + "\n").encode(),
        **{f"{name}.csv": body for name, body in tables.items()},
        **{f"{name}{METADATA}": csvw(store.described[name]).encode() for name in tables},
    }
    return zipped(files, store.as_at)


def _readme(store: Store) -> str:
    def folded(text: str) -> str:
        return textwrap.fill(text, WIDTH)

    width = max(map(len, store.tables)) + 5
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
        folded(
            f"Every table of the record, version {store.version}, complete to "
            f"{wording.day(store.as_at)}. Start with judgements.csv: one row for each graded line of "
            "one inspection. panel.csv has the overall grade of each council and service at the end of each "
            "year; authorities.csv is the register of councils; codebook.csv says what every column and "
            "every value means."
        ),
        "TABLES\n" + "\n".join(tables),
        folded(
            "datapackage.json describes all tables as a Frictionless data package; each table has its description as "
            f"CSV on the Web beside it ({METADATA.removeprefix('.')})."
        ),
        *closing_parts(
            store, "Add the address from which you took this file. Also as citation.bib, citation.ris, CITATION.cff."
        ),
    ]
    return "\n\n".join(parts) + "\n"
