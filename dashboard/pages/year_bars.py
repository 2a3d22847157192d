"""Councils by grade at the end of each year: bars in two panels that nothing joins, as HTML that needs no script.

Called by the home page, its figure for other sites and the page of every council. The same numbers stand in words in
each panel's text alternative, and in a table on the page of every council.
"""

from collections.abc import Sequence

from dashboard.address import link
from dashboard.analysis.national.overview import Overview
from dashboard.analysis.national.panels import Panel, YearCounts
from dashboard.markup import components, elements as html
from dashboard.markup.elements import Element
from dashboard.markup.page_view import Content
from dashboard.pages import share
from dashboard.store import Store
from dashboard.words import overview as words, wording, year_bars as bars
from dashboard.words.year_bars import BarPart


def year_bars(store: Store, overview: Overview, heading: type[Element] = html.H3) -> Content:
    """`heading` is the level of the panels' titles."""
    titled_panels = bars.panels(overview)
    years = sum(len(panel.years) for _, panel in titled_panels)
    panels = [_panel(store, overview, heading(title), panel=panel) for title, panel in titled_panels]
    return html.Figure(
        html.Div(panels, className="year-panels", style={"--years": years}),
        _key(store, overview),
        html.Figcaption([html.P(note) for note in bars.notes(overview)], className="hint"),
        className="figure",
    )


def fold(store: Store, overview: Overview, page: str, *, judged: Sequence[tuple[str, str]]) -> Content:
    """All ways to take the bars along; `page` is the address of the view that they stand in."""
    years = "year by year" if overview.period.is_whole else wording.lower_first(overview.period.title)
    return share.fold(
        store,
        title=f"{words.subject(store, overview)}: councils by grade, {years}",
        page=page,
        embed=link("/embed/national", overview.place),
        pictures=share.slide_links(link("/download/national.svg", overview.place)),
        data=[*share.judgements(judged), ("Every council and year (CSV)", "/download/panel.csv")],
    )


def _panel(store: Store, overview: Overview, title: Content, *, panel: Panel) -> Content:
    columns = [_column(store, overview, panel, year=year) for year in panel.years]
    return html.Div(
        title,
        html.Div(columns, className="year-bars", role="img", aria_label=words.panel_text(store, overview, panel)),
        style={"--width": len(panel.years)},
    )


def _column(store: Store, overview: Overview, panel: Panel, *, year: YearCounts) -> Content:
    segments = [
        html.I(
            str(part.number) if bars.has_room(part, year) else "", className=_class(part), style={"--n": part.number}
        )
        for part in bars.parts(store, overview, panel, year=year)
    ]
    return html.Div(
        html.Strong(bars.share(year)),
        html.Div(segments, className="bar-parts"),
        html.Span(bars.label(panel, year)),
        className="year-bar",
    )


def _class(part: BarPart) -> str:
    return components.colour(part.grade) if part.grade else part.kind


def _key(store: Store, overview: Overview) -> Content:
    items = ([html.I("", className=f"sample {_class(part)}"), title] for part, title in bars.key(store, overview))
    return components.bullets(items, className="key year-key")
