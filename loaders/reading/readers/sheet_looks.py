"""Which styles of an XLSX file show nothing, or other words, or strike out what they show: of cells, and by condition.

Used by the reader of a sheet's marks. A grade that is struck out was taken back; one in the colour of its ground, or
in a number format that shows no text or another one, is on no printed page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple
from xml.etree.ElementTree import Element

from loaders.reading.readers import look
from loaders.reading.readers.cell_marks import tree_of
from loaders.reading.readers.look import Look, number

STYLES, THEME, STRINGS = "xl/styles.xml", "xl/theme/theme1.xml", "xl/sharedstrings.xml"
_BLACK, _WHITE, _UNKNOWN = "000000", "ffffff", "?"
# Colours by their numbers, as files name them that have no palette of their own, and the numbers' names in a theme.
_THEME = (_WHITE, _BLACK, "e7e6e6", "44546a", "4472c4", "ed7d31", "a5a5a5", "ffc000", "5b9bd5", "70ad47")
_THEME_NAMES = ("lt1", "dk1", "lt2", "dk2", *(f"accent{number}" for number in range(1, 7)))
_OF_PATTERNS = (("fgColor", _BLACK), ("bgColor", _WHITE))
_INDEXED = [_BLACK, _WHITE, "ff0000", "00ff00", "0000ff", "ffff00", "ff00ff", "00ffff"] * 2
_TINT = re.compile(r"-?(?:[01]|0\.\d{1,30}|\d(?:\.\d{1,30})?[Ee]-[1-9]\d{0,2})")  # from -1 to 1
# What a number format may have for text, and around it, without other words: a colour, a width, a fill.
_AS_IT_IS = re.compile(r"(?:\[[^\]]*\]|_.|\*.|\s)*(?:@|General)(?:_.|\*.|\s)*", re.IGNORECASE)
_PALE = re.compile(r"\[(?:white|color ?2)\]", re.IGNORECASE)
_FARTHEST_IN = 40  # of the steps that a text is moved in from the edge of its cell
_QUOTED = re.compile(r'"[^"]*"|\\.')


class XlsxHidden(NamedTuple):
    """The numbers of the cell styles (`s` of a cell), and of those by condition (`dxfId`), that hide their text."""

    styles: frozenset[int] = frozenset()
    conditional: frozenset[int] = frozenset()
    texts: frozenset[int] = frozenset()
    """The numbers of the texts that have a piece which nobody sees, of those that cells share."""


def unseen_styles(part: bytes, theme: bytes = b"", strings: bytes = b"") -> XlsxHidden:
    """The styles whose text nobody would read as what the cell says."""
    root, palette = tree_of(part), _palette(theme)
    texts = tree_of(strings).iterfind("{*}si") if b"rPr" in strings else ()
    fonts = [_font(font, palette) for font in root.iterfind("{*}fonts/{*}font")]
    fills = [_ground(fill.find("{*}patternFill"), palette) for fill in root.iterfind("{*}fills/{*}fill")]
    formats = {form.get("numFmtId"): form.get("formatCode", "") for form in root.iterfind("{*}numFmts/{*}numFmt")}
    return XlsxHidden(
        frozenset(
            place
            for place, style in enumerate(root.iterfind("{*}cellXfs/{*}xf"))
            if _at(fonts, style.get("fontId")).over(_at(fills, style.get("fillId"))).why_unseen
            or not _shows_text(formats.get(style.get("numFmtId"), ""))
            or any(
                number(alignment.get("indent", ""), 0) > _FARTHEST_IN for alignment in style.iterfind("{*}alignment")
            )
        ),
        frozenset(n for n, style in enumerate(root.iterfind("{*}dxfs/{*}dxf")) if _hides(style, palette)),
        frozenset(n for n, text in enumerate(texts) if _has_unseen(text, palette)),
    )


def _palette(theme: bytes) -> Sequence[str]:
    """The colours of a theme by their numbers; the usual ones where it does not tell them."""
    colours = tree_of(theme).find("{*}themeElements/{*}clrScheme")
    own = {c.tag.rpartition("}")[2]: c[0].get("lastClr", c[0].get("val", "")) for c in colours or () if len(c)}
    return [
        own[name] if re.fullmatch("[0-9a-fA-F]{6}", own.get(name, "")) else usual
        for name, usual in zip(_THEME_NAMES, _THEME, strict=True)
    ]


def _hides(style: Element, palette: Sequence[str]) -> bool:
    """Whether a style that holds by a condition hides the text of a cell that is black on white without it."""
    font, pattern, form = style.find("{*}font"), style.find("{*}fill/{*}patternFill"), style.find("{*}numFmt")
    ground = None if pattern is None else pattern.find("{*}bgColor")
    paper = Look(beneath=_WHITE if ground is None else _colour(ground, _UNKNOWN, palette))
    ink = Look(colour=_BLACK) if font is None else _font(font, palette)
    return bool(ink.over(paper).why_unseen) or (form is not None and not _shows_text(form.get("formatCode", "")))


def _has_unseen(text: Element, palette: Sequence[str]) -> bool:
    """Whether a piece of a text that is in pieces is not seen, on white."""
    return any(_font(font, palette).why_unseen for font in text.iterfind("{*}r/{*}rPr"))


def _at(looks: list[Look], place: str | None) -> Look:
    return looks[int(place)] if place and re.fullmatch(r"\d{1,9}", place) and int(place) < len(looks) else Look()


def _font(font: Element, palette: Sequence[str]) -> Look:
    strike, size = font.find("{*}strike"), font.find("{*}sz")
    names = (element.get("val", "") for name in ("name", "rFont") for element in font.iterfind(f"{{*}}{name}"))
    is_struck = strike is not None and strike.get("val", "1") not in ("0", "false")
    return Look(
        unseen=look.STRUCK if is_struck else look.PICTURES if any(map(look.is_of_pictures, names)) else None,
        colour=_colour(font.find("{*}color"), _BLACK, palette),
        points=None if size is None else number(size.get("val", ""), 11),
    )


def _ground(pattern: Element | None, palette: Sequence[str]) -> Look:
    if pattern is None or pattern.get("patternType", "none") == "none":
        return Look()
    kind = pattern.get("patternType", "")
    ink, paper = (_colour(pattern.find(f"{{*}}{which}"), usual, palette) for which, usual in _OF_PATTERNS)
    is_even = ink == paper or kind in ("solid", "darkGray")
    return Look(beneath=ink if is_even else paper if kind.startswith(("gray", "light")) else _UNKNOWN)


def _colour(color: Element | None, otherwise: str, palette: Sequence[str]) -> str:
    """Six figures, or what no colour is compared with where only the program can tell."""
    if color is None or color.get("auto"):
        return otherwise
    if rgb := color.get("rgb", ""):
        return rgb[-6:]
    theme = color.get("theme", "")
    colours, place = (palette, theme) if theme else (_INDEXED, color.get("indexed", ""))
    if not re.fullmatch(r"\d{1,2}", place) or int(place) >= len(colours):
        return _BLACK if place == "64" else _UNKNOWN
    tint = float(color.get("tint", "0")) if _TINT.fullmatch(color.get("tint", "0")) else 0
    red_green_blue = bytes.fromhex(colours[int(place)])
    return bytes(round(c * (1 + tint) if tint < 0 else c + (255 - c) * tint) for c in red_green_blue).hex()


def _shows_text(form: str) -> bool:
    """Whether a number format shows a text as it is: its fourth part, or a single one with "@", is for texts."""
    parts = _QUOTED.sub('"', form).split(";")
    text = (
        parts[3]
        if len(parts) > 3
        else next((part for part in parts if "@" in part), parts[0] if form.lower().endswith("general") else "@")
    )
    return _AS_IT_IS.fullmatch(text) is not None and not _PALE.search(text)
