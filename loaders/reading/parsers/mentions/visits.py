"""Which earlier inspection a sentence speaks of: whose it was, what it was of, and the date that a grade is tied to."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from loaders.reading.parsers.mentions.gradings import Grading
from loaders.reading.parsers.mentions.grammar import Grammar, Item
from loaders.reading.parsers.mentions.items import items_of
from loaders.reading.parsers.mentions.report import Report
from loaders.reading.parsers.mentions.stated_dates import StatedDate, stands_alone
from loaders.record.phrases import Searched, has_words

_INSPECT = re.compile(r"\b[Ii]nspect|\bINSPECT")


@dataclass(frozen=True, slots=True)
class Visit:
    """The earlier inspection that a sentence introduces, for the sentences behind it."""

    date: StatedDate
    items: tuple[Item, ...]
    sentence: str


def is_of_another(report: Report, sentence: str) -> bool:
    """Whether a sentence speaks of a visit of others than the inspectorate ("mock", "peer-led"), or of another council.

    Only words that are known to stand before the inspectorate's own inspections may do so.
    """
    grammar = report.grammar
    is_vetoed = has_words(Searched(sentence), grammar.veto_words) and grammar.veto.search(sentence)
    if is_vetoed or grammar["other_hand"].search(sentence):
        return True
    if any(authority not in report.titled for _, authority in report.reference.register.find_in(sentence)):
        return True
    text = report.services_folded(sentence)
    return any(
        not _is_inspectorates(grammar, text[: match.start()], match["prefix"])
        for match in grammar["inspection"].finditer(text)
    )


def _is_inspectorates(grammar: Grammar, before: str, prefix: str | None) -> bool:
    if prefix and prefix.lower() not in grammar.visit_words:
        return False
    for word in reversed(re.split(r"[.,;:]\s", before)[-1].lower().split()):
        plain = word.strip("()'\"")
        if plain in grammar.visit_starts:
            return True
        if plain not in grammar.visit_words and not grammar["calendar"].fullmatch(plain):
            return False
    return True


def introduced(report: Report, sentence: str, dates: list[StatedDate]) -> Visit | None:
    """The earlier inspection that a sentence dates, if it is the only one there and we know what it was of."""
    grammar = report.grammar
    if (
        "nspect" not in sentence
        or len(dates) != 1
        or dates[0].last_day() >= report.before
        or grammar["not_held"].search(sentence)
    ):
        return None
    named = _INSPECT.search(sentence, 0, dates[0].start)
    until = sentence[named.start() : dates[0].start] if named else ""
    is_dated = named and grammar["until_its_date"].search(grammar["list"].sub("it", until))
    if not is_dated and not grammar["date_first"].match(sentence):
        return None
    items = inspected(report, sentence, 0, other_dates=[])
    return Visit(dates[0], items, sentence) if items is not None else None


def inspected(
    report: Report, sentence: str, position: int, *, other_dates: list[StatedDate]
) -> tuple[Item, ...] | None:
    """What the inspection nearest to a position was of; () if that is not said, None if we cannot be sure.

    An inspection with another date than the one that counts, or of something that we do not know, cannot be it.
    """
    subjects = _subjects(report, sentence)
    if not subjects:
        return ()
    ahead = [subject for subject in subjects if subject[0] <= position]
    start, about = max(ahead, key=lambda s: s[0]) if ahead else min(subjects, key=lambda s: s[0])
    between = range(min(start, position), max(start, position))
    return None if any(date.start in between or _dates(date, sentence[:start]) for date in other_dates) else about


def _dates(date: StatedDate, before: str) -> bool:
    """Whether a date is that of the inspection right behind it ("the 2011 Ofsted inspection of ...")."""
    return date.end <= len(before) and re.fullmatch(r"(?: \w+){0,2}\s*", before[date.end :]) is not None


def _subjects(report: Report, sentence: str) -> list[tuple[int, tuple[Item, ...] | None]]:
    """What each inspection of a sentence was of, with its place; None for what we do not know."""
    grammar = report.grammar
    subjects: list[tuple[int, tuple[Item, ...] | None]] = []
    for name in ("inspection_of", "ofsted_inspected", "were_inspected"):
        for match in grammar[name].finditer(sentence):
            subjects.append((match.start(), _what(report, match["what"]) or None))
    for match in grammar["kind_of_inspection"].finditer(sentence):
        kind = grammar["kind"].search(sentence, max(0, match.start() - 90), match.end("kind"))
        if kind and (items := tuple(item for item in items_of(report, kind["items"]) if item.service)):
            subjects.append((kind.start(), items))
    return subjects


def _what(report: Report, what: str) -> tuple[Item, ...]:
    """The services that an inspection was of.

    In "Anytown's children's services for safeguarding and looked after children" the part behind "for" counts; in
    "safeguarding arrangements for children in care" neither part does.
    """
    grammar = report.grammar
    if grammar["list"].fullmatch(what):
        return items_of(report, what)
    whole, _, parts = what.partition(" for ")
    if not grammar["list"].fullmatch(whole) or not grammar["list"].fullmatch(parts):
        return ()
    is_whole = all(item.service in ("", "whole_service") for item in items_of(report, whole))
    return items_of(report, parts) if is_whole else ()


def date_of(report: Report, sentence: str, grading: Grading, *, dates: list[StatedDate]) -> StatedDate | None:
    """The date that a grade is tied to, right behind it ("... in 2017") or before it ("in 2017, when ...")."""
    if not dates:
        return _latest_named(report, sentence)
    grammar = report.grammar
    ahead = next((date for date in reversed(dates) if date.end <= grading.start), None)
    if ahead and not _is_tied_ahead(report, sentence, grading.start, date=ahead):
        ahead = None
    for end in dict.fromkeys((grading.grade_end, grading.end)):
        behind = next((date for date in dates if date.start >= end), None)
        if behind and _is_tied_behind(report, sentence, end, date=behind):
            # "In 2010 it was judged inadequate, and adequate in 2012": the date behind is that of the last grade alone.
            # "In 2010 it was judged inadequate, in 2012 services were ...": the second date opens another clause.
            is_in_doubt = ahead is not None and (end != grading.grade_end or sentence[end] == ",")
            is_aside = sentence[end] == "," and grammar["aside"].match(sentence, grading.start)
            is_own = is_aside or grammar["own"].search(sentence, grading.start, behind.start)
            return (
                behind
                if not is_in_doubt and not is_own and stands_alone(grammar, sentence, behind, dates=dates)
                else None
            )
    if ahead is None or not stands_alone(grammar, sentence, ahead, dates=dates):
        return None
    clause = sentence[grading.start : grading.end] + re.split("[,;.]| and | but ", sentence[grading.end :])[0]
    return None if grammar["own"].search(clause) or grammar["aside"].match(clause) else ahead


def _is_tied_behind(report: Report, sentence: str, end: int, *, date: StatedDate) -> bool:
    """Whether nothing but words about the inspection stands between a grade and the date behind it."""
    grammar = report.grammar
    between = report.services_folded(sentence[end : date.start])
    if not grammar["back_link"].fullmatch(between) or grammar["open_time"].search(between):
        return False
    return grammar["other_hand_behind"].match(sentence, date.end) is None


def _is_tied_ahead(report: Report, sentence: str, start: int, *, date: StatedDate) -> bool:
    """Whether nothing but words about the inspection stands between a date and the grade behind it."""
    grammar = report.grammar
    between = report.services_folded(sentence[date.end : start])
    if not grammar["link"].fullmatch(between) or grammar["own_date"].search(sentence, 0, date.start):
        return False
    is_of_others = grammar["other_hand_behind"].match(sentence, date.end)
    if is_of_others or grammar["event"].search(report.services_folded(sentence[: date.start])):
        return False
    if grammar["before_this"].search(sentence, 0, date.start):
        return False
    if grammar["at_which"].search(between):
        return True
    # "Since the last inspection in 2014, services were found ...": as likely what this inspection found.
    is_since = between.strip() in ("", ",") and grammar["since"].search(sentence, 0, date.start)
    return not is_since and not grammar["open_time"].search(sentence, 0, date.start)


def _latest_named(report: Report, sentence: str) -> StatedDate | None:
    """The year of "the most recent annual performance assessment", if the report names just one year of that kind."""
    for _, pattern in report.grammar.frameworks:
        kind = f"(?:{pattern.pattern})"
        if re.search(rf"\bmost recent (?:\w+ )?{kind}", sentence, re.IGNORECASE):
            named = re.compile(rf"{kind}\)? (?:in|of|for) (20\d\d)|(20\d\d) {kind}", re.IGNORECASE)
            years = {year for match in named.finditer(report.text) for year in match.groups() if year}
            if len(years) == 1:
                return StatedDate(dt.date(int(years.pop()), 1, 1), "year", 0, end=0)
    return None
