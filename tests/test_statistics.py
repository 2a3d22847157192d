"""Official statistics: small workbooks in the shapes of the releases, and the 2025 release itself where it is there."""

import datetime as dt
import io
import zipfile
from collections import Counter
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
import xlsxwriter
from hypothesis import given, settings, strategies as st

from loaders.reading.parsers import statistics
from loaders.reading.parsers.statistics_cells import Problem, messages
from loaders.reading.parsers.statistics_layout import fold, load_layouts
from loaders.reading.readers import spreadsheet, text
from loaders.record import reference as reference_module
from loaders.record.errors import FolderInvalid, SourceRefused
from loaders.record.model import Document, Reading, Sheet

RELEASE_2025 = Path(__file__).resolve().parents[2] / "shared" / "statistics" / "la_outcomes_2025.ods"
LEADERS = "The impact of leaders on social work practice with children and families"
PROTECTION = "The experiences and progress of children who need help and protection"
IN_CARE = "The experiences and progress of children in care"
CARE_LEAVERS = "The experiences and progress of care leavers"
JUDGEMENTS = ["Overall effectiveness", LEADERS, PROTECTION, IN_CARE, CARE_LEAVERS]
AS_AT = ["Local authority area code", "Local authority name", "Inspection date", "Publication date", *JUDGEMENTS]
IN_YEAR = [*AS_AT[:2], "Inspection/Visit date", "Publication date", "Inspection/Visit type", *JUDGEMENTS, "Visit Theme"]
HISTORY = [*AS_AT[:4], "Inspection type", *JUDGEMENTS]
GRADES = ["Good", "Outstanding", "Requires improvement to be good", "Inadequate", "Good"]
DEVON = ["E10000008", "Devon", dt.date(2024, 9, 23), dt.date(2025, 5, 13)]
STANDARD = [*DEVON, "ILACS Standard Inspection", *GRADES]

Rows = list[list[object]]


@pytest.fixture(scope="module")
def reference() -> reference_module.Reference:
    return reference_module.load()


def release(**changed: Rows) -> dict[str, Rows]:
    """The 2025 shape with one row in each sheet; keyword arguments replace the tables of a sheet by its short name."""
    tables: dict[str, Rows] = {
        "as_at": [AS_AT, [*DEVON, *GRADES]],
        "in_year": [IN_YEAR, [*STANDARD, ""]],
        "history": [HISTORY, STANDARD],
    } | changed
    return {
        "Cover": [
            ["Local authority inspection outcomes as at 31 March 2025"],
            ["Published on:", dt.date(2025, 9, 25)],
        ],
        "Notes": [["Notes"]],
        "Inspections_as_at_31_March": [["Judgements as at 31 March 2025"], ["This worksheet …"], *tables["as_at"]],
        "In-year_inspections": [["In-year"], ["This worksheet …"], *tables["in_year"]],
        "ILACS_inspection_history": [["History"], ["This worksheet …"], *tables["history"]],
    }


def workbook(sheets: dict[str, Rows]) -> Document:
    """Sheets written as XLSX and read back as the reader does."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for r, row in enumerate(rows):
                for c, cell in enumerate(row):
                    if isinstance(cell, dt.date):
                        sheet.write_datetime(r, c, dt.datetime.combine(cell, dt.time()), day)
                    elif cell != "":
                        sheet.write(r, c, cell)
    return spreadsheet.read(content.getvalue())


def open_document(sheets: dict[str, Rows]) -> Document:
    """Sheets written as the least ODS there can be, and read back."""

    def cell(value: object) -> str:
        if isinstance(value, dt.date):
            return f'<table:table-cell office:value-type="date" office:date-value="{value.isoformat()}"/>'
        inside = f"<text:p>{escape(str(value))}</text:p>" if value != "" else ""
        return f'<table:table-cell office:value-type="string">{inside}</table:table-cell>'

    tables = "".join(
        f'<table:table table:name="{name}">'
        + "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
        + "</table:table>"
        for name, rows in sheets.items()
    )
    names = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in [("office", "office"), ("table", "table"), ("text", "text")]
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>',
        )
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names}><office:body>'
            f"<office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>",
        )
    return spreadsheet.read(content.getvalue())


def of_sheet(publication: statistics.Publication, name: str) -> list[Reading]:
    return [reading for reading in publication.readings if name in reading.lines[0].locator]


def grades(reading: Reading) -> dict[str, str]:
    return {f"{line.service}/{line.aspect}": line.words for line in reading.lines}


def refusal(document: Document, reference: reference_module.Reference) -> str:
    with pytest.raises(SourceRefused) as refused:
        statistics.parse(document, reference)
    assert "\n" not in str(refused.value)
    return str(refused.value)


def unread(document: Document, reference: reference_module.Reference, read: int = 2) -> list[str]:
    """What is said of sheets that are not read beside those that are; such a release is not complete."""
    publication = statistics.parse(document, reference)
    assert len(publication.readings) == read
    assert publication.complete_to is None
    return list(publication.problems)


def test_a_row_of_the_history_is_one_reading(reference: reference_module.Reference) -> None:
    publication = statistics.parse(workbook(release()), reference)
    assert publication.title == "Local authority inspection outcomes as at 31 March 2025"
    assert publication.publisher == "Ofsted"
    assert publication.published == dt.date(2025, 9, 25)
    assert publication.problems == ()
    (reading,) = of_sheet(publication, "history")
    assert reading.framework == "ilacs"
    assert reading.evidence == "statistics"
    assert (reading.authority, reading.authority_code) == ("Devon", "E10000008")
    assert reading.inspection_type == "standard"
    assert reading.inspection_start == dt.date(2024, 9, 23)
    assert reading.inspection_end is None
    assert reading.published == dt.date(2025, 5, 13)
    assert grades(reading) == {
        "whole_service/overall": "Good",
        "whole_service/leadership": "Outstanding",
        "safeguarding/overall": "Requires improvement to be good",
        "looked_after_children/overall": "Inadequate",
        "care_leavers/overall": "Good",
    }
    line = reading.lines[2]
    assert (line.label, line.grade_text, line.number) == (PROTECTION, "Requires improvement to be good", None)
    assert (line.locator, line.place) == ("sheet ILACS_inspection_history, row 4", "sheet")


def test_an_inspection_in_three_sheets_is_three_readings(reference: reference_module.Reference) -> None:
    publication = statistics.parse(workbook(release()), reference)
    assert [r.inspection_type for r in publication.readings] == ["", "standard", "standard"]
    assert len({tuple(grades(r).items()) for r in publication.readings}) == 1


def test_an_ods_and_an_xlsx_of_the_same_sheets_say_the_same(reference: reference_module.Reference) -> None:
    assert statistics.parse(open_document(release()), reference) == statistics.parse(workbook(release()), reference)


def test_columns_are_found_by_heading_wherever_they_stand(reference: reference_module.Reference) -> None:
    turned = statistics.parse(workbook(release(history=[HISTORY[::-1], STANDARD[::-1]])), reference)
    straight = statistics.parse(workbook(release()), reference)
    assert set(of_sheet(turned, "history")[0].lines) == set(of_sheet(straight, "history")[0].lines)
    assert of_sheet(turned, "history")[0].authority == "Devon"


def test_the_row_of_headings_is_found_wherever_it_stands(reference: reference_module.Reference) -> None:
    document = workbook(release(history=[["Local authority", "Care leavers"], [], HISTORY, STANDARD]))
    (reading,) = of_sheet(statistics.parse(document, reference), "history")
    assert reading.lines[0].locator == "sheet ILACS_inspection_history, row 6"


def test_sheet_names_may_have_spaces_and_years(reference: reference_module.Reference) -> None:
    sheets = release()
    renamed = {
        {
            "Inspections_as_at_31_March": "Inspections as at 31 March 2025",
            "In-year_inspections": "In year inspections 2024-25",
            "ILACS_inspection_history": "ILACS inspection history 18-25",
        }.get(name, name): rows
        for name, rows in sheets.items()
    }
    assert len(statistics.parse(workbook(renamed), reference).readings) == 3


def test_headings_may_be_wrapped_and_noted(reference: reference_module.Reference) -> None:
    printed = [heading.replace(" and ", "\nand ") for heading in HISTORY[:-2]]
    wrapped = [*printed, "Children in care [note 2]", "Care Leavers"]
    (reading,) = of_sheet(statistics.parse(workbook(release(history=[wrapped, STANDARD])), reference), "history")
    assert len(reading.lines) == 5
    assert reading.lines[2].label == PROTECTION
    assert reading.lines[3].label == "Children in care [note 2]"


def test_an_empty_cell_gives_no_line(reference: reference_module.Reference) -> None:
    row = ["E10000008", "Devon", dt.date(2020, 1, 13), dt.date(2020, 3, 17), "ILACS Short Inspection", *GRADES[:4], ""]
    publication = statistics.parse(workbook(release(history=[HISTORY, row])), reference)
    (reading,) = of_sheet(publication, "history")
    assert "care_leavers/overall" not in grades(reading)
    assert reading.inspection_type == "short"
    assert publication.problems == ()


def test_children_in_care_before_2023_is_looked_after_children(reference: reference_module.Reference) -> None:
    """Trap 36: the column holds grades that were given for children in care and care leavers together."""
    row = ["E10000008", "Devon", dt.date(2020, 1, 13), dt.date(2020, 3, 17), "ILACS Short Inspection", *GRADES[:4], ""]
    (reading,) = of_sheet(statistics.parse(workbook(release(history=[HISTORY, row])), reference), "history")
    assert grades(reading)["looked_after_children/overall"] == "Inadequate"


@pytest.mark.parametrize("word", ["Satisfactory", "3", "Good/Outstanding", "data_unreadable"])
def test_a_word_on_no_scale_is_a_problem_and_no_line(reference: reference_module.Reference, word: str) -> None:
    row = [*STANDARD[:5], "Good", word, *GRADES[2:]]
    publication = statistics.parse(workbook(release(history=[HISTORY, row])), reference)
    (reading,) = of_sheet(publication, "history")
    assert len(reading.lines) == 4
    assert "whole_service/leadership" not in grades(reading)
    assert publication.problems == (
        f'sheet ILACS_inspection_history, row 4, column "{LEADERS}": "{word}" is not a grade of the ILACS scale',
    )


@pytest.mark.parametrize("word", ["Not applicable", "N/A", "-", "[z]"])
def test_a_word_for_no_grade_is_an_empty_cell(reference: reference_module.Reference, word: str) -> None:
    row = [*STANDARD[:-1], word]
    publication = statistics.parse(workbook(release(history=[HISTORY, row])), reference)
    assert publication.problems == ()
    assert len(of_sheet(publication, "history")[0].lines) == 4


@pytest.mark.parametrize(
    ("date", "column", "field"),
    [
        (dt.date(2022, 12, 5), CARE_LEAVERS, "care_leavers/overall"),
        (dt.date(2026, 4, 27), "Overall effectiveness", "whole_service/overall"),
    ],
)
def test_a_grade_that_the_framework_did_not_give_then_is_a_problem(
    reference: reference_module.Reference, date: dt.date, column: str, field: str
) -> None:
    row = [*STANDARD[:2], date, date + dt.timedelta(50), *STANDARD[4:]]
    publication = statistics.parse(workbook(release(history=[HISTORY, row])), reference)
    (reading,) = of_sheet(publication, "history")
    assert field not in grades(reading)
    assert len(reading.lines) == 4
    (problem,) = publication.problems
    assert f'row 4, column "{column}": "Good", which ILACS did not judge on {date}' in problem


def test_visits_are_left_out_and_counted(reference: reference_module.Reference) -> None:
    focused = [*DEVON, "ILACS Focused Visit", "", "", "", "", "", "Front door"]
    monitoring = [*DEVON, "LA Monitoring visit", "", "", "", "", "", "Care leavers"]
    rows = [IN_YEAR, focused, [*STANDARD, ""], monitoring, focused]
    publication = statistics.parse(workbook(release(in_year=rows)), reference)
    assert len(of_sheet(publication, "In-year")) == 1
    assert publication.problems == ()
    assert publication.left_out == (
        "sheet In-year_inspections: 3 rows without grades were left out: ILACS Focused Visit 2, LA Monitoring visit 1",
    )


def test_a_grade_in_the_row_of_a_visit_is_a_problem(reference: reference_module.Reference) -> None:
    rows = [IN_YEAR, [*DEVON, "ILACS Focused Visit", "Good", "", "", "", "", ""], [*STANDARD, ""]]
    publication = statistics.parse(workbook(release(in_year=rows)), reference)
    assert len(of_sheet(publication, "In-year")) == 1
    assert publication.problems == (
        'sheet In-year_inspections, row 4, column "Overall effectiveness": "Good" in the row of a ILACS Focused Visit, '
        "which is not graded",
    )


def test_an_inspection_type_that_we_do_not_know_is_a_problem(reference: reference_module.Reference) -> None:
    odd = [*DEVON, "Area SEND inspection", *GRADES]
    publication = statistics.parse(workbook(release(history=[HISTORY, odd, STANDARD])), reference)
    assert len(of_sheet(publication, "history")) == 1
    assert publication.problems == (
        'sheet ILACS_inspection_history, row 4, column "Inspection type": "Area SEND inspection" is not known; '
        "the row was not read",
    )


def test_an_authority_not_yet_inspected_is_counted(reference: reference_module.Reference) -> None:
    row = ["E06000064", "Westmorland and Furness", "Not yet inspected", "Not yet inspected", "", "", "", "", ""]
    publication = statistics.parse(workbook(release(as_at=[AS_AT, row, [*DEVON, *GRADES]])), reference)
    assert len(of_sheet(publication, "Inspections_as_at")) == 1
    assert publication.problems == ()
    assert publication.left_out == (
        "sheet Inspections_as_at_31_March: 1 rows without grades were left out: Not yet inspected 1",
    )


def test_a_note_below_the_table_is_no_row(reference: reference_module.Reference) -> None:
    document = workbook(release(history=[HISTORY, STANDARD, [], ["", "Source: inspections published by 30 June"]]))
    assert statistics.parse(document, reference).problems == ()


@pytest.mark.parametrize(
    ("row", "absent"),
    [
        (["", "", *STANDARD[2:]], "an authority"),
        ([*STANDARD[:2], "", "", *STANDARD[4:]], "a date"),
        ([*STANDARD[:5], "", "", "", "", ""], "a grade"),
        ([*STANDARD[:2], "", "", "ILACS Standard Inspection", "", "", "", "", ""], "a grade and a date"),
    ],
)
def test_a_row_that_is_cut_short_is_a_problem(
    reference: reference_module.Reference, row: list[object], absent: str
) -> None:
    publication = statistics.parse(workbook(release(history=[HISTORY, row, STANDARD])), reference)
    assert len(of_sheet(publication, "history")) == 1
    assert publication.problems == (
        f"sheet ILACS_inspection_history, row 4: the row is without {absent} and was not read",
    )


@pytest.mark.parametrize(
    "printed_words", ["23/09/2024", "2024-09-23", "23 September 2024", "23 Sep 2024", "September 23, 2024"]
)
def test_dates_may_be_text(reference: reference_module.Reference, printed_words: str) -> None:
    row = [*STANDARD[:2], printed_words, *STANDARD[3:]]
    (reading,) = of_sheet(statistics.parse(workbook(release(history=[HISTORY, row])), reference), "history")
    assert reading.inspection_start == dt.date(2024, 9, 23)


@pytest.mark.parametrize("printed_words", ["23-Sep-24", "23/09/24", "2024-09-23T00:00:00", "2024-09-23 09:30"])
def test_dates_may_be_short_or_have_a_time(reference: reference_module.Reference, printed_words: str) -> None:
    row = [*STANDARD[:2], printed_words, *STANDARD[3:]]
    (reading,) = of_sheet(statistics.parse(workbook(release(history=[HISTORY, row])), reference), "history")
    assert (reading.inspection_start, reading.inspection_end) == (dt.date(2024, 9, 23), None)


@pytest.mark.parametrize(
    "printed_words", ["23 to 27 September 2024", "2024-09-23 to 2024-09-27", "23/09/2024 - 27/09/2024"]
)
def test_a_range_of_days_has_its_first_and_last(reference: reference_module.Reference, printed_words: str) -> None:
    row = [*STANDARD[:2], printed_words, *STANDARD[3:]]
    (reading,) = of_sheet(statistics.parse(workbook(release(history=[HISTORY, row])), reference), "history")
    assert (reading.inspection_start, reading.inspection_end) == (dt.date(2024, 9, 23), dt.date(2024, 9, 27))


@pytest.mark.parametrize("printed_words", ["autumn", "06-Mar-23 or so", "2024"])
def test_a_row_without_its_date_is_refused_and_never_dated_by_publication(
    reference: reference_module.Reference, printed_words: str
) -> None:
    row = [*STANDARD[:2], printed_words, *STANDARD[3:]]
    publication = statistics.parse(workbook(release(history=[HISTORY, row])), reference)
    assert of_sheet(publication, "history") == []
    assert publication.problems == (
        f'sheet ILACS_inspection_history, row 4, column "Inspection date": "{printed_words}" is not a date; '
        "the row was not read",
    )


def test_a_row_that_is_shifted_by_a_lost_cell_is_refused(reference: reference_module.Reference) -> None:
    row = [*STANDARD[:3], *STANDARD[5:], STANDARD[4]]
    publication = statistics.parse(workbook(release(history=[HISTORY, row])), reference)
    assert of_sheet(publication, "history") == []
    assert any("is not known; the row was not read" in problem for problem in publication.problems)
    row = [*STANDARD[:3], "Good", *STANDARD[4:]]
    publication = statistics.parse(workbook(release(history=[HISTORY, row])), reference)
    assert of_sheet(publication, "history") == []
    assert any('"Good" is a grade: the row is shifted and was not read' in problem for problem in publication.problems)


def test_two_grades_of_one_inspection_are_refused_and_the_others_stand(reference: reference_module.Reference) -> None:
    other = [*STANDARD[:5], "Inadequate", *STANDARD[6:]]
    publication = statistics.parse(workbook(release(history=[HISTORY, STANDARD, other])), reference)
    first, second = of_sheet(publication, "history")
    assert len(first.lines) == len(second.lines) == len(GRADES) - 1
    (problem,) = (problem for problem in publication.problems if "has two grades" in problem)
    assert "row 4 and " in problem
    assert "row 5: " in problem
    same = statistics.parse(workbook(release(history=[HISTORY, STANDARD, STANDARD])), reference)
    assert [len(reading.lines) for reading in of_sheet(same, "history")] == [len(GRADES)] * 2


def test_headings_that_come_again_in_another_order_end_the_table(reference: reference_module.Reference) -> None:
    york = ["E06000014", "York", *STANDARD[2:]]
    again = statistics.parse(workbook(release(history=[HISTORY, STANDARD, HISTORY, york])), reference)
    assert [reading.authority for reading in of_sheet(again, "history")] == ["Devon", "York"]
    turned = [*HISTORY[:5], *reversed(HISTORY[5:])]
    visit = [*DEVON, "ILACS Focused Visit"]
    other = statistics.parse(workbook(release(history=[HISTORY, STANDARD, visit, turned, york])), reference)
    assert [reading.authority for reading in of_sheet(other, "history")] == ["Devon"]
    assert any("other headings; the rows below it were not read" in problem for problem in other.problems)
    assert [said.rpartition(": ")[2] for said in other.left_out] == ["ILACS Focused Visit 1"]


def test_a_row_of_tomorrow_is_refused(reference: reference_module.Reference) -> None:
    row = [*STANDARD[:2], "23 September 2034", "", *STANDARD[4:]]
    document = workbook(release(history=[HISTORY, row]))
    publication = statistics.parse(document, reference, today=dt.date(2034, 9, 22))
    assert of_sheet(publication, "history") == []
    assert any('"23 September 2034" is after today' in problem for problem in publication.problems)
    assert len(of_sheet(statistics.parse(document, reference, today=dt.date(2034, 9, 23)), "history")) == 1


def test_an_error_or_an_empty_cell_among_grades_is_said_and_the_others_stand(
    reference: reference_module.Reference,
) -> None:
    for cell, what in (("#N/A", '"#N/A" is an error'), ("", "the cell is empty")):
        row = [cell if text == STANDARD[-1] and place == len(STANDARD) - 1 else text
               for place, text in enumerate(STANDARD)]  # fmt: skip
        publication = statistics.parse(workbook(release(history=[HISTORY, row])), reference)
        (reading,) = of_sheet(publication, "history")
        assert len(reading.lines) == len([text for text in GRADES if text]) - 1
        assert any(what in problem for problem in publication.problems)


SHIFTED = "the cells of its grades may stand one column off, since one is empty; the row was not read"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ([*STANDARD[:5], "", *STANDARD[5:]], ', column 11: "Good" is a grade: the row is shifted and was not read'),
        (
            [*DEVON[:2], dt.date(2022, 9, 19), dt.date(2022, 11, 7), STANDARD[4], "", *GRADES[:4]],
            f": {SHIFTED}",
        ),
        (
            [*STANDARD[:4], "", *STANDARD[4:-1]],
            ', column "Overall effectiveness": "ILACS Standard Inspection" is a type of inspection: the row is shifted '
            "and was not read",
        ),
        (
            [*STANDARD[:2], "", "", STANDARD[4], STANDARD[3], *GRADES[1:]],
            ', column "Overall effectiveness": "2025-05-13" is a date: the row is shifted and was not read',
        ),
    ],
    ids=["an empty cell before them", "before there was a last one", "before its type", "a date"],
)
def test_a_row_whose_grades_may_stand_under_other_headings_gives_none(
    row: list[object], message: str, reference: reference_module.Reference
) -> None:
    others = [["E06000014", "York", *STANDARD[2:]], ["E08000035", "Leeds", *STANDARD[2:]]]
    publication = statistics.parse(workbook(release(history=[HISTORY, row, *others])), reference)
    assert [reading.authority for reading in of_sheet(publication, "history")] == ["York", "Leeds"]
    assert publication.problems == (f"sheet ILACS_inspection_history, row 4{message}",)
    assert publication.complete_to is None


def test_an_empty_second_sheet_refuses_nothing(reference: reference_module.Reference) -> None:
    document = workbook({"Sheet1": [HISTORY, STANDARD], "Sheet2": []})
    assert len(statistics.parse(document, reference).readings) == 1


@pytest.mark.parametrize(
    ("place", "printed_words", "message", "is_read"),
    [
        (2, "", 'column "Inspection date": the cell is empty; the row was dated by its publication', True),
        (3, "", 'column "Publication date": the cell is empty; the row was read without that date', True),
        (4, "", 'column "Inspection type": the cell is empty; the row was read without its type', True),
        (4, "SIF Inspection", 'Inspection date": "2024-09-23" is not in the time of SIF; it was not read', False),
        (2, dt.date(2005, 1, 1), 'Inspection date": "2005-01-01" is not in the time of ILACS; it was not read', False),
    ],
    ids=["no visit", "no publication", "no type", "another framework's type", "before its framework"],
)
def test_one_wrong_cell_of_a_row_is_said_and_a_row_that_is_lost_is_missing_from_what_is_complete(
    place: int, printed_words: object, message: str, is_read: bool, reference: reference_module.Reference
) -> None:
    wrong = [*STANDARD[:place], printed_words, *STANDARD[place + 1 :]]
    publication = statistics.parse(workbook(release(history=[HISTORY, wrong])), reference)
    assert [message in problem for problem in publication.problems] == [True]
    assert len(of_sheet(publication, "history")) == is_read
    assert publication.complete_to == (dt.date(2025, 3, 31) if is_read else None)


def test_a_column_with_grades_and_without_a_heading_refuses_its_sheet(reference: reference_module.Reference) -> None:
    document = workbook(release(history=[[*HISTORY, ""], [*STANDARD, "Good"]]))
    assert unread(document, reference) == [
        "sheet ILACS_inspection_history, row 3: column 11 has no heading and holds grades; the sheet was not read"
    ]


@pytest.mark.parametrize(
    ("published", "what"), [(dt.date(2023, 5, 13), "before"), (dt.date(2025, 10, 23), "395 days after")]
)
def test_a_row_whose_two_dates_cannot_both_be_right_is_not_read(
    reference: reference_module.Reference, published: dt.date, what: str
) -> None:
    row = [*STANDARD[:3], published, *STANDARD[4:]]
    publication = statistics.parse(workbook(release(history=[HISTORY, row])), reference)
    assert publication.problems == (
        f'sheet ILACS_inspection_history, row 4, column "Publication date": {published} is {what} the inspection, '
        "2024-09-23; the row was not read",
    )
    assert of_sheet(publication, "history") == []
    assert publication.complete_to is None


def test_a_row_of_totals_is_said_and_no_inspection_that_is_missing(reference: reference_module.Reference) -> None:
    totals: list[object] = ["", "Total", "", "", "", "152", "63%", "20", "10", "4"][: len(HISTORY)]
    publication = statistics.parse(workbook(release(history=[HISTORY, STANDARD, totals])), reference)
    assert any("row 5: the row is without a date and was not read" in problem for problem in publication.problems)
    assert publication.complete_to == dt.date(2025, 3, 31)


def test_two_rows_of_one_report_that_start_on_other_days_and_differ_give_no_grade(
    reference: reference_module.Reference,
) -> None:
    differing = [*STANDARD[:2], dt.date(2024, 9, 24), *STANDARD[3:-1], "Inadequate"]
    publication = statistics.parse(workbook(release(history=[HISTORY, STANDARD, differing])), reference)
    assert any("has two grades, and neither was read" in problem for problem in publication.problems)
    labels = [{line.label for line in reading.lines} for reading in of_sheet(publication, "history")]
    assert all(HISTORY[-1] not in read for read in labels)


def test_a_missing_sheet_is_named_and_the_others_are_read(reference: reference_module.Reference) -> None:
    sheets = release()
    del sheets["ILACS_inspection_history"]
    assert unread(workbook(sheets), reference) == [
        'no sheet "ILACS inspection history"; found the sheets "Cover", "Notes", "Inspections_as_at_31_March", '
        '"In-year_inspections"'
    ]


def test_renamed_columns_refuse_their_sheets_and_all_are_named(reference: reference_module.Reference) -> None:
    as_at = [*AS_AT[:3], "Date of report", *AS_AT[4:]]
    history = [*HISTORY[:5], "Headline judgement", "Leaders", *HISTORY[7:]]
    changed = {"as_at": [as_at, [*DEVON, *GRADES]], "history": [history, STANDARD]}
    assert unread(workbook(release(**changed)), reference, read=1) == [
        'sheet Inspections_as_at_31_March, row 3: no column "Publication date"; found instead "Date of report"; '
        "the sheet was not read",
        f'sheet ILACS_inspection_history, row 3: no column "Overall effectiveness", "{LEADERS}"; '
        'found instead "Headline judgement", "Leaders"; the sheet was not read',
    ]
    in_year = [[*IN_YEAR[:5], "Headline judgement", *IN_YEAR[6:]], [*STANDARD, ""]]
    assert refusal(workbook(release(**changed, in_year=in_year)), reference) == (
        "Local authority inspection outcomes, but "
        'sheet Inspections_as_at_31_March, row 3: no column "Publication date"; found instead "Date of report"; '
        'sheet In-year_inspections, row 3: no column "Overall effectiveness"; found instead "Headline judgement"; '
        f'sheet ILACS_inspection_history, row 3: no column "Overall effectiveness", "{LEADERS}"; '
        'found instead "Headline judgement", "Leaders"'
    )


def test_a_new_column_with_grades_refuses_its_sheet(reference: reference_module.Reference) -> None:
    document = workbook(release(history=[[*HISTORY, "Inclusion"], [*STANDARD, "Good"]]))
    assert unread(document, reference) == [
        'sheet ILACS_inspection_history, row 3: the column "Inclusion" is not expected and holds grades; '
        "the sheet was not read"
    ]


def test_a_new_column_without_grades_is_said(reference: reference_module.Reference) -> None:
    document = workbook(release(history=[[*HISTORY, "Number of inspectors"], [*STANDARD, 7]]))
    publication = statistics.parse(document, reference)
    assert len(publication.readings) == 3
    assert publication.problems == (
        'sheet ILACS_inspection_history, row 3: the column "Number of inspectors" is not expected and was not read',
    )


def test_a_judgement_in_two_columns_refuses_its_sheet(reference: reference_module.Reference) -> None:
    document = workbook(release(history=[[*HISTORY, "Care leavers"], [*STANDARD, "Inadequate"]]))
    assert unread(document, reference) == [
        f'sheet ILACS_inspection_history, row 3: 2 columns are headed "{CARE_LEAVERS}" or mean the same; '
        "the sheet was not read"
    ]


@pytest.mark.parametrize(
    "rows", [[["Devon", "Good"]], [["Local authority", "Overall effectiveness"], ["Devon", "Good"]]]
)
def test_a_sheet_without_headings_is_named(reference: reference_module.Reference, rows: Rows) -> None:
    (said,) = unread(workbook(release(history=rows)), reference)
    assert said.startswith("sheet ILACS_inspection_history, rows 1 to 40: no row of headings; wanted ")


def test_a_sheet_that_we_do_not_know_is_said(reference: reference_module.Reference) -> None:
    publication = statistics.parse(workbook(release() | {"Regional summary": [["London", 33]]}), reference)
    assert publication.problems == ("sheet Regional summary is not known and was not read",)


def test_of_sheets_that_no_layout_needs_only_the_title_is_made(reference: reference_module.Reference) -> None:
    # A cell that no sheet may have is not even looked at there, since nobody asks for its row.
    overlong = [["Notes"], [], [], [], ["x" * (spreadsheet.MAX_CELL_CHARACTERS + 1)]]
    assert statistics.parse(open_document(release() | {"Notes": overlong}), reference).problems == ()
    for needed in ("ILACS_inspection_history", "Regional summary"):
        assert "32,767 characters" in refusal(open_document(release() | {needed: overlong}), reference)


def test_another_workbook_is_refused(reference: reference_module.Reference) -> None:
    document = workbook({"Summary": [["School", "Grade"], ["A school", "Good"]], "Data": [["Good"]]})
    assert refusal(document, reference) == (
        'a spreadsheet, but no statistics that we know: found the sheets "Summary", "Data"; wanted '
        'official statistics with sheets such as "LA level at 31 March", "LA level in year", '
        '"Inspections as at 31 March", "In-year inspections", "ILACS inspection history"'
    )


def test_an_empty_release_is_refused(reference: reference_module.Reference) -> None:
    document = workbook(release(as_at=[AS_AT], in_year=[IN_YEAR], history=[HISTORY]))
    assert refusal(document, reference).endswith("no row holds an inspection with grades")


def test_2024_had_no_area_codes_and_not_every_inspection_date(reference: reference_module.Reference) -> None:
    history = [[h for h in HISTORY if h not in ("Local authority area code", "Inspection date")]]
    history += [[STANDARD[1], *STANDARD[3:]]]
    sheets = release(history=history)
    sheets["Cover"][0] = ["Local authority inspection outcomes as at 31 March 2024"]
    (reading,) = of_sheet(statistics.parse(workbook(sheets), reference), "history")
    assert (reading.authority_code, reading.inspection_start) == ("", None)
    assert reading.published == dt.date(2025, 5, 13)
    sheets["Cover"][0] = ["Local authority inspection outcomes as at 31 March 2026"]
    assert 'no column "Inspection date"' in unread(workbook(sheets), reference)[0]


def one_table(dates: dict[str, object]) -> statistics.Publication:
    """A table alone with these headings of dates and what stands under them."""
    headings = ["Council", *dates, "Overall effectiveness", "Impact of leaders", "Help and protection", "In care"]
    rows = [headings, ["Devon", *dates.values(), *GRADES[:4]], ["Kent", *dates.values(), *GRADES[:4]]]
    return statistics.parse(workbook({"Sheet1": rows}), reference_module.load(), dt.date(2026, 1, 1))


@pytest.mark.parametrize(
    ("dates", "first", "last"),
    [
        ({"Inspection start date": "23/09/2024", "Inspection end date": "27/09/2024"}, 23, 27),
        ({"Inspection end date": "27/09/2024", "Inspection date": "23/09/2024"}, 23, 27),
        ({"Inspection date (start)": "23/09/2024", "Inspection date (end)": "27/09/2024"}, 23, 27),
        ({"Inspection dates": "23 to 25 September 2024", "Inspection end": "27/09/2024"}, 23, 27),
        ({"Last day of inspection": dt.date(2024, 9, 27), "Published": "07/11/2024"}, None, 27),
        ({"Inspection start date": "23/09/2024", "Inspection end date": "23/09/2024"}, 23, None),
        ({"Start date of inspection": "23/09/2024"}, 23, None),
    ],
)
def test_the_first_and_the_last_day_may_have_a_column_each(
    dates: dict[str, object], first: int | None, last: int | None
) -> None:
    table = one_table(dates)
    assert table.problems == ()
    assert [(r.inspection_start, r.inspection_end) for r in table.readings] == [
        (first and dt.date(2024, 9, first), last and dt.date(2024, 9, last))
    ] * 2


@pytest.mark.parametrize(
    ("start", "end", "published", "said"),
    [
        ("27/09/2024", "23/09/2024", "", '"23/09/2024" is not the end of an inspection that began on 2024-09-27'),
        ("23/09/2024", "27/09/2025", "", '"27/09/2025" is not the end of an inspection that began on 2024-09-23'),
        ("23/09/2024", "to follow", "", 'column "Inspection end date": "to follow" is not a date'),
        ("soon", "27/09/2024", "", 'column "Inspection start date": "soon" is not a date'),
        ("29/12/2025", "09/01/2026", "", '"09/01/2026" is after today'),
        ("23/09/2024", "27/09/2024", "25/09/2024", "2024-09-25 is before the inspection, 2024-09-27"),
    ],
)
def test_a_row_whose_days_contradict_each_other_is_not_read(start: str, end: str, published: str, said: str) -> None:
    dates: dict[str, object] = {"Inspection start date": start, "Inspection end date": end}
    if published:
        dates["Published"] = published
    with pytest.raises(SourceRefused) as refused:
        one_table(dates)
    assert said in str(refused.value)


@pytest.mark.parametrize("given", ["Inspection start date", "Inspection end date"])
def test_an_empty_cell_beside_the_other_day_is_said(given: str) -> None:
    dates = {"Inspection start date": "", "Inspection end date": "", "Published": "07/11/2024"}
    table = one_table({**dates, given: "27/09/2024"})
    assert "the cell is empty; the row was read without that date" in table.problems[0]
    assert {r.inspection_start or r.inspection_end for r in table.readings} == {dt.date(2024, 9, 27)}
    assert len(table.problems) == 1


CARE_2022 = ["Web link", "Local authority name", "Ofsted region", "Inspection date", "Overall effectiveness",
             "Impact of leaders", "Experiences and progress of children who need help and protection",
             "Experiences and progress of children in care and care leavers"]  # fmt: skip


def test_2022_has_one_column_for_care_and_sif_under_its_headings(reference: reference_module.Reference) -> None:
    sheets: dict[str, Rows] = {
        "Cover": [["Children's social care in England 2022"]],
        "Provider_level_at_31_Mar_2022": [["URN", "Overall experiences"], ["SC1", "Good"]],
        "LA_level_at_31_Mar_2022": [
            ["Local authorities"],
            ["Notes"],
            CARE_2022,
            ["Link", "Torbay", "South West", "11/06/2018", *GRADES[:4]],
            ["Link", "Rutland", "East Midlands", "07/11/2016", *GRADES[:4]],
            ["Link", "Rochdale", "North West", "25/10/2019", *GRADES[:4]],
        ],
    }
    publication = statistics.parse(workbook(sheets), reference)
    assert publication.title == "Children's social care in England 2022"
    sif, ilacs = publication.readings
    assert (sif.framework, sif.authority, sif.inspection_start) == ("sif", "Rutland", dt.date(2016, 11, 7))
    assert (ilacs.framework, ilacs.authority) == ("ilacs", "Rochdale")
    expected = ["whole_service/overall", "whole_service/leadership", "safeguarding/overall"]
    assert list(grades(sif)) == list(grades(ilacs)) == [*expected, "looked_after_children/overall"]
    assert sif.lines[3].label == CARE_2022[-1]
    assert publication.problems == (
        "sheet LA_level_at_31_Mar_2022, row 4: ilacs and sif in force on its date and it gives no type; "
        "it was not read",
    )


def test_2023_has_care_leavers_on_their_own(reference: reference_module.Reference) -> None:
    headings = [*CARE_2022[:-1], "Experiences and progress of children in care", CARE_LEAVERS.removeprefix("The ")]
    headings[-1] = headings[-1].capitalize()
    sheets: dict[str, Rows] = {
        "LA_level_at_31_Mar_2023": [["LA level"], [], [], headings,
                                    ["Link", "Bristol", "South West", dt.date(2023, 1, 16), *GRADES]],
    }  # fmt: skip
    (reading,) = statistics.parse(workbook(sheets), reference).readings
    assert grades(reading)["care_leavers/overall"] == "Good"
    sheets["LA_level_at_31_Mar_2023"][3] = headings[:-1]
    assert f'no column "{CARE_LEAVERS}"' in refusal(workbook(sheets), reference)


CSV = "\ufeffLocal authority name,Ofsted region,Inspection date,Inspection type,{judgements}\r\n{rows}\r\n"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_may_be_csv(reference: reference_module.Reference, delimiter: str) -> None:
    row = '"Bristol",South West,16/01/2023,ILACS Standard Inspection,' + ",".join(GRADES)
    content = CSV.format(judgements=",".join(JUDGEMENTS), rows=row).replace(",", delimiter)
    document = text.read(content.encode("utf-8"))
    assert statistics.recognises(document, reference)
    (reading,) = statistics.parse(document, reference).readings
    assert (reading.authority, reading.inspection_type, len(reading.lines)) == ("Bristol", "standard", 5)
    assert reading.lines[0].locator == "row 2"


@pytest.mark.parametrize(
    ("heading", "own", "evidence"),
    [
        ("Inspection date", "inspection_date", "statistics"),
        ("Local authority name", "Council", "secondary"),
        ("Overall effectiveness", "Overall effectiveness grade", "secondary"),
    ],
)
def test_a_table_with_headings_of_its_own_is_no_publication_of_the_inspectorate(
    reference: reference_module.Reference, heading: str, own: str, evidence: str
) -> None:
    row = '"Bristol",South West,16/01/2023,ILACS Standard Inspection,' + ",".join(GRADES)
    content = CSV.format(judgements=",".join(JUDGEMENTS), rows=row).replace(heading, own)
    publication = statistics.parse(text.read(content.encode("utf-8")), reference)
    assert [reading.evidence for reading in publication.readings] == [evidence]
    assert publication.publisher == ("Ofsted" if evidence == "statistics" else reference.secondary_publisher)


def test_a_table_with_two_judgements_is_one_that_lacks_the_others(reference: reference_module.Reference) -> None:
    headings = (
        "Local authority name,Inspection date,Overall effectiveness of children\u2019s services,Help and protection"
    )
    said = refusal(text.read(f"{headings}\r\nBristol,16/01/2023,Good,Good\r\n".encode()), reference)
    assert f'no column "{LEADERS}", "{IN_CARE}"' in said


def test_csv_of_sif_inspections(reference: reference_module.Reference) -> None:
    headings = [
        "Overall effectiveness",
        "Children who need help and protection",
        "Leadership, management and governance",
        "Children looked after and achieving permanence",
        "Adoption performance",
        "Experiences and progress of care leavers",
    ]
    quoted = ",".join(f'"{heading}"' for heading in headings)
    row = "Dudley,West Midlands,19/01/2016,SIF,Inadequate,Inadequate,Requires improvement,Good,Not judged,Good"
    (reading,) = statistics.parse(text.read(CSV.format(judgements=quoted, rows=row).encode()), reference).readings
    assert reading.framework == "sif"
    assert grades(reading) == {
        "whole_service/overall": "Inadequate",
        "safeguarding/overall": "Inadequate",
        "whole_service/leadership": "Requires improvement",
        "looked_after_children/overall": "Good",
        "adoption/overall": "Not judged",
        "care_leavers/overall": "Good",
    }


@pytest.mark.parametrize("word", ["judgement", "rating", "grade"])
def test_a_heading_may_say_that_it_is_a_judgement_and_a_cell_ri(
    word: str, reference: reference_module.Reference
) -> None:
    labels = ["Overall effectiveness", "Impact of leaders", "Help and protection", "Children in care", "Care leavers"]
    headings = ",".join(f"{label} {word}" for label in labels)
    table = f"Local authority,Inspection dates,{headings}\nBristol,16 to 27 January 2023,RI,Good,RI,Good,R\n"
    found = statistics.parse(text.read(table.encode()), reference)
    (reading,) = found.readings
    assert (reading.inspection_start, reading.inspection_end) == (dt.date(2023, 1, 16), dt.date(2023, 1, 27))
    assert [(line.grade_text, line.words) for line in reading.lines[:2]] == [
        ("RI", "requires improvement"),
        ("Good", "Good"),
    ]
    assert len(reading.lines) == 4
    assert '"R" is not a grade' in " ".join(found.problems)


OWN_TABLE = "{title}\n\n{headings}\nBristol,16/01/2023,06/03/2023," + ",".join(GRADES)
OWN_HEADINGS = "Council,Date of inspection,Published,Overall,Leaders,Help & protection,In care,Care leavers"


@pytest.mark.parametrize(
    "title", ["Inspection outcomes as at 31 March 2023", "Source: Ofsted", "A comparison of councils in the South West"]
)
def test_a_table_may_have_headings_and_a_title_of_its_own(title: str, reference: reference_module.Reference) -> None:
    document = text.read(OWN_TABLE.format(title=title, headings=OWN_HEADINGS).encode())
    (reading,) = statistics.parse(document, reference).readings
    assert list(grades(reading).values()) == GRADES


@pytest.mark.parametrize(
    ("title", "message"),
    [
        (
            "Target grades",
            "an improvement plan, whose grades may be targets; wanted a table of inspections that were made",
        ),
        ("Our self-evaluation", "a self-evaluation"),
        ("Predicted outcomes", "a forecast"),
        ("Mock inspections", "a rehearsal"),
        ("Draft", "a draft"),
    ],
)
def test_a_table_of_grades_that_no_inspection_gave_is_refused_by_its_name(
    title: str, message: str, reference: reference_module.Reference
) -> None:
    document = text.read(OWN_TABLE.format(title=title, headings=OWN_HEADINGS).encode())
    assert refusal(document, reference).startswith(message)
    headings = OWN_HEADINGS.split(",")
    sheet = Sheet(title, [headings, ["Bristol", dt.date(2023, 1, 16), dt.date(2023, 3, 6), *GRADES]])
    document = Document(kind="spreadsheet", pages=(), sheets=(sheet,))
    assert refusal(document, reference).startswith(message)


def test_a_report_is_not_taken_for_a_table(reference: reference_module.Reference) -> None:
    report = b"Devon\nInspection date: 15 April 2013\nLocal authority, Overall effectiveness, good\n"
    document = text.read(report)
    assert not statistics.recognises(document, reference)
    assert refusal(document, reference) == "a text without the headings of a table of inspections"


def test_many_problems_are_shortened(reference: reference_module.Reference) -> None:
    odd = [[*DEVON, f"Type {n}", *GRADES] for n in range(150)]
    publication = statistics.parse(workbook(release(history=[HISTORY, STANDARD, *odd])), reference)
    assert len(publication.problems) == statistics.MOST_PROBLEMS + 1
    assert publication.problems[-1] == "and 50 more"


CELLS = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.sampled_from([*HISTORY, *IN_YEAR, *STANDARD, "Good", "ILACS Focused Visit", "Not yet inspected", "31/02/2020"]),
    st.floats(),
    st.integers(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)
NAMES = st.one_of(st.text(max_size=20), st.just("two\nlines"), st.sampled_from(list(release())))


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(NAMES, st.lists(st.lists(CELLS, max_size=12), max_size=8)), max_size=5))
def test_no_workbook_breaks_the_parser(sheets: list[tuple[str, list[list[object]]]]) -> None:
    document = Document(kind="spreadsheet", sheets=tuple(Sheet(name, rows) for name, rows in sheets))
    try:
        messages = [*statistics.parse(document, reference_module.load()).problems]
    except SourceRefused as refused:
        messages = [str(refused)]
    assert not any("\n" in message for message in messages)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(CELLS, max_size=12), max_size=8))
def test_no_rows_break_the_parser(rows: list[list[object]]) -> None:
    sheets = [Sheet("Inspections_as_at_31_March", [AS_AT, *rows]), Sheet("In-year_inspections", [IN_YEAR, *rows])]
    document = Document(
        kind="spreadsheet", sheets=(*sheets, Sheet("ILACS_inspection_history", [HISTORY, STANDARD, *rows]))
    )
    reference = reference_module.load()
    try:
        publication = statistics.parse(document, reference)
    except SourceRefused:
        return
    for line in (line for reading in publication.readings for line in reading.lines):
        assert reference.scales["words-requires-improvement"].word(line.words)


def test_every_layout_names_what_the_reference_has(reference: reference_module.Reference) -> None:
    layouts = load_layouts()
    assert layouts
    for layout in layouts:
        assert {*layout.frameworks, *filter(None, [layout.in_overlap])} <= reference.frameworks.keys()
        assert all(kind.framework in reference.frameworks for kind in layout.kinds.values() if kind.graded)
        fields = layout.fields(reference)
        for name in (name for name in layout.headings if "/" in name):
            service, aspect = name.split("/")
            assert any(reference.frameworks[f].judges(service, aspect) for f in layout.frameworks), name
            assert name in fields.values()
        own = [fold(heading) for headings in layout.headings.values() for heading in headings]
        assert len(own) == len(set(own)), "one heading for two fields"
        for heading, name in ((fold(h), n) for n, headings in layout.headings.items() for h in headings):
            assert fields[heading] == name, "a heading that is the label of another judgement"
        assert not layout.ignored_columns & fields.keys()


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (('"authority", "inspection_start"', '"authority"'), "inspection_start must stand once"),
        (('optional = ["published"', 'optional = ["published", "authority"'), "authority must stand once"),
        (('optional = ["published"', 'optional = ["published", "score"'), "score must stand once"),
        (("based_on =", "based_on"), "inspection_table.toml: cannot be read"),
    ],
)
def test_a_layout_that_contradicts_itself_is_refused(tmp_path: Path, change: tuple[str, str], problem: str) -> None:
    for path in (reference_module.REFERENCE_FOLDER / "statistics").glob("*.toml"):
        content = path.read_text(encoding="utf-8")
        if path.stem == "inspection_table":
            assert change[0] in content
            content = content.replace(*change)
        (tmp_path / path.name).write_text(content, encoding="utf-8")
    with pytest.raises(FolderInvalid) as invalid:
        load_layouts(tmp_path)
    assert problem in str(invalid.value)


@pytest.mark.skipif(not RELEASE_2025.exists(), reason="the 2025 release does not stand beside the checkout")
def test_the_2025_release(reference: reference_module.Reference) -> None:
    document = spreadsheet.read(RELEASE_2025.read_bytes())
    publication = statistics.parse(document, reference)
    assert publication.title == "Local authority inspection outcomes as at 31 March 2025"
    assert publication.published == dt.date(2025, 9, 25)
    assert publication.problems == ()
    assert publication.left_out == (
        "sheet In-year_inspections: 60 rows without grades were left out: "
        "ILACS Focused Visit 36, LA Monitoring visit 24",
    )
    history = of_sheet(publication, "history")
    assert Counter(reading.inspection_type for reading in history) == {"standard": 171, "short": 100}
    overall = Counter(grades(reading)["whole_service/overall"] for reading in history)
    assert overall == {"Outstanding": 55, "Good": 107, "Requires improvement to be good": 74, "Inadequate": 35}
    assert len(of_sheet(publication, "Inspections_as_at")) == 153
    assert len(of_sheet(publication, "In-year")) == 52
    assert {reading.framework for reading in publication.readings} == {"ilacs"}
    assert all(reference.register.find_code(r.authority_code, r.inspection_start) for r in publication.readings)
    assert statistics.parse(document, reference) == publication
    (staffordshire,) = [r for r in history if r.authority == "Staffordshire" and "care_leavers/overall" in grades(r)]
    assert grades(staffordshire)["care_leavers/overall"] == "Requires improvement to be good"


@pytest.mark.parametrize(("rows", "named"), [(5, "(5, 6, 7, 8, 9)"), (6, "(5, 6, 7, 8, 9, …)")])
def test_a_message_names_five_more_rows_and_says_where_there_are_others(rows: int, named: str) -> None:
    (message,) = messages(Problem("History", row, ": no date") for row in range(4, 5 + rows))
    assert message == f"sheet History, row 4: no date; the same in {rows} more rows {named}"


def test_a_cover_that_leaves_the_day_of_publication_open_is_read(reference: reference_module.Reference) -> None:
    sheets = release()
    sheets["Cover"][1] = ["Published on:"]
    found = statistics.parse(workbook(sheets), reference)
    assert found.published is None
    assert found.readings


def test_a_release_as_at_a_day_to_come_says_nothing_of_how_far_the_record_reaches(
    reference: reference_module.Reference,
) -> None:
    document = workbook(release(history=[HISTORY, EARLIER], in_year=[IN_YEAR, EARLIER], as_at=[AS_AT, EARLIER_AS_AT]))
    reached = {day: statistics.parse(document, reference, day).complete_to for day in (dt.date(2025, 3, 30), AS_AT_DAY)}
    assert reached == {dt.date(2025, 3, 30): None, AS_AT_DAY: AS_AT_DAY}


@pytest.mark.parametrize(("year", "is_read"), [(2026, False), (2027, True), (2028, True)])
def test_a_release_of_2027_may_be_without_the_overall_grade(
    year: int, is_read: bool, reference: reference_module.Reference
) -> None:
    visit = ["E10000008", "Devon", dt.date(2025, 9, 22), dt.date(2025, 11, 11), "ILACS Standard Inspection"]
    later = release(
        as_at=[[*AS_AT[:4], *AS_AT[5:]], [*visit[:4], *GRADES[1:]]],
        in_year=[[*IN_YEAR[:5], *IN_YEAR[6:]], [*visit, *GRADES[1:], ""]],
        history=[[*HISTORY[:5], *HISTORY[6:]], [*visit, *GRADES[1:]]],
    )
    later["Cover"][0] = [f"Local authority inspection outcomes as at 31 March {year}"]
    document = workbook(later)
    if not is_read:
        assert 'no column "Overall effectiveness"' in refusal(document, reference)
        return
    publication = statistics.parse(document, reference)
    assert [list(grades(reading).values()) for reading in publication.readings] == [GRADES[1:]] * 3
    assert publication.complete_to == dt.date(year, 3, 31)


AS_AT_DAY = dt.date(2025, 3, 31)
EARLIER = ["E10000009", "Dorset", dt.date(2023, 9, 25), dt.date(2023, 11, 14), "ILACS Standard Inspection", *GRADES]
EARLIER_AS_AT = [*EARLIER[:4], *GRADES]
ROW_4 = "sheet ILACS_inspection_history, row 4"


@pytest.mark.parametrize(
    ("row", "problems"),
    [
        (
            [*STANDARD[:3], dt.date(2025, 6, 2), *STANDARD[4:]],
            (f'{ROW_4}, column "Publication date": "2025-06-02" is after today; the row was not read',),
        ),
        (
            [*STANDARD[:5], *["#REF!"] * 5],
            tuple(f'{ROW_4}, column "{label}": "#REF!" is an error; no grade was read' for label in JUDGEMENTS),
        ),
        (
            [*STANDARD[:5], *["Splendid"] * 5],
            tuple(f'{ROW_4}, column "{label}": "Splendid" is not a grade of the ILACS scale' for label in JUDGEMENTS),
        ),
        ([STANDARD[0], "", *STANDARD[2:]], (f"{ROW_4}: the row is without an authority and was not read",)),
    ],
    ids=["published after today", "errors alone", "words on no scale", "no authority"],
)
def test_a_row_that_gives_nothing_is_said_and_the_next_one_is_read(
    reference: reference_module.Reference, row: list[object], problems: tuple[str, ...]
) -> None:
    sound = [[*EARLIER[:4], *GRADES], [*EARLIER, ""]]
    document = workbook(release(as_at=[AS_AT, sound[0]], in_year=[IN_YEAR, sound[1]], history=[HISTORY, row, EARLIER]))
    publication = statistics.parse(document, reference, dt.date(2025, 6, 1))
    assert [reading.authority for reading in of_sheet(publication, "history")] == ["Dorset"]
    assert publication.problems == problems
    assert publication.complete_to is None, "it lacks an inspection"
    assert publication.publisher == "Ofsted"


def test_a_release_without_types_is_of_the_framework_that_its_layout_says(
    reference: reference_module.Reference,
) -> None:
    """From January to August 2018 two frameworks were in force; these statistics are of the newer one alone."""
    row = [*DEVON[:2], dt.date(2018, 5, 14), dt.date(2018, 7, 6), *GRADES[:4], ""]
    publication = statistics.parse(workbook(release(as_at=[AS_AT, row])), reference)
    (reading,) = of_sheet(publication, "Inspections_as_at")
    assert (reading.framework, reading.inspection_start) == ("ilacs", dt.date(2018, 5, 14))


def test_a_day_that_does_not_exist_is_passed_over_for_the_next_that_a_sheet_states(
    reference: reference_module.Reference,
) -> None:
    sheets = release()
    sheets["Cover"][0] = ["Local authority inspection outcomes as at 31 February 2026"]
    assert statistics.parse(workbook(sheets), reference).complete_to == dt.date(2025, 3, 31)


def test_a_row_that_is_cut_short_lacks_the_grade_of_its_last_column(reference: reference_module.Reference) -> None:
    row = '"Bristol",South West,16/01/2023,ILACS Standard Inspection,' + ",".join(GRADES[:4])
    document = text.read(CSV.format(judgements=",".join(JUDGEMENTS), rows=row).encode("utf-8"))
    publication = statistics.parse(document, reference)
    assert len(publication.readings[0].lines) == 4
    assert publication.problems == (f'row 2, column "{CARE_LEAVERS}": the cell is empty; no grade was read',)


def test_notes_beside_one_table_refuse_nothing_and_are_named(reference: reference_module.Reference) -> None:
    sheets: dict[str, Rows] = {"Sheet1": [HISTORY, STANDARD], "Reading me": [["Taken from the published statistics."]]}
    publication = statistics.parse(workbook(sheets), reference)
    assert len(publication.readings) == 1
    assert publication.problems == ("sheet Reading me is not known and was not read",)


def test_tables_that_no_name_tells_are_all_read_and_held_against_each_other(
    reference: reference_module.Reference,
) -> None:
    other = [cell if cell != "Good" else "Inadequate" for cell in STANDARD]
    sheets: dict[str, Rows] = {"Latest": [HISTORY, STANDARD], "History": [HISTORY, STANDARD]}
    assert len(statistics.parse(workbook(sheets), reference).readings) == 2
    sheets["History"][1] = other
    differing = statistics.parse(workbook(sheets), reference)
    assert "good" not in {line.words.lower() for reading in differing.readings for line in reading.lines}
    assert "has two grades, and neither was read" in " ".join(differing.problems)


def test_a_sheet_that_is_called_an_example_gives_no_grade(reference: reference_module.Reference) -> None:
    sheets: dict[str, Rows] = {"Example": [HISTORY, STANDARD]}
    assert "a made-up case" in refusal(workbook(sheets), reference)


def test_grades_under_a_heading_of_an_earlier_inspection_are_not_those_of_the_dates(
    reference: reference_module.Reference,
) -> None:
    above: list[object] = ["", "", "", "", "", "Previous inspection", "", "", "", ""]
    document = workbook({"Sheet1": [above, HISTORY, STANDARD]})
    assert 'row 2: grades under "Previous inspection", with no date of that inspection' in refusal(document, reference)
    above[2] = "Previous inspection"  # now the dates are of the same inspection
    assert len(statistics.parse(workbook({"Sheet1": [above, HISTORY, STANDARD]}), reference).readings) == 1


@pytest.mark.parametrize(
    ("heading", "words", "what"),
    [
        ("Status", "Draft", "a draft"),
        ("Source", "Mock inspection", "a rehearsal"),
        ("Comment", "Self-evaluation grades", "a self-evaluation"),
    ],
)
def test_a_cell_beside_the_grades_that_names_no_inspection_refuses_its_row(
    reference: reference_module.Reference, heading: str, words: str, what: str
) -> None:
    rows: Rows = [[*HISTORY, heading], [*STANDARD, ""], [*STANDARD[:2], dt.date(2023, 9, 4), "", *STANDARD[4:], words]]
    publication = statistics.parse(workbook({"Sheet1": rows}), reference)
    assert len(publication.readings) == 1
    assert any(
        f'row 3, column "{heading}": "{words}" names {what}' in problem and "the row was not read" in problem
        for problem in publication.problems
    )


def test_a_mark_of_a_note_behind_a_grade_is_no_part_of_it(reference: reference_module.Reference) -> None:
    row = [*STANDARD[:5], "Good [note 3]", "Good [2]", *STANDARD[7:]]
    (reading,) = statistics.parse(workbook({"Sheet1": [HISTORY, row]}), reference).readings
    assert [line.words for line in reading.lines][:2] == ["Good", "Good"]


def test_a_mark_of_a_note_behind_a_heading_is_no_part_of_it(reference: reference_module.Reference) -> None:
    headings = [f"{heading} (note {place})" for place, heading in enumerate(HISTORY)]
    (reading,) = statistics.parse(workbook({"Sheet1": [headings, STANDARD]}), reference).readings
    assert len(reading.lines) == 5


def test_columns_may_be_parted_by_upright_bars(reference: reference_module.Reference) -> None:
    text = "\n".join("|".join(map(str, row)) for row in (HISTORY, STANDARD))
    assert len(statistics.parse(Document(kind="text", pages=(text,)), reference).readings) == 1
