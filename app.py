"""Serve the dashboard over a data folder, with the options of the contract: `python app.py --help`.

`server` is the WSGI application, for hosts that look for one under that name; `wsgi()` makes it, for those that call.
"""

import gc
import sys

if __name__ == "__main__":
    gc.disable()  # until all is loaded: see `main`

from dashboard.serve import LateServer, asgi, main, wsgi

__all__ = ["asgi", "main", "server", "wsgi"]

server = LateServer()

if __name__ == "__main__":
    sys.exit(main(program="python app.py"))
