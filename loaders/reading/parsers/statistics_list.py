"""A list with several inspections in a row: one authority a row, one block of columns for each inspection.

Called by `statistics.parse` for the sheets that a layout describes as lists; `statistics_list_tables` finds their
columns. What holds grades and is not understood is a problem or refuses the sheet.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from loaders.reading.parsers.statistics_cells import (
    Problem,
    cell_date,
    cell_text,
    either_order,
    fold,
    is_error,
    without_marks,
)
from loaders.reading.parsers.statistics_doubts import Notes, no_inspection, other_grades_below
from loaders.reading.parsers.statistics_kinds import Kind, is_in_time
from loaders.reading.parsers.statistics_list_tables import (
    Block,
    BlockColumns,
    InspectionList,
    ListTable,
    heads_others,
    list_tables,
    place_of,
)
from loaders.reading.parsers.statistics_shifts import ONE_OFF, is_grade, lacks_one, out_of_place
from loaders.record.matching import TO_PUBLICATION
from loaders.record.model import GradedLine, Reading, Sheet
from loaders.record.reference import Reference
from loaders.record.safe_text import cell, visible


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
        return place_of(self.sheet, self.row)

    def problem(self, place: int, what: str) -> None:
        what = f', column "{self.heading(place)}": {what}'
        self.problems.append(Problem(cell_text(self.sheet.name), self.row + 1, what))


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
    for table in list_tables(sheet, layout, reference, problems=problems):
        for row in range(table.first, table.end):
            if row > table.first and heads_others(sheet.rows[row], table, layout, reference):
                what = ": other headings; the rows below it were not read"
                problems.append(Problem(cell_text(sheet.name), row + 1, what))
                break
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


def _inspections(
    cells: _Cells,
    table: ListTable,
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
    table: ListTable,
    columns: BlockColumns,
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


def _kind(cells: _Cells, columns: BlockColumns, kinds: Mapping[str, Kind]) -> Kind | None:
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
    columns: BlockColumns,
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
