"""The command line: what it writes where, what it says, and its exit status, for sources of every kind."""

import csv
import io
import json
import os
import pty
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from loaders.__main__ import main
from loaders.record.reference import Reference
from loaders.record.schema import tables
from tests import documents
from tests.conftest import Run

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("lent_readers")]

CHECKOUT = Path(__file__).resolve().parent.parent


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A folder with two reports, one of them in a folder of its own, and nothing that is refused."""
    place = tmp_path / "sources"
    (place / "more").mkdir(parents=True)
    (place / "2008.txt").write_text(documents.joint_area_review(), encoding="utf-8")
    (place / "more" / "2755502.pdf").write_bytes(documents.sif_pdf())
    return place


def process(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
    """The same as a program of its own, as a user starts it."""
    command = [sys.executable, "-m", "loaders", *map(str, arguments)]
    return subprocess.run(
        command, cwd=CHECKOUT, capture_output=True, encoding="utf-8", check=False, timeout=120, **options
    )


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


# --- extract


def test_extract_writes_one_row_an_observation_and_nothing_else_to_standard_output(
    run: Run, sources: Path, reference: Reference
) -> None:
    status, out, err = run("extract", sources)
    assert (status, err) == (0, [])
    header, *lines = out.splitlines()
    assert header.split(",") == [*tables(reference)["observations"].header, "file_name"]
    assert len(lines) == 5 + 7
    assert "\r" not in out
    assert {row["file_name"] for row in rows(out)} == {"2008.txt", "2755502.pdf"}


def test_extract_as_a_program_keeps_data_and_messages_apart(sources: Path) -> None:
    (sources / "letter.txt").write_text("Focused visit to Devon\nDear Ms Person", encoding="utf-8")
    finished = process("extract", sources)
    assert finished.returncode == 1
    assert len(rows(finished.stdout)) == 12
    assert finished.stderr == (
        f"{sources / 'letter.txt'}: a focused visit (not graded); wanted a graded inspection of a local authority\n"
    )


def test_an_observation_has_its_reading_and_its_meaning_side_by_side(run: Run, sources: Path) -> None:
    _, out, _ = run("extract", sources / "2008.txt")
    row = rows(out)[0]
    assert row == {
        "authority_id": "worcestershire",
        "authority": "Worcestershire",
        "gss_code": "E10000034",
        "region": "West Midlands",
        "inspection_id": "worcestershire-2008-11-jar",
        "date_basis": "publication",
        "dfe_la_number": "885",
        "establishes": "yes",
        "source_url": "https://files.ofsted.gov.uk/v1/file/2008",
        "framework": "jar",
        "inspection_type": "",
        "inspection_start": "",
        "inspection_end": "",
        "published": "2008-11-18",
        "date": "2008-11-18",
        "date_precision": "day",
        "service": "safeguarding",
        "aspect": "overall",
        "judgement": "Safeguarding",
        "grade_text": "3",
        "grade_original": "good",
        "grade_number_original": "3",
        "scale": "four-point-4-best",
        "grade": "good",
        "grade_rank": "2",
        "comparability": "loose",
        "evidence": "primary",
        "source_id": "2008",
        "locator": row["locator"],
        "place": "table",
        "file_name": "2008.txt",
    }
    assert row["locator"].endswith(", Grades")


def test_extract_gives_the_same_as_json_with_numbers_and_nulls(run: Run, sources: Path) -> None:
    _, as_csv, _ = run("extract", sources)
    status, as_json, err = run("extract", sources, "--format", "json")
    assert (status, err) == (0, [])
    values = json.loads(as_json)
    assert [{k: "" if v is None else str(v) for k, v in value.items()} for value in values] == rows(as_csv)
    assert values[0]["grade_rank"] == 2
    assert values[0]["inspection_start"] is None
    assert list(values[0]) == list(rows(as_csv)[0])


@pytest.mark.parametrize("form", ["csv", "json"])
def test_extract_writes_to_a_file_when_asked_and_then_nothing_to_standard_output(
    form: str, run: Run, sources: Path, tmp_path: Path
) -> None:
    _, printed, _ = run("extract", sources, "--format", form)
    status, out, err = run("extract", sources, "--format", form, "--output", tmp_path / "out")
    assert (status, out, err) == (0, "", [])
    assert (tmp_path / "out").read_bytes().decode() == printed


def test_a_dash_is_standard_output(run: Run, sources: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(sources)
    assert run("extract", sources, "--output", "-") == run("extract", sources)
    assert not (sources / "-").exists()


def test_printed_characters_outside_ascii_come_out_as_utf_8_whatever_the_locale(sources: Path) -> None:
    environment = {
        **os.environ,
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONIOENCODING": "ascii",
    }
    finished = process("extract", sources / "more", env=environment)
    assert finished.returncode == 0
    assert "Children’s services in Southend-on-Sea" in finished.stdout


def test_the_sources_come_out_in_the_order_of_their_names_whatever_the_number_of_jobs(run: Run, sources: Path) -> None:
    for number in range(6):
        (sources / f"{number}.txt").write_text(documents.slac(), encoding="utf-8")
    _, one, _ = run("extract", sources, "--no-cache")
    _, two, _ = run("extract", sources, "--no-cache", "--jobs", 2)
    assert one == two
    assert list(dict.fromkeys(row["file_name"] for row in rows(one))) == [
        *(f"{number}.txt" for number in (0, 1, 2)),
        "2008.txt",
        *(f"{number}.txt" for number in (3, 4, 5)),
        "2755502.pdf",
    ]


def test_a_source_named_twice_is_read_once(run: Run, sources: Path) -> None:
    _, once, _ = run("extract", sources)
    _, twice, _ = run("extract", sources / "2008.txt", sources, sources / "2008.txt")
    assert twice == once


# --- what is refused


REFUSED = [
    (b"", "empty.pdf", "the file is empty; wanted"),
    (b"<!DOCTYPE html><p>Report not found", "page.pdf", 'not a PDF: the file begins with "<!DOCTYPE html>"'),
    (documents.sif_pdf()[:900], "cut.pdf", "the PDF is damaged or cut short"),
    (documents.pdf(documents.page("x"), encrypted=True), "locked.pdf", "the PDF is encrypted and needs a password"),
    (documents.picture_only_pdf(), "scan.pdf", "the PDF holds only pictures"),
    (b"Minutes of a meeting", "minutes.txt", "no inspection framework recognised in the first 3 pages"),
    (b"Monitoring visit to Torbay", "letter.txt", "a monitoring visit (not graded); wanted"),
    (documents.slac("Borchester").encode(), "borchester.txt", "no local authority of the register is named"),
    (
        documents.sif_pdf(grades={}, overall="", board=None),
        "none.pdf",
        "sif report, but no grade found for: The overall",
    ),
    (documents.archive({"a.txt": "x"}), "files.zip", "a zip archive, and no document that we read"),
    (documents.ods(documents.text_cell("x")), "sheet.ods", "a spreadsheet, but no statistics that we know"),
    (b"\x00\x01\x02", "bytes.txt", "the file is neither a PDF, a spreadsheet nor text"),
]


def test_a_refused_source_is_one_line_and_everything_else_is_still_written(run: Run, sources: Path) -> None:
    for content, name, _ in REFUSED:
        (sources / name).write_bytes(content)
    status, out, err = run("extract", sources)
    assert status == 1
    assert len(rows(out)) == 12
    assert len(err) == len(REFUSED)
    for _, name, reason in REFUSED:
        (line,) = [line for line in err if line.startswith(f"{sources / name}: ")]
        assert line.startswith(f"{sources / name}: {reason}")


def test_one_refused_source_alone_is_status_1(run: Run, sources: Path) -> None:
    (sources / "minutes.txt").write_text("Minutes of a meeting", encoding="utf-8")
    assert run("extract", sources)[0] == 1


def test_a_judgement_without_a_grade_is_one_line_and_no_refusal(run: Run, sources: Path) -> None:
    printed = documents.graded(documents.SIF, "Good") | {"2.1 Adoption performance": "Satisfactory"}
    (sources / "2016.pdf").write_bytes(documents.sif_pdf(grades=printed))
    status, _, err = run("extract", sources / "2016.pdf")
    assert status == 0
    assert err == [
        f"{sources / '2016.pdf'}: no grade found for: Adoption performance "
        '(found "Satisfactory", which is on no scale of this framework)'
    ]


def test_nothing_at_all_that_can_be_read_is_status_2_and_no_output(run: Run, sources: Path, tmp_path: Path) -> None:
    (sources / "empty.txt").write_bytes(b"")
    for command in (["extract"], ["extract", "--format", "json"], ["build", "--output", tmp_path / "data"]):
        status, out, err = run(*command, sources / "empty.txt")
        assert (status, out) == (2, "")
        assert len(err) == 1
    assert not (tmp_path / "data").exists()


def test_a_source_that_is_not_there_is_one_line_and_the_others_are_read(run: Run, sources: Path) -> None:
    status, out, err = run("extract", sources, sources / "gone.pdf")
    assert (status, len(rows(out))) == (1, 12)
    assert err == [f"{sources / 'gone.pdf'}: no such file or folder"]
    status, out, err = run("extract", sources / "gone.pdf")
    assert (status, out, len(err)) == (2, "", 1)


def test_an_empty_folder_is_status_2_with_a_word(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    status, out, err = run("extract", tmp_path / "empty")
    assert (status, out) == (2, "")
    assert err == [f"{tmp_path / 'empty'}: no file found"]


def test_a_file_of_any_name_is_one_line_and_a_row_that_reads_back(run: Run, sources: Path, tmp_path: Path) -> None:
    strange = ["two\nlines.txt", "\x1b[31mred.txt", os.fsdecode(b"caf\xe9.txt"), "\u202etxt.exe", "a,b\"c';.txt"]
    for name in strange:
        (sources / name).write_text("Minutes", encoding="utf-8")
        (sources / f"report {name}").write_text(documents.slac(), encoding="utf-8")
    status, out, err = run("build", sources, "--output", tmp_path / "data")
    assert status == 1
    assert len(err) == len(strange) + 1
    assert all(line.isprintable() for line in err)
    status, out, _ = run("extract", sources)
    assert (status, len(rows(out))) == (1, 12 + 22 * len(strange))


@pytest.mark.parametrize("kind", ["pipe", "link to nothing", "folder that is a link"])
def test_what_is_no_file_never_stops_the_others(kind: str, run: Run, sources: Path) -> None:
    strange = sources / "strange.txt"
    if kind == "pipe":
        os.mkfifo(strange)
    elif kind == "link to nothing":
        strange.symlink_to("nowhere")
    else:
        strange.symlink_to(sources, target_is_directory=True)
    status, out, err = run("extract", sources)
    assert len(rows(out)) == 12
    assert (status, len(err)) == ((0, 0) if kind == "folder that is a link" else (1, 1))


def test_hidden_files_in_a_folder_are_passed_over_and_read_when_named(run: Run, sources: Path) -> None:
    (sources / ".state").mkdir()
    (sources / ".state" / "state.json").write_text("{}")
    (sources / ".hidden.txt").write_text(documents.slac(), encoding="utf-8")
    status, out, err = run("extract", sources)
    assert (status, err, len(rows(out))) == (0, [], 12)
    status, out, err = run("extract", sources / ".hidden.txt")
    assert (status, err, len(rows(out))) == (0, [], 22)


# --- build


def test_build_writes_a_folder_that_check_finds_sound(run: Run, sources: Path, tmp_path: Path) -> None:
    status, out, err = run("build", sources, "--output", tmp_path / "data")
    assert (status, out) == (0, "")
    assert err == [f"{tmp_path / 'data'}: 12 observations of 2 sources; 0 refused"]
    status, out, err = run("check", tmp_path / "data")
    assert (status, out, err) == (0, "", [f"{tmp_path / 'data'}: sound"])


def test_a_refused_source_has_a_row_with_its_reason(run: Run, sources: Path, tmp_path: Path) -> None:
    (sources / "page.pdf").write_text("<!DOCTYPE html>")
    status, _, err = run("build", sources, "--output", tmp_path / "data")
    assert status == 1
    assert len(err) == 2
    written = {row["source_id"]: row for row in rows((tmp_path / "data" / "sources.csv").read_text())}
    assert [(name, row["status"], row["observations"]) for name, row in written.items()] == [
        ("2008", "read", "5"),
        ("2755502", "read", "7"),
        ("page", "refused", "0"),
    ]
    assert err[0] == f"{sources / 'page.pdf'}: {written['page']['message']}"


@pytest.mark.parametrize("form", ["extract", "build"])
def test_a_place_that_cannot_be_written_is_one_line_and_status_2(
    form: str, run: Run, sources: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("mine")
    place = tmp_path / "file" / "inside"
    status, out, err = run(form, sources, "--output", place)
    assert (status, out, len(err)) == (2, "", 1)
    assert str(tmp_path / "file") in err[0]
    assert (tmp_path / "file").read_text() == "mine"


def test_a_build_never_replaces_a_folder_that_holds_other_things(run: Run, sources: Path) -> None:
    before = sorted(sources.rglob("*"))
    status, out, err = run("build", sources, "--output", sources)
    assert (status, out) == (2, "")
    assert err == ["sources holds '2008.txt', which is no part of a data folder; choose another folder"]
    assert sorted(sources.rglob("*")) == before


def test_a_build_never_replaces_a_file(run: Run, sources: Path, tmp_path: Path) -> None:
    (tmp_path / "notes").write_text("mine")
    status, out, err = run("build", sources, "--output", tmp_path / "notes")
    assert (status, out, err) == (2, "", ["notes is a file; choose a folder"])
    assert (tmp_path / "notes").read_text() == "mine"


# --- check


def test_check_names_every_damage_a_line_and_is_status_1(run: Run, sources: Path, tmp_path: Path) -> None:
    run("build", sources, "--output", tmp_path / "data")
    (tmp_path / "data" / "movements.csv").unlink()
    (tmp_path / "data" / "sources.csv").write_text("source_id\n")
    status, out, err = run("check", tmp_path / "data")
    assert (status, out) == (1, "")
    assert err == [
        "sources.csv: the header is 'source_id'; wanted "
        "'source_id,file_name,kind,title,publisher,published,url,sha256,status,message,observations,complete_to'",
        "movements.csv: missing",
    ]


def test_check_finds_the_built_folder_in_a_data_folder(run: Run, sources: Path, tmp_path: Path) -> None:
    run("build", sources, "--output", tmp_path / "data" / "built")
    assert run("check", tmp_path / "data")[0] == 0


def test_check_of_a_folder_that_is_none_says_what_is_missing(run: Run, sources: Path, tmp_path: Path) -> None:
    status, _, err = run("check", sources)
    assert status == 1
    assert "judgements.csv: missing" in err
    for absent in (tmp_path / "nowhere", sources / "2008.txt"):
        status, out, err = run("check", absent)
        assert (status, out, err) == (2, "", [f"{absent}: no such folder"])


# --- usage


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "the following arguments are required: COMMAND"),
        (["read"], "invalid choice: 'read'"),
        (["extract"], "the following arguments are required: SOURCE"),
        (["extract", "x", "--format", "xml"], "invalid choice: 'xml'"),
        (["build", "x"], "the following arguments are required: --output"),
        (["build", "--output", "y"], "the following arguments are required: SOURCE"),
        (["build", "x", "--output", "y", "--jobs", "0"], "'0' is not a whole number of 1 or more"),
        (["build", "x", "--output", "y", "--jobs", "many"], "'many' is not a whole number of 1 or more"),
        (["build", "x", "--output", "y", "--jobs", "\u00b2"], "'\u00b2' is not a whole number of 1 or more"),
        (["build", "", "--output", "y"], "argument SOURCE: the path is empty"),
        (["build", "x", "--output", ""], "argument --output: the path is empty"),
        (["check"], "the following arguments are required: DIR"),
        (["check", "x", "--fix"], "unrecognized arguments: --fix"),
    ],
)
def test_wrong_usage_is_said_and_status_2(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    out, err = capsys.readouterr()
    assert (ended.value.code, out) == (2, "")
    assert message in err
    assert "usage: python -m loaders" in err


@pytest.mark.parametrize("command", [(), ("extract",), ("build",), ("check",)])
def test_help_goes_to_standard_output(command: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*command, "--help"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("usage: python -m loaders")


@pytest.mark.parametrize("command", ["extract", "build", "check", "fetch"])
def test_every_command_of_the_help_stands_in_the_readme(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    assert f"\n    {command} " in capsys.readouterr().out
    assert f"loaders {command}" in (CHECKOUT / "README.md").read_text(encoding="utf-8")


def test_the_program_ends_with_the_status_of_its_command(tmp_path: Path) -> None:
    finished = process("check", tmp_path / "nowhere")
    assert (finished.returncode, finished.stdout, finished.stderr) == (
        2,
        "",
        f"{tmp_path / 'nowhere'}: no such folder\n",
    )


# --- terminal


def test_the_progress_bar_is_shown_on_a_terminal_alone(sources: Path) -> None:
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 80))
    command = [sys.executable, "-m", "loaders", "extract", str(sources), "--no-cache"]
    finished = subprocess.run(command, cwd=CHECKOUT, stdout=subprocess.PIPE, stderr=theirs, check=True, timeout=120)
    os.close(theirs)
    shown = os.read(ours, 1 << 16).decode()
    os.close(ours)
    assert "2/2" in shown
    assert len(rows(finished.stdout.decode())) == 12


def test_a_reader_that_stops_reading_ends_the_program_without_a_traceback(sources: Path) -> None:
    for number in range(40):
        (sources / f"{number}.txt").write_text(documents.slac(), encoding="utf-8")
    command = [sys.executable, "-m", "loaders", "extract", str(sources)]
    with subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        assert child.stdout.readline().startswith("authority_id,")
        child.stdout.close()
        said = child.stderr.read()
    assert "Traceback" not in said
    assert "Exception" not in said
    assert child.returncode in (0, 2)


HEAVY = (
    "cssselect2",
    "dash",
    "dask",
    "flask",
    "numpy",
    "pandas",
    "plotly",
    "pypdfium2",
    "python_calamine",
    "requests",
    "tinycss2",
    "tqdm",
)


@pytest.mark.parametrize(
    ("command", "needed"),
    [
        (["--help"], set()),
        (["--version"], set()),
        (["check", "data/built"], set()),
        (["diff", "data/built", "data/built"], set()),
        (["fetch", "--help"], set()),
        (["extract", "--help"], set()),
        (["build", "--help"], set()),
        (["fetch", "--dry-run", "--only=reports", "--output=/nowhere", "--authority=nobody"], {"requests"}),
        (["serve", "--help"], {"numpy", "pandas"}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_command_imports_only_what_it_uses(command: list[str], needed: set[str]) -> None:
    code = (
        "import contextlib, sys\n"
        "from gradeline.__main__ import main\n"
        "with contextlib.suppress(SystemExit), contextlib.redirect_stdout(sys.stderr):\n"
        f"    main({command!r})\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    started = subprocess.run([sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    assert started.stdout == f"{sorted(needed)}\n"
