"""Notes of a paper that take a grade for something else: "Good*" above "* Grade of the previous inspection".

Called by `extract` for reports, and by the parser of statistics for cells. Most notes explain and change nothing; what
is marked by one that names an earlier inspection, a target or a rehearsal is no grade of this inspection.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from loaders.reading.parsers.patterns import spaced
from loaders.record.model import Document, GradedLine
from loaders.record.reference import Reference
from loaders.record.safe_text import cell, visible

EARLIER = re.compile(r"\b(?:previous|prior|earlier|former|preceding)\b", re.IGNORECASE)
_LAST = re.compile(r"\blast inspection\b", re.IGNORECASE)
_FIGURES = str.maketrans("\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079", "123456789")
_NOTE = re.compile(
    r"^[ \t|>_]*[\[(]?(?:notes? )?(?P<mark>[*\u2020\u2021\u00a7#^]{1,3}|[a-e]|\d{1,2})[\])]?[ \t.:)\u2013-]{0,3}"
    r"(?P<note>[A-Za-z][^\n]{6,300})$",
    re.MULTILINE,
)


def says_otherwise(text: str, reference: Reference) -> bool:
    """Whether a note says of what it is on that it is no grade of this inspection."""
    if EARLIER.search(text) or _LAST.search(text):
        return True
    return any(not paper.may_be_table and paper.recognise.search(text) for paper in reference.papers)


def without_marked(
    lines: Iterable[GradedLine], document: Document, reference: Reference
) -> tuple[list[GradedLine], list[str]]:
    """The graded lines that no such note is on, and messages that name the others with their notes."""
    text = "\n".join(document.pages).translate(_FIGURES)
    notes = {m["mark"]: m["note"] for m in _NOTE.finditer(text) if says_otherwise(m["note"], reference)}
    kept: list[GradedLine] = []
    messages: list[str] = []
    for line in lines:
        if note := _note_on(line, text, notes):
            messages.append(f'not read, since its note says "{cell(visible(note))}": {line.label} ({line.locator})')
        else:
            kept.append(line)
    return kept, messages


def _note_on(line: GradedLine, text: str, notes: Mapping[str, str]) -> str:
    for mark, note in notes.items():
        core = re.escape(mark)
        # A bare figure or letter is a mark where it stands at the word itself, or is no number of the grade.
        apart = "[ \t]?" if mark.isdecimal() and line.number is None else ""
        behind = (
            rf"(?:{apart}{core}|[ \t]?[\[(](?:note )?{core}[\])])" if mark.isalnum() else rf"[ \t]?[\[(]?{core}[\])]?"
        )
        label = spaced(line.label)
        marked = (
            rf"{label}(?:[^\n]{{0,40}}|[^\n]{{0,5}}\n\s*){spaced(line.words)}{behind}(?![\w*])|{label}{behind}(?![\w*])"
        )
        if re.search(marked, text, re.IGNORECASE):
            return note
    return ""
