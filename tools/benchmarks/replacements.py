"""The data folder replaced again and again while readers read: what is replaced leaves nothing behind."""

from __future__ import annotations

import asyncio
import itertools
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from dashboard.store import open_store
from loaders.record.replacing import beside, put_in_place
from tools.benchmarks import addresses
from tools.benchmarks.http_client import BadAnswer, HttpConnection
from tools.benchmarks.report import Measurement, ratio
from tools.benchmarks.serving import GRADELINE, NotServed, Server, served

READERS, WORKERS = 8, 2
SERVED = b"new data are served"
"""What each worker writes to its log when it has taken new data."""
SECONDS_READ = 1.0
"""For how long readers read each record once every worker serves it."""
PATIENCE = 60


def rows(data: Path, replacements: int) -> Iterator[Measurement]:
    unasked = addresses.unasked(open_store(data), random.Random(2))
    with tempfile.TemporaryDirectory() as place:
        folder, log = Path(place) / "built", Path(place) / "log"
        shutil.copytree(data, folder)
        with served(GRADELINE, folder, log=log, GRADELINE_WORKERS=str(WORKERS)) as server:
            memory, outcomes = asyncio.run(
                _measure(server, data, folder, log=log, replacements=replacements, unasked=unasked)
            )
    failures = [*filter(None, outcomes)]
    for failure in failures[:20]:
        print(failure, file=sys.stderr)
    what = f"{replacements} data replacements, {READERS} readers"
    yield Measurement(what=f"{what}: failed", seen=f"{len(outcomes):,} requests", value=len(failures), bound=0, unit="")
    last = sum(memory[-3:]) / len(memory[-3:])
    yield ratio(
        "the same: memory of all workers (PSS)", "after the second", memory[1], ours=last, bound=1.2, unit="MiB"
    )


async def _measure(
    server: Server, data: Path, folder: Path, *, log: Path, replacements: int, unasked: dict[str, Iterator[str]]
) -> tuple[list[float], list[str]]:
    """MiB after each replacement, and what is wrong with the answer to each request: nothing, or a line."""
    outcomes: list[str] = []
    steps = itertools.cycle(addresses.STEPS)
    readers = [asyncio.create_task(_read(server.port, steps, unasked, outcomes)) for _ in range(READERS)]
    memory = []
    try:
        for number in range(1, replacements + 1):
            await asyncio.to_thread(_replace, data, folder)
            await _until_served(log, number * WORKERS)
            await asyncio.sleep(SECONDS_READ)
            memory.append(sum(server.memory()))
    finally:
        for reader in readers:
            reader.cancel()
        await asyncio.gather(*readers, return_exceptions=True)
    return memory, outcomes


def _replace(data: Path, folder: Path) -> None:
    with beside(folder) as fresh:
        shutil.copytree(data, fresh, dirs_exist_ok=True, copy_function=shutil.copy)
        put_in_place(fresh, folder)


async def _until_served(log: Path, times: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while (seen := log.read_bytes().count(SERVED)) < times:
        if time.monotonic() > deadline:
            raise NotServed(f"after {PATIENCE} s new data had been taken {seen} times, not {times}")
        await asyncio.sleep(0.05)


async def _read(port: int, steps: Iterator[str], unasked: dict[str, Iterator[str]], outcomes: list[str]) -> None:
    client = HttpConnection(port)
    while True:
        address = next(unasked[next(steps)], "/")
        try:
            answer = await client.ask(address)
            outcomes.append("" if answer.status == 200 else f"{address}: status {answer.status}")
        except (BadAnswer, OSError, EOFError, ValueError) as error:
            outcomes.append(f"{address}: {error}")
            await client.close()
        await asyncio.sleep(0.05)
