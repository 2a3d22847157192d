"""`python app.py`: it serves a good folder, and says in one line what is wrong with a bad one."""

import errno
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "app.py", *arguments], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize("kind", ["missing", "empty", "damaged", "file"])
def test_a_bad_data_folder_is_one_line_and_status_2(tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "built"
    if kind == "file":
        folder.write_text("x", encoding="utf-8")
    elif kind != "missing":
        folder.mkdir()
    if kind == "damaged":
        (folder / "datapackage.json").write_text("{", encoding="utf-8")
        (folder / "judgements.csv").write_text("a,b\n1\n", encoding="utf-8")
    process = run("--data", str(folder))
    assert process.returncode == 2
    assert process.stdout == ""
    assert len(process.stderr.splitlines()) == 1
    assert process.stderr.startswith(f"{folder}: ")
    if kind in ("missing", "file"):
        assert process.stderr.count(str(folder)) == 1
    assert "Traceback" not in process.stderr


def test_help_names_every_argument() -> None:
    process = run("--help")
    assert process.returncode == 0
    for name in ("--host", "--port", "--data"):
        assert name in process.stdout


def test_a_wrong_argument_is_refused() -> None:
    assert run("--port", "x").returncode == 2


def test_an_address_that_cannot_be_listened_on_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = run("--port", str(port))
    assert process.returncode == 2
    assert process.stderr.splitlines() == [
        f"cannot listen on host 127.0.0.1, port {port}: {os.strerror(errno.EADDRINUSE)}"
    ]


def test_it_takes_its_temporary_folder_away_when_it_is_told_to_stop(tmp_path: Path) -> None:
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen(
        [sys.executable, "app.py", "--port", "0"], cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True
    ) as server:
        assert server.stderr is not None
        assert server.stderr.readline().startswith("Gradeline: http://127.0.0.1:")
        assert [folder.name[:17] for folder in tmp_path.iterdir()] == ["gradeline-server-"]
        server.terminate()
        assert server.wait(timeout=20) == 0
    assert not [*tmp_path.iterdir()]
