"""The heading that rows stand under says whose their grades are, whatever stands between it and them.

The documents are made up, a few lines each.
"""

from pathlib import Path

import pytest

from loaders.reading.extract import extract
from loaders.reading.parsers import front_table, jar
from loaders.record.model import Document, Extraction
from loaders.record.reference import Reference

PARAGRAPH = "14. The director told the committee what inspectors had seen in the spring of the year."
REPORT = "Inspection of Rutland local authority children's services\nInspection dates: 6 to 17 March 2023\n"
OWN = "Judgement\tGrade\nOverall effectiveness\tGood\n\n"
FURTHER = "The experiences and progress of children in care\tOutstanding\n"
TABLE = f"{FURTHER}The experiences and progress of care leavers\tInadequate\n"
BETWEEN = [
    "",
    "\n",
    "The grades below were published in the same year.\n",
    "\nThe outcome was reported in the spring. It was discussed at length, and the\ncommittee asked for more.\n\n",
    "A first sentence on this.\n\nA second one on it.\n",
    "Judgement\tGrade\n",
    "The grades below were published in the same year.\n\nJudgement\tGrade\n",
]


def read(text: str, tmp_path: Path, reference: Reference) -> Extraction:
    path = tmp_path / "paper.txt"
    path.write_text(text, encoding="utf-8")
    return extract(path, reference)


@pytest.mark.parametrize("between", BETWEEN)
@pytest.mark.parametrize(
    "heading",
    [
        "Leicester City Council",
        "Outcomes in Leicester",
        "The last inspection",
        "Self-assessment",
        "Our own view",
        "England averages",
        "Nearest neighbours",
        "Where we were in 2014",
        "Background: 2013 to 2015",
        "Adoption agency",
        "Fostering",
        "School results",
        "Southern trust",
        "Our trading partner",
        "Journey to excellent",
        "How it was",
    ],
)
def test_a_table_is_not_read_below_a_heading_of_other_grades(
    heading: str, between: str, tmp_path: Path, reference: Reference
) -> None:
    extraction = read(f"{REPORT}{OWN}{PARAGRAPH}\n\n{heading}\n{between}{TABLE}", tmp_path, reference)
    assert {(o.service, o.grade) for o in extraction.observations} == {("whole_service", "good")}
    assert f'not read, since they are headed "{heading}": ' in extraction.source.message


@pytest.mark.parametrize("between", ["", "The grades below were published in the same year.\n"])
@pytest.mark.parametrize("row", [FURTHER, FURTHER.replace("\t", ": ")])
def test_one_row_is_not_read_below_a_heading_in_other_words(
    row: str, between: str, tmp_path: Path, reference: Reference
) -> None:
    extraction = read(f"{REPORT}{OWN}{PARAGRAPH}\n\nSouthern trust\n{between}{row}", tmp_path, reference)
    assert {(o.service, o.grade) for o in extraction.observations} == {("whole_service", "good")}
    assert 'headed "Southern trust"' in extraction.source.message


@pytest.mark.parametrize("block", ["", "Safeguarding services\n"])
def test_blocks_are_not_read_below_a_heading_in_other_words(block: str, tmp_path: Path, reference: Reference) -> None:
    rows = "Overall effectiveness\tGood\nCapacity for improvement\tGood\n"
    title = "Inspection of safeguarding and looked after children services\nRutland\n"
    own = "Inspection dates: 7 to 18 March 2011\nSafeguarding services\nOverall effectiveness\tInadequate\n"
    extraction = read(f"{title}{own}{PARAGRAPH}\n\nSister council\nThis was said.\n{block}{rows}", tmp_path, reference)
    assert "good" not in {o.grade for o in extraction.observations}


@pytest.mark.parametrize("between", BETWEEN)
@pytest.mark.parametrize("heading", ["What Ofsted found", "Inspection outcome", "Findings in 2023"])
def test_a_table_is_read_below_a_heading_of_the_inspection(
    heading: str, between: str, tmp_path: Path, reference: Reference
) -> None:
    extraction = read(f"{REPORT}{OWN}{PARAGRAPH}\n\n{heading}\n{between}{TABLE}", tmp_path, reference)
    assert {o.service for o in extraction.observations} == {"whole_service", "looked_after_children", "care_leavers"}


@pytest.mark.parametrize("between", BETWEEN[:-2])
def test_numbers_are_not_read_below_the_name_of_another_council(
    between: str, tmp_path: Path, reference: Reference
) -> None:
    review = "Joint area review\nRutland Children's Services Authority Area\nPublished: 4 March 2008\nGrades\n"
    rows = f"{PARAGRAPH}\n\nLeicester City Council\n{between}Service management\t3\nCapacity to improve\t3\n"
    extraction = read(f"{review}Safeguarding\t2\nLooked after children\t2\n\n{rows}", tmp_path, reference)
    assert {o.grade_number_original for o in extraction.observations} == {2}
    assert 'headed "Leicester City Council": Service management; Capacity to improve' in extraction.source.message


def test_a_heading_may_stand_at_the_end_of_the_page_before(reference: Reference) -> None:
    head = "Rutland County Council | Cabinet\n"
    pages = (f"{REPORT}{OWN}", f"{head}{PARAGRAPH}\n", f"{head}Leicester City Council\n\n3\n", f"{head}{TABLE}")
    document = Document("pdf", pages)
    framework = reference.frameworks["ilacs"]
    grades = front_table.parse(document, framework, reference.scales[framework.scale])
    assert {line.label for line in grades.lines} == {"Overall effectiveness"}


def test_numbers_on_the_page_behind_the_name_of_another_council_are_not_read(reference: Reference) -> None:
    review = "Joint area review\nRutland Children's Services Authority Area\nPublished: 4 March 2008\n"
    document = Document(
        "pdf", (f"{review}Leicester City Council\n", "Grades\nSafeguarding\t2\nService management\t3\n")
    )
    framework = reference.frameworks["jar"]
    grades = jar.parse(document, framework, reference.scales[framework.scale])
    assert grades.lines == []
    assert 'headed "Leicester City Council"' in grades.doubts[0]


def test_a_paragraph_that_goes_on_in_capitals_is_no_heading(tmp_path: Path, reference: Reference) -> None:
    prose = (
        "34. Rutland has been part of the Adopt Midlands North regional adoption agency\n"
        "(RAA) since October 2019. These arrangements are serving\nRutland children well.\n"
    )
    extraction = read(f"{REPORT}{OWN}{prose}{FURTHER}", tmp_path, reference)
    assert {o.service for o in extraction.observations} == {"whole_service", "looked_after_children"}


@pytest.mark.parametrize("heading", ["Background", "Executive summary", "Current position", "1. Introduction"])
def test_a_heading_that_every_paper_has_heads_the_grades(heading: str, tmp_path: Path, reference: Reference) -> None:
    extraction = read(f"{REPORT}{PARAGRAPH}\n\n{heading}\n{TABLE}", tmp_path, reference)
    assert {o.service for o in extraction.observations} == {"looked_after_children", "care_leavers"}


EARLIER = (
    "Previous inspection\n\u2022 Overall effectiveness: Inadequate\n"
    "\u2022 The experiences and progress of children in care: Inadequate\n"
)
SECTIONS = (
    "The experiences and progress of care leavers: outstanding\n3. Young people are helped by their advisers.\n\n"
    "Overall effectiveness: {}\n"
)


@pytest.mark.parametrize("between", ["\n", "Since then the council has worked hard.\n\n"])
def test_sections_behind_the_list_of_an_earlier_inspection_are_of_this_one(
    between: str, tmp_path: Path, reference: Reference
) -> None:
    sections = SECTIONS.format("good")
    extraction = read(f"{REPORT}{PARAGRAPH}\n\n{EARLIER}{between}{sections}", tmp_path, reference)
    assert {(o.service, o.grade) for o in extraction.observations} == {
        ("care_leavers", "outstanding"),
        ("whole_service", "good"),
    }


@pytest.mark.parametrize(
    "sections",
    [
        SECTIONS.format("inadequate"),
        SECTIONS.format("good").replace("3. Young", "In 2013 young"),
        SECTIONS.format("good").replace("3. Young people are helped by their advisers.\n\n", ""),
    ],
)
def test_rows_that_may_go_on_with_the_list_of_an_earlier_inspection_are_not_read(
    sections: str, tmp_path: Path, reference: Reference
) -> None:
    extraction = read(f"{REPORT}{PARAGRAPH}\n\n{EARLIER}\n{sections}", tmp_path, reference)
    assert extraction.observations == ()


@pytest.mark.parametrize("gap", ["\n", " \n\n", "\n\n\n"])
@pytest.mark.parametrize("role", ["Lead", "Reporting"])
def test_an_inspectors_name_on_a_line_of_its_own_is_no_heading(
    role: str, gap: str, tmp_path: Path, reference: Reference
) -> None:
    text = f"{REPORT}{role} inspector:{gap}Robin Specimen\nHer Majesty's Inspector\n\nJudgement\nGrade\n{TABLE}"
    extraction = read(text, tmp_path, reference)
    assert "headed" not in extraction.source.message
    assert [observation.grade for observation in extraction.observations] == ["outstanding", "inadequate"]


@pytest.mark.parametrize(
    "row", ["Overall effectiveness    Good", "Overall effectiveness\nGood", "Overall effectiveness: Good"]
)
def test_a_row_below_an_inspectors_label_without_a_name_is_still_a_row(
    row: str, tmp_path: Path, reference: Reference
) -> None:
    extraction = read(f"{REPORT}Lead inspector:\n\n{row}\n{TABLE}", tmp_path, reference)
    assert [observation.grade for observation in extraction.observations] == ["good", "outstanding", "inadequate"]
