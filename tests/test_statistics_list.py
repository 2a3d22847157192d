"""The official list of every graded inspection since 2009: several inspections in a row, two tables in a sheet."""

import datetime as dt
import io
from collections import Counter
from collections.abc import Iterable
from typing import Any

import pytest
import xlsxwriter

from loaders.reading.parsers import statistics
from loaders.reading.parsers.statistics_kinds import is_in_time
from loaders.reading.readers import spreadsheet
from loaders.record.errors import SourceRefused
from loaders.record.model import Document, Reading
from loaders.record.reference import Reference
from tests.shared_material import SHARED, needs_sources

AS_AT = "LA_level_at_31_Mar_2022"
LIST = "LA_inspections_2009-2022"
LEVEL = [
    ["Children's social care data in England 2022 - LA level at 31 March 2022"],
    [],
    ["Web link", "Local authority name", "Ofsted region", "Inspection date", "Overall effectiveness",
     "Impact of leaders", "Experiences and progress of children who need help and protection",
     "Experiences and progress of children in care"],
    ["link", "York", "North East", dt.date(2018, 5, 14), "Good", "Good", "Good", "Good"],
]  # fmt: skip
HEAD = ["Web link", "Local authority name", "LA region", "LA Authority Type"]
SLAC = [
    "Safeguarding & Looked After Children (SLAC) Inspection publication date",
    "SLAC Safeguarding Overall effectiveness (OE)",
    "SLAC Looked After Children Overall Effectiveness (OE)",
]
AGAIN = [
    "SLAC re-inspection of Safeguarding publication date",
    "SLAC re-inspection Safeguarding OE",
    "SLAC re-inspection of services for Children Looked After publication date",
    "SLAC re-inspection of services Children Looked After OE",
]
CPI = ["Child Protection Inspections (CPI) publication date", "CPI Overall Effectiveness (OE)"]
ILACS = [
    "ILACS framework inspection type", "ILACS framework publication date", "ILACS framework overall effectiveness",
    "ILACS framework impact of leaders",
    "ILACS framework experiences and progress of children who need help and protection",
    "ILACS framework experiences and progress of children in care and care leavers",
]  # fmt: skip
RI = "Requires improvement to be good"


def workbook(sheets: dict[str, list[list[Any]]]) -> Document:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"default_date_format": "dd/mm/yyyy"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    write = sheet.write_datetime if isinstance(cell, dt.date) else sheet.write
                    write(row, column, cell)
    return spreadsheet.read(buffer.getvalue())


def table(headings: list[str], *rows: list[Any]) -> list[list[Any]]:
    return [["Children's social care data in England 2022 - LA inspections 2009-2022"], [], headings, *rows]


def publication(rows: list[list[Any]], reference: Reference) -> statistics.Publication:
    return statistics.parse(workbook({AS_AT: LEVEL, LIST: rows}), reference, dt.date(2026, 1, 1))


def listed(readings: Iterable[Reading]) -> list[tuple[Any, ...]]:
    return [
        (
            r.authority,
            r.framework,
            r.inspection_type,
            str(r.published),
            [(x.service, x.words) for x in r.lines],
            r.scale,
        )
        for r in readings
        if r.lines[0].locator.startswith(f"sheet {LIST}")
    ]


def test_each_block_of_columns_is_an_inspection_with_its_publication_date(reference: Reference) -> None:
    row = ["link", "York", "North", "Unitary", dt.date(2010, 11, 12), "Inadequate", RI, dt.date(2013, 3, 8), "Good"]
    readings = publication(table([*HEAD, *SLAC, *CPI], row), reference).readings
    relabelled = "statistics-relabelled"
    assert listed(readings) == [
        ("York", "slac", "", "2010-11-12", [("safeguarding", "Inadequate"), ("looked_after_children", RI)], relabelled),
        ("York", "child_protection", "", "2013-03-08", [("safeguarding", "Good")], relabelled),
    ]
    assert all(r.inspection_start is None for r in readings if r.framework != "ilacs")


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (
            [dt.date(2011, 9, 6), "Inadequate", "", ""],
            [("safeguarding", "re-inspection", [("safeguarding", "Inadequate")])],
        ),
        (
            [dt.date(2011, 2, 25), "Inadequate", dt.date(2011, 2, 25), RI],
            [("slac", "re-inspection", [("safeguarding", "Inadequate"), ("looked_after_children", RI)])],
        ),
    ],
)
def test_a_re_inspection_of_both_halves_is_one_inspection(
    cells: list[Any], expected: list[Any], reference: Reference
) -> None:
    rows = table([*HEAD, *SLAC, *AGAIN], ["link", "York", "North", "Unitary", "", "", "", *cells])
    assert [(f, kind, lines) for _, f, kind, _, lines, _ in listed(publication(rows, reference).readings)] == expected


def test_a_grade_of_a_service_that_was_not_judged_then_is_named(reference: Reference) -> None:
    headings = [*HEAD, *ILACS, "ILACS framework experiences and progress of care leavers"]
    row = ["link", "York", "North", "Unitary", "Standard", dt.date(2019, 5, 3), RI, RI, "Good", "Good", "Inadequate"]
    read = publication(table(headings, row), reference)
    (inspection,) = listed(read.readings)
    assert [service for service, _ in inspection[4]] == [
        "whole_service", "whole_service", "safeguarding", "looked_after_children",
    ]  # fmt: skip
    assert any('"Inadequate", which ILACS did not judge on 2019-05-03' in problem for problem in read.problems)


def test_a_second_table_with_fewer_columns_is_read_under_its_own_headings(reference: Reference) -> None:
    first = ["link", "York", "North", "Unitary", dt.date(2010, 11, 12), "Good", "Good", dt.date(2013, 3, 8), "Good"]
    second = ["link", "Dorset", "South West", "Shire County", dt.date(2011, 10, 28), "Good", "Good"]
    rows = [*table([*HEAD, *SLAC, *CPI], first), [], ["Table 11: before the restructure"], [*HEAD, *SLAC], second]
    readings = publication(rows, reference).readings
    assert [(name, framework) for name, framework, *_ in listed(readings)] == [
        ("York", "slac"), ("York", "child_protection"), ("Dorset", "slac"),
    ]  # fmt: skip
    assert reference.register.resolve("Dorset", dt.date(2011, 10, 28)).authority_id == "dorset-county"


def test_a_dash_is_not_judged_and_no_grade(reference: Reference) -> None:
    row = ["link", "Isles of Scilly", "South West", "Unitary", dt.date(2011, 5, 1), "Good", "-"]
    (inspection,) = listed(publication(table([*HEAD, *SLAC], row), reference).readings)
    assert inspection[4] == [("safeguarding", "Good"), ("looked_after_children", "-")]
    word = reference.scales["statistics-relabelled"].word("-")
    assert word is not None
    assert word.grade == ""


@pytest.mark.parametrize("printed_words", ["2010-11-12", "12/11/2010", "12-Nov-10", dt.date(2010, 11, 12)])
def test_dates_may_be_text_of_any_usual_form(printed_words: object, reference: Reference) -> None:
    rows = table([*HEAD, *SLAC], ["link", "York", "North", "Unitary", printed_words, "Good", "Good"])
    assert [inspection[3] for inspection in listed(publication(rows, reference).readings)] == ["2010-11-12"]


def test_types_and_newer_frameworks_have_their_own_words(reference: Reference) -> None:
    row = [
        "link",
        "York",
        "North",
        "Unitary",
        "ILACS Short Inspection",
        dt.date(2019, 3, 1),
        "Good",
        "Good",
        RI,
        "Good",
    ]
    (inspection,) = listed(publication(table([*HEAD, *ILACS], row), reference).readings)
    assert inspection[:3] == ("York", "ilacs", "short")
    assert inspection[5] == ""


def test_a_row_whose_framework_two_could_be_is_settled_by_the_list(reference: Reference) -> None:
    """York, seen on 14 May 2018, when two frameworks were in force: the list has its ILACS publication."""
    row = ["link", "York", "North", "Unitary", "ILACS Standard", dt.date(2018, 7, 6), "Good", "Good", "Good", "Good"]
    level = [r for r in publication(table([*HEAD, *ILACS], row), reference).readings if r.inspection_start]
    assert [(r.framework, str(r.inspection_start)) for r in level] == [("ilacs", "2018-05-14")]
    without = publication(
        table([*HEAD, *SLAC], ["link", "York", "", "", dt.date(2010, 1, 1), "Good", "Good"]), reference
    )
    assert not [r for r in without.readings if r.inspection_start]
    assert "ilacs and sif in force on its date" in " ".join(without.problems)


def test_rows_whose_framework_cannot_be_told_are_one_line_whatever_their_dates(reference: Reference) -> None:
    rows = [*LEVEL, ["link", "Leeds", "North", dt.date(2018, 6, 11), *LEVEL[3][4:]]]
    slac = ["link", "York", "", "", dt.date(2010, 1, 1), "Good", "Good"]
    release = statistics.parse(
        workbook({AS_AT: rows, LIST: table([*HEAD, *SLAC], slac)}), reference, dt.date(2026, 1, 1)
    )
    said = [problem for problem in release.problems if "gives no type" in problem]
    assert len(said) == 1
    assert said[0].endswith("the same in 1 more row (5)")


@pytest.mark.parametrize(
    ("headings", "message"),
    [
        ([*HEAD, *CPI, "SLAC report", *SLAC[1:]], "no column with the publication date of the SLAC inspection"),
        ([*HEAD, SLAC[0], "SLAC grade", SLAC[2]], "no column for safeguarding/overall of the SLAC inspection"),
        ([*HEAD, *SLAC, "New judgement"], 'the column "New judgement" is not expected and holds grades'),
        ([*HEAD, *SLAC, SLAC[1]], "2 columns are headed as safeguarding/overall of the SLAC inspection"),
        ([*HEAD, *ILACS, ILACS[0]], "2 columns are headed as the type of the first ILACS inspection"),
        (["Web link", "Council", "", "", *SLAC], "row 3: no column for the authority"),
        (["Web link", "Council", "", "", "When", *SLAC[1:]], "no row with a heading for the authority"),
    ],
)
def test_changed_headings_are_one_line_and_the_other_sheet_is_read(
    headings: list[str], message: str, reference: Reference
) -> None:
    level = [[*row[:3], dt.date(2019, 5, 14), *row[4:]] if row[:1] == ["link"] else row for row in LEVEL]
    row = ["link", "York", "North", "Unitary", dt.date(2010, 11, 12), "Good", "Good", "Good"]
    document = workbook({AS_AT: level, LIST: table(headings, row)})
    publication = statistics.parse(document, reference, dt.date(2026, 1, 1))
    assert [r.authority for r in publication.readings] == ["York"]
    assert message in publication.problems[0]
    assert publication.problems[0].endswith("the sheet was not read")


@pytest.mark.parametrize(
    ("headings", "missing"),
    [
        ([*HEAD[:1], "Council", *HEAD[2:], *SLAC], "row 3: no column for the authority"),
        ([*HEAD, "When", *SLAC[1:]], "row 3: no column with the publication date of the SLAC inspection"),
    ],
)
@pytest.mark.parametrize("changed_first", [True, False])
def test_a_table_whose_headings_changed_is_not_passed_over_for_another_in_its_sheet(
    headings: list[str], missing: str, changed_first: bool, reference: Reference
) -> None:
    row = ["link", "York", "North", "Unitary", dt.date(2010, 11, 12), "Good", "Good"]
    tables = [[headings, row], [[*HEAD, *SLAC], [*row[:1], "Leeds", *row[2:]]]]
    first, second = tables if changed_first else reversed(tables)
    release = beside_a_sound_sheet([["Inspections"], [], *first, [], *second], reference)
    assert not listed(release.readings)
    missing = missing if changed_first else missing.replace("row 3", "row 6")
    assert release.problems[0] == f"sheet {LIST}, {missing}; the sheet was not read"


def test_a_file_of_a_list_alone_is_refused_with_what_its_headings_lack(reference: Reference) -> None:
    row = ["link", "York", "North", "Unitary", dt.date(2010, 11, 12), "Good", "Good"]
    rows = table([*HEAD, SLAC[0], "Provisional grade", SLAC[2]], row)
    with pytest.raises(SourceRefused, match="row 3: no column for safeguarding/overall of the SLAC inspection"):
        statistics.parse(workbook({LIST: rows}), reference)


def test_what_is_wrong_in_many_rows_is_one_line_with_their_number(reference: Reference) -> None:
    rows = [["link", name, "", "", "soon", "Good", "Good"] for name in ("York", "Leeds", "Devon", "Kent")]
    good = ["link", "Dudley", "", "", dt.date(2010, 11, 12), "Good", "Good"]
    problems = publication(table([*HEAD, *SLAC], *rows, good), reference).problems
    assert [p for p in problems if "soon" in p] == [
        f'sheet {LIST}, row 4, column "{SLAC[0]}": "soon" is not a date; this inspection was not read; '
        "the same in 3 more rows (5, 6, 7)"
    ]


def test_a_grade_that_is_none_and_an_error_are_named_and_the_others_stand(reference: Reference) -> None:
    rows = table([*HEAD, *SLAC], ["link", "York", "", "", dt.date(2010, 11, 12), "#REF!", "Good"])
    release = publication(rows, reference)
    assert [inspection[4] for inspection in listed(release.readings)] == [[("looked_after_children", "Good")]]
    assert any('"#REF!" is an error' in problem for problem in release.problems)


def test_without_any_sheet_that_is_read_the_file_is_refused(reference: Reference) -> None:
    with pytest.raises(SourceRefused, match="no statistics that we know"):
        statistics.parse(workbook({"Contents": [["A"]], "More": [["B"]]}), reference)


@needs_sources
def test_the_lists_totals_come_out_to_the_number(reference: Reference) -> None:
    path = SHARED / "statistics" / "Childrens_social_care_in_England_2023_underlying_data.ods"
    release = statistics.parse(spreadsheet.read(path.read_bytes()), reference)
    counts: Counter[tuple[str, str, str, str]] = Counter()
    for reading in release.readings:
        for line in reading.lines:
            if line.aspect == "overall" and line.locator.startswith("sheet LA_inspections"):
                kind = reading.inspection_type if reading.inspection_type == "re-inspection" else ""
                counts[reading.framework, kind, line.service, line.words[:3]] += 1

    def of(framework: str, kind: str, service: str) -> list[int]:
        return [counts[framework, kind, service, word] for word in ("Out", "Goo", "Req", "Ina")]

    again = "re-inspection"
    assert of("slac", "", "safeguarding") == [5, 57, 66, 24]
    assert of("slac", "", "looked_after_children") == [2, 79, 67, 3]
    assert [
        a + b for a, b in zip(of("slac", again, "safeguarding"), of("safeguarding", again, "safeguarding"), strict=True)
    ] == [0, 0, 7, 2]
    assert of("child_protection", "", "safeguarding") == [0, 4, 29, 17]
    assert of("child_protection", again, "safeguarding") == [0, 0, 0, 1]
    assert of("lac", "", "looked_after_children") == [0, 0, 1, 4]
    assert of("sif", "", "whole_service") == [3, 51, 65, 33]
    assert of("sif", again, "whole_service") == [0, 3, 11, 7]
    graded = [
        line
        for r in release.readings
        for line in r.lines
        if r.framework != "ilacs" and line.locator.startswith("sheet LA_inspections") and line.words != "-"
    ]
    assert len(graded) == 1556


ROW = ["link", "York", "", "", dt.date(2010, 11, 12), "Good", "Good"]
TYPED = ["link", "York", "", "", "ILACS Standard Inspection", dt.date(2018, 7, 2), "Good", "Good", "Good", "Good"]


SOUND = [*LEVEL[:3], ["link", "Leeds", "North", dt.date(2021, 5, 10), "Good", "Good", "Good", "Good"]]


def beside_a_sound_sheet(rows: list[list[Any]], reference: Reference) -> statistics.Publication:
    return statistics.parse(workbook({AS_AT: SOUND, LIST: rows}), reference, dt.date(2026, 1, 1))


@pytest.mark.parametrize(
    ("headings", "row", "place", "printed_words", "message"),
    [
        (SLAC, ROW, 5, "", f'column "{SLAC[1]}": the cell is empty; no grade was read'),
        (SLAC, ROW, 4, "-", f'column "{SLAC[0]}": "-" is not a date; this inspection was not read'),
        (SLAC, ROW, 4, "", f'"{SLAC[0]}": empty, though the inspection has grades; this inspection was not read'),
        (SLAC, ROW, 4, dt.date(2026, 1, 2), '"2026-01-02" is after today; this inspection was not read'),
        (SLAC, ROW, 5, "Splendid", f'column "{SLAC[1]}": "Splendid" is no grade of that list'),
        (SLAC, ROW, 5, "#N/A", f'column "{SLAC[1]}": "#N/A" is an error'),
        (SLAC, ROW, 4, dt.date(2000, 1, 1), '"2000-01-01" is not in the time of SLAC; this inspection was not read'),
        (SLAC, ROW, 4, dt.date(2019, 1, 1), '"2019-01-01" is not in the time of SLAC; this inspection was not read'),
        (ILACS, TYPED, 4, "?", '"?" is not known; the inspection was read without its type'),
        (ILACS, TYPED, 4, "", "the cell is empty; the inspection was read without its type"),
        (
            ILACS,
            TYPED,
            4,
            "SIF Inspection",
            '"SIF Inspection" is no first ILACS inspection; this inspection was not read',
        ),
        (
            ILACS,
            TYPED,
            4,
            "Focused Visit",
            '"Focused Visit" is no first ILACS inspection; this inspection was not read',
        ),
    ],
    ids=[
        "no grade",
        "a dash for the date",
        "no date",
        "a date to come",
        "a word on no scale",
        "an error",
        "too early",
        "too late",
        "no type",
        "empty type",
        "another type",
        "a visit",
    ],
)
def test_one_wrong_cell_of_an_inspection_is_said_and_gives_nothing_that_is_not_printed(
    headings: list[str], row: list[Any], place: int, printed_words: object, message: str, reference: Reference
) -> None:
    assert beside_a_sound_sheet(table([*HEAD, *headings], row), reference).problems == ()
    wrong = [*row[:place], printed_words, *row[place + 1 :]]
    release = beside_a_sound_sheet(table([*HEAD, *headings], wrong), reference)
    assert [problem.endswith(message) for problem in release.problems] == [True]
    read = [words for inspection in listed(release.readings) for _, words in inspection[4]]
    assert read == ["Good"] * (0 if "not read" in message else sum(cell == "Good" for cell in wrong))


def test_an_inspection_without_any_grade_is_said_once_and_gives_nothing(reference: Reference) -> None:
    release = beside_a_sound_sheet(table([*HEAD, *SLAC], [*ROW[:5], "", ""]), reference)
    assert release.problems == (
        f'sheet {LIST}, row 4, column "{SLAC[0]}": an inspection with a date and without any grade',
    )
    assert listed(release.readings) == []


def test_an_empty_cell_of_what_not_every_inspection_judged_is_said_too(reference: Reference) -> None:
    headings = [
        "Single Inspection of LA Children's Services (SIF) First SIF inspection publication date",
        "First SIF Overall Judgement (OE)",
        "LSCB Overall Effectiveness",
    ]
    row = ["link", "York", "", "", dt.date(2016, 1, 12), "Good", ""]
    release = beside_a_sound_sheet(table([*HEAD, *headings], row), reference)
    problems = [problem for problem in release.problems if "no column" not in problem]  # it has five others
    assert [problem.rpartition(": ")[2] for problem in problems] == ["the cell is empty; no grade was read"]


def test_a_judgement_without_a_column_is_said(reference: Reference) -> None:
    release = beside_a_sound_sheet(table([*HEAD, *SLAC[:2]], ROW[:6]), reference)
    assert release.problems == (
        f"sheet {LIST}, row 3: no column for looked_after_children/overall of the SLAC inspection; read without it",
    )
    assert len(listed(release.readings)) == 1


SHORT = ["Publication date", "In care", "Safeguarding", "Publication date", "Grade"]


@pytest.mark.parametrize(
    ("first", "second", "said", "authorities"),
    [
        ([*HEAD, *SHORT], [*HEAD, *SLAC, *CPI], 'row 1: the column "In care" is not expected and holds grades', []),
        ([*HEAD, *SLAC, *CPI], [*HEAD, *SHORT], 'row 3: the column "In care" is not expected and holds grades', []),
        (
            ["link", "Council", "", "", *SHORT],
            [*HEAD, *SLAC, *CPI],
            "column 6 holds grades above row 3, the first with headings that are known",
            [],
        ),
        (
            [*HEAD, *SLAC, *CPI],
            ["link", "Council", "", "", *SHORT],
            "row 3: other headings; the rows below it were not read",
            ["York"],
        ),
    ],
)
def test_a_table_under_headings_that_are_not_known_is_never_read_under_those_of_another(
    first: list[str], second: list[str], said: str, authorities: list[str], reference: Reference
) -> None:
    york = [*ROW, dt.date(2013, 3, 8), "Good"]
    rows = [first, york, second, ["link", "Kent", *york[2:]]]
    release = beside_a_sound_sheet(rows, reference)
    assert any(said in problem for problem in release.problems)
    assert sorted({name for name, *_ in listed(release.readings)}) == authorities


def test_a_row_of_an_authority_without_any_inspection_ends_no_table(reference: Reference) -> None:
    none = ["link", "Kent", "", "", *["Not yet inspected"] * 5]
    rows = table([*HEAD, *SLAC, *CPI], none, [*ROW, dt.date(2013, 3, 8), "Good"])
    assert [name for name, *_ in listed(beside_a_sound_sheet(rows, reference).readings)] == ["York", "York"]


YORK = ["link", "York", "", "", dt.date(2010, 11, 12), "Good", RI]
AFTER = [dt.date(2013, 3, 8), "Inadequate"]
TWICE = ["", "", "", ""]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ([*YORK, *TWICE[1:], *AFTER, ""], f'column "{AGAIN[3]}": "2013-03-08" is a date'),
        ([*YORK[:5], "", *YORK[5:], *TWICE[1:], *AFTER], f'column "{AGAIN[0]}": "{RI}" is a grade'),
        ([*YORK, *TWICE, "", *AFTER], f'column "{CPI[1]}": "2013-03-08" is a date'),
        ([*YORK, *TWICE, AFTER[0], "", AFTER[1]], 'column 14: "Inadequate" is a grade'),
        ([YORK[0], "", *YORK[2:], *TWICE, *AFTER], "row 4: the row is without an authority and was not read"),
    ],
    ids=[
        "an empty cell lost",
        "a cell put before grades",
        "a cell put before a date",
        "a cell put before the last grade",
        "no authority",
    ],
)
def test_no_grade_of_a_row_that_is_shifted_stands_under_another_heading(
    row: list[Any], message: str, reference: Reference
) -> None:
    kent = ["link", "Kent", *YORK[2:], *TWICE, *AFTER]
    head = [*HEAD, *SLAC, *AGAIN, *CPI]
    release = beside_a_sound_sheet(table(head, row, kent, ["link", "Dudley", *kent[2:]]), reference)
    said = [problem for problem in release.problems if message in problem]
    assert len(said) == 1
    assert said[0].endswith("not read")
    of_york = [(kind, lines) for name, kind, *_, lines, _ in listed(release.readings) if name != "Kent"][:-2]
    assert of_york in ([], [("child_protection", [("safeguarding", "Inadequate")])])
    assert ("Kent", "child_protection") in {reading[:2] for reading in listed(release.readings)}


def test_an_empty_cell_of_what_was_judged_no_more_is_nothing_to_say(reference: Reference) -> None:
    """From April 2026 inspections give no overall grade; one published in March was of a visit before that."""
    for published, said in ((dt.date(2026, 3, 20), 1), (dt.date(2026, 6, 19), 0)):
        row = [*TYPED[:5], published, "", *TYPED[7:]]
        sheets = {AS_AT: SOUND, LIST: table([*HEAD, *ILACS], row)}
        release = statistics.parse(workbook(sheets), reference, dt.date(2026, 12, 31))
        assert len(listed(release.readings)) == 1
        assert sum("the cell is empty" in problem for problem in release.problems) == said


def test_a_code_of_the_authority_goes_with_each_of_its_inspections(reference: Reference) -> None:
    both = [dt.date(2011, 2, 25), "Inadequate", dt.date(2011, 2, 25), RI]
    row = ["link", "York", "E06000014", "Unitary", dt.date(2009, 11, 12), "Good", "Good", *both]
    rows = table([*HEAD[:2], "LA code", HEAD[3], *SLAC, *AGAIN], row)
    readings = [r for r in beside_a_sound_sheet(rows, reference).readings if LIST in r.lines[0].locator]
    assert [(r.inspection_type, r.authority_code) for r in readings] == [
        ("", "E06000014"),
        ("re-inspection", "E06000014"),
    ]


def test_an_inspection_of_the_last_day_may_come_out_months_later_and_not_longer(reference: Reference) -> None:
    for day, count in ((dt.date(2012, 12, 28), 1), (dt.date(2012, 12, 29), 0)):
        row = ["link", "York", "", "", day, "Good", "Good"]
        assert len(listed(beside_a_sound_sheet(table([*HEAD, *SLAC], row), reference).readings)) == count


def test_a_column_with_grades_and_without_a_heading_is_said_with_its_sheet(reference: Reference) -> None:
    release = beside_a_sound_sheet(table([*HEAD, SLAC[0], SLAC[1], ""], ROW), reference)
    assert release.problems[0].startswith(f"sheet {LIST}, row 3: column 7 has no heading and holds grades")
    assert listed(release.readings) == []


def test_a_list_without_the_column_of_types_is_read_and_said(reference: Reference) -> None:
    release = beside_a_sound_sheet(table([*HEAD, "Kind", *ILACS[1:]], TYPED), reference)
    assert release.problems == (
        f"sheet {LIST}, row 3: no column for the type of the first ILACS inspection; read without it",
    )


def test_a_sheet_that_is_gone_beside_a_list_is_said(reference: Reference) -> None:
    release = statistics.parse(workbook({LIST: table([*HEAD, *SLAC], ROW)}), reference)
    assert release.problems == (f'no sheet "LA level at 31 March"; found the sheets "{LIST}"',)
    assert len(listed(release.readings)) == 1


def test_an_inspection_that_was_published_today_is_read(reference: Reference) -> None:
    document = workbook({LIST: [[*HEAD, *SLAC], ROW]})
    (reading,) = statistics.parse(document, reference, dt.date(2010, 11, 12)).readings
    assert reading.published == dt.date(2010, 11, 12)
    with pytest.raises(SourceRefused, match='"2010-11-12" is after today'):
        statistics.parse(document, reference, dt.date(2010, 11, 11))


def test_a_publication_is_in_the_time_of_a_framework_from_its_first_day_on(reference: Reference) -> None:
    framework = reference.frameworks["sif"]
    first = framework.from_date
    assert is_in_time(framework, None, first)
    assert not is_in_time(framework, None, first - dt.timedelta(days=1))


@pytest.mark.parametrize(
    ("headings", "unread", "cause", "kept"),
    [
        (
            {CPI[1]: "CPI result"},
            "child protection inspection",
            "no column for safeguarding/overall of the child",
            "slac",
        ),
        (
            {CPI[0]: "Seen on"},
            "child protection inspection",
            "no column with the publication date of the child",
            "slac",
        ),
        (
            {SLAC[1]: "SLAC result"},
            "SLAC inspection",
            "no column for safeguarding/overall of the SLAC",
            "child_protection",
        ),
        (
            {SLAC[2]: "SLAC in care"},
            "SLAC inspection",
            'the column "SLAC in care" is not expected and holds grades',
            "child_protection",
        ),
        (
            {CPI[0]: "Seen on", CPI[1]: "New"},
            "inspection that it is of",
            'the column "New" is not expected and holds grades',
            "slac",
        ),
    ],
)
def test_a_block_whose_heading_changed_is_named_and_the_others_are_read(
    headings: dict[str, str], unread: str, cause: str, kept: str, reference: Reference
) -> None:
    row = [*ROW[:4], dt.date(2010, 11, 12), "Good", RI, dt.date(2013, 3, 8), "Inadequate"]
    changed = [headings.get(heading, heading) for heading in [*HEAD, *SLAC, *CPI]]
    release = beside_a_sound_sheet(table(changed, row), reference)
    assert len(release.problems) == 1
    assert release.problems[0].startswith(f"sheet {LIST}, row 3: {cause}")
    assert release.problems[0].endswith(f"; the grades of the {unread} were not read")
    assert [r.framework for r in release.readings if LIST in r.lines[0].locator] == [kept]


@pytest.mark.parametrize("place", [0, len(HEAD)])
def test_a_column_of_grades_in_front_of_all_blocks_refuses_the_sheet(place: int, reference: Reference) -> None:
    headings, row = [*HEAD, *SLAC], [*ROW[:4], dt.date(2010, 11, 12), "Good", RI]
    headings.insert(place, "Grade")
    row.insert(place, "Good")
    release = beside_a_sound_sheet(table(headings, row), reference)
    assert release.problems[0] == (
        f'sheet {LIST}, row 3: the column "Grade" is not expected and holds grades; the sheet was not read'
    )


def test_half_of_an_inspection_is_not_read_without_the_other_half(reference: Reference) -> None:
    both = [dt.date(2011, 2, 25), "Inadequate", dt.date(2011, 2, 25), RI]
    row = [*ROW[:4], dt.date(2009, 11, 12), "Good", "Good", *both]
    release = beside_a_sound_sheet(table([*HEAD, *SLAC, *AGAIN[:3], "Again"], row), reference)
    assert [r.inspection_type for r in release.readings if LIST in r.lines[0].locator] == [""]
    again = "SLAC re-inspection of services for children looked after"
    assert [problem.partition(": ")[2] for problem in release.problems] == [
        f"no column for looked_after_children/overall of the {again}; the grades of the {again} were not read",
        f"the {again}, the other half of what may be one inspection, was not read; "
        "the grades of the SLAC re-inspection of safeguarding were not read",
    ]
    changed = [*HEAD, *SLAC, AGAIN[0], "Again"]
    release = beside_a_sound_sheet(table(changed, row[:-2]), reference)
    assert [problem.rpartition("; ")[2] for problem in release.problems] == [
        "the grades of the SLAC re-inspection of safeguarding were not read"
    ]
