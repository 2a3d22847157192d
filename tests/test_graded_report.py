"""Reports of 2009 to 2013: a record of main findings, section headings and sentences, in two blocks."""

import pytest

from loaders.record.errors import SourceRefused
from loaders.record.model import GradedLine
from loaders.record.reference import Reference
from tests import documents
from tests.documents import LOOKED_AFTER_BLOCK, SAFEGUARDING_BLOCK, parsed

SLAC_LINES = {
    SAFEGUARDING_BLOCK: "overall capacity_for_improvement safe_and_feel_safe quality_of_provision health_contribution "
    "ambition leadership performance_management partnership equality",
    LOOKED_AFTER_BLOCK: "overall capacity_for_improvement being_healthy staying_safe enjoying_and_achieving "
    "positive_contribution economic_wellbeing quality_of_provision ambition leadership performance_management equality",
}


def places(lines: list[GradedLine], service: str, aspect: str = "overall") -> list[tuple[str, str, int | None, str]]:
    """(grade as printed, words, number, kind of place) of every line that grades this service and aspect."""
    return [
        (line.grade_text, line.words, line.number, line.place)
        for line in lines
        if (line.service, line.aspect) == (service, aspect)
    ]


def section(block: str, *parts: str) -> str:
    return "\n\n".join([block, *parts])


@pytest.mark.parametrize("rows", ["tab", "bar"])
def test_a_record_of_main_findings_gives_every_row_once_in_order(rows: str, reference: Reference) -> None:
    lines = parsed(documents.slac(rows=rows), "slac", reference)
    expected = [
        ("safeguarding", aspect, label)
        for aspect, label in zip(SLAC_LINES[SAFEGUARDING_BLOCK].split(), documents.SAFEGUARDING, strict=True)
    ] + [
        ("looked_after_children", aspect, label)
        for aspect, label in zip(SLAC_LINES[LOOKED_AFTER_BLOCK].split(), documents.LOOKED_AFTER, strict=True)
    ]
    assert [(line.service, line.aspect, line.label) for line in lines] == expected
    assert {(line.grade_text, line.words, line.number, line.place) for line in lines} == {
        ("Adequate", "Adequate", None, "table")
    }


def test_a_locator_gives_the_line_of_a_text(reference: Reference) -> None:
    text = documents.slac()
    lines = parsed(text, "slac", reference)
    assert len(lines) == 22
    for line in lines:
        number, what = line.locator.removeprefix("line ").split(", ")
        assert what == "Record of main findings"
        assert text.split("\n")[int(number) - 1].startswith(line.label)


def test_a_label_of_both_blocks_takes_the_grade_of_each_in_its_own_block(reference: Reference) -> None:
    blocks = {
        SAFEGUARDING_BLOCK: documents.graded(documents.SAFEGUARDING, "Adequate", leadership="Inadequate"),
        LOOKED_AFTER_BLOCK: documents.graded(documents.LOOKED_AFTER, "Adequate", leadership="Good"),
    }
    lines = parsed(documents.slac(blocks=blocks), "slac", reference)
    assert [grade for grade, *_ in places(lines, "safeguarding", "leadership")] == ["Inadequate"]
    assert [grade for grade, *_ in places(lines, "looked_after_children", "leadership")] == ["Good"]


@pytest.mark.parametrize(
    ("block", "label"), [(SAFEGUARDING_BLOCK, "Enjoying and achieving"), (LOOKED_AFTER_BLOCK, "Health agencies")]
)
def test_a_label_of_the_other_block_means_that_a_title_was_not_seen(
    block: str, label: str, reference: Reference
) -> None:
    """None of the grades there can be told whose they are; a label of neither block proves nothing."""
    lines = parsed(documents.slac(blocks={block: {"Equality and diversity": "Good", label: "Good"}}), "slac", reference)
    expected = [] if label == "Enjoying and achieving" else ["Equality and diversity"]
    assert [line.label for line in lines] == expected


def test_a_label_above_the_first_block_is_not_read(reference: Reference) -> None:
    lines = parsed(documents.slac(blocks={"": {"Overall effectiveness": "Good"}}), "slac", reference)
    assert lines == []


def test_the_second_block_goes_on_across_pages(reference: Reference) -> None:
    chosen = reference.frameworks["slac"]
    content = documents.pdf(
        documents.page("Services for looked after children", "Being healthy", "Grade 2 (Good)"),
        documents.page("Staying safe", "Grade 3 (Adequate)"),
        documents.page("Safeguarding services", "Leadership and management", "Grade 1 (Outstanding)"),
    )
    lines = parsed(content, chosen.framework, reference)
    assert [(line.service, line.aspect, line.words, line.locator) for line in lines] == [
        ("looked_after_children", "being_healthy", "Good", "p. 1, section heading"),
        ("looked_after_children", "staying_safe", "Adequate", "p. 2, section heading"),
        ("safeguarding", "leadership", "Outstanding", "p. 3, section heading"),
    ]


@pytest.mark.parametrize("rows", ["tab", "bar"])
def test_neither_the_contents_nor_the_key_to_the_grades_is_read(rows: str, reference: Reference) -> None:
    text = documents.slac(rows=rows)
    assert text.index("Contents") < text.index("Outstanding (Grade 1)") < text.index("Record of main findings")
    without_record = text[: text.index("Record of main findings")]
    assert parsed(without_record, "slac", reference) == []


def test_a_label_in_the_contents_alone_is_not_judged(reference: Reference) -> None:
    text = documents.safeguarding()
    assert "health agencies" in text
    lines = parsed(text, "safeguarding", reference)
    assert len(lines) == 9
    assert places(lines, "safeguarding", "health_contribution") == []


@pytest.mark.parametrize(
    ("heading", "grade_text"),
    [
        ("Capacity for improvement\n\nGrade 3 (Adequate)", "Grade 3 (Adequate)"),
        ("Capacity for improvement Grade 3 (Adequate)", "Grade 3 (Adequate)"),
        ("Capacity for improvement**Grade 3 (Adequate)**", "Grade 3 (Adequate)"),
        ("**Capacity for improvement**\n**Grade 3 (Adequate)**", "Grade 3 (Adequate)"),
        ("Capacity for improvement: Grade 3 (adequate)", "Grade 3 (adequate)"),
        ("Capacity For Improvement:\nGrade 3 ( Adequate )", "Grade 3 ( Adequate )"),
        ("# Capacity for improvement – Grade 3, Adequate", "Grade 3, Adequate"),
        ("Capacity for\nimprovement\nAdequate (Grade 3)", "Adequate (Grade 3)"),
        ("Capacity for improvement\nAdequate (3)", "Adequate (3)"),
        ("Capacity for improvement\n3 – Adequate", "3 – Adequate"),
    ],
)
def test_every_form_of_a_graded_heading_is_read(heading: str, grade_text: str, reference: Reference) -> None:
    text = documents.slac(body=section(SAFEGUARDING_BLOCK, heading, "Text that says why."))
    found = places(parsed(text, "slac", reference), "safeguarding", "capacity_for_improvement")
    printed, words, number, place = found[0]
    assert (printed, words.lower(), number, place) == (grade_text, "adequate", 3, "heading")
    assert found[1:] == [("Adequate", "Adequate", None, "table")]


@pytest.mark.parametrize("number", ["2", "3", "17"])
def test_a_page_number_below_a_grade_is_no_number_of_the_grade(number: str, reference: Reference) -> None:
    text = documents.slac(body=section(SAFEGUARDING_BLOCK, f"Partnership working\tAdequate\n{number}", "Text."))
    table = ("Adequate", "Adequate", None, "table")
    assert places(parsed(text, "slac", reference), "safeguarding", "partnership") == [table, table]


def test_a_number_of_the_contents_above_a_key_is_no_number_of_a_grade(reference: Reference) -> None:
    text = section(SAFEGUARDING_BLOCK, "Partnership working\t3\n\nAdequate\nwhat is asked")
    assert parsed(text, "slac", reference) == []


@pytest.mark.parametrize(
    ("subject", "service", "aspect"),
    [
        ("The overall effectiveness of safeguarding services", "safeguarding", "overall"),
        (
            "The overall effectiveness of the council and its partners in safeguarding and promoting the welfare of "
            "children and young people",
            "safeguarding",
            "overall",
        ),
        ("The capacity to improve", "safeguarding", "capacity_for_improvement"),
        ("Capacity for improvement in safeguarding", "safeguarding", "capacity_for_improvement"),
        ("The quality of provision", "safeguarding", "quality_of_provision"),
        ("Partnership working", "safeguarding", "partnership"),
        ("The overall effectiveness of services for looked after children", "looked_after_children", "overall"),
        ("The capacity for improvement", "looked_after_children", "capacity_for_improvement"),
        ("Ambition and prioritisation", "looked_after_children", "ambition"),
    ],
)
def test_a_sentence_that_opens_a_section_is_read_in_its_block(
    subject: str, service: str, aspect: str, reference: Reference
) -> None:
    block = SAFEGUARDING_BLOCK if service == "safeguarding" else LOOKED_AFTER_BLOCK
    text = documents.slac(body=section(block, documents.sentence(subject, "good")))
    assert ("good", "good", None, "sentence") in places(parsed(text, "slac", reference), service, aspect)
    other = "looked_after_children" if service == "safeguarding" else "safeguarding"
    assert not any(line.place == "sentence" for line in parsed(text, "slac", reference) if line.service == other)


@pytest.mark.parametrize(
    "paragraph",
    [
        "59. Partnership working is good at operational level.",
        "59. Partnership working is good in most places, and at times",
        "59. Although partnership work is good. It is late.",
        "59. All agree that partnership working is good.",
        "59. Partnership working is good and is getting better.",
        "Partnership working is good\nin places.",
        "Partnership working is satisfactory.",
        "Partnership working was good.",
    ],
)
def test_a_sentence_that_says_something_else_gives_no_grade(paragraph: str, reference: Reference) -> None:
    lines = parsed(documents.slac(body=section(SAFEGUARDING_BLOCK, paragraph)), "slac", reference)
    assert [line.place for line in lines if line.aspect == "partnership"] == ["table"]


def test_a_sentence_keeps_the_label_in_it_and_its_paragraph(reference: Reference) -> None:
    body = section(
        SAFEGUARDING_BLOCK, "10. First words.", documents.sentence("Ambition and prioritisation", "adequate", 39)
    )
    text = documents.safeguarding(body=body)
    (line,) = [line for line in parsed(text, "safeguarding", reference) if line.place == "sentence"]
    at = text.split("\n").index(documents.sentence("Ambition and prioritisation", "adequate", 39)) + 1
    assert (line.label, line.locator) == ("Ambition and prioritisation", f"para 39 (line {at})")


def test_a_sentence_outside_the_numbered_paragraphs_is_located_by_its_line(reference: Reference) -> None:
    paper = documents.council_paper(body=section(SAFEGUARDING_BLOCK, "Partnership working is good."))
    (line,) = [line for line in parsed(paper, "slac", reference) if line.place == "sentence"]
    at = paper.split("\n").index("Partnership working is good.") + 1
    assert line.locator == f"line {at}, sentence"


def test_one_document_can_contradict_itself_and_both_readings_come_out(reference: Reference) -> None:
    text = documents.slac(body=section(SAFEGUARDING_BLOCK, "Partnership working\n\nGrade 2 (Good)", "Text."))
    assert places(parsed(text, "slac", reference), "safeguarding", "partnership") == [
        ("Grade 2 (Good)", "Good", 2, "heading"),
        ("Adequate", "Adequate", None, "table"),
    ]


def test_a_word_on_no_scale_gives_no_line_and_takes_none_from_its_neighbours(reference: Reference) -> None:
    blocks = documents.two_blocks("Adequate", staying="Satisfactory", being="Good", enjoying="Inadequate")
    lines = parsed(documents.slac(blocks=blocks), "slac", reference)
    assert len(lines) == 21
    service = "looked_after_children"
    assert places(lines, service, "staying_safe") == []
    assert [grade for grade, *_ in places(lines, service, "being_healthy")] == ["Good"]
    assert [grade for grade, *_ in places(lines, service, "enjoying_and_achieving")] == ["Inadequate"]


def test_not_judged_is_read_as_printed(reference: Reference) -> None:
    blocks = documents.two_blocks("Adequate", being="Not judged")
    lines = parsed(documents.slac(blocks=blocks), "slac", reference)
    assert places(lines, "looked_after_children", "being_healthy") == [("Not judged", "Not judged", None, "table")]


@pytest.mark.parametrize(
    ("key", "found", "wanted"),
    [
        ([("Outstanding (Grade 4)", "best")], '"Outstanding (Grade 4)"', "it is 1"),
        ([("Good (Grade 2)", "x"), ("Adequate (Grade 2)", "y")], '"Adequate (Grade 2)"', "it is 3"),
    ],
)
def test_a_key_that_contradicts_the_scale_refuses_the_report(
    key: list[tuple[str, str]], found: str, wanted: str, reference: Reference
) -> None:
    with pytest.raises(SourceRefused) as refused:
        parsed(documents.slac(key=key), "slac", reference)
    assert found in str(refused.value)
    assert wanted in str(refused.value)


def test_a_framework_of_words_alone_is_not_held_to_the_numbers_of_a_key(reference: Reference) -> None:
    numbered = documents.child_protection(key=documents.NUMBERED_KEY, words="Good")
    assert [line.words for line in parsed(numbered, "child_protection", reference)] == ["Good"] * 4


def test_arrangements_for_the_protection_of_children_are_graded_in_words_alone(reference: Reference) -> None:
    body = "\n\n".join(
        [
            documents.sentence("The overall effectiveness of the arrangements to protect children in Devon", "good", 2),
            "The quality of practice\n\nGood",
            documents.sentence("Leadership and governance", "**good**", 50).replace(" is ", " are "),
        ]
    )
    lines = parsed(documents.child_protection(words="Good", body=body), "child_protection", reference)
    assert [(line.aspect, line.place, line.words, line.number) for line in lines] == [
        ("overall", "sentence", "good", None),
        ("quality_of_provision", "heading", "Good", None),
        ("leadership", "sentence", "good", None),
        ("overall", "table", "Good", None),
        ("outcomes", "table", "Good", None),
        ("quality_of_provision", "table", "Good", None),
        ("leadership", "table", "Good", None),
    ]


def test_the_wrapped_label_and_lower_case_word_of_a_pdf_record_are_read(reference: Reference) -> None:
    lines = parsed(documents.lac_pdf(words="inadequate"), "lac", reference)
    assert [(line.label, line.words, line.locator) for line in lines] == [
        (label, "inadequate", "p. 4, Record of main findings") for label in documents.LAC
    ]


def test_the_heading_of_a_pdf_section_gives_word_and_number(reference: Reference) -> None:
    sections = ["Outcomes for looked after children and young", "people", "Grade 3 (Adequate)", "29. Why that is."]
    lines = parsed(documents.lac_pdf(words="Adequate", sections=sections), "lac", reference)
    assert places(lines, "looked_after_children", "outcomes") == [
        ("Grade 3 (Adequate)", "Adequate", 3, "heading"),
        ("Adequate", "Adequate", None, "table"),
    ]


SENTENCES = "Overall effectiveness is adequate.\nCapacity for improvement is good.\nQuality of provision is {}.\n"


def test_a_report_that_states_each_grade_in_a_sentence_is_read_by_blocks(reference: Reference) -> None:
    text = f"{SAFEGUARDING_BLOCK}\n{SENTENCES.format('good')}{LOOKED_AFTER_BLOCK}\n{SENTENCES.format('outstanding')}"
    lines = parsed(f"Inspection of safeguarding and looked after children services\n{text}", "slac", reference)
    assert {(line.service, line.aspect): line.words for line in lines} == {
        ("safeguarding", "overall"): "adequate",
        ("safeguarding", "capacity_for_improvement"): "good",
        ("safeguarding", "quality_of_provision"): "good",
        ("looked_after_children", "overall"): "adequate",
        ("looked_after_children", "capacity_for_improvement"): "good",
        ("looked_after_children", "quality_of_provision"): "outstanding",
    }


def test_sentences_of_two_blocks_below_one_heading_are_not_read(reference: Reference) -> None:
    text = f"{SAFEGUARDING_BLOCK}\n{SENTENCES.format('good')}A corporate family\n{SENTENCES.format('outstanding')}"
    assert parsed(f"Inspection of safeguarding and looked after children services\n{text}", "slac", reference) == []


def test_one_grade_below_two_labels_is_of_neither(reference: Reference) -> None:
    text = f"{SAFEGUARDING_BLOCK}\nOverall effectiveness\nCapacity for improvement\nGood\nQuality of provision\tGood\n"
    lines = parsed(f"Inspection of safeguarding and looked after children services\n{text}", "slac", reference)
    assert [(line.aspect, line.words) for line in lines] == [("quality_of_provision", "Good")]
