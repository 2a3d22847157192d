"""Answers of the site as files: addresses that lead from file to file, and pages that need no server.

Comes in: the answers of `crawl`. Goes out: each one's place in the folder, and its bytes there. A page keeps its HTML
and its charts; Dash is taken out of it, since nothing would answer its callback, and `assets/files.js` draws the charts
and works what can be worked over the JSON. What cannot says so.
"""

import posixpath
import re
from collections.abc import Mapping
from html import escape, unescape
from urllib.parse import quote, unquote, urlsplit

from dashboard.texts import texts_of
from dashboard.web.dash_adapter import DEPENDENCIES, SUITES
from dashboard.web.files.charts import shorten_charts
from dashboard.web.files.crawl import ADDRESS, CARDS, MARK, NOWHERE, ORIGIN, TEXTS, Answer
from dashboard.web.head import SITE_CARD

SCRIPT = "files.js"
ELSEWHERE = "/needs-a-server"
"""The page for what files cannot do."""
IN_BROWSER = ("/download/judgements.csv", "/download/judgements.json")
"""A choice of these rows is made by the script, from the JSON; without it the link gives all of them."""
FORM_NOTE = f'<p class="small" data-files-note>{texts_of("copy")["form"]}</p>'
READ_NOTE = f'<p class="notice" data-files-note>{texts_of("copy")["report"]}</p>'
SEARCH_NOTE = '<p class="small" data-files-note hidden></p>'
"""The search leads to a page with every council; its script says here what it found."""
_SUITE = re.compile(
    rf'<(?:script (?:nomodule )?src|link rel="preload" as="script" href)="[^"]*{re.escape(SUITES)}[^"]*">'
    r"(?:</script>)?\n?"
)
_INLINE = re.compile(
    rf'<script (?:id="_dash-(?:config|renderer)"[^>]*|type="application/json" data-answer="[^"]*{DEPENDENCIES}")>'
    r".*?</script>\n?",
    re.DOTALL,
)
_PLACES = re.compile(r'<(?:meta name="plotly"[^>]*>|div id="react-entry-point"></div>)\n')
"""Where Dash would find its chart library, and draw."""
_OWN = re.compile(r'<script src="([^"]*/assets/)(?:answers|page)\.js[^"]*"></script>\n?')
_FORM = re.compile(r"<form\b[^>]*>")
_FOR_SERVER = re.compile(
    r'<(?:(?P<form>form\b[^>]*enctype="multipart/form-data".*?</form>)|div class="of-server">.*?</div>)', re.DOTALL
)
"""What a server alone can do, or what is said of it."""
_LINK = re.compile(rf'(<a\b[^>]*href="{re.escape(MARK)}([^"?#]*)"[^>]*>)([^<]*)(?=</a>)')
_WHOLE_ONLY = re.compile(
    r'<(?:(?:link rel="canonical"|meta property="og:|meta name="twitter:)[^>]*>\n?'
    rf"|(?P<tag>text|code)\b[^>]*>{re.escape(ORIGIN)}[^<]*</(?P=tag)>(?:, )?)"
)
"""What search engines and social networks read, and what pictures and paper print, of whole addresses alone:
attributes, and a text of its own. Nothing in these patterns is optional before their `<`, which `re` skips to."""
_WHOLE_LINES = re.compile(
    rf"^ *\S+ +(?:[-=] \{{?)?{re.escape(ORIGIN)}\S*\n| {re.escape(ORIGIN)}\S*$",
    re.MULTILINE,
)
"""What citations print of them: a line of its own (BibTeX, RIS, `security.txt`), and the end of one."""
_CONTENT = re.compile(rf'"encodingFormat": "[^"]*"(, "contentUrl": "[^"]*{re.escape(MARK[1:])}([^"]*)")')
"""A file in a page's description as a data set."""


class Site:
    """The places of a site's answers, and each answer as it stands there. `base` is where it will be published."""

    def __init__(self, answers: Mapping[str, Answer], base: str = "") -> None:
        self.base = base.rstrip("/")
        self.places = {path: place(answer) for path, answer in answers.items()}
        self.sizes = {path: len(answer.body) for path, answer in answers.items() if is_packed(answer)}
        """The tables that stand packed, each with its bytes."""
        self._goals: dict[str, tuple[str, str]] = {}
        """The file and the end (parameters, place on the page) of each address met: pages share most of theirs."""

    def content(self, answer: Answer) -> bytes:
        """The bytes of one file; those of a file that holds no addresses are as they were."""
        if answer.media_type not in TEXTS or MARK[1:].encode() not in answer.body:
            return answer.body
        text = answer.body.decode()
        if answer.is_page:
            text = self._with_sizes(without_dash(text))
            if answer.path == NOWHERE:  # shown at any address
                text = text.replace(f"no page {NOWHERE}.", "no page at this address.")
        if answer.path == "/robots.txt":  # what it forbids are paths from the root of the host
            text = text.replace(f": {MARK}/", f": {urlsplit(self.base).path}/")
        text = text if self.base else _without_whole(text)
        here = self.places[answer.path]
        text = ADDRESS.sub(lambda match: self._address(match, here, answer), text)
        return text.encode()

    def _with_sizes(self, page: str) -> str:
        """A page whose links to packed tables say so, each with its size."""

        def named(link: re.Match[str]) -> str:
            size = self.sizes.get(link[2])
            return link[0] if size is None else f"{link[0]} (zip, {_size(size)})"

        def typed(file: re.Match[str]) -> str:
            return f'"encodingFormat": "application/zip"{file[1]}' if file[2] in self.sizes else file[0]

        return _CONTENT.sub(typed, _LINK.sub(named, page))

    def _address(self, match: re.Match[str], here: str, answer: Answer) -> str:
        """An address as it leads from one file to another, whole where it was whole and the base is known."""
        is_markup = answer.is_page or "xml" in answer.media_type
        written = unescape(match[1]) if is_markup else match[1]
        if written not in self._goals:
            parts = urlsplit(written)
            goal, query = self._goal(unquote(parts.path) or "/", parts.query)
            end = f"?{query}" if query else ""
            self._goals[written] = goal, end + (f"#{parts.fragment}" if parts.fragment else "")
        goal, end = self._goals[written]
        is_shown_anywhere = here == self.places.get(NOWHERE)  # at any address, however deep
        if self.base and (match[0].startswith(ORIGIN) or is_shown_anywhere):
            whole = f"{self.base}/{quote(goal)}{end}"
        else:
            whole = quote(relative(goal, here)) + end
        return escape(whole) if is_markup else whole

    def _goal(self, path: str, query: str) -> tuple[str, str]:
        """The file that answers at a path, and the parameters that its script may use."""
        if CARDS.fullmatch(path):
            return self.places[SITE_CARD], ""
        if path not in self.places:
            return ("", "") if path == "/" else (self.places[ELSEWHERE], "")
        if query and path.startswith("/download/") and path not in IN_BROWSER:
            return self.places[ELSEWHERE], ""
        return self.places[path], query


def _without_whole(text: str) -> str:
    """A text without what is of use only where the site's whole addresses are known."""
    text = _WHOLE_ONLY.sub("", text)
    return _WHOLE_LINES.sub("", text) if ORIGIN in text else text


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{max(count / 1e3, 1):.0f} kB"


def is_packed(answer: Answer) -> bool:
    """Whether this copy has the answer in a zip that the server does not have."""
    return answer.media_type == "application/zip" and not answer.path.endswith(".zip")


def place(answer: Answer) -> str:
    """Where an answer stands in the folder: pages in folders of their own, whatever the web server."""
    path = answer.path.strip("/")
    if is_packed(answer):
        return f"{path}.zip"
    if not answer.is_page:
        return path
    if answer.path == NOWHERE:
        return "404.html"
    return f"{path}/index.html" if path else "index.html"


def relative(goal: str, here: str) -> str:
    """The way from one file of the folder to another, or to the folder itself where the goal has no name."""
    start, way = here.split("/")[:-1], goal.split("/") if goal else []
    shared = len(posixpath.commonprefix([start, way[:-1]]))
    return "/".join([*[".."] * (len(start) - shared), *way[shared:]]) or "."


def without_dash(page: str) -> str:
    """A page without what only a server could answer; its forms say so, and its script knows where the site begins."""
    page = shorten_charts(_PLACES.sub("", _INLINE.sub("", _SUITE.sub("", page))))
    page, count = _OWN.subn("", page)
    if count:
        page = page.replace("</body>", f'<script src="{MARK}/assets/{SCRIPT}"></script>\n</body>')
    page = _FOR_SERVER.sub(lambda part: READ_NOTE if part["form"] else "", page)
    return _FORM.sub(lambda form: form[0] + (SEARCH_NOTE if "data-suggest" in form[0] else FORM_NOTE), page)
