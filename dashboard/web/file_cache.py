"""Files that take long to write (XLSX, zip), kept by what was asked for within so many bytes; one is written at a time.

A request that finds others waiting already is told to come back: to ask for many workbooks at once, each of another
selection, costs a server one thread that writes and a few that wait.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

MOST_BYTES = 16 * 2**20
MOST_WAITING = 2


class Busy(Exception):
    """As many requests wait for a file as may."""


class FileCache:
    """Lives as long as the edition that its files are of."""

    def __init__(self, most_bytes: int = MOST_BYTES, most_waiting: int = MOST_WAITING) -> None:
        self._most = most_bytes
        self._files: OrderedDict[str, bytes] = OrderedDict()
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._places = threading.BoundedSemaphore(1 + most_waiting)

    def file(self, name: str, write: Callable[[], bytes]) -> bytes:
        """The file of this name, written where it is not kept. Raises Busy."""
        if (content := self._get(name)) is not None:
            return content
        if not self._places.acquire(blocking=False):
            raise Busy
        try:
            with self._writing:
                content = self._get(name)  # another may have waited for the same
                if content is None:
                    content = write()
                    self._add(name, content)
                return content
        finally:
            self._places.release()

    def _get(self, name: str) -> bytes | None:
        with self._lock:
            if name in self._files:
                self._files.move_to_end(name)
            return self._files.get(name)

    def _add(self, name: str, content: bytes) -> None:
        with self._lock:
            self._files[name] = content
            while sum(len(key) * 4 + len(kept) for key, kept in self._files.items()) > self._most:
                self._files.popitem(last=False)
