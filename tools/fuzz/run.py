"""One input after another through the real sandbox, with the real limits; what came of each, and what broke a law."""

import random
import re
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from loaders.building import build
from loaders.reading import sandbox
from loaders.record import reference
from loaders.record.errors import FolderInvalid
from loaders.record.model import Extraction
from tools.fuzz import forged, laws, made_up, mutate, pdf, seeds, sheets, tables, texts

BATCH = 50
# The process that waits notices a little late that the time is over, and later on a machine that does other work.
GRACE = 5.0
_QUOTED = re.compile(r'"[^"]*"')
_FIGURES = re.compile(r"\d[\d,.]*")


@dataclass(frozen=True)
class FuzzOutcome:
    """What came of one input. `reason` is the refusal without what it quotes; `broken` are the laws that it breaks."""

    number: int
    kind: str
    reason: str
    seconds: float
    memory: int
    grades: int
    broken: tuple[str, ...]


def make(seed: int, number: int) -> tuple[str, str, bytes]:
    """An input: its kind, a name and its bytes; the same for the same seed and number."""
    chance = random.Random(f"{seed}/{number}")
    kind = chance.choices(list(KINDS), [weight for weight, _ in KINDS.values()])[0]
    name, content = KINDS[kind][1](chance, seed, number)
    return kind, f"{number}-{name}", content


Maker = Callable[[random.Random, int, int], tuple[str, bytes]]


def _changed(name: str, change: Callable[[random.Random, bytes, Sequence[bytes]], bytes], of: str) -> Maker:
    """A seed of a kind, changed; of PDFs and spreadsheets one in ten is one that means harm."""

    def make(chance: random.Random, *_: int) -> tuple[str, bytes]:
        corpus = seeds.load()
        is_hostile = of in ("pdfs", "sheets") and chance.random() < 0.1
        seed: str | bytes = chance.choice(corpus.hostile if is_hostile else getattr(corpus, of))
        return name, change(chance, seed.encode() if isinstance(seed, str) else seed, corpus.files)

    return make


def _text(chance: random.Random, *_: int) -> tuple[str, bytes]:
    changed = texts.change(chance, chance.choice(seeds.load().texts), seeds.load().texts)
    encoding = chance.choice(("utf-8", "utf-8", "utf-8-sig", "utf-16", "cp1252"))
    return "report.txt", changed.encode(encoding, "replace")


def _made_up(chance: random.Random, seed: int, number: int) -> tuple[str, bytes]:
    # Of the same texts for some hundred inputs, so that they are made once.
    texts = made_up.batch(seed * 1_000_003 + number // (8 * made_up.BATCH))
    return "report.txt", (chance.choice(texts) if texts else "").encode("utf-8", "surrogatepass")


# How many of a hundred, and the maker.
KINDS: dict[str, tuple[int, Maker]] = {
    "PDF, bytes": (12, _changed("report.pdf", mutate.change, "pdfs")),
    "PDF, inside streams": (14, _changed("report.pdf", pdf.change, "pdfs")),
    "PDF, forged": (14, lambda chance, *_: ("report.pdf", forged.make(chance))),
    "table, known grades": (10, lambda chance, *_: tables.make(chance)),
    "document, inside parts": (5, _changed("report.docx", sheets.change, "office")),
    "web page, bytes": (4, _changed("report.html", mutate.change, "pages")),
    "spreadsheet, bytes": (4, _changed("table.ods", mutate.change, "sheets")),
    "spreadsheet, inside parts": (7, _changed("table.ods", sheets.change, "sheets")),
    "text, bytes": (4, _changed("report.txt", mutate.change, "texts")),
    "text, as misprinted": (16, _text),
    "text, made up": (10, _made_up),
}


@cache
def _child() -> sandbox.Sandbox:
    return sandbox.Sandbox()


def batch(seed: int, first: int, count: int, keep: Path) -> list[FuzzOutcome]:
    """So many inputs one after another; those that break a law are kept."""
    outcomes = []
    extractions: list[tuple[int, Extraction]] = []
    with tempfile.TemporaryDirectory(prefix="gradeline-fuzz-batch-") as folder:
        for number in range(first, first + count):
            kind, name, content = make(seed, number)
            path = Path(folder, name)
            path.write_bytes(content)
            outcome, extraction = _try(number, kind, path, content)
            outcomes.append(outcome)
            if outcome.broken:
                (keep / name).write_bytes(content)
            elif extraction.source.status == "read":
                extractions.append((number, extraction))
        for number, problem in _unbuildable(extractions, Path(folder, "built")):
            kind, name, content = make(seed, number)
            (keep / name).write_bytes(content)
            outcomes.append(
                FuzzOutcome(number=number, kind=kind, reason="", seconds=0, memory=0, grades=0, broken=(problem,))
            )
    return outcomes


def _try(number: int, kind: str, path: Path, content: bytes) -> tuple[FuzzOutcome, Extraction]:
    child = _child()
    child._start()
    child.peak_memory = 0
    started = time.monotonic()
    extraction = child.extract(path)
    seconds = time.monotonic() - started
    broken = laws.breaches(extraction, content, path.name)
    if seconds > child.time_limit + GRACE:
        broken.append(f"it took {seconds:.1f} seconds")
    if child.peak_memory > sandbox.MEMORY_LIMIT:
        broken.append(f"it took {child.peak_memory / 2**20:.0f} MiB")
    source = extraction.source
    reason = _FIGURES.sub("#", _QUOTED.sub('"…"', source.message)) if source.status == "refused" else ""
    return (
        FuzzOutcome(
            number=number,
            kind=kind,
            reason=reason,
            seconds=seconds,
            memory=child.peak_memory,
            grades=len(extraction.observations),
            broken=tuple(broken),
        ),
        extraction,
    )


def _unbuildable(extractions: list[tuple[int, Extraction]], output: Path) -> list[tuple[int, str]]:
    """The sources that make a build fail, which takes all the others with it."""
    if not extractions or _builds([extraction for _, extraction in extractions], output) == "":
        return []
    alone = [(number, problem) for number, e in extractions if (problem := _builds([e], output))]
    return alone or [(extractions[0][0], _builds([extraction for _, extraction in extractions], output))]


def _builds(extractions: list[Extraction], output: Path) -> str:
    try:
        build.build(extractions, output, reference.load(), allow_fewer=True)
    except FolderInvalid as invalid:
        return f"the build fails: {invalid.problems[0]}"
    except Exception as error:  # a defect, whatever it is
        return f"the build fails: {error!r}"
    return ""
