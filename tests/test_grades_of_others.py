"""Lists and cells of papers whose grades look like an inspection's, and what beside them says that they are not.

The documents are made up, a few lines each, and written in every way that text keeps a table.
"""

from pathlib import Path

import pytest

from loaders.reading.extract import extract
from loaders.record.model import Extraction
from loaders.record.reference import Reference
from tests import documents

HEAD = (
    "Inspection of Rutland local authority children's services\n\nInspection dates: 6 to 10 March 2023\n\n"
    "Lead inspector: A Person\n\n"
)
GRADES = ("Good", "Requires improvement to be good", "Good", "Outstanding", "Good")
SHORT = ("Good", "Good", "Inadequate", "Outstanding", "Good")
OTHERS = ("Inadequate", "Inadequate", "Outstanding", "Good", "Inadequate")
LABELS = documents.ILACS_2023
BODY = "The inspectors spoke with children and with those who work for them.\n\n" * 60
ROWS = "".join(f"{label}\t{grade}\n" for label, grade in zip(LABELS, GRADES, strict=True))


def read(text: str, tmp_path: Path, reference: Reference) -> Extraction:
    path = tmp_path / "paper.txt"
    path.write_text(text, "utf-8")
    return extract(path, reference)


def grades(extraction: Extraction) -> dict[str, str]:
    return {observation.judgement: observation.grade_original for observation in extraction.observations}


@pytest.mark.parametrize(
    "line",
    [
        "Source: self-evaluation, March 2023",
        "Source: peer review",
        "Source: Leeds City Council",
        "These are the grades of Leeds.",
        "All grades above are those of 2019.",
        "Grades shown are predictions.",
        "Figure 2: grades of 2019",
    ],
)
def test_a_list_is_not_read_that_the_line_below_it_gives_to_others(
    line: str, tmp_path: Path, reference: Reference
) -> None:
    extraction = read(f"{HEAD}{BODY}Judgement\tGrade\n{ROWS}\n{line}\n", tmp_path, reference)
    assert grades(extraction) == {}
    assert f'not read, since "{line.rstrip(".")}" stands below' in extraction.source.message


@pytest.mark.parametrize(
    "line",
    [
        "Source: Ofsted, March 2023",
        "Source: Rutland County Council",
        "The grades above are from the last inspection in March 2023.",
        "The grades are expected to be published in May.",
        "These grades are our best for ten years.",
        "These judgements are those of the inspectors.",
        "The judgements are explained in the framework of 2018.",
        "Figure 2: grades of 2023",
    ],
)
def test_a_line_below_a_list_may_say_that_it_is_of_the_inspection(
    line: str, tmp_path: Path, reference: Reference
) -> None:
    extraction = read(f"{HEAD}{BODY}Judgement\tGrade\n{ROWS}\n{line}\n", tmp_path, reference)
    assert grades(extraction) == dict(zip(LABELS, GRADES, strict=True))


def test_a_line_between_two_lists_is_said_of_the_second(tmp_path: Path, reference: Reference) -> None:
    others = "".join(f"{label}\t{grade}\n" for label, grade in zip(LABELS, OTHERS, strict=True))
    text = f"{HEAD}Judgement\tGrade\n{ROWS}\nThese are the grades of Leeds.\n\nJudgement\tGrade\n{others}"
    assert grades(read(text, tmp_path, reference)) == dict(zip(LABELS, GRADES, strict=True))


@pytest.mark.parametrize(
    "note",
    [
        "Correction: {label} was graded good.",
        "Update: {label} now good.",
        "Please read good for {label}.",
        "{label} has been regraded as good.",
        "Ofsted later corrected {label} to good.",
        "Note: {label} is good; the table is wrong.",
        "NB {label} is a typing error; the grade was good.",
        "{label}: this is the 2019 grade; in 2023 it was good.",
        "In the table above, {label} is that of 2019.",
        "The above grade for {label} is our own.",
    ],
)
@pytest.mark.parametrize("place", [0, 3])
def test_a_grade_is_not_read_that_a_note_on_its_label_corrects(
    note: str, place: int, tmp_path: Path, reference: Reference
) -> None:
    text = f"{HEAD}Judgement\tGrade\n{ROWS}\n{note.format(label=LABELS[place])}\n"
    remaining = [label for number, label in enumerate(LABELS) if number != place]
    assert list(grades(read(text, tmp_path, reference))) == remaining


def test_the_number_of_a_label_ends_no_sentence(tmp_path: Path, reference: Reference) -> None:
    rows = "".join(f"{label}\tGood\n" for label in documents.SIF)
    head = f"Rutland\n\n{documents.SIF_TITLE}\n\nInspection dates: 6 to 30 March 2016\n\nLead inspector: A Person\n\n"
    text = f"{head}Overall effectiveness\tGood\n{rows}\nCorrection: 2.1 Adoption performance was graded inadequate.\n"
    extraction = read(text, tmp_path, reference)
    assert len(extraction.observations) == len(documents.SIF)
    assert "adoption" not in {observation.service for observation in extraction.observations}


def test_a_note_is_found_though_its_mark_stands_far_behind_the_label(tmp_path: Path, reference: Reference) -> None:
    rows = "".join(f"{label:<90}{'Good*' if label == LABELS[-1] else 'Good'}\n" for label in LABELS)
    text = f"{HEAD}Judgement{' ' * 81}Grade\n{rows}\n* since changed to Inadequate after a complaint\n"
    assert list(grades(read(text, tmp_path, reference))) == list(LABELS[:-1])


def test_a_note_is_found_on_the_number_of_a_grade(tmp_path: Path, reference: Reference) -> None:
    head = "Joint area review\n\nRutland Children's Services Authority Area\n\nPublished: 18 November 2008\n\n"
    rows = "".join(f"{label}\t{'3*' if label == 'Safeguarding' else '2'}\n" for label in documents.JOINT_AREA_REVIEW)
    text = (
        f"{head}Grades\n\n4: outstanding; 3: good; 2: adequate; 1: inadequate\n\nJudgement\tGrade\n{rows}\n"
        "* since changed to 2 after a complaint\n"
    )
    assert list(grades(read(text, tmp_path, reference))) == list(documents.JOINT_AREA_REVIEW[1:])


def _in_columns(rows: list[tuple[str, ...]]) -> str:
    """Rows as columns that spaces part, the cells of the first broken over lines."""
    lines: list[str] = []
    for first, *others in rows:
        labels = documents.wrap(first, 26)
        cells = [cell.split("/") for cell in others]
        for number in range(max(len(labels), *map(len, cells))):
            line = [labels[number] if number < len(labels) else ""]
            line += [cell[number] if number < len(cell) else "" for cell in cells]
            lines.append("".join(f"{piece:<{30 if not n else 18}}" for n, piece in enumerate(line)).rstrip())
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("blank", range(5))
@pytest.mark.parametrize("heads", [("England", "Outcome"), ("Outcome", "Leeds City/Council")])
def test_of_wrapped_columns_one_grade_alone_is_none(
    heads: tuple[str, str], blank: int, tmp_path: Path, reference: Reference
) -> None:
    rows = [
        (label, "" if number == blank else own, other)
        for number, (label, own, other) in enumerate(zip(LABELS, SHORT, OTHERS, strict=True))
    ]
    assert grades(read(HEAD + _in_columns([("Area", *heads), *rows]), tmp_path, reference)) == {}


@pytest.mark.parametrize("blank", range(5))
def test_of_cells_on_lines_of_their_own_one_grade_alone_is_none(
    blank: int, tmp_path: Path, reference: Reference
) -> None:
    rows = [
        f"{label}\n{other}\n{'' if number == blank else own}\n"
        for number, (label, own, other) in enumerate(zip(LABELS, SHORT, OTHERS, strict=True))
    ]
    text = "\n".join([f"{HEAD}Area\nLondon\nNow\n", *rows])
    assert grades(read(text, tmp_path, reference)) == {}


@pytest.mark.parametrize("blank", ["", "-"])
def test_of_numbers_one_alone_beside_pairs_is_none(blank: str, tmp_path: Path, reference: Reference) -> None:
    head = (
        "Annual performance assessment of services for children and young people in Rutland 2007\n\n1 November 2007\n\n"
        "Grade 4: outstanding; Grade 3: good; Grade 2: adequate; Grade 1: inadequate\n\n"
    )
    labels = ("Being healthy", "Staying safe", "Enjoying and achieving", "Making a positive contribution")
    rows = [(label, blank if label == "Staying safe" else "3", "2") for label in labels]
    assert grades(read(head + _in_columns([("", "Ofsted grade", "England"), *rows]), tmp_path, reference)) == {}


@pytest.mark.parametrize("rest", ["(previous)", "last time", "Inadequate", "overall"])
@pytest.mark.parametrize("place", range(5))
def test_a_grade_is_none_that_goes_on_below_in_its_cell(
    rest: str, place: int, tmp_path: Path, reference: Reference
) -> None:
    rows = [
        (label, f"{grade}/{rest}" if number == place else grade)
        for number, (label, grade) in enumerate(zip(LABELS, SHORT, strict=True))
    ]
    text = HEAD + _in_columns([("Judgement", "Grade"), *rows])
    assert LABELS[place] not in grades(read(text, tmp_path, reference))


def test_a_grade_that_ends_below_in_its_cell_is_whole(tmp_path: Path, reference: Reference) -> None:
    broken = [grade.replace("improvement to be", "/improvement to be/") for grade in GRADES]
    text = HEAD + _in_columns([("Judgement", "Grade"), *zip(LABELS, broken, strict=True)])
    assert grades(read(text, tmp_path, reference)) == dict(zip(LABELS, GRADES, strict=True))


def test_what_one_of_two_differing_lists_has_alone_is_not_read(tmp_path: Path, reference: Reference) -> None:
    first = "".join(f"{label}\t{grade}\n" for label, grade in zip(LABELS[:4], SHORT, strict=False))
    second = "".join(f"{label}\t{grade}\n" for label, grade in zip(LABELS, OTHERS, strict=True))
    text = f"{HEAD}Judgement\tGrade\n{first}\nThe judgements\n\nJudgement\tGrade\n{second}"
    extraction = read(text, tmp_path, reference)
    assert grades(extraction) == {}
    assert "they stand in lists that differ in other grades: Overall effectiveness" in extraction.source.message


@pytest.mark.parametrize("heading", ["Appendix B: earlier outcomes", "Appendix B: grades in Leeds", "Table 2: targets"])
def test_a_numbered_heading_is_one(heading: str, tmp_path: Path, reference: Reference) -> None:
    blocks = documents.two_blocks()
    text = documents.slac("Rutland", blocks=blocks).partition("Record of main findings")[0]
    rows = "\n".join(documents.findings({title: row}, title="") for title, row in blocks.items())
    assert grades(read(f"{text}\n\n{heading}\n\nJudgement\tGrade\n{rows}\n", tmp_path, reference)) == {}


def test_a_word_of_the_title_heads_no_column_of_the_council(tmp_path: Path, reference: Reference) -> None:
    rows = "".join(f"{label}\t{grade}\t{other}\n" for label, grade, other in zip(LABELS, GRADES, OTHERS, strict=True))
    head = HEAD.replace("Rutland", "London Borough of Merton")
    extraction = read(f"{head}Area\tCurrent grade\tLondon\n{rows}".replace("\tGood\tInadequate", "\t\tInadequate", 1),
                      tmp_path, reference)  # fmt: skip
    assert grades(extraction) == dict(zip(LABELS[1:], GRADES[1:], strict=True))
