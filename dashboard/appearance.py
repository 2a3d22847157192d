"""How each grade, kind of evidence and step looks and is called, everywhere: colour, symbol, letter, order, wording.

The four colours keep 3:1 against both page backgrounds and stay apart under the common colour-vision deficiencies
(a test computes both); no view tells grades apart by colour alone. Text never takes these colours.
"""

from __future__ import annotations

from dataclasses import dataclass

SURFACE_LIGHT = "#ffffff"
SURFACE_DARK = "#161b20"
NEUTRAL = "#76838f"
"""Lines, seams and other people's records: 3:1 on both surfaces, and no grade's colour."""


@dataclass(frozen=True)
class Grade:
    """One harmonised grade: `short` is for axes; `symbol` is for plotly, `shape` the same as an SVG path."""

    grade: str
    rank: int
    letter: str
    title: str
    short: str
    colour: str
    symbol: str
    shape: str


GRADES: tuple[Grade, ...] = (
    Grade(
        "outstanding",
        1,
        "O",
        "Outstanding",
        "Outstanding",
        "#4b67b0",
        "star",
        "M8 1l2.1 4.6 5 .6-3.7 3.4 1 5L8 12.1 3.6 14.600l1-5L.9 6.2l5-.6z",
    ),
    Grade("good", 2, "G", "Good", "Good", "#2c9389", "circle", "M8 2a6 6 0 1 0 0 12A6 6 0 1 0 8 2z"),
    Grade(
        "requires_improvement_or_adequate",
        3,
        "R",
        "Requires improvement or adequate",
        "RI or adequate",
        "#d17b0a",
        "diamond",
        "M8 1l7 7-7 7-7-7z",
    ),
    Grade("inadequate", 4, "I", "Inadequate", "Inadequate", "#cf1038", "triangle-down", "M1 2.500h14L8 15z"),
)
BY_GRADE = {grade.grade: grade for grade in GRADES}
BY_RANK = {grade.rank: grade for grade in GRADES}

EVIDENCE_SYMBOL = {"primary": "", "statistics": "-dot", "secondary": "-open-dot", "mention": "-open"}
"""What plotly adds to a grade's symbol: solid, solid with a dot, hollow with a dot, hollow."""
EVIDENCE_WORDS = {
    "primary": "solid: the inspectorate’s own report",
    "statistics": "solid with a dot: the inspectorate’s statistics",
    "secondary": "hollow with a dot: another body’s account",
    "mention": "hollow: a remark in a later document",
}
EVIDENCE_SHORT = {
    "primary": "inspectorate’s report",
    "statistics": "inspectorate’s statistics",
    "secondary": "another body’s account",
    "mention": "mention in a later document",
}
DRAW_WORDS = {
    "solid": "solid line: may be read on",
    "dashed": "dashed line: close, not the same",
    "gap": "no line: not one measure",
    "break": "// : a break between two frameworks",
    "ends": "the series ends: no longer judged",
}
COMPARABILITY_WORDS = {
    "same": "same measure",
    "close": "close: nearly the same measure",
    "loose": "loose: not one measure",
    "ended": "no longer graded",
}
