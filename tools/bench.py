"""Times what a user waits for: the start, each page and download, and a build where documents are given.

Comes in: the dashboard as `python app.py` serves it, and the sources named with --source. Goes out: a table
on standard output. Nothing is judged here; compare two runs on the same machine.
"""

import argparse
import csv
import io
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Sequence
from functools import partial

from tools.local_server import CHECKOUT, local_server

PAGES = ("/", "/compare", "/data", "/sources", "/methodology", "/healthz")
DOWNLOADS = ("/download/judgements.csv", "/download/judgements.json", "/download/judgements.xlsx")


def main(argv: Sequence[str] | None = None) -> None:
    arguments = _arguments(argv)
    print(f"{'what':<44}{'median ms':>12}{'slowest ms':>12}{'bytes':>12}")
    started = time.perf_counter()
    with local_server() as address:
        _print_row("start, until /healthz answers", [time.perf_counter() - started], "")
        for path in (*PAGES, f"/authority/{_first_authority(address)}", *DOWNLOADS):
            size = len(_get(address + path))
            seconds = [_seconds(partial(_get, address + path)) for _ in range(arguments.times)]
            _print_row(path, seconds, f"{size:,}")
    if arguments.source:
        _print_row("build of the sources", [_seconds(partial(_build, arguments.source))], "")


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.bench", description=__doc__)
    parser.add_argument("--times", type=int, default=30, help="requests for each address (default 30)")
    parser.add_argument("--source", action="append", default=[], help="a file or folder to build from")
    return parser.parse_args(argv)


def _first_authority(address: str) -> str:
    rows = csv.DictReader(io.StringIO(_get(f"{address}/download/judgements.csv").decode()))
    return next(row["authority_id"] for row in rows)


def _get(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=60) as answer:
        body: bytes = answer.read()
        return body


def _build(sources: Sequence[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "loaders", "build", *sources, "--output", f"{folder}/built"]
        # Status 1 means that some sources were refused and the rest was built all the same.
        status = subprocess.run(command, cwd=CHECKOUT, check=False).returncode
        if status > 1:
            sys.exit(f"the build ended with status {status}")


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _print_row(what: str, seconds: Sequence[float], size: str) -> None:
    median, slowest = statistics.median(seconds) * 1000, max(seconds) * 1000
    print(f"{what:<44}{median:>12,.1f}{slowest:>12,.1f}{size:>12}", flush=True)


if __name__ == "__main__":
    main()
