"""`build --scheduler`: sources read on a running Dask cluster, once every worker has been seen to have this program.

Called by `sources.extract_all`. What is sent to the scheduler and the workers holds nothing but standard types, so that
one that lacks the program can say so; a difference, a scheduler that falls silent or one that dies is one line.
"""

import json
import logging
import platform
import time
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from loaders.building.cache import rules_digest
from loaders.record.extraction_json import from_json, to_json
from loaders.record.model import Extraction

SECONDS = 4.0
"""How long a scheduler is waited for; then a first worker; then the workers' answers. Who is there answers at once, so
that only one of the three is ever waited for to its end."""
PACKAGES = ("pypdfium2", "python-calamine", "pandas", "dask")
Run = Callable[[Callable[[Path], Extraction], list[Path]], Iterator[Extraction]]


def state() -> dict[str, str]:
    """What must be the same wherever sources are read: Python, this program to the byte, and what it reads with."""
    versions = {"Python": platform.python_version(), "Gradeline": rules_digest()[:12]}
    for package in PACKAGES:
        try:
            versions[package] = version(package)
        except PackageNotFoundError:
            versions[package] = "absent"
    return versions


def read_there(path: str, cache: str) -> str:
    """On a worker: the extraction of one file, as JSON."""
    from loaders.building import sources

    extraction = sources.extract_one(Path(path), Path(cache) if cache else None)
    return json.dumps(to_json(extraction), default=str)


def _shipped() -> tuple[Callable[[], dict[str, str]], Callable[[str, str], str]]:
    """Two functions that are sent by their code, since they are local, and import this program where they arrive."""

    def look() -> dict[str, str]:
        try:
            from loaders.building.cluster import state as its_state
        except ImportError as error:
            return {"absent": str(error.name or error)}
        return its_state()

    def read(path: str, cache: str) -> str:
        from loaders.building.cluster import read_there as its_read

        return its_read(path, cache)

    return look, read


@contextmanager
def on_cluster(scheduler: str) -> Iterator[Run]:
    """A way to read files on the cluster, each named by its whole path. Raises OSError, in one line, where it fails.

    Of the function that reads one here, which workers have under the same name, the folder of the cache is taken.
    """
    from dask.distributed import Client

    # What its loggers would say in many lines is said in one, below.
    for name in [name for name in logging.root.manager.loggerDict if name.partition(".")[0] == "distributed"]:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    look, reader = _shipped()
    with _in_one_line(scheduler):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of versions: those that matter are compared below
            client = Client(scheduler, timeout=SECONDS)
        try:
            _compare(client, scheduler, look)

            def run(extract: Callable[[Path], Extraction], paths: list[Path]) -> Iterator[Extraction]:
                (cache,) = extract.keywords.values() if isinstance(extract, partial) else (None,)
                names = [str(path.absolute()) for path in paths]
                with _in_one_line(scheduler):
                    futures = client.map(reader, names, [str(cache or "")] * len(names), pure=False)
                for future in futures:
                    with _in_one_line(scheduler):
                        answer = future.result()
                    future.release()
                    yield from_json(json.loads(answer))

            yield run
        finally:
            client.close(timeout=1)


def _compare(client: Any, scheduler: str, look: Callable[[], dict[str, str]]) -> None:
    """Refuse a cluster one of whose workers is not as we are."""
    end = time.monotonic() + SECONDS
    while not client.scheduler_info()["workers"]:
        if time.monotonic() > end:
            raise OSError(f"the scheduler {scheduler} has no worker")
        time.sleep(0.1)
    ours = state()
    for worker, theirs in sorted(client.run(look, callback_timeout=SECONDS).items()):
        if absent := theirs.get("absent"):
            raise OSError(f"the worker {worker} lacks this program: it has no module {absent}")
        for name, value in ours.items():
            if theirs.get(name) != value:
                raise OSError(f"the worker {worker} has {name} {theirs.get(name)}, and this computer {value}")


@contextmanager
def _in_one_line(scheduler: str) -> Iterator[None]:
    """Whatever the cluster raises, as one OSError that says where; what is one already stays."""
    from distributed.client import FutureCancelledError
    from distributed.comm.core import CommClosedError
    from distributed.scheduler import KilledWorker

    try:
        yield
    except (CancelledError, FutureCancelledError, CommClosedError):
        raise OSError(f"the scheduler {scheduler} has gone") from None
    except TimeoutError:
        raise OSError(f"the scheduler {scheduler} does not answer") from None
    except KilledWorker:
        raise OSError(f"the workers of {scheduler} died over a source, again and again") from None
    except (ImportError, ValueError) as error:
        raise OSError(f"a worker of {scheduler} cannot read: {error}") from None
