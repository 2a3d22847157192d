"""What a table of inspections says around its grades that makes them none of the inspections that it dates.

Used by the parser of statistics alone: a title or a cell that names a rehearsal, a draft or a self-evaluation, and a
heading above the headings that says of grades that they are an earlier inspection's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from loaders.reading.notes import EARLIER, LAST, says_otherwise
from loaders.reading.parsers.patterns import spaced
from loaders.reading.parsers.statistics_cells import cell_text, fold, marks, without_marks
from loaders.record.model import Sheet
from loaders.record.reference import OtherInspection, Reference
from loaders.record.safe_text import cell, visible

_OF_NOTES = re.compile(r"\b(?:notes?|read ?me|cover|about|guidance|meta ?data|information|definitions|glossary)\b")
# What a note says of the grades that it speaks of: "... are those of the previous inspection".
_SAID = r"(?:(?!\b(?:since|than|unlike|compared)\b)[^.\n]){0,80}"
_OF_EARLIER = rf"{_SAID}?(?:{EARLIER.pattern}|{LAST.pattern})"
_VERB = r"\b(?:is|are|was|were|shows?|gives?|holds?|contains?|refers?|relates?|means|come|taken|from)\b"
_SAYS = rf"(?:[^.\n]{{0,40}}?{_VERB}|[^.\n\w]{{0,5}}[:=\u2013-]){_OF_EARLIER}"
_ON_ALL = re.compile(
    r"^\W*(?:note\W+)?(?:(?:all|these|the)\s)*(?:grade|judge?ment|rating)s"
    rf"(?:\s(?:shown|given|here|below|above|in this (?:table|sheet)))*\s{_VERB}(?P<said>{_SAID})",
    re.IGNORECASE,
)
LONGEST_REMARK = 60  # characters of a cell that says what its row is; a longer one comments on the inspection


def paper_named(tables: Sequence[tuple[Sheet, int]], reference: Reference) -> str:
    """What a table is instead of one of inspections, by its sheet's name and what stands above its row of headings."""
    texts = [
        cell_text(text)
        for sheet, headings in tables
        for text in (sheet.name, *(text for row in sheet.rows[:headings] for text in row))
    ]
    named = (_named(text, reference.papers) or _remark(text, reference) for text in texts)
    return next(filter(None, (*named, *(_whole(sheet.name, reference) for sheet, _ in tables))), "")


def no_inspection(
    sheet: Sheet, headings: int, row: Sequence[object], *, beside: Iterable[int], reference: Reference
) -> str:
    """What a cell beside the grades of a row says that they are of instead: "Mock inspection", "Draft"."""
    for place in sorted(beside):
        text = cell_text(row[place]) if place < len(row) else ""
        if title := _remark(text, reference) or _whole(text, reference):
            heading = cell(visible(cell_text(sheet.rows[headings][place])))
            return f', column "{heading}": "{cell(visible(text))}" names {title}; the row was not read'
    return ""


def other_grades_below(row: Sequence[object], reference: Reference) -> str:
    """What a row of one cell says of the rows below it, if they are of no such inspection: "Mock inspections"."""
    texts = list(filter(None, map(cell_text, row)))
    title = _remark(texts[0], reference) if len(texts) == 1 else ""
    return f': it stands below "{cell(visible(texts[0]))}", which names {title}; the row was not read' if title else ""


class Notes:
    """The notes of a sheet, so far as they say that what they mark or name is no grade of the inspection.

    `beside` are other sheets of the workbook, of which those of notes are looked at.
    """

    def __init__(self, sheet: Sheet, reference: Reference, beside: Iterable[Sheet] = ()) -> None:
        self._reference = reference
        rows = (list(filter(None, map(cell_text, row))) for row in sheet.rows)
        self._notes = [row[0] for row in rows if len(row) == 1 and says_otherwise(row[0], reference)]
        apart = (text for other in beside if _OF_NOTES.search(fold(other.name)) for row in other.rows for text in row)
        self._apart = [text for text in map(cell_text, apart) if text and says_otherwise(text, reference)]

    def on_heading(self, heading: str) -> str:
        """The note that takes all grades of a column for something else: by a mark, by its name, or one on them all."""
        notes = (*self._notes, *self._apart)
        if not notes:
            return ""
        named = re.compile(rf"\b{spaced(without_marks(heading))}\b{_SAYS}", re.IGNORECASE)
        on_all = (
            note
            for note in self._notes
            if (all_ := _ON_ALL.search(note)) and says_otherwise(all_["said"], self._reference)
        )
        return self.of(heading) or next((note for note in notes if named.search(note)), next(on_all, ""))

    def of(self, text: str) -> str:
        """The note of a text's mark that takes the text for something else, or nothing."""
        mark = re.escape(re.sub(r"notes?|[\W_]", "", marks(text).lower()) or marks(text))
        if not marks(text):
            return ""
        marked = re.compile(rf"[\[(]?(?:notes? ?)?{mark}(?![\w*\u2020\u2021#])", re.IGNORECASE)
        return next((note for note in self._notes if marked.match(note)), "")


def earlier_places(sheet: Sheet, row: int) -> frozenset[int]:
    """The columns that are of another inspection, by their heading in a row or by what stands above it."""
    return frozenset(
        place
        for place, heading in enumerate(sheet.rows[row])
        if EARLIER.search(cell_text(heading)) or EARLIER.search(_group_above(sheet, row, place))
    )


def grades_of_earlier(sheet: Sheet, row: int, places: Mapping[str, int]) -> Iterator[str]:
    """The headings above the headings that say of grades that they are of another inspection than the dates."""
    dated = next((places[n] for n in ("inspection_start", "inspection_end", "published") if n in places), -1)
    date_group = _group_above(sheet, row, dated)
    groups = {_group_above(sheet, row, place) for name, place in places.items() if "/" in name}
    for group in sorted(groups - {date_group}):
        if EARLIER.search(group):
            yield f'grades under "{cell(visible(group))}", with no date of that inspection'


def _remark(text: str, reference: Reference) -> str:
    """The kind of paper, or of inspection that is none of this record, that a short text names."""
    return _named(text, (*reference.papers, *reference.other_inspections)) if len(text) <= LONGEST_REMARK else ""


def _whole(text: str, reference: Reference) -> str:
    """The kind of inspection that is none of this record whose name, in short, is all of a cell: "Adoption", "CQC"."""
    kinds = (*reference.other_inspections, *reference.papers)
    return next((kind.title for kind in kinds if fold(text) in kind.cells), "")


def _named(text: str, kinds: Iterable[OtherInspection]) -> str:
    return next((k.title for k in kinds if text and not k.may_be_table and k.recognise.search(text)), "")


def _group_above(sheet: Sheet, row: int, place: int) -> str:
    """What stands in the row above the headings and reaches over a column: its cell, or the next to the left of it.

    A text in the first column is a title, and no heading of a group.
    """
    cells = sheet.rows[row - 1][: place + 1] if row and place > 0 else []
    return next((text for value in reversed(cells[1:]) if (text := cell_text(value))), "")
