"""One file or page at a time over HTTP, politely: pauses, further tries, resumption, and a look at what came.

A file is written beside its place and gets its name only when it is whole and is what it should be. Nothing here
knows which files there are; `fetch` does. Raises NotFetched when an address gives nothing, and SourceRefused when
what it gives is not the kind of file that was asked for.
"""

import hashlib
import json
import re
import time
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from html import unescape
from http.client import HTTPException
from itertools import takewhile
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote

import requests
from urllib3.exceptions import HTTPError
from urllib3.util.retry import Retry

from loaders.fetching.hosts import Allowed, Deadline, GuardedAdapter, NotNamed
from loaders.record.errors import SourceRefused

TRY_AGAIN = (429, 500, 502, 503, 504)
MOST_PAGE_BYTES = 5 * 2**20
# What comes of a chunk that is cut short is lost, so chunks are small.
CHUNK = 16 * 1024
# Patterns rather than html.parser, which raises on some pages and takes quadratic time over others.
_LINK = re.compile(r"<a\b(?P<attributes>[^<>]*)>(?P<words>.*?)(?=</a\b|<a\b|\Z)", re.IGNORECASE | re.DOTALL)
_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_ETAG = re.compile(r'(?:W/)?"[!#-~]{0,200}"')
_DATE = re.compile(r"[A-Za-z0-9,: +-]{1,60}")
_HTML = re.compile(rb"\s*(?:<!doctype html|<html|<head|<body|<\?xml)", re.IGNORECASE)

Outcome = Literal["new", "changed", "unchanged"]


class NotFetched(Exception):
    """An address that gave nothing; the message says why, on one line."""


class NotThere(NotFetched):
    """An address at which there is nothing: the server says 404 or 410."""


class _Again(Exception):
    """An answer that cannot be used and may be better the next time; the message says what was wrong with it.

    `refusal` is what to say of it where it is the same each time.
    """

    def __init__(self, message: str, refusal: SourceRefused | None = None) -> None:
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
    """What is known of a file that is here, or that was begun: where from, and the marks of that version."""

    url: str
    etag: str = ""
    last_modified: str = ""
    size: int = 0
    sha256: str = ""

    @property
    def mark(self) -> str:
        """The validator for range requests: a strong ETag, else Last-Modified; "" for neither."""
        return self.etag if self.etag and not self.etag.startswith("W/") else self.last_modified


class State:
    """The small JSON file that remembers what was fetched and what was begun. Saved whole after every change."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.files: dict[str, FileVersion] = {}
        self.begun: dict[str, FileVersion] = {}
        try:
            entries = json.loads(path.read_text(encoding="utf-8"))
            self.files = {name: FileVersion(**version) for name, version in entries["files"].items()}
            self.begun = {name: FileVersion(**version) for name, version in entries["begun"].items()}
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            # Without it everything is asked for again, and what is the same is found to be the same.
            self.files, self.begun = {}, {}

    def save(self) -> None:
        tables = {"files": self.files, "begun": self.begun}
        content = {key: {name: asdict(version) for name, version in table.items()} for key, table in tables.items()}
        self.path.parent.mkdir(parents=True, exist_ok=True)
        beside = self.path.with_suffix(".tmp")
        beside.write_text(json.dumps(content, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        beside.replace(self.path)


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
        wrong = ""
        for _ in self._tries():
            try:
                with self._get(url, {}, self.manners.longest_page) as response:
                    return self._page(response)
            except _Again as again:
                wrong = str(again)
        raise NotFetched(f"{wrong} ({self._tried})")

    def _page(self, response: requests.Response) -> str:
        if response.status_code == 304:
            raise _Again("the server answered 304, which it was not asked for")
        _check_status(response, (200,))
        body = bytearray()
        try:
            for chunk in response.iter_content(CHUNK):
                body += chunk
                if len(body) > MOST_PAGE_BYTES:
                    raise NotFetched(f"the page is larger than {MOST_PAGE_BYTES // 2**20} MiB")
        except (requests.RequestException, HTTPError):
            raise _Again(self._cut("page")) from None
        if self._deadline.is_over:
            raise _Again(self._cut("page"))
        return body.decode("utf-8", errors="replace")

    def file(self, url: str, target: Path, name: str, state: State) -> Outcome:
        """Bring `target` to what `url` gives, and say what that was. `name` is what the state calls the file."""
        part = state.path.parent / f"{name.replace('/', '--')}.part"
        wrong, refusal = "", None
        for _ in self._tries():
            try:
                return self._file(url, target, name, state=state, part=part)
            except _Again as again:
                wrong, refusal = str(again), again.refusal
        if refusal:
            raise refusal
        raise NotFetched(f"{wrong} ({self._tried})" + ("; what has come is kept" if part.exists() else ""))

    def _file(self, url: str, target: Path, name: str, *, state: State, part: Path) -> Outcome:
        """One try."""
        beginning, refusal = state.begun.get(name), None
        have = part.stat().st_size if part.exists() and beginning and beginning.url == url and beginning.mark else 0
        headers = {"Accept-Encoding": "identity"}
        held = state.files.get(name)
        is_asked_for_changes = False
        if held and held.url == url and target.exists() and target.stat().st_size == held.size:
            headers |= {"If-None-Match": held.etag} if _ETAG.fullmatch(held.etag) else {}
            headers |= {"If-Modified-Since": held.last_modified} if _DATE.fullmatch(held.last_modified) else {}
            is_asked_for_changes = len(headers) > 1
        if have and beginning:
            headers |= {"Range": f"bytes={have}-", "If-Range": beginning.mark}
        with self._get(url, headers, self.manners.longest_download) as response:
            if response.status_code == 304 and is_asked_for_changes:
                _drop(part, name, state)
                return "unchanged"
            if response.status_code == 304:
                raise _Again("the server answered 304, which it was not asked for")
            if response.status_code == 416:
                # What was begun is longer than the file, or is of another version after all.
                _drop(part, name, state)
                raise _Again("the server would not continue the file")
            _check_status(response, (200, 206))
            try:
                total = _total(response, have)
            except _Again:
                _drop(part, name, state)
                raise
            self._check_size(total, part)
            version = _version(url, response)
            state.begun[name] = version
            state.save()
            is_whole = self._receive(response, part, have if response.status_code == 206 else 0, total)
        if not is_whole:
            raise _Again(self._cut("file"))
        if not _has_end(part, target.suffix):
            # As long as the server said, and yet a part: there is nothing to continue.
            if total is not None:
                try:
                    check_content(part, target.suffix)
                except SourceRefused as refused:
                    refusal = refused
                _drop(part, name, state)
            raise _Again(self._cut("file"), refusal)
        return _accept(part, target, name, version=version, state=state)

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

    def _tries(self) -> Iterator[int]:
        """Further tries for what came cut short; an address that does not answer is tried again by the adapter."""
        for attempt in range(self.manners.retries + 1):
            if attempt:
                time.sleep(min(self.manners.longest_wait, self.manners.back_off * 2 ** (attempt - 1)))
            yield attempt

    def _receive(self, response: requests.Response, part: Path, have: int, total: int | None) -> bool:
        """Write a body behind the first `have` bytes; whether it came whole."""
        size = have
        with part.open("ab" if have else "wb") as file:
            try:
                for chunk in response.iter_content(CHUNK):
                    file.write(chunk)
                    size += len(chunk)
                    self._check_size(size, part)
            except (requests.RequestException, HTTPError):
                return False
        if self._deadline.is_over:
            return False
        return total is None or size == total

    def _check_size(self, size: int | None, part: Path) -> None:
        if size is not None and size > self.manners.most_mebibytes * 2**20:
            part.unlink(missing_ok=True)
            raise SourceRefused(f"the file has more than {self.manners.most_mebibytes} MiB")


def _check_status(response: requests.Response, accepted: tuple[int, ...]) -> None:
    if response.status_code not in accepted:
        kind = NotThere if response.status_code in (404, 410) else NotFetched
        raise kind(f"the server answered {response.status_code}")


def _version(url: str, response: requests.Response) -> FileVersion:
    """The marks of a version, as far as they can be sent back."""
    etag, date = response.headers.get("ETag", ""), response.headers.get("Last-Modified", "")
    return FileVersion(url, etag if _ETAG.fullmatch(etag) else "", date if _DATE.fullmatch(date) else "")


def _total(response: requests.Response, have: int) -> int | None:
    """How long the whole file is, as the server says. Raises _Again where it continues at another place."""
    if response.status_code == 206:
        span = response.headers.get("Content-Range", "")
        content_range = re.fullmatch(r"bytes ([0-9]{1,15})-[0-9]{1,15}/([0-9]{1,15})", span)
        if not content_range or int(content_range.group(1)) != have:
            raise _Again("the server continued the file at another place than was asked for")
        return int(content_range.group(2))
    length = response.headers.get("Content-Length", "")
    return int(length) if re.fullmatch(r"[0-9]{1,15}", length) else None


def _accept(part: Path, target: Path, name: str, *, version: FileVersion, state: State) -> Outcome:
    """Give a whole file its name if it is what it should be. Raises SourceRefused, and drops it, if not."""
    try:
        check_content(part, target.suffix)
    except SourceRefused:
        _drop(part, name, state)
        raise
    digest = _digest(part)
    outcome: Outcome = "new"
    if target.exists():
        outcome = "unchanged" if _digest(target) == digest else "changed"
    target.parent.mkdir(parents=True, exist_ok=True)
    state.files[name] = replace(version, size=part.stat().st_size, sha256=digest)
    part.replace(target)
    _drop(part, name, state)
    return outcome


def _drop(part: Path, name: str, state: State) -> None:
    """Forget what was begun."""
    part.unlink(missing_ok=True)
    state.begun.pop(name, None)
    state.save()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def check_content(path: Path, suffix: str) -> None:
    """Refuse a file that does not hold what its name says: a PDF, a zipped spreadsheet (ODS, XLSX) or CSV."""
    with path.open("rb") as file:
        start = file.read(1024)
    beginning = f'the file begins with "{_printable(start)}"' if start else "the file is empty"
    if suffix == ".pdf":
        if b"%PDF-" not in start:
            raise SourceRefused(f"not a PDF: {beginning}")
    elif suffix == ".csv":
        if not start or _HTML.match(start) or b"\0" in start:
            raise SourceRefused(f"not a CSV table: {beginning}")
    elif not zipfile.is_zipfile(path):
        raise SourceRefused(f"not a spreadsheet ({suffix[1:].upper()}): {beginning}")


def _has_end(path: Path, suffix: str) -> bool:
    """Whether a file ends as its kind does; one that is of another kind than its name says is refused elsewhere."""
    with path.open("rb") as file:
        start = file.read(1024)
        if suffix == ".pdf":
            file.seek(max(0, path.stat().st_size - 4096))
            return b"%PDF-" not in start or b"%%EOF" in file.read()
    # A zip has its list of contents at the end.
    return suffix == ".csv" or not start.startswith(b"PK") or zipfile.is_zipfile(path)


def _printable(start: bytes) -> str:
    line = start[:200].decode("utf-8", errors="replace").strip().split("\n", 1)[0]
    return "".join(c if c.isprintable() and c != "\ufffd" else "?" for c in line)[:15]


def as_json(text: str) -> Any:
    """A page that should be JSON. Raises NotFetched if it is not."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise NotFetched(f'not JSON: the page begins with "{_printable(text[:200].encode())}"') from None


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
