"""One line of JSON for each request, on demand (GRADELINE_LOG_FORMAT=json): what was asked, never by whom.

`asgi_bridge` calls it. A line is written at once, so that those of several processes do not mix; what cannot be written
is left out, since a full disk is no reason to answer nobody.
"""

import datetime as dt
import json
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

LONGEST = 1000
Log = Callable[[Mapping[str, Any], int, int, float], None]
"""Takes the request as ASGI describes it, the status, the bytes of the answer's body, and the seconds that it took."""


def from_environment(environment: Mapping[str, str]) -> Log | None:
    """The log that the operator asks for; None for none, or where gunicorn writes its own lines."""
    name = environment.get("GRADELINE_ACCESS_LOG", "-")
    if environment.get("GRADELINE_LOG_FORMAT") != "json" or not name:
        return None
    descriptor = sys.stdout.fileno() if name == "-" else os.open(name, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o640)

    def write(scope: Mapping[str, Any], status: int, size: int, seconds: float) -> None:
        with suppress(OSError):
            os.write(descriptor, line(scope, status, size, seconds=seconds))

    return write


def line(scope: Mapping[str, Any], status: int, size: int, *, seconds: float) -> bytes:
    """The line of an answer that was given away whole."""
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
    return json.dumps(entry).encode() + b"\n"
