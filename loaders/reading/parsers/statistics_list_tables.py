"""The tables of a sheet that lists several inspections in a row: where each block of columns stands.

Called by `statistics_list`, which reads their rows. A block is found by the heading of its publication date; a sheet
may hold several tables below one another, each under a row of headings of its own, and a table may lack blocks that
another has. What holds grades and is not understood is a problem or refuses the sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from loaders.reading.parsers.statistics_cells import (
    Problem,
    cell_date,
    cell_text,
    fold,
    fold_heading,
    is_error,
    writes_months_first,
)
from loaders.reading.parsers.statistics_shifts import bare_columns, graded_places
from loaders.record.errors import SourceRefused
from loaders.record.model import Sheet
from loaders.record.reference import Reference
from loaders.record.safe_text import visible

Pattern = re.Pattern[str]
_FEWEST_HEADINGS = 3  # an authority, a date and a grade, or three grades


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
class BlockColumns:
    """Where one table of a sheet has the columns of a block."""

    block: Block
    published: int
    type_place: int | None
    judgements: dict[str, int]


@dataclass(frozen=True)
class ListTable:
    """One table: its row of headings (from 0), the row behind its last one, and where its columns are."""

    first: int
    end: int
    authority: int
    authority_code: int | None
    columns: tuple[BlockColumns, ...]
    # The places of columns that are not expected, whose cells may say what the row is.
    beside: frozenset[int]
    # Those that no grade may stand in, and those of the grades that are read.
    elsewhere: frozenset[int]
    graded: frozenset[int]
    months_first: bool


def place_of(sheet: Sheet, row: int) -> str:
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


def has_headings(sheet: Sheet, layout: InspectionList, rows: int) -> bool:
    """Whether one of the first rows of a sheet heads a table of the list, whatever the sheet is called."""
    return any(_is_headings(cells, layout, whole=True) for cells in sheet.rows[:rows])


def list_tables(
    sheet: Sheet, layout: InspectionList, reference: Reference, *, problems: list[Problem]
) -> list[ListTable]:
    """The tables of a sheet; `problems` takes what is not read of them. Raises SourceRefused where headings lack."""
    heading_rows = [row for row, cells in enumerate(sheet.rows) if _is_headings(cells, layout)]
    name = cell_text(sheet.name)
    if not heading_rows:
        raise SourceRefused(f"sheet {name}: no row with a heading for the authority and for a publication date")
    above = bare_columns(graded_places(sheet.rows[: heading_rows[0]], reference.scales.values()), ())
    if above:
        raise SourceRefused(
            f"sheet {name}: column {above[0] + 1} holds grades above row {heading_rows[0] + 1}, "
            "the first with headings that are known"
        )
    ends = [*heading_rows[1:], len(sheet.rows)]
    return [
        _table(sheet, layout, reference, problems=problems, first=first, end=end)
        for first, end in zip(heading_rows, ends, strict=True)
    ]


def _is_headings(cells: Any, layout: InspectionList, *, whole: bool = False) -> bool:
    """Whether a row heads a table: one kind of its headings is enough, so that others that changed are missed.

    Where nothing else tells the list all three are wanted.
    """
    headings = [fold_heading(cell_text(value)) for value in cells]

    def any_of(patterns: Iterable[Pattern]) -> bool:
        return any(pattern.fullmatch(heading) for pattern in patterns for heading in headings)

    anchors = [any_of([layout.authority]), any_of(block.published for block in layout.blocks)]
    judgements = (pattern for block in layout.blocks for pattern in block.judgements.values())
    if whole:
        return all(anchors) and any_of(judgements)
    is_wide = sum(map(bool, headings)) >= _FEWEST_HEADINGS
    return all(anchors) or (any(anchors) and any_of(judgements)) or (anchors[0] and is_wide)


def heads_others(cells: Sequence[object], table: ListTable, layout: InspectionList, reference: Reference) -> bool:
    """Whether a row has words that are no grades, each its own, in its columns of grades: headings of another table."""
    texts = [text for place in table.graded if place < len(cells) and (text := cell_text(cells[place]))]
    words = {text for text in texts if not (is_error(text) or text.lower() in layout.not_judged)}
    is_other = all(text[:1].isalpha() and not any(s.word(text) for s in reference.scales.values()) for text in words)
    return len(words) >= _FEWEST_HEADINGS and is_other


def _table(
    sheet: Sheet, layout: InspectionList, reference: Reference, *, problems: list[Problem], first: int, end: int
) -> ListTable:
    headings = {
        place: text for place, value in enumerate(sheet.rows[first]) if (text := fold_heading(cell_text(value)))
    }
    where = place_of(sheet, first)

    def one(pattern: Pattern, what: str) -> int | None:
        matching = [place for place, heading in headings.items() if pattern.fullmatch(heading)]
        if len(matching) > 1:
            raise SourceRefused(f"{where}: {len(matching)} columns are headed as {what}")
        return next(iter(matching), None)

    columns: dict[str, BlockColumns] = {}
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
            columns[block.title] = BlockColumns(block, published, type_place, judgements)
    authority = one(layout.authority, "the authority")
    if authority is None:
        raise SourceRefused(f"{where}: no column for the authority")
    code = one(layout.authority_code, "the authority's code")
    its_columns |= {authority, code}
    beside = frozenset(
        p for p, heading in headings.items() if p not in its_columns and not layout.ignored.fullmatch(heading)
    )
    graded_rows = graded_places(sheet.rows[first + 1 : end], reference.scales.values())
    for place in sorted(beside & set().union(*graded_rows)):
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
    for place in bare_columns(graded_rows, headings):
        raise SourceRefused(f"{where}: column {place + 1} has no heading and holds grades")
    warnings = [f": {reason}; the grades of the {title} were not read" for title, reason in unread.items()]
    untyped = [c.block.title for c in read if c.block.type_heading and c.type_place is None]
    warnings += [
        f": no column for {name} of the {c.block.title}; read without it"
        for c in read
        for name in c.block.judgements
        if name not in c.judgements and _is_judged_throughout(c.block, name, reference)
    ]
    warnings += [f": no column for the type of the {title}; read without it" for title in untyped]
    problems += [Problem(cell_text(sheet.name), first + 1, what) for what in warnings]
    days = (r[c.published] for c in read for r in sheet.rows[first:end] if c.published < len(r))
    graded = {place for c in read for place in c.judgements.values()}
    plain = {authority, code, *(place for c in read for place in (c.published, c.type_place))}
    others = {*range(max(map(len, sheet.rows[first:end])))} - its_columns - beside
    return ListTable(
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


def _is_judged_throughout(block: Block, name: str, reference: Reference) -> bool:
    """Whether the inspections of a block graded a judgement from their first day on."""
    framework = reference.frameworks[block.framework]
    return framework.at(name, framework.from_date) is not None


def _holds_days(sheet: Sheet, place: int, first: int, *, end: int) -> bool:
    return any(cell_date(cells[place]) for cells in sheet.rows[first:end] if place < len(cells))
