"""The grades of one council over time as a picture of 16:9 for a slide: the strips of its page, as SVG.

It names council, day, version and address, and explains every mark in it.
"""

from __future__ import annotations

from dashboard.analysis import briefing as contents, strips
from dashboard.analysis.strips import Strip
from dashboard.export import slide_strips, svg
from dashboard.export.slide_strips import BOTTOM, DEFS, LATEST, NAME, TOP, Line
from dashboard.export.svg import EDGE, HEIGHT, WIDTH
from dashboard.store import Store
from dashboard.words import glance as glance_words, wording
from loaders.record.reference import Authority

TALLEST = 84
NOTE_SIZE = 15


def slide(store: Store, authority: Authority, address: str) -> str:
    """Raises ValueError where the record has no grade of the council: there is nothing to draw."""
    drawn = contents.drawn(store, authority)
    if not drawn:
        raise ValueError("no grade of this council is known")
    lines = [Line(one, _name(store, authority, one)) for one in drawn]
    axis = strips.span(drawn, store)
    title = f"{wording.council_name(authority)}: grades since {axis[0].year}"
    lead = glance_words.plain(glance_words.lead(store, authority))
    box = (EDGE + NAME, WIDTH - 2 * EDGE - NAME - LATEST)
    height = min(TALLEST, (HEIGHT - TOP - BOTTOM - 40) / len(lines))
    gaps = svg.fitted(glance_words.missing(store, authority.authority_id), NOTE_SIZE, WIDTH - 2 * EDGE, 2)
    below = TOP + height * len(lines) + 30
    parts = [
        svg.head(title, lead),
        *slide_strips.column(store, lines, box, height, axis),
        *(svg.text(EDGE, below + 18 * n, line, gaps[0], colour=svg.MUTED) for n, line in enumerate(gaps[1])),
        *slide_strips.key(store),
        svg.foot(store, f"{wording.upper_first(glance_words.as_at(store, authority))}.", address),
    ]
    return svg.page(f"{title}. {lead}", "".join(parts), defs=DEFS)


def _name(store: Store, authority: Authority, one: Strip) -> str:
    name = glance_words.strip_name(store, one.service, one.aspect)
    return name if one.authority == authority else f"{name}, {wording.authority_name(one.authority)}"
