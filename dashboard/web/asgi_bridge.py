"""The WSGI application as an ASGI one: an event loop holds the clients, threads compute. gunicorn's own `asgi` worker
calls it (`gunicorn.conf.py`); `dashboard.serve.asgi` makes it.

A thread is taken only by a request that has come whole, and it gives its answer away whole: a client that says nothing,
sends a byte at a time or takes its answer as slowly costs a socket and no thread. What is longer than IN_MEMORY bytes,
either way, waits in an unnamed temporary file.
"""

import asyncio
import logging
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import IO, Any
from urllib.parse import unquote_to_bytes

from dashboard.web import headers
from dashboard.web.request_log import Log

LOG = logging.getLogger(__name__)
THREADS = 8
"""How many requests a process computes at once where its operator says nothing."""
IN_MEMORY = 256 * 1024
PART = 64 * 1024
SECONDS_OF_SILENCE = 15.0
"""How long a part of a body may be in coming, and a part of an answer in being taken."""
SECONDS_FREE, SLOWEST = 30.0, 10_000
"""After so many seconds a body must have come at so many bytes a second on average: a drip has an end."""
LARGE_AT_ONCE = 8
"""Bodies longer than IN_MEMORY that one process takes at a time."""
LARGEST_DISCARDED = 100 * 2**20
NOT_WHOLE = "The request was not sent to its end."
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


class _NotTaken(Exception):
    """A request that is answered in a line here."""

    def __init__(self, status: int, line: str) -> None:
        super().__init__(line)
        self.status, self.line = status, line


class Bridge:
    """An ASGI application. `longest_body` says how many bytes a request to a path may bring; more are thrown away as
    they come, and the application, which is told how many there were, refuses them."""

    def __init__(
        self, application: Application, threads: int, longest_body: Mapping[str, int], *, log: Log | None = None
    ) -> None:
        self._application = application
        self._threads = threads
        self._longest_body = longest_body
        self._log = log
        self._pool: ThreadPoolExecutor | None = None
        self._large = 0

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, self._logged(scope, send) if self._log else send)
        else:
            await send({"type": "websocket.close"})

    async def _live(self, receive: Receive, send: Send) -> None:
        """Ask the application for /healthz before the first client is heard: this process looks at the data first."""
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                scope = {"method": "GET", "path": "/healthz", "headers": [(b"host", b"localhost")]}
                with ExitStack() as stack:
                    await self._run(_environ(scope, stack.enter_context(_spool()), 0), stack)
                await send({"type": "lifespan.startup.complete"})
            else:
                await send({"type": "lifespan.shutdown.complete"})
                return

    def _logged(self, scope: dict[str, Any], send: Send) -> Send:
        """`send`, with a line in the log once the whole answer is given away."""
        start, status, size = time.monotonic(), 0, 0

        async def logged(message: dict[str, Any]) -> None:
            nonlocal status, size
            status = message.get("status", status)
            size += len(message.get("body", b""))
            await send(message)
            if message["type"] == "http.response.body" and not message.get("more_body") and self._log:
                self._log(scope, status, size, time.monotonic() - start)

        return logged

    async def _answer(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        with ExitStack() as stack:
            try:
                body, size = await self._body(scope, receive, stack)
                status, fields, answer = await self._run(_environ(scope, body, size), stack)
            except _NotTaken as reason:
                await _refuse(send, reason.status, reason.line)
                return
            except OSError as error:
                LOG.error("a request or an answer could not be held: %s", error)
                await _refuse(send, 503, "The server has no room for this at the moment. Try again later.")
                return
            await send({"type": "http.response.start", "status": status, "headers": fields})
            await _send_parts(answer, send, has_body=scope["method"] != "HEAD")

    async def _body(self, scope: dict[str, Any], receive: Receive, stack: ExitStack) -> tuple[IO[bytes], int]:
        """The body whole, and how many bytes were sent; empty where it is too long for its path, or not asked for."""
        body = stack.enter_context(_spool())
        if scope["method"] != "POST":  # no other takes a body: the application refuses one by its announcement
            return body, _announced(scope)
        longest = self._longest_body.get(scope["path"], 0)
        size, start, more, is_large = 0, time.monotonic(), True, False
        while more:
            try:
                message = await asyncio.wait_for(receive(), SECONDS_OF_SILENCE)
            except TimeoutError:
                raise _NotTaken(400, NOT_WHOLE) from None
            if message["type"] == "http.disconnect":  # nobody hears this answer, but the log of requests has its status
                raise _NotTaken(400, NOT_WHOLE)
            part, more = message.get("body", b""), message.get("more_body", False)
            size += len(part)
            seconds = time.monotonic() - start
            if (seconds > SECONDS_FREE and size < SLOWEST * seconds) or size > LARGEST_DISCARDED:
                raise _NotTaken(400, NOT_WHOLE)
            if size <= longest:
                if size > IN_MEMORY and not is_large:
                    is_large = self._begin_large(stack)
                body.write(part)
            elif body.tell():
                body.truncate(0)
                body.seek(0)
        body.seek(0)
        return body, size

    def _begin_large(self, stack: ExitStack) -> bool:
        if self._large >= LARGE_AT_ONCE:
            raise _NotTaken(503, "Other files are being sent at the moment. Send yours again in a few seconds.")
        self._large += 1
        stack.callback(self._end_large)
        return True

    def _end_large(self) -> None:
        self._large -= 1

    async def _run(self, environ: dict[str, Any], stack: ExitStack) -> tuple[int, list[tuple[bytes, bytes]], IO[bytes]]:
        """The application's answer, computed in a thread. The pool begins here, after the process was forked."""
        self._pool = self._pool or ThreadPoolExecutor(self._threads, "gradeline")
        running = asyncio.get_running_loop().run_in_executor(self._pool, _respond, self._application, environ)
        try:
            status, fields, answer = await asyncio.shield(running)
        except asyncio.CancelledError:  # the client has gone; the thread goes on to its end
            running.add_done_callback(_close)
            raise
        stack.enter_context(answer)
        return status, fields, answer


def _respond(application: Application, environ: dict[str, Any]) -> tuple[int, list[tuple[bytes, bytes]], IO[bytes]]:
    """Call a WSGI application and take the whole of its answer."""
    heads: list[tuple[str, list[tuple[str, str]]]] = []
    answer = _spool()

    def start_response(status: str, fields: list[tuple[str, str]], _: Any = None) -> Callable[[bytes], Any]:
        heads[:] = [(status, fields)]
        return answer.write

    try:
        parts = application(environ, start_response)
        try:
            for part in parts:
                answer.write(part)
        finally:
            if close := getattr(parts, "close", None):
                close()
    except BaseException:
        answer.close()
        raise
    size = answer.tell()
    answer.seek(0)
    status, fields = heads[0]
    headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in fields]
    # Of the answer to HEAD and of 304 the application alone knows how long the body would be.
    if environ["REQUEST_METHOD"] != "HEAD" and not status.startswith(("1", "204", "304")):
        headers = [*(pair for pair in headers if pair[0] != b"content-length"), (b"content-length", b"%d" % size)]
    return int(status.split()[0]), headers, answer


def _close(running: asyncio.Future[Any]) -> None:
    if not running.cancelled() and running.exception() is None:
        running.result()[2].close()


async def _send_parts(answer: IO[bytes], send: Send, *, has_body: bool) -> None:
    """Send an answer; a client that takes nothing of it for a while is left without the rest."""
    more = True
    while more:
        part = answer.read(PART) if has_body else b""
        more = len(part) == PART
        try:
            await asyncio.wait_for(
                send({"type": "http.response.body", "body": part, "more_body": more}), SECONDS_OF_SILENCE
            )
        except TimeoutError:
            return


async def _refuse(send: Send, status: int, line: str) -> None:
    body = f"{line}\n".encode()
    fields = {"Content-Type": "text/plain; charset=utf-8", "Content-Length": str(len(body)), "Connection": "close"}
    if status == 503:
        fields["Retry-After"] = "10"
    pairs = [(name.lower().encode(), value.encode()) for name, value in (fields | headers.PLAIN).items()]
    await send({"type": "http.response.start", "status": status, "headers": pairs})
    await send({"type": "http.response.body", "body": body})


def _spool() -> IO[bytes]:
    return tempfile.SpooledTemporaryFile(IN_MEMORY)


def _announced(scope: Mapping[str, Any]) -> int:
    text = dict(scope["headers"]).get(b"content-length", b"0")
    return int(text) if text.isdigit() else 0


def _environ(scope: Mapping[str, Any], body: IO[bytes], size: int) -> dict[str, Any]:
    """What WSGI calls an environment, from what the server has parsed; SCRIPT_NAME is nothing that a client can say."""
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    if raw.startswith((b"http://", b"https://")):  # the whole address, as a proxy is asked
        raw = b"/" + raw.split(b"/", 3)[3] if raw.count(b"/") >= 3 else b"/"
    server, client = scope.get("server") or ("localhost", 80), scope.get("client") or ("", 0)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(raw).decode("latin-1"),
        "QUERY_STRING": scope.get("query_string", b"").decode("latin-1"),
        "SERVER_NAME": str(server[0]),
        "SERVER_PORT": str(server[1] or 0),
        "SERVER_PROTOCOL": f"HTTP/{scope.get('http_version', '1.1')}",
        "REMOTE_ADDR": str(client[0]),
        "CONTENT_LENGTH": str(size),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        key = name.decode("latin-1").upper().replace("-", "_")
        if key == "CONTENT_TYPE":
            environ[key] = value.decode("latin-1")
        elif key == "TRANSFER_ENCODING" and scope["method"] == "POST":
            continue  # the body is here, whole, and its length is known
        elif key != "CONTENT_LENGTH":
            key = f"HTTP_{key}"
            text = value.decode("latin-1")
            environ[key] = f"{environ[key]},{text}" if key in environ else text
    return environ
