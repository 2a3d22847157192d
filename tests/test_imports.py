"""Imports point one way: the contracts of `pyproject.toml`, kept by import-linter, and each of them broken once."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
COMMAND = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
CONTRACTS = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]

# contract, module, a line that breaks it
FORBIDDEN = [
    ("halves", "loaders/record/schema.py", "from dashboard import figures"),
    ("halves", "loaders/reading/extract.py", "def late():\n    import dashboard.store"),
    ("rooms-of-loaders", "loaders/record/model.py", "from loaders.reading import dates"),
    ("rooms-of-loaders", "loaders/fetching/fetch.py", "from loaders.building import build"),
    ("rooms-of-loaders", "loaders/reading/recognise.py", "from ..building import reconcile"),
    ("rooms-of-loaders", "loaders/elsewhere.py", ""),
    ("parsers", "loaders/reading/parsers/jar.py", "from loaders.reading import harmonise"),
    ("rooms-of-dashboard", "dashboard/store.py", "from dashboard import address"),
    ("rooms-of-dashboard", "dashboard/markup/chrome.py", "from dashboard.web import routes"),
    ("rooms-of-dashboard", "dashboard/pages/read.py", "from dashboard.web.limits import BODIES"),
    ("rooms-of-dashboard", "dashboard/figures/timeline.py", "from dashboard.words import history"),
    ("rooms-of-dashboard", "dashboard/analysis/queries.py", "from dashboard.export import content"),
    ("rooms-of-dashboard", "dashboard/elsewhere.py", ""),
    ("wording", "dashboard/words/wording.py", "from dashboard.store import Store"),
    ("record", "dashboard/pages/home.py", "from loaders.reading import extract"),
    ("record", "dashboard/store.py", "from loaders.building.build import build"),
    ("loaders-alone", "loaders/building/derive.py", "import plotly.graph_objects"),
    ("loaders-alone", "loaders/fetching/http.py", "from flask import Flask"),
    ("without-dash", "dashboard/figures/timeline.py", "from dash import dcc"),
    ("without-dash", "dashboard/analysis/queries.py", "from dashboard.markup import components"),
    ("without-server", "dashboard/pages/home.py", "from flask import request"),
    ("app", "dashboard/web/server.py", "import app"),
    ("app", "dashboard/analysis/intervals.py", "from scipy import stats"),
]


def lint(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", COMMAND, *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The modules and the contracts in a folder of their own, to be broken."""
    place = tmp_path_factory.mktemp("imports")
    for package in ("dashboard", "gradeline", "loaders"):
        shutil.copytree(CHECKOUT / package, place / package, ignore=shutil.ignore_patterns("assets", "__pycache__"))
    shutil.copy(CHECKOUT / "pyproject.toml", place)
    return place


def test_imports_of_the_project_point_one_way() -> None:
    process = lint(CHECKOUT, "--no-cache")
    assert process.returncode == 0, process.stdout + process.stderr
    assert f"Contracts: {len(CONTRACTS)} kept, 0 broken." in process.stdout


def test_each_contract_is_broken_below() -> None:
    assert {contract["id"] for contract in CONTRACTS} == {contract for contract, _, _ in FORBIDDEN}


@pytest.mark.slow
@pytest.mark.parametrize(("contract", "module", "line"), FORBIDDEN)
def test_a_forbidden_import_breaks_its_contract(copy: Path, contract: str, module: str, line: str) -> None:
    file = copy / module
    before = file.read_text("utf-8") if file.exists() else None
    file.write_text(f"{before or ''}\n{line}\n", "utf-8")
    try:
        process = lint(copy, "--contract", contract)
    finally:
        if before is None:
            file.unlink()
        else:
            file.write_text(before, "utf-8")
    assert process.returncode == 1, process.stdout + process.stderr
    assert "Contracts: 0 kept, 1 broken." in process.stdout
    assert ".".join(Path(module).with_suffix("").parts) in process.stdout
