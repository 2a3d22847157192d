"""Layouts of old reports, letters and council papers that differ from the documents that the parsers were made from.

Each is a few lines with invented grades. A wrong row is the worst: every test compares all grades that are read.
"""

from pathlib import Path

import pytest

from loaders.reading.extract import extract
from loaders.record.model import Extraction
from loaders.record.reference import Reference

Grades = dict[str, str]


def read(text: str, tmp_path: Path, reference: Reference) -> Extraction:
    path = tmp_path / "paper.txt"
    path.write_text(text, encoding="utf-8")
    return extract(path, reference)


def grades(text: str, tmp_path: Path, reference: Reference) -> Grades:
    """Every graded line as "service/aspect": initial of its grade; a contradiction shows as two initials."""
    found: Grades = {}
    for o in read(text, tmp_path, reference).observations:
        if o.evidence != "mention" and o.grade[0] not in found.get(f"{o.service}/{o.aspect}", ""):
            found[f"{o.service}/{o.aspect}"] = found.get(f"{o.service}/{o.aspect}", "") + o.grade[0]
    return found


# --- joint area reviews

REVIEW = "Joint area review\nRutland Children's Services Authority Area\nPublished: 4 March 2008\n\nGrades\n"
KEY = "4: outstanding; 3: good; 2: adequate; 1: inadequate\n"
GROUPS = {
    "safeguarding/overall": "r",
    "looked_after_children/overall": "o",
    "whole_service/capacity_for_improvement": "i",
}


@pytest.mark.parametrize(
    "table",
    [
        "\tOverall\tCouncil\nSafeguarding\t2\t3\nLooked after children\t4\t1\nCapacity to improve\t1\t4\n",
        "\tCouncil services\tLocal services overall\nSafeguarding\t3\t2\nLooked after children\t1\t4\n"
        "Capacity to improve\t4\t1\n",
        "\tLocal services overall\tCouncil services\tHealth services\nSafeguarding\tAdequate\tGood\tOutstanding\n"
        "Looked after children\tOutstanding\tAdequate\tGood\nCapacity to improve\tInadequate\tGood\tAdequate\n",
        "\tLocal services overall\tCouncil services\tHealth services\nSafeguarding\t2\t3\t4\n"
        "Looked after children\t4\t1\tn/a\nCapacity to improve\t1\t3\t-\n",
        "Outstanding\tLooked after children\nAdequate\tSafeguarding\nInadequate\tCapacity to improve\n",
        "Safeguarding – 2\nLooked after children – 4\nCapacity to improve – 1\n",
    ],
)
def test_a_review_is_read_in_the_column_of_its_own_grades(table: str, tmp_path: Path, reference: Reference) -> None:
    assert grades(REVIEW + KEY + table, tmp_path, reference) == GROUPS


@pytest.mark.parametrize(
    "heading",
    [
        "Grades\n",
        "Grades awarded:\n",
        "Summary of grades\n",
        "2. Grades awarded (4 = outstanding, 1 = inadequate):\n",
        "Key: 4 = outstanding, 3 = good, 2 = adequate, 1 = inadequate\n",
        "Outstanding = 4; good = 3; adequate = 2; inadequate = 1\n",
    ],
)
def test_a_table_of_numbers_begins_at_any_of_its_headings(heading: str, tmp_path: Path, reference: Reference) -> None:
    rows = "Safeguarding\t2\nLooked after children\t4\nCapacity to improve\t1\n"
    assert grades(REVIEW.replace("Grades\n", heading) + rows, tmp_path, reference) == GROUPS


SPACED = "                              Local services overall    Council services\n"
WHOLE = (
    "Looked after children                   4                       3\n"
    "Capacity to improve                     1                       2\n"
)


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        (SPACED, "Safeguarding                            2                       3", "r"),  # as many as columns
        (SPACED, "Safeguarding      2    3", "r"),
        (SPACED, "Safeguarding      3", None),  # nothing proves the column
        (SPACED, "Safeguarding                                                    3", None),  # the first is blank
        (SPACED, "Safeguarding                            2", "r"),  # at the place of the first
        (SPACED, "Safeguarding  2  3  3", None),  # more than columns
        (SPACED, "Safeguarding\n3", None),
        (SPACED, "Safeguarding  \u2013  2  3", "r"),  # a dash before both
        (SPACED, "Safeguarding\n2\n3", "r"),
        ("\tLocal services overall\tCouncil services\n", "Safeguarding  2  3", "r"),  # header in cells, rows not
        ("\tLocal services overall\tCouncil services\n", "Safeguarding  3", None),
        ("\tLocal services overall\tCouncil services\n", "Safeguarding\t\t3", None),
        ("\tLocal services overall\tCouncil services\n", "Safeguarding\t2\t", "r"),
        ("  Local services overall  Council services  Health services\n", "Safeguarding  2  3  4", "r"),
        ("  Local services overall  Council services  Health services\n", "Safeguarding  3  4", None),
        ("  Local services overall  Council services  Health services\n", "Safeguarding  4", None),
        ("  Local services overall\n", "Safeguarding  2", "r"),
    ],
)
def test_a_row_with_a_blank_is_read_only_where_its_column_is_proved(
    header: str, row: str, expected: str | None, tmp_path: Path, reference: Reference
) -> None:
    rest = WHOLE if header == SPACED and "\n" not in row else ""
    found = grades(REVIEW + KEY + header + row + "\n" + rest, tmp_path, reference)
    assert found.get("safeguarding/overall") == expected


def test_uneven_spacing_proves_no_column(tmp_path: Path, reference: Reference) -> None:
    rows = "Looked after children  4  3\nCapacity to improve  1  2\nSafeguarding           3\n"
    found = grades(REVIEW + KEY + SPACED + rows, tmp_path, reference)
    assert found == {"looked_after_children/overall": "o", "whole_service/capacity_for_improvement": "i"}


def test_numbers_that_only_count_the_lines_are_no_grades(tmp_path: Path, reference: Reference) -> None:
    rows = "1\tSafeguarding\n2\tLooked after children\n3\tCapacity to improve\n"
    assert grades(REVIEW + KEY + rows, tmp_path, reference) == {}


def test_a_number_whose_bracket_is_cut_off_is_no_grade(tmp_path: Path, reference: Reference) -> None:
    rows = "Safeguarding  (2)\nLooked after children  (1\nCapacity to improve  3)\n"
    assert grades(REVIEW + KEY + rows, tmp_path, reference) == {"safeguarding/overall": "r"}


def test_rows_with_the_grade_in_front_that_are_cut_between_two_labels_are_not_read(
    tmp_path: Path, reference: Reference
) -> None:
    rows = "Safeguarding\n2\tLooked after children\n4\tService management\n3\tCapacity to improve\n1\n"
    assert grades(REVIEW + KEY + rows, tmp_path, reference) == {}


def test_a_table_of_another_bodys_grades_alone_is_not_read(tmp_path: Path, reference: Reference) -> None:
    assert grades(f"{REVIEW}{KEY}\tCouncil services\nSafeguarding\t2\n", tmp_path, reference) == {}


def test_of_columns_that_nothing_names_none_is_read_where_the_grades_differ(
    tmp_path: Path, reference: Reference
) -> None:
    extraction = read(REVIEW + KEY + "Safeguarding\t2\t3\nCapacity to improve\t1\t4\n", tmp_path, reference)
    assert extraction.observations == ()
    assert 'the column of the grade cannot be told: Safeguarding ("2, 3")' in extraction.source.message


@pytest.mark.parametrize(
    "annex",
    [
        "Annexe 2: the annual performance assessment\n", "Appendix\n", "ANNEX B\nLETTER\n",
        "Annex: Corporate assessment\n",
        "Previous judgements\n", "Most recently published annual performance assessment\n",
    ],
)  # fmt: skip
def test_what_stands_behind_the_heading_of_an_annex_is_another_assessments(
    annex: str, tmp_path: Path, reference: Reference
) -> None:
    rows = "Safeguarding\t2\nLooked after children\t4\nCapacity to improve\t1\n"
    text = f"{REVIEW}{KEY}{rows}\n{annex}Safeguarding\t3\nCapacity to improve\t4\nService management\t4\n"
    assert grades(text, tmp_path, reference) == GROUPS


# --- safeguarding and looked after children

SLAC = (
    "Inspection of safeguarding and looked after children services\nRutland County Council\n"
    "Inspection dates: 7 - 18 March 2011\nPublished: 15 April 2011\n"
)
FIRST = "Overall effectiveness\tInadequate\nCapacity for improvement\tAdequate\n"
SECOND = "Overall effectiveness\tGood\nCapacity for improvement\tOutstanding\n"
BOTH = {
    "safeguarding/overall": "i", "safeguarding/capacity_for_improvement": "r",
    "looked_after_children/overall": "g", "looked_after_children/capacity_for_improvement": "o",
}  # fmt: skip


@pytest.mark.parametrize(
    "title",
    [
        "(b) Looked after children", "Looked after children – main findings", "| Looked after children | Grade |",
        "The council's services for looked after children", "Rutland’s looked after children",
        "Looked after children (LAC)",
        "Theme two: children in care", "What inspectors found: looked after children", "Our looked after children",
        "Summary of judgements for looked after children services", "Looked after children\n\nJudgement\tGrade",
    ],
)  # fmt: skip
def test_a_line_above_labels_that_speaks_of_the_other_service_begins_its_block(
    title: str, tmp_path: Path, reference: Reference
) -> None:
    assert grades(f"{SLAC}Safeguarding services\n{FIRST}{title}\n{SECOND}", tmp_path, reference) == BOTH


@pytest.mark.parametrize(
    "line", ["Fostering and residential care", "Part two", "Safeguarding and looked after children"]
)
def test_a_line_that_does_not_name_one_service_begins_no_block(line: str, tmp_path: Path, reference: Reference) -> None:
    found = grades(f"{SLAC}Safeguarding services\n{FIRST}{line}\n{SECOND}", tmp_path, reference)
    assert not any(name.startswith("looked_after") for name in found)
    assert found.items() <= BOTH.items()


def test_prose_about_the_other_service_begins_no_block(tmp_path: Path, reference: Reference) -> None:
    prose = "The review of cases, in which the needs of some\nLooked after children were recorded late, goes on.\n"
    text = (
        f"{SLAC}Safeguarding services\nOverall effectiveness\tInadequate\n{prose}Capacity for improvement\tAdequate\n"
    )
    assert grades(text, tmp_path, reference) == {
        "safeguarding/overall": "i", "safeguarding/capacity_for_improvement": "r",
    }  # fmt: skip


@pytest.mark.parametrize(
    "row",
    [
        "{label}; {grade}", "{label}, {grade}", "{label}: rated {grade}", "{label} graded {grade}", "{label} = {grade}",
        "{grade}\t{label}", "| {grade} | {label} |", "{label} ({grade})", "{label} . . . . {grade}",
    ],
)  # fmt: skip
def test_a_grade_is_read_in_each_of_its_printings(row: str, tmp_path: Path, reference: Reference) -> None:
    def rows(table: str) -> str:
        pairs = [line.split("\t") for line in table.splitlines()]
        return "".join(row.format(label=label, grade=grade) + "\n" for label, grade in pairs)

    text = f"{SLAC}Safeguarding services\n{rows(FIRST)}Services for looked after children\n{rows(SECOND)}"
    assert grades(text, tmp_path, reference) == BOTH


def test_leadership_and_management_with_its_judgement_is_no_managements_judgement(
    tmp_path: Path, reference: Reference
) -> None:
    text = f"{SLAC}Safeguarding services\nLeadership and management\tJudgement: Good\n"
    assert grades(text, tmp_path, reference) == {"safeguarding/leadership": "g"}


def test_two_blocks_side_by_side_are_read_by_their_columns(tmp_path: Path, reference: Reference) -> None:
    table = (
        "\tSafeguarding\tLooked after children\nOverall effectiveness\tInadequate\tGood\n"
        "Capacity for improvement\tAdequate\tOutstanding\n"
    )
    assert grades(SLAC + table, tmp_path, reference) == BOTH
    piped = "".join(f"| {' | '.join(line.split(chr(9)))} |\n" for line in table.splitlines())
    assert grades(SLAC + piped, tmp_path, reference) == BOTH


def test_a_table_in_doubt_is_named_though_another_on_the_page_is_read(tmp_path: Path, reference: Reference) -> None:
    doubtful = "Safeguarding\t2\t3\nCapacity to improve\t1\t4\n"
    sure = "What was seen. " * 150 + "\n\nGrades\n\nService management\t3\n"
    both = read(REVIEW + KEY + doubtful + sure, tmp_path, reference)
    assert [o.aspect for o in both.observations] == ["leadership"]
    assert 'the column of the grade cannot be told: Safeguarding ("2, 3")' in both.source.message


def test_a_number_in_front_that_is_on_no_scale_is_named_and_those_beside_it_are_read(
    tmp_path: Path, reference: Reference
) -> None:
    rows = "Grade 2\tOverall effectiveness\nGrade 7\tCapacity for improvement\nGrade 3\tQuality of provision\n"
    extraction = read(f"{SLAC}Safeguarding services\n{rows}", tmp_path, reference)
    assert [(o.aspect, o.grade_original) for o in extraction.observations] == [
        ("overall", "good"),
        ("quality_of_provision", "adequate"),
    ]
    assert 'Capacity for improvement: "7" is on no scale of this framework' in extraction.source.message


def test_a_grade_under_another_ones_head_is_said_unless_its_label_is_graded_elsewhere(
    tmp_path: Path, reference: Reference
) -> None:
    others = "Judgement\tEngland average\nOverall effectiveness\tGood\nCapacity for improvement\tGood\n\n"
    own = "Judgement\tGrade\nOverall effectiveness\tAdequate\n"
    text = f"Inspection of safeguarding: Rutland\nInspection dates: 7 - 18 March 2011\n{others}{own}"
    extraction = read(text, tmp_path, reference)
    assert [(o.aspect, o.grade_original) for o in extraction.observations] == [("overall", "Adequate")]
    said = 'not read, since they are headed "England average": Capacity for improvement (line 5); no grade found for: '
    assert extraction.source.message.startswith(said)


def test_a_sentence_that_ends_in_its_grade_takes_it_from_no_label_below(tmp_path: Path, reference: Reference) -> None:
    sentence = "The overall effectiveness of safeguarding services is\ngood.\n\n"
    below = "Capacity for improvement\nAdequate\n\n"
    assert grades(f"{SLAC}Safeguarding services\n{sentence}{below}", tmp_path, reference) == {
        "safeguarding/overall": "g",
        "safeguarding/capacity_for_improvement": "r",
    }


def test_grades_in_front_that_are_cut_between_two_labels_are_not_read(tmp_path: Path, reference: Reference) -> None:
    shifted = "Overall effectiveness\nInadequate\tCapacity for improvement\nAdequate\tQuality of provision\nGood\n"
    assert grades(f"{SLAC}Safeguarding services\n{shifted}", tmp_path, reference) == {}


@pytest.mark.parametrize(
    "title",
    [
        SLAC.split("\n")[0].upper(),
        "Inspection report: safeguarding and looked after children services",
        "Inspection of services for safeguarding and looked after children",
    ],
)
def test_the_inspection_of_both_services_is_told_from_that_of_one(
    title: str, tmp_path: Path, reference: Reference
) -> None:
    text = SLAC.replace(SLAC.split("\n")[0], title) + f"Safeguarding services\n{FIRST}Looked after children\n{SECOND}"
    extraction = read(text, tmp_path, reference)
    assert {o.framework for o in extraction.observations} == {"slac"}
    assert grades(text, tmp_path, reference) == BOTH


# --- one service, 2011 to 2013


@pytest.mark.parametrize(
    ("title", "framework"),
    [
        ("Announced inspection of safeguarding services", "safeguarding"),
        ("Targeted re-inspection of safeguarding services", "safeguarding"),
        ("Inspection of Rutland safeguarding services", "safeguarding"),
        ("Ofsted inspection of safeguarding services", "safeguarding"),
        ("Safeguarding re-inspection: Rutland County Council", "safeguarding"),
        ("Targeted inspection of looked after children", "lac"),
        ("Targeted looked after children inspection", "lac"),
        ("Inspection of Rutland County Council services for looked after children", "lac"),
        ("Child protection inspection", "child_protection"),
        ("Child protection inspection: Rutland County Council", "child_protection"),
        ("Ofsted inspection of arrangements for the protection of children", "child_protection"),
        ("Inspection of arrangements for child protection", "child_protection"),
        ("Inspection of the local authority's arrangements for protecting children", "child_protection"),
        ("Inspection of Rutland's arrangements for the protection of children", "child_protection"),
    ],
)
def test_the_title_of_an_inspection_of_one_service_is_known_in_other_words(
    title: str, framework: str, tmp_path: Path, reference: Reference
) -> None:
    council = "" if "Rutland's" in title else "Rutland County Council\n"
    text = f"{title}\n{council}Inspection dates: 3 to 12 June 2013\nOverall effectiveness\tInadequate\n"
    assert {(o.framework, o.grade) for o in read(text, tmp_path, reference).observations} == {(framework, "inadequate")}


@pytest.mark.parametrize(
    ("label", "aspect"),
    [
        ("Overall effectiveness of local authority arrangements for the protection of children", "overall"),
        ("Effectiveness of help and protection for children, young people, families and carers", "outcomes"),
        ("The help and protection provided to children", "outcomes"),
        ("The effectiveness of help and protection for children, young people, families, and carers", "outcomes"),
        ("Overall effectiveness of child protection services", "overall"),
        ("Practice quality", "quality_of_provision"), ("The quality of social work practice", "quality_of_provision"),
        ("Leadership & governance", "leadership"),
    ],
)  # fmt: skip
def test_a_label_of_the_child_protection_inspection_is_known_in_other_words(
    label: str, aspect: str, tmp_path: Path, reference: Reference
) -> None:
    title = "Inspection of local authority arrangements for the protection of children\nRutland\n"
    text = f"{title}Inspection dates: 3 to 12 June 2013\n{label}\tGrade 3 (Adequate)\n"
    assert grades(text, tmp_path, reference) == {f"safeguarding/{aspect}": "r"}


# --- annual assessments and ratings

LETTER = "9 December 2010\nRutland County Council\nDear Ms Other\n"


@pytest.mark.parametrize(
    "body",
    [
        "Annual children's services rating\nThis letter is about the rating for your council.\n"
        "Annual rating: performs well\n",
        "Annual rating of council children's services for 2010\nOfsted guidance published in July 2010 explains it.\n"
        "| Children's services assessment | Performs well (3) |\n",
        "Children's services annual rating 2010\nOfsted guidance published in July 2010 explains it.\n"
        "Overall effectiveness of children's services\nPerforms well\n",
        "Annual children\u2019s services assessment\nThis letter is about the rating for your council.\n"
        "Children\u2019s services in Rutland perform well.\n",
        "Annual children's services assessment\nThis letter is about the rating for your council.\n"
        "Annual assessment: performs well\n",
    ],
)
def test_an_annual_rating_letter_gives_its_rating(body: str, tmp_path: Path, reference: Reference) -> None:
    extraction = read(LETTER + body, tmp_path, reference)
    assert [(o.framework, o.service, o.aspect, o.grade, o.comparability) for o in extraction.observations] == [
        ("car", "whole_service", "overall", "good", "loose")
    ]


@pytest.mark.parametrize(
    "table",
    [
        "Judgement\t2006\t2007\t2008\nStaying safe\t1\t4\t3\nBeing healthy\t4\t3\t2\n",
        "Judgement\t2008\t2007\nStaying safe\t3\t4\nBeing healthy\t2\t1\n",
        "| Area | 2007 | 2008 |\n|---|---|---|\n| Staying safe | 4 | 3 |\n| Being healthy | 1 | 2 |\n",
        "Judgement\t2007\t2008\tChange\nStaying safe\t2\t3\t↑\nBeing healthy\t1\t2\t↑\n",
    ],
)
def test_a_councils_table_of_assessments_is_read_in_the_year_of_its_title(
    table: str, tmp_path: Path, reference: Reference
) -> None:
    head = "RUTLAND COUNTY COUNCIL\nScrutiny Committee\nAnnual performance assessment 2008\n\n"
    extraction = read(head + table, tmp_path, reference)
    assert {(o.evidence, o.aspect, o.grade_number_original) for o in extraction.observations} == {
        ("secondary", "staying_safe", 3), ("secondary", "being_healthy", 2),
    }  # fmt: skip


def test_a_key_of_four_lines_is_no_row_of_grades(tmp_path: Path, reference: Reference) -> None:
    key = KEY.replace("; ", "\n")
    rows = "Safeguarding\n2\nLooked after children\n4\nCapacity to improve\n1\n"
    assert grades(REVIEW + key + "\n" + rows, tmp_path, reference) == GROUPS


@pytest.mark.parametrize("mark", [" - ", ". ", " \u2013 "])
def test_a_grade_in_front_may_have_a_dash_behind_it(mark: str, tmp_path: Path, reference: Reference) -> None:
    rows = f"2{mark}Safeguarding\n4{mark}Looked after children\n1{mark}Capacity to improve\n"
    assert grades(REVIEW + KEY + rows, tmp_path, reference) == GROUPS


@pytest.mark.parametrize("grade", ["Grade = {}", "Grade {}", "graded {}", "Grade: {}"])
@pytest.mark.parametrize("number", [("4", "3", "2", "1"), ("four", "three", "two", "one")])
def test_a_number_that_is_called_a_grade_is_read(
    number: tuple[str, ...], grade: str, tmp_path: Path, reference: Reference
) -> None:
    assert grades(SLAC_ON_LINES.format(*map(grade.format, number)), tmp_path, reference) == SLAC_GRADES


def test_a_grade_in_brackets_is_read(tmp_path: Path, reference: Reference) -> None:
    rows = "Safeguarding (grade 2)\nLooked after children (grade 4)\nCapacity to improve (grade 1)\n"
    assert grades(REVIEW + KEY + rows, tmp_path, reference) == GROUPS
    lines = SLAC_ON_LINES.format("(grade 4)", "(grade 3)", "(grade 2)", "(grade 1)")
    assert grades(lines, tmp_path, reference) == SLAC_GRADES


# --- texts

FRONT = "Inspection of Rutland local authority children’s services\nInspection dates: 6 to 10 March 2023\n"


@pytest.mark.parametrize(
    "heading",
    ["At the last inspection, in 2018:", "Previous inspection grades", "Judgements at the previous inspection"],
)
def test_rows_below_the_name_of_an_earlier_inspection_are_not_this_ones(
    heading: str, tmp_path: Path, reference: Reference
) -> None:
    earlier = f"{heading}\nOverall effectiveness\tInadequate\n"
    assert grades(FRONT + earlier, tmp_path, reference) == {}
    both = f"{FRONT}{earlier}\nThis inspection\nOverall effectiveness\tGood\n"
    assert grades(both, tmp_path, reference) == {"whole_service/overall": "g"}


def test_words_that_are_printed_letter_by_letter_are_read(tmp_path: Path, reference: Reference) -> None:
    row = f"{' '.join('Overall effectiveness')}\t{' '.join('Good')}\n"
    assert grades(FRONT + row, tmp_path, reference) == {"whole_service/overall": "g"}


def test_figures_of_columns_are_not_taken_for_letters(tmp_path: Path, reference: Reference) -> None:
    table = "Local services overall   Council   Health   Partners\nSafeguarding 2 3 3 1\n"
    assert grades(REVIEW + KEY + table, tmp_path, reference) == {"safeguarding/overall": "r"}


def test_one_line_with_labels_that_begin_with_the_article_is_read(tmp_path: Path, reference: Reference) -> None:
    rows = (
        "The experiences and progress of children in care Outstanding The experiences and progress of care leavers "
        "Inadequate Overall effectiveness Good"
    )
    assert grades(f"{FRONT} Judgement Grade {rows}".replace("\n", " "), tmp_path, reference) == {
        "looked_after_children/overall": "o", "care_leavers/overall": "i", "whole_service/overall": "g",
    }  # fmt: skip


SLAC_ON_LINES = (
    "Inspection of safeguarding and looked after children services\nRutland County Council\n"
    "Inspection dates: 7 - 18 March 2011\nRecord of main findings:\nSafeguarding services\n"
    "Overall effectiveness {0}\nCapacity for improvement {1}\nLooked after children\n"
    "Overall effectiveness {2}\nCapacity for improvement {3}\n"
)
SLAC_GRADES = {
    "safeguarding/overall": "i",
    "safeguarding/capacity_for_improvement": "r",
    "looked_after_children/overall": "g",
    "looked_after_children/capacity_for_improvement": "o",
}


@pytest.mark.parametrize("grade", ["{}", "- {}", ": {}", "| {} |", "Grade {} ", "{},"])
@pytest.mark.parametrize("lines", [1, 2, 5])
def test_two_blocks_in_few_lines_keep_their_own_grades(
    grade: str, lines: int, tmp_path: Path, reference: Reference
) -> None:
    words = map(grade.format, ("Inadequate", "Adequate", "Good", "Outstanding"))
    whole = SLAC_ON_LINES.format(*words).split("\n")
    text = "\n".join([*whole[: lines - 1], " ".join(whole[lines - 1 :])])
    assert grades(text, tmp_path, reference) == SLAC_GRADES


@pytest.mark.parametrize(
    "said",
    [
        SLAC_ON_LINES.replace("Looked after children\n", "The other part\n"),
        SLAC_ON_LINES.replace("Looked after children\n", ""),
        SLAC_ON_LINES.replace("Safeguarding services\n", ""),
        SLAC_ON_LINES.replace("Overall effectiveness {0}", "{0} Overall effectiveness"),
    ],
    ids=["title unknown", "no second title", "no first title", "grade in front"],
)
def test_blocks_on_one_line_with_a_doubt_are_refused(said: str, tmp_path: Path, reference: Reference) -> None:
    text = said.format("Inadequate", "Adequate", "Good", "Outstanding").replace("\n", " ")
    extraction = read(text, tmp_path, reference)
    assert extraction.observations == ()
    assert "labels and grades do not alternate without doubt" in extraction.source.message


@pytest.mark.parametrize("columns", ["", "Local services overall "])
@pytest.mark.parametrize("grade", ["{}", "- {};", "{} 3 1", ": grade {}."])
def test_a_joint_area_review_in_few_lines_is_read(
    grade: str, columns: str, tmp_path: Path, reference: Reference
) -> None:
    if "3 1" in grade and not columns:
        columns = "Local services overall Council services Health services "
    labels = ("Safeguarding", "Looked after children", "Capacity to improve")
    rows = " ".join(f"{label} {grade.format(n)}" for label, n in zip(labels, (2, 4, 1), strict=True))
    right = {} if "3 1" in grade and columns == "Local services overall " else GROUPS
    for head in (REVIEW + KEY, (REVIEW + KEY).replace("\n", " ")):
        assert grades(head + columns + rows, tmp_path, reference) == right


@pytest.mark.parametrize(
    "last", ["Good", "Requires improvement\nto be good", "Requires improvement to be\ngood  Services"]
)
def test_grades_in_front_are_not_read_where_another_one_stands_behind_the_last_label(
    last: str, tmp_path: Path, reference: Reference
) -> None:
    rows = f"Good\tThe experiences and progress of care leavers\nInadequate\tOverall effectiveness\n{last}\n"
    found = read(FRONT + rows, tmp_path, reference)
    assert found.observations == ()


def test_figures_in_front_of_labels_on_one_line_are_refused(tmp_path: Path, reference: Reference) -> None:
    text = f"{REVIEW}{KEY}2 Safeguarding 4 Looked after children 1 Capacity to improve".replace("\n", " ")
    assert grades(text, tmp_path, reference) == {}


def test_a_sentence_on_an_earlier_inspection_is_no_row_of_this_one(tmp_path: Path, reference: Reference) -> None:
    said = "What was said two years ago: Overall effectiveness Inadequate The experiences and progress of children in "
    text = f"{FRONT}{said}care Inadequate\nOverall effectiveness\tGood\n"
    assert grades(text, tmp_path, reference) == {"whole_service/overall": "g"}


def test_one_line_with_each_grade_in_front_of_its_label_is_refused(tmp_path: Path, reference: Reference) -> None:
    text = (
        "Inspection of services for children in need of help and protection Rutland County Council Inspection dates: "
        "9 October to 2 November 2017 Children’s services in Rutland require improvement to be good Inadequate "
        "1. Children who need help and protection Good 2. Children looked after and achieving permanence"
    )
    extraction = read(text, tmp_path, reference)
    assert extraction.observations == ()
    assert "labels and grades do not alternate without doubt" in extraction.source.message


def test_one_line_without_a_known_title_is_said_to_have_lost_its_lines(tmp_path: Path, reference: Reference) -> None:
    text = f"Joint area review\nRutland\n{KEY}Safeguarding 2 Looked after children 3 {'and more ' * 20}"
    text = text.replace("\n", " ")
    assert "its line ends are lost" in read(text, tmp_path, reference).source.message


# --- papers that are no report of one inspection

TITLE = "Inspection of local authority children's services"
DATES = "Inspection dates: 6 to 10 March 2023\n"
ROWS = "Overall effectiveness: Good\nThe experiences and progress of children in care: Good\n"


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("Joint area targeted inspection of Rutland", "joint targeted area inspection"),
        (f"{TITLE}: focused visit\nRutland", "focused visit"),
        (f"{TITLE}: monitoring visit\nRutland", "monitoring visit"),
        ("Annual unannounced inspection of contact, referral and assessment arrangements within Rutland",
         "contact, referral and assessment"),
        ("Rutland Nursery School", "school inspection"),
        ("Review of progress in improving safeguarding: Rutland County Council", "progress inspection"),
        (f"{TITLE}\nRutland\nAspirations", "improvement plan, whose grades may be targets"),
        (f"{TITLE}\nRutland\nWhat we expect at our next inspection", "improvement plan, whose grades may be targets"),
        (f"Director – Rutland\nJob description\n{TITLE}", "a form, an example or an advertisement"),
        (f"Rutland\nStaff survey\n{TITLE}", "a form, an example or an advertisement"),
        (f"Model answer\n{TITLE}\nRutland", "a form, an example or an advertisement"),
        (f"{TITLE}\nRutland\nExercise for managers", "a form, an example or an advertisement"),
        (f"Overview of grades in the East Midlands\n{TITLE}\nRutland", "comparison of several authorities"),
        (f"Ofsted readiness report\n{TITLE}\nRutland", "a rehearsal"),
        (f"{TITLE}\nRutland\nAdviser's review", "a rehearsal"),
        (f"Rutland\nThematic audit\n{TITLE}", "self-evaluation"),
        (f"{TITLE}\nRutland\nPractice week findings", "self-evaluation"),
        (f"How good is our practice?\n{TITLE}\nRutland", "self-evaluation"),
        (f"{TITLE}\nRutland\nKeeping in touch meeting", "draft"),
        (f"{TITLE}\nRutland\nGrades of the lead inspector before moderation", "draft"),
        (f"{TITLE} explained\nRutland\nGrades explained", "guidance on inspections"),
        (f"Vision 2025\n{TITLE}\nRutland", "improvement plan, whose grades may be targets"),
        (f"Commissioner's findings\n{TITLE}\nRutland", "Department for Education"),
    ],
)  # fmt: skip
def test_a_paper_is_refused_by_its_kind(head: str, kind: str, tmp_path: Path, reference: Reference) -> None:
    extraction = read(f"{head}\n{DATES}{ROWS}", tmp_path, reference)
    assert extraction.observations == ()
    assert kind in extraction.source.message


@pytest.mark.parametrize(
    "head",
    ["Hi all,\nOfsted told us what we got at the inspection of local authority children's services in Rutland:\n"],
)
def test_a_sentence_that_names_the_inspection_before_its_title_makes_a_paper_secondary(
    head: str, tmp_path: Path, reference: Reference
) -> None:
    rows = "The impact of leaders on social work practice with children and families\tGood\n"
    assert {o.evidence for o in read(head + DATES + rows, tmp_path, reference).observations} == {"secondary"}


@pytest.mark.parametrize("gap", ["  ", "      ", " \u2003 "])
@pytest.mark.parametrize(
    "header", ["Local services overall   Council services", "Council services   Local services overall"]
)
def test_a_row_with_fewer_grades_than_columns_is_refused_by_name(
    header: str, gap: str, tmp_path: Path, reference: Reference
) -> None:
    table = f"{header}\nSafeguarding{gap}3\nLooked after children{gap}4{gap}2\nCapacity to improve{gap}1{gap}3\n"
    paper = read(REVIEW + KEY + table, tmp_path, reference)
    assert {o.judgement for o in paper.observations} == {"Looked after children", "Capacity to improve"}
    assert "Safeguarding" in paper.source.message


@pytest.mark.parametrize(("last", "count"), [("", 2), ("Good\n", 0), ("Good progress was made.\n", 2)])
def test_a_grade_alone_behind_grades_in_front_says_that_all_of_them_are_shifted(
    last: str, count: int, tmp_path: Path, reference: Reference
) -> None:
    rows = f"Outstanding\tLooked after children\nAdequate\tSafeguarding\n{last}"
    assert len(grades(REVIEW + KEY + rows, tmp_path, reference)) == count


def test_a_table_with_a_column_for_each_block_is_read_to_its_end_and_no_shifted_row_of_it(
    tmp_path: Path, reference: Reference
) -> None:
    table = (
        "\tSafeguarding services\tLooked after children services\n"
        "Overall effectiveness\tInadequate\tGood\t\n"
        "Capacity for improvement\tAdequate\n"
        "Quality of provision\tAdequate\tOutstanding\n"
        "Other findings\n"
        "Partnership working\tGood\tGood\n"
    )
    assert grades(f"{SLAC}{table}", tmp_path, reference) == {
        "safeguarding/overall": "i",
        "looked_after_children/overall": "g",
        "safeguarding/quality_of_provision": "r",
        "looked_after_children/quality_of_provision": "o",
    }
