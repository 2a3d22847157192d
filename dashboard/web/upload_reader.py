"""A report that a visitor brings: read by a process that can be killed, and forgotten.

Comes in: the name and the bytes of an upload. Goes out: its extraction. The bytes stand in a private file under a name
of our own while the loaders read them, and no longer; nothing of it is kept and nothing is logged.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from loaders.record.model import Extraction

AT_ONCE = 2
TIME_LIMIT = 20.0
LONGEST_NAME = 100


class Busy(Exception):
    """As many uploads are being read as this process takes at once."""


class Reader:
    """Reads uploads, each in a process of its own, a few at a time."""

    def __init__(self, at_once: int = AT_ONCE, time_limit: float = TIME_LIMIT) -> None:
        self.time_limit = time_limit
        self._places = threading.BoundedSemaphore(at_once)

    def read(self, name: str, upload: IO[bytes]) -> Extraction:
        """What the upload says, or its refusal. Raises Busy; OSError where the machine lets no file be read."""
        if not self._places.acquire(blocking=False):
            raise Busy
        try:
            return self._read(shown_name(name), upload)
        finally:
            self._places.release()

    def _read(self, name: str, upload: IO[bytes]) -> Extraction:
        # The libraries that read documents are loaded with the first upload: most servers never see one.
        from loaders.reading.sandbox import Sandbox, was_not_read

        with _private_copy(name, upload) as path, Sandbox(self.time_limit) as sandbox:
            extraction = sandbox.extract(path)
        if was_not_read(extraction):
            raise OSError(extraction.source.message)
        return _named(extraction, name)


def shown_name(name: str) -> str:
    """A file's name without folders, control characters or marks that turn the direction of writing."""
    last = PurePosixPath(name.replace("\\", "/")).name
    visible = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in last).strip() or "file"
    return visible if len(visible) <= LONGEST_NAME else f"{visible[: LONGEST_NAME - 12]}…{visible[-11:]}"


@contextmanager
def _private_copy(name: str, upload: IO[bytes]) -> Iterator[Path]:
    """The upload as a file that this user alone can open, under a generated name, gone when its reading ends."""
    ending = ".pdf" if name.lower().endswith(".pdf") else ""  # only for the words of a refusal: content decides
    descriptor, path = tempfile.mkstemp(prefix="gradeline-", suffix=ending)
    try:
        with os.fdopen(descriptor, "wb") as file:
            shutil.copyfileobj(upload, file)
        yield Path(path)
    finally:
        Path(path).unlink(missing_ok=True)


def _named(extraction: Extraction, name: str) -> Extraction:
    """The extraction under the name that its reader gave the file. Its address is not ours to say."""
    identifier = name.rpartition(".")[0] or name
    source = replace(extraction.source, source_id=identifier, file_name=name, url="")
    return replace(
        extraction,
        source=source,
        observations=tuple(replace(o, source_id=identifier) for o in extraction.observations),
    )
