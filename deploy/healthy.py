"""Whether the server of this machine is ready, as an exit status: the container's health check."""

import os
import sys
import urllib.request

port = os.environ.get("GRADELINE_PORT") or os.environ.get("PORT") or "8050"
prefix = os.environ.get("GRADELINE_PREFIX", "").strip("/")
address = f"http://127.0.0.1:{port}/{prefix + '/' if prefix else ''}healthz"
try:
    # Nobody's proxy stands between this machine and itself.
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(address, timeout=4) as answer:
        healthy = answer.status == 200
except OSError as error:
    print(f"{address}: {error}", file=sys.stderr)
    healthy = False
sys.exit(0 if healthy else 1)
