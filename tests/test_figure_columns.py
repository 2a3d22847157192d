"""A PDF of a joint area review with several columns of figures, of which some are blank."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from loaders.reading.extract import extract
from loaders.record.model import Extraction
from loaders.record.reference import Reference
from tests import documents

HEAD = (
    "Joint area review",
    "Rutland Children's Services Authority Area",
    "Published: 4 March 2008",
    "Grades",
    "4: outstanding; 3: good; 2: adequate; 1: inadequate",
)
LABELS = ("Safeguarding", "Looked after children", "Learning difficulties and/or disabilities", "Service management")
COLUMNS = (300, 400, 500)
ONE_LINE = (("Local services overall", "Council services", "Health services"),)
TWO_LINES = (("Local services", "Council", "Health"), ("overall", "services", "services"))


def read(
    rows: Sequence[str], folder: Path, reference: Reference, names: Sequence[Sequence[str]] = ONE_LINE
) -> Extraction:
    cells = [(50, 800 - 14 * n, line) for n, line in enumerate(HEAD)]
    cells += [(x, 720 - 12 * n, name) for n, line in enumerate(names) for x, name in zip(COLUMNS, line, strict=True)]
    for n, (label, figures) in enumerate(zip(LABELS, rows, strict=True)):
        places = zip(COLUMNS, figures, strict=True)
        cells += [(50, 680 - 16 * n, label), *((x, 680 - 16 * n, figure) for x, figure in places if figure != " ")]
    path = folder / "review.pdf"
    path.write_bytes(documents.pdf(cells))
    return extract(path, reference)


def numbers(extraction: Extraction) -> list[int | None]:
    return [observation.grade_number_original for observation in extraction.observations]


@pytest.mark.parametrize("names", [ONE_LINE, TWO_LINES])
def test_a_blank_behind_the_first_column_takes_nothing_away(
    names: Sequence[Sequence[str]], tmp_path: Path, reference: Reference
) -> None:
    assert numbers(read(("234", "321", "3 1", "23 "), tmp_path, reference, names)) == [2, 3, 3, 2]


def test_a_blank_in_the_first_column_is_no_grade(tmp_path: Path, reference: Reference) -> None:
    extraction = read(("234", " 21", "314", "234"), tmp_path, reference)
    assert numbers(extraction) == [2, 3, 2]
    assert "no grade found for: Looked after children" in extraction.source.message


def test_rows_that_no_whole_row_tells_the_columns_of_are_not_read(tmp_path: Path, reference: Reference) -> None:
    extraction = read(("2 4", "32 ", " 14", "23 "), tmp_path, reference)
    assert not extraction.observations
    assert "the column of the grade cannot be told" in extraction.source.message
