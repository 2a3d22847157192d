"""What a table of inspections says around its grades that makes them none of the inspections that it dates.

Used by the parser of statistics alone: a title or a cell that names a rehearsal, a draft or a self-evaluation, and a
heading above the headings that says of grades that they are an earlier inspection's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from loaders.reading.parsers.statistics_cells import cell_text
from loaders.reading.parsers.statistics_layout import SheetColumns
from loaders.record.model import Sheet
from loaders.record.reference import Reference
from loaders.record.safe_text import cell, visible

LONGEST_REMARK = 60  # characters of a cell that says what its row is; a longer one comments on the inspection
_EARLIER = re.compile(r"\b(?:previous|prior|earlier|former|preceding)\b", re.IGNORECASE)


def paper_named(tables: Iterable[SheetColumns], reference: Reference) -> str:
    """What a table is instead of one of inspections, by its sheet's name and what stands above its headings."""
    texts = [
        cell_text(text)
        for columns in tables
        for text in (columns.sheet.name, *(text for row in columns.sheet.rows[: columns.row] for text in row))
    ]
    return next((title for title, recognise in _papers(reference) if any(map(recognise, texts))), "")


def no_inspection(columns: SheetColumns, row: Sequence[object], reference: Reference) -> str:
    """What a cell beside the grades of a row says that they are of instead: "Mock inspection", "Draft"."""
    for place in sorted(columns.beside):
        text = cell_text(row[place]) if place < len(row) else ""
        if not text or len(text) > LONGEST_REMARK:
            continue
        if title := next((title for title, recognise in _papers(reference) if recognise(text)), ""):
            heading = cell(visible(cell_text(columns.sheet.rows[columns.row][place])))
            return f', column "{heading}": "{cell(visible(text))}" names {title}; the row was not read'
    return ""


def grades_of_earlier(columns: SheetColumns) -> Iterator[str]:
    """The headings above the headings that say of grades that they are of another inspection than the dates."""
    place_of_date = columns.places.get("inspection_start", columns.places.get("published", -1))
    date_group = _group_above(columns.sheet, columns.row, place_of_date)
    groups = {_group_above(columns.sheet, columns.row, place) for name, place in columns.places.items() if "/" in name}
    for group in sorted(groups - {date_group}):
        if _EARLIER.search(group):
            yield f'{columns.where()}: grades under "{cell(visible(group))}", with no date of that inspection'


def _papers(reference: Reference) -> list[tuple[str, Callable[[str], object]]]:
    return [(paper.title, paper.recognise.search) for paper in reference.papers if not paper.may_be_table]


def _group_above(sheet: Sheet, row: int, place: int) -> str:
    """What stands in the row above the headings and reaches over a column: its cell, or the next to the left of it.

    A text in the first column is a title, and no heading of a group.
    """
    cells = sheet.rows[row - 1][: place + 1] if row and place > 0 else []
    return next((text for value in reversed(cells[1:]) if (text := cell_text(value))), "")
