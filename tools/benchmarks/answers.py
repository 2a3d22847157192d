"""What redraws a chart, asked for by one reader or by many at once: the callback.

Gradeline's callback answers an address with the main part of its page, chart, sentences and tables; the bare app's
with a figure. An address is asked for the first time once a process; after that its page comes from the cache.
"""

from __future__ import annotations

import asyncio
import csv
import io
import itertools
import json
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tools.benchmarks.http_client import BadAnswer, Client, quantile
from tools.benchmarks.serving import Server

PATH = "/_dash-update-component"
OUTPUTS = ("html", "children", "slots", "title", "answered")


@dataclass(frozen=True)
class Times:
    """Milliseconds."""

    p50: float
    p99: float


def bare_bodies() -> list[bytes]:
    return [
        _body("chart.figure", {"id": "chart", "property": "figure"}, "authority", value=f"Authority {number}")
        for number in range(1, 154)
    ]


def gradeline_body(address: str) -> bytes:
    outputs = [{"id": "page", "property": name} for name in OUTPUTS]
    output = "..".join(["", *["...".join(f"page.{name}" for name in OUTPUTS)], ""])
    path, mark, query = address.partition("?")
    return _body(output, outputs, "address", pathname=path, search=mark + query)


def authority_addresses(server: Server) -> list[str]:
    """Every authority with a history, in the order of the file."""
    with urllib.request.urlopen(f"{server.address}/download/judgements.csv") as answer:
        rows = csv.DictReader(io.StringIO(answer.read().decode()))
        return [f"/authority/{name}" for name in dict.fromkeys(row["authority_id"] for row in rows)]


def measure(server: Server, bodies: Sequence[bytes], clients: int, requests: int) -> Times:
    """`requests` callbacks by so many readers at once, each as soon as its last is answered."""
    return asyncio.run(_measure(server.port, itertools.cycle(bodies), clients, requests))


async def _measure(port: int, bodies: Iterator[bytes], clients: int, requests: int) -> Times:
    seconds: list[float] = []

    async def read() -> None:
        client = Client(port)
        for _ in range(requests // clients):
            answer = await client.ask(PATH, next(bodies))
            if answer.status != 200 or len(answer.body) < 200:
                raise BadAnswer(f"{PATH}: status {answer.status}, {len(answer.body)} bytes")
            seconds.append(answer.seconds)
        await client.close()

    await asyncio.gather(*(read() for _ in range(clients)))
    return Times(1000 * quantile(seconds, 0.5), 1000 * quantile(seconds, 0.99))


def _body(output: str, outputs: object, identifier: str, **inputs: str) -> bytes:
    changed = [f"{identifier}.{name}" for name in inputs]
    request = {
        "output": output,
        "outputs": outputs,
        "inputs": [{"id": identifier, "property": name, "value": value} for name, value in inputs.items()],
        "changedPropIds": changed,
        "parsedChangedPropsIds": changed,
    }
    return json.dumps(request).encode()
