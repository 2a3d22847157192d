"""Tables of three columns and more in a PDF: each cell is told from the next, or the page stays as it is."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from loaders.reading.extract import extract
from loaders.record.reference import Reference
from tests import documents

HEAD = (
    "Inspection of Hillingdon local authority children's services",
    "Inspection dates: 16 to 27 April 2018",
    "Lead inspector: A N Other, His Majesty's Inspector",
)
LABELS = (
    ("The impact of leaders on social work", "practice with children and families"),
    ("The experiences and progress of children", "who need help and protection"),
    ("The experiences and progress of children", "in care and care leavers"),
    ("Overall effectiveness",),
)
GRADES = ("Good", "Inadequate", "Outstanding", "Good")
EARLIER = ("Inadequate", "Good", "Good", "Inadequate")
FOUR = ("Outstanding", "Good", "Requires improvement to be good", "Inadequate")
Cells = list[tuple[float, float, str]]


def page(heads: Sequence[str], rows: Sequence[Sequence[str]], lefts: Sequence[float], step: float = 40) -> Cells:
    """A page with labels of two lines, and each line of a cell (parted by "/") below the one before."""
    cells: Cells = [(50, 800 - 14 * n, line) for n, line in enumerate(HEAD)]
    cells += [(left, 720, head) for left, head in zip((50, *lefts), heads, strict=True)]
    for number, (label, row) in enumerate(zip(LABELS, rows, strict=True)):
        for left, words in zip((50, *lefts), ("/".join(label), *row), strict=True):
            cells += [(left, 690 - step * number - 12 * n, line) for n, line in enumerate(words.split("/")) if line]
    return cells


def grades(cells: Cells, folder: Path, reference: Reference) -> list[str]:
    path = folder / "report.pdf"
    path.write_bytes(documents.pdf(cells))
    return [o.grade or "" for o in extract(path, reference).observations]


WANTED = ["good", "inadequate", "outstanding", "good"]


@pytest.mark.parametrize(
    ("heads", "columns", "wanted"),
    [
        (("Grade", "Date of judgement"), (GRADES, ["27 April 2018"] * 4), WANTED),
        (
            ("Grade", "Comment"),
            (GRADES, ["Known well and/done in time/by all", "See page 2", "Some wait", "-"]),
            WANTED,
        ),
        (("Previous grade", "Grade"), (EARLIER, GRADES), WANTED),
        (("Grade", "Previous grade"), (GRADES, EARLIER), WANTED),
        (("Grade", "Grade"), (GRADES, EARLIER), []),
        (("Target", "Comment"), (GRADES, ["x"] * 4), []),
        (("Previous grade", "Grade"), (GRADES, [""] * 4), []),
    ],
)
def test_the_heads_say_which_column_is_read(
    heads: Sequence[str], columns: Sequence[Sequence[str]], wanted: list[str], tmp_path: Path, reference: Reference
) -> None:
    rows = list(zip(*columns, strict=True))
    assert grades(page(("Judgement", *heads), rows, (320, 440)), tmp_path, reference) == wanted


@pytest.mark.parametrize(
    ("lefts", "shift", "wanted"),
    [((260, 340, 390, 500), 0.0, WANTED), ((260, 340, 390, 500), -20.0, []), ((260, 340, 390, 500), -40.0, [])],
)
def test_a_mark_counts_below_the_head_of_a_grade_alone(
    lefts: Sequence[float], shift: float, wanted: list[str], tmp_path: Path, reference: Reference
) -> None:
    cells = page(
        ("Judgement", *("Requires improvement" if "Req" in four else four for four in FOUR)), [[""] * 4] * 4, lefts
    )
    cells += [(lefts[FOUR.index(g)] + shift, 690 - 40 * n, "X") for n, g in enumerate(GRADES)]
    assert grades(cells, tmp_path, reference) == wanted


def test_of_two_marks_in_a_row_neither_counts(tmp_path: Path, reference: Reference) -> None:
    lefts = (260, 340, 390, 500)
    rows = [["X" if f == g or (f == "Good" and n == 1) else "" for f in FOUR] for n, g in enumerate(GRADES)]
    heads = ("Judgement", "Outstanding", "Good", "Requires improvement", "Inadequate")
    assert grades(page(heads, rows, lefts), tmp_path, reference) == ["good", "outstanding", "good"]


def test_rows_that_no_gap_parts_are_left_as_they_are(tmp_path: Path, reference: Reference) -> None:
    comments = ["one/two/three/four", "one/two/three/four", "one/two/three/four", "one"]
    cells = page(("Judgement", "Grade", "Comment"), list(zip(GRADES, comments, strict=True)), (320, 440), step=48)
    assert len(grades(cells, tmp_path, reference)) < 4
