"""Rows whose cells stand under other headings than their own, since one in front of them is lost or one too many.

Used by both readers of statistics. Where such a row was shifted nobody can tell, so that none of its grades is read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from loaders.reading.parsers.statistics_cells import cell_date, cell_text, fold
from loaders.reading.parsers.statistics_kinds import Kind
from loaders.record.model import Sheet
from loaders.record.reference import Scale
from loaders.record.safe_text import cell, visible

ONE_OFF = "the cells of its grades may stand one column off, since one is empty"


def is_grade(text: str, scales: Iterable[Scale]) -> bool:
    """Whether a text is a word for a grade on one of these scales."""
    return any((word := scale.word(text)) and word.grade for scale in scales)


def out_of_place(
    row: Sequence[object],
    headings: Sequence[object],
    *,
    graded: Collection[int],
    elsewhere: Iterable[int],
    scales: Collection[Scale],
    kinds: Mapping[str, Kind],
) -> str:
    """What stands under a heading of another kind, for a message: a day or a type among grades, a grade elsewhere.

    `graded` are the columns of grades, `elsewhere` those of anything else.
    """
    for place in sorted({*graded, *elsewhere}):
        if place >= len(row) or not (text := cell_text(row[place])):
            continue
        what = ""
        if place not in graded and is_grade(text, scales):
            what = "a grade"
        elif place in graded and cell_date(row[place]):
            what = "a date"
        elif place in graded and fold(text) in kinds:
            what = "a type of inspection"
        if what:
            heading = cell(visible(cell_text(headings[place]))) if place < len(headings) else ""
            column = f'column "{heading}"' if heading else f"column {place + 1}"
            return f', {column}: "{cell(visible(text))}" is {what}: the row is shifted and was not read'
    return ""


def lacks_one(texts: Mapping[int, str], wanted: Collection[int], *, belonging: Collection[int]) -> bool:
    """Whether the grades of an inspection may stand one column off: its last is empty, or one is none of its day.

    `texts` are its cells by their columns, `wanted` the columns that every inspection of its day has a grade in, and
    `belonging` those that one may have a grade in.
    """
    filled = {place for place, text in texts.items() if text}
    empty = [place for place in wanted if not texts.get(place)]
    return bool(empty and filled) and (max(filled) < max(empty) or not filled <= {*belonging})


def bare_columns(
    sheet: Sheet, first: int, *, end: int, headed: Collection[int], scales: Collection[Scale]
) -> list[int]:
    """The columns without a heading that hold grades in half of the rows of grades or more, so that no row was shifted.

    Rows are counted from 0; `first` is the first below the headings and `end` the one behind the last.
    """
    rows = [
        {place for place, value in enumerate(cells) if is_grade(cell_text(value), scales)}
        for cells in sheet.rows[first:end]
    ]
    graded = [places for places in rows if places]
    bare = {place for places in graded for place in places if place not in headed}
    return sorted(place for place in bare if 2 * sum(place in places for places in graded) >= len(graded))
