"""Texts whose lines are not those of the report: filled, drawn, lettered, ended by other signs, grade in front.

The documents are made up; each has the same four rows, and each row has to come out with its own grade.
"""

import textwrap
from pathlib import Path

import pytest

from loaders.reading.extract import extract
from loaders.reading.readers import text
from loaders.record.model import Extraction
from loaders.record.reference import Reference

HEAD = "Inspection of Stoke-on-Trent local authority children's services\nInspection dates: 6 to 17 March 2023\n"
ROWS = (
    ("The experiences and progress of children who need help and protection", "Requires improvement to be good"),
    ("The experiences and progress of children in care", "Inadequate"),
    ("The experiences and progress of care leavers", "Outstanding"),
    ("Overall effectiveness", "Good"),
)
GRADES = ["requires_improvement_or_adequate", "inadequate", "outstanding", "good"]
WIDEST = max(len(label) for label, _ in ROWS)


def read(content: str, tmp_path: Path, reference: Reference) -> Extraction:
    path = tmp_path / "report.txt"
    path.write_bytes(content.encode())
    return extract(path, reference)


def drawn() -> str:
    rule = "\u2500" * (WIDEST + 40)
    rows = "".join(f"\u2502 {label:<{WIDEST}} \u2502 {grade:<32} \u2502\n" for label, grade in ROWS)
    return f"\u250c{rule}\u2510\n{rows}\u2514{rule}\u2518\n"


LINES = [*HEAD.split("\n")[:-1], *(f"{label} {grade}" for label, grade in ROWS)]


@pytest.mark.parametrize(
    "content",
    [
        textwrap.fill(" ".join(LINES), 72),
        textwrap.fill(" ".join(LINES), 100),
        HEAD + "\n" + textwrap.fill(" ".join(LINES[2:]), 80),
        "\u2028".join(LINES),
        "\u0085".join(LINES),
        HEAD + "\n\f".join(LINES[2:]),
        HEAD + drawn(),
        HEAD + "".join(f"({letter}) {label}: {grade}\n" for letter, (label, grade) in zip("abcd", ROWS, strict=True)),
        HEAD + "".join(f"{n}. {row[0]}: {row[1]}\n" for n, row in zip(("i", "ii", "iii", "iv"), ROWS, strict=True)),
        HEAD + "".join(f"{grade}: {label}\n" for label, grade in ROWS),
        HEAD + "".join(f"{grade} \u2013 {label}\n" for label, grade in ROWS),
    ],
    ids=["72", "100", "a paragraph", "separators", "next lines", "feeds", "drawn", "letters", "Roman", "colon", "dash"],
)  # fmt: skip
def test_each_label_has_its_own_grade(content: str, tmp_path: Path, reference: Reference) -> None:
    extraction = read(content, tmp_path, reference)
    by_label = {observation.judgement: observation.grade for observation in extraction.observations}
    assert [by_label.get(label) for label, _ in ROWS] == GRADES


def test_a_filled_text_in_which_a_grade_is_lost_gives_no_other_to_its_label(
    tmp_path: Path, reference: Reference
) -> None:
    lost = " ".join(LINES).replace("care Inadequate", "care")
    extraction = read(textwrap.fill(lost, 72), tmp_path, reference)
    grades = {(observation.service, observation.grade) for observation in extraction.observations}
    assert grades <= {("safeguarding", "requires_improvement_or_adequate")}  # a line of its own, by chance


def test_sentences_that_are_filled_stay_prose(tmp_path: Path, reference: Reference) -> None:
    prose = (
        "Since the last visit the experiences and progress of children in care have become good. Leaders say that "
        "overall effectiveness is not inadequate, and the experiences and progress of care leavers are outstanding "
        "in places, which inspectors did not see."
    )
    rows = "".join(f"{label}\t{grade}\n" for label, grade in ROWS)
    alone = read(HEAD + rows, tmp_path, reference)
    with_prose = read(f"{HEAD}{rows}\n{textwrap.fill(prose, 70)}\n", tmp_path, reference)
    assert [o.grade for o in with_prose.observations] == [o.grade for o in alone.observations]


def test_the_line_of_a_row_is_still_its_own_below_a_form_feed(tmp_path: Path, reference: Reference) -> None:
    extraction = read(HEAD + "\n\f".join(LINES[2:]), tmp_path, reference)
    assert sorted(o.locator.split(",")[0] for o in extraction.observations) == ["line 3", "line 4", "line 5", "line 6"]
    assert text.tidy("a\n\fb\fc\x0bd") == "a\nb\nc\nd"
