"""Finished pages by their address, as the bytes that are sent: what was asked for longest ago goes first.

Called by `server` and `embeds`.
"""

import gzip
import hashlib
import json
import sys
import threading
import zlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

from flask import Response, request

MOST_BYTES = 12 * 2**20
MADE_AT_ONCE = 64
"""Addresses share so many locks: more than a process has threads, so that two pages seldom wait for each other."""
OVERHEAD = 1000
"""What the objects around a page take, near enough."""
Key = TypeVar("Key")
Item = TypeVar("Item")
Address = tuple[str, ...]
"""A `PageAddress`, or one with more behind it."""


class PageAddress(NamedTuple):
    """Where a page is asked for: `prefix` is the path that the site is mounted at, `origin` its scheme and host."""

    path: str
    query: str
    prefix: str = ""
    origin: str = ""


@dataclass(frozen=True)
class FinishedPage:
    """A page as it is sent: either its whole HTML or its parts. A redirect has a `location` alone.

    `document` is the HTML as gzip, the same bytes every time, so that `etag` names it; `parts` is what the callback
    sends in place of the whole: JSON, compressed.
    """

    status: int
    document: bytes = b""
    etag: str = ""
    parts: bytes = b""
    location: str = ""

    @classmethod
    def of(cls, status: int, html: bytes) -> "FinishedPage":
        document = gzip.compress(html, 6, mtime=0)
        return cls(status, document, etag=hashlib.sha256(document).hexdigest()[:24])

    def unpacked_parts(self) -> dict[str, Any]:
        parts: dict[str, Any] = json.loads(zlib.decompress(self.parts))
        return parts


class Recent(Generic[Key, Item]):
    """What was asked for lately, up to so many bytes in all, for the threads of one process."""

    def __init__(self, most_bytes: int, size: Callable[[Key, Item], int]) -> None:
        self._most, self._size, self._bytes = most_bytes, size, 0
        self._items: OrderedDict[Key, Item] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Key) -> Item | None:
        with self._lock:
            if key in self._items:
                self._items.move_to_end(key)
            return self._items.get(key)

    def add(self, key: Key, item: Item) -> None:
        with self._lock:
            if key in self._items:
                return
            self._items[key] = item
            self._bytes += self._size(key, item)
            while self._bytes > self._most:
                self._bytes -= self._size(*self._items.popitem(last=False))


class PageCache(Recent[Address, FinishedPage]):
    """Lives as long as the edition that its pages are of."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        super().__init__(most_bytes, size)
        self._making = [threading.Lock() for _ in range(MADE_AT_ONCE)]

    def page(self, address: Address, finish: Callable[[], FinishedPage]) -> FinishedPage:
        """The page at an address, finished where it was not asked for before; a problem is kept for nobody.

        Who asks for what another thread is making waits for that: when many come at once, it is made once.
        """
        page = self.get(address)
        if page is None:
            with self._making[hash(address) % MADE_AT_ONCE]:
                page = self.get(address) or finish()
                if page.status == 200:
                    self.add(address, page)
        return page


def size(address: Address, page: FinishedPage) -> int:
    return sum(map(sys.getsizeof, (*address, page.document, page.parts, page.etag, page.location))) + OVERHEAD


def reply(page: FinishedPage) -> Response:
    """A finished page as the answer to the request in hand: packed where the client takes it, 304 where it has it."""
    is_packed = bool(request.accept_encodings["gzip"])
    answer = Response(page.document if is_packed else gzip.decompress(page.document), page.status)
    answer.headers["Content-Type"] = "text/html; charset=utf-8"
    answer.headers["Vary"] = "Accept-Encoding"
    answer.headers["Cache-Control"] = "no-cache"
    if is_packed:
        answer.headers["Content-Encoding"] = "gzip"
    # A strong ETag names bytes, and packed and plain are not the same ones.
    answer.set_etag(page.etag if is_packed else f"{page.etag}-plain")
    if page.status == 200:
        answer.make_conditional(request)
    return answer
