"""A row of each table as pages and sentences have it: `tables.toml` in types, where `mypy` can see it.

Dates are dates and numbers numbers; what is not known is None, in a text too. `loaders.frames.records` makes them of a
typed frame; a test holds them to `tables.toml`. Called by the dashboard.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, TypedDict, TypeGuard

from loaders.record.precision import Precision

if TYPE_CHECKING:
    from typing_extensions import ReadOnly


class DatedRow(TypedDict):
    """What every row about one inspection has."""

    authority_id: str
    authority: str
    gss_code: str | None
    region: str
    inspection_id: str
    framework: str
    inspection_type: str | None
    inspection_start: dt.date | None
    inspection_end: dt.date | None
    published: dt.date | None
    date: dt.date
    date_precision: Precision
    date_basis: str
    evidence: str
    dfe_la_number: str | None


class PrintedRow(DatedRow):
    """What every row about one graded line has."""

    service: str
    aspect: str
    judgement: str
    grade_original: str
    grade_number_original: int | None
    scale: str
    grade: ReadOnly[str | None]
    grade_rank: ReadOnly[int | None]
    comparability: str
    source_id: str
    locator: str
    source_url: str | None


class JudgementRow(PrintedRow):
    """One graded line of one inspection, or one that is printed as not judged: then it has no grade."""

    observations: int
    agreement: str


class GradedRow(JudgementRow):
    """A judgement that has a grade."""

    grade: ReadOnly[str]
    grade_rank: ReadOnly[int]


class ObservationRow(PrintedRow):
    """One row for each observation."""

    grade_text: str
    place: str
    establishes: str


class InspectionRow(DatedRow):
    """One row for each inspection."""

    judgements: int
    not_judged: str | None
    not_given: str | None
    not_established: str | None
    sources: str


class SourceRow(TypedDict):
    """One row for each file that was tried."""

    source_id: str
    file_name: str
    kind: str
    title: str | None
    publisher: str | None
    published: dt.date | None
    url: str | None
    sha256: str | None
    status: str
    message: str | None
    observations: int
    complete_to: dt.date | None


class DiscrepancyRow(TypedDict):
    """One row for each disagreement."""

    authority_id: str
    authority: str
    inspection_id: str
    service: str | None
    aspect: str | None
    field: str
    evidence: str
    reading: str
    source_id: str
    locator: str
    other_evidence: str
    other_reading: str
    other_source_id: str
    other_locator: str


class MovementRow(TypedDict):
    """One row for each step from one graded inspection to the next in the same service and aspect."""

    authority_id: str
    service: str
    aspect: str
    from_inspection_id: str
    to_inspection_id: str
    from_date: dt.date
    to_date: dt.date
    from_grade: str
    to_grade: str
    change: int
    comparability: str
    because: str | None
    draw: str


class CoverageRow(TypedDict):
    """One row for each authority and round of inspections."""

    authority_id: str
    authority: str
    round: str
    framework: str
    round_from: dt.date
    round_until: dt.date | None
    expected: str
    status: str
    evidence: str | None
    inspection_id: str | None
    services: str | None


class CodebookRow(TypedDict):
    """One row for each column with a fixed set of values and each of its values."""

    table: str
    column: str
    value: str | None
    meaning: str


def is_graded(row: JudgementRow) -> TypeGuard[GradedRow]:
    return row["grade"] is not None


def first_day(row: DatedRow) -> dt.date:
    """The first day of an inspection, which settles what it grades."""
    return row["inspection_start"] or row["date"]
