"""Finished pages by their address, as the bytes that are sent: what was asked for longest ago goes first."""

from __future__ import annotations

import gzip
import json
import sys
import threading
import zlib
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from flask import Response, request

MOST_BYTES = 24 * 2**20
OVERHEAD = 1000
"""What the objects around a page take, near enough."""
Address = tuple[str, ...]
"""A path and a query, and the path that the site is mounted at where there is one."""


@dataclass(frozen=True)
class FinishedPage:
    """A page as it is sent. `document` is its whole HTML as gzip, the same bytes every time, so that `etag` names it.

    `parts` is what the callback sends in place of the whole: JSON, compressed. A redirect has a `location` alone.
    """

    status: int
    document: bytes = b""
    etag: str = ""
    parts: bytes = b""
    location: str = ""

    def unpacked_parts(self) -> dict[str, Any]:
        parts: dict[str, Any] = json.loads(zlib.decompress(self.parts))
        return parts


class PageCache:
    """Pages up to so many bytes in all, for the threads of one process. Lives as long as the edition that it is of."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._bytes = 0
        self._pages: OrderedDict[Address, FinishedPage] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, address: Address) -> FinishedPage | None:
        with self._lock:
            if address in self._pages:
                self._pages.move_to_end(address)
            return self._pages.get(address)

    def add(self, address: Address, page: FinishedPage) -> None:
        with self._lock:
            if address in self._pages:
                return
            self._pages[address] = page
            self._bytes += size(address, page)
            while self._bytes > self._most:
                self._bytes -= size(*self._pages.popitem(last=False))


def size(address: Address, page: FinishedPage) -> int:
    """Bytes that a page takes in memory, under its address."""
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
