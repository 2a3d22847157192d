"""/download as an OpenAPI 3.1 description, made of the same filters and tables that answer the requests."""

import json
from collections.abc import Sequence
from typing import Any

from dashboard.address import FIRST_YEAR, LAST_YEAR, LONGEST_QUERY, LONGEST_SEARCH, MOST_PARAMETERS
from dashboard.analysis.lists.catalogue import LISTS, ListKind
from dashboard.analysis.national.picture import SERVICE
from dashboard.export import citation
from dashboard.export.content import FORMATS, NEUTRALISED, TITLE
from dashboard.export.database import MEDIA_TYPE as DATABASE_MEDIA, NAME as DATABASE
from dashboard.export.record_zip import NAME as RECORD_ZIP
from dashboard.filters import FILTERS
from dashboard.selection import SORT_WORDS
from dashboard.store import Store
from loaders.record.schema import LICENCE, LICENCE_TITLE, Column, Table

SEARCH = "^(?:[^\\u0000-\\u001f\\u007f\\ufffd]*[A-Za-z0-9][^\\u0000-\\u001f\\u007f\\ufffd]*)?$"
WHAT = {
    "csv": "CSV: UTF-8, comma, quotes as in RFC 4180, \\n, a header row, ISO dates, empty = not known. " + NEUTRALISED,
    "json": "JSON: an array of objects, numbers as numbers, null for what is not known.",
    "xlsx": "XLSX: cover, notes, what each column is, and the rows.",
    "zip": "A zip of the CSV, its metadata as CSV on the Web (CSVW) and as a data package, and a README.",
}
OTHERS = {
    RECORD_ZIP: (
        "pack",
        "Every table in one zip",
        "With a data package, CSV on the Web, a codebook, a README and how to cite. The same data give the same bytes.",
        FORMATS["zip"],
    ),
    DATABASE: (
        "database",
        "Every table in one SQLite file",
        "With types, keys and NULL for what is not known. The same data give the same bytes.",
        DATABASE_MEDIA,
    ),
    "versions.csv": ("versions", "Every version of the data", "", FORMATS["csv"]),
    "changes.csv": ("changes", "What each version changed", "", FORMATS["csv"]),
    **{
        f"citation.{ending}": (
            f"citation_{ending}",
            f"How to cite the data, as {title}",
            "Author, year, title, version and address.",
            citation.FORMATS[ending].partition(";")[0],
        )
        for ending, title in (("txt", "text"), ("bib", "BibTeX"), ("ris", "RIS"))
    },
    "datapackage.json": (
        "datapackage",
        "Every table, column, type and constraint, as a Frictionless data package",
        "",
        FORMATS["json"],
    ),
    "openapi.json": ("openapi", "This description", "", FORMATS["json"]),
}
"""Downloads without parameters: operation, title, what more is said, and media type."""


def text(store: Store, prefix: str = "") -> str:
    return json.dumps(description(store, prefix), indent=1, ensure_ascii=False) + "\n"


def description(store: Store, prefix: str = "") -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"Gradeline: {TITLE}",
            "version": "1.0.0",
            "summary": "The tidy frame and its tables, as files.",
            "description": (
                "Filters can be repeated: values of one filter are alternatives, filters narrow each other. An empty "
                f"value is as if it were not given. An address has at most {LONGEST_QUERY} characters and "
                f"{MOST_PARAMETERS} parameters. A parameter or value that is not known is answered with 400 and a "
                "line that says what is accepted. Files carry an ETag and Last-Modified of the data; ask with "
                "If-None-Match and a file that has not changed is answered with 304. No key, no cookies; GET and HEAD "
                "alone."
            ),
            "license": {"name": LICENCE_TITLE, "url": LICENCE},
        },
        "servers": [{"url": prefix or "/"}],
        "paths": {
            **{f"/download/judgements.{ending}": _judgements(store, ending) for ending in FORMATS},
            **_tables(store),
            **{f"/download/lists/{kind.name}.csv": _list(store, kind) for kind in LISTS.values()},
            **{
                f"/download/{name}": _operation(operation, title, what, media=media)
                for name, (operation, title, what, media) in OTHERS.items()
            },
            "/healthz": _health(),
        },
        "components": {
            "responses": {
                "same": {"description": "The file has not changed since the one with the ETag that you named."},
                "wrong": _plain("The address is wrong; the text says what, and what is accepted."),
                "busy": _plain("Other files are being written; ask again after the seconds of Retry-After."),
                "absent": _plain("There is no such download; the text lists those that there are."),
            }
        },
    }


def _judgements(store: Store, ending: str) -> dict[str, Any]:
    bom = "1 puts a byte order mark in front, without which Excel reads the file in another encoding."
    more = [_query("bom", bom, {"type": "string", "enum": ["", "1"]})] if ending == "csv" else []
    return _operation(
        f"judgements_{ending}",
        f"The judgements that the filters name, as {ending.upper()}",
        WHAT[ending],
        media=FORMATS[ending],
        schema=_rows(store.described["judgements"]) if ending == "json" else None,
        parameters=[*parameters(store), *more],
    )


def _tables(store: Store) -> dict[str, Any]:
    table = _operation(
        "table",
        "Another table, whole, as CSV",
        "Which tables there are, and what each of their columns is, stands in datapackage.json.",
        media=FORMATS["csv"],
        parameters=[_table_parameter([name for name in store.tables if name != "judgements"])],
    )
    metadata = _operation(
        "metadata",
        "What the columns of a table are, as CSV on the Web",
        "Under the name that CSVW looks for beside a CSV file.",
        media="application/csvm+json",
        schema={"type": "object", "required": ["@context", "url", "tableSchema"]},
        parameters=[_table_parameter(list(store.described))],
    )
    return {"/download/{table}.csv": table, "/download/{table}.csv-metadata.json": metadata}


def _list(store: Store, kind: ListKind) -> dict[str, Any]:
    columns = "; ".join(f"{name}: {meaning}" for name, meaning in kind.columns.items())
    service = _query(
        "service",
        f"What was graded; {SERVICE} where it is not given.",
        {"type": "string", "enum": ["", *store.reference.services]},
    )
    return _operation(
        kind.name.replace("-", "_"),
        f"The list “{kind.name}”, as CSV",
        f"As its page has it, /lists/{kind.name}. Columns: {columns}.",
        media=FORMATS["csv"],
        parameters=[service] if kind.has_service else [],
    )


def parameters(store: Store) -> list[dict[str, Any]]:
    """The filters, the search and the sort, from the tables that answer the requests."""
    columns = {column.name: column for column in store.described["judgements"].columns}
    narrowing = [
        _query(
            row.name,
            f"{columns[row.column].description}.{row.help}",
            {"type": "array", "items": {"type": "string", "enum": ["", *row.values(store)]}},
        )
        for row in FILTERS
    ]
    year = {"anyOf": [{"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR}, {"const": ""}]}
    words = {"type": "string", "maxLength": LONGEST_SEARCH, "pattern": SEARCH}
    return [
        *narrowing,
        _query("from", "First year of date, included; not later than `to`.", year),
        _query("to", "Last year of date, included.", year),
        _query("search", "Words that must all stand in a row: names, labels, printed grades, places.", words),
        _query(
            "sort",
            "The order of the rows; with a minus, the other way round.",
            {"type": "string", "enum": ["", *SORT_WORDS]},
        ),
    ]


def _query(name: str, meaning: str, schema: dict[str, Any]) -> dict[str, Any]:
    more = {"style": "form", "explode": True} if schema.get("type") == "array" else {}
    return {"name": name, "in": "query", "description": meaning, "required": False, **more, "schema": schema}


def _table_parameter(tables: list[str]) -> dict[str, Any]:
    return {
        "name": "table",
        "in": "path",
        "required": True,
        "description": "Which table.",
        "schema": {"type": "string", "enum": tables},
    }


def _operation(
    name: str,
    title: str,
    what: str,
    media: str,
    *,
    schema: dict[str, Any] | None = None,
    parameters: Sequence[dict[str, Any]] = (),
) -> dict[str, Any]:
    schema = schema or {"type": "object" if media == FORMATS["json"] else "string"}
    answers: dict[str, Any] = {
        "200": {
            "description": "The file.",
            "headers": {header: {"schema": {"type": "string"}} for header in ("ETag", "Last-Modified")},
            "content": {media: {"schema": schema}},
        },
        "304": {"$ref": "#/components/responses/same"},
        "400": {"$ref": "#/components/responses/wrong"},
    }
    if media in (FORMATS["xlsx"], FORMATS["zip"]):
        answers["503"] = {"$ref": "#/components/responses/busy"}
    if any(parameter["in"] == "path" for parameter in parameters):
        answers["404"] = {"$ref": "#/components/responses/absent"}
    described = {"description": what} if what else {}
    operation = {"operationId": name, "summary": title, **described, "parameters": list(parameters)}
    return {"get": {**operation, "responses": answers}}


def _rows(table: Table) -> dict[str, Any]:
    return {
        "type": "array",
        "items": {
            "type": "object",
            "required": table.header,
            "additionalProperties": False,
            "properties": {column.name: _cell(column) for column in table.columns},
        },
    }


def _cell(column: Column) -> dict[str, Any]:
    """What a cell of this column can be, null included where it may be unknown."""
    kind = "integer" if column.type == "integer" else "string"
    schema: dict[str, Any] = {"description": column.description, "type": kind if column.required else [kind, "null"]}
    if column.type == "date":
        schema["format"] = "date"
    if column.enum:
        schema["enum"] = [*column.enum, *([] if column.required else [None])]
    if column.pattern:
        schema["pattern"] = f"^(?:{column.pattern})$"
    for name in ("minimum", "maximum"):
        if getattr(column, name) is not None:
            schema[name] = getattr(column, name)
    return schema


def _plain(meaning: str) -> dict[str, Any]:
    return {"description": meaning, "content": {"text/plain": {"schema": {"type": "string"}}}}


def _health() -> dict[str, Any]:
    properties: dict[str, Any] = {
        "status": {"const": "ok", "description": "The process is alive."},
        "ready": {"type": "boolean", "description": "Whether it answers from the newest data that stand in place."},
        "rows": {"type": "integer", "minimum": 0},
        "version": {"type": "string", "description": "The data: the same for the same tables, on any machine."},
        "complete_to": {"type": "string", "description": "The day to which the record is complete; empty: not known."},
    }
    refused = "Only while a folder with newer data stands in place that was not taken: why not."
    schema = {
        "type": "object",
        "required": list(properties),
        "properties": properties | {"newer_data_refused": {"type": "string", "description": refused}},
    }
    content = {"application/json": {"schema": schema}}
    check = "`ready`: answer 503 unless ready, for a monitor that looks at the status alone."
    return {
        "get": {
            "operationId": "health",
            "summary": "Whether the server is alive and ready, how many rows it has and how far they reach",
            "parameters": [_query("check", check, {"type": "string", "enum": ["", "ready"]})],
            "responses": {
                "200": {"description": "It is alive.", "content": content},
                "503": {"description": "It is alive and not ready.", "content": content},
                "400": {"$ref": "#/components/responses/wrong"},
            },
        }
    }
