"""Several councils over time: one service, a strip for each council, how many are good, and where each stands now."""

from collections.abc import Sequence

from dashboard import address
from dashboard.address import Parameters, link
from dashboard.analysis import groups, queries
from dashboard.analysis.groups import Group
from dashboard.analysis.lists import catalogue
from dashboard.analysis.national.picture import SERVICE, query_of, service_of
from dashboard.analysis.standing import ENDED, Standing, standing, tally
from dashboard.export.group_files import GroupFile
from dashboard.filters import Filters
from dashboard.markup import components, elements as html, strips
from dashboard.markup.page_view import Content, View
from dashboard.pages import group_strips, list_tables
from dashboard.store import Store
from dashboard.words import groups as words, wording
from loaders.record.reference import Authority

CHOOSING = groups.PARAMETERS
ADDRESS = (*CHOOSING, "service", "order")


def layout(store: Store, parameters: Parameters) -> View:
    service = service_of(store, parameters)
    group, order = groups.choose_in_order(store, parameters, service)
    file = GroupFile(store=store, group=group, services=(service,), order=order)
    councils, finding = file.councils, file.title
    lead = _lead(store, group, [standing(store, council, service) for council in group.everyone])
    thing = wording.thing(store.reference, service)
    title = f"{thing}, {wording.count(len(councils), 'council')}"
    # A frame shows newer data later, and what is found now may be so no more: it is named after what it is of.
    named = f"{thing}: {words.title(store, group)}" if group.of else title
    fold = group_strips.fold(store, group, [service], query=address.clean(parameters), order=order, title=named)
    main: list[Content] = [
        _presets(store, group, service),
        _form(store, parameters, service, order=order, usual=groups.usual_order(group)),
        *_picture(store, group, service, councils=councils, title=title, fold=fold),
        *_rows(store, service, councils),
    ]
    kicker = f"Compare councils · {thing} · {words.as_at(store)}"
    title = f"{finding}, {words.as_at(store)}"
    return View(title, finding, main, lead=lead, description=f"{title}. {lead}", kicker=kicker)


def _lead(store: Store, group: Group, standings: Sequence[Standing]) -> str:
    sentences = []
    others = standings[1:] if group.of else standings
    if group.kind != groups.INADEQUATE and len(others) > 1 and any(council.rank for council in others):
        sentences.append(words.worst(store, others))
    if group.of and standings[0].kind != ENDED:  # of one that has ended, the last sentence says so
        sentences.append(words.latest(store, standings[0]))
        standings = others
    sentences.append(words.left_out(tally(standings)))
    return " ".join(filter(None, sentences)) or "By the latest inspection of each council."


def _presets(store: Store, group: Group, service: str) -> Content:
    """Groups that are ready: around the first council, and those inadequate now."""
    first = group.of or next((member for member in group.members if group.kind == groups.LIST), None)
    choices: list[tuple[str, list[tuple[str, str]], bool]] = []
    if first:
        for model in groups.models(store, first):
            newest = model == groups.models(store, first)[0]
            dated = "" if newest else f" ({words.month_of(model)} model)"
            text = f"{words.possessive(wording.council_name(first))} neighbours{dated}"
            value = f"{groups.NEIGHBOURS}-{model}"
            choices.append((text, [(groups.OF, first.authority_id), (groups.GROUP, value)], group.value == value))
        if groups.of_kind(store, groups.TYPE, first).members:
            kind = wording.upper_first(words.councils(store, first.authority_type))
            pairs = [(groups.OF, first.authority_id), (groups.GROUP, groups.TYPE)]
            choices.append((kind, pairs, group.kind == groups.TYPE))
    region = first.region if first else group.title
    if region:
        pairs = [(groups.OF, first.authority_id), (groups.GROUP, groups.REGION)] if first else [(groups.REGION, region)]
        choices.insert(1, (region, pairs, group.kind == groups.REGION))
    day = wording.day(store.as_at)
    worst = [(groups.GROUP, groups.INADEQUATE)]
    choices.append((f"Inadequate on {day}", worst, group.kind == groups.INADEQUATE))
    items = [
        html.Li(html.A(text, href=link("/compare", [*pairs, *query_of(service)]), aria_current=is_current))
        for text, pairs, is_current in choices
    ]
    return html.Ul(items, className="presets", aria_label="Ready-made groups")


def _form(store: Store, parameters: Parameters, service: str, *, order: str, usual: str) -> Content:
    """Add a council, choose the service and the order; what the address lists can be taken out again."""
    listed = groups.own_list(store, parameters, f"/compare?{groups.LISTED}={{}}")
    names = (groups.OF, groups.GROUP, groups.REGION)
    boxes = components.council_boxes("Councils", groups.LISTED, listed)
    return components.form(
        "/compare",
        "Choose councils, a service and an order",
        *components.hidden((name, value) for name in names for value in address.values(parameters, name)),
        html.Div(
            components.authority_input(name=groups.LISTED, identifier="add-council", label="Add a council"),
            components.select("service", store.reference.services, service, label="Service", default=SERVICE),
            components.select("order", groups.ORDERS, order, label="Order", default=usual),
            components.button("Update"),
            className="row",
        ),
        html.Details(html.Summary(f"Councils in the list ({len(listed)})"), boxes, id="listed") if listed else None,
        components.authority_names(store),
        kind="several",
    )


def _picture(
    store: Store, group: Group, service: str, *, councils: Sequence[Authority], title: str, fold: Content
) -> list[Content]:
    if not councils:
        return []
    notes = (
        "A block is the time from one inspection to the next; the last column is the latest grade.",
        words.about(group) if group.kind == groups.NEIGHBOURS else "",
        wording.names_in_reports(store.reference, [service]),
    )
    note = " ".join(filter(None, notes))
    caption = html.Figcaption(html.Strong(title), html.P(note))
    chart = group_strips.chart(store, councils, service, own=group.of)
    return [html.Figure(caption, fold, chart, strips.key(store), className="figure shared", id="over-time")]


def _rows(store: Store, service: str, councils: Sequence[Authority]) -> list[Content]:
    if not councils:
        return []
    filters = Filters(authority=[council.authority_id for council in councils], service=(service,), aspect=("overall",))
    line = [(service, "overall")]
    count = sum(len(queries.grades(store, council.authority_id, line)) for council in councils)
    caption = f"{wording.thing(store.reference, service, 'overall')}, {words.as_at(store)}"
    return [
        group_strips.folded_table(store, councils, [service], caption=caption, name="several-table"),
        _inadequate(store, service, councils),
        html.P(html.A("Every grade of these councils, with sources", href=link("/data", filters.pairs()))),
        components.downloads(filters.pairs(), count),
    ]


def _inadequate(store: Store, service: str, councils: Sequence[Authority]) -> Content:
    """How long each of these councils was graded inadequate, and what came then: the rows of the list of all."""
    rows = catalogue.rows(store, "longest-inadequate", service)
    rows = rows[rows["authority_id"].isin([council.authority_id for council in councils])]
    if not len(rows):
        return None
    title = f"{wording.number(len(rows), 'period')} graded inadequate since {wording.month(catalogue.SINCE)}"
    caption = f"{wording.thing(store.reference, service, 'overall')}, longest first, {words.as_at(store)}"
    table = list_tables.table(store, "longest-inadequate", rows, title=caption)
    return html.Details(html.Summary(title), table, id="inadequate")
