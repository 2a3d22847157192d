"""How fast and how small reading is: ratios within one run, for `make bench`.

    python -m tests.benchmarks.extraction SOURCE…

library     the PDF library alone: open each PDF and get the text of every page, as the loaders do (they read every
            page, since earlier inspections are quoted and grades repeated throughout a report)
extraction  the same files through the loaders, in the same process: text, recognition, grades, mentions, harmonising
build       the command line, each source in a process that can be killed, with one job and with two
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pypdfium2 as pdfium

from loaders import build, extract, reference

ROUNDS = 3


def main() -> None:
    sources = [Path(argument) for argument in sys.argv[1:]]
    paths = build.walk(sources)
    pdfs = [path for path in paths if path.read_bytes()[:5] == b"%PDF-"]
    known = reference.load()
    library, extraction = [], []
    for _ in range(ROUNDS):
        library.append(_timed(lambda: [_text(path) for path in pdfs]))
        extraction.append(_timed(lambda: [extract.extract(path, known) for path in pdfs]))
    ratios = sorted(e / w for e, w in zip(extraction, library, strict=True))
    one, peak_one = _build(sources, 1)
    two, _ = _build(sources, 2)
    half, peak_half = _build(pdfs[: len(pdfs) // 2], 1)
    print(f"{len(pdfs)} PDFs, {len(paths)} sources; {ROUNDS} rounds")
    print(f"library alone               {min(library):7.2f} s")
    print(f"extraction, one process     {min(extraction):7.2f} s   {ratios[len(ratios) // 2]:.2f} x library (median ratio)")
    print(f"build --jobs 1              {one:7.2f} s")
    print(f"build --jobs 2              {two:7.2f} s   {two / one:.2f} x one job")
    print(f"peak memory, build --jobs 1 {peak_one:7.0f} MiB  (half of the PDFs, {half:.2f} s: {peak_half:.0f} MiB)")


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


def _timed(work: object) -> float:
    started = time.perf_counter()
    work()  # type: ignore[operator]
    return time.perf_counter() - started


def _build(sources: list[Path], jobs: int) -> tuple[float, float]:
    """Seconds, and the largest process's peak in MiB (builder or reader; two jobs have two readers)."""
    code = (
        "import resource, sys; from loaders.__main__ import main; main(sys.argv[1:]);"
        "print(max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))"
    )
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", code, "build", *map(str, sources), "--output", f"{folder}/built", "--jobs", str(jobs), "--no-cache"],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        return time.perf_counter() - started, int(done.stdout.split()[-1]) / 1024


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    main()
