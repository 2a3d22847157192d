"""ODS and XLSX files to a Document of sheets, by calamine, after a look at how large the archive would unpack."""

from __future__ import annotations

import io
import zipfile

from python_calamine import CalamineError, CalamineWorkbook

from loaders.errors import SourceRefused
from loaders.model import Document, Sheet

MAX_UNPACKED_BYTES = 200 * 1024 * 1024


def read(content: bytes) -> Document:
    """Every sheet's cells. Raises SourceRefused for archives that are no spreadsheet, or unpack to too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        raise SourceRefused("the file begins like a zip archive but is damaged or cut short") from None
    if unpacked > MAX_UNPACKED_BYTES:
        raise SourceRefused(
            f"the spreadsheet unpacks to {unpacked // 2**20} MiB; the limit is {MAX_UNPACKED_BYTES // 2**20} MiB"
        )
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = tuple(Sheet(name, workbook.get_sheet_by_name(name).to_python()) for name in workbook.sheet_names)
    except (CalamineError, ValueError, OSError):
        raise SourceRefused("a zip archive that is no ODS or XLSX spreadsheet") from None
    return Document(kind="spreadsheet", sheets=sheets)
