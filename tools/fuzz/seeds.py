"""The documents that a run begins with: real ones where they stand beside the checkout, and those that tests make."""

import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import xlsxwriter

from loaders.reading import readers
from loaders.record.errors import SourceRefused
from tests import documents
from tests.hostile.files import Hostile
from tests.hostile.forgeries import FORGERIES
from tests.hostile.office import HIDDEN, SHOWN
from tests.hostile.pdf import PDFS
from tests.hostile.spreadsheet import SPREADSHEETS

BESIDE = Path(__file__).resolve().parents[2].parent / "shared"
# Larger ones say nothing that smaller ones do not, and take longer.
LARGEST = 600_000
LARGEST_HOSTILE = 20_000


@dataclass(frozen=True)
class Seeds:
    """Documents by kind: reports as text, all others as bytes; and small ones that are made to do harm."""

    pdfs: tuple[bytes, ...]
    sheets: tuple[bytes, ...]
    hostile: tuple[bytes, ...]
    office: tuple[bytes, ...]
    pages: tuple[bytes, ...]
    texts: tuple[str, ...]

    @property
    def files(self) -> tuple[bytes, ...]:
        texts = (text.encode() for text in self.texts)
        return (*self.pdfs, *self.sheets, *self.hostile, *self.office, *self.pages, *texts)


@cache
def load() -> Seeds:
    """Every seed. The text of every third PDF that means no harm is a seed as well."""
    pdfs = [*_beside("reports/pdf"), *_made_pdfs()]
    sheets = [*_beside("statistics"), *_made_sheets()]
    texts = [content.decode("utf-8", "replace") for content in _beside("reports/text")]
    texts += [*_made_texts(), *filter(None, map(_text, pdfs[::3]))]
    hostile = _hostile([*PDFS, *SPREADSHEETS]) + [forgery.make() for forgery in FORGERIES]
    documents_made = [(forgery.name, forgery.make()) for forgery in (*HIDDEN, *SHOWN)]
    return Seeds(
        pdfs=tuple(pdfs),
        sheets=tuple(sheets),
        hostile=tuple(hostile),
        office=tuple(content for name, content in documents_made if not name.endswith(".html")),
        pages=tuple(content for name, content in documents_made if name.endswith(".html")),
        texts=tuple(texts),
    )


def _beside(folder: str) -> list[bytes]:
    if not (BESIDE / folder).is_dir():
        return []
    files = sorted(path for path in (BESIDE / folder).iterdir() if path.is_file())
    return [path.read_bytes() for path in files if path.stat().st_size <= LARGEST]


def _made_pdfs() -> list[bytes]:
    joint_area_review = documents.pdf(documents.page("Joint area review"))
    return [documents.sif_pdf(), documents.ilacs_pdf(), documents.lac_pdf(), joint_area_review]


TABLE = [
    [
        "Local authority area code", "Local authority name", "Inspection date", "Publication date", "Inspection type",
        *documents.ILACS_2023[:-1], "Overall effectiveness",
    ],
    [
        "E10000008", "Devon", "23/09/2024", "13/05/2025", "ILACS Standard Inspection",
        "Good", "Outstanding", "Requires improvement to be good", "Inadequate", "Good",
    ],
    [
        "E06000016", "Leicester", "20/09/2021", "22/11/2021", "ILACS Standard Inspection",
        "Good", "Good", "Good", "", "Good",
    ],
]  # fmt: skip


def _made_sheets() -> list[bytes]:
    """One table of inspections, in each format of spreadsheets."""
    rows = [f"<table:table-row>{''.join(map(documents.text_cell, row))}</table:table-row>" for row in TABLE]
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = workbook.add_worksheet("Inspections")
    for number, row in enumerate(TABLE):
        sheet.write_row(number, 0, row)
    workbook.close()
    return [documents.ods(rows="".join(rows)), out.getvalue()]


def _made_texts() -> list[str]:
    return [
        documents.slac(),
        documents.slac(rows="bar"),
        documents.safeguarding(),
        documents.child_protection(),
        documents.council_paper(),
        documents.joint_area_review(),
        documents.slac(body=documents.sentence("Capacity for improvement", "adequate")),
        "\n".join(",".join(row) for row in TABLE),
    ]


def _hostile(corpus: list[Hostile]) -> list[bytes]:
    """Those of the hostile corpus that are small: what makes them hostile is in their structure."""
    contents = [
        hostile.make() for hostile in corpus if "gibibyte" not in hostile.name and "million" not in hostile.name
    ]
    return [content for content in contents if len(content) <= LARGEST_HOSTILE]


def _text(content: bytes) -> str:
    try:
        return "\n".join(readers.read(Path("seed.pdf"), content).pages)
    except SourceRefused:
        return ""
