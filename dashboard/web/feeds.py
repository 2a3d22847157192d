"""/feed.xml: the feed of inspections, and where pages say that there is one. Called by `server`."""

from __future__ import annotations

import hashlib
from html import escape

from flask import Flask, Response, request

from dashboard import address, filters
from dashboard.address import AddressProblem
from dashboard.export import feed
from dashboard.filters import Filters
from dashboard.store import Store
from dashboard.web.edition import current_store

PATH = "/feed.xml"


def serve(server: Flask) -> None:
    def answer() -> Response:
        store = current_store()
        try:
            parameters = address.parse(request.query_string)
            address.check_names(parameters, feed.FILTERED_BY)
            feed_filters = filters.parse(parameters, store)
        except AddressProblem as wrong:
            return Response(wrong.as_text(), wrong.status, content_type="text/plain; charset=utf-8")
        body = feed.atom(store, feed_filters, request.url_root.rstrip("/")).encode()
        reply = Response(body, content_type=f"{feed.MEDIA_TYPE}; charset=utf-8")
        reply.headers["Cache-Control"] = "no-cache"
        reply.set_etag(hashlib.sha256(body).hexdigest()[:24])
        reply.make_conditional(request)
        return reply

    server.add_url_rule(PATH, "feed", answer)


def links(store: Store, path: str, prefix: str = "") -> str:
    """The feeds of a page, for its head: that of all inspections, and that of the council that the page is about."""
    council = path.removeprefix("/authority/").partition("/")[0] if path.startswith("/authority/") else ""
    feeds = [Filters(), *([Filters(authority=(council,))] if store.authority(council) else [])]
    return "\n".join(
        f'<link rel="alternate" type="{feed.MEDIA_TYPE}" title="{escape(feed.title(store, filters))}" '
        f'href="{escape(address.under(prefix, feed.path(filters)))}">'
        for filters in feeds
    )
