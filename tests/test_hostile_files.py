"""No file does harm: each of the hostile corpus costs one line, within time and memory, and the next file is read.

The process, the readers and the limits are the real ones; only where a file is known to use up its time is that made
shorter. What is no file at all (pipes, devices, circles of links) and names that are made to break a line stand in a
folder that the whole command is run on.
"""

import csv
import hashlib
import io
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from io import BufferedReader, FileIO
from pathlib import Path

import pytest
import xlsxwriter

from loaders.building import build, sources
from loaders.reading import readers, sandbox
from loaders.reading.readers import files
from loaders.record import safe_text as names
from loaders.record.errors import SourceRefused
from tests import documents
from tests.hostile import CORPUS
from tests.hostile.files import Hostile

pytestmark = pytest.mark.slow

CHECKOUT = Path(__file__).resolve().parent.parent
# A machine that does other work as well takes longer than the limit to notice that it is over.
GRACE = 10


@pytest.fixture(scope="module", name="child")
def one_child_for_all(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sandbox.Sandbox]:
    """It is running already, as it is after each file: its start is not counted."""
    good = tmp_path_factory.mktemp("hostile") / "good.pdf"
    good.write_bytes(documents.sif_pdf())
    with sandbox.Sandbox() as child:
        child.extract(good)
        yield child


@pytest.mark.parametrize("hostile", CORPUS, ids=[hostile.name for hostile in CORPUS])
def test_a_hostile_file_costs_one_line_and_the_next_is_read(
    hostile: Hostile, child: sandbox.Sandbox, tmp_path: Path
) -> None:
    (tmp_path / hostile.name).write_bytes(hostile.make())
    (tmp_path / "good.pdf").write_bytes(documents.sif_pdf())
    child.time_limit = hostile.seconds
    child.peak_memory = 0
    started = time.monotonic()
    source = child.extract(tmp_path / hostile.name).source
    assert time.monotonic() - started < hostile.seconds + GRACE
    assert child.peak_memory <= sandbox.MEMORY_LIMIT
    assert source.message.isprintable()
    assert "defect" not in source.message
    if hostile.reason:
        assert source.status == "refused"
        assert re.search(hostile.reason, source.message)
    child.time_limit = sandbox.TIME_LIMIT
    assert child.extract(tmp_path / "good.pdf").source.status == "read"


# --- what is no file, and names


def run(*arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "loaders", *map(str, arguments)],
        cwd=CHECKOUT,
        capture_output=True,
        timeout=60,
        check=False,
    )


NAMES = [
    b"two\nlines.txt",
    b"carriage\rreturn.txt",
    b"\x1b[31mred\x1b[0m.txt",
    b"not utf-8 \xff\xfe.txt",
    "right to left \u202etxt.pdf".encode(),
    b"--output.txt",
    b"=cmd|calc!A0.txt",
    b'quote", comma.txt',
    b"x" * 251 + b".txt",
    "zero width \u200b.txt".encode(),
]


def test_what_is_no_file_is_refused_by_name_and_the_rest_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "sources"
    (folder / "folder.pdf").mkdir(parents=True)
    (folder / "folder.pdf" / "good.txt").write_text(documents.slac(), encoding="utf-8")
    os.mkfifo(folder / "pipe.pdf")
    (folder / "circle.pdf").symlink_to("circle.pdf")
    (folder / "nothing.pdf").symlink_to("nowhere.pdf")
    (folder / "device.pdf").symlink_to("/dev/zero")
    (folder / "folder again").symlink_to(folder)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(os.path.relpath(folder / "socket.pdf"))  # the name of a socket is short
        ran = run("build", folder, "--output", tmp_path / "built", "--no-cache")
    assert ran.returncode == 1
    lines = ran.stderr.decode().replace(f"{folder}/", "").splitlines()
    assert lines[:5] == [
        "circle.pdf: a link that leads in a circle",
        "device.pdf: a device; wanted a file",
        "nothing.pdf: there is no such file (any more), or a link leads to nothing",
        "pipe.pdf: a named pipe; wanted a file",
        "socket.pdf: a socket; wanted a file",
    ]
    assert "22 observations of 1 sources; 5 refused" in lines[5]


def test_names_of_every_kind_stay_on_one_line_and_in_one_row(tmp_path: Path) -> None:
    folder = tmp_path / "sources"
    folder.mkdir()
    for name in NAMES:
        (folder / os.fsdecode(name)).write_text("no report", encoding="utf-8")
    (folder / "good.txt").write_text(documents.slac(), encoding="utf-8")
    ran = run("build", folder, "--output", tmp_path / "built", "--no-cache")
    assert ran.returncode == 1
    assert len(ran.stderr.decode().splitlines()) == len(NAMES) + 1
    assert all(line.isprintable() for line in ran.stderr.decode().splitlines())
    with (tmp_path / "built" / "sources.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    assert len(rows) == len(NAMES) + 1
    assert all(cell.isprintable() for row in rows for cell in row.values())
    assert run("check", tmp_path / "built").returncode == 0


def test_a_file_that_names_another_ones_identifier_takes_nothing_from_it(tmp_path: Path) -> None:
    content = documents.slac()
    digest = hashlib.sha256(content.encode()).hexdigest()[:8]
    for name in ("report.txt", "report.text", f"report-{digest}.txt", f"report-{digest}-2.txt"):
        (tmp_path / name).write_text(content, encoding="utf-8")
    extractions = list(sources.extract_all(sources.walk([tmp_path]), use_cache=False))
    identified = build.identify(extractions)
    assert len({e.source.source_id for e in identified}) == 4
    assert sum(len(e.observations) for e in identified) == 22


def test_a_deep_folder_is_walked_to_its_end(tmp_path: Path) -> None:
    place = tmp_path
    for _ in range(150):
        place = place / "deep"
    place.mkdir(parents=True)
    (place / "good.txt").touch()
    assert sources.walk([tmp_path]) == [place / "good.txt"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret.txt").touch(mode=0o000)
    (tmp_path / "secret").chmod(0o000)
    extractions = list(sources.extract_all(sources.walk([tmp_path]), use_cache=False))
    (tmp_path / "secret").chmod(0o700)
    assert [e.source.message for e in extractions] == [
        "a folder; wanted a file",
        "the file may not be read: permission denied",
    ]


def test_a_file_that_goes_between_listing_and_reading_is_refused(tmp_path: Path) -> None:
    (tmp_path / "going.txt").write_text(documents.slac(), encoding="utf-8")
    (tmp_path / "staying.txt").write_text(documents.slac(), encoding="utf-8")
    paths = sources.walk([tmp_path])
    (tmp_path / "going.txt").unlink()
    going, staying = sources.extract_all(paths)
    assert going.source.message.startswith("there is no such file")
    assert staying.source.status == "read"


@pytest.mark.parametrize("change", ["truncate", "append", "replace"])
def test_a_file_that_changes_while_it_is_read_is_refused(change: str, tmp_path: Path) -> None:
    path = tmp_path / "changing.txt"
    path.write_bytes(b"x" * 100_000)

    class Changing(BufferedReader):
        """A file that another program writes to between two looks at it."""

        def read(self, size: int | None = -1, /) -> bytes:
            first: bytes = super().read(size)
            if change == "truncate":
                os.truncate(path, 10)
            elif change == "append":
                with path.open("ab") as file:
                    file.write(b"y")
            else:
                path.write_bytes(b"z" * 100_000)
                os.utime(path, ns=(0, 0))
            return first

    with (
        Changing(FileIO(path)) as file,
        pytest.raises(SourceRefused, match="changed while it was being"),
    ):
        files.read_file(file)


def test_one_line_is_one_line_whatever_it_holds() -> None:
    assert names.one_line("a\nb\tc\x1b[2J\u2028d\u202e") == "a b c\\x1b[2J d\\u202e"
    assert names.one_line("x" * 20_000) == "x" * names.LONGEST_MESSAGE + " … (10000 more characters)"
    assert names.file_name(Path(os.fsdecode(b"a\xffb\n.pdf"))) == "a\\xffb\\x0a.pdf"


@pytest.mark.parametrize("begin", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "＝1", "＠1"])  # noqa: RUF001
def test_no_name_begins_a_cell_as_a_formula(begin: str) -> None:
    """A spreadsheet that opens what `extract` or `build` wrote would run it."""
    escaped = f"\\x{ord(begin[0]):02x}" if begin.isascii() else f"\\u{ord(begin[0]):04x}"
    assert names.file_name(Path(f"{begin}.txt")) == f"{escaped}{begin[1:]}.txt"
    assert names.source_id(Path(f"{begin}.txt")) == f"{escaped}{begin[1:]}"


def test_no_sheet_begins_a_place_as_a_formula() -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        for name in ("=1+1", "Table 1 = all"):
            book.add_worksheet(name).write(0, 0, "x")
    document = readers.read(Path("table.xlsx"), buffer.getvalue())
    assert [sheet.name for sheet in document.sheets] == ["\\x3d1+1", "Table 1 = all"]
