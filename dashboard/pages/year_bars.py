"""Councils by grade at the end of each year: bars in two panels that nothing joins, as HTML that needs no script.

Called by the home page. Since 2018 the bars are wide, before that narrow. The same numbers stand in words in each
panel's text alternative, and in a table on the page of every council.
"""

from __future__ import annotations

from dashboard.analysis.national.overview import Overview
from dashboard.analysis.national.panels import CHANGED, Panel, YearCounts
from dashboard.markup import elements as html
from dashboard.markup.elements import Element, attributes
from dashboard.markup.view import Content
from dashboard.store import Store
from dashboard.words import overview as words
from dashboard.words import wording

WIDE_FROM = 2018
NARROW = 0.55
"""How wide a bar of earlier years is, of one since 2018."""
LEAST = 0.045
"""From which share of the bar on a part has room for its number."""


def year_bars(store: Store, overview: Overview, heading: type[Element] = html.H3) -> Content:
    """`heading` is the level of the panels' titles."""
    month = wording.month(CHANGED)
    titled = [(f"Before {month}", overview.before), (f"Since {month}", overview.since)]
    panels = [_panel(store, overview, heading(title), panel) for title, panel in titled if panel]
    notes = [words.not_inadequate(overview), _base(overview), words.bias(overview)]
    return html.Figure(
        [
            html.Div(panels, className="year-panels"),
            _key(store, overview),
            html.Figcaption([html.P(note) for note in notes if note], className="hint"),
        ],
        className="figure",
    )


def _panel(store: Store, overview: Overview, title: Content, panel: Panel) -> Content:
    columns = [_column(store, overview, panel, year) for year in panel.years]
    width = sum(_width(year) for year in panel.years)
    return html.Div(
        [
            title,
            html.Div(
                columns,
                className="year-bars",
                role="img",
                **attributes(aria_label=words.panel_text(store, overview, panel)),
            ),
        ],
        style={"--width": round(width, 2)},
    )


def _width(year: YearCounts) -> float:
    return 1 if year.year >= WIDE_FROM else NARROW


def _column(store: Store, overview: Overview, panel: Panel, year: YearCounts) -> Content:
    names = words.layer_names(store, overview, panel)
    parts: list[tuple[str, int]] = [(kind, getattr(year, kind)) for kind in ("unknown", "earlier", "over")]
    if names["unknown"] == names["earlier"]:
        parts = [("earlier", year.unknown + year.earlier), ("over", year.over)]
    for term in reversed(store.reference.vocabulary.printed):
        parts.append((f"r{term.rank}{' light' if term.is_light else ''}", year.words[term.name]))
    bar = [
        html.I(str(number) if number >= LEAST * year.councils else "", className=kind, style={"--n": number})
        for kind, number in parts
        if number
    ]
    is_last = year is panel.years[-1] and (panel.day.month, panel.day.day) != (12, 31)
    label = wording.month(panel.day)[:3] if is_last else f"’{year.year % 100:02}"
    share = words.percent(year.good_share) if year.is_well_known else ""
    return html.Div(
        [html.Strong(share), html.Div(bar, className="bar-parts"), html.Span(label)],
        className="year-bar" if year.year >= WIDE_FROM else "year-bar narrow",
        style={"--width": _width(year)},
    )


def _key(store: Store, overview: Overview) -> Content:
    """The grades and states that the bars have, by name."""
    panels = [panel for panel in (overview.before, overview.since) if panel]
    years = [year for panel in panels for year in panel.years]
    items = [
        (f"r{term.rank}{' light' if term.is_light else ''}", term.title)
        for term in store.reference.vocabulary.printed
        if any(year.words[term.name] for year in years)
    ]
    for panel in panels:
        for kind, name in words.layer_names(store, overview, panel).items():
            if any(getattr(year, kind) for year in panel.years) and name not in [title for _, title in items]:
                items.append(("earlier" if name == words.NOT_YET else kind, name))
    return html.Ul(
        [html.Li([html.I("", className=f"sample {kind}"), title]) for kind, title in items], className="key year-key"
    )


def _base(overview: Overview) -> str:
    councils = [year.councils for panel in (overview.before, overview.since) if panel for year in panel.years]
    if not councils:
        return ""
    least, most = min(councils), max(councils)
    number = str(most) if least == most else f"{least} to {most}"
    return f"Each bar is {number} {'council' if most == 1 else 'councils'}, as they existed at the time."
