"""Which councils are looked at together: statistical neighbours, a region, a type, a list, or those inadequate now.

Comes in: the parameters of an address. Goes out: a Group, its members in an order that says what it means. Called by
the block of neighbours on a council's page, by /compare, and by the files of both.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard import address
from dashboard.address import AddressProblem, Parameters
from dashboard.analysis.standing import Standing, Tally, standing, tally
from dashboard.store import Store
from loaders.record.reference import Authority

NEIGHBOURS, REGION, TYPE, LIST, INADEQUATE = "neighbours", "region", "type", "list", "inadequate"
GROUP, LISTED, OF = "group", "authorities", "of"
AROUND = (GROUP, LISTED)
"""The parameters of a group on a council's own page."""
PARAMETERS = (LISTED, GROUP, OF, REGION)
"""Those of a group on a page of its own: any of them chooses one."""
NO_RANK = 9


@dataclass(frozen=True)
class Group:
    """Councils that are looked at together. `of`: the one that the others are compared with, where there is one.

    `members` has the others alone, closest first for neighbours, else by name. `kind` is one of the names above;
    `model` the date of the model that names the neighbours ("2025-05"), `title` the region or the type.
    """

    kind: str
    members: tuple[Authority, ...]
    of: Authority | None = None
    model: str = ""
    title: str = ""

    @property
    def everyone(self) -> tuple[Authority, ...]:
        """The members after the council that they are compared with."""
        return (*([self.of] if self.of else []), *self.members)

    @property
    def value(self) -> str:
        return f"{NEIGHBOURS}-{self.model}" if self.kind == NEIGHBOURS and self.model else self.kind


def models(store: Store, authority: Authority) -> list[str]:
    """The models that name neighbours of an authority, newest first."""
    neighbours = store.reference.neighbours.models
    return [model for model in sorted(neighbours, reverse=True) if authority.authority_id in neighbours[model]]


def values(store: Store) -> tuple[str, ...]:
    """What the address may name: with a model's date, neighbours are those of that model."""
    dated = [f"{NEIGHBOURS}-{model}" for model in sorted(store.reference.neighbours.models, reverse=True)]
    return (NEIGHBOURS, *dated, REGION, TYPE, LIST, INADEQUATE)


def own_list(store: Store, parameters: Parameters, path: str) -> tuple[Authority, ...]:
    """The authorities that the address lists, by any name, each once. `path` is where a near name would lead."""
    names = address.values(parameters, LISTED)
    councils = [address.authority(name, store, path=path) for name in names]
    return tuple({authority.authority_id: authority for authority in councils}.values())


def around(store: Store, parameters: Parameters, authority: Authority) -> Group:
    """The group around one authority: as the address says, else its list, else its newest statistical neighbours."""
    others = own_list(store, parameters, f"/authority/{authority.authority_id}?{LISTED}={{}}")
    kind = address.choice(parameters, GROUP, values(store), default=LIST if others else NEIGHBOURS)
    if kind == INADEQUATE:
        accepted = ", ".join(value for value in values(store) if value != INADEQUATE)
        raise AddressProblem.of("group_elsewhere", name=GROUP, found=INADEQUATE, allowed=accepted)
    return of_kind(store, kind, authority, others=others)


def choose(store: Store, parameters: Parameters, service: str) -> Group:
    """The group that an address of its own chooses. Councils listed beside a group make a list of all of them."""
    others = own_list(store, parameters, f"/compare?{LISTED}={{}}")
    name = address.value(parameters, OF)
    authority = address.authority(name, store, path=f"/compare?{OF}={{}}") if name else None
    region = address.choice(parameters, REGION, store.regions)
    kind = address.choice(parameters, GROUP, values(store))
    if region and kind:
        raise AddressProblem.of("region_and_group", region=REGION, group=GROUP)
    if kind == INADEQUATE:
        group = inadequate(store, service)
    elif region:
        group = Group(REGION, tuple(a for a in existing(store) if a.region == region), title=region)
    elif authority:
        group = of_kind(store, kind or NEIGHBOURS, authority, others=others)
    elif kind and kind != LIST:
        raise AddressProblem.of("group_of_nobody", group=GROUP, found=kind, of=OF)
    else:
        return Group(LIST, others)
    extra = [other for other in others if other not in group.everyone]
    return Group(LIST, (*group.members, *extra), group.of) if extra else group


def of_kind(store: Store, kind: str, authority: Authority, *, others: Sequence[Authority] = ()) -> Group:
    """A group around one authority; `others` are the members of a list."""
    if kind == REGION:
        members = [a for a in existing(store) if a.region == authority.region]
        return Group(REGION, _without(members, authority), authority, title=authority.region)
    if kind == TYPE:
        members = [a for a in existing(store) if a.authority_type == authority.authority_type]
        return Group(TYPE, _without(members, authority), authority, title=authority.authority_type)
    if kind == LIST:
        return Group(LIST, _without(others, authority), authority)
    model = kind.removeprefix(NEIGHBOURS).removeprefix("-") or next(iter(models(store, authority)), "")
    ids = store.reference.neighbours.models.get(model, {}).get(authority.authority_id, ())
    by_id = store.reference.register.by_id
    return Group(
        NEIGHBOURS, tuple(by_id[neighbour_id] for neighbour_id in ids if neighbour_id in by_id), authority, model=model
    )


def inadequate(store: Store, service: str) -> Group:
    worst = max(store.reference.grades.values())
    return Group(INADEQUATE, tuple(a for a in existing(store) if standing(store, a, service).rank == worst))


def existing(store: Store) -> list[Authority]:
    """The authorities that exist on the day to which the record is complete, by name."""
    return sorted(
        (a for a in store.reference.register.authorities if a.existed(store.as_at)), key=lambda a: a.display_name
    )


def _without(members: Sequence[Authority], authority: Authority) -> tuple[Authority, ...]:
    return tuple(member for member in members if member.authority_id != authority.authority_id)


def pairs(group: Group) -> list[tuple[str, str]]:
    """The group as parameters of an address of its own."""
    council = [(OF, group.of.authority_id)] if group.of else []
    if group.kind == REGION and not group.of:
        return [(REGION, group.title)]
    names = [(LISTED, member.authority_id) for member in group.members] if group.kind == LIST else []
    kind = [] if group.kind == LIST and not group.of else [(GROUP, group.value)]
    return [*council, *kind, *names]


def against(store: Store, group: Group, services: Sequence[str]) -> list[tuple[str, Standing, Tally]]:
    """For each service how the council stands that the others are compared with, and how the others do."""
    answers = []
    for service in services:
        own_standing, *others = (standing(store, member, service) for member in group.everyone)
        answers.append((service, own_standing, tally(others)))
    return answers


ORDERS = {"given": "As listed", "grade": "Best grade first", "date": "Latest inspection first", "name": "Name"}


def usual_order(group: Group) -> str:
    """Neighbours and lists have an order of their own; of the others the best come first."""
    return "given" if group.kind in (NEIGHBOURS, LIST) else "grade"


def choose_in_order(store: Store, parameters: Parameters, service: str) -> tuple[Group, str]:
    """The group of an address, and the order of ORDERS in which it wants the councils."""
    group = choose(store, parameters, service)
    return group, address.choice(parameters, "order", tuple(ORDERS), default=usual_order(group))


def in_order(standings: Sequence[Standing], order: str) -> list[Authority]:
    """Councils in one of the orders of ORDERS; those without a grade that counts come last."""
    in_order = list(standings)
    if order in ("grade", "date", "name"):
        in_order.sort(key=lambda council: council.authority.display_name)
    if order == "grade":
        in_order.sort(key=lambda council: council.rank or NO_RANK)
    if order == "date":
        in_order.sort(key=lambda council: council.row["date"] if council.row else dt.date.min, reverse=True)
    return [council.authority for council in in_order]
