"""Reports since November 2013 (single inspection framework, ILACS): a table of judgements on the front page.

Each label of the framework must stand on the front page with its grade right behind it; section headings and sentences
further on repeat most grades and are read as further observations, so that a report that contradicts itself shows it.
Front-page lines that the framework does not grade at the inspection's date are left alone: a report of 2026 names the
earlier overall grade in its first paragraph and gives none itself.
"""

from __future__ import annotations

from dataclasses import replace

from loaders.model import Document, GradedLine
from loaders.parsers import common
from loaders.reference import Framework, Scale

FRONT_PAGES = 2


def parse(document: Document, framework: Framework, scale: Scale) -> list[GradedLine]:
    """Every graded line, front page first, in the order of the document."""
    start = common.dates(document).start
    found: list[common.Found] = []
    for page in range(len(document.pages)):
        is_front = page < FRONT_PAGES
        what = "judgement table" if is_front else "section heading"
        found += [
            item
            for item in common.table_lines(document, framework, scale, page, what)
            if (is_front and ":" not in item.between) or framework.is_heading(item.between)
        ]
        found += common.sentence_lines(document, framework, scale, page)
    return common.in_order([_placed(item) for item in found if item.judgement.in_force(start)])


def _placed(item: common.Found) -> common.Found:
    if item.page >= FRONT_PAGES and item.line.place == "table":
        return replace(item, line=replace(item.line, place="heading"))
    return item
