"""Reports since November 2013: the table on the front page, section headings, the overall sentence and the board."""

import pytest

from loaders.reading import wrapped_rows
from loaders.reading.parsers import front_table
from loaders.record.model import GradedLine
from loaders.record.reference import Reference
from tests import documents
from tests.documents import CARE_LEAVERS, IN_CARE, IN_CARE_AND_LEAVERS, LEADERS, PROTECTION, parsed

RI = "Requires improvement"
RI_GOOD = "Requires improvement to be good"
SIF_ASPECTS = [
    ("safeguarding", "overall"),
    ("looked_after_children", "overall"),
    ("adoption", "overall"),
    ("care_leavers", "overall"),
    ("whole_service", "leadership"),
]
LATER = "Inspection dates: 18 to 29 September 2023"
NEWEST = "Inspection dates: 6 to 10 July 2026"


def tables(lines: list[GradedLine]) -> list[tuple[str, str, str]]:
    return [(line.service, line.aspect, line.words) for line in lines if line.place == "table"]


def others(lines: list[GradedLine]) -> list[tuple[str, str, str, str, str]]:
    return [
        (line.service, line.aspect, line.words, line.place, line.locator) for line in lines if line.place != "table"
    ]


def whole_rows(page: list[documents.Fragment], reference: Reference) -> list[GradedLine]:
    """The graded lines of a page whose rows have been put on lines of their own."""
    framework = reference.frameworks["sif"]
    scale = reference.scales[framework.scale]
    document = wrapped_rows.with_rows(documents.as_document(documents.pdf(page)), framework, scale)
    return front_table.parse(document, framework, scale).lines


# --- single inspection framework


def test_a_sif_front_page_gives_each_label_as_printed_with_its_grade(reference: Reference) -> None:
    grades = dict(zip(documents.SIF, ["Inadequate", RI, "Good", "Outstanding", "Inadequate"], strict=True))
    lines = [line for line in parsed(documents.sif_pdf(grades=grades), "sif", reference) if line.place == "table"]
    assert [(line.label, line.words) for line in lines] == list(grades.items())
    assert [(line.service, line.aspect) for line in lines] == SIF_ASPECTS
    assert {(line.locator, line.number) for line in lines} == {("p. 1, judgement table", None)}


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Children’s services in Luton are good", "good"),
        ("Children’s services in Luton are outstanding", "outstanding"),
        ("Children's services in Luton require improvement to be good", "require improvement to be good"),
        ("Children’s services in Luton requires improvement to be good", "requires improvement to be good"),
        ("Children’s services are inadequate", "inadequate"),
        ("The overall judgement is requires improvement", "requires improvement"),
        ("The overall judgement is that children’s services are inadequate", "inadequate"),
        ("The overall judgement is that children’s services require improvement", "require improvement"),
        ("The overall judgement is good.", "good"),
        ("Children’s services in St. Helens require improvement to be good", "require improvement to be good"),
        ("Children’s services in the county of Durham are good", "good"),
        ("Children’s services for Luton are good", "good"),
        ("The overall judgment is that children’s services are good", "good"),
        ("The overall judgement is that children‘s services are good", "good"),
        ("Children\u00b4s services in Luton are good", "good"),
    ],
)
def test_the_overall_sentence_of_a_sif_front_page_is_its_overall_judgement(
    sentence: str, words: str, reference: Reference
) -> None:
    lines = parsed(documents.sif_pdf("Luton", overall=sentence, board=None), "sif", reference)
    assert others(lines) == [("whole_service", "overall", words, "sentence", "p. 1, sentence")]


@pytest.mark.parametrize("place", ["schools", "the north of the county", "the multi-agency safeguarding hub"])
def test_what_children_get_in_one_place_is_no_overall_judgement(place: str, reference: Reference) -> None:
    sections = [f"Children’s services in {place} are good."]
    lines = parsed(documents.sif_pdf(board=None, sections=sections), "sif", reference)
    assert [line.words for line in lines if line.place == "sentence"] == ["require improvement to be good"]


def test_an_overall_sentence_may_wrap_before_its_grade(reference: Reference) -> None:
    overall = "Children’s services in the Royal Borough of Windsor and Maidenhead require improvement to be good"
    lines = parsed(documents.sif_pdf("Windsor and Maidenhead", overall=overall, board=None), "sif", reference)
    assert [words for *_, words, _, _ in others(lines)] == ["require improvement to be good"]


def test_grades_wrapped_in_their_cells_stay_with_their_own_labels(reference: Reference) -> None:
    grades = dict(
        zip(documents.SIF, ["Requires\nImprovement", "Requires\nImprovement", "Good", "Inadequate", RI], strict=True)
    )
    assert [words for *_, words in tables(parsed(documents.sif_pdf(grades=grades), "sif", reference))] == [
        "Requires Improvement",
        "Requires Improvement",
        "Good",
        "Inadequate",
        "Requires improvement",
    ]


@pytest.mark.parametrize(
    ("above", "below", "words"),
    [
        ("Requires", "improvement", RI),
        ("Requires", "Improvement to be good", "Requires Improvement to be good"),
        ("Requires improvement", "to be good", RI_GOOD),
    ],
)
def test_a_grade_torn_apart_around_its_label_is_that_of_the_label(
    above: str, below: str, words: str, reference: Reference
) -> None:
    rows = documents.page(
        "Inspection date: 23 April – 14 May 2014",
        above,
        "1. Children who need help and protection",
        below,
        above,
        "2. Children looked after and achieving",
        "permanence",
        below,
        "2.1 Adoption performance Good",
        above,
        "2.2 Experiences and progress of care leavers",
        below,
        "3. Leadership, management and governance Inadequate",
    )
    lines = whole_rows(rows, reference)
    assert tables(lines) == [
        ("safeguarding", "overall", words),
        ("looked_after_children", "overall", words),
        ("adoption", "overall", "Good"),
        ("care_leavers", "overall", words),
        ("whole_service", "leadership", "Inadequate"),
    ]
    assert lines[1].label == "2. Children looked after and achieving permanence"


@pytest.mark.parametrize(
    "rows",
    [
        ["Good", *(line for label in documents.SIF for line in (label, RI)), "1 A note."],
        ["Inadequate", documents.SIF[0], "Good", documents.SIF[1], RI, documents.SIF[2], "and behind it, prose."],
        [*documents.SIF, "Good", "Inadequate", RI, "Good", "Good"],
        [documents.SIF[0], "Requires", "2.1 Adoption performance", "improvement"],
        [documents.SIF[0], documents.SIF[1], "Good", "Requires", "improvement"],
    ],
)
def test_grades_that_stand_beside_other_labels_than_their_own_are_not_read(
    rows: list[str], reference: Reference
) -> None:
    assert tables(whole_rows(documents.page("1", "Luton", *rows), reference)) == []


def test_a_grade_too_many_does_not_hide_the_rows_that_have_theirs_on_the_same_line(reference: Reference) -> None:
    rows = documents.page("1", "Good", *(f"{label} {RI}" for label in documents.SIF), "Good")
    assert [words for *_, words in tables(parsed(documents.pdf(rows), "sif", reference))] == [RI] * 5


def test_cells_read_line_by_line_across_the_table_give_nothing(reference: Reference) -> None:
    rows = documents.page(
        "2. Children looked after and achieving Requires",
        "permanence improvement",
        "2.1 Adoption performance Good",
    )
    assert tables(parsed(documents.pdf(rows), "sif", reference)) == [("adoption", "overall", "Good")]


def test_a_label_is_matched_by_its_words_whatever_number_it_carries(reference: Reference) -> None:
    grades = {"1. Leadership, management and governance": "Inadequate", "2.1. Adoption performance": "Good"}
    assert tables(parsed(documents.sif_pdf(grades=grades), "sif", reference)) == [
        ("whole_service", "leadership", "Inadequate"),
        ("adoption", "overall", "Good"),
    ]


def test_footnote_marks_do_not_hide_a_label_or_a_grade(reference: Reference) -> None:
    grades = {"2.1 Adoption performance2": "Good", "3. Leadership, management and governance": "Inadequate3"}
    assert tables(parsed(documents.sif_pdf(grades=grades), "sif", reference)) == [
        ("adoption", "overall", "Good"),
        ("whole_service", "leadership", "Inadequate"),
    ]


def test_not_judged_in_a_cell_is_read_as_printed(reference: Reference) -> None:
    grades = documents.graded(documents.SIF, "Good") | {"2.1 Adoption performance": "Not judged"}
    assert ("adoption", "overall", "Not judged") in tables(parsed(documents.sif_pdf(grades=grades), "sif", reference))


@pytest.mark.parametrize(
    "printed",
    [
        "The Local Safeguarding Children Board requires improvement",
        "The Local Safeguarding Children Board (LSCB) requires improvement",
        "The effectiveness of the Local Safeguarding Children Board (LSCB) requires improvement",
        "The judgement on the Local Safeguarding Children Board is that it requires improvement",
        "The LSCB requires improvement.",
        "The Barnsley Local Safeguarding Children Board requires improvement",
        "The Local Safeguarding Children Board (LSCB) in Luton requires improvement",
        "The graded judgement for the Local Safeguarding Children Board is requires improvement",
        "The graded judgment about the effectiveness of the LSCB is that it requires improvement",
        "The overall judgement is that the Local Safeguarding Children Board requires improvement",
        "The LSCB requires improvement because:",
        "The St. Helens Safeguarding Children Board requires improvement",
    ],
)
def test_the_boards_review_is_its_own_judgement(printed: str, reference: Reference) -> None:
    lines = others(parsed(documents.sif_pdf(board=printed), "sif", reference))
    assert ("lscb", "overall", "requires improvement", "sentence", "p. 4, sentence") in lines


@pytest.mark.parametrize(
    "printed",
    [
        "Training provided by the Luton Safeguarding Children Board is good.",
        "Oversight of the Luton Safeguarding Children Board is good.",
        "Governance arrangements for the LSCB are good.",
        "The LSCB website is good.",
        "An LSCB is good.",
        "Health and Wellbeing Board is good.",
    ],
)
def test_what_is_good_about_the_board_is_no_judgement_of_it(printed: str, reference: Reference) -> None:
    lines = parsed(documents.sif_pdf(board=None, sections=[printed]), "sif", reference)
    assert not any(line.service == "lscb" for line in lines)


def test_the_heading_above_the_boards_sentence_is_no_part_of_its_name(reference: Reference) -> None:
    sections = ["Executive summary", "The Camden Safeguarding Children Board is outstanding"]
    lines = parsed(documents.sif_pdf(board=None, sections=sections), "sif", reference)
    assert [line.label for line in lines if line.service == "lscb"] == ["The Camden Safeguarding Children Board"]


def test_a_label_whose_second_line_is_a_label_too_is_read_once(reference: Reference) -> None:
    grades = {"2.2 The\nexperiences and progress of care leavers": "Good"}
    lines = parsed(documents.sif_pdf(grades=grades, board=None), "sif", reference)
    assert [line.label for line in lines if line.place == "table"] == [
        "2.2 The experiences and progress of care leavers"
    ]


def test_the_number_of_the_page_above_a_heading_is_no_part_of_its_label(reference: Reference) -> None:
    lines = parsed(documents.ilacs_pdf(sections=[f"{PROTECTION}: good"]), "ilacs", reference)
    assert [(line.label, line.words) for line in lines if line.place == "heading"] == [(PROTECTION, "good")]


def test_a_section_heading_repeats_a_grade_on_the_line_below_its_label(reference: Reference) -> None:
    sections = ["Leadership, management and governance", "Requires improvement", "40. Why that is."]
    lines = parsed(documents.sif_pdf(board=None, sections=sections), "sif", reference)
    assert others(lines)[1:] == [
        ("whole_service", "leadership", "Requires improvement", "heading", "p. 3, section heading")
    ]


@pytest.mark.parametrize(
    ("printed", "is_read"),
    [
        (f"The experiences and progress of {documents.SIF[0][3:].lower()} Good", True),
        (f"The experiences and progress of {documents.SIF[0][3:].lower()}: Good", False),
        (f"• The experiences and progress of {documents.SIF[0][3:].lower()} Good", False),
        (f"{documents.SIF[0]} Good", False),
    ],
)
def test_a_section_heading_in_full_may_have_its_grade_on_the_same_line(
    printed: str, is_read: bool, reference: Reference
) -> None:
    lines = parsed(documents.sif_pdf(board=None, sections=[printed, "Summary"]), "sif", reference)
    assert [(line.words, line.locator) for line in lines if line.place == "heading"] == (
        [("Good", "p. 3, section heading")] if is_read else []
    )


def test_the_front_page_is_that_of_the_title_behind_a_cover(reference: Reference) -> None:
    cover = documents.page("Ofsted", "A report to members")
    front = documents.page("1", documents.SIF_TITLE, "Luton", *(f"{label} Good" for label in documents.SIF))
    lines = parsed(documents.pdf(cover, cover, front), "sif", reference)
    assert [line.locator for line in lines] == ["p. 3, judgement table"] * 5


@pytest.mark.parametrize(
    ("sentence", "service", "words"),
    [
        ("The graded judgement for adoption performance is that it is good", "adoption", "good"),
        ("The graded judgment for adoption performance is good", "adoption", "good"),
        ("The graded judgement on adoption performance is: good", "adoption", "good"),
        ("The graded judgement for the experiences and progress of care leavers is good", "care_leavers", "good"),
        (
            "The graded judgement about the experience and progress of care leavers is that it requires improvement",
            "care_leavers",
            "requires improvement",
        ),
    ],
)
def test_the_graded_judgement_of_a_part_is_read_in_the_body(
    sentence: str, service: str, words: str, reference: Reference
) -> None:
    sections = [*documents.wrap(sentence, 70), "79. Why that is."]
    lines = parsed(documents.sif_pdf(board=None, sections=sections), "sif", reference)
    assert others(lines)[1:] == [(service, "overall", words, "sentence", "p. 3, sentence")]


@pytest.mark.parametrize(
    "listed",
    [
        "• Children who need help and protection: inadequate",
        "Children who need help and protection: good",
        "• The last inspection of safeguarding was in June 2012. The local authority was judged to be good.",
        "• Leadership, management and governance was inadequate.",
    ],
)
def test_a_list_of_earlier_grades_is_not_taken_for_this_reports(listed: str, reference: Reference) -> None:
    for front, body in (([listed], []), ([], [listed])):
        content = documents.sif_pdf(board=None, before_table=front, sections=body)
        plain = parsed(documents.sif_pdf(board=None), "sif", reference)
        assert parsed(content, "sif", reference) == plain


def test_a_report_can_contradict_itself_and_both_readings_come_out(reference: Reference) -> None:
    sections = ["The graded judgement for adoption performance is that it is good"]
    lines = parsed(documents.sif_pdf(sections=sections), "sif", reference)
    assert [(line.words, line.place) for line in lines if line.service == "adoption"] == [
        ("Requires improvement", "table"),
        ("good", "sentence"),
    ]


# --- ILACS


def test_four_lines_before_2023(reference: Reference) -> None:
    assert tables(parsed(documents.ilacs_pdf(), "ilacs", reference)) == [
        ("whole_service", "leadership", "Good"),
        ("safeguarding", "overall", "Good"),
        ("looked_after_children", "overall", "Good"),
        ("whole_service", "overall", "Good"),
    ]


def test_five_lines_from_2023_with_care_leavers_on_their_own(reference: Reference) -> None:
    cells = ["Outstanding", "Requires improvement\nto be good", "Inadequate", "Good", "Good"]
    grades = dict(zip(documents.ILACS_2023, cells, strict=True))
    lines = parsed(documents.ilacs_pdf(grades=grades, dates=LATER), "ilacs", reference)
    assert tables(lines) == [
        ("whole_service", "leadership", "Outstanding"),
        ("safeguarding", "overall", RI_GOOD),
        ("looked_after_children", "overall", "Inadequate"),
        ("care_leavers", "overall", "Good"),
        ("whole_service", "overall", "Good"),
    ]
    assert [line.label for line in lines] == list(documents.ILACS_2023)


def test_four_lines_from_april_2026_without_an_overall(reference: Reference) -> None:
    content = documents.ilacs_pdf(grades=documents.graded(documents.ILACS_2026, "Good"), dates=NEWEST)
    assert tables(parsed(content, "ilacs", reference)) == [
        ("whole_service", "leadership", "Good"),
        ("safeguarding", "overall", "Good"),
        ("looked_after_children", "overall", "Good"),
        ("care_leavers", "overall", "Good"),
    ]


@pytest.mark.parametrize(
    "first_paragraph",
    [
        ["Overall effectiveness was judged to be inadequate in 2023."],
        ["Since 2023, when services were inadequate for", "overall effectiveness", "Inadequate"],
        ["Overall effectiveness Inadequate", "was what the last report printed."],
        ["Overall effectiveness: inadequate"],
    ],
)
def test_an_earlier_overall_in_the_first_paragraph_of_2026_is_not_given_to_this_inspection(
    first_paragraph: list[str], reference: Reference
) -> None:
    content = documents.ilacs_pdf(
        grades=documents.graded(documents.ILACS_2026, "Good"), dates=NEWEST, first_paragraph=first_paragraph
    )
    lines = parsed(content, "ilacs", reference)
    assert len(lines) == 4
    assert not any((line.service, line.aspect) == ("whole_service", "overall") for line in lines)


@pytest.mark.parametrize(("day", "count"), [("31 March 2026", 5), ("1 April 2026", 4)])
def test_the_day_of_the_visit_decides_whether_there_is_an_overall(day: str, count: int, reference: Reference) -> None:
    content = documents.ilacs_pdf(
        grades=documents.graded(documents.ILACS_2023, "Good"), dates=f"Inspection dates: {day}"
    )
    assert len(parsed(content, "ilacs", reference)) == count


def test_the_label_of_children_in_care_is_that_of_its_years(reference: Reference) -> None:
    both = {IN_CARE_AND_LEAVERS: "Good", IN_CARE: "Inadequate"}
    earlier = parsed(
        documents.ilacs_pdf(grades=both, dates="Inspection dates: 5 to 9 December 2022"), "ilacs", reference
    )
    later = parsed(documents.ilacs_pdf(grades=both, dates="Inspection dates: 9 to 13 January 2023"), "ilacs", reference)
    assert [(line.label, line.words) for line in earlier] == [(IN_CARE_AND_LEAVERS, "Good")]
    assert [(line.label, line.words) for line in later] == [(IN_CARE, "Inadequate")]


def test_the_printed_slips_of_labels_are_known(reference: Reference) -> None:
    grades = {
        "The impact of leaders on practice with children and families": "Good",
        "The experiences and progress of children care leavers": "Inadequate",
    }
    lines = parsed(documents.ilacs_pdf(grades=grades, dates=LATER), "ilacs", reference)
    assert [(line.service, line.aspect, line.label) for line in lines] == [
        ("whole_service", "leadership", "The impact of leaders on practice with children and families"),
        ("care_leavers", "overall", "The experiences and progress of children care leavers"),
    ]


def test_an_ilacs_section_heading_has_its_grade_behind_a_colon(reference: Reference) -> None:
    sections = [*documents.wrap(f"{PROTECTION}: requires improvement to be good", 60), "1. Why that is."]
    lines = parsed(documents.ilacs_pdf(sections=sections), "ilacs", reference)
    assert others(lines) == [
        ("safeguarding", "overall", "requires improvement to be good", "heading", "p. 3, section heading")
    ]


@pytest.mark.parametrize(
    "printed",
    [
        f"{PROTECTION} Good enough",
        f"{PROTECTION} are good.",
        f"In 2019, {PROTECTION.lower()}: good",
        f"{LEADERS} Satisfactory",
        f"{CARE_LEAVERS} Goods",
        f"{CARE_LEAVERS} Grade 2",
    ],
)
def test_words_that_only_resemble_a_grade_give_none(printed: str, reference: Reference) -> None:
    for content in (
        documents.ilacs_pdf(grades={}, dates=LATER, first_paragraph=[printed]),
        documents.ilacs_pdf(grades={}, dates=LATER, sections=[printed]),
    ):
        assert parsed(content, "ilacs", reference) == []


# --- lists with colons

TITLE = "Inspection of services for children in need of help and protection, children looked after and care leavers"
HEAD = f"{TITLE}\nLuton Borough Council\nInspection dates: 3 to 26 March 2015\nReport published: 22 May 2015\n"
LIST = "".join(f"{label}: {'requires improvement' if n else 'good'}\n" for n, label in enumerate(documents.SIF))


@pytest.mark.parametrize("above", ["", "Children's services in Luton require improvement to be good\n"])
def test_a_whole_list_with_colons_is_a_table(above: str, reference: Reference) -> None:
    lines = parsed(f"{HEAD}{above}{LIST}", "sif", reference)
    assert tables(lines) == [(*pair, "requires improvement" if n else "good") for n, pair in enumerate(SIF_ASPECTS)]
    assert lines[-1].locator.endswith("judgement table")


@pytest.mark.parametrize(
    "rows",
    [
        LIST.split("\n", 1)[1],
        f"{LIST}{LIST}",
        LIST.replace("Adoption", "Some other words stand between two of them.\nAdoption"),
        f"At the last inspection:\n{LIST}",
        f"What the council expected to get from it\n{LIST}",
        f"In 2012 the judgements were:\n{LIST}",
    ],
)
def test_a_list_that_is_not_whole_or_not_this_inspections_is_not_read(rows: str, reference: Reference) -> None:
    assert tables(parsed(f"{HEAD}{rows}", "sif", reference)) == []


# --- grades that stand as sentences

SENTENCES = (
    f"{LEADERS} is judged to be good.\n\n{PROTECTION} are inadequate.\n\n{IN_CARE} require improvement to be good.\n\n"
    f"{CARE_LEAVERS} are judged as good.\n\nOverall effectiveness is judged to be inadequate.\n"
)
REPORT = (
    "Inspection of Rutland local authority children's services\nInspection dates: 6 to 17 March 2023\n"
    "Lead inspector: A Person\n"
)


def stated(text: str, reference: Reference) -> list[str]:
    return [line.words.lower() for line in parsed(text, "ilacs", reference)]


@pytest.mark.parametrize("verb", ["judged to be good", "judged as good", "judged good"])
def test_sentences_give_the_grades_where_each_judgement_has_one(verb: str, reference: Reference) -> None:
    assert stated(REPORT + SENTENCES.replace("judged to be good", verb), reference) == [
        "good", "inadequate", "require improvement to be good", "good", "inadequate",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        REPORT + SENTENCES.replace("Overall effectiveness is judged to be inadequate.\n", ""),
        f"{REPORT}{SENTENCES}\n{LEADERS} is judged to be inadequate.\n",
        f"{REPORT}At the last inspection, in 2019:\n\n{SENTENCES}",
        f"{REPORT}Nottingham City Council:\n\n{SENTENCES}",
        REPORT + SENTENCES.replace("judged to be good", "judged to be good at most"),
    ],
)
def test_sentences_give_none_where_one_is_missing_or_twice_or_they_are_of_others(
    text: str, reference: Reference
) -> None:
    assert "good" not in stated(text, reference)
