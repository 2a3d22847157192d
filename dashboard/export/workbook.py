"""A selection as an XLSX workbook, after the guidance for official statistics in spreadsheets.

Four sheets: Cover (title, date, selection, terms, how to cite), Notes, Columns (the data dictionary), Judgements. One
table a sheet from its first row on, marked up and named, with a frozen header; no merged cells, no empty rows; dates
are dates, numbers numbers, and text is never a formula or a link. The same selection gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dashboard.address import AddressProblem
from dashboard.export import citation
from dashboard.export.content import CAVEATS, LICENCE, LICENCE_TITLE, NEUTRALISED, TERMS, TITLE, Export
from dashboard.export.text import neutral
from dashboard.words import wording
from loaders.frames import values
from loaders.record.schema import Column
from loaders.record.vocabulary import Term

MOST_ROWS = 1_048_575
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
WIDEST, NARROWEST = 60, 9
STYLE = "Table Style Light 1"


def workbook(export: Export) -> bytes:
    if export.rows > MOST_ROWS:
        raise AddressProblem(
            400, f"A spreadsheet has room for {MOST_ROWS:,} rows; these are {export.rows:,}.", "Take the CSV."
        )
    # Here, since it is 40 ms and 3 MB that most servers' starts and many workers never need.
    import xlsxwriter

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, OPTIONS) as book:
        created = dt.datetime.combine(export.day, dt.time(), dt.UTC)
        book.set_properties({"title": TITLE, "subject": export.chosen, "author": "Gradeline", "created": created})
        formats = {
            "bold": book.add_format({"bold": True}),
            "head": book.add_format({"bold": True, "valign": "top", "text_wrap": True}),
            "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        }
        _cover(book, formats, export)
        _table(book, formats, "Notes", head=("note", "text"), rows=_notes(export), widths=(34, 100))
        head = ("column", "type", "meaning", "always filled", "values")
        _table(
            book,
            formats,
            "Columns",
            head=head,
            rows=[_described(c) for c in export.table.columns],
            widths=(24, 10, 80, 12, 60),
        )
        _judgements(book, formats, export)
    return buffer.getvalue()


def _cover(book: Any, formats: dict[str, Any], export: Export) -> None:
    lines = [
        TITLE,
        f"Record to {wording.day(export.day)}, the latest inspection in it.",
        f"Rows on the sheet Judgements: {export.rows:,}, one for each judgement.",
        f"Chosen: {export.chosen}.",
        f"The same rows again: {export.address('xlsx')}",
        "Sheets: Notes says how to read the grades; Columns says what each column is; Judgements holds the rows.",
        f"How to cite: {citation.text(export.store)}",
        *TERMS,
        f"{LICENCE_TITLE}: {LICENCE}",
    ]
    cover(book, lines, formats["bold"], others=formats["wrap"])


def cover(book: Any, lines: Iterable[str], first: Any, others: Any) -> None:
    """A sheet of lines, the first of them its title."""
    sheet = book.add_worksheet("Cover")
    sheet.set_column(0, 0, 110)
    for row, text in enumerate(lines):
        sheet.write_string(row, 0, neutral(text), others if row else first)


def _notes(export: Export) -> list[tuple[str, str]]:
    reference, words = export.store.reference, export.store.reference.vocabulary
    return [
        *((f"Reading the rows, {number}", text) for number, text in enumerate(CAVEATS, 1)),
        *((f"scale: {scale.scale}", f"{scale.title}. {scale.direction}.") for scale in reference.scales.values()),
        *((f"comparability: {name}", meaning) for name, meaning in _meanings(words.comparability)),
        *((f"evidence: {name}", meaning) for name, meaning in _meanings(words.evidence)),
        *((f"framework: {f.framework}", f.title) for f in reference.frameworks.values()),
        ("Cells made harmless", NEUTRALISED),
    ]


def _meanings(terms: Mapping[str, Term]) -> list[tuple[str, str]]:
    return [(name, term.meaning) for name, term in terms.items()]


def _described(column: Column) -> tuple[str, ...]:
    limits = ""
    if column.minimum is not None or column.maximum is not None:
        limits = f"{column.minimum} to {column.maximum}" if column.maximum is not None else f"from {column.minimum}"
    values = ", ".join(column.enum) or limits
    return column.name, column.type, column.description, "yes" if column.required else "no", values


def _table(
    book: Any,
    formats: dict[str, Any],
    name: str,
    head: Sequence[str],
    *,
    rows: Sequence[Sequence[str]],
    widths: Sequence[int],
) -> None:
    sheet = book.add_worksheet(name)
    for position, width in enumerate(widths):
        sheet.set_column(position, position, width)
    for line, row in enumerate(rows, 1):
        for position, text in enumerate(row):
            sheet.write_string(line, position, neutral(text), formats["wrap"])
    mark_up(sheet, formats["head"], name, head=head, rows=len(rows))


def _judgements(book: Any, formats: dict[str, Any], export: Export) -> None:
    sheet = book.add_worksheet("Judgements")
    frame, columns = export.frame, export.table.columns
    for position, column in enumerate(columns):
        cells = values(frame[column.name].take(export.positions))
        for line, cell in enumerate(cells, 1):
            if cell is None:
                continue
            if column.type == "integer":
                sheet.write_number(line, position, cell)
            elif column.type == "date":
                sheet.write_datetime(line, position, cell, formats["date"])
            else:
                sheet.write_string(line, position, neutral(cell))
        longest = max((len(str(cell)) for cell in set(cells) - {None}), default=0)
        width = min(WIDEST, max(NARROWEST, longest + 1, len(column.name) + 4))
        sheet.set_column(position, position, width)
    mark_up(sheet, formats["head"], "Judgements", head=export.table.header, rows=export.rows)


def mark_up(sheet: Any, header: Any, name: str, head: Sequence[str], *, rows: int) -> None:
    """Name the table, so that screen readers and programs find it, and keep its header in sight."""
    columns = [{"header": title, "header_format": header} for title in head]
    if rows:
        sheet.add_table(0, 0, rows, len(head) - 1, {"name": name, "columns": columns, "style": STYLE})
    else:  # a table needs a row
        for position, title in enumerate(head):
            sheet.write_string(0, position, title, header)
    sheet.freeze_panes(1, 0)
