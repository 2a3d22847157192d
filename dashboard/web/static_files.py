"""The stylesheet, scripts and icon: read once, named by their content, compressed once, cached by browsers for a year.

The same compression serves the scripts of Dash itself. Nothing is compressed twice, and nothing that is not listed
here or by Dash is served.
"""

import gzip
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, Response, request

from dashboard.web.dash_adapter import SUITES

ASSETS = Path(__file__).parents[1] / "assets"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
}
YEAR = 31_536_000
SMALLEST = 600
_FONT = re.compile(rb"[\w-]+\.woff2")


@dataclass(frozen=True)
class Asset:
    name: str
    content: bytes
    address: str
    media_type: str


def read_assets() -> dict[str, Asset]:
    """Every file of a known kind in the assets folder, by name; the stylesheet asks for fonts by their content too."""
    contents = {path.name: path.read_bytes() for path in sorted(ASSETS.iterdir()) if path.suffix in TYPES}
    versions = {name: _version(content) for name, content in contents.items()}
    for name, content in contents.items():
        if name.endswith(".css"):
            contents[name] = _FONT.sub(
                lambda font: b"%s?v=%s" % (font[0], versions[font[0].decode()].encode()), content
            )
            versions[name] = _version(contents[name])
    return {
        name: Asset(name, content, f"/assets/{name}?v={versions[name]}", TYPES[Path(name).suffix])
        for name, content in contents.items()
    }


def _version(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]


def serve(server: Flask, assets: dict[str, Asset]) -> None:
    """Answer /assets/… and /favicon.ico, and compress Dash's own scripts once each."""
    compressed: dict[bytes, bytes] = {}  # by the digest of a body, of which a server has only so many

    def asset(name: str) -> Response:
        file = assets.get(name)
        if file is None:
            return Response("There is no such file.\n", 404, content_type="text/plain; charset=utf-8")
        answer = Response(file.content, content_type=file.media_type)
        answer.set_etag(hashlib.sha256(file.content).hexdigest()[:16])
        # Under another name than that of its content it may be another file tomorrow.
        is_named_by_content = request.query_string.decode("latin-1") == file.address.partition("?")[2]
        answer.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable" if is_named_by_content else "no-cache"
        answer.make_conditional(request)
        return answer

    server.add_url_rule("/assets/<name>", "gradeline-assets", asset)
    server.add_url_rule("/favicon.ico", "favicon", lambda: asset("favicon.ico"))

    @server.after_request
    def compress_scripts(answer: Response) -> Response:
        # Fonts come compressed.
        is_static = request.path.startswith(("/assets/", SUITES, "/favicon")) and answer.mimetype != "font/woff2"
        if not is_static or answer.status_code != 200 or not request.accept_encodings["gzip"]:
            return answer
        answer.headers.add("Vary", "Accept-Encoding")
        answer.direct_passthrough = False
        body = answer.get_data()
        if len(body) >= SMALLEST:
            key = hashlib.sha256(body).digest()
            if key not in compressed:
                compressed[key] = gzip.compress(body, 9, mtime=0)
            answer.set_data(compressed[key])
            answer.headers["Content-Encoding"] = "gzip"
        return answer
