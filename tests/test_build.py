"""A build: the same bytes however it is run, nothing read twice, atomic, and sound whatever it is given."""

import datetime as dt
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from loaders.__main__ import main
from loaders.building import build, cache
from loaders.reading import extract, sandbox
from loaders.record import folder, reference as reference_module
from loaders.record.model import Extraction
from loaders.record.reference import Reference
from tests import documents
from tests.documents import extraction, observation
from tests.folders import contents, rows

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("lent_readers")]

CHECKOUT = Path(__file__).resolve().parent.parent
KNOWN = reference_module.load()


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One document of every layout, two that are refused, one that stands twice, and one that contradicts itself."""
    place = tmp_path_factory.mktemp("sources")
    conflict = f"{documents.SAFEGUARDING_BLOCK}\n\nPartnership working\n\nGrade 2 (Good)\n\nText."
    remark = (
        "1. This visit follows the 2010 Ofsted inspection of safeguarding and looked after children services, "
        "which judged safeguarding to be inadequate."
    )
    written: dict[str, str | bytes] = {
        "2008.txt": documents.joint_area_review(),
        "2012.txt": documents.safeguarding(body=f"{remark}\n\n{conflict}"),
        "telford.txt": documents.slac(rows="bar"),
        "devon.txt": documents.child_protection(),
        "dudley.txt": documents.council_paper(),
        "2761820.pdf": documents.lac_pdf(),
        "2755502.pdf": documents.sif_pdf("Worcestershire"),
        "50004456.pdf": documents.ilacs_pdf("Worcestershire"),
        "copy.pdf": documents.ilacs_pdf("Worcestershire"),
        "statistics.ods": documents.statistics_ods(
            ["Worcestershire", "17/04/2018", "ILACS Short Inspection", "Good", "Inadequate", "Good", "Good"],
            ["Dudley", "15/10/2018", "ILACS Standard Inspection", "Good", "Good", "Good", "Good"],
        ),
        "page.pdf": "<!DOCTYPE html>",
        "minutes.txt": "Minutes of a meeting",
    }
    for name, content in written.items():
        (place / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return place


@pytest.fixture(scope="module")
def built(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("built") / "data"
    assert main(["build", str(sources), "--output", str(place), "--no-cache"]) == 1
    return place


# --- what is built


def test_every_source_has_a_row_and_every_layout_its_judgements(built: Path) -> None:
    status = {row["source_id"]: (row["kind"], row["status"], row["observations"]) for row in rows(built, "sources")}
    assert status == {
        "2008": ("text", "read", "5"),
        "2012": ("text", "read", "11"),
        "2755502": ("pdf", "read", "7"),
        "2761820": ("pdf", "read", "5"),
        "50004456": ("pdf", "read", "4"),
        "copy": ("pdf", "read", "0"),
        "devon": ("text", "read", "4"),
        "dudley": ("text", "read", "22"),
        "minutes": ("unknown", "refused", "0"),
        "page": ("unknown", "refused", "0"),
        "statistics": ("spreadsheet", "read", "8"),
        "telford": ("text", "read", "22"),
    }
    counts: dict[str, int] = {}
    for row in rows(built, "judgements"):
        counts[row["framework"]] = counts.get(row["framework"], 0) + 1
    assert counts == {
        "jar": 5,
        "slac": 22 + 22 + 1,
        "safeguarding": 9,
        "child_protection": 4,
        "lac": 5,
        "sif": 7,
        "ilacs": 4 + 4,
    }


def test_a_file_that_stands_twice_is_listed_and_not_counted_twice(built: Path) -> None:
    (copy,) = [row for row in rows(built, "sources") if row["source_id"] == "copy"]
    assert copy["message"] == "the same content as 50004456.pdf, and counted there"
    assert "copy" not in {row["source_id"] for row in rows(built, "observations")}


def test_a_report_and_the_statistics_of_its_visit_are_one_inspection(built: Path) -> None:
    visit = [row for row in rows(built, "judgements") if row["inspection_id"] == "worcestershire-2018-04-ilacs"]
    assert {(row["evidence"], row["observations"], row["inspection_type"]) for row in visit} == {
        ("primary", "2", "short")
    }
    assert {row["inspection_start"] for row in visit} == {"2018-04-16"}
    other = [row for row in rows(built, "judgements") if row["inspection_id"] == "dudley-2018-10-ilacs"]
    assert {(row["evidence"], row["observations"], row["agreement"]) for row in other} == {
        ("statistics", "1", "single")
    }


def test_what_sources_disagree_on_stands_in_the_discrepancies_with_both_readings(built: Path) -> None:
    conflicts = [row for row in rows(built, "judgements") if row["agreement"] == "conflict"]
    assert [(row["inspection_id"], row["aspect"], row["grade_original"]) for row in conflicts] == [
        ("worcestershire-2012-03-safeguarding", "partnership", "Adequate"),
        ("worcestershire-2018-04-ilacs", "overall", "Good"),
    ]
    columns = ("inspection_id", "field", "reading", "source_id", "other_reading", "other_source_id")
    assert [tuple(row[column] for column in columns) for row in rows(built, "discrepancies")] == [
        ("worcestershire-2012-03-safeguarding", "grade", "Adequate", "2012", "Good", "2012"),
        ("worcestershire-2018-04-ilacs", "inspection_start", "2018-04-16", "50004456", "2018-04-17", "statistics"),
        ("worcestershire-2018-04-ilacs", "grade", "Good", "50004456", "Inadequate", "statistics"),
    ]
    assert {row["authority"] for row in rows(built, "discrepancies")} == {"Worcestershire"}


def test_the_history_of_one_authority_runs_through_all_its_frameworks(built: Path) -> None:
    steps = [
        (row["from_inspection_id"][15:], row["to_inspection_id"][15:], row["change"], row["draw"])
        for row in rows(built, "movements")
        if (row["authority_id"], row["service"], row["aspect"]) == ("worcestershire", "safeguarding", "overall")
    ]
    assert steps == [
        ("2008-11-jar", "2010-01-slac", "-2", "break"),
        ("2010-01-slac", "2012-03-safeguarding", "1", "dashed"),
        ("2012-03-safeguarding", "2016-05-sif", "0", "break"),
        ("2016-05-sif", "2018-04-ilacs", "1", "dashed"),
    ]


def test_a_folder_for_other_rules_is_not_mistaken(built: Path, reference: Reference) -> None:
    assert folder.check(built, reference) == []
    package = json.loads((built / "datapackage.json").read_text())
    assert [resource["rows"] for resource in package["resources"]] == [
        len(rows(built, resource["name"])) for resource in package["resources"]
    ]


# --- the same bytes


def test_two_jobs_give_the_same_bytes_as_one(sources: Path, built: Path, tmp_path: Path) -> None:
    assert main(["build", str(sources), "--output", str(tmp_path / "data"), "--jobs", "2", "--no-cache"]) == 1
    assert contents(tmp_path / "data") == contents(built)


def test_the_order_and_place_of_the_sources_never_show(sources: Path, built: Path, tmp_path: Path) -> None:
    moved = shutil.copytree(sources, tmp_path / "elsewhere" / "deep")
    files = sorted((str(path) for path in moved.iterdir()), reverse=True)
    assert main(["build", *files, "--output", str(tmp_path / "data")]) == 1
    assert contents(tmp_path / "data") == contents(built)


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Auckland", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "2", "TZ": "America/Los_Angeles", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "0"},
    ],
    ids=["one", "other"],
)
def test_neither_hash_seed_nor_time_zone_nor_locale_show(
    environment: dict[str, str], sources: Path, built: Path, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "loaders", "build", str(sources), "--output", str(tmp_path / "data"), "--no-cache"]
    finished = subprocess.run(command, cwd=CHECKOUT, env={**os.environ, **environment}, check=False, timeout=120)
    assert finished.returncode == 1
    assert contents(tmp_path / "data") == contents(built)


@pytest.mark.filterwarnings("ignore")
def test_a_scheduler_that_is_not_there_is_one_line_and_the_folder_stays(
    sources: Path, tmp_path: Path, built: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    import dask.distributed

    place = shutil.copytree(built, tmp_path / "data")
    patient = dask.distributed.Client
    monkeypatch.setattr(dask.distributed, "Client", lambda address, **_: patient(address, timeout=0.2))
    assert main(["build", str(sources), "--output", str(place), "--scheduler", "tcp://127.0.0.1:9"]) == 2
    out, err = capfd.readouterr()
    assert out == ""
    (line,) = err.splitlines()
    assert "tcp://127.0.0.1:9" in line
    assert contents(place) == contents(built)


# --- nothing is read twice


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are read, as they are."""
    names: list[str] = []
    real = sandbox.Sandbox.extract

    def noted(self: sandbox.Sandbox, path: Path) -> Extraction:
        names.append(path.name)
        return real(self, path)

    monkeypatch.setattr(sandbox.Sandbox, "extract", noted)
    return names


def test_a_source_that_has_not_changed_is_not_read_again(
    sources: Path, built: Path, tmp_path: Path, reads: list[str]
) -> None:
    arguments = ["build", str(sources), "--output", str(tmp_path / "data")]
    assert main(arguments) == 1
    assert len(reads) == 12
    reads.clear()
    assert main(arguments) == 1
    assert sorted(reads) == ["minutes.txt", "page.pdf"], "what was refused is looked at again"
    assert contents(tmp_path / "data") == contents(built)


def test_changed_renamed_and_new_sources_are_read_and_no_others(
    sources: Path, tmp_path: Path, reads: list[str]
) -> None:
    place = shutil.copytree(sources, tmp_path / "sources")
    assert main(["extract", str(place), "--output", str(tmp_path / "out")]) == 1
    reads.clear()
    (place / "minutes.txt").unlink()
    (place / "page.pdf").unlink()
    (place / "2008.txt").write_text(documents.joint_area_review(numbers="22222"), encoding="utf-8")
    (place / "devon.txt").rename(place / "devon-2013.txt")
    (place / "new.txt").write_text(documents.slac(words="Good"), encoding="utf-8")
    os.utime(place / "telford.txt")
    assert main(["extract", str(place), "--output", str(tmp_path / "out")]) == 0
    assert sorted(reads) == ["2008.txt", "devon-2013.txt", "new.txt"]
    printed = (tmp_path / "out").read_text()
    assert "devon-2013.txt" in printed
    assert "devon.txt" not in printed


def test_without_the_cache_everything_is_read_and_nothing_is_kept(
    sources: Path, tmp_path: Path, reads: list[str]
) -> None:
    cache = Path(os.environ["XDG_CACHE_HOME"])
    for _ in range(2):
        main(["extract", str(sources / "2008.txt"), "--output", str(tmp_path / "out"), "--no-cache"])
    assert reads == ["2008.txt", "2008.txt"]
    assert not cache.exists()


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"null", b'{"source": {}}', b"\xff", b"[" * 100_000])
def test_a_damaged_cache_is_read_past(damage: bytes, sources: Path, tmp_path: Path, reads: list[str]) -> None:
    arguments = ["extract", str(sources / "2008.txt"), "--output", str(tmp_path / "out")]
    assert main(arguments) == 0
    whole = (tmp_path / "out").read_bytes()
    (entry,) = Path(os.environ["XDG_CACHE_HOME"]).rglob("*.json")
    entry.write_bytes(damage)
    assert main(arguments) == 0
    assert (tmp_path / "out").read_bytes() == whole
    assert reads == ["2008.txt"] * 2


def edited(entry: Path) -> None:
    """What the entry says, changed in itself rightly: good becomes outstanding, wherever it stands."""
    entry.write_bytes(entry.read_bytes().replace(b'"good"', b'"outstanding"').replace(b'"Good"', b'"Outstanding"'))


def another_sources(entry: Path) -> None:
    """An entry that is whole, and of another content."""
    _, _, content = entry.read_bytes().partition(b"\n")
    changed = content.replace(b'"sha256": "', b'"sha256": "0')
    entry.write_bytes(hashlib.sha256(changed).hexdigest().encode() + b"\n" + changed)


def pipe(entry: Path) -> None:
    entry.unlink()
    os.mkfifo(entry)


def link(entry: Path) -> None:
    entry.rename(entry.with_name("elsewhere"))
    entry.symlink_to(entry.with_name("elsewhere"))


def folder_in_place(entry: Path) -> None:
    entry.unlink()
    entry.mkdir()


def writable(entry: Path) -> None:
    entry.chmod(0o666)


@pytest.mark.parametrize("change", [edited, another_sources, pipe, link, folder_in_place, writable])
def test_an_entry_that_is_not_as_it_was_written_never_enters_the_record(
    change: Callable[[Path], None], sources: Path, tmp_path: Path, reads: list[str]
) -> None:
    arguments = ["extract", str(sources / "2008.txt"), "--output", str(tmp_path / "out")]
    assert main(arguments) == 0
    whole = (tmp_path / "out").read_bytes()
    (entry,) = Path(os.environ["XDG_CACHE_HOME"]).rglob("*.json")
    assert entry.stat().st_mode & 0o777 == 0o600
    change(entry)
    with time_limit(20):
        assert main(arguments) == 0
    assert (tmp_path / "out").read_bytes() == whole
    assert reads == ["2008.txt"] * 2


@contextmanager
def time_limit(seconds: int) -> Iterator[None]:
    """A wait without end is a failure, not a hang."""

    def late(*_: object) -> None:
        raise TimeoutError("it waits for ever")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def test_sources_that_a_short_memory_did_not_read_replace_no_folder(
    sources: Path, built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    place = shutil.copytree(built, tmp_path / "data")
    real = sandbox.Sandbox._extract

    def killed(self: sandbox.Sandbox, path: Path, file: BufferedReader) -> Extraction:
        if path.name != "2008.txt":
            return real(self, path, file)
        channel = self._start()
        assert self._child is not None
        os.kill(self._child.pid, signal.SIGKILL)
        with monkeypatch.context() as patch:  # one that is dead already would be replaced before it is asked
            patch.setattr(self, "_start", lambda: channel)
            return real(self, path, file)

    monkeypatch.setattr(sandbox.Sandbox, "_extract", killed)
    arguments = ["build", str(sources), "--output", str(place), "--no-cache"]
    assert main(arguments) == 2
    errors = capsys.readouterr().err
    assert "2008.txt: its reader was killed from outside twice" in errors
    assert f"{place} stays as it was: 2008.txt could not be read" in errors
    assert contents(place) == contents(built)
    assert main([*arguments, "--allow-fewer"]) == 1
    assert contents(place) != contents(built)


def test_a_cache_that_cannot_be_written_stops_nothing(
    sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert main(["extract", str(sources / "2008.txt"), "--output", str(tmp_path / "out")]) == 0


def test_other_rules_have_another_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    ours = cache.folder()
    changed = Path(shutil.copytree(reference_module.REFERENCE_FOLDER, tmp_path / "reference"))
    with (changed / "joins.toml").open("a") as file:
        file.write("# another line\n")
    monkeypatch.setattr(cache, "REFERENCE_FOLDER", changed)
    assert cache.folder() != ours


# --- whole or not at all


def test_a_build_that_is_killed_while_it_reads_leaves_the_folder_as_it_was(
    sources: Path, built: Path, tmp_path: Path
) -> None:
    place = shutil.copytree(built, tmp_path / "data")
    many = tmp_path / "many"
    many.mkdir()
    for number in range(400):
        (many / f"{number}.txt").write_text(documents.slac(), encoding="utf-8")
    cache = tmp_path / "cache"
    command = [sys.executable, "-m", "loaders", "build", str(many), "--output", str(place)]
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    with subprocess.Popen(command, cwd=CHECKOUT, env=environment, stderr=subprocess.DEVNULL) as child:
        while child.poll() is None and not list(cache.rglob("*.json")):
            time.sleep(0.02)
        child.send_signal(signal.SIGKILL)
    assert child.returncode == -signal.SIGKILL
    assert contents(place) == contents(built)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cache", "data", "many"]


# --- identity of sources


def test_sources_of_one_name_are_told_apart_by_their_content() -> None:
    pair = [
        extraction("report", file_name="report.pdf", sha256="b" * 64),
        extraction("report", file_name="report.txt", sha256="a" * 64),
        extraction("other", file_name="other.txt", sha256="c" * 64),
    ]
    assert [e.source.source_id for e in build.identify(pair)] == ["other", "report-bbbbbbbb", "report-aaaaaaaa"]


def test_refused_sources_of_one_name_and_content_still_have_ids_of_their_own(tmp_path: Path) -> None:
    for name in ("one", "two", "three"):
        (tmp_path / "sources" / name).mkdir(parents=True)
        (tmp_path / "sources" / name / "index.html").write_text("<html>")
    (tmp_path / "sources" / "report.txt").write_text(documents.slac(), encoding="utf-8")
    assert main(["build", str(tmp_path / "sources"), "--output", str(tmp_path / "data")]) == 1
    ids = [row["source_id"] for row in rows(tmp_path / "data", "sources")]
    assert len(set(ids)) == len(ids) == 4


def test_observations_carry_the_id_that_their_source_was_given(reference: Reference) -> None:
    pair = [
        extraction("report", observation(reference), sha256="a" * 64),
        extraction("report", observation(reference, aspect="leadership"), file_name="report.pdf", sha256="b" * 64),
    ]
    written = {row["source_id"] for row in build.record(pair, reference).tables["judgements"]}
    assert written == {"report-aaaaaaaa", "report-bbbbbbbb"}


# --- a law: build then check always passes

WORDS = ("Outstanding", "Good", "Adequate", "Inadequate", "Not judged", "Satisfactory", "")
LATER_WORDS = (
    "Outstanding",
    "Good",
    "Requires improvement",
    "Requires improvement to be good",
    "Inadequate",
    "Not judged",
    "Fair",
)
names = st.sampled_from(
    ["Worcestershire", "Devon", "Dorset", "Telford & Wrekin", "York", "Cumbria", "Hull", "Borchester"]
)


def printed(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"


def visits(first: dt.date, last: dt.date) -> st.SearchStrategy[str]:
    days = st.tuples(st.dates(first, last), st.integers(0, 20))
    return days.map(lambda pair: f"Inspection dates: {printed(pair[0])} to {printed(pair[0] + dt.timedelta(pair[1]))}")


def grades(labels: tuple[str, ...], words: tuple[str, ...] = WORDS) -> st.SearchStrategy[dict[str, str]]:
    return st.fixed_dictionaries({label: st.sampled_from(words) for label in labels})


def bodies(block: str, labels: tuple[str, ...]) -> st.SearchStrategy[str]:
    heading = st.tuples(st.sampled_from(labels), st.sampled_from(documents.NUMBERED_KEY), st.integers(1, 4)).map(
        lambda drawn: f"{drawn[0]}\n\nGrade {drawn[2]} ({drawn[1][0].split(' (')[0]})"
    )
    year = st.integers(2005, 2012).map(
        lambda year: (
            f"9. The {year} inspection of safeguarding and looked after children services judged "
            "safeguarding to be good."
        )
    )
    return st.lists(heading | year, max_size=3).map(lambda parts: "\n\n".join([block, *parts]))


def texts() -> st.SearchStrategy[str | bytes]:
    two = st.fixed_dictionaries(
        {
            documents.SAFEGUARDING_BLOCK: grades(documents.SAFEGUARDING),
            documents.LOOKED_AFTER_BLOCK: grades(documents.LOOKED_AFTER),
        }
    )
    slac = st.builds(
        lambda name, blocks, dates, body, rows: documents.slac(name, blocks=blocks, dates=dates, body=body, rows=rows),
        names,
        two,
        visits(dt.date(2009, 4, 1), dt.date(2012, 7, 31)),
        bodies(documents.SAFEGUARDING_BLOCK, documents.SAFEGUARDING),
        st.sampled_from(["tab", "bar"]),
    )
    review = st.builds(documents.joint_area_review, names, st.text("12345", max_size=5))
    protection = st.builds(
        lambda name, block, dates: documents.child_protection(name, blocks={"": block}, dates=dates),
        names,
        grades(documents.CHILD_PROTECTION),
        visits(dt.date(2012, 5, 1), dt.date(2013, 10, 1)),
    )
    single = st.builds(
        lambda name, table, dates: documents.sif_pdf(name, table, dates=dates, published=""),
        names,
        grades(documents.SIF, LATER_WORDS),
        visits(dt.date(2013, 11, 1), dt.date(2018, 6, 1)),
    )
    newest = st.builds(
        lambda name, table, dates: documents.ilacs_pdf(name, table, dates=dates),
        names,
        st.sampled_from([documents.ILACS_2018, documents.ILACS_2023, documents.ILACS_2026]).flatmap(
            lambda labels: grades(labels, LATER_WORDS)
        ),
        visits(dt.date(2018, 1, 1), dt.date(2027, 1, 1)),
    )
    paper = st.builds(documents.council_paper, names, words=st.sampled_from(WORDS))
    row = st.tuples(
        names,
        st.dates(dt.date(2018, 1, 1), dt.date(2024, 1, 1)).map(lambda day: f"{day:%d/%m/%Y}"),
        st.sampled_from(["ILACS Standard Inspection", "ILACS Short Inspection", "ILACS Focused Visit"]),
        *[st.sampled_from(LATER_WORDS)] * 4,
    )
    sheet = st.lists(row, min_size=1, max_size=4).map(lambda rows: documents.statistics_ods(*rows))
    return slac | review | protection | single | newest | paper | sheet | st.text(max_size=60)


@settings(max_examples=40)
@given(st.lists(texts(), min_size=1, max_size=5))
def test_what_was_built_of_any_documents_passes_its_check(
    tmp_path_factory: pytest.TempPathFactory, drawn: list[str | bytes]
) -> None:
    place = tmp_path_factory.mktemp("law")
    extractions = []
    for number, content in enumerate(drawn):
        path = place / f"{number}.pdf" if isinstance(content, bytes) else place / f"{number}.txt"
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "replace"))
        extractions.append(extract.extract(path, KNOWN))
    build.build(extractions, place / "data", KNOWN)
    assert folder.check(place / "data", KNOWN) == []
    observations = rows(place / "data", "observations")
    unique = {e.source.sha256: e for e in extractions if e.source.status == "read"}
    assert len(observations) == sum(len(e.observations) for e in unique.values())
    assert sum(int(row["observations"]) for row in rows(place / "data", "judgements")) == len(observations)
    words = {row["grade_original"].lower() for row in observations}
    assert not words & {"satisfactory", "fair", ""}
    shutil.rmtree(place)
