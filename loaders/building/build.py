"""All sources to a data folder: extract each, reconcile, derive, check, write.

Sources are extracted side by side, here or on a Dask cluster, through one joblib call; what comes back is put in order
before anything is derived from it, so that the number of jobs never shows in the tables. A source whose content, name
and rules have not changed since it was last read is taken from the cache.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import asdict, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import joblib
from tqdm import tqdm

from loaders.building import coverage, derive, panel, reference_tables
from loaders.building.columns import Row, inspection_columns, observation_columns
from loaders.building.reconcile import reconcile
from loaders.reading import sandbox
from loaders.reading.readers import files
from loaders.record import folder
from loaders.record.errors import FolderInvalid, SourceRefused
from loaders.record.matching import Inspection
from loaders.record.model import Extraction, Observation
from loaders.record.reference import REFERENCE_FOLDER, Reference

_thread = threading.local()


def walk(sources: list[Path]) -> list[Path]:
    """Every file named, and everything in every folder named that is no folder, once each, in order of their paths.

    What is no file either (a pipe, a link to nothing) is named too, and so is a folder that cannot be listed: a source
    that is not read is refused, never passed over. Links to folders are not followed, so that none leads in a circle.
    """
    found: dict[Path, None] = {}
    for source in sources:
        found.update(dict.fromkeys(sorted(_inside(source)) if source.is_dir() else [source]))
    return list(found)


def _inside(folder: Path) -> Iterator[Path]:
    waiting = [folder]
    while waiting:
        place = waiting.pop()
        try:
            with os.scandir(place) as entries:
                for entry in entries:
                    if entry.name.startswith("."):  # what programs keep for themselves, `fetch` among them
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(place / entry.name)
                    elif not _leads_to_folder(entry):
                        yield place / entry.name
        except OSError:
            yield place


def _leads_to_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads in a circle
        return False


def extract_all(paths: list[Path], jobs: int = 1, scheduler: str = "", use_cache: bool = True) -> Iterator[Extraction]:
    """The extraction of each file, in order, with a progress bar on a terminal."""
    cache = _cache_folder() if use_cache else None
    with _backend(scheduler):
        run = joblib.Parallel(n_jobs=jobs, return_as="generator", **({} if scheduler else {"backend": "threading"}))
        results = run(joblib.delayed(_extract_one)(path, cache) for path in paths)
        yield from tqdm(results, total=len(paths), unit=" sources", file=sys.stderr, disable=not sys.stderr.isatty())


def _backend(scheduler: str) -> AbstractContextManager[Any]:
    if not scheduler:
        return nullcontext()
    from dask.distributed import Client

    client = Client(scheduler, timeout=10)
    backend: AbstractContextManager[Any] = joblib.parallel_config(backend="dask", client=client)
    return backend


def _extract_one(path: Path, cache: Path | None) -> Extraction:
    sha256 = _digest(path) if cache else ""
    entry = cache / f"{_key(path, sha256)}.json" if cache and sha256 else None
    if entry and entry.exists():
        try:
            return sandbox.from_json(json.loads(entry.read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            pass  # a damaged entry: read anew, and written over
    if not hasattr(_thread, "sandbox"):
        _thread.sandbox = sandbox.Sandbox()
    extraction: Extraction = _thread.sandbox.extract(path)
    # A refusal is not kept: it may have been the machine's (time, memory), and it is cheap to find again. Nor is what
    # was read after the file had changed.
    if entry and extraction.source.status == "read" and extraction.source.sha256 == sha256:
        _keep(extraction, entry)
    return extraction


def _keep(extraction: Extraction, entry: Path) -> None:
    """Put an extraction into the cache; where none can be written, the next build reads the source again."""
    aside = entry.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
    with suppress(OSError):
        entry.parent.mkdir(parents=True, exist_ok=True)
        aside.write_text(json.dumps(sandbox.to_json(extraction), default=str), encoding="utf-8")
        aside.rename(entry)


def _digest(path: Path) -> str:
    """The SHA-256 of a file, or "" for what will be refused."""
    try:
        with files.open_file(path) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (SourceRefused, OSError):
        return ""


def _key(path: Path, sha256: str) -> str:
    return hashlib.sha256(os.fsencode(path.name) + b"\0" + sha256.encode()).hexdigest()


def _cache_folder() -> Path:
    """Where extractions are kept: one folder for each state of the rules (loaders, reference and reading libraries)."""
    root = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    digest = hashlib.sha256()
    for path in sorted(
        [*Path(__file__).parents[1].rglob("*.py"), *(p for p in REFERENCE_FOLDER.rglob("*") if p.is_file())]
    ):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    for package in ("pypdfium2", "python-calamine"):
        digest.update(version(package).encode())
    return root / "gradeline" / digest.hexdigest()[:16]


def identify(extractions: list[Extraction]) -> list[Extraction]:
    """Each source with an id of its own; a file that repeats another's content is listed, and not counted twice."""
    by_content: dict[str, str] = {}
    stems = Counter(e.source.source_id for e in extractions)
    taken = {stem for stem, count in stems.items() if count == 1}
    found: list[Extraction] = []
    for extraction in sorted(extractions, key=lambda e: (e.source.file_name, e.source.sha256)):
        source = extraction.source
        if stems[source.source_id] > 1:
            stem = f"{source.source_id}-{source.sha256[:8] or 'unread'}"
            own, number = stem, 1
            while own in taken:
                number += 1
                own = f"{stem}-{number}"
            taken.add(own)
            source = replace(source, source_id=own)
        if source.status == "read" and source.sha256 in by_content:
            message = f"the same content as {by_content[source.sha256]}, and counted there"
            found.append(Extraction(replace(source, message=message, observations=0)))
            continue
        if source.status == "read":
            by_content[source.sha256] = source.file_name
        observations = tuple(replace(o, source_id=source.source_id) for o in extraction.observations)
        found.append(Extraction(source, observations))
    return found


def complete_to(extractions: list[Extraction]) -> dt.date | None:
    """The last day up to which the record holds every inspection published, as far as any source says so."""
    return max((e.source.complete_to for e in extractions if e.source.complete_to), default=None)


def with_addresses(extractions: list[Extraction]) -> list[Extraction]:
    """Each source with the address that a collection gives for its file, where it has none of its own."""
    addresses = dict(pair for e in extractions if e.collection for pair in e.collection.addresses)
    return [
        replace(e, source=replace(e.source, url=addresses[e.source.file_name]))
        if not e.source.url and e.source.file_name in addresses and e.source.status == "read"
        else e
        for e in extractions
    ]


def tables(extractions: list[Extraction], reference: Reference) -> dict[str, list[Row]]:
    """The rows of every table, from what was extracted."""
    identified = identify(with_addresses(extractions))
    reconciled = reconcile((o for e in identified for o in e.observations), reference)
    names = {authority.authority_id: authority.name for authority in reference.register.authorities}
    urls = {e.source.source_id: e.source.url for e in identified}
    inspections, judgements = reconciled.inspections, reconciled.judgements
    return {
        "judgements": [row | {"source_url": urls[str(row["source_id"])]} for row in judgements],
        "observations": [
            observation_row(inspection, observation, reference) | {"source_url": urls[observation.source_id]}
            for inspection in inspections
            for observation in inspection.observations
        ],
        "inspections": derive.inspections(inspections, judgements, reference),
        "sources": [asdict(e.source) for e in identified],
        "discrepancies": [{**row, "authority": names[str(row["authority_id"])]} for row in reconciled.discrepancies],
        "movements": derive.movements(judgements, reference),
        "coverage": coverage.coverage(inspections, judgements, reference),
        "panel": panel.panel(inspections, judgements, complete_to(identified), reference),
        "authorities": reference_tables.authorities(reference),
        "frameworks": reference_tables.frameworks(reference),
        "crosswalk": reference_tables.crosswalk(reference),
        "codebook": reference_tables.codebook(reference),
    }


def observation_row(inspection: Inspection, o: Observation, reference: Reference) -> Row:
    """One observation with the dates that its own source gives, under the inspection that it speaks of."""
    return inspection_columns(inspection, reference) | observation_columns(o)


def build(extractions: list[Extraction], output: Path, reference: Reference, allow_fewer: bool = False) -> None:
    """Write the data folder.

    Raises FolderInvalid, and leaves the folder as it was, if the tables break a rule, or hold fewer inspections than
    the folder that is there unless `allow_fewer`.
    """
    rows = tables(extractions, reference)
    if not allow_fewer:
        _check_not_fewer(output, rows)
    folder.write(output, rows, reference, reach=_reach(extractions))


def _reach(extractions: list[Extraction]) -> dict[str, str]:
    """How far the record reaches, and the newest publication date among its sources: never the time of a file."""
    published = [e.source.published for e in extractions if e.source.published and e.source.status == "read"]
    published += [o.published for e in extractions for o in e.observations if o.published]
    day = complete_to(extractions)
    return {
        "complete_to": day.isoformat() if day else "",
        "created": max(published).isoformat() if published else "",
    }


def _check_not_fewer(output: Path, rows: dict[str, list[Row]]) -> None:
    before = folder.inspection_ids(output)
    after = {str(row["inspection_id"]) for row in rows["inspections"]}
    if len(after) < len(before):
        lost = sorted(before - after)
        more = f" and {len(lost) - 5} more" if len(lost) > 5 else ""
        raise FolderInvalid(
            [
                f"{output} has {len(before)} inspections and the new record {len(after)}; lost would be "
                f"{', '.join(lost[:5])}{more}; --allow-fewer writes it all the same"
            ]
        )
