"""What every request must keep to, whatever address it asks for: methods, bodies, and who may send a form.

Pages and downloads are asked for with GET and HEAD and take no body; of what scripts of any site may read, OPTIONS says
so, as CORS has it. Dash's one callback takes its JSON. The form of
/read takes one file, from a page of this site or from a program, never from a page of another site.
"""

import time
from urllib.parse import urlsplit

from dash.exceptions import DashException
from flask import Flask, Request, Response, request
from werkzeug.exceptions import (
    BadRequest,
    ExpectationFailed,
    MethodNotAllowed,
    RequestEntityTooLarge,
    UnsupportedMediaType,
)

from dashboard.pages.read import LARGEST_FILE, PATH
from dashboard.web.dash_adapter import CALLBACK
from dashboard.web.headers import OPEN, PREFLIGHT

METHODS = {CALLBACK: ("POST",), PATH: ("GET", "HEAD", "POST")}
LARGEST_CALLBACK = 100_000
FORM, NO_FORM = "multipart/form-data", "application/x-www-form-urlencoded"
"""How the form is sent; another way of writing one, with limits of its own, is not read."""
MOST_FIELDS = 10
LARGEST_FIELD = 256 * 1024
"""Bytes that a field of the form with the file may have, and what stands above each part of it: names, for one."""
BODIES = {CALLBACK: LARGEST_CALLBACK, PATH: LARGEST_FILE + 10_000}
"""The most bytes that a request may bring: the file with what a form puts around it."""
MALFORMED = (AttributeError, IndexError, KeyError, TypeError, ValueError, RecursionError, DashException)
DRAINED, DRAIN_SECONDS = 5 * LARGEST_FILE, 10.0


def protect(server: Flask) -> None:
    """Refuse what no address accepts. To be called when every route is there."""
    server.before_request(_check)
    for kind in MALFORMED:
        server.register_error_handler(kind, _malformed)


def _check() -> Response | None:
    """Before each request: its method, its host, and what it may bring."""
    if request.environ.get("SERVER_PROTOCOL") == "HTTP/1.1" and "Host" not in request.headers:
        raise BadRequest("A request of HTTP/1.1 names its host.")
    if request.headers.get("Expect", "100-continue").lower() != "100-continue":
        raise ExpectationFailed("No expectation but 100-continue is met here.")
    accepted = METHODS.get(request.path, ("GET", "HEAD"))
    accepted += ("OPTIONS",) if request.path.startswith(OPEN) else ()
    if request.method not in accepted:
        raise MethodNotAllowed(accepted, f"This address answers {', '.join(accepted)} alone.")
    if request.method != "POST":
        if request.content_length or "Transfer-Encoding" in request.headers:
            raise BadRequest("This address takes no body.")
        return Response(status=204, headers=PREFLIGHT) if request.method == "OPTIONS" else None
    request.max_content_length = BODIES[request.path]
    if (request.content_length or 0) > BODIES[request.path]:
        _drain(request)
        raise RequestEntityTooLarge()
    if request.path == PATH:
        if request.mimetype == NO_FORM:
            raise UnsupportedMediaType(f"This form is sent as {FORM}.")
        request.max_form_parts, request.max_form_memory_size = MOST_FIELDS, LARGEST_FIELD
    return None


def _malformed(error: Exception) -> Response:
    """Dash raises these for JSON that is not as its own pages send it; our callback itself raises nothing."""
    if request.path != CALLBACK:
        raise error
    return Response("This is no request of these pages.\n", 400, content_type="text/plain; charset=utf-8")


def is_from_elsewhere(incoming: Request) -> bool:
    """Whether a page of another site sent this. Browsers say so; programs say nothing, and are not led by pages."""
    site = incoming.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = incoming.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc != incoming.host


def _drain(incoming: Request) -> None:
    """Read a body that is too large to its end, and forget it: a browser shows no answer before it has sent all."""
    until, left = time.monotonic() + DRAIN_SECONDS, min(incoming.content_length or 0, DRAINED)
    stream = incoming.environ["wsgi.input"]
    while left > 0 and time.monotonic() < until:
        part = stream.read(min(left, 1 << 16))
        if not part:
            return
        left -= len(part)
