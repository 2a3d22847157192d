"""Reports as programs write them that make text of a PDF: rows cut by their columns, marks of notes, names in cells."""

from __future__ import annotations

from pathlib import Path

import pytest

from loaders.reading.extract import extract
from loaders.record.model import Extraction
from loaders.record.reference import Reference
from tests import documents

ILACS = """Inspection of Rutland local authority
children’s services
Inspection dates: 4 to 15 October 2021

Lead inspector: A Person, Her Majesty’s Inspector


 Judgement                                   Grade

 The impact of leaders on social work        Good
 practice with children and families

 The experiences and progress of             Requires improvement to be good
 children who need help and protection

 The experiences and progress of             Good
 children in care and care leavers

 Overall effectiveness                       Good

"""
SIF = f"""Rutland County Council
{documents.SIF_TITLE}
Inspection dates: 11 September 2017 to 5 October 2017
Report published: 24 November 2017
"""
SIF_ROWS = """1. Children who need help and protection: Good
2. Children looked after and achieving permanence: Requires improvement to be good
2.1 Adoption performance: Good
2.2 Experiences and progress of care leavers: Good
3. Leadership, management and governance: Good
"""


def read(text: str, folder: Path, reference: Reference) -> Extraction:
    path = folder / "report.txt"
    path.write_text(text, encoding="utf-8")
    return extract(path, reference)


def graded(extraction: Extraction) -> dict[tuple[str, str], str]:
    return {(each.service, each.aspect): each.grade for each in extraction.observations}


def test_a_line_of_prose_below_the_rows_makes_no_plan_of_a_report(tmp_path: Path, reference: Reference) -> None:
    prose = "Leaders are proud of their\nRutland First transformation programme, begun in September 2018.\n"
    extraction = read(ILACS + prose, tmp_path, reference)
    assert len(extraction.observations) == 4, extraction.source.message
    assert {each.evidence for each in extraction.observations} == {"primary"}


def test_a_heading_above_the_rows_still_makes_a_plan_of_a_paper(tmp_path: Path, reference: Reference) -> None:
    message = read(f"Rutland First transformation programme\n{ILACS}", tmp_path, reference).source.message
    assert "an improvement plan" in message


def test_a_title_that_names_a_trust_is_the_inspectorates_where_the_rows_are_set_in(
    tmp_path: Path, reference: Reference
) -> None:
    title = "Inspection of Bradford Children and\nFamilies Trust"
    text = ILACS.replace("Inspection of Rutland local authority\nchildren’s services", title).replace("2021", "2023")
    extraction = read(text, tmp_path, reference)
    assert {each.evidence for each in extraction.observations} == {"primary"}, extraction.source.message


def test_a_line_that_goes_on_behind_a_figure_is_no_note(tmp_path: Path, reference: Reference) -> None:
    text = f"{SIF.replace(documents.SIF_TITLE, documents.SIF_TITLE + '1')}The overall judgement is good\n{SIF_ROWS}"
    prose = "At key stages\n1 and 2, the gap between children and their peers is\nshorter than before: good.\n"
    board = "\n1 Review of the Local Safeguarding Children Board, made with this inspection.\n"
    board += "\nThe Local Safeguarding Children Board1\n\nThe Local Safeguarding Children Board is good\n\n"
    extraction = read(text + board + prose.replace("shorter", "The previous one was shorter"), tmp_path, reference)
    assert graded(extraction)["lscb", "overall"] == "good"
    noted = "1 Grade of the previous inspection.\n"
    assert ("lscb", "overall") not in graded(read(text + board + noted, tmp_path, reference))


@pytest.mark.parametrize("row", ["Children’s services in Rutland: good", "Children’s services in Rutland\tgood"])
def test_the_services_of_a_named_council_are_the_label_of_the_overall_grade(
    row: str, tmp_path: Path, reference: Reference
) -> None:
    assert graded(read(f"{SIF}{row}\n{SIF_ROWS}", tmp_path, reference))["whole_service", "overall"] == "good"


@pytest.mark.parametrize("row", ["Children’s services in Rutland were: good", "Children’s services in 2013: good"])
def test_a_label_that_speaks_of_another_time_is_not_that_of_the_overall_grade(
    row: str, tmp_path: Path, reference: Reference
) -> None:
    assert ("whole_service", "overall") not in graded(read(f"{SIF}{row}\n{SIF_ROWS}", tmp_path, reference))


@pytest.mark.parametrize("indent", ["", " " * 30])
def test_a_row_that_says_overall_alone_gives_no_grade_where_the_whole_label_has_another(
    indent: str, tmp_path: Path, reference: Reference
) -> None:
    text = ILACS.replace(" Overall effectiveness ", f"{indent}Overall: Inadequate\n Overall effectiveness ")
    extraction = read(text, tmp_path, reference)
    assert ("whole_service", "overall") not in graded(extraction)
    assert "Overall effectiveness" in extraction.source.message


def test_a_grade_half_way_down_a_label_is_not_read_where_another_stands_below_it(
    tmp_path: Path, reference: Reference
) -> None:
    rows = """The impact of leaders on social work practice with
Outstanding
children and families
{below}The experiences and progress of children who need help and protection
Good
The experiences and progress of children in care and care leavers
Good
Overall effectiveness
Good
"""
    head = ILACS.partition(" The impact")[0]
    read_alone = graded(read(head + rows.format(below=""), tmp_path, reference))
    assert read_alone["whole_service", "leadership"] == "outstanding"
    extraction = read(head + rows.format(below="Good\n"), tmp_path, reference)
    assert ("whole_service", "leadership") not in graded(extraction)
    assert "The impact of leaders" in extraction.source.message
