"""Remarks that say little: a date in front, a label with its grade, a number without its word.

The report that they stand in is of a made-up inspection of Leeds in May 2017.
"""

import datetime as dt

import pytest

from loaders.reading.parsers.mentions import mentions
from loaders.record import reference
from loaders.record.model import Document

REFERENCE = reference.load()
TITLE = "Leeds City Council\nInspection of services for children\nInspection date: 8 May 2017 to 1 June 2017\n\n"
VISIT = "The previous inspection of the local authority\u2019s safeguarding arrangements was in May 2012. "


def stated(text: str) -> list[tuple[str, str, str]]:
    document = Document(kind="text", pages=(f"{TITLE}\u2022 {text}",))
    found = mentions(document, REFERENCE.frameworks["sif"], dt.date(2017, 5, 8), reference=REFERENCE)
    return [(m.service, m.words.lower(), m.date.isoformat()[:7]) for m in found if not m.is_shared]


SAFEGUARDING_ADEQUATE = ("safeguarding", "adequate", "2012-05")
SAFEGUARDING_GOOD = ("safeguarding", "good", "2012-05")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("May 2012 \u2013 inspection of safeguarding arrangements: adequate", [SAFEGUARDING_ADEQUATE]),
        ("May 2012: safeguarding inspection \u2013 adequate", [SAFEGUARDING_ADEQUATE]),
        ("After the 2011 inspection of safeguarding services, the council was judged adequate in May 2012.", []),
        ("May 2012 \u2013 inspection of safeguarding and looked after children services: adequate", []),
        ("May 2012 \u2013 inspection of two children\u2019s homes: adequate", []),
        ("May 2012 \u2013 mock inspection of safeguarding arrangements: adequate", []),
        (
            "May 2012: safeguarding judged adequate; looked after children judged good.",
            [SAFEGUARDING_ADEQUATE, ("looked_after_children", "good", "2012-05")],
        ),
        ("Last inspected for safeguarding: May 2012. Outcome: adequate.", [SAFEGUARDING_ADEQUATE]),
        ("Previous inspection: safeguarding, May 2012. Grade: adequate.", [SAFEGUARDING_ADEQUATE]),
        (
            "The previous inspection of safeguarding services reported in May 2012 and gave a judgement of good.",
            [SAFEGUARDING_GOOD],
        ),
        (f"{VISIT}It was deemed good.", [SAFEGUARDING_GOOD]),
        (f"{VISIT}The council\u2019s arrangements were considered to be good.", [SAFEGUARDING_GOOD]),
        (f"{VISIT}The city\u2019s safeguarding arrangements were judged to be good.", [SAFEGUARDING_GOOD]),
        (f"{VISIT}The city was judged to be adequate.", [SAFEGUARDING_ADEQUATE]),
        (f"{VISIT}The city council was judged good.", [SAFEGUARDING_GOOD]),
        (f"{VISIT}The county was judged to be adequate.", [SAFEGUARDING_ADEQUATE]),
        (f"{VISIT}The authority received a judgement of adequate.", [SAFEGUARDING_ADEQUATE]),
        (f"{VISIT}It was given an overall judgement of adequate.", [SAFEGUARDING_ADEQUATE]),
        (f"{VISIT}This judged the local authority to be adequate.", [SAFEGUARDING_ADEQUATE]),
        (
            f"{VISIT.replace('safeguarding arrangements', 'arrangements for protecting children')}It was judged good.",
            [SAFEGUARDING_GOOD],
        ),
        (f"{VISIT}This director judged it to be adequate.", []),
        (f"{VISIT}The school received a judgement of adequate.", []),
        (f"{VISIT}Another city was judged to be adequate.", []),
        (f"{VISIT}The city of Leicester was judged to be adequate.", []),
        (f"{VISIT}The city centre was judged to be adequate.", []),
        (f"{VISIT}Fostering in the city was judged to be adequate.", []),
    ],
)
def test_a_remark_in_few_words_is_read(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"{VISIT}The local authority was judged to be grade 2.", ["good"]),
        (f"{VISIT}The local authority was graded 3.", ["adequate"]),
        (f"{VISIT}The local authority received a judgement of grade 2.", ["good"]),
        (
            "In the joint area review of May 2008 services for looked after children were judged as grade 2.",
            ["adequate"],
        ),
        (f"{VISIT}The local authority was graded 2 and 3.", []),
        (f"{VISIT}The local authority was graded 2 out of 5.", []),
        (f"{VISIT}The local authority was graded 2.5.", []),
        (VISIT.replace("2012", "2015") + "The local authority was judged to be grade 2.", []),  # words alone, then
        (VISIT.replace("May 2012", "2009") + "The local authority was judged to be grade 2.", []),  # of which scale?
    ],
)
def test_a_number_without_its_word_is_read_on_the_one_scale_of_its_time(text: str, words: list[str]) -> None:
    assert [word for _, word, _ in stated(text)] == words


@pytest.mark.parametrize(
    "text",
    [
        "Leaders accepted that safeguarding was inadequate in May 2012.",
        "Staff felt that safeguarding was good in May 2012.",
        "One parent said that safeguarding was judged inadequate in 2012.",
        "The ombudsman found that help and protection was inadequate in 2012.",
        "The council\u2019s view was that safeguarding was good in May 2012.",
        "A complaint that safeguarding was inadequate in May 2012 was not upheld.",
        "The claim that Ofsted judged safeguarding to be good in May 2012 is untrue.",
        "The local newspaper reported in May 2012 that safeguarding was inadequate.",
    ],
)
def test_what_others_thought_or_said_is_no_grade(text: str) -> None:
    assert stated(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "In a neighbouring authority, safeguarding was judged inadequate in May 2012.",
        "In other local authorities, safeguarding was judged inadequate in May 2012.",
        "Across the region, safeguarding was judged good in 2012.",
        "On average, safeguarding was judged adequate in 2012.",
    ],
)
def test_a_grade_of_other_authorities_or_of_all_is_none_of_this_one(text: str) -> None:
    assert stated(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "In the draft report of May 2012, safeguarding was judged good.",
        "The judgement of inadequate for safeguarding in May 2012 was later changed to adequate.",
        f"{VISIT}The local authority was judged to be good at sharing information.",
    ],
)
def test_a_grade_that_did_not_stand_or_is_of_a_part_is_not_read(text: str) -> None:
    assert stated(text) == []


@pytest.mark.parametrize(
    "text",
    [
        f"{VISIT}Inspectors found that safeguarding was good.",
        f"{VISIT}It found that safeguarding was good.",
        f"{VISIT}The local authority was judged to be good at that inspection.",
    ],
)
def test_what_the_inspectorate_found_is_read_in_the_same_words(text: str) -> None:
    assert stated(text) == [SAFEGUARDING_GOOD]


@pytest.mark.parametrize(
    "behind",
    [
        " on early help",
        " with regard to referrals",
        " as a corporate parent",
        " when supporting families",
        " during office hours",
        " compared with others",
        ", at least in part",
    ],
)
def test_a_grade_that_goes_on_to_a_part_is_not_that_of_the_whole(behind: str) -> None:
    assert stated(f"{VISIT}The local authority was judged to be good{behind}.") == []
    assert stated(f"{VISIT}The local authority was judged to be good.") == [SAFEGUARDING_GOOD]


@pytest.mark.parametrize("when", ["previously", "subsequently"])
def test_a_grade_of_another_time_is_not_that_of_the_visit_before(when: str) -> None:
    assert stated(f"{VISIT}The local authority was {when} judged to be good.") == []


def test_a_council_of_children_is_none_of_their_services() -> None:
    assert stated("In May 2012 the Children in Care Council was judged good.") == []


@pytest.mark.parametrize(
    "occasion",
    [
        "At the conference in May 2012",
        "In a speech, in May 2012",
        "During the restructure of May 2012",
        "In its position statement of May 2012",
        "At the improvement board in May 2012",
        "In its annual report of May 2012",
        "Before the inspection in May 2012",
        "Ahead of the inspection of May 2012",
    ],
)
def test_the_date_of_another_occasion_is_not_that_of_a_grade(occasion: str) -> None:
    assert stated(f"{occasion}, safeguarding was judged good.") == []
    assert stated("At the previous inspection in May 2012, safeguarding was judged good.") == [SAFEGUARDING_GOOD]


@pytest.mark.parametrize(
    "text",
    [
        "A new director came in May 2012 after the inspection judged safeguarding inadequate.",
        "A notice was issued in May 2012 as safeguarding was judged inadequate.",
        "In May 2012 safeguarding, which had been judged inadequate, moved to another office.",
        "When safeguarding, which had been judged good, was inspected in May 2012, staff were new.",
        "The notice of May 2012, when safeguarding was judged inadequate, still stands.",
    ],
)
def test_a_grade_is_not_of_the_day_of_what_followed_it(text: str) -> None:
    assert stated(text) == []


@pytest.mark.parametrize(
    "end",
    [
        " at times.",
        " while children waited.",
        " but only for the youngest.",
        ", only for this to be reversed.",
        ", wrongly.",
        ", which was a mistake.",
        ", by the council's own reckoning.",
        ", as the director put it.",
        ". This was a printing error.",
        ". This should have read adequate.",
        ". The grade should be adequate.",
        ". That is not correct.",
        ". In fact it was adequate.",
        ". That was Bradford.",
        ". This was a different authority.",
    ],
)
def test_a_grade_that_is_taken_back_or_narrowed_behind_it_is_not_read(end: str) -> None:
    assert stated(f"In May 2012 safeguarding was judged good{end}") == []
    assert stated("In May 2012 safeguarding was judged good.") == [SAFEGUARDING_GOOD]


@pytest.mark.parametrize(
    "text",
    [
        "In the director's view, safeguarding was judged good in May 2012.",
        "Safeguarding was judged good in May 2012?",
        "There was no inspection in May 2012; safeguarding was judged good in-house.",
        "It is a myth that safeguarding was judged good in May 2012.",
        "The last inspection of children looked after in May 2012 by the council judged it good.",
        "The last inspection of safeguarding in May 2012 by the council judged it good.",
        "The court's judgement in May 2012 was that safeguarding was inadequate.",
        "The judgement of the board in May 2012 was that safeguarding was good.",
        "Two judgements at the May 2012 inspection of safeguarding were inadequate.",
        "An inadequate judgement in the May 2012 inspection of safeguarding was for recording.",
        "In May 2012 safeguarding was judged by inspectors of constabulary to be good.",
    ],
)
def test_a_grade_in_the_eyes_of_others_or_of_a_part_is_not_read(text: str) -> None:
    assert stated(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # "Looked after in 2012" is no time after 2012.
        (
            "The last inspection of children looked after in May 2012 judged the local authority as good.",
            [("looked_after_children", "good", "2012-05")],
        ),
        ("The last time Ofsted inspected safeguarding was in May 2012. It judged it good.", [SAFEGUARDING_GOOD]),
        ("In May 2012 Ofsted re-inspected safeguarding arrangements and judged them good.", [SAFEGUARDING_GOOD]),
        ("In May 2012, safeguarding was judged by Ofsted to be good.", [SAFEGUARDING_GOOD]),
        ("Safeguarding was last judged good in May 2012.", [SAFEGUARDING_GOOD]),
        ("Safeguarding was judged good in May 2012, as were all of its parts.", [SAFEGUARDING_GOOD]),
        ("Safeguarding was judged good in May 2012. In fact, all grew from there.", [SAFEGUARDING_GOOD]),
        ("The last inspection of safeguarding ended on 4 May 2012. It was judged good.", [SAFEGUARDING_GOOD]),
        (
            "At the inspection in May 2015, the judgement for the experiences of children in care was that it required "
            "improvement.",
            [("looked_after_children", "requires improvement", "2015-05")],
        ),
        (
            "At the inspection in May 2015 the overall judgement was requires improvement.",
            [("whole_service", "requires improvement", "2015-05")],
        ),
    ],
)
def test_plain_words_for_a_grade_are_read(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert stated(text) == expected
