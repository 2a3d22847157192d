"""`gradeline export DIR`: the whole site as files that any web server can serve, under any path.

The site is crawled (`crawl`), made into files (`rewrite`), written beside the folder that it replaces, and put in its
place whole. The same data give the same bytes.
"""

import argparse
import json
import re
import sys
import time
import zlib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePosixPath

from tqdm import tqdm

from dashboard.markup import chrome
from dashboard.store import DEFAULT_FOLDER, Store, open_store
from dashboard.texts import texts_of
from dashboard.web import static_files
from dashboard.web.files import charts
from dashboard.web.files.crawl import JOBS, NOWHERE, Answer, NotExported, crawl
from dashboard.web.files.packed import pack_tables
from dashboard.web.files.rewrite import ELSEWHERE, SCRIPT, Site
from loaders.record.errors import FolderInvalid
from loaders.record.replacing import beside, put_in_place

MARKER = ".gradeline-site"
"""In every folder that this command wrote: it replaces no other one."""
NAMES = "/assets/names.json"
MOST_JOBS = 64


def main(arguments: list[str] | None = None, program: str = "gradeline export") -> int:
    """Write the site. The exit status is 2 where it cannot be written, and the folder is as it was then."""
    parser = argparse.ArgumentParser(prog=program, description="Write the whole site as files.")
    parser.add_argument("folder", type=Path, metavar="DIR", help="the folder; replaced whole, or left as it was")
    parser.add_argument("--base-url", type=_base, default="", metavar="URL", help="where the files will be published")
    parser.add_argument("--data", type=Path, default=DEFAULT_FOLDER, help="data folder (default data/built)")
    parser.add_argument(
        "--jobs", type=_jobs, default=JOBS, metavar="N", help="pages at once (default: a core each, up to 4)"
    )
    args = parser.parse_args(arguments)
    started = time.monotonic()
    try:
        files = export(open_store(args.data), args.base_url, args.jobs)
        write(args.folder, files)
    except FolderInvalid as invalid:
        return _refuse(f"{args.data}: {invalid.problems[0]}")
    except NotExported as refusal:
        return _refuse(str(refusal))
    except OSError as error:
        return _refuse(f"{error.filename or args.folder}: {error.strerror or error}")
    except KeyboardInterrupt:
        return _refuse("stopped; nothing was changed")
    with ThreadPoolExecutor() as threads:
        packed = sum(threads.map(lambda content: len(zlib.compress(content, 6)), files.values()))
    size = sum(map(len, files.values()))
    print(
        f"{args.folder}: {len(files)} files, {size / 1e6:.1f} MB ({packed / 1e6:.1f} MB compressed), "
        f"{time.monotonic() - started:.0f} s",
        file=sys.stderr,
    )
    return 0


def export(store: Store, base: str = "", jobs: int = JOBS) -> dict[str, bytes]:
    with tqdm(unit=" addresses", file=sys.stderr, disable=not sys.stderr.isatty()) as bar:

        def progress(count: int, total: int) -> None:
            bar.total = total
            bar.update(count - bar.n)

        answers = crawl(store, progress, jobs)
    answers = pack_tables(answers, store.as_at)
    answers |= {answer.path: answer for answer in _own(store, answers)}
    site = Site(answers, base)
    files = {site.places[path]: site.content(answer) for path, answer in sorted(answers.items())}
    # GitHub Pages leaves out folders that begin with an underscore or a dot unless this is there.
    return files | {".nojekyll": b"", MARKER: f"{store.version}\n".encode()}


def _own(store: Store, answers: Mapping[str, Answer]) -> list[Answer]:
    """What only a copy of files has: its script, the councils' names, and the page that says what it lacks."""
    pages = {path for path, answer in answers.items() if answer.is_page}
    names = [
        {
            "id": authority.authority_id,
            "names": [authority.name, *authority.aliases, authority.gss_code, authority.dfe_la_number],
            "page": f"authority/{authority.authority_id}/index.html",
        }
        for authority in store.reference.register.authorities
        if f"/authority/{authority.authority_id}" in pages
    ]
    script = charts.shared().encode() + (static_files.ASSETS / SCRIPT).read_bytes()
    title, text = (texts_of("copy")[name] for name in ("title", "text"))
    page = re.sub(r"<title>.*?</title>", f"<title>{title} – {chrome.NAME}</title>", answers[NOWHERE].body.decode())
    main_part = rf'\1<div class="heading"><h1>{title}</h1></div><p>{text}</p>\2'
    page = re.sub(r"(<main\b[^>]*>).*?(</main>)", main_part, page, flags=re.DOTALL)
    return [
        Answer(ELSEWHERE, page.encode(), "text/html"),
        Answer(f"/assets/{SCRIPT}", script, "text/javascript"),
        Answer(NAMES, (json.dumps(names, ensure_ascii=False) + "\n").encode(), "application/json"),
    ]


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put the files in the place of the folder that was there. Raises NotExported where that one is not a site."""
    folder = folder.resolve()
    if folder.exists() and not folder.is_dir():
        raise NotExported(f"{folder.name} is a file; choose a folder")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARKER).is_file():
        raise NotExported(f"{folder.name} holds other files; choose an empty folder, or one that export has written")
    folder.parent.mkdir(parents=True, exist_ok=True)
    if outside := next((name for name in files if name.startswith("/") or ".." in PurePosixPath(name).parts), None):
        raise NotExported(f"{outside!r} would stand outside the folder")
    with beside(folder) as fresh:
        for place in {(fresh / name).parent for name in files}:
            place.mkdir(parents=True, exist_ok=True)
        with ThreadPoolExecutor() as threads:
            list(threads.map(lambda name: (fresh / name).write_bytes(files[name]), files))
        fresh.chmod(0o755)
        put_in_place(fresh, folder)


def _jobs(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST_JOBS:
        raise argparse.ArgumentTypeError(f"wanted a number from 1 to {MOST_JOBS}, found {text!r}")
    return int(text)


def _base(text: str) -> str:
    if text and not re.fullmatch(r"https?://[A-Za-z0-9.-]+(?::\d+)?(?:/[A-Za-z0-9._~-]+)*/?", text):
        raise argparse.ArgumentTypeError(f"wanted an address such as https://example.org/grades, found {text!r}")
    return text


def _refuse(message: str) -> int:
    print(message, file=sys.stderr)
    return 2
