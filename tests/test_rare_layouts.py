"""Rarer layouts and wordings of papers: columns drawn one by one, marks of notes, other labels, other kinds of papers.

Each is a few lines with invented grades; every test compares all grades that are read.
"""

import pytest

from loaders.record.model import Extraction
from tests.conftest import Read

SIF = (
    "Rutland County Council\n"
    "Inspection of services for children in need of help and protection, children looked after and care leavers\n"
    "Inspection date: 3 June 2014 to 25 June 2014\nReport published: 8 August 2014\n"
    "The overall judgement is that children's services require improvement\n"
)
CHILD_PROTECTION = (
    "Inspection of local authority arrangements for the protection of children\nRutland County Council\n"
    "Inspection dates: 14 to 23 January 2013\nLead inspector: A N Other HMI\n"
)
RATING = (
    "9 December 2010\nRutland County Council\nDear Ms Other\nAnnual children's services assessment\n"
    "Ofsted guidance published in July 2010 explains it.\n"
)
PAPER = "Rutland County Council\nCabinet, 10 May 2011\n"


def grades(extraction: Extraction) -> list[str]:
    """Every graded line as "service/aspect: initial of its grade"."""
    return [f"{o.service}/{o.aspect}: {o.grade[0]}" for o in extraction.observations if o.evidence != "mention"]


def test_the_last_label_of_a_column_does_not_take_the_first_grade_of_the_next(read: Read) -> None:
    labels = (
        "1. Children who need help and protection\n2.1 Adoption performance\n3. Leadership, management and governance"
    )
    extraction = read(f"{SIF}{labels}  Inadequate\nGood\nOutstanding\n")
    assert grades(extraction) == ["whole_service/overall: r"]
    assert "could as well be the one of: 3. Leadership, management and governance" in extraction.source.message


def test_labels_and_then_grades_are_refused_as_shifted_and_not_for_the_label_above(read: Read) -> None:
    extraction = read(f"{CHILD_PROTECTION}The quality of practice\nLeadership and governance\nAdequate\nGood\n")
    assert extraction.observations == ()
    assert "a grade above or below could as well be the one of: Leadership and governance" in extraction.source.message


def test_a_label_may_have_its_number_in_bold(read: Read) -> None:
    extraction = read(f"{SIF}| **1.** **Children who need help and protection** | **Good** |\n")
    assert grades(extraction) == ["whole_service/overall: r", "safeguarding/overall: g"]


@pytest.mark.parametrize(
    "row",
    ['"The quality of practice","Good"', "2) The quality of practice: Good", "(2) The quality of practice – Good"],
)
def test_a_row_may_have_quotation_marks_or_a_number_in_brackets(row: str, read: Read) -> None:
    extraction = read(f"{CHILD_PROTECTION}{row}\n")
    assert grades(extraction) == ["safeguarding/quality_of_provision: g"]


@pytest.mark.parametrize(
    "label",
    [
        "The effectiveness of the help and protection provided to children and young people, their families and carers",
        "Effectiveness of the help and protection provided to children, young people and their families and carers",
    ],
)
def test_help_and_protection_is_known_in_other_words(label: str, read: Read) -> None:
    assert grades(read(f"{CHILD_PROTECTION}{label}\tGood\n")) == ["safeguarding/outcomes: g"]


def test_daggers_are_marks_of_notes(read: Read) -> None:
    extraction = read(f"{CHILD_PROTECTION}Overall effectiveness\u2020\tAdequate\u2021\n\u2020 Limited by the rules.\n")
    assert grades(extraction) == ["safeguarding/overall: r"]


def test_a_label_may_be_wrapped_at_its_hyphen(read: Read) -> None:
    extraction = read(
        "Joint area review\nRutland Children's Services Authority Area\nPublished: 20 June 2006\n\nGrades\n"
        "Staying safe\t2\nPositive contribution\t1\nAchieving economic well-\nbeing\t3\nCapacity to improve\t4\n"
    )
    assert grades(extraction) == [
        "whole_service/staying_safe: r",
        "whole_service/positive_contribution: i",
        "whole_service/economic_wellbeing: g",
        "whole_service/capacity_for_improvement: o",
    ]


@pytest.mark.parametrize(
    "body",
    [
        "Children's services in Rutland County Council perform well.\n\n4. Performs excellently\n1. Performs poorly\n",
        "Children's services in Rutland are performing well\n",
        "Children's services assessment 2010\tPerforms well\n",
        "Rutland's children's services perform well.\n",
        "Ofsted's overall rating for Rutland County Council: performs well\n",
    ],
)
def test_a_rating_is_read_from_a_sentence_and_beside_its_year(body: str, read: Read) -> None:
    assert grades(read(RATING + body)) == ["whole_service/overall: g"]


@pytest.mark.parametrize(
    "body",
    [
        "In 2009 children's services in Rutland performed well.\n",
        "In 2009 Rutland's children's services perform well.\n",
        "Ofsted's overall rating for Rutland fostering service: performs well\n",
        "Children's services in Rutland do not perform well.\n",
        "4. Performs excellently\n3. Performs well\n2. Performs adequately\n1. Performs poorly\n",
    ],
)
def test_no_rating_is_read_from_the_key_or_another_year(body: str, read: Read) -> None:
    assert read(RATING + body).observations == ()


@pytest.mark.parametrize(
    "title",
    [
        "Annual performance assessment 2007 of adult social care services",
        "Annual performance assessment of adults' services 2007",
    ],
)
def test_an_assessment_of_services_for_adults_is_refused_by_its_name(title: str, read: Read) -> None:
    extraction = read(f"Rutland County Council\n\n{title}\n\nOverall effectiveness\t3\nCapacity to improve\t2\n")
    assert extraction.observations == ()
    assert "an assessment of adult social care" in extraction.source.message


@pytest.mark.parametrize("head", ["New judgement", "Latest judgement"])
def test_a_column_of_new_grades_is_this_inspections(head: str, read: Read) -> None:
    table = f"Area\tPrevious judgement\t{head}\nOverall effectiveness\tInadequate\tGood\n"
    extraction = read(CHILD_PROTECTION + table)
    assert grades(extraction) == ["safeguarding/overall: g"]


@pytest.mark.parametrize("end", ["were:", "are as follows:", "was as follows"])
def test_a_sentence_may_begin_a_block(end: str, read: Read) -> None:
    extraction = read(
        f"{PAPER}Inspection of safeguarding and looked after children services, 7 to 18 March 2011\n"
        f"2. The outcomes for safeguarding {end}\nOverall effectiveness\tInadequate\n"
        f"3. The outcomes for looked after children {end}\nOverall effectiveness\tGood\n"
    )
    assert grades(extraction) == ["safeguarding/overall: i", "looked_after_children/overall: g"]


def test_a_bullet_of_a_font_of_symbols_is_a_bullet(read: Read) -> None:
    extraction = read(f"{CHILD_PROTECTION}\uf0b7 Overall effectiveness\tAdequate\n")
    assert grades(extraction) == ["safeguarding/overall: r"]


def test_the_rest_of_a_longer_label_is_not_said_to_stand_in_place_of_its_grade(read: Read) -> None:
    extraction = read(f"{SIF}2. Children looked after and\nachieving permanence\n2.1 Adoption performance\n")
    assert "on no scale" not in extraction.source.message


BOTH = (
    "Inspection of safeguarding and looked after children services\nRutland County Council\n"
    "Inspection dates: 7 - 18 March 2011\nReporting inspector: A N Other HMI\n"
)
SAFEGUARDING = "Safeguarding services\n\nOverall effectiveness Grade 4 (Inadequate)\n\n"
CAPACITY = "Capacity for improvement Grade 3 (Adequate)\n"


@pytest.mark.parametrize(
    "words", ["safeguarding & looked after children", "safeguarding children and looked after children"]
)
def test_the_title_of_an_inspection_of_both_services_is_known_in_other_words(words: str, read: Read) -> None:
    text = BOTH.replace("safeguarding and looked after children", words) + SAFEGUARDING
    assert grades(read(text)) == ["safeguarding/overall: i"]


def test_a_title_in_the_middle_of_a_sentence_begins_no_block(read: Read) -> None:
    extraction = read(f"{BOTH}{SAFEGUARDING}10. The team is now called the\nLooked After Children\nteam.\n\n{CAPACITY}")
    assert grades(extraction) == ["safeguarding/overall: i"]
    assert "under no heading that says which service they are of: Capacity" in extraction.source.message


@pytest.mark.parametrize("title", ["Services for looked after\nchildren", "Looked after children\noverall summary"])
def test_a_title_of_two_lines_begins_its_block(title: str, read: Read) -> None:
    extraction = read(f"{BOTH}{SAFEGUARDING}{title}\n\n{CAPACITY}")
    assert grades(extraction) == ["safeguarding/overall: i", "looked_after_children/capacity_for_improvement: r"]


def test_a_heading_on_findings_of_something_else_is_no_heading_within_a_block(read: Read) -> None:
    extraction = read(f"{BOTH}{SAFEGUARDING}Findings on care\n\nQuality of provision Grade 2 (Good)\n")
    assert "safeguarding/quality_of_provision: g" not in grades(extraction)


def test_a_title_may_have_the_number_of_a_paragraph(read: Read) -> None:
    extraction = read(
        f"{BOTH}1.2 Safeguarding:\n\n(a) Overall effectiveness – Adequate\n(b) Quality of provision – Adequate\n\n"
        "1.3 Looked after children:\n\n(a) Overall effectiveness – Good\n(b) Quality of provision – Good\n"
    )
    assert sorted(grades(extraction)) == [
        "looked_after_children/overall: g",
        "looked_after_children/quality_of_provision: g",
        "safeguarding/overall: r",
        "safeguarding/quality_of_provision: r",
    ]


ASSESSMENT = "Rutland County Council\nAnnual performance assessment 2007\nPublished: 21 November 2007\n\n"
FIGURES = "Being healthy\t3\nStaying safe\t2\n"


@pytest.mark.parametrize(
    "head",
    ["Area\tRank among four councils", "Area\tNumber of actions", "Contents\tPage", "Area\tWeight", "Grades in 2006"],
)
def test_numbers_that_are_counted_or_of_another_year_are_no_grades(head: str, read: Read) -> None:
    extraction = read(f"{ASSESSMENT}{head}\n{FIGURES}")
    assert extraction.observations == ()
    assert f'headed "{" ".join(head.split())}": Being healthy; Staying safe' in extraction.source.message


@pytest.mark.parametrize(
    "head",
    [
        "Area\tGrade number",
        "Grades in 2007",
        "Results published in 2008",
        "Of its homes 1 is outstanding.",
        "Inspectors make judgements based on the following scale\n4: outstanding; 3: good; 2: adequate; 1: inadequate",
    ],
)
def test_numbers_below_a_head_of_grades_are_read(head: str, read: Read) -> None:
    extraction = read(f"{ASSESSMENT}{head}\n{FIGURES}")
    assert grades(extraction) == ["whole_service/being_healthy: g", "whole_service/staying_safe: r"]


@pytest.mark.parametrize("head", ["Previous", "England average", "Wigan", "Partner's grade", "Next"])
def test_one_column_of_figures_under_anothers_head_is_not_read(head: str, read: Read) -> None:
    extraction = read(
        "Joint area review\nRutland Children's Services Authority Area\nPublished: 4 March 2008\n\nGrades\n"
        f"4: outstanding; 3: good; 2: adequate; 1: inadequate\n\nJudgement\t{head}\n"
        "Safeguarding\t4\nLooked after children\t4\n"
    )
    assert extraction.observations == ()
    assert f'headed "{head}": Safeguarding; Looked after children' in extraction.source.message


def test_figures_below_the_heading_of_something_else_are_no_grades_of_a_review(read: Read) -> None:
    extraction = read(
        "Joint area review\nRutland Children's Services Authority Area\nPublished: 4 March 2008\n\nGrades\n"
        "4: outstanding; 3: good; 2: adequate; 1: inadequate\n\nRecommendations\nArea\tNumber\n"
        "Safeguarding\t4\nLooked after children\t4\n"
    )
    assert extraction.observations == ()
    assert 'headed "Area Number": Safeguarding; Looked after children' in extraction.source.message


@pytest.mark.parametrize("note", ["1 is the best and 4 the worst.", "(Grade 1 = outstanding, grade 4 = inadequate)"])
def test_a_note_that_turns_the_scale_round_is_a_key_that_contradicts_it(note: str, read: Read) -> None:
    extraction = read(f"{ASSESSMENT}{note}\n{FIGURES}")
    assert extraction.observations == ()
    assert "the key to the grades says" in extraction.source.message


@pytest.mark.parametrize("grade", ["{}", "Grade 2 ({})", "\n{}"])
def test_rows_without_a_place_in_the_record_do_not_unsettle_those_beside_them(grade: str, read: Read) -> None:
    """The schedule of 2009 divided what later reports graded whole; its grades stand on the line below their labels."""
    rows = [
        "Safeguarding services", ("Overall effectiveness", "Good"),
        ("Children and young people feel safe: effectiveness of services in helping to ensure that children and young "
         "people feel safe", "Good"),
        ("Quality of provision", "Good"), ("Service responsiveness including complaints", "Good"),
        ("Case planning, review and recording", "Good"), ("Leadership and management", "Good"),
        ("User engagement", "Good"), ("Partnerships", "Good"), ("Value for money", "Good"),
        "Services for looked after children", ("Overall effectiveness", "Good"), ("Service responsiveness", "Good"),
        ("Leadership and management", "Good"),
    ]  # fmt: skip
    lines = [row if isinstance(row, str) else f"{row[0]}\n{grade.format(row[1])}" for row in rows]
    extraction = read(
        "Inspection of safeguarding and looked after children services\nRutland County Council\n"
        "Inspection dates: 7 - 18 September 2009\nAge group: All\nRecord of main findings\n" + "\n".join(lines) + "\n"
    )
    assert grades(extraction) == [
        "safeguarding/overall: g", "safeguarding/quality_of_provision: g", "safeguarding/leadership: g",
        "safeguarding/partnership: g", "looked_after_children/overall: g", "looked_after_children/leadership: g",
    ]  # fmt: skip


MONTH = (
    "Joint area review\nRutland Children's Services Authority Area\n{}\nGrades\nSafeguarding\t2\n"
    "Service management\t3\n"
)


@pytest.mark.parametrize("label", ["Published: March 2008", "Date of publication: March, 2008"])
def test_the_month_of_publication_dates_a_report_that_prints_no_day(label: str, read: Read) -> None:
    assert {
        (o.date.isoformat(), o.date_precision, o.date_basis, o.published)
        for o in read(MONTH.format(label)).observations
    } == {("2008-03-01", "month", "publication", None)}


@pytest.mark.parametrize(
    "words", ["March 2008", "Published: March 2008-09", "Published: Marching 2008", "Published in March 2008"]
)
def test_a_month_that_no_label_calls_that_of_publication_dates_nothing(words: str, read: Read) -> None:
    assert read(MONTH.format(words)).observations == ()


@pytest.mark.parametrize("title", ["{}\n2008", "{}\n\n2008", "{} and\nits schools 2008"])
def test_the_year_of_an_assessment_may_stand_below_its_title(title: str, read: Read) -> None:
    table = "Being healthy\t3\nStaying safe\t2\n4: outstanding; 3: good; 2: adequate; 1: inadequate\n"
    head = title.format(
        "Annual performance assessment of services for children and young people in Rutland County Council"
    )
    text = (
        f"{head}\n\nThis letter summarises the findings of the annual performance assessment for your council.\n{table}"
    )
    assert {(o.date.year, o.date_precision) for o in read(text).observations} == {(2008, "year")}
