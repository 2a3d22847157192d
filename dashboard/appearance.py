"""How grades look: colours and shapes by rank. What grades are called is the vocabulary's.

A mark is a fill with an edge: text on a fill keeps 4.5:1, an edge 3:1 on the page, and the fills of two ranks stay
apart under the common colour-vision deficiencies (tests compute all three). The middle of the scale is calm, its ends
are strong. No view tells grades apart by colour alone, and colours mean grades and nothing else.

These are the light colours. Where the reader's screen is dark, the stylesheet (`gradeline.css`) puts others in their
place, in charts each by its exact value ("charts in the dark").
"""

from dataclasses import dataclass

SURFACE_LIGHT = "#ffffff"
NEUTRAL = "#76838f"
"""Lines, seams and what belongs to others: 3:1 on light and dark pages, and no grade's colour."""


@dataclass(frozen=True)
class Colours:
    """Of one mark: what it is filled with, text on it, and its edge."""

    fill: str
    text: str
    edge: str


LOOKS = {
    1: Colours("#1c4e8f", "#ffffff", "#1c4e8f"),
    2: Colours("#6db3bd", "#0e1c24", "#2a7480"),
    3: Colours("#efd498", "#0e1c24", "#8a6714"),
    4: Colours("#b21f2d", "#ffffff", "#b21f2d"),
}
LIGHTER = {3: Colours("#faf1dc", "#33270a", "#8a6714")}
"""The paler mark of two printed words that share a rank: adequate, beside requires improvement."""
SHAPES = {
    1: "M8 1l2.1 4.6 5 .6-3.7 3.4 1 5L8 12.1 3.6 14.600l1-5L.9 6.2l5-.6z",
    2: "M8 2a6 6 0 1 0 0 12A6 6 0 1 0 8 2z",
    3: "M8 1l7 7-7 7-7-7z",
    4: "M1 2.500h14L8 15z",
}
"""A star, a circle, a diamond and a triangle, as SVG paths in a box of 16 by 16."""


def look(rank: int, *, is_light: bool = False) -> Colours:
    return LIGHTER.get(rank, LOOKS[rank]) if is_light else LOOKS[rank]
