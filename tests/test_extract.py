"""One source to its observations or its refusal: whole documents through reading, recognising, parsing, harmonising."""

import datetime as dt
import hashlib
import re
from pathlib import Path

import pytest

from loaders.reading import extract, readers
from loaders.reading.readers import files
from loaders.record.model import Extraction
from loaders.record.reference import Reference
from tests import documents
from tests.conftest import Read
from tests.documents import LOOKED_AFTER_BLOCK, SAFEGUARDING_BLOCK


def grades(extraction: Extraction) -> dict[str, set[str]]:
    """service/aspect -> every harmonised grade that the source gives."""
    found: dict[str, set[str]] = {}
    for o in extraction.observations:
        found.setdefault(f"{o.service}/{o.aspect}", set()).add(o.grade)
    return found


# --- what a source comes out as


def test_a_report_is_a_source_with_its_title_publisher_date_and_digest(read: Read) -> None:
    text = documents.safeguarding()
    source = read(text, "000_report.txt").source
    assert (source.source_id, source.file_name, source.kind) == ("000_report", "000_report.txt", "text")
    assert source.title == "Inspection of safeguarding: Worcestershire"
    assert source.publisher == "Ofsted"
    assert source.published == dt.date(2012, 4, 23)
    assert source.sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert (source.status, source.message, source.observations) == ("read", "", 9)


@pytest.mark.parametrize(
    ("name", "url"),
    [("2755502.pdf", "https://files.ofsted.gov.uk/v1/file/2755502"), ("report-2755502.pdf", "")],
)
def test_a_report_under_the_inspectorates_own_number_has_an_address(name: str, url: str, read: Read) -> None:
    assert read(documents.sif_pdf(), name).source.url == url


def test_every_observation_carries_authority_dates_scale_grade_and_place(read: Read) -> None:
    observations = read(documents.slac(), "paper.txt").observations
    assert len(observations) == 22
    for o in observations:
        assert (o.authority_id, o.framework, o.evidence) == ("telford-and-wrekin", "slac", "primary")
        assert (o.inspection_start, o.inspection_end) == (dt.date(2012, 3, 19), dt.date(2012, 3, 23))
        assert (o.date, o.date_precision, o.published) == (dt.date(2012, 3, 23), "day", dt.date(2012, 4, 23))
        assert (o.grade_original, o.grade_number_original, o.scale) == ("Adequate", 3, "four-point-1-best")
        assert (o.grade, o.grade_rank) == ("requires_improvement_or_adequate", 3)
        assert o.source_id == "paper"
        assert o.locator.endswith("Record of main findings")


def test_the_same_number_is_another_grade_on_another_frameworks_scale(read: Read) -> None:
    review = read(documents.joint_area_review(), "2008.txt").observations
    inspection = read(documents.safeguarding(), "2012.txt").observations
    earlier = next(o for o in review if (o.service, o.aspect) == ("safeguarding", "overall"))
    later = next(o for o in inspection if (o.service, o.aspect) == ("safeguarding", "overall"))
    assert earlier.grade_number_original == later.grade_number_original == 3
    assert (earlier.scale, earlier.grade, earlier.grade_rank) == ("four-point-4-best", "good", 2)
    assert (later.scale, later.grade, later.grade_rank) == (
        "four-point-1-best",
        "requires_improvement_or_adequate",
        3,
    )


def test_words_alone_have_no_number(read: Read) -> None:
    for content in (documents.child_protection(), documents.sif_pdf(), documents.ilacs_pdf()):
        assert {o.grade_number_original for o in read(content).observations} == {None}


def test_an_empty_line_behind_each_line_of_a_copied_text_parts_nothing(read: Read) -> None:
    remark = (
        "1. This visit follows the 2010 Ofsted inspection of safeguarding and looked after\nchildren services, which "
        "judged safeguarding\nto be inadequate."
    )
    text = documents.safeguarding(body=remark)
    single, doubled = read(text).observations, read(text.replace("\n", "\n\n")).observations
    assert [o.evidence for o in single].count("mention") == 1
    assert [(o.evidence, o.service, o.aspect, o.grade) for o in doubled] == [
        (o.evidence, o.service, o.aspect, o.grade) for o in single
    ]
    lines = [[int(re.search(r"line (\d+)", o.locator)[1]) for o in found] for found in (single, doubled)]  # type: ignore[index]
    assert lines[1] == [2 * line - 1 for line in lines[0]], "as the file has them"


def test_a_report_of_a_day_to_come_is_refused(tmp_path: Path, reference: Reference) -> None:
    path = tmp_path / "report.txt"
    path.write_text(documents.safeguarding(), encoding="utf-8")
    (day,) = {o.inspection_end for o in extract.extract(path, reference).observations if o.evidence == "primary"}
    assert day is not None
    with path.open("rb") as file:
        extraction = extract.extract_file(path, file, reference, today=day - dt.timedelta(days=2))
    assert extraction.source.status == "refused"
    assert "safeguarding report, but it is dated " in extraction.source.message
    assert extraction.source.message.endswith(f", which is after today, {day - dt.timedelta(days=2)}")


@pytest.mark.parametrize(
    ("printed", "status", "message"),
    [
        ("22 March 2012", "refused", "published on 2012-03-22, which is before the inspection ended, 2012-03-23"),
        ("31 April 2012", "read", 'the day of publication was not read: "31 April 2012"'),
        ("23 March 2012", "read", ""),
    ],
)
def test_a_report_is_not_published_before_its_inspection(read: Read, printed: str, status: str, message: str) -> None:
    source = read(documents.slac(published=f"Published: {printed}")).source
    assert source.status == status
    assert source.message.endswith(message)
    assert bool(source.message) == bool(message)


def test_a_day_of_publication_years_after_the_visit_is_not_the_reports(read: Read) -> None:
    """Somebody else published it again, or the day is misprinted: grades keep the days of their visit."""
    extraction = read(documents.slac(published="Published: 1 July 2014"))
    assert {(o.inspection_end, o.published) for o in extraction.observations} == {(dt.date(2012, 3, 23), None)}
    assert "published on 2014-07-01, which is 830 days after the inspection ended" in extraction.source.message


@pytest.mark.parametrize(
    "again", ["Published: 1 July 2014", "First published: 1 July 2014", "Report published 1 July 2014"]
)
def test_of_two_days_of_publication_the_one_near_the_visit_is_the_reports(read: Read, again: str) -> None:
    extraction = read(f"{again}\n{documents.slac(published='Published: 27 April 2012')}")
    assert {o.published for o in extraction.observations} == {dt.date(2012, 4, 27)}, extraction.source.message


def test_a_council_paper_is_another_bodys_account(read: Read) -> None:
    extraction = read(documents.council_paper())
    assert extraction.source.publisher == "the local authority"
    assert {o.evidence for o in extraction.observations} == {"secondary"}
    assert {(o.inspection_start, o.inspection_end, o.published) for o in extraction.observations} == {
        (dt.date(2011, 11, 28), dt.date(2011, 12, 9), None)
    }


def test_a_council_papers_remarks_on_other_inspections_are_not_read(read: Read) -> None:
    remark = "9. The 2009 inspection of safeguarding services judged safeguarding to be inadequate."
    assert len(read(documents.council_paper(body=remark)).observations) == 22


def test_a_report_without_inspection_dates_is_dated_by_its_publication(read: Read) -> None:
    observations = read(documents.joint_area_review()).observations
    assert {(o.inspection_start, o.inspection_end, o.date) for o in observations} == {
        (None, None, dt.date(2008, 11, 18))
    }


@pytest.mark.parametrize(
    ("title", "kind"), [(documents.SIF_TITLE, ""), (documents.SIF_REINSPECTION_TITLE, "re-inspection")]
)
def test_a_re_inspection_is_known_by_its_title(title: str, kind: str, read: Read) -> None:
    observations = read(documents.sif_pdf(title=title, board=None)).observations
    assert {o.inspection_type for o in observations} == {kind}


def test_the_authority_is_the_one_that_bore_the_name_at_the_inspection(read: Read) -> None:
    earlier = read(documents.sif_pdf("Dorset County Council"), "2016.pdf")
    later = read(documents.ilacs_pdf("Dorset", dates="Inspection dates: 27 September to 8 October 2021"), "2021.pdf")
    assert {o.authority_id for o in earlier.observations} == {"dorset-county"}
    assert {o.authority_id for o in later.observations} == {"dorset"}


def test_the_authority_of_a_report_without_inspection_dates_is_that_of_its_publication(read: Read) -> None:
    content = documents.sif_pdf("Dorset", dates="", published="Report published: 7 July 2016")
    assert {o.authority_id for o in read(content).observations} == {"dorset-county"}


def test_earlier_inspections_that_a_report_mentions_are_observations_of_their_own(read: Read) -> None:
    remark = (
        "1. This visit follows the 2010 Ofsted inspection of safeguarding and looked after children services, "
        "which judged safeguarding to be inadequate."
    )
    extraction = read(documents.safeguarding(body=remark))
    (mention,) = [o for o in extraction.observations if o.evidence == "mention"]
    assert (mention.framework, mention.service, mention.aspect) == ("slac", "safeguarding", "overall")
    assert (mention.date, mention.date_precision) == (dt.date(2010, 1, 1), "year")
    assert (mention.grade, mention.grade_number_original) == ("inadequate", None)
    assert len(extraction.observations) == 10


def test_official_statistics_give_one_inspection_a_row(read: Read) -> None:
    row = ["Worcestershire", "17/06/2019", "ILACS Standard Inspection", "Good", "Inadequate", "Good", "Outstanding"]
    extraction = read(documents.statistics_ods(row), "statistics.ods")
    assert (extraction.source.kind, extraction.source.publisher) == ("spreadsheet", "Ofsted")
    assert grades(extraction) == {
        "whole_service/leadership": {"good"},
        "safeguarding/overall": {"inadequate"},
        "looked_after_children/overall": {"good"},
        "whole_service/overall": {"outstanding"},
    }
    assert {(o.evidence, o.place, o.inspection_type, o.locator) for o in extraction.observations} == {
        ("statistics", "sheet", "standard", "sheet Sheet1, row 2")
    }
    assert {(o.inspection_start, o.inspection_end, o.date) for o in extraction.observations} == {
        (dt.date(2019, 6, 17), None, dt.date(2019, 6, 17))
    }


def test_a_row_on_an_unknown_authority_is_named_and_the_other_rows_stand(read: Read) -> None:
    grade = ["Good"] * 4
    extraction = read(
        documents.statistics_ods(
            ["Atlantis", "17/06/2019", "ILACS Standard Inspection", *grade],
            ["Devon", "20/01/2020", "ILACS Short Inspection", *grade],
        ),
        "statistics.ods",
    )
    assert extraction.source.message == 'the register knows no authority "Atlantis" (sheet Sheet1, row 2)'
    assert {o.authority_id for o in extraction.observations} == {"devon"}


# --- what could not be established


def test_a_word_on_no_scale_is_named_with_its_label_and_nothing_else_is_lost(read: Read) -> None:
    blocks = {SAFEGUARDING_BLOCK: documents.graded(documents.WITHOUT_HEALTH, "Adequate", partnership="Satisfactory")}
    extraction = read(documents.safeguarding(blocks=blocks))
    assert extraction.source.status == "read"
    assert extraction.source.message == (
        "no grade found for: Partnership working (safeguarding) "
        '(found "Satisfactory", which is on no scale of this framework)'
    )
    assert len(extraction.observations) == 8


def test_a_report_cut_short_keeps_what_it_has_and_names_what_is_gone(read: Read) -> None:
    text = documents.slac()
    cut = text.index("Quality of provision\tAdequate", text.index("Being healthy\tAdequate"))
    extraction = read(text[:cut])
    assert extraction.source.status == "read"
    assert len(extraction.observations) == 17
    assert extraction.source.message == "no grade found for: " + "; ".join(
        f"{label} (looked after children)" for label in documents.LOOKED_AFTER[-5:]
    )


def test_a_sif_report_without_one_line_names_it(read: Read) -> None:
    printed = documents.graded(documents.SIF[:-1], "Good")
    extraction = read(documents.sif_pdf(grades=printed))
    assert extraction.source.message == "no grade found for: Leadership, management and governance"
    assert "whole_service/leadership" not in grades(extraction)


def test_a_report_with_no_grade_at_all_is_refused_with_everything_that_is_missing(read: Read) -> None:
    extraction = read(documents.sif_pdf(grades={}, overall="", board=None))
    assert extraction.source.status == "refused"
    assert extraction.source.message.startswith("sif report, but no grade found for: The overall judgement; ")
    assert extraction.source.message.endswith("; Leadership, management and governance")
    assert extraction.observations == ()


def test_a_number_that_contradicts_its_word_is_named_and_the_other_places_stand(read: Read) -> None:
    body = f"{SAFEGUARDING_BLOCK}\n\nPartnership working\n\nGrade 2 (Adequate)\n\nText."
    extraction = read(documents.safeguarding(body=body))
    assert extraction.source.message.startswith(
        'Partnership working: "Grade 2 (Adequate)" gives 2 to adequate, which is 3 on this framework\'s scale (line '
    )
    assert grades(extraction)["safeguarding/partnership"] == {"requires_improvement_or_adequate"}
    assert len(extraction.observations) == 9


def test_a_number_on_no_scale_is_named_and_the_other_lines_stand(read: Read) -> None:
    extraction = read(documents.joint_area_review(numbers="35333"))
    assert 'Looked after children: "5" is on no scale of this framework (line ' in extraction.source.message
    assert len(extraction.observations) == 4


def test_two_grades_for_one_judgement_in_one_report_both_come_out(read: Read) -> None:
    body = f"{SAFEGUARDING_BLOCK}\n\nPartnership working\n\nGrade 2 (Good)\n\nText."
    extraction = read(documents.safeguarding(body=body))
    assert grades(extraction)["safeguarding/partnership"] == {"good", "requires_improvement_or_adequate"}
    message = "Partnership working (safeguarding) is printed with two grades, and both are shown: Grade 2 (Good) (line "
    assert extraction.source.message.startswith(message)
    assert "section heading) and Adequate (line " in extraction.source.message


def test_two_grades_for_one_row_of_the_front_table_are_named_and_neither_is_read(read: Read) -> None:
    label = documents.SIF[-1]
    printed = documents.graded(documents.SIF, "Good")
    extraction = read(documents.sif_pdf(grades={**printed, f"{label} ": "Inadequate"}))
    assert extraction.source.message == f"{label} has two grades (p. 1 and p. 1), and none of them was read"
    assert "whole_service/leadership" not in grades(extraction)


def test_a_sentence_on_another_authority_gives_no_grade_of_this_one(read: Read) -> None:
    text = documents.child_protection("Devon County Council", "Inadequate")
    sentence = "\n\nThe overall effectiveness of the arrangements to protect children in {} is judged to be good.\n"
    own, other, both = (read(text + sentence.format(name)) for name in ("Devon", "Cornwall", "Devon and Torbay"))
    assert grades(own)["safeguarding/overall"] == {"inadequate", "good"}
    assert grades(other)["safeguarding/overall"] == {"inadequate"}
    assert "not read, since it is said of Cornwall: overall effectiveness (line " in other.source.message
    assert grades(both)["safeguarding/overall"] == {"inadequate", "good"}


def test_not_judged_is_an_observation_without_a_grade(read: Read) -> None:
    printed = documents.graded(documents.SIF, "Good") | {"2.1 Adoption performance": "Not judged"}
    (adoption,) = [o for o in read(documents.sif_pdf(grades=printed)).observations if o.service == "adoption"]
    assert (adoption.grade_original, adoption.grade, adoption.grade_rank) == ("Not judged", "", None)


def test_no_overall_from_april_2026_is_not_missing(read: Read) -> None:
    content = documents.ilacs_pdf(
        grades=documents.graded(documents.ILACS_2026, "Good"),
        dates="Inspection dates: 6 to 10 July 2026",
        first_paragraph=["Overall effectiveness was inadequate at the last inspection."],
    )
    extraction = read(content)
    assert extraction.source.message == ""
    assert "whole_service/overall" not in grades(extraction)
    assert len(extraction.observations) == 4


# --- what is refused


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"", "empty.pdf", "the file is empty; wanted a PDF"),
        (b"<!DOCTYPE html><p>Report not found", "50004178.pdf", 'not a PDF: the file begins with "<!DOCTYPE html>"'),
        (b"Minutes of a meeting", "minutes.txt", "no inspection framework recognised in the first 3 pages"),
        (documents.picture_only_pdf(), "scan.pdf", "the PDF holds only pictures"),
        (documents.slac("Borchester City Council").encode(), "borchester.txt", "no local authority of the register"),
        (b"Focused visit to Devon\nDear Ms Person", "letter.txt", "a focused visit (not graded); wanted a graded"),
        (documents.ods(documents.text_cell("x")), "sheet.ods", "a spreadsheet, but no statistics that we know"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(content: bytes, name: str, message: str, read: Read) -> None:
    extraction = read(content, name)
    assert extraction.observations == ()
    source = extraction.source
    assert (source.file_name, source.kind, source.status, source.observations) == (name, "unknown", "refused", 0)
    assert source.message.startswith(message)
    assert source.sha256 == hashlib.sha256(content).hexdigest()


def test_a_report_without_any_date_is_refused(read: Read) -> None:
    extraction = read(documents.child_protection(dates="", words="Good"))
    assert extraction.source.message == "child_protection report, but no inspection or publication date found"


def test_an_oversized_file_is_refused_unread(
    tmp_path: Path, reference: Reference, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "large.pdf"
    with path.open("wb") as file:
        file.truncate(3 * 2**20 + 2**19)
    monkeypatch.setattr(files, "MAX_BYTES", 3 * 2**20)
    monkeypatch.setattr(readers, "read", lambda *_: pytest.fail("the file was read"))
    source = extract.extract(path, reference).source
    assert source.message == "the file has 3.5 MiB; the limit is 3 MiB"
    assert source.status == "refused"


def test_a_file_just_within_the_limit_is_read(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    text = documents.slac()
    monkeypatch.setattr(files, "MAX_BYTES", len(text.encode()))
    assert read(text).source.status == "read"
    monkeypatch.setattr(files, "MAX_BYTES", len(text.encode()) - 1)
    assert read(text).source.status == "refused"


@pytest.mark.parametrize(
    ("limit", "most", "content", "name"),
    [
        ("MOST_IN_REPORT", 22, documents.slac().encode(), "slac.txt"),
        (
            "MOST_IN_STATISTICS",
            4,
            documents.statistics_ods(["Devon", "20/01/2020", "ILACS Short Inspection", *["Good"] * 4]),
            "sheet.ods",
        ),
    ],
)
def test_a_source_with_more_grades_than_any_of_its_kind_is_refused(
    limit: str, most: int, content: bytes, name: str, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extract, limit, most)
    assert read(content, name).source.status == "read"
    monkeypatch.setattr(extract, limit, most - 1)
    assert (
        read(content, name).source.message == f"it gives more than {most - 1} grades, which no source of its kind does"
    )


def test_the_limit_is_100_mebibytes() -> None:
    assert files.MAX_BYTES == 100 * 2**20


def test_a_grade_in_the_contents_of_the_other_block_stays_where_it_stands(read: Read) -> None:
    blocks = {LOOKED_AFTER_BLOCK: documents.graded(documents.LOOKED_AFTER, "Good")}
    extraction = read(documents.slac(blocks=blocks))
    assert {o.service for o in extraction.observations} == {"looked_after_children"}
    assert "Partnership working (safeguarding)" in extraction.source.message
