"""From the start of a server to its first page, beside a bare Dash app that imports pandas and plotly."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tools.benchmarks.report import Measurement, ratio
from tools.benchmarks.serving import BARE_WITH_PANDAS, GRADELINE, served


def rows(data: Path, rounds: int) -> Iterator[Measurement]:
    seconds: dict[str, list[float]] = {BARE_WITH_PANDAS: [], GRADELINE: []}
    # One round more than is counted: the first compiles what the others find compiled.
    for _ in range(rounds + 1):
        for kind, times in seconds.items():
            with served(kind, data if kind == GRADELINE else None) as server:
                times.append(server.seconds_to_first_page)
    base, ours = (min(times[1:]) for times in seconds.values())
    yield ratio("start to first page", BARE_WITH_PANDAS, base, ours=ours, bound=1.6, unit="s")
