"""Whose account a paper is, and which papers are no account of one inspection: by their marks, from the data file.

The inspectorate's own report has its title and a mark beside it; a council's paper on an inspection is another body's
account. Improvement plans, self-evaluations, comparisons, drafts and reports on other kinds of inspection speak of the
same judgements and give no grade of this record: they are refused by their name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from loaders.reading import document_parts as parts
from loaders.reading.dates import MONTH, month_number
from loaders.reading.parsers import column_heads, row_cells
from loaders.reading.parsers.patterns import words_pattern
from loaders.record import small_letters
from loaders.record.errors import SourceRefused
from loaders.record.model import Document, Evidence
from loaders.record.reference import Authority, Framework, OtherInspection, Reference, Scale

_GRADES_TABLE = re.compile(r"^[^\w\n]*+Judgement\s+Grade\b", re.IGNORECASE | re.MULTILINE)
_CELLS = re.compile(r"[\t|]|\s[\u2013-]\s|:|\s{3,}")
_MARKS_BEHIND = re.compile(r"\W+\Z")
_MARKS = " \t|*#_>.:\u2022\u2013-"
_LAST = 3_000  # characters, in which a report says whose it is
_SEVERAL = 2
_PAGES = 4  # a paper says early what it is; to look for it in all of a report is a tenth of reading it
_BELOW = 3  # lines
_LONGEST_NAME = 9  # words
_LONGEST_CELL = 80  # characters
_NAMES = re.compile(r"[,;|\t]|\band\b|[ ]{3,}")
_VERBS = ("judged", "rated", "graded")
_WORD = re.compile(r"[^\W\d_]{3,}")
_FEW_GRADES = 3
_SENTENCE_END = re.compile(r"[.!?](?=\s)|\n\s*\n|\n(?=\W*[A-Z\u2022])")
_DATE = re.compile(rf"(?:\b(?P<month>{MONTH})[a-z]*,?\s+)?(?<!\d)(?P<year>20\d\d)(?!\d)", re.IGNORECASE)
_POINTS = re.compile(r"\b(?:th(?:is|ese|ose)|here|above|below|following|its|their|our)\b|:\W*\Z", re.IGNORECASE)
# What a sentence below the grades has that may speak of them, and not of the council; in a dated report with the
# inspectorate's marks a council may hope to be "judged" good.
_PAPER = (
    r"we|this(?! (?:committee|panel|board|meeting|council)\b)|these|those|here|above|below|following|our|us"
    r"|reports?|papers?|versions?|draft|copy|documents?|scores?"
)
_OF_ITSELF = re.compile(rf"\b(?:{_PAPER}|grad\w+|judge?\w*|rat(?:ed|ings?)|inspect\w+)\b", re.IGNORECASE)
_OF_ITS_GRADES = re.compile(rf"\b(?:{_PAPER}|grades?|judge?ments?|ratings?)\b", re.IGNORECASE)
_OUR = re.compile(
    r"\bour(?= (?:(?:overall|key|main|headline|inspection) )?"
    r"(?:grades?|judge?ments?|ratings?|findings?|verdicts?|outcomes?)\b)",
    re.IGNORECASE,
)
_OURS = (
    "our overall", "our key", "our main", "our headline", "our inspection", "our grade", "our judg", "our rating",
    "our finding", "our verdict", "our outcome",
)  # fmt: skip
# In front of a title on its line: marks, numbers, names and kinds ("Ofsted", "Re-", "Rutland County Council").
_BEFORE_TITLE = re.compile(
    r"[\W\d]*(?:(?:[A-Z][\w.,&'\u2019()-]*|and|of|on|the|an?|for|upon)[\s:\u2013-]+)*(?:[Rr]e-?)?\Z"
)


def in_inspectors_voice(document: Document, reference: Reference) -> Document:
    """A document with "the judgements" for "our judgements", of the same length, where an inspector wrote it."""
    text = parts.head(document)
    signed = f"{text}\n{document.pages[-1][-_LAST:]}"
    is_by_inspector = any(mark.search(signed) for mark in reference.author_marks)
    if not is_by_inspector or any(mark.search(text) for mark in reference.secondary_marks):
        return document
    pages = (_OUR.sub(_the, page) if small_letters.has_any(page, _OURS) else page for page in document.pages)
    return replace(document, pages=tuple(pages))


def _the(our: re.Match[str]) -> str:
    return "THE" if our[0].isupper() else "The" if our[0][0].isupper() else "the"


def _without_other_columns(document: Document, reference: Reference) -> Document:
    """A document with spaces for what heads columns of targets and others, beside one of grades that were awarded.

    The parsers leave the grades below them out; they make no plan of the whole paper.
    """
    heads = next(iter(reference.frameworks.values())).heads
    if not any(heads.others.search(page) for page in document.pages[:_PAGES]):
        return document
    pages: list[str] = []
    for page in document.pages[:_PAGES]:
        lines = page.split("\n")
        for number, line in enumerate(lines):
            cells = row_cells.of_row(line) if row_cells.has_marks(line) else []
            names = [cell for cell in cells[1:] if cell]
            if len(names) < _SEVERAL or not (not cells[0] or heads.labels.match(cells[0])):
                continue
            if sum(heads.awarded.match(name) is not None for name in names) == 1:
                for name in (name for name in names if not heads.awarded.match(name)):
                    lines[number] = lines[number].replace(name, " " * len(name))
        pages.append("\n".join(lines))
    return replace(document, pages=(*pages, *document.pages[_PAGES:]))


def check(document: Document, reference: Reference, title_end: int | None) -> None:
    """Raises SourceRefused for what is no account of one inspection; `title_end` is where a framework's title ends."""
    document = _without_other_columns(document, reference)
    text = parts.head(document, parts.LONG_HEAD_CHARACTERS)
    headings = parts.headings(text)
    _check_papers(document, text, headings, reference=reference)
    # What stands below the grades is another chapter, or another service's grades beside them.
    headings = _above_grades(headings, reference) if title_end is not None else headings
    # A kind may follow the framework's title on its line ("Inspection of ...: monitoring visit").
    line_end = text.find("\n", title_end or 0)
    before = text if title_end is None or line_end < 0 else text[:line_end]
    is_graded = title_end is not None and _GRADES_TABLE.search(text) is not None
    joined = "\n".join(headings)
    places = [
        (place, other.title)
        for other in reference.other_inspections
        if (place := _named_at(other, text, "" if is_graded else before, headings=headings, joined=joined)) is not None
    ]
    if places:
        title = min(places)[1]
        article = "an" if title[0] in "aeiou" else "a"
        raise SourceRefused(f"{article} {title}; wanted a graded inspection of a local authority")


def _named_at(other: OtherInspection, text: str, before: str, *, headings: Iterable[str], joined: str) -> int | None:
    """Where a head names another kind of inspection as its own: before a framework's title, or in so many words."""
    if match := other.recognise.search(before) or other.states.search(text):
        return match.start()
    possible = other.recognise.possible_in(joined)
    return len(text) if possible and any(map(possible.match, headings)) else None


def _check_papers(document: Document, text: str, headings: list[str], *, reference: Reference) -> None:
    above = len(_above_grades(headings, reference))
    is_report = parts.dates(document).start and any(mark.search(text) for mark in reference.primary_marks)
    of_itself = _OF_ITS_GRADES if is_report else _OF_ITSELF
    earlier = [heading for heading in headings[above:] if "20" in heading and _is_of_earlier(document, heading)]
    headings = [
        *headings[:above],
        *(h for h in headings[above:] if h not in earlier and (not h.endswith(".") or of_itself.search(h))),
    ]
    joined = "\n".join(headings)
    for paper in reference.papers:
        possible = paper.recognise.possible_in(joined)
        if (
            _states(paper, text, document, reference=reference)
            or (possible and any(map(possible.search, headings)))
            or any(map(paper.anywhere.search, document.pages[:_PAGES]))
        ):
            raise SourceRefused(f"{paper.title}; wanted the report of one inspection")


def _above_grades(headings: list[str], reference: Reference) -> list[str]:
    """The headings as far as the first few that end in a grade, or have it between the two lines of their label."""
    graded = [
        number
        for number, heading in enumerate(headings)
        if _ends_in_grade(heading, reference) or _is_around_grade(heading, reference)
    ]
    return headings[: graded[_FEW_GRADES - 1]] if len(graded) >= _FEW_GRADES else headings


def _is_around_grade(heading: str, reference: Reference) -> bool:
    """Whether a heading is a label with a grade in it, as where the grade stands behind the first of its two lines."""
    return any(
        heading.replace(f" {word} ", " ", 1) in framework.labels
        for word in _words(reference)
        if f" {word} " in heading
        for framework in reference.frameworks.values()
    )


def _ends_in_grade(line: str, reference: Reference) -> bool:
    return _without_marks(line.rstrip()).lower().endswith(_last_words(reference))


@cache
def _words(reference: Reference) -> tuple[str, ...]:
    """The words of grades on the scales of reports, as they begin a cell."""
    scales = {framework.scale for framework in reference.frameworks.values() if framework.recognise}
    words = (word.words for scale in scales for word in reference.scales[scale].words if word.grade)
    return tuple(sorted({word[:1].upper() + word[1:] for word in words}))


@cache
def _last_words(reference: Reference) -> tuple[str, ...]:
    return tuple(sorted({word.split()[-1].lower() for word in _words(reference)}))


def _states(paper: OtherInspection, text: str, document: Document, *, reference: Reference) -> bool:
    """Whether a head says in a sentence that it is such a paper, and does not speak of an earlier one."""
    while match := paper.states.search(text):
        starts = [end.end() for end in _SENTENCE_END.finditer(text, 0, match.start())]
        end = _SENTENCE_END.search(text, match.end())
        start, stop = starts[-1] if starts else 0, end.start() if end else len(text)
        is_below = any(_ends_in_grade(line, reference) for line in text[:start].split("\n"))
        if not is_below or not _is_of_earlier(document, text[start:stop]):
            return True
        text = text[:start] + text[stop:]
    return False


def _is_of_earlier(document: Document, sentence: str) -> bool:
    """Whether a sentence dates what it speaks of before the days of the inspection that the document is of.

    "A mock inspection in May 2014 found ..." is a remark in the report on a visit in October.
    """
    visit = parts.dates(document).start
    months = [
        (int(date["year"]), month_number(date["month"]) if date["month"] else 12) for date in _DATE.finditer(sentence)
    ]
    return (
        visit is not None and bool(months) and max(months) < (visit.year, visit.month) and not _POINTS.search(sentence)
    )


def evidence(document: Document, framework: Framework, reference: Reference) -> Evidence:
    """`primary` for the inspectorate's own report, by its title and a mark beside it; else `secondary`."""
    text = parts.head(document)
    if any(mark.search(text) for mark in reference.secondary_marks):
        return "secondary"
    matches = (match for title in framework.recognise for match in title.all(text))
    first = min(matches, key=lambda match: match.start(), default=None)
    # A sentence that names the inspection before its title does makes the paper one about it.
    has_title = first is not None and _is_title(text, first, reference)
    salutation = parts.SALUTATION.search(text)
    if salutation and not framework.by_letter:
        return "secondary"
    if first and has_title:
        # The title of a letter follows its salutation; one that other words stand above is about a report.
        is_letter = salutation is not None and salutation.end() <= first.end()
        before = text[salutation.end() if salutation and is_letter else 0 : first.start()]
        if _has_foreign_lines(before, reference) and (is_letter or parts.dates(document).end):
            return "secondary"
    signed = f"{text}\n{document.pages[-1][-_LAST:]}"
    is_marked = any(mark.search(signed) for mark in reference.primary_marks) or (
        any(mark.search(text) for mark in reference.copied_marks) and not _says_more(text, framework, reference)
    )
    return "primary" if has_title and is_marked else "secondary"


def _says_more(text: str, framework: Framework, reference: Reference) -> bool:
    """Whether a text has words that are none of a front page: who copies its table alone has none."""
    words = (word.words for word in reference.scales[framework.scale].words)
    words_of_report = _WORD.findall(" ".join([framework.title, *framework.labels, *words]).lower())
    front_page = reference.front_page_words | framework.heads.words | _words_of_names(reference)
    return not front_page.union(words_of_report).issuperset(_WORD.findall(text.lower()))


def _has_foreign_lines(before: str, reference: Reference) -> bool:
    """Whether other words stand above a title than the inspectorate's and a council's names, dates and page numbers."""
    lines = [line for line in before.split("\n")[:-1] if not reference.front_page_lines.search(line)]
    words = {word.lower() for line in lines for word in _WORD.findall(line)}
    return bool(words - reference.front_page_words - _words_of_names(reference))


@cache
def _words_of_names(reference: Reference) -> frozenset[str]:
    register = reference.register
    names = [name for authority in register.authorities for name in (authority.name, *authority.aliases)]
    return frozenset(word.lower() for name in names for word in _WORD.findall(name))


def _is_title(text: str, match: re.Match[str], reference: Reference) -> bool:
    """Whether what a framework is recognised by stands as a title, and not in a sentence or in another title."""
    start, end = text.rfind("\n", 0, match.start()) + 1, text.find("\n", match.end())
    line = text[start : end if end >= 0 else len(text)]
    return bool(_BEFORE_TITLE.match(text[start : match.start()])) and not reference.title_without.search(line)


def check_one_authority(document: Document, framework: Framework, reference: Reference) -> None:
    """Raises SourceRefused for a paper that gives grades of several authorities, by their names beside grades.

    The heads of columns of which one is its own council's are none: the parsers read this column alone.
    """
    scale = reference.scales[framework.scale]
    cells = re.compile(rf"(?:\W+(?:{words_pattern(scale)}|[1-4]))+\W*\Z", re.IGNORECASE)
    ends = (*"1234", *{word.words.lower().split()[-1] for word in scale.words})
    graded: dict[str, str] = {}
    for page in document.pages[:_PAGES]:
        lines = [line.rstrip() for line in page.split("\n") if line.strip()]
        near = {
            above
            for number, line in enumerate(lines)
            if _without_marks(tail := line[-_LONGEST_CELL:]).lower().endswith(ends) and cells.search("\n" + tail)
            for above in range(max(0, number - _BELOW), number + 1)
        }
        for line in (lines[number] for number in sorted(near)):
            if _heads_own_column(document, line, framework, reference=reference):
                continue
            columns = [_authority(cell, reference) for cell in _CELLS.split(line)]
            named = {authority.authority_id: authority.name for authority in columns if authority}
            if len(named) < _SEVERAL:
                authority = next(filter(None, [*columns, _authority(cells.sub("", line), reference)]), None)
                named = {authority.authority_id: authority.name} if authority else {}
            graded |= named
        with_sentences = parts.dates(document).start is None  # a dated report may speak of others
        judged = _judged(page, scale, reference, with_sentences=with_sentences)
        graded |= {authority.authority_id: authority.name for authority in judged}
    if len(graded) >= _SEVERAL:
        names = ", ".join(list(graded.values())[:_SEVERAL])
        raise SourceRefused(
            f"a comparison of several authorities: it gives grades beside more than one ({names}); wanted the report "
            "of one inspection"
        )


def _heads_own_column(document: Document, line: str, framework: Framework, *, reference: Reference) -> bool:
    cells = row_cells.of_row(line)
    return (
        len(cells) > _SEVERAL
        and column_heads.is_header(framework, reference.scales[framework.scale], cells)
        and all(_authority(cell, reference) for cell in cells[1:])
        and sum(column_heads.is_of_this_inspection(document, framework, cell) for cell in cells[1:]) == 1
    )


def _judged(page: str, scale: Scale, reference: Reference, *, with_sentences: bool) -> Iterator[Authority]:
    """Those whose grade stands in front of their names ("Good: Rutland, Leicester"), or is said in a short sentence."""
    sentence, line = _statements(scale)
    if with_sentences and any(verb in page for verb in _VERBS):
        for match in sentence.finditer(page):
            if authority := _authority(match["name"], reference):
                yield authority
    for match in line.finditer("\n" + page):
        yield from filter(None, (_authority(name, reference) for name in _NAMES.split(match["names"])))


@cache
def _statements(scale: Scale) -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = words_pattern(scale)
    verbs = "|".join(_VERBS)
    return (
        re.compile(
            rf"(?:^|[.;:,\u2022]\s+|\band\s+)(?P<name>(?-i:[A-Z])[\w'\u2019. -]{{2,60}}?)\s+"
            rf"(?:was|were|is|are|has\s+been)\s+(?:\w+\s+)?(?:{verbs})\s+(?:to\s+be\s+|as\s+|overall\s+)?{words}\b",
            re.IGNORECASE | re.MULTILINE,
        ),
        re.compile(
            rf"\n[^\w\n]*+{words}[ \t]*(?:\(\d+\)[ \t]*)?"
            r"(?:[:|\t\u2013-]|[ ]{2})[ \t|]*(?P<names>(?-i:[A-Z])[^\n]*)$",
            re.IGNORECASE | re.MULTILINE,
        ),
    )


def _without_marks(line: str) -> str:
    """A line without the marks that it ends in, if any: most end in a letter."""
    return line if line[-1:].isalnum() else _MARKS_BEHIND.sub("", line)


def _authority(text: str, reference: Reference) -> Authority | None:
    """The authority whose name a piece of a line is, and nothing else."""
    name = text.lstrip(_MARKS + "0123456789)(").rstrip(_MARKS)
    if not name or not name[0].isupper() or len(name.split()) > _LONGEST_NAME:
        return None
    return reference.register.find(name)
