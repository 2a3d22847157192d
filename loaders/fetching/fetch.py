"""`python -m loaders fetch`: newly published statistics and reports, from where the inspectorate publishes them.

What there is comes from the publisher's content interface (releases and their attachments) and from each authority's
page on the reports site (links that end in a report's number). `download` gets one file at a time. What was new, what
was refused and why, and what was left alone is said at the end on standard error.
"""

import argparse
import datetime as dt
import difflib
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from importlib import metadata
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from loaders.fetching import collection_file
from loaders.fetching.hosts import Allowed
from loaders.fetching.http import (
    Client,
    Manners,
    NotFetched,
    NotThere,
    State,
    as_json,
    content_problem,
    find_links,
    safe_name,
)
from loaders.record import reference
from loaders.record.errors import FolderInvalid, SourceRefused
from loaders.record.reference import REFERENCE_FOLDER, Authority
from loaders.record.toml_file import read_toml

STATE = Path(".fetch") / "state.json"
GIVE_UP = 5


@dataclass(frozen=True)
class Statistics:
    """Where releases are listed, and which of them and of their attachments are wanted, as pairs of patterns."""

    url: str
    content: str
    collections: list[str]
    formats: list[str]
    edition: str
    first_edition: int
    releases: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]


@dataclass(frozen=True)
class Reports:
    """An authority's page and the links on it that lead to reports; the address of a report by its number."""

    url: str
    page: str
    link: re.Pattern[str]
    wanted: re.Pattern[str]
    unwanted: re.Pattern[str]
    files_url: str
    file: str
    what: str
    frameworks: list[str]


@dataclass(frozen=True)
class ListedFile:
    """One file to have: its place under the output folder, and where it is published."""

    name: str
    url: str


@dataclass
class Summary:
    """What a run did, for the last lines and the exit status."""

    counts: Counter[str] = field(default_factory=Counter)
    refused: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)
    pages: int = 0
    failures_in_a_row: int = 0
    is_whole: bool = True

    def fail(self, message: str) -> None:
        self.failed.append(message)
        self.is_whole = False
        self.failures_in_a_row += 1

    def refuse(self, message: str) -> None:
        self.refused.append(message)
        self.is_whole = False
        self.has_answer()

    def has_answer(self) -> None:
        self.failures_in_a_row = 0

    def has_page(self) -> None:
        self.pages += 1
        self.has_answer()

    @property
    def gives_up(self) -> bool:
        """Whether to leave a server alone that has failed this often, one time after another."""
        return self.failures_in_a_row >= GIVE_UP

    @property
    def status(self) -> int:
        if self.failed and not self.pages:
            return 2
        return 1 if self.failed or self.refused else 0


def run(args: argparse.Namespace) -> int:
    """Fetch what is new. 0: all well, 1: some refused or failed, 2: nothing could be reached, or wrong usage."""
    register = reference.load().register
    if unknown := [slug for slug in args.authority if slug not in register.by_id]:
        for slug in unknown:
            near = difflib.get_close_matches(slug, register.by_id, n=3)
            _say(f"no authority {slug!r} in the register" + (f"; near it: {', '.join(near)}" if near else ""))
        return 2
    if args.output.exists() and not args.output.is_dir():
        _say(f"{args.output}: not a folder")
        return 2
    manners, statistics, reports = settings()
    own_manners = {name: getattr(args, name) for name in ("pause", "timeout", "retries", "back_off")}
    manners = replace(manners, **{name: value for name, value in own_manners.items() if value is not None})
    statistics = replace(statistics, url=args.statistics_url or statistics.url)
    reports = replace(reports, url=args.reports_url or reports.url, files_url=args.files_url or reports.files_url)
    authorities = [register.by_id[slug] for slug in dict.fromkeys(args.authority)] or list(register.authorities)
    own_urls = [url for url in (args.statistics_url, args.reports_url, args.files_url) if url]
    client, summary = Client(manners, Allowed(manners.hosts, own_urls)), Summary()
    started = dt.datetime.now(dt.UTC).date()
    # Pages are asked for one by one as their files are wanted, so that a limit spares the pages behind it.
    items = chain(
        () if args.only == "reports" else _statistics(client, statistics, summary),
        () if args.only == "statistics" else _reports(client, reports, authorities, summary=summary),
    )
    try:
        addresses = _fetch_all(args, items, client, summary=summary)
        if summary.is_whole and not args.authority and args.only != "statistics" and not args.dry_run:
            place = collection_file.write(
                args.output,
                reports.what,
                reports.frameworks,
                listed_at=reports.url,
                addresses=addresses,
                day=started,
            )
            _say(f"wrote      {place.relative_to(args.output)}: every page was read, and every report is here")
    except KeyboardInterrupt:
        summary.fail("stopped before the end; the next run asks for what is not here")
    if summary.gives_up:
        _say(f"gave up after {GIVE_UP} failures one after another")
    _report(summary, args.output)
    return summary.status


def _fetch_all(
    args: argparse.Namespace, items: Iterator[ListedFile], client: Client, *, summary: Summary
) -> dict[str, str]:
    """Fetch each item that is not here; the addresses of all that are listed, as far as the run went."""
    state = State(args.output / STATE)
    requests = 0
    addresses: dict[str, str] = {}
    for item in items if args.limit != 0 else ():
        if item.name in addresses:
            continue
        addresses[item.name] = item.url
        target = args.output / item.name
        if _is_complete(item, target, state):
            _say(f"unchanged  {item.name}")
            summary.counts["unchanged"] += 1
            continue
        requests += 1
        if args.dry_run:
            print(f"{item.name}\t{item.url}")
            summary.counts["listed"] += 1
        else:
            _fetch(item, target, state, client=client, summary=summary)
        if summary.gives_up:
            break
        if requests == args.limit:
            _say(f"stopped after {requests} files, as --limit says")
            summary.is_whole = False
            break
    if args.limit == 0 or summary.gives_up:
        summary.is_whole = False
    return addresses


def _fetch(item: ListedFile, target: Path, state: State, *, client: Client, summary: Summary) -> None:
    try:
        outcome = client.file(item.url, target, item.name, state)
    except SourceRefused as refused:
        summary.refuse(f"{item.name}: {refused}")
        _say(f"refused    {item.name}: {refused}")
    except NotFetched as failed:
        summary.fail(f"{item.name}: {failed}")
        _say(f"failed     {item.name}: {failed}")
    else:
        summary.has_answer()
        summary.counts[outcome] += 1
        _say(f"{outcome:<10} {item.name} ({target.stat().st_size / 1024:.0f} KiB)")


def _is_complete(item: ListedFile, target: Path, state: State) -> bool:
    """Whether a report is here already. A report's number stands for what it says; statistics are asked for anew."""
    if target.suffix != ".pdf" or not target.is_file() or content_problem(target.read_bytes(), target.suffix):
        return False
    version = state.files.get(item.name)
    return version is None or version.is_of(target)


def _statistics(client: Client, settings: Statistics, summary: Summary) -> Iterator[ListedFile]:
    listed_paths: set[str] = set()
    for collection in settings.collections:
        collection_page = _content(client, settings, collection, summary=summary)
        documents = _list(_dict(_dict(collection_page).get("links")).get("documents"))
        releases = [
            (str(document.get("base_path", "")), attachments)
            for document in map(_dict, documents)
            for title, attachments in settings.releases
            if title.search(str(document.get("title", "")))
        ]
        if collection_page is not None and not releases:
            summary.fail(f"{collection}: no release that is wanted among its {len(documents)} documents")
        for path, attachments in releases:
            listed_paths.add(path)
            yield from _attachments(client, settings, path, link_text=attachments, summary=summary)
    for year in range(settings.first_edition, dt.datetime.now(dt.UTC).year + 1):
        if (path := settings.edition.format(year=year)) not in listed_paths and not summary.gives_up:
            yield from _attachments(
                client, settings, path, link_text=settings.releases[0][1], summary=summary, is_sure=False
            )


def _attachments(
    client: Client,
    settings: Statistics,
    path: str,
    *,
    link_text: re.Pattern[str],
    summary: Summary,
    is_sure: bool = True,
) -> Iterator[ListedFile]:
    """The tables of one release, of each the format that is liked best; `is_sure` says that it must be there."""
    release = _content(client, settings, path, summary=summary, is_sure=is_sure)
    best: dict[str, tuple[int, ListedFile]] = {}
    for attachment in map(_dict, _list(_dict(_dict(release).get("details")).get("attachments"))):
        try:
            url = urljoin(settings.url, str(attachment.get("url", "")))
        except ValueError:
            continue
        name = safe_name(str(attachment.get("filename") or url.rsplit("/", 1)[-1]))
        stem, _, suffix = name.rpartition(".")
        text = f"{attachment.get('title', '')} {name.replace('_', ' ')}"
        if suffix.lower() in settings.formats and link_text.search(text):
            rank = settings.formats.index(suffix.lower())
            item = ListedFile(f"statistics/{safe_name(path.rsplit('/', 1)[-1])}/{stem}.{suffix.lower()}", url)
            if stem not in best or rank < best[stem][0]:
                best[stem] = (rank, item)
    if release is not None and not best:
        summary.fail(f"{path}: no table among its attachments ({', '.join(settings.formats)})")
    for _, item in best.values():
        yield item


def _content(client: Client, settings: Statistics, path: str, *, summary: Summary, is_sure: bool = True) -> Any:
    """What the content interface says of a page; None, and a failure, where it says nothing."""
    try:
        content = as_json(client.page(settings.url + settings.content.format(path=path)))
    except NotFetched as failed:
        if isinstance(failed, NotThere) and not is_sure:
            summary.has_answer()
            return None
        summary.fail(f"{path}: {failed}")
        return None
    summary.has_page()
    return content


def _reports(
    client: Client, settings: Reports, authorities: list[Authority], *, summary: Summary
) -> Iterator[ListedFile]:
    for authority in authorities:
        if summary.gives_up:
            return
        if not authority.ofsted_urn:
            summary.left_out["authorities without a page of their own"] += 1
            summary.is_whole &= not authority.existed(dt.datetime.now(dt.UTC).date())
            continue
        try:
            page = client.page(settings.url + settings.page.format(urn=authority.ofsted_urn))
        except NotFetched as failed:
            summary.fail(f"{authority.name}: {failed}")
            continue
        summary.has_page()
        links = [(match.group(1), text) for href, text in find_links(page) if (match := settings.link.search(href))]
        if not links:
            summary.fail(f"{authority.name}: no link to a file on its page")
        for number, text in links:
            if settings.wanted.search(text) and not settings.unwanted.search(text):
                yield ListedFile(
                    f"reports/{int(number)}.pdf", settings.files_url + settings.file.format(number=int(number))
                )
            else:
                summary.left_out[re.split(r",? pdf\b| - \d", text)[0].strip() or "links without words"] += 1


def _report(summary: Summary, output: Path) -> None:
    for message in (*(f"refused: {m}" for m in summary.refused), *(f"failed: {m}" for m in summary.failed)):
        _say(message)
    if summary.left_out:
        _say("left out: " + ", ".join(f"{reason} {count}" for reason, count in sorted(summary.left_out.items())))
    order = ("listed", "new", "changed", "unchanged")
    counts = [f"{summary.counts[kind]} {kind}" for kind in order if kind != "listed" or summary.counts[kind]]
    _say(f"{output}: {', '.join(counts)}, {len(summary.refused)} refused, {len(summary.failed)} failed")


def settings(path: Path = REFERENCE_FOLDER / "fetch.toml") -> tuple[Manners, Statistics, Reports]:
    """The manners, hosts and addresses of `fetch.toml`. Raises FolderInvalid when it cannot be read."""
    try:
        content = read_toml(path)
        releases = tuple(
            (_pattern(r["title"]), _pattern(r["attachments"])) for r in content["statistics"].pop("release")
        )
        reports: dict[str, Any] = content["reports"]
        reports |= {name: _pattern(reports[name]) for name in ("link", "wanted", "unwanted")}
        agent = content["user_agent"].format(version=_version())
        manners = Manners(user_agent=agent, hosts=tuple(content["hosts"]), **content["manners"])
        Allowed(manners.hosts)
        return manners, Statistics(releases=releases, **content["statistics"]), Reports(**reports)
    except (ValueError, KeyError, TypeError, re.error) as error:
        raise FolderInvalid([f"{path.name}: cannot be read: {error}"]) from error


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


def _version() -> str:
    """The version of the project as installed, or as its own file says in a checkout."""
    try:
        return metadata.version("gradeline")
    except metadata.PackageNotFoundError:
        return str(read_toml(Path(__file__).parents[2] / "pyproject.toml", part="project")["version"])


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _say(line: str) -> None:
    print(line, file=sys.stderr)
