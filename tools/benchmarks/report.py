"""Measured rows as a table, on the terminal and in BENCHMARKS.md, with the machine and the versions they are of."""

from __future__ import annotations

import datetime as dt
import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from dashboard.words import wording

PACKAGES = ("dash", "plotly", "pandas", "gunicorn", "flask", "pypdfium2", "playwright")


@dataclass(frozen=True)
class Measurement:
    """One thing measured: what it is compared with, what was seen, and the bound that its figure is to keep."""

    what: str
    seen: str
    value: float
    bound: float
    unit: str = "×"
    is_least: bool = False
    against: str = ""

    @property
    def is_met(self) -> bool:
        return self.value >= self.bound if self.is_least else self.value <= self.bound

    def cells(self) -> list[str]:
        figure = f"{self.value:.2f}" if self.unit in ("×", "s") else f"{self.value:,.0f}"
        limit = f"{'≥' if self.is_least else '≤'} {self.bound:g} {self.unit}".rstrip()
        answer = "yes" if self.is_met else "no"
        return [self.what, limit, f"{figure} {self.unit}".rstrip(), answer, self.seen, self.against]


HEAD = ["what", "must reach", "measured", "met", "Gradeline", "beside"]


def ratio(what: str, against: str, base: float, *, ours: float, bound: float, unit: str) -> Measurement:
    beside, seen = (f"{value:,.{2 if unit == 's' else 0}f} {unit}" for value in (base, ours))
    return Measurement(what=what, against=f"{against}: {beside}", seen=seen, value=ours / base, bound=bound)


def table(rows: Sequence[Measurement]) -> str:
    lines = [HEAD, ["---"] * len(HEAD), *(row.cells() for row in rows)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def machine() -> str:
    """Processor, cores, memory, system and versions, as lines of a list."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return "\n".join(
        f"- {line}"
        for line in (
            wording.day(dt.datetime.now(dt.UTC).date()),
            f"{_processor()}, {len(os.sched_getaffinity(0))} cores, {memory:.0f} GiB memory, {platform.system()}",
            f"Load when the run began (processes that wanted a core): {os.getloadavg()[0]:.1f}",
            f"Python {platform.python_version()}; {', '.join(f'{name} {version(name)}' for name in PACKAGES)}",
        )
    )


def replace_part(path: Path, name: str, text: str) -> None:
    """Put text between the marks of this name in a Markdown file; what people wrote around them stays."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    report = path.read_text(encoding="utf-8") if path.exists() else ""
    part = f"{begin}\n\n{text}\n\n{end}"
    if begin in report and end in report:
        report = report[: report.index(begin)] + part + report[report.index(end) + len(end) :]
    else:
        report = f"{report.rstrip()}\n\n{part}\n"
    path.write_text(report.lstrip(), encoding="utf-8")


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    except OSError:
        pass
    return platform.processor() or platform.machine()
