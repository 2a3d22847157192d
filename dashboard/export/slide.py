"""A group of councils as a picture of 16:9 for a slide: the same strips as on the page, as SVG with all that it needs.

It names service, councils, day, version and address, and explains every mark in it. Only the first councils have room;
where there are more, it says how many are shown. `assets/groups.js` makes a PNG of it in the browser.
"""

from __future__ import annotations

from dashboard.analysis import strips
from dashboard.analysis.national.spans import ASPECT
from dashboard.export import slide_strips, strip_marks, svg
from dashboard.export.group_files import GroupFile
from dashboard.export.slide_strips import BOTTOM, DEFS, GAP, LATEST, LOWEST, NAME, TALLEST, TOP
from dashboard.export.strip_marks import Plot
from dashboard.export.svg import EDGE, HEIGHT, WIDTH
from dashboard.words import groups as words, wording


def slide(file: GroupFile) -> str:
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
        parts.append(svg.text(left, TOP - 38, wording.thing(store.reference, service, ASPECT), size=22, weight=650))
        rows = strip_marks.of_group(strips_of_service, file.group.of)
        parts += slide_strips.column(store, rows, Plot(left + NAME, width - NAME - LATEST, axis), height=height)
    about = words.about(file.group) if file.group.of else ""
    parts += [*slide_strips.key(store), svg.foot(store, about, file.address)]
    return svg.page(f"{file.title}. {file.answer}", "".join(parts), defs=DEFS)
