"""The map of tiles: one for each of today's councils, always in the same place, each a link that says its grade.

Called by the home page. Colours, letters and marks of the grades are the stylesheet's; the places are the reference's.
"""

from dashboard.address import link
from dashboard.analysis.national.cartogram import BLOCKS, MapTile, tiles
from dashboard.analysis.national.overview import Overview
from dashboard.markup import components, elements as html
from dashboard.markup.page_view import Content
from dashboard.store import Store
from dashboard.words import overview as words, wording

BLOCK_NAMES = {"england": "England outside London", "london": "London"}


def cartogram(store: Store, overview: Overview) -> Content:
    blocks = [drawn for block in BLOCKS if (drawn := _block(store, overview, block))]
    quoted = any(store.reference.vocabulary.evidence[grade["evidence"]].is_hollow for grade in overview.grades)
    former = _former(store, overview)
    return html.Figure(
        html.Div(blocks, className="map" if len(blocks) > 1 else "map alone"),
        html.Figcaption(
            "One tile for each council, always in the same place; each leads to the council’s page. Outstanding "
            f"has a bar, inadequate a corner.{' A thick edge: quoted in a later report or published list.' * quoted}",
            className="hint",
        ),
        former,
        className="figure map-figure",
        aria_label=f"Map: {words.finding(store, overview)}",
    )


def _block(store: Store, overview: Overview, block: str) -> Content:
    mine = [tile for tile in tiles(store) if tile.block == block]
    if not any(tile.authority_id in overview.councils for tile in mine):  # a region of the other part alone
        return None
    items = [_item(store, overview, tile) for tile in mine]
    title = html.P("London", className="map-title") if block == "london" else None
    return html.Div(title, html.Ul(items, className=f"map-tiles {block}", role="list", aria_label=BLOCK_NAMES[block]))


def _item(store: Store, overview: Overview, tile: MapTile) -> Content:
    place = {"gridArea": f"{tile.row}/{tile.column}"}
    authority = store.reference.register.by_id[tile.authority_id]
    name = wording.authority_name(authority)
    if tile.authority_id not in overview.councils:
        why = "did not exist then" if not overview.region or authority.region == overview.region else "elsewhere"
        return html.Li(
            html.Span(html.B(tile.code, aria_hidden="true"), className="spot out", title=f"{name}: {why}"),
            style=place,
            aria_hidden="true",
        )
    grade, kind = _grade(store, overview, tile.authority_id)
    goal = link(f"/authority/{tile.authority_id}", [("service", overview.service)])
    text = html.Span(f"{name}: {grade}", className="unseen")
    code = html.B(tile.code, aria_hidden="true")
    return html.Li(html.A(text, code, href=goal, className=f"spot {kind}", title=f"{name}: {grade}"), style=place)


def _grade(store: Store, overview: Overview, authority_id: str) -> tuple[str, str]:
    """A council's grade on the day in words, and the classes that draw it."""
    council = overview.councils[authority_id]
    row = council.grade
    if row is None and overview.year is None:  # no framework grades it on the day, as the heading says
        return wording.lower_first(words.not_graded(store, overview.service)), "over"
    if row is None:
        names = words.layer_names(store, overview, overview.panel) if overview.panel else {}
        return wording.lower_first(names.get(council.state, words.NOT_KNOWN)), council.state
    term = store.reference.word_of(row)
    evidence = store.reference.vocabulary.evidence[row["evidence"]]
    kind = f"{components.colour(term)}{' mention' if evidence.is_hollow else ''}"
    return f"{term.prose}, {wording.date(row, short=True)}", kind


def _former(store: Store, overview: Overview) -> Content:
    """Councils of that day that have no place on the map any more."""
    placed = {tile.authority_id for tile in tiles(store)}
    gone = sorted(authority_id for authority_id in overview.councils if authority_id not in placed)
    if not gone:
        return None
    items = (
        [components.council(store, authority_id, overview.service), f": {_grade(store, overview, authority_id)[0]}"]
        for authority_id in gone
    )
    what = html.P("Councils of that time that were replaced later:", className="hint")
    return html.Div(what, components.bullets(items))
