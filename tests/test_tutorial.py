"""docs/tutorial.md, run from top to bottom: every block works, and gives the result that it states."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

TUTORIAL = Path(__file__).resolve().parent.parent / "docs" / "tutorial.md"


def statements(block: str) -> Iterator[tuple[str, str]]:
    """Each statement of a block with the result that the comment under it states; "" where it states none."""
    lines = [*block.splitlines(), ""]
    for node in ast.parse(block).body:
        below = lines[node.end_lineno or 0]
        yield ast.unparse(node), below.removeprefix("# ") if below.startswith("# ") else ""


@pytest.mark.slow
def test_every_block_runs_and_gives_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    results = 0
    for block in re.findall(r"```python\n(.*?)```", TUTORIAL.read_text(encoding="utf-8"), re.S):
        for code, result in statements(block):
            if result:
                assert str(eval(code, names)) == result, code
                results += 1
            else:
                exec(code, names)
    assert results >= 8
    assert (tmp_path / "comparable.csv").stat().st_size > 100_000
