"""What short papers leave certain: two labels of one judgement, other scales, ticks, short words, sentences.

Each is a few lines with invented grades; every test compares all grades that are read.
"""

import pytest

from loaders.record.model import Extraction
from tests.conftest import Read
from tests.documents import CARE_LEAVERS, IN_CARE, LEADERS, PROTECTION

ILACS = "Inspection of Rutland local authority children's services\nInspection dates: 12 June 2023 to 23 June 2023\n\n"
PAPER = "Rutland County Council\nCabinet, 10 October 2023\n\n"
SIF = (
    "Rutland County Council\n"
    "Inspection of services for children in need of help and protection, children looked after and care leavers\n"
    "Inspection date: 3 June 2014 to 25 June 2014\nReport published: 8 August 2014\n\n"
)
SLAC = (
    "Inspection of safeguarding and looked after children services\nRutland County Council\n"
    "Inspection dates: 7 to 18 June 2010\nReporting inspector: A N Other\n\n"
)
REVIEW = (
    "Joint area review\nRutland Children's Services Authority Area\n"
    "Review of services for children and young people\nPublished: 4 March 2008\n\n"
)
LABELS = (LEADERS, PROTECTION, IN_CARE, CARE_LEAVERS)
PARTS = [
    "whole_service/leadership: g",
    "safeguarding/overall: r",
    "looked_after_children/overall: g",
    "care_leavers/overall: o",
]
WORDS = ("Good", "Requires improvement to be good", "Good", "Outstanding")
GRADES = ("Outstanding", "Good", "Requires improvement to be good", "Inadequate")


def grades(extraction: Extraction) -> list[str]:
    """Every graded line as "service/aspect: initial of its grade"."""
    return [f"{o.service}/{o.aspect}: {o.grade[0]}" for o in extraction.observations if o.evidence != "mention"]


def rows(between: str = "\t", words: tuple[str, ...] = WORDS) -> str:
    return "".join(f"{label}{between}{word}\n" for label, word in zip(LABELS, words, strict=True))


def ticked(mark: str, blank: str = "", bar: str = "\t", heads: tuple[str, ...] = GRADES) -> str:
    lines = [
        ("Judgement", *heads),
        *((label, *(mark if w == g else blank for g in heads)) for label, w in zip(LABELS, WORDS, strict=True)),
    ]
    return "".join(f"{bar.join(line)}\n" for line in lines)


# --- two grades for one judgement


@pytest.mark.parametrize(
    "body",
    [
        f"{rows()}Overall effectiveness\tGood\nOverall grade\tInadequate\n",
        f"Overall rating: Inadequate\n\n{rows()}Overall effectiveness\tGood\n",
        f"{rows(': ')}Overall effectiveness: Good\nOverall: Inadequate\n",
    ],
)
def test_two_labels_of_the_whole_with_two_grades_are_both_refused(body: str, read: Read) -> None:
    extraction = read(f"{ILACS}{body}")
    assert grades(extraction) == PARTS
    assert "one judgement has two labels with two grades" in extraction.source.message
    assert '"Overall effectiveness: Good" (line ' in extraction.source.message


def test_a_shortened_label_right_below_its_own_with_another_grade_refuses_both(read: Read) -> None:
    body = rows().replace("\n", "\nThe impact of leaders on practice\tInadequate\n", 1)
    extraction = read(f"{ILACS}{body}Overall effectiveness\tGood\n")
    assert grades(extraction) == [*PARTS[1:], "whole_service/overall: g"]


def test_two_headlines_with_two_grades_are_both_refused(read: Read) -> None:
    headlines = "Children's services in Rutland are good\n\nChildren's services in Rutland are inadequate\n"
    extraction = read(f"{SIF}{headlines}1. Children who need help and protection\tGood\n")
    assert grades(extraction) == ["safeguarding/overall: g"]
    assert "has two grades" in extraction.source.message


def test_two_headings_of_one_judgement_with_two_grades_are_both_refused(read: Read) -> None:
    extraction = read(f"{ILACS}{rows()}\n{PROTECTION}: good\n\nText.\n\n{PROTECTION}: inadequate\n\nText.\n")
    assert grades(extraction) == PARTS
    assert f"{PROTECTION} has two grades" in extraction.source.message


@pytest.mark.parametrize("place", ["England", "the South East", "the Black Country"])
def test_a_headline_on_a_place_that_is_no_authority_gives_no_grade(place: str, read: Read) -> None:
    extraction = read(f"{SIF}Children's services in {place} are good\n")
    assert extraction.observations == ()
    assert f'services in {place} are" names no local authority that we know' in extraction.source.message


# --- scales of other lengths


@pytest.mark.parametrize(
    "key",
    [
        "5: excellent; 4: good; 3: satisfactory; 2: weak; 1: poor",
        "Very poor (5), poor (4), adequate (3), good (2), outstanding (1)",
        "5 - well above minimum; 4 - above minimum; 3 - meets minimum; 2 - just below it; 1 - well below it",
        "3 = excellent, 2 = good, 1 = fair, 0 = poor",
        "5 is best, 1 is worst",
        "Each area is graded on a scale of 1 to 5.",
        "Each is scored from one to ten.",
        "Maximum grade: 6",
        "Grades (out of 5)",
        "Five stars is the best.",
        "Scale: Outstanding, Very good, Good, Fair, Poor",
    ],
)
def test_a_key_of_another_length_refuses_the_paper_and_is_named(key: str, read: Read) -> None:
    numbers = "Safeguarding\t2\nLooked after children\t3\nCapacity to improve\t2\n"
    extraction = read(f"{REVIEW}Grades\n{numbers}\n{key}\n")
    assert extraction.observations == ()
    assert "another scale" in extraction.source.message
    assert "wanted one of four grades" in extraction.source.message


@pytest.mark.parametrize(
    "key",
    [
        "1: good; 2: fair; 3: poor",
        "1: good; 2: adequate; 3: inadequate",
        "1: good\n2: adequate\n3: inadequate",
        "Key: 3 = strong, 2 = fair, 1 = weak",
        "1 - very good; 2 - satisfactory; 3 - unsatisfactory; 4 - very poor",
        "3 stars: excellent; 2 stars: good; 1 star: fair",
    ],
)
def test_a_key_of_three_grades_or_of_other_words_refuses_the_paper(key: str, read: Read) -> None:
    numbers = "Safeguarding\t2\nLooked after children\t3\nCapacity to improve\t2\n"
    for text in (f"{key}\n\n{numbers}", f"{numbers}\n{key}\n"):
        extraction = read(f"{REVIEW}Grades\n{text}")
        assert extraction.observations == ()
        assert "the key to the grades prints" in extraction.source.message


def test_a_key_of_three_of_the_grades_of_the_scale_refuses_nothing(read: Read) -> None:
    numbers = "Safeguarding\t2\nLooked after children\t3\nCapacity to improve\t2\n"
    assert len(read(f"{REVIEW}Grades\n4: outstanding; 3: good; 2: adequate\n\n{numbers}").observations) == len(
        numbers.splitlines()
    )


def test_a_council_that_has_ended_keeps_the_name_that_another_has_now(read: Read) -> None:
    report = (
        "Inspection of safeguarding and looked after children services\n\nDorset County Council\n\n"
        "Inspection dates: 10 - 21 January 2011\nPublished: 25 February 2011\n\n"
        "Safeguarding services in Dorset\nOverall effectiveness\tAdequate\n"
        "Services for looked after children in Dorset\nOverall effectiveness\tGood\n"
    )
    grades = {(item.authority_id, item.service, item.grade_original) for item in read(report).observations}
    assert grades == {
        ("dorset-county", "safeguarding", "Adequate"),
        ("dorset-county", "looked_after_children", "Good"),
    }
    assert not read(report.replace(" in Dorset", " in Devon")).observations


@pytest.mark.parametrize("key", ["4 is outstanding, 1 is inadequate", "1 = inadequate; 4 = outstanding", "4 = best"])
def test_a_key_that_says_the_ends_of_a_scale_the_other_way_refuses_the_report(key: str, read: Read) -> None:
    extraction = read(f"{SLAC}{key}\n\nSafeguarding services\n\nOverall effectiveness\tGrade 4\n")
    assert extraction.observations == ()
    assert f'the key to the grades says "{key}"' in extraction.source.message


@pytest.mark.parametrize(
    "text",
    [
        "4. Good progress is made.\n\n5. Outstanding work is seen.\n\n6. Good links.\n\n7. Adequate homes.\n\n",
        "Of 3 good homes, 4 outstanding ones and 5 inadequate ones nothing is said.\n",
        "The judgements are of the inspection from 1 to 5 February.\n",
        "Children say how safe they feel on a scale of 1 to 10.\n",
        "A grade 5 or above in English was reached by half.\n",
    ],
)
def test_numbers_in_prose_are_no_key(text: str, read: Read) -> None:
    key = "4: outstanding; 3: good; 2: adequate; 1: inadequate"
    extraction = read(f"{REVIEW}{key}\nSafeguarding\t2\nLooked after children\t3\nCapacity to improve\t2\n\n{text}")
    assert grades(extraction) == [
        "safeguarding/overall: r",
        "looked_after_children/overall: g",
        "whole_service/capacity_for_improvement: r",
    ]


# --- labels that say "overall" alone


@pytest.mark.parametrize("label", ["Overall", "Overall rating", "OVERALL", "Overall judgment"])
@pytest.mark.parametrize("body", ["{row}\n{rows}", "{rows}{row}\n", "{rows}\n{row}\n"])
def test_overall_alone_is_read_right_beside_all_other_rows(label: str, body: str, read: Read) -> None:
    extraction = read(ILACS + body.format(row=f"{label}\tGood", rows=rows()))
    assert sorted(grades(extraction)) == sorted([*PARTS, "whole_service/overall: g"])


@pytest.mark.parametrize(
    "body",
    [
        f"{rows()}\nServices for adults\nOverall\tGood\n",
        f"{rows()}Overall\tGood\tInadequate\n",
        f"Overall\tInadequate\n{rows()}Overall\tGood\n",
    ],
)
def test_overall_alone_is_not_read_elsewhere_or_twice_unlike(body: str, read: Read) -> None:
    assert grades(read(f"{ILACS}{body}")) == PARTS


def test_overall_alone_is_not_read_beside_some_rows(read: Read) -> None:
    extraction = read(f"{ILACS}{LEADERS}\tGood\n{PROTECTION}\tGood\nOverall\tInadequate\n")
    assert grades(extraction) == ["whole_service/leadership: g", "safeguarding/overall: g"]


# --- ticks


@pytest.mark.parametrize(
    "table",
    [
        ticked("✓"),
        ticked("✔️"),
        ticked("✅"),
        ticked("☑", "☐"),
        ticked("x"),
        ticked("[x]", "[ ]"),
        ticked("✓", "   ", "|"),
        ticked("✓", heads=GRADES[::-1]),
        "".join(f"{line.rstrip()}\n" for line in ticked("✓").split("\n")),
    ],
)
def test_a_tick_in_a_text_with_cells_gives_the_grade_that_heads_it(table: str, read: Read) -> None:
    assert grades(read(f"{ILACS}{table}")) == PARTS


@pytest.mark.parametrize(
    "table",
    [
        "\t".join(("Judgement", *GRADES)) + "\n" + rows(words=("✓",) * 4),
        ticked("✓").replace("\t\t", "\t○\t"),
        ticked("✓").replace("✓\t", "✓\t✓", 4),
    ],
)
def test_ticks_that_may_have_moved_or_mean_two_things_give_none(table: str, read: Read) -> None:
    assert set(grades(read(f"{ILACS}{table}"))) <= {"care_leavers/overall: o"}


@pytest.mark.parametrize(
    "line", ["Previous inspection", "Do you agree? Please tick.", "Which grade would you give? Tick one."]
)
def test_ticks_of_another_inspection_or_of_a_form_give_none(line: str, read: Read) -> None:
    assert grades(read(f"{ILACS}{line}\n\n{ticked('✓')}")) == []


# --- abbreviations, sentences and titles


def test_ri_is_read_beside_grades_in_words(read: Read) -> None:
    list_of_grades = rows(": ", ("Good", "RI", "Good", "Outstanding"))
    title = "ILACS inspection, 12 to 23 June 2023"
    extraction = read(f"{PAPER}{title}\n\n{list_of_grades}Overall effectiveness: RI\n")
    assert grades(extraction) == [*PARTS, "whole_service/overall: r"]
    assert [o.grade_original for o in extraction.observations if o.grade[0] == "r"] == ["RI", "RI"]


@pytest.mark.parametrize("words", [("RI",) * 4, ("JS", "RI", "Good", "Good"), ("I", "RI", "G", "O")])
def test_ri_may_be_initials_where_others_are_no_words(words: tuple[str, ...], read: Read) -> None:
    assert "safeguarding/overall: r" not in grades(read(f"{ILACS}{rows(words=words)}"))


@pytest.mark.parametrize("line", ["Responsible individual (RI)", "RI = responsible individual", "RI means risk index"])
def test_ri_is_no_grade_where_the_paper_says_what_else_it_is(line: str, read: Read) -> None:
    extraction = read(f"{ILACS}{rows(words=('Good', 'RI', 'Good', 'Good'))}\n{line}\n")
    assert "safeguarding/overall: r" not in grades(extraction)
    assert '"RI" may be no grade' in extraction.source.message


@pytest.mark.parametrize("between", [". C", "; c", ", and c", " and c"])
def test_several_sentences_on_a_line_give_a_grade_each(between: str, read: Read) -> None:
    body = f"Safeguarding services\n\nOverall effectiveness was good{between}apacity for improvement is adequate.\n"
    assert grades(read(f"{SLAC}{body}")) == ["safeguarding/overall: g", "safeguarding/capacity_for_improvement: r"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Overall effectiveness was good. It is now adequate.",
        "Overall effectiveness was good until 2009. Capacity for improvement was good.",
        "Overall effectiveness was good. Overall effectiveness is adequate.",
        "Previous inspection\n\nOverall effectiveness was good. Capacity for improvement was good.",
    ],
)
def test_sentences_that_go_on_or_are_of_another_time_give_none(sentence: str, read: Read) -> None:
    assert grades(read(f"{SLAC}Safeguarding services\n\n{sentence}\n")) == []


def test_a_sentence_in_the_past_beside_rows_gives_none(read: Read) -> None:
    assert grades(read(f"{ILACS}{rows()}\nOverall effectiveness was inadequate.\n")) == PARTS


def test_a_list_of_sentences_in_the_past_is_read_but_for_cells_of_a_table(read: Read) -> None:
    sentences = f"{rows(' was judged to be ')}Overall effectiveness was judged to be good.\n"
    assert grades(read(f"{ILACS}{sentences}")) == [*PARTS, "whole_service/overall: g"]
    assert grades(read(f"{ILACS}Judgement\tGrade\n{sentences}")) == []


@pytest.mark.parametrize(
    "title",
    ["ILACS inspection\n\n", "ILACS inspection, 12 to 23 June 2023\n", "Ofsted ILACS inspection: the outcome\n\n"],
)
def test_a_paper_may_call_the_inspection_by_its_short_name(title: str, read: Read) -> None:
    dates = "Inspection dates: 12 June 2023 to 23 June 2023\nLead inspector: A N Other\n\n"
    extraction = read(f"Rutland County Council\n\n{title}{dates}{rows()}")
    assert grades(extraction) == PARTS
    assert {observation.evidence for observation in extraction.observations} == {"secondary"}


def test_a_paper_may_speak_of_the_single_inspection(read: Read) -> None:
    labels = (
        "Children who need help and protection", "Children looked after and achieving permanence",
        "Adoption performance", "Experiences and progress of care leavers", "Leadership, management and governance",
        "Overall",
    )  # fmt: skip
    days = "Ofsted inspected services for children from 3 to 25 June 2014.\n\n"
    list_of_grades = "".join(f"{label}: Good\n" for label in labels)
    paper = "Rutland County Council\nCabinet, 10 October 2014\n\n"
    extraction = read(f"{paper}Ofsted single inspection: outcome\n\n{days}{list_of_grades}")
    assert {line.split(": ")[1] for line in grades(extraction)} == {"g"}
    assert len(extraction.observations) == len(labels)


@pytest.mark.parametrize(
    "title", ["ILACS inspection planned for 12 to 23 June 2023", "ILACS inspection readiness, 12 to 23 June 2023"]
)
def test_such_a_title_of_no_inspection_is_refused(title: str, read: Read) -> None:
    assert read(f"{PAPER}{title}\n\n{rows()}").observations == ()


def test_a_meeting_of_an_improvement_board_is_no_plan(read: Read) -> None:
    text = f"Improvement Board, 10 October 2023\n{PAPER}{ILACS}{rows()}"
    assert grades(read(text)) == PARTS
    assert read(text.replace("Board, 10", "Board plan, 10")).observations == ()


def test_a_table_with_a_label_and_a_grade_alone_at_its_ends_may_have_slipped(read: Read) -> None:
    body = f"{LEADERS}\n{PROTECTION}\tGood\n{IN_CARE}\tGood\n{CARE_LEAVERS}\tInadequate\n\tOutstanding\n"
    extraction = read(f"{ILACS}{body}")
    assert extraction.observations == ()
    assert "a grade above or below could as well be the one of" in extraction.source.message
