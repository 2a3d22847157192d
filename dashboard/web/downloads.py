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
from typing import Any

from flask import Flask, Response, redirect, request
from werkzeug.exceptions import ServiceUnavailable

from dashboard import address, filters
from dashboard.address import AddressProblem, Parameters
from dashboard.analysis import groups
from dashboard.analysis.lists import catalogue
from dashboard.analysis.lists.catalogue import LISTS
from dashboard.analysis.national.picture import SERVICE
from dashboard.export import citation, content, group_files, openapi
from dashboard.export.content import FORMATS, Export
from dashboard.export.database import MEDIA_TYPE as DB
from dashboard.export.database import NAME as DATABASE
from dashboard.export.database import database
from dashboard.export.group_files import GroupFile
from dashboard.export.pack import NAME as PACK
from dashboard.export.pack import pack
from dashboard.export.package import METADATA, csvw, package
from dashboard.export.slide import slide
from dashboard.export.text import csv_parts, csv_rows, json_parts
from dashboard.export.workbook import workbook
from dashboard.selection import SORT_WORDS
from dashboard.store import Store
from dashboard.web import pictures
from dashboard.web.edition import current, current_store
from dashboard.web.file_cache import Busy
from dashboard.web.pictures import PNG, SVG, Picture
from loaders.record import versions

TEXT = "text/plain; charset=utf-8"
JSON = "application/json; charset=utf-8"
CSV = "text/csv; charset=utf-8; header=present"
CSVW = "application/csvm+json; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
NOT_KEPT = {"Cache-Control": "no-store"}
LIST, BRIEFING = "lists/", "briefing/"
WHOLE = {PACK: ("gradeline-{version}.zip", ZIP, pack), DATABASE: (DATABASE, DB, database)}
"""Every table in one file: its name, its media type, and what writes it."""
PARAMETERS = (*filters.PARAMETERS, "sort")
BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel reads a CSV file that is opened by a double click in another encoding than UTF-8."""


def serve(server: Flask) -> None:
    def guarded(make: Callable[[str, Parameters], Response]) -> Callable[..., Any]:
        def respond(name: str = "") -> Any:
            try:
                parameters = address.parse(request.query_string)
                if address.has_tracking(parameters):
                    return redirect(address.link(request.script_root + request.path, address.clean(parameters)), 308)
                return make(name, parameters)
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
        if stem == "group" and ending in group_files.FORMATS:
            return group(store, parameters, ending)
        if drawn := pictures.picture(store, name, parameters):
            return one_picture(store, drawn)
        if (list_name := name.removeprefix(LIST).removesuffix(".csv")) in LISTS and name == f"{LIST}{list_name}.csv":
            return one_list(store, list_name, parameters)
        address.check_names(parameters, ())
        if name.startswith(BRIEFING) and ending == "pptx":
            return briefing(store, stem.removeprefix(BRIEFING))
        if name == "datapackage.json":
            return _answer(store, name, JSON, lambda: [store.datapackage.decode()])
        if name == "openapi.json":
            return _answer(store, name, JSON, lambda: [openapi.text(store, request.script_root)], is_attachment=False)
        if name in WHOLE:
            file, media_type, write = WHOLE[name]
            return _answer(
                store, file.format(version=store.version), media_type, lambda: [_kept(name, lambda: write(store))]
            )
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
        address.check_names(parameters, ("check",))
        is_asked = address.choice(parameters, "check", ("ready",)) == "ready"
        store, refused = current_store(), current().newer_refused
        state = {"status": "ok", "ready": not refused, "rows": len(store.judgements), "version": store.version}
        state["complete_to"] = store.reach["complete_to"]
        if refused:
            state["newer_data_refused"] = refused
        status = 503 if is_asked and refused else 200
        return Response(json.dumps(state), status, content_type="application/json", headers=NOT_KEPT)

    server.add_url_rule("/download/<path:name>", "download", guarded(download))
    server.add_url_rule("/healthz", "healthz", guarded(healthz))


def download_names(store: Store) -> list[str]:
    """Everything that can be downloaded."""
    tables = [f"{name}.csv" for name in store.tables if name != "judgements"]
    metadata = [f"{name}{METADATA}" for name in store.described]
    lists = [f"{LIST}{name}.csv" for name in LISTS]
    judged = [f"judgements.{ending}" for ending in FORMATS]
    cited = [f"citation.{ending}" for ending in citation.FORMATS]
    whole = [PACK, DATABASE, *versions.FILES, "datapackage.json", "openapi.json", *cited]
    return [*judged, *tables, *lists, *metadata, *whole]


def one_list(store: Store, list_name: str, parameters: Parameters) -> Response:
    """The rows of a list, as its page shows them."""
    address.check_names(parameters, ("service",) if LISTS[list_name].has_service else ())
    service = address.choice(parameters, "service", tuple(store.reference.services), SERVICE)
    file, asked = f"gradeline-{list_name}.csv", f"{LIST}{list_name}.csv?service={service}"
    return _answer(
        store, file, CSV, lambda: csv_parts(catalogue.texts(catalogue.rows(store, list_name, service))), asked=asked
    )


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
        return _answer(store, name, XLSX, lambda: [_kept(asked, lambda: workbook(export))], asked=asked)
    if ending == "zip":
        return _answer(store, name, ZIP, lambda: [_kept(asked, lambda: package(export))], asked=asked)
    if ending == "json":
        return _answer(store, name, JSON, lambda: json_parts(export.frame, export.table, export.positions), asked=asked)
    mark = [BYTE_ORDER_MARK] if with_mark else []
    name, asked = (f"{export.stem}-excel.csv", f"{asked} bom") if with_mark else (name, asked)
    return _answer(store, name, CSV, lambda: chain(mark, csv_parts(export.frame, export.positions)), asked=asked)


def _kept(asked: str, write: Callable[[], bytes]) -> bytes:
    """A file that takes long to write, from the edition's where it was asked for before."""
    try:
        return current().files.file(asked, write)
    except Busy:
        raise ServiceUnavailable("Other files are being written at the moment. Ask again in a few seconds.") from None


def group(store: Store, parameters: Parameters, ending: str) -> Response:
    """The councils of a group as a workbook or as a picture for a slide: the files of neighbours and of /compare."""
    address.check_names(parameters, (*groups.PARAMETERS, "service", "order"))
    services = address.choices(parameters, "service", tuple(store.reference.services))
    if not services:
        raise AddressProblem(400, "“service” is not given.", f"“service” takes: {', '.join(store.reference.services)}.")
    chosen = groups.chosen(store, parameters, services[0])
    if not chosen.everyone:
        accepted = ", ".join(f"“{name}”" for name in groups.PARAMETERS)
        raise AddressProblem(400, "No council is given.", f"Councils are given by {accepted}.")
    order = address.choice(parameters, "order", tuple(groups.ORDERS), groups.usual_order(chosen))
    pairs = [*groups.pairs(chosen), ("service", services[0])]
    page = request.root_url.rstrip("/") + address.link("/compare", pairs)
    file = GroupFile(store, chosen, services, order, page)
    asked = f"{page} {services} {order} {ending}"
    if ending == "xlsx":
        return _answer(
            store, f"{file.stem}.xlsx", XLSX, lambda: [_kept(asked, lambda: group_files.workbook(file))], asked=asked
        )
    return _answer(store, f"{file.stem}.svg", SVG, lambda: [slide(file)], asked=asked)


def one_picture(store: Store, drawn: Picture) -> Response:
    """A figure for a slide, to be saved; or a card, which is shown where a link is."""
    if not drawn.is_card:
        return _answer(store, drawn.name, SVG, lambda: [drawn.draw()], asked=drawn.asked)
    return _answer(
        store, drawn.name, PNG, lambda: [_kept(drawn.asked, drawn.draw)], asked=drawn.asked, is_attachment=False
    )


def briefing(store: Store, authority_id: str) -> Response:
    """The briefing about a council as slides."""
    authority = address.authority(authority_id, store, path="/authority/{}/briefing")
    page = f"{request.root_url.rstrip('/')}/authority/{authority.authority_id}/briefing"

    def write() -> bytes:
        # Here, since it is 13 MB that most servers' starts and many workers never need.
        from dashboard.export.briefing_deck import deck

        return deck(store, authority, page)

    file = f"gradeline-{authority.authority_id}-briefing-{store.as_at.isoformat()}.pptx"
    return _answer(store, file, PPTX, lambda: [_kept(f"{page} pptx", write)], asked=f"{page} pptx")


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
    if name.endswith(".csv") and not asked.startswith(LIST) and name not in versions.FILES:
        stem = "judgements" if asked else name.removesuffix(".csv")
        described_by = address.under(request.script_root, f"/download/{stem}{METADATA}")
        answer.headers["Link"] = f'<{described_by}>; rel="describedby"; type="application/csvm+json"'
    answer.headers["Cache-Control"] = "no-cache"
    # Weak: the same file may be compressed on its way.
    answer.set_etag(_etag(store, asked or name), weak=True)
    if store.built:
        answer.last_modified = dt.datetime.fromisoformat(store.built)
    is_packed = media_type in (XLSX, ZIP, PPTX, PNG)
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
    return hashlib.sha256(f"{store.version} {_program()} {asked} {request.script_root}".encode()).hexdigest()[:24]


@cache
def _program() -> str:
    """A mark of the modules that write downloads: another program may write the same data otherwise."""
    digest = hashlib.sha256()
    written = [*Path(openapi.__file__).parent.glob("*.py"), *Path(catalogue.__file__).parent.glob("*.py")]
    for path in sorted(written):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _gzipped(parts: Iterable[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(5, wbits=31)
    for part in parts:
        if packed := packer.compress(part):
            yield packed
    yield packer.flush()
