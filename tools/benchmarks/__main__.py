"""Measure everything in one run, print the table and write it to BENCHMARKS.md: `make bench`.

Each figure is a ratio or a count within the run: what is compared stands side by side and is asked in turn. Nothing
here passes or fails; a column says what is met. A run of some sections alone writes nothing.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from dashboard.store import DEFAULT_FOLDER
from tools.benchmarks import export, extraction, first_asked, load, replacements, report, start, visits
from tools.benchmarks.report import Measurement
from tools.benchmarks.serving import CHECKOUT

REPORT = CHECKOUT / "BENCHMARKS.md"
SECTIONS: dict[str, Callable[[argparse.Namespace], Iterable[Measurement]]] = {
    "pages": lambda args: first_asked.rows(args.data, args.rounds),
    "browser": lambda args: visits.rows(args.data, args.rounds),
    "load": lambda args: load.rows(args.data, args.readers, args.seconds),
    "replacements": lambda args: replacements.rows(args.data, args.replacements),
    "start": lambda args: start.rows(args.data, args.rounds),
    "extraction": lambda args: extraction.rows(args.source) if args.source else (),
    "export": lambda args: export.rows(args.data),
}


def main(arguments: Sequence[str] | None = None) -> None:
    args = _arguments(arguments)
    about = report.machine()
    measured: list[Measurement] = []
    for name in args.only or SECTIONS:
        begun = time.monotonic()
        measured += SECTIONS[name](args)
        print(f"{name}: {time.monotonic() - begun:.0f} s", file=sys.stderr, flush=True)
    text = report.table(measured)
    if not args.source and (not args.only or "extraction" in args.only):
        text += "\n\nNot measured: extraction, since no sources were given (`SOURCES=`)."
    print(text)
    if not args.only:
        report.replace_part(REPORT, "make bench", f"{about}\n\n{text}")


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.benchmarks", description=__doc__)
    parser.add_argument("--data", type=Path, default=DEFAULT_FOLDER, help="data folder (default data/built)")
    parser.add_argument("--source", type=Path, action="append", default=[], help="a file or folder for the loaders")
    parser.add_argument("--rounds", type=int, default=5, help="how often what is compared is asked in turn (default 5)")
    parser.add_argument("--readers", type=int, default=200, help="how many read at once (default 200)")
    parser.add_argument("--seconds", type=float, default=60, help="for how long they read (default 60)")
    parser.add_argument("--replacements", type=int, default=50, help="how often the data are replaced (default 50)")
    parser.add_argument("--only", action="append", choices=list(SECTIONS), help="one section, more than once for more")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
