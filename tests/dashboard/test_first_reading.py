"""A server's first data folder is read by another process as by this one, and by this one where that fails."""

import os
import pickle
import threading
from pathlib import Path
from typing import IO, Any

import pandas as pd
import pytest

from dashboard.store import open_store
from dashboard.web import first_reading
from dashboard.web.first_reading import FirstReading
from dashboard.web.reload import ReloadingServer
from loaders import frames
from loaders.record.errors import FolderInvalid
from loaders.record.reference import Reference
from tests.dashboard.test_reload import place, reload, write

pytestmark = pytest.mark.slow

__all__ = ["place"]
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")


@pytest.fixture(autouse=True)
def forks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever threads other tests have left."""
    monkeypatch.setattr(first_reading, "_can_fork", lambda: hasattr(os, "fork"))


def not_here(*_: Any) -> Any:
    raise AssertionError("it was to be read by another process")


@needs_fork
def test_what_the_other_process_reads_is_what_this_one_would(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reading, here = FirstReading(place), open_store(place)
    monkeypatch.setattr(frames.data_folder, "read", not_here)
    there = reading.store()
    assert there.version == here.version
    assert there.datapackage == here.datapackage
    assert there.tables.keys() == here.tables.keys()
    for name, table in here.tables.items():
        pd.testing.assert_frame_equal(there.tables[name], table)


@needs_fork
def test_a_damaged_folder_is_refused_as_it_is_here(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for table in ("panel", "observations"):
        (place / f"{table}.csv").write_bytes((place / f"{table}.csv").read_bytes().replace(b"safeguarding", b"x"))
    with pytest.raises(FolderInvalid) as here:
        open_store(place)
    reading = FirstReading(place)
    monkeypatch.setattr(frames.data_folder, "read", not_here)
    with pytest.raises(FolderInvalid) as there:
        reading.store()
    assert len(here.value.problems) > 1
    assert there.value.problems == here.value.problems


def ends(*_: Any) -> None:
    os._exit(1)


def writes_a_part(_: Path, file: IO[bytes]) -> None:
    file.write(b"\x80\x05\x95")
    file.flush()


def fails(*_: Any) -> None:
    raise MemoryError


@needs_fork
@pytest.mark.parametrize("read", [ends, writes_a_part, fails])
def test_what_comes_to_nothing_there_is_read_here(place: Path, monkeypatch: pytest.MonkeyPatch, read: Any) -> None:
    monkeypatch.setattr(first_reading, "_read", read)
    assert FirstReading(place).store().version == open_store(place).version


def test_no_process_is_made_where_there_can_be_none(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none_left() -> int:
        raise BlockingIOError("no more processes")

    monkeypatch.setattr(os, "fork", none_left, raising=False)
    monkeypatch.setattr(first_reading, "_can_fork", lambda: True)
    assert FirstReading(place).store().version == open_store(place).version


def test_no_process_is_made_beside_other_threads_or_on_one_core(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(os, "fork", not_here, raising=False)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1}, raising=False)
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    assert first_reading._can_fork()
    monkeypatch.setattr(threading, "active_count", lambda: 2)
    assert not first_reading._can_fork()
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0}, raising=False)
    assert not first_reading._can_fork()


def finds_it_torn(_: Path, file: IO[bytes]) -> None:
    pickle.dump((None, ["judgements.csv: missing"]), file)
    file.flush()


@pytest.mark.parametrize("read", [first_reading._read, finds_it_torn])
def test_a_folder_that_is_replaced_meanwhile_is_noticed(
    place: Path, reference: Reference, monkeypatch: pytest.MonkeyPatch, read: Any
) -> None:
    monkeypatch.setattr(first_reading, "_read", read)
    reading = FirstReading(place)
    write(place, reference, "Good")
    server = ReloadingServer(place, seconds_between_looks=0, reading=reading)
    reload(server)
    assert server.app.edition.store.version == open_store(place).version
