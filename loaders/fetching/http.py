"""One file or page at a time over HTTP, politely: pauses, further tries, and a look at what came.

A file is written only when it is whole and is what it should be; what came cut short is asked for again, whole. Nothing
here knows which files there are; `fetch` does. Raises NotFetched when an address gives nothing, and SourceRefused when
what it gives is not the kind of file that was asked for.
"""

import hashlib
import io
import json
import re
import time
import zipfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from html import unescape
from http.client import HTTPException
from itertools import takewhile
from pathlib import Path
from typing import Any, Literal, TypeVar
from urllib.parse import unquote

import requests
from urllib3.exceptions import HTTPError
from urllib3.util.retry import Retry

from loaders.fetching.hosts import Allowed, Deadline, GuardedAdapter, NotNamed
from loaders.record.errors import SourceRefused
from loaders.record.replacing import write_whole
from loaders.record.safe_text import beginning

TRY_AGAIN = (429, 500, 502, 503, 504)
MOST_PAGE_BYTES = 5 * 2**20
CHUNK = 64 * 1024
# Patterns rather than html.parser, which raises on some pages and takes quadratic time over others.
_LINK = re.compile(r"<a\b(?P<attributes>[^<>]*)>(?P<words>.*?)(?=</a\b|<a\b|\Z)", re.IGNORECASE | re.DOTALL)
_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_ETAG = re.compile(r'(?:W/)?"[!#-~]{0,200}"')
_DATE = re.compile(r"[A-Za-z0-9,: +-]{1,60}")
_HTML = re.compile(rb"\s*(?:<!doctype html|<html|<head|<body|<\?xml)", re.IGNORECASE)

Outcome = Literal["new", "changed", "unchanged"]
Given = TypeVar("Given")


class NotFetched(Exception):
    """An address that gave nothing; the message says why, on one line."""


class NotThere(NotFetched):
    """An address at which there is nothing: the server says 404 or 410."""


class _Again(Exception):
    """An answer that cannot be used and may be better the next time; the message says what was wrong with it.

    `refusal` is what to say of it where it is the same each time.
    """

    def __init__(self, message: str, refusal: str = "") -> None:
        super().__init__(message)
        self.refusal = refusal


@dataclass(frozen=True)
class Manners:
    """How the client behaves: seconds, except for the counts of tries and redirects and the size in MiB.

    `hosts` are the origins that may be asked.
    """

    user_agent: str
    pause: float
    timeout: float
    retries: int
    back_off: float
    longest_wait: int
    most_redirects: int
    most_mebibytes: int
    longest_download: float
    longest_page: float = 90
    longest_run: float = 14400
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True)
class FileVersion:
    """What is known of a file that is here: where from, and the marks of that version."""

    url: str
    etag: str = ""
    last_modified: str = ""
    size: int = 0
    sha256: str = ""

    @property
    def conditions(self) -> dict[str, str]:
        """The headers that ask for the file only where it has changed; empty where no mark can be sent back."""
        marks = {"If-None-Match": _mark(_ETAG, self.etag), "If-Modified-Since": _mark(_DATE, self.last_modified)}
        return {name: mark for name, mark in marks.items() if mark}

    def is_of(self, path: Path) -> bool:
        """Whether a file here is this version, byte for byte: one of its length may be damaged."""
        return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == self.sha256


class State:
    """The small JSON file that remembers what was fetched. Saved whole after every change."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.files: dict[str, FileVersion] = {}
        try:
            entries = json.loads(path.read_text(encoding="utf-8"))["files"]
            self.files = {name: FileVersion(**version) for name, version in entries.items()}
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            pass  # Without it everything is asked for again, and what is the same is found to be the same.

    def save(self) -> None:
        content = {"files": {name: asdict(version) for name, version in self.files.items()}}
        self.path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(self.path, json.dumps(content, indent=1, sort_keys=True) + "\n")


class _Retry(Retry):
    """Waits before the first further try as well, and twice as long before each one after it; never by chance."""

    def get_backoff_time(self) -> float:
        failed = len(list(takewhile(lambda past: past.redirect_location is None, reversed(self.history))))
        return min(self.backoff_max, self.backoff_factor * 2 ** (failed - 1)) if failed else 0.0


class Client:
    """Asks for one thing at a time."""

    def __init__(self, manners: Manners, allowed: Allowed | None = None) -> None:
        self.manners = manners
        self._asked = False
        self._end = time.monotonic() + manners.longest_run
        self._deadline = Deadline()
        retry = _Retry(
            total=manners.retries,
            status_forcelist=TRY_AGAIN,
            allowed_methods={"GET"},
            backoff_factor=manners.back_off,
            backoff_max=manners.longest_wait,
            retry_after_max=manners.longest_wait,
            raise_on_status=False,
        )
        # Only http and https have an adapter, so that a redirect to anything else fails.
        self._session = requests.Session()
        adapter = GuardedAdapter(allowed or Allowed(manners.hosts), self._deadline, max_retries=retry)
        self._session.mount("http://", adapter)
        self._session.mount("https://", adapter)
        self._session.max_redirects = manners.most_redirects
        self._session.headers["User-Agent"] = manners.user_agent

    def page(self, url: str) -> str:
        """The text of a page."""
        return self._with_tries(lambda: self._page(url))

    def _page(self, url: str) -> str:
        with self._get(url, {}, self.manners.longest_page) as response:
            _check_status(response)
            too_large = NotFetched(f"the page is larger than {MOST_PAGE_BYTES // 2**20} MiB")
            body, _ = self._body(response, "page", MOST_PAGE_BYTES, too_large=too_large)
        return body.decode("utf-8", errors="replace")

    def file(self, url: str, target: Path, name: str, state: State) -> Outcome:
        """Bring `target` to what `url` gives, and say what that was. `name` is what the state calls the file."""
        return self._with_tries(lambda: self._file(url, target, name, state=state))

    def _file(self, url: str, target: Path, name: str, *, state: State) -> Outcome:
        headers = {"Accept-Encoding": "identity"}
        conditions: dict[str, str] = {}
        before = state.files.get(name)
        if before and before.url == url and before.is_of(target):
            conditions = before.conditions
        with self._get(url, headers | conditions, self.manners.longest_download) as response:
            if response.status_code == 304 and conditions:
                return "unchanged"
            _check_status(response)
            most = self.manners.most_mebibytes
            too_large = SourceRefused(f"the file has more than {most} MiB")
            body, is_length_sure = self._body(response, "file", most * 2**20, too_large=too_large)
        if not _has_end(body, target.suffix):
            # As long as the server said, and yet a part: it will be so the next time as well.
            raise _Again(self._cut("file"), content_problem(body, target.suffix) if is_length_sure else "")
        if problem := content_problem(body, target.suffix):
            raise SourceRefused(problem)
        outcome: Outcome = "new"
        if target.exists():
            outcome = "unchanged" if target.read_bytes() == body else "changed"
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, body)
        state.files[name] = FileVersion(
            url=url,
            etag=_mark(_ETAG, response.headers.get("ETag")),
            last_modified=_mark(_DATE, response.headers.get("Last-Modified")),
            size=len(body),
            sha256=hashlib.sha256(body).hexdigest(),
        )
        state.save()
        return outcome

    def _body(self, response: requests.Response, what: str, most: int, *, too_large: Exception) -> tuple[bytes, bool]:
        """The whole of a body, and whether the server said how long it is."""
        length = response.headers.get("Content-Length", "")
        is_length_sure = re.fullmatch(r"[0-9]{1,15}", length) is not None
        if is_length_sure and int(length) > most:
            raise too_large
        body = bytearray()
        try:
            for chunk in response.iter_content(CHUNK):
                body += chunk
                if len(body) > most:
                    raise too_large
        except (requests.RequestException, HTTPError):
            raise _Again(self._cut(what)) from None
        if self._deadline.is_over:
            raise _Again(self._cut(what))
        return bytes(body), is_length_sure

    def _cut(self, what: str) -> str:
        return f"the {what} took longer than is waited for" if self._deadline.is_over else f"the {what} came cut short"

    def _get(self, url: str, headers: dict[str, str], seconds: float) -> requests.Response:
        """An answer, which has `seconds` to come in, all of its body included."""
        if time.monotonic() > self._end:
            raise NotFetched(f"the run has taken longer than {self.manners.longest_run:g} s")
        if self._asked:
            time.sleep(self.manners.pause)
        self._asked = True
        self._deadline.seconds = seconds
        try:
            return self._session.get(url, headers=headers, timeout=self.manners.timeout, stream=True)
        except requests.TooManyRedirects:
            raise NotFetched(f"redirected more than {self.manners.most_redirects} times") from None
        except (requests.exceptions.InvalidSchema, requests.exceptions.MissingSchema):
            raise NotFetched("the address, or one that it redirects to, is not http or https") from None
        except NotNamed as refusal:
            raise NotFetched(str(refusal)) from None
        except requests.Timeout:
            raise NotFetched(f"no answer within {self.manners.timeout:g} s") from None
        except requests.ConnectionError as error:
            # urllib3 has tried again already.
            waited = "Read timed out" in str(error)
            why = f"no answer within {self.manners.timeout:g} s" if waited else "no connection"
            why = f"no answer within {seconds:g} s" if self._deadline.is_over else why
            raise NotFetched(f"{why} ({self._tried})") from None
        except (requests.RequestException, HTTPError, HTTPException, ValueError) as error:
            # An address that cannot be taken apart raises a plain ValueError on its way through a redirect.
            raise _Again(f"the request failed: {type(error).__name__}") from None

    @property
    def _tried(self) -> str:
        return f"{self.manners.retries + 1} tries" if self.manners.retries else "1 try"

    def _with_tries(self, attempt: Callable[[], Given]) -> Given:
        """Further tries for what came cut short; an address that does not answer is tried again by the adapter."""
        for number in range(self.manners.retries + 1):
            if number:
                time.sleep(min(self.manners.longest_wait, self.manners.back_off * 2 ** (number - 1)))
            try:
                return attempt()
            except _Again as again:
                last = again
        raise SourceRefused(last.refusal) if last.refusal else NotFetched(f"{last} ({self._tried})")


def _mark(pattern: re.Pattern[str], text: object) -> str:
    """A mark of a version, from a server or from our notes, if it can be sent back; else ""."""
    return text if isinstance(text, str) and pattern.fullmatch(text) else ""


def _check_status(response: requests.Response) -> None:
    if response.status_code == 304:
        raise _Again("the server answered 304, which it was not asked for")
    if response.status_code != 200:
        kind = NotThere if response.status_code in (404, 410) else NotFetched
        raise kind(f"the server answered {response.status_code}")


def content_problem(content: bytes, suffix: str) -> str:
    """Why a file is not what its name says: a PDF, a zipped spreadsheet (ODS, XLSX) or CSV; "" where it is."""
    start = content[:1024]
    if suffix == ".pdf":
        kind, is_right = "a PDF", b"%PDF-" in start
    elif suffix == ".csv":
        kind, is_right = "a CSV table", bool(start) and not _HTML.match(start) and b"\0" not in start
    else:
        kind, is_right = f"a spreadsheet ({suffix[1:].upper()})", zipfile.is_zipfile(io.BytesIO(content))
    begins = f'the file begins with "{beginning(start)[:15]}"' if start else "the file is empty"
    return "" if is_right else f"not {kind}: {begins}"


def _has_end(content: bytes, suffix: str) -> bool:
    """Whether a file ends as its kind does; one that is of another kind than its name says is refused elsewhere."""
    if suffix == ".pdf":
        return b"%PDF-" not in content[:1024] or b"%%EOF" in content[-4096:]
    # A zip has its list of contents at the end.
    return suffix == ".csv" or not content.startswith(b"PK") or zipfile.is_zipfile(io.BytesIO(content))


def as_json(text: str) -> Any:
    """A page that should be JSON. Raises NotFetched if it is not."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise NotFetched(f'not JSON: the page begins with "{beginning(text[:200].encode())[:15]}"') from None


def find_links(page: str) -> list[tuple[str, str]]:
    """Every link of a page in its order: the address, and its words with white space folded. An unclosed link ends
    where the next begins."""
    links = []
    for match in _LINK.finditer(page):
        if href := _HREF.search(match.group("attributes")):
            words = _TAG.sub(" ", match.group("words"))
            links.append((unescape(next(filter(None, href.groups()), "")), " ".join(unescape(words).split())))
    return links


def safe_name(text: str) -> str:
    """A file name without folders, from what a publisher calls a file: nothing of it can lead elsewhere."""
    last = re.split(r"[/\\]", unquote(text).split("?", 1)[0])[-1]
    return re.sub(r"[^A-Za-z0-9._-]+", "_", last).lstrip("._-")[-120:] or "file"
