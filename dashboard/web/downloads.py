"""/download/… and /healthz: the rows of a page as files, and a short text where an address is wrong.

Every answer has an ETag made of the data, the program and what was asked for, and the data's date as Last-Modified:
who has the file already is told so (304) before anything is written. Tables stream; nothing else is longer than a page.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import chain
from pathlib import Path

from flask import Flask, Response, request

from dashboard import address, filters
from dashboard.address import AddressProblem, Parameters
from dashboard.export import citation, content, openapi
from dashboard.export.content import FORMATS, Export
from dashboard.export.pack import NAME as PACK
from dashboard.export.pack import pack
from dashboard.export.package import METADATA, csvw, package
from dashboard.export.text import csv_parts, csv_rows, json_parts
from dashboard.export.workbook import workbook
from dashboard.selection import SORT_WORDS
from dashboard.store import Store
from dashboard.web.edition import current, current_store
from loaders.record import versions

TEXT = "text/plain; charset=utf-8"
JSON = "application/json; charset=utf-8"
CSV = "text/csv; charset=utf-8; header=present"
CSVW = "application/csvm+json; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"
PARAMETERS = (*filters.PARAMETERS, "sort")
BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel reads a CSV file that is opened by a double click in another encoding than UTF-8."""


def serve(server: Flask) -> None:
    def guarded(make: Callable[[str, Parameters], Response]) -> Callable[..., Response]:
        def respond(name: str = "") -> Response:
            try:
                return make(name, address.parse(request.query_string))
            except AddressProblem as wrong:
                meant = "".join(f"Perhaps: {text}\n" for text, _ in wrong.suggestions)
                return Response(f"{wrong.problem}\n{wrong.accepted}\n{meant}", wrong.status, content_type=TEXT)

        return respond

    def download(name: str, parameters: Parameters) -> Response:
        store = current_store()
        stem, _, ending = name.rpartition(".")
        if stem == "judgements" and ending in FORMATS:
            address.check_names(parameters, (*PARAMETERS, "bom") if ending == "csv" else PARAMETERS)
            with_mark = address.choice(parameters, "bom", ("1",)) != ""
            return judgements(requested(store, parameters), ending, with_mark=with_mark)
        address.check_names(parameters, ())
        if name == "datapackage.json":
            return _answer(store, name, JSON, lambda: [store.datapackage.decode()])
        if name == "openapi.json":
            return _answer(store, name, JSON, lambda: [openapi.text(store)], is_attachment=False)
        if name == PACK:
            return _answer(store, f"gradeline-{store.version}.zip", ZIP, lambda: [pack(store)])
        if stem == "citation" and ending in citation.FORMATS:
            whole = f"{request.url_root.rstrip('/')}/data"
            text = citation.as_file(store, ending, whole)
            return _answer(store, name, citation.FORMATS[ending], lambda: [text], asked=whole)
        if name in versions.FILES:
            return _answer(store, name, CSV, lambda: [_history(store, name)])
        table = name.removesuffix(METADATA)
        if table != name and table in store.described:
            return _answer(store, name, CSVW, lambda: [csvw(store.described[table])])
        if ending == "csv" and stem in store.tables:
            return _answer(store, name, CSV, lambda: csv_parts(store.tables[stem]))
        raise AddressProblem(
            404, f"There is no download “{name[:60]}”.", f"Downloads: {', '.join(download_names(store))}."
        )

    def healthz(_: str, parameters: Parameters) -> Response:
        address.check_names(parameters, ())
        store = current_store()
        state = {"status": "ok", "rows": len(store.judgements), "version": store.version}
        state["complete_to"] = store.reach["complete_to"]
        if refused := current().newer_refused:
            state["newer_data_refused"] = refused
        return Response(json.dumps(state), content_type="application/json", headers={"Cache-Control": "no-store"})

    server.add_url_rule("/download/<path:name>", "download", guarded(download))
    server.add_url_rule("/healthz", "healthz", guarded(healthz))


def download_names(store: Store) -> list[str]:
    """Everything that can be downloaded."""
    tables = [f"{name}.csv" for name in store.tables if name != "judgements"]
    metadata = [f"{name}{METADATA}" for name in store.described]
    cited = [f"citation.{ending}" for ending in citation.FORMATS]
    whole = [PACK, *versions.FILES, "datapackage.json", "openapi.json", *cited]
    return [*(f"judgements.{ending}" for ending in FORMATS), *tables, *metadata, *whole]


def _history(store: Store, name: str) -> str:
    """The versions, or what each changed, as CSV."""
    versions_file, _ = versions.FILES
    rows = store.history.versions if name == versions_file else store.history.changes
    return csv_rows([list(rows[0]), *(list(row.values()) for row in rows)] if rows else [])


def requested(store: Store, parameters: Parameters) -> Export:
    return content.new_export(
        store, filters.parse(parameters, store), address.choice(parameters, "sort", tuple(SORT_WORDS))
    )


def judgements(export: Export, ending: str, *, with_mark: bool = False) -> Response:
    name, asked, store = f"{export.stem}.{ending}", export.address(ending), export.store
    if ending == "xlsx":
        return _answer(store, name, XLSX, lambda: [workbook(export)], asked=asked)
    if ending == "zip":
        return _answer(store, name, ZIP, lambda: [package(export)], asked=asked)
    if ending == "json":
        return _answer(store, name, JSON, lambda: json_parts(export.frame, export.table, export.positions), asked=asked)
    mark = [BYTE_ORDER_MARK] if with_mark else []
    name, asked = (f"{export.stem}-excel.csv", f"{asked} bom") if with_mark else (name, asked)
    return _answer(store, name, CSV, lambda: chain(mark, csv_parts(export.frame, export.positions)), asked=asked)


def _answer(
    store: Store,
    name: str,
    media_type: str,
    body: Callable[[], Iterable[str | bytes]],
    *,
    asked: str = "",
    is_attachment: bool = True,
) -> Response:
    """A file under its name, or 304. Texts are streamed in parts and compressed on the way."""
    answer = Response(content_type=media_type)
    if is_attachment:
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    if name.endswith(".csv") and name not in versions.FILES:
        stem = "judgements" if asked else name.removesuffix(".csv")
        answer.headers["Link"] = f'</download/{stem}{METADATA}>; rel="describedby"; type="application/csvm+json"'
    answer.headers["Cache-Control"] = "no-cache"
    # Weak: the same file may be compressed on its way.
    answer.set_etag(_etag(store, asked or name), weak=True)
    if store.built:
        answer.last_modified = dt.datetime.fromisoformat(store.built)
    is_packed = media_type in (XLSX, ZIP)
    if not is_packed:
        answer.headers["Vary"] = "Accept-Encoding"
    answer.make_conditional(request)
    if answer.status_code == 304:
        return answer
    del answer.headers["Content-Length"]  # of the empty answer that was compared; the parts have none beforehand
    parts: Iterable[bytes] = (part.encode() if isinstance(part, str) else part for part in body())
    if not is_packed and request.accept_encodings["gzip"]:
        parts = _gzipped(parts)
        answer.headers["Content-Encoding"] = "gzip"
    answer.response = list(parts) if is_packed else parts
    return answer


def _etag(store: Store, asked: str) -> str:
    return hashlib.sha256(f"{store.version} {_program()} {asked}".encode()).hexdigest()[:24]


@cache
def _program() -> str:
    """A mark of the modules that write downloads: another program may write the same data otherwise."""
    digest = hashlib.sha256()
    for path in sorted(Path(openapi.__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _gzipped(parts: Iterable[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(5, wbits=31)
    for part in parts:
        if packed := packer.compress(part):
            yield packed
    yield packer.flush()
