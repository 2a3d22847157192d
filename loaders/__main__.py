"""The command line: extract, build, check, diff and fetch. Data on standard output, all else on standard error.

Exit status 0: all sources read; 1: at least one refused, every other one still written; 2: wrong usage, or nothing at
all could be read. A command imports what it alone uses when it runs, so that the others start sooner.
"""

import argparse
import datetime as dt
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from loaders.fetching import options
from loaders.record import folder, safe_text, versions
from loaders.record.csv_text import to_csv
from loaders.record.errors import FolderInvalid
from loaders.record.model import Extraction
from loaders.record.reference import Reference, load as load_reference
from loaders.record.replacing import write_whole
from loaders.record.schema import tables


def main(arguments: list[str] | None = None, program: str = "python -m loaders") -> int:
    """Run one command; the exit status."""
    args = _parser(program).parse_args(arguments)
    try:
        return int(args.run(args))
    except FolderInvalid as invalid:
        for problem in invalid.problems:
            _say(problem)
        return 2
    except (OSError, TimeoutError) as error:
        _say(f"{getattr(error, 'filename', None) or args.command}: {getattr(error, 'strerror', None) or error}")
        return 2
    except KeyboardInterrupt:
        _say("stopped; nothing was changed")
        return 2


def _parser(program: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=program, description="Read inspection reports and official statistics into Gradeline's tables."
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    extract = commands.add_parser("extract", help="write the observations that the sources give")
    extract.add_argument("--output", type=_path, metavar="FILE", help="write there instead of to standard output")
    extract.add_argument("--format", choices=("csv", "json"), default="csv")
    _add_reading(extract)
    extract.set_defaults(run=_extract)

    make = commands.add_parser("build", help="write a whole data folder")
    make.add_argument(
        "--output", type=_path, required=True, metavar="DIR", help="the data folder; replaced whole, or left as it was"
    )
    make.add_argument(
        "--allow-fewer", action="store_true", help="replace the folder even by one with fewer inspections"
    )
    _add_reading(make)
    make.set_defaults(run=_build)

    check = commands.add_parser("check", help="validate a data folder")
    check.add_argument("folder", type=_path, metavar="DIR")
    check.set_defaults(run=_check)

    compare = commands.add_parser("diff", help="list what was added, corrected or withdrawn between two data folders")
    compare.add_argument("old", type=_path, metavar="OLD")
    compare.add_argument("new", type=_path, metavar="NEW")
    compare.add_argument("--output", type=_path, metavar="FILE", help="write there instead of to standard output")
    compare.add_argument("--add-to", type=_path, metavar="DIR", help="note NEW and its changes as a version there")
    compare.add_argument("--released", type=_day, metavar="DATE", help="the day of that version, such as 2026-11-28")
    compare.set_defaults(run=_diff)

    get = commands.add_parser("fetch", help="download newly published statistics and reports")
    options.add_arguments(get)
    get.set_defaults(run=_fetch)
    return parser


def _add_reading(parser: argparse.ArgumentParser) -> None:
    """The sources, and how they are read."""
    help_of_source = "a file, or a folder (every file in it is tried)"
    parser.add_argument("source", nargs="+", type=_path, metavar="SOURCE", help=help_of_source)
    parser.add_argument(
        "--jobs", type=_positive, default=1, metavar="N", help="how many sources to read at once (default 1)"
    )
    parser.add_argument(
        "--scheduler", default="", metavar="ADDRESS", help="read the sources on this running Dask cluster"
    )
    parser.add_argument("--no-cache", action="store_true", help="read every source again, changed or not")


def _path(text: str) -> Path:
    """A path that was given: an empty one, as of a shell's variable that is not set, would be the working directory."""
    if not text:
        raise argparse.ArgumentTypeError("the path is empty")
    return Path(text)


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number of 1 or more")
    return int(text)


def _extract(args: argparse.Namespace) -> int:
    reference = load_reference()
    extractions = _read(args)
    if not any(e.source.status == "read" for e in extractions):
        return 2
    _put(args.output, _observations(extractions, reference, args.format))
    return _status(extractions, args.absent)


def _put(output: Path | None, text: str) -> None:
    """Write to a file where one is named, else, or for a dash, to standard output."""
    if output and output != Path("-"):
        with _naming(output):
            _write(output, text)
    else:
        sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
        sys.stdout.write(text)


def _write(output: Path, text: str) -> None:
    """Write a file whole, or leave the one that was there; what is no plain file (a device, a pipe) is written to."""
    if output.is_file() or not output.exists():
        write_whole(output.resolve(), text)
    else:
        output.write_text(text, encoding="utf-8", newline="")


@contextmanager
def _naming(output: Path) -> Iterator[None]:
    """Say of a fault of the disk where it was to be written, by the name that the user gave."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(output)) from None


def _observations(extractions: list[Extraction], reference: Reference, form: str) -> str:
    from loaders.building import columns

    header = [*tables(reference)["observations"].header, "file_name"]
    rows = []
    for extraction in extractions:
        rows += [{name: row[name] for name in header} for row in columns.source_rows(extraction, reference)]
    if form == "json":
        return json.dumps(rows, indent=1, ensure_ascii=False, default=str) + "\n"
    return to_csv(header, rows)


def _build(args: argparse.Namespace) -> int:
    from loaders.building import build

    reference = load_reference()
    extractions = _read(args)
    if not any(e.source.status == "read" for e in extractions):
        return 2
    with _naming(args.output):
        record = build.build(extractions, args.output, reference, allow_fewer=args.allow_fewer)
    read_count = sum(e.source.status == "read" for e in extractions)
    count = sum(len(e.observations) for e in extractions)
    for source_id, doubt in record.reach.doubts.items():
        _say(f"{source_id}: {doubt}")
    _say(f"{args.output}: {count} observations of {read_count} sources; {len(extractions) - read_count} refused")
    return _status(extractions, args.absent)


def _read(args: argparse.Namespace) -> list[Extraction]:
    from loaders.building import sources

    absent = [path for path in args.source if not path.exists()]
    for path in absent:
        _say(f"{safe_text.visible(str(path))}: no such file or folder")
    paths = sources.walk([path for path in args.source if path.exists()])
    if not paths and not absent:
        _say(f"{', '.join(map(str, args.source))}: no file found")
    extractions = list(sources.extract_all(paths, args.jobs, args.scheduler, use_cache=not args.no_cache))
    for path, extraction in zip(paths, extractions, strict=True):
        if message := extraction.source.message:
            _say(f"{safe_text.visible(str(path))}: {message}")
    args.absent = len(absent)
    return extractions


def _status(extractions: list[Extraction], absent: int) -> int:
    return 1 if absent or any(e.source.status == "refused" for e in extractions) else 0


def _check(args: argparse.Namespace) -> int:
    place = folder.find(args.folder)
    if not place.is_dir():
        _say(f"{args.folder}: no such folder")
        return 2
    problems = folder.check(place, load_reference())
    for problem in problems:
        _say(problem)
    if not problems:
        _say(f"{args.folder}: sound")
    return 1 if problems else 0


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date like 2026-11-28") from None


def _fetch(args: argparse.Namespace) -> int:
    from loaders.fetching import fetch

    return fetch.run(args)


def _diff(args: argparse.Namespace) -> int:
    from loaders.building import diff

    rows = diff.differences(args.old, args.new, load_reference())
    if args.add_to is None or args.output is not None:
        _put(args.output, to_csv(diff.COLUMNS, rows))
    if args.add_to is not None:
        if args.released is None:
            raise FolderInvalid(["--add-to needs --released, the day of the new version"])
        version = versions.add(
            args.add_to, old=args.old, new=args.new, changes=rows, columns=diff.COLUMNS, released=args.released
        )
        _say(f"{args.add_to}: version {version} noted")
    counts = [f"{sum(row['change'] == change for row in rows)} {change}" for change in versions.COUNTS]
    _say(f"{args.old} to {args.new}: {', '.join(counts)}")
    return 0


def _say(message: str) -> None:
    print(safe_text.one_line(message, 2 * safe_text.LONGEST_MESSAGE), file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
