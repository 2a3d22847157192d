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


# What standard terms have replaced in code and documentation: phrases that no reader could search for.
RIDDLES = re.compile(
    r"is told so|nobody's business|takes from itself|waits without end|tries every way to share|is never given back"
    r"|is not looked at by the garbage|which version a part is of|from what is kept|lost from view|by itself mend"
)
CODE = [file for folder in ("dashboard", "gradeline", "loaders", "tools") for file in (CHECKOUT / folder).rglob("*.py")]


def test_code_and_documentation_say_it_in_the_terms_of_the_field() -> None:
    found = {
        str(file.relative_to(CHECKOUT)): phrases
        for file in (*CODE, *PAGES)
        if (phrases := RIDDLES.findall(" ".join(file.read_text("utf-8").split())))
    }
    assert found == {}


def test_how_a_version_is_released_is_written_down() -> None:
    text = (CHECKOUT / "CONTRIBUTING.md").read_text("utf-8")
    releasing = text.partition("## Releasing")[2].partition("\n## ")[0]
    assert all(
        word in releasing for word in ("`pyproject.toml`", "`CITATION.cff`", "`CHANGELOG.md`", "git tag", "`data-")
    )


def test_the_version_is_the_same_everywhere() -> None:
    places = {"pyproject.toml": r'^version = "(.+)"$', "CITATION.cff": r"^version: (.+)$"}
    places["gradeline/__init__.py"] = r'^__version__ = "(.+)"$'
    places["dashboard/texts/openapi.toml"] = r'^version = "(.+)"$'
    texts = {file: re.search(form, (CHECKOUT / file).read_text("utf-8"), re.M) for file, form in places.items()}
    assert len({found[1] if found else file for file, found in texts.items()}) == 1, texts
