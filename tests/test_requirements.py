"""Every package that pyproject.toml names is pinned to one version that it allows, in the file that installs it."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

CHECKOUT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
GROUPS = PROJECT["dependency-groups"]
FILES = {
    "requirements.txt": PROJECT["project"]["dependencies"],
    "requirements-dask.txt": PROJECT["project"]["optional-dependencies"]["dask"],
    "requirements-dev.txt": [*GROUPS["test"], *GROUPS["check"]],
    "requirements-data.txt": GROUPS["data"],
    "requirements-mutants.txt": GROUPS["mutants"],
    "requirements-fuzz.txt": GROUPS["fuzz"],
    "requirements-fonts.txt": GROUPS["fonts"],
}


def pins(name: str) -> dict[str, str]:
    """The version of each package that a file pins."""
    lines = (CHECKOUT / name).read_text(encoding="utf-8").splitlines()
    found = [re.match(r"([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^\s;\\]+)", line) for line in lines]
    return {canonicalize_name(match[1]): match[2] for match in found if match}


@pytest.mark.parametrize("name", FILES)
def test_what_the_project_names_is_pinned_within_what_it_allows(name: str) -> None:
    pinned = pins(name)
    for text in FILES[name]:
        requirement = Requirement(text)
        version = pinned.get(canonicalize_name(requirement.name))
        assert version, f"{name} does not pin {requirement.name}"
        assert version in requirement.specifier, f"{name} pins {requirement.name} {version}; wanted {requirement}"


@pytest.mark.parametrize("name", FILES)
def test_every_line_is_a_pin_and_no_line_names_a_host(name: str) -> None:
    for line in (CHECKOUT / name).read_text(encoding="utf-8").splitlines():
        assert re.match(r"\s*$|#|-r requirements[a-z-]*\.txt$|[A-Za-z0-9._-]+(\[[^]]*\])?==|\s+--hash=", line), line
        assert "://" not in line


def test_the_readme_names_every_package_that_the_project_asks_for_and_no_other() -> None:
    table = (CHECKOUT / "README.md").read_text(encoding="utf-8").partition("| package | why |")[2].partition("\n\n")[0]
    named = {canonicalize_name(name.strip()) for row in table.splitlines()[2:] for name in row.split("|")[1].split(",")}
    asked = {canonicalize_name(Requirement(text).name) for texts in FILES.values() for text in texts}
    assert named == asked
