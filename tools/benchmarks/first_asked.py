"""Pages that nobody has asked for before, beside the bare app's callback: what a reader waits for a server to make.

Each round begins a new server of one worker, whose cache of pages is empty, and asks for each address once: that
answer is made. Then it asks for the same again: those answers are kept ones. A bare callback is asked before each.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from dashboard.store import open_store
from dashboard.web.dash_adapter import CALLBACK
from tools.benchmarks import addresses
from tools.benchmarks.http_client import BadAnswer, HttpConnection
from tools.benchmarks.report import Measurement
from tools.benchmarks.serving import BARE, GRADELINE, Server, served

BOUNDS = dict(zip(addresses.PAGES, (120, 40, 15, 60, 15), strict=True))
MOST = 12
"""Addresses of one page that a round asks for; the next round asks for the next ones."""


@dataclass
class Times:
    """Milliseconds of answers that were made, and of the same when they were kept; and the bare app's beside them."""

    rendered: list[float] = field(default_factory=list)
    cached: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)


def rows(data: Path, rounds: int) -> Iterator[Measurement]:
    page_addresses = addresses.first_asked(open_store(data))
    times = {page: Times() for page in page_addresses}
    with served(BARE, GRADELINE_WORKERS="1") as bare:
        for number in range(rounds):
            chosen = {page: part(page_list, number) for page, page_list in page_addresses.items()}
            with served(GRADELINE, data, GRADELINE_WORKERS="1") as ours:
                asyncio.run(_ask(bare, ours, chosen, times))
    base = median(answer_time for page in times.values() for answer_time in page.bare)
    for page, page_times in times.items():
        typical = median(page_times.rendered)
        yield Measurement(
            what=f"first-asked page: {page}",
            against=f"bare callback, p50 {base:.2f} ms",
            seen=f"p50 {typical:.1f} ms of {len(page_times.rendered)} answers, all made; the same kept "
            f"{median(page_times.cached):.1f} ms",
            value=typical / base,
            bound=BOUNDS[page],
        )


def part(page_addresses: Sequence[str], number: int) -> list[str]:
    """Which addresses a round asks for: the next MOST of them, from the beginning again where they end."""
    count = min(MOST, len(page_addresses))
    return [page_addresses[(number * count + place) % len(page_addresses)] for place in range(count)]


async def _ask(bare: Server, ours: Server, chosen: dict[str, list[str]], times: dict[str, Times]) -> None:
    base, client = HttpConnection(bare.port), HttpConnection(ours.port)
    for kind in ("rendered", "cached"):
        for page, paths in chosen.items():
            for number, path in enumerate(paths):
                times[page].bare.append(await _answer(base, CALLBACK, bare_body(number)))
                getattr(times[page], kind).append(await _answer(client, path))
    await base.close()
    await client.close()


async def _answer(client: HttpConnection, path: str, body: bytes | None = None) -> float:
    answer = await client.ask(path, body)
    if answer.status != 200 or len(answer.body) < 200:
        raise BadAnswer(f"{path}: status {answer.status}, {len(answer.body)} bytes")
    return 1000 * answer.seconds


def bare_body(number: int) -> bytes:
    """What a browser sends to the bare app when its reader chooses another authority."""
    value = {"id": "authority", "property": "value", "value": f"Authority {number + 1}"}
    request = {
        "output": "chart.figure",
        "outputs": {"id": "chart", "property": "figure"},
        "inputs": [value],
        "changedPropIds": ["authority.value"],
        "parsedChangedPropsIds": ["authority.value"],
    }
    return json.dumps(request).encode()
