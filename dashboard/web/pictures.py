"""Pictures under /download: figures as SVG of 16:9 for slides, and cards (PNG) for links on social networks.

Called by `downloads`. Each names its view in its address, and the page that shows the same in itself.
"""

from collections.abc import Callable
from dataclasses import dataclass

from dashboard import address
from dashboard.address import AddressProblem, Parameters, link
from dashboard.analysis.national import overview as national
from dashboard.export import svg_comparison, svg_councils, svg_national
from dashboard.store import Store
from dashboard.web.edition import whole_address

SVG, PNG = "image/svg+xml", "image/png"
GRADES, CARD = "grades/", "card/"
NATIONAL = ("service", "region", "period")


@dataclass(frozen=True)
class PictureFile:
    """A picture on its way: the file's name, what it was asked for as, and what draws it."""

    name: str
    cache_key: str
    draw: Callable[[], bytes]

    @property
    def is_card(self) -> bool:
        return self.name.endswith(".png")


def picture(store: Store, name: str, parameters: Parameters) -> PictureFile | None:
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


def _draw(name: str, cache_key: str, draw: Callable[[], str]) -> PictureFile:
    """Drawn at once, so that what cannot be drawn is answered as such."""
    try:
        content = draw().encode()
    except ValueError as nothing:
        raise AddressProblem.of("no_picture", why=nothing) from None
    return PictureFile(name, cache_key, lambda: content)


def _comparison(store: Store, parameters: Parameters) -> PictureFile:
    address.check_names(parameters, ("a", "b"))
    a, b = (address.inspection(address.value(parameters, name), store, name) for name in ("a", "b"))
    ids = a["inspection_id"], b["inspection_id"]
    page = whole_address(link("/compare", [("a", ids[0]), ("b", ids[1])]))
    return _draw(f"gradeline-{ids[0]}-and-{ids[1]}.svg", page, lambda: svg_comparison.slide(store, a, b, address=page))


def _council(store: Store, authority_id: str) -> PictureFile:
    authority = address.authority(authority_id, store, path="/download/grades/{}.svg")
    page = whole_address(f"/authority/{authority.authority_id}")
    name = f"gradeline-{authority.authority_id}-{store.as_at.isoformat()}.svg"
    return _draw(name, page, lambda: svg_councils.council(store, authority, page))


def _national(store: Store, parameters: Parameters) -> PictureFile:
    address.check_names(parameters, NATIONAL)
    overview, path = national.shared(store, parameters)
    page, period = whole_address(path), [] if overview.period.is_whole else [overview.period.period]
    parts = [overview.region.lower().replace(" ", "-") or "england", overview.service.replace("_", "-"), *period]
    name = f"gradeline-{'-'.join(parts)}-{store.as_at.isoformat()}.svg"
    return _draw(name, page, lambda: svg_national.slide(store, overview, page))


def _card(store: Store, name: str, parameters: Parameters) -> PictureFile:
    # Here, since the drawing library is 8 MB that most workers never need.
    from dashboard.export import card

    if name == card.ENGLAND:
        address.check_names(parameters, national.PARAMETERS)
        choice = national.choose(store, parameters)
        cache_key = f"{CARD}{name} {choice}"
        return PictureFile(f"{name}.png", cache_key, lambda: card.national(store, national.overview(store, choice)))
    address.check_names(parameters, ())
    if name == card.SITE:
        return PictureFile(f"{name}.png", f"{CARD}{name}", lambda: card.site(store))
    authority = address.authority(name, store, path="/download/card/{}.png")
    file = f"{authority.authority_id}.png"
    return PictureFile(file, f"{CARD}{file}", lambda: card.council(store, authority))
