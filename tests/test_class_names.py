"""Every class of the program has a name of its own, so that a name says which class is meant wherever it stands."""

import ast
from collections import defaultdict
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
ROOMS = ("dashboard", "gradeline", "loaders", "tools")


def shared_names(checkout: Path) -> dict[str, list[str]]:
    """The names that classes of more than one module have, with those modules."""
    modules: defaultdict[str, list[str]] = defaultdict(list)
    for room in ROOMS:
        for file in sorted((checkout / room).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.ClassDef):
                    modules[node.name].append(file.relative_to(checkout).as_posix())
    return {name: files for name, files in modules.items() if len(files) > 1}


@pytest.mark.slow
def test_no_two_classes_share_a_name() -> None:
    assert shared_names(CHECKOUT) == {}


def test_a_second_class_of_a_name_would_be_found(tmp_path: Path) -> None:
    for room in ("dashboard", "loaders"):
        (tmp_path / room).mkdir()
        (tmp_path / room / "model.py").write_text("class Document:\n    pass\n", "utf-8")
    assert shared_names(tmp_path) == {"Document": ["dashboard/model.py", "loaders/model.py"]}
