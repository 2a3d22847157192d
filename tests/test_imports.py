"""Imports point one way: app -> dashboard -> what loaders reads and describes tables with, never back.

Read from the source with `ast`, so that nothing is imported, and over whatever modules there are. Each rule
is also broken once on a small tree of its own, so that it is known to bite.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
# The last two read a report that a visitor brings (/read), and find the inspection that it speaks of.
OPEN_TO_DASHBOARD = ("loaders.record", "loaders.reading.sandbox", "loaders.building.columns")
WITHOUT_DASH = ("dashboard.analysis.queries", "dashboard.figures")


def read_imports(root: Path) -> dict[str, set[str]]:
    """Each module of the project under `root`, by dotted name, with every name that it imports."""
    files = [root / "app.py", *(root / "loaders").rglob("*.py"), *(root / "dashboard").rglob("*.py")]
    imports = {}
    for file in files:
        if file.exists():
            parts = file.relative_to(root).with_suffix("").parts
            package = parts[:-1]
            module = ".".join(package if parts[-1] == "__init__" else parts)
            imports[module] = set(imported_names(ast.parse(file.read_text(encoding="utf-8")), package))
    return imports


def imported_names(tree: ast.AST, package: tuple[str, ...]) -> Iterator[str]:
    """`import a.b` gives a.b; `from a import b` gives a.b, since b may be a module; dots are resolved."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else ()
            origin = ".".join((*start, *filter(None, [node.module])))
            yield from (f"{origin}.{alias.name}" for alias in node.names)


def is_dash(name: str) -> bool:
    top = name.split(".")[0]
    return top == "dash" or top.startswith("dash_")


def is_within(name: str, *tops: str) -> bool:
    return name.split(".")[0] in tops


def reached(module: str, imports: dict[str, set[str]]) -> set[str]:
    """Everything that importing `module` imports in turn, the packages that modules stand in included."""
    seen: set[str] = set()
    waiting = [module]
    while waiting:
        name = waiting.pop()
        parts = name.split(".")
        for own in {".".join(parts[:length]) for length in range(1, len(parts) + 1)} & imports.keys() - seen:
            seen.add(own)
            waiting.extend(imports[own])
        seen.add(name)
    return seen


def find_violations(root: Path) -> list[str]:
    imports = read_imports(root)
    violations = []
    for module, names in imports.items():
        for name in names:
            if is_within(module, "loaders"):
                forbidden = is_within(name, "app", "dashboard", "plotly") or is_dash(name)
            else:
                is_open = any(f"{name}.".startswith(f"{place}.") for place in OPEN_TO_DASHBOARD)
                closed = is_within(name, "loaders") and not is_open
                forbidden = closed or is_within(name, "app")
            if forbidden:
                violations.append(f"{module} imports {name}")
    for module in imports.keys() & set(WITHOUT_DASH):
        violations += [f"{module} reaches {name}" for name in reached(module, imports) if is_dash(name)]
    return sorted(violations)


def test_imports_of_the_project_point_one_way() -> None:
    assert find_violations(CHECKOUT) == []


ALLOWED = {
    "app.py": "from dashboard.web.server import create_app\nfrom loaders.record.errors import FolderDamaged",
    "loaders/__init__.py": "",
    "loaders/record/errors.py": "class FolderDamaged(Exception): ...",
    "loaders/record/folder.py": "from loaders.record.errors import FolderDamaged\nfrom . import schema",
    "loaders/record/schema.py": "import pandas",
    "loaders/reading/readers/pdf.py": "from ...record.model import Document",
    "dashboard/__init__.py": "",
    "dashboard/store.py": "from loaders.record import folder, reference\nfrom loaders.record.schema import Table",
    "dashboard/analysis/queries.py": "from dashboard.store import Store\nimport pandas",
    "dashboard/figures.py": "import plotly.graph_objects as go",
    "dashboard/web/server.py": (
        "import dash\nfrom dashboard import figures\nfrom dashboard.analysis import queries\nfrom ..pages import home"
    ),
    "dashboard/pages/home.py": "from dash import html\nfrom ..analysis.queries import national_picture",
}


def write_tree(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def test_allowed_imports_are_no_violations(tmp_path: Path) -> None:
    assert find_violations(write_tree(tmp_path, ALLOWED)) == []


def test_a_tree_without_modules_has_no_violations(tmp_path: Path) -> None:
    assert find_violations(tmp_path) == []


@pytest.mark.parametrize(
    ("file", "line", "violation"),
    [
        ("app.py", "from loaders.building.build import build", "app imports loaders.building.build.build"),
        ("loaders/reading/extract.py", "import dashboard.figures", "loaders.reading.extract imports dashboard.figures"),
        ("loaders/reading/extract.py", "import dash", "loaders.reading.extract imports dash"),
        (
            "loaders/reading/extract.py",
            "from dash_table import DataTable",
            "loaders.reading.extract imports dash_table.DataTable",
        ),
        ("loaders/reading/extract.py", "import plotly.express", "loaders.reading.extract imports plotly.express"),
        ("loaders/reading/extract.py", "import app", "loaders.reading.extract imports app"),
        ("loaders/__init__.py", "import plotly", "loaders imports plotly"),
        (
            "loaders/reading/parsers/sif.py",
            "def parse():\n    from dashboard import figures",
            "loaders.reading.parsers.sif imports dashboard.figures",
        ),
        ("dashboard/web/server.py", "import app", "dashboard.web.server imports app"),
        ("dashboard/store.py", "from loaders.building import build", "dashboard.store imports loaders.building.build"),
        ("dashboard/store.py", "import loaders", "dashboard.store imports loaders"),
        (
            "dashboard/pages/home.py",
            "from loaders.reading.parsers import sif",
            "dashboard.pages.home imports loaders.reading.parsers.sif",
        ),
        ("dashboard/analysis/queries.py", "from dash import dcc", "dashboard.analysis.queries reaches dash.dcc"),
        ("dashboard/figures.py", "from .pages.home import layout", "dashboard.figures reaches dash.html"),
        ("dashboard/__init__.py", "import dash", "dashboard.analysis.queries reaches dash"),
    ],
)
def test_a_forbidden_import_is_found(tmp_path: Path, file: str, line: str, violation: str) -> None:
    root = write_tree(tmp_path, ALLOWED | {file: line})
    assert violation in find_violations(root)
