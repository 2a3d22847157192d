"""/search.json: every council with its names and codes, for the suggestions in the header (`assets/search.js`).

One list for everybody, asked for when somebody first goes to the search box: 160 councils are few, so that suggestions
need no request for each letter, and also work where the pages are files on a plain web server. Called by `server`.
"""

from __future__ import annotations

import gzip
import json

from flask import Flask, Response, request

from dashboard import address
from dashboard.address import AddressProblem
from dashboard.pages.search import suggestions
from dashboard.store import Store
from dashboard.web.edition import current_store

PATH = "/search.json"
JSON = "application/json; charset=utf-8"


def serve(server: Flask) -> None:
    def search_list() -> Response:
        try:
            address.check_names(address.parse(request.query_string), ())
        except AddressProblem as wrong:
            return Response(wrong.as_text(), wrong.status, content_type="text/plain; charset=utf-8")
        store = current_store()
        answer = Response(content_type=JSON, headers={"Cache-Control": "no-cache", "Vary": "Accept-Encoding"})
        answer.set_etag(f"councils-{store.version}", weak=True)
        answer.make_conditional(request)
        if answer.status_code == 304:
            return answer
        body = text(store).encode()
        if request.accept_encodings["gzip"]:
            body = gzip.compress(body, 6, mtime=0)
            answer.headers["Content-Encoding"] = "gzip"
        answer.set_data(body)
        return answer

    server.add_url_rule(PATH, "search-list", search_list)


def text(store: Store) -> str:
    return store.cached("search list", lambda: json.dumps({"councils": suggestions(store)}, ensure_ascii=False))
