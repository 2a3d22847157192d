"""Sources are read in a process of their own, which can be killed: no file may crash, stall or swell the build.

`Sandbox` keeps one child process (`python -m loaders.reading.sandbox`) that reads one file after another and answers
in JSON. The child is given files that are open already: it looks nothing up, and once `loaders.reading.confine` has
taken from it what reading does not need, it can reach no network, start no process, send no signal and open no file.
A child that takes longer than TIME_LIMIT, needs more than MEMORY_LIMIT or dies is replaced, and its file is refused.
One that was killed from outside, as a system does that is short of memory, says nothing of its file: that is read once
more.
"""

from __future__ import annotations

import atexit
import hashlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import weakref
from io import BufferedReader
from pathlib import Path
from typing import Any

from loaders.reading import confine, extract, preload
from loaders.reading.readers import files, pdf
from loaders.record.errors import SourceRefused
from loaders.record.extraction_json import from_json, to_json
from loaders.record.model import Extraction
from loaders.record.reference import Reference, load as load_reference

TIME_LIMIT = 20.0  # seconds a file
MEMORY_LIMIT = 1024 * 1024 * 1024  # bytes of address space
ANSWER_LIMIT = 64 * 1024 * 1024  # bytes; the largest release of statistics so far gives 3 MiB
KILLED = "its reader was killed from outside twice, as a system does that is short of memory; it was not read"
"""The reason of the machine and not of the file: whoever builds a record from what was read asks `was_not_read`."""
AS_CHILD = "as-child"
"""The argument by which this module is told that it is the child."""
START_LIMIT = 60.0  # seconds that a child may take to load its modules, on a machine that is busy
SECONDS_TO_DIE = 5.0
_REQUEST_BYTES = 16 * 1024  # a file name has at most 255 bytes, each of which may take six in JSON


class _KilledFromOutside(Exception):
    """The child got SIGKILL, which neither it nor this process sends while a file is read."""


def was_not_read(extraction: Extraction) -> bool:
    """Whether a source was refused for a reason of the machine, which another try may not meet."""
    return extraction.source.status == "refused" and extraction.source.message == KILLED


class Sandbox:
    """A child process that reads files. Not for use by two threads at once.

    `peak_memory` is the most that a child of this sandbox has held so far, in bytes; `protections` says what the
    system allowed to take from it.
    """

    def __init__(self, time_limit: float = TIME_LIMIT) -> None:
        self.time_limit = time_limit
        self.peak_memory = 0
        self.protections: dict[str, str] = {}
        self._child: subprocess.Popen[bytes] | None = None
        self._channel: socket.socket | None = None
        atexit.register(_close_if_there, weakref.ref(self))

    def extract(self, path: Path) -> Extraction:
        """What one file says, or its refusal. Raises OSError only where no child process can be started."""
        try:
            file = files.open_file(path)
        except SourceRefused as refusal:
            return extract.refused(path, str(refusal), "")
        with file:
            for _ in range(2):
                try:
                    return self._extract(path, file)
                except _KilledFromOutside:
                    file.seek(0)
            return self._refuse(path, file, KILLED)

    def _extract(self, path: Path, file: BufferedReader) -> Extraction:
        channel = self._start()
        try:
            request = {"name": path.name, "seconds": self.time_limit}
            socket.send_fds(channel, [json.dumps(request).encode()], [file.fileno()])
            answer = json.loads(_read_line(channel, self.time_limit))
            if "failure" in answer:
                return self._refuse(path, file, str(answer["failure"]))
            extraction = from_json(answer["extraction"])
        except TimeoutError:
            return self._refuse(path, file, f"reading it took longer than {self.time_limit:g} seconds")
        except (EOFError, OSError):
            return self._refuse(path, file, self._reason_of_death())
        except (ValueError, KeyError, TypeError, RecursionError):
            return self._refuse(path, file, "the reader gave no proper answer to it: it is damaged")
        # Memory that one file has taken would be missing for the next.
        if self._note_memory() > MEMORY_LIMIT // 2:
            self.close()
        return extraction

    def close(self) -> None:
        """End the child process."""
        if self._channel:
            self._channel.close()
            self._channel = None
        if self._child:
            self._note_memory()
            child, self._child = self._child, None
            child.kill()
            child.wait()

    def _note_memory(self) -> int:
        """The most that the child at work has held so far, in bytes."""
        peak = _peak_memory(self._child.pid) if self._child and self._child.returncode is None else 0
        self.peak_memory = max(self.peak_memory, peak)
        return peak

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:
        if not sys.is_finalizing():  # by then it is closed, and the modules that closing needs are going
            self.close()

    def _start(self) -> socket.socket:
        if self._child and self._channel and self._child.poll() is None:
            return self._channel
        self.close()
        self._channel, theirs = socket.socketpair()
        with theirs:
            self._child = subprocess.Popen(
                [sys.executable, "-B", "-P", "-m", "loaders.reading.sandbox", AS_CHILD],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd="/",
                env=_environment(),
            )
        try:
            self.protections = json.loads(_read_line(self._channel, START_LIMIT))
        except (TimeoutError, EOFError, ValueError) as error:
            self.close()
            raise OSError(
                "the process that reads sources does not start; try: python -m loaders.reading.sandbox"
            ) from error
        return self._channel

    def _reason_of_death(self) -> str:
        """Why the child is gone, as far as the system says. Raises _KilledFromOutside where it was not the file."""
        child = self._child
        try:
            status = child.wait(SECONDS_TO_DIE) if child else None
        except subprocess.TimeoutExpired:
            status = None
        self.close()
        if status == -signal.SIGKILL:
            raise _KilledFromOutside
        return f"the reader stopped on it: it is damaged, or needs more than {MEMORY_LIMIT // 2**20} MiB"

    def _refuse(self, path: Path, file: BufferedReader, reason: str) -> Extraction:
        self.close()
        try:
            file.seek(0)
            sha256 = hashlib.sha256(files.read_file(file)).hexdigest()
        except (OSError, SourceRefused):
            sha256 = ""
        return extract.refused(path, reason, sha256)


def _close_if_there(sandbox: weakref.ref[Sandbox]) -> None:
    if (running := sandbox()) is not None:
        running.close()


def protections() -> dict[str, str]:
    """What this system lets the reading process take from itself: "on", or "off" and why, for each protection."""
    with Sandbox() as sandbox:
        sandbox._start()
        return sandbox.protections


def _environment() -> dict[str, str]:
    """What a Python needs to start and to find the same modules as this one, and nothing that a user has set beside."""
    places = [str(Path(__file__).parents[2]), *(str(Path(place).absolute()) for place in sys.path if place)]
    library_paths = {name: os.environ[name] for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH") if name in os.environ}
    return {
        **library_paths,
        "PYTHONPATH": os.pathsep.join(dict.fromkeys(places)),
        "LC_ALL": "C.UTF-8",
        "PYTHONUTF8": "1",
    }


def _read_line(channel: socket.socket, time_limit: float) -> bytes:
    """One line, within the limits. Raises TimeoutError, EOFError if the child died, ValueError for an endless line."""
    chunks: list[bytes] = []
    size = 0
    deadline = time.monotonic() + time_limit
    while not (chunks and chunks[-1].endswith(b"\n")):
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        channel.settimeout(left)
        chunk = channel.recv(1 << 16)
        if not chunk:
            raise EOFError
        size += len(chunk)
        if size > ANSWER_LIMIT:
            raise ValueError("the answer is too long")
        chunks.append(chunk)
    return b"".join(chunks)


def _peak_memory(pid: int) -> int:
    """The most that a process has held so far, in bytes; 0 where the system does not say, or no longer.

    Not by `getrusage`: there Linux counts a child from what its parent held when it was started.
    """
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0
    peak = re.search(r"^VmHWM:\s+(\d+) kB$", status, re.MULTILINE)
    return int(peak[1]) * 1024 if peak else 0


def main() -> None:
    """The child: open files in, extractions out, over the one channel that stands as its standard input.

    Started by hand it says which privileges the child drops on this system.
    """
    if sys.argv[1:] != [AS_CHILD]:
        print(*(f"{name}: {state}" for name, state in protections().items()), sep="\n")
        return
    channel = socket.socket(fileno=os.dup(0))
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.close(null)
    reference = load_reference()
    preload.load(reference)
    _send(channel, confine.confine(MEMORY_LIMIT))
    while request := _receive(channel):
        name, seconds, file = request
        # Should the parent be gone when the time is up, nobody else ends this process.
        signal.setitimer(signal.ITIMER_REAL, seconds + 5)
        with file:
            answer = _answer(Path(name), file, reference)
        signal.setitimer(signal.ITIMER_REAL, 0)
        _send(channel, answer)


def _answer(path: Path, file: BufferedReader, reference: Reference) -> dict[str, Any]:
    pdf.renew()
    try:
        extraction = to_json(extract.extract_file(path, file, reference))
    except MemoryError:
        return {"failure": f"reading it needs more than {MEMORY_LIMIT // 2**20} MiB"}
    except Exception as error:  # a defect of ours, whatever the file: said as such, and the next file is read
        return {"failure": f"a defect in the loaders: {error!r}; please report it"}
    return {"extraction": extraction}


def _receive(channel: socket.socket) -> tuple[str, float, BufferedReader] | None:
    """The next file: its name, how long reading it may take, and itself, open. None when there are no more."""
    message, descriptors, _, _ = socket.recv_fds(channel, _REQUEST_BYTES, 1)
    if not message:
        return None
    request = json.loads(message)
    return request["name"], request["seconds"], os.fdopen(descriptors[0], "rb")


def _send(channel: socket.socket, value: object) -> None:
    channel.sendall(json.dumps(value, default=str).encode() + b"\n")


if __name__ == "__main__":
    main()
