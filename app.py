"""Serve the dashboard over a data folder, with the options of the contract: `python app.py --help`."""

from __future__ import annotations

import sys

from dashboard.serve import asgi, main, wsgi

__all__ = ["asgi", "main", "wsgi"]

if __name__ == "__main__":
    sys.exit(main(program="python app.py"))
