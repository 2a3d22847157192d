"""The data folder followed while it is served: each new one is picked up whole, or refused and the old one kept.

At most once a second a request looks whether the folder is another one; if so, that folder is read, checked and made
into an edition beside the requests, in a thread, and then takes the place of the one before. A request is answered by
one edition from beginning to end, so none sees two.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from dashboard.store import DEFAULT_FOLDER, open_store
from dashboard.web.edition import Edition
from dashboard.web.server import create_app
from loaders.record import folder as data_folder
from loaders.record.errors import FolderInvalid

LOG = logging.getLogger("gradeline")
SECONDS_BETWEEN_LOOKS = 1.0
Identity = tuple[tuple[int, int, int], ...]


class ReloadingServer:
    """A WSGI application that answers from the newest sound data folder. Raises FolderInvalid where the first is not.

    One that is damaged is named once in the log, and in /healthz for as long as it stands there.
    """

    def __init__(self, folder: Path = DEFAULT_FOLDER, seconds_between_looks: float = SECONDS_BETWEEN_LOOKS) -> None:
        self.folder = folder
        self._seconds_between_looks = seconds_between_looks
        self._seen = data_folder.identity(folder)
        self.app = create_app(open_store(folder))
        self.app.prepare(self.app.edition)
        self._looked = time.monotonic()
        self._reloading = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if time.monotonic() - self._looked >= self._seconds_between_looks:
            self._look()
        response: Iterable[bytes] = self.app.server(environ, start_response)
        return response

    def _look(self) -> None:
        """Read the folder in a thread of its own where it has changed; one thread at a time, and nobody waits."""
        self._looked = time.monotonic()
        if data_folder.identity(self.folder) != self._seen and self._reloading.acquire(blocking=False):
            threading.Thread(target=self._reload, name="gradeline-reload", daemon=True).start()

    def _reload(self) -> None:
        try:
            seen = data_folder.identity(self.folder)
            self._take(seen)
        except FolderInvalid as invalid:
            # A folder that is copied file by file is damaged until it is whole: its identity changes, and it is read
            # again. One that was replaced while it was read is no damage at all.
            if data_folder.identity(self.folder) == seen:
                self._seen = seen
                self._refuse(invalid.problems)
        except Exception:
            self._seen = seen
            LOG.exception("%s: the new data could not be read; the old data are still served", self.folder)
        finally:
            self._reloading.release()

    def _take(self, seen: Identity) -> None:
        edition = Edition(open_store(self.folder))
        self.app.prepare(edition)
        if data_folder.identity(self.folder) == seen:
            self._seen = seen
            self.app.edition = edition
            LOG.warning("%s: new data are served", self.folder)

    def _refuse(self, problems: list[str]) -> None:
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        self.app.edition.newer_refused = f"{problems[0]}{more}"
        LOG.error("%s: refused, the old data are still served: %s%s", self.folder, problems[0], more)
