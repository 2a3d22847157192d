"""Connections in equal shares between the processes of a server (`dashboard.web.balance`)."""

import asyncio
import itertools
import socket
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import TypeVar

import pytest

from dashboard.web import balance
from tools.benchmarks.serving import GRADELINE, HOST, Server, served

Result = TypeVar("Result")


@asynccontextmanager
async def taking(
    connected: Callable[[], asyncio.Protocol], worker: SimpleNamespace | None = None
) -> AsyncIterator[tuple[asyncio.Server, tuple[str, int]]]:
    """A server as gunicorn's worker makes one, in a process that holds one connection already, and its address."""
    loop = asyncio.get_running_loop()
    worker = worker or SimpleNamespace(nr_conns=1)
    worker.loop = loop
    balance.balance(worker)
    with socket.create_server((HOST, 0)) as sock:
        sock.setblocking(False)
        server = await loop.create_server(connected, sock=sock, ssl=None, reuse_address=True, start_serving=True)
        yield server, sock.getsockname()
        server.close()


def run(work: Coroutine[object, object, Result]) -> Result:
    """What a coroutine gives, in a thread of its own: where a browser test ran before, this one has a loop already."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, asyncio.wait_for(work, 10)).result()


def test_after_each_connection_the_listener_is_left_to_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(balance, "PAUSE", 0.2)
    monkeypatch.setattr(balance, "LONGEST_PAUSE", 0.2)
    times: list[float] = []

    class Connected(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            times.append(time.monotonic())
            transport.close()

    async def connect() -> None:
        with ExitStack() as stack:
            async with taking(Connected) as (server, address):
                for _ in range(4):
                    stack.enter_context(socket.create_connection(address))
                while len(times) < 3:
                    await asyncio.sleep(0.01)
                server.close()
                await asyncio.sleep(0.3)  # the fourth is taken by nobody

    run(connect())
    assert len(times) == 3
    assert all(later - earlier > 0.15 for earlier, later in itertools.pairwise(times))


def test_where_no_connection_can_be_taken_the_server_waits_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(balance, "NONE_LEFT", 0.1)
    reported: list[object] = []

    async def connect() -> bytes:
        class Greeting(asyncio.Protocol):
            def connection_made(self, transport: asyncio.BaseTransport) -> None:
                transport.write(b"welcome\n")  # type: ignore[attr-defined]

        refusals = [OSError(24, "Too many open files"), BlockingIOError()]
        accept = socket.socket.accept

        def refusing(sock: socket.socket) -> tuple[socket.socket, object]:
            if refusals:
                raise refusals.pop()
            return accept(sock)

        monkeypatch.setattr(socket.socket, "accept", refusing)
        asyncio.get_running_loop().set_exception_handler(lambda _, context: reported.append(context["exception"]))
        async with taking(Greeting) as (_, address):
            reader, writer = await asyncio.open_connection(*address)
            line = await reader.readline()
            writer.close()
        return line

    assert run(connect()) == b"welcome\n"
    assert [str(error) for error in reported] == ["[Errno 24] Too many open files"]


def test_a_connection_is_counted_from_when_it_is_taken() -> None:
    """gunicorn's worker stops once it counts none, and its own count begins with `connection_made`."""
    worker = SimpleNamespace(nr_conns=0)
    counts: list[int] = []

    class Connected(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            counts.append(worker.nr_conns)
            transport.close()

    async def connect() -> None:
        async with taking(Connected, worker) as (_, address):
            with socket.create_connection(address):
                while not counts or worker.nr_conns:
                    await asyncio.sleep(0.01)

    run(connect())
    assert counts == [1]


def sockets(server: Server) -> list[int]:
    """How many each process has open."""
    return [
        sum(each.readlink().name.startswith("socket") for each in Path(f"/proc/{worker}/fd").iterdir())
        for worker in server.workers()
    ]


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="what processes hold is looked up in /proc")
def test_readers_who_come_at_once_are_shared_by_all_processes() -> None:
    """What this relies on: gunicorn's worker makes its server with `loop.create_server`, after `post_worker_init`."""
    readers, workers = 120, 4
    with served(GRADELINE, GRADELINE_WORKERS=str(workers)) as server, ExitStack() as stack:
        time.sleep(1)
        before = sockets(server)
        for _ in range(readers):
            stack.enter_context(socket.create_connection((HOST, server.port)))
        deadline = time.monotonic() + 20
        while sum(sockets(server)) < sum(before) + readers and time.monotonic() < deadline:
            time.sleep(0.05)
        held = [after - less for after, less in zip(sockets(server), before, strict=True)]
    assert sum(held) == readers
    assert min(held) > readers / workers / 2, held
