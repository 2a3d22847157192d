"""A path to an open file, and an open file to its bytes: regular files alone, of a size that we read.

A folder of downloads may hold a named pipe, a device or a link in a circle under a report's name. To open one of these
can wait for ever, or have an effect; to read one may never end.
"""

from __future__ import annotations

import errno
import os
import stat
from io import BufferedReader
from pathlib import Path

from loaders.record.errors import SourceRefused

MAX_BYTES = 100 * 1024 * 1024
_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}
_REASONS = {
    errno.ENOENT: "there is no such file (any more), or a link leads to nothing",
    errno.ELOOP: "a link that leads in a circle",
    errno.EACCES: "the file may not be read: permission denied",
    errno.EPERM: "the file may not be read: permission denied",
}


def open_file(path: Path, *, follow_links: bool = True) -> BufferedReader:
    """A regular file, open for reading. Raises SourceRefused for anything else, and for what cannot be opened."""
    flags = os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
    try:
        _check(path.stat(follow_symlinks=follow_links))
        # Another thing may stand there by now: opened without waiting, and looked at again.
        descriptor = os.open(path, flags if follow_links else flags | os.O_NOFOLLOW)
    except (OSError, ValueError) as error:
        raise SourceRefused(_reason(error)) from None
    file = open(descriptor, "rb")  # noqa: PTH123 SIM115
    try:
        _check(os.fstat(descriptor))
    except SourceRefused:
        file.close()
        raise
    return file


def read_file(file: BufferedReader) -> bytes:
    """All bytes of an open file. Raises SourceRefused when it is too large, cannot be read, or changes meanwhile."""
    try:
        before = os.fstat(file.fileno())
        _check(before)
        content = file.read(before.st_size + 1)
        after = os.fstat(file.fileno())
    except OSError as error:
        raise SourceRefused(_reason(error)) from None
    if len(content) != before.st_size or (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise SourceRefused("the file changed while it was being read")
    return content


def _check(status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise SourceRefused(f"{_KINDS.get(stat.S_IFMT(status.st_mode), 'something else')}; wanted a file")
    if status.st_size > MAX_BYTES:
        raise SourceRefused(f"the file has {status.st_size / 2**20:.1f} MiB; the limit is {MAX_BYTES // 2**20} MiB")


def _reason(error: OSError | ValueError) -> str:
    if isinstance(error, OSError) and error.errno:
        return _REASONS.get(error.errno, f"the file cannot be read: {os.strerror(error.errno)}")
    return f"the file cannot be opened: {error}"
