"""Texts put right before they are recognised: words printed letter by letter, marks of notes, doubled line ends.

Pages of a PDF have their lines; texts that were copied from one, or out of a web page, may not. Each line keeps its
number in the file (`Document.line_numbers`), so that a place is still found there. Called by `extract`.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import replace
from functools import cache

from loaders.reading.document_parts import HEAD_PAGES
from loaders.record.model import Document
from loaders.record.reference import Reference

# So many of the lines must be apart, and so many go on from the line above, as a paragraph that was wrapped does.
_APART = 0.9
_WRAPPED = 2
# At least one word of four letters, each followed by one space, and what else is printed so beside it.
_LETTERS = r"[^\W\d_,](?: [^\W\d_]|(?<=\w) [,.;:'\u2019-]){0,25}"
_SPACED_WORDS = re.compile(
    rf"(?<![^\s|])(?:{_LETTERS} {{2,4}}){{0,12}}[^\W\d_](?: [^\W\d_]){{3,25}}(?: {{2,4}}{_LETTERS}){{0,12}}(?![^\s|])"
)
_APART_LETTERS = re.compile(r" [^\W\d_] [^\W\d_] ")  # any such word has these; to look for them takes a third
# Letters or small Roman figures in front of what begins with a capital: "(a) Overall effectiveness", "iv. ...".
_LETTERED = re.compile(r"^([ \t]*)\(?(?:[a-z]|[ivx]{1,4})[.)][ \t]+(?=[A-Z])", re.MULTILINE)
_UPRIGHT, _DRAWN = re.compile("[\u2502\u2503\u2551\u2506\u250a]"), re.compile("[\u2500-\u257f]")
_RAISED = re.compile(r"(?<=[^\W\d_]|[).,:;])[\u00b9\u00b2\u00b3\u2070\u2074-\u2079\u2020\u2021]+")
_BRACKETED = re.compile(
    r"(?<=[^\W\d_])[ \t]?(?:\[(?:notes? )?\d{1,2}\]|\([a-e]\)|\u00a7+"
    r"|[\u00b9\u00b2\u00b3\u2070\u2074-\u2079\u2020\u2021]+)"
    r"(?=[ \t|*_]*(?:\t|\||$))",
    re.MULTILINE,
)
_FIGURES = re.compile(r"^[^\d\n]*[^\W\d_][ \t]?\[([1-4])\][ \t|*_]*$", re.MULTILINE)
_NOTE = re.compile(r"^\W*\d[\].)]*[ \t]+[A-Za-z]", re.MULTILINE)
_FEW_FIGURES = 3
_GOES_ON = re.compile(r"[a-z][^.]*")
# Words with capitals, as names have and labels have not, and not the heads of a table.
_NAME_BELOW = re.compile(
    r"^([^\S\n]*(?:lead|reporting) inspectors?:)[^\S\n]*((?:\n[^\S\n]*){1,4})(?!judge?ment|grade)"
    r"(?-i:([A-Z][\w.'\u2019-]*(?: (?:[A-Z][\w.'\u2019-]*,?|and|d[aeu]|v[ao]n|der)){1,6}))[^\S\n]*$",
    re.IGNORECASE | re.MULTILINE,
)
_HYPHEN = re.compile(r"[-\u2010][ \t]*\n")
_BROKEN = re.compile(r"\b([A-Za-z]+)[-\u2010][ \t]*\n[ \t]*([a-z]+)")


def with_whole_words(document: Document, reference: Reference) -> Document:
    """The same text without the hyphens and line ends within words of titles, labels and grades ("effective-", "ness").

    Words that are printed with a hyphen anyhow ("well-being") are left alone.
    """
    words = _words(reference)
    joined: set[int] = set()

    def whole(broken: re.Match[str]) -> str:
        if "".join(broken.groups()).lower() not in words or "-".join(broken.groups()).lower() in words:
            return broken.group()
        joined.add(broken.string.count("\n", 0, broken.end()))
        return "".join(broken.groups())

    pages = tuple(_BROKEN.sub(whole, page) if _HYPHEN.search(page) else page for page in document.pages)
    if not joined:
        return document
    lines = range(1, document.pages[0].count("\n") + 2)
    numbers = () if document.kind == "pdf" else tuple(line for line in lines if line - 1 not in joined)
    return replace(document, pages=pages, line_numbers=numbers)


@cache
def _words(reference: Reference) -> frozenset[str]:
    """The words that titles, labels and grades have."""
    frameworks = reference.frameworks.values()
    words = (word.words for scale in reference.scales.values() for word in scale.words)
    texts = [*words, *(text for framework in frameworks for text in (framework.title, *framework.labels))]
    return frozenset(re.findall(r"[a-z]+(?:-[a-z]+)*", " ".join(texts).lower()))


def without_spaced_letters(document: Document) -> Document:
    """The same text with each word that is printed letter by letter ("G o o d") as a word.

    Two such words are parted by more than one space; figures of columns ("2 3 3") are left alone.
    """
    front, rest = document.pages[:HEAD_PAGES], document.pages[HEAD_PAGES:]
    if not any(_APART_LETTERS.search(page) for page in front):
        return document
    return replace(document, pages=(*(_SPACED_WORDS.sub(_joined, page) for page in front), *rest))


def _joined(match: re.Match[str]) -> str:
    return " ".join(word.replace(" ", "") for word in re.split(r" {2,}", match.group()))


def without_marks(document: Document) -> Document:
    """The same text without marks of notes, letters that number its lines ("(a) ...") and drawn rules."""
    if document.kind == "pdf":
        return document
    pages = tuple(
        _LETTERED.sub(r"\1", _DRAWN.sub("-", _UPRIGHT.sub("|", _without_note_marks(page)))) for page in document.pages
    )
    return document if pages == document.pages else replace(document, pages=pages)


def _without_note_marks(page: str) -> str:
    """A page without raised figures and daggers behind words ("Adequate\u00b9"), and those in brackets that end a cell.

    Figures in brackets that do not grow from line to line, and have no notes below them, are grades.
    """
    page = _RAISED.sub("", page)
    marks = list(_FIGURES.finditer(page))
    figures = [mark[1] for mark in marks]
    is_alone = _FEW_FIGURES <= len(marks) == len(_BRACKETED.findall(page)) and figures != sorted(figures)
    return page if is_alone and not _NOTE.search(page, marks[-1].end()) else _BRACKETED.sub("", page)


def without_doubled_lines(document: Document) -> Document:
    """The same text without the empty line behind each line, if wrapped lines show that those part no paragraphs."""
    if document.kind == "pdf" or len(document.pages) != 1:
        return document
    lines = document.pages[0].split("\n")
    filled = [number for number, line in enumerate(lines) if line.strip()]
    steps = [after - before for before, after in itertools.pairwise(filled)]
    wrapped = sum(
        step == 2
        and bool(_GOES_ON.match(lines[after].lstrip()))
        and not lines[after - 2].rstrip().endswith((".", ":", ";"))
        for step, after in zip(steps, filled[1:], strict=True)
    )
    if wrapped < _WRAPPED or 1 in steps or sum(step % 2 == 0 for step in steps) < _APART * len(steps):
        return document
    line_indices = [
        number for number in range(len(lines)) if lines[number].strip() or not (number and lines[number - 1].strip())
    ]
    numbers = document.line_numbers or range(1, len(lines) + 1)
    return replace(
        document,
        pages=("\n".join(lines[number] for number in line_indices),),
        line_numbers=tuple(numbers[number] for number in line_indices),
    )


def without_names_below(document: Document) -> Document:
    """The same text with an inspector's name beside its label: alone above a table, it may pass for its heading."""
    front, rest = document.pages[:HEAD_PAGES], document.pages[HEAD_PAGES:]
    return replace(document, pages=(*(_NAME_BELOW.sub(r"\1 \3\2", page) for page in front), *rest))


STEPS = (without_marks, without_spaced_letters, without_doubled_lines, without_names_below)
"""What is done to every document, in this order."""
