"""Every source named, found and extracted: side by side, here or on a Dask cluster, and from the cache where it can be.

Extractions come back in the order of the paths, so that the number of jobs never shows in the tables. A source whose
content, name and rules have not changed since it was last read is taken from the cache. Called by the command line.
"""

import hashlib
import os
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from tqdm import tqdm

from loaders.building import cache
from loaders.building.cluster import Run, on_cluster
from loaders.reading import sandbox
from loaders.reading.readers import files
from loaders.record.errors import SourceRefused
from loaders.record.model import Extraction

_thread = threading.local()


def walk(sources: list[Path]) -> list[Path]:
    """Every file named, and everything in every folder named that is no folder, once each, in order of their paths.

    What is no file either (a pipe, a link to nothing) is named too, and so is a folder that cannot be listed: a source
    that is not read is refused, never passed over. Links to folders are not followed, so that none leads in a circle.
    """
    paths: dict[Path, None] = {}
    for source in sources:
        paths.update(dict.fromkeys(sorted(_inside(source)) if source.is_dir() else [source]))
    return list(paths)


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


def extract_all(
    paths: list[Path], jobs: int = 1, scheduler: str = "", *, use_cache: bool = True
) -> Iterator[Extraction]:
    """The extraction of each file, in order, with a progress bar on a terminal."""
    extract = partial(extract_one, cache_folder=cache.folder() if use_cache else None)
    with on_cluster(scheduler) if scheduler else _in_threads(jobs) as run:
        results = run(extract, paths)
        yield from tqdm(results, total=len(paths), unit=" sources", file=sys.stderr, disable=not sys.stderr.isatty())


@contextmanager
def _in_threads(jobs: int) -> Iterator[Run]:
    """Some files at once: each thread waits for a process of its own, which reads."""
    executor = ThreadPoolExecutor(jobs)
    try:
        yield executor.map
    finally:
        executor.shutdown(cancel_futures=True)


def extract_one(path: Path, cache_folder: Path | None) -> Extraction:
    sha256 = _digest(path) if cache_folder else ""
    entry = cache.entry(cache_folder, path, sha256) if cache_folder and sha256 else None
    if entry and (cached := cache.read(entry, sha256)):
        return cached
    if not hasattr(_thread, "sandbox"):
        _thread.sandbox = sandbox.Sandbox()
    extraction: Extraction = _thread.sandbox.extract(path)
    # A refusal is not kept: it may have been the machine's (time, memory), and it is cheap to find again. Nor is what
    # was read after the file had changed.
    if entry and extraction.source.status == "read" and extraction.source.sha256 == sha256:
        cache.keep(extraction, entry)
    return extraction


def _digest(path: Path) -> str:
    """The SHA-256 of a file, or "" for what will be refused."""
    try:
        with files.open_file(path) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (SourceRefused, OSError):
        return ""
