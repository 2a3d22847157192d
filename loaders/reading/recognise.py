"""Which framework a document is a report of, and which authority it is about: from its content.

The title of each framework is looked for in the head of the document, and the one that stands first counts. What is
recognised as another kind of inspection or paper (`papers`), or as nothing, is refused with what was looked for. Called
by `extract`.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Sequence

from loaders.reading import document_parts as parts, papers
from loaders.record.errors import SourceRefused
from loaders.record.model import Document
from loaders.record.reference import Authority, Framework, Reference

_LONG_LINE = 200  # characters
_NEAR = 40  # characters in front of a name, of which the last word counts
# Between the names of two authorities that are named together, with the civic titles of both.
_AND = (
    r"(?: (?:city|county|borough|metropolitan|district|council)){0,4} ?(?:&|\band\b|/) ?"
    r"(?:(?:the|london|royal|city|county|borough|of) ){0,5}"
)
_COUNCIL = r"(?:(?<=council)|(?: (?:city|county|borough|metropolitan|district))* (?:borough|council|mbc)\b)"
_SENTENCE = re.compile(r"^[^\n]*\.[ \t]*$", re.MULTILINE)
_KIND_OF = r"\b(?:inspection|review|borough|city|county) of\s+"
_POSSESSIVE = re.compile(r"(?<=[a-z])['\u2019]s\b")
# Beside a name: a word with a capital on its line, or the postcode of an address, as that of the inspectorate.
_CAPITAL = r"(?P<word>[A-Z][\w'\u2019]*\.?)"
_INSPECTED_PLACE = re.compile(rf"(?i:\b(?:inspection|review) of ){_CAPITAL}")
_NAME_BEFORE = re.compile(rf"(?<![\w'\u2019.&-])(?!(?:In|IN|At|By|On|To|For)\b){_CAPITAL} {{1,2}}(?:of )?\Z")
_NAME_BEHIND = re.compile(rf"(?<!\W) {{1,2}}{_CAPITAL}|[\s,]+(?P<postcode>[A-Z]{{1,2}}\d{{1,2}}[A-Z]? ?\d[A-Z]{{2}}\b)")


def framework(document: Document, reference: Reference) -> Framework:
    """The framework whose title stands first in the head. Raises SourceRefused for anything else."""
    text = parts.head(document)
    titles = [
        (match.start(), -len(match.group()), candidate)
        for candidate in reference.frameworks.values()
        for pattern in candidate.recognise
        if (match := pattern.search(text))
    ]
    first = min(titles, key=lambda title: title[:2], default=None)
    papers.check(document, reference, first[0] - first[1] if first else None)
    if first:
        return first[2]
    names = ", ".join(f.short_title for f in reference.frameworks.values() if f.recognise)
    raise SourceRefused(
        f"no inspection framework recognised in the first {parts.HEAD_PAGES} pages; looked for the titles of {names}"
        f"{_lost_lines(document)}"
    )


def _lost_lines(document: Document) -> str:
    """What to add for a long text on one line, in which no title stands on a line of its own."""
    text = document.pages[0].strip() if document.kind == "text" and document.pages else ""
    is_one_line = len(text) > _LONG_LINE and "\n" not in text
    return "; the text is one line and its line ends are lost; wanted it with its lines" if is_one_line else ""


def _named_together(text: str, names: Sequence[tuple[str, Authority]]) -> str:
    """Two authorities that a text names in one breath ("Kingston and Richmond"), as it prints them; else nothing."""
    folded = " ".join(text.split())
    for (first, one), (second, other) in itertools.pairwise(names):
        if one is not other:
            together = re.search(rf"{re.escape(first)}{_AND}{re.escape(second)}", folded, re.IGNORECASE)
            if together:
                return together.group()
    return ""


def authority(document: Document, framework: Framework, reference: Reference, *, date: dt.date | None) -> Authority:
    """The one authority that the head names. Raises SourceRefused where it names none that the register knows.

    Also where the framework's title names another one: of whom the grades are is then more than a head can tell.
    """
    council, others = _authority(document, framework, reference, date=date)
    line = _title_line(parts.head(document), framework)
    title = line if reference.register.find_in(line, date) else _POSSESSIVE.sub("", line)
    names = {item: words for words, item in _names_in(title, framework, reference, date=date)}
    if not names:
        if others:
            named = " and ".join(item.name for item in (council, *others))
            raise SourceRefused(
                f"the head names more than one council ({named}), and the title none of them; wanted the report of one "
                "authority"
            )
        part = {item for _, item in reference.register.find_in(title, date)}
        place = _INSPECTED_PLACE.search(title)
        is_unknown = place is not None and not _is_known(place["word"], framework, reference)
        if (council not in part) if part else is_unknown:
            raise SourceRefused(_of_another_place(title, council))
    for words in names.values():
        joined = re.search(rf"{re.escape(words)}\s+(?:and|&)\s+([A-Z]\w+)", " ".join(title.split()))
        if joined and joined[1].lower() not in reference.front_page_words:
            raise SourceRefused(f"the report of more than one authority ({joined.group()}); wanted that of one")
    if names and council not in names:
        raise SourceRefused(
            f"the title is of the inspection of {'; '.join(names.values())}, and the head names {council.name} more "
            "often or first; wanted the report of one authority"
        )
    return council


def _title_line(text: str, framework: Framework) -> str:
    """The first title of the framework, with the rest of its lines."""
    titles = [match for pattern in framework.recognise if (match := pattern.search(text))]
    if not titles:
        return ""
    first = min(titles, key=lambda match: match.start())
    end = text.find("\n", first.end())
    return text[text.rfind("\n", 0, first.start()) + 1 : end if end >= 0 else len(text)]


def _names_in(
    text: str, framework: Framework, reference: Reference, *, date: dt.date | None
) -> list[tuple[str, Authority]]:
    """The authorities that a text names, without names that are part of another one ("Surrey Heath", "Ms Derby")."""
    names: list[tuple[str, Authority]] = []
    at = 0
    for words, item in reference.register.find_in(text, date):
        name = re.compile(r"\s+".join(map(re.escape, words.split()))).search(text, at)
        if name is None:
            continue
        at = name.end()
        beside = (_NAME_BEFORE.search(text, max(0, name.start() - _NEAR), name.start()), _NAME_BEHIND.match(text, at))
        if all(match is None or _is_known(match[match.lastgroup or 0], framework, reference) for match in beside):
            names.append((words, item))
    return names


def _is_known(word: str, framework: Framework, reference: Reference) -> bool:
    """Whether a word with a capital beside an authority's name may be one of a title, and is no part of a name."""
    plain = re.sub("['\u2019]s?|[.]", "", word).lower()
    return plain in framework.heads.words or reference.title_without.match(word) is not None


def _is_council(name: str, text: str) -> bool:
    """Whether a text names a council by its kind, as what was inspected, or on a line of its own."""
    words = r"\s+".join(map(re.escape, name.split()))
    return any(
        re.search(place, text, re.IGNORECASE | re.MULTILINE)
        for place in (words + _COUNCIL, _KIND_OF + words, rf"^\W*{words}\W*$")
    )


def _of_another_place(title: str, authority: Authority) -> str:
    return (
        f"the title names a place or body that is no local authority of the register, and {authority.name} is part of "
        f'its name or stands beside it: "{parts.fold(title)[:120]}"'
    )


def _authority(
    document: Document, framework: Framework, reference: Reference, *, date: dt.date | None
) -> tuple[Authority, list[Authority]]:
    """The authority that a head names most often, and the others that its lines name as councils, sentences apart."""
    text = parts.head(document)
    end = parts.TITLE_END.search(text)
    title = text[: end.start()] if end and end.start() > 10 else text[:600]
    for part in (title, text, _POSSESSIVE.sub("", title)):
        names = _names_in(part, framework, reference, date=date)
        if several := _named_together(part, names):
            raise SourceRefused(f"the report of more than one authority ({several}); wanted that of one")
        if names:
            councils = [item for words, item in names if _is_council(words, part)]
            # An address may name one as often as the council is named.
            named = [item for _, item in names]
            first = max(named, key=lambda item: (named.count(item), item in councils))
            lines = _SENTENCE.sub("", title) if part is title else ""
            others = [item for words, item in names if item is not first and _is_council(words, lines)]
            return first, list(dict.fromkeys(others))
    if names := reference.register.find_in(title, date):
        raise SourceRefused(_of_another_place(title, names[0][1]))
    if refusal := reference.register.refusal_in(title, date):
        raise SourceRefused(refusal)
    beginning = parts.fold(title)[:120]
    raise SourceRefused(f'no local authority of the register is named in the head of the report: "{beginning}"')
