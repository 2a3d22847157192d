"""What councils and newspapers write of an inspection: its days in a sentence, earlier reviews, forms, other councils.

The documents are made up, a few lines each.
"""

import datetime as dt
from pathlib import Path

import pytest

from loaders.reading.extract import extract
from loaders.record.model import Extraction
from loaders.record.reference import Reference
from tests import documents

TITLE = "Inspection of local authority children's services"
ROWS = "Overall effectiveness: Good\nThe experiences and progress of children in care: Good\n"
DATES = "Inspection dates: 6 to 17 March 2023\n"
REPORT = f"{TITLE}\nRutland County Council\n{DATES}"


def read(text: str, tmp_path: Path, reference: Reference) -> Extraction:
    path = tmp_path / "paper.txt"
    path.write_text(text, encoding="utf-8")
    return extract(path, reference)


@pytest.mark.parametrize(
    "sentence",
    [
        "Ofsted inspected the council's services from 6 to 17 March 2023.",
        "Inspectors who visited Rutland between 6 and 17 March 2023 gave these grades.",
        "The services were inspected by Ofsted\nbetween Monday 6 and Friday 17 March 2023.",
        "The inspection by His Majesty's Inspectors ran from 6th to 17th March 2023.",
        "Services were inspected under the ILACS framework from 6 to 17 March 2023.",
        "From 6 to 17 March 2023, Ofsted inspected the services of the council.",
        "It was reported that between 6 and 17 March 2023 a full inspection was completed by Ofsted.",
    ],
)
def test_a_sentence_gives_the_days_of_the_inspection(sentence: str, tmp_path: Path, reference: Reference) -> None:
    text = f"Rutland County Council\nMinutes, 12 June 2023\n{TITLE}\n\n14. {sentence}\n\n{ROWS}"
    observations = read(text, tmp_path, reference).observations
    assert {(o.evidence, o.inspection_start, o.date) for o in observations} == {
        ("secondary", dt.date(2023, 3, 6), dt.date(2023, 3, 17))
    }


@pytest.mark.parametrize(
    "sentence",
    [
        "Ofsted last inspected the council's services from 6 to 17 March 2023.",
        "Ofsted inspected two schools from 6 to 7 March 2023.",
        "Ofsted's inspection of progress, a monitoring visit, ran from 6 to 7 March 2023.",
        "Ofsted inspected the council from 5 to 16 March 2018.",  # the minutes are of 2023
        "Ofsted inspected Leicester City Council's services from 6 to 17 March 2023.",
        "The council inspected its homes and services from 6 to 17 March 2023.",
        "The inspection is expected from 6 to 17 March 2023.",
        "From 1 April 2022 to 31 March 2023 referrals fell, the inspection found.",
        "Between 6 and 17 March 2023 Ofsted inspected two schools.",
    ],
)
def test_a_sentence_on_other_days_dates_no_inspection(sentence: str, tmp_path: Path, reference: Reference) -> None:
    text = f"Rutland County Council\nMinutes, 12 June 2023\n{TITLE}\n\n14. {sentence}\n\n{ROWS}"
    extraction = read(text, tmp_path, reference)
    assert extraction.observations == ()
    assert "does not say when the inspection was made" in extraction.source.message


def test_a_sentence_gives_the_day_on_which_the_report_came_out(tmp_path: Path, reference: Reference) -> None:
    text = (
        f"Rutland County Council\nCabinet, 12 June 2023\n{TITLE}\n\nThe report was published on 2 May 2023.\n\n{ROWS}"
    )
    observations = read(text, tmp_path, reference).observations
    assert {(o.evidence, o.published, o.date_basis) for o in observations} == {
        ("secondary", dt.date(2023, 5, 2), "publication")
    }
    of_another = text.replace("The report was", "The report on Leicester was")
    assert read(of_another, tmp_path, reference).observations == ()
    of_agenda = text.replace("The report was", "The agenda was")
    assert read(of_agenda, tmp_path, reference).observations == ()


@pytest.mark.parametrize(
    ("head", "is_read"),
    [
        ("Report to: Scrutiny Committee\nDate: 12 June 2023\nReport of: Director\nSubject: Ofsted", True),
        ("To: Cabinet\nDate: 12 June 2023\nSubject: Ofsted", True),
        ("Sent: 12 June 2023\nTo: Cabinet\nSubject: Ofsted", False),
        ("To: Cabinet\nFrom: A Person\nSubject: Ofsted", False),
    ],
)
def test_the_head_of_a_paper_is_no_e_mail_without_a_sender(
    head: str, is_read: bool, tmp_path: Path, reference: Reference
) -> None:
    text = f"{head}\n\n{TITLE}, Rutland\n\nOfsted inspected Rutland from 6 to 17 March 2023.\n\n{ROWS}"
    extraction = read(text, tmp_path, reference)
    assert [o.evidence for o in extraction.observations] == ["secondary"] * 2 * is_read
    assert ("an e-mail" in extraction.source.message) is not is_read


@pytest.mark.parametrize(
    "remark",
    [
        "A mock inspection in May 2022 found that thresholds were not understood.",
        "\u2022 The council commissioned a mock inspection in May 2022.",
        "The peer review report of 2021 found that practice was good.",
    ],
)
def test_an_earlier_rehearsal_makes_a_report_none(remark: str, tmp_path: Path, reference: Reference) -> None:
    rows = "The experiences and progress of children who need help and protection: Good\n"
    assert len(read(f"{REPORT}{ROWS}{rows}{remark}\n", tmp_path, reference).observations) == 3


@pytest.mark.parametrize(
    "remark",
    [
        "{rows}These are the grades of the mock inspection in May 2022.",
        "{rows}The mock inspection was made by consultants.",
        "{rows}A mock inspection in April 2023 gave other grades.",
        "A mock inspection in May 2022 gave the grades.\n\n{rows}",
    ],
)
def test_a_rehearsal_of_the_same_days_or_above_the_grades_is_one(
    remark: str, tmp_path: Path, reference: Reference
) -> None:
    extraction = read(REPORT + remark.format(rows=ROWS), tmp_path, reference)
    assert extraction.observations == ()
    assert "a rehearsal" in extraction.source.message


def test_a_heading_below_the_grades_does_not_say_what_a_report_is_of(tmp_path: Path, reference: Reference) -> None:
    rows = f"{ROWS}The experiences and progress of care leavers: Good\n"
    assert (
        len(read(f"{REPORT}{rows}\nFostering services\n\nInspected in 2021\n", tmp_path, reference).observations) == 3
    )
    above = read(f"{TITLE}\nRutland County Council\n\nFostering services\n\n{DATES}{rows}", tmp_path, reference)
    assert "fostering" in above.source.message


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        ("Overall effectiveness: [insert grade]\n", "a form"),
        ("Overall effectiveness: Good (delete as appropriate)\n", "a form"),
        ("Overall effectiveness\nGood\nA council is likely to be good if it listens.\n", "guidance"),
        ("Good: Rutland, Leicester\nOutstanding: Derby\n", "several authorities"),
    ],
)
def test_what_gives_no_grades_of_one_council_is_named(
    lines: str, kind: str, tmp_path: Path, reference: Reference
) -> None:
    extraction = read(f"{REPORT}{lines}{ROWS}", tmp_path, reference)
    assert extraction.observations == ()
    assert kind in extraction.source.message


def test_sentences_on_several_councils_make_a_comparison_unless_a_report_is_dated(
    tmp_path: Path, reference: Reference
) -> None:
    sentences = "Rutland was judged good. Leicester was rated inadequate.\n"
    undated = read(f"{TITLE}\nPublished: 3 July 2023\n{sentences}{ROWS}", tmp_path, reference)
    assert "several authorities" in undated.source.message
    assert len(read(f"{REPORT}{ROWS}{sentences}", tmp_path, reference).observations) == 2


def test_the_figure_of_a_note_behind_a_grade_is_none_of_its(tmp_path: Path, reference: Reference) -> None:
    noted = read(REPORT + ROWS.replace("Good", "Good\u00b9"), tmp_path, reference)
    assert [o.grade for o in noted.observations] == ["good", "good"]


def test_a_paper_may_shorten_the_labels(tmp_path: Path, reference: Reference) -> None:
    paper = "The impact of leaders\tGood\nHelp and protection\tGood\nChildren in care\tInadequate\nCare leavers\tGood\n"
    extraction = read(REPORT + paper, tmp_path, reference)
    assert {(o.service, o.aspect, o.grade) for o in extraction.observations} == {
        ("whole_service", "leadership", "good"),
        ("safeguarding", "overall", "good"),
        ("looked_after_children", "overall", "inadequate"),
        ("care_leavers", "overall", "good"),
    }


def test_a_list_with_colons_may_shorten_the_labels(tmp_path: Path, reference: Reference) -> None:
    paper = (
        "Impact of leaders: Good\nHelp and protection: Good\nChildren in care: Inadequate\nCare leavers: Good\n"
        "Overall effectiveness: Good\n"
    )
    assert len(read(REPORT + paper, tmp_path, reference).observations) == 5


@pytest.mark.parametrize(
    "remark",
    [
        "What needs to improve?\n\n\u2022 The council's ambition for care leavers.",
        "An improvement plan will be sent to Ofsted by 10 August 2023.",
    ],
)
def test_a_sentence_below_the_grades_on_the_council_leaves_them_a_reports(
    remark: str, tmp_path: Path, reference: Reference
) -> None:
    rows = f"{ROWS}The experiences and progress of care leavers: Good\n"
    assert len(read(f"{REPORT}{rows}\n{remark}\n", tmp_path, reference).observations) == 3
    of_itself = read(f"{REPORT}{rows}\nThese grades are our ambition.\n", tmp_path, reference)
    assert "improvement plan" in of_itself.source.message


@pytest.mark.parametrize(
    "table",
    [
        "| Judgement | Previous | Current |\n| Overall effectiveness | Good | Inadequate |\n",
        "Judgement\tLatest\tPrevious\nOverall effectiveness\tInadequate\tGood\n",
        "Judgement\tBefore\tNow\nOverall effectiveness\tGood\tInadequate\n",
    ],
)
def test_the_current_grade_is_this_inspections(table: str, tmp_path: Path, reference: Reference) -> None:
    assert [o.grade for o in read(REPORT + table, tmp_path, reference).observations] == ["inadequate"]


@pytest.mark.parametrize("heads", ["Was | Is", "Is | Was"])
def test_the_heads_of_a_table_are_no_part_of_the_title(heads: str, tmp_path: Path, reference: Reference) -> None:
    table = f"Judgement | {heads}\nOverall effectiveness | Good | Inadequate\n"
    assert read(REPORT + table, tmp_path, reference).observations == ()


@pytest.mark.parametrize(
    ("head", "row", "framework"),
    [
        ("Ofsted annual children's services assessment 2010\n\nThe assessment was published on 9 December 2010.",
         "Overall rating: performs well", "car"),
        ("Outcome of the joint area review of children's services\n\nThe report was published on 4 March 2008.\n\n"
         "Grades (4 is best)", "Safeguarding\t2", "jar"),
        ("Inspection of services for children in need of help and protection, children looked after and care leavers "
         "(single inspection framework)\n\nInspection dates: 9 October to 2 November 2017",
         "Adoption performance\tGood", "sif"),
    ],
)  # fmt: skip
def test_a_cabinets_paper_on_an_older_inspection_is_read(
    head: str, row: str, framework: str, tmp_path: Path, reference: Reference
) -> None:
    observations = read(f"Rutland County Council\nCabinet\n\n{head}\n\n{row}\n", tmp_path, reference).observations
    assert [(o.framework, o.evidence) for o in observations] == [(framework, "secondary")]


def test_a_short_label_is_no_second_row_of_a_report(tmp_path: Path, reference: Reference) -> None:
    rows = "The experiences and progress of care leavers\tOutstanding\nOverall effectiveness\tGood\n"
    extraction = read(f"{REPORT}{rows}\nAudit results\n\nCare leavers\tGood\n", tmp_path, reference)
    assert {(o.service, o.grade) for o in extraction.observations} == {
        ("care_leavers", "outstanding"),
        ("whole_service", "good"),
    }


def test_grades_in_front_of_labels_below_another_year_are_not_read(tmp_path: Path, reference: Reference) -> None:
    rows = "Good: The experiences and progress of children in care\nGood: Overall effectiveness\n"
    assert read(f"{REPORT}In 2018:\n{rows}", tmp_path, reference).observations == ()
    assert len(read(f"{REPORT}In 2023:\n{rows}", tmp_path, reference).observations) == 2


PARAGRAPH = "14. The director told the committee what inspectors had seen in the spring of the year."
HEADINGS_OF_NO_INSPECTION = [
    "2.2 Our ambition for the next inspection",
    "What would be needed to be outstanding",
    "We expected these grades:",
    "In January 2023 the LGA peer team gave us:",
    "Aim for 2025",
    "If one of the grades is inadequate:",
    "Care Quality Commission rating of the trust",
    "May 2018",
    "For example:",
    "Grade descriptor: good",
    "4.1 Leicester was inspected at the same time. Its grades:",
]


@pytest.mark.parametrize("heading", HEADINGS_OF_NO_INSPECTION)
def test_the_only_list_of_a_paper_is_not_read_below_a_heading_of_no_inspection(
    heading: str, tmp_path: Path, reference: Reference
) -> None:
    text = f"Rutland County Council\nMinutes, 12 June 2023\n{REPORT}\n{PARAGRAPH}\n\n{heading}\n\n{ROWS}"
    extraction = read(text, tmp_path, reference)
    assert extraction.observations == ()
    assert f'not read, since they are headed "{heading}": ' in extraction.source.message


@pytest.mark.parametrize("heading", HEADINGS_OF_NO_INSPECTION)
def test_the_list_of_the_inspection_is_read_beside_one_of_no_inspection(
    heading: str, tmp_path: Path, reference: Reference
) -> None:
    rows = ROWS.replace(": Good", "\tOutstanding")
    text = f"Rutland County Council\nMinutes, 12 June 2023\n{REPORT}\n{PARAGRAPH}\n\n{rows}\n{heading}\n\n"
    extraction = read(text + ROWS.replace(": Good", "\tGood"), tmp_path, reference)
    assert {(o.service, o.grade) for o in extraction.observations} == {
        ("whole_service", "outstanding"),
        ("looked_after_children", "outstanding"),
    }


def test_numbers_are_not_read_below_a_heading_of_no_inspection(tmp_path: Path, reference: Reference) -> None:
    text = (
        "Rutland County Council\nAnnual performance assessment 2007\nPublished: 21 November 2007\n\n"
        f"{PARAGRAPH}\n\nOur ambition for 2009\n\nBeing healthy\t4\nStaying safe\t4\nCapacity to improve\t4\n"
    )
    extraction = read(text, tmp_path, reference)
    assert extraction.observations == ()
    assert 'headed "Our ambition for 2009": Being healthy; Staying safe; Capacity to improve' in (
        extraction.source.message
    )


def test_the_end_of_a_paragraph_is_no_heading_of_the_grades_below_it(tmp_path: Path, reference: Reference) -> None:
    text = f"{REPORT}\nChildren told inspectors of Leicester and of what they aim\nto do next.\n{ROWS}"
    assert len(read(text, tmp_path, reference).observations) == 2


@pytest.mark.parametrize(
    "lead",
    [
        "Our audit of files in May gave these grades to the work that was seen in both of the teams:",
        "A survey of parents asked how they rate the following aspects of the service as it is today:",
        "The grades of our three schools and of the unit for pupils are these, as at the end of May:",
        "Before the trust was set up, the grades of the council in the year 2016 were the following ones:",
        "The report was noted. Across England the most common grades were these in the same year and a half:",
        "Ofsted also gave these grades to Leicester City Council, whose services it saw in the same month:",
    ],
)
def test_grades_below_a_sentence_on_other_grades_are_not_read(lead: str, tmp_path: Path, reference: Reference) -> None:
    extraction = read(f"{REPORT}{PARAGRAPH}\n\n{lead}\n\n{ROWS}", tmp_path, reference)
    assert extraction.observations == ()
    assert "not read, since they are headed " in extraction.source.message


@pytest.mark.parametrize(
    "lead",
    [
        "With the framework of 2018 in their hands, the inspectors gave the council the following grades:",
        "A survey of parents was held in May. Ofsted gave the council these grades in the report of the month:",
        "After the inspection of 2018 the council was seen again in March 2023, and given the following grades:",
    ],
)
def test_grades_below_a_sentence_on_the_inspection_are_read(lead: str, tmp_path: Path, reference: Reference) -> None:
    assert len(read(f"{REPORT}{PARAGRAPH}\n\n{lead}\n\n{ROWS}", tmp_path, reference).observations) == 2


# --- papers of the year after the visit

AUTUMN = "The inspection took place from 4 to 15 December 2023."
WHOLE_TITLE = (
    "Inspection of services for children in need of help and protection, children looked after and care leavers"
)
PARTS = (
    "Overall effectiveness: Good\nChildren who need help and protection: Good\n"
    "Children looked after and achieving permanence: Good\nAdoption performance: Good\n"
    "Experiences and progress of care leavers: Good\nLeadership, management and governance: Good\n"
)


@pytest.mark.parametrize(
    "above",
    [
        f"Cabinet \u2013 12 February 2024\n\n{TITLE}\n\n{AUTUMN}",
        f"Date: 12/02/2024\nReport by: Director of People\n\n{TITLE}\n\n{AUTUMN}",
        f"February 2024\n\n{TITLE}\n\n{AUTUMN}",
        f"{TITLE}\n\nReport to Cabinet, 12 February 2024\n\n{AUTUMN}",
    ],
)
def test_the_day_of_a_meeting_in_the_year_after_heads_no_other_grades(
    above: str, tmp_path: Path, reference: Reference
) -> None:
    observations = read(f"Rutland County Council\n{above}\n\n{ROWS}", tmp_path, reference).observations
    assert [(o.evidence, str(o.date)) for o in observations] == [("secondary", "2023-12-15")] * 2


@pytest.mark.parametrize(
    "above",
    [
        f"{TITLE}\n\n{AUTUMN}\n\n12 February 2025",
        f"Ofsted's judgements of 12 February 2025\n\n{TITLE}\n\n{AUTUMN}",
        f"{TITLE}\n\n{AUTUMN}\n\nWhere we stood at the committee of 12 February 2025",
        f"{TITLE}\n\n{AUTUMN} Its report was published on 29 January 2024.\n\nCommittee\u2019s grades, 12 March 2024",
        f"Predicted position at 1 February 2025\n\n{TITLE}\n\n{AUTUMN}",
        f"{TITLE}\n\n{AUTUMN}\n\nLeicester\u2019s grades",
        f"Cabinet \u2013 12 February 2022\n\n{TITLE}\n\n{AUTUMN}",
    ],
)
def test_any_other_line_of_another_year_does(above: str, tmp_path: Path, reference: Reference) -> None:
    assert read(f"Rutland County Council\n{above}\n\n{ROWS}", tmp_path, reference).observations == ()


def test_the_day_of_a_paper_is_no_years_where_only_its_report_is_dated(tmp_path: Path, reference: Reference) -> None:
    text = (
        "Rutland County Council\n12 January 2009\nJoint area review: outcome\n\n"
        "1. The report of the joint area review was published on 11 November 2008.\n\n"
        "2. Grades awarded:\n\nSafeguarding: 2\nLooked after children: 3\nService management: 2\n"
    )
    assert [o.grade_number_original for o in read(text, tmp_path, reference).observations] == [2, 3, 2]


def test_a_title_as_long_as_a_sentence_is_a_title_above_rows(tmp_path: Path, reference: Reference) -> None:
    text = (
        f"Rutland County Council\nReport of the Strategic Director for People\n\n{WHOLE_TITLE}\n\n"
        "1.1 The inspection took place from 7 to 30 November 2016. The report was published on 24 January 2017.\n\n"
        f"{PARTS}"
    )
    assert len(read(text, tmp_path, reference).observations) == 6


@pytest.mark.parametrize(("to_whom", "count"), [("this committee", 3), ("us", 0), ("those above", 0)])
def test_a_plan_that_a_committee_will_see_makes_none_of_the_paper(
    to_whom: str, count: int, tmp_path: Path, reference: Reference
) -> None:
    below = f"\nThe board will oversee an action plan, which will be presented to {to_whom} in June 2024.\n"
    rows = f"{ROWS}The experiences and progress of care leavers: Good\n"
    extraction = read(f"Rutland County Council\nCabinet\n\n{TITLE}\n{DATES}\n{rows}{below}", tmp_path, reference)
    assert len(extraction.observations) == count
    assert bool(count) is not extraction.source.message.startswith("an improvement plan")


@pytest.mark.parametrize(
    "sentence",
    [
        "Ofsted inspected from 6 to 17 March 2023. For others the inspection ran from 3 to 14 April 2023.",
        "The service was inspected between 6 and 17 March 2023 and again between 3 and 14 April 2023.",
    ],
)
def test_a_paper_on_two_visits_is_told_which_days_were_found(
    sentence: str, tmp_path: Path, reference: Reference
) -> None:
    text = f"Rutland County Council\nMinutes, 12 June 2023\n{TITLE}\n\n14. {sentence}\n\n{ROWS}"
    extraction = read(text, tmp_path, reference)
    assert extraction.observations == ()
    assert extraction.source.message.endswith(
        "and it gives the days of 2 inspections (6 March 2023 to 17 March 2023; 3 April 2023 to 14 April 2023); wanted "
        "the report, or a paper with the days of one"
    )


@pytest.mark.parametrize("label", [f"Overall {word} for children's services" for word in ("rating", "judgement")])
def test_a_paper_may_call_the_overall_grade_otherwise(label: str, tmp_path: Path, reference: Reference) -> None:
    text = f"{REPORT}\n{ROWS.replace('Overall effectiveness', label)}"
    assert [o.aspect for o in read(text, tmp_path, reference).observations] == ["overall", "overall"]


def test_the_headline_may_stand_in_a_cell_of_the_table(tmp_path: Path, reference: Reference) -> None:
    rows = "| Children's services in Rutland are inadequate | |\n| Adoption performance | Good |\n"
    title = "Inspection of services for children in need of help and protection\nRutland\n"
    text = f"{title}{DATES.replace('2023', '2016')}\n{rows}"
    observations = read(text, tmp_path, reference).observations
    assert [(o.service, o.grade) for o in observations] == [("whole_service", "inadequate"), ("adoption", "good")]


def test_the_title_of_a_letter_in_bold_letters_is_no_row_above_the_rating(tmp_path: Path, reference: Reference) -> None:
    text = (
        "Freshford House\n\n9 December 2010\n\nRutland County Council\n\nDear Director\n\n"
        "**Annual children's services assessment**\n\n"
        "| Children's services assessment | **Performs excellently** |\n"
    )
    assert [o.grade for o in read(text, tmp_path, reference).observations] == ["outstanding"]


@pytest.mark.parametrize(
    ("figures", "note", "number"), [("32332", "", 5), ("22344", "", 0), ("32332", "\n[3] Not graded before.\n", 0)]
)
def test_figures_in_square_brackets_are_grades_unless_they_may_be_notes(
    figures: str, note: str, number: int, tmp_path: Path, reference: Reference
) -> None:
    text = documents.joint_area_review(numbers=figures)
    for label, figure in zip(documents.JOINT_AREA_REVIEW, figures, strict=True):
        text = text.replace(f"{label}\t{figure}\n", f"{label} [{figure}]\n")
    observations = read(f"{text}{note}", tmp_path, reference).observations
    assert [o.grade_number_original for o in observations] == [int(figure) for figure in figures[:number]]
