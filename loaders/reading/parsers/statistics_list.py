"""A list with several inspections in a row: one authority a row, one block of columns for each inspection.

Called by `statistics.parse` for the sheets that a layout describes as lists. A block is found by the heading of its
publication date; a sheet may hold several tables below one another, each under a row of headings of its own, and a
table may lack blocks that another has. What holds grades and is not understood is a problem or refuses the sheet.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from loaders.reading.parsers.statistics_cells import (
    Problem,
    cell_date,
    cell_text,
    either_order,
    fold,
    fold_heading,
    is_error,
    without_marks,
    writes_months_first,
)
from loaders.reading.parsers.statistics_doubts import Notes, no_inspection, other_grades_below
from loaders.reading.parsers.statistics_kinds import Kind, is_in_time
from loaders.reading.parsers.statistics_shifts import ONE_OFF, bare_columns, is_grade, lacks_one, out_of_place
from loaders.record.errors import SourceRefused
from loaders.record.matching import TO_PUBLICATION
from loaders.record.model import GradedLine, Reading, Sheet
from loaders.record.reference import Reference
from loaders.record.safe_text import cell, visible

Pattern = re.Pattern[str]


@dataclass(frozen=True)
class Block:
    """The columns of one inspection: patterns over folded headings, and what the inspection is.

    `scale` is the id of the scale that the list's words are on, or empty for the framework's own.
    """

    title: str
    framework: str
    inspection_type: str
    scale: str
    published: Pattern
    type_heading: Pattern | None
    judgements: Mapping[str, Pattern]


@dataclass(frozen=True)
class InspectionList:
    """One sheet of that shape: its names, the heading of the authority, the columns left out, and the blocks.

    `merged` are blocks whose inspections count as one where a row has both: (first title, second title, framework).
    """

    sheet: str
    names: tuple[Pattern, ...]
    authority: Pattern
    authority_code: Pattern
    ignored: Pattern
    blocks: tuple[Block, ...]
    merged: tuple[tuple[str, str, str], ...]
    not_judged: frozenset[str]

    def is_named(self, name: str) -> bool:
        return any(pattern.fullmatch(fold(name)) for pattern in self.names)


@dataclass(frozen=True)
class _BlockColumns:
    """Where one table of a sheet has the columns of a block."""

    block: Block
    published: int
    type_place: int | None
    judgements: dict[str, int]


@dataclass(frozen=True)
class _ListTable:
    """One table: its row of headings (from 0), the row behind its last one, and where its columns are."""

    first: int
    end: int
    authority: int
    authority_code: int | None
    columns: tuple[_BlockColumns, ...]
    # The places of columns that are not expected, whose cells may say what the row is.
    beside: frozenset[int]
    # Those that no grade may stand in, and those of the grades that are read.
    elsewhere: frozenset[int]
    graded: frozenset[int]
    months_first: bool


@dataclass
class _Cells:
    """One row of a table while it is read."""

    sheet: Sheet
    headings: int
    row: int
    notes: Notes
    problems: list[Problem] = field(default_factory=list)

    def text(self, place: int | None) -> str:
        cells = self.sheet.rows[self.row]
        return cell_text(cells[place]) if place is not None and place < len(cells) else ""

    def heading(self, place: int) -> str:
        return cell(visible(cell_text(self.sheet.rows[self.headings][place])))

    def where(self) -> str:
        return _place(self.sheet, self.row)

    def problem(self, place: int, what: str) -> None:
        what = f', column "{self.heading(place)}": {what}'
        self.problems.append(Problem(cell_text(self.sheet.name), self.row + 1, what))


def _place(sheet: Sheet, row: int) -> str:
    return f"sheet {cell_text(sheet.name)}, row {row + 1}" if sheet.name else f"row {row + 1}"


def from_toml(entry: dict[str, Any]) -> InspectionList:
    """A list as a layout's data file describes it (`[[list]]`)."""

    def pattern(text: str) -> Pattern:
        return re.compile(text, re.IGNORECASE)

    return InspectionList(
        sheet=entry["sheet"],
        names=tuple(map(pattern, entry["names"])),
        authority=pattern(entry["authority"]),
        authority_code=pattern(entry["authority_code"]),
        ignored=pattern(entry["ignored"]),
        blocks=tuple(
            Block(
                title=block["title"],
                framework=block["framework"],
                inspection_type=block.get("type", ""),
                scale=block.get("scale", ""),
                published=pattern(block["published"]),
                type_heading=pattern(block["type_heading"]) if "type_heading" in block else None,
                judgements={name: pattern(text) for name, text in block["judgements"].items()},
            )
            for block in entry["block"]
        ),
        merged=tuple((pair["first"], pair["second"], pair["framework"]) for pair in entry.get("merged", [])),
        not_judged=frozenset(text.lower() for text in entry["not_judged"]),
    )


def read(
    sheet: Sheet, layout: InspectionList, *, kinds: Mapping[str, Kind], today: dt.date, reference: Reference
) -> tuple[list[Reading], list[Problem]]:
    """A reading for each inspection of each row, and what could not be read.

    `kinds` gives what each folded wording of a type stands for; nothing dated after `today` is read. Raises
    SourceRefused where headings are missing.
    """
    readings: list[Reading] = []
    problems: list[Problem] = []
    notes = Notes(sheet, reference)
    doubt_below = ""
    for table in _tables(sheet, layout, reference, problems=problems):
        for row in range(table.first, table.end):
            doubt_below = doubt_below or other_grades_below(sheet.rows[row], reference)
            cells = _Cells(sheet, table.first, row, notes=notes)
            of_row = _inspections(cells, table, layout, kinds=kinds, today=today, reference=reference)
            inspections = _merged(layout, list(of_row)) if row > table.first else []
            doubt = (
                doubt_below
                or no_inspection(sheet, table.first, sheet.rows[row], beside=table.beside, reference=reference)
                or out_of_place(
                    sheet.rows[row],
                    sheet.rows[table.first],
                    graded=table.graded,
                    elsewhere=table.elsewhere,
                    scales=reference.scales.values(),
                    kinds=kinds,
                )
            )
            if inspections and doubt:
                problems.append(Problem(cell_text(sheet.name), row + 1, doubt))
                continue
            readings += inspections
            problems += cells.problems
    return readings, problems


def has_headings(sheet: Sheet, layout: InspectionList, rows: int) -> bool:
    """Whether one of the first rows of a sheet heads a table of the list, whatever the sheet is called."""
    return any(_is_headings(cells, layout, whole=True) for cells in sheet.rows[:rows])


def _tables(sheet: Sheet, layout: InspectionList, reference: Reference, *, problems: list[Problem]) -> list[_ListTable]:
    heading_rows = [row for row, cells in enumerate(sheet.rows) if _is_headings(cells, layout)]
    name = cell_text(sheet.name)
    if not heading_rows:
        raise SourceRefused(f"sheet {name}: no row with a heading for the authority and for a publication date")
    ends = [*heading_rows[1:], len(sheet.rows)]
    return [
        _table(sheet, layout, reference, problems=problems, first=first, end=end)
        for first, end in zip(heading_rows, ends, strict=True)
    ]


def _is_headings(cells: Any, layout: InspectionList, *, whole: bool = False) -> bool:
    """Whether a row heads a table: two kinds of its headings are enough, so that a changed third one is missed.

    Where nothing else tells the list all three are wanted.
    """
    headings = [fold_heading(cell_text(value)) for value in cells]

    def any_of(patterns: Iterable[Pattern]) -> bool:
        return any(pattern.fullmatch(heading) for pattern in patterns for heading in headings)

    anchors = [any_of([layout.authority]), any_of(block.published for block in layout.blocks)]
    judgements = (pattern for block in layout.blocks for pattern in block.judgements.values())
    if whole:
        return all(anchors) and any_of(judgements)
    return all(anchors) or (any(anchors) and any_of(judgements))


def _table(
    sheet: Sheet, layout: InspectionList, reference: Reference, *, problems: list[Problem], first: int, end: int
) -> _ListTable:
    headings = {
        place: text for place, value in enumerate(sheet.rows[first]) if (text := fold_heading(cell_text(value)))
    }
    where = _place(sheet, first)

    def one(pattern: Pattern, what: str) -> int | None:
        matching = [place for place, heading in headings.items() if pattern.fullmatch(heading)]
        if len(matching) > 1:
            raise SourceRefused(f"{where}: {len(matching)} columns are headed as {what}")
        return next(iter(matching), None)

    columns: dict[str, _BlockColumns] = {}
    unread: dict[str, str] = {}
    starts: dict[int, str] = {}
    its_columns: set[int | None] = set()
    for block in layout.blocks:
        published = one(block.published, f"the publication date of the {block.title}")
        type_place = one(block.type_heading, f"the type of the {block.title}") if block.type_heading else None
        judgements = {
            name: place
            for name, pattern in block.judgements.items()
            if (place := one(pattern, f"{name} of the {block.title}")) is not None
        }
        if published is None and not judgements:
            continue
        its_places = [place for place in (published, *judgements.values()) if place is not None]
        starts[min(its_places)] = block.title
        its_columns.update(its_places, [type_place])
        if published is None:
            unread[block.title] = f"no column with the publication date of the {block.title}"
        elif absent := [name for name in block.judgements if name not in judgements and name in _wanted(block)]:
            unread[block.title] = f"no column for {', '.join(absent)} of the {block.title}"
        else:
            columns[block.title] = _BlockColumns(block, published, type_place, judgements)
    authority = one(layout.authority, "the authority")
    if authority is None:
        raise SourceRefused(f"{where}: no column for the authority")
    code = one(layout.authority_code, "the authority's code")
    its_columns |= {authority, code}
    beside = frozenset(
        p for p, heading in headings.items() if p not in its_columns and not layout.ignored.fullmatch(heading)
    )
    for place in sorted(beside):
        if not _holds_grades(sheet, place, first + 1, end=end, reference=reference):
            continue
        reason = f'the column "{visible(cell_text(sheet.rows[first][place]))}" is not expected and holds grades'
        last = max((other for other in its_columns if other is not None and other < place), default=-1)
        before = [start for start in starts if start <= last]
        if any(last < other and _holds_days(sheet, other, first + 1, end=end) for other in beside if other < place):
            unread.setdefault("inspection that it is of", reason)  # a block of its own
        elif not before:
            raise SourceRefused(f"{where}: {reason}")
        else:
            unread.setdefault(starts[max(before)], reason)  # it may be one of the block that it stands behind
    unread |= _other_halves(layout, unread, [title for title in columns if title not in unread])
    read = [of_block for title, of_block in columns.items() if title not in unread]
    if unread and not read:
        raise SourceRefused(f"{where}: {next(iter(unread.values()))}")
    for place in bare_columns(sheet, first + 1, end=end, headed=headings, scales=reference.scales.values()):
        raise SourceRefused(f"{where}: column {place + 1} has no heading and holds grades")
    warnings = [f": {reason}; the grades of the {title} were not read" for title, reason in unread.items()]
    untyped = [c.block.title for c in read if c.block.type_heading and c.type_place is None]
    warnings += [f": no column for the type of the {title}; read without it" for title in untyped]
    problems += [Problem(cell_text(sheet.name), first + 1, what) for what in warnings]
    days = (r[c.published] for c in read for r in sheet.rows[first:end] if c.published < len(r))
    graded = {place for c in read for place in c.judgements.values()}
    plain = {authority, code, *(place for c in read for place in (c.published, c.type_place))}
    others = {*range(max(map(len, sheet.rows[first:end])))} - its_columns - beside
    return _ListTable(
        first,
        end,
        authority,
        authority_code=code,
        columns=tuple(read),
        beside=beside,
        elsewhere=frozenset(place for place in plain | others if place is not None),
        graded=frozenset(graded),
        months_first=writes_months_first(days),
    )


def _other_halves(layout: InspectionList, unread: Mapping[str, str], titles: list[str]) -> dict[str, str]:
    """Those blocks that would say less without the half of their inspections that is not read, and why."""
    pairs = [pair for first, second, _ in layout.merged for pair in ((first, second), (second, first))]
    why = "the {}, the other half of what may be one inspection, was not read"
    return {other: why.format(half) for half, other in pairs if half in unread and other in titles}


def _wanted(block: Block) -> set[str]:
    """The judgements that a block cannot be without: its overall ones."""
    overall = {name for name in block.judgements if name == "whole_service/overall"}
    return overall or set(list(block.judgements)[:1])


def _holds_grades(sheet: Sheet, place: int, first: int, *, end: int, reference: Reference) -> bool:
    texts = (cell_text(cells[place]) for cells in sheet.rows[first:end] if place < len(cells))
    return any(is_grade(text, reference.scales.values()) for text in texts)


def _holds_days(sheet: Sheet, place: int, first: int, *, end: int) -> bool:
    return any(cell_date(cells[place]) for cells in sheet.rows[first:end] if place < len(cells))


def _inspections(
    cells: _Cells,
    table: _ListTable,
    layout: InspectionList,
    *,
    kinds: Mapping[str, Kind],
    today: dt.date,
    reference: Reference,
) -> Iterator[tuple[Block, Reading]]:
    authority = without_marks(cells.text(table.authority))
    if not authority:
        if any(is_grade(cells.text(place), reference.scales.values()) for place in table.graded):
            what = ": the row is without an authority and was not read"
            cells.problems.append(Problem(cell_text(cells.sheet.name), cells.row + 1, what))
        return
    for columns in table.columns:
        block = columns.block
        texts = {name: cells.text(place) for name, place in columns.judgements.items()}
        published = _published(cells, table, columns, layout=layout, texts=texts, today=today, reference=reference)
        kind = _kind(cells, columns, kinds) if published and any(texts.values()) else None
        if published is None or (kind and (kind.framework != block.framework or not kind.graded)):
            continue
        lines = tuple(_lines(cells, columns, texts, layout=layout, published=published, reference=reference))
        if not any(texts.values()):
            cells.problem(columns.published, "an inspection with a date and without any grade")
        if lines:
            yield (
                block,
                Reading(
                    framework=block.framework,
                    authority=authority,
                    evidence="statistics",
                    lines=lines,
                    published=published,
                    inspection_type=block.inspection_type or (kind.inspection_type if kind else ""),
                    authority_code=cells.text(table.authority_code),
                    scale=block.scale,
                ),
            )


def _published(
    cells: _Cells,
    table: _ListTable,
    columns: _BlockColumns,
    *,
    layout: InspectionList,
    texts: Mapping[str, str],
    today: dt.date,
    reference: Reference,
) -> dt.date | None:
    """When an inspection was published, or None, with a problem where a cell says that there was one."""
    printed = cells.text(columns.published)
    has_grades = any(text and text.lower() not in layout.not_judged for text in texts.values())
    if not has_grades and (not printed or printed.lower() in layout.not_judged):
        return None
    day = cell_date(cells.sheet.rows[cells.row][columns.published]) if printed else None
    framework = reference.frameworks[columns.block.framework]
    if not printed:
        what = "empty, though the inspection has grades"
    elif day is None:
        what = f'"{printed}" is not a date'
    elif day > today:
        what = f'"{printed}" is after today'
    elif table.months_first and either_order(cells.sheet.rows[cells.row][columns.published]):
        what = f'"{printed}" may be a day of two months, since other days here stand behind their month'
    elif not is_in_time(framework, None, day):
        what = f'"{printed}" is not in the time of {framework.short_title}'
    else:
        return day
    cells.problem(columns.published, f"{what}; this inspection was not read")
    return None


def _kind(cells: _Cells, columns: _BlockColumns, kinds: Mapping[str, Kind]) -> Kind | None:
    """What the type of an inspection stands for, with a problem where it is none that its block can have."""
    if columns.type_place is None:
        return None
    printed = cells.text(columns.type_place)
    kind = kinds.get(fold(printed))
    if not printed:
        cells.problem(columns.type_place, "the cell is empty; the inspection was read without its type")
    elif kind is None:
        cells.problem(columns.type_place, f'"{printed}" is not known; the inspection was read without its type')
    elif kind.framework != columns.block.framework or not kind.graded:
        cells.problem(columns.type_place, f'"{printed}" is no {columns.block.title}; this inspection was not read')
    return kind


def _lines(
    cells: _Cells,
    columns: _BlockColumns,
    texts: dict[str, str],
    *,
    layout: InspectionList,
    published: dt.date,
    reference: Reference,
) -> Iterator[GradedLine]:
    block = columns.block
    framework = reference.frameworks[block.framework]
    scale = reference.scales[block.scale or framework.scale]
    days = (published - TO_PUBLICATION, published)  # the visit lies between
    judged = {name: all(framework.at(name, day) for day in days) for name in texts if any(texts.values())}
    wanted = [columns.judgements[name] for name, is_sure in judged.items() if is_sure]
    if cells.sheet.is_whole and lacks_one(
        {columns.judgements[name]: text for name, text in texts.items()}, wanted, belonging=wanted
    ):
        cells.problem(columns.published, f"{ONE_OFF}; this inspection was not read")
        return
    for name, text in texts.items():
        place = columns.judgements[name]
        service, aspect = name.split("/")
        if not text:
            if judged.get(name):
                cells.problem(place, "the cell is empty; no grade was read")
            continue
        words = without_marks(text)
        if text.lower() in layout.not_judged and scale.word(text) is None:
            continue
        if note := cells.notes.of(text) or cells.notes.on_heading(cells.heading(place)):
            cells.problem(place, f'"{text}" has the note "{note}"; no grade was read')
        elif is_error(text) or scale.word(words) is None:
            what = "an error" if is_error(text) else "no grade of that list"
            cells.problem(place, f'"{text}" is {what}')
        elif framework.judgement(service, aspect, published) is None:
            cells.problem(place, f'"{text}", which {framework.short_title} did not judge on {published}')
        else:
            yield GradedLine(
                service=service,
                aspect=aspect,
                label=cells.heading(place),
                grade_text=text,
                words=words,
                number=None,
                locator=cells.where(),
                place="sheet",
            )


def _merged(layout: InspectionList, inspections: list[tuple[Block, Reading]]) -> list[Reading]:
    """The readings of a row, two blocks that are halves of one inspection made one where both are there."""
    by_title = {block.title: reading for block, reading in inspections}
    for first, second, framework in layout.merged:
        if first in by_title and second in by_title and by_title[first].published == by_title[second].published:
            half, other = by_title[first], by_title.pop(second)
            by_title[first] = replace(half, framework=framework, lines=(*half.lines, *other.lines))
    return list(by_title.values())


def published_frameworks(listed: list[Reading]) -> dict[str, list[tuple[dt.date, str]]]:
    """What a list says of each authority, by its folded name: publication dates and frameworks."""
    by_authority: dict[str, list[tuple[dt.date, str]]] = {}
    for reading in listed:
        if reading.published:
            by_authority.setdefault(fold(reading.authority), []).append((reading.published, reading.framework))
    return by_authority
