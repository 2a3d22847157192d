"""Whether a line near grades says that they are another inspection's or council's, or none: below a list, in a note."""

from __future__ import annotations

from loaders.reading.dates import YEAR
from loaders.reading.parsers import column_heads
from loaders.record.model import Document
from loaders.record.reference import Framework


def are_of_others(document: Document, framework: Framework, text: str) -> bool:
    """Whether what a line says of grades names other years than the document's alone, or other words or councils."""
    years, own = {int(year) for year in YEAR.findall(text)}, column_heads.own_years(document, framework)
    if years and own and not years & own:
        return column_heads.RULES.search(text) is None
    words = text.split() if not years else [w for w in text.split() if w.lower() not in framework.heads.earlier]
    return framework.heads.others.search(" ".join(words)) is not None or bool(
        column_heads.other_authorities(document, framework, text, words=text)
    )
