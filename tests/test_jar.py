"""Joint area reviews: the key, the table of numbers and the sentences; the bar of words proves nothing."""

import pytest

from loaders.reading.parsers import jar
from loaders.record.errors import SourceRefused
from loaders.record.model import GradedLine
from loaders.record.reference import Reference
from tests import documents
from tests.documents import parsed

ASPECTS = [
    ("safeguarding", "overall"),
    ("looked_after_children", "overall"),
    ("disabilities", "overall"),
    ("whole_service", "leadership"),
    ("whole_service", "capacity_for_improvement"),
]


def tables(lines: list[GradedLine]) -> list[tuple[str, str, str, int | None]]:
    return [(line.label, line.grade_text, line.words, line.number) for line in lines if line.place == "table"]


def test_numbers_are_read_by_the_key_of_the_review_where_4_is_best(reference: Reference) -> None:
    lines = parsed(documents.joint_area_review(numbers="43213"), "jar", reference)
    assert tables(lines) == [
        ("Safeguarding", "4", "outstanding", 4),
        ("Looked after children", "3", "good", 3),
        ("Learning difficulties and/or disabilities", "2", "adequate", 2),
        ("Service management", "1", "inadequate", 1),
        ("Capacity to improve", "3", "good", 3),
    ]
    assert [(line.service, line.aspect) for line in lines] == ASPECTS


def test_the_locator_names_the_line_of_the_table(reference: Reference) -> None:
    text = documents.joint_area_review()
    first = parsed(text, "jar", reference)[0]
    assert first.locator == f"line {text.split(chr(10)).index('Safeguarding' + chr(9) + '3') + 1}, Grades"


def test_the_numbers_of_the_contents_are_no_grades(reference: Reference) -> None:
    text = documents.joint_area_review()
    assert "\t1.\tSafeguarding\t6" in text
    assert len(parsed(text, "jar", reference)) == 5


def test_the_table_may_end_the_document(reference: Reference) -> None:
    text = documents.joint_area_review()
    last = "Capacity to improve\t3"
    lines = parsed(text[: text.index(last) + len(last)], "jar", reference)
    assert tables(lines)[-1] == ("Capacity to improve", "3", "good", 3)


def test_a_line_like_a_row_far_below_the_key_is_no_row_of_its_table(reference: Reference) -> None:
    near, far = "Words.\n" * 150, "Words.\n" * 250
    assert (
        len(parsed(documents.joint_area_review(numbers="", body=f"{near}Service management\t1"), "jar", reference)) == 1
    )
    assert (
        len(parsed(documents.joint_area_review(numbers="", body=f"{far}Service management\t1"), "jar", reference)) == 0
    )


def test_the_bar_of_words_with_a_cross_is_not_read(reference: Reference) -> None:
    text = documents.joint_area_review(numbers="")
    assert "Inadequate\tAdequate\tGood\t^\tOutstanding" in text
    assert parsed(text, "jar", reference) == []


@pytest.mark.parametrize(
    ("sentence", "service", "aspect"),
    [
        (
            "The contribution of local services to improving outcomes for children and young people at risk, or "
            "requiring safeguarding",
            "safeguarding",
            "overall",
        ),
        (
            "The contribution of local services to improving outcomes for looked after children and young people "
            "in Worcestershire",
            "looked_after_children",
            "overall",
        ),
        (
            "The contribution of local services to improving outcomes for children and young people with learning "
            "difficulties and/or disabilities",
            "disabilities",
            "overall",
        ),
        ("The management of services for children and young people", "whole_service", "leadership"),
        ("The management of services to children and young people", "whole_service", "leadership"),
        ("The capacity to improve further", "whole_service", "capacity_for_improvement"),
    ],
)
def test_the_sentence_of_each_section_repeats_its_grade(
    sentence: str, service: str, aspect: str, reference: Reference
) -> None:
    text = documents.joint_area_review(body=documents.sentence(sentence, "good", 36))
    (line,) = [line for line in parsed(text, "jar", reference) if line.place == "sentence"]
    assert (line.service, line.aspect, line.words, line.number) == (service, aspect, "good", None)
    assert line.locator.startswith("para 36 (line ")


def test_a_sentence_gives_the_longest_label_in_it_as_printed(reference: Reference) -> None:
    subject = "The contribution of local services to improving outcomes for looked after children and young people"
    lines = parsed(documents.joint_area_review(body=documents.sentence(subject, "good")), "jar", reference)
    assert lines[-1].label == "looked after children and young people"


@pytest.mark.parametrize(
    "statement",
    [
        "1. The last annual assessment judged the council's capacity to improve as outstanding.",
        "19. The assessment of 2007 judged the contribution of services in staying safe to be outstanding.",
        "24. Access to help is satisfactory overall.",
        "47. Support for those leaving care is adequate overall.",
        "2. The capacity of the partnership is good.",
    ],
)
def test_statements_that_are_no_grade_of_the_review_are_left_alone(statement: str, reference: Reference) -> None:
    assert len(parsed(documents.joint_area_review(body=statement), "jar", reference)) == 5


def test_a_number_on_no_scale_is_handed_on_as_printed_and_its_neighbours_stay(reference: Reference) -> None:
    lines = tables(parsed(documents.joint_area_review(numbers="35333"), "jar", reference))
    assert lines[1] == ("Looked after children", "5", "5", 5)
    assert [words for _, _, words, _ in lines] == ["good", "5", "good", "good", "good"]


@pytest.mark.parametrize(
    "key",
    [
        "4: Outstanding; 3: Good; 2: Adequate; 1: Inadequate",
        "4:outstanding;3:good;2:adequate;1:inadequate",
        "1: inadequate; 2: adequate; 3: good; 4: outstanding",
        "| 4: outstanding; 3: good; 2: adequate; 1: inadequate |",
        "4: excellent; 3: good; 2: adequate; 1: inadequate",
        "4: outstanding/excellent 3: good 2: adequate 1: inadequate",
    ],
)
def test_a_key_is_known_in_any_order_case_and_spacing(key: str, reference: Reference) -> None:
    assert len(parsed(documents.joint_area_review(key=key), "jar", reference)) == 5


@pytest.mark.parametrize(
    ("key", "printed_words"),
    [
        ("1: outstanding; 2: good; 3: adequate; 4: inadequate", "1: outstanding"),
        ("4: outstanding; 3: good; 2: satisfactory; 1: inadequate", "2: satisfactory"),
        ("5: outstanding; 3: good; 2: adequate; 1: inadequate", "5: outstanding"),
        ("4: outstanding/good 3: good 2: adequate 1: inadequate", "4: good"),
    ],
)
def test_a_key_that_contradicts_the_scale_refuses_the_review(
    key: str, printed_words: str, reference: Reference
) -> None:
    with pytest.raises(SourceRefused) as refused:
        parsed(documents.joint_area_review(key=key), "jar", reference)
    assert str(refused.value) == f'the key to the grades prints "{printed_words}"; wanted 1 to 4, where 4 is best'


def test_the_numbers_of_a_review_are_read_without_the_key_to_them(reference: Reference) -> None:
    with_key = parsed(documents.joint_area_review(), "jar", reference)
    without = parsed(documents.joint_area_review(key=""), "jar", reference)
    assert [(line.label, line.number) for line in without] == [(line.label, line.number) for line in with_key] != []


def test_a_second_table_of_grades_on_the_page_takes_nothing_from_the_first(reference: Reference) -> None:
    again = "What was seen. " * 150 + "\n\nGrades\n\nSafeguarding\t3\n"
    (alone, both) = (tables(parsed(documents.joint_area_review(body=body), "jar", reference)) for body in ("", again))
    assert len(alone) == 5
    assert both == alone + alone[:1]


def test_an_annex_counts_only_where_it_is_the_corporate_assessments_chapter(reference: Reference) -> None:
    subject = "The contribution of local services to improving outcomes for looked after children and young people"

    def said(heading: str) -> list[str]:
        text = documents.joint_area_review(body=f"{heading}\n\n{documents.sentence(subject, 'good', 3)}")
        return [line.label for line in parsed(text, "jar", reference) if line.place == "sentence"]

    assert said("Annex B: Corporate assessment achievement \u2013 children and young people") == [
        "looked after children and young people"
    ]
    assert said("Annex A: The annual performance assessment letter") == []


ROWS = "Safeguarding\t3\nLooked after children\t2\nService management\t3\n"


@pytest.mark.parametrize(
    ("above", "message"),
    [
        (
            "What they found\n",
            'they stand under no heading "Grades", column or key that says what they are: Safeguarding',
        ),
        (
            "Annual performance assessment\n\nGrades\n",
            "they stand behind the heading of an annex or of another assessment",
        ),
    ],
)
def test_rows_of_figures_that_are_not_known_to_be_the_reviews_grades_are_named(
    above: str, message: str, reference: Reference
) -> None:
    document = documents.as_document(
        f"Joint area review\n\nRutland Children's Services Authority Area\n\n{above}{ROWS}"
    )
    framework = reference.frameworks["jar"]
    grades = jar.parse(document, framework, reference.scales[framework.scale])
    assert grades.lines == []
    assert message in grades.doubts[0]


def test_a_heading_line_of_names_of_columns_alone_may_have_one_space_between_them(reference: Reference) -> None:
    text = documents.joint_area_review(numbers="").replace(
        "Local services overall", "Local services overall Council services Health services"
    )
    rows = ("Safeguarding 2 3 1", "Looked after children 3 4 2", "Service management 1 2 3")
    lines = parsed(text.replace("Health services", "\n".join(("Health services", *rows))), "jar", reference)
    assert [(line.label, line.number) for line in lines if line.place == "table"] == [
        ("Safeguarding", 2),
        ("Looked after children", 3),
        ("Service management", 1),
    ]


@pytest.mark.parametrize("row", ["Youth work\t1", "| Services for teenage parents | 4 | 3 |"])
def test_a_row_with_another_label_is_no_heading_of_those_below_it(row: str, reference: Reference) -> None:
    text = documents.joint_area_review(numbers="22222").replace("Service management", f"{row}\nService management")
    assert len(tables(parsed(text, "jar", reference))) == 5


@pytest.mark.parametrize(
    ("above", "number"),
    [
        ("The council's annual performance assessment letter came in November. The grades were as follows:", 3),
        ("Its APA came later. The following grades were awarded.", 3),
        ("APA:", 3),
        ("The table below has the grades of the annual performance assessment.", 3),
        ("The joint area review and the APA have the following grades.", 5),
        ("The annual performance assessment of that year had found the same.", 5),
    ],
)
def test_rows_that_another_assessment_is_named_above_are_not_the_reviews(
    above: str, number: int, reference: Reference
) -> None:
    table = documents.joint_area_review(numbers="22233")
    text = table.replace("Service management\t", f"\n{above}\n\nService management\t")
    assert len(tables(parsed(text, "jar", reference))) == number


def test_a_comma_may_part_a_label_and_its_number(reference: Reference) -> None:
    text = documents.joint_area_review(numbers="22222")
    assert len(tables(parsed(text.replace("\t2", ", 2"), "jar", reference))) == 5


@pytest.mark.parametrize("place", ["Contents", "Safeguarding\n\n"])
def test_a_second_table_that_gives_a_label_another_grade_takes_it_away(place: str, reference: Reference) -> None:
    table = "Summary\n\nSafeguarding\t3\nLooked after children\t2\nService management\t2\n\n"
    text = documents.joint_area_review(numbers="22222", body="Text. " * 400)
    before, after = text.split(place, 1)
    review = documents.as_document(f"{before}{table}{place}{after}")
    grades = jar.parse(review, reference.frameworks["jar"], reference.scales["four-point-4-best"])
    labels = [line.label for line in grades.lines if line.place == "table"]
    assert list(dict.fromkeys(labels)) == list(documents.JOINT_AREA_REVIEW[1:])
    assert [doubt.split(" (")[0] for doubt in grades.doubts] == ["Safeguarding has two grades"]


def test_figures_that_grow_are_page_numbers_and_contradict_nothing(reference: Reference) -> None:
    pages = "\n".join(f"{label}\t{n}" for n, label in enumerate(documents.JOINT_AREA_REVIEW[:4], 1))
    text = documents.joint_area_review(numbers="22222").replace("Contents", pages)
    assert len(tables(parsed(text, "jar", reference))) == 5


@pytest.mark.parametrize("sign", ["+", "-", "\u2013", "\u2212"])
def test_a_figure_with_a_sign_is_no_grade(sign: str, reference: Reference) -> None:
    text = documents.joint_area_review(numbers="22222").replace("Service management\t2", f"Service management\t2{sign}")
    lines = tables(parsed(text, "jar", reference))
    assert [label for label, *_ in lines] == [*documents.JOINT_AREA_REVIEW[:3], documents.JOINT_AREA_REVIEW[4]]


@pytest.mark.parametrize(
    "head", ["\tLocal services overall\tNational average", "\tNational average\tLocal services overall"]
)
def test_the_reviews_own_column_is_read_beside_one_with_any_head(head: str, reference: Reference) -> None:
    text = documents.joint_area_review(numbers="22222").replace("\tLocal services overall", head)
    is_first = head.startswith("\tLocal")
    rows = {
        f"{label}\t2": f"{label}\t{'2' if is_first else '4'}\t{'4' if is_first else '2'}"
        for label in documents.JOINT_AREA_REVIEW
    }
    for row, other in rows.items():
        text = text.replace(row, other)
    assert [words for _, _, words, _ in tables(parsed(text, "jar", reference))] == ["adequate"] * 5
