"""What the tests share: the reference data, a cache of their own, and a file that is written and read in one step."""

import fcntl
import json
import os
import shutil
import subprocess
import sys
import weakref
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, settings

from loaders.__main__ import main
from loaders.building import sources
from loaders.reading import extract
from loaders.reading.parsers.statistics_layout import load_layouts
from loaders.reading.sandbox import Sandbox
from loaders.record import reference
from loaders.record.model import Extraction
from loaders.record.reference import Reference

CHECKOUT = Path(__file__).resolve().parent.parent
Read = Callable[..., Extraction]
Run = Callable[..., tuple[int, str, list[str]]]

# How long an example takes says more about what else the machine is doing than about the code.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


@pytest.fixture(scope="session", autouse=True)
def _nothing_cached_before() -> None:
    """What parsers cache for a process is made anew: `make mutants` runs one session in a copy of another's process."""
    for name, module in list(sys.modules.items()):
        if name.startswith("loaders.reading."):
            for value in list(vars(module).values()):
                if hasattr(value, "cache_clear"):
                    value.cache_clear()


@pytest.fixture(autouse=True)
def _layouts_are_read_anew() -> None:
    """`make mutants` looks which tests reach which function; what is computed once would be reached by one of them."""
    if os.environ.get("MUTANT_UNDER_TEST") == "stats":
        load_layouts.cache_clear()


@pytest.fixture(scope="session", name="reference")
def loaded_reference() -> Reference:
    return reference.load()


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A copy of the reference data, to be changed."""
    return Path(shutil.copytree(reference.REFERENCE_FOLDER, tmp_path / "reference"))


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    """A command run in this process: its status, its standard output, and the lines of its standard error."""

    def command(*arguments: object) -> tuple[int, str, list[str]]:
        capfd.readouterr()
        status = main([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        return status, out, err.splitlines()

    return command


@pytest.fixture(scope="session")
def _caches(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    place = tmp_path_factory.mktemp("caches")
    return (place / str(number) for number in count())


@pytest.fixture(autouse=True)
def _own_cache(_caches: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the extractions that a user has kept, nor those of another test."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(next(_caches)))


class _LentReader:
    """What a command takes for a sandbox that it has started; the next one may have it once this one is gone."""

    def __init__(self, idle: list[Sandbox]) -> None:
        reader = idle.pop() if idle else Sandbox()
        self.extract = reader.extract
        weakref.finalize(self, idle.append, reader)


@pytest.fixture(scope="session")
def _idle_readers() -> Iterator[list[Sandbox]]:
    idle: list[Sandbox] = []
    yield idle
    for reader in idle:
        reader.close()


@pytest.fixture
def lent_readers(_idle_readers: list[Sandbox], monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands run in this process share the processes that read: to start one takes half a second.

    tests/test_sandbox.py asks what becomes of such a process, and commands started as programs have their own.
    """
    lent = SimpleNamespace(Sandbox=lambda: _LentReader(_idle_readers))
    monkeypatch.setattr(sources, "sandbox", lent)


class ExportedSite(NamedTuple):
    """The site as `gradeline export` writes it: where, what the command said, and the processor's seconds it took."""

    folder: Path
    said: str
    seconds: float


@pytest.fixture(scope="session")
def exported_site(tmp_path_factory: pytest.TempPathFactory) -> ExportedSite:
    """Written once for all processes that tests run in."""
    place = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        place = place.parent
    folder, about = place / "exported-site", place / "exported-site.json"
    with (place / "exported-site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not about.exists():
            command = [sys.executable, "-m", "gradeline", "export", str(folder)]
            before = os.times()
            done = subprocess.run(
                command,
                cwd=CHECKOUT,
                env={**os.environ, "PYTHONHASHSEED": "0"},
                capture_output=True,
                text=True,
                timeout=300,
                check=False,
            )
            after = os.times()
            assert done.returncode == 0, done.stderr
            seconds = after.children_user + after.children_system - before.children_user - before.children_system
            about.write_text(json.dumps([done.stderr, seconds]), encoding="utf-8")
    said, seconds = json.loads(about.read_text(encoding="utf-8"))
    return ExportedSite(folder, said, seconds)


@pytest.fixture
def read(tmp_path: Path, reference: Reference) -> Read:
    """A document written to a file and extracted: text, or bytes under a name that ends in .pdf."""

    def extracted(content: str | bytes, name: str = "") -> Extraction:
        path = tmp_path / (name or ("report.pdf" if isinstance(content, bytes) else "report.txt"))
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return extract.extract(path, reference)

    return extracted
