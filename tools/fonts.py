"""The two fonts of the pages, made again from those that they come from: `python -m tools.fonts SERIF SANS`.

SERIF is Source Serif 4, release 4.004, SANS is Source Sans 3, release 3.052: the variable fonts
`…-latin-wght-normal.woff2` of the packages `@fontsource-variable/source-serif-4` and `…/source-sans-3`. "Source" is
reserved for fonts as Adobe releases them, so ours have other names; copyright and licence stay in them.

Weights and signs that no page shows are left out: a browser takes any other sign from the reader's own fonts. Needs
`requirements-fonts.txt`, in an environment of its own; the same fonts give the same bytes.
"""

from __future__ import annotations

import argparse
import io
import sys
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

ASSETS = Path(__file__).resolve().parent.parent / "dashboard" / "assets"
LETTERS = "".join(map(chr, [*range(0x20, 0x7F), *range(0xC0, 0x100)])) + "ŒœıŸ"
SIGNS = "\u00a0\u00ad‘’“”«»–—…•·−×±°§©£€½¼¾²³µ↑↓™"
"""Of what pages, reports and papers use, what the fonts have: the signs for what compares (≈, ≠) they have not."""
FEATURES = ["kern", "liga"]
"""Kerning and ligatures. Figures are of one width in both fonts without being asked."""
FAMILY, STYLE, WHOLE, UNIQUE, VERSION, POSTSCRIPT, COPYRIGHT, ABOUT, LICENCE = 1, 2, 4, 3, 5, 6, 0, 10, 14


@dataclass(frozen=True)
class FontKind:
    """What is made of a font: a family's name, the style's, and one weight or a range of them."""

    family: str
    style: str
    file: str
    weight: int | tuple[int, int]


SERIF = FontKind("Gradeline Serif", "SemiBold", "gradeline-serif.woff2", 650)
SANS = FontKind("Gradeline Sans", "Regular", "gradeline-sans.woff2", (400, 700))


def make(source: Path, kind: FontKind) -> bytes:
    """The font that the pages load, of the one that it comes from."""
    font = instancer.instantiateVariableFont(TTFont(source, recalcTimestamp=False), {"wght": kind.weight})
    _rename(font, kind)
    # What the instancer leaves is read again as a file, which the subsetter wants.
    font = TTFont(io.BytesIO(_bytes(font)), recalcTimestamp=False)
    options = subset.Options(layout_features=FEATURES, notdef_outline=True)
    options.name_IDs = [FAMILY, STYLE, WHOLE, UNIQUE, VERSION, POSTSCRIPT, COPYRIGHT, ABOUT, LICENCE]
    cutter = subset.Subsetter(options)
    cutter.populate(text=LETTERS + SIGNS)
    cutter.subset(font)
    font.flavor = "woff2"
    return _bytes(font)


def _rename(font: TTFont, kind: FontKind) -> None:
    names = font["name"]
    release = f"{names.getDebugName(VERSION)}, changed for Gradeline".removeprefix("Version ")
    source = "Source Serif 4" if kind is SERIF else "Source Sans 3"
    for number, text in {
        FAMILY: kind.family,
        STYLE: "Regular",
        WHOLE: f"{kind.family} {kind.style}",
        UNIQUE: f"{kind.family} {kind.style}, {release}",
        VERSION: f"Version {release}",
        POSTSCRIPT: f"{kind.family}-{kind.style}".replace(" ", ""),
        ABOUT: f"A modified version of {source} by Adobe: other weights and signs are left out.",
    }.items():
        names.setName(text, number, 3, 1, 0x409)


def _bytes(font: TTFont) -> bytes:
    file = io.BytesIO()
    font.save(file)
    return file.getvalue()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tools.fonts", description="Makes the two fonts of the pages.")
    parser.add_argument("serif", type=Path, help="Source Serif 4, variable")
    parser.add_argument("sans", type=Path, help="Source Sans 3, variable")
    parser.add_argument("--output", type=Path, default=ASSETS, metavar="DIR")
    arguments = parser.parse_args()
    for source, kind in ((arguments.serif, SERIF), (arguments.sans, SANS)):
        content = make(source, kind)
        (arguments.output / kind.file).write_bytes(content)
        print(f"{kind.file}: {len(content):,} bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
