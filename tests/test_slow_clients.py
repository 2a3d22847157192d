"""Clients that say nothing or little, against the server of `make serve`: a reader beside them notices nothing."""

import socket
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from tests.benchmarks.http_client import quantile
from tests.benchmarks.serving import GRADELINE, HOST, Server, served

SILENT, DRIPPING, SECONDS = 200, 40, 6.0
HEAD = b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "
BODY = (
    b"POST /read HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=b\r\n"
    b"Content-Length: 100000\r\n\r\n--b\r\n"
)


@contextmanager
def slow_clients(server: Server) -> Iterator[None]:
    """Sockets that say nothing, and others that send half a head or half a body and then a byte now and then."""
    is_over = threading.Event()
    with ExitStack() as stack:
        for _ in range(SILENT):
            stack.enter_context(socket.create_connection((HOST, server.port)))
        dripping = [stack.enter_context(socket.create_connection((HOST, server.port))) for _ in range(DRIPPING)]
        for number, each in enumerate(dripping):
            each.sendall(BODY if number % 2 else HEAD)

        def drip() -> None:
            while not is_over.wait(0.5):
                for each in dripping:
                    each.send(b"a")

        thread = threading.Thread(target=drip)
        thread.start()
        try:
            yield
        finally:
            is_over.set()
            thread.join()


def test_slow_clients_hold_up_nobody() -> None:
    with served(GRADELINE, GRADELINE_WORKERS="2") as server:
        before = sum(server.memory())
        with slow_clients(server):
            seconds, until = [], time.monotonic() + SECONDS
            while time.monotonic() < until:
                begun = time.monotonic()
                with urllib.request.urlopen(f"{server.address}/authority/devon", timeout=10) as answer:
                    assert answer.read().endswith(b"</html>\n")
                seconds.append(time.monotonic() - begun)
                time.sleep(0.02)
            # A page and its figures are some MiB of their own.
            assert sum(server.memory()) < before + 60
        assert quantile(seconds, 0.99) < 1
        assert len(seconds) > 20
