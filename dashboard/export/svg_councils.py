"""Strips as pictures of 16:9 for slides: the same as on the page, as SVG with all that it needs.

Each names its councils, day, version and address, and explains every mark in it. `assets/groups.js` makes PNGs of them
in the browser. Called by `web.pictures` and `web.downloads`.
"""

from dashboard.analysis import briefing as contents, strips
from dashboard.export import strip_drawing, svg
from dashboard.export.drawing import MUTED, fit
from dashboard.export.group_files import GroupFile
from dashboard.export.strip_drawing import HEAD
from dashboard.export.svg import DEFS, EDGE, HEIGHT, WIDTH
from dashboard.store import Store
from dashboard.words import glance as glance_words, groups as words, strips as strip_words, wording
from loaders.record.reference import Authority

TOP, TOP_OF_SERVICES, BOTTOM, GAP, LOWEST = 180, 208, 166, 44, 21
"""Where strips may begin, and below the names of services; what key and source take; what parts two services; a row."""
INNER = WIDTH - 2 * EDGE
UNIT = 1.4
"""Pixels of this page that a point of a slide takes; less where two services stand beside each other."""
NOTE_SIZE = 15


def council(store: Store, authority: Authority, address: str) -> str:
    """The grades of one council over time: the strips of its page.

    Raises ValueError where the record has no grade of the council: there is nothing to draw.
    """
    council_strips = contents.council_strips(store, authority)
    if not council_strips:
        raise ValueError("no grade of this council is known")
    rows = glance_words.named_strips(store, authority, council_strips)
    axis = strips.span(council_strips, store)
    title = f"{wording.council_name(authority)}: grades since {axis[0].year}"
    lead = glance_words.plain(glance_words.lead(store, authority))
    size, lines = fit(glance_words.missing(store, authority.authority_id), NOTE_SIZE, INNER, most=2)
    height = HEIGHT - TOP - BOTTOM - 40
    below = TOP + height + 20
    parts = [
        svg.head(title, lead),
        svg.draw(strip_drawing.chart(store, rows, (EDGE, TOP, INNER, height), axis=axis, unit=UNIT)),
        *(svg.text(EDGE, below + 18 * n, line, size=size, colour=MUTED) for n, line in enumerate(lines)),
        _key(store),
        svg.foot(store, f"{wording.upper_first(glance_words.as_at(store, authority))}.", address),
    ]
    return svg.page(f"{title}. {lead}", "".join(parts), defs=DEFS)


def _key(store: Store) -> str:
    return svg.draw(strip_drawing.key(store, (EDGE, HEIGHT - BOTTOM + 8, INNER), unit=UNIT))


def group(file: GroupFile) -> str:
    """Several councils in one or more services; where more are chosen than have room, it says how many are shown."""
    store, councils = file.store, file.councils
    unit = UNIT if len(file.services) == 1 else 1.1
    height = HEIGHT - TOP_OF_SERVICES - BOTTOM
    first = councils[: int((height - HEAD * unit) // LOWEST)]
    strips_by_service = {
        service: [strips.strip(store, council, service) for council in first] for service in file.services
    }
    axis = strips.group_span([strip for column in strips_by_service.values() for strip in column], store)
    width = (INNER - GAP * (len(strips_by_service) - 1)) / len(strips_by_service)
    more = f" The first {len(first)} of {len(councils)} councils are shown." if len(first) < len(councils) else ""
    parts = [svg.head(file.title, file.answer + more)]
    for index, (service, strips_of_service) in enumerate(strips_by_service.items()):
        left = EDGE + index * (width + GAP)
        parts.append(svg.text(left, TOP_OF_SERVICES - 12, wording.thing(store.reference, service), size=22, weight=650))
        rows = strip_words.of_group(strips_of_service, file.group.of)
        place = (left, TOP_OF_SERVICES, width, height)
        parts.append(svg.draw(strip_drawing.chart(store, rows, place, axis=axis, unit=unit)))
    about = words.about(file.group) if file.group.of else ""
    parts += [_key(store), svg.foot(store, about, file.address)]
    return svg.page(f"{file.title}. {file.answer}", "".join(parts), defs=DEFS)
