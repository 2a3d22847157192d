"""What the columns of a table are headed by: whether a grade in one is this inspection's, or another one's.

Beside the grades of an inspection tables have those of an earlier one, targets, averages and other councils' grades.
`common` and `other_tables` ask here what stands above a grade. Of a table without such heads nothing is said.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from functools import cache, lru_cache

from loaders.reading import document_parts as parts
from loaders.reading.dates import MONTH, YEAR
from loaders.reading.document_parts import fold
from loaders.reading.parsers import headings_above, row_cells
from loaders.reading.parsers.headings_above import MOST_WORDS
from loaders.reading.parsers.patterns import any_label, grade_pattern, longest_first, plain, spaced, words_pattern
from loaders.record.model import Document
from loaders.record.reference import Authority, Framework, Scale

HEADED = "they are headed"  # why grades are refused
_MARKS = " \t|*#_.:-"
_ROW_MARKS = " \t\n|*#_.:-"
_NUMBERED = re.compile(r"^(?:\d{1,3}(?:\.\d{1,2})*[.)]?|\(?[a-z]\))\s+")
_LONGEST_HEAD = 60  # characters
_MOST_ROWS = 60
_WORD = re.compile(r"[^\W\d_]{3,}")
_WORDS = re.compile(r"[^\W\d_]+")
_TITLE = 600  # characters
_DATE_ALONE = re.compile(rf"(?:{MONTH}(?![a-z])|[\W\d])+", re.IGNORECASE)
_OF_DAY = re.compile(rf"\b{MONTH}(?![a-z])|\d[/.-]\d{{1,2}}[/.-]20", re.IGNORECASE)
_MEETING = re.compile(
    r"\b(?:cabinet|committee|scrutiny|meeting|agenda|board|panel|executive|council|news|date)\b", re.IGNORECASE
)
_GENITIVE = re.compile(r"['\u2019]s\b")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
# What was inspected or judged; who judges has no such word in front.
_OF_SERVICES = re.compile(
    r"\b(?:of|on|for|rated|graded|judged|inspected) (?:the |our )?(?:children['\u2019]s )?(?:social care )?services\b",
    re.IGNORECASE,
)
_OUR = re.compile(r"\bour\b", re.IGNORECASE)  # said of the council's services, where it heads no column
_SINCE = re.compile(r"\bsince\b", re.IGNORECASE)  # the days of this inspection come after
_INSPECTED = re.compile(r"\b(?:ofsted|inspect\w*)\b", re.IGNORECASE)
RULES = re.compile(r"\b(?:framework|act|guidance|schedule|handbook)\b", re.IGNORECASE)  # of a year, and no inspection
# A name has no such word.
_SAYS_SOMETHING = re.compile(r"(?<![\w.'\u2019])(?!(?:of|the|and|upon|on|in|for|with|to|by|under|al|de)\b)[a-z]{2,}")


def foreign_head(document: Document, framework: Framework, scale: Scale, *, page: int, grade: int) -> str:
    """The head of the column that a grade stands in, if it says that the grade is none of this inspection's.

    `grade` is where it begins on the page.
    """
    text = document.pages[page]
    start = text.rfind("\n", 0, grade) + 1
    line_end = text.find("\n", grade)
    line = text[start : line_end if line_end >= 0 else len(text)]
    margin = len(line) - len(line.lstrip(" "))
    column = len(row_cells.CELLS.findall(text[start + margin : grade]))
    above = heads_above(text, start, column, framework=framework, scale=scale, margin=margin) if column else None
    if not above:
        return ""
    heads = row_cells.split(above)
    line = line[margin:]
    if not row_cells.has_marks(line) and len(row_cells.split(line)) < len(heads):  # a blank cell cannot be seen
        return heads[-1] if is_header(framework, scale, heads) else ""
    head = heads[column] if column < len(heads) else ""
    return "" if _is_own(document, framework, scale, heads=heads, head=head) else head


def foreign_caption(document: Document, line: str, framework: Framework, *, scale: Scale) -> str:
    """A line above the first grades of a document, if it is a heading and nothing that a report has there.

    A row that heads columns has one word of reports at least; any other line nothing but such and those of the title.
    """
    words = line.strip(_MARKS)
    is_heading = words[:1].isupper() and not line.rstrip().endswith((".", ",")) and len(words.split()) <= MOST_WORDS
    is_known = plain(words) in headings_above.labels(framework) or introduces(document, framework, words)
    if not is_heading or is_known or re.search(grade_pattern(scale, framework.numbered), words, re.IGNORECASE):
        return ""
    has_cells = row_cells.CELLS.search(line.strip()) is not None
    if framework.heads.no_inspection.search(words) and not (
        has_cells and is_header(framework, scale, row_cells.split(line))
    ):
        return words
    if has_cells:
        is_foreign = _SAYS_SOMETHING.search(words) is not None and not framework.heads.of_reports.search(words)
    else:
        years = {int(year) for year in YEAR.findall(words)}
        are_columns = len(years) > 1 and not years <= _years(document)
        is_foreign = are_columns or not _is_of_reports(document, line, framework)
    return words if is_foreign else ""


def foreign_caption_below(document: Document, between: str, framework: Framework, *, scale: Scale) -> str:
    """The last line between two runs of rows, if it is a heading that no report has there, and no row without grade.

    Where a report has blocks it may be a block's title in other words (`blocks`).
    """
    line = between.rstrip().rpartition("\n")[2]
    return (
        ""
        if headings_above.begins_row(framework, line) or framework.blocks
        else foreign_caption(document, line, framework, scale=scale)
    )


def foreign_title(document: Document, line: str, framework: Framework) -> str:
    """A line above the heads of the first table, if it says that the grades are of another council or inspection.

    Any other line may stand there: reports have the inspector's name or the end of a paragraph.
    """
    words = line.strip(_MARKS)
    if not words[:1].isupper() or line.rstrip().endswith((".", ",")) or len(words.split()) > MOST_WORDS:
        return ""
    others = other_authorities(document, framework, line, words=line)
    is_foreign = bool(others) or speaks_of_others(document, framework, words)
    return words if is_foreign and not framework.heads.lines.search(line) else ""


def foreign_heading(
    document: Document, framework: Framework, scale: Scale, page: int, start: int, *, is_table: bool
) -> str:
    """The heading that a run of rows stands under, if it says that these are no grades of this inspection.

    `start` is where the run begins on its page. Above several rows another year or other words suffice than above one,
    which may be the heading of a section.
    """
    above = headings_above.paragraph_above(document, framework, page, start=start) if is_table else [""]
    if is_table and _introduces_another_kind(framework, above):
        return fold(" ".join(above))
    below = above[-1]
    if introduces_others(document, framework, below):
        return fold(below)
    is_whole = is_table
    lines = headings_above.without_inspectorates(headings_above.find(document, framework, page, start=start), framework)
    for number, line in enumerate(line for line in lines if not _is_of_paper(document, framework, line)):
        # Above its title a paper has its own, and below a greeting a letter; a block may have a title in other words.
        is_whole = is_whole and not (parts.SALUTATION.match(line) or any(p.search(line) for p in framework.recognise))
        is_of_others = (
            any(says(document, framework, line) for says in (is_of_earlier, _is_of_no_inspection))
            or headings_above.is_other_inspectorate(line, framework)
            or (is_table and _is_of_others(document, framework, line))
        )
        is_out_of_place = is_whole and (number or not framework.blocks)
        if not is_of_others and not (is_out_of_place and _has_other_words(document, framework, scale, line=line)):
            continue
        below = below or headings_above.paragraph_above(document, framework, page, start=start)[-1]
        if is_of_others and not _is_passed_by(document, framework, line, below=below):
            return fold(line)
        if not is_of_others and not introduces(document, framework, below):
            return fold(line)
    return fold(below) if framework.heads.denied.match(below) else ""


@cache
def column_names(framework: Framework) -> re.Pattern[str]:
    """The names that a framework's tables have for their columns: the inspection's own and others."""
    names = longest_first([*framework.columns, *framework.other_columns])
    return re.compile(rf"\b(?:{'|'.join(map(spaced, names)) or '(?!)'})\b", re.IGNORECASE)


def _has_other_words(document: Document, framework: Framework, scale: Scale, *, line: str) -> bool:
    """Whether a heading of a table has words that no report has there; one with cells is judged by its columns."""
    is_column = not column_names(framework).sub("", line).strip(_ROW_MARKS)
    return not (is_column or row_cells.CELLS.search(line.strip())) and bool(
        foreign_caption(document, line, framework, scale=scale)
    )


def _is_of_paper(document: Document, framework: Framework, line: str) -> bool:
    """Whether a line dates the paper alone, in a later year: above its title, or as the day of a meeting."""
    own, heads = own_years(document, framework), framework.heads
    years = [int(year) for year in YEAR.findall(line)]
    is_later = bool(own and years) and min(years) > max(own) and _OF_DAY.search(line) is not None
    if not is_later or heads.grades.search(line) or heads.others.search(line):
        return False
    above, separator, _ = parts.head(document).partition(line)
    is_above = bool(separator) and not any(title.search(above) for title in framework.recognise)
    words = {word.lower() for word in _WORD.findall(line)}
    says = (words <= heads.words, _MEETING.search(line) is not None)
    return any(says) if is_above else all(says)


def _is_passed_by(document: Document, framework: Framework, heading: str, *, below: str) -> bool:
    """Whether a heading is that of a chapter, in which a sentence below it says that it is an inspection's grades."""
    heads = framework.heads
    if heads.passed_by.match(heading):
        return introduces(document, framework, below)
    return (
        heads.passed_by_if_dated.match(heading) is not None
        and ("this inspection" in below.lower() or YEAR.search(below) is not None)
        and introduces(document, framework, below)
    )


def introduces(document: Document, framework: Framework, text: str) -> bool:
    """Whether a text says that grades are an inspection's, and nothing else: of its own years, if of any."""
    return (
        _is_introduction(framework, text)
        and {int(year) for year in YEAR.findall(text)} <= own_years(document, framework)
        and not other_authorities(document, framework, text, words=text)
    )


def introduces_others(document: Document, framework: Framework, text: str) -> bool:
    """Whether a text says that grades are another inspection's or council's, and nothing else."""
    if not _is_introduction(framework, text, framework.heads.earlier):
        return False
    years, own = {int(year) for year in YEAR.findall(text)}, own_years(document, framework)
    is_earlier = not framework.heads.earlier.isdisjoint(text.lower().split())
    is_of_other_years = bool(own and years) and not years & own
    return (
        is_of_other_years
        or (is_earlier and not years)
        or bool(other_authorities(document, framework, text, words=text))
    )


def _introduces_another_kind(framework: Framework, sentences: Sequence[str]) -> bool:
    """Whether what stands above grades names another kind of assessment alone, as a heading or to introduce them."""
    text = " ".join(sentences)
    return (
        framework.heads.kinds.search(text) is not None
        and not re.search(rf"\b(?:{framework.title}|{framework.short_title})\b", text, re.IGNORECASE)
        and (not text.endswith(".") or _is_introduction(framework, sentences[-1], framework.heads.words_of_kinds))
    )


def _is_introduction(framework: Framework, text: str, more: frozenset[str] = frozenset()) -> bool:
    """Whether a text names grades, and has no words but those that introduce them, more such and councils' names."""
    heads = framework.heads
    if not heads.grades.search(text):
        return False
    for name, _ in heads.register.find_in(text):
        text = text.replace(name, "")
    words = {word.lower() for word in _WORDS.findall(_OF_SERVICES.sub("", text))}
    return words <= heads.introduces | more


def _is_of_others(document: Document, framework: Framework, line: str) -> bool:
    """Whether a heading of a table says that its grades are of other years, or by its words not the inspectors'."""
    words = line.strip(_ROW_MARKS)
    is_heading = (
        not row_cells.CELLS.search(words)
        and len(words.split()) <= MOST_WORDS
        and not framework.heads.lines.search(line)
    )
    if not is_heading or _SINCE.search(words):
        return False
    years, own = {int(year) for year in YEAR.findall(words)}, own_years(document, framework)
    if years and own and not RULES.search(words):
        return not years & own
    return framework.heads.others.search(_OUR.sub("", words)) is not None and not _INSPECTED.search(words)


def heading_of_other_numbers(document: Document, framework: Framework, page: int, start: int, year: int | None) -> str:
    """The heading above rows of numbers, if it says that they count something, or are grades of another year.

    A report comes out up to a year after the one that was assessed.
    """
    line = next(iter(headings_above.find(document, framework, page, start=start)), "").strip(_ROW_MARKS)
    heads = framework.heads
    is_graded = heads.grades.search(line) is not None
    years = {int(number) for number in YEAR.findall(line)} if year and (is_graded or line.isdigit()) else set()
    if (heads.counts.search(line) and not is_graded) or (year and years and not years & {year, year + 1}):
        return fold(line)
    return ""


def is_of_earlier(document: Document, framework: Framework, line: str) -> bool:
    """Whether a heading names an earlier inspection, another year or grades that are none yet."""
    if line.rstrip().endswith("."):
        return False
    words = line.strip(_ROW_MARKS)
    heads = framework.heads
    is_named = heads.not_ours_has.search(line) is not None and heads.not_ours.match(words) is not None
    return is_named or is_of_other_year(document, framework, words)


def _is_of_no_inspection(document: Document, framework: Framework, line: str) -> bool:
    """Whether a heading without cells names a paper of no inspection, hopes, other grades or another authority."""
    title = _NUMBERED.sub("", line.strip(" \t|*#_-"))
    is_lead = title.endswith(":")
    if not title[:1].isupper() or title.endswith(".") or row_cells.CELLS.search(title):
        return False
    if not is_lead and len(title.split()) > MOST_WORDS:
        return False
    own = _years(document)
    sentence = _SENTENCE.split(title)[-1]
    years = {int(year) for year in YEAR.findall(sentence)} if is_lead and not RULES.search(sentence) else own
    return (
        _names_no_inspection(framework, sentence)
        or bool(own and years and not years & own)
        or bool(other_authorities(document, framework, line, words=title))
    )


@lru_cache(maxsize=1_000)
def _names_no_inspection(framework: Framework, heading: str) -> bool:
    """Looked for once: reports of a framework have the same headings, and a hundred phrases are tried on each."""
    heads = framework.heads
    return heads.of_no_inspection.search(heading) is not None or heads.no_inspection.search(heading) is not None


def goes_on(document: Document, framework: Framework, scale: Scale, heading: str, *, below: str) -> bool:
    """Whether what is below a heading of other grades is still its own: no other heading but a block's stands there.

    Below the name of another authority everything is that one's, up to a line with another name.
    """
    if others := other_authorities(document, framework, heading, words=heading) if heading else set():
        return all(authority in others for _, authority in framework.heads.register.find_in(below))
    lines = (line for line in below.split("\n") if not _of_grade(scale).match(line)) if heading else ()
    parts_below = [line for line in lines if headings_above.begins_part(framework, line)]
    if framework.blocks:  # any other line may be the title of another block
        parts_below = [line for line in parts_below if framework.heads.grades.search(line) or YEAR.search(line)]
    return bool(heading) and not parts_below


@cache
def _of_grade(scale: Scale) -> re.Pattern[str]:
    """A line that has a grade, and no year and not "this": no heading of another part."""
    return re.compile(rf"(?!.*\b(?:20\d\d|this)\b).*\b{words_pattern(scale)}\b", re.IGNORECASE)


def other_authorities(document: Document, framework: Framework, line: str, *, words: str) -> set[Authority]:
    """Those that a line names, and the title above it does not."""
    register = framework.heads.register
    named = register.find_in(_GENITIVE.sub("", words))
    if not named:
        return set()
    head = parts.head(document, _TITLE + len(line))
    above = _GENITIVE.sub("", (head.partition(line)[0] or head)[:_TITLE])
    titled = {authority for _, authority in register.find_in(above)}
    others = {other for name, other in named if not any(register.is_name_of(name, own) for own in titled)}
    return others - titled if titled else set()


def _is_of_reports(document: Document, line: str, framework: Framework) -> bool:
    """Whether a heading has no words but those of reports' headings, of the title and of a block."""
    heads = framework.heads
    unknown = {word.lower() for word in _WORD.findall(line)} - heads.words
    if not unknown or (line.rstrip().endswith(")") and "(" not in line):  # the end of a sentence in brackets
        return True
    head = parts.head(document, _TITLE)
    above = head.rpartition(line)[0] or head
    patterns = (*framework.words.values(), *framework.recognise)
    if (
        unknown <= set(_WORD.findall(above.lower()))
        or heads.lines.search(line)
        or introduces(document, framework, _SENTENCE.split(line)[-1])
        or any(pattern.search(line) for pattern in patterns)
    ):
        return True
    named = heads.register.find_in(line)  # where no other is named: one beside such words
    names = {word.lower() for name, _ in named for word in _WORD.findall(name)}
    return unknown <= names and all(authority is named[0][1] for _, authority in heads.register.find_in(above))


def is_of_other_year(document: Document, framework: Framework, heading: str) -> bool:
    """Whether a heading says of grades that they are of another year than the document's inspection."""
    years = {int(year) for year in YEAR.findall(heading)}
    if not years or years & own_years(document, framework) or len(heading.split()) > MOST_WORDS:
        return False
    return _DATE_ALONE.fullmatch(heading) is not None or framework.heads.grades.search(heading) is not None


def names_another_year(document: Document, text: str) -> bool:
    """Whether a text has a year that is none of the document's inspection."""
    return any(int(year) not in _years(document) for year in YEAR.findall(text))


def own_years(document: Document, framework: Framework) -> set[int]:
    """The years of a document's inspection, and of its report: that of a yearly one may come out in the next."""
    year = parts.title_year(document, framework) if framework.yearly else None
    return {*_years(document), *((year, year + 1) if year else ())}


def speaks_of_others(document: Document, framework: Framework, text: str) -> bool:
    """Whether a heading says that the grades below are of another inspection or council, or none yet."""
    year = re.search(r"(?<!\d)(20\d\d)\W*\Z", text)
    return framework.heads.others.search(text) is not None or (
        year is not None and int(year[1]) not in _years(document)
    )


def is_of_this_inspection(document: Document, framework: Framework, head: str) -> bool:
    """Whether a head says that the grades below are those of the inspection that the document is about."""
    words = " ".join(head.lower().split())
    if words in (*framework.columns,):
        return True
    years = YEAR.findall(head)
    is_named = bool(years) or framework.heads.grades.search(head) is not None or _is_in_title(document, framework, head)
    return (
        is_named
        and not words.startswith(("date", "when"))
        and not framework.heads.others.search(head)
        and all(int(year) in _years(document) for year in years)
        and _is_of_reports(document, head, framework)
    )


def is_header(framework: Framework, scale: Scale, cells: Sequence[str]) -> bool:
    """Whether a row names its columns: the first is that of the labels, and no cell is a grade or a sentence."""
    return (
        framework.heads.labels.match(cells[0]) is not None
        and any(cells[1:])
        and not any(row_cells.is_grade(cell, scale) or (cell.isdigit() and len(cell) == 1) for cell in cells)
        and max(map(len, cells)) <= _LONGEST_HEAD
    )


def _is_own(document: Document, framework: Framework, scale: Scale, *, heads: Sequence[str], head: str) -> bool:
    """Whether nothing speaks against a grade below a head. A row that names no columns speaks only in so many words."""
    if not any(map(str.isalnum, head)) or row_cells.is_grade(head, scale) or max(map(len, heads)) > _LONGEST_HEAD:
        return True
    if is_header(framework, scale, heads):
        return is_of_this_inspection(document, framework, head)
    return not (framework.heads.grades.search(head) and framework.heads.others.search(head))


def heads_above(text: str, start: int, column: int, *, framework: Framework, scale: Scale, margin: int = 0) -> str:
    """The first row above a place that is no row of labels and grades; empty for a line without cells.

    `margin` is the width of the white space that the lines of the page begin with.
    """
    for _ in range(_MOST_ROWS):
        end = start - 1
        if end <= 0:
            return ""
        start = text.rfind("\n", 0, end) + 1
        line = text[start:end].rstrip()
        line = line[margin:] if line[:margin].isspace() else line.lstrip(" ") if margin else line
        if (head := _as_head(line, column, framework, scale=scale)) is not None:
            return head
    return ""


# The rows above a grade are those above the next one too: without a cache a table would take the square of its rows.
@lru_cache(maxsize=1024)
def _as_head(line: str, column: int, framework: Framework, *, scale: Scale) -> str | None:
    """A line as the head of a column, empty where it has no cells; None for a row, and for what begins every page."""
    cells = row_cells.split(line)
    label = next((cell for cell in cells if cell), "")
    is_row = (
        not label
        or (column < len(cells) and row_cells.is_grade(cells[column], scale))
        or plain(fold(label)) in headings_above.labels(framework)
        or _row_regex(framework, scale).fullmatch(label)
    )
    if is_row or headings_above.OF_PAGE.match(line) or headings_above.is_within_table(line, framework):
        return None
    return line if row_cells.CELLS.search(line) and not line.endswith(".") else ""


@cache
def _row_regex(framework: Framework, scale: Scale) -> re.Pattern[str]:
    """A label and its grade in one cell, as one space leaves them."""
    return re.compile(rf"{any_label(framework.labels)}\W{{1,3}}{words_pattern(scale)}", re.IGNORECASE)


def _is_in_title(document: Document, framework: Framework, head: str) -> bool:
    """Whether a head is the name of the council, or another name from the document's title."""
    lines = parts.head(document, _LONGEST_HEAD * 6).split("\n")
    title = "\n".join(
        itertools.takewhile(lambda line: not row_cells.CELLS.search(line.strip(_MARKS)), lines)
    )  # no table
    is_name = " " in head or bool(framework.heads.register.find_in(head))  # one word of a name may be a region's
    return is_name and re.search(rf"\b{re.escape(head)}\b", title, re.IGNORECASE) is not None


@lru_cache(maxsize=2)
def _years(document: Document) -> frozenset[int]:
    """The years of a document's inspection and of its report, which a paper may say comes out in the year after."""
    dates = parts.dates(document)
    years = {day.year for day in (dates.start, dates.end, dates.published) if day}
    reported, _ = parts.report_published(document)
    return frozenset(years | ({reported.year} if reported and (not years or reported.year - 1 in years) else set()))
