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

try:
    import fcntl
except ImportError:  # another system than Unix
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from loaders.record.model import Extraction

AT_ONCE = 2
"""Files that are read at once, by all processes of a server together."""
TIME_LIMIT = 20.0
LONGEST_NAME, LONGEST_LOOKED_AT = 100, 4000


class ReaderBusy(Exception):
    """As many uploads are being read as this process takes at once."""


class UploadReader:
    """Reads uploads, each in a process of its own, a few at a time.

    `shared` is a folder that all processes of a server have in common: there a lock stands for each place, which the
    system takes away with the process that holds it. Without one, or where there are no such locks, the places are of
    this process alone.
    """

    def __init__(self, at_once: int = AT_ONCE, time_limit: float = TIME_LIMIT, shared: Path | None = None) -> None:
        self.time_limit = time_limit
        self._at_once = at_once
        self._shared = shared if fcntl else None
        self._places = threading.BoundedSemaphore(at_once)

    def read(self, name: str, upload: IO[bytes]) -> Extraction:
        """What the upload says, or its refusal. Raises ReaderBusy; OSError where the machine lets no file be read."""
        with self._place():
            return self._read(shown_name(name), upload)

    @contextmanager
    def _place(self) -> Iterator[None]:
        if self._shared:
            with self._shared_place(self._shared):
                yield
            return
        if not self._places.acquire(blocking=False):
            raise ReaderBusy
        try:
            yield
        finally:
            self._places.release()

    @contextmanager
    def _shared_place(self, folder: Path) -> Iterator[None]:
        folder.mkdir(mode=0o700, exist_ok=True)
        for number in range(self._at_once):
            with (folder / f"reader-{number}").open("wb") as lock:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    continue
                yield
                return
        raise ReaderBusy

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
    last = PurePosixPath(name[-LONGEST_LOOKED_AT:].replace("\\", "/")).name
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
        extraction, source=source, observations=tuple(replace(o, source_id=identifier) for o in extraction.observations)
    )
