"""What was added, corrected or withdrawn between two data folders: `python -m loaders diff OLD NEW`.

Judgements are compared by inspection, service and aspect. An inspection whose date became better known has another id;
its judgements are matched by authority, framework and nearest date, so that they are corrected and not new.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping

from loaders.record.matching import SAME_PUBLICATION
from loaders.record.schema import Columns, cells

COLUMNS = (
    "change", "authority_id", "framework", "service", "aspect", "old_inspection_id", "new_inspection_id", "old_date",
    "new_date", "old_grade", "new_grade", "old_grade_original", "new_grade_original", "old_evidence", "new_evidence",
)  # fmt: skip
_FIELDS = (
    "authority_id", "framework", "service", "aspect", "inspection_id", "date", "grade", "grade_original", "evidence",
)  # fmt: skip
_OF_JUDGEMENT = ("inspection_id", "date", "grade", "grade_original", "evidence")

Row = dict[str, str]


def differences(old: Mapping[str, Columns], new: Mapping[str, Columns]) -> list[Row]:
    """One row for each judgement that is not the same in both: `change` is added, corrected or withdrawn."""
    before, after = _by_series(old["judgements"]), _by_series(new["judgements"])
    rows: list[Row] = []
    for series in sorted({*before, *after}):
        pairs = _paired(before.get(series, []), after.get(series, []))
        rows += [_row(series, earlier, later) for earlier, later in pairs if earlier != later]
    return rows


def _by_series(judgements: Columns) -> dict[tuple[str, ...], list[Row]]:
    """The judgements of each authority, framework, service and aspect."""
    by_series: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for values in cells(judgements, _FIELDS):
        row = dict(zip(_FIELDS, values, strict=True))
        by_series[values[:4]].append({name: row[name] for name in _OF_JUDGEMENT})
    return by_series


def _paired(before: list[Row], after: list[Row]) -> list[tuple[Row | None, Row | None]]:
    """Each judgement with the one that it became: of the same inspection, else of the nearest date."""
    pairs: list[tuple[Row | None, Row | None]] = []
    waiting = list(after)
    unmatched: list[Row] = []
    for earlier in before:
        later = next((row for row in waiting if row["inspection_id"] == earlier["inspection_id"]), None)
        if later is None:
            unmatched.append(earlier)
        else:
            waiting.remove(later)
            pairs.append((earlier, later))
    for earlier in unmatched:
        near = [row for row in waiting if _days(earlier, row) <= SAME_PUBLICATION.days]
        later = min(near, key=lambda row: _days(earlier, row), default=None)
        if later is not None:
            waiting.remove(later)
        pairs.append((earlier, later))
    return pairs + [(None, later) for later in waiting]


def _days(one: Row, other: Row) -> int:
    return abs((dt.date.fromisoformat(one["date"]) - dt.date.fromisoformat(other["date"])).days)


def _row(series: tuple[str, ...], earlier: Row | None, later: Row | None) -> Row:
    change = "added" if earlier is None else "withdrawn" if later is None else "corrected"
    row = {"change": change} | dict(zip(_FIELDS[:4], series, strict=True))
    for side, judgement in (("old", earlier), ("new", later)):
        row |= {f"{side}_{name}": judgement[name] if judgement else "" for name in _OF_JUDGEMENT}
    return row
