"""Strips as pictures of 16:9 for slides: the same as on the page, as SVG with all that it needs.

Each names its councils, day, version and address, and explains every mark in it. `assets/groups.js` makes PNGs of them
in the browser. Called by `web.pictures` and `web.downloads`.
"""

from dashboard.analysis import briefing as contents, strips
from dashboard.export import strip_marks, svg, svg_strips
from dashboard.export.group_files import GroupFile
from dashboard.export.strip_marks import Plot
from dashboard.export.svg import EDGE, HEIGHT, WIDTH
from dashboard.export.svg_strips import BOTTOM, DEFS, GAP, LATEST, LOWEST, NAME, TALLEST, TOP
from dashboard.store import Store
from dashboard.words import glance as glance_words, groups as words, wording
from loaders.record.reference import OVERALL, Authority

TALLEST_OF_COUNCIL = 84
NOTE_SIZE = 15


def council(store: Store, authority: Authority, address: str) -> str:
    """The grades of one council over time: the strips of its page.

    Raises ValueError where the record has no grade of the council: there is nothing to draw.
    """
    council_strips = contents.council_strips(store, authority)
    if not council_strips:
        raise ValueError("no grade of this council is known")
    rows = strip_marks.of_council(store, authority, council_strips)
    axis = strips.span(council_strips, store)
    title = f"{wording.council_name(authority)}: grades since {axis[0].year}"
    lead = glance_words.plain(glance_words.lead(store, authority))
    plot = Plot(EDGE + NAME, WIDTH - 2 * EDGE - NAME - LATEST, axis)
    height = min(TALLEST_OF_COUNCIL, (HEIGHT - TOP - BOTTOM - 40) / len(rows))
    gaps = svg.fit(glance_words.missing(store, authority.authority_id), NOTE_SIZE, WIDTH - 2 * EDGE, most=2)
    below = TOP + height * len(rows) + 30
    parts = [
        svg.head(title, lead),
        *svg_strips.column(store, rows, plot, height=height),
        *(svg.text(EDGE, below + 18 * n, line, size=gaps[0], colour=svg.MUTED) for n, line in enumerate(gaps[1])),
        *svg_strips.key(store),
        svg.foot(store, f"{wording.upper_first(glance_words.as_at(store, authority))}.", address),
    ]
    return svg.page(f"{title}. {lead}", "".join(parts), defs=DEFS)


def group(file: GroupFile) -> str:
    """Several councils in one or more services; where more are chosen than have room, it says how many are shown."""
    store, councils = file.store, file.councils
    room = (HEIGHT - TOP - BOTTOM) // LOWEST
    first = councils[:room]
    height = min(TALLEST, (HEIGHT - TOP - BOTTOM) / max(1, len(first)))
    strips_by_service = {
        service: [strips.strip(store, council, service) for council in first] for service in file.services
    }
    axis = strips.group_span([strip for column in strips_by_service.values() for strip in column], store)
    width = (WIDTH - 2 * EDGE - GAP * (len(strips_by_service) - 1)) / len(strips_by_service)
    more = f" The first {len(first)} of {len(councils)} councils are shown." if len(first) < len(councils) else ""
    parts = [svg.head(file.title, file.answer + more)]
    for index, (service, strips_of_service) in enumerate(strips_by_service.items()):
        left = EDGE + index * (width + GAP)
        parts.append(svg.text(left, TOP - 38, wording.thing(store.reference, service, OVERALL), size=22, weight=650))
        rows = strip_marks.of_group(strips_of_service, file.group.of)
        parts += svg_strips.column(store, rows, Plot(left + NAME, width - NAME - LATEST, axis), height=height)
    about = words.about(file.group) if file.group.of else ""
    parts += [*svg_strips.key(store), svg.foot(store, about, file.address)]
    return svg.page(f"{file.title}. {file.answer}", "".join(parts), defs=DEFS)
