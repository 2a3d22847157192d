"""The attacker's part of `make load`: cheap requests and slow clients, and what a quiet reader beside them notices.

Each attack runs for some seconds from a handful of connections, on this machine alone, against a server of its own; a
reader asks for one page after another meanwhile. A bound is met where none of the reader's requests fails, 99 of 100
are answered within SECONDS, and no worker takes more than MEBIBYTES.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from itertools import count

from dashboard.web.dash_adapter import CALLBACK
from tools.benchmarks.http_client import BadAnswer, HttpConnection, quantile
from tools.benchmarks.serving import Server
from tools.local_server import HOST

SECONDS, MEBIBYTES = 1.0, 250
SILENT, DRIPPING, AT_ONCE = 200, 40, 4
HEAD = b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "
FORM = b"POST /read HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: %d\r\n\r\n"
FIELDS = (
    b"POST /read HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n"
)
LOST = (BadAnswer, OSError, EOFError, ValueError, asyncio.LimitOverrunError)
OUTPUTS = ("html", "children", "slots", "title", "answered")
_number = count(1)


@dataclass(frozen=True)
class AttackOutcome:
    """What the quiet reader saw beside an attack, how often it was made, and the memory of the largest worker."""

    name: str
    attacks: int
    seconds: Sequence[float]
    failures: Sequence[str]
    memory: float

    @property
    def is_met(self) -> bool:
        return not self.failures and quantile(list(self.seconds), 0.99) <= SECONDS and self.memory <= MEBIBYTES

    def line(self) -> str:
        values = " | ".join(f"{1000 * quantile(list(self.seconds), share):,.0f}" for share in (0.5, 0.99, 1))
        return (
            f"| {self.name} | {self.attacks:,} | {len(self.seconds):,} | {values} | {len(self.failures)} "
            f"| {self.memory:.0f} | {'yes' if self.is_met else 'no'} |"
        )


def table(outcomes: Sequence[AttackOutcome]) -> list[str]:
    return [
        f"A reader beside an attacker: 99 of 100 answers within {SECONDS:g} s, none failed, no worker above "
        f"{MEBIBYTES} MiB.",
        "",
        "| attack | times | reader's requests | p50 ms | p99 ms | slowest ms | failed | MiB | met |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
        *(outcome.line() for outcome in outcomes),
    ]


async def measure(server: Server, seconds: float) -> list[AttackOutcome]:
    """Every attack, one after the other."""
    attacks: dict[str, Callable[[int], Awaitable[None]]] = {
        "workbooks, each of other rows": _workbook,
        "forms of many fields and long names": _form,
        "callbacks with long addresses": _callback,
    }
    async with _slow_clients(server.port):
        outcomes = [await _beside(server, f"{SILENT} silent and {DRIPPING} dripping sockets", None, seconds)]
    for name, attack in attacks.items():
        outcomes.append(await _beside(server, name, attack, seconds))
    return outcomes


async def _beside(
    server: Server, name: str, attack: Callable[[int], Awaitable[None]] | None, seconds: float
) -> AttackOutcome:
    until, rounds = time.monotonic() + seconds, [0]

    async def repeat() -> None:
        while attack and time.monotonic() < until:
            rounds[0] += 1
            with suppress(*LOST):
                await asyncio.wait_for(attack(server.port), 30)

    attackers = [asyncio.create_task(repeat()) for _ in range(AT_ONCE)]
    answered, failures = await _read(server.port, until)
    memory = max(server.memory())
    await asyncio.gather(*attackers)
    return AttackOutcome(
        name=name, attacks=rounds[0] or SILENT + DRIPPING, seconds=answered, failures=failures, memory=memory
    )


async def _read(port: int, until: float) -> tuple[list[float], list[str]]:
    client, answered, failures = HttpConnection(port), [], []
    while time.monotonic() < until:
        try:
            answer = await asyncio.wait_for(client.ask("/authority/worcestershire"), 30)
            answered.append(answer.seconds)
            if answer.status != 200:
                failures.append(f"status {answer.status}")
        except (*LOST, TimeoutError) as error:
            failures.append(repr(error))
            answered.append(30.0)
        await client.close()  # the next one comes anew, as a new reader does
        await asyncio.sleep(0.02)
    return answered, failures


@asynccontextmanager
async def _slow_clients(port: int) -> AsyncIterator[None]:
    writers = [(await asyncio.open_connection(HOST, port))[1] for _ in range(SILENT + DRIPPING)]
    for number, writer in enumerate(writers[SILENT:]):
        writer.write(FORM % 100_000 + b"--b\r\n" if number % 2 else HEAD)

    async def drip() -> None:
        while True:
            for writer in writers[SILENT:]:
                writer.write(b"a")
            await asyncio.sleep(0.5)

    dripping = asyncio.create_task(drip())
    try:
        yield
    finally:
        dripping.cancel()
        for writer in writers:
            writer.close()


async def _workbook(port: int) -> None:
    client = HttpConnection(port)
    number = next(_number)
    await client.ask(f"/download/judgements.xlsx?from={1990 + number % 15}&to={2026 + number // 15 % 70}")
    await client.close()


async def _form(port: int) -> None:
    fields = b"a&" * 2_000_000
    name = b'--b\r\nContent-Disposition: form-data; name="report"; filename="%s"\r\n\r\nx\r\n--b--\r\n' % (
        b"x" * 5_000_000
    )
    for head, body in ((FIELDS, fields), (FORM, name)):
        reader, writer = await asyncio.open_connection(HOST, port)
        writer.write(head % len(body) + body)
        await reader.readuntil(b"\r\n\r\n")
        writer.close()


async def _callback(port: int) -> None:
    client = HttpConnection(port)
    for length in (3000, 40_000, 900_000):
        values = {"pathname": "/data", "search": f"?search={'x' * length}{next(_number)}"}
        body = {
            "output": f"..{'...'.join(f'page.{name}' for name in OUTPUTS)}..",
            "outputs": [{"id": "page", "property": name} for name in OUTPUTS],
            "inputs": [{"id": "address", "property": name, "value": value} for name, value in values.items()],
            "changedPropIds": ["address.search"],
        }
        await client.ask(CALLBACK, json.dumps(body).encode())
    await client.close()
