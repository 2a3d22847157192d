"""`dashboard.wsgi:server` for WSGI servers; the data folder is named by the environment variable GRADELINE_DATA."""

import os
from pathlib import Path

from dashboard.server import create_app
from dashboard.store import DEFAULT_FOLDER, open_store

server = create_app(open_store(Path(os.environ.get("GRADELINE_DATA") or DEFAULT_FOLDER))).server
