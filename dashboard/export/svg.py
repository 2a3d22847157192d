"""Small parts of SVG pictures for slides: a page of 16:9, boxes, texts, and texts in lines. Called by the slides."""

import textwrap
from collections.abc import Iterable
from html import escape

from dashboard.store import Store
from dashboard.words import wording

WIDTH, HEIGHT, EDGE = 1600, 900, 56
INK, MUTED, RULE, EDGE_LINE, PAPER = "#16222c", "#55626d", "#dcdcd6", "#7b868e", "#ffffff"
SANS = "'Gradeline Sans', 'Source Sans 3', 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
SERIF = "'Gradeline Serif', 'Source Serif 4', Charter, Georgia, serif"
SMALLEST = 12
LETTER, BOLD = 0.58, 0.66
"""How wide a letter is, in ems: that of a broad face, since readers may have another one than ours."""


def number(value: float) -> str:
    """A coordinate or a size to a tenth of a pixel, no longer than it has to be."""
    return f"{value:.1f}".removesuffix(".0")


def page(label: str, parts: str, *, defs: str = "") -> str:
    """A picture of 16:9 on white; `label` is its text alternative."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'role="img" aria-label="{escape(label)}" font-family="{SANS}" fill="{INK}"><defs>{defs}</defs>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>{parts}</svg>\n'
    )


def head(title: str, answer: str) -> str:
    """The title in one line and the answer in two at most, smaller where they are long: no word is left out."""
    width = WIDTH - 2 * EDGE
    size, (line, *_) = fit(title, 40, width, most=1, is_bold=True)
    parts = [text(EDGE, 72, line, size=size, weight=650, family=SERIF)]
    size, lines = fit(answer, 24, width, most=2)
    return "".join([*parts, *(text(EDGE, 114 + 32 * n, line, size=size, colour=MUTED) for n, line in enumerate(lines))])


def foot(store: Store, about: str, address: str) -> str:
    """Source, licence, how far the record reaches, its version, and where the same stands."""
    source = "Source: Ofsted and other inspectorates (Open Government Licence v3.0); Gradeline."
    record = f"Record complete to {wording.day(store.as_at)}, version {store.version}."
    lines = filter(None, (about, f"{source} {record}", address))
    return "".join(text(EDGE, HEIGHT - 62 + 20 * n, line, size=14, colour=MUTED) for n, line in enumerate(lines))


def fit(words: str, size: float, width: float, *, most: int, is_bold: bool = False) -> tuple[float, list[str]]:
    """A text in at most so many lines, and the size in which it fits them."""
    while len(lines := wrap(words, size, width, is_bold=is_bold)) > most and size > SMALLEST:
        size -= 1
    return size, lines


def rect(x: float, y: float, width: float, *, height: float, fill: str, edge: str = "", more: str = "") -> str:
    stroke = f' stroke="{edge}"' if edge else ""
    return (
        f'<rect x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}" '
        f'fill="{fill}"{stroke}{more}/>'
    )


def pale(colour: str) -> str:
    """A colour as it stands for a grade that lasts: a quarter of it on white."""
    parts = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - part) * 0.27):02x}" for part in parts)


def wrap(text: str, size: float, width: float, *, is_bold: bool = False) -> list[str]:
    """A text in lines that fit, by the average width of a letter."""
    most = max(1, int(width / (size * (BOLD if is_bold else LETTER))))
    return textwrap.wrap(text, most, break_long_words=False, break_on_hyphens=False) or [""]


def text(
    x: float,
    y: float,
    text: str,
    *,
    size: float = 0,
    weight: int = 400,
    colour: str = INK,
    anchor: str = "start",
    family: str = "",
) -> str:
    """Words at a place; what is as in their group or the picture, or as it is without being said, is not said."""
    more = _attributes(size=size, weight=weight, colour=colour, anchor=anchor, family=family)
    return f'<text x="{number(x)}" y="{number(y)}"{more}>{escape(text)}</text>'


def texts(parts: Iterable[str], size: float, *, weight: int = 400, colour: str = INK) -> str:
    """Texts of one size, weight and colour, which none of them says."""
    return f"<g{_attributes(size=size, weight=weight, colour=colour)}>{''.join(parts)}</g>"


def _attributes(*, size: float, weight: int, colour: str, anchor: str = "start", family: str = "") -> str:
    attributes = {
        "font-size": number(size) if size else "",
        "font-weight": str(weight) if weight != 400 else "",
        "fill": colour if colour != INK else "",
        "text-anchor": anchor if anchor != "start" else "",
        "font-family": family,
    }
    return "".join(f' {name}="{value}"' for name, value in attributes.items() if value)
