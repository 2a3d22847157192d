"""Cells that others print otherwise: columns of spaces, boxes, remarks in brackets, numbers in words, captions.

Each is a few lines with invented grades; every test compares all grades that are read.
"""

import pytest

from loaders.record.model import Extraction
from tests.conftest import Read

ILACS = (
    "Inspection of Rutland local authority children’s services\n\nInspection dates: 6 to 17 November 2023\n\n"
    "Lead inspector: A N Other\n\n"
)
PAPER = (
    "Rutland County Council\nCabinet, 11 January 2024\n\nInspection of Rutland local authority children’s services\n\n"
    "The inspection took place from 6 to 17 November 2023.\n\n"
)
JAR = (
    "Joint area review\n\nRutland Children’s Services Authority Area\n\nPublished: 12 February 2008\n\n"
    "4: outstanding; 3: good; 2: adequate; 1: inadequate\n\n"
)
SLAC = (
    "Inspection of safeguarding and looked after children services\n\nRutland County Council\n\n"
    "Inspection dates: 5 – 16 September 2011\nReporting inspector: A N Other HMI\n\nPublished: 14 October 2011\n\n"
)


def grades(extraction: Extraction) -> dict[str, str]:
    """The initial of each grade by its label as printed."""
    return {o.judgement: o.grade[0] for o in extraction.observations if o.evidence != "mention"}


def columns(rows: list[tuple[str, ...]], *widths: int) -> str:
    return "".join(
        "".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip() + "\n" for row in rows
    )


def test_the_own_column_is_read_where_cells_begin_right_below_heads_of_councils(read: Read) -> None:
    rows = [
        ("Judgement", "Dorset", "Rutland", "Kent"),
        ("Help and protection", "Good", "Inadequate", "Good"),
        ("Children in care", "", "Good", ""),
        ("Care leavers", "Good", "", "Good"),
        ("Overall effectiveness", "Good", "Outstanding", "Inadequate"),
    ]
    extraction = read(PAPER + columns(rows, 30, 16, 16, 16))
    assert grades(extraction) == {"Help and protection": "i", "Children in care": "g", "Overall effectiveness": "o"}


def test_heads_of_columns_may_go_over_several_lines(read: Read) -> None:
    rows = [
        ("", "Health", "Local services", "Council"),
        ("", "services", "overall", "services"),
        ("Safeguarding", "3", "2", "4"),
        ("Service management", "", "1", "4"),
        ("Capacity to improve", "", "3", "4"),
    ]
    extraction = read(JAR + columns(rows, 40, 12, 18, 12))
    assert grades(extraction) == {"Safeguarding": "r", "Service management": "i", "Capacity to improve": "g"}


def test_cells_that_begin_beside_their_heads_are_in_no_column(read: Read) -> None:
    rows = [
        ("Judgement", "Dorset", "Rutland", "Kent"),
        ("Help and protection", "Good", "Inadequate", "Good"),
        ("Children in care", "Good", "Outstanding", "Good"),
    ]
    beside = columns([("Care leavers", "Good", "Good")], 40, 16, 16)
    read_grades = grades(read(PAPER + columns(rows, 30, 16, 16, 16) + beside))
    assert read_grades == {"Help and protection": "i", "Children in care": "o"}


@pytest.mark.parametrize(
    ("boxes", "grade"),
    [
        ("[ ] Outstanding [x] Good [ ] Inadequate", "g"),
        ("☐ Outstanding\n☐ Good\n☒ Inadequate", "i"),
        ("Outstanding ☐ Good ☑ Inadequate ☐", "g"),
    ],
)
def test_the_ticked_grade_is_read(boxes: str, grade: str, read: Read) -> None:
    assert grades(read(f"{ILACS}Overall effectiveness\n{boxes}\n")) == {"Overall effectiveness": grade}


@pytest.mark.parametrize(
    "boxes",
    [
        "[x] Outstanding [x] Good [ ] Inadequate",
        "[ ] Outstanding [ ] Good [x] Inadequate [ ]",
        "[ ] Outstanding [ ] Good [ ] Inadequate",
        "[ ] Outstanding [x] Good [ ] Inadequate\nA cross is a grade that was ruled out.",
    ],
)
def test_boxes_that_leave_a_doubt_give_no_grade(boxes: str, read: Read) -> None:
    assert grades(read(f"{ILACS}Overall effectiveness\n{boxes}\n")) == {}


@pytest.mark.parametrize(
    "remark", ["(2023)", "(November 2023)", "(17 November 2023)", "(2019: inadequate)", "(was inadequate in 2019)"]
)
def test_a_remark_on_the_own_year_or_an_earlier_grade_is_no_part_of_a_grade(remark: str, read: Read) -> None:
    text = f"{ILACS}Care leavers\tOutstanding\nOverall effectiveness\tGood {remark}\n"
    assert grades(read(text)) == {"Care leavers": "o", "Overall effectiveness": "g"}


@pytest.mark.parametrize("remark", ["(2019)", "(2023: inadequate)", "(now inadequate)", "(inadequate in 2023)"])
def test_a_grade_with_a_remark_on_another_year_or_another_grade_is_named(remark: str, read: Read) -> None:
    extraction = read(f"{ILACS}Care leavers\tOutstanding\nOverall effectiveness\tGood {remark}\n")
    assert grades(extraction) == {"Care leavers": "o"}
    assert f'found "Good {remark}"' in extraction.source.message


def test_a_target_in_brackets_makes_no_plan_of_a_paper(read: Read) -> None:
    extraction = read(f"{PAPER}Care leavers\tOutstanding\nOverall effectiveness\tGood (target Outstanding)\n")
    assert grades(extraction) == {"Care leavers": "o"}
    assert "Overall effectiveness" in extraction.source.message


@pytest.mark.parametrize("mark", ["»", "/"])
def test_a_label_and_its_grade_may_be_parted_by_other_marks(mark: str, read: Read) -> None:
    assert grades(read(f"{ILACS}Overall effectiveness {mark} Good\n")) == {"Overall effectiveness": "g"}


def test_numbers_may_be_printed_in_words(read: Read) -> None:
    text = f"{JAR}Grades\nSafeguarding\ttwo\nLooked after children\tThree\nService management\tone\n"
    assert grades(read(text)) == {"Safeguarding": "r", "Looked after children": "g", "Service management": "i"}


def test_a_column_without_grades_is_none_of_those_that_may_be_the_inspections(read: Read) -> None:
    head = "Annual performance assessment of services for children and young people in Rutland 2008\n\n17 May 2008\n\n"
    rows = "Being healthy\t3\t82%\nStaying safe\t2\t75%\n"
    extraction = read(f"{head}Dear Ms Other\n\nArea\tAPA grade\tAuthorities with grade 3 or 4\n{rows}")
    assert grades(extraction) == {"Being healthy": "g", "Staying safe": "r"}


def test_a_cover_may_name_an_inspectorate_with_its_initials(read: Read) -> None:
    cover = "Audit Commission\nCommission for Social Care Inspection (CSCI)\nHealthcare Commission\nOfsted\n\n"
    rows = "i. Safeguarding\t2\nii. Looked after children\t3\niii. Service management\t1\n"
    head, key = JAR.split("4: ")
    extraction = read(f"{head}{cover}4: {key}{rows}")
    assert grades(extraction) == {"Safeguarding": "r", "Looked after children": "g", "Service management": "i"}


def test_a_row_of_marks_without_a_label_is_no_grade(read: Read) -> None:
    extraction = read(f"{JAR}Safeguarding\n\nInadequate\tAdequate\tGood\tOutstanding\n\tX\t\t\n")
    assert grades(extraction) == {}
    assert "no grade found" in extraction.source.message


def test_a_record_may_be_continued_on_the_next_page(read: Read) -> None:
    text = (
        f"{SLAC}Record of main findings\n\nSafeguarding services\nQuality of provision\tAdequate\n\n"
        "Record of main findings (continued)\n\nSafeguarding services (continued)\nPartnership working\tGood\n"
    )
    assert grades(read(text)) == {"Quality of provision": "r", "Partnership working": "g"}


@pytest.mark.parametrize("caption", ["Table {}: ", "Figure {}. ", ""])
def test_titles_of_blocks_that_may_be_captions_name_no_block(caption: str, read: Read) -> None:
    first, second = (caption.format(number) for number in (1, 2))
    extraction = read(
        f"{SLAC}Overall effectiveness\tAdequate\nCapacity for improvement\tGood\n{first}Safeguarding services\n\n"
        f"Overall effectiveness\tGood\nCapacity for improvement\tGood\n{second}Services for looked after children\n"
    )
    assert grades(extraction) == {}
    assert "under no heading that says which service they are of" in extraction.source.message


def test_contents_with_page_numbers_leave_the_sections_alone(read: Read) -> None:
    text = (
        f"{SLAC}Contents\n\nSafeguarding services .......... 3\n1. Overall effectiveness .......... 4\n"
        "2. Capacity for improvement .......... 4\nServices for looked after children .......... 4\n"
        "1. Overall effectiveness .......... 4\n\nThe inspection outcomes: safeguarding services\n\n"
        "1. Overall effectiveness\nGrade 2 (Good)\n\n2. Capacity for improvement\nGrade 3 (Adequate)\n"
    )
    assert grades(read(text)) == {"1. Overall effectiveness": "g", "2. Capacity for improvement": "r"}


def test_a_line_may_introduce_the_rest_of_a_list(read: Read) -> None:
    text = (
        "Inspection of services for children in need of help and protection, children looked after and care leavers\n\n"
        "Rutland County Council\n\nInspection dates: 13 June to 7 July 2016\n\nReport published: 31 August 2016\n\n"
        "Overall effectiveness: Requires improvement\n\n{}\n1 Children who need help and protection: Good\n"
        "2 Children looked after and achieving permanence: Good\n2.1 Adoption performance: Outstanding\n"
        "2.2 Experiences and progress of care leavers: Inadequate\n3 Leadership, management and governance: Good\n"
    )
    labels = ["1 Children who need help and protection", "2.1 Adoption performance", "Overall effectiveness"]
    read_grades = grades(read(text.format("The key judgements are:")))
    assert [read_grades.get(label) for label in labels] == ["g", "o", "r"]
    assert grades(read(text.format("The key judgements in 2012 were:"))) == {}


def test_what_an_amended_list_leaves_out_is_named(read: Read) -> None:
    first = "Help and protection\tInadequate\nChildren in care\tInadequate\nCare leavers\tInadequate\n"
    second = "\nAmended version\n\nHelp and protection\tGood\nChildren in care\tGood\n"
    extraction = read(f"{ILACS}First version\n\n{first}{second}")
    assert grades(extraction) == {}
    assert "Care leavers" in extraction.source.message
    extraction = read(f"{ILACS}First version\n\n{first}{second}\nThe other judgements are unchanged.\n")
    assert grades(extraction) == {"Care leavers": "i"}


def test_the_heading_of_a_chapter_that_states_a_grade_is_no_caption(read: Read) -> None:
    own = "Help and protection\tGood\nChildren in care\tGood\nCare leavers\tOutstanding\n"
    earlier = "Help and protection\tInadequate\nChildren in care\tInadequate\n"
    text = f"{ILACS}{own}\nOutcomes of the 2019 inspection\n{earlier}\n{{}}\n"
    assert grades(read(text.format("Outcomes for children are good"))) == {
        "Help and protection": "g", "Children in care": "g", "Care leavers": "o"
    }  # fmt: skip
    assert grades(read(text.format("Outcomes of the 2023 inspection"))) == {}


def test_a_grade_in_italics_has_no_mark_of_a_note(read: Read) -> None:
    rows = "* Overall effectiveness: *Adequate*\n* Capacity for improvement: `Good`\n"
    assert grades(read(f"{SLAC}## Safeguarding services\n\n{rows}")) == {"Overall effectiveness": "r"}


def test_an_e_mail_may_have_its_heads_in_bold(read: Read) -> None:
    head = "**From:** A N Other\n**Sent:** 20 November 2023\n**To:** Staff\n**Subject:** The inspection\n\n"
    assert "an e-mail" in read(f"{head}{ILACS}Overall effectiveness: Good\n").source.message


def test_a_letter_may_say_when_ofsted_visited(read: Read) -> None:
    title = "Inspection of Rutland local authority children’s services"
    rows = "Care leavers\tGood\nOverall effectiveness\tGood\n"
    text = f"Dear parents and carers\n\n{title}\n\n{{}} Their judgements are:\n\n{rows}"
    read_grades = grades(read(text.format("Ofsted visited from 6 to 17 November 2023.")))
    assert read_grades == {"Care leavers": "g", "Overall effectiveness": "g"}
    assert grades(read(text.format("Ofsted visited our homes from 6 to 17 November 2023."))) == {}


def test_a_row_of_grades_is_no_head_of_columns(read: Read) -> None:
    head = "Judgement      Inspection of 2018      Inspection of 2023   Change\n"
    rows = [
        ("Help and protection", "Inadequate", "Good"),
        ("Children in care", "Good", "Inadequate"),
        ("Care leavers", "Good", "Good"),
    ]
    assert grades(read(PAPER + head + columns(rows, 50, 18, 10))) == {}


def test_a_head_of_marks_may_be_the_title_of_a_block(read: Read) -> None:
    words = "\tOutstanding\tGood\tAdequate\tInadequate\n"
    text = (
        f"{SLAC}Safeguarding services{words}Quality of provision\t\t\tx\t\nServices for looked after children{words}"
        "Quality of provision\t\tx\t\t\nBeing healthy\tx\t\t\t\n"
    )
    read_grades = [(o.service, o.judgement, o.grade) for o in read(text).observations]
    assert read_grades == [
        ("safeguarding", "Quality of provision", "requires_improvement_or_adequate"),
        ("looked_after_children", "Quality of provision", "good"),
        ("looked_after_children", "Being healthy", "outstanding"),
    ]


def test_marks_may_stand_below_the_numbers_of_grades(read: Read) -> None:
    text = (
        f"{JAR}Area\t1\t2\t3\t4\nSafeguarding\t\tx\t\t\nLooked after children\t\t\tx\t\nService management\t\tx\t\t\n"
    )
    assert grades(read(text)) == {"Safeguarding": "r", "Looked after children": "g", "Service management": "r"}


@pytest.mark.parametrize("sentence", ["The report is not out yet.", "It was inadequate, sources say."])
def test_news_on_a_report_that_nobody_has_seen_is_refused(sentence: str, read: Read) -> None:
    assert "a draft" in read(f"{PAPER}{sentence}\n\nOverall effectiveness\tInadequate\n").source.message
