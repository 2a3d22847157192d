"""The remarks of a report, sentence by sentence, and the mentions that they make."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from loaders.reading.parsers.mentions.gradings import Grading, gradings, word_first
from loaders.reading.parsers.mentions.grammar import Item, grade_number, scale_words, with_sign, without_sign
from loaders.reading.parsers.mentions.in_force import named_framework, was_graded, whole_is_graded, word_of_number
from loaders.reading.parsers.mentions.items import items_of, resolved
from loaders.reading.parsers.mentions.lists import Remark, listed
from loaders.reading.parsers.mentions.report import Report, report_of
from loaders.reading.parsers.mentions.sentences import (
    LONGEST_SENTENCE,
    YEAR,
    blocks,
    sentences,
    spans,
    without_mark,
)
from loaders.reading.parsers.mentions.stated_dates import StatedDate, stated_dates
from loaders.reading.parsers.mentions.visits import Visit, date_of, inspected, introduced, is_of_another
from loaders.record.errors import SourceRefused
from loaders.record.model import Document, Mention
from loaders.record.reference import Framework, Reference

_MOST_MENTIONS = 500  # no report states more than 20


def mentions(
    document: Document, framework: Framework, inspection_start: dt.date | None, *, reference: Reference
) -> tuple[Mention, ...]:
    """The judgements of inspections before `inspection_start` that a report states, in the order of the document.

    A report without dates of its own is taken to be of the last day on which its framework was in force; without
    either, nothing can be told to be earlier. Raises SourceRefused for more remarks than any report has.
    """
    limit = inspection_start or framework.until
    if limit is None:
        return ()
    report = report_of(document, framework, limit, reference=reference)
    # A dict keeps the order of the document.
    stated: dict[Mention, None] = {}
    for remark in _remarks(report):
        named = named_framework(report.grammar, remark.sentence, remark.date, reference=reference)
        if not named and not was_graded(remark.item, remark.date, reference):
            continue
        if mention := _mention(report, remark, named):
            stated[mention] = None
        if len(stated) > _MOST_MENTIONS:
            raise SourceRefused(f"it states more than {_MOST_MENTIONS} earlier judgements, which no report does")
    return tuple(_with_framework(m, list(stated)) for m in stated if not _is_repeated(m, list(stated)))


def _mention(report: Report, remark: Remark, framework: str) -> Mention | None:
    """The mention that a remark makes; None for a number without its word where it may mean several."""
    text = without_sign(remark.grade_text)
    words = scale_words(text)
    if not words and (number := grade_number(text)):
        words = word_of_number(number, remark.item, remark.date, framework=framework, reference=report.reference)
        if not words:
            return None
    return Mention(
        service=remark.item.service,
        aspect=remark.item.aspect,
        label=report.own_names.printed(remark.item.label)[:100],
        grade_text=text,
        words=words,
        date=remark.date.date,
        precision=remark.date.precision,
        locator=report.locator(remark.offset),
        framework=framework,
        number=grade_number(text),
        date_basis=remark.date.basis,
        is_shared=remark.is_shared,
    )


def _remarks(report: Report) -> Iterator[Remark]:
    """Every judgement of an earlier inspection that the text states, block by block."""
    last_visit: Visit | None = None
    for start, end in spans(report.text, report.before):
        for block, block_end in blocks(report.text, start, end):
            yield from listed(report, block, block_end)
            visit = _continued(report, block, block_end, visit=last_visit)
            last_visit = None
            remarks: list[Remark] = []
            for offset, sentence_end in sentences(report.text, block, block_end):
                # Most sentences hold neither a year nor a grade of the inspection before: they cost next to nothing.
                if not visit and not YEAR.search(report.text, offset, sentence_end):
                    continue
                sentence = _sentence(report, offset, sentence_end)
                dates = stated_dates(report.grammar, sentence)
                stated = (
                    _consistent(_read(report, offset, sentence, printed_dates=dates, visit=visit), remarks)
                    if sentence
                    else []
                )
                next_visit = introduced(report, sentence, dates)
                if (stated or next_visit) and (
                    is_of_another(report, sentence) or _is_retracted(report, sentence_end, block_end)
                ):
                    stated, next_visit = [], None
                remarks = [*remarks, *stated] if visit else stated
                yield from stated
                visit = next_visit or (visit if stated else None)
                last_visit = visit or last_visit


def _is_retracted(report: Report, start: int, end: int) -> bool:
    """Whether the sentence behind one takes its grade back: "That judgement was later withdrawn"."""
    behind = next(sentences(report.text, start, end), None)
    text = " ".join(report.text[slice(*behind)].split()) if behind else ""
    return report.grammar["retracted"].search(text[:LONGEST_SENTENCE]) is not None


def _continued(report: Report, start: int, end: int, *, visit: Visit | None) -> Visit | None:
    """The visit of the bullet before, if a bullet begins with "at the same inspection"."""
    opening = " ".join(report.text[start : min(end, start + 120)].split())
    return visit if visit and report.grammar["same_visit"].match(without_mark(opening)) else None


def _sentence(report: Report, start: int, end: int) -> str:
    """A sentence without its bullet and with white space folded; empty if it is no remark on an inspection."""
    sentence = " ".join(report.text[start:end].split())
    if "grade" in sentence:
        sentence = with_sign(report.grammar, sentence)
    speaks = "nspect" in sentence or report.grammar["word"].search(sentence)
    if not speaks or len(sentence) > LONGEST_SENTENCE:
        return ""
    # The title of the single inspection names three services but means the whole.
    named = report.own_names.signed(without_mark(sentence))
    named = report.grammar["begins_with_date"].sub(r"In \g<date>, ", named)
    return report.grammar["whole_title"].sub(r"\1children's services", named)


def _consistent(stated: list[Remark], before: list[Remark]) -> list[Remark]:
    """The remarks of a sentence, or none where one of them gives a service another grade than the lines before.

    "... judged to be good for help and protection. It was overall judged to be inadequate": the second grade is not
    of the services that the first sentence named, though it seems to be.
    """
    grades = {_judgement(remark): scale_words(remark.grade_text).lower() for remark in before}
    words = [(_judgement(remark), scale_words(remark.grade_text).lower()) for remark in stated]
    return [] if any(grades.get(judgement, grade) != grade for judgement, grade in words) else stated


def _judgement(remark: Remark) -> tuple[str, str, dt.date]:
    return remark.item.service, remark.item.aspect, remark.date.date


def _read(
    report: Report, offset: int, printed: str, *, printed_dates: list[StatedDate], visit: Visit | None
) -> list[Remark]:
    """What a sentence states of an earlier inspection: its own, or the one that the sentence before it introduced."""
    grammar = report.grammar
    if not grammar["word"].search(printed):
        return []
    sentence, printed_grades = word_first(grammar, printed)
    dates = printed_dates if sentence == printed else stated_dates(grammar, sentence)
    opening = grammar["opening"].match(sentence)
    opening_end = opening.end() if opening else 0
    follows_on = False
    date: StatedDate | None = None
    remarks: list[Remark] = []
    in_order = gradings(report, sentence)
    for before, grading in zip([None, *in_order], in_order, strict=False):
        if not (grading.is_attached or (before and _goes_on(report, sentence, before, grading=grading, dates=dates))):
            date = date_of(report, sentence, grading, dates=dates)
        about = inspected(report, sentence, grading.start, other_dates=[other for other in dates if other != date])
        if date is None and visit and not _own_dates(report, sentence, grading, dates=dates):
            follows_on = follows_on or grading.start <= opening_end
            if not follows_on or grammar["now"].search(sentence):
                continue
            date = visit.date
            about = (opening and items_of(report, opening["items"] or "")) or about or visit.items
        if date is None or date.last_day() >= report.before:
            continue
        if not follows_on and not _names_its_service(grading, dates):
            continue
        if grading.is_plain and not follows_on and not grammar["of_judging"].search(sentence):
            continue
        if grading.is_bare and date in dates and not _is_of_a_visit(report, sentence, date):
            continue
        if about == () and not follows_on:
            about = _topic(report, sentence, grading)
        is_front = offset < report.front and not follows_on
        items = list(_resolved(report, grading, in_order, about=about, date=date, is_front=is_front))
        is_shared = _is_shared(report, sentence, grading, items=items, date=date)
        text = printed_grades.get(grading.grade_text, grading.grade_text)
        source = f"{sentence} {visit.sentence}" if visit else sentence
        remarks += [Remark(item, text, date, offset=offset, sentence=source, is_shared=is_shared) for item in items]
    return _without_contradictions(remarks)


def _goes_on(report: Report, sentence: str, before: Grading, *, grading: Grading, dates: list[StatedDate]) -> bool:
    """Whether a grade is of the day of the one before it: "In May 2011 X was judged adequate and Y was judged good"."""
    is_all = sentence[before.end : grading.start] in (" and ", "; ") and not sentence[grading.end :].strip(" .;,")
    is_all = is_all and not report.grammar["later"].search(sentence, before.end)
    names = all(item.service for item in grading.items) and not grading.is_plain
    return is_all and names and len(dates) == 1 and dates[0].end <= before.start


def _names_its_service(grading: Grading, dates: list[StatedDate]) -> bool:
    """Whether a grading says for itself what was judged, where it has to.

    A plain statement ("it was good in 2012") always has to; so does each in a sentence with two years, since nothing
    else tells which year is whose.
    """
    years = {date.date.year for date in dates}
    has_to = grading.is_plain or len(years) > 1
    return not has_to or all(item.service or item.default or item.is_overall for item in grading.items)


def _own_dates(report: Report, sentence: str, grading: Grading, *, dates: list[StatedDate]) -> list[StatedDate]:
    """The dates of a sentence without those of a grade that it compares this one with ("having been good in 2009")."""
    compared = report.grammar["compared"].search(sentence, grading.grade_end) if dates else None
    return [date for date in dates if compared is None or date.start < compared.start()]


def _is_of_a_visit(report: Report, sentence: str, date: StatedDate) -> bool:
    """Whether a sentence says no more before its date than which inspection that is of: no plan and no forecast."""
    return report.grammar["plain_words"].fullmatch(report.services_folded(sentence[: date.start])) is not None


def _topic(report: Report, sentence: str, grading: Grading) -> tuple[Item, ...]:
    """What the sentence is about, where what was judged has no service of its own ("they were judged ...")."""
    topic = report.grammar["topic"].match(sentence)
    item = grading.items[0]
    return items_of(report, topic["items"]) if topic and item.label and not item.default else ()


def _resolved(
    report: Report,
    grading: Grading,
    in_order: list[Grading],
    *,
    about: tuple[Item, ...] | None,
    date: StatedDate,
    is_front: bool,
) -> Iterator[Item]:
    beside = {item.service for other in in_order if other.start == grading.start for item in other.items} - {""}
    return resolved(
        grading.items, beside, about, is_front=is_front, whole_is_graded=whole_is_graded(report.reference, date)
    )


def _is_shared(report: Report, sentence: str, grading: Grading, *, items: list[Item], date: StatedDate) -> bool:
    """Whether one grade is said of several services that were graded apart then, without "both" or "each"."""
    overall = [item for item in items if item.aspect == "overall" and was_graded(item, date, report.reference)]
    says_each = report.grammar["each"].search(sentence, max(0, grading.start - 60), grading.grade_end)
    return len({item.service for item in overall}) > 1 and says_each is None


def _without_contradictions(remarks: list[Remark]) -> list[Remark]:
    """A sentence that gives one service two grades contradicts itself: neither is read."""
    grades: dict[tuple[str, str, dt.date], set[str]] = {}
    for remark in remarks:
        grades.setdefault(_judgement(remark), set()).add(scale_words(remark.grade_text))
    return [remark for remark in remarks if len(grades[_judgement(remark)]) == 1]


def _with_framework(mention: Mention, others: list[Mention]) -> Mention:
    """A mention with the framework that another remark on the same service and month names."""
    if mention.framework or mention.precision == "year":
        return mention
    same = (o for o in others if o.framework and o.precision != "year" and o.service == mention.service)
    named = next((o.framework for o in same if o.date.replace(day=1) == mention.date.replace(day=1)), "")
    return replace(mention, framework=named)


def _is_repeated(mention: Mention, others: list[Mention]) -> bool:
    """Whether the report gives the same judgement with its month elsewhere, so that the bare year adds nothing."""
    return mention.precision == "year" and any(
        (other.service, other.aspect, other.date.year) == (mention.service, mention.aspect, mention.date.year)
        and other.precision != "year"
        and other.words.lower() == mention.words.lower()
        for other in others
    )
