"""A dash for each blank in rows of figures that a PDF draws in several columns, told by where the figures stand.

The text of "Service management 2 2", below three columns, does not say which of them is blank. Rows without a blank say
where each column is; a row with a figure in none of those places stays as it is, and the parser refuses it by name.
Called by `pdf`.
"""

from __future__ import annotations

import re

from loaders.reading.readers import pdfium_calls as calls

_HEADING = "overall"
# Figures behind a letter; `re` skips to the blanks that these may begin with.
_ROW = re.compile(r"[ \t](?<=[^\W\d_][ \t])[ \t]*[1-4](?:[ \t]+[1-4])*(?=[ \t\r]*$)", re.MULTILINE)
_FIGURE = re.compile(r"\d")
_DASH = "\u2013"
_FEWEST = 2  # rows without a blank
_NEAR = 6.0  # points between figures of one column


def with_dashes(text_page: int, text: str, start: int) -> str:
    """The text of a page, which begins at the text index `start`, with a dash in the place of each blank."""
    if _HEADING not in text.lower():
        return text
    rows = [match.span() for match in _ROW.finditer(text)]
    placed = [
        [(figure[0], _place(text_page, start + figure.start())) for figure in _FIGURE.finditer(text, *row)]
        for row in rows
    ]
    most = max(map(len, placed), default=0)
    whole = [[place for _, place in row] for row in placed if len(row) == most]
    columns = [*zip(*whole, strict=True)]
    if len(whole) < _FEWEST or any(max(column) - min(column) > _NEAR for column in columns):
        return text
    for (first, end), row in reversed([*zip(rows, placed, strict=True)]):
        cells = [[figure for figure, place in row if abs(place - column[0]) <= _NEAR] for column in columns]
        if sum(map(len, cells)) == len(row) and max(map(len, cells)) == 1:
            text = f"{text[:first]} {' '.join(cell[0] if cell else _DASH for cell in cells)}{text[end:]}"
    return text


def _place(text_page: int, character: int) -> float:
    return calls.origin(text_page, calls.to_character(text_page, character))[0]
