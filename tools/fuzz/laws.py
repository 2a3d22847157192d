"""What must hold of whatever is read: one line, and no grade that the document does not print behind its label.

The check of the grades shares nothing with the parsers. It takes the words of the place that an observation names, one
after another, and asks whether those of the label come with those of the grade behind them.
"""

from __future__ import annotations

import csv
import io
import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pypdfium2 as pdfium

from loaders.reading import readers
from loaders.reading.readers import grade_lines, pdf
from loaders.record import reference, safe_text as names
from loaders.record.model import Document, Extraction, Observation, Sheet
from tools.fuzz import forged, tables, texts

_WORD = re.compile(r"[^\W\d_]+|\d+")
_STOP = re.compile(r"\.(?=\s|$)|\n[ \t]*\n")
# In this order: "requires improvement to be good" is no good, "inadequate" is not adequate.
_RANKS = [("outstanding", 1), ("inadequate", 4), ("adequate", 3), ("improvement", 3), ("good", 2)]
_RANKED = [word for word, _ in _RANKS]
_SKIPPED = {
    "grade", "graded", "judged", "judgement", "judgment", "rated", "rating", "one", "two", "three", "four",
}  # fmt: skip
# What a row of a table may hold beside its label: grades, and words for none.
_CELL_WORDS = {
    "outstanding", "excellent", "good", "requires", "improvement", "to", "be", "adequate", "inadequate", "grade", "n",
    "a", "not", "applicable", "graded", "judged", "inspected", "assessed", "performs", "well", "excellently",
    "adequately", "poorly",
}  # fmt: skip
_FIRST_WORDS = {*_RANKED, "requires", "require", "grade"}
_NUMBERED = {"4": "outstanding", "3": "good", "2": "adequate", "1": "inadequate"}
_SPACED = re.compile(r"(?<![^\s|])[^\W\d_](?: [^\W\d_])+(?![^\s|])")
_STATES = {"is", "are", "be", "judged", "requires", "require"}
_LONGEST_SENTENCE = 80  # words


@dataclass(frozen=True)
class Words:
    """The words of a text in order, and where its lines and its sentences end."""

    text: str
    words: list[str]
    starts: list[int]
    ends: list[int]
    stops: list[int]
    places: dict[str, list[int]]

    def find(self, sequence: list[str], start: int = 0) -> Iterator[int]:
        """Behind which word each place ends where all of these stand one after another."""
        at = start - 1
        while sequence[0] in self.places:
            later = bisect_right(self.places[sequence[0]], at)
            if later == len(self.places[sequence[0]]):
                return
            at = self.places[sequence[0]][later]
            if self.words[at : at + len(sequence)] == sequence:
                yield at + len(sequence)


_IN_WORDS = ("", "one", "two", "three", "four", "")


def words_of(text: str) -> Words:
    matches = list(_WORD.finditer(text))
    words = [match.group().lower() for match in matches]
    places: dict[str, list[int]] = {}
    for place, word in enumerate(words):
        places.setdefault(word, []).append(place)
    return Words(
        text=text,
        words=words,
        starts=[match.start() for match in matches],
        ends=[match.end() for match in matches],
        stops=[match.start() for match in _STOP.finditer(text)],
        places=places,
    )


@cache
def _stems() -> tuple[str, ...]:
    return grade_lines.stems(reference.load())


@cache
def _labels() -> dict[str, list[list[str]]]:
    """The words of every label, by their first."""
    labels: dict[str, list[list[str]]] = {}
    for label in map(_words, texts.labels()):
        labels.setdefault(label[0], []).append(label)
    return labels


class Pages:
    """The words of a document's pages; every page of a PDF is looked at closely."""

    def __init__(self, kind: str, content: bytes, name: str) -> None:
        self.is_pdf = kind == "pdf"
        self.document = Document("pdf", _pdf_pages(content)) if self.is_pdf else readers.read(Path(name), content)
        self._found: dict[int, Words] = {}

    def __getitem__(self, number: int) -> Words:
        if number not in self._found:
            self._found[number] = words_of(self.document.pages[number])
        return self._found[number]

    def __len__(self) -> int:
        return len(self.document.pages)


def _pdf_pages(content: bytes) -> tuple[str, ...]:
    pdf.renew()
    with closing(pdfium.PdfDocument(content)) as document:
        return tuple(pdf.page_text(document, number, _stems()).text for number in range(len(document)))


def breaches(extraction: Extraction, content: bytes, name: str) -> list[str]:
    """Every law that what came of a file breaks, each as a line."""
    source = extraction.source
    problems = []
    if not source.message.isprintable() or len(source.message) > names.LONGEST_MESSAGE + 100:
        problems.append(f"the message is no line: {source.message[:200]!r}")
    if "defect" in source.message:
        problems.append(source.message)
    if source.status == "refused":
        if extraction.observations or not source.message:
            problems.append("refused, but with grades or without a reason")
        return problems
    page_grades = forged.shown_grades(content)
    problems += [
        f"{o.judgement!r} is {o.grade_original!r}, and the page shows {page_grades[o.judgement.lower()]!r}"
        for o in extraction.observations
        if page_grades is not None and o.grade_original.lower() != page_grades.get(o.judgement.lower(), "")
    ]
    cells = tables.shown_grades(content)
    if cells is not None:  # what each grade is the grade of is known: nothing needs to be looked for
        return problems + [
            f"{o.judgement!r} is {o.grade_original!r} ({o.locator}), and its cell holds {right!r}"
            for o in extraction.observations
            if o.grade and o.grade != (right := cells.get((o.service, o.aspect), ""))
        ]
    pages = Pages(source.kind, content, name)
    return problems + [
        f"{o.judgement!r} is {o.grade_original!r} ({o.locator}, {o.place}), which the document does not print"
        for o in extraction.observations
        if not (_is_ranked(o) and _is_printed(o, pages))
    ]


def _is_ranked(o: Observation) -> bool:
    rank = next((rank for word, rank in _RANKS if word in o.grade_original.lower()), None)
    return rank is None or not o.grade or o.grade_rank == rank


def _is_printed(o: Observation, pages: Pages) -> bool:
    if o.place == "sheet":
        return _is_in_table(o, pages.document)
    number = int(o.locator.removeprefix("p. ").split(",")[0]) - 1 if pages.is_pdf else 0
    if o.place == "mention":
        return _is_mentioned(o, pages, number)
    page, label, grade = pages[number], _words(o.judgement), _words(o.grade_original)
    if o.grade_text.isdigit():
        return any(_is_numbered(o, page, end) for end in page.find(label))
    # A number without its word: what follows on the next line is prose.
    figure = (o.grade_rank or 0) if o.scale.endswith("1-best") else 5 - (o.grade_rank or 0)
    called = _words(o.grade_text)
    if called in (["grade", str(figure)], ["grade", _IN_WORDS[figure]]) and any(
        page.words[end : end + 2] == called and _ends_line(page, end + 2) for end in page.find(label)
    ):
        return True
    if _is_printed_on(page, o, label, grade):
        return True
    joined = words_of(_SPACED.sub(lambda word: word.group().replace(" ", ""), page.text))  # "G o o d"
    return _is_printed_on(joined, o, label, grade)


def _is_printed_on(page: Words, o: Observation, label: list[str], grade: list[str]) -> bool:
    return (
        any(
            _is_behind(page, end, grade)
            or _is_in_row(o, page, end, label=label, grade=grade)
            or _is_in_front(page, end, label, grade)
            for end in page.find(label)
        )
        # A label and its grade as a sentence are read as a heading, where nothing else stands on the line; and in place
        # of a row that cannot be read.
        or (_may_be_stated(o) and any(_is_stated(page, end, grade) for end in page.find(label)))
        # Cells of a table without anything between them: "Overall effectivenessGood".
        or any(_ends_row(page, end) for end in page.find([*label[:-1], label[-1] + grade[0], *grade[1:]]))
        or any(_is_behind(page, end, grade) for end in page.find([*label[:-1], label[-1] + "grade"]))
    )


def _may_be_stated(o: Observation) -> bool:
    return o.place in ("sentence", "heading") or o.locator.endswith("section heading")


def _is_behind(page: Words, at: int, grade: list[str]) -> bool:
    """Whether a grade begins at this word, figures apart, and nothing but figures follows on its line."""
    at = _past_figures(page, at)
    end = at + len(grade)
    return page.words[at:end] == grade and _ends_row(page, end)


def _ends_row(page: Words, end: int) -> bool:
    """Whether nothing but figures follows on the line, or in its next cell another row or a sentence."""
    return _ends_line(page, end) or (_ends_cell(page, end) and (_begins_row(page, end) or _begins_prose(page, end)))


def _ends_cell(page: Words, end: int) -> bool:
    return end < len(page.words) and bool(_CELLS.search(page.text[page.ends[end - 1] : page.starts[end]]))


def _begins_prose(page: Words, end: int) -> bool:
    """Whether a sentence begins here: with a capital, and with no grade in its first words."""
    words = page.words[end : end + 3]
    is_capital = page.text[page.starts[end]].isupper()
    return is_capital and len(words) == 3 and words[0] not in _CELL_WORDS and _FIRST_WORDS.isdisjoint(words)


def _begins_row(page: Words, end: int) -> bool:
    """Whether another label begins here, and its own grade comes behind it."""
    first = _past_figures(page, end)
    labels = _labels().get(page.words[first], ()) if first < len(page.words) else ()
    ends = (first + len(label) for label in labels if page.words[first : first + len(label)] == label)
    return any(page.words[after : after + 1] and page.words[after] in _FIRST_WORDS for after in ends)


def _row(page: Words, end: int) -> list[str] | None:
    """The words of the line behind this word, if they are nothing but grades and numbers."""
    words = list(itertools.takewhile(lambda at: not _ends_line_before(page, at), range(end, len(page.words))))
    row = [page.words[at] for at in words]
    return row if all(word in _CELL_WORDS or word.isdigit() for word in row) else None


def _ends_line_before(page: Words, at: int) -> bool:
    """Whether a line ends between this word and the one before it."""
    return "\n" in page.text[page.ends[at - 1] : page.starts[at]]


_GRADES = re.compile(
    r"\b(?:outstanding|excellent|good|requires\s+improvement(?:\s+to\s+be\s+good)?|adequate|inadequate)\b(?:\W*\d)?|\d",
    re.IGNORECASE,
)
_CELLS = re.compile(r"[\t|]")
_HEADS = 12  # lines


def _is_in_column(o: Observation, page: Words, end: int, grade_words: str) -> bool:
    """Whether a grade stands in the row behind this word, of several that differ in the column of this inspection.

    Which that is, is told by the lines above the row that name two columns or more; where none do, by nothing.
    """
    start = page.ends[end - 1]
    line = page.text[start : page.text.find("\n", start) if "\n" in page.text[start:] else len(page.text)]
    grades = [" ".join(match.group().lower().split()) for match in _GRADES.finditer(line)]
    if len(set(grades)) < 2:
        return bool(grades) and grade_words in grades[0]
    above = page.text[: page.text.rfind("\n", 0, start) + 1].split("\n")[-_HEADS - 1 : -1]
    own, others = _heads(o)
    cells = _CELLS.split(page.text[page.text.rfind("\n", 0, start) + 1 : start] + line)
    for head in reversed(above):
        named = [bool(own.search(cell)) for cell in _CELLS.split(head)]
        if sum(named) == 1 and len(named) > 2 and named.index(True) < len(cells):
            return grade_words in " ".join(cells[named.index(True)].lower().split())
    heads = "\n".join(above)
    columns = {
        " ".join(match.group().lower().split()): match for match in re.finditer(f"{own.pattern}|{others}", heads, re.I)
    }
    order = [bool(own.fullmatch(match.group())) for match in sorted(columns.values(), key=lambda match: match.start())]
    return sum(order) == 1 and len(order) == len(grades) and grade_words in grades[order.index(True)]


def _heads(o: Observation) -> tuple[re.Pattern[str], str]:
    """How the column of a judgement may be headed, and how those beside it."""
    framework = reference.load().frameworks[o.framework]
    names = sorted(framework.columns, key=len, reverse=True)
    services = {"safeguarding": r"safeguarding|protection", "looked_after_children": r"looked[\s-]+after|in\s+care"}
    own = [*(name.replace(" ", r"\s+") for name in names), rf"(?<!\d){o.date.year}(?!\d)", r"this\s+inspection"]
    others = [*(name.replace(" ", r"\s+") for name in framework.other_columns), r"(?<!\d)20\d\d(?!\d)"]
    if framework.blocks:
        own.append(services.get(o.service, "(?!)"))
        others += [pattern for service, pattern in services.items() if service != o.service]
    return re.compile(rf"(?:{'|'.join(own)})", re.IGNORECASE), "|".join(others)


def _is_in_row(o: Observation, page: Words, end: int, *, label: list[str], grade: list[str]) -> bool:
    """Whether the grade is that of its column in the label's row, which begins with the label, figures apart."""
    row = _row(page, end)
    first = end - len(label)
    while first and not _ends_line_before(page, first) and page.words[first - 1].isdigit():
        first -= 1
    return (
        row is not None
        and (first == 0 or _ends_line_before(page, first))
        and any(row[at : at + len(grade)] == grade for at in range(len(row)))
        and _is_in_column(o, page, end, " ".join(grade))
    )


def _is_in_front(page: Words, end: int, label: list[str], grade: list[str]) -> bool:
    """Whether the line is the grade, figures apart, and the label behind it."""
    first = end - len(label)
    start = first
    while start and not _ends_line_before(page, start):
        start -= 1
    front = [word for word in page.words[start:first] if word not in _SKIPPED and not word.isdigit()]
    return front == grade and _ends_line(page, end)


def _ends_line(page: Words, end: int) -> bool:
    line_end = page.text.find("\n", page.ends[end - 1])
    after = _past_figures(page, end)
    return after == len(page.words) or (0 <= line_end < page.starts[after])


def _past_figures(page: Words, at: int) -> int:
    while at < len(page.words) and (page.words[at] in _SKIPPED or page.words[at].isdigit()):
        at += 1
    return at


def _is_stated(page: Words, at: int, grade: list[str]) -> bool:
    """Whether the sentence goes on to say that it "is" the grade, and ends there or gives the reasons."""
    last = min(at + _LONGEST_SENTENCE, len(page.words))
    for end in page.find(grade, at):
        if end > last:
            return False
        start = end - len(grade)
        stop = bisect_left(page.stops, page.ends[at - 1])
        is_one_sentence = stop == len(page.stops) or page.stops[stop] >= page.starts[start]
        is_said = page.words[start - 1] in _STATES or page.words[start] in _STATES
        is_whole = page.words[start - 3 : start] != ["improvement", "to", "be"]
        behind = page.text[page.ends[end - 1] :].lstrip(" \t*0123456789")
        if (
            is_one_sentence
            and is_said
            and is_whole
            and (not behind or behind[0] in ".\n" or behind.lstrip().lower().startswith(("because", ".")))
        ):
            return True
    return False


def _is_numbered(o: Observation, page: Words, at: int) -> bool:
    """Whether the number is in the label's row or below it, and a key gives it the word, or there is no key."""
    grade = _words(o.grade_original)
    row = _row(page, at)
    label = _words(o.judgement)
    is_below = page.words[at : at + 1] == [o.grade_text] and not row
    is_in_row = is_below or (row is not None and o.grade_text in row and _is_in_column(o, page, at, o.grade_text))
    first = at - len(label)
    # On the label's own line: the number that ends the line above is that of another row.
    is_in_front = first > 0 and page.words[first - 1] == o.grade_text and not _ends_line_before(page, first)
    keys = {word for word in _RANKED for pair in ([o.grade_text, word], [word, o.grade_text]) if any(page.find(pair))}
    named = bool(keys & set(grade)) if keys else _NUMBERED.get(o.grade_text) in grade
    return (is_in_row or is_in_front) and named


def _is_mentioned(o: Observation, pages: Pages, page: int) -> bool:
    """Whether the year, and on this page or the next one the grade, are in the text at all."""
    grade = [word for word in _words(o.grade_original) if not word.startswith("require")]
    near = range(page, min(page + 2, len(pages)))
    rest = (number for number in range(len(pages)) if number not in near)
    has_year = any(any(pages[number].find([str(o.date.year)])) for number in itertools.chain(near, rest))
    return has_year and any(any(pages[number].find(grade)) for number in near)


def _is_in_table(o: Observation, document: Document) -> bool:
    """Whether the row has the grade in a column that is headed by the label."""
    name, _, place = o.locator.rpartition("row ")
    sheets = [sheet for sheet in _tables(document) if not name or names.one_line(sheet.name) in name]
    row = int(place) - 1
    return any(
        _cell(heading) == _cell(o.judgement) and _cell(cell) == _cell(o.grade_original)
        for sheet in sheets
        if row < len(sheet.rows)
        for headings in sheet.rows[:40]
        for heading, cell in zip(headings, sheet.rows[row], strict=False)
    )


def _tables(document: Document) -> list[Sheet]:
    if document.kind == "spreadsheet":
        return list(document.sheets)
    return [
        Sheet("", list(csv.reader(io.StringIO(document.pages[0]), delimiter=delimiter)))
        for delimiter in (",", ";", "\t")
    ]


def _cell(value: object) -> str:
    return " ".join(str(value).split()).lower()


def _words(text: str) -> list[str]:
    return [match.group().lower() for match in _WORD.finditer(text)]
