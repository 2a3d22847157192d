"""On other systems and Pythons: what the dashboard needs imports nothing that Linux alone has."""

import json
import os
import shlex
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


@pytest.mark.slow
def test_the_dashboard_answers_without_the_modules_of_linux() -> None:
    words = """
from werkzeug.test import Client
import app, gradeline, dashboard.serve, dashboard.web.uploads, dashboard.web.upload_reader, dashboard.web.files.write
client = Client(app.server)
print(*(client.get(path).status_code for path in ("/", "/data", "/read", "/healthz", "/download/panel.csv")))
print(len(gradeline.judgements()) > 1000)
"""
    process = run(words)
    assert process.stdout == "200 200 200 200 200\nTrue\n", process.stderr


@pytest.mark.slow
def test_a_folder_is_written_and_checked_without_locks(tmp_path: Path) -> None:
    words = f"""
from pathlib import Path
from dashboard.web.files.write import MARKER, write
from loaders.__main__ import main
for text in (b"1", b"2"):
    write(Path({str(tmp_path / "site")!r}), {{"index.html": text, MARKER: b""}})
print(main(["check", "data/built"]))
"""
    process = run(words)
    assert process.stdout == "0\n", process.stderr
    assert (tmp_path / "site" / "index.html").read_bytes() == b"2"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


TOLD = 'import json, os, sys; print(json.dumps([sys.argv[1:], os.environ.get("GRADELINE_DATA")]))'
PRINTING = f"""#!/bin/sh
[ "$1" = -c ] && exec '{sys.executable}' "$@"
exec '{sys.executable}' -c '{TOLD}' "$@"
"""


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("make"), reason="no make here")
@pytest.mark.parametrize("name", ["my data", "it's", 'a "quoted" one', "Größe (1)", "a; touch b", "a&b"])
def test_make_takes_folders_of_any_name(tmp_path: Path, name: str) -> None:
    """The folder of the program, of the data and of the documents; what Python would run says what it was told."""
    program = tmp_path / f"program {name}"
    python = program / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    for part in ("Makefile", "requirements.txt", "tools"):
        (program / part).symlink_to(ROOT / part)
    python.write_text(PRINTING, encoding="utf-8")
    python.chmod(0o755)
    (program / ".venv" / ".runtime-installed").touch()

    def make(*words: str) -> tuple[list[str], str | None]:
        process = subprocess.run(
            ["make", "--silent", *words],
            cwd=program,
            env={each: value for each, value in os.environ.items() if not each.startswith(("MAKE", "MFLAGS"))},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert process.returncode == 0, process.stderr
        arguments, data = json.loads(process.stdout.splitlines()[-1])
        return arguments, data

    data = str(tmp_path / name)
    assert make("run", f"DATA={data}")[0][-2:] == ["--data", data]
    assert make("serve", f"DATA={data}") == (["-m", "gunicorn"], data)
    assert make("build", f"SOURCES={shlex.quote(data)} lists")[0] == [
        *("-m", "loaders", "build", data, "lists", "--output", "data/built")
    ]
    assert make("run")[0][-1] != "--data"


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("bash"), reason="no bash here")
def test_the_matrix_says_which_pythons_it_has_and_lacks() -> None:
    process = subprocess.run(
        ["tools/matrix.sh", "--list"], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert process.returncode == 0, process.stderr
    assert [line.split(":")[0] for line in process.stdout.splitlines()] == ["3.11", "3.12", "3.13"]


def test_every_script_can_be_run_by_its_name() -> None:
    scripts = [path for folder in ("tools", "deploy") for path in sorted((ROOT / folder).glob("*.sh"))]
    assert len(scripts) > 5
    assert not [str(path) for path in scripts if not os.access(path, os.X_OK)]
