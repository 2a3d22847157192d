"""Steps that the report parsers share: the head of a report, its dates, and labels paired with their grades.

A grade is taken only where it stands directly behind its own label, with nothing between but white space and table
marks, and where the words are on the framework's scale. Labels are never counted off, and nothing is filled in.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import zip_longest

from loaders.reading.dates import date_range
from loaders.record import safe_text as names
from loaders.record.model import Document, GradedLine
from loaders.record.reference import Framework, Judgement, Scale

HEAD_PAGES = 3
HEAD_CHARACTERS = 3000
# What comes behind the title and the name of the authority on a front page.
TITLE_END = re.compile(
    r"Inspection\s+dates?|Judgement\s+Grade|Published|Lead\s+inspector|The\s+overall\s+judgement",
    re.IGNORECASE,
)
_MARKS = r"[\s|*:#_>\-\u2010-\u2015]*"
_APOSTROPHES = "\u2019\u2018\u00b4"
_LINE_MARKS = r"[ \t|*#_>\-\u2022]*"
_DATES_LABEL = re.compile(r"Inspection\s+date(?:s|\(s\))?\s*:?|Dates?\s+of\s+(?:the\s+)?inspection\s*:?", re.IGNORECASE)
_VISIT = re.compile(
    r"(?:took\s+place|(?:was\s+)?(?:undertaken|carried\s+out|conducted))\s+(?:between|from|on|during)\s+",
    re.IGNORECASE,
)
_PUBLISHED_LABEL = re.compile(
    r"(?:\b(?:Published(?:\s+(?:on|date))?|Publication\s+date|Date\s+of\s+publication)\s*[:;]"
    r"|^Report\s+published(?:\s+on)?(?:\s*[-\u2013]|(?=\s+\w)))\s*",
    re.IGNORECASE | re.MULTILINE,
)
_SALUTATION = re.compile(r"^[ \t]*Dear\s", re.MULTILINE)
_DAY_ALONE = re.compile(r"\s*(?:Date:?\s*)?\d{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]{2,8}\s+\d{4}\s*")
_NEAR = 100
_PARAGRAPH = re.compile(r"^[ \t]*(?:-[ \t]+)?(\d{1,3})\.[ \t]+\S", re.MULTILINE)
_EMPTY_LINE = re.compile(r"\n[ \t]*\n")

# "Requires improvement" is a verb of its own; any other grade is stated by one right in front of it. Where a letter is
# lost, "Anytown reequire improvement to be good" says no more than that a name is followed by a word of the scale.
_STATES_BY_ITSELF = re.compile(r"requires?\b", re.IGNORECASE)
_STATED = re.compile(r"\b(?:is|are)(?:\s+(?:judged|found))?(?:\s+(?:to\s+be|as))?[\s:,*]*\Z", re.IGNORECASE)
# Words that no name has: where a sentence leaves room for the authority's ("services in ... are good"), "Anytown were
# not" would fit as well.
_OTHERWISE = re.compile(
    r"\b(?:not|no|nor|neither|never|hardly|rarely|nearly|almost|far|less|was|were|ha[sd]|have|been|becoming|may"
    r"|might|could|would|should|must|cannot|can|will|which|who|when|where|but|while|although|though|however|than|yet"
    r"|until|unless|if|once|before|since|previously|formerly|longer|became|requires?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Dates:
    start: dt.date | None = None
    end: dt.date | None = None
    published: dt.date | None = None


def fold(text: str) -> str:
    """White space folded, table and bold marks taken off both ends, and every character one that can be seen."""
    return names.visible(" ".join(text.replace("|", " ").replace("*", " ").split()))


def head(document: Document) -> str:
    """The beginning of a report, where its title, authority and dates stand; a cover without them may come first."""
    return "\n".join(document.pages[:HEAD_PAGES])[:HEAD_CHARACTERS]


def title_page(document: Document, framework: Framework) -> int:
    """The first page (from 0) that has the framework's title; a cover without it may come before."""
    pages = range(min(HEAD_PAGES, len(document.pages)))
    titled = (n for n in pages if any(title.search(document.pages[n]) for title in framework.recognise))
    return next(titled, 0)


def dates(document: Document) -> Dates:
    """Inspection and publication dates, from the labels that print them on the first pages."""
    first = "\n".join(document.pages[:HEAD_PAGES])[: 2 * HEAD_CHARACTERS]
    visit = _after(_DATES_LABEL, first) or _after(_VISIT, first)
    published = _after(_PUBLISHED_LABEL, first) or (None if visit else _letter_date(first))
    start, end = visit or (None, None)
    return Dates(start, end, published[0] if published else None)


def _letter_date(text: str) -> tuple[dt.date, dt.date] | None:
    """The day on a line of its own above the salutation of a letter."""
    salutation = _SALUTATION.search(text)
    lines = text[: salutation.start()].splitlines() if salutation else []
    days = (date_range(line) for line in lines if _DAY_ALONE.fullmatch(line))
    return next((day for day in days if day), None)


def _after(label: re.Pattern[str], text: str) -> tuple[dt.date, dt.date] | None:
    found = (date_range(text[match.end() : match.end() + 160]) for match in label.finditer(text))
    return next((dates for dates in found if dates), None)


def locate(document: Document, page: int, offset: int, what: str) -> str:
    """Where something stands, as a person would look for it: the page of a PDF, the paragraph or line of a text."""
    if document.kind == "pdf":
        return f"p. {page + 1}, {what}"
    marks = _marks(document.pages[page])
    line = bisect_left(marks.line_ends, offset) + 1
    line_end = marks.line_ends[line - 1] if line <= len(marks.line_ends) else len(document.pages[page])
    known = bisect_right(marks.paragraph_starts, line_end)
    if what in ("sentence", "mention") and known:
        start, number = marks.paragraph_starts[known - 1], marks.paragraph_numbers[known - 1]
        gap = bisect_left(marks.empty_lines, start)
        if gap == len(marks.empty_lines) or marks.empty_lines[gap] > offset:
            return f"para {number} (line {line})"
    return f"line {line}, {what}"


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
        [match.end() for match in _EMPTY_LINE.finditer(text)],
    )


@cache
def words_pattern(scale: Scale) -> str:
    """Any wording of a scale, the longest first, white space of any kind between its words."""
    longest_first = sorted((word.words for word in scale.words), key=len, reverse=True)
    return "(?:" + "|".join(_spaced(words) for words in longest_first) + ")"


@cache
def _longest_words(scale: Scale) -> frozenset[str]:
    return frozenset(max(word.words.split(), key=len) for word in scale.words)


def _has_words(text: str, scale: Scale) -> bool:
    """Whether a text can have any wording of a scale at all: a third of all pages have none, and cost nothing more."""
    lowered = text.lower()
    return any(word in lowered for word in _longest_words(scale))


@cache
def grade_pattern(scale: Scale, numbered: bool) -> str:
    """A grade as a table cell or heading prints it: words, and around them a number where the framework has numbers."""
    words = words_pattern(scale)
    if not numbered:
        return rf"(?P<words>{words})"
    return (
        rf"(?:(?:Grade\s*)?(?P<before>\d)[ \t,:\-\u2013]*)?\(?[ \t]*(?P<words>{words})(?:[ \t]*\))?"
        # A digit alone on the line below is the number of the page.
        r"(?:[ \t,:\-\u2013]*(?:\s*\(?\s*Grade\s*|\(\s*)?(?P<after>\d)\s*\)?)?"
    )


def _spaced(words: str) -> str:
    return r"\s+".join(re.escape(word) for word in words.split())


def label_pattern(label: str) -> str:
    """A printed label: any white space between its words, any apostrophe, an outline number before it.

    A number on the line above is that of the page.
    """
    escaped = _spaced(label).replace("'", f"['{_APOSTROPHES}]")
    return rf"(?:\d(?:\.\d)?\.?[ \t]*)?{escaped}"


class LinePattern:
    """A pattern that is looked for at the starts of lines, with `re.IGNORECASE` and `re.MULTILINE`.

    Each line that it fits gives a match, also within the match of another line. The line end in front of the search is
    a fixed character, which `re` skips to; a search for `^` takes several times as long.
    """

    def __init__(self, pattern: str) -> None:
        self._regex = re.compile(pattern, re.IGNORECASE | re.MULTILINE)
        self._search = re.compile(rf"\n(?={pattern})", re.IGNORECASE | re.MULTILINE)

    def match(self, text: str, at: int) -> re.Match[str] | None:
        return self._regex.match(text, at)

    def all(self, text: str) -> Iterator[re.Match[str]]:
        for place in self._search.finditer("\n" + text):
            if match := self._regex.match(text, place.start()):
                yield match


@cache
def _table_regex(framework: Framework, scale: Scale) -> LinePattern:
    labels = {label for judgement in framework.judgements for label in judgement.labels}
    label = "|".join(label_pattern(text) for text in sorted(labels, key=lambda text: (-len(text), text)))
    return LinePattern(
        rf"{_LINE_MARKS}(?P<label>{label})(?:\d{{1,2}}(?!\d))?(?P<between>{_MARKS})"
        rf"(?P<grade>{grade_pattern(scale, framework.numbered)})(?![^\W\d])[ \t|*.]*\d{{0,2}}[ \t]*$"
    )


@cache
def _bare_grade(scale: Scale) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A grade on a line of its own, as a cell has it: at the end of what stands above a place, and below one."""
    words = rf"(?=(?-i:[A-Z])){words_pattern(scale)}[ \t.]*"
    flags = re.IGNORECASE | re.MULTILINE
    return re.compile(rf"^[ \t]*{words}\s*\Z", flags), re.compile(rf"\s*{words}$", flags)


@cache
def _by_label(framework: Framework) -> dict[str, tuple[Judgement, ...]]:
    found: dict[str, tuple[Judgement, ...]] = {}
    for judgement in framework.judgements:
        for label in judgement.labels:
            found[_plain(label)] = (*found.get(_plain(label), ()), judgement)
    return found


def _plain(label: str) -> str:
    return re.sub(f"[{_APOSTROPHES}]", "'", re.sub(r"^\d(?:\.\d)?\.?\s*", "", fold(label))).lower()


@cache
def _sentence_regexes(
    framework: Framework, scale: Scale
) -> tuple[LinePattern, list[tuple[Judgement, LinePattern]]] | None:
    """A pattern of all of a framework's sentences, to find a place fast, and each judgement's own, to tell whose it is.

    Two blocks can share a sentence ("Capacity for improvement is …"), so that one place can be of several judgements.
    """
    sentences = [
        (judgement, sentence.removesuffix("{grade}").replace(" ", r"\s+"))
        for judgement in framework.judgements
        for sentence in judgement.sentences
    ]
    if not sentences:
        return None

    def regex(subject: str) -> LinePattern:
        # At the end of its sentence or line, or before the reasons: "is good at operational level" is no grade of the
        # label, and neither is a line that goes on in lower case.
        return LinePattern(
            rf"{_LINE_MARKS}(?:\d{{1,3}}\.\s+)?(?P<label>{subject})[*]*(?P<grade>{words_pattern(scale)})[*]*"
            r"(?=\s*\.|\s+because\b|[ \t]*\d?[ \t]*(?:\n\s*(?-i:[^a-z\s])|\s*\Z))"
        )

    together = regex("|".join(f"(?:{subject})" for _, subject in sentences))
    return together, [(judgement, regex(subject)) for judgement, subject in sentences]


@dataclass(frozen=True)
class Found:
    """A graded line and where it stands: page (from 0), offset in the page, and what stands between label and grade.

    In doubt is a grade below its label with another one above the label or below itself that no label claims: the
    cells of a table, read column by column or from the right, put each grade beside the label of another row.
    """

    page: int
    offset: int
    judgement: Judgement
    between: str
    line: GradedLine
    is_in_doubt: bool = False


def table_lines(document: Document, framework: Framework, scale: Scale, page: int, what: str) -> Iterator[Found]:
    """Every place on a page where a label of the framework has a grade right behind it.

    A label that several judgements share (in two blocks, or before and after a change) is found once for each.
    """
    end = claimed = 0
    text = document.pages[page]
    if not _has_words(text, scale):
        return
    above, below = _bare_grade(scale)
    for match in _table_regex(framework, scale).all(text):
        if match.start() < end:  # the second line of a wrapped label, which is a label by itself
            continue
        end = match.end()
        is_in_doubt = "\n" in match["between"] and bool(
            above.search(text, max(claimed, match.start() - _NEAR), match.start()) or below.match(text, end)
        )
        if not is_in_doubt:
            claimed = end
        groups = match.groupdict()
        number = groups.get("before") or groups.get("after")
        is_table = not number and "\n\n" not in match["between"] and ":" not in match["between"]
        # A label with a letter that only a pattern takes for another one (a dotless i, a long s) is none of ours.
        for judgement in _by_label(framework).get(_plain(match["label"]), ()):
            line = GradedLine(
                judgement.service,
                judgement.aspect,
                fold(match["label"]),
                fold(match["grade"]),
                fold(match["words"]),
                int(number) if number else None,
                locate(document, page, match.start("label"), what if is_table else "section heading"),
                "table" if is_table else "heading",
            )
            yield Found(page, match.start("label"), judgement, match["between"], line, is_in_doubt)


def sentence_lines(document: Document, framework: Framework, scale: Scale, page: int) -> Iterator[Found]:
    """Every sentence on a page that states one of the framework's grades in so many words."""
    if not _has_words(document.pages[page], scale) or (known := _sentence_regexes(framework, scale)) is None:
        return
    together, each = known
    places = list(together.all(document.pages[page]))
    for place, following in zip_longest(places, places[1:]):
        if following and following.start() < place.end():  # a heading in capitals, taken for the start of a name
            continue
        for judgement, regex in each:
            match = regex.match(document.pages[page], place.start())
            if match is None or _EMPTY_LINE.search(match.group()):  # a sentence ends where its paragraph does
                continue
            if _OTHERWISE.search(match["label"]) or not _is_stated(match["label"], match["grade"]):
                continue
            line = GradedLine(
                judgement.service,
                judgement.aspect,
                _subject(fold(match["label"]), judgement),
                fold(match["grade"]),
                fold(match["grade"]),
                None,
                locate(document, page, match.start("label"), "sentence"),
                "sentence",
            )
            yield Found(page, match.start("label"), judgement, "", line)


def _is_stated(subject: str, grade: str) -> bool:
    return bool(_STATES_BY_ITSELF.match(grade) or _STATED.search(subject))


def in_order(found: list[Found]) -> list[GradedLine]:
    """The lines in the order of the document, each once: two wordings of one judgement can fit one sentence."""
    ordered = sorted(found, key=lambda item: (item.page, item.offset, item.line.place))
    return list(dict.fromkeys(item.line for item in ordered))


def _subject(sentence: str, judgement: Judgement) -> str:
    """The label in a sentence: the framework's own label where the sentence has it, else the sentence's first words."""
    for label in sorted(judgement.labels, key=len, reverse=True):
        if found := re.search(re.escape(label), sentence, re.IGNORECASE):
            return found.group()
    return re.split(r"\s+(?:is|are|requires?)\b", sentence, maxsplit=1)[0]


def missing(document: Document, framework: Framework, lines: list[GradedLine], date: dt.date | None) -> list[Judgement]:
    """The judgements that this report must have at this date and for which no line gives a grade."""
    found = {(line.service, line.aspect) for line in lines}
    return [
        judgement
        for judgement in framework.judgements
        if judgement.in_force(date)
        and (judgement.service, judgement.aspect) not in found
        and not (judgement.required_unless and any(judgement.required_unless.search(page) for page in document.pages))
        and (judgement.required or (judgement.required_where and judgement.required_where.search(head(document))))
    ]


def unknown_word(document: Document, judgement: Judgement, scale: Scale) -> str:
    """What stands behind a judgement's label and is on no scale, for the message; empty if there is nothing.

    A word of the scale is the grade of the same label in another block.
    """
    label = "|".join(label_pattern(text) for text in judgement.labels)
    regex = re.compile(
        rf"^{_LINE_MARKS}(?:{label})[ \t|:*]+(?:Grade[ \t]*\d[ \t]*\()?"
        r"(?P<word>[A-Z][A-Za-z]+(?: [a-z]+){0,3})\)?[ \t|*.]*$",
        re.MULTILINE | re.IGNORECASE,
    )
    words = (match["word"] for page in document.pages for match in regex.finditer(page))
    return next((word for word in words if scale.word(word) is None), "")


def describe_missing(document: Document, judgements: list[Judgement], scale: Scale) -> str:
    """The labels of judgements without a grade, each with its block and with the word found in its place."""
    described = []
    for judgement in judgements:
        label = (
            f"{judgement.labels[0]} ({judgement.block.replace('_', ' ')})" if judgement.block else judgement.labels[0]
        )
        word = unknown_word(document, judgement, scale)
        described.append(f'{label} (found "{word}", which is on no scale of this framework)' if word else label)
    return "; ".join(described)
