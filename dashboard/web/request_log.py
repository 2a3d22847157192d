"""One line for each request that is answered (GRADELINE_ACCESS_LOG): what was asked, its status, its bytes, its time.

`asgi_bridge` calls it; gunicorn's own log calls a server error what a client left before its answer. As JSON
(GRADELINE_LOG_FORMAT) a line says nothing of who asked. It is written at once, so that the lines of several processes
do not mix; what cannot be written is left out, since a full disk is no reason to answer nobody.
"""

import datetime as dt
import json
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import quote

LONGEST = 1000
URL_CHARACTERS = "%/:?#[]@!$&'()*+,;=~"
"""What an address may have as it is, beside letters, digits and `-._`."""
Log = Callable[[Mapping[str, Any], int, int, float], None]
"""Takes the request as ASGI describes it, the status, the bytes of the answer's body, and the seconds that it took."""


def from_environment(environment: Mapping[str, str]) -> Log | None:
    """The log that the operator asks for; None for none."""
    name = environment.get("GRADELINE_ACCESS_LOG", "-")
    if not name:
        return None
    line = json_line if environment.get("GRADELINE_LOG_FORMAT") == "json" else text_line
    descriptor = sys.stdout.fileno() if name == "-" else os.open(name, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)

    def write(scope: Mapping[str, Any], status: int, size: int, seconds: float) -> None:
        with suppress(OSError):
            os.write(descriptor, line(scope, status, size, seconds=seconds).encode() + b"\n")

    return write


def text_line(scope: Mapping[str, Any], status: int, size: int, *, seconds: float) -> str:
    """As web servers write it, without referrer and user agent; no address ends its line or its quotation marks."""
    client = (scope.get("client") or ("-",))[0] or "-"
    path, query = scope.get("raw_path") or scope["path"].encode(), scope.get("query_string")
    address = quote(path + b"?" + query if query else path, safe=URL_CHARACTERS)[:LONGEST]
    time = dt.datetime.now().astimezone().strftime("%d/%b/%Y:%H:%M:%S %z")
    request = f"{scope['method']} {address} HTTP/{scope['http_version']}"
    return f'{client} [{time}] "{request}" {status} {size} {1000 * seconds:.0f}'


def json_line(scope: Mapping[str, Any], status: int, size: int, *, seconds: float) -> str:
    now = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")
    entry = {
        "time": now,
        "method": scope["method"],
        "path": str(scope["path"])[:LONGEST],
        "query": scope.get("query_string", b"").decode("latin-1")[:LONGEST],
        "status": status,
        "bytes": size,
        "milliseconds": round(1000 * seconds, 1),
    }
    return json.dumps(entry)
