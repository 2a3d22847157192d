"""Annual performance assessments: a letter with a table of numbers, or a council's table of them.

Section headings that repeat a grade ("Staying safe  Grade 3") are rows as well. A table with a column for each year is
read in that of the title.
"""

from __future__ import annotations

from loaders.reading import document_parts as parts
from loaders.reading.parsers import common, grade_rows, scale_key
from loaders.record.model import Document
from loaders.record.reference import Framework, Scale


def parse(document: Document, framework: Framework, scale: Scale) -> common.Grades:
    """Every graded line. Raises SourceRefused where a key to the grades contradicts the scale file."""
    year = parts.title_year(document, framework)
    graded_lines: list[common.LocatedLine] = []
    doubts: list[str] = []
    for page, text in enumerate(document.pages):
        scale_key.check(text, scale)
        place = grade_rows.Place(document, page, 0, end=len(text), what="table of grades")
        lines, refused = grade_rows.read(place, framework, scale, year=year)
        graded_lines += lines
        doubts += refused
        graded_lines += common.sentence_lines(document, framework, scale, page=page)
    graded_lines, conflicts = common.without_conflicts(document, graded_lines, ("table",), scale=scale)
    return common.Grades(common.in_order(graded_lines), [*doubts, *conflicts])
