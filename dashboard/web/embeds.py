"""/embed/…: one figure as a page of its own, for a frame on any site; `headers` lets these alone be framed.

The page has the stylesheet and no script. Its links open outside the frame, since no other page may be framed.
"""

from collections.abc import Mapping
from html import escape

from flask import Flask, redirect, request
from werkzeug import Response

from dashboard.address import AddressProblem, clean as cleaned, has_tracking, link, parse, under
from dashboard.markup.page_view import Redirect, View
from dashboard.markup.render import render
from dashboard.pages import embed
from dashboard.web import document
from dashboard.web.edition import current
from dashboard.web.headers import EMBEDDED
from dashboard.web.page_cache import FinishedPage, reply
from dashboard.web.static_files import Asset

TEMPLATE = document.template("embed.html")


def serve(server: Flask, assets: Mapping[str, Asset]) -> None:
    """`assets` has the addresses of the fonts, the stylesheet and the site's icon."""

    def answer(figure: str = "") -> Response:
        path, prefix = f"{EMBEDDED}{figure}", request.script_root
        key = (path, request.query_string.decode("utf-8", "replace"), prefix)
        page = current().pages.page(key, lambda: finish(_view(path), prefix))
        return redirect(page.location, page.status) if page.location else reply(page)

    def _view(path: str) -> View | Redirect:
        try:
            parameters = parse(request.query_string)
            plain = path.rstrip("/") if path != EMBEDDED else path
            if plain != path or has_tracking(parameters):
                return Redirect(link(plain, cleaned(parameters)), 308)
            return embed.layout(current().store, path, parameters)
        except AddressProblem as wrong:
            return embed.problem(wrong)

    def finish(view: View | Redirect, prefix: str) -> FinishedPage:
        if isinstance(view, Redirect):
            return FinishedPage(view.status, location=under(prefix, view.location))
        parts = {
            "title": escape(view.title),
            **document.looks(assets, prefix),
            "heading": escape(str(view.heading)),
            "main": render(view.main, prefix).html,
        }
        return FinishedPage.of(view.status, document.fill(TEMPLATE, parts).encode())

    server.add_url_rule(EMBEDDED, "embed", answer, strict_slashes=False)
    server.add_url_rule(f"{EMBEDDED}<path:figure>", "embed figure", answer)
