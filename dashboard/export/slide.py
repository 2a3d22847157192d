"""A group of councils as a picture of 16:9 for a slide: the same strips as on the page, as SVG with all that it needs.

It names service, councils, day, version and address, and explains every mark in it. Only the first councils have room;
where there are more, it says how many are shown. `assets/groups.js` makes a PNG of it in the browser.
"""

from __future__ import annotations

import datetime as dt

from dashboard.analysis import strips
from dashboard.analysis.national.spans import ASPECT
from dashboard.export import slide_strips, svg
from dashboard.export.group_files import GroupFile
from dashboard.export.slide_strips import BOTTOM, DEFS, GAP, LATEST, LOWEST, NAME, TALLEST, TOP, Line
from dashboard.export.svg import EDGE, HEIGHT, WIDTH
from dashboard.words import groups as words, wording

SINCE = 2009


def slide(file: GroupFile) -> str:
    store, councils = file.store, file.councils
    room = (HEIGHT - TOP - BOTTOM) // LOWEST
    shown = councils[:room]
    height = min(TALLEST, (HEIGHT - TOP - BOTTOM) / max(1, len(shown)))
    drawn = {service: [strips.strip(store, each, service) for each in shown] for service in file.services}
    first, last = strips.span([strip for each in drawn.values() for strip in each], store)
    axis = (dt.date(max(SINCE, first.year), 1, 1), last)
    width = (WIDTH - 2 * EDGE - GAP * (len(drawn) - 1)) / len(drawn)
    more = f" The first {len(shown)} of {len(councils)} councils are shown." if len(shown) < len(councils) else ""
    parts = [svg.head(file.title, file.answer + more)]
    for index, (service, rows) in enumerate(drawn.items()):
        left = EDGE + index * (width + GAP)
        parts.append(svg.text(left, TOP - 38, wording.thing(store.reference, service, ASPECT), 22, weight=650))
        lines = [Line(row, wording.authority_name(row.authority), row.authority == file.group.of) for row in rows]
        parts += slide_strips.column(store, lines, (left + NAME, width - NAME - LATEST), height, axis)
    about = words.about(file.group) if file.group.of else ""
    parts += [*slide_strips.key(store), svg.foot(store, about, file.address)]
    return svg.page(f"{file.title}. {file.answer}", "".join(parts), defs=DEFS)
