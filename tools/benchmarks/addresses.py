"""Addresses of the site that nobody has asked for: what the record has, in combinations, each of them once.

`first_asked` are those that the pages' benchmark asks a new server for; `unasked` has enough of them for a minute of
200 readers (`load`).
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator

from dashboard.address import link
from dashboard.analysis import groups
from dashboard.analysis.national import overview as national
from dashboard.analysis.national.picture import SERVICE
from dashboard.store import Store

PAGES = ("home", "authority with its neighbours", "compare", "transitions", "data")
STEPS = ("overview", "authority", "compare", "filter", "download")
"""What a reader under load asks for, in this order."""


def first_asked(store: Store) -> dict[str, list[str]]:
    """Addresses by page. Of home those that show all of England, each for another service: no other shares its work;
    what `/` itself shows is worked out as a server starts, and nobody waits for it."""
    councils = authorities(store)
    return {
        "home": [link("/", [("service", service)]) for service in store.reference.services if service != SERVICE],
        "authority with its neighbours": [f"/authority/{council}" for council in councils],
        "compare": [
            link("/compare", [(groups.LISTED, council), (groups.LISTED, other)])
            for council, other in itertools.pairwise(councils)
        ],
        "transitions": [
            link("/transitions", [("service", service), ("aspect", aspect), ("period", period)])
            for service, aspect in judged_twice(store)
            for period in ("all", "before-2013")
        ],
        "data": [link("/data", [("authority", council), ("sort", "-date")]) for council in councils],
    }


def unasked(store: Store, choose: random.Random) -> dict[str, Iterator[str]]:
    """For each step of a reader addresses in no order, none of them twice."""
    councils, years = authorities(store), range(store.oldest.year, store.newest.year + 1)
    spans = [(begin, end) for begin in years for end in years if begin <= end]
    overviews = [
        link("/", [("service", service), ("region", region), ("year", str(year))])
        for service in store.reference.services
        for region in ("", *store.regions)
        for year in national.overview(store, service, region).years
    ]
    overviews += [
        link("/transitions", [("service", service), ("aspect", aspect), ("from", str(begin)), ("to", str(end))])
        for service, aspect in judged_twice(store)
        for begin, end in spans
    ]
    pools = {
        "overview": overviews,
        "authority": [
            *(f"/authority/{council}" for council in councils),
            *(
                link(f"/authority/{council}", [(groups.GROUP, groups.LIST), (groups.LISTED, other)])
                for council, other in itertools.permutations(councils, 2)
            ),
        ],
        "compare": [
            link("/compare", [(groups.LISTED, council), (groups.LISTED, other)])
            for council, other in itertools.permutations(councils, 2)
        ],
        "filter": [
            link("/data", [("authority", council), ("from", str(begin)), ("to", str(end)), ("sort", "-date")])
            for council in councils
            for begin, end in spans
        ],
        "download": [
            link("/download/judgements.csv", [("authority", council), ("from", str(begin)), ("to", str(end))])
            for council in councils
            for begin, end in spans
        ],
    }
    for pool in pools.values():
        choose.shuffle(pool)
    return {step: iter(pool) for step, pool in pools.items()}


def asked_again(store: Store) -> dict[str, list[str]]:
    """For each step of a reader a few addresses that many ask for."""
    councils = authorities(store)[:20]
    return {
        "overview": ["/"],
        "authority": [f"/authority/{council}" for council in councils],
        "compare": [link("/compare", [("authority", council)]) for council in councils],
        "filter": [link("/data", [("service", service), ("sort", "-date")]) for service in store.reference.services],
        "download": [link("/download/judgements.csv", [("authority", council)]) for council in councils],
    }


def authorities(store: Store) -> list[str]:
    """Every authority with a history, in the order of the record."""
    return list(dict.fromkeys(store.judgements["authority_id"]))


def judged_twice(store: Store) -> list[tuple[str, str]]:
    """Every service and aspect of which two inspections in a row are known."""
    steps = store.tables["movements"]
    return sorted(set(zip(steps["service"], steps["aspect"], strict=True)))
