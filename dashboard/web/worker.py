"""gunicorn's worker of threads: a client that falls silent holds no thread for ever, and a request that is broken is
answered as such, with the headers of every other answer, and is one line in the log.

This is the one module that uses names which gunicorn does not promise; `tests/dashboard/test_worker.py` says what each
is relied on for, and `tests/test_broken_requests.py` asks a running server.
"""

from __future__ import annotations

import logging
import socket
import struct
from typing import Any

from gunicorn import util
from gunicorn.http.body import Body as GunicornBody
from gunicorn.workers.gthread import ThreadWorker
from werkzeug.exceptions import BadRequest

from dashboard.web import headers

SECONDS_FOR_MORE = 15


class Worker(ThreadWorker):
    """A thread waits SECONDS_FOR_MORE for the rest of a request, and `timeout` for a part of its answer to be taken.

    gunicorn puts clients aside that have said nothing yet, but waits without end for the second half of a request:
    as many such clients as there are threads would stop the service.
    """

    def init_process(self) -> None:
        self.log.error_log.addFilter(in_a_line)
        util.write_error = refuse
        super().init_process()

    def handle(self, conn: Any) -> Any:
        if not conn.initialized:
            # The system's own limits, since gunicorn sets those of Python's socket anew for each request.
            for option, seconds in ((socket.SO_RCVTIMEO, SECONDS_FOR_MORE), (socket.SO_SNDTIMEO, self.cfg.timeout)):
                conn.sock.setsockopt(socket.SOL_SOCKET, option, struct.pack("ll", seconds, 0))
        return super().handle(conn)

    def handle_request(self, req: Any, conn: Any) -> Any:
        req.body = Body(req.body.reader)
        return super().handle_request(req, conn)


class NotSent(BadRequest, TimeoutError):
    """A body that is not sent as it was announced, or not in time: a 400 to the application, and gunicorn, which still
    takes what is left of a body for what follows on the connection, gives the connection up.
    """


class Body(GunicornBody):
    def _read_reader(self, size: int) -> Any:
        try:
            return super()._read_reader(size)
        except Exception:  # gunicorn's for what is no chunk, the system's for a client that is silent or gone
            raise NotSent("The request was not sent to its end.") from None


def refuse(sock: Any, status: int, reason: str, _: str) -> None:
    """Answer a request that gunicorn cannot read: one line, which repeats nothing of what was sent."""
    body = f"{reason}\n"
    fields = {"Connection": "close", "Content-Type": "text/plain; charset=utf-8", "Content-Length": len(body)}
    lines = [f"HTTP/1.1 {status} {reason}", *(f"{n}: {v}" for n, v in (fields | headers.PLAIN).items()), "", body]
    util.write_nonblock(sock, "\r\n".join(lines).encode("latin-1"))


def in_a_line(record: logging.LogRecord) -> bool:
    """A client that fell silent is a line in the log, without a stack trace."""
    if record.exc_info and isinstance(record.exc_info[1], BlockingIOError):
        record.msg, record.args, record.exc_info = "A client fell silent; its connection was closed.", (), None
        record.levelno, record.levelname = logging.INFO, "INFO"
    return True
