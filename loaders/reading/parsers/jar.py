"""Joint area reviews: a table of numbers under "Grades", with its key, and sentences that say the same.

The first reviews (to 2007) graded the five outcomes, the later ones three groups of children; both may have columns for
the council and for health beside that for local services overall. The row of words with a cross over one of them, at
the head of each section, is not read: in the text the cross stands between two cells or is lost, so that its place
proves nothing. What an annex prints is another assessment's.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace

from loaders.reading.document_parts import locate
from loaders.reading.parsers import cell_tables, column_heads, common, grade_rows, scale_key
from loaders.reading.parsers.patterns import spaced
from loaders.record.model import Document
from loaders.record.reference import Framework, Scale

_SECTION_CHARACTERS = 1500
_FEW_ROWS = 3
_ANNEX = re.compile(
    r"^[ \t|*#]*(?:(?:annexe?|appendix)\b(?:\s+[A-Z\d]{1,2}\b)?|(?:the\s+)?annual\s+performance\s+assessment\b"
    r"|(?:previous|earlier|last|most\s+recent(?:ly\s+published)?)\s+(?:[a-z]+\s+){0,3}(?:judge?ments|grades|assessments?))"
    r"[^\n.]{0,100}$",
    re.IGNORECASE | re.MULTILINE,
)
# The heading of an annex with the line below it, which may be its title.
_ANNEX_TITLE = re.compile(
    r"^[ \t|*#]*(?:annexe?|appendix)\b[^\n]{0,120}(?:\s*\n[^\n]{0,120})?", re.IGNORECASE | re.MULTILINE
)
_CORPORATE = re.compile(r"corporate assessment", re.IGNORECASE)
_CONTENTS = re.compile(r"^[ \t|*#]*contents[ \t|*:]*\n\s*", re.IGNORECASE | re.MULTILINE)
_LONGEST_ENTRY = 100  # characters
# A page number behind a heading: an entry of the contents.
_LISTED = re.compile(r"(?:[\t|.]|\s{2})[\s|.]*\d{1,3}[\s|]*$")
_TABLE_HEADING = re.compile(
    r"^[ \t|*#]*(?:\d{1,2}(?:\.\d{1,2})?[.)]?[ \t]+|[^\n|\t]{1,40}[|\t][ \t|]*)?"
    r"\**(?:Grades?(?:\s+(?:awarded|given))?|(?:Summary|Table)\s+of\s+grades)"
    r"(?:\s*\([^)\n]{1,40}\))?\**[ \t|*:]*$"
    r"|^[^\n]{0,80}\bgrades?\b[^\n]{0,20}\([^)\n]{0,30}\b4\b[^)\n]{0,10}\b(?:best|highest)\b[^)\n]{0,30}\)[ \t|*:]*$",
    re.IGNORECASE | re.MULTILINE,
)


def parse(document: Document, framework: Framework, scale: Scale) -> common.Grades:
    """Every graded line. Raises SourceRefused where a key to the grades contradicts the scale file."""
    document = replace(document, pages=tuple(_without_contents(text) for text in document.pages))
    graded_lines: list[common.LocatedLine] = []
    doubts: list[str] = []
    outside: list[grade_rows.Place] = []
    for page, end in enumerate(_ends(document)):
        text = document.pages[page][:end]
        scale_key.check(text, scale)
        sections = list(_sections(document, text, framework, scale))
        for start, stop in sections:
            place = grade_rows.Place(document, page, start, end=stop, what="Grades")
            lines, refused = grade_rows.read(place, framework, scale, year=None)
            graded_lines += lines
            doubts += refused
        spans = itertools.pairwise([0, *itertools.chain(*sections), end])
        outside += [grade_rows.Place(document, page, *span, "table") for span in spans][::2]
        table_lines = common.table_lines(document, framework, scale, page=page, what="Grades")
        rows = [
            i for i in table_lines if i.offset < end and not any(start <= i.offset < stop for start, stop in sections)
        ]
        doubts += common.describe_doubts(document, rows)
        graded_lines += [row for row in rows if not row.is_in_doubt]
        sentences = common.sentence_lines(document, framework, scale, page=page)
        graded_lines += [item for item in sentences if item.offset < end or _is_of_the_review(document, item)]
    if not graded_lines and not doubts:
        review = replace(document, pages=tuple(t[:end] for t, end in zip(document.pages, _ends(document), strict=True)))
        graded_lines = cell_tables.transposed(review, framework, scale)
        doubts += [] if graded_lines else _rows_elsewhere(document, framework, scale)
    graded = {item.judgement for item in graded_lines}
    others = [row for place in outside for row in _second_table(place, framework, scale) if row.judgement in graded]
    graded_lines, conflicts = common.without_conflicts(document, [*graded_lines, *others], ("table",), scale=scale)
    graded_lines = [item for item in graded_lines if item not in others]
    return common.Grades(common.in_order(graded_lines), [*doubts, *conflicts])


def _second_table(place: grade_rows.Place, framework: Framework, scale: Scale) -> list[common.LocatedLine]:
    """Rows of figures that nothing calls grades, and that may contradict those: no page numbers, which grow."""
    lines, _ = grade_rows.read(place, framework, scale, year=None)
    figures = [line.line.number for line in lines]
    return lines if len(lines) >= _FEW_ROWS and any(b <= a for a, b in itertools.pairwise(figures) if a and b) else []


def _without_contents(text: str) -> str:
    """A page with spaces for the entries of a list of contents: headings and labels, which the report has once more."""
    contents = _CONTENTS.search(text)
    if contents is None:
        return text
    entries: set[str] = set()
    end = contents.end()
    for line in text[end:].split("\n"):
        entry = _bare(line)
        if not entry or entry in entries or len(line) > _LONGEST_ENTRY or line.rstrip().endswith("."):
            break
        entries.add(entry)
        end += len(line) + 1
    return text[: contents.end()] + re.sub(r"[^\n]", " ", text[contents.end() : end]) + text[end:]


def _rows_elsewhere(document: Document, framework: Framework, scale: Scale) -> Iterator[str]:
    """Messages that name the rows of figures which are not known to be the review's grades."""
    for page, end in enumerate(_ends(document)):
        text = document.pages[page]
        rows = [row for row in grade_rows.rows(text, framework, scale) if row.behind]
        own, others = ([row for row in rows if (row.offset < end) == is_own] for is_own in (True, False))
        for reason, part in (
            ('they stand under no heading "Grades", column or key that says what they are', own),
            ("they stand behind the heading of an annex or of another assessment", others),
        ):
            if len(part) >= _FEW_ROWS:
                labels = "; ".join(dict.fromkeys(row.label for row in part))
                where = locate(document, page, part[0].offset, what="").rstrip(", ")
                yield f"not read, since {reason}: {labels} (from {where})"


def _ends(document: Document) -> Iterator[int]:
    """For each page, up to where it is the review itself: an annex begins at its heading, not in the contents."""
    headings = [
        (page, match.start(), _bare(match.group()))
        for page, text in enumerate(document.pages)
        for match in _ANNEX.finditer(text)
        if not _LISTED.search(match.group())
    ]
    texts = [text for _, _, text in headings]
    first = next(
        ((page, start) for number, (page, start, text) in enumerate(headings) if text not in texts[number + 1 :]),
        None,
    )
    for page, text in enumerate(document.pages):
        if first is None or page < first[0]:
            yield len(text)
        else:
            yield first[1] if page == first[0] else 0


def _is_of_the_review(document: Document, item: common.LocatedLine) -> bool:
    """Whether a sentence of an annex is the corporate assessment's chapter: the same inspectors, the same visit."""
    annexes = [
        match
        for page, text in enumerate(document.pages[: item.page + 1])
        for match in _ANNEX_TITLE.finditer(text, 0, item.offset if page == item.page else len(text))
    ]
    return bool(annexes) and _CORPORATE.search(annexes[-1].group()) is not None


def _bare(heading: str) -> str:
    """A heading without the page number that contents print behind it."""
    return re.sub(r"[\W\d_]+$", "", " ".join(heading.split()).strip("|*# ")).lower()


def _sections(document: Document, text: str, framework: Framework, scale: Scale) -> Iterator[tuple[int, int]]:
    """Where tables of grades stand: behind a key, a heading "Grades", or at a line that names or introduces them."""
    starts = {key.end() for key in scale_key.find(text, scale)}
    starts |= {match.start() for match in _TABLE_HEADING.finditer(text)}
    if framework.columns:
        column = spaced(framework.columns[0])
        starts |= {text.rfind("\n", 0, match.start()) + 1 for match in re.finditer(column, text, re.IGNORECASE)}
    for line in re.finditer(r"^[^\n]*\bgrades?\b[^\d\n]*$", text, re.IGNORECASE | re.MULTILINE):  # no entry of contents
        starts |= {line.start()} if column_heads.introduces(document, framework, line.group()) else set()
    stop = -1
    for start in sorted(starts):
        if start < stop:
            continue
        # Whole lines: the first figure of "14" is no grade.
        last = text.find("\n", start + _SECTION_CHARACTERS)
        stop = last if last >= 0 else len(text)
        yield start, stop
