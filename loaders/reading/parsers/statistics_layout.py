"""The shapes of official statistics: `data/reference/statistics` read and checked, and the one that a document has.

A layout is one publication. It says what headings and words mean, and for each shape of its releases which sheets
there are and which columns they must, may and do not have. Which one applies comes from the names of the sheets and
the "as at" of the release, never from trying them all until one does not fail.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from loaders.reading.parsers.statistics_cells import Problem, cell_date, cell_text, fold, fold_heading, quoted
from loaders.reading.parsers.statistics_kinds import Kind
from loaders.reading.parsers.statistics_list_tables import InspectionList, from_toml, has_headings
from loaders.record.errors import FolderInvalid, SourceRefused
from loaders.record.model import TITLE_ROWS, Document, Sheet
from loaders.record.reference import REFERENCE_FOLDER, Reference
from loaders.record.safe_text import cell as safe_cell, visible

ROWS_TO_HEADINGS = 40
COVER_ROWS = 40
LONGEST_HEADING = 500  # characters; the longest of the releases so far has 120, its note in brackets included
DELIMITERS = ",;\t|"
_FEWEST_COLUMNS = 3  # an authority and two judgements
# The fields of a row that are no judgement; a judgement is called by its service and aspect, "safeguarding/overall".
PLAIN_FIELDS = ("authority", "authority_code", "inspection_start", "inspection_end", "published", "inspection_type")
_AS_AT = re.compile(r"\bat (\d{1,2} [a-z]{3})[a-z]* (\d{4})\b")


@dataclass(frozen=True)
class ReleaseSheet:
    """One sheet of a release: what it is called, its names as patterns, the columns that it must and may have."""

    sheet: str
    names: tuple[re.Pattern[str], ...]
    required: tuple[str, ...]
    optional: tuple[str, ...]
    may_be_absent: bool = False

    def is_named(self, name: str) -> bool:
        return any(pattern.fullmatch(fold(name)) for pattern in self.names)


@dataclass(frozen=True)
class Release:
    """One shape: the "as at" dates that it holds for; `alone` for a table that no sheet name tells."""

    from_date: dt.date
    until: dt.date
    alone: bool
    tables: tuple[ReleaseSheet, ...]


@dataclass(frozen=True)
class Layout:
    """A publication: what its headings and words mean, and the shapes of its releases. All words are folded."""

    title: str
    publisher: str
    published_labels: frozenset[str]
    frameworks: tuple[str, ...]
    in_overlap: str
    headings: dict[str, tuple[str, ...]]
    kinds: dict[str, Kind]
    no_grade: frozenset[str]
    not_inspected: frozenset[str]
    ignored_columns: frozenset[str]
    provider_columns: frozenset[str]
    left_out_sheets: tuple[re.Pattern[str], ...]
    graded_words: tuple[str, ...]
    # What a grade is shortened to in a cell, and the words that it stands for.
    abbreviations: dict[str, str]
    releases: tuple[Release, ...]
    lists: tuple[InspectionList, ...] = ()
    # Whether a release holds every inspection that was published up to its "as at".
    is_complete: bool = False
    # The headings of the publication itself, beside which people give their own tables others.
    published_headings: frozenset[str] = frozenset()

    def fields(self, reference: Reference) -> dict[str, str]:
        """Our field for each folded heading: the layout's own, and the labels of its frameworks' judgements.

        The heading of a judgement may say behind the label that it is one.
        """
        fields = {fold(heading): name for name, headings in self.headings.items() for heading in headings}
        fields |= self._labels(reference)
        graded = [heading for heading, name in fields.items() if "/" in name]
        return {f"{heading} {word}": fields[heading] for heading in graded for word in self.graded_words} | fields

    def _labels(self, reference: Reference) -> dict[str, str]:
        judgements = (j for name in self.frameworks for j in reference.frameworks[name].judgements)
        return {fold(label): f"{j.service}/{j.aspect}" for j in judgements for label in j.wordings}

    def is_as_published(self, columns: SheetColumns, reference: Reference) -> bool:
        """Whether every column that is read is headed as the publication heads it."""
        published = self.published_headings | self._labels(reference).keys()
        return all(fold_heading(columns.heading(name)) in published for name in columns.places)

    def usual_heading(self, name: str, reference: Reference) -> str:
        """What a field is usually headed with, for messages."""
        own = self.headings.get(name, ()) if name in PLAIN_FIELDS else ()
        newest = reference.frameworks[self.frameworks[0]].judgements
        labels = [label for j in reversed(newest) if f"{j.service}/{j.aspect}" == name for label in j.labels]
        return next(iter([*own, *labels]), name)

    def cover(self, sheets: list[Sheet]) -> tuple[str, dt.date | None]:
        """The title and the day of publication, as the first sheet prints them."""
        rows = [row for row in sheets[0].rows[:COVER_ROWS] if row]
        titles = [title for row in rows[:1] if fold(self.title) in fold(title := cell_text(row[0]))]
        days = [cell_date(row[1]) for row in rows if len(row) > 1 and fold(cell_text(row[0])) in self.published_labels]
        return next(iter(titles), self.title), next(filter(None, days), None)

    def release(self, as_at: dt.date | None) -> Release | None:
        """The shape that holds for a day; for no day the newest."""
        fitting = [r for r in self.releases if as_at is None or r.from_date <= as_at <= r.until]
        return next((release for release in reversed(fitting) if not release.alone), None)


@dataclass(frozen=True)
class ReleaseMatch:
    """A document's layout, all of its sheets, those to read with the table or list that each is, and its "as at"."""

    layout: Layout
    sheets: list[Sheet]
    pairs: list[tuple[Sheet, ReleaseSheet]]
    lists: tuple[tuple[Sheet, InspectionList], ...] = ()
    as_at: dt.date | None = None
    # Sheets that the release should have and has not.
    absent: tuple[str, ...] = ()
    # Whether it is one table that no sheet's name tells.
    is_alone: bool = False

    def unknown_sheets(self) -> dict[str, Sheet]:
        """The sheets that are neither read nor left out by name."""
        if self.is_alone:
            read = [sheet.name for sheet, _ in (*self.pairs, *self.lists)]
            return {cell_text(sheet.name): sheet for sheet in self.sheets if sheet.name not in read}
        names = [n for _, table in self.pairs for n in table.names] + [n for _, part in self.lists for n in part.names]
        patterns = [*self.layout.left_out_sheets, *names]
        return {cell_text(s.name): s for s in self.sheets if not any(name.fullmatch(fold(s.name)) for name in patterns)}


def _no_note(_: str) -> str:
    return ""


@dataclass(frozen=True)
class SheetColumns:
    """A sheet whose headings stand in `row` (from 0), and the column of each field."""

    sheet: Sheet
    row: int
    places: dict[str, int]
    # The places of columns that are not expected, whose cells may say what the row is.
    beside: frozenset[int] = frozenset()
    # Whether its dates have the month first, and the notes that take a cell, or all of a field, for something else.
    months_first: bool = False
    note_of: Callable[[str], str] = _no_note
    noted: Mapping[str, str] = field(default_factory=dict)

    def where(self, row: int | None = None) -> str:
        at = f"row {(self.row if row is None else row) + 1}"
        return f"sheet {cell_text(self.sheet.name)}, {at}" if self.sheet.name else at

    def problem(self, row: int, what: str) -> Problem:
        return Problem(cell_text(self.sheet.name), row + 1, what)

    def heading(self, name: str) -> str:
        return safe_cell(visible(cell_text(self.sheet.rows[self.row][self.places[name]])))


def find_headings(sheet: Sheet, fields: dict[str, str]) -> tuple[int, dict[str, list[int]]]:
    """The row (from 0) with the most headings that we know, and the places of each field in it."""
    best: tuple[int, dict[str, list[int]]] = (0, {})
    for index, row in enumerate(sheet.rows[:ROWS_TO_HEADINGS]):
        headings: dict[str, list[int]] = {}
        for place, cell in enumerate(row):
            text = cell_text(cell)
            if len(text) <= LONGEST_HEADING and (name := fields.get(fold_heading(text))):
                headings.setdefault(name, []).append(place)
        if len(headings) > len(best[1]):
            best = (index, headings)
    return best


def recognise(document: Document, reference: Reference) -> ReleaseMatch:
    """A document's layout and the sheets to read. Raises SourceRefused when there is none, or sheets are absent."""
    layouts = load_layouts()
    if document.kind == "text":
        for delimiter in DELIMITERS:
            head = _delimited(document.pages[0], delimiter, ROWS_TO_HEADINGS)
            is_wide = any(len(row) >= _FEWEST_COLUMNS for sheet in head for row in sheet.rows)
            if is_wide and _alone(head, layouts, reference):
                whole = _alone(_delimited(document.pages[0], delimiter), layouts, reference)
                if whole is not None:
                    return whole
        raise SourceRefused("a text without the headings of a table of inspections")
    sheets = list(document.sheets)
    there = quoted(sheet.name for sheet in sheets) or "none"
    as_at = _as_at(sheets)
    shapes = [(layout, release) for layout in layouts if (release := layout.release(as_at))]
    named = [
        sum(any(t.is_named(s.name) for s in sheets) for t in release.tables)
        + sum(any(part.is_named(s.name) for s in sheets) for part in layout.lists)
        for layout, release in shapes
    ]
    if not any(named):
        if match := _alone(sheets, layouts, reference):
            return match
        wanted = dict.fromkeys(table.sheet for _, release in shapes for table in release.tables)
        raise SourceRefused(
            f"a spreadsheet, but no statistics that we know: found the sheets {there}; wanted "
            f"official statistics with sheets such as {quoted(wanted)}"
        )
    layout, release = shapes[named.index(max(named))]
    lists = tuple((s, part) for s in sheets for part in layout.lists if part.is_named(s.name))
    absent = tuple(
        t.sheet for t in release.tables if not t.may_be_absent and not any(t.is_named(sheet.name) for sheet in sheets)
    )
    pairs = [(s, t) for s in sheets for t in release.tables if t.is_named(s.name)]
    return ReleaseMatch(layout, sheets, pairs, lists=lists, as_at=as_at, absent=absent)


def _alone(sheets: list[Sheet], layouts: tuple[Layout, ...], reference: Reference) -> ReleaseMatch | None:
    """Tables or lists that no name tells: each has an authority and two judgements among its headings."""
    filled = [sheet for sheet in sheets if any(map(cell_text, (c for row in sheet.rows for c in row)))]
    for layout in layouts:
        for table in (table for release in layout.releases if release.alone for table in release.tables):
            fields = layout.fields(reference)
            if pairs := [(sheet, table) for sheet in filled if _is_table(find_headings(sheet, fields)[1])]:
                return ReleaseMatch(layout, filled, pairs, is_alone=True)
        for part in layout.lists:
            if listed := tuple((sheet, part) for sheet in filled if has_headings(sheet, part, ROWS_TO_HEADINGS)):
                return ReleaseMatch(layout, filled, [], lists=listed, is_alone=True)
    return None


def _is_table(headings: Mapping[str, list[int]]) -> bool:
    return "authority" in headings and sum("/" in name for name in headings) >= 2


def _delimited(text: str, delimiter: str, rows: int | None = None) -> list[Sheet]:
    """A text as one sheet without a name, or as none where it cannot be taken apart."""
    try:
        return [Sheet("", [list(row) for row in islice(csv.reader(io.StringIO(text), delimiter=delimiter), rows)])]
    except csv.Error:
        return []


def _as_at(sheets: list[Sheet]) -> dt.date | None:
    """The day that a release is "as at", from the first rows and the names of its sheets."""
    for text in (fold(part) for sheet in sheets for part in (*_title_rows(sheet), sheet.name)):
        if match := _AS_AT.search(text):
            try:
                return dt.datetime.strptime(" ".join(match.groups()), "%d %b %Y").date()
            except ValueError:
                continue
    return None


def _title_rows(sheet: Sheet) -> Iterator[str]:
    return (cell_text(row[0]) for row in sheet.rows[:TITLE_ROWS] if row)


@cache
def load_layouts(folder: Path = REFERENCE_FOLDER / "statistics") -> tuple[Layout, ...]:
    """Every layout of a folder, in the order of file names. Raises FolderInvalid with every problem found."""
    raw: dict[str, dict[str, Any]] = {}
    for path in sorted(folder.glob("*.toml")):
        try:
            raw[path.stem] = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise FolderInvalid([f"statistics/{path.name}: cannot be read: {error}"]) from error
    problems: list[str] = []
    layouts = [_layout(name, raw[entry.get("based_on", name)], entry, problems=problems) for name, entry in raw.items()]
    if problems:
        raise FolderInvalid(problems)
    return tuple(layouts)


def _layout(name: str, base: dict[str, Any], own: dict[str, Any], *, problems: list[str]) -> Layout:
    entry = base | own
    headings = _headings(entry)
    kinds = {
        fold(printed): Kind(kind.get("framework", ""), kind.get("type", ""), kind.get("graded", True))
        for kind in entry["kind"]
        for printed in kind["printed"]
    }
    releases = tuple(
        Release(
            release.get("from", dt.date.min),
            release.get("until", dt.date.max),
            release.get("alone", False),
            tuple(
                _table(f"statistics/{name}.toml: {release['release']}", table, headings, problems=problems)
                for table in release["sheet"]
            ),
        )
        for release in entry["release"]
    )
    return Layout(
        entry["title"],
        entry["publisher"],
        frozenset(map(fold, entry["published_labels"])),
        frameworks=tuple(entry["frameworks"]),
        in_overlap=entry["in_overlap"],
        headings=headings,
        kinds=kinds,
        no_grade=frozenset(text.lower() for text in entry["no_grade"]),
        not_inspected=frozenset(text.lower() for text in entry["not_inspected"]),
        ignored_columns=frozenset(map(fold, entry["ignored_columns"])),
        provider_columns=frozenset(map(fold, entry["provider_columns"])),
        left_out_sheets=tuple(map(re.compile, entry["left_out_sheets"])),
        graded_words=tuple(entry.get("graded_words", ())),
        abbreviations=entry.get("abbreviations", {}),
        releases=releases,
        lists=tuple(from_toml(part) for part in entry.get("list", [])),
        is_complete=entry.get("is_complete", False),
        published_headings=frozenset(fold(heading) for texts in _headings(base).values() for heading in texts),
    )


def _headings(entry: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    return {field: tuple(texts) for part in ("columns", "judgements") for field, texts in entry[part].items()}


def _table(
    where: str, entry: dict[str, Any], headings: dict[str, tuple[str, ...]], *, problems: list[str]
) -> ReleaseSheet:
    parts = [entry["required"], entry.get("optional", []), entry.get("not_in_release", [])]
    fields = [field for part in parts for field in part]
    # Every field stands in exactly one part, so that a column that a release does not have is said, not forgotten.
    for name in sorted({*fields, *headings}):
        if fields.count(name) != 1 or name not in headings:
            problems.append(
                f"{where}: {entry['sheet']}: {name} must stand once, as required, optional or not_in_release"
            )
    return ReleaseSheet(
        entry["sheet"],
        tuple(map(re.compile, entry["names"])),
        tuple(parts[0]),
        optional=tuple(parts[1]),
        may_be_absent=entry.get("may_be_absent", False),
    )
