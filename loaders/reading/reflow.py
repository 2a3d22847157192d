"""Line ends of texts put right: where every line is followed by an empty one, and where all of them are lost.

Pages of a PDF have their lines; texts that were copied from one, or out of a web page, may not. Each line keeps its
number in the file (`Document.line_numbers`), so that a place is still found there.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

from loaders.reading.document_parts import HEAD_PAGES
from loaders.reading.parsers.patterns import MARKS, any_label, grade_pattern, words_pattern
from loaders.record.errors import SourceRefused
from loaders.record.model import Document
from loaders.record.reference import Framework, Scale

# So many of the lines must be apart, and so many go on from the line above, as a paragraph that was wrapped does.
_APART = 0.9
_WRAPPED = 2
_FEW_LABELS = 2
_MARKS = " \t|*:"
# At least one word of four letters, each followed by one space, and what else is printed so beside it.
_LETTERS = r"[^\W\d_,](?: [^\W\d_]|(?<=\w) [,.;:'\u2019-]){0,25}"
_SPACED_WORDS = re.compile(
    rf"(?<![^\s|])(?:{_LETTERS} {{2,4}}){{0,12}}[^\W\d_](?: [^\W\d_]){{3,25}}(?: {{2,4}}{_LETTERS}){{0,12}}(?![^\s|])"
)
_GOES_ON = re.compile(r"[a-z][^.]*")


def without_spaced_letters(document: Document) -> Document:
    """The same text with each word that is printed letter by letter ("G o o d") as a word.

    Two such words are parted by more than one space; figures of columns ("2 3 3") are left alone.
    """
    front, rest = document.pages[:HEAD_PAGES], document.pages[HEAD_PAGES:]
    if not any(_SPACED_WORDS.search(page) for page in front):
        return document
    return replace(document, pages=(*(_SPACED_WORDS.sub(_joined, page) for page in front), *rest))


def _joined(match: re.Match[str]) -> str:
    return " ".join(word.replace(" ", "") for word in re.split(r" {2,}", match.group()))


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
    kept = [number for number in range(len(lines)) if lines[number].strip() or not _is_doubling(number, lines)]
    return replace(
        document,
        pages=("\n".join(lines[number] for number in kept),),
        line_numbers=tuple(number + 1 for number in kept),
    )


def _is_doubling(number: int, lines: list[str]) -> bool:
    """Whether an empty line is the one that follows a line with words."""
    return number > 0 and bool(lines[number - 1].strip())


def with_lines(document: Document, framework: Framework, scale: Scale) -> Document:
    """The same text with a line for each label and its grade, where the title and all of them stand on one line.

    Raises SourceRefused where labels and grades do not alternate without doubt there.
    """
    if document.kind == "pdf" or len(document.pages) != 1:
        return document
    text = document.pages[0]
    titles = (match.start() for title in framework.recognise for match in title.all(text))
    start = text.rfind("\n", 0, min(titles, default=0)) + 1
    line, *after = text[start:].split("\n", 1)
    labels = re.compile(rf"(?<!\w)(?:{any_label(framework.labels)})")
    if len({match.group() for match in labels.finditer(line)}) < _FEW_LABELS:
        return document
    pieces = _divided(line, framework, scale)
    if pieces is None:
        raise SourceRefused(
            f"{framework.framework} report on one line: its line ends are lost, and labels and grades do not alternate "
            "without doubt; wanted the report with its lines"
        )
    number = text.count("\n", 0, start) + 1
    return replace(
        document,
        pages=(text[:start] + "\n".join([*pieces, *after]),),
        line_numbers=(
            *range(1, number),
            *([number] * len(pieces)),
            *range(number + 1, number + 1 + len("".join(after).split("\n")) * bool(after)),
        ),
    )


def _divided(line: str, framework: Framework, scale: Scale) -> list[str] | None:
    """What stands in front of the first label, each label with its grade, and the rest; None where there is a doubt."""
    if framework.blocks:
        return None
    pairs = list(_pair_regex(framework, scale).finditer(line))
    labels = [" ".join(pair["label"].lower().split()) for pair in pairs]
    is_joined = all(
        not line[pair.end() : following.start()].strip(_MARKS) for pair, following in itertools.pairwise(pairs)
    )
    if not pairs or not is_joined or len(set(labels)) < len(labels):
        return None
    front = line[: pairs[0].start()].rstrip(_MARKS)
    statement = _statement_regex(framework, scale).search(front)
    if statement and len(re.findall(rf"(?i:\b{words_pattern(scale)})", statement.group())) > 1:
        return None  # behind the statement stands a grade of its own, which may be that of the first label
    if statement is None and re.search(rf"(?i:{grade_pattern(scale, framework.numbered)})\Z", front):
        return None  # a grade in front of the first label: it may be that one's, and all others their neighbours'
    fronts = [front[: statement.start()], statement.group()] if statement else [front]
    return [*fronts, *(pair.group() for pair in pairs), line[pairs[-1].end() :]]


def _pair_regex(framework: Framework, scale: Scale) -> re.Pattern[str]:
    """A label with its grade behind it, both with capitals, and behind them the end, a capital or a number."""
    grade = rf"(?=[A-Z(])(?i:{grade_pattern(scale, framework.numbered)})(?=\W*(?:$|[A-Z\d]))"
    return re.compile(rf"(?<![\w,])(?=[A-Z\d])(?P<label>{any_label(framework.labels)}){MARKS}{grade}")


def _statement_regex(framework: Framework, scale: Scale) -> re.Pattern[str]:
    """A sentence at the end of a text that states one of the framework's grades."""
    subjects = [
        sentence.removesuffix("{grade}").replace(" ", r"\s+") for j in framework.judgements for sentence in j.sentences
    ]
    any_subject = "|".join(subjects) or "(?!)"
    return re.compile(rf"(?<!\w)(?=[A-Z])(?i:(?:{any_subject}){words_pattern(scale)})\.?\Z")
