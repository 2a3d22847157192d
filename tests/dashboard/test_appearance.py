"""The palette: contrast on both surfaces, apart under colour-vision deficiencies, symbols and letters of their own."""

from itertools import combinations

import pytest

from dashboard.appearance import (
    BY_GRADE,
    DRAW_WORDS,
    EVIDENCE_SHORT,
    EVIDENCE_SYMBOL,
    GRADES,
    NEUTRAL,
    SURFACE_DARK,
    SURFACE_LIGHT,
)
from loaders.record.reference import Reference

# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
VISION = {
    "full": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def linear(colour: str) -> list[float]:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]


def contrast(a: str, b: str) -> float:
    light, dark = sorted(
        (sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear(x), strict=True)) for x in (a, b)), reverse=True
    )
    return (light + 0.05) / (dark + 0.05)


def oklab(rgb: list[float]) -> list[float]:
    first = (
        (0.4122214708, 0.5363325363, 0.0514459929),
        (0.2119034982, 0.6806995451, 0.1073969566),
        (0.0883024619, 0.2817188376, 0.6299787005),
    )
    second = (
        (0.2104542553, 0.793617785, -0.0040720468),
        (1.9779984951, -2.428592205, 0.4505937099),
        (0.0259040371, 0.7827717662, -0.808675766),
    )
    cones = [max(0.0, sum(m * c for m, c in zip(row, rgb, strict=True))) ** (1 / 3) for row in first]
    return [sum(m * c for m, c in zip(row, cones, strict=True)) for row in second]


def distance(a: str, b: str, vision: str) -> float:
    seen = [
        [min(1.0, max(0.0, sum(m * c for m, c in zip(row, linear(x), strict=True)))) for row in VISION[vision]]
        for x in (a, b)
    ]
    return 100 * sum((p - q) ** 2 for p, q in zip(oklab(seen[0]), oklab(seen[1]), strict=True)) ** 0.5


@pytest.mark.parametrize("surface", [SURFACE_LIGHT, SURFACE_DARK])
@pytest.mark.parametrize("colour", [*(grade.colour for grade in GRADES), NEUTRAL])
def test_marks_stand_out_from_both_surfaces(colour: str, surface: str) -> None:
    assert contrast(colour, surface) >= 3


@pytest.mark.parametrize("vision", VISION)
def test_grades_are_told_apart_by_every_kind_of_eye(vision: str) -> None:
    assert min(distance(a.colour, b.colour, vision) for a, b in combinations(GRADES, 2)) >= 8


def test_no_grade_is_told_by_colour_alone() -> None:
    for name in ("symbol", "shape", "letter", "title", "short", "colour"):
        assert len({getattr(grade, name) for grade in GRADES}) == len(GRADES)


def test_the_appearance_covers_the_reference(reference: Reference) -> None:
    assert {grade.grade: grade.rank for grade in GRADES} == reference.grades
    assert {name: grade.title for name, grade in BY_GRADE.items()} == reference.grade_titles
    assert set(EVIDENCE_SYMBOL) == set(EVIDENCE_SHORT) == set(reference.evidence)
    assert {join.draw for join in reference.joins} <= set(DRAW_WORDS)
