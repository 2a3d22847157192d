"""Mentions: what a report says of earlier inspections, a short text for each way of saying it, and what is no mention.

The texts are our own, in the grammar of the reports; the report that they stand in is of a made-up inspection of
Leeds in May 2017 unless a test says otherwise.
"""

import datetime as dt
import re
import tomllib

import pytest

from loaders.reading.parsers.mentions import mentions
from loaders.reading.parsers.mentions.grammar import Item, grade_number, grammar_for
from loaders.reading.parsers.mentions.items import resolved
from loaders.reading.parsers.mentions.sentences import LONGEST_SENTENCE, spans
from loaders.record import reference
from loaders.record.model import Document, Mention

REFERENCE = reference.load()
START = dt.date(2017, 5, 8)
TITLE = "Leeds City Council\nInspection of services for children\nInspection date: 8 May 2017 to 1 June 2017\n\n"


def read(*pages: str, kind: str = "pdf", framework: str = "sif", start: dt.date | None = START) -> tuple[Mention, ...]:
    document = Document(kind=kind, pages=(TITLE, *pages))  # type: ignore[arg-type]
    return mentions(document, REFERENCE.frameworks[framework], start, reference=REFERENCE)


def said(*pages: str, start: dt.date | None = START) -> list[tuple[str, str, str]]:
    """Each mention as service (and aspect, if it is not overall), words and date as exact as it is known."""
    exact = {"year": 4, "month": 7, "day": 10}
    return [
        (
            m.service if m.aspect == "overall" else f"{m.service}/{m.aspect}",
            m.words.lower(),
            m.date.isoformat()[: exact[m.precision]],
        )
        for m in read(*pages, start=start)
    ]


BULLET = "\u2022 The previous inspection of the local authority\u2019s "
SAFEGUARDING_GOOD = [("safeguarding", "good", "2012-05")]
LOOKED_AFTER_ADEQUATE = [("looked_after_children", "adequate", "2011-11")]
BOTH_GOOD = [("safeguarding", "good", "2012-05"), ("looked_after_children", "good", "2012-05")]
SPLIT = [("safeguarding", "adequate", "2012-05"), ("looked_after_children", "good", "2012-05")]
WHOLE_INADEQUATE = [("whole_service", "inadequate", "2014")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            BULLET + "safeguarding arrangements was in May 2012. The local\nauthority was judged to be good.",
            SAFEGUARDING_GOOD,
        ),
        (
            BULLET + "safeguarding arrangements/ arrangements for the protection of\n"
            "children was in May 2012. It was judged good.",
            SAFEGUARDING_GOOD,
        ),
        (BULLET + "safeguarding arrangements was in May 2012: good.", SAFEGUARDING_GOOD),
        (BULLET + "safeguarding arrangements was in May 2012 \u2013 good.", SAFEGUARDING_GOOD),
        (BULLET + "safeguarding arrangements was in May 2012 (good).", SAFEGUARDING_GOOD),
        (BULLET + "safeguarding arrangements was in May 2012: good practice was seen.", []),
        ("\u2022 Morale before the inspection of safeguarding arrangements was in May 2012: good.", []),
        (
            "\u2022 The last inspection, of safeguarding and looked after children services in May 2012, judged both "
            "to be good.",
            BOTH_GOOD,
        ),
        (
            BULLET + "services for children looked after was also in November\n2011. The local authority was adequate.",
            LOOKED_AFTER_ADEQUATE,
        ),
        (
            BULLET + "services for looked after children was published in November 2011. "
            "Services for children looked after were judged to be adequate at this inspection.",
            LOOKED_AFTER_ADEQUATE,
        ),
        (
            BULLET + "safeguarding arrangements, in May 2012, found these to be good.",
            SAFEGUARDING_GOOD,
        ),
        (
            BULLET + "safeguarding arrangements was in May 2012 and was judged to be \u2018good\u2019.",
            SAFEGUARDING_GOOD,
        ),
        (
            BULLET + "safeguarding arrangements was in May 2012, when the local authority was judged to be good.",
            SAFEGUARDING_GOOD,
        ),
        (
            BULLET + "safeguarding arrangements took place in May 2012. This resulted in a judgement of good.",
            SAFEGUARDING_GOOD,
        ),
        (
            BULLET + "safeguarding by Ofsted was in May 2012. The local authority was judged to be good.",
            SAFEGUARDING_GOOD,
        ),
        (BULLET + "safeguarding by the council was in May 2012. The local authority was judged to be good.", []),
        (
            "\u2022 In May 2012 Ofsted inspected safeguarding arrangements. They were judged to be good.",
            SAFEGUARDING_GOOD,
        ),
        ("\u2022 In May 2012 Ofsted inspected safeguarding in schools. Arrangements were judged to be good.", []),
        (
            "\u2022 Leeds\u2019s safeguarding arrangements were last inspected in May 2012 and judged to be good.",
            SAFEGUARDING_GOOD,
        ),
        (
            BULLET + "safeguarding and looked after children services was in May 2012. Both were judged to be good.",
            BOTH_GOOD,
        ),
        (
            BULLET + "safeguarding and looked after children services was in May 2012. "
            "The local authority was judged adequate for safeguarding and good for looked after children.",
            SPLIT,
        ),
        (
            BULLET + "safeguarding and looked after children services was in May 2012. "
            "That inspection judged safeguarding services to be adequate and services for children looked after good.",
            SPLIT,
        ),
        (
            BULLET
            + "children\u2019s services was in July 2015. The local authority was judged inadequate in respect of "
            "children looked after and overall effectiveness, while adoption was found to require improvement.",
            [
                ("looked_after_children", "inadequate", "2015-07"),
                ("whole_service", "inadequate", "2015-07"),
                ("adoption", "require improvement", "2015-07"),
            ],
        ),
    ],
)
def test_a_bullet_gives_its_inspection_and_its_grades(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert said(text + "\n\u2022 The director has been in post since March 2015.") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Since the last inspection in 2014, when services were judged inadequate, much has changed.",
            WHOLE_INADEQUATE,
        ),
        ("At the last inspection, in 2014, Leeds was judged to be inadequate.", WHOLE_INADEQUATE),
        (
            "Since the last inspection in 2014, when services in the London Borough of Leeds were judged inadequate, "
            "much has changed.",
            WHOLE_INADEQUATE,
        ),
        ("In 2014, Ofsted judged children\u2019s services to be inadequate.", WHOLE_INADEQUATE),
        ("Children\u2019s services in Leeds were judged inadequate by Ofsted in 2014.", WHOLE_INADEQUATE),
        ("Leaders have built on the inadequate judgement at the last inspection in 2014.", WHOLE_INADEQUATE),
        (
            "There has been progress since the 2014 inspection, which judged services to be inadequate.",
            WHOLE_INADEQUATE,
        ),
        ("The local authority had previously been judged inadequate in 2014.", WHOLE_INADEQUATE),
        (
            "Services for children in Leeds have improved since the inspection in 2014, when they were found "
            "to be inadequate.",
            WHOLE_INADEQUATE,
        ),
        (
            "Services for care leavers have improved since the inspection in 2014, when they were judged inadequate.",
            [("care_leavers", "inadequate", "2014")],
        ),
        (
            "Ofsted inspections judged safeguarding services as inadequate in 2010 and adequate in 2012.",
            [("safeguarding", "inadequate", "2010"), ("safeguarding", "adequate", "2012")],
        ),
        (
            "The child protection inspection in March 2013 found the service to be inadequate.",
            [("safeguarding", "inadequate", "2013-03")],
        ),
        (
            "The local authority was judged inadequate in the inspection of safeguarding in 2010.",
            [("safeguarding", "inadequate", "2010")],
        ),
        (
            "At the inspection in 2014 the local authority was judged good overall, but requires improvement in help "
            "and protection.",
            [("whole_service", "good", "2014"), ("safeguarding", "requires improvement", "2014")],
        ),
        (
            "The inspection of safeguarding and looked after children in 2010 judged the council\u2019s safeguarding "
            "services as inadequate for overall effectiveness and capacity for improvement. For looked after children, "
            "it judged overall effectiveness to be adequate.",
            [
                ("safeguarding", "inadequate", "2010"),
                ("safeguarding/capacity_for_improvement", "inadequate", "2010"),
                ("looked_after_children", "adequate", "2010"),
            ],
        ),
    ],
)
def test_a_sentence_is_read_where_service_grade_and_date_belong_together(
    text: str, expected: list[tuple[str, str, str]]
) -> None:
    assert said(text) == expected


def test_a_list_of_labels_and_grades_takes_the_date_of_its_introduction() -> None:
    text = (
        "\u2022 The last inspection report for the local authority\u2019s children\u2019s services was\npublished in "
        "May 2015. The judgements for the local authority were:\n\u2022 Overall effectiveness: Inadequate\n"
        "\u2022 Children looked after and achieving permanence: Requires improvement to\nbe good\n"
        "Adoption performance: good.\n\u2022 Experiences and progress of care leavers: inadequate\n"
        "\u2022 Leadership, management and governance: inadequate.\n\u2022 The director came in May 2016."
    )
    assert said(text) == [
        ("whole_service", "inadequate", "2015-05"),
        ("looked_after_children", "requires improvement to be good", "2015-05"),
        ("adoption", "good", "2015-05"),
        ("care_leavers", "inadequate", "2015-05"),
        ("whole_service/leadership", "inadequate", "2015-05"),
    ]


def test_the_last_day_of_a_visit_dates_it() -> None:
    text = "services for children in care took place between 25 February and 6 March 2012. It was judged good."
    assert said(BULLET + text) == [("looked_after_children", "good", "2012-03-06")]


def test_a_heading_or_a_table_row_is_no_part_of_the_sentence_below_it() -> None:
    page = "Overall effectiveness Good\nServices for care leavers were judged inadequate at the inspection in 2014."
    assert said(page) == [("care_leavers", "inadequate", "2014")]


@pytest.mark.parametrize("bullet", ["\u2022", "o", "n", "-", "*", "\u00a7", "\u2023", "\u27a2"])
def test_what_one_bullet_says_is_not_of_the_inspection_in_the_next(bullet: str) -> None:
    text = (
        f"{bullet} The local authority operates two homes. Both were judged to be\noutstanding in 2015.\n"
        f"{bullet} The last inspection of the local authority\u2019s safeguarding arrangements was in May 2012. "
        "The local\nauthority was judged to be good.\n"
    )
    assert said(text) == SAFEGUARDING_GOOD


def test_a_bullet_goes_on_behind_the_number_of_the_next_page() -> None:
    first = BULLET + "safeguarding arrangements was in May 2012. The local"
    assert said(first, "6\n authority was judged to be good.") == SAFEGUARDING_GOOD


def test_a_mention_is_told_as_printed_with_its_page() -> None:
    (mention,) = read(BULLET + "safeguarding arrangements was in May 2012. It was judged to be Adequate (Grade 3).")
    assert mention == Mention(
        service="safeguarding",
        aspect="overall",
        label="the local authority's safeguarding arrangements",
        grade_text="Adequate (Grade 3)",
        words="Adequate",
        date=dt.date(2012, 5, 1),
        precision="month",
        locator="p. 2, previous inspection",
        framework="",
        number=3,
    )


def test_a_text_document_is_located_by_its_paragraph() -> None:
    text = "7. The 2010 inspection of safeguarding and looked after children services judged safeguarding to be good."
    (mention,) = read(text, kind="text", framework="safeguarding", start=dt.date(2012, 3, 19))
    assert mention.locator.startswith("para 7")


@pytest.mark.parametrize(
    ("text", "framework"),
    [
        (
            "The inspection of safeguarding and looked after children services in 2011 judged safeguarding to be good.",
            "slac",
        ),
        ("The child protection inspection in March 2013 judged the local authority to be good.", "child_protection"),
        ("The inspection of arrangements for the protection of children in March 2011 judged these to be good.", ""),
        ("The inspection in 2014 under the single inspection framework judged services to be good.", "sif"),
        ("The child protection inspection in March 2010 judged the local authority to be good.", ""),
    ],
)
def test_a_framework_is_named_only_where_the_words_leave_no_doubt(text: str, framework: str) -> None:
    assert {mention.framework for mention in read(text)} == {framework}


def test_a_remark_that_names_the_framework_speaks_for_the_others_of_that_month() -> None:
    named = "The last inspection of safeguarding and looked after children services (SLAC) was in August 2012. "
    bullet = BULLET + "safeguarding arrangements was in August 2012. "
    found = read(named + "The council was judged good.", bullet + "The council was judged good.")
    assert [(m.service, m.framework, m.locator[:4]) for m in found] == [
        ("safeguarding", "slac", "p. 2"),
        ("looked_after_children", "slac", "p. 2"),
        ("safeguarding", "slac", "p. 3"),
    ]


def test_a_remark_that_names_the_framework_says_nothing_of_another_service() -> None:
    named = "The last inspection of services for looked after children (SLAC) was in August 2012. It was judged good. "
    bullet = BULLET + "safeguarding arrangements was in August 2012. The council was judged good."
    found = read(named, bullet)
    assert [(m.service, m.framework) for m in found] == [("looked_after_children", "slac"), ("safeguarding", "")]


APA = (
    "The most recent annual performance assessment (APA) judged the council\u2019s services for children as outstanding"
)


def test_the_most_recent_assessment_has_the_one_year_that_the_document_names() -> None:
    (mention,) = read(f"{APA}.", "Partnerships were strong in the 2007 APA.", framework="jar", start=None)
    assert (mention.framework, mention.words, mention.date.year) == ("apa", "outstanding", 2007)


def test_the_most_recent_assessment_has_no_date_where_the_document_names_two() -> None:
    assert read(f"{APA}.", "The 2007 APA and the APA in 2006 agree.", framework="jar", start=None) == ()


def test_an_authority_that_the_text_below_the_title_names_is_not_the_one_that_was_inspected() -> None:
    text = "{}, which was judged to be outstanding in 2014, is the partner."
    for name, expected in (("Leeds City Council", 1), ("Hillingdon", 0)):
        document = Document(kind="pdf", pages=(TITLE + text.format(name),))
        assert len(mentions(document, REFERENCE.frameworks["sif"], START, reference=REFERENCE)) == expected


def test_one_verb_may_give_two_aspects() -> None:
    found = read(f"{APA} and its capacity to improve as good.", "See the 2007 APA.", framework="jar", start=None)
    assert [(m.service, m.aspect, m.words) for m in found] == [
        ("whole_service", "overall", "outstanding"),
        ("whole_service", "capacity_for_improvement", "good"),
    ]


def test_a_bare_year_adds_nothing_to_the_same_judgement_with_its_month() -> None:
    bullet = BULLET + "safeguarding arrangements was in May 2012. It was judged to be good."
    assert said("Safeguarding was judged good in the inspection in 2012.", bullet) == SAFEGUARDING_GOOD


@pytest.mark.parametrize(
    ("text", "trouble", "instead"),
    [
        # The report's own inspection, and what is true now.
        (BULLET + "services was in May 2017. The local authority was judged to be good.", "2017", "2016"),
        ("Following the inspection in 2014, children in care were now judged good.", "now ", ""),
        ("Since the inspection in 2014, children in care were judged good.", "Since", "At"),
        ("At the inspection in 2014 children in care were judged good at this inspection.", " at this inspection", ""),
        # Not said: negated, conditional, narrowed, undecided, contradictory, or with another date.
        ("The local authority was not judged to be inadequate in 2014.", "not ", ""),
        ("It is known that services might have been judged good in 2014.", "might have been", "were"),
        (
            "The local authority was judged good for its work with families in 2014.",
            "work with families",
            "safeguarding",
        ),
        ("The local authority was judged good in two of the three areas in 2014.", "two of the three", "all"),
        ("The local authority was judged to be good or outstanding in 2014.", " or outstanding", ""),
        ("The local authority was judged to have made good progress in 2014.", "have made good progress", "be good"),
        (
            "In 2014 the council was judged good for safeguarding and inadequate for safeguarding.",
            "or safeguarding.",
            "or care leavers.",
        ),
        (
            "The local authority was judged inadequate and in 2014 appointed a new director.",
            "and in 2014 appointed",
            "in 2014 under",
        ),
        (
            "At the inspection of safeguarding in 2010, and of others in 2013, services were judged good.",
            ", and of others in 2013",
            "",
        ),
        # Another one's judgement than the inspectorate's.
        ("Parents rated children\u2019s services as good in 2014.", "Parents", "Inspectors"),
        (
            "An independent review in 2014 found children\u2019s services to be good.",
            "independent review",
            "Ofsted inspection",
        ),
        ("Children\u2019s services were rated good by most young people in 2014.", "by most young people ", ""),
        ("Children\u2019s services were judged to be good by a commissioner in 2014.", "a commissioner", "Ofsted"),
        ("The previous council was judged to be inadequate in 2014.", "previous ", ""),
        # Words on no scale, no date.
        (BULLET + "safeguarding services was in May 2012. It was judged satisfactory.", "satisfactory", "adequate"),
        ("The local authority was judged to be inadequate at the last inspection.", "inspection", "inspection in 2014"),
        # Another service, body, kind of visit or authority.
        ("The last inspection of fostering was in March 2012. It was judged to be good.", "fostering", "safeguarding"),
        (
            "The last inspection of adoption services was in May 2015. It was judged good.",
            "adoption",
            "children\u2019s",
        ),
        ("The last inspection of private arrangements was in May 2012. It was judged good.", "private", "safeguarding"),
        ("The local authority\u2019s children\u2019s homes were judged good in 2015.", "homes", "services"),
        (
            "The Safeguarding Children Board was judged good at the inspection in 2014.",
            "Safeguarding Children Board",
            "council",
        ),
        ("The virtual school was judged good at the inspection in 2014.", "virtual school", "council"),
        ("A peer review in 2014 judged services to be good.", "A peer review", "The inspection"),
        ("A focused visit in 2014 judged services to be good.", "A focused visit", "An inspection"),
        ("Blackpool was judged to be good in 2014.", "Blackpool", "Leeds"),
        ("The predecessor authority was judged inadequate in 2014.", "predecessor ", ""),
        ("The support for care leavers was judged to be good in 2014.", "support for", "service for"),
        # No framework graded the whole of children's services between 2009 and November 2013.
        ("The local authority was judged to be inadequate at an Ofsted inspection in 2011.", "2011", "2014"),
    ],
)
def test_what_is_no_mention_would_be_one_without_its_trouble(text: str, trouble: str, instead: str) -> None:
    assert text.count(trouble) >= 1
    assert said(text) == []
    assert said(instead.join(text.rsplit(trouble, 1))) != []


def test_services_mean_the_whole_on_the_first_pages_alone() -> None:
    sentence = "Since the last inspection in 2014, when services were judged inadequate, much has changed."
    assert said(sentence) == WHOLE_INADEQUATE
    assert said("Of adoption.", sentence) == []


def test_a_report_without_any_date_mentions_nothing() -> None:
    sentence = "The local authority was judged to be inadequate in 2014."
    assert read(sentence, framework="ilacs", start=None) == ()
    assert len(read(sentence, framework="ilacs")) == 1


def test_every_phrase_means_a_service_an_aspect_and_a_framework_that_are_known() -> None:
    with (reference.REFERENCE_FOLDER / "mentions.toml").open("rb") as file:
        data = tomllib.load(file)
    for phrase in data["phrase"]:
        assert {phrase["service"], phrase.get("default", "")} <= {"", *REFERENCE.services}
        assert phrase["aspect"] in REFERENCE.aspects
    assert {named["framework"] for named in data["framework"]} <= set(REFERENCE.frameworks)


def test_no_heap_of_capitals_or_connecting_words_takes_long() -> None:
    """A regular expression that tries every way of dividing these up would not come back within the hour."""
    for words in ("Aa ", "Aa of the ", "the ", "services for ", "safeguarding and ", "overall effectiveness of "):
        heap = words * (1000 // len(words))
        assert len(said(f"The inspection of {heap}was judged good in 2014.")) <= 40


@pytest.mark.parametrize(
    "sentence",
    [
        "A mock inspection in May 2016 judged safeguarding to be inadequate.",
        "Had the inspection in May 2012 judged safeguarding to be inadequate, leaders would know.",
        "In May 2012 inspectors judged safeguarding and looked after children to be good and adequate respectively.",
        "A mock Ofsted inspection in May 2016 judged safeguarding to be inadequate.",
        "In May 2016 a pilot inspection judged safeguarding to be good.",
        "A peer review in May 2016 found safeguarding to be good.",
        "An LGA peer challenge in May 2016 judged safeguarding to be good.",
        "The Local Government Association's safeguarding review in May 2016 judged safeguarding to be good.",
        "An independent inspection in 2016 found children’s services to be good.",
        "In 2016 an independent external review judged safeguarding to be inadequate.",
        "An inspection by external consultants in May 2016 judged safeguarding to be inadequate.",
        "A thematic inspection in May 2016 judged safeguarding to be good.",
        "An internal audit in May 2016 found safeguarding to be good.",
        "External auditors judged safeguarding to be good in May 2016.",
        "Safeguarding was independently reviewed in May 2016 and judged to be good.",
        "Safeguarding was judged to be adequate in 2010 and 2012.",
        "Inspections in 2010 and 2012 judged safeguarding to be adequate.",
        "In May 2010 and June 2012 safeguarding was judged to be adequate.",
    ],
)
def test_what_the_inspectorate_did_not_judge_then_is_no_mention(sentence: str) -> None:
    assert said(sentence) == []


def test_a_year_whose_service_the_sentence_does_not_name_is_of_no_service() -> None:
    text = "After an inadequate safeguarding judgement in 2010, steady progress led to an adequate judgement in 2012."
    assert [mention for mention in said(text) if mention[2] == "2012"] == []


def test_one_grade_of_a_visit_that_gave_two_is_shared_between_them() -> None:
    visit = f"{BULLET}services for safeguarding and children looked after was in October 2010. "
    shared = read(visit + "The local authority was judged to be inadequate.")
    apart = read(visit + "Both safeguarding and services for looked after children were judged to be inadequate.")
    assert [m.is_shared for m in shared] == [True, True]
    assert [m.is_shared for m in apart] == [False, False]


def test_a_remark_lies_before_the_inspection_of_its_report() -> None:
    text = f"{BULLET}safeguarding arrangements was in May 2012. The local authority was judged to be good."
    assert said(text, start=dt.date(2012, 6, 1)) == SAFEGUARDING_GOOD
    assert said(text, start=dt.date(2012, 5, 30)) == []


@pytest.mark.parametrize(
    ("sentence", "service", "words"),
    [
        ("The previous inspection of the council’s safeguarding services for children was in May 2012. The local"
         " authority was judged to be good.", "safeguarding", "good"),
        ("The previous inspection of safeguarding was in June 2012. The local authority was judged to be Grade 3"
         " (Adequate).", "safeguarding", "Adequate"),
    ],
)  # fmt: skip
def test_other_wordings_of_the_bullets_are_read(sentence: str, service: str, words: str) -> None:
    assert [(m.service, m.words) for m in read(sentence)] == [(service, words)]


def test_the_sentence_that_the_documentation_works_through_is_read_so_and_its_near_misses_are_not() -> None:
    first = "The previous inspection of the local authority's safeguarding arrangements was in {date}. "
    second = "The local authority was judged to be good{more}."
    assert said((first + second).format(date="May 2012", more="")) == SAFEGUARDING_GOOD
    for more in (" by a peer review", " in two of three areas"):
        assert said((first + second).format(date="May 2012", more=more)) == []
    assert said((first + second).format(date="the spring", more="")) == []
    assert said((first + second.replace("was judged to", "may")).format(date="May 2012", more="")) == []


@pytest.mark.parametrize(
    "name",
    [
        "Isle of Wight", "City of London", "East Riding of Yorkshire", "London Borough of Haringey",
        "Brighton & Hove", "Brighton and Hove", "St. Helens",
    ],
)  # fmt: skip
def test_a_name_of_several_words_owns_its_services(name: str) -> None:
    title = TITLE.replace("Leeds City Council", f"{name} Council" if "London" not in name else name)
    sentence = f"{name}\u2019s safeguarding arrangements were judged good in May 2012."
    document = Document(kind="pdf", pages=(title, sentence))
    (mention,) = mentions(document, REFERENCE.frameworks["sif"], START, reference=REFERENCE)
    assert (mention.service, mention.words.lower(), mention.date) == ("safeguarding", "good", dt.date(2012, 5, 1))


def test_the_same_inspection_gives_its_date_to_what_follows() -> None:
    first = BULLET + "safeguarding arrangements was in May 2012. It was judged Grade 3 (Adequate). "
    assert said(
        first + "In the same inspection, services for looked after children were judged to be Grade 2 (Good)."
    ) == [
        ("safeguarding", "adequate", "2012-05"),
        ("looked_after_children", "good", "2012-05"),
    ]
    assert said("In the same inspection, services for looked after children were judged to be Grade 2 (Good).") == []
    other = "\n\u2022 {}ervices for looked after children were judged to be Grade 2 (Good)."
    assert len(said(first + other.format("In the same inspection, s"))) == 2
    assert len(said(first + other.format("S"))) == 1, "nothing says of which inspection the next bullet speaks"


def test_the_number_of_a_page_does_not_cut_the_sentence_that_goes_over_it() -> None:
    (mention,) = read(BULLET + "safeguarding arrangements was in May 2012. The local", "12\nauthority was judged good.")
    assert (mention.service, mention.words, mention.locator[:4]) == ("safeguarding", "good", "p. 2")


def test_overall_in_front_of_a_service_is_no_grade_of_the_whole() -> None:
    assert said("In 2014 overall, safeguarding was judged good.") == [("safeguarding", "good", "2014")]
    assert said("In 2014 overall effectiveness and safeguarding were judged good.") == [
        ("whole_service", "good", "2014"),
        ("safeguarding", "good", "2014"),
    ]


def test_the_last_day_on_which_a_framework_may_still_be_published_is_of_it() -> None:
    """The last inspections of looked-after children were in July 2012; a report comes out within 92 days."""
    text = BULLET + "services for looked after children was on {}. The local authority was judged to be adequate."
    assert said(text.format("31 October 2012")) == [("looked_after_children", "adequate", "2012-10-31")]
    assert said(text.format("1 November 2012")) == []


def test_a_number_in_words_is_the_number_of_its_grade() -> None:
    assert [grade_number(f"Grade {word} (adequate)") for word in ("one", "two", "Three", "four", "3", "five")] == [
        1, 2, 3, 4, 3, None,
    ]  # fmt: skip


def test_a_label_has_the_name_of_its_authority_as_printed() -> None:
    (mention,) = read("In 2014, Ofsted judged children\u2019s services in Leeds City Council to be inadequate.")
    assert "Leeds City Council" in mention.label


def test_of_two_grades_with_a_date_on_either_side_the_last_alone_is_sure() -> None:
    text = "In 2010 safeguarding was judged to be inadequate, and adequate in 2012."
    assert said(text) == [("safeguarding", "adequate", "2012")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Safeguarding was judged to be good in 2018 and adoption was judged to be inadequate in 2014.",
            [("adoption", "inadequate", "2014")],
        ),
        (
            "In May 2012 safeguarding services were inspected. The local authority was judged to be good.",
            SAFEGUARDING_GOOD,
        ),
        ("At this inspection, in 2014, services were judged to be inadequate.", []),
        ("At the last inspection in 2014 services were judged to be inadequate now.", []),
        (
            "At the last inspection in 2014 services were judged to be inadequate, and now they are good.",
            WHOLE_INADEQUATE,
        ),
        ("They were told of a strategy of May 2012. The local authority was judged to be good.", []),
    ],
    ids=["a later one first", "date first", "this inspection", "now", "now in another clause", "no inspection"],
)
def test_a_grade_takes_the_date_of_its_own_inspection_alone(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(("year", "service"), [(2011, "safeguarding"), (2015, "whole_service")])
def test_overall_is_the_whole_from_when_the_whole_was_graded(year: int, service: str) -> None:
    text = f"safeguarding services was in July {year}. Overall effectiveness was judged to be inadequate."
    assert said(BULLET + text) == [(service, "inadequate", f"{year}-07")]


def test_a_plain_statement_has_to_name_its_service() -> None:
    text = "At the inspection of safeguarding in 2012 the service was {}good."
    assert said(text.format("judged to be ")) == [("safeguarding", "good", "2012")]
    assert said(text.format("")) == []


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("In 2010 safeguarding was good.", []),
        ("In 2009 safeguarding was good; by 2013 it had declined to inadequate.", []),
        ("In 2010 safeguarding was good, inspectors found.", [("safeguarding", "good", "2010")]),
        ("At the inspection in 2010 safeguarding was good.", [("safeguarding", "good", "2010")]),
    ],
)
def test_how_things_were_in_a_year_is_no_judgement(text: str, stated: list[tuple[str, str, str]]) -> None:
    assert said(text) == stated


def test_a_bare_year_is_of_the_framework_in_force_by_its_middle() -> None:
    """Adoption was graded from November 2013: an inspection of 2013 was hardly one of its last weeks."""
    assert said("In 2013, adoption was judged to be good by Ofsted.") == []
    assert said("In December 2013, adoption was judged to be good by Ofsted.") == [("adoption", "good", "2013-12")]
    assert said("In 2014, adoption was judged to be good by Ofsted.") == [("adoption", "good", "2014")]


def test_a_grade_that_is_said_again_keeps_what_is_said_beside_it_and_another_one_does_not() -> None:
    text = (
        f"{BULLET}safeguarding and looked after children services was in May 2012. Safeguarding was judged to be good. "
        "The local authority was judged {} for safeguarding and adequate for looked after children."
    )
    assert said(text.format("Good"))[-1] == ("looked_after_children", "adequate", "2012-05")
    assert said(text.format("inadequate")) == SAFEGUARDING_GOOD


def test_an_inspection_for_two_services_is_of_those_two() -> None:
    text = "children’s services for safeguarding and looked after children was in May 2012. Both were judged good."
    assert said(BULLET + text) == BOTH_GOOD


def test_no_more_of_a_text_is_looked_at_than_the_longest_sentence_before_a_year() -> None:
    text = "word " * 1000 + "was judged to be good in 2012"
    ((start, end),) = spans(text, START)
    assert len(text) - LONGEST_SENTENCE - len("2012") <= start < end == len(text)


def test_a_grade_that_is_attached_with_with_takes_the_date_of_the_one_before_it() -> None:
    text = "The inspection in 2014 judged the local authority to be good overall, with adoption judged inadequate."
    assert said(text) == [("whole_service", "good", "2014"), ("adoption", "inadequate", "2014")]


def test_overall_further_on_in_a_sentence_makes_no_grade_the_overall_one() -> None:
    text = "At the inspection of adoption in 2014 services were judged to be good{}."
    assert said(text.format(" and staff were proud overall of what they did")) == [("adoption", "good", "2014")]
    assert said(text.format(" overall")) == [("whole_service", "good", "2014")]


def test_services_are_those_that_were_inspected_or_nothing_that_can_be_told() -> None:
    text = "The inspection{} in 2014 judged services as good and {} as inadequate."
    assert said(text.format(" of adoption", "adoption")) == []
    assert said(text.format("", "adoption")) == []
    assert said(text.format(" of adoption", "safeguarding")) == [
        ("adoption", "good", "2014"),
        ("safeguarding", "inadequate", "2014"),
    ]


def test_services_with_a_stroke_between_them_are_what_the_inspection_was_of() -> None:
    text = "The inspection of safeguarding/looked after children in 2010 judged safeguarding to be good."
    assert said(text) == [("safeguarding", "good", "2010")]


def test_a_list_of_grades_ends_before_a_line_of_what_is_no_part_of_this_record() -> None:
    head = "The last inspection of the council\u2019s children\u2019s services was in May 2015. The judgements were:\n"
    lines = ["Adoption performance: good", "{}: good", "Experiences and progress of care leavers: inadequate"]
    text = head + "".join(f"\u2022 {line}\n" for line in lines)
    adoption, leavers = ("adoption", "good", "2015-05"), ("care_leavers", "inadequate", "2015-05")
    whole = ("whole_service/leadership", "good", "2015-05")
    assert said(text.format("Leadership, management and governance")) == [adoption, whole, leavers]
    assert leavers not in said(text.format("Private fostering"))


@pytest.mark.parametrize(("date", "framework"), [("2010", ""), ("January 2010", "slac")])
def test_a_bare_year_takes_no_framework_from_a_remark_on_its_january(date: str, framework: str) -> None:
    named = "The SLAC inspection in January 2010 judged safeguarding to be good."
    text = f"The inspection of safeguarding in {date} judged capacity for improvement to be adequate."
    assert [m.framework for m in read(named, "There is more to do.", text)] == ["slac", framework]


@pytest.mark.parametrize(
    ("words", "basis"),
    [("took place in", "inspection"), ("was published in", "publication"), ("was in", "unclear")],
)
def test_a_date_is_of_what_the_words_before_it_say(words: str, basis: str) -> None:
    (found,) = read(f"{BULLET}safeguarding arrangements {words} May 2012. It was judged to be good.")
    assert (found.date, found.date_basis) == (dt.date(2012, 5, 1), basis)


IN_MAY_2012 = f"{BULLET}safeguarding arrangements was in May 2012"
SAFEGUARDING_ADEQUATE = [("safeguarding", "adequate", "2012-05")]


@pytest.mark.parametrize(
    "text",
    [
        f"{IN_MAY_2012}: adequate.",
        f"{IN_MAY_2012} (judged adequate).",
        f"{IN_MAY_2012}, rated as adequate.",
        f"{IN_MAY_2012}. Judgement: adequate.",
        f"{IN_MAY_2012}. Overall effectiveness \u2013 adequate.",
        f"{IN_MAY_2012}. The grade given was adequate.",
        f"{IN_MAY_2012}. At that time, the local authority was judged to be adequate.",
        "\u2022 Safeguarding inspection, May 2012: adequate.",
        "\u2022 Safeguarding inspection (May 2012) \u2013 adequate",
        "\u2022 Previous inspection of safeguarding arrangements: May 2012. Judgement: adequate.",
    ],
)
def test_a_grade_may_stand_behind_a_mark_instead_of_a_verb(text: str) -> None:
    assert said(text) == SAFEGUARDING_ADEQUATE


def test_labels_in_a_row_take_the_date_before_the_first_of_them() -> None:
    visit = "\u2022 The previous inspection of safeguarding and looked after children was in May 2012"
    assert said(f"{visit} (safeguarding: adequate; looked after children: good).") == SPLIT
    assert said(f"{visit}. Safeguarding: adequate; looked after children: good.") == SPLIT


@pytest.mark.parametrize(
    ("text", "trouble", "instead"),
    [
        ("Predicted outcome of the safeguarding inspection in 2015: good.", "Predicted outcome of the", "The"),
        ("\u2022 Our plan for the safeguarding inspection in 2015: good.", "Our plan for the", "The"),
        (f"{IN_MAY_2012}: good practice.", " practice", ""),
        (f"{IN_MAY_2012}. Health: good.", "Health", "Judgement"),
        (f"{IN_MAY_2012}. Now, overall effectiveness: good.", "Now, overall", "Overall"),
    ],
)
def test_a_word_behind_a_mark_is_no_grade_where_more_is_said_than_which_inspection_it_is_of(
    text: str, trouble: str, instead: str
) -> None:
    assert said(text) == []
    assert said(text.replace(trouble, instead)) != []


@pytest.mark.parametrize(
    "comparison",
    [
        "up from inadequate in 2009",
        "having been inadequate in 2009",
        "compared with inadequate in 2009",
        "an improvement on the inadequate judgement of 2009",
    ],
)
def test_the_date_of_a_comparison_is_none_of_the_grade_before_it(comparison: str) -> None:
    assert said(f"{IN_MAY_2012}. The local authority was judged to be adequate, {comparison}.") == SAFEGUARDING_ADEQUATE
    assert said("Having been judged inadequate in 2014, the local authority was judged to be adequate.") == []


def test_a_grade_of_the_authority_is_of_the_whole_only_where_every_framework_of_the_time_gave_one() -> None:
    assert said("The local authority was judged to be good in 2009.") == []
    assert said("The annual performance assessment in 2007 judged the council to be good.") != []
    assert said("The local authority was judged to be good in 2015.") != []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The director came from Surrey, which was judged inadequate for safeguarding in 2012.", []),
        (
            "The local authority was judged inadequate for safeguarding in 2010, adequate in 2012 and good in 2014.",
            [("safeguarding", "inadequate", "2010")],
        ),
        ("In May 2012 safeguarding was judged adequate, in May 2014 services were judged to require improvement.", []),
        ("In 2012, unlike in 2010, safeguarding was judged adequate.", []),
        ("Safeguarding was judged good at the inspection in 2012, but this judgement was withdrawn.", []),
    ],
)
def test_no_grade_is_taken_of_another_authority_service_or_year(
    text: str, expected: list[tuple[str, str, str]]
) -> None:
    assert said(text) == expected


def test_an_inspection_may_be_said_to_judge() -> None:
    text = "\u2022 The inspectorate\u2019s last inspection of safeguarding was in May 2012, judging it to be good."
    assert said(text) == SAFEGUARDING_GOOD


def test_a_grade_may_be_awarded() -> None:
    assert said("In May 2012 the council was awarded good for safeguarding.") == SAFEGUARDING_GOOD
    assert said("In May 2012 Ofsted awarded the council a grade of good for safeguarding.") == SAFEGUARDING_GOOD


def test_every_pattern_of_the_grammar_is_one() -> None:
    """Reading compiles each when a document needs it, which may be long after the data file was changed."""
    grammar = grammar_for(REFERENCE)
    assert all(grammar[name].flags & re.IGNORECASE for name in grammar.patterns)
    assert len(grammar.patterns) > 20


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Who judges is not the inspectorate, though an inspection is named.
        ("After the inspection of May 2012 the council judged safeguarding to be good.", []),
        ("After the inspection of May 2012, Leeds City Council judged safeguarding to be good.", []),
        ("The inspection of the council in May 2012 judged safeguarding to be good.", SAFEGUARDING_GOOD),
        ("In May 2012 the scrutiny committee heard that safeguarding was judged good.", []),
        ("The scrutiny committee heard in May 2012 that safeguarding was judged good.", []),
        ("Inspectors found in May 2012 that safeguarding was good.", SAFEGUARDING_GOOD),
        ("In May 2012 safeguarding was judged good, according to a newsletter.", []),
        ("According to Ofsted, safeguarding was good in May 2012.", SAFEGUARDING_GOOD),
        ("Cafcass in Leeds was inspected in May 2012 and safeguarding was judged good.", []),
        # The date is not that of the grade.
        ("Ten months after the inspection of May 2012, safeguarding was judged to be good.", []),
        ("Shortly after the May 2012 inspection safeguarding was judged to be good.", []),
        ("Following the inspection in May 2012, safeguarding was judged to be good.", SAFEGUARDING_GOOD),
        ("Ofsted lifted the inadequate judgement for safeguarding in May 2012.", []),
        (BULLET + "safeguarding arrangements was in May 2012. The previous grade was inadequate.", []),
        ("A board was set up in May 2012 after safeguarding was judged good.", []),
        ("A board was set up in May 2012, when safeguarding was judged good.", SAFEGUARDING_GOOD),
        # Said of less than the service, after all.
        (BULLET + "safeguarding arrangements was in May 2012. It was judged good at that time for early help.", []),
        (BULLET + "safeguarding arrangements was in May 2012. It was judged good at that time.", SAFEGUARDING_GOOD),
        # One date in front is that of both grades.
        (
            "In May 2012, safeguarding services were judged to be adequate and services for looked after children were "
            "judged to be good.",
            SPLIT,
        ),
        (
            "In May 2012, safeguarding services were judged to be adequate and services for looked after children were "
            "subsequently judged to be good.",
            SPLIT[:1],
        ),
        (
            "In May 2012, safeguarding services were judged to be adequate and services for looked after children were "
            "judged to be good on re-inspection.",
            SPLIT[:1],
        ),
    ],
)
def test_whose_grade_it_is_and_of_which_day(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert said(text) == expected


SAFEGUARDING_WAS_GOOD = "Safeguarding was judged good in May 2012"


@pytest.mark.parametrize(
    ("behind", "expected"),
    [
        (". This judgement was later withdrawn.", []),
        (". That grade was subsequently amended to adequate.", []),
        (". Following a complaint, the grade was changed to adequate.", []),
        ("; on appeal this became adequate.", []),
        (". It has since been rescinded.", []),
        (". It was a pilot.", []),
        (". This inspection was part of a peer review.", []),
        (". The judgement led to changes. They were welcome.", SAFEGUARDING_GOOD),
        (". The report was published in June. Plans were later withdrawn.", SAFEGUARDING_GOOD),
    ],
)
def test_a_grade_that_was_taken_back_is_not_read(behind: str, expected: list[tuple[str, str, str]]) -> None:
    assert said(SAFEGUARDING_WAS_GOOD + behind) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Ofsted first judged safeguarding good in May 2012 but later changed its judgement.",
        "The judgement that safeguarding was good in May 2012 has since been rescinded.",
        "In a follow-up visit in May 2012 safeguarding was judged good.",
        "The grade of good for safeguarding in May 2012 was disputed.",
    ],
)
def test_a_sentence_that_takes_its_grade_back_or_is_of_a_visit_is_not_read(text: str) -> None:
    assert said(text) == []


def test_a_second_verb_states_the_grade_of_what_was_inspected() -> None:
    text = "The last inspection of safeguarding services was carried out in May 2012 and judged good."
    assert said(text) == SAFEGUARDING_GOOD


def test_an_aspect_beside_two_services_is_of_neither() -> None:
    leadership = Item("", "leadership", "leadership")

    def services(*beside: str) -> list[str]:
        return [
            item.service for item in resolved((leadership,), {*beside}, None, is_front=False, whole_is_graded=False)
        ]

    assert services("safeguarding") == ["safeguarding"]
    assert services("safeguarding", "looked_after_children") == []
