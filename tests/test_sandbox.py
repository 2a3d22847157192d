"""Sources are read in a process of their own: what stalls, swells or kills it costs that source alone.

The faults are real ones in the real child process: a module on its path, which Python loads as it starts, makes the
reading of a file do what the file's name says.
"""

import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from loaders.reading import extract, sandbox
from loaders.reading.readers import files, pdf, pdfium_calls
from loaders.reading.sandbox import Sandbox
from loaders.record.extraction_json import from_json, to_json
from loaders.record.model import Extraction
from loaders.record.reference import Reference
from tests import documents

pytestmark = pytest.mark.slow

FAULTS = """
import os, time
from loaders.reading import extract

real = extract.extract_file
kept = []

def faulty(path, file, reference):
    if "slow" in path.name:
        time.sleep(300)
    if "endless" in path.name:
        while True:
            pass
    if "huge" in path.name:
        kept.append(bytearray(4 << 30))
    if "crash" in path.name:
        os.abort()
    if "defect" in path.name:
        raise LookupError("no such page")
    if "waiting" in path.name:
        time.sleep(1)
    if "long" in path.name:
        time.sleep(0.2)
    return real(path, file, reference)

extract.extract_file = faulty
"""


@pytest.fixture(scope="module")
def _shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    place = tmp_path_factory.mktemp("path")
    (place / "sitecustomize.py").write_text(FAULTS)
    with pytest.MonkeyPatch.context() as patch, Sandbox() as shared:
        patch.syspath_prepend(place)
        yield shared


@pytest.fixture
def child(_shared: Sandbox, tmp_path: Path) -> Sandbox:
    """A sandbox whose child has the faults, started already, so that its start is not counted as reading."""
    _shared.time_limit = 20
    assert read(_shared, tmp_path, "warm-up.txt").source.status == "read"
    return _shared


def read(child: Sandbox, tmp_path: Path, name: str, content: str | None = None) -> Extraction:
    (tmp_path / name).write_text(documents.slac() if content is None else content, encoding="utf-8")
    return child.extract(tmp_path / name)


def pid(child: Sandbox) -> int:
    assert child._child is not None
    return child._child.pid


def test_what_the_child_reads_comes_back_as_it_was(child: Sandbox, tmp_path: Path, reference: Reference) -> None:
    there = read(child, tmp_path, "report.txt")
    assert there == extract.extract(tmp_path / "report.txt", reference)
    assert len(there.observations) == 22


def test_one_child_reads_one_file_after_another(child: Sandbox, tmp_path: Path) -> None:
    first = pid(child)
    refused = read(child, tmp_path, "minutes.txt", "Minutes")
    assert refused.source.message.startswith("no inspection framework recognised")
    assert read(child, tmp_path, "next.txt").source.status == "read"
    assert pid(child) == first


@pytest.mark.parametrize(
    ("name", "time_limit", "reason"),
    [
        ("slow.txt", 0.5, "reading it took longer than 0.5 seconds"),
        ("endless.txt", 0.5, "reading it took longer than 0.5 seconds"),
        ("huge.txt", 20, "reading it needs more than 1024 MiB"),
        ("crash.txt", 20, "the reader stopped on it: it is damaged, or needs more than 1024 MiB"),
        ("defect.txt", 20, "a defect in the loaders: LookupError('no such page'); please report it"),
    ],
)
def test_a_file_that_stalls_swells_or_kills_its_reader_is_refused_and_the_next_is_read(
    name: str, time_limit: float, reason: str, child: Sandbox, tmp_path: Path
) -> None:
    child.time_limit = time_limit
    refused = read(child, tmp_path, name)
    assert refused.observations == ()
    assert (refused.source.status, refused.source.message) == ("refused", reason)
    assert refused.source.file_name == name
    assert len(refused.source.sha256) == 64
    child.time_limit = 20
    assert len(read(child, tmp_path, "next.txt").observations) == 22


def test_a_file_within_the_time_limit_is_read(child: Sandbox, tmp_path: Path) -> None:
    child.time_limit = 10
    assert read(child, tmp_path, "long.txt").source.status == "read"


def test_the_time_is_counted_for_each_file_anew(child: Sandbox, tmp_path: Path) -> None:
    child.time_limit = 1
    first = pid(child)
    for number in range(6):
        assert read(child, tmp_path, f"long-{number}.txt").source.status == "read"
    assert pid(child) == first


def test_what_the_parent_holds_is_not_counted_as_the_childs(tmp_path: Path) -> None:
    held = bytearray(b"x") * (sandbox.MEMORY_LIMIT // 2 + 2**20)
    with Sandbox() as child:
        assert read(child, tmp_path, "report.txt").source.status == "read"
        assert 0 < child.peak_memory < len(held)
        assert child._child is not None


def test_a_child_that_was_killed_from_outside_is_replaced(child: Sandbox, tmp_path: Path) -> None:
    first = pid(child)
    os.kill(first, signal.SIGKILL)
    os.waitid(os.P_PID, first, os.WEXITED | os.WNOWAIT)
    assert read(child, tmp_path, "next.txt").source.status == "read"
    assert pid(child) != first


def kill_while_reading(child: Sandbox, times: int) -> threading.Thread:
    """Kill as many of its processes as are started, each a moment after it was given a file."""
    seen: set[int] = set()

    def kill() -> None:
        while len(seen) < times:
            running = child._child
            if running is not None and running.pid not in seen and child.protections:
                time.sleep(0.3)
                seen.add(running.pid)
                running.send_signal(signal.SIGKILL)
                child.protections = {}
            time.sleep(0.01)

    thread = threading.Thread(target=kill)
    thread.start()
    return thread


def test_a_reader_that_was_killed_from_outside_says_nothing_of_its_file(child: Sandbox, tmp_path: Path) -> None:
    killer = kill_while_reading(child, 1)
    extraction = read(child, tmp_path, "waiting.txt")
    killer.join()
    assert extraction.source.status == "read"
    assert not sandbox.was_not_read(extraction)


def test_a_reader_that_is_killed_again_is_the_machines_reason(child: Sandbox, tmp_path: Path) -> None:
    killer = kill_while_reading(child, 2)
    extraction = read(child, tmp_path, "waiting.txt")
    killer.join()
    assert (extraction.source.status, extraction.source.message) == ("refused", sandbox.KILLED)
    assert sandbox.was_not_read(extraction)
    assert read(child, tmp_path, "next.txt").source.status == "read"


def test_a_file_that_is_gone_is_refused(child: Sandbox, tmp_path: Path) -> None:
    refused = child.extract(tmp_path / "gone.txt")
    assert refused.source.message == "there is no such file (any more), or a link leads to nothing"
    assert refused.source.sha256 == ""


def test_a_named_pipe_is_refused_unopened(child: Sandbox, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert child.extract(tmp_path / "pipe.txt").source.message == "a named pipe; wanted a file"


def test_a_spreadsheet_that_repeats_its_cells_without_end_is_refused_in_time(child: Sandbox, tmp_path: Path) -> None:
    bomb = documents.ods(
        rows='<table:table-row table:number-rows-repeated="1000000">'
        '<table:table-cell office:value-type="string" table:number-columns-repeated="16000"><text:p>x</text:p>'
        "</table:table-cell></table:table-row>"
    )
    (tmp_path / "bomb.ods").write_bytes(bomb)
    refused = child.extract(tmp_path / "bomb.ods")
    assert refused.source.status == "refused"
    assert "defect" not in refused.source.message
    assert read(child, tmp_path, "next.txt").source.status == "read"


def _letter(content: bytes) -> pdfium_calls.Box | None:
    """The box of the first letter of a document."""
    document = pdfium.PdfDocument(content)
    try:
        text_page = document[0].get_textpage()
        return pdfium_calls.character_box(pdfium_calls.address(text_page.raw), 0)
    finally:
        document.close()


def test_what_was_drawn_before_moves_no_letters_of_the_next_file(
    tmp_path: Path, reference: Reference, monkeypatch: pytest.MonkeyPatch
) -> None:
    content, path = documents.pdf_without_its_font(), tmp_path / "report.pdf"
    path.write_bytes(content)
    pdf.renew()
    letter = _letter(content)
    document = pdfium.PdfDocument(content)
    document[0].render()
    document.close()
    assert _letter(content) != letter  # or there is nothing to mend

    boxes = []

    def measured(path: Path, *_: object) -> Extraction:
        boxes.append(_letter(content))
        return extract.refused(path, "", "")

    monkeypatch.setattr(extract, "extract_file", measured)
    with path.open("rb") as file:
        sandbox._answer(path, file, reference)
    assert boxes == [letter]


def test_closing_ends_the_child(child: Sandbox) -> None:
    first = pid(child)
    child.close()
    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)


def test_the_limits_are_twenty_seconds_and_a_gibibyte() -> None:
    assert (sandbox.TIME_LIMIT, sandbox.MEMORY_LIMIT) == (20, 2**30)
    assert files.MAX_BYTES < sandbox.MEMORY_LIMIT


def test_an_extraction_survives_its_way_through_json(tmp_path: Path, reference: Reference) -> None:
    for name, content in [("slac.txt", documents.slac().encode()), ("sif.pdf", documents.sif_pdf()), ("no.txt", b"")]:
        (tmp_path / name).write_bytes(content)
        extraction = extract.extract(tmp_path / name, reference)
        plain = json.loads(json.dumps(to_json(extraction), default=str))
        assert from_json(plain) == extraction
