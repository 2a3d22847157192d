"""200 readers for a minute against the server of `make serve`, on this machine alone: no request may fail.

Each reader goes the same mixed way again and again, with a little thought between. Of two requests one is for an
address that nobody has asked for; the other is for one of a few that everybody asks for. Then an attacker's part
(`attack`). Exit status 1 where any request failed, or a reader beside the attacker was held up. `make bench` has these
readers too (`rows`).
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dashboard.store import DEFAULT_FOLDER, Store, open_store
from tools.benchmarks import addresses, attack, report
from tools.benchmarks.http_client import BadAnswer, HttpConnection, quantile
from tools.benchmarks.report import Measurement
from tools.benchmarks.serving import CHECKOUT, GRADELINE, NotServed, Server, served

KINDS = ("first asked", "asked again")
Step = tuple[str, str]
"""A step of a reader's way, and which of the KINDS its address is."""


@dataclass
class LoadTally:
    """What all readers saw: seconds by step, and what went wrong. `memory`: MiB of all workers, every other second."""

    seconds: dict[Step, list[float]] = field(
        default_factory=lambda: {(step, kind): [] for step in addresses.STEPS for kind in KINDS}
    )
    failures: list[str] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)

    @property
    def requests(self) -> int:
        return sum(map(len, self.seconds.values())) + len(self.failures)

    @property
    def share_first_asked(self) -> float:
        first_asked_count = sum(len(times) for (_, kind), times in self.seconds.items() if kind == KINDS[0])
        return first_asked_count / max(1, sum(map(len, self.seconds.values())))

    @property
    def p99(self) -> float:
        return quantile([second for seconds in self.seconds.values() for second in seconds], 0.99)

    @property
    def at_half(self) -> float:
        return self.memory[len(self.memory) // 2]


class Ways:
    """Which address a reader asks for next."""

    def __init__(self, store: Store) -> None:
        self._unasked = addresses.unasked(store, random.Random(1))
        self._known = addresses.asked_again(store)

    def address(self, step: str, kind: str, choose: random.Random) -> str:
        if kind == KINDS[1]:
            return choose.choice(self._known[step])
        address = next(self._unasked[step], "")
        if not address:
            raise NotServed(f"every address of the step {step} has been asked for")
        return address


def rows(data: Path, readers: int, seconds: float) -> Iterator[Measurement]:
    """The same for `make bench`: failures, the slowest hundredth, and whether memory stays as it is."""
    with served(GRADELINE, data, GRADELINE_WORKERS="", GRADELINE_THREADS="") as server:
        tally = asyncio.run(_load(server, Ways(open_store(data)), readers, seconds))
    for failure in tally.failures[:20]:
        print(failure, file=sys.stderr)
    what = f"{readers} readers for {seconds:g} s"
    about = f"{tally.requests:,} requests, {tally.share_first_asked:.0%} of them first asked"
    yield Measurement(what=f"{what}: failed", seen=about, value=len(tally.failures), bound=0, unit="")
    yield Measurement(what="the same: p99", seen=f"{tally.p99:.2f} s", value=tally.p99, bound=2, unit="s")
    yield report.ratio(
        "the same: memory of all workers (PSS) at the end",
        "at half",
        tally.at_half,
        ours=tally.memory[-1],
        bound=1.1,
        unit="MiB",
    )


def main(arguments: Sequence[str] | None = None) -> int:
    args = _arguments(arguments)
    about = report.machine()
    ways = Ways(open_store(args.data))
    with served(GRADELINE, args.data, GRADELINE_WORKERS="", GRADELINE_THREADS="") as server:
        before = sum(server.memory())
        tally = asyncio.run(_load(server, ways, args.readers, args.seconds))
        workers = len(server.workers())
    # A server of its own: what it holds is then the attacks' work.
    with served(GRADELINE, args.data, GRADELINE_WORKERS="", GRADELINE_THREADS="") as server:
        attacked = asyncio.run(attack.measure(server, args.attack_seconds)) if args.attack_seconds else []
    lines = [
        f"{args.readers} readers, {args.seconds:g} seconds, {workers} workers: {tally.requests:,} requests "
        f"({tally.requests / args.seconds:,.0f} a second), {len(tally.failures)} failed; "
        f"{tally.share_first_asked:.0%} of the addresses were asked for the first time.",
        f"Memory of all workers (PSS): {before:.0f} MiB before, {tally.at_half:.0f} at half of the time, "
        f"{tally.memory[-1]:.0f} at the end.",
        "",
        "| step | requests | p50 ms | p95 ms | p99 ms | slowest ms |",
        "| --- | --- | --- | --- | --- | --- |",
        *(_line(", ".join(step), seconds) for step, seconds in tally.seconds.items()),
        *(["", *attack.table(attacked)] if attacked else []),
    ]
    print("\n".join(lines))
    for failure in [*tally.failures[:20], *(text for outcome in attacked for text in outcome.failures[:5])]:
        print(failure, file=sys.stderr)
    if args.report:
        report.replace_part(CHECKOUT / "BENCHMARKS.md", "make load", "\n".join([about, "", *lines]))
    return 1 if tally.failures or not all(outcome.is_met for outcome in attacked) else 0


def _line(step: str, seconds: list[float]) -> str:
    values = [1000 * quantile(seconds, share) for share in (0.5, 0.95, 0.99, 1)] if seconds else [0.0] * 4
    return f"| {step} | {len(seconds):,} | " + " | ".join(f"{value:,.0f}" for value in values) + " |"


async def _load(server: Server, ways: Ways, readers: int, seconds: float) -> LoadTally:
    tally, until = LoadTally(), time.monotonic() + seconds
    watching = asyncio.create_task(_watch(server, tally, until))
    await asyncio.gather(
        *(_read(server.port, ways, random.Random(number), tally=tally, until=until) for number in range(readers))
    )
    await watching
    return tally


async def _read(port: int, ways: Ways, choose: random.Random, *, tally: LoadTally, until: float) -> None:
    client, kind = HttpConnection(port), choose.randrange(2)
    while time.monotonic() < until:
        for step in addresses.STEPS:
            kind = 1 - kind
            await asyncio.sleep(choose.uniform(0, 0.2))
            address = ways.address(step, KINDS[kind], choose)
            try:
                answer = await client.ask(address)
                _check(step, answer.status, answer.body)
                tally.seconds[step, KINDS[kind]].append(answer.seconds)
            except (BadAnswer, OSError, EOFError, ValueError, asyncio.LimitOverrunError) as error:
                tally.failures.append(f"{address}: {error}")
                await client.close()
    await client.close()


def _check(step: str, status: int, body: bytes) -> None:
    """A failure is anything but the whole of what was asked for."""
    text = gzip.decompress(body)
    end = b"\n" if step == "download" else b"</html>\n"
    # Some authorities have one inspection alone, of which there is nothing to compare: a page that says so.
    accepted = (200, 404) if step == "compare" else (200,)
    if status not in accepted or not text.endswith(end):
        raise BadAnswer(f"status {status}, {len(text)} bytes, not whole" if status == 200 else f"status {status}")


async def _watch(server: Server, tally: LoadTally, until: float) -> None:
    while time.monotonic() < until:
        tally.memory.append(sum(server.memory()))
        await asyncio.sleep(2)
    tally.memory.append(sum(server.memory()))


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
