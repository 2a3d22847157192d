"""Sources are read in a process of their own, which can be killed: no file may crash, stall or swell the build.

`Sandbox` keeps one child process (`python -m loaders.sandbox`) that reads one file after another and answers in JSON.
A child that takes longer than TIME_LIMIT, needs more than MEMORY_LIMIT or dies is replaced, and its file is refused.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import resource
import selectors
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from loaders import extract, reference
from loaders.model import Extraction, Observation, Source

TIME_LIMIT = 20.0  # seconds a file
MEMORY_LIMIT = 1024 * 1024 * 1024  # bytes of address space
OPEN_FILES_LIMIT = 32
_DATES = ("inspection_start", "inspection_end", "published", "date")


class Sandbox:
    """A child process that reads files. Not for use by two threads at once."""

    def __init__(self, time_limit: float = TIME_LIMIT, memory_limit: int = MEMORY_LIMIT) -> None:
        self.time_limit = time_limit
        self.memory_limit = memory_limit
        self._child: subprocess.Popen[bytes] | None = None

    def extract(self, path: Path) -> Extraction:
        """What one file says, or its refusal. Raises OSError only where the file cannot be opened at all."""
        child = self._start()
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            child.stdin.write(json.dumps(str(path)).encode() + b"\n")
            child.stdin.flush()
            answer = _read_line(child.stdout, self.time_limit)
        except TimeoutError:
            return self._killed(path, f"reading it took longer than {self.time_limit:.0f} seconds")
        except (EOFError, BrokenPipeError):
            return self._killed(
                path,
                f"the reader stopped on it: it is damaged, or needs more than {self.memory_limit // 2**20} MiB",
            )
        return from_json(json.loads(answer))

    def close(self) -> None:
        """End the child process."""
        if self._child:
            self._child.kill()
            self._child.communicate()
            self._child = None

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:
        self.close()

    def _start(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self.close()
            root = Path(__file__).parents[1]
            self._child = subprocess.Popen(
                [sys.executable, "-m", "loaders.sandbox", str(self.memory_limit)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={
                    **os.environ,
                    "PYTHONPATH": os.pathsep.join([str(root), os.environ.get("PYTHONPATH", "")]),
                },
            )
        return self._child

    def _killed(self, path: Path, reason: str) -> Extraction:
        self.close()
        return extract.refused(path, reason, extract.digest(path))


def _read_line(stream: IO[bytes], time_limit: float) -> bytes:
    """One line from the child, however long, within the limit. Raises TimeoutError, or EOFError if the child died."""
    chunks: list[bytes] = []
    with selectors.DefaultSelector() as selector:
        selector.register(stream, selectors.EVENT_READ)
        deadline = dt.datetime.now() + dt.timedelta(seconds=time_limit)
        while not (chunks and chunks[-1].endswith(b"\n")):
            left = (deadline - dt.datetime.now()).total_seconds()
            if left <= 0 or not selector.select(left):
                raise TimeoutError
            chunk = os.read(stream.fileno(), 1 << 16)
            if not chunk:
                raise EOFError
            chunks.append(chunk)
    return b"".join(chunks)


def to_json(extraction: Extraction) -> dict[str, Any]:
    """An extraction as plain JSON values."""
    return {"source": asdict(extraction.source), "observations": [asdict(o) for o in extraction.observations]}


def from_json(value: dict[str, Any]) -> Extraction:
    """The extraction that `to_json` wrote."""
    source = value["source"] | {"published": _date(value["source"]["published"])}
    observations = tuple(Observation(**(o | {name: _date(o[name]) for name in _DATES})) for o in value["observations"])
    return Extraction(Source(**source), observations)


def _date(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def main() -> None:
    """The child: a path a line on standard input, an extraction a line on standard output."""
    memory_limit = int(sys.argv[1])
    known = reference.load()
    resource.setrlimit(resource.RLIMIT_AS, (memory_limit, memory_limit))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES_LIMIT, OPEN_FILES_LIMIT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    out = sys.stdout.buffer
    for line in sys.stdin.buffer:
        path = Path(json.loads(line))
        try:
            extraction = extract.extract(path, known)
        except MemoryError:
            extraction = extract.refused(
                path, f"reading it needs more than {memory_limit // 2**20} MiB", extract.digest(path)
            )
        except Exception as error:  # a defect of ours, whatever the file: said as such, and the next file is read
            extraction = extract.refused(
                path, f"a defect in the loaders: {error!r}; please report it", extract.digest(path)
            )
        out.write(json.dumps(to_json(extraction), default=str).encode() + b"\n")
        out.flush()


if __name__ == "__main__":
    main()
