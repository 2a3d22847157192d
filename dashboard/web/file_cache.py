"""Files that take long to write (XLSX, zip), kept by what was asked for within so many bytes; one is written at a time.

A request that finds others waiting already is told to come back: to ask for many workbooks at once, each of another
selection, costs a server one thread that writes and a few that wait. Called by `downloads`.
"""

import threading
from collections.abc import Callable

from dashboard.web.page_cache import Recent

MOST_BYTES = 16 * 2**20
MOST_WAITING = 2


class WriterBusy(Exception):
    """As many requests wait for a file as may."""


class FileCache:
    """Lives as long as the edition that its files are of."""

    def __init__(self, most_bytes: int = MOST_BYTES, most_waiting: int = MOST_WAITING) -> None:
        self._files: Recent[str, bytes] = Recent(most_bytes, lambda name, content: len(name) * 4 + len(content))
        self._writing = threading.Lock()
        self._places = threading.BoundedSemaphore(1 + most_waiting)

    def file(self, name: str, write: Callable[[], bytes]) -> bytes:
        """The file of this name, written where it is not kept. Raises WriterBusy."""
        if (content := self._files.get(name)) is not None:
            return content
        if not self._places.acquire(blocking=False):
            raise WriterBusy
        try:
            with self._writing:
                content = self._files.get(name)  # another may have waited for the same
                if content is None:
                    content = write()
                    self._files.add(name, content)
                return content
        finally:
            self._places.release()
