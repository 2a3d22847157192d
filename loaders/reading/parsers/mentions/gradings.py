"""The grades that a sentence states, each with what it says was judged: "was judged good", "judged X to be good"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from loaders.reading.parsers.mentions.grammar import Grammar, Item
from loaders.reading.parsers.mentions.items import NOTHING_NAMED, combined, items_of
from loaders.reading.parsers.mentions.report import Report

_MARKED = re.compile(r"[:(\u2013-]|20\d\d,? (?:and )?(?:was |were )?(?:judg|grad|rat)|^In (?:\w+ ){0,2}20\d\d, ")


@dataclass(frozen=True, slots=True)
class Grading:
    """One grade that a sentence states; `start` to `end` is the whole statement, which may give several grades."""

    items: tuple[Item, ...]
    grade_text: str
    start: int
    grade_end: int
    end: int = 0
    is_plain: bool = False
    # "... to be adequate, with safeguarding judged inadequate": dated by the statement before it.
    is_attached: bool = False
    # A word behind a label or a date, without a verb that says that it was judged.
    is_bare: bool = False


def word_first(grammar: Grammar, sentence: str) -> tuple[str, dict[str, str]]:
    """A sentence with "Grade 3 (Adequate)" as "Adequate (grade 3)", the order of most; and how each was printed."""
    printed: dict[str, str] = {}

    def turned(match: re.Match[str]) -> str:
        text = f"{match['word']} (grade {match['number']})"
        verb = match["verb"] or ""
        printed[text] = match.group().removeprefix(verb)
        return verb + text

    return grammar["number_first"].sub(turned, sentence), printed


def gradings(report: Report, sentence: str) -> list[Grading]:
    """Every statement of a grade in a sentence, in order."""
    stated = [*_judged(report, sentence), *_nouns(report, sentence), *_plain(report, sentence)]
    others_say = report.grammar["others_say"]
    stated = [grading for grading in stated if not others_say.search(_before(sentence, grading.start))]
    if _MARKED.search(sentence):
        stated += [*_labelled(report, sentence), *_behind_date(report, sentence)]
    return sorted(stated, key=lambda grading: grading.start)


def _before(sentence: str, start: int) -> str:
    """What stands before a statement; the "that" which it may begin with as well."""
    return sentence[: start + len("that ") * sentence.startswith("that ", start)]


def _judged(report: Report, sentence: str) -> Iterator[Grading]:
    behind = 0
    for verb in report.grammar["verb"].finditer(sentence):
        if report.grammar["not"].search(sentence[: verb.start()]) or verb.start() < behind:
            continue
        for grading in _of_verb(report, sentence, verb, behind=behind):
            behind = grading.end
            yield grading


def _of_verb(report: Report, sentence: str, verb: re.Match[str], *, behind: int) -> Iterator[Grading]:
    """What one verb of judging states: of its subject, its object, or what it is attached to."""
    grammar = report.grammar
    before = sentence[: verb.start()]
    passive = grammar["passive"].match(sentence, verb.end())
    if attached := grammar["attached"].search(before):
        items = items_of(report, attached["items"])
        if passive and items and all(item.service for item in items):
            for grading in _grades(report, sentence, items, start=attached.start("items"), first=passive):
                yield replace(grading, is_attached=True)
    elif auxiliary := grammar["auxiliary"].search(before):
        subject = _subject(report, sentence, behind, end=auxiliary.start("verb"))
        if passive and subject:
            yield from _grades(report, sentence, subject[0], start=subject[1], first=passive)
    elif active := grammar["active"].match(sentence, verb.end()):
        if grammar["inspecting"].search(report.services_folded(before)) and not grammar["own_hand"].search(before):
            yield from _grades(report, sentence, items_of(report, active["items"]), start=verb.start(), first=active)
    elif passive and before.endswith(" and "):
        yield from _grades(report, sentence, (NOTHING_NAMED,), start=verb.start() - len(" and "), first=passive)


def _nouns(report: Report, sentence: str) -> Iterator[Grading]:
    # "An inadequate judgement in 2014" is of anything; the judgement at an inspection is that of the whole.
    judgement = Item("", "overall", "judgement", in_front="nspect" in sentence)
    for noun in report.grammar["noun"].finditer(sentence):
        yield from _grades(report, sentence, (judgement,), start=noun.start(), first=noun)


def _plain(report: Report, sentence: str) -> Iterator[Grading]:
    for copula in report.grammar["copula"].finditer(sentence):
        if not report.grammar["not"].search(sentence[: copula.start()]):
            items = items_of(report, copula["items"])
            for grading in _grades(report, sentence, items, start=copula.start("items"), first=copula):
                yield replace(grading, is_plain=True)


def _labelled(report: Report, sentence: str) -> Iterator[Grading]:
    end = -1
    for label in report.grammar["labelled"].finditer(sentence):
        items = items_of(report, label["items"])
        is_attached = label.start() == end and all(item.service for item in items)
        for grading in _grades(report, sentence, items, start=label.start("items"), first=label):
            yield replace(grading, is_plain=True, is_bare=True, is_attached=is_attached)
        end = label.end()


def _behind_date(report: Report, sentence: str) -> Iterator[Grading]:
    for dated in report.grammar["behind_date"].finditer(sentence):
        for grading in _grades(report, sentence, (NOTHING_NAMED,), start=dated.start(), first=dated):
            yield replace(grading, is_bare=True)


def _marked(items: tuple[Item, ...], *, is_overall: bool) -> tuple[Item, ...]:
    """Items of an "overall" grade: those without a service of their own are the whole, not what the visit was of."""
    if is_overall and len(items) > 1 and items[0].label.lower() == "overall":
        items = items[1:]
    return tuple(
        replace(i, in_front=i.in_front or is_overall, is_overall=i.is_overall or (is_overall and not i.service))
        for i in items
    )


def _subject(report: Report, sentence: str, start: int, *, end: int) -> tuple[tuple[Item, ...], int] | None:
    """What a passive verb at `end` speaks of: the items right before it, or nothing named, as in "and was judged"."""
    before = sentence[start:end].rstrip()
    if subject := report.grammar["subject"].search(before):
        behind = report.grammar["own_subject"].search(subject["items"])
        at = behind.end() if behind else 0
        return items_of(report, subject["items"][at:]), start + subject.start("items") + at
    if elided := report.grammar["elided"].search(before):
        return (NOTHING_NAMED,), start + elided.start()
    return None


def _grades(
    report: Report, sentence: str, items: tuple[Item, ...], *, start: int, first: re.Match[str]
) -> Iterator[Grading]:
    """A grade and those that hang on it: "adequate for safeguarding and good for looked after children"."""
    groups = first.groupdict()
    text = groups.get("before") or groups["grade"] + (groups["number"] or "")
    end = first.end()
    stated: list[Grading] = []
    is_narrowed = False
    while items and (more := report.grammar["more"].match(sentence, end)):
        is_overall = "overall" in sentence[start : more.end("overall") if more["overall"] else end].lower()
        judged = _marked(items, is_overall=is_overall)
        if more["items"]:
            judged = combined(items, items_of(report, more["items"]))
        elif is_narrowed and not is_overall:
            break  # "inadequate for safeguarding in 2010, and adequate in 2012": for what, the second time?
        if not judged:
            return
        grade_end = more.end("items") if more["items"] else end
        end = more.end("dated") if more["dated"] else grade_end
        stated.append(Grading(judged, text, start, grade_end=grade_end))
        grade = report.grammar["passive"].match(sentence, more.end()) if more.end() > end else None
        if grade is None:
            break
        is_narrowed = bool(more["items"]) and not more["next"]
        items = items_of(report, more["next"]) if more["next"] else items
        text, end = grade["grade"] + (grade["number"] or ""), grade.end()
    if stated and not report.grammar["narrowed"].match(sentence, end):
        yield from (replace(grading, end=stated[-1].grade_end) for grading in stated)
