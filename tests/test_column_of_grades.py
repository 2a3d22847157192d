"""Which column of a table of grades is this inspection's, where cells are blank, lost or hold other words.

`test_layouts` has whole layouts; here each table is one that a step too far to the left or right would read wrongly.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from loaders.reading.extract import extract
from loaders.record.reference import Reference

REVIEW = "Joint area review\nRutland Children's Services Authority Area\nPublished: 4 March 2008\nGrades\n"
ASSESSMENT = "Annual Performance Assessment 2008: Rutland County Council\nCabinet, 14 January 2009\n"
INSPECTION = (
    "Inspection of safeguarding and looked after children services\nRutland County Council\n"
    "Inspection dates: 7 - 18 March 2011\nReporting inspector: A Person\nSafeguarding services\n"
)
SINGLE = (
    "Inspection of services for children in need of help and protection, children looked after and care leavers\n"
    "Rutland\nInspection dates: 3 to 26 March 2015\nChildren's services in Rutland require improvement to be good\n"
)
Read = Callable[[str], dict[str, str]]
TODAY = "Inspection of Rutland local authority children's services\nInspection dates: 6 to 17 March 2023\n"


@pytest.fixture
def graded(tmp_path: Path, reference: Reference) -> Read:
    """The grade of each label of a text, by its first letter: "Safeguarding" -> "r"."""

    def read(text: str) -> dict[str, str]:
        path = tmp_path / "paper.txt"
        path.write_text(text, encoding="utf-8")
        return {o.judgement: (o.grade or "-")[0] for o in extract(path, reference).observations if o.place == "table"}

    return read


@pytest.mark.parametrize(
    "table",
    [
        "Council services\tLocal services overall\nSafeguarding\t3\t2\nLooked after children\t1\t3\n",
        "Council services | Local services overall\nSafeguarding | Good | Adequate\n"
        "Looked after children | Inadequate | Good\n",
        "Council services\tHealth services\tLocal services overall\nSafeguarding\t3\t\t2\n"
        "Looked after children\t1\t4\t3\n",
        "\tLocal services overall\tCouncil services\t\nSafeguarding\t2\t3\nLooked after children\t3\t1\n",
        "\tEvidence\tLocal services overall\tCouncil services\nSafeguarding\tparas 4 to 9\t2\t3\n"
        "Looked after children\tparas 10 to 12\t3\t1\n",
        "Council services\nLocal services overall\nSafeguarding\t3\t2\nLooked after children\t1\t3\n",
        "\tAPA 2007\tJAR 2008\nSafeguarding\t4\t2\nLooked after children\t1\t3\n",
    ],
)
def test_a_review_is_read_where_the_heads_say_though_cells_are_lost(table: str, graded: Read) -> None:
    assert graded(REVIEW + table) == {"Safeguarding": "r", "Looked after children": "g"}


def test_a_blank_in_the_reviews_own_column_is_no_grade(graded: Read) -> None:
    table = "Council services\tLocal services overall\nSafeguarding\t3\t2\nLooked after children\t1\t\n"
    assert graded(REVIEW + table) == {"Safeguarding": "r"}


@pytest.mark.parametrize(
    "table",
    [
        "2007\t2008\nOverall effectiveness\t2\t3\nStaying safe\t4\t2\n",
        "\t2008\t2007\tDirection\nOverall effectiveness\t3\t2\tup\nStaying safe\t2\t4\tdown\n",
        "Area\t2006\t2007\t2008\nOverall effectiveness\t2\t2\t3\nStaying safe\t\t4\t2\nBeing healthy\t\t4\t\n",
    ],
)
def test_an_assessment_is_read_in_the_column_of_its_year(table: str, graded: Read) -> None:
    assert graded(ASSESSMENT + table) == {"Overall effectiveness": "g", "Staying safe": "r"}


@pytest.mark.parametrize("head", ["Area\t2007\n", "2007\n"])
def test_the_column_of_another_year_alone_is_none_of_an_assessments(head: str, graded: Read) -> None:
    assert graded(f"{ASSESSMENT}{head}Overall effectiveness\t2\nStaying safe\t4\n") == {}


def test_rows_with_a_blank_beside_them_do_not_hide_those_of_two_grades(graded: Read) -> None:
    rows = "Judgement\t2009\t2011\nOverall effectiveness\tInadequate\tAdequate\nCapacity for improvement\t\tGood\n"
    assert graded(INSPECTION + rows) == {"Overall effectiveness": "r", "Capacity for improvement": "g"}
    rows = (
        "Judgement\tPrevious (2012)\t2015\nChildren who need help and protection\tAdequate\tGood\n"
        "Adoption performance\t-\tOutstanding\n"
    )
    assert graded(SINGLE + rows) == {"Children who need help and protection": "g", "Adoption performance": "o"}


@pytest.mark.parametrize(
    ("above", "is_own"),
    [
        ("How Leicestershire did", False),
        ("If everything goes well", False),
        ("Grades of our nearest neighbour", False),
        ("Lead inspector: A Person", True),
        ("Rutland County Council", True),
        ("A Person, Inspector", True),
    ],
)
def test_a_line_above_the_heads_of_columns_may_say_whose_the_grades_are(above: str, is_own: bool, graded: Read) -> None:
    table = f"{above}\nJudgement\tGrade\nOverall effectiveness\tGood\n"
    assert graded(TODAY + table) == ({"Overall effectiveness": "g"} if is_own else {})


@pytest.mark.parametrize("above", ["Audit grade", "Indicator\tQ1", "Advisor\tGrade", "Auditors' judgements"])
def test_grades_that_somebody_else_gave_are_none_though_the_paper_is_named_after_them(above: str, graded: Read) -> None:
    rows = "Overall effectiveness\tGood\n"
    assert graded(f"Audit tool of the advisor\n{TODAY}{above}\n{rows}") == {}
    assert graded(f"{TODAY}Grade\n{rows}") == {"Overall effectiveness": "g"}


def test_a_list_may_have_bullets_below_bullets(graded: Read) -> None:
    rows = (
        "\u2022 Children who need help and protection: good\n"
        "\u2022 Children looked after and achieving permanence: requires improvement\n"
        "  \u2013 Adoption performance: outstanding\n"
        "  \u25e6 Experiences and progress of care leavers: inadequate\n"
        "\u2022 Leadership, management and governance: good\n"
    )
    assert sorted(graded(SINGLE + rows).values()) == ["g", "g", "i", "o", "r"]


def test_a_label_may_name_its_block_in_front_of_a_dash(graded: Read) -> None:
    rows = (
        "Safeguarding \u2013 overall effectiveness: Adequate\nLooked after children - overall effectiveness: Good\n"
        "Capacity for improvement of services for looked after children: Outstanding\n"
    )
    head = INSPECTION.removesuffix("Safeguarding services\n")
    assert sorted(graded(head + rows.replace(": ", "\t")).values()) == ["g", "o", "r"]
