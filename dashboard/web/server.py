"""The web server: pages rendered on the server and taken over by Dash, downloads, headers, honest statuses.

Dash alone answers 200 to every path and sends an empty page. Here `Gradeline.index` answers instead: the page's whole
HTML is in the first answer, together with Dash's layout of it (the address and the charts), so that Dash starts without
another request. From then on it is an ordinary Dash app: `dcc.Location` follows the address, and one callback leads
from it to the page's main part, its charts and its title (`assets/page.js` puts them in place).
"""

import gzip
import logging
import zlib
from collections.abc import Callable
from functools import cached_property
from typing import Any
from urllib.parse import unquote

from dash import Input, Output, dcc
from dash.development.base_component import Component
from dash.exceptions import DependencyException
from flask import Response, g, redirect, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound

from dashboard.address import LONGEST_QUERY, AddressProblem, parse, under
from dashboard.markup import chrome
from dashboard.markup.page_view import Redirect, View
from dashboard.markup.render import render
from dashboard.pages import problem
from dashboard.store import Store
from dashboard.web import (
    document,
    downloads,
    embeds,
    feeds,
    head,
    headers,
    limits,
    routes,
    security_txt,
    sitemap,
    static_files,
    uploads,
)
from dashboard.web.dash_adapter import DEPENDENCIES, LAYOUT, PREFIX, DiscreetDash, Page
from dashboard.web.edition import Edition, current, current_store
from dashboard.web.page_cache import FinishedPage, PageAddress, reply
from dashboard.web.upload_reader import UploadReader

LOG = logging.getLogger(__name__)
LONGEST_ADDRESS = LONGEST_QUERY
HOME = ("/", "")
"""The path and query of the page that most readers open first."""


class Gradeline(DiscreetDash):
    """A Dash app whose first HTML is the page itself. It answers from `edition`, which a newer one may replace."""

    def __init__(self, store: Store) -> None:
        super().__init__(
            "gradeline",
            assets_folder=str(static_files.ASSETS),
            include_assets_files=False,
            use_pages=False,
            title=chrome.NAME,
            update_title="",
            suppress_callback_exceptions=True,
            add_log_handler=False,
        )
        routes.load_pages()
        self.assets = static_files.read_assets()
        self.edition = Edition(store)
        self.layout = _layout("/", "")

    def prepare(self, prepared: Edition) -> None:
        """Work out what the page shows that most readers open first, before anybody asks for it.

        It is written when it is asked for: it names the host that it was asked at.
        """
        view = self._view(prepared, *HOME)
        if isinstance(view, View) and view.status == 200:
            prepared.home = view

    def finished(self, edition: Edition, at: PageAddress) -> FinishedPage:
        """The page at an address, from the cache where it was asked for before."""
        return edition.pages.page(at, lambda: self._made(edition, at, self._finish))

    def finished_parts(self, edition: Edition, at: PageAddress) -> FinishedPage:
        """The same page as a reader gets it who comes from another one: its parts alone."""
        return edition.pages.page((*at, "parts"), lambda: self._made(edition, at, self._finish_parts))

    def _made(
        self, edition: Edition, at: PageAddress, finish: Callable[[Edition, View, PageAddress], FinishedPage]
    ) -> FinishedPage:
        view = self._view(edition, at.path, at.query)
        if isinstance(view, Redirect):
            return FinishedPage(view.status, location=under(at.prefix, view.location))
        return finish(edition, view, at)

    def _view(self, edition: Edition, path: str, query: str) -> View | Redirect:
        """What stands at an address; a defect becomes a page with status 500, never a stack trace."""
        store = edition.store
        if edition.home and (path, query) == HOME:
            return edition.home
        try:
            if len(path) > LONGEST_ADDRESS:
                raise AddressProblem.of("too_long", limits=f"{LONGEST_ADDRESS} characters")
            return routes.answer(store, path, parse(query.encode("utf-8", "replace")))
        except AddressProblem as wrong:
            return problem.layout(store, wrong, path)
        except Exception:
            LOG.exception("no page could be made for %r", path)
            return problem.layout(store, AddressProblem.of("defect"))

    def _finish(self, edition: Edition, view: View, at: PageAddress) -> FinishedPage:
        path, query, prefix, origin = at
        main, islands, slots = _main(edition, view, at)
        title, description = chrome.title(view), view.description or view.lead
        about = {"title": title, "description": description, "card": view.card, "prefix": prefix, "origin": origin}
        tags = head.tags(edition.store, path, query, **about) if view.status == 200 else ""
        layout = _layout(under(prefix, path), query, children=islands, slots=slots, title=title)
        html = document.document(
            self._of_dash,
            self.assets,
            prefix,
            has_charts=any(isinstance(island, dcc.Graph) for island in islands),
            title=title,
            description=description,
            header=render(chrome.header(path), prefix).html,
            main=main,
            footer=render(chrome.footer(edition.store), prefix).html,
            feeds=f"{feeds.links(edition.store, path, prefix)}\n{tags}",
            answers={LAYOUT: document.as_json(layout), DEPENDENCIES: self.dependencies().get_data(as_text=True)},
        )
        return FinishedPage.of(view.status, html)

    def _finish_parts(self, edition: Edition, view: View, at: PageAddress) -> FinishedPage:
        main, islands, slots = _main(edition, view, at)
        parts = {"html": main, "children": islands, "slots": slots, "title": chrome.title(view)}
        return FinishedPage(view.status, parts=zlib.compress(document.as_json(parts).encode()))

    @cached_property
    def _of_dash(self) -> dict[str, str]:
        """What Dash puts into every page."""
        super().index()
        return self._interpolated

    def interpolate_index(self, **parts: Any) -> str:  # type: ignore[override]
        """Dash's hook for HTML of one's own: `index` of Dash calls it with what it makes for every page."""
        self._interpolated = {name: parts[name] for name in ("scripts", "config", "renderer")}
        return str(super().interpolate_index(**parts))

    def index(self, *_args: Any, **_kwargs: Any) -> Any:
        query = request.query_string.decode("utf-8", "replace")
        page = self.finished(current(), PageAddress(request.path, query, request.script_root, _origin()))
        if page.location:
            return redirect(page.location, page.status)
        return reply(page)

    def once(self, view: View, path: str) -> Response:
        """A view as a whole answer that is cached nowhere: the answer to a form, or to what Flask finds wrong."""
        page = self._finish(current(), view, PageAddress(path, "", request.script_root))
        return Response(gzip.decompress(page.document), page.status, content_type="text/html; charset=utf-8")


def _origin() -> str:
    """Scheme and host of the request in hand, for addresses that must be whole."""
    return request.host_url.rstrip("/")


def _main(edition: Edition, view: View, at: PageAddress) -> tuple[str, list[Component], list[str]]:
    """The main part of a page: its HTML, the charts in it, and the names of their places."""
    address = f"{at.origin}{under(at.prefix, at.path)}{'?' if at.query else ''}{at.query}"
    main = render(chrome.main(view, address, edition.store), at.prefix)
    return main.html, main.islands, [island.id for island in main.islands]


def _layout(path: str, query: str, **page: Any) -> list[Any]:
    """Dash's layout of a page: the address that it follows, and what it draws. It asks for nothing as it starts."""
    search = f"?{query}" if query else ""
    return [
        dcc.Location(id="address", pathname=path, search=search, refresh=False),
        Page(id="page", answered=f"{path}{search}", **page),
    ]


def create_app(store: Store, reader: UploadReader | None = None) -> Gradeline:
    """The app over one store, ready to serve: `.server` is its WSGI application. `reader` reads uploads."""
    app = Gradeline(store)
    register_callbacks(app)
    server = app.server

    @server.before_request
    def choose_edition() -> None:
        g.edition = app.edition

    static_files.serve(server, app.assets)
    downloads.serve(server)
    feeds.serve(server)
    embeds.serve(server, app.assets)
    sitemap.serve(server)
    security_txt.serve(server)
    uploads.serve(server, reader or UploadReader(), app.once)
    limits.protect(server)
    headers.secure(server, app.csp_hashes())

    @server.errorhandler(HTTPException)
    def refuse(error: HTTPException) -> Any:
        """Errors that Flask finds: a page for readers, a line of text for programs."""
        status = error.code or 500
        if request.path.startswith(("/download", "/healthz", "/feed.xml", "/search.json", "/assets", PREFIX)):
            answer = Response(f"{error.description}\n", status, content_type="text/plain; charset=utf-8")
        else:
            wrong = AddressProblem(status, error.description or "")
            answer = app.once(problem.layout(current_store(), wrong), request.path)
        if isinstance(error, MethodNotAllowed):
            answer.headers["Allow"] = ", ".join(error.valid_methods or ())
        if status == 503:
            answer.headers["Retry-After"] = "10"
        return answer

    @server.errorhandler(DependencyException)
    def no_such_script(_: DependencyException) -> Any:
        return refuse(NotFound("There is no such file."))

    return app


def register_callbacks(app: Gradeline) -> None:
    @app.callback(
        Output("page", "html"),
        Output("page", "children"),
        Output("page", "slots"),
        Output("page", "title"),
        Output("page", "answered"),
        Input("address", "pathname"),
        Input("address", "search"),
        prevent_initial_call=True,
    )
    def main_part(pathname: str, search: str) -> tuple[Any, ...]:
        """The page at the address that the reader went to; a redirect is left to the browser."""
        prefix, query = request.script_root, str(search or "").removeprefix("?")
        path = unquote(str(pathname or "/").removeprefix(prefix)[: LONGEST_ADDRESS + 1]) or "/"
        page = app.finished_parts(current(), PageAddress(path, query[: LONGEST_ADDRESS + 1], prefix, _origin()))
        if page.location:
            return None, [], [], "", page.location
        parts = page.unpacked_parts()
        return parts["html"], parts["children"], parts["slots"], parts["title"], f"{pathname}{search}"
