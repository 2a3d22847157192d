"""/download as an OpenAPI 3.1 description, made of the same filters and tables that answer the requests."""

import json
from collections.abc import Sequence
from typing import Any

from dashboard.address import FIRST_YEAR, LAST_YEAR, LONGEST_QUERY, LONGEST_SEARCH, MOST_PARAMETERS
from dashboard.analysis.lists.catalogue import LISTS, ListKind
from dashboard.analysis.national.picture import SERVICE
from dashboard.export import citation
from dashboard.export.content import FORMATS, NEUTRALISED, SLIDES, TITLE
from dashboard.export.database import MEDIA_TYPE as DATABASE
from dashboard.filters import FILTERS
from dashboard.selection import SORT_WORDS
from dashboard.store import Store
from dashboard.texts import texts_of
from loaders.record.schema import LICENCE, LICENCE_TITLE, Column, Table

SEARCH = "^(?:[^\\u0000-\\u001f\\u007f\\ufffd]*[A-Za-z0-9][^\\u0000-\\u001f\\u007f\\ufffd]*)?$"
MEDIA = {**FORMATS, "db": DATABASE, **{ending: kind.partition(";")[0] for ending, kind in citation.FORMATS.items()}}
"""The media types of downloads by their endings."""


def text(store: Store, prefix: str = "") -> str:
    return json.dumps(description(store, prefix), indent=1, ensure_ascii=False) + "\n"


def description(store: Store, prefix: str = "") -> dict[str, Any]:
    words, about = texts_of("openapi"), texts_of("openapi")["info"]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"Gradeline: {TITLE}",
            "version": about["version"],
            "summary": about["summary"],
            "description": about["description"].format(characters=LONGEST_QUERY, parameters=MOST_PARAMETERS),
            "license": {"name": LICENCE_TITLE, "url": LICENCE},
        },
        "servers": [{"url": prefix or "/"}],
        "paths": {
            **{f"/download/judgements.{ending}": _judgements(store, ending) for ending in FORMATS},
            **_tables(store),
            **{f"/download/lists/{kind.name}.csv": _list(store, kind) for kind in LISTS.values()},
            "/download/briefing/{authority}.pptx": _operation(
                **words["briefing"],
                media=SLIDES,
                parameters=[_part("authority", "Which council.", list(store.reference.register.by_id))],
            ),
            **{f"/download/{file['name']}": _whole(**file) for file in words["download"]},
            "/healthz": _health(),
        },
        "components": {
            "responses": {
                "same": {"description": words["responses"]["same"]},
                **{name: _plain(words["responses"][name]) for name in ("wrong", "busy", "absent")},
            }
        },
    }


def _judgements(store: Store, ending: str) -> dict[str, Any]:
    words = texts_of("openapi")
    more = [_query("bom", words["query"]["bom"], {"type": "string", "enum": ["", "1"]})] if ending == "csv" else []
    return _operation(
        f"judgements_{ending}",
        f"The judgements that the filters name, as {ending.upper()}",
        words["judgements"][ending].format(neutralised=NEUTRALISED),
        media=FORMATS[ending],
        schema=_rows(store.described["judgements"]) if ending == "json" else None,
        parameters=[*parameters(store), *more],
    )


def _whole(name: str, operation: str, title: str, *, what: str = "") -> dict[str, Any]:
    """A download without parameters."""
    return _operation(operation, title, what, media=MEDIA[name.rpartition(".")[2]])


def _tables(store: Store) -> dict[str, Any]:
    words = texts_of("openapi")
    table = _operation(
        "table",
        **words["table"],
        media=FORMATS["csv"],
        parameters=[_part("table", "Which table.", [name for name in store.tables if name != "judgements"])],
    )
    metadata = _operation(
        "metadata",
        **words["metadata"],
        media="application/csvm+json",
        schema={"type": "object", "required": ["@context", "url", "tableSchema"]},
        parameters=[_part("table", "Which table.", list(store.described))],
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
    schemas: dict[str, dict[str, Any]] = {
        "from": year,
        "to": year,
        "search": {"type": "string", "maxLength": LONGEST_SEARCH, "pattern": SEARCH},
        "sort": {"type": "string", "enum": ["", *SORT_WORDS]},
    }
    meanings = texts_of("openapi")["query"]
    return [*narrowing, *(_query(name, meanings[name], schema) for name, schema in schemas.items())]


def _query(name: str, meaning: str, schema: dict[str, Any]) -> dict[str, Any]:
    more = {"style": "form", "explode": True} if schema.get("type") == "array" else {}
    return {"name": name, "in": "query", "description": meaning, "required": False, **more, "schema": schema}


def _part(name: str, meaning: str, values: list[str]) -> dict[str, Any]:
    """A parameter that is a part of the path."""
    schema = {"type": "string", "enum": values}
    return {"name": name, "in": "path", "required": True, "description": meaning, "schema": schema}


def _operation(
    name: str,
    title: str,
    what: str,
    *,
    media: str,
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
    if media in (FORMATS["xlsx"], FORMATS["zip"], SLIDES, DATABASE):
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
    words = texts_of("openapi")["health"]
    schema = {"type": "object", "required": words["required"], "properties": words["properties"]}
    content = {"application/json": {"schema": schema}}
    return {
        "get": {
            "operationId": "health",
            "summary": words["summary"],
            "parameters": [_query("check", words["check"], {"type": "string", "enum": ["", "ready"]})],
            "responses": {
                "200": {"description": words["alive"], "content": content},
                "503": {"description": words["not_ready"], "content": content},
                "400": {"$ref": "#/components/responses/wrong"},
            },
        }
    }
