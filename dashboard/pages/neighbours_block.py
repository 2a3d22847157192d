"""A council among its statistical neighbours, its region, its type, or a list: the block on every council's page.

`block` is the whole of it; what its marks mean stands with the strips of the council's own services, above it. The page
passes its parameters, so that a choice in the block keeps what else the address chooses; `groups.AROUND` are the
parameters that the block itself reads.
"""

from dashboard import address
from dashboard.address import Parameters, link
from dashboard.analysis import groups
from dashboard.analysis.briefing import SERVICES
from dashboard.analysis.groups import Group
from dashboard.markup import components, elements as html
from dashboard.markup.page_view import Content
from dashboard.pages import group_strips, share
from dashboard.store import Store
from dashboard.words import groups as words
from loaders.record.reference import Authority

NAME = "neighbours"


def block(store: Store, parameters: Parameters, authority: Authority) -> Content:
    group = groups.around(store, parameters, authority)
    title = words.title(store, group)
    named = {"title": f"{title}: inspection grades over time", "name": f"{NAME}-share", "what": "this comparison"}
    fold = group_strips.fold(store, group, SERVICES, query=groups.pairs(group), **named)
    return html.Section(
        share.titled(html.H2(title), fold) if group.members else html.H2(title),
        *_answer(store, group),
        html.Div(_form(store, parameters, group, authority=authority), className="one-line"),
        *_picture(store, group),
        id=NAME,
    )


def _answer(store: Store, group: Group) -> list[Content]:
    if not group.members:
        return [html.P(words.about(group))]
    services = groups.against(store, group, SERVICES)
    sentences = dict.fromkeys(words.left_out(counts) for *_, counts in services)
    return [
        html.P(words.block(store, group, services), className="answer"),
        *(html.P(text) for text in sentences if text),
    ]


def _picture(store: Store, group: Group) -> list[Content]:
    if not group.members:
        return []
    caption = f"{words.title(store, group)}, {words.as_at(store)}"
    goal = link("/compare", groups.pairs(group))
    return [
        group_strips.pair(store, group, SERVICES, label=caption),
        group_strips.folded_table(store, group.everyone, SERVICES, caption=caption, name="neighbours-table"),
        html.P(html.A("Other services, and how long grades of inadequate lasted", href=goal)),
    ]


def _form(store: Store, parameters: Parameters, group: Group, *, authority: Authority) -> Content:
    """Whom to compare with; a council that is added makes a list, which stands in the address."""
    names = [name for name in parameters if name not in groups.AROUND]
    listed = group.members if group.kind == groups.LIST else ()
    boxes = components.council_boxes("Councils in your list", groups.LISTED, listed)
    add = components.authority_input(name=groups.LISTED, identifier="add-neighbour", label="Add a council")
    return components.form(
        f"/authority/{authority.authority_id}#{NAME}",
        "Choose other councils",
        *components.hidden((name, value) for name in names for value in address.values(parameters, name)),
        html.Div(
            components.select(groups.GROUP, _choices(store, authority), group.value, label="Compare with"),
            add if group.kind == groups.LIST else None,
            components.button("Compare"),
            className="row",
        ),
        boxes if listed else None,
        components.authority_names(store) if group.kind == groups.LIST else None,
        kind="several",
    )


def _choices(store: Store, authority: Authority) -> list[tuple[str, str]]:
    """The groups that there are around a council, as the address names them and as a reader does."""
    dated = [
        (f"{groups.NEIGHBOURS}-{model}", f"Statistical neighbours (DfE, {words.month_of(model)})")
        for model in groups.models(store, authority)
    ]
    return [
        *(dated or [(groups.NEIGHBOURS, "Statistical neighbours (none)")]),
        (groups.REGION, f"Region: {authority.region}"),
        (groups.TYPE, f"Same type: {words.of_type(store, authority)}"),
        (groups.LIST, "Your own list"),
    ]
