"""The overall grade of a council for each service as at the day to which the record is complete, from `panel`.

Comes in: a store. Goes out: a GradeNow for each council and service, for lists of councils: the search page, its
suggestions. What the panel does not know stays unknown, with its status.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.store import Store
from loaders.frames import records
from loaders.record.rows import PanelRow
from loaders.record.vocabulary import Grade

IN_LISTS = ("safeguarding", "looked_after_children", "whole_service")
"""The services whose grades stand beside a council's name in a list."""


@dataclass(frozen=True)
class GradeNow:
    """A grade by its framework's word, and the day since when; `grade` is None where `status` says why."""

    status: str
    grade: Grade | None = None
    since: dt.date | None = None


UNKNOWN = GradeNow("not_known")


def grades_now(store: Store) -> Mapping[tuple[str, str], GradeNow]:
    """By council and service."""
    return store.cached("grades now", lambda: _grades_now(store))


def _grades_now(store: Store) -> dict[tuple[str, str], GradeNow]:
    panel = store.tables["panel"]
    rows: list[PanelRow] = records(panel[panel["year_end"] == panel["year_end"].max()])
    return {(row["authority_id"], row["service"]): _grade_now(store, row) for row in rows}


def _grade_now(store: Store, row: PanelRow) -> GradeNow:
    if row["grade"] is None or row["inspection_id"] is None:
        return GradeNow(row["status"])
    framework = store.inspections[row["inspection_id"]]["framework"]
    return GradeNow(row["status"], store.reference.printed_grade(row["grade"], framework), row["since"])
