"""Filters to files: CSV, JSON and XLSX of exactly the rows that a page shows, with formula cells made harmless.

A cell that a spreadsheet would run as a formula (it begins with =, +, -, @, a tab or a return) is preceded by an
apostrophe in CSV and written as text in XLSX. Dates, slugs and whole numbers never need that.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator

import pandas as pd

from dashboard.address import Filters
from dashboard.store import Store
from loaders.schema import Table

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
CHUNK = 500


def neutral(cell: str) -> str:
    """The cell, so that no spreadsheet runs it. Numbers such as -1 stay numbers."""
    if not cell.startswith(FORMULA_STARTS):
        return cell
    return cell if cell[0] in "+-" and cell[1:].isdigit() else f"'{cell}"


def csv_lines(frame: pd.DataFrame) -> Iterator[str]:
    """The frame as RFC 4180 text with \\n, some hundred rows at a time, so that memory stays flat."""
    header = list(frame.columns)
    yield ",".join(header) + "\n"
    for start in range(0, len(frame), CHUNK):
        buffer = io.StringIO(newline="")
        writer = csv.writer(buffer, lineterminator="\n")
        rows = frame.iloc[start : start + CHUNK].itertuples(index=False, name=None)
        writer.writerows([neutral(cell) for cell in row] for row in rows)
        yield buffer.getvalue()


def json_lines(frame: pd.DataFrame, table: Table | None) -> Iterator[str]:
    """The frame as one JSON array of objects: numbers as numbers, null for what is not known."""
    integers = {column.name for column in table.columns if column.type == "integer"} if table else set()
    names = list(frame.columns)
    yield "[\n"
    for index, row in enumerate(frame.itertuples(index=False, name=None)):
        cells = {
            name: (None if cell == "" else int(cell) if name in integers else cell)
            for name, cell in zip(names, row, strict=True)
        }
        yield ("" if index == 0 else ",\n") + json.dumps(cells, ensure_ascii=False)
    yield "\n]\n"


def xlsx(frame: pd.DataFrame, store: Store, filters: Filters) -> bytes:
    """A workbook: what this is and how to read it, the rows, and what each column means."""
    import xlsxwriter

    table = store.described.get("judgements")
    integers = {column.name for column in table.columns if column.type == "integer"} if table else set()
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        bold = book.add_format({"bold": True})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        cover = book.add_worksheet("About")
        cover.set_column(0, 0, 100, wrap)
        for line, text in enumerate(_about(store, filters, len(frame))):
            cover.write_string(line, 0, text, bold if line == 0 else wrap)
        sheet = book.add_worksheet("Judgements")
        sheet.freeze_panes(1, 0)
        for position, name in enumerate(frame.columns):
            sheet.write_string(0, position, name, bold)
        for line, row in enumerate(frame.itertuples(index=False, name=None), 1):
            for position, (name, cell) in enumerate(zip(frame.columns, row, strict=True)):
                if cell == "":
                    continue
                if name in integers:
                    sheet.write_number(line, position, int(cell))
                else:
                    sheet.write_string(line, position, cell)
        if len(frame):
            sheet.autofilter(0, 0, len(frame), len(frame.columns) - 1)
        sheet.set_column(0, len(frame.columns) - 1, 20)
        if table:
            meanings = book.add_worksheet("Columns")
            meanings.set_column(0, 0, 26)
            meanings.set_column(1, 1, 110, wrap)
            for line, (name, meaning) in enumerate(
                [("column", "meaning"), *((c.name, c.description) for c in table.columns)]
            ):
                meanings.write_string(line, 0, name, bold if line == 0 else None)
                meanings.write_string(line, 1, meaning, bold if line == 0 else wrap)
    return buffer.getvalue()


def _about(store: Store, filters: Filters, rows: int) -> list[str]:
    chosen = ", ".join(f"{name} {value}" for name, value in filters.pairs()) or "everything"
    return [
        "Gradeline: inspection judgements of English children's services",
        f"{rows} rows on the sheet Judgements; chosen: {chosen}. Latest inspection in the record: "
        f"{store.newest.isoformat()}.",
        "Every row has the grade as printed (grade_original, grade_number_original), its scale, and the "
        "harmonised grade "
        "(grade, grade_rank; 1 is best). Read the printed number only together with its scale: on one scale 4 "
        "is best, on "
        "another 1 is.",
        "The same harmonised grade under two frameworks is not always the same standard; the column "
        "comparability says how "
        "far each row may be read with the newest framework's.",
        "Source: Ofsted and the other inspectorates named on the methodology page. Contains public sector information "
        "licensed under the Open Government Licence v3.0. © Crown copyright.",
    ]
