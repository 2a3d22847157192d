"""`build --scheduler` with the processes that a user starts, from folders of their own."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from loaders.building import cluster
from tests import documents

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
Start = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts a program of Dask's in a folder of its own, with a copy of this program on its path or without."""
    running: list[subprocess.Popen[bytes]] = []

    def starter(*words: str, program: Path | None) -> subprocess.Popen[bytes]:
        folder = tmp_path / f"process-{len(running)}"
        folder.mkdir()
        environment = {**os.environ, "PYTHONPATH": str(program) if program else "", "DASK_CONFIG": str(folder)}
        process = subprocess.Popen(
            [sys.executable, "-m", f"distributed.cli.{words[0]}", *words[1:]],
            cwd=folder,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        running.append(process)
        return process

    yield starter
    for process in reversed(running):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@pytest.fixture
def scheduler(start: Start) -> tuple[str, subprocess.Popen[bytes]]:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    process = start("dask_scheduler", "--host=127.0.0.1", f"--port={port}", "--no-dashboard", program=None)
    until = time.monotonic() + 30
    while time.monotonic() < until:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return f"tcp://127.0.0.1:{port}", process
        time.sleep(0.1)
    raise AssertionError("the scheduler does not start")


def worker(start: Start, address: str, program: Path | None, *, number: int = 1) -> None:
    from dask.distributed import Client

    for _ in range(number):
        start("dask_worker", address, "--nthreads=1", "--no-dashboard", program=program)
    with Client(address, timeout=30) as client:
        client.wait_for_workers(number, timeout=60)


def wait_for_work(address: str) -> None:
    """Until somebody has given the scheduler something to do."""
    from dask.distributed import Client

    until = time.monotonic() + 60
    with Client(address, timeout=30) as client:
        while not client.run_on_scheduler(lambda dask_scheduler: len(dask_scheduler.tasks)):
            assert time.monotonic() < until, "nothing was sent to the scheduler"
            time.sleep(0.1)


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "report-0.txt").write_text(documents.safeguarding(), encoding="utf-8")
    (folder / "telford.txt").write_text(documents.slac(), encoding="utf-8")
    (folder / "minutes.txt").write_text("Minutes of the parish council.\n", encoding="utf-8")
    return folder


def build(sources: Path, output: Path, *options: str) -> tuple[subprocess.CompletedProcess[str], float]:
    before = time.monotonic()
    command = [sys.executable, "-m", "loaders", "build", str(sources), "--output", str(output), "--no-cache", *options]
    process = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    return process, time.monotonic() - before


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.filterwarnings("ignore")
def test_real_processes_in_other_folders_give_the_same_bytes(
    start: Start, scheduler: tuple[str, object], sources: Path, tmp_path: Path
) -> None:
    address, _ = scheduler
    worker(start, address, ROOT, number=2)
    done, _ = build(sources, tmp_path / "there", "--scheduler", address)
    assert done.returncode == 1, done.stderr
    here, _ = build(sources, tmp_path / "here", "--jobs", "2")
    assert here.returncode == 1
    assert contents(tmp_path / "there") == contents(tmp_path / "here")
    assert done.stderr.replace("there", "here") == here.stderr


@pytest.mark.filterwarnings("ignore")
def test_a_worker_without_the_program_is_one_line_within_ten_seconds(
    start: Start, scheduler: tuple[str, object], sources: Path, tmp_path: Path
) -> None:
    address, _ = scheduler
    worker(start, address, None)
    done, seconds = build(sources, tmp_path / "data", "--scheduler", address)
    assert done.returncode == 2
    assert re.fullmatch(r"build: the worker tcp://\S+ lacks this program: it has no module loaders\n", done.stderr)
    assert seconds < 10
    assert not (tmp_path / "data").exists()


@pytest.mark.filterwarnings("ignore")
def test_a_worker_with_another_version_is_one_line(
    start: Start, scheduler: tuple[str, object], sources: Path, tmp_path: Path
) -> None:
    address, _ = scheduler
    other = tmp_path / "other"
    for part in ("loaders", "data/reference"):
        shutil.copytree(ROOT / part, other / part, ignore=shutil.ignore_patterns("__pycache__"))
    with (other / "loaders" / "reading" / "dates.py").open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    worker(start, address, other)
    done, seconds = build(sources, tmp_path / "data", "--scheduler", address)
    assert done.returncode == 2
    assert re.fullmatch(
        r"build: the worker tcp://\S+ has Gradeline [0-9a-f]{12}, and this computer [0-9a-f]{12}\n", done.stderr
    )
    assert seconds < 10


@pytest.mark.filterwarnings("ignore")
def test_a_scheduler_without_workers_is_one_line_within_ten_seconds(
    scheduler: tuple[str, object], sources: Path, tmp_path: Path
) -> None:
    done, seconds = build(sources, tmp_path / "data", "--scheduler", scheduler[0])
    assert done.returncode == 2
    assert done.stderr == f"build: the scheduler {scheduler[0]} has no worker\n"
    assert seconds < 10


@pytest.mark.filterwarnings("ignore")
def test_a_scheduler_that_is_killed_is_one_line(
    start: Start, scheduler: tuple[str, subprocess.Popen[bytes]], sources: Path, tmp_path: Path
) -> None:
    address, process = scheduler
    worker(start, address, ROOT)
    for number in range(3000):
        shutil.copy(sources / "report-0.txt", sources / f"copy-{number}.txt")
    command = [sys.executable, "-m", "loaders", "build", str(sources), "--output", str(tmp_path / "data"), "--no-cache"]
    running = subprocess.Popen(
        [*command, "--scheduler", address], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    wait_for_work(address)
    assert running.poll() is None, "the build ended before its scheduler was killed"
    os.killpg(process.pid, signal.SIGKILL)
    before = time.monotonic()
    out, err = running.communicate(timeout=60)
    assert running.returncode == 2
    assert (out, err) == ("", f"build: the scheduler {address} has gone\n")
    assert time.monotonic() - before < 30
    assert not (tmp_path / "data").exists()


def test_the_state_names_what_decides_the_tables() -> None:
    found = cluster.state()
    assert found["Gradeline"] == cluster.rules_digest()[:12]
    assert {"Python", "pypdfium2", "pandas"} <= set(found)
    assert "absent" not in found
