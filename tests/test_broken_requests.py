"""Requests that no browser sends, over a socket to gunicorn as `make serve` starts it: each is refused in a word.

No 500, no stack trace in the log, one line of plain text from the server itself and the security headers on whatever
the application answers; and the server answers the next request.
"""

import re
import socket
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from dashboard.web import headers
from tools.benchmarks.serving import GRADELINE, HOST, Server, served

pytestmark = pytest.mark.slow

PATIENCE = 30.0
CALLBACK = "POST /_dash-update-component HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
CLOSING = f"{CALLBACK}Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
CHUNKED = f"{CALLBACK}Transfer-Encoding: chunked\r\n\r\n"


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("server") / "log"


@pytest.fixture(scope="module")
def server(log: Path) -> Iterator[Server]:
    with served(GRADELINE, log=log, GRADELINE_WORKERS="1", GRADELINE_LOG_LEVEL="info") as running:
        yield running


def ask(server: Server, request: str | bytes) -> bytes:
    """All that comes back until the server closes the connection."""
    found = b""
    with socket.create_connection((HOST, server.port), timeout=PATIENCE) as connection:
        connection.sendall(request.encode("latin-1") if isinstance(request, str) else request)
        while part := connection.recv(1 << 16):
            found += part
    return found


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        ("get / HTTP/1.1\r\n\r\n", 400),
        ("GET <script>alert(1)</script>\r\n\r\n", 400),
        ("GET / HTTP/2.0\r\n\r\n", 400),
        ("GET /\x1b[31m HTTP/1.1\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\xff\r\n\r\n", 400),
        (f"GET /{'a' * 9000} HTTP/1.1\r\n\r\n", 414),
        (f"GET / HTTP/1.1\r\nX: {'a' * 9000}\r\n\r\n", 431),
        ("GET / HTTP/1.1\r\n" + "X: a\r\n" * 100 + "\r\n", 431),
        ("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nExpect: x\r\n\r\n", 417),
        ("GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n", 400),
        (
            "GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
            403,
        ),
        ("GET / HTTP/1.1\r\nTransfer-Encoding: toys\r\n\r\n", 501),
        (f"{CALLBACK}Content-Length: -1\r\n\r\n", 400),
        (f"{CALLBACK}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        (f"{CHUNKED}zz\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n", 400),
        (f"{CLOSING}2;{'a' * 9000}\r\n[]\r\n0\r\n\r\n", 400),
        (CHUNKED + "2\r\n[]\r\n0\r\n" + "X: a\r\n" * 100 + "\r\n", 431),
    ],
    ids=count(),
)
def test_what_is_no_request_is_refused_once_and_the_connection_closed(
    server: Server, log: Path, request_: str | bytes, status: int
) -> None:
    begun = log.stat().st_size
    answer = ask(server, request_)
    assert re.findall(rb"HTTP/1\.1 (\d+)", answer) == [str(status).encode()]
    head, _, body = answer.partition(b"\r\n\r\n")
    fields = head.lower()
    assert b"\r\nconnection: close" in fields
    if b"\r\ncontent-type: text/html" in fields:  # the application's page that says what is wrong
        assert b"\r\ncontent-security-policy: " in fields
    else:
        assert not body or b"\r\ncontent-type: text/plain" in fields
        assert b"script" not in body
        assert body.count(b"\n") <= 1
        assert len(body) < 200
    assert log.read_bytes()[begun:].count(b"\n") <= 1
    with urllib.request.urlopen(f"{server.address}/healthz", timeout=PATIENCE) as healthy:
        assert healthy.status == 200


def test_a_body_that_stops_half_way_is_refused(server: Server, log: Path) -> None:
    """Also one that is only taken to its end because it is too large."""
    begun = log.stat().st_size
    form = "POST /read HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=b\r\n"
    requests = [f"{form}Content-Length: {size}\r\n\r\n--b\r\n" for size in (100, 10**9)]
    with ThreadPoolExecutor() as both:
        for answer in both.map(partial(ask, server), requests):
            assert re.findall(rb"HTTP/1\.1 (\d+)", answer) == [b"400"]
            for name in headers.PLAIN:
                assert f"\r\n{name}: ".lower().encode() in answer
    assert b"Traceback" not in log.read_bytes()[begun:]


def test_where_the_site_is_mounted_is_nothing_that_a_stranger_says(server: Server) -> None:
    for name in ("SCRIPT_NAME", "Script-Name", "X-Script-Name", "X-Forwarded-Prefix"):
        head = f"Host: x\r\n{name}: /evil\r\nConnection: close\r\n\r\n"
        assert b"/evil" not in ask(server, f"GET /data/ HTTP/1.1\r\n{head}")
        assert b" 404 " in ask(server, f"GET /evil/data HTTP/1.1\r\n{head}")[:20]
