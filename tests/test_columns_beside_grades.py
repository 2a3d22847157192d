"""Columns of targets and of others beside the grades of an inspection, and headings that say whose grades they are.

The documents are made up, a few lines each.
"""

from collections.abc import Sequence
from pathlib import Path

import pytest

from loaders.reading.extract import extract
from loaders.record.model import Extraction
from loaders.record.reference import Reference
from tests import documents

LABELS = documents.ILACS_2023
GRADES = ("Good", "Requires improvement to be good", "Good", "Outstanding", "Good")
TARGETS = ("Outstanding", "Good", "Outstanding", "Outstanding", "Outstanding")
PAPER = (
    "Rutland County Council\nCabinet, 16 May 2023\n\nInspection of Rutland local authority children's services\n\n"
    "The inspection took place from 6 to 10 March 2023.\n\n"
)
REPORT = (
    "Inspection of Rutland local authority children's services\n\nInspection dates: 6 to 10 March 2023\n\n"
    "Lead inspector: A Person\n\n"
)
SLAC = (
    "Inspection of safeguarding and looked after children services\n\nRutland County Council\n\n"
    "Inspection dates: 7 - 18 March 2011\n\n"
)


def read(text: str, tmp_path: Path, reference: Reference) -> Extraction:
    path = tmp_path / "paper.txt"
    path.write_text(text, "utf-8")
    return extract(path, reference)


def originals(extraction: Extraction) -> list[str]:
    return [observation.grade_original for observation in extraction.observations]


def table(heads: Sequence[str], *columns: Sequence[str]) -> str:
    return "".join("\t".join(row) + "\n" for row in [heads, *zip(LABELS, *columns, strict=True)])


@pytest.mark.parametrize(
    ("heads", "columns"),
    [
        (("Judgement", "Grade", "Target"), (GRADES, TARGETS)),
        (("Judgement", "Target grade 2025", "Ofsted grade March 2023"), (TARGETS, GRADES)),
        (("Judgement", "Grade awarded", "Our target", "By when"), (GRADES, TARGETS, ["March 2025"] * 5)),
        (("Judgement", "Self-assessment", "Ofsted grade"), (TARGETS, GRADES)),
    ],
)
def test_a_column_of_targets_makes_no_plan_of_a_paper_with_grades(
    heads: Sequence[str], columns: Sequence[Sequence[str]], tmp_path: Path, reference: Reference
) -> None:
    extraction = read(PAPER + table(heads, *columns), tmp_path, reference)
    assert originals(extraction) == list(GRADES)


@pytest.mark.parametrize(
    "heads",
    [
        ("Judgement", "Current grade", "Target grade"),  # by whom, it does not say
        ("Judgement", "Self-assessed grade", "Target"),
        ("Judgement", "Grade", "Ofsted grade", "Target"),  # two that may be meant
        ("Where we are", "Grade", "Target"),
    ],
)
def test_of_columns_that_do_not_say_it_without_doubt_none_is_read(
    heads: Sequence[str], tmp_path: Path, reference: Reference
) -> None:
    columns = (GRADES, TARGETS, TARGETS)[: len(heads) - 1]
    assert originals(read(PAPER + table(heads, *columns), tmp_path, reference)) == []


def test_a_grade_that_is_missing_is_not_its_target(tmp_path: Path, reference: Reference) -> None:
    grades = (GRADES[0], "", *GRADES[2:])
    extraction = read(PAPER + table(("Judgement", "Grade", "Target"), grades, TARGETS), tmp_path, reference)
    assert originals(extraction) == [grade for grade in grades if grade]


def test_columns_hold_below_the_titles_of_blocks(tmp_path: Path, reference: Reference) -> None:
    row = "Overall effectiveness\t{}\t{}\n"
    text = (
        f"{SLAC}Judgement\tGrade awarded\tTarget for 2013\nSafeguarding services\n{row.format('Adequate', 'Good')}"
        f"Services for looked after children\n{row.format('Good', 'Outstanding')}"
    )
    extraction = read(f"Rutland County Council\nCabinet, 9 June 2011\n\n{text}", tmp_path, reference)
    assert [(o.service, o.grade_original) for o in extraction.observations] == [
        ("safeguarding", "Adequate"),
        ("looked_after_children", "Good"),
    ]


@pytest.mark.parametrize("heading", ["Judgement\tOur rating\n", "Our judgements\n\n", "OUR JUDGEMENTS\n\n"])
def test_an_inspector_may_say_ours(heading: str, tmp_path: Path, reference: Reference) -> None:
    rows = "".join(f"{label}\t{grade}\n" for label, grade in zip(LABELS, GRADES, strict=True))
    assert originals(read(f"{REPORT}{heading}{rows}", tmp_path, reference)) == list(GRADES)
    unsigned = REPORT.replace("Lead inspector: A Person\n\n", "")
    assert originals(read(f"{unsigned}{heading}{rows}", tmp_path, reference)) == []
    assert originals(read(f"{unsigned}The lead inspector is unknown.\n\n{heading}{rows}", tmp_path, reference)) == []
    letter = f"14 April 2023\n\nDear Ms Person\n\n{unsigned}{heading}{rows}\nYours sincerely\n\nA Person\n"
    assert originals(read(f"{letter}His Majesty's Inspector\n", tmp_path, reference)) == list(GRADES)
    assert originals(read(f"{letter}Director of Children's Services\n", tmp_path, reference)) == []


@pytest.mark.parametrize("name", ["Care Quality Commission", "HM Inspectorate of Probation", "Audit Commission"])
def test_grades_below_the_name_of_another_inspectorate_are_its(name: str, tmp_path: Path, reference: Reference) -> None:
    rows = "".join(f"{label}\t{grade}\n" for label, grade in zip(LABELS[:4], GRADES, strict=False))
    other = f"{name}\n\nOverall effectiveness\tInadequate\n"
    extraction = read(f"{REPORT}Judgement\tGrade\n{rows}\n{other}", tmp_path, reference)
    assert originals(extraction) == list(GRADES[:4])
    assert f'headed "{name}"' in extraction.source.message


@pytest.mark.parametrize("name", ["Ofsted", "Her Majesty's Inspector", "His Majesty's Chief Inspector"])
def test_the_name_of_its_own_inspectorate_or_inspector_heads_a_table(
    name: str, tmp_path: Path, reference: Reference
) -> None:
    rows = "".join(f"{label}\t{grade}\n" for label, grade in zip(LABELS, GRADES, strict=True))
    assert originals(read(f"{REPORT}{name}\n\nJudgement\tGrade\n{rows}", tmp_path, reference)) == list(GRADES)


def test_a_rating_in_bold_stands_below_its_label(tmp_path: Path, reference: Reference) -> None:
    cards = "\n".join(f"## {label}\n\n**Rating:** {grade}\n" for label, grade in zip(LABELS, GRADES, strict=True))
    assert originals(read(REPORT + cards, tmp_path, reference)) == list(GRADES)


REVIEW = "Joint area review\n\nRutland Children's Services Authority Area\n\nPublished: 4 March 2008\n\n"
NUMBERS = ("2", "3", "3", "2", "1")
OTHERS = ("3", "4", "3", "3", "3")


@pytest.mark.parametrize(
    ("heads", "first"),
    [
        (("Judgement", "Joint area review 2008", "APA 2007"), True),
        (("Judgement", "APA 2007", "Joint area review 2008"), False),
        (("Assessment area", "Grade", "National average"), True),
    ],
)
def test_of_columns_of_numbers_the_one_is_read_that_is_headed_so(
    heads: Sequence[str], first: bool, tmp_path: Path, reference: Reference
) -> None:
    columns = (NUMBERS, OTHERS) if first else (OTHERS, NUMBERS)
    rows = "".join("\t".join(row) + "\n" for row in [heads, *zip(documents.JOINT_AREA_REVIEW, *columns, strict=True)])
    extraction = read(f"{REVIEW}Grades\n\n{rows}", tmp_path, reference)
    assert [str(o.grade_number_original) for o in extraction.observations] == list(NUMBERS)


def test_a_key_may_stand_in_a_sentence(tmp_path: Path, reference: Reference) -> None:
    rows = "".join(f"{label}\t{number}\n" for label, number in zip(documents.JOINT_AREA_REVIEW, NUMBERS, strict=True))
    text = (
        "Rutland County Council\nReport to: Cabinet, 8 April 2008\nOutcome of the joint area review\n\n"
        "The report of the joint area review of Rutland was published on 4 March 2008. The grades are ({}):\n\n" + rows
    )
    key = "4 is outstanding, 3 good, 2 adequate, 1 inadequate"
    extraction = read(text.format(key), tmp_path, reference)
    assert [str(o.grade_number_original) for o in extraction.observations] == list(NUMBERS)
    reversed_key = "1 is outstanding, 2 good, 3 adequate, 4 inadequate"
    assert "the key to the grades" in read(text.format(reversed_key), tmp_path, reference).source.message
    assert originals(read(text.format("of the inspectors"), tmp_path, reference)) == []


OF_OTHERS = ["Leicester", "Care Quality Commission", "Previous inspection, November 2018"]


@pytest.mark.parametrize("heading", OF_OTHERS)
@pytest.mark.parametrize(
    "columns",
    [
        (("Judgement", "Grade", "Target"), GRADES, TARGETS),
        (("Judgement", "Grade", "Trend"), GRADES, ("Improving", "Static") * 2 + ("Static",)),
    ],
)
def test_a_heading_holds_for_tables_of_several_columns(
    heading: str, columns: tuple[Sequence[str], ...], tmp_path: Path, reference: Reference
) -> None:
    assert originals(read(f"{REPORT}{table(*columns)}", tmp_path, reference)) == list(GRADES)
    assert originals(read(f"{REPORT}{heading}\n\n{table(*columns)}", tmp_path, reference)) == []


@pytest.mark.parametrize("heading", OF_OTHERS)
@pytest.mark.parametrize("mark", ["\t", ": ", " - "])
def test_a_heading_holds_for_grades_in_front_of_their_labels(
    heading: str, mark: str, tmp_path: Path, reference: Reference
) -> None:
    rows = "".join(f"{grade}{mark}{label}\n" for label, grade in zip(LABELS, GRADES, strict=True))
    assert originals(read(f"{REPORT}{rows}", tmp_path, reference)) == list(GRADES)
    assert originals(read(f"{REPORT}{heading}\n\n{rows}", tmp_path, reference)) == []


@pytest.mark.parametrize("heading", OF_OTHERS)
@pytest.mark.parametrize("between", ["Health services: Good", "Source: Ofsted", "Page 2 of 9", "3"])
def test_a_row_of_others_or_the_number_of_a_page_ends_no_heading(
    heading: str, between: str, tmp_path: Path, reference: Reference
) -> None:
    rows = [f"{label} - {grade}" for label, grade in zip(LABELS, GRADES, strict=True)]
    text = "\n".join([heading, *rows[:2], between, *rows[2:]])
    assert originals(read(f"{REPORT}{text}\n", tmp_path, reference)) == []


@pytest.mark.parametrize("title", ["Other services", "Care services", "Services for looked after children"])
def test_the_title_of_a_block_ends_no_heading_of_others(title: str, tmp_path: Path, reference: Reference) -> None:
    rows = "Overall effectiveness\tGood\nCapacity for improvement\tAdequate\n"
    text = (
        f"{SLAC}Record of main findings:\n\nPrevious inspection, 2009\n\nSafeguarding services\n{rows}{title}\n{rows}"
    )
    assert originals(read(text, tmp_path, reference)) == []


def test_a_label_without_a_grade_stands_under_the_heading_too(tmp_path: Path, reference: Reference) -> None:
    rows = "Overall effectiveness:\nCapacity for improvement: Good\nQuality of provision: Adequate\n"
    text = f"{SLAC}Previous inspection, November 2008\n\nKeeping children safe\n{rows}"
    assert originals(read(text, tmp_path, reference)) == []


def test_one_section_behind_an_earlier_list_is_its_row(tmp_path: Path, reference: Reference) -> None:
    rows = "".join(f"{label}: {grade}\n" for label, grade in zip(LABELS[:3], GRADES, strict=False))
    text = f"{REPORT}Previous inspection, November 2018\n\n{rows}\n{LABELS[0]}: Inadequate\n\nLeicester\n"
    assert originals(read(text, tmp_path, reference)) == []


HEADS = ("Judgement", "Grade", "Last inspection")
WRAPPED = LABELS[0].replace(" practice", "\npractice")


@pytest.mark.parametrize("mark", ["\t", " | ", "     "])
@pytest.mark.parametrize("has_heads", [True, False])
def test_one_grade_beside_rows_with_two_is_of_no_known_column(
    mark: str, has_heads: bool, tmp_path: Path, reference: Reference
) -> None:
    """The blank cell is that of this inspection, or the heads that would say so are missing."""
    rows = [
        [WRAPPED, "Good", "Good"],
        [LABELS[1], "", "Inadequate"],
        *([label, "Good", "Good"] for label in LABELS[2:]),
    ]
    lines = [mark.join(row) for row in [*([HEADS] if has_heads else []), *rows]]
    text = "\n".join(f"| {line} |" if mark == " | " else line for line in lines)
    extraction = read(f"{REPORT}{text}\n", tmp_path, reference)
    assert LABELS[1] not in {observation.judgement for observation in extraction.observations}


@pytest.mark.parametrize("mark", ["\t", "     "])
def test_one_number_beside_rows_with_two_is_of_no_known_column(mark: str, tmp_path: Path, reference: Reference) -> None:
    heads, labels = ("Area", "Grade", "Best in region"), documents.JOINT_AREA_REVIEW
    rows = [heads, *((label, "3", "2") for label in labels[:-1]), (labels[-1], "", "4")]
    text = "\n".join(mark.join(row) for row in rows)
    extraction = read(f"{REVIEW}Grades\n\n{text}\n", tmp_path, reference)
    assert labels[-1] not in {observation.judgement for observation in extraction.observations}


def test_a_row_with_a_cell_too_many_is_not_read(tmp_path: Path, reference: Reference) -> None:
    rows = [("Judgement", "Aim", "March 2023"), *zip(LABELS, TARGETS, GRADES, strict=True)]
    rows[4] = (LABELS[3], "", TARGETS[3], GRADES[3])  # type: ignore[assignment]
    text = "\n".join("\t".join(row) for row in rows)
    extraction = read(f"{REPORT}{text}\n", tmp_path, reference)
    assert originals(extraction) == [grade for number, grade in enumerate(GRADES) if number != 3]


def test_the_number_of_a_page_is_no_grade_of_the_row_above(tmp_path: Path, reference: Reference) -> None:
    rows = [f"| {label} | {number} |" for label, number in zip(documents.JOINT_AREA_REVIEW, NUMBERS, strict=True)]
    text = "\n".join([*rows[:2], f"| {documents.JOINT_AREA_REVIEW[2]} |  |", "3", "\f", *rows[3:]])
    extraction = read(f"{REVIEW}Grades\n\n{text}\n", tmp_path, reference)
    assert documents.JOINT_AREA_REVIEW[2] not in {observation.judgement for observation in extraction.observations}
    assert len(extraction.observations) >= 2


@pytest.mark.parametrize(
    "between", ["Health services ..... Good", "Inadequate \u2192 Outstanding", "Good with good features"]
)
def test_a_line_with_a_grade_ends_no_heading(between: str, tmp_path: Path, reference: Reference) -> None:
    rows = [f"{label} ..... {grade}" for label, grade in zip(LABELS, GRADES, strict=True)]
    text = "\n".join(["Previous inspection, November 2018", "", *rows[:2], between, *rows[2:]])
    assert originals(read(f"{REPORT}{text}\n", tmp_path, reference)) == []


@pytest.mark.parametrize("last", ["", "Good"])
def test_of_numbers_between_labels_whose_last_has_none_none_is_read(
    last: str, tmp_path: Path, reference: Reference
) -> None:
    """Each may be that of the label above it, or of the label below it."""
    *labels, end = documents.JOINT_AREA_REVIEW
    text = "\n".join(f"{label}\n{number}" for label, number in zip(labels, NUMBERS, strict=False))
    extraction = read(f"{REVIEW}Grades\n\n{text}\n{end}\n{last}\n", tmp_path, reference)
    assert len(extraction.observations) == (len(NUMBERS) if last else 0)


def test_an_empty_cell_in_front_of_a_label_leaves_the_other_unread(tmp_path: Path, reference: Reference) -> None:
    *labels, last = documents.JOINT_AREA_REVIEW
    rows = [*(f"| 3 | 2 | {label} |" for label in labels), f"| 4 |  | {last} |"]
    assert originals(read(f"{REVIEW}Grades\n\n" + "\n".join(rows) + "\n", tmp_path, reference)) == []


@pytest.mark.parametrize("above", ["The inspectors gave these grades:", "Table 2: grades"])
def test_a_line_that_introduces_grades_heads_numbers(above: str, tmp_path: Path, reference: Reference) -> None:
    head = (
        "Rutland County Council\nReport to: Cabinet, 8 April 2008\nOutcome of the joint area review\n\n"
        "The report of the joint area review was published on 4 March 2008.\n\n"
    )
    rows = "".join(f"{label}: {number}\n" for label, number in zip(documents.JOINT_AREA_REVIEW, NUMBERS, strict=True))
    extraction = read(f"{head}{above}\n\n{rows}", tmp_path, reference)
    assert [str(o.grade_number_original) for o in extraction.observations] == list(NUMBERS)
    assert originals(read(f"{head}Grades 2\n{rows}", tmp_path, reference)) == []  # an entry of the contents


def test_the_year_of_an_assessment_is_not_that_of_the_papers_own_line(tmp_path: Path, reference: Reference) -> None:
    text = (
        "Rutland County Council\nReport to Scrutiny Committee, 14 January 2008\n\n"
        "Annual performance assessment 2007\n\nThe assessment was published on 26 November 2007.\n\n"
        "Being healthy\t4\nStaying safe\t1\nOverall effectiveness\t3\n"
    )
    extraction = read(text, tmp_path, reference)
    assert [(o.aspect, o.grade_number_original) for o in extraction.observations] == [
        ("being_healthy", 4),
        ("staying_safe", 1),
        ("overall", 3),
    ]


def test_one_grade_beside_rows_that_end_in_two_is_of_no_known_column(tmp_path: Path, reference: Reference) -> None:
    """As a page prints them, with one space between the cells."""
    rows = [f"{label} {grade} Inadequate" for label, grade in zip(LABELS, GRADES, strict=True)]
    rows[1] = f"{LABELS[1]} Inadequate"
    extraction = read(f"{REPORT}" + "\n".join(rows) + "\n", tmp_path, reference)
    assert originals(extraction) == []
    assert "no head says which of them this one is" in extraction.source.message


def test_a_row_that_is_dated_otherwise_is_of_another_inspection(tmp_path: Path, reference: Reference) -> None:
    dates = ("March 2023", "November 2018", *["March 2023"] * 3)
    extraction = read(PAPER + table(("Judgement", "Grade", "Date"), GRADES, dates), tmp_path, reference)
    assert originals(extraction) == [grade for number, grade in enumerate(GRADES) if number != 1]
