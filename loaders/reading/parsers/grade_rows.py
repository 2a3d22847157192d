"""Rows of a table that gives grades as numbers or words, in one or several columns.

Joint area reviews and annual assessments print them so. A row is a label and nothing but grades on its line, behind it
or in front of it, or a label alone with its grades on the lines below. Of several columns the one that the framework
names is read, or that of the year that is asked for; where neither can be told, the row is refused by its name.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from loaders.reading.dates import YEAR
from loaders.reading.document_parts import fold
from loaders.reading.parsers import column_heads, lone_grades, row_cells, scale_key
from loaders.reading.parsers.common import LocatedLine, judgements_of, located
from loaders.reading.parsers.patterns import (
    NUMBERS,
    either,
    grade_pattern,
    is_qualified,
    label_words,
    longest_first,
    number,
)
from loaders.record.model import Document
from loaders.record.reference import Framework, Scale

_SEPARATOR = re.compile(r"[\t|]")
_MARKS = " \t|*#_>.,:=\u2190\u2191\u2192\u2193\u2194\u25b2\u25bc\u2022\u2010\u2011\u2012\u2013\u2014\u2015-"
_BEHIND = " \t|*#_.,:;=\u2190\u2191\u2192\u2193\u2194\u25b2\u25bc\u2022"
_BLANK = re.compile(r"\|[ \t]*\||\t[ ]*(?:\t|$)")
# A bar of all the words, of which a cross marks one, proves nothing in text.
_BAR = 3
_FEW_ROWS = 2
_LONGEST_HEADER = 120  # characters
_MOST_HEADERS = 9  # lines: each word of three names may stand on its own


@dataclass(frozen=True)
class GradeCell:
    """One grade of a row: as printed, its number or words, its column if that can be told, its place in the line."""

    text: str
    number: int | None
    words: str
    column: int | None
    at: int | None

    @property
    def grade(self) -> tuple[int | None, str]:
        return self.number, self.words.lower()

    @property
    def is_blank(self) -> bool:
        """Whether the cell says that nothing was graded there ("n/a", a dash)."""
        return self.number is None and not self.words

    @property
    def is_dash(self) -> bool:
        return self.is_blank and not any(map(str.isalpha, self.text))


@dataclass(frozen=True)
class GradeRow:
    """A label, with the grades in front of it and behind it on its own line, or on the lines below."""

    label: str
    offset: int
    end: int
    front: tuple[GradeCell, ...]
    behind: tuple[GradeCell, ...]
    line: str
    has_text: bool = False
    """Whether other cells of it hold words, so that a grade is known by its column alone."""


@dataclass(frozen=True)
class Columns:
    """The columns of a table: which of the grades is wanted, how many there are, and in which cell the wanted one is.

    The cell is None where the header has no cells to count.
    """

    wanted: int | None
    number: int
    cell: int | None = None


@cache
def _row_regex(framework: Framework) -> re.Pattern[str]:
    label = "|".join(map(label_words, longest_first(framework.labels)))
    return re.compile(
        rf"^(?P<front>[^\n]{{0,40}}?)(?<![^\W_])(?P<label>{label})(?![^\W\d_])(?P<behind>[^\n]*)$",
        re.IGNORECASE | re.MULTILINE,
    )


@cache
def _cell_regex(scale: Scale) -> re.Pattern[str]:
    return re.compile(
        rf"(?:{grade_pattern(scale, True)})(?![^\W\d_])"
        rf"|(?P<open>[(\[])?(?:{either(scale.in_front)}[ \t]*:?[ \t]*)?(?P<open2>[(\[])?"
        rf"(?P<figure>\d|{'|'.join(NUMBERS)}\b)"
        # "3-" is no grade of the scale.
        r"(?!\d|[+\u2212\u2013-](?!\w|[ \t]*\w))"
        r"(?(open2)[)\]])(?(open)[)\]])"
        rf"|(?<![^\s|])(?P<blank>{either(scale.blank)}|[\u2013\u2014-])(?![^\s|])",
        re.IGNORECASE,
    )


def cells(
    text: str, scale: Scale, first_column: int | None, *, at_line: int | None = None
) -> tuple[GradeCell, ...] | None:
    """The grades of a piece of a line, or None if anything else stands there.

    `first_column` is the column that the piece begins in, or None where columns cannot be counted; `at_line` is where
    it begins in its line, or None where that tells nothing.
    """
    grade_cells: list[GradeCell] = []
    at = 0
    for match in _cell_regex(scale).finditer(text):
        start = match.end() - len(match.group().lstrip())
        between, groups = text[at:start], match.groupdict()
        if between.strip(_MARKS) or is_qualified(between, text[start]):
            return None
        figure = number({"before": match["figure"]}) or number(groups)
        column = first_column + len(_SEPARATOR.findall(text[:start])) if first_column is not None else None
        words = groups["words"] or ""
        beside = grade_cells[-1] if grade_cells and grade_cells[-1].column == column else None
        if beside and beside.is_blank != bool(match["blank"]) and (column is not None or text[start] in "(["):
            if not beside.is_dash or text[start] in "([":
                return None  # a blank cell that has a grade in it is neither
            grade_cells.pop()  # a bullet
        place = at_line + start if at_line is not None else None
        grade_cells.append(GradeCell(fold(match.group()), figure, fold(words), column=column, at=place))
        at = match.end()
    return None if text[at:].strip(_BEHIND if grade_cells else _MARKS) else tuple(grade_cells)


def rows(text: str, framework: Framework, scale: Scale, *, with_text: bool = False) -> list[GradeRow]:
    """Every line of a text that is a label with grades alone, or a label alone; or has cells with other words too."""
    grade_rows: list[GradeRow] = []
    for match in _row_regex(framework).finditer(text):
        has_cells = bool(_SEPARATOR.search(match.group()))
        front = cells(match["front"].removeprefix("> ").rstrip(_MARKS), scale, 0 if has_cells else None)
        column = len(_SEPARATOR.findall(match["front"])) if has_cells else None
        behind = cells(match["behind"], scale, column, at_line=match.start("behind") - match.start())
        has_text = False
        if behind is None and column is not None and with_text:
            has_text = True
            behind = _graded_cells(match["behind"], scale, column)
        if front is not None and behind is not None and (behind or not has_text):
            label = fold(match["label"])
            grade_rows.append(
                GradeRow(
                    label,
                    match.start("label"),
                    match.end(),
                    front=front,
                    behind=behind,
                    line=match.group(),
                    has_text=has_text,
                )
            )
    return grade_rows


def _graded_cells(text: str, scale: Scale, first_column: int) -> tuple[GradeCell, ...]:
    """Those cells of a piece of a line that hold one grade and nothing else."""
    pieces = [cells(piece, scale, first_column + number) for number, piece in enumerate(_SEPARATOR.split(text))]
    return tuple(piece[0] for piece in pieces if piece and len(piece) == 1)


def columns(above: str, framework: Framework, year: int | None, *, cells: int) -> Columns:
    """The columns that the lines above a table name: by the framework's names for them, else by years.

    `cells` is how many the rows below have with that of the label, or 0 where nothing parts them.
    """
    header = _header(above)
    if named := _names_in(header, framework):
        with_names = (line for line in header.split("\n") if _SEPARATOR.search(line) and _names_in(line, framework))
        line = next(with_names, "")
        of_line = _names_in(line, framework)
        is_row = any(name in framework.columns for _, name in of_line)
        named = of_line if is_row else _names_in_one_line(header, framework) or named
        is_wanted = [name in framework.columns for _, name in named]
        if True not in is_wanted:  # a table of another body's grades alone is one of several columns as well
            return Columns(None, max(2, len(named)))
        wanted = is_wanted.index(True)
        cell = _cell_at(line, named[wanted][0], cells, names=column_heads.column_names(framework)) if is_row else None
        return Columns(wanted, len(named), cell)
    lines = [line for line in header.split("\n") if line.strip(_MARKS)]
    years = list(YEAR.finditer(lines[-1] if lines else ""))
    year_texts = [match.group() for match in years]
    is_head = bool(lines) and (_SEPARATOR.search(lines[-1]) is not None or lines[-1].strip(_MARKS).isdigit())
    if len(years) == 1 and is_head and year and str(year) not in year_texts:  # another year's grades alone
        return Columns(None, _FEW_ROWS)
    if len(years) > 1:
        if str(year) not in year_texts:
            return Columns(None, len(years))
        wanted = year_texts.index(str(year))
        return Columns(wanted, len(years), _cell_at(lines[-1], years[wanted].start(), cells, names=YEAR))
    return Columns(None, 1)


def _by_heads(
    document: Document, above: str, framework: Framework, scale: Scale, *, graded: set[int | None], cells: int
) -> Columns | None:
    """The columns of a table with a head for each, of which one alone says that its grades are this inspection's.

    Those that are not `graded` have other things than grades in all their cells.
    """
    lines = [line for line in above.split("\n") if line.strip(_MARKS)]
    heads = [head.strip(_MARKS) for head in _SEPARATOR.split(lines[-1].strip("| "))] if lines else []
    if len(heads) != cells or cells <= _FEW_ROWS or not column_heads.is_header(framework, scale, heads):
        return None
    own = [n for n in graded if n and column_heads.is_of_this_inspection(document, framework, heads[n])]
    return Columns(own[0] - 1, cells - 1, own[0]) if len(own) == 1 else None


def _cell_at(line: str, place: int, cells: int, *, names: re.Pattern[str]) -> int | None:
    """In which cell of a row of so many stands what a header names at a place; None where that cannot be told."""
    first = _SEPARATOR.split(line.strip(" ").removeprefix("|"), maxsplit=1)[0]
    before = len(_SEPARATOR.findall(line[:place]))
    if not cells or not names.search(first):
        return before if cells else None
    # The cell above the labels is lost: those behind it stand one further on in the rows.
    return before + 1 if len(_SEPARATOR.findall(line)) + 2 == cells else None


def _header(above: str) -> str:
    """The lines right above a table that can name its columns: none that is a sentence, and none above one."""
    lines = [line for line in above.split("\n") if line.strip(_MARKS)][-_MOST_HEADERS:]
    sentences = [n for n, line in enumerate(lines) if line.rstrip().endswith(".") or len(line) > _LONGEST_HEADER]
    return "\n".join(lines[sentences[-1] + 1 :] if sentences else lines)


def _names_in(text: str, framework: Framework) -> list[tuple[int, str]]:
    """The columns that a text names, in its order, each once, and where."""
    places: dict[str, int] = {}
    for match in column_heads.column_names(framework).finditer(text):
        places.setdefault(" ".join(match.group().lower().split()), match.start())
    return [(place, name) for name, place in places.items()]


def _names_in_one_line(header: str, framework: Framework) -> list[tuple[int, str]]:
    """The columns that a line names beside the wanted one: the line below it has the second words of their names."""
    lines = (_names_in(line, framework) for line in header.split("\n"))
    return next((names for names in lines if len(names) > 1 and any(n in framework.columns for _, n in names)), [])


def choose(grade_cells: Sequence[GradeCell], table: Columns) -> GradeCell | None:
    """The grade of a row in the column that is wanted; None where that cannot be told.

    A row with fewer grades than columns has a blank somewhere.
    """
    if table.number > 1 and table.wanted is None:
        return None
    if grade_cells[0].is_dash and (table.number == 1 or len(grade_cells) == table.number + 1):
        grade_cells = grade_cells[1:] or grade_cells  # the dash between a label and its grades
    if table.wanted is not None and (table.number > 1 or len(grade_cells) > 1):  # others may have heads of any words
        if table.cell is not None and all(cell.column is not None for cell in grade_cells):
            return next((cell for cell in grade_cells if cell.column == table.cell), None)
        return grade_cells[table.wanted] if len(grade_cells) == table.number else None
    return grade_cells[0] if len({cell.grade for cell in grade_cells}) == 1 else None


@dataclass(frozen=True)
class Place:
    """Where a table is looked for: a page of a document, and the piece of it."""

    document: Document
    page: int
    start: int
    end: int
    what: str


def read(place: Place, framework: Framework, scale: Scale, *, year: int | None) -> tuple[list[LocatedLine], list[str]]:
    """The graded lines of a table in a piece of a page, and the rows that were refused, as messages."""
    text = place.document.pages[place.page][place.start : place.end]
    labelled = rows(text, framework, scale, with_text=True)
    if not labelled:
        return [], []
    width = max(len(_SEPARATOR.findall(row.line)) for row in labelled)
    above = text[: text.rfind("\n", 0, labelled[0].offset) + 1]
    first = place.start + labelled[0].offset
    is_table = len(labelled) > 1
    heading = ""
    if not any(cell.words for row in labelled for cell in (*row.front, *row.behind)):
        heading = column_heads.heading_of_other_numbers(place.document, framework, place.page, start=first, year=year)
    heading = heading or column_heads.foreign_heading(
        place.document, framework, scale, page=place.page, start=first, is_table=is_table
    )
    if heading:
        return [], [_headed(heading, labelled)]
    labelled, cut = _with_whole_labels(text, labelled, framework, scale=scale)
    if not labelled:
        return [], cut
    labelled, doubts = _of_this_inspection(place, framework, scale, labelled=labelled, year=year)
    table = columns(above, framework, year, cells=width and width + 1)
    doubts = [*cut, *doubts]
    if table.wanted is None:
        graded_columns = {cell.column for row in labelled for cell in row.behind}
        table = _by_heads(place.document, above, framework, scale, graded=graded_columns, cells=width + 1) or table
    if table.cell is None:
        labelled = [row for row in labelled if not row.has_text]
    graded = [(row, row.behind) for row in labelled if row.behind]
    if not graded:
        graded = [(row, row.front) for row in labelled if row.front]
        if _counts_up(graded):
            graded = []
        elif graded and _is_cut(text, labelled, graded[0][0], last=graded[-1][0], scale=scale):
            return [], [
                *doubts,
                f"not read, since a grade above or below could as well be the one of: {_names(graded)}",
            ]
    if table.wanted is None and (heading := _foreign_head(place, framework, scale, graded=graded)):
        return [], [*doubts, _headed(heading, labelled)]
    below, shifted = _below(text, labelled, scale)
    doubts += shifted
    has_heads = row_cells.CELLS.search(above.rstrip().rpartition("\n")[2].strip("| ")) is not None
    widths = [sum(not cell.is_blank for cell in its_cells) for _, its_cells in [*graded, *below]]
    most = max(widths, default=0)
    has_heads = has_heads or sum(width == most for width in widths) > _FEW_ROWS
    graded_lines: list[LocatedLine] = []
    for width, (row, its_cells) in zip(widths, [*graded, *below], strict=True):
        if len({cell.words.lower() for cell in its_cells if cell.words}) >= (_BAR + (table.cell is not None)):
            continue
        is_lone = table.wanted is None and width < most and (has_heads or _BLANK.search(row.line))
        if not is_lone and (cell := choose(its_cells, table)):
            graded_lines += [] if cell.is_blank else _lines(row, cell, framework, scale=scale, place=place)
        else:
            figures = ", ".join(cell.text for cell in its_cells)
            doubts.append(f'not read, since the column of the grade cannot be told: {row.label} ("{figures}")')
    return graded_lines, doubts


def _of_this_inspection(
    place: Place, framework: Framework, scale: Scale, *, labelled: Sequence[GradeRow], year: int | None
) -> tuple[list[GradeRow], list[str]]:
    """The rows without those below a heading further down that says that they are of another inspection, or none."""
    text = place.document.pages[place.page][place.start : place.end]
    headed: dict[str, list[GradeRow]] = defaultdict(list)
    heading, end = "", 0
    for row in labelled:
        start = text.rfind("\n", 0, row.offset) + 1
        lines = text[end:start].split("\n") if end else []
        between = "\n".join(line for line in lines if not _is_other_row(place.document, line, framework, scale=scale))
        if between.strip(_MARKS + "\n"):
            where = (place.page, place.start + row.offset)
            above = column_heads.foreign_heading(place.document, framework, scale, *where, is_table=len(labelled) > 1)
            above = above or column_heads.heading_of_other_numbers(place.document, framework, *where, year)
            above = above or column_heads.foreign_caption_below(place.document, between, framework, scale=scale)
            goes_on = column_heads.goes_on(place.document, framework, scale, heading, below=between)
            heading = above or (heading if goes_on else "")
        headed[heading].append(row)
        end = row.end
    own = headed.pop("", [])
    return own, [_headed(heading, rows) for heading, rows in headed.items()]


def _with_whole_labels(
    text: str, labelled: Sequence[GradeRow], framework: Framework, *, scale: Scale
) -> tuple[list[GradeRow], list[str]]:
    """The rows without those whose label may begin in the line above, and a message that names these."""
    cut = [row for row in labelled if lone_grades.begins_above(text, row.offset, framework, scale)]
    names = "; ".join(row.label for row in cut)
    return [row for row in labelled if row not in cut], [f"not read, since {lone_grades.CUT}: {names}"] if cut else []


def _is_other_row(document: Document, line: str, framework: Framework, *, scale: Scale) -> bool:
    """Whether a line between two rows is a row with a label that the framework has not, and no heading of them."""
    label, *behind = _SEPARATOR.split(line.strip("| "), maxsplit=1)
    has_grades = bool(behind and label.strip(_MARKS) and cells(behind[0], scale, None))
    is_heading = framework.heads.kinds.search(label) or column_heads.is_of_earlier(document, framework, label)
    return has_grades and not YEAR.search(label) and not is_heading


def _headed(heading: str, labelled: Sequence[GradeRow]) -> str:
    return f'not read, since they are headed "{heading}": {"; ".join(row.label for row in labelled)}'


def _foreign_head(
    place: Place, framework: Framework, scale: Scale, *, graded: Sequence[tuple[GradeRow, Sequence[GradeCell]]]
) -> str:
    """What the one column of a table is headed by, if that says that its grades are none of this inspection's."""
    starts = (place.start + row.end - len(row.line) + cells[0].at for row, cells in graded if cells[0].at is not None)
    start = next(starts, None)
    return (
        ""
        if start is None
        else column_heads.foreign_head(place.document, framework, scale, page=place.page, grade=start)
    )


def _is_cut(text: str, labelled: Sequence[GradeRow], first: GradeRow, *, last: GradeRow, scale: Scale) -> bool:
    """Whether rows with the grade in front begin below a label alone, or end above a grade alone.

    Each grade is then that of the row above.
    """
    above = next((row for row in reversed(labelled) if row.end <= first.offset and not row.front), None)
    start = text.rfind("\n", 0, first.offset) + 1
    is_below_label = above is not None and not text[above.end : start].strip(_MARKS + "\n")
    return is_below_label or bool(cells(text[last.end :].lstrip().split("\n", 1)[0], scale, None))


def _names(graded: Sequence[tuple[GradeRow, Sequence[GradeCell]]]) -> str:
    return "; ".join(row.label for row, _ in graded)


def _counts_up(graded: Sequence[tuple[GradeRow, Sequence[GradeCell]]]) -> bool:
    """Whether numbers in front of labels only number the lines."""
    numbers = [grade_cells[0].number for _, grade_cells in graded if not grade_cells[0].words]
    return bool(numbers) and numbers == list(range(1, len(numbers) + 1))


def _below(
    text: str, labelled: Sequence[GradeRow], scale: Scale
) -> tuple[list[tuple[GradeRow, tuple[GradeCell, ...]]], list[str]]:
    """The rows that have their grades on the lines below, unless these could as well be those of the next label."""
    alone = [row for row in labelled if not row.behind and not row.front]
    pairs = [(row, _cells_below(text, row.end, scale)) for row in alone]
    graded = [(row, its_cells) for row, its_cells in pairs if its_cells]
    if not graded:
        return [], []
    first = graded[0][0]
    before = text[: text.rfind("\n", 0, first.offset) + 1].rstrip()
    above = "" if any(key.end() == len(before) for key in scale_key.find(before, scale)) else before.rsplit("\n", 1)[-1]
    # A label without a grade right below the last grade: all of these may stand above their labels.
    last, cells_of_last = pairs[-1]
    between = text[graded[-1][0].end : last.offset].split("\n")
    is_above = not cells_of_last and all(cells(line, scale, None) for line in between if line.strip(_MARKS))
    # A page number below the last label is no grade where the others have theirs beside them.
    is_rare = len(graded) < len([row for row in labelled if row.behind])
    is_shifted = (
        is_above
        or is_rare
        or bool(cells(above, scale, None))
        or any(
            not its_cells and not text[row.end : following.offset].strip(_MARKS + "\n")
            for (row, its_cells), (following, _) in itertools.pairwise(pairs)
        )
    )
    if is_shifted:
        return [], [f"not read, since a grade above or below could as well be the one of: {_names(graded)}"]
    return graded, []


def _cells_below(text: str, start: int, scale: Scale) -> tuple[GradeCell, ...]:
    grade_cells: list[GradeCell] = []
    for line in text[start:].split("\n"):
        if not line.strip(_MARKS):
            continue
        line_cells = cells(line, scale, None)
        if not line_cells:
            break
        grade_cells += line_cells
    return tuple(grade_cells)


def _lines(row: GradeRow, cell: GradeCell, framework: Framework, *, scale: Scale, place: Place) -> list[LocatedLine]:
    word = scale.by_number.get(cell.number) if cell.number is not None else None
    offset = place.start + row.offset
    # A number on no scale goes on as printed: the harmoniser names it and lets the other lines stand.
    texts = (row.label, cell.text, cell.words or (word.words if word else str(cell.number)))
    return [
        located(
            place.document, place.page, offset, judgement=judgement, texts=texts, what=place.what, number=cell.number
        )
        for judgement in judgements_of(framework, row.label)
    ]
