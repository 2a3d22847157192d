"""Lists of an earlier inspection's grades: the "Label: Grade" lines behind a sentence that dates it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from loaders.reading.parsers.mentions.grammar import Item
from loaders.reading.parsers.mentions.items import items_of
from loaders.reading.parsers.mentions.report import Report
from loaders.reading.parsers.mentions.sentences import LONGEST_SENTENCE, last_two
from loaders.reading.parsers.mentions.stated_dates import StatedDate, stated_dates
from loaders.reading.parsers.mentions.visits import introduced, is_of_another


@dataclass(frozen=True, slots=True)
class Remark:
    """One judgement of an earlier inspection, and where it stands: `sentence` has the one that it follows up."""

    item: Item
    grade_text: str
    date: StatedDate
    offset: int
    sentence: str
    is_shared: bool = False


def listed(report: Report, start: int, end: int) -> Iterator[Remark]:
    """The remarks of lists that begin in a block, behind words like "published in May 2015. The judgements were:"."""
    grammar = report.grammar
    heads = grammar["list_head"].finditer(report.text, start, end) if ":" in report.text[start:end] else ()
    for head in heads:
        introduction = " ".join(report.text[max(start, head.end() - 2 * LONGEST_SENTENCE) : head.end()].split())
        introduction = report.own_names.signed(last_two(introduction))
        visit = introduced(report, introduction, stated_dates(grammar, introduction))
        if visit is None or is_of_another(report, introduction):
            continue
        remarks: list[Remark] = []
        at = head.end()
        while line := grammar["list_line"].match(report.text, at):
            items = items_of(report, report.own_names.signed(" ".join(line["label"].split())))
            if len(items) != 1:
                break
            item = replace(items[0], service=items[0].service or items[0].default)
            grade = " ".join(line["grade"].split())
            remarks.append(Remark(item, grade, visit.date, offset=line.start("label"), sentence=introduction))
            at = line.end()
        if len(remarks) > 1:
            yield from remarks
