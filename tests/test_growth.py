"""A framework that does not exist: added by data files alone, read, built and shown, nothing else changed.

It has a judgement, a service and a grade word that no framework of today has, and is the newest.
"""

import csv
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import documents

pytestmark = pytest.mark.slow

CHECKOUT = Path(__file__).resolve().parent.parent
TITLE = "Review of {authority} family services"
GRADES = {
    "Overall quality": "Urgent change needed",
    "Help and protection of children": "Good",
    "Children in care and kinship care": "Outstanding",
    "Family hubs": "Requires improvement to be good",
    "Leaders' work with partners": "Urgent change needed",
}

FRAMEWORK = """
title = "Review of family services"
short_title = "RFS"
inspectorate = "Ofsted"
legal_basis = "A law of 2026"
in_force = { from = 2026-06-01 }
in_force_note = "since June 2026"
scale = "words-urgent-change"
numbered = false
parser = "front_table"
heading = "colon"
recognise = ["^review of (?:[^.:\\n]){2,60} family services"]

[[judgement]]
service = "whole_service"
aspect = "overall"
labels = ["Overall quality"]
comparability = "same"

[[judgement]]
service = "safeguarding"
aspect = "overall"
labels = ["Help and protection of children"]
comparability = "same"

[[judgement]]
service = "looked_after_children"
aspect = "overall"
labels = ["Children in care and kinship care"]
comparability = "same"

[[judgement]]
service = "family_hubs"
aspect = "overall"
labels = ["Family hubs"]
comparability = "same"

[[judgement]]
service = "whole_service"
aspect = "leadership"
labels = ["Leaders' work with partners"]
comparability = "same"

[[earlier]]
comparability = "close"
because = "a new schedule of 2026"

[[earlier]]
service = "care_leavers"
comparability = "ended"
because = "a part of children in care since June 2026"
"""
SCALE = """
[words-urgent-change]
title = "words only, with urgent change needed"
direction = "outstanding is best"
used = "reviews of family services, since 2026"
word = [
  { words = "outstanding", grade = "outstanding" },
  { words = "good", grade = "good" },
  { words = "requires improvement to be good", grade = "requires_improvement_or_adequate" },
  { words = "inadequate", grade = "inadequate" },
  { words = "urgent change needed", grade = "inadequate" },
  { words = "not judged" },
]
"""
SERVICE = '  { service = "family_hubs", title = "Family hubs", short = "Family hubs", prose = "family hubs" },\n'
NAME = (
    '  { framework = "rfs", title = "Review of family services", short = "RFS", prose = "review of family services", '
    'initials = "RFS", years = "since 2026" },\n'
)
JOIN = """
[[join]]
from = ["ilacs"]
to = ["rfs"]
comparability = "close"
because = "a new schedule of 2026"
"""
ROUND = '  { round = "rfs", framework = "rfs", from = 2026-06-01, as_of = 2026-06-30, expected = "yes" },\n'

PAGES = """
import sys
from pathlib import Path

import dash

from dashboard.store import open_store
from dashboard.web.server import create_app

app = create_app(open_store(Path(sys.argv[1])))
client = app.server.test_client()
addresses = [page["path"] for page in dash.page_registry.values() if not page["path_template"]]
addresses += ["/authority/worcestershire", "/compare?authority=worcestershire&from=2023&to=2026", "/sitemap.xml"]
addresses += ["/data?service=family_hubs", "/?service=family_hubs", "/download/judgements.json"]
for address in addresses:
    answer = client.get(address)
    print(answer.status_code, address, sep="\\t")
    print(answer.get_data(as_text=True).replace("\\n", " "))
"""


def in_a_list(path: Path, name: str, entry: str) -> None:
    """Put an entry at the end of a list of a TOML file."""
    text, count = re.subn(rf"(^{name} = \[\n.*?)(^\])", rf"\g<1>{entry}\g<2>", path.read_text(), flags=re.M | re.S)
    assert count == 1
    path.write_text(text)


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program with a framework of tomorrow, added in six data files, and a record built from one report of it."""
    place = tmp_path_factory.mktemp("grown")
    for name in ("loaders", "dashboard", "gradeline", "data", "app.py"):
        source = CHECKOUT / name
        shutil.copytree(source, place / name) if source.is_dir() else shutil.copy(source, place)
    reference = place / "data" / "reference"
    (reference / "frameworks" / "rfs.toml").write_text(FRAMEWORK)
    with (reference / "scales.toml").open("a") as scales, (reference / "joins.toml").open("a") as joins:
        scales.write(SCALE)
        joins.write(JOIN)
    vocabulary = reference / "vocabulary.toml"
    vocabulary.write_text(
        vocabulary.read_text().replace(
            'scales = ["words-requires-improvement"]', 'scales = ["words-requires-improvement", "words-urgent-change"]'
        )
    )
    in_a_list(reference / "vocabulary.toml", "service", SERVICE)
    in_a_list(reference / "vocabulary.toml", "framework", NAME)
    in_a_list(reference / "rounds.toml", "round", ROUND)
    ilacs = reference / "frameworks" / "ilacs.toml"
    ilacs.write_text(ilacs.read_text().replace("from = 2018-01-01 }", "from = 2018-01-01, until = 2026-05-31 }"))
    papers = place / "papers"
    papers.mkdir()
    (papers / "old.pdf").write_bytes(
        documents.ilacs_pdf(
            "Worcestershire",
            documents.graded(documents.ILACS_2023, "Good"),
            dates="Inspection dates: 15 May to 26 May 2023",
        )
    )
    (papers / "new.pdf").write_bytes(
        documents.ilacs_pdf("Worcestershire", GRADES, title=TITLE, dates="Inspection dates: 1 June to 12 June 2026")
    )
    built = run(place, "-m", "loaders", "build", "papers", "data/lists", "--output", "data/built", "--allow-fewer")
    assert built.returncode == 0, built.stderr
    return place


def run(place: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=place,
        env={**os.environ, "PYTHONPATH": str(place), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def rows(place: Path, table: str) -> list[dict[str, str]]:
    with (place / "data" / "built" / f"{table}.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def test_a_report_of_a_new_framework_is_read_by_its_data_files_alone(grown: Path) -> None:
    judgements = [row for row in rows(grown, "judgements") if row["framework"] == "rfs"]
    assert {row["judgement"]: row["grade_original"] for row in judgements} == GRADES
    assert {(row["service"], row["aspect"]) for row in judgements} >= {("family_hubs", "overall")}
    assert {row["grade"] for row in judgements if row["grade_original"] == "Urgent change needed"} == {"inadequate"}
    assert {row["comparability"] for row in judgements} == {"same"}


def test_what_was_the_newest_is_no_longer_the_same_and_says_why(grown: Path) -> None:
    before = [row for row in rows(grown, "judgements") if row["framework"] == "ilacs"]
    assert {row["service"]: row["comparability"] for row in before if row["aspect"] == "overall"} == {
        "whole_service": "close",
        "safeguarding": "close",
        "looked_after_children": "close",
        "care_leavers": "ended",
    }
    (step,) = [
        row
        for row in rows(grown, "movements")
        if row["to_inspection_id"] == "worcestershire-2026-06-rfs" and row["service"] == "safeguarding"
    ]
    assert (step["comparability"], step["because"]) == ("close", "a new schedule of 2026")
    assert {row["comparability"] for row in rows(grown, "crosswalk") if row["framework"] == "jar"} <= {"loose", "ended"}


def test_every_page_and_download_shows_it(grown: Path) -> None:
    answer = run(grown, "-c", PAGES, "data/built")
    assert answer.returncode == 0, answer.stderr
    lines = answer.stdout.splitlines()
    pages = dict(zip((line.partition("\t")[2] for line in lines[::2]), lines[1::2], strict=True))
    assert [line for line in lines[::2] if not line.startswith("200\t")] == []
    for address in ("/methodology", "/authority/worcestershire", "/data?service=family_hubs", "/?service=family_hubs"):
        assert "Family hubs" in pages[address], address
    for address, page in pages.items():
        text = re.sub(r"<[^>]*>", " ", page)
        assert not re.search(r"\bfor\s+at\b", text), address
    assert "Urgent change needed" in pages["/authority/worcestershire"]


def test_the_folder_is_sound(grown: Path) -> None:
    assert run(grown, "-m", "loaders", "check", "data/built").returncode == 0
