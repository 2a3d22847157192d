"""Serve the dashboard over a data folder: opens the store, makes the app, serves.

Behind `python app.py`, `gradeline serve` and gunicorn.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
from pathlib import Path

from werkzeug.serving import WSGIRequestHandler, make_server

from dashboard.store import DEFAULT_FOLDER
from dashboard.web import request_log
from dashboard.web.bridge import Bridge
from dashboard.web.limits import BODIES
from dashboard.web.reload import ReloadingServer
from loaders.record.errors import FolderInvalid

THREADS = 8


def wsgi() -> ReloadingServer:
    """The WSGI application, over the data folder that the environment variable GRADELINE_DATA names."""
    return _application(Path(os.environ.get("GRADELINE_DATA") or DEFAULT_FOLDER))


def asgi() -> Bridge:
    """The same for gunicorn's `asgi` worker, whose event loop holds the clients."""
    threads = int(os.environ.get("GRADELINE_THREADS") or THREADS)
    return Bridge(wsgi(), threads, BODIES, request_log.from_environment(os.environ))


def main(arguments: list[str] | None = None, program: str = "gradeline serve") -> int:
    """Serve until stopped; the exit status is 2 where the data folder cannot be used."""
    parser = argparse.ArgumentParser(prog=program, description="Serve the Gradeline dashboard.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
    parser.add_argument("--port", type=int, default=8050, help="port to listen on (default 8050)")
    parser.add_argument(
        "--data", type=Path, default=DEFAULT_FOLDER, metavar="DIR", help="data folder (default data/built)"
    )
    args = parser.parse_args(arguments)
    application = _application(args.data)
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    WSGIRequestHandler.protocol_version = "HTTP/1.1"
    server = make_server(args.host, args.port, application, threaded=True)
    print(f"Gradeline: http://{args.host}:{server.port}", file=sys.stderr, flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()
    return 0


def _application(data: Path) -> ReloadingServer:
    """The application, or one line on standard error and status 2 where the data folder cannot be used."""
    try:
        return ReloadingServer(data)
    except FolderInvalid as invalid:
        more = len(invalid.problems) - 1
        tail = f" (and {more} more; python -m loaders check {data} lists them)" if more else ""
        print(f"{data}: {invalid.problems[0]}{tail}", file=sys.stderr)
        sys.exit(2)
