"""Measure everything in one run, print the table and write it to BENCHMARKS.md: `make bench`.

Servers that are compared stand side by side and are asked in turn, round after round; the best round of each counts,
since what a machine does besides can only add. Nothing here passes or fails: the last column says what is met.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from dashboard.store import DEFAULT_FOLDER
from tools.benchmarks import answers, browser, extraction, report
from tools.benchmarks.report import Measurement, ratio
from tools.benchmarks.serving import BARE, BARE_WITH_PANDAS, CHECKOUT, GRADELINE, served

CHART_PAGE = "/authority/worcestershire"
REPORT = CHECKOUT / "BENCHMARKS.md"


def main(arguments: Sequence[str] | None = None) -> None:
    args = _arguments(arguments)
    about = report.machine()
    parts: dict[str, Callable[[], Iterator[Measurement]]] = {
        "browser": lambda: pages(args.data, args.rounds),
        "memory": lambda: memory(args.data),
        "extraction": lambda: iter(extraction.rows(args.source) if args.source else ()),
    }
    rows: list[Measurement] = []
    for name in args.only or parts:
        begun = time.monotonic()
        rows += parts[name]()
        print(f"{name}: {time.monotonic() - begun:.0f} s", file=sys.stderr, flush=True)
    print(report.table(rows))
    if not args.only:
        report.replace_part(REPORT, "make bench", f"{about}\n\n{report.table(rows)}")


def pages(data: Path, rounds: int) -> Iterator[Measurement]:
    with served(BARE) as bare, served(GRADELINE, data) as ours, browser.chromium() as chromium:
        addresses = {"bare": bare.address, "chart": ours.address + CHART_PAGE, "first": ours.address + "/"}
        for address in addresses.values():
            for _ in range(4):
                _get(address)
        fast = {name: [browser.visit(chromium, each) for _ in range(2)] for name, each in addresses.items()}
        slow: dict[str, list[browser.Visit]] = {name: [] for name in addresses}
        for _ in range(rounds):
            for name, address in addresses.items():
                slow[name].append(browser.visit(chromium, address, is_slow=True)[0])
        base = fast["bare"][0][0].kilobytes
        for name, path in (("first", "/"), ("chart", CHART_PAGE)):
            cold, warm = fast[name][0]
            yield ratio(f"first visit of {path}, compressed", "bare", base, cold.kilobytes, 1.15, "kB", 0)
            yield Measurement(
                f"warm reload of {path}", "bare", f"{fast['bare'][0][1].kilobytes:.1f} kB", f"{warm.kilobytes:.1f} kB",
                warm.kilobytes, 15, "kB",
            )  # fmt: skip
        for name, path in (("first", "/"), ("chart", CHART_PAGE)):
            best = min(slow[name], key=lambda each: each.readable)
            yield Measurement(
                f"{path} readable at 1.6 Mbit/s, 150 ms", "the first script to run comes",
                f"{best.first_script:,.0f} ms", f"{best.readable:,.0f} ms", best.readable, 1000, "ms",
            )  # fmt: skip
            base, own = (min(each.chart for each in slow[kind]) for kind in ("bare", name))
            yield ratio(f"chart of {path} drawn at the same", "bare", base, own, 1.1, "ms", 0)


def memory(data: Path) -> Iterator[Measurement]:
    """PSS of a worker after the same number of pages from each."""
    with served(BARE_WITH_PANDAS) as bare, served(GRADELINE, data) as ours:
        fresh = statistics.mean(ours.memory()) / statistics.mean(bare.memory())
        bodies = [answers.gradeline_body(address) for address in answers.authority_addresses(ours)]
        answers.measure(bare, answers.bare_bodies(), 16, 640)
        answers.measure(ours, bodies[:40], 16, 640)
        for path in ("/", "/compare", "/data", "/sources", "/methodology"):
            for server in (bare, ours):
                _get(server.address + (path if server is ours else "/"))
        base, own = (statistics.mean(server.memory()) for server in (bare, ours))
        yield ratio(
            "memory of one worker (PSS), preloaded, after 640 callbacks", BARE_WITH_PANDAS, base, own, 1.5, "MiB"
        )
        yield Measurement("the same before the first", BARE_WITH_PANDAS, "", "", fresh, 1.5)


def _get(address: str) -> None:
    with urllib.request.urlopen(address, timeout=60) as answer:
        answer.read()


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.benchmarks", description=__doc__)
    parser.add_argument("--data", type=Path, default=DEFAULT_FOLDER, help="data folder (default data/built)")
    parser.add_argument("--source", type=Path, action="append", default=[], help="a file or folder for the loaders")
    parser.add_argument("--rounds", type=int, default=5, help="how often what is compared is asked in turn (default 5)")
    parser.add_argument("--only", action="append", help="one part: browser, memory, extraction")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
