"""What was judged: the services and aspects that a run of words names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from loaders.reading.parsers.mentions.grammar import Item
from loaders.reading.parsers.mentions.report import Report

NOTHING_NAMED = Item("", "overall", "")


def items_of(report: Report, text: str) -> tuple[Item, ...]:
    """The items of a list; () if part of it is neither a phrase that we know nor the authority's own name."""
    grammar = report.grammar
    names = grammar["a_name"].findall(grammar["known"].sub(" / ", text))
    if not all(report.is_own(name) for name in names):
        return ()
    entries = [(entry["phrase"], entry.group().strip()) for entry in grammar["entry"].finditer(text)]
    if not entries and names:
        return (Item("", "overall", text.strip(), default="whole_service"),)
    return tuple(replace(grammar.meaning(phrase), label=label) for phrase, label in entries)


def combined(items: tuple[Item, ...], tail: tuple[Item, ...]) -> tuple[Item, ...]:
    """What was judged in "<items> were judged adequate for <tail>": the tail, or the items' services in its aspects."""
    services = [item for item in items if item.service]
    if not services or any(item.service for item in tail):
        return tail
    return tuple(Item(service.service, aspect.aspect, service.label) for service in services for aspect in tail)


def resolved(
    items: tuple[Item, ...], beside: set[str], about: tuple[Item, ...] | None, *, is_front: bool, whole_is_graded: bool
) -> Iterator[Item]:
    """Items with their service: their own, else what the inspection was about, else what they mean by themselves.

    Where the frameworks of the time grade the service as a whole, `whole_is_graded`, "overall" is that grade.
    """
    subjects = [subject for subject in about or () if subject.service or subject.default]
    # "... found services to be adequate and safeguarding to be inadequate": "services" are those that were inspected.
    is_apart = bool(subjects) and beside.isdisjoint(subject.service for subject in subjects)
    for item in items:
        if item.service:
            yield item
        elif item.is_overall and item.aspect == "overall" and whole_is_graded and not beside:
            yield replace(item, service="whole_service")
        elif beside and not (is_apart and item.in_front):
            # "... for safeguarding and good for overall effectiveness", "services as good and its capacity as ..."
            if service := item.default or (next(iter(beside)) if len(beside) == 1 else ""):
                yield replace(item, service=service)
        elif subjects:
            for subject in subjects:
                label = subject.label if item.aspect == "overall" else item.label
                yield Item(subject.service or subject.default, item.aspect, label)
        elif about is not None and (item.default or (is_front and item.in_front)):
            yield replace(item, service=item.default or "whole_service")
