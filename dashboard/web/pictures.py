"""Pictures under /download: figures as SVG of 16:9 for slides, and cards (PNG) for links on social networks.

Called by `downloads`. Each names its view in its address, and the page that shows the same in itself.
"""

from collections.abc import Callable

from flask import Response

from dashboard import address
from dashboard.address import AddressProblem, Parameters, link
from dashboard.analysis.national import overview as national
from dashboard.export import svg_comparison, svg_councils, svg_national
from dashboard.store import Store
from dashboard.web.edition import whole_address
from dashboard.web.file_answers import PNG, SVG, answer

GRADES, CARD = "grades/", "card/"
NATIONAL = ("service", "region", "period")


def picture(store: Store, name: str, parameters: Parameters) -> Response | None:
    """The picture of this name below /download; None where there is no such kind. Raises AddressProblem."""
    stem, _, ending = name.rpartition(".")
    if name == "compare.svg":
        return _comparison(store, parameters)
    if name == "national.svg":
        return _national(store, parameters)
    if name.startswith(GRADES) and ending == "svg":
        address.check_names(parameters, ())
        return _council(store, stem.removeprefix(GRADES))
    if name.startswith(CARD) and ending == "png":
        return _card(store, stem.removeprefix(CARD), parameters)
    return None


def _slide(name: str, page: str, draw: Callable[[], str]) -> Response:
    """Drawn at once, so that what cannot be drawn is answered as such."""
    try:
        content = draw()
    except ValueError as nothing:
        raise AddressProblem.of("no_picture", why=nothing) from None
    return answer(name, SVG, lambda: content, cache_key=page)


def _comparison(store: Store, parameters: Parameters) -> Response:
    address.check_names(parameters, ("a", "b"))
    a, b = (address.inspection(address.value(parameters, name), store, name) for name in ("a", "b"))
    ids = a["inspection_id"], b["inspection_id"]
    page = whole_address(link("/compare", [("a", ids[0]), ("b", ids[1])]))
    return _slide(f"gradeline-{ids[0]}-and-{ids[1]}.svg", page, lambda: svg_comparison.slide(store, a, b, address=page))


def _council(store: Store, authority_id: str) -> Response:
    authority = address.authority(authority_id, store, path="/download/grades/{}.svg")
    page = whole_address(f"/authority/{authority.authority_id}")
    name = f"gradeline-{authority.authority_id}-{store.as_at.isoformat()}.svg"
    return _slide(name, page, lambda: svg_councils.council(store, authority, page))


def _national(store: Store, parameters: Parameters) -> Response:
    address.check_names(parameters, NATIONAL)
    overview, path = national.shared(store, parameters)
    page, period = whole_address(path), [] if overview.period.is_whole else [overview.period.period]
    parts = [overview.region.lower().replace(" ", "-") or "england", overview.service.replace("_", "-"), *period]
    name = f"gradeline-{'-'.join(parts)}-{store.as_at.isoformat()}.svg"
    return _slide(name, page, lambda: svg_national.slide(store, overview, page))


def _card(store: Store, name: str, parameters: Parameters) -> Response:
    # Here, since the drawing library is 8 MB that most workers never need.
    from dashboard.export import card

    if name == card.ENGLAND:
        address.check_names(parameters, national.PARAMETERS)
        choice = national.choose(store, parameters)
        return _png(name, f"{name} {choice}", lambda: card.national(store, national.overview(store, *choice)))
    address.check_names(parameters, ())
    if name == card.SITE:
        return _png(name, name, lambda: card.site(store))
    authority = address.authority(name, store, path="/download/card/{}.png")
    return _png(authority.authority_id, authority.authority_id, lambda: card.council(store, authority))


def _png(name: str, cache_key: str, draw: Callable[[], bytes]) -> Response:
    return answer(f"{name}.png", PNG, draw, cache_key=f"{CARD}{cache_key}", is_attachment=False)
