"""Which framework a document is a report of, which authority it is about, and whose account it is: from its content.

The title of each framework is looked for in the head of the document, and the one that stands first counts. What is
recognised as another kind of inspection, or as nothing, is refused with what was looked for.
"""

from __future__ import annotations

import datetime as dt
import re

from loaders.reading.parsers import common
from loaders.record.errors import SourceRefused
from loaders.record.model import Document, Evidence
from loaders.record.reference import Authority, Framework, Reference

_LONGEST_TITLE = 300


def framework(document: Document, reference: Reference) -> Framework:
    """The framework whose title stands first in the head. Raises SourceRefused for anything else."""
    text = common.head(document)
    found = [
        (match.start(), -len(match.group()), candidate)
        for candidate in reference.frameworks.values()
        for pattern in candidate.recognise
        if (match := pattern.search(text))
    ]
    first = min(found, key=lambda item: item[:2]) if found else None
    if first and _has_grades(text):
        return first[2]
    # Behind the title of a framework no other kind counts: half of all recognition was to look for them there.
    end = text.find("\n", first[0] + _LONGEST_TITLE) if first else -1
    before = text[:end] if end >= 0 else text
    others = [
        (match.start(), other) for other in reference.other_inspections if (match := other.recognise.search(before))
    ]
    if first and (not others or first[0] <= min(others, key=lambda item: item[0])[0]):
        return first[2]
    if others:
        title = min(others, key=lambda item: item[0])[1].title
        article = "an" if title[0] in "aeiou" else "a"
        raise SourceRefused(f"{article} {title}; wanted a graded inspection of a local authority")
    titles = ", ".join(f.short_title for f in reference.frameworks.values() if f.recognise)
    raise SourceRefused(
        f"no inspection framework recognised in the first {common.HEAD_PAGES} pages; looked for the titles of {titles}"
    )


def _has_grades(text: str) -> bool:
    return re.search(r"Judgement\s+Grade", text, re.IGNORECASE) is not None


def authority(document: Document, reference: Reference, date: dt.date | None) -> Authority:
    """The one authority that the head names. Raises SourceRefused where it names none that the register knows."""
    text = common.head(document)
    end = common.TITLE_END.search(text)
    title = text[: end.start()] if end and end.start() > 10 else text[:600]
    for part in (title, text):
        found = reference.register.find_in(part, date)
        if found:
            return max(found, key=lambda item: sum(other[1] is item[1] for other in found))[1]
    if refusal := reference.register.refusal_in(title, date):
        raise SourceRefused(refusal)
    printed = common.fold(title)[:120]
    raise SourceRefused(f'no local authority of the register is named in the head of the report: "{printed}"')


def evidence(document: Document, reference: Reference) -> Evidence:
    """`primary` only where the head has a mark of the inspectorate and none of a council's own paper."""
    text = common.head(document)
    is_council_paper = any(mark.search(text) for mark in reference.secondary_marks)
    has_mark = any(mark.search(text) for mark in reference.primary_marks)
    return "primary" if has_mark and not is_council_paper else "secondary"


def one_authority(document: Document, reference: Reference, authority: Authority) -> None:
    """Raises SourceRefused for a paper that sets several authorities side by side, each in a line of its own."""
    lines = (line.strip(" \t|*#:") for line in common.head(document).split("\n"))
    named = {a.name for line in lines if 3 < len(line) < 60 and (a := reference.register.find(line))}
    others = sorted(named - {authority.name})
    if len(others) > 1:
        raise SourceRefused(
            f"a comparison of several authorities ({', '.join([authority.name, *others[:3]])}); wanted a report on one"
        )
