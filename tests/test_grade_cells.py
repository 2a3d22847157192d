"""What stands in the cell of a grade, beside it, above its label or below its table, and what that leaves of it.

Each document is a few lines with invented grades; every test compares all grades that are read.
"""

import pytest

from loaders.record.model import Extraction
from tests.conftest import Read
from tests.documents import CARE_LEAVERS, IN_CARE, LEADERS, PROTECTION

ILACS = "Inspection of Rutland local authority children's services\nInspection dates: 12 June 2023 to 23 June 2023\n\n"
PAPER = (
    "Rutland County Council\nCabinet, 10 October 2023\n\n"
    "Outcome of the inspection of Rutland local authority children's services\n\n"
    "Ofsted inspected services for children in Rutland from 12 to 23 June 2023.\n\n"
)
SLAC = (
    "Inspection of safeguarding and looked after children services\nRutland County Council\n"
    "Inspection dates: 7 to 18 June 2010\nReporting inspector: A N Other\n\n"
)
REVIEW = (
    "Joint area review\nRutland Children's Services Authority Area\nPublished: 4 March 2008\n\nGrades\n"
    "4: outstanding; 3: good; 2: adequate; 1: inadequate\n"
)
ASSESSMENT = (
    "Annual performance assessment of services for children and young people in Rutland 2007\n\n1 November 2007\n\n"
    "Grade 4: outstanding; Grade 3: good; Grade 2: adequate; Grade 1: inadequate\n\n"
)
LABELS = (LEADERS, PROTECTION, IN_CARE, CARE_LEAVERS, "Overall effectiveness")
WORDS = ("Good", "Requires improvement to be good", "Good", "Outstanding", "Good")
WHOLE = [
    "whole_service/leadership: g",
    "safeguarding/overall: r",
    "looked_after_children/overall: g",
    "care_leavers/overall: o",
    "whole_service/overall: g",
]


def grades(extraction: Extraction) -> list[str]:
    """Every graded line as "service/aspect: initial of its grade"."""
    return [f"{o.service}/{o.aspect}: {o.grade[0]}" for o in extraction.observations if o.evidence != "mention"]


def rows(*columns: tuple[str, ...], between: str = "\t", heads: tuple[str, ...] = ()) -> str:
    lines = [*([heads] if heads else []), *zip(LABELS, *(columns or [WORDS]), strict=True)]
    return "".join(f"{between.join(line)}\n" for line in lines)


# --- more than a grade in its cell

OTHER_STATEMENTS = (
    *(f"{mark}{{g}}" for mark in (">", "> ", ">=", "\u2265", "~", "?", "was ", "not ", "target: ", "previously ")),
    *(f"{{g}}{mark}" for mark in ("?", "+", " (draft?)", " or better", " / RI", " (target)", " in part")),
    *(f"{blank} ({{g}})" for blank in ("-", "\u2013", "\u2014", "n/a", "not judged", "...")),
)


@pytest.mark.parametrize("cell", OTHER_STATEMENTS)
def test_words_with_more_in_their_cell_are_not_read(cell: str, read: Read) -> None:
    extraction = read(ILACS + rows(("Good", cell.format(g="Good"), *WORDS[2:])))
    assert grades(extraction) in ([], [WHOLE[0], *WHOLE[2:]])  # with targets it may be a plan
    assert PROTECTION in extraction.source.message or "target" in extraction.source.message


@pytest.mark.parametrize("cell", [c for c in OTHER_STATEMENTS if c != "... ({g})"])
@pytest.mark.parametrize("grade", ["3", "Good"])
def test_grades_of_a_review_with_more_in_their_cell_are_not_read(cell: str, grade: str, read: Read) -> None:
    others = "Looked after children\t3\nService management\t2\nCapacity to improve\t4\n"
    extraction = read(f"{REVIEW}Safeguarding\t{cell.format(g=grade)}\n{others}")
    parts = ["looked_after_children/overall: g", "whole_service/leadership: r"]
    assert grades(extraction) in ([], [*parts, "whole_service/capacity_for_improvement: o"])


@pytest.mark.parametrize("cell", ["n/a 3", "n/a: 3", "not graded 3", "N/A \u2013 3", "3 \u2013", "3 -", "> 3"])
def test_a_figure_beside_a_blank_is_not_read(cell: str, read: Read) -> None:
    text = f"Overall effectiveness of children's services\t3\nBeing healthy\t{cell}\nCapacity to improve\t4\n"
    assert grades(read(ASSESSMENT + text)) == ["whole_service/overall: g", "whole_service/capacity_for_improvement: o"]


@pytest.mark.parametrize(
    "cell", ["- {g}", "\u2022 {g}", "({g})", "Grade: {g}", "judged {g}", "Overall grade {g}", "=> {g}", "-> {g}"]
)
def test_marks_and_words_that_say_nothing_else_leave_a_grade(cell: str, read: Read) -> None:
    assert grades(read(ILACS + rows(tuple(cell.format(g=word) for word in WORDS)))) == WHOLE
    text = f"Safeguarding\t{cell.format(g='Good')}\nLooked after children\t{cell.format(g='Adequate')}\n"
    extraction = read(f"{REVIEW}{text}Capacity to improve\t{cell.format(g='Outstanding')}\n")
    assert grades(extraction) == [
        "safeguarding/overall: g",
        "looked_after_children/overall: r",
        "whole_service/capacity_for_improvement: o",
    ]


@pytest.mark.parametrize(("number", "is_read"), [("2", True), ("3", True), ("1", False), ("4", False), ("7", False)])
def test_a_number_beside_words_is_theirs_on_one_scale_or_the_other(number: str, is_read: bool, read: Read) -> None:
    extraction = read(ILACS + rows(("Good", f"Good ({number})", *WORDS[2:])))
    assert ("safeguarding/overall: g" in grades(extraction)) is is_read
    assert len(grades(extraction)) == len(LABELS) - (not is_read)


# --- lines above and below rows


@pytest.mark.parametrize("label", ["care leavers", "Care leavers"])
def test_the_second_line_of_a_label_that_is_none_of_ours_is_no_label(label: str, read: Read) -> None:
    text = f"Staying put, independence and\n{label}\tInadequate\n"
    extraction = read(f"{ILACS}{LEADERS}\tGood\nOverall effectiveness\tGood\n{text}")
    assert grades(extraction) == [WHOLE[0], WHOLE[4]]
    assert f'not read, since they are headed "Staying put, independence and": {label}' in extraction.source.message
    text = "Looked after children\t3\nCapacity to improve\t4\nTrading standards and\nsafeguarding\t1\n"
    extraction = read(REVIEW + text)
    assert grades(extraction) == ["looked_after_children/overall: g", "whole_service/capacity_for_improvement: o"]
    assert "the line above may begin their labels: safeguarding" in extraction.source.message


INADEQUATE = ("Inadequate",) * len(LABELS)


def test_lines_that_may_be_captions_of_the_lists_above_them_refuse_both(read: Read) -> None:
    text = f"{rows(INADEQUATE)}Grades of 2019\n{rows()}Grades of this inspection\n"
    extraction = read(ILACS + text)
    assert grades(extraction) == []
    assert 'each of the lines "Grades of 2019"; "Grades of this inspection" may be of' in extraction.source.message


def test_a_chapter_on_what_comes_next_is_no_caption(read: Read) -> None:
    text = f"The judgements were:\n{rows()}\nPrevious inspection\n{rows(INADEQUATE)}\n"
    assert grades(read(f"{ILACS}{text}What happens next\n\nThe council will make a plan.\n")) == WHOLE


def test_labels_in_small_letters_below_a_heading_are_whole(read: Read) -> None:
    assert grades(read(f"{ILACS}Ofsted's judgements\n{rows().lower()}")) == WHOLE


def test_titles_of_blocks_between_bars_are_no_captions(read: Read) -> None:
    block = "| Safeguarding services |\n| Overall effectiveness | {} |\n| Capacity for improvement | {} |\n"
    text = f"{block.format('Good', 'Good')}Grades of 2008\n{block.format('Adequate', 'Adequate')}Grades of 2010\n"
    extraction = read(SLAC + text)
    assert grades(extraction) == []
    assert 'each of the lines "Grades of 2008"; "Grades of 2010" may be of' in extraction.source.message


def test_lists_below_their_headings_are_read(read: Read) -> None:
    text = f"Grades of 2019\n{rows(INADEQUATE)}Grades of this inspection\n{rows()}"
    assert grades(read(ILACS + text)) == WHOLE


def test_a_row_in_doubt_shows_a_title_that_is_not_known(read: Read) -> None:
    first = "Safeguarding services\nOverall effectiveness\t>Good\nCapacity for improvement\t>Good\n\n"
    second = "\nOverall effectiveness\tAdequate\nCapacity for improvement\tInadequate\n"
    extraction = read(f"{SLAC}{first}Part two{second}")
    assert grades(extraction) == []
    assert 'a heading below "Safeguarding services" was not recognised' in extraction.source.message
    extraction = read(f"{SLAC}{first}Services for looked after children{second}")
    assert grades(extraction) == [
        "looked_after_children/overall: r",
        "looked_after_children/capacity_for_improvement: i",
    ]


@pytest.mark.parametrize(
    ("heading", "is_read"),
    [
        ("Corrected judgements", True),
        ("Judgements (amended)", True),
        ("Judgements to be corrected", False),
        ("The council's corrected judgements", False),
    ],
)
def test_a_heading_says_that_grades_are_corrected(heading: str, is_read: bool, read: Read) -> None:
    assert grades(read(f"{ILACS}{heading}\n\n{rows()}")) == (WHOLE if is_read else [])


# --- notes


@pytest.mark.parametrize(
    "note",
    [
        "",
        "* = provisional",
        "Key: * = provisional",
        "* Grade for Kent",
        "* now Inadequate",
        "* officer estimate",
        "* 2019",
    ],
)
def test_a_star_behind_a_grade_takes_it_away_but_where_a_note_explains_it(note: str, read: Read) -> None:
    words = ("Good", "Good*", *WORDS[2:])
    assert grades(read(f"{ILACS}{rows(words)}\n{note}\n")) == [WHOLE[0], *WHOLE[2:]]
    assert len(grades(read(f"{ILACS}{rows(words)}\n* Published in June.\n"))) == len(LABELS)


@pytest.mark.parametrize("cell", ["*{g}*", "**{g}**", "***{g}***"])
def test_stars_around_a_grade_are_no_notes(cell: str, read: Read) -> None:
    assert grades(read(ILACS + rows(tuple(cell.format(g=word) for word in WORDS), between=" | "))) == WHOLE


# --- letters

LETTERS = ("G", "RI", "G", "O", "G")


@pytest.mark.parametrize(
    "key",
    [
        "O = outstanding, G = good, RI = requires improvement to be good, I = inadequate",
        "Outstanding (O), good (G), requires improvement (RI), inadequate (I)",
        "Key\nO: Outstanding\nG: Good\nRI: Requires improvement to be good\nI: Inadequate",
    ],
)
def test_letters_are_grades_where_a_key_says_which(key: str, read: Read) -> None:
    assert grades(read(f"{ILACS}{rows(LETTERS)}\n{key}\n")) == WHOLE


@pytest.mark.parametrize(
    "key",
    [
        "",
        "G = good, RI = requires improvement to be good",
        "O = good, G = outstanding, RI = requires improvement to be good",
        "O = outstanding, G = good, I = inadequate, G = requires improvement",
        "G = green, A = amber, R = red",
    ],
)
def test_letters_without_a_whole_key_are_no_grades(key: str, read: Read) -> None:
    assert grades(read(f"{ILACS}{rows(LETTERS)}\n{key}\n")) == []


def test_letters_of_older_scales_have_their_own_words(read: Read) -> None:
    key = "O \u2013 outstanding; G \u2013 good; A \u2013 adequate; I \u2013 inadequate\n"
    text = f"Safeguarding services\nOverall effectiveness\tA\nCapacity for improvement\tG\n\n{key}"
    extraction = read(SLAC + text)
    assert grades(extraction) == ["safeguarding/overall: r", "safeguarding/capacity_for_improvement: g"]
    assert [o.grade_text for o in extraction.observations] == ["A", "G"]


# --- lists and tables of other shapes


@pytest.mark.parametrize("mark", ["", "- ", "\u2022 "])
def test_grades_for_their_labels_are_read_where_all_are_there(mark: str, read: Read) -> None:
    lines = [f"{mark}{word} for {label[0].lower()}{label[1:]}\n" for label, word in zip(LABELS, WORDS, strict=True)]
    assert grades(read(f"{PAPER}The judgements were:\n{''.join(lines)}")) == WHOLE
    assert grades(read(f"{PAPER}The judgements were:\n{''.join(lines[1:])}")) == []
    assert grades(read(f"{PAPER}We expect:\n{''.join(lines)}")) == []


def test_the_column_of_the_papers_own_council_is_read(read: Read) -> None:
    for heads, columns in (
        (("Judgement", "Kent", "Rutland"), (INADEQUATE, WORDS)),
        (("Judgement", "Rutland County Council", "Kent", "Leeds"), (WORDS, INADEQUATE, INADEQUATE)),
    ):
        assert grades(read(PAPER + rows(*columns, heads=heads))) == WHOLE
    for heads in (("Judgement", "Kent", "Leeds"), ("Judgement", "Rutland (2019)", "Kent")):
        assert grades(read(PAPER + rows(WORDS, INADEQUATE, heads=heads))) == []


@pytest.mark.parametrize("between", ["\t", " | "])
def test_a_turned_table_is_read_in_the_row_of_its_inspection(between: str, read: Read) -> None:
    lines = [("", *LABELS), ("Previous inspection", *INADEQUATE), ("This inspection", *WORDS)]
    assert grades(read(ILACS + "".join(f"{between.join(line)}\n" for line in lines))) == WHOLE
    head = between.join(("", "Overall effectiveness", "Capacity for improvement"))
    text = f"{head}\nTarget{between}Good{between}Good\nThis inspection{between}Adequate{between}Good\n"
    parts = ["safeguarding/overall: r", "safeguarding/capacity_for_improvement: g"]
    assert grades(read(f"{SLAC}Safeguarding services\n{text.replace('Target', 'Previous inspection')}")) == parts
    assert grades(read(f"{SLAC}{text.replace('Target', 'Previous inspection')}")) == []


def test_a_grade_of_three_lines_around_its_label_is_read(read: Read) -> None:
    table = (
        "                                                Requires\n"
        "The experiences and progress of children who    improvement\n"
        "need help and protection                        to be good\n"
        "Overall effectiveness                           Good\n"
    )
    assert grades(read(ILACS + table)) == ["safeguarding/overall: r", "whole_service/overall: g"]
    assert grades(read(ILACS + table.replace("Requires", "No longer requires"))) == []


def test_words_in_the_line_above_a_wrapped_label_are_of_its_cell(read: Read) -> None:
    title = "Inspection of local authority arrangements for the protection of children\n"
    table = (
        "Overall effectiveness        Inadequate\n"
        "The effectiveness of the     better than\n"
        "help and protection          Good\n"
        "provided to children\n"
        "The quality of practice      Adequate\n"
    )
    extraction = read(f"{title}Rutland County Council\nInspection dates: 2 March 2013 to 16 March 2013\n\n{table}")
    assert "safeguarding/outcomes: g" not in grades(extraction)
    assert "safeguarding/quality_of_provision: r" in grades(extraction)


@pytest.mark.parametrize("gap", ["   ", "          ", "\t", " | "])
def test_a_cell_with_a_verb_in_it_is_no_sentence(gap: str, read: Read) -> None:
    assert grades(read(ILACS + rows(tuple(f"was {word}" for word in WORDS), between=gap))) == []


def test_a_lone_grade_below_one_of_two_heads_of_this_inspection_is_not_read(read: Read) -> None:
    titled = ("Judgement", "2023 grade", "Inspection 1")
    columns = ("Good", "", "Good", "Good", "Good"), WORDS
    assert grades(read(ILACS + rows(*columns, heads=titled, between=" | "))) == []
