"""Every answer of the site that can stand as a file: what its site map and its own links lead to.

The app is asked under a path and a host of which nothing else is called, so that every address in an answer can be
told from other text, and replaced (`rewrite`). New pages and downloads are found here without being named.

Nothing but pages takes long, and each is made for itself: on Linux processes share them that have this one's record.
"""

import multiprocessing
import os
import re
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote, urlsplit

from werkzeug.test import Client

from dashboard.store import Store
from dashboard.web import security_txt
from dashboard.web.dash_adapter import CALLBACK, DEPENDENCIES, LAYOUT, SUITES
from dashboard.web.downloads import download_names
from dashboard.web.mount import Mounted
from dashboard.web.server import create_app

MARK = "/~gradeline-files~"
ORIGIN = "http://gradeline.invalid"
ADDRESS = re.compile(rf"(?:{re.escape(ORIGIN)}/|/|\\u002f){re.escape(MARK[1:])}([^\s\"'<>\\)}}]*)")
"""An address of the site in an answer; what stands behind the mark is its path and query. Nothing in it is optional
before the mark, so that the search for it is five times as fast."""
STARTS = ("/", "/sitemap.xml", "/robots.txt", "/favicon.ico")
IF_THERE = ("/feed.xml", "/search.json", "/.well-known/security.txt", "/security-policy.txt")
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
CARDS = re.compile(r"/download/card/(?!gradeline\.png|england\.png).*")
"""Cards of councils: in a copy all pages of councils have the site's."""
LEFT_TO_SERVERS = re.compile(rf"/download/briefing/.*|{CARDS.pattern}")
"""Slides take half a second and 50 kB a council, which no server can compress further: longer and larger than the rest
of the site together. The briefings that they are made from are pages like the others. Cards cannot be compressed
either."""
REDIRECTS_AND_FORMS = (301, 302, 303, 307, 308, 405)
"""Addresses that lead to others, and those that only a form is sent to."""
NOWHERE = "/404"
"""Asked for to have the page that says so."""
FOR_PROGRAMS = (CALLBACK, DEPENDENCIES, LAYOUT, SUITES)
"""Dash's own, which files do without: `rewrite` takes its scripts out of the pages."""
LINKED = frozenset({"text/html", "application/xml", "application/atom+xml", "text/css"})
"""Answers whose addresses lead on."""
IS_SHARED = sys.platform == "linux"
"""Elsewhere a process cannot safely begin with what another one has read."""
JOBS = min(4, os.cpu_count() or 1)
"""By default: more would need more memory, on a host that may have given this program only some of its cores."""


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


@dataclass(frozen=True)
class _Reply:
    """What the app says at a path: an answer, or none, and the paths that it leads to."""

    status: int
    answer: Answer
    links: list[str]


_Ask = Callable[[str], _Reply]


def crawl(store: Store, progress: Callable[[int, int], None], jobs: int = JOBS) -> dict[str, Answer]:
    """Every file of the site by its path, the page for an unknown address at NOWHERE. Raises NotExported.

    `progress` is told how many addresses are done and known after each; `jobs` processes ask at once.
    """
    answers: dict[str, Answer] = {}
    waiting = [*STARTS, *IF_THERE, *(f"/download/{name}" for name in download_names(store)), NOWHERE]
    paths, count = set(waiting), 0
    with _asked_by(store, jobs) as ask_all:
        while waiting:
            batch, waiting = waiting, []
            for path, reply in zip(batch, ask_all(batch), strict=True):
                count += 1
                progress(count, len(paths))
                if reply.status == 404 and path in IF_THERE:
                    continue
                if reply.status in REDIRECTS_AND_FORMS or path in LEFT_OUT:
                    continue
                if reply.status != (404 if path == NOWHERE else 200):
                    raise NotExported(f"{path} answered {reply.status}")
                answers[path] = reply.answer
                fresh = [other for other in reply.links if other not in paths]
                paths.update(fresh)
                waiting += fresh
    return answers


@contextmanager
def _asked_by(store: Store, jobs: int) -> Iterator[Callable[[list[str]], Iterable[_Reply]]]:
    """What asks the app for many paths: this process, or others that begin with all that this one has."""
    if jobs == 1 or not IS_SHARED:
        yield lambda paths: map(_asking(store), paths)
        return
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(jobs, context, initializer=_begin, initargs=(store,)) as processes:
        try:
            yield lambda paths: processes.map(_ask, paths)
        except BrokenProcessPool as ended:
            raise NotExported("a process that makes pages was ended from outside; try it with --jobs 1") from ended
        finally:
            processes.shutdown(wait=False, cancel_futures=True)


def links(body: bytes, media_type: str) -> list[str]:
    """The paths that an answer leads to, each once: those without parameters, and files named by their content."""
    if media_type not in LINKED:
        return []
    text = body.decode()
    if media_type == "text/css":
        addresses = [f"/assets/{name}" for name in re.findall(r"url\(\"?([\w.-]+)", text)]
        return list(dict.fromkeys(addresses))
    addresses = []
    for address in dict.fromkeys(ADDRESS.findall(text)):
        parts = urlsplit(unescape(address))
        path = unquote(parts.path)
        is_plain = not parts.query or path.startswith("/assets/")
        if LEFT_TO_SERVERS.fullmatch(path):
            continue
        if is_plain and path.startswith("/") and not path.startswith(FOR_PROGRAMS):
            addresses.append(path)
    return list(dict.fromkeys(addresses))


_asking_here: _Ask | None = None


def _begin(store: Store) -> None:
    """In a process of its own: it ends with the one that began it, which alone hears the keyboard."""
    global _asking_here
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _asking_here = _asking(store)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _ask(path: str) -> _Reply:
    assert _asking_here is not None
    return _asking_here(path)


def _asking(store: Store) -> _Ask:
    client = Client(Mounted(create_app(store).server, MARK))

    def ask(path: str) -> _Reply:
        reply = client.get(f"{MARK}{path}", base_url=ORIGIN, environ_overrides={security_txt.DAY: store.as_at})
        answer = Answer(path, reply.get_data(), str(reply.mimetype))
        leads_on = reply.status_code == 200 and path not in LEFT_OUT
        return _Reply(reply.status_code, answer, links(answer.body, answer.media_type) if leads_on else [])

    return ask
