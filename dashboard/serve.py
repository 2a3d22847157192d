"""Serve the dashboard over a data folder: opens the store, makes the app, serves.

Behind `python app.py`, `gradeline serve` and gunicorn.
"""

from __future__ import annotations

import argparse
import gc
import io
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import redirect_stderr
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dashboard.store import DEFAULT_FOLDER
from dashboard.web import mount
from dashboard.web.first_reading import FirstReading
from dashboard.web.settings import SettingWrong, number_from
from loaders.record.errors import FolderInvalid

# What answers requests is imported where it is made: the record is read meanwhile.
if TYPE_CHECKING:
    from dashboard.web.asgi_bridge import Bridge
    from dashboard.web.mount import Mounted


def wsgi() -> Mounted:
    """The WSGI application, over the data folder that the environment variable GRADELINE_DATA names."""
    return _application(_data())


class LateServer:
    """`wsgi()`, made when the first request comes: to import `app` reads no data and costs nothing.

    Called with the three arguments of ASGI it is `asgi()`: `gunicorn app:server` has the worker of gunicorn.conf.py.
    """

    def __init__(self) -> None:
        self._application: Callable[..., Any] | None = None
        self._making = threading.Lock()

    def __call__(self, *request: Any) -> Any:
        with self._making:
            self._application = self._application or (asgi() if len(request) == 3 else wsgi())
        return self._application(*request)


def asgi() -> Bridge:
    """The same for gunicorn's `asgi` worker, whose event loop holds the clients."""
    application = wsgi()
    from dashboard.web import request_log
    from dashboard.web.asgi_bridge import THREADS, Bridge
    from dashboard.web.limits import BODIES

    try:
        threads = number_from(os.environ, "GRADELINE_THREADS", THREADS)
    except SettingWrong as wrong:
        print(wrong, file=sys.stderr)
        sys.exit(2)
    # With or without the prefix: the server in front may have taken it off.
    longest = BODIES | {application.prefix + path: size for path, size in BODIES.items()}
    return Bridge(application, threads, longest, log=request_log.from_environment(os.environ))


def main(arguments: list[str] | None = None, program: str = "gradeline serve") -> int:
    """Serve until stopped; the exit status is 2 where the data folder, or the address, cannot be used."""
    host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8050"
    parser = argparse.ArgumentParser(prog=program, description="Serve the Gradeline dashboard.")
    parser.add_argument("--host", default=host, help="address to listen on (default: HOST, else 127.0.0.1)")
    parser.add_argument("--port", type=_port, default=port, help="port to listen on (default: PORT, else 8050)")
    parser.add_argument("--data", type=Path, default=_data(), metavar="DIR", help="data folder (default data/built)")
    args = parser.parse_args(arguments)
    # What is loaded stays for good: to look through it for garbage while it grows takes a third of the start.
    gc.disable()
    application = _application(args.data)
    gc.enable()
    from werkzeug.serving import WSGIRequestHandler, make_server

    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    WSGIRequestHandler.protocol_version = "HTTP/1.1"
    output = io.StringIO()
    try:
        with redirect_stderr(output):
            server = make_server(args.host, args.port, application, threaded=True)
    except SystemExit:  # after it has said why, without the address
        reason = output.getvalue().partition("\n")[0]
        print(f"cannot listen on host {args.host}, port {args.port}: {reason}", file=sys.stderr)
        return 2
    try:
        signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that what lies in TMPDIR goes then too
        print(f"Gradeline: http://{args.host}:{server.port}{application.prefix}", file=sys.stderr, flush=True)
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()
    return 0


def _data() -> Path:
    return Path(os.environ.get("GRADELINE_DATA") or DEFAULT_FOLDER)


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"wanted a port from 0 to 65535, found {text!r}")
    return int(text)


def _application(data: Path) -> Mounted:
    """The application, or one line on standard error and status 2 where it cannot be made."""
    try:
        prefix = mount.prefix_from(os.environ)
    except ValueError as wrong:
        print(wrong, file=sys.stderr)
        sys.exit(2)
    try:
        reading = FirstReading(data)
        from dashboard.web.reload import ReloadingServer

        return mount.Mounted(ReloadingServer(data, reading=reading), prefix)
    except SettingWrong as wrong:
        print(wrong, file=sys.stderr)
        sys.exit(2)
    except FolderInvalid as invalid:
        more = len(invalid.problems) - 1
        tail = f" (and {more} more; python -m loaders check {data} lists them)" if more else ""
        print(f"{data}: {invalid.problems[0]}{tail}", file=sys.stderr)
        sys.exit(2)
