"""What the documentation names is there: links lead to files, and paths and modules in it exist."""

import re
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
PAGES = [CHECKOUT / "README.md", CHECKOUT / "CONTRIBUTING.md", CHECKOUT / "SECURITY.md", *CHECKOUT.glob("docs/**/*.md")]
# Written by a build or named for a reader's own folder, and so no path of the project.
PLACEHOLDERS = re.compile(r"[<…*]")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(CHECKOUT)))
def test_every_link_leads_to_a_file(page: Path) -> None:
    goals = re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text("utf-8"))
    missing = [goal for goal in goals if "://" not in goal and not (page.parent / goal).exists()]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(CHECKOUT)))
def test_every_path_of_the_project_that_is_named_exists(page: Path) -> None:
    paths = re.findall(r"`((?:dashboard|loaders|tests|tools|docs|data/reference)/[^`\s]*)`", page.read_text("utf-8"))
    missing = [path for path in paths if not PLACEHOLDERS.search(path) and not (CHECKOUT / path).exists()]
    assert missing == []


def test_the_decision_records_are_numbered_and_decide_something() -> None:
    records = sorted((CHECKOUT / "docs/adr").glob("*.md"))
    assert [int(record.name[:4]) for record in records] == list(range(1, len(records) + 1))
    for record in records:
        text = record.read_text("utf-8")
        assert text.startswith(f"# {int(record.name[:4])}. ")
        for part in ("**Decided.**", "**Why.**", "**What it costs.**"):
            assert part in text, record.name
