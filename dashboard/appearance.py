"""How grades look: colours for light and dark, and symbols, keyed by rank. What they are called is the vocabulary's.

A mark is a fill with an edge: text on a fill keeps 4.5:1, an edge 3:1 on the page, and the fills of two ranks stay
apart under the common colour-vision deficiencies (tests compute all three). The middle of the scale is calm, its ends
are strong. No view tells grades apart by colour alone, and colours mean grades and nothing else.

Charts are drawn in the light colours; where the reader's screen is dark, the stylesheet puts the dark ones in their
place (`gradeline.css`, "charts in the dark"), each by its exact value.
"""

from dataclasses import dataclass

SURFACE_LIGHT = "#ffffff"
SURFACE_DARK = "#141b21"
NEUTRAL = "#76838f"
"""Lines, seams and what belongs to others: 3:1 on both surfaces, and no grade's colour."""


@dataclass(frozen=True)
class Colours:
    """One mark on a light or a dark page: what it is filled with, text on it, and its edge."""

    fill: str
    text: str
    edge: str


@dataclass(frozen=True)
class GradeStyle:
    """One rank: `symbol` is plotly's, `shape` the same as an SVG path in a box of 16 by 16."""

    light: Colours
    dark: Colours
    symbol: str
    shape: str


_INK = "#0e1c24"
LOOKS = {
    1: GradeStyle(
        light=Colours("#1c4e8f", "#ffffff", "#1c4e8f"),
        dark=Colours("#2b62b0", "#ffffff", "#7fb0f0"),
        symbol="star",
        shape="M8 1l2.1 4.6 5 .6-3.7 3.4 1 5L8 12.1 3.6 14.600l1-5L.9 6.2l5-.6z",
    ),
    2: GradeStyle(
        light=Colours("#6db3bd", _INK, "#2a7480"),
        dark=Colours("#6fb9c3", _INK, "#7cc4cd"),
        symbol="circle",
        shape="M8 2a6 6 0 1 0 0 12A6 6 0 1 0 8 2z",
    ),
    3: GradeStyle(
        light=Colours("#efd498", _INK, "#8a6714"),
        dark=Colours("#e3c583", _INK, "#e3c583"),
        symbol="diamond",
        shape="M8 1l7 7-7 7-7-7z",
    ),
    4: GradeStyle(
        light=Colours("#b21f2d", "#ffffff", "#b21f2d"),
        dark=Colours("#b92b39", "#ffffff", "#f07a83"),
        symbol="triangle-down",
        shape="M1 2.500h14L8 15z",
    ),
}
LIGHTER = {
    3: GradeStyle(
        light=Colours("#faf1dc", "#33270a", "#8a6714"),
        dark=Colours("#4f4529", "#f6ecd2", "#e3c583"),
        symbol=LOOKS[3].symbol,
        shape=LOOKS[3].shape,
    )
}
"""The paler mark of two printed words that share a rank: adequate, beside requires improvement."""


def look(rank: int, *, is_light: bool = False) -> GradeStyle:
    return LIGHTER.get(rank, LOOKS[rank]) if is_light else LOOKS[rank]
