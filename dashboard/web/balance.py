"""Connections in equal shares: each process of a server takes them one at a time, and pauses by how many it holds.

asyncio takes up to a hundred waiting connections in one turn of its loop, and a connection stays with the process that
took it: when many readers came at once, one process of four got half of them, and these waited while others had little
to do. gunicorn's `asgi` worker calls `loop.create_server`; `gunicorn.conf.py` hands each worker to `balance`.
"""

import asyncio
import socket
from collections.abc import Callable
from typing import Any

Protocol = Callable[[], asyncio.Protocol]
PAUSE, LONGEST_PAUSE = 0.00005, 0.005
"""Seconds for which a process leaves its listener to others after each connection: so many for each one that it holds,
and never more than so many."""
NONE_LEFT = 1.0
"""The same where the system has no descriptor or memory for another connection."""


def balance(worker: Any) -> None:
    """Let this worker's loop make servers that share. Called before it makes one."""
    worker.loop.create_server = _create_server(worker)


def _create_server(worker: Any) -> Callable[..., Any]:
    loop: asyncio.AbstractEventLoop = worker.loop
    create = loop.create_server

    async def create_server(protocol: Protocol, *, sock: socket.socket, ssl: Any, **_: Any) -> asyncio.Server:
        """A server of a socket that listens already. asyncio owns it and closes it; the connections are taken here."""
        server = await create(protocol, sock=sock, ssl=ssl, start_serving=False)
        tasks: set[asyncio.Task[Any]] = set()

        def listen() -> None:
            if server.sockets:  # not closed meanwhile
                loop.add_reader(sock, take)

        def hand_over(task: asyncio.Task[Any]) -> None:
            tasks.discard(task)
            worker.nr_conns -= 1

        def take() -> None:
            pause = min(PAUSE * worker.nr_conns, LONGEST_PAUSE)
            try:
                connection = sock.accept()[0]
            except (BlockingIOError, InterruptedError, ConnectionAbortedError):
                return  # another process was first, or the client has gone
            except OSError as error:
                loop.call_exception_handler({"message": "no connection can be taken", "exception": error})
                pause = NONE_LEFT
            else:
                connection.setblocking(False)
                # Counted from now on, and not only once its protocol counts it: a worker that stops in between waits.
                worker.nr_conns += 1
                task = loop.create_task(loop.connect_accepted_socket(protocol, connection, ssl=ssl))
                tasks.add(task)
                task.add_done_callback(hand_over)
            loop.remove_reader(sock)
            loop.call_later(pause, listen)

        listen()
        return server

    return create_server
