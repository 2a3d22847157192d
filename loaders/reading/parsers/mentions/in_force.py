"""Which frameworks were in force when an earlier inspection took place, and what they graded."""

from __future__ import annotations

import datetime as dt

from loaders.reading.dates import PUBLICATION_LAG
from loaders.reading.parsers.mentions.grammar import Grammar, Item
from loaders.reading.parsers.mentions.stated_dates import StatedDate
from loaders.record.reference import Framework, Reference


def named_framework(grammar: Grammar, sentence: str, date: StatedDate, *, reference: Reference) -> str:
    """The framework whose kind of inspection a sentence names, if it was in force then; empty if it names none."""
    named = [name for name, pattern in grammar.frameworks if pattern.search(sentence)]
    in_force = [name for name in named if _was_in_force(reference.frameworks[name], date)]
    return in_force[0] if len(in_force) == 1 else ""


def was_graded(item: Item, date: StatedDate, reference: Reference) -> bool:
    """Whether a framework whose reports we know graded this then; of the whole service, whether each of them did.

    "The authority was judged good in 2009" is as likely said of one of its services.
    """
    if (item.service, item.aspect) == ("whole_service", "overall"):
        return whole_is_graded(reference, date)
    return any(
        framework.parser
        and framework.by_date
        and framework.judges(item.service, item.aspect)
        and _was_in_force(framework, date)
        for framework in reference.frameworks.values()
    )


def word_of_number(number: int, item: Item, date: StatedDate, *, framework: str, reference: Reference) -> str:
    """The word for a number on the one scale with numbers that it can be of; empty where there are several or none."""
    graders = [
        other
        for other in reference.frameworks.values()
        if other.parser and other.by_date and other.judges(item.service, item.aspect) and _was_in_force(other, date)
    ]
    scales = {other.scale for other in ([reference.frameworks[framework]] if framework else graders)}
    words = {
        scale: word.words
        for scale in sorted(scales)
        for word in reversed(reference.scales[scale].words)
        if word.number == number
    }
    return next(iter(words.values())) if len(words) == 1 else ""


def whole_is_graded(reference: Reference, date: StatedDate) -> bool:
    """Whether every framework in force at a date, or published then, grades the service as a whole."""
    in_force = [f for f in reference.frameworks.values() if f.parser and f.by_date and _was_in_force(f, date)]
    with_services = [f for f in in_force if f.judges("safeguarding") or f.judges("looked_after_children")]
    return bool(with_services) and all(f.judgement("whole_service", "overall", date.date) for f in with_services)


def _was_in_force(framework: Framework, date: StatedDate) -> bool:
    """Whether a framework was in force at a date, or its last reports came out then.

    A bare year is that of inspections by its middle: too long a time for the lag of publication.
    """
    until = framework.until or dt.date.max
    if date.precision == "year":
        return framework.from_date <= date.date.replace(month=7) and date.date <= until
    return framework.from_date <= date.last_day() and date.date - PUBLICATION_LAG <= until
