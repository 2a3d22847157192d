"""What says of rows that they are this inspection's: sentences above them, lists without marks, a key to figures.

Each paper is a few lines with invented grades; beside every one that is read stands the nearest that must not be.
"""

from collections.abc import Callable

import pytest

from loaders.record.model import Extraction
from tests.conftest import Read

TODAY = "Inspection of Rutland local authority children's services\nInspection dates: 6 to 17 March 2023\n"
ROWS = (
    "The experiences and progress of children in care\tGood\nThe experiences and progress of care leavers\tInadequate\n"
)
BOTH = {"looked_after_children/overall": "g", "care_leavers/overall": "i"}
OF_BOTH_SERVICES = (
    "Inspection of safeguarding and looked after children services\nRutland County Council\n"
    "Inspection dates: 7 - 18 March 2011\nPublished: 15 April 2011\n"
)
KEY = "Outstanding (Grade 1)\nGood (Grade 2)\nAdequate (Grade 3)\nInadequate (Grade 4)\n\n"
FIGURES = (
    "Overall effectiveness\t3\nCapacity for improvement\t2\nQuality of provision\t3\nLeadership and management\t4\n"
)
REVIEW = "Joint area review\nRutland Children's Services Authority Area\nPublished: 4 March 2008\n"
SINGLE = (
    "Inspection of services for children in need of help and protection, children looked after and care leavers\n"
    "Rutland\nInspection dates: 3 to 26 March 2015\n"
)
PARTS = (
    "1. Children who need help and protection\tGood\n2. Children looked after and achieving permanence\tGood\n"
    "2.1 Adoption performance\tGood\n2.2 Experiences and progress of care leavers\tGood\n"
    "3. Leadership, management and governance\tGood\n"
)


def grades(extraction: Extraction) -> dict[str, str]:
    """The initial of the grade of each graded line, by service and aspect."""
    return {f"{o.service}/{o.aspect}": (o.grade or "-")[0] for o in extraction.observations if o.evidence != "mention"}


@pytest.mark.parametrize(
    "above",
    [
        "Inspectors judged:\n",
        "Ofsted gave the following grades:\n\n",
        "Here is what inspectors found:\n",
        "What did Ofsted say?\n",
        "Judgements at a glance\n",
        "Ofsted rated children's services as follows:\n",
        "The five grades awarded are as follows:\n\n",
        "Next steps\n\nThe table below gives the judgements of this inspection.\n\n",
        "What happens next\n\nA director was appointed in the spring. Ofsted's judgements are:\n",
        "Next steps\nRecord of main findings:\n",
        "3. Schools and early years\n\nThe judgements of the inspection in March 2023 are below.\n\nJudgement\tGrade\n",
        "The previous inspection\n\nServices were inspected in 2018 and judged inadequate.\n\n"
        "Inspectors gave these grades in March 2023:\n",
    ],
)
def test_a_sentence_that_speaks_of_this_inspections_grades_makes_its_rows_read(above: str, read: Read) -> None:
    assert grades(read(f"{TODAY}\n{above}{ROWS}")) == BOTH


@pytest.mark.parametrize(
    "above",
    [
        "Managers judged:\n",
        "Ofsted gave Leicester the following grades:\n",
        "The director said: we want these grades.\n\n",
        "The grades below are not those of this inspection.\n\n",
        "The table shows what the council expected.\n",
        "With stronger early help, the judgements would have been as follows.\n\n",
        "Ofsted could give the following grades:\n",
        "Children's services gave these grades:\n",
        "Inspectors gave these grades in January 2019:\n",
        "Next steps\n\nA director was appointed in the spring.\n\n",
        "Next steps\n\nOfsted's judgements should be:\n",
        "The previous inspection\n\nInspectors gave these grades:\n",
        "The previous inspection\n\nThe judgements of the inspection in January 2019 are below.\n\n",
        "Target grades\n\nThe table below gives the judgements of this inspection.\n\n",
        "Fostering\n\nThe judgements of the inspection in March 2023 are below.\n\n",
        "Background\n\nInspectors gave these grades in 2019.\n\n",
        "The judgements of the last inspection are below.\n",
        "The table below gives the judgements of the inspection of Leicester.\n\nJudgement\tGrade\n",
    ],
)
def test_no_other_sentence_does(above: str, read: Read) -> None:
    assert grades(read(f"{TODAY}\n{above}{ROWS}")) == {}


@pytest.mark.parametrize(
    ("mark", "number"), [("({})", lambda n: "hijklmn"[n]), ("{}.", lambda n: 9 + n), ("{}.", lambda n: "ijklmno"[n])]
)
def test_rows_behind_the_eighth_or_ninth_of_a_list_are_read(
    mark: str, number: Callable[[int], object], read: Read
) -> None:
    labels = ("Partnership working: Good", "Equality and diversity: Adequate", "Leadership and management: Inadequate")
    rows = "".join(f"{mark.format(number(n))} {label}\n" for n, label in enumerate(labels))
    assert grades(read(f"{OF_BOTH_SERVICES}Safeguarding services\n{rows}")) == {
        "safeguarding/partnership": "g",
        "safeguarding/equality": "r",
        "safeguarding/leadership": "i",
    }


def test_a_row_on_ambition_heads_no_hopes(read: Read) -> None:
    first = "\u2022 Ambition and prioritisation \u2013 good\n\u2022 Partnership working \u2013 adequate\n"
    second = (
        "Services for looked after children\n\u2022 Being healthy \u2013 good\n\u2022 Staying safe \u2013 inadequate\n"
    )
    assert len(grades(read(f"{OF_BOTH_SERVICES}Safeguarding services\n{first}{second}"))) == 4


@pytest.mark.parametrize(
    "above",
    ["Record of main findings\n\nSafeguarding services\n", "Summary of judgements:\n| Safeguarding services | |\n"],
)
def test_figures_are_grades_where_the_report_prints_their_key(above: str, read: Read) -> None:
    assert grades(read(f"{OF_BOTH_SERVICES}{KEY}{above}{FIGURES}")) == {
        "safeguarding/overall": "r",
        "safeguarding/capacity_for_improvement": "g",
        "safeguarding/quality_of_provision": "r",
        "safeguarding/leadership": "i",
    }


@pytest.mark.parametrize(
    ("key", "above", "rows"),
    [
        ("", "Record of main findings\n\nSafeguarding services\n", FIGURES),
        (KEY, "Contents\nRecord of main findings 4\nSafeguarding services\n", FIGURES),
        (KEY, "Number of recommendations\nSafeguarding services\n", FIGURES),
        (KEY, "Previous grades\nRecord of main findings\nSafeguarding services\n", FIGURES),
        (KEY, "Record of main findings\nArea\tPriority\nSafeguarding services\n", FIGURES),
        (KEY, "Record of main findings\nSafeguarding services\n", FIGURES.replace("3\nCap", "2\nCap")),
        (KEY, "Record of main findings\nSafeguarding services\n", FIGURES.split("Leadership")[0]),
    ],
)  # fmt: skip
def test_other_figures_are_none(key: str, above: str, rows: str, read: Read) -> None:
    assert grades(read(f"{OF_BOTH_SERVICES}{key}{above}{rows}")) == {}


def test_the_title_at_the_end_of_a_page_ends_no_block(read: Read) -> None:
    title = "Inspection of safeguarding and looked after children services: "
    block = f"Services for looked after children\nBeing healthy\tGood\n\n{title}{{}}\n\nStaying safe\tInadequate\n"
    healthy, safe = {"looked_after_children/being_healthy": "g"}, {"looked_after_children/staying_safe": "i"}
    assert grades(read(f"{OF_BOTH_SERVICES}{block.format('Rutland 17')}")) == healthy | safe
    assert grades(read(f"{OF_BOTH_SERVICES}{block.format('July 2009')}")) == healthy


def test_the_contents_of_a_review_head_none_of_its_rows(read: Read) -> None:
    contents = "Contents\n\nGrades\nRecommendations\nSafeguarding\nCapacity to improve\nAnnex A: The APA letter\n\n"
    rows = "Grades\n\nSafeguarding\t2\nCapacity to improve\t4\n"
    assert grades(read(f"{REVIEW}{contents}{rows}")) == {
        "safeguarding/overall": "r",
        "whole_service/capacity_for_improvement": "o",
    }
    assert grades(read(f"{REVIEW}{contents}Annex A: The APA letter\n{rows}")) == {}


@pytest.mark.parametrize(
    "said",
    [
        "The overall rating is: Performs well",
        "Rutland County Council performs well.",
        "Rutland County Council children's services: performs well",
    ],
)
def test_a_rating_is_said_of_the_council_or_as_the_overall_one(said: str, read: Read) -> None:
    head = "9 December 2010\nRutland County Council\nDear Ms Other\nAnnual children's services assessment\n\n"
    text = f"{head}Ofsted guidance published in July 2010 explains it.\n\n"
    assert grades(read(f"{text}{said}\n")) == {"whole_service/overall": "g"}
    assert grades(read(f"{text}The adoption service of {said}\n")) == {}
    assert grades(read(f"{text}Leicester City Council performs well.\n")) == {}


def test_the_overall_grade_may_have_a_colon_above_a_table_without(read: Read) -> None:
    above = "Overall effectiveness: Requires improvement\n\n"
    assert grades(read(f"{SINGLE}{above}{PARTS}"))["whole_service/overall"] == "r"
    assert "whole_service/overall" not in grades(read(f"{SINGLE}{above}In 2012 services were graded.\n{PARTS}"))


def test_a_margin_is_no_column_whose_head_is_the_row_or_page_number_above(read: Read) -> None:
    overall = "     Children's services in Rutland require improvement to be good\n\n"
    rows = [" " * (14 if row.startswith("2.") else 5) + row.replace("\t", " ") for row in PARTS.splitlines()]
    wide = rows[-1].replace(" Good", f"{' ' * 12}Good")
    for last in (rows[-1], wide):
        found = read("\n\n".join([f"     {SINGLE}{overall}", *rows[:-1], " " * 40 + "7", last]))
        assert len(grades(found)) == 6
    heads = f"     Area{' ' * 50}2012\n"
    assert "whole_service/leadership" not in grades(read(f"     {SINGLE}{overall}{heads}{wide}"))


def test_two_wordings_of_a_grade_are_one(read: Read) -> None:
    chapter = "\nThe experiences and progress of children who need help and protection\nrequire improvement\n\nMore.\n"
    table = PARTS.replace("Good", "Requires improvement", 1)
    assert grades(read(f"{SINGLE}{table}{chapter}"))["safeguarding/overall"] == "r"
    assert "safeguarding/overall" not in grades(read(f"{SINGLE}{PARTS}{chapter}"))


def test_a_section_right_below_an_earlier_list_is_this_inspections(read: Read) -> None:
    label = "The experiences and progress of children in care"
    earlier = f"The last inspection in January 2019 gave these grades:\nOverall effectiveness: Good\n{label}: Good\n"
    section = "{}: {}\nMost children live with people who care for them well, and stay there.\n"
    sections = section.format("Overall effectiveness", "inadequate") + section.format(label, "outstanding")
    assert grades(read(f"{TODAY}\n{earlier}{sections}")) == {
        "whole_service/overall": "i",
        "looked_after_children/overall": "o",
    }


def test_a_label_graded_alike_in_a_section_and_in_the_list_below_is_no_other_services(read: Read) -> None:
    head = OF_BOTH_SERVICES.replace(" and looked after children services", "")
    section, rows = (
        "Overall effectiveness: {}\n\n5. What was seen.\n\n",
        "Overall effectiveness: Good\nQuality of provision: Good\n",
    )
    expected = {"safeguarding/overall": "g", "safeguarding/quality_of_provision": "g"}
    assert grades(read(f"{head}{section.format('Good')}{rows}")) == expected
    assert grades(read(f"{head}{section.format('Adequate')}{rows}")) == {}


@pytest.mark.parametrize(
    "above", ["Here is what we found:\n", "What the board judged\n", "What we said\n", "Young people's verdict\n"]
)
def test_what_others_found_or_said_is_no_inspections(above: str, read: Read) -> None:
    assert grades(read(f"{TODAY}\n{above}\n{ROWS}")) == {}


OUTCOMES = (
    "Being healthy \u2013 3\nStaying safe \u2013 2\nEnjoying and achieving \u2013 3\nService management \u2013 1\n"
)


@pytest.mark.parametrize(
    ("above", "is_read"),
    [
        ("The review awarded these grades (4 is the highest):", True),
        ("Inspectors gave these grades (where 4 is the best and 1 the lowest):", True),
        ("These grades (1 is the highest):", False),
        ("The council hopes for these grades (4 is the highest):", False),
        ("Grades of the annual performance assessment (4 is the highest)", False),
        ("Target grades (where 4 is the best)", False),
    ],
)
def test_a_line_may_say_which_end_of_the_scale_is_the_best(above: str, is_read: bool, read: Read) -> None:
    text = f"{REVIEW.replace('2008', '2006')}\n{above}\n{OUTCOMES}"
    outcomes = {"being_healthy": "g", "staying_safe": "r", "enjoying_and_achieving": "g", "leadership": "i"}
    assert grades(read(text)) == (
        {f"whole_service/{aspect}": grade for aspect, grade in outcomes.items()} if is_read else {}
    )


@pytest.mark.parametrize(
    ("sentences", "expected"),
    [
        ("Overall effectiveness of safeguarding is adequate. Its capacity for improvement is good.", "rg"),
        (
            "Overall effectiveness of safeguarding is adequate (grade 3). Capacity for improvement is good (grade 2).",
            "rg",
        ),
        ("Overall effectiveness of safeguarding is adequate.\n\nCapacity for improvement is good.", "r"),
    ],
)
def test_a_sentence_is_of_the_block_that_the_one_before_it_on_its_line_names(
    sentences: str, expected: str, read: Read
) -> None:
    names = ("safeguarding/overall", "safeguarding/capacity_for_improvement")
    assert grades(read(f"{OF_BOTH_SERVICES}\n{sentences}\n")) == dict(zip(names, expected, strict=False))


def test_the_number_behind_a_sentence_must_be_that_of_its_word(read: Read) -> None:
    sentence = "Safeguarding services\n\nThe overall effectiveness of safeguarding services is adequate ({}).\n"
    assert grades(read(f"{OF_BOTH_SERVICES}\n{sentence.format(3)}")) == {"safeguarding/overall": "r"}
    assert grades(read(f"{OF_BOTH_SERVICES}\n{sentence.format(2)}")) == {}


@pytest.mark.parametrize(("place", "is_read"), [("for Children\u2019s Services", True), ("in Care City", False)])
def test_services_in_capitals_are_no_place(place: str, is_read: bool, read: Read) -> None:
    said = (
        "The overall judgement for Children\u2019s Services is" if is_read else f"Children\u2019s services {place} are"
    )
    assert ("whole_service/overall" in grades(read(f"{SINGLE}\n{said} good\n\n{PARTS}"))) is is_read


def test_letters_of_full_width_are_letters(read: Read) -> None:
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in "Good")
    assert grades(read(TODAY + ROWS.replace("Good", wide))) == BOTH


@pytest.mark.parametrize(
    ("sentence", "is_read"),
    [
        ("To receive the outcome of the inspection that ended on 9 December 2010.", True),
        ("Ofsted's inspection of the council's services ended on Friday 10 December 2010.", True),
        ("The previous inspection ended on 9 December 2010.", False),
        ("The inspection of the fostering service ended on 9 December 2010.", False),
        ("The inspection will have ended on 9 December 2010.", False),
        ("The inspection ended on 9 December 2010, and the inspection before it ended on 4 June 2009.", False),
    ],
)
def test_a_paper_may_say_when_the_inspection_ended_alone(sentence: str, is_read: bool, read: Read) -> None:
    blocks = "Safeguarding services\nOverall effectiveness: adequate\nCapacity for improvement: good\n"
    title = "Inspection of safeguarding and looked after children services"
    extraction = read(f"Rutland County Council\nCabinet, 12 January 2011\n{title}\n{sentence}\n\n{blocks}")
    assert bool(extraction.observations) is is_read
    assert all(o.inspection_end and o.inspection_start is None for o in extraction.observations)


@pytest.mark.parametrize(("behind", "is_read"), [("well", True), ("well above the average", False)])
def test_the_day_of_a_rating_may_stand_within_its_sentence(behind: str, is_read: bool, read: Read) -> None:
    title = "Annual rating of council children's services for 2009\nOfsted\n9 December 2009\nRutland County Council\n\n"
    extraction = read(f"{title}The annual rating, published on 9 December 2009, is: performs {behind}\n")
    assert [o.grade for o in extraction.observations] == (["good"] if is_read else [])
