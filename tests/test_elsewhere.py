"""On other systems and Pythons: what the dashboard needs imports nothing that Linux alone has."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HIDDEN = """
import sys

class Hidden:
    def find_spec(self, name, path=None, target=None):
        if name in ("fcntl", "resource", "grp", "pwd", "termios"):
            raise ImportError(name)

for name in ("fcntl", "resource", "grp", "pwd", "termios"):
    sys.modules.pop(name, None)
sys.meta_path.insert(0, Hidden())
"""


def run(words: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", HIDDEN + words],
        cwd=ROOT,
        env={**os.environ, **more},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_dashboard_answers_without_the_modules_of_linux() -> None:
    words = """
from werkzeug.test import Client
import app, gradeline, dashboard.serve, dashboard.web.uploads, dashboard.web.upload_reader, dashboard.web.files.write
client = Client(app.server)
print(*(client.get(path).status_code for path in ("/", "/data", "/read", "/healthz", "/download/panel.csv")))
print(len(gradeline.judgements()) > 1000)
"""
    done = run(words)
    assert done.stdout == "200 200 200 200 200\nTrue\n", done.stderr


def test_a_folder_is_written_and_checked_without_locks(tmp_path: Path) -> None:
    words = f"""
from pathlib import Path
from dashboard.web.files.write import MARKER, write
from loaders.__main__ import main
for text in (b"1", b"2"):
    write(Path({str(tmp_path / "site")!r}), {{"index.html": text, MARKER: b""}})
print(main(["check", "data/built"]))
"""
    done = run(words)
    assert done.stdout == "0\n", done.stderr
    assert (tmp_path / "site" / "index.html").read_bytes() == b"2"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


@pytest.mark.skipif(not shutil.which("make"), reason="no make here")
def test_make_takes_folders_with_blanks(tmp_path: Path) -> None:
    """As it would run them: the data folder, and the folder of the program itself, with a blank in their names."""
    data, program = tmp_path / "my data", tmp_path / "my program"
    program.mkdir()
    for name in ("Makefile", "requirements.txt", "tools"):
        (program / name).symlink_to(ROOT / name)
    for target in ("run", "serve"):
        done = subprocess.run(
            ["make", "--dry-run", "--no-print-directory", target, f"DATA={data}"],
            cwd=program,
            env={name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert f"'{data}'" in done.stdout
        assert str(program) not in done.stdout


@pytest.mark.skipif(not shutil.which("bash"), reason="no bash here")
def test_the_matrix_says_which_pythons_it_has_and_lacks() -> None:
    done = subprocess.run(
        ["bash", "tools/matrix.sh", "--list"], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    assert [line.split(":")[0] for line in done.stdout.splitlines()] == ["3.11", "3.12", "3.13"]
