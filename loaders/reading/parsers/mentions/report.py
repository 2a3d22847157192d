"""The report at hand, as every step of reading remarks needs it: its text, its title and the names of its authority."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from loaders.reading.document_parts import TITLE_END, locate, title_page
from loaders.reading.parsers.mentions.grammar import Grammar, grammar_for
from loaders.record.model import Document
from loaders.record.reference import Authority, Framework, Reference

_STRAIGHT = {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2011": "-"}
_PAGE_NUMBER = re.compile(r"\A(?:\s*\d{1,3}[ \t]*\n)+")
_TITLE = 600
_CIVIC = (
    r"(?:(?:London|Royal|Metropolitan) Borough of |(?:Corporation|Council|City|County|Borough) of (?:the )?|County )*"
)
_COUNCIL = r"(?: (?:(?:City|County|Borough|Metropolitan|District|Unitary) )*(?:Council|Corporation)\b)?"


class OwnNames:
    """The names of a report's authority: in a sentence each becomes one word, since "of", "and" and commas in a name
    ("East Riding of Yorkshire", "Bournemouth, Christchurch and Poole") mean other things by themselves.
    """

    def __init__(self, names: list[str]) -> None:
        self._printed: dict[str, str] = {}
        short = [re.split(r"[ -](?:up)?on[ -]", name)[0] for name in names]
        patterns = sorted({_name_pattern(name) for name in (*names, *short)}, key=len, reverse=True)
        self._pattern = re.compile(rf"\b{_CIVIC}(?:{'|'.join(patterns) or '(?!)'})\b{_COUNCIL}")

    def signed(self, sentence: str) -> str:
        """A sentence with a sign for each of the names."""
        return self._pattern.sub(lambda name: self._sign(name.group()), sentence)

    def printed(self, text: str) -> str:
        """A text with the names as they were printed."""
        return _SIGN.sub(lambda sign: self._printed.get(sign.group(), sign.group()), text)

    def folded(self, text: str) -> str:
        """A text with "it" for each sign, with or without the mark of a genitive."""
        return _SIGN_OF.sub("it", text)

    def is_sign(self, name: str) -> bool:
        """Whether a word stands for one of the names."""
        return name in self._printed

    def _sign(self, name: str) -> str:
        sign = f"Ownname{len(self._printed)}"
        same_name = next((other for other, printed in self._printed.items() if printed == name), sign)
        self._printed[same_name] = name
        return same_name


_SIGN = re.compile(r"\bOwnname\d+\b")
_SIGN_OF = re.compile(r"\bOwnname\d+\b(?:'s|')?")


def _name_pattern(name: str) -> str:
    """A name however its "and", its hyphens, its commas and its "St" are printed."""
    words = re.findall(r"[\w']+", name.replace("\u2019", "'").replace("&", " and "))
    spelt = {"and": "(?:and|&)", "St": r"St\.?"}
    return r"(?:[ -]|, )".join(spelt.get(word, re.escape(word)) for word in words)


@dataclass(frozen=True)
class Report:
    """A report with straight quotes in one text; a remark counts only if it is of a day before `before`.

    `page_starts` has the place of each page in the text and the text's end; `front` is where its first two pages end.
    """

    document: Document
    text: str
    page_starts: tuple[int, ...]
    title: str
    before: dt.date
    front: int
    reference: Reference
    grammar: Grammar

    @cached_property
    def titled(self) -> list[Authority]:
        """The authorities that the title names."""
        return [authority for _, authority in self.reference.register.find_in(self.title)]

    @cached_property
    def own_names(self) -> OwnNames:
        """The names of those authorities, as sentences print them."""
        return OwnNames([name for authority in self.titled for name in (authority.name, *authority.aliases)])

    def is_own(self, name: str) -> bool:
        """Whether a name is that of the authority that the report is about: the register knows it, the title has it."""
        return self.own_names.is_sign(name) or self.reference.register.find(name) in self.titled

    def services_folded(self, text: str) -> str:
        """A text with "it" for each service, each list of services and the authority's own name."""
        folded = self.grammar["phrase"].sub("it", self.own_names.folded(text))
        return re.sub(r"\bit(?:(?:, it)*,? and it| ?/ ?it)\b", "it", folded)

    def locator(self, offset: int) -> str:
        """Where a place of the text stands in the document."""
        page = bisect_right(self.page_starts, offset) - 1
        what = "previous inspection" if self.document.kind == "pdf" else "mention"
        return locate(self.document, page, offset - self.page_starts[page], what=what)


def report_of(document: Document, framework: Framework, limit: dt.date, *, reference: Reference) -> Report:
    """A document whose inspection began on `limit`, ready for reading its remarks."""
    starts = [0]
    for page in document.pages:
        starts.append(starts[-1] + len(page) + 1)
    # A page's number in the middle of a sentence is blanked out, so that places in the text still find the page.
    text = "\n".join(_PAGE_NUMBER.sub(lambda number: " " * len(number.group()), page) for page in document.pages)
    for printed, straight in _STRAIGHT.items():
        text = text.replace(printed, straight)
    first = title_page(document, framework)
    return Report(
        document=document,
        text=text,
        page_starts=tuple(starts),
        title=_title(text[: starts[first + 1]], starts[first]),
        before=limit.replace(day=1),
        front=starts[min(first + 2, len(document.pages))],
        reference=reference,
        grammar=grammar_for(reference),
    )


def _title(text: str, start: int) -> str:
    """What a text begins with, up to the dates: other authorities may be named from there on."""
    end = TITLE_END.search(text, start + 10)
    return text[: min(end.start() if end else len(text), start + _TITLE)]
