"""Rows of a table whose label or grade goes over several lines: read whole, and never a piece of one alone."""

from collections.abc import Callable
from pathlib import Path

import pytest

from loaders.reading import wrapped_rows
from loaders.reading.extract import extract
from loaders.record.model import Document
from loaders.record.reference import Reference

TODAY = "Inspection of Rutland local authority children's services\nInspection dates: 6 to 17 March 2023\n"
BLOCK = (
    "Inspection of safeguarding and looked after children services\nRutland County Council\n"
    "Inspection dates: 7 - 18 March 2011\nReporting inspector: A Person\nSafeguarding services\n"
)
CARE = "The experiences and progress of"
Read = Callable[[str], dict[str, str]]


@pytest.fixture
def graded(tmp_path: Path, reference: Reference) -> Read:
    """The grade of each service, by its first letter."""

    def read(text: str) -> dict[str, str]:
        path = tmp_path / "paper.txt"
        path.write_text(text, encoding="utf-8")
        return {f"{o.service}/{o.aspect}": (o.grade or "-")[0] for o in extract(path, reference).observations}

    return read


@pytest.mark.parametrize("gap", ["          ", "\t", " ", " | "])
@pytest.mark.parametrize(
    "row",
    [
        f"{CARE}{{gap}}Requires improvement to be\nchildren who need help and protection{{gap}}good\n",
        f"{CARE} children who need{{gap}}Requires improvement\nhelp and protection{{gap}}to be good\n",
        f"{CARE} children{{gap}}Requires improvement to be good\nwho need help\nand protection\n",
        f"{CARE} children\nwho need help{{gap}}Requires improvement to be good\nand protection\n",
    ],
)
def test_a_row_over_several_lines_is_one(row: str, gap: str, graded: Read) -> None:
    text = f"{TODAY}Judgement{gap}Grade\n{row.format(gap=gap)}{CARE}{gap}Inadequate\ncare leavers\n"
    assert graded(text) == {"safeguarding/overall": "r", "care_leavers/overall": "i"}


def test_the_rest_of_a_longer_grade_is_no_grade(graded: Read) -> None:
    row = "Experiences of            Requires improvement to be\nchildren who need help and protection   good\n"
    assert graded(f"{TODAY}{row}{CARE} care leavers   Outstanding\n") == {"care_leavers/overall": "o"}


@pytest.mark.parametrize("gap", ["", "          ", "\t"], ids=["beside", "far", "tab"])
def test_a_grade_half_way_down_its_label_is_read(gap: str, graded: Read) -> None:
    rows = [
        f"{CARE} children who need help and",
        f"{gap}Requires improvement to be good",
        "   protection",
        f"{CARE} care",
        f"{gap}Inadequate",
        "leavers",
    ]
    text = "\n".join([TODAY, "Judgement                            Grade", *rows])
    assert graded(text) == {"safeguarding/overall": "r", "care_leavers/overall": "i"}


@pytest.mark.parametrize("line_end", ["<br>", "<br/>", "<br />", "**<br>**"])
def test_a_cell_of_several_lines_in_markdown_is_read(line_end: str, graded: Read) -> None:
    mark = "**" if "**" in line_end else ""
    cell = f"{mark}{CARE} children who need{line_end}help and protection{mark}"
    text = f"{TODAY}|Judgement|Grade|\n|---|---|\n|{cell}|{mark}Requires{line_end}improvement{mark}|\n"
    assert graded(text) == {"safeguarding/overall": "r"}


def test_a_grade_below_a_whole_label_is_not_half_way_down_a_longer_one(reference: Reference) -> None:
    text = "Performance management\n   Good\nand quality assurance\n"
    framework = reference.frameworks["slac"]
    document = Document(kind="text", pages=(text,))
    assert wrapped_rows.with_rows(document, framework, reference.scales[framework.scale]) == document


@pytest.mark.parametrize("gap", ["", "| {} |"], ids=["lines", "cells"])
def test_a_grade_on_a_line_of_its_own_is_no_rest_of_the_label_above(gap: str, graded: Read) -> None:
    shifted = [
        "Inadequate",
        f"{CARE} children in care",
        "Outstanding",
        f"{CARE} care leavers",
        "Good",
        "Overall effectiveness",
    ]
    assert graded(TODAY + "\n".join((gap or "{}").format(cell) for cell in shifted)) == {}


def test_a_label_of_its_own_is_no_rest_of_the_one_above(graded: Read) -> None:
    text = f"{BLOCK}Overall effectiveness\tGood\nLooked after children\nOverall effectiveness Inadequate\n"
    assert graded(text) == {"safeguarding/overall": "g", "looked_after_children/overall": "i"}


def test_a_wrapped_row_of_several_columns_is_read_by_marks_alone(graded: Read) -> None:
    def table(gap: str) -> str:
        heads = f"Judgement{gap}2023{gap}2019\n"
        return f"{TODAY}{heads}{CARE}{{}}Inadequate\ncare leavers\nOverall effectiveness{gap}Good{gap}Good\n"

    assert "care_leavers/overall" not in graded(table("          ").format(" " * 30))
    assert "care_leavers/overall" not in graded(table("\t").format("\t\t"))
    assert graded(table("\t").format("\t"))["care_leavers/overall"] == "i"


@pytest.mark.parametrize(
    "rows",
    [
        f"{CARE} children who need help and protec-\ntion\tgood\nOverall effec-\ntiveness\tInadequate\n",
        f"{CARE} children who need\nhelp and pro-\ntection good\nOverall effective-\nness Inadequate\n",
        f"{CARE} children who need help and protection: good\nOver-\nall effectiveness: Inade-\nquate\n",
    ],
)
def test_a_word_that_a_hyphen_breaks_over_two_lines_is_whole_again(rows: str, graded: Read) -> None:
    grades = graded(f"{TODAY}Judgement Grade\n{rows}")
    assert grades == {"safeguarding/overall": "g", "whole_service/overall": "i"}


def test_a_line_keeps_its_number_below_a_broken_word(tmp_path: Path, reference: Reference) -> None:
    path = tmp_path / "paper.txt"
    path.write_text(
        f"{TODAY}Judgement Grade\nOverall effec-\ntiveness\tGood\n{CARE} care leavers\tGood\n", encoding="utf-8"
    )
    assert [o.locator.split(",")[0] for o in extract(path, reference).observations] == ["line 4", "line 6"]


def test_a_note_on_a_broken_label_is_seen(graded: Read) -> None:
    rows = f"{CARE} children in care\tGood\nOverall effec-\ntiveness*\tGood\n\n* A provisional grade.\n"
    assert "whole_service/overall" not in graded(f"{TODAY}Judgement Grade\n{rows}")


def test_a_word_with_a_hyphen_of_its_own_keeps_it(graded: Read) -> None:
    block = BLOCK.replace("Safeguarding services\n", "Services for looked after children\n")
    assert graded(f"{block}Economic well-\nbeing\tGood\n") == {"looked_after_children/economic_wellbeing": "g"}


ENDS = f"Judgement Grade\n{CARE} children in care Outstanding\n{CARE} children who"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (f"{ENDS} Good", "need help and protection\nOverall effectiveness Inadequate"),
        (ENDS, "need help and protection Good\nOverall effectiveness Inadequate"),
        (f"{ENDS} Good\n1", "Judgement Grade\nneed help and protection\nOverall effectiveness Inadequate\n2"),
        (f"{ENDS}\nneed help Good", "and protection\nOverall effectiveness Inadequate"),
        (ENDS, "need help Good\nand protection\nOverall effectiveness Inadequate"),
    ],
)
def test_a_row_goes_over_the_end_of_a_page(first: str, second: str, reference: Reference) -> None:
    pages = _over_pages(first, second, reference)
    assert f"{CARE} children who need help and protection\tGood" in pages[0].split("\n")
    assert "protection" not in pages[1]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (f"{ENDS} Good", "need help and protection Inadequate"),
        (f"{ENDS} Good", "need help and protection are described below."),
        (f"{ENDS}\nGood", "need help and protection Inadequate"),
        (ENDS, "Need help and protection Good"),
        (f"{CARE} children", "who need help Good"),
        (ENDS, "need help and protection"),
    ],
)
def test_what_is_no_whole_row_is_left_on_both_pages(first: str, second: str, reference: Reference) -> None:
    assert _over_pages(first, second, reference) == (first, second)


def _over_pages(first: str, second: str, reference: Reference) -> tuple[str, ...]:
    framework = reference.frameworks["ilacs"]
    document = Document(kind="pdf", pages=(first, second))
    return wrapped_rows.with_rows(document, framework, reference.scales[framework.scale]).pages
