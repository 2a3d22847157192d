"""The private place in which a server keeps the newest sound data folder, for its own processes: see `reload`.

It is made by the process that makes the application, before any other is forked from it, and goes with that process.
"""

import atexit
import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dashboard.store import Store, open_store
from loaders.record import folder as data_folder
from loaders.record.errors import FolderInvalid

LOG = logging.getLogger("gradeline")
NEWEST = "newest"
"""A symbolic link to the copy that counts, so that another takes its place at once."""


class NewestCopy:
    """A folder that this user alone can enter, with the newest sound data folder in it."""

    def __init__(self) -> None:
        self.place = Path(tempfile.mkdtemp(prefix="gradeline-server-"))
        atexit.register(_remove, self.place, os.getpid())

    @contextmanager
    def copy(self, folder: Path) -> Iterator[Path]:
        """A copy of a data folder, so that what is checked is what is kept; the folder itself where there is no room.

        It is gone at the end unless it was kept.
        """
        source, copy = data_folder.find(folder), Path(tempfile.mkdtemp(dir=self._place()))
        try:
            shutil.copytree(source, copy / "data", copy_function=shutil.copy2)
        except (OSError, shutil.Error) as error:
            if source.is_dir():
                LOG.warning("%s: no copy of it could be made, so it is read where it is: %s", folder, error)
            shutil.rmtree(copy, ignore_errors=True)
            yield folder
            return
        try:
            yield copy / "data"
        finally:
            if self.mark() != copy / "data":
                shutil.rmtree(copy, ignore_errors=True)

    def keep(self, copy: Path) -> None:
        """Make this copy the newest, in one step, and take away the one before."""
        if copy.parent.parent != self.place:
            return
        before, fresh = self.mark(), copy.parent / "link"
        fresh.symlink_to(copy)
        fresh.replace(self.place / NEWEST)
        if before and before != copy:
            shutil.rmtree(before.parent, ignore_errors=True)

    def newest(self) -> Store | None:
        """The newest record that any process of this server has read; None where the first one still is."""
        while (place := self.mark()) is not None:
            try:
                return open_store(place)
            except FolderInvalid as invalid:
                if self.mark() == place:  # and no other process has just replaced it
                    LOG.error("the copy of the newest data could not be read: %s", invalid.problems[0])
                    return None
        return None

    def mark(self) -> Path | None:
        """Which copy is the newest; None where there is none yet."""
        try:
            return (self.place / NEWEST).readlink()
        except OSError:
            return None

    def _place(self) -> Path:
        self.place.mkdir(mode=0o700, exist_ok=True)  # where a cleaner of temporary files has been
        return self.place


def _remove(place: Path, maker: int) -> None:
    if os.getpid() == maker:
        shutil.rmtree(place, ignore_errors=True)
