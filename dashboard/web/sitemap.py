"""/sitemap.xml and /robots.txt: every page that registered itself, and every authority's, for search engines.

Called by `server`.
"""

from html import escape

from flask import Flask, Response, request

from dashboard import address
from dashboard.pages import read
from dashboard.store import Store
from dashboard.web.edition import current_store, whole_address
from dashboard.web.routes import routes

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def serve(server: Flask) -> None:
    def sitemap() -> Response:
        lines = (f"<url><loc>{escape(whole_address(path), quote=False)}</loc></url>" for path in paths(current_store()))
        text = "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', f'<urlset xmlns="{NAMESPACE}">', *lines])
        return Response(f"{text}\n</urlset>\n", content_type="application/xml; charset=utf-8")

    def robots() -> Response:
        upload = address.under(request.script_root, read.PATH)
        text = f"User-agent: *\nDisallow: {upload}\nSitemap: {whole_address('/sitemap.xml')}\n"
        return Response(text, content_type="text/plain; charset=utf-8")

    server.add_url_rule("/sitemap.xml", "sitemap", sitemap)
    server.add_url_rule("/robots.txt", "robots", robots)


def paths(store: Store) -> list[str]:
    """The pages in their order; one whose address has places to fill names its addresses itself."""
    paths: list[str] = []
    for route in routes():
        paths += route.module.addresses(store) if route.has_variables else [route.path]
    return paths
