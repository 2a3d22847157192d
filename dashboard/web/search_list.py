"""/search.json: every council with its names and codes, for the suggestions in the header (`assets/search.js`).

One list for everybody, asked for when somebody first goes to the search box: 160 councils are few, so that suggestions
need no request for each letter, and also work where the pages are files on a plain web server.
"""

import json

from flask import Flask, Response

from dashboard import address
from dashboard.address import Parameters
from dashboard.pages.search import suggestions
from dashboard.store import Store, once_a_store
from dashboard.web.downloads import JSON, answer, guarded
from dashboard.web.edition import current_store

PATH = "/search.json"


def serve(server: Flask) -> None:
    server.add_url_rule(PATH, "search-list", guarded(_search_list))


def _search_list(_: str, parameters: Parameters) -> Response:
    address.check_names(parameters, ())
    return answer(PATH.strip("/"), JSON, lambda: _text(current_store()), is_attachment=False)


@once_a_store
def _text(store: Store) -> str:
    return json.dumps({"councils": suggestions(store)}, ensure_ascii=False)
