"""Every answer of the site that can stand as a file: what its site map and its own links lead to.

The app is asked under a path and a host of which nothing else is called, so that every address in an answer can be
told from other text, and replaced (`rewrite`). New pages and downloads are found here without being named.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote, urlsplit

from werkzeug.test import Client

from dashboard.store import Store
from dashboard.web.dash_adapter import CALLBACK, DEPENDENCIES, LAYOUT, SUITES
from dashboard.web.downloads import download_names
from dashboard.web.mount import Mounted
from dashboard.web.server import create_app

MARK = "/~gradeline-files~"
ORIGIN = "http://gradeline.invalid"
ADDRESS = re.compile(rf"(?:{re.escape(ORIGIN)})?(?:/|\\u002f){re.escape(MARK[1:])}([^\s\"'<>\\)]*)")
"""An address of the site in an answer; what stands behind the mark is its path and query."""
STARTS = ("/", "/sitemap.xml", "/robots.txt", "/favicon.ico")
IF_THERE = ("/feed.xml", "/search.json", "/.well-known/security.txt")
LEFT_OUT = frozenset({"/download/openapi.json", "/assets/answers.js", "/assets/page.js"})
"""What describes a server, or speaks to one."""
TEXTS = (
    "text/html",
    "application/xml",
    "application/atom+xml",
    "image/svg+xml",
    "text/css",
    "application/json",
    "text/plain",
    "application/x-bibtex",
    "application/x-research-info-systems",
)
SITE_CARD = "/download/card/gradeline.png"
CARDS = re.compile(r"/download/card/(?!gradeline\.png|england\.png).*")
"""Cards of councils: in a copy all pages of councils have the site's."""
LEFT_TO_SERVERS = re.compile(rf"/download/briefing/.*|{CARDS.pattern}")
"""Slides take half a second and 50 kB a council, which no server can compress further: longer and larger than the rest
of the site together. The briefings that they are made from are pages like the others."""
REDIRECTS_AND_FORMS = (301, 302, 303, 307, 308, 405)
"""Addresses that lead to others, and those that only a form is sent to."""
NOWHERE = "/404"
"""Asked for to have the page that says so."""
FOR_PROGRAMS = (CALLBACK, DEPENDENCIES, LAYOUT, SUITES)
"""Dash's own, which files do without: `rewrite` takes its scripts out of the pages."""
LINKED = frozenset({"text/html", "application/xml", "application/atom+xml", "text/css"})
"""Answers whose addresses lead on."""


class NotExported(Exception):
    """The site cannot be written as files: the message says which address and why."""


@dataclass(frozen=True)
class Answer:
    """What the site answers at a path: its body and media type, and whether this is a page."""

    path: str
    body: bytes
    media_type: str

    @property
    def is_page(self) -> bool:
        return self.media_type == "text/html"


def crawl(store: Store, progress: Callable[[int, int], None]) -> dict[str, Answer]:
    """Every file of the site by its path, the page for an unknown address at NOWHERE. Raises NotExported.

    `progress` is told how many addresses are done and known after each.
    """
    client = Client(Mounted(create_app(store).server, MARK))
    answers: dict[str, Answer] = {}
    waiting = [*STARTS, *IF_THERE, *(f"/download/{name}" for name in download_names(store))]
    known = set(waiting)
    while waiting:
        path = waiting.pop(0)
        reply = client.get(f"{MARK}{path}", base_url=ORIGIN)
        is_absent = reply.status_code == 404 and path in IF_THERE
        if is_absent or reply.status_code in REDIRECTS_AND_FORMS or path in LEFT_OUT:
            body = None
        elif reply.status_code != 200:
            raise NotExported(f"{path} answered {reply.status_code}")
        else:
            body = reply.get_data()
            answers[path] = Answer(path, body, str(reply.mimetype))
        for other in links(body, str(reply.mimetype)) if body is not None else ():
            if other not in known:
                known.add(other)
                waiting.append(other)
        progress(len(known) - len(waiting), len(known))
    missing = client.get(f"{MARK}{NOWHERE}", base_url=ORIGIN)
    answers[NOWHERE] = Answer(NOWHERE, missing.get_data(), str(missing.mimetype))
    return answers


def links(body: bytes, media_type: str) -> list[str]:
    """The paths that an answer leads to, each once: those without parameters, and files named by their content."""
    if media_type not in LINKED:
        return []
    text = body.decode()
    if media_type == "text/css":
        found = [f"/assets/{name}" for name in re.findall(r"url\(\"?([\w.-]+)", text)]
        return list(dict.fromkeys(found))
    found = []
    for match in ADDRESS.finditer(text):
        parts = urlsplit(unescape(match[1]))
        path = unquote(parts.path)
        is_plain = not parts.query or path.startswith("/assets/")
        if LEFT_TO_SERVERS.fullmatch(path):
            continue
        if is_plain and path.startswith("/") and not path.startswith(FOR_PROGRAMS):
            found.append(path)
    return list(dict.fromkeys(found))
