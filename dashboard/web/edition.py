"""One edition of the record: a data folder as it was read, with every page and file that was finished from it.

A request is answered by one edition from beginning to end, a download that streams for minutes included. Whatever is
cached of a record is an attribute of its store or of its edition, so that both go when a newer one is served. Made by
`server` and `reload`; every view of the server asks for the current one.
"""

from dataclasses import dataclass, field

from flask import g, request

from dashboard.markup.page_view import View
from dashboard.store import Store
from dashboard.web.file_cache import FileCache
from dashboard.web.page_cache import PageCache


@dataclass(eq=False)
class Edition:
    """A store, its pages and its files. `newer_refused` says why a data folder put in place since was not
    taken, if one was; `home` is what `/` shows, where that was worked out before anybody asked.
    """

    store: Store
    pages: PageCache = field(default_factory=PageCache)
    files: FileCache = field(default_factory=FileCache)
    newer_refused: str = ""
    home: View | None = None


def current() -> Edition:
    """The edition that answers the request in hand; `server` chooses it before anything else is done."""
    edition: Edition = g.edition
    return edition


def current_store() -> Store:
    return current().store


def whole_address(path: str) -> str:
    """An address of this site with scheme, host and the path that it is mounted at, as the request in hand has them."""
    return request.url_root.rstrip("/") + path
