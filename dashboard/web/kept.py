"""Answers kept by their address, as the bytes that are sent: what was asked for longest ago goes first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

MOST_BYTES = 24 * 2**20


@dataclass(frozen=True)
class KeptAnswer:
    """A whole answer. `body` is gzip, the same bytes every time, so that `etag` names it."""

    status: int
    body: bytes = b""
    etag: str = ""
    location: str = ""


class Kept:
    """Answers up to so many bytes in all, for the threads of one process. Lives as long as the data that it is of."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._bytes = 0
        self._answers: OrderedDict[Hashable, KeptAnswer] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> KeptAnswer | None:
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
            return self._answers.get(key)

    def keep(self, key: Hashable, answer: KeptAnswer) -> None:
        with self._lock:
            if key in self._answers:
                return
            self._answers[key] = answer
            self._bytes += _size(key, answer)
            while self._bytes > self._most:
                self._bytes -= _size(*self._answers.popitem(last=False))


def _size(key: Hashable, answer: KeptAnswer) -> int:
    """What an answer takes, near enough: its bytes, its address and some 500 for the objects around them."""
    return len(answer.body) + len(str(key)) + 500
