"""Rows whose cells stand under other headings than their own, since one in front of them is lost or one too many.

Used by both readers of statistics. Where such a row was shifted nobody can tell, so that none of its grades is read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from loaders.reading.parsers.statistics_cells import cell_date, cell_text, fold
from loaders.reading.parsers.statistics_kinds import Kind
from loaders.record.reference import Scale
from loaders.record.safe_text import cell, is_web_address, visible

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
    """What stands under a heading of another kind, for a message: a day, a type or an address, or a grade elsewhere.

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
        elif place in graded and is_web_address(text):
            what = "an address"
        if what:
            heading = cell(visible(cell_text(headings[place]))) if place < len(headings) else ""
            column = f'column "{heading}"' if heading else f"column {place + 1}"
            return f', {column}: "{cell(visible(text))}" is {what}: the row is shifted and was not read'
    return ""


def lacks_one(texts: Mapping[int, str], wanted: Collection[int], *, belonging: Collection[int]) -> bool:
    """Whether grades of an inspection stand one column off: one that it has to have is empty, one is none of its day.

    `texts` are its cells by their columns, `wanted` the columns that every inspection of its day has a grade in, and
    `belonging` those that one may have a grade in. An empty cell alone is no sign: releases have them, and the other
    grades of the row stand.
    """
    filled = {place for place, text in texts.items() if text}
    return bool(filled) and any(not texts.get(place) for place in wanted) and not filled <= {*belonging}


def graded_places(rows: Iterable[Sequence[object]], scales: Collection[Scale]) -> list[set[int]]:
    """The columns in which each row has a grade; rows without any are left out."""
    places = ({place for place, value in enumerate(row) if is_grade(cell_text(value), scales)} for row in rows)
    return [places_of_row for places_of_row in places if places_of_row]


def bare_columns(graded: Sequence[set[int]], headed: Collection[int]) -> list[int]:
    """The columns without a heading that half of the rows of grades or more have one in, so that no row was shifted."""
    bare = set().union(*graded) - {*headed}
    return sorted(place for place in bare if 2 * sum(place in places for places in graded) >= len(graded))
