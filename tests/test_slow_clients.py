"""Clients that say nothing or little, against the server of `make serve`: a reader beside them notices nothing."""

import os
import resource
import socket
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tools.benchmarks.http_client import quantile
from tools.benchmarks.serving import GRADELINE, HOST, Server, served

pytestmark = pytest.mark.slow

SILENT, DRIPPING, SECONDS = 200, 40, 6.0
LOW = 512
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


@contextmanager
def low_limit() -> Iterator[None]:
    """Programs begin with fewer descriptors than they may have, as on many systems."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (LOW, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_as_many_clients_as_the_system_allows_kill_no_process(tmp_path: Path) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("the limit of another process is Linux's to set")
    with low_limit(), served(GRADELINE, log=tmp_path / "log", GRADELINE_WORKERS="1") as server:
        (worker,) = server.workers()
        soft, hard = resource.prlimit(worker, resource.RLIMIT_NOFILE)
        assert soft == hard > LOW
        limit = len(os.listdir(f"/proc/{worker}/fd")) + 20  # noqa: PTH208
        resource.prlimit(worker, resource.RLIMIT_NOFILE, (limit, limit))
        with ExitStack() as stack:
            for _ in range(60):
                stack.enter_context(socket.create_connection((HOST, server.port)))
            time.sleep(2)
        deadline = time.monotonic() + 20
        while True:
            try:
                with urllib.request.urlopen(f"{server.address}/healthz", timeout=5) as answer:
                    assert answer.status == 200
                break
            except OSError:
                assert time.monotonic() < deadline
        assert server.workers() == [worker]


def test_a_server_that_runs_as_root_says_so(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with served(GRADELINE, log=log, GRADELINE_WORKERS="1"):
        text = log.read_text(encoding="utf-8")
    assert ("This server runs as root" in text) == (os.geteuid() == 0)
