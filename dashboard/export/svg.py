"""Small parts of SVG pictures for slides: a page of 16:9, boxes, texts, and drawings. Called by the slides."""

from collections.abc import Iterable
from functools import partial
from html import escape

from dashboard.export import drawing
from dashboard.export.drawing import INK, MUTED, PAPER, RULE, Drawn, DrawnBox, DrawnLine, DrawnText, fit, wrap
from dashboard.store import Store
from dashboard.words import wording

WIDTH, HEIGHT, EDGE = 1600, 900, 56
SIZE = 14
"""Pixels: the size of most texts of a picture, which they do not say again."""
SANS = "'Gradeline Sans', 'Source Sans 3', 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
SERIF = "'Gradeline Serif', 'Source Serif 4', Charter, Georgia, serif"
ANCHORS = {"left": ("start", 0.0), "middle": ("middle", 0.5), "right": ("end", 1.0)}
DASHES = {drawing.DASHED: ' stroke-dasharray="6 4"', drawing.DOTTED: ' stroke-dasharray="2 3"'}
TOGETHER = "url(#together)"
DEFS = (
    '<pattern id="together" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    f'<rect width="8" height="8" fill="{PAPER}"/><rect width="4" height="8" fill="{RULE}"/></pattern>'
)


def number(value: float) -> str:
    """A coordinate or a size to a tenth of a pixel, no longer than it has to be."""
    return f"{value:.1f}".removesuffix(".0")


def page(label: str, parts: str, *, defs: str = "") -> str:
    """A picture of 16:9 on white; `label` is its text alternative."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'role="img" aria-label="{escape(label)}" font-family="{SANS}" font-size="{SIZE}" fill="{INK}">'
        f'<defs>{defs}</defs><rect width="{WIDTH}" height="{HEIGHT}" fill="{PAPER}"/>{parts}</svg>\n'
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
    return "".join(text(EDGE, HEIGHT - 62 + 20 * n, line, colour=MUTED) for n, line in enumerate(lines))


def rect(x: float, y: float, width: float, *, height: float, fill: str, edge: str = "", more: str = "") -> str:
    stroke = f' stroke="{edge}"' if edge else ""
    return (
        f'<rect x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}" '
        f'fill="{fill}"{stroke}{more}/>'
    )


def draw(parts: Iterable[Drawn]) -> str:
    """A drawing in the pixels of the page."""
    return "".join(_drawn(part) for part in parts)


def _drawn(part: Drawn) -> str:
    if isinstance(part, DrawnText):
        return _lines(part)
    if isinstance(part, DrawnLine):
        path = " L".join(f"{number(x)} {number(y)}" for x, y in (part.start, part.end))
        dashes = DASHES.get(part.kind, "")
        return f'<path d="M{path}" stroke="{part.colour}" stroke-width="{number(part.width)}"{dashes}/>'
    if isinstance(part, DrawnBox):
        left, top, width, height = part.place
        fill = TOGETHER if part.kind == drawing.HATCHED else part.fill
        more = DASHES.get(part.kind, "") + (f' stroke-width="{number(part.width)}"' if part.width > 2 else "")
        box = rect(left, top, width, height=height, fill=fill, edge=part.edge, more=more)
        return box + (_lines(part.inner) if part.text else "")
    return draw(part.parts)


def _lines(words: DrawnText) -> str:
    (left, top, width, height), size = words.place, words.size
    anchor, at = ANCHORS[words.align]
    lines = wrap(words.text, size, width, is_bold=words.is_bold)
    first = top + height / 2 + size * 0.35 - (len(lines) - 1) / 2 * size * drawing.LEADING
    write = partial(text, size=size, weight=600 if words.is_bold else 400, colour=words.colour, anchor=anchor)
    return "".join(write(left + width * at, first + n * size * drawing.LEADING, line) for n, line in enumerate(lines))


def text(
    x: float,
    y: float,
    text: str,
    *,
    size: float = SIZE,
    weight: int = 400,
    colour: str = INK,
    anchor: str = "start",
    family: str = "",
) -> str:
    """Words at a place; what is as it is in all of the picture is not said."""
    attributes = {
        "font-size": number(size) if size != SIZE else "",
        "font-weight": str(weight) if weight != 400 else "",
        "fill": colour if colour != INK else "",
        "text-anchor": anchor if anchor != "start" else "",
        "font-family": family,
    }
    more = "".join(f' {name}="{value}"' for name, value in attributes.items() if value)
    return f'<text x="{number(x)}" y="{number(y)}"{more}>{escape(text)}</text>'
