"""The card of a page: what social networks and messengers show beside a link to it, as a PNG of 1200 by 630.

One for each council with its latest grades, one for England and each region, one for the site. Called by
`web.pictures`. The same data give the same bytes.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from dashboard.analysis import glance as analysis
from dashboard.analysis.national.overview import Overview, overview
from dashboard.appearance import look
from dashboard.export.drawing import INK, MUTED, PAPER
from dashboard.store import Store
from dashboard.texts import texts_of
from dashboard.words import glance as glance_words, overview as words, strips as strip_words, wording
from loaders.record.reference import Authority
from loaders.record.vocabulary import Grade

ENGLAND, SITE = "england", "gradeline"
WIDTH, HEIGHT, EDGE, INNER = 1200, 630, 64, 1072
TILES, LONG = 466, 16
"""Where the tiles begin, and from how many letters on a grade stands in two lines."""
HEADER, GROUND = "#16324a", "#fbfaf7"
ASSETS = Path(__file__).parent.parent / "assets"
SERIF, SANS = "gradeline-serif.woff2", "gradeline-sans.woff2"
ABOUT = texts_of("home")["about"].partition(",")[0]


@dataclass(frozen=True)
class Tile:
    """A grade in words: what it is of, and below it a word or a number on the grade's colour."""

    over: str
    text: str
    grade: Grade


def council(store: Store, authority: Authority) -> bytes:
    tiles = [
        Tile(
            glance_words.area(store, *cell.pair),
            strip_words.grade(store, cell.row),
            store.reference.word_of(cell.row),
        )
        for cell in analysis.glance(store, authority)
        if cell.row is not None
    ]
    lead = glance_words.plain(glance_words.lead(store, authority))
    name, as_at = wording.authority_name(authority), glance_words.as_at(store, authority)
    return _card(store, name, lead, tiles=tiles, as_at=as_at)


def national(store: Store, country: Overview) -> bytes:
    tiles = [
        Tile(term.title, str(country.year.words[term.name]), term)
        for term in store.reference.vocabulary.printed
        if country.year and (country.year.words[term.name] or not term.is_light)
    ]
    return _card(store, words.finding(store, country), words.lead(store, country), tiles=tiles)


def site(store: Store) -> bytes:
    """For pages that have no card of their own: what this is, and how many grades it has."""
    country = overview(store)
    councils = len({row["authority_id"] for row in store.inspections.values()})
    sentence = (
        f"{len(store.judgements):,} grades of {len(store.inspections):,} inspections of {councils} councils, and "
        f"whether grades from different years can be compared. {words.finding(store, country)}."
    )
    return _card(store, ABOUT, sentence, tiles=[])


def _card(store: Store, title: str, text: str, *, tiles: Sequence[Tile], as_at: str = "") -> bytes:
    picture = Image.new("RGB", (WIDTH, HEIGHT), GROUND)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, WIDTH, 84), HEADER)
    draw.text((EDGE, 44), "Gradeline", PAPER, _font(SERIF, 38), anchor="lm")
    draw.text(
        (EDGE + 200, 46), "Inspection grades of English children’s services", "#dfe6ec", _font(SANS, 24), anchor="lm"
    )
    y = _text(draw, title, 126, family=SERIF, sizes=(64, 40), most=2)
    _text(draw, text, y + 14, family=SANS, sizes=(32, 22), most=3)
    _tiles(draw, tiles)
    as_at = wording.upper_first(as_at or f"as at {wording.day(store.as_at)}")
    foot = f"{as_at}. Source: Ofsted and other inspectorates (OGL v3.0)."
    draw.text((EDGE, HEIGHT - 34), foot, MUTED, _font(SANS, 22), anchor="lm")
    return _png(picture)


def _tiles(draw: ImageDraw.ImageDraw, tiles: Sequence[Tile]) -> None:
    if not tiles:
        return
    gap = 16
    width = (INNER - gap * (len(tiles) - 1)) / len(tiles)
    for index, tile in enumerate(tiles):
        left = EDGE + index * (width + gap)
        draw.text((left, TILES), tile.over, MUTED, _fitted(draw, tile.over, width, size=23, weight=500), anchor="ls")
        colours = look(tile.grade.rank, is_light=tile.grade.is_light)
        draw.rectangle((left, TILES + 12, left + width, TILES + 104), colours.fill, colours.edge, 2)
        lines = [tile.text] if len(tile.text) < LONG else tile.text.split(maxsplit=1)
        font = _fitted(draw, max(lines, key=len), width - 20, size=36 if len(lines) == 1 else 28, weight=650)
        for number, line in enumerate(lines):
            middle = TILES + 58 + (number - (len(lines) - 1) / 2) * 32
            draw.text((left + width / 2, middle), line, colours.text, font, anchor="mm")


def _text(draw: ImageDraw.ImageDraw, text: str, y: float, *, family: str, sizes: tuple[int, int], most: int) -> float:
    """A text in at most so many lines, smaller where it is long; gives where it ends. No word is left out."""
    size, least = sizes
    while len(lines := _lines(draw, text, _font(family, size))) > most and size > least:
        size -= 2
    for line in lines:
        draw.text((EDGE, y), line, INK, _font(family, size), anchor="la")
        y += size * 1.22
    return y


def _lines(draw: ImageDraw.ImageDraw, text: str, font: ImageFont.FreeTypeFont) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and draw.textlength(longer, font) > INNER:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _fitted(draw: ImageDraw.ImageDraw, text: str, width: float, *, size: int, weight: int) -> ImageFont.FreeTypeFont:
    while draw.textlength(text, _font(SANS, size, weight)) > width and size > 12:
        size -= 1
    return _font(SANS, size, weight)


@cache
def _font(family: str, size: int, weight: int = 400) -> ImageFont.FreeTypeFont:
    """Of the sans in any weight; the serif has one."""
    font = ImageFont.truetype(str(ASSETS / family), size)
    if family == SANS:
        font.set_variation_by_axes([weight])
    return font


def _png(picture: Image.Image) -> bytes:
    """With as many colours as such a card has: a third of the bytes."""
    buffer = io.BytesIO()
    picture.quantize(64, dither=Image.Dither.NONE).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
