"""What our worker relies on of gunicorn that gunicorn does not promise, each name for itself.

What comes of it is asked of a running server in `tests/test_broken_requests.py`.
"""

import inspect
import re
import socket
from pathlib import Path

import pytest
from gunicorn import util
from gunicorn.http import wsgi
from gunicorn.http.body import Body, LengthReader
from gunicorn.http.unreader import IterUnreader
from gunicorn.workers.gthread import TConn, ThreadWorker
from werkzeug.exceptions import BadRequest

from dashboard.web import worker

CHECKOUT = Path(__file__).parents[2]


def names_in(method: object) -> str:
    return inspect.getsource(method)  # type: ignore[arg-type]


def test_a_connection_is_given_to_handle_before_it_is_read_from() -> None:
    """`handle` sets the socket's own limits while `initialized` says that nothing was read."""
    assert list(inspect.signature(ThreadWorker.handle).parameters) == ["self", "conn"]
    ours, theirs = socket.socketpair()
    with ours, theirs:
        conn = TConn(None, ours, ("127.0.0.1", 1), ("127.0.0.1", 2))
        assert conn.initialized is False
        assert conn.sock is ours
    assert "self.initialized = True" in names_in(TConn.init)
    assert "conn.init()" in names_in(ThreadWorker.handle)


def test_a_request_is_handled_with_a_body_that_can_be_replaced() -> None:
    assert list(inspect.signature(ThreadWorker.handle_request).parameters) == ["self", "req", "conn"]
    body = Body(LengthReader(IterUnreader(iter([b"abc"])), 3))
    assert worker.Body(body.reader).read() == b"abc"
    assert "req.body" in inspect.getsource(wsgi)


def test_a_body_that_ends_too_soon_is_a_bad_request() -> None:
    class Silent:
        def read(self, _size: int) -> bytes:
            raise BlockingIOError("nothing came")

    with pytest.raises(BadRequest, match="not sent to its end"):
        worker.Body(Silent()).read()


def test_errors_are_written_by_the_function_that_is_replaced() -> None:
    assert list(inspect.signature(util.write_error).parameters) == ["sock", "status_int", "reason", "mesg"]
    assert len(inspect.signature(worker.refuse).parameters) == 4
    assert "util.write_error(" in names_in(ThreadWorker.handle_error)
    ours, theirs = socket.socketpair()
    with ours, theirs:
        util.write_nonblock(ours, b"x")
        assert theirs.recv(1) == b"x"


def test_no_other_module_knows_gunicorn() -> None:
    files = [*(CHECKOUT / "dashboard").rglob("*.py"), CHECKOUT / "app.py", CHECKOUT / "gunicorn.conf.py"]
    importing = [file.name for file in files if re.search(r"^\s*(from|import) gunicorn", file.read_text("utf-8"), re.M)]
    assert importing == ["worker.py"]
