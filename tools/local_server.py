"""The dashboard in a process of its own, as a user starts it: for the browser tests, screenshots and benchmarks."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
PATIENCE = 120


class NotServed(RuntimeError):
    """A server ended or stayed silent; the message holds what it printed."""


@contextmanager
def local_server(environment: Mapping[str, str] | None = None) -> Iterator[str]:
    """Start `python app.py` on a free port, wait for /healthz, yield its address, stop it at the end.

    `environment` is added to that of this process.
    """
    port = free_port()
    address = f"http://{HOST}:{port}"
    command = [sys.executable, "app.py", "--host", HOST, "--port", str(port)]
    with running("`python app.py`", command, {**os.environ, **(environment or {})}, f"{address}/healthz"):
        yield address


@contextmanager
def running(
    name: str, command: Sequence[str], environment: Mapping[str, str], url: str, log: Path | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """Start a server, wait until `url` is answered whole, stop it at the end. `log` is where what it prints stands.

    Raises NotServed with what it printed where it ends or stays silent.
    """
    with log.open("w+b") if log else tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            command,
            cwd=CHECKOUT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            if failure := _wait(process, url):
                output.seek(0)
                raise NotServed(f"{name} {failure}; it printed:\n{output.read().decode(errors='replace')}")
            yield process
        finally:
            _stop(process)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(process: subprocess.Popen[bytes], url: str) -> str:
    """What went wrong, or nothing once `url` has answered 200."""
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})
    deadline = time.monotonic() + PATIENCE
    answer = "nothing"
    while time.monotonic() < deadline:
        if process.poll() is not None:
            return f"ended with status {process.returncode} before it answered"
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as whole:
                whole.read()
                return ""
        except urllib.error.HTTPError as error:
            answer = f"status {error.code}"
            error.close()
        except OSError:
            pass
        time.sleep(0.005)
    return f"gave {answer} at {url} in {PATIENCE} seconds"


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=40)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
