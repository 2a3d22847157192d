"""How fast and how small reading is: ratios within one run.

library     the PDF library alone: open each PDF and get the text of every page, as the loaders do (they read every
            page, since earlier inspections are quoted and grades repeated throughout a report)
extraction  the same files through the loaders, in the same process: text, recognition, grades, mentions, harmonising
build       the command line, each source in a process that can be killed, with one job and with two
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium

from loaders.building import sources as building_sources
from loaders.reading import extract
from loaders.record import reference
from tools.benchmarks.report import Measurement, ratio
from tools.benchmarks.serving import CHECKOUT

ROUNDS = 3
BUILD = r"""
import re, resource, sys
from loaders.__main__ import main
main(sys.argv[1:])
# Its own by /proc: `getrusage` would begin with what this benchmark held when it started the build.
own = re.search(r"VmHWM:\s+(\d+)", open("/proc/self/status").read())[1]
print(max(int(own), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
"""


@dataclass(frozen=True)
class Built:
    seconds: float
    peak: float
    """MiB of the largest process, builder or reader."""


def rows(sources: Sequence[Path]) -> list[Measurement]:
    paths = building_sources.walk(list(sources))
    pdfs = [path for path in paths if path.read_bytes()[:5] == b"%PDF-"]
    known = reference.load()
    pairs = []
    for _ in range(ROUNDS):
        library = _seconds(lambda: [_text(path) for path in pdfs])
        pairs.append((library, _seconds(lambda: [extract.extract(path, known) for path in pdfs])))
    library, extraction = sorted(pairs, key=lambda pair: pair[1] / pair[0])[ROUNDS // 2]
    one, two, half = [], [], _build(pdfs[: len(pdfs) // 2], 1)
    for _ in range(ROUNDS):
        one.append(_build(sources, 1))
        two.append(_build(sources, 2))
    single, double = statistics.median(b.seconds for b in one), statistics.median(b.seconds for b in two)
    peak = max(built.peak for built in one)
    return [
        ratio(f"extraction of {len(pdfs)} PDFs, one process", "the PDF library alone", library, extraction, 1.3, "s"),
        ratio(f"build of {len(paths)} sources, --jobs 2", "--jobs 1", single, double, 0.6, "s"),
        Measurement(
            "memory of that build", "half of the PDFs", f"{half.peak:.0f} MiB", f"{peak:.0f} MiB", peak, 400, "MiB"
        ),
    ]


def _text(path: Path) -> int:
    pdf = pdfium.PdfDocument(path.read_bytes())
    characters = 0
    for page in pdf:
        text_page = page.get_textpage()
        characters += len(text_page.get_text_range())
        text_page.close()
        page.close()
    pdf.close()
    return characters


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _build(sources: Sequence[Path], jobs: int) -> Built:
    with tempfile.TemporaryDirectory() as folder:
        arguments = [*map(str, sources), "--output", f"{folder}/built", "--jobs", str(jobs), "--no-cache"]
        command = [sys.executable, "-c", BUILD, "build", *arguments]
        started = time.perf_counter()
        done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=True)
        return Built(time.perf_counter() - started, int(done.stdout.split()[-1]) / 1024)
