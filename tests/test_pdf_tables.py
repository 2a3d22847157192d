"""Tables of PDFs with a column of other grades, and with the marks of notes; the pages are drawn for the tests."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from loaders.reading.extract import extract
from loaders.record.model import Extraction
from loaders.record.reference import Reference
from tests.documents import ILACS_2023
from tests.hostile.pdf import one_page, stream

HEAD = [
    [(50, "Inspection of Rutland local authority children's services")],
    [(50, "Inspection dates: 6 to 17 March 2023")],
    [(50, "Lead inspector: A N Other, His Majesty's Inspector")],
]
Row = Sequence[tuple[int, str]]


def read(rows: Sequence[Row], folder: Path, reference: Reference) -> Extraction:
    drawn = "".join(
        f"BT /F1 {6 if words.isdigit() else 10} Tf {x} {800 - 16 * n + 3 * words.isdigit()} Td "
        f"({words.replace('(', chr(92) + '(').replace(')', chr(92) + ')')}) Tj ET\n"
        for n, row in enumerate([*HEAD, *rows])
        for x, words in row
    )
    path = folder / "report.pdf"
    path.write_bytes(one_page(stream(drawn.encode("cp1252"))))
    return extract(path, reference)


@pytest.mark.parametrize("heads", [("Previous", "Current"), ("Current", "Previous"), ("2019", "2023"), ("Then", "Now")])
def test_a_row_with_a_blank_cell_gives_no_grade_of_the_other_column(
    heads: tuple[str, str], tmp_path: Path, reference: Reference
) -> None:
    other = 420 if heads[0] in ("Previous", "2019", "Then") else 500
    rows: list[Row] = [[(50, "Judgement"), (420, heads[0]), (500, heads[1])]]
    for number, label in enumerate(ILACS_2023):
        own = [(920 - other, "Outstanding")] if number == 2 else []
        rows.append([(50, label), *sorted([(other, "Inadequate"), *own])])
    assert "inadequate" not in {o.grade for o in read(rows, tmp_path, reference).observations}


@pytest.mark.parametrize("mark", ["1", " (1)", " 1"])
@pytest.mark.parametrize(
    "note",
    ["1 Grade of the previous inspection.", "Note 1: grade given in 2019.", "1. The previous inspection's grade."],
)
def test_a_figure_behind_a_grade_is_the_mark_of_its_note(
    mark: str, note: str, tmp_path: Path, reference: Reference
) -> None:
    rows: list[Row] = [[(50, label), (420, f"Good{mark}")] for label in ILACS_2023]
    assert read([*rows, [(50, note)]], tmp_path, reference).observations == ()
    raised: list[Row] = [[(50, label), (420, "Good"), (446, "1")] for label in ILACS_2023]
    assert read([*raised, [(50, note)]], tmp_path, reference).observations == ()


def test_a_note_on_how_grades_are_given_changes_none(tmp_path: Path, reference: Reference) -> None:
    rows: list[Row] = [[(50, label), (420, "Good1")] for label in ILACS_2023]
    note = "1 Grades are given on four steps."
    assert len(read([*rows, [(50, note)]], tmp_path, reference).observations) == len(ILACS_2023)
