"""What hides cells of a sheet by a condition, by the colours of its theme or by lying on them; notes on columns."""

from __future__ import annotations

import base64
import io
import itertools
import re
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from xlsxwriter.color import Color

from loaders.reading.extract import extract
from loaders.record.reference import Reference
from tests import documents, test_sheet_marks
from tests.test_sheet_marks import TEXT, styled_ods
from tests.test_statistics_doubts import DEVON, HEADINGS, KENT, TODAY, grades, read, workbook

DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg=="
)
WHITE = {"font_color": "#FFFFFF"}
Change = Callable[[Any, Any], object]
EQUAL = {"type": "cell", "criteria": "=="}


@pytest.mark.parametrize(
    ("rule", "look", "lost"),
    [
        ({"type": "formula", "criteria": "=TRUE"}, WHITE, ["devon", "kent"]),
        ({"type": "formula", "criteria": "=TRUE"}, {"num_format": ";;;"}, ["devon", "kent"]),
        ({"type": "formula", "criteria": "=TRUE"}, {"font_strikeout": True}, ["devon", "kent"]),
        ({**EQUAL, "value": '"Good"'}, WHITE, ["devon"]),
        ({**EQUAL, "value": '"n/a"'}, WHITE, []),
        ({"type": "text", "criteria": "containing", "value": "good"}, WHITE, ["devon"]),
        ({"type": "text", "criteria": "containing", "value": "oo"}, WHITE, ["devon"]),
        ({**EQUAL, "value": '"Good"'}, {"font_color": "#FFFFFF", "bg_color": "#00703C"}, []),
        ({**EQUAL, "value": '"Good"'}, {"font_color": "#006100", "bg_color": "#C6EFCE"}, []),
        ({"type": "blanks"}, WHITE, []),
    ],
)
def test_a_condition_may_hide_grades(
    rule: dict[str, Any], look: dict[str, Any], lost: Sequence[str], tmp_path: Path, reference: Reference
) -> None:
    extraction = workbook(
        [HEADINGS, DEVON, KENT],
        tmp_path,
        reference,
        lambda book, sheet: sheet.conditional_format("D2:D3", {**rule, "format": book.add_format(look)}),
    )
    read_grades = grades(extraction)
    assert [name for name in ("devon", "kent") if len(read_grades[name]) == 3] == lost
    assert ("struck out or not visible" in extraction.source.message) is bool(lost)


def changed(path: Path, part: str, pattern: str, instead: str) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert re.search(pattern, parts[part], re.DOTALL)
    parts[part] = re.sub(pattern, instead, parts[part], flags=re.DOTALL)
    path.write_bytes(documents.archive(parts))


def white_cell(folder: Path, reference: Reference, colour: object) -> Path:
    workbook(
        [HEADINGS, DEVON, KENT],
        folder,
        reference,
        lambda book, sheet: sheet.write(1, 3, "Good", book.add_format({"font_color": colour})),
    )
    return folder / "table.xlsx"


@pytest.mark.parametrize(("colour", "is_read"), [("FFFFFF", False), ("1F3864", True)])
def test_colours_of_a_theme_are_its_own(colour: str, is_read: bool, tmp_path: Path, reference: Reference) -> None:
    path = white_cell(tmp_path, reference, Color.theme(6, 0))
    changed(
        path, "xl/theme/theme1.xml", "<a:accent3>.*?</a:accent3>", f'<a:accent3><a:srgbClr val="{colour}"/></a:accent3>'
    )
    extraction = test_sheet_marks.read(path.read_bytes(), "b.xlsx", tmp_path)
    assert len(grades(extraction)["devon"]) == (4 if is_read else 3)


def test_cells_that_do_not_name_their_place_are_hidden_as_well(tmp_path: Path, reference: Reference) -> None:
    path = white_cell(tmp_path, reference, "#FFFFFF")
    changed(path, "xl/worksheets/sheet1.xml", r'<c r="[A-Z]+\d+"', "<c")
    extraction = test_sheet_marks.read(path.read_bytes(), "b.xlsx", tmp_path)
    assert {name: len(of_name) for name, of_name in grades(extraction).items()} == {"devon": 3, "kent": 4}


@pytest.mark.parametrize(("place", "lost"), [("D2", 1), ("K2", 0)])
def test_nobody_sees_a_grade_under_a_picture(place: str, lost: int, tmp_path: Path, reference: Reference) -> None:
    extraction = workbook(
        [HEADINGS, DEVON, KENT],
        tmp_path,
        reference,
        lambda _, sheet: sheet.insert_image(
            place, "dot.png", {"image_data": io.BytesIO(DOT), "x_scale": 40, "y_scale": 10}
        ),
    )
    assert len(grades(extraction)["devon"]) == 4 - lost


@pytest.mark.parametrize(("fill", "lost"), [({"color": "white"}, 1), ({"none": True}, 0)])
def test_a_shape_hides_the_cells_below_it_where_it_is_filled(
    fill: dict[str, object], lost: int, tmp_path: Path, reference: Reference
) -> None:
    extraction = workbook(
        [HEADINGS, DEVON, KENT],
        tmp_path,
        reference,
        lambda _, sheet: sheet.insert_textbox("D2", "", {"fill": fill, "width": 60, "height": 18}),
    )
    assert len(grades(extraction)["devon"]) == 4 - lost


def _lost_below_shape(anchor: str, corners: str, place: str, folder: Path, reference: Reference) -> tuple[int, int]:
    """How many grades of two rows are not read below a white shape on D2, with this in place of its corners."""
    workbook(
        [HEADINGS, DEVON, KENT],
        folder,
        reference,
        lambda _, sheet: sheet.insert_textbox("D2", "", {"fill": {"color": "white"}}),
    )
    path = folder / "table.xlsx"
    changed(path, "xl/drawings/drawing1.xml", corners, place)
    changed(path, "xl/drawings/drawing1.xml", r"twoCellAnchor(?: [^>]*)?", anchor)
    read_grades = grades(test_sheet_marks.read(path.read_bytes(), "b.xlsx", folder))
    return 4 - len(read_grades["devon"]), 4 - len(read_grades["kent"])


@pytest.mark.parametrize(("size", "lost"), [('cx="9525" cy="9525"', (1, 0)), ('cx="609600" cy="200000"', (1, 1))])
def test_a_shape_that_says_its_size_alone_hides_as_many_cells(
    size: str, lost: tuple[int, int], tmp_path: Path, reference: Reference
) -> None:
    assert _lost_below_shape("oneCellAnchor", "<xdr:to>.*?</xdr:to>", f"<xdr:ext {size}/>", tmp_path, reference) == lost


@pytest.mark.parametrize(
    ("place", "size", "lost"),
    [
        ('x="1828800" y="190500"', 'cx="9525" cy="9525"', (1, 0)),  # at the corner of D2
        ('x="1828800" y="380000"', 'cx="9525" cy="9525"', (1, 1)),  # over the edge of D2 and D3
        ('x="6096000" y="190500"', 'cx="9525" cy="9525"', (0, 0)),  # right of the table
    ],
)
def test_a_shape_fixed_at_no_cell_hides_those_that_its_place_says(
    place: str, size: str, lost: tuple[int, int], tmp_path: Path, reference: Reference
) -> None:
    corners = "<xdr:from>.*?</xdr:to>"
    place_and_size = f"<xdr:pos {place}/><xdr:ext {size}/>"
    assert _lost_below_shape("absoluteAnchor", corners, place_and_size, tmp_path, reference) == lost


def formatted(**properties: Any) -> Change:
    return lambda book, sheet: sheet.write(1, 3, "Good", book.add_format(properties))


def in_pieces(*looks: dict[str, Any]) -> Change:
    """The cell in two pieces of these looks."""
    return lambda book, sheet: sheet.write_rich_string(
        1, 3, *itertools.chain(*zip(map(book.add_format, looks), ("Go", "od"), strict=True))
    )


def noted(row: int) -> Change:
    """An open note from a row on, over the cells from C2 on where that is the second."""
    place = {"visible": True, "start_row": row, "start_col": 2, "width": 300, "height": 80}
    return lambda _, sheet: sheet.write_comment(9, 9, "Inadequate", place)


@pytest.mark.parametrize(
    ("change", "is_read"),
    [
        (formatted(num_format="[White]@"), False),
        (formatted(num_format=";;;[Color 2]@"), False),
        (formatted(num_format="[White]General"), False),
        (formatted(num_format="[Blue]@"), True),
        (formatted(font_name="Wingdings"), False),
        (formatted(font_name="Calibri"), True),
        (formatted(indent=200), False),
        (formatted(indent=2), True),
        (formatted(pattern=2, fg_color="#000000", bg_color="#000000"), False),
        (formatted(pattern=3, fg_color="#000000", bg_color="#FFFFFF"), False),
        (formatted(pattern=17, fg_color="#000000", bg_color="#FFFFFF"), True),
        (formatted(pattern=17, bg_color="#FFFFFF", font_color="#FFFFFF"), False),
        (in_pieces(WHITE, {"bold": True}), False),
        (in_pieces({"bold": True}, {"font_size": 1}), False),
        (in_pieces({"bold": True}, {"italic": True}), True),
        (noted(1), False),
        (noted(30), True),
        (lambda _, sheet: sheet.insert_button(1, 3, {"caption": "Inadequate", "width": 300}), False),
        (lambda _, sheet: sheet.insert_button(9, 9, {"caption": "Inadequate"}), True),
        (lambda _, sheet: sheet.insert_textbox(1, 3, "Inadequate", {"fill": {"none": True}}), False),
        (lambda _, sheet: sheet.insert_textbox(1, 3, "", {"fill": {"none": True}}), True),
    ],
)
def test_a_cell_may_hide_its_grade_or_lie_under_something(
    change: Change, is_read: bool, tmp_path: Path, reference: Reference
) -> None:
    extraction = workbook([HEADINGS, DEVON, KENT], tmp_path, reference, change)
    assert (len(grades(extraction).get("devon", [])) == 4) is is_read


@pytest.mark.parametrize(
    ("part", "pattern", "instead"),
    [
        ("worksheets/sheet1.xml", "<sheetFormatPr [^>]*/>", '<sheetFormatPr defaultRowHeight="1" customHeight="1"/>'),
        ("worksheets/sheet1.xml", "<sheetFormatPr ", '<sheetFormatPr defaultColWidth="0.01" '),
        (
            "drawings/drawing1.xml",
            "(<xdr:twoCellAnchor.*</xdr:twoCellAnchor>)",
            r'<m:AlternateContent xmlns:m="m"><m:Choice>\1</m:Choice></m:AlternateContent>',
        ),
    ],
)
def test_usual_sizes_and_choices_of_drawings_count(
    part: str, pattern: str, instead: str, tmp_path: Path, reference: Reference
) -> None:
    workbook(
        [HEADINGS, DEVON, KENT],
        tmp_path,
        reference,
        lambda _, sheet: sheet.insert_textbox(1, 3, "Inadequate") if "drawing" in part else None,
    )
    path = tmp_path / "table.xlsx"
    changed(path, f"xl/{part}", pattern, instead)
    assert len(grades(extract(path, reference, TODAY)).get("devon", [])) < 4


def test_of_many_hidden_cells_some_are_named(tmp_path: Path, reference: Reference) -> None:
    extraction = workbook(
        [HEADINGS, DEVON, KENT],
        tmp_path,
        reference,
        lambda book, sheet: sheet.conditional_format(
            "D2:G3", {"type": "formula", "criteria": "=TRUE", "format": book.add_format(WHITE)}
        ),
    )
    assert "cells D2, E2, F2, G2, D3 and 3 more struck out or not visible" in extraction.source.message


MAP = (
    '<style:style style:name="x" style:family="table-cell">'
    "<style:map style:condition='{}' style:apply-style-name=\"w\"/></style:style>"
)
PROTECTED = TEXT.replace("text-properties {}", 'table-cell-properties style:cell-protect="{}"')
LOW = (
    '<style:style style:name="r" style:family="table-row"><style:table-row-properties style:row-height="{}"/>'
    "</style:style>"
)
ON_SHEET = (
    '/><table:shapes><draw:rect svg:x="{0}cm" svg:y="{0}cm" svg:width="50cm" svg:height="50cm"/></table:shapes>'
    "<table:table-column "
)
SHOWN = (
    '<number:text-style style:name="n">{}<number:text-content/></number:text-style>'
    '<style:style style:name="x" style:family="table-cell" style:data-style-name="n"/>'
)
HIDING = TEXT.replace('"x"', '"w"').format('fo:color="#ffffff"')


@pytest.mark.parametrize(
    ("content", "is_read"),
    [
        (styled_ods(HIDING + MAP.format("is-true-formula(1)")), False),
        (styled_ods(HIDING + MAP.format("cell-content()=&quot;Inadequate&quot;")), False),
        (styled_ods(HIDING + MAP.format("cell-content()=&quot;n/a&quot;")), True),
        (
            styled_ods(
                '<number:text-style style:name="n"/>'
                '<style:style style:name="x" style:family="table-cell" style:data-style-name="n"/>'
            ),
            False,
        ),
        (styled_ods(PROTECTED.format("hidden-and-protected"), row='table:protected="true"'), False),
        (styled_ods(PROTECTED.format("hidden-and-protected")), True),
        (styled_ods(PROTECTED.format("protected") + HIDING, row='table:protected="true"'), True),
        (styled_ods(LOW.format("0cm"), row='table:style-name="r"'), False),
        (styled_ods(LOW.format("5mm"), row='table:style-name="r"'), True),
        (styled_ods("", cell="", extra='<draw:custom-shape svg:width="5cm"/>'), False),
        (styled_ods("", cell="", extra='<draw:ellipse svg:width="5cm"/>'), False),
        (styled_ods("", cell="", column=ON_SHEET.format(0)), False),
        (styled_ods("", cell="", column=ON_SHEET.format(60)), True),
        (styled_ods("", cell="", column="/><table:shapes><draw:g/></table:shapes><table:table-column "), True),
        (styled_ods(SHOWN.format("<number:text>Not </number:text>")), False),
        (styled_ods(SHOWN.format("<number:text> </number:text>")), True),
        (styled_ods(SHOWN.format('<style:text-properties fo:color="#ffffff"/>')), False),
        (styled_ods(TEXT.format('fo:font-family="Wingdings"')), False),
        (styled_ods(TEXT.format('fo:font-family="Arial"')), True),
        (styled_ods(TEXT.format('style:text-scale="1%"')), False),
        (styled_ods(TEXT.format('fo:color="#000000" fo:background-color="#000000"')), False),
        (styled_ods(TEXT.format('fo:color="#ffffff" fo:background-color="#003366"')), True),
    ],
)
def test_an_ods_may_hide_a_grade_by_a_condition_a_format_or_a_shape(
    content: bytes, is_read: bool, tmp_path: Path
) -> None:
    extraction = test_sheet_marks.read(content, "a.ods", tmp_path)
    services = {o.service for o in extraction.observations if o.authority_id == "bexley"}
    assert ("looked_after_children" in services) is is_read


def ruled_ods(rule: str, area: str, style: str = "w") -> bytes:
    """The table with a rule of LibreOffice that shows the cells of an area in a style, white ones unless told."""
    form = (
        f'<calcext:conditional-formats><calcext:conditional-format calcext:target-range-address="{area}">'
        f'<calcext:condition calcext:apply-style-name="{style}" calcext:value="{rule}"/>'
        "</calcext:conditional-format></calcext:conditional-formats>"
    )
    return styled_ods(HIDING.replace("<style:style", '<style:style xmlns:calcext="c"', 1), below=form)


@pytest.mark.parametrize(
    ("rule", "area", "lost"),
    [
        ("formula-is(1)", "Sheet1.D2:Sheet1.G3", 2),
        ("=&quot;Inadequate&quot;", "Sheet1.D2:Sheet1.G3", 2),
        ("=&quot;Inadequate&quot;", "Sheet1.F2:Sheet1.F2 Sheet1.F3:Sheet1.F3", 2),
        ("=&quot;Inadequate&quot;", "Sheet1.F3", 1),
        ("formula-is(1)", "'Grades of C3'.D2:'Grades of C3'.G3", 2),
        ("formula-is(1)", "$&apos;Grades of C3&apos;.$F$2:.$F$3", 2),
        ("formula-is(1)", ".F2", 1),
        ("=&quot;n/a&quot;", "Sheet1.D2:Sheet1.G3", 0),
        ("formula-is(1)", "Sheet1.H2:Sheet1.H3", 0),
    ],
)
def test_a_rule_on_an_area_of_an_ods_may_hide_grades(rule: str, area: str, lost: int, tmp_path: Path) -> None:
    extraction = test_sheet_marks.read(ruled_ods(rule, area), "a.ods", tmp_path)
    services = [o.authority_id for o in extraction.observations if o.service == "looked_after_children"]
    assert len(services) == 2 - lost
    assert ("struck out or not visible" in extraction.source.message) is bool(lost)
    assert test_sheet_marks.read(ruled_ods(rule, area, "green"), "b.ods", tmp_path).source.message == ""


def test_a_sheet_that_is_hidden_gives_no_grade(tmp_path: Path, reference: Reference) -> None:
    def with_hidden(book: Any, _: Any) -> None:
        hidden = book.add_worksheet("Old")
        for row, cells in enumerate([HEADINGS, KENT]):
            hidden.write_row(row, 0, cells)
        hidden.hide()
        book.add_worksheet("Empty").hide()

    extraction = workbook([HEADINGS, DEVON], tmp_path, reference, with_hidden)
    assert list(grades(extraction)) == ["devon"]
    assert extraction.source.message == "sheet Old is hidden and was not read"


NOTES = (
    ("Note: grades in the column Overall effectiveness are those of the previous inspection.", 3),
    ("Overall effectiveness: judgement at the inspection before this one", 3),
    ("* previous inspection", 3),
    ("All grades are from the previous round of inspections", 0),
    ("Overall effectiveness is compared with that of the previous inspection on another sheet", 4),
    ("Previous inspections are listed in another table", 4),
)


@pytest.mark.parametrize(("note", "count"), NOTES)
@pytest.mark.parametrize("is_above", [True, False])
def test_a_note_may_take_all_grades_of_a_column_for_earlier_ones(
    note: str, count: int, is_above: bool, tmp_path: Path, reference: Reference
) -> None:
    headings = [f"{text}{'*' * (note[0] == '*' and text.startswith('Overall'))}" for text in HEADINGS]
    table = [[note], headings, DEVON, KENT] if is_above else [headings, DEVON, KENT, [note]]
    assert len(grades(read(table, tmp_path, reference)).get("devon", [])) == count


def test_a_sheet_of_notes_is_read_for_what_it_says_of_a_column(tmp_path: Path, reference: Reference) -> None:
    def with_notes(book: Any, _: Any) -> None:
        book.add_worksheet("Notes").write_row(
            0, 0, ["1", "Overall effectiveness shows the grade of the last inspection."]
        )

    extraction = workbook([HEADINGS, DEVON, KENT], tmp_path, reference, with_notes)
    assert len(grades(extraction)["devon"]) == 3
    assert "shows the grade of the last inspection" in extraction.source.message


def test_a_theme_in_an_unknown_encoding_tells_nothing(tmp_path: Path, reference: Reference) -> None:
    path = white_cell(tmp_path, reference, "#FFFFFF")
    changed(path, "xl/theme/theme1.xml", "UTF-8", "UTF-0")
    extraction = test_sheet_marks.read(path.read_bytes(), "b.xlsx", tmp_path)
    assert {name: len(of_name) for name, of_name in grades(extraction).items()} == {"devon": 3, "kent": 4}
