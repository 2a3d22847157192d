"""What the tests share: the reference data, a cache of their own, and a file that is written and read in one step."""

from collections.abc import Callable
from pathlib import Path

import pytest

from loaders import extract, reference
from loaders.model import Extraction
from loaders.reference import Reference

Read = Callable[..., Extraction]


@pytest.fixture(scope="session", name="reference")
def loaded_reference() -> Reference:
    return reference.load()


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the extractions that a user has kept, nor those of another test."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))


@pytest.fixture
def read(tmp_path: Path, reference: Reference) -> Read:
    """A document written to a file and extracted: text, or bytes under a name that ends in .pdf."""

    def extracted(content: str | bytes, name: str = "") -> Extraction:
        path = tmp_path / (name or ("report.pdf" if isinstance(content, bytes) else "report.txt"))
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return extract.extract(path, reference)

    return extracted
