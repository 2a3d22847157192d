"""What the report parsers share: the head of a report, its dates, and what is said of a judgement without a grade."""

import datetime as dt
import re

import pytest

from loaders.reading import document_parts as parts
from loaders.reading.parsers import absent, patterns
from loaders.record.model import Document, GradedLine
from loaders.record.reference import Reference
from tests import documents


def text(page: str) -> Document:
    return Document("text", (page,))


def dates(page: str) -> tuple[str, str, str]:
    found = parts.dates(text(page))
    return tuple(day.isoformat() if day else "" for day in (found.start, found.end, found.published))


def line(service: str, aspect: str) -> GradedLine:
    return GradedLine(
        service=service,
        aspect=aspect,
        label="label",
        grade_text="Good",
        words="Good",
        number=None,
        locator="line 1",
        place="table",
    )


def missing(reference: Reference, name: str, page: str, date: dt.date | None, *found: GradedLine) -> str:
    framework = reference.frameworks[name]
    gaps = absent.missing(text(page), framework, list(found), date=date)
    return absent.describe_missing(text(page), gaps, reference.scales[framework.scale])


# --- dates


@pytest.mark.parametrize(
    ("page", "found"),
    [
        (
            "Inspection dates: 19 – 23 March 2012 Reporting inspector A Person\nPublished: 23 April 2012",
            ("2012-03-19", "2012-03-23", "2012-04-23"),
        ),
        ("Inspection dates:15 - 24 April 2013Lead inspectorA Person", ("2013-04-15", "2013-04-24", "")),
        (
            "Inspection date: 25 April to 19 May 2016\nReport published: 7 July 2016",
            ("2016-04-25", "2016-05-19", "2016-07-07"),
        ),
        (
            "Inspection date: 28 July 2016\nReport published 20 September 2016",
            ("2016-07-28", "2016-07-28", "2016-09-20"),
        ),
        ("Inspection dates: 19/11/2013 – 11/12/2013", ("2013-11-19", "2013-12-11", "")),
        ("Date of inspection: 3 May 2011", ("2011-05-03", "2011-05-03", "")),
        ("Dates of the inspection 3 to 5 May 2011", ("2011-05-03", "2011-05-05", "")),
        ("The visit took place between 28 November 2011 to 9 December 2011.", ("2011-11-28", "2011-12-09", "")),
        ("An inspection was carried out from 3 to 14 May 2010.", ("2010-05-03", "2010-05-14", "")),
        (
            "Inspection date(s): 3 to 14 May 2010\nReport published - 1 June 2010",
            ("2010-05-03", "2010-05-14", "2010-06-01"),
        ),
        ("Inspection dates: 3 May 2010\nReport published on 1 June 2010", ("2010-05-03", "2010-05-03", "2010-06-01")),
        ("Published date: 1 June 2015", ("", "", "2015-06-01")),
        ("Published on: 1 June 2015", ("", "", "2015-06-01")),
        ("Publication date: 1 June 2015", ("", "", "2015-06-01")),
        ("A report without any dates", ("", "", "")),
        ("Inspection dates: to be announced\nPublished: soon", ("", "", "")),
    ],
)
def test_the_dates_of_a_report_come_from_the_labels_that_print_them(page: str, found: tuple[str, str, str]) -> None:
    assert dates(page) == found


def test_a_label_with_dates_counts_before_a_sentence_and_the_first_that_has_any_before_the_next() -> None:
    page = (
        "An earlier visit took place between 3 and 7 May 2010.\nInspection dates: see below\n"
        "Inspection dates: 4 to 8 June 2012\nInspection dates: 1 to 5 May 2009"
    )
    assert dates(page) == ("2012-06-04", "2012-06-08", "")


def test_a_word_that_only_begins_like_published_is_no_publication_date() -> None:
    assert dates("Unpublished: 1 June 2015\nThe plan was published 3 May 2015") == ("", "", "")


def test_dates_are_looked_for_behind_a_cover_and_not_further_down_than_the_first_pages() -> None:
    behind = "Inspection dates: 4 to 8 June 2012"
    assert parts.dates(Document("pdf", ("Cover", "", behind))).start == dt.date(2012, 6, 4)
    assert parts.dates(Document("pdf", ("Cover", "", "", behind))).start is None
    assert parts.dates(text("x" * 6000 + behind)).start is None


# --- head and locators


def test_the_head_is_the_beginning_of_the_first_pages() -> None:
    assert parts.head(Document("pdf", ("one", "two", "three", "four"))) == "one\ntwo\nthree"
    assert parts.head(text("x" * 4000)) == "x" * 3000


def test_folding_takes_white_space_bars_and_bold_marks_off() -> None:
    assert parts.fold(" | **Quality  of\n provision** |\t") == "Quality of provision"


@pytest.mark.parametrize(
    ("what", "at", "locator"),
    [
        ("table", "Good", "line 5, table"),
        ("sentence", "second", "para 12 (line 3)"),
        ("mention", "first", "para 11 (line 1)"),
        ("mention", "goes on", "para 12 (line 4)"),
        ("mention", "apart", "line 7, mention"),
    ],
)
def test_a_place_in_a_text_is_its_paragraph_or_its_line(what: str, at: str, locator: str) -> None:
    page = "11. The first.\n\n- 12. The second,\nwhich goes on.\nQuality\tGood\n\nA line apart."
    assert parts.locate(text(page), 0, page.index(at), what=what) == locator


def test_a_place_in_a_pdf_is_its_page() -> None:
    document = Document("pdf", ("11. The first.", "12. The second."))
    assert parts.locate(document, 1, 5, what="sentence") == "p. 2, sentence"


# --- what is missing


def test_every_required_judgement_without_a_line_is_named_by_its_label(reference: Reference) -> None:
    found = [line("whole_service", "overall"), line("safeguarding", "overall"), line("adoption", "overall")]
    assert missing(reference, "sif", documents.SIF_TITLE, dt.date(2016, 5, 1), *found) == (
        "Children looked after and achieving permanence; Experiences and progress of care leavers; "
        "Leadership, management and governance"
    )


@pytest.mark.parametrize(
    ("date", "labels"),
    [
        (dt.date(2022, 12, 31), [documents.LEADERS, documents.IN_CARE_AND_LEAVERS, "Overall effectiveness"]),
        (
            dt.date(2023, 1, 1),
            [documents.LEADERS, documents.IN_CARE, documents.CARE_LEAVERS, "Overall effectiveness"],
        ),
        (dt.date(2026, 4, 1), [documents.LEADERS, documents.IN_CARE, documents.CARE_LEAVERS]),
    ],
)
def test_what_is_missing_is_what_the_framework_grades_at_that_date(
    date: dt.date, labels: list[str], reference: Reference
) -> None:
    assert missing(reference, "ilacs", "", date, line("safeguarding", "overall")) == "; ".join(labels)


def test_the_board_is_missed_only_where_the_title_promises_its_review(reference: Reference) -> None:
    found = [line(j.service, j.aspect) for j in reference.frameworks["sif"].judgements if j.service != "lscb"]
    promised = f"{documents.SIF_TITLE}\nand\nReview of the effectiveness of the Local Safeguarding Children Board1"
    assert missing(reference, "sif", documents.SIF_TITLE, None, *found) == ""
    assert missing(reference, "sif", promised, None, *found) == "The Local Safeguarding Children Board"


def test_a_word_on_no_scale_is_named_beside_its_label_and_its_block(reference: Reference) -> None:
    page = (
        "Services for looked after children\nStaying safe\tSatisfactory\nEconomic well-being: Grade 3 (Fair enough)\n"
    )
    gaps = missing(reference, "slac", page, None)
    assert 'Staying safe (looked after children) (found "Satisfactory", which is on no scale of this framework)' in gaps
    assert 'Economic well-being (looked after children) (found "Fair enough", which is on no scale' in gaps
    assert "; Being healthy (looked after children);" in gaps


def test_a_grade_in_the_other_block_is_not_said_to_be_on_no_scale(reference: Reference) -> None:
    page = "Services for looked after children\nLeadership and management\tGood\n"
    gaps = missing(reference, "slac", page, None, line("looked_after_children", "leadership"))
    assert "; Leadership and management (safeguarding);" in gaps
    assert "on no scale" not in gaps


@pytest.mark.parametrize("mark", "'\u2019\u2018\u00b4")
def test_a_label_is_the_same_label_with_whatever_apostrophe_it_is_printed(mark: str) -> None:
    printed = f"2. Children{mark}s services"
    assert re.fullmatch(patterns.label_pattern("Children's services"), printed)
    assert patterns.plain(printed) == patterns.plain("Children's services")


def test_a_number_in_words_or_figures_is_the_number_of_a_grade() -> None:
    assert [patterns.number({"before": printed}) for printed in ("Three", "one", "4", None)] == [3, 1, 4, None]


@pytest.mark.parametrize(
    "printed_words", ["The quality of practice", "the quality\nof practice", "quality of practice"]
)
def test_a_label_may_be_printed_without_its_article(printed_words: str) -> None:
    assert re.fullmatch(patterns.label_words("The quality of practice"), printed_words)
    assert re.fullmatch(patterns.label_words("Quality of practice"), printed_words, re.IGNORECASE)
