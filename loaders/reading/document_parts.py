"""Parts of a report that every stage looks for: its head and headings, its title page, its dates, and places in it.

`recognise`, `papers` and the parsers call this; it knows no framework's layout.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from loaders.reading.dates import LONGEST_TO_PUBLICATION, YEAR, date_range, month_alone
from loaders.record import safe_text as names
from loaders.record.model import Document
from loaders.record.reference import Framework

HEAD_PAGES = 3
HEAD_CHARACTERS = 3000
# A letter's list of addressees alone can fill what is the head of a report.
LONG_HEAD_CHARACTERS = 6000
# What comes behind the title and the name of the authority on a front page.
TITLE_END = re.compile(
    r"Inspection\s+dates?|Judgement\s+Grade|Published|Lead\s+inspector|The\s+overall\s+judgement",
    re.IGNORECASE,
)
_DATES_LABEL = re.compile(r"Inspection\s+date(?:s|\(s\))?\s*:?|Dates?\s+of\s+(?:the\s+)?inspection\s*:?", re.IGNORECASE)
_UNREAD = re.compile(rf"(?:{_DATES_LABEL.pattern})[ \t|*_]*(?P<words>[^\n]{{0,40}}?\d[^\n]{{0,40}})", re.IGNORECASE)
_VISIT = re.compile(
    r"(?:took\s+place|(?:was\s+)?(?:undertaken|carried\s+out|conducted))\s+(?:(?:between|from|on|during)\s+|(?=\d))",
    re.IGNORECASE,
)
# Sentences on an inspection and its days, or on its report and the day of that, as councils and newspapers write them:
# "Ofsted inspected ... from 6 to 17 March 2023", "Between 6 and 17 March 2023 Ofsted inspected ...", "The report was
# published on 2 May 2023".
_INSPECTED = re.compile(
    r"(?:\b(?:inspected|inspection|inspectors|visited)\b(?:[^.\n]|\.\w|\n(?!\s*\n)){0,200}?\b(?:from|between)\s+"
    r"|\b(?:inspected|inspection)\b(?:[^.\n]{0,60}?(?:\b(?:of|over|during)|[,:(]))?\s*"
    r"(?=\d{1,2}(?:\s+[a-z]+(?:\s+20\d\d)?)?\s*(?:to|and|[-\u2013])\s*\d{1,2}\s+[a-z]+)"
    r"|(?:^|(?<=[.:]\s)|(?<=\bthat\s))(?:from|between)\s+(?=[^.\n]{0,60}?\b20\d\d,?\s+(?:ofsted\b[^.\n]{0,60}\binspect"
    r"|inspectors\b[^.\n]{0,60}\binspect|(?:an?|the)\s(?:\w+\s){0,4}inspection\b)))"
    r"(?=(?:\w+day,?\s+)?\d{1,2}(?:st|nd|rd|th)?[\s\u2013-])",
    re.IGNORECASE | re.MULTILINE,
)
_ENDED = re.compile(
    r"\binspection\b[^.\n]{0,120}?\b(?:ended|finished|concluded|was completed) on (?=(?:\w+day,? )?\d)", re.IGNORECASE
)
_REPORT_PUBLISHED = re.compile(
    r"\b(?:report|review|inspection|assessment|rating|letter|outcomes?|findings|judge?ments|grades|results?)\b[^.\n]{0,90}?"
    r"\bpublished\s+(?:by\s+(?:ofsted|the\s+inspectorate)\s+)?on\s+(?=(?:\w+day,?\s+)?\d{1,2}(?:st|nd|rd|th)?\s)",
    re.IGNORECASE,
)
# Who inspects: a council may inspect as well.
_INSPECTORATE = re.compile(
    r"\b(?:ofsted|inspectors|inspectorate|quality commission|(?:the|full|this) inspection|inspection report"
    r"|ilacs|inspection of (?:local authority|services for) children)\b"
    # A council by its name, or as the council; a home or a market of it is another service.
    r"|\A\W*(?:(?:(?-i:[A-Z])[\w'\u2019-]+\s(?:(?-i:and|upon|of|on|the|with|in)\s)*){1,7}was\s"
    r"|(?:the\s)?(?:council|(?:local\s)?authority|children['\u2019]s\sservices)\swas\s)?inspected:?\s(?:from|between|\d)",
    re.IGNORECASE,
)
# What makes such a sentence, anywhere in it, one on days of something else.
_OTHER_DAYS = re.compile(
    r"\b(?:last|previous(?:ly)?|earlier|prior|before|next|first|again|progress|pilot|joint (?!area)|targeted|SEND|own"
    r"|internal(?:ly)?|will|would|could|should|may be|is to|expect(?:ed|s)?|planned|due|scheduled|likely|hope[sd]?"
    r"|focus(?:s)?ed|monitoring|peer|mock|assurance|fostering|adoption (?!performance)|schools?|homes?|academy|college"
    r"|police|fire|housing|hospitals?|prisons?|adults?|youth|agenda|minutes|consultation)\b",
    re.IGNORECASE,
)
# A title that has the days on its line, as councils print it: "Inspection of ..., 7 to 18 March 2011".
_TITLE_OF_DAYS = re.compile(
    r"^[^\w\n]*(?=[A-Z])[^\n]{0,200}?\binspection\b[^\n.;]{0,160}?(?:[,:(\u2013-]\s*|\s)(?=\d{1,2}[^\n\d][^\n]{0,50}\b20\d\d\)?\s*$)",
    re.IGNORECASE | re.MULTILINE,
)
_PUBLISHED_LABEL = re.compile(
    r"(?:\b(?:Published(?:\s+(?:on|date))?|Publication\s+date|Date\s+of\s+publication)[\s*_]*[:;|]"
    r"|^Published(?:\s+on)?(?=\s+\d{1,2}\s+[A-Z])"
    r"|^Report\s+published(?:\s+on)?(?:\s*[-\u2013]|(?=\s+\w)))\s*",
    re.IGNORECASE | re.MULTILINE,
)
_UNREAD_PUBLICATION = re.compile(
    rf"(?:{_PUBLISHED_LABEL.pattern})[ \t|*_]*(?P<words>\d[^\n]{{0,40}})", re.IGNORECASE | re.MULTILINE
)
SALUTATION = re.compile(r"^[ \t]*Dear\b[^\n]*", re.MULTILINE)
_LETTER_DATE = re.compile(r"^[ \t]*(?:Date\s*:\s*)?(?=\d{1,2}(?:st|nd|rd|th)?\s+[A-Z]|\d{1,2}[/.]\d)", re.MULTILINE)
_PARAGRAPH = re.compile(r"^[ \t]*(?:-[ \t]+)?(\d{1,3})\.[ \t]+\S", re.MULTILINE)
EMPTY_LINE = re.compile(r"\n[ \t]*\n")
_HEADING_MARKS = " \t|*#_>-\u2022\u2013:"
_HEADING_WORDS = 24
_PROSE_WORDS = 8
_STATEMENT_END = re.compile(r"[.!?]\s|\n\s*\n|\n(?=[^\w\n])")
_SENTENCE_END = re.compile(r"[a-z)]{2}\.(?:\s|$)")
_SENTENCES = re.compile(r"(?<=[a-z)]{2}\.)\s")


_DAY = re.compile(r"(?<![\d./])\d{1,2}(?!\d)")
# In front of the label of a date, in its sentence.
_OTHER_VISIT = re.compile(
    r"\b(?:last|previous|earlier|prior|next|(?:focus(?:s)?ed|monitoring|peer|mock)\s(?:visit|review|inspection))\b[^.\n]*+\Z",
    re.IGNORECASE,
)
_SENTENCE = 120  # characters
# Between the label of a date and the date: what parts cells, and what markdown makes a label bold with.
_LABEL_MARKS = " \t\n|*_:"


@dataclass(frozen=True)
class Dates:
    start: dt.date | None = None
    end: dt.date | None = None
    published: dt.date | None = None
    sentence: str = ""
    """What gives the days of the inspection, where no label does: it may speak of another authority's."""
    is_month: bool = False
    """Whether `published` is the first day of a month, and the day is not printed."""


def fold(text: str) -> str:
    """White space folded, table and bold marks taken off both ends, and every character one that can be seen."""
    return names.visible(" ".join(text.replace("|", " ").replace("*", " ").split()))


def head(document: Document, characters: int = HEAD_CHARACTERS) -> str:
    """The beginning of a report, where its title, authority and dates stand; a cover without them may come first."""
    return "\n".join(document.pages[:HEAD_PAGES])[:characters]


def headings(text: str) -> list[str]:
    """Titles and headings in front of the first paragraph of prose, white space folded, wrapped lines joined.

    A line of several sentences may have a title for its first: "Draft report. Inspection of ..."
    """
    blocks: list[str] = []
    is_open = False
    for line in text.split("\n"):
        folded = " ".join(line.strip(_HEADING_MARKS).split())
        if folded and is_open and folded[0].islower():
            blocks[-1] += f" {folded}"
        elif folded:
            blocks.append(folded)
        is_open = bool(folded)
        words = len(blocks[-1].split()) if folded else 0
        if words > _HEADING_WORDS or (words >= _PROSE_WORDS and _SENTENCE_END.search(blocks[-1])):
            first, *rest = _SENTENCES.split(blocks[-1], maxsplit=1)
            return [*blocks[:-1], first] if rest and len(first.split()) <= _PROSE_WORDS else blocks[:-1]
    return blocks


def title_page(document: Document, framework: Framework) -> int:
    """The first page (from 0) that has the framework's title; a cover without it may come before."""
    pages = range(min(HEAD_PAGES, len(document.pages)))
    titled = (n for n in pages if any(title.search(document.pages[n]) for title in framework.recognise))
    return next(titled, 0)


def title_year(document: Document, framework: Framework) -> int | None:
    """The year that stands in the framework's title, as in that of an annual assessment: on its line or just below."""
    text = head(document)
    titles = (match for title in framework.recognise for match in title.all(text))
    for match in sorted(titles, key=lambda match: match.start()):
        # A name that may stand in front of the title can be the line above: the last year is the title's.
        end = f"{text}\n".find("\n", match.end())
        line, rest = text[text.rfind("\n", 0, match.start()) + 1 : end], text[end + 1 :]
        below = rest.lstrip("\n").partition("\n")[0].strip(_HEADING_MARKS)
        goes_on = rest.lstrip(" \t")[:1].islower() or YEAR.fullmatch(below)
        if years := YEAR.findall(line) or (YEAR.findall(below) if goes_on else []):
            return int(years[-1])
    return None


@lru_cache(maxsize=2)
def dates(document: Document) -> Dates:
    """Inspection and publication dates, from the labels that print them on the first pages.

    A letter without such a label is published on the day that stands above its salutation.
    """
    first = head(document, 2 * HEAD_CHARACTERS)
    visit = _after(_DATES_LABEL, first) or _after(_VISIT, first) or _in_title(first)
    visit, sentence = (visit, "") if visit else _in_prose(first)
    published = _published(first, visit[1] if visit else None)
    if published is None and (salutation := SALUTATION.search(first)):
        published = _after(_LETTER_DATE, first[: salutation.start()])
    start, end = visit or (None, None)
    if not end:
        last, sentence = _stated(_ENDED, first, _INSPECTORATE)
        end = last[1] if last and last[0] == last[1] else None
    if published:
        return Dates(start, end, published[0], sentence=sentence)
    months = (month_alone(first[label.end() :].lstrip(_LABEL_MARKS)) for label in _PUBLISHED_LABEL.finditer(first))
    return Dates(start, end, next(filter(None, months), None), sentence=sentence, is_month=True)


def _published(text: str, end: dt.date | None) -> tuple[dt.date, dt.date] | None:
    """The day behind a label of publication: the first within a year of the visit, where it is known, else the first.

    Above a report may stand the day on which somebody else published it again.
    """
    days = list(_all_after(_PUBLISHED_LABEL, text))
    near = (each for each in days if end and end <= each[0] <= end + LONGEST_TO_PUBLICATION)
    return next(near, next(iter(days), None))


def unread_days(document: Document) -> str:
    """What stands behind the label of an inspection's days, for a report of which no such day was read."""
    return _behind(_UNREAD, document)


def unread_publication(document: Document) -> str:
    """What stands behind the label of a report's publication, for one of which no such day was read."""
    return _behind(_UNREAD_PUBLICATION, document)


def _behind(label: re.Pattern[str], document: Document) -> str:
    match = label.search(head(document, 2 * HEAD_CHARACTERS))
    return fold(match["words"]) if match else ""


def _in_title(text: str) -> tuple[dt.date, dt.date] | None:
    """The days at the end of the line of a title, where they are two: one alone may be that of the paper."""
    for match in _TITLE_OF_DAYS.finditer(text):
        days = date_range(text[match.end() :])
        if days and days[0] < days[1] and not _OTHER_VISIT.search(match.group()):
            return days
    return None


def _in_prose(text: str) -> tuple[tuple[dt.date, dt.date] | None, str]:
    """The days of an inspection as sentences give them, where they are two, and the sentence; None without any."""
    days, sentence = _stated(_INSPECTED, text, _INSPECTORATE) if "nspect" in text else (None, "")
    return (days, sentence) if days and days[0] < days[1] else (None, "")


def days_of_several(document: Document) -> list[str]:
    """The days of each visit in the lines that speak of inspections, for a paper in which more than one has days."""
    visit_days: set[tuple[dt.date, dt.date]] = set()
    for line in head(document, 2 * HEAD_CHARACTERS).split("\n"):
        starts = _DAY.finditer(line) if "nspect" in line else ()
        visit_days |= {days for start in starts if (days := date_range(line[start.start() :])) and days[0] < days[1]}
    visits = sorted(visit_days) if len(visit_days) > 1 else []
    return [f"{first.day} {first:%B %Y} to {last.day} {last:%B %Y}" for first, last in visits]


def report_published(document: Document) -> tuple[dt.date | None, str]:
    """The day on which a paper on a report says that this was published, and the sentence that says so."""
    days, sentence = _stated(_REPORT_PUBLISHED, head(document, 2 * HEAD_CHARACTERS))
    return (days[0], sentence) if days and days[0] == days[1] else (None, "")


def _stated(
    label: re.Pattern[str], text: str, by: re.Pattern[str] | None = None
) -> tuple[tuple[dt.date, dt.date] | None, str]:
    """The days that sentences give, with the last of them, where all give the same and none has much later years."""
    sentences: dict[tuple[dt.date, dt.date], str] = {}
    for match in label.finditer(text):
        days = date_range(text[match.end() :])
        start = max(text.rfind(". ", 0, match.start()), text.rfind("\n", 0, match.start())) + 1
        end = _STATEMENT_END.search(text, match.end())
        sentence = text[start : end.start() if end else match.end() + _SENTENCE]
        if days and (not by or by.search(sentence)) and not _OTHER_DAYS.search(sentence):
            sentences[days] = sentence
    if len(sentences) != 1:
        return None, ""
    days, sentence = sentences.popitem()
    is_latest = all(int(year) <= days[1].year + 1 for year in YEAR.findall(text))
    return (days, sentence) if is_latest else (None, "")


def _after(label: re.Pattern[str], text: str) -> tuple[dt.date, dt.date] | None:
    """The first dates behind a label, if it is none of another visit's ("The last inspection took place on ...")."""
    return next(_all_after(label, text), None)


def _all_after(label: re.Pattern[str], text: str) -> Iterator[tuple[dt.date, dt.date]]:
    for match in label.finditer(text):
        dates = date_range(text[match.end() : match.end() + 160].lstrip(_LABEL_MARKS))
        if dates and not _OTHER_VISIT.search(text[max(0, match.start() - _SENTENCE) : match.start()]):
            yield dates


def locate(document: Document, page: int, offset: int, *, what: str) -> str:
    """Where something stands, as a person would look for it: the page of a PDF, the paragraph or line of a text."""
    if document.kind == "pdf":
        return f"p. {page + 1}, {what}"
    marks = _marks(document.pages[page])
    line = bisect_left(marks.line_ends, offset) + 1
    printed_line = document.line_numbers[line - 1] if document.line_numbers else line
    line_end = marks.line_ends[line - 1] if line <= len(marks.line_ends) else len(document.pages[page])
    before = bisect_right(marks.paragraph_starts, line_end)
    if what in ("sentence", "mention") and before:
        start, number = marks.paragraph_starts[before - 1], marks.paragraph_numbers[before - 1]
        gap = bisect_left(marks.empty_lines, start)
        if gap == len(marks.empty_lines) or marks.empty_lines[gap] > offset:
            return f"para {number} (line {printed_line})"
    return f"line {printed_line}, {what}"


@dataclass(frozen=True)
class _Marks:
    """Where a text's lines end, where its numbered paragraphs begin to speak, and where its empty lines are over."""

    line_ends: list[int]
    paragraph_starts: list[int]
    paragraph_numbers: list[str]
    empty_lines: list[int]


@lru_cache(maxsize=2)
def _marks(text: str) -> _Marks:
    """Found once for a text: to look for them at each of its grades takes the square of its length."""
    paragraphs = list(_PARAGRAPH.finditer(text))
    return _Marks(
        [match.start() for match in re.finditer("\n", text)],
        [match.end() for match in paragraphs],
        [match[1] for match in paragraphs],
        [match.end() for match in EMPTY_LINE.finditer(text)],
    )
