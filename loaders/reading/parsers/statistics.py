"""Official statistics: the tables of one release to a reading for each row that grades an inspection.

Columns are found by their headings, never by position, and what is expected and absent refuses the file; which sheets
and headings those are stands in `statistics_layout`. An inspection that stands in three sheets gives three readings:
to make one of them is left to the stage that reconciles.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from loaders.reading.parsers.statistics_layout import (
    PLAIN_FIELDS,
    ROWS_TO_HEADINGS,
    Kind,
    Layout,
    Table,
    cell_text,
    find_headings,
    fold,
    quoted,
    recognise,
)
from loaders.record.errors import SourceRefused
from loaders.record.model import Document, GradedLine, Reading, Sheet
from loaders.record.reference import Reference
from loaders.record.safe_text import visible

LEAST_HEADINGS = 3
MOST_PROBLEMS = 100
LONGEST_DATE = 40  # characters
COVER_ROWS = 40
DATE_FORMATS = ("%d/%m/%Y", "%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%d-%m-%Y", "%d-%b-%Y", "%Y-%m-%d %H:%M:%S")


@dataclass(frozen=True)
class Publication:
    """What one release says. `problems` are what could not be read, `left_out` counts the rows that have no grades."""

    title: str
    publisher: str
    published: dt.date | None
    readings: tuple[Reading, ...]
    problems: tuple[str, ...]
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Columns:
    """A sheet whose headings stand in `row` (from 0), and the column of each field."""

    sheet: Sheet
    row: int
    places: dict[str, int]

    def where(self, row: int | None = None) -> str:
        at = f"row {(self.row if row is None else row) + 1}"
        return f"sheet {cell_text(self.sheet.name)}, {at}" if self.sheet.name else at

    def heading(self, name: str) -> str:
        return visible(cell_text(self.sheet.rows[self.row][self.places[name]]))


def parse(document: Document, reference: Reference) -> Publication:
    """Every graded row of a release. Raises SourceRefused when it is none that we know or when parts are absent."""
    match = recognise(document, reference)
    layout = match.layout
    reader = _Reader(layout, reference, layout.fields(reference))
    found = [columns for sheet, table in match.pairs if (columns := reader.columns(sheet, table))]
    if reader.refusals:
        raise SourceRefused(f"{layout.title}, but {'; '.join(reader.refusals)}")
    readings = [reading for columns in found for reading in reader.readings(columns)]
    if not readings:
        why = "".join(f": {problem}" for problem in reader.problems[:1])
        raise SourceRefused(f"{layout.title}, but no row holds an inspection with grades{why}")
    reader.problems.extend(f"sheet {name} is not known and was not read" for name in match.unknown_sheets())
    if (more := len(reader.problems) - MOST_PROBLEMS) > 0:
        reader.problems[MOST_PROBLEMS:] = [f"and {more} more"]
    title, published = _cover(match.sheets, layout)
    return Publication(
        title, layout.publisher, published, tuple(readings), tuple(reader.problems), tuple(reader.left_out)
    )


def recognises(document: Document, reference: Reference) -> bool:
    """Whether a document is a table of these statistics: tells a CSV file, which is read as text, from a report."""
    try:
        recognise(document, reference)
    except SourceRefused:
        return False
    return True


def cell_date(cell: object) -> dt.date | None:
    """The day that a cell holds, as a date or as text in one of the usual forms, or None; of a year that can be."""
    if isinstance(cell, dt.datetime):
        return _within_reason(cell.date())
    if isinstance(cell, dt.date):
        return _within_reason(cell)
    text = cell_text(cell)
    if len(text) > LONGEST_DATE:
        return None
    for form in DATE_FORMATS:
        try:
            return _within_reason(dt.datetime.strptime(text, form).date())
        except ValueError:
            continue
    return None


def _within_reason(day: dt.date) -> dt.date | None:
    # Later stages count days from it, and its year has to have four figures.
    return day if 1900 <= day.year < 2100 else None


def _cover(sheets: list[Sheet], layout: Layout) -> tuple[str, dt.date | None]:
    """The title and the day of publication, as the first sheet prints them."""
    rows = [row for row in sheets[0].rows[:COVER_ROWS] if row]
    titles = [title for row in rows[:1] if fold(layout.title) in fold(title := cell_text(row[0]))]
    days = [cell_date(row[1]) for row in rows if len(row) > 1 and fold(cell_text(row[0])) in layout.published_labels]
    return next(iter(titles), layout.title), next(filter(None, days), None)


@dataclass(frozen=True)
class _Reader:
    """Reads the sheets of one publication and keeps what was wrong with them."""

    layout: Layout
    reference: Reference
    fields: dict[str, str]
    refusals: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def columns(self, sheet: Sheet, table: Table) -> _Columns | None:
        """Where a sheet's columns stand. What is absent, doubled or would lose grades refuses the file."""
        row, found = find_headings(sheet, self.fields)
        if len(found) < LEAST_HEADINGS:
            wanted = quoted(self._usual_heading(name) for name in table.required)
            where = f"sheet {cell_text(sheet.name)}, rows 1 to {ROWS_TO_HEADINGS}"
            self.refusals.append(f"{where}: no row of headings; wanted {wanted}")
            return None
        expected = {*table.required, *table.optional}
        columns = _Columns(sheet, row, {name: places[0] for name, places in found.items() if name in expected})
        self.refusals.extend(
            f'{columns.where()}: {len(found[name])} columns are headed "{columns.heading(name)}" or mean the same'
            for name in columns.places
            if len(found[name]) > 1
        )
        read = {place for name in columns.places for place in found[name]}
        unread = {
            place: heading
            for place, heading in enumerate(map(cell_text, sheet.rows[row]))
            if fold(heading) and place not in read and fold(heading) not in self.layout.ignored_columns
        }
        if absent := [self._usual_heading(name) for name in table.required if name not in found]:
            instead = f"; found instead {quoted(unread.values())}" if unread else ""
            self.refusals.append(f"{columns.where()}: no column {quoted(absent)}{instead}")
            return None
        for place, heading in unread.items():
            message = f'{columns.where()}: the column "{heading}" is not expected'
            if any(self._is_grade(cell_text(r[place])) for r in sheet.rows[row + 1 :] if place < len(r)):
                self.refusals.append(f"{message} and holds grades")
            else:
                self.problems.append(f"{message} and was not read")
        return columns

    def readings(self, columns: _Columns) -> Iterator[Reading]:
        """A reading for each graded row. Rows of visits, which have no grades, are counted."""
        ungraded: Counter[str] = Counter()
        for index, row in enumerate(columns.sheet.rows[columns.row + 1 :], columns.row + 1):
            cells = {name: row[place] for name, place in columns.places.items() if place < len(row)}
            texts = {name: text for name, cell in cells.items() if (text := cell_text(cell))}
            grades = {n: t for n, t in texts.items() if "/" in n and t.lower() not in self.layout.no_grade}
            printed = texts.get("inspection_type", "")
            kind = self.layout.kinds.get(fold(printed))
            if printed and kind is None:
                self._problem(columns, index, "inspection_type", f'"{printed}" is not known; the row was not read')
            elif kind and not kind.graded:
                ungraded[printed] += 1
                for name, text in grades.items():
                    self._problem(columns, index, name, f'"{text}" in the row of a {printed}, which is not graded')
            elif not grades and texts.get("inspection_start", "").lower() in self.layout.not_inspected:
                ungraded[texts["inspection_start"]] += 1
            elif texts and (reading := self._reading(columns, index, cells, grades, kind)):
                yield reading
        if ungraded:
            kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(ungraded.items()))
            name = f"sheet {cell_text(columns.sheet.name)}: " if columns.sheet.name else ""
            self.left_out.append(f"{name}{ungraded.total()} rows without grades were left out: {kinds}")

    def _reading(
        self,
        columns: _Columns,
        index: int,
        cells: dict[str, object],
        grades: dict[str, str],
        kind: Kind | None,
    ) -> Reading | None:
        where = columns.where(index)
        dates = {name: cell_date(cells.get(name, "")) for name in ("inspection_start", "published")}
        for name, date in dates.items():
            if date is None and (text := cell_text(cells.get(name, ""))):
                self._problem(columns, index, name, f'"{text}" is not a date')
        authority = cell_text(cells.get("authority", ""))
        date = dates["inspection_start"] or dates["published"]
        if not grades or not authority or date is None:
            # A note below the table stands in one cell of its row; a row that has more is an inspection cut short.
            if sum(map(bool, map(cell_text, cells.values()))) > 1:
                lacking = [("a grade", grades), ("an authority", authority), ("a date", date)]
                absent = [what for what, value in lacking if not value]
                self.problems.append(f"{where}: the row is without {' and '.join(absent)} and was not read")
            return None
        if dates["published"] and dates["published"] < date:
            self._problem(columns, index, "published", f"{dates['published']} is before the inspection, {date}")
        frameworks = [kind.framework] if kind else self._in_force(date)
        if len(frameworks) != 1:
            what = " and ".join(frameworks) or "no framework"
            self.problems.append(f"{where}: {what} in force on {date} and the row gives no type; it was not read")
            return None
        framework = self.reference.frameworks[frameworks[0]]
        lines = []
        for name, text in grades.items():
            service, aspect = name.split("/")
            if self.reference.scales[framework.scale].word(text) is None:
                self._problem(columns, index, name, f'"{text}" is not a grade of the {framework.short_title} scale')
            elif framework.judgement(service, aspect, date) is None:
                self._problem(columns, index, name, f'"{text}", which {framework.short_title} did not judge on {date}')
            else:
                label = columns.heading(name)
                lines.append(GradedLine(service, aspect, label, text, text, None, where, "sheet"))
        if not lines:
            return None
        return Reading(
            framework=framework.framework,
            authority=authority,
            evidence="statistics",
            lines=tuple(lines),
            inspection_start=dates["inspection_start"],
            published=dates["published"],
            inspection_type=kind.inspection_type if kind else "",
            authority_code=cell_text(cells.get("authority_code", "")),
        )

    def _in_force(self, date: dt.date) -> list[str]:
        fitting = [name for name in self.layout.frameworks if self.reference.frameworks[name].in_force(date)]
        return [self.layout.in_overlap] if len(fitting) > 1 and self.layout.in_overlap else fitting

    def _problem(self, columns: _Columns, index: int, name: str, what: str) -> None:
        self.problems.append(f'{columns.where(index)}, column "{columns.heading(name)}": {what}')

    def _is_grade(self, text: str) -> bool:
        scales = {self.reference.frameworks[name].scale for name in self.layout.frameworks}
        return any((word := self.reference.scales[scale].word(text)) and word.grade for scale in scales)

    def _usual_heading(self, name: str) -> str:
        own = self.layout.headings.get(name, ()) if name in PLAIN_FIELDS else ()
        newest = self.reference.frameworks[self.layout.frameworks[0]].judgements
        labels = [label for j in reversed(newest) if f"{j.service}/{j.aspect}" == name for label in j.labels]
        return next(iter([*own, *labels]), name)
