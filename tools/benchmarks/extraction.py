"""How fast and how small reading is: ratios within one run.

library     the PDF library alone: open each PDF and get the text of every page, as the loaders do
extraction  the same files through the loaders, in the same process
build       the command line, each source in a process that can be killed, with one job and with two
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pypdfium2 as pdfium

from loaders.building import sources as building_sources
from loaders.reading import extract
from loaders.record import reference
from tools.benchmarks.report import Measurement, ratio
from tools.benchmarks.serving import CHECKOUT, child_environment

ROUNDS = 3


def rows(sources: Sequence[Path]) -> list[Measurement]:
    paths = building_sources.walk(list(sources))
    pdfs = [path for path in paths if path.read_bytes()[:5] == b"%PDF-"]
    reference_data = reference.load()
    pairs = []
    for _ in range(ROUNDS):
        library = _seconds(lambda: [_text(path) for path in pdfs])
        pairs.append((library, _seconds(lambda: [extract.extract(path, reference_data) for path in pdfs])))
    library, extraction = sorted(pairs, key=lambda pair: pair[1] / pair[0])[ROUNDS // 2]
    one, two = [], []
    for _ in range(ROUNDS):
        one.append(_build(sources, 1))
        two.append(_build(sources, 2))
    single, double = statistics.median(one), statistics.median(two)
    return [
        ratio(
            f"extraction of {len(pdfs)} reports", "PDF library alone", library, ours=extraction, bound=1.35, unit="s"
        ),
        ratio(f"build of {len(paths)} sources, two jobs", "one job", single, ours=double, bound=0.6, unit="s"),
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


def _build(sources: Sequence[Path], jobs: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        arguments = [*map(str, sources), "--output", f"{folder}/built", "--jobs", str(jobs), "--no-cache"]
        command = [sys.executable, "-m", "loaders", "build", *arguments]
        return _seconds(lambda: _run(command))


def _run(command: Sequence[str]) -> None:
    """Raises where nothing could be built; 1 is a build that refused some of its sources, as it does the published."""
    ended = subprocess.run(command, cwd=CHECKOUT, env=child_environment(), capture_output=True, check=False)
    if ended.returncode > 1:
        ended.check_returncode()
