"""/sitemap.xml and /robots.txt: every page that registered itself, and every authority's, for search engines."""

from xml.sax.saxutils import escape

from flask import Flask, Response

from dashboard.store import Store
from dashboard.web.edition import current_store, whole_address
from dashboard.web.routes import routes

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
AUTHORITY = "<authority_id>"


def serve(server: Flask) -> None:
    def sitemap() -> Response:
        lines = (f"<url><loc>{escape(whole_address(path))}</loc></url>" for path in paths(current_store()))
        text = "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', f'<urlset xmlns="{NAMESPACE}">', *lines])
        return Response(f"{text}\n</urlset>\n", content_type="application/xml; charset=utf-8")

    def robots() -> Response:
        text = f"User-agent: *\nDisallow: /read\nSitemap: {whole_address('/sitemap.xml')}\n"
        return Response(text, content_type="text/plain; charset=utf-8")

    server.add_url_rule("/sitemap.xml", "sitemap", sitemap)
    server.add_url_rule("/robots.txt", "robots", robots)


def paths(store: Store) -> list[str]:
    """The pages in their order; where an address has a place for an authority, one for each with an inspection.

    A page whose address has a place for something else names its addresses itself (`addresses(store)`).
    """
    authorities = sorted({row["authority_id"] for row in store.inspections.values()})
    addresses = []
    for route in routes():
        if not route.has_variables:
            addresses.append(route.path)
        elif hasattr(route.module, "addresses"):
            addresses += route.module.addresses(store)
        elif route.path.count("<") == 1 and AUTHORITY in route.path:
            addresses += [route.path.replace(AUTHORITY, authority_id) for authority_id in authorities]
    return addresses
