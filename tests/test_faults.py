"""Faults for real: data replaced under a running server, builds killed or run at once, disks full and read-only.

Nothing is mocked. What needs root (a small disk of its own) is done another way without it.
"""

import contextlib
import datetime as dt
import errno
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from loaders.record import folder, replacing
from loaders.record.reference import Reference, load
from tests import documents
from tests.documents import frames_of, observation, tables_of
from tests.folders import beside, contents
from tools.benchmarks.serving import CHECKOUT, GRADELINE, Server, free_port, served

pytestmark = pytest.mark.slow

PATIENCE = 30.0


def write(place: Path, reference: Reference, *words: str) -> bytes:
    """A small record, one inspection for each grade; its judgements as the file has them."""
    days = (dt.date(2012, 3, 23), dt.date(2011, 5, 6), dt.date(2010, 9, 10))
    made = [observation(reference, words=word, day=day) for word, day in zip(words, days, strict=False)]
    folder.write(place, frames_of(tables_of(reference, *made), reference), reference)
    return (place / "judgements.csv").read_bytes()


@pytest.fixture
def place(tmp_path: Path, reference: Reference) -> Path:
    write(tmp_path / "data", reference, "Good")
    return tmp_path / "data"


# --- data replaced while they are served


def get(server: Server, path: str) -> bytes:
    with urllib.request.urlopen(server.address + path, timeout=PATIENCE) as answer:
        body: bytes = answer.read()
        return body


def health(server: Server) -> dict[str, object]:
    state: dict[str, object] = json.loads(get(server, "/healthz"))
    return state


def processor_time(process: int) -> float:
    """Seconds that it has worked, in user mode and in the kernel."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def until(is_so: Callable[[], bool]) -> bool:
    """Whether this becomes so, within patience, and is still so a few answers later: each worker notices by itself."""
    deadline, times = time.monotonic() + PATIENCE, 0
    while time.monotonic() < deadline and times < 12:
        times = times + 1 if is_so() else 0
        time.sleep(0.05)
    return times >= 12


def test_data_replaced_under_running_requests_are_taken_whole_and_no_request_fails(
    place: Path, reference: Reference
) -> None:
    one = (place / "judgements.csv").read_bytes()
    other = write(place, reference, "Good", "Inadequate", "Adequate")
    write(place, reference, "Good")
    seen: set[bytes] = set()
    failed: list[str] = []
    is_over = threading.Event()

    def ask(server: Server) -> None:
        while not is_over.is_set():
            try:
                seen.add(get(server, "/download/judgements.csv"))
                get(server, "/authority/worcestershire")
            except OSError as error:
                failed.append(str(error))

    with served(GRADELINE, place) as server:
        readers = [threading.Thread(target=ask, args=(server,)) for _ in range(4)]
        for reader in readers:
            reader.start()
        try:
            for words in (("Good", "Inadequate", "Adequate"), ("Good",)) * 2 + (("Good", "Inadequate", "Adequate"),):
                write(place, reference, *words)
                time.sleep(0.7)
            assert until(lambda: health(server)["rows"] == 3)
        finally:
            is_over.set()
            for reader in readers:
                reader.join()
    assert failed == []
    assert seen == {one, other}


def test_a_damaged_folder_is_refused_and_the_old_data_served_until_a_sound_one_comes(
    place: Path, reference: Reference
) -> None:
    sound = contents(place)["judgements.csv"]
    damaged = place.with_name("damaged")
    shutil.copytree(place, damaged)
    (damaged / "judgements.csv").write_bytes(sound[:-40])
    with served(GRADELINE, place) as server:
        place.rename(place.with_name("old"))
        damaged.rename(place)
        assert until(lambda: "judgements.csv" in str(health(server).get("newer_data_refused")))
        assert get(server, "/download/judgements.csv") == sound
        shutil.rmtree(place)
        assert until(lambda: "no data folder" in str(health(server).get("newer_data_refused")))
        assert get(server, "/download/judgements.csv") == sound
        newer = write(place, reference, "Good", "Adequate")
        assert until(lambda: health(server)["rows"] == 2 and "newer_data_refused" not in health(server))
        assert get(server, "/download/judgements.csv") == newer


def test_every_process_answers_from_the_last_sound_record_those_that_begin_later_too(
    place: Path, reference: Reference
) -> None:
    """v1, then v2, then damage, then all processes are killed in turn: nobody answers from v1 again."""
    with served(GRADELINE, place, GRADELINE_WORKERS="3") as server:
        second = write(place, reference, "Good", "Adequate")
        assert until(lambda: health(server)["rows"] == 2)
        table = place / "judgements.csv"
        table.write_bytes(second[:-40])
        assert until(lambda: "judgements.csv" in str(health(server).get("newer_data_refused")))
        for worker in server.workers():
            os.kill(worker, signal.SIGKILL)
            deadline = time.monotonic() + PATIENCE
            while worker in server.workers() or len(server.workers()) < 3:
                assert time.monotonic() < deadline
                time.sleep(0.02)
            for _ in range(24):
                assert get(server, "/download/judgements.csv") == second
                state = health(server)
                assert (state["rows"], "newer_data_refused" in state) == (2, True)


def test_a_process_answers_nothing_before_it_has_looked(place: Path, reference: Reference) -> None:
    with served(GRADELINE, place, GRADELINE_WORKERS="2") as server:
        second = write(place, reference, "Good", "Adequate")
        assert until(lambda: health(server)["rows"] == 2)
        before = server.workers()
        for worker in before:
            os.kill(worker, signal.SIGKILL)
        seen = set()
        deadline = time.monotonic() + PATIENCE
        while set(server.workers()) & set(before) or len(server.workers()) < 2:
            assert time.monotonic() < deadline
            with contextlib.suppress(OSError):
                seen.add(get(server, "/download/judgements.csv"))
        seen |= {get(server, "/download/judgements.csv") for _ in range(12)}
        assert seen == {second}
        # Of what nobody has asked for, too: each process looks by itself.
        third = write(place, reference, "Good", "Adequate", "Inadequate")
        time.sleep(4)
        assert {get(server, "/download/judgements.csv") for _ in range(12)} == {third}


def test_what_a_server_keeps_is_its_users_alone_and_goes_with_it(
    place: Path, reference: Reference, tmp_path: Path
) -> None:
    private = tmp_path / "private"
    private.mkdir()
    with served(GRADELINE, place, GRADELINE_WORKERS="1", TMPDIR=str(private)) as server:
        write(place, reference, "Good", "Adequate")
        assert until(lambda: health(server)["rows"] == 2)
        (kept,) = private.glob("gradeline-server-*")
        assert kept.stat().st_mode & 0o777 == 0o700
        assert len([entry for entry in kept.iterdir() if entry.is_dir() and not entry.is_symlink()]) == 1
    assert list(private.iterdir()) == []


def test_a_server_that_is_stopped_finishes_the_request_in_hand(place: Path) -> None:
    with served(GRADELINE, place, GRADELINE_WORKERS="1") as server:
        answers: list[bytes] = []
        (worker,) = server.workers()
        idle = processor_time(worker)
        slow = threading.Thread(target=lambda: answers.append(get(server, "/download/judgements.xlsx")))
        slow.start()
        while slow.is_alive() and processor_time(worker) < idle + 0.03:  # it has the request in hand
            time.sleep(0.002)
        os.kill(server.pid, signal.SIGTERM)
        slow.join()
    assert [answer[:2] for answer in answers] == [b"PK"]


# --- tables that are no longer what was built, at the start of a server


def truncate(place: Path) -> None:
    table = place / "judgements.csv"
    table.write_bytes(table.read_bytes()[:-60])


def edit(place: Path) -> None:
    table = place / "judgements.csv"
    table.write_bytes(table.read_bytes().replace(b",good,2,", b",outstanding,1,"))


def empty(place: Path) -> None:
    (place / "observations.csv").write_bytes(b"")


APP = ["app.py", "--port", "{port}", "--data", "{data}"]
GUNICORN = ["-m", "gunicorn"]


@pytest.mark.parametrize(
    ("program", "damage", "named"),
    [
        (APP, truncate, "judgements.csv"),
        (APP, edit, "judgements.csv"),
        (APP, empty, "observations.csv"),
        (GUNICORN, truncate, "judgements.csv"),
    ],
)
def test_a_server_does_not_start_on_damaged_tables_and_says_which_in_one_line(
    program: list[str], damage: Callable[[Path], None], named: str, place: Path
) -> None:
    damage(place)
    port = str(free_port())
    command = [word.format(port=port, data=place) for word in program]
    settings = {"GRADELINE_DATA": str(place), "GRADELINE_PORT": port}
    process = subprocess.run(
        [sys.executable, *command],
        cwd=CHECKOUT,
        env=os.environ | settings,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert process.returncode == 2
    assert process.stdout == ""
    (line,) = process.stderr.splitlines()
    assert line.startswith(f"{place}: {named}")


# --- builds


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """Enough documents that a build takes a moment."""
    where = tmp_path / "sources"
    where.mkdir()
    for number, words in enumerate(("Good", "Adequate", "Inadequate", "Outstanding")):
        text = documents.safeguarding(words=words)
        (where / f"report-{number}.txt").write_text(f"{text}\n{'Text. ' * number}", encoding="utf-8")
    return where


def build(sources: Path, place: Path, **options: object) -> subprocess.Popen[str]:
    return command("build", sources, place, **options)


def command(name: str, sources: Path, output: Path, **options: object) -> subprocess.Popen[str]:
    program = [sys.executable, "-m", "loaders", name, str(sources), "--output", str(output), "--no-cache"]
    return subprocess.Popen(program, cwd=CHECKOUT, stderr=subprocess.PIPE, text=True, **options)  # type: ignore[call-overload, no-any-return]


def said(process: subprocess.Popen[str]) -> str:
    with process:
        _, text = process.communicate(timeout=PATIENCE)
    return text


def test_a_build_killed_at_any_moment_leaves_the_folder_sound_and_the_next_one_tidies_up(
    place: Path, sources: Path, reference: Reference
) -> None:
    before = contents(place)
    begun = time.monotonic()
    whole = build(sources, place.with_name("other"))
    said(whole)
    seconds = time.monotonic() - begun
    assert whole.returncode == 0
    after = contents(place.with_name("other"))
    for share in (0.5, 0.8, 0.95):
        process = build(sources, place)
        time.sleep(seconds * share)
        process.kill()
        said(process)
        assert contents(place) in (before, after)
        assert folder.check(place, reference) == []
    assert said(build(sources, place)).count("\n") == 1
    assert contents(place) == after
    assert [name for name in beside(place) if name.startswith(".data.")] == []


def test_what_killed_builds_left_is_taken_away_and_what_a_running_one_holds_is_not(
    place: Path, reference: Reference
) -> None:
    left = place.with_name(".data.abcd1234")
    left.mkdir()
    (left / "judgements.csv").write_text("half", encoding="utf-8")
    with replacing.beside(place) as held:
        write(place, reference, "Good", "Adequate")
        assert beside(place) == [held.name]
    assert beside(place) == []


def test_of_two_builds_at_once_one_stands_whole(place: Path, sources: Path, reference: Reference) -> None:
    (sources.parent / "fewer").mkdir()
    shutil.copy(sources / "report-0.txt", sources.parent / "fewer")
    two = [sources, sources.parent / "fewer"]
    for process in [build(each, place.with_name(f"alone-{number}")) for number, each in enumerate(two)]:
        said(process)
    expected = [contents(place.with_name(f"alone-{number}")) for number in range(2)]
    for process in [build(each, place) for each in two]:
        said(process)
        assert process.returncode == 0
    assert contents(place) in expected
    assert folder.check(place, reference) == []
    assert [name for name in beside(place) if name.startswith(".")] == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[..., bool]]:
    """Mount a disk of so many bytes at a place, or change it; False where this process may not."""
    mounted: list[Path] = []

    def mount(where: Path, options: str) -> bool:
        where.mkdir(exist_ok=True)
        known = ["remount"] if where in mounted else []
        command = ["mount", "-t", "tmpfs", "-o", ",".join([*known, options]), "tmpfs", str(where)]
        try:
            is_done = subprocess.run(command, capture_output=True, check=False).returncode == 0
        except OSError:
            return False
        if is_done and not known:
            mounted.append(where)
        return is_done

    yield mount
    for where in mounted:
        subprocess.run(["umount", str(where)], check=True)


def test_a_full_disk_is_one_line_and_the_old_folder_stays(
    small_disk: Callable[..., bool], tmp_path: Path, sources: Path, reference: Reference
) -> None:
    disk, options = tmp_path / "disk", {}
    reason = os.strerror(errno.ENOSPC)
    if not small_disk(disk, "size=400k"):
        options["preexec_fn"] = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))
        reason = os.strerror(errno.EFBIG)
    write(disk / "data", reference, "Good")
    before = contents(disk / "data")
    process = build(sources, disk / "data", **options)
    text = said(process)
    assert process.returncode == 2
    assert text == f"{disk / 'data'}: {reason}\n"
    assert contents(disk / "data") == before
    assert beside(disk / "data") == []


@pytest.mark.parametrize("size", [60_000, 600_000])
def test_a_full_temporary_folder_is_a_503_and_pages_are_still_answered(
    small_disk: Callable[..., bool], tmp_path: Path, place: Path, size: int
) -> None:
    disk = tmp_path / "disk"
    if not small_disk(disk, "size=48k"):
        pytest.skip("only root may mount a disk of its own")
    form = b'--b\r\nContent-Disposition: form-data; name="report"; filename="a.txt"\r\n\r\n%s\r\n--b--\r\n'
    with served(GRADELINE, place, GRADELINE_WORKERS="1", TMPDIR=str(disk)) as server:
        (disk / "filler").write_bytes(bytes(16_000))
        request = urllib.request.Request(
            f"{server.address}/read",
            form % (b"x" * size),
            {"Content-Type": "multipart/form-data; boundary=b"},
        )
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request, timeout=PATIENCE)
        with refused.value as answer:
            assert (answer.code, answer.headers["Retry-After"]) == (503, "10")
        assert health(server)["status"] == "ok"
        # New data are taken as well, from where they are.
        (disk / "more").write_bytes(b"x" * 4096)
        write(place, load(), "Good", "Adequate")
        assert until(lambda: health(server)["rows"] == 2)


def test_what_extract_wrote_before_stays_where_the_disk_is_full(
    small_disk: Callable[..., bool], tmp_path: Path, sources: Path
) -> None:
    disk, options = tmp_path / "disk", {}
    reason = os.strerror(errno.ENOSPC)
    disk.mkdir()
    if not small_disk(disk, "size=8k"):
        options["preexec_fn"] = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (512, 512))
        reason = os.strerror(errno.EFBIG)
    output = disk / "observations.csv"
    output.write_text("before\n", encoding="utf-8")
    (disk / "filler").write_bytes(bytes(4096))
    process = command("extract", sources, output, **options)
    assert said(process) == f"{output}: {reason}\n"
    assert process.returncode == 2
    assert contents(disk) == {"filler": bytes(4096), "observations.csv": b"before\n"}


def test_a_read_only_place_is_one_line_and_the_old_folder_stays(
    small_disk: Callable[..., bool], tmp_path: Path, sources: Path, reference: Reference
) -> None:
    disk = tmp_path / "disk"
    is_mounted = small_disk(disk, "size=1m")
    write(disk / "data", reference, "Good")
    before = contents(disk / "data")
    if not is_mounted or not small_disk(disk, "ro"):
        disk.chmod(0o555)
    process = build(sources, disk / "data")
    text = said(process)
    disk.chmod(0o755) if not is_mounted else None
    assert process.returncode == 2
    assert text in [f"{disk / 'data'}: {os.strerror(each)}\n" for each in (errno.EROFS, errno.EACCES)]
    assert contents(disk / "data") == before
