"""A folder or file written beside the one that it replaces, and put in its place whole."""

import ctypes
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl

    HAS_LOCKS = True
except ImportError:  # no such locks on this system: what killed writers leave behind is left to the user
    HAS_LOCKS = False

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


@contextmanager
def beside(folder: Path) -> Iterator[Path]:
    """A new folder beside this one, taken away at the end, with what writers that were killed have left there.

    A writer holds a lock on its own folder, which ends with its process: one that nobody holds is nobody's.
    """
    if not HAS_LOCKS:
        fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        try:
            yield fresh
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
        return
    parent = os.open(folder.parent, os.O_RDONLY)
    try:
        # One writer at a time looks and makes: a folder that is there is locked already, or left.
        fcntl.flock(parent, fcntl.LOCK_EX)
        for left in folder.parent.glob(f".{folder.name}.????????"):
            _remove_if_left(left)
        fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
        lock = os.open(fresh, os.O_RDONLY)
        fcntl.flock(lock, fcntl.LOCK_EX)
    finally:
        os.close(parent)
    try:
        yield fresh
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        os.close(lock)


def _remove_if_left(place: Path) -> None:
    try:
        lock = os.open(place, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(place, ignore_errors=True)
    except OSError:
        pass
    finally:
        os.close(lock)


def put_in_place(fresh: Path, folder: Path) -> None:
    """Swap the new folder in; a reader sees the old one or the new one, whole. The old one is left at `fresh`."""
    if not folder.exists():
        fresh.rename(folder)
        fresh.mkdir()
        return
    libc = ctypes.CDLL(None, use_errno=True) if os.name == "posix" else None
    if libc is not None and hasattr(libc, "renameat2"):
        status = libc.renameat2(_AT_FDCWD, bytes(fresh), _AT_FDCWD, bytes(folder), _RENAME_EXCHANGE)
        if status == 0:
            return
    # No exchange on this system: two renames, the old folder kept beside until the new one stands.
    aside = fresh.with_name(f"{fresh.name}.old")
    folder.rename(aside)
    try:
        fresh.rename(folder)
    except OSError:
        aside.rename(folder)
        raise
    aside.rename(fresh)


def write_whole(place: Path, content: str | bytes) -> None:
    """Write a file, or raise OSError and leave the one that was there."""
    # Hidden, so that no loader takes what a stopped writer leaves for a source.
    fresh = place.with_name(f".{place.name[:200]}.{os.getpid()}")
    try:
        fresh.write_bytes(content.encode() if isinstance(content, str) else content)
        fresh.replace(place)
    finally:
        fresh.unlink(missing_ok=True)
