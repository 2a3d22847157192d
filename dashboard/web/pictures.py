"""Pictures under /download: figures as SVG of 16:9 for slides.

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

SVG = "image/svg+xml"
GRADES = "grades/"
NATIONAL = ("service", "region", "period")


@dataclass(frozen=True)
class PictureFile:
    """A drawn picture: the file's name, the page that it is of, and its bytes."""

    name: str
    page: str
    content: bytes


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
    return None


def _draw(name: str, page: str, draw: Callable[[], str]) -> PictureFile:
    """What cannot be drawn is answered as such."""
    try:
        return PictureFile(name, page, draw().encode())
    except ValueError as nothing:
        raise AddressProblem.of("no_picture", why=nothing) from None


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
