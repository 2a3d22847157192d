"""The ASGI side of the application: what it holds for slow clients, and what it makes of requests and answers."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from dashboard.serve import LateServer
from dashboard.web import asgi_bridge as bridge
from dashboard.web.asgi_bridge import Bridge

Parts = list[dict[str, Any]]
LONGEST = 4 * bridge.IN_MEMORY


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Says back what it was asked."""
    body = environ["wsgi.input"].read()
    lines = [environ[n] for n in ("REQUEST_METHOD", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING", "CONTENT_LENGTH")]
    start_response("200 OK", [("Content-Type", "text/plain"), ("X-Host", environ.get("HTTP_HOST", ""))])
    return [repr((*lines, len(body))).encode()]


def scope(path: str = "/read", method: str = "GET", headers: tuple[tuple[bytes, bytes], ...] = ()) -> dict[str, Any]:
    return {"type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": b"a=1",
            "http_version": "1.1", "headers": [(b"host", b"x"), *headers]}  # fmt: skip


def run_to_end(work: Coroutine[Any, Any, None]) -> None:
    """In a thread of its own: in this one the browser of other tests may have its event loop."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()


def ask(
    app: Bridge | LateServer, asked: dict[str, Any], *sent: bytes, is_whole: bool = True, leaves: bool = False
) -> Parts:
    """All that comes back. A client that is not whole falls silent after what it has sent, or it `leaves`."""
    answer: Parts = []
    waiting: list[dict[str, Any]] = [{"type": "http.request", "body": part, "more_body": True} for part in sent]
    if leaves:
        waiting.append({"type": "http.disconnect"})
    elif is_whole:
        waiting.append({"type": "http.request", "body": b"", "more_body": False})

    async def receive() -> dict[str, Any]:
        if waiting:
            return waiting.pop(0)
        await asyncio.sleep(3600)
        raise AssertionError

    async def send(message: dict[str, Any]) -> None:
        answer.append(message)

    run_to_end(app(asked, receive, send))
    return answer


def body(answer: Parts) -> bytes:
    return b"".join(part["body"] for part in answer[1:])


@pytest.fixture
def app() -> Bridge:
    return Bridge(application, 2, {"/read": LONGEST})


def test_a_request_is_given_to_the_application_as_wsgi_has_it(app: Bridge) -> None:
    answer = ask(app, scope("/a%2Fb%C3%A9"))
    assert answer[0]["status"] == 200
    assert dict(answer[0]["headers"])[b"x-host"] == b"x"
    assert body(answer) == repr(("GET", "", "/a/b\xc3\xa9", "a=1", "0", 0)).encode()
    assert dict(answer[0]["headers"])[b"content-length"] == str(len(body(answer))).encode()


@pytest.mark.parametrize("name", [b"script_name", b"script-name"])
def test_where_the_site_is_mounted_is_nothing_that_a_client_says(app: Bridge, name: bytes) -> None:
    assert body(ask(app, scope(headers=((name, b"/evil"),)))).startswith(b"('GET', '', '/read'")


def test_a_whole_address_is_read_as_its_path(app: Bridge) -> None:
    assert b"'/a'" in body(ask(app, scope("http://x/a")))
    assert b"'/'" in body(ask(app, scope("http://x")))


@pytest.mark.parametrize("size", [0, 10, 2 * bridge.IN_MEMORY, LONGEST])
def test_a_body_is_handed_over_whole(app: Bridge, size: int) -> None:
    answer = ask(app, scope(method="POST"), *(b"x" * 1000 for _ in range(size // 1000)), b"x" * (size % 1000))
    assert body(answer) == repr(("POST", "", "/read", "a=1", str(size), size)).encode()


def test_a_body_that_is_too_long_is_thrown_away_and_its_length_told(app: Bridge) -> None:
    answer = ask(app, scope(method="POST"), b"x" * LONGEST, b"x")
    assert f"'{LONGEST + 1}', 0)".encode() in body(answer)
    assert b"'3', 0)" in body(ask(app, scope("/other", "POST"), b"abc"))


def test_a_client_that_falls_silent_takes_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bridge, "SECONDS_OF_SILENCE", 0.05)
    app = Bridge(application, 1, {"/read": LONGEST})
    answer = ask(app, scope(method="POST"), b"x", is_whole=False)
    assert (answer[0]["status"], body(answer)) == (400, b"The request was not sent to its end.\n")
    assert app._pool is None


def test_a_client_that_leaves_amid_its_request_is_no_error_of_the_server() -> None:
    lines: list[int] = []
    app = Bridge(application, 2, {"/read": LONGEST}, log=lambda _scope, status, _size, _seconds: lines.append(status))
    ask(app, scope(method="POST"), b"x", leaves=True)
    assert lines == [400]


def test_a_drip_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bridge, "SECONDS_FREE", 0.0)
    monkeypatch.setattr(bridge, "SLOWEST", 10**12)
    answer = ask(Bridge(application, 1, {"/read": LONGEST}), scope(method="POST"), *[b"x"] * 100)
    assert answer[0]["status"] == 400


def test_only_so_many_large_bodies_are_taken_at_once(app: Bridge) -> None:
    app._large = bridge.LARGE_AT_ONCE
    assert ask(app, scope(method="POST"), b"x")[0]["status"] == 200
    refused = ask(app, scope(method="POST"), b"x" * (bridge.IN_MEMORY + 1))
    assert (refused[0]["status"], dict(refused[0]["headers"])[b"retry-after"]) == (503, b"10")
    app._large -= 1
    assert ask(app, scope(method="POST"), b"x" * (bridge.IN_MEMORY + 1))[0]["status"] == 200
    assert app._large == bridge.LARGE_AT_ONCE - 1


def test_a_full_disk_is_a_503(app: Bridge, monkeypatch: pytest.MonkeyPatch) -> None:
    def full() -> Any:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(bridge, "_spool", full)
    assert ask(app, scope())[0]["status"] == 503


def test_a_client_that_takes_nothing_of_its_answer_holds_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bridge, "SECONDS_OF_SILENCE", 0.2)
    closed = threading.Event()

    def long(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterator[bytes]:
        start_response("200 OK", [])
        try:
            for _ in range(100):
                yield bytes(bridge.PART)
        finally:
            closed.set()

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.body":
            assert closed.is_set()
            await asyncio.sleep(3600)

    async def receive() -> dict[str, Any]:
        raise AssertionError

    run_to_end(Bridge(long, 1, {})(scope(), receive, send))


def test_a_defect_of_the_application_is_the_servers_to_answer(app: Bridge) -> None:
    def defect(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        raise LookupError

    with pytest.raises(LookupError):
        ask(Bridge(defect, 1, {}), scope())


def test_the_length_of_what_is_not_sent_is_the_applications() -> None:
    def head(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        start_response("200 OK", [("Content-Length", "77")])
        return [b""]

    answer = ask(Bridge(head, 1, {}), scope(method="HEAD"))
    assert dict(answer[0]["headers"])[b"content-length"] == b"77"
    assert body(answer) == b""


def test_the_application_is_asked_before_the_first_client_is(app: Bridge) -> None:
    asked: list[str] = []

    def noting(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        asked.append(environ["PATH_INFO"])
        return application(environ, start_response)

    messages = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]
    said: list[str] = []

    async def receive() -> dict[str, Any]:
        return messages.pop(0)

    async def send(message: dict[str, Any]) -> None:
        said.append(message["type"])

    run_to_end(Bridge(noting, 1, {})({"type": "lifespan"}, receive, send))
    assert (asked, said) == (["/healthz"], ["lifespan.startup.complete", "lifespan.shutdown.complete"])


def test_no_other_protocol_is_spoken(app: Bridge) -> None:
    assert [part["type"] for part in ask(app, {"type": "websocket"})] == ["websocket.close"]
