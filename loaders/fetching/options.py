"""The options of `fetch`, apart from what it does: the command line knows them without loading an HTTP client."""

import argparse
import re
from pathlib import Path
from urllib.parse import urlsplit


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--output", type=Path, required=True, metavar="DIR", help="where the files are kept")
    parser.add_argument("--only", choices=("statistics", "reports"), help="one of the two")
    parser.add_argument(
        "--authority", action="append", default=[], metavar="SLUG", help="reports of this one only; repeatable"
    )
    parser.add_argument("--limit", type=_count, metavar="N", help="stop after asking for N files")
    parser.add_argument("--dry-run", action="store_true", help="list the files on standard output and get none")
    parser.add_argument("--pause", type=_seconds, metavar="SECONDS", help="between requests")
    parser.add_argument("--timeout", type=_seconds, metavar="SECONDS", help="without a byte from the server")
    parser.add_argument("--retries", type=_count, metavar="N", help="further tries after a failure")
    parser.add_argument("--back-off", type=_seconds, metavar="SECONDS", help="before the first of them, then doubled")
    parser.add_argument("--statistics-url", type=_address, metavar="URL", help="where GOV.UK is asked instead")
    parser.add_argument("--reports-url", type=_address, metavar="URL", help="where authorities' pages are instead")
    parser.add_argument("--files-url", type=_address, metavar="URL", help="where reports are instead")


def _count(text: str) -> int:
    if not re.fullmatch(r"\d{1,6}", text):
        raise argparse.ArgumentTypeError(f"wanted a number, 0 or more, found {text!r}")
    return int(text)


def _seconds(text: str) -> float:
    if not re.fullmatch(r"\d{1,4}(\.\d{1,3})?|\.\d{1,3}", text):
        raise argparse.ArgumentTypeError(f"wanted seconds, as in 1.5, found {text!r}")
    return float(text)


def _address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise argparse.ArgumentTypeError(f"wanted an address that begins with http:// or https://, found {text!r}")
    return text.rstrip("/")
