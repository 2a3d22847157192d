"""Cells of a spreadsheet that it does not show, and cells whose formula failed: neither is passed over in silence."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from loaders.reading.extract import extract
from loaders.reading.readers import ods_looks, sheet_marks
from loaders.record import reference
from loaders.record.model import Extraction
from tests import documents
from tests.hostile import spreadsheet

REFERENCE = reference.load()
GRADES = ("Good", "Good", "Inadequate", "Good")
ROWS = (
    documents.STATISTICS,
    ("Barnet", "06/03/2023", "ILACS Standard Inspection", *GRADES),
    ("Bexley", "13/03/2023", "ILACS Standard Inspection", *GRADES),
)


def ods_of(hidden_row: int = -1, hidden_column: int = -1, mark: str = "collapse") -> bytes:
    hiding = f' table:visibility="{mark}"'
    columns = "".join(
        f"<table:table-column{hiding if column == hidden_column else ''}/>" for column in range(len(ROWS[0]))
    )
    rows = "".join(
        f"<table:table-row{hiding if row == hidden_row else ''}>{''.join(map(documents.text_cell, cells))}"
        "</table:table-row>"
        for row, cells in enumerate(ROWS)
    )
    return documents.ods(rows=columns + rows)


def xlsx_of(hidden_row: int = -1, errors: dict[str, str] | None = None) -> bytes:
    def cell(place: str, words: str) -> str:
        error = (errors or {}).get(place)
        if error is not None and not error.startswith("#"):
            return f'<c r="{place}"{error.partition("<")[0]}><f>A1</f>{error[error.find("<") :] if error else ""}</c>'
        if error:
            return f'<c r="{place}" t="e"><f>A1/0</f><v>{error}</v></c>'
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(words)}</t></is></c>'

    return spreadsheet.xlsx(
        "".join(
            f'<row r="{row}"{" hidden=" + chr(34) + "1" + chr(34) if row - 1 == hidden_row else ""}>'
            + "".join(cell(f"{chr(ord('A') + column)}{row}", words) for column, words in enumerate(cells))
            + "</row>"
            for row, cells in enumerate(ROWS, 1)
        )
    )


def read(content: bytes, name: str, folder: Path) -> Extraction:
    path = folder / name
    path.write_bytes(content)
    return extract(path, REFERENCE)


def authorities(extraction: Extraction) -> list[str]:
    return sorted({observation.authority_id for observation in extraction.observations})


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (ods_of(hidden_row=2), "a.ods"),
        (ods_of(hidden_row=2, mark="filter"), "a.ods"),
        (xlsx_of(hidden_row=2), "a.xlsx"),
    ],
)
def test_a_row_that_the_sheet_does_not_show_gives_no_grade(content: bytes, name: str, tmp_path: Path) -> None:
    extraction = read(content, name, tmp_path)
    assert authorities(extraction) == ["barnet"]
    assert "row 3 hidden and not read" in extraction.source.message


def test_a_column_that_the_sheet_does_not_show_is_no_column(tmp_path: Path) -> None:
    extraction = read(ods_of(hidden_column=5), "a.ods", tmp_path)
    assert extraction.source.status == "refused"
    assert "column F hidden and not read" in extraction.source.message


def test_sheets_that_show_all_are_read_without_a_word(tmp_path: Path) -> None:
    for content, name in ((ods_of(), "a.ods"), (xlsx_of(), "a.xlsx")):
        extraction = read(content, name, tmp_path)
        assert authorities(extraction) == ["barnet", "bexley"]
        assert not extraction.source.message


def test_an_error_in_the_place_of_a_grade_is_said_as_one(tmp_path: Path) -> None:
    extraction = read(xlsx_of(errors={"E2": "#REF!"}), "a.xlsx", tmp_path)
    assert '"#REF!" is an error; no grade was read' in extraction.source.message
    assert len([o for o in extraction.observations if o.authority_id == "barnet"]) == 3


def test_an_error_in_the_place_of_a_date_refuses_the_row(tmp_path: Path) -> None:
    extraction = read(xlsx_of(errors={"B2": "#VALUE!"}), "a.xlsx", tmp_path)
    assert authorities(extraction) == ["bexley"]
    assert '"#VALUE!" is not a date; the row was not read' in extraction.source.message


@pytest.mark.parametrize("value", ["", "<v/>", "<v />", "<v></v>"])
@pytest.mark.parametrize(("place", "said"), [("B2", "is not a date; the row was not read"), ("E2", "is not a grade")])
def test_a_formula_without_its_result_is_no_empty_cell(value: str, place: str, said: str, tmp_path: Path) -> None:
    extraction = read(xlsx_of(errors={place: value}), "a.xlsx", tmp_path)
    assert f'"{sheet_marks.NO_VALUE}" {said}' in extraction.source.message


def test_a_formula_whose_result_is_nothing_is_an_empty_cell(tmp_path: Path) -> None:
    extraction = read(xlsx_of(errors={"E2": ' t="str"<v></v>'}), "a.xlsx", tmp_path)
    assert "the cell is empty; no grade was read" in extraction.source.message


def test_an_error_in_an_ods_is_said_as_one(tmp_path: Path) -> None:
    failed = '<table:table-cell xmlns:calcext="c" office:value-type="string" office:string-value="" {}>{}'.format(
        'calcext:value-type="error"', "<text:p>#VALUE!</text:p></table:table-cell>"
    )
    for words, said in (("06/03/2023", "is not a date; the row was not read"), ("Inadequate", "is an error; no grade")):
        content = ods_of()
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {name: archive.read(name).decode() for name in archive.namelist()}
        parts["content.xml"] = parts["content.xml"].replace(documents.text_cell(words), failed, 1)
        extraction = read(documents.archive(parts), "a.ods", tmp_path)
        assert f'"#VALUE!" {said}' in extraction.source.message
        assert "bexley" in authorities(extraction)


def test_columns_hidden_behind_the_last_one_that_holds_anything_are_nothing_to_say() -> None:
    workbook = b'<w xmlns:r="%s"><s xmlns="m"><sheet name="S" r:id="r1"/></s></w>' % (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    )
    parts = {
        "xl/workbook.xml": workbook,
        "xl/_rels/workbook.xml.rels": b'<r><n Id="r1" Target="worksheets/sheet1.xml"/></r>',
        "xl/worksheets/sheet1.xml": b"<cols><col min='2' max='2' hidden='1'/>"
        b"<col min='9' max='16384' hidden='1'/></cols>",
    }
    marks = sheet_marks.of_xlsx(parts)["S"]
    assert marks.within(3, 8).hidden() == "column B"
    assert marks.within(3, 10).hidden() == "columns B, I, J"


def test_a_table_without_any_authority_that_we_know_is_refused(tmp_path: Path) -> None:
    text = "\n".join(",".join(row) for row in ROWS).replace("Barnet", "Cardiff").replace("Bexley", "Swansea")
    extraction = read(text.encode(), "a.csv", tmp_path)
    assert extraction.source.status == "refused"
    assert 'the register knows no authority "Cardiff" (row 2)' in extraction.source.message


HEAD = (
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
)
TEXT = '<style:style style:name="x" style:family="table-cell"><style:text-properties {}/></style:style>'


def styled_ods(
    style: str,
    cell: str = 'table:style-name="x"',
    row: str = "",
    column: str = "",
    extra: str = "",
    covered: bool = False,
    below: str = "",
) -> bytes:
    """The table of `ROWS` with a style, the marks of the grade of children in care in its last row, and others."""
    rows = [list(map(documents.text_cell, cells)) for cells in ROWS]
    rows[2][5] = (
        rows[2][5]
        .replace("<table:table-cell", f"<table:table-cell {cell}", 1)
        .replace("</text:p>", f"{extra}</text:p>")
    )
    if covered:
        rows[2][6] = rows[2][6].replace("table:table-cell", "table:covered-table-cell")
    columns = (
        f'<table:table-column table:number-columns-repeated="5"/><table:table-column {column}/><table:table-column/>'
    )
    lines = "".join(
        f"<table:table-row {row if n == 2 else ''}>{''.join(cells)}</table:table-row>" for n, cells in enumerate(rows)
    )
    with zipfile.ZipFile(io.BytesIO(documents.ods(rows=columns + lines + below))) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    styles = f"<office:automatic-styles>{style}</office:automatic-styles><office:body>"
    content = files["content.xml"].replace("<office:body>", styles, 1)
    files["content.xml"] = content.replace("<office:document-content", f"<office:document-content {HEAD}", 1)
    return documents.archive(files)


@pytest.mark.parametrize(
    "content",
    [
        styled_ods(TEXT.format('style:text-line-through-style="solid"')),
        styled_ods(TEXT.format('fo:color="#ffffff"')),
        styled_ods(TEXT.format('text:display="none"')),
        styled_ods(TEXT.format('fo:font-size="1pt"')),
        styled_ods(TEXT.format('fo:color="#ffffff"'), cell="", column='table:default-cell-style-name="x"'),
        styled_ods(TEXT.format('fo:color="#ffffff"'), cell="", row='table:default-cell-style-name="x"'),
        styled_ods(
            TEXT.format('style:text-line-through-style="solid"').replace("table-cell", "text"),
            cell="",
            extra='<text:span text:style-name="x">!</text:span>',
        ),
        styled_ods("", cell='office:string-value="Outstanding"'),
        styled_ods(
            TEXT.format('fo:color="#ffffff"')
            + '<style:style style:name="y" style:family="table-cell" style:parent-style-name="x"/>',
            cell='table:style-name="y"',
        ),
    ],
)
def test_a_grade_that_an_ods_strikes_out_or_does_not_show_is_not_read(content: bytes, tmp_path: Path) -> None:
    extraction = read(content, "a.ods", tmp_path)
    services = {o.service for o in extraction.observations if o.authority_id == "bexley"}
    assert "looked_after_children" not in services
    assert "struck out or not visible" in extraction.source.message


def test_a_cell_of_an_ods_that_goes_over_others_hides_them(tmp_path: Path) -> None:
    wide = styled_ods("", cell='table:number-columns-spanned="2"', covered=True)
    aspects = {(o.service, o.aspect) for o in read(wide, "a.ods", tmp_path).observations if o.authority_id == "bexley"}
    assert ("looked_after_children", "overall") in aspects
    assert ("whole_service", "overall") not in aspects


@pytest.mark.parametrize("day", ["06/03/2023", "07/03/2023", "28/04/2023"])
def test_rows_a_few_days_apart_that_differ_are_not_read(day: str, tmp_path: Path) -> None:
    other = ("Barnet", day, "ILACS Standard Inspection", "Good", "Good", "Outstanding", "Good")
    text = "\n".join(",".join(row) for row in (*ROWS, other))
    extraction = read(text.encode(), "a.csv", tmp_path)
    barnet = [o for o in extraction.observations if o.authority_id == "barnet"]
    assert {o.grade for o in barnet} == {"good"}
    assert "has two grades, and neither was read" in extraction.source.message


def test_formats_of_empty_cells_hide_nothing() -> None:
    row = b'<table:table-row table:number-rows-repeated="900"><table:table-cell table:style-name="w"'
    row += b' table:number-columns-repeated="900"%s</table:table-row>'
    white = ods_looks.OdsHidden(frozenset([b"table-cell w"]))
    assert ods_looks.cells(row % b"/>", white).unseen == frozenset()
    assert len(ods_looks.cells(row % b"><text:p>Good</text:p></table:table-cell>", white).unseen) == 810_000


def test_a_word_without_end_in_an_element_takes_no_time() -> None:
    begun = time.process_time()
    ods_looks.cells(f"<table:table-cell {'a' * 300_000}>".encode(), ods_looks.OdsHidden())
    assert time.process_time() - begun < 2
