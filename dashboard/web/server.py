"""The web server: pages rendered on the server and taken over by Dash, downloads, headers, honest statuses.

Dash alone answers 200 to every path and sends an empty page. Here `Gradeline.index` answers instead: the page's whole
HTML is in the first answer, together with the islands (charts) as Dash's layout, so that Dash starts without another
request. In the browser, `assets/page.js` follows the address: a form or link marked `data-instant` asks the one
callback below for the page at the new address, and only its main part is replaced.
"""

from __future__ import annotations

import gzip
import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import unquote

from dash import Dash, Input, Output
from dash.exceptions import DependencyException
from flask import Response, redirect, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound

from dashboard.address import LONGEST_QUERY, AddressProblem, parse
from dashboard.markup import chrome as frame
from dashboard.markup.render import render
from dashboard.markup.view import Redirect, View
from dashboard.pages import problem
from dashboard.store import Store
from dashboard.web import downloads, first_html, headers, static_files, uploads
from dashboard.web import limits as guards
from dashboard.web.dash_adapter import Page
from dashboard.web.kept import Kept, KeptAnswer
from dashboard.web.routes import answer
from dashboard.web.upload_reader import Reader

LOG = logging.getLogger(__name__)
KEPT_PAGES = 8
"""Pages that are kept as trees as well, since whoever opens one often changes it or asks for it in another form."""
LONGEST_ADDRESS = LONGEST_QUERY


@dataclass(frozen=True)
class Made:
    """A page that has been rendered: what the first HTML and the callback are both made of."""

    status: int
    title: str = ""
    description: str = ""
    main: str = ""
    slots: tuple[str, ...] = ()
    islands: tuple[Any, ...] = ()
    location: str = ""


class Gradeline(Dash):
    """A Dash app whose first HTML is the page itself."""

    def __init__(self, store: Store) -> None:
        super().__init__(
            "gradeline",
            assets_folder=str(static_files.ASSETS),
            include_assets_files=False,
            use_pages=False,
            title=frame.NAME,
            update_title="",
            suppress_callback_exceptions=True,
            add_log_handler=False,
        )
        self.store = store
        self.assets = static_files.read_assets()
        self.compressor = static_files.Compressor()
        self.footer = render(frame.footer(store)).html
        self._kept_pages = lru_cache(KEPT_PAGES)(self._make)
        self.kept = Kept()
        self.layout = Page(id="page", children=[], slots=[])

    def _config(self) -> dict[str, Any]:
        """Dash's settings for the browser, without two of them.

        One tells a stranger which Python runs here; the other is drawn anew for every page, for background callbacks
        that there are none of, and would give each worker its own bytes, and its own ETag, of the same page.
        """
        config: dict[str, Any] = super()._config()
        return {name: value for name, value in config.items() if name not in ("python_version", "end_id")}

    def prepare(self) -> None:
        """Make the page that most readers open first, before processes that answer are made: they share it."""
        self._page("/", "")

    def made(self, path: str, query: str) -> Made:
        """The page at an address; a defect becomes a page with status 500, never a stack trace."""
        try:
            return self._kept_pages(path, query)
        except Exception:
            LOG.exception("no page could be made for %r", path)
            return self._rendered(
                problem.layout(self.store, AddressProblem(500, "This page could not be made.", DEFECT))
            )

    def _make(self, path: str, query: str) -> Made:
        try:
            if len(path) > LONGEST_ADDRESS:
                raise AddressProblem(400, "The address is too long.", f"Accepted: up to {LONGEST_ADDRESS} characters.")
            parameters = parse(query.encode("utf-8", "replace"))
        except AddressProblem as wrong:
            return self._rendered(problem.layout(self.store, wrong))
        view = answer(self.store, path, parameters)
        return Made(view.status, location=view.location) if isinstance(view, Redirect) else self._rendered(view)

    def _rendered(self, view: View) -> Made:
        main = render(frame.main(view))
        slots, islands = zip(*main.islands, strict=True) if main.islands else ((), ())
        return Made(view.status, frame.title(view), view.description, main.html, tuple(slots), tuple(islands))

    def index(self, *_args: Any, **_kwargs: Any) -> Any:
        """Answer a page's address."""
        path, query = request.path, request.query_string.decode("utf-8", "replace")
        kept = self.kept.get((path, query)) or self._page(path, query)
        if kept.location:
            return redirect(kept.location, kept.status)
        reply = sent(kept, "text/html; charset=utf-8")
        reply.headers["Cache-Control"] = "no-cache"
        # A strong ETag names bytes, and packed and plain are not the same ones.
        reply.set_etag(kept.etag if "Content-Encoding" in reply.headers else f"{kept.etag}-plain")
        return reply.make_conditional(request) if kept.status == 200 else reply

    def _page(self, path: str, query: str) -> KeptAnswer:
        """The page at an address as its first HTML; kept where it is as it should be."""
        made = self.made(path, query)
        if made.location:
            return KeptAnswer(made.status, location=made.location)
        body = static_files.packed(self._page_html(made, path, query))
        page = KeptAnswer(made.status, body, hashlib.sha256(body).hexdigest()[:24])
        if made.status == 200:
            self.kept.keep((path, query), page)
        return page

    def answer_callback(self, dispatch: Callable[[], Response]) -> Response:
        """Answer the callback from what is kept: Dash needs 1.2 ms to hand out what is known, and this 0.1."""
        address = asked_address(request.get_json(silent=True))
        kept = self.kept.get((CALLBACK, address)) if address else None
        if kept is None:
            reply = dispatch()
            if not address or reply.status_code != 200:
                return reply
            kept = KeptAnswer(200, static_files.packed(reply.get_data()))
            self.kept.keep((CALLBACK, address), kept)
        reply = sent(kept, "application/json")
        reply.headers["Cache-Control"] = "no-store"
        return reply

    def once(self, view: View, path: str) -> Response:
        """A view as a whole answer that is kept nowhere: the answer to a form, or to what Flask finds wrong."""
        body = self._page_html(self._rendered(view), path, "")
        return Response(body, view.status, content_type="text/html; charset=utf-8")

    def _page_html(self, made: Made, path: str, query: str) -> bytes:
        address = f"{path}?{query}" if query else path
        layout = Page(
            id="page",
            children=list(made.islands),
            slots=list(made.slots),
            address=address,
            answered=address,
            title=made.title,
        )
        return first_html.document(
            title=made.title,
            description=made.description,
            header=render(frame.header(path)).html,
            main=made.main,
            footer=self.footer,
            answers={"/_dash-layout": layout, "/_dash-dependencies": self._callback_list},
            scripts=self._generate_scripts_html(),
            config=self._generate_config_html(),
            renderer=self._generate_renderer(),
            assets=self.assets,
            has_charts=any(getattr(island, "_type", "") == "Graph" for island in made.islands),
        )


CALLBACK = "/_dash-update-component"
FOLLOW = "..page.html...page.children...page.slots...page.title...page.answered.."


def asked_address(asked: Any) -> str:
    """The address that the page's callback is asked for, or "" where Dash had better look at the request itself."""
    try:
        (given,) = asked["inputs"]
        is_page = asked["output"] == FOLLOW and (given["id"], given["property"]) == ("page", "address")
        return given["value"] if is_page and isinstance(given["value"], str) else ""
    except (TypeError, KeyError, ValueError):
        return ""


def sent(kept: KeptAnswer, content_type: str) -> Response:
    """A kept answer as it goes out: packed as it is, or unpacked for the few who cannot read that."""
    is_packed = bool(request.accept_encodings["gzip"])
    reply = Response(kept.body if is_packed else gzip.decompress(kept.body), kept.status)
    reply.headers["Content-Type"] = content_type
    reply.headers["Vary"] = "Accept-Encoding"
    if is_packed:
        reply.headers["Content-Encoding"] = "gzip"
    return reply


DEFECT = "It is a defect of this program. Other pages should work; please say which address you asked for."


def create_app(store: Store) -> Gradeline:
    """The app over one store, ready to serve: `.server` is its WSGI application."""
    app = Gradeline(store)
    register_callbacks(app)
    server = app.server
    dispatch = server.view_functions[CALLBACK]
    server.view_functions[CALLBACK] = lambda: app.answer_callback(dispatch)
    static_files.serve(server, app.assets, app.compressor)
    downloads.serve(server, store)
    uploads.serve(server, store, Reader(), app.once)
    guards.protect(server)
    headers.secure(server, app.csp_hashes())

    @server.errorhandler(HTTPException)
    def refuse(error: HTTPException) -> Any:
        """Errors that Flask finds: a page for readers, a line of text for programs."""
        status = error.code or 500
        if request.path.startswith(("/download", "/healthz", "/_dash", "/assets")):
            reply = Response(f"{error.description}\n", status, content_type="text/plain; charset=utf-8")
        else:
            reply = app.once(problem.layout(store, AddressProblem(status, error.description or "")), request.path)
        if isinstance(error, MethodNotAllowed):
            reply.headers["Allow"] = ", ".join(error.valid_methods or ())
        return reply

    @server.errorhandler(DependencyException)
    def no_such_script(_: DependencyException) -> Any:
        """What Dash raises for a script that it does not have."""
        return refuse(NotFound("There is no such file."))

    return app


def register_callbacks(app: Gradeline) -> None:
    @app.callback(
        Output("page", "html"),
        Output("page", "children"),
        Output("page", "slots"),
        Output("page", "title"),
        Output("page", "answered"),
        Input("page", "address"),
        prevent_initial_call=True,
    )
    def follow(address: str) -> tuple[Any, ...]:
        """The page at the address that the reader went to; a redirect is left to the browser."""
        path, _, query = str(address)[: LONGEST_ADDRESS + 1].partition("?")
        made = app.made(unquote(path) or "/", query)
        if made.location:
            return None, [], [], "", made.location
        return made.main, list(made.islands), list(made.slots), made.title, address
