"""Serve the dashboard over a data folder: opens the store, makes the app, serves. No other logic."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from flask import Flask

from dashboard.server import create_app
from dashboard.store import DEFAULT_FOLDER, open_store
from loaders.errors import FolderInvalid


def wsgi(data: str = "") -> Flask:
    """The WSGI application over a data folder, for gunicorn: `gunicorn 'app:wsgi("data/built")'`."""
    return create_app(open_store(Path(data) if data else DEFAULT_FOLDER)).server  # type: ignore[no-any-return]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python app.py", description="Serve the Gradeline dashboard.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default 127.0.0.1)")
    parser.add_argument("--port", type=int, default=8050, help="port to listen on (default 8050)")
    parser.add_argument(
        "--data", type=Path, default=DEFAULT_FOLDER, metavar="DIR", help="data folder (default data/built)"
    )
    args = parser.parse_args(arguments)
    try:
        app = create_app(open_store(args.data))
    except FolderInvalid as invalid:
        more = len(invalid.problems) - 1
        tail = f" (and {more} more; python -m loaders check {args.data} lists them)" if more else ""
        print(f"{args.data}: {invalid.problems[0]}{tail}", file=sys.stderr)
        return 2
    try:
        app.run(host=args.host, port=args.port, debug=False)
    except (OSError, SystemExit) as error:
        print(f"cannot serve on {args.host}:{args.port}: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
