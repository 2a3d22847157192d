"""Papers with the grades of two inspections: one is read, the other is named, and no grade gets the other one's date.

The documents are made up, a few lines each.
"""

import datetime as dt
from pathlib import Path

import pytest

from loaders.reading.extract import extract
from loaders.record.model import Extraction
from loaders.record.reference import Reference
from tests import documents, office

TITLE = "Inspection of local authority children's services"
HEAD = f"Rutland County Council\nScrutiny Committee, 12 June 2024\n{TITLE}\n"
DAYS_2019 = "Inspection dates: 4 to 15 March 2019"
DAYS_2022 = "Inspection dates: 6 to 17 June 2022"
ROWS_2019 = [(label, "Good") for label in documents.ILACS_2018]
ROWS_2022 = [(label, "Inadequate") for label in documents.ILACS_2018]


def read(content: str | bytes, tmp_path: Path, reference: Reference, suffix: str = ".txt") -> Extraction:
    path = tmp_path / f"paper{suffix}"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return extract(path, reference)


def table(rows: list[tuple[str, str]], marks: str = "\t") -> str:
    return "".join(f"{label}{marks}{grade}\n" for label, grade in rows)


def dated_grades(extraction: Extraction) -> set[tuple[dt.date, str]]:
    return {(observation.date, observation.grade) for observation in extraction.observations}


def is_first_alone(extraction: Extraction, days: str = DAYS_2022) -> bool:
    """Whether the grades of 2019 are read, all of them and no other, and a message names the other days."""
    return (
        dated_grades(extraction) == {(dt.date(2019, 3, 15), "good")}
        and len(extraction.observations) == len(ROWS_2019)
        and extraction.source.message.startswith(
            f'not read, since days of another inspection stand above them: the grades below "{days}" (line '
        )
    )


@pytest.mark.parametrize("marks", ["\t", ": ", " \u2013 ", "\n"])
@pytest.mark.parametrize("rows", [ROWS_2022, ROWS_2019, ROWS_2022[-1:]])
def test_grades_below_the_days_of_another_inspection_are_named(
    marks: str, rows: list[tuple[str, str]], tmp_path: Path, reference: Reference
) -> None:
    text = f"{HEAD}{DAYS_2019}\n{table(ROWS_2019, marks)}\n{DAYS_2022}\n{table(rows, marks)}"
    assert is_first_alone(read(text, tmp_path, reference))


@pytest.mark.parametrize(("suffix", "written"), [(".docx", office.docx), (".html", office.html), (".odt", office.odt)])
def test_they_are_in_each_format(suffix: str, written: object, tmp_path: Path, reference: Reference) -> None:
    blocks = [*HEAD.splitlines(), DAYS_2019, ROWS_2019, DAYS_2022, ROWS_2022]
    assert callable(written)
    assert is_first_alone(read(written(blocks), tmp_path, reference, suffix))


@pytest.mark.parametrize(
    "heading",
    [
        "The inspection of 6 to 17 June 2022:",
        "Ofsted inspected the services again from 6 to 17 June 2022. In June 2022 the grades were:",
        "June 2022",
        "Grades of the inspection in 2022",
        "Later inspection, 6 to 17 June 2022",
    ],
)
def test_a_heading_with_other_days_is_named_as_well(heading: str, tmp_path: Path, reference: Reference) -> None:
    text = f"{HEAD}{DAYS_2019}\n{table(ROWS_2019)}\n{heading}\nJudgement\tGrade\n{table(ROWS_2022)}"
    extraction = read(text, tmp_path, reference)
    assert is_first_alone(extraction, heading.rpartition(". ")[2]) or is_first_alone(extraction, heading)


def test_the_grades_of_another_framework_take_none_from_the_first(tmp_path: Path, reference: Reference) -> None:
    title = "Inspection of services for children in need of help and protection, children looked after and care leavers"
    days = "Inspection dates: 8 September to 1 October 2014"
    rows = [("Overall effectiveness", "Inadequate"), ("Adoption performance", "Inadequate")]
    text = f"{HEAD}{DAYS_2019}\n{table(ROWS_2019)}\n{title}\n{days}\n{table(rows)}"
    assert is_first_alone(read(text, tmp_path, reference), days)


def test_grades_that_no_days_stand_above_are_refused_where_there_are_two_days(
    tmp_path: Path, reference: Reference
) -> None:
    text = f"{HEAD}{table(ROWS_2019)}\n{DAYS_2019}\n\n{table(ROWS_2019)}\n{DAYS_2022}\n"
    extraction = read(text, tmp_path, reference)
    assert extraction.observations == ()
    assert "the days of more than one inspection" in extraction.source.message
    assert "it cannot be told whose these are" in extraction.source.message


def test_grades_of_a_later_inspection_do_not_get_the_date_of_the_first(tmp_path: Path, reference: Reference) -> None:
    later = f"{DAYS_2022}\nThe council accepts\nthe grades.\n\n{table(ROWS_2022)}"
    text = f"{HEAD}{DAYS_2019}\n\nThe services were good.\n\n{later}"
    extraction = read(text, tmp_path, reference)
    assert extraction.observations == ()
    assert f'the grades below "{DAYS_2022}"' in extraction.source.message


@pytest.mark.parametrize("heading", ["Report published 10 May 2019", "Grades of 2019", "Published: 10 May 2019"])
def test_days_of_the_report_and_its_year_are_no_further_inspections(
    heading: str, tmp_path: Path, reference: Reference
) -> None:
    extraction = read(f"{HEAD}{DAYS_2019}\n{heading}\n{table(ROWS_2019)}", tmp_path, reference)
    assert dated_grades(extraction) == {(dt.date(2019, 3, 15), "good")}
    assert extraction.source.message == ""


@pytest.mark.parametrize("head", ["2019", "March 2019", "Ofsted 2019", "Previous grade (2019)"])
def test_a_column_of_another_inspection_is_named(head: str, tmp_path: Path, reference: Reference) -> None:
    rows = "".join(f"{label}\tInadequate\tGood\n" for label in documents.ILACS_2018)
    text = f"{HEAD}{DAYS_2022}\nJudgement\t{head}\tJune 2022\n{rows}"
    extraction = read(text, tmp_path, reference)
    assert dated_grades(extraction) == {(dt.date(2022, 6, 17), "good")}
    assert extraction.source.message == (
        f'not read, since days of another inspection head them: the grades below "{head}" (line 5)'
    )


@pytest.mark.parametrize("head", ["Grade of England, 2019", "Average rating 2021"])
def test_a_column_of_averages_is_no_inspection(head: str, tmp_path: Path, reference: Reference) -> None:
    rows = "".join(f"{label}\tGood\tGood\n" for label in documents.ILACS_2018)
    text = f"{HEAD}{DAYS_2022}\nJudgement\tJune 2022\t{head}\n{rows}"
    assert read(text, tmp_path, reference).source.message == ""


def in_front(rows: list[tuple[str, str]]) -> str:
    return "".join(f"{grade}\t{label}\n" for label, grade in rows)


def side_by_side(rows: list[tuple[str, str]]) -> str:
    return "\n".join("\t".join(cells) for cells in zip(*rows, strict=True))


def in_one_line(rows: list[tuple[str, str]]) -> str:
    return "The grades were: " + "; ".join(map(": ".join, rows)) + "."


@pytest.mark.parametrize("written", [in_front, side_by_side, in_one_line])
def test_they_are_in_each_shape_of_a_list(written: object, tmp_path: Path, reference: Reference) -> None:
    assert callable(written)
    text = f"{HEAD}{DAYS_2019}\n{table(ROWS_2019)}\n{DAYS_2022}\n{written(ROWS_2022)}"
    assert is_first_alone(read(text, tmp_path, reference))


def test_days_within_two_months_are_another_inspections_too(tmp_path: Path, reference: Reference) -> None:
    days = "Inspection dates: 3 to 14 June 2019"
    text = f"{HEAD}{DAYS_2019}\n{table(ROWS_2019)}\n{days}\n{table(ROWS_2022)}"
    assert is_first_alone(read(text, tmp_path, reference), days)


@pytest.mark.parametrize(
    "sentence",
    [
        "The last inspection in March 2019 judged services to be good.",
        "This report was published for the meeting of 12 June 2024.",
        "Date published: 4 June 2024",
    ],
)
def test_the_only_list_of_a_paper_is_its_own(sentence: str, tmp_path: Path, reference: Reference) -> None:
    extraction = read(f"{HEAD}{DAYS_2022}\n{sentence}\nJudgement\tGrade\n{table(ROWS_2022)}", tmp_path, reference)
    assert dated_grades(extraction) == {(dt.date(2022, 6, 17), "inadequate")}
    assert extraction.source.message == ""


HEADINGS = ["Revised 9 August 2022", "Erratum", "Corrigendum", "As first published", "Updated judgements, August 2022"]
SENTENCES = [
    "Correction: {label} should read Inadequate",
    "On 9 August 2019 the grade for {label} was amended to good.",
]


@pytest.mark.parametrize(
    ("heading", "rows"), [*((words, ROWS_2022[:1]) for words in HEADINGS), *((words, []) for words in SENTENCES)]
)
def test_no_grade_is_read_to_which_a_correction_gives_another(
    heading: str, rows: list[tuple[str, str]], tmp_path: Path, reference: Reference
) -> None:
    label = ROWS_2019[0][0]
    line = heading.format(label=label)
    text = f"{TITLE}\nRutland\n{DAYS_2019}\n\n{table(ROWS_2019)}\n{line}\n\n{table(rows)}"
    extraction = read(text, tmp_path, reference)
    assert label not in {observation.judgement for observation in extraction.observations}
    assert len(extraction.observations) == len(ROWS_2019) - 1
    assert f'not read, since "{line}" stands below (line ' in extraction.source.message


@pytest.mark.parametrize(
    "below",
    [
        f"Revised 9 August 2022\n\n{table(ROWS_2019)}",
        f"Revised audit grades\n\n{table(ROWS_2022)}",
        f"The report was amended on 3 May 2019.\n\n{table(ROWS_2019[:1])}",
        "A council with some of the longest sentences of them all, which has revised its\nRevised plan and corrected\n"
        f"records for {table(ROWS_2022[:1])}",
    ],
)
def test_a_list_that_changes_nothing_is_no_correction(below: str, tmp_path: Path, reference: Reference) -> None:
    extraction = read(f"{TITLE}\nRutland\n{DAYS_2019}\n\n{table(ROWS_2019)}\n{below}", tmp_path, reference)
    assert {label for label, _ in ROWS_2019} == {observation.judgement for observation in extraction.observations}
    assert {observation.grade for observation in extraction.observations} == {"good"}


def test_a_correction_of_one_block_leaves_the_other(tmp_path: Path, reference: Reference) -> None:
    row = "Overall effectiveness\t"
    blocks = f"Safeguarding services\n{row}{{}}\nServices for looked after children\n{row}Good\n"
    text = (
        "Inspection of safeguarding and looked after children services\nRutland\nInspection dates: 7 - 18 March 2011\n"
        f"{blocks.format('Good')}\nRevised on 11 May 2011\n\n{blocks.format('Adequate')}"
    )
    extraction = read(text, tmp_path, reference)
    assert [(o.service, o.grade) for o in extraction.observations] == [("looked_after_children", "good")]
