"""/feed.xml: the feed of inspections, and where pages say that there is one. Called by `server`."""

from html import escape

from flask import Flask, Response

from dashboard import address, filters
from dashboard.address import Parameters
from dashboard.export import feed
from dashboard.filters import Filters
from dashboard.store import Store
from dashboard.web.edition import current_store, whole_address
from dashboard.web.file_answers import answer, guarded

PATH = "/feed.xml"


def serve(server: Flask) -> None:
    server.add_url_rule(PATH, "feed", guarded(_feed))


def _feed(_: str, parameters: Parameters) -> Response:
    address.check_names(parameters, feed.FILTERED_BY)
    store, site = current_store(), whole_address("")
    feed_filters = filters.parse(parameters, store)
    return answer(
        PATH.strip("/"),
        f"{feed.MEDIA_TYPE}; charset=utf-8",
        lambda: feed.atom(store, feed_filters, site),
        cache_key=site + feed.path(feed_filters),
        is_attachment=False,
    )


def links(store: Store, path: str, prefix: str = "") -> str:
    """The feeds of a page, for its head: that of all inspections, and that of the council that the page is about."""
    council = path.removeprefix("/authority/").partition("/")[0] if path.startswith("/authority/") else ""
    feeds = [Filters(), *([Filters(authority=(council,))] if store.authority(council) else [])]
    return "\n".join(
        f'<link rel="alternate" type="{feed.MEDIA_TYPE}" title="{escape(feed.title(store, filters))}" '
        f'href="{escape(address.under(prefix, feed.path(filters)))}">'
        for filters in feeds
    )
