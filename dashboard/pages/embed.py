"""One figure for a frame on another site: a council's strips, a comparison, England by year, or what came next.

Under each stand its source, its day and a link to the page that has the whole. Nothing here needs a script, and nothing
leads anywhere but to that page. Called by `web.embeds`; no page of the registry, since no other page may be framed.
"""

from dashboard import address
from dashboard.address import AddressProblem, Parameters, link
from dashboard.analysis import groups, queries
from dashboard.analysis.national import overview as national
from dashboard.analysis.national.picture import service_of
from dashboard.export.group_files import GroupFile
from dashboard.markup import components, elements as html, strips as drawing
from dashboard.markup.page_view import Content, Redirect, View
from dashboard.pages import (
    authority_history,
    compare_many,
    compare_scales,
    compare_two,
    group_strips,
    transitions,
    transitions_tables,
    year_bars,
)
from dashboard.pages.compare_choice import choose
from dashboard.store import Store
from dashboard.words import comparison as sentences, overview as national_words, transitions as next_words, wording
from dashboard.words.comparison import Ends
from loaders.record.reference import OVERALL

AUTHORITY, COMPARE, NATIONAL = "/embed/authority/", "/embed/compare", "/embed/national"
TRANSITIONS = "/embed/transitions"
FIGURES = (
    f"{AUTHORITY} with a council’s id, {COMPARE} with the parameters of /compare, {NATIONAL}, {TRANSITIONS} "
    "with the parameters of /transitions"
)


def layout(store: Store, path: str, parameters: Parameters) -> View | Redirect:
    if path.startswith(AUTHORITY):
        return _authority(store, path.removeprefix(AUTHORITY), parameters)
    if path == COMPARE:
        return _compare(store, parameters)
    if path == NATIONAL:
        return _national(store, parameters)
    if path == TRANSITIONS:
        return _transitions(store, parameters)
    raise AddressProblem.of("unknown_figure", found=path[:80], figures=FIGURES)


def problem(wrong: AddressProblem) -> View:
    """What the frame shows where an address has no figure."""
    sentence = html.P(f"{wrong.problem} {wrong.accepted}".strip())
    ways = components.links(wrong.suggestions) if wrong.suggestions else None
    return View(wrong.problem, "No figure here", [sentence, ways], description=wrong.problem, status=wrong.status)


def _authority(store: Store, authority_id: str, parameters: Parameters) -> View | Redirect:
    address.check_names(parameters, ("service",))
    authority = address.authority(authority_id, store, path=f"{AUTHORITY}{{}}")
    if authority.authority_id != authority_id:
        return Redirect(link(f"{AUTHORITY}{authority.authority_id}", address.clean(parameters)))
    services = address.choices(parameters, "service", tuple(store.reference.services))
    chart_choice = authority_history.choose(store, {}, authority)
    rows = [
        row for row in authority_history.rows_of(store, chart_choice) if not services or row.strip.service in services
    ]
    name = wording.council_name(authority)
    if not rows:
        things = wording.listed([wording.short_thing(store.reference, service, OVERALL) for service in services], "or")
        lacking = f"more than one grade of {name} for {things}" if things else f"grades of {name} to draw"
        raise AddressProblem.of("no_grades_to_draw", lacking=lacking, figures=FIGURES)
    goal = (f"{name} on Gradeline", f"/authority/{authority_id}")
    picture = [drawing.chart(store, rows, name=lambda row: html.Span(row.name)), drawing.key(store)]
    return _figure(store, f"{name}: inspection grades over time", picture, goal=goal)


def _compare(store: Store, parameters: Parameters) -> View:
    address.check_names(parameters, (*compare_two.ADDRESS, *compare_many.ADDRESS))
    goal = ("This comparison on Gradeline", link("/compare", address.clean(parameters)))
    if any(address.values(parameters, name) for name in compare_many.CHOOSING):
        service = service_of(store, parameters)
        group, order = groups.choose_in_order(store, parameters, service)
        file = GroupFile(store=store, group=group, services=(service,), order=order)
        strips = group_strips.chart(store, file.councils, service, own=group.of) if file.councils else None
        return _figure(store, file.title, [strips, drawing.key(store)] if strips else [], goal=goal)
    if not any(address.values(parameters, name) for name in compare_two.ADDRESS):
        raise AddressProblem.of("no_comparison", figures=FIGURES)
    a, b = choose(store, parameters)
    ends = Ends(store.reference, a, b)
    pairs = queries.compare(store, a, b)
    pair = sentences.most_telling(pairs) if a != b else None
    picture = [compare_scales.picture(store, pair, ends)] if pair else []
    return _figure(store, ends.title, [html.P(sentences.lead(store, pairs, ends)), *picture], goal=goal)


def _national(store: Store, parameters: Parameters) -> View:
    overview, page = national.shared(store, parameters)
    if overview.before is None and overview.since is None:
        raise AddressProblem.of("no_national_grades", figures=FIGURES)
    title = national_words.picture_title(store, overview)
    reading = html.P(national_words.reading_alone(store, overview))
    bars = year_bars.year_bars(store, overview, heading=html.H2)
    return _figure(store, title, [reading, bars], goal=("The national picture on Gradeline", page))


def _transitions(store: Store, parameters: Parameters) -> View:
    address.check_names(parameters, transitions.PARAMETERS)
    moves = transitions.find(store, transitions.choose(store, parameters))
    if not moves.counts.steps:
        raise AddressProblem.of("no_step", figures=FIGURES)
    what = wording.short_thing(store.reference, moves.choice.service, moves.choice.aspect)
    title = next_words.headline(what, moves.counts, moves.grades)
    matrix = transitions_tables.matrix(store.reference.vocabulary, moves.choice, moves.matrix, grades=moves.grades)
    lead = html.P(next_words.lead(moves.counts, moves.grades))
    goal = ("What happens next, on Gradeline", link(transitions_tables.PATH, address.clean(parameters)))
    return _figure(store, title, [lead, matrix], goal=goal)


def _figure(store: Store, title: str, picture: list[Content], *, goal: tuple[str, str]) -> View:
    text, href = goal
    source = html.P(
        "Source: Ofsted and other inspectorates, Open Government Licence v3.0. As at "
        f"{wording.day(store.as_at)}, data version {store.version}. ",
        html.A(text, href=href),
        ".",
        className="as-at",
    )
    figure = html.Section(*picture, source, aria_label=title)
    return View(title, title, [figure], description=title)
