"""What the makers of hostile files share: what is known of a file, the usual reasons, bytes that unpack to more."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from itertools import cycle, islice

MIB = 2**20
STOPPED = r"the reader stopped on it: it is damaged, or needs more than 1024 MiB"
TOO_LONG = r"reading it took longer than \d+ seconds"
NO_TEXT = r"the PDF holds only pictures"
NO_PAGE = r"the PDF is damaged: a page cannot be read"
NOT_OPENED = r"the PDF is damaged or cut short and cannot be opened"
DAMAGED_ZIP = r"the file begins like a zip archive but is damaged or cut short"
NO_REPORT = r"no inspection framework recognised"
DAMAGED_SHEET = r"the spreadsheet is damaged"
ANY_REASON = r".+"


@dataclass(frozen=True)
class Hostile:
    """A file that is made to do harm. `reason` is a pattern of its refusal; empty where to read it is right as well.

    `seconds` is how long the reading process may take over it, where that is known to run out.
    """

    name: str
    make: Callable[[], bytes]
    reason: str = ""
    seconds: float = 20

    @property
    def title(self) -> str:
        return self.name.rpartition(".")[0]


def flate(data: bytes) -> bytes:
    return zlib.compress(data, 9)


def flate_bomb(unit: bytes, size: int) -> bytes:
    """A zlib stream of `unit` over and over, `size` bytes in all, made without ever holding them.

    A flush that forgets what went before makes the packed form of a block the same each time.
    """
    block = b"".join(islice(cycle([unit]), max(1, MIB // len(unit))))
    packer = zlib.compressobj(9, wbits=-15)
    packed = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    return b"\x78\xda" + packed * (size // len(block)) + b"\x03\x00" + b"\0\0\0\0"
