"""How a file is answered: its name, whether the client has it already (304), compressed on its way, or kept.

Every answer has an ETag made of the data, the program and what was asked for, and the data's date as Last-Modified:
a conditional request is answered (304) before the body is made. Tables stream; nothing else is longer than a page.
Called by `downloads`, `pictures` and `feeds`.
"""

import datetime as dt
import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from flask import Response, redirect, request
from werkzeug.exceptions import ServiceUnavailable

from dashboard import address
from dashboard.address import AddressProblem, Parameters
from dashboard.analysis.lists import catalogue
from dashboard.export import database, openapi
from dashboard.export.content import FORMATS, SLIDES
from dashboard.export.selection_zip import METADATA
from dashboard.texts import FOLDER as TEXTS
from dashboard.web.edition import current, current_store
from dashboard.web.file_cache import WriterBusy
from loaders.record import versions

TEXT = "text/plain; charset=utf-8"
XLSX, ZIP = FORMATS["xlsx"], FORMATS["zip"]
SVG, PNG, DB = "image/svg+xml", "image/png", database.MEDIA_TYPE
PACKED = (XLSX, ZIP, SLIDES, PNG)
"""What no compression makes smaller."""
KEPT = (*PACKED, DB)
"""What takes long to write."""
LIST = "lists/"


def guarded(make: Callable[[str, Parameters], Response]) -> Callable[..., Any]:
    """A view whose address is read first; what is wrong with it is answered as a text."""

    def respond(name: str = "") -> Any:
        try:
            parameters = address.parse(request.query_string)
            if address.has_tracking(parameters):
                return redirect(address.link(request.script_root + request.path, address.clean(parameters)), 308)
            return make(name, parameters)
        except AddressProblem as wrong:
            return Response(wrong.as_text(), wrong.status, content_type=TEXT)

    return respond


def answer(
    name: str, media_type: str, write: Callable[[], Any], *, cache_key: str = "", is_attachment: bool = True
) -> Response:
    """A file under its name, or 304. `write` gives its bytes, its text, or parts of a text.

    Texts are streamed and compressed on the way; what takes long to write is taken from the edition's files where it
    was asked for before.
    """
    store, file_key = current_store(), cache_key or name
    response = Response(content_type=media_type)
    if is_attachment:
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    if name.endswith(".csv") and not cache_key.startswith(LIST) and name not in versions.FILES:
        stem = "judgements" if cache_key else name.removesuffix(".csv")
        described_by = address.under(request.script_root, f"/download/{stem}{METADATA}")
        response.headers["Link"] = f'<{described_by}>; rel="describedby"; type="application/csvm+json"'
    response.headers["Cache-Control"] = "no-cache"
    # Weak: the same file may be compressed on its way.
    mark = f"{store.version} {_program()} {file_key} {request.script_root}"
    response.set_etag(hashlib.sha256(mark.encode()).hexdigest()[:24], weak=True)
    if store.built:
        response.last_modified = dt.datetime.fromisoformat(store.built)
    if media_type not in PACKED:
        response.headers["Vary"] = "Accept-Encoding"
    response.make_conditional(request)
    if response.status_code == 304:
        return response
    del response.headers["Content-Length"]  # of the empty answer that was compared; the parts have none beforehand
    try:
        body = current().files.file(file_key, write) if media_type in KEPT else write()
    except WriterBusy:
        raise ServiceUnavailable("Other files are being written at the moment. Ask again in a few seconds.") from None
    if media_type in PACKED:
        response.response = [body]
        return response
    chunks = [body] if isinstance(body, (bytes, str)) else body
    parts: Iterable[bytes] = (part.encode() if isinstance(part, str) else part for part in chunks)
    if request.accept_encodings["gzip"]:
        parts = _gzip(parts)
        response.headers["Content-Encoding"] = "gzip"
    response.response = parts
    return response


@cache
def _program() -> str:
    """A mark of the modules and texts that downloads are made of: another program may write the same data otherwise."""
    digest = hashlib.sha256()
    folders = (Path(openapi.__file__).parent, Path(catalogue.__file__).parent, TEXTS)
    for path in sorted(path for folder in folders for path in folder.iterdir() if path.suffix in (".py", ".toml")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _gzip(parts: Iterable[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(5, wbits=31)
    for part in parts:
        if compressed := packer.compress(part):
            yield compressed
    yield packer.flush()
