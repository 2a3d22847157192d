"""What two data folders differ in: judgements that were added, corrected or withdrawn, old and new side by side.

Folders of an older format are read as well, by the columns that they have always had. An inspection whose date or
framework was corrected is still the same one: the two records' inspections are paired as the sources of a build are.
Called by the command line, and by `build` to see what would be lost.
"""

import csv
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from loaders.record import folder as data_folder
from loaders.record.errors import FolderInvalid
from loaders.record.matching import DAYS, SAME_PUBLICATION, TO_PUBLICATION, Inspection, day, known_inspection
from loaders.record.precision import period
from loaders.record.reference import Reference

COLUMNS = (
    "change", "what", "authority_id", "authority", "service", "aspect",
    "old_inspection_id", "new_inspection_id", "old_date", "new_date", "old_grade", "new_grade",
    "old_grade_original", "new_grade_original", "old_evidence", "new_evidence", "old_source_id", "new_source_id",
)  # fmt: skip
_INSPECTION = ("authority_id", "inspection_id", "framework", "date", "date_precision", "published")
_JUDGEMENT = (
    "authority_id", "authority", "inspection_id", "service", "aspect", "date", "date_precision", "framework", "grade",
    "grade_original", "evidence", "source_id",
)  # fmt: skip

Line = Mapping[str, str]
Lines = dict[tuple[str, str], Line]


@dataclass(frozen=True)
class _Record:
    """The inspections of a data folder, and the judgements of each by service and aspect."""

    inspections: list[Inspection]
    lines: dict[str, Lines]


def differences(old: Path, new: Path, reference: Reference) -> list[dict[str, str]]:
    """Every judgement that differs, as rows under COLUMNS, in the order of authority, service, aspect and date.

    Raises FolderInvalid where a folder has no tables that can be read.
    """
    before, after = _read(old), _read(new)
    rows: list[dict[str, str]] = []
    for one, other in _pairs(before, after, reference):
        old_lines = before.lines[one.inspection_id] if one else {}
        new_lines = after.lines[other.inspection_id] if other else {}
        for key in old_lines.keys() | new_lines.keys():
            rows += _change(old_lines.get(key), new_lines.get(key))
    return sorted(
        rows,
        key=lambda row: (
            row["authority_id"],
            row["service"],
            row["aspect"],
            row["old_date"] or row["new_date"],
            row["old_inspection_id"] or row["new_inspection_id"],
        ),
    )


def inspections_of(place: Path) -> list[Inspection]:
    """The inspections of the data folder at a place; none where there is no folder, or none whose table can be read."""
    try:
        return [known_inspection(row) for row in _rows(place, "inspections", _INSPECTION)]
    except FolderInvalid:
        return []


def lost(old: Sequence[Inspection], new: Sequence[Inspection], reference: Reference) -> list[str]:
    """The ids of the inspections of an old record that a new one has no more."""
    before, after = _Record(list(old), defaultdict(dict)), _Record(list(new), defaultdict(dict))
    return sorted(one.inspection_id for one, other in _pairs(before, after, reference) if one and other is None)


def _read(place: Path) -> _Record:
    lines: dict[str, Lines] = defaultdict(dict)
    for row in _rows(place, "judgements", _JUDGEMENT):
        lines[row["inspection_id"]][row["service"], row["aspect"]] = row
    return _Record([known_inspection(row) for row in _rows(place, "inspections", _INSPECTION)], lines)


def _rows(place: Path, table: str, columns: Iterable[str]) -> list[dict[str, str]]:
    path = data_folder.find(place) / f"{table}.csv"
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            rows = list(reader)
            absent = [name for name in columns if name not in (reader.fieldnames or ())]
    except (OSError, ValueError, csv.Error) as error:
        raise FolderInvalid(
            [f"{place}: {path.name} cannot be read: {getattr(error, 'strerror', None) or error}"]
        ) from error
    if absent:
        raise FolderInvalid([f"{place}: {path.name} has no column {', '.join(absent)}; wanted a data folder"])
    for text in dict.fromkeys(row.get(name) for row in rows for name in DAYS):
        try:
            day(text)
        except ValueError:
            raise FolderInvalid([f"{place}: {path.name}: {text!r} is not a date like 2012-03-23"]) from None
    return rows


def _pairs(
    before: _Record, after: _Record, reference: Reference
) -> Iterator[tuple[Inspection | None, Inspection | None]]:
    """Each inspection of either record with its like in the other, if it has one; none stands in two pairs."""
    new = {inspection.inspection_id: inspection for inspection in after.inspections}
    same = [i for i in before.inspections if i.inspection_id in new]
    yield from ((i, new.pop(i.inspection_id)) for i in same)
    same_ids = {i.inspection_id for i in same}
    old = {i.inspection_id: i for i in before.inspections if i.inspection_id not in same_ids}
    distances = sorted(
        (one.framework != other.framework, distance, one.inspection_id, other.inspection_id)
        for one in old.values()
        for other in new.values()
        if one.authority_id == other.authority_id
        and (distance := _distance(one, other, before, after=after, reference=reference)) is not None
    )
    for _, _, one_id, other_id in distances:
        if one_id in old and other_id in new:
            yield old.pop(one_id), new.pop(other_id)
    yield from ((one, None) for one in old.values())
    yield from ((None, other) for other in new.values())


def _distance(
    one: Inspection, other: Inspection, before: _Record, *, after: _Record, reference: Reference
) -> dt.timedelta | None:
    """The time between an inspection of each record; None where they are not one."""
    if one.framework != other.framework:
        is_alike = before.lines[one.inspection_id].keys() & after.lines[other.inspection_id].keys()
        return _between(one, other) if is_alike else None
    if reference.frameworks[one.framework].yearly:
        return dt.timedelta(0) if one.date.year == other.date.year else None
    return _between(one, other)


def _between(one: Inspection, other: Inspection) -> dt.timedelta | None:
    """The least time between dates of the same kind, or from a visit to a publication."""
    visits, publications = (_visit(one), _visit(other)), (one.published, other.published)
    gaps = [
        max(visits[0][0] - visits[1][1], visits[1][0] - visits[0][1], dt.timedelta(0))
        if visits[0] and visits[1]
        else None,
        abs(publications[0] - publications[1]) if publications[0] and publications[1] else None,
    ]
    near = [gap for gap in gaps if gap is not None and gap <= SAME_PUBLICATION]
    if near:
        return min(near)
    lags = [
        max(published - visit[1], dt.timedelta(0))
        for visit, published in ((visits[0], publications[1]), (visits[1], publications[0]))
        if visit and published and visit[0] <= published <= visit[1] + TO_PUBLICATION
    ]
    return min(lags) if lags and gaps == [None, None] else None


def _visit(inspection: Inspection) -> tuple[dt.date, dt.date] | None:
    """The days on site, or in which they must lie."""
    if inspection.start or inspection.end:
        return inspection.span()
    return None if inspection.date_basis == "publication" else period(inspection.date, inspection.precision)


def _change(old: Line | None, new: Line | None) -> Iterator[dict[str, str]]:
    """The row of a judgement that differs in grade, date or framework; none for one that does not."""
    line = new or old
    assert line
    names = ("grade", "date", "framework")
    differing = [name for name in names if old and new and _compared(old, name) != _compared(new, name)]
    if old and new and not differing:
        return
    yield {
        "change": "corrected" if old and new else "added" if new else "withdrawn",
        "what": ";".join(differing),
        **{name: line[name] for name in ("authority_id", "authority", "service", "aspect")},
        **{
            f"{age}_{name}": row[name] if row else ""
            for name in ("inspection_id", "date", "grade", "grade_original", "evidence", "source_id")
            for age, row in (("old", old), ("new", new))
        },
    }


def _compared(line: Line, name: str) -> str:
    return f"{line['date']} {line['date_precision']}" if name == "date" else line[name]
