"""gunicorn's worker of threads, in which no client holds a thread for ever by falling silent half-way."""

from __future__ import annotations

import logging
import socket
import struct
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

SECONDS_FOR_MORE = 15


class Worker(ThreadWorker):
    """A thread waits SECONDS_FOR_MORE for the rest of a request, and `timeout` for a part of its answer to be taken.

    gunicorn puts clients aside that have said nothing yet, but waits without end for the second half of a request:
    as many such clients as there are threads would stop the service.
    """

    def init_process(self) -> None:
        self.log.error_log.addFilter(in_a_line)
        super().init_process()

    def handle(self, conn: Any) -> Any:
        if not conn.initialized:
            # The system's own limits, since gunicorn sets those of Python's socket anew for each request.
            for option, seconds in ((socket.SO_RCVTIMEO, SECONDS_FOR_MORE), (socket.SO_SNDTIMEO, self.cfg.timeout)):
                conn.sock.setsockopt(socket.SOL_SOCKET, option, struct.pack("ll", seconds, 0))
        return super().handle(conn)


def in_a_line(record: logging.LogRecord) -> bool:
    """A client that fell silent is a line in the log, without a stack trace."""
    if record.exc_info and isinstance(record.exc_info[1], BlockingIOError):
        record.msg, record.args, record.exc_info = "A client fell silent; its connection was closed.", (), None
        record.levelno, record.levelname = logging.INFO, "INFO"
    return True
