"""What a process has freed in small pieces goes back to the system, once a data folder has been read."""

import ctypes
import os
from pathlib import Path

import pytest

from dashboard.web import heap
from dashboard.web.reload import ReloadingServer
from loaders.record.reference import Reference
from tests.dashboard.test_reload import place, reload, write

__all__ = ["place"]
MIB = 2**20


def resident() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "malloc_trim"), reason="GNU's C library alone has the call")
def test_what_was_freed_between_pieces_that_stay_goes_back() -> None:
    pieces = [bytearray(2000) for _ in range(50_000)]
    stay = pieces[::50]
    before = resident()
    del pieces
    freed = resident()
    heap.trim()
    assert before - freed < 50 * MIB
    assert freed - resident() > 50 * MIB
    assert len(stay) == 1000


def test_another_c_library_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda _: object())
    heap.trim()


@pytest.mark.slow
def test_it_is_trimmed_after_a_folder_was_taken_or_refused(
    place: Path, reference: Reference, monkeypatch: pytest.MonkeyPatch
) -> None:
    trimmed: list[str] = []
    server = ReloadingServer(place, seconds_between_looks=0)
    monkeypatch.setattr(heap, "trim", lambda: trimmed.append(server.app.edition.newer_refused))
    write(place, reference, "Good")
    reload(server)
    (place / "panel.csv").unlink()
    reload(server)
    assert trimmed == ["", "panel.csv: missing"]
