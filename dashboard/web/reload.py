"""The data folder followed while it is served: each new one is picked up whole, or refused and the old one kept.

Once a second each process looks whether the folder is another one; if so, it is copied to a private place, checked and
made into an edition beside the requests, in a thread, and then takes the place of the one before. A request is answered
by one edition from beginning to end, so none sees two.

The newest sound edition outlives every process that answers: its copy stays in the private place, which belongs to the
process that made the application. A process that begins looks before it answers anything, and where the folder is
damaged it takes that copy, as those do that never read it themselves. So all processes answer from one record.
"""

import logging
import os
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from dashboard.store import DEFAULT_FOLDER, Store, open_store
from dashboard.web import heap
from dashboard.web.edition import Edition
from dashboard.web.first_reading import FirstReading
from dashboard.web.newest_copy import NewestCopy
from dashboard.web.server import create_app
from dashboard.web.settings import number_from
from dashboard.web.upload_reader import AT_ONCE, UploadReader
from loaders.record import folder as data_folder
from loaders.record.errors import FolderInvalid

LOG = logging.getLogger("gradeline")
SECONDS_BETWEEN_LOOKS = 1.0
Identity = tuple[tuple[int, int, int], ...]


class ReloadingServer:
    """A WSGI application that answers from the newest sound data folder. Raises FolderInvalid where the first is not.

    One that is damaged is named once in the log, and in /healthz for as long as it stands there.
    """

    def __init__(
        self,
        folder: Path = DEFAULT_FOLDER,
        seconds_between_looks: float = SECONDS_BETWEEN_LOOKS,
        reading: FirstReading | None = None,
    ) -> None:
        self.folder = folder
        reading = reading or FirstReading(folder)
        self._seconds_between_looks = seconds_between_looks
        self._newest_copy = NewestCopy()
        self._mark: Path | None = None
        self._seen = reading.identity
        readers = number_from(os.environ, "GRADELINE_READERS", AT_ONCE)
        self.app = create_app(reading.store(), UploadReader(readers, shared=self._newest_copy.place))
        self.app.prepare(self.app.edition)
        self._looked = time.monotonic()
        self._process = os.getpid()
        self._reloading = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if os.getpid() != self._process:
            self._begin()
        if time.monotonic() - self._looked >= self._seconds_between_looks:
            self._look()
        response: Iterable[bytes] = self.app.server(environ, start_response)
        return response

    def _begin(self) -> None:
        """In a process that was forked: look before anything is answered, and go on looking when nobody asks."""
        with self._beginning:
            if os.getpid() == self._process:
                return
            self._reloading = threading.Lock()  # the one before may have been held as this process was forked
            if self._is_another():
                with self._reloading:
                    self._reload()
            threading.Thread(target=self._watch, name="gradeline-watch", daemon=True).start()
            self._process = os.getpid()

    _beginning = threading.Lock()

    def _watch(self) -> None:
        while True:
            time.sleep(max(self._seconds_between_looks, 0.05))
            self._look()

    def _is_another(self) -> bool:
        """Whether the folder has changed, or, while it is refused, what any process has kept in its place."""
        is_refused = bool(self.app.edition.newer_refused)
        return data_folder.identity(self.folder) != self._seen or (
            is_refused and self._newest_copy.mark() != self._mark
        )

    def _look(self) -> None:
        """Read the folder in a thread of its own where it has changed; one thread at a time, and nobody waits."""
        self._looked = time.monotonic()
        if self._is_another() and self._reloading.acquire(blocking=False):
            threading.Thread(target=self._reload_and_release, name="gradeline-reload", daemon=True).start()

    def _reload_and_release(self) -> None:
        try:
            self._reload()
        finally:
            self._reloading.release()

    def _reload(self) -> None:
        identity = data_folder.identity(self.folder)
        try:
            with self._newest_copy.copy(self.folder) as copy:
                store = open_store(copy)
                # One that was replaced while it was read is looked at again.
                if data_folder.identity(self.folder) == identity:
                    self._newest_copy.keep(copy)
                    self._take(store, identity)
                    LOG.warning("%s: new data are served", self.folder)
        except FolderInvalid as invalid:
            # A folder that is copied file by file is damaged until it is whole: its identity changes, and it is read
            # again. One that was replaced while it was read is no damage at all.
            if data_folder.identity(self.folder) == identity:
                self._refuse(invalid.problems, identity)
        except Exception:
            self._seen = identity
            LOG.exception("%s: the new data could not be read; the old data are still served", self.folder)
        heap.trim()

    def _take(self, store: Store, identity: Identity) -> None:
        edition = Edition(store)
        self.app.prepare(edition)
        self._seen = identity
        self.app.edition = edition

    def _refuse(self, problems: list[str], identity: Identity) -> None:
        """Say what is wrong, and answer from the newest record that was sound, whichever process has read that."""
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        self._mark = self._newest_copy.mark()
        store = self._newest_copy.newest()
        if store and store.version != self.app.edition.store.version:
            self._take(store, identity)
        self._seen = identity
        self.app.edition.newer_refused = f"{problems[0]}{more}"
        LOG.error("%s: refused, the old data are still served: %s%s", self.folder, problems[0], more)
