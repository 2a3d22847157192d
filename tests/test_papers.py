"""Papers as people have them: what is no report of one inspection is refused by its name, and layouts of old are read.

The documents are made up, a few lines each, with labels as reports print them.
"""

import datetime as dt
from pathlib import Path

import pytest

from loaders.reading.extract import extract
from loaders.reading.parsers import assessment
from loaders.record.model import Document, Extraction
from loaders.record.reference import Reference


def read(text: str, tmp_path: Path, reference: Reference) -> Extraction:
    path = tmp_path / "paper.txt"
    path.write_text(text, encoding="utf-8")
    return extract(path, reference)


def grades(extraction: Extraction) -> set[tuple[str, str, str]]:
    return {(o.service, o.aspect, o.grade) for o in extraction.observations}


TITLE = "Inspection of local authority children's services"
ROWS = "Overall effectiveness: Good\nThe experiences and progress of children in care: Good\n"
DATES = "Inspection dates: 6 to 10 March 2023\n"
ADDRESSES = "A Person, Director\n" * 40


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"Rutland County Council\nImprovement plan after the {TITLE}\n{ROWS}", "improvement plan"),
        (f"Rutland County Council\nOfsted action plan\n{TITLE}\n{DATES}{ROWS}", "improvement plan"),
        (f"Target grades for the next {TITLE}\nRutland County Council\n{ROWS}", "may be targets"),
        (f"Rutland County Council\nSelf-evaluation for the {TITLE}\n{DATES}{ROWS}", "self-evaluation"),
        (f"DRAFT\n{TITLE}\nRutland County Council\n{DATES}{ROWS}", "draft"),
        (f"Draft report. Inspection of the services in Rutland\n{TITLE}\nRutland\n{DATES}{ROWS}", "draft"),
        (f"From: A Person\nTo: B Person\nSubject: {TITLE}\nRutland County Council\n{ROWS}", "e-mail"),
        (f"Regional comparison: {TITLE}\nRutland\n{ROWS}Leicester\n{ROWS}", "comparison of several authorities"),
        (f"{TITLE}\n{DATES}Rutland\n{ROWS}Leicester\n{ROWS}Derby\n{ROWS}", "comparison of several authorities"),
        ("Joint targeted area inspection of Rutland\n" + DATES + ROWS, "joint targeted area inspection"),
        (f"1 March 2022\n{ADDRESSES}Monitoring visit to Rutland children's services\n{TITLE}\n{ROWS}",
         "monitoring visit"),
        ("Focused visit to Rutland children's services\n" + TITLE + "\n" + ROWS, "focused visit"),
        ("Rutland County Council\nInspection of local authority fostering service\n" + ROWS, "fostering"),
        ("Rutland Adoption Service\nInspection of adoption agency\n" + ROWS, "adoption"),
        ("Inspection of youth offending services in Rutland\n" + ROWS, "youth justice"),
        ("Rutland\nInspection of progress made in the provision of services\n" + ROWS, "progress inspection"),
        ("Annual children's services assessment\nRutland County Council\nPerforms well (3)\n",
         "annual children's services rating"),
        (f"{TITLE}\nRutland County Council\n{DATES}The grades we are working towards\n{ROWS}", "improvement plan"),
        (f"{TITLE}\nRutland County Council\n{DATES}By March 2026\n{ROWS}", "improvement plan"),
        (f"{TITLE}\nRutland County Council\n{DATES}How we grade ourselves\n{ROWS}", "self-evaluation"),
        (f"{TITLE}\nRutland County Council\n{DATES}Provisional grades, subject to moderation\n{ROWS}", "draft"),
        (f"{TITLE} v0.2\nRutland County Council\n{DATES}{ROWS}", "draft"),
        (f"{TITLE}\nRutland County Council\n{DATES}Likely grades\n{ROWS}", "a forecast"),
        (f"What if? {TITLE}\nRutland County Council\n{DATES}{ROWS}", "a forecast"),
        (f"{TITLE} (dry run)\nRutland County Council\n{DATES}{ROWS}", "a rehearsal"),
        (f"{TITLE}\nRutland County Council\n{DATES}Carried out by peers from Leicester\n{ROWS}", "other councils"),
        (f"Social worker\nSalary: 40,000\n{TITLE}\nRutland County Council\n{DATES}{ROWS}", "an advertisement"),
        (f"Care Inspectorate Wales\n{TITLE}\nCardiff\n{DATES}{ROWS}", "inspection in Wales"),
        ("Care Inspectorate\nJoint inspection of services for children in Fife\n" + DATES, "inspection in Scotland"),
        ("RQIA\nInspection of child protection arrangements\nBelfast Trust\n", "inspection in Northern Ireland"),
        ("Joint inspection of services for young people with SEND\nRutland\n", "special educational needs"),
        ("Private fostering inspection: Rutland\n" + ROWS, "fostering"),
        ("Supported accommodation inspection: Rutland Homes\n" + ROWS, "supported accommodation"),
        (f"{TITLE}\nRutland County Council\n{DATES}This draft is not for onward circulation.\n{ROWS}", "draft"),
        (f"Focused visit to Rutland\nIt was made under the framework for the {TITLE.lower()} (ILACS).\n{ROWS}",
         "focused visit"),
        (f"{TITLE}\n{DATES}Rutland\n\n| Rutland | Good |\n| Leicester | Good |\n", "comparison of several authorities"),
        *(
            (f"{TITLE}\n{DATES}{head.format('Rutland')}\n{ROWS}{head.format('Derby')}\n{ROWS}", "several authorities")
            for head in ("1. {}", "2) {}", "Local authority\t{}", "| Council | {} |")
        ),
        (f"How do we compare? {TITLE}\nRutland County Council\nPublished: 3 September 2023\n{ROWS}",
         "comparison of several authorities"),
        (f"WITHDRAWN\n{TITLE}\nRutland County Council\n{DATES}{ROWS}", "withdrawn or replaced"),
        (f"{TITLE}\nRutland County Council\n{DATES}This report has been superseded.\n{ROWS}", "withdrawn or replaced"),
        (f"{TITLE}\nRutland County Council\n{DATES}These grades have been set aside.\n{ROWS}", "withdrawn or replaced"),
        (f"Grades under review\n{TITLE}\nRutland County Council\n{DATES}{ROWS}", "withdrawn or replaced"),
        (f"{TITLE}\nRutland County Council\n{DATES}{ROWS}\nThe grades above are those that this board hopes for.\n",
         "targets"),
        *(
            (f"{TITLE}\nRutland County Council\n{DATES}{ROWS}\n{below}\n", said)
            for below, said in (
                ("The grades above are officers' expectations; the report is due in May.", "forecast"),
                ("These grades are those of our internal moderation panel and not of Ofsted.", "forecast"),
                ("None of these grades is Ofsted's.", "forecast"),
                ("The above is what we expect inspectors to say.", "forecast"),
                ("Please note that these are the service's own grades.", "forecast"),
                ("These are the grades that our consultants gave us.", "forecast"),
                ("Officers arrived at these grades themselves.", "forecast"),
                ("Grades are provisional.", "forecast"),
                ("The grades were agreed at our own moderation meeting.", "forecast"),
                ("This is a pre-publication draft, and grades may change.", "draft"),
            )
        ),
        (f"Briefing for members: {TITLE}\nRutland County Council\n{ROWS}", "when the inspection was made"),
    ],
)  # fmt: skip
def test_a_paper_that_is_no_report_is_refused_by_its_name(
    text: str, said: str, tmp_path: Path, reference: Reference
) -> None:
    source = read(text, tmp_path, reference).source
    assert source.status == "refused"
    assert said in source.message


@pytest.mark.parametrize(
    "below",
    [
        "These judgements are in line with our self-evaluation.",
        "The grades are better than we had expected.",
        "Members noted that the grades are those that Ofsted gave.",
        "The panel welcomed these grades.",
        "Officers had expected lower grades.",
        "These are the grades that the inspectors gave us.",
        "Children stay with their carers where this is what they want.",
        "They move only if this\nis what they want, or when\nthis is what they want.",
    ],
)
def test_what_a_council_says_of_its_grades_takes_nothing_from_them(
    below: str, tmp_path: Path, reference: Reference
) -> None:
    text = f"{TITLE}\nRutland County Council\n{DATES}{ROWS}\n{below}\n"
    assert len(read(text, tmp_path, reference).observations) == 2


@pytest.mark.parametrize(
    ("below", "rows"),
    [
        ("The council aims to be judged outstanding by 2027.", 3),
        ("The improvement board expects safeguarding to be judged good by December 2025.", 3),
        ("These are to be judged outstanding by 2027.", 0),
        ("The ratings are those that the council hopes for by 2027.", 0),
    ],
)
def test_hopes_for_the_next_inspection_take_nothing_from_a_report(
    below: str, rows: int, tmp_path: Path, reference: Reference
) -> None:
    marks = "Published: 2 May 2023\nOfsted, www.gov.uk/ofsted\n"
    more = "The experiences and progress of care leavers: Good\n"
    text = f"{TITLE}\nRutland County Council\n{DATES}{marks}{ROWS}{more}\n{below}\n"
    observations = read(text, tmp_path, reference).observations
    assert [o.evidence for o in observations] == ["primary"] * rows


def test_without_a_mark_of_the_inspectorate_a_paper_is_another_bodys_account(
    tmp_path: Path, reference: Reference
) -> None:
    paper = f"{TITLE}: what it found in Rutland County Council\nThe visit took place from 6 to 10 March 2023\n{ROWS}"
    assert {o.evidence for o in read(paper, tmp_path, reference).observations} == {"secondary"}
    report = f"{TITLE}\nRutland County Council\n{DATES}{ROWS}"
    assert {o.evidence for o in read(report, tmp_path, reference).observations} == {"primary"}


@pytest.mark.parametrize(
    "paper",
    [
        "{title}\n{dates}{rows}Kind regards\nA Person",
        "Minutes\n{title}\n{dates}{rows}",
        "For immediate release\n{title}\n{dates}{rows}",
        "Freedom of Information request 12\n{title}\n{dates}{rows}",
        "Performance dashboard, March 2023\n{title}\n{dates}{rows}",
        "{title}\n{dates}{rows}Share this article\n",
        "Rutland earns good marks\nBy a Person\n{title}\n{dates}{rows}",
        "Direction under section 497A\n{title}\n{dates}{rows}",
    ],
)
def test_what_a_council_or_a_newspaper_says_is_never_the_inspectorates_own_report(
    paper: str, tmp_path: Path, reference: Reference
) -> None:
    text = paper.format(title=f"{TITLE}\nRutland County Council", dates=DATES, rows=ROWS)
    assert {o.evidence for o in read(text, tmp_path, reference).observations} == {"secondary"}


@pytest.mark.parametrize(
    "below",
    [
        "Recommendations\nThat the outcome of the inspection is noted.\n",
        "1. Introduction\nThis tells what was found in the spring.\n",
        "Published by Rutland County Council, communications team.\n",
        "The council welcomes this.\n",
    ],
)
def test_a_reports_whole_table_with_words_beside_it_is_another_bodys_account(
    below: str, tmp_path: Path, reference: Reference
) -> None:
    text = f"{TITLE}\nRutland County Council\n{DATES}{{}}{ROWS}\n{below}"
    for mark, evidence in (("", "secondary"), ("Lead inspector: A N Other HMI\n", "primary")):
        assert {o.evidence for o in read(text.format(mark), tmp_path, reference).observations} == {evidence}


@pytest.mark.parametrize("above", ["Ofsted", "1", "Rutland County Council", "12 May 2023", "www.gov.uk/ofsted"])
def test_what_stands_above_the_title_of_a_report_leaves_it_one(
    above: str, tmp_path: Path, reference: Reference
) -> None:
    text = f"{above}\n{TITLE}\nRutland County Council\n{DATES}{ROWS}"
    assert {o.evidence for o in read(text, tmp_path, reference).observations} == {"primary"}


def test_grades_below_a_heading_that_no_report_has_are_refused_with_it(tmp_path: Path, reference: Reference) -> None:
    text = f"{TITLE}\nRutland County Council\n{DATES}Something to look forward to\n{ROWS}"
    extraction = read(text, tmp_path, reference)
    assert extraction.observations == ()
    assert 'not read, since they are headed "Something to look forward to": Overall' in extraction.source.message


@pytest.mark.parametrize(
    "heading",
    [
        "", "Judgement\tGrade\n", "Main findings:\n", "The judgements are:\n", "Isle of Wight\n", "Table 1\n",
        "A sentence goes on here,\n",
    ],
)  # fmt: skip
def test_grades_below_a_heading_of_a_report_are_read(heading: str, tmp_path: Path, reference: Reference) -> None:
    text = f"{TITLE}\nIsle of Wight Council\n{DATES}{heading}{ROWS}"
    assert len(read(text, tmp_path, reference).observations) == 2


SLAC = (
    "Inspection of safeguarding and looked after children services\nRutland County Council\n"
    "Inspection dates: 7 - 18 March 2011\nPublished: 15 April 2011\n"
)
SAFEGUARDING = "Overall effectiveness\tInadequate\nCapacity for improvement\tAdequate\nQuality of provision\tAdequate\n"
LOOKED_AFTER = "Overall effectiveness\tGood\nCapacity for improvement\tGood\nQuality of provision\tGood\n"


@pytest.mark.parametrize(
    "title",
    [
        "Looked after children", "Children looked after", "Services for children looked after", "Children in care",
        "The inspection outcomes: services for looked after children", "Part B: Looked after children services",
        "Services for looked after children and young people",
    ],
)  # fmt: skip
def test_a_second_block_in_other_words_keeps_its_own_grades(title: str, tmp_path: Path, reference: Reference) -> None:
    text = f"{SLAC}Safeguarding services\n{SAFEGUARDING}{title}\n{LOOKED_AFTER}"
    assert grades(read(text, tmp_path, reference)) >= {
        ("safeguarding", "overall", "inadequate"),
        ("looked_after_children", "overall", "good"),
    }


@pytest.mark.parametrize("title", ["Our second theme", "B", ""])
def test_a_label_with_two_grades_under_one_heading_gives_neither(
    title: str, tmp_path: Path, reference: Reference
) -> None:
    extraction = read(f"{SLAC}Safeguarding services\n{SAFEGUARDING}{title}\n{LOOKED_AFTER}", tmp_path, reference)
    assert grades(extraction) == set()
    assert 'a heading below "Safeguarding services" was not recognised' in extraction.source.message


def test_grades_above_their_labels_are_not_given_to_the_next_row(tmp_path: Path, reference: Reference) -> None:
    rows = ["Inadequate", "Overall effectiveness", "Adequate", "The quality of practice", "Good",
            "Leadership and governance"]  # fmt: skip
    title = "Inspection of local authority arrangements for the protection of children\nRutland\n"
    text = title + "Inspection dates: 3 to 12 June 2013\n" + "\n".join(rows)
    assert grades(read(text, tmp_path, reference)) == set()


KEY = "Grades\n4: outstanding; 3: good; 2: adequate; 1: inadequate\n"
JAR = "Joint area review\nRutland Children's Services Authority Area\nPublished: 4 March 2008\n"
REVIEWED = {
    ("safeguarding", "overall", "requires_improvement_or_adequate"),
    ("looked_after_children", "overall", "good"),
}


@pytest.mark.parametrize(
    "table",
    [
        KEY + "Safeguarding 2\nLooked after children 3\n",
        KEY.replace(":", " =") + "Safeguarding\t2\nLooked after children\t3\n",
        "Grades\n1: inadequate; 2: adequate; 3: good; 4: outstanding\nSafeguarding\t2\nLooked after children\t3\n",
        KEY + "Safeguarding\t2 (adequate)\nLooked after children\t3 (good)\n",
        KEY + "2\tSafeguarding\n3\tLooked after children\n",
        KEY + "| Safeguarding | 2 |\n| Looked after children | 3 |\n",
        KEY + "\tLocal services overall\tCouncil services\nSafeguarding\t2\t4\nLooked after children\t3\t1\n",
        KEY + "Local services overall Council services\nSafeguarding 2 4\nLooked after children 3 1\n",
    ],
)
def test_a_review_is_read_in_each_form_of_its_table(table: str, tmp_path: Path, reference: Reference) -> None:
    assert grades(read(JAR + table, tmp_path, reference)) == REVIEWED


@pytest.mark.parametrize(
    ("bodies", "is_read"),
    [
        ("Audit Commission\nHealthcare Commission\nHM Inspectorate of Probation\nOfsted\n", True),
        ("Audit Commission Commission for Social Care Inspection HMI Constabulary Ofsted\n", True),
        ("Audit Commission\n", False),
    ],
)
def test_a_list_of_inspectorates_is_no_heading(
    bodies: str, is_read: bool, tmp_path: Path, reference: Reference
) -> None:
    """One alone may say whose the grades below it are."""
    text = f"{JAR}{bodies}{KEY}Safeguarding\t2\nLooked after children\t3\nService management\t3\n"
    assert (grades(read(text, tmp_path, reference)) >= REVIEWED) == is_read


def test_of_several_columns_without_a_heading_none_is_taken(tmp_path: Path, reference: Reference) -> None:
    extraction = read(JAR + KEY + "Safeguarding\t2\t4\nLooked after children\t3\n", tmp_path, reference)
    assert grades(extraction) == {("looked_after_children", "overall", "good")}
    assert "the column of the grade cannot be told: Safeguarding" in extraction.source.message


def test_an_annex_is_another_assessments(tmp_path: Path, reference: Reference) -> None:
    annex = f"Annex A: the APA letter\n{KEY}Safeguarding\t4\nCapacity to improve\t4\n"
    text = f"{JAR}{KEY}Safeguarding\t2\nLooked after children\t3\n\n{annex}"
    assert grades(read(text, tmp_path, reference)) == REVIEWED


def test_a_first_review_grades_the_five_outcomes_and_misses_no_safeguarding(
    tmp_path: Path, reference: Reference
) -> None:
    rows = "Being healthy\t3\nStaying safe\t2\nService management\t2\nCapacity to improve\t3\n"
    extraction = read(JAR.replace("2008", "2006") + KEY + rows, tmp_path, reference)
    assert ("whole_service", "staying_safe", "requires_improvement_or_adequate") in grades(extraction)
    assert "Safeguarding" not in extraction.source.message


def test_a_review_misses_nothing_of_another_schedule(tmp_path: Path, reference: Reference) -> None:
    in_the_time_of_both = JAR.replace("2008", "2007")
    rows = "Good\tBeing healthy\nAdequate\tStaying safe\nInadequate\tCapacity to improve\n"
    extraction = read(in_the_time_of_both + KEY + rows, tmp_path, reference)
    assert extraction.source.message == "no grade found for: Service management"


@pytest.mark.parametrize(("row", "is_missing"), [("", True), ("Value for Money\tGood\n", False)])
def test_a_label_of_the_first_schedule_says_that_later_rows_are_not_missing(
    row: str, is_missing: bool, tmp_path: Path, reference: Reference
) -> None:
    text = f"{SLAC}Safeguarding services\n{SAFEGUARDING}{row}\nLooked after children services\n{LOOKED_AFTER}"
    message = read(text, tmp_path, reference).source.message
    assert "no grade found for: " in message
    assert ("The contribution of health agencies to keeping children" in message) == is_missing


def test_an_assessment_is_read_on_all_of_its_pages(reference: Reference) -> None:
    framework = reference.frameworks["apa"]
    head = (
        "Annual performance assessment of services for children in Rutland 2008\nAssessment judgement area\tAPA grade\n"
    )
    pages = (f"{head}Staying safe\t2\n", "Being healthy\t3\n", "Enjoying and achieving\t4\n")
    found = assessment.parse(Document("pdf", pages), framework, reference.scales[framework.scale])
    assert [(line.aspect, line.words) for line in found.lines] == [
        ("staying_safe", "adequate"),
        ("being_healthy", "good"),
        ("enjoying_and_achieving", "outstanding"),
    ]


def test_an_assessment_letter_gives_its_grades_by_number(tmp_path: Path, reference: Reference) -> None:
    letter = (
        "17 December 2008\nDear Ms Other\n"
        "Annual performance assessment of services for children and young people in Rutland County Council 2008\n"
        "This letter summarises the findings of the assessment for your council.\n"
        "Assessment judgement area\tAPA grade\n"
        "Overall effectiveness of children's services\t3\nStaying safe\t2\n"
        "Capacity to improve, including the management of services\t4\n"
        "4: outstanding/excellent; 3: good; 2: adequate; 1: inadequate\n"
    )
    extraction = read(letter, tmp_path, reference)
    assert grades(extraction) == {
        ("whole_service", "overall", "good"),
        ("whole_service", "staying_safe", "requires_improvement_or_adequate"),
        ("whole_service", "capacity_for_improvement", "outstanding"),
    }
    assert {(str(o.published), o.evidence) for o in extraction.observations} == {("2008-12-17", "primary")}


def test_a_report_on_one_line_is_refused_with_what_was_lost(tmp_path: Path, reference: Reference) -> None:
    text = f"{TITLE} Rutland County Council {DATES}{ROWS}{ROWS}".replace("\n", " ")
    source = read(text.replace(":", ""), tmp_path, reference).source
    assert source.status == "refused"


def test_ligatures_and_unseen_characters_are_read_as_the_letters_they_stand_for(
    tmp_path: Path, reference: Reference
) -> None:
    text = f"{TITLE}\nRutland County Council\n{DATES}Overall e\ufb00ective\u00adness\u200b: Good\n"
    assert ("whole_service", "overall", "good") in grades(read(text, tmp_path, reference))


@pytest.mark.parametrize(
    ("dates", "day"),
    [
        ("**Inspection dates:** 6 to 10 March 2023\n", "2023-03-10"),
        ("| Inspection dates | 6 to 10 March 2023 |\n", "2023-03-10"),
        ("**Published:** 9 May 2023\n", "2023-05-09"),
        ("| Published | 9 May 2023 |\n", "2023-05-09"),
        ("Previous inspection dates: 7 to 18 March 2017\n" + DATES, "2023-03-10"),
        ("The last inspection took place on 7 March 2017.\nThis one took place on 10 March 2023.\n", "2023-03-10"),
        ("A focused visit was carried out on 7 March 2022. The inspection was carried out on 10 March 2023.\n",
         "2023-03-10"),
    ],
)  # fmt: skip
def test_the_date_of_an_inspection_is_its_own(dates: str, day: str, tmp_path: Path, reference: Reference) -> None:
    extraction = read(f"{TITLE}\nRutland County Council\n{dates}Lead inspector: A Person\n{ROWS}", tmp_path, reference)
    assert {str(o.date) for o in extraction.observations} == {day}


@pytest.mark.parametrize(
    ("title", "dates", "said"),
    [
        (TITLE, "Inspection dates: 6 to 10 March 2012\n", "such inspections were made from 2018"),
        ("Inspection of safeguarding and looked after children services", "Inspection dates: 7 to 18 March 2016\n",
         "such inspections were made from 2009 to 2012"),
    ],
)  # fmt: skip
def test_a_report_dated_years_before_or_after_its_framework_is_refused(
    title: str, dates: str, said: str, tmp_path: Path, reference: Reference
) -> None:
    source = read(f"{title}\nRutland County Council\n{dates}Safeguarding services\n{ROWS}", tmp_path, reference).source
    assert source.status == "refused"
    assert said in source.message


@pytest.mark.parametrize(
    "named", ["Kingston upon Thames and Richmond upon Thames", "Leicester City Council & Leicestershire County Council"]
)
def test_a_title_that_names_two_authorities_together_is_of_neither(
    named: str, tmp_path: Path, reference: Reference
) -> None:
    source = read(f"{TITLE}\n{named}\n{DATES}{ROWS}", tmp_path, reference).source
    assert source.message == f"the report of more than one authority ({named}); wanted that of one"


@pytest.mark.parametrize(
    "heading", ["In 2017 we were graded:", "2017", "Inspection of 2017", "Ofsted judgements, 2017"]
)
def test_grades_below_a_heading_of_another_year_are_not_this_inspections(
    heading: str, tmp_path: Path, reference: Reference
) -> None:
    text = (
        f"Rutland County Council\nScrutiny Committee, 5 June 2023\n{TITLE}\n{DATES}\n{heading}\nOverall effectiveness: "
        f"Inadequate\nThe experiences and progress of children in care: Inadequate\nIn 2023:\n{ROWS}"
    )
    extraction = read(text, tmp_path, reference)
    assert grades(extraction) == {("whole_service", "overall", "good"), ("looked_after_children", "overall", "good")}


def test_rows_below_another_inspections_heading_are_refused_with_it(tmp_path: Path, reference: Reference) -> None:
    text = f"{TITLE}\nRutland County Council\n{DATES}Lead inspector: A Person\n\nThe last inspection's grades\n{ROWS}"
    message = read(text, tmp_path, reference).source.message
    assert 'not read, since they are headed "The last inspection\'s grades": Overall effectiveness (line' in message


RATING = (
    "9 December 2010\nMr B Brown, Director of Children's Services\nRutland County Council\nDear Mr Brown\n"
    "Annual children's services assessment\nOfsted guidance published in July 2010 explains what follows.\n"
    "Rutland County Council children's services assessment 2010\nChildren's services assessment    Performs well (3)\n"
)


@pytest.mark.parametrize(
    ("sentence", "grade"),
    [
        ("Overall, children's services perform poorly.", "inadequate"),
        ("Ofsted's rating of children's services in Rutland this year: performs poorly", "inadequate"),
        ("Ofsted's rating of schools in Rutland this year: performs poorly", None),
        ("Children's services for under-fives perform poorly.", None),
    ],
)
def test_an_annual_rating_may_stand_in_a_sentence(
    sentence: str, grade: str | None, tmp_path: Path, reference: Reference
) -> None:
    letter = RATING.rsplit("Children's services assessment  ", 1)[0] + f"\n{sentence}\n"
    assert {o.grade for o in read(letter, tmp_path, reference).observations} == ({grade} if grade else set())


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        (RATING, "primary"),
        (RATING.replace("Rutland County Council children's", "London Borough of Rutland children's"), "primary"),
        (f"10 January 2011\nDear Ms White\nOfsted wrote to us last month.\n{RATING}", "secondary"),
        (f"Dear Ms White\n{TITLE}\nRutland County Council\n{DATES}{ROWS}", "secondary"),
        (f"{TITLE}\nRutland County Council\nDear foster carer\n{DATES}{ROWS}", "secondary"),
        (f"Dear Chief Executive\nYou asked for a copy.\n{TITLE}\nRutland County Council\n{DATES}{ROWS}", "secondary"),
    ],
)
def test_a_letter_above_a_copied_report_makes_it_another_bodys_account(
    text: str, evidence: str, tmp_path: Path, reference: Reference
) -> None:
    assert {o.evidence for o in read(text, tmp_path, reference).observations} == {evidence}


@pytest.mark.parametrize(
    "heading", ["How well does the council care for children?", "Being a good parent to our children"]
)
def test_rows_below_a_heading_within_a_block_that_is_not_known_are_refused_by_it(
    heading: str, tmp_path: Path, reference: Reference
) -> None:
    text = f"{SLAC}Safeguarding services\nOverall effectiveness\tAdequate\n\n{heading}\nQuality of provision\tGood\n"
    extraction = read(text, tmp_path, reference)
    assert {(s, a) for s, a, _ in grades(extraction)} == {("safeguarding", "overall")}
    assert (
        f'not read, since they stand under the heading "{heading}": Quality of provision' in extraction.source.message
    )


@pytest.mark.parametrize("heading", ["Outcomes for children and young people", "Judgement", "How good are outcomes?"])
def test_a_heading_that_reports_have_within_a_block_ends_none(
    heading: str, tmp_path: Path, reference: Reference
) -> None:
    text = f"{SLAC}Safeguarding services\nOverall effectiveness\tAdequate\n\n{heading}\nQuality of provision\tGood\n"
    assert ("safeguarding", "quality_of_provision", "good") in grades(read(text, tmp_path, reference))


def test_two_titles_of_blocks_below_each_other_are_a_list(tmp_path: Path, reference: Reference) -> None:
    text = f"{SLAC}1. Looked after children\n2. Safeguarding\n\n{LOOKED_AFTER}"
    extraction = read(text, tmp_path, reference)
    assert extraction.observations == ()
    assert "they stand under no heading that says which service they are of: Overall" in extraction.source.message


@pytest.mark.parametrize(
    ("safeguarding", "looked_after"),
    [
        ("Safeguarding: overall effectiveness - inadequate", "Looked after children: overall effectiveness - good"),
        ("Overall effectiveness of safeguarding services: inadequate",
         "Overall effectiveness of services for looked after children: good"),
        ("Overall effectiveness (safeguarding)\tInadequate", "Overall effectiveness (looked after children)\tGood"),
    ],
)  # fmt: skip
def test_a_label_that_names_its_block_needs_no_title(
    safeguarding: str, looked_after: str, tmp_path: Path, reference: Reference
) -> None:
    extraction = read(f"{SLAC}{looked_after}\n{safeguarding}\n", tmp_path, reference)
    assert grades(extraction) == {
        ("safeguarding", "overall", "inadequate"),
        ("looked_after_children", "overall", "good"),
    }


def test_columns_that_spaces_part_may_have_nothing_above_the_labels(tmp_path: Path, reference: Reference) -> None:
    rows = [
        "                         Looked after    Safeguarding",
        "Overall effectiveness    Good            Inadequate",
    ]
    extraction = read(SLAC + "\n".join(rows) + "\n", tmp_path, reference)
    assert grades(extraction) == {
        ("safeguarding", "overall", "inadequate"),
        ("looked_after_children", "overall", "good"),
    }


@pytest.mark.parametrize(
    "printed", ["Good (previously inadequate)", "Good (was inadequate)", "Good \u2191", "Good \u25b2"]
)
def test_a_grade_beside_the_one_of_before_is_read(printed: str, tmp_path: Path, reference: Reference) -> None:
    extraction = read(
        f"{TITLE}\nRutland County Council\n{DATES}Overall effectiveness\t{printed}\n", tmp_path, reference
    )
    assert grades(extraction) == {("whole_service", "overall", "good")}


@pytest.mark.parametrize(
    "printed", ["Inadequate \u2192 Good", "Good, up from inadequate", "Good\tInadequate", "Good Inadequate"]
)
def test_two_grades_beside_a_label_are_named(printed: str, tmp_path: Path, reference: Reference) -> None:
    text = f"{TITLE}\nRutland County Council\n{DATES}Overall effectiveness\t{printed}\n"
    message = read(text, tmp_path, reference).source.message
    assert f'Overall effectiveness (found "{" ".join(printed.split())}", which is not one grade alone)' in message


def test_a_label_and_its_grade_may_be_called_so(tmp_path: Path, reference: Reference) -> None:
    rows = "".join(
        f"Judgement: {label}\nGrade: {grade}\n\n" for label, grade in (line.split(": ") for line in ROWS.splitlines())
    )
    found = read(f"{TITLE}\nRutland County Council\n{DATES}{rows}", tmp_path, reference)
    assert [o.grade_original for o in found.observations] == ["Good", "Good"]


def test_grades_that_stand_apart_from_all_labels_are_said_to(tmp_path: Path, reference: Reference) -> None:
    text = f"{TITLE}\nRutland County Council\n{DATES}Good\nOutstanding\nGood\n\n{ADDRESSES}Overall effectiveness\n"
    message = read(text, tmp_path, reference).source.message
    assert "grades stand on lines of their own, and which label each is of cannot be told" in message


def test_a_grade_may_stand_in_front_of_its_label_with_one_space(tmp_path: Path, reference: Reference) -> None:
    rows = "Inadequate Overall effectiveness\nGood The experiences and progress of children in care\n"
    extraction = read(f"{TITLE}\nRutland County Council\n{DATES}{rows}", tmp_path, reference)
    assert grades(extraction) == {
        ("whole_service", "overall", "inadequate"),
        ("looked_after_children", "overall", "good"),
    }
    cut = f"{TITLE}\nRutland County Council\n{DATES}Overall effectiveness\n{rows}Good\n"
    assert read(cut, tmp_path, reference).observations == ()


@pytest.mark.parametrize(
    "heading",
    [
        "Self-grade", "Council view", "RAG rating", "Practice week outcome", "Case file audit grades", "Audit outcome",
        "Proposed judgements", "Partners rated us", "Our star rating", "If inspected tomorrow", "Strengths and areas",
        "England", "Before", "Stretch", "Confidence", "CQC rating", "Youth council verdict", "Plan on a page",
    ],
)  # fmt: skip
def test_one_word_of_reports_makes_a_heading_none_of_theirs(heading: str, tmp_path: Path, reference: Reference) -> None:
    extraction = read(f"{TITLE}\nRutland County Council\n{DATES}{heading}\n{ROWS}", tmp_path, reference)
    assert extraction.observations == ()
    assert f'not read, since they are headed "{heading}": Overall' in extraction.source.message


def test_how_good_are_we_heads_a_self_evaluation(tmp_path: Path, reference: Reference) -> None:
    text = f"{TITLE}\nRutland County Council\n{DATES}How good are we?\n{ROWS}"
    assert "a self-evaluation" in read(text, tmp_path, reference).source.message


@pytest.mark.parametrize(
    "heading", ["Outcome for Rutland", "The result", "Ofsted judgements 2023", "What inspectors found"]
)
def test_a_heading_of_words_of_reports_and_of_the_title_heads_their_grades(
    heading: str, tmp_path: Path, reference: Reference
) -> None:
    text = f"{TITLE}\nRutland County Council\n{DATES}{heading}\n{ROWS}"
    assert len(read(text, tmp_path, reference).observations) == 2


@pytest.mark.parametrize(
    "head", ["Audit grade", "Practice review outcome", "DCS grade", "Staff rating", "Leicester grade", "CQC rating"]
)
def test_a_column_of_grades_that_others_gave_is_not_this_inspections(
    head: str, tmp_path: Path, reference: Reference
) -> None:
    rows = f"Judgement\t{head}\nOverall effectiveness\tGood\n"
    extraction = read(f"{TITLE}\nRutland County Council\n{DATES}\n{rows}", tmp_path, reference)
    assert f'not read, since they are headed "{head}": Overall' in extraction.source.message
    assert extraction.observations == ()
    rows = f"Judgement\t{head}\tOfsted grade\nOverall effectiveness\tOutstanding\tGood\n"
    extraction = read(f"{TITLE}\nRutland County Council\n{DATES}\n{rows}", tmp_path, reference)
    assert grades(extraction) == {("whole_service", "overall", "good")}


@pytest.mark.parametrize(
    ("title", "said"),
    [
        (
            "Joint inspection: children who are victims of domestic abuse",
            "a joint targeted area inspection (not graded)",
        ),
        ("Joint area inspection of serious youth violence", "a joint targeted area inspection (not graded)"),
        ("Ofsted, CQC, HMICFRS and HMIP: joint letter to partners", "a joint targeted area inspection (not graded)"),
        ("Ofsted monitoring letter", "a monitoring visit (not graded)"),
        ("Revisit to the area to assess progress on SEND", "an area special educational needs inspection"),
        ("Nursery inspection", "an inspection of early years or further education"),
        ("Inspection of adult learning", "an inspection of early years or further education"),
        ("Local authority school improvement inspection", "an inspection of a local authority's support for schools"),
        ("Thematic inspection", "a thematic inspection or survey of several areas"),
        ("What inspectors could find: a worked example", "a forecast or a made-up case, not an inspection"),
        ("Self-evaluations", "a self-evaluation"),
        ("Improvement notices", "a notice, direction or report of the Department for Education"),
        ("Dry runs", "a rehearsal (mock inspection) or a peer review by other councils"),
        ("Internal inspection", "a rehearsal (mock inspection) or a peer review by other councils"),
        ("Fostering inspections", "an inspection of a local authority's fostering services"),
        ("Care home inspections", "an inspection of another service"),
        ("Quizzes", "a form, an example or an advertisement"),
        ("Contract monitoring", "a self-evaluation"),
        ("Path to outstanding", "an improvement plan, whose grades may be targets"),
        ("Top ten councils", "a comparison of several authorities"),
        ("Improvement notice", "a notice, direction or report of the Department for Education"),
        ("Commissioner's report", "a notice, direction or report of the Department for Education"),
    ],
)
def test_what_carries_no_grade_of_this_record_is_refused_by_its_name(
    title: str, said: str, tmp_path: Path, reference: Reference
) -> None:
    text = f"{title}: Rutland\nRutland County Council\n12 March 2022\nDear Ms Brown\nOverall effectiveness: good\n"
    assert said in read(text, tmp_path, reference).source.message


@pytest.mark.parametrize(
    ("days", "day"),
    [
        (", 7 to 18 March 2011", dt.date(2011, 3, 18)),
        (" (7 - 18 March 2011)", dt.date(2011, 3, 18)),
        (", 18 March 2011", None),  # it may be that of the paper
        (": next inspection, 7 to 18 March 2011", None),
    ],
)
def test_a_title_may_have_the_days_of_the_visit_on_its_line(
    days: str, day: dt.date | None, tmp_path: Path, reference: Reference
) -> None:
    title = f"Inspection of safeguarding and looked after children services{days}\n"
    found = read(f"Rutland County Council\nCabinet\n{title}Safeguarding services\n{SAFEGUARDING}", tmp_path, reference)
    assert {(o.evidence, o.inspection_end) for o in found.observations} == ({("secondary", day)} if day else set())


@pytest.mark.parametrize(
    ("sentence", "is_read"),
    [
        ("Rutland was inspected from 6 to 10 March 2023.", True),
        ("Inspected 6 to 10 March 2023", True),
        ("Inspected: 27 February - 10 March 2023", True),
        ("Inspected: 6-10 March 2023", True),
        ("Ofsted's inspection (6 to 10 March 2023) gave these grades.", True),
        ("Inspectors visited from 6 to 10 March 2023. Their grades were:", True),
        ("Leicester was inspected from 6 to 10 March 2023.", False),
        ("Rutland's markets were inspected from 6 to 10 March 2023.", False),
        ("Rutland Fire Service was inspected from 6 to 10 March 2023.", False),
        ("The council was inspected by its auditors from 6 to 10 March 2023.", False),
        ("The inspection of 5 to 10 case files in March 2023", False),
    ],
)
def test_a_sentence_may_give_the_days_of_the_visit(
    sentence: str, is_read: bool, tmp_path: Path, reference: Reference
) -> None:
    text = f"Report to Cabinet\nRutland County Council\n{TITLE}\n\n{sentence}\n\n{ROWS}"
    found = {o.inspection_end for o in read(text, tmp_path, reference).observations}
    assert found == ({dt.date(2023, 3, 10)} if is_read else set())


def test_days_of_a_visit_that_cannot_be_read_are_named(tmp_path: Path, reference: Reference) -> None:
    for days in ("15 to 5 March 2023", "31 February 2023"):
        text = f"{TITLE}\nRutland County Council\nInspection dates: {days}\nPublished: 2 May 2023\n{ROWS}"
        assert f'the days of the inspection were not read: "{days}"' in read(text, tmp_path, reference).source.message


BLOCK = "Safeguarding services\nOverall effectiveness\t{0}\n"
BOTH = "Inspection of safeguarding and looked after children services\nRutland County Council\n"


@pytest.mark.parametrize(
    "heading", ["Nottingham 2011", "Results for Nottingham", "Last inspection", "2007", "Target grades", "Peer review"]
)
def test_the_heading_of_other_grades_holds_for_the_blocks_below_it(
    heading: str, tmp_path: Path, reference: Reference
) -> None:
    other = f"{BLOCK.format('Inadequate')}Services for looked after children\nOverall effectiveness\tInadequate\n"
    text = f"{BOTH}Inspection dates: 7 - 18 March 2011\n{BLOCK.format('Good')}\n{heading}\n\n{other}"
    assert grades(read(text, tmp_path, reference)) <= {("safeguarding", "overall", "good")}


@pytest.mark.parametrize("heading", ["Nottingham 2023", "Last inspection", "Grades in 2007"])
def test_the_heading_of_other_grades_holds_below_a_sentence_and_up_to_the_next(
    heading: str, tmp_path: Path, reference: Reference
) -> None:
    care = "The experiences and progress of children in care\t{}\n"
    head = f"Inspection of Rutland local authority children's services\n{DATES}{care.format('Good')}\n{heading}\n\n"
    rows = "{}Overall effectiveness\tInadequate\n"
    below = head + care.format("Inadequate") + rows.format("\nThere was much to do.\n\n")
    assert ("whole_service", "overall", "inadequate") not in grades(read(below, tmp_path, reference))
    ours = head + care.format("Inadequate") + rows.format("\nWhat inspectors found in Rutland\n\n")
    assert ("whole_service", "overall", "inadequate") in grades(read(ours, tmp_path, reference))


@pytest.mark.parametrize("heading", ["Results for Nottingham", "Last inspection", "Grades in 2006", "National average"])
def test_numbers_below_a_heading_of_other_grades_are_not_read(
    heading: str, tmp_path: Path, reference: Reference
) -> None:
    review = "Joint area review\nRutland Children's Services Authority Area\nPublished: 4 March 2008\nGrades\n"
    text = f"{review}Safeguarding\t2\nLooked after children\t3\n\n{heading}\n\nCapacity to improve\t4\n"
    extraction = read(text, tmp_path, reference)
    assert {o.grade_number_original for o in extraction.observations} == {2, 3}
    assert f'headed "{heading}"' in extraction.source.message


@pytest.mark.parametrize("heading", ["Previous joint area review (2005)", "Annual performance assessment 2007"])
def test_the_heading_of_an_older_kind_of_inspection_is_of_other_grades(
    heading: str, tmp_path: Path, reference: Reference
) -> None:
    title = "Inspection of local authority arrangements for the protection of children\nRutland\n"
    own = f"{title}Inspection dates: 3 to 12 June 2013\nRecord of main findings\nThe quality of practice\tGood\n"
    extraction = read(f"{own}\n{heading}\n\nLeadership and governance\tInadequate\n", tmp_path, reference)
    assert {o.grade for o in extraction.observations} == {"good"}


@pytest.mark.parametrize(
    "below", ["Item 6 for noting", "Staff meetings in June", "Next steps\n- tell foster carers", "Legal advice: none"]
)
def test_a_reports_whole_table_with_other_words_in_the_paper_is_another_bodys_account(
    below: str, tmp_path: Path, reference: Reference
) -> None:
    text = f"{TITLE}\nRutland County Council\n{DATES}{ROWS}\n{below}\n"
    assert {o.evidence for o in read(text, tmp_path, reference).observations} == {"secondary"}


@pytest.mark.parametrize("days", ["6 Mar \u2013 10 Mar 2023", "Monday 6 to Friday 10 March 2023"])
def test_days_and_months_may_be_shortened_on_a_reports_own_page(
    days: str, tmp_path: Path, reference: Reference
) -> None:
    text = f"{TITLE}\nRutland County Council\nInspection dates: {days}\n{ROWS}\n"
    assert {o.evidence for o in read(text, tmp_path, reference).observations} == {"primary"}


def test_the_names_of_those_who_inspect_head_no_table(tmp_path: Path, reference: Reference) -> None:
    text = (
        "JOINT AREA REVIEW\nRUTLAND CHILDREN'S SERVICES AUTHORITY AREA\n"
        "Review of services for children and young people\nAudit Commission, Ofsted, Healthcare Commission\n"
        "Published: 2 July 2008\n\nGrades\n"
        "4: outstanding; 3: good; 2: adequate; 1: inadequate\n\nSafeguarding\t2\nService management\t3\n"
    )
    assert grades(read(text, tmp_path, reference)) == {
        ("safeguarding", "overall", "requires_improvement_or_adequate"),
        ("whole_service", "leadership", "good"),
    }
