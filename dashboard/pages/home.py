"""The way in: how the councils of England stand, on a map and over time; then lists, examples and downloads."""

from collections.abc import Iterable, Sequence

import dash

from dashboard import address
from dashboard.address import Parameters, link
from dashboard.analysis import queries
from dashboard.analysis.national import overview as national
from dashboard.analysis.national.overview import Overview
from dashboard.analysis.national.picture import SERVICE
from dashboard.markup import components, elements as html
from dashboard.markup.page_view import Content, View
from dashboard.pages import home_lists, share, year_bars
from dashboard.pages.cartogram import cartogram
from dashboard.store import Store
from dashboard.texts import texts_of
from dashboard.words import overview as words, wording
from loaders.record.reference import COMPARABLE, OVERALL

ABOUT: str = texts_of("home")["about"]
dash.register_page(
    __name__,
    path="/",
    name="Home",
    title="Inspection grades of English children’s services",
    description=f"{ABOUT}.",
    order=0,
)
CHOICES = "map-choices"
PARAMETERS = national.PARAMETERS


def layout(store: Store, parameters: Parameters) -> View:
    overview = national.overview(store, *national.choose(store, parameters))
    heading, lead = words.finding(store, overview), words.lead(store, overview)
    main: list[Content] = [
        html.Section(
            html.Div(
                html.P(lead, className="lead"),
                _find_form(),
                _counts(store, overview),
                html.P(_named(store, overview), className="hint"),
                className="hero-words",
            ),
            html.Div(
                html.A("Skip the map", href=f"#{CHOICES}", className="skip-map"),
                cartogram(store, overview),
                _controls(store, overview),
                className="hero-map",
            ),
            className="hero",
        ),
        _over_time(store, overview),
        home_lists.lists(store, overview.service, overview.region),
        home_lists.later(store, overview.service, overview.region),
        _start(store),
    ]
    day = words.when(overview.day, overview.newest)
    kicker = f"{overview.region or 'England'}, {wording.short_thing(store.reference, overview.service)}, {day}"
    card = link("/download/card/england.png", [(name, address.value(parameters, name)) for name in national.PARAMETERS])
    about = f"{ABOUT}. {heading}{f', {day}' if overview.is_today else ''}."
    return View(heading, heading, main, description=about, kicker=kicker, card=card)


def _find_form() -> Content:
    return components.council_search(
        html.Label("Find a council", htmlFor="find"),
        html.Div(components.council_box("find"), className="find-row"),
        html.Span("Former names work too.", className="hint"),
        kind="find",
        label="Councils",
    )


def _counts(store: Store, overview: Overview) -> Content:
    if overview.year is None or overview.panel is None:
        return None
    year = overview.year
    parts: list[tuple[str, Content, int]] = [
        (components.colour(term), components.grade_chip(term), year.words[term.name])
        for term in store.reference.vocabulary.printed
        if year.words[term.name] or not term.is_light
    ]
    others = words.without_grade(store, overview, overview.panel, year=year)
    parts += [("earlier", name, number) for name, number in others.items() if number]
    most = max(number for _, _, number in parts) or 1
    rows = [
        html.Tr(
            html.Th(name, scope="row"),
            html.Td(str(number), className="number"),
            html.Td(html.I("", className=f"length {kind}", style={"--share": round(number / most, 3)})),
        )
        for kind, name, number in parts
    ]
    day = "Latest grades" if overview.is_today else f"Grades {words.when(overview.day, overview.newest)}"
    who = words.whom(store, overview.service)
    caption = f"{day}{words.on_what(store, overview.service)}, {year.councils} {who}"
    return html.Table(html.Caption(caption), html.Tbody(rows), className="counts-table", id="state")


def _named(store: Store, overview: Overview) -> Content:
    also = wording.names_in_reports(store.reference, [overview.service])
    parts: list[Content] = [words.coverage(store, overview), " "]
    if also:
        parts.append(f"{also} ")
    return [*parts, html.A("What each grade means", href="/methodology#scales")]


def _controls(store: Store, overview: Overview) -> Content:
    last = store.as_at.year
    days = [(str(year), _day(overview, year, last)) for year in overview.years]
    map_year = overview.year.year if overview.year else overview.default_year
    return components.form(
        "/",
        "What the map shows",
        components.service_select(store, overview.service),
        components.region_select(store, overview.region),
        components.select("year", days, str(map_year), label="Date", default=str(overview.default_year)),
        components.button("Update"),
        kind="row one-line",
        id=CHOICES,
    )


def _day(overview: Overview, year: int, last: int) -> str:
    if year == last:
        return wording.day(overview.newest)
    panel = overview.before
    is_short = panel is not None and year == panel.years[-1].year
    return f"End of {wording.month(panel.day)}" if panel and is_short else f"End of {year}"


def _over_time(store: Store, overview: Overview) -> Content:
    if overview.before is None and overview.since is None:
        return None
    judged = [("service", overview.service), ("aspect", OVERALL), ("region", overview.region)]
    fold = year_bars.fold(store, overview, link("/", overview.place), judged=judged)
    goal = link("/lists/by-year", overview.place)
    return html.Section(
        share.titled(html.H2(words.over_time_title(overview)), fold),
        html.P(words.reading(overview) if words.caution(store, overview) else words.reading_alone(store, overview)),
        year_bars.year_bars(store, overview),
        html.P(html.A("The same with a table, and every council year by year", href=f"{goal}#over-time")),
        id="over-time",
    )


def _start(store: Store) -> Content:
    words = texts_of("home")
    return html.Div(
        html.Section(html.H2("Start here"), _links([*_example(store), *words["start"]])),
        html.Section(html.H2("Download"), _links(words["download"])),
        className="columns",
    )


def _links(links: Iterable[Sequence[str]]) -> Content:
    items = [[html.A(title, href=href), html.Span(f": {what}")] for href, title, what in links]
    return components.bullets(items, className="starts")


def _example(store: Store) -> list[tuple[str, str, str]]:
    """One history to begin with, where the record has it: its first, its latest lowest and its last grade."""
    rows = queries.grades(store, "worcestershire", [(SERVICE, OVERALL)])
    if len(rows) < 3:
        return []
    first, last = rows[0], rows[-1]
    lowest = max(rows[1:-1], key=lambda row: (row["grade_rank"], row["date"]))
    grades = [f"{store.reference.word_of(row).prose} in {row['date'].year}" for row in (first, lowest, last)]
    steps = store.of_authority("movements", "worcestershire")
    levels = {step["comparability"] for step in steps if (step["service"], step["aspect"]) == (SERVICE, OVERALL)}
    caution = "" if levels <= {*COMPARABLE} else " (not all comparable)"
    return [
        ("/authority/worcestershire", "Worcestershire", f"from {grades[0]} to {grades[1]} and {grades[2]}{caution}")
    ]
