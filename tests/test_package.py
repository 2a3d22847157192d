"""The package as others have it: built as a wheel, used from a folder of their own, with typed frames."""

import os
import re
import shutil
import socket
import subprocess
import sys
import sysconfig
import time
import urllib.request
import venv
from pathlib import Path

import pandas as pd
import pytest

import gradeline
from gradeline import __main__ as command
from loaders.frames import load_folder
from loaders.record.errors import FolderInvalid
from loaders.record.reference import DATA_FOLDER, Reference
from loaders.record.schema import tables

pytestmark = pytest.mark.slow

CHECKOUT = Path(__file__).resolve().parent.parent
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
PARTS = ("dashboard", "data", "gradeline", "loaders", "LICENSE", "README.md", "pyproject.toml")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment of its own with the wheel installed in it, its command with it, and nothing of the checkout.

    Packages that the wheel requires are those that the tests run with: nothing is fetched.
    """
    place = tmp_path_factory.mktemp("package")
    for part in PARTS:
        if (CHECKOUT / part).is_dir():
            shutil.copytree(CHECKOUT / part, place / "source" / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(CHECKOUT / part, place / "source")
    pip = [sys.executable, "-m", "pip"]
    build = [*pip, "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*build, "--wheel-dir", place / "wheels", "."], cwd=place / "source", check=True, timeout=120)
    (wheel,) = (place / "wheels").glob("*.whl")
    environment = place / "environment"
    venv.create(environment)
    install = [*pip, "--python", environment / "bin/python", "install", "--quiet", "--no-deps", "--no-index", wheel]
    subprocess.run(install, check=True, timeout=120)
    (packages,) = environment.glob("lib/python*/site-packages")
    (packages / "required.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return packages


def run(installed: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The environment's own Python, with the arguments; where they begin with "gradeline", its command."""
    program = "gradeline" if arguments[0] == "gradeline" else "python"
    words = [installed.parents[2] / "bin" / program, *(arguments[1:] if program == "gradeline" else arguments)]
    return subprocess.run(words, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, timeout=120, check=False)


def test_the_installed_command_reads_and_checks_without_the_checkout(installed: Path, tmp_path: Path) -> None:
    version = run(installed, tmp_path, "gradeline", "--version")
    assert version.stdout == f"gradeline {gradeline.__version__}\n"
    checked = run(installed, tmp_path, "gradeline", "check")
    assert checked.returncode == 0, checked.stderr
    assert str(installed / "gradeline" / "data" / "built") in checked.stdout + checked.stderr
    (tmp_path / "notes.txt").write_text("Minutes of the parish council.\n", encoding="utf-8")
    refused = run(installed, tmp_path, "gradeline", "extract", "notes.txt")
    assert refused.returncode == 2
    assert "notes.txt" in refused.stderr


def test_the_installed_command_serves_from_a_folder_of_its_own(installed: Path, tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command_line = [installed.parents[2] / "bin/gradeline", "serve", "--port", str(port)]
    with (
        (tmp_path / "log").open("w") as log,
        subprocess.Popen(command_line, cwd=tmp_path, env=ENVIRONMENT, stdout=log, stderr=log) as server,
    ):
        try:
            assert "Worcestershire" in page(f"http://127.0.0.1:{port}/authority/worcestershire", server)
        finally:
            server.terminate()


def page(address: str, server: subprocess.Popen[bytes]) -> str:
    """What an address answers, as soon as the server does."""
    until = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(address, timeout=30) as answer:
                return str(answer.read().decode())
        except OSError:
            assert server.poll() is None
            assert time.monotonic() < until
            time.sleep(0.2)


def test_the_installed_package_gives_the_frames_and_the_figure_of_the_checkout(installed: Path, tmp_path: Path) -> None:
    words = (
        "import gradeline as g; f = g.judgements(); "
        "print(g.__file__); print(len(f), g.describe()['version'], len(g.figure('worcestershire').data))"
    )
    said = run(installed, tmp_path, "-c", words)
    assert said.returncode == 0, said.stderr
    place, figures = said.stdout.splitlines()
    assert Path(place).is_relative_to(installed)
    here = gradeline.figure("worcestershire").data
    assert figures == f"{len(gradeline.judgements())} {gradeline.describe()['version']} {len(here)}"


def test_every_table_has_the_types_that_its_description_promises(reference: Reference) -> None:
    frames = load_folder(DATA_FOLDER / "built")
    for name, table in tables(reference).items():
        frame = frames[name]
        assert list(frame.columns) == list(table.header)
        for column in table.columns:
            kind = frame[column.name].dtype
            if column.type == "integer":
                assert kind == "Int64", (name, column.name)
            elif column.type == "date":
                assert pd.api.types.is_datetime64_dtype(kind), (name, column.name)
            elif column.enum:
                assert isinstance(kind, pd.CategoricalDtype), (name, column.name)


def test_each_table_has_a_function_of_its_own(reference: Reference) -> None:
    for name, table in tables(reference).items():
        assert list(getattr(gradeline, name)().columns) == list(table.header), name


def test_grades_are_ordered_and_what_is_not_known_is_missing() -> None:
    frame = gradeline.judgements()
    assert frame["grade"].cat.ordered
    assert next(iter(frame["grade"].cat.categories)) == "outstanding"
    assert not (frame == "").any(axis=None)
    graded = frame.dropna(subset=["grade"])
    assert (graded.groupby("grade", observed=True)["grade_rank"].nunique() == 1).all()
    assert set(frame[frame["grade"].isna()]["grade_rank"].dropna()) == set()


def test_unknown_authorities_and_folders_are_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="atlantis"):
        gradeline.figure("atlantis")
    with pytest.raises(
        FolderInvalid, match=f"^{re.escape(str(tmp_path / 'nothing'))} is no folder; wanted a data folder"
    ):
        gradeline.judgements(tmp_path / "nothing")
    with pytest.raises(FolderInvalid, match="nothing"):
        gradeline.figure("worcestershire", tmp_path / "nothing")


def test_one_service_is_drawn_by_its_name_alone() -> None:
    one, listed = (gradeline.figure("worcestershire", service=name) for name in ("adoption", ["adoption"]))
    assert one.to_json() == listed.to_json()
    with pytest.raises(ValueError, match="fostering"):
        gradeline.figure("worcestershire", service="fostering")


def test_the_package_lists_what_it_offers_and_nothing_that_it_uses() -> None:
    names = [name for name in dir(gradeline) if not name.startswith("_")]
    assert names == sorted(gradeline.__all__)
    assert all(callable(getattr(gradeline, name)) for name in names)


def test_the_command_without_a_word_says_what_it_can_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main([]) == 2
    assert "gradeline serve" in capsys.readouterr().err
    assert command.main(["--help"]) == 0
    assert "gradeline serve" in capsys.readouterr().out


def test_an_unknown_command_is_named_beside_all_that_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["figure", "worcestershire"]) == 2
    message = capsys.readouterr().err.splitlines()[-1]
    assert message == ("gradeline: unknown command 'figure'; wanted serve, export, extract, build, check, diff, fetch")
