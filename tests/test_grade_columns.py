"""A PDF whose table was drawn column by column: each grade is read in its row on the page, or none of the column is."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from loaders.reading.extract import extract
from loaders.record.model import Extraction
from loaders.record.reference import Reference
from tests import documents
from tests.hostile.pdf import one_page, stream

Cells = list[tuple[float, float, str]]

HEAD = (
    "Inspection of local authority arrangements for the protection of children",
    "Rutland County Council",
    "Inspection dates: 14 to 23 January 2013",
    "Lead inspector: A N Other HMI",
)
LABELS = ("Overall effectiveness", "The quality of practice", "Leadership and governance")
GRADES = ("Adequate", "Inadequate", "Good")
GRADED = {"overall": "r", "quality_of_provision": "i", "leadership": "g"}
TOP, STEP = 700.0, 20.0


def column(left: float, texts: Sequence[str], down: float = 0.0) -> Cells:
    return [(left, TOP - down - STEP * number, text) for number, text in enumerate(texts)]


def read(cells: Cells, tmp_path: Path, reference: Reference) -> Extraction:
    path = tmp_path / "report.pdf"
    path.write_bytes(documents.pdf([*((50, 800 - 14 * n, line) for n, line in enumerate(HEAD)), *cells]))
    return extract(path, reference)


def grades(extraction: Extraction) -> dict[str, str]:
    return {o.aspect: o.grade[0] for o in extraction.observations}


@pytest.mark.parametrize(
    "cells",
    [
        [*column(50, LABELS), *column(330, GRADES)],
        [*column(330, GRADES), *column(50, LABELS)],
        [*column(330, GRADES, down=1.5), *column(50, LABELS)],
        [*column(50, GRADES), *column(330, LABELS)],  # in front of the labels
        [*column(330, LABELS), *column(50, GRADES, down=1.5)],
    ],
)
def test_each_grade_of_a_column_goes_to_the_label_at_its_height(
    cells: Cells, tmp_path: Path, reference: Reference
) -> None:
    assert grades(read(cells, tmp_path, reference)) == GRADED


def test_a_label_without_a_grade_beside_it_gets_none(tmp_path: Path, reference: Reference) -> None:
    labels = ("Overall effectiveness", "Help and protection", "The quality of practice", "Leadership and governance")
    column_of_grades = [(330.0, TOP - STEP * place, text) for place, text in zip((0, 2, 3), GRADES, strict=True)]
    assert grades(read([*column(50, labels), *column_of_grades], tmp_path, reference)) == GRADED


@pytest.mark.parametrize(
    "cells",
    [
        [*column(50, LABELS), *column(330, GRADES, down=STEP / 2)],  # between the rows
        [*column(50, LABELS), *column(250, ("Good",) * 3), *column(400, GRADES)],  # two columns of grades
        [*column(250, ("Good",) * 3), *column(50, LABELS), *column(400, GRADES)],
        [*column(50, LABELS[:2]), *column(330, GRADES)],  # a grade beside nothing
        [*column(50, GRADES), *column(150, LABELS), *column(500, ("Improving",) * 2)],  # more than a label on its right
        [*column(50, ("Last",) * 3), *column(150, GRADES), *column(330, LABELS)],  # cells on both sides
    ],
)
def test_a_column_that_the_page_does_not_tell_is_not_read(cells: Cells, tmp_path: Path, reference: Reference) -> None:
    extraction = read(cells, tmp_path, reference)
    assert extraction.observations == ()
    assert "not read, since" in extraction.source.message or "cannot be told" in extraction.source.message


def test_a_grade_that_stands_elsewhere_than_its_line_in_the_text_is_none(tmp_path: Path, reference: Reference) -> None:
    """The text has "Leadership and governance", then the grade that the page shows beside another label."""
    above = [(50.0, 560.0, LABELS[2]), (330.0, 706.0, "Good"), (50.0, 700.0, LABELS[0]), (50.0, 640.0, LABELS[1])]
    beside = [(50.0, 700.0, LABELS[0]), (50.0, 640.0, LABELS[1]), (330.0, 640.0, "Good"), (50.0, 620.0, LABELS[2])]
    far = [(50.0, 700.0, LABELS[0]), (330.0, 500.0, "Good")]
    assert grades(read(above, tmp_path, reference)) == {}
    assert grades(read(beside, tmp_path, reference)) == {"quality_of_provision": "g"}
    assert grades(read(far, tmp_path, reference)) == {}


def test_a_page_whose_lines_are_drawn_in_no_order_gives_no_grade(tmp_path: Path, reference: Reference) -> None:
    rows = [cell for row in zip(column(50, LABELS), column(330, GRADES), strict=True) for cell in row]
    others = column(50, ["Other words"] * 4, down=200)
    mixed = [rows[0], others[0], rows[1], others[1], rows[2], others[2], rows[3], others[3], *rows[4:]]
    assert grades(read(rows, tmp_path, reference)) == GRADED
    assert grades(read(mixed, tmp_path, reference)) == {}


def test_a_grade_in_the_middle_of_a_high_row_is_its_labels(tmp_path: Path, reference: Reference) -> None:
    cells = [(50.0, 700.0, LABELS[0]), (330.0, 708.0, "Adequate"), (50.0, 650.0, LABELS[1]), (330.0, 658.0, "Good")]
    assert grades(read(cells, tmp_path, reference)) == {"overall": "r", "quality_of_provision": "g"}


WRAPPED = (
    ("The impact of leaders on social work", "practice with children and families"),
    ("The experiences and progress of children", "who need help and protection"),
    ("The experiences and progress of children", "in care and care leavers"),
    ("Overall effectiveness",),
)


def wrapped(grades_down: Sequence[float], order: Sequence[int] = (0, 1, 2, 3)) -> bytes:
    """An ILACS report whose labels take two lines; each grade stands so far below the first of its label."""
    head = documents.ilacs_pdf.__kwdefaults__["title"].format(authority="Hillingdon"), "Inspection dates: 16 April 2018"
    cells: Cells = [(50, 800 - 14 * n, line) for n, line in enumerate((*head, "Lead inspector: A Person"))]
    grades_of = ("Good", "Inadequate", "Requires improvement to be good", "Outstanding")
    for row, lines in enumerate(WRAPPED):
        cells += [(50, TOP - 40 * row - 12 * n, line) for n, line in enumerate(lines)]
    cells += [(330, TOP - 40 * row - grades_down[row], grades_of[row]) for row in order]
    return documents.pdf(cells)


def test_a_column_of_remarks_leaves_the_rows_in_their_order(tmp_path: Path, reference: Reference) -> None:
    head = documents.ilacs_pdf.__kwdefaults__["title"].format(authority="Hillingdon"), "Inspection dates: 16 April 2018"
    cells: Cells = [(50, 800 - 14 * n, line) for n, line in enumerate((*head, "Lead inspector: A Person"))]
    for row, (lines, grade) in enumerate(zip(WRAPPED, ("Good", "Inadequate", "Good", "Outstanding"), strict=True)):
        top = TOP - 70 * row
        cells += [(50, top - 12 * n, line) for n, line in enumerate(lines)]
        cells += [(330, top - 12, grade), *((400, top + 12 - 12 * n, "Some words on it,") for n in range(4))]
    path = tmp_path / "report.pdf"
    path.write_bytes(documents.pdf(cells))
    assert [o.grade[0] for o in extract(path, reference).observations] == ["g", "i", "g", "o"]


@pytest.mark.parametrize("down", [(0, 0, 0, 0), (6, 6, 6, 0), (12, 12, 12, 0), (9, 3, 15, 3)])
@pytest.mark.parametrize("order", [(0, 1, 2, 3), (0, 2, 1, 3)])
def test_a_grade_beside_a_label_of_several_lines_is_its_grade(
    down: Sequence[float], order: Sequence[int], tmp_path: Path, reference: Reference
) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(wrapped(down, order))
    extraction = extract(path, reference)
    assert [(o.service, o.aspect, o.grade[0]) for o in extraction.observations if o.grade] == [
        ("whole_service", "leadership", "g"),
        ("safeguarding", "overall", "i"),
        ("looked_after_children", "overall", "r"),
        ("whole_service", "overall", "o"),
    ]


@pytest.mark.parametrize("down", [(26, 26, 26, 26), (6, 6, 26, 0), (-14, 6, 6, 0)])
def test_a_grade_between_two_labels_of_several_lines_leaves_the_column_unread(
    down: Sequence[float], tmp_path: Path, reference: Reference
) -> None:
    path = tmp_path / "report.pdf"
    path.write_bytes(wrapped(down))
    assert extract(path, reference).observations == ()


RI_IN_TWO = ("Requires improvement to", "be good")


@pytest.mark.parametrize("upwards", [False, True])
@pytest.mark.parametrize("labels_first", [False, True])
def test_a_column_is_read_by_its_place_where_its_grades_are_wrapped_or_drawn_upwards(
    upwards: bool, labels_first: bool, tmp_path: Path, reference: Reference
) -> None:
    grades_of: list[tuple[str, ...]] = [("Good",), RI_IN_TWO, ("Inadequate",), ("Outstanding",)]
    labels = [
        (50.0, TOP - 40 * row - 12 * n, line) for row, lines in enumerate(WRAPPED) for n, line in enumerate(lines)
    ]
    cells = [
        [(330.0, TOP - 40 * row - 12 * n, line) for n, line in enumerate(lines)] for row, lines in enumerate(grades_of)
    ]
    column_of_grades = [cell for row in (reversed(cells) if upwards else cells) for cell in row]
    head = (
        documents.ilacs_pdf.__kwdefaults__["title"].format(authority="Hillingdon"),
        "Inspection dates: 16 April 2018",
    )
    title = [(50.0, 800.0 - 14 * n, line) for n, line in enumerate((*head, "Lead inspector: A Person"))]
    path = tmp_path / "report.pdf"
    path.write_bytes(
        documents.pdf([*title, *((labels + column_of_grades) if labels_first else (column_of_grades + labels))])
    )
    assert [o.grade[0] for o in extract(path, reference).observations] == ["g", "r", "i", "o"]


@pytest.mark.parametrize("turned", [b"0 1 -1 0 %d %d", b"0 -1 1 0 %d %d"])
def test_a_column_of_a_page_that_is_drawn_sideways_is_read_as_it_stands_to_its_reader(
    turned: bytes, tmp_path: Path, reference: Reference
) -> None:
    cells = [*((50, 800 - 14 * n, line) for n, line in enumerate(HEAD)), *column(50, LABELS), *column(330, GRADES)]
    drawn = b"".join(
        b"BT /F1 10 Tf %s Tm (%s) Tj ET\n"
        % (turned % ((820 - y, x) if turned.startswith(b"0 1") else (y, 842 - x)), line.encode())
        for x, y, line in cells
    )
    path = tmp_path / "report.pdf"
    path.write_bytes(one_page(stream(drawn), box=b"[0 0 842 842]"))
    assert grades(extract(path, reference)) == GRADED


def test_of_two_columns_of_grades_at_their_places_none_is_read(tmp_path: Path, reference: Reference) -> None:
    upwards = [
        *reversed(column(330, GRADES)),
        *reversed(column(420, ("Good", "Good", "Adequate"))),
        *column(50, LABELS),
    ]
    assert read(upwards, tmp_path, reference).observations == ()
