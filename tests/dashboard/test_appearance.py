"""The palette: contrast on both surfaces, apart under colour-vision deficiencies, symbols and letters of their own."""

import re
from itertools import combinations
from pathlib import Path

import pytest

from dashboard.appearance import LIGHTER, LOOKS, NEUTRAL, SHAPES, SURFACE_LIGHT, Colours, look
from dashboard.figures import template
from loaders.record.reference import Reference

STYLE = (Path(__file__).parents[2] / "dashboard" / "assets" / "gradeline.css").read_text(encoding="utf-8")
LIGHT = dict(zip("ogria", (*LOOKS.values(), *LIGHTER.values()), strict=True))
"""The colours by the names that the stylesheet has them under."""
LIGHT_RULES, DARK_RULES = (
    dict(re.findall(r"(--[\w-]+): (#\w{6});", block)) for block in STYLE.split("(prefers-color-scheme: dark)", 2)[:2]
)
DARK = {
    name: Colours(DARK_RULES[f"--{name}"], DARK_RULES.get(f"--{name}-t", colours.text), DARK_RULES[f"--{name}-e"])
    for name, colours in LIGHT.items()
}
SURFACE_DARK = DARK_RULES["--surface"]
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


@pytest.mark.parametrize("name", LIGHT)
def test_text_in_a_mark_can_be_read_and_its_edge_stands_out_from_the_page(name: str) -> None:
    for colours, surface in ((LIGHT[name], SURFACE_LIGHT), (DARK[name], SURFACE_DARK)):
        assert contrast(colours.text, colours.fill) >= 4.5
        assert contrast(colours.edge, surface) >= 3


@pytest.mark.parametrize("surface", [SURFACE_LIGHT, SURFACE_DARK])
def test_lines_stand_out_from_both_surfaces(surface: str) -> None:
    assert contrast(NEUTRAL, surface) >= 3


@pytest.mark.parametrize("vision", VISION)
def test_ranks_are_told_apart_by_every_kind_of_eye(vision: str) -> None:
    for palette in (LIGHT, DARK):
        fills = [palette[name].fill for name in "ogri"]
        assert min(distance(a, b, vision) for a, b in combinations(fills, 2)) >= 8


def test_no_grade_is_told_by_colour_alone(reference: Reference) -> None:
    assert len(set(SHAPES.values())) == len(SHAPES) == len(LOOKS)
    letters = [word.letter for word in reference.vocabulary.printed]
    assert len(set(letters)) == len(letters) == 5


def test_adequate_is_the_paler_mark_at_the_rank_of_requires_improvement(reference: Reference) -> None:
    words = {word.name: word for word in reference.vocabulary.printed}
    adequate, requires = words["adequate"], words["requires_improvement"]
    assert (adequate.rank, adequate.is_light, adequate.letter) == (3, True, "A")
    assert (requires.rank, requires.is_light, requires.letter) == (3, False, "R")
    assert look(3, is_light=True).fill != look(3).fill
    assert look(3, is_light=True).edge == look(3).edge
    assert look(1, is_light=True) is look(1)


def test_the_looks_cover_the_ranks_of_the_vocabulary(reference: Reference) -> None:
    assert set(LOOKS) == set(SHAPES) == set(reference.grades.values())


def rgb(colour: str) -> str:
    return f"rgb({', '.join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5))})"


@pytest.mark.parametrize("name", LIGHT)
def test_the_stylesheet_replaces_every_light_colour_of_a_chart_in_the_dark(name: str) -> None:
    light, dark = LIGHT[name], DARK[name]
    for what, before, after in (
        ("fill", light.fill, dark.fill),
        ("stroke", light.edge, dark.edge),
        ("fill", light.text, dark.text),
    ):
        if before != after:
            rule = f'.js-plotly-plot [style*="{what}: {rgb(before)}"] {{ {what}: {after} !important; }}'
            assert rule in STYLE, rule


@pytest.mark.parametrize(("colour", "name"), [(template.TEXT, "--ink"), (template.MUTED, "--muted")])
def test_the_stylesheet_replaces_the_colours_of_words_in_the_dark(colour: str, name: str) -> None:
    assert f'.js-plotly-plot [style*="fill: {rgb(colour)}"] {{ fill: var({name}) !important; }}' in STYLE


def test_no_two_colours_of_a_light_chart_become_different_ones_in_the_dark() -> None:
    fills: dict[str, set[str]] = {}
    for name, light in LIGHT.items():
        for before, after in ((light.fill, DARK[name].fill), (light.text, DARK[name].text)):
            fills.setdefault(before, set()).add(after)
    assert all(len(dark) == 1 for dark in fills.values()), fills


def test_pages_and_charts_have_the_same_colours() -> None:
    rules = {name: [LIGHT_RULES[f"--{name}{part}"] for part in ("", "-t", "-e")] for name in LIGHT}
    assert rules == {name: [colours.fill, colours.text, colours.edge] for name, colours in LIGHT.items()}
