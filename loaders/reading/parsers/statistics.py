"""Official statistics: the tables of one release to a reading for each row that grades an inspection.

Columns are found by their headings, never by position, and what is expected and absent refuses its sheet; which sheets
and headings those are stands in `statistics_layout`. An inspection that stands in three sheets gives three readings:
to make one of them is left to the stage that reconciles.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from loaders.reading.dates import LONGEST_INSPECTION, LONGEST_TO_PUBLICATION
from loaders.reading.parsers import statistics_list
from loaders.reading.parsers.statistics_agreement import agreeing
from loaders.reading.parsers.statistics_cells import (
    Problem,
    cell_date,
    cell_dates,
    cell_text,
    either_order,
    fold,
    is_error,
    messages,
    quoted,
    without_marks,
    writes_months_first,
)
from loaders.reading.parsers.statistics_doubts import (
    Notes,
    earlier_places,
    grades_of_earlier,
    no_inspection,
    other_grades_below,
    paper_named,
)
from loaders.reading.parsers.statistics_kinds import Kind, is_in_time
from loaders.reading.parsers.statistics_layout import (
    ROWS_TO_HEADINGS,
    Layout,
    ReleaseMatch,
    ReleaseSheet,
    SheetColumns,
    find_headings,
    recognise,
)
from loaders.reading.parsers.statistics_shifts import ONE_OFF, bare_columns, graded_places, lacks_one, out_of_place
from loaders.record.errors import SourceRefused
from loaders.record.matching import TO_PUBLICATION
from loaders.record.model import Document, GradedLine, Reading, Sheet
from loaders.record.reference import Framework, Reference, Scale

LEAST_HEADINGS = 3
_DATES = ("inspection_start", "inspection_end", "published")
MOST_PROBLEMS = 100


@dataclass(frozen=True)
class Publication:
    """What one release says. `problems` are what could not be read, `left_out` counts the rows that have no grades.

    `complete_to` is known only where every row with grades was read.
    """

    title: str
    publisher: str
    published: dt.date | None
    readings: tuple[Reading, ...]
    problems: tuple[str, ...]
    left_out: tuple[str, ...] = ()
    complete_to: dt.date | None = None


def parse(document: Document, reference: Reference, today: dt.date = dt.date.max) -> Publication:
    """Every graded row of a release. Raises SourceRefused when it is none that we know or when parts are absent.

    A row dated after `today` is not read.
    """
    match = recognise(document, reference)
    layout = match.layout
    listed, list_problems = _lists(match, reference, today)
    reader = _Reader(
        layout,
        reference,
        layout.fields(reference),
        today=today,
        published_frameworks=statistics_list.published_frameworks(listed),
        sheets=match.sheets if match.is_alone else [],
    )
    tables = [columns for sheet, table in match.pairs if (columns := reader.columns(sheet, table))]
    if match.is_alone and (paper := paper_named([(columns.sheet, columns.row) for columns in tables], reference)):
        raise SourceRefused(f"{paper}; wanted a table of inspections that were made")
    if reader.refusals and not listed and not tables:
        raise SourceRefused(f"{layout.title}, but {'; '.join([*reader.refusals, *list_problems])}")
    readings, differing = agreeing([*listed, *(reading for columns in tables for reading in reader.readings(columns))])
    list_problems += differing
    if not readings:
        of_rows = sorted(reader.problems, key=lambda problem: not isinstance(problem, Problem))
        why = "".join(f": {problem}" for problem in [*list_problems, *messages(of_rows)][:1])
        raise SourceRefused(f"{layout.title}, but no row holds an inspection with grades{why}")
    unread = {name: reader.holds_grades(sheet) for name, sheet in match.unknown_sheets().items()}
    lost = [f"sheet {name} is not known, holds grades and was not read" for name, matters in unread.items() if matters]
    rest = [f"sheet {name} is not known and was not read" for name, matters in unread.items() if not matters]
    if match.absent:
        there = quoted(sheet.name for sheet in match.sheets)
        lost.append(f"no sheet {quoted(match.absent)}; found the sheets {there}")
    unread_tables = [f"{refusal}; the sheet was not read" for refusal in reader.refusals]
    problems = [*lost, *unread_tables, *list_problems, *messages(reader.problems), *rest]
    is_whole = all(sheet.is_whole for sheet, _ in match.pairs)
    is_complete = layout.is_complete and is_whole and not (match.absent or reader.refusals or reader.has_lost_rows)
    if (more := len(problems) - MOST_PROBLEMS) > 0:
        problems[MOST_PROBLEMS:] = [f"and {more} more"]
    title, published = layout.cover(match.sheets)
    publisher = layout.publisher
    if match.is_alone and not all(layout.is_as_published(columns, reference) for columns in tables):
        # Somebody's own table: what it repeats it repeats as a council's paper does.
        publisher = reference.secondary_publisher
        readings = [replace(reading, evidence="secondary") for reading in readings]
    return Publication(
        title=title,
        publisher=publisher,
        published=published,
        readings=tuple(readings),
        problems=tuple(problems),
        left_out=tuple(reader.left_out),
        complete_to=match.as_at if is_complete and match.as_at and match.as_at <= today else None,
    )


def _lists(match: ReleaseMatch, reference: Reference, today: dt.date) -> tuple[list[Reading], list[str]]:
    """The readings of the sheets that are lists, and what could not be read of them."""
    readings: list[Reading] = []
    problems: list[str] = []
    for sheet, layout in match.lists:
        try:
            listed, more = statistics_list.read(
                sheet, layout, kinds=match.layout.kinds, today=today, reference=reference
            )
        except SourceRefused as refusal:
            problems.append(f"{refusal}; the sheet was not read")
            continue
        readings += listed
        problems += messages(more)
    return readings, problems


def recognises(document: Document, reference: Reference) -> bool:
    """Whether a document is a table of these statistics: tells a CSV file, which is read as text, from a report."""
    try:
        recognise(document, reference)
    except SourceRefused:
        return False
    return True


@dataclass
class _Reader:
    """Reads the sheets of one publication and keeps what was wrong with them."""

    layout: Layout
    reference: Reference
    fields: dict[str, str]
    today: dt.date
    published_frameworks: dict[str, list[tuple[dt.date, str]]]
    sheets: Sequence[Sheet]
    refusals: list[str] = field(default_factory=list)
    problems: list[Problem | str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    has_lost_rows: bool = False
    """Whether a row that has grades was not read: what has lost one is not complete."""

    def columns(self, sheet: Sheet, table: ReleaseSheet) -> SheetColumns | None:
        """Where a sheet's columns stand. What is absent, doubled or would lose grades refuses the sheet."""
        row, places_of = find_headings(sheet, self.fields)
        if len(places_of) < LEAST_HEADINGS:
            where = f"sheet {cell_text(sheet.name)}, rows 1 to {ROWS_TO_HEADINGS}"
            self.refusals.append(f"{where}: no row of headings; wanted {self._usual_headings(table.required)}")
            return None
        earlier = earlier_places(sheet, row)
        places_of = {name: [p for p in places if p not in earlier] or places for name, places in places_of.items()}
        expected = {*table.required, *table.optional}
        columns = SheetColumns(sheet, row, {name: places[0] for name, places in places_of.items() if name in expected})
        refusals = [
            f'{columns.where()}: {len(places_of[name])} columns are headed "{columns.heading(name)}" or mean the same'
            for name in columns.places
            if len(places_of[name]) > 1
        ]
        read = {place for name in columns.places for place in places_of[name]}
        unread = {
            place: heading
            for place, heading in enumerate(map(cell_text, sheet.rows[row]))
            if fold(heading) and place not in read and fold(heading) not in self.layout.ignored_columns
        }
        dated = {"inspection_start"} if "inspection_end" in columns.places else set()
        if absent := [name for name in table.required if name not in {*places_of, *dated}]:
            instead = f"; found instead {quoted(unread.values())}" if unread else ""
            self.refusals.extend([*refusals, f"{columns.where()}: no column {self._usual_headings(absent)}{instead}"])
            return None
        refusals += [f"{columns.where()}: {what}" for what in grades_of_earlier(sheet, row, columns.places)]
        days = (
            r[p] for name in _DATES if (p := columns.places.get(name, -1)) >= 0 for r in sheet.rows[row:] if p < len(r)
        )
        notes = Notes(sheet, self.reference, self.sheets)
        headings = {name: notes.on_heading(columns.heading(name)) for name in columns.places if "/" in name}
        columns = replace(
            columns,
            beside=frozenset(unread),
            months_first=writes_months_first(days),
            note_of=notes.of,
            noted=headings,
        )
        below = sheet.rows[row + 1 :]
        graded = graded_places(below, self._scales())
        for place, heading in unread.items():
            message = f'{columns.where()}: the column "{heading}" is not expected'
            if place in earlier:
                self.problems.append(f'{columns.where()}: the column "{heading}" is of an earlier inspection')
            elif fold(heading) in self.layout.provider_columns and any(
                cell_text(r[place]) for r in below if place < len(r)
            ):
                refusals.append(f'{columns.where()}: the column "{heading}" is of providers and not of authorities')
            elif any(place in places for places in graded):
                refusals.append(f"{message} and holds grades")
            else:
                self.problems.append(f"{message} and was not read")
        headed = [place for place, heading in enumerate(sheet.rows[row]) if cell_text(heading)]
        bare = bare_columns(graded, headed)
        refusals += [f"{columns.where()}: column {place + 1} has no heading and holds grades" for place in bare]
        self.refusals.extend(refusals)
        return None if refusals else columns

    def readings(self, columns: SheetColumns) -> Iterator[Reading]:
        """A reading for each graded row. Rows of visits, which have no grades, are counted."""
        ungraded: Counter[str] = Counter()
        doubt_below = ""
        for index, row in enumerate(columns.sheet.rows[columns.row + 1 :], columns.row + 1):
            cells = {name: row[place] for name, place in columns.places.items() if place < len(row)}
            texts = {name: text for name, cell in cells.items() if (text := cell_text(cell))}
            if fold(texts.get("authority", "")) in self.fields:
                if self._are_headings_again(columns, row):
                    continue
                self.problems.append(columns.problem(index, ": other headings; the rows below it were not read"))
                self.has_lost_rows = True
                break
            doubt_below = doubt_below or other_grades_below(row, self.reference)
            grades = {n: t for n, t in texts.items() if "/" in n and t.lower() not in self.layout.no_grade}
            doubt = doubt_below or no_inspection(
                columns.sheet, columns.row, row, beside=columns.beside, reference=self.reference
            )
            if grades and doubt:
                self.problems.append(columns.problem(index, doubt))
                self.has_lost_rows = True
                continue
            printed = texts.get("inspection_type", "")
            kind = self.layout.kinds.get(fold(printed))
            beside = self._kinds_beside(columns, row) if grades else []
            if any(not other.graded or other.framework != (kind or beside[0]).framework for other in beside):
                self.problems.append(columns.problem(index, ": its cells name two kinds of inspection, or a visit"))
                self.has_lost_rows = True
                continue
            kind = kind or next(iter(beside), None)
            if printed and kind is None:
                self._problem(columns, index, "inspection_type", what=f'"{printed}" is not known; the row was not read')
                if grades:
                    self.has_lost_rows = True
            elif kind and not kind.graded:
                ungraded[printed] += 1
                for name, text in grades.items():
                    self._problem(columns, index, name, what=f'"{text}" in the row of a {printed}, which is not graded')
            elif not grades and texts.get("inspection_start", "").lower() in self.layout.not_inspected:
                ungraded[texts["inspection_start"]] += 1
            elif texts:
                reading = self._reading(columns, index, cells, grades=grades, kind=kind)
                if reading:
                    yield reading
                elif any(
                    not text.strip("%").isdecimal() for text in grades.values()
                ):  # counts stand in a row of totals
                    self.has_lost_rows = True
        if ungraded:
            kinds = ", ".join(f"{kind} {count}" for kind, count in sorted(ungraded.items()))
            name = f"sheet {cell_text(columns.sheet.name)}: " if columns.sheet.name else ""
            self.left_out.append(f"{name}{ungraded.total()} rows without grades were left out: {kinds}")

    def _kinds_beside(self, columns: SheetColumns, row: Sequence[object]) -> list[Kind]:
        """The kinds of inspection that cells of other columns name, as one that is headed "Framework" does."""
        texts = (fold(cell_text(row[place])) for place in sorted(columns.beside) if place < len(row))
        return [self.layout.kinds[text] for text in texts if text in self.layout.kinds]

    def _are_headings_again(self, columns: SheetColumns, row: Sequence[object]) -> bool:
        """Whether a row has each of the headings where they stand above, as on a new page of the table."""
        return all(
            place < len(row) and fold(cell_text(row[place])) == fold(columns.heading(name))
            for name, place in columns.places.items()
        )

    def _reading(
        self,
        columns: SheetColumns,
        index: int,
        cells: dict[str, object],
        *,
        grades: dict[str, str],
        kind: Kind | None,
    ) -> Reading | None:
        if grades and (shift := self._shift(columns, index)):
            self.problems.append(columns.problem(index, shift))
            return None
        dates = self._dates(columns, index, cells)
        if dates is None:
            return None
        (start, end), published = dates
        authority = without_marks(cell_text(cells.get("authority", "")))
        date = start or end or published
        if not grades or not authority or date is None:
            # A note below the table stands in one cell of its row; a row that has more is an inspection cut short.
            if sum(map(bool, map(cell_text, cells.values()))) > 1:
                lacking = [("a grade", grades), ("an authority", authority), ("a date", date)]
                absent = [what for what, value in lacking if not value]
                self.problems.append(
                    columns.problem(index, f": the row is without {' and '.join(absent)} and was not read")
                )
            return None
        frameworks = [kind.framework] if kind else self._in_force(date, authority)
        if len(frameworks) != 1:
            what = " and ".join(frameworks) or "no framework"
            self.problems.append(
                columns.problem(index, f": {what} in force on its date and it gives no type; it was not read")
            )
            return None
        framework = self.reference.frameworks[frameworks[0]]
        if not is_in_time(framework, start or end, published):
            name = "inspection_start" if start else "inspection_end" if end else "published"
            self._problem(
                columns, index, name, what=f'"{date}" is not in the time of {framework.short_title}; it was not read'
            )
            return None
        last = end or date
        if published and not last <= published <= date + LONGEST_TO_PUBLICATION:
            # Which of the two is wrong nobody can tell, so that neither dates a grade.
            what = "before" if published < last else f"{(published - last).days} days after"
            self._problem(
                columns, index, "published", what=f"{published} is {what} the inspection, {last}; the row was not read"
            )
            return None
        if kind is None and "inspection_type" in columns.places:
            self._problem(
                columns, index, "inspection_type", what="the cell is empty; the row was read without its type"
            )
        what = "read without that date" if start or end else "dated by its publication"
        for name in _DATES:
            if name in columns.places and not cell_text(cells.get(name, "")):
                self._problem(columns, index, name, what=f"the cell is empty; the row was {what}")
        lines = self._lines(columns, index, cells, grades=grades, framework=framework, date=date)
        if not lines:
            return None
        return Reading(
            framework=framework.framework,
            authority=authority,
            evidence="statistics",
            lines=tuple(lines),
            inspection_start=start,
            inspection_end=end if end != start else None,
            published=published,
            inspection_type=kind.inspection_type if kind else "",
            authority_code=cell_text(cells.get("authority_code", "")),
        )

    def _shift(self, columns: SheetColumns, index: int) -> str:
        """What in a row shows that its cells stand under other headings than their own."""
        row = columns.sheet.rows[index]
        graded = {place for name, place in columns.places.items() if "/" in name}
        return out_of_place(
            row,
            columns.sheet.rows[columns.row],
            graded=graded,
            elsewhere={*range(len(row))} - graded - columns.beside,
            scales=self._scales(),
            kinds=self.layout.kinds,
        )

    def _dates(
        self, columns: SheetColumns, index: int, cells: dict[str, object]
    ) -> tuple[tuple[dt.date | None, dt.date | None], dt.date | None] | None:
        """First and last day on site and publication; None for a row whose printed inspection date is not one."""
        on_site: list[tuple[dt.date, dt.date]] = []
        if columns.months_first and (doubtful := [name for name in _DATES if either_order(cells.get(name))]):
            text = cell_text(cells[doubtful[0]])
            what = f'"{text}" may be a day of two months, since other days here stand behind their month'
            self._problem(columns, index, doubtful[0], what=f"{what}; the row was not read")
            return None
        for name in ("inspection_start", "inspection_end"):
            if text := cell_text(cells.get(name, "")):
                days = cell_dates(cells[name])
                what = "is not a date" if days is None else "is after today" if days[1] > self.today else ""
                if days and on_site and not on_site[0][1] <= days[0] <= on_site[0][0] + LONGEST_INSPECTION:
                    what = f"is not the end of an inspection that began on {on_site[0][0]}"
                if days is None or what:
                    # Never dated by its publication instead: that would put the grade months later.
                    self._problem(columns, index, name, what=f'"{text}" {what}; the row was not read')
                    return None
                on_site.append(days)
        published = None
        if text := cell_text(cells.get("published", "")):
            published = cell_date(cells["published"])
            if published is None:
                self._problem(columns, index, "published", what=f'"{text}" is not a date')
            elif published > self.today:
                self._problem(columns, index, "published", what=f'"{text}" is after today; the row was not read')
                return None
        first = on_site[0][0] if on_site and cell_text(cells.get("inspection_start", "")) else None
        return (first, on_site[-1][1] if on_site else None), published

    def _lines(
        self,
        columns: SheetColumns,
        index: int,
        cells: dict[str, object],
        *,
        grades: dict[str, str],
        framework: Framework,
        date: dt.date,
    ) -> list[GradedLine]:
        scale = self.reference.scales[framework.scale]
        judged = {name: framework.at(name, date) for name in columns.places if "/" in name}
        required = [name for name, judgement in judged.items() if judgement and judgement.required]
        texts = {columns.places[name]: cell_text(cells.get(name, "")) for name in (*required, *grades)}
        belonging = [columns.places[name] for name, judgement in judged.items() if judgement]
        if columns.sheet.is_whole and lacks_one(
            texts, [columns.places[name] for name in required], belonging=belonging
        ):
            self.problems.append(columns.problem(index, f": {ONE_OFF}; the row was not read"))
            return []
        lines = []
        for name, text in grades.items():
            service, aspect = name.split("/")
            words = without_marks(text)
            words = self.layout.abbreviations.get(words.lower(), words)
            if note := columns.note_of(text) or columns.noted[name]:
                self._problem(columns, index, name, what=f'"{text}" has the note "{note}"; no grade was read')
            elif is_error(text):
                self._problem(columns, index, name, what=f'"{text}" is an error; no grade was read')
            elif scale.word(words) is None:
                self._problem(
                    columns, index, name, what=f'"{text}" is not a grade of the {framework.short_title} scale'
                )
            elif judged[name] is None:
                self._problem(
                    columns, index, name, what=f'"{text}", which {framework.short_title} did not judge on {date}'
                )
            else:
                lines.append(
                    GradedLine(
                        service=service,
                        aspect=aspect,
                        label=columns.heading(name),
                        grade_text=text,
                        words=words,
                        number=None,
                        locator=columns.where(index),
                        place="sheet",
                    )
                )
        for name in required:
            if not texts[columns.places[name]]:
                self._problem(columns, index, name, what="the cell is empty; no grade was read")
        return lines

    def _in_force(self, date: dt.date, authority: str) -> list[str]:
        """The frameworks that a row without a type can be of: in force on its date, and published soon after it."""
        fitting = [name for name in self.layout.frameworks if self.reference.frameworks[name].in_force(date)]
        if len(fitting) > 1 and self.layout.in_overlap:
            return [self.layout.in_overlap]
        listed = {
            framework
            for published, framework in self.published_frameworks.get(fold(authority), ())
            if dt.timedelta(0) <= published - date <= TO_PUBLICATION and framework in fitting
        }
        return sorted(listed) if len(listed) == 1 else fitting

    def _problem(self, columns: SheetColumns, index: int, name: str, *, what: str) -> None:
        self.problems.append(columns.problem(index, f', column "{columns.heading(name)}": {what}'))

    def holds_grades(self, sheet: Sheet) -> bool:
        """Whether a sheet that is not read has cells with grades in them, which somebody should look at."""
        return bool(graded_places(sheet.rows, self._scales()))

    def _scales(self) -> list[Scale]:
        return [self.reference.scales[self.reference.frameworks[name].scale] for name in self.layout.frameworks]

    def _usual_headings(self, names: Iterable[str]) -> str:
        return quoted(self.layout.usual_heading(name, self.reference) for name in names)
