"""Sentences that correct a grade, in footnotes, below the table or on another page; and prose that corrects none.

The documents are made up, a few lines each.
"""

import time
from pathlib import Path

import pytest

from loaders.reading.extract import extract
from loaders.record.model import Extraction
from loaders.record.reference import Reference
from tests import documents

HEAD = (
    "Inspection of Rutland local authority children's services\n\nInspection dates: 6 to 10 March 2023\n\n"
    "Lead inspector: A Person\n\nJudgement\tGrade\n"
)
GRADES = ("Good", "Requires improvement to be good", "Good", "Outstanding", "Good")
ROWS = "".join(f"{label}\t{grade}\n" for label, grade in zip(documents.ILACS_2023, GRADES, strict=True))
BLOCK = "Overall effectiveness\tGood\nCapacity for improvement\tGood\n"


def read(text: str, tmp_path: Path, reference: Reference) -> Extraction:
    path = tmp_path / "paper.txt"
    path.write_text(text, "utf-8")
    return extract(path, reference)


def labels(extraction: Extraction) -> list[str]:
    return [observation.judgement for observation in extraction.observations]


@pytest.mark.parametrize(
    ("sentence", "corrected"),
    [
        ("On page 1 the grade for care leavers was given as outstanding. It should have read good.", {3}),
        ("The grade for the experiences and progress of care leavers on page 1 should read good.", {3}),
        ("On the front page of this report the grade for the experiences and progress of\ncare leavers was incorrectly "
         "shown as outstanding; the grade is good.", {3}),
        ("Please note: the help and protection grade should be inadequate.", {1}),
        ("The judgement on care leavers was misprinted, and is good.", {3}),
        ("We regret that overall effectiveness was printed as good. The right grade is inadequate.", {4}),
        ("After a review the judgement on children in care was changed to requires improvement to be good.", {2}),
        ("Errata\n\nCare leavers: for \u201cOutstanding\u201d read \u201cGood\u201d.", {3}),
        # Which of them, none can tell: each but those that are as the sentence wants them, or those of which it speaks.
        ("The second grade in the table should read inadequate.", {0, 1, 2, 3, 4}),
        ("One of the grades was wrongly printed. It should read good.", {0, 1, 2, 3, 4}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("between", ["\n", "\f", "\n\n"])
def test_no_grade_is_read_that_a_sentence_corrects(
    sentence: str, corrected: set[int], between: str, tmp_path: Path, reference: Reference
) -> None:
    extraction = read(f"{HEAD}{ROWS}{between}{sentence}\n", tmp_path, reference)
    assert labels(extraction) == [label for n, label in enumerate(documents.ILACS_2023) if n not in corrected]
    assert 'not read, since the paper says "' in extraction.source.message


@pytest.mark.parametrize(
    "sentence",
    [
        "Some care leavers should have been given good advice earlier. Visits were wrongly filed, and that is good.",
        "Some decisions are recorded incorrectly, and the rationale for the judgements of workers is not always good.",
        "Managers made the correct judgement in most cases, and practice for care leavers is outstanding.",
        "The quality of plans should be good for every child in care. Grades of risk should be clear.",
        "Correction: the dates of the inspection should read 6 to 10 March 2023 and not 7 to 11 March 2023.",
        "Amended on 3 June 2023 to correct the name of the director.",
    ],
)
def test_prose_corrects_no_grade(sentence: str, tmp_path: Path, reference: Reference) -> None:
    extraction = read(f"{HEAD}{ROWS}\n{sentence}\n", tmp_path, reference)
    assert labels(extraction) == list(documents.ILACS_2023)
    assert extraction.source.message == ""


def test_a_correction_names_the_block_of_its_grade(tmp_path: Path, reference: Reference) -> None:
    text = (
        "Inspection of safeguarding and looked after children services\nRutland\nInspection dates: 7 - 18 March 2011\n"
        f"\nSafeguarding services\n{BLOCK}Services for looked after children\n{BLOCK}\f"
        "The grade for the overall effectiveness of safeguarding services should read adequate and not good.\n"
    )
    extraction = read(text, tmp_path, reference)
    graded = [(observation.service, observation.aspect) for observation in extraction.observations]
    assert graded == [
        ("safeguarding", "capacity_for_improvement"),
        ("looked_after_children", "overall"),
        ("looked_after_children", "capacity_for_improvement"),
    ]


def test_a_number_may_be_corrected(tmp_path: Path, reference: Reference) -> None:
    rows = "".join(f"{label}\t3\n" for label in documents.JOINT_AREA_REVIEW)
    head = "Joint area review\n\nRutland Children's Services Authority Area\n\nPublished: 4 March 2008\n\nGrades\n\n"
    extraction = read(f"{head}{rows}\nThe grade for service management should be 2.\n", tmp_path, reference)
    assert len(labels(extraction)) == len(documents.JOINT_AREA_REVIEW) - 1
    assert "Service management" not in labels(extraction)


def test_what_a_footnote_on_a_grade_corrects_is_that_grade_alone(tmp_path: Path, reference: Reference) -> None:
    note = "\u00b9 This grade was printed wrongly in the first version; the correct grade is good."
    rows = ROWS.replace("Outstanding", "Outstanding\u00b9")
    extraction = read(f"{HEAD}{rows}\n{note}\n", tmp_path, reference)
    assert labels(extraction) == [label for label in documents.ILACS_2023 if label != documents.CARE_LEAVERS]


def test_a_page_of_sentences_that_might_correct_takes_no_long_time(tmp_path: Path, reference: Reference) -> None:
    sentence = (
        "The grade of care leavers and the grade of the rating were printed, and should be judged, in the rating. "
    )
    lines = f"{'grade of care leavers ' * 15}should read\n"
    start = time.perf_counter()
    extraction = read(f"{HEAD}{ROWS}\n{sentence * 900}\n{lines * 900}\n{'. ' * 40_000}", tmp_path, reference)
    assert labels(extraction) == list(documents.ILACS_2023)
    assert time.perf_counter() - start < 10
