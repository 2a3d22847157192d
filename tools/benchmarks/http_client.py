"""A small HTTP client that many readers can share one thread with: keep-alive, Content-Length and chunked bodies."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

from tools.local_server import HOST


class BadAnswer(Exception):
    """An answer that is not whole, or not what was asked for."""


@dataclass(frozen=True)
class HttpAnswer:
    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float


class HttpConnection:
    """One reader's connection to a server on this machine; opened again where the server has closed it."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def ask(self, path: str, body: bytes | None = None, encoding: str = "gzip") -> HttpAnswer:
        """Send a request and read its answer whole. The time runs from the first byte sent to the last received."""
        begun = time.perf_counter()
        for attempt in (1, 2):
            is_kept = self._writer is not None
            try:
                return await self._ask(path, body, encoding, begun)
            except (ConnectionError, asyncio.IncompleteReadError) as error:
                await self.close()
                # As browsers do: a kept connection may have been closed by the server just as the request was sent.
                if not is_kept or attempt == 2:
                    raise BadAnswer(f"{path}: {error!r}") from error
        raise AssertionError

    async def _ask(self, path: str, body: bytes | None, encoding: str, begun: float) -> HttpAnswer:
        if self._writer is None:
            self._reader, self._writer = await asyncio.open_connection(HOST, self.port, limit=2**20)
        assert self._reader is not None
        method = "GET" if body is None else "POST"
        lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}:{self.port}", f"Accept-Encoding: {encoding}"]
        if body is not None:
            lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
        self._writer.write("\r\n".join([*lines, "", ""]).encode() + (body or b""))
        await self._writer.drain()
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        status = int(head[0].split()[1])
        pairs = (line.partition(":") for line in head[1:] if line)
        headers = {name.lower(): value.strip() for name, _, value in pairs}
        content = await self._body(status, headers)
        if headers.get("connection", "").lower() == "close":
            await self.close()
        return HttpAnswer(status, headers, content, time.perf_counter() - begun)

    async def _body(self, status: int, headers: dict[str, str]) -> bytes:
        assert self._reader is not None
        if status in (204, 304):
            return b""
        if headers.get("transfer-encoding", "").lower() != "chunked":
            return await self._reader.readexactly(int(headers.get("content-length", "0")))
        parts = []
        while size := int((await self._reader.readuntil(b"\r\n")).split(b";")[0], 16):
            parts.append((await self._reader.readexactly(size + 2))[:-2])
        await self._reader.readuntil(b"\r\n")
        return b"".join(parts)

    async def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
            self._reader = self._writer = None


def quantile(values: list[float], share: float) -> float:
    """The value that this share of all values does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
