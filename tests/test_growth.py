"""A framework that does not exist: added by data files alone, read, built and shown, nothing else changed.

It has a judgement, a service and a scale of five words that no framework of today has, and no overall grade; it is the
newest, and begins after the day to which the record is complete.
"""

import csv
import os
import re
import shutil
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest

from tests import documents

pytestmark = pytest.mark.slow

CHECKOUT = Path(__file__).resolve().parent.parent
TITLE = "Review of {authority} family services"
GRADES = {
    "Help and protection of children": "Expected standard",
    "Children in care and kinship care": "Exceptional",
    "Family hubs": "Strong",
    "Leaders' work with partners": "Urgent change needed",
}

FRAMEWORK = """
title = "Review of family services"
short_title = "RFS"
inspectorate = "Ofsted"
legal_basis = "A law of 2026"
in_force = { from = 2026-10-01 }
in_force_note = "since October 2026"
scale = "words-of-2026"
numbered = false
parser = "front_table"
heading = "colon"
recognise = ["^review of (?:[^.:\\n]){2,60} family services"]

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
because = "a part of children in care since October 2026"

[[earlier]]
service = "whole_service"
aspect = "overall"
comparability = "ended"
because = "no overall grade since October 2026"
"""
SCALE = """
[words-of-2026]
title = "words only, with expected standard"
direction = "exceptional is best"
used = "reviews of family services, since October 2026"
word = [
  { words = "exceptional", grade = "outstanding" },
  { words = "strong", grade = "good" },
  { words = "expected standard", grade = "good" },
  { words = "needs attention", grade = "requires_improvement_or_adequate" },
  { words = "urgent change needed", grade = "inadequate" },
  { words = "not judged" },
]
"""
WORDS = "".join(
    f'  {{ word = "{title.lower()}", grade = "{grade}", letter = "{letter}", title = "{title}", short = "{title}", '
    f'prose = "{title.lower()}", scales = ["words-of-2026"] }},\n'
    for title, grade, letter in (
        ("Exceptional", "outstanding", "X"),
        ("Strong", "good", "S"),
        ("Expected standard", "good", "E"),
        ("Needs attention", "requires_improvement_or_adequate", "N"),
        ("Urgent change needed", "inadequate", "U"),
    )
)
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
ROUND = '  { round = "rfs", framework = "rfs", from = 2026-10-01, as_of = 2026-10-31, expected = "yes" },\n'

OLD = (
    ("2019.pdf", documents.ILACS_2018, "Requires improvement to be good", "17 June to 28 June 2019"),
    ("2023.pdf", documents.ILACS_2023, "Good", "15 May to 26 May 2023"),
)
COLLECTION = """
what = "Reports on English children's services"
complete_to = 2026-08-21
frameworks = ["ilacs"]
listed_at = "https://reports.example.org"
checked = 2026-08-22
"""

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
addresses += ["/compare?group=neighbours&of=worcestershire&service=family_hubs"]
addresses += ["/lists?service=family_hubs", "/lists/inadequate-now?service=family_hubs"]
addresses += ["/data?service=family_hubs", "/?service=family_hubs", "/download/judgements.json"]
for address in addresses:
    answer = client.get(address)
    print(answer.status_code, address, sep="\\t")
    print(answer.get_data(as_text=True).replace("\\n", " "))
"""


CELLS = """
import sys
from pathlib import Path

from dashboard.store import open_store
from dashboard.words import scales

store = open_store(Path("data/built"))
(row,) = [
    row for row in store.of_authority("judgements", "worcestershire")
    if (row["framework"], row["service"]) == ("rfs", sys.argv[1])
]
print(*(cell.term.title for cell in scales.cells(store.reference, row)), sep=", ")
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
    in_a_list(reference / "vocabulary.toml", "word", WORDS)
    in_a_list(reference / "vocabulary.toml", "service", SERVICE)
    in_a_list(reference / "vocabulary.toml", "framework", NAME)
    in_a_list(reference / "rounds.toml", "round", ROUND)
    ilacs = reference / "frameworks" / "ilacs.toml"
    ilacs.write_text(ilacs.read_text().replace("from = 2018-01-01 }", "from = 2018-01-01, until = 2026-09-30 }"))
    papers = place / "papers"
    papers.mkdir()
    (papers / "collection.toml").write_text(COLLECTION)
    for name, labels, grade, dates in OLD:
        report = documents.ilacs_pdf(
            "Worcestershire", documents.graded(labels, grade), dates=f"Inspection dates: {dates}"
        )
        (papers / name).write_bytes(report)
    (papers / "new.pdf").write_bytes(
        documents.ilacs_pdf(
            "Worcestershire", GRADES, title=TITLE, dates="Inspection dates: 5 October to 16 October 2026"
        )
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
        "whole_service": "ended",
        "safeguarding": "close",
        "looked_after_children": "close",
        "care_leavers": "ended",
    }
    (step,) = [
        row
        for row in rows(grown, "movements")
        if row["to_inspection_id"] == "worcestershire-2026-10-rfs" and row["service"] == "safeguarding"
    ]
    assert (step["comparability"], step["because"]) == ("close", "a new schedule of 2026")
    assert {row["comparability"] for row in rows(grown, "crosswalk") if row["framework"] == "jar"} <= {"loose", "ended"}


@pytest.fixture(scope="module")
def pages(grown: Path) -> dict[str, str]:
    """Every page by its address, each answered with 200."""
    answer = run(grown, "-c", PAGES, "data/built")
    assert answer.returncode == 0, answer.stderr
    lines = answer.stdout.splitlines()
    assert [line for line in lines[::2] if not line.startswith("200\t")] == []
    return dict(zip((line.partition("\t")[2] for line in lines[::2]), lines[1::2], strict=True))


def text_of(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


def test_every_page_and_download_shows_it(pages: dict[str, str]) -> None:
    for address in ("/methodology", "/authority/worcestershire", "/data?service=family_hubs", "/?service=family_hubs"):
        assert "Family hubs" in pages[address], address
    for address, page in pages.items():
        text = re.sub(r"<[^>]*>", " ", page)
        assert not re.search(r"\bfor\s+at\b", text), address
    assert "Urgent change needed" in pages["/authority/worcestershire"]


def test_two_words_of_one_grade_are_both_said_and_never_one_for_the_other(grown: Path, pages: dict[str, str]) -> None:
    """Strong and expected standard are two words of one scale for one harmonised grade, and good is an older one."""
    pair = text_of(pages["/compare?authority=worcestershire&from=2023&to=2026"])
    assert "Safeguarding was graded good in 2023 and expected standard in 2026, which is no change" in pair
    council = text_of(pages["/authority/worcestershire"])
    assert "Safeguarding, Oct 2026 Expected standard No change from good, May 2023" in council
    assert "Strong Expected standard Good Requires improvement" in council, "the key has every word"
    assert "family hubs (strong, 2026)" in council
    assert run(grown, "-c", CELLS, "looked_after_children").stdout.split(", ") == [
        "Urgent change needed", "Needs attention", "Strong or expected standard", "Exceptional\n",
    ]  # fmt: skip
    assert "Expected standard, Exceptional" in run(grown, "-c", CELLS, "safeguarding").stdout


def test_what_is_graded_no_more_is_still_compared_with_itself(pages: dict[str, str]) -> None:
    """Nothing gives an overall grade since October 2026: those of 2019 and 2023 are of one framework all the same."""
    council = text_of(pages["/authority/worcestershire"])
    assert "Overall, May 2023 Good Up one grade from requires improvement, Jun 2019" in council


def test_what_the_newest_framework_alone_grades_is_not_yet_graded(pages: dict[str, str]) -> None:
    """The one report that grades it is of a day after the one to which the record is complete."""
    home = text_of(pages["/?service=family_hubs"])
    assert "Family hubs: not yet graded" in home
    assert "York: not yet graded" in home
    assert "no longer graded" not in home.lower()
    group = text_of(pages["/compare?group=neighbours&of=worcestershire&service=family_hubs"])
    assert "Family hubs: not yet graded as at 21 August 2026" in group
    for address in ("/lists?service=family_hubs", "/lists/inadequate-now?service=family_hubs"):
        assert "Family hubs: not yet graded" in text_of(pages[address])


def test_the_folder_is_sound(grown: Path) -> None:
    assert run(grown, "-m", "loaders", "check", "data/built").returncode == 0
