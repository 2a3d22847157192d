"""200 readers for a minute against the server of `make serve`, on this machine alone: no request may fail.

Each reader goes the same mixed way again and again, with a little thought between: the overview, an authority, a
comparison, a filter of the table, a download. Printed and written to BENCHMARKS.md: requests, failures, how long each
step took, and the workers' memory before, during and after. Then an attacker's part (`attack`), each attack for some
seconds beside one reader. Exit status 1 where any request failed, or that reader was held up.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dashboard.store import DEFAULT_FOLDER, open_store
from tools.benchmarks import attack, report
from tools.benchmarks.http_client import BadAnswer, Client, quantile
from tools.benchmarks.serving import CHECKOUT, GRADELINE, Server, served

STEPS = ("overview", "authority", "compare", "filter", "download")
GRADES = ("outstanding", "good", "requires_improvement_or_adequate", "inadequate")
SERVICES = ("whole_service", "safeguarding", "looked_after_children", "care_leavers")


@dataclass
class Tally:
    """What all readers saw: seconds by step, and what went wrong."""

    seconds: dict[str, list[float]] = field(default_factory=lambda: {step: [] for step in STEPS})
    failures: list[str] = field(default_factory=list)

    @property
    def requests(self) -> int:
        return sum(map(len, self.seconds.values())) + len(self.failures)


def main(arguments: Sequence[str] | None = None) -> int:
    args = _arguments(arguments)
    about = report.machine()
    authorities = list(dict.fromkeys(open_store(args.data).judgements["authority_id"]))
    with served(GRADELINE, args.data, GRADELINE_WORKERS="", GRADELINE_THREADS="") as server:
        before = sum(server.memory())
        tally, peak = asyncio.run(_load(server, authorities, args))
        after = sum(server.memory())
        workers = len(server.workers())
    # A server of its own: what it holds is then the attacks' work.
    with served(GRADELINE, args.data, GRADELINE_WORKERS="", GRADELINE_THREADS="") as server:
        attacked = asyncio.run(attack.measure(server, args.attack_seconds)) if args.attack_seconds else []
    lines = [
        f"{args.readers} readers, {args.seconds:g} seconds, {workers} workers: {tally.requests:,} requests "
        f"({tally.requests / args.seconds:,.0f} a second), {len(tally.failures)} failed.",
        f"Memory of all workers (PSS): {before:.0f} MiB before, {peak:.0f} at most, {after:.0f} after.",
        "",
        "| step | requests | p50 ms | p95 ms | p99 ms | slowest ms |",
        "| --- | --- | --- | --- | --- | --- |",
        *(_line(step, seconds) for step, seconds in tally.seconds.items()),
        *(["", *attack.table(attacked)] if attacked else []),
    ]
    print("\n".join(lines))
    for failure in [*tally.failures[:20], *(text for each in attacked for text in each.failures[:5])]:
        print(failure, file=sys.stderr)
    if args.report:
        report.replace_part(CHECKOUT / "BENCHMARKS.md", "make load", "\n".join([about, "", *lines]))
    return 1 if tally.failures or not all(each.is_met for each in attacked) else 0


def _line(step: str, seconds: list[float]) -> str:
    values = [1000 * quantile(seconds, share) for share in (0.5, 0.95, 0.99, 1)] if seconds else [0.0] * 4
    return f"| {step} | {len(seconds):,} | " + " | ".join(f"{value:,.0f}" for value in values) + " |"


async def _load(server: Server, authorities: list[str], args: argparse.Namespace) -> tuple[Tally, float]:
    tally, until = Tally(), time.monotonic() + args.seconds
    readers = [_read(server.port, authorities, random.Random(number), tally, until) for number in range(args.readers)]
    watching = asyncio.create_task(_most_memory(server, until))
    await asyncio.gather(*readers)
    return tally, await watching


async def _read(port: int, authorities: list[str], choose: random.Random, tally: Tally, until: float) -> None:
    client = Client(port)
    while time.monotonic() < until:
        for step in STEPS:
            await asyncio.sleep(choose.uniform(0, 0.2))
            address = _address(step, authorities, choose)
            try:
                answer = await client.ask(address)
                _check(step, answer.status, answer.body)
                tally.seconds[step].append(answer.seconds)
            except (BadAnswer, OSError, EOFError, ValueError, asyncio.LimitOverrunError) as error:
                tally.failures.append(f"{address}: {error}")
                await client.close()
    await client.close()


def _address(step: str, authorities: list[str], choose: random.Random) -> str:
    if step == "authority":
        return f"/authority/{choose.choice(authorities)}"
    if step == "compare":
        return f"/compare?authority={choose.choice(authorities)}"
    if step == "filter":
        page, grade, service = choose.randint(1, 3), choose.choice(GRADES), choose.choice(SERVICES)
        return f"/data?service={service}&grade={grade}&sort=-date&page={page}"
    return "/" if step == "overview" else f"/download/judgements.csv?authority={choose.choice(authorities)}"


def _check(step: str, status: int, body: bytes) -> None:
    """A failure is anything but the whole of what was asked for."""
    text = gzip.decompress(body)
    end = b"\n" if step == "download" else b"</html>\n"
    # Some authorities have one inspection alone, of which there is nothing to compare: a page that says so.
    accepted = (200, 404) if step == "compare" else (200,)
    if status not in accepted or not text.endswith(end):
        raise BadAnswer(f"status {status}, {len(text)} bytes, not whole" if status == 200 else f"status {status}")


async def _most_memory(server: Server, until: float) -> float:
    most = 0.0
    while time.monotonic() < until:
        most = max(most, sum(server.memory()))
        await asyncio.sleep(5)
    return most


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.benchmarks.load", description=__doc__)
    parser.add_argument("--data", type=Path, default=DEFAULT_FOLDER, help="data folder (default data/built)")
    parser.add_argument("--readers", type=int, default=200, help="how many at once (default 200)")
    parser.add_argument("--seconds", type=float, default=60, help="for how long (default 60)")
    parser.add_argument("--attack-seconds", type=float, default=10, help="for each attack (default 10; 0: none)")
    parser.add_argument("--report", action="store_true", help="write the figures to BENCHMARKS.md")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
