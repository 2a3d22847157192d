"""/download/…, /search.json and /healthz: what pages have as files, and which file an address is of."""

import json
from itertools import chain

from flask import Flask, Response, request

from dashboard import address, filters
from dashboard.address import AddressProblem, Parameters
from dashboard.analysis import groups
from dashboard.analysis.lists import catalogue
from dashboard.analysis.lists.catalogue import LISTS
from dashboard.analysis.national.picture import service_of
from dashboard.export import citation, content, group_files, openapi, svg_councils
from dashboard.export.content import FORMATS, SLIDES, Export
from dashboard.export.database import NAME as DATABASE, database
from dashboard.export.group_files import GroupFile
from dashboard.export.record_zip import NAME as RECORD_ZIP, record_zip
from dashboard.export.selection_zip import METADATA, csvw, selection_zip
from dashboard.export.text import csv_parts, csv_rows, json_parts
from dashboard.export.workbook import workbook
from dashboard.pages.search import suggestions
from dashboard.selection import SORT_WORDS
from dashboard.store import Store, once_a_store
from dashboard.web import pictures
from dashboard.web.edition import current, current_store, whole_address
from dashboard.web.file_answers import DB, LIST, SVG, XLSX, ZIP, answer, guarded
from dashboard.words import selection
from loaders.record import versions

JSON = "application/json; charset=utf-8"
CSV = "text/csv; charset=utf-8; header=present"
CSVW = "application/csvm+json; charset=utf-8"
NOT_KEPT = {"Cache-Control": "no-store"}
BRIEFING = "briefing/"
WHOLE = {RECORD_ZIP: ("gradeline-{version}.zip", ZIP, record_zip), DATABASE: (DATABASE, DB, database)}
"""Every table in one file: its name, its media type, and what writes it."""
PARAMETERS = (*filters.PARAMETERS, "sort")
BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel reads a CSV file that is opened by a double click in another encoding than UTF-8."""


def serve(server: Flask) -> None:
    server.add_url_rule("/download/", "downloads", guarded(_download), strict_slashes=False)
    server.add_url_rule("/download/<path:name>", "download", guarded(_download))
    server.add_url_rule("/healthz", "healthz", guarded(_healthz))
    server.add_url_rule("/search.json", "search-list", guarded(_search_list))


def _download(name: str, parameters: Parameters) -> Response:
    store = current_store()
    stem, _, ending = name.rpartition(".")
    if stem == "judgements" and ending in FORMATS:
        address.check_names(parameters, (*PARAMETERS, "bom") if ending == "csv" else PARAMETERS)
        with_mark = address.choice(parameters, "bom", ("1",)) != ""
        sort = address.choice(parameters, "sort", tuple(SORT_WORDS))
        export = content.new_export(store, filters.parse(parameters, store), sort)
        return judgements(export, ending, with_mark=with_mark)
    if stem == "group" and ending in group_files.FORMATS:
        return group(store, parameters, ending)
    if picture := pictures.picture(store, name, parameters):
        return picture
    if (list_name := name.removeprefix(LIST).removesuffix(".csv")) in LISTS and name == f"{LIST}{list_name}.csv":
        return one_list(store, list_name, parameters)
    address.check_names(parameters, ())
    if name.startswith(BRIEFING) and ending == "pptx":
        return briefing(store, stem.removeprefix(BRIEFING))
    if name == "datapackage.json":
        return answer(name, JSON, lambda: store.datapackage)
    if name == "openapi.json":
        return answer(name, JSON, lambda: openapi.text(store, request.script_root), is_attachment=False)
    if name in WHOLE:
        file, media_type, write = WHOLE[name]
        return answer(file.format(version=store.version), media_type, lambda: write(store))
    if stem == "citation" and ending in citation.FORMATS:
        whole = whole_address("/data")
        return answer(name, citation.FORMATS[ending], lambda: citation.as_file(store, ending, whole), cache_key=whole)
    if name in versions.FILES:
        return answer(name, CSV, lambda: _history(store, name))
    table = name.removesuffix(METADATA)
    if table != name and table in store.described:
        return answer(name, CSVW, lambda: csvw(store.described[table]))
    if ending == "csv" and stem in store.tables:
        return answer(name, CSV, lambda: csv_parts(store.tables[stem]))
    names = ", ".join([*download_names(store), f"{BRIEFING}<authority_id>.pptx"])
    raise AddressProblem.of("unknown_download" if name else "no_download", found=name[:60], names=names)


def _healthz(_: str, parameters: Parameters) -> Response:
    address.check_names(parameters, ("check",))
    is_asked = address.choice(parameters, "check", ("ready",)) == "ready"
    store, refused = current_store(), current().newer_refused
    state = {"status": "ok", "ready": not refused, "rows": len(store.judgements), "version": store.version}
    state["complete_to"] = store.reach["complete_to"]
    if refused:
        state["newer_data_refused"] = refused
    status = 503 if is_asked and refused else 200
    return Response(json.dumps(state), status, content_type="application/json", headers=NOT_KEPT)


def _search_list(_: str, parameters: Parameters) -> Response:
    """Every council with its names and codes, for the suggestions in the header (`assets/search.js`).

    One list for everybody, asked for when somebody first goes to the search box: 160 councils are few, so that
    suggestions need no request for each letter, and also work where the pages are files on a plain web server.
    """
    address.check_names(parameters, ())
    return answer("search.json", JSON, lambda: _suggestions(current_store()), is_attachment=False)


@once_a_store
def _suggestions(store: Store) -> str:
    return json.dumps({"councils": suggestions(store)}, ensure_ascii=False)


def download_names(store: Store) -> list[str]:
    tables = [f"{name}.csv" for name in store.tables if name != "judgements"]
    metadata = [f"{name}{METADATA}" for name in store.described]
    lists = [f"{LIST}{name}.csv" for name in LISTS]
    judged = [f"judgements.{ending}" for ending in FORMATS]
    cited = [f"citation.{ending}" for ending in citation.FORMATS]
    whole = [RECORD_ZIP, DATABASE, *versions.FILES, "datapackage.json", "openapi.json", *cited]
    return [*judged, *tables, *lists, *metadata, *whole]


def one_list(store: Store, list_name: str, parameters: Parameters) -> Response:
    address.check_names(parameters, ("service",) if LISTS[list_name].has_service else ())
    service = service_of(store, parameters)
    rows = catalogue.rows(store, list_name, service)
    cache_key = f"{LIST}{list_name}.csv?service={service}"
    return answer(f"gradeline-{list_name}.csv", CSV, lambda: csv_parts(catalogue.texts(rows)), cache_key=cache_key)


def _history(store: Store, name: str) -> str:
    versions_file, _ = versions.FILES
    rows = store.history.versions if name == versions_file else store.history.changes
    return csv_rows([list(rows[0]), *(list(row.values()) for row in rows)] if rows else [])


def judgements(export: Export, ending: str, *, with_mark: bool = False) -> Response:
    name, cache_key = f"{selection.stem(export.filters)}.{ending}", export.address(ending)
    if with_mark:
        name, cache_key = name.replace(".csv", "-excel.csv"), f"{cache_key} bom"
    mark = [BYTE_ORDER_MARK] if with_mark else []
    media_type, write = {
        "csv": (CSV, lambda: chain(mark, csv_parts(export.frame, export.positions))),
        "json": (JSON, lambda: json_parts(export.frame, export.positions)),
        "xlsx": (XLSX, lambda: workbook(export)),
        "zip": (ZIP, lambda: selection_zip(export)),
    }[ending]
    return answer(name, media_type, write, cache_key=cache_key)


def group(store: Store, parameters: Parameters, ending: str) -> Response:
    """The councils of a group as a workbook or as a picture for a slide: the files of neighbours and of /compare."""
    address.check_names(parameters, (*groups.PARAMETERS, "service", "order"))
    services = address.choices(parameters, "service", tuple(store.reference.services))
    if not services:
        raise AddressProblem.of("no_service", allowed=", ".join(store.reference.services))
    council_group, order = groups.choose_in_order(store, parameters, services[0])
    if not council_group.everyone:
        accepted = ", ".join(f"‘{name}’" for name in groups.PARAMETERS)
        raise AddressProblem.of("no_council", names=accepted)
    pairs = [*groups.pairs(council_group), ("service", services[0])]
    page = whole_address(address.link("/compare", pairs))
    file = GroupFile(store=store, group=council_group, services=services, order=order, address=page)
    cache_key = f"{page} {services} {order} {ending}"
    if ending == "xlsx":
        return answer(f"{file.stem}.xlsx", XLSX, lambda: group_files.workbook(file), cache_key=cache_key)
    return answer(f"{file.stem}.svg", SVG, lambda: svg_councils.group(file), cache_key=cache_key)


def briefing(store: Store, authority_id: str) -> Response:
    authority = address.authority(authority_id, store, path="/authority/{}/briefing")
    page = whole_address(f"/authority/{authority.authority_id}/briefing")

    def write() -> bytes:
        # Here, since it is 13 MB that most servers' starts and many workers never need.
        from dashboard.export.pptx_briefing import deck

        return deck(store, authority, page)

    file = f"gradeline-{authority.authority_id}-briefing-{store.as_at.isoformat()}.pptx"
    return answer(file, SLIDES, write, cache_key=f"{page} pptx")
