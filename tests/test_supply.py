"""What is installed, to the byte: digests for every pin, a bill of materials, an audit that says what it saw."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def pins(name: str) -> dict[str, str]:
    pins = re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[-_.]+", "-", package).lower(): version for package, version in pins}


def test_every_pin_has_digests_and_no_address() -> None:
    text = (ROOT / "requirements-hashed.txt").read_text(encoding="utf-8")
    assert "://" not in text
    pinned, hashed = pins("requirements.txt"), pins("requirements-hashed.txt")
    assert {name: hashed.get(name) for name in pinned} == pinned
    for block in re.split(r"\n(?=\S)", text):
        if "==" in block:
            assert block.count("--hash=sha256:") > 0, block.splitlines()[0]


def test_the_container_installs_by_digest() -> None:
    text = (ROOT / "deploy" / "Containerfile").read_text(encoding="utf-8")
    assert "--require-hashes -r /tmp/requirements-hashed.txt" in text


def test_the_bill_of_materials_names_every_package() -> None:
    process = subprocess.run([sys.executable, "-m", "tools.sbom"], cwd=ROOT, capture_output=True, text=True, check=True)
    bill = json.loads(process.stdout)
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert {each["name"]: each["version"] for each in bill["components"]} == pins("requirements-hashed.txt")
    assert all(each["hashes"] for each in bill["components"])
    again = subprocess.run([sys.executable, "-m", "tools.sbom"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert again.stdout == process.stdout


@pytest.mark.parametrize(
    ("printed_words", "status", "expected", "message"),
    [
        ("No known vulnerabilities found", 0, 0, "none known in"),
        ("Found 2 known vulnerabilities in 1 package", 1, 1, "Found 2 known"),
        ("ConnectionError: no route", 1, 0, "not checked"),
        ("", 124, 0, "not checked"),
    ],
)
def test_an_audit_that_could_not_look_says_so(
    tmp_path: Path, printed_words: str, status: int, expected: int, message: str
) -> None:
    """`tools/audit.sh` with a stand-in for the program that looks up."""
    stand_in = tmp_path / "python"
    stand_in.write_text(f"#!/bin/sh\necho '{printed_words}'\nexit {status}\n", encoding="utf-8")
    stand_in.chmod(0o755)
    process = subprocess.run(
        ["bash", "tools/audit.sh", str(stand_in)],
        cwd=ROOT,
        env=dict(os.environ),
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert process.returncode == expected
    assert message in process.stderr
