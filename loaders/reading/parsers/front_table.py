"""Reports since November 2013 (single inspection framework, ILACS): a table of judgements on the front page.

Each label of the framework must stand on the front page with its grade right behind it; section headings and sentences
further on repeat most grades and are read as further observations, so that a report that contradicts itself shows it.
Front-page lines that the framework does not grade at the inspection's date are left alone: a report of 2026 names the
earlier overall grade in its first paragraph and gives none itself.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from dataclasses import replace
from functools import cache

from loaders.reading import document_parts as parts
from loaders.reading.parsers import absent, cell_tables, column_heads, common, label_sentences
from loaders.reading.parsers.patterns import LINE_MARKS, MARKS, LinePattern, any_label, grade_pattern, plain
from loaders.record.model import Document
from loaders.record.reference import Framework, Judgement, Scale

FRONT_PAGES = 2
_TABLE = "judgement table"
_NUMBER_AND_MARKS = 8  # characters around a label and its grade ("2.1", a colon, a footnote)
_ROW_MARKS = " \t\n|*_:"
_TABLE_HEAD = re.compile(r"^[ \t|*]*Judgement[ \t|*]+Grade\b", re.IGNORECASE | re.MULTILINE)
_ARTICLE = re.compile(r"[\d.\s]*the\s", re.IGNORECASE)


def parse(document: Document, framework: Framework, scale: Scale) -> common.Grades:
    """Every graded line, front page first, in the order of the document."""
    dates = parts.dates(document)
    start = dates.start or dates.end
    first = parts.title_page(document, framework)
    front = range(first, first + FRONT_PAGES)
    graded_lines: list[common.LocatedLine] = []
    unsure: list[common.LocatedLine] = []
    listed: list[common.LocatedLine] = []
    for page in range(len(document.pages)):
        is_front = page in front
        what = _TABLE if is_front else "section heading"
        table_lines = common.table_lines(document, framework, scale, page=page, what=what)
        labelled = [item for item in table_lines if item.judgement.in_force(start)]
        rows = [i for i in labelled if (is_front and ":" not in i.between) or _is_heading(document, framework, i)]
        if page == first:
            listed = labelled
        unsure += [item for item in rows if item.is_in_doubt and is_front]
        graded_lines += [item for item in rows if not item.is_in_doubt]
        stated = common.sentence_lines(document, framework, scale, page=page)
        graded_lines += [item for item in stated if item.judgement.in_force(start)]
    certain = [*graded_lines, *(item for item in unsure if not item.reason)]
    required = {judgement for judgement in framework.judgements if judgement.required and judgement.in_force(start)}
    if not any(item.page in front and item.line.place == "table" for item in certain):
        rows = cell_tables.of_other_shapes(document, framework, scale)
        own = [row for row in rows if row.page in front and row.judgement.in_force(start)]
        read = {item.offset for item in graded_lines if item.page == first}
        graded_lines += own or [
            row for row in _whole_list(document, framework, listed, required=required) if row.offset not in read
        ]
    elif missing := required - {item.judgement for item in certain}:
        # Rows of several grades, in a table in which others have one cell filled alone.
        rows = cell_tables.of_this_inspection(document, framework, scale)
        # One with a colon may stand right above the others.
        read_rows = [item for item in graded_lines if item.page == first and item.line.place == "table"]
        whole = {item.offset: item for item in [*listed, *read_rows]}
        rows += _whole_list(document, framework, [*whole.values()], required=required)
        graded_lines += [row for row in rows if row.page in front and row.judgement in missing]
    graded_lines += _stated(document, framework, scale, front=front, graded_lines=graded_lines, required=required)
    listed = [item for item in [*listed, *graded_lines] if item.page == first and not item.is_in_doubt]
    wanted = required - {item.judgement for item in unsure}
    beside = [item for item in _beside(document, framework, scale, page=first, rows=listed) if item.judgement in wanted]
    if required <= {item.judgement for item in [*graded_lines, *beside]}:
        graded_lines += beside
    graded_lines, differing = _without_differing(
        document, scale, first, graded_lines=graded_lines, rows=[*listed, *beside]
    )
    graded_lines, unsaid = _without_initials(document, scale, graded_lines, required=required)
    graded = {(item.judgement.service, item.judgement.aspect) for item in graded_lines}
    unsure = [item for item in unsure if (item.judgement.service, item.judgement.aspect) not in graded]
    graded_lines = _without_short_labels(graded_lines)
    graded_lines, doubts = common.without_conflicts(
        document, graded_lines, ("table", "heading", "sentence"), scale=scale
    )
    return common.Grades(
        common.in_order(graded_lines), [*common.describe_doubts(document, unsure), *differing, *unsaid, *doubts]
    )


def _beside(
    document: Document, framework: Framework, scale: Scale, *, page: int, rows: list[common.LocatedLine]
) -> list[common.LocatedLine]:
    """The rows whose label says "overall" alone: of what, the rows say that stand right above or below."""
    text = document.pages[page]
    starts, ends = _borders(text, rows)
    beside: list[common.LocatedLine] = []
    for judgement in framework.judgements:
        for match in _beside_regex(judgement, scale).all(text) if judgement.beside else ():
            if _end(text, match.end()) in starts or match.start("label") in ends:
                texts = (match["label"], match["grade"], match["words"])
                item = common.located(document, page, match.start(), judgement=judgement, texts=texts, what=_TABLE)
                beside.append(replace(item, end=match.end()))
    return beside


def _borders(text: str, rows: list[common.LocatedLine]) -> tuple[set[int], set[int]]:
    """Where what stands above each row ends, and where what stands below it begins."""
    ends: set[int] = set()
    for item in rows:
        at = item.end
        while at < len(text) and text[at] in _ROW_MARKS:
            at += 1
        ends |= {at} if item.end else set()
    return {_end(text, item.offset) for item in rows}, ends


def _end(text: str, place: int) -> int:
    """Where the last word in front of a place ends."""
    while place and text[place - 1] in _ROW_MARKS:
        place -= 1
    return place


@cache
def _beside_regex(judgement: Judgement, scale: Scale) -> LinePattern:
    return LinePattern(
        rf"{LINE_MARKS}(?P<label>{any_label(judgement.beside)})(?P<between>{MARKS})"
        rf"(?P<grade>{grade_pattern(scale, False)})[ \t|*_.;]*$"
    )


def _without_differing(
    document: Document,
    scale: Scale,
    page: int,
    *,
    graded_lines: list[common.LocatedLine],
    rows: list[common.LocatedLine],
) -> tuple[list[common.LocatedLine], list[str]]:
    """The lines without those of a judgement to which two labels give two grades, and messages that name both.

    A shortened label far from the table is another table's (`_without_short_labels`), but for that of the whole.
    """
    starts, ends = _borders(document.pages[page], rows)
    labelled: dict[Judgement, dict[tuple[str, str], common.LocatedLine]] = defaultdict(dict)
    for item in [*graded_lines, *rows]:
        is_beside = item.page == page and (item.offset in ends or _end(document.pages[page], item.end) in starts)
        if item.page == page and (is_beside or item.judgement.is_headline or _is_own(item)):
            word = scale.word(item.line.words)
            labelled[item.judgement].setdefault((plain(item.line.label), word.grade if word else ""), item)
    differing = {
        judgement: items
        for judgement, items in labelled.items()
        if all(len(set(values)) > 1 for values in zip(*items, strict=True))
    }
    return [item for item in graded_lines if item.judgement not in differing], [
        "one judgement has two labels with two grades, and none of them was read: "
        + " and ".join(f'"{i.line.label}: {i.line.grade_text}" ({common.place(i, document)})' for i in items.values())
        for items in differing.values()
    ]


def _without_initials(
    document: Document, scale: Scale, graded_lines: list[common.LocatedLine], *, required: set[Judgement]
) -> tuple[list[common.LocatedLine], list[str]]:
    """The lines without abbreviations that may be initials: no row has a grade in words, or one has another word."""
    rows = [item for item in graded_lines if item.line.place != "sentence"]
    short = [item for item in rows if item.line.words.lower() in scale.short.keys() - scale.letters.keys()]
    if not short:
        return graded_lines, []
    missing = required - {item.judgement for item in graded_lines}
    is_said = any(_other_meaning(scale).search(page) for page in document.pages)
    is_beside_words = len(short) < len(rows) and not any(absent.unknown_word(document, j, scale) for j in missing)
    if is_beside_words and not is_said:
        return graded_lines, []
    labels = "; ".join(item.line.label for item in short)
    return [item for item in graded_lines if item not in short], [
        f'not read, since "{short[0].line.words}" may be no grade where others are not in words: {labels}'
    ]


@cache
def _other_meaning(scale: Scale) -> re.Pattern[str]:
    """Where a paper says what such letters stand for, and it is no grade: "responsible individual (RI)"."""
    meanings = [
        rf"(?<!(?i:{words.split()[-1]}) )(?<!(?i:good) )\({short.upper()}\)"
        rf"|\b{short.upper()}[ \t]*(?:=|means|stands for)[ \t]*(?i:(?!{words}))\w"
        for short, words in scale.short.items()
    ]
    return re.compile("|".join(meanings))


def _is_own(item: common.LocatedLine) -> bool:
    return plain(item.line.label) in map(plain, item.judgement.labels)


def _without_short_labels(graded_lines: list[common.LocatedLine]) -> list[common.LocatedLine]:
    """The lines without the shortened labels of papers, where the framework's own label has its grade as well.

    "Care leavers" is then a row of another table of the report.
    """
    own = {id(item) for item in graded_lines if _is_own(item)}
    graded = {item.judgement for item in graded_lines if id(item) in own}
    return [i for i in graded_lines if id(i) in own or i.line.place == "sentence" or i.judgement not in graded]


def _whole_list(
    document: Document, framework: Framework, listed: list[common.LocatedLine], *, required: set[Judgement]
) -> list[common.LocatedLine]:
    """The rows of a list with colons that has each wanted judgement once, one right below the other.

    Reports list an earlier inspection's grades so; then nothing of it is read where a word above says so, or where
    the list is not whole. The overall judgement may stand in a sentence instead.
    """
    rows = sorted((item for item in listed if not item.is_in_doubt), key=lambda item: item.offset)
    judgements = [item.judgement for item in rows]
    missing = {judgement for judgement in required - set(judgements) if not judgement.is_headline}
    if not rows or not required or missing or len(set(judgements)) < len(judgements):
        return []
    text = document.pages[rows[0].page]
    for item, following in itertools.pairwise(rows):
        room = len(item.line.label) + len(item.line.grade_text) + _NUMBER_AND_MARKS
        lines = text[item.offset : following.offset].split("\n")
        if len(parts.fold(" ".join(x for x in lines if not column_heads.introduces(document, framework, x)))) > room:
            return []
    above = text[: rows[0].offset].rstrip().rpartition("\n")[2]
    if column_heads.speaks_of_others(document, framework, above):
        return []
    return [
        replace(i, line=replace(i.line, place="table", locator=parts.locate(document, i.page, i.offset, what=_TABLE)))
        for i in rows
    ]


def _stated(
    document: Document,
    framework: Framework,
    scale: Scale,
    *,
    front: range,
    graded_lines: list[common.LocatedLine],
    required: set[Judgement],
) -> list[common.LocatedLine]:
    """The sentences that state the grades for want of a table, each on a line: with the rows all, and each once.

    "Requires improvement" has its verb in it, and is a row.
    """
    if required <= {item.judgement for item in graded_lines}:
        return []
    pages = [page for page in front if page < len(document.pages)]
    sentences = [item for page in pages for item in label_sentences.lines(document, framework, scale, page=page)]
    sentences = [item for item in sentences if item.judgement in required]
    judgements = [item.judgement for item in [*sentences, *graded_lines]]
    # Beside rows, or as a cell, a sentence in the past may be on an earlier inspection.
    has_table = len(sentences) < len(required) or any(map(_TABLE_HEAD.search, (document.pages[page] for page in pages)))
    is_past = has_table and any(re.search(r"\bw(?:as|ere)\b", item.between) for item in sentences)
    if not sentences or is_past or set(judgements) != required or len(judgements) > len(required):
        return []
    return [replace(item, line=replace(item.line, place="table")) for item in sentences]


def _is_heading(document: Document, framework: Framework, item: common.LocatedLine) -> bool:
    starts_line = document.pages[item.page].rfind("\n", 0, item.offset) == item.offset - 1  # no bullet of a list
    if item.judgement.labels[0].startswith("The ") and not _ARTICLE.match(item.line.label):
        return False  # headings have the whole label; lists of an earlier inspection's grades leave the article out
    return framework.is_heading(item.line.label if starts_line else "", item.between)
