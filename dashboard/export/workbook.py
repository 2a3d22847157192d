"""A selection as an XLSX workbook, after the guidance for official statistics in spreadsheets.

Four sheets: Cover (title, date, selection, terms, how to cite), Notes, Columns (the data dictionary), Judgements. One
table a sheet from its first row on, marked up and named, with a frozen header; no merged cells, no empty rows; dates
are dates, numbers numbers, and text is never a formula or a link. The same selection gives the same bytes.
"""

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from dashboard.address import AddressProblem
from dashboard.export import citation
from dashboard.export.content import CAVEATS, NEUTRALISED, TERMS, TITLE, Export
from dashboard.export.text import neutral
from loaders.frames import values
from loaders.record.schema import LICENCE, LICENCE_TITLE, Column

MOST_ROWS = 1_048_575
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
WIDEST, NARROWEST = 60, 9
STYLE = "Table Style Light 1"
HEAD, WRAP = {"bold": True, "valign": "top", "text_wrap": True}, {"text_wrap": True, "valign": "top"}


def workbook(export: Export) -> bytes:
    if export.rows > MOST_ROWS:
        raise AddressProblem.of("too_many_rows", most=MOST_ROWS, rows=export.rows)
    columns = [_described(column) for column in export.table.columns]
    buffer = io.BytesIO()
    with new_book(buffer, export.store.as_at, _cover(export), subject=export.chosen) as book:
        add_table(book, "Notes", ("note", "text"), rows=_notes(export), widths=(34, 100), is_wrapped=True)
        head = ("column", "type", "meaning", "always filled", "values")
        add_table(book, "Columns", head, rows=columns, widths=(24, 10, 80, 12, 60), is_wrapped=True)
        _judgements(book, export)
    return buffer.getvalue()


def _cover(export: Export) -> list[str]:
    return [
        TITLE,
        export.reach,
        f"Rows on the sheet Judgements: {export.rows:,}, one for each judgement.",
        f"Chosen: {export.chosen}.",
        export.again("xlsx"),
        "Sheets: Notes says how to read the grades; Columns says what each column is; Judgements holds the rows.",
        f"How to cite: {citation.text(export.store)}",
        *TERMS,
        f"{LICENCE_TITLE}: {LICENCE}",
    ]


def _notes(export: Export) -> list[tuple[str, str]]:
    reference, words = export.store.reference, export.store.reference.vocabulary
    return [
        *((f"Reading the rows, {number}", text) for number, text in enumerate(CAVEATS, 1)),
        *((f"scale: {scale.scale}", f"{scale.title}. {scale.direction}.") for scale in reference.scales.values()),
        *((f"comparability: {name}", term.meaning) for name, term in words.comparability.items()),
        *((f"evidence: {name}", term.meaning) for name, term in words.evidence.items()),
        *((f"framework: {f.framework}", f.title) for f in reference.frameworks.values()),
        ("Cells made harmless", NEUTRALISED),
    ]


def _described(column: Column) -> tuple[str, ...]:
    limits = ""
    if column.minimum is not None or column.maximum is not None:
        limits = f"{column.minimum} to {column.maximum}" if column.maximum is not None else f"from {column.minimum}"
    values = ", ".join(column.enum) or limits
    return column.name, column.type, column.description, "yes" if column.required else "no", values


def _judgements(book: Any, export: Export) -> None:
    sheet, date = book.add_worksheet("Judgements"), book.add_format({"num_format": "yyyy-mm-dd"})
    frame, columns = export.frame, export.table.columns
    for position, column in enumerate(columns):
        cells = values(frame[column.name].take(export.positions))
        for line, cell in enumerate(cells, 1):
            if cell is not None:
                _write(sheet, line, position, cell=cell, look=date if column.type == "date" else None)
        longest = max((len(str(cell)) for cell in set(cells) - {None}), default=0)
        width = min(WIDEST, max(NARROWEST, longest + 1, len(column.name) + 4))
        sheet.set_column(position, position, width)
    _mark_up(book, sheet, export.table.header, rows=export.rows)


@contextmanager
def new_book(buffer: io.BytesIO, day: dt.date, cover: Sequence[str], *, subject: str = "") -> Iterator[Any]:
    """A workbook of a day, with lines as its first sheet, of which the first is its title."""
    # Here, since it is 40 ms and 3 MB that most servers' starts and many workers never need.
    import xlsxwriter

    with xlsxwriter.Workbook(buffer, OPTIONS) as book:
        created = dt.datetime.combine(day, dt.time(), dt.UTC)  # the record's: the same data give the same bytes
        book.set_properties({"title": cover[0], "subject": subject, "author": "Gradeline", "created": created})
        sheet, bold, wrap = book.add_worksheet("Cover"), book.add_format(HEAD), book.add_format(WRAP)
        sheet.set_column(0, 0, 110)
        for row, text in enumerate(cover):
            sheet.write_string(row, 0, neutral(text), wrap if row else bold)
        yield book


def add_table(
    book: Any,
    name: str,
    head: Sequence[str],
    *,
    rows: Sequence[Sequence[str | int]],
    widths: Sequence[int],
    is_wrapped: bool = False,
) -> None:
    sheet, look = book.add_worksheet(name), book.add_format(WRAP) if is_wrapped else None
    for position, width in enumerate(widths):
        sheet.set_column(position, position, width)
    for line, row in enumerate(rows, 1):
        for position, cell in enumerate(row):
            _write(sheet, line, position, cell=cell, look=look)
    _mark_up(book, sheet, head, rows=len(rows))


def _write(sheet: Any, line: int, position: int, *, cell: str | int | dt.date, look: Any) -> None:
    if isinstance(cell, int):
        sheet.write_number(line, position, cell, look)
    elif isinstance(cell, dt.date):
        sheet.write_datetime(line, position, cell, look)
    else:
        sheet.write_string(line, position, neutral(cell), look)


def _mark_up(book: Any, sheet: Any, head: Sequence[str], *, rows: int) -> None:
    """Name the table, so that screen readers and programs find it, and keep its header in sight."""
    bold, name = book.add_format(HEAD), sheet.get_name().replace(" ", "_")
    columns = [{"header": title, "header_format": bold} for title in head]
    if rows:
        sheet.add_table(0, 0, rows, len(head) - 1, {"name": name, "columns": columns, "style": STYLE})
    else:  # a table needs a row
        for position, title in enumerate(head):
            sheet.write_string(0, position, title, bold)
    sheet.freeze_panes(1, 0)
