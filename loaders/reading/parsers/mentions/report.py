"""The report at hand, as every step of reading remarks needs it: its text, its title and the names of its authority."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from loaders.reading.parsers.common import TITLE_END, locate, title_page
from loaders.reading.parsers.mentions.grammar import Grammar, grammar_for
from loaders.record.model import Document
from loaders.record.reference import Authority, Framework, Reference

_STRAIGHT = {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2011": "-"}
_PAGE_NUMBER = re.compile(r"\A(?:\s*\d{1,3}[ \t]*\n)+")
_TITLE = 600


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
    def own_names(self) -> re.Pattern[str]:
        """The names of those authorities, whole: words of a name ("of", "the") mean other things by themselves."""
        names = {name for authority in self.titled for name in (authority.name, *authority.aliases)}
        longest_first = sorted((name.replace("\u2019", "'") for name in names), key=len, reverse=True)
        alternatives = "|".join(re.escape(name) for name in longest_first) or "(?!)"
        civic = r"(?:(?:London|Royal|Metropolitan) Borough of |(?:City|County|Borough|Isle) of |Royal Borough )"
        return re.compile(rf"\b{civic}?(?:{alternatives})\b(?:'s|')?")

    def services_folded(self, text: str) -> str:
        """A text with "it" for each service, each list of services and the authority's own name."""
        return re.sub(r"\bit(?:(?:, it)*,? and it| ?/ ?it)\b", "it", self.grammar["phrase"].sub("it", self.own_names.sub("it", text)))

    def is_own(self, name: str) -> bool:
        """Whether a name is that of the authority that the report is about: the register knows it, the title has it."""
        return self.reference.register.find(name) in self.titled

    def locator(self, offset: int) -> str:
        """Where a place of the text stands in the document."""
        page = bisect_right(self.page_starts, offset) - 1
        what = "previous inspection" if self.document.kind == "pdf" else "mention"
        return locate(self.document, page, offset - self.page_starts[page], what)


def report_of(document: Document, framework: Framework, limit: dt.date, reference: Reference) -> Report:
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
