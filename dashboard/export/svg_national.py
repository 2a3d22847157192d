"""Councils of England or of one region by grade, year by year, as a picture of 16:9 for a slide: the bars of the page.

It names service, place, period, day, version and address, and every colour in it.
"""

from collections.abc import Iterator

from dashboard.analysis.national.overview import Overview
from dashboard.analysis.national.panels import Panel, YearCounts
from dashboard.appearance import look
from dashboard.export import svg
from dashboard.export.drawing import EDGE_LINE, INK, LETTER, MUTED, PAPER, RULE, fit
from dashboard.export.svg import EDGE, HEIGHT, WIDTH
from dashboard.store import Store
from dashboard.words import overview as words, wording, year_bars as bars
from dashboard.words.year_bars import BarPart

TOP, BOTTOM, GAP, BETWEEN = 290, 250, 60, 5
DOTTED, HATCHED = ' stroke-dasharray="2 3"', "url(#over)"
DEFS = (
    '<pattern id="over" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    f'<rect width="8" height="8" fill="{PAPER}"/><rect width="2" height="8" fill="{RULE}"/></pattern>'
)


def slide(store: Store, overview: Overview, address: str) -> str:
    """Raises ValueError where no grade of the service is known: there is nothing to draw."""
    panels = bars.panels(overview)
    if not panels:
        raise ValueError("no grade of this service is known")
    first, last = panels[0][1].years[0], panels[-1][1]
    place = overview.region or "England"
    title = words.picture_title(store, overview)
    units = sum(len(panel.years) for _, panel in panels)
    unit = (WIDTH - 2 * EDGE - GAP * (len(panels) - 1)) / units
    reading = words.reading_alone(store, overview)
    parts, left = [svg.head(title, reading)], float(EDGE)
    for name, panel in panels:
        parts.append(svg.text(left, TOP - 56, name, size=20, weight=650))
        for year in panel.years:
            parts += _bar(store, overview, (panel, year), x=left, width=unit - BETWEEN)
            left += unit
        left += GAP
    parts += _key(store, overview)
    size, lines = fit(" ".join(bars.notes(overview)), 16, WIDTH - 2 * EDGE, most=3)
    parts += [
        svg.text(EDGE, HEIGHT - BOTTOM + 96 + 20 * n, line, size=size, colour=MUTED) for n, line in enumerate(lines)
    ]
    service = wording.upper_first(wording.short_thing(store.reference, overview.service))
    about = f"{service}, {place}, {first.year} to {wording.day(last.day)}."
    parts.append(svg.foot(store, about, address))
    return svg.page(f"{title}. {reading}", "".join(parts), defs=DEFS)


def _bar(store: Store, overview: Overview, of: tuple[Panel, YearCounts], *, x: float, width: float) -> Iterator[str]:
    panel, year = of
    y, whole, middle = float(TOP), HEIGHT - TOP - BOTTOM, x + width / 2
    yield svg.text(middle, y - 12, bars.share(year), size=min(18, width / 2.2), weight=700, anchor="middle")
    for part in bars.parts(store, overview, panel, year=year):
        tall = whole * part.number / year.councils
        fill, edge, ink, more = _look(part)
        yield svg.rect(x, y, width, height=tall, fill=fill, edge=edge, more=more)
        if bars.has_room(part, year):
            yield svg.text(middle, y + tall / 2 + 6, str(part.number), size=16, colour=ink, anchor="middle")
        y += tall
    yield svg.text(middle, HEIGHT - BOTTOM + 24, bars.label(panel, year), size=16, colour=MUTED, anchor="middle")


def _look(part: BarPart) -> tuple[str, str, str, str]:
    if part.grade:
        colours = look(part.grade.rank, is_light=part.grade.is_light)
        return colours.fill, colours.edge, colours.text, ""
    return (HATCHED, EDGE_LINE, INK, "") if part.kind == "over" else (PAPER, EDGE_LINE, MUTED, DOTTED)


def _key(store: Store, overview: Overview) -> Iterator[str]:
    x, y = float(EDGE), HEIGHT - BOTTOM + 62
    for part, name in bars.key(store, overview):
        fill, edge, _, more = _look(part)
        yield svg.rect(x, y - 15, 26, height=19, fill=fill, edge=edge, more=more)
        yield svg.text(x + 34, y, name, size=17)
        x += 34 + len(name) * 17 * LETTER + 26
