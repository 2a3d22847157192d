"""The grades of one council over time as a picture of 16:9 for a slide: the strips of its page, as SVG.

It names council, day, version and address, and explains every mark in it.
"""

from __future__ import annotations

from dashboard.analysis import briefing as contents, strips
from dashboard.export import slide_strips, strip_marks, svg
from dashboard.export.slide_strips import BOTTOM, DEFS, LATEST, NAME, TOP
from dashboard.export.strip_marks import Plot
from dashboard.export.svg import EDGE, HEIGHT, WIDTH
from dashboard.store import Store
from dashboard.words import glance as glance_words, wording
from loaders.record.reference import Authority

TALLEST = 84
NOTE_SIZE = 15


def slide(store: Store, authority: Authority, address: str) -> str:
    """Raises ValueError where the record has no grade of the council: there is nothing to draw."""
    council_strips = contents.council_strips(store, authority)
    if not council_strips:
        raise ValueError("no grade of this council is known")
    rows = strip_marks.of_council(store, authority, council_strips)
    axis = strips.span(council_strips, store)
    title = f"{wording.council_name(authority)}: grades since {axis[0].year}"
    lead = glance_words.plain(glance_words.lead(store, authority))
    plot = Plot(EDGE + NAME, WIDTH - 2 * EDGE - NAME - LATEST, axis)
    height = min(TALLEST, (HEIGHT - TOP - BOTTOM - 40) / len(rows))
    gaps = svg.fit(glance_words.missing(store, authority.authority_id), NOTE_SIZE, WIDTH - 2 * EDGE, most=2)
    below = TOP + height * len(rows) + 30
    parts = [
        svg.head(title, lead),
        *slide_strips.column(store, rows, plot, height=height),
        *(svg.text(EDGE, below + 18 * n, line, size=gaps[0], colour=svg.MUTED) for n, line in enumerate(gaps[1])),
        *slide_strips.key(store),
        svg.foot(store, f"{wording.upper_first(glance_words.as_at(store, authority))}.", address),
    ]
    return svg.page(f"{title}. {lead}", "".join(parts), defs=DEFS)
