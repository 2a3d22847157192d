"""ODS and XLSX files to a Document of sheets, by calamine, after a look at what the archive would unpack to.

The look is at what is really there: every part is unpacked once, and counted, since an archive may state other sizes
than its parts have; and where the cells of a sheet lie, since the library sets aside room for all between the first and
the last of them. What no writer of spreadsheets puts into one (declarations of XML entities) is refused.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, overload

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from loaders.reading.readers import ods_looks, package, sheet_marks
from loaders.reading.readers.cell_marks import SheetMarks
from loaders.reading.readers.text import with_our_figures
from loaders.record import safe_text
from loaders.record.errors import SourceRefused
from loaders.record.model import TITLE_ROWS, Document, Sheet

# The largest release of statistics so far has 6 sheets, 3,000 rows in one of them, and unpacks to 4 MiB.
MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_ENTRIES = 1_000
MAX_SHEETS = 100
MAX_ROWS = 100_000
MAX_CELLS = 2_000_000
MAX_CELL_CHARACTERS = 32_767  # what the usual programs put into a cell at most
MAX_NAME_CHARACTERS = 255

_NO_SPREADSHEET = "a zip archive, and no document that we read; unpack it, and read the report that is in it"
_ENCRYPTED = "the spreadsheet is encrypted and needs a password"
_ODS, _XLSX = "content.xml", "xl/workbook.xml"
_XLSX_SHEETS = "xl/worksheets/"
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]*)([0-9]+)["']""")


def read(content: bytes) -> Document:
    """The sheets, whose cells are made when they are asked for.

    Raises SourceRefused for archives that are no spreadsheet, or hold or unpack to too much.
    """
    parts = _marked_parts(package.Package(content))
    notes: list[str] = []
    try:
        sheets = tuple(_sheets(CalamineWorkbook.from_filelike(io.BytesIO(content)), parts, notes))
    except PasswordError:
        raise SourceRefused(_ENCRYPTED) from None
    except (CalamineError, ValueError, OSError):
        raise SourceRefused("the spreadsheet is damaged, or has more cells than its format allows") from None
    except BaseException as error:
        # What is an "unwrap" of nothing in the library's own language comes through as no ordinary Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise SourceRefused("the spreadsheet is damaged, and cannot be read") from None
    return Document(kind="spreadsheet", sheets=sheets, notes=tuple(notes))


def _marked_parts(archive: package.Package) -> dict[str, bytes]:
    """The parts that say more of cells than their values, once all parts of the archive have been looked at."""
    if len(archive.names) > MAX_ENTRIES:
        raise SourceRefused(f"the archive has {len(archive.names)} parts; the limit is {MAX_ENTRIES}")
    _check_unpacked(archive.stated_size)
    if _ODS not in archive and _XLSX not in archive:
        raise SourceRefused(_NO_SPREADSHEET)
    marked: dict[str, bytes] = {}
    unpacked = 0
    for name in archive.names:
        part = archive.unpack(name, MAX_UNPACKED_BYTES - unpacked)
        unpacked += len(part)
        _check_unpacked(unpacked)
        _check_part(name, part)
        if name in (_ODS, ods_looks.STYLES) or name.startswith(sheet_marks.PARTS):
            marked[name] = part
    return marked


def _check_unpacked(size: int) -> None:
    if size > MAX_UNPACKED_BYTES:
        at_least = -(-size // 2**20)
        raise SourceRefused(
            f"the spreadsheet unpacks to {at_least} MiB; the limit is {MAX_UNPACKED_BYTES // 2**20} MiB"
        )


def _check_part(name: str, part: bytes) -> None:
    if not name.endswith((".xml", ".rels")):
        return
    if _DECLARATION.search(part):
        raise SourceRefused("the spreadsheet declares XML entities, which no spreadsheet needs")
    if name == "meta-inf/manifest.xml" and b":encryption-data" in part:
        raise SourceRefused(_ENCRYPTED)
    if name.startswith(_XLSX_SHEETS):
        _check_size(name, *_extent(part))


def _extent(part: bytes) -> tuple[int, int]:
    """How many rows and columns an XLSX sheet takes, by the places that its cells name."""
    rows, columns = {0}, {b""}
    for place in _PLACE.finditer(part):
        columns.add(place[1].upper())
        rows.add(int(place[2][:12]))
    width = 0
    for letter in max(columns, key=lambda letters: (len(letters), letters))[:8]:
        width = 26 * width + letter - ord("A") + 1
    return max(rows), width


def _check_size(name: str, rows: int, columns: int) -> None:
    if rows > MAX_ROWS:
        raise SourceRefused(f"the sheet {name} has {rows:,} rows; the limit is {MAX_ROWS:,}")
    if rows * columns > MAX_CELLS:
        raise SourceRefused(f"the sheet {name} has {rows * columns:,} cells; the limit is {MAX_CELLS:,}")


def _sheets(workbook: CalamineWorkbook, parts: dict[str, bytes], notes: list[str]) -> Iterator[Sheet]:
    """The sheets that are shown; `notes` takes what is not, of the workbook and of each sheet."""
    by_name = sheet_marks.of_xlsx(parts)
    in_order = ods_looks.of_ods(parts[_ODS], parts.get(ods_looks.STYLES, b"")) if _ODS in parts else []
    if len(workbook.sheet_names) > MAX_SHEETS:
        raise SourceRefused(f"the spreadsheet has {len(workbook.sheet_names)} sheets; the limit is {MAX_SHEETS}")
    cells = 0
    for index, name in enumerate(workbook.sheet_names):
        if len(name) > MAX_NAME_CHARACTERS:
            raise SourceRefused(f"the name of sheet {index + 1} has {len(name):,} characters")
        sheet = workbook.get_sheet_by_index(index)
        cells += sheet.height * sheet.width
        _check_size(name, sheet.height, sheet.width)
        if cells > MAX_CELLS:
            raise SourceRefused(f"the spreadsheet has more than {MAX_CELLS:,} cells")
        if workbook.sheets_metadata[index].visible != SheetVisibleEnum.Visible:
            if sheet.height:
                notes.append(f"sheet {safe_text.cell(name)} is hidden and was not read")
            continue
        marks = in_order[index] if index < len(in_order) else by_name.get(name, SheetMarks())
        if marks.conditions:
            marks = marks.among(sheet.to_python(skip_empty_area=False))
        marks = marks.within(sheet.height, sheet.width)
        if hidden := marks.hidden():
            notes.append(f"sheet {safe_text.cell(name)}: {hidden} hidden and not read")
        if unseen := marks.unseen_cells():
            notes.append(f"sheet {safe_text.cell(name)}: {unseen} struck out or not visible, and not read")
        yield Sheet(safe_text.cell(name), _Rows(name, sheet, marks), is_whole=not hidden and not unseen)


class _Rows(Sequence[Sequence[object]]):
    """The rows of a sheet, made when they are asked for: the first few alone, or all of them.

    Most sheets of a release are known by name to hold nothing for us, and of those no more is made than the title.
    """

    def __init__(self, name: str, sheet: CalamineSheet, marks: SheetMarks) -> None:
        self._name = name
        self._sheet = sheet
        self._marks = marks

    def __len__(self) -> int:
        return len(self._all)

    @overload
    def __getitem__(self, place: int) -> list[Any]: ...
    @overload
    def __getitem__(self, place: slice) -> list[list[Any]]: ...
    def __getitem__(self, place: int | slice) -> list[Any] | list[list[Any]]:
        return self._first(TITLE_ROWS) if place == slice(TITLE_ROWS) else self._all[place]

    @cached_property
    def _all(self) -> list[list[Any]]:
        return self._first(None)

    def _first(self, most: int | None) -> list[list[Any]]:
        rows = self._sheet.to_python(skip_empty_area=False, nrows=most)
        for (first, column), (last, last_column) in self._sheet.merged_cell_ranges or self._marks.merged:
            value = rows[first][column] if first < len(rows) and column < len(rows[first]) else ""
            for number, cells in enumerate(rows[first : last + 1]):
                covered: list[Any] = [""] * len(cells[column : last_column + 1])
                if covered and (number == 0 or column == last_column):  # a name beside several rows is the name of each
                    covered[0] = value
                cells[column : last_column + 1] = covered
        self._marks.applied(rows)
        if any(isinstance(cell, str) and len(cell) > MAX_CELL_CHARACTERS for row in rows for cell in row):
            raise SourceRefused(f"a cell of the sheet {self._name} has more than {MAX_CELL_CHARACTERS:,} characters")
        for row in rows:
            for column, cell in enumerate(row):
                if isinstance(cell, str) and not cell.isascii():
                    row[column] = with_our_figures(cell)
        return rows
