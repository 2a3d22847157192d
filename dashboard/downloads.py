"""/download/… and /healthz: the rows of a page as files, and a short text where an address is wrong."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Iterable, Iterator

from flask import Flask, Response, request

from dashboard import address, export, queries
from dashboard.address import FILTERS, AddressProblem, Filters
from dashboard.store import Store

TEXT = "text/plain; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMATS = ("csv", "json", "xlsx")


def serve(server: Flask, store: Store) -> None:
    def guarded(make: Callable[[str], Response]) -> Callable[..., Response]:
        def view(name: str = "") -> Response:
            try:
                return make(name)
            except AddressProblem as wrong:
                meant = "".join(f"Perhaps: {text}\n" for text, _ in wrong.suggestions)
                return Response(f"{wrong.problem}\n{wrong.accepted}\n{meant}", wrong.status, content_type=TEXT)

        return view

    def download(name: str) -> Response:
        stem, _, ending = name.rpartition(".")
        if stem == "judgements" and ending in FORMATS:
            parameters = request.args.to_dict(flat=False)
            address.check_names(parameters, FILTERS)
            return judgements(store, address.filters(parameters, store), ending)
        address.check_names(request.args.to_dict(flat=False), ())
        if name == "datapackage.json":
            return _file([store.datapackage.decode()], "application/json; charset=utf-8", name)
        if ending == "csv" and stem in store.tables:
            return _file(export.csv_lines(store.tables[stem]), "text/csv; charset=utf-8; header=present", name)
        known = [f"judgements.{each}" for each in FORMATS] + [
            f"{each}.csv" for each in store.tables if each != "judgements"
        ]
        raise AddressProblem(
            404, f"There is no download “{name[:60]}”.", f"Downloads: {', '.join([*known, 'datapackage.json'])}."
        )

    def healthz(_: str) -> Response:
        state = {"status": "ok", "rows": len(store.judgements), "built": store.built}
        return Response(json.dumps(state), content_type="application/json", headers={"Cache-Control": "no-store"})

    server.add_url_rule("/download/<path:name>", "download", guarded(download))
    server.add_url_rule("/healthz", "healthz", guarded(healthz))


def judgements(store: Store, filters: Filters, ending: str) -> Response:
    frame = queries.select(store, filters)
    name = f"{file_stem(filters)}.{ending}"
    if ending == "xlsx":
        return _named(Response(export.xlsx(frame, store, filters), content_type=XLSX), name)
    if ending == "json":
        return _file(
            export.json_lines(frame, store.described.get("judgements")), "application/json; charset=utf-8", name
        )
    return _file(export.csv_lines(frame), "text/csv; charset=utf-8; header=present", name)


def file_stem(filters: Filters) -> str:
    """A file name that says what is in it: gradeline-judgements, with the authority or a mark of the filters."""
    if len(filters.authority) == 1 and filters == Filters(authority=filters.authority):
        return f"gradeline-judgements-{filters.authority[0]}"
    mark = f"-{hashlib.sha256(filters.query().encode()).hexdigest()[:8]}" if filters.pairs() else ""
    return f"gradeline-judgements{mark}"


def _file(parts: Iterable[str], media_type: str, name: str) -> Response:
    """Streamed in parts and compressed on the way, so that a large table never stands in memory as text."""
    encoded: Iterable[bytes] = (part.encode() for part in parts)
    answer = Response(content_type=media_type)
    if request.accept_encodings["gzip"]:
        encoded = _gzipped(encoded)
        answer.headers["Content-Encoding"] = "gzip"
    answer.response = encoded
    answer.headers["Vary"] = "Accept-Encoding"
    return _named(answer, name)


def _gzipped(parts: Iterable[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(5, wbits=31)
    for part in parts:
        if packed := packer.compress(part):
            yield packed
    yield packer.flush()


def _named(answer: Response, name: str) -> Response:
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-cache"
    return answer
