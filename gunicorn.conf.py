"""How `make serve` serves: gunicorn reads this file, and the environment variables named in the README's table."""

import gc
import os
import resource
import sys

from dashboard.web.settings import SettingWrong, number_from

host = os.environ.get("GRADELINE_HOST") or os.environ.get("HOST") or "127.0.0.1"
port = os.environ.get("GRADELINE_PORT") or os.environ.get("PORT") or "8050"

wsgi_app = "app:asgi()"
bind = f"{host}:{port}"
# An event loop holds the clients, and threads (GRADELINE_THREADS) only requests that have come whole: who says nothing,
# or a byte at a time, holds up nobody (`dashboard.web.asgi_bridge`).
worker_class = "asgi"
# The loop that is tested, whatever else is installed.
asgi_loop = "asyncio"
# The application and the data are loaded once, before the workers are made from that process and share its memory.
preload_app = True
try:
    # One for each core that this process may use, and another where there is one core alone. Each keeps pages of its
    # own: twice as many made a sixth more pages for the same requests, in two thirds more memory.
    workers = number_from(os.environ, "GRADELINE_WORKERS", max(2, len(os.sched_getaffinity(0))))
    timeout = number_from(os.environ, "GRADELINE_TIMEOUT", 60)
    # After SIGTERM, requests that have begun are finished, for as long as this.
    graceful_timeout = number_from(os.environ, "GRADELINE_GRACEFUL_TIMEOUT", 30)
except SettingWrong as wrong:
    print(wrong, file=sys.stderr)
    sys.exit(2)
keepalive = 5
backlog = 2048

# An address of the application has at most 4,000 characters; a browser sends some 20 fields. How long bodies may be,
# the application says (`dashboard.web.limits.BODIES`).
limit_request_line = 8190
limit_request_fields = 60
limit_request_field_size = 8190

# Requests are logged by the application (`dashboard.web.request_log`).
accesslog = None
errorlog = "-"
loglevel = os.environ.get("GRADELINE_LOG_LEVEL", "info")

control_socket_disable = True
# Where workers say that they are alive must never be a disk that can be slow or full.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: PTH112


def raise_descriptors() -> None:
    """As many connections as the system lets this user have: the limit that programs begin with is often 1,024."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


raise_descriptors()


def on_starting(server) -> None:  # type: ignore[no-untyped-def]
    """Say what an operator would rather know before visitors' files are read."""
    if os.geteuid() == 0:
        server.log.warning(
            "This server runs as root. It needs no right that a user of its own has not; files that visitors bring "
            "are read with fewer protections. Start it as another user."
        )


# What is loaded before the workers are forked lives as long as they do. To look through it for garbage while it grows
# took a third of the start; and what is never looked through is never written to, so that workers share its memory.
gc.disable()


def pre_fork(server, worker) -> None:  # type: ignore[no-untyped-def]  # noqa: ARG001
    gc.freeze()


def post_fork(server, worker) -> None:  # type: ignore[no-untyped-def]  # noqa: ARG001
    gc.enable()


def post_worker_init(worker) -> None:  # type: ignore[no-untyped-def]
    from dashboard.web.balance import balance

    balance(worker)
