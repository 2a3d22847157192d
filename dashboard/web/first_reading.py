"""The first data folder of a server, read by a process of its own while this one imports the rest of the program.

`dashboard.serve` begins it before it imports what answers requests, and `reload` takes what was read. To read and check
the record takes a fifth of a second, as those imports do: on two cores both are done at once. Where there is one core,
no fork, or another thread that a fork would leave behind, the folder is read in this process, when it is asked for; and
so it is where the other process came to nothing.
"""

import os
import pickle
import tempfile
import threading
import warnings
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import IO

from dashboard.store import Store, open_store, store_of
from loaders import frames
from loaders.record import folder as data_folder
from loaders.record.errors import FolderInvalid
from loaders.record.reference import Reference, load

Result = tuple[tuple[frames.Folder, Reference] | None, list[str]]
"""What a folder holds, with the reference that it was checked against, or what is wrong with it."""


class FirstReading:
    """A data folder, and what told it from others when it began to be read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.identity = data_folder.identity(folder)
        self._file: IO[bytes] | None = None
        if _can_fork():
            self._begin()

    def store(self) -> Store:
        """The record. Raises FolderInvalid as `open_store` does."""
        record, problems = self._result()
        if problems and data_folder.identity(self.folder) == self.identity:  # it was not replaced meanwhile
            raise FolderInvalid(problems)
        return store_of(self.folder, *record) if record else open_store(self.folder)

    def _begin(self) -> None:
        with suppress(OSError), ExitStack() as stack:
            file = stack.enter_context(tempfile.TemporaryFile())
            self._process = _fork()
            if not self._process:
                try:
                    _read(self.folder, file)
                finally:
                    os._exit(0)
            self._file, self._closing = file, stack.pop_all()

    def _result(self) -> Result:
        """What the other process has read, or what is wrong with it; neither where it did not come to its end."""
        if self._file is None:
            return None, []
        with suppress(ChildProcessError):  # that it ended may have been taken note of elsewhere
            os.waitpid(self._process, 0)
        with self._closing:
            self._file.seek(0)
            try:
                result: Result = pickle.load(self._file)
            except (EOFError, pickle.UnpicklingError):
                return None, []
            return result


def _can_fork() -> bool:
    has_cores = hasattr(os, "fork") and hasattr(os, "sched_getaffinity") and len(os.sched_getaffinity(0)) > 1
    return has_cores and threading.active_count() == 1


def _fork() -> int:
    with warnings.catch_warnings():
        # Of threads that a library keeps for its own work: the other process never asks for any.
        warnings.simplefilter("ignore", DeprecationWarning)
        return os.fork()


def _read(folder: Path, file: IO[bytes]) -> None:
    result: Result
    try:
        result = (frames.read_folder(folder), load()), []
    except FolderInvalid as invalid:
        result = None, invalid.problems
    pickle.dump(result, file, pickle.HIGHEST_PROTOCOL)
    file.flush()
