"""Tables as people keep them: notes, months first, other inspections, old columns, merged and struck out cells."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from xlsxwriter.color import Color

from loaders.reading.extract import extract
from loaders.reading.parsers import statistics_cells
from loaders.record.model import Extraction
from loaders.record.reference import Reference
from tests.test_statistics_list import CPI, HEAD, SLAC

TODAY = dt.date(2026, 1, 1)
HEADINGS = [
    "Local authority", "Inspection date", "Publication date", "Overall effectiveness", "Impact of leaders",
    "Help and protection", "Children in care",
]  # fmt: skip
DEVON = ["Devon", "23/09/2024", "07/11/2024", "Good", "Outstanding", "Good", "Inadequate"]
KENT = ["Kent", "15/05/2023", "03/07/2023", "Inadequate", "Good", "Good", "Good"]
YORK = ["", "York", "", "", "12/11/2010", "Inadequate", "Good"]
LEEDS = ["", "Leeds", "", "", "13/05/2011", "Good", "Good"]
Table = Sequence[Sequence[Any]]


def read(table: Table, folder: Path, reference: Reference) -> Extraction:
    text = io.StringIO()
    csv.writer(text).writerows(table)
    path = folder / "table.csv"
    path.write_text(text.getvalue(), encoding="utf-8")
    return extract(path, reference, TODAY)


def workbook(
    table: Table,
    folder: Path,
    reference: Reference,
    change: Callable[[Any, Any], object] = lambda *_: None,
    name: str = "Sheet1",
) -> Extraction:
    path = folder / "table.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(table):
            sheet.write_row(row, 0, cells)
        change(book, sheet)
    return extract(path, reference, TODAY)


def grades(extraction: Extraction) -> dict[str, list[str]]:
    """The grades of each authority, in the order of the columns."""
    by_authority: dict[str, list[str]] = {}
    for observation in extraction.observations:
        by_authority.setdefault(observation.authority_id, []).append(observation.grade or "")
    return by_authority


def test_a_table_is_read(tmp_path: Path, reference: Reference) -> None:
    assert grades(read([HEADINGS, DEVON, KENT], tmp_path, reference)) == {
        "devon": ["good", "outstanding", "good", "inadequate"],
        "kent": ["inadequate", "good", "good", "good"],
    }


@pytest.mark.parametrize("mark", ["*", " **", "\u00b9", " (2)", "(a)", "\u2020", " [r]", " [note 3, 4]", " (note 3)"])
def test_marks_of_notes_are_no_part_of_grades_names_dates_and_headings(
    mark: str, tmp_path: Path, reference: Reference
) -> None:
    headings = [f"{HEADINGS[0]}{mark}", *HEADINGS[1:5], f"{HEADINGS[5]}{mark}", HEADINGS[6]]
    devon = [f"Devon{mark}", f"23/09/2024{mark}", *DEVON[2:4], f"Outstanding{mark}", *DEVON[5:]]
    assert grades(read([headings, devon, KENT], tmp_path, reference))["devon"] == [
        "good", "outstanding", "good", "inadequate",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("mark", "note"),
    [
        ("*", "* Grade of the previous inspection"),
        ("[2]", "2. From a mock inspection in May"),
        ("[note 2]", "Note 2: target for next year"),
        ("(note 2)", "Note 2: target for next year"),
        ("*", "* This grade was withdrawn in June"),
        ("*", "* The inspectorate set aside this grade"),
        ("[3]", "3. Subject to an appeal"),
    ],
)
def test_a_note_that_takes_a_grade_for_another_is_obeyed(
    mark: str, note: str, tmp_path: Path, reference: Reference
) -> None:
    devon = [*DEVON[:3], f"Good {mark}", *DEVON[4:]]
    extraction = read([HEADINGS, devon, KENT, [note]], tmp_path, reference)
    assert grades(extraction)["devon"] == ["outstanding", "good", "inadequate"]
    assert "has the note" in extraction.source.message
    assert grades(read([HEADINGS, devon, KENT, [f"{mark} Published late"]], tmp_path, reference))["devon"][0] == "good"


@pytest.mark.parametrize(
    "note",
    [
        "All grades shown are those of the previous inspection",
        "Note: the judgements given here are targets for next year",
        "These ratings are of a mock inspection.",
        "All judgements are taken from self-evaluation",
    ],
)
def test_a_note_on_all_grades_is_obeyed_wherever_it_stands(note: str, tmp_path: Path, reference: Reference) -> None:
    assert grades(read([HEADINGS, DEVON, KENT, [note]], tmp_path, reference)) == {}
    others = f"{note.rpartition(' are ')[0]} are of this inspection. Earlier grades are not shown"
    assert list(grades(read([HEADINGS, DEVON, KENT, [others]], tmp_path, reference))) == ["devon", "kent"]


@pytest.mark.parametrize(
    "day", ["Mon 23 Sep 2024", "Monday, 23rd September 2024", "23 Sept. 2024", "2024/09/23", "23rd September 2024"]
)
def test_more_ways_to_write_a_day(day: str, tmp_path: Path, reference: Reference) -> None:
    (first, *_) = read([HEADINGS, ["Devon", day, *DEVON[2:]]], tmp_path, reference).observations
    assert first.date == dt.date(2024, 9, 23)


def test_a_day_of_either_order_is_refused_where_others_have_the_month_first(
    tmp_path: Path, reference: Reference
) -> None:
    rows = [HEADINGS, ["Devon", "9/23/2024", "11/7/2024", *DEVON[3:]], ["Kent", "5/3/2023", "", *KENT[3:]]]
    extraction = read(rows, tmp_path, reference)
    assert grades(extraction) == {}
    assert (
        "may be a day of two months"
        in read([*rows, ["Leeds", "6/6/2022", "", *KENT[3:]]], tmp_path, reference).source.message
    )
    # One misprint among days that come first refuses itself alone.
    assert list(grades(read([*rows, ["Leeds", "28/2/2022", "", *KENT[3:]]], tmp_path, reference))) == ["kent", "leeds"]


@pytest.mark.parametrize(
    ("cell", "is_so"),
    [
        (dt.date(2023, 3, 5), True),
        (dt.date(2023, 3, 3), False),
        (dt.date(2023, 3, 15), False),
        ("5/3/2023", True),
        ("3/3/2023", False),
        ("15/3/2023", False),
        ("5 March 2023", False),
    ],
)
def test_a_day_may_be_one_of_two_months_where_both_numbers_are_months(cell: object, is_so: bool) -> None:
    assert statistics_cells.either_order(cell) is is_so


def test_a_list_with_the_month_first_is_refused_where_a_day_may_be_of_two_months(
    tmp_path: Path, reference: Reference
) -> None:
    rows = [[*HEAD, *SLAC], [*YORK[:4], "5/20/2011", *YORK[5:]], [*LEEDS[:4], "11/9/2010", *LEEDS[5:]]]
    extraction = workbook(rows, tmp_path, reference, name="LA_inspections_2009-2022")
    assert grades(extraction) == {}


@pytest.mark.parametrize(
    "words",
    [
        "Children's homes",
        "Focused visits",
        "Mock inspections",
        "Peer reviews",
        "Area SEND inspections",
        "Self-evaluation",
    ],
)
def test_what_stands_below_the_name_of_another_inspection_is_none_of_these(
    words: str, tmp_path: Path, reference: Reference
) -> None:
    extraction = read([HEADINGS, DEVON, [words], KENT], tmp_path, reference)
    assert list(grades(extraction)) == ["devon"]
    assert f'it stands below "{words}"' in extraction.source.message
    sheet = [[*HEAD, *SLAC], YORK, ["", words], LEEDS]
    extraction = workbook(sheet, tmp_path, reference, name="LA_inspections_2009-2022")
    assert list(grades(extraction)) == ["york"]
    assert f'it stands below "{words}"' in extraction.source.message
    # A note below all grades takes none of them away.
    assert list(grades(read([HEADINGS, DEVON, KENT, [words]], tmp_path, reference))) == ["devon", "kent"]


@pytest.mark.parametrize(
    "title",
    ["Children's homes by local authority", "School inspections", "Youth justice inspections", "Area SEND inspections"],
)
def test_a_table_of_other_inspections_is_refused_by_its_name(title: str, tmp_path: Path, reference: Reference) -> None:
    extraction = read([[title], [], HEADINGS, DEVON], tmp_path, reference)
    assert extraction.source.status == "refused"
    assert "wanted a table of inspections that were made" in extraction.source.message
    assert workbook([HEADINGS, DEVON], tmp_path, reference, name=title[:31]).source.status == "refused"


@pytest.mark.parametrize(
    ("heading", "words", "message"),
    [
        ("Provider type", "Independent", '"Provider type" is of providers'),
        ("School name", "Hill Primary", '"School name" is of providers'),
        ("Inspection", "Fostering agency inspection", "names inspection of a local authority's fostering services"),
        ("Inspection framework", "SIF", "is not in the time of SIF"),
        ("Event", "Focused visit", "names focused visit"),
        ("Service", "Adoption", "names inspection of an adoption service"),
        ("Inspectorate", "CQC", "names assessment of adult social care"),
        ("Remit", "Early Years", "names inspection of early years"),
        ("URN", "SC012345", "names children's home inspection"),
    ],
)
def test_a_column_that_names_another_inspection_or_provider_gives_no_grade(
    heading: str, words: str, message: str, tmp_path: Path, reference: Reference
) -> None:
    extraction = read([[*HEADINGS, heading], [*DEVON, words]], tmp_path, reference)
    assert extraction.source.status == "refused"
    assert message in extraction.source.message


def test_a_column_that_names_the_framework_is_as_good_as_a_type(tmp_path: Path, reference: Reference) -> None:
    assert grades(read([[*HEADINGS, "Framework"], [*DEVON, "ILACS"]], tmp_path, reference))["devon"][0] == "good"
    of_two = read([[*HEADINGS, "Framework", "Kind"], [*DEVON, "ILACS", "SIF"]], tmp_path, reference)
    assert grades(of_two) == {}
    assert "its cells name two kinds of inspection, or a visit" in of_two.source.message


def test_a_code_that_is_of_another_authority_refuses_the_row(tmp_path: Path, reference: Reference) -> None:
    for code, message in [("886", "is the code of Kent"), ("e10000016", "is the code of Kent"), ("878", "")]:
        extraction = read([["LA code", *HEADINGS], [code, *DEVON], ["", *KENT]], tmp_path, reference)
        assert ("devon" in grades(extraction)) is (not message)
        assert message in extraction.source.message


def test_the_columns_of_an_earlier_inspection_are_left_out(tmp_path: Path, reference: Reference) -> None:
    extraction = read([[*HEADINGS, "Previous overall effectiveness"], [*DEVON, "Inadequate"]], tmp_path, reference)
    assert grades(extraction) == {"devon": ["good", "outstanding", "good", "inadequate"]}
    assert "is of an earlier inspection" in extraction.source.message
    groups = ["", "Latest inspection", *[""] * 5, "Previous inspection", *[""] * 5]
    before = ["13/05/2019", "01/07/2019", "Inadequate", "Inadequate", "Inadequate", "Inadequate"]
    extraction = read([groups, [*HEADINGS, *HEADINGS[1:]], [*DEVON, *before]], tmp_path, reference)
    assert grades(extraction) == {"devon": ["good", "outstanding", "good", "inadequate"]}


def test_the_list_under_no_name_of_its_own_is_read(tmp_path: Path, reference: Reference) -> None:
    table = [["Inspections since 2009"], [], [*HEAD, *SLAC, *CPI], [*YORK, "08/03/2013", "Good"]]
    for extraction in (read(table, tmp_path, reference), workbook(table, tmp_path, reference)):
        assert grades(extraction) == {"york": ["inadequate", "good", "good"]}


def test_two_rows_of_the_list_that_differ_give_no_grade(tmp_path: Path, reference: Reference) -> None:
    rows = [[*HEAD, *SLAC], YORK, LEEDS, [*LEEDS[:5], "Inadequate", "Good"]]
    extraction = workbook(rows, tmp_path, reference, name="LA_inspections_2009-2022")
    assert grades(extraction) == {"york": ["inadequate", "good"], "leeds": ["good", "good"]}
    assert "has two grades" in extraction.source.message


def test_a_row_of_the_list_that_is_a_rehearsal_is_not_read(tmp_path: Path, reference: Reference) -> None:
    rows = [[*HEAD, *SLAC, "Status"], [*YORK, ""], [*LEEDS, "Mock inspection"]]
    extraction = workbook(rows, tmp_path, reference, name="LA_inspections_2009-2022")
    assert list(grades(extraction)) == ["york"]
    assert "names a rehearsal" in extraction.source.message


def test_a_name_that_is_merged_over_several_rows_is_that_of_each(tmp_path: Path, reference: Reference) -> None:
    before = ["", "13/05/2019", "01/07/2019", "Inadequate", "Inadequate", "Inadequate", "Inadequate"]
    extraction = workbook(
        [HEADINGS, DEVON, before, KENT], tmp_path, reference, lambda _, sheet: sheet.merge_range(1, 0, 2, 0, "Devon")
    )
    assert len(grades(extraction)["devon"]) == 8


@pytest.mark.parametrize(
    ("look", "is_read"),
    [
        ({"font_strikeout": True}, False),
        ({"font_color": "#FFFFFF"}, False),
        ({"font_color": "#FDFDFD"}, False),
        ({"font_color": "#1F3864", "bg_color": "#1F3864"}, False),
        ({"font_color": Color.theme(0, 1)}, False),
        ({"font_size": 1}, False),
        ({"num_format": ";;;"}, False),
        ({"num_format": '0;0;0;"Inadequate"'}, False),
        ({"num_format": '"not "@'}, False),
        ({"num_format": "_-* #,##0_-;-* #,##0_-;_-* -_-;_-@_-"}, True),
        ({"font_color": "#9C0006", "bg_color": "#FFC7CE"}, True),
        ({"font_color": Color.theme(1, 0)}, True),
        ({"font_color": Color.theme(0, 0), "bg_color": Color.theme(4, 0)}, True),
        ({"font_color": "#FFFFFF", "bg_color": "#1F3864"}, True),
        ({"bold": True}, True),
    ],
)
def test_a_grade_that_is_struck_out_or_not_visible_is_not_read(
    look: dict[str, object], is_read: bool, tmp_path: Path, reference: Reference
) -> None:
    extraction = workbook(
        [HEADINGS, DEVON, KENT],
        tmp_path,
        reference,
        lambda book, sheet: sheet.write(1, 3, "Good", book.add_format(look)),
    )
    assert len(grades(extraction)["devon"]) == (4 if is_read else 3)
    assert ("cell D2 struck out or not visible" in extraction.source.message) is not is_read


def test_a_row_of_no_height_is_not_shown(tmp_path: Path, reference: Reference) -> None:
    extraction = workbook([HEADINGS, DEVON, KENT], tmp_path, reference, lambda _, sheet: sheet.set_row(1, 1))
    assert list(grades(extraction)) == ["kent"]
    assert "row 2 hidden and not read" in extraction.source.message


def test_a_column_of_no_width_is_not_shown(tmp_path: Path, reference: Reference) -> None:
    extraction = workbook([HEADINGS, DEVON], tmp_path, reference, lambda _, sheet: sheet.set_column(3, 3, 0))
    assert "column D hidden and not read" in extraction.source.message


@pytest.mark.parametrize("name", ["LB Barnet", "Barnet LB", "LB of Barnet"])
def test_short_civic_titles_do_not_count(name: str, tmp_path: Path, reference: Reference) -> None:
    assert list(grades(read([HEADINGS, [name, *DEVON[1:]]], tmp_path, reference))) == ["barnet"]


def test_headings_may_be_written_in_one_word(tmp_path: Path, reference: Reference) -> None:
    headings = [heading.title().replace(" ", "") for heading in HEADINGS]
    assert len(grades(read([headings, DEVON], tmp_path, reference))["devon"]) == 4


@pytest.mark.parametrize(
    ("shifted", "message"),
    [
        ([*DEVON[:3], "", *DEVON[3:]], '"Inadequate" is a grade'),  # into the column of addresses
        ([*DEVON[:3], *DEVON[4:], "https://example.org/1", ""], '"https://example.org/1" is an address'),
        ([*DEVON[:3], "2024-11-07", *DEVON[3:6], "https://example.org/1"], '"2024-11-07" is a date'),
    ],
)
def test_a_row_whose_cells_stand_in_other_columns_is_not_read(
    shifted: list[str], message: str, tmp_path: Path, reference: Reference
) -> None:
    headings = [*HEADINGS, "Web link"]
    kent = [*KENT, "https://example.org/2"]
    assert {"devon", "kent"} == {
        *grades(read([headings, [*DEVON, "https://example.org/1"], kent], tmp_path, reference))
    }
    extraction = read([headings, shifted, kent], tmp_path, reference)
    assert {"kent"} == {*grades(extraction)}
    assert message in extraction.source.message
