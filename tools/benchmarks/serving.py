"""A server as `make serve` starts it, bare or Gradeline, in processes of its own: its start, its memory, its end."""

from __future__ import annotations

import functools
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.local_server import CHECKOUT, HOST, NotServed, free_port, running

__all__ = ["CHECKOUT", "HOST", "NotServed", "free_port", "served"]

BARE = "bare"
BARE_WITH_PANDAS = "bare with pandas and plotly"
BARE_DEFAULT = "bare with what Dash sends by default"
GRADELINE = "Gradeline"


@dataclass(frozen=True)
class Server:
    port: int
    pid: int
    seconds_to_first_page: float

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}"

    def workers(self) -> list[int]:
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text(encoding="ascii")
        return [int(child) for child in children.split()]

    def memory(self) -> list[float]:
        """MiB of each worker, each shared page counted in parts (PSS)."""
        return [proportional_memory(worker) for worker in self.workers()]


@contextmanager
def served(kind: str, data: Path | None = None, log: Path | None = None, **settings: str) -> Iterator[Server]:
    """Start one, wait until `/` is answered whole, stop it at the end. `log` is where what it prints can be read."""
    port = free_port()
    application = ["tools.benchmarks.bare_app:asgi()"] if kind != GRADELINE else []
    environment = {
        **child_environment(),
        "GRADELINE_HOST": HOST,
        "GRADELINE_PORT": str(port),
        "GRADELINE_WORKERS": "2",
        "GRADELINE_ACCESS_LOG": "",
        "GRADELINE_LOG_LEVEL": "warning",
        "MALLOC_ARENA_MAX": "2",  # as `deploy/serve.sh` has it
        **({"GRADELINE_DATA": str(data)} if data else {}),
        **({"BARE_PANDAS": "1"} if kind == BARE_WITH_PANDAS else {}),
        **({"BARE_DEFAULT": "1"} if kind == BARE_DEFAULT else {}),
        **settings,
    }
    begun = time.perf_counter()
    command = [sys.executable, "-m", "gunicorn", *application]
    with running(kind, command, environment, f"http://{HOST}:{port}/", log) as process:
        server = Server(port, process.pid, time.perf_counter() - begun)
        # Memory is shared by all of them: one that is still to come would be missing.
        workers = int(environment["GRADELINE_WORKERS"] or max(2, len(os.sched_getaffinity(0))))
        while process.poll() is None and len(server.workers()) < workers:
            time.sleep(0.01)
        yield server


def child_environment() -> dict[str, str]:
    """This process's environment, with compiled modules kept from one start to the next and out of the checkout."""
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return variables | {"PYTHONPYCACHEPREFIX": _private_folder().name}


@functools.cache
def _private_folder() -> tempfile.TemporaryDirectory[str]:
    """A folder that nobody else can write to: what lies there is run. It goes with this process."""
    return tempfile.TemporaryDirectory(prefix="gradeline-bytecode-", ignore_cleanup_errors=True)


def proportional_memory(pid: int) -> float:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise NotServed(f"process {pid} says nothing of its memory")
