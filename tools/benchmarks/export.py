"""`gradeline export`: the whole site as files, beside the time that its pages take one after the other."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from werkzeug.test import Client

from dashboard.store import open_store
from dashboard.web.files.crawl import MARK, ORIGIN, crawl
from dashboard.web.mount import Mounted
from dashboard.web.server import create_app
from tools.benchmarks.report import Measurement, ratio
from tools.benchmarks.serving import CHECKOUT, child_environment


def rows(data: Path) -> Iterator[Measurement]:
    pages = [path for path, answer in crawl(open_store(data), lambda _done, _known: None).items() if answer.is_page]
    _export(data)  # what it imports is compiled now, as for whoever exports every night
    seconds = _export(data)
    alone = _pages(data, pages)
    yield Measurement(what="export of the whole site", seen=f"{seconds:.1f} s", value=seconds, bound=60, unit="s")
    yield ratio("the same", f"its {len(pages)} pages, asked for one by one", alone, ours=seconds, bound=1.5, unit="s")


def _export(data: Path) -> float:
    with tempfile.TemporaryDirectory() as place:
        command = [sys.executable, "-m", "gradeline", "export", f"{place}/site", "--data", str(data)]
        begun = time.perf_counter()
        subprocess.run(command, cwd=CHECKOUT, env=child_environment(), capture_output=True, check=True)
        return time.perf_counter() - begun


def _pages(data: Path, paths: list[str]) -> float:
    """Seconds for each page once, by an app that has made none of them."""
    client = Client(Mounted(create_app(open_store(data)).server, MARK))
    begun = time.perf_counter()
    for path in paths:
        client.get(f"{MARK}{path}", base_url=ORIGIN).get_data()
    return time.perf_counter() - begun
